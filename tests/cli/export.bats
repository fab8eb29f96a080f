#!/usr/bin/env bats
# shellcheck disable=SC2154,SC2016 # run sets output; shells of their own expand
#
# pyiq export: Anki, CSV, JSON Lines and Markdown, and the way back through pyiq index.

load lib

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	write_notes notes
	write tricky/tricky.md <<-'END'
		# C# \| "quotes" & <tags>

		## What does `"a\tb"` print, and what __init__ & *args?

		A tab:	here, "quotes" and a `'back\slash'`. Then __new__, **bold** and ~~gone~~.
		#hash at the beginning; 1 < 2 & 3 > 2; [sound:boo.mp3] and [latex]x[/latex].

		| a | b |
		|---|---|
		| `x\|y` | "q" |

		- [x] done<br>and <sub>below</sub>
		- [ ] open <script>alert(1)</script> <b onclick="x()">bold</b> <T> <!-- secret -->
		- <https://example.org/?a=1&b=2> [bad](javascript:alert(1)) [good](notes.md)

		```python
		# a comment, "quoted" <b> & [sound:x.mp3]
		def f():
			return "tab", '''x'''

		    # four spaces
		```

		## What does this print? (advanced)

		```python
		print("🐍", '"')
		```

		**Answer:** 🐍 "

		Solution: it is said twice.

		## What is a link?

		[Read this](https://example.org)

		## What has no answer?

		# Lists

		1. **What is indented?**

		   - one
		     - two

		           code()

		   <details><summary>more</summary>

		   It never ends.

		2. **What is behind it?**

		   Nothing.
	END
	# A fence that is open lasts to the end of the file.
	write tricky/open.md <<-'END'
		# What has headings and an open fence?

		Above
		-----

		Text.

		### Deeper

		~~~python
		# What is no question?
		1 + 1
	END
	write tricky/plain.jsonl <<-'END'
		{"_id":"p1","title":"What is *plain*?","text":"1. no list\n    indented `x`\n# no heading"}
		{"_id":"p2","title":"- a dash, __x__","text":"one *line*\n> another &amp; one\n\nlast_word_"}
		{"question":"#1 in **bold**?\n\n```\ncode\n```","answer":"+ yes\n\n=SUM(A1)","tags":["a b","c"],"level":"hard","topic":["A > B","::C"]}
	END
	"$PYIQ" index notes
	"$PYIQ" index --db tricky.db tricky
}

# back FORM FILE: what the export holds when it was read again
back() {
	rm -rf back.db
	"$PYIQ" export --to "$1" --db tricky.db >"$2"
	"$PYIQ" index --db back.db "$2" >/dev/null
	"$PYIQ" list --db back.db --json
}

# ---- The command line --------------------------------------------------------

@test "the form must be named, and be one" {
	try 2 export
	says "pyiq export: --to is missing: anki, csv, jsonl or markdown" \
		"Try 'pyiq export --help' for more information."
	try 2 export --to pdf
	says "pyiq export: invalid value 'pdf' for --to: anki, csv, jsonl or markdown" \
		"Try 'pyiq export --help' for more information."
}

@test "what a query or a topic names, in the order of the notes" {
	try 0 export --to jsonl weak generator
	same "$(jq -r '"\(.file):\(.line)"' <<<"$output")" "notes/lists/memory.md:6
notes/python.md:3
notes/zz copies.md:3"
	try 0 export --to jsonl --topic Memory
	same "$(jq -r .question <<<"$output")" "What does the garbage collector look for?
What is a weak reference?"
	try 0 export --to jsonl --topic Memory weak
	same "$(jq -r .question <<<"$output")" "What is a weak reference?"
	try 0 export --to jsonl --include memory.md --include 'uni*' --exclude unicode.md
	same "$(jq -r .file <<<"$output" | uniq -c)" "      2 notes/lists/memory.md"
	run -0 bash -c '"$PYIQ" export --to jsonl --answered | wc -l'
	[ "$output" -eq 10 ]
}

@test "nothing found is 1, an error 2" {
	try 1 export --to anki zebrafish
	same "$(grep -v '^#' <<<"$output")" ""
	try 2 export --to csv --db nowhere
	[ -z "$output" ]
	[ -c /dev/full ] || skip 'there is no /dev/full'
	run -2 --separate-stderr bash -c '"$PYIQ" export --to markdown >/dev/full'
	says "pyiq: write error: No space left on device"
}

@test "on a terminal what the notes hold is safe, in a pipe it is exact" {
	local form bell=$'\a' escape=$'\e]52;c;eA==\a'
	printf '## What is \u202eodd?\n\nA bell:%s an order:%s\n' "$bell" "$escape" >odd.md
	"$PYIQ" index --db odd.db odd.md
	for form in anki csv jsonl markdown; do
		run -0 on_terminal 80 export --to "$form" --db odd.db
		has 'A bell:' "$output"
		lacks "$bell" "$output"
		lacks $'\e]' "$output"
		lacks $'\u202e' "$output"
	done
	"$PYIQ" export --to markdown --db odd.db | grep -qF "$escape"
}

# ---- Anki --------------------------------------------------------------------

@test "anki: the head, a GUID, a deck, two fields and tags" {
	try 0 export --to anki weak
	prints <<-END
		#separator:tab
		#html:true
		#notetype:Basic
		#guid column:1
		#deck column:2
		#tags column:5
		$("$PYIQ" list --json | jq -r 'select(.line == 6).id')	pyiq::Memory	What is a weak reference?	"<ul>
		<li>A reference that does not keep its object alive. See <code>weakref.ref</code>.</li>
		</ul>"	
	END
}

