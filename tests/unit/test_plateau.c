/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_plateau.c - stretches in which a loss rests: where, how long, and when that is a fault. */
#include "studied.h"
#include "random.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

Suite *suite_plateau(void);

#define RULE "plateau"
#define N 100

START_TEST(question_rests_from_200_to_300)
{
    lc_run run = question();
    lc_diagnosis d = diagnose(&run);
    const lc_finding *f = found(&run, &d, RULE, "loss");
    ck_assert(f && f->severity == LC_NOTE);
    ck_assert_double_eq(f->from, 200);
    ck_assert_double_eq(f->to, 300);
    check_evidence(f, "first", 0.0329, 0);
    check_evidence(f, "last", 0.0315, 0);
    check_evidence(f, "gained", 0.0014, 1e-9);
    check_evidence(f, "share_of_gain", 0.0014 / (0.1229 - 0.0315), 1e-9);
    check_evidence(f, "share_of_run", 100.0 / 299, 1e-9);
    /* pairwise slopes (0.0330 - 0.0329) / 50, -0.0015 / 50, -0.0014 / 100: the median is the last */
    check_evidence(f, "slope", -1.4e-5, 1e-6);
    ck_assert_double_eq_tol(f->confidence, 0.6, 1e-12); /* three points */
    ck_assert_ptr_nonnull(strstr(f->summary, "while acc still rises"));
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

/* Piecewise straight: y is y[k] at part x[k] of the run, four corners. */
static lc_run bent(const char *name, const double x[4], const double y[4], double noise)
{
    double v[N];
    uint64_t seed = 77;
    for (size_t i = 0; i < N; i++) {
        double at = (double)i / (N - 1);
        size_t k = at <= x[1] ? 0 : at <= x[2] ? 1 : 2;
        v[i] = y[k] + (y[k + 1] - y[k]) * (at - x[k]) / (x[k + 1] - x[k]);
        v[i] += noise > 0 ? noise * random_normal(&seed) : 0;
    }
    lc_run run = run_over(N);
    add(&run, name, v);
    return run;
}

static const struct {
    const char *what, *name;
    double x[4], y[4], noise;
    size_t findings;
    double from, to; /* of the first one, within 6 records */
    lc_severity severity;
    const char *place;
} cases[] = {
    {"rests at the end",
     "loss",
     {0, .3, .6, 1},
     {1, .2, .2, .2},
     .002,
     1,
     31,
     100,
     LC_NOTE,
     "at the end"},
    {"rests in the middle",
     "loss",
     {0, .3, .6, 1},
     {1, .6, .6, .1},
     .002,
     1,
     31,
     60,
     LC_NOTE,
     "in the middle"},
    {"rests at the start",
     "loss",
     {0, .3, .6, 1},
     {1, 1, .5, .1},
     .002,
     1,
     1,
     31,
     LC_NOTE,
     "at the start"},
    {"rests on validation",
     "val_loss",
     {0, .3, .6, 1},
     {1, .2, .2, .2},
     .002,
     1,
     31,
     100,
     LC_NOTE,
     "at the end"},
    {"stuck for most of the run with most of the loss left",
     "loss",
     {0, .1, .6, 1},
     {1, .93, .93, .93},
     .001,
     1,
     11,
     100,
     LC_WARNING,
     "at the end"},
    {"the same on validation is a note",
     "val_loss",
     {0, .1, .6, 1},
     {1, .93, .93, .93},
     .001,
     1,
     11,
     100,
     LC_NOTE,
     "at the end"},
    {"settled at half of its start",
     "loss",
     {0, .1, .6, 1},
     {1, .5, .5, .5},
     .002,
     1,
     11,
     100,
     LC_NOTE,
     "at the end"},
    {"falls all along", "loss", {0, .3, .6, 1}, {1, .7, .4, 0.05}, .002, 0, 0, 0, LC_NOTE, ""},
    {"falls to nothing", "loss", {0, .3, .6, 1}, {1, .001, .001, .001}, 0, 0, 0, 0, LC_NOTE, ""},
    {"rests too shortly", "loss", {0, .4, .5, 1}, {1, .6, .6, .1}, .002, 0, 0, 0, LC_NOTE, ""},
    {"noise alone", "loss", {0, .3, .6, 1}, {1, 1, 1, 1}, .1, 0, 0, 0, LC_NOTE, ""},
    {"a score", "accuracy", {0, .3, .6, 1}, {.1, .9, .9, .9}, .002, 0, 0, 0, LC_NOTE, ""},
};

START_TEST(finds_where_a_loss_rests)
{
    lc_run run = bent(cases[_i].name, cases[_i].x, cases[_i].y, cases[_i].noise);
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    ck_assert_msg(d.n == cases[_i].findings, "%s: %zu", cases[_i].what, d.n);
    if (d.n) {
        const lc_finding *f = &d.findings[0];
        ck_assert_msg(fabs(f->from - cases[_i].from) <= 6 && fabs(f->to - cases[_i].to) <= 6,
                      "%s: %g to %g", cases[_i].what, f->from, f->to);
        ck_assert_msg(f->severity == cases[_i].severity, "%s", cases[_i].what);
        ck_assert_msg(strstr(f->summary, cases[_i].place), "%s: %s", cases[_i].what, f->summary);
        check_evidence(f, "share_of_run", (f->to - f->from) / 99, 1e-9);
        ck_assert(evidence(f, "slope_low") <= evidence(f, "slope"));
        ck_assert(evidence(f, "slope") <= evidence(f, "slope_high"));
        /* the true slope, 0, is within; 90 times 0.001 is far without */
        ck_assert(evidence(f, "slope_low") < 0.001 && evidence(f, "slope_high") > -0.001);
    }
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

START_TEST(two_stretches_are_two_findings)
{
    double y[N];
    for (size_t i = 0; i < N; i++)
        y[i] = i < 10   ? 2 - 0.05 * (double)i
               : i < 45 ? 1.5
               : i < 55 ? 1.5 - 0.1 * (double)(i - 44)
                        : 0.5;
    lc_run run = run_over(N);
    add(&run, "loss", y);
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    ck_assert_uint_eq(d.n, 2);
    ck_assert_double_lt(fmin(d.findings[0].to, d.findings[1].to), 50);
    ck_assert_double_gt(fmax(d.findings[0].from, d.findings[1].from), 50);
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

START_TEST(each_threshold_moves_the_decision)
{
    /* it rests for 0.7 of the run, at 0.2 of its start */
    lc_run run = bent("loss", cases[0].x, cases[0].y, 0.002);
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_NOTE), 1);
    ck_assert_uint_eq(count_by(&run, RULE, "length", 0.8, LC_NOTE), 0);
    ck_assert_uint_eq(count_by(&run, RULE, "room", 0.3, LC_NOTE), 0);
    ck_assert_uint_eq(count_by(&run, RULE, "left", 0.15, LC_WARNING), 1);
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), 0);
    lc_run_free(&run);
    /* the same at 0.95 of its start */
    static const double stuck[] = {1, .95, .95, .95};
    run = bent("loss", cases[0].x, stuck, 0.0005);
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), 1);
    ck_assert_uint_eq(count_by(&run, RULE, "stuck", 0.8, LC_WARNING), 0);
    lc_run_free(&run);
    /* 5 % of the gain of 0.9 are passed in 0.19 and 0.14 of the run, 10 % in twice that */
    static const double x[] = {0, .3, .6, 1}, sloping[] = {2, 1.3, 1.23, 1.1};
    run = bent("loss", x, sloping, 0);
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_NOTE), 0);
    ck_assert_uint_ge(count_by(&run, RULE, "height", 0.1, LC_NOTE), 1);
    lc_run_free(&run);
    /* 0.04 is 4 % of the gain, and two thirds of what is left at the end */
    static const double small[] = {1, .1, .08, .06};
    run = bent("loss", x, small, 0);
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_NOTE), 0);
    ck_assert_uint_eq(count_by(&run, RULE, "level", 1, LC_NOTE), 1);
    lc_run_free(&run);
}
END_TEST

