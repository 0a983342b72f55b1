/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_changepoint.c - jumps of a level where they are, and none where there are none. */
#include "stats/changepoint.h"

#include "base/mem.h"
#include "random.h"

#include <check.h>
#include <gsl/gsl_cdf.h>

Suite *suite_changepoint(void);

#define N_MAX 2048

/* A made-up series: a decay to nothing in `scale` of the run, a jump, and noise. */
typedef struct making {
    size_t n;
    double rho;    /* share of the noise, of sd 1, that is kept from point to point */
    double height; /* of the decay [sds] */
    double scale;  /* negative: a power law */
    double jump;   /* [sds] */
    double place;  /* of the jump [share of the points] */
    bool uneven;   /* steps of x from 0.1 to 1.9 */
} making;

static double decay(double u, double scale)
{
    return scale > 0 ? exp(-u / scale) : pow(1 + 40 * u, -0.7);
}

static lc_curve make(const making *m, uint64_t *r)
{
    static double x[N_MAX], y[N_MAX];
    lc_curve c;
    double e = random_normal(r), at = 0;
    size_t place = (size_t)(m->place * (double)m->n);
    for (size_t i = 0; i < m->n; i++) {
        e = random_after(e, m->rho, r);
        at += m->uneven ? 0.1 + 1.8 * random_uniform(r) : 1;
        x[i] = at;
        y[i] = m->height * decay(at / (double)m->n, m->scale) + e;
        y[i] += i >= place ? m->jump : 0;
    }
    ck_assert_int_eq(lc_curve_make(&c, x, y, m->n, NULL), LC_OK);
    return c;
}

static size_t find(lc_changepoint *change, const lc_curve *c, double alpha)
{
    size_t n;
    ck_assert_int_eq(lc_changepoint_find(change, &n, c, alpha, NULL), LC_OK);
    ck_assert_uint_le(n, LC_CHANGEPOINTS_MAX);
    for (size_t i = 0; i < n; i++) {
        const lc_changepoint *k = &change[i];
        ck_assert(k->at >= 4 && k->at + 2 <= c->n && (i == 0 || k->at > change[i - 1].at));
        ck_assert(k->first <= k->at && k->at <= k->last && k->last < c->n);
        ck_assert(k->p >= 0 && k->p < alpha && k->error >= 0);
        ck_assert(k->low <= k->size && k->size <= k->high);
    }
    return n;
}

/* ---- by hand --------------------------------------------------------------------------------- */

/* Six points have a straight trend, and all of them are in one window. With white noise the step
 * is that of least squares: slopes within both sides, (-1.5, -.5, .5, 1.5) . (1, 2, 1, 2) = 1
 * and (-.5, .5) . (7, 8) = .5, of sums of squares of 5 and .5: 1.5 / 5.5 in all. Means are 1.5
 * at 1.5 and 7.5 at 4.5. It leaves 1 + .5 - 1.5^2 / 5.5 = 1.0909 with 3 degrees of freedom; the
 * step's own sum of squares is 4 * 2 / 6 - (4 * 2 / 6 * 3)^2 / 17.5 = .4190. The noise is
 * measured anew. */
START_TEST(measures_a_jump_as_by_hand)
{
    static double x[] = {0, 1, 2, 3, 4, 5}, y[] = {1, 2, 1, 2, 7, 8};
    double white = 6 - 3 * 1.5 / 5.5, own = sqrt(1.0909 / 3 / 0.4190);
    lc_curve c;
    lc_changepoint k;
    ck_assert_int_eq(lc_curve_make(&c, x, y, 6, NULL), LC_OK);
    ck_assert_int_eq(lc_changepoint_at(&k, &c, 4, NULL), LC_OK);
    ck_assert_double_eq_tol(k.size, white, own / 2);
    ck_assert(k.error > own / 2 && k.error < 2 * own && k.p > 0 && k.p < 0.1);
    ck_assert(k.low < k.size && k.size < k.high && k.at == 4 && k.first == 4 && k.last == 4);
    lc_curve_free(&c);
}
END_TEST

