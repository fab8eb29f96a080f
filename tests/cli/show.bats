#!/usr/bin/env bats
# Whole units, by their ids.
# shellcheck disable=SC2154,SC2016 # run sets stderr; ticks are Markdown

load lib

setup_file() {
	index_notes

	write rich/a.md <<-'END'
		## What is *rich* text, in `pyiq`?

		It has **bold**, *italic*, `code` and a [link](https://example.org/x). This paragraph is so
		long that it has to be wrapped.

		1. one
		2. two
		   - nested

		> quoted

		| left | right |
		|---|---:|
		| 1 | 2 |

		```python
		def power(x):
		    return x ** 2  # a line of code is never wrapped, however long it is
		```

		- [x] done
		- [ ] not done

		***

		The <b>end</b>.
	END
	"$PYIQ" index --db rich.db rich
}

# id_of QUERY
id_of() {
	"$PYIQ" search --json -m1 "$@" | jq -r .id
}

@test "a unit is its Markdown, below its question" {
	"$PYIQ" show "$(id_of generator)" >got
	{ echo '### What is a generator?'; echo; sed -n 5,15p notes/python.md; } | cmp - got
}

@test "an id may be shortened, to four digits" {
	local id
	id=$(id_of generator)
	for digits in 4 5 8 15 16; do
		try 0 show "${id:0:digits}"
		same '### What is a generator?' "${lines[0]}"
	done
	try 0 show "${id^^}"
	try 2 show abc
	says "pyiq: 'abc' is no id" \
		'hint: an id is 4 to 16 hexadecimal digits, as search and list show them'
}

@test "several ids, in the order given" {
	try 0 show "$(id_of walrus)" "$(id_of metaclass)" "$(id_of decorator)"
	prints <<-'END'
		### What is the walrus operator := for?

		It names a value in the middle of an expression.

		### What is the use of a metaclass?

		### What does a decorator do?

		It takes a function and gives back another one, mostly a wrapper around the first.
	END
}

@test "an id that names nothing is told, the others are shown, status 2" {
	try 2 show 0000 "$(id_of walrus)" "$(id_of walrus)f" nonsense
	says "pyiq: no unit has the id '0000'" \
		"pyiq: '$(id_of walrus)f' is no id" \
		'hint: an id is 4 to 16 hexadecimal digits, as search and list show them' \
		"pyiq: 'nonsense' is no id" \
		'hint: an id is 4 to 16 hexadecimal digits, as search and list show them'
	same '### What is the walrus operator := for?' "${lines[0]}"
}

@test "an id that names several units" {
	for ((i = 0; i < 1000; i++)); do
		printf '## What is number %d?\n\nA number.\n\n' "$i"
	done | write many/a.md
	"$PYIQ" index --db many.db many
	local twice
	twice=$("$PYIQ" list --db many.db --json | jq -r '.id[:4]' | sort | uniq -d | head -n 1)
	[ -n "$twice" ]
	try 2 show --db many.db "$twice"
	says "pyiq: more than one unit's id begins with '$twice'" 'hint: give more of its digits'
	prints </dev/null
}

@test "a unit that is alike another one is shown by its own id" {
	local id
	id=$("$PYIQ" search --json generator | jq -r '.duplicates[0].id')
	same 'notes/zz copies.md' "$("$PYIQ" show --json "$id" | jq -r .file)"
}

@test "a question with code below it has both, in order" {
	write prompt/a.md <<-'END'
		## 1. What does this print?

		```python
		print(0.1 + 0.2)
		```

		**Answer:** not 0.3.

		## 2. And what does this print?

		```python
		print(1)
		```

		**Answer:** 1.
	END
	"$PYIQ" index --db prompt.db prompt
	local id
	id=$("$PYIQ" list --db prompt.db --json | jq -r 'select(.line == 1).id')
	try 0 show --db prompt.db "$id"
	has 'print(0.1 + 0.2)' "$output"
	has 'not 0.3.' "$output"
	[[ ${output%%not 0.3*} == *'print(0.1'* ]]
	same '### What does this print?' "${lines[0]}"
}

# ---- For people --------------------------------------------------------------

@test "on a terminal: rendered, wrapped, and coloured" {
	run -0 on_terminal 60 show --db rich.db "$("$PYIQ" list --db rich.db --json | jq -r .id)"
	local shown
	shown=$(plain <<<"$output")
	same "$(
		cat <<-END
			What is rich text, in pyiq?
			rich/a.md:1 · $("$PYIQ" list --db rich.db --json | jq -r '.id[:8]')

			It has bold, italic, code and a link
			(https://example.org/x). This paragraph is so long that it
			has to be wrapped.

			1. one
			2. two
			   • nested

			│ quoted

			left  right
			────  ─────
			1         2

			    def power(x):
			        return x ** 2  # a line of code is never wrapped, however long it is

			☑ done
			☐ not done

			────────────────────────────────────────────────────────────

			The end.
		END
	)" "$shown"
	has $'\e[1m\e[KWhat is rich text, in pyiq?\e[m' "$output"
	has $'\e[1m\e[Kbold\e[m' "$output"
	has $'\e[3m\e[Kitalic\e[m' "$output"
	has $'\e[36m\e[Kcode\e[m' "$output"
	has $'\e[35m\e[Kdef\e[m\e[K \e[1m\e[Kpower\e[m\e[K(x):' "$output"
	has $'\e[35m\e[Kreturn\e[m\e[K x ** \e[36m\e[K2\e[m\e[K  \e[2m\e[K# a line of code' "$output"
}

@test "on a terminal without colours nothing but the colours is missing" {
	local id
	id=$("$PYIQ" list --db rich.db --json | jq -r .id)
	run -0 on_terminal 60 show --db rich.db --color=never "$id"
	lacks $'\e' "$output"
	has 'bold, italic, `code`' "$output"
	NO_COLOR=1 run -0 on_terminal 60 show --db rich.db "$id"
	lacks $'\e' "$output"
	TERM=dumb run -0 on_terminal 60 show --db rich.db "$id"
	lacks $'\e' "$output"
}

@test "tmux shows the question in bold, and code in its colour" {
	run -0 screen 60 show --db rich.db "$("$PYIQ" list --db rich.db --json | jq -r .id)"
	same $'\e[1mWhat is rich text, in pyiq?' "${lines[0]}"
	[[ $output =~ $'\e['[0-9\;]*'36mcode' ]]
	has 'bold' "$output"
}

@test "--plain and --no-heading: Markdown on a terminal, too" {
	local id
	id=$(id_of generator)
	same "$("$PYIQ" show "$id")" "$(on_terminal 60 show --plain "$id")"
	same "$("$PYIQ" show "$id")" "$(on_terminal 60 show --no-heading "$id")"
}

@test "--heading: rendered in a pipe, too" {
	local id
	id=$(id_of generator)
	same "$(on_terminal 80 show --color=never "$id")" "$("$PYIQ" show --heading "$id")"
}

@test "under LC_ALL=C the signs that are added are ASCII" {
	local id
	id=$("$PYIQ" list --db rich.db --json | jq -r .id)
	LC_ALL=C try 0 show --db rich.db --heading "$id"
	same '' "$(LC_ALL=C tr -d '\0-\177' <<<"$output")"
	has '   * nested' "$output"
	has '| quoted' "$output"
	has '[x] done' "$output"
}

@test "links of a note are links of the terminal, if it has them" {
	local id
	id=$("$PYIQ" list --db rich.db --json | jq -r .id)
	run -0 on_terminal 60 show --db rich.db --hyperlink=always "$id"
	has $'\e]8;;https://example.org/x\e\\' "$output"
	lacks '(https://example.org/x)' "$output"
	run -0 on_terminal 60 show --db rich.db --hyperlink=never "$id"
	lacks $'\e]8' "$output"
	has '(https://example.org/x)' "$output"
}

@test "a table that is too wide is a list for each row" {
	write wide/a.md <<-'END'
		## What is wide?

		| Container | Mutable | Ordered |
		|-----------|---------|---------|
		| list | yes | yes |
		| frozenset | no, never | no |
	END
	"$PYIQ" index --db wide.db wide
	run -0 on_terminal 20 show --db wide.db --color=never "$("$PYIQ" list --db wide.db --json | jq -r .id)"
	same "$(
		cat <<-END
			Container: list
			Mutable: yes
			Ordered: yes

			Container: frozenset
			Mutable: no, never
			Ordered: no
		END
	)" "$(tail -n 7 <<<"$output")"
}

@test "what was searched for is marked in the whole answer, in its code too" {
	run -0 on_terminal 60 search -1 generator yield
	has $'whose body has \e[01;31m\e[Kyield\e[m' "$output"
	has $'        \e[01;31m\e[Kyield\e[m\e[K n' "$output"
	has $'\e[35m\e[Kwhile\e[m' "$output"
	has $'\e[01;31m\e[KGenerators\e[m\e[K hold' "$output"
	run -0 on_terminal 60 search -1 --color=never generator yield
	lacks $'\e[' "$output"
}

@test "code keeps its shape, where the answer begins further to the right than it" {
	write mixed/mixed.md <<-'END'
		# Mixed

		1. ### What is mixed indentation?

		    The first line is indented.

		```python
		def f():
		    return 1
		```

		    The last one, too.

		2. ### What is another question?

		    It has an answer.
	END
	"$PYIQ" index --db mixed.db mixed
	"$PYIQ" show --db mixed.db --heading --color=never "$("$PYIQ" search -1 --db mixed.db --format '{id}' mixed)" >shown
	grep -qx ' *def f():' shown
	same "$(sed -n 's/^\( *\)def f.*/\1    /p' shown)return 1" "$(grep 'return 1' shown)"
}
