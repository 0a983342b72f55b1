/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_loop.c - training runs: they learn, repeat, resume, stop, and survive what they are given. */
#include "train/loop.h"

#include "base/mem.h"
#include "random.h"
#include "samples.h"
#include "train/predict.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

Suite *suite_loop(void);

/* n rows of two normal features, the class is whether their signs differ. */
static lc_samples exclusive_or(size_t n, uint64_t seed)
{
    lc_samples s = zero_samples(n, 2);
    for (size_t i = 0; i < n; i++) {
        float *x = s.x + i * s.stride;
        x[0] = (float)random_normal(&seed), x[1] = (float)random_normal(&seed);
        s.y[i] = (x[0] > 0) != (x[1] > 0);
    }
    return s;
}

static const size_t hidden[] = {16, 9};

static const lc_loss binary_loss = {.task = LC_BINARY, .classes = 2};

static lc_train_options binary(void)
{
    lc_train_options o = LC_TRAIN_OPTIONS_INIT;
    o.hidden = hidden, o.hidden_n = 2;
    o.schedule.rate = 0.1;
    o.epochs = 10;
    o.seed = 1;
    return o;
}

static lc_epoch run(lc_loop *t)
{
    lc_epoch epoch = {0};
    while (!lc_loop_ended(t))
        lc_loop_epoch(t, &epoch);
    return epoch;
}

static lc_epoch run_loss(const lc_train_options *o, const lc_loss *loss, const lc_samples *train,
                         const lc_samples *validation)
{
    lc_loop t = LC_LOOP_INIT;
    ck_assert_int_eq(lc_loop_init(&t, o, loss, train, validation, NULL), LC_OK);
    lc_epoch last = run(&t);
    lc_loop_free(&t);
    return last;
}

static lc_epoch run_whole(const lc_train_options *o, const lc_samples *train,
                          const lc_samples *validation)
{
    return run_loss(o, &binary_loss, train, validation);
}

/* ---- learning ----------------------------------------------------------------------------- */

static const struct {
    lc_optimizer_kind optimizer;
    lc_activation activation;
    double rate;
} learners[] = {
    {LC_SGD, LC_RELU, 0.3},       {LC_SGD, LC_TANH, 0.5},      {LC_MOMENTUM, LC_RELU, 0.03},
    {LC_NESTEROV, LC_RELU, 0.03}, {LC_ADAM, LC_RELU, 0.01},    {LC_ADAM, LC_SIGMOID, 0.03},
    {LC_ADAMW, LC_TANH, 0.01},    {LC_MOMENTUM, LC_TANH, 0.1},
};

START_TEST(learns_exclusive_or)
{
    lc_samples four = zero_samples(4, 2);
    for (size_t i = 0; i < 4; i++) {
        four.x[i * four.stride] = (float)(i & 1), four.x[i * four.stride + 1] = (float)(i >> 1);
        four.y[i] = (i & 1) != i >> 1;
    }
    const lc_kernel *kernel;
    for (size_t k = 0; (kernel = lc_kernel_at(k)); k++) {
        lc_train_options o = binary();
        o.optimizer.kind = learners[_i].optimizer;
        o.activation = learners[_i].activation;
        o.schedule.rate = learners[_i].rate;
        o.init = o.activation == LC_RELU ? LC_INIT_HE_NORMAL : LC_INIT_GLOROT_UNIFORM;
        o.epochs = 2000;
        o.kernel = kernel->name;
        lc_epoch last = run_whole(&o, &four, NULL);
        ck_assert_double_lt(last.train.loss, 0.05);
        ck_assert_double_eq(last.train.accuracy, 1);
        ck_assert(isnan(last.validation.loss));
    }
    lc_samples_free(&four);
}
END_TEST

START_TEST(learns_a_curve)
{
    lc_samples s = zero_samples(300, 1);
    for (size_t i = 0; i < 300; i++) {
        s.x[i * s.stride] = (float)((double)i / 50 - 3);
        s.y[i] = (float)sin((double)s.x[i * s.stride]);
    }
    lc_train_options o = binary();
    const lc_loss squared = {.task = LC_REGRESSION};
    o.activation = LC_TANH;
    o.optimizer.kind = LC_ADAM;
    o.schedule = (lc_schedule){LC_RATE_COSINE, .rate = 0.01};
    o.epochs = 300;
    lc_epoch last = run_loss(&o, &squared, &s, &s);
    ck_assert_double_lt(last.validation.loss, 1e-4);
    ck_assert_double_gt(last.validation.r2, 0.999);
    ck_assert_double_lt(last.validation.mae, 0.01);
    lc_samples_free(&s);
}
END_TEST

