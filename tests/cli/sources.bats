#!/usr/bin/env bats
# Formats: how the program reads what is no Markdown, wherever it comes from.
# shellcheck disable=SC2154,SC2016 # run sets stderr; Markdown is full of backticks

load lib

# One file of each format, and one that is none.
write_sources() {
	write "$1/cards.jsonl" <<-'END'
		{"question": "What is a set?", "answer": "A bag of *unique* things.", "topic": "Types", "tags": ["core"]}
		{"_id": "q17", "title": "What is a dict?", "text": "Keys and values."}

		{"question": "What is a tuple?"
		{"_id": "q18", "title": "What is a frozenset?", "text": ""}
	END
	printf '#separator:tab\n#html:true\n#tags column:3\n%s\t%s\t%s\n' \
		'What is <b>yield</b>?' 'A <i>pause</i>.' 'generators core' | write "$1/deck.txt"
	write "$1/faq.html" <<-'END'
		<!DOCTYPE html>
		<html><head><title>Rows</title></head>
		<body>
		<h1>Lists &amp; tuples</h1>
		<h2>What is a <code>list</code>?</h2>
		<p>A <em>row</em> of things.</p>
		<pre><code class="language-python">x = [1, 2]
		</code></pre>
		<h2>How does it grow?</h2>
		<p>By <code>append</code>.</p>
		</body></html>
	END
	write "$1/Posts.xml" <<-'END'
		<?xml version="1.0" encoding="utf-8"?>
		<posts>
		  <row Id="1" PostTypeId="1" AcceptedAnswerId="3" Score="7" Title="What is a lambda?" Body="&lt;p&gt;I saw one.&lt;/p&gt;" Tags="&lt;functions&gt;&lt;syntax&gt;" />
		  <row Id="2" PostTypeId="2" ParentId="1" Score="9" Body="&lt;p&gt;A function without a name.&lt;/p&gt;" />
		  <row Id="3" PostTypeId="2" ParentId="1" Score="2" Body="&lt;p&gt;An expression that makes a function.&lt;/p&gt;" />
		  <row Id="4" PostTypeId="1" Score="-2" Title="Why is this lambda slow?" Body="&lt;p&gt;Is it?&lt;/p&gt;" Tags="&lt;functions&gt;" />
		</posts>
	END
	write "$1/pom.xml" <<<'<project><name>What is a project?</name></project>'
	write "$1/table.csv" <<-'END'
		Question,Answer,Topic
		"What is a ""slice""?","A part,
		or two.",Sequences
		What is a step?,The third number.,Sequences
	END
	printf 'question\tanswer\nWhat is a tab?\tA sign.\n' | write "$1/table.tsv"
}

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	write_sources sources
	"$PYIQ" index sources
}

# What a test indexes itself goes into a database of its own.
setup() {
	cd "$BATS_FILE_TMPDIR" || return
	own=$BATS_TEST_TMPDIR/db
}

# units QUERY...: what is known of the hits, without what stands in every unit
units() {
	"$PYIQ" search --json "$@" |
		jq -c 'del(.schema, .db, .id, .lang, .rank, .score, .terms, .spans, .snippet, .duplicates)'
}

# same_units QUERY...: these, as JSON on standard input
same_units() {
	same "$(jq -cS .)" "$(units "$@" | jq -cS .)"
}

# ---- Each format -------------------------------------------------------------

