#!/usr/bin/env bats
# The query language: what each form finds, alone and with others.
# shellcheck disable=SC2154,SC2016 # run sets stderr; the man page has backquotes

load lib

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	export BUILT=$PYIQ
	install_alone # without the synonyms that come with the program
	export PYIQ

	# Every unit has a name, its _id, that the tests speak of.
	write notes/objects.jsonl <<-'END'
		{"_id":"copy","topic":["Objects","Twins"],"tags":["objects","pitfall"],"level":"basic","question":"What does a deep copy do?","answer":"It copies what is inside, too, and `copy.deepcopy` makes one. Copies of copies stay apart."}
		{"_id":"shallow","topic":["Objects","Twins"],"tags":["objects"],"level":"basic","question":"What does a shallow copy share?","answer":"The items. Deep down they are the same objects, whatever the outer copy says."}
		{"_id":"weak","topic":["Objects","Lifetimes"],"tags":["gc"],"level":"advanced","question":"What is a weak reference?","answer":"One that keeps nothing alive:\n\n```python\nimport weakref\nproxy = weakref.ref(thing)\n```\n"}
		{"_id":"cycle","topic":["Objects","Lifetimes"],"tags":["gc","pitfall"],"level":"advanced","question":"Who clears a cycle?","answer":"The collector of garbage, once the last reference from outside is gone; a weak one does not count."}
		{"_id":"is","topic":["Objects"],"tags":["operators"],"level":"basic","question":"Identity or equality: is vs ==?","answer":"The first asks for the same object, the second for an equal value."}
		{"_id":"same","topic":["Objects"],"level":"basic","question":"Which objects does None equal?","answer":"Ask with `is`, for None is one of a kind."}
		{"_id":"slice","topic":["Sequences"],"question":"How is a list turned around?","answer":"`items[::-1]` is the reversed list; it is O(n)."}
		{"_id":"new","topic":["Classes"],"question":"Is __new__ called before __init__?","answer":"Yes: it makes what the other one fills in."}
		{"_id":"cache","topic":["Functions"],"question":"How are results remembered?","answer":"By `functools.lru_cache`, a decorator."}
		{"_id":"args","topic":["Functions"],"question":"What do the stars in f(*args, **kwargs) mean?","answer":"All other arguments, by position and by name."}
		{"_id":"class","topic":["Classes"],"question":"What is a metaclass?","answer":"What makes a class, as a class makes instances."}
	END
	write notes/async/loop.jsonl <<-'END'
		{"_id":"loop","topic":["Concurrency"],"tags":["async"],"level":"intermediate","question":"What blocks the event loop?","answer":"A call that waits, say `time.sleep`, where nothing else can run meanwhile; `yield from` and `await` let others run."}
		{"_id":"thread","topic":["Concurrency"],"tags":["threads"],"level":"intermediate","question":"When does multithreading pay?","answer":"When the threads wait. The Global Interpreter Lock (GIL) is free then."}
		{"_id":"lock","topic":["Concurrency"],"tags":["threads"],"level":"advanced","question":"Is the global interpreter lock shared?","answer":"There is one in each process, and a thread that holds it runs."}
		{"_id":"gil","topic":["Concurrency"],"tags":["threads"],"level":"intermediate","question":"How long does a thread hold the GIL?","answer":"Until it waits, or another one has asked for a while."}
	END
	write notes/sprachen.jsonl <<-'END'
		{"_id":"de","topic":["Sprachen"],"question":"Wozu dient ein Decorator?","answer":"Er umgibt eine Funktion mit einer anderen, ohne dass man ihren Code ändern muss, und gibt die neue Funktion unter dem alten Namen zurück."}
		{"_id":"en","topic":["Sprachen"],"question":"What is a decorator good for?","answer":"It wraps a function into another one without any change of its code, and gives the new function back under the old name."}
	END
	"$PYIQ" index notes
}

# names QUERY [OPTION...]: the units found, by name, in order
names() {
	"$PYIQ" search --json --all "${@:2}" -- "$1" | jq -r ._id
}

# finds QUERY NAME...: exactly these, in any order, and without a word about it
finds() {
	run --separate-stderr names "$1"
	says
	same "$(printf '%s\n' "${@:2}" | sort)" "$(sort <<<"$output")" || { echo "query: $1"; return 1; }
}

# ranks QUERY NAME...: these come first, in this order
ranks() {
	same "$(printf '%s\n' "${@:2}")" "$(names "$1" 2>/dev/null | head -n $(($# - 1)))" ||
		{ echo "query: $1"; return 1; }
}

