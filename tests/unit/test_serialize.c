/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_serialize.c - networks and runs come back from a file to the same bits, or are refused. */
#include "base/mem.h"
#include "train/predict.h"
#include "train/random.h"
#include "train/serialize.h"
#include "samples.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

Suite *suite_serialize(void);

static const lc_loss binary = {.task = LC_BINARY, .classes = 2};
static const size_t hidden[] = {7, 5}, other_hidden[] = {7, 6};

static lc_samples make_samples(void)
{
    lc_samples s = zero_samples(100, 3);
    lc_random r = lc_random_from(1, 99);
    for (size_t i = 0; i < s.n; i++) {
        float *x = s.x + i * s.stride;
        for (size_t c = 0; c < s.d; c++)
            x[c] = (float)lc_random_normal(&r);
        s.y[i] = x[0] * x[1] > x[2];
    }
    return s;
}

static lc_train_options options_of(const size_t *units, lc_optimizer_kind optimizer)
{
    lc_train_options o = LC_TRAIN_OPTIONS_INIT;
    o.hidden = units;
    o.hidden_n = 2;
    o.activation = LC_TANH;
    o.optimizer.kind = optimizer;
    o.dropout = 0.1;
    o.epochs = 6;
    o.seed = 5;
    o.stopping.restore_best = true;
    return o;
}

static void begin(lc_loop *t, const lc_samples *s, const size_t *units, lc_optimizer_kind optimizer)
{
    lc_error err = LC_ERROR_INIT;
    const lc_train_options o = options_of(units, optimizer);
    *t = (lc_loop)LC_LOOP_INIT;
    ck_assert_msg(lc_loop_init(t, &o, &binary, s, s, &err) == LC_OK, "%s", err.msg);
}

static void run(lc_loop *t, size_t epochs)
{
    lc_epoch e;
    for (size_t i = 0; i < epochs; i++)
        lc_loop_epoch(t, &e);
}

/* What a file of these blocks says. */
static lc_block_file reread(const lc_blocks *b, lc_file_kind kind)
{
    char *bytes;
    size_t n;
    lc_block_file m = LC_BLOCK_FILE_INIT;
    lc_error err = LC_ERROR_INIT;
    FILE *out = open_memstream(&bytes, &n);
    ck_assert_int_eq(lc_block_file_put(out, kind, b, &err), LC_OK);
    fclose(out);
    FILE *in = fmemopen(bytes, n, "r");
    ck_assert_msg(lc_block_file_get(&m, in, &err) == LC_OK, "%s", err.msg);
    fclose(in);
    free(bytes);
    return m;
}

START_TEST(goes_on_to_the_same_bits)
{
    lc_samples s = make_samples();
    for (lc_optimizer_kind optimizer = LC_SGD; optimizer <= LC_ADAMW; optimizer++) {
        lc_loop whole, first, second;
        begin(&whole, &s, hidden, optimizer);
        begin(&first, &s, hidden, optimizer);
        begin(&second, &s, hidden, optimizer);
        lc_blocks b = LC_BLOCKS_INIT;
        lc_error err = LC_ERROR_INIT;
        run(&whole, 6);
        run(&first, 3);
        ck_assert_int_eq(lc_loop_store(&b, &first, &err), LC_OK);
        run(&first, 1); /* what was stored is a copy */
        lc_block_file m = reread(&b, LC_FILE_CHECKPOINT);
        ck_assert_msg(lc_loop_load(&second, &m, &err) == LC_OK, "%s", err.msg);
        ck_assert_uint_eq(second.progress.epoch, 3);
        run(&second, 3);
        ck_assert_mem_eq(whole.net.params, second.net.params,
                         whole.net.params_n * sizeof *whole.net.params);
        ck_assert_mem_eq(&whole.progress, &second.progress, sizeof whole.progress);
        ck_assert_mem_eq(whole.best, second.best, whole.net.params_n * sizeof *whole.best);
        lc_block_file_free(&m);
        lc_blocks_free(&b);
        lc_loop_free(&whole);
        lc_loop_free(&first);
        lc_loop_free(&second);
    }
    lc_samples_free(&s);
}
END_TEST

