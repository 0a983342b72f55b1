/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sparse_log.c - what a log leaves out, and what it has twice.
 *
 * Computes the share of planned or passed epochs that was recorded, gaps, repeats and steps back
 * along the axis, metrics with missing cells, and percent beside fraction.
 */
#include "diagnose/finding.h"
#include "diagnose/rule.h"
#include "model/metric.h"

#include <math.h>

enum { FEW, RECORDED, UNEVEN, CELLS };

static const lc_threshold thresholds[] = {
    [FEW] = {"few", 8, "records below which most rules are uncertain",
             "a rank test at 5 % needs 4 to 5 values on each side"},
    [RECORDED] = {"recorded", 0.5, "records over the epochs that passed [share]", "judgement"},
    [UNEVEN] = {"uneven", 5, "widest gap over the usual one [ratio]", "judgement"},
    [CELLS] = {"cells", 0.9,
               "records that have a metric, of those from its first to its last [share]",
               "judgement; a metric that is logged in every k-th record is regular and not meant"},
};

/* Some loss or score of a held-out split is recorded. */
static bool has_validation(const lc_context *context)
{
    for (size_t k = 0; k < context->run->series_n; k++) {
        const lc_analyzed *t = &context->analyzed[k];
        if (t->sign != 0 && lc_split_is_held_out(t->series->metric.split))
            return true;
    }
    return false;
}

static void check_few(lc_context *context)
{
    const lc_run *run = context->run;
    double last = run->x[run->n - 1], first = run->x[0];
    bool epochs = run->axis == LC_EPOCH;
    double passed = fmax(last, run->facts.planned_epochs);
    bool thin = epochs && run->n > 1 && first >= 0 &&
                (double)run->n < lc_context_limit(context, RECORDED) * (last - first + 1);
    bool validated = has_validation(context);
    if (!thin && (double)run->n >= lc_context_limit(context, FEW))
        return;
    lc_finding *f = lc_find(context, run->n < 3 ? LC_WARNING : LC_NOTE, 1, NULL);
    lc_finding_basis(context, f, "bound: counted");
    lc_finding_evidence(context, f, "records", (double)run->n);
    if (epochs)
        lc_finding_evidence(context, f, "epochs", passed);
    if (thin)
        lc_finding_summary(context, f,
                           "%zu records of %s epochs: what happened between them is not known",
                           run->n, LC_NUM(passed));
    else
        lc_finding_summary(context, f, "only %zu record%s: trends and swings are uncertain", run->n,
                           run->n == 1 ? "" : "s");
    if (thin)
        lc_finding_advice(context, f, "log every epoch%s", validated ? "" : ", and validation");
    else if (!validated)
        lc_finding_advice(context, f, "log a validation loss as well");
}

static void check_planned(lc_context *context)
{
    const lc_run *run = context->run;
    double planned = run->facts.planned_epochs, last = run->x[run->n - 1];
    if (run->axis != LC_EPOCH || planned <= 0 || last >= planned - 1)
        return;
    lc_finding *f = lc_find(context, LC_NOTE, 1, NULL);
    lc_finding_basis(context, f, "bound: counted");
    lc_finding_evidence(context, f, "planned_epochs", planned);
    lc_finding_evidence(context, f, "last_epoch", last);
    lc_finding_summary(context, f, "the log ends at epoch %s of %s planned", LC_NUM(last),
                       LC_NUM(planned));
    lc_finding_cause(context, f, "early stopping, an interruption, or the run is still going on");
}

static void check_restarts(lc_context *context)
{
    const lc_run *run = context->run;
    if (run->restarts == 0 && run->repeats == 0)
        return;
    lc_finding *f = lc_find(context, LC_NOTE, 1, NULL);
    lc_finding_basis(context, f, "bound: counted");
    lc_finding_evidence(context, f, "steps_back", (double)run->restarts);
    lc_finding_evidence(context, f, "values_recorded_again", (double)run->repeats);
    if (run->restarts)
        lc_finding_summary(context, f,
                           "the %s steps back %zu time%s, as after a resumed run; where records "
                           "overlap, the later ones are used",
                           lc_context_axis(context), run->restarts, run->restarts == 1 ? "" : "s");
    else
        lc_finding_summary(context, f,
                           "%zu value%s stand%s twice at the same %s; the later ones are used",
                           run->repeats, run->repeats == 1 ? "" : "s", run->repeats == 1 ? "s" : "",
                           lc_context_axis(context));
    lc_finding_cause(context, f,
                     "the run was resumed from a checkpoint, or two runs wrote the same file");
}

