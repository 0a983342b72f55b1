/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_loss.c - losses and metrics against values worked by hand. */
#include "train/loss.h"

#include "random.h"
#include "samples.h"

#include <check.h>

Suite *suite_loss(void);

#define LN2 0.69314718055994531

/* One layer whose inputs are its outputs, so that a sample's features are its logits. */
typedef struct stage {
    lc_net net;
    lc_workspace workspace;
    lc_score_sums sums;
    lc_samples samples;
} stage;

static void stage_set(stage *s, const lc_kernel *kernel, const lc_loss *loss, size_t n,
                      const float *logits, const float *y)
{
    size_t outputs = lc_loss_outputs(loss);
    *s = (stage){0};
    ck_assert_int_eq(
        lc_net_init(&s->net, &(lc_net_shape){.inputs = outputs, .outputs = outputs}, NULL), LC_OK);
    for (size_t o = 0; o < outputs; o++)
        s->net.layers[0].w[o * s->net.layers[0].stride + o] = 1;
    s->samples = zero_samples(n, outputs);
    for (size_t i = 0; i < n; i++) {
        for (size_t o = 0; o < outputs; o++)
            s->samples.x[i * s->samples.stride + o] = logits[i * outputs + o];
        s->samples.y[i] = y[i];
    }
    ck_assert_int_eq(
        lc_workspace_init(&s->workspace, &s->net, kernel, n, &(lc_workspace_training){0}, NULL),
        LC_OK);
    ck_assert_int_eq(lc_score_sums_init(&s->sums, loss, n, true, true, NULL), LC_OK);
    lc_workspace_load(&s->workspace, &s->samples, NULL, 0, n);
    lc_workspace_forward(&s->workspace, NULL);
}

static void stage_free(stage *s)
{
    lc_score_sums_free(&s->sums);
    lc_workspace_free(&s->workspace);
    lc_samples_free(&s->samples);
    lc_net_free(&s->net);
}

static const struct {
    const char *what;
    lc_loss loss;
    float z[3], y;
    double expected;
} cases[] = {
    /* sigmoid(0) = 1/2 */
    {"an even chance costs ln 2", {LC_BINARY, 2, 0, NULL}, {0}, 1, LN2},
    /* sigmoid(ln 3) = 3/4 */
    {"three to one, right", {LC_BINARY, 2, 0, NULL}, {1.09861229f}, 1, 0.28768207245178},
    {"three to one, wrong", {LC_BINARY, 2, 0, NULL}, {1.09861229f}, 0, 1.38629436111989},
    /* -ln sigmoid(20) = ln(1 + e^-20) = 2.0611536e-9: not rounded to 0 */
    {"very sure keeps its digits", {LC_BINARY, 2, 0, NULL}, {20}, 1, 2.0611536181902e-9},
    /* ln(1 + e^1000) = 1000: no clipping at 16 or 100 */
    {"very wrong is very dear", {LC_BINARY, 2, 0, NULL}, {1000}, 0, 1000},
    {"very wrong, other way", {LC_BINARY, 2, 0, NULL}, {-3e38f}, 1, 3e38},
    {"right beyond all measure", {LC_BINARY, 2, 0, NULL}, {INFINITY}, 1, 0},
    {"wrong beyond all measure", {LC_BINARY, 2, 0, NULL}, {INFINITY}, 0, INFINITY},
    /* target 0.95: 0.95 ln(4/3) + 0.05 ln 4 */
    {"smoothed by 0.1", {LC_BINARY, 2, 0.1, NULL}, {1.09861229f}, 1, 0.342612686885166},
    {"three even classes cost ln 3", {LC_MULTICLASS, 3, 0, NULL}, {5, 5, 5}, 2, 1.09861228866811},
    /* e^0 : e^ln2 : e^ln3 = 1 : 2 : 3 of 6 */
    {"class 1 of odds 1 2 3",
     {LC_MULTICLASS, 3, 0, NULL},
     {0, 0.69314718f, 1.09861229f},
     1,
     1.09861228866811},
    {"class 0 of odds 1 2 3",
     {LC_MULTICLASS, 3, 0, NULL},
     {0, 0.69314718f, 1.09861229f},
     0,
     1.79175946922805},
    {"far classes don't overflow", {LC_MULTICLASS, 3, 0, NULL}, {1000, -1000, 0}, 1, 2000},
    /* targets 0.8 and 0.1, 0.1: 0.8 ln 2 + 0.1 ln 3 + 0.1 ln 6 */
    {"smoothed by 0.3",
     {LC_MULTICLASS, 3, 0.3, NULL},
     {0, 0.69314718f, 1.09861229f},
     2,
     0.843554920237575},
    {"the square of 1.5", {LC_REGRESSION, 0, 0, NULL}, {2}, 0.5, 2.25},
};

