#!/usr/bin/env bats
# What is printed: records for pipes, JSON, counts, names, context, whole units, colours.
# shellcheck disable=SC2154 # run sets stderr

load lib

setup_file() {
	index_notes

	for ((i = 1; i <= 12; i++)); do
		printf '## What is thing number %d?\n\nAnother thing.\n\n' "$i"
	done | write many/things.md
	"$PYIQ" index --db many.db many
}

# ---- Records -----------------------------------------------------------------

@test "-n and -H are what happens anyway" {
	same "$("$PYIQ" search walrus)" "$("$PYIQ" search -nH walrus)"
	same "$("$PYIQ" search -e yield)" "$("$PYIQ" search -nH -e yield)"
}

@test "-I leaves the file out, -N the line; the last one counts" {
	try 0 search -I walrus
	prints <<<'4:What is the walrus operator := for?'
	try 0 search -N walrus
	prints <<<'notes/labels.txt:What is the walrus operator := for?'
	try 0 search -IN -e 'yield n'
	prints <<<'        yield n'
	try 0 search -I -H -N -n walrus
	prints <<<'notes/labels.txt:4:What is the walrus operator := for?'
	try 0 search --no-filename --no-line-number walrus
	prints <<<'What is the walrus operator := for?'
}

@test "-Z, -0: a NUL behind the file" {
	"$PYIQ" search -Z walrus >got
	printf 'notes/labels.txt\0004:What is the walrus operator := for?\n' | cmp - got
	"$PYIQ" search -0 walrus | cmp - got
	"$PYIQ" search --null -e 'yield n' >got
	printf 'notes/python.md\00011:        yield n\n' | cmp - got
}

