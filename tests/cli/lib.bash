# shellcheck shell=bash disable=SC2154 # bats sets what run says
#
# What every CLI test needs. A test file loads it, makes what its tests share in
# setup_file, and then asks:
#
#	try 0 search generator          run pyiq, expect that exit status
#	prints <<END                    standard output was exactly this
#	says "pyiq: …" "hint: …"        so were the lines on standard error
#
# bats 1.8 has `run` change the variable i: loops around it count in another.
#
# PYIQ is the program, see tests/CMakeLists.txt. The working directory, the home
# and the database `db` are the test file's own, and nothing of the caller's
# environment reaches pyiq.

bats_require_minimum_version 1.5.0

: "${PYIQ:?the program to be tested}"
PYIQ=$(realpath "$PYIQ")

# A sanitizer's complaint must not look like "no hit", which is 1.
export ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}exitcode=86
export UBSAN_OPTIONS=${UBSAN_OPTIONS:+$UBSAN_OPTIONS:}exitcode=86

unset NO_COLOR CLICOLOR_FORCE FORCE_COLOR GREP_COLOR GREP_COLORS COLUMNS POSIXLY_CORRECT LANG LANGUAGE
unset XDG_CONFIG_HOME XDG_STATE_HOME XDG_CACHE_HOME
unset PAGER LESS LV VTE_VERSION KONSOLE_VERSION WT_SESSION TERM_PROGRAM TERM_PROGRAM_VERSION TMUX STY
export LC_ALL=C.UTF-8 TERM=xterm-256color SHELL=$BASH PYIQ_PAGER=cat
export HOME=$BATS_FILE_TMPDIR/home XDG_DATA_HOME=$BATS_FILE_TMPDIR/data XDG_CONFIG_DIRS=$BATS_FILE_TMPDIR/xdg
export PYIQ_DB=$BATS_FILE_TMPDIR/db

setup() {
	cd "$BATS_FILE_TMPDIR" || return
}

# Is the program built to watch itself? A start takes it five times as long then: a test of
# many rounds or megabytes goes through a part of them.
sanitized() {
	grep -q __asan_init "$PYIQ"
}

# ---- Fixtures ----------------------------------------------------------------

# write FILE: standard input becomes the file, whatever folders it takes
write() {
	mkdir -p "$(dirname "$1")" && cat >"$1"
}

# A few notes in several shapes: 11 units in 5 files, two of them alike, one
# without an answer.
write_notes() {
	write "$1/python.md" <<-'END'
		# Python

		## What is a generator?

		A function whose body has `yield`. Calling it runs nothing and returns a generator;
		each `next()` resumes the body up to the following `yield`.

		```python
		def countdown(n):
		    while n > 0:
		        yield n
		        n -= 1
		```

		Generators hold one item in memory at a time.

		## What does a decorator do?

		It takes a function and gives back another one, mostly a wrapper around the first.

		## What is the difference between __new__ and __init__?

		`__new__` makes the object, __init__ fills it in.
	END
	write "$1/lists/memory.md" <<-'END'
		# Memory

		1. **What does the garbage collector look for?**
		   - Objects that are only referred to by each other.

		2. **What is a weak reference?**
		   - A reference that does not keep its object alive. See `weakref.ref`.
	END
	write "$1/labels.txt" <<-'END'
		Q: What does `[::-1]` do?
		A: It gives the reversed copy of a sequence.

		Q: What is the walrus operator `:=` for?
		A: It names a value in the middle of an expression.
	END
	write "$1/unicode.md" <<-'END'
		## Why doesn’t a naïve comparison find “Straße”?

		Because `ß` and `ss` are different until both are case-folded. 🐍

		## 文字列とは何ですか?

		文字の列です。
	END
	write "$1/zz copies.md" <<-'END'
		# Once more

		## What is a generator?

		A function whose body has `yield`. Calling it runs nothing and returns a generator;
		each `next()` resumes the body up to the following `yield`.

		```python
		def countdown(n):
		    while n > 0:
		        yield n
		        n -= 1
		```

		Generators hold one item in memory at a time.

		## What is the use of a metaclass?
	END
}

# What most files do in setup_file: notes/ and an index of them.
index_notes() {
	cd "$BATS_FILE_TMPDIR" || return
	write_notes notes
	"$PYIQ" index notes
}