START_TEST(refuses_another_run_and_leaves_this_one)
{
    static const struct {
        const size_t *units;
        lc_optimizer_kind optimizer;
        lc_file_kind kind;
        const char *says;
    } cases[] = {
        {other_hidden, LC_ADAM, LC_FILE_CHECKPOINT, "of another network ('shape' differs)"},
        {hidden, LC_SGD, LC_FILE_CHECKPOINT, "it has no 'moment1'"},
        {hidden, LC_ADAM, LC_FILE_NETWORK, "a saved network, not a checkpoint"},
    };
    lc_samples s = make_samples();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        lc_loop from, to, same;
        begin(&from, &s, cases[i].units, cases[i].optimizer);
        begin(&to, &s, hidden, LC_ADAM);
        begin(&same, &s, hidden, LC_ADAM);
        lc_blocks b = LC_BLOCKS_INIT;
        lc_error err = LC_ERROR_INIT;
        run(&from, 1);
        ck_assert_int_eq(lc_loop_store(&b, &from, &err), LC_OK);
        lc_block_file m = reread(&b, cases[i].kind);
        ck_assert_int_eq(lc_loop_load(&to, &m, &err), LC_E_FORMAT);
        ck_assert_msg(strstr(err.msg, cases[i].says) != NULL, "%s", err.msg);
        ck_assert_mem_eq(to.net.params, same.net.params, to.net.params_n * sizeof(float));
        ck_assert_uint_eq(to.progress.epoch, 0);
        lc_block_file_free(&m);
        lc_blocks_free(&b);
        lc_loop_free(&from);
        lc_loop_free(&to);
        lc_loop_free(&same);
    }
    /* the other way about: the file has a moment that this run has not */
    lc_loop from, to;
    begin(&from, &s, hidden, LC_ADAM);
    begin(&to, &s, hidden, LC_SGD);
    lc_blocks b = LC_BLOCKS_INIT;
    lc_error err = LC_ERROR_INIT;
    ck_assert_int_eq(lc_loop_store(&b, &from, &err), LC_OK);
    lc_block_file m = reread(&b, LC_FILE_CHECKPOINT);
    ck_assert_int_eq(lc_loop_load(&to, &m, &err), LC_E_FORMAT);
    ck_assert_ptr_nonnull(strstr(err.msg, "it has 'moment1', this run has not"));
    lc_block_file_free(&m);
    lc_blocks_free(&b);
    lc_loop_free(&from);
    lc_loop_free(&to);
    lc_samples_free(&s);
}
END_TEST

START_TEST(predicts_the_same_after_it_was_saved)
{
    lc_samples s = make_samples();
    lc_loop t;
    begin(&t, &s, hidden, LC_ADAM);
    lc_blocks b = LC_BLOCKS_INIT;
    lc_net net = LC_NET_INIT;
    lc_error err = LC_ERROR_INIT;
    float before[100], after[100];
    run(&t, 3);
    ck_assert_int_eq(lc_net_store(&b, &t.net, &err), LC_OK);
    lc_block_file m = reread(&b, LC_FILE_NETWORK);
    ck_assert_msg(lc_net_load(&net, &m, &err) == LC_OK, "%s", err.msg);
    ck_assert_int_eq(net.activation, LC_TANH);
    /* 3 * 7 + 7 + 7 * 5 + 5 + 5 + 1 */
    ck_assert_uint_eq(lc_block_file_find(&m, "net/weights")->count, 74);
    ck_assert_mem_eq(net.params, t.net.params, net.params_n * sizeof *net.params);
    ck_assert_int_eq(lc_net_predict(before, &t.net, LC_BINARY, s.x, s.stride, s.n, &err), LC_OK);
    ck_assert_int_eq(lc_net_predict(after, &net, LC_BINARY, s.x, s.stride, s.n, &err), LC_OK);
    ck_assert_mem_eq(before, after, sizeof before);
    lc_net_free(&net);
    lc_block_file_free(&m);
    lc_blocks_free(&b);
    lc_loop_free(&t);
    lc_samples_free(&s);
}
END_TEST

