/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_synthetic.c - made-up tables are what they say, and the same from the same seed. */
#include "train/dataset.h"
#include "train/learncurve_train.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

Suite *suite_synthetic(void);

static char *write_made(const char *name, const lc_synthetic_options *options, size_t *size)
{
    char *bytes;
    lc_error err = LC_ERROR_INIT;
    const lc_synthetic *kind = lc_synthetic_find(name);
    FILE *out = open_memstream(&bytes, size);
    ck_assert_ptr_nonnull(kind);
    ck_assert_ptr_nonnull(out);
    ck_assert_msg(lc_synthetic_write(out, kind, options, &err) == LC_OK, "%s", err.msg);
    fclose(out);
    return bytes;
}

static lc_dataset make(const char *name, const lc_synthetic_options *options)
{
    size_t size;
    char *bytes = write_made(name, options, &size);
    lc_dataset d = LC_DATASET_INIT;
    lc_error err = LC_ERROR_INIT;
    const lc_dataset_options read = {.target = lc_synthetic_find(name)->target};
    FILE *in = fmemopen(bytes, size, "r");
    lc_status st = lc_dataset_read(&d, in, &read, &err);
    ck_assert_msg(st == LC_OK, "%s: %s", name, err.msg);
    fclose(in);
    free(bytes);
    return d;
}

START_TEST(makes_the_same_bytes_from_the_same_seed)
{
    for (size_t i = 0; lc_synthetic_kinds()[i]; i++) {
        const char *name = lc_synthetic_kinds()[i]->name;
        const lc_synthetic_options a = {.seed = 1, .rows = 50, .noise = -1},
                                   b = {.seed = 2, .rows = 50, .noise = -1},
                                   longer = {.seed = 1, .rows = 80, .noise = -1};
        size_t n, m, k;
        char *first = write_made(name, &a, &n), *again = write_made(name, &a, &m);
        ck_assert_msg(n == m && memcmp(first, again, n) == 0, "%s", name);
        free(again);
        again = write_made(name, &b, &m);
        ck_assert_msg(n != m || memcmp(first, again, n) != 0, "%s", name);
        free(again);
        again = write_made(name, &longer, &k);
        ck_assert_msg(k > n && memcmp(first, again, n) == 0, "%s", name);
        free(again);
        free(first);
        ck_assert(*lc_synthetic_kinds()[i]->summary && *lc_synthetic_kinds()[i]->source);
        ck_assert_ptr_eq(lc_synthetic_find(name), lc_synthetic_kinds()[i]);
    }
    ck_assert_ptr_null(lc_synthetic_find("no such kind"));
}
END_TEST

START_TEST(makes_as_many_rows_and_columns_as_it_says)
{
    static const struct {
        const char *name;
        size_t rows, columns, classes;
    } cases[] = {{"parts", 152025, 31, 2},
                 {"moons", 1000, 2, 2},
                 {"spirals", 900, 2, 3},
                 {"friedman1", 2000, 10, 0},
                 {"blobs", 2000, 8, 3}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const lc_synthetic_options options = LC_SYNTHETIC_OPTIONS_INIT;
        lc_dataset d = make(cases[i].name, &options);
        ck_assert_uint_eq(d.n, cases[i].rows);
        ck_assert_uint_eq(d.schema.columns, cases[i].columns);
        ck_assert_uint_eq(d.schema.target.class_name.n, cases[i].classes);
        ck_assert_uint_eq(d.report.missing + d.report.dropped + d.report.remarks.n, 0);
        if (strcmp(cases[i].name, "parts") == 0) { /* 1.7 %: 2584 with standard deviation 50 */
            ck_assert_uint_gt(d.class_count[1], 2280);
            ck_assert_uint_lt(d.class_count[1], 2890);
        }
        lc_dataset_free(&d);
    }
}
END_TEST

/* ---- parts: not linear, but learnable ---------------------------------------------------- */

enum { KEY = 10, LINEAR = 32, QUADRATIC = LINEAR + KEY * (KEY + 1) / 2 };

/* The constant, all parameters, and if wanted the products of the first ten; standardised so that
 * the equations below are well conditioned. */
static void features(double *f, const lc_dataset *d, size_t i, double (*scale)[2], bool products)
{
    double z[31];
    const float *cell = lc_dataset_row(d, i);
    f[0] = 1;
    for (size_t c = 0; c < 31; c++)
        z[c] = f[c + 1] = ((double)cell[c] - scale[c][0]) / scale[c][1];
    for (size_t a = 0, k = LINEAR; products && a < KEY; a++)
        for (size_t b = a; b < KEY; b++)
            f[k++] = z[a] * z[b];
}

/* Solve the n normal equations in place (Gauss with pivots on the diagonal: they are positive
 * definite); b becomes the solution. */