@test "everything in a folder, each as its format" {
	try 0 index --db "$own" --verbose sources
	says 'pyiq: added sources/Posts.xml: 2 units (stackexchange)' \
		'pyiq: added sources/cards.jsonl: 3 units (jsonl)' \
		"pyiq: skipped sources/cards.jsonl: $(sed -n 's/.*cards.jsonl: \(line 4.*\)/\1/p' <<<"$stderr")" \
		'pyiq: added sources/deck.txt: 1 unit (anki)' \
		'pyiq: added sources/faq.html: 2 units (html)' \
		'pyiq: added sources/table.csv: 2 units (csv)' \
		'pyiq: added sources/table.tsv: 1 unit (tsv)'
	try 0 list
	prints <<-'END'
		sources/Posts.xml:3:What is a lambda?
		sources/Posts.xml:6:Why is this lambda slow?
		sources/cards.jsonl:1:What is a set?
		sources/cards.jsonl:2:What is a dict?
		sources/cards.jsonl:5:What is a frozenset?
		sources/deck.txt:4:What is yield?
		sources/faq.html:5:What is a list?
		sources/faq.html:9:How does it grow?
		sources/table.csv:2:What is a "slice"?
		sources/table.csv:4:What is a step?
		sources/table.tsv:2:What is a tab?
	END
	# and no more the second time, not even what was none
	try 0 index --db "$own" --verbose sources
	says
	has 'nothing changed' "$output"
}

@test "HTML: headings ask, and the answer is Markdown" {
	same_units +row things <<-'END'
		{"file": "sources/faq.html", "line": 5, "end_line": 7, "topic": ["Lists & tuples"],
		 "level": "", "tags": [], "question": "What is a list?", "prompt": "",
		 "answer": "A *row* of things.\n\n```python\nx = [1, 2]\n```", "answered": true}
	END
	try 0 search -e 'x = '
	has ':x = [1, 2]' "$output"
}

@test "JSON Lines: question and answer, or title and text" {
	same_units unique <<-'END'
		{"file": "sources/cards.jsonl", "line": 1, "end_line": 1, "topic": ["Types"], "level": "",
		 "tags": ["core"], "question": "What is a set?", "prompt": "",
		 "answer": "A bag of *unique* things.", "answered": true}
	END
	same_units dict <<-'END'
		{"_id": "q17", "file": "sources/cards.jsonl", "line": 2, "end_line": 2, "topic": [],
		 "level": "", "tags": [], "question": "What is a dict?", "prompt": "",
		 "answer": "Keys and values.", "answered": true}
	END
}

@test "what a source calls a unit is printed: as _id, and for people in brackets" {
	same '"q17"' "$("$PYIQ" search --json dict | jq -c ._id)"
	same '["1","4","q17","q18"]' "$("$PYIQ" list --json | jq -cs 'map(._id // empty) | sort')"
	same null "$("$PYIQ" search --json unique | jq -c ._id)"
	run -0 "$PYIQ" search -1 --heading dict
	has '(q17)' "$output"
	run -0 "$PYIQ" show --heading "$("$PYIQ" search --json dict | jq -r .id)"
	has '(q17)' "$output"
	run -0 "$PYIQ" search -1 --heading unique
	lacks '(' "$output"
}