START_TEST(takes_series_that_tell_nothing)
{
    static double x[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, none[10] = {0};
    static double line[] = {9, 8, 7, 6, 5, 4, 3, 2, 1, 0}, step[] = {1, 1, 1, 1, 1, 0, 0, 0, 0, 0};
    double *const all[] = {none, line, step};
    for (size_t i = 0; i < 3; i++)
        for (size_t n = 0; n <= 10; n++) {
            lc_changepoint many[LC_CHANGEPOINTS_MAX], one;
            lc_curve c;
            ck_assert_int_eq(lc_curve_make(&c, x, all[i], n, NULL), LC_OK);
            ck_assert_uint_eq(find(many, &c, 0.05), i == 2 && n >= 7);
            for (size_t at = 0; at <= n + 1; at++) {
                ck_assert_int_eq(lc_changepoint_at(&one, &c, at, NULL), LC_OK);
                ck_assert((at >= 4 && at + 2 <= n) || (one.p == 1 && isinf(one.error)));
                if (i == 2 && n >= 7 && at == 5)
                    ck_assert(one.p == 0 && one.error == 0 && fabs(one.size + 1) < 1e-9);
            }
            lc_curve_free(&c);
        }
}
END_TEST

START_TEST(follows_the_units_of_x_and_y)
{
    uint64_t r = 3;
    making m = {.n = 60, .height = 30, .scale = 0.1, .jump = -8, .place = 0.5};
    lc_curve c = make(&m, &r), d;
    double x[60], y[60];
    for (size_t i = 0; i < 60; i++) {
        x[i] = 1000 * c.x[i];
        y[i] = 5 - 1e-6 * c.y[i];
    }
    lc_changepoint a[LC_CHANGEPOINTS_MAX], b[LC_CHANGEPOINTS_MAX];
    ck_assert_int_eq(lc_curve_make(&d, x, y, 60, NULL), LC_OK);
    ck_assert_uint_eq(find(a, &c, 0.05), 1);
    ck_assert_uint_eq(find(b, &d, 0.05), 1);
    ck_assert(a->at == b->at && a->first == b->first && a->last == b->last);
    ck_assert_double_eq_tol(b->size, -1e-6 * a->size, 1e-11);
    ck_assert_double_eq_tol(b->error, 1e-6 * a->error, 1e-11);
    lc_curve_free(&c);
    lc_curve_free(&d);
}
END_TEST

START_TEST(says_when_memory_is_out)
{
    uint64_t r = 8;
    lc_curve c = make(&(making){.n = 60, .jump = 10, .place = 0.5}, &r);
    for (size_t k = 1;; k++) {
        lc_changepoint many[LC_CHANGEPOINTS_MAX], one = {.at = 42};
        size_t n = 42;
        lc_mem_fail_at(k);
        lc_status also = lc_changepoint_at(&one, &c, 30, NULL);
        lc_mem_fail_at(k);
        lc_status st = lc_changepoint_find(many, &n, &c, 0.05, NULL);
        lc_mem_fail_at(0);
        ck_assert(st == LC_E_NOMEM ? n == 42 : st == LC_OK && n == 1);
        ck_assert(also == LC_E_NOMEM ? one.at == 42 : also == LC_OK && one.at == 30);
        if (st == LC_OK)
            break;
    }
    lc_curve_free(&c);
}
END_TEST

START_TEST(one_spike_is_no_jump)
{
    uint64_t r = 4;
    lc_changepoint many[LC_CHANGEPOINTS_MAX];
    lc_curve c = make(&(making){.n = 60}, &r), d;
    c.y[30] += 30;
    ck_assert_int_eq(lc_curve_make(&d, c.x, c.y, 60, NULL), LC_OK);
    ck_assert_uint_eq(find(many, &d, 0.05), 0);
    lc_curve_free(&c);
    lc_curve_free(&d);
}
END_TEST

START_TEST(finds_several_jumps)
{
    uint64_t r = 6;
    lc_changepoint many[LC_CHANGEPOINTS_MAX];
    lc_curve c = make(&(making){.n = 200, .rho = 0.3, .height = 50, .scale = 0.1}, &r), d;
    for (size_t i = 0; i < 200; i++)
        c.y[i] -= 8 * ((i >= 60) + (i >= 120)) + 6 * (i >= 140);
    ck_assert_int_eq(lc_curve_make(&d, c.x, c.y, 200, NULL), LC_OK);
    ck_assert_uint_eq(find(many, &d, 0.05), 3);
    ck_assert(many[0].at == 60 && many[1].at == 120 && many[2].at == 140);
    lc_curve_free(&c);
    lc_curve_free(&d);
}
END_TEST

/* The windows about two near jumps are a part of all x that no cubic over it tells from a point, and the jumps are a
 * million times the noise: places that share their sums are no good there. */
START_TEST(finds_jumps_beside_a_gap)
{
    for (uint64_t seed = 1; seed <= 20; seed++) {
        uint64_t r = seed;
        lc_changepoint many[LC_CHANGEPOINTS_MAX];
        lc_curve c = make(&(making){.n = 30, .rho = 0.9}, &r), d;
        for (size_t i = 0; i < 30; i++) {
            c.x[i] += i >= 22 ? 1e5 : 0;
            c.y[i] = 5 + 0.002 * c.y[i] + (i >= 5 && i < 10 ? 2000 : 0);
        }
        ck_assert_int_eq(lc_curve_make(&d, c.x, c.y, 30, NULL), LC_OK);
        size_t found = find(many, &d, 0.05), k = 0;
        while (k < found && many[k].at != 10)
            k++;
        ck_assert(k < found && fabs(many[k].size + 2000) < 0.1 && many[k].error < 0.1);
        lc_curve_free(&c);
        lc_curve_free(&d);
    }
}
END_TEST

/* ---- the plain way ----------------------------------------------------------------------------- */

/* What least squares with known correlation make of a step: each term less rho times the one before,
 * taken out of those behind it (Gram and Schmidt). */
typedef struct plain_step {
    double size, weight, rest; /* weight: what is left of the step's sum of squares; rest: of y's */
} plain_step;

static plain_step least_squares(const double *x, const double *y, size_t before, size_t n,
                                double rho)
{
    double term[6][64], raw[6][64];
    size_t powers = n < 8 ? 2 : 4, terms = powers + 2;
    double middle = (x[before - 1] + x[before]) / 2, reach = fmax(x[n - 1] - middle, middle - x[0]);
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < powers; k++)
            raw[k][i] = pow((x[i] - middle) / reach, (double)k);
        raw[powers][i] = i < before ? -0.5 : 0.5;
        raw[powers + 1][i] = y[i] - y[before];
        for (size_t k = 0; k < terms; k++)
            term[k][i] = i ? raw[k][i] - rho * raw[k][i - 1] : sqrt(1 - rho * rho) * raw[k][0];
    }
    double share = 0, size = 0, square[6] = {0};
    for (size_t k = 0; k < terms; k++) {
        for (size_t i = 0; i < n; i++)
            square[k] += term[k][i] * term[k][i];
        for (size_t l = k + 1; l < terms; l++) {
            share = 0;
            for (size_t i = 0; i < n; i++)
                share += term[k][i] * term[l][i] / square[k];
            for (size_t i = 0; i < n; i++)
                term[l][i] -= share * term[k][i];
        }
        size = k == powers ? share : size;
    }
    return (plain_step){size, square[powers], square[powers + 1]};
}

