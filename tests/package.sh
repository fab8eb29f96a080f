#!/usr/bin/env bash
#
# What is installed works where it is put, and what is packaged is in order.
#
#	tests/package.sh                    all of it; needs root, Debian, and the network for the machine below
#	tests/package.sh --built BUILD      what an existing build can show in a few seconds (ctest)
#
# All of it is: two builds in two folders give the same program, and the same
# package but for the id of its database; lintian has nothing to say; and on a
# machine with nothing but Debian 12's smallest base system, the package brings
# what it needs, works, and leaves nothing behind.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Of any date, but not of today: it is the time of every file in the package.
export SOURCE_DATE_EPOCH=1760000000
export HOME=$work/home XDG_STATE_HOME=$work/state
unset "${!PYIQ_@}" XDG_CONFIG_HOME XDG_DATA_HOME

fail() {
	echo "package.sh: $*" >&2
	exit 1
}

# quietly COMMAND...: its output is shown only when it fails
quietly() {
	"$@" >"$work/log" 2>&1 || {
		cat "$work/log" >&2
		fail "failed: $*"
	}
}

# holds FILE...: all of these are there
holds() {
	local file
	for file; do
		[ -e "$file" ] || fail "no $file"
	done
}

# installed BUILD: an installation in DESTDIR, which is moved elsewhere before it is used
installed() {
	local tree=$work/moved/opt/pyiq hit share

	DESTDIR=$work/staging quietly cmake --install "$1" --prefix /opt/pyiq
	mv "$work/staging" "$work/moved"
	[ "$(ls -A "$work/moved")" = opt ] || fail 'something is beside the prefix'
	share=$tree/share
	holds "$share"/man/{man1/pyiq.1,man5/pyiq-json.5,man5/pyiq-config.5,man7/pyiq-query.7} "$share/doc/pyiq/LICENSE" \
		"$share"/{bash-completion/completions/pyiq,zsh/site-functions/_pyiq,fish/vendor_completions.d/pyiq.fish}

	# From the database that came with it, which names its files where they are now.
	hit=$("$tree/bin/pyiq" search -m 1 --json gil | jq -r .file)
	[ "$hit" -ef "$share/pyiq/corpus/${hit##*/}" ] || fail "the hit is in '$hit'"
	"$tree/bin/pyiq" status | grep -q '^  up to date' || fail 'the notes that come with it seem to have changed'
	! grep -rlaF -e "$root" -e "$work" "$work/moved" || fail 'these files hold a path of the build'
	! readelf -d "$tree/bin/pyiq" | grep -E 'R(UN)?PATH' || fail 'libraries are searched where it was built'
	echo 'installed, moved, searched'
}

