/* SPDX-License-Identifier: GPL-3.0-or-later */
/* forecast.c - fits that are tried on the curve's own past, and a bootstrap of what lies ahead. */
#include "stats/forecast.h"

#include "base/mem.h"
#include "stats/curve_model.h"
#include "stats/minimum_test.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics.h>
#include <math.h>

#define END_SHARE 0.125 /* of the run: its end, whose level counts */
#define END_POINTS 3    /* of it at least, but ... */
#define END_MOST 0.25   /* ... none from before that share: few points lie far apart */
#define FIT_MIN (LC_CURVE_MODEL_MIN + 1) /* points of a fit that is to be trusted with a forecast */
#define FEW 16                           /* points: noise of fewer is taken over log x */
#define TURNED 0.01        /* probability of such a rise at the end in a curve that does not turn */
#define BACKTESTS 5        /* forecasts from earlier, */
#define BACKTEST_FIRST 0.5 /* made from this share of the run, */
#define BACKTEST_STEP 0.7071067811865476 /* each further from so much of that one; they overlap, */
#define BACKTEST_WORTH 0.6               /* and each tells as much as so many that don't */
#define BACKTEST_AHEAD 2.002 /* asked how it went on for as long again; a rounding more */
#define OCTAVES_MIN 0.1  /* added to how far ahead: an error next door is none of the distance */
#define EVEN 1e-3        /* errors of backtests are even below [square of the gain] */
#define MISSED 2         /* gains: backtests that are further off tell that nothing fits */
#define WIDE 2           /* ranges of the curve: an interval as wide tells nothing */
#define TOGETHER 0.7     /* correlation of neighbouring residuals, of ... */
#define UNEXPLAINED 0.25 /* ... at least this share of the variance: swings, no settling curve */
#define CURVES 200       /* drawn anew */
#define DRAWS 5          /* of noise for each of them */
#define NOISE_POOL 256   /* values whose noise is drawn from */
#define NOISE_SHARE 3    /* they are those of the last 1/3, */
#define NOISE_MIN 8      /* so many at least */
#define SEED 20150725u   /* any: the same curve has the same forecast */

/* What is known of such forecasts before this curve: their error per octave of x has this sd [gain
 * of the last octave], with so many degrees of freedom, and is skewed, since networks that seem
 * settled find a way down more often than their fall ends early. From runs of our own trainer
 * almost without noise (four tables, ten set-ups, 300 to 1000 epochs): first half known,
 * last half asked. */
#define ERROR_BEFORE 0.7
#define ERROR_FREEDOM 3
#define ERROR_BETTER 1.4 /* times as large where the curve goes further than expected, ... */
#define ERROR_WORSE 0.6  /* ... and where it does not get there */

static const double begins[] = {0, 1.0 / 8, 1.0 / 2}; /* of the run: where a fit begins */
enum { BEGINS = sizeof begins / sizeof *begins, LEVEL = LC_CURVE_MODELS * BEGINS, CANDIDATES };

/* One candidate: a model fitted from some point on, or a constant. */
typedef struct candidate {
    bool level;
    lc_curve_model_fit fit;
    double offset; /* from the fit to where the curve ends; of a level, the level */
} candidate;

typedef struct workspace {
    const lc_forecast_ask *ask;
    lc_curve_model_points points;
    lc_curve_model_units units;
    double noise; /* sd of one value */
    candidate best[CANDIDATES];
    double weight[CANDIDATES]; /* they sum to 1 */
    double error, freedom;     /* of an octave's forecast [gain], and what it rests on */
    double gain;               /* of the last octave */
    double pool[NOISE_POOL];   /* noise as it was */
    size_t pooled;
    gsl_rng *rng;
} workspace;

/* ---- points ------------------------------------------------------------------------------ */

static void make_points(workspace *w)
{
    const lc_curve *c = w->ask->curve;
    lc_curve_model_take_points(&w->points, &w->units, c, w->ask->origin);
    double each = (double)c->values / (double)c->n;
    w->noise = fmax(c->noise, c->ar1.sd) * sqrt(each) / w->units.range;
}

