#!/usr/bin/env bats
# Streams that are closed, full or no terminal; signals; a world without a home, a locale
# or room: for every subcommand that prints.
# shellcheck disable=SC2154,SC2016,SC2030,SC2031 # run sets output and stderr; bash -c has variables of its own

load lib

setup_file() {
	index_notes
	id=$("$PYIQ" list --json | jq -r .id | head -n 1)
	export id
	printf '1\twalrus\n' >queries
	# every subcommand that prints, and the ways in which it does
	cat >commands <<-END
		search object
		search --full object
		search --json object
		search -e object
		search --explain object
		search --count-by topic object
		search -c object
		search -l object
		search --format {file}\n object
		search --queries queries --json
		similar $id
		show $id
		show --json $id
		list
		list --json
		topics
		topics --json
		random
		random --json
		stats
		stats --json
		status
		status --json
		status --verbose
		export --to csv
		export --to jsonl
		export --to markdown
		export --to anki
		index --dry-run notes
		index --explain notes/python.md
		config
		config --json
		help
		help search
		--help
		--version
	END
}

# each COMMAND...: a command that gets the arguments of pyiq, once for each line of `commands`
# some COMMAND...: the same for a few of them
each() {
	some_of commands "$@"
}

some() {
	grep -E '^(search (--full|-e|--json) object|show|list|topics|stats|export --to csv)' commands >few
	some_of few "$@"
}

some_of() {
	local line file=$1
	shift
	while IFS= read -r line <&4; do
		# shellcheck disable=SC2086 # a line is several arguments
		"$@" $line || { printf 'with: %s\n' "$line"; return 1; }
	done 4<"$file"
}

# ---- Standard output ---------------------------------------------------------

full() {
	run -2 --separate-stderr bash -c '"$PYIQ" "$@" 4<&- >/dev/full' - "$@"
	says 'pyiq: write error: No space left on device'
}

@test "> /dev/full is told, whatever is printed" {
	[ -c /dev/full ] || skip 'there is no /dev/full'
	each full
}

closed() {
	run -2 --separate-stderr bash -c '"$PYIQ" "$@" 4<&- >&-' - "$@"
	says 'pyiq: write error: Bad file descriptor'
}

@test "so is a standard output that is closed" {
	some closed
}

# Nobody reads any more when pyiq begins.
unread() {
	run -0 --separate-stderr env --default-signal=PIPE bash -c '{
		trap "" PIPE
		while printf x 2>/dev/null; do :; done
		trap - PIPE
		exec "$PYIQ" "$@" 4<&-
	} | :
	echo "${PIPESTATUS[0]}"' - "$@"
	same 141 "$output"
	says
}

@test "a closed pipe kills it quietly" {
	each unread
}

# ---- Standard input and error ------------------------------------------------

same_without_input() {
	same "$("$PYIQ" "$@")" "$("$PYIQ" "$@" <&-)"
}

@test "standard input is closed" {
	some same_without_input
	# who wants to read it is told that it cannot be
	run -2 --separate-stderr bash -c '"$PYIQ" search -f - <&-'
	has 'Bad file descriptor' "$stderr"
	run -2 --separate-stderr bash -c '"$PYIQ" index --db none.db - <&-'
	has 'Bad file descriptor' "$stderr"
}

@test "standard error is closed" {
	local before
	run -0 bash -c '"$PYIQ" search object 2>&-'
	same "$("$PYIQ" search object)" "$output"
	# a message goes nowhere, and into no file that was opened meanwhile
	cp -r db quiet.db
	before=$("$PYIQ" list --json --db quiet.db)
	run -2 bash -c '"$PYIQ" search --db nowhere.db object 2>&-'
	run -2 bash -c '"$PYIQ" index --db quiet.db nowhere 2>&-'
	run -1 bash -c '"$PYIQ" search xyzzy 2>&-'
	same "$before" "$("$PYIQ" list --json --db quiet.db)"
}

# ---- Signals -----------------------------------------------------------------

