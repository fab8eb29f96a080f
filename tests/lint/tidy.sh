#!/usr/bin/env bash
#
# clang-tidy, with the checks that .clang-tidy names, finds nothing.
#
#	tests/lint/tidy.sh BUILD_DIRECTORY [FILE...]
set -euo pipefail

build=$(cd "${1:?usage: tidy.sh BUILD_DIRECTORY [FILE...]}" && pwd)
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

files() {
	if [ $# -gt 0 ]; then
		printf '%s\0' "$@"
	else
		find indexer cmd \( -name '*.c' -o -name '*.cc' \) -print0
	fi
}

# The analyzer goes down a function's paths to this many states. The 225,000 that it takes by
# itself take several times as long.
config=(--extra-arg=-Xclang --extra-arg=-analyzer-config --extra-arg=-Xclang --extra-arg=max-nodes=20000)

# It counts the warnings of other people's headers, too, which nobody wants to know.
files "${@:2}" |
	xargs -0 -n 1 -P "$(getconf _NPROCESSORS_ONLN)" \
		clang-tidy -p "$build" --quiet --warnings-as-errors='*' "${config[@]}" 2>&1 |
	sed '/^[0-9]* warnings* generated\.$/d'
