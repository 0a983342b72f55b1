/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * plateau.c - a stretch in which a loss doesn't move although it has room to.
 *
 * Computes the longest stretches of the smooth curve that stay within a small part of the whole
 * gain, plus what noise adds to it, and tests each for a trend.
 */
#include "diagnose/finding.h"
#include "diagnose/rule.h"
#include "diagnose/sampling.h"

#include "base/mem.h"
#include "model/metric.h"
#include "model/run.h"

#include <math.h>

enum { HEIGHT, LEVEL, LENGTH, ROOM, STUCK, LEFT, ACCURACY };

static const lc_threshold thresholds[] = {
    [HEIGHT] = {"height", 0.05,
                "range of the smoothed curve within a stretch [share of the total improvement]",
                "judgement: the usual 95 % of a settling curve, as in control engineering"},
    [LEVEL] =
        {"level", 0.2,
         "change of a loss above 0 over a stretch, by its slope [share of its level there]",
         "judgement: a loss that falls by a fifth of itself still falls, however small it is"},
    [LENGTH] = {"length", 0.2, "shortest stretch [share of the run]",
                "judgement: a fifth of the time without improvement is worth mentioning"},
    [ROOM] = {"room", 0.01,
              "level of a loss over its start below which there is nothing left to improve [share]",
              "judgement"},
    [STUCK] = {"stuck", 0.5,
               "length from which on a plateau at the end may be a warning [share of the run]",
               "judgement: half of the run without a change"},
    [LEFT] =
        {"left", 0.9,
         "part of the start that is left then, where no accuracy says how much was learned [share]",
         "judgement: the smallest possible loss is unknown, but a fall by a tenth is little"},
    [ACCURACY] = {"accuracy", 0.6, "training accuracy below which too little was learned [share]",
                  "AUTOTRAINER (Zhang et al., ICSE 2021): not converged below 0.6"},
};

#define SLOPES 0.05       /* p-value of a trend below which a stretch is not called flat */
#define STRETCHES_MAX 3   /* of one series: early, middle, final */
#define FROZEN_MIN 3      /* records of a loss that does not move, ... */
#define FROZEN_PART 0.4   /* ... of all ... */
#define FROZEN 5e-4       /* ... and its range, of its level */
#define FROZEN_RIGHT 0.95 /* accuracy from which on it may rest */
#define FROZEN_LR 3.5
#define PIECE_MIN 5        /* records of a piece of a run */
#define PIECE_PART 0.15    /* of all that was trained until then, that it must span */
#define PIECE_LR 2.0       /* what they say [nats], ... */
#define PIECE_EACH 0.2     /* ... each further one, ... */
#define PIECE_MOST 3.5     /* ... and all at most */
#define CREEPS 0.1         /* p-value of a trend for the better */
#define HELD_OUT_MIN 8     /* records of validation, beside a fall of training's ... */
#define HELD_OUT_FALL 0.02 /* ... logarithm by so much ... */
#define HELD_OUT_LR 2.0    /* ... and what they say [nats], ... */
#define HELD_OUT_EACH 0.1  /* ... each further one, ... */
#define HELD_OUT_MOST 3.0  /* ... and all at most */
#define DONE 0.9           /* share of samples right */
#define SPIKE 8            /* [standard deviations of the noise], as for spikes */

/* Points [from, to) of a curve. */
typedef struct stretch {
    size_t from, to;
} stretch;

/* The longest stretch within [from, to) whose smooth values span at most `height`: two ends move
 * on, the least and largest values between them kept in two queues of candidates. */
static stretch longest_flat(const lc_curve *c, size_t from, size_t to, double height, size_t *least,
                            size_t *most)
{
    stretch best = {from, from};
    double best_length = 0, best_span = INFINITY;
    size_t l0 = 0, l1 = 0, m0 = 0, m1 = 0, a = from;
    const double *y = c->smooth;
    for (size_t b = from; b < to; b++) {
        while (l1 > l0 && y[least[l1 - 1]] >= y[b])
            l1--;
        least[l1++] = b;
        while (m1 > m0 && y[most[m1 - 1]] <= y[b])
            m1--;
        most[m1++] = b;
        while (y[most[m0]] - y[least[l0]] > height) {
            a++;
            l0 += least[l0] < a;
            m0 += most[m0] < a;
        }
        double length = c->x[b] - c->x[a], span = y[most[m0]] - y[least[l0]];
        /* Of two equally long ones the flatter. */
        if (length > best_length || (length == best_length && span < best_span)) {
            best = (stretch){a, b + 1};
            best_length = length;
            best_span = span;
        }
    }
    return best;
}