@test "a line of JSON that is broken is skipped and counted, the others are not" {
	write "$BATS_TEST_TMPDIR/a.jsonl" <<-'END'
		{"question": "What is first?", "answer": "This."}
		{"question":
		{"question": "What is third?", "answer": "That."}
	END
	try 0 index --db "$own" "$BATS_TEST_TMPDIR/a.jsonl"
	[[ $stderr == *'/a.jsonl: line 2: '* && $(wc -l <<<"$stderr") = 1 ]]
	[[ $output == *' (1 skipped; --verbose names it)' ]]
	same $'What is first?\nWhat is third?' "$("$PYIQ" list --db "$own" --json | jq -r .question)"
}

@test "CSV: the columns by their names, quotes, and lines within a row" {
	same_units slice <<-'END'
		{"file": "sources/table.csv", "line": 2, "end_line": 3, "topic": ["Sequences"], "level": "",
		 "tags": [], "question": "What is a \"slice\"?", "prompt": "",
		 "answer": "A part,\nor two.", "answered": true}
	END
	try 0 search -l third number
	prints <<<sources/table.csv
}

@test "TSV" {
	same_units tab <<-'END'
		{"file": "sources/table.tsv", "line": 2, "end_line": 2, "topic": [], "level": "",
		 "tags": [], "question": "What is a tab?", "prompt": "", "answer": "A sign.",
		 "answered": true}
	END
}

@test "Anki: known by its first lines; its HTML becomes Markdown" {
	same_units yield <<-'END'
		{"file": "sources/deck.txt", "line": 4, "end_line": 4, "topic": [], "level": "",
		 "tags": ["generators", "core"], "question": "What is yield?", "prompt": "",
		 "answer": "A *pause*.", "answered": true}
	END
}

@test "Stack Exchange: the accepted answer, with votes and tags" {
	same_units lambda expression <<-'END'
		{"_id": "1", "file": "sources/Posts.xml", "line": 3, "end_line": 3, "topic": [], "level": "",
		 "tags": ["functions", "syntax"], "question": "What is a lambda?", "prompt": "I saw one.",
		 "answer": "An expression that makes a function.", "answered": true, "votes": 7}
		{"_id": "4", "file": "sources/Posts.xml", "line": 6, "end_line": 6, "topic": [], "level": "",
		 "tags": ["functions"], "question": "Why is this lambda slow?", "prompt": "Is it?",
		 "answer": "", "answered": false, "votes": -2}
	END
	run -0 "$PYIQ" search -1 --heading lambda expression
	has '7 votes' "$output"
}

@test "a dump that breaks off is told with its line, and keeps the units it had" {
	mkdir "$BATS_TEST_TMPDIR/dump"
	cp sources/Posts.xml "$BATS_TEST_TMPDIR/dump"
	try 0 index --db "$own" "$BATS_TEST_TMPDIR/dump"
	head -c 400 sources/Posts.xml >"$BATS_TEST_TMPDIR/dump/Posts.xml"
	try 2 index --db "$own" "$BATS_TEST_TMPDIR/dump"
	[[ $stderr == "pyiq: "*'/dump/Posts.xml: line '[2-5]': '* && $(wc -l <<<"$stderr") = 1 ]]
	same 2 "$("$PYIQ" list --db "$own" | wc -l)"
}

@test "--answered leaves out what has no answer" {
	same $'sources/Posts.xml:3\nsources/Posts.xml:6' "$(hits lambda)"
	same 'sources/Posts.xml:3' "$(hits --answered lambda)"
	same 'sources/Posts.xml:3' "$(hits --answered -e lambda)"
	same 2 "$("$PYIQ" search -c lambda)"
	same 1 "$("$PYIQ" search -c --answered lambda)"
	try 1 search --answered frozenset
	try 0 search frozenset
	same 11 "$("$PYIQ" list | wc -l)"
	try 0 list --answered
	same 9 "${#lines[@]}"
	lacks frozenset "$output"
}

# ---- Standard input ----------------------------------------------------------

@test "-: standard input is a source, by the name that it is given" {
	run -0 --separate-stderr "$PYIQ" index --db "$own" - <<<$'## What is piped?\n\nThis.'
	says
	[[ $output == 'indexed 1 unit from 1 file in '* ]]
	same 'stdin:1:What is piped?' "$("$PYIQ" list --db "$own")"
	"$PYIQ" index --db "$own" --name notes/clip.md - <<<$'## What is clipped?\n\nThat.'
	same $'notes/clip.md:1:What is clipped?\nstdin:1:What is piped?' "$("$PYIQ" list --db "$own")"

	# the next of that name takes its place, the same is no change
	"$PYIQ" index --db "$own" - <<<$'## What is next?\n\nThis.'
	same $'notes/clip.md:1:What is clipped?\nstdin:1:What is next?' "$("$PYIQ" list --db "$own")"
	run -0 "$PYIQ" index --db "$own" - <<<$'## What is next?\n\nThis.'
	has 'nothing changed' "$output"
	run -0 "$PYIQ" index --db "$own"
	has '2 units from 2 files, nothing changed' "$output"
}

@test "-: the name tells the format, the content where it does not, --format above all" {
	"$PYIQ" index --db "$own" --name a.csv - <sources/table.csv
	"$PYIQ" index --db "$own" --name b - <sources/cards.jsonl 2>/dev/null
	"$PYIQ" index --db "$own" --name c - <sources/faq.html
	"$PYIQ" index --db "$own" --name d - <sources/deck.txt
	"$PYIQ" index --db "$own" --name e - <sources/Posts.xml
	"$PYIQ" index --db "$own" --name f.md --format tsv - <sources/table.tsv
	same $'a.csv 2\nb 3\nc 2\nd 1\ne 2\nf.md 1' "$("$PYIQ" list --db "$own" --json |
		jq -r .file | sort | uniq -c | awk '{ print $2, $1 }')"
}

