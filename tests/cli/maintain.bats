#!/usr/bin/env bats
# An index that keeps itself right: what is left out, forgotten, read anew, and
# how one sees that it is out of date.
# shellcheck disable=SC2154,SC2030,SC2031 # run sets stderr; every test is a shell of its own

load lib

# Every test has notes and a database of its own.
setup() {
	cd "$BATS_TEST_TMPDIR" || return
	export PYIQ_DB=$PWD/db
}

# note FILE QUESTION: a file with that one unit
note() {
	printf '## %s\n\nAn answer.\n' "$2" | write "$1"
}

# some_notes: four units in two folders
some_notes() {
	note notes/a.md 'What is in a?'
	note notes/b.md 'What is in b?'
	note notes/drafts/c.md 'What is in a draft?'
	note other/d.md 'What is elsewhere?'
}

# files: those of all units
files() {
	"$PYIQ" list --json | jq -r .file
}

# holds FILE...: units of these files, and no others, are in the database
holds() {
	same "$(printf '%s\n' "$@")" "$(files)"
}

# ---- --exclude -----------------------------------------------------------------

@test "--exclude: leaves out, takes out what is known, and is remembered" {
	some_notes
	try 0 index notes
	holds notes/a.md notes/b.md notes/drafts/c.md
	try 0 index --exclude drafts/ --exclude '/b*' notes
	holds notes/a.md
	note notes/deep/drafts/e.md 'What is deep?'
	note notes/deep/b.md 'What is a deep b?'
	try 0 index
	holds notes/a.md notes/deep/b.md
	run -0 "$PYIQ" status
	has $'without drafts/\n          without /b*' "$output"

	# an empty one forgets them
	try 0 index --exclude '' notes
	holds notes/a.md notes/b.md notes/deep/b.md notes/deep/drafts/e.md notes/drafts/c.md
	run -0 "$PYIQ" status
	lacks '  without ' "$output"
}

@test "--exclude: ** and *, and hidden things and node_modules anyway" {
	for file in x/y/z.md x/z.md z.md keep.md .git/g.md node_modules/n.md x/node_modules/n.md x/.venv/v.md; do
		note "notes/$file" 'What is here?'
	done
	try 0 index --exclude '/x/**/z.md' notes
	holds notes/keep.md notes/z.md
	try 0 index --exclude '/*.md' notes
	holds notes/x/y/z.md notes/x/z.md
}

@test "--exclude: counts from the folder that is named, in a larger one" {
	for file in x/y/a.md x/b.md y/c.md x/z.txt z.txt; do
		note "notes/$file" 'What is here?'
	done
	try 0 index notes
	try 0 index --exclude /y --exclude '*.txt' notes/x
	try 0 index
	holds notes/x/b.md notes/y/c.md notes/z.txt
	try 0 index --exclude z.txt --exclude '' notes
	holds notes/x/b.md notes/x/y/a.md notes/y/c.md
}

@test "--exclude: nothing is taken back by !, but a name may begin with it" {
	some_notes
	note 'notes/!.md' 'What is loud?'
	try 2 index --exclude '*' --exclude '!a.md' notes
	says "pyiq index: --exclude: '!' takes nothing back; a name that begins with it is written '\\!'" \
		"Try 'pyiq index --help' for more information."
	try 0 index --exclude '\!*' notes
	holds notes/a.md notes/b.md notes/drafts/c.md
}

@test "--exclude: what it leaves out cannot be named" {
	some_notes
	try 0 index --exclude drafts notes
	try 2 index notes/drafts/c.md
	says 'pyiq: notes/drafts/c.md: left out by --exclude'
}

# ---- --prune ---------------------------------------------------------------------

