#!/usr/bin/env bats
# What options are set to by files and by the environment, and pyiq config.
# shellcheck disable=SC2154 # run sets stderr

load lib

setup_file() {
	index_notes
	cp -r db "$BATS_FILE_TMPDIR/other.db"
}

# Each test has files of its own, and a folder to be in.
setup() {
	export HOME=$BATS_TEST_TMPDIR/home XDG_CONFIG_DIRS=$BATS_TEST_TMPDIR/xdg
	SYSTEM=$XDG_CONFIG_DIRS/pyiq/config USER_FILE=$HOME/.config/pyiq/config
	mkdir -p "$HOME" "$BATS_TEST_TMPDIR/project/deep/down" || return
	PROJECT=$(realpath "$BATS_TEST_TMPDIR/project")/.pyiq.conf
	cd "$BATS_TEST_TMPDIR/project" || return
}

# count OPTION...: how many hits are shown
count() {
	"$PYIQ" search --format '{id}' -e . "$@" | wc -l
}

# ---- Which of them counts ------------------------------------------------------

@test "flags > environment > project > user > system > built in" {
	[ "$(count)" = 10 ]
	write "$SYSTEM" <<<'max-count = 1'
	[ "$(count)" = 1 ]
	write "$USER_FILE" <<<'max-count = 2'
	[ "$(count)" = 2 ]
	write "$PROJECT" <<<'max-count = 3'
	[ "$(count)" = 3 ]
	export PYIQ_MAX_COUNT=4
	[ "$(count)" = 4 ]
	[ "$(count -m 5)" = 5 ]
	PYIQ_MAX_COUNT='' # is as good as none
	[ "$(count)" = 3 ]
	cd deep/down
	[ "$(count)" = 3 ]
	write .pyiq.conf <<<'color = never' # the nearest alone
	[ "$(count)" = 2 ]
}

@test "a section is for one subcommand, and more important than what stands before it" {
	write "$USER_FILE" <<-'END'
		max-count = 2
		[search]
		max-count = 3
		[list]
		json = true
	END
	[ "$(count)" = 3 ]
	[ "$("$PYIQ" list | jq -r .schema | sort -u)" = 1 ]
	[ "$("$PYIQ" similar --plain "$("$PYIQ" search --json -m 1 decorator | jq -r .id)" | wc -l)" = 2 ]
	write "$PROJECT" <<<'max-count = 1' # of a more important file
	[ "$(count)" = 1 ]
}

@test "false takes back what a less important file says, and so does no value" {
	write "$USER_FILE" <<<$'json = true\nmax-count = 1'
	try 0 search walrus
	has '"schema":1' "$output"
	write "$PROJECT" <<<$'json = false\nmax-count ='
	try 0 search walrus
	lacks '"schema"' "$output"
	[ "$(count)" = 10 ]
	try 0 search --json walrus
	has '"schema":1' "$output"
}

@test "what may be given several times adds up in one file; another file takes its place" {
	write "$USER_FILE" <<<$'[search]\nregexp = walrus\nregexp = weak'
	PYIQ_DB=$BATS_FILE_TMPDIR/db try 0 search -c
	prints <<<2
	write "$PROJECT" <<<$'[search]\nregexp = weak'
	try 0 search -c
	prints <<<1
	try 0 search -c -e '[Dd]ecorator' -e walrus -e weak
	prints <<<3
}

@test "paths are relative to the file, ~ is the home" {
	unset PYIQ_DB
	ln -s "$BATS_FILE_TMPDIR/db" "$BATS_TEST_TMPDIR/project/mine.db"
	ln -s "$BATS_FILE_TMPDIR/db" "$HOME/mine.db"
	write "$PROJECT" <<<'db = mine.db'
	cd deep/down
	try 0 search -q walrus
	write "$PROJECT" <<<'db = ~/mine.db'
	try 0 search -q walrus
	write "$PROJECT" <<<"db = $HOME/mine.db"
	try 0 search -q walrus
	write "$PROJECT" <<<'db = "none"'
	try 2 search -q walrus
	has "no database at '${PROJECT%/*}/none'" "$stderr"
	# of a variable to the working directory, as the shell does it
	PYIQ_DB=../../mine.db try 0 search -q walrus
}

