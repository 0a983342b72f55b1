/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_underfitting.c - networks that come to rest early on the way. */
#include "studied.h"
#include "random.h"

#include <check.h>
#include <math.h>
#include <string.h>

Suite *suite_underfitting(void);

#define RULE "underfitting"
#define N 40

static const struct {
    const char *what;
    shape train, validation;
    size_t classes;
    bool fires;
} cases[] = {
    /* of ten classes: (1 - 0.5) / 0.9 = 0.56 of the way is left */
    {"rests half way", {.2, .5, 4, .005, 0, 0}, {.2, .48, 4, .01, 0, 0}, 10, true},
    /* of two classes 0.75 is half way: 0.5 is left; 0.85 leaves 0.3 */
    {"two classes, half way", {.5, .75, 4, .005, 0, 0}, {.5, .74, 4, .01, 0, 0}, 2, true},
    {"two classes, most of the way", {.5, .85, 4, .005, 0, 0}, {.5, .84, 4, .01, 0, 0}, 2, false},
    {"still on its way", {.2, .9, 50, .005, 0, 0}, {.2, .88, 50, .01, 0, 0}, 10, false},
    /* a gap of 0.2 where train has 0.5 left: data are the limit as well */
    {"validation far behind", {.2, .5, 4, .005, 0, 0}, {.2, .3, 4, .01, 0, 0}, 10, false},
    {"learnt", {.2, .97, 4, .005, 0, 0}, {.2, .9, 4, .01, 0, 0}, 10, false},
};

START_TEST(tells_what_is_left_of_the_way)
{
    double y[N];
    uint64_t seed = 13;
    lc_run run = run_over(N);
    draw(y, N, &cases[_i].train, &seed);
    add(&run, "accuracy", y);
    draw(y, N, &cases[_i].validation, &seed);
    add(&run, "val_accuracy", y);
    run.facts.classes = cases[_i].classes;
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    ck_assert_msg(d.n == cases[_i].fires, "%s: %zu", cases[_i].what, d.n);
    if (_i == 0)
        check_evidence(&d.findings[0], "way_left", 0.5 / 0.9, .03);
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

/* A loss has a floor that nobody knows. */
START_TEST(is_silent_without_a_score)
{
    static const shape high = {2.3, 2, 4, .01, 0, 0};
    double y[N];
    uint64_t seed = 13;
    lc_run run = run_over(N);
    draw(y, N, &high, &seed);
    add(&run, "loss", y);
    draw(y, N, &high, &seed);
    add(&run, "val_loss", y);
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_NOTE), 0);
    lc_run_free(&run);
}
END_TEST

/* A score may wait for a loss that falls on: that is a run on its way. */
START_TEST(waits_for_a_loss_that_still_falls)
{
    static const shape falls = {2.3, 0, 120, .005, 0, 0}, rests = {2.3, 1.4, 4, .005, 0, 0};
    double y[N];
    uint64_t seed = 13;
    for (int k = 0; k < 2; k++) {
        lc_run run = run_over(N);
        draw(y, N, k ? &rests : &falls, &seed);
        add(&run, "loss", y);
        draw(y, N, &cases[0].train, &seed);
        add(&run, "accuracy", y);
        run.facts.classes = 10;
        ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), (size_t)k);
        lc_run_free(&run);
    }
}
END_TEST

/* Training rests at half of ten classes; what is wrong on validation falls on, or rests as well. */
START_TEST(waits_for_an_error_rate_that_still_falls)
{
    static const shape falls = {.9, .1, 60, .002, 0, 0}, rests = {.9, .5, 4, .002, 0, 0};
    double y[2 * N];
    for (int k = 0; k < 2; k++) {
        uint64_t seed = 13;
        lc_run run = run_over(2 * N);
        draw(y, 2 * N, &cases[0].train, &seed);
        add(&run, "accuracy", y);
        draw(y, 2 * N, k ? &rests : &falls, &seed);
        add(&run, "val_error", y);
        run.facts.classes = 10;
        ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), (size_t)k);
        lc_run_free(&run);
    }
}
END_TEST