START_TEST(matches_hand_value)
{
    const lc_kernel *kernel;
    for (size_t k = 0; (kernel = lc_kernel_at(k)); k++) {
        stage s;
        stage_set(&s, kernel, &cases[_i].loss, 1, cases[_i].z, &cases[_i].y);
        if (isfinite(cases[_i].z[0])) { /* else 0 * infinity in the layer */
            lc_loss_batch(&s.workspace, &cases[_i].loss, true, &s.sums);
            double got = lc_score_sums_scores(&s.sums, &cases[_i].loss).loss;
            ck_assert_msg(fabs(got - cases[_i].expected) <= 4e-7 * cases[_i].expected,
                          "%s, %s: %.9g, expected %.9g", kernel->name, cases[_i].what, got,
                          cases[_i].expected);
        }
        stage_free(&s);
    }
}
END_TEST

/* The kernels themselves, on logits that no layer gives. */
START_TEST(infinite_logits_give_no_nan_that_is_not_there)
{
    const lc_kernel *kernel;
    float z[LC_PANEL] __attribute__((aligned(64))), y[LC_PANEL] __attribute__((aligned(64)));
    float loss[LC_PANEL] __attribute__((aligned(64)));
    for (size_t k = 0; (kernel = lc_kernel_at(k)); k++) {
        for (size_t m = 0; m < LC_PANEL; m++)
            z[m] = m % 4 < 2 ? INFINITY : -INFINITY, y[m] = (float)(m % 2);
        z[31] = NAN;
        kernel->cross_entropy(&(lc_panel_loss){.outputs = 1, .z = z, .y = y, .loss = loss});
        for (size_t m = 0; m < 31; m++)
            ck_assert(m % 4 == 0 || m % 4 == 3 ? loss[m] == INFINITY : loss[m] < 1e-37f);
        ck_assert(isnan(loss[31]));
    }
}
END_TEST

/* Logits 0, ln 3, -ln 3 with targets 1, 0, 1 and weights 2 (class 0), 5 (class 1):
 * ln 2, ln 4, ln 4; plain (5 ln 2) / 3, weighted (5 ln 2 + 2 ln 4 + 5 ln 4) / 3 = 19 ln 2 / 3 */
START_TEST(class_weights_act_on_training_alone)
{
    const float z[] = {0, 1.09861229f, -1.09861229f}, y[] = {1, 0, 1};
    const double weight[] = {2, 5};
    lc_loss loss = {LC_BINARY, 2, 0, weight};
    stage s;
    stage_set(&s, lc_kernel_at(0), &loss, 3, z, y);
    lc_loss_batch(&s.workspace, &loss, true, &s.sums);
    lc_scores got = lc_score_sums_scores(&s.sums, &loss);
    ck_assert_double_eq_tol(got.loss, 19 * LN2 / 3, 1e-6);
    ck_assert_double_eq_tol(got.plain_loss, 5 * LN2 / 3, 1e-6);
    ck_assert_double_eq(got.accuracy, 0);
    /* dz = w (sigmoid(z) - y) / 3 = 5 (-1/2) / 3, 2 (3/4) / 3, 5 (-3/4) / 3 */
    const float *dz = lc_workspace_output_grad(&s.workspace, 0);
    ck_assert_double_eq_tol((double)dz[0], -2.5 / 3, 1e-6);
    ck_assert_double_eq_tol((double)dz[1], 0.5, 1e-6);
    ck_assert_double_eq_tol((double)dz[2], -3.75 / 3, 1e-6);
    ck_assert(dz[3] == 0);
    lc_score_sums_reset(&s.sums);
    lc_loss_batch(&s.workspace, &loss, false, &s.sums);
    ck_assert_double_eq_tol(lc_score_sums_scores(&s.sums, &loss).loss, 5 * LN2 / 3, 1e-6);
    stage_free(&s);
}
END_TEST

