/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * generalization_gap.c - validation worse than train by more than noise.
 *
 * Computes the gap at validation's best record and at the end, in noise units, against what
 * training had gained until then, and whether it widens, stays or narrows.
 */
#include "diagnose/finding.h"
#include "diagnose/rule.h"
#include "diagnose/sampling.h"

#include "model/metric.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

#define STAYS 0.03      /* gain of validation's logarithm that is none */
#define FALLS 0.15      /* fall of training's logarithm, and gap, that count beside it */
#define STALLS 0.08     /* fall of validation in the second half that is none beside that */
#define CLOSING 0.07    /* fall of the logarithm in the last third */
#define MANY 60         /* records up to which a wide gap does, beside the tests on noise */
#define FALLS_MANY 0.22 /* fall of training in the second half of more than a few records ... */
#define STALLS_SHARE \
    0.1 /* ... and gap, of what training gained, that count where validation stalls */
#define STALLS_ERRORS 5   /* and so many of its standard errors */
#define STALLS_MIN 36     /* records that tell it from noise */
#define STALLS_TIMES 1.25 /* loss on validation over that on train where it stalls [ratio] */
#define STALLS_LR 2.7     /* what that says in more than a few records [nats] */
#define STAYS_MIN 6       /* records */
#define STAYS_BY 0.02     /* share of samples that are no gain ... */
#define STAYS_BELOW 0.6   /* ... of a validation score up to so much ... */
#define STAYS_LEARNT 0.09 /* ... while training gains so many, and ends so far ahead */
#define FEW 20            /* records up to which the size of a gap speaks for itself */

enum { NOISE, ALPHA, LOSS_SHARE, LEVEL_SHARE, POINTS, SAMPLING, CLOSE, GOOD, TIMES, FEW_TIMES };

static const lc_threshold thresholds[] = {
    [NOISE] = {"noise", 3, "gap at the end [standard errors of the difference]",
               "convention: three standard errors"},
    [ALPHA] = {"alpha", 0.01,
               "p-value of the number of records in which validation is worse (sign test)",
               "convention; for curves whose swings hide a gap that is always there"},
    [LOSS_SHARE] = {"loss_share", 0.25,
                    "gap of a loss, at the best validation value or at the end [share of the "
                    "improvement of training]",
                    "judgement: a quarter of what was learned does not carry over"},
    [LEVEL_SHARE] = {"level_share", 0.1,
                     "the same gap [share of the validation level]; both must be exceeded",
                     "judgement: where training improved little, any gap is a large part of it"},
    [POINTS] = {"points", 0.1, "gap of an accuracy or another share [1 = all samples]",
                "AUTOTRAINER (Zhang et al., ICSE 2021): 0.10"},
    [CLOSE] =
        {"close", 0.06,
         "distance of the accuracies up to which a gap of the losses is harmless [1 = all samples]",
         "judgement: a few points are the normal price of learning from samples"},
    [GOOD] = {"good", 0.87, "validation accuracy from which on that holds [1 = all samples]",
              "judgement"},
    [TIMES] = {"times", 2,
               "loss on validation over that on train, at the end, that is a warning whatever was "
               "gained [ratio]",
               "judgement: on validation the network is as unsure as it was on train long before"},
    [FEW_TIMES] = {"few_times", 1.65, "the same of few records, beside other signs [ratio]",
                   "judgement"},
    [SAMPLING] = {"sampling", 2,
                  "the gap, over the sampling error of the validation set [standard errors]",
                  "convention: two standard errors"},
};

/* Part of a whole: of all samples, or of the targets' variance where some of it is told. */
static bool has_whole(const lc_analyzed *t)
{
    const lc_metric *m = &t->series->metric;
    return lc_metric_is_share(m) ||
           (lc_metric_is_error_rate(m) && t->curve.n && lc_analyzed_start(t) <= 1) ||
           (lc_metric_is_r2(m) && t->curve.n && lc_analyzed_end(t) > 0);
}

