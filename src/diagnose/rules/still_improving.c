/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * still_improving.c - the run ended while validation was still getting better.
 *
 * Computes the trend over the last third of the run and, from a fitted form, what as many epochs
 * again would bring. Validation is asked first; where it swings too much to tell, and is not
 * past its best, the training curve answers.
 */
#include "diagnose/finding.h"
#include "diagnose/forecast.h"
#include "diagnose/rate.h"
#include "diagnose/rule.h"

#include "stats/curve_model.h"

#include <math.h>
#include <string.h>

enum { ALPHA, GAIN, MUCH, LITTLE, STEP, WORTH };

static const lc_threshold thresholds[] = {
    [ALPHA] = {"alpha", 0.05, "p-value of the trend at the end", "convention"},
    [GAIN] = {"gain", 0.02,
              "improvement in the last third, and expected of a warning [share of the total "
              "improvement]",
              "judgement: less is not worth the epochs"},
    [MUCH] = {"much", 0.1,
              "improvement expected from training as long again that makes it a warning [share of "
              "the total improvement]",
              "judgement: a tenth of all that was learned lies ahead"},
    [LITTLE] = {"little", 0.6,
                "accuracy below which a loss that still falls is a warning whatever is expected "
                "[share]",
                "AUTOTRAINER (Zhang et al., ICSE 2021): not converged below an accuracy of 0.6"},
    [STEP] = {"step", 0.01,
              "improvement of a loss in each record but the first third that makes it a warning "
              "whatever is expected [share of its last value]",
              "judgement: such a curve hasn't begun to settle"},
    [WORTH] = {"worth", 0.05,
               "what such a loss should lose by training as long again [share of its last value]",
               "judgement: less is not worth as many epochs"},
};

#define AHEAD 1          /* of the run's length: how far the fit looks */
#define FOLLOWS 0.25     /* sd about a fit that speaks of the end, of the last third's gain */
#define LIKE_NOISE 1.2   /* the same of the noise: no form can follow more closely */
#define EARLY_LOG_LR 3.0 /* [nats]: what still falls, or while much is missing, may rest soon */
#define CREEPS 0.01      /* of its level, or of all samples, that as long again brings: no more */
#define LEFT_MIN 8       /* records of both losses ... */
#define LEFT_FALL 0.02   /* ... and fall of training's logarithm in their second half, ... */
#define SETTLED \
    0.02 /* gain of a score in the last quarter, of that until the third one, that is none */
#define FOLLOWED 0.1 /* ... of which validation must gain so much */
#define FIT_FROM 6   /* points: fewer say nothing against three parameters */

/* Where a form goes. */
typedef struct outlook {
    bool fits;
    double at, error; /* value at the x asked for and its standard error, asymptotic */
    double off;       /* sd of the points about it */
} outlook;

/* What the last third of one curve says. */
typedef struct ending {
    size_t from; /* first point of the last third */
    lc_trend trend;
    double p, gained, whole; /* chance; gain in the last third and from start to end */
    double least,
        most;    /* change for the better from record to record, into and in the last third */
    bool looked; /* ahead: the fits take longer than all the rest, and few endings need them */
    outlook ahead;
} ending;

/* x after as many epochs again */
static double ahead_of(const lc_curve *c)
{
    double last = c->x[c->n - 1];
    return last + AHEAD * (last - c->x[0]);
}

static outlook look_ahead(const lc_curve_model_fit *fit, const lc_curve_model_points *p,
                          const lc_curve_model_units *units, double x)
{
    double u = lc_curve_model_u(units, x), weight = 0;
    for (size_t i = 0; i < p->n; i++)
        weight += p->weight[i] / (double)p->n;
    outlook o = {.at = lc_curve_model_value(units, lc_curve_model_at(fit, u)),
                 .error = units->range * lc_curve_model_error(fit, p, u),
                 .off = units->range * lc_curve_model_spread(fit, p) / sqrt(weight)};
    o.fits = isfinite(o.at) && isfinite(o.error) && isfinite(o.off);
    return o;
}