/* Few points bend from each to the next, which looks like noise: less so over the log of u. */
static lc_status straighten_noise(workspace *w, lc_error *err)
{
    double logs[LC_CURVE_MODEL_POINTS], sd;
    for (size_t i = 0; i < w->points.n; i++)
        logs[i] = log(w->points.u[i]);
    lc_status st = lc_noise_sd(&sd, logs, w->points.y, w->points.n, err);
    if (st == LC_OK)
        w->noise = fmin(w->noise, sd);
    return st;
}

static void copy_point(lc_curve_model_points *to, const lc_curve_model_points *from, size_t i)
{
    to->u[to->n] = from->u[i];
    to->y[to->n] = from->y[i];
    to->weight[to->n++] = from->weight[i];
}

/* The points with from <= u <= to. */
static lc_curve_model_points part_of(const lc_curve_model_points *all, double from, double to)
{
    lc_curve_model_points part = {.n = 0};
    for (size_t i = 0; i < all->n; i++)
        if (all->u[i] >= from && all->u[i] <= to)
            copy_point(&part, all, i);
    return part;
}

static double weight_of(const lc_curve_model_points *p, size_t from, size_t to)
{
    double weight = 0;
    for (size_t i = from; i < to; i++)
        weight += p->weight[i];
    return weight;
}

static double mean_of(const lc_curve_model_points *p, size_t from, size_t to)
{
    double sum = 0;
    for (size_t i = from; i < to; i++)
        sum += p->weight[i] * p->y[i];
    return sum / weight_of(p, from, to);
}

/* First point of the end of those. */
static size_t end_of(const lc_curve_model_points *p)
{
    size_t from = p->n - 1;
    double last = p->u[p->n - 1];
    while (from > 0) {
        double share = p->n - from < END_POINTS ? END_MOST : END_SHARE;
        if (p->u[from - 1] <= (1 - share) * last)
            break;
        from--;
    }
    return from;
}

/* How far the curve went in the octave before its last point; with the noise of that, so never 0
 * where there is some. */
static double gain_of(const workspace *w, const lc_curve_model_points *p)
{
    double last = p->u[p->n - 1];
    size_t end = end_of(p), to = 0;
    while (to < end && p->u[to] < last / 2)
        to++;
    size_t from = to;
    to += to < end;
    while (from > 0 && to - from < END_POINTS && p->u[from - 1] > last / 4)
        from--;
    if (from == to)
        return 0;
    double went = mean_of(p, from, to) - mean_of(p, end, p->n);
    double error = sqrt(1 / weight_of(p, from, to) + 1 / weight_of(p, end, p->n));
    return hypot(went, w->noise * error);
}

/* ---- candidates -------------------------------------------------------------------------- */

static double candidate_at(const candidate *c, double u)
{
    return c->offset + (c->level ? 0 : lc_curve_model_at(&c->fit, u));
}

/* What a candidate is fitted to. */
static lc_curve_model_points points_for(size_t which, const lc_curve_model_points *known)
{
    double last = known->u[known->n - 1];
    double from = which == LEVEL ? known->u[end_of(known)] : begins[which % BEGINS] * last;
    lc_curve_model_points part = part_of(known, from, last);
    return part.n < FIT_MIN && which != LEVEL ? *known : part;
}

/* Move the fit to where the curve ends, as far as that is no noise: what a model has missed so far
 * it goes on missing. */
static void anchor(candidate *c, const lc_curve_model_points *p, double noise)
{
    size_t from = end_of(p);
    double off = 0, weight = weight_of(p, from, p->n), variance = noise * noise / weight;
    for (size_t i = from; i < p->n; i++)
        off += p->weight[i] * (p->y[i] - lc_curve_model_at(&c->fit, p->u[i])) / weight;
    c->offset = off * off > variance ? off - variance / off : 0;
}

