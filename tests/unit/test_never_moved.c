/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_never_moved.c - losses that never change, and losses that rest after they have fallen. */
#include "base/mem.h"
#include "curves.h"
#include "random.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

Suite *suite_never_moved(void);

#define RULE "never-moved"

static const rule_case cases[] = {
    {"one value in every record",
     4,
     {{"loss", {2.4471, 2.4471, 2.4471, 2.4471}}, {"val_loss", {2.4503, 2.4503, 2.4503, 2.4503}}},
     LC_CRITICAL,
     {{"value", 2.4471}, {"records", 4}, {"repeats", 3}, {"period", 1}}},
    {"the batches of a pass, again and again",
     9,
     {{"loss", {1.2341, 1.3372, 1.2916, 1.2341, 1.3372, 1.2916, 1.2341, 1.3372, 1.2916}}},
     LC_CRITICAL,
     {{"value", 1.2341}, {"repeats", 6}, {"period", 3}}},
    {"nearly the same all along",
     12,
     {{"loss",
       {2.447, 2.446, 2.448, 2.445, 2.447, 2.446, 2.445, 2.446, 2.447, 2.445, 2.446, 2.446}}},
     LC_WARNING,
     {{"start", 2.447}, {"end", 2.446}, {"records", 12}}},
    {"falls by a fifth",
     12,
     {{"loss", {2.447, 2.4, 2.34, 2.29, 2.24, 2.19, 2.15, 2.11, 2.07, 2.03, 2.0, 1.96}}},
     SILENT,
     {{0}}},
    {"falls, and rests",
     12,
     {{"loss", {2.447, 1.6, 1.1, 0.8, 0.65, 0.6, 0.58, 0.57, 0.57, 0.57, 0.57, 0.57}}},
     SILENT,
     {{0}}},
    {"a loss of 0", 6, {{"loss", {0, 0, 0, 0, 0, 0}}}, SILENT, {{0}}},
    {"a gradient norm of 0",
     6,
     {{"loss", {2.31, 1.9, 1.62, 1.4, 1.23, 1.1}}, {"grad_norm", {0, 0, 0, 0, 0, 0}}},
     LC_CRITICAL,
     {{"records", 6}}},
    {"a gradient norm of 0 once",
     6,
     {{"loss", {2.31, 1.9, 1.62, 1.4, 1.23, 1.1}}, {"grad_norm", {1, 0, 1, 1, 1, 1}}},
     SILENT,
     {{0}}},
    {"whatever it is, it is the same to six digits",
     6,
     {{"train_ams", {3.14159, 3.14159, 3.14159, 3.14159, 3.14159, 3.14159}}},
     LC_CRITICAL,
     {{"value", 3.14159}, {"repeats", 5}}},
    {"beside a loss that falls",
     6,
     {{"loss", {2.31, 1.9, 1.62, 1.4, 1.23, 1.1}},
      {"train_ams", {3.14159, 3.14159, 3.14159, 3.14159, 3.14159, 3.14159}}},
     SILENT,
     {{0}}},
    {"beside a loss that passes 0",
     6,
     {{"loss", {1, 0.6, 0.3, 0.1, -0.1, -0.2}},
      {"lr", {0.0012345, 0.0012345, 0.0012345, 0.0012345, 0.0012345, 0.0012345}}},
     SILENT,
     {{0}}},
    {"the same in four records",
     4,
     {{"train_ams", {3.14159, 3.14159, 3.14159, 3.14159}}},
     SILENT,
     {{0}}},
    {"the same to two digits", 6, {{"train_ams", {3.1, 3.1, 3.1, 3.1, 3.1, 3.1}}}, SILENT, {{0}}},
    {"the same of no split",
     6,
     {{"ams", {3.14159, 3.14159, 3.14159, 3.14159, 3.14159, 3.14159}}},
     SILENT,
     {{0}}},
    {"the same but for one record",
     6,
     {{"train_ams", {3.14159, 3.14159, 3.14159, 3.14158, 3.14159, 3.14159}}},
     SILENT,
     {{0}}},
    {"runs away", 8, {{"loss", {1, 2, 4, 8, 16, 32, 64, 128}}}, SILENT, {{0}}},
    {"overfits",
     8,
     {{"loss", {1.0, 0.8, 0.65, 0.5, 0.4, 0.3, 0.25, 0.2}},
      {"val_loss", {1.0, 0.85, 0.75, 0.7, 0.75, 0.85, 1.0, 1.2}}},
     SILENT,
     {{0}}},

    {"nearly the same while the learning rate rises",
     8,
     {{"loss", {2.447, 2.446, 2.448, 2.445, 2.447, 2.446, 2.445, 2.446}},
      {"lr", {1e-5, 2e-5, 3e-5, 4e-5, 5e-5, 6e-5, 7e-5, 8e-5}}},
     SILENT,
     {{0}}},
    {"nearly the same, also after the learning rate has risen",
     8,
     {{"loss", {2.447, 2.446, 2.448, 2.445, 2.447, 2.446, 2.445, 2.446}},
      {"lr", {1e-5, 2e-5, 3e-5, 4e-5, 4e-5, 4e-5, 4e-5, 4e-5}}},
     LC_WARNING,
     {{"start", 2.447}, {"end", 2.446}}},
    /* 1.3 times: no warm-up */
    {"nearly the same while the learning rate creeps",
     4,
     {{"loss", {2.447, 2.446, 2.448, 2.445}}, {"lr", {1e-4, 1.1e-4, 1.2e-4, 1.3e-4}}},
     LC_WARNING,
     {{0}}},
    {"the same value while the learning rate rises",
     4,
     {{"loss", {2.4471, 2.4471, 2.4471, 2.4471}}, {"lr", {1e-5, 2e-5, 3e-5, 4e-5}}},
     LC_CRITICAL,
     {{"repeats", 3}}},
    {"a large drop in the first record alone, on the way to a guess",
     10,
     {{"loss", {3.9, 2.447, 2.446, 2.448, 2.445, 2.447, 2.446, 2.445, 2.446, 2.447}}},
     LC_WARNING,
     {{"start", 3.9}, {"end", 2.447}}},
    {"the same of too few records to tell",
     7,
     {{"loss", {3.9, 2.447, 2.446, 2.448, 2.445, 2.447, 2.446}}},
     SILENT,
     {{0}}},
    {"falls by 4 %, and an overlap gets better",
     6,
     {{"loss", {2.447, 2.427, 2.408, 2.388, 2.369, 2.349}},
      {"val_dice", {0.11, 0.16, 0.21, 0.27, 0.31, 0.36}}},
     SILENT,
     {{0}}},
    {"falls by 4 %, and an overlap does not get better",
     6,
     {{"loss", {2.447, 2.427, 2.408, 2.388, 2.369, 2.349}},
      {"val_dice", {0.11, 0.112, 0.109, 0.111, 0.11, 0.112}}},
     LC_WARNING,
     {{"start", 2.447}}},
    {"falls by 4 %, and an accuracy rises by more than its noise",
     6,
     {{"loss", {2.447, 2.427, 2.408, 2.388, 2.369, 2.349}},
      {"accuracy", {0.41, 0.418, 0.425, 0.43, 0.432, 0.436}}},
     SILENT,
     {{0}}},
    {"falls by 4 %, and an accuracy rests",
     6,
     {{"loss", {2.447, 2.427, 2.408, 2.388, 2.369, 2.349}},
      {"accuracy", {0.41, 0.411, 0.409, 0.411, 0.41, 0.412}}},
     LC_WARNING,
     {{"start", 2.447}}},
    {"falls by 3 %, and an accuracy nearly doubles",
     6,
     {{"loss", {2.447, 2.432, 2.418, 2.403, 2.388, 2.374}},
      {"accuracy", {0.031, 0.036, 0.041, 0.047, 0.052, 0.056}}},
     SILENT,
     {{0}}},
    {"falls by 3 %, and an accuracy rises by as much, a sixth of it",
     6,
     {{"loss", {2.447, 2.424, 2.42, 2.401, 2.399, 2.374}},
      {"accuracy", {0.131, 0.136, 0.141, 0.147, 0.152, 0.156}}},
     LC_WARNING,
     {{"start", 2.447}}},
    {"falls by 3 %, by as much in each record",
     6,
     {{"loss", {2.447, 2.432, 2.417, 2.402, 2.387, 2.372}}},
     SILENT,
     {{0}}},
    /* 0.027 and 0.012, in the mean 0.015 */
    {"falls by 3 %, by nearly twice as much in one record",
     6,
     {{"loss", {2.447, 2.435, 2.423, 2.396, 2.384, 2.372}}},
     LC_WARNING,
     {{0}}},
    {"falls by less than 1 %, by as much in each record",
     6,
     {{"loss", {2.447, 2.444, 2.441, 2.438, 2.435, 2.432}}},
     LC_WARNING,
     {{0}}},
    {"an accuracy alone, lower than one that frozen-score tells of",
     5,
     {{"val_accuracy", {0.0021, 0.0018, 0.0022, 0.0019, 0.002}}},
     SILENT,
     {{0}}},
    {"the same of a guess",
     5,
     {{"val_accuracy", {0.021, 0.018, 0.022, 0.019, 0.02}}},
     LC_WARNING,
     {{"first", 0.021}}},
    {"an accuracy alone that is half as much again as at first",
     9,
     {{"val_accuracy", {0.028, 0.036, 0.038, 0.04, 0.041, 0.04, 0.043, 0.043, 0.044}}},
     SILENT,
     {{0}}},
    {"four rewards that are all but the same",
     4,
     {{"mean_reward", {-21, -20.9, -21, -20.9}}},
     LC_WARNING,
     {{"first", -21}, {"last", -20.9}}},
    {"three of them", 3, {{"mean_reward", {-21, -20.9, -21}}}, SILENT, {{0}}},
    {"four rewards of good and bad luck",
     4,
     {{"mean_reward", {-21, -18, -20, -21}}},
     SILENT,
     {{0}}},
    /* thirds: (-200 - 198 - 201) / 3 and (-200 - 199 - 201) / 3 */
    {"a reward that rests",
     9,
     {{"mean_reward", {-200, -198, -201, -199, -200, -199, -200, -199, -201}}},
     LC_WARNING,
     {{"first", -599.0 / 3}, {"last", -200}}},
    {"a reward of 0 throughout",
     9,
     {{"mean_reward", {0, 0, 0, 0, 0, 0, 0, 0, 0}}},
     LC_WARNING,
     {{"first", 0}, {"last", 0}}},
    {"a reward that rises",
     9,
     {{"mean_reward", {-200, -190, -180, -165, -150, -140, -125, -110, -100}}},
     SILENT,
     {{0}}},
    {"a reward that never changes",
     8,
     {{"mean_reward", {-200, -200, -200, -200, -200, -200, -200, -200}}},
     LC_WARNING,
     {{"first", -200}, {"last", -200}}},
    {"a reward that falls from its start",
     9,
     {{"mean_reward", {21, 19, 20, 14, 12, 10, 9.6, 9.5, 9.4}}},
     LC_WARNING,
     {{"first", 20}, {"last", 9.5}}},
    {"nine episodes of good and bad luck",
     9,
     {{"mean_reward", {10, 55, 20, 70, 15, 60, 25, 50, 12}}},
     SILENT,
     {{0}}},
    {"a reward that explores rests, and that of the task rises",
     9,
     {{"mean_int_reward", {0.5, 0.49, 0.5, 0.51, 0.5, 0.49, 0.5, 0.5, 0.5}},
      {"reward", {10, 14, 19, 25, 31, 38, 44, 49, 55}}},
     SILENT,
     {{0}}},
    {"a reward that explores rises, and that of the task rests",
     9,
     {{"mean_int_reward", {0.1, 0.14, 0.19, 0.25, 0.31, 0.38, 0.44, 0.49, 0.55}},
      {"reward", {50, 49, 50, 51, 50, 49, 50, 50, 50}}},
     LC_WARNING,
     {{"last", 50}}},
};

