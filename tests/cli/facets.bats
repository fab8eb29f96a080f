#!/usr/bin/env bats
# Hits counted by what they have in common: --count-by; and folded: --fold.
# shellcheck disable=SC2154 # run sets stderr

load lib

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	write notes/a.jsonl <<-'END'
		{"topic":["Objects","Copies"],"tags":["copy","pitfall"],"level":"basic","question":"What does a deep copy of an object do?","answer":"It copies the inside as well."}
		{"topic":["Objects","Copies"],"tags":["copy"],"level":"basic","question":"What does a shallow copy of an object do?","answer":"It shares the inside."}
		{"topic":["Objects"],"tags":["gc","pitfall"],"level":"advanced","question":"When does an object die?","answer":"When the last reference is gone."}
		{"topic":["Größe > Maß"],"level":"advanced","question":"How large is an object?","answer":"Ask sys.getsizeof."}
		{"question":"What is an object?","answer":"Anything that has a type."}
		{"topic":["Other"],"question":"What is a walrus?","answer":"An operator."}
	END
	write notes/b/b.jsonl <<-'END'
		{"topic":["Deutsch"],"tags":["pitfall"],"question":"Was ist ein Objekt, und woran erkennt man den Typ von einem object?","answer":"Alles ist eines, was einen Typ hat, und der steht in seinem Kopf, also auch jede Funktion und jede Klasse."}
	END
	"$PYIQ" index notes

	# Twelve alike but for a word or two at the end, and two that are the same.
	for ((j = 1; j <= 4; j++)); do
		printf '## What is the deal with descriptors?\n\nA descriptor is an object with a method for reading, writing or deleting an attribute of another class, and the lookup of attributes asks it first before it looks into the instance itself; functions are the most common of them, properties come next, and slots as well, number %d.\n\n' "$j"
	done | write near/near.md
	printf '## What is a descriptor not?\n\nMagic.\n\n' | tee near/c.md >near/d.md
	"$PYIQ" index --db near.db near
}

@test "by level: the most frequent first, then by name; those that have none" {
	try 0 search --count-by level object
	says
	prints <<-'END'
		2	(none)
		2	advanced
		2	basic
	END
}

@test "by topic: the whole path" {
	try 0 search --count-by topic object
	says
	prints <<-'END'
		2	Objects > Copies
		1	(none)
		1	Deutsch
		1	Größe > Maß
		1	Objects
	END
}

@test "by tag: each of a unit's" {
	try 0 search --count-by tag object
	prints <<-'END'
		3	pitfall
		2	(none)
		2	copy
		1	gc
	END
}

@test "by file, named as hits are" {
	try 0 search --count-by file object
	prints <<-'END'
		5	notes/a.jsonl
		1	notes/b/b.jsonl
	END
	cd notes
	try 0 search --count-by=file object
	has $'1\tb/b.jsonl' "$output"
}

@test "by language" {
	try 0 search --count-by lang object
	has $'1\tde' "$output"
	has $'\ten' "$output"
}

@test "all hits are counted, but for -m" {
	for ((j = 0; j < 40; j++)); do
		printf '## What is thing %d?\n\nA thing.\n\n' "$j"
	done | write many/things.md
	"$PYIQ" index --db many.db many
	same $'40\tmany/things.md' "$("$PYIQ" search --db many.db --count-by file thing)"
	same $'3\tmany/things.md' "$("$PYIQ" search --db many.db --count-by file -m 3 thing)"
	same "$("$PYIQ" search -c object)" "$("$PYIQ" search --count-by level object | awk '{ n += $1 } END { print n }')"
}

@test "patterns, too" {
	try 0 search --count-by level -e 'obj\w+' -e sizeof
	prints <<-'END'
		2	(none)
		2	advanced
		2	basic
	END
	try 0 search --count-by level --all -F -e object -e copy
	prints <<<$'2\tbasic'
	try 0 search --count-by level -v -e '[aeiou]object|object'
	has '(none)' "$output"
}

@test "--json" {
	try 0 search --json --count-by topic object
	same '{"schema":1,"by":"topic","value":"Objects > Copies","count":2}' "${lines[0]}"
	same '{"schema":1,"by":"topic","value":"","count":1}' "${lines[1]}"
	same 5 "${#lines[@]}"
	same lang "$("$PYIQ" search --json --count-by lang object | jq -r .by | sort -u)"
}

