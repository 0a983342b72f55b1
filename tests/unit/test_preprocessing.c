/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_preprocessing.c - features learned from the training part, applied to it and to other tables. */
#include "base/mem.h"
#include "base/text.h"
#include "train/preprocessing.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

Suite *suite_preprocessing(void);

static lc_dataset read_table(const char *text, const lc_dataset_options *options)
{
    lc_dataset d = LC_DATASET_INIT;
    lc_error err = LC_ERROR_INIT;
    FILE *in = fmemopen((void *)(uintptr_t)text, strlen(text), "r");
    ck_assert_ptr_nonnull(in);
    lc_status st = lc_dataset_read(&d, in, options, &err);
    ck_assert_msg(st == LC_OK, "%s", err.msg);
    fclose(in);
    return d;
}

/* "1 2: 0 | ...": features and target of each sample; the caller frees it. */
static char *tell(const lc_samples *s)
{
    char *said;
    size_t size;
    FILE *out = open_memstream(&said, &size);
    for (size_t i = 0; i < s->n; i++) {
        fputs(i ? " |" : "", out);
        for (size_t k = 0; k < s->stride; k++) {
            float v = s->x[i * s->stride + k];
            if (k < s->d)
                fprintf(out, " %.4g", (double)v);
            else
                ck_assert(v == 0);
        }
        fprintf(out, ": %g", (double)s->y[i]);
    }
    fclose(out);
    return said;
}

static void check_tells(const lc_samples *s, const char *expected)
{
    char *said = tell(s);
    ck_assert_str_eq(said, expected);
    ck_assert_uint_eq((uintptr_t)s->x % 64, 0);
    ck_assert_uint_eq(s->stride % LC_LANES, 0);
    free(said);
}

static void check_names(const lc_preprocessing *p, const char *const *name, size_t n)
{
    lc_texts names = {0};
    ck_assert_int_eq(lc_preprocessing_names(&names, p, NULL), LC_OK);
    ck_assert_uint_eq(names.n, n);
    ck_assert_uint_eq(p->features, n);
    for (size_t i = 0; i < n; i++)
        ck_assert_str_eq(names.text[i], name[i]);
    lc_texts_free(&names);
}

/*
 * The training part is rows 0 to 3, the validation part rows 4 and 5.
 *   a: 1, missing, 2, 6: median 2; filled in 1 2 2 6: mean 2.75, squares 3.0625 + 2 * 0.5625
 *      + 10.5625 = 14.75, sd sqrt(14.75 / 4) = 1.92029; -0.9113 -0.3906 -0.3906 1.692
 *      row 4: 100 -> 50.64; row 5: missing -> as 2
 *   k: 7 four times: 0, whatever it is elsewhere
 *   c: categories x, y, z (z in the validation part only); row 3 misses it
 */
static const char table[] = "a,k,c,y\n1,7,x,0\n,7,y,1\n2,7,x,0\n6,7,,1\n100,8,z,0\nNA,7,y,1\n";
static const lc_dataset_options target_y = {.target = "y"};

static const struct {
    const char *what, *train, *validation;
    size_t features;
    lc_preprocessing_options options;
} cases[] = {
    {"standardised",
     " -0.9113 0 1 0 0: 0 | -0.3906 0 0 1 0: 1 | -0.3906 0 1 0 0: 0 | "
     "1.692 0 0 0 0: 1",
     " 50.64 0 0 0 1: 0 | -0.3906 0 0 1 0: 1",
     5,
     {.standardize = true}},
    {"as they are",
     " 1 7 1 0 0: 0 | 2 7 0 1 0: 1 | 2 7 1 0 0: 0 | 6 7 0 0 0: 1",
     " 100 8 0 0 1: 0 | 2 7 0 1 0: 1",
     5,
     {.standardize = false}},
    {"with indicators",
     " 1 0 7 1 0 0 0: 0 | 2 1 7 0 1 0 0: 1 | 2 0 7 1 0 0 0: 0 | "
     "6 0 7 0 0 0 1: 1",
     " 100 0 8 0 0 1 0: 0 | 2 1 7 0 1 0 0: 1",
     7,
     {.indicators = true}},
};

