/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_own_table.c - runs in our own JSON, piece by piece. */
#include "read/engine/own_table.h"

#include "base/mem.h"
#include "read_help.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

Suite *suite_own_table(void);

static struct json_object *parsed(const char *text)
{
    struct json_object *value = NULL;
    ck_assert_int_eq(lc_json_parse(&value, text, strlen(text), 1, NULL), LC_OK);
    return value;
}

START_TEST(our_schema_makes_a_header)
{
    static const struct {
        const char *text;
        bool is;
    } cases[] = {{"{\"schema\": \"" LC_OWN_TABLE_SCHEMA "\"}", true},
                 {"{\"a\": 1, \"schema\": \"" LC_OWN_TABLE_SCHEMA "\"}", true},
                 {"{\"schema\": \"" LC_OWN_TABLE_SCHEMA "0\"}", false},
                 {"{\"schema\": 1}", false},
                 {"{\"Schema\": \"" LC_OWN_TABLE_SCHEMA "\"}", false},
                 {"{}", false},
                 {"[1]", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct json_object *object = parsed(cases[i].text);
        ck_assert_msg(lc_own_table_is_header(object) == cases[i].is, "%s", cases[i].text);
        json_object_put(object);
    }
}
END_TEST

#define HEAD "{\"axis\": \"step\", \"axis_kind\": \"step\"}"

/* What is read of a head, metrics and records; an error where `told` begins with '!'. */
static const struct {
    const char *what, *head, *metrics, *record[3], *told;
} tables[] = {
    {"a run",
     HEAD,
     NULL,
     {"{\"step\": 1, \"loss\": 3}", "{\"step\": 2, \"loss\": 2.5}"},
     "2 step 1..2: loss 3..2.5\n"},
    {"with a name",
     "{\"name\": \"a b\", \"axis\": \"step\", \"axis_kind\": \"step\"}",
     NULL,
     {"{\"step\": 1, \"loss\": 3}"},
     "[a b] 1 step 1..1: loss 3..3\n"},
    {"along what is called otherwise",
     "{\"axis\": \"tokens\", \"axis_kind\": \"count\"}",
     NULL,
     {"{\"tokens\": 10, \"step\": 1, \"loss\": 3}"},
     "1 tokens 10..10: step 1..1, loss 3..3\n"},
    {"without an axis", "{\"axis_kind\": \"step\"}", NULL, {NULL}, "!a run without its axis"},
    {"an axis that is no name",
     "{\"axis\": 1, \"axis_kind\": \"step\"}",
     NULL,
     {NULL},
     "!a run without its axis"},
    {"an axis of no kind", "{\"axis\": \"step\"}", NULL, {NULL}, "!a run without its axis"},
    {"of another kind",
     "{\"axis\": \"step\", \"axis_kind\": \"stride\"}",
     NULL,
     {NULL},
     "!a run without its axis"},
    {"a null is no value",
     HEAD,
     NULL,
     {"{\"step\": 1, \"loss\": 3, \"acc\": null}", "{\"step\": 2, \"loss\": null, \"acc\": 1}"},
     "2 step 1..2: loss 3..3, acc 1..1\n"},
    {"one that is spelled is",
     HEAD,
     NULL,
     {"{\"step\": 1, \"loss\": null, \"loss_text\": \"NaN\"}", "{\"step\": 2, \"loss\": 2}"},
     "2 step 1..2: loss nan..2 'NaN'\n"},
    {"where a metric is called so",
     HEAD,
     NULL,
     {"{\"step\": 1, \"loss_text\": 5, \"loss\": null, \"loss_text_\": \"inf\"}"},
     "1 step 1..1: loss_text 5..5, loss inf..inf 'inf'\n"},
    {"a spelling of nothing",
     HEAD,
     NULL,
     {"{\"step\": 1, \"loss\": null, \"loss_text\": \"none\", \"acc\": 1}"},
     "1 step 1..1: acc 1..1\n"},
    {"texts are labels",
     HEAD,
     NULL,
     {"{\"step\": 1, \"loss\": 3, \"phase\": \"7\"}"},
     "1 step 1..1: loss 3..3\n"},
    {"and so is what is no number",
     HEAD,
     NULL,
     {"{\"step\": 1, \"loss\": 3, \"a\": true, \"b\": [1], \"c\": {\"d\": 1}}"},
     "1 step 1..1: loss 3..3\n"},
    {"metrics that are none",
     HEAD,
     "[1, {\"kind\": \"loss\"}, {\"name\": 5}]",
     {"{\"step\": 1, \"loss\": 3}"},
     "1 step 1..1: loss 3..3\n"},
    {"metrics in no list",
     HEAD,
     "{\"name\": \"loss\"}",
     {"{\"step\": 1, \"loss\": 3}"},
     "1 step 1..1: loss 3..3\n"},
};

static lc_status read_table(lc_runs *runs, struct json_object *head, struct json_object *metrics,
                            struct json_object *const *record, size_t n, lc_error *err)
{
    lc_builder *b = NULL;
    lc_status st = lc_builder_open(&b, NULL, err);
    if (st == LC_OK)
        st = lc_own_table_begin(b, head, err);
    if (st == LC_OK)
        st = lc_own_table_metrics(b, metrics);
    for (size_t i = 0; i < n && st == LC_OK; i++)
        st = lc_own_table_record(b, record[i], err);
    if (st == LC_OK)
        st = lc_builder_finish(b, runs, NULL, "own", err);
    lc_builder_close(b);
    return st;
}

START_TEST(a_table_is_a_run)
{
    struct json_object *head = parsed(tables[_i].head),
                       *metrics = tables[_i].metrics ? parsed(tables[_i].metrics) : NULL,
                       *record[3];
    size_t n = 0;
    for (; n < 3 && tables[_i].record[n]; n++)
        record[n] = parsed(tables[_i].record[n]);
    lc_runs runs = LC_RUNS_INIT;
    lc_error err = LC_ERROR_INIT;
    lc_status st = read_table(&runs, head, metrics, record, n, &err);
    if (*tables[_i].told == '!') {
        ck_assert_int_eq(st, LC_E_FORMAT);
        ck_assert_str_eq(err.msg, tables[_i].told + 1);
    } else {
        ck_assert_msg(st == LC_OK, "%s", err.msg);
        char *told = describe_runs(&runs);
        ck_assert_msg(strcmp(told, tables[_i].told) == 0, "%s: %s", tables[_i].what, told);
        free(told);
    }
    lc_runs_free(&runs);
    for (size_t i = 0; i < n; i++)
        json_object_put(record[i]);
    json_object_put(metrics);
    json_object_put(head);
}
END_TEST

/* Where metrics are called so, a '_' more stands behind each: eight of them at most. */
START_TEST(a_spelling_is_found_behind_eight_metrics_called_so)
{
    static const char marks[] = "_________";
    for (int n = 8; n <= 9; n++) {
        char text[500] = "{\"step\": 1, \"loss\": null";
        for (int k = 0; k <= n; k++)
            snprintf(text + strlen(text), sizeof text - strlen(text), ", \"loss_text%.*s\": %s", k,
                     marks, k < n ? "5" : "\"inf\"}");
        struct json_object *head = parsed(HEAD), *record = parsed(text);
        lc_runs runs = LC_RUNS_INIT;
        ck_assert_int_eq(read_table(&runs, head, NULL, &record, 1, NULL), LC_OK);
        const lc_series *loss = lc_run_find(runs.run, "loss");
        ck_assert(n == 8 ? loss && isinf(loss->y[0]) : !loss);
        lc_runs_free(&runs);
        json_object_put(record);
        json_object_put(head);
    }
}
END_TEST

/* Facts, and what a metric is, whatever its name says; what isn't said follows from the name. */
START_TEST(a_head_says_what_is_known)
{
    struct json_object *head = parsed("{\"axis\": \"step\", \"axis_kind\": \"step\", "
                                      "\"batch_size\": 32, \"classes\": \"ten\"}"),
                       *metrics = parsed("[{\"name\": \"x\", \"kind\": \"loss\", \"split\": "
                                         "\"validation\", \"better\": \"lower\"}, "
                                         "{\"name\": \"accuracy\", \"split\": \"test\"}]"),
                       *record = parsed("{\"step\": 1, \"x\": 3, \"accuracy\": 0.5, \"loss\": 1}");
    lc_runs runs = LC_RUNS_INIT;
    ck_assert_int_eq(read_table(&runs, head, metrics, &record, 1, NULL), LC_OK);
    const lc_run *run = &runs.run[0];
    ck_assert(run->facts.batch_size == 32 && run->facts.classes == 0);
    const lc_metric *x = &lc_run_find(run, "x")->metric, *a = &lc_run_find(run, "accuracy")->metric,
                    *l = &lc_run_find(run, "loss")->metric;
    ck_assert(x->kind == LC_LOSS && x->split == LC_VALIDATION && x->better == LC_LOWER_IS_BETTER);
    ck_assert(a->kind == LC_SCORE && a->split == LC_TEST && a->better == LC_HIGHER_IS_BETTER);
    ck_assert(l->kind == LC_LOSS && l->split != LC_VALIDATION);
    lc_runs_free(&runs);
    json_object_put(record);
    json_object_put(metrics);
    json_object_put(head);
}
END_TEST

START_TEST(memory_may_run_out)
{
    struct json_object *head = parsed(HEAD), *metrics = parsed("[{\"name\": \"loss\"}]"),
                       *record = parsed("{\"step\": 1, \"loss\": null, \"loss_text\": \"NaN\", "
                                        "\"acc\": 1}");
    size_t k = 0;
    lc_status st;
    do {
        lc_runs runs = LC_RUNS_INIT;
        lc_mem_fail_at(++k);
        st = read_table(&runs, head, metrics, &record, 1, NULL);
        lc_mem_fail_at(0);
        ck_assert_msg(st == LC_OK || st == LC_E_NOMEM, "%d", st);
        ck_assert_uint_eq(runs.n, st == LC_OK);
        lc_runs_free(&runs);
    } while (st != LC_OK);
    ck_assert_uint_gt(k, 5);
    json_object_put(record);
    json_object_put(metrics);
    json_object_put(head);
}
END_TEST

Suite *suite_own_table(void)
{
    Suite *s = suite_create("own_table");
    TCase *t = tcase_create("all");
    tcase_add_test(t, our_schema_makes_a_header);
    tcase_add_loop_test(t, a_table_is_a_run, 0, (int)(sizeof tables / sizeof *tables));
    tcase_add_test(t, a_spelling_is_found_behind_eight_metrics_called_so);
    tcase_add_test(t, a_head_says_what_is_known);
    tcase_add_test(t, memory_may_run_out);
    suite_add_tcase(s, t);
    return s;
}
