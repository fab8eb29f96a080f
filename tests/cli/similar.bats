#!/usr/bin/env bats
# pyiq similar: what is like a unit.
# shellcheck disable=SC2154 # run sets stderr

load lib

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	write notes/a.jsonl <<-'END'
		{"_id":"gen","topic":["Iteration"],"level":"basic","question":"What is a generator?","answer":"A function with `yield`; calling it gives a lazy iterator that runs the body step by step."}
		{"_id":"yield","topic":["Iteration"],"level":"basic","question":"What does yield do in a generator?","answer":"It hands out a value and pauses the body until the iterator is asked again."}
		{"_id":"expr","topic":["Iteration"],"level":"advanced","question":"Is a generator expression lazy?","answer":"Yes, it is an iterator too."}
		{"_id":"tuple","topic":["Sequences"],"question":"Why are tuples hashable?","answer":"They never change, if their items do not."}
		{"_id":"list","topic":["Sequences"],"question":"Why are lists not hashable?","answer":"They change."}
		{"_id":"open","topic":["Sequences"],"question":"Are generators hashable?"}
		{"_id":"zebra","question":"Striped?","answer":"Zebra."}
	END
	write notes/b.jsonl <<-'END'
		{"_id":"gen2","topic":["Copies"],"question":"What is a generator?","answer":"A function with `yield`; calling it gives a lazy iterator that runs the body step by step."}
	END
	"$PYIQ" index notes
}

# id NAME
id() {
	"$PYIQ" list --json | jq -r --arg name "$1" 'select(._id == $name).id'
}

# like NAME [OPTION...]: names of what is like it
like() {
	"$PYIQ" similar --json "${@:2}" "$(id "$1")" | jq -r ._id
}

@test "units about the same things, the most alike first" {
	run -0 like list
	same tuple "${lines[0]}"
	run -0 like yield -m 2
	same $'expr\ngen' "$(sort <<<"$output")"
}

@test "a unit is not like itself" {
	lacks "$(id yield)" "$("$PYIQ" similar --json "$(id yield)" | jq -r .id)"
	lacks "$(id list)" "$("$PYIQ" similar --json --all "$(id list)" | jq -r .id)"
}

@test "nothing is like it: status 1" {
	try 1 similar "$(id zebra)"
	says
	prints </dev/null
}

@test "an id may be shortened, in either case" {
	local whole
	whole=$(id list)
	same "$("$PYIQ" similar "$whole")" "$("$PYIQ" similar "${whole:0:6}")"
	same "$("$PYIQ" similar "$whole")" "$("$PYIQ" similar "${whole^^}")"
}

@test "the output is that of search" {
	local whole
	whole=$(id list)
	try 0 similar "$whole"
	[[ ${lines[0]} == "notes/a.jsonl:4:Why are tuples hashable?" ]]
	same "$("$PYIQ" similar --json "$whole" | jq -r '"\(.file):\(.line):\(.question)"')" "$output"
	same "$("$PYIQ" similar -m 1 "$whole")" "${lines[0]}"
	same 1 "$("$PYIQ" similar --json "$whole" | jq -r .rank | head -n 1)"
	has 'They never change' "$("$PYIQ" similar -1 "$whole")"
	has '### Why are tuples hashable?' "$("$PYIQ" similar --full "$whole")"
	same 'notes/a.jsonl' "$("$PYIQ" similar -l "$whole")"
	same "$("$PYIQ" similar "$whole" | wc -l)" "$("$PYIQ" similar -c "$whole")"
	on_terminal 80 similar "$whole" >out
	has 'Why are tuples hashable?' "$(plain <out)"
	has "$(id tuple | cut -c1-8)" "$(plain <out)"
}

@test "--answered, --fold, -q, --count-by" {
	has open "$(like list --all)"
	lacks open "$(like list --all --answered)"
	same 1 "$(like yield | grep -c gen)"
	same 2 "$(like yield --fold none | grep -c gen)"
	try 0 similar -q "$(id list)"
	prints </dev/null
	try 0 similar --count-by level "$(id yield)"
	has $'1\tadvanced' "$output"
}

@test "-m 0 is nothing" {
	try 1 similar -m 0 "$(id list)"
	says
	prints </dev/null
}

@test "what is no id" {
	try 2 similar zzz
	same "pyiq: 'zzz' is no id" "${stderr%%$'\n'*}"
	try 2 similar ffffffffffffffff
	prints </dev/null
	try 2 similar
	has 'Usage: pyiq similar ' "$stderr"
	try 2 similar "$(id list)" "$(id tuple)"
	has "unexpected argument '$(id tuple)'" "$stderr"
}

@test "no patterns, no batches" {
	local option
	for option in -e -F -i -v -o --queries=x; do
		try 2 similar "$option" "$(id list)"
		has 'unknown option' "$stderr"
	done
	try 2 similar --format=trec "$(id list)"
	has "no field in 'trec'" "$stderr"
}

@test "across databases" {
	"$PYIQ" index --db other.db notes/b.jsonl
	mkdir -p more && printf '{"_id":"set","question":"Why are sets not hashable?","answer":"They change, too."}\n' >more/c.jsonl
	"$PYIQ" index --db more.db more
	run -0 "$PYIQ" similar --json --db db --db more.db "$(id list)"
	has set "$(jq -r ._id <<<"$output")"
}
