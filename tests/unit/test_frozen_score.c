/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_frozen_score.c - scores at an end of their range, and scores that only begin there. */
#include "curves.h"

#include <check.h>
#include <string.h>

Suite *suite_frozen_score(void);

#define RULE "frozen-score"

static const rule_case cases[] = {
    {"an accuracy of 0 throughout",
     5,
     {{"loss", {0.0532, 0.047, 0.0413, 0.0391, 0.037}}, {"accuracy", {0, 0, 0, 0, 0}}},
     LC_WARNING,
     {{"value", 0}, {"records", 5}}},
    {"a BLEU of next to nothing beside a loss that learns",
     8,
     {{"valid_loss", {3.18, 2.66, 2.28, 1.92, 1.67, 1.34, 1.13, 0.89}},
      {"bleu", {0, 0, 0.02, 0, 0, 0, 0, 0}}},
     LC_WARNING,
     {{"value", 0.02}}},
    {"one accuracy all along beside a score that gets better",
     6,
     {{"val_loss", {0.15, 0.13, 0.12, 0.11, 0.1, 0.09}},
      {"val_accuracy", {0.9722, 0.9722, 0.9722, 0.9722, 0.9722, 0.9722}},
      {"val_map", {0.11, 0.18, 0.27, 0.37, 0.46, 0.53}}},
     LC_WARNING,
     {{"value", 0.9722}, {"records", 6}}},
    {"beside one that doesn't",
     6,
     {{"val_loss", {0.15, 0.13, 0.12, 0.11, 0.1, 0.09}},
      {"val_accuracy", {0.9722, 0.9722, 0.9722, 0.9722, 0.9722, 0.9722}},
      {"val_map", {0.11, 0.12, 0.13, 0.14, 0.15, 0.16}}},
     SILENT,
     {{0}}},
    {"while the loss rests",
     6,
     {{"val_loss", {0.15, 0.15, 0.14, 0.15, 0.14, 0.14}},
      {"val_accuracy", {0.9722, 0.9722, 0.9722, 0.9722, 0.9722, 0.9722}},
      {"val_map", {0.11, 0.18, 0.27, 0.37, 0.46, 0.53}}},
     SILENT,
     {{0}}},
    {"an accuracy that moved once",
     6,
     {{"val_loss", {0.15, 0.13, 0.12, 0.11, 0.1, 0.09}},
      {"val_accuracy", {0.9722, 0.9722, 0.9723, 0.9722, 0.9722, 0.9722}},
      {"val_map", {0.11, 0.18, 0.27, 0.37, 0.46, 0.53}}},
     SILENT,
     {{0}}},
    {"a BLEU that comes up",
     8,
     {{"valid_loss", {3.18, 2.66, 2.28, 1.92, 1.67, 1.34, 1.13, 0.89}},
      {"bleu", {0, 0, 0.02, 0.1, 0.9, 2.1, 4.2, 6}}},
     SILENT,
     {{0}}},
    {"at most a thousandth",
     5,
     {{"loss", {0.0532, 0.047, 0.0413, 0.0391, 0.037}},
      {"accuracy", {0.0005, 0.001, 0.0005, 0.001, 0.001}}},
     LC_WARNING,
     {{"value", 0.001}}},
    {"0 but in the first record, to the end",
     8,
     {{"loss", {0.55, 0.26, 0.21, 0.19, 0.187, 0.182, 0.178, 0.174}},
      {"val_f1", {0.04, 0, 0, 0, 0, 0, 0, 0}}},
     LC_WARNING,
     {{"value", 0}, {"records", 7}}},
    {"next to nothing beside a loss that learns nearly all",
     6,
     {{"dice_loss", {0.89, 0.57, 0.12, 0.09, 0.08, 0.07}},
      {"iou", {0.003, 0.001, 0.002, 0.004, 0.002, 0.003}}},
     LC_WARNING,
     {{"value", 0.004}, {"records", 6}}},
    {"an error rate of 1 from the second record on",
     8,
     {{"loss", {53, 29, 14, 14, 13, 12.7, 12.3, 12.2}}, {"cer", {0.88, 1, 1, 1, 1, 1, 1, 1}}},
     LC_WARNING,
     {{"value", 1}, {"records", 7}}},
    {"0 until the last record",
     5,
     {{"loss", {0.0532, 0.047, 0.0413, 0.0391, 0.037}}, {"accuracy", {0, 0, 0, 0, 0.1}}},
     SILENT,
     {{0}}},
    {"0 on validation, while training gets it right",
     5,
     {{"accuracy", {0.1, 0.4, 0.6, 0.7, 0.8}}, {"val_accuracy", {0, 0, 0, 0, 0}}},
     SILENT,
     {{0}}},
    {"all right at once, with a loss of 0",
     6,
     {{"loss", {0.02, 0, 0, 0, 0, 0}}, {"accuracy", {0.98, 1, 1, 1, 1, 1}}},
     LC_WARNING,
     {{"value", 1}, {"records", 5}}},
    {"all right at once, with a loss that is next to 0 from the third record on",
     6,
     {{"loss", {0.03, 0.0021, 8e-05, 5e-05, 3e-05, 2e-05}}, {"accuracy", {0.98, 1, 1, 1, 1, 1}}},
     LC_WARNING,
     {{"value", 1}, {"records", 5}}},
    {"the same with a held-out loss beside it",
     6,
     {{"loss", {0.03, 0.0021, 8e-05, 5e-05, 3e-05, 2e-05}},
      {"accuracy", {0.98, 1, 1, 1, 1, 1}},
      {"val_loss", {0.004, 0.0009, 7e-05, 5e-05, 3e-05, 2e-05}}},
     SILENT,
     {{0}}},
    {"all right at once, with a loss that goes on",
     6,
     {{"loss", {0.02, 0.01, 0.008, 0.006, 0.005, 0.004}}, {"accuracy", {0.98, 1, 1, 1, 1, 1}}},
     SILENT,
     {{0}}},
    {"all right after some records",
     8,
     {{"loss", {0.5, 0.3, 0.1, 0, 0, 0, 0, 0}}, {"accuracy", {0.7, 0.8, 0.9, 1, 1, 1, 1, 1}}},
     SILENT,
     {{0}}},
    {"an error rate of 1 throughout",
     5,
     {{"loss", {9, 8, 7.5, 7.4, 7.3}}, {"val_wer", {1, 1, 1, 1, 1}}},
     LC_WARNING,
     {{"value", 1}, {"records", 5}}},
    {"an error rate that leaves 1",
     5,
     {{"loss", {9, 8, 7.5, 7.4, 7.3}}, {"val_wer", {1, 1, 1, 0.97, 0.9}}},
     SILENT,
     {{0}}},
    {"an accuracy that rests elsewhere",
     5,
     {{"loss", {0.7, 0.69, 0.69, 0.69, 0.69}}, {"accuracy", {0.5, 0.5, 0.5, 0.5, 0.5}}},
     SILENT,
     {{0}}},

    {"an IoU of 0 in three records",
     3,
     {{"loss", {0.69, 0.66, 0.65}}, {"iou", {0, 0, 0}}},
     LC_WARNING,
     {{"value", 0}, {"records", 3}}},
    {"an F1 of 0 in three records",
     3,
     {{"val_loss", {0.69, 0.66, 0.65}}, {"val_f1", {0, 0, 0}}},
     LC_WARNING,
     {{"value", 0}, {"records", 3}}},
    {"an F1 of 0 beside an area under the curve that gains a fifth",
     5,
     {{"val_loss", {0.69, 0.66, 0.62, 0.6, 0.58}},
      {"val_f1", {0, 0, 0, 0, 0}},
      {"val_auc", {0.52, 0.58, 0.64, 0.69, 0.72}}},
     SILENT,
     {{0}}},
    {"the same that gains a twentieth",
     5,
     {{"val_loss", {0.69, 0.66, 0.62, 0.6, 0.58}},
      {"val_f1", {0, 0, 0, 0, 0}},
      {"val_auc", {0.52, 0.53, 0.55, 0.56, 0.57}}},
     LC_WARNING,
     {{"value", 0}, {"records", 5}}},
    {"an accuracy of 0 needs no threshold that could be too high",
     5,
     {{"val_loss", {0.69, 0.66, 0.62, 0.6, 0.58}},
      {"val_accuracy", {0, 0, 0, 0, 0}},
      {"val_auc", {0.52, 0.58, 0.64, 0.69, 0.72}}},
     LC_WARNING,
     {{"value", 0}, {"records", 5}}},
    {"a mean average precision of 0 in three records, as at the start of many runs",
     3,
     {{"loss", {0.69, 0.66, 0.65}}, {"map", {0, 0, 0}}},
     LC_NOTE,
     {{"records", 3}}},
    {"all right on validation, and not on train",
     4,
     {{"accuracy", {0.62, 0.7, 0.76, 0.8}}, {"val_accuracy", {1, 1, 1, 1}}},
     LC_WARNING,
     {{"value", 1}, {"records", 4}}},
    {"all right on train, and not on validation",
     4,
     {{"accuracy", {1, 1, 1, 1}}, {"val_accuracy", {0.62, 0.7, 0.76, 0.8}}},
     LC_WARNING,
     {{"value", 1}, {"records", 4}}},
    {"all right on validation, and nearly so on train",
     4,
     {{"accuracy", {0.88, 0.94, 0.96, 0.97}}, {"val_accuracy", {1, 1, 1, 1}}},
     SILENT,
     {{0}}},
    {"all right on validation but once",
     4,
     {{"accuracy", {0.62, 0.7, 0.76, 0.8}}, {"val_accuracy", {0.99, 1, 1, 1}}},
     SILENT,
     {{0}}},
    {"one record of 0 held out, while in training all is right",
     4,
     {{"accuracy", {0.9, 0.97, 0.98, 0.985}}, {"val_mAP", {NAN, NAN, NAN, 0}}},
     LC_WARNING,
     {{"records", 1}, {"train_end", 0.985}}},
    {"one record of 0 held out, while in training a tenth is wrong",
     4,
     {{"accuracy", {0.8, 0.86, 0.89, 0.9}}, {"val_mAP", {NAN, NAN, NAN, 0}}},
     SILENT,
     {{0}}},
};