/* said 1 1 0 0 1, is 1 0 1 0 1: 3 of 5 right, precision 2/3, recall 2/3. Scores 3 2 -1 -2 1, is
 * 1 0 1 0 1: of 3 x 2 pairs 3>2 3>-2 1>-2 -1>-2 are in order, 4/6; average precision: hits at
 * ranks 1, 3, 4: (1 + 2/3 + 3/4) / 3 */
START_TEST(counts_and_ranks_of_two_classes)
{
    const float z[] = {3, 2, -1, -2, 1}, y[] = {1, 0, 1, 0, 1};
    lc_loss loss = {LC_BINARY, 2, 0, NULL};
    stage s;
    stage_set(&s, lc_kernel_at(0), &loss, 5, z, y);
    lc_loss_batch(&s.workspace, &loss, false, &s.sums);
    lc_scores got = lc_score_sums_scores(&s.sums, &loss);
    ck_assert_double_eq_tol(got.accuracy, 0.6, 1e-15);
    ck_assert_double_eq_tol(got.precision, 2.0 / 3, 1e-15);
    ck_assert_double_eq_tol(got.recall, 2.0 / 3, 1e-15);
    ck_assert_double_eq_tol(got.auroc, 4.0 / 6, 1e-15);
    ck_assert_double_eq_tol(got.average_precision, (1 + 2.0 / 3 + 3.0 / 4) / 3, 1e-15);
    stage_free(&s);
}
END_TEST

/* said 0 1 2 2, is 0 1 1 2: precision 1, 1, 1/2, recall 1, 1/2, 1 */
START_TEST(counts_of_three_classes)
{
    const float z[] = {1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 1}, y[] = {0, 1, 1, 2};
    lc_loss loss = {LC_MULTICLASS, 3, 0, NULL};
    stage s;
    stage_set(&s, lc_kernel_at(0), &loss, 4, z, y);
    lc_loss_batch(&s.workspace, &loss, false, &s.sums);
    lc_scores got = lc_score_sums_scores(&s.sums, &loss);
    ck_assert_double_eq_tol(got.accuracy, 0.75, 1e-15);
    ck_assert_double_eq_tol(got.precision, 2.5 / 3, 1e-15);
    ck_assert_double_eq_tol(got.recall, 2.5 / 3, 1e-15);
    ck_assert(isnan(got.auroc) && isnan(got.r2));
    stage_free(&s);
}
END_TEST

/* errors 1, -1, 2 about 1, 2, 6: absolute 4/3, squares 6; mean 3, spread 4 + 1 + 9 = 14 */
START_TEST(values_have_mean_errors_and_r2)
{
    const float z[] = {2, 1, 8}, y[] = {1, 2, 6};
    lc_loss loss = {LC_REGRESSION, 0, 0, NULL};
    stage s;
    stage_set(&s, lc_kernel_at(0), &loss, 3, z, y);
    lc_loss_batch(&s.workspace, &loss, false, &s.sums);
    lc_scores got = lc_score_sums_scores(&s.sums, &loss);
    ck_assert_double_eq_tol(got.loss, 2, 1e-12);
    ck_assert_double_eq_tol(got.mae, 4.0 / 3, 1e-12);
    ck_assert_double_eq_tol(got.r2, 1 - 6.0 / 14, 1e-12);
    stage_free(&s);
}
END_TEST

Suite *suite_loss(void)
{
    Suite *s = suite_create("loss");
    TCase *t = tcase_create("loss");
    tcase_add_loop_test(t, matches_hand_value, 0, (int)(sizeof cases / sizeof *cases));
    tcase_add_test(t, infinite_logits_give_no_nan_that_is_not_there);
    tcase_add_test(t, class_weights_act_on_training_alone);
    tcase_add_test(t, counts_and_ranks_of_two_classes);
    tcase_add_test(t, counts_of_three_classes);
    tcase_add_test(t, values_have_mean_errors_and_r2);
    suite_add_tcase(s, t);
    return s;
}
