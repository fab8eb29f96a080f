#!/usr/bin/env bats
# On a terminal: the view for people, and text that must not drive the terminal.
# shellcheck disable=SC2154 # run sets stderr

load lib

setup_file() {
	index_notes

	# Everything that a terminal would obey, in every place a note has for it:
	# OSC 52 (the clipboard), cursor moves, a colour, C1 controls, changes of
	# direction, DEL, NUL's neighbours.
	evil=$'\e]52;c;ZXZpbA==\a\e[2J\e[1;1H\e[95m\xc2\x9b96m\xc2\x9d0;title\xc2\x9c\u202e\u2066\u202a\x7f\b\v\f\x01'
	write "evil/a${evil//\//_}.md" <<-END
		# Topic ${evil}

		## What is ${evil} evil?

		Text ${evil} with \`code ${evil}\`, a [link](http://x/${evil}) and <b ${evil}>tag</b>.

		\`\`\`${evil}
		code ${evil} block
		\`\`\`

		| head ${evil} | other |
		|---|---|
		| cell ${evil} | cell |

		1. item ${evil}

		<div>${evil}</div>

		> quoted ${evil}

		Behind$(printf '\r')return.
	END
	"$PYIQ" index --db evil.db evil
}

# harmless COMMAND...: nothing of what it writes to a terminal is a control or
# changes direction, but for what pyiq itself paints with
harmless() {
	"$@" >bytes || [ $? -le 2 ]
	[ -s bytes ]
	lacks $'\e[95m' "$(cat bytes)"
	plain <bytes >rest
	if LC_ALL=C grep -aqP '[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xaa-\xae]|\xe2\x81[\xa6-\xa9]' rest; then
		cat -v rest
		return 1
	fi
}

# ---- The view ----------------------------------------------------------------

@test "80 columns: question, place, snippet, in colours" {
	run -0 screen 80 search object reference
	same "$(
		cat <<-END
			 1  What is a weak reference?
			    notes/lists/memory.md:6 · Memory · $(id weak)
			    - A reference that does not keep its object alive. See weakref.ref.

			 2  What does the garbage collector look for?
			    notes/lists/memory.md:3 · Memory · $(id garbage)
			    - Objects that are only referred to by each other.

			 3  What is the difference between __new__ and __init__?
			    notes/python.md:21 · Python · $(id __new__)
			    __new__ makes the object, __init__ fills it in.
		END
	)" "$(plain <<<"$output" | sed -e :a -e '/^\n*$/{$d;N;ba' -e '}')"
	# the question is bold, a match in it bold red
	has $'\e[0;1m' "${lines[0]}"
	has $'weak \e[31mreference' "${lines[0]}"
	has $'\e[31mobject' "$output"
}

# id QUERY: the first digits
id() {
	"$PYIQ" search --json -m1 "$@" | jq -r '.id[:8]'
}

@test "40 columns: nothing is wider" {
	run -0 screen 40 search generator
	same "$(
		cat <<-END
			 1  What is a generator?
			    notes/python.md:3 · Python ·
			    $(id generator) · +1 alike
			    …it runs nothing and returns a
			    generator; each next() resumes
			    the body up to the following…
		END
	)" "$(plain <<<"$output" | sed -e :a -e '/^\n*$/{$d;N;ba' -e '}')"
}

@test "no line is wider than the terminal" {
	local columns
	for columns in 20 33 47 80 200; do
		on_terminal $columns search --all the is a >bytes
		[ "$(plain <bytes | wc -L)" -le "$columns" ]
	done
	on_terminal 40 list >bytes
	[ "$(plain <bytes | wc -L)" -le 40 ]
}

@test "characters of two columns are counted as such" {
	on_terminal 24 search -1 文字列 >bytes
	[ "$(plain <bytes | wc -L)" -le 24 ]
}

@test "the footer says how many more there are" {
	run -0 screen 80 search -m1 object
	has '1 of 3 hits; -m NUM or --all for more' "$output"
	run -0 screen 80 search -m3 object
	lacks ' hits' "$output"
	run -1 on_terminal 80 search xyzzy
	same 'no hits' "$(plain <<<"$output")"
}

@test "a pattern shows the lines that match, with their numbers" {
	run -0 screen 80 search -C1 -e 'yield n'
	same "$(
		cat <<-END
			 1  What is a generator?
			    notes/python.md:3 · Python · $(id generator) · +1 alike
			    10-    while n > 0:
			    11:        yield n
			    12-        n -= 1
		END
	)" "$(plain <<<"$output" | sed -e :a -e '/^\n*$/{$d;N;ba' -e '}')"
	[[ $output =~ $'\e['[0-9\;]*'31myield n' ]]
}

@test "options that leave the view for people" {
	same "$("$PYIQ" search object)" "$(on_terminal 80 search --no-heading --color=never object)"
	same "$("$PYIQ" search object)" "$(on_terminal 80 search --plain object)"
	same "$("$PYIQ" search --color=always object)" "$(on_terminal 80 search --no-heading object)"
	same "$("$PYIQ" search --json object)" "$(on_terminal 80 search --json object)"
	same "$("$PYIQ" search -c object)" "$(on_terminal 80 search -c object)"
	same "$("$PYIQ" search -l object)" "$(on_terminal 80 search -l --color=never object)"
}

@test "colours on a terminal, and when not" {
	local ESC=$'\e'
	has "$ESC" "$(on_terminal 80 search object)"
	lacks "$ESC" "$(NO_COLOR=1 on_terminal 80 search object)"
	has "$ESC" "$(NO_COLOR='' on_terminal 80 search object)"
	has "$ESC" "$(NO_COLOR=1 on_terminal 80 search --color=always object)"
	lacks "$ESC" "$(TERM=dumb on_terminal 80 search object)"
	lacks "$ESC" "$(TERM='' on_terminal 80 search object)"
	has "$ESC" "$(TERM=dumb CLICOLOR_FORCE=1 on_terminal 80 search object)"
	lacks "$ESC" "$(on_terminal 80 search --color=never object)"
}

@test "a match that is broken at a line end is one on both lines, and no colour outlasts a line" {
	on_terminal 24 search -e 'Objects that are only\s+referred to by' >bytes
	local line lit=0
	while IFS= read -r line; do
		# what is begun is ended: there are as many ends, and one comes last
		same "$(grep -aoP '\x1b\[[0-9;]+m' <<<"$line" | wc -l)" "$(grep -aoP '\x1b\[m' <<<"$line" | wc -l)"
		[[ $line != *$'\e[01;31m'* ]] || ((++lit))
	done <bytes
	[ "$lit" -ge 2 ]
	same "$(plain <bytes)" "$(on_terminal 24 search --color=never -e 'Objects that are only\s+referred to by')"
}

@test "list: files and what is in them" {
	run -0 screen 80 list
	same 'notes/labels.txt' "$(plain <<<"${lines[0]}")"
	has 'What is the use of a metaclass? · unanswered' "$(plain <<<"$output")"
}

@test "progress is told on a terminal, and is gone in the end" {
	write_notes some
	run -0 screen 80 index --db some.db some
	[[ ${lines[0]} =~ ^'indexed 11 units from 5 files in '[0-9.]*' s' ]]
	try 0 index --db other.db some
	says
}

# ---- Untrusted text ----------------------------------------------------------

@test "what is shown of a note cannot drive the terminal" {
	local id
	id=$("$PYIQ" list --db evil.db --json | jq -r .id)
	harmless on_terminal 80 search --db evil.db evil
	has 'What is ' "$(cat rest)"
	harmless on_terminal 40 search --db evil.db evil code block
	harmless on_terminal 80 search --db evil.db -e 'code|cell|Text'
	harmless on_terminal 80 search --db evil.db -C3 -e 'code.*'
	harmless on_terminal 80 search --db evil.db -o -e '(?s)code.*'
	harmless on_terminal 80 search --db evil.db -v -e xyzzy
	harmless on_terminal 80 search --db evil.db -1 evil
	harmless on_terminal 80 search --db evil.db --full -e code
	harmless on_terminal 80 search --db evil.db --no-heading evil
	harmless on_terminal 80 search --db evil.db --no-heading -e 'code.*'
	harmless on_terminal 80 search --db evil.db --plain -o -e 'code.*'
	harmless on_terminal 80 search --db evil.db --no-heading --full evil
	harmless on_terminal 80 search --db evil.db -l evil
	harmless on_terminal 80 show --db evil.db "$id"
	has 'return.' "$(cat rest)"
	harmless on_terminal 80 show --db evil.db --plain "$id"
	harmless on_terminal 80 list --db evil.db
	harmless on_terminal 80 list --db evil.db --no-heading
}

@test "nor can it as JSON" {
	harmless on_terminal 80 search --db evil.db --json evil
	harmless on_terminal 80 list --db evil.db --json
}

@test "nor can what is said about it" {
	local evil=$'\e]52;c;ZXZpbA==\a\e[2J\xc2\x9b96m\u202e\x7f'
	printf 'A\0B' | write "bad/${evil}.md"
	harmless on_terminal 80 index --db bad.db bad
	harmless on_terminal 80 index --db bad.db "nowhere${evil}"
	harmless on_terminal 80 search --db "nowhere${evil}" x
	harmless on_terminal 80 search --db evil.db "xyzzy${evil}|Text"
	harmless on_terminal 80 search --db evil.db "--${evil}"
	harmless on_terminal 80 search --db evil.db -m "$evil" x
	harmless on_terminal 80 search --db evil.db --color="$evil" x
	harmless on_terminal 80 search --db evil.db -e "(${evil}"
	harmless on_terminal 80 search --db evil.db -e x "$evil"
	harmless on_terminal 80 search --db evil.db -f "$evil"
	harmless on_terminal 80 show --db evil.db "$evil"
	harmless on_terminal 80 "$evil"
	harmless on_terminal 80 help "$evil"
	PYIQ_DB=$evil harmless on_terminal 80 search x
}

@test "a terminal shows what was made harmless" {
	run -0 screen 80 search --db evil.db -1 evil
	has '^[]52;c;ZXZpbA==^G' "$(plain <<<"$output")"
	has 'evil?' "$(plain <<<"$output")"
}

@test "in a pipe bytes are bytes" {
	same "$(sed -n 5p evil/*)" "$("$PYIQ" search --db evil.db -IN -F 'Text ')"
	"$PYIQ" search --db evil.db -l evil >got
	printf '%s\n' evil/* | cmp - got
	same "$(sed -n 5p evil/*)" "$("$PYIQ" search --db evil.db --json evil | jq -r .answer | head -n 1)"
}
