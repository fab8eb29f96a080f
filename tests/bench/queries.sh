#!/usr/bin/env bash
#
# Times queries on a large collection, whole processes: pyiq beside ripgrep,
# SQLite FTS5 and Xapian's quest, all in one run, then commands that nobody waits for;
# prints Markdown tables.
#
#	tests/bench/queries.sh [FOLDER [UNITS]]
#
# The collection and the peers' databases are made in FOLDER, where they are
# used again the next time; in a temporary one unless it is said. 104000 units
# (61 MB) unless it is said. RUNS in the environment: how often each is asked.
set -euo pipefail

# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
folder=${1:-$tmp/collection}
units=${2:-104000}
[ -e "$folder/queries.tsv" ] || {
	rm -rf "$folder/notes"
	"$root/tests/bench/make_units.py" "$folder" "$units"
}
folder=$(cd "$folder" && pwd)
db=$folder/pyiq
[ "$db/iamglass" -nt "$pyiq" ] || "$pyiq" index --rebuild --db "$db" "$folder/notes" >/dev/null
# It is the last that is made.
[ -e "$folder/fts" ] || make_peers "$db" "$folder"

# ask_any QUERY: as FTS5 wants it, either a phrase or any of the words
ask_any() {
	case $1 in
	\"*) echo "$1" ;;
	*) grep -o '[[:alnum:]_]*' <<<"$1" | sed 's/.*/"&"/' | paste -sd' ' | sed 's/ / OR /g' ;;
	esac
}

commands=()
# add NAME COMMAND: one more command to be timed
add() {
	commands+=(-n "$1" "$2")
}
while IFS=$'\t' read -r name query; do
	text=${query#\"}
	add "pyiq $name" "$(quoted "$pyiq" search --db "$db" -- "$query")"
	add "rg $name" "$(quoted rg -niF -e "${text%\"}" "$folder/notes")"
	add "fts $name" "$(ask_fts "$folder/fts" "$(ask_any "$query")")"
	add "quest $name" "$(ask_quest "$folder/xapian" "$query")"
done <"$folder/queries.tsv"

# Nothing found is a status of its own, with rg too.
measure --ignore-failure --warmup 1 --runs "${RUNS:-5}" "${commands[@]}"
jq -e 'all(.results[] | select(.command | startswith("pyiq ")); all(.exit_codes[]; . <= 1))' "$tmp/json" >/dev/null ||
	{ echo 'pyiq failed' >&2; exit 1; }

echo "Milliseconds, median / 95th percentile over the queries of each one's median; ratios are pyiq's to the peer's."
echo
echo '| queries | pyiq | rg -niF | ratio | SQLite FTS5 | ratio | quest | ratio |'
echo '|---|---|---|---|---|---|---|---|'
jq -r '
	def round($n): . * pow(10; $n) + 0.5 | floor / pow(10; $n);
	def at($share): sort | .[((length - 1) * $share + 0.5) | floor];
	def of($peer): map(select(.peer == $peer).ms) | [at(0.5), at(0.95)];
	def show($n): map(round($n)) | join(" / ");
	def row($what):
		of("pyiq") as $own
		| ["\($what): \(map(select(.peer == "pyiq")) | length)", ($own | show(1))]
		+ [of("rg", "fts", "quest") | show(1), ([$own[0] / .[0], $own[1] / .[1]] | show(2))]
		| "| " + join(" | ") + " |";
	[.results[] | (.command | capture("(?<peer>.*) (?<kind>.*)-")) + { ms: (.median * 1000) }] as $all
	| ($all | map(.kind) | reduce .[] as $kind ([]; if index($kind) then . else . + [$kind] end)) as $kinds
	| "all", $kinds[] | . as $kind
	| $all | map(select($kind == "all" or .kind == $kind)) | row($kind)' "$tmp/json"

# ---- What is run without being asked for -------------------------------------------

# A shell's start-up shows a question, its prompt counts what is due, a key press completes.
export XDG_STATE_HOME=$tmp
id=$("$pyiq" random --db "$db" --format '{id:3}')
printf '\n3\n%.0s' {1..200} | "$pyiq" quiz --db "$db" -m 200 >/dev/null
others=(-n 'random' "'$pyiq' random --db '$db'"
	-n 'random of a frequent word' "'$pyiq' random --db '$db' what"
	-n 'random --topic' "'$pyiq' random --db '$db' --topic 'part 7'"
	-n 'quiz --due, 200 cards' "'$pyiq' quiz --db '$db' --due"
	-n 'complete topics' "'$pyiq' __complete random --db '$db' --topic ''"
	-n 'complete ids' "'$pyiq' __complete show --db '$db' $id"
	-n 'complete options' "'$pyiq' __complete search --"
	-n 'topics' "'$pyiq' topics --db '$db'"
	-n 'stats' "'$pyiq' stats --db '$db'")
measure --ignore-failure --warmup 5 --runs 50 "${others[@]}"

echo
echo '| command | ms, median / 95th percentile |'
echo '|---|---|'
jq -r '.results[] | (.times | sort) as $t |
	"| \(.command) | \([$t[24], $t[47]] | map(. * 10000 + 0.5 | floor / 10) | join(" / ")) |"' "$tmp/json"
