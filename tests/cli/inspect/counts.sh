# Right answers beside the number of samples are an accuracy out of so many.
printf 'Epoch,correct,total\n0,1009,10000\n1,1009,10000\n2,1009,10000\n3,982,10000\n4,1009,10000\n5,1009,10000\n' >counts.csv
"$LC" counts.csv
"$LC" inspect counts.csv
# of changing numbers of samples they aren't
printf 'Epoch,correct,total\n0,1009,10000\n1,1009,10000\n2,1009,9990\n' >changing.csv
"$LC" inspect changing.csv
