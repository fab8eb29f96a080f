#!/usr/bin/env bats
# A query is never a syntax error, and a pattern never more than one.
# shellcheck disable=SC1003,SC2016 # none of these is a mistake

load lib

readonly signs='!"#$%&'\''()*+,-./:;<=>?@[\]^_`{|}~'

setup_file() {
	index_notes
}

# ask OPTION... < QUERIES: search for each NUL-terminated query; out and err
# collect what is printed, statuses what came of it
ask() {
	local query status
	rm -f out err statuses
	touch out err statuses
	# Outside of the C locale, read takes a NUL for the end of a broken character.
	while IFS= LC_ALL=C read -rd '' query; do
		status=0
		"$PYIQ" search "$@" "$query" >>out 2>>err || status=$?
		printf '%d %q\n' $status "$query" >>statuses
	done
}

# every FILE REGEX: each line of the file is like that
every() {
	! grep -avE "$2" "$1" | head -n 20 | cut -c 1-500 | grep .
}

# pairs SIGNS BEFORE BEHIND: every pair of the signs, between two words
pairs() {
	local i j
	for ((i = 0; i < ${#1}; i++)); do
		for ((j = 0; j < ${#1}; j++)); do
			printf '%s\0' "$2${1:i:1}${1:j:1}$3"
		done
	done
}

# How many of many queries are asked by a process of their own: one in so many. All pairs of
# signs are asked in one process, too.
step=4
! sanitized || step=11

# some: these, of the queries on standard input
some() {
	sed -zn "1~${step}p"
}

# some_of N: so many are asked of N
some_of() {
	echo $((($1 + step - 1) / step))
}

# repeat N TEXT
repeat() {
	local text
	printf -v text "%$1s" ''
	printf '%s\0' "${text// /$2}"
}

# Of words nothing is printed but hits, and nothing is said but notes.
words_are_never_wrong() {
	every statuses '^[01] '
	every out '^notes/[^:]*:[0-9]+:'
	every err '^pyiq: (did you mean|no unit has these words; looking for the text as a pattern): '
}

@test "every pair of signs" {
	pairs "$signs" '' '' | some | ask --
	same "$(some_of 1024)" "$(wc -l <statuses)"
	words_are_never_wrong
}

@test "every pair of signs, between words" {
	pairs "$signs" yield n | some | ask --
	same "$(some_of 1024)" "$(wc -l <statuses)"
	words_are_never_wrong
	# the word in front of them is found whatever follows
	[ "$(grep -c '^1 ' statuses)" -lt 24 ]
}

@test "every pair of signs, between words or not, in one run" {
	{
		pairs "$signs" '' ''
		pairs "$signs" yield n
	} | tr '\0' '\n' | awk '{ print NR "\t" $0 }' >many.tsv
	run -0 --separate-stderr "$PYIQ" search --queries many.tsv -c
	[ -z "$stderr" ]
	same 2048 "${#lines[@]}"
	[ "$(tail -n 1024 <<<"$output" | grep -c $'\t0$')" -lt 24 ]
}

@test "every byte, in a word and by itself" {
	local byte byte_text
	for ((byte = 1; byte < 256; byte++)); do
		printf -v byte_text '\\x%02x' $byte
		printf '%b\0ge%bnerator\0' "$byte_text" "$byte_text"
	done | some | ask --
	same "$(some_of 510)" "$(wc -l <statuses)"
	words_are_never_wrong
}

@test "quotes, operators and groups that are not closed, or stand alone" {
	{
		printf '%s\0' '"' '""' '"""' '" "' '"a' 'a"' 'a"b' '"a" "' '"a"b"c' "'" "'a" "\"'" '"(' '("' '"+a -b"' '+"a' '-"a b' '+""'
		printf '%s\0' AND OR NOT NEAR XOR 'AND AND' 'a AND' 'OR a' 'NOT NOT a' 'a NEAR/' 'NEAR/3' 'a NEAR/999999999999 b' 'AND OR NOT'
		printf '%s\0' '(' ')' '()' ')(' '((a)' '(a))' '(a OR' '( AND )' '(((' ')))' '[a' 'a]' '{1' 'a{' '<' '<a' '>'
		printf '%s\0' + - = '*' '**' '+ +' '- -' '+-a' '-+a' '--a' '++a' '+' ' +' '+ a' '-a' '-1' '-e' '--' '---' '-- --' '=a' '==' '=' '*a' 'a*' '**a'
		printf '%s\0' q: a: topic: file: code: 'q:a' 'q:"a' 'topic:oop decorator' 'a:b:c' ':' '::' ':a' 'q:q:q:' 'file:/' 'code:`'
		printf '%s\0' 'O(n log n)' 'is vs ==' '*args **kwargs' '[::-1]' 'x[::-1]' '@' '@staticmethod' '#' '\' '\\' '\a' 'a\' '%s%n%d' '%' '$(x)' '`x`' ';' '|' '||' '&' '&&' '!' '!a'
		printf '%s\0' '(?i)a' '(?' '(?<' '(?<a>' '(?P' '\Q' '\E' '\x' '\p' '\1' 'a{99999}' '(a+)+b' '.*.*.*.*.*=' '[[:' '[z-a]' '(*VERB)' '(*F)' '(?R)' '(?1)' '\C'
		printf '%s\0' '../../etc/passwd' 'file:///etc/passwd' $'a\nb' $'\n' $'\r\n' $'\t' $'a\vb' $'\e[31m' $'a\x7f'
	} | ask --
	[ "$(wc -l <statuses)" -gt 125 ]
	words_are_never_wrong
}

