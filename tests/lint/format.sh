#!/usr/bin/env bash
# C and C++ are formatted as .clang-format says; to mend: clang-format -i FILE.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

find indexer cmd tests \( -name '*.[ch]' -o -name '*.cc' \) -exec clang-format --dry-run -Werror {} +
