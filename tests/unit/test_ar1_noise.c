/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_ar1_noise.c - correlated noise against a dense likelihood, by hand and by simulation. */
#include "stats/ar1_noise.h"

#include "base/mem.h"
#include "random.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

Suite *suite_ar1_noise(void);

#define N_MAX 1000
#define DENSE 30 /* values that the whole covariance matrix is taken of */

static lc_ar1 fit_of(const double *x, const double *y, size_t n, lc_ar1_trend trend)
{
    lc_ar1 w;
    double sum = 0;
    ck_assert_int_eq(lc_ar1_fit(&w, x, y, n, trend, NULL), LC_OK);
    for (size_t k = 0; k < LC_AR1_STEPS; k++) {
        ck_assert(w.weight[k] >= 0 && w.sd_at[k] >= 0 && isfinite(w.sd_at[k]));
        sum += w.weight[k];
    }
    ck_assert_double_eq_tol(sum, 1, 1e-12);
    ck_assert(isfinite(w.sd) && w.sd >= 0 && w.rho >= -0.5 && w.rho <= 0.99);
    return w;
}

/* ---- by hand and against another way ------------------------------------------------------- */

START_TEST(tells_values_of_rho_apart_evenly)
{
    double step = log(1.99 / 0.01) - log(0.5 / 1.5);
    ck_assert_double_eq_tol(lc_ar1_rho(0), -0.5, 1e-12);
    ck_assert_double_eq_tol(lc_ar1_rho(LC_AR1_STEPS - 1), 0.99, 1e-12);
    for (size_t k = 0; k < LC_AR1_STEPS; k++) {
        double rho = lc_ar1_rho(k), share = (double)k / (LC_AR1_STEPS - 1);
        ck_assert_double_eq_tol(log((1 + rho) / (1 - rho)), log(0.5 / 1.5) + share * step, 1e-9);
    }
}
END_TEST

/* The mean's variance is the sum of all correlations over m^2. */
START_TEST(counts_what_neighbours_are_worth)
{
    static const double rhos[] = {-0.4, 0, 0.3, 0.8, 0.99};
    ck_assert_double_eq_tol(lc_ar1_effective(2, 0.5), 4.0 / 3, 1e-12); /* (1 + 0.5) / 2 */
    for (size_t k = 0; k < sizeof rhos / sizeof *rhos; k++)
        for (int m = 1; m <= 40; m += 13) {
            double sum = 0;
            for (int i = 0; i < m; i++)
                for (int j = 0; j < m; j++)
                    sum += pow(rhos[k], abs(i - j));
            ck_assert_double_eq_tol(lc_ar1_effective(m, rhos[k]), m * m / sum, 1e-9 * m);
        }
    lc_ar1 w = {.sd = 1, .sd_at = {[7] = 2, [9] = 3}, .weight = {[7] = 0.25, [9] = 0.75}};
    double at7 = 2 / sqrt(lc_ar1_effective(5, lc_ar1_rho(7)));
    double at9 = 3 / sqrt(lc_ar1_effective(5, lc_ar1_rho(9)));
    ck_assert_double_eq_tol(lc_ar1_mean_error(&w, 5), pow(at7, 0.25) * pow(at9, 0.75), 1e-12);
}
END_TEST

/* Solve the dense system a z = b in place by elimination; its determinant is returned. */
static double solve_dense(size_t n, double a[DENSE][DENSE], double b[DENSE][3])
{
    double det = 1;
    for (size_t i = 0; i < n; i++) {
        det *= a[i][i];
        for (size_t r = 0; r < n; r++) {
            double f = r == i ? 0 : a[r][i] / a[i][i];
            for (size_t c = 0; c < n; c++)
                a[r][c] -= f * a[i][c];
            for (size_t c = 0; c < 3; c++)
                b[r][c] -= f * b[i][c];
        }
    }
    for (size_t i = 0; i < n; i++)
        for (size_t c = 0; c < 3; c++)
            b[i][c] /= a[i][i];
    return det;
}

/* Generalised least squares of a line with the whole covariance matrix: restricted log-likelihood,
 * the noise's sd, slope and its error. */
typedef struct dense {
    double log_likelihood, sd, slope, error;
} dense;

static dense fit_dense(const double *x, const double *y, size_t n, double rho)
{
    double v[DENSE][DENSE], z[DENSE][3], m[3][3] = {{0}};
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n; j++)
            v[i][j] = pow(rho, fabs((double)i - (double)j));
        z[i][0] = 1;
        z[i][1] = x[i];
        z[i][2] = y[i];
    }
    double det = solve_dense(n, v, z);
    for (size_t i = 0; i < n; i++) {
        double row[] = {1, x[i], y[i]};
        for (size_t a = 0; a < 3; a++)
            for (size_t b = 0; b < 3; b++)
                m[a][b] += row[a] * z[i][b];
    }
    double both = m[0][0] * m[1][1] - m[0][1] * m[0][1];
    double slope = (m[0][0] * m[1][2] - m[0][1] * m[0][2]) / both;
    double level = (m[0][2] - slope * m[0][1]) / m[0][0];
    double rest = m[2][2] - level * m[0][2] - slope * m[1][2], df = (double)n - 2;
    return (dense){-0.5 * (log(det) + log(both) + df * log(rest)), sqrt(rest / df), slope,
                   sqrt(rest / df * m[0][0] / both)};
}