/* The class is the largest of three features. */
START_TEST(learns_three_classes)
{
    uint64_t state = 5;
    lc_samples s = zero_samples(600, 3);
    for (size_t i = 0; i < 600; i++) {
        float *x = s.x + i * s.stride;
        for (int k = 0; k < 3; k++)
            x[k] = (float)random_normal(&state);
        s.y[i] = x[0] > x[1] ? (x[0] > x[2] ? 0 : 2) : (x[1] > x[2] ? 1 : 2);
    }
    lc_train_options o = binary();
    const lc_loss three = {.task = LC_MULTICLASS, .classes = 3};
    o.precision_recall = true;
    o.epochs = 60;
    lc_epoch last = run_loss(&o, &three, &s, &s);
    ck_assert_double_gt(last.validation.accuracy, 0.97);
    ck_assert_double_gt(last.validation.recall, 0.97);
    lc_samples_free(&s);
}
END_TEST

/* ---- the same numbers --------------------------------------------------------------------- */

/* Everything that has a state at once. */
static lc_train_options rich(void)
{
    lc_train_options o = binary();
    o.optimizer.kind = LC_ADAM;
    o.optimizer.l2 = 1e-4;
    o.schedule = (lc_schedule){LC_RATE_PLATEAU, .rate = 0.05, .factor = 0.5, .patience = 1};
    o.stopping = (lc_early_stopping){.on = true, .patience = 50, .restore_best = true};
    o.dropout = 0.2;
    o.epochs = 12;
    o.batch = 24; /* 100 = 4 24 + 4 */
    o.gradient_norm = o.precision_recall = o.rank_metrics = true;
    return o;
}

typedef struct saved {
    size_t n;
    struct {
        char name[16];
        void *data;
        size_t bytes;
    } blocks[16];
} saved;

static void save(void *self, const char *name, void *data, size_t bytes)
{
    saved *s = self;
    strcpy(s->blocks[s->n].name, name);
    s->blocks[s->n].data = malloc(bytes);
    s->blocks[s->n].bytes = bytes;
    memcpy(s->blocks[s->n++].data, data, bytes);
}

static void restore(void *self, const char *name, void *data, size_t bytes)
{
    saved *s = self;
    for (size_t i = 0; i < s->n; i++)
        if (strcmp(s->blocks[i].name, name) == 0) {
            ck_assert_uint_eq(bytes, s->blocks[i].bytes);
            memcpy(data, s->blocks[i].data, bytes);
            return;
        }
    ck_abort_msg("no block %s", name);
}

static void forget(saved *s)
{
    for (size_t i = 0; i < s->n; i++)
        free(s->blocks[i].data);
    *s = (saved){0};
}

START_TEST(a_seed_gives_the_same_bits)
{
    lc_samples a = exclusive_or(100, 1), b = exclusive_or(40, 2);
    lc_train_options o = rich();
    lc_epoch first = run_whole(&o, &a, &b), second = run_whole(&o, &a, &b);
    ck_assert_mem_eq(&first.train.loss, &second.train.loss, sizeof first.train.loss);
    ck_assert_double_eq(first.validation.loss, second.validation.loss);
    ck_assert_double_eq(first.gradient_norm, second.gradient_norm);
    o.seed = 2;
    ck_assert_double_ne(first.train.loss, run_whole(&o, &a, &b).train.loss);
    lc_samples_free(&a);
    lc_samples_free(&b);
}
END_TEST

