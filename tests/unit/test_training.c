/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_training.c - runs on a table, and their files: the same predictions, the same bits, and nothing
 * damaged is believed. */
#include "base/mem.h"
#include "train/learncurve_train.h"
#include "train/network.h"
#include "train/random.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

Suite *suite_training(void);

static char path[] = "/tmp/lc-file-XXXXXX";

static void make_path(void)
{
    strcpy(path, "/tmp/lc-file-XXXXXX");
    int fd = mkstemp(path);
    ck_assert_int_ge(fd, 0);
    close(fd);
}

static void remove_path(void)
{
    unlink(path);
}

/* Numbers, a text of two categories, missing cells; the target's kind is the task's. */
static char *make_table(lc_task task)
{
    char *text;
    size_t size;
    lc_random r = lc_random_from(3, 1);
    FILE *out = open_memstream(&text, &size);
    fputs("length,colour,width,y\n", out);
    for (size_t i = 0; i < 60; i++) {
        double a = lc_random_normal(&r), b = lc_random_normal(&r);
        fprintf(out, i % 9 ? "%g," : ",", a);
        fprintf(out, "%s,%g,", b > a ? "red" : "blue", b);
        if (task == LC_REGRESSION)
            fprintf(out, "%g\n", a * b + 0.5);
        else
            fprintf(out, "%s\n", a > 0 ? "up" : task == LC_MULTICLASS && b > 0 ? "on" : "down");
    }
    fclose(out);
    return text;
}

static lc_dataset read_table(lc_task task)
{
    const lc_dataset_options how = {.target = "y", .task_set = true, .task = task};
    char *text = make_table(task);
    lc_dataset table = LC_DATASET_INIT;
    lc_error err = LC_ERROR_INIT;
    FILE *in = fmemopen(text, strlen(text), "r");
    ck_assert_msg(lc_dataset_read(&table, in, &how, &err) == LC_OK, "%s", err.msg);
    fclose(in);
    free(text);
    return table;
}

static const size_t hidden[] = {6};

static lc_train_options usual(void)
{
    lc_train_options o = LC_TRAIN_OPTIONS_INIT;
    o.indicators = true;
    o.hidden = hidden;
    o.hidden_n = 1;
    o.optimizer.kind = LC_ADAM;
    o.schedule.rate = 0.01;
    o.epochs = 5;
    o.seed = 7;
    return o;
}

/* A table, and a run on all of it but the last ten rows. */
typedef struct job {
    lc_dataset table;
    lc_training *training;
} job;

static void begin_with(job *j, lc_task task, const lc_train_options *o)
{
    lc_data_split split = LC_DATA_SPLIT_INIT;
    lc_error err = LC_ERROR_INIT;
    *j = (job){.table = read_table(task)};
    const lc_strata strata = lc_dataset_strata(&j->table);
    ck_assert_int_eq(lc_data_split_last(&split, &strata, 1.0 / 6, 0, &err), LC_OK);
    ck_assert_msg(lc_training_open(&j->training, &j->table, &split, NULL, o, &err) == LC_OK, "%s",
                  err.msg);
    lc_data_split_free(&split);
}

static void begin(job *j, lc_task task)
{
    const lc_train_options o = usual();
    begin_with(j, task, &o);
}

static void end(job *j)
{
    lc_training_close(j->training);
    lc_dataset_free(&j->table);
}

static lc_epoch run(job *j, size_t epochs)
{
    lc_epoch e = {0};
    for (size_t i = 0; i < epochs; i++)
        lc_training_epoch(j->training, &e);
    return e;
}

/* Scores of the whole table by the network in the file: 60 rows of at most 3 classes. */
static void predict(float score[180], const job *j)
{
    lc_network *network = NULL;
    lc_error err = LC_ERROR_INIT;
    ck_assert_msg(lc_network_read(&network, path, &err) == LC_OK, "%s", err.msg);
    ck_assert_str_eq(lc_network_schema(network)->target.name, "y");
    ck_assert_msg(lc_network_predict(score, network, &j->table, 0, 60, &err) == LC_OK, "%s",
                  err.msg);
    lc_network_free(network);
}

/* ---- files -------------------------------------------------------------------------------- */

