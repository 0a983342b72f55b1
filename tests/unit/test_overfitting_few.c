/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_overfitting_few.c - what speaks for overfitting in a few records, and what against it. */
#include "studied.h"

#include <check.h>
#include <math.h>

Suite *suite_overfitting_few(void);

#define RULE "overfitting"
#define TRAIN                    \
    {                            \
        "loss",                  \
        {                        \
            1, .8, .65, .55, .47 \
        }                        \
    }
#define TURNS                       \
    {                               \
        "val_loss",                 \
        {                           \
            1.05, .85, .8, .84, .88 \
        }                           \
    }
static const comparison compared[] = {
    {"it falls to the end",
     {.n = 5, .made = {TRAIN, {"val_loss", {1.05, .9, .82, .78, .75}}}},
     {.n = 5, .made = {TRAIN}},
     0},
    {"it turns", {.n = 5, .made = {TRAIN, TURNS}}, {.n = 5, .made = {TRAIN}}, 1},
    {"a larger rise",
     {.n = 5, .made = {TRAIN, {"val_loss", {1.05, .85, .8, .9, 1}}}},
     {.n = 5, .made = {TRAIN, TURNS}},
     1},
    {"a rise by next to nothing",
     {.n = 5, .made = {TRAIN, {"val_loss", {1.05, .85, .8, .802, .804}}}},
     {.n = 5, .made = {TRAIN, TURNS}},
     -1},
    {"while training rests",
     {.n = 5, .made = {{"loss", {1, .8, .65, .65, .65}}, TURNS}},
     {.n = 5, .made = {TRAIN, TURNS}},
     -1},
    {"while training rises",
     {.n = 5, .made = {{"loss", {1, .8, .65, .68, .7}}, TURNS}},
     {.n = 5, .made = {TRAIN, TURNS}},
     -1},
    {"while training rises by a tenth",
     {.n = 5, .made = {{"loss", {1, .8, .65, .7, .75}}, TURNS}},
     {.n = 5, .made = {{"loss", {1, .8, .65, .66, .67}}, TURNS}},
     -1},
    {"it was as bad and came back three times",
     {.n = 10,
      .made = {{"loss", {1, .8, .7, .62, .56, .5, .46, .42, .39, .36}},
               {"val_loss", {1.2, .8, .95, .8, .95, .8, .95, .78, .9, .95}}}},
     {.n = 10,
      .made = {{"loss", {1, .8, .7, .62, .56, .5, .46, .42, .39, .36}},
               {"val_loss", {1.2, .95, .9, .95, .85, .88, .8, .78, .9, .95}}}},
     -1},
    {"an error rate that is best in the last record",
     {.n = 5,
      .made = {TRAIN,
               {"val_loss", {1.05, .85, .8, .82, .84}},
               {"val_wer", {.5, .45, .4, .38, .36}}}},
     {.n = 5,
      .made = {TRAIN,
               {"val_loss", {1.05, .85, .8, .82, .84}},
               {"val_wer", {.5, .45, .4, .38, .4}}}},
     -1},
    {"while training is worse",
     {.n = 5, .made = {{"loss", {2, 1.8, 1.65, 1.55, 1.47}}, TURNS}},
     {.n = 5, .made = {TRAIN, TURNS}},
     -1},
    {"training far ahead",
     {.n = 5, .made = {{"loss", {1, .5, .25, .12, .06}}, TURNS}},
     {.n = 5, .made = {TRAIN, TURNS}},
     1},
    {"not in order",
     {.n = 5, .made = {TRAIN, {"val_loss", {1.05, .8, .92, .84, .88}}}},
     {.n = 5, .made = {TRAIN, {"val_loss", {1.05, .8, .84, .86, .88}}}},
     -1},
    {"the last record alone",
     {.n = 5, .made = {TRAIN, {"val_loss", {1.05, .8, .65, .4, .7}}}},
     {.n = 5, .made = {TRAIN, TURNS}},
     -1},
    {"a score that is best in the last record",
     {.n = 5,
      .made = {TRAIN,
               {"val_loss", {1.05, .85, .8, .82, .84}},
               {"val_accuracy", {.5, .55, .6, .62, .64}}}},
     {.n = 5,
      .made = {TRAIN,
               {"val_loss", {1.05, .85, .8, .82, .84}},
               {"val_accuracy", {.5, .55, .6, .62, .6}}}},
     -1},
    {"beside a large rise, which a score doesn't forgive",
     {.n = 5,
      .made = {TRAIN,
               {"val_loss", {1.05, .85, .8, .9, 1}},
               {"val_accuracy", {.5, .55, .6, .62, .64}}}},
     {.n = 5, .made = {TRAIN, {"val_loss", {1.05, .85, .8, .9, 1}}}},
     0},
    {"a score of training",
     {.n = 5,
      .made = {TRAIN,
               {"val_loss", {1.05, .85, .8, .82, .84}},
               {"accuracy", {.5, .55, .6, .62, .64}}}},
     {.n = 5, .made = {TRAIN, {"val_loss", {1.05, .85, .8, .82, .84}}}},
     0},
    {"a lone best record",
     {.n = 5, .made = {TRAIN, {"val_loss", {1.05, .85, .1, .84, .88}}}},
     {.n = 5, .made = {TRAIN, TURNS}},
     -1},
    {"noise",
     {.n = 6,
      .made = {{"loss", {1, .8, .65, .55, .47, .4}}, {"val_loss", {1.05, .6, 1.2, .55, 1.4, .8}}}},
     {.n = 6,
      .made = {{"loss", {1, .8, .65, .55, .47, .4}}, {"val_loss", {1.05, .85, .65, .55, .7, .8}}}},
     -1},
    {"a piece of a run",
     {.n = 5, .made = {TRAIN, TURNS}, .from = 50},
     {.n = 5, .made = {TRAIN, TURNS}},
     -1},
    {"a loss without a logarithm",
     {.n = 5, .made = {TRAIN, {"val_loss", {1.05, .1, -.2, .1, .2}}}},
     {.n = 5, .made = {TRAIN}},
     0},
    {"two records",
     {.n = 2, .made = {TRAIN, {"val_loss", {1, 1.3}}}},
     {.n = 2, .made = {TRAIN, {"val_loss", {1, .9}}}},
     1},
    {"without a training loss",
     {.n = 5, .made = {{"val_loss", {1.05, .85, .8, .9, 1}}}},
     {.n = 5, .made = {TRAIN, {"val_loss", {1.05, .85, .8, .9, 1}}}},
     -1},
    {"it comes down again",
     {.n = 6, .made = {{"val_loss", {1.05, .85, .8, 1, 1.2, .9}}}},
     {.n = 6, .made = {{"val_loss", {1.05, .85, .8, .9, 1, 1.1}}}},
     -1},
    {"of two records",
     {.n = 2, .made = {{"val_loss", {1, 1.3}}}},
     {.n = 2, .made = {{"val_loss", {1, .9}}}},
     0},
};

