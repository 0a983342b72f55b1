# SPDX-License-Identifier: GPL-3.0-or-later
# A log in GBK, as Chinese Windows writes it: "step 1 training loss: 0.5".
for i in 1 2 3; do
    printf '\302\326\264\316 %d \321\265\301\267\313\360\312\247: 0.%d \321\351\326\244\313\360\312\247: 0.7%d\n' $i $((9 - i)) $i
done >run.log
"$LC" inspect run.log | sed -n '/interpreted/,/^$/p'