/* Sixteen records in which much is missing, and the second half of the run, in that order or in another. */
START_TEST(a_score_that_rises_late_is_on_its_way)
{
    static const double half[2][8] = {{.61, .556, .55, .562, .57, .58, .6, .59},
                                      {.55, .556, .562, .57, .58, .59, .6, .61}};
    static const struct {
        const char *what;
        bool train_rises, held_out_rises, held_out;
        size_t findings;
    } halves[] = {
        {"training rises", true, false, false, 0},
        {"training does not", false, false, false, 1},
        {"validation rises", false, true, true, 0},
        {"neither does", false, false, true, 1},
    };
    for (size_t k = 0; k < sizeof halves / sizeof *halves; k++) {
        double y[16], z[16];
        for (size_t i = 0; i < 16; i++) {
            y[i] = i < 8 ? 0.55 - 0.3 * exp(-(double)i / 1.5) : half[halves[k].train_rises][i - 8];
            z[i] = i < 8 ? y[i] : half[halves[k].held_out_rises][i - 8];
        }
        lc_run run = run_over(16);
        add(&run, "accuracy", y);
        if (halves[k].held_out)
            add(&run, "val_accuracy", z);
        size_t n = count_by(&run, RULE, NULL, 0, LC_NOTE);
        ck_assert_msg(n == halves[k].findings, "%s: %zu", halves[k].what, n);
        lc_run_free(&run);
    }
}
END_TEST

/* Of twenty records that rest, fewer samples need to be missing than the threshold says: 0.32 or 0.25, but
 * not 0.15. */
static const struct {
    const char *what;
    size_t n;
    double train, validation;
    int severity;
} few[] = {
    {"middling on both splits", 20, .68, .67, LC_WARNING},
    {"fair on both splits", 20, .75, .74, LC_WARNING},
    {"fair on both splits, in ten records", 10, .75, .74, LC_NOTE},
    {"good on both splits", 20, .85, .84, SILENT},
    {"validation far behind", 20, .68, .55, SILENT},
    {"training alone, made harder by augmentation", 20, .56, .83, SILENT},
};

START_TEST(a_middling_accuracy_that_rests_is_named)
{
    double y[N], z[N];
    for (size_t i = 0; i < N; i++) {
        y[i] = few[_i].train - (few[_i].train - .4) * exp(-(double)i / 2);
        z[i] = few[_i].validation - (few[_i].validation - .4) * exp(-(double)i / 2);
    }
    lc_run run = run_over(few[_i].n);
    add(&run, "accuracy", y);
    add(&run, "val_accuracy", z);
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    ck_assert_msg(d.n == (few[_i].severity != SILENT), "%s: %zu", few[_i].what, d.n);
    if (d.n)
        ck_assert_msg((int)d.findings[0].severity == few[_i].severity, "%s: %s", few[_i].what,
                      lc_severity_name(d.findings[0].severity));
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

/* Validation's accuracy alone, at 0.2, beside losses that are alike, or of which training's is far lower. */
START_TEST(validation_speaks_where_training_is_no_better)
{
    for (size_t k = 0; k < 2; k++) {
        double y[20], z[20], right[20];
        for (size_t i = 0; i < 20; i++) {
            z[i] = 3.41 + 0.6 * exp(-(double)i / 3);
            y[i] = k ? z[i] / 3 : z[i] + 0.3;
            right[i] = 0.2 - 0.1 * exp(-(double)i / 3);
        }
        lc_run run = run_over(20);
        add(&run, "loss", y);
        add(&run, "val_loss", z);
        add(&run, "val_acc1", right);
        ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), k ? 0 : 1);
        lc_run_free(&run);
    }
}
END_TEST

/* Training goes wrong in 0.45 of all samples, logged as a share or in percent, or in 0.1. */
START_TEST(an_error_rate_tells_what_is_missing)
{
    static const struct {
        double end, scale;
        size_t n, findings;
    } rates[] = {{.45, 1, 20, 1}, {.45, 100, 20, 1}, {.1, 1, 20, 0}, {.45, 1, 7, 0}};
    for (size_t k = 0; k < sizeof rates / sizeof *rates; k++) {
        double y[20], right[20];
        for (size_t i = 0; i < 20; i++) {
            right[i] = 1 - rates[k].end - .4 * exp(-(double)i);
            y[i] = rates[k].scale * (rates[k].end + .4 * exp(-(double)i));
        }
        lc_run run = run_over(rates[k].n);
        add(&run, "train_wer", y);
        add(&run, "val_accuracy", right);
        size_t n = count_by(&run, RULE, NULL, 0, LC_NOTE);
        ck_assert_msg(n == rates[k].findings, "%g of %g, %zu records: %zu", rates[k].end,
                      rates[k].scale, rates[k].n, n);
        lc_run_free(&run);
    }
}
END_TEST