START_TEST(a_resumed_run_goes_on_to_the_same_bits)
{
    static const lc_optimizer_kind rules[] = {LC_SGD, LC_NESTEROV, LC_ADAMW};
    lc_samples a = exclusive_or(100, 1), b = exclusive_or(40, 2);
    for (size_t r = 0; r < 3; r++)
        for (size_t at = 1; at < 12; at += 5) {
            lc_train_options o = rich();
            o.optimizer.kind = rules[r];
            lc_loop whole = LC_LOOP_INIT, half = LC_LOOP_INIT, rest = LC_LOOP_INIT;
            ck_assert_int_eq(lc_loop_init(&whole, &o, &binary_loss, &a, &b, NULL), LC_OK);
            ck_assert_int_eq(lc_loop_init(&half, &o, &binary_loss, &a, &b, NULL), LC_OK);
            ck_assert_int_eq(lc_loop_init(&rest, &o, &binary_loss, &a, &b, NULL), LC_OK);
            run(&whole);
            lc_epoch epoch;
            for (size_t e = 0; e < at; e++)
                lc_loop_epoch(&half, &epoch);
            saved state = {0}, end = {0}, resumed = {0};
            lc_loop_state(&half, save, &state);
            lc_loop_free(&half);
            lc_loop_state(&rest, restore, &state);
            ck_assert_uint_eq(rest.progress.epoch, at);
            run(&rest);
            lc_loop_state(&whole, save, &end);
            lc_loop_state(&rest, save, &resumed);
            ck_assert_uint_eq(end.n, resumed.n);
            for (size_t i = 0; i < end.n; i++)
                ck_assert_mem_eq(end.blocks[i].data, resumed.blocks[i].data, end.blocks[i].bytes);
            forget(&state), forget(&end), forget(&resumed);
            lc_loop_free(&whole);
            lc_loop_free(&rest);
        }
    lc_samples_free(&a);
    lc_samples_free(&b);
}
END_TEST

START_TEST(wishes_for_metrics_change_no_weight)
{
    lc_samples a = exclusive_or(100, 1);
    lc_train_options o = binary();
    o.optimizer.l2 = 1e-3;
    lc_epoch plain = run_whole(&o, &a, NULL);
    o.gradient_norm = o.precision_recall = o.rank_metrics = true;
    lc_epoch wished = run_whole(&o, &a, NULL);
    ck_assert_double_eq(plain.train.loss, wished.train.loss);
    ck_assert(isnan(plain.gradient_norm) && isnan(plain.train.auroc));
    ck_assert_double_gt(wished.gradient_norm, 0);
    ck_assert_double_gt(wished.train.auroc, 0.5);
    lc_samples_free(&a);
}
END_TEST

START_TEST(passes_within_an_epoch_are_epochs_but_for_what_is_counted)
{
    lc_samples a = exclusive_or(100, 1), b = exclusive_or(40, 2);
    lc_train_options o = binary();
    o.schedule.kind = LC_RATE_ONE_CYCLE; /* by the number of steps */
    o.epochs = 12;
    lc_epoch whole = run_whole(&o, &a, &b);
    o.epochs = 3;
    o.passes = 4;
    lc_epoch parts = run_whole(&o, &a, &b);
    ck_assert_uint_eq(parts.epoch, 3);
    ck_assert_double_eq(parts.train.loss, whole.train.loss);
    ck_assert_double_eq(parts.validation.loss, whole.validation.loss);
    ck_assert_double_eq(parts.rate, whole.rate);
    lc_samples_free(&a);
    lc_samples_free(&b);
}
END_TEST

START_TEST(instruction_sets_agree)
{
    lc_samples a = exclusive_or(500, 1), b = exclusive_or(100, 2);
    lc_train_options o = binary();
    o.epochs = 3;
    o.kernel = lc_kernel_base.name;
    lc_epoch base = run_whole(&o, &a, &b);
    const lc_kernel *kernel;
    for (size_t k = 0; (kernel = lc_kernel_at(k)); k++) {
        o.kernel = kernel->name;
        lc_epoch other = run_whole(&o, &a, &b);
        ck_assert_double_eq_tol(base.train.loss, other.train.loss, 1e-5);
        ck_assert_double_eq_tol(base.validation.loss, other.validation.loss, 1e-5);
    }
    lc_samples_free(&a);
    lc_samples_free(&b);
}
END_TEST

/* ---- stopping ----------------------------------------------------------------------------- */

