#!/usr/bin/env bats
# The five real documents, which live outside of this tree: what is known to
# stand in them is found. tests/gold/ judges their units and the ranking.
# shellcheck disable=SC2154,SC1112,SC1003 # run sets stderr; quotes are meant to be typographic

load lib

setup_file() {
	[ ! -d "${PYIQ_SHARED:-}/seeds" ] || PYIQ_DB=$BATS_FILE_TMPDIR/db "$PYIQ" index "$PYIQ_SHARED/seeds"
}

setup() {
	[ -d "${PYIQ_SHARED:-}/seeds" ] || skip 'there are no seeds in PYIQ_SHARED'
	cd "$BATS_FILE_TMPDIR" || return
}

# found ARGUMENT...: the hits, as the first digits of the document and the line
found() {
	"$PYIQ" search --json "$@" | jq -r '"\(.file | split("/")[-1][:3]):\(.line)"'
}

# finds LIST ARGUMENT...: exactly these, in any order
finds() {
	same "$(xargs -n 1 <<<"$1" | sort)" "$(found --all "${@:2}" | sort)"
}

# includes HIT ARGUMENT...: that one, among others
includes() {
	found "${@:2}" | grep -qx "$1"
}

@test "all units are there" {
	same '35 74 11 105 15' "$("$PYIQ" list --json | jq -r .file | uniq -c | awk '{ print $1 }' | xargs)"
}

@test "every unit says truly where it stands" {
	local file line word n=0
	while IFS=$'\t' read -r file line word; do
		[[ $(sed -n "${line}p" "$file" | tr -d '`*_\\') == *"$word"* ]] || { echo "$file:$line: $word"; return 1; }
		n=$((n + 1))
	done < <("$PYIQ" list --json | jq -r '[.file, .line, (.question | gsub("[`*_]"; "") | split(" ")[1])] | @tsv')
	same 240 "$n"
}

@test "an answer is the bytes of the source" {
	# of a document that was not encoded twice anywhere
	local document=("$PYIQ_SHARED"/seeds/003_*)
	"$PYIQ" list --json | jq -r 'select(.file | contains("/003_")) | .answer' >answers
	[ "$(wc -l <answers)" -gt 300 ]
	same '' "$(grep -Fxv -f "${document[0]}" answers | grep -v '^Answer:\|^$' | head -n 3)"
}

@test "the thirty units that stand there twice are one hit each" {
	same 210 "$("$PYIQ" search -c -e '')"
	same 210 "$(found -e '' | sort -u | wc -l)"
	same 30 "$("$PYIQ" search --json -e '' | jq -c 'select(.duplicates != [])' | wc -l)"
	# the second of them stands 214 lines below the first, in the same document
	same true "$("$PYIQ" search --json -e '' | jq -s '[.[] | .file as $file | .line as $line | .duplicates[] |
		.file == $file and .line == $line + 214] | all')"
}

@test "no search shows both" {
	local query
	for query in python 'deep copy' GIL 'what is' decorator list exception 'is vs =='; do
		found --all "$query" | sed -n 's/^003://p' >lines
		awk '{ seen[$1] = 1 } END { for (line in seen) if ((line < 215) && (line + 214) in seen) exit 1 }' lines
	done
	"$PYIQ" search --all --json copy | jq -es 'map(select(.file | contains("/003_")) | select(.line < 430)) | length > 0 and all(.[]; .duplicates | length == 1)'
}

@test "+1 alike is said, and shown as JSON" {
	try 0 search --heading -m 1 shallow copy only references
	has '003_cc550361a33ed238.txt:23' "$output"
	has '+1 alike' "$output"
	same '[237]' "$("$PYIQ" search --json -m 1 shallow copy only references | jq -c '.duplicates | map(.line)')"
}

@test "the same question with another answer is another unit" {
	includes 000:30 metaclasses
	includes 003:87 metaclasses
}

@test "doesn't: ASCII, typographic, or encoded twice" {
	finds '000:14 000:24 003:13 003:40 003:601' "doesn't"
	finds '000:14 000:24 003:13 003:40 003:601' 'doesn’t'
	# the broken bytes are not shown
	finds '000:14 003:601' -F 'doesn’t'
	try 1 search -F 'doesnâ€™t'
	same "$(found "What are Python's data types?")" "$(found 'What are Python’s data types?')"
}

@test "names with underscores, where Markdown takes them for emphasis" {
	includes 001:55 __init__
	includes 001:59 --all __init__
	includes 001:59 -F 'implement __init__'
	includes 001:57 __str__
	includes 001:383 __get__
	# and with its underscore escaped
	includes 004:63 line_profiler
	finds '000:30 000:33 001:55 001:59 003:442 003:478 003:552 003:575 003:670' __init__
}

@test "what is no unit is found nowhere" {
	# chat between two parts, and what follows the last unit
	try 1 search -F "Let me know if you'd like"
	try 1 search -F 'These questions cover'
	try 1 search -F 'Created by'
}

@test "signs" {
	includes 001:33 n²
	includes 004:17 →
	includes 003:80 'is vs =='
	includes 003:36 '*args **kwargs'
	includes 001:33 'O(n log n)'
}

@test "pattern and text over all of them" {
	same 'lru_cache' "$("$PYIQ" search -oIN -e 'lru_\w+' | sort -u)"
	same "$("$PYIQ" search -l -F GIL | sort)" "$(grep -lF GIL "$(realpath "$PYIQ_SHARED")"/seeds/* | sort)"
}