/* Means over rho of the step before `at` in one window, and its p-value. */
static lc_changepoint plain_window(const lc_ar1 *noise, const double *x, const double *y,
                                   size_t before, size_t n)
{
    double own_df = (double)(n - (n < 8 ? 2 : 4) - 1);
    double sum = 0, size = 0, squares = 0, mean_df = 0, p = 0;
    for (size_t k = 0; k < LC_AR1_STEPS; k++) {
        double rho = lc_ar1_rho(k), weight = noise->weight[k];
        if (weight < 5e-3) /* too unlikely to count */
            continue;
        plain_step s = least_squares(x, y, before, n, rho);
        double all = noise->sd_at[k] * sqrt(1 - rho * rho), own = sqrt(s.rest / own_df);
        double error = fmax(all, own) / sqrt(s.weight);
        double df = own > all ? fmin(own_df, noise->df) : noise->df;
        sum += weight;
        size += weight * s.size;
        squares += weight * (error * error + s.size * s.size);
        mean_df += weight * df;
        p += weight * 2 * gsl_cdf_tdist_Q(fabs(s.size) / error, df);
    }
    size /= sum;
    double error = sqrt(squares / sum - size * size);
    double reach = error * gsl_cdf_tdist_Pinv(0.95, mean_df / sum);
    return (lc_changepoint){.size = size,
                            .error = error,
                            .low = size - reach,
                            .high = size + reach,
                            .p = fmin(1, p / sum)};
}

/* That of the window that makes the error least: as many points after the step as before it. */
static lc_changepoint plain_best(const lc_ar1 *noise, const double *x, const double *y, size_t n,
                                 size_t at)
{
    lc_changepoint best = {.error = INFINITY};
    for (size_t reach = 4; reach <= 32; reach *= 2) {
        size_t left = at < reach ? at : reach, right = n - at < left ? n - at : left;
        lc_changepoint one = plain_window(noise, x + at - left, y + at - left, left, left + right);
        best = one.error < best.error ? one : best;
    }
    return best;
}

