# SPDX-License-Identifier: GPL-3.0-or-later
for map in loss =:loss loss=train a=valid:loss a=xyz:loss a=:los a=:loss:up a=:loss:lower:b a=: ; do
    "$LC" nothing.csv --map "$map" 2>&1 | head -n 1
done