static lc_status fit_candidate(candidate *c, size_t which, const lc_curve_model_points *p,
                               double noise, lc_error *err)
{
    const lc_curve_model_fit *start = c->fit.scale > 0 ? &c->fit : NULL;
    c->level = which == LEVEL;
    if (c->level) {
        c->offset = mean_of(p, 0, p->n);
        return LC_OK;
    }
    lc_status st =
        lc_curve_model_fit_points(&c->fit, (lc_curve_model)(which / BEGINS), p, start, err);
    if (st == LC_OK)
        anchor(c, p, noise);
    return st;
}

static lc_status fit_all(candidate c[CANDIDATES], const lc_curve_model_points *known, double noise,
                         lc_error *err)
{
    lc_status st = LC_OK;
    for (size_t k = 0; k < CANDIDATES && st == LC_OK; k++) {
        lc_curve_model_points p = points_for(k, known);
        c[k] = (candidate){0};
        st = fit_candidate(&c[k], k, &p, noise, err);
    }
    return st;
}

static double mixture_at(const workspace *w, const candidate c[CANDIDATES], double u)
{
    double sum = 0;
    for (size_t k = 0; k < CANDIDATES; k++)
        sum += w->weight[k] > 0 ? w->weight[k] * candidate_at(&c[k], u) : 0;
    return sum;
}

/* ---- backtests on the past ------------------------------------------------------------------ */

/* A forecast made from the run until u. */
typedef struct backtest {
    double until;
    double gain, settled; /* of the octave before, and how many values its end level has */
    candidate candidate[CANDIDATES];
} backtest;

/* Mean square error of one candidate, or of all as they are weighted (CANDIDATES), per octave and
 * in units of the gain; what noise makes of it is taken off. 0 where nothing follows so soon. */
static double backtest_error(const workspace *w, const backtest *t, size_t which)
{
    const lc_curve_model_points *p = &w->points;
    double sum = 0, weight = 0;
    for (size_t i = 0; i < p->n; i++) {
        if (p->u[i] <= t->until || p->u[i] > BACKTEST_AHEAD * t->until)
            continue;
        double said = which < CANDIDATES ? candidate_at(&t->candidate[which], p->u[i])
                                         : mixture_at(w, t->candidate, p->u[i]);
        double off = p->y[i] - said, octaves = log2(p->u[i] / t->until) + OCTAVES_MIN;
        double by_noise = w->noise * w->noise * (1 / p->weight[i] + 1 / t->settled);
        sum += p->weight[i] * fmax(0, off * off - by_noise) / (octaves * octaves);
        weight += p->weight[i];
    }
    return t->gain > 0 && weight > 0 ? sum / weight / (t->gain * t->gain) : 0;
}

static lc_status hold_backtests(workspace *w, backtest backtests[BACKTESTS], size_t *n,
                                lc_error *err)
{
    lc_status st = LC_OK;
    double until = BACKTEST_FIRST;
    *n = 0;
    for (size_t k = 0; k < BACKTESTS && st == LC_OK; k++, until *= BACKTEST_STEP) {
        lc_curve_model_points known = part_of(&w->points, 0, until);
        if (known.n < FIT_MIN)
            break;
        backtest *t = &backtests[(*n)++];
        t->until = known.u[known.n - 1];
        t->gain = gain_of(w, &known);
        t->settled = weight_of(&known, end_of(&known), known.n);
        st = fit_all(t->candidate, &known, w->noise, err);
    }
    return st;
}

/* Whether it stays where values can be, as far as it is asked. */
static bool is_possible(const workspace *w, const candidate *c)
{
    double ahead = candidate_at(c, lc_curve_model_u(&w->units, w->ask->until));
    double value = lc_curve_model_value(&w->units, ahead);
    return c->level || (value >= w->ask->least && value <= w->ask->most);
}

/* Weights by the errors in the backtests, as of a likelihood whose scale is not known: the power of a
 * mean square is half the number of independent values: about four for an octave or two. */
