/* SPDX-License-Identifier: GPL-3.0-or-later */
/* thin.c - a run that is being built, kept in bounded memory. */
#include "model/thin.h"

#include "base/mem.h"
#include "model/run.h"

#include <math.h>
#include <string.h>

bool lc_thinning_due(const lc_thinning *t, size_t records)
{
    return t->most && records >= 2 * t->most && records >= t->next;
}

/* Values that a stride leaves of a series. */
static size_t left_by(const lc_stride *stride, size_t n, size_t every)
{
    size_t step = stride->every ? every / stride->every : every;
    return (stride->settled + step - 1) / step + (n - stride->settled + every - 1) / every;
}

/* Mark the records that a series keeps, with a larger stride where it has too many values. */
static void mark(bool *keep, const lc_series *s, lc_stride *stride, size_t most, bool end)
{
    size_t every = stride->every ? stride->every : 1;
    bool bad = false;
    while (s->n > most && left_by(stride, s->n, every) > most)
        every *= 2;
    size_t step = stride->every ? every / stride->every : every;
    if (!end && every == 1)
        step = 1;
    for (size_t i = 0; i < s->n; i++) {
        bool old = i < stride->settled, first_bad = !bad && !isfinite(s->y[i]);
        bad = bad || first_bad;
        if (first_bad || (old ? i % step == 0 : (i - stride->settled) % every == 0))
            keep[lc_series_record(s, i)] = true;
    }
    stride->every = every;
}

static void compact(lc_series *s, const bool *keep, const uint32_t *place)
{
    size_t n = 0;
    for (size_t i = 0; i < s->n; i++) {
        size_t record = lc_series_record(s, i);
        if (!keep[record])
            continue;
        s->y[n] = s->y[i];
        if (s->at)
            s->at[n] = place[record];
        n++;
    }
    s->n = n;
}

lc_status lc_thinning_apply(lc_thinning *t, lc_run *run, bool end, lc_error *err)
{
    size_t rows = run->rows, kept = 0;
    bool *keep = lc_mem_resize(NULL, rows + 1, sizeof *keep);
    uint32_t *place = lc_mem_resize(NULL, rows + 1, sizeof *place);
    bool ok =
        keep && place && lc_mem_grow(&t->stride, &t->cap, run->series_n + 1, sizeof *t->stride);
    for (; ok && t->n < run->series_n; t->n++)
        t->stride[t->n] = (lc_stride){0};
    if (ok) {
        memset(keep, 0, rows + 1);
        keep[rows - 1] = true;
        for (size_t i = 0; i < run->series_n; i++)
            mark(keep, &run->series[i], &t->stride[i], t->most, end);
        for (size_t r = 0; r < rows; r++) {
            place[r] = (uint32_t)kept;
            kept += keep[r];
        }
        for (size_t i = 0; i < run->series_n; i++) {
            compact(&run->series[i], keep, place);
            t->stride[i].settled = run->series[i].n;
            t->every = t->stride[i].every > t->every ? t->stride[i].every : t->every;
        }
        compact(&run->lines, keep, place);
        run->rows = kept;
        t->next = kept + t->most / 2;
    }
    lc_mem_free(keep);
    lc_mem_free(place);
    return ok ? LC_OK : lc_error_nomem(err);
}

void lc_thinning_reset(lc_thinning *t)
{
    lc_mem_free(t->stride);
    *t = (lc_thinning){.most = t->most};
}