START_TEST(finds_it_where_it_is_and_nowhere_else)
{
    check_rule_case(RULE, &cases[_i]);
}
END_TEST

/* Along episodes a score is a reward, along epochs it is none. */
START_TEST(a_score_of_episodes_is_a_reward)
{
    static const double score[] = {22.4, 21.9, 20.2, 19, 15.6, 13.1, 11.3, 10.2, 9.6, 9.4};
    lc_run run = run_over(10);
    add(&run, "avg_score", score);
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), 0);
    lc_mem_free(run.axis_name);
    run.axis_name = lc_mem_text("episode", 7);
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), 1);
    lc_run_free(&run);
}
END_TEST

/* Episodes of good and bad luck: of 30 that are no better at the end enough is known. */
START_TEST(a_reward_of_many_records_may_scatter)
{
    double rests[30], rises[30];
    static const double luck[] = {10, 55, 20, 70, 15, 60};
    for (size_t i = 0; i < 30; i++) {
        rests[i] = luck[i % 6];
        rises[i] = luck[i % 6] + 5 * (double)i;
    }
    lc_run run = run_over(30);
    add(&run, "mean_reward", rests);
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), 1);
    lc_run_free(&run);
    run = run_over(30);
    add(&run, "mean_reward", rises);
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_NOTE), 0);
    lc_run_free(&run);
}
END_TEST

