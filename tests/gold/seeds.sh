#!/usr/bin/env bash
# The units of the five seed documents are the 240 that were checked by hand, and no more.
set -euo pipefail

[ -d "$PYIQ_SHARED/seeds" ] || { echo "skipped: there is no $PYIQ_SHARED/seeds"; exit 77; }
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

"$PYIQ" index --db "$tmp/db" "$PYIQ_SHARED/seeds" >/dev/null
"$PYIQ" list --db "$tmp/db" --json |
	python3 "$PYIQ_SHARED/eval/score_units.py" seeds "$PYIQ_SHARED/gold/seeds" | tee "$tmp/score"
grep -qx 'seeds: 240 of 240 units exact, 0 invented' "$tmp/score"
