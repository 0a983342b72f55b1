/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_stuck_loss_levels.c - losses at what a constant answer costs, and beside it. */
#include "curves.h"

#include <check.h>

Suite *suite_stuck_loss_levels(void);

#define RULE "stuck-loss"
#define LN_10 2.302585093
#define EIGHT(y) y, y, y, y, y, y, y, y

static const rule_case cases[] = {
    {"a quarter, of labels 0 and 1 by squares",
     9,
     {{"loss", {.418, .2532, .2504, .25017, .25012, .25006, .25003, .25002, .25001}}},
     LC_CRITICAL,
     {{"level", .25}}},
    {"nearly a quarter",
     9,
     {{"loss", {.418, .2532, .249, .2485, .2488, .2487, .2486, .2487, .2486}}},
     SILENT,
     {{0}}},
    {"a quarter beside an accuracy that tells samples apart",
     9,
     {{"loss", {.418, .2532, .2504, .25017, .25012, .25006, .25003, .25002, .25001}},
      {"accuracy", {.5, .7, .8, .85, .86, .87, .88, .88, .88}}},
     SILENT,
     {{0}}},
    {"from below to a quarter",
     9,
     {{"loss", {.118, .2532, .2504, .25017, .25012, .25006, .25003, .25002, .25001}}},
     SILENT,
     {{0}}},
    {"a margin, beside distances that vanish",
     7,
     {{"loss", {.5127, .2163, .2018, .2004, .2001, .2, .2}},
      {"ap_dist", {.89, .034, .0041, .0011, .0004, .0002, .0001}}},
     LC_CRITICAL,
     {{"level", .2}}},
    {"the same beside distances that stay",
     7,
     {{"loss", {.5127, .2163, .2018, .2004, .2001, .2, .2}},
      {"ap_dist", {.89, .84, .81, .81, .84, .82, .81}}},
     SILENT,
     {{0}}},
    {"the variance of a sum of two even numbers",
     10,
     {{"loss", {1.19, .194, .17, .165, .168, .167, .164, .1673, .1666, .168}}},
     LC_WARNING,
     {{"level", 1.0 / 6}}},
    {"the variance of even numbers",
     10,
     {{"mse", {.31, .094, .085, .083, .084, .0835, .0832, .0834, .0831, .0833}}},
     LC_WARNING,
     {{"level", 1.0 / 12}}},
    {"a fiftieth above that",
     10,
     {{"loss", {.31, .094, .085, .085, .0852, .085, .0851, .085, .0852, .085}}},
     SILENT,
     {{0}}},
    {"there, and on",
     10,
     {{"loss", {.31, .2, .15, .12, .095, .087, .0833, .0815, .08, .079}}},
     SILENT,
     {{0}}},
    {"from below to there",
     10,
     {{"loss", {.02, .094, .085, .083, .084, .0835, .0832, .0834, .0831, .0833}}},
     SILENT,
     {{0}}},
    {"a head at ln 2, while the others learn",
     6,
     {{"loss", {1.88, 1.1, .97, .93, .9, .89}},
      {"loss_rpn_cls", {.6931, .6931, .6931, .6931, .6931, .6931}},
      {"loss_cls", {1.02, .27, .15, .12, .11, .1}}},
     LC_CRITICAL,
     {{"guess_level", .6931471806}, {"records", 6}}},
    {"a digit off",
     6,
     {{"loss", {1.88, 1.1, .97, .93, .9, .89}},
      {"loss_rpn_cls", {.6931, .6932, .693, .6931, .6931, .6931}},
      {"loss_cls", {1.02, .27, .15, .12, .11, .1}}},
     LC_CRITICAL,
     {{"guess_level", .6931471806}, {"records", 6}}},
    {"a head near ln 2",
     6,
     {{"loss", {1.88, 1.1, .97, .93, .9, .89}},
      {"loss_rpn_cls", {.6931, .6931, .693, .6931, .6929, .6931}},
      {"loss_cls", {1.02, .27, .15, .12, .11, .1}}},
     SILENT,
     {{0}}},
    {"to two digits",
     6,
     {{"loss", {1.88, 1.1, .97, .93, .9, .89}},
      {"loss_rpn_cls", {.69, .69, .69, .69, .69, .69}},
      {"loss_cls", {1.02, .27, .15, .12, .11, .1}}},
     SILENT,
     {{0}}},
    {"an equal error rate of a coin",
     5,
     {{"train_loss", {.187, .061, .032, .019, .012}},
      {"dev_eer", {49.83, 50.21, 49.47, 50.06, 49.91}}},
     LC_CRITICAL,
     {{"low", 49.47}, {"high", 50.21}}},
    {"as a share",
     5,
     {{"train_loss", {.187, .061, .032, .019, .012}},
      {"dev_eer", {.4983, .5021, .4947, .5006, .4991}}},
     LC_CRITICAL,
     {{"low", .4947}, {"high", .5021}}},
    {"an equal error rate that falls",
     5,
     {{"train_loss", {.187, .061, .032, .019, .012}}, {"dev_eer", {49.83, 47.1, 42, 38.6, 35.9}}},
     SILENT,
     {{0}}},
    {"128 ln 2, a sum over a batch",
     9,
     {{"loss", {4092, 91.04, 88.41, 88.97, 88.71, 88.73, 88.722, 88.722, 88.724}}},
     LC_CRITICAL,
     {{"level", 88.72283911}}},
    {"a thousandth beside it",
     9,
     {{"loss", {4092, 91.04, 88.41, 88.97, 88.62, 88.63, 88.62, 88.62, 88.63}}},
     SILENT,
     {{0}}},
    {"from ln 2 to the entropy of the classes' shares",
     9,
     {{"cost", {.693147, .6679, .6556, .6497, .6468, .6453, .6443, .644, .644}}},
     LC_WARNING,
     {{"guess_level", .6931471806}, {"end", .644}}},
    {"from ln 2 to four fifths of it",
     9,
     {{"cost", {.693147, .62, .59, .575, .565, .56, .558, .557, .557}}},
     SILENT,
     {{0}}},
    {"from elsewhere to there",
     9,
     {{"cost", {.76, .6679, .6556, .6497, .6468, .6453, .6443, .644, .644}}},
     SILENT,
     {{0}}},
    {"from ln 2, and on",
     9,
     {{"cost", {.693147, .688, .682, .676, .67, .664, .658, .652, .646}}},
     SILENT,
     {{0}}},
    /* ---- ten outputs, each decided by itself ---- */
    {"in seven records", 7, {{"loss", {5, 4, 3.5, 3.2508, 3.2508, 3.2508, 3.2508}}}, SILENT, {{0}}},
    {"in eight",
     8,
     {{"loss", {5, 4, 3.5, 3.3, 3.2508, 3.2507, 3.2508, 3.2509}}},
     LC_CRITICAL,
     {{"level", 3.250829734}}},
    {"but for one of four",
     8,
     {{"loss", {5, 4, 3.5, 3.3, 3.2508, 3.2407, 3.2508, 3.2509}}},
     SILENT,
     {{0}}},
    {"to two digits", 8, {{"loss", {5, 4, 3.5, 3.3, 3.25, 3.25, 3.25, 3.25}}}, SILENT, {{0}}},
    {"beside an accuracy",
     8,
     {{"loss", {5, 4, 3.5, 3.3, 3.2508, 3.2507, 3.2508, 3.2509}},
      {"accuracy", {.1, .2, .3, .35, .4, .41, .42, .45}}},
     SILENT,
     {{0}}},
    {"beside a held-out loss that is as high",
     8,
     {{"loss", {5, 4, 3.5, 3.3, 3.2508, 3.2507, 3.2508, 3.2509}},
      {"val_loss", {5, 4, 3.5, 3.4, 3.3, 3.4, 3.3, 3.5}}},
     LC_CRITICAL,
     {{0}}},
    {"beside one that is lower",
     8,
     {{"loss", {5, 4, 3.5, 3.3, 3.2508, 3.2507, 3.2508, 3.2509}},
      {"val_loss", {5, 4, 3.5, 3, 2.5, 2.2, 2, 2}}},
     SILENT,
     {{0}}},

    /* ---- a bottom at ln 10, with jumps above it ---- */
    {"twice in seven records",
     7,
     {{"loss", {9, 2.304, 5, 2.3026, 6, 4.5, 5}}},
     LC_CRITICAL,
     {{"guess_level", LN_10}, {"least", 2.3026}}},
    {"in six", 6, {{"loss", {9, 2.304, 5, 2.3026, 6, 5}}}, SILENT, {{0}}},
    {"a little above", 7, {{"loss", {9, 2.33, 5, 2.3026, 6, 4.5, 5}}}, SILENT, {{0}}},
    {"three times in 16",
     16,
     {{"loss", {9, 2.304, 5, 2.303, 6, 4.5, 5, 2.3026, 5, 6, 7, 5, 6, 7, 5, 6}}},
     SILENT,
     {{0}}},
    {"four times in 16",
     16,
     {{"loss", {9, 2.304, 5, 2.303, 6, 4.5, 5, 2.3026, 5, 6, 7, 5, 2.3031, 7, 5, 6}}},
     LC_CRITICAL,
     {{"guess_level", LN_10}}},
    {"three times in 15",
     15,
     {{"loss", {9, 2.304, 5, 2.303, 6, 4.5, 5, 2.3026, 5, 6, 7, 5, 6, 7, 5}}},
     LC_CRITICAL,
     {{"guess_level", LN_10}}},
    {"to two digits", 7, {{"loss", {9, 2.3, 5, 2.3, 6, 4.5, 5}}}, SILENT, {{0}}},

    /* ---- saturated outputs: -ln 1e-7 in nine samples of ten ---- */
    {"saturated", 4, {{"loss", {14.506, 14.51, 14.5, 14.506}}}, LC_CRITICAL, {{"end", 14.506}}},
    {"at another clip, of two classes",
     4,
     {{"loss", {7.971, 7.972, 7.97, 7.971}}},
     LC_CRITICAL,
     {{"end", 7.971}}},
    {"of one record", 1, {{"loss", {14.506}}}, SILENT, {{0}}},
    {"that comes from above", 4, {{"loss", {19, 16, 15, 14.506}}}, SILENT, {{0}}},
    {"a bit off", 4, {{"loss", {13, 13.01, 13, 13}}}, SILENT, {{0}}},

    /* ---- wrong with certainty ---- */
    {"20 at one of ten",
     4,
     {{"loss", {20, 20.1, 20, 20}}, {"accuracy", {.13, .08, .12, .1}}},
     LC_CRITICAL,
     {{"accuracy", .1}, {"loss_per_miss", 22.22222222}}},
    {"of a hundred",
     4,
     {{"loss", {20, 20.1, 20, 20}}, {"accuracy", {13, 8, 12, 10}}},
     LC_CRITICAL,
     {{"accuracy", .1}, {"loss_per_miss", 22.22222222}}},
    {"7 for each miss",
     4,
     {{"loss", {6.3, 6.31, 6.3, 6.3}}, {"accuracy", {.13, .08, .12, .1}}},
     SILENT,
     {{0}}},
    {"a third is right",
     4,
     {{"loss", {20, 20.1, 20, 20}}, {"accuracy", {.3, .38, .36, .4}}},
     SILENT,
     {{0}}},
    {"nothing is right",
     4,
     {{"loss", {20, 20.1, 20, 20}}, {"accuracy", {0, 0, 0, 0}}},
     SILENT,
     {{0}}},
    {"it falls", 4, {{"loss", {25, 24, 22, 20}}, {"accuracy", {.13, .08, .12, .1}}}, SILENT, {{0}}},
    {"by logits that are not scaled, at a half",
     4,
     {{"loss", {80, 80.1, 80, 80}}, {"accuracy", {.56, .5, .58, .57}}},
     LC_CRITICAL,
     {{"loss_per_miss", 186.0465116}}},
    {"at two thirds",
     4,
     {{"loss", {80, 80.1, 80, 80}}, {"accuracy", {.67, .67, .67, .67}}},
     SILENT,
     {{0}}},
    {"which was two thirds once",
     4,
     {{"loss", {80, 80.1, 80, 80}}, {"accuracy", {.56, .67, .58, .57}}},
     SILENT,
     {{0}}},
    {"by less than such logits",
     4,
     {{"loss", {40, 40.1, 40, 40}}, {"accuracy", {.56, .5, .58, .57}}},
     SILENT,
     {{0}}},
    {"at PyTorch's bound, of which another rule tells",
     4,
     {{"loss", {90, 90, 90, 90}}, {"accuracy", {.13, .08, .12, .1}}},
     SILENT,
     {{0}}},

    /* ---- margins ---- */
    {"rests at a fifth",
     8,
     {{"loss", {.9, .5, .3, .22, .2, .2003, .2, .1998}}},
     LC_CRITICAL,
     {{"level", .2}}},
    {"at no round value", 8, {{"loss", {.9, .5, .35, .28, .26, .2603, .26, .2598}}}, SILENT, {{0}}},
    {"three of four", 8, {{"loss", {.9, .5, .3, .22, .2, .2203, .2, .1998}}}, SILENT, {{0}}},
    {"from below", 8, {{"loss", {.1, .15, .18, .19, .2, .2003, .2, .1998}}}, SILENT, {{0}}},
    {"of seven records", 7, {{"loss", {.9, .5, .3, .2, .2003, .2, .1998}}}, SILENT, {{0}}},
    {"while much is right",
     8,
     {{"loss", {.9, .5, .3, .22, .2, .2003, .2, .1998}},
      {"accuracy", {.3, .5, .6, .7, .72, .73, .74, .75}}},
     SILENT,
     {{0}}},
    {"of a hundred",
     8,
     {{"loss", {.9, .5, .3, .22, .2, .2003, .2, .1998}},
      {"accuracy", {30, 50, 60, 70, 72, 73, 74, 75}}},
     SILENT,
     {{0}}},
    {"both splits end at one, to the digit",
     5,
     {{"loss", {3, 1.5, 1.004, 1.001, 1}}, {"val_loss", {3, 1.6, 1.003, 1.002, 1}}},
     LC_CRITICAL,
     {{"level", 1}}},
    {"a digit off on validation",
     5,
     {{"loss", {3, 1.5, 1.004, 1.001, 1}}, {"val_loss", {3, 1.6, 1.003, 1.002, 1.005}}},
     SILENT,
     {{0}}},
    {"of three records", 3, {{"loss", {3, 1.002, 1}}, {"val_loss", {3, 1.003, 1}}}, SILENT, {{0}}},

    /* ---- a squared error at 0.8 (1 - 0.8) ---- */
    {"one answer for all",
     8,
     {{"loss", {.25, .17, .16, .16, .1601, .16, .1599, .16}}, {"accuracy", {EIGHT(.8)}}},
     LC_CRITICAL,
     {{"loss", .16}, {"accuracy", .8}}},
    {"of a hundred",
     8,
     {{"loss", {.25, .17, .16, .16, .1601, .16, .1599, .16}}, {"accuracy", {EIGHT(80)}}},
     LC_CRITICAL,
     {{"loss", .16}, {"accuracy", .8}}},
    {"near it",
     8,
     {{"loss", {.25, .17, .165, .165, .1651, .165, .1649, .165}}, {"accuracy", {EIGHT(.8)}}},
     SILENT,
     {{0}}},
    {"while more is right",
     8,
     {{"loss", {.25, .17, .16, .16, .1601, .16, .1599, .16}},
      {"accuracy", {.7, .75, .8, .8, .8, .8, .8, .8}}},
     SILENT,
     {{0}}},
    {"while it falls",
     8,
     {{"loss", {.25, .21, .19, .18, .17, .16, .15, .14}}, {"accuracy", {EIGHT(.8)}}},
     SILENT,
     {{0}}},
    {"of three records",
     3,
     {{"loss", {.16, .1601, .16}}, {"accuracy", {.8, .8, .8}}},
     SILENT,
     {{0}}},
};

