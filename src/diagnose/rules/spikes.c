/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * spikes.c - short jumps to the worse from which the run recovers.
 *
 * A record is part of a jump when it lies beyond the smooth curve by many times the noise and by a
 * good part of what the run had gained; the jump is over where the curve is back within noise.
 */
#include "diagnose/finding.h"
#include "diagnose/rule.h"
#include "diagnose/stretch.h"

#include "base/mem.h"

#include <math.h>

enum { NOISE, HEIGHT, MANY, TALL, OFTEN };

static const lc_threshold thresholds[] = {
    [NOISE] = {"noise", 8,
               "height of a jump over the smoothed curve [standard deviations of the noise]",
               "the largest of a million normal values is at 5; 8 leaves room for heavy tails"},
    [HEIGHT] = {"height", 0.1, "height of a jump [share of the improvement until then]",
                "judgement: a tenth of what was learned"},
    [MANY] = {"many", 3, "number of jumps from which on they are a warning", "judgement"},
    [TALL] =
        {"tall", 0.5,
         "height of a jump that makes two jumps a warning [share of the improvement until then]",
         "judgement: half of what was learned was lost for a while"},
    [OFTEN] = {"often", 0.02, "jumps that are many in a long run [share of the records]",
               "judgement: one record in fifty"},
};

#define FEW 60          /* records up to which spikes may make most of the noise ... */
#define FEW_HEIGHT 0.33 /* ... of which each is so high, of the logarithm ... */
#define FEW_TIMES 3     /* ... so many times a usual step ... */
#define BACK 0.2        /* ... and comes back so near within two records, ... */
#define FEW_MANY 3      /* ... and that so often */
#define RECORDS_MIN 12
#define EARLY 0.1      /* of the whole gain: no less counts as gained when the first records jump */
#define LENGTH_MAX 0.1 /* of the run: what takes longer is no jump, but another state */

/* One jump, at points [from, to) of the curve. */
typedef struct jump {
    size_t from, to, top;
    double height; /* over the smooth curve */
} jump;

/* What the jumps of a curve come to. */
typedef struct jumps {
    size_t n;
    jump first, tallest;
    double recovery; /* sum of their lengths [unit of x] */
    double tallest_share;
} jumps;

static double above(const lc_analyzed *t, size_t i)
{
    return t->sign * (t->curve.y[i] - t->curve.smooth[i]);
}

/* How far the curve is thrown back at point i; a steep descent lies above its median without that. */
static double thrown_back(const lc_analyzed *t, size_t i)
{
    return t->sign * (t->curve.y[i] - t->curve.y[i - 1]);
}

/* What the smooth curve had gained before point i. */
static double gained_before(const lc_analyzed *t, size_t i)
{
    const lc_curve *c = &t->curve;
    size_t best = lc_curve_best(c, t->sign, 0, i ? i : 1);
    double gained = t->sign * (c->y[0] - c->smooth[best]);
    return gained > 0 ? fmax(gained, EARLY * lc_analyzed_gain(t)) : gained;
}

/* The jump that begins at point i. It is over when the curve is back near the level before it, from
 * where the running median had not met it yet. */
static jump walk_jump(const lc_analyzed *t, size_t i, double noise)
{
    const lc_curve *c = &t->curve;
    jump j = {.from = i, .to = i, .top = i, .height = above(t, i)};
    double level = t->sign * c->smooth[i > c->window ? i - c->window : 0];
    double back = level + fmax(2 * noise, j.height / 4);
    while (j.to < c->n && t->sign * c->y[j.to] > back) {
        if (above(t, j.to) > j.height) {
            j.height = above(t, j.to);
            j.top = j.to;
        }
        j.to++;
    }
    return j;
}

static void count(jumps *all, const lc_analyzed *t, const jump *j, double share)
{
    const lc_curve *c = &t->curve;
    if (all->n++ == 0)
        all->first = *j;
    if (all->tallest_share < share) {
        all->tallest_share = share;
        all->tallest = *j;
    }
    all->recovery += c->x[j->to < c->n ? j->to : c->n - 1] - c->x[j->from];
}

