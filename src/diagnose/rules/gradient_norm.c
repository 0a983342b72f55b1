/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * gradient_norm.c - a gradient norm that explodes or vanishes, and when.
 *
 * It is timing and evidence for other rules, and never a fault by itself: clipped or scaled gradients
 * jump in sound runs as well.
 */
#include "diagnose/finding.h"
#include "diagnose/rule.h"

#include <math.h>

enum { SPREADS, TIMES, VANISHED };

static const lc_threshold thresholds[] = {
    [SPREADS] = {"spreads", 8,
                 "distance from the local median [local standard deviations: MAD times 1.4826]",
                 "eight standard deviations: gradient norms have heavy tails"},
    [TIMES] = {"times", 10, "value over the local median [ratio]", "judgement"},
    [VANISHED] = {"vanished", 1e-3,
                  "median of the last fifth of the run over that of the first [ratio]",
                  "judgement: a norm falls by a factor of 10 to 100 while a loss converges"},
};

#define AROUND 20 /* records before that are the local ones */
#define RECORDS_MIN 5

/* Median and scaled MAD of up to AROUND finite values before record i; false with fewer than five, and
 * where it isn't `times` that median. */
static bool local(const lc_series *s, size_t i, double times, double *median, double *spread,
                  lc_error *err)
{
    double y[AROUND], away[AROUND];
    size_t n = 0;
    for (size_t k = i; k-- > 0 && n < AROUND;)
        if (isfinite(s->y[k]))
            y[n++] = s->y[k];
    if (n < RECORDS_MIN || lc_median(median, y, n, err) != LC_OK || *median <= 0 ||
        s->y[i] <= times * *median)
        return false;
    for (size_t k = 0; k < n; k++)
        away[k] = y[k] - *median;
    return lc_residual_sd(spread, away, n, err) == LC_OK;
}

static void report_explosion(lc_context *context, const lc_analyzed *t, size_t at, size_t n,
                             double median)
{
    double x = lc_analyzed_x(context, t, at);
    lc_finding *f = lc_find(context, LC_NOTE, 0.9, t);
    lc_finding_at(f, x);
    lc_finding_basis(context, f, "%.0f times its local median of %s", t->series->y[at] / median,
                     LC_NUM(median));
    lc_finding_evidence(context, f, "largest", t->series->y[at]);
    lc_finding_evidence(context, f, "largest_at", x);
    lc_finding_evidence(context, f, "local_median", median);
    lc_finding_evidence(context, f, "records_above", (double)n);
    lc_finding_summary(context, f, "%s is %s at %s %s, where it is usually about %s",
                       t->series->metric.name, LC_NUM(t->series->y[at]), lc_context_axis(context),
                       LC_NUM(x), LC_NUM(median));
    lc_finding_cause(context, f, "a batch with outliers, or a learning rate that is too high");
    lc_finding_advice(context, f, "clip the gradient norm near %s", LC_NUM(2 * median));
}

static void check_explosion(lc_context *context, const lc_analyzed *t)
{
    const lc_series *s = t->series;
    size_t at = 0, n = 0;
    double times = lc_context_limit(context, TIMES), most = 0, usual = 0, median, spread;
    for (size_t i = RECORDS_MIN; i < s->n; i++) {
        if (!isfinite(s->y[i]) || !local(s, i, times, &median, &spread, &context->first))
            continue;
        bool above = s->y[i] - median > lc_context_limit(context, SPREADS) * spread;
        n += above;
        if (above && s->y[i] / median > most) {
            most = s->y[i] / median;
            usual = median;
            at = i;
        }
    }
    if (n)
        report_explosion(context, t, at, n, usual);
}

static void check_vanishing(lc_context *context, const lc_analyzed *t)
{
    const lc_series *s = t->series;
    size_t part = s->n / 5; /* of more than RECORDS_MIN */
    double first, last;
    if (t->finite < s->n || lc_median(&first, s->y, part, &context->first) != LC_OK ||
        lc_median(&last, s->y + s->n - part, part, &context->first) != LC_OK || !(first > 0) ||
        last > lc_context_limit(context, VANISHED) * first)
        return;
    lc_finding *f = lc_find(context, LC_NOTE, 0.9, t);
    lc_finding_basis(context, f, "median of the last fifth over that of the first: %.2g",
                     last / first);
    lc_finding_evidence(context, f, "first", first);
    lc_finding_evidence(context, f, "last", last);
    lc_finding_summary(context, f,
                       "%s goes from about %s to about %s: hardly any gradient reaches the weights",
                       s->metric.name, LC_NUM(first), LC_NUM(last));
    lc_finding_cause(context, f, "units are dead or saturated, or the task is learned");
    lc_finding_advice(
        context, f,
        "log the norm of each layer: the first one at 0 shows where the gradient stops");
}

static void find(lc_context *context)
{
    for (size_t k = 0; k < context->run->series_n; k++) {
        const lc_analyzed *t = &context->analyzed[k];
        if (!t->chosen || t->series->metric.kind != LC_GRADIENT_NORM || t->series->n <= RECORDS_MIN)
            continue;
        check_explosion(context, t);
        check_vanishing(context, t);
    }
}

const lc_rule lc_rule_gradient_norm = {
    .id = "gradient-norm",
    .title = "a gradient norm that explodes or vanishes",
    .theory = "A gradient norm far above that of the records before shows when a run left its "
              "path. One that shrinks below {vanished} of its start shows that hardly any gradient "
              "reaches the weights. Both are compared with the local median and median absolute "
              "deviation of the same run. The finding says when, not that something is wrong.",
    .source =
        "Pascanu, Mikolov, Bengio 2013, On the difficulty of training recurrent neural networks, "
        "ICML; scale by the median: Rousseeuw and Croux 1993, J. Am. Stat. Assoc. 88, 1273",
    .verdict = NULL,
    .thresholds = thresholds,
    .thresholds_n = sizeof thresholds / sizeof *thresholds,
    .axes = LC_AXIS_PROGRESS,
    .records = RECORDS_MIN + 1,
    .mark = LC_MARK_POINT,
    .example =
        "step,loss,grad_norm\n1,2.31,1.21\n2,2.10,1.05\n3,1.94,1.18\n4,1.80,0.97\n5,1.71,1.10\n"
        "6,1.62,1.02\n7,1.55,0.95\n8,2.40,38.7\n9,1.91,2.10\n10,1.63,1.15\n11,1.50,1.04\n12,1.42,0."
        "98\n",
    .ordered = true,
    .find = find,
};