static void solve(double (*a)[QUADRATIC], double *b, size_t n)
{
    for (size_t k = 0; k < n; k++)
        for (size_t i = k + 1; i < n; i++) {
            double factor = a[i][k] / a[k][k];
            for (size_t j = k; j < n; j++)
                a[i][j] -= factor * a[k][j];
            b[i] -= factor * b[k];
        }
    for (size_t k = n; k-- > 0;) {
        for (size_t j = k + 1; j < n; j++)
            b[k] -= a[k][j] * b[j];
        b[k] /= a[k][k];
    }
}

static int by_score(const void *a, const void *b)
{
    const double *s = a, *t = b;
    return *s < *t ? -1 : *s > *t;
}

/* Least squares on the first half of the rows, area under the ROC curve on the second: mean rank of
 * the bad ones (Mann and Whitney). */
static double area_of_least_squares(const lc_dataset *d, double (*scale)[2], bool products)
{
    static double a[QUADRATIC][QUADRATIC], b[QUADRATIC];
    size_t n = products ? QUADRATIC : LINEAR, half = d->n / 2;
    double f[QUADRATIC];
    memset(a, 0, sizeof a);
    memset(b, 0, sizeof b);
    for (size_t i = 0; i < half; i++) {
        features(f, d, i, scale, products);
        for (size_t j = 0; j < n; j++) {
            b[j] += f[j] * (double)d->y[i];
            for (size_t k = 0; k < n; k++)
                a[j][k] += f[j] * f[k];
        }
    }
    solve(a, b, n);
    double(*scored)[2] = calloc(d->n - half, sizeof *scored), ranks = 0, bad = 0;
    for (size_t i = half; i < d->n; i++) {
        features(f, d, i, scale, products);
        scored[i - half][1] = (double)d->y[i];
        for (size_t j = 0; j < n; j++)
            scored[i - half][0] += b[j] * f[j];
    }
    qsort(scored, d->n - half, sizeof *scored, by_score);
    for (size_t i = 0; i < d->n - half; i++) {
        bad += scored[i][1];
        ranks += scored[i][1] * (double)(i + 1);
    }
    free(scored);
    return (ranks - bad * (bad + 1) / 2) / (bad * ((double)(d->n - half) - bad));
}

START_TEST(makes_parts_that_no_weighted_sum_tells_apart)
{
    const lc_synthetic_options options = {.seed = 3, .rows = 30000, .noise = -1};
    lc_dataset d = make("parts", &options);
    double scale[31][2], smallest = INFINITY, largest = 0;
    for (size_t c = 0; c < 31; c++) {
        double mean = 0, squares = 0;
        for (size_t i = 0; i < d.n; i++)
            mean += (double)lc_dataset_row(&d, i)[c] / (double)d.n;
        for (size_t i = 0; i < d.n; i++) {
            double off = (double)lc_dataset_row(&d, i)[c] - mean;
            squares += off * off / (double)d.n;
        }
        scale[c][0] = mean;
        scale[c][1] = sqrt(squares);
        smallest = fmin(smallest, scale[c][1]);
        largest = fmax(largest, scale[c][1]);
    }
    ck_assert(smallest < 1e-3 && largest > 1e4);
    /* 250 bad parts on either side: areas are uncertain by some 0.02 */
    double linear = area_of_least_squares(&d, scale, false);
    double quadratic = area_of_least_squares(&d, scale, true);
    ck_assert_msg(linear > 0.52 && linear < 0.75, "linear %g", linear);
    ck_assert_msg(quadratic > linear + 0.12 && quadratic < 0.995, "quadratic %g", quadratic);
    lc_dataset_free(&d);
}
END_TEST

/* ---- classics ---------------------------------------------------------------------------- */

START_TEST(puts_moons_on_their_half_circles)
{
    const lc_synthetic_options options = {.seed = 1, .rows = 400, .noise = 0};
    lc_dataset d = make("moons", &options);
    for (size_t i = 0; i < d.n; i++) {
        const float *x = lc_dataset_row(&d, i);
        double centre_x = d.y[i] > 0 ? 1 : 0, centre_y = d.y[i] > 0 ? 0.5 : 0;
        ck_assert(fabs(hypot((double)x[0] - centre_x, (double)x[1] - centre_y) - 1) < 1e-4);
        ck_assert(d.y[i] > 0 ? (double)x[1] < 0.5001 : x[1] > -0.0001F);
    }
    ck_assert_uint_gt(d.class_count[0], 140); /* 200 with standard deviation 10 */
    ck_assert_uint_lt(d.class_count[0], 260);
    lc_dataset_free(&d);
}
END_TEST

START_TEST(winds_each_arm_of_a_spiral_alike)
{
    const lc_synthetic_options options = {.seed = 1, .rows = 500, .noise = 0, .classes = 5};
    lc_dataset d = make("spirals", &options);
    ck_assert_uint_eq(d.schema.target.class_name.n, 5);
    for (size_t i = 0; i < d.n; i++) {
        const float *x = lc_dataset_row(&d, i);
        double radius = hypot((double)x[0], (double)x[1]);
        double angle = 2 * 3.141592653589793 * (double)d.y[i] / 5 + 4 * radius;
        ck_assert(fabs((double)x[0] - radius * sin(angle)) < 1e-4);
        ck_assert(fabs((double)x[1] - radius * cos(angle)) < 1e-4);
        ck_assert(radius <= 1.0001);
    }
    lc_dataset_free(&d);
}
END_TEST