static const struct {
    size_t n, at;
    double rho, jump;
} places[] = {{6, 4, 0, 5},     {8, 4, 0, 5},      {10, 5, 0, 5},     {12, 10, 0, -5},
              {30, 4, 0, 5},    {30, 15, 0, -8},   {30, 28, 0.3, 4},  {60, 30, 0, 5},
              {60, 30, 0, 0.1}, {60, 13, 0.5, -6}, {100, 50, 0.5, 6}, {100, 69, 0.8, 9},
              {100, 31, 0, -5}};

/* Measured, then once more with the noise that the series has without it. */
START_TEST(agrees_with_the_plain_way)
{
    double x[100], y[100], apart[100], e = 0;
    size_t n = places[_i].n, at = places[_i].at;
    uint64_t r = 17 + n + at;
    lc_curve c;
    lc_ar1 noise;
    lc_changepoint got;
    for (size_t i = 0; i < n; i++) { /* of even noise none is far off */
        e = places[_i].rho * e + 2 * random_uniform(&r) - 1;
        x[i] = (i ? x[i - 1] : 0) + 0.8 + 0.4 * random_uniform(&r);
        y[i] = 3 * exp(-x[i] / 20) + e + (i >= at ? places[_i].jump : 0);
    }
    ck_assert_int_eq(lc_curve_make(&c, x, y, n, NULL), LC_OK);
    ck_assert_int_eq(lc_changepoint_at(&got, &c, at, NULL), LC_OK);
    lc_changepoint first = plain_best(&c.ar1, x, y, n, at);
    for (size_t i = 0; i < n; i++)
        apart[i] = y[i] - (i >= at ? first.size : 0);
    ck_assert_int_eq(lc_ar1_fit(&noise, x, apart, n, LC_AR1_BENT, NULL), LC_OK);
    lc_changepoint wanted = plain_best(&noise, x, y, n, at);
    double close = 1e-6 * wanted.error;
    ck_assert_double_eq_tol(got.size, wanted.size, close);
    ck_assert_double_eq_tol(got.error, wanted.error, close);
    ck_assert_double_eq_tol(got.low, wanted.low, close);
    ck_assert_double_eq_tol(got.high, wanted.high, close);
    if (fabs(wanted.size) > 0.5 * wanted.error)
        ck_assert_double_eq_tol(got.p, wanted.p, 1e-6);
    else
        ck_assert(got.p == 1);
    lc_curve_free(&c);
}
END_TEST

/* ---- by simulation --------------------------------------------------------------------------- */

/* Smooth curves: which share of them shows a jump at 0.05. Steep ones, which no cubic follows,
 * may do so more often. */
static const struct {
    making how;
    size_t series;
    double least, most;
} quiet[] = {
    {{.n = 12}, 500, 0, 0.06},
    {{.n = 12, .rho = 0.8}, 500, 0, 0.06},
    {{.n = 30}, 700, 0.03, 0.07},
    {{.n = 30, .rho = 0.5}, 700, 0.03, 0.07},
    {{.n = 30, .rho = 0.8}, 700, 0.03, 0.07},
    {{.n = 100}, 500, 0.02, 0.07},
    {{.n = 100, .rho = 0.5}, 500, 0.02, 0.07},
    {{.n = 100, .rho = 0.8}, 500, 0.03, 0.07},
    {{.n = 300, .rho = 0.8}, 200, 0.02, 0.08},
    {{.n = 60, .height = 300, .scale = 0.1}, 300, 0, 0.12},
    {{.n = 60, .height = 300, .scale = 0.1, .rho = 0.5}, 300, 0, 0.15},
    {{.n = 60, .height = 300, .scale = -1}, 300, 0, 0.1},
    {{.n = 60, .height = 1000, .scale = 0.05, .rho = 0.5}, 300, 0, 0.1},
    {{.n = 60, .height = 30, .scale = 0.1, .uneven = true}, 300, 0, 0.1},
};

START_TEST(smooth_curves_jump_as_seldom_as_it_says)
{
    const making *m = &quiet[_i].how;
    double alarms = 0;
    uint64_t r = 300 + m->n;
    for (size_t k = 0; k < quiet[_i].series; k++) {
        lc_changepoint change[LC_CHANGEPOINTS_MAX];
        lc_curve c = make(m, &r);
        alarms += find(change, &c, 0.05) > 0;
        lc_curve_free(&c);
    }
    alarms /= (double)quiet[_i].series;
    ck_assert_msg(alarms >= quiet[_i].least && alarms <= quiet[_i].most, "%d: n %zu, rho %g: %.3f",
                  _i, m->n, m->rho, alarms);
}
END_TEST

