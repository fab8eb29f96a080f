#!/usr/bin/env bats
# pyiq open: the source of a unit in an editor.
# shellcheck disable=SC2016,SC2154 # code in quotes; run sets stderr

load lib

# The editors here only tell what they were called with.
setup_file() {
	index_notes
	write 'odd/-name with
		line feed.md' <<-'END'
		## What is odd?

		The name of this file.
	END
	"$PYIQ" index --db odd.db odd
	for name in vi vim nvim.appimage nano emacs emacsclient micro kak unheard-of hx helix zed subl \
		code code-insiders codium cursor windsurf kate mate idea pycharm gedit; do
		write "bin/$name" <<-'END'
			#!/bin/sh
			{ echo "${0##*/}"; printf '<%s>\n' "$@"; } >"$CALLED"
		END
	done
	write bin/failing <<-'END'
		#!/bin/sh
		exit 3
	END
	write bin/dying <<-'END'
		#!/bin/sh
		kill -TERM $$
	END
	chmod +x bin/*
}

setup() {
	cd "$BATS_FILE_TMPDIR" || return
	unset VISUAL EDITOR
	export XDG_STATE_HOME=$BATS_TEST_TMPDIR/state CALLED=$BATS_TEST_TMPDIR/called
	export PATH=$PWD/bin:$PATH
	file=$PWD/notes/python.md
	id=$("$PYIQ" search --json -m1 decorator | jq -r .id)
}

# called LINE...: the editor's name and what it was called with
called() {
	same "$(printf '%s\n' "$@")" "$(cat "$CALLED")"
	rm "$CALLED"
}

@test "each editor is told the line as it wants it" {
	for name in vi vim nvim.appimage nano emacs emacsclient micro kak gedit unheard-of; do
		EDITOR=$name try 0 open "$id"
		called "$name" '<+17>' "<$file>"
	done
	for name in hx helix zed subl; do
		EDITOR=$name try 0 open "$id"
		called "$name" "<$file:17>"
	done
	for name in code code-insiders codium cursor windsurf; do
		EDITOR=$name try 0 open "$id"
		called "$name" '<-g>' "<$file:17>"
	done
	for name in kate mate; do
		EDITOR=$name try 0 open "$id"
		called "$name" '<-l>' '<17>' "<$file>"
	done
	for name in idea pycharm; do
		EDITOR=$name try 0 open "$id"
		called "$name" '<--line>' '<17>' "<$file>"
	done
	prints </dev/null
	says
}

@test "VISUAL, else EDITOR, else vi; empty ones do not count" {
	VISUAL=nano EDITOR=kak try 0 open "$id"
	called nano '<+17>' "<$file>"
	VISUAL=' ' EDITOR=kak try 0 open "$id"
	called kak '<+17>' "<$file>"
	VISUAL='' EDITOR='' try 0 open "$id"
	called vi '<+17>' "<$file>"
}

@test "the value is the shell's: arguments, quotes, paths with spaces" {
	EDITOR='code --wait' try 0 open "$id"
	called code '<--wait>' '<-g>' "<$file:17>"
	EDITOR="kate --name 'two words' \$HOME" try 0 open "$id"
	called kate '<--name>' '<two words>' "<$HOME>" '<-l>' '<17>' "<$file>"
	mkdir -p 'my bin' && cp bin/code 'my bin/'
	EDITOR="'$PWD/my bin/code' -n" try 0 open "$id"
	called code '<-n>' '<-g>' "<$file:17>"
	EDITOR="$PWD/my\\ bin/code" try 0 open "$id"
	called code '<-g>' "<$file:17>"
}

@test "a number is a hit of the last search" {
	try 0 search decorator
	EDITOR='vi' try 0 open 1
	called vi '<+17>' "<$file>"
	try 2 open 999
	has 'no hit 999' "$stderr"
}

@test "a file of any name is one word, and no option" {
	EDITOR='vi' try 0 open --db odd.db "$("$PYIQ" list --db odd.db --json | jq -r .id)"
	called vi '<+1>' "<$PWD/$("$PYIQ" list --db odd.db --json | jq -r .file)>"
	cd odd
	EDITOR='vi' try 0 open --db ../odd.db "$("$PYIQ" list --db ../odd.db --json | jq -r .id)"
	has "odd/-name with" "$(cat "$CALLED")"
}

@test "an editor that fails is named, status 2" {
	EDITOR='failing -x' try 2 open "$id"
	says "pyiq: the editor 'failing -x' failed with status 3"
	EDITOR=dying try 2 open "$id"
	has "pyiq: the editor 'dying' " "$stderr"
	EDITOR=/no/such try 2 open "$id"
	same "pyiq: the editor '/no/such' cannot be run" "${stderr_lines[-2]}"
	same 'hint: VISUAL or EDITOR in the environment names another' "${stderr_lines[-1]}"
	EDITOR='vi "' try 2 open "$id"
	has 'failed with status' "$stderr"
}

@test "a source that has changed is opened, with a word of caution" {
	write changing/a.md <<-'END'
		## What changes?

		This.
	END
	"$PYIQ" index --db changing.db changing
	local changing
	changing=$("$PYIQ" list --db changing.db --json | jq -r .id)
	echo more >>changing/a.md
	try 0 open --db changing.db "$changing"
	says "pyiq: '$PWD/changing/a.md' has changed since it was read: the question may stand elsewhere by now; 'pyiq index' reads it again"
	called vi '<+1>' "<$PWD/changing/a.md>"
	rm changing/a.md
	try 2 open --db changing.db "$changing"
	says "pyiq: cannot open '$PWD/changing/a.md': No such file or directory" \
		"hint: 'pyiq show' shows what was read from it; 'pyiq index' brings the database up to date"
	[ ! -e "$CALLED" ]
}

@test "what was standard input has no file" {
	printf '## What came through a pipe?\n\nThis.\n' | "$PYIQ" index --db stream.db --name piped -
	try 2 open --db stream.db "$("$PYIQ" list --db stream.db --json | jq -r .id)"
	says "pyiq: 'piped' is no file but was standard input" "hint: 'pyiq show' shows what was read from it"
}

@test "mistakes" {
	try 2 open
	says 'Usage: pyiq open [OPTION]... ID|N' "Try 'pyiq open --help' for more information."
	try 2 open "$id" 2
	says "pyiq open: unexpected argument '2'" "Try 'pyiq open --help' for more information."
	try 2 open nonsense
	says "pyiq: 'nonsense' is no id" 'hint: an id is 4 to 16 hexadecimal digits, as search and list show them'
}
