# SPDX-License-Identifier: GPL-3.0-or-later
# LaTeX takes the figures: alone, with findings, and with names of special characters.
kpsewhich gnuplot-lua-tikz.sty lmodern.sty >/dev/null 2>&1 ||
    { echo 'no LaTeX with TikZ and Latin Modern'; exit 77; }
awk 'BEGIN { print "epoch,loss,val_loss,a_b%c&d#e$f{g}~h^i\\j score"
             for (i = 1; i <= 40; i++) print i "," 2 / i "," 2 / i + .3 "," .5 + i / 100 }' >names.csv
"$LC" plot --plain --size 85mm -o 1.tex "$SAMPLES/csv/unstable.csv"
"$LC" plot --size 160mm -o 2.tex "$SAMPLES/csv/overfitting.csv"
"$LC" plot --plain --size 85mm -o 3.tex names.csv
for n in 1 2 3; do
    cat >doc.tex <<END
\\documentclass{article}
\\usepackage[T1]{fontenc}\\usepackage{lmodern}\\usepackage[margin=1cm]{geometry}
\\usepackage{gnuplot-lua-tikz}
\\begin{document}\\noindent\\input{$n.tex}\\end{document}
END
    pdflatex -interaction=nonstopmode -halt-on-error doc.tex >log.txt || tail -n 20 log.txt
    grep -h '^!\|^Overfull\|^Output' log.txt | sed 's/, .*//'
done
