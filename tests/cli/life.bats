#!/usr/bin/env bats
# The life of a database: written whole or not at all, whatever happens to the
# writer, and readable all the time.
# shellcheck disable=SC2154,SC2119,SC2120,SC2016,SC2086 # run sets stderr; `answers` may do without an argument

load lib

readonly files=30 units=20 # of each file
kills=50 rewrites=20
! sanitized || kills=15 rewrites=6

# generate VERSION: notes/, each unit of which says the version
generate() {
	mkdir -p notes
	for ((f = 10; f < 10 + files; f++)); do
		for ((q = 1; q <= units; q++)); do
			printf '## What is question %d of file %d?\n\nIn the %s version it is answered by word%dx%d, `code%d()` and\nmore: generators, decorators, iterators and number %d.\n\n' \
				$q $f "$1" $f $q $q $((f * q))
		done >notes/$f.md
	done
}

# answers [DB]: what a reader finds, all of it
answers() {
	"$PYIQ" list --json --db "${1:-db}" && "$PYIQ" search --json --db "${1:-db}" question number &&
		"$PYIQ" search --db "${1:-db}" -c -e 'file 1\d'
}

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	generate first
	"$PYIQ" index notes
	cp -r db first.db
	answers >first
	generate second
	local start=$EPOCHREALTIME
	"$PYIQ" index
	# How long it takes, in microseconds.
	echo $((${EPOCHREALTIME/./} - ${start/./})) >duration
	cp -r db second.db
	answers >second
	run ! cmp -s first second
}

# Every test begins with an index of the first version, and notes of the second.
setup() {
	cd "$BATS_TEST_TMPDIR" || return
	cp -r "$BATS_FILE_TMPDIR"/{notes,first.db,second.db,first,second,duration} .
	cp -r first.db db
	export PYIQ_DB=$PWD/db
	RANDOM=42
}

teardown() {
	touch stop # whoever waits for it
}

# killed: start to index, and kill it -9 after a part of the time it takes
killed() {
	local microseconds=$((RANDOM * $(<duration) / 32768)) status=0
	"$PYIQ" index "$@" >/dev/null 2>kill.err 3>&- &
	sleep "$((microseconds / 1000000)).$(printf %06d $((microseconds % 1000000)))"
	kill -9 $! 2>/dev/null || true
	wait $! 2>/dev/null || status=$?
	[ "$status" = 137 ]
}

@test "kill -9 at many moments of an update: the old database answers as before" {
	local n=0
	for ((round = 0; round < 10 * kills && n < kills; round++)); do
		! killed || n=$((n + 1))
		answers >now
		if cmp -s now second; then
			# it had come to its end
			rm -r db && cp -r first.db db
		else
			cmp now first
		fi
	done
	same "$kills" "$n"
	try 0 index
	says
	answers | cmp - second
}

@test "kill -9 at many moments of the very first build: nothing, or all of it" {
	local n=0
	rm -r db
	for ((round = 0; round < 10 * kills && n < kills; round++)); do
		! killed notes || n=$((n + 1))
		if [ -e db ]; then
			answers | cmp - second
			rm -r db
		else
			try 2 search question
			says "pyiq: no database at '$PWD/db'" "hint: run 'pyiq index FOLDER' first"
		fi
	done
	same "$kills" "$n"
	try 0 index notes
	says
	answers | cmp - second
	# and what the killed ones left is gone
	same db "$(compgen -G 'db*')"
}

@test "an index that fails in the middle changes nothing" {
	local shell
	# No file may grow beyond 256 KB: as if the disk were full.
	shell='ulimit -f 256; trap "" XFSZ; exec "$PYIQ" index'
	run -2 --separate-stderr bash -c "$shell"
	[[ $stderr == pyiq:*'File too large' ]]
	answers | cmp - first
	try 0 index
	answers | cmp - second
}

@test "interrupted: the old database, and death by the signal" {
	local status=0 pid
	for ((round = 0; round < 200; round++)); do
		# A shell's background job ignores SIGINT, unless it is told not to.
		env --default-signal=INT "$PYIQ" index >/dev/null 2>interrupt.err 3>&- &
		pid=$!
		sleep 0.0$((round % 10))
		kill -INT $pid 2>/dev/null || true
		status=0
		wait $pid || status=$?
		[ "$status" = 0 ] || break
		rm -r db && cp -r first.db db
	done
	same 130 "$status"
	answers | cmp - first
	try 0 index
	answers | cmp - second
}

