#!/usr/bin/env bats
# Every failure is told in one line that names what failed and why, with a hint
# where there is one, and ends with status 2.
# shellcheck disable=SC2154,SC2086,SC2016 # run sets stderr; commands are words; inner shells expand

load lib

setup_file() {
	index_notes
}

# fails WHAT [HINT] -- ARGUMENT...: pyiq prints nothing but this message, status 2
fails() {
	local message=("pyiq: $1")
	if [ "$2" != -- ]; then
		message+=("hint: $2")
		shift
	fi
	run -2 --separate-stderr "$PYIQ" "${@:3}"
	says "${message[@]}"
	prints </dev/null
}

# misused MESSAGE COMMAND ARGUMENT...: a mistake on the command line
misused() {
	local name=pyiq${2:+ $2}
	run -2 --separate-stderr "$PYIQ" ${2:+"$2"} "${@:3}"
	says "$name: $1" "Try '$name --help' for more information."
	prints </dev/null
}

# one_line: what was said is one message that holds this
one_line() {
	[[ $stderr == pyiq:* && $(wc -l <<<"$stderr") = 1 ]] || { printf '%s\n' "$stderr"; return 1; }
	has "$1" "$stderr"
}

readonly first='run '\''pyiq index FOLDER'\'' first'

# ---- Databases ---------------------------------------------------------------

@test "no database" {
	fails "no database at 'none'" "$first" -- search --db none x
	fails "no database at 'none'" "$first" -- list --db db --db none
	fails "no database at 'none'" "$first" -- search --db none -e x
	fails "no database at 'none'" "$first" -- list --db none
	fails "no database at 'none'" "$first" -- show --db none 0000
	PYIQ_DB=none fails "no database at 'none'" "$first" -- search x
	PYIQ_DB=none fails "no database at 'none'" "$first" -- list --json
	# a search makes none
	[ ! -e none ]
}

@test "no database where one is looked for by default" {
	install_alone
	PYIQ_DB='' fails "no database at '$XDG_DATA_HOME/pyiq/db'" "$first" -- search x
	PYIQ_DB='' XDG_DATA_HOME='' fails "no database at '$HOME/.local/share/pyiq/db'" "$first" -- search x
}

@test "an empty folder is no database, and becomes one" {
	mkdir empty
	fails "no database at 'empty'" "$first" -- search --db empty x
	fails "no database at 'empty'" "$first" -- list --db empty
	try 0 index --db empty notes
	try 0 search --db empty -q walrus
}

@test "a folder of something else is refused, and left as it is" {
	mkdir foreign
	echo mine >foreign/file
	local command
	for command in 'search --db foreign x' 'list --db foreign' 'index --db foreign notes' 'show --db foreign 0000'; do
		try 2 $command
		one_line "'foreign'"
		has 'no database' "$stderr"
	done
	same file "$(ls -A foreign)"
	same mine "$(cat foreign/file)"
}

@test "a file of something else is refused, and left as it is" {
	echo mine >file
	local command
	for command in 'search --db file x' 'index --db file notes'; do
		try 2 $command
		one_line "'file'"
	done
	same mine "$(cat file)"
}

