/* SPDX-License-Identifier: GPL-3.0-or-later */
/* remedy_stats.c - differences over seeds and over rows. */
#include "cli/remedy_stats.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

#define LEVEL 0.95
#define ALL_MAX (2 * OUTCOME_SEEDS_MAX) /* runs of both kinds */

double outcome_mean(const outcome *o)
{
    double sum = 0;
    for (size_t s = 0; s < o->seeds; s++)
        sum += o->score[s];
    return sum / (double)o->seeds;
}

/* Of one of n values, about their mean; 0 for one value. */
static double variance(const double *x, size_t n)
{
    double mean = 0, squares = 0;
    for (size_t i = 0; i < n; i++)
        mean += x[i] / (double)n;
    for (size_t i = 0; i < n; i++)
        squares += (x[i] - mean) * (x[i] - mean);
    return n > 1 ? squares / (double)(n - 1) : 0;
}

double outcome_margin(const outcome *o)
{
    double n = (double)o->seeds;
    if (o->seeds < 2)
        return NAN;
    return gsl_cdf_tdist_Pinv((1 + LEVEL) / 2, n - 1) * sqrt(variance(o->score, o->seeds) / n);
}

/* ---- two runs --------------------------------------------------------------------------- */

/* A run of either kind. */
typedef struct one_run {
    double score;
    const double *row; /* NULL: not known */
} one_run;

/* Mean difference of the rows of two runs in its standard errors (Welford 1962, Technometrics 4, 419). */
static double row_z(const double *x, const double *y, size_t rows)
{
    double mean = 0, squares = 0, n = (double)rows;
    for (size_t i = 0; i < rows; i++) {
        double d = x[i] - y[i], off = d - mean;
        mean += off / (double)(i + 1);
        squares += off * (d - mean);
    }
    if (squares == 0)
        return mean > 0 ? INFINITY : mean < 0 ? -INFINITY : 0;
    return mean / sqrt(squares / (n - 1) / n);
}

/* -1 where x is better, 1 where it is worse; *p is the two-sided p-value of their rows. */
static int compare_runs(const one_run *x, const one_run *y, size_t rows, double *p)
{
    int sign = x->score < y->score ? -1 : x->score > y->score;
    *p = 0;
    if (x->row && y->row && rows > 1)
        *p = 2 * gsl_cdf_ugaussian_Q(fabs(row_z(x->row, y->row, rows)));
    return sign;
}

/* ---- all of them ------------------------------------------------------------------------ */

/* All runs, those after the change first, and how each compares with each. */
typedef struct matrix {
    size_t n, after;
    int sign[ALL_MAX][ALL_MAX];
    double p[ALL_MAX][ALL_MAX];
} matrix;

/* Share of the ways to choose `after` of the n runs that beat the others as clearly, when runs whose
 * rows differ at this level alone differ. A run's score is how many it loses to less how many it beats;
 * counts sums of scores by choosing from ever more runs. */
static double permutation_p(const matrix *all, double level)
{
    enum { WIDTH = 2 * OUTCOME_SEEDS_MAX * ALL_MAX + 1, MIDDLE = WIDTH / 2 };
    double ways[OUTCOME_SEEDS_MAX + 1][WIDTH]; /* 1 MB, of which little is touched */
    int score[ALL_MAX] = {0}, sum = 0, reach = (int)(all->after * all->n);
    double as_far = 0, total = 0;
    for (size_t i = 0; i < all->n; i++)
        for (size_t j = 0; j < all->n; j++)
            score[i] += all->p[i][j] <= level ? all->sign[i][j] : 0;
    for (size_t i = 0; i < all->after; i++)
        sum += score[i];
    for (size_t k = 0; k <= all->after; k++)
        for (int v = MIDDLE - reach; v <= MIDDLE + reach; v++)
            ways[k][v] = k == 0 && v == MIDDLE;
    for (size_t i = 0; i < all->n; i++)
        for (size_t k = all->after; k > 0; k--)
            for (int v = MIDDLE - reach; v <= MIDDLE + reach; v++) {
                int from = v - score[i];
                if (from >= MIDDLE - reach && from <= MIDDLE + reach)
                    ways[k][v] += ways[k - 1][from];
            }
    for (int v = MIDDLE - reach; v <= MIDDLE + reach; v++) {
        total += ways[all->after][v];
        as_far += abs(v - MIDDLE) >= abs(sum) ? ways[all->after][v] : 0;
    }
    return as_far / total;
}

/* The least level at which the seeds, too, differ. */
static double least_level(const matrix *all)
{
    double low = 0, high = 1;
    if (permutation_p(all, 0) == 0)
        return 0;
    for (int k = 0; k < 30; k++) { /* bisection, by ratios where it is small */
        double middle = low > 0 ? sqrt(low * high) : high / 4;
        if (permutation_p(all, middle) <= middle)
            high = middle;
        else
            low = middle;
        if (high - low < 1e-3 * high)
            break;
    }
    return high;
}

static size_t add_runs(one_run *run, size_t n, const outcome *o)
{
    for (size_t s = 0; s < o->seeds && s < OUTCOME_SEEDS_MAX; s++)
        run[n++] = (one_run){o->score[s], o->row ? o->row[s] : NULL};
    return n;
}

/* Variance of the mean difference of rows, each a mean over seeds. */
static double row_variance(const outcome *before, const outcome *after)
{
    double mean = 0, squares = 0, n = (double)before->rows;
    for (size_t i = 0; i < before->rows; i++) {
        double d = 0;
        for (size_t s = 0; s < after->seeds; s++)
            d += after->row[s][i] / (double)after->seeds;
        for (size_t s = 0; s < before->seeds; s++)
            d -= before->row[s][i] / (double)before->seeds;
        double off = d - mean;
        mean += off / (double)(i + 1);
        squares += off * (d - mean);
    }
    return before->rows > 1 ? squares / (n - 1) / n : 0;
}

comparison compare_outcomes(const outcome *before, const outcome *after)
{
    comparison c = {.difference = outcome_mean(after) - outcome_mean(before)};
    one_run run[ALL_MAX];
    matrix all = {.after = add_runs(run, 0, after)};
    all.n = add_runs(run, all.after, before);
    for (size_t i = 0; i < all.n; i++)
        for (size_t j = 0; j < i; j++) {
            all.sign[i][j] = compare_runs(&run[i], &run[j], before->rows, &all.p[i][j]);
            all.sign[j][i] = -all.sign[i][j];
            all.p[j][i] = all.p[i][j];
        }
    c.p_value = least_level(&all);
    double by_seeds = variance(before->score, before->seeds) / (double)before->seeds +
                      variance(after->score, after->seeds) / (double)after->seeds;
    c.error = sqrt(by_seeds + (before->row && after->row ? row_variance(before, after) : 0));
    return c;
}

static int by_size(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

double false_discovery_limit(double *p, size_t n, double level)
{
    double limit = -1;
    qsort(p, n, sizeof *p, by_size);
    for (size_t k = 0; k < n; k++)
        if (p[k] <= (double)(k + 1) / (double)n * level)
            limit = p[k];
    return limit;
}
