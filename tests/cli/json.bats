#!/usr/bin/env bats
# --json: the objects that pyiq-json(5) promises, and the lines they come in.
# shellcheck disable=SC2154,SC2016 # run sets stderr; $0 is the inner shell's

load lib

PAGE=$BATS_TEST_DIRNAME/../../cmd/man/pyiq-json.5.in

setup_file() {
	index_notes
	write records.jsonl <<-'END'
		{"_id":"a-1","question":"What is a heap, and the global interpreter lock (GIL)?","answer":"A tree.","tags":["trees"],"topic":["Outer","Inner"],"level":"basic","votes":7}
		{"_id":"a-2","question":"What is a queue?","answer":"Use `heapq`."}
	END
	"$PYIQ" index --db records.db records.jsonl
	"$PYIQ" index --db records.db notes --exclude lists
	printf '## What is a \xe2\x80\xa8 line\xe2\x80\xa9 end?\n\nIt \x1b[1m\xc2\x85\x7f\xe2\x80\xaeis.\tA tab.\n' >'odd.md'
	"$PYIQ" index --db odd.db odd.md
	printf '%s\n' '[search]' 'heading = true' >settings
}

# documented HEADING: "key TAB type" of each key that the page gives such an object, in order
documented() {
	awk -v heading="$1" '
		/^\.S[HS] / { sub(/^\.S[HS] /, ""); here = $0 == heading; next }
		here && last ~ /^\.TP/ && /^\.BR [a-z_]+ " \([a-z, ]+\)"$/ {
			key = $2
			sub(/^[^(]*\(/, ""); sub(/\)"$/, "")
			print key "\t" $0
		}
		{ last = $0 }' "$PAGE"
}

# The keys of each object on standard input, once, in order of their first appearance,
# with an S for those that some objects lack.
found() {
	jq -rn '[inputs] as $all | reduce ($all[] | to_entries[] | .key) as $key ({}; .[$key] += 1)
		| to_entries[] | "\(.key)\t\(if .value < ($all | length) then "S" else "" end)"'
}

# holds HEADING [PATH [WITHOUT]]: the objects on standard input, or what the jq path
# finds in them, are what the page says of that heading; WITHOUT: but for the keys of
# another heading, which they have too
holds() {
	local wanted got key type objects path=${2:-.} of_type filter
	objects=$(jq -c "$path")
	[ -n "$objects" ]
	wanted=$(documented "$1")
	[ -n "$wanted" ]
	got=$(found <<<"$objects" | cut -f1)
	[ -z "${3:-}" ] || got=$(grep -vxFf <(documented "$3" | cut -f1) <<<"$got")
	same "$(cut -f1 <<<"$wanted" | sort)" "$(sort <<<"$got")"
	# In the order of the page, as far as they are all in one object.
	same "$(cut -f1 <<<"$wanted" | grep -xFf <(head -1 <<<"$objects" | jq -r keys_unsorted[]))" \
		"$(head -1 <<<"$objects" | jq -r 'keys_unsorted[]' | grep -xFf <(cut -f1 <<<"$wanted"))"
	while IFS=$'\t' read -r key type; do
		of_type=${type%, sometimes}
		if [ "$of_type" = "$type" ]; then
			jq -e "has(\"$key\")" <<<"$objects" >all
			grep -qxv true all && { echo "not always there: $key"; return 1; }
		fi
		case $of_type in
		string | number | boolean | object) filter="type == \"$of_type\"" ;;
		integer) filter='type == "number" and . == floor' ;;
		strings) filter='type == "array" and all(type == "string")' ;;
		objects) filter='type == "array" and all(type == "object")' ;;
		'string or null') filter='type == "string" or type == "null"' ;;
		'integer or null') filter='type == "number" or type == "null"' ;;
		'string or boolean or null') filter='type == "string" or type == "boolean" or type == "null"' ;;
		*) echo "unknown type: $type"; return 1 ;;
		esac
		jq "select(has(\"$key\")) | .\"$key\" | $filter" <<<"$objects" >all
		grep -qx true all
		grep -qxv true all && { echo "not of type $type: $key"; return 1; }
	done <<<"$wanted"
	return 0
}

@test "units: list, show, random" {
	"$PYIQ" list --db records.db --json | holds UNITS
	local id
	id=$("$PYIQ" list --db records.db --format '{id}' --topic inner)
	same "$("$PYIQ" list --db records.db --json | grep -F "$id")" "$("$PYIQ" show --db records.db --json "$id")"
	same "$("$PYIQ" list --db records.db --json | grep -F "$id")" "$("$PYIQ" random --db records.db --json 'topic:Inner')"
}

@test "hits: search and similar, with all that is in them" {
	local hits id
	hits=$(
		"$PYIQ" search --json --explain generator yield | tail -n +2
		"$PYIQ" search --db records.db --queries <(printf 'q\theap\n') --json
		"$PYIQ" search --json -e yield
		"$PYIQ" similar --json "$("$PYIQ" list --format '{id}' | head -1)"
	)
	holds HITS . UNITS <<<"$hits"
	# Of a unit all keys are there, too.
	holds UNITS 'del(.rank, .score, .snippet, .spans, .terms, .duplicates, .explain, .query)' <<<"$hits"
	holds 'In spans' '.spans[]' <<<"$hits"
	holds 'In duplicates' '.duplicates[]' <<<"$hits"
	holds 'In explain' '.explain | objects' <<<"$hits"
	holds 'In parts' '.explain | objects | .parts[]' <<<"$hits"
}

@test "plans: --explain" {
	local plans
	plans=$(
		"$PYIQ" search --json --explain generator | head -n 1
		"$PYIQ" search --json --explain --queries <(printf 'q\tgenerator\n') | head -n 1
	)
	holds PLANS <<<"$plans"
	holds 'In the explain of plans' '.explain[]' <<<"$plans"
	same 'false,false' "$(jq -r 'has("rank")' <<<"$plans" | paste -sd,)"
}