/* The rule has a finding on that series, which says so. */
static void check_says(const lc_run *run, const char *series, const char *words)
{
    lc_diagnosis d = diagnose_by(run, RULE, NULL, 0);
    const lc_finding *f = found(run, &d, RULE, series);
    ck_assert_msg(f && strstr(f->summary, words), "%s: %s", series, f ? f->summary : "nothing");
    lc_diagnosis_free(&d);
}

/* By a hundredth of its size, which is no more than its noise: the sentence is true of the numbers. */
START_TEST(a_reward_that_rises_within_its_noise_hardly_rises)
{
    static const double up[] = {100, 101, 99, 100, 102, 100, 101, 100, 102};
    lc_run run = run_over(9);
    add(&run, "mean_reward", up);
    check_says(&run, "mean_reward", "hardly rises: a mean of 100 in");
    lc_run_free(&run);
}
END_TEST

/* 4000 steps of a language model: 7.41, then slowly from 7.17 to 7.07, with its noise; another comes to 4. */
START_TEST(a_loss_that_creeps_learns_no_more)
{
    double y[2][40];
    uint64_t seed = 7;
    shape creeps = {7.17, 7.07, 20, 0.035, 0, 0}, falls = {7.17, 4, 20, 0.035, 0, 0};
    draw(y[0], 40, &creeps, &seed);
    draw(y[1], 40, &falls, &seed);
    y[0][0] = y[1][0] = 7.41;
    for (size_t k = 0; k < 2; k++) {
        lc_run run = run_over(40);
        add(&run, "loss", y[k]);
        ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), k ? 0 : 1);
        lc_run_free(&run);
    }
}
END_TEST

