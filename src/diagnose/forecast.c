/* SPDX-License-Identifier: GPL-3.0-or-later */
/* forecast.c - which curves of a run are forecast, and how far. */
#include "diagnose/forecast.h"

#include "base/mem.h"
#include "stats/forecast.h"

#include <math.h>
#include <string.h>

double lc_forecast_origin(const lc_run *run)
{
    const double *x = run->x;
    size_t n = run->n;
    if (n < 2)
        return 0;
    bool begins = x[0] <= x[1] - x[0] || run->axis == LC_TRAIN_SIZE;
    return x[0] > 0 && begins ? 0 : x[0] - (x[n - 1] - x[0]) / (double)(n - 1);
}

static bool is_reward(const lc_metric *m)
{
    return strstr(m->base, "reward") || strstr(m->base, "return");
}

void lc_analyzed_bounds(double *least, double *most, const lc_analyzed *t)
{
    const lc_curve *c = &t->curve;
    double low, high, whole = lc_analyzed_scale_max(t);
    lc_curve_range(c, 0, c->n, &low, &high);
    bool share = t->sign < 0 && high <= whole && !is_reward(&t->series->metric);
    *least = low >= 0 && (t->sign > 0 || share) ? 0 : -INFINITY;
    *most = share ? whole : INFINITY;
}

bool lc_analyzed_forecast(lc_forecast *f, lc_context *context, const lc_analyzed *t, double until)
{
    size_t n = t->series->n;
    double *x = lc_mem_resize(NULL, n + 1, sizeof *x);
    if (!x)
        return lc_error_nomem(&context->first), false;
    for (size_t i = 0; i < n; i++)
        x[i] = lc_analyzed_x(context, t, i);
    lc_forecast_ask ask = {.curve = &t->curve,
                           .x = x,
                           .y = t->series->y,
                           .n = n,
                           .sign = t->sign,
                           .origin = lc_forecast_origin(context->run),
                           .until = until};
    lc_analyzed_bounds(&ask.least, &ask.most, t);
    lc_status st = lc_forecast_make(f, &ask, &context->first);
    lc_mem_free(x);
    f->series = t->index;
    return st == LC_OK;
}

/* As far again as was recorded, or what the options say. */
static double until_of(const lc_context *context)
{
    double last = context->run->x[context->run->n - 1], told = context->options->forecast_to;
    return told > 0 ? told : last + (last - lc_forecast_origin(context->run));
}

static bool add_forecast(lc_context *context, const lc_analyzed *t)
{
    lc_forecasts *all = &context->diagnosis->forecasts;
    if (!lc_mem_grow(&all->forecast, &all->cap, all->n + 1, sizeof *all->forecast))
        return lc_error_nomem(&context->first), false;
    if (!lc_analyzed_forecast(&all->forecast[all->n], context, t, all->until))
        return false;
    all->n++;
    return true;
}

static bool is_forecast(const lc_analyzed *t, lc_split split, lc_kind kind)
{
    const lc_metric *m = &t->series->metric;
    return t->chosen && t->sign != 0 && m->split == split && m->kind == kind && t->curve.n > 0;
}

static void forecast_all(lc_context *context, lc_split split, lc_kind kind)
{
    lc_forecasts *all = &context->diagnosis->forecasts;
    for (size_t k = 0; k < context->run->series_n && all->n < LC_FORECASTS; k++)
        if (is_forecast(&context->analyzed[k], split, kind) &&
            !add_forecast(context, &context->analyzed[k]))
            return;
}

void lc_forecast_run(lc_context *context)
{
    static const lc_split splits[] = {LC_VALIDATION, LC_TEST, LC_TRAIN, LC_SPLIT_NONE};
    const lc_run *run = context->run;
    lc_forecasts *all = &context->diagnosis->forecasts;
    *all = (lc_forecasts){.made = true, .until = until_of(context)};
    if (run->axis == LC_OTHER || run->n < 2 || !(all->until > run->x[run->n - 1]))
        return;
    for (size_t i = 0; i < sizeof splits / sizeof *splits; i++) {
        forecast_all(context, splits[i], LC_LOSS);
        forecast_all(context, splits[i], LC_SCORE);
    }
}