/* Jeffreys' prior with up to 1/2 more in its exponent, where d rho = 1 - rho^2 on the grid. */
static double prior_of(double rho, size_t n)
{
    double few = fmin(1, 12 / (double)n);
    return pow(1 - rho * rho, 1 - (0.5 + few * few / 2));
}

START_TEST(agrees_with_the_whole_covariance_matrix)
{
    static const size_t lengths[] = {4, 5, 6, 7, 8, 9, 11, 12, 13, 20, DENSE};
    double x[DENSE], y[DENSE];
    uint64_t r = 12;
    for (size_t i = 0; i < DENSE; i++) {
        x[i] = (i ? x[i - 1] : 0) + 0.5 + random_uniform(&r);
        y[i] = 3 - 0.3 * x[i] + 2 * random_uniform(&r);
    }
    for (size_t j = 0; j < sizeof lengths / sizeof *lengths; j++) {
        size_t n = lengths[j];
        lc_ar1 w = fit_of(x, y, n, LC_AR1_STRAIGHT);
        double like[LC_AR1_STEPS], sum = 0;
        ck_assert_double_eq(w.df, (double)n - 2);
        for (size_t k = 0; k < LC_AR1_STEPS; k++) {
            dense d = fit_dense(x, y, n, lc_ar1_rho(k));
            like[k] = exp(d.log_likelihood) * prior_of(lc_ar1_rho(k), n);
            sum += like[k];
            ck_assert_double_eq_tol(w.sd_at[k], d.sd, 1e-7 * d.sd);
            ck_assert_double_eq_tol(w.slope_at[k], d.slope, 1e-7);
            ck_assert_double_eq_tol(w.slope_error_at[k], d.error, 1e-7);
        }
        for (size_t k = 0; k < LC_AR1_STEPS; k++)
            ck_assert_double_eq_tol(w.weight[k], like[k] / sum, 1e-7);
    }
}
END_TEST

/* Where there is nothing about the line, rho is as the prior has it. */
START_TEST(a_line_leaves_the_prior)
{
    static const size_t lengths[] = {1, 2, 3, 11, 12, 13, 24, 100};
    double x[100], y[100];
    for (size_t i = 0; i < 100; i++)
        x[i] = y[i] = (double)i;
    for (size_t j = 0; j < sizeof lengths / sizeof *lengths; j++) {
        lc_ar1 w = fit_of(x, y, lengths[j], LC_AR1_STRAIGHT);
        double sum = 0, mean = 0;
        for (size_t k = 0; k < LC_AR1_STEPS; k++) {
            sum += prior_of(lc_ar1_rho(k), lengths[j]);
            mean += prior_of(lc_ar1_rho(k), lengths[j]) * lc_ar1_rho(k);
        }
        ck_assert_double_eq_tol(w.rho, mean / sum, 1e-9);
        ck_assert_double_eq_tol(w.weight[39], prior_of(0.99, lengths[j]) / sum, 1e-9);
        ck_assert(w.sd == 0 && lc_ar1_mean_error(&w, 3) == 0);
        ck_assert(w.df == (lengths[j] > 2 ? (double)lengths[j] - 2 : 0));
    }
}
END_TEST

START_TEST(follows_the_unit_of_y)
{
    static const double factors[] = {-3, 1e-200, 1e200, 1e6};
    double x[50], y[50], z[50];
    uint64_t r = 5;
    for (size_t i = 0; i < 50; i++) {
        x[i] = (double)i;
        y[i] = exp(-x[i] / 9) + 0.02 * random_normal(&r);
    }
    lc_ar1 a = fit_of(x, y, 50, LC_AR1_BENT);
    for (size_t k = 0; k < sizeof factors / sizeof *factors; k++) {
        for (size_t i = 0; i < 50; i++)
            z[i] = factors[k] * (y[i] + 2);
        lc_ar1 b = fit_of(x, z, 50, LC_AR1_BENT);
        ck_assert_double_eq_tol(b.sd / fabs(factors[k]), a.sd, 1e-6 * a.sd);
        ck_assert_double_eq_tol(b.rho, a.rho, 1e-6);
    }
}
END_TEST

