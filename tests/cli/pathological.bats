#!/usr/bin/env bats
# Files that nobody wrote: each is read, or refused with a reason, in less than
# five seconds of the processor and 500 MB; what stands beside it is found.
# shellcheck disable=SC2016 # backticks are Markdown here

load lib

# costs COMMAND...: its exit status, milliseconds of the processor, and megabytes
costs() {
	python3 -c '
import resource, subprocess, sys
status = subprocess.run(sys.argv[1:], stdout=open("out", "w"), stderr=open("err", "w")).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(status, int((used.ru_utime + used.ru_stime) * 1000), used.ru_maxrss // 1024)' "$@"
}

# index_beside EXPRESSION [NAME]: index the bytes that a Python expression makes,
# and one note; sets status
index_beside() {
	local time space limit=5000
	rm -rf db case
	write case/good.md <<<$'## What is a generator?\n\nA function with `yield`.'
	python3 -c "import sys; sys.stdout.buffer.write($1)" >"case/${2:-hostile.md}"
	read -r status time space < <(costs "$PYIQ" index --db db case)
	echo "$1: status $status, $time ms, $space MB"
	if sanitized; then
		limit=20000
	else
		[ "$space" -lt 500 ]
	fi
	[ "$time" -lt $limit ]
	same case/good.md:1 "$(hits --db db generator yield | grep good)"
}

reads() {
	index_beside "$@"
	same 0 "$status"
	same '' "$(cat err)"
}

# refuses EXPRESSION REASON [NAME]
refuses() {
	index_beside "$1" "${3:-hostile.md}"
	same 2 "$status"
	has "pyiq: case/${3:-hostile.md}: $2" "$(cat err)"
}

readonly much='no notes: more than a million lines and marks without a heading or paragraph between'

@test "quotes and lists, fifty thousand deep" {
	reads 'b"> " * 50000 + b"x"'
	reads 'b">" * 50000 + b"x"'
	reads 'b"- " * 50000 + b"x"'
	reads 'b"1. " * 50000 + b"x"'
	reads 'b"".join(b" " * min(2 * i, 400) + b"- x\n" for i in range(50000))'
	# every line would have to go down to the bottom
	refuses 'b"- " * 50000 + b"x\n" + b"\n" * 50000' "$much"
	refuses 'b"> " * 50000 + b"x\n" + b"x\n" * 50000' "$much"
}

@test "a megabyte of backticks" {
	reads 'b"`" * 2**20'
	reads 'b"".join(b"x" + b"`" * i for i in range(1, 1450))'
	reads 'b"```\n" * 200000'
}

@test "a million headings, list items, rules, entities" {
	refuses 'b"# What is x?\n" * 10**6' 'no notes: more than 250000 headings'
	refuses 'b"- item\n" * 10**6' "$much"
	reads 'b"---\n" * 10**6'
	reads 'b"".join(b"&#%d;" % (65 + i % 26) for i in range(900000))'
	refuses 'b"&amp;" * 2000000' "$much"
}

@test "a table of a hundred thousand rows" {
	reads 'b"| a | b |\n|---|---|\n" + b"| c | d |\n" * 100000'
	same 1 "$("$PYIQ" list --db db | wc -l)"
	reads 'b"|a" * 20000 + b"|\n" + b"|-" * 20000 + b"|\n" + b"|b\n" * 50000'
}

@test "tags, ten thousand deep" {
	reads 'b"<div>\n" * 10000 + b"x\n" + b"</div>\n" * 10000'
	reads 'b"<div>\n\n" * 10000 + b"x\n\n" + b"</div>\n\n" * 10000'
	reads 'b"<details><summary>x</summary>\n\n" * 10000'
	reads 'b"<b>" * 400000'
}

@test "one line of ten megabytes, and of fifty" {
	local sign size=10000000 long=50000000
	! sanitized || long=$size
	reads "b'generator ' * ($long // 10)"
	reads "b'generator ' * ($size // 10)"
	reads "b' ' * $size"
	reads "b'x' * $size"
	reads "b'-' * $size"
	for sign in '*a' '_a ' '[' '[a](' '![a' '<' '<a ' '<!--' '&amp;' '|'; do
		refuses "b'$sign' * ($size // ${#sign})" "$much"
	done
}

@test "fifty megabytes of small lines" {
	refuses 'b"x: 1\n" * 10**7' "$much"
	refuses 'b"x: 1\n\n" * 7000000' 'no notes: more than six million lines and marks'
	refuses 'b"\n" * 50000000' "$much"
	refuses 'b"```\n" + b"What is it?\n" * 4000000' "$much"
}

@test "NULs" {
	local bytes
	for bytes in 'b"\0" * 2**20' 'b"# What is it?\n\nx\0y\n" * 10000'; do
		index_beside "$bytes"
		same 0 "$status"
		has '(1 skipped; --verbose names it)' "$(cat out)"
	done
}

@test "a hundred thousand link definitions, notes, emphases" {
	reads 'b"".join(b"[r%d]: http://x/%d\n" % (i, i) for i in range(100000)) + b"".join(b"[r%d] " % i for i in range(100000))'
	reads 'b"".join(b"[^%d]: note\n\n[^%d] text\n\n" % (i, i) for i in range(100000))'
	reads 'b"*" * 50000 + b"a" + b"*" * 50000'
	reads 'b"**a _b " * 50000 + b"b_ a**" * 50000'
	reads 'b"[a" * 100000 + b"]" * 100000'
}

@test "declarations that never end" {
	refuses 'b"x<!A " * 100000' "$much"
	refuses 'b"x<? " * 100000' "$much"
	refuses 'b"x<![CDATA[" * 100000' "$much"
}

@test "what is large without being hostile" {
	# half a million lines of prose, code and lists; the link is defined in another piece
	reads 'b"# Notes\n\nSome *text* with `code` and [a link][l].\n\n```python\nx = 1\n```\n\n- one\n- two\n\n" * 50000 + b"[l]: http://x\n"'
}

@test "more questions than anybody asks" {
	local many='more than 50000 questions in one document'
	refuses 'b"|Question|Answer|\n|-|-|\n" + b"|What is x?|y|\n" * 60000' "$many"
	refuses 'b"<details><summary>What is x?</summary>\n\ny\n\n</details>\n" * 60000' "$many"
	refuses 'b"## What is a?\n" * 60000' "$many"
	reads 'b"|Question|Answer|\n|-|-|\n" + b"|What is x?|y|\n" * 40000'
}

@test "HTML ten thousand deep, and other forms of fifty megabytes" {
	refuses 'b"<div>" * 10000' 'nested deeper than 512 levels' hostile.html
	reads 'b"<div>x</div>" * 10000' hostile.html
	reads 'b"&#65;" * 1000000' hostile.html
	reads 'b"question,answer\n" + b"x" * 50000000' hostile.csv
	index_beside 'b"{\"question\": \"" + b"x" * 50000000' hostile.jsonl
	same 0 "$status"
	has '(1 skipped; --verbose names it)' "$(cat out)"
}
