# SPDX-License-Identifier: GPL-3.0-or-later
# A log in Latin-1, as Windows writes it in Spain: "epoch 1 error 0.8".
for i in 1 2 3; do
    printf '\311poca %d p\351rdida de validaci\363n 0.7%d loss 0.%d\n' $i $i $((9 - i))
done >run.log
"$LC" inspect run.log | sed -n '/interpreted/,/^$/p'
