#!/usr/bin/env bats
# The exit status, as grep has it: 0 something was found, 1 nothing, 2 trouble.

load lib

setup_file() {
	index_notes

	# a unit that no budget is enough for, between two that are quick
	write slow/a.md <<-'END'
		## What is quick?

		Nothing here but words: bbb.

		## What takes for ever?

		aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac b

		## What is quick, too?

		bbb
	END
	"$PYIQ" index --db slow.db slow
	mkdir nothing
	"$PYIQ" index --db nothing.db nothing
}

# is STATUS ARGUMENT...
is() {
	run "-$1" --separate-stderr "$PYIQ" "${@:2}" </dev/null
}

@test "0: at least one hit" {
	is 0 search walrus
	is 0 search -e walrus
	is 0 search -F walrus
	is 0 search -c walrus
	is 0 search -l walrus
	is 0 search -q walrus
	is 0 search -o -e walrus
	is 0 search --json walrus
	is 0 search -v -e walrus
	is 0 search -1 walrus
	is 0 search --full walrus
	is 0 search -m 1 walrus
	is 0 search 'cou.*wn' # found as a pattern
	is 0 search metaclas  # found by its correction
}

@test "1: no hit" {
	is 1 search xyzzy
	is 1 search -e xyzzy
	is 1 search -F xyzzy
	is 1 search -c xyzzy
	is 1 search -l xyzzy
	is 1 search -q xyzzy
	is 1 search -o -e xyzzy
	is 1 search --json xyzzy
	is 1 search -v -e .
	is 1 search -m 0 walrus
	is 1 search -f /dev/null
	is 1 search -c -f /dev/null
	is 1 search --all -e walrus -e decorator
	is 1 search ''
	is 1 search --db nothing.db walrus
	is 1 search --db nothing.db -e .
	is 1 list --db nothing.db
}

@test "2: trouble" {
	is 2 search
	is 2 search --bogus walrus
	is 2 search -m x walrus
	is 2 search -e '('
	is 2 search -f nowhere
	is 2 search -F -P walrus
	is 2 search --json -c walrus
	is 2 search --color=maybe walrus
	is 2 search --db none walrus
	is 2 search --db db --db none walrus
	is 2 search --db notes walrus
	is 2 list --db none
	is 2 list walrus
	is 2 show
	is 2 show 0000
	is 2 index --db one --db two notes
	is 2 index --db one.db nowhere
	is 2 index --format bogus notes
	is 2 index --prune nowhere
	is 2 index --explain
	is 2 status --db none
	is 2 status walrus
	is 2 bogus
	is 2 --bogus
	is 2 help bogus
}

@test "2: hits and trouble" {
	is 2 search --db slow.db -e '(a+)+b' -e bbb
	is 2 search --db slow.db -c -e '(a+)+b' -e bbb
	[ "$output" -ge 2 ]
	is 2 search --db slow.db -l -e '(a+)+b' -e bbb
	is 2 search --db slow.db --json -e '(a+)+b' -e bbb
	is 2 show "$("$PYIQ" list --json | jq -r .id | head -n 1)" 0000
}

@test "0: hits and trouble, but -q: a hit is a hit" {
	is 0 search --db slow.db -q -e '(a+)+b' -e bbb
	# even if the trouble came first
	is 0 search --db slow.db -q -e '(a+)+b' -e too
}

@test "2: no hit and trouble, with -q too" {
	is 2 search --db slow.db -e '(a+)+b'
	is 2 search --db slow.db -q -e '(a+)+b'
	is 2 search -q -e '('
	is 2 search -q --db none walrus
}

@test "2: -s takes the words, not the status" {
	is 2 search -s --db none walrus
	is 2 search -sq --db none walrus
	is 2 search -s -f nowhere
	is 2 search -s --db slow.db -e '(a+)+b' -e bbb
}

@test "index: 0, or 2 if anything could not be read" {
	is 0 index notes
	is 0 index
	is 0 index --db nothing.db nothing
	printf 'A\0B' | write mixed/bad.md
	write mixed/good.md <<<$'## What is good?\n\nThis.'
	is 0 index --db mixed.db mixed
	is 0 search --db mixed.db -q good
	is 2 index --db named.db mixed/bad.md
	is 2 index --db mixed.db notes nowhere
	is 0 search --db mixed.db -q walrus
}

@test "0: help and versions, whatever else is said" {
	is 0
	is 0 --help
	is 0 -h
	is 0 --version
	is 0 -V
	is 0 help
	is 0 status
	is 0 status --json
	is 0 help search
	is 0 search --help
	is 0 search -h --bogus
	is 0 index --version
}