# silent QUERY: no hit, and nothing is said
silent() {
	try 1 search -- "$1"
	says
	prints </dev/null
}

# ---- Words and phrases -------------------------------------------------------

@test "words: any of them, those with all of them first" {
	finds 'deep copy' copy shallow
	ranks 'deep copy' copy shallow
	finds 'shallow metaclass' shallow class
}

@test "a phrase: one word after the other, in one text" {
	finds '"deep copy"' copy
	finds '"weak reference"' weak
	finds '“weak reference”' weak
	silent '"copy deep"'
	# question and answer are two texts
	silent '"copy the items"'
}

@test "a phrase takes other endings" {
	finds '"weak references"' weak
	finds '"deep copies"' copy
}

@test "required and excluded" {
	finds '+copy -deep'
	finds '+copy -"deep copy"' shallow
	finds '+reference -garbage' weak
	finds 'weak -"weak reference"' cycle
	finds '+weak +garbage' cycle
	finds '-garbage reference' weak
}

@test "signs with brackets" {
	finds '+(shallow deep) -weakref' copy shallow
	finds 'reference -(garbage OR collector)' weak
}

# ---- Operators ---------------------------------------------------------------

@test "AND, OR, NOT" {
	finds 'weak AND garbage' cycle
	finds 'weakref OR metaclass' weak class
	finds 'weak NOT garbage' weak
	finds 'weak AND NOT garbage' weak
}

@test "AND binds closer than OR, brackets closer than both" {
	finds 'weak AND garbage OR metaclass' cycle class
	finds 'metaclass OR weak AND garbage' cycle class
	finds '(metaclass OR weak) AND garbage' cycle
	finds 'weak AND (garbage OR weakref)' weak cycle
	finds '(weak AND (garbage OR weakref)) NOT cycle' weak
}

@test "in lower case they are words" {
	finds 'weakref or metaclass' weak class
	finds 'weakref and metaclass' weak class
}

# ---- Fields ------------------------------------------------------------------

@test "q: and a:" {
	finds 'q:copy' copy shallow
	finds 'Q:copy' copy shallow
	finds 'question:metaclass' class
	finds 'a:garbage' cycle
	finds 'answer:garbage' cycle
	silent 'q:garbage'
	silent 'a:metaclass'
}

@test "a field of a phrase and of brackets" {
	finds 'q:"deep copy"' copy
	silent 'a:"deep copy"'
	finds 'a:(garbage OR weakref)' cycle weak
	finds 'a:(garbage weak)' cycle
}

@test "code:" {
	finds 'code:weakref' weak
	finds 'code:is' same
	silent 'code:garbage'
	finds 'code:functools.lru_cache' cache
}

@test "topic: any heading above the question, a filter" {
	finds 'topic:lifetimes' weak cycle
	finds 'topic:"lifetimes" weak' weak cycle
	finds 'topic:concurrency metaclass'
	finds 'topic:objects copy' copy shallow
}

@test "level: and tag:" {
	finds 'level:advanced' weak cycle lock
	finds 'level:advanced reference' weak cycle
	finds 'level:ADVANCED garbage' cycle
	finds 'tag:pitfall' copy cycle
	finds 'tag:pitfall copy' copy
	finds 'reference -tag:pitfall' weak
	finds 'tag:pitf*' copy cycle
	silent 'level:nonsense'
	silent 'tag:obj'
}

@test "file: a name, with wildcards, or with a slash a path" {
	finds 'file:loop.jsonl lock' thread lock
	finds 'file:loop* lock' thread lock
	finds 'file:async/loop.jsonl lock' thread lock
	finds 'file:*objects* decorator' cache
	finds 'decorator -file:objects.jsonl' de en
	silent 'file:nowhere.md decorator'
}

@test "fields together, and with everything else" {
	finds 'level:advanced tag:gc -a:garbage' weak
	finds 'q:reference AND level:advanced' weak
	finds 'tag:gc OR tag:async' weak cycle loop
	finds '+tag:threads -level:advanced "interpreter lock"' thread
	finds 'level:basic AND (shallow OR kind)' shallow same
}

@test "what is no field is a word" {
	finds 'weakref:xyzzy' weak
	run -0 names 'std::vector weakref'
	has weak "$output"
}

# ---- Parts of words ----------------------------------------------------------

@test "wildcards at the end and inside" {
	finds 'metac*' class
	finds 'gar*age' cycle
	finds 'meta*s' class
	finds 'q:multi*' thread
	finds 'weakr* OR metac*' weak class
	silent 'xyzz*'
}

