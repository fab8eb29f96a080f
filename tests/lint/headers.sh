#!/usr/bin/env bash
#
# Dependencies point one way: cmd -> pyiq.h -> source, text, store, query ->
# base. A foreign header is known to as few files as can be.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

# Files, and what of ours they may include; the first line that fits counts.
layers='
indexer/base/.*    base/.*
indexer/text/.*    (base|text)/.*
indexer/store/.*   (base|text|store)/.*
indexer/source/.*  (base|text|source)/.*
indexer/query/.*   (base|text|store|query)/.*
indexer/.*         .*
cmd/term/.*        (base|term)/.*
cmd/.*             pyiq\.h|base/.*|((export|print|study|term)/)?[a-z_]+\.(h|def)
'

# Foreign headers, and the files that may include them.
foreign='
xapian.*                 indexer/store/xapian_c\.cc
pcre2.*                  indexer/query/regex\.c
cmark.*                  indexer/source/markdown\.c|cmd/term/(document\.c|rendering\.h)|cmd/export/(headings|html)\.c
utf8proc.*               indexer/base/unicode\.c
jansson.*                cmd/print/json\.c|cmd/queries\.c|cmd/status\.c|cmd/config\.c|indexer/source/read_json_lines\.c
expat.*                  indexer/source/posts\.c
gumbo.*                  indexer/source/html_tree\.c
csv\.h                   indexer/source/csv_rows\.c
cld2/.*                  indexer/text/language_cld2\.cc
yaml.*                   indexer/source/front_matter\.c
termios\.h|sys/ioctl\.h  cmd/term/(term\.c|keys\.[ch])
'

# value KEY TABLE: what stands beside the first pattern that fits the whole key
value() {
	local pattern rest
	while read -r pattern rest; do
		if [[ -n $pattern && $1 =~ ^($pattern)$ ]]; then
			echo "$rest"
			return
		fi
	done <<<"$2"
	echo '.*'
}

status=0
complain() {
	echo "$file:$line: $*"
	status=1
}

while IFS=: read -r file line include; do
	if [[ $include =~ \<(.*)\> ]]; then
		header=${BASH_REMATCH[1]}
		where=$(value "$header" "$foreign")
		[[ $file =~ ^($where)$ ]] || complain "<$header> belongs into ${where//\\/} alone"
	elif [[ $include =~ \"(.*)\" ]]; then
		header=${BASH_REMATCH[1]}
		what=$(value "$file" "$layers")
		[[ $header =~ ^($what)$ ]] || complain "\"$header\": this folder may include ${what//\\/}"
		# The engine's own top-level headers are no business of the front end.
		[[ $file != cmd/* || $header == pyiq.h || $header == base/* || -e cmd/$header ]] ||
			complain "\"$header\" is no header of cmd/"
	else
		complain "an include that cannot be read: $include"
	fi
done < <(grep -rnE '^[[:space:]]*#[[:space:]]*include' --include='*.c' --include='*.cc' \
	--include='*.h' --include='*.def' indexer cmd)
exit $status
