#!/usr/bin/env bats
# Many queries in one run: --queries, and the forms it is printed in.
# shellcheck disable=SC2154,SC2016 # run sets stderr; it runs awk and bash, whose variables these are

load lib

setup_file() {
	index_notes

	write library.jsonl <<-'END'
		{"_id":"bisect","title":"bisect","text":"Keeps a list sorted by inserting where the order stays."}
		{"_id":"heapq","title":"heapq","text":"A heap in a list: the smallest item is always the first."}
		{"_id":"shelve","title":"shelve","text":"A dictionary that lives in a file."}
		{"_id":"json","title":"json","text":"Writes a dictionary or a list as text, and reads it again."}
		{"_id":"copy 1","title":"copy","text":"Shallow copies and deep ones."}
		{"_id":"copy\u00a02","title":"copy","text":"Shallow copies and deep ones."}
		{"_id":"copy\u2028\t3","title":"copy","text":"Shallow copies and deep ones."}
	END
	"$PYIQ" index --db library.db library.jsonl

	write library.tsv <<-'END'
		sorted	insert and stay sorted
		smallest	smallest item of a heap
		file	dictionary in a file
	END
}

# batch ARGUMENT...: search the library, the queries on standard input; sets output, stderr and status
batch() {
	run --separate-stderr "$PYIQ" search --db library.db --queries - "$@" </dev/stdin
}

# ---- Runs for trec_eval ------------------------------------------------------

@test "a run has six fields: query, Q0, document, rank, score, tag" {
	try 0 search --db library.db --queries library.tsv --format trec
	says
	run -0 awk 'NF != 6 || $2 != "Q0" || $4 !~ /^[0-9]+$/ || $5 !~ /^-?[0-9.]+(e-?[0-9]+)?$/ || $6 != "pyiq"' <<<"$output"
	prints </dev/null
}

@test "its queries keep their order, and each counts its ranks from 1" {
	try 0 search --db library.db --queries library.tsv --format=trec
	same $'sorted\nsmallest\nfile' "$(cut -d' ' -f1 <<<"$output" | uniq)"
	run -0 awk '$4 != (seen[$1] += 1)' <<<"$output"
	prints </dev/null
}

@test "documents have the names that their source gave them, and else their ids" {
	batch --format trec <<<$'q\theap'
	has 'q Q0 heapq 1 ' "$output"

	id=$("$PYIQ" search --json walrus | jq -r .id)
	"$PYIQ" search --queries - --format trec <<<$'q\twalrus' >out
	has "q Q0 $id 1 " "$(<out)"
}

@test "a batch finds what each query finds alone" {
	"$PYIQ" search --db library.db --queries library.tsv --format trec | cut -d' ' -f1,3,4 >got
	while IFS=$'\t' read -r id text; do
		"$PYIQ" search --db library.db --json "$text" | jq -r --arg id "$id" '"\($id) \(._id) \(.rank)"'
	done <library.tsv >expected
	diff -u expected got
}

@test "judged by such a run, the right documents come first" {
	# query, document that answers it
	write judged <<-'END'
		sorted bisect
		smallest heapq
		file shelve
	END
	"$PYIQ" search --db library.db --queries library.tsv --format trec >out
	# As those who measure do: sort by score, in whatever order of equal ones; take the mean of 1 / rank.
	for tie in 1 1r; do
		sort -k "1,1" -k "5,5gr" -k "3,3${tie#1}" out |
			awk 'NR == FNR { answer[$1] = $2; next }
				{ rank = ++n[$1]; if (rank != $4) exit 1 }
				answer[$1] == $3 { sum += 1 / rank }
				END { print sum / length(answer) }' judged - >mean
		same 1 "$(<mean)"
	done
}

@test "scores fall with every rank, also where those of units are equal or begin anew" {
	for ((j = 0; j < 300; j++)); do
		printf '{"question":"What is a zebra?","answer":"Striped."}\n'
		printf '{"question":"Zebra or zebra, which zebra?"}\n'
	done | write ties.jsonl
	"$PYIQ" index --db ties.db ties.jsonl
	"$PYIQ" search --db ties.db --queries - --format trec -m 1000 <<-'END' >out
		words	zebra
		pattern	eb[rx]a|iped
		again	zebra
	END
	[ "$(wc -l <out)" = 1800 ]
	# Single precision is what trec_eval keeps of a score.
	python3 - <<-'END'
		import struct
		last, runs = {}, {}
		for line in open("out"):
		    query, _, _, _, score, _ = line.split()
		    score = struct.unpack("f", struct.pack("f", float(score)))[0]
		    assert query not in last or score < last[query], line
		    last[query] = score
		    runs.setdefault(query, []).append(score)
		assert runs["words"] == runs["again"] and runs["words"][0] > 0
	END
}