static const char *place_of(const lc_curve *c, const stretch *at)
{
    if (at->to == c->n)
        return at->from == 0 ? "throughout" : "at the end";
    return at->from == 0 ? "at the start" : "in the middle";
}

/* A score over the same samples that still gets better in the stretch. */
static const lc_analyzed *still_moving(lc_context *context, const lc_analyzed *t, double from,
                                       double to)
{
    const lc_analyzed *score = lc_context_accuracy(context, t);
    lc_trend trend;
    if (!score)
        return NULL;
    const lc_curve *c = &score->curve;
    size_t a = lc_curve_point(c, from), b = lc_curve_point(c, to);
    b += b < c->n && c->x[b] == to;
    double moved = b >= a + 3 ? c->y[b - 1] - c->y[a] : 0;
    if (!(moved > 0 && moved > 2 * lc_context_sampling_error(context, score, c->y[a])) ||
        lc_curve_trend(&trend, c, a, b, &context->first) != LC_OK)
        return NULL;
    double alpha = b - a < 5 ? 0.2 : 0.05; /* 3 in order: 1/6 */
    return trend.p_rise < alpha ? score : NULL;
}

/* It came to rest with most of the way before it: half of the run is flat at the end, and the accuracy
 * is low or, where there is none, nearly all of the loss is left. */
static bool is_stuck(lc_context *context, const lc_analyzed *t, const stretch *at, double part)
{
    const lc_curve *c = &t->curve;
    const lc_analyzed *accuracy = lc_context_accuracy(context, t);
    double start = lc_analyzed_start(t), last = c->smooth[at->to - 1];
    /* An accuracy of validation tells where nothing of training is logged. */
    bool tells = t->series->metric.split == LC_TRAIN ||
                 (accuracy && !lc_context_main_loss(context, LC_TRAIN));
    if (at->to != c->n || !tells || part < lc_context_limit(context, STUCK) ||
        !(start > 0 && last > 0))
        return false;
    if (accuracy && accuracy->curve.n)
        return lc_analyzed_end(accuracy) <
               lc_context_limit(context, ACCURACY) * lc_analyzed_scale_max(accuracy);
    return last >= lc_context_limit(context, LEFT) * start;
}

/* Recorded values of a stretch. */
typedef struct range {
    double low, high; /* the least and the greatest but for ... */
    size_t spikes;    /* ... so many that lie far off the smooth curve */
} range;

/* What lies off by no more than the smooth curve itself moves there is no spike: noise may be as good as 0. */
static range range_of(const lc_context *context, const lc_analyzed *t, const stretch *at)
{
    const lc_curve *c = &t->curve;
    double from = c->x[at->from], to = c->x[at->to - 1],
           moves = fabs(c->smooth[at->from] - c->smooth[at->to - 1]);
    double off = fmax(SPIKE * c->noise, moves);
    range r = {INFINITY, -INFINITY, 0};
    for (size_t i = 0; i < t->series->n; i++) {
        double x = lc_analyzed_x(context, t, i), y = t->series->y[i];
        if (!(x >= from && x <= to && isfinite(y)))
            continue;
        if (off > 0 && fabs(y - c->smooth[lc_curve_point(c, x)]) > off) {
            r.spikes++;
            continue;
        }
        r.low = fmin(r.low, y);
        r.high = fmax(r.high, y);
    }
    return r;
}

/* The last third, of four points at least, has a trend for the better: what changes so little is not
 * flat. */
static bool still_improves(lc_context *context, const lc_analyzed *t)
{
    const lc_curve *c = &t->curve;
    size_t from = lc_curve_last_third(c);
    lc_trend trend;
    from = c->n >= 4 && c->n - from < 4 ? c->n - 4 : from;
    return lc_curve_trend(&trend, c, from, c->n, &context->first) == LC_OK &&
           (t->sign > 0 ? trend.p_fall : trend.p_rise) < SLOPES;
}

