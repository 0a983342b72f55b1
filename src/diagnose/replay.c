/* SPDX-License-Identifier: GPL-3.0-or-later */
/* replay.c - a run diagnosed again and again as it grew. */
#include "diagnose/replay.h"

#include "base/mem.h"

#define CONFIRM 2 /* looks in a row that must find overfitting for a stop */

/* Best value of a whole series. */
static double best_of(const lc_series *s)
{
    size_t best = lc_series_best(s);
    return best < s->n ? s->y[best] : lc_absent();
}

/* What was known when, of a run that has ended. */
static lc_status sum_up(lc_online *o, const lc_looks *l, const lc_run *run, lc_error *err)
{
    lc_stop stop = l->stop;
    *o = (lc_online){.replayed = true, .stop = l->stops, .n = l->n, .cap = l->n};
    o->stop_at = o->best_at = o->best = o->run_best = lc_absent();
    if (l->stops) {
        o->stop_at = stop.at;
        o->best_at = stop.best_at;
        o->best = stop.best;
        o->stop_series = stop.best_series;
        o->run_best = best_of(&run->series[stop.best_series]);
    }
    o->known = l->n ? lc_mem_resize(NULL, l->n, sizeof *o->known) : NULL;
    if (l->n && !o->known)
        return lc_error_nomem(err);
    for (size_t i = 0; i < l->n; i++) {
        o->known[i] = l->kept[i].known;
        o->known[i].stands = l->kept[i].missing == 0;
    }
    return LC_OK;
}

lc_status lc_replay(lc_diagnosis *diagnosis, const lc_run *run, const lc_diagnose_options *options,
                    lc_diagnose_function diagnose, lc_error *err)
{
    lc_looks looks = {0};
    lc_online online;
    const lc_watch_options watch = {
        .diagnose = options, .stop_on = "overfitting", .patience = CONFIRM, .by_notes = true};
    lc_status st = lc_looks_open(&looks, &watch, diagnose, err);
    if (st == LC_OK)
        st = lc_looks_follow(&looks, run, true, err);
    if (st == LC_OK)
        st = lc_looks_follow(&looks, run, false, err);
    if (st == LC_OK)
        st = sum_up(&online, &looks, run, err);
    lc_looks_free(&looks);
    if (st == LC_OK)
        diagnosis->online = online;
    return st;
}
