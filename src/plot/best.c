/* SPDX-License-Identifier: GPL-3.0-or-later */
/* best.c - the best value of the series that one would choose a model by. */
#include "plot/best.h"

#include <math.h>

/* How well a series serves to choose a model by; 0: not at all. */
static int best_rank(const lc_metric *m)
{
    if (m->better == LC_NEITHER)
        return 0;
    if (m->split == LC_VALIDATION)
        return m->kind == LC_LOSS ? 4 : m->kind == LC_SCORE ? 3 : 0;
    return m->kind == LC_LOSS ? 2 : m->kind == LC_SCORE ? 1 : 0;
}

static void find_best_value(lc_figure *f, const lc_series *s)
{
    bool higher = s->metric.better == LC_HIGHER_IS_BETTER, differs = false;
    for (size_t i = 0; i < s->n; i++) {
        double y = s->y[i];
        differs = differs || (f->best.known && isfinite(y) && y != f->best.y);
        if (!isfinite(y) || (f->best.known && (higher ? y <= f->best.y : y >= f->best.y)))
            continue;
        f->best.known = true;
        f->best.x = lc_series_x(f->run, s, i);
        f->best.y = y;
    }
    f->best.known = differs; /* a constant has no best value */
}

void lc_best_find(lc_figure *f)
{
    int rank = 0;
    if (f->run->axis == LC_TRAIN_SIZE || f->run->n < 2)
        return;
    for (size_t i = 0; i < f->n; i++) {
        for (size_t j = 0; j < f->frame[i].n; j++) {
            const lc_plot_curve *c = &f->frame[i].curve[j];
            if (best_rank(&c->series->metric) <= rank || c->finite_n == 0)
                continue;
            rank = best_rank(&c->series->metric);
            f->best.series = c->index;
        }
    }
    if (rank)
        find_best_value(f, &f->run->series[f->best.series]);
}