/* `noise` is that of each point. */
static jumps find_jumps(const lc_context *context, const lc_analyzed *t, const double *noise)
{
    const lc_curve *c = &t->curve;
    double longest = LENGTH_MAX * (c->x[c->n - 1] - c->x[0]);
    jumps all = {.n = 0};
    for (size_t i = 1; i < c->n; i++) {
        double u = fmin(above(t, i), thrown_back(t, i));
        bool high = u > lc_context_limit(context, NOISE) * noise[i];
        double gained = high ? gained_before(t, i) : 0;
        if (gained <= 0 || u <= lc_context_limit(context, HEIGHT) * gained)
            continue;
        jump j = walk_jump(t, i, noise[i]);
        /* One that the run did not recover from is another rule's. */
        if (j.to < c->n && c->x[j.to] - c->x[j.from] <= fmax(longest, 2 * (c->x[1] - c->x[0])))
            count(&all, t, &j, j.height / gained);
        i = j.to;
    }
    return all;
}

/* Of few records spikes make most of the noise. Each of these is a record far above the one before it, and one of the
 * next two is back; all other steps are small. */
static jumps find_few(const lc_analyzed *t)
{
    const lc_log_curve *l = &t->log;
    const lc_curve *c = &t->curve;
    jumps all = {.n = 0};
    double other = 0;
    size_t others = 0;
    if (l->n < RECORDS_MIN || l->n > FEW || l->shifted || !(l->gain > 0))
        return all;
    for (size_t i = 1; i < l->n; i++) {
        double up = l->y[i] - l->y[i - 1], gained = t->sign * (c->y[0] - c->y[i - 1]);
        size_t to = i + 1 < l->n && l->y[i + 1] < l->y[i - 1] + BACK ? i + 1 : i + 2;
        if (up > FEW_HEIGHT && to < l->n && l->y[to] < l->y[i - 1] + BACK && gained > 0) {
            jump j = {.from = i, .to = to, .top = i, .height = t->sign * (c->y[i] - c->y[i - 1])};
            count(&all, t, &j, j.height / gained);
            i = to;
        } else {
            other += fabs(up);
            others++;
        }
    }
    if (all.n < FEW_MANY || others == 0 || FEW_TIMES * other > FEW_HEIGHT * (double)others)
        all.n = 0;
    return all;
}

static void report(lc_context *context, const lc_analyzed *t, const jumps *all, double noise,
                   bool main)
{
    const lc_curve *c = &t->curve;
    const jump *j = &all->tallest;
    size_t before = j->from - 1;
    double from = c->x[before];
    /* One that recovers is a bad batch; of a long run a few are, too. */
    double many =
        fmax(lc_context_limit(context, MANY), lc_context_limit(context, OFTEN) * (double)c->n);
    bool warn = (double)all->n >= many || (all->n > 2 && (double)all->n * 2 > many &&
                                           all->tallest_share >= lc_context_limit(context, TALL));
    const char *axis = lc_context_axis(context), *name = t->series->metric.name;
    lc_finding *f = lc_find(context, warn && main ? LC_WARNING : LC_NOTE, 0.95, t);
    lc_finding_range(f, c->x[all->first.from], c->x[c->n - 1]);
    lc_finding_at(f, c->x[j->top]);
    lc_finding_basis(context, f, "%s times the noise about the smoothed curve",
                     noise > 0 ? LC_NUM(j->height / noise) : "many");
    lc_finding_evidence(context, f, "jumps", (double)all->n);
    lc_finding_evidence(context, f, "tallest_at", c->x[j->top]);
    lc_finding_evidence(context, f, "tallest", j->height);
    lc_finding_evidence(context, f, "tallest_share_of_gain", all->tallest_share);
    lc_finding_evidence(context, f, "mean_recovery", all->recovery / (double)all->n);
    char often[32] = "once";
    if (all->n > 1)
        snprintf(often, sizeof often, "%zu times", all->n);
    lc_finding_summary(context, f, "%s jumps %s and recovers%s from %s at %s %s to %s at %s", name,
                       often, all->n == 1 ? ":" : ", such as",
                       LC_LEVEL(c->y[before], lc_analyzed_at(context, t, from)), axis, LC_NUM(from),
                       LC_LEVEL(c->y[j->top], lc_analyzed_at(context, t, c->x[j->top])),
                       LC_NUM(c->x[j->top]));
    lc_finding_cause(context, f,
                     "single batches with wrong or rare samples, or several of them in a row");
    lc_finding_cause(context, f,
                     "the learning rate is close to what the loss tolerates, and the second moment "
                     "of Adam lags behind a sudden gradient");
    lc_finding_cause(context, f, "occasional overflow in half precision");
    lc_finding_advice(context, f,
                      "clip the gradient norm, log it, and check whether it jumps first");
    lc_finding_advice(context, f, "look at the samples of the batches at %s %s", axis,
                      LC_NUM(c->x[j->top]));
    lc_finding_advice(context, f,
                      "lower the learning rate, use a warm-up, or lower beta2 of Adam to 0.95");
}