/* The gap of a pair, positive where validation is worse. */
typedef struct gap {
    double best_x, at_best, at_end, error;
    double size;        /* the one of both that is the larger share */
    double share;       /* of what training had gained; of the whole for a share */
    double level_share; /* of validation's level */
    double sampling; /* standard error of that level by validation's few samples; 0 when unknown */
    bool from_start;
    double p_sign; /* chance that so many points lie on the worse side */
} gap;

/* The smooth curve at x, which lies between its points. */
static double smooth_at(const lc_curve *c, double x)
{
    size_t i = lc_curve_point(c, x);
    if (i == 0 || i >= c->n)
        return c->smooth[i < c->n ? i : c->n - 1];
    double w = (x - c->x[i - 1]) / (c->x[i] - c->x[i - 1]);
    return c->smooth[i - 1] + w * (c->smooth[i] - c->smooth[i - 1]);
}

/* Records after which the noise of both curves has forgotten what it was: so many count as one. */
static double independent_after(const lc_pair *p)
{
    double rho = fmax(p->train->curve.ar1.rho, p->validation->curve.ar1.rho);
    return rho > 0 ? (1 + rho) / (1 - rho) : 1;
}

/* How often validation is worse among points that are independent: correlated ones all lie on one side
 * by chance. */
static double sign_test(const double *y, size_t n, double step)
{
    unsigned worse = 0, points = 0;
    for (double k = 0; k < (double)n; k += fmax(1, step)) {
        worse += y[(size_t)k] > 0;
        points++;
    }
    return worse ? gsl_cdf_binomial_Q(worse - 1, 0.5, points) : 1;
}

enum { POINTS_MAX = 64 };

/* The gap at some of validation's points; returns at how many. */
static size_t take_points(double x[POINTS_MAX], double y[POINTS_MAX], const lc_pair *p)
{
    const lc_curve *v = &p->validation->curve, *train = &p->train->curve;
    size_t n = v->n < POINTS_MAX ? v->n : POINTS_MAX;
    for (size_t k = 0; k < n; k++) {
        size_t i = n > 1 ? k * (v->n - 1) / (n - 1) : 0, at = lc_curve_point(train, v->x[i]);
        x[k] = v->x[i];
        y[k] = p->validation->sign * (v->y[i] - train->y[at < train->n ? at : train->n - 1]);
    }
    return n;
}

/* Of a share: binomial. Of a mean loss: cross-entropies vary by about their mean, squared normal
 * residuals by sqrt 2 of it. */
static double sampling_error(const lc_context *context, const lc_analyzed *t, double level)
{
    if (t->series->metric.kind != LC_LOSS)
        return lc_context_sampling_error(context, t, level);
    bool entropy = lc_analyzed_is_plain_loss(t) && lc_context_accuracy(context, t);
    return (entropy ? 1 : sqrt(2)) * lc_context_loss_error(context, t, level);
}

/* The gap where validation stands at `level` and training at `train`, if its share is larger. */
static void take_larger(gap *g, const lc_context *context, const lc_pair *p, double level,
                        double train)
{
    int sign = p->validation->sign;
    double size = sign * (level - train), share = INFINITY;
    double gained = sign * (lc_analyzed_base(p->train) - train);
    if (has_whole(p->validation))
        share = size / lc_analyzed_scale_max(p->validation);
    else if (gained > 0)
        share = size / gained;
    if (!(share > g->share))
        return;
    g->size = size;
    g->share = share;
    g->level_share = level != 0 ? fabs(size / level) : INFINITY;
    g->sampling = sampling_error(context, p->validation, level);
}