/* Widest step of x over the median one. */
static void check_gaps(lc_context *context)
{
    const lc_run *run = context->run;
    double d[512], widest = 0, at = 0, usual;
    /* Records come at steps or epochs; how time passes between them is no matter of the log. */
    if (run->n < 4 || (run->axis != LC_EPOCH && run->axis != LC_STEP))
        return;
    for (size_t i = 1; i < run->n; i++)
        if (run->x[i] - run->x[i - 1] > widest) {
            widest = run->x[i] - run->x[i - 1];
            at = run->x[i - 1];
        }
    size_t n = run->n - 1 < 512 ? run->n - 1 : 512;
    for (size_t k = 0; k < n; k++) {
        size_t i = 1 + k * (run->n - 1) / n;
        d[k] = run->x[i] - run->x[i - 1];
    }
    if (lc_median(&usual, d, n, &context->first) != LC_OK ||
        widest <= lc_context_limit(context, UNEVEN) * usual)
        return;
    lc_finding *f = lc_find(context, LC_NOTE, 1, NULL);
    lc_finding_range(f, at, at + widest);
    lc_finding_basis(context, f, "bound: counted");
    lc_finding_evidence(context, f, "widest_gap", widest);
    lc_finding_evidence(context, f, "usual_gap", usual);
    lc_finding_summary(
        context, f, "nothing is recorded between %s %s and %s, while records are usually %s apart",
        lc_context_axis(context), LC_NUM(at), LC_NUM(at + widest), LC_NUM(usual));
}

/* Cells missing here and there, in a series that is not just recorded every k-th time. */
static bool has_holes(const lc_context *context, const lc_analyzed *t)
{
    const lc_series *s = t->series;
    if (!s->at || s->n < 3)
        return false;
    size_t span = (size_t)(s->at[s->n - 1] - s->at[0]) + 1;
    if ((double)s->n >= lc_context_limit(context, CELLS) * (double)span)
        return s->n < span;
    size_t usual = 0; /* gaps as wide as the one before: of every k-th record, k > 1 */
    for (size_t i = 2; i < s->n; i++)
        usual +=
            s->at[i] - s->at[i - 1] == s->at[i - 1] - s->at[i - 2] && s->at[i] - s->at[i - 1] > 1;
    return (double)usual < 0.5 * (double)(s->n - 2);
}

static void check_cells(lc_context *context)
{
    const lc_analyzed *first = NULL;
    size_t series = 0, missing = 0;
    for (size_t k = 0; k < context->run->series_n; k++) {
        const lc_analyzed *t = &context->analyzed[k];
        if (!t->chosen || t->sign == 0 || !has_holes(context, t))
            continue;
        first = first ? first : t;
        series++;
        missing += (size_t)(t->series->at[t->series->n - 1] - t->series->at[0]) + 1 - t->series->n;
    }
    if (!first)
        return;
    lc_finding *f = lc_find(context, LC_NOTE, 1, first);
    lc_finding_basis(context, f, "bound: counted");
    lc_finding_evidence(context, f, "missing_cells", (double)missing);
    lc_finding_evidence(context, f, "metrics", (double)series);
    lc_finding_summary(context, f, "%zu value%s %s missing in %s%s", missing,
                       missing == 1 ? "" : "s", missing == 1 ? "is" : "are",
                       first->series->metric.name, series > 1 ? " and other metrics" : "");
}

static void check_percent(lc_context *context)
{
    for (size_t i = 0; i < context->pairs_n; i++) {
        const lc_pair *p = &context->pairs[i];
        if (p->train->series->percent == p->validation->series->percent)
            continue;
        const lc_analyzed *percent = p->train->series->percent ? p->train : p->validation;
        const lc_analyzed *fraction = percent == p->train ? p->validation : p->train;
        lc_finding *f = lc_find(context, LC_WARNING, 0.95, percent);
        lc_finding_series(f, fraction);
        lc_finding_basis(context, f, "range of the values");
        lc_finding_summary(
            context, f, "%s is in percent, %s is a fraction of 1: they cannot be compared directly",
            percent->series->metric.name, fraction->series->metric.name);
        lc_finding_advice(context, f, "log both in the same unit");
    }
}

static void find(lc_context *context)
{
    check_few(context);
    check_planned(context);
    check_restarts(context);
    check_gaps(context);
    check_cells(context);
    check_percent(context);
}

const lc_rule lc_rule_sparse_log = {
    .id = "sparse-log",
    .title = "few or uneven records, missing values, repeated epochs, percent beside fraction",
    .theory = "What was not recorded cannot be judged: swings between two records, the true best "
              "epoch, whether a plateau is one. This rule says what is missing, so that the other "
              "findings can be read with that in mind. Findings that rest on arithmetic or on "
              "known sampling error need no minimum number of records; trends do.",
    .source = "counting",
    .verdict = NULL,
    .thresholds = thresholds,
    .thresholds_n = sizeof thresholds / sizeof *thresholds,
    .axes = LC_AXIS_PROGRESS,
    .example = "epoch,loss,val_loss\n"
               "1,1.92,1.95\n2,1.41,\n3,1.2,1.33\n4,1.07,\n40,0.33,0.61\n40,0.32,\n80,0.24,0.6\n",
    .find = find,
};
