/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_split_mismatch.c - validation below chance, at chance and above it. */
#include "curves.h"
#include "random.h"

#include <check.h>
#include <string.h>

Suite *suite_split_mismatch(void);

#define RULE "split-mismatch"
#define N 20

static const struct {
    const char *what;
    shape train, validation;
    size_t classes, samples;
    bool fires;
} cases[] = {
    {"classes that training never saw", {.1, .9, 4, .01, 0, 0}, {0, 0, 1, 0, 0, 0}, 10, 1000, true},
    {"the same, nobody told how many classes",
     {.1, .9, 4, .01, 0, 0},
     {.001, .002, 1, 0, 0, 0},
     0,
     0,
     true},
    {"at chance", {.1, .9, 4, .01, 0, 0}, {.1, .1, 1, .005, 0, 0}, 10, 1000, false},
    {"below chance by less than half",
     {.1, .9, 4, .01, 0, 0},
     {.07, .07, 1, .002, 0, 0},
     10,
     1000,
     false},
    /* sd of a guess among 10 with 20 samples: 0.067; four of them are more than the guess itself */
    {"a tiny set may miss by chance", {.1, .9, 4, .01, 0, 0}, {0, 0, 1, 0, 0, 0}, 10, 20, false},
    {"training has not learnt either",
     {.1, .12, 4, .001, 0, 0},
     {0, 0, 1, 0, 0, 0},
     10,
     1000,
     false},
    {"it begins below chance and learns",
     {.1, .9, 4, .01, 0, 0},
     {0, .8, 4, .01, 0, 0},
     10,
     1000,
     false},
    /* of 20 records 7 are below half of a guess, where training is far above one */
    {"guessed right in the end", {.1, .9, 2, .01, 0, 0}, {0, 0, 1, 0, 7, .8}, 10, 1000, true},
    {"the same of a split of unknown size",
     {.1, .9, 2, .01, 0, 0},
     {0, 0, 1, 0, 7, .8},
     10,
     0,
     false},
    {"below in most records, size unknown",
     {.1, .9, 2, .01, 0, 0},
     {.01, .01, 1, .003, 14, .8},
     10,
     0,
     true},
};

START_TEST(tells_splits_that_were_not_drawn_alike)
{
    double y[N];
    uint64_t seed = 5;
    lc_run run = run_over(N);
    draw(y, N, &cases[_i].train, &seed);
    add(&run, "accuracy", y);
    draw(y, N, &cases[_i].validation, &seed);
    add(&run, "val_accuracy", y);
    run.facts.classes = cases[_i].classes;
    run.facts.validation_samples = cases[_i].samples;
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    ck_assert_msg(d.n == cases[_i].fires, "%s: %zu", cases[_i].what, d.n);
    ck_assert(d.n == 0 || d.findings[0].severity == LC_CRITICAL);
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

START_TEST(survives_degenerate_curves)
{
    check_degenerate(RULE, "");
    check_descriptor(RULE);
}
END_TEST

Suite *suite_split_mismatch(void)
{
    Suite *s = suite_create("split_mismatch");
    TCase *t = tcase_create("all");
    tcase_add_loop_test(t, tells_splits_that_were_not_drawn_alike, 0,
                        (int)(sizeof cases / sizeof *cases));
    tcase_add_test(t, survives_degenerate_curves);
    suite_add_tcase(s, t);
    return s;
}
