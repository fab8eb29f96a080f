#!/usr/bin/env bats
# --explain: how a query was understood, and why a hit has its rank.
# shellcheck disable=SC2154 # run sets stderr

load lib

setup_file() {
	index_notes
}

@test "before the hits: what was asked for, behind a #" {
	try 0 search --explain walrus operator
	says
	[[ ${lines[0]} =~ ^'# query: '+[^\ ].*walrus ]]
	grep -qE '^# word: +walrus: ' <<<"$output"
	grep -qE '^# word: +operator: ' <<<"$output"
	# none of them behind the first hit
	same '' "$(sed '0,/^notes/d' <<<"$output" | grep -E '^# [a-z]')"
}

@test "what is told stands below each other" {
	try 0 search --explain walrus operator
	same 1 "$(grep -E '^# [a-z]+:' <<<"$output" | sed -E 's/^(# [a-z]+: +).*/\1/' | awk '{ print length }' | sort -u | wc -l)"
}

@test "without the explanation it is the search" {
	same "$("$PYIQ" search object reference)" "$("$PYIQ" search --explain object reference | grep -v '^#')"
	same "$("$PYIQ" search --full object)" "$("$PYIQ" search --explain --full object | grep -v '^# ')"
	same "$("$PYIQ" search -1 object)" "$("$PYIQ" search --explain -1 object | grep -v '^# ')"
}

@test "below each hit: its score is the sum of the parts" {
	try 0 search --explain object reference
	[ "$(grep -c '^notes' <<<"$output")" -gt 1 ]
	awk '
		/^notes/ { hits++; sum = 0; next }
		/^#   score / { if (sum < $NF - 0.01 || sum > $NF + 0.01) exit 1; scores++; next }
		/^#   / {
			split($0, half, " = "); n = split(half[1], word, " ")
			product = word[n - 2] * word[n]
			if (product == 0 || product < half[2] - 0.01 || product > half[2] + 0.01) exit 1
			sum += half[2]
		}
		END { if (hits == 0 || scores != hits) exit 1 }
	' <<<"$output"
}

@test "scores of --explain are those of --json" {
	run -0 "$PYIQ" search --explain object reference
	same "$("$PYIQ" search --json object reference | jq -r .score | xargs printf '%.3f\n')" \
		"$(sed -n 's/^#   score .*= *//p' <<<"$output")"
}

@test "what stands for a word is told, and what nothing is known of" {
	write notes2/a.md <<-'END'
		## What is the Method Resolution Order (MRO)?

		The order of classes in which a name is looked up.

		## Does deepcopy follow the MRO?

		No.
	END
	"$PYIQ" index --db own.db notes2
	run -0 "$PYIQ" search --db own.db --explain mro
	has 'method resolution order' "$(grep '^# acronym' <<<"$output")"
	run -0 "$PYIQ" search --db own.db --explain deep copy
	has deepcopy "$(grep '^# joined' <<<"$output")"
}

@test "no hit: the explanation all the same, status 1" {
	try 1 search --explain xyzzy
	says
	has '# query:' "$output"
	try 1 search --explain --json xyzzy
	same 1 "$(jq -s length <<<"$output")"
	has xyzzy "$(jq -r '.explain[0].text' <<<"$output")"
}

@test "--json: the first object tells the query, the others their parts" {
	try 0 search --explain --json object reference
	same 'query' "$(head -n 1 <<<"$output" | jq -r '.explain[0].what')"
	same 1 "$(head -n 1 <<<"$output" | jq -r .schema)"
	same '["explain","schema"]' "$(head -n 1 <<<"$output" | jq -c keys)"
	same "$("$PYIQ" search --json object reference)" "$(tail -n +2 <<<"$output" | jq -c 'del(.explain)')"
	tail -n +2 <<<"$output" | jq -es 'length > 1 and all(
		.explain.score == .score
		and (.explain.parts | length) > 1
		and ((.explain.parts | map(.value * .weight) | add) - .score | fabs) < 0.001)'
	# nobody who did not ask for it gets it
	same null "$("$PYIQ" search --json walrus | jq .explain)"
}

@test "a batch explains each query" {
	printf 'a\twalrus\nb\txyzzy\nc\tobject\n' >queries.tsv
	try 0 search --explain --json --queries queries.tsv
	same $'a\nb\nc' "$(jq -r 'select(.explain | type == "array").query' <<<"$output")"
	# each before its hits
	same a "$(jq -r .query <<<"$output" | head -n 1)"
	same 'true' "$(jq -s 'map(select(.query == "c"))[0].explain | type == "array"' <<<"$output")"
}

@test "a word that is looked for as a pattern has no parts" {
	try 0 search --explain 'cou.*wn'
	has '# query:' "$output"
	lacks '#   score' "$output"
}

@test "on a terminal" {
	on_terminal 60 search --explain --color=always walrus operator >out
	plain <out >shown
	same '# query:' "$(head -c 8 shown)"
	# it fits, and is faint
	[ "$(wc -L <shown)" -le 60 ]
	has $'\e[2m' "$(head -n 1 out)"
	# the parts stand below the hit, in its column
	grep -qE '^    score +=  *[0-9.]+$' shown
	grep -qE '^    [a-z ]+ [0-9.]+ × [0-9.]+ = +[0-9.]+$' shown
	# the query stands apart from the hits
	same '' "$(grep -B 1 -E '^ 1  ' shown | head -n 1)"
}

@test "in ASCII, where that is all" {
	LC_ALL=C on_terminal 60 search --explain walrus operator >out
	grep -qE '^    [a-z ]+ [0-9.]+ x [0-9.]+ = +[0-9.]+' <(plain <out)
}

@test "what it does not go with" {
	local options
	for options in '-c' '-l' '--count-by topic'; do
		# shellcheck disable=SC2086 # words
		try 2 search --explain $options walrus
		same "pyiq search: ${options%% *} cannot be combined with --explain" "${stderr%%$'\n'*}"
		prints </dev/null
	done
	try 2 search --explain -e walrus
	same 'pyiq search: --explain: only for words' "${stderr%%$'\n'*}"
	printf 'a\twalrus\n' >queries.tsv
	try 2 search --explain --format=trec --queries queries.tsv
	same 'pyiq search: --format cannot be combined with --explain' "${stderr%%$'\n'*}"
}

@test "-q is quiet" {
	try 0 search -q --explain walrus
	says
	prints </dev/null
}

@test "pyiq similar explains its words, too" {
	id=$("$PYIQ" search --json -m1 generator | jq -r .id)
	try 0 similar --explain "$id"
	has '# query:' "$output"
	has '#   score' "$output"
}

@test "a control character in a query cannot reach the terminal" {
	on_terminal 80 search --explain $'walrus \e]52;c;QUFB\a \u202e' >out
	lacks $'\e]52' "$(<out)"
	lacks $'\u202e' "$(<out)"
	lacks $'\a' "$(<out)"
}

@test "a query without a word asks for nothing" {
	try 1 search --explain ''
	grep -x '# query: *nothing' <<<"$output"
}
