/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_optimizer.c - steps worked by hand. */
#include "train/optimizer.h"

#include "base/mem.h"

#include <check.h>
#include <math.h>
#include <string.h>

Suite *suite_optimizer(void);

/* One weight of 1 and a bias of 1, two steps with gradient 1, then 2 (both), rate 0.1. */
static const struct {
    const char *what;
    lc_optimizer optimizer;
    double weight[2], bias[2];
} cases[] = {
    /* 1 - 0.1, 0.9 - 0.2 */
    {"sgd", {.kind = LC_SGD}, {0.9, 0.7}, {0.9, 0.7}},
    /* g = 1 + 2 0.5 1 = 2: 0.8; g = 2 + 0.8 = 2.8: 0.52 */
    {"sgd, l2", {.kind = LC_SGD, .l2 = 0.5}, {0.8, 0.52}, {0.9, 0.7}},
    /* m = -0.1: 0.9; m = -0.05 - 0.2: 0.65 */
    {"momentum", {.kind = LC_MOMENTUM, .momentum = 0.5}, {0.9, 0.65}, {0.9, 0.65}},
    /* m = -0.2: 0.8; g = 2.8, m = -0.1 - 0.28: 0.42 */
    {"momentum, l2", {.kind = LC_MOMENTUM, .momentum = 0.5, .l2 = 0.5}, {0.8, 0.42}, {0.9, 0.65}},
    /* m = -0.1, w + 0.5 m - 0.1 = 0.85; m = -0.25, 0.85 - 0.125 - 0.2 = 0.525 */
    {"nesterov", {.kind = LC_NESTEROV, .momentum = 0.5}, {0.85, 0.525}, {0.85, 0.525}},
    /* m' = g, v' = g^2: 1 - 0.1; m = 1.25, m' = 1.25 / 0.75 = 5/3; v = 0.1875 + 1 = 1.1875,
     * v' = 1.1875 / 0.4375 = 19/7; 0.9 - 0.1 (5/3) / sqrt(19/7) */
    {"adam",
     {.kind = LC_ADAM, .beta1 = 0.5, .beta2 = 0.75, .epsilon = 1e-12},
     {0.9, 0.798837019},
     {0.9, 0.798837019}},
    /* the same less 0.1 0.5 w: 1 - 0.1 - 0.05 = 0.85; 0.85 - 0.0425 - 0.101162981 */
    {"adamw",
     {.kind = LC_ADAMW, .beta1 = 0.5, .beta2 = 0.75, .epsilon = 1e-12, .decay = 0.5},
     {0.85, 0.706337019},
     {0.9, 0.798837019}},
    /* epsilon is added to the root: 1 - 0.1 1 / (1 + 1) = 0.95; 0.95 - 0.1 (5/3) / (1.647508942+1) */
    {"adam, epsilon 1",
     {.kind = LC_ADAM, .beta1 = 0.5, .beta2 = 0.75, .epsilon = 1},
     {0.95, 0.887047652},
     {0.95, 0.887047652}},
};

START_TEST(steps_are_those_worked_by_hand)
{
    const lc_kernel *kernel;
    for (size_t k = 0; (kernel = lc_kernel_at(k)); k++) {
        lc_net net = LC_NET_INIT;
        ck_assert_int_eq(lc_net_init(&net, &(lc_net_shape){.inputs = 1, .outputs = 1}, NULL),
                         LC_OK);
        size_t n = net.params_n;
        float *block = lc_mem_aligned(LC_PANEL_ALIGN, 3 * n * sizeof *block);
        memset(block, 0, 3 * n * sizeof *block);
        float *g = block, *m = block + n, *v = block + 2 * n;
        float *w = net.layers[0].w, *b = net.layers[0].bias;
        *w = *b = 1;
        for (int t = 0; t < 2; t++) {
            g[w - net.params] = g[b - net.params] = (float)(t + 1);
            lc_optimizer_step(&cases[_i].optimizer, kernel, &net, g, m, v, 0.1, (uint64_t)t + 1);
            ck_assert_msg(fabs((double)*w - cases[_i].weight[t]) < 2e-7 &&
                              fabs((double)*b - cases[_i].bias[t]) < 2e-7,
                          "%s, %s, step %d: %.9g and %.9g", kernel->name, cases[_i].what, t + 1,
                          (double)*w, (double)*b);
        }
        for (size_t i = 1; i < n; i++) /* what pads the rows stays 0 */
            ck_assert(net.params + i == b || net.params[i] == 0);
        lc_mem_free(block);
        lc_net_free(&net);
    }
}
END_TEST

