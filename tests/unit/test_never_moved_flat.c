/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_never_moved_flat.c - what speaks for a loss that doesn't move, and what against it. */
#include "studied.h"

#include <check.h>
#include <math.h>
#include <string.h>

Suite *suite_never_moved_flat(void);

#define RULE "never-moved"

#define FLAT                                                     \
    {                                                            \
        "loss",                                                  \
        {                                                        \
            .693, .6935, .6925, .693, .6932, .6928, .6931, .6929 \
        }                                                        \
    }
#define FLAT_V                                                   \
    {                                                            \
        "val_loss",                                              \
        {                                                        \
            .694, .6945, .6935, .694, .6942, .6938, .6941, .6939 \
        }                                                        \
    }
static const comparison compared[] = {
    {"a loss that falls",
     {.n = 8, .made = {{"loss", {.9, .8, .72, .66, .61, .57, .54, .52}}}},
     {.n = 8, .made = {FLAT}},
     -1},
    {"one that falls by little",
     {.n = 8, .made = {{"loss", {.7, .698, .696, .693, .69, .687, .684, .68}}}},
     {.n = 8, .made = {FLAT}},
     -1},
    {"a held-out loss that rests as well",
     {.n = 8, .made = {FLAT, FLAT_V}},
     {.n = 8, .made = {FLAT}},
     1},
    {"one that falls",
     {.n = 8, .made = {FLAT, {"val_loss", {.9, .8, .72, .66, .61, .57, .54, .52}}}},
     {.n = 8, .made = {FLAT}},
     -1},
    {"one that falls by 2 %",
     {.n = 8, .made = {FLAT, {"val_loss", {.7, .698, .696, .694, .692, .69, .688, .686}}}},
     {.n = 8, .made = {FLAT, FLAT_V}},
     -1},
    {"an accuracy that rises",
     {.n = 8, .made = {FLAT, {"accuracy", {.5, .52, .54, .57, .6, .62, .64, .66}}}},
     {.n = 8, .made = {FLAT, {"accuracy", {.5, .51, .49, .5, .505, .495, .5, .5}}}},
     -1},
    {"of a hundred",
     {.n = 8, .made = {FLAT, {"accuracy", {50, 52, 54, 57, 60, 62, 64, 66}}}},
     {.n = 8, .made = {FLAT, {"accuracy", {.5, .52, .54, .57, .6, .62, .64, .66}}}},
     0},
    {"one that is high",
     {.n = 8, .made = {FLAT, {"accuracy", {.95, .951, .949, .95, .9505, .9495, .95, .95}}}},
     {.n = 8, .made = {FLAT, {"accuracy", {.5, .51, .49, .5, .505, .495, .5, .5}}}},
     -1},
    {"another score that rises",
     {.n = 8, .made = {FLAT, {"val_f1", {.2, .24, .28, .33, .37, .4, .43, .46}}}},
     {.n = 8, .made = {FLAT, {"val_f1", {.2, .21, .19, .2, .205, .195, .2, .2}}}},
     -1},
    {"of a hundred",
     {.n = 8, .made = {FLAT, {"val_f1", {20, 24, 28, 33, 37, 40, 43, 46}}}},
     {.n = 8, .made = {FLAT, {"val_f1", {.2, .24, .28, .33, .37, .4, .43, .46}}}},
     0},
    {"a score of no share that rises by half",
     {.n = 8, .made = {FLAT, {"val_bleu", {20, 22, 24, 26, 27, 28, 29, 30}}}},
     {.n = 8, .made = {FLAT, {"val_bleu", {20, 20.1, 19.9, 20, 20.1, 20, 20.1, 20.2}}}},
     -1},
    {"an area under the curve that rises from that of a guess",
     {.n = 8, .made = {FLAT, {"val_auc", {.5, .51, .52, .53, .54, .55, .56, .57}}}},
     {.n = 8, .made = {FLAT, {"val_auc", {.5, .51, .49, .5, .505, .495, .5, .5}}}},
     -1},
    {"an accuracy in the first column, beside a fall in the first record",
     {.n = 12,
      .made = {{"accuracy", {.1, .1, .11, .1, .09, .1, .1, .11, .1, .1, .09, .1}},
               {"val_loss",
                {3.2, 2.303, 2.302, 2.303, 2.304, 2.303, 2.302, 2.303, 2.303, 2.302, 2.303,
                 2.303}}}},
     {.n = 12,
      .made = {{"val_loss",
                {3.2, 2.303, 2.302, 2.303, 2.304, 2.303, 2.302, 2.303, 2.303, 2.302, 2.303,
                 2.303}}}},
     -1},
    {"a score of two records",
     {.n = 8, .made = {FLAT, {"val_f1", {NAN, NAN, NAN, .2, NAN, NAN, NAN, .46}}}},
     {.n = 8, .made = {FLAT}},
     0},
    {"held-out samples of which none is right",
     {.n = 8, .made = {FLAT, {"val_f1", {0, 0, 0, 0, 0, 0, 0, 0}}}},
     {.n = 8, .made = {FLAT, {"val_f1", {.2, .21, .19, .2, .205, .195, .2, .2}}}},
     1},
    {"training samples of which none is right",
     {.n = 8, .made = {FLAT, {"train_f1", {0, 0, 0, 0, 0, 0, 0, 0}}}},
     {.n = 8, .made = {FLAT, {"train_f1", {.2, .21, .19, .2, .205, .195, .2, .2}}}},
     0},
    {"a held-out accuracy that is always the same",
     {.n = 8, .made = {FLAT, FLAT_V, {"val_accuracy", {.5, .5, .5, .5, .5, .5, .5, .5}}}},
     {.n = 8, .made = {FLAT, FLAT_V, {"val_accuracy", {.5, .52, .48, .5, .51, .49, .5, .5}}}},
     1},
    {"of a hundred",
     {.n = 8, .made = {FLAT, FLAT_V, {"val_accuracy", {50, 50, 50, 50, 50, 50, 50, 50}}}},
     {.n = 8, .made = {FLAT, FLAT_V, {"val_accuracy", {.5, .5, .5, .5, .5, .5, .5, .5}}}},
     0},
    {"where most is right",
     {.n = 8, .made = {FLAT, FLAT_V, {"val_accuracy", {.85, .85, .85, .85, .85, .85, .85, .85}}}},
     {.n = 8, .made = {FLAT, FLAT_V, {"val_accuracy", {.5, .5, .5, .5, .5, .5, .5, .5}}}},
     -1},
    {"fewer records", {.n = 4, .made = {FLAT}}, {.n = 8, .made = {FLAT}}, -1},
    {"more steps than a beginning has",
     {.n = 8, .made = {FLAT}, .axis = LC_STEP, .from = 2000, .step = 2000},
     {.n = 8, .made = {FLAT}, .axis = LC_STEP, .from = 1000, .step = 1000},
     1},
    {"fewer than one has",
     {.n = 8, .made = {FLAT}, .axis = LC_STEP, .from = 1, .step = 1},
     {.n = 8, .made = {FLAT}, .axis = LC_STEP, .from = 10, .step = 10},
     -1},
    {"steps instead of epochs",
     {.n = 8, .made = {FLAT}, .axis = LC_STEP, .from = 10, .step = 10},
     {.n = 8, .made = {FLAT}},
     0},
    {"a loss that rises",
     {.n = 8, .made = {{"loss", {.6, .64, .67, .7, .74, .77, .8, .83}}}},
     {.n = 8, .made = {FLAT}},
     -1},
    {"a rate that warms up",
     {.n = 8, .made = {FLAT, {"lr", {1e-5, 2e-5, 3e-5, 4e-5, 5e-5, 6e-5, 7e-5, 8e-5}}}},
     {.n = 8, .made = {FLAT}},
     -1},
    {"a loss without a logarithm",
     {.n = 8, .made = {{"loss", {-.693, -.6935, -.6925, -.693, -.6932, -.6928, -.6931, -.6929}}}},
     {.n = 8, .made = {FLAT}},
     -1},
    {"the last records of a run",
     {.n = 8, .made = {FLAT}, .axis = LC_EPOCH, .from = 50, .step = 1},
     {.n = 8, .made = {FLAT}},
     -1},
    {"of which next to nothing is right",
     {.n = 8,
      .made = {FLAT, {"accuracy", {.1, .11, .09, .1, .105, .095, .1, .1}}},
      .axis = LC_EPOCH,
      .from = 50,
      .step = 1},
     {.n = 8, .made = {FLAT}, .axis = LC_EPOCH, .from = 50, .step = 1},
     1},
    {"a piece of a run's first steps",
     {.n = 8, .made = {FLAT}, .axis = LC_STEP, .from = 1000, .step = 10},
     {.n = 8, .made = {FLAT}, .axis = LC_STEP, .from = 9000, .step = 10},
     1},
    {"of four records",
     {.n = 4, .made = {FLAT}, .axis = LC_STEP, .from = 1000, .step = 10},
     {.n = 8, .made = {FLAT}, .axis = LC_STEP, .from = 1000, .step = 10},
     -1},
    {"of a small loss",
     {.n = 8,
      .made = {{"loss", {.0693, .06935, .06925, .0693, .06932, .06928, .06931, .06929}}},
      .axis = LC_STEP,
      .from = 1000,
      .step = 10},
     {.n = 8, .made = {FLAT}, .axis = LC_STEP, .from = 1000, .step = 10},
     -1},
};