@test "very long queries" {
	{
		repeat 10000 a
		repeat 10000 'a '
		repeat 10000 '('
		repeat 10000 '"'
		repeat 10001 '"'
		repeat 10000 '['
		repeat 10000 '*'
		repeat 10000 '.*'
		repeat 10000 '\'
		repeat 5000 '-a '
		repeat 5000 '+a '
		repeat 5000 '"a" '
		repeat 5000 'a.b.'
		repeat 5000 '__a'
		repeat 3000 'AND '
		repeat 5000 '(a|'
		repeat 3000 '文'
		repeat 3000 'é'
		repeat 3000 $'\xff'
		repeat 3000 'e'$'\u0301'
		repeat 1000 $'\u0301'
		repeat 100000 x
		printf 'word%d ' {1..3000}
		printf '\0'
		printf 'generator %.0s' {1..3000}
		printf '\0'
	} | ask --
	same 24 "$(wc -l <statuses)"
	words_are_never_wrong
}

@test "text that is not UTF-8, or not what it seems" {
	{
		# cut short, too long, surrogates, beyond the last character, a lone continuation
		printf '%b\0' '\xc3' '\xe2\x82' '\xf0\x9f\x90' '\xc0\x80' '\xc0\xaf' '\xe0\x80\xaf' '\xed\xa0\x80' '\xf4\x90\x80\x80' \
			'\xf8\x88\x80\x80\x80' '\x80' '\xbf\xbf' '\xfe\xff' '\xff\xfe' 'a\xffb' '\xffgenerator' 'generator\xff' '"\xff"' '+\xff' '\xff*'
		# marks without a base, joiners, directions, other spaces, a BOM, what is no character
		printf '%b\0' '\u0301' 'a\u0301\u0301' '\u200d' '\u200b' '\u202e' '\u2066' '\u00a0' '\u3000' '\u2028' '\u2029' '\ufeff' '\ufeffgenerator' \
			'\ufffe' '\uffff' '\U10ffff' '\U1f40d' '\U1f468\u200d\U1f469' '\ufb01' '\u0130' '\u00df' '\u1e9e' '\u017f' '\uff1f' '\ufdfa'
	} | ask --
	same 43 "$(wc -l <statuses)"
	words_are_never_wrong
}

@test "words that fall back to a pattern without end" {
	write loud/a.md <<<$'## What is loud?\n\n'"$(printf 'o%.0s' {1..200})c"
	"$PYIQ" index --db loud.db loud
	printf '%s\0' '(o|oo)+\d' '(o+)+\d' '(\w\w?)+\d' | ask --db loud.db --
	same 3 "$(grep -c '^1 ' statuses)"
	[ ! -s err ]
}

@test "on a terminal no query does harm" {
	local query
	for query in $'\e]52;c;x\a' $'\u202e' $'\xff' '(' '"'; do
		on_terminal 80 search -- "$query" >bytes || [ $? = 1 ]
		run ! grep -aqP '\e\]|\x{202e}' bytes
	done
}

# ---- Patterns ----------------------------------------------------------------

# Of patterns there is one line more: what is wrong with it, and where.
patterns_are_told() {
	every statuses '^[012] '
	every out '^notes/[^:]*:[0-9]+:'
	every err '^pyiq: (pattern error at byte [0-9]+: .+|[^:]+:[0-9]+: pattern exceeded its [a-z]+ limit)$'
	# each mistake is one line
	same "$(grep -c '^2 ' statuses)" "$(wc -l <err)"
}

# What means something in a pattern.
readonly special='\^$.|?*+()[]{}-,:=!<>#P&'

@test "patterns of signs" {
	{
		pairs "$special" '' ''
		pairs "$special" '[' 'a]'
	} | some | ask -e
	patterns_are_told
}

@test "text of signs is no pattern" {
	pairs "$special" '' '' | some | ask -F -e
	every statuses '^[01] '
	[ ! -s err ]
}

@test "patterns that are wrong, huge, or never end" {
	{
		printf '%s\0' '(' ')' '[' '*' '+' '?' '(?' '(?<' '(?P<' '(?P<a' '(?<a>' '\' '\c' '\x{' '\x{110000}' '\p{Nope}' '\k<a>' '\1' '\g{5}' 'a{2,1}' 'a{99999}' \
			'[z-a]' '[[:nope:]]' '(?<=a*)b' '(?z)' '(*NOPE)' '\C' '\N{U+41' '(?C1)' '(?(1)a|b|c)' '\Q' '\E' 'a**' '(?#' '(?i' '\o{' '[a' '[^' '[]' '(|' '(?R)' '(?1)' '((?1))'
		repeat 10000 '('
		repeat 300 '(a'
		repeat 10000 'a|'
		repeat 10000 '[a-z]'
		repeat 10000 'a?'
		repeat 10000 '\'
		repeat 1000 '(?:a{0,100}){0,100}'
		repeat 20 '.*'
		repeat 200 '.*'
		printf '%s\0' '(a+)+$' '(\w+\s?)+$' '(.*)*$' '(.+)+=' '((.*)*)*x' '(\w*)*\d{9}' '(?s)(.*)(.*)(.*)(.*)(.*)\1\2\3\4\5x' '(?s).*?.*?.*?.*?.*?=$' '(x+x+)+y' '^(([a-z])+.)+[A-Z]([a-z])+$' \
			'(?:(?:(?:\w+)+)+)+!' '(?=(\w+)+$)\1x' '(a|b|ab)*c' '(?R)?x' '(\w|\w)*!'
	} | ask -e
	[ "$(wc -l <statuses)" -gt 60 ]
	every statuses '^[012] '
	every out '^notes/[^:]*:[0-9]+:'
	# and nobody was told more than a line, about the pattern or a unit
	every err '^pyiq: .{1,400}$'
}