static void advise(lc_context *context, lc_finding *f, bool final, const lc_analyzed *score)
{
    if (score && context->below_floor)
        lc_finding_cause(context, f,
                         "the plateau is real, but the loss is weighted or unusual, and the "
                         "accuracy does not follow it");
    if (final)
        lc_finding_cause(
            context, f,
            "training has converged as far as this network, loss and learning rate allow");
    lc_finding_cause(context, f,
                     final ? "the learning rate is now too low, or too high to settle"
                           : "a saddle point or a flat region, which it left later");
    lc_finding_advice(
        context, f,
        final ? "change the learning rate (let it decay, or try a higher one), or stop here"
              : "use a learning-rate warm-up, momentum, or Adam");
    if (score)
        lc_finding_advice(context, f,
                          "do not stop because of this loss: judge by a validation score");
}

static void tell(lc_context *context, lc_finding *f, const lc_analyzed *t, const stretch *at,
                 const lc_trend *trend, double gain)
{
    const lc_curve *c = &t->curve;
    double from = c->x[at->from], to = c->x[at->to - 1], whole = c->x[c->n - 1] - c->x[0];
    double first = c->smooth[at->from], last = c->smooth[at->to - 1];
    double p = 2 * fmin(trend->p_rise, trend->p_fall);
    bool final = at->to == c->n, moves = p < SLOPES || (final && still_improves(context, t));
    lc_finding_basis(context, f, "p = %.2g (" LC_TREND_P "), %zu records", fmin(1, p),
                     at->to - at->from);
    lc_finding_evidence(context, f, "first", first);
    lc_finding_evidence(context, f, "last", last);
    lc_finding_evidence(context, f, "gained", t->sign * (first - last));
    lc_finding_evidence(context, f, "share_of_gain", t->sign * (first - last) / gain);
    lc_finding_evidence(context, f, "share_of_run", (to - from) / whole);
    lc_finding_slope(context, f, trend);
    const lc_analyzed *score = still_moving(context, t, from, to);
    const char *axis = lc_context_axis(context);
    range r = range_of(context, t, at);
    char apart[48] = "";
    if (r.spikes)
        snprintf(apart, sizeof apart, " apart from %zu spike%s", r.spikes,
                 r.spikes == 1 ? "" : "s");
    lc_finding_summary(
        context, f,
        "%s %s %s (%s %s to %s), between %s and %s%s: a change of %.2g %% of the total "
        "improvement%s%s%s",
        t->series->metric.name, moves ? "changes little" : "is flat", place_of(c, at), axis,
        LC_NUM(from), LC_NUM(to), LC_NUM(r.low), LC_NUM(r.high), apart,
        100 * fabs(first - last) / gain, score ? ", while " : "",
        score ? score->series->metric.name : "", score ? " still rises" : "");
    advise(context, f, final, score);
}

static void report(lc_context *context, const lc_analyzed *t, const stretch *at, double gain)
{
    const lc_curve *c = &t->curve;
    double from = c->x[at->from], to = c->x[at->to - 1], whole = c->x[c->n - 1] - c->x[0];
    double first = c->smooth[at->from], last = c->smooth[at->to - 1], part = (to - from) / whole;
    /* What noise allowed may still be a slope: over the stretch it must stay small as well. */
    double drift = fmin(lc_context_limit(context, HEIGHT) * gain,
                        lc_context_limit(context, LEVEL) * fmin(fabs(first), fabs(last)));
    double steepest = drift / (to - from);
    lc_trend trend;
    if (lc_curve_gentle(&trend, c, at->from, at->to, steepest, lc_context_tells(context),
                        &context->first) != LC_OK ||
        !(fabs(trend.slope) <= steepest))
        return;
    size_t points = at->to - at->from;
    /* A part of the loss may rest while the total falls. */
    bool main = t == lc_context_main_loss(context, LC_TRAIN) ||
                t == lc_context_main_loss(context, LC_VALIDATION);
    bool warn = main && is_stuck(context, t, at, part);
    double p = fmin(trend.p_rise, trend.p_fall);
    lc_finding *f = lc_find(context, warn ? LC_WARNING : LC_NOTE,
                            points < 8 ? 0.6
                            : p > 0.05 ? 0.95
                                       : 0.8,
                            t);
    lc_finding_range(f, from, to);
    if (f && lc_context_tells(context))
        tell(context, f, t, at, &trend, gain);
}