@test "units that are alike all stand in a run, each may have been judged" {
	batch --format trec <<<$'q\tdeep copies'
	same 3 "$(grep -c copy <<<"$output")"
	batch --json <<<$'q\tdeep copies'
	same 2 "$(jq '.duplicates | length' <<<"$output")"
}

@test "white space in an id cannot break a line, whoever reads it" {
	batch --format trec <<<'{"_id":"a\n\u00a0\u0085b\u0000c","text":"deep copies"}'
	python3 - "$output" <<-'END'
		import sys
		runs = [line.split() for line in sys.argv[1].splitlines()]
		assert all(len(run) == 6 and run[0] == "a___b_c" for run in runs), runs
		assert {run[2] for run in runs} == {"copy_1", "copy_2", "copy__3"}, runs
	END
}

# ---- Files -------------------------------------------------------------------

@test "lines are text or JSON, each by itself; blank ones are skipped" {
	printf '\xEF\xBB\xBFone\theap\r\n\r\n  \t \n{"_id":"two","text":"heap","more":[1]}\n{"text":"heap","_id":3}\nfour\t{"text":\t"heap' >mixed
	try 0 search --db library.db --queries mixed --format trec -m1
	same $'one\ntwo\n3\nfour' "$(cut -d' ' -f1 <<<"$output")"
	same heapq "$(cut -d' ' -f3 <<<"$output" | uniq)"
}

@test "an empty text finds nothing, and is no mistake" {
	batch -c <<<$'a\t\nb\theap\n{"_id":"c","text":""}'
	[ "$status" = 0 ]
	prints <<<$'a\t0\nb\t1\nc\t0'
}

# refuses CAUSE LINE: a line like this is a mistake, and what stands above it is not searched
refuses() {
	printf 'good\theap\n\n%b\n' "$2" >bad
	try 2 search --db library.db --queries bad --json
	prints </dev/null
	says "pyiq: bad:3: $1"
}

@test "a line that is no query is named, and nothing is searched" {
	refuses 'no tab between id and text' 'words alone'
	refuses 'no tab between id and text' ' {"_id":"1","text":"heap"}'
	refuses 'empty id' '\theap'
	refuses 'empty id' '{"_id":"","text":"heap"}'
	refuses 'no "_id"' '{"text":"heap"}'
	refuses 'no "text"' '{"_id":"1"}'
	refuses '"_id" is not a string' '{"_id":null,"text":"heap"}'
	refuses '"text" is not a string' '{"_id":"1","text":["heap"]}'
	refuses 'line 1 has the same id' 'good\tlist'
	refuses 'line 1 has the same id' '{"_id":"good","text":"list"}'
}

@test "broken JSON is named with its line" {
	for line in '{' '{"_id":"1","text":"heap"' '{"_id":"1","text":"heap"} {}' '{"_id":"1","text":"\xFF"}'; do
		printf 'good\theap\n%b\n' "$line" >bad
		try 2 search --db library.db --queries bad --format trec
		prints </dev/null
		[[ $stderr == 'pyiq: bad:2: '?* && $stderr != *$'\n'* ]]
	done
}

@test "a file that cannot be read is an error, and -s keeps quiet about it" {
	try 2 search --queries none.tsv -q
	says "pyiq: cannot read 'none.tsv': No such file or directory"
	try 2 search --queries none.tsv -q -s
	says
	try 2 search --queries notes -q
	says "pyiq: cannot read 'notes': Is a directory"
}

@test "any bytes may stand in a text or an id" {
	{
		printf 'nul\theap\0heap\n\xFF\xFE\theap \xC3\n'
		printf 'long\t'
		head -c 2000000 /dev/zero | tr '\0' 'x'
		printf '\n{"_id":"deep","text":%s' "$(printf '[%.0s' {1..1000})"
	} >bytes
	try 2 search --db library.db --queries bytes --json
	[[ $stderr == 'pyiq: bytes:4: '* ]]
	head -n 3 bytes >bytes.3
	try 0 search --db library.db --queries bytes.3 --json
	same '["nul","��"]' "$(jq -sc '[.[].query]' <<<"$output")"
}

# ---- Other forms -------------------------------------------------------------

@test "with --json the first key of each object is the query's id" {
	"$PYIQ" search --db library.db --queries library.tsv --json >out
	same '["query","schema","rank"]' "$(jq -sc 'map(keys_unsorted[:3]) | unique[]' out)"
	same $'sorted bisect\nsmallest heapq\nfile shelve' "$(jq -r 'select(.rank == 1) | "\(.query) \(._id)"' out)"
	"$PYIQ" search --db library.db --json insert sorted | jq -e 'has("query") | not'
}

