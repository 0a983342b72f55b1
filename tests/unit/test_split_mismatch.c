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
    /* three tenths of the way from 0.5 to 1 are 0.65 */
    {"of two classes training has learnt a little",
     {.7, .7, 4, .001, 0, 0},
     {.2, .2, 1, .002, 0, 0},
     2,
     1000,
     true},
    {"of two classes it has learnt less",
     {.62, .62, 4, .001, 0, 0},
     {.2, .2, 1, .002, 0, 0},
     2,
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
    {"below seven tenths of a guess, of a split of known size",
     {.1, .9, 4, .01, 0, 0},
     {.06, .06, 1, .002, 0, 0},
     10,
     2000,
     true},
    {"the same of a split of unknown size",
     {.1, .9, 4, .01, 0, 0},
     {.06, .06, 1, .002, 0, 0},
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

/* A fifth right is below a guess of two classes, and above one of ten. Where 0.55 are right, doubt between two
 * answers costs -0.55 ln 0.55 - 0.45 ln 0.45 = 0.688, and among ten 0.688 + 0.45 ln 9 = 1.68; how many there
 * are is not asked of later records. */
START_TEST(doubt_between_two_answers_tells_of_two_classes)
{
    static const struct {
        const char *what;
        double loss[8];
        bool fires;
    } doubts[] = {
        {"two", {.688, .6, .5, .45, .4, .35, .3, .25}, true},
        {"ten", {1.68, 1.2, .9, .7, .6, .5, .45, .4}, false},
        {"ten, in doubt between two from the second record on",
         {1.68, .6, .5, .45, .4, .35, .3, .25},
         false},
        {"a loss that is lower than any doubt", {.3, .25, .22, .2, .18, .17, .16, .15}, false},
    };
    static const double right[] = {.55, .7, .76, .8, .84, .87, .9, .92},
                        held_out[] = {.21, .2, .19, .2, .21, .2, .19, .2};
    for (size_t k = 0; k < sizeof doubts / sizeof *doubts; k++) {
        lc_run run = run_over(8);
        add(&run, "loss", doubts[k].loss);
        add(&run, "accuracy", right);
        add(&run, "val_accuracy", held_out);
        size_t n = count_by(&run, RULE, NULL, 0, LC_NOTE);
        ck_assert_msg(n == doubts[k].fires, "%s: %zu", doubts[k].what, n);
        lc_run_free(&run);
    }
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
    tcase_add_test(t, doubt_between_two_answers_tells_of_two_classes);
    tcase_add_test(t, survives_degenerate_curves);
    suite_add_tcase(s, t);
    return s;
}
