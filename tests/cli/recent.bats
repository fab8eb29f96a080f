#!/usr/bin/env bats
# Numbers of the last search in this terminal session, where ids may stand.
# shellcheck disable=SC2016,SC2086,SC2154 # code in quotes; options that are two words; run sets stderr

load lib

setup_file() {
	index_notes
	write other/a.md <<-'END'
		## What is a coroutine?

		A function that can pause.

		## Who awaits a coroutine?

		Another one.
	END
	"$PYIQ" index --db other.db other
}

# Each test has a state of its own. Whatever session the tests run in is one session.
setup() {
	cd "$BATS_FILE_TMPDIR" || return
	export XDG_STATE_HOME=$BATS_TEST_TMPDIR/state
}

# kept: the file of this session
kept() {
	echo "$XDG_STATE_HOME"/pyiq/last/*
}

# question ARGUMENT...: of the first unit that show prints
question() {
	"$PYIQ" show --json "$@" | jq -r .question
}

no_search=("pyiq: no search yet in this terminal session"
	"hint: a number stands for a hit of the last 'pyiq search'; an id has at least four digits")
damaged=("pyiq: the hits of the last search were kept by another version, or are damaged" "hint: search again")

@test "a number is a hit of the last search, in every form of output" {
	local n
	for form in --heading --no-heading --json --vimgrep --full '--format {id}' '-m 5' -F; do
		rm -rf "$XDG_STATE_HOME"
		n=$("$PYIQ" search $form --fold=none generator | wc -l)
		[ "$n" -gt 0 ]
		"$PYIQ" show --json 1 2 | jq -r .id >shown
		"$PYIQ" search ${form/#-[-m]*/} --fold=none --json generator | jq -r 'select(.rank <= 2).id' | diff - shown
	done
}

@test "the last search that showed something counts" {
	try 0 search generator
	try 0 search walrus
	same 'What is the walrus operator := for?' "$(question 1)"
	try 1 search qqqqzzzz
	same 'What is the walrus operator := for?' "$(question 1)"
	for other in -q -c -l --count-by=topic; do
		try 0 search "$other" decorator
		same 'What is the walrus operator := for?' "$(question 01)"
	done
	printf "one\tdecorator\n" >queries
	try 0 search --json --queries queries
	same 'What is the walrus operator := for?' "$(question 001)"
	try 0 search -1 metaclass
	same 'What is the use of a metaclass?' "$(question 1)"
}

@test "similar takes a number, and its hits have numbers themselves" {
	try 0 search -m1 generator
	local id first
	id=$("$PYIQ" show --json 1 | jq -r .id)
	first=$("$PYIQ" similar --json "$id" | jq -r .id | head -n 1)
	try 0 search -m1 generator
	same "$first" "$("$PYIQ" similar --json 1 | jq -r .id | head -n 1)"
	same "$first" "$("$PYIQ" show --json 1 | jq -r .id)"
	try 2 similar 999
	has "no hit 999: the last search showed" "$stderr"
}

@test "numbers and ids may stand beside each other" {
	try 0 search --all what
	local second id
	second=$("$PYIQ" show --json 2 | jq -r .id)
	id=$("$PYIQ" list --json | jq -r .id | head -n 1)
	same "$(printf '%s\n' "$second" "$id" "$second")" "$("$PYIQ" show --json 2 "$id" 002 | jq -r .id)"
}

@test "only what was shown has a number" {
	try 0 search -m2 what
	try 2 show 3
	says 'pyiq: no hit 3: the last search showed 2' 'hint: an id has at least four digits'
	try 2 show 0 1
	same 'pyiq: no hit 0: the last search showed 2' "${stderr_lines[0]}"
	same "### $(question 1)" "${lines[0]}"
}

@test "without a search a number is a mistake" {
	for command in show similar; do
		try 2 "$command" 2
		says "${no_search[@]}"
	done
	try 2 show 12
	says "${no_search[@]}"
}

