#!/usr/bin/env bats
# The view for people is paged, as git does it.
# shellcheck disable=SC2154,SC2016 # run sets output and stderr

load lib

setup_file() {
	index_notes
	printf '## What is the GIL?\n\nThe Global Interpreter Lock (GIL) is one object.\n' | write notes/gil.md
	"$PYIQ" index notes
	# Something that no pipe can hold.
	mkdir -p many
	awk 'BEGIN { for (i = 0; i < 900; i++)
		printf "## What is the use of number %d?\n\n%0200d\n\n", i, i }' >many/many.md
	"$PYIQ" index --db many.db many

	# A pager that tells what it got.
	write pager <<-'END'
		#!/bin/sh
		echo "<$*>"
		cat
		echo "</>"
	END
	chmod +x pager
}

setup() {
	cd "$BATS_FILE_TMPDIR" || return
	unset PYIQ_PAGER
	PAGER="$PWD/pager"
	export PAGER
}

# pages ARGUMENT...: the view is paged
pages() {
	on_terminal 80 "$@" >bytes || [ $? -eq 1 ]
	has '<' "$(head -n 1 bytes)"
	same '</>' "$(tail -n 1 bytes)"
	[ "$(wc -l <bytes)" -gt 2 ]
}

# no_pager ARGUMENT...: it is not
no_pager() {
	on_terminal 80 "$@" >bytes || [ $? -eq 1 ]
	lacks '</>' "$(cat bytes)"
}

# id QUERY: the first digits
id() {
	"$PYIQ" search --json -m1 "$@" | jq -r '.id[:8]'
}

# ---- Which one ---------------------------------------------------------------

@test "the nearest word counts: option, PYIQ_PAGER, PAGER" {
	pages search object
	same '<>' "$(head -n 1 bytes)"
	PYIQ_PAGER="$PWD/pager ours" pages search object
	same '<ours>' "$(head -n 1 bytes)"
	PYIQ_PAGER="$PWD/pager ours" pages search --pager "$PWD/pager mine" object
	same '<mine>' "$(head -n 1 bytes)"
	no_pager search --no-pager object
	no_pager search --pager=cat object
	no_pager search --pager= object
	PYIQ_PAGER='cat' no_pager search object
	PYIQ_PAGER='cat' pages search --pager "$PAGER" object
	PAGER='' no_pager search object
	PAGER=' cat ' no_pager search object
	# the last one counts
	pages search --no-pager --pager "$PAGER" object
	no_pager search --pager "$PAGER" --no-pager object
}

@test "between PYIQ_PAGER and PAGER stands the configuration" {
	mkdir -p config/pyiq
	printf 'pager = %s file\n' "$PWD/pager" >config/pyiq/config
	export XDG_CONFIG_HOME=$PWD/config
	PAGER='cat' pages search object
	same '<file>' "$(head -n 1 bytes)"
	PYIQ_PAGER="$PWD/pager ours" pages search object
	same '<ours>' "$(head -n 1 bytes)"
	no_pager search --no-pager object
	printf 'no-pager = true\n' >config/pyiq/config
	no_pager search object
	pages search --pager "$PAGER" object
}

@test "otherwise it is less, if there is one that works here" {
	unset PAGER
	mkdir -p programs && cp pager programs/less
	PATH=$PWD/programs:$PATH pages search object
	TERM=dumb PATH=$PWD/programs:$PATH no_pager search object
}

@test "the shell runs it" {
	PAGER='tr a-z A-Z | sed "s/^/| /"' run -0 on_terminal 80 search --color=never -m1 weak
	has "| 1  WHAT IS A WEAK REFERENCE?" "${lines[0]//|  /| }"
}

@test "less and lv are told how, unless the user did" {
	PAGER='cat >/dev/null; echo "$LESS,$LV"' run -0 on_terminal 80 search object
	same 'FRX,-c' "$output"
	LESS='' LV=-x PAGER='cat >/dev/null; echo "$LESS,$LV"' run -0 on_terminal 80 search object
	same ',-x' "$output"
}

# ---- What is paged -----------------------------------------------------------

@test "the views for people are, the others are not" {
	pages search object
	pages search --explain object
	pages search -e object
	pages search -1 object
	pages search --full object
	pages show "$(id weak)"
	pages similar "$(id weak)"
	pages list
	pages topics
	pages stats
	pages stats --acronyms
	pages status
	no_pager random
	no_pager export --to markdown
	no_pager search --format '{id}' object
	no_pager search --vimgrep -e object
	no_pager search -0 object
	no_pager search --json object
	no_pager search -q object
	no_pager search -c object
	no_pager search -l object
	no_pager search --count-by file object
	no_pager search --plain object
	no_pager search --no-heading object
	no_pager search --line-buffered object
	no_pager list --no-heading
	no_pager list --json
	no_pager help search
	no_pager --help
	no_pager --version
}