static void check(lc_context *context, const lc_analyzed *t, size_t *least, size_t *most)
{
    const lc_curve *c = &t->curve;
    double low = lc_analyzed_best_level(t);
    double high = c->smooth[lc_curve_best(c, -t->sign, 0, c->n)], gain = fabs(high - low);
    /* Curves too short to be smoothed are taken as they are: their bends would count as noise. */
    double noise = c->window > 1 ? 2 * c->noise / sqrt((double)c->window) : 0;
    double height = lc_context_limit(context, HEIGHT) * gain + noise;
    double whole = c->x[c->n - 1] - c->x[0];
    /* Where noise alone is as high as a stretch may be, nothing can be called flat. */
    if (!(gain > 0) || noise > lc_context_limit(context, HEIGHT) * gain)
        return;
    size_t from = 0, to = c->n;
    for (int k = 0; k < STRETCHES_MAX && to - from >= 3; k++) {
        stretch at = longest_flat(c, from, to, height, least, most);
        bool long_enough = at.to - at.from >= 3 && c->x[at.to - 1] - c->x[at.from] >=
                                                       lc_context_limit(context, LENGTH) * whole;
        double level = c->y[at.to > at.from ? at.to - 1 : at.from];
        if (!long_enough ||
            fabs(level) < lc_context_limit(context, ROOM) * fabs(lc_analyzed_start(t)))
            return;
        report(context, t, &at, gain);
        /* Go on in the longer rest. */
        if (at.from - from > to - at.to)
            to = at.from;
        else
            from = at.to;
    }
}

/* ---- a piece of a run ---------------------------------------------------------------------------- */

/* Nearly all is right: there is nothing left to improve. */
static bool is_done(const lc_analyzed *t)
{
    return t->sign < 0 && lc_metric_is_share(&t->series->metric) &&
           lc_analyzed_end(t) > DONE * lc_analyzed_scale_max(t);
}

/* It creeps on, however slowly. */
static bool creeps(lc_context *context, const lc_analyzed *t)
{
    const lc_curve *c = &t->curve;
    lc_trend trend;
    return lc_curve_trend(&trend, c, 0, c->n, &context->first) == LC_OK &&
           (t->sign > 0 ? trend.p_fall : trend.p_rise) < CREEPS;
}

/* A log that begins in the middle of a run, or doesn't say where, and in which nothing gets better: whatever was learnt before,
 * these records were for nothing. */
static void check_piece(lc_context *context)
{
    const lc_analyzed *train = lc_context_main_loss(context, LC_TRAIN);
    const lc_analyzed *held_out = lc_context_main_loss(context, LC_VALIDATION);
    const lc_analyzed *most = train ? train : held_out;
    if (!most || most->curve.n < PIECE_MIN)
        return;
    for (size_t k = 0; k < context->run->series_n; k++) {
        const lc_analyzed *t = &context->analyzed[k];
        if (!t->chosen || t->sign == 0 || t->curve.n < PIECE_MIN)
            continue;
        bool tells = t == train || t == held_out || t == lc_context_accuracy(context, most);
        if (lc_analyzed_improves(t) || is_done(t) || (tells && creeps(context, t)))
            return;
    }
    size_t n = most->curve.n;
    double from = most->curve.x[0], to = most->curve.x[n - 1];
    if (to - from < PIECE_PART * to)
        return;
    lc_finding *f = lc_find(context, LC_WARNING, 0.8, most);
    lc_finding_weigh(f, fmin(PIECE_MOST, PIECE_LR + PIECE_EACH * (double)(n - PIECE_MIN)));
    lc_finding_range(f, from, to);
    lc_finding_basis(context, f, "no metric gains more than its noise in %zu records", n);
    lc_finding_evidence(context, f, "first", lc_analyzed_first(most));
    lc_finding_evidence(context, f, "last", lc_analyzed_last(most));
    lc_finding_summary(context, f,
                       "nothing gets better by more than noise in the %zu records from %s %s to "
                       "%s: %s is %s in the "
                       "first and %s in the last",
                       n, lc_context_axis(context), LC_NUM(from), LC_NUM(to),
                       most->series->metric.name, LC_NUM(lc_analyzed_first(most)),
                       LC_NUM(lc_analyzed_last(most)));
    lc_finding_cause(context, f,
                     "training has converged as far as this network, loss and learning rate allow");
    lc_finding_cause(context, f, "the learning rate is now too low, or too high to settle");
    lc_finding_advice(context, f,
                      "change the learning rate (let it decay, or try a higher one), or stop here");
}

