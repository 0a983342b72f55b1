# SPDX-License-Identifier: GPL-3.0-or-later
# Keys typed into zsh, as into bash.
# shellcheck disable=SC1091 # not followed
. "$ROOT/tests/cli/completion/shell"
needs zsh
cat >.zshrc <<'END'
unset zle_bracketed_paste
PS1='> '
autoload -Uz compinit
compinit -u -D
source learncurve.zsh
show() { printf '<%s>' "$@"; echo; }
compdef _learncurve show
END
"$LC" help --completion zsh >learncurve.zsh
typed env ZDOTDIR="$PWD" zsh -i
