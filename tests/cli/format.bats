#!/usr/bin/env bats
# --format: records as a template has them.
# shellcheck disable=SC2154,SC2016,SC1003 # run sets stderr; $0 is the inner shell's; a backslash is one

load lib

setup_file() {
	index_notes
	write records.jsonl <<-'END'
		{"_id":"a-1","question":"What is a heap?","answer":"A tree.","tags":["trees","queues"],"topic":["Outer","Inner"],"level":"basic","votes":7}
		{"_id":"a-2","question":"What is a queue?","answer":"First in,\nfirst out.","tags":["queues"]}
	END
	"$PYIQ" index --db records.db records.jsonl
	printf '## What is a \x1b]0;x\x07 title?\n\nIt is \x1b[1m\xe2\x80\xae bold.\n' | write 'raw/a
b.md'
	"$PYIQ" index --db raw.db raw
}

@test "fields and text, a record a line" {
	try 0 search --format '{rank}. {question} ({file}:{line}-{end_line})' walrus
	prints <<<'1. What is the walrus operator := for? (notes/labels.txt:4-5)'
	try 0 list --db records.db --format '{_id}|{topic}|{level}|{tags}|{votes}|{lang}|{answered}'
	prints <<-'END'
		a-1|Outer > Inner|basic|trees, queues|7||true
		a-2|||queues|||true
	END
}

@test "fields are named as in JSON, and mean the same" {
	local name
	for name in _id db end_line file id level line lang question answer votes answered rank score snippet; do
		same "$("$PYIQ" search --db records.db --json heap | jq -r ".$name")" \
			"$("$PYIQ" search --db records.db --format "{$name}" heap)"
	done
	same "$PWD/notes/labels.txt" "$("$PYIQ" search --format '{path}' walrus)"
}

@test "a hit's terms, its copies, and what the query is called" {
	try 0 search --format '{terms} / {duplicates}' resumes generator
	prints <<<'resumes, generator / notes/zz copies.md:3'
	try 0 search --queries <(printf 'q1\twalrus\nq2\tmetaclass\n') --format '{query}\t{rank}\t{question}' -m 1
	prints <<-'END'
		q1	1	What is the walrus operator := for?
		q2	1	What is the use of a metaclass?
	END
}

@test "patterns, -1, -m and --all" {
	try 0 search --format '{line} {question}' -e 'lru_|weakref\.'
	prints <<<'6 What is a weak reference?'
	same "$("$PYIQ" search --format '{id}' -1 what)" "$("$PYIQ" search --json what | head -1 | jq -r .id)"
	same 3 "$("$PYIQ" search --format '{id}' -m 3 what | wc -l)"
	same "$("$PYIQ" search --all -c what)" "$("$PYIQ" search --all --format '{id}' what | wc -l)"
}

@test "similar, show and list know templates" {
	local id
	id=$("$PYIQ" list --format '{id}' | sed -n 5p)
	try 0 show --format '{id} {question}' "$id"
	prints <<<"$id What is a generator?"
	try 0 similar --format '{rank} {question}' -m 1 "$id"
	same '1 ' "${output:0:2}"
}

@test "escapes and braces" {
	try 0 list --db records.db --format '{{{_id}}}\t\\{votes}\n--'
	prints <<-'END'
		{a-1}	\7
		--
		{a-2}	\
		--
	END
	"$PYIQ" list --db records.db --format '{_id}\0{level}\r' | cmp - <(printf 'a-1\0basic\r\na-2\0\r\n')
}

@test "-0, -Z: NUL ends the records" {
	"$PYIQ" list --db raw.db -0 --format '{file}:{line}' | cmp - <(printf 'raw/a\nb.md:1\0')
	"$PYIQ" search --db records.db -Z --format '{_id}\n' heap | cmp - <(printf 'a-1\n\0')
	same "$("$PYIQ" list --format '{file}' | sort -u)" \
		"$("$PYIQ" list --null --format '{file}' | sort -zu | tr '\0' '\n')"
}

@test "a width makes a column: one line, cut or padded; numbers stand right" {
	try 0 list --db records.db --format '{line:4}|{question:12}|{answer:24}|{votes:2}|'
	prints <<-'END'
		   1|What is a he|A tree.                 | 7|
		   2|What is a qu|First in, first out.    |  |
	END
	try 0 search --format '{question:9}|{question:18}|' 文字列とは何ですか
	prints <<<'文字列と |文字列とは何ですか|'
}

