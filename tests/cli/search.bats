#!/usr/bin/env bats
# Words: what is found, in which order, and what is said about it.
# shellcheck disable=SC2154 # run sets stderr

load lib

setup_file() {
	index_notes

	write ranks/slots.md <<-'END'
		## What should nobody forget about tuples?

		Unlike a list, a tuple stays as it is. That is why slots are mentioned here, too.

		## What are slots for?

		They save memory.

		## Where does the descriptor stand that a class has for a name?

		In the class, and the lookup begins there. Whoever wants to know more about it should read the
		chapter of the manual that explains how attributes are found, step by step, one after the other,
		with all of its exceptions. There is a protocol.

		## What happens when an attribute is found?

		The descriptor protocol decides.

		## How is a cache of results kept small?

		By an lru, which throws away what was not used for long.

		## How are results kept?

		By functools.lru_cache, which is a decorator.
	END
	"$PYIQ" index --db ranks.db ranks

	for ((i = 1; i <= 12; i++)); do
		printf '## What is thing number %d?\n\nAnother thing.\n\n' "$i"
	done | write many/things.md
	"$PYIQ" index --db many.db many

	write open/a.md <<-'END'
		## What is a zebra?

		## What is striped and eats grass?

		Among others, the zebra.
	END
	"$PYIQ" index --db open.db open
}

# found QUERY FILE:LINE...: exactly these, in this order, and nothing to say about it
found() {
	try 0 search --json -- "$1"
	says
	same "$(printf '%s\n' "${@:2}")" "$(jq -r '"\(.file):\(.line)"' <<<"$output")"
}

@test "a hit is file:line:question" {
	try 0 search walrus
	says
	prints <<-'END'
		notes/labels.txt:4:What is the walrus operator := for?
	END
}

@test "no hit: nothing is printed, status 1" {
	try 1 search xyzzy
	says
	prints </dev/null
}

@test "operands make one query" {
	same "$(hits 'weak reference')" "$(hits weak reference)"
	same "$(hits '"weak reference"')" "$(hits '"weak' 'reference"')"
}

# ---- Order -------------------------------------------------------------------

@test "the question counts more than the answer" {
	run -0 hits --db ranks.db slots
	prints <<-'END'
		ranks/slots.md:5
		ranks/slots.md:1
	END
}

@test "all words count more than some" {
	run -0 hits --db ranks.db slots tuples
	prints <<-'END'
		ranks/slots.md:1
		ranks/slots.md:5
	END
}

@test "words that are near each other count more than words far apart" {
	run -0 hits --db ranks.db descriptor protocol
	prints <<-'END'
		ranks/slots.md:15
		ranks/slots.md:9
	END
}

@test "the whole of a name counts more than its parts" {
	run -0 hits --db ranks.db lru_cache
	prints <<-'END'
		ranks/slots.md:23
		ranks/slots.md:19
	END
}

@test "ranks ascend from 1, scores descend" {
	run -0 "$PYIQ" search --json object reference
	same $'1\n2\n3' "$(jq .rank <<<"$output")"
	same "$(jq .score <<<"$output" | sort -rg)" "$(jq .score <<<"$output")"
}

@test "the same question has the same answer, to the byte" {
	"$PYIQ" search --json the object is a reference >first
	for _ in 1 2 3; do
		"$PYIQ" search --json the object is a reference >again
		cmp first again
	done
}

@test "an answered question stands above one without an answer" {
	run -0 hits --db open.db zebra
	prints <<-'END'
		open/a.md:3
		open/a.md:1
	END
}

# ---- How many ----------------------------------------------------------------

@test "ten hits, unless -m or --all says otherwise" {
	same 10 "$(hits --db many.db thing | wc -l)"
	same 3 "$(hits --db many.db -m 3 thing | wc -l)"
	same 11 "$(hits --db many.db --max-count=11 thing | wc -l)"
	same 12 "$(hits --db many.db -m 1000 thing | wc -l)"
	same 12 "$(hits --db many.db --all thing | wc -l)"
	same 12 "$("$PYIQ" search --db many.db -c thing)"
}

