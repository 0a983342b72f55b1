# SPDX-License-Identifier: GPL-3.0-or-later
# The user's file, then the folder's, then the command line: the later one wins.
printf 'epoch,loss\n1,0.9\n2,0.8\n3,0.7\n' >run.csv
mkdir -p home/.config/learncurve xdg/learncurve
printf '# all my logs\ntrain-samples = 100\nclasses = 3\nmap = junk=ignore\n' >home/.config/learncurve/config
printf 'train-samples = 200\n' >xdg/learncurve/config
facts() { "$LC" -v "$@" run.csv | sed -n '/^Run/,/^$/{/^  /p;}'; }
unset XDG_CONFIG_HOME
HOME=$PWD/home
export HOME
facts
printf 'classes = 4\n' >.learncurve.conf
facts
facts --classes 5
XDG_CONFIG_HOME=$PWD/xdg facts
XDG_CONFIG_HOME=relative facts --no-config
