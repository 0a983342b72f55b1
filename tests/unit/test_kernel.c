/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_kernel.c - every instruction set's loops against plain ones in double. */
#include "train/kernel.h"

#include "random.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

Suite *suite_kernel(void);

#define ROOM (64 * 1024) /* [floats] more than any case here needs */

static float *a, *b, *c, *expected, *gate, *bias;

static float *room(void)
{
    void *p = NULL;
    ck_assert_int_eq(posix_memalign(&p, LC_PANEL_ALIGN, ROOM * sizeof(float)), 0);
    return p;
}

static void set_up(void)
{
    a = room(), b = room(), c = room(), expected = room(), gate = room(), bias = room();
}

static void tear_down(void)
{
    free(a), free(b), free(c), free(expected), free(gate), free(bias);
}

static void draw(float *x, size_t n, uint64_t *state)
{
    for (size_t i = 0; i < n; i++)
        x[i] = (float)random_normal(state);
}

/* As kernel.h has it: C[i][j] = sum over p of A[i][p] B[p][j], and what becomes of it. */
static double naive_product(const lc_product *q, size_t i, size_t j, double *size)
{
    double sum = q->bias ? (double)q->bias[i] : 0;
    *size = fabs(sum) + 1e-3;
    for (size_t p = 0; p < q->depth; p++) {
        size_t at = q->a_panel ? p / LC_PANEL * q->a_panel + p % LC_PANEL : p * q->a_depth;
        double term = (double)q->a[i * q->a_row + at] * (double)q->b[p * LC_PANEL + j];
        sum += term;
        *size += fabs(term);
    }
    double old = (double)q->c[i * q->c_row + j];
    switch (q->epilogue) {
    case LC_EPILOGUE_RELU:
        return sum > 0 ? sum : 0;
    case LC_EPILOGUE_RELU_GRAD:
        return q->gate[i * q->c_row + j] > 0 ? sum : 0;
    case LC_EPILOGUE_SGD:
        *size += fabs(old);
        return (double)q->keep * old - (double)q->rate * sum;
    default:
        return sum;
    }
}

static void check_product(const lc_kernel *kernel, const lc_product *q)
{
    double sizes[32 * LC_PANEL];
    for (size_t i = 0; i < q->rows; i++)
        for (size_t j = 0; j < q->columns; j++)
            expected[i * LC_PANEL + j] = (float)naive_product(q, i, j, &sizes[i * LC_PANEL + j]);
    kernel->multiply(q);
    for (size_t i = 0; i < q->rows; i++)
        for (size_t j = 0; j < q->columns; j++) {
            double got = (double)q->c[i * q->c_row + j];
            double want = (double)expected[i * LC_PANEL + j];
            /* float: each term is rounded by 2^-24 of the sum so far, here by far less */
            ck_assert_msg(fabs(got - want) <= 2e-6 * sizes[i * LC_PANEL + j],
                          "%s %zu x %zu x %zu at %zu, %zu: %g, expected %g", kernel->name, q->rows,
                          q->columns, q->depth, i, j, got, want);
        }
}

/* Every number of rows that a tile may have, depths about the passes' limits. */
START_TEST(products_agree_with_plain_sums)
{
    static const size_t depths[] = {1, 2, 7, 31, 32, 33, 64, 255, 256, 257, 600};
    static const size_t columns[] = {1, 4, 8, 16, 17, 32};
    uint64_t state = 1;
    const lc_kernel *kernel;
    draw(a, ROOM, &state), draw(b, ROOM, &state), draw(bias, ROOM, &state);
    draw(gate, ROOM, &state);
    for (size_t k = 0; (kernel = lc_kernel_at(k)); k++)
        for (size_t rows = 1; rows <= 26; rows++)
            for (size_t d = 0; d < sizeof depths / sizeof *depths; d++)
                for (size_t n = 0; n < sizeof columns / sizeof *columns; n++) {
                    uint64_t drawn = random_bits(&state) >> 8;
                    lc_epilogue epilogue = (lc_epilogue)(drawn % 4);
                    bool across = drawn & 4;
                    lc_product q = {.rows = rows,
                                    .depth = depths[d],
                                    .columns = columns[n],
                                    .a = a,
                                    .a_row = across ? 1 : 608,
                                    .a_depth = across ? 48 : 1,
                                    .b = b,
                                    .c = c,
                                    .c_row = 48,
                                    .bias = epilogue == LC_EPILOGUE_RELU ? bias : NULL,
                                    .epilogue = epilogue,
                                    .gate = gate,
                                    .keep = drawn & 8 ? 0.75f : 1,
                                    .rate = 0.125f};
                    draw(c, 28 * 48, &state);
                    check_product(kernel, &q);
                }
}
END_TEST

