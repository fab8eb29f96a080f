#!/usr/bin/env bash
#
# Searches the questions that come with pyiq, and does first whatever that
# needs: install packages, build, index.
#
#	cmd/try.sh "deep copy"
#
# Takes the options of `pyiq search`. Only hits go to stdout.
set -euo pipefail

if [ $# = 0 ]; then
	echo 'usage: try.sh QUERY      for example: try.sh "deep copy"' >&2
	exit 2
fi

self=$(readlink -f -- "${BASH_SOURCE[0]}")
root=${self%/cmd/*}
build=$root/build
log=$build/try.log

# Runs a command silently, unless it fails.
quietly() {
	"$@" </dev/null >"$log" 2>&1 && return
	cat "$log" >&2
	rm "$log"
	echo "failed: $*" >&2
	exit 2
}

"$root/cmd/deps.sh" build
mkdir -p "$build"

# The log is as old as the last build that succeeded.
sources=("$root/CMakeLists.txt" "$root/cmd" "$root/indexer" "$root/corpus")
if [ ! -e "$log" ] || [ -n "$(find "${sources[@]}" -newer "$log" -print -quit)" ]; then
	echo "building pyiq and the index of corpus/ …" >&2
fi
if [ ! -e "$build/build.ninja" ]; then
	quietly env CMAKE_GENERATOR=Ninja cmake -S "$root" -B "$build" -DCMAKE_BUILD_TYPE=Release \
		-DPYIQ_STATIC_LIBRARIES=ON
fi
quietly cmake --build "$build"

exec "$build/bin/pyiq" search --db "$build/share/pyiq/db" "$@"