# packaged BUILD FOLDER: the package, in the folder
packaged() {
	local package member shown version depends

	mkdir "$2"
	quietly cpack --config "$1/CPackConfig.cmake" -B "$2/cpack"
	mv "$2"/cpack/*.deb "$2"
	package=$(echo "$2"/*.deb)
	shown=$(dpkg-deb --contents "$package")
	for member in bin/pyiq share/man/man1/pyiq.1.gz share/doc/pyiq/{copyright,changelog.gz} share/pyiq/db/iamglass \
		share/bash-completion/completions/pyiq share/zsh/vendor-completions/_pyiq share/fish/vendor_completions.d/pyiq.fish; do
		grep -q " \./usr/$member\$" <<<"$shown" || fail "no /usr/$member in the package"
	done
	! grep -v ' root/root ' <<<"$shown" || fail 'these files are not of root'
	! grep -vE '^(drwxr-xr-x|-rw-r--r--|-rwxr-xr-x .* \./usr/bin/pyiq$)' <<<"$shown" || fail 'these modes are odd'
	depends=$(dpkg-deb --field "$package" Depends)
	for member in libc6 libxapian30 libpcre2-8-0; do
		grep -q "\b$member\b" <<<"$depends" || fail "the package does not depend on $member"
	done
	version=$(dpkg-deb --field "$package" Version)
	[ "$("$1/bin/pyiq" --version | head -n 1)" = "pyiq $version" ] || fail 'the program is of another version'
	[[ $(head -n 1 "$root/cmd/package/changelog") == "pyiq ($version) "* ]] || fail 'cmd/package/changelog is of another version'
	echo "packaged, depends on $depends"
	if command -v lintian >/dev/null; then
		lintian --fail-on error,warning,info --display-info --tag-display-limit 0 --allow-root "$package" ||
			fail 'lintian complains'
		echo 'lintian has nothing to say'
	fi
}

if [ "${1:-}" = --built ]; then
	installed "${2:?usage: package.sh --built BUILD}"
	! command -v dpkg-shlibdeps >/dev/null || packaged "$2" "$work/package"
	exit
fi

# ---- Two builds ----------------------------------------------------------------

"$root/cmd/deps.sh" build tests package

for folder in one another/and/deeper; do
	mkdir -p "$work/$folder"
	tar -C "$root" --exclude=./build --exclude=./.git -c . | tar -C "$work/$folder" -x
	quietly cmake -G Ninja -S "$work/$folder" -B "$work/$folder/build" -DCMAKE_BUILD_TYPE=Release
	quietly cmake --build "$work/$folder/build"
done
(cd "$work" && sha256sum {one,another/and/deeper}/build/bin/pyiq)
cmp "$work"/{one,another/and/deeper}/build/bin/pyiq || fail 'two builds differ'

installed "$work/one/build"
packaged "$work/one/build" "$work/first"
packaged "$work/another/and/deeper/build" "$work/second" >/dev/null
for package in first second; do
	dpkg-deb --raw-extract "$work/$package"/*.deb "$work/$package/tree"
	# Xapian gives every database an id by chance: the sixteen bytes from the seventeenth on.
	(
		cd "$work/$package/tree"
		head -c 16 /dev/zero | dd of=usr/share/pyiq/db/iamglass bs=1 seek=16 conv=notrunc status=none
		find . -type f -not -path ./DEBIAN/md5sums -exec sha256sum {} + | sort
	) >"$work/$package/sums"
done
diff "$work"/{first,second}/sums || fail 'two packages differ'
echo "two packages are the same but for the database's id"

# ---- A machine -------------------------------------------------------------------

machine=$work/machine
on_machine() {
	echo "== $*"
	# shellcheck disable=SC2016 # the inner shell expands these
	unshare --mount --pid --fork --kill-child sh -ec '
		mount -t proc proc "$0/proc"
		mount -t devpts devpts "$0/dev/pts"
		exec chroot "$0" env -i HOME=/tmp/visitor DEBIAN_FRONTEND=noninteractive PATH=/usr/sbin:/usr/bin:/sbin:/bin "$@"
	' "$machine" "$@" </dev/null
}

# Every file of the machine, but for what apt, ldconfig and man-db remember for themselves.
files() {
	(cd "$machine" && find . -xdev \( -path ./proc -o -path ./dev -o -path ./tmp -o -path ./var/cache -o -path ./var/log \) -prune -o -print | sort)
}

mmdebstrap --quiet --mode=root --variant=minbase --include=man-db,bash-completion bookworm "$machine" http://deb.debian.org/debian
on_machine apt-get -q -y update
files >"$work/before"
install -m 644 "$work"/first/*.deb "$machine/tmp/pyiq.deb"
# What it only recommends may stay, for other packages know it, too.
on_machine apt-get -q -y -o Dpkg::Use-Pty=0 install --no-install-recommends /tmp/pyiq.deb
on_machine pyiq --version
on_machine pyiq search gil
on_machine pyiq status
for page in pyiq pyiq-query pyiq-json pyiq-config; do
	on_machine bash -c "set -o pipefail; man $page | sed -n 1,4p"
done
# shellcheck disable=SC2016 # bash on the machine expands these
on_machine bash -c '
	source /usr/share/bash-completion/bash_completion
	_completion_loader pyiq
	complete -p pyiq || exit 1
	COMP_WORDS=(pyiq sear) COMP_CWORD=1 COMP_LINE="pyiq sear" COMP_POINT=9
	$(complete -p pyiq | sed "s/.*-F \([^ ]*\).*/\1/") pyiq sear pyiq
	echo "offered: ${COMPREPLY[*]}"
	[[ ${COMPREPLY[*]} == search* ]]'
on_machine apt-get -q -y -o Dpkg::Use-Pty=0 purge --autoremove pyiq
files >"$work/after"
diff "$work/before" "$work/after" || fail 'it left something behind'
echo 'purged; nothing is left'
