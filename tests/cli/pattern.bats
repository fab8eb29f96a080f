#!/usr/bin/env bats
# Patterns: PCRE2 and plain text over the same units.
# shellcheck disable=SC2154,SC1112 # run sets stderr; quotes are meant to be typographic

load lib

setup_file() {
	index_notes
}

# matches ARGUMENT...: the texts that match, one a line
matches() {
	"$PYIQ" search -oIN "$@"
}

# ---- Lines -------------------------------------------------------------------

@test "a match is file:line:text, wherever it stands in the unit" {
	try 0 search -e 'yield'
	says
	prints <<-'END'
		notes/python.md:5:A function whose body has `yield`. Calling it runs nothing and returns a generator;
		notes/python.md:6:each `next()` resumes the body up to the following `yield`.
		notes/python.md:11:        yield n
	END
}

@test "the lines are those of the source" {
	local file line text n=0
	while IFS=: read -r file line text; do
		has "${text:0:8}" "$(sed -n "${line}p" "$file")"
		n=$((n + 1))
	done < <("$PYIQ" search -e '.+')
	same 27 "$n"
}

@test "hits come by file and line, all of them" {
	run -0 hits -e .
	same "$(sort -t: -k1,1 -k2,2n <<<"$output")" "$output"
	# Of the 11 units two are alike.
	same 10 "$(wc -l <<<"$output")"
	same 3 "$(hits -m 3 -e . | wc -l)"
}

@test "no match: nothing is printed, status 1" {
	try 1 search -e 'xyz+y'
	says
	prints </dev/null
}

@test "alike units are one hit" {
	same '[{"file":"notes/zz copies.md","line":3}]' \
		"$("$PYIQ" search --json -e countdown | jq -c '.duplicates | map({file, line})')"
}

# ---- What patterns can -------------------------------------------------------

@test "look-around, back-references and alternatives" {
	same 'countdown' "$(matches -e '\w+(?=\(n\))')"
	same 'generator' "$(matches -e '(?<=returns a )\w+')"
	same 'rred' "$(matches -e '(\w)\1ed')"
	same $'decorator\ngarbage' "$(matches -e 'decorator|garbage' | sort)"
}

@test "a match goes across lines of the unit, if it says so" {
	try 0 search -c -e '(?s)generator\?.*countdown'
	prints <<<1
	try 0 search -c -e 'generator;\neach'
	prints <<<1
	try 1 search -c -e 'generator\?.*countdown'
	prints <<<0
	# and never into the next unit
	try 1 search -c -e '(?s)generator\?.*decorator'
}

@test "every line that a match touches is shown" {
	try 0 search -n -e '(?s)countdown.*-= 1'
	prints <<-'END'
		notes/python.md:9:def countdown(n):
		notes/python.md:10:    while n > 0:
		notes/python.md:11:        yield n
		notes/python.md:12:        n -= 1
	END
}

@test "^ and \$ are the ends of lines" {
	same 'def' "$(matches -e '^def')"
	same '-= 1' "$(matches -e '-= 1$')"
}

@test "a dot is a character, whatever the locale" {
	same 'doesn’t' "$(matches -e 'doesn.t')"
	same 'doesn’t' "$(LC_ALL=C matches -e 'doesn.t')"
	same 'naïve' "$(LC_ALL=C matches -e '\bna\wve\b')"
}

@test "character classes are those of Unicode" {
	same '文字列とは何ですか' "$(matches -e '\w+(?=\?)' | grep 文)"
	same '文字列' "$(matches -e '\p{Han}{3}')"
}

@test "a unit is found by an empty match, too; its first line is shown" {
	same 10 "$(hits -e '' | wc -l)"
	same 10 "$(hits -e 'q*' | wc -l)"
	try 0 search -m 1 -e '^'
	prints <<<'notes/labels.txt:1:What does [::-1] do?'
}

# ---- Options -----------------------------------------------------------------

@test "-E, -P: the query is a pattern" {
	same "$(matches -e 'cou.*wn')" "$(matches -E 'cou.*wn')"
	same "$(matches -e 'cou.*wn')" "$(matches -P 'cou.*wn')"
	same 'one item' "$(matches -E one '\w+')"
}