/* mAP stays at 0.074 while its loss rests from the second record on; one that falls, or a mAP that rises, moves. */
START_TEST(a_share_rests_with_its_loss)
{
    static const double rests[] = {13.86, 4.687, 4.66, 4.658, 4.658, 4.658, 4.658};
    static const double falls[] = {13.86, 4.687, 4.5, 4.3, 4.1, 3.9, 3.7};
    static const double same[] = {.0731, .0742, .074, .0738, .0745, .0739, .0741};
    static const double rises[] = {.0731, .0942, .12, .15, .17, .19, .21};
    for (size_t k = 0; k < 3; k++) {
        lc_run run = run_over(7);
        add(&run, "test_loss", k == 1 ? falls : rests);
        add(&run, "test_map", k == 2 ? rises : same);
        lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
        ck_assert_int_eq(found(&run, &d, RULE, "test_map") != NULL, k == 0);
        lc_diagnosis_free(&d);
        lc_run_free(&run);
    }
}
END_TEST

/* A Dice score of 0.023 beside its own negative for a loss, and one that rises. */
START_TEST(a_share_rests_that_is_the_loss_with_its_sign_turned)
{
    static const double rests[] = {.0226, .0229, .0226, .0227, .0226, .0226, .0226};
    static const double rises[] = {.0226, .0429, .0826, .1227, .1926, .2526, .3026};
    for (size_t k = 0; k < 2; k++) {
        double loss[7];
        for (size_t i = 0; i < 7; i++)
            loss[i] = -(k ? rises : rests)[i];
        lc_run run = run_over(7);
        add(&run, "val_loss", loss);
        add(&run, "val_dice_coef", k ? rises : rests);
        lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
        ck_assert_int_eq(found(&run, &d, RULE, "val_dice_coef") != NULL, k == 0);
        lc_diagnosis_free(&d);
        lc_run_free(&run);
    }
}
END_TEST

