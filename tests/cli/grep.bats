#!/usr/bin/env bats
# What the hands of those who know grep expect of its options, one by one.
# shellcheck disable=SC2154 # run sets stderr

load lib

setup_file() {
	index_notes
	printf 'yield\n(' >patterns
	: >empty
}

usage_of() {
	says "pyiq search: $1" "Try 'pyiq search --help' for more information."
}

@test "-i: upper and lower case are one in patterns; in words they always are" {
	try 1 search -c -e YIELD
	try 0 search -ic -e YIELD
	same "$("$PYIQ" search WALRUS)" "$("$PYIQ" search -i walrus)"
}

@test "-n, -H and -I, -N: a line number and a name; -n takes no number" {
	try 0 search -n 2 walrus
	has ':4:What is the walrus' "$output"
	same "$("$PYIQ" search -nH -e yield)" "$(cd notes && "$PYIQ" search -e yield | sed 's|^|notes/|')"
}

@test "-m NUM: hits in all; none is no hit" {
	try 0 search -m1 -c what
	prints <<<1
	try 0 search --max-count=2 -c -e 'W'
	prints <<<2
	try 1 search -m 0 what
	prints </dev/null
	try 2 search -m x what
	usage_of "invalid number 'x' for --max-count"
}

@test "-c: how many; -o does not change it" {
	same "$("$PYIQ" search -c -e yield)" "$("$PYIQ" search -oc -e yield)"
	try 1 search -c xyzzy
	prints <<<0
}

@test "-q: the first hit ends it; an error besides is none" {
	try 0 search -q walrus
	try 1 search -q xyzzy
	prints </dev/null
	try 2 search -q --db nowhere walrus
}

@test "-v inverts, and is never verbose; -w and -x" {
	same "$(("$("$PYIQ" list | wc -l)" - "$("$PYIQ" search --fold none -ce yield)"))" "$("$PYIQ" search --fold none -vce yield)"
	try 2 search -v walrus
	usage_of '-v: only for patterns, see -e, -E and -F'
	try 1 search -c -we yiel
	try 0 search -c -we yield
	try 1 search -c -xe yield
	try 0 search -c -xe '\s+yield n'
}

@test "-F, -E, -P: the last of them does not win, they are a conflict" {
	try 2 search -F -P x
	usage_of 'conflicting matchers specified'
	try 2 search -E -F x
	usage_of 'conflicting matchers specified'
	same "$("$PYIQ" search -E 'yield\b')" "$("$PYIQ" search -P 'yield\b')"
	try 0 search -F '[::-1]'
}

@test "-e, -f: any of them; all with --all; a pattern that does not compile is an error" {
	same 2 "$("$PYIQ" search -c -e walrus -e reversed)"
	try 1 search -c --all -e walrus -e reversed
	try 2 search -f patterns
	try 0 search -F -c -f patterns
	same "$output" "$("$PYIQ" search -F -c -f - <patterns)"
	try 1 search -f empty
	prints </dev/null
	try 2 search -f nowhere
	says "pyiq: cannot read 'nowhere': No such file or directory"
	try 2 search -s -f nowhere
	says
}

@test "-h is help, wherever it stands" {
	try 0 search what -h
	has 'Usage: pyiq search' "$output"
}

@test "--: what follows is text" {
	try 1 search -- --xyzzy
	says
	try 0 search -c -- walrus
	try 0 search -F -c -- '-1]'
	try 1 search -F -- -c
}

@test "--color: bare is auto, an unknown one is an error" {
	try 0 search --color walrus
	lacks $'\e' "$output"
	try 0 search --colour=always walrus
	has $'\e[' "$output"
	try 2 search --color=sometimes walrus
	usage_of "invalid value 'sometimes' for --color: auto, always or never"
}

@test "-s and --line-buffered are known; what pyiq has not is an error, not silence" {
	try 0 search --line-buffered walrus
	try 0 list --line-buffered
	local option
	for option in -a -U -b -r -R -T -y -u --binary --byte-offset --text --recursive --exclude-dir=x --label=x; do
		try 2 search "$option" walrus
		has "pyiq search: unknown option '${option%%=*}" "$stderr"
		prints </dev/null
	done
}

@test "options anywhere, long ones shortened; POSIXLY_CORRECT stops at the first operand" {
	same "$("$PYIQ" search -c -m 3 what is)" "$("$PYIQ" search what -c is --max=3)"
	try 2 search --files what
	has "option '--files' may be --files-with-matches, --files-without-match" "$stderr"
	try 2 search --no what
	POSIXLY_CORRECT=1 try 0 search -c walrus
	prints <<<1
	POSIXLY_CORRECT=1 try 0 search walrus -c
	prints <<<'notes/labels.txt:4:What is the walrus operator := for?'
}

@test "no query: how it is used, and an error" {
	try 2 search
	says 'Usage: pyiq search [OPTION]... QUERY...' "Try 'pyiq search --help' for more information."
	try 2 search -c
	try 2 similar
}

@test "-l, -L, -c, -o: grep itself prints the same for a file of its own" {
	write one/a.md <<-'END'
		## What is one thing?

		One thing and another thing.
	END
	write one/b.md <<-'END'
		## What else is there?

		Nothing.
	END
	"$PYIQ" index --db one.db one
	local option
	for option in -l -L -lZ -n -H -o -on -oH '-A1 -n' -z -w; do
		# shellcheck disable=SC2086 # options
		"$PYIQ" search --db one.db $option -e 'another thing' >got
		# shellcheck disable=SC2086
		grep -Hn $option -r -e 'another thing' one >wanted
		[ "$option" != -z ] || printf 'one/a.md:3:One thing and another thing.\0' >wanted
		cmp wanted got
	done
}