@test "on a terminal the numbers stand below each other" {
	for ((j = 0; j < 12; j++)); do
		printf '{"question":"Thing %d?","answer":"A thing.","level":"%s"}\n' $j "$([ $j -lt 2 ] && echo basic || echo advanced)"
	done | write wide.jsonl
	"$PYIQ" index --db wide.db wide.jsonl
	on_terminal 40 search --db wide.db --count-by level thing >out
	same $'10  advanced\n 2  basic' "$(plain <out)"
	same "$(plain <out)" "$("$PYIQ" search --db wide.db --heading --count-by level thing)"
	same $'10\tadvanced\n2\tbasic' "$("$PYIQ" search --db wide.db --count-by level thing)"
}

@test "what a source says cannot reach the terminal raw" {
	printf '{"question":"Evil thing?","answer":"A thing.","tags":["\\u001b]52;c;QUFB\\u0007"]}\n' >evil.jsonl
	"$PYIQ" index --db evil.db evil.jsonl
	on_terminal 80 search --db evil.db --count-by tag thing >out
	lacks $'\e]52' "$(<out)"
	on_terminal 80 search --db evil.db --json --count-by tag thing >out
	lacks $'\e]52' "$(<out)"
}

@test "nothing: nothing is printed, status 1" {
	try 1 search --count-by topic xyzzy
	says
	prints </dev/null
	try 1 search --count-by topic -m 0 object
	prints </dev/null
	try 1 search --json --count-by topic xyzzy
	prints </dev/null
}

@test "-q is quiet all the same" {
	try 0 search -q --count-by topic object
	prints </dev/null
}

@test "what it does not go with, and what it does not know" {
	local option
	for option in -c -l -1 --full --explain; do
		try 2 search --count-by topic "$option" object
		same "pyiq search: --count-by cannot be combined with $option" "${stderr%%$'\n'*}"
		prints </dev/null
	done
	try 2 search --count-by topic -o -e object
	same 'pyiq search: --count-by cannot be combined with -o' "${stderr%%$'\n'*}"
	printf 'a\tobject\n' >queries.tsv
	try 2 search --count-by topic --json --queries queries.tsv
	same 'pyiq search: --queries cannot be combined with --count-by' "${stderr%%$'\n'*}"
	for option in '' x Topic topics; do
		try 2 search --count-by "$option" object
		same "pyiq search: invalid value '$option' for --count-by: topic, file, level, lang or tag" "${stderr%%$'\n'*}"
	done
}

@test "a write error is one" {
	[ -e /dev/full ] || skip 'no /dev/full'
	run -2 --separate-stderr bash -c "'$PYIQ' search --count-by topic object >/dev/full"
	same 'pyiq: write error: No space left on device' "$stderr"
}

# ---- Folding -----------------------------------------------------------------

# folded OPTION...: hits and how many each has folded
folded() {
	"$PYIQ" search --db near.db --json --all "$@" descriptor | jq -r '"\(.file) +\(.duplicates | length)"' | sort
}

@test "--fold alike is the default" {
	same "$(folded)" "$(folded --fold alike)"
	run -0 folded
	same 4 "$(grep -c near.md <<<"$output")"
	has 'near/c.md +1' "$output"
}

@test "--fold none: every unit by itself" {
	run -0 folded --fold=none
	same 6 "${#lines[@]}"
	lacks '+1' "$output"
}

@test "--fold near: nearly alike ones, too" {
	run -0 folded --fold near
	prints <<-'END'
		near/c.md +1
		near/near.md +3
	END
	has '+3 alike' "$("$PYIQ" search --db near.db --fold near --heading descriptor)"
	same 2 "$("$PYIQ" search --db near.db --fold near -c descriptor)"
}

@test "near ones are folded before -m cuts" {
	run -0 folded --fold near -m 2
	same 2 "${#lines[@]}"
}

@test "patterns fold, too" {
	same 5 "$("$PYIQ" search --db near.db -c -e escriptor)"
	same 6 "$("$PYIQ" search --db near.db --fold none -c -e escriptor)"
	# which ones are near is known when all were seen, and patterns show each hit at once
	try 2 search --db near.db --fold near -e escriptor
	same 'pyiq search: --fold=near: only for words' "${stderr%%$'\n'*}"
}

@test "-l names every file, whatever is folded" {
	same 3 "$("$PYIQ" search --db near.db --fold near -l descriptor | wc -l)"
}

@test "a bad value is one clear error" {
	try 2 search --fold both object
	same "pyiq search: invalid value 'both' for --fold: alike, near or none" "${stderr%%$'\n'*}"
	same 2 "${#stderr_lines[@]}"
}