/* The next record is lower by 4 %, as others are higher by more. */
START_TEST(a_first_step_within_the_noise_is_no_drop)
{
    static const double y[] = {1.62, 1.55, 2.1,  1.31, 1.88, 1.45,
                               2.02, 1.37, 1.79, 1.5,  1.93, 1.78};
    lc_run run = run_over(12);
    add(&run, "loss", y);
    check_says(&run, "loss", "does not improve: 1.645 in the first records");
    lc_run_free(&run);
}
END_TEST

/* Thirds would tell of a fall from 2.93 to 2.446: the sentence is true of the numbers. */
START_TEST(a_drop_in_the_first_record_alone_is_told_as_such)
{
    static const double y[] = {3.9, 2.447, 2.446, 2.448, 2.445, 2.447, 2.446, 2.445, 2.446, 2.447};
    lc_run run = run_over(10);
    add(&run, "loss", y);
    check_says(&run, "loss",
               "falls once, after its first record (3.9), and does not improve "
               "from there: 2.447 in the next records, 2.446 in the last");
    lc_run_free(&run);
}
END_TEST

/* A rise by half beside noise of a tenth is no rest, however many records tell of it; one by a tenth is. */
START_TEST(a_long_run_that_rises_does_not_rest)
{
    for (size_t k = 0; k < 2; k++) {
        double y[40];
        uint64_t seed = 3;
        for (size_t i = 0; i < 40; i++)
            y[i] = 2.447 * exp((k ? 0.4 : 0.1) * (double)i / 39 + 0.1 * random_normal(&seed));
        lc_run run = run_over(40);
        add(&run, "loss", y);
        ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), k ? 0 : 1);
        lc_run_free(&run);
    }
}
END_TEST

/* Six records that fall by 5 %, or by 8 %: twelve epochs may have passed before the first; a run of sixty
 * thousand steps has had its beginning. */
static const struct {
    const char *what;
    lc_kind axis;
    double first, apart, fall;
    size_t findings;
} since[] = {
    {"every tenth epoch", LC_EPOCH, 10, 10, 0.05, 1},
    {"every sixth epoch from the twelfth on", LC_EPOCH, 12, 6, 0.05, 0},
    {"the first hundreds of steps", LC_STEP, 100, 100, 0.08, 0},
    {"tens of thousands of steps", LC_STEP, 10000, 10000, 0.08, 1},
};

START_TEST(what_passed_before_and_since_counts)
{
    double x[6], y[6];
    for (size_t i = 0; i < 6; i++) {
        x[i] = since[_i].first + since[_i].apart * (double)i;
        /* by steps that are not even, which would be slow learning */
        double way = (double)i + (i == 2 ? -0.6 : 0);
        y[i] = round(2447 * (1 - since[_i].fall * way / 5)) / 1000;
    }
    lc_run run = run_at(x, 6);
    run.axis = since[_i].axis;
    add(&run, "loss", y);
    size_t n = count_by(&run, RULE, NULL, 0, LC_NOTE);
    ck_assert_msg(n == since[_i].findings, "%s: %zu", since[_i].what, n);
    lc_run_free(&run);
}
END_TEST