static lc_data_split first_four(const lc_dataset *d)
{
    lc_data_split parts = LC_DATA_SPLIT_INIT;
    const lc_strata strata = {.n = d->n, .y = d->y, .classes = d->schema.target.class_name.n};
    ck_assert_int_eq(lc_data_split_last(&parts, &strata, 0.3, 0, NULL),
                     LC_OK); /* floor(6 * 0.7) = 4 */
    ck_assert_uint_eq(parts.train.n, 4);
    return parts;
}

START_TEST(learns_from_the_training_part_alone)
{
    lc_dataset d = read_table(table, &target_y);
    lc_data_split parts = first_four(&d);
    lc_preprocessing p = LC_PREPROCESSING_INIT;
    lc_samples s = LC_SAMPLES_INIT, train = LC_SAMPLES_INIT, validation = LC_SAMPLES_INIT,
               test = LC_SAMPLES_INIT;
    ck_assert_int_eq(lc_preprocessing_fit(&p, &d, &parts.train, &cases[_i].options, NULL), LC_OK);
    ck_assert_uint_eq(p.features, cases[_i].features);
    ck_assert_int_eq(lc_preprocessing_apply(&s, &p, &d, &parts.train, NULL), LC_OK);
    check_tells(&s, cases[_i].train);
    lc_samples_free(&s);
    ck_assert_int_eq(lc_preprocessing_apply_split(&train, &validation, &test, &p, &d, &parts, NULL),
                     LC_OK);
    check_tells(&train, cases[_i].train);
    check_tells(&validation, cases[_i].validation);
    ck_assert_ptr_null(d.cells.block[0]);
    lc_samples_free(&train);
    lc_samples_free(&validation);
    lc_preprocessing_free(&p);
    lc_data_split_free(&parts);
    lc_dataset_free(&d);
}
END_TEST

START_TEST(names_features_by_column_and_level)
{
    static const char *const plain[] = {"a", "k", "c=x", "c=y", "c=z"};
    static const char *const more[] = {"a",   "a is missing", "k",           "c=x",
                                       "c=y", "c=z",          "c is missing"};
    lc_dataset d = read_table(table, &target_y);
    lc_data_split parts = first_four(&d);
    for (int indicators = 0; indicators < 2; indicators++) {
        lc_preprocessing p = LC_PREPROCESSING_INIT;
        const lc_preprocessing_options options = {.indicators = indicators};
        ck_assert_int_eq(lc_preprocessing_fit(&p, &d, &parts.train, &options, NULL), LC_OK);
        check_names(&p, indicators ? more : plain, indicators ? 7 : 5);
        lc_preprocessing_free(&p);
    }
    lc_data_split_free(&parts);
    lc_dataset_free(&d);
}
END_TEST

START_TEST(takes_the_mean_of_the_middle_two_and_no_offset_hurts)
{
    /* 1e6 + {4, 7, 13, 16}: median 1e6 + 10, mean the same, variance (36 + 9 + 9 + 36) / 4 = 22.5;
     * a sum of squares in float32 would not see it */
    static const char offset[] = "a,y\n1000004,1\n1000007,2\n1000013,3\n1000016,4\n,5\n";
    lc_dataset d = read_table(offset, &target_y);
    lc_data_split all = LC_DATA_SPLIT_INIT;
    const lc_strata strata = {.n = d.n};
    const lc_preprocessing_options options = {.standardize = true};
    lc_preprocessing p = LC_PREPROCESSING_INIT;
    ck_assert_int_eq(lc_data_split_none(&all, &strata, NULL), LC_OK);
    ck_assert_int_eq(lc_preprocessing_fit(&p, &d, &all.train, &options, NULL), LC_OK);
    ck_assert(p.transform[0].median == 1000010);
    ck_assert(p.transform[0].mean == 1000010);
    ck_assert(fabs(p.transform[0].scale - 1 / sqrt(90.0 / 5)) < 1e-12);
    lc_preprocessing_free(&p);
    lc_data_split_free(&all);
    lc_dataset_free(&d);
}
END_TEST

