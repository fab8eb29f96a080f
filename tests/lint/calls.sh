#!/usr/bin/env bash
#
# What the code may not do, and where: the engine never prints, exits or
# touches the locale, and allocates in one place; the terminal is known to one
# file.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

status=0

# forbid WHY REGEX FOLDER [FILES THAT MAY, a pattern]
forbid() {
	local why=$1 regex=$2 folder=$3 except=${4:-}
	# Comments may speak of anything: a line of one begins with a star or a slash.
	if grep -rnP --include='*.c' --include='*.cc' --include='*.h' "$regex" "$folder" |
		grep -vP '^[^:]+:\d+:\s*(\*|/[/*])' | grep -vP "^($except):" |
		awk -v why="$why" -F: '{ print $1 ":" $2 ": " why ":" substr($0, length($1 $2) + 3) }' |
		grep .; then
		status=1
	fi
}

call() {
	echo "(?<![\\w.>])(?:$1)\\s*\\("
}

forbid 'the engine never exits' "$(call 'exit|_exit|_Exit|quick_exit|abort')" indexer
forbid 'the engine never touches the locale' "$(call 'setlocale|newlocale|uselocale')" indexer
forbid 'the engine never prints' "$(call 'v?f?printf|f?puts|f?putc|putchar|perror')" indexer
forbid 'the engine never prints' '\b(stdout|stderr|cout|cerr)\b' indexer
forbid 'the engine allocates through base/memory.h' \
	"$(call 'malloc|calloc|realloc|reallocarray|strdup|strndup|v?asprintf|getdelim|getline')" \
	indexer 'indexer/base/memory\.c'
forbid 'terminals are the business of cmd/term/term.c' "$(call 'isatty|ioctl|tc[gs]etattr|ttyname')" cmd 'cmd/term/(term|keys)\.c'
forbid 'structs are not typedefed' 'typedef\s+(struct|union)\b' indexer
forbid 'structs are not typedefed' 'typedef\s+(struct|union)\b' cmd
exit $status
