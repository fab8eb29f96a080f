#!/usr/bin/env bats
# pyiq stats: figures, and the acronyms that notes explain.
# shellcheck disable=SC2154 # run sets stderr

load lib

setup_file() {
	index_notes
	write acronyms/a.md <<-'END'
		## What is the Global Interpreter Lock (GIL)?

		A lock.

		## What is the MRO (Method Resolution Order)?

		The order of classes.

		## Who needs the Global Interpreter Lock (GIL)?

		CPython. The method resolution order does not.
	END
	"$PYIQ" index --db acronyms.db acronyms
}

@test "figures, in a pipe and for people" {
	try 0 stats
	says
	same $'units\t11\nanswered\t10\nfiles\t5' "$(head -n 3 <<<"$output")"
	[[ ${lines[3]} =~ ^bytes$'\t'[0-9]+$ ]]
	try 0 stats --heading
	same 'units     11' "${lines[0]}"
	[[ ${lines[3]} =~ ^'size      '[0-9.]+' '[kM]?B$ ]]
	on_terminal 80 stats >out
	same "$output" "$(<out)"
}

@test "figures as JSON" {
	try 0 stats --json
	same '["answered","bytes","files","schema","units"]' "$(jq -c keys <<<"$output")"
	same '[11,10,5,1]' "$(jq -c '[.units, .answered, .files, .schema]' <<<"$output")"
	same "$("$PYIQ" status --json | jq .bytes)" "$(jq .bytes <<<"$output")"
}

@test "several databases together" {
	same 14 "$("$PYIQ" stats --json --db db --db acronyms.db | jq .units)"
}

@test "acronyms: in a pipe one a line, acronym, words, units" {
	try 0 stats --db acronyms.db --acronyms
	says
	prints <<-'END'
		gil	global interpreter lock	2
		mro	method resolution order	1
	END
}

@test "acronyms for people" {
	on_terminal 80 stats --db acronyms.db --acronyms >out
	same $'gil           2  global interpreter lock\nmro           1  method resolution order' "$(plain <out)"
	same "$(plain <out)" "$("$PYIQ" stats --db acronyms.db --acronyms --heading)"
}

@test "acronyms as JSON" {
	try 0 stats --db acronyms.db --acronyms --json
	same '{"schema":1,"acronym":"gil","words":"global interpreter lock","count":2}' "${lines[0]}"
	same 2 "${#lines[@]}"
}

@test "every acronym that is told finds its words" {
	while IFS=$'\t' read -r acronym words _; do
		same "$("$PYIQ" search --db acronyms.db -c "\"$words\"")" "$("$PYIQ" search --db acronyms.db -c "$acronym")"
	done < <("$PYIQ" stats --db acronyms.db --acronyms)
}

@test "none: status 1" {
	try 1 stats --acronyms
	says
	prints </dev/null
}

@test "mistakes" {
	try 2 stats walrus
	same "pyiq stats: unexpected argument 'walrus'" "${stderr%%$'\n'*}"
	try 2 stats --db none
	same "pyiq: no database at 'none'" "${stderr%%$'\n'*}"
	try 2 stats -c
	has 'unknown option' "$stderr"
	[ ! -e /dev/full ] || run -2 bash -c "'$PYIQ' stats >/dev/full"
}