/* In a piece of a run a training loss at rest says nothing, and exact repeats of validation do. */
START_TEST(repeats_of_validation_count_beside_rounding)
{
    static const rule_case c = {
        "validation repeats exactly, and training moves by the order of its sums",
        6,
        {{"loss", {2.30261, 2.30262, 2.3026, 2.30261, 2.30262, 2.30261}},
         {"val_loss", {2.3041, 2.3041, 2.3041, 2.3041, 2.3041, 2.3041}}},
        LC_CRITICAL,
        {{0}}};
    lc_run run = run_of_case(&c);
    for (size_t i = 0; i < run.n; i++)
        run.x[i] += 30;
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    const lc_finding *f = found(&run, &d, RULE, "val_loss");
    ck_assert(f && f->severity == LC_CRITICAL);
    check_evidence(f, "value", 2.3041, 0);
    check_evidence(f, "repeats", 5, 0);
    lc_diagnosis_free(&d);
    run.series[0].y[2] = 2.3023; /* 1.3e-4 of its level */
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), 0);
    lc_run_free(&run);
}
END_TEST

/* Of the first steps of a run a piece is enough; later, or after a fall, it is none. */
START_TEST(the_first_piece_of_a_run_may_not_fall)
{
    static const rule_case c = {
        "", 8, {{"loss", {.693, .694, .692, .694, .693, .692, .694, .693}}}, LC_WARNING, {{0}}};
    static const struct {
        double first, each, falls;
        lc_kind axis;
        size_t warnings;
    } ways[] = {{3000, 100, 0, LC_STEP, 1},
                {6000, 200, 0, LC_STEP, 0},
                {3000, 100, 0.003, LC_STEP, 0},
                {30, 1, 0, LC_EPOCH, 0}};
    for (size_t k = 0; k < sizeof ways / sizeof *ways; k++) {
        lc_run run = run_of_case(&c);
        run.axis = ways[k].axis;
        for (size_t i = 0; i < run.n; i++) {
            run.x[i] = ways[k].first + ways[k].each * (double)i;
            run.series[0].y[i] -= ways[k].falls * (double)i;
        }
        size_t n = count_by(&run, RULE, NULL, 0, LC_WARNING);
        ck_assert_msg(n == ways[k].warnings, "%zu: %zu", k, n);
        lc_run_free(&run);
    }
}
END_TEST

/* In the middle of a run a reward that scatters says nothing, and one that never changes does. */
START_TEST(a_reward_that_never_changes_rests_in_a_piece_too)
{
    for (size_t k = 0; k < 2; k++) {
        double x[8], y[8];
        for (size_t i = 0; i < 8; i++) {
            x[i] = (double)i + 31;
            y[i] = 21 + (k ? 0.1 * (double)(i % 3) : 0);
        }
        lc_run run = run_at(x, 8);
        add(&run, "reward", y);
        ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), !k);
        lc_run_free(&run);
    }
}
END_TEST

/* A log that doesn't say where it begins, of whose first record more than 0.8 is right, may have learnt before. */
START_TEST(what_begins_learnt_may_rest)
{
    static const double loss[] = {.411, .412, .41, .411, .412, .411, .41, .411};
    for (size_t k = 0; k < 3; k++) {
        double right[8];
        for (size_t i = 0; i < 8; i++)
            right[i] = (k == 1 ? 0.8 : 0.85) + 0.001 * (double)(i % 2);
        lc_run run = run_over(8);
        add(&run, "loss", loss);
        add(&run, "accuracy", right);
        if (k < 2) {
            run.axis = LC_COUNT;
            free(run.axis_name);
            run.axis_name = strdup("record");
        }
        ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), k > 0);
        lc_run_free(&run);
    }
}
END_TEST