/* With an accuracy it is the accuracy that tells how much was learnt. */
START_TEST(an_accuracy_tells_how_much_is_left)
{
    static const double x[] = {0, .1, .6, 1}, y[] = {1, .8, .8, .8},
                        scores[] = {0.5, 0.55, 0.58, 0.7, 0.9};
    for (size_t k = 0; k < sizeof scores / sizeof *scores; k++) {
        double accuracy[N];
        lc_run run = bent("loss", x, y, 0.002);
        for (size_t i = 0; i < N; i++)
            accuracy[i] = scores[k];
        add(&run, "accuracy", accuracy);
        ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), scores[k] < 0.6);
        ck_assert_uint_eq(count_by(&run, RULE, "accuracy", 0.95, LC_WARNING), 1);
        lc_run_free(&run);
    }
}
END_TEST

/* Of a loss that comes to rest, whether the finding has these words. */
static void check_words(const double *y, const char *words, bool said)
{
    lc_run run = run_over(N);
    add(&run, "loss", y);
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    const lc_finding *f = found(&run, &d, RULE, "loss");
    ck_assert_ptr_nonnull(f);
    ck_assert_int_eq(strstr(f->summary, words) != NULL, said);
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}

/* It rests from 1 - 0.8 29 / 30 = 0.2267 on but for one value, and the range that is told is without it. */
START_TEST(a_spike_is_not_part_of_the_range)
{
    double y[N];
    for (size_t i = 0; i < N; i++)
        y[i] = i < 30 ? 1 - 0.8 * (double)i / 30 : 0.2 + (i % 2 ? 0.005 : -0.005);
    y[60] = 0.9;
    check_words(y, " and 0.2267 apart from 1 spike: ", true);
}
END_TEST

