/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_guess.c - losses at what a guess costs, and near it. */
#include "diagnose/guess.h"

#include "studied.h"

#include <check.h>
#include <math.h>

Suite *suite_guess(void);

/* ln 10 = 2.3026, ln 7 = 1.9459, ln 12 = 2.4849, ln 50 = 3.912 */
static const struct {
    const char *what;
    size_t told, n;
    double loss[6], accuracy[6];
    size_t classes;
    bool by_accuracy, exact;
} cases[] = {
    {"the second half at ln 10", 0, 6, {2.9, 2.6, 2.4, 2.303, 2.302, 2.303}, {0}, 10, false, true},
    {"its first half", 0, 6, {2.303, 2.302, 2.303, 2.2, 2.1, 2.0}, {0}, 0, false, false},
    {"a half of two", 0, 4, {2.9, 2.6, 2.302, 2.303}, {0}, 10, false, false},
    {"a bit above", 0, 6, {2.9, 2.6, 2.4, 2.31, 2.312, 2.311}, {0}, 10, false, false},
    {"too far above", 0, 6, {2.9, 2.6, 2.4, 2.32, 2.321, 2.322}, {0}, 0, false, false},
    {"too far below", 0, 6, {2.9, 2.6, 2.4, 2.27, 2.271, 2.272}, {0}, 0, false, false},
    {"far above beside an accuracy of a guess",
     0,
     6,
     {2.9, 2.6, 2.4, 2.33, 2.331, 2.332},
     {.1, .1, .1, .1, .1, .1},
     10,
     true,
     false},
    {"beside one that is nearly that",
     0,
     6,
     {2.9, 2.6, 2.4, 2.33, 2.331, 2.332},
     {.1, .1, .1, .105, .105, .105},
     0,
     false,
     false},
    {"at it beside such a one",
     0,
     6,
     {2.9, 2.6, 2.4, 2.303, 2.302, 2.303},
     {.1, .1, .1, .105, .105, .105},
     10,
     true,
     true},
    {"of a hundred",
     0,
     6,
     {2.9, 2.6, 2.4, 2.303, 2.302, 2.303},
     {10, 10, 10, 10, 10, 10},
     10,
     true,
     true},
    {"beside a better accuracy",
     0,
     6,
     {2.9, 2.6, 2.4, 2.303, 2.302, 2.303},
     {.1, .1, .1, .3, .3, .3},
     10,
     false,
     true},
    {"it still moves", 0, 6, {2.9, 2.6, 2.4, 2.33, 2.302, 2.27}, {0}, 0, false, false},
    {"coarse digits", 0, 6, {2.9, 2.6, 2.4, 2.3, 2.3, 2.3}, {0}, 10, false, false},
    {"below 0", 0, 6, {-2, -2.1, -2.2, -2.303, -2.302, -2.303}, {0}, 0, false, false},
    {"seven told classes", 7, 6, {2.9, 2.6, 2.4, 1.946, 1.945, 1.946}, {0}, 7, false, true},
    {"which nobody told", 0, 6, {2.9, 2.6, 2.4, 1.946, 1.945, 1.946}, {0}, 0, false, false},
    {"another level than that of told ones",
     7,
     6,
     {2.9, 2.6, 2.4, 2.303, 2.302, 2.303},
     {0},
     0,
     false,
     false},
    {"a single told class is none",
     1,
     6,
     {2.9, 2.6, 2.4, 2.303, 2.302, 2.303},
     {0},
     10,
     false,
     true},
    {"twelve, by the accuracy",
     0,
     6,
     {2.9, 2.6, 2.55, 2.485, 2.485, 2.485},
     {.08, .08, .08, .0833, .0833, .0833},
     12,
     true,
     true},
    {"fifty, by an accuracy that tells it better than the loss",
     0,
     6,
     {4.9, 4.6, 4.4, 3.93, 3.931, 3.93},
     {.02, .02, .02, .0201, .0201, .0201},
     50,
     true,
     false},
    {"thirty, where the loss alone tells of thirty-one", /* ln 30 = 3.401, ln 30.5 = 3.418 */
     0,
     6,
     {4.9, 4.6, 4.4, 3.419, 3.42, 3.421},
     {.033, .033, .033, .0333, .0333, .0333},
     30,
     true,
     false},
    {"beside one that is off by three hundredths",
     0,
     6,
     {2.9, 2.6, 2.4, 2.33, 2.331, 2.332},
     {.1, .1, .1, .103, .103, .103},
     0,
     false,
     false},
    {"farther above, beside an accuracy of a guess",
     0,
     6,
     {2.9, 2.6, 2.4, 2.35, 2.351, 2.352},
     {.1, .1, .1, .1, .1, .1},
     0,
     false,
     false},
    {"beside an accuracy that is no guess'",
     0,
     6,
     {2.9, 2.6, 2.4, 2.303, 2.302, 2.303},
     {.1, .1, .1, .118, .118, .118},
     10,
     false,
     true},
    {"one record to three digits", 0, 1, {1.099}, {0}, 0, false, false},
    {"one record to four digits", 0, 1, {2.3026}, {0}, 10, false, false},
    {"to two", 0, 1, {2.30}, {0}, 0, false, false},
    {"near it", 0, 1, {2.3029}, {0}, 0, false, false},
    {"beside an accuracy of a guess", 0, 1, {2.31}, {.1}, 10, true, false},
    {"beside a better one", 0, 1, {2.3026}, {.5}, 0, false, false},
};

