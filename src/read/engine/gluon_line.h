/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gluon_line.h - a line of MXNet's and Gluon's scripts: where it stands, and its values. */
#ifndef LC_READ_GLUON_LINE_H
#define LC_READ_GLUON_LINE_H

#include "read/engine/pairs.h"

/* What a line's values are of: a whole epoch, a batch, or a batch of which the line tells how many
 * there are. */
typedef enum lc_gluon_reach { LC_GLUON_WHOLE, LC_GLUON_BATCH, LC_GLUON_SHARE } lc_gluon_reach;

typedef struct lc_gluon_place {
    lc_gluon_reach reach;
    double epoch; /* as the log counts it */
    double share; /* of the epoch that has passed, 0 .. 1, for LC_GLUON_SHARE */
} lc_gluon_place;

/* "[Epoch 3 Batch 100/295] loss 4.5": move to what stands behind the place; a logger's words may
 * come before it. False where the line names no epoch. */
bool lc_gluon_take_place(lc_span *line, lc_gluon_place *p);

/* "training: accuracy=0.8", "validation: err-top1=0.2": what to put before names that don't say of
 * which split they are, "val_" or "". Moves to the values. */
const char *lc_gluon_take_role(lc_span *t);

/* Take the next value of a line, whose name may be put in other words; speeds are passed over. */
bool lc_gluon_next_value(lc_span *line, lc_named_value *v);

bool lc_gluon_has_value(lc_span t);

#endif
