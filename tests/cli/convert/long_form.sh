# SPDX-License-Identifier: GPL-3.0-or-later
printf 'epoch,loss,val_acc\n1,0.5,\n2,NaN,0.75\n' | "$LC" convert --long