START_TEST(finds_it_at_the_level_and_nowhere_else)
{
    check_rule_case(RULE, &cases[_i]);
}
END_TEST

/* Losses of single batches that scatter by a thousandth. */
static const struct {
    const char *what;
    size_t n;
    double step, mean, sd; /* of x; of y, by turns above and below */
    bool found;
} same[] = {
    {"six records", 6, 1, 3.7, .003, true},
    {"five", 5, 1, 3.7, .003, false},
    {"a hundred steps apart", 6, 100, 3.7, .003, true},
    {"farther apart", 6, 120, 3.7, .003, false},
    {"by more", 6, 1, 3.7, .009, false},
    {"of a small loss", 6, 1, .9, .0009, false},
};

START_TEST(batches_that_cost_the_same_are_answered_alike)
{
    double x[6], y[6];
    for (size_t i = 0; i < same[_i].n; i++) {
        x[i] = same[_i].step * (double)(i + 1);
        y[i] = same[_i].mean + (i % 2 ? 1 : -1) * same[_i].sd + 1.1e-5 * (double)(i * i % 5);
    }
    lc_run run = LC_RUN_INIT;
    ck_assert_int_eq(lc_run_set_axis(&run, LC_STEP, x, same[_i].n, NULL), LC_OK);
    add(&run, "loss", y);
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    ck_assert_msg((d.n > 0) == same[_i].found, "%s", same[_i].what);
    if (d.n) {
        check_evidence(&d.findings[0], "mean", same[_i].mean, 1e-3);
        check_evidence(&d.findings[0], "sd", same[_i].sd, .2);
    }
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

START_TEST(more_batches_that_cost_the_same_say_more)
{
    static const size_t rising[] = {6, 8, 12};
    double before = 0;
    for (size_t k = 0; k < sizeof rising / sizeof *rising; k++) {
        double x[12], y[12];
        for (size_t i = 0; i < rising[k]; i++) {
            x[i] = (double)(i + 1);
            y[i] = 3.7 + (i % 2 ? 1 : -1) * .003 + 1.1e-5 * (double)(i * i % 5);
        }
        lc_run run = LC_RUN_INIT;
        ck_assert_int_eq(lc_run_set_axis(&run, LC_STEP, x, rising[k], NULL), LC_OK);
        add(&run, "loss", y);
        lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
        ck_assert_uint_eq(d.n, 1);
        ck_assert_double_gt(d.findings[0].log_lr, before + .1);
        before = d.findings[0].log_lr;
        lc_diagnosis_free(&d);
        lc_run_free(&run);
    }
}
END_TEST

Suite *suite_stuck_loss_levels(void)
{
    Suite *s = suite_create("stuck_loss_levels");
    TCase *t = tcase_create("all");
    tcase_add_loop_test(t, finds_it_at_the_level_and_nowhere_else, 0,
                        (int)(sizeof cases / sizeof *cases));
    tcase_add_loop_test(t, batches_that_cost_the_same_are_answered_alike, 0,
                        (int)(sizeof same / sizeof *same));
    tcase_add_test(t, more_batches_that_cost_the_same_say_more);
    suite_add_tcase(s, t);
    return s;
}