@test "-: beside files, once, from a pipe of any size, and empty" {
	{
		for ((n = 0; n < 5000; n++)); do
			printf '## What is number %d?\n\nA number, and some words to fill the pipe.\n\n' "$n"
		done
	} | "$PYIQ" index --db "$own" - sources/table.tsv
	same 5001 "$("$PYIQ" list --db "$own" | wc -l)"
	run -0 "$PYIQ" index --db "$own" - </dev/null
	has '1 unit from 2 files' "$output"
}

@test "-: binary content is told, status 2" {
	run -2 --separate-stderr "$PYIQ" index --db "$own" - < <(printf 'A\0B')
	says 'pyiq: stdin: binary content, not text'
}

@test "a pipe that is named is read as standard input is, under its own name" {
	mkfifo "$BATS_TEST_TMPDIR/pipe"
	cat sources/table.csv >"$BATS_TEST_TMPDIR/pipe" 3>&- &
	run -0 "$PYIQ" index --db "$own" "$BATS_TEST_TMPDIR/pipe" sources/table.tsv
	has '3 units from 2 files' "$output"
	same 2 "$("$PYIQ" list --db "$own" | grep -c "/pipe:")"
	run -0 "$PYIQ" index --db "$own"
	has '3 units from 2 files, nothing changed' "$output"
	"$PYIQ" index --db "$own" --name clip.md <(printf '## What is clipped?\n\nThat.\n')
	has 'clip.md:1:What is clipped?' "$("$PYIQ" list --db "$own")"
	try 2 index --db "$own" - <(:)
	same 'pyiq index: only one PATH can be standard input or a pipe' "$(head -n 1 <<<"$stderr")"
}

@test "-: standard input is closed" {
	run -2 --separate-stderr bash -c '"$PYIQ" index - <&-'
	says 'pyiq: stdin: Bad file descriptor'
}

@test "--explain reads a pipe that is named" {
	run -0 "$PYIQ" index --explain --format csv <(cat sources/table.csv)
	same '2 units, 2 answered' "${lines[-1]}"
}

# ---- Lists of paths -----------------------------------------------------------

@test "--files0-from: paths with a NUL behind each" {
	cd "$BATS_TEST_TMPDIR"
	local name names=('a b.md' $'new\nline.md' $'g\xffh.md' -n.md)
	for name in "${names[@]}"; do
		write "notes/$name" <<<$'## What is here?\n\nThis.'
	done
	(cd notes && printf '%s\0' "${names[@]}" >../list)
	(cd notes && "$PYIQ" index --db "$own" --files0-from ../list)
	same 4 "$("$PYIQ" list --db "$own" --json | wc -l)"
	rm -r "$own"
	# from standard input, the last without a NUL, and beside others
	find notes -name 'a*' -print0 | "$PYIQ" index --db "$own" --files0-from=- notes/-n.md
	same 2 "$("$PYIQ" list --db "$own" --json | wc -l)"
	printf 'notes/a b.md\0\0notes/-n.md' >list
	run -0 "$PYIQ" index --db "$own" --files0-from=list
	has '2 files, nothing changed' "$output"
}

@test "--files0-from: lists that cannot be" {
	cd "$BATS_TEST_TMPDIR"
	: >empty
	try 2 index --files0-from=empty
	same "pyiq index: 'empty' holds no path" "$(head -n 1 <<<"$stderr")"
	try 2 index --files0-from=nowhere
	says "pyiq: cannot read 'nowhere': No such file or directory"
	try 2 index --files0-from=- -
	same 'pyiq index: standard input cannot be both notes and paths' "$(head -n 1 <<<"$stderr")"
	printf 'nowhere.md\0' >list
	try 2 index --db "$own" --files0-from=list
	says 'pyiq: nowhere.md: No such file or directory'
}

