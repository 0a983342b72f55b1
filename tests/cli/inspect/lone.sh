# The only metric of a run, of which its name says nothing, is a loss when it falls as one does.
printf 'iter,value\n0,132.74\n10,81.25\n20,62.51\n30,55.02\n' >falls.csv
"$LC" inspect falls.csv
printf 'iter,value\n0,32.74\n10,81.25\n20,92.51\n30,95.02\n' >rises.csv
"$LC" inspect rises.csv
printf 'iter,value,other\n0,132.74,1\n10,81.25,2\n20,62.51,1\n30,55.02,1\n' >two.csv
"$LC" inspect two.csv