/* The rule is among those that could not judge where only a loss tells of the run. */
START_TEST(an_error_rate_is_judged)
{
    static const char *const names[] = {"train_wer", "train_r2", "train_loss"};
    static const double y[] = {.5, .4, .3, .25, .2, .15, .12, .1, .08, .06};
    for (size_t k = 0; k < 3; k++) {
        bool unjudged = false;
        lc_run run = run_over(10);
        add(&run, names[k], y);
        lc_diagnosis d = diagnose(&run);
        for (size_t i = 0; i < d.unjudged_n; i++)
            unjudged |= strcmp(d.unjudged[i].rule, RULE) == 0;
        ck_assert_msg(unjudged == (k == 2), "%s", names[k]);
        lc_diagnosis_free(&d);
        lc_run_free(&run);
    }
}
END_TEST

/* It rises in the first third and then rests: of a whole run that is the end of the way, of a piece of one, which
 * began at epoch 101, not. */
START_TEST(a_piece_of_a_run_has_not_come_to_rest)
{
    static const shape train = {.2, .5, 8, .005, 0, 0};
    double x[N], y[N];
    for (size_t k = 0; k < 2; k++) {
        uint64_t seed = 13;
        for (size_t i = 0; i < N; i++)
            x[i] = (double)(i + (k ? 101 : 1));
        lc_run run = run_at(x, N);
        draw(y, N, &train, &seed);
        add(&run, "accuracy", y);
        draw(y, N, &train, &seed);
        add(&run, "val_accuracy", y);
        ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_NOTE), k ? 0 : 1);
        lc_run_free(&run);
    }
}
END_TEST

/* Six records of an error rate that rests: two in three wrong are no floor of a task, one in two may be. */
START_TEST(most_wrong_is_told_from_six_records_on)
{
    for (size_t k = 0; k < 2; k++) {
        double y[6], level = k ? 0.5 : 0.68;
        for (size_t i = 0; i < 6; i++)
            y[i] = level + (i == 0 ? 0.02 : 0) + 0.001 * (double)(i % 2);
        lc_run run = run_over(6);
        add(&run, "train_error", y);
        add(&run, "val_error", y);
        ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), !k);
        lc_run_free(&run);
    }
}
END_TEST

/* Without a held-out score nobody knows that validation is as good: that says a nat less. */
START_TEST(a_held_out_score_that_is_as_good_says_a_nat)
{
    double y[12], log_lr[2];
    for (size_t i = 0; i < 12; i++)
        y[i] = 0.72 - 0.2 * exp(-(double)i / 3);
    for (size_t k = 0; k < 2; k++) {
        lc_run run = run_over(12);
        add(&run, "accuracy", y);
        if (k)
            add(&run, "val_accuracy", y);
        lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
        const lc_finding *f = found(&run, &d, RULE, NULL);
        log_lr[k] = f ? f->log_lr : 0;
        lc_diagnosis_free(&d);
        lc_run_free(&run);
    }
    ck_assert(log_lr[0] > 0);
    ck_assert_double_eq_tol(log_lr[1] - log_lr[0], 1, 1e-9);
}
END_TEST

/* From 0.3 in the middle of the run on, by order. Of the 0.69 that are missing in its third quarter a twentieth is
 * 0.0345: the level at the end, before the last record, is less than that above the third quarter's, or more. Of
 * an accuracy a part of itself is enough. */
START_TEST(an_r2_that_creeps_rests)
{
    static const double start[8] = {.1, .18, .24, .27, .285, .295, .298, .3};
    static const struct {
        const char *name;
        double end;
        size_t findings;
    } ends[] = {{"r2", .36, 1}, {"r2", .364, 0}, {"accuracy", .36, 0}};
    for (size_t k = 0; k < sizeof ends / sizeof *ends; k++) {
        double y[16];
        for (size_t i = 0; i < 16; i++)
            y[i] = i < 8 ? start[i] : .3 + (ends[k].end - .3) * (double)(i - 7) / 8;
        lc_run run = run_over(16);
        add(&run, ends[k].name, y);
        size_t n = count_by(&run, RULE, NULL, 0, LC_WARNING);
        ck_assert_msg(n == ends[k].findings, "%s to %g: %zu", ends[k].name, ends[k].end, n);
        lc_run_free(&run);
    }
}
END_TEST