@test "anki: a reader that follows its rules finds every note, and code as it was" {
	local db
	for db in db tricky.db; do
		"$PYIQ" export --to anki --db "$db" >cards.txt
		"$PYIQ" list --json --db "$db" >units.jsonl
		run -0 python3 "$PYIQ_SOURCE_DIR/tests/export/anki.py" cards.txt units.jsonl
	done
	has "4 blocks of code" "$output"
}

@test "anki: every unit of the corpus" {
	"$PYIQ" index --db corpus.db "$PYIQ_SOURCE_DIR/corpus" >/dev/null
	"$PYIQ" export --to anki --db corpus.db >cards.txt
	"$PYIQ" list --json --db corpus.db >units.jsonl
	run -0 python3 "$PYIQ_SOURCE_DIR/tests/export/anki.py" cards.txt units.jsonl
	has "$(wc -l <units.jsonl) notes" "$output"
}

@test "anki: markup of the notes is shaped or shown, and obeyed by nobody" {
	try 0 export --to anki --db tricky.db --topic quotes print
	has '<del>gone</del>' "$output"
	has 'Then __new__, <strong>bold</strong>' "$output"
	has 'done<br>and <sub>below</sub>' "$output"
	has '&lt;script>alert(1)&lt;/script> <b>bold</b> &lt;T>' "$output"
	has '<a href="""">bad</a> <a href=""notes.md"">good</a>' "$output"
	has '1 &lt; 2 &amp; 3 &gt; 2; &#91;sound:boo.mp3] and &#91;latex]x[/latex]' "$output"
	has 'What does &quot;a\tb&quot; print, and what __init__ &amp; *args?' "$output"
	has '<td><code>x|y</code></td>' "$output"
	lacks secret "$output"
	lacks '[sound:' "$output"
}

@test "anki: GUIDs stay when an answer changes and the index is made anew" {
	write stay/a.md <<<$'## What is one?\n\nThe first.\n\n## What is two?\n\nThe second.'
	"$PYIQ" index --db stay.db stay
	"$PYIQ" export --to anki --db stay.db | grep -o '^[0-9a-f]\{16\}' >before
	write stay/a.md <<<$'# Numbers\n\n## What is one?\n\nAnother answer.\n\n## What is two?\n\nThe second.'
	"$PYIQ" index --db stay.db --rebuild
	"$PYIQ" export --to anki --db stay.db >again
	[ "$(wc -l <before)" -eq 2 ]
	diff before <(grep -o '^[0-9a-f]\{16\}' again)
	grep -q 'Another answer' again
}

@test "anki: plain text keeps its lines and blanks" {
	try 0 export --to anki --db tricky.db 'plain'
	has $'What is *plain*?\t"<div style=""white-space: pre-wrap"">1. no list<br>    indented `x`<br># no heading</div>"' "$output"
}

# ---- The way back ------------------------------------------------------------

@test "csv: the head, lines that end in CRLF, cells as they are" {
	try 0 export --to csv --db tricky.db --topic '"::C"'
	prints <<-END
		question,answer,topic,subtopic,section,tags,level,id$(printf '\r')
		"#1 in bold?

		\`\`\`
		code
		\`\`\`","+ yes

		=SUM(A1)",A > B,::C,,"a b, c",advanced,$("$PYIQ" list --json --db tricky.db | jq -r 'select(.tags != []).id')$(printf '\r')
	END
}

@test "csv and jsonl: read again, every unit is what it was" {
	local form facts='[.question, .prompt, .level, .tags, .topic, .answered]' answers
	answers='select(.question | test("plain|dash") | not) | .answer | gsub("\\s+"; " ") | ltrimstr(" ")'
	"$PYIQ" list --db tricky.db --json >units.jsonl
	for form in csv jsonl; do
		back "$form" "back.$form" >"back.units"
		# In a document nothing but a link is no answer.
		diff <(jq -c "$facts" units.jsonl | sed '/is a link/s/false/true/') <(jq -c "$facts" back.units)
		# Plain text comes back as Markdown.
		diff <(jq -c "$answers" units.jsonl) <(jq -c "$answers" back.units)
	done
}

@test "markdown: read again, the same questions under the same topics" {
	local facts='[.question, .prompt, .level, .topic, .answered]'
	"$PYIQ" list --db tricky.db --json >units.jsonl
	back markdown back.md >back.units
	diff <(jq -c "$facts" units.jsonl) <(jq -c "$facts" back.units)
	grep -q '^## Above$' back.md
	grep -q '^### Deeper$' back.md
}

@test "markdown: every unit of the corpus comes back, with its level" {
	local facts='[.question, .prompt, .answer, .level, .topic, .answered]'
	[ -e corpus.db ] || "$PYIQ" index --db corpus.db "$PYIQ_SOURCE_DIR/corpus" >/dev/null
	"$PYIQ" export --to markdown --db corpus.db >corpus.md
	"$PYIQ" index --db again.db corpus.md >/dev/null
	diff <("$PYIQ" list --db corpus.db --json | jq -c "$facts") \
		<("$PYIQ" list --db again.db --json | jq -c "$facts")
}

@test "all forms: the seeds come back" {
	[ -d "$PYIQ_SHARED/seeds" ] || skip 'no seeds here'
	local form facts='[.question, .prompt, .level, .answered]'
	"$PYIQ" index --db seeds.db "$PYIQ_SHARED/seeds" >/dev/null
	"$PYIQ" list --db seeds.db --json | jq -c "$facts" >seeds.units
	for form in anki.txt csv.csv jsonl.jsonl markdown.md; do
		rm -rf back.db
		"$PYIQ" export --to "${form%.*}" --db seeds.db >"seeds.${form#*.}"
		"$PYIQ" index --db back.db "seeds.${form#*.}" >/dev/null
		diff seeds.units <("$PYIQ" list --db back.db --json | jq -c "$facts")
	done
}