START_TEST(makes_a_constant_column_zero)
{
    /* 0.1 as float32, 1000 times: its mean is not exactly 0.1 in double */
    char *text;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    fputs("a,e,y\n", out);
    for (int i = 0; i < 1000; i++)
        fprintf(out, "0.1,%s,%d\n", i < 999 ? "" : "5", i);
    fclose(out);
    lc_dataset d = read_table(text, &target_y);
    lc_data_split parts = LC_DATA_SPLIT_INIT;
    const lc_strata strata = {.n = d.n};
    const lc_preprocessing_options options = {.standardize = true};
    lc_preprocessing p = LC_PREPROCESSING_INIT;
    lc_samples train = LC_SAMPLES_INIT, validation = LC_SAMPLES_INIT, test = LC_SAMPLES_INIT;
    ck_assert_int_eq(lc_data_split_last(&parts, &strata, 0.001, 0, NULL),
                     LC_OK); /* the 5 validates */
    ck_assert_int_eq(lc_preprocessing_fit(&p, &d, &parts.train, &options, NULL), LC_OK);
    ck_assert_int_eq(lc_preprocessing_apply_split(&train, &validation, &test, &p, &d, &parts, NULL),
                     LC_OK);
    for (size_t i = 0; i < train.n; i++)
        ck_assert(train.x[i * train.stride] == 0 && train.x[i * train.stride + 1] == 0);
    ck_assert(validation.x[1] == 0);
    lc_samples_free(&train);
    lc_samples_free(&validation);
    lc_preprocessing_free(&p);
    lc_data_split_free(&parts);
    lc_dataset_free(&d);
    free(text);
}
END_TEST

START_TEST(takes_many_columns_and_blocks)
{
    enum { COLUMNS = 1000, ROWS = 600 }; /* 262 rows in each block of a MiB */
    char *text;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    for (int c = 0; c < COLUMNS; c++)
        fprintf(out, "x%d,", c);
    fputs("y\n", out);
    for (int i = 0; i < ROWS; i++) {
        for (int c = 0; c < COLUMNS; c++)
            fprintf(out, "%d,", i % (c + 2));
        fprintf(out, "%d\n", i);
    }
    fclose(out);
    lc_dataset d = read_table(text, &target_y);
    lc_data_split parts = LC_DATA_SPLIT_INIT;
    const lc_strata strata = {.n = d.n};
    const lc_preprocessing_options options = {.standardize = false};
    lc_preprocessing p = LC_PREPROCESSING_INIT;
    lc_samples train = LC_SAMPLES_INIT, validation = LC_SAMPLES_INIT, test = LC_SAMPLES_INIT;
    ck_assert_uint_eq(d.cells.blocks, 3);
    ck_assert_int_eq(lc_data_split_random(&parts, &strata, 0.3, 0, 1, NULL), LC_OK);
    ck_assert_int_eq(lc_preprocessing_fit(&p, &d, &parts.train, &options, NULL), LC_OK);
    ck_assert_int_eq(lc_preprocessing_apply_split(&train, &validation, &test, &p, &d, &parts, NULL),
                     LC_OK);
    for (int part = 0; part < 2; part++) {
        const lc_samples *s = part ? &validation : &train;
        const lc_row_set *rows = part ? &parts.validation : &parts.train;
        ck_assert_uint_eq(s->n, rows->n);
        for (size_t i = 0; i < s->n; i++) {
            ck_assert(s->y[i] == (float)rows->row[i]);
            for (size_t c = 0; c < COLUMNS; c++)
                ck_assert(s->x[i * s->stride + c] == (float)(rows->row[i] % (c + 2)));
        }
    }
    lc_samples_free(&train);
    lc_samples_free(&validation);
    lc_preprocessing_free(&p);
    lc_data_split_free(&parts);
    lc_dataset_free(&d);
    free(text);
}
END_TEST

