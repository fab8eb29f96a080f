#!/usr/bin/env bats
# shellcheck disable=SC2154,SC2016 # bats sets what run says; stubs expand on their own
#
# What the README, the manual and the help show is run, as somebody would who
# tries it: with notes at home, and with the questions that come with pyiq.

load lib

setup_file() {
	local bin=$BATS_FILE_TMPDIR/bin name
	mkdir -p "$HOME" "$bin" "$BATS_FILE_TMPDIR/work"
	write_notes "$HOME/notes"
	printf '## What is odd?\n\nThis.\n' | write "$BATS_FILE_TMPDIR/work/odd.md"
	cp "$BATS_FILE_TMPDIR/work/odd.md" "$BATS_FILE_TMPDIR/work/notes.md"
	printf 'color = auto\n[search]\nmax-count = 10\n' | write "$HOME/.config/pyiq/config"
	printf '<h2>What is odd?</h2><p>This.</p>\n' | write "$BATS_FILE_TMPDIR/work/faq.html"
	printf 'question,answer\nWhat is odd?,This.\n' | write "$BATS_FILE_TMPDIR/work/cards.csv"
	printf 'q1\tdeep copy\n' | write "$BATS_FILE_TMPDIR/work/topics.tsv"
	printf 'lru_\n' | write "$BATS_FILE_TMPDIR/work/patterns"
	printf '#!/bin/sh\ncat "%s/work/odd.md"\n' "$BATS_FILE_TMPDIR" | write "$bin/curl"
	cp "$bin/curl" "$bin/xclip"
	for name in editor code crontab; do
		printf '#!/bin/sh\n[ "$1" != - ] || cat >/dev/null\n' | write "$bin/$name"
	done
	chmod +x "$bin"/*
	ln -s "$PYIQ" "$bin/pyiq"
}

setup() {
	SOURCE=$BATS_TEST_DIRNAME/../..
	unset PYIQ_DB
	export PATH=$BATS_FILE_TMPDIR/bin:$PATH EDITOR=editor VISUAL=
	! sanitized || skip 'other tests run the same under sanitizers'
	[ -d "${PYIQ%/bin/pyiq}/share/pyiq/db" ] || skip 'no corpus beside this program'
	cd "$BATS_FILE_TMPDIR/work" || return
}

# runs COMMAND: it succeeds, and complains of nothing; there was a search before
runs() {
	pyiq search copy >"$BATS_TEST_TMPDIR/before"
	run --separate-stderr timeout 60 bash -c "set -o pipefail; $1" </dev/null
	[ "$status" = 0 ] && [ -z "$stderr" ] && return
	printf '%s\nended with %s:\n%s\n%s\n' "$1" "$status" "$stderr" "$output"
	return 1
}

# Those that a person and a terminal are needed for; other tests run them.
is_interactive() {
	[[ $1 =~ pyiq\ (quiz|browse)($|\ [^-]) || $1 == *vim* || $1 == *fzf* ]]
}

# run_all AT_LEAST: each line of standard input is a command
run_all() {
	local command n=0
	while IFS= read -r command; do
		[ -n "$command" ] || continue
		is_interactive "$command" || runs "$command" || return
		n=$((n + 1))
	done
	[ "$n" -ge "$1" ] || { echo "only $n examples"; return 1; }
}

# unroff: a manual's text as it is read
unroff() {
	sed -E 's/\\-/-/g; s/\\\(aq/'"'"'/g; s/\\\(dq/"/g; s/\\\(ti/~/g; s/\\e/\\/g; s/\\&//g; s/\\f[BIR]//g'
}

# fenced LANGUAGE: what stands in such blocks of the README
fenced() {
	sed -n "/^\`\`\`$1\$/,/^\`\`\`\$/{/^\`\`\`/d;p}" "$SOURCE/README.md"
}

@test "the README's commands run" {
	fenced sh | sed 's/ *# .*//' | grep -v '^\./' | run_all 12
}

@test "the README's sessions print what they show" {
	local shown
	shown=$(fenced console)
	cd "$SOURCE"
	while IFS= read -r command; do
		echo "\$ $command"
		bash -c "$command" 2>&1 || true
	done < <(sed -n 's/^\$ //p' <<<"$shown") >"$BATS_TEST_TMPDIR/printed"
	same "$shown" "$(cat "$BATS_TEST_TMPDIR/printed")"
}

@test "the examples of pyiq(1) run" {
	sed -n '/^\.SH EXAMPLES/,/^\.SH BUGS/s/^\.B \(.*pyiq.*\)/\1/p' "$SOURCE/cmd/man/pyiq.1.in" | unroff | run_all 12
}

@test "the examples of the help run" {
	local command
	for command in $(pyiq help | sed -n '/^Subcommands/,/^$/s/^  \([a-z]*\) .*/\1/p'); do
		pyiq help "$command" | sed -n '/^Examples:/,/^$/s/^  \(.*pyiq.*\)/\1/p'
	done | sed -E 's/ {2,}[^ ].*//' | run_all 20
}