@test "a wildcard is not stemmed, nor a pattern of the shell" {
	finds 'copie*' copy
	finds 'shallow?' shallow
}

@test "a wildcard that stands for too many words says so" {
	for ((j = 0; j < 3000; j++)); do
		printf '{"question":"word%d?","answer":"prefix%d"}\n' $j $j
	done | write many.jsonl
	"$PYIQ" index --db many.db many.jsonl
	try 0 search --db many.db 'prefix*'
	says 'pyiq: only its most frequent words are searched for: prefix*'
}

# ---- Exact forms -------------------------------------------------------------

@test "= finds this form alone" {
	finds '=copies' copy
	finds '=copy' copy shallow
	finds '="deep copy"' copy
	silent '="deep copies"'
	silent '=referenced'
	silent '=metaclas'
	silent '=multithread'
}

@test "= behind a field and a sign" {
	finds 'a:=copies' copy
	finds '+=copies' copy
	finds 'copy -=copies' shallow
	silent 'q:=copies'
}

# ---- Near --------------------------------------------------------------------

@test "NEAR: within so many words, either order" {
	finds 'weak NEAR/1 reference' weak
	finds 'reference NEAR/1 weak' weak
	finds 'weak NEAR/9 reference' weak cycle
	finds 'weak NEAR reference' weak cycle
	silent 'garbage NEAR/1 reference'
}

@test "NEAR with phrases, and among others" {
	finds '"last reference" NEAR/9 weak' cycle
	finds 'weak NEAR/1 reference OR metaclass' weak class
	finds 'weak NEAR/9 reference -garbage' weak
}

# ---- Comparisons -------------------------------------------------------------

@test "comparisons: both sides, also where they frame other questions" {
	ranks 'is vs ==' is
	ranks 'is versus ==' is
	ranks 'is or ==?' is
	ranks 'difference between is and ==' is
	ranks 'what is the difference between __new__ and __init__' new
	ranks 'shallow vs deep' shallow
}

# ---- Names, operators --------------------------------------------------------

@test "names and operators as they are typed" {
	ranks '__init__' new
	ranks 'functools.lru_cache' cache
	ranks '[::-1]' slice
	ranks '**kwargs' args
	ranks '*args' args
	ranks 'O(n)' slice
	ranks 'yield from' loop
	ranks '==' is
	ranks 'weakref.ref' weak
	finds '+__init__' new
	finds '"**kwargs"' args
}

@test "their parts find them" {
	ranks 'lru cache' cache
	ranks 'init' new
	ranks 'kwargs' args
}

# ---- Other words for it ------------------------------------------------------

@test "joined and split" {
	ranks 'multi threading' thread
	ranks 'multi-threading' thread
	ranks 'multithreading' thread
	ranks 'deepcopy' copy
	ranks 'meta class' class
}

@test "acronyms, both ways, behind the very words" {
	run -0 --separate-stderr names 'GIL'
	says
	same 'gil lock thread' "$(sort <<<"$output" | paste -sd ' ')"
	same lock "$(tail -n 1 <<<"$output")"
	ranks 'global interpreter lock' lock
	run -0 names 'global interpreter lock'
	has gil "$output"
}

@test "acronyms are off in quotes and behind =" {
	finds '=gil' gil thread
	finds '"gil"' gil thread
	finds '"interpreter lock"' lock thread
}

@test "synonyms come with the program" {
	mkdir -p prefix/share/pyiq
	printf '# ours\ntrash ~ garbage\n' >prefix/share/pyiq/synonyms.txt
	ranks trash cycle
	finds '=trash'
	rm prefix/share/pyiq/synonyms.txt
	silent trash
}

@test "and the user has others" {
	mkdir -p "$HOME/.config/pyiq" "$PWD/config/pyiq"
	printf 'rubbish ~ garbage\n' >"$HOME/.config/pyiq/synonyms.txt"
	printf '\xEF\xBB\xBF\n  # mine\r\n\r\njunk ~ waste ~ garbage\r\nturn about ~ turned around' >config/pyiq/synonyms.txt
	ranks rubbish cycle
	silent junk
	export XDG_CONFIG_HOME=$PWD/config
	ranks junk cycle
	ranks waste cycle
	ranks 'turn about' slice
	silent rubbish
	# a relative value is ignored
	XDG_CONFIG_HOME=config ranks rubbish cycle
	rm -r "$HOME/.config" config
}

