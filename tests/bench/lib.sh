# shellcheck shell=bash
#
# What the benches share; sourced. Sets root, pyiq (a release build, made here)
# and tmp (removed in the end).
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
pyiq=$root/build/bin/pyiq
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

"$root/cmd/deps.sh" build bench
CMAKE_GENERATOR=Ninja cmake -S "$root" -B "$root/build" -DCMAKE_BUILD_TYPE=Release \
	-DPYIQ_STATIC_LIBRARIES=ON >/dev/null
cmake --build "$root/build" >/dev/null

# make_peers DB FOLDER: the units of a database, ready made, for the peers:
# FOLDER/xapian for quest, FOLDER/fts for SQLite, and what scriptindex reads
make_peers() {
	"$pyiq" list --db "$1" --json >"$tmp/units"
	jq -r '"question=" + .question, "answer=" + (.answer | gsub("\n"; "\n=")), ""' "$tmp/units" >"$2/dump"
	printf 'question : index=S index field=title\nanswer : index field=sample\n' >"$2/script"
	scriptindex --stemmer=english --overwrite "$2/xapian" "$2/script" "$2/dump" >/dev/null

	jq -r '[.question, .answer] | @csv' "$tmp/units" >"$tmp/csv"
	rm -f "$2/fts"
	sqlite3 "$2/fts" "CREATE VIRTUAL TABLE unit USING fts5(question, answer, tokenize='porter')" \
		".import --csv $tmp/csv unit"
	rm "$tmp/units" "$tmp/csv"
}

# ask_fts DB MATCH: the command, for hyperfine, that asks SQLite
ask_fts() {
	quoted sqlite3 -readonly "$1" "SELECT question, snippet(unit, 1, '[', ']', '…', 30) FROM unit
		WHERE unit MATCH '${2//\'/\'\'}' ORDER BY bm25(unit, 3, 1) LIMIT 10"
}

# ask_quest DB QUERY: the command that asks quest
ask_quest() {
	quoted quest "--db=$1" --stemmer=english -- "$2"
}

# quoted WORD...: as one line that hyperfine parts into the same words
quoted() {
	local word
	for word; do printf "'%s' " "${word//\'/\'\\\'\'}"; done
}

# measure HYPERFINE_OPTION...: leaves what hyperfine measured in $tmp/json
measure() {
	hyperfine -N --output=pipe --style=none --export-json "$tmp/json" "$@" >/dev/null 2>"$tmp/log" ||
		{ cat "$tmp/log" >&2; return 1; }
}

# medians HYPERFINE_OPTION...: the median of each command in milliseconds, one a line
medians() {
	measure "$@" && jq -r '.results[].median * 1000' "$tmp/json"
}

# bytes PATH: of the files in a folder
bytes() {
	find "$1" -type f -printf '%s\n' | awk '{ n += $1 } END { print n }'
}
