#!/usr/bin/env bats
# pyiq random: one question by chance.
# shellcheck disable=SC2154 # run sets output and stderr

load lib

setup_file() {
	index_notes
}

@test "one whole question that has an answer" {
	"$PYIQ" list --answered --json | jq -r .id >ids
	for _ in 1 2 3 4 5 6; do
		try 0 random --json
		says
		same 1 "${#lines[@]}"
		jq -r .id <<<"$output" >>chosen
	done
	grep -vxFf ids chosen && return 1
	(($(sort -u chosen | wc -l) > 1)) # the same one six times: once in 100,000
}

@test "one of those that a query finds" {
	try 0 random walrus
	same "$("$PYIQ" show "$("$PYIQ" search walrus --json | jq -r .id)")" "$output"
	try 0 random '"weak reference"' --json
	same 'What is a weak reference?' "$(jq -r .question <<<"$output")"
	try 0 random question:decorator OR question:decorate --format '{question}'
	prints <<<'What does a decorator do?'
	try 0 random walruss --json # as a search would correct it
	has walrus "$output"
}

@test "one under a topic" {
	for _ in 1 2 3; do
		try 0 random --topic memory --json
		same '["Memory"]' "$(jq -c .topic <<<"$output")"
	done
	try 0 random --topic memory weak --format '{question}'
	prints <<<'What is a weak reference?'
}

@test "on a terminal as show has it, without a pager" {
	PYIQ_PAGER='tr a-z A-Z' on_terminal 70 random walrus >out
	PYIQ_PAGER='' on_terminal 70 show "$("$PYIQ" search walrus --json | jq -r .id)" >shown
	diff -u shown out
}

@test "none: status 1, and silence" {
	for query in zyzzyva metaclass file:nowhere; do
		try 1 random "$query"
		says
		prints </dev/null
	done
	try 1 random --topic nothing
	mkdir -p empty
	"$PYIQ" index --db empty.db empty
	try 1 random --db empty.db
}

@test "for the start-up file of a shell: no input is read, no home is needed" {
	run -0 --separate-stderr env -u HOME -u XDG_DATA_HOME "$PYIQ" random --plain walrus <&-
	has 'What is the walrus operator' "$output"
	says
}

@test "mistakes" {
	try 2 random --db none
	same "pyiq: no database at 'none'" "${stderr%%$'\n'*}"
	try 2 random --json --format '{id}'
	has '--format cannot be combined with --json' "$stderr"
	try 2 random -m 3
	has 'unknown option' "$stderr"
	[ ! -e /dev/full ] || run -2 bash -c "'$PYIQ' random >/dev/full"
}