START_TEST(stops_early_and_brings_back_the_best_weights)
{
    lc_samples a = exclusive_or(40, 1), b = exclusive_or(200, 2);
    lc_train_options o = binary();
    o.optimizer.kind = LC_ADAM;
    o.schedule.rate = 0.05; /* overfits 40 samples within some tens of epochs */
    o.epochs = 1000;
    o.stopping = (lc_early_stopping){.on = true, .patience = 7, .restore_best = true};
    lc_loop t = LC_LOOP_INIT;
    ck_assert_int_eq(lc_loop_init(&t, &o, &binary_loss, &a, &b, NULL), LC_OK);
    double least = INFINITY, least_epoch = 0;
    lc_epoch epoch = {0};
    while (!lc_loop_ended(&t)) {
        lc_loop_epoch(&t, &epoch);
        if (epoch.validation.loss < least)
            least = epoch.validation.loss, least_epoch = (double)epoch.epoch;
    }
    ck_assert_uint_lt(epoch.epoch, 1000);
    ck_assert_double_eq((double)epoch.epoch, least_epoch + 7);
    ck_assert_double_eq(t.progress.stopping.best, least);
    lc_loop_finish(&t);
    float scores[200];
    double sum = 0;
    ck_assert_int_eq(lc_net_predict(scores, &t.net, LC_BINARY, b.x, b.stride, 200, NULL), LC_OK);
    for (size_t i = 0; i < 200; i++)
        sum -= log(b.y[i] > 0 ? (double)scores[i] : 1 - (double)scores[i]);
    ck_assert_double_eq_tol(sum / 200, least, 1e-4 * least);
    lc_loop_free(&t);
    lc_samples_free(&a);
    lc_samples_free(&b);
}
END_TEST

/* The score of an epoch that is monitored, lower is better. */
static double score_of(lc_monitor monitor, const lc_scores *s)
{
    return monitor == LC_MONITOR_ACCURACY ? -s->accuracy
           : monitor == LC_MONITOR_AUROC  ? -s->auroc
           : monitor == LC_MONITOR_RECALL ? -s->recall
                                          : s->loss;
}

static const struct {
    lc_monitor monitor;
    bool train;
} monitors[] = {{LC_MONITOR_LOSS, false},
                {LC_MONITOR_LOSS, true},
                {LC_MONITOR_ACCURACY, false},
                {LC_MONITOR_AUROC, false},
                {LC_MONITOR_RECALL, false}};

START_TEST(any_score_can_be_monitored)
{
    lc_samples a = exclusive_or(40, 1), b = exclusive_or(200, 2);
    lc_train_options o = binary();
    o.epochs = 60;
    o.schedule.rate = 0.3;
    o.stopping = (lc_early_stopping){.on = true,
                                     .patience = 5,
                                     .monitor = monitors[_i].monitor,
                                     .monitor_train = monitors[_i].train};
    lc_loop t = LC_LOOP_INIT;
    ck_assert_int_eq(lc_loop_init(&t, &o, &binary_loss, &a, &b, NULL), LC_OK);
    double best = INFINITY;
    size_t best_epoch = 0;
    lc_epoch e = {0};
    while (!lc_loop_ended(&t)) {
        lc_loop_epoch(&t, &e);
        double score =
            score_of(monitors[_i].monitor, monitors[_i].train ? &e.train : &e.validation);
        if (score < best) {
            best = score;
            best_epoch = e.epoch;
        }
    }
    ck_assert_uint_gt(best_epoch, 0);
    ck_assert_double_eq(t.progress.stopping.best, best);
    ck_assert(e.epoch == 60 || e.epoch == best_epoch + 5);
    lc_loop_free(&t);
    lc_samples_free(&a);
    lc_samples_free(&b);
}
END_TEST

/* A row of weight 2 moves the weights as the row twice does: the loss is divided by the rows. */
START_TEST(a_weight_of_two_is_a_row_twice)
{
    lc_samples a = exclusive_or(30, 1), b = zero_samples(40, 2);
    float w[30];
    a.w = w;
    for (size_t i = 0; i < 30; i++)
        w[i] = i < 10 ? 2 : 1;
    for (size_t i = 0; i < 40; i++) {
        size_t from = i < 30 ? i : i - 30;
        memcpy(b.x + i * b.stride, a.x + from * a.stride, a.stride * sizeof *a.x);
        b.y[i] = a.y[from];
    }
    lc_train_options o = binary();
    lc_loop t = LC_LOOP_INIT, u = LC_LOOP_INIT;
    lc_epoch e, f;
    o.batch = 40;
    o.schedule.rate = 0.3;
    ck_assert_int_eq(lc_loop_init(&t, &o, &binary_loss, &a, &b, NULL), LC_OK);
    o.schedule.rate = 0.4;
    ck_assert_int_eq(lc_loop_init(&u, &o, &binary_loss, &b, &b, NULL), LC_OK);
    for (int k = 0; k < 10; k++) {
        lc_loop_epoch(&t, &e);
        lc_loop_epoch(&u, &f);
    }
    ck_assert_double_eq_tol(e.train.loss * 30, f.train.loss * 40, 1e-4);
    ck_assert_double_eq_tol(e.validation.loss, f.validation.loss, 1e-5);
    ck_assert_double_ne(e.train.loss, e.train.plain_loss);
    lc_loop_free(&t);
    lc_loop_free(&u);
    a.w = NULL;
    lc_samples_free(&a);
    lc_samples_free(&b);
}
END_TEST

