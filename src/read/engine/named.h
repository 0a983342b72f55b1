/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * named.h - values under names, as console logs have them, on their way to the builder.
 */
#ifndef LC_READ_NAMED_H
#define LC_READ_NAMED_H

#include "read/engine/span.h"
#include "model/builder.h"

#define LC_NAME_MAX 200 /* [bytes] of a name that is put together; what follows is cut off */

typedef struct lc_named_value {
    lc_span name, text; /* the value as the log spells it */
    double value;
} lc_named_value;

/* Into the record at hand, under `prefix` and the name. */
lc_status lc_named_put(lc_builder *b, const char *prefix, const lc_named_value *v);

/* The same for what the log writes under no name, or under one that says nothing by itself. */
lc_status lc_named_put_text(lc_builder *b, const char *name, double value, lc_span text);
lc_status lc_named_put_number(lc_builder *b, const char *name, double value);

/* As lc_builder_averaged. */
lc_status lc_named_averaged(lc_builder *b, const char *name, const char *how);

/* "train_loss" of "logs/train_loss.csv", as services export a chart; empty where a file's name is no loss's
 * and no score's. */
lc_span lc_named_by_file(const char *path);

/* Begin the n-th run of a log, n = 1, 2, ...: the first has no name, others are "fit 2". */
lc_status lc_named_begin(lc_builder *b, const char *what, size_t n);

#endif