static void measure(gap *g, const lc_context *context, const lc_pair *p)
{
    const lc_curve *v = &p->validation->curve, *t = &p->train->curve;
    int sign = p->validation->sign;
    size_t best = lc_curve_best(v, sign, 0, v->n);
    double end_error = hypot(lc_curve_level_error(v, lc_analyzed_end_from(p->validation), v->n),
                             lc_curve_level_error(t, lc_analyzed_end_from(p->train), t->n));
    double train_then = smooth_at(t, v->x[best]);
    double end = lc_analyzed_end(p->validation), train_end = lc_analyzed_end(p->train);
    *g = (gap){.best_x = v->x[best], .error = end_error, .share = -INFINITY};
    g->at_best = sign * (v->smooth[best] - train_then);
    g->at_end = sign * (end - train_end);
    take_larger(g, context, p, v->smooth[best], train_then);
    take_larger(g, context, p, end, train_end);
    size_t first = lc_curve_point(t, v->x[0]);
    g->from_start = first < t->n && sign * (v->y[0] - t->y[first]) > 3 * hypot(v->noise, t->noise);
    double x[POINTS_MAX], y[POINTS_MAX];
    size_t n = take_points(x, y, p);
    g->p_sign = sign_test(y, n, independent_after(p) * (double)n / (double)v->n);
}

/* What the gap does along the run; "" when it has no trend. */
static const char *trend_of(lc_context *context, const lc_pair *p)
{
    double x[POINTS_MAX], y[POINTS_MAX];
    size_t n = take_points(x, y, p);
    lc_trend t;
    if (lc_trend_test(&t, x, y, n, &context->first) != LC_OK)
        return "";
    return t.p_rise < 0.01 ? "widens" : t.p_fall < 0.01 ? "narrows" : "";
}

/* The pair of scores beside a pair of losses; NULL for none. */
static const lc_pair *score_pair(const lc_context *context)
{
    for (size_t i = 0; i < context->pairs_n; i++)
        if (lc_metric_is_accuracy(&context->pairs[i].validation->series->metric))
            return &context->pairs[i];
    /* Without losses any other share tells of it. */
    if (!lc_context_main_pair(context))
        for (size_t i = 0; i < context->pairs_n; i++)
            if (lc_metric_is_part(&context->pairs[i].validation->series->metric) &&
                context->pairs[i].validation->sign < 0)
                return &context->pairs[i];
    return NULL;
}

/* The error rates of both splits end close to each other, that of validation so low that its accuracy were good. */
static bool error_rates_close(const lc_context *context, const lc_pair *p)
{
    if (!lc_metric_is_error_rate(&p->validation->series->metric) || !has_whole(p->validation) ||
        !p->train->curve.n)
        return false;
    double v = lc_analyzed_end(p->validation);
    return v - lc_analyzed_end(p->train) < lc_context_limit(context, CLOSE) &&
           v < 1 - lc_context_limit(context, GOOD);
}

/* The accuracies of both splits end close to each other: what the loss shows costs no decisions. */
static bool scores_close(const lc_context *context)
{
    const lc_pair *s = score_pair(context);
    for (size_t i = 0; !s && i < context->pairs_n; i++)
        if (error_rates_close(context, &context->pairs[i]))
            return true;
    double t = s && s->train->curve.n ? lc_analyzed_end(s->train) : NAN;
    double v = s && s->validation->curve.n ? lc_analyzed_end(s->validation) : NAN;
    double scale = s ? lc_analyzed_scale_max(s->validation) : 1;
    return t - v < lc_context_limit(context, CLOSE) * scale &&
           v > lc_context_limit(context, GOOD) * scale;
}

/* Some share or coefficient of determination is nearly the same on both splits. */
static bool some_score_agrees(const lc_context *context)
{
    for (size_t i = 0; i < context->pairs_n; i++) {
        const lc_pair *p = &context->pairs[i];
        if (p->validation->sign < 0 && lc_metric_is_part(&p->validation->series->metric) &&
            p->train->curve.n && p->validation->curve.n &&
            lc_analyzed_end(p->train) - lc_analyzed_end(p->validation) <
                lc_context_limit(context, POINTS) * lc_analyzed_scale_max(p->validation))
            return true;
    }
    return false;
}

