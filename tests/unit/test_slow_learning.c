/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_slow_learning.c - straight lines and bends. */
#include "studied.h"
#include "random.h"

#include <check.h>
#include <math.h>
#include <string.h>

Suite *suite_slow_learning(void);

#define RULE "slow-learning"
#define N 60

static const struct {
    const char *what;
    shape loss;
    bool fires;
} cases[] = {
    /* scale 240 over 60: a fifth of the way, slope at the end e^-(40/240) = 0.85 of the first third's */
    {"a fifth of the way", {2.3, 0, 240, .002, 0, 0}, true},
    /* scale 30: 86 % of the way */
    {"most of the way", {2.3, 0, 30, .002, 0, 0}, false},
    /* bends to a high floor: settled, not slow */
    {"settled high", {2.3, 2, 8, .002, 0, 0}, false},
    {"flat", {2.3, 2.3, 8, .002, 0, 0}, false},
    {"lost in noise", {2.3, 2.1, 240, .1, 0, 0}, false},
    {"it rises", {2, 2.6, 240, .002, 0, 0}, false},
};

START_TEST(tells_a_run_at_the_beginning_of_its_way)
{
    double y[N];
    uint64_t seed = 19;
    lc_run run = run_over(N);
    draw(y, N, &cases[_i].loss, &seed);
    add(&run, "loss", y);
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    ck_assert_msg(d.n == cases[_i].fires, "%s: %zu", cases[_i].what, d.n);
    /* e^-((10 + 40 - 10) / 240): slopes at the middles of the last and the first third */
    if (d.n)
        check_evidence(&d.findings[0], "slope_ratio", exp(-40. / 240), .1);
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

/* Forty records that rest at 2.3 and then fall to 0.5. */
START_TEST(a_late_start_is_a_warning_where_it_takes_long)
{
    static const struct {
        size_t idle;
        int severity;
    } starts[] = {{14, LC_WARNING}, {11, LC_NOTE}};
    for (size_t k = 0; k < 2; k++) {
        double y[40];
        for (size_t i = 0; i < 40; i++)
            y[i] =
                i < starts[k].idle ? 2.3 : 0.5 + 1.8 * exp(-(double)(i + 1 - starts[k].idle) / 2);
        lc_run run = run_over(40);
        add(&run, "loss", y);
        lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
        ck_assert_msg(d.n == 1 && (int)d.findings[0].severity == starts[k].severity, "%zu idle: %s",
                      starts[k].idle, names_of(&d, LC_NOTE));
        char until[60]; /* the range's end */
        snprintf(until, sizeof until, " until epoch %g, then ", d.findings[0].to);
        ck_assert_msg(strstr(d.findings[0].summary, until), "%s", d.findings[0].summary);
        lc_diagnosis_free(&d);
        lc_run_free(&run);
    }
}
END_TEST

/* A slow fall is one while validation follows, and no score tells that much was learnt. */
START_TEST(a_run_that_has_begun_is_not_slow)
{
    static const struct {
        const char *what, *name;
        shape beside;
        bool fires;
    } others[] = {
        {"validation follows", "val_loss", {2.3, 0, 240, .002, 0, 0}, true},
        {"validation rests", "val_loss", {2.3, 2.3, 240, .002, 0, 0}, false},
        {"few more samples are right", "accuracy", {.1, .2, 30, .002, 0, 0}, true},
        {"many more samples are right", "accuracy", {.1, .4, 30, .002, 0, 0}, false},
    };
    for (size_t k = 0; k < sizeof others / sizeof *others; k++) {
        double y[N], z[N];
        uint64_t seed = 19;
        lc_run run = run_over(N);
        draw(y, N, &cases[0].loss, &seed);
        draw(z, N, &others[k].beside, &seed);
        add(&run, "loss", y);
        add(&run, others[k].name, z);
        size_t n = count_by(&run, RULE, NULL, 0, LC_NOTE);
        ck_assert_msg(n == others[k].fires, "%s: %zu", others[k].what, n);
        lc_run_free(&run);
    }
}
END_TEST

/* Eight records that fall by 6 %: validation falls as well, or rests, which says 3 nats less. */
START_TEST(validation_that_rests_speaks_against_a_slow_fall_of_few_records)
{
    double log_lr[2], y[8], rests[8];
    for (size_t i = 0; i < 8; i++) {
        y[i] = 2.3 * exp(-0.06 * (double)i / 7);
        rests[i] = 2.3 + 0.001 * (double)(i % 2);
    }
    for (size_t k = 0; k < 2; k++) {
        lc_run run = run_over(8);
        add(&run, "loss", y);
        add(&run, "val_loss", k ? rests : y);
        lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
        ck_assert_uint_eq(d.n, 1);
        log_lr[k] = d.findings[0].log_lr;
        lc_diagnosis_free(&d);
        lc_run_free(&run);
    }
    ck_assert_double_eq_tol(log_lr[0] - log_lr[1], 3, 1e-9);
}
END_TEST

/* Validation alone: smoothed, nothing for eight records of 26, or for seven of 22. */
START_TEST(validation_alone_may_start_late)
{
    for (size_t idle = 7; idle <= 8; idle++) {
        double y[26];
        size_t n = idle == 8 ? 26 : 22;
        for (size_t i = 0; i < n; i++)
            y[i] = i <= idle ? 2.3 + 0.001 * (double)(i % 2)
                             : 0.1 + 2.2 * exp(-(double)(i - idle) / 4);
        lc_run run = run_over(n);
        add(&run, "val_loss", y);
        ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), idle == 8);
        lc_run_free(&run);
    }
}
END_TEST