@test "the places of files: XDG_CONFIG_HOME, XDG_CONFIG_DIRS; a relative one is none, an empty one not set" {
	write "$BATS_TEST_TMPDIR/own/pyiq/config" <<<'max-count = 1'
	write "$USER_FILE" <<<'max-count = 2'
	XDG_CONFIG_HOME=$BATS_TEST_TMPDIR/own
	export XDG_CONFIG_HOME
	[ "$(count)" = 1 ]
	XDG_CONFIG_HOME=''
	[ "$(count)" = 2 ]
	cd "$BATS_TEST_TMPDIR"
	XDG_CONFIG_HOME=own
	[ "$(count)" = 2 ]
	rm "$USER_FILE"
	write "$BATS_TEST_TMPDIR/two/pyiq/config" <<<'max-count = 3'
	XDG_CONFIG_DIRS=relative:$BATS_TEST_TMPDIR/none:$BATS_TEST_TMPDIR/two:$BATS_TEST_TMPDIR/own
	[ "$(count)" = 3 ]
	XDG_CONFIG_DIRS=$BATS_TEST_TMPDIR/own:$BATS_TEST_TMPDIR/two
	[ "$(count)" = 1 ]
	run -0 env -u HOME "$PYIQ" search -q walrus
}

# ---- Settings and the command line ----------------------------------------------

@test "no setting makes a command line fail, or gives another answer" {
	write "$USER_FILE" <<-'END'
		json = true
		max-count = 2
		heading = true
		[search]
		context = 2
		fold = near
		[index]
		exclude = *.tmp
		format = markdown
		name = clip.md
	END
	try 0 search -c what
	[ "$output" -gt 2 ]
	try 0 search -l generator
	lacks '{' "$output"
	try 2 search --count-by topic -c generator # that is the command line's own
	try 0 search --format '{line}' walrus
	prints <<<4
	try 0 search -e walrus
	try 0 search -q walrus
	prints </dev/null
	try 0 show --plain "$("$PYIQ" list --format '{id}' | head -n 1)"
	lacks '{"' "$output"
	try 0 search --plain --json -1 walrus
	try 0 search -E 'walr.s'
	write notes/a.md <<<$'## What is it?\n\nA thing.\n'
	try 0 index --db new.db notes
	try 0 index --db new.db
	try 0 index --db new.db --prune
	try 0 index --explain notes/a.md
}

@test "a setting for patterns is none for words" {
	write "$USER_FILE" <<<$'[search]\ncontext = 1\nonly-matching = on'
	try 0 search --plain walrus
	[ "${#lines[@]}" = 1 ]
	try 0 search --plain -F walrus
	prints <<<$"$BATS_FILE_TMPDIR/notes/labels.txt:4:walrus"
	try 0 search -F -C 1 walrus
}

@test "help and versions come whatever is set" {
	write "$USER_FILE" <<<'nonsense'
	mkdir "$PROJECT"
	export PYIQ_COLOR=purple PYIQ_HELP=1 PYIQ_VERSION=1
	try 2 search walrus
	local arguments
	for arguments in --help --version help 'help search' 'search --help' 'search -h' 'config --version' 'index -V'; do
		# shellcheck disable=SC2086 # these are words
		try 0 $arguments
		says
	done
	try 2 search --bad walrus # the first mistake is that of the command line
	says "pyiq search: unknown option '--bad'" "Try 'pyiq search --help' for more information."
}

@test "--no-config: no file is read, variables are" {
	write "$USER_FILE" <<<'nonsense'
	write "$PROJECT" <<<'max-count = 1'
	[ "$(PYIQ_MAX_COUNT=2 count --no-config)" = 2 ]
	[ "$(count --no-config)" = 10 ]
	try 0 config --no-config
	[[ $output == *'# PYIQ_DB'* ]]
	lacks "$PROJECT" "$output"
	write "$USER_FILE" <<<'no-config = true'
	try 2 search walrus
	has "unknown key 'no-config'" "$stderr"
	rm "$USER_FILE"
	[ "$(PYIQ_NO_CONFIG=1 count)" = 1 ]
}

# ---- The environment ---------------------------------------------------------------

@test "every option has a variable; what is none of ours is ignored" {
	PYIQ_COUNT=1 PYIQ_NO_SUCH=x PYIQ_=y PYIQ_max_count=1 PYIQ_FORMAT=x try 0 search generator
	prints <<<1
	PYIQ_COLOUR=always try 0 search walrus
	has $'\e[' "$output"
	PYIQ_COUNT=false try 0 search -l walrus
	PYIQ_DB=none try 2 search walrus
	has "no database at 'none'" "$stderr"
}