/* What the logarithm falls by in the second half of the run. */
static double falls_late(const lc_log_curve *l)
{
    return l->n >= 4 && !l->shifted ? l->y[l->n / 2] - l->end : 0;
}

/* In the second half training goes on, and validation does not. Of more than a few records both must be
 * plain, and no score be as good on both splits. */
static bool stalls(const lc_context *context, const lc_pair *p)
{
    size_t n = p->validation->log.n;
    bool few = n <= FEW;
    if (!few && n < STALLS_MIN)
        return false;
    return falls_late(&p->train->log) > (few ? FALLS : FALLS_MANY) &&
           falls_late(&p->validation->log) < STALLS && (few || !some_score_agrees(context));
}

/* Validation falls to its end. */
static bool improves_to_end(const lc_log_curve *l)
{
    return l->n >= 3 && l->rise.size <= 0 && l->y[l->n - 1 - l->n / 3] - l->y[l->n - 1] > CLOSING;
}

/* The same of a score of validation: what it is about goes on getting better, whatever the loss. */
static bool score_improves_to_end(const lc_context *context)
{
    for (size_t k = 0; k < context->run->series_n; k++) {
        const lc_analyzed *t = &context->analyzed[k];
        const lc_metric *m = &t->series->metric;
        if (t->chosen && m->split == LC_VALIDATION && improves_to_end(&t->log) &&
            (lc_metric_is_share(m) || lc_metric_is_error_rate(m)))
            return true;
    }
    return false;
}

/* Log likelihood ratio of a gap that matters, of a few records: how wide it is at the end by the main
 * pair, and how many samples it costs. */
static double few_log_lr(const lc_context *context, const lc_pair *p)
{
    const lc_pair *s = score_pair(context);
    double log_lr = 4 * (fmin(fmax(lc_pair_gap(p), 0), 1.75) - 0.75) + 2.5;
    const lc_log_curve *l = &p->validation->log, *t = &p->train->log;
    if (l->n >= 4 && l->gain < STAYS && t->drop > FALLS && lc_pair_gap(p) > FALLS)
        log_lr += 1.5; /* nothing of what training learns carries over */
    else if (stalls(context, p))
        log_lr += l->n <= FEW ? 1.2 : STALLS_LR; /* nothing any more */
    /* There is no saying how far it will follow. */
    if (improves_to_end(l) || score_improves_to_end(context))
        log_lr -= 1.5;
    if (!s || s->train->log.shifted || s->validation->log.shifted)
        return log_lr;
    double points = exp(s->validation->log.end) - exp(s->train->log.end);
    return log_lr + 5 * fmin(fmax(points, 0), 0.4) -
           (scores_close(context) ? 3
            : points < 0.05       ? 1.5
                                  : 0);
}

/* The gap is z standard errors wide at its end; `few`: its size may be chance. */
static void tell(lc_context *context, lc_finding *f, const lc_pair *p, const gap *g, double z,
                 bool few)
{
    bool is_share = has_whole(p->validation);
    double t = lc_analyzed_end(p->train), v = lc_analyzed_end(p->validation);
    const char *trend = trend_of(context, p);
    if (isfinite(z))
        lc_finding_basis(context, f,
                         "%.3g standard errors of the difference at the end; sign test p = %.2g", z,
                         g->p_sign);
    else
        lc_finding_basis(context, f, "sign test p = %.2g", g->p_sign);
    lc_finding_evidence(context, f, "gap_at_best", g->at_best);
    lc_finding_evidence(context, f, "best_at", g->best_x);
    lc_finding_evidence(context, f, "gap_at_end", g->at_end);
    lc_finding_evidence(context, f, is_share ? "share_of_samples" : "share_of_gain", g->share);
    lc_finding_evidence(context, f, "noise_units", z);
    if (g->sampling > 0)
        lc_finding_evidence(context, f, "sampling_error", g->sampling);
    if (t > 0 && v > 0 && !is_share)
        lc_finding_evidence(context, f, "ratio_at_end", v / t);
    lc_finding_summary(context, f, "%s is worse than %s: %s against %s at the end%s%s%s%s",
                       p->validation->series->metric.name, p->train->series->metric.name,
                       LC_END(p->validation), LC_END(p->train),
                       g->from_start || *trend ? "; the gap " : "",
                       g->from_start ? "is present from the first record" : "",
                       g->from_start && *trend ? " and " : "", trend);
    lc_finding_cause(context, f,
                     "the network fits the training samples better than others: it is large for "
                     "the number of samples");
    if (few)
        lc_finding_cause(context, f,
                         "the %zu validation samples may be harder by chance: a mean over them has "
                         "a standard error of %s",
                         lc_context_samples(context, p->validation), LC_NUM(g->sampling));
    if (g->from_start)
        lc_finding_cause(context, f,
                         "the splits differ from the start: another distribution, another "
                         "preprocessing, batch-norm or dropout modes");
    lc_finding_advice(context, f, "regularise, augment, or get more training samples");
    lc_finding_advice(context, f, "check that both splits are drawn and prepared in the same way");
}

