#!/usr/bin/env bash
# Judged queries on the seed documents find what they should: no worse than these floors.
set -euo pipefail
success=0.90 mrr=0.93

[ -d "$PYIQ_SHARED/seeds" ] || { echo "skipped: there is no $PYIQ_SHARED/seeds"; exit 77; }
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

"$PYIQ" index --db "$tmp/db" "$PYIQ_SHARED/seeds" >/dev/null
python3 "$PYIQ_SHARED/eval/score_queries.py" "$PYIQ_SHARED/eval/seed_queries.tsv" \
	"$PYIQ" search --db "$tmp/db" --json | tee "$tmp/score"

# The last line: 46 queries: success@1 0.957 success@3 1.000 MRR 0.975
awk -v success="$success" -v mrr="$mrr" '
	{ got_success = $4; got_mrr = $8 }
	END {
		if (got_success >= success && got_mrr >= mrr)
			exit 0
		print "want success@1 of at least " success " and MRR of at least " mrr
		exit 1
	}' "$tmp/score"
