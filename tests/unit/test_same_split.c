/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_same_split.c - validation curves that repeat training, and those that only lie near. */
#include "curves.h"

#include <check.h>

Suite *suite_same_split(void);

#define RULE "same-split"

static const rule_case cases[] = {
    {"equal in every record",
     8,
     {{"loss", {0.9312, 0.715, 0.6488, 0.5521, 0.5604, 0.4876, 0.491, 0.4402}},
      {"val_loss", {0.9312, 0.715, 0.6488, 0.5521, 0.5604, 0.4876, 0.491, 0.4402}}},
     LC_WARNING,
     {{"equal_records", 8}, {"distance", 0}}},
    /* 0.02 / sqrt(5) */
    {"equal in four of five, which is the share",
     5,
     {{"loss", {0.9312, 0.715, 0.6488, 0.5521, 0.5604}},
      {"val_loss", {0.9312, 0.715, 0.6488, 0.5521, 0.5804}}},
     LC_WARNING,
     {{"equal_records", 4}, {"distance", 0.0089442719099991588}}},
    {"equal in three of five",
     5,
     {{"loss", {0.9312, 0.715, 0.6488, 0.5521, 0.5604}},
      {"val_loss", {0.9312, 0.715, 0.6488, 0.5921, 0.6204}}},
     SILENT,
     {{0}}},
    {"other samples, with noise of their own",
     8,
     {{"loss", {0.9312, 0.715, 0.6488, 0.5521, 0.5604, 0.4876, 0.491, 0.4402}},
      {"val_loss", {0.9402, 0.7421, 0.6301, 0.5712, 0.5411, 0.5103, 0.4801, 0.4599}}},
     SILENT,
     {{0}}},
    {"both rest at one value",
     8,
     {{"loss", {0.6931, 0.6931, 0.6931, 0.6931, 0.6931, 0.6931, 0.6931, 0.6931}},
      {"val_loss", {0.6931, 0.6931, 0.6931, 0.6931, 0.6931, 0.6931, 0.6931, 0.6931}}},
     SILENT,
     {{0}}},
    {"other samples, whose loss comes to rest at the same value",
     10,
     {{"loss", {0.9312, 0.715, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5}},
      {"val_loss", {0.9402, 0.7421, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5}}},
     SILENT,
     {{0}}},
    {"other samples, which are soon all right",
     10,
     {{"accuracy", {0.412, 0.734, 1, 1, 1, 1, 1, 1, 1, 1}},
      {"val_accuracy", {0.438, 0.706, 1, 1, 1, 1, 1, 1, 1, 1}}},
     SILENT,
     {{0}}},
    {"four records are too few",
     4,
     {{"loss", {0.9312, 0.715, 0.6488, 0.5521}}, {"val_loss", {0.9312, 0.715, 0.6488, 0.5521}}},
     SILENT,
     {{0}}},
    /* a distance of 0.01, beside steps between 1.7 and 5.4 whose differences look like noise */
    {"both come down by the same, from far off",
     8,
     {{"rmse", {40, 36, 33.2, 29.9, 27.9, 25, 23.3, 20.5}},
      {"val_rmse", {40.01, 36.01, 33.21, 29.91, 27.91, 25.01, 23.31, 20.51}}},
     SILENT,
     {{0}}},
    {"both come down by the same, and go up by the same once",
     8,
     {{"rmse", {40, 36, 33.2, 29.9, 30.4, 25, 23.3, 20.5}},
      {"val_rmse", {40.01, 36.01, 33.21, 29.91, 30.41, 25.01, 23.31, 20.51}}},
     LC_WARNING,
     {{"equal_records", 0}, {"distance", 0.01}}},
    {"the splits part",
     8,
     {{"loss", {1.0, 0.8, 0.65, 0.5, 0.4, 0.3, 0.25, 0.2}},
      {"val_loss", {1.0, 0.85, 0.75, 0.7, 0.75, 0.85, 1.0, 1.2}}},
     SILENT,
     {{0}}},
};

START_TEST(finds_it_where_it_is_and_nowhere_else)
{
    check_rule_case(RULE, &cases[_i]);
}
END_TEST

START_TEST(near_is_a_share_of_the_noise)
{
    double y[8];
    lc_run run = run_over(8);
    /* 1e-3 beside each value, where training's own noise is some hundredths. */
    for (size_t i = 0; i < 8; i++)
        y[i] = cases[0].series[0].y[i] + (i % 2 ? 1e-3 : -1e-3);
    add(&run, "loss", cases[0].series[0].y);
    add(&run, "val_loss", y);
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    ck_assert_uint_eq(d.n, 1);
    check_evidence(&d.findings[0], "equal_records", 0, 0);
    check_evidence(&d.findings[0], "distance", 1e-3, 1e-9);
    double ratio = 1e-3 / evidence(&d.findings[0], "noise");
    lc_diagnosis_free(&d);
    ck_assert_uint_eq(count_by(&run, RULE, "near", 0.9 * ratio, LC_NOTE), 0);
    ck_assert_uint_eq(count_by(&run, RULE, "near", 1.1 * ratio, LC_WARNING), 1);
    lc_run_free(&run);
}
END_TEST

START_TEST(survives_curves_without_a_shape)
{
    check_descriptor(RULE);
    check_degenerate(RULE, "");
}
END_TEST

Suite *suite_same_split(void)
{
    Suite *s = suite_create("same_split");
    TCase *t = tcase_create("core");
    tcase_add_loop_test(t, finds_it_where_it_is_and_nowhere_else, 0,
                        (int)(sizeof cases / sizeof *cases));
    tcase_add_test(t, near_is_a_share_of_the_noise);
    tcase_add_test(t, survives_curves_without_a_shape);
    suite_add_tcase(s, t);
    return s;
}
