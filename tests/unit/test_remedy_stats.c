/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_remedy_stats.c - differences by hand, and how often chance is taken for a difference. */
#include "cli/remedy_stats.h"

#include "random.h"

#include <check.h>
#include <math.h>
#include <stdint.h>

Suite *suite_remedy_stats(void);

enum { SEEDS = 8, ROWS = 200 };

static const struct {
    size_t n, m;
    double x[8], y[8], p;
} ranks[] = {
    /* none of 20 pairs is out of order, in 1 of C(9, 4) = 126 orders either way */
    {4, 5, {1, 2, 3, 4}, {5, 6, 7, 8, 9}, 2.0 / 126},
    {4, 5, {6, 7, 8, 9}, {1, 2, 3, 4, 5}, 2.0 / 126},
    {1, 4, {0}, {1, 2, 3, 4}, 2.0 / 5},
    /* one pair of 9 out of order: 2 of C(6, 3) = 20 orders have at most one */
    {3, 3, {1, 2, 4}, {3, 5, 6}, 2 * 2.0 / 20},
    {3, 3, {1, 3, 5}, {2, 4, 6}, 2 * 7.0 / 20}, /* at most three: 1 + 1 + 2 + 3 */
    /* four of five broke and are alike: the one that did not is among the two in 2 of 5 orders, and
     * among the three it would be as far */
    {2, 3, {1, INFINITY}, {INFINITY, INFINITY, INFINITY}, 0.4},
    {3, 3, {INFINITY, INFINITY, INFINITY}, {1, 2, 3}, 2.0 / 20},
};

START_TEST(counts_orders)
{
    const outcome x = {.seeds = ranks[_i].n, .score = ranks[_i].x},
                  y = {.seeds = ranks[_i].m, .score = ranks[_i].y};
    ck_assert_double_eq_tol(compare_outcomes(&x, &y).p_value, ranks[_i].p, 1e-3);
    ck_assert_double_eq_tol(compare_outcomes(&y, &x).p_value, ranks[_i].p, 1e-3);
}
END_TEST

START_TEST(matches_hand_values)
{
    /* means 6 and 4; variances 1 / 3 and 0; all of 9 pairs in order: 2 / C(6, 3) */
    const double before[] = {5, 6, 7}, after[] = {4, 4.5, 3.5};
    const outcome b = {.seeds = 3, .score = before}, a = {.seeds = 3, .score = after};
    comparison c = compare_outcomes(&b, &a);
    ck_assert_double_eq_tol(c.difference, -2, 1e-12);
    ck_assert_double_eq_tol(c.error, sqrt(1.0 / 3 + 0.25 / 3), 1e-12);
    ck_assert_double_eq_tol(c.p_value, 0.1, 1e-3);
    ck_assert_double_eq_tol(outcome_margin(&b), 4.30265 / sqrt(3), 1e-4);
    const outcome one = {.seeds = 1, .score = after};
    ck_assert(isnan(outcome_margin(&one)));
}
END_TEST

START_TEST(limits_false_discoveries)
{
    /* of 5 at 0.05: 0.01, 0.02, 0.03, 0.04, 0.05; the third is the last one below its limit */
    double p[] = {0.8, 0.025, 0.001, 0.022, 0.041};
    ck_assert_double_eq(false_discovery_limit(p, 5, 0.05), 0.025);
    double none[] = {0.2, 0.011, 0.06, 0.9, 0.5};
    ck_assert_double_eq(false_discovery_limit(none, 5, 0.05), -1);
}
END_TEST

/* Rows of a run: each has a level that all runs share, one of its kind, and noise of the seed. */
static void make_runs(double row[SEEDS][ROWS], double score[SEEDS], const double *level,
                      double per_seed, double effect, uint64_t *state)
{
    double kind[ROWS];
    for (size_t i = 0; i < ROWS; i++)
        kind[i] = random_normal(state);
    for (size_t s = 0; s < SEEDS; s++) {
        double shift = per_seed * random_normal(state);
        score[s] = 0;
        for (size_t i = 0; i < ROWS; i++) {
            row[s][i] = level[i] + kind[i] + shift + effect;
            score[s] += row[s][i] / ROWS;
        }
    }
}

/* Whether the rows differ most, the seeds do, or both alike. */
static const double deviations[] = {0.001, 0.2, 1};

START_TEST(keeps_its_level_and_finds_what_is_there)
{
    static double row[2][SEEDS][ROWS];
    double level[ROWS], score[2][SEEDS];
    const double *rows[2][SEEDS];
    uint64_t state = 7;
    int wrong = 0, found = 0;
    for (int k = 0; k < 2; k++)
        for (size_t s = 0; s < SEEDS; s++)
            rows[k][s] = row[k][s];
    double error = sqrt(2.0 / ROWS + 2 * deviations[_i] * deviations[_i] / SEEDS);
    for (int n = 0; n < 1000; n++) {
        for (size_t i = 0; i < ROWS; i++)
            level[i] = 3 * random_normal(&state);
        for (int effect = 0; effect < 2; effect++) {
            make_runs(row[0], score[0], level, deviations[_i], 0, &state);
            make_runs(row[1], score[1], level, deviations[_i], effect ? -5 * error : 0, &state);
            const outcome b = {SEEDS, score[0], rows[0], ROWS},
                          a = {SEEDS, score[1], rows[1], ROWS};
            comparison c = compare_outcomes(&b, &a);
            wrong += !effect && c.p_value < 0.05;
            found += effect && c.p_value < 0.05 && c.difference < 0;
        }
    }
    /* 50 +- 7; up to 80 where rows and seeds matter alike, as runs of one kind share the rows' part */
    ck_assert_msg(wrong <= 100, "%d of 1000 by chance", wrong);
    ck_assert_msg(found > 800, "%d of 1000 found", found);
}
END_TEST

Suite *suite_remedy_stats(void)
{
    Suite *s = suite_create("remedy_stats");
    TCase *t = tcase_create("remedy_stats");
    tcase_set_timeout(t, 60);
    tcase_add_loop_test(t, counts_orders, 0, (int)(sizeof ranks / sizeof *ranks));
    tcase_add_test(t, matches_hand_values);
    tcase_add_test(t, limits_false_discoveries);
    tcase_add_loop_test(t, keeps_its_level_and_finds_what_is_there, 0,
                        (int)(sizeof deviations / sizeof *deviations));
    suite_add_tcase(s, t);
    return s;
}
