# SPDX-License-Identifier: GPL-3.0-or-later
# Names that tell nothing come last, with a word on how to tell them; NaN, percent and remarks are said.
printf 'junk,epoch,acc,loss,clock,note\n1,1,55.5,0.9,1,x\n2,2,60,NaN,2,x\n2,2,70,inf,3,x\n' >run.csv
"$LC" inspect run.csv --classes 10
echo
"$LC" inspect run.csv --map junk=validation:loss --map clock=ignore --x epoch | sed -n '/taken/,/^$/p'
