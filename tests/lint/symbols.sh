#!/usr/bin/env bash
#
# Everything the engine shows to the linker begins with pyiq_.
#
#	tests/lint/symbols.sh BUILD_DIRECTORY
set -euo pipefail

library=$(find "${1:?usage: symbols.sh BUILD_DIRECTORY}" -name libpyiq_engine.a)
cd "$(dirname "$library")"
# Weak ones are instances of C++ templates, which every user of a header has.
alien=$(nm --extern-only --defined-only --print-file-name libpyiq_engine.a |
	awk '$2 !~ /^[WVu]$/ && $3 !~ /^pyiq_/ { sub(/:[0-9a-f]+$/, "", $1); print $1 ": " $3 " does not begin with pyiq_" }')
[ -z "$alien" ] || { echo "$alien"; exit 1; }
