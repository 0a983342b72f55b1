# SPDX-License-Identifier: GPL-3.0-or-later
# Each sample that is named for a verdict gets it.
for verdict in healthy overfitting generalization-gap not-learning diverged non-finite unstable \
    not-converged underfitting stalled; do
    "$LC" --json "$SAMPLES/csv/$verdict.csv" >got || exit
    said=$(sed -n '/^  "verdict"/,$s/^ *"name": *"\(.*\)",/\1/p' got | head -n 1)
    [ "$said" = "$verdict" ] || echo "$verdict.csv is called $said"
done