START_TEST(what_else_is_logged_counts)
{
    check_compared(RULE, &compared[_i]);
}
END_TEST

/* Its numbers, and what its sentence says of them. */
static const struct {
    const char *what;
    made_run run;
    double start, end, records;
    const char *says;
} told[] = {
    {"next to no change",
     {.n = 8, .made = {FLAT}},
     .693,
     .6929,
     8,
     "changes by only 0.014 % in 8 records"},
    {"a value is missing",
     {.n = 8, .made = {{"loss", {.693, .6935, NAN, .693, .6932, .6928, .6931, .6929}}}},
     .693,
     .6929,
     7,
     "in 7 records: first 0.693, final 0.6929"},
    {"noise",
     {.n = 10, .made = {{"loss", {.62, .75, .69, .6, .78, .66, .74, .61, .77, .72}}}},
     .62,
     .72,
     10,
     "does not improve: 0.6867 in the first records, 0.7 in the last"},
    {"a fall in the first record",
     {.n = 10,
      .made = {{"loss", {2.9, .693, .6935, .6925, .693, .6932, .6928, .6931, .6929, .693}}}},
     2.9,
     .693,
     10,
     "falls once, after its first record (2.9), and does not improve from there: 0.693 in the next "
     "records, 0.693 in the last"},
};

START_TEST(the_finding_gives_the_numbers)
{
    lc_run run = run_over(told[_i].run.n);
    add(&run, "loss", told[_i].run.made[0].y);
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    ck_assert_msg(d.n == 1, "%s: %zu", told[_i].what, d.n);
    check_evidence(&d.findings[0], "start", told[_i].start, 1e-9);
    check_evidence(&d.findings[0], "end", told[_i].end, 1e-9);
    check_evidence(&d.findings[0], "records", told[_i].records, 1e-9);
    ck_assert_msg(strstr(d.findings[0].summary, told[_i].says) != NULL, "%s: %s", told[_i].what,
                  d.findings[0].summary);
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

Suite *suite_never_moved_flat(void)
{
    Suite *s = suite_create("never_moved_flat");
    TCase *t = tcase_create("all");
    tcase_add_loop_test(t, what_else_is_logged_counts, 0,
                        (int)(sizeof compared / sizeof *compared));
    tcase_add_loop_test(t, the_finding_gives_the_numbers, 0, (int)(sizeof told / sizeof *told));
    suite_add_tcase(s, t);
    return s;
}