START_TEST(takes_series_that_tell_nothing)
{
    static const double x[] = {1, 2, 4, 8, 16, 32, 64, 65, 70, 71};
    static const double none[10] = {0}, two[] = {5, 7, 5, 7, 5, 7, 5, 7, 5, 7};
    double line[10];
    for (size_t i = 0; i < 10; i++)
        line[i] = 3 - 0.3 * x[i];
    static const lc_ar1_trend trend[] = {LC_AR1_STRAIGHT, LC_AR1_BENT};
    for (size_t k = 0; k < 2; k++) {
        for (size_t n = 0; n <= 10; n++) {
            ck_assert(fit_of(x, none, n, trend[k]).sd == 0);
            ck_assert(fit_of(x, line, n, trend[k]).sd == 0);
            ck_assert(n < 3 || fit_of(x, two, n, trend[k]).sd > 0);
        }
    }
    ck_assert_double_lt(fit_of(x, two, 10, LC_AR1_STRAIGHT).rho, 0);
}
END_TEST

START_TEST(says_when_memory_is_out)
{
    double x[20], y[20];
    uint64_t r = 8;
    for (size_t i = 0; i < 20; i++) {
        x[i] = (double)i;
        y[i] = random_normal(&r);
    }
    for (size_t k = 1;; k++) {
        lc_ar1 w = {.df = 42};
        lc_error err = LC_ERROR_INIT;
        lc_mem_fail_at(k);
        lc_status st = lc_ar1_fit(&w, x, y, 20, LC_AR1_BENT, &err);
        lc_mem_fail_at(0);
        if (st == LC_OK)
            break;
        ck_assert_int_eq(st, LC_E_NOMEM);
        ck_assert_double_eq(w.df, 42);
    }
}
END_TEST

/* ---- by simulation --------------------------------------------------------------------------- */

static double flat(double u)
{
    return u - u;
}
static double decay(double u)
{
    return exp(-u / 0.1);
}
static double power_law(double u)
{
    return pow(1 + 40 * u, -0.7);
}
static double turning(double u)
{
    return exp(-u / 0.1) + fmax(0, u - 0.5);
}

/* What a made-up series has beside its trend. */
typedef struct making {
    double noise, rho;
    double spikes;  /* share of values that are 20 sds too high */
    double missing; /* share of records without a value */
    double digit;   /* values are rounded to its multiples; 0: not */
    bool heavy;     /* Student's t with 3 degrees of freedom, over its sd */
    bool uneven;    /* steps of x from 0.1 to 1.9 */
} making;

static double draw_shock(const making *m, uint64_t *r)
{
    double z = random_normal(r), squares = 0;
    for (int i = 0; i < 3 && m->heavy; i++) {
        double q = random_normal(r);
        squares += q * q;
    }
    return m->heavy ? z / sqrt(squares) : z; /* t = z / sqrt(squares / 3), of variance 3 */
}

/* The series; returns how many values it has. */
static size_t make(double *x, double *y, size_t n, double (*trend)(double), const making *m,
                   uint64_t *r)
{
    double kept = draw_shock(m, r), at = 0;
    size_t k = 0;
    for (size_t i = 0; i < n; i++) {
        kept = m->rho * kept + sqrt(1 - m->rho * m->rho) * draw_shock(m, r);
        at += m->uneven ? 0.1 + 1.8 * random_uniform(r) : 1;
        if (random_uniform(r) < m->missing)
            continue;
        x[k] = at;
        y[k] = trend(at / (double)n) + m->noise * kept;
        y[k] += random_uniform(r) < m->spikes ? 20 * m->noise : 0;
        y[k] = m->digit > 0 ? m->digit * floor(y[k] / m->digit + 0.5) : y[k];
        k++;
    }
    return k;
}

/* Means over so many series: of sd by its true value (geometric), and of rho. */
static void mean_estimates(double *sd, double *rho, size_t n, double (*trend)(double),
                           const making *m)
{
    enum { SERIES = 60 };
    double x[N_MAX], y[N_MAX], log_sd = 0;
    uint64_t r = 100 + n;
    *rho = 0;
    for (size_t k = 0; k < SERIES; k++) {
        size_t values = make(x, y, n, trend, m, &r);
        lc_ar1 w = fit_of(x, y, values, LC_AR1_BENT);
        log_sd += log(w.sd / m->noise) / SERIES;
        *rho += w.rho / SERIES;
    }
    *sd = exp(log_sd);
}