static void weigh(workspace *w, const backtest *backtests, size_t n)
{
    double least = INFINITY, sum = 0, *error = w->weight;
    for (size_t c = 0; c < CANDIDATES; c++) {
        error[c] = EVEN;
        for (size_t k = 0; k < n; k++)
            error[c] += backtest_error(w, &backtests[k], c) / (double)n;
        least = fmin(least, error[c]);
    }
    for (size_t c = 0; c < CANDIDATES; c++) {
        double share = least / error[c];
        w->weight[c] = is_possible(w, &w->best[c]) ? share * share : 0;
        sum += w->weight[c];
    }
    for (size_t c = 0; c < CANDIDATES; c++)
        w->weight[c] /= sum;
}

static lc_status try_out(lc_forecast *f, workspace *w, lc_error *err)
{
    size_t n;
    backtest backtests[BACKTESTS];
    lc_status st = hold_backtests(w, backtests, &n, err);
    if (st != LC_OK)
        return st;
    weigh(w, backtests, n);
    double sum = 0;
    for (size_t k = 0; k < n; k++)
        sum += BACKTEST_WORTH * backtest_error(w, &backtests[k], CANDIDATES);
    f->missed = n ? sqrt(sum / BACKTEST_WORTH / (double)n) : NAN;
    w->freedom = ERROR_FREEDOM + BACKTEST_WORTH * (double)n;
    w->error = sqrt((ERROR_FREEDOM * ERROR_BEFORE * ERROR_BEFORE + sum) / w->freedom);
    w->gain = gain_of(w, &w->points);
    return LC_OK;
}

/* ---- what lies ahead --------------------------------------------------------------------- */

/* What the last values were off the expected curve. */
static void pool_noise(workspace *w)
{
    const lc_forecast_ask *a = w->ask;
    size_t m = a->n / NOISE_SHARE, n = m > NOISE_MIN ? m : a->n < NOISE_MIN ? a->n : NOISE_MIN;
    double mean = 0;
    w->pooled = 0;
    for (size_t i = a->n - n; i < a->n; i += n / NOISE_POOL + 1) {
        if (!isfinite(a->y[i]))
            continue;
        double expected = mixture_at(w, w->best, lc_curve_model_u(&w->units, a->x[i]));
        w->pool[w->pooled++] = (a->y[i] - w->units.low) / w->units.range - expected;
    }
    mean = w->pooled ? gsl_stats_mean(w->pool, 1, w->pooled) : 0;
    for (size_t i = 0; i < w->pooled; i++)
        w->pool[i] -= mean;
}

/* Put residuals of the fit back onto it elsewhere, in blocks as long as they move together. */
static void redraw_points(workspace *w, lc_curve_model_points *p, const candidate *c)
{
    double z[LC_CURVE_MODEL_POINTS];
    for (size_t i = 0; i < p->n; i++)
        z[i] = sqrt(p->weight[i]) * (p->y[i] - candidate_at(c, p->u[i]));
    double rho = fmax(0, lc_lag1(z, p->n));
    double together = 1 + 3 * rho / (1 - rho + 1e-9);
    size_t most = (p->n + 3) / 4, block = (size_t)fmin(together, (double)most);
    for (size_t i = 0, at = 0; i < p->n; i++, at++) {
        if (i % block == 0)
            at = gsl_rng_uniform_int(w->rng, p->n - block + 1);
        p->y[i] = candidate_at(c, p->u[i]) + z[at] / sqrt(p->weight[i]);
    }
}

static lc_status draw_candidate(candidate *drawn, workspace *w, lc_error *err)
{
    double pick = gsl_rng_uniform(w->rng);
    size_t which = 0;
    while (which < LEVEL && pick >= w->weight[which])
        pick -= w->weight[which++];
    *drawn = w->best[which];
    lc_curve_model_points p = points_for(which, &w->points);
    redraw_points(w, &p, drawn);
    return fit_candidate(drawn, which, &p, w->noise, err);
}

/* How far off its forecasts an octave on. */
static double draw_error(const workspace *w)
{
    double off = gsl_ran_tdist(w->rng, w->freedom) * w->error * w->gain;
    return off * (off * w->ask->sign < 0 ? ERROR_BETTER : ERROR_WORSE);
}

static double value_of(const workspace *w, double y)
{
    return fmax(w->ask->least, fmin(w->ask->most, lc_curve_model_value(&w->units, y)));
}

