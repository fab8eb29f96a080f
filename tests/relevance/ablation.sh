#!/usr/bin/env bash
#
# What each part of the ranking is worth: builds pyiq without it, in a temporary
# copy of the sources, and prints how well the judged queries are answered then.
# "alone" is the first stage, as the postings propose.
#
#	tests/relevance/ablation.sh
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
export PYIQ_SHARED=${PYIQ_SHARED:-$root/../shared} PYIQ_SOURCE_DIR=$root PYIQ=$tmp/build/bin/pyiq

tar -C "$root" --exclude=./build --exclude=./.git -c . | tar -C "$tmp" -x --one-top-level=source
score=$tmp/source/indexer/query/score.c
groups=$tmp/source/indexer/query/groups.c
cp "$score" "$tmp/score.c"
cp "$groups" "$tmp/groups.c"
CMAKE_GENERATOR=Ninja cmake -S "$tmp/source" -B "$tmp/build" -DCMAKE_BUILD_TYPE=Release >/dev/null

# measure NAME: build what the sources are now, print a row, and put them back
measure() {
	cmake --build "$tmp/build" --target pyiq >/dev/null
	awk -v name="$1" '
		NF > 5 && $1 ~ /^(seeds|corpus)$/ { first[$1] = $3 }
		$1 ~ /^(cacm|cisi|npl|cosqa)$/ { gain[$1] = $5 }
		$1 == "collections" { mean = $4 }
		END { printf "| %s | %s | %s | %s | %s | %s | %s | %s |\n", name, first["seeds"], first["corpus"],
			gain["cacm"], gain["cisi"], gain["npl"], gain["cosqa"], mean }' \
		< <("$root/tests/relevance/run.sh" || true)
	cp "$tmp/score.c" "$score"
	cp "$tmp/groups.c" "$groups"
}

# weightless FEATURE...: it weighs nothing
weightless() {
	for feature; do
		grep -q "\[PYIQ_FEATURE_$feature\]" "$score"
		sed -i "/\[PYIQ_FEATURE_$feature\]/s/, [0-9.]* }/, 0 }/" "$score"
	done
}

# childless KINSHIP: no words of that kind stand for others
childless() {
	sed -i "/^pyiq_status pyiq_planner_add_sequence/,/^}/s/^\tif (text.source.data == NULL)/\tif (kinship == PYIQ_$1)\n\t\treturn PYIQ_OK;\n&/" "$groups"
	grep -q "kinship == PYIQ_$1)" "$groups"
}

echo '| without | seeds | corpus | cacm | cisi | npl | cosqa | mean |'
echo '|---|---|---|---|---|---|---|---|'
measure nothing
weightless FOUND EXPLAINED EARLY WINDOW EXACT FRAME
measure 'the second stage (alone)'
for feature in EXACT WINDOW EARLY EXPLAINED FOUND FRAME; do
	weightless "$feature"
	measure "$(sed -n "s/.*\[PYIQ_FEATURE_$feature\] = { \"\(.*\)\",.*/\1/p" "$score")"
done
for kinship in JOINED SPLIT ACRONYM SYNONYM CORRECTION; do
	childless "$kinship"
	measure "${kinship,,}"
done