@test "-o: each match alone" {
	try 0 search -o -e 'yi\w+|n\(\w*'
	prints <<-'END'
		notes/python.md:5:yield
		notes/python.md:6:yield
		notes/python.md:9:n(n
		notes/python.md:11:yield
	END
}

@test "-o: of a match over several lines each line's part" {
	try 0 search -oI -e '(?s)0:.*-'
	prints <<-'END'
		10:0:
		11:        yield n
		12:        n -
	END
}

@test "bytes are those of the source" {
	printf '## What is a tab?\n\nIt is \x1b[1m\tbytes\x07 \xe2\x80\xae here.\n' | write raw/a.md
	"$PYIQ" index --db raw.db raw
	"$PYIQ" search --db raw.db -IN -e bytes >got
	sed -n 3p raw/a.md | cmp - got
	LC_ALL=C "$PYIQ" search --db raw.db -IN -e bytes | cmp - got
	"$PYIQ" search --db raw.db --full tab | sed -n 3p >got
	sed -n 3p raw/a.md | cmp - got
}

@test "paths are relative inside the working directory, and absolute elsewhere" {
	cd notes
	try 0 search walrus
	prints <<<'labels.txt:4:What is the walrus operator := for?'
	cd lists
	try 0 search walrus
	prints <<<"$(realpath ..)/labels.txt:4:What is the walrus operator := for?"
}

# ---- Counts and names --------------------------------------------------------

@test "-c: how many hits" {
	try 0 search -c object
	prints <<<3
	try 1 search -c xyzzy
	prints <<<0
	try 0 search -c -e .
	prints <<<10
	# without the limit of ten, and with -m
	try 0 search --db many.db -c thing
	prints <<<12
	try 0 search --db many.db -c -m 3 thing
	prints <<<3
	# -o changes nothing
	try 0 search -co -e yield
	prints <<<1
}

@test "-l: the files with hits, each once" {
	try 0 search -l object
	prints <<-'END'
		notes/lists/memory.md
		notes/python.md
	END
	try 0 search --files-with-matches -e yield
	prints <<-'END'
		notes/python.md
		notes/zz copies.md
	END
	try 1 search -l xyzzy
	prints </dev/null
	try 0 search -cl object
	prints <<-'END'
		notes/lists/memory.md
		notes/python.md
	END
}

@test "-l -0: names for xargs" {
	"$PYIQ" search -l0 generator >got
	printf 'notes/python.md\0notes/zz copies.md\0' | cmp - got
	"$PYIQ" search -l0 generator | xargs -0 grep -qc generator
}

@test "-L: the files with units and no hit; the status tells of hits, as grep's" {
	try 0 search -L generator
	prints <<<$'notes/labels.txt\nnotes/lists/memory.md\nnotes/unicode.md'
	try 0 search --files-without-match -e '(?i)wh' -e 何
	prints </dev/null
	try 1 search -L xyzzy
	same "$("$PYIQ" list --format '{file}' | uniq)" "$output"
	try 0 search -Lc -m 1 -1 what
	same "$(comm -13 <("$PYIQ" search --all -l what | sort) <("$PYIQ" list --format '{file}' | sort -u))" "$output"
	"$PYIQ" search -L0 -e '^' | cmp - /dev/null
	"$PYIQ" search -L0 weak -m 1 | tr '\0' '\n' | cmp - <("$PYIQ" search -L weak)
	# The later one of both counts.
	same notes/labels.txt "$("$PYIQ" search -L -l walrus)"
	lacks labels.txt "$("$PYIQ" search -l -L walrus)"
	try 1 search -L -m 0 walrus
	prints </dev/null
	try 0 search -Lq walrus
	prints </dev/null
	try 2 search -L --json walrus
	says 'pyiq search: --json cannot be combined with -L' "Try 'pyiq search --help' for more information."
	# As grep has it: 0 if there was a hit, whatever is listed.
	run -0 grep -L countdown notes/python.md notes/labels.txt
	run -1 grep -L countdown notes/labels.txt
	same '0 1' "$(for word in countdown xyzzy; do "$PYIQ" search -L -e $word >/dev/null; echo $?; done | xargs)"
}

@test "-z: NUL ends records, as it ends grep's" {
	"$PYIQ" search -z -e 'yield n' | cmp - <(printf 'notes/python.md:11:        yield n\0')
	"$PYIQ" search -zo -e 'yield n' | cmp - <(printf 'notes/python.md:11:yield n\0')
	"$PYIQ" search --null-data walrus | cmp - <(printf 'notes/labels.txt:4:What is the walrus operator := for?\0')
	same "$("$PYIQ" list)" "$("$PYIQ" list -z | tr '\0' '\n')"
	same "$("$PYIQ" list --format '{id}')" "$("$PYIQ" list -z --format '{id}' | tr '\0' '\n')"
	"$PYIQ" search -z -1 decorator | cmp - <(printf '### What does a decorator do?\n\nIt takes a function and gives back another one, mostly a wrapper around the first.\n\0')
	same 3 "$("$PYIQ" search -z --full -m 3 what | tr -dc '\0' | wc -c)"
	# Neither counts nor names nor separators are records.
	same "$("$PYIQ" search -c what)" "$("$PYIQ" search -zc what)"
	same "$("$PYIQ" search -l what)" "$("$PYIQ" search -zl what)"
	"$PYIQ" search -z -C1 -IN -e 'yield n' -e 'Generators' | grep -zc '^--' | grep -qx 1
	run -0 on_terminal 80 search -z --color=never walrus
	has 'notes/labels.txt:4:' "$output"
	try 2 list --json -z
	says 'pyiq list: -z cannot be combined with --json' "Try 'pyiq list --help' for more information."
}

@test "-q: nothing but the status" {
	try 0 search -q object
	says
	prints </dev/null
	try 1 search -q xyzzy
	prints </dev/null
	try 0 search -qcl -e yield
	prints </dev/null
	# not even a note
	try 0 search -q metaclas
	says
}

@test "-m: at most so many" {
	same 3 "$("$PYIQ" search --db many.db -m 3 thing | wc -l)"
	same 3 "$("$PYIQ" search --db many.db -m3 -e number | wc -l)"
	same 2 "$(hits -m 2 -e . | wc -l)"
	try 1 search -m 0 object
	says
	prints </dev/null
	try 1 search -m 0 -c object
	try 1 search -m 0 -e object
	prints </dev/null
	try 0 search --db many.db -m 99999999999999999999999 -c thing
	prints <<<12
}

# ---- Context -----------------------------------------------------------------

@test "-A, -B, -C and -NUM: lines around" {
	try 0 search -A1 -e 'while'
	prints <<-'END'
		notes/python.md:10:    while n > 0:
		notes/python.md-11-        yield n
	END
	try 0 search -B 2 -e 'while'
	prints <<-'END'
		notes/python.md-8-```python
		notes/python.md-9-def countdown(n):
		notes/python.md:10:    while n > 0:
	END
	try 0 search --context=1 -e 'while'
	prints <<-'END'
		notes/python.md-9-def countdown(n):
		notes/python.md:10:    while n > 0:
		notes/python.md-11-        yield n
	END
	same "$output" "$("$PYIQ" search -A1 -B1 -e while)"
	same "$("$PYIQ" search -C2 -e while)" "$("$PYIQ" search -2 -e while)"
	same "$("$PYIQ" search -C10 -e while)" "$("$PYIQ" search -10 -e while)"
}

@test "context parts its groups, and joins those that touch" {
	try 0 search -I -C1 -e 'yield'
	prints <<-'END'
		3-What is a generator?
		5:A function whose body has `yield`. Calling it runs nothing and returns a generator;
		6:each `next()` resumes the body up to the following `yield`.
		7-
		--
		10-    while n > 0:
		11:        yield n
		12-        n -= 1
	END
	try 0 search -I -A1 --group-separator=== -e 'weak|walrus'
	prints <<-'END'
		4:What is the walrus operator := for?
		5-It names a value in the middle of an expression.
		==
		6:What is a weak reference?
		7:   - A reference that does not keep its object alive. See `weakref.ref`.
	END
	try 0 search -I -A1 --no-group-separator -e 'walrus' -e 'decorator'
	prints <<-'END'
		4:What is the walrus operator := for?
		5-It names a value in the middle of an expression.
		17:What does a decorator do?
		19-It takes a function and gives back another one, mostly a wrapper around the first.
	END
}

@test "context never leaves the unit" {
	try 0 search -C100 -e 'decorator'
	prints <<-'END'
		notes/python.md:17:What does a decorator do?
		notes/python.md-19-It takes a function and gives back another one, mostly a wrapper around the first.
	END
}

@test "context of no lines is as grep has it" {
	# no separators then
	lacks -- "$("$PYIQ" search -C0 -e yield | grep -x -e --)"
}

@test "lines, matches and context are as grep prints them" {
	grep --version | grep -q 'GNU grep' || skip 'there is no GNU grep'
	local options
	for options in '' -C1 -A2 -B1 '-C1 --group-separator=xx' -o -oA1 -i '-C1 --no-group-separator' '-w -C1' -x; do
		# shellcheck disable=SC2086 # words, some of them
		same "$(grep -nH $options -e 'n -' -e countdown -e '0:' notes/python.md)" \
			"$("$PYIQ" search $options -e 'n -' -e countdown -e '0:' || true)"
	done
}

# ---- Whole units -------------------------------------------------------------

@test "--full: Markdown, the bytes of the source" {
	"$PYIQ" search --full -e walrus -e decorator >got
	cmp got - <<-'END'
		### What is the walrus operator := for?

		It names a value in the middle of an expression.

		### What does a decorator do?

		It takes a function and gives back another one, mostly a wrapper around the first.
	END
	"$PYIQ" search --full generator >got
	{ echo '### What is a generator?'; echo; sed -n 5,15p notes/python.md; } | cmp - got
	"$PYIQ" search --full -e countdown | cmp - got
}

@test "-1: the best hit alone" {
	same "$("$PYIQ" search --full -m1 object reference)" "$("$PYIQ" search -1 object reference)"
	same '### What is a weak reference?' "$("$PYIQ" search -1 object reference | head -n 1)"
	same 1 "$("$PYIQ" search -1 --json -e . | wc -l)"
	try 1 search -1 xyzzy
	prints </dev/null
}

@test "a unit without an answer is its question" {
	try 0 search -1 metaclass
	prints <<<'### What is the use of a metaclass?'
}

# ---- JSON --------------------------------------------------------------------

@test "--json: one object a line, with everything that is known" {
	run -0 "$PYIQ" search --json -m 1 weak reference
	[ "${#lines[@]}" = 1 ]
	same "$(jq -S . <<-END
		{
		  "schema": 1, "rank": 1, "db": "$PYIQ_DB", "file": "notes/lists/memory.md", "line": 6, "end_line": 7,
		  "topic": ["Memory"], "level": "", "tags": [], "lang": "en",
		  "question": "What is a weak reference?", "prompt": "",
		  "answer": "   - A reference that does not keep its object alive. See \`weakref.ref\`.",
		  "answered": true,
		  "snippet": "- A reference that does not keep its object alive. See weakref.ref.",
		  "terms": ["weak", "reference"], "duplicates": []
		}
	END
	)" "$(jq -S 'del(.id, .score, .spans)' <<<"$output")"
	[[ $(jq -r .id <<<"$output") =~ ^[0-9a-f]{16}$ ]]
	same true "$(jq '.score > 0' <<<"$output")"
}

@test "--json: spans are ranges of bytes in the fields" {
	run -0 "$PYIQ" search --json naïve straße ss
	# jq counts characters: cut bytes out of the encoded text instead.
	cut_out() {
		jq -r '. as $u | .spans[] | "\(.start) \(.end) \($u[.field] | @base64)"' <<<"$1" |
			while read -r start end text; do
				base64 -d <<<"$text" | head -c "$end" | tail -c "+$((start + 1))"
				echo
			done
	}
	same $'naïve\nStraße\nß\nss' "$(cut_out "$output")"
	run -0 "$PYIQ" search --json -e 'na.ve|.ße|🐍' -e folded
	same $'naïve\naße\nfolded\n🐍' "$(cut_out "$output")"
}

@test "--json: spans ascend by field and do not overlap" {
	"$PYIQ" search --json --all -e 'a\w*' -e '\w*e' -e 'r.' >patterns
	"$PYIQ" search --json --all -- the generator object a __new__ n reference >words
	cat patterns words | jq -es '
		length > 5 and all(.[];
			(.spans | map({ question: 0, prompt: 1, answer: 2 }[.field]) | . == sort) and
			(.spans | group_by(.field) | map(map(.start, .end)) | all(.[]; . == sort)))'
}

@test "--json: what would end a line is escaped" {
	printf '## What is U+2028?\n\nA \xe2\x80\xa8 line \xe2\x80\xa9 separator, and \x1b[31m a colour.\n' | write sep/a.md
	"$PYIQ" index --db sep.db sep
	"$PYIQ" search --db sep.db --json separator >got
	same 1 "$(wc -l <got)"
	grep -qF '\u2028' got
	grep -qF '\u2029' got
	grep -qF '\u001' got
	run -1 grep -cP '[\x00-\x09\x0b-\x1f]|\xe2\x80[\xa8\xa9]' got
	same "$(sed -n 3p sep/a.md)" "$(jq -r .answer got)"
}

@test "--json: the same for show and list" {
	local id
	id=$("$PYIQ" search --json walrus | jq -r .id)
	same "$("$PYIQ" list --json | grep "$id")" "$("$PYIQ" show --json "$id")"
	same "$("$PYIQ" search --json walrus | jq -cS 'del(.rank, .score, .snippet, .spans, .terms, .duplicates)')" \
		"$("$PYIQ" show --json "$id" | jq -cS .)"
	same 11 "$("$PYIQ" list --json | jq -s length)"
	same '[10,1]' "$("$PYIQ" list --json | jq -cs 'map(.answered) | [(map(select(.)) | length), (map(select(. | not)) | length)]')"
}

@test "--json: numbers do not depend on the locale, nor does the text" {
	same "$("$PYIQ" search --json object naïve)" "$(LC_ALL=C "$PYIQ" search --json object naïve)"
}

# ---- list --------------------------------------------------------------------

@test "list --topic: what stands under a heading" {
	try 0 list --topic python
	prints <<-'END'
		notes/python.md:3:What is a generator?
		notes/python.md:17:What does a decorator do?
		notes/python.md:21:What is the difference between __new__ and __init__?
	END
	try 0 list --topic='once more' --answered -0 --format '{line}'
	try 1 list --topic 'Python > Once more'
	prints </dev/null
	try 1 list --topic '"'
	try 1 list --topic ''
	try 2 list python
	same "pyiq list: unexpected argument 'python'" "${stderr%%$'\n'*}"
}

@test "list: every unit, duplicates too, by file and line" {
	try 0 list
	prints <<-'END'
		notes/labels.txt:1:What does [::-1] do?
		notes/labels.txt:4:What is the walrus operator := for?
		notes/lists/memory.md:3:What does the garbage collector look for?
		notes/lists/memory.md:6:What is a weak reference?
		notes/python.md:3:What is a generator?
		notes/python.md:17:What does a decorator do?
		notes/python.md:21:What is the difference between __new__ and __init__?
		notes/unicode.md:1:Why doesn’t a naïve comparison find “Straße”?
		notes/unicode.md:5:文字列とは何ですか?
		notes/zz copies.md:3:What is a generator?
		notes/zz copies.md:17:What is the use of a metaclass?
	END
}

# ---- The view for people, in a pipe ------------------------------------------

@test "--heading: the question, where it stands, and a snippet" {
	local id
	id=$("$PYIQ" search --json __init__ | jq -r '.id[:8]')
	try 0 search --heading __init__
	prints <<-END
		 1  What is the difference between __new__ and __init__?
		    notes/python.md:21 · Python · $id
		    __new__ makes the object, __init__ fills it in.
	END
	same "$("$PYIQ" search __init__)" "$("$PYIQ" search --heading --no-heading __init__)"
}

@test "--heading: what was folded and what has no answer" {
	try 0 search --heading generator metaclass
	has ' · +1 alike' "${lines[1]}"
	has ' · unanswered' "$output"
}

@test "--heading: how many more there are" {
	try 0 search --db many.db --heading thing
	same '10 of 12 hits; -m NUM or --all for more' "${lines[-1]}"
	try 0 search --db many.db --heading --all thing
	lacks ' of 12' "$output"
	try 1 search --heading xyzzy
	prints <<<'no hits'
}

@test "--heading: the lines that a pattern matches" {
	local id
	id=$("$PYIQ" search --json -e countdown | jq -r '.id[:8]')
	try 0 search --heading -e countdown -e 'n -'
	prints <<-END
		 1  What is a generator?
		    notes/python.md:3 · Python · $id · +1 alike
		    9:def countdown(n):
		    12:        n -= 1
	END
}

@test "--heading under LC_ALL=C: only ASCII is added" {
	LC_ALL=C try 0 search --heading generator
	same '' "$(LC_ALL=C tr -d '\0-\177' <<<"$output")"
	has '...' "$output"
	LC_ALL=C.UTF-8 try 0 search --heading generator
	has '…' "$output"
	# the notes are as they are
	LC_ALL=C try 0 search --heading strasse
	has 'naïve' "$output"
	has '🐍' "$output"
}

@test "COLUMNS is the width" {
	COLUMNS=30 try 0 search --heading generator
	[ "$(wc -L <<<"$output")" -le 30 ]
	COLUMNS=70 try 0 search --heading generator
	[ "$(wc -L <<<"$output")" -gt 30 ]
	[ "$(wc -L <<<"$output")" -le 70 ]
}

# ---- Colours -----------------------------------------------------------------

# coloured OPTION [NAME=VALUE...]: whether a search under that environment prints colours
coloured() {
	env "${@:2}" "$PYIQ" search "$1" walrus | grep -q $'\e'
}

@test "colours: not in a pipe, unless they are asked for" {
	run ! coloured -n
	run ! coloured --color=auto
	run ! coloured --color
	run ! coloured --color=never
	coloured --color=always
	coloured --colour=always
}

@test "colours: what the environment says" {
	coloured -n CLICOLOR_FORCE=1
	coloured -n FORCE_COLOR=1
	run ! coloured -n CLICOLOR_FORCE=0
	run ! coloured -n CLICOLOR_FORCE=
	run ! coloured -n CLICOLOR_FORCE=1 NO_COLOR=1
	coloured -n CLICOLOR_FORCE=1 NO_COLOR=
	# an option is stronger
	coloured --color=always NO_COLOR=1
	run ! coloured --color=never CLICOLOR_FORCE=1
	run ! coloured --plain CLICOLOR_FORCE=1
}

@test "colours: those of grep" {
	"$PYIQ" search --color=always -e weak -m1 >got
	printf '\e[35m\e[K%s\e[m\e[K\e[36m\e[K:\e[m\e[K\e[32m\e[K%s\e[m\e[K\e[36m\e[K:\e[m\e[KWhat is a \e[01;31m\e[K%s\e[m\e[K reference?\n' \
		notes/lists/memory.md 6 weak | head -n 1 | cmp - <(head -n 1 got)
}

@test "colours: as grep prints them, whatever GREP_COLORS says" {
	grep --version | grep -q 'GNU grep' || skip 'there is no GNU grep'
	local colours
	for colours in '' 'mt=01;34' ne 'ms=31:ne' 'fn=1:ln=2:se=3' 'bogus=1:ms=32' ms=x 'ms=32:fn=zz:ln=33' 'fn=:ln=:se='; do
		same "$(GREP_COLORS=$colours grep -nH --color=always -C1 -e 'n -' -e countdown notes/python.md)" \
			"$(GREP_COLORS=$colours "$PYIQ" search --color=always -C1 -e 'n -' -e countdown)"
	done
}

@test "colours: lines and context" {
	GREP_COLORS='sl=1:cx=2:ne' try 0 search --color=always -INA1 -e countdown
	same $'\e[1mdef \e[m\e[01;31mcountdown\e[m\e[1m(n):\e[m\n\e[2m    while n > 0:\e[m' "$output"
}

@test "colours end before every line does" {
	"$PYIQ" search --color=always -C2 -e '(?s)generator;.*def' >got
	[ "$(wc -l <got)" -gt 4 ]
	# what opens a colour on a line closes it there
	run ! grep -vP '^(?:[^\e]|\e\[K|\e\[[\d;]+m\e\[K[^\e]*\e\[m)*$' got
}

@test "colours change nothing else" {
	same "$("$PYIQ" search -C1 -e yield)" "$("$PYIQ" search --color=always -C1 -e yield | plain)"
	same "$("$PYIQ" search object)" "$("$PYIQ" search --color=always object | plain)"
	same "$("$PYIQ" search -l object)" "$("$PYIQ" search -l --color=always object | plain)"
	same "$("$PYIQ" search --json object)" "$("$PYIQ" search --color=always --json object)"
	same "$("$PYIQ" search -c object)" "$("$PYIQ" search --color=always -c object)"
	same "$("$PYIQ" search --heading object)" "$("$PYIQ" search --color=always --heading object | plain)"
}
