# SPDX-License-Identifier: GPL-3.0-or-later
# Killed at any moment: each line that was read before is a whole row, also while columns are added. Of a row that
# was to begin on the next page the blanks before it may be all that is there: readers skip them.
i=0
while [ $i -lt 20 ]; do
    i=$((i + 1))
    rm -f run.csv*
    mkfifo in
    "$LC" record -o run.csv <in &
    recorder=$!
    awk 'BEGIN { for (e = 1; e <= 4000; e++) printf "epoch=%d loss=%.6f%s\n", e, 1 / e, e % 400 ? "" : " m" e "=1" }' >in 2>/dev/null &
    writer=$!
    sleep "0.0$i"
    kill -9 $recorder $writer 2>/dev/null
    wait
    rm in
    [ ! -s run.csv ] || awk -F , '!/^#/ && !/^ +$/ && header && ($1 != ++n || NF != fields) { print "broken: " $0 }
        !/^#/ && !header { header = 1; fields = NF }' run.csv
    [ ! -s run.csv ] || [ "$(grep -c '^[0-9]' run.csv)" -eq 4000 ] || midway=yes
done
echo "${midway-never} in the middle"
echo "$i times"
