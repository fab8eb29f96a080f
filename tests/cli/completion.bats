#!/usr/bin/env bats
# shellcheck disable=SC2154,SC2016 # bats sets what run says; shells of their own expand
#
# Completions, in the shells that they are for.

load lib

setup_file() {
	index_notes
	ln -s "$PYIQ" "$BATS_FILE_TMPDIR/pyiq"
}

setup() {
	COMPLETIONS=$BATS_TEST_DIRNAME/../../cmd/completions
	PATH=$BATS_FILE_TMPDIR:$PATH
	cd "$BATS_FILE_TMPDIR" || return
}

# offers WORD...: the candidates, without what they mean
offers() {
	"$PYIQ" __complete "$@" | cut -f 1
}

# ---- What pyiq says ----------------------------------------------------------

@test "subcommands, with what they are for; none that is hidden" {
	try 0 __complete se
	prints <<-END
		search	find questions by words or patterns
	END
	lacks __ "$(offers '')"
	same "$(pyiq help | sed -n '/^Subcommands/,/^$/s/^  \([a-z]*\) .*/\1/p')" "$(offers '')"
	same "$(offers '')" "$(offers help '')"
}

@test "options of the subcommand, from the table" {
	same --color "$(offers search --col)"
	same $'--count\n--count-by\n--context' "$(offers search --co | grep -v color)"
	lacks --context "$(offers show --)"
	has --exclude "$(offers index --)"
	has -m "$(offers search -)"
	lacks $'\n-m' "$(offers search --)"
	same $'--help\n--version' "$(offers --)"
}

@test "the values of an option, as a word of their own and behind =" {
	same $'--color=auto\n--color=always' "$(offers search --color=a)"
	same $'topic\ntag' "$(offers search --count-by t)"
	same :files "$(offers search --file '')"
	same :files "$(offers search -if '')"
	same '' "$(offers search -m '')"
	same '' "$(offers search --no-such=x)"
}

@test "the keys of the configuration, each once" {
	same $'context\ncolor' "$(offers config co | grep -v count)"
	same 'exclude' "$(offers config exc)"
	same '' "$(offers config help; offers config no-config; offers config version)"
}

@test "topics, those without questions of their own too" {
	write nested.md <<-'END'
		# Outer

		## Inner: a "topic"

		### What is in here?

		This.
	END
	PYIQ_DB=nested "$PYIQ" index nested.md
	same $'Outer\t\nInner: a "topic"\t1 question' "$("$PYIQ" __complete random --db nested --topic '')"
	same '--topic=Outer' "$(offers random --db=nested --topic=O)"
}

@test "ids with their questions, and the numbers of the last search" {
	local id
	id=$("$PYIQ" list --json | jq -r 'select(.question | test("walrus")).id')
	same "$id" "$(offers show "${id:0:5}")"
	has "$id"$'\tWhat is the walrus operator' "$("$PYIQ" __complete open "${id:0:5}")"
	"$PYIQ" search generator >seen
	has $'1\tWhat is a generator?' "$("$PYIQ" __complete show '')"
	same '' "$(offers show zzzz)"
	same '' "$(offers show -- --json)"
}

@test "files where a path belongs" {
	same :files "$(offers index '')"
	has :files "$(offers search --db '')"
}

@test "nothing is said of what cannot be read" {
	try 0 __complete show --db /no/such ''
	same '' "$stderr"
	lacks 'no/such' "$output"
	printf 'nonsense' >damaged
	try 0 __complete random --db damaged --topic ''
	same '' "$output$stderr"
	try 0 __complete nosuch x
	same '' "$output$stderr"
	try 0 __complete
	same '' "$stderr"
}

# ---- The shells ----------------------------------------------------------------

# typed COMMAND KEY...: what a terminal shows after these keys in an interactive
# shell that COMMAND starts; its prompt is "% "
typed() {
	local shown last='' key
	open_terminal 100 30 "$1"
	sees READY >&2 || :
	for key in "${@:2}"; do
		hit -- "$key"
		sleep 0.1
	done
	# What changes no more is complete.
	for ((try = 0; try < 60; try++)); do
		sleep 0.15
		shown=$(in_tmux capture-pane -p)
		[[ $try -lt 3 || $shown != "$last" ]] || break
		last=$shown
	done
	close_terminal
	printf '%s\n' "$shown"
}

in_bash() {
	[ -e /usr/share/bash-completion/bash_completion ] || skip 'no bash-completion'
	write rc.bash <<-END
		PS1='% '
		source /usr/share/bash-completion/bash_completion
		source '$COMPLETIONS/pyiq.bash'
		echo READY
	END
	typed 'exec bash --noprofile --rcfile rc.bash -i' "$@"
}

in_zsh() {
	command -v zsh >/dev/null || skip 'no zsh'
	write .zshrc <<-END
		PS1='%% '
		fpath=('$COMPLETIONS' \$fpath)
		autoload -U compinit && compinit -u -D
		unsetopt LIST_AMBIGUOUS
		echo READY
	END
	typed "ZDOTDIR='$PWD' exec zsh -d -i" "$@"
}

# in_fish LINE: its candidates for the end of a line
in_fish() {
	command -v fish >/dev/null || skip 'no fish'
	fish --no-config -c "source '$COMPLETIONS/pyiq.fish'; complete -C '$1'" | cut -f 1
}

@test "bash completes a subcommand, an option, its value and a file" {
	! sanitized || skip "what the shells are told is tested above"
	has '% pyiq search' "$(in_bash 'pyiq sea' Tab)"
	has '% pyiq search --count-by' "$(in_bash 'pyiq search --count-' Tab)"
	has '% pyiq search --color=always' "$(in_bash 'pyiq search --color=al' Tab)"
	has '% pyiq search --fold near' "$(in_bash 'pyiq search --fold ne' Tab)"
	has '% pyiq index notes/' "$(in_bash 'pyiq index not' Tab)"
}

@test "bash quotes topics and tells what ids are" {
	! sanitized || skip "what the shells are told is tested above"
	local shown
	write topics.md <<-'END'
		# Two words

		## What is it?

		This.
	END
	PYIQ_DB=two "$PYIQ" index topics.md
	has '% pyiq random --db two --topic Two\ words' "$(in_bash 'pyiq random --db two --topic Tw' Tab)"
	shown=$(in_bash 'pyiq show ' Tab Tab)
	has '(What is a generator?)' "$shown"
}

@test "zsh completes a subcommand, an option, its value and a file" {
	! sanitized || skip "what the shells are told is tested above"
	has '% pyiq search' "$(in_zsh 'pyiq sea' Tab)"
	has '% pyiq search --count-by' "$(in_zsh 'pyiq search --count-' Tab)"
	has '% pyiq search --color=always' "$(in_zsh 'pyiq search --color=al' Tab)"
	has '% pyiq index notes/' "$(in_zsh 'pyiq index not' Tab)"
	has 'What is a generator?' "$(in_zsh 'pyiq show ' Tab)"
}

@test "fish completes a subcommand, an option, its value and a file" {
	! sanitized || skip "what the shells are told is tested above"
	same search "$(in_fish 'pyiq sea')"
	same --count-by "$(in_fish 'pyiq search --count-')"
	same --color=always "$(in_fish 'pyiq search --color=al')"
	same near "$(in_fish 'pyiq search --fold ne')"
	same notes/ "$(in_fish 'pyiq index not')"
	has 1 "$(in_fish 'pyiq show ')"
}