# ---- --format -------------------------------------------------------------------

@test "--format is remembered, and is for what is named alone" {
	cd "$BATS_TEST_TMPDIR"
	cp "$BATS_FILE_TMPDIR/sources/table.csv" table.md
	run -0 "$PYIQ" index --db "$own" table.md
	has '0 units from 1 file' "$output"
	run -0 "$PYIQ" index --db "$own" --format=csv table.md
	has '2 units from 1 file' "$output"
	echo 'What is new?,This.,Sequences' >>table.md
	run -0 "$PYIQ" index --db "$own"
	has '3 units from 1 file' "$output"
	mkdir folder && printf '## What is a note?\n\nThis.\n' >folder/a.md
	"$PYIQ" index --db "$own" --format=csv folder
	same 4 "$("$PYIQ" list --db "$own" | wc -l)"
}

@test "a format that is none: the message lists them" {
	try 2 index --format bogus sources
	says "pyiq index: there is no format 'bogus': $(formats)" \
		"Try 'pyiq index --help' for more information."
	for name in markdown html jsonl csv tsv anki stackexchange; do
		has " $name" "${stderr//,/}"
	done
}

# formats: their names, as the message has them
formats() {
	sed -n "s/^.* there is no format 'bogus': //p" <<<"$stderr"
}

@test "options that contradict each other" {
	local message n=0
	while IFS='|' read -r message arguments; do
		# shellcheck disable=SC2086 # they are words
		try 2 index --db "$own" $arguments </dev/null
		same "pyiq index: $message" "$(head -n 1 <<<"$stderr")"
		n=$((n + 1))
	done <<-'END'
		--format is for files that are named|--format csv
		--explain needs a file to explain|--explain
		--name cannot be empty|--name= -
		--prune cannot be combined with --rebuild|--prune --rebuild
		--prune cannot be combined with standard input|--prune -
		--prune cannot be combined with --exclude|--prune --exclude x notes
		--name is for standard input: -|--name x notes
		--explain cannot be combined with --dry-run|--explain --dry-run notes
		--explain cannot be combined with --exclude|--explain --exclude x notes
	END
	same 9 $n
	[ ! -e "$own" ]
}

# ---- --explain ------------------------------------------------------------------

@test "--explain: the places, their families, the votes and the units" {
	write "$BATS_TEST_TMPDIR/odd.md" <<-'END'
		# Lists

		## 1. What is a list?

		A row.

		### Example

		`[1]`

		## 2. How does it grow?

		TODO
	END
	cd "$BATS_TEST_TMPDIR"
	try 0 index --db "$own" --explain odd.md
	says
	same 'format: markdown' "${lines[1]}"
	has 'heading of level 2, numbered: 2 places, 2 ask' "$output"
	has 'accepted: ' "$output"
	has 'rejected: ' "$output"
	grep -qE '^  \+ +3  f2 .* What is a list\?$' <<<"$output"
	grep -qE '^  - +7  f3 .* Example$' <<<"$output"
	grep -qx '  3-9  What is a list?' <<<"$output"
	same '2 units, 1 answered' "${lines[-1]}"
	# nothing was written
	[ ! -e "$own" ]
}

@test "--explain: every format, standard input, several, and what is none" {
	local file
	for file in Posts.xml cards.jsonl deck.txt faq.html table.csv table.tsv; do
		run -0 "$PYIQ" index --explain "sources/$file"
		has 'units: ' "$output"
		same "$("$PYIQ" list | grep -c "^sources/$file:")" "$(sed -n 's/^\([0-9]*\) units\?, .*/\1/p' <<<"$output")"
	done
	run -0 "$PYIQ" index --explain --format csv --name clip - <sources/table.csv
	same clip "${lines[0]}"
	same 'format: csv' "${lines[1]}"
	try 2 index --explain sources/pom.xml nowhere.md sources/table.tsv
	says 'pyiq: sources/pom.xml: XML of a kind that is not known' \
		'pyiq: nowhere.md: No such file or directory'
	has '1 unit, 1 answered' "$output"
}