START_TEST(finds_it_where_it_is_and_nowhere_else)
{
    check_rule_case(RULE, &cases[_i]);
}
END_TEST

/* Nothing is said of what there is to learn, as the other split shows that there is something. */
START_TEST(a_perfect_split_is_held_against_the_other)
{
    static const double train[] = {0.62, 0.7, 0.76, 0.8}, all[] = {1, 1, 1, 1};
    lc_run run = run_over(4);
    add(&run, "accuracy", train);
    add(&run, "val_accuracy", all);
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    const lc_finding *f = found(&run, &d, RULE, "val_accuracy");
    ck_assert(f && strstr(f->summary, "while accuracy ends at 0.8"));
    ck_assert_ptr_null(strstr(f->summary, "nothing to distinguish"));
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

/* In a piece of a run training may have come to it by heart; validation may not. */
START_TEST(a_piece_may_have_been_learnt_by_heart)
{
    static const double x[] = {501, 502, 503, 504}, some[] = {0.62, 0.7, 0.76, 0.8},
                        all[] = {1, 1, 1, 1};
    for (size_t held_out = 0; held_out < 2; held_out++) {
        lc_run run = run_at(x, 4);
        add(&run, "accuracy", held_out ? some : all);
        add(&run, "val_accuracy", held_out ? all : some);
        ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_NOTE), held_out);
        lc_run_free(&run);
    }
}
END_TEST

START_TEST(survives_curves_without_a_shape)
{
    check_descriptor(RULE);
    check_degenerate(RULE, "nothing but zeros,near the smallest double");
}
END_TEST

Suite *suite_frozen_score(void)
{
    Suite *s = suite_create("frozen_score");
    TCase *t = tcase_create("core");
    tcase_add_loop_test(t, finds_it_where_it_is_and_nowhere_else, 0,
                        (int)(sizeof cases / sizeof *cases));
    tcase_add_test(t, a_perfect_split_is_held_against_the_other);
    tcase_add_test(t, a_piece_may_have_been_learnt_by_heart);
    tcase_add_test(t, survives_curves_without_a_shape);
    suite_add_tcase(s, t);
    return s;
}
