/* SPDX-License-Identifier: GPL-3.0-or-later */
/* throughput.c - training got several times slower towards its end. */
#include "diagnose/finding.h"
#include "diagnose/rule.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

enum { SLOWER };

static const lc_threshold thresholds[] = {
    [SLOWER] = {"slower", 3,
                "median of the first three fifths of the run over that of the last fifth [ratio]",
                "judgement: other users of the same machine cost a factor of two"},
};

#define RECORDS_MIN 10

/* The word is in the name, and no letter follows: "img/s", and not "lr/stem". */
static bool ends_word(const char *name, const char *word)
{
    for (const char *at = name; (at = strstr(at, word)); at++)
        if (!isalpha((unsigned char)at[strlen(word)]))
            return true;
    return false;
}

static bool is_throughput(const lc_metric *m)
{
    static const char *const words[] = {"throughput", "per_sec", "per_second", "per_s", "/s",
                                        "/sec",       "sps",     "fps",        NULL};
    if (m->kind == LC_LOSS || m->kind == LC_SCORE || m->kind == LC_LEARNING_RATE ||
        m->kind == LC_GRADIENT_NORM)
        return false;
    for (const char *const *w = words; *w; w++)
        if (ends_word(m->base, *w) || ends_word(m->name, *w))
            return true;
    return false;
}

static void check(lc_context *context, const lc_analyzed *t)
{
    const lc_series *s = t->series;
    size_t fifth = s->n / 5, early = 3 * fifth;
    double first, last;
    if (s->n < RECORDS_MIN || t->finite < s->n ||
        lc_median(&first, s->y, early, &context->first) != LC_OK ||
        lc_median(&last, s->y + s->n - fifth, fifth, &context->first) != LC_OK || !(last > 0) ||
        first < lc_context_limit(context, SLOWER) * last)
        return;
    lc_finding *f = lc_find(context, LC_NOTE, 0.9, t);
    lc_finding_range(f, lc_analyzed_x(context, t, s->n - fifth),
                     lc_analyzed_x(context, t, s->n - 1));
    lc_finding_basis(context, f, "medians of the first three fifths and of the last");
    lc_finding_evidence(context, f, "first", first);
    lc_finding_evidence(context, f, "last", last);
    lc_finding_summary(
        context, f, "%s goes from about %s to about %s: training is %.2g times slower at the end",
        s->metric.name, LC_NUM(first), LC_NUM(last), first / last);
    lc_finding_cause(context, f, "memory fills up and the machine swaps, or the data loader leaks");
    lc_finding_cause(context, f,
                     "another job runs on the same device, or the device lowers its clock rate");
    lc_finding_advice(context, f, "watch memory, temperature and the queue of the data loader");
}

static void find(lc_context *context)
{
    for (size_t k = 0; k < context->run->series_n; k++)
        if (is_throughput(&context->run->series[k].metric))
            check(context, &context->analyzed[k]);
}

const lc_rule lc_rule_throughput = {
    .id = "throughput",
    .title = "training that gets several times slower towards its end",
    .theory = "Samples, tokens or steps per second say something about the machine, not about "
              "learning. A run whose last fifth is {slower} times slower than its first three "
              "fifths has lost time that can be recovered.",
    .source = "judgement",
    .verdict = NULL,
    .thresholds = thresholds,
    .thresholds_n = sizeof thresholds / sizeof *thresholds,
    .axes = LC_AXIS_PROGRESS,
    .records = RECORDS_MIN,
    .example =
        "step,loss,samples_per_second\n1,2.31,812\n2,2.10,806\n3,1.94,815\n4,1.80,809\n5,1.71,811\n"
        "6,1.62,804\n7,1.55,640\n8,1.50,310\n9,1.44,205\n10,1.40,198\n",
    .ordered = true,
    .find = find,
};
