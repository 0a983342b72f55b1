/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_saturated_output.c - losses that count misses, and losses that don't. */
#include "curves.h"
#include "random.h"

#include <check.h>
#include <math.h>
#include <string.h>

Suite *suite_saturated_output(void);

#define RULE "saturated-output"
#define N 30

/* An accuracy that wanders about `level`, and a loss of `price` for each miss; `blur` of it by chance. */
static lc_run run_with(double level, double price, double blur)
{
    double accuracy[N], loss[N];
    uint64_t seed = 3;
    lc_run run = run_over(N);
    for (size_t i = 0; i < N; i++) {
        accuracy[i] = level + 0.04 * (1 - level) * sin((double)i);
        loss[i] = price * (1 - accuracy[i]) * (1 + blur * random_normal(&seed));
    }
    add(&run, "loss", loss);
    add(&run, "accuracy", accuracy);
    return run;
}

static const struct {
    const char *what;
    double level, price, blur;
    bool fires;
} cases[] = {
    {"Keras, -ln 1e-7", .5, 16.118096, 0, true},
    {"Keras in float32, -ln 2^-23", .9, 15.942385, 0, true},
    {"Keras' binary form, misses of both classes", .5, 15.30, .001, true},
    {"Caffe, -ln FLT_MIN", .1, 87.3365, 0, true},
    {"PyTorch's BCELoss", .6, 100, 0, true},
    {"0.2 % off a clip that is in wide use", .5, 16.150332, 0, true},
    {"the lowest, a clip at 1e-6", .5, 13.815511, 0, true},
    {"a clip at 1e-8", .5, 18.420681, 0, true},
    {"0.2 % off it, by chance", .5, 18.457522, 0, false},
    {"a price that no framework has", .5, 12.5, 0, false},
    {"between two clips", .5, 17, 0, false},
    {"the right mean, but not record by record", .5, 16.118096, .05, false},
    {"an ordinary loss per miss", .8, 2.2, .02, false},
    {"hardly a miss: the ratio says nothing", .9999, 16.118096, 0, false},
};

START_TEST(knows_the_clips)
{
    lc_run run = run_with(cases[_i].level, cases[_i].price, cases[_i].blur);
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    ck_assert_msg(d.n == cases[_i].fires, "%s: %zu", cases[_i].what, d.n);
    if (d.n)
        check_evidence(&d.findings[0], "loss_per_miss", cases[_i].price, .002);
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

/* Four digits of the loss and of the accuracy, as Keras prints them; a loss of two digits says nothing of the
 * accuracy's, whose four then tell that the price is another. */
static const struct {
    double price, loss_digits, accuracy_digits;
    size_t findings;
} printed[] = {{16.118096, 1e4, 1e4, 1}, {16.118096, 1e2, 1e4, 1}, {16.3, 1e2, 1e4, 0}};

START_TEST(allows_for_the_printed_digits)
{
    double accuracy[N], loss[N];
    lc_run run = run_over(N);
    for (size_t i = 0; i < N; i++) {
        double wrong = 0.5 - 0.02 * sin((double)i);
        accuracy[i] =
            round((1 - wrong) * printed[_i].accuracy_digits) / printed[_i].accuracy_digits;
        loss[i] =
            round(printed[_i].price * wrong * printed[_i].loss_digits) / printed[_i].loss_digits;
    }
    add(&run, "loss", loss);
    add(&run, "accuracy", accuracy);
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), printed[_i].findings);
    lc_run_free(&run);
}
END_TEST

/* In the others nothing is missed. */
START_TEST(three_records_with_misses_are_enough)
{
    static const double missed[] = {.5, .45, .4, .35, .3};
    for (size_t n = 2; n <= 3; n++) {
        double accuracy[5], loss[5];
        lc_run run = run_over(5);
        for (size_t i = 0; i < 5; i++) {
            accuracy[i] = i < n ? 1 - missed[i] : 1;
            loss[i] = cases[0].price * (1 - accuracy[i]);
        }
        add(&run, "loss", loss);
        add(&run, "accuracy", accuracy);
        ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), n == 3);
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

/* By the price of a miss in three records, and in no fewer: one may be chance. */
START_TEST(three_records_tell_a_clip)
{
    static const double accuracy[] = {.5, .52, .51};
    double loss[3];
    for (size_t i = 0; i < 3; i++)
        loss[i] = 16.118096 * (1 - accuracy[i]);
    for (size_t n = 2; n <= 3; n++) {
        lc_run run = run_over(n);
        add(&run, "loss", loss);
        add(&run, "accuracy", accuracy);
        ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), n == 3);
        lc_run_free(&run);
    }
}
END_TEST

Suite *suite_saturated_output(void)
{
    Suite *s = suite_create("saturated_output");
    TCase *t = tcase_create("all");
    tcase_add_loop_test(t, knows_the_clips, 0, (int)(sizeof cases / sizeof *cases));
    tcase_add_loop_test(t, allows_for_the_printed_digits, 0,
                        (int)(sizeof printed / sizeof *printed));
    tcase_add_test(t, three_records_with_misses_are_enough);
    tcase_add_test(t, survives_degenerate_curves);
    tcase_add_test(t, three_records_tell_a_clip);
    suite_add_tcase(s, t);
    return s;
}
