/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_file.c - networks and checkpoints as files: the same predictions, and nothing torn believed. */
#include "base/mem.h"
#include "train/file.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

Suite *suite_file(void);

#define MEANING "data=1 network=4-6-3 lr=0.01 seed=7"

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

/* A table, and a run on all of it. */
typedef struct job {
    lc_dataset table;
    lc_data_split parts;
    lc_preprocessing prepare;
    lc_samples samples;
    lc_training training;
} job;

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

static void begin(job *j, lc_task task)
{
    static const size_t hidden[] = {6};
    const lc_dataset_options how = {.target = "y", .task_set = true, .task = task};
    const lc_preprocessing_options standard = {.standardize = true, .indicators = true};
    char *text = make_table(task);
    FILE *in = fmemopen(text, strlen(text), "r");
    lc_error err = LC_ERROR_INIT;
    memset(j, 0, sizeof *j);
    ck_assert_msg(lc_dataset_read(&j->table, in, &how, &err) == LC_OK, "%s", err.msg);
    fclose(in);
    free(text);
    size_t classes = j->table.schema.target.class_name.n;
    const lc_strata strata = {.n = j->table.n, .y = j->table.y, .classes = classes};
    ck_assert_int_eq(lc_data_split_none(&j->parts, &strata, &err), LC_OK);
    ck_assert_int_eq(lc_preprocessing_fit(&j->prepare, &j->table, &j->parts.train, &standard, &err),
                     LC_OK);
    ck_assert_int_eq(
        lc_preprocessing_apply(&j->samples, &j->prepare, &j->table, &j->parts.train, &err), LC_OK);
    lc_train_options o = LC_TRAIN_OPTIONS_INIT;
    o.loss = (lc_loss){.task = task, .classes = classes};
    o.hidden = hidden;
    o.hidden_n = 1;
    o.optimizer.rule = LC_ADAM;
    o.schedule.rate = 0.01;
    o.epochs = 5;
    ck_assert_msg(lc_training_init(&j->training, &o, &j->samples, NULL, &err) == LC_OK, "%s",
                  err.msg);
}

static void end(job *j)
{
    lc_training_free(&j->training);
    lc_samples_free(&j->samples);
    lc_preprocessing_free(&j->prepare);
    lc_data_split_free(&j->parts);
    lc_dataset_free(&j->table);
}

static void run(job *j, size_t epochs)
{
    lc_epoch e;
    for (size_t i = 0; i < epochs; i++)
        lc_training_epoch(&j->training, &e);
}

/* The table through preprocessing and network: what `predict` does; the caller frees it. */
static float *predict(const job *j, const lc_net *net, const lc_preprocessing *p, size_t *n)
{
    lc_samples s = LC_SAMPLES_INIT;
    lc_error err = LC_ERROR_INIT;
    ck_assert_int_eq(lc_preprocessing_apply(&s, p, &j->table, &j->parts.train, &err), LC_OK);
    *n = s.n * net->layers[net->layers_n - 1].out;
    float *score = calloc(*n, sizeof *score);
    ck_assert_int_eq(lc_net_predict(score, net, p->schema.target.task, s.x, s.stride, s.n, &err),
                     LC_OK);
    lc_samples_free(&s);
    return score;
}

static void check_same_predictions(const job *j)
{
    lc_net net = LC_NET_INIT;
    lc_preprocessing p = LC_PREPROCESSING_INIT;
    lc_error err = LC_ERROR_INIT;
    size_t n, m;
    ck_assert_msg(lc_network_read(&net, &p, path, &err) == LC_OK, "%s", err.msg);
    float *before = predict(j, &j->training.net, &j->prepare, &n),
          *after = predict(j, &net, &p, &m);
    ck_assert_uint_eq(n, m);
    ck_assert_mem_eq(before, after, n * sizeof *before);
    ck_assert_uint_eq(net.params_n, j->training.net.params_n);
    ck_assert_mem_eq(net.params, j->training.net.params, net.params_n * sizeof *net.params);
    ck_assert_str_eq(p.schema.target.name, "y");
    free(before);
    free(after);
    lc_preprocessing_free(&p);
    lc_net_free(&net);
}

START_TEST(predicts_from_either_file_what_it_did_before)
{
    static const lc_task tasks[] = {LC_BINARY, LC_MULTICLASS, LC_REGRESSION};
    job j;
    begin(&j, tasks[_i]);
    run(&j, 3);
    ck_assert_int_eq(lc_network_write(path, &j.training.net, &j.prepare, NULL), LC_OK);
    check_same_predictions(&j);
    ck_assert_int_eq(lc_checkpoint_write(path, &j.training, &j.prepare, MEANING, NULL), LC_OK);
    check_same_predictions(&j);
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
    run(&whole, 5);
    run(&first, 2);
    ck_assert_int_eq(lc_checkpoint_write(path, &first.training, &first.prepare, MEANING, &err),
                     LC_OK);
    ck_assert_msg(lc_checkpoint_read(&second.training, path, MEANING, &err) == LC_OK, "%s",
                  err.msg);
    run(&second, 3);
    ck_assert_mem_eq(whole.training.net.params, second.training.net.params,
                     whole.training.net.params_n * sizeof(float));
    end(&whole);
    end(&first);
    end(&second);
}
END_TEST