START_TEST(products_go_from_panel_to_panel)
{
    uint64_t state = 2;
    const lc_kernel *kernel;
    draw(a, ROOM, &state), draw(b, ROOM, &state), draw(c, ROOM, &state);
    for (size_t k = 0; (kernel = lc_kernel_at(k)); k++)
        for (size_t depth = 1; depth < 140; depth++)
            check_product(kernel, &(lc_product){.rows = 1 + depth % 9,
                                                .depth = depth,
                                                .columns = 32,
                                                .a = a,
                                                .a_row = LC_PANEL,
                                                .a_depth = 1,
                                                .a_panel = 16 * LC_PANEL,
                                                .b = b,
                                                .c = c,
                                                .c_row = 48,
                                                .epilogue = LC_EPILOGUE_SGD,
                                                .keep = 1,
                                                .rate = 1});
}
END_TEST

START_TEST(turning_exchanges_units_and_samples)
{
    const lc_kernel *kernel;
    for (size_t k = 0; (kernel = lc_kernel_at(k)); k++) {
        size_t units = 48, strip = 2 * LC_PANEL * LC_PANEL;
        for (size_t i = 0; i < units * LC_PANEL; i++)
            a[i] = (float)i;
        kernel->transpose_panel(c, strip, a, units, LC_PANEL);
        for (size_t u = 0; u < units; u++)
            for (size_t m = 0; m < LC_PANEL; m++)
                ck_assert(c[u / 32 * strip + m * LC_PANEL + u % 32] == a[u * LC_PANEL + m]);
    }
}
END_TEST

START_TEST(dots_are_sums_of_products)
{
    uint64_t state = 3;
    const lc_kernel *kernel;
    draw(a, ROOM, &state), draw(b, ROOM, &state);
    for (size_t k = 0; (kernel = lc_kernel_at(k)); k++) {
        kernel->matvec(c, a, b, 48, false);
        kernel->matvec(c, a + 48 * LC_PANEL, b, 48, true);
        for (size_t r = 0; r < 48; r++) {
            double sum = 0;
            for (size_t m = 0; m < LC_PANEL; m++)
                sum += (double)b[m] *
                       ((double)a[r * LC_PANEL + m] + (double)a[(48 + r) * LC_PANEL + m]);
            ck_assert_double_eq_tol((double)c[r], sum, 2e-5);
        }
    }
}
END_TEST

/* f(x) by libm in double, and f'(x). */
static double function_of(lc_activation f, double x)
{
    return f == LC_RELU ? fmax(x, 0) : f == LC_TANH ? tanh(x) : 1 / (1 + exp(-x));
}

static double slope_of(lc_activation f, double x)
{
    double y = function_of(f, x);
    return f == LC_RELU ? x > 0 : f == LC_TANH ? 1 - y * y : y * (1 - y);
}

START_TEST(activations_agree_with_libm)
{
    const lc_kernel *kernel;
    size_t n = 8192;
    for (size_t k = 0; (kernel = lc_kernel_at(k)); k++)
        for (int f = LC_RELU; f <= LC_SIGMOID; f++) {
            for (size_t i = 0; i < n; i++)
                a[i] = c[i] = (float)(((double)i - 4096) / 64), b[i] = 1;
            a[0] = c[0] = 1e-6f, a[1] = c[1] = -1e30f, a[2] = c[2] = INFINITY;
            kernel->activate((lc_activation)f, c, n);
            kernel->activation_grad((lc_activation)f, b, c, n);
            for (size_t i = 0; i < n; i++) {
                double want = function_of((lc_activation)f, (double)a[i]);
                /* 4 units in the last place; a sigmoid near 0 stops at e^-87 */
                if (isfinite(want))
                    ck_assert_double_eq_tol((double)c[i], want, fabs(want) * 5e-7 + 1e-37);
                else
                    ck_assert(c[i] == INFINITY);
                if (isfinite(want))
                    ck_assert_double_eq_tol((double)b[i], slope_of((lc_activation)f, (double)a[i]),
                                            5e-7);
            }
            for (size_t i = 0; i < LC_LANES; i++)
                c[i] = NAN;
            kernel->activate((lc_activation)f, c, LC_LANES);
            ck_assert(isnan(c[0]) && isnan(c[LC_LANES - 1]));
        }
}
END_TEST

