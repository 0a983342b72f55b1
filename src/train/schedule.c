/* SPDX-License-Identifier: GPL-3.0-or-later */
/* schedule.c - learning rates by formula and by the loss. */
#include "train/schedule.h"

#include <math.h>

#define PI 3.14159265358979323846
#define CYCLE_START 25.0 /* PyTorch's div_factor */
#define CYCLE_END 1e4    /* PyTorch's final_div_factor, of the start */
#define CYCLE_UP 0.3     /* PyTorch's pct_start */

void lc_patience_init(lc_patience *p)
{
    *p = (lc_patience){.best = INFINITY};
}

bool lc_patience_update(lc_patience *p, double loss, double epoch, double min_delta)
{
    if (loss < p->best - min_delta || (isinf(p->best) && loss < p->best)) {
        *p = (lc_patience){.best = loss, .best_epoch = epoch};
        return true;
    }
    p->since++;
    return false;
}

lc_status lc_schedule_check(const lc_schedule *s, lc_error *err)
{
    if (!(s->rate > 0) || !isfinite(s->rate))
        return lc_error_set(err, LC_E_ARG, 0, "learning rate is %g, expected more than 0", s->rate);
    bool reduces = s->kind == LC_RATE_STEP || s->kind == LC_RATE_PLATEAU;
    if (reduces && !(s->factor > 0 && s->factor <= 1))
        return lc_error_set(err, LC_E_ARG, 0,
                            "learning-rate factor is %g, expected more than 0, at most 1",
                            s->factor);
    if (s->kind == LC_RATE_STEP && s->every == 0)
        return lc_error_set(err, LC_E_ARG, 0,
                            "the learning rate steps every 0 epochs, expected at least 1");
    if (s->kind == LC_RATE_PLATEAU && s->patience == 0)
        return lc_error_set(err, LC_E_ARG, 0,
                            "patience of the plateau schedule is 0 epochs, expected at least 1");
    if (s->kind == LC_RATE_RANGE && !(s->least > 0))
        return lc_error_set(err, LC_E_ARG, 0, "a range of learning rates begins at %g", s->least);
    if (!(s->least >= 0 && s->least <= s->rate) || !(s->min_delta >= 0))
        return lc_error_set(
            err, LC_E_ARG, 0,
            "lower limit of the learning rate is %g, expected 0 up to the learning rate", s->least);
    return LC_OK;
}

/* From a at 0 to b at 1 along half a cosine. */
static double ease(double a, double b, double share)
{
    return b + (a - b) * (1 + cos(PI * share)) / 2;
}

static double one_cycle(double rate, double step, double steps)
{
    double start = rate / CYCLE_START, top = CYCLE_UP * steps - 1, last = steps - 1;
    if (top < 0)
        top = 0;
    if (step < top)
        return ease(start, rate, step / top);
    return last > top ? ease(rate, start / CYCLE_END, fmin(1, (step - top) / (last - top))) : rate;
}

double lc_schedule_rate(const lc_schedule *s, double factor, size_t epoch, size_t epochs,
                        uint64_t step, uint64_t steps)
{
    switch (s->kind) {
    case LC_RATE_STEP:
        return s->rate * pow(s->factor, floor((double)epoch / (double)s->every));
    case LC_RATE_COSINE:
        return ease(s->rate, s->least, fmin(1, (double)epoch / (double)epochs));
    case LC_RATE_ONE_CYCLE:
        return one_cycle(s->rate, (double)step, (double)steps);
    case LC_RATE_RANGE:
        return s->least *
               pow(s->rate / s->least, steps > 1 ? (double)step / (double)(steps - 1) : 0);
    case LC_RATE_PLATEAU:
        return fmax(s->rate * factor, s->least);
    default:
        return s->rate;
    }
}

void lc_schedule_end_epoch(const lc_schedule *s, lc_patience *p, double *factor, double loss,
                           double epoch)
{
    if (s->kind != LC_RATE_PLATEAU)
        return;
    lc_patience_update(p, loss, epoch, s->min_delta);
    if (p->since >= (double)s->patience) {
        *factor *= s->factor;
        p->since = 0;
    }
}