@test "-F: the query is plain text" {
	same '[::-1]' "$(matches -F '[::-1]')"
	same 'n -= 1' "$(matches -F 'n -= 1')"
	try 1 search -F 'cou.*wn'
	same '[::-1]' "$(matches -F -e '[::-1]')"
	try 1 search -F '\E.*\Q'
}

@test "-e, many times: any of them" {
	run -0 hits -e walrus -e 'weak ref'
	prints <<-'END'
		notes/labels.txt:4
		notes/lists/memory.md:6
	END
	same $'walrus\nweak ref' "$(matches -e walrus -e 'weak ref')"
}

@test "--all: every one of them, anywhere in the unit" {
	same 'notes/python.md:3' "$(hits --all -e countdown -e 'one item')"
	try 1 search --all -e countdown -e walrus
}

@test "-f: each line is a pattern" {
	printf 'walrus\nweak ref\n' >patterns
	same "$(matches -e walrus -e 'weak ref')" "$(matches -f patterns)"
	same "$(matches -e walrus -e 'weak ref')" "$(matches -f - <patterns)"
	printf 'walrus' >patterns # without a line end
	same 'walrus' "$(matches -f patterns)"
	same $'walrus\ncountdown' "$(matches -f patterns -e countdown)"
	same '[::-1]' "$(matches -F -f - <<<'[::-1]')"
}

@test "-f: a file without lines matches nothing" {
	try 1 search -f /dev/null
	says
	prints </dev/null
	try 1 search -c -f /dev/null
	prints <<<0
	try 0 search -c -e walrus -f /dev/null
	prints <<<1
}

@test "case counts, unless -i" {
	try 1 search -e WALRUS
	same 'walrus' "$(matches -i -e WALRUS)"
	same 'naïve' "$(matches -i -e NAÏVE)"
	same 'walrus' "$(matches -iF WALRUS)"
}

@test "-S: case counts if the pattern has upper case" {
	same 'Generators' "$(matches -S -e '^generators')"
	try 1 search -S -e WALRUS
	try 1 search -S -e walruS
}

@test "-w: whole words" {
	same $'n\nn\nn\nn' "$(matches -w -e n)"
	try 1 search -w -e untdow
	# an underscore belongs to the word
	try 1 search -w -F init
	same '__init__' "$(matches -w -e __init__ | sort -u)"
	try 1 search -w -e 'na' # of naïve
}

@test "-x: whole lines" {
	same '        yield n' "$(matches -x -e ' *yield n')"
	try 1 search -x -e 'yield n'
	same 'What is a generator?' "$(matches -x -F 'What is a generator?')"
}

@test "-v: the units that do not match" {
	run -0 hits -v -e What
	prints <<-'END'
		notes/unicode.md:1
		notes/unicode.md:5
	END
	try 1 search -v -e .
	try 0 search -vc -e xyzzy
	prints <<<10
	try 0 search -v -e What
	prints <<-'END'
		notes/unicode.md:1:Why doesn’t a naïve comparison find “Straße”?
		notes/unicode.md:5:文字列とは何ですか?
	END
}

# ---- Budgets -----------------------------------------------------------------

@test "a pattern without end is stopped, names the unit, and the rest is searched" {
	write slow/a.md <<-'END'
		## What is quick?

		Nothing here but words: bbb.

		## What takes for ever?

		aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac bbb

		## What is quick, too?

		bbb
	END
	"$PYIQ" index --db slow.db slow
	local pattern
	for pattern in '(a+)+b' '(a|aa)+$' '(?:a*)*b' '((a+)*)*b' '(\w+)*\d'; do
		run -2 --separate-stderr timeout 60 "$PYIQ" search --db slow.db -n -e "$pattern" -e bbb
		[[ $stderr =~ ^'pyiq: '[^:]*'slow/a.md:5: pattern exceeded its '[a-z]*' limit'$ ]]
		has 'slow/a.md:3:Nothing here but words: bbb.' "$output"
		has 'slow/a.md:11:bbb' "$output"
	done
	# -q: a hit is a hit; -s: nothing is said
	try 0 search --db slow.db -q -e '(a+)+b' -e bbb
	try 2 search --db slow.db -s -e '(a+)+b' -e bbb
	says
}
