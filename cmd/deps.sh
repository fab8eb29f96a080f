#!/usr/bin/env bash
#
# Installs what is missing to build, test, package or measure pyiq:
#
#	cmd/deps.sh build [tests] [package] [bench]
#
# The table is the project's one list of what it needs. Where there is no
# apt-get it only says what is missing, and under which names to get it.
set -euo pipefail

# group  kind  what to look for  Debian  Fedora  Arch  Homebrew
needs='
build command c++          g++              gcc-c++            gcc         gcc
build command cmake        cmake            cmake              cmake       cmake
build command ninja        ninja-build      ninja-build        ninja       ninja
build command pkg-config   pkg-config       pkgconf-pkg-config pkgconf     pkgconf
build library xapian-core  libxapian-dev    xapian-core-devel  xapian-core xapian
build library libpcre2-8   libpcre2-dev     pcre2-devel        pcre2       pcre2
build library libcmark-gfm libcmark-gfm-dev cmark-gfm-devel    cmark-gfm   cmark-gfm
build tables  libcmark-gfm libcmark-gfm-extensions-dev cmark-gfm-devel cmark-gfm cmark-gfm
build library libutf8proc  libutf8proc-dev  utf8proc-devel     libutf8proc utf8proc
build library jansson      libjansson-dev   jansson-devel      jansson     jansson
build library expat        libexpat1-dev    expat-devel        expat       expat
build library gumbo        libgumbo-dev     gumbo-parser-devel gumbo-parser gumbo-parser
build header  csv.h        libcsv-dev       libcsv-devel       libcsv      libcsv
build header  cld2/public/encodings.h libcld2-dev cld2-devel cld2 cld2
build library yaml-0.1     libyaml-dev      libyaml-devel      libyaml     libyaml
tests library cmocka       libcmocka-dev    libcmocka-devel    cmocka      cmocka
tests command bats         bats             bats               bats        bats-core
tests command jq           jq               jq                 jq          jq
tests command python3      python3          python3            python      python
tests command tmux         tmux             tmux               tmux        tmux
tests command fzf          fzf              fzf                fzf         fzf
tests command mandoc       mandoc           mandoc             mandoc      mandoc
tests command clang        clang            clang              clang       llvm
tests fuzzer  libFuzzer    libclang-rt-dev  compiler-rt        compiler-rt llvm
tests command clang-format clang-format     clang-tools-extra  clang       clang-format
tests command clang-tidy   clang-tidy       clang-tools-extra  clang       llvm
tests command shellcheck   shellcheck       ShellCheck         shellcheck  shellcheck
tests command zsh          zsh              zsh                zsh         zsh
tests command fish         fish             fish               fish        fish
tests library bash-completion bash-completion bash-completion  bash-completion bash-completion
tests command less         less             less               less        less
tests command dpkg-shlibdeps dpkg-dev       dpkg-dev           dpkg        dpkg
package command dpkg-shlibdeps dpkg-dev     dpkg-dev           dpkg        dpkg
package command lintian    lintian          lintian            lintian     lintian
package command mmdebstrap mmdebstrap       mmdebstrap         mmdebstrap  mmdebstrap
bench command hyperfine    hyperfine        hyperfine          hyperfine   hyperfine
bench command jq           jq               jq                 jq          jq
bench command rg           ripgrep          ripgrep            ripgrep     ripgrep
bench command quest        xapian-tools     xapian-core        xapian-core xapian
bench command recollq      recollcmd        recoll             recoll      recoll
bench command scriptindex  xapian-omega     xapian-omega       xapian-omega xapian-omega
bench command sqlite3      sqlite3          sqlite             sqlite      sqlite
bench command /usr/bin/time time            time               time        gnu-time
'

present() {
	case $1 in
	command) command -v "$2" ;;
	library) pkg-config --exists "$2" ;;
	header) echo "#include <$2>" | cc -E - ;;
	fuzzer) echo 'int LLVMFuzzerTestOneInput(const char *d, long n) { return d && n; }' |
		clang -fsanitize=fuzzer -x c - -o /dev/null ;;
	# The extensions of cmark-gfm are a package of their own in Debian, without a .pc file.
	tables) [ -e "$(pkg-config --variable=includedir "$2")/cmark-gfm-core-extensions.h" ] ;;
	esac >/dev/null 2>&1
}

# Every line of the table that is asked for and not there, without its first three words.
missing() {
	while read -r group kind name packages; do
		case " $* " in *" $group "*) present "$kind" "$name" || echo "$packages" ;; esac
	done <<<"$needs"
}

# The names in one column, each once, on one line.
column() {
	awk -v n="$1" '!seen[$n]++ { printf "%s%s", sep, $n; sep = " " }'
}

list=$(missing "$@")
[ -n "$list" ] || exit 0
read -ra packages <<<"$(column 1 <<<"$list")"

as_root=(env DEBIAN_FRONTEND=noninteractive)
[ "$(id -u)" = 0 ] || as_root=(sudo "${as_root[@]}")
if ! command -v apt-get >/dev/null || ! command -v "${as_root[0]}" >/dev/null; then
	{
		echo "missing; please install:"
		echo "  Debian    apt-get install ${packages[*]}"
		echo "  Fedora    dnf install $(column 2 <<<"$list")"
		echo "  Arch      pacman -S $(column 3 <<<"$list")"
		echo "  Homebrew  brew install $(column 4 <<<"$list")"
	} >&2
	exit 2
fi

echo "installing ${packages[*]} …" >&2
log=$(mktemp)
trap 'rm -f "$log"' EXIT
apt=("${as_root[@]}" apt-get -q -y -o DPkg::Lock::Timeout=120 -o Dpkg::Use-Pty=0)
if ! { "${apt[@]}" update && "${apt[@]}" install --no-install-recommends "${packages[@]}"; } \
	</dev/null >"$log" 2>&1; then
	cat "$log" >&2
	echo "could not install ${packages[*]}" >&2
	exit 2
fi
