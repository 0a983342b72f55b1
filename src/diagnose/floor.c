/* SPDX-License-Identifier: GPL-3.0-or-later */
/* floor.c - the least that a plain mean cross-entropy can be at an accuracy. */
#include "diagnose/floor.h"

#include "diagnose/rule.h"
#include "base/jobs.h"
#include "base/mem.h"
#include "model/run.h"

#include <math.h>

#define LN2 0.69314718055994531
#define PASSING 0.1 /* share of the other split's records below that may be a log's slip */

static void count_record(lc_floor *c, double x, double loss, double accuracy, double whole)
{
    double half_digit = c->accuracy->series->quantum / 2;
    double misses = 1 - accuracy / whole;
    double floor_here = misses * LN2;
    double allowed = (1 - (accuracy + half_digit) / whole) * LN2 - c->loss->series->quantum / 2;
    if (c->records++ == 0) {
        c->first_per_miss = misses > 0 ? loss / misses : NAN;
        c->from_start = loss < allowed;
    }
    if (misses > 0)
        c->last_per_miss = loss / misses;
    if (!(loss < allowed))
        return;
    double factor = loss > 0 ? floor_here / loss : INFINITY;
    if (c->below++ == 0 || factor < c->least) {
        c->least = factor;
        c->least_x = x;
        c->least_loss = loss;
        c->least_floor = floor_here;
    }
    if (c->below == 1 || factor > c->most) {
        c->most = factor;
        c->most_x = x;
        c->most_loss = loss;
        c->most_floor = floor_here;
    }
}

/* Records at which loss and accuracy are both finite. Both rise: walk them together. */
static lc_floor count_all(const lc_context *context, const lc_analyzed *loss)
{
    lc_floor c = {.loss = loss, .accuracy = lc_context_accuracy(context, loss)};
    if (!c.accuracy)
        return c;
    const lc_series *l = loss->series, *a = c.accuracy->series;
    double whole = lc_analyzed_scale_max(c.accuracy);
    for (size_t i = 0, j = 0; i < l->n && j < a->n;) {
        size_t at = lc_series_record(l, i), there = lc_series_record(a, j);
        if (at == there && isfinite(l->y[i]) && isfinite(a->y[j]))
            count_record(&c, context->run->x[at], l->y[i], a->y[j], whole);
        i += at <= there;
        j += there <= at;
    }
    return c;
}

static void count_one(void *self, size_t k)
{
    const lc_context *context = self;
    const lc_analyzed *t = &context->analyzed[k];
    context->floors[k] =
        t->series->metric.kind == LC_LOSS ? count_all(context, t) : (lc_floor){.loss = t};
}

lc_status lc_floors_count(lc_context *context, lc_error *err)
{
    size_t n = context->run->series_n;
    if (n == 0)
        return LC_OK;
    context->floors = lc_mem_resize(NULL, n, sizeof *context->floors);
    if (!context->floors)
        return lc_error_nomem(err);
    lc_jobs_run(n, lc_context_threads(context), count_one, context);
    return LC_OK;
}

lc_floor lc_floor_count(const lc_context *context, const lc_analyzed *loss)
{
    return context->floors ? context->floors[loss->index] : count_all(context, loss);
}

bool lc_floor_breached(const lc_floor *c, double share)
{
    return c->below > 0 && (double)c->below >= share * (double)c->records;
}

double lc_floor_ratio(const lc_floor *plain, const lc_floor *odd)
{
    return fmax(plain->first_per_miss / odd->first_per_miss,
                plain->last_per_miss / odd->last_per_miss);
}

/* The loss ends better than it began. Otherwise a run that overfits, with an accuracy that got stuck,
 * would breach the floor as well. */
static bool learns(const lc_analyzed *loss)
{
    return lc_analyzed_end(loss) < lc_analyzed_start(loss);
}

lc_floor_sides lc_floor_compare(const lc_floor *train, const lc_floor *validation, double share,
                                double per_miss)
{
    bool t = lc_floor_breached(train, share), v = lc_floor_breached(validation, share);
    const lc_floor *odd = t ? train : validation, *plain = t ? validation : train;
    if (!t && !v)
        return LC_FLOOR_ABOVE;
    if (t == v)
        return LC_FLOOR_BELOW;
    if (!odd->from_start && !learns(plain->loss))
        return LC_FLOOR_ABOVE;
    bool other_is_plain = plain->records && !plain->from_start &&
                          (double)plain->below < PASSING * (double)plain->records;
    return other_is_plain && lc_floor_ratio(plain, odd) > per_miss ? LC_FLOOR_DIFFERENT
                                                                   : LC_FLOOR_BELOW;
}

bool lc_floor_is_breached(const lc_context *context)
{
    double share = lc_rule_limit(context, lc_rule_find("incomparable-losses"), 0);
    for (size_t k = 0; k < context->run->series_n; k++) {
        const lc_analyzed *t = &context->analyzed[k];
        lc_floor c;
        if (!t->chosen || !lc_analyzed_is_plain_loss(t))
            continue;
        c = lc_floor_count(context, t);
        if (lc_floor_breached(&c, share))
            return true;
    }
    return false;
}