@test "--prune: a folder, a file of a folder, until they are named again" {
	some_notes
	try 0 index notes other
	try 0 index --prune other
	says
	has 'indexed 3 units from 3 files' "$output"
	holds notes/a.md notes/b.md notes/drafts/c.md
	try 0 index --prune notes/b.md notes/drafts/
	holds notes/a.md
	try 0 index
	try 0 index notes
	holds notes/a.md
	try 0 index notes/b.md
	try 0 index notes/drafts
	holds notes/a.md notes/b.md notes/drafts/c.md
	# what was pruned is where it was
	[ -e other/d.md ]
}

@test "--prune: what was never there" {
	some_notes
	try 0 index notes
	try 2 index --prune other
	says 'pyiq: other: nothing of it is in the database'
	try 2 index --prune other notes/a.md
	says 'pyiq: other: nothing of it is in the database'
	holds notes/b.md notes/drafts/c.md
}

@test "--prune: outlives new patterns" {
	some_notes
	try 0 index notes
	try 0 index --prune notes/b.md
	try 0 index notes --exclude drafts/
	holds notes/a.md
	has 'pruned /b.md' "$("$PYIQ" status)"
	try 0 index notes --exclude ''
	holds notes/a.md notes/drafts/c.md
	try 0 index notes/b.md
	holds notes/a.md notes/b.md notes/drafts/c.md
}

@test "a broken file that nobody named is told of once" {
	some_notes
	printf '<posts>\n<row' >notes/Posts.xml
	try 2 index notes
	says 'pyiq: notes/Posts.xml: line 2: ends in the middle of the dump'
	try 0 index
	says
	has 'up to date' "$("$PYIQ" status)"
	try 2 index notes/Posts.xml --rebuild
}

@test "--prune: without a path, folders that are gone" {
	some_notes
	try 0 index notes other
	rm -r other
	try 2 index
	says 'pyiq: other: No such file or directory'
	try 0 index --prune
	says
	holds notes/a.md notes/b.md notes/drafts/c.md
	try 0 index
	says
}

@test "--prune: standard input, by its name" {
	some_notes
	"$PYIQ" index --name clip - notes <<<$'## What is clipped?\n\nThis.'
	try 0 index --prune clip
	holds notes/a.md notes/b.md notes/drafts/c.md
}

# ---- --rebuild ---------------------------------------------------------------------

@test "--rebuild: everything anew, or only what is named" {
	some_notes
	try 0 index notes other
	"$PYIQ" index --name clip - <<<$'## What is clipped?\n\nThis.'
	"$PYIQ" list --json | jq -c 'select(.file != "clip")' >before
	try 0 index --rebuild
	says
	has 'indexed 4 units from 4 files' "$output"
	"$PYIQ" list --json | cmp before -
	try 0 index --rebuild other
	holds other/d.md
	try 0 index
	has 'nothing changed' "$output"
	same db "$(compgen -G 'db*')"
}

@test "--rebuild: stopped by any signal but the last one, or by a limit, nothing stays" {
	note notes/a.md 'What is in a?'
	try 0 index notes
	mkfifo pipe
	for signal in TERM HUP INT; do
		env --default-signal=INT "$PYIQ" index --rebuild notes - <pipe 2>/dev/null 3>&- &
		exec {to}>pipe
		printf '%s\n\n' '## What comes next?' >&"$to"
		until [ -e db.new ]; do sleep 0.01; done
		kill -s "$signal" $!
		exec {to}>&-
		local status=0
		wait $! || status=$?
		same "$signal" "$(kill -l "$status")"
		same db "$(compgen -G 'db*')"
	done
	for ((n = 0; n < 3000; n++)); do
		printf '## What is number %d?\n\nThe number %d.\n\n' "$n" $((n * n))
	done >notes/big.md
	# shellcheck disable=SC2016 # the shell within expands it
	run -2 --separate-stderr bash -c 'ulimit -f 100 && "$PYIQ" index --rebuild'
	[[ $stderr == 'pyiq: '*': File too large' ]]
	same db "$(compgen -G 'db*')"
	holds notes/a.md
}

