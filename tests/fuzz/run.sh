#!/usr/bin/env bash
#
# Builds the fuzzers with clang and runs each for some seconds, from the
# fixtures and what earlier runs have found; prints one line for each.
#
#	tests/fuzz/run.sh [SECONDS [NAME...]]        3 seconds, and all of them: formats, decode, queries
#
# An input that breaks something is kept in build/fuzz/found/.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
build=$root/build/fuzz
seconds=${1:-2}
formats=("${@:2}")
[ ${#formats[@]} -gt 0 ] || formats=(markdown html json_lines csv tsv anki stack_exchange decode queries)

CC=clang CXX=clang++ cmake -G Ninja -S "$root" -B "$build" --log-level=WARNING -DCMAKE_BUILD_TYPE=RelWithDebInfo \
	-DPYIQ_WERROR=ON -DPYIQ_FUZZ=ON -DPYIQ_SANITIZE=fuzzer-no-link,address,undefined >/dev/null
cmake --build "$build" --target "${formats[@]/#/fuzz_}" -- --quiet

# fuzz FORMAT: its line, and whether nothing was found
fuzz() {
	local corpus=$build/corpus/$1 log=$build/$1.log seeds=$root/tests/fixtures/${1//_/} status=0
	local words=$root/tests/fuzz/$1.dict

	mkdir -p "$corpus" "$build/found"
	[ "$1" != json_lines ] || seeds=$root/tests/fixtures/jsonl
	[ -e "$words" ] || words=
	[ -d "$seeds" ] || seeds=$root/tests/fixtures
	[ "$1" != queries ] || seeds= # its dictionary has more than they do
	"$build/bin/fuzz_$1" ${words:+-dict="$words"} -max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048 -max_len=16384 \
		-artifact_prefix="$build/found/$1-" "$corpus" ${seeds:+"$seeds"} >"$log" 2>&1 || status=$?
	awk -v name="$1" '/^#[0-9]+/ { for (i = 1; i < NF; i++) if ($i == "cov:") cov = $(i + 1); n = substr($1, 2) }
		/^Done/ { n = $2 }
		END { printf "%-15s %9d runs, %6d edges\n", name, n, cov }' "$log"
	[ "$status" = 0 ] || { tail -n 40 "$log"; return 1; }
}

failed=0
for format in "${formats[@]}"; do
	fuzz "$format" || failed=1
done
exit $failed