/* An accuracy that rests at a third, beside a loss of that name. */
START_TEST(contrastive_tasks_are_not_learnt_to_the_end)
{
    static const struct {
        const char *loss;
        size_t findings;
    } losses[] = {{"contrastive_loss", 0}, {"infonce_loss", 0}, {"ntxent", 0},
                  {"simclr_loss", 0},      {"triplet_loss", 1}, {"loss", 1}};
    double y[16], loss[16];
    for (size_t i = 0; i < 16; i++) {
        y[i] = .315 - .2 * exp(-(double)i / 1.5) + .001 * (double)(i % 2);
        loss[i] = 3.4 + 1.6 * exp(-(double)i / 1.5);
    }
    for (size_t k = 0; k < sizeof losses / sizeof *losses; k++) {
        lc_run run = run_over(16);
        add(&run, losses[k].loss, loss);
        add(&run, "accuracy", y);
        size_t n = count_by(&run, RULE, NULL, 0, LC_WARNING);
        ck_assert_msg(n == losses[k].findings, "%s: %zu", losses[k].loss, n);
        lc_run_free(&run);
    }
}
END_TEST

START_TEST(survives_degenerate_curves)
{
    check_degenerate(RULE, "near the smallest double");
    check_descriptor(RULE);
}
END_TEST

/* ---- what speaks for it in few records, and what against it ------------------------------------- */

#define RESTS                                                  \
    {                                                          \
        "accuracy",                                            \
        {                                                      \
            .3, .45, .52, .55, .56, .561, .559, .56, .562, .56 \
        }                                                      \
    }
#define RESTS_V                                                \
    {                                                          \
        "val_accuracy",                                        \
        {                                                      \
            .3, .44, .51, .54, .55, .551, .549, .55, .552, .55 \
        }                                                      \
    }
#define LOSS                                                      \
    {                                                             \
        "loss",                                                   \
        {                                                         \
            2, 1.6, 1.4, 1.32, 1.3, 1.301, 1.299, 1.3, 1.298, 1.3 \
        }                                                         \
    }
