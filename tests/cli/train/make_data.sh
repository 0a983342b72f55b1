# SPDX-License-Identifier: GPL-3.0-or-later
# The same options, the same bytes; another seed, others; a shorter table begins a longer one.
for kind in moons spirals friedman1 blobs parts; do
    "$LC" make-data $kind -n 300 --seed 3 >one && "$LC" make-data $kind --rows 300 --seed=3 >two &&
        "$LC" make-data $kind -n 300 --seed 4 >other && "$LC" make-data $kind -n 100 --seed 3 >short || exit
    cmp one two && head -n 101 one | cmp - short
    cmp -s one other && echo "$kind: the seed does nothing"
    echo "$kind: $(($(wc -l <one))) lines, $(head -n 1 one)"
done
"$LC" make-data blobs -n 200 --classes 7 | tail -n 200 | sed 's/.*,//' | sort -u | wc -l
"$LC" make-data