START_TEST(predicts_from_either_file_what_it_validated)
{
    static const lc_task tasks[] = {LC_BINARY, LC_MULTICLASS, LC_REGRESSION};
    job j;
    float saved[180], kept[180];
    begin(&j, tasks[_i]);
    size_t classes = j.table.schema.target.class_name.n, right = 0;
    lc_epoch e = run(&j, 3);
    ck_assert_int_eq(lc_training_save(j.training, path, NULL), LC_OK);
    predict(saved, &j);
    ck_assert_int_eq(lc_training_checkpoint(j.training, path, NULL), LC_OK);
    predict(kept, &j);
    ck_assert_mem_eq(saved, kept, 60 * (classes ? classes : 1) * sizeof *saved);
    double squares = 0;
    for (size_t i = 50; i < 60; i++) { /* the rows that validated */
        size_t best = 0;
        for (size_t k = 1; k < classes; k++)
            best = saved[i * classes + k] > saved[i * classes + best] ? k : best;
        right += (float)best == j.table.y[i];
        double off = classes ? 0 : (double)saved[i] - (double)j.table.y[i];
        squares += off * off;
    }
    if (classes)
        ck_assert_double_eq_tol(e.validation.accuracy, (double)right / 10, 1e-12);
    else
        ck_assert_double_eq_tol(e.validation.loss, squares / 10, 1e-6);
    end(&j);
}
END_TEST

START_TEST(goes_on_from_a_checkpoint)
{
    job whole, first, second;
    lc_error err = LC_ERROR_INIT;
    begin(&whole, LC_MULTICLASS);
    begin(&first, LC_MULTICLASS);
    begin(&second, LC_MULTICLASS);
    lc_epoch want = run(&whole, 5);
    run(&first, 2);
    ck_assert_int_eq(lc_training_checkpoint(first.training, path, &err), LC_OK);
    ck_assert_msg(lc_training_resume(second.training, path, &err) == LC_OK, "%s", err.msg);
    ck_assert_uint_eq(lc_training_describe(second.training).epochs, 2);
    lc_epoch got = run(&second, 3);
    ck_assert_uint_eq(got.epoch, 5);
    ck_assert_mem_eq(&want.train.loss, &got.train.loss, sizeof want.train.loss);
    ck_assert_mem_eq(&want.validation.loss, &got.validation.loss, sizeof want.validation.loss);
    end(&whole);
    end(&first);
    end(&second);
}
END_TEST

/* Options that make another run, and what the message says of them. */
static const struct {
    size_t seed;
    double rate, noise;
    const char *says;
} others[] = {
    {7, 0.011, 0, "'lr=0.01' there, 'lr=0.011' here"},
    {77, 0.01, 0, "'seed=7' there, 'seed=77' here"},
    {7, 0.01, 0.5, "another run: 'data="}, /* labels that were made wrong */
};

START_TEST(refuses_a_checkpoint_of_another_run)
{
    job from, to, same;
    lc_error err = LC_ERROR_INIT;
    lc_train_options o = usual();
    begin(&from, LC_BINARY);
    run(&from, 1);
    ck_assert_int_eq(lc_training_checkpoint(from.training, path, &err), LC_OK);
    o.seed = others[_i].seed;
    o.schedule.rate = others[_i].rate;
    o.label_noise = others[_i].noise;
    begin_with(&to, LC_BINARY, &o);
    begin_with(&same, LC_BINARY, &o);
    ck_assert_int_eq(lc_training_resume(to.training, path, &err), LC_E_FORMAT);
    ck_assert_msg(strstr(err.msg, others[_i].says) != NULL, "%s", err.msg);
    ck_assert_int_eq(lc_training_save(from.training, path, &err), LC_OK);
    ck_assert_int_eq(lc_training_resume(to.training, path, &err), LC_E_FORMAT);
    ck_assert_ptr_nonnull(strstr(err.msg, "is a saved network"));
    lc_epoch got = run(&to, 1), want = run(&same, 1);
    ck_assert_uint_eq(got.epoch, 1); /* it is as it was */
    ck_assert_double_eq(got.train.loss, want.train.loss);
    end(&from);
    end(&to);
    end(&same);
}
END_TEST

/* The whole file; the caller frees it. */
static char *contents(size_t *n)
{
    char *bytes;
    FILE *in = fopen(path, "rb"), *out = open_memstream(&bytes, n);
    for (int c; (c = getc(in)) != EOF;)
        putc(c, out);
    fclose(in);
    fclose(out);
    return bytes;
}

