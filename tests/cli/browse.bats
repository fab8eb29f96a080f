#!/usr/bin/env bats
# shellcheck disable=SC2154,SC2016 # run sets stderr; shells of their own expand
#
# pyiq browse: fzf in a real terminal, which is tmux's.

load lib

setup_file() {
	index_notes
	write bin/editor <<-'END'
		#!/bin/sh
		printf '%s\n' "$*" "SHELL=$SHELL" >>edited
		echo EDITING
	END
	chmod +x bin/editor
}

teardown() {
	close_terminal
}

# browse ARGUMENT...: begin, in a terminal
browse() {
	local command
	command -v fzf >/dev/null || skip 'fzf is not installed'
	printf -v command '%q ' "$PYIQ" browse "$@"
	EDITOR=$PWD/bin/editor SHELL=/bin/bash open_terminal 150 40 \
		"$command; echo status=\$?; exec cat"
}

@test "without a terminal it says so" {
	try 2 browse </dev/null
	says "pyiq: browse needs a terminal" "hint: 'pyiq search' works without one"
}

@test "without fzf it says how to get it" {
	open_terminal 100 9 "PATH=$PWD/bin $PYIQ browse; echo status=\$?; exec cat"
	sees 'pyiq: fzf is not installed' status=2 \
		"hint: it is in the package fzf of most systems; 'pyiq list --format' feeds other finders"
}

@test "without a database it says so, and there is no fzf" {
	browse --db nowhere
	sees "pyiq: no database at 'nowhere'" status=2
}

@test "all questions at first, then those of what is typed, and their answers beside them" {
	browse
	sees 11/11 'What is a generator?' '> What does [::-1] do?' 'It gives the reversed copy'
	types 'weak reference'
	sees '> What is a weak reference?' 'Memory' 'does not keep its object alive'
	hit C-u
	sees 11/11
	hit Escape
	sees status=1
}

@test "what is typed is the query and nothing else" {
	browse
	sees 11/11
	types '$(touch oops) `touch oops`; "it'"'"'s" --help {1} \ walrus'
	sees 'walrus operator'
	hit C-u
	types '--version walrus'
	sees 'walrus operator' 'It names a value'
	[ ! -e oops ]
}

@test "Enter shows the question that is chosen" {
	browse metaclass
	sees '> What is the use of a metaclass?'
	hit Enter
	sees 'What is the use of a metaclass?' 'zz copies.md:17' status=0
	browse_gone
}

# fzf has left the screen
browse_gone() {
	[[ $(in_tmux capture-pane -p) != *'Ctrl-O opens'* ]]
}

@test "Ctrl-O opens it in the editor, and the search goes on" {
	cp -r "$PYIQ_DB" "it's {} {q} (a) \"db\""
	browse --db "it's {} {q} (a) \"db\"" weak
	sees 'weak reference?' 'does not keep'
	hit C-o
	for ((tries = 0; tries < 200; tries++)); do
		[ "$(grep -c . edited 2>/dev/null)" != 2 ] || break
		sleep 0.05
	done
	same "+6 $PWD/notes/lists/memory.md
SHELL=/bin/bash" "$(cat edited)"
	sees 'weak reference?' 'does not keep'
	hit Enter
	sees 'notes/lists/memory.md:6' status=0
}

@test "files that are wanted" {
	browse --include 'zz copies.md' --include labels.txt --exclude '*.txt'
	sees 2/2 'metaclass'
	types generator
	sees 1/1 'zz copies.md:3'
}

@test "a topic, only answered ones, and Enter where nothing is found" {
	browse --topic 'once more' --answered
	sees 1/1 'What is a generator?'
	types zebrafish
	sees 0/0
	hit Enter
	sees status=1
}

@test "what fzf starts keeps nothing of ours open, so that nobody waits for it" {
	write fake/fzf <<-'END'
		#!/bin/sh
		for fd in 3 4 5 6 7 8 9; do
			(: >&$fd) 2>/dev/null && echo $fd
		done >open
		exit 1
	END
	chmod +x fake/fzf
	PATH=$PWD/fake:$PATH browse
	sees status=1
	same '' "$(cat open)"
}

@test "settings change nothing of what fzf is told, and a broken file can be left out" {
	write config/pyiq/config <<-'END'
		json = true
		color = never
		[search]
		max-count = 1
	END
	XDG_CONFIG_HOME=$PWD/config browse garbage weak
	sees 2/2 'What is a weak reference?' 'What does the garbage collector'
	close_terminal
	echo 'no such key' >config/pyiq/config
	XDG_CONFIG_HOME=$PWD/config browse --no-config weak
	sees 1/1 'does not keep'
	hit Enter
	sees 'notes/lists/memory.md:6' status=0
}

@test "the user's ways with fzf hold, but not those that would change what Enter means" {
	export FZF_DEFAULT_OPTS='--prompt="mine: " --multi --print-query --expect=ctrl-x --tac --bind=enter:abort --no-info'
	browse weak
	sees 'mine: weak' 'weak reference?'
	hit Enter
	sees 'does not keep its object alive' status=0
}
