#!/usr/bin/env bats
# Words and patterns are two engines with one output: the same cases through
# both print the same. Only the order differs: by rank, or by file and line.

load lib

setup_file() {
	index_notes
	install_alone # synonyms are for words alone
	export PYIQ
}

# engines WORDS PATTERN OPTION...: fills words and pattern with what each prints,
# and checks that the exit status is the same
engines() {
	run "$PYIQ" search "${@:3}" "$1"
	words=$output words_status=$status
	run "$PYIQ" search "${@:3}" -e "$2"
	pattern=$output
	same "$words_status" "$status"
}

# alike WORDS PATTERN: everything that does not speak of rank is the same
alike() {
	local words pattern words_status facts='del(.rank, .score, .terms)'

	engines "$1" "$2" --json
	same "$(jq -cS "$facts" <<<"$words" | sort)" "$(jq -cS "$facts" <<<"$pattern" | sort)"
	engines "$1" "$2" -l
	same "$(sort <<<"$words")" "$(sort <<<"$pattern")"
	engines "$1" "$2" -c
	same "$words" "$pattern"
	engines "$1" "$2" -q
	same "$words" "$pattern"
	engines "$1" "$2" -m 0
	same "$words" "$pattern"
}

# alike_to_the_byte WORDS PATTERN: so is every view of the one hit, where both
# show its question
alike_to_the_byte() {
	local words pattern words_status options

	alike "$1" "$2"
	for options in '' --color=always -I -N -0 --full -1 '-1 --heading --color=always' '-l -0'; do
		# shellcheck disable=SC2086 # words
		engines "$1" "$2" $options
		same "$words" "$pattern"
	done
	engines "$1" "$2" --heading --color=always
	# question and place; below them words have a snippet, patterns the lines
	same "$(head -n 2 <<<"$words")" "$(head -n 2 <<<"$pattern")"
}

@test "a word in the question" {
	alike_to_the_byte walrus '\bwalrus\b'
	alike_to_the_byte metaclass '\bmetaclass\b'
	alike_to_the_byte decorator '(?i)\bdecorators?\b'
}

@test "an operator" {
	alike_to_the_byte ':=' ':='
	alike_to_the_byte '[::-1]' '\[::-1\]'
}

@test "signs outside of ASCII" {
	alike_to_the_byte naive 'naïve'
	alike_to_the_byte "doesn't" 'doesn.t'
}

@test "question and answer" {
	alike generator '(?i)\bgenerators?\b'
}

@test "the answer alone" {
	alike wrapper '\bwrapper\b'
	alike countdown '\bcountdown\b'
	alike yield '\byield\b'
}

@test "more hits than one" {
	alike object '(?i)\bobjects?\b'
	alike 'garbage walrus' '\b(garbage|walrus)\b'
}

@test "nothing" {
	alike xyzzy xyzzy
}

@test "duplicates are folded, and told" {
	local words pattern words_status
	engines countdown countdown --json
	same 1 "$(jq -s length <<<"$words")"
	same "$(jq -c .duplicates <<<"$words")" "$(jq -c .duplicates <<<"$pattern")"
	engines countdown countdown --heading
	has '+1 alike' "$(sed -n 2p <<<"$words")"
	has '+1 alike' "$(sed -n 2p <<<"$pattern")"
}

@test "plain text, too" {
	same "$("$PYIQ" search --json -e '\[::-1\]' | jq -cS 'del(.terms)')" \
		"$("$PYIQ" search --json -F '[::-1]' | jq -cS 'del(.terms)')"
	same "$("$PYIQ" search -C2 -e 'n -= 1')" "$("$PYIQ" search -C2 -F 'n -= 1')"
}

@test "a query that falls back is the pattern, in the view for words" {
	run -0 --separate-stderr "$PYIQ" search --json 'cou.*wn'
	same "$("$PYIQ" search --json -e 'cou.*wn')" "$output"
	run -0 --separate-stderr "$PYIQ" search 'cou.*wn'
	same 'notes/python.md:3:What is a generator?' "$output"
}