static void find(lc_context *context)
{
    for (size_t k = 0; k < context->run->series_n; k++) {
        const lc_analyzed *t = &context->analyzed[k];
        if (!t->chosen || t->sign == 0 || t->series->metric.kind != LC_LOSS ||
            t->curve.n < RECORDS_MIN)
            continue;
        double *noise = lc_mem_resize(NULL, t->curve.n, sizeof *noise);
        if (!noise || lc_stretch_noise(noise, context, t, &context->first) != LC_OK) {
            lc_error_nomem(&context->first);
            lc_mem_free(noise);
            return;
        }
        jumps all = find_jumps(context, t, noise);
        /* A part of the loss may jump while the total does not. */
        bool main = t == lc_context_main_loss(context, LC_TRAIN) ||
                    t == lc_context_main_loss(context, LC_VALIDATION);
        if (main && all.n < FEW_MANY && t->series->metric.split == LC_TRAIN) {
            jumps few = find_few(t);
            all = few.n ? few : all;
        }
        if (all.n)
            report(context, t, &all, noise[all.tallest.top], main);
        lc_mem_free(noise);
    }
}

const lc_rule lc_rule_spikes = {
    .id = "spikes",
    .title = "short jumps of a loss from which it recovers",
    .theory =
        "Losses of large networks sometimes jump and come back. A point counts as part of a "
        "jump when it is above the running median by {noise} times the noise and by "
        "{height%} of the improvement until then. The jump ends where the curve is back near "
        "its level before. A rise that takes much longer to come back is not a jump. A "
        "few small jumps are a note; {many} jumps, in long runs {often%} of the records, "
        "or two of which one is {tall%} of the improvement, are a warning. In a training loss of "
        "few records spikes make most of the noise: there three records that are a third "
        "above the one before, and back within two, count beside steps that are small.",
    .source =
        "Molybog et al. 2023, A Theory on Adam Instability in Large-Scale Machine Learning, arXiv "
        "2304.09871; Chowdhery et al. 2022, PaLM, 5.1 (loss spikes)",
    .verdict = "unstable",
    .thresholds = thresholds,
    .thresholds_n = sizeof thresholds / sizeof *thresholds,
    .axes = LC_AXIS_PROGRESS,
    .mark = LC_MARK_POINT,
    .example =
        "step,loss\n"
        "100,3.913\n200,3.601\n300,3.286\n400,3.009\n500,2.800\n600,2.631\n700,2.429\n800,2.261\n"
        "900,3.230\n1000,2.023\n1100,1.915\n1200,1.816\n1300,1.748\n1400,1.665\n1500,1.590\n"
        "1600,2.940\n1700,1.502\n1800,1.449\n1900,1.410\n2000,1.350\n2100,1.330\n2200,1.313\n"
        "2300,2.477\n2400,1.272\n2500,1.248\n2600,1.235\n2700,1.207\n2800,1.227\n2900,1.200\n"
        "3000,1.173\n",
    .rank = 150,
    .ordered = true,
    .needs = LC_NEEDS_LOSS,
    .records = 12,
    .find = find,
};
