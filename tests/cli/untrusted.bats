#!/usr/bin/env bats
# Notes are data from anywhere: whatever is in them, and wherever it surfaces, a
# terminal must not obey it. Pipes get every byte.
# shellcheck disable=SC2154 # run sets output and stderr

load lib

# What a terminal would obey: the clipboard (OSC 52, ended by BEL and by ST), titles
# (OSC 0 and 2), a false link (OSC 8), an erased screen and a cursor moved (CSI), a
# colour, questions that it answers as if they were typed (DECRQSS, XTGETTCAP, DSR), a
# reset, the other screen, a test pattern, the same by C1 controls, shifts to another
# character set, backspaces over what stands there, and DEL.
EVIL=$'\e]52;c;ZXZpbA==\a\e]52;p;ZXZpbA==\e\\\e]0;title\a\e]2;title\e\\'
EVIL+=$'\e]8;;http://spoof/\e\\spoof\e]8;;\e\\\e[2J\e[1;1H\e[95m\eP$qm\e\\\eP+q544e\e\\'
EVIL+=$'\e[6n\ec\e[?1049h\e#8\xc2\x9b96m\xc2\x9d0;x\xc2\x9c\xc2\x90$qm\xc2\x9c\xc2\x84'
EVIL+=$'\b\b\bover\v\f\x0e\x0f\x01\x7f'
# All that turns the direction of writing.
EVIL+=$'\xe2\x80\xaa\xe2\x80\xab\xe2\x80\xac\xe2\x80\xad\xe2\x80\xae'
EVIL+=$'\xe2\x81\xa6\xe2\x81\xa7\xe2\x81\xa8\xe2\x81\xa9'

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	# as Markdown has places for it
	write "evil/a${EVIL//\//_}"$'\nline.md' <<-END
		---
		tags: ["plain"]
		---
		# Topic $EVIL

		## What is $EVIL evil?

		Text $EVIL with \`code $EVIL\`, [a link $EVIL](http://x/$EVIL), <http://y/$EVIL>,
		![an image $EVIL](http://z/$EVIL), **bold $EVIL**, ~~struck $EVIL~~ and <b $EVIL>tag</b>.

		\`\`\`python $EVIL
		def code(): # $EVIL
		    return "$EVIL"
		\`\`\`

		| head $EVIL | other |
		|---|---|
		| cell $EVIL | cell |

		1. item $EVIL

		<div>$EVIL</div>

		> quoted $EVIL

		Plain $(printf '\x9b31m\x9d0;raw\x9c\x90q\x9c') raw, and over$(printf '\r')written.

		Very Insi$(printf '\u202e')dious Language (VIL) is one.
	END
	# as fields
	jq -cn --arg e "$EVIL" '{id: ("id" + $e + "\nline"), question: ("What is a field " + $e + "?"),
		answer: ("A field " + $e + " `c`."), topic: [("T" + $e), "U\nV"],
		tags: [("tag" + $e), "a\tb\nc"], level: ("level" + $e), lang: "en"}' |
		write evil/b.jsonl
	printf 'question,answer,tags\n"What is a row %s?","A row %s.","%s"\n' "$EVIL" "$EVIL" row |
		write evil/c.csv
	"$PYIQ" index evil
	ids=$("$PYIQ" list --json | jq -r .id)
	export ids
}

# harmless FILE: nothing in these bytes from a terminal is a control, turns the direction
# or is no UTF-8, but for the colours and links that pyiq itself writes
harmless() {
	sed -E 's/\x1b\[[0-9;]*m(\x1b\[K)?//g; s/\x1b\]8;(id=[0-9]+)?;[!-~]*\x1b\\//g' "$1" >rest
	if LC_ALL=C grep -aqP '[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xaa-\xae]|\xe2\x81[\xa6-\xa9]' rest; then
		cat -v rest | head -n 20
		return 1
	fi
	iconv -f UTF-8 -t UTF-8 rest >/dev/null
	# a colour or a link of theirs would pass for one of ours
	lacks $'\e[95m' "$(cat "$1")"
	! LC_ALL=C grep -aqP '\x1b\]8;[^;]*;http://spoof/\x1b' "$1"
}

# shows ARGUMENT...: pyiq shows something on a terminal, and it is harmless
shows() {
	on_terminal 80 "$@" >bytes || [ $? -le 2 ]
	[ -s bytes ] || { printf 'nothing: %q\n' "$*"; return 1; }
	harmless bytes || { printf 'in: %q\n' "$*"; return 1; }
}

# one_line ARGUMENT...: and a line feed in a name or an id does not begin a line there
one_line() {
	shows "$@"
	! grep -aqE '^(line|V)' rest
}

@test "the notes hold all of it" {
	# otherwise what follows proves nothing
	same 3 "$(wc -w <<<"$ids")"
	has "$EVIL" "$("$PYIQ" search --json -F Text | jq -r .answer)"
	has "$EVIL" "$("$PYIQ" list --json | jq -r '._id | select(.)')"
	has "${EVIL:0:20}" "$("$PYIQ" list --json | jq -r '.topic[]')"
	has "${EVIL:0:20}" "$("$PYIQ" list --json | jq -r '.tags[]')"
	has "${EVIL:0:20}" "$("$PYIQ" list --json | jq -r .file)"
}

# ---- Results -----------------------------------------------------------------

@test "hits" {
	one_line search what
	one_line search --explain what
	shows search -e 'Text|code|field|row'
	shows search -C9 -e 'Text|code'
	shows search -o -e '(?s)Text.*'
	shows search -v -e xyzzy
	shows search --full what
	shows search --hyperlink=always --full what
	shows search --hyperlink=always what
	one_line similar "${ids%%$'\n'*}"
}

@test "hits as lines" {
	shows search --no-heading what
	shows search --plain --full what
	shows search --no-heading -C9 -e 'Text|code'
	shows search --no-heading --explain what
	shows search -l what
	shows search -c what
	shows search --json what
	shows search --vimgrep -e 'Text|code'
	shows search --format '{id} {_id} {db} {file} {path} {topic} {level} {lang} {tags} {question} {prompt}
		{answer} {snippet} {terms} {duplicates} {question:30}\n' what
}

@test "units, lists and figures" {
	local id
	for id in $ids; do
		shows show "$id"
		shows show --hyperlink=always --plain "$id"
	done
	one_line list
	shows list --plain
	shows list --json
	shows list --format '{file} {_id} {topic} {tags} {question:20} {answer}\n'
	shows stats
	shows stats --acronyms
	shows stats --acronyms --plain
	shows stats --json
	local by
	for by in topic file level lang tag; do
		shows search --count-by $by what
		shows search --count-by $by --plain what
	done
	shows topics
	shows topics --plain
	shows random
	shows export --to markdown
	shows export --to csv
	shows export --to anki
	shows export --to jsonl
}

@test "a quiz" {
	# every question, and its answer
	script -qec "yes 3 | head -n 12 | $PYIQ quiz" /dev/null </dev/null | tr -d '\r' >bytes
	has 'What is a row' "$(cat bytes)"
	has 'A row' "$(cat bytes)"
	harmless bytes
	shows quiz --due
}

@test "batches" {
	printf 'q%s\twhat\n' "${EVIL//$'\v'/}" >queries
	shows search --queries queries --json
	shows search --queries queries -c
	shows search --queries queries --format=trec
	shows search --queries queries --format '{query} {question}\n'
}

# ---- Messages ----------------------------------------------------------------

@test "what is said of sources" {
	printf 'A\0B' | write "bad/b${EVIL//\//_}.md"
	shows index --db bad.db bad
	shows index --db bad.db --verbose bad evil
	shows index --db other.db --verbose evil
	shows index --db third.db --dry-run evil
	shows index --db third.db "nowhere$EVIL"
	shows index --explain evil/*
	shows status --verbose
	shows status --json
	mv evil/b.jsonl moved.jsonl
	shows status --verbose
	shows search what
	shows search --refresh what
	mv moved.jsonl evil/b.jsonl
	"$PYIQ" index evil
}

@test "what is said of words, patterns and ids" {
	shows search "xyzzy$EVIL"
	shows search --explain "evl$EVIL"
	shows search "topic:\"$EVIL\" x"
	shows search -e "($EVIL"
	shows search -e x "$EVIL"
	shows search -f "$EVIL"
	shows search --queries "$EVIL"
	shows show "$EVIL"
	shows similar "$EVIL"
	shows open "$EVIL"
}

@test "what is said of the command line" {
	local option
	shows "$EVIL"
	shows help "$EVIL"
	shows search "--$EVIL"
	for option in db fold max-count color format count-by hyperlink hyperlink-format; do
		shows search "--$option=$EVIL" x
	done
	shows search --db evil.db "$EVIL"
	PYIQ_DB=$EVIL shows search x
}

@test "what is said of the configuration" {
	mkdir -p config/pyiq
	export XDG_CONFIG_HOME=$PWD/config
	printf 'pager = x%s\nhyperlink-format = x://{path}%s\n' "${EVIL//#/}" "${EVIL//#/}" >config/pyiq/config
	shows config
	printf 'no-such-%s = 1\n' "${EVIL//[#=]/}" >config/pyiq/config
	shows config
	shows search what
	printf 'color = %s\n' "${EVIL//#/}" >config/pyiq/config
	shows search what
	printf '[%s]\n' "${EVIL//[]#[]/}" >config/pyiq/config
	shows search what
}

# ---- Elsewhere ---------------------------------------------------------------

@test "in a pipe bytes are bytes" {
	has "Text $EVIL with \`code $EVIL\`" "$("$PYIQ" search -IN -F 'Text ')"
	has "> quoted $EVIL" "$("$PYIQ" show --plain "${ids%%$'\n'*}")"
	"$PYIQ" search -l0 Topic >names
	printf '%s\0' evil/a* | cmp - names
	has "$EVIL" "$("$PYIQ" search --format '{_id}' field)"
	has "$EVIL" "$("$PYIQ" export --to markdown)"
}

@test "in JSON they are escaped" {
	"$PYIQ" list --json >json
	run -1 env LC_ALL=C grep -aqP '[\x00-\x08\x0b-\x1f]' json
	same 3 "$(wc -l <json)"
	has "$EVIL" "$(jq -r .answer json)"
}

@test "nor does a shell's menu of completions get any of it" {
	"$PYIQ" __complete show '' >menu
	has "What is a row" "$(cat menu)"
	harmless menu
	"$PYIQ" __complete list --topic '' >menu
	has 'Topic ' "$(cat menu)"
	harmless menu
}

@test "a pager gets what a terminal may" {
	PYIQ_PAGER='cat >paged' on_terminal 80 show "${ids%%$'\n'*}" >/dev/null
	[ -s paged ]
	harmless paged
}
