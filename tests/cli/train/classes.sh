# SPDX-License-Identifier: GPL-3.0-or-later
# What is told of the table, as it goes and in the notes above the header.
awk 'BEGIN {
    print "size,colour,price,kind"
    for (i = 0; i < 100; i++)
        print (i % 10 ? i % 7 : "") "," (i % 3 ? "red" : "blue") ",n" i "," (i % 4 ? (i % 5 ? "oak" : "elm") : "")
}' >t.csv
"$LC" train t.csv -t kind --drop --indicators --epochs 1 --hidden 4 --class-weight balanced
grep '^# [cstnbp]' run.csv