START_TEST(squares_are_summed)
{
    const lc_kernel *kernel;
    uint64_t state = 3;
    draw(a, ROOM, &state), draw(b, ROOM, &state);
    for (size_t k = 0; (kernel = lc_kernel_at(k)); k++)
        for (size_t n = LC_LANES; n <= ROOM; n = n < 300 ? n + LC_LANES : n * 2) {
            double plain = 0, both = 0;
            for (size_t i = 0; i < n; i++) {
                plain += (double)a[i] * (double)a[i];
                both += pow((double)a[i] + 0.25 * (double)b[i], 2);
            }
            ck_assert_double_eq_tol(kernel->sum_squares(a, NULL, 0, n), plain, 1e-6 * plain);
            ck_assert_double_eq_tol(kernel->sum_squares(a, b, 0.25f, n), both, 1e-6 * both);
        }
}
END_TEST

/* The share of a key's numbers, and of those that two keys beside each other have in common, so that
 * neither batches nor layers drop the same units. */
START_TEST(numbers_are_dropped_at_random)
{
    enum { N = 2048, KEYS = 200, LIMIT = 19661 /* 0.3 */ };
    const lc_kernel *kernel;
    uint64_t state = 3;
    draw(a, N, &state);
    for (size_t k = 0; (kernel = lc_kernel_at(k)); k++) {
        double dropped = 0, neighbours = 0, before = 0, share = LIMIT / 65536.0;
        for (uint32_t key = 0; key < KEYS; key++) {
            lc_kernel_base.drop(c, expected, a, N, LIMIT, 1.5f, key * 1000003);
            kernel->drop(b, gate, a, N, LIMIT, 1.5f, key * 1000003);
            for (size_t i = 0; i < N; i++) {
                ck_assert(gate[i] == expected[i] && (gate[i] == 0 || gate[i] == 1.5f));
                ck_assert(b[i] == a[i] * gate[i]);
                dropped += gate[i] == 0;
                neighbours += i > 0 && gate[i] == 0 && gate[i - 1] == 0;
                before += key > 0 && gate[i] == 0 && bias[i] == 0;
            }
            memcpy(bias, gate, N * sizeof *bias);
            kernel->scale(b, gate, N);
            for (size_t i = 0; i < N; i++)
                ck_assert(b[i] == a[i] * gate[i] * gate[i]);
        }
        /* standard errors 0.0007 and 0.0005 */
        ck_assert_double_eq_tol(dropped / N / KEYS, share, 0.003);
        ck_assert_double_eq_tol(neighbours / (N - 1) / KEYS, share * share, 0.002);
        ck_assert_double_eq_tol(before / N / (KEYS - 1), share * share, 0.002);
    }
}
END_TEST

START_TEST(kernels_are_found_by_name)
{
    ck_assert_ptr_nonnull(lc_kernel_at(0));
    ck_assert_ptr_eq(lc_kernel_find("base"), &lc_kernel_base);
    ck_assert_ptr_null(lc_kernel_find("abacus"));
    const lc_kernel *kernel;
    for (size_t k = 0; (kernel = lc_kernel_at(k)); k++)
        ck_assert_ptr_eq(lc_kernel_find(kernel->name), kernel);
}
END_TEST

Suite *suite_kernel(void)
{
    Suite *s = suite_create("kernel");
    TCase *t = tcase_create("kernel");
    tcase_add_checked_fixture(t, set_up, tear_down);
    tcase_set_timeout(t, 60);
    tcase_add_test(t, products_agree_with_plain_sums);
    tcase_add_test(t, products_go_from_panel_to_panel);
    tcase_add_test(t, turning_exchanges_units_and_samples);
    tcase_add_test(t, dots_are_sums_of_products);
    tcase_add_test(t, activations_agree_with_libm);
    tcase_add_test(t, squares_are_summed);
    tcase_add_test(t, numbers_are_dropped_at_random);
    tcase_add_test(t, kernels_are_found_by_name);
    suite_add_tcase(s, t);
    return s;
}
