# bash completion for pyiq
#
# What may stand at the cursor is told by `pyiq __complete`; this only asks.

_pyiq() {
	local cur words cword program=pyiq line typed before
	local -a candidates=() meanings=()

	# The words as they are typed: bash itself would part them at = and :.
	if declare -F _get_comp_words_by_ref >/dev/null; then
		_get_comp_words_by_ref -n '=:' cur words cword
	else
		words=("${COMP_WORDS[@]}") cword=$COMP_CWORD cur=${COMP_WORDS[COMP_CWORD]}
	fi
	[[ ${words[0]} != */* ]] || program=${words[0]/#\~/$HOME}

	# Without their quotes. An open one stays with readline, which closes it.
	local -a plain=()
	for line in "${words[@]:1:cword}"; do
		line=${line#[\"\']} line=${line%[\"\']}
		plain+=("${line//\\/}")
	done

	# What stands before = or : is another word to readline, and stays.
	[[ $cur != *[=:]* ]] || before=${cur%"${cur##*[=:]}"}

	COMPREPLY=()
	while IFS= read -r line; do
		if [[ $line == :files ]]; then
			compopt -o filenames
			mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "${cur#--*=}")
			continue
		fi
		candidates+=("${line%%$'\t'*}")
		meanings+=("${line#*$'\t'}")
	done < <("$program" __complete "${plain[@]}" 2>/dev/null)

	for line in "${!candidates[@]}"; do
		typed=${candidates[line]}
		[[ $cur == [\"\']* ]] || printf -v typed %q "$typed"
		typed=${typed#"$before"}
		# A list of several is read by a person; ids and numbers alone say nothing.
		[[ ${#candidates[@]} == 1 || $COMP_TYPE != 63 || -z ${meanings[line]} ]] ||
			printf -v typed '%-20s  (%s)' "$typed" "${meanings[line]}"
		COMPREPLY+=("$typed")
	done
}

complete -F _pyiq pyiq