/* The middle 90 % of v[n], which are put in order. */
static void put_interval(double *low, double *high, double *v, size_t n)
{
    gsl_sort(v, 1, n);
    *low = gsl_stats_quantile_from_sorted_data(v, 1, n, 0.05);
    *high = gsl_stats_quantile_from_sorted_data(v, 1, n, 0.95);
}

/* Curves as they might go on, with the errors of their forecasts, and noise to come. */
typedef struct draws {
    candidate curve[CURVES];
    double off[CURVES], noise[CURVES * DRAWS];
} draws;

static void put_point(lc_forecast_point *p, const workspace *w, const draws *d)
{
    double mean[CURVES], value[CURVES * DRAWS], u = lc_curve_model_u(&w->units, p->x);
    for (size_t b = 0; b < CURVES; b++) {
        double y = candidate_at(&d->curve[b], u) + d->off[b] * log2(u);
        mean[b] = value_of(w, y);
        for (size_t k = b * DRAWS; k < (b + 1) * DRAWS; k++)
            value[k] = value_of(w, y + d->noise[k]);
    }
    put_interval(&p->mean_low, &p->mean_high, mean, CURVES);
    /* An unlikely candidate that runs far off moves the mean, and is in no interval. */
    double expected = value_of(w, mixture_at(w, w->best, u));
    p->value = fmax(p->mean_low, fmin(p->mean_high, expected));
    put_interval(&p->low, &p->high, value, (size_t)CURVES * DRAWS);
}

static double floor_of(const candidate *c)
{
    return c->offset + (c->level ? 0 : lc_curve_model_floor(&c->fit));
}

/* Not short of where the curve is expected at the last point. */
static double beyond_end(const lc_forecast *f, double floor)
{
    double end = f->point[LC_FORECAST_POINTS - 1].value;
    return end < f->now ? fmin(end, floor) : fmax(end, floor);
}

/* The level that the curves go to, where it is one that can be and is known better than anywhere in
 * the curve's range. */
static void put_floor(lc_forecast *f, const workspace *w, const draws *d)
{
    double floor[CURVES], low, high, expected = 0;
    for (size_t b = 0; b < CURVES; b++)
        floor[b] = floor_of(&d->curve[b]);
    put_interval(&low, &high, floor, CURVES);
    for (size_t c = 0; c < CANDIDATES; c++) /* one far off counts as at the interval's end */
        expected += w->weight[c] * fmax(low, fmin(high, floor_of(&w->best[c])));
    double value = lc_curve_model_value(&w->units, expected);
    if (!(high - low < 1) || value < w->ask->least || value > w->ask->most)
        return;
    f->floor = beyond_end(f, value);
    f->floor_low = fmin(f->floor, value_of(w, low));
    f->floor_high = fmax(f->floor, value_of(w, high));
}

static lc_status draw_all(draws *d, workspace *w, lc_error *err)
{
    lc_status st = LC_OK;
    for (size_t b = 0; b < CURVES && st == LC_OK; b++) {
        st = draw_candidate(&d->curve[b], w, err);
        d->off[b] = draw_error(w);
    }
    for (size_t k = 0; k < (size_t)CURVES * DRAWS; k++)
        d->noise[k] = w->pooled ? w->pool[gsl_rng_uniform_int(w->rng, w->pooled)] : 0;
    return st;
}

static lc_status draw_ahead(lc_forecast *f, workspace *w, lc_error *err)
{
    draws d;
    double last = w->units.origin + w->units.span;
    lc_status st = draw_all(&d, w, err);
    if (st != LC_OK)
        return st;
    for (size_t k = 0; k < LC_FORECAST_POINTS; k++) {
        f->point[k].x = last + (w->ask->until - last) * (double)(k + 1) / LC_FORECAST_POINTS;
        put_point(&f->point[k], w, &d);
    }
    put_floor(f, w, &d);
    return LC_OK;
}

/* ---- the whole --------------------------------------------------------------------------- */

