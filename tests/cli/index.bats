#!/usr/bin/env bats
# Reading notes: what is counted, skipped, removed, refused, and what text may be.
# shellcheck disable=SC2154,SC2030,SC2031 # run sets stderr; every test is a shell of its own

load lib

# Every test has notes and a database of its own.
setup() {
	cd "$BATS_TEST_TMPDIR" || return
	export PYIQ_DB=$PWD/db
}

# note FILE QUESTION: a file with that one unit
note() {
	printf '## %s\n\nAn answer.\n' "$2" | write "$1"
}

# indexed TEXT ARGUMENT...: index, and the summary is that text but for the time
indexed() {
	try 0 index "${@:2}"
	says
	same "$1" "$(sed -E 's/ in [0-9]+\.[0-9] s( \(|$)/\1/' <<<"$output")"
}

# questions: all there are
questions() {
	"$PYIQ" list --json | jq -r .question
}

# ---- Counts ------------------------------------------------------------------

@test "the summary: units, files and time" {
	write_notes notes
	run -0 --separate-stderr "$PYIQ" index notes
	[[ $output =~ ^'indexed 11 units from 5 files in '[0-9]+'.'[0-9]' s'$ ]]
	says
}

@test "one of each is no plural" {
	note a.md 'What is one?'
	indexed 'indexed 1 unit from 1 file' a.md
}

@test "the summary is of the whole database" {
	note a/a.md 'What is in a?'
	note b/b.md 'What is in b?'
	indexed 'indexed 1 unit from 1 file' a
	indexed 'indexed 2 units from 2 files' b
}

@test "in folders certain names count, of named files any" {
	for name in a.md b.markdown c.mdx d.txt E.MD f.py g.c README h.md~ .i.md; do
		note "notes/$name" "What is in $name?"
	done
	note notes/.git/j.md 'What is hidden?'
	indexed 'indexed 5 units from 5 files' notes
	indexed 'indexed 6 units from 6 files' notes/f.py
	indexed 'indexed 7 units from 7 files' notes/README
}

@test "nothing is written where the notes are" {
	write_notes notes
	find notes -printf '%p %s %T@\n' | sort >before
	indexed 'indexed 11 units from 5 files' notes
	indexed '11 units from 5 files, nothing changed,' notes
	find notes -printf '%p %s %T@\n' | sort | cmp before -
}

@test "the folders above a database are made" {
	note a.md 'What is one?'
	indexed 'indexed 1 unit from 1 file' --db deep/down/db a.md
	same 700 "$(stat -c %a deep)"
	[ -d deep/down/db ]
}

# ---- Again -------------------------------------------------------------------

@test "what did not change is skipped" {
	write_notes notes
	indexed 'indexed 11 units from 5 files' notes
	"$PYIQ" list --json >before
	indexed '11 units from 5 files, nothing changed,' notes
	"$PYIQ" list --json | cmp before -
}

@test "what was only touched is not indexed anew" {
	write_notes notes
	find notes -type f -exec touch -d '2001-02-02' {} + # a time that is too recent is not believed
	indexed 'indexed 11 units from 5 files' notes
	touch -d '2001-02-03' notes/python.md
	indexed '11 units from 5 files, nothing changed,' notes
	# nor looked into the next time
	same "$(sha256sum db/*.glass)" "$("$PYIQ" index notes >&2 && sha256sum db/*.glass)"
}

@test "a file that changed is read again" {
	note notes/a.md 'What is old?'
	note notes/b.md 'What stays?'
	indexed 'indexed 2 units from 2 files' notes
	note notes/a.md 'What is newer?'
	indexed 'indexed 2 units from 2 files' notes
	same $'What is newer?\nWhat stays?' "$(questions)"
	try 1 search old
	lacks old "$output$stderr"
	try 0 search newer
}

@test "a change of the same size in the same second is seen" {
	note notes/a.md 'What is old?'
	indexed 'indexed 1 unit from 1 file' notes
	note notes/a.md 'What is new?'
	indexed 'indexed 1 unit from 1 file' notes
	same 'What is new?' "$(questions)"
}

@test "a file that vanished leaves" {
	write_notes notes
	indexed 'indexed 11 units from 5 files' notes
	rm notes/labels.txt
	indexed 'indexed 9 units from 4 files' notes
	try 1 search walrus
	rm -r notes/lists
	indexed 'indexed 7 units from 3 files' notes
	try 1 search garbage collector
}

@test "a file that was renamed" {
	note notes/a.md 'What is one?'
	indexed 'indexed 1 unit from 1 file' notes
	mv notes/a.md notes/b.md
	indexed 'indexed 1 unit from 1 file' notes
	try 0 list
	prints <<<'notes/b.md:1:What is one?'
}