/* weights 3 and 4 with l2 0.1: penalty 2.5; gradient 1, 2, bias 2: with 0.6, 0.8 it is
 * (1.6, 2.8, 2), of norm sqrt(2.56 + 7.84 + 4) */
START_TEST(penalty_and_norm_count_weights_and_not_padding)
{
    lc_net net = LC_NET_INIT;
    ck_assert_int_eq(lc_net_init(&net, &(lc_net_shape){.inputs = 2, .outputs = 1}, NULL), LC_OK);
    lc_optimizer o = LC_OPTIMIZER_INIT;
    o.l2 = 0.1;
    float *g = lc_mem_aligned(LC_PANEL_ALIGN, net.params_n * sizeof *g);
    memset(g, 0, net.params_n * sizeof *g);
    net.layers[0].w[0] = 3, net.layers[0].w[1] = 4, net.layers[0].bias[0] = 100;
    g[0] = 1, g[1] = 2, g[net.layers[0].bias - net.params] = 2;
    const lc_kernel *kernel;
    for (size_t k = 0; (kernel = lc_kernel_at(k)); k++) {
        ck_assert_double_eq_tol(lc_optimizer_penalty(&o, kernel, &net), 2.5, 1e-5);
        ck_assert_double_eq_tol(lc_optimizer_norm(&o, kernel, &net, g), sqrt(14.4), 1e-5);
    }
    lc_mem_free(g);
    lc_net_free(&net);
}
END_TEST

START_TEST(constants_out_of_range_are_named)
{
    lc_optimizer o = LC_OPTIMIZER_INIT;
    lc_error err;
    ck_assert_int_eq(lc_optimizer_check(&o, &err), LC_OK);
    o.beta2 = 1;
    ck_assert_int_eq(lc_optimizer_check(&o, &err), LC_E_ARG);
    ck_assert_str_eq(err.msg, "beta2 is 1, expected 0 or more and less than 1");
    o = (lc_optimizer)LC_OPTIMIZER_INIT;
    o.l2 = (double)NAN;
    ck_assert_int_eq(lc_optimizer_check(&o, &err), LC_E_ARG);
    o.l2 = -1;
    ck_assert_int_eq(lc_optimizer_check(&o, &err), LC_E_ARG);
    ck_assert_str_eq(err.msg, "l2 is -1, expected 0 or more");
    o = (lc_optimizer)LC_OPTIMIZER_INIT;
    o.epsilon = 0; /* 0 / 0 for a weight that never had a gradient */
    ck_assert_int_eq(lc_optimizer_check(&o, &err), LC_E_ARG);
    ck_assert_str_eq(err.msg, "epsilon is 0, expected more than 0");
}
END_TEST

Suite *suite_optimizer(void)
{
    Suite *s = suite_create("optimizer");
    TCase *t = tcase_create("optimizer");
    tcase_add_loop_test(t, steps_are_those_worked_by_hand, 0, (int)(sizeof cases / sizeof *cases));
    tcase_add_test(t, penalty_and_norm_count_weights_and_not_padding);
    tcase_add_test(t, constants_out_of_range_are_named);
    suite_add_tcase(s, t);
    return s;
}
