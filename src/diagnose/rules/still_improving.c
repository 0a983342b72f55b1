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
#include "diagnose/rule.h"

#include "stats/curve_model.h"

#include <math.h>

enum { ALPHA, GAIN, MUCH };

static const lc_threshold thresholds[] = {
    [ALPHA] = {"alpha", 0.05, "chance of such a trend at the end by noise alone", "convention"},
    [GAIN] = {"gain", 0.02, "gain in the last third, of the whole gain [share]",
              "judgement: less is not worth the epochs"},
    [MUCH] = {"much", 0.1,
              "gain expected from as many epochs again, of the whole gain, from "
              "which on it is a warning [share]",
              "judgement: a tenth of all that was learnt lies ahead"},
};

#define FEW 12         /* records: so few that single steps are worth words */
#define AHEAD 1        /* of the run's length: how far the fit looks */
#define FOLLOWS 0.25   /* sd about a fit that speaks of the end, of the last third's gain */
#define LIKE_NOISE 1.2 /* the same of the noise: no form can follow more closely */
#define FIT_FROM 6     /* points: fewer say nothing against three parameters */

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
        most; /* change for the better from record to record, into and in the last third */
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

static lc_status fit_ahead(ending *e, const lc_analyzed *t, double origin, lc_error *err)
{
    /* A stretched exponential is often the closest one, and says that most runs end too early. */
    static const lc_curve_model forms[] = {LC_CURVE_MODEL_EXPONENTIAL, LC_CURVE_MODEL_POWER};
    const lc_curve *c = &t->curve;
    lc_curve_model_points p;
    lc_curve_model_units units;
    lc_status st = LC_OK;
    if (c->n < FIT_FROM)
        return LC_OK;
    lc_curve_model_take_points(&p, &units, c, origin);
    bool moves = units.range > 0 && isfinite(units.range);
    for (size_t k = 0; k < sizeof forms / sizeof *forms && moves; k++) {
        lc_curve_model_fit fit;
        st = lc_curve_model_fit_points(&fit, forms[k], &p, NULL, err);
        if (st != LC_OK)
            break;
        outlook o = look_ahead(&fit, &p, &units, ahead_of(c));
        if (o.fits && !(e->ahead.fits && e->ahead.off <= o.off))
            e->ahead = o;
    }
    return st;
}

/* As bad as a guess, or worse, and getting better: everything lies ahead. */
static bool is_before_chance(const lc_analyzed *t)
{
    return t->sign * (lc_analyzed_end(t) - t->baseline) > 0;
}

static lc_status measure(ending *e, const lc_analyzed *t, lc_error *err)
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
    lc_status st = lc_curve_trend(&e->trend, c, e->from, c->n, err);
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
static double expected_gain(const lc_analyzed *t, const ending *e)
{
    double by_slope = gain_by_slope(t, e->trend.slope),
           by_fit = t->sign * (lc_analyzed_end(t) - e->ahead.at);
    double close = fmax(FOLLOWS * e->gained, LIKE_NOISE * t->curve.noise);
    bool follows = e->ahead.fits && e->ahead.off < close;
    return follows ? fmin(by_slope, fmax(by_fit, 0)) : by_slope;
}