START_TEST(refuses_every_truncation)
{
    job from, to;
    size_t n;
    begin(&from, LC_BINARY);
    begin(&to, LC_BINARY);
    run(&from, 1);
    ck_assert_int_eq(lc_training_checkpoint(from.training, path, NULL), LC_OK);
    char *bytes = contents(&n);
    /* every length in the first kilobyte, where the lists of blocks and names are, then some */
    for (size_t k = 0; k < n; k += k < 1024 || k + 64 > n ? 1 : 61) {
        lc_network *network = NULL;
        FILE *out = fopen(path, "wb");
        fwrite(bytes, 1, k, out);
        fclose(out);
        ck_assert_msg(lc_network_read(&network, path, NULL) == LC_E_FORMAT, "network, %zu", k);
        ck_assert_msg(lc_training_resume(to.training, path, NULL) == LC_E_FORMAT, "state, %zu", k);
        ck_assert_ptr_null(network);
    }
    ck_assert_uint_eq(lc_training_describe(to.training).epochs, 0);
    free(bytes);
    end(&from);
    end(&to);
}
END_TEST

/* A file with the network of one table and the preprocessing of another. */
static void write_mixed(const lc_network *net, const lc_network *preprocessing)
{
    lc_blocks b = LC_BLOCKS_INIT;
    ck_assert_int_eq(lc_network_store(&b, &net->net, &preprocessing->preprocessing, NULL), LC_OK);
    ck_assert_int_eq(lc_block_file_write(path, LC_FILE_NETWORK, &b, NULL), LC_OK);
    lc_blocks_free(&b);
}

static lc_network *network_for(lc_task task)
{
    job j;
    lc_network *network = NULL;
    begin(&j, task);
    ck_assert_int_eq(lc_training_save(j.training, path, NULL), LC_OK);
    ck_assert_int_eq(lc_network_read(&network, path, NULL), LC_OK);
    end(&j);
    return network;
}

START_TEST(refuses_a_network_with_another_ones_preprocessing)
{
    static const lc_task tasks[][2] = {{LC_BINARY, LC_MULTICLASS},
                                       {LC_MULTICLASS, LC_BINARY},
                                       {LC_REGRESSION, LC_MULTICLASS},
                                       {LC_MULTICLASS, LC_REGRESSION}};
    lc_network *a = network_for(tasks[_i][0]), *b = network_for(tasks[_i][1]), *c = NULL;
    lc_error err = LC_ERROR_INIT;
    write_mixed(a, b);
    ck_assert_int_eq(lc_network_read(&c, path, &err), LC_E_FORMAT);
    ck_assert_ptr_nonnull(strstr(err.msg, "don't fit each other"));
    lc_network_free(a);
    lc_network_free(b);
}
END_TEST

START_TEST(leaks_nothing_when_memory_is_out)
{
    lc_dataset table = read_table(LC_MULTICLASS);
    const lc_strata strata = lc_dataset_strata(&table);
    const double weights[] = {1, 2, 3};
    lc_data_split split = LC_DATA_SPLIT_INIT;
    lc_train_options o = usual();
    lc_status st = LC_E_NOMEM;
    size_t k;
    o.class_weight = weights;
    o.class_weight_n = 3;
    ck_assert_int_eq(lc_data_split_random(&split, &strata, 0.2, 0, 1, NULL), LC_OK);
    for (k = 1; st != LC_OK; k++) {
        lc_training *t = NULL;
        lc_network *network = NULL;
        lc_mem_fail_at(k);
        st = lc_training_open(&t, &table, &split, NULL, &o, NULL);
        if (st == LC_OK)
            st = lc_training_checkpoint(t, path, NULL);
        if (st == LC_OK)
            st = lc_network_read(&network, path, NULL);
        if (st == LC_OK)
            st = lc_training_resume(t, path, NULL);
        lc_mem_fail_at(0);
        ck_assert(st == LC_OK || st == LC_E_NOMEM);
        lc_network_free(network);
        lc_training_close(t);
    }
    ck_assert_uint_gt(k, 80);
    lc_data_split_free(&split);
    lc_dataset_free(&table);
}
END_TEST

/* ---- options ------------------------------------------------------------------------------ */

static void count_classes(size_t count[3], const lc_dataset *d, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        count[(size_t)d->y[i]]++;
}

START_TEST(describes_what_it_trains)
{
    job j;
    lc_train_options o = usual();
    size_t train[3] = {0}, held[3] = {0};
    o.balanced = true;
    begin_with(&j, LC_MULTICLASS, &o);
    const lc_training_info info = lc_training_describe(j.training);
    count_classes(train, &j.table, 0, 50);
    count_classes(held, &j.table, 50, 60);
    ck_assert_uint_eq(info.train_samples, 50);
    ck_assert_uint_eq(info.validation_samples, 10);
    ck_assert_uint_eq(info.layers, 2);
    ck_assert_uint_eq(info.units[0], 5); /* length and whether it is missing, two colours, width */
    ck_assert_uint_eq(info.units[1], 6);
    ck_assert_uint_eq(info.units[2], 3);
    ck_assert_uint_eq(info.weights, 6 * (5 + 1) + 3 * (6 + 1));
    for (size_t c = 0; c < 3; c++) {
        ck_assert_uint_eq(info.train_count[c], train[c]);
        ck_assert_uint_eq(info.validation_count[c], held[c]);
        ck_assert_double_eq_tol(info.class_weight[c], 50.0 / (3 * (double)train[c]), 1e-12);
    }
    end(&j);
}
END_TEST