/* Jumps whose place is known: how many of 1000 intervals of 90 % hold their size. */
static const struct {
    making how;
    double least, most;
} known[] = {
    {{.n = 30, .jump = 5, .place = 0.5}, 0.87, 0.93},
    {{.n = 30, .jump = 5, .place = 0.5, .rho = 0.5}, 0.86, 0.93},
    {{.n = 100, .jump = 5, .place = 0.5}, 0.88, 0.93},
    {{.n = 100, .jump = 5, .place = 0.5, .rho = 0.5}, 0.87, 0.93},
    {{.n = 100, .jump = 5, .place = 0.5, .rho = 0.8}, 0.86, 0.93},
    {{.n = 100, .jump = -20, .place = 0.4, .height = 50, .scale = 0.1}, 0.88, 0.95},
};

START_TEST(covers_a_known_jump_as_often_as_it_says)
{
    const making *m = &known[_i].how;
    double in = 0;
    uint64_t r = 70 + m->n;
    for (size_t k = 0; k < 1000; k++) {
        lc_changepoint change;
        lc_curve c = make(m, &r);
        ck_assert_int_eq(lc_changepoint_at(&change, &c, (size_t)(m->place * (double)m->n), NULL),
                         LC_OK);
        in += change.low <= m->jump && m->jump <= change.high;
        lc_curve_free(&c);
    }
    in /= 1000;
    ck_assert_msg(in >= known[_i].least && in <= known[_i].most, "%d: n %zu, rho %g: %.3f", _i,
                  m->n, m->rho, in);
}
END_TEST

/* Jumps that are looked for: in how many of 100 series they are found, how often the interval holds
 * their place then. */
static const struct {
    making how;
    double least; /* share found */
} sought[] = {
    {{.n = 30, .jump = -8, .place = 0.5}, 0.9},
    {{.n = 100, .jump = 5, .place = 0.6}, 0.9},
    {{.n = 100, .jump = 4, .place = 0.6}, 0.7},
    {{.n = 100, .jump = -6, .place = 0.6, .rho = 0.5}, 0.9},
    {{.n = 100, .jump = -5, .place = 0.6, .rho = 0.8}, 0.9},
    {{.n = 100, .jump = -6, .place = 0.4, .height = 50, .scale = 0.1}, 0.9},
    {{.n = 300, .jump = -4, .place = 0.5, .height = 100, .scale = -1}, 0.9},
};

START_TEST(finds_jumps_where_they_are)
{
    const making *m = &sought[_i].how;
    size_t place = (size_t)(m->place * (double)m->n);
    double hits = 0, held = 0;
    uint64_t r = 40 + m->n;
    for (size_t k = 0; k < 100; k++) {
        lc_changepoint change[LC_CHANGEPOINTS_MAX];
        lc_curve c = make(m, &r);
        size_t n = find(change, &c, 0.05);
        for (size_t i = 0; i < n; i++)
            if (change[i].at + 3 > place && change[i].at < place + 3) {
                hits++;
                held += change[i].first <= place && place <= change[i].last;
                break;
            }
        lc_curve_free(&c);
    }
    held /= hits;
    ck_assert_msg(hits / 100 >= sought[_i].least && held >= 0.88, "%d: found %.2f, held %.3f", _i,
                  hits / 100, held);
}
END_TEST

Suite *suite_changepoint(void)
{
    Suite *s = suite_create("changepoint");
    TCase *t = tcase_create("core");
    tcase_add_test(t, measures_a_jump_as_by_hand);
    tcase_add_loop_test(t, agrees_with_the_plain_way, 0, (int)(sizeof places / sizeof *places));
    tcase_add_test(t, takes_series_that_tell_nothing);
    tcase_add_test(t, follows_the_units_of_x_and_y);
    tcase_add_test(t, says_when_memory_is_out);
    tcase_add_test(t, one_spike_is_no_jump);
    tcase_add_test(t, finds_several_jumps);
    tcase_add_test(t, finds_jumps_beside_a_gap);
    suite_add_tcase(s, t);
    t = tcase_create("simulation");
    tcase_set_tags(t, "slow");
    tcase_set_timeout(t, 60);
    tcase_add_loop_test(t, smooth_curves_jump_as_seldom_as_it_says, 0,
                        (int)(sizeof quiet / sizeof *quiet));
    tcase_add_loop_test(t, covers_a_known_jump_as_often_as_it_says, 0,
                        (int)(sizeof known / sizeof *known));
    tcase_add_loop_test(t, finds_jumps_where_they_are, 0, (int)(sizeof sought / sizeof *sought));
    suite_add_tcase(s, t);
    return s;
}
