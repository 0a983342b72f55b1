/* SPDX-License-Identifier: GPL-3.0-or-later */
/* watch.c - a run that is watched while it grows, as a whole or value by value. */
#include "diagnose/history.h"
#include "diagnose/looks.h"
#include "base/mem.h"

struct lc_watch {
    lc_looks looks;
    lc_history history; /* of what was pushed */
    size_t values;      /* of that when it was looked at */
};

lc_status lc_watch_open(lc_watch **watch, const lc_watch_options *options, lc_error *err)
{
    lc_watch *w = lc_mem_resize(NULL, 1, sizeof *w);
    if (!w)
        return lc_error_nomem(err);
    *w = (lc_watch){.values = 0};
    lc_status st = lc_looks_open(&w->looks, options, lc_diagnose, err);
    if (st == LC_OK)
        *watch = w;
    else
        lc_watch_close(w);
    return st;
}

void lc_watch_close(lc_watch *watch)
{
    if (!watch)
        return;
    lc_looks_free(&watch->looks);
    lc_history_free(&watch->history);
    lc_mem_free(watch);
}

lc_status lc_watch_see(lc_watch *watch, const lc_run *run, bool each, lc_error *err)
{
    return lc_looks_follow(&watch->looks, run, each, err);
}

lc_status lc_watch_push(lc_watch *watch, const char *metric, double x, double y, lc_error *err)
{
    return lc_history_push(&watch->history, metric, x, y, err);
}

static bool is_due(const lc_watch *w)
{
    const lc_history *h = &w->history;
    size_t seen = w->looks.seen;
    return h->bad || h->records >= lc_looks_due(&w->looks) ||
           (h->records == seen && h->values > w->values);
}

static lc_status look(lc_watch *w, lc_error *err)
{
    lc_run run = LC_RUN_INIT;
    bool more;
    const lc_watch_options *o = &w->looks.options;
    lc_status st = lc_history_run(&run, &w->history, o->axis ? o->axis : LC_EPOCH, &o->facts, err);
    if (st != LC_OK)
        return st;
    st = lc_looks_add(&w->looks, &run, w->history.records, &more, err);
    lc_run_free(&run);
    if (st != LC_OK)
        return st;
    w->values = w->history.values;
    w->history.bad = false;
    return LC_OK;
}

lc_status lc_watch_verdict(const lc_verdict **verdict, lc_watch *watch, lc_error *err)
{
    lc_status st = LC_OK;
    if (watch->history.records == 0)
        return lc_error_set(err, LC_E_ARG, 0, "nothing was pushed yet");
    if (is_due(watch))
        st = look(watch, err);
    if (st == LC_OK)
        *verdict = &watch->looks.last.verdict;
    return st;
}

const lc_stop *lc_watch_stop(const lc_watch *watch)
{
    return watch->looks.stops ? &watch->looks.stop : NULL;
}