static const comparison compared[] = {
    {"much is missing", {.n = 10, .made = {RESTS, RESTS_V, LOSS}}, {.n = 10, .made = {LOSS}}, 1},
    {"of a hundred",
     {.n = 10,
      .made = {{"accuracy", {30, 45, 52, 55, 56, 56.1, 55.9, 56, 56.2, 56}},
               {"val_accuracy", {30, 44, 51, 54, 55, 55.1, 54.9, 55, 55.2, 55}},
               LOSS}},
     {.n = 10, .made = {RESTS, RESTS_V, LOSS}},
     0},
    {"less is",
     {.n = 10,
      .made = {{"accuracy", {.4, .6, .66, .68, .69, .691, .689, .69, .692, .69}},
               {"val_accuracy", {.4, .6, .65, .67, .68, .681, .679, .68, .682, .68}},
               LOSS}},
     {.n = 10, .made = {RESTS, RESTS_V, LOSS}},
     -1},
    {"little is",
     {.n = 10,
      .made = {{"accuracy", {.6, .8, .86, .88, .89, .891, .889, .89, .892, .89}},
               {"val_accuracy", {.6, .8, .85, .87, .88, .881, .879, .88, .882, .88}}}},
     {.n = 10, .made = {LOSS}},
     0},
    {"it still rises",
     {.n = 10,
      .made = {{"accuracy", {.2, .25, .3, .34, .38, .42, .46, .5, .53, .56}},
               {"val_accuracy", {.2, .25, .3, .34, .38, .42, .46, .5, .53, .55}}}},
     {.n = 10, .made = {LOSS}},
     0},
    {"the loss still falls",
     {.n = 10, .made = {RESTS, RESTS_V, {"loss", {2, 1.8, 1.6, 1.45, 1.3, 1.2, 1.1, 1, .92, .85}}}},
     {.n = 10, .made = {RESTS, RESTS_V, LOSS}},
     -1},
    {"validation is far behind",
     {.n = 10,
      .made = {RESTS, {"val_accuracy", {.2, .25, .3, .31, .32, .321, .319, .32, .322, .32}}, LOSS}},
     {.n = 10, .made = {LOSS}},
     0},
    {"validation is far better",
     {.n = 10,
      .made = {RESTS, {"val_accuracy", {.5, .7, .78, .8, .81, .811, .809, .81, .812, .81}}, LOSS}},
     {.n = 10, .made = {LOSS}},
     0},
    {"validation still rises",
     {.n = 10,
      .made = {RESTS, {"val_accuracy", {.3, .36, .4, .43, .45, .47, .49, .51, .53, .55}}, LOSS}},
     {.n = 10, .made = {RESTS, RESTS_V, LOSS}},
     -1},
    {"nothing is right",
     {.n = 10, .made = {{"accuracy", {0, 0, 0, 0, 0, 0, 0, 0, 0, 0}}, LOSS}},
     {.n = 10, .made = {LOSS}},
     0},
    {"in five records", {.n = 5, .made = {RESTS, RESTS_V}}, {.n = 5, .made = {LOSS}}, 0},
    {"a contrastive loss beside it",
     {.n = 10,
      .made = {RESTS,
               RESTS_V,
               {"contrastive_loss", {2, 1.6, 1.4, 1.32, 1.3, 1.301, 1.299, 1.3, 1.298, 1.3}}}},
     {.n = 10, .made = {LOSS}},
     0},
    {"an error rate",
     {.n = 10,
      .made = {{"train_error_rate", {.7, .55, .48, .45, .44, .439, .441, .44, .438, .44}}, LOSS}},
     {.n = 10, .made = {LOSS}},
     1},
    {"in percent",
     {.n = 10,
      .made = {{"train_error_rate", {70, 55, 48, 45, 44, 43.9, 44.1, 44, 43.8, 44}}, LOSS}},
     {.n = 10,
      .made = {{"train_error_rate", {.7, .55, .48, .45, .44, .439, .441, .44, .438, .44}}, LOSS}},
     0},
    {"of validation alone, whose loss is as good as training's",
     {.n = 10,
      .made = {RESTS_V,
               LOSS,
               {"val_loss", {2, 1.6, 1.4, 1.32, 1.3, 1.301, 1.299, 1.3, 1.298, 1.3}}}},
     {.n = 10, .made = {LOSS}},
     1},
    {"and is worse",
     {.n = 10,
      .made = {RESTS_V,
               LOSS,
               {"val_loss", {2.2, 1.9, 1.8, 1.72, 1.7, 1.701, 1.699, 1.7, 1.698, 1.7}}}},
     {.n = 10, .made = {LOSS}},
     0},
    {"a coefficient of determination",
     {.n = 10, .made = {{"train_r2", {.1, .2, .28, .3, .31, .311, .309, .31, .312, .31}}, LOSS}},
     {.n = 10, .made = {LOSS}},
     1},
};

START_TEST(what_rest_speaks_for)
{
    check_compared(RULE, &compared[_i]);
}
END_TEST

Suite *suite_underfitting(void)
{
    Suite *s = suite_create("underfitting");
    TCase *t = tcase_create("all");
    tcase_add_loop_test(t, tells_what_is_left_of_the_way, 0, (int)(sizeof cases / sizeof *cases));
    tcase_add_test(t, is_silent_without_a_score);
    tcase_add_test(t, waits_for_a_loss_that_still_falls);
    tcase_add_test(t, waits_for_an_error_rate_that_still_falls);
    tcase_add_test(t, a_score_that_rises_late_is_on_its_way);
    tcase_add_loop_test(t, a_middling_accuracy_that_rests_is_named, 0,
                        (int)(sizeof few / sizeof *few));
    tcase_add_test(t, validation_speaks_where_training_is_no_better);
    tcase_add_test(t, an_error_rate_tells_what_is_missing);
    tcase_add_test(t, an_error_rate_is_judged);
    tcase_add_test(t, a_piece_of_a_run_has_not_come_to_rest);
    tcase_add_test(t, most_wrong_is_told_from_six_records_on);
    tcase_add_test(t, a_held_out_score_that_is_as_good_says_a_nat);
    tcase_add_test(t, an_r2_that_creeps_rests);
    tcase_add_test(t, contrastive_tasks_are_not_learnt_to_the_end);
    tcase_add_test(t, survives_degenerate_curves);
    tcase_add_loop_test(t, what_rest_speaks_for, 0, (int)(sizeof compared / sizeof *compared));
    suite_add_tcase(s, t);
    return s;
}