@test "without a path: what the database knows" {
	note a/a.md 'What is in a?'
	note b/b.md 'What is in b?'
	indexed 'indexed 2 units from 2 files' a b
	indexed '2 units from 2 files, nothing changed,'
	note b/c.md 'What is in c?'
	rm a/a.md
	indexed 'indexed 2 units from 2 files'
	same $'What is in b?\nWhat is in c?' "$(questions)"
}

@test "without a path, from another folder" {
	note a/a.md 'What is in a?'
	indexed 'indexed 1 unit from 1 file' a
	mkdir elsewhere && cd elsewhere
	note ../a/b.md 'What is in b?'
	indexed 'indexed 2 units from 2 files'
}

@test "a path tells nothing of the others" {
	note a/a.md 'What is in a?'
	note b/b.md 'What is in b?'
	indexed 'indexed 2 units from 2 files' a b
	rm a/a.md b/b.md
	indexed 'indexed 1 unit from 1 file' b
	same 'What is in a?' "$(questions)"
}

@test "a file that was named is kept, whatever its name and wherever it is" {
	note notes/a.md 'What is a note?'
	note notes/script.py 'What is in a script?'
	indexed 'indexed 2 units from 2 files' notes notes/script.py
	indexed '2 units from 2 files, nothing changed,' notes
	indexed '2 units from 2 files, nothing changed,'
	note notes/script.py 'What is new in a script?'
	indexed 'indexed 2 units from 2 files'
	same $'What is a note?\nWhat is new in a script?' "$(questions)"
	rm notes/script.py
	indexed 'indexed 1 unit from 1 file'
}

@test "a file that was named and is gone is forgotten" {
	note a.md 'What is a?'
	note b.md 'What is b?'
	indexed 'indexed 2 units from 2 files' a.md b.md
	rm a.md
	indexed 'indexed 1 unit from 1 file'
	same 'What is b?' "$(questions)"
	indexed '1 unit from 1 file, nothing changed,'
}

@test "a folder that is gone may come back: its units stay" {
	note notes/a.md 'What is a?'
	indexed 'indexed 1 unit from 1 file' notes
	mv notes away
	try 2 index
	says 'pyiq: notes: No such file or directory'
	same 'What is a?' "$(questions)"
	mv away notes
	indexed '1 unit from 1 file, nothing changed,'
}

@test "one file is one source, however it is named" {
	note notes/sub/a.md 'What is a?'
	ln -s notes link
	indexed 'indexed 1 unit from 1 file' notes/sub notes ./notes/../notes/sub/a.md "$PWD/notes" link
	indexed '1 unit from 1 file, nothing changed,' notes/sub
}