@test "the first hits are the same, however many are wanted" {
	same "$(hits --db many.db -m 4 thing)" "$(hits --db many.db --all thing | head -n 4)"
}

@test "units that are alike are one hit" {
	run -0 "$PYIQ" search --json generator
	same 'notes/python.md:3' "$(jq -r '"\(.file):\(.line)"' <<<"$output")"
	same '[{"file":"notes/zz copies.md","line":3}]' "$(jq -c '.duplicates | map({file, line})' <<<"$output")"
	same 1 "$("$PYIQ" search -c generator)"
}

@test "units that are alike are folded before -m cuts" {
	write alike/a.md < <(
		for ((i = 0; i < 5; i++)); do
			printf '## What is an alias?\n\nAnother name for an object.\n\n'
		done
		printf '## What is named twice?\n\nWhat has an alias.\n'
	)
	"$PYIQ" index --db alike.db alike
	run -0 hits --db alike.db -m 2 alias
	prints <<-'END'
		alike/a.md:1
		alike/a.md:21
	END
	same 4 "$("$PYIQ" search --db alike.db --json -1 alias | jq '.duplicates | length')"
}

@test "-l names the file of a copy as well" {
	run -0 "$PYIQ" search -l generator
	prints <<-'END'
		notes/python.md
		notes/zz copies.md
	END
}

# ---- Words -------------------------------------------------------------------

@test "case does not matter" {
	found GENERATOR notes/python.md:3
	found gEnErAtOr notes/python.md:3
}

@test "other forms of a word are found" {
	found decorators notes/python.md:17
	found generating notes/python.md:3
}

@test "accents and ligatures do not matter" {
	found naive notes/unicode.md:1
	found NAÏVE notes/unicode.md:1
	found strasse notes/unicode.md:1
	found STRASSE notes/unicode.md:1
}

@test "one apostrophe is as good as the other" {
	found "doesn't" notes/unicode.md:1
	found "doesn’t" notes/unicode.md:1
}

@test "scripts without spaces are found by any part" {
	found 文字 notes/unicode.md:5
	found 列 notes/unicode.md:5
	found 字列 notes/unicode.md:5
}

@test "names with underscores, and the parts of them" {
	found __init__ notes/python.md:21
	found init notes/python.md:21
	found __new__ notes/python.md:21
}

@test "operators are words" {
	found ':=' notes/labels.txt:4
	found '[::-1]' notes/labels.txt:1
}

@test "dotted names" {
	found weakref.ref notes/lists/memory.md:6
}

@test "words joined or split the other way" {
	found casefolded notes/unicode.md:1
	found 'case folded' notes/unicode.md:1
}

@test "what stands in code is found" {
	found countdown notes/python.md:3
	found 'n -= 1' notes/python.md:3
}

@test "the topic is searched, too" {
	found Memory notes/python.md:3 notes/lists/memory.md:6 notes/lists/memory.md:3
}

@test "a phrase" {
	found '"garbage collector"' notes/lists/memory.md:3
	try 1 search '"collector garbage"'
	says
}

@test "required and excluded words" {
	found '+object -reference' notes/python.md:21
	found '+generator +yield' notes/python.md:3
	try 1 search '+generator +walrus'
	says
}

@test "a unit that has only the frame of the question is no hit" {
	found 'what is a walrus' notes/labels.txt:4
	try 1 search what is a xyzzy
	try 1 search --all what is the difference between xyzzy and plugh
}

@test "the frame alone is a question all the same" {
	try 0 search -c what is
	[ "$output" -gt 1 ]
}

# ---- Notes -------------------------------------------------------------------

