#!/usr/bin/env bash
# Shell scripts, those of bats too, pass shellcheck.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

find cmd tests .ci \( -name '*.sh' -o -name '*.bash' -o -name '*.bats' -o -path '.ci/run' \) -exec shellcheck --format=gcc {} +