/* Beside a loss at rest in the middle of a run: 3 in a hundred are right, which nobody has learnt, or half are. */
START_TEST(a_piece_with_next_to_nothing_right_has_not_moved)
{
    static const rule_case c = {
        "",
        8,
        {{"loss", {3.497, 3.496, 3.498, 3.495, 3.497, 3.496, 3.495, 3.496}},
         {"accuracy", {0.031, 0.03, 0.032, 0.03, 0.031, 0.029, 0.031, 0.03}}},
        LC_WARNING,
        {{0}}};
    lc_run run = run_of_case(&c);
    for (size_t i = 0; i < run.n; i++)
        run.x[i] += 30;
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), 1);
    for (size_t i = 0; i < run.n; i++)
        run.series[1].y[i] += 0.5;
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_NOTE), 0);
    lc_run_free(&run);
}
END_TEST

/* What a circumstance says: two runs that differ in it alone, and by how many nats the first says more. */
static const struct {
    const char *what;
    rule_case run[2];
    double nats;
} circumstances[] = {
    {"held out, loss and accuracy stand still; or the accuracy moves by 1.3 samples in a hundred",
     {{"",
       5,
       {{"loss", {2.447, 2.403, 2.391, 2.322, 2.29}},
        {"val_loss", {2.451, 2.452, 2.45, 2.451, 2.45}},
        {"val_accuracy", {.412, .409, .411, .41, .412}}},
       0,
       {{0}}},
      {"",
       5,
       {{"loss", {2.447, 2.403, 2.391, 2.322, 2.29}},
        {"val_loss", {2.451, 2.452, 2.45, 2.451, 2.45}},
        {"val_accuracy", {.422, .409, .411, .42, .412}}},
       0,
       {{0}}}},
     2},
    {"the same; or most samples are right",
     {{"",
       5,
       {{"loss", {2.447, 2.403, 2.391, 2.322, 2.29}},
        {"val_loss", {2.451, 2.452, 2.45, 2.451, 2.45}},
        {"val_accuracy", {.412, .409, .411, .41, .412}}},
       0,
       {{0}}},
      {"",
       5,
       {{"loss", {2.447, 2.403, 2.391, 2.322, 2.29}},
        {"val_loss", {2.451, 2.452, 2.45, 2.451, 2.45}},
        {"val_accuracy", {.612, .609, .611, .61, .612}}},
       0,
       {{0}}}},
     2},
    {"an overlap with held-out samples is 0, or hardly more",
     {{"",
       5,
       {{"loss", {2.447, 2.44, 2.391, 2.362, 2.343}}, {"val_f1", {0, 0, 0, 0, 0}}},
       0,
       {{0}}},
      {"",
       5,
       {{"loss", {2.447, 2.44, 2.391, 2.362, 2.343}}, {"val_f1", {.01, .01, .01, .01, .01}}},
       0,
       {{0}}}},
     1.2},
    {"an accuracy rests while its loss falls to two thirds, or to a quarter",
     {{"",
       5,
       {{"loss", {2.4, 2.2, 2, 1.7, 1.5}}, {"accuracy", {.021, .018, .022, .019, .02}}},
       0,
       {{0}}},
      {"",
       5,
       {{"loss", {2.4, 1.6, 1.1, .8, .6}}, {"accuracy", {.021, .018, .022, .019, .02}}},
       0,
       {{0}}}},
     2},
    /* of ten records; 0.15 for each from the eighth on */
    {"a drop in the first record; or an accuracy might tell what was learnt in it",
     {{"",
       10,
       {{"loss", {3.4, 2.44, 2.404, 2.438, 2.402, 2.416, 2.38, 2.414, 2.378, 2.392}}},
       0,
       {{0}}},
      {"",
       10,
       {{"loss", {3.4, 2.44, 2.404, 2.438, 2.402, 2.416, 2.38, 2.414, 2.378, 2.392}},
        {"val_accuracy", {.31, .312, .309, .311, .31, .312, .309, .311, .31, .312}}},
       0,
       {{0}}}},
     .3},
};

static double nats_of(const rule_case *c)
{
    lc_run run = run_of_case(c);
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    ck_assert_uint_eq(d.n, 1);
    double nats = d.findings[0].log_lr;
    lc_diagnosis_free(&d);
    lc_run_free(&run);
    return nats;
}

START_TEST(circumstances_say_so_much)
{
    double more = nats_of(&circumstances[_i].run[0]) - nats_of(&circumstances[_i].run[1]);
    ck_assert_msg(fabs(more - circumstances[_i].nats) < 1e-9, "%s: %g", circumstances[_i].what,
                  more);
}
END_TEST