@test "--rebuild: a database of any state, while somebody reads" {
	some_notes
	try 0 index notes
	LC_ALL=C sed -i 's/\(\xc0schema\)[0-9]/\10/g' db/postlist.glass
	try 2 search draft
	try 0 index --rebuild
	try 0 search draft
	# A reader that began before sees the old one to its end.
	mkfifo pipe
	for ((n = 0; n < 2000; n++)); do
		printf '## What is number %d?\n\nA number, and some words to fill the pipe.\n\n' "$n"
	done >notes/big.md
	"$PYIQ" index
	"$PYIQ" list --json >before
	"$PYIQ" list --json >pipe 3>&- &
	exec {from}<pipe
	head -c 100 <&"$from" >got
	rm notes/big.md
	"$PYIQ" index --rebuild
	cat <&"$from" >>got
	exec {from}<&-
	wait $!
	cmp before got
	holds notes/a.md notes/b.md notes/drafts/c.md
}

# ---- --dry-run -----------------------------------------------------------------------

# state: of all files of the database
state() {
	find db* -printf '%p %T@ ' -type f -exec sha256sum {} +
}

@test "--dry-run: says what would be done, and does nothing" {
	some_notes
	try 0 index --dry-run notes
	says
	prints <<-'END'
		would add notes/a.md
		would add notes/b.md
		would add notes/drafts/c.md
		3 files would be added, 0 changed, 0 removed
	END
	[ ! -e db ]
	try 0 index notes other
	state >before
	note notes/a.md 'What is new in a?'
	note notes/e.md 'What is in e?'
	rm notes/b.md
	try 0 index --dry-run
	prints <<-'END'
		would remove notes/b.md
		would change notes/a.md
		would add notes/e.md
		1 file would be added, 1 changed, 1 removed
	END
	try 0 index --dry-run --prune other
	prints <<-'END'
		would remove other/d.md
		0 files would be added, 0 changed, 1 removed
	END
	try 0 index --dry-run --exclude drafts notes
	has 'would remove notes/drafts/c.md' "$output"
	state | cmp before -
	try 0 index
	has 'from 4 files' "$output"
}

# ---- --verbose --------------------------------------------------------------------------

@test "--verbose: every file, and what was repaired, skipped, removed" {
	some_notes
	printf '## What is a caf\xe9?\n\nA place.\n' >notes/latin.md
	printf '## Why doesn\xc3\xa2\xe2\x82\xac\xe2\x84\xa2t it work?\n\nWell.\n' >notes/twice.md
	printf 'A\0B' >notes/binary.md
	try 0 index notes
	says
	has '(2 repaired, 1 skipped; --verbose names them)' "$output"
	rm -r db
	try 0 index --verbose notes
	says 'pyiq: added notes/a.md: 1 unit (markdown)' \
		'pyiq: added notes/b.md: 1 unit (markdown)' \
		'pyiq: skipped notes/binary.md: binary content, not text' \
		'pyiq: added notes/drafts/c.md: 1 unit (markdown)' \
		'pyiq: added notes/latin.md: 1 unit (markdown)' \
		'pyiq: repaired notes/latin.md: read as Windows-1252' \
		'pyiq: added notes/twice.md: 1 unit (markdown)' \
		'pyiq: repaired notes/twice.md: 1 doubly encoded character'
	[[ $output == *' (2 repaired, 1 skipped)' ]]
	rm notes/b.md
	note notes/a.md 'What is new in a?'
	try 0 index --verbose
	says 'pyiq: removed notes/b.md' 'pyiq: changed notes/a.md: 1 unit (markdown)'
	try 0 index --verbose
	says
}

# ---- status -------------------------------------------------------------------------------