@test "a database of another program is refused, and left as it is" {
	# All that makes it ours is the name of one key.
	cp -r db theirs
	LC_ALL=C sed -i 's/\xc0schema/\xc0scheme/g' theirs/postlist.glass
	sha256sum theirs/*.glass >before
	fails "'theirs' is a Xapian database of another program" -- search --db theirs x
	fails "'theirs' is a Xapian database of another program" -- list --db theirs
	try 2 index --db theirs notes
	has "'theirs' is a Xapian database of another program" "$stderr"
	sha256sum -c --quiet before
}

@test "a database of another version says what to do, and that works" {
	cp -r db old
	LC_ALL=C sed -i 's/\(\xc0schema\)[0-9]/\10/g' old/postlist.glass
	local command
	for command in 'search walrus' 'search -e walrus' list 'show 0000'; do
		try 2 $command --db old
		[[ $stderr == "pyiq: the index at 'old' was built by another version of pyiq (schema 0, this is "[1-9]*')'$'\n'"hint: run 'pyiq index --db old' to build it anew" ]]
	done
	try 0 index --db old
	says
	has 'indexed 11 units from 5 files' "$output"
	same "$("$PYIQ" list --json | jq -c 'del(.db)')" "$("$PYIQ" list --db old --json | jq -c 'del(.db)')"
	same "$("$PYIQ" search --json object | jq -c 'del(.db)')" \
		"$("$PYIQ" search --db old --json object | jq -c 'del(.db)')"
}

# damaged FILE HOW: a copy of the database in which that file was cut or overwritten
damaged() {
	rm -rf bad && cp -r db bad
	local size
	size=$(stat -c %s "bad/$1")
	case $2 in
	emptied) : >"bad/$1" ;;
	halved) truncate -s $((size / 2)) "bad/$1" ;;
	zeroed) head -c "$size" /dev/zero >"bad/$1" ;;
	garbled) yes garbage | head -c "$size" >"bad/$1" ;;
	removed) rm "bad/$1" ;;
	esac
}

@test "a damaged database: an answer or one line, but no crash" {
	local file how
	for file in $(cd db && echo iamglass ./*.glass); do
		for how in emptied halved zeroed garbled removed; do
			damaged $file $how
			for command in 'search object' 'search -e object' list index; do
				run --separate-stderr timeout 60 "$PYIQ" $command --db bad
				if [ "$status" = 2 ]; then
					[[ $stderr =~ ^'pyiq: '[^$'\n']*"'bad"[^$'\n']*($'\n''hint: '[^$'\n']*)?$ ]]
				else
					[ "$status" -le 1 ]
				fi
			done
		done
	done
}

@test "a database whose version file or tables are damaged says so" {
	local how
	for how in emptied halved zeroed garbled; do
		damaged iamglass $how
		try 2 search --db bad object
		one_line "'bad' is damaged"
		try 2 index --db bad notes
		one_line "'bad' is damaged"
	done
	for how in emptied zeroed; do
		damaged postlist.glass $how
		try 2 search --db bad object
		one_line "'bad' is damaged"
		damaged docdata.glass $how
		try 2 search --db bad object
		one_line "'bad' is damaged"
	done
}

@test "a damaged database beside a good one is named" {
	damaged iamglass emptied
	try 2 search --db db --db bad object
	one_line "'bad'"
}

@test "what can be read of several databases is searched, as grep does; the status is still 2" {
	local hits
	hits=$("$PYIQ" search object)
	try 2 search --db missing --db db object
	same "$hits" "$output"
	says "pyiq: no database at 'missing'" "hint: run 'pyiq index FOLDER' first"
	try 2 search -c --db db --db missing xyzzy
	prints <<<0
	try 2 search -s --db db --db missing object
	same "$hits" "$output"
	says
	try 2 similar --db db --db missing "$("$PYIQ" search --format '{id}' -1 object)"
	# the hits are those of the database that there is
	"$PYIQ" search --db missing --db db object >/dev/null 2>&1 || true
	try 0 show 1
	# with -q a hit is all that is asked for
	try 0 search -q --db missing --db db object
	try 2 search -q --db missing --db db xyzzy
	# if none can be read, each is told once
	try 2 search --db missing --db gone object
	says "pyiq: no database at 'missing'" "hint: run 'pyiq index FOLDER' first" \
		"pyiq: no database at 'gone'" "hint: run 'pyiq index FOLDER' first"
}

@test "a second writer is told what is locked; readers do not care" {
	coproc HOLDER {
		exec python3 -c '
import fcntl, sys
lock = open(sys.argv[1], "r+")
fcntl.lockf(lock, fcntl.LOCK_EX)
print("held", flush=True)
sys.stdin.read()' "$PYIQ_DB/flintlock" 3>&-
	}
	local to=${HOLDER[1]} holder=$HOLDER_PID held
	read -ru "${HOLDER[0]}" held
	same held "$held"
	fails "'$PYIQ_DB/flintlock' is locked by another writer" -- index notes
	fails "'$PYIQ_DB/flintlock' is locked by another writer" -- index
	try 0 search walrus
	says
	exec {to}>&-
	wait "$holder"
	try 0 index notes
	says
}

@test "a writer that was killed leaves no lock" {
	cp -r db killed
	: >killed/flintlock
	try 0 index --db killed notes
	says
}

# ---- Places ------------------------------------------------------------------

@test "no HOME: what needs none works, the rest says so" {
	install_alone
	run -2 --separate-stderr env -u HOME -u XDG_DATA_HOME -u PYIQ_DB "$PYIQ" search x
	says 'pyiq: no place for a database: HOME is not set' 'hint: name one with --db or in PYIQ_DB'
	run -2 --separate-stderr env -u HOME -u XDG_DATA_HOME -u PYIQ_DB "$PYIQ" index notes
	says 'pyiq: no place for a database: HOME is not set' 'hint: name one with --db or in PYIQ_DB'
	run -0 env -u HOME -u XDG_DATA_HOME -u PYIQ_DB "$PYIQ" search --db db -q walrus
	run -0 env -u HOME -u XDG_DATA_HOME "$PYIQ" search -q walrus
	run -0 env -i "$PYIQ" --version
	run -0 env -i "$PYIQ" search --help
}

@test "a home that cannot be written to" {
	mkdir -p readonly/home && chmod 555 readonly/home
	let_nobody_in
	local as=(as_nobody env "HOME=$PWD/readonly/home" XDG_DATA_HOME=)
	run -0 --separate-stderr "${as[@]}" "$PYIQ" search -c walrus
	says
	prints <<<1
	run -2 --separate-stderr "${as[@]}" PYIQ_DB= "$PYIQ" index notes
	says "pyiq: cannot make folder '$PWD/readonly/home/.local': Permission denied"
	same '' "$(ls -A readonly/home)"
}

@test "a database that cannot be written to" {
	cp -r db readonly.db && chmod -R a-w readonly.db
	let_nobody_in
	run -2 --separate-stderr as_nobody "$PYIQ" index --db readonly.db notes
	one_line "'readonly.db"
	has 'Permission denied' "$stderr"
	run -0 as_nobody "$PYIQ" search --db readonly.db -q walrus
	chmod -R u+w readonly.db
}

@test "a database that cannot be read" {
	cp -r db secret.db
	let_nobody_in
	chmod 0 secret.db
	run -2 --separate-stderr as_nobody "$PYIQ" search --db secret.db walrus
	one_line "'secret.db'"
	has 'Permission denied' "$stderr"
	chmod 755 secret.db
	chmod 0 secret.db/*.glass
	run -2 --separate-stderr as_nobody "$PYIQ" search --db secret.db walrus
	one_line "'secret.db'"
	has 'Permission denied' "$stderr"
}

@test "a full disk: told, and the old database stays whole" {
	for ((i = 0; i < 3000; i++)); do
		printf '## What is the number %d word%d?\n\nIt is %d, and more words: a%d b%d c%d.\n\n' \
			"$i" "$i" "$i" "$i" "$i" "$i"
	done | write big/a.md
	# The mount lives in a namespace of its own, and is gone with it.
	local namespace=(unshare --mount)
	[ "$(id -u)" = 0 ] || namespace+=(--map-root-user)
	mkdir tiny
	"${namespace[@]}" mount -t tmpfs none tiny || skip 'nothing can be mounted here'
	run -0 "${namespace[@]}" bash -euc '
		mount -t tmpfs -o size=200k none tiny
		fails() {
			"$PYIQ" index --db "$1" "$2" >out 2>err && exit 1
			[ $? = 2 ]
			[ ! -s out ]
			[ "$(wc -l <err)" = 1 ]
			grep -q "^pyiq: .*tiny/db.*No space left on device$" err || { cat err; exit 1; }
		}
		# the very first: nothing stays behind
		fails tiny/db big
		[ -z "$(ls -A tiny)" ]
		# an update: what was there is there
		"$PYIQ" index --db tiny/db notes
		"$PYIQ" list --db tiny/db --json >before
		fails tiny/db big
		"$PYIQ" list --db tiny/db --json | cmp before -
		[ "$("$PYIQ" search --db tiny/db -c walrus)" = 1 ]
		# and so once more
		fails tiny/db big
		"$PYIQ" list --db tiny/db --json | cmp before -
		"$PYIQ" index --db tiny/db notes'
}

# ---- Output ------------------------------------------------------------------

@test "> /dev/full" {
	[ -c /dev/full ] || skip 'there is no /dev/full'
	local command
	for command in 'search walrus' 'search --json walrus' 'search -e walrus' 'search -c walrus' 'search -l walrus' \
		'search -1 walrus' 'search --heading walrus' 'search --line-buffered walrus' list 'list --json' \
		"show $("$PYIQ" list --json | jq -r '.id' | head -n 1)" --help --version help 'help search' \
		'index notes'; do
		run -2 --separate-stderr bash -c '"$PYIQ" "$@" >/dev/full' - $command
		says 'pyiq: write error: No space left on device'
	done
	# what prints nothing cannot fail to
	run -0 bash -c '"$PYIQ" search -q walrus >/dev/full'
}

@test "standard output is closed" {
	run -2 --separate-stderr bash -c '"$PYIQ" search walrus >&-'
	says 'pyiq: write error: Bad file descriptor'
	run -0 --separate-stderr bash -c '"$PYIQ" search -q walrus >&-'
	says
}

@test "a closed pipe ends it quietly, by the signal" {
	for ((i = 0; i < 5000; i++)); do
		printf '## What is the number %d?\n\nA number.\n\n' "$i"
	done | write numbers/a.md
	"$PYIQ" index --db numbers.db numbers
	local command
	for command in 'list' 'list --json' 'search --all number' 'search -e number' 'search --json -e number' \
		'search --full -e number'; do
		run -0 --separate-stderr env --default-signal=PIPE bash -c \
			'"$PYIQ" "$@" --db numbers.db | head -n 1 >/dev/null; echo "${PIPESTATUS[0]}"' - $command
		same 141 "$output"
		says
	done
	# whoever asks for an error instead of the signal gets one
	run -0 --separate-stderr env --ignore-signal=PIPE bash -c \
		'"$PYIQ" list --db numbers.db | head -n 1 >/dev/null; echo "${PIPESTATUS[0]}"'
	same 2 "$output"
	says 'pyiq: write error: Broken pipe'
}

# ---- Patterns ----------------------------------------------------------------

@test "a bad pattern shows where" {
	fails 'pattern error at byte 3: missing closing parenthesis' -- search -e 'a(b'
	fails 'pattern error at byte 3: missing closing parenthesis' -- search -E 'a(b'
	fails 'pattern error at byte 0: quantifier does not follow a repeatable item' -- search -P '*'
	fails 'pattern error at byte 6: missing closing parenthesis' -- search -e 'ü(文'
	fails 'pattern error at byte 1: missing closing parenthesis' 'it is pattern 2 of 3' -- search -e fine -e '(' -e z
	printf 'fine\n(\n' >patterns
	fails 'pattern error at byte 1: missing closing parenthesis' 'it is pattern 2 of 2' -- search -f patterns
	fails 'pattern is not UTF-8 at byte 1' -- search -e $'a\xff'
	fails 'pattern is not UTF-8 at byte 1' -- search -F $'a\xff'
	try 2 search -e '\C'
	one_line 'pattern error at byte 2: '
}

@test "a file of patterns that cannot be read" {
	fails "cannot read 'nowhere': No such file or directory" -- search -f nowhere
	fails "cannot read 'notes': Is a directory" -- search -f notes
	try 2 search -s -f nowhere
	says
}

@test "-s says nothing of what is missing, the status does" {
	try 2 search -s --db none x
	says
	# other mistakes are told
	try 2 search -s -e '('
	one_line 'pattern error'
}

@test "what is named may hold a line end; the message is one line" {
	local name=$'no\nwhere'
	fails 'no where: No such file or directory' -- index --db new.db "$name"
	fails "cannot read 'no where': No such file or directory" -- search -f "$name"
	try 2 search --db "$name" x
	same "pyiq: no database at 'no where'" "${stderr%%$'\n'*}"
	try 2 "$name"
	same "pyiq: 'no where' is no subcommand" "${stderr%%$'\n'*}"
}

# ---- The command line --------------------------------------------------------

@test "options that there are not" {
	misused "unknown option '--bogus'" search --bogus x
	misused "unknown option '-y'" search -y x
	misused "unknown option '-y'" search -cy x
	misused "unknown option '--bogus'" list --bogus
	misused "unknown option '-m'" index -m 3
	misused "unknown option '--bogus'" '' --bogus
	misused "option '--heading' takes no argument" search --heading=yes x
}

@test "arguments that are missing, or wrong" {
	misused "option '-m' needs an argument" search x -m
	misused "option '--regexp' needs an argument" search --regexp
	local number
	for number in '' x 1x -1 +1 1.5 ' 1' 0x10; do
		misused "invalid number '$number' for --max-count" search -m "$number" x
		misused "invalid number '$number' for --after-context" search -A "$number" -e x
	done
	misused "invalid value 'maybe' for --color: auto, always or never" search --color=maybe x
	misused "invalid value '' for --color: auto, always or never" search --colour= x
}

@test "options that contradict each other" {
	misused 'conflicting matchers specified' search -F -P x
	misused 'conflicting matchers specified' search -E -F x
	misused '--json cannot be combined with -c' search --json -c x
	misused '--json cannot be combined with -l' search -l --json x
	misused '-o cannot be combined with --full' search -o --full -e x
	misused '-o cannot be combined with -1' search -1 -o -e x
	misused '-o: only for patterns, see -e, -E and -F' search -o x
	misused '-v: only for patterns, see -e, -E and -F' search -v x
	misused '-x: only for patterns, see -e, -E and -F' search -x x
	misused '-A, -B and -C: only for patterns, see -e, -E and -F' search -C 2 x
	misused "unexpected argument 'x': patterns are given with -e or -f" search -e a x
	misused "unexpected argument 'x'" list x
}

@test "what is missing on the command line is shown" {
	try 2 search
	says 'Usage: pyiq search [OPTION]... QUERY...' "Try 'pyiq search --help' for more information."
	try 2 show
	says 'Usage: pyiq show [OPTION]... ID|N...' "Try 'pyiq show --help' for more information."
	try 2 search -c
	has 'Usage: pyiq search' "$stderr"
}
