# SPDX-License-Identifier: GPL-3.0-or-later
# Completion of learncurve for bash. What it offers are the lines that 'learncurve help --complete'
# prints; they are inserted quoted, and nothing of them or of the command line is evaluated.
_learncurve() {
    local rest=${COMP_LINE:0:COMP_POINT} trimmed piece word='' before line name i
    local -a words=() lines=()
    # bash breaks words at '=' and ':' too: pieces without a blank between them are one word.
    for ((i = 0; i <= COMP_CWORD; i++)); do
        trimmed=${rest#"${rest%%[![:space:]]*}"}
        piece=${COMP_WORDS[i]}
        ((i < COMP_CWORD)) || piece=$trimmed
        if ((i > 0)) && [[ $trimmed != "$rest" || ! $rest && ! $piece ]]; then
            words+=("$word")
            word=
        fi
        word+=$piece
        rest=${trimmed#"$piece"}
    done
    words+=("$word")
    words=("${words[@]//[\\\"\']/}")
    COMPREPLY=()
    mapfile -t lines < <(command learncurve help --complete -- "${words[@]:1}" 2>/dev/null)
    [[ ${lines[0]-} != files ]] || compopt -o default 2>/dev/null
    case $piece in =* | :*) piece= ;; esac
    before=${word%"$piece"} # stays on the line
    before=${before//[\\\"\']/}
    for line in "${lines[@]:1}"; do
        name=${line%%$'\t'*}
        [[ $name != *[=:.,] ]] || compopt -o nospace 2>/dev/null
        name=${name:${#before}}
        [[ $name ]] || continue
        if [[ $piece != [\"\']* ]]; then
            printf -v name %q "$name"
            name=${name//\\,/,}
        elif [[ $name == *[!A-Za-z0-9_./,:=+@%\ -]* ]]; then
            continue # within the quotes that the user has opened it would mean something else
        fi
        COMPREPLY+=("$name")
    done
}
complete -F _learncurve learncurve