@test "what was found has its colour, and so have places" {
	try 0 search --color=always --format '{file}:{line} {question}' -e walrus
	prints <<<$'\e[35m\e[Knotes/labels.txt\e[m\e[K:\e[32m\e[K4\e[m\e[K What is the \e[01;31m\e[Kwalrus\e[m\e[K operator := for?'
	try 0 search --color=always --format '{question:20}|' -e walrus
	prints <<<$'What is the \e[01;31m\e[Kwalrus\e[m\e[K o|'
	same 0 "$("$PYIQ" search --color=always --format '{answer}' -e '(?s)memory.*time' -e '(?s)yield.*next' | grep -c $'\e\[01;31m\e\[K[^\e]*$')"
	try 0 search --format '{question}' walrus
	lacks $'\e' "$output"
}

@test "bytes are those of the source, and safe on a terminal" {
	"$PYIQ" list --db raw.db --format '{question}|{answer}' >got
	printf 'What is a \x1b]0;x\x07 title?|It is \x1b[1m\xe2\x80\xae bold.\n' | cmp - got
	run -0 on_terminal 80 list --db raw.db --format '{question}|{answer:30}|' --color=never
	prints <<<'What is a ^[]0;x^G title?|It is ^[[1m� bold.            |'
}

@test "a mistake names itself, where it is and what there is; nothing is searched" {
	mistake() {
		try 2 search --db /nowhere --format "$2" heap
		prints </dev/null
		says "pyiq search: --format: $1" "Try 'pyiq search --help' for more information."
	}
	mistake 'unknown field {quesion} at 8; did you mean {question}?' '{rank} {quesion}'
	mistake 'unknown field {Rank} at 3; did you mean {rank}?' 'ü {Rank}'
	mistake 'no } for the { at 6; a { itself is written {{' '{id} {question'
	mistake 'no } for the { at 1; a { itself is written {{' '{id {file}'
	mistake 'no { for the } at 5; a } itself is written }}' '{id}}'
	mistake 'no name in the {} at 1' '{}'
	mistake "no field in 'question'; one is {question}" question
	mistake "no field in ''; one is {question}" ''
	mistake "no field in '{{id}}'; one is {question}" '{{id}}'
	mistake 'unknown escape \e at 5; there are \n \t \r \0 \\' '{id}\e[1m'
	mistake 'unknown escape \ at 5; there are \n \t \r \0 \\' '{id}\'
	mistake 'no width from 1 to 9999 behind the colon of {id at 1' '{id:0}'
	mistake 'no width from 1 to 9999 behind the colon of {id at 1' '{id:10000}'
	mistake 'no width from 1 to 9999 behind the colon of {id at 1' '{id:}'
	mistake 'no width from 1 to 9999 behind the colon of {id at 1' '{id:-3}'
	try 2 search --db /nowhere --format '{something}' heap
	has 'unknown field {something} at 1; there are {id} {_id} {db} ' "$stderr"
	has ' {query}' "$stderr"
}

@test "what only hits have is no field of a list" {
	local name
	for name in rank score snippet terms duplicates query; do
		try 2 list --format "{id} {$name}"
		same "pyiq list: --format: only hits of a search have {$name}" "${stderr%%$'\n'*}"
	done
	try 2 show --format '{rank}' abcd
	try 2 search --format '{query}' heap
	same 'pyiq search: --format: only hits of --queries have {query}' "${stderr%%$'\n'*}"
}

@test "a template is the only form" {
	contradicts() {
		try 2 search --format '{id}' "$@" walrus
		prints </dev/null
		same "pyiq search: --format cannot be combined with $1" "${stderr%%$'\n'*}"
	}
	contradicts --json
	contradicts -c
	contradicts -l
	contradicts --explain
	try 2 search --format '{id}' --count-by topic walrus
	same 'pyiq search: --format cannot be combined with --count-by' "${stderr%%$'\n'*}"
	try 2 search --format '{id}' -o -e walrus
	same 'pyiq search: --format cannot be combined with -o' "${stderr%%$'\n'*}"
	try 2 list --format '{id}' --json
	same 'pyiq list: --format cannot be combined with --json' "${stderr%%$'\n'*}"
	try 0 search --format '{id}' -q walrus
	prints </dev/null
	try 1 search --format '{id}' -q xyzzy
	try 1 search --format '{id}' xyzzy
	prints </dev/null
	try 2 search --format trec walrus
	try 2 list --format trec
	same "pyiq list: --format: no field in 'trec'; one is {question}" "${stderr%%$'\n'*}"
}

@test "the last template counts" {
	try 0 list --db records.db --format '{id}' --format '{_id}'
	prints <<<$'a-1\na-2'
	try 0 search --queries <(printf 'q\twalrus\n') --format trec --format '{line}'
	prints <<<4
	try 0 search --queries <(printf 'q\twalrus\n') --format '{line}' --format trec
	same 'q Q0 ' "${output:0:5}"
}

@test "an error while writing is an error" {
	run -2 --separate-stderr bash -c '"$0" list --format "{id}" >/dev/full' "$PYIQ"
	says 'pyiq: write error: No space left on device'
}