/* Points at the end whose level tells whether the curve has turned: 1/20, three at least. */
static size_t turn_from(const lc_curve *c)
{
    size_t k = c->n / 20;
    return c->n - (k < END_POINTS ? END_POINTS : k);
}

static lc_status look_ahead(lc_forecast *f, workspace *w, lc_error *err)
{
    lc_status st = w->ask->curve->n < FEW ? straighten_noise(w, err) : LC_OK;
    if (st == LC_OK)
        st = fit_all(w->best, &w->points, w->noise, err);
    if (st == LC_OK)
        st = try_out(f, w, err);
    if (st != LC_OK)
        return st;
    size_t best = 0;
    for (size_t c = 0; c < CANDIDATES; c++)
        best = w->weight[c] > w->weight[best] ? c : best;
    f->form = best == LEVEL ? "level" : lc_curve_model_name((lc_curve_model)(best / BEGINS));
    f->now = value_of(w, mixture_at(w, w->best, 1));
    pool_noise(w);
    w->rng = gsl_rng_alloc(gsl_rng_taus2);
    if (!w->rng)
        return lc_error_nomem(err);
    gsl_rng_set(w->rng, SEED);
    st = draw_ahead(f, w, err);
    gsl_rng_free(w->rng);
    return st;
}

static void refuse(lc_forecast *f, const char *why)
{
    *f = (lc_forecast){.why_not = why,
                       .now = f->now,
                       .floor = NAN,
                       .floor_low = NAN,
                       .floor_high = NAN,
                       .missed = NAN};
    for (size_t k = 0; k < LC_FORECAST_POINTS; k++)
        f->point[k] = (lc_forecast_point){NAN, NAN, NAN, NAN, NAN, NAN};
}

/* In its last half, to which all is fitted, the curve goes up and down about the fit slowly, and
 * that is most of what it does. */
static bool swings(const workspace *w)
{
    lc_curve_model_points p = part_of(&w->points, 0.5, 1);
    double r[LC_CURVE_MODEL_POINTS];
    for (size_t i = 0; i < p.n; i++)
        r[i] = p.y[i] - mixture_at(w, w->best, p.u[i]);
    return lc_lag1(r, p.n) > TOGETHER &&
           gsl_stats_variance(r, 1, p.n) > UNEXPLAINED * gsl_stats_variance(p.y, 1, p.n);
}

/* What shows, now that all is reckoned, that nothing follows from it; NULL when something does. */
static const char *poor_for(const lc_forecast *f, const workspace *w)
{
    const lc_forecast_point *end = &f->point[LC_FORECAST_POINTS - 1];
    if (f->missed > MISSED)
        return "no curve model fits: forecasts from earlier in the run were off by more than twice "
               "the improvement until then";
    if (swings(w))
        return "no curve model fits: slow swings make up most of its variance";
    if (!(end->mean_high - end->mean_low < WIDE * w->units.range))
        return "no curve model fits well enough: the interval at that distance is wider than twice "
               "its range";
    return NULL;
}

lc_status lc_forecast_make(lc_forecast *f, const lc_forecast_ask *ask, lc_error *err)
{
    const lc_curve *c = ask->curve;
    workspace w = {.ask = ask};
    lc_forecast made = {
        .now = c->n ? c->smooth[c->n - 1] : NAN, .floor = NAN, .floor_low = NAN, .floor_high = NAN};
    lc_status st = LC_OK;
    if (c->n >= LC_FORECAST_MIN)
        make_points(&w);
    if (c->n < LC_FORECAST_MIN) {
        refuse(&made, "too few values");
    } else if (!(w.units.range > 0) || !isfinite(w.units.range)) {
        refuse(&made, "it does not change");
    } else if (lc_minimum_test(c, ask->sign, turn_from(c), TURNED) < TURNED) {
        refuse(&made, "it is past its best value");
    } else {
        st = look_ahead(&made, &w, err);
        const char *poor = st == LC_OK ? poor_for(&made, &w) : NULL;
        if (poor)
            refuse(&made, poor);
    }
    if (st == LC_OK)
        *f = made;
    return st;
}
