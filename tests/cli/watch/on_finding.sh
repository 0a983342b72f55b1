# SPDX-License-Identifier: GPL-3.0-or-later
# A command without a shell gets each new finding as JSON.
printf 'epoch,loss,val_loss\n1,1.5,1.6\n2,1.2,1.3\n3,nan,1.2\n' >run.csv
# shellcheck disable=SC2016 # a name with a $
"$LC" watch --on-finding 'tee -a $HOME;found.json' --quiet -- cat run.csv >out 2>err
# shellcheck disable=SC2016
cat err '$HOME;found.json' | tr ',' '\n' | grep -E 'schema|"at"|"id"|"file"|severity'
"$LC" watch --on-finding ./no-such-program --quiet -- cat run.csv >out
echo "status $?"