/* What is written of p, read again. */
static void reload(lc_preprocessing *q, const lc_preprocessing *p)
{
    char *bytes;
    size_t n;
    lc_blocks b = LC_BLOCKS_INIT;
    lc_block_file m = LC_BLOCK_FILE_INIT;
    lc_error err = LC_ERROR_INIT;
    FILE *out = open_memstream(&bytes, &n);
    ck_assert_msg(lc_preprocessing_store(&b, p, &err) == LC_OK, "%s", err.msg);
    ck_assert_msg(lc_block_file_put(out, LC_FILE_NETWORK, &b, &err) == LC_OK, "%s", err.msg);
    fclose(out);
    FILE *in = fmemopen(bytes, n, "r");
    ck_assert_msg(lc_block_file_get(&m, in, &err) == LC_OK, "%s", err.msg);
    fclose(in);
    ck_assert_msg(lc_preprocessing_load(q, &m, &err) == LC_OK, "%s", err.msg);
    lc_block_file_free(&m);
    lc_blocks_free(&b);
    free(bytes);
}

START_TEST(serves_another_table_after_it_was_saved)
{
    lc_dataset d = read_table(table, &target_y);
    lc_data_split parts = first_four(&d), all = LC_DATA_SPLIT_INIT;
    lc_preprocessing p = LC_PREPROCESSING_INIT, q = LC_PREPROCESSING_INIT;
    const lc_preprocessing_options options = {.standardize = true, .indicators = true};
    ck_assert_int_eq(lc_preprocessing_fit(&p, &d, &parts.train, &options, NULL), LC_OK);
    reload(&q, &p);
    ck_assert_uint_eq(q.features, p.features);
    for (size_t c = 0; c < 3; c++) {
        const lc_column_transform *a = &p.transform[c], *b = &q.transform[c];
        ck_assert(a->at == b->at && a->features == b->features && a->indicator == b->indicator);
        ck_assert(a->median == b->median && a->mean == b->mean && a->scale == b->scale);
    }
    ck_assert_str_eq(q.schema.target.name, "y");
    ck_assert_int_eq(q.schema.target.task, LC_BINARY);
    ck_assert_str_eq(q.schema.target.class_name.text[1], "1");

    /* other order, an unknown category, more columns, no target */
    const lc_dataset_options like = {.schema = &q.schema, .predict = true};
    lc_dataset e = read_table("junk,c,k,a\n?,x,7,6\nw,w,8,\n", &like);
    const lc_strata strata = {.n = e.n};
    lc_samples s = LC_SAMPLES_INIT;
    ck_assert_int_eq(lc_data_split_none(&all, &strata, NULL), LC_OK);
    ck_assert_int_eq(lc_preprocessing_apply(&s, &q, &e, &all.train, NULL), LC_OK);
    check_tells(&s, " 1.692 0 0 1 0 0 0: 0 | -0.3906 1 0 0 0 0 0: 0");
    ck_assert_uint_eq(e.report.unknown, 1);
    lc_samples_free(&s);
    lc_data_split_free(&all);
    lc_data_split_free(&parts);
    lc_dataset_free(&e);
    lc_dataset_free(&d);
    lc_preprocessing_free(&p);
    lc_preprocessing_free(&q);
}
END_TEST

/* A file's contents with one block taken for another. */
static lc_status load_with(const lc_preprocessing *p, const lc_block *other, lc_error *err)
{
    lc_blocks b = LC_BLOCKS_INIT;
    lc_preprocessing q = LC_PREPROCESSING_INIT;
    ck_assert_int_eq(lc_preprocessing_store(&b, p, NULL), LC_OK);
    for (size_t i = 0; i < b.n; i++)
        if (strcmp(b.block[i].name, other->name) == 0)
            b.block[i] = *other;
    const lc_block_file m = {.kind = LC_FILE_NETWORK, .n = b.n, .block = b.block};
    lc_status st = lc_preprocessing_load(&q, &m, err);
    lc_preprocessing_free(&q);
    lc_blocks_free(&b);
    return st;
}