@test "status: databases, roots, sizes, and what is out of date" {
	some_notes
	printf '## What is open?\n\nTODO\n' | write notes/open.md
	try 0 index notes other/d.md
	try 0 status
	says
	local size='^  [0-9.]+ kB, schema [0-9]+, changed last 20[0-9]{2}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}$'
	[[ ${lines[2]} =~ $size ]]
	same "$(
		cat <<-'END'
			db
			  5 units (1 without an answer) from 5 files
			  folder  notes: 4 units from 4 files
			  file    other/d.md: 1 unit from 1 file
			  up to date
		END
	)" "$(sed 3d <<<"$output")"

	note notes/a.md 'What is new in a?'
	note notes/e.md 'What is in e?'
	rm notes/b.md
	try 0 status
	same "$(
		cat <<-'END'
			  out of date: 1 new, 1 changed, 1 gone; 'pyiq index' reads them
			    gone     notes/b.md
			    changed  notes/a.md
			    new      notes/e.md
		END
	)" "$(tail -n 4 <<<"$output")"
	mv notes away
	try 0 status
	has 'folder  notes: 4 units from 4 files; cannot be found now' "$output"
	mv away notes
	try 0 index
	try 0 status
	same '  up to date' "${lines[-1]}"
}

@test "status: SOURCE_DATE_EPOCH is the time of a database, for who builds packages" {
	some_notes
	export SOURCE_DATE_EPOCH=1000000000
	try 0 index notes
	same 1000000000 "$("$PYIQ" status --json | jq .built)"
	SOURCE_DATE_EPOCH=yesterday
	try 0 index --rebuild notes
	same true "$("$PYIQ" status --json | jq '.built > 1000000000')"
}

@test "status: a change that leaves the size, of a source read right after another change" {
	note notes/a.md 'What is in 1?'
	try 0 index notes
	run -0 "$PYIQ" status
	has '  up to date' "$output"
	note notes/a.md 'What is in 2?'
	touch -d '10 seconds' notes/a.md
	run -0 "$PYIQ" status
	has '    changed  notes/a.md' "$output"
	run -0 "$PYIQ" list --refresh
	has 'What is in 2?' "$output"
}

@test "status: only ten files are named, unless all are asked for" {
	mkdir notes
	try 0 index notes
	for ((n = 10; n < 22; n++)); do
		note notes/$n.md 'What is new?'
	done
	try 0 status
	has '    and 2 more; --verbose names them' "$output"
	lacks notes/20.md "$output"
	try 0 status --verbose
	has notes/21.md "$output"
	lacks more "$output"
}

@test "status --json: one object a database" {
	some_notes
	"$PYIQ" index --exclude '*.bak' notes
	"$PYIQ" index --db other.db --name clip - <<<$'## What is clipped?\n\nTODO'
	note notes/e.md 'What is in e?'
	run -0 "$PYIQ" status --json --db db --db other.db
	same 2 "${#lines[@]}"
	same "$(
		jq -S . <<-END
			{"schema": 1, "db": "db", "units": 3, "answered": 3, "files": 3, "up_to_date": false,
			 "roots": [{"path": "$PWD/notes", "kind": "folder", "reachable": true, "files": 3,
			            "units": 3, "exclude": ["*.bak"]}],
			 "changes": [{"what": "new", "file": "notes/e.md"}]}
		END
	)" "$(jq -S 'del(.database_schema, .built, .bytes)' <<<"${lines[0]}")"
	same true "$(jq ".built <= $EPOCHSECONDS and .built > $EPOCHSECONDS - 100 and .bytes > 10000 and .database_schema > 0" <<<"${lines[0]}")"
	same '{"answered":0,"changes":[],"kind":["stream"],"units":1,"up_to_date":true}' \
		"$(jq -cS '{units, answered, up_to_date, changes, kind: (.roots | map(.kind))}' <<<"${lines[1]}")"
}

@test "status --json: a name that is no UTF-8" {
	some_notes
	try 0 index notes
	note $'notes/caf\xe9.md' 'What is in a café?'
	run -0 "$PYIQ" status --json
	has '{"what":"new","file":"notes/caf�.md"}' "$output"
}

