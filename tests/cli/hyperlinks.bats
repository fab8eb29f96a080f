#!/usr/bin/env bats
# OSC 8: places lead to files, links of notes to where they go.
# shellcheck disable=SC2154 # run sets output and stderr

load lib

setup_file() {
	index_notes
	write 'odd/50% of #1; "x".md' <<-'END'
		## What is an odd name?

		One with a space. See [the docs](https://docs.python.org/3/), <mailto:a@example.org>,
		[not this](file:///etc/passwd) and [nor that](javascript:alert).
	END
	"$PYIQ" index --db odd.db odd
	printf '## What came from a stream?\n\nThis.\n' | "$PYIQ" index --db stream.db -
}

OPEN=$'\e]8;;'
SHUT=$'\e]8;;\e\\'
END=$'\e\\'

links() {
	grep -aoP '\x1b\]8;[^;]*;\K[^\x1b]+'
}

# ---- When --------------------------------------------------------------------

@test "only where they are asked for or understood" {
	lacks "$OPEN" "$(on_terminal 80 search weak)"
	has "$OPEN" "$(on_terminal 80 search --hyperlink=always weak)"
	has "$OPEN" "$("$PYIQ" search --heading --hyperlink=always weak)"
	lacks "$OPEN" "$("$PYIQ" search --heading --hyperlink weak)"
	has "$OPEN" "$(VTE_VERSION=6800 on_terminal 80 search weak)"
	has "$OPEN" "$(VTE_VERSION=6800 on_terminal 80 search --hyperlink weak)"
	lacks "$OPEN" "$(VTE_VERSION=6800 on_terminal 80 search --hyperlink=never weak)"
	lacks "$OPEN" "$(VTE_VERSION=6800 on_terminal 80 search --color=never weak)"
	lacks "$OPEN" "$(VTE_VERSION=6800 NO_COLOR=1 on_terminal 80 search weak)"
	lacks "$OPEN" "$(VTE_VERSION=6800 TERM=dumb on_terminal 80 search weak)"
	lacks "$OPEN" "$(VTE_VERSION=6800 TMUX=x on_terminal 80 search weak)"
	has "$OPEN" "$(TMUX=x TERM_PROGRAM=tmux TERM_PROGRAM_VERSION=3.4 on_terminal 80 search weak)"
	lacks "$OPEN" "$(VTE_VERSION=6800 STY=x on_terminal 80 search weak)"
	has "$OPEN" "$(TERM=xterm-kitty on_terminal 80 search weak)"
	lacks "$OPEN" "$(VTE_VERSION=6800 on_terminal 80 search --json weak)"
}

@test "a bad value is a mistake" {
	try 2 search --hyperlink=maybe x
	has "--hyperlink" "${stderr_lines[0]}"
	try 2 search --hyperlink-format=vim x
	same "pyiq search: invalid value 'vim' for --hyperlink-format: neither the name of a format nor a URI" \
		"${stderr_lines[0]}"
	try 2 search --hyperlink-format='x://{line}' x
	same "pyiq search: invalid value 'x://{line}' for --hyperlink-format: {path} is missing" \
		"${stderr_lines[0]}"
	try 2 search --hyperlink-format='x://{path}{row}' x
	has 'there are {path}, {line}, {column} and {host}' "${stderr_lines[0]}"
}

# ---- Places ------------------------------------------------------------------

@test "places lead to the file at the line" {
	local memory=$PWD/notes/lists/memory.md
	same "file://$(hostname)$memory" "$(on_terminal 80 search --hyperlink=always weak | links)"
	same "vscode://file$memory:6:1" \
		"$(on_terminal 80 search --hyperlink=always --hyperlink-format=vscode weak | links)"
	same "file://$memory#6" \
		"$(on_terminal 80 search --hyperlink=always --hyperlink-format='file://{path}#{line}' weak | links)"
	has "${OPEN}file://$memory${END}notes/lists/memory.md:6$SHUT" \
		"$(on_terminal 80 search --color=never --hyperlink=always --hyperlink-format='file://{path}' weak)"
	lacks "$OPEN" "$(on_terminal 80 search --hyperlink=always --hyperlink-format=none weak)"
	lacks "$OPEN" "$(on_terminal 80 search --hyperlink=always -IN weak)"
}

@test "so do the names of a list" {
	run -0 on_terminal 80 list --color=never --hyperlink=always --hyperlink-format='x://{path}:{line}'
	same "${OPEN}x://$PWD/notes/labels.txt:1${END}notes/labels.txt$SHUT" "${lines[0]}"
	has "      ${OPEN}x://$PWD/notes/labels.txt:4${END}4$SHUT  What is the walrus" "${lines[2]}"
}

@test "whatever a file is called, its link is one" {
	same "x://$PWD/odd/50%25%20of%20%231%3B%20%22x%22.md" \
		"$(on_terminal 80 list --db odd.db --hyperlink=always --hyperlink-format='x://{path}' | links | sort -u)"
}

@test "a stream is nowhere" {
	lacks "$OPEN" "$(on_terminal 80 list --db stream.db --hyperlink=always | tr -d '\n' | sed 's/\x1b\]8;;\x1b\\//g')"
	run -0 on_terminal 80 search --db stream.db --hyperlink=always stream
	lacks "$OPEN" "$output"
}

@test "a link that goes over a line end is one link in two pieces" {
	local folder=a-folder-with-a-name-of-some-length
	mkdir -p deep/$folder/$folder
	printf '## What is deep?\n\nThis.\n' >deep/$folder/$folder/notes.md
	"$PYIQ" index --db deep.db deep
	on_terminal 30 search --db deep.db --hyperlink=always --hyperlink-format='x://{path}' deep >bytes
	# every line opens it anew and closes it, always with the same id
	grep -a $'\e]8;id=' bytes | grep -aoP '\x1b\]8;\Kid=\d+(?=;x)' | sort | uniq -c | {
		read -r n id
		[ "$n" -ge 2 ] && [[ $id == id=* ]]
		! read -r
	}
	while IFS= read -r line; do
		same "$(grep -aoP '\x1b\]8;[^;]*;x' <<<"$line" | wc -l)" \
			"$(grep -aoF "$SHUT" <<<"$line" | wc -l)"
	done <bytes
}