@test "a mistake in a variable names it" {
	PYIQ_COLOR=purple try 2 search walrus
	says "pyiq: PYIQ_COLOR: invalid value 'purple' for 'color': auto, always or never"
	PYIQ_MAX_COUNT=few try 2 search walrus
	says "pyiq: PYIQ_MAX_COUNT: invalid number 'few' for 'max-count'"
	PYIQ_JSON=perhaps try 2 search walrus
	says "pyiq: PYIQ_JSON: invalid value 'perhaps' for 'json': true or false"
	PYIQ_HYPERLINK_FORMAT=x try 2 search walrus
	[[ $stderr == 'pyiq: PYIQ_HYPERLINK_FORMAT: '* ]]
	lacks Try "$stderr"
}

# ---- Mistakes in files ---------------------------------------------------------------

@test "a mistake names the file and the line" {
	write "$USER_FILE" <<<$'# mine\n\ncolour = never\n[search]\nmax-cuont = 5'
	try 2 search walrus
	says "pyiq: $USER_FILE:5: unknown key 'max-cuont'" "hint: did you mean 'max-count'?"
	try 2 list
	write "$USER_FILE" <<<$'[serach]\nmax-count = 5'
	try 2 search walrus
	says "pyiq: $USER_FILE:1: there is no subcommand 'serach'" 'hint: did you mean [search]?'
	write "$USER_FILE" <<<$'color = never\nmax-count = 5 # five'
	try 2 search walrus
	says "pyiq: $USER_FILE:2: invalid number '5 # five' for 'max-count'" 'hint: a comment has a line of its own'
	# what only the subcommand itself can tell
	write "$USER_FILE" <<<$'[search]\nformat = {nothing}'
	try 2 search walrus
	[[ $stderr == "pyiq: $USER_FILE:2: --format: "* ]]
	[ "${#stderr_lines[@]}" = 1 ]
	try 0 search -c walrus # which does not ask for it
	try 0 status
}

@test "files that are none: a folder, a device, no text, too large, unreadable" {
	mkdir -p "$USER_FILE"
	try 2 search walrus
	says "pyiq: cannot read '$USER_FILE': Is a directory"
	rmdir "$USER_FILE"
	ln -s /dev/null "$USER_FILE"
	try 0 search -q walrus
	rm "$USER_FILE"
	mkfifo "$USER_FILE"
	try 2 search walrus
	has "cannot read '$USER_FILE'" "$stderr"
	rm "$USER_FILE"
	head -c 3000 "$PYIQ" >"$USER_FILE"
	try 2 search walrus
	has "$USER_FILE:1: " "$stderr"
	printf '\xEF\xBB\xBF# \xFF\r\nmax-count = 1\r\n' >"$USER_FILE"
	[ "$(count)" = 1 ]
	printf 'max-count = 1' >"$USER_FILE"
	[ "$(count)" = 1 ]
	yes '#' | head -c 70000 >"$USER_FILE"
	try 2 search walrus
	says "pyiq: cannot read '$USER_FILE': it is too large for a configuration"
	ln -sf loop "${USER_FILE%/*}/loop"
	ln -sf loop "$USER_FILE"
	try 2 search walrus
	has "cannot read '$USER_FILE'" "$stderr"
}

@test "what may not be read is an error, a folder that may not be entered is none" {
	let_nobody_in
	write "$USER_FILE" <<<'max-count = 1'
	chmod a+rX -R "$BATS_TEST_TMPDIR"
	as_nobody "$PYIQ" search -q --db "$BATS_FILE_TMPDIR/db" walrus
	chmod 0 "$USER_FILE"
	run -2 --separate-stderr as_nobody "$PYIQ" search --db "$BATS_FILE_TMPDIR/db" walrus
	says "pyiq: cannot read '$USER_FILE': Permission denied"
	chmod 0 "${USER_FILE%/*}"
	run -0 --separate-stderr as_nobody "$PYIQ" search -q --db "$BATS_FILE_TMPDIR/db" walrus
	chmod 755 "${USER_FILE%/*}"
}

# ---- The folder's file -----------------------------------------------------------------