@test "nor is anything without a terminal at both ends" {
	try 0 search --heading object
	lacks '</>' "$output"
	# shellcheck disable=SC2016
	run -0 script -qec 'exec "$PYIQ" search object </dev/null' /dev/null
	lacks '</>' "$output"
	# shellcheck disable=SC2016
	run -0 script -qec '"$PYIQ" search object | cat' /dev/null
	lacks '</>' "$output"
}

@test "nothing to show starts no pager" {
	run -1 on_terminal 80 search xyzzy
	same 'no hits' "$(plain <<<"$output")"
	run -2 on_terminal 80 search --db nowhere.db object
	lacks '</>' "$output"
}

@test "the pager gets what the terminal would have got" {
	same "$(PAGER='cat' on_terminal 47 search --all the)" "$(on_terminal 47 search --all the | sed '1d;$d')"
	same "$(PAGER='cat' on_terminal 20 list)" "$(on_terminal 20 list | sed '1d;$d')"
	printf '## What is \e[5m evil\u202e?\n\nNo.\n' | "$PYIQ" index --db evil.db -
	lacks $'\e[5m' "$(on_terminal 80 list --db evil.db)"
	has '^[[5m evil' "$(on_terminal 80 list --db evil.db)"
}

# ---- While it runs -----------------------------------------------------------

@test "a pager that is left early is no failure" {
	PAGER='head -n 1' run -0 on_terminal 80 list --db many.db
	same 'many/many.md' "$(plain <<<"$output")"
	PAGER=: run -0 on_terminal 80 search --db many.db --all -e use
	same '' "$output"
	PAGER='exit 3' run -0 on_terminal 80 list --db many.db
	same '' "$output"
}

@test "the status is that of the search" {
	PAGER='cat; exit 3' run -0 on_terminal 80 search object
	PAGER='cat; kill -9 $$' run -0 on_terminal 80 search object
	run -2 on_terminal 80 show "$(id weak)" 99999999
}

@test "without the pager the output comes all the same" {
	PAGER='no-such-pager -x' run -0 on_terminal 80 list --db many.db
	has 'not found' "${lines[0]}"
	same 'many/many.md' "$(plain <<<"${lines[1]}")"
	same 902 "${#lines[@]}"
}

@test "messages come behind" {
	run -2 on_terminal 80 show 99999998 "$(id weak)" 99999999
	same "pyiq: no unit has the id '99999998'" "${lines[0]}"
	same '<>' "${lines[1]}"
	same '</>' "${lines[-2]}"
	same "pyiq: no unit has the id '99999999'" "${lines[-1]}"
}

@test "an interrupt is for the pager" {
	# the shell that runs the pager stays, too
	PAGER="trap '' INT; kill -INT 0; cat; echo stayed" run -0 on_terminal 80 search object
	same stayed "${lines[-1]}"
	has 'weak' "$output"
	PAGER="kill -INT 0; cat; echo stayed" run -0 on_terminal 80 search object
	same stayed "${lines[-1]}"
}

@test "a signal that kills pyiq leaves the terminal to the pager first" {
	# shellcheck disable=SC2016
	PAGER='cat >/dev/null; kill -TERM $PPID; sleep 0.1; echo stayed' run -143 on_terminal 80 search object
	same stayed "$output"
}

@test "the pager inherits no more than it needs, and is waited for" {
	[ -d /proc/self/fd ] || skip 'needs /proc'
	# shellcheck disable=SC2016
	printf '%s\n' 'cat >/dev/null' 'for fd in /proc/$$/fd/*; do echo "${fd##*/}"; done' >files.sh
	# what was open around pyiq is open there, too
	same "$(script -qec 'sh files.sh </dev/null' /dev/null | tr -d '\r')" \
		"$(PAGER='exec sh files.sh' on_terminal 80 search object)"
	PAGER='cat >/dev/null; sleep 0.2; echo late' run -0 on_terminal 80 search object
	same late "$output"
}

@test "less leaves at once when everything fits, and keeps what it showed" {
	command -v less >/dev/null || skip 'needs less'
	unset PAGER LESS
	run -0 screen 80 search -m1 weak
	has 'What is a' "$(plain <<<"$output")"
	lacks '(END)' "$output"
	lacks 'ESC[' "$output"
}