static void fit_ahead(lc_context *context, ending *e, const lc_analyzed *t)
{
    /* A stretched exponential is often the closest one, and says that most runs end too early. */
    static const lc_curve_model forms[] = {LC_CURVE_MODEL_EXPONENTIAL, LC_CURVE_MODEL_POWER};
    const lc_curve *c = &t->curve;
    lc_curve_model_points p;
    lc_curve_model_units units;
    e->looked = true;
    if (c->n < FIT_FROM)
        return;
    lc_curve_model_take_points(&p, &units, c, lc_forecast_origin(context->run));
    bool moves = units.range > 0 && isfinite(units.range);
    for (size_t k = 0; k < sizeof forms / sizeof *forms && moves; k++) {
        lc_curve_model_fit fit;
        if (lc_curve_model_fit_points(&fit, forms[k], &p, NULL, &context->first) != LC_OK)
            return;
        outlook o = look_ahead(&fit, &p, &units, ahead_of(c));
        if (o.fits && !(e->ahead.fits && e->ahead.off <= o.off))
            e->ahead = o;
    }
}

/* As bad as a guess, or worse, and getting better: everything lies ahead. */
static bool is_before_chance(const lc_analyzed *t)
{
    return t->sign * (lc_analyzed_end(t) - t->baseline) > 0;
}

static void measure(ending *e, const lc_analyzed *t)
{
    const lc_curve *c = &t->curve;
    *e = (ending){.from = lc_curve_last_third(c), .least = INFINITY, .most = -INFINITY};
    for (size_t i = e->from > 0 ? e->from : 1; i < c->n; i++) {
        double step = t->sign * (c->y[i - 1] - c->y[i]);
        e->least = fmin(e->least, step);
        e->most = fmax(e->most, step);
    }
    /* Four points at least, so that order alone can speak. */
    if (c->n >= 4 && c->n - e->from < 4)
        e->from = c->n - 4;
    e->gained = t->sign * (c->smooth[e->from] - lc_analyzed_end(t));
    e->whole = t->sign * (lc_analyzed_base(t) - lc_analyzed_end(t));
    if (is_before_chance(t))
        e->whole = fmin(e->whole, t->sign * (lc_analyzed_end(t) - t->baseline));
}

/* With the slope's interval, or without. */
static lc_status measure_trend(ending *e, const lc_analyzed *t, bool interval, lc_error *err)
{
    lc_status st =
        lc_curve_gentle(&e->trend, &t->curve, e->from, t->curve.n, INFINITY, interval, err);
    e->p = t->sign > 0 ? e->trend.p_fall : e->trend.p_rise;
    return st;
}

/* A curve that falls as 1 / x gains half its last slope times x when x doubles; most fall slower
 * than that in the end (Hestness et al. 2017), exponentials faster. */
static double gain_by_slope(const lc_analyzed *t, double slope)
{
    const lc_curve *c = &t->curve;
    return fmax(0, -t->sign * slope * (c->x[c->n - 1] - c->x[0]) / 2);
}

/* The same by the end of the slope's interval that promises less: of trends seen in noise most are
 * just seen. */
static double least_gain(const lc_analyzed *t, const ending *e)
{
    double slope = t->sign > 0 ? e->trend.high : e->trend.low;
    return gain_by_slope(t, isfinite(slope) ? slope : e->trend.slope);
}

/* How far it can still get better. */
static double room_left(const lc_analyzed *t)
{
    double least, most, end = lc_analyzed_end(t);
    lc_analyzed_bounds(&least, &most, t);
    return t->sign > 0 ? end - least : most - end;
}

/* What as many epochs again would bring: no more than the slope says, and less where a form that
 * follows the curve as closely as the last third needs does say less. */
static double expected_gain(lc_context *context, const lc_analyzed *t, ending *e)
{
    if (!e->looked)
        fit_ahead(context, e, t);
    double by_slope = gain_by_slope(t, e->trend.slope),
           by_fit = t->sign * (lc_analyzed_end(t) - e->ahead.at);
    double close = fmax(FOLLOWS * e->gained, LIKE_NOISE * t->curve.noise);
    bool follows = e->ahead.fits && e->ahead.off < close;
    return follows ? fmin(by_slope, fmax(by_fit, 0)) : by_slope;
}