@test "-1 and -m are for each query" {
	try 0 search --db library.db --queries library.tsv --json -1
	same 3 "$(wc -l <<<"$output")"
	printf 'a\tlist\nb\tlist\n' >lists
	try 0 search --db library.db --queries lists --format trec -m 2
	same $'a 1\na 2\nb 1\nb 2' "$(cut -d' ' -f1,4 <<<"$output")"
	try 1 search --db library.db --queries lists --format trec -m 0
	prints </dev/null
}

@test "ten hits a query are the best, unless -m says otherwise" {
	for ((j = 0; j < 30; j++)); do
		printf '{"question":"What is thing %d?","answer":"A thing."}\n' "$j"
	done | write things.jsonl
	"$PYIQ" index --db things.db things.jsonl
	printf 'a\tthing\nb\tthing\n' >asked
	same 20 "$("$PYIQ" search --db things.db --queries asked --format trec | wc -l)"
	same 60 "$("$PYIQ" search --db things.db --queries asked --format trec --all | wc -l)"
	same 50 "$("$PYIQ" search --db things.db --queries asked --json -m 25 | wc -l)"
}

@test "-c counts all hits of each query, those without one too" {
	try 0 search --db library.db --queries - -c <<<$'a b\tlist\nnone\txyzzy'
	prints <<<$'a_b\t3\nnone\t0'
	same 3 "$("$PYIQ" search --db library.db -c list)"
}

@test "-q prints nothing, the status tells whether any was found" {
	batch -q <<<$'a\txyzzy\nb\theap'
	[ "$status" = 0 ]
	prints </dev/null
	batch -q <<<$'a\txyzzy\nb\tplugh'
	[ "$status" = 1 ]
}

@test "--answered leaves out what has no answer" {
	same 1 "$("$PYIQ" search --queries - --format trec --answered <<<$'q\tmetaclass __init__' | wc -l)"
	same 2 "$("$PYIQ" search --queries - --format trec <<<$'q\tmetaclass __init__' | wc -l)"
}

# ---- Status and messages -----------------------------------------------------

@test "status 0 if any query has a hit, 1 if none has" {
	batch --format trec <<<$'a\txyzzy\nb\theap\nc\tplugh'
	[ "$status" = 0 ]
	batch --format trec <<<$'a\txyzzy'
	[ "$status" = 1 ]
	prints </dev/null
	batch --format trec </dev/null
	[ "$status" = 1 ]
	says
}

@test "what a query was taken for is not told, but done" {
	batch --format trec <<<$'near\tdictonary file\npattern\tsmall[ae]st'
	[ "$status" = 0 ]
	says
	has 'near Q0 shelve 1 ' "$output"
	has 'pattern Q0 heapq 1 ' "$output"
}

@test "an error writing the run is an error" {
	run -2 --separate-stderr bash -c '"$0" search --db library.db --queries library.tsv --format trec >/dev/full' "$PYIQ"
	says 'pyiq: write error: No space left on device'
}

@test "options that make no sense together are one clear error" {
	contradicts() {
		try 2 search --db library.db "${@:2}"
		prints </dev/null
		says "pyiq search: $1" "Try 'pyiq search --help' for more information."
	}
	contradicts '--queries needs --json, --format, -c or -q' --queries library.tsv
	contradicts '--queries needs --json, --format, -c or -q' --queries library.tsv -1
	contradicts '--queries cannot be combined with -l' --queries library.tsv -l
	contradicts '--queries cannot be combined with patterns' --queries library.tsv --json -e heap
	contradicts '--queries cannot be combined with patterns' --queries library.tsv --json -F
	contradicts "unexpected argument 'heap': the queries are those of --queries" --queries library.tsv --json heap
	contradicts '--format cannot be combined with --json' --queries library.tsv --json --format trec
	contradicts '--format cannot be combined with -c' --queries library.tsv --format trec -c
	contradicts '--format=trec: only with --queries' --format trec heap
	contradicts "--format: no field in 'markdown'; one is {question}" --format markdown heap
}

@test "pyiq index has a --format of its own" {
	run -0 "$PYIQ" help index
	has 'what is named is of this format' "$output"
	lacks 'trec' "$output"
	run -0 "$PYIQ" help search
	has '--format=TEMPLATE' "$output"
	lacks 'what is named is of this format' "$output"
	try 2 index --db other.db --format trec library.jsonl
}