START_TEST(refuses_a_file_that_contradicts_itself)
{
    static const uint64_t kinds[][9] = {
        {3, 0, 0, 0, 0, 0, 1, 3, 0}, /* no such kind */
        {0, 0, 0, 0, 0, 0, 1, 4, 0}, /* more categories than there are */
        {0, 0, 0, 0, 0, 0, 1, 2, 0}, /* fewer */
        {0, 1, 0, 0, 0, 0, 1, 2, 0}, /* categories of numbers */
        {0, 0, 0, 1, 0, 0, 1, 3, 0}, /* a category without */
        {0, 0, 2, 0, 0, 0, 1, 3, 0}, /* neither yes nor no */
    };
    static const double scales[12] = {1, NAN};
    const lc_block others[] = {
        {"data/scales", LC_BLOCK_DOUBLE, 12, scales},
        {"data/scales", LC_BLOCK_DOUBLE, 6, scales},
        {"data/columns", LC_BLOCK_TEXT, 0, ""},
        {"data/columns", LC_BLOCK_TEXT, 4, "a\0b"},
        {"data/task", LC_BLOCK_TEXT, 5, "guess"},
        {"data/task", LC_BLOCK_TEXT, 10, "regression"},
        {"data/classes", LC_BLOCK_TEXT, 2, "a"},
        {"data/target", LC_BLOCK_FLOAT, 0, ""},
        {"data/target_scale", LC_BLOCK_DOUBLE, 3, scales},
    };
    lc_dataset d = read_table(table, &target_y);
    lc_data_split parts = first_four(&d);
    lc_preprocessing p = LC_PREPROCESSING_INIT;
    lc_error err = LC_ERROR_INIT;
    const lc_preprocessing_options options = {.standardize = true};
    ck_assert_int_eq(lc_preprocessing_fit(&p, &d, &parts.train, &options, NULL), LC_OK);
    const lc_block none = {"nothing", LC_BLOCK_TEXT, 0, ""};
    ck_assert_msg(load_with(&p, &none, &err) == LC_OK, "%s", err.msg);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        const lc_block b = {"data/kinds", LC_BLOCK_COUNT, 9, kinds[i]};
        ck_assert_msg(load_with(&p, &b, &err) == LC_E_FORMAT, "kinds %zu", i);
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        ck_assert_msg(load_with(&p, &others[i], &err) == LC_E_FORMAT, "other %zu", i);
    lc_preprocessing_free(&p);
    lc_data_split_free(&parts);
    lc_dataset_free(&d);
}
END_TEST

START_TEST(leaks_nothing_when_memory_is_out)
{
    lc_dataset d = read_table(table, &target_y);
    lc_data_split parts = first_four(&d);
    const lc_preprocessing_options options = {.standardize = true, .indicators = true};
    lc_preprocessing p = LC_PREPROCESSING_INIT;
    lc_status st = LC_E_NOMEM;
    size_t k;
    for (k = 1; st != LC_OK; k++) {
        lc_mem_fail_at(k);
        st = lc_preprocessing_fit(&p, &d, &parts.train, &options, NULL);
        lc_mem_fail_at(0);
        ck_assert(st == LC_OK || (st == LC_E_NOMEM && p.features == 0));
    }
    ck_assert_uint_gt(k, 10);
    for (k = 1, st = LC_E_NOMEM; st != LC_OK; k++) {
        lc_texts names = {0};
        lc_mem_fail_at(k);
        st = lc_preprocessing_names(&names, &p, NULL);
        lc_mem_fail_at(0);
        ck_assert(st == LC_OK || st == LC_E_NOMEM);
        lc_texts_free(&names);
    }
    for (k = 1, st = LC_E_NOMEM; st != LC_OK; k++) {
        lc_blocks b = LC_BLOCKS_INIT;
        lc_preprocessing q = LC_PREPROCESSING_INIT;
        lc_mem_fail_at(k);
        st = lc_preprocessing_store(&b, &p, NULL);
        const lc_block_file m = {.kind = LC_FILE_NETWORK, .n = b.n, .block = b.block};
        if (st == LC_OK)
            st = lc_preprocessing_load(&q, &m, NULL);
        lc_mem_fail_at(0);
        ck_assert(st == LC_OK || st == LC_E_NOMEM);
        lc_preprocessing_free(&q);
        lc_blocks_free(&b);
    }
    ck_assert_uint_gt(k, 40);
    lc_samples train = LC_SAMPLES_INIT, validation = LC_SAMPLES_INIT, test = LC_SAMPLES_INIT;
    for (k = 1; k <= 4; k++) { /* x and y of both parts */
        lc_mem_fail_at(k);
        ck_assert_int_eq(
            lc_preprocessing_apply_split(&train, &validation, &test, &p, &d, &parts, NULL),
            LC_E_NOMEM);
        lc_mem_fail_at(0);
        ck_assert_ptr_nonnull(d.cells.block[0]);
        ck_assert_uint_eq(train.n + validation.n, 0);
    }
    lc_preprocessing_free(&p);
    lc_preprocessing_free(&p);
    lc_data_split_free(&parts);
    lc_dataset_free(&d);
}
END_TEST