static void report(lc_context *context, const lc_pair *p, const gap *g)
{
    bool is_share = has_whole(p->validation);
    /* The noise of both curves and, since a few samples make most of a loss, those of validation leave
     * a gap less by a standard error as likely: that must be large as well. */
    double sure = fmax(0, 1 - hypot(g->sampling, g->error) / g->size);
    bool large = is_share ? g->share > lc_context_limit(context, POINTS)
                          : !context->excerpt &&
                                sure * g->share > lc_context_limit(context, LOSS_SHARE) &&
                                sure * g->level_share > lc_context_limit(context, LEVEL_SHARE);
    large |= !is_share && sure * lc_pair_gap(p) > log(lc_context_limit(context, TIMES));
    /* Of few records the size at the end must speak as well. */
    large = large && (p->validation->log.n > FEW || few_log_lr(context, p) > 0) &&
            !(p->validation->series->metric.kind == LC_LOSS && scores_close(context));
    bool few = g->size < lc_context_limit(context, SAMPLING) * g->sampling;
    double z = g->error > 0 ? g->at_end / g->error : INFINITY;
    lc_finding *f = lc_find(context, large && !few ? LC_WARNING : LC_NOTE,
                            lc_confidence(fmin(lc_normal_tail(z), g->p_sign)), p->validation);
    if (f && f->severity > LC_NOTE && p->validation->log.n <= FEW)
        lc_finding_weigh(f, fmin(f->log_lr, few_log_lr(context, p) + 1));
    lc_finding_series(f, p->train);
    if (f && lc_context_tells(context))
        tell(context, f, p, g, z, few);
}

/* The gap's size, whatever noise says of it, is one that counts, and not one that validation's few
 * samples show by chance. */
static bool may_count(const lc_context *context, const lc_pair *p, const gap *g)
{
    if (g->size < lc_context_limit(context, SAMPLING) * g->sampling)
        return false;
    if (has_whole(p->validation))
        return g->share > lc_context_limit(context, POINTS);
    double sure = fmax(0, 1 - g->sampling / g->size);
    bool many = p->validation->log.n > FEW && stalls(context, p) && g->share > STALLS_SHARE &&
                g->at_end > STALLS_ERRORS * g->error;
    double least = log(many ? STALLS_TIMES : lc_context_limit(context, FEW_TIMES));
    return sure * lc_pair_gap(p) > least ||
           (sure * g->share > lc_context_limit(context, LOSS_SHARE) &&
            g->level_share > lc_context_limit(context, LEVEL_SHARE));
}

/* The finding that the rule has made about that pair; NULL for none. */
static lc_finding *found_about(const lc_context *context, const lc_pair *p)
{
    lc_diagnosis *d = context->diagnosis;
    for (size_t k = 0; k < d->n; k++)
        if (d->findings[k].rule == context->rule->id && d->findings[k].series_n &&
            d->findings[k].series[0] == p->validation->index)
            return &d->findings[k];
    return NULL;
}