START_TEST(names_the_first_word_of_another_meaning)
{
    static const struct {
        const char *setup, *says;
    } cases[] = {
        {"data=2 network=4-6-3 lr=0.01 seed=7", "'data=1' there, 'data=2' here"},
        {"data=1 network=4-6-3 lr=0.011 seed=7", "'lr=0.01' there, 'lr=0.011' here"},
        {"data=1 network=4-6-3 lr=0.01 seed=77", "'seed=7' there, 'seed=77' here"},
        {"", "'data=1' there, '' here"},
    };
    job from, to, same;
    lc_error err = LC_ERROR_INIT;
    begin(&from, LC_BINARY);
    begin(&to, LC_BINARY);
    begin(&same, LC_BINARY);
    run(&from, 1);
    ck_assert_int_eq(lc_checkpoint_write(path, &from.training, &from.prepare, MEANING, &err),
                     LC_OK);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ck_assert_int_eq(lc_checkpoint_read(&to.training, path, cases[i].setup, &err), LC_E_FORMAT);
        ck_assert_msg(strstr(err.msg, cases[i].says) != NULL, "%s", err.msg);
    }
    ck_assert_int_eq(lc_network_write(path, &from.training.net, &from.prepare, &err), LC_OK);
    ck_assert_int_eq(lc_checkpoint_read(&to.training, path, MEANING, &err), LC_E_FORMAT);
    ck_assert_ptr_nonnull(strstr(err.msg, "is a saved network"));
    ck_assert_mem_eq(to.training.net.params, same.training.net.params,
                     to.training.net.params_n * sizeof(float));
    ck_assert_uint_eq(to.training.progress.epoch, 0);
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

static void check_refused(lc_training *t, const char *what)
{
    lc_net net = LC_NET_INIT;
    lc_preprocessing p = LC_PREPROCESSING_INIT;
    lc_error err = LC_ERROR_INIT;
    ck_assert_msg(lc_network_read(&net, &p, path, &err) == LC_E_FORMAT, "network %s", what);
    ck_assert_ptr_null(net.params);
    ck_assert_ptr_null(p.transform);
    ck_assert_msg(lc_checkpoint_read(t, path, MEANING, &err) == LC_E_FORMAT, "checkpoint %s", what);
    ck_assert_uint_eq(t->progress.epoch, 0);
}

START_TEST(refuses_every_truncation)
{
    job from, to;
    size_t n;
    begin(&from, LC_BINARY);
    begin(&to, LC_BINARY);
    run(&from, 1);
    ck_assert_int_eq(lc_checkpoint_write(path, &from.training, &from.prepare, MEANING, NULL),
                     LC_OK);
    char *bytes = contents(&n);
    /* every length in the first kilobyte, where the lists of blocks and names are, then some */
    for (size_t k = 0; k < n; k += k < 1024 || k + 64 > n ? 1 : 61) {
        char what[40];
        FILE *out = fopen(path, "wb");
        fwrite(bytes, 1, k, out);
        fclose(out);
        snprintf(what, sizeof what, "of %zu bytes", k);
        check_refused(&to.training, what);
    }
    free(bytes);
    end(&from);
    end(&to);
}
END_TEST

START_TEST(refuses_a_network_with_another_ones_preprocessing)
{
    static const lc_task tasks[][2] = {{LC_BINARY, LC_MULTICLASS},
                                       {LC_MULTICLASS, LC_BINARY},
                                       {LC_REGRESSION, LC_MULTICLASS},
                                       {LC_MULTICLASS, LC_REGRESSION}};
    for (size_t i = 0; i < sizeof tasks / sizeof *tasks; i++) {
        job a, b;
        lc_net net = LC_NET_INIT;
        lc_preprocessing p = LC_PREPROCESSING_INIT;
        lc_error err = LC_ERROR_INIT;
        begin(&a, tasks[i][0]);
        begin(&b, tasks[i][1]);
        ck_assert_int_eq(lc_network_write(path, &a.training.net, &b.prepare, &err), LC_OK);
        ck_assert_int_eq(lc_network_read(&net, &p, path, &err), LC_E_FORMAT);
        ck_assert_ptr_nonnull(strstr(err.msg, "don't fit each other"));
        end(&a);
        end(&b);
    }
}
END_TEST

START_TEST(leaks_nothing_when_memory_is_out)
{
    job from, to;
    lc_status st = LC_E_NOMEM;
    size_t k;
    begin(&from, LC_MULTICLASS);
    begin(&to, LC_MULTICLASS);
    run(&from, 2);
    for (k = 1; st != LC_OK; k++) {
        lc_net net = LC_NET_INIT;
        lc_preprocessing p = LC_PREPROCESSING_INIT;
        lc_mem_fail_at(k);
        st = lc_checkpoint_write(path, &from.training, &from.prepare, MEANING, NULL);
        if (st == LC_OK)
            st = lc_network_read(&net, &p, path, NULL);
        if (st == LC_OK)
            st = lc_checkpoint_read(&to.training, path, MEANING, NULL);
        lc_mem_fail_at(0);
        ck_assert(st == LC_OK || st == LC_E_NOMEM);
        ck_assert(st == LC_OK || to.training.progress.epoch == 0);
        lc_preprocessing_free(&p);
        lc_net_free(&net);
    }
    ck_assert_uint_gt(k, 50);
    end(&from);
    end(&to);
}
END_TEST

Suite *suite_file(void)
{
    Suite *s = suite_create("file");
    TCase *t = tcase_create("file");
    tcase_add_checked_fixture(t, make_path, remove_path);
    tcase_add_loop_test(t, predicts_from_either_file_what_it_did_before, 0, 3);
    tcase_add_test(t, goes_on_from_a_checkpoint);
    tcase_add_test(t, names_the_first_word_of_another_meaning);
    tcase_add_test(t, refuses_every_truncation);
    tcase_add_test(t, refuses_a_network_with_another_ones_preprocessing);
    tcase_add_test(t, leaks_nothing_when_memory_is_out);
    suite_add_tcase(s, t);
    return s;
}