@test "a misspelled word is corrected, with a note" {
	try 0 search metaclas
	says 'pyiq: did you mean: metaclass'
	prints <<<'notes/zz copies.md:17:What is the use of a metaclass?'

	try 0 search walrus operatr
	says 'pyiq: did you mean: walrus operator'
	prints <<<'notes/labels.txt:4:What is the walrus operator := for?'
}

@test "what is no word is looked for as a pattern, with a note" {
	try 0 search 'cou.*wn'
	says 'pyiq: no unit has these words; looking for the text as a pattern: cou.*wn'
	prints <<<'notes/python.md:3:What is a generator?'
}

@test "and then as text" {
	try 0 search '🐍'
	says 'pyiq: no unit has these words; looking for the text as a pattern: 🐍'
	prints <<-'END'
		notes/unicode.md:1:Why doesn’t a naïve comparison find “Straße”?
	END

	try 0 search 'ntdown(n'
	prints <<<'notes/python.md:3:What is a generator?'
}

@test "the note is one line, whatever the query" {
	try 0 search $'xyzzy\n|untdow'
	same 1 "$(wc -l <<<"$stderr")"
}

@test "without hits there is no note" {
	try 1 search 'fun('
	says
	prints </dev/null
}

@test "an empty query finds nothing" {
	local query
	for query in '' ' ' $'\t' '"' '""' + ; do
		try 1 search "$query"
		says
		prints </dev/null
	done
}

@test "behind -- everything is text" {
	try 1 search -- --help
	says
	try 0 search -c -- '-= 1'
	prints <<<1
}

# ---- Which database ----------------------------------------------------------

@test "--db over PYIQ_DB over XDG_DATA_HOME over HOME" {
	install_alone
	PYIQ_DB='' "$PYIQ" index open
	[ -d "$XDG_DATA_HOME/pyiq/db" ]
	PYIQ_DB=$PWD/many.db try 0 search -l --db ranks.db slots
	prints <<<ranks/slots.md
	PYIQ_DB=$PWD/many.db try 0 search -l thing
	prints <<<many/things.md
	PYIQ_DB='' try 0 search -l zebra
	prints <<<open/a.md
	PYIQ_DB='' XDG_DATA_HOME='' "$PYIQ" index ranks
	[ -d "$HOME/.local/share/pyiq/db" ]
	PYIQ_DB='' XDG_DATA_HOME='' try 0 search -l descriptor
	prints <<<ranks/slots.md
	# A relative value is none.
	PYIQ_DB='' XDG_DATA_HOME=data try 0 search -l descriptor
	prints <<<ranks/slots.md
}

@test "the database that came with the program is searched, too" {
	install_alone
	export XDG_DATA_HOME=$PWD/own PYIQ_DB=
	"$PYIQ" index --db prefix/share/pyiq/db open
	try 0 search -l zebra
	prints <<<open/a.md
	"$PYIQ" index ranks
	same 8 "$("$PYIQ" list | wc -l)"
	same $'open/a.md\nranks/slots.md' "$("$PYIQ" search -l zebra slots | sort)"
	# it is not written to
	same $'6 units from 1 file' "$("$PYIQ" index | sed 's/,.*//')"
	# without a home it is alone
	run -0 --separate-stderr env -u HOME -u XDG_DATA_HOME "$PYIQ" search -l zebra slots
	prints <<<open/a.md
}

@test "several databases are searched as one" {
	run -0 hits --db ranks.db --db many.db --db db -m 2 slots
	prints <<-'END'
		ranks/slots.md:5
		ranks/slots.md:1
	END
	same 12 "$("$PYIQ" search --db ranks.db --db many.db -c thing)"
	same "$(for db in ranks many; do "$PYIQ" list --db $db.db; done | sort)" \
		"$("$PYIQ" list --db ranks.db --db many.db | sort)"
}

@test "units that are alike are one hit across databases" {
	cp -r ranks.db twin.db
	same 'ranks/slots.md:5' "$(hits --db ranks.db --db twin.db -m 1 slots)"
	same 2 "$("$PYIQ" search --db ranks.db --db twin.db -c slots)"
}