/* A fast first step may be nearly all of the whole gain, while no later one says that it is over. */
static bool falls_steadily(lc_context *context, const lc_analyzed *t, ending *e)
{
    const lc_curve *c = &t->curve;
    double level = fabs(lc_analyzed_end(t)), least = lc_context_limit(context, STEP) * level;
    for (size_t i = c->n / 3; i + 1 < c->n; i++)
        if (!(c->y[i] - c->y[i + 1] > least))
            return false;
    double ahead = expected_gain(context, t, e);
    return t->sign > 0 && ahead > lc_context_limit(context, WORTH) * level &&
           ahead > lc_context_limit(context, GAIN) * e->whole;
}

/* So many are wrong that the end can't be near, unless the curve creeps. */
static bool little_is_right(lc_context *context, const lc_analyzed *t, ending *e)
{
    const lc_analyzed *a = lc_context_accuracy(context, t);
    double end = a && a->curve.n ? lc_analyzed_end(a) / lc_analyzed_scale_max(a) : 0;
    double level = t->sign > 0 ? fabs(lc_analyzed_end(t)) : lc_analyzed_scale_max(t);
    return end > 0 && end < lc_context_limit(context, LITTLE) &&
           expected_gain(context, t, e) > CREEPS * level;
}

/* A value that is expected after a change of so much, to as many digits as such a guess has: to a
 * thirtieth of the change, or up to ten times that. */
static double rounded(double value, double change)
{
    double unit = pow(10, floor(log10(change / 3)));
    return unit > 0 && isfinite(value / unit) ? unit * round(value / unit) : value;
}

/* Where the run asks for a forecast, that says what is expected, and nothing else does. */
static void advise(lc_context *context, lc_finding *f, const lc_analyzed *t, ending *e)
{
    const lc_curve *c = &t->curve;
    if (context->options->forecast) {
        lc_finding_advice(context, f, "train longer: the forecast says what to expect");
        return;
    }
    double end = lc_analyzed_end(t), gain = fmin(expected_gain(context, t, e), room_left(t));
    double to = end - t->sign * gain, more = ahead_of(c) - c->x[c->n - 1];
    lc_finding_evidence(context, f, "expected_at", ahead_of(c));
    lc_finding_evidence(context, f, "expected", to);
    if (e->ahead.fits && fabs(to - e->ahead.at) <= 1e-9 * fabs(to))
        lc_finding_evidence(context, f, "expected_error", e->ahead.error);
    double told = rounded(to, gain);
    if (gain < t->series->quantum || !(gain < room_left(t)) || t->sign * (end - told) <= 0)
        lc_finding_advice(context, f, "train longer");
    else
        lc_finding_advice(context, f, "train longer: %s more %s should %s %s to about %s",
                          LC_NUM_OF(more, 2), lc_context_units(context),
                          t->sign > 0 ? "lower" : "raise", t->series->metric.name, LC_NUM(told));
}

static void tell(lc_context *context, lc_finding *f, const lc_analyzed *t, ending *e)
{
    const lc_curve *c = &t->curve;
    double from = c->x[e->from], last = c->x[c->n - 1];
    const char *axis = lc_context_axis(context);
    lc_finding_basis(context, f, "p = %.2g (" LC_TREND_P "), %zu records", e->p, c->n - e->from);
    lc_finding_evidence(context, f, "from_value", c->y[e->from]);
    lc_finding_evidence(context, f, "end_value", c->y[c->n - 1]);
    lc_finding_slope(context, f, &e->trend);
    lc_finding_evidence(context, f, "gained_in_last_third", e->gained);
    lc_finding_evidence(context, f, "share_of_gain", e->whole > 0 ? e->gained / e->whole : NAN);
    if (isfinite(e->least)) {
        lc_finding_evidence(context, f, "least_step", e->least);
        lc_finding_evidence(context, f, "most_step", e->most);
    }
    lc_finding_summary(context, f, "%s is still %s at the end of the run: %s at %s %s, %s at %s",
                       t->series->metric.name, t->sign > 0 ? "falling" : "rising",
                       LC_LEVEL(c->y[e->from], lc_analyzed_at(context, t, from)), axis,
                       LC_NUM(from), LC_LEVEL(c->y[c->n - 1], lc_analyzed_last(t)), LC_NUM(last));
    lc_finding_cause(context, f, "the run was stopped before it converged");
    lc_finding_cause(context, f, "the learning rate is low for what is left to learn");
    advise(context, f, t, e);
    lc_finding_advice(context, f,
                      "or raise the learning rate, or use momentum or Adam, to get there in fewer "
                      "%s",
                      lc_context_units(context));
}

