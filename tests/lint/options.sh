#!/usr/bin/env bash
#
# Every option in the table is shown by the manual page and by the help of each
# subcommand that knows it, and no subcommand has it twice.
#
#	tests/lint/options.sh BUILD_DIRECTORY
set -euo pipefail

build=$(cd "${1:?usage: options.sh BUILD_DIRECTORY}" && pwd)
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

# table FILE MACRO: a table of ours, as only the preprocessor can read it
table() {
	cc -E -P -x c -D"$2" "$1" | tr '\n@' ' \n'
}

mandoc -T ascii "$build/share/man/man1/pyiq.1" | sed "s/.\x08//g" >"$tmp/pyiq.1"
every=$(table cmd/commands.def 'COMMAND(id,name)=name')
for command in $every; do
	# Without help of its own it is a hidden one.
	"$build/bin/pyiq" "$command" --help >"$tmp/$command" 2>/dev/null || rm "$tmp/$command"
done

status=0
declare -A seen=()
complain() {
	echo "cmd/options.def:$(grep -nF "\"$name\"" cmd/options.def | head -n 1 | cut -d: -f1): $*"
	status=1
}

# The rows: "name" "letters" COMMAND | COMMAND
while IFS='"' read -r _ name _ letters commands; do
	[ -n "$name" ] || continue
	options=("--$name")
	for ((i = 0; i < ${#letters}; i++)); do
		[ "${letters:i:1}" = '#' ] || options+=("-${letters:i:1}")
	done
	commands=${commands,,}
	read -ra commands <<<"${commands//[|]/ }"
	[ "${commands[*]}" != every ] || read -ra commands <<<"$every"

	for option in "${options[@]}"; do
		for text in pyiq.1 "${commands[@]}"; do
			[ -e "$tmp/$text" ] || continue
			grep -qE -e "(^|[ ,])$option([], =[]|\$)" "$tmp/$text" || complain "$option is not shown by $text"
			# Two subcommands may each have their own, and the manual has both.
			[ "$text" = pyiq.1 ] || [ -z "${seen[$text $option]:-}" ] || complain "$option is there twice in $text"
			seen[$text $option]=1
		done
	done
done < <(table cmd/options.def 'OPT(id,letters,name,alias,argument,values,group,commands,...)=@ name letters commands')
exit $status