static const struct {
    const char *what;
    double (*trend)(double);
    size_t n;
    making how;
    double sd_within, rho_within; /* a factor; a difference */
} known[] = {
    {"white on nothing", flat, 100, {.noise = 1}, 1.1, 0.1},
    {"half kept", flat, 100, {.noise = 1, .rho = 0.5}, 1.15, 0.1},
    {"most kept", flat, 100, {.noise = 1, .rho = 0.8}, 1.4, 0.1},
    {"most kept, long", flat, 1000, {.noise = 1, .rho = 0.8}, 1.1, 0.03},
    {"a decay", decay, 100, {.noise = 0.03}, 1.1, 0.1},
    {"a decay, half kept", decay, 100, {.noise = 0.03, .rho = 0.5}, 1.15, 0.1},
    {"a decay, most kept", decay, 300, {.noise = 0.03, .rho = 0.8}, 1.4, 0.1},
    {"a decay of 1000 sds", decay, 300, {.noise = 0.001, .rho = 0.5}, 1.2, 0.1},
    {"a power law", power_law, 300, {.noise = 0.01, .rho = 0.5}, 1.15, 0.1},
    {"a turn", turning, 300, {.noise = 0.03, .rho = 0.5}, 1.15, 0.1},
    {"few values", flat, 30, {.noise = 1}, 1.2, 0.2},
    {"few values of a decay", decay, 30, {.noise = 0.1}, 1.5, 0.3},
    {"uneven x", decay, 300, {.noise = 0.03, .rho = 0.5, .uneven = true}, 1.15, 0.1},
    /* a gap of two keeps 0.64, a third of the pairs are such or wider */
    {"a third missing", decay, 300, {.noise = 0.03, .rho = 0.8, .missing = 0.33}, 1.3, 0.16},
    {"heavy tails", decay, 300, {.noise = 0.03, .rho = 0.5, .heavy = true}, 1.3, 0.1},
    {"spikes", decay, 300, {.noise = 0.03, .rho = 0.5, .spikes = 0.05}, 1.2, 0.1},
    {"few digits", decay, 300, {.noise = 0.03, .rho = 0.5, .digit = 0.03}, 1.2, 0.15},
};

START_TEST(finds_noise_and_memory_of_known_series)
{
    double sd, rho, true_rho = known[_i].how.rho;
    mean_estimates(&sd, &rho, known[_i].n, known[_i].trend, &known[_i].how);
    ck_assert_msg(sd < known[_i].sd_within && sd > 1 / known[_i].sd_within &&
                      fabs(rho - true_rho) < known[_i].rho_within,
                  "%s: sd %.3f of the true one, rho %.3f", known[_i].what, sd, rho);
}
END_TEST

static const struct {
    size_t n;
    double rho;
    double beyond; /* points by which the interval may cover more than the nominal 90 % */
} covered[] = {
    {30, 0, 0.05},    {30, 0.5, 0.05}, {30, 0.8, 0.05},  {100, 0, 0.02},   {100, 0.5, 0.02},
    {100, 0.8, 0.03}, {300, 0, 0.02},  {300, 0.5, 0.02}, {300, 0.8, 0.02},
};

/* The level of the last tenth of 1000 series. */
START_TEST(covers_levels_as_often_as_it_says)
{
    enum { SEEDS = 1000 };
    size_t n = covered[_i].n, m = n / 10;
    double x[N_MAX], y[N_MAX], in = 0;
    making how = {.noise = 1, .rho = covered[_i].rho};
    uint64_t r = 31 * n;
    for (size_t k = 0; k < SEEDS; k++) {
        double mean = 0;
        make(x, y, n, flat, &how, &r);
        lc_ar1 w = fit_of(x, y, n, LC_AR1_BENT);
        for (size_t i = n - m; i < n; i++)
            mean += y[i] / (double)m;
        in += fabs(mean) <= 1.6448536 * lc_ar1_mean_error(&w, (double)m);
    }
    ck_assert_msg(in / SEEDS >= 0.88 && in / SEEDS <= 0.9 + covered[_i].beyond, "%.3f", in / SEEDS);
}
END_TEST

Suite *suite_ar1_noise(void)
{
    Suite *s = suite_create("ar1_noise");
    TCase *t = tcase_create("core");
    tcase_add_test(t, tells_values_of_rho_apart_evenly);
    tcase_add_test(t, counts_what_neighbours_are_worth);
    tcase_add_test(t, agrees_with_the_whole_covariance_matrix);
    tcase_add_test(t, a_line_leaves_the_prior);
    tcase_add_test(t, follows_the_unit_of_y);
    tcase_add_test(t, takes_series_that_tell_nothing);
    tcase_add_test(t, says_when_memory_is_out);
    suite_add_tcase(s, t);
    t = tcase_create("simulation");
    tcase_set_tags(t, "slow");
    tcase_set_timeout(t, 60);
    tcase_add_loop_test(t, finds_noise_and_memory_of_known_series, 0,
                        (int)(sizeof known / sizeof *known));
    tcase_add_loop_test(t, covers_levels_as_often_as_it_says, 0,
                        (int)(sizeof covered / sizeof *covered));
    suite_add_tcase(s, t);
    return s;
}