/* A curve without noise that comes to rest: its first values there are off, and no spikes. */
START_TEST(what_comes_to_rest_has_no_spikes)
{
    double y[N];
    for (size_t i = 0; i < N; i++)
        y[i] = 0.2 + exp(-(double)i / 5);
    check_words(y, "spike", false);
}
END_TEST

/* Records of a log that begins at epoch 31 of a run, or says nothing of where it begins. */
static const struct {
    rule_case run;
    double from; /* 0: unnumbered */
} pieces[] = {
    {{"nothing gets better",
      8,
      {{"loss", {.641, .638, .643, .637, .642, .639, .643, .64}}},
      LC_WARNING,
      {{"first", .641}, {"last", .64}}},
     31},
    {{"in five records", 5, {{"loss", {.641, .638, .643, .637, .642}}}, LC_WARNING, {{0}}}, 9},
    {{"in four nobody knows", 4, {{"loss", {.641, .638, .643, .637}}}, SILENT, {{0}}}, 9},
    {{"a score of five records gets better",
      5,
      {{"loss", {.641, .638, .643, .637, .642}}, {"val_f1", {.4, .5, .6, .7, .8}}},
      SILENT,
      {{0}}},
     9},
    {{"nothing gets better in an unnumbered log",
      8,
      {{"loss", {.641, .638, .643, .637, .642, .639, .643, .64}}},
      LC_WARNING,
      {{"first", .641}}},
     0},
    {{"the same from the first epoch on is judged by another rule",
      8,
      {{"loss", {.641, .638, .643, .637, .642, .639, .643, .64}}},
      SILENT,
      {{0}}},
     1},
    {{"the piece is an eighth of what was trained",
      8,
      {{"loss", {.641, .638, .643, .637, .642, .639, .643, .64}}},
      SILENT,
      {{0}}},
     49},
    {{"it creeps", 8, {{"loss", {.647, .645, .644, .643, .641, .64, .639, .637}}}, SILENT, {{0}}},
     31},
    {{"it creeps by parts in a hundred thousand while much is wrong",
      8,
      {{"loss", {.73128, .73126, .73125, .73123, .73122, .7312, .73119, .73117}},
       {"accuracy", {.701, .701, .702, .702, .702, .703, .703, .704}}},
      SILENT,
      {{0}}},
     31},
    {{"four records", 4, {{"loss", {.641, .638, .643, .64}}}, SILENT, {{0}}}, 31},
    {{"nearly all is right",
      8,
      {{"loss", {.641, .638, .643, .637, .642, .639, .643, .64}},
       {"accuracy", {.961, .96, .962, .96, .961, .962, .96, .961}}},
      SILENT,
      {{0}}},
     31},
    {{"much is wrong",
      8,
      {{"loss", {.641, .638, .643, .637, .642, .639, .643, .64}},
       {"accuracy", {.861, .86, .862, .86, .861, .862, .86, .861}}},
      LC_WARNING,
      {{0}}},
     31},
    {{"validation gains nothing while training falls by a tenth",
      8,
      {{"loss", {.4, .395, .389, .384, .378, .372, .366, .36}},
       {"val_loss", {.52, .523, .518, .522, .519, .524, .519, .521}}},
      LC_WARNING,
      {{"first", .52}, {"last", .521}}},
     31},
    {{"seven records of it",
      7,
      {{"loss", {.4, .395, .389, .384, .378, .372, .366}},
       {"val_loss", {.52, .523, .518, .522, .519, .524, .519}}},
      SILENT,
      {{0}}},
     31},
    {{"validation creeps",
      8,
      {{"loss", {.4, .395, .389, .384, .378, .372, .366, .36}},
       {"val_loss", {.524, .523, .5225, .522, .521, .5195, .519, .518}}},
      SILENT,
      {{0}}},
     31},
};

