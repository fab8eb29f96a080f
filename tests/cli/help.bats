#!/usr/bin/env bats
# Help, versions, and how the command line is read.
# shellcheck disable=SC2154 # run sets stderr

load lib

setup_file() {
	index_notes
}

# ---- Help --------------------------------------------------------------------

@test "pyiq, -h, --help, help: the overview, on standard output" {
	try 0 --help
	says
	has 'Usage: pyiq COMMAND' "$output"
	local overview=$output command
	for command in search similar show list stats index status help; do
		grep -qE "^  $command +[a-z]" <<<"$overview"
	done
	# hidden ones are not told
	lacks '__' "$overview"
	same "$overview" "$("$PYIQ")"
	same "$overview" "$("$PYIQ" -h)"
	same "$overview" "$("$PYIQ" help)"
}

@test "it begins with what it is for and examples, and ends with where to report bugs" {
	try 0 --help
	[ "${lines[1]}" = Examples: ]
	[[ ${lines[-2]} == 'Report bugs to: <'https://*'>' ]]
	[[ ${lines[-1]} == 'pyiq home page: <'https://*'>' ]]
	try 0 search --help
	[ "${lines[1]}" = Examples: ]
	[[ ${lines[-1]} == 'pyiq home page: <'https://*'>' ]]
}

@test "help COMMAND, COMMAND --help and -h are one" {
	local command
	for command in search similar show list stats index status help; do
		try 0 help "$command"
		says
		has "Usage: pyiq $command" "$output"
		same "$output" "$("$PYIQ" "$command" --help)"
		same "$output" "$("$PYIQ" "$command" -h)"
	done
}

@test "every option of search is told" {
	local option
	try 0 search --help
	for option in -e -f -F -E -P -i -S -w -x -v --all --fold -m -1 --full -c -l --count-by --explain -q -o -A -B -C --json -n -N -H -I -Z -0 \
		--heading --no-heading --plain --color --group-separator --no-group-separator --line-buffered -s --db -h -V; do
		grep -qE -e "(^|[ ,])$option([], =[]|\$)" <<<"$output" || { echo "$option"; return 1; }
	done
}

@test "every option of index is told, and of status" {
	local option
	try 0 index --help
	for option in --format --name --files0-from --exclude --prune --rebuild --dry-run --explain --verbose --db -h -V; do
		grep -qE -e "(^|[ ,])$option([], =[]|\$)" <<<"$output" || { echo "$option"; return 1; }
	done
	try 0 status --help
	for option in --json --verbose --color --db; do
		has "$option" "$output"
	done
	has --answered "$("$PYIQ" list --help)"
	has --refresh "$("$PYIQ" list --help)"
}

@test "no line of help is wider than 80 columns" {
	local command
	for command in '' search similar show list stats index status help; do
		[ "$("$PYIQ" help $command | wc -L)" -le 80 ]
	done
}

@test "the examples of help work" {
	local example n=0
	while read -r example; do
		bash -ec "pyiq() { '$PYIQ' \"\$@\"; }; $example" >/dev/null || [ $? = 1 ]
		n=$((n + 1))
	done < <("$PYIQ" search --help | sed -n 's/^  \(pyiq search .*[^ ]\)   *[a-zA-Z].*/\1/p')
	[ "$n" -ge 3 ]
}

# ---- Versions ----------------------------------------------------------------

@test "--version: program, licence, and what it was built with" {
	try 0 --version
	says
	[[ ${lines[0]} =~ ^'pyiq '[0-9]+\.[0-9]+\.[0-9]+$ ]]
	[[ ${lines[1]} == 'Copyright (C) 20'[0-9][0-9]' '* ]]
	same 'License GPLv2+: GNU GPL version 2 or later <https://gnu.org/licenses/gpl.html>.' "${lines[2]}"
	same 'This is free software: you are free to change and redistribute it.' "${lines[3]}"
	same 'There is NO WARRANTY, to the extent permitted by law.' "${lines[4]}"
	[[ ${lines[5]} =~ ^'Xapian '[0-9.]+', PCRE2 '[0-9.]+( \(JIT\))?', database format '[0-9]+$ ]]
	same "$output" "$("$PYIQ" -V)"
	same "$output" "$("$PYIQ" search --version)"
	same "$output" "$("$PYIQ" index -V notes)"
}

@test "both need no index, no home and nothing else" {
	HOME=$BATS_TEST_TMPDIR/home
	run -0 env -i "$PYIQ" --help
	run -0 env -i "$PYIQ" search --help
	run -0 env -i "$PYIQ" --version
	[ ! -e "$HOME" ]
}

# ---- Subcommands -------------------------------------------------------------

@test "a subcommand that was mistyped: the near one is named, and not run" {
	local typo
	for typo in serach:search sarch:search searhc:search lst:list lsit:list shwo:show sho:show indx:index hlep:help; do
		try 2 "${typo%:*}" walrus
		says "pyiq: '${typo%:*}' is no subcommand" "hint: did you mean 'pyiq ${typo#*:}'?"
		prints </dev/null
	done
}

@test "a subcommand that is nothing like any" {
	local name
	for name in bogus '' walrus complete "$(printf 'x%.0s' {1..1000})" SEARCH; do
		try 2 "$name"
		same "pyiq: '$name' is no subcommand" "${stderr%%$'\n'*}"
		prints </dev/null
	done
	try 2 help bogus
	same "pyiq: 'bogus' is no subcommand" "${stderr%%$'\n'*}"
}

# ---- Options -----------------------------------------------------------------

@test "options may stand anywhere" {
	same 'notes/labels.txt' "$("$PYIQ" search walrus -l)"
	same 1 "$("$PYIQ" search walrus -c operator)"
	same "$("$PYIQ" search -m 1 object)" "$("$PYIQ" search object -m 1)"
}

@test "POSIXLY_CORRECT: not behind the first operand" {
	POSIXLY_CORRECT=1 try 0 search -c walrus
	POSIXLY_CORRECT=1 try 1 search xyzzy -l
	says
	POSIXLY_CORRECT=1 try 0 search 'walrus' -l
	prints <<<'notes/labels.txt:4:What is the walrus operator := for?'
}

@test "-- ends the options" {
	try 0 search -l -- walrus
	prints <<<notes/labels.txt
	try 1 search -- -l xyzzy
	says
	try 0 search -c -F -- '-= 1'
	prints <<<1
	try 0 search -c -e '-= 1'
	prints <<<1
	try 0 list --
}

@test "long options may be shortened while they are unique" {
	same "$("$PYIQ" search --answered walrus)" "$("$PYIQ" search --answ walrus)"
	same "$("$PYIQ" search --json walrus)" "$("$PYIQ" search --js walrus)"
	same "$("$PYIQ" search -m 1 object)" "$("$PYIQ" search --max=1 object)"
	same "$("$PYIQ" search -m 1 object)" "$("$PYIQ" search --max-count 1 object)"
	try 2 search --no walrus
	has "pyiq search: option '--no' may be --no-line-number, " "$stderr"
	has '--no-heading' "$stderr"
}

@test "short options may be joined" {
	same "$("$PYIQ" search -c -i -e WALRUS)" "$("$PYIQ" search -cie WALRUS)"
	same "$("$PYIQ" search -I -N -o -e 'wal\w+')" "$("$PYIQ" search -INoe'wal\w+')"
	same "$("$PYIQ" search -m 1 object)" "$("$PYIQ" search -m1 object)"
}

@test "numbers are context, but for -0 and -1" {
	same "$("$PYIQ" search -C 2 -e while)" "$("$PYIQ" search -2 -e while)"
	same "$("$PYIQ" search -C 12 -e while)" "$("$PYIQ" search -12 -e while)"
	same "$("$PYIQ" search -C 10 -c -e while)" "$("$PYIQ" search -10c -e while)"
	same "$("$PYIQ" search --full -m1 -e while)" "$("$PYIQ" search -1 -e while)"
	same "$("$PYIQ" search -1 -e while)" "$("$PYIQ" search -e while -1)"
	same "$("$PYIQ" search -Z -C 2 -e while | od)" "$("$PYIQ" search -0 -2 -e while | od)"
	# -1 behind an option's argument is that option, not a number
	same "$("$PYIQ" search -2 -1 -e while)" "$("$PYIQ" search -1 -2 -e while)"
}

@test "the last one of contradicting options counts" {
	same "$("$PYIQ" search -n walrus)" "$("$PYIQ" search -N -n walrus)"
	same "$("$PYIQ" search -m 1 object)" "$("$PYIQ" search -m 3 -m 1 object)"
	same "$("$PYIQ" search --plain object)" "$("$PYIQ" search --heading --plain object)"
}
