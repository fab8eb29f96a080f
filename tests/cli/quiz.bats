#!/usr/bin/env bats
# pyiq quiz: questions, answers, grades, and what is due.
# shellcheck disable=SC2016,SC2154 # code in quotes; run sets stderr

load lib

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	write notes/a.md <<-'END'
		# Letters

		## What comes first?

		**Answer:** The letter `a`.

		## What comes second?

		```python
		"abc"[1]
		```

		**Answer:** The letter *b*.

		# Numbers

		## What is one more than one?

		**Answer:** Two.

		## What has no answer?
	END
	write notes/b.md <<-'END'
		## What comes first?

		**Answer:** The letter `a`.
	END
	"$PYIQ" index notes
	"$PYIQ" list --json | jq -r '"\(.file):\(.line) \(.id)"' >ids
}

setup() {
	cd "$BATS_FILE_TMPDIR" || return
	export XDG_STATE_HOME=$BATS_TEST_TMPDIR/state
	# Days of study begin at four: let it be noon, whenever the tests run.
	TZ=STD$((10#$(date -u +%H) - 12))
	export TZ
	reviews=$XDG_STATE_HOME/pyiq/reviews
	first=$(id notes/a.md:3) second=$(id notes/a.md:7) number=$(id notes/a.md:17)
	now=$(date +%s)
}

# id FILE:LINE
id() {
	sed -n "s|^$1 ||p" ids
}

# reviewed [ID DAYS_AGO_DUE]...: a file of reviews, each of a stability of ten days
reviewed() {
	mkdir -p "$(dirname "$reviews")"
	echo 'pyiq-reviews 1' >"$reviews"
	while [ $# -gt 0 ]; do
		echo "$1 $((now - $2 * 86400)) $((now - ($2 + 10) * 86400)) 10.000000 5.000000 3 1" >>"$reviews"
		shift 2
	done
}

# asked: the questions in the output, in order
asked() {
	grep '^What ' <<<"$output"
}

# answer KEYS ARGUMENT...: a quiz whose input is a line for each character, _ for an empty one
answer() {
	local keys
	keys=$(fold -w 1 <<<"$1" | tr -d _)
	run -0 --separate-stderr "$PYIQ" quiz "${@:2}" <<<"$keys"
}

@test "a whole quiz, as lines in and out" {
	run -0 --separate-stderr "$PYIQ" quiz -m 2 < <(printf '\n3\n \n 1 \nanything\n2\n')
	output=${output/due in 1[56] h/due in N h}
	prints <<-END
		1/2 · new

		What comes first?

		Enter shows the answer   q leaves

		The letter \`a\`.

		notes/a.md:3 · Letters · ${first:0:8}

		1 again 10 min   2 hard 1 d   3 good 2 d   4 easy 8 d   q leaves
		› good, 2 d

		2/2 · new

		What comes second?

		    "abc"[1]

		Enter shows the answer   q leaves

		The letter b.

		notes/a.md:7 · Letters · ${second:0:8}

		1 again 10 min   2 hard 1 d   3 good 2 d   4 easy 8 d   q leaves
		› again, 10 min

		3/3 · again

		What comes second?

		    "abc"[1]

		Enter shows the answer   q leaves

		The letter b.

		notes/a.md:7 · Letters · ${second:0:8}

		1 again 10 min   2 hard 1 d   3 good 1 d   4 easy 1 d   q leaves
		› hard, 1 d

		3 reviewed, 1 again; next due in N h
	END
	says
}

@test "every grade is kept, as FSRS-6 has it" {
	answer _1_2_3_4 # the one forgotten comes once more
	same 'pyiq-reviews 1' "$(head -n 1 "$reviews")"
	local due at stability difficulty n lapses
	read -r _ due at stability difficulty n lapses < <(grep "^$second" "$reviews")
	same '1.293100 5.112171 1 0' "$stability $difficulty $n $lapses"
	[ "$at" -ge "$now" ]
	same 04:00:00 "$(date -d "@$due" +%T)"
	same "$(date -d "@$((at - 4 * 3600 + 86400))" +%F)" "$(date -d "@$due" +%F)"
	read -r _ due at stability difficulty n lapses < <(grep "^$number" "$reviews")
	same '2.306500 2.118104 1 0' "$stability $difficulty $n $lapses"
	read -r _ due at stability difficulty n lapses < <(grep "^$first" "$reviews")
	same '2 0' "$n $lapses"
	same 600 "$(stat -c %a "$reviews")"
	same '' "$(ls "$XDG_STATE_HOME"/pyiq/reviews.?????? 2>/dev/null)"
}

@test "what is due comes first, the longest due at its head; then what is new" {
	reviewed "$number" 2 "$second" 40
	answer _3_3_3
	same $'What comes second?\nWhat is one more than one?\nWhat comes first?' "$(asked)"
	has '1/3 · due 1.3 mo ago' "$output"
	has '2/3 · due 2 d ago' "$output"
	has '3/3 · new' "$output"
	has '3 reviewed; next due in' "$output"
	reviewed "$first" -3 "$number" -400 "$second" 1
	answer _4
	same 'What comes second?' "$(asked)"
	has '1 reviewed; next due in 3 d' "$output"
}

@test "-m, a query and --topic choose" {
	answer _ -m 1
	same 'What comes first?' "$(asked)"
	has '1/1 · new' "$output"
	answer _ --topic numbers
	same 'What is one more than one?' "$(asked)"
	has '1/1' "$output"
	answer _ second
	same 'What comes second?' "$(asked)"
	try 1 quiz -m 0
	prints </dev/null
	try 1 quiz nothinglikethat
	prints <<<'no questions'
	try 2 quiz -m x
	has "invalid number 'x' for --max-count" "$stderr"
}

@test "alike questions are one; those without an answer are none" {
	answer _3_3_3_3_3
	same 3 "$(asked | sort -u | wc -l)"
	same 3 "$(asked | wc -l)"
	same 3 "$(grep -c ' ' <(tail -n +2 "$reviews"))"
	# Of those that are alike the one that was asked stays the one.
	reviewed "$(id notes/b.md:1)" 3
	answer _3 -m 1
	same 'What comes first?' "$(asked)"
	has "notes/b.md:1" "$output"
	same 1 "$(grep -c ' [0-9]* ' "$reviews")"
}

@test "nothing is due: status 1, and when it will be" {
	reviewed "$first" -5 "$second" -2 "$number" -400
	try 1 quiz
	prints <<<'nothing is due; next due in 2 d'
	try 1 quiz --topic numbers
	prints <<<'nothing is due; next due in 1.1 y'
}

@test "it may be left at any point, and what was graded is kept" {
	for keys in q _q _Q ''; do
		rm -f "$reviews"
		answer "$keys"
		has 'nothing reviewed' "$output"
		[ ! -e "$reviews" ]
	done
	answer _3_
	has '1 reviewed; next due in 2 d' "$output"
	same 2 "$(wc -l <"$reviews")"
	run -0 "$PYIQ" quiz </dev/null
	run -0 bash -c '"$1" quiz <&-' - "$PYIQ"
}

@test "what is no grade is asked again" {
	answer _509x_4 -m 1
	same 6 "$(grep -c '^1 again' <<<"$output")"
	has '› easy, 8 d' "$output"
}

@test "--due counts, and its status tells" {
	try 1 quiz --due
	prints <<<0
	[ ! -e "$XDG_STATE_HOME" ]
	reviewed "$first" 1 "$second" 0 "$number" -1 0000000000000000 5
	try 0 quiz --due
	prints <<<2
	try 0 quiz --due --topic letters
	prints <<<2
	try 1 quiz --due --topic numbers
	prints <<<0
	try 0 quiz --due --no-input first
	prints <<<1
}

@test "--no-input: an error where an answer is needed" {
	try 2 quiz --no-input
	says 'pyiq: a quiz waits for answers, which --no-input forbids' 'hint: --due only tells how many questions are due'
	prints </dev/null
	[ ! -e "$XDG_STATE_HOME" ]
	reviewed "$first" -5 "$second" -2 "$number" -400
	try 1 quiz --no-input
}

@test "what has left the database stays in the file" {
	reviewed 0000000000000000 9 "$first" 1
	answer _3 -m 1
	same 'What comes first?' "$(asked)"
	grep -q '^0000000000000000 ' "$reviews"
}

@test "two at the same time: the grades of both are kept" {
	mkfifo "$BATS_TEST_TMPDIR/keys"
	"$PYIQ" quiz letters:first first <"$BATS_TEST_TMPDIR/keys" >"$BATS_TEST_TMPDIR/out" 3>&- &
	exec 5>"$BATS_TEST_TMPDIR/keys"
	echo >&5
	for ((n = 0; n < 200; n++)); do
		! grep -q 'again 10 min' "$BATS_TEST_TMPDIR/out" || break
		sleep 0.02
	done
	answer _4 --topic numbers
	echo 3 >&5
	exec 5>&-
	wait $!
	grep -q "^$first .* 2.306500 " "$reviews"
	grep -q "^$number .* 8.295600 " "$reviews"
}

@test "a damaged file is told, and stays as it is" {
	reviewed "$first" 1 "$second" 1
	cp "$reviews" "$BATS_TEST_TMPDIR/whole"
	for damage in '3s/ 10\.0/ x/' '3s/^./g/' '3s/$/ 7/' '3s/ [0-9]*$//'; do
		sed "$damage" "$BATS_TEST_TMPDIR/whole" >"$reviews"
		cp "$reviews" "$BATS_TEST_TMPDIR/damaged"
		for option in --due --no-input; do
			try 2 quiz "$option"
			says "pyiq: $reviews:3: this is no review" \
				'hint: nothing was changed; mend or remove that line, or the file'
		done
		cmp "$reviews" "$BATS_TEST_TMPDIR/damaged"
	done
	: >"$reviews"
	try 2 quiz
	same "pyiq: $reviews:1: this is no list of reviews of pyiq" "${stderr_lines[0]}"
}

@test "a file of a newer version is told, and stays as it is" {
	mkdir -p "$XDG_STATE_HOME/pyiq"
	echo 'pyiq-reviews 2' >"$reviews"
	try 2 quiz
	says "pyiq: '$reviews' is of version 2, and this pyiq knows 1" \
		'hint: nothing was changed; a newer pyiq wrote it, and can read it'
	same 'pyiq-reviews 2' "$(cat "$reviews")"
	# The same if it comes while the quiz runs.
	reviewed "$first" 1
	run -2 --separate-stderr "$PYIQ" quiz -m 1 < <(echo; echo 'pyiq-reviews 2' >"$reviews"; echo 3)
	same 'pyiq-reviews 2' "$(cat "$reviews")"
}

@test "without a place for reviews it does not begin" {
	HOME='' XDG_STATE_HOME='' try 2 quiz
	says 'pyiq: no place to remember reviews: HOME is not set' 'hint: XDG_STATE_HOME names another'
	: >file
	XDG_STATE_HOME=$PWD/file try 2 quiz
	has "cannot" "$stderr"
	prints </dev/null
}

@test "a link in place of the file stays one" {
	reviewed "$first" 1
	mv "$reviews" "$BATS_TEST_TMPDIR/elsewhere"
	ln -s "$BATS_TEST_TMPDIR/elsewhere" "$reviews"
	answer _3 -m 1
	[ -L "$reviews" ]
	grep -q "^$first .* 4 1$" "$BATS_TEST_TMPDIR/elsewhere"
}

@test "an output that is full ends it" {
	run -2 --separate-stderr bash -c '"$1" quiz </dev/null >/dev/full' - "$PYIQ"
	says 'pyiq: write error: No space left on device'
}

@test "no database: status 2" {
	try 2 quiz --db none.db
	has 'none.db' "$stderr"
	try 2 quiz --due --db none.db
}

@test "under LC_ALL=C the signs that are added are ASCII" {
	LC_ALL=C answer _3 -m 1
	same '' "$(LC_ALL=C tr -d '\0-\177' <<<"$output")"
	has '1/1 | new' "$output"
}

# ---- Terminals ---------------------------------------------------------------

# terminal COLUMNS COMMAND...: a shell's script in tmux, the end of which is told
terminal() {
	# Bash drops the rest of a line when a command is interrupted.
	write "$BATS_TEST_TMPDIR/script" <<-END
		set -m
		trap : INT QUIT
		before=\$(stty -g)
		${*:2}
		status=\$?
		if [ "\$(stty -g)" = "\$before" ]; then echo "=END \$status="; else echo =BROKEN=; fi
		exec cat
	END
	open_terminal "$1" 24 "$BASH $BATS_TEST_TMPDIR/script"
}

teardown() {
	close_terminal
}

@test "on a terminal one key is enough, and prompts go away" {
	terminal 80 "'$PYIQ' quiz -m 2"
	sees 'Enter shows the answer   q leaves'
	hit Up F5 é
	hit Space
	sees '4 easy 8 d'
	lacks 'Enter shows' "$shown"
	hit x Enter 3
	sees '2/2 · new'
	has '› good, 2 d' "$shown"
	lacks '4 easy' "$shown"
	hit Enter
	sees '4 easy 8 d'
	hit 4
	sees '=END 0='
	has '2 reviewed; next due in 2 d' "$shown"
	same 3 "$(wc -l <"$reviews")"
}

@test "the terminal is as before, however it is left" {
	local key status
	for key in q:0 Escape:0 C-d:0 C-c:130 'C-\:131'; do
		terminal 80 "'$PYIQ' quiz"
		sees 'Enter shows'
		hit "${key%:*}"
		sees "=END ${key#*:}="
		close_terminal
	done
	for key in TERM:143 HUP:129 INT:130; do
		terminal 80 "'$PYIQ' quiz"
		sees 'Enter shows'
		pkill -"${key%:*}" -P "$(in_tmux list-panes -F '#{pane_pid}')"
		sees "=END ${key#*:}="
		close_terminal
	done
}

@test "it may be stopped and goes on" {
	terminal 80 "'$PYIQ' quiz -m 1; stty -a | grep -o ' echo '; read -r; fg"
	sees 'Enter shows'
	hit C-z
	sees ' echo'
	hit Enter
	for ((n = 0; n < 300; n++)); do
		[ "$(in_tmux capture-pane -p | grep -c 'Enter shows')" -lt 2 ] || break
		sleep 0.02
	done
	hit Enter
	sees '4 easy'
	hit 4
	sees '=END 0='
}

@test "40 and 20 columns are enough" {
	terminal 20 "'$PYIQ' quiz -m 1"
	sees 'Enter   q'
	hit Enter
	sees 'q leaves'
	has $'1 again 10 min\n2 hard 1 d\n3 good 2 d\n4 easy 8 d\nq leaves' "$shown"
	hit 3
	sees '=END 0='
	lacks again "$shown"
	close_terminal
	terminal 40 "'$PYIQ' quiz second"
	sees 'Enter shows the answer   q leaves'
	hit Enter
	sees $'1 again 10 min   2 hard 1 d\n3 good 2 d   4 easy 8 d   q leaves'
	hit q
	sees '=END 0='
}

@test "a dumb terminal has lines, and no escape sequences" {
	local command
	printf -v command 'TERM=dumb exec %q quiz -m 1' "$PYIQ"
	run -0 script -qec "$command" /dev/null < <(sleep 0.3; printf '\n3\n')
	has '› good, 2 d' "$output"
	has '1 reviewed' "$output"
	lacks $'\e' "$output"
}