/* The same of validation alone, while training goes on. */
static void check_held_out_piece(lc_context *context)
{
    const lc_pair *p = lc_context_main_pair(context);
    if (!p || p->validation->log.n < HELD_OUT_MIN || p->train->log.n < HELD_OUT_MIN ||
        p->validation->log.shifted || p->train->log.shifted)
        return;
    const lc_analyzed *v = p->validation, *t = p->train, *a = lc_context_accuracy(context, v);
    double from = v->curve.x[0], to = v->curve.x[v->curve.n - 1];
    if (to - from < PIECE_PART * to || t->log.drop < HELD_OUT_FALL || lc_analyzed_improves(v) ||
        creeps(context, v) || (a && (is_done(a) || lc_analyzed_improves(a) || creeps(context, a))))
        return;
    size_t n = v->curve.n;
    lc_finding *f = lc_find(context, LC_WARNING, 0.8, v);
    lc_finding_series(f, t);
    lc_finding_weigh(f,
                     fmin(HELD_OUT_MOST, HELD_OUT_LR + HELD_OUT_EACH * (double)(n - HELD_OUT_MIN)));
    lc_finding_range(f, from, to);
    lc_finding_basis(context, f, "no gain beyond its noise in %zu records", n);
    lc_finding_evidence(context, f, "first", lc_analyzed_first(v));
    lc_finding_evidence(context, f, "last", lc_analyzed_last(v));
    lc_finding_evidence(context, f, "train_fall", 1 - exp(-t->log.drop));
    lc_finding_summary(
        context, f,
        "%s gains no more than noise in the %zu records from %s %s to %s (%s in the first, %s "
        "in the last) while %s falls by %.2g %%",
        v->series->metric.name, n, lc_context_axis(context), LC_NUM(from), LC_NUM(to),
        LC_NUM(lc_analyzed_first(v)), LC_NUM(lc_analyzed_last(v)), t->series->metric.name,
        100 * (1 - exp(-t->log.drop)));
    lc_finding_cause(context, f, "what training still learns does not carry over to validation");
    lc_finding_advice(context, f,
                      "stop here and keep the best record, or regularise, or get more data");
}

/* The loss is the same to a few parts in ten thousand in the last records, a good part of all, while much is wrong:
 * no step changes anything any more. */
static bool check_frozen(lc_context *context)
{
    const lc_analyzed *train = lc_context_main_loss(context, LC_TRAIN);
    const lc_analyzed *t = train ? train : lc_context_main_loss(context, LC_VALIDATION);
    const lc_analyzed *a = t ? lc_context_accuracy(context, t) : NULL;
    if (!a || !a->curve.n || t->curve.n < FROZEN_MIN || t->log.shifted ||
        lc_analyzed_end(a) > FROZEN_RIGHT * lc_analyzed_scale_max(a))
        return false;
    const lc_curve *c = &t->curve;
    size_t from = c->n - 1;
    double low = c->y[from], high = low;
    while (from > 0 && fmax(high, c->y[from - 1]) - fmin(low, c->y[from - 1]) <= FROZEN * low) {
        from--;
        low = fmin(low, c->y[from]);
        high = fmax(high, c->y[from]);
    }
    size_t n = c->n - from;
    if (n < FROZEN_MIN || (double)n < FROZEN_PART * (double)c->n ||
        (context->excerpt && creeps(context, t)) || t->series->quantum > FROZEN * low)
        return false;
    lc_finding *f = lc_find(context, LC_WARNING, 0.8, t);
    lc_finding_series(f, a);
    lc_finding_weigh(f, FROZEN_LR);
    lc_finding_range(f, c->x[from], c->x[c->n - 1]);
    lc_finding_basis(context, f, "a range of %.2g %% of its level in the last %zu of %zu records",
                     100 * (high - low) / low, n, c->n);
    lc_finding_evidence(context, f, "records", (double)n);
    lc_finding_evidence(context, f, "low", low);
    lc_finding_evidence(context, f, "high", high);
    lc_finding_summary(
        context, f,
        "%s stays at %s from %s %s to the end while %s is %s: no step changes anything "
        "any more",
        t->series->metric.name, LC_NUM(low), lc_context_axis(context), LC_NUM(c->x[from]),
        a->series->metric.name, LC_END(a));
    lc_finding_cause(context, f, "the learning rate has come to its end, or to next to nothing");
    lc_finding_cause(context, f, "the gradient is 0: dead units, or a loss that is clipped");
    lc_finding_advice(context, f,
                      "print the learning rate and the gradient norm; let the rate fall later, or "
                      "by less");
    return true;
}

