/* SPDX-License-Identifier: GPL-3.0-or-later */
/* meaning.h - what the metrics of a run are: what the user or the log says of them, and what their course
 * and the metrics beside them tell where their names don't. */
#ifndef LC_MODEL_MEANING_H
#define LC_MODEL_MEANING_H

#include "base/error.h"

/* What the user or the log says of a metric, against what its name tells. */
typedef struct lc_meaning {
    const lc_map *user; /* the user's map that fits it; NULL: none does */
    bool logged;        /* the log says something ... */
    lc_map log;         /* ... which counts where the user says nothing */
    bool unknown;       /* its name tells nothing */
} lc_meaning;

/* The user's map, else the log's; NULL for none. */
const lc_map *lc_meaning_map(const lc_meaning *m);

/* Whether the metrics beside one of this name, or its course, may tell what it is. */
bool lc_meaning_may_be_told(const char *name);

/* The only metric of the run, whose course may tell what it is; NULL: there are none or more. */
const lc_series *lc_meaning_lone(const lc_run *run);

/* Whether the losses beside it tell the split of a metric of the run: its name doesn't. */
bool lc_meaning_is_by_losses(const lc_run *run, const lc_metric *m);

/* What a count of right answers is out of: the number of samples that stands beside it ("correct,total"), the same in
 * all records; 0 for other metrics, and where there is none. */
double lc_meaning_total(const lc_run *run, const lc_series *s);

/* Make the metrics of the run what was said of them, or what else they turn out to be. source[i] is the number of
 * metric i in the run as it was built, which is its place in `meaning`; NULL: the same. LC_OK, LC_E_NOMEM. */
lc_status lc_meanings_apply(lc_meaning *meaning, lc_run *run, const size_t *source, lc_error *err);

#endif
