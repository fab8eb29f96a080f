#!/usr/bin/env bats
# --include and --exclude: hits from some files only.
# shellcheck disable=SC2154 # run sets stderr

load lib

setup_file() {
	index_notes
	for ((i = 1; i <= 90; i++)); do
		printf '## What is thing number %d?\n\nA thing.\n' "$i" | write "many/$((i % 9))/file$i.md"
	done
	"$PYIQ" index --db many.db many
}

files() {
	"$PYIQ" search --format '{file}' "$@" | sort -u
}

@test "words: the names of files" {
	same notes/python.md "$(files --include='py*' --all what)"
	same $'notes/labels.txt\nnotes/lists/memory.md\nnotes/unicode.md' "$(files --include '*.txt' --include='[mu]*' -e '')"
	same notes/labels.txt "$(files --exclude='*.md' --all what)"
	lacks python.md "$(files --exclude='*.txt' --exclude=python.md --all what)"
	same notes/lists/memory.md "$(files --include='*.md' --exclude='[!m]*' --all what)"
	try 1 search --include=nothing what
	prints </dev/null
	try 1 search --exclude='*' what
	try 1 search --include= what
}

@test "patterns, similar and list too" {
	try 0 search --include=python.md -e 'yield n'
	prints <<<'notes/python.md:11:        yield n'
	try 1 search --exclude='python.md' -e 'yield n' --exclude 'zz*'
	try 0 search --exclude='python.md' -e 'yield n'
	prints <<<'notes/zz copies.md:11:        yield n'
	try 0 list --include='*.txt'
	prints <<<$'notes/labels.txt:1:What does [::-1] do?\nnotes/labels.txt:4:What is the walrus operator := for?'
	same "$("$PYIQ" list --exclude python.md --topic 'once more')" "$("$PYIQ" list --include='zz*')"
	try 1 list --exclude='zz*' --topic 'once more'
	local id
	id=$("$PYIQ" list --format '{id}' --include python.md | head -1)
	same notes/unicode.md "$("$PYIQ" similar --all --format '{file}' --include='u*' "$id" | sort -u)"
}

@test "topics of these files, and a quiz about them" {
	try 0 topics --plain --include 'm*.md'
	prints <<<$'2\tMemory'
	try 0 topics --plain --exclude=python.md --exclude='*.txt' --exclude 'm*.md' --exclude 'u*'
	prints <<<$'2\tOnce more'
	try 0 quiz --include=labels.txt <<<$'\n3\n\n3'
	has '2 reviewed' "$output"
	sed -i '2,$s/ [0-9]* / 1000 /' "$HOME/.local/state/pyiq/reviews"
	try 0 quiz --due
	prints <<<2
	try 1 quiz --due --exclude='*.txt'
	prints <<<0
}

@test "of units that are alike one from a file that is wanted is shown" {
	try 0 search --exclude=python.md resumes
	prints <<<'notes/zz copies.md:3:What is a generator?'
	try 0 search --include='python.*' resumes
	prints <<<'notes/python.md:3:What is a generator?'
}

@test "a slash: the end of the path, ** any folders, a slash in front all of it" {
	same notes/lists/memory.md "$(files --include='lists/*' --all what)"
	same notes/lists/memory.md "$(files --include='notes/*/*' --all what)"
	same notes/lists/memory.md "$(files --include='notes/lists/**' --all what)"
	same "$(files --all what)" "$(files --include="$PWD/notes/**" --all what)"
	same notes/lists/memory.md "$(files --include="$PWD/**/memory.md" --all what)"
	try 1 search --include='/lists/*' what
	try 1 search --include='ists/memory.md' what
	try 1 search --include='lists' what
}

@test "counts are those of what is wanted" {
	same 90 "$("$PYIQ" search --db many.db -c thing)"
	same 10 "$("$PYIQ" search --db many.db -c --include='3/*' thing)"
	same 80 "$("$PYIQ" search --db many.db -c --exclude='3/*' thing)"
	same 10 "$("$PYIQ" search --db many.db -c --include='3/*' -e thing)"
	same 4 "$("$PYIQ" search --db many.db -m 4 --include='3/*' --format '{rank}' thing | tail -1)"
	same 10 "$("$PYIQ" search --db many.db --include='3/*' -l --all thing | wc -l)"
	same 80 "$("$PYIQ" search --db many.db --include='[1-8]/*' --count-by file thing | wc -l)"
	try 0 search --db many.db --heading --include='[34]/*' thing
	has '10 of 20 hits' "$output"
}

@test "-L names files that are wanted" {
	try 0 search -L --include='*.md' generator
	prints <<<$'notes/lists/memory.md\nnotes/unicode.md'
}

@test "in files of several databases" {
	same 'many/3/file3.md' "$("$PYIQ" search --db many.db --db "$PYIQ_DB" --include='file3.md' --format '{file}' what)"
	same 'notes/labels.txt' "$("$PYIQ" search --db many.db --db "$PYIQ_DB" --include='*.txt' --format '{file}' walrus)"
	same 'notes/labels.txt' "$("$PYIQ" search --db many.db --db "$PYIQ_DB" --include='*.txt' --format '{file}' -F walrus)"
}