@test "ids depend on the path under the root and the question alone" {
	local ids
	write_notes here/notes
	write_notes somewhere/else/notes
	"$PYIQ" index --db one here/notes
	"$PYIQ" index --db two somewhere/else/notes
	ids=$("$PYIQ" list --db one --json | jq -r .id)
	same "$ids" "$("$PYIQ" list --db two --json | jq -r .id)"
	same 11 "$(sort -u <<<"$ids" | wc -l)"
	# and no line above matters
	sed -i '1i An introduction.\n' here/notes/*.md
	"$PYIQ" index --db one
	same "$(sort <<<"$ids")" "$("$PYIQ" list --db one --json | jq -r .id | sort)"
}

# ---- Trouble -----------------------------------------------------------------

@test "what is no text in a folder is counted, and named by --verbose" {
	note notes/a.md 'What is good?'
	printf '## What is binary?\n\nA\0B\n' >notes/binary.md
	note notes/z.md 'What is good, too?'
	indexed 'indexed 2 units from 3 files (1 skipped; --verbose names it)' notes
	same $'What is good?\nWhat is good, too?' "$(questions)"
	cp notes/binary.md notes/another.md
	cp notes/binary.md notes/one-more.md
	rm -r db
	indexed 'indexed 2 units from 5 files (3 skipped; --verbose names them)' notes
	rm -r db
	try 0 index --verbose notes
	has 'pyiq: skipped notes/binary.md: binary content, not text' "$stderr"
	same 3 "$(grep -c ': skipped ' <<<"$stderr")"
	[[ $output == *' (3 skipped)' ]]
}

@test "what is no text and was named is told, the others are indexed, status 2" {
	note notes/a.md 'What is good?'
	printf '\x7fELF\0' >program
	try 2 index program notes
	says 'pyiq: program: binary content, not text'
	has 'indexed 1 unit from 1 file' "$output"
}

@test "a file that became bad is told and keeps the units it had" {
	note notes/a.md 'What is good?'
	indexed 'indexed 1 unit from 1 file' notes
	printf 'A\0B' >notes/a.md
	try 2 index notes
	says 'pyiq: notes/a.md: binary content, not text'
	same 'What is good?' "$(questions)"
}

@test "a path that is not there is told, the others are indexed, status 2" {
	note a.md 'What is a?'
	try 2 index nowhere a.md
	says 'pyiq: nowhere: No such file or directory'
	has 'indexed 1 unit from 1 file' "$output"
}

@test "a path that is not there, alone: no database comes of it" {
	try 2 index nowhere
	says 'pyiq: nowhere: No such file or directory'
	prints </dev/null
	[ ! -e db ]
}

@test "neither a file nor a folder" {
	note a.md 'What is a?'
	try 2 index /dev/null a.md
	says "pyiq: /dev/null: neither a file nor a folder"
	has 'indexed 1 unit from 1 file' "$output"
}

@test "a file that cannot be read is told, and keeps the units it had" {
	note notes/a.md 'What is readable?'
	note notes/b.md 'What is secret?'
	let_nobody_in
	mkdir -m 777 work
	export PYIQ_DB=$PWD/work/db
	as_nobody "$PYIQ" index notes
	touch -d '2001-02-03' notes/b.md
	chmod 0 notes/b.md
	run -2 --separate-stderr as_nobody "$PYIQ" index notes
	says "pyiq: notes/b.md: Permission denied"
	has '2 units from 2 files, nothing changed' "$output"
	run -0 as_nobody "$PYIQ" search -c secret
	chmod 644 notes/b.md
	as_nobody "$PYIQ" index notes
}

@test "a folder that cannot be read is told, and keeps the units it had" {
	note notes/a.md 'What is readable?'
	note notes/sub/b.md 'What is secret?'
	let_nobody_in
	mkdir -m 777 work
	export PYIQ_DB=$PWD/work/db
	as_nobody "$PYIQ" index notes
	chmod 0 notes/sub
	run -2 --separate-stderr as_nobody "$PYIQ" index notes
	says "pyiq: notes/sub: Permission denied"
	run -0 as_nobody "$PYIQ" search -c secret
	chmod 755 notes/sub
	run -0 as_nobody "$PYIQ" index notes
}

@test "a link in a circle ends, and everything is read once" {
	note notes/a.md 'What is a?'
	note notes/sub/b.md 'What is b?'
	ln -s .. notes/sub/up
	ln -s . notes/sub/here
	ln -s nothing notes/dangling.md
	indexed 'indexed 2 units from 2 files' notes
	indexed '2 units from 2 files, nothing changed,' notes
}

@test "a link to a folder elsewhere is followed" {
	note away/b.md 'What is b?'
	note notes/a.md 'What is a?'
	ln -s ../away notes/link
	indexed 'indexed 2 units from 2 files' notes
	try 0 list
	prints <<-'END'
		notes/a.md:1:What is a?
		notes/link/b.md:1:What is b?
	END
}

@test "nothing to index" {
	try 2 index
	says "pyiq: nothing to index: '$PWD/db' knows no folder" 'hint: name files or folders: pyiq index FOLDER'
	[ ! -e db ]
	mkdir empty
	indexed '0 units from 0 files, nothing changed,' empty
}

@test "an empty file, and one of blank lines" {
	mkdir notes
	: >notes/empty.md
	printf '\n\n \n' >notes/blank.md
	note notes/a.md 'What is a?'
	indexed 'indexed 1 unit from 3 files' notes
	indexed '1 unit from 3 files, nothing changed,' notes
}

# ---- Text --------------------------------------------------------------------

@test "a line of 50 MB" {
	mkdir notes
	{
		printf '## What is long?\n\n'
		yes 'needle and hay' | tr '\n' ' ' | head -c $((50 * 1024 * 1024))
		printf '\n\n## What is behind it?\n\nNothing.\n'
	} >notes/long.md
	indexed 'indexed 2 units from 1 file' notes
	try 0 search behind
	prints <<<'notes/long.md:5:What is behind it?'
	try 0 search needle
	prints <<<'notes/long.md:1:What is long?'
	same "$(sed -n 3p notes/long.md | wc -c)" "$("$PYIQ" search -IN -F needle | wc -c)"
}

@test "a question of a megabyte, a thousand levels, a hundred thousand ticks" {
	mkdir notes
	{
		printf '## What is long '
		yes x | tr '\n' ' ' | head -c 1000000
		printf '?\n\nThis.\n\n'
	} >notes/question.md
	{
		printf '## What is deep?\n\n'
		printf '> %.0s' {1..1000}
		printf 'here\n'
	} >notes/deep.md
	{
		printf '## What ticks?\n\n'
		yes '`' | tr -d '\n' | head -c 100000
		printf '\n\nIt does.\n'
	} >notes/ticks.md
	{
		printf '## What nests?\n\n'
		for ((i = 0; i < 300; i++)); do
			printf '%*s- item\n' $((2 * i)) ''
		done
	} >notes/lists.md
	indexed 'indexed 4 units from 4 files' notes
	try 0 search -l ticks
	try 0 search -l -F here
	prints <<<notes/deep.md
}

@test "bytes that are not UTF-8 are read as what they most likely are" {
	mkdir notes
	printf '## What is a caf\xe9?\n\nA place for \x93quotes\x94, \x80 and \xff.\n' >notes/a.md
	indexed 'indexed 1 unit from 1 file (1 repaired; --verbose names it)' notes
	try 0 search café
	prints <<<'notes/a.md:1:What is a café?'
	try 0 search -1 cafe
	has 'A place for “quotes”, € and ÿ.' "$output"
	"$PYIQ" search --json cafe | jq -e . >/dev/null
}

@test "what was encoded twice is repaired" {
	mkdir notes
	printf '## Why doesn\xc3\xa2\xe2\x82\xac\xe2\x84\xa2t it work?\n\nWell.\n' >notes/a.md
	indexed 'indexed 1 unit from 1 file (1 repaired; --verbose names it)' notes
	try 0 search "doesn't"
	prints <<<$'notes/a.md:1:Why doesn\u2019t it work?'
}

@test "CRLF and a byte order mark" {
	mkdir notes
	printf '\xef\xbb\xbf## What is BOM?\r\n\r\nLine one.\r\nLine two.\r\n\r\n## And what is next?\r\n\r\nThis.\r\n' >notes/a.md
	indexed 'indexed 2 units from 1 file' notes
	try 0 search -e .
	prints <<-'END'
		notes/a.md:1:What is BOM?
		notes/a.md:3:Line one.
		notes/a.md:4:Line two.
		notes/a.md:6:And what is next?
		notes/a.md:8:This.
	END
}

@test "lone carriage returns" {
	mkdir notes
	printf '## What is old?\r\rA Mac.\r' >notes/a.md
	indexed 'indexed 1 unit from 1 file' notes
	try 0 search -e Mac
	prints <<<'notes/a.md:3:A Mac.'
}

@test "UTF-16, of both kinds" {
	mkdir notes
	printf '\ufeff## What is wide? ✓\n\nText 🐍.\n' | iconv -f UTF-8 -t UTF-16LE >notes/little.md
	printf '\ufeff## What is wider? ✓\n\nText 🐍.\n' | iconv -f UTF-8 -t UTF-16BE >notes/big.md
	indexed 'indexed 2 units from 2 files (2 repaired; --verbose names them)' notes
	try 0 search -e 'Text 🐍'
	prints <<-'END'
		notes/big.md:3:Text 🐍.
		notes/little.md:3:Text 🐍.
	END
}

@test "front matter: title, tags and level; lines count from the top" {
	mkdir notes
	cat >notes/a.md <<-'END'
		---
		title: Front
		tags: [one, two]
		level: basic
		---

		## What is front matter?

		YAML above the text.
	END
	indexed 'indexed 1 unit from 1 file' notes
	same '[7,9,["Front"],["one","two"],"basic"]' \
		"$("$PYIQ" list --json | jq -c '[.line, .end_line, .topic, .tags, .level]')"
	try 1 search 'level: basic'
	try 1 search -e 'title'
}

@test "front matter that is no YAML is no text either" {
	mkdir notes
	printf -- '---\ntitle: One: the first\ntags: [\n---\n\n## What is broken?\n\nThis.\n' >notes/a.md
	indexed 'indexed 1 unit from 1 file' notes
	same '[6,8,[]]' "$("$PYIQ" list --json | jq -c '[.line, .end_line, .topic]')"
}

@test "what stands between two rules is text" {
	mkdir notes
	printf -- '---\n\n## What is open?\n\nThis.\n\n---\n' >notes/b.md
	indexed 'indexed 1 unit from 1 file' notes
	try 0 list
	prints <<<'notes/b.md:3:What is open?'
}

@test "names of files may be anything" {
	local name names=('a b.md' 'c:3:d.md' $'e\nf.md' $'g\xffh.md' 'ü.md' -n.md)
	for name in "${names[@]}"; do
		note "notes/$name" "What is in ${#name}?"
	done
	indexed 'indexed 6 units from 6 files' notes
	"$PYIQ" search -l0 -e . | sort -z >got
	printf 'notes/%s\0' "${names[@]}" | sort -z | cmp - got
	same 6 "$("$PYIQ" list --json | jq -e .file | wc -l)"
	(cd notes && indexed '6 units from 6 files, nothing changed,' -- -n.md)
}

@test "--db twice is a mistake, for only one can be written" {
	note a.md 'What is a?'
	try 2 index --db one --db two a.md
	same 'pyiq index: only one --db can be written' "$(head -n 1 <<<"$stderr")"
	[ ! -e one ]
	[ ! -e two ]
}