/* What the rule has noted of that pair counts after all; of one that it has not noted it is told. */
static void report_few(lc_context *context, const lc_pair *p, const gap *g, double log_lr)
{
    lc_finding *noted = found_about(context, p);
    if (noted) {
        noted->severity = LC_WARNING;
        lc_finding_weigh(noted, log_lr);
        return;
    }
    const lc_analyzed *v = p->validation, *t = p->train;
    double end = lc_analyzed_end(v), train = lc_analyzed_end(t);
    lc_finding *f = lc_find(context, LC_WARNING, 0.8, v);
    lc_finding_series(f, t);
    lc_finding_weigh(f, log_lr);
    lc_finding_basis(context, f, "size of the gap at the end, over %zu records", v->finite);
    lc_finding_evidence(context, f, "gap_at_end", v->sign * (end - train));
    if (train > 0 && end > 0 && v->sign > 0)
        lc_finding_evidence(context, f, "ratio_at_end", end / train);
    lc_finding_summary(context, f, "%s is worse than %s: %s against %s at the end%s",
                       v->series->metric.name, t->series->metric.name, LC_END(v), LC_END(t),
                       g->from_start ? "; the gap is present from the first record" : "");
    lc_finding_cause(context, f,
                     "the network fits the training samples better than others: it is large for "
                     "the number of samples");
    lc_finding_cause(context, f,
                     "the splits differ%s: another distribution, another preprocessing, batch-norm "
                     "or dropout modes",
                     g->from_start ? " from the start" : "");
    lc_finding_advice(context, f, "regularise, augment, or get more training samples");
    lc_finding_advice(context, f, "check that both splits are drawn and prepared in the same way");
}

/* Of few records the size at the end speaks for itself, also where the tests on noise leave a note. */
static void check_few(lc_context *context, const lc_pair *p, const gap *g)
{
    const lc_log_curve *v = &p->validation->log;
    if (v->n < 2 || p->train->log.n < 2 || v->n > MANY || v->shifted || p->train->log.shifted)
        return;
    double log_lr = few_log_lr(context, p) - (v->n > FEW ? 1.2 : 0);
    if (log_lr <= 0 || lc_pair_gap(p) <= 0 || !may_count(context, p, g)) {
        lc_context_against(context, fmax(-3, log_lr));
        return;
    }
    report_few(context, p, g, log_lr);
}

/* Validation gets no more samples right than at first, less than most, while training gets many more:
 * nothing of what is learnt carries over. */
static void check_stays(lc_context *context, const lc_pair *p, const gap *g)
{
    const lc_curve *v = &p->validation->curve, *t = &p->train->curve;
    if (v->n < STAYS_MIN || t->n < STAYS_MIN || v->n > MANY)
        return;
    double scale = lc_analyzed_scale_max(p->validation);
    size_t third = v->n / 3;
    double first = lc_curve_level(v, 0, third), last = lc_curve_level(v, v->n - third, v->n);
    double learnt = (lc_analyzed_end(p->train) - lc_analyzed_start(p->train)) / scale;
    double noise = 2 * v->noise * sqrt(2 / (double)third);
    if (last - first > fmax(STAYS_BY * scale, noise) || last > STAYS_BELOW * scale ||
        learnt < STAYS_LEARNT || learnt * scale < 3 * t->noise || g->at_end / scale < STAYS_LEARNT)
        return;
    report_few(context, p, g,
               fmin(4.5, 2.5 + 8 * (g->at_end / scale - STAYS_LEARNT) + 0.1 * (double)v->n));
}

static bool is_comparable(const lc_context *context, const lc_pair *p)
{
    return p->train->curve.n >= 2 && p->validation->curve.n >= 2 &&
           p->train->series->percent == p->validation->series->percent &&
           !lc_context_is_weighted(context, p->train);
}