START_TEST(computes_friedman1_with_its_noise)
{
    const lc_synthetic_options options = {.seed = 1, .rows = 4000, .noise = 2};
    lc_dataset d = make("friedman1", &options);
    double squares = 0;
    for (size_t i = 0; i < d.n; i++) {
        const float *x = lc_dataset_row(&d, i);
        double off = (double)d.y[i] - 10 * sin(3.141592653589793 * (double)x[0] * (double)x[1]) -
                     20 * pow((double)x[2] - 0.5, 2) - 10 * (double)x[3] - 5 * (double)x[4];
        squares += off * off / (double)d.n;
    }
    ck_assert(fabs(sqrt(squares) - 2) < 0.12); /* standard deviation 2 / sqrt(8000) = 0.022 */
    lc_dataset_free(&d);
}
END_TEST

START_TEST(flips_as_many_labels_of_blobs_as_it_is_told)
{
    /* with the same seed and no noise the labels are right; noise 0.3 flips 1200 of 4000, with
     * standard deviation 29. Cells come before the flip, but draws differ from row 2 on, so labels
     * are found by the nearest centre, estimated from the rows without noise */
    const lc_synthetic_options plain = {.seed = 1, .rows = 4000, .noise = 0, .classes = 4},
                               noisy = {.seed = 1, .rows = 4000, .noise = 0.3, .classes = 4};
    lc_dataset d = make("blobs", &plain), e = make("blobs", &noisy);
    double centre[4][8] = {{0}};
    size_t wrong[2] = {0};
    for (size_t i = 0; i < d.n; i++)
        for (size_t c = 0; c < 8; c++)
            centre[(size_t)d.y[i]][c] +=
                (double)lc_dataset_row(&d, i)[c] / (double)d.class_count[(size_t)d.y[i]];
    for (int noise = 0; noise < 2; noise++) {
        const lc_dataset *of = noise ? &e : &d;
        for (size_t i = 0; i < of->n; i++) {
            double best = INFINITY;
            size_t near = 0;
            for (size_t k = 0; k < 4; k++) {
                double far = 0;
                for (size_t c = 0; c < 8; c++)
                    far += pow((double)lc_dataset_row(of, i)[c] - centre[k][c], 2);
                near = far < best ? k : near;
                best = fmin(best, far);
            }
            wrong[noise] += near != (size_t)of->y[i];
        }
    }
    ck_assert_msg(wrong[0] < 200, "%zu", wrong[0]);
    ck_assert_msg(wrong[1] > 1050 && wrong[1] < 1500, "%zu", wrong[1]);
    lc_dataset_free(&d);
    lc_dataset_free(&e);
}
END_TEST

START_TEST(refuses_what_it_cannot_make)
{
    const lc_synthetic_options many = {.classes = 101}, one = {.classes = 1},
                               three = {.classes = 3}, nan = {.noise = NAN},
                               plain = LC_SYNTHETIC_OPTIONS_INIT;
    FILE *full = fopen("/dev/full", "w");
    lc_error err = LC_ERROR_INIT;
    ck_assert_int_eq(lc_synthetic_write(full, lc_synthetic_find("blobs"), &many, &err), LC_E_ARG);
    ck_assert_str_eq(err.msg, "expected 2 to 100 classes");
    ck_assert_int_eq(lc_synthetic_write(full, lc_synthetic_find("blobs"), &one, &err), LC_E_ARG);
    ck_assert_int_eq(lc_synthetic_write(full, lc_synthetic_find("moons"), &three, &err), LC_E_ARG);
    ck_assert_str_eq(err.msg, "the number of classes of 'moons' is fixed");
    ck_assert_int_eq(lc_synthetic_write(full, lc_synthetic_find("moons"), &nan, &err), LC_E_ARG);
    ck_assert_int_eq(lc_synthetic_write(full, lc_synthetic_find("moons"), &plain, &err), LC_E_IO);
    ck_assert_str_eq(err.msg, "can't be written: No space left on device");
    fclose(full);
}
END_TEST

Suite *suite_synthetic(void)
{
    Suite *s = suite_create("synthetic");
    TCase *t = tcase_create("synthetic");
    tcase_set_timeout(t, 120);
    tcase_add_test(t, makes_the_same_bytes_from_the_same_seed);
    tcase_add_test(t, makes_as_many_rows_and_columns_as_it_says);
    tcase_add_test(t, makes_parts_that_no_weighted_sum_tells_apart);
    tcase_add_test(t, puts_moons_on_their_half_circles);
    tcase_add_test(t, winds_each_arm_of_a_spiral_alike);
    tcase_add_test(t, computes_friedman1_with_its_noise);
    tcase_add_test(t, flips_as_many_labels_of_blobs_as_it_is_told);
    tcase_add_test(t, refuses_what_it_cannot_make);
    suite_add_tcase(s, t);
    return s;
}