# The program as if it were installed: alone in prefix/bin, with no database in
# prefix/share but what a test puts there.
install_alone() {
	mkdir -p prefix/bin && cp "$PYIQ" prefix/bin/pyiq && PYIQ=$PWD/prefix/bin/pyiq
}

# Root may do everything everywhere: be nobody, for a test of what is not allowed.
as_nobody() {
	if [ "$(id -u)" = 0 ]; then
		setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
	else
		"$@"
	fi
}

# Let nobody read what is in the working directory, or skip the test where that cannot be.
let_nobody_in() {
	local folder=$PWD
	chmod -R a+rX .
	while [ "$folder" != "$BATS_RUN_TMPDIR" ]; do
		folder=$(dirname "$folder")
		chmod a+rx "$folder"
	done
	as_nobody test -r . -a -x "$PYIQ" || skip 'nobody can come here'
}

# ---- Questions ---------------------------------------------------------------

# try STATUS ARGUMENT...: run pyiq; sets output and stderr
try() {
	run "-$1" --separate-stderr "$PYIQ" "${@:2}"
}

# same EXPECTED GOT
same() {
	diff -u --label expected --label got <(printf '%s\n' "$1") <(printf '%s\n' "$2")
}

# Standard output was what stands on standard input.
prints() {
	same "$(cat)" "$output"
}

# says [LINE...]: these lines, and no others, were on standard error
says() {
	same "$(printf '%s\n' "$@")" "$stderr"
}

# has TEXT IN: the text stands somewhere in the other one
has() {
	[[ $2 == *"$1"* ]] || { printf 'expected to find: %q\nin: %q\n' "$1" "$2"; return 1; }
}

# lacks TEXT IN
lacks() {
	[[ $2 != *"$1"* ]] || { printf 'expected not to find: %q\nin: %q\n' "$1" "$2"; return 1; }
}

# hits ARGUMENT...: search and print file:line of each hit, in order
hits() {
	"$PYIQ" search --json "$@" | jq -r '"\(.file):\(.line)"'
}

# ---- Terminals ---------------------------------------------------------------

# on_terminal COLUMNS ARGUMENT...: the bytes that pyiq writes to a terminal
on_terminal() {
	local command
	printf -v command '%q ' "$PYIQ" "${@:2}"
	script -qec "stty cols $1 rows 50; exec $command" /dev/null </dev/null | sed 's/\r$//'
	return "${PIPESTATUS[0]}"
}

# screen COLUMNS ARGUMENT...: what a terminal shows then, with the colours as tmux tells them
screen() {
	local command shown
	printf -v command '%q ' "$PYIQ" "${@:2}"
	# The end is a line of its own: what stands above it is complete.
	open_terminal "$1" 60 "$command; echo; echo =END=; exec cat"
	sees '=END=' >&2 || :
	shown=$(in_tmux capture-pane -e -p)
	close_terminal
	printf '%s\n' "${shown%%=END=*}"
}

# open_terminal COLUMNS ROWS COMMAND: run it in a terminal of tmux. A file that calls this
# has close_terminal for its teardown.
open_terminal() {
	# One that was closed may still be there for a moment.
	TERMINAL=$(mktemp -u "$BATS_TEST_TMPDIR/tmux.XXXXXX")
	in_tmux new-session -d -x "$1" -y "$2" "$3" 3>&-
}

close_terminal() {
	[ ! -S "${TERMINAL-}" ] || in_tmux kill-server 2>/dev/null || :
}

in_tmux() {
	tmux -u -S "$TERMINAL" -f /dev/null "$@"
}

# sees TEXT...: wait until the terminal shows all of them; sets shown
sees() {
	local text missing
	for ((tries = 0; tries < 1500; tries++)); do
		shown=$(in_tmux capture-pane -p) missing=
		for text; do
			[[ $shown == *"$text"* ]] || missing=$text
		done
		[ -n "$missing" ] || return 0
		sleep 0.02
	done
	printf 'not seen: %s\n%s\n' "$missing" "$shown"
	return 1
}

# hit KEY...: as tmux names keys
hit() {
	in_tmux send-keys "$@"
}

# types TEXT
types() {
	in_tmux send-keys -l -- "$1"
}

# plain: without the colours
plain() {
	sed 's/\x1b\[[0-9;]*[mK]//g'
}