START_TEST(a_piece_in_which_nothing_gets_better_has_stalled)
{
    const rule_case *c = &pieces[_i].run;
    lc_run run = run_of_case(c);
    for (size_t i = 0; i < run.n && pieces[_i].from > 0; i++)
        run.x[i] += pieces[_i].from - 1;
    if (pieces[_i].from == 0) {
        run.axis = LC_COUNT;
        free(run.axis_name);
        run.axis_name = strdup("record");
    }
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    size_t warnings = 0;
    for (size_t i = 0; i < d.n; i++)
        warnings += d.findings[i].severity == LC_WARNING;
    ck_assert_msg(warnings == (c->severity == LC_WARNING), "%s: %zu", c->what, warnings);
    for (size_t i = 0; warnings && i < 4 && c->evidence[i].name; i++)
        check_evidence(&d.findings[0], c->evidence[i].name, c->evidence[i].value, 1e-2);
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

static const rule_case frozen[] = {
    {"the same to four digits in the last five of nine records",
     9,
     {{"loss", {1.2113, 0.9127, 0.8243, 0.7612, 0.7314, 0.7313, 0.7314, 0.7312, 0.7313}},
      {"accuracy", {0.52, 0.6, 0.64, 0.68, 0.7, 0.7, 0.7, 0.7, 0.7}}},
     LC_WARNING,
     {{"records", 5}, {"low", 0.7312}, {"high", 0.7314}}},
    {"it still moves by a few parts in a thousand",
     9,
     {{"loss", {1.2113, 0.9127, 0.8243, 0.7612, 0.7334, 0.7293, 0.7324, 0.7302, 0.7313}},
      {"accuracy", {0.52, 0.6, 0.64, 0.68, 0.7, 0.71, 0.7, 0.72, 0.71}}},
     SILENT,
     {{0}}},
    {"in four of ten records",
     10,
     {{"loss", {1.2113, 0.9127, 0.8743, 0.8243, 0.7912, 0.7614, 0.7314, 0.7313, 0.7314, 0.7312}},
      {"accuracy", {0.52, 0.6, 0.64, 0.66, 0.67, 0.68, 0.7, 0.7, 0.7, 0.7}}},
     LC_WARNING,
     {{"records", 4}, {"low", 0.7312}, {"high", 0.7314}}},
    {"in three of seven",
     7,
     {{"loss", {1.2113, 0.9127, 0.8243, 0.7612, 0.7314, 0.7312, 0.7313}},
      {"accuracy", {0.52, 0.6, 0.64, 0.68, 0.7, 0.7, 0.7}}},
     LC_WARNING,
     {{"records", 3}}},
    {"in all three",
     3,
     {{"loss", {0.7314, 0.7312, 0.7313}}, {"accuracy", {0.7, 0.7, 0.7}}},
     LC_WARNING,
     {{"records", 3}}},
    {"in two of four",
     4,
     {{"loss", {1.2113, 0.9127, 0.7312, 0.7313}}, {"accuracy", {0.52, 0.6, 0.7, 0.7}}},
     SILENT,
     {{0}}},
    {"in three of nine",
     9,
     {{"loss", {1.2113, 0.9127, 0.8243, 0.7912, 0.7714, 0.7513, 0.7314, 0.7312, 0.7313}},
      {"accuracy", {0.52, 0.6, 0.64, 0.67, 0.68, 0.69, 0.7, 0.7, 0.7}}},
     SILENT,
     {{0}}},
    {"nearly all is right by then",
     9,
     {{"loss", {1.2113, 0.7127, 0.4243, 0.2612, 0.17314, 0.17313, 0.17314, 0.17312, 0.17313}},
      {"accuracy", {0.52, 0.7, 0.84, 0.92, 0.96, 0.96, 0.96, 0.96, 0.96}}},
     SILENT,
     {{0}}},
    {"digits too few to tell",
     9,
     {{"loss", {1.21, 0.91, 0.82, 0.76, 0.73, 0.73, 0.73, 0.73, 0.73}},
      {"accuracy", {0.52, 0.6, 0.64, 0.68, 0.7, 0.7, 0.7, 0.7, 0.7}}},
     SILENT,
     {{0}}},
};

/* A rest that is normal may be a note. */
START_TEST(a_loss_that_does_not_move_is_a_warning)
{
    const rule_case *c = &frozen[_i];
    if (c->severity == SILENT) {
        lc_run run = run_of_case(c);
        ck_assert_msg(count_by(&run, RULE, NULL, 0, LC_WARNING) == 0, "%s", c->what);
        lc_run_free(&run);
    } else
        check_rule_case(RULE, c);
}
END_TEST

/* Nothing of training is logged: then an accuracy of validation tells what is left. */
START_TEST(validation_alone_tells_what_is_left)
{
    static const double x[] = {0, .1, .6, 1}, y[] = {1, .8, .8, .8}, falls[] = {1, .6, .3, .1};
    for (int k = 0; k < 3; k++) {
        double accuracy[N], train[N];
        lc_run run = bent("val_loss", x, y, 0.002), other = bent("loss", x, falls, 0.002);
        for (size_t i = 0; i < N; i++) {
            accuracy[i] = k == 1 ? 0.7 : 0.55;
            train[i] = other.series[0].y[i];
        }
        add(&run, "val_accuracy", accuracy);
        if (k == 2)
            add(&run, "loss", train);
        ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), k == 0);
        lc_run_free(&other);
        lc_run_free(&run);
    }
}
END_TEST