START_TEST(refuses_a_network_that_contradicts_itself)
{
    static const uint64_t few[] = {3}, zero[] = {3, 0, 1}, huge[] = {3, 1u << 21, 1},
                          wrong[] = {3, 7, 5, 2};
    const lc_block others[] = {
        {"net/shape", LC_BLOCK_COUNT, 1, few},       {"net/shape", LC_BLOCK_COUNT, 3, zero},
        {"net/shape", LC_BLOCK_COUNT, 3, huge},      {"net/shape", LC_BLOCK_COUNT, 4, wrong},
        {"net/shape", LC_BLOCK_FLOAT, 4, wrong},     {"net/activation", LC_BLOCK_TEXT, 4, "gelu"},
        {"net/weights", LC_BLOCK_COUNT, 74, hidden}, {"net/weights", LC_BLOCK_FLOAT, 1, hidden}};
    lc_samples s = make_samples();
    lc_loop t;
    begin(&t, &s, hidden, LC_SGD);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        lc_blocks b = LC_BLOCKS_INIT;
        lc_net net = LC_NET_INIT;
        ck_assert_int_eq(lc_net_store(&b, &t.net, NULL), LC_OK);
        for (size_t k = 0; k < b.n; k++)
            if (strcmp(b.block[k].name, others[i].name) == 0)
                b.block[k] = others[i];
        const lc_block_file m = {.kind = LC_FILE_NETWORK, .n = b.n, .block = b.block};
        ck_assert_msg(lc_net_load(&net, &m, NULL) == LC_E_FORMAT, "%zu", i);
        ck_assert_ptr_null(net.params);
        lc_blocks_free(&b);
    }
    const lc_block_file empty = LC_BLOCK_FILE_INIT;
    lc_net net = LC_NET_INIT;
    ck_assert_int_eq(lc_net_load(&net, &empty, NULL), LC_E_FORMAT);
    lc_loop_free(&t);
    lc_samples_free(&s);
}
END_TEST

START_TEST(leaks_nothing_when_memory_is_out)
{
    lc_samples s = make_samples();
    lc_loop t;
    begin(&t, &s, hidden, LC_ADAM);
    lc_status st = LC_E_NOMEM;
    size_t k;
    for (k = 1; st != LC_OK; k++) {
        lc_blocks b = LC_BLOCKS_INIT;
        lc_net net = LC_NET_INIT;
        lc_mem_fail_at(k);
        st = lc_net_store(&b, &t.net, NULL);
        if (st == LC_OK)
            st = lc_loop_store(&b, &t, NULL);
        const lc_block_file m = {.kind = LC_FILE_NETWORK, .n = b.n, .block = b.block};
        if (st == LC_OK)
            st = lc_net_load(&net, &m, NULL);
        lc_mem_fail_at(0);
        ck_assert(st == LC_OK || st == LC_E_NOMEM);
        lc_net_free(&net);
        lc_blocks_free(&b);
    }
    ck_assert_uint_gt(k, 15);
    lc_loop_free(&t);
    lc_samples_free(&s);
}
END_TEST

Suite *suite_serialize(void)
{
    Suite *s = suite_create("serialize");
    TCase *t = tcase_create("serialize");
    tcase_add_test(t, goes_on_to_the_same_bits);
    tcase_add_test(t, refuses_another_run_and_leaves_this_one);
    tcase_add_test(t, predicts_the_same_after_it_was_saved);
    tcase_add_test(t, refuses_a_network_that_contradicts_itself);
    tcase_add_test(t, leaks_nothing_when_memory_is_out);
    suite_add_tcase(s, t);
    return s;
}