START_TEST(what_a_turn_speaks_for)
{
    check_compared(RULE, &compared[_i]);
}
END_TEST

/* The best, the end, and training at both. */
START_TEST(the_finding_gives_the_numbers)
{
    static const made_series made[STUDIED_SERIES] = {TRAIN, TURNS};
    static const made_series alone[STUDIED_SERIES] = {{"val_loss", {1.05, .85, .8, .9, 1}}};
    for (int k = 0; k < 2; k++) {
        lc_run run = run_over(5);
        for (size_t i = 0; i < 2 && (k ? alone : made)[i].name; i++)
            add(&run, (k ? alone : made)[i].name, (k ? alone : made)[i].y);
        lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
        ck_assert_uint_eq(d.n, 1);
        const lc_finding *f = d.findings;
        ck_assert(f->from == 3 && f->to == 5);
        check_evidence(f, "best_at", 3, 1e-9);
        check_evidence(f, "best", .8, 1e-9);
        check_evidence(f, "end", k ? 1 : .88, 1e-9);
        if (!k)
            check_evidence(f, "train_at_best", .65, 1e-9);
        if (!k)
            check_evidence(f, "train_end", .47, 1e-9);
        lc_diagnosis_free(&d);
        lc_run_free(&run);
    }
}
END_TEST

Suite *suite_overfitting_few(void)
{
    Suite *s = suite_create("overfitting_few");
    TCase *t = tcase_create("all");
    tcase_add_loop_test(t, what_a_turn_speaks_for, 0, (int)(sizeof compared / sizeof *compared));
    tcase_add_test(t, the_finding_gives_the_numbers);
    suite_add_tcase(s, t);
    return s;
}
