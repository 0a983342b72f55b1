/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_net.c - shapes, first weights and predictions. */
#include "train/predict.h"
#include "samples.h"

#include <check.h>
#include <math.h>
#include <string.h>

Suite *suite_net(void);

START_TEST(first_weights_have_the_variance_of_their_source)
{
    /* 400 x 300 weights: the variance's standard error is 0.4 % */
    static const struct {
        lc_weight_init start;
        double variance, most;
    } starts[] = {
        {LC_INIT_HE_NORMAL, 2.0 / 400, INFINITY},
        {LC_INIT_HE_UNIFORM, 2.0 / 400, 0.12247449}, /* sqrt(6 / 400) */
        {LC_INIT_GLOROT_NORMAL, 2.0 / 700, INFINITY},
        {LC_INIT_GLOROT_UNIFORM, 2.0 / 700, 0.09258201}, /* sqrt(6 / 700) */
        {LC_INIT_ZERO, 0, 0},
    };
    lc_net net = LC_NET_INIT;
    size_t hidden = 300;
    ck_assert_int_eq(
        lc_net_init(&net,
                    &(lc_net_shape){.inputs = 400, .hidden = &hidden, .hidden_n = 1, .outputs = 1},
                    NULL),
        LC_OK);
    ck_assert_uint_eq(lc_net_weights(&net), 401 * 300 + 301);
    for (size_t k = 0; k < sizeof starts / sizeof *starts; k++) {
        double sum = 0, squares = 0, most = 0;
        lc_net_init_weights(&net, starts[k].start, 9);
        for (size_t o = 0; o < 300; o++)
            for (size_t i = 0; i < 400; i++) {
                double w = (double)net.layers[0].w[o * net.layers[0].stride + i];
                sum += w, squares += w * w, most = fmax(most, fabs(w));
            }
        ck_assert_double_le(fabs(sum / 120000), 5 * sqrt(starts[k].variance / 120000));
        ck_assert_double_le(fabs(squares / 120000 - starts[k].variance), 0.02 * starts[k].variance);
        ck_assert_double_lt(most, starts[k].most + 1e-8);
        ck_assert(net.layers[0].bias[0] == 0 && net.layers[1].bias[0] == 0);
    }
    lc_net_free(&net);
}
END_TEST

START_TEST(a_seed_gives_the_same_weights)
{
    lc_net a = LC_NET_INIT, b = LC_NET_INIT;
    size_t hidden[] = {5, 6};
    lc_net_shape shape = {.inputs = 3, .hidden = hidden, .hidden_n = 2, .outputs = 2};
    ck_assert_int_eq(lc_net_init(&a, &shape, NULL), LC_OK);
    ck_assert_int_eq(lc_net_init(&b, &shape, NULL), LC_OK);
    lc_net_init_weights(&a, LC_INIT_HE_NORMAL, 1);
    lc_net_init_weights(&b, LC_INIT_HE_NORMAL, 1);
    ck_assert_mem_eq(a.params, b.params, a.params_n * sizeof *a.params);
    lc_net_init_weights(&b, LC_INIT_HE_NORMAL, 2);
    ck_assert_mem_ne(a.params, b.params, a.params_n * sizeof *a.params);
    lc_net_free(&a);
    lc_net_free(&b);
    lc_net_free(&b);
}
END_TEST

/* h = relu(x0 - x1, x0 + x1), z = (h0 + 1, 2 h1, 0); x = (3, 1): h = (2, 4), z = (3, 8, 0);
 * x = (-1, 2): h = (0, 1), z = (1, 2, 0) */
START_TEST(predictions_are_those_worked_by_hand)
{
    lc_net net = LC_NET_INIT;
    size_t hidden = 2;
    lc_net_shape shape = {.inputs = 2, .hidden = &hidden, .hidden_n = 1, .outputs = 3};
    ck_assert_int_eq(lc_net_init(&net, &shape, NULL), LC_OK);
    lc_layer *one = &net.layers[0], *two = &net.layers[1];
    one->w[0] = 1, one->w[1] = -1, one->w[one->stride] = 1, one->w[one->stride + 1] = 1;
    two->w[0] = 1, two->w[two->stride + 1] = 2, two->bias[0] = 1;
    lc_samples s = zero_samples(40, 2); /* more than a panel */
    for (size_t i = 0; i < 40; i++) {
        s.x[i * s.stride] = i % 2 ? -1 : 3;
        s.x[i * s.stride + 1] = i % 2 ? 2 : 1;
    }
    float scores[40 * 3];
    static const double z[2][3] = {{3, 8, 0}, {1, 2, 0}};
    ck_assert_int_eq(lc_net_predict(scores, &net, LC_REGRESSION, s.x, s.stride, 40, NULL), LC_OK);
    for (size_t i = 0; i < 120; i++)
        ck_assert_double_eq((double)scores[i], z[i / 3 % 2][i % 3]);
    ck_assert_int_eq(lc_net_predict(scores, &net, LC_BINARY, s.x, s.stride, 40, NULL), LC_OK);
    for (size_t i = 0; i < 120; i++)
        ck_assert_double_eq_tol((double)scores[i], 1 / (1 + exp(-z[i / 3 % 2][i % 3])), 1e-7);
    ck_assert_int_eq(lc_net_predict(scores, &net, LC_MULTICLASS, s.x, s.stride, 40, NULL), LC_OK);
    for (size_t i = 0; i < 120; i++) {
        const double *row = z[i / 3 % 2];
        ck_assert_double_eq_tol((double)scores[i],
                                exp(row[i % 3]) / (exp(row[0]) + exp(row[1]) + exp(row[2])), 1e-7);
    }
    ck_assert_int_eq(lc_net_predict(scores, &net, LC_BINARY, s.x, 1, 40, NULL), LC_E_ARG);
    lc_samples_free(&s);
    lc_net_free(&net);
}
END_TEST

START_TEST(refuses_shapes_that_are_none)
{
    lc_net net = LC_NET_INIT;
    lc_error err;
    size_t none = 0, huge = LC_UNITS_MAX + 1, many[LC_LAYERS_MAX];
    for (size_t i = 0; i < LC_LAYERS_MAX; i++)
        many[i] = 1;
    lc_net_shape shape = {.inputs = 0, .outputs = 1};
    ck_assert_int_eq(lc_net_init(&net, &shape, &err), LC_E_ARG);
    shape = (lc_net_shape){.inputs = 1, .outputs = 1, .hidden = &none, .hidden_n = 1};
    ck_assert_int_eq(lc_net_init(&net, &shape, &err), LC_E_ARG);
    shape.hidden = &huge;
    ck_assert_int_eq(lc_net_init(&net, &shape, &err), LC_E_LIMIT);
    ck_assert_str_eq(err.msg, "a layer of 1048577 units, expected at most 1048576");
    shape.hidden = many, shape.hidden_n = LC_LAYERS_MAX;
    ck_assert_int_eq(lc_net_init(&net, &shape, &err), LC_E_LIMIT);
    ck_assert_ptr_null(net.params);
}
END_TEST

Suite *suite_net(void)
{
    Suite *s = suite_create("net");
    TCase *t = tcase_create("net");
    tcase_add_test(t, first_weights_have_the_variance_of_their_source);
    tcase_add_test(t, a_seed_gives_the_same_weights);
    tcase_add_test(t, predictions_are_those_worked_by_hand);
    tcase_add_test(t, refuses_shapes_that_are_none);
    suite_add_tcase(s, t);
    return s;
}
