#!/usr/bin/env bash
#
# Prints how well pyiq ranks, one line for each set of judged queries, and fails
# when one is below its floor. The floors stand in measure.py.
#
#	tests/relevance/run.sh [--misses] [seeds|corpus|comparisons|collections]...
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export PYIQ_SOURCE_DIR=${PYIQ_SOURCE_DIR:-$(cd "$here/../.." && pwd)}
export PYIQ=${PYIQ:-$PYIQ_SOURCE_DIR/build/bin/pyiq}
export PYIQ_SHARED=${PYIQ_SHARED:-$PYIQ_SOURCE_DIR/../shared}
exec python3 "$here/measure.py" "$@"