@test "both lists count" {
	mkdir -p "$HOME/.config/pyiq" prefix/share/pyiq
	printf 'rubbish ~ garbage' >"$HOME/.config/pyiq/synonyms.txt"
	printf 'trash ~ garbage' >prefix/share/pyiq/synonyms.txt
	ranks rubbish cycle
	ranks trash cycle
	rm -r "$HOME/.config" prefix/share/pyiq/synonyms.txt
}

@test "a mistake in the user's synonyms: file and line" {
	mkdir -p "$HOME/.config/pyiq"
	printf '# two\nrubbish ~ garbage\n\nalone\n' >"$HOME/.config/pyiq/synonyms.txt"
	try 2 search garbage
	prints </dev/null
	same "pyiq: $HOME/.config/pyiq/synonyms.txt: line 4: one form alone has no synonym" "${stderr%%$'\n'*}"
	# patterns have none
	try 0 search -e garbage
	says
	rm -r "$HOME/.config"
}

@test "synonyms that are there but cannot be read are an error; what cannot be seen is not there" {
	let_nobody_in
	mkdir -p own/pyiq && printf 'rubbish ~ garbage\n' >own/pyiq/synonyms.txt
	chmod 0 own/pyiq/synonyms.txt
	XDG_CONFIG_HOME=$PWD/own run -2 --separate-stderr as_nobody "$PYIQ" search garbage
	has "$PWD/own/pyiq/synonyms.txt" "$stderr"
	chmod 0 own/pyiq
	XDG_CONFIG_HOME=$PWD/own run -0 --separate-stderr as_nobody "$PYIQ" search garbage
	says
	chmod 700 own/pyiq
	rm -r own
}

@test "spelling: the known word is searched for, and told" {
	try 0 search --json metaclas
	says 'pyiq: did you mean: metaclass'
	same class "$(jq -r ._id <<<"$output")"
	try 0 search --json 'garbgae colector'
	says 'pyiq: did you mean: garbage collector'
	same cycle "$(jq -r ._id <<<"$output" | head -n 1)"
}

@test "spelling of names" {
	try 0 search --json __inti__
	says 'pyiq: did you mean: __init__'
	same new "$(jq -r ._id <<<"$output" | head -n 1)"
	try 0 search --json lru_cahce
	says 'pyiq: did you mean: lru_cache'
	same cache "$(jq -r ._id <<<"$output" | head -n 1)"
}

@test "a word that is known is not corrected" {
	finds shallow shallow
	finds weakref weak
}

# ---- Languages ---------------------------------------------------------------

@test "lang: filters" {
	finds 'lang:de' de
	finds 'lang:de decorator' de
	finds 'lang:DE decorator' de
	run -0 names 'lang:en decorator'
	has en "$output"
	lacks de "$output"
	run -0 names 'decorator -lang:de'
	lacks de "$output"
	silent 'lang:xx decorator'
}

@test "each language has its own endings" {
	finds 'Namens umgeben' de
}

@test "the language of the query comes first" {
	ranks 'what is a decorator good for' en
	ranks 'wozu dient ein Decorator' de
}

@test "--json tells the language" {
	same de "$("$PYIQ" search --json 'wozu decorator' | jq -r 'select(._id == "de").lang')"
	same en "$("$PYIQ" list --json | jq -r 'select(._id == "en").lang')"
}

# ---- Never a syntax error ----------------------------------------------------