@test "the databases are those of the search, unless others are named" {
	try 0 search --db other.db coroutine
	same other/a.md "$(question 1 >/dev/null; "$PYIQ" show --json 1 | jq -r .file)"
	same other/a.md "$(cd / && "$PYIQ" show --json 1 | jq -r '.file | split("/")[-2:] | join("/")')"
	same "$("$PYIQ" show --json 2 | jq -r .id)" "$("$PYIQ" similar --json 1 | jq -r .id)"
	try 0 search --db other.db coroutine
	try 2 show --db db 1
	says 'pyiq: hit 1 of the last search is gone from the database' 'hint: search again'
	PYIQ_DB=other.db try 0 search coroutine
	same 'What is a coroutine?' "$(question 1)"
	# An id is looked up where it always is.
	try 2 show "$("$PYIQ" list --db other.db --json | jq -r .id | head -n 1)"
	has 'no unit has the id' "$stderr"
}

@test "each session has its own list" {
	try 0 search walrus
	run -0 setsid --wait "$BASH" -c '"$1" show 1 2>&1; "$1" search decorator >/dev/null; "$1" show 1' - "$PYIQ"
	has 'no search yet' "$output"
	has '### What does a decorator do?' "$output"
	same 'What is the walrus operator := for?' "$(question 1)"
}

@test "lists of sessions that are over are removed, files of others stay" {
	try 0 search walrus
	mkdir -p "$XDG_STATE_HOME/pyiq/last"
	local over
	over=$(setsid --wait "$BASH" -c 'echo $$')
	touch "$XDG_STATE_HOME/pyiq/last/"{"$over","$over.abcdef",1,notes}
	try 0 search walrus
	[ -e "$XDG_STATE_HOME/pyiq/last/$over" ]
	rm "$(find "$XDG_STATE_HOME/pyiq/last" -type f -size +0)"
	try 0 search walrus
	[ ! -e "$XDG_STATE_HOME/pyiq/last/$over" ]
	[ ! -e "$XDG_STATE_HOME/pyiq/last/$over.abcdef" ]
	[ -e "$XDG_STATE_HOME/pyiq/last/1" ]
	[ -e "$XDG_STATE_HOME/pyiq/last/notes" ]
}

@test "the list of a session whose number is used again is none" {
	try 0 search walrus
	sed -i '2s/[0-9]*$/17/' "$(kept)"
	try 2 show 1
	says "${no_search[@]}"
}

@test "a list that is damaged is told, and the next search mends it" {
	try 0 search walrus
	local file
	file=$(kept)
	cp "$file" whole
	local broken=(
		': >"$file"'
		'printf "\0\0\0" >"$file"'
		'head -c 9000 /dev/urandom >"$file"'
		'head -c -1 whole >"$file"'
		'head -n 2 whole >"$file"'
		'sed "1s/1$/2/" whole >"$file"'
		'sed "2d" whole >"$file"'
		'sed "\$s/^1/1x/" whole >"$file"'
		'sed "\$s/^1 ./1 g/" whole >"$file"'
		'sed "\$s/^1/99999999999999999999/" whole >"$file"'
		'sed "3s/.*/db relative/" whole >"$file"'
		'{ cat whole; echo; } >"$file"'
	)
	for damage in "${broken[@]}"; do
		eval "$damage"
		try 2 show 1
		says "${damaged[@]}"
	done
	try 0 search walrus
	try 0 show 1
}

@test "a database that is gone is told" {
	cp -r other.db gone.db
	try 0 search --db gone.db coroutine
	rm -r gone.db
	try 2 show 1
	has "gone.db" "$stderr"
}

@test "where nothing can be kept, a search is as always" {
	: >file
	for state in "$PWD/file" /dev/null /proc; do
		XDG_STATE_HOME=$state try 0 search walrus
		says
	done
	HOME='' XDG_STATE_HOME='' try 0 search walrus
	says
	HOME='' XDG_STATE_HOME=relative try 0 search walrus
	says
	[ ! -e relative ]
	HOME='' XDG_STATE_HOME='' try 2 show 1
	says "${no_search[@]}"
}

@test "a relative XDG_STATE_HOME counts as none, folders are the user's own" {
	HOME=$BATS_TEST_TMPDIR XDG_STATE_HOME=relative try 0 search walrus
	same 700 "$(stat -c %a "$BATS_TEST_TMPDIR/.local/state/pyiq/last")"
	same 600 "$(stat -c %a "$BATS_TEST_TMPDIR"/.local/state/pyiq/last/*)"
}
