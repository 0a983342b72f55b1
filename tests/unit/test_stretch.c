/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_stretch.c - the parts of a run between known changes. */
#include "diagnose/stretch.h"

#include "studied.h"

#include <check.h>
#include <math.h>

Suite *suite_stretch(void);

#define N 30

/* A loss with noise of +-`noise` by turns, which falls by `step` at record 15, and the rate there. */
static void study_with(studied *s, size_t n, double noise, double step, double rate)
{
    double loss[N], lr[N];
    *s = (studied){.run = run_over(n)};
    for (size_t i = 0; i < n; i++) {
        loss[i] = 2 - (i >= 15 ? step : 0) - .001 * (double)i +
                  noise * ((double)(i * i % 7) / 3 - 1) * (i >= 15 ? 2 : 1);
        lr[i] = i >= 15 ? rate : .1;
    }
    add(&s->run, "loss", loss);
    if (rate > 0)
        add(&s->run, "lr", lr);
    study(s);
}

START_TEST(a_run_is_parted_by_its_rate_or_its_level)
{
    static const struct {
        const char *what;
        size_t n;
        double noise, step, rate;
        size_t stretches;
    } cases[] = {{"the rate falls to a tenth", N, .01, 0, .01, 2},
                 {"by a third", N, .01, 0, .07, 1},
                 {"by a half", N, .01, 0, .05, 2},
                 {"in few records", 20, .01, 0, .01, 1},
                 {"the level falls", N, .01, .5, 0, 2},
                 {"while the rate stays", N, .01, .5, .1, 1},
                 {"nothing changes", N, .01, 0, 0, 1},
                 {"in few records the level falls", 20, .01, .5, 0, 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        studied s;
        study_with(&s, cases[i].n, cases[i].noise, cases[i].step, cases[i].rate);
        ck_assert_msg(s.context.stretches_n == cases[i].stretches, "%s: %zu", cases[i].what,
                      s.context.stretches_n);
        ck_assert(isinf(s.context.stretches[0]) && s.context.stretches[0] < 0);
        if (cases[i].stretches == 2)
            ck_assert_msg(s.context.stretches[1] == 16, "%s: %g", cases[i].what,
                          s.context.stretches[1]);
        studied_free(&s);
    }
}
END_TEST

/* Twice as much in the second stretch. */
START_TEST(noise_is_that_of_the_stretch)
{
    double noise[N];
    studied s;
    study_with(&s, N, .01, .5, .01);
    const lc_analyzed *t = s.context.analyzed;
    ck_assert_int_eq(lc_stretch_noise(noise, &s.context, t, NULL), LC_OK);
    for (size_t i = 0; i < N; i++)
        ck_assert(noise[i] == noise[i < 15 ? 0 : 15]);
    ck_assert(noise[15] > 1.4 * noise[0] && noise[15] < 2.8 * noise[0]);
    studied_free(&s);
    study_with(&s, N, .01, 0, 0); /* of one stretch: that of the curve */
    t = s.context.analyzed;
    ck_assert_int_eq(lc_stretch_noise(noise, &s.context, t, NULL), LC_OK);
    for (size_t i = 0; i < N; i++)
        ck_assert(noise[i] == t->curve.noise);
    studied_free(&s);
}
END_TEST

START_TEST(the_last_stretch_is_a_curve)
{
    lc_curve c;
    studied s;
    study_with(&s, N, .01, .5, .01);
    ck_assert(lc_stretch_last(&c, &s.context, s.context.analyzed));
    ck_assert(c.n == 15 && c.x[0] == 16 && c.x[14] == 30);
    lc_curve_free(&c);
    s.context.stretches[1] = 19; /* twelve points */
    ck_assert(lc_stretch_last(&c, &s.context, s.context.analyzed));
    ck_assert_uint_eq(c.n, 12);
    lc_curve_free(&c);
    s.context.stretches[1] = 20;
    ck_assert(!lc_stretch_last(&c, &s.context, s.context.analyzed));
    double noise[N];
    ck_assert_int_eq(lc_stretch_noise(noise, &s.context, s.context.analyzed, NULL), LC_OK);
    ck_assert(noise[N - 1] == s.context.analyzed->curve.noise && noise[0] != noise[N - 1]);
    studied_free(&s);
    study_with(&s, N, .01, 0, 0);
    ck_assert(!lc_stretch_last(&c, &s.context, s.context.analyzed));
    studied_free(&s);
}
END_TEST

/* Asked again, for the same and for another chance. */
START_TEST(jumps_are_kept_for_the_next_who_asks)
{
    lc_changepoint jump[LC_CHANGEPOINTS_MAX];
    studied s;
    study_with(&s, N, .01, .5, 0);
    for (int again = 0; again < 2; again++) {
        ck_assert_uint_eq(lc_stretch_jumps(jump, &s.context, s.context.analyzed, .001), 1);
        ck_assert_uint_eq(jump[0].at, 15);
        ck_assert_double_eq_tol(jump[0].size, -.5, .05);
    }
    ck_assert_uint_eq(lc_stretch_jumps(jump, &s.context, s.context.analyzed, 1e-300), 0);
    ck_assert_uint_eq(lc_stretch_jumps(jump, &s.context, s.context.analyzed, .001), 1);
    studied_free(&s);
}
END_TEST

Suite *suite_stretch(void)
{
    Suite *s = suite_create("stretch");
    TCase *t = tcase_create("all");
    tcase_add_test(t, a_run_is_parted_by_its_rate_or_its_level);
    tcase_add_test(t, noise_is_that_of_the_stretch);
    tcase_add_test(t, the_last_stretch_is_a_curve);
    tcase_add_test(t, jumps_are_kept_for_the_next_who_asks);
    suite_add_tcase(s, t);
    return s;
}
