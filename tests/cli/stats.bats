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
	write topics/a.md <<-'END'
		# Python

		## Classes

		### What is `self`?

		The instance.

		### What is a `classmethod`?

		A method that gets the class.

		## What does `del` do?

		It unbinds a name.

		# Objects that refer to each other, and nobody else

		## What is a cycle?

		That.
	END
	"$PYIQ" index --db topics.db topics
}

@test "figures, in a pipe and for people" {
	try 0 stats
	says
	same $'units\t11\nanswered\t10\nwords\t227\nfiles\t5' "$(head -n 4 <<<"$output")"
	[[ ${lines[4]} =~ ^bytes$'\t'[0-9]+$ ]]
	same 5 "${#lines[@]}"
	try 0 stats --heading
	same $'units      11\nanswered   10\nwords     227\nfiles       5' "$(head -n 4 <<<"$output")"
	[[ ${lines[4]} =~ ^'size      '[0-9.]+' '[kM]?B$ ]]
	on_terminal 80 stats | plain >out
	same "$output" "$(<out)"
}

@test "outermost topics as bars, with all that stands below them" {
	on_terminal 60 stats --db topics.db | plain | tail -n +6 >out
	diff -u - out <<-'END'

		Questions by topic
		Python                                 3  ██████████████████
		Objects that refer to each other, an…  1  ██████
	END
	LC_ALL=C on_terminal 33 stats --db topics.db | plain | tail -n 2 >out
	diff -u - out <<-'END'
		Python                  3 #######
		Objects that refer t... 1 ##-
	END
}

@test "of many topics the greatest" {
	for n in {1..14}; do
		printf '# Topic %s\n\n## What is %s?\n\nA number.\n' "$n" "$n" | write "many/$n.md"
	done
	"$PYIQ" index --db many.db many
	try 0 stats --db many.db --heading
	same 12 "$(grep -c ^Topic <<<"$output")"
	same '… 2 more' "${lines[-1]}"
	same 14 "$("$PYIQ" stats --db many.db --json | jq '.topics | length')"
}

@test "no line is too long, however narrow the terminal" {
	local columns
	for columns in 20 33 40 200; do
		on_terminal "$columns" stats --db topics.db | plain >out
		(($(wc -L <out) <= columns))
	done
}

@test "figures as JSON" {
	try 0 stats --json
	same '["answered","bytes","files","schema","topics","units","words"]' "$(jq -c keys <<<"$output")"
	same '[11,10,227,5,1]' "$(jq -c '[.units, .answered, .words, .files, .schema]' <<<"$output")"
	same "$("$PYIQ" status --json | jq .bytes)" "$(jq .bytes <<<"$output")"
	same '[{"topic":["Python"],"count":3},{"topic":["Objects that refer to each other, and nobody else"],"count":1}]' \
		"$("$PYIQ" stats --db topics.db --json | jq -c .topics)"
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
