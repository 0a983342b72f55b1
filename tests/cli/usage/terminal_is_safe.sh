# SPDX-License-Identifier: GPL-3.0-or-later
# Whatever stands in logs, tables, networks, names of files and arguments, a terminal gets text of it: no
# escape sequence, no control character of one byte or of two, nothing that turns the order of letters.
script -qec true /dev/null </dev/null >/dev/null 2>&1 || { echo 'no script(1), or no terminals'; exit 77; }
printf 'Z\033]52;c;cHdu\007\033[2J\233Z\302\233Z\342\200\256Z' >evil
cat >session.sh <<'END'
stty -echo
e=$(cat evil)
run() { echo "$*" >>commands; timeout 20 "$LC" "$@"; }
{
    printf '# command: %s\nepoch,%s,val_%s,loss,val_loss\n' "$e" "$e" "$e"
    for i in 1 2 3 4 5 6 7 8 9 10 11 12; do echo "$i,0.$i,1.$i,0.$((50 - i)),0.$((40 + i))"; done
} >plain.csv
cp plain.csv "$e.csv"
sed "s/^epoch/run,epoch/; s/^\([0-9]\)/$e a,\1/" plain.csv >runs.csv
sed "s/^\([0-9]\)/$e b,\1/; /^[#e]/d" plain.csv >>runs.csv
mkdir "$e"
cp plain.csv runs.csv "$e"
for i in 1 2 3; do printf '%s loss: 0.%s val_loss: 1.%s %s\n' "$e" $i $i "$e"; done >"$e.log"
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do printf '"%s","%s"\n' $i "$e$((i % 2))"; done |
    sed "1i \"x\",\"$e\"" >table.csv
for log in "$e.csv" runs.csv "$e.log" "$e"; do
    for form in '' -v -vv --brief --json --jsonl; do
        run diagnose $form "$log"
        run inspect $form "$log"
    done
    for to in csv json jsonl; do
        run convert --to $to "$log"
        run convert --long --to $to "$log"
    done
done
for form in '' --csv --json --jsonl; do
    run scan $form "$e" "$e.csv" # its line of progress is erased
    run compare $form runs.csv "$e.csv"
    run compare $form --group "$e" runs.csv "$e.csv"
done
run inspect --sources runs.csv
run plot --terminal runs.csv
run plot --terminal --title "$e" "$e.csv"
run plot -o "$e.none" "$e.csv"
run plot -o "$e/none/$e.svg" "$e.csv"
run explain "$e"
run "$e"
run "--$e"
run "./$e.none"
run diagnose --metric "$e x" plain.csv
run diagnose --map "$e=$e" plain.csv
run diagnose --map "$e=validation:loss" --set "$e.a=1" plain.csv
run diagnose --run "$e" runs.csv
train() { run train table.csv --target "$e" --epochs 2 --hidden 2 --force "$@"; }
train -o "$e.run.csv" --save "$e.model" --metrics all
train -o "$e.run.csv" --diagnose --plot "$e.gp"
train -o "$e.run.csv" --plot "$e.none"
train -o "$e.run.csv" --jsonl
train -o "$e.run.csv" --lr-range
train -o "$e/folds" --folds 2 --seeds 2
train -o "$e/sizes" --train-sizes 4,6 --folds 2
train -o "$e/none/$e"
train --checkpoint "$e.csv" -o "$e.run.csv"
run train table.csv --target "$e no"
run train table.csv --target x --ignore "$e none"
run train "$e.csv" --target "$e" --force -o run.csv --epochs 2
run remedy table.csv --target "$e" --epochs 2 --hidden 2 --budget 4 --test 0.3 -o "$e/remedies"
run predict "$e.model" table.csv
run predict --id "$e" "$e.model" table.csv
run predict "$e.csv" table.csv
echo "$e=1 loss=2" | run record -o "$e.record.csv"
echo "$e=1 loss=2" | run record -o "$e/none/$e.csv"
run watch --pid 999999999 "$e.csv" runs.csv
printf '%s = %s\n' "$e" "$e" >.learncurve.conf
run diagnose plain.csv
END
export LC
script -qec 'sh session.sh' shown </dev/null >/dev/null
# Most of these commands show the name, so that there is something to be seen.
[ "$(grep -ac Z shown)" -gt 300 ] || echo "shown: $(grep -ac Z shown) lines"
# What the program itself moves and paints with.
sed '1d;$d; s/\x1b\[\([0-9;]*[mKAJ]\|?7[lh]\)//g' shown | LC_ALL=C grep -anP '\x1b|\x07|Z\x9b|\xc2[\x80-\x9f]|\xe2\x80[\xaa-\xae]' |
    cat -v | head -n 40
