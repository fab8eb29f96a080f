#!/usr/bin/env bash
#
# Prints the README's comparison: how long one query takes, and for how many of the
# judged queries on the five documents in ../shared/seeds the first hit is a right
# one: its line, with recoll that of the first snippet, stands in a right unit. Each
# is asked as its user would: the query as it is typed, but its words in quotes for
# FTS5, whose syntax they would break. howdoi asks the web for each query and is not
# measured.
#
#	tests/bench/compare.sh
set -euo pipefail

# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
shared=$(cd "${PYIQ_SHARED:-$root/../shared}" && pwd)
seeds=$shared/seeds
export PYIQ_DB=$tmp/pyiq RECOLL_CONFDIR=$tmp/recoll XDG_CONFIG_HOME=$tmp XDG_STATE_HOME=$tmp

"$pyiq" index "$seeds" >/dev/null
make_peers "$tmp/pyiq" "$tmp"
mkdir "$RECOLL_CONFDIR"
printf 'topdirs = %s\nindexedmimetypes = text/plain\n' "$seeds" >"$RECOLL_CONFDIR/recoll.conf"
recollindex >/dev/null 2>&1
cd "$seeds"
"$pyiq" list --json | jq -r '[.file, .line, .end_line] | @tsv' >"$tmp/units"

# ---- The first hit of each: FILE, a tab and its LINE ------------------------------

first_pyiq() { "$pyiq" search --json -m1 -- "$1" 2>/dev/null | jq -r '[.file, .line] | @tsv'; }
first_grep() { grep -niF -- "$1" *.txt | head -n 1 | tr : '\t' | cut -f 1,2; }
first_rg() { rg -niF --sort path -- "$1" *.txt | head -n 1 | tr : '\t' | cut -f 1,2; }
first_recoll() {
	recollq -A -g 1 -n 1 "$1" 2>/dev/null |
		sed -n 's|.*\[file://\([^]]*\)\].*|\1|p; s|^\([0-9]\+\) : .*|\1|p' | paste -s | cut -f 1,2
}
words_of() { sed -E 's/"//g; s/[^ ]+/"&"/g' <<<"$1"; }
first_fts() {
	local row
	row=$(sqlite3 -readonly "$tmp/fts" "SELECT rowid FROM unit WHERE unit MATCH '$(words_of "$1" | sed "s/'/''/g")'
		ORDER BY bm25(unit, 3, 1) LIMIT 1" 2>/dev/null) && [ -n "$row" ] && sed -n "${row}p" "$tmp/units" | cut -f 1,2
}

# judge TOOL: how many of the queries have a right first hit
judge() {
	while IFS=$'\t' read -r query accepted; do
		printf '%s\t%s\n' "$accepted" "$(first_"$1" "$query" || true)"
	done < <(grep -v '^#' "$shared/eval/seed_queries.tsv") |
		awk -F '\t' '
			function base(path) { sub(".*/", "", path); return substr(path, 1, 3) }
			NR == FNR { line[NR] = $2; end[NR] = $3; file[NR] = base($1); n = NR; next }
			{
				right = 0
				for (i = split($1, places, ","); i > 0; i--) {
					split(places[i], place, ":")
					if (place[1] != base($2)) continue
					for (u = 1; u <= n; u++)
						right = right || file[u] == place[1] && line[u] == place[2] &&
							$3 >= line[u] && $3 <= end[u]
				}
				sum += right
			}
			END { print sum + 0 }' "$tmp/units" -
}

mapfile -t ms < <(medians --warmup 20 --runs 200 \
	"'$pyiq' search 'deep copy'" "grep -niF 'deep copy'$(printf ' %q' *.txt)" \
	"rg -niF 'deep copy'$(printf ' %q' *.txt)" "$(ask_fts "$tmp/fts" '"deep" "copy"')" "recollq -A -g 1 -n 10 'deep copy'")

echo '| | a search | first hit right, of '"$(grep -vc '^#' "$shared/eval/seed_queries.tsv")"' |'
echo '|---|---|---|'
i=0
for tool in pyiq grep rg fts recoll; do
	printf '| %s | %.1f ms | %s |\n' "$tool" "${ms[i]}" "$(judge $tool)"
	i=$((i + 1))
done