static void find(lc_context *context)
{
    if (check_frozen(context))
        return;
    if (context->excerpt)
        check_held_out_piece(context);
    if (context->excerpt || lc_run_is_numbered(context->run))
        check_piece(context);
    size_t *queues = lc_mem_resize(NULL, (size_t)2 * LC_CURVE_MAX, sizeof *queues);
    if (!queues) {
        lc_error_nomem(&context->first);
        return;
    }
    for (size_t k = 0; k < context->run->series_n; k++) {
        const lc_analyzed *t = &context->analyzed[k];
        if (t->chosen && t->sign != 0 && t->series->metric.kind == LC_LOSS && t->curve.n >= 3)
            check(context, t, queues, queues + LC_CURVE_MAX);
    }
    lc_mem_free(queues);
}

const lc_rule lc_rule_plateau = {
    .id = "plateau",
    .title = "a stretch in which a loss is flat although it could improve",
    .theory =
        "A stretch counts as flat when the smoothed curve stays within {height%} of the total "
        "improvement of the run, plus what noise adds, for {length%} of the run or longer, and "
        "its slope takes it no further than that. Up to three stretches are given, each with its "
        "slope, the interval of the slope, and its improvement. A flat end is normal for a run "
        "that has converged, so it is a note. It is a warning when {stuck%} of the run passed "
        "without a change while the training accuracy was below {accuracy} or, without an "
        "accuracy, {left%} of the loss were left.\n\nA loss may be flat while the accuracy of "
        "the same samples still rises. The finding says so, since stopping by the loss would "
        "then be wrong.\n\nA log that begins in the middle of a run, or does not say where it "
        "begins, is a warning of its own when in five records or more, over 15 % of what had "
        "been trained, no metric gains more than its noise. The same holds for eight records of "
        "validation while the training loss falls. A loss that stays within five parts in ten "
        "thousand of its level in the last two fifths of the records, while the accuracy is 0.95 "
        "or less, is a warning as well: no step changes anything. A curve that creeps for the "
        "better, or an accuracy of next to all samples, has not stalled.",
    .source = "settling band of 5 %: control engineering; slope: Sen 1968, J. Am. Stat. Assoc. 63, "
              "1379; trend test: stats/trend.h",
    .verdict = "stalled",
    .thresholds = thresholds,
    .thresholds_n = sizeof thresholds / sizeof *thresholds,
    .axes = LC_AXIS_PROGRESS,
    .mark = LC_MARK_RANGE,
    .example =
        "epoch,loss\n"
        "1,1.3740\n2,1.3559\n3,1.3306\n4,1.3080\n5,1.2868\n6,1.2698\n7,1.2574\n8,1.2531\n9,1.2527\n"
        "10,1.2520\n11,1.2507\n12,1.2494\n13,1.2501\n14,1.2501\n15,1.2510\n16,1.2504\n17,1.2492\n"
        "18,1.2484\n19,1.2496\n20,1.2491\n21,1.2487\n22,1.2499\n",
    .rank = 190,
    .needs = LC_NEEDS_LOSS,
    .records = 5,
    .find = find,
};
