#!/usr/bin/env bash
#
# Runs every test in two builds, the release and one under the address and
# undefined behaviour sanitizers, after installing what they need.
#
#	tests/run.sh [CTEST OPTION...]        e.g. tests/run.sh -R cli.search -V
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=$root/build
[ ! -d "$root/../shared" ] || export PYIQ_SHARED="${PYIQ_SHARED:-$(cd "$root/../shared" && pwd)}"

# build_tree NAME CMAKE_OPTION...
build_tree() {
	echo "building $1 …"
	cmake -G Ninja -S "$root" -B "$build/$1" --log-level=WARNING \
		-DPYIQ_WERROR=ON -DPYIQ_BUILD_TESTS=ON "${@:2}" >/dev/null
	cmake --build "$build/$1" -- --quiet
}

"$root/cmd/deps.sh" build tests
build_tree test-release -DCMAKE_BUILD_TYPE=Release
# Under -O1 the tests run half again as fast as under -O0; what remains shows lines in a backtrace.
build_tree test-asan -DCMAKE_BUILD_TYPE=Debug -DCMAKE_C_FLAGS_DEBUG='-O1 -g1' -DCMAKE_CXX_FLAGS_DEBUG='-O1 -g1' \
	-DPYIQ_SANITIZE=address,undefined

# One run of ctest over both, so that one summary tells all.
mkdir -p "$build/tests"
printf 'subdirs("%s" "%s")\n' "$build/test-release" "$build/test-asan" >"$build/tests/CTestTestfile.cmake"
exec ctest --test-dir "$build/tests" --no-tests=error --output-on-failure \
	--parallel "$(getconf _NPROCESSORS_ONLN)" "$@" </dev/null