/* A straight line is slow; one that gets four times as steep has just begun. */
START_TEST(a_fall_that_gathers_is_not_slow)
{
    for (size_t k = 0; k < 2; k++) {
        double y[N];
        for (size_t i = 0; i < N; i++) {
            double at = (double)i / (N - 1);
            y[i] = 2.3 - 0.4 * (k ? at * at : at);
        }
        lc_run run = run_over(N);
        add(&run, "loss", y);
        ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_NOTE), !k);
        lc_run_free(&run);
    }
}
END_TEST

/* Steps between 0.5 and 1.6 times their mean are even; a hundredth of the logarithm is learning. */
static const rule_case even[] = {
    {"three records that fall evenly",
     3,
     {{"loss", {2.301, 2.269, 2.241}}},
     LC_WARNING,
     {{"start", 2.301}, {"end", 2.241}}},
    {"three of which the second hardly falls", 3, {{"loss", {2.301, 2.288, 2.241}}}, SILENT, {{0}}},
    {"three that fall by less than a hundredth",
     3,
     {{"loss", {2.301, 2.294, 2.287}}},
     SILENT,
     {{0}}},
    {"validation falls evenly as well",
     3,
     {{"loss", {2.301, 2.269, 2.241}}, {"val_loss", {2.295, 2.271, 2.244}}},
     LC_WARNING,
     {{0}}},
    {"validation rises",
     3,
     {{"loss", {2.301, 2.269, 2.241}}, {"val_loss", {2.271, 2.295, 2.304}}},
     SILENT,
     {{0}}},
    {"training's accuracy rises",
     3,
     {{"loss", {2.301, 2.269, 2.241}}, {"accuracy", {0.104, 0.113, 0.121}}},
     LC_WARNING,
     {{0}}},
    {"training's accuracy falls once",
     3,
     {{"loss", {2.301, 2.269, 2.241}}, {"accuracy", {0.104, 0.121, 0.118}}},
     SILENT,
     {{0}}},
    {"validation's accuracy falls once, and training logs none",
     3,
     {{"loss", {2.301, 2.269, 2.241}}, {"val_accuracy", {0.104, 0.121, 0.118}}},
     SILENT,
     {{0}}},
    {"validation's accuracy falls once, and training's does not",
     3,
     {{"loss", {2.301, 2.269, 2.241}},
      {"accuracy", {0.104, 0.113, 0.121}},
      {"val_accuracy", {0.104, 0.121, 0.118}}},
     LC_WARNING,
     {{0}}},
    {"sixteen records that fall evenly, by a hundredth and a half",
     16,
     {{"loss",
       {2.301, 2.299, 2.297, 2.294, 2.292, 2.29, 2.288, 2.285, 2.283, 2.281, 2.279, 2.276, 2.274,
        2.272, 2.27, 2.267}}},
     LC_WARNING,
     {{"end", 2.267}}},
};

START_TEST(a_loss_that_falls_evenly_is_slow)
{
    check_rule_case(RULE, &even[_i]);
}
END_TEST

START_TEST(survives_degenerate_curves)
{
    check_degenerate(RULE, "");
    check_descriptor(RULE);
}
END_TEST

/* ---- what speaks for it, and what against it ------------------------------------------------------- */

#define SLOW                                                   \
    {                                                          \
        "loss",                                                \
        {                                                      \
            2.301, 2.28, 2.27, 2.245, 2.23, 2.207, 2.195, 2.17 \
        }                                                      \
    }
#define LATE                                                                                     \
    {                                                                                            \
        "loss",                                                                                  \
        {                                                                                        \
            2.3, 2.3, 2.301, 2.299, 2.3, 2.3, 2.299, 2.3, 2.298, 1.6, 1.1, .8, .6, .5, .45, .42, \
                .4, .39                                                                          \
        }                                                                                        \
    }