@test "readers never fail while the database is rewritten" {
	(
		n=0
		while [ ! -e stop ]; do
			answers >now 2>>reader.err || echo "status $?" >>reader.err
			# Each command reads one version, never a mixture.
			"$PYIQ" list --json --db db >now 2>>reader.err || echo "list: status $?" >>reader.err
			cmp -s now <(head -n $((files * units)) first) || cmp -s now <(head -n $((files * units)) second) || echo 'a mixture' >>reader.err
			n=$((n + 1))
		done
		echo $n >loops
	) 3>&- &
	local reader=$! version
	mkdir versions && mv notes versions/second
	generate first && mv notes versions/first
	for ((round = 0; round < rewrites; round++)); do
		version=$([ $((round % 2)) = 0 ] && echo second || echo first)
		rm -rf notes && cp -r "versions/$version" notes
		try 0 index
		says
		answers | cmp - "$version"
	done
	touch stop
	wait $reader
	[ ! -s reader.err ] || { cat reader.err; return 1; }
	[ "$(<loops)" -ge 1 ]
}

@test "a reader that is slower than two rewrites is told; it never saw a mixture" {
	local command round
	mkfifo pipe
	for command in 'list --json' 'search --json --all question' 'search --json -e question'; do
		rm -r db && cp -r first.db db
		$PYIQ $command >before
		# More than a pipe holds: the reader waits in the middle until we go on.
		[ "$(wc -c <before)" -gt 100000 ]
		$PYIQ $command >pipe 2>reader.err 3>&- &
		local reader=$! status=0
		exec {from}<pipe
		head -c 100 <&"$from" >got
		for round in second first second; do
			generate $round
			"$PYIQ" index >/dev/null
		done
		cat <&"$from" >>got
		exec {from}<&-
		wait $reader || status=$?
		same 2 $status
		same "pyiq: '$PWD/db': rewritten while it was being read" "$(<reader.err)"
		head -c "$(wc -c <got)" before | cmp - got
	done
}

# writers FOLDER...: index them all at once; each succeeds or is refused
writers() {
	local folder pids=() n=0 status
	for folder in "$@"; do
		"$PYIQ" index "$folder" >/dev/null 2>"$folder.err" 3>&- &
		pids+=($!)
	done
	for folder in "$@"; do
		status=0
		wait "${pids[n]}" || status=$?
		n=$((n + 1))
		if [ $status = 0 ]; then
			succeeded+=("$folder")
			[ ! -s "$folder.err" ]
		else
			same 2 $status
			same 1 "$(wc -l <"$folder.err")"
			grep -qx "pyiq: '.*/flintlock' is locked by another writer" "$folder.err" || { cat "$folder.err"; return 1; }
		fi
	done
}

@test "writers at the same time: one writes, the others are told" {
	local succeeded folder
	for folder in a b c d; do
		write $folder/note.md <<<$'## What is in '$folder$'?\n\nThis.'
	done
	for ((round = 0; round < 10; round++)); do
		succeeded=()
		rm -r db && cp -r second.db db
		writers a b c d
		[ ${#succeeded[@]} -ge 1 ]
		# what was said to be there is there, and what was there before
		same $((files * units + ${#succeeded[@]})) "$("$PYIQ" list | wc -l)"
		for folder in "${succeeded[@]}"; do
			"$PYIQ" list | grep -q "^$folder/note.md:"
		done
	done
	try 0 index a b c d
	same $((files * units + 4)) "$("$PYIQ" list | wc -l)"
}

@test "writers at the same time of the very first build" {
	local succeeded folder
	for folder in a b c; do
		mkdir $folder
		cp notes/1*.md $folder
	done
	for ((round = 0; round < 10; round++)); do
		succeeded=()
		rm -r db
		writers a b c
		[ ${#succeeded[@]} -ge 1 ]
		same $((10 * units * ${#succeeded[@]})) "$("$PYIQ" list | wc -l)"
		[ ! -e db.new ]
	done
}

@test "a database may be removed and made again" {
	rm -r db
	try 2 search question
	try 0 index notes
	answers | cmp - second
}