START_TEST(survives_curves_without_a_shape)
{
    check_descriptor(RULE);
    check_degenerate(RULE, "near the smallest double");
}
END_TEST

/* ---- a piece of a run ------------------------------------------------------------------------------ */

#define RESTS                                          \
    {                                                  \
        "loss",                                        \
        {                                              \
            .5, .503, .498, .501, .499, .502, .5, .501 \
        }                                              \
    }
#define RESTS_V                                        \
    {                                                  \
        "val_loss",                                    \
        {                                              \
            .6, .603, .598, .601, .599, .602, .6, .601 \
        }                                              \
    }
#define GOES_ON                                  \
    {                                            \
        "loss",                                  \
        {                                        \
            .5, .48, .47, .45, .44, .43, .41, .4 \
        }                                        \
    }
static const comparison compared[] = {
    {"nothing gets better",
     {.n = 8, .made = {RESTS}, .from = 30},
     {.n = 8, .made = {GOES_ON}, .from = 30},
     1},
    {"in fewer records",
     {.n = 6, .made = {RESTS}, .from = 20},
     {.n = 8, .made = {RESTS}, .from = 30},
     -1},
    {"in a small part of the run",
     {.n = 8, .made = {RESTS}, .from = 5000},
     {.n = 8, .made = {RESTS}, .from = 30},
     -1},
    {"another metric does",
     {.n = 8, .made = {RESTS, {"val_f1", {.4, .45, .5, .54, .58, .61, .64, .66}}}, .from = 30},
     {.n = 8, .made = {RESTS}, .from = 30},
     -1},
    {"which has few values",
     {.n = 8, .made = {RESTS, {"val_f1", {.4, NAN, NAN, NAN, NAN, NAN, NAN, .66}}}, .from = 30},
     {.n = 8, .made = {RESTS}, .from = 30},
     0},
    {"it creeps",
     {.n = 8,
      .made = {{"loss", {.5, .4999, .4998, .4997, .4995, .4994, .4993, .4992}}},
      .from = 30},
     {.n = 8, .made = {RESTS}, .from = 30},
     -1},
    {"another metric creeps, which tells nothing",
     {.n = 8,
      .made = {RESTS, {"val_f1", {.4, .4001, .4002, .4003, .4005, .4006, .4007, .4008}}},
      .from = 30},
     {.n = 8, .made = {RESTS}, .from = 30},
     0},
    {"nearly all is right",
     {.n = 8,
      .made = {RESTS, {"accuracy", {.95, .951, .949, .95, .952, .948, .95, .95}}},
      .from = 30},
     {.n = 8, .made = {RESTS}, .from = 30},
     -1},
    {"of a hundred",
     {.n = 8, .made = {RESTS, {"accuracy", {95, 95.1, 94.9, 95, 95.2, 94.8, 95, 95}}}, .from = 30},
     {.n = 8, .made = {RESTS}, .from = 30},
     -1},
    {"validation alone",
     {.n = 8, .made = {GOES_ON, RESTS_V}, .from = 30},
     {.n = 8, .made = {GOES_ON}, .from = 30},
     1},
    {"while training hardly goes on",
     {.n = 8,
      .made = {{"loss", {.5, .499, .4985, .498, .4978, .4975, .4973, .497}}, RESTS_V},
      .from = 30},
     {.n = 8, .made = {GOES_ON, RESTS_V}, .from = 30},
     -1},
    {"while its score gets better",
     {.n = 8,
      .made = {GOES_ON, RESTS_V, {"val_accuracy", {.4, .45, .5, .54, .58, .61, .64, .66}}},
      .from = 30},
     {.n = 8, .made = {GOES_ON, RESTS_V}, .from = 30},
     -1},
    {"while that has come to its end",
     {.n = 8,
      .made = {GOES_ON, RESTS_V, {"val_accuracy", {.95, .951, .949, .95, .952, .948, .95, .95}}},
      .from = 30},
     {.n = 8, .made = {GOES_ON, RESTS_V}, .from = 30},
     -1},
    {"while that rests, too",
     {.n = 8,
      .made = {GOES_ON, RESTS_V, {"val_accuracy", {.5, .501, .499, .5, .502, .498, .5, .499}}},
      .from = 30},
     {.n = 8, .made = {GOES_ON, RESTS_V}, .from = 30},
     0},
};