# interrupt ARGUMENT...: start pyiq, which waits for its input, and press Ctrl-C
interrupt() {
	rm -f fifo
	mkfifo fifo
	# what a script starts in the background would ignore it
	env --default-signal=INT "$PYIQ" "$@" <fifo >out 2>err 3>&- &
	exec 5>fifo # both have it open now
	printf '1\thalf of a thing?\n' >&5
	# until the shell in between has become pyiq, it is deaf
	for ((j = 0; j < 100; j++)); do
		[ -n "$(jobs -pr)" ] || break
		kill -INT $! 2>/dev/null || break
		sleep 0.05
	done
	wait $! || status=$?
	exec 5>&-
	same 130 "$status"
	same '' "$(cat out err)"
}

@test "an interrupt is the end, and nothing is left half done" {
	interrupt search -f -
	interrupt search --json --queries -
	interrupt index --db half.db -
	[ ! -e half.db ] || try 1 search --db half.db half
	"$PYIQ" index --db whole.db notes
	interrupt index --db whole.db --name again -
	same "$("$PYIQ" list)" "$("$PYIQ" list --db whole.db)"
	"$PYIQ" index --db whole.db notes
}

# ---- Homes -------------------------------------------------------------------

without_home() {
	env -i PYIQ_DB="$PYIQ_DB" "$PYIQ" "$@" >out 2>err
	same '' "$(cat err)"
	[ -s out ]
}

@test "no HOME, and nothing else in the environment" {
	each without_home
	run -2 --separate-stderr env -i "$PYIQ" index notes
	has 'HOME is not set' "$stderr"
}

@test "a home that cannot be written" {
	mkdir -p shut/home && cp -r db notes queries shut/
	chmod 555 shut/home
	cd shut || return
	let_nobody_in
	as_nobody env HOME="$PWD/home" XDG_DATA_HOME= XDG_STATE_HOME= PYIQ_DB="$PWD/db" \
		"$PYIQ" search object >out 2>err
	same '' "$(cat err)"
	[ -s out ]
	as_nobody env HOME="$PWD/home" XDG_DATA_HOME= XDG_STATE_HOME= PYIQ_DB="$PWD/db" \
		"$PYIQ" show "$id" >out 2>err
	same '' "$(cat err)"
	same '' "$(ls -A home)"
}

# ---- Terminals ---------------------------------------------------------------

without_sequences() {
	on_terminal 80 "$@" >out
	[ -s out ]
	lacks $'\e' "$(cat out)"
}

@test "TERM=dumb or none: no sequence at all, and no pager" {
	unset PYIQ_PAGER
	TERM=dumb each without_sequences
	unset TERM
	without_sequences search object
	without_sequences show "$id"
	without_sequences index notes
}

fits() {
	case $* in
	# these print one line a record, or a table
	*json* | export* | help* | --* | config* | status* | index* | *--format*) return ;;
	esac
	on_terminal 20 "$@" >out
	# names of files are not broken, and lines of code neither
	[ "$(plain <out | grep -vE '^(notes/|    )|^ *[0-9]+  ?notes/' | wc -L)" -le 20 ] || {
		plain <out
		return 1
	}
}

@test "20 columns: nothing is wider that can be broken" {
	each fits
}

in_c() {
	same "$("$PYIQ" "$@")" "$(LC_ALL=C "$PYIQ" "$@")"
}

@test "LC_ALL=C changes no byte in a pipe, and asks no sign of the terminal that it may lack" {
	some in_c
	LC_ALL=C on_terminal 80 search generator >out
	run -1 grep -aP '[^\x00-\x7f]' out
	LC_ALL=C on_terminal 80 stats >out
	run -1 grep -aP '[^\x00-\x7f]' out
	LC_ALL=C on_terminal 80 topics >out
	run -1 grep -aP '[^\x00-\x7f]' out
	# what is in the notes stays what it is
	has '文字列とは何ですか?' "$(LC_ALL=C on_terminal 80 search --color=never 文字列)"
}