/* Much lies ahead by the slope, by the end of its interval and by the fit, which is asked last. */
static bool much_lies_ahead(lc_context *context, const lc_analyzed *t, ending *e)
{
    double least = lc_context_limit(context, MUCH);
    if (!(gain_by_slope(t, e->trend.slope) / e->whole > least) ||
        (!lc_context_tells(context) && measure_trend(e, t, true, &context->first) != LC_OK))
        return false;
    return least_gain(t, e) > least * e->whole && expected_gain(context, t, e) / e->whole > least;
}

static void report(lc_context *context, const lc_analyzed *t, ending *e)
{
    const lc_curve *c = &t->curve;
    double from = c->x[e->from], last = c->x[c->n - 1];
    bool much = is_before_chance(t) || much_lies_ahead(context, t, e);
    bool early = !much && (falls_steadily(context, t, e) || little_is_right(context, t, e));
    lc_finding *f = lc_find(context, much || early ? LC_WARNING : LC_NOTE, lc_confidence(e->p), t);
    if (f && early)
        lc_finding_weigh(f, fmin(f->log_lr, EARLY_LOG_LR));
    lc_finding_range(f, from, last);
    if (f && lc_context_tells(context))
        tell(context, f, t, e);
}

/* By more than a little; the trend, which takes longest, is asked last. */
static bool improves(lc_context *context, const lc_analyzed *t, ending *e)
{
    return e->whole > 0 && e->gained > lc_context_limit(context, GAIN) * e->whole &&
           (t->curve.n < 8 || e->gained > lc_analyzed_step_error(t, e->from, e->from + 1)) &&
           measure_trend(e, t, lc_context_tells(context), &context->first) == LC_OK &&
           e->p < lc_context_limit(context, ALPHA);
}

/* The best lies in the last third: nothing says that it is over. */
static bool not_past_best(const lc_analyzed *t)
{
    const lc_curve *c = &t->curve;
    double last = c->x[c->n - 1], best = c->x[lc_curve_best(c, t->sign, 0, c->n)];
    return best >= last - (last - c->x[0]) / 3;
}

/* Ask one curve. True when it answered: it improves, or it has turned. */
static bool ask(lc_context *context, const lc_analyzed *t, bool may_stop)
{
    ending e;
    if (t->curve.n < 4)
        return false;
    measure(&e, t);
    if (!improves(context, t, &e))
        return may_stop && !not_past_best(t);
    report(context, t, &e);
    return true;
}

/* Validation does not follow what training gains in the second half of the run: more of it brings nothing. */
static bool is_left_behind(const lc_pair *p)
{
    const lc_log_curve *v = &p->validation->log, *t = &p->train->log;
    if (v->n < LEFT_MIN || t->n < LEFT_MIN || v->shifted || t->shifted)
        return false;
    double train = t->y[t->n / 2] - t->end, held_out = v->y[v->n / 2] - v->end;
    return train > LEFT_FALL && held_out < FOLLOWED * train && v->noise.sd < train;
}