@test "a folder's file may not name a program, nor have anything forgotten" {
	write "$PROJECT" <<<$'color = never\npager = touch evil'
	try 2 search walrus
	says "pyiq: $PROJECT:2: 'pager' may not be set by a folder's file" \
		'hint: it belongs into your own configuration, see pyiq-config(5)'
	local key
	for key in rebuild prune; do
		write "$PROJECT" <<<$"[index]
$key = true"
		try 2 index
		has "$PROJECT:2: '$key' may not be set" "$stderr"
	done
	# a stub file is a database to Xapian that may run one
	write "$PROJECT" <<<$'db = stub\ndb = folder'
	write stub <<<'remote :/usr/bin/touch evil'
	mkdir folder
	cp stub folder/XAPIANDB
	try 2 search walrus
	has "$PROJECT:1: the database of a folder's file" "$stderr"
	try 2 config
	has "$PROJECT:2: the database of a folder's file" "$stderr"
	[ ! -e evil ]
	write "$USER_FILE" <<<'pager = less'
	rm "$PROJECT"
	try 0 search -q walrus
}

@test "a folder's file of somebody else is ignored, and pyiq config says so" {
	write "$PROJECT" <<<'nonsense'
	chmod 666 "$PROJECT"
	try 0 search -q walrus
	try 0 config
	has "# $PROJECT: ignored: everybody may write it" "$output"
	chmod 644 "$PROJECT"
	try 2 search -q walrus
	[ "$(id -u)" = 0 ] || skip 'only root can give files away'
	chown 65534 "$PROJECT"
	try 0 search -q walrus
	try 0 config
	has "# $PROJECT: ignored: it belongs to somebody else" "$output"
	# nor is a link to a file of one's own
	chown 0 "$PROJECT"
	mv "$PROJECT" ours
	ln -s ours "$PROJECT"
	try 2 search -q walrus
	chown -h 65534 "$PROJECT"
	try 0 search -q walrus
}

# ---- The manual ------------------------------------------------------------------------

# block N: the Nth example of a file in the manual
block() {
	awk -v n="$1" '$0 == ".nf" { k++; inside = 1; next } $0 == ".fi" { inside = 0 } inside && k == n' \
		"$BATS_TEST_DIRNAME/../../cmd/man/pyiq-config.5.in" | sed 's/\\-/-/g; s/\\e/\\/g; s/\\(ti/~/g'
}

@test "the examples of pyiq-config(5) are what they say" {
	local command n=0
	unset PYIQ_DB PYIQ_PAGER
	block 1 | write "$USER_FILE"
	block 2 | write "$PROJECT"
	cp -r "$BATS_FILE_TMPDIR/db" notes.db
	try 0 config
	says
	has "db = ${PROJECT%/*}/notes.db	# $PROJECT:1" "$output"
	has "# db = $HOME/notes.db	# $USER_FILE:4, overridden" "$output"
	try 0 config search.smart-case
	prints <<<false
	try 0 config list.format
	prints <<<'{id}\t{question}'
	try 0 config index.exclude
	prints <<<$'drafts/\n*.tmp'
	try 0 list
	[ "${#lines[@]}" -ge 10 ]
	while read -r command; do
		run -0 --separate-stderr bash -c "pyiq() { '$PYIQ' \"\$@\"; }; ${command//deep copy/generator}"
		n=$((n + 1))
	done < <(sed -n '/^\.EX$/,/^\.EE$/{/^\./d;s/\\-/-/g;p}' "$BATS_TEST_DIRNAME/../../cmd/man/pyiq-config.5.in")
	[ "$n" = 4 ]
}

@test "the manual has every key, and is sound" {
	local page=${PYIQ%/bin/pyiq}/share/man/man5/pyiq-config.5 key
	[ -f "$page" ] || skip 'no manual beside this program'
	run -0 mandoc -T lint -W warning "$page"
	same '' "$output"
	mandoc -T ascii "$page" | sed 's/.\x08//g' >shown
	"$PYIQ" search --help | grep -oE -- '--[a-z0-9-]+' | sort -u | sed 's/^--//' >keys
	while read -r key; do
		case $key in
		help | version | no-config | trec) ! grep -qE "^ +$key = " shown || return 1 ;;
		*) grep -qE "^ +([a-z-]+, )?$key(, [a-z-]+)? = " shown || { echo "$key"; return 1; } ;;
		esac
	done <keys
	[ "$(wc -l <keys)" -gt 40 ]
}

