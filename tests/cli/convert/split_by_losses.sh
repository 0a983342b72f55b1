# SPDX-License-Identifier: GPL-3.0-or-later
# A score whose split the losses beside it tell, or the user: it comes back as it was read.
printf 'epoch,train_loss,valid_loss,f1\n1,0.9,0.8,0.5\n2,0.7,0.6,0.6\n' >t.csv
for map in epoch=none:epoch f1=train:score; do
    for format in csv jsonl json; do
        "$LC" convert --to $format --map "$map" -o o.$format t.csv
        echo "$map $format: $("$LC" inspect o.$format | grep '^  f1 ' | head -n 1)"
    done
done
"$LC" convert --to csv t.csv
