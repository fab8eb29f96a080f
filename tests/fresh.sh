#!/usr/bin/env bash
#
# Proves that a machine with nothing but Debian 12's smallest base system can
# run the two commands of the README. Needs root and Debian; builds the machine
# in a temporary folder. What is committed is what is tried.
#
#	tests/fresh.sh            cmd/try.sh twice
#	tests/fresh.sh --tests    and then tests/run.sh
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
command -v mmdebstrap >/dev/null || apt-get -q -y install mmdebstrap

machine=$(mktemp -d)
trap 'rm -rf "$machine"' EXIT

# Runs a command in the clone on that machine. Its mounts live in a namespace
# of their own and are gone when it ends, however it ends.
on_machine() {
	echo "== $*"
	# shellcheck disable=SC2016 # the inner shell expands these
	time unshare --mount --pid --fork --kill-child sh -ec '
		mount -t proc proc "$0/proc"
		mount -t devpts devpts "$0/dev/pts"
		exec chroot "$0" env -i -C /root/pyiq HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin "$@"
	' "$machine" "$@" </dev/null
}

TIMEFORMAT='== %1R s'
mmdebstrap --quiet --mode=root --variant=minbase bookworm "$machine" http://deb.debian.org/debian
git clone --quiet "$root" "$machine/root/pyiq"
on_machine ./cmd/try.sh "deep copy"
on_machine ./cmd/try.sh "deep copy"
[ "${1:-}" != --tests ] || on_machine ./tests/run.sh
