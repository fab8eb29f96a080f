#!/usr/bin/env bats
# --vimgrep: places for editors.
# shellcheck disable=SC2154 # run sets stderr

load lib

setup_file() {
	index_notes
	write places/a.md <<-'END'
		# T

		### 12. What does `a < b` and *lists* of [links](http://x.y/z) do?

		- Item one ünder two.
		  Second line two.

		### 13. What is Straße two?

		Yes two two.
	END
	printf '<html><body><h2>What is <code>a &lt; b</code> here?</h2><p>It compares two.</p><h2>What else is two?</h2><p>x</p></body></html>\n' >places/b.html
	printf '\xef\xbb\xbf## What is a mark two?\r\n\r\nBytes two.\r\n' >places/c.md
	printf 'question,answer\n"What is a table two?","a two"\n' >places/d.csv
	"$PYIQ" index --db places.db places
}

@test "ranked: a line a hit, at its question" {
	try 0 search --vimgrep walrus
	prints <<<'notes/labels.txt:4:4:What is the walrus operator := for?'
	try 0 search --db places.db --vimgrep lists
	prints <<<'places/a.md:3:9:What does a < b and lists of links do?'
	try 0 search --db places.db --vimgrep compares
	prints <<<'places/b.html:1:17:What is a < b here?'
	try 0 search --db places.db --vimgrep mark
	prints <<<'places/c.md:1:4:What is a mark two?'
	try 0 search --db places.db --vimgrep table
	prints <<<'places/d.csv:2:2:What is a table two?'
}

@test "patterns: a line a match, in the column that it has in the source" {
	try 0 search --db places.db --vimgrep -e two
	prints <<-'END'
		places/a.md:5:19:- Item one ünder two.
		places/a.md:6:15:  Second line two.
		places/a.md:8:25:What is Straße two?
		places/a.md:10:5:Yes two two.
		places/a.md:10:9:Yes two two.
		places/b.html:1:72:It compares two.
		places/b.html:1:97:What else is two?
		places/c.md:1:19:What is a mark two?
		places/c.md:3:7:Bytes two.
		places/d.csv:2:18:What is a table two?
		places/d.csv:2:27:a two
	END
	local file line column rest
	while IFS=: read -r file line column rest; do
		same two "$(sed -n "${line}s/^\xef\xbb\xbf//;${line}p" "$file" | LC_ALL=C cut -b "$column-" | head -c 3)"
	done <<<"$output"
}

@test "patterns: matches inside of and behind markup" {
	try 0 search --db places.db --vimgrep -e '< b' -e 'lists' -e links
	prints <<-'END'
		places/a.md:3:22:What does a < b and lists of links do?
		places/a.md:3:32:What does a < b and lists of links do?
		places/a.md:3:43:What does a < b and lists of links do?
		places/b.html:1:33:What is a < b here?
	END
}

@test "patterns: -o the match alone; over lines it is where it begins; -v the question" {
	try 0 search --db places.db --vimgrep -o -e '(?s)one.*line'
	prints <<<'places/a.md:5:8:one ünder two.'
	try 0 search --vimgrep -v -e reference -e '(?i)what' -e 何
	same 'notes/unicode.md:1:4:Why' "${output:0:24}"
}

@test "-I and -N are nothing to it, -Z is; -m, -1 and -z as ever" {
	try 0 search --vimgrep -IN walrus
	prints <<<'notes/labels.txt:4:4:What is the walrus operator := for?'
	"$PYIQ" search --vimgrep -Z -z walrus | cmp - <(printf 'notes/labels.txt\0004:4:What is the walrus operator := for?\0')
	same 2 "$("$PYIQ" search --vimgrep -m 2 what | wc -l)"
	same 1 "$("$PYIQ" search --vimgrep -1 what | wc -l)"
	try 0 similar --vimgrep -m 1 "$("$PYIQ" list --format '{id}' | head -1)"
	[[ $output =~ ^notes/[^:]+:[0-9]+:[0-9]+:. ]]
}

@test "a source that is gone, changed or none that can be read: column 1" {
	printf '## What is a wobble?\n\nA wobble.\n' | write moving/a.md
	"$PYIQ" index --db moving.db moving
	try 0 search --db moving.db --vimgrep -e wobble
	prints <<<$'moving/a.md:1:14:What is a wobble?\nmoving/a.md:3:3:A wobble.'
	printf '\nsomething else\n' >moving/a.md
	try 0 search --db moving.db --vimgrep -e wobble
	prints <<<$'moving/a.md:1:1:What is a wobble?\nmoving/a.md:3:1:A wobble.'
	rm moving/a.md
	try 0 search --db moving.db --vimgrep wobble
	prints <<<'moving/a.md:1:1:What is a wobble?'
	mkfifo moving/a.md
	try 0 search --db moving.db --vimgrep wobble
	prints <<<'moving/a.md:1:1:What is a wobble?'
	printf '## What is a stream?\n\nWater.\n' | "$PYIQ" index --db moving.db -
	try 0 search --db moving.db --vimgrep stream
	prints <<<'stdin:1:1:What is a stream?'
}

@test "vim's quickfix list" {
	vim --version | grep -q +quickfix || skip 'this vim has none'
	# shellcheck disable=SC2016 # vim's
	PYIQ=$PYIQ vim -u NONE -i NONE -n -es -c 'set nomore encoding=utf-8' \
		-c 'cgetexpr system($PYIQ . " search --db places.db --vimgrep -e two")' \
		-c 'cc 3' -c 'let places = [expand("%") . ":" . line(".") . ":" . col(".")]' \
		-c 'call add(places, len(getqflist()))' \
		-c 'call writefile(map(places, "v:val . \"\""), "got")' -c 'qa!' </dev/null
	same $'places/a.md:8:25\n11' "$(cat got)"
}

@test "what it cannot be combined with" {
	local option
	for option in -c -l -L --count-by=topic --explain --full; do
		try 2 search --vimgrep "$option" walrus
		has 'pyiq search: --vimgrep cannot be combined with -' "$stderr"
	done
	try 2 search --vimgrep --json walrus
	says 'pyiq search: --json cannot be combined with --vimgrep' "Try 'pyiq search --help' for more information."
	try 2 search --vimgrep -C1 -e walrus
	try 2 search --vimgrep --format '{id}' walrus
	try 2 search --vimgrep --queries /dev/null
	try 0 search --vimgrep -q walrus
	prints </dev/null
}