/* A score that is not of training gained in the first half of the run, and in the second next to nothing. */
static bool has_settled_score(const lc_context *context)
{
    for (size_t k = 0; k < context->run->series_n; k++) {
        const lc_analyzed *t = &context->analyzed[k];
        const lc_curve *c = &t->curve;
        if (!t->chosen || t->series->metric.kind != LC_SCORE || c->n < LEFT_MIN ||
            t->series->metric.split == LC_TRAIN)
            continue;
        double half = lc_curve_level(c, c->n / 2, 3 * c->n / 4),
               end = lc_curve_level(c, 3 * c->n / 4, c->n);
        double early = t->sign * (c->y[0] - half), late = t->sign * (half - end);
        if (early > 4 * c->noise && late < SETTLED * early)
            return true;
    }
    return false;
}

static void find(lc_context *context)
{
    if (lc_context_warms_up(context)) /* it has hardly begun */
        return;
    const lc_pair *main = lc_context_main_pair(context);
    /* Losses first: they move before scores do. Then scores, which a weighted loss can't bend. */
    if (main && ask(context, main->validation, true))
        return;
    for (size_t i = 0; i < context->pairs_n; i++)
        if (context->pairs[i].validation->sign < 0 &&
            ask(context, context->pairs[i].validation, true))
            return;
    if (main ? is_left_behind(main) : has_settled_score(context))
        return;
    for (size_t i = 0; i < context->pairs_n; i++)
        if (context->pairs[i].train->sign < 0 && ask(context, context->pairs[i].train, false))
            return;
    if (main && ask(context, main->train, false))
        return;
    for (size_t k = 0; k < context->run->series_n && context->pairs_n == 0; k++) {
        const lc_analyzed *t = &context->analyzed[k];
        if (t->chosen && t->series->metric.kind == LC_LOSS && ask(context, t, false))
            return;
    }
}

/* What a run with this fault shows beside it, and in which share of such runs. */
static const lc_effect effects[] = {
    {"underfitting", 0.15, false},
    {NULL, 0, false},
};

const lc_rule lc_rule_still_improving = {
    .id = "still-improving",
    .title = "a run that ended while validation was still improving",
    .theory =
        "The values of the last third of the run are tested for a trend, and the improvement there "
        "is compared with the total. An exponential and a power law, each with a floor, are fitted "
        "robustly to the curve. The closer one predicts the value after training as long again, "
        "with an asymptotic standard error, but by no more than half the slope of the last third "
        "over that time, as for a curve that falls as 1 / x. More than {much%} of the total "
        "improvement, also by the less favourable end of the slope's interval, is a warning. So is "
        "a run that improves and is not yet better than chance, or whose accuracy on the same "
        "samples is "
        "below {little} (unless as long again would bring next to nothing), or whose loss "
        "falls by more than {step%} in each record but the "
        "first third and should lose another {worth%}.\n\nThe validation loss is tested "
        "first, then the validation scores. A validation curve that is past its best settles the "
        "question. If it swings too much to tell, the training curve is tested."
        " Where validation hardly gains while training does, in the second half of "
        "eight records or more, that is not asked: more training brings nothing. Neither is it "
        "where a score that is not of training has gained in the first three quarters, and in the "
        "last next to nothing.",
    .source = "Hestness et al. 2017, arXiv 1712.00409, and Domhan et al. 2015, IJCAI (forms of "
              "learning curves); trend test: stats/trend.h; Holland and Welsch 1977 (robust fits); "
              "Bates and Watts 1988, 2.3",
    .verdict = "not-converged",
    .thresholds = thresholds,
    .thresholds_n = sizeof thresholds / sizeof *thresholds,
    .axes = LC_AXIS_PROGRESS,
    .example =
        "epoch,loss,val_loss\n"
        "1,2.059,2.163\n2,1.937,2.030\n3,1.828,1.911\n4,1.710,1.804\n5,1.606,1.676\n6,1.498,1.605\n"
        "7,1.417,1.536\n8,1.331,1.442\n9,1.256,1.361\n10,1.182,1.278\n11,1.115,1.201\n"
        "12,1.056,1.139\n13,0.992,1.111\n14,0.934,1.036\n15,0.892,0.985\n16,0.833,0.940\n"
        "17,0.797,0.901\n18,0.748,0.870\n",
    .effects = effects,
    .rank = 200,
    .ordered = true,
    .needs = LC_NEEDS_LOSS,
    .records = 4,
    .state = true,
    .find = find,
};
