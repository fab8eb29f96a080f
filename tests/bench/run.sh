#!/usr/bin/env bash
#
# Times pyiq against its peers on the five documents in ../shared/seeds, and its
# index on ../shared/corpora and on a synthetic dump of posts, all in one run;
# prints Markdown tables of medians of whole processes. The peers get the same
# units, ready made.
#
#	tests/bench/run.sh [POSTS]        so many posts; 200000 unless it is said
set -euo pipefail

# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
shared=$(cd "${PYIQ_SHARED:-$root/../shared}" && pwd)
seeds=$shared/seeds
posts=${1:-200000}

"$pyiq" index --db "$tmp/pyiq" "$seeds" >/dev/null
make_peers "$tmp/pyiq" "$tmp"

cd "$seeds"
words="'$pyiq' search --db '$tmp/pyiq' 'deep copy'"
pattern="'$pyiq' search --db '$tmp/pyiq' -e 'lru_\\w+'"
build="'$pyiq' index --db '$tmp/fresh' ."
update="'$pyiq' index --db '$tmp/pyiq' ."
files=$(printf ' %q' *.txt)
rg_words="rg -niF 'deep copy'$files"
rg_pattern="rg -nP 'lru_\\w+'$files"
quest=$(ask_quest "$tmp/xapian" 'deep copy')
fts=$(ask_fts "$tmp/fts" 'deep copy')
peer_build="scriptindex --stemmer=english --overwrite '$tmp/fresh' '$tmp/script' '$tmp/dump'"

# Peak resident set in MB.
memory() {
	eval "/usr/bin/time -o '$tmp/kb' -f %M $1" >/dev/null
	awk '{ print $1 / 1024 }' "$tmp/kb"
}

# row WHAT UNIT OURS [PEER VALUE]...
row() {
	awk -v what="$1" -v unit="$2" -v ours="$3" -v peer="${4:-}" -v theirs="${5:-0}" 'BEGIN {
		if (peer == "")
			printf "| %s | %.1f %s | | |\n", what, ours, unit
		else
			printf "| %s | %.1f %s | %s: %.1f %s | %.2f |\n",
				what, ours, unit, peer, theirs, unit, ours / theirs
	}'
}

mapfile -t ms < <(medians --warmup 20 --runs 200 "$words" "$rg_words" "$quest" "$fts" "$pattern" "$rg_pattern")
mapfile -t fresh < <(medians --warmup 2 --runs 20 --prepare "rm -rf '$tmp/fresh'" "$build" "$peer_build")
mapfile -t again < <(medians --warmup 2 --runs 50 "$update")

echo '| what | pyiq | peer | ratio |'
echo '|---|---|---|---|'
row 'words: deep copy' ms "${ms[0]}" 'rg -niF' "${ms[1]}"
row 'words: deep copy' ms "${ms[0]}" quest "${ms[2]}"
row 'words: deep copy' ms "${ms[0]}" 'SQLite FTS5' "${ms[3]}"
row 'pattern: lru_\w+' ms "${ms[4]}" 'rg -nP' "${ms[5]}"
row 'index 240 units from nothing' ms "${fresh[0]}" 'scriptindex, units ready made' "${fresh[1]}"
row 'index again, nothing changed' ms "${again[0]}"
row 'peak memory, words' MB "$(memory "$words")" quest "$(memory "$quest")"
row 'peak memory, pattern' MB "$(memory "$pattern")" 'rg -nP' "$(memory "$rg_pattern")"

# ---- The index alone ----------------------------------------------------------------

collections="'$pyiq' index --db '$tmp/all' '$shared/corpora' '$seeds'"
read -r all < <(medians --warmup 1 --runs 10 --prepare "rm -rf '$tmp/all'" "$collections")
read -r same < <(medians --warmup 2 --runs 50 "$collections")
read -r units kind < <("$pyiq" status --db "$tmp/all" --json | jq -r '"\(.units) units"')
text=$(($(bytes "$shared/corpora") + $(bytes "$seeds")))

"$root/tests/bench/make_posts.py" "$posts" >"$tmp/Posts.xml"
/usr/bin/time -o "$tmp/dump" -f '%M %e' "$pyiq" index --db "$tmp/posts" "$tmp/Posts.xml" >/dev/null
read -r kb seconds <"$tmp/dump"
read -r answers < <("$pyiq" status --db "$tmp/posts" --json | jq .units)

echo
echo '| index | time | units/s | MB/s | index / text | memory |'
echo '|---|---|---|---|---|---|'
awk -v ms="$all" -v units="$units" -v kind="$kind" -v text="$text" -v size="$(bytes "$tmp/all")" -v mb="$(memory "$collections --rebuild")" 'BEGIN {
	printf "| corpora and seeds: %d %s, %.1f MB | %.0f ms | %.0f | %.2f | %.2f | %.0f MB |\n",
		units, kind, text / 1e6, ms, units / ms * 1000, text / ms / 1000, size / text, mb
}'
awk -v ms="$same" 'BEGIN { printf "| the same, nothing changed | %.1f ms | | | | |\n", ms }'
awk -v s="$seconds" -v n="$posts" -v units="$answers" -v text="$(stat -c %s "$tmp/Posts.xml")" -v size="$(bytes "$tmp/posts")" -v kb="$kb" 'BEGIN {
	printf "| %d posts: %d units, %.0f MB | %.0f s | %.0f | %.2f | %.2f | %.0f MB |\n",
		n, units, text / 1e6, s, units / s, text / s / 1e6, size / text, kb / 1024
}'