START_TEST(the_validation_loss_is_plain)
{
    lc_samples a = exclusive_or(40, 1), b = exclusive_or(200, 2);
    const lc_loss smoothed = {.task = LC_BINARY, .classes = 2, .smoothing = 0.2};
    lc_train_options o = binary();
    lc_loop t = LC_LOOP_INIT;
    o.optimizer.l2 = 0.01;
    lc_epoch e = {0};
    ck_assert_int_eq(lc_loop_init(&t, &o, &smoothed, &a, &b, NULL), LC_OK);
    e = run(&t);
    float p[200];
    double sum = 0;
    ck_assert_int_eq(lc_net_predict(p, &t.net, LC_BINARY, b.x, b.stride, 200, NULL), LC_OK);
    for (size_t i = 0; i < 200; i++)
        sum -= log(b.y[i] > 0 ? (double)p[i] : 1 - (double)p[i]) / 200;
    ck_assert_double_eq_tol(e.validation.loss, sum, 1e-5);
    ck_assert_double_gt(e.validation_penalty, 0);
    lc_loop_free(&t);
    lc_samples_free(&a);
    lc_samples_free(&b);
}
END_TEST

START_TEST(a_huge_rate_gives_nan_and_no_crash)
{
    lc_samples a = exclusive_or(100, 1), b = exclusive_or(40, 2);
    for (int rule = LC_SGD; rule <= LC_ADAMW; rule++)
        for (int f = LC_RELU; f <= LC_SIGMOID; f++) {
            lc_train_options o = binary();
            o.optimizer.kind = (lc_optimizer_kind)rule;
            o.activation = (lc_activation)f;
            o.optimizer.l2 = 0.01;
            o.schedule.rate = 1e9;
            o.gradient_norm = o.precision_recall = o.rank_metrics = true;
            lc_epoch last = run_whole(&o, &a, &b);
            ck_assert_uint_eq(last.epoch, 10);
            ck_assert(!(last.validation.loss < 0.7));
            if (rule == LC_SGD)
                ck_assert(isnan(last.train.loss) && isnan(last.validation.loss));
        }
    lc_samples_free(&a);
    lc_samples_free(&b);
}
END_TEST

/* ---- sizes and mistakes ------------------------------------------------------------------- */

START_TEST(any_number_of_samples_and_any_batch_will_do)
{
    for (size_t n = 1; n <= 67; n += 11)
        for (size_t batch = 1; batch < 200; batch += 33) {
            lc_samples a = exclusive_or(n, 1);
            lc_train_options o = binary();
            o.batch = batch == 199 ? SIZE_MAX : batch;
            o.epochs = 2;
            lc_epoch last = run_whole(&o, &a, &a);
            ck_assert(isfinite(last.train.loss) && isfinite(last.validation.loss));
            lc_samples_free(&a);
        }
}
END_TEST

/* Each sample once an epoch: with a rate of nearly 0 the running mean is the mean. */
START_TEST(an_epoch_sees_every_sample_once)
{
    lc_samples a = exclusive_or(101, 1);
    for (size_t batch = 1; batch < 110; batch += 9) {
        lc_train_options o = binary();
        o.batch = batch;
        o.schedule.rate = 1e-30;
        o.epochs = 2;
        lc_epoch last = run_whole(&o, &a, &a);
        ck_assert_double_eq_tol(last.train.loss, last.validation.loss, 1e-7);
        ck_assert_double_eq(last.train.accuracy, last.validation.accuracy);
    }
    lc_samples_free(&a);
}
END_TEST

