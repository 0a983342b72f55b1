# SPDX-License-Identifier: GPL-3.0-or-later
# Keys typed into bash: candidates are completed, inserted quoted, and never run.
# shellcheck disable=SC1091 # not followed
. "$ROOT/tests/cli/completion/shell"
needs bash
cat >rc <<'END'
bind 'set enable-bracketed-paste off'
PS1='> '
source learncurve.bash
show() { printf '<%s>' "$@"; echo; }
complete -F _learncurve show
END
"$LC" help --completion bash >learncurve.bash
typed bash --noprofile --rcfile rc -i