# ---- pyiq config ---------------------------------------------------------------------

# what pyiq config says in a world of three files and a variable
write_world() {
	write "$SYSTEM" <<<$'color = never\nmax-count = 9'
	write "$USER_FILE" <<-'END'
		color = always
		group-separator = " - "
		[search]
		max-count = 5
		[index]
		exclude = *.tmp
		exclude = a b
	END
	write "$PROJECT" <<<$'[similar]\njson = no\n[list]\nnull ='
	export PYIQ_COLOUR=auto
	unset PYIQ_DB PYIQ_PAGER
}

@test "pyiq config: what counts, where from, and what is overridden" {
	write_world
	try 0 config
	says
	prints <<-END
		# $SYSTEM
		# $USER_FILE
		# $PROJECT
		# color = never	# $SYSTEM:1, overridden
		max-count = 9	# $SYSTEM:2
		# color = always	# $USER_FILE:1, overridden
		group-separator = " - "	# $USER_FILE:2
		color = auto	# PYIQ_COLOUR
		search.max-count = 5	# $USER_FILE:4
		similar.json = false	# $PROJECT:2
		list.null = false	# $PROJECT:4
		index.exclude = *.tmp	# $USER_FILE:6
		index.exclude = a b	# $USER_FILE:7
	END
	rm "$SYSTEM" "$USER_FILE" "$PROJECT"
	unset PYIQ_COLOUR
	try 0 config
	prints <<-END
		# $SYSTEM: not there
		# $USER_FILE: not there
		# .pyiq.conf: in no folder from here to the root
	END
}

@test "pyiq config --json" {
	write_world
	"$PYIQ" config --json | jq -es 'length == 10 and all(.schema == 1)'
	same "$(printf '%s\n' "[null,\"color\",\"never\",\"$SYSTEM\",1,true]" \
		'[null,"color","auto","PYIQ_COLOUR",null,false]' \
		"[\"similar\",\"json\",false,\"$PROJECT\",2,false]")" \
		"$("$PYIQ" config --json | jq -c '[.section, .key, .value, .origin, .line, .overridden]' | sed -n '1p;5p;7p')"
}

@test "pyiq config KEY: one value" {
	write_world
	try 0 config color
	prints <<<auto
	try 0 config colour
	prints <<<auto
	try 0 config max-count
	prints <<<9
	try 0 config search.max-count
	prints <<<5
	try 0 config similar.max-count
	prints <<<9
	try 0 config exclude
	prints <<<$'*.tmp\na b'
	try 0 config group-separator
	prints <<<' - '
	try 0 config similar.json
	prints <<<false
	try 1 config heading
	prints </dev/null
	says
	try 0 config --json search.max-count
	[ "$(jq -r .value <<<"$output")" = 5 ]
	PYIQ_JSON=1 try 0 config color
	prints <<<auto
	try 2 config colr
	says "pyiq config: unknown key 'colr'; did you mean 'color'?" "Try 'pyiq config --help' for more information."
	try 2 config stats.max-count
	try 2 config what.color
	try 2 config __complete.db
	try 2 config a b
}

@test "pyiq config tells all mistakes, and the rest" {
	write_world
	write "$USER_FILE" <<<$'max-count = few\n\njson\n[search]\nmax-count = 3\nfull = perhaps'
	try 2 config
	says "pyiq: $USER_FILE:1: invalid number 'few' for 'max-count'" \
		"pyiq: $USER_FILE:3: a key without '='" "hint: a line is 'key = value', '[subcommand]' or '# comment'" \
		"pyiq: $USER_FILE:6: invalid value 'perhaps' for 'full': true or false"
	has "search.max-count = 3	# $USER_FILE:5" "$output"
	PYIQ_COLOR=purple try 2 config
}

@test "on a terminal it is aligned, and safe" {
	unset PYIQ_DB PYIQ_PAGER
	write "$USER_FILE" <<<$'color = auto\n[search]\nmax-count = 5\ngroup-separator = 文\xC2\x9B1m'
	run -0 on_terminal 200 config --color=never
	same "color = auto                    # $USER_FILE:1" "${lines[3]}"
	same "search.max-count = 5            # $USER_FILE:3" "${lines[4]}"
	lacks $'\xC2\x9B' "$output"
	has ' = 文' "${lines[5]}"
	run -0 on_terminal 200 config --color=always
	has $'\e[' "$output"
}