@test "status: no database, and a word too many" {
	try 2 status
	says "pyiq: no database at '$PWD/db'" "hint: run 'pyiq index FOLDER' first"
	try 2 status walrus
	same "pyiq status: unexpected argument 'walrus'" "$(head -n 1 <<<"$stderr")"
}

@test "status: what a folder is called drives no terminal" {
	local evil=$'\e]52;c;ZXZpbA==\a\e[2J'
	note "notes${evil//\//_}/a.md" 'What is evil?'
	try 0 index notes*
	note "notes${evil//\//_}/b.md" 'What is more evil?'
	on_terminal 80 status >bytes
	lacks $'\e]' "$(plain <bytes)"
	lacks $'\e[2J' "$(cat bytes)"
	has '^[]52;c' "$(cat bytes)"
}

# ---- Searches whose notes have changed -----------------------------------------------------

readonly advice='since the notes were read; --refresh reads them first'

@test "a search says on a terminal that notes have changed, and there alone" {
	some_notes
	try 0 index notes
	lacks "$advice" "$(on_terminal 80 search draft)"
	note notes/e.md 'What is a new draft?'
	run -0 on_terminal 80 search draft
	same "pyiq: 1 file has changed $advice" "$(plain <<<"${lines[-1]}")"
	rm notes/a.md
	has "pyiq: 2 files have changed $advice" "$(on_terminal 80 search draft)"
	# whether or not there is a hit
	has "$advice" "$(on_terminal 80 search xyzzy)"
	# in a pipe nobody reads it, and -q is quiet
	try 0 search draft
	says
	same '' "$(on_terminal 80 search -q draft)"
	# notes that cannot be found now are not said to have changed
	mv notes away
	lacks "$advice" "$(on_terminal 80 search draft)"
}

@test "--refresh: what has changed is read before the search, and before the list" {
	some_notes
	try 0 index notes
	note notes/e.md 'What is a walrus?'
	rm notes/a.md
	try 1 search -F walrus
	try 0 search --refresh -F walrus
	says
	prints <<<'notes/e.md:1:What is a walrus?'
	try 1 search -F 'in a?'
	lacks "$advice" "$(on_terminal 80 search walrus)"
	note notes/f.md 'What is in f?'
	try 0 list --refresh
	has 'notes/f.md:1:What is in f?' "$output"
	# nothing to do is nothing done
	state >before
	try 0 search --refresh walrus
	state | cmp before -
}

@test "--refresh: every database in use; what fails is told, and the search goes on" {
	some_notes
	try 0 index --db one.db notes
	try 0 index --db two.db other
	note notes/e.md 'What is a walrus in notes?'
	note other/e.md 'What is a walrus elsewhere?'
	same 2 "$("$PYIQ" search --refresh --db one.db --db two.db -c walrus)"
	printf 'A\0B' >notes/e.md
	try 2 search --refresh --db one.db --db two.db walrus
	says 'pyiq: notes/e.md: binary content, not text'
	same 2 "${#lines[@]}"
}

# ---- Several databases -------------------------------------------------------------------------

@test "hits of several databases are merged, and each knows its own" {
	some_notes
	try 0 index --db one.db notes
	try 0 index --db two.db other
	run -0 "$PYIQ" search --db one.db --db two.db --json what is in a draft elsewhere
	same '["one.db","two.db"]' "$(jq -cs 'map(.db) | unique' <<<"$output")"
	same two.db "$("$PYIQ" search --db one.db --db two.db --json elsewhere | jq -r .db)"
	same '["one.db","one.db","one.db","two.db"]' "$("$PYIQ" list --db one.db --db two.db --json | jq -cs 'map(.db)')"
	# by score, not by database
	same "$("$PYIQ" search --db one.db --db two.db --json draft elsewhere | jq -s 'map(.score)')" \
		"$("$PYIQ" search --db two.db --db one.db --json draft elsewhere | jq -s 'map(.score) | sort | reverse')"
}