START_TEST(what_a_piece_speaks_for)
{
    check_compared(RULE, &compared[_i]);
}
END_TEST

Suite *suite_plateau(void)
{
    Suite *s = suite_create("plateau");
    TCase *t = tcase_create("core");
    tcase_add_test(t, question_rests_from_200_to_300);
    tcase_add_loop_test(t, finds_where_a_loss_rests, 0, (int)(sizeof cases / sizeof *cases));
    tcase_add_test(t, two_stretches_are_two_findings);
    tcase_add_test(t, each_threshold_moves_the_decision);
    tcase_add_test(t, an_accuracy_tells_how_much_is_left);
    tcase_add_test(t, a_spike_is_not_part_of_the_range);
    tcase_add_test(t, what_comes_to_rest_has_no_spikes);
    tcase_add_loop_test(t, a_piece_in_which_nothing_gets_better_has_stalled, 0,
                        (int)(sizeof pieces / sizeof *pieces));
    tcase_add_loop_test(t, a_loss_that_does_not_move_is_a_warning, 0,
                        (int)(sizeof frozen / sizeof *frozen));
    tcase_add_test(t, validation_alone_tells_what_is_left);
    tcase_add_test(t, survives_curves_without_a_shape);
    tcase_add_loop_test(t, what_a_piece_speaks_for, 0, (int)(sizeof compared / sizeof *compared));
    suite_add_tcase(s, t);
    return s;
}
