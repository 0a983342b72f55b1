#compdef learncurve
# SPDX-License-Identifier: GPL-3.0-or-later
# Completion of learncurve for zsh. What it offers are the lines that 'learncurve help --complete'
# prints; zsh inserts them quoted, and nothing of them or of the command line is evaluated.
_learncurve() {
    local line name
    local -a lines names texts open open_texts
    lines=("${(@f)$(command learncurve help --complete -- \
        "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}")
    for line in "${(@)lines[2,-1]}"; do
        name=${line%%$'\t'*}
        if [[ $name == *[=:.,] ]]; then
            open+=("$name") open_texts+=("$name  -- ${line#*$'\t'}")
        else
            names+=("$name") texts+=("$name  -- ${line#*$'\t'}")
        fi
    done
    local found=1
    compadd -l -d texts -a names && found=0
    compadd -S '' -l -d open_texts -a open && found=0
    [[ $lines[1] != files ]] || { _files && found=0 }
    return found
}
# As a file of $fpath it is the function's body, else it is sourced.
if [[ $funcstack[1] == _learncurve ]]; then
    _learncurve "$@"
else
    compdef _learncurve learncurve
fi
