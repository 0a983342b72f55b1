/* SPDX-License-Identifier: GPL-3.0-or-later */
/* network.h - a net and the preprocessing that its inputs went through, to and from a file. */
#ifndef LC_TRAIN_NETWORK_H
#define LC_TRAIN_NETWORK_H

#include "train/preprocessing.h"
#include "train/serialize.h"

struct lc_network {
    lc_net net;
    lc_preprocessing preprocessing;
};

/* Add both to the blocks of a file, where lc_network_read finds them. LC_OK, LC_E_NOMEM. */
lc_status lc_network_store(lc_blocks *blocks, const lc_net *net,
                           const lc_preprocessing *preprocessing, lc_error *err);

#endif