static lc_guess guess_of(size_t told, size_t n, const double *loss, const double *accuracy)
{
    studied s = {.run = run_over(n)};
    add(&s.run, "loss", loss);
    if (accuracy[0] > 0)
        add(&s.run, "accuracy", accuracy);
    s.run.facts.classes = told;
    study(&s);
    lc_guess g = lc_guess_find(&s.context, s.context.analyzed);
    studied_free(&s);
    return g;
}

START_TEST(tells_of_how_many_classes_a_level_is)
{
    lc_guess g = guess_of(cases[_i].told, cases[_i].n, cases[_i].loss, cases[_i].accuracy);
    ck_assert_msg(g.classes == cases[_i].classes, "%s: %zu", cases[_i].what, g.classes);
    ck_assert_msg((g.log_lr > 0) == (g.classes > 0), "%s", cases[_i].what);
    ck_assert_msg(!g.classes || fabs(g.level - log((double)g.classes)) < 1e-12, "%s",
                  cases[_i].what);
    ck_assert_msg(!g.classes ||
                      (g.by_accuracy == cases[_i].by_accuracy && g.exact == cases[_i].exact),
                  "%s: %d %d", cases[_i].what, g.by_accuracy, g.exact);
}
END_TEST

/* Each of these says more than the one before it. */
START_TEST(some_say_more_than_others)
{
    static const double at[] = {2.303, 2.302, 2.303, 2.302, 2.303, 2.303},
                        near[] = {2.303, 2.304, 2.3042, 2.304, 2.3045, 2.3044},
                        off[] = {2.311, 2.311, 2.311, 2.312, 2.312, 2.311}, none[] = {0},
                        right[] = {.1, .1, .1, .1, .1, .1}, better[] = {.3, .3, .3, .3, .3, .3};
    const double said[] = {
        guess_of(0, 6, off, better).log_lr, guess_of(0, 6, off, none).log_lr,
        guess_of(0, 6, near, none).log_lr,  guess_of(0, 6, at, none).log_lr,
        guess_of(0, 6, at, right).log_lr,
    };
    /* Of what a guess at ten classes makes likelier: the level 20 times, by a few digits e more, by all 20, by
     * the accuracy 12. */
    static const double more[] = {1.5, .5, 1.5, 1.5}, most[] = {2.5, 1.5, 2.5, 3.5};
    for (size_t i = 1; i < sizeof said / sizeof *said; i++) {
        double step = said[i] - said[i - 1];
        ck_assert_msg(step > more[i - 1] && step < most[i - 1], "%zu: %g", i, step);
    }
    ck_assert(said[1] > 2 && said[1] < 5);
    double few = guess_of(0, 3, off, none).log_lr, later = guess_of(0, 5, off, none).log_lr;
    ck_assert(few > 0 && later > few && later - few < .15);
}
END_TEST

Suite *suite_guess(void)
{
    Suite *s = suite_create("guess");
    TCase *t = tcase_create("all");
    tcase_add_loop_test(t, tells_of_how_many_classes_a_level_is, 0,
                        (int)(sizeof cases / sizeof *cases));
    tcase_add_test(t, some_say_more_than_others);
    suite_add_tcase(s, t);
    return s;
}