static void find(lc_context *context)
{
    const lc_pair *main = lc_context_main_pair(context), *scores = score_pair(context);
    gap of_main = {0}, of_scores = {0};
    if (!main || lc_context_is_weighted(context, main->train))
        main = scores;
    for (size_t i = 0; i < context->pairs_n; i++) {
        const lc_pair *p = &context->pairs[i];
        gap g;
        if (!is_comparable(context, p))
            continue;
        measure(&g, context, p);
        if (p == main)
            of_main = g;
        if (p == scores)
            of_scores = g;
        bool stands_out = g.at_end > lc_context_limit(context, NOISE) * g.error;
        if ((stands_out || g.p_sign < lc_context_limit(context, ALPHA)) && g.at_best > 0 &&
            g.at_end > 0)
            report(context, p, &g);
    }
    if (main && is_comparable(context, main) && !lc_context_warned(context, NULL))
        check_few(context, main, &of_main);
    if (scores && scores != main && is_comparable(context, scores) &&
        !lc_context_warned(context, NULL))
        check_stays(context, scores, &of_scores);
}

const lc_rule lc_rule_generalization_gap = {
    .id = "generalization-gap",
    .title = "a validation value that is worse than training by more than noise",
    .theory =
        "Some gap is normal: training fits its own samples. The gap is compared with the noise "
        "of both curves and with the improvement of training, at the best validation value and "
        "at the end, whichever is larger; for accuracies and other shares, with all samples. A "
        "gap above {loss_share%} of the improvement, allowing for one standard error, or above "
        "{points%} of the samples is a warning, and so is a loss more than {times} times that of "
        "training (after a twentieth of the first training loss is added to both, since losses "
        "near 0 easily differ by a large factor). A smaller gap is a note, and so is one that a "
        "small validation set may show by chance (less than {sampling} standard errors of a mean "
        "over it). A trend test says whether the gap widens or narrows. Accuracies of the first "
        "guess are compared under all their names (accuracy, top-1).\n\nUp to 60 records the "
        "size of the gap at the end counts as well, and {few_times} times are enough when other "
        "signs agree: the accuracies are far apart, or, in up to 20 records, validation hardly "
        "falls in the second half of the run while training goes on. In 36 to 60 records of "
        "which validation stalls so, a loss 1.25 times that of training is enough, unless a "
        "score is nearly the same on both splits. A validation accuracy that stays where it was, "
        "at 0.6 or below, while that of training gains 9 samples in 100 and ends as far ahead is "
        "a gap whatever the losses say. Validation that falls to the end of the run speaks "
        "against it. Accuracies that end within {close%} of each other, that of validation above "
        "{good}, make a gap of the losses a note, and so do error rates that are as low and as "
        "close.\n\nA gap that is present from the first record, before anything can be "
        "memorised, means that the splits differ or that the losses are not the same quantity "
        "(see incomparable-losses).",
    .source = "Goodfellow, Bengio, Courville 2016, Deep Learning, 5.2; AUTOTRAINER, Zhang et al., "
              "ICSE 2021",
    .verdict = "generalization-gap",
    .thresholds = thresholds,
    .thresholds_n = sizeof thresholds / sizeof *thresholds,
    .axes = LC_AXIS_PROGRESS | LC_AXIS(LC_TRAIN_SIZE),
    .example =
        "epoch,loss,val_loss\n"
        "1,1.580,1.702\n2,1.250,1.424\n3,1.003,1.228\n4,0.792,1.094\n5,0.647,1.005\n6,0.529,0.926\n"
        "7,0.435,0.880\n8,0.358,0.841\n9,0.299,0.820\n10,0.250,0.791\n11,0.221,0.772\n"
        "12,0.192,0.758\n13,0.170,0.772\n14,0.161,0.762\n15,0.143,0.747\n16,0.146,0.760\n"
        "17,0.134,0.747\n18,0.120,0.739\n",
    .rank = 160,
    .needs = LC_NEEDS_PAIR,
    .records = 2,
    .find = find,
};