@test "never a syntax error" {
	# shellcheck disable=SC1003,SC1112,SC2191 # these are odd on purpose
	local query queries=(
		'"' '""' '"open' 'closed"' '"a" "b' '“open' '(' ')' '()' '(()' '((((' '))))' '( )' '(copy' 'copy)'
		'+' '-' '++copy' '--copy' '+-copy' '-+copy' '+ copy' '- copy' '+"' '-(' '+(copy' '-(copy OR'
		AND OR NOT NEAR NEAR/ NEAR/3 'AND AND' 'OR OR OR' 'NOT NOT' 'NOT NOT copy' 'AND copy' 'copy AND'
		'copy OR' 'copy NOT' 'copy AND AND deep' 'copy OR AND deep' '(AND)' '(copy AND)' '(OR copy)' 'copy AND ()'
		'copy NEAR' 'NEAR copy' 'copy NEAR/0 deep' 'copy NEAR/99999999999999999999 deep' 'copy NEAR/x deep'
		'copy NEAR/-1 deep' '(copy) NEAR (deep)' 'copy NEAR "deep' 'q:copy NEAR/2 q:deep'
		: '::' ':copy' 'q:' 'q: copy' 'q:q:copy' 'q:a:copy' 'q:(' 'q:()' 'q:"' 'q:-copy' 'q:+' 'topic:' 'file:' 'level:' 'tag:'
		'lang:' 'code:' 'file:***' 'file:[' 'file:/' 'file:"' 'tag:*' 'level:*' 'lang:*' 'lang:zzzzzzzzzz' 'nofield:copy'
		'*' '**' '***' 'a*' '*copy' 'co*py*' 'co**py' 'co*' '*args' '**kwargs' 'c*p*y*' 'copy.*' '.*' 'q:*' '=*' 'co*=' '=co*'
		= == === '= copy' '==copy' '="' '=""' '=(copy)' '=copy=' '!=' '>=' '->' '>>>' '<' ':=' '=:='
		'O(n log n)' '[::-1]' 'dict[str, int]' 'x[' ']' '{' '}' '{}' 'f"{x}"' '%s' '@' '#' '$' '^' '&' '|' '\' '\\' '\"' '`' '~' '?'
		'a vs b' 'vs' 'vs vs' 'copy vs' 'vs copy' 'difference between' 'difference between and' 'or ?' 'is or' '== or is?'
		$'\n' $'copy\ndeep' $'\t' $'\x01\x02' $'\x7f' $'\xff\xfe' $'copy\xff' $'\xc3' $'\xed\xa0\x80' $'caf\xc3\xa9' 'ﬁ' '🐍' '日本語'
		"don't" "'" "''" '’' '…' '—' $'\u200b' $'\u202e' '(?{1})' '(?<' '[[:foo:]]' '\p{Foo}' '(*LIMIT_MATCH=1)' '*)(' 'x{99999}'
	)
	for query in "${queries[@]}"; do
		run --separate-stderr "$PYIQ" search -- "$query"
		[ "$status" -le 1 ] || { printf 'status %s: %q\n%s\n' "$status" "$query" "$stderr"; return 1; }
		# never more to say than a note
		lacks error "$stderr"
	done
}

@test "never slow either: thousands of each" {
	local piece long
	for piece in '(' ')' '"' '+' '-' 'NOT ' 'AND ' 'a AND ' 'a OR ' 'a NEAR ' 'q:' 'q:(' '=' '*' 'co* ' '"a b" ' 'copy ' '-copy ' '~' '_' '[' 'a.' 'vs '; do
		printf -v long '%4000s' ''
		long=${long// /$piece}
		run --separate-stderr timeout 20 "$PYIQ" search -- "${long:0:60000}"
		[ "$status" -le 1 ] || { printf 'status %s: 4000 times %q\n%s\n' "$status" "$piece" "$stderr"; return 1; }
	done
}

@test "what is not complete is text" {
	ranks '"weak reference' weak
	ranks 'weak AND' weak
	ranks '(shallow' shallow
	ranks 'q: metaclass' class
	ranks '+ metaclass' class
	ranks 'metaclass )' class
}

# ---- The manual --------------------------------------------------------------

@test "the manual pages are well formed" {
	local page shipped=${BUILT%/bin/pyiq}/share/man
	[ -d "$shipped" ] || skip 'no manual beside this program'
	for page in man1/pyiq.1 man5/pyiq-config.5 man5/pyiq-json.5 man7/pyiq-query.7; do
		run -0 mandoc -T lint "$shipped/$page"
		same '' "$output"
	done
}

@test "every example of pyiq-query(7) finds something" {
	local page=$BATS_TEST_DIRNAME/../../cmd/man/pyiq-query.7.in command n=0
	local shipped=${BUILT%/bin/pyiq}/share/pyiq/db
	[ -d "$shipped" ] || skip 'no corpus beside this program'
	while read -r command; do
		PYIQ_DB='' run -0 --separate-stderr bash -c "pyiq() { '$BUILT' \"\$@\"; }; $command"
		n=$((n + 1))
	done < <(sed -n '/^\.EX$/,/^\.EE$/{/^\./d;s/\\-/-/g;s/\\(aq/'"'"'/g;s/\\(ti/~/g;s/\\e/\\/g;p}' "$page")
	[ "$n" -ge 30 ]
}

@test "the example of a list of synonyms is one" {
	local page=$BATS_TEST_DIRNAME/../../cmd/man/pyiq-query.7.in
	mkdir -p config/pyiq
	sed -n '/^\.nf$/,/^\.fi$/{/^\./d;s/\\(ti/~/g;p}' "$page" >config/pyiq/synonyms.txt
	[ "$(grep -c '~' config/pyiq/synonyms.txt)" -ge 2 ]
	XDG_CONFIG_HOME=$PWD/config ranks 'dunder init' new
	rm -r config
}