START_TEST(mistakes_are_named_and_leave_nothing)
{
    lc_samples a = exclusive_or(10, 1), b = zero_samples(5, 3);
    lc_loop t = LC_LOOP_INIT;
    lc_error err;
    lc_train_options o = binary();
    ck_assert_int_eq(lc_loop_init(&t, &o, &binary_loss, &a, &b, &err), LC_E_ARG);
    ck_assert_str_eq(err.msg, "5 samples of 3 features, expected 2 features");
    a.y[3] = 2;
    ck_assert_int_eq(lc_loop_init(&t, &o, &binary_loss, &a, NULL, &err), LC_E_ARG);
    ck_assert_str_eq(err.msg, "target 2 of sample 3 is not a class below 2");
    a.y[3] = NAN;
    ck_assert_int_eq(lc_loop_init(&t, &o, &binary_loss, &a, NULL, &err), LC_E_ARG);
    a.y[3] = 0;
    o.batch = 0;
    ck_assert_int_eq(lc_loop_init(&t, &o, &binary_loss, &a, NULL, &err), LC_E_ARG);
    o = binary();
    o.dropout = 1;
    ck_assert_int_eq(lc_loop_init(&t, &o, &binary_loss, &a, NULL, &err), LC_E_ARG);
    ck_assert_str_eq(err.msg, "dropout is 1, expected 0 or more and less than 1");
    o = binary();
    const lc_loss smoothed = {.task = LC_REGRESSION, .smoothing = 0.1};
    ck_assert_int_eq(lc_loop_init(&t, &o, &smoothed, &a, NULL, &err), LC_E_ARG);
    o.kernel = "abacus";
    ck_assert_int_eq(lc_loop_init(&t, &o, &binary_loss, &a, NULL, &err), LC_E_ARG);
    ck_assert_str_eq(err.msg, "this processor has no kernels 'abacus'");
    ck_assert_ptr_null(t.net.params);
    lc_samples_free(&a);
    lc_samples_free(&b);
}
END_TEST

START_TEST(no_memory_is_an_error_and_no_leak)
{
    lc_samples a = exclusive_or(10, 1);
    lc_train_options o = rich();
    const double weight[] = {1, 2};
    const lc_loss weighted = {.task = LC_BINARY, .classes = 2, .weight = weight};
    lc_status st = LC_E_NOMEM;
    for (size_t k = 1; st != LC_OK && k < 100; k++) {
        lc_loop t = LC_LOOP_INIT;
        lc_mem_fail_at(k);
        st = lc_loop_init(&t, &o, &weighted, &a, &a, NULL);
        lc_mem_fail_at(0);
        ck_assert(st == LC_OK || (st == LC_E_NOMEM && !t.net.params));
        lc_loop_free(&t);
    }
    ck_assert_int_eq(st, LC_OK);
    lc_samples_free(&a);
}
END_TEST

Suite *suite_loop(void)
{
    Suite *s = suite_create("loop");
    TCase *t = tcase_create("loop");
    tcase_set_timeout(t, 60);
    tcase_add_loop_test(t, learns_exclusive_or, 0, (int)(sizeof learners / sizeof *learners));
    tcase_add_test(t, learns_a_curve);
    tcase_add_test(t, learns_three_classes);
    tcase_add_test(t, a_seed_gives_the_same_bits);
    tcase_add_test(t, a_resumed_run_goes_on_to_the_same_bits);
    tcase_add_test(t, passes_within_an_epoch_are_epochs_but_for_what_is_counted);
    tcase_add_test(t, wishes_for_metrics_change_no_weight);
    tcase_add_test(t, instruction_sets_agree);
    tcase_add_test(t, stops_early_and_brings_back_the_best_weights);
    tcase_add_loop_test(t, any_score_can_be_monitored, 0,
                        (int)(sizeof monitors / sizeof *monitors));
    tcase_add_test(t, the_validation_loss_is_plain);
    tcase_add_test(t, a_weight_of_two_is_a_row_twice);
    tcase_add_test(t, a_huge_rate_gives_nan_and_no_crash);
    tcase_add_test(t, any_number_of_samples_and_any_batch_will_do);
    tcase_add_test(t, an_epoch_sees_every_sample_once);
    tcase_add_test(t, mistakes_are_named_and_leave_nothing);
    tcase_add_test(t, no_memory_is_an_error_and_no_leak);
    suite_add_tcase(s, t);
    return s;
}