# ---- Long runs on a terminal ----------------------------------------------------------------------

# long_notes FILES UNITS: notes that take a while, in long/
long_notes() {
	mkdir -p long
	for ((f = 0; f < $1; f++)); do
		awk -v f="$f" -v n="$2" 'BEGIN {
			for (q = 0; q < n; q++)
				printf "## What is question %d of file %d?\n\nIt is answered by word%dx%d, `code%d()` and more: generators, decorators,\niterators, closures and number %d, which nobody will ever look for.\n\n", q, f, f, q, q, f * q
		}' >long/$f.md
	done
}

# start ARGUMENT...: run pyiq in a terminal; behind it stands its exit status
start() {
	local command
	printf -v command '%q ' "$PYIQ" "$@"
	# The shell outlives Ctrl-C, to tell what became of pyiq.
	open_terminal 100 20 "bash -c 'trap : INT; $command; echo \"=\$?=\"; exec cat'"
}

# wait_for REGEX: until it stands on the screen; sets shown
wait_for() {
	for ((n = 0; n < 6000; n++)); do
		shown=$(in_tmux capture-pane -p)
		[[ ! $shown =~ $1 ]] || return 0
		sleep 0.02
	done
	printf 'never saw %s in:\n%s\n' "$1" "$shown"
	return 1
}

teardown() {
	close_terminal
}

@test "a long run shows how far it is, how fast, and when it ends" {
	local units=1500
	! sanitized || units=400
	long_notes 20 $units
	start index long
	wait_for 'indexing: [0-9]+ of 20 files, [0-9]+ units, [0-9]+\.[0-9] MB/s, [0-9]+:[0-9][0-9] left'
	wait_for '=0='
	# and is gone when it is over
	lacks indexing: "$shown"
	has "indexed $((20 * units)) units from 20 files" "$shown"
}

@test "within one large file, too" {
	local units=20000
	! sanitized || units=5000
	long_notes 1 $units
	start index long
	wait_for 'indexing: 0 of 1 file, [1-9][0-9]+ units, [0-9]+\.[0-9] MB/s, [0-9]+:[0-9][0-9] left'
	wait_for '=0='
	has "indexed $units units from 1 file" "$shown"
}

@test "what is told meanwhile stands on lines of its own" {
	local units=3000
	! sanitized || units=800
	long_notes 6 $units
	printf 'A\0B' >program
	start index --verbose long program
	wait_for '=2='
	lacks 'leftpyiq' "$shown"
	same 6 "$(grep -c "^pyiq: added long/[0-5].md: $units units (markdown)$" <<<"$shown")"
	has $'\npyiq: program: binary content, not text' "$shown"
}

@test "Ctrl-C in the middle: status 130, and the old index is whole" {
	note long/old.md 'What was there before?'
	try 0 index long
	"$PYIQ" list --json >before
	long_notes 1 30000
	rm long/old.md
	start index
	wait_for 'indexing: 0 of 1 file, [1-9][0-9]+ units'
	hit C-c
	wait_for '=130='
	lacks indexed "$shown"
	"$PYIQ" list --json | cmp before -
	same db "$(compgen -G 'db*')"
	try 0 index
	has 'indexed 30000 units from 1 file' "$output"
}

@test "Ctrl-C in the middle of the first index: nothing stays" {
	long_notes 1 30000
	start index long
	wait_for 'indexing: 0 of 1 file, [1-9][0-9]+ units'
	hit C-c
	wait_for '=130='
	[ -z "$(compgen -G 'db*')" ]
}

@test "no progress where nobody looks" {
	long_notes 2 1500
	try 0 index long
	says
	rm -r db
	lacks indexing "$(TERM=dumb on_terminal 80 index long)"
}