static const comparison compared[] = {
    {"a steady fall of little",
     {.n = 8, .made = {SLOW}},
     {.n = 8, .made = {{"loss", {2.3, 2, 1.7, 1.5, 1.35, 1.2, 1.1, 1}}}},
     1},
    {"of less",
     {.n = 8, .made = {{"loss", {2.301, 2.29, 2.286, 2.273, 2.265, 2.254, 2.248, 2.235}}}},
     {.n = 8, .made = {SLOW}},
     1},
    {"of next to nothing",
     {.n = 8, .made = {{"loss", {2.301, 2.3, 2.2995, 2.299, 2.298, 2.2976, 2.297, 2.296}}}},
     {.n = 8, .made = {SLOW}},
     -1},
    {"in its first records alone",
     {.n = 8, .made = {{"loss", {2.301, 2.2, 2.18, 2.175, 2.172, 2.171, 2.17, 2.169}}}},
     {.n = 8, .made = {SLOW}},
     -1},
    {"in noise",
     {.n = 8, .made = {{"loss", {2.301, 2.2, 2.35, 2.15, 2.3, 2.18, 2.28, 2.17}}}},
     {.n = 8, .made = {SLOW}},
     -1},
    {"validation doesn't follow",
     {.n = 8, .made = {SLOW, {"val_loss", {2.3, 2.301, 2.299, 2.3, 2.302, 2.3, 2.299, 2.301}}}},
     {.n = 8, .made = {SLOW}},
     -1},
    {"validation follows",
     {.n = 8, .made = {SLOW, {"val_loss", {2.31, 2.29, 2.28, 2.255, 2.24, 2.217, 2.205, 2.18}}}},
     {.n = 8, .made = {SLOW}},
     0},
    {"the last records of a run",
     {.n = 8, .made = {SLOW}, .from = 90},
     {.n = 8, .made = {SLOW}},
     -1},
    {"below 0",
     {.n = 8, .made = {{"loss", {-2.17, -2.195, -2.207, -2.23, -2.245, -2.27, -2.28, -2.301}}}},
     {.n = 8, .made = {SLOW}},
     -1},
    {"half of the run passed before anything was learnt",
     {.n = 18, .made = {LATE}},
     {.n = 18,
      .made = {{"loss",
                {2.3, 2, 1.7, 1.5, 1.3, 1.1, 1, .9, .8, .7, .6, .55, .5, .48, .45, .42, .4, .39}}}},
     1},
    {"of which validation tells alone",
     {.n = 18,
      .made = {{"val_loss",
                {2.3, 2.3, 2.301, 2.299, 2.3, 2.3, 2.299, 2.3, 2.298, 1.6, 1.1, .8, .6, .5, .45,
                 .42, .4, .39}}}},
     {.n = 18, .made = {LATE}},
     0},
    {"or a score",
     {.n = 18,
      .made = {{"accuracy",
                {.1, .1, .101, .099, .1, .1, .101, .1, .1, .3, .5, .6, .7, .75, .8, .82, .84,
                 .85}}}},
     {.n = 18, .made = {LATE}},
     0},
    {"beside a loss that falls from the start",
     {.n = 18,
      .made = {{"loss",
                {2.3, 2, 1.7, 1.5, 1.3, 1.1, 1, .9, .8, .7, .6, .55, .5, .48, .45, .42, .4, .39}},
               {"val_loss",
                {2.3, 2.3, 2.301, 2.299, 2.3, 2.3, 2.299, 2.3, 2.298, 1.6, 1.1, .8, .6, .5, .45,
                 .42, .4, .39}}}},
     {.n = 18, .made = {LATE}},
     -1},
    {"a few records of many",
     {.n = 18,
      .made = {{"loss",
                {2.3, 2.3, 2.301, 2.299, 2.3, 1.6, 1.1, .8, .6, .5, .45, .42, .4, .39, .385, .38,
                 .378, .376}}}},
     {.n = 18, .made = {LATE}},
     -1},
    {"not much was learnt in the end",
     {.n = 18,
      .made = {{"loss",
                {2.3, 2.3, 2.301, 2.299, 2.3, 2.3, 2.299, 2.3, 2.298, 2.1, 1.9, 1.8, 1.75, 1.7,
                 1.68, 1.66, 1.65, 1.64}}}},
     {.n = 18, .made = {LATE}},
     -1},
};

START_TEST(what_a_pace_speaks_for)
{
    check_compared(RULE, &compared[_i]);
}
END_TEST

Suite *suite_slow_learning(void)
{
    Suite *s = suite_create("slow_learning");
    TCase *t = tcase_create("all");
    tcase_add_loop_test(t, tells_a_run_at_the_beginning_of_its_way, 0,
                        (int)(sizeof cases / sizeof *cases));
    tcase_add_test(t, a_late_start_is_a_warning_where_it_takes_long);
    tcase_add_test(t, a_run_that_has_begun_is_not_slow);
    tcase_add_test(t, validation_that_rests_speaks_against_a_slow_fall_of_few_records);
    tcase_add_test(t, validation_alone_may_start_late);
    tcase_add_test(t, a_fall_that_gathers_is_not_slow);
    tcase_add_loop_test(t, a_loss_that_falls_evenly_is_slow, 0, (int)(sizeof even / sizeof *even));
    tcase_add_test(t, survives_degenerate_curves);
    tcase_add_loop_test(t, what_a_pace_speaks_for, 0, (int)(sizeof compared / sizeof *compared));
    suite_add_tcase(s, t);
    return s;
}