@test "counts, topics, statistics, acronyms" {
	local what
	for what in topic file level lang tag; do
		"$PYIQ" search --db records.db --json --count-by $what heap generator
	done >counts
	holds COUNTS <counts
	same 'file,lang,level,tag,topic' "$(jq -r .by counts | sort -u | paste -sd,)"
	"$PYIQ" topics --db records.db --json | holds TOPICS
	"$PYIQ" stats --db records.db --json >figures
	holds STATISTICS <figures
	holds 'In topics' '.topics[]' <figures
	"$PYIQ" stats --db records.db --acronyms --json | holds ACRONYMS
}

@test "databases, settings, records" {
	touch -d '2001-01-01' notes/python.md
	echo >>notes/python.md
	"$PYIQ" status --db records.db --json >state
	write_notes notes
	holds DATABASES <state
	holds 'In roots' '.roots[]' <state
	holds 'In changes' '.changes[]' <state
	mkdir -p config/pyiq
	printf '%s\n' 'json = true' 'color' '[search]' 'fold = none' 'fold = near' >config/pyiq/config
	XDG_CONFIG_HOME=$PWD/config PYIQ_PAGER=cat "$PYIQ" config --json | holds SETTINGS
	rm -r config
	"$PYIQ" export --db records.db --to jsonl | holds RECORDS
}

@test "every object of the page is one of the above" {
	local heading n=0
	while read -r heading; do
		[ -n "$(documented "$heading")" ] || continue
		n=$((n + 1))
		grep -qF "holds $heading" "$BATS_TEST_FILENAME" || grep -qF "holds '$heading'" "$BATS_TEST_FILENAME"
	done < <(sed -n 's/^\.S[HS] //p' "$PAGE")
	same 18 "$n"
	# And every key that it names is one that these tests read.
	same "$(grep -c '^\.BR [a-z_]* " (' "$PAGE")" \
		"$(sed -n 's/^\.S[HS] //p' "$PAGE" | sort -u | while read -r heading; do documented "$heading"; done | wc -l)"
}

@test "every object has its schema, but those of export" {
	local all
	all=$(
		"$PYIQ" list --json
		"$PYIQ" search --json --explain generator
		"$PYIQ" search --json --count-by topic what
		"$PYIQ" topics --json
		"$PYIQ" stats --json
		"$PYIQ" stats --acronyms --db records.db --json
		"$PYIQ" status --json
		PYIQ_FOLD=none "$PYIQ" config --json
	)
	same 1 "$(jq .schema <<<"$all" | sort -u)"
	same 'false' "$("$PYIQ" export --to jsonl | jq 'has("schema")' | sort -u)"
}

@test "a line is an object: line feeds alone, no raw control, no U+2028, no bidi" {
	"$PYIQ" search --db odd.db --json line >out
	same 1 "$(wc -l <out)"
	same '' "$(LC_ALL=C tr -d '\n -~' <out)"
	has '\u2028' "$(cat out)"
	same $'What is a \u2028 line\u2029 end?' "$(jq -r .question out)"
	same $'It \x1b[1m\u0085\x7f\u202eis.\tA tab.' "$(jq -r .answer out)"
	"$PYIQ" list --db odd.db --json | cmp - <(jq -c . out | "$PYIQ" show --db odd.db --json "$(jq -r .id out)")
	mkdir -p $'odd\u2028folder' && cp odd.md $'odd\u2028folder/a.md'
	"$PYIQ" index --db folder.db $'odd\u2028folder'
	"$PYIQ" status --db folder.db --json >out
	same '' "$(LC_ALL=C tr -d '\n -~' <out)"
	has 'odd\u2028folder' "$(cat out)"
}

@test "a reader of a pipe has each line at once" {
	local line
	mkfifo pipe
	"$PYIQ" search --json --all what >pipe &
	exec 7<pipe
	read -r line <&7
	same 1 "$(jq .rank <<<"$line")"
	exec 7<&-
	wait $! || true
}

@test "numbers, keys and bytes are the same in every locale and every time" {
	"$PYIQ" search --json --explain generator yield >one
	LC_ALL=C "$PYIQ" search --json --explain generator yield | cmp - one
	LC_ALL=de_DE.UTF-8 "$PYIQ" search --json --explain generator yield | cmp - one
}

@test "what --json cannot be combined with" {
	local option
	for option in -c -l -L --vimgrep -z; do
		try 2 search --json $option what
		prints </dev/null
		says "pyiq search: --json cannot be combined with $option" "Try 'pyiq search --help' for more information."
	done
	try 1 search --json xyzzy
	prints </dev/null
	try 0 search --json -q what
	prints </dev/null
}

@test "an error while writing is an error" {
	run -2 --separate-stderr bash -c '"$0" list --json >/dev/full' "$PYIQ"
	says 'pyiq: write error: No space left on device'
}

@test "every example of pyiq-json(5) works" {
	local command n=0 shipped=${PYIQ%/bin/pyiq}/share/pyiq/db
	[ -d "$shipped" ] || skip 'no corpus beside this program'
	while read -r command; do
		PYIQ_DB='' run -0 --separate-stderr bash -o pipefail -c "pyiq() { '$PYIQ' \"\$@\"; }; $command"
		[ -n "$output" ]
		same '' "$stderr"
		n=$((n + 1))
	done < <(sed -n '/^\.EX$/,/^\.EE$/{/^\./d;s/\\-/-/g;s/\\(aq/'"'"'/g;s/\\(ti/~/g;s/\\e/\\/g;p}' "$PAGE")
	same 5 "$n"
}
