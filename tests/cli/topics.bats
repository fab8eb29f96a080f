#!/usr/bin/env bats
# pyiq topics: the headings that questions stand under.
# shellcheck disable=SC2154 # run sets output and stderr

load lib

setup_file() {
	index_notes
	write tree/a.md <<-'END'
		# Python

		## Classes

		### What is `self`?

		The instance.

		### What is a `classmethod`?

		A method that gets the class.

		## Statements

		### What does `del` do?

		It unbinds a name.
	END
	write tree/b.md <<-'END'
		# Garbage collection of objects that refer to each other

		## What is a cycle?

		Objects that refer to each other.

		## What is a weak reference?
	END
	write tree/c.md <<-'END'
		## What stands under no heading?

		This does.
	END
	printf '{"question":"What is %s?","answer":"A trick.","topic":["\\u001b]52;c;aGk=\\u0007\\u202eTricks","\\u6587\\u5b57\\u5217"]}\n' a b >hostile.jsonl
	"$PYIQ" index --db tree.db tree
	"$PYIQ" index --db hostile.db hostile.jsonl
}

@test "in a pipe: number, tab, headings; those with most questions first" {
	try 0 topics --db tree.db
	says
	prints <<-'END'
		2	Garbage collection of objects that refer to each other
		2	Python > Classes
		1	(none)
		1	Python > Statements
	END
	same "$output" "$("$PYIQ" search --db tree.db --count-by topic -e .)"
}

@test "on a terminal: a tree, where a heading counts what stands below it" {
	on_terminal 60 topics --db tree.db | plain >out
	diff -u - out <<-'END'
		Python                                 3  ██████████████████
		  Classes                              2  ████████████
		  Statements                           1  ██████
		Garbage collection of objects that r…  2  ████████████
		(none)                                 1  ██████
	END
	LC_ALL=C on_terminal 60 topics --db tree.db | plain >out
	diff -u - out <<-'END'
		Python                                 3  ##################
		  Classes                              2  ############
		  Statements                           1  ######
		Garbage collection of objects that...  2  ############
		(none)                                 1  ######
	END
}

@test "as JSON" {
	try 0 topics --db tree.db --json
	prints <<-'END'
		{"schema":1,"topic":["Garbage collection of objects that refer to each other"],"count":2}
		{"schema":1,"topic":["Python","Classes"],"count":2}
		{"schema":1,"topic":[],"count":1}
		{"schema":1,"topic":["Python","Statements"],"count":1}
	END
}

@test "of the questions that a query finds, or that stand under a topic" {
	try 0 topics --db tree.db classmethod OR cycle
	prints <<-'END'
		1	Garbage collection of objects that refer to each other
		1	Python > Classes
	END
	try 0 topics --db tree.db --topic python
	prints <<<$'2\tPython > Classes\n1\tPython > Statements'
	try 0 topics --db tree.db --answered
	has $'1\tGarbage collection' "$output"
}

@test "several databases are added up, and follow the notes" {
	cp -r tree tree2
	"$PYIQ" index --db tree2.db tree2
	try 0 topics --db tree.db --db tree2.db
	same $'4\tGarbage collection of objects that refer to each other' "${lines[0]}"
	rm tree2/a.md
	"$PYIQ" index --db tree2.db
	try 0 topics --db tree2.db
	prints <<<$'2\tGarbage collection of objects that refer to each other\n1\t(none)'
}

@test "no line is too long, however narrow the terminal" {
	local columns
	for columns in 20 21 27 40 80 200; do
		on_terminal "$columns" topics --db tree.db | plain >out
		same 5 "$(wc -l <out)"
		(($(wc -L <out) <= columns))
	done
	on_terminal 20 topics --db tree.db | plain >out
	same 'Python        3 ████' "$(head -n 1 out)"
}

@test "what a source hides in a heading stays on the page" {
	on_terminal 80 topics --db hostile.db --color=never >out
	lacks $'\e' "$(<out)"
	lacks $'\u202e' "$(<out)"
	has '^[]52;c;aGk=^G' "$(<out)"
	has '文字列' "$(<out)"
}

@test "colours" {
	on_terminal 80 topics --db tree.db >out
	has $'\e[36m' "$(<out)"
	NO_COLOR=1 on_terminal 80 topics --db tree.db >out
	lacks $'\e' "$(<out)"
	GREP_COLORS='se=35:ln=34' on_terminal 80 topics --db tree.db >out
	has $'\e[35m' "$(<out)"
	has $'\e[34m' "$(<out)"
}

@test "none: status 1" {
	try 1 topics zyzzyva
	says
	prints </dev/null
	mkdir -p empty
	"$PYIQ" index --db empty.db empty
	try 1 topics --db empty.db
	try 1 topics --db empty.db --heading
	prints </dev/null
}

@test "mistakes" {
	try 2 topics --db none
	same "pyiq: no database at 'none'" "${stderr%%$'\n'*}"
	try 2 topics -c
	has 'unknown option' "$stderr"
	[ ! -e /dev/full ] || run -2 bash -c "'$PYIQ' topics >/dev/full"
}
