# SPDX-License-Identifier: GPL-3.0-or-later
# Completion of learncurve for fish. What it offers are the lines that 'learncurve help --complete'
# prints; fish inserts them quoted, and nothing of them or of the command line is evaluated.
function __learncurve_complete
    set -l words (commandline -opc)
    set -l word (commandline -ct | string unescape)
    set -l lines (command learncurve help --complete -- $words[2..] "$word" 2>/dev/null)
    printf '%s\n' $lines[2..]
    test "$lines[1]" = files; and __fish_complete_path "$word"
end
complete -c learncurve -f -a '(__learncurve_complete)'