START_TEST(takes_square_roots_of_balanced_weights)
{
    job j;
    lc_train_options o = usual();
    size_t train[3] = {0};
    o.balanced = _i;
    o.sqrt_weights = true;
    begin_with(&j, LC_MULTICLASS, &o);
    count_classes(train, &j.table, 0, 50);
    for (size_t c = 0; c < 3; c++)
        ck_assert_double_eq_tol(lc_training_describe(j.training).class_weight[c],
                                sqrt(50.0 / (3 * (double)train[c])), 1e-12);
    end(&j);
}
END_TEST

START_TEST(takes_square_roots_of_given_weights)
{
    job j;
    lc_train_options o = usual();
    const double given[] = {1, 4, 6.25}, root[] = {1, 2, 2.5};
    o.class_weight = given;
    o.class_weight_n = 3;
    o.sqrt_weights = true;
    begin_with(&j, LC_MULTICLASS, &o);
    for (size_t c = 0; c < 3; c++)
        ck_assert_double_eq(lc_training_describe(j.training).class_weight[c], root[c]);
    end(&j);
}
END_TEST

static const struct {
    lc_task task;
    size_t weights;
    const char *says;
} misfits[] = {
    {LC_REGRESSION, 2, "class weights need classes, this is a regression"},
    {LC_BINARY, 3, "3 class weights, but the target has 2 classes"},
};

START_TEST(refuses_class_weights_that_do_not_fit)
{
    const double weights[] = {1, 2, 3};
    lc_dataset table = read_table(misfits[_i].task);
    const lc_strata strata = lc_dataset_strata(&table);
    lc_data_split split = LC_DATA_SPLIT_INIT;
    lc_train_options o = usual();
    lc_training *t = NULL;
    lc_error err = LC_ERROR_INIT;
    o.class_weight = weights;
    o.class_weight_n = misfits[_i].weights;
    ck_assert_int_eq(lc_data_split_none(&split, &strata, NULL), LC_OK);
    ck_assert_int_eq(lc_training_open(&t, &table, &split, NULL, &o, &err), LC_E_ARG);
    ck_assert_str_eq(err.msg, misfits[_i].says);
    ck_assert_ptr_null(t);
    lc_data_split_free(&split);
    lc_dataset_free(&table);
}
END_TEST

/* The same rows give the same numbers, from where they stand or from a table of their own. */
START_TEST(validates_on_another_table_alike)
{
    job j;
    lc_dataset table = read_table(LC_BINARY), rows = read_table(LC_BINARY);
    const lc_train_options o = usual();
    lc_train_options releasing = usual();
    lc_training *t = NULL;
    lc_epoch e;
    begin_with(&j, LC_BINARY, &o);
    const lc_strata strata = lc_dataset_strata(&table);
    lc_data_split split = LC_DATA_SPLIT_INIT;
    releasing.release_rows = true;
    ck_assert_int_eq(lc_data_split_last(&split, &strata, 1.0 / 6, 0, NULL), LC_OK);
    split.validation.n = 0; /* the first 50 rows train, all 60 of the other table validate */
    ck_assert_int_eq(lc_training_open(&t, &table, &split, &rows, &releasing, NULL), LC_OK);
    ck_assert_uint_eq(lc_training_describe(t).validation_samples, 60);
    lc_training_epoch(t, &e);
    ck_assert_double_eq(run(&j, 1).train.loss, e.train.loss);
    lc_training_close(t);
    lc_data_split_free(&split);
    lc_dataset_free(&table);
    lc_dataset_free(&rows);
    end(&j);
}
END_TEST

/* ---- scores ------------------------------------------------------------------------------- */

/* y = 1000 + 50 x over x = 0 .. 59, noiseless: its deviation is 50 * 17.3, its mean square 1e7. */
static lc_dataset straight_line(void)
{
    const lc_dataset_options how = {.target = "y"};
    lc_dataset table = LC_DATASET_INIT;
    FILE *file = tmpfile();
    fputs("x,y\n", file);
    for (int x = 0; x < 60; x++)
        fprintf(file, "%d,%d\n", x, 1000 + 50 * x);
    rewind(file);
    ck_assert_int_eq(lc_dataset_read(&table, file, &how, NULL), LC_OK);
    fclose(file);
    return table;
}