/* A run of forty steps has hardly begun; one of four hundred may still begin. */
START_TEST(a_run_of_a_few_steps_has_hardly_begun)
{
    static const double y[] = {2.447, 2.446, 2.448, 2.445, 2.447};
    double nats[2];
    for (size_t k = 0; k < 2; k++) {
        double x[5];
        for (size_t i = 0; i < 5; i++)
            x[i] = 1 + (k ? 100 : 10) * (double)i;
        lc_run run = run_at(x, 5);
        run.axis = LC_STEP;
        add(&run, "loss", y);
        lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
        ck_assert_uint_eq(d.n, 1);
        nats[k] = d.findings[0].log_lr;
        lc_diagnosis_free(&d);
        lc_run_free(&run);
    }
    ck_assert_double_eq_tol(nats[1] - nats[0], 1.7, 1e-9);
}
END_TEST

/* A first record that is lower by 0.2 of the logarithm may be noise, one by 0.6 may have been all that there was
 * to learn: 1 nat more, and half of it half way. The noise differs as little as the sizes do. */
START_TEST(a_larger_drop_may_have_been_learning)
{
    static const rule_case c = {
        "",
        10,
        {{"loss", {0, 2.44, 2.404, 2.438, 2.402, 2.416, 2.38, 2.414, 2.378, 2.392}}},
        0,
        {{0}}};
    double nats[3];
    for (size_t k = 0; k < 3; k++) {
        rule_case with = c;
        with.series[0].y[0] = 2.378 * exp(0.2 + 0.2 * (double)k);
        nats[k] = nats_of(&with);
    }
    ck_assert_double_eq_tol(nats[0] - nats[1], 0.5, 0.03);
    ck_assert_double_eq_tol(nats[0] - nats[2], 1, 0.03);
}
END_TEST

START_TEST(survives_curves_without_a_shape)
{
    check_descriptor(RULE);
    check_degenerate(RULE, "constant,near the smallest double");
}
END_TEST

Suite *suite_never_moved(void)
{
    Suite *s = suite_create("never_moved");
    TCase *t = tcase_create("core");
    tcase_add_loop_test(t, finds_it_where_it_is_and_nowhere_else, 0,
                        (int)(sizeof cases / sizeof *cases));
    tcase_add_test(t, a_score_of_episodes_is_a_reward);
    tcase_add_test(t, a_reward_of_many_records_may_scatter);
    tcase_add_test(t, a_reward_that_rises_within_its_noise_hardly_rises);
    tcase_add_test(t, a_loss_that_creeps_learns_no_more);
    tcase_add_test(t, a_share_rests_with_its_loss);
    tcase_add_test(t, a_share_rests_that_is_the_loss_with_its_sign_turned);
    tcase_add_test(t, a_first_step_within_the_noise_is_no_drop);
    tcase_add_test(t, a_drop_in_the_first_record_alone_is_told_as_such);
    tcase_add_test(t, a_long_run_that_rises_does_not_rest);
    tcase_add_loop_test(t, what_passed_before_and_since_counts, 0,
                        (int)(sizeof since / sizeof *since));
    tcase_add_test(t, repeats_of_validation_count_beside_rounding);
    tcase_add_test(t, the_first_piece_of_a_run_may_not_fall);
    tcase_add_test(t, a_reward_that_never_changes_rests_in_a_piece_too);
    tcase_add_test(t, what_begins_learnt_may_rest);
    tcase_add_test(t, a_piece_with_next_to_nothing_right_has_not_moved);
    tcase_add_loop_test(t, circumstances_say_so_much, 0,
                        (int)(sizeof circumstances / sizeof *circumstances));
    tcase_add_test(t, a_run_of_a_few_steps_has_hardly_begun);
    tcase_add_test(t, a_larger_drop_may_have_been_learning);
    tcase_add_test(t, survives_curves_without_a_shape);
    suite_add_tcase(s, t);
    return s;
}