static void report(lc_context *context, const lc_analyzed *t, const ending *e)
{
    const lc_curve *c = &t->curve;
    double ahead = expected_gain(t, e), part = e->whole > 0 ? ahead / e->whole : 0;
    double from = c->x[e->from], last = c->x[c->n - 1];
    const char *axis = lc_context_axis(context);
    bool sure = least_gain(t, e) > lc_context_limit(context, MUCH) * e->whole;
    bool much = (part > lc_context_limit(context, MUCH) && sure) || is_before_chance(t);
    lc_finding *f = lc_find(context, much ? LC_WARNING : LC_NOTE, lc_confidence(e->p), t);
    lc_finding_range(f, from, last);
    lc_finding_basis(context, f, "p = %.2g (Mann-Kendall), %zu points", e->p, c->n - e->from);
    lc_finding_evidence(context, f, "from_value", c->y[e->from]);
    lc_finding_evidence(context, f, "end_value", c->y[c->n - 1]);
    lc_finding_slope(context, f, &e->trend);
    lc_finding_evidence(context, f, "gained_in_last_third", e->gained);
    lc_finding_evidence(context, f, "share_of_gain", e->whole > 0 ? e->gained / e->whole : NAN);
    if (isfinite(e->least)) {
        lc_finding_evidence(context, f, "least_step", e->least);
        lc_finding_evidence(context, f, "most_step", e->most);
    }
    bool possible = t->sign * (lc_analyzed_end(t) - e->ahead.at) <= room_left(t);
    if (e->ahead.fits && possible) {
        lc_finding_evidence(context, f, "expected_at", ahead_of(c));
        lc_finding_evidence(context, f, "expected", e->ahead.at);
        lc_finding_evidence(context, f, "expected_error", e->ahead.error);
    }
    char steps[96] = "";
    if (c->n < FEW && isfinite(e->least))
        snprintf(steps, sizeof steps, ", by %s to %s between the last records", LC_NUM(e->least),
                 LC_NUM(e->most));
    lc_finding_summary(context, f, "%s still %s when the run ends: from %s at %s %s to %s at %s%s",
                       t->series->metric.name, t->sign > 0 ? "falls" : "rises",
                       LC_NUM(c->y[e->from]), axis, LC_NUM(from), LC_NUM(c->y[c->n - 1]),
                       LC_NUM(last), steps);
    lc_finding_cause(context, f, "the run was stopped before it had settled");
    lc_finding_cause(context, f, "the learning rate is low for the way that is left");
    lc_finding_advice(context, f, "train on: as many %s again would bring about %s",
                      lc_context_units(context), LC_NUM(fmin(ahead, room_left(t))));
    lc_finding_advice(context, f,
                      "or raise the learning rate, or use momentum or Adam, to get there in "
                      "fewer");
}

static bool improves(const lc_context *context, const lc_analyzed *t, const ending *e)
{
    const lc_curve *c = &t->curve;
    double error = lc_analyzed_step_error(t, e->from, e->from + 1);
    return e->p < lc_context_limit(context, ALPHA) && e->whole > 0 &&
           e->gained > lc_context_limit(context, GAIN) * e->whole &&
           (c->n < 8 || e->gained > error);
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
    lc_error *err = &context->first;
    if (t->curve.n < 4 || measure(&e, t, err) != LC_OK)
        return false;
    if (!improves(context, t, &e))
        return may_stop && !not_past_best(t);
    if (fit_ahead(&e, t, lc_forecast_origin(context->run), err) != LC_OK)
        return false;
    report(context, t, &e);
    return true;
}

static void find(lc_context *context)
{
    const lc_pair *main = lc_context_main_pair(context);
    /* Losses first: they move before scores do. Then scores, which a weighted loss can't bend. */
    if (main && ask(context, main->validation, true))
        return;
    for (size_t i = 0; i < context->pairs_n; i++)
        if (context->pairs[i].validation->sign < 0 &&
            ask(context, context->pairs[i].validation, true))
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
    .title = "the run ended while validation was still getting better",
    .theory =
        "Over the last third of the run the order of the values is tested for a trend, and the "
        "gain "
        "is held against the whole. An exponential and a power law with a floor are fitted "
        "robustly to the curve; the closer one says what as many epochs again would bring, with an "
        "asymptotic standard error, but no more than half the last third's slope over that time, "
        "as "
        "a curve that falls as 1 / x does. More than a tenth of all that was gained, by the lower "
        "end of "
        "the slope's interval as well, is a warning, and so is a run that gets better and isn't "
        "better "
        "than a guess yet.\n\n"
        "The validation loss is asked first, then validation scores. A validation curve that is "
        "past "
        "its best ends the matter; one that swings too much to tell passes the question on to the "
        "training curve.",
    .source = "Hestness et al. 2017, arXiv 1712.00409, and Domhan et al. 2015, IJCAI (forms of "
              "learning curves); Mann 1945; Holland and Welsch 1977 (robust fits); Bates and "
              "Watts 1988, 2.3",
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