START_TEST(a_regression_is_learned_in_any_unit_and_scored_in_its_own)
{
    lc_dataset table = straight_line();
    const lc_strata strata = lc_dataset_strata(&table);
    lc_data_split split = LC_DATA_SPLIT_INIT;
    lc_train_options o = LC_TRAIN_OPTIONS_INIT;
    lc_training *t = NULL;
    lc_network *network = NULL;
    lc_epoch e = {0};
    float value[60];
    o.schedule.rate = 0.1; /* a linear model by plain gradient descent */
    o.batch = 60;
    o.epochs = 25;
    ck_assert_int_eq(lc_data_split_none(&split, &strata, NULL), LC_OK);
    ck_assert_int_eq(lc_training_open(&t, &table, &split, &table, &o, NULL), LC_OK);
    while (!lc_training_ended(t))
        lc_training_epoch(t, &e);
    ck_assert_double_gt(e.validation.r2, 0.9999);
    ck_assert_int_eq(lc_training_save(t, path, NULL), LC_OK);
    ck_assert_int_eq(lc_network_read(&network, path, NULL), LC_OK);
    ck_assert_int_eq(lc_network_predict(value, network, &table, 0, 60, NULL), LC_OK);
    double squares = 0, absolute = 0;
    for (int x = 0; x < 60; x++) {
        double off = (double)value[x] - (1000 + 50 * x);
        squares += off * off / 60;
        absolute += fabs(off) / 60;
    }
    ck_assert_double_lt(absolute, 5);
    ck_assert_double_eq_tol(e.validation.loss, squares, 1e-3 * squares);
    ck_assert_double_eq_tol(e.validation.mae, absolute, 1e-3 * absolute);
    lc_network_free(network);
    lc_training_close(t);
    lc_data_split_free(&split);
    lc_dataset_free(&table);
}
END_TEST

START_TEST(the_confusion_matrix_counts_what_is_predicted)
{
    static const lc_task tasks[] = {LC_BINARY, LC_MULTICLASS};
    job j;
    lc_train_options o = usual();
    o.precision_recall = true;
    begin_with(&j, tasks[_i], &o);
    size_t k = j.table.schema.target.class_name.n, count[9], right = 0, sum = 0;
    lc_epoch e = run(&j, 5);
    const lc_training_info info = lc_training_describe(j.training);
    ck_assert_int_eq(lc_training_confusion(count, j.training, LC_SET_VALIDATION, NULL), LC_OK);
    for (size_t c = 0; c < k; c++) {
        size_t there = 0;
        for (size_t p = 0; p < k; p++)
            there += count[c * k + p];
        ck_assert_uint_eq(there, info.validation_count[c]);
        right += count[c * k + c];
        sum += there;
    }
    ck_assert_double_eq_tol((double)right / (double)sum, e.validation.accuracy, 1e-12);
    if (k == 2)
        ck_assert_double_eq_tol((double)count[3] / (double)(count[2] + count[3]),
                                e.validation.recall, 1e-12);
    end(&j);
}
END_TEST

Suite *suite_training(void)
{
    Suite *s = suite_create("training");
    TCase *t = tcase_create("training");
    tcase_set_timeout(t, 60);
    tcase_add_checked_fixture(t, make_path, remove_path);
    tcase_add_loop_test(t, predicts_from_either_file_what_it_validated, 0, 3);
    tcase_add_test(t, goes_on_from_a_checkpoint);
    tcase_add_loop_test(t, refuses_a_checkpoint_of_another_run, 0,
                        (int)(sizeof others / sizeof *others));
    tcase_add_test(t, refuses_every_truncation);
    tcase_add_loop_test(t, refuses_a_network_with_another_ones_preprocessing, 0, 4);
    tcase_add_test(t, leaks_nothing_when_memory_is_out);
    tcase_add_test(t, describes_what_it_trains);
    tcase_add_loop_test(t, takes_square_roots_of_balanced_weights, 0, 2);
    tcase_add_test(t, takes_square_roots_of_given_weights);
    tcase_add_loop_test(t, refuses_class_weights_that_do_not_fit, 0,
                        (int)(sizeof misfits / sizeof *misfits));
    tcase_add_test(t, validates_on_another_table_alike);
    tcase_add_test(t, a_regression_is_learned_in_any_unit_and_scored_in_its_own);
    tcase_add_loop_test(t, the_confusion_matrix_counts_what_is_predicted, 0, 2);
    suite_add_tcase(s, t);
    return s;
}