START_TEST(keeps_what_large_numbers_differ_by)
{
    /* as float32 all of them are 1700000000; mean 1.5, deviation sqrt(1.25), of the target 20, 10 */
    const lc_dataset_options how = {.target = "y"};
    const lc_preprocessing_options scaled = {.standardize = true, .standardize_target = true},
                                   raw = {0};
    lc_dataset d = read_table("a,y\n1700000000,3000010\n1700000001,3000030\n"
                              "1700000002,3000010\n1700000003,3000030\n",
                              &how);
    lc_row_set all = {.n = 4, .row = (size_t[]){0, 1, 2, 3}};
    lc_preprocessing p = LC_PREPROCESSING_INIT;
    lc_samples s = LC_SAMPLES_INIT;
    d.schema.target.task = LC_REGRESSION; /* two values would be classes */
    d.schema.target.offset = 3000010;
    for (size_t i = 0; i < 4; i++)
        d.y[i] *= 20;
    ck_assert_int_eq(lc_preprocessing_fit(&p, &d, &all, &scaled, NULL), LC_OK);
    ck_assert_int_eq(lc_preprocessing_apply(&s, &p, &d, &all, NULL), LC_OK);
    check_tells(&s, " -1.342: -1 | -0.4472: 1 | 0.4472: -1 | 1.342: 1");
    ck_assert_double_eq(p.target_mean, 10); /* above the offset */
    ck_assert_double_eq(p.target_scale, 10);
    lc_samples_free(&s);
    lc_preprocessing_free(&p);
    ck_assert_int_eq(lc_preprocessing_fit(&p, &d, &all, &raw, NULL), LC_OK);
    ck_assert_int_eq(lc_preprocessing_apply(&s, &p, &d, &all, NULL), LC_OK);
    check_tells(&s, " 1.7e+09: 3.00001e+06 | 1.7e+09: 3.00003e+06 | 1.7e+09: 3.00001e+06 "
                    "| 1.7e+09: 3.00003e+06");
    lc_samples_free(&s);
    lc_preprocessing_free(&p);
    lc_dataset_free(&d);
}
END_TEST

Suite *suite_preprocessing(void)
{
    Suite *s = suite_create("preprocessing");
    TCase *t = tcase_create("preprocessing");
    tcase_set_timeout(t, 60);
    tcase_add_loop_test(t, learns_from_the_training_part_alone, 0,
                        (int)(sizeof cases / sizeof *cases));
    tcase_add_test(t, names_features_by_column_and_level);
    tcase_add_test(t, takes_the_mean_of_the_middle_two_and_no_offset_hurts);
    tcase_add_test(t, keeps_what_large_numbers_differ_by);
    tcase_add_test(t, makes_a_constant_column_zero);
    tcase_add_test(t, takes_many_columns_and_blocks);
    tcase_add_test(t, serves_another_table_after_it_was_saved);
    tcase_add_test(t, refuses_a_file_that_contradicts_itself);
    tcase_add_test(t, leaks_nothing_when_memory_is_out);
    suite_add_tcase(s, t);
    return s;
}
