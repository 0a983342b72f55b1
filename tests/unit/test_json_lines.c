/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_json_lines.c - readers of JSON Lines: what is a record, and which rows they are given. */
#include "read/engine/json_lines.h"

#include "base/mem.h"
#include "read_help.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

Suite *suite_json_lines(void);

/* ---- records ----------------------------------------------------------------------------------- */

enum { NONE, LOSS, RECORD }; /* the rising scores of an object */

static const struct {
    const char *text;
    int is;
    const char *name; /* of a metric whose value stands beside it; NULL: it is no such object */
} objects[] = {
    {"{\"epoch\": 1, \"loss\": 0.5}", RECORD, NULL},
    {"{\"step\": 1, \"val_accuracy\": 0.5}", RECORD, NULL},
    {"{\"loss\": 0.5}", LOSS, NULL},
    {"{\"val_loss\": 0.5, \"lr\": 0.1}", LOSS, NULL},
    {"{\"accuracy\": 0.5}", NONE, NULL}, /* of anything */
    {"{\"perplexity\": 5}", NONE, NULL}, /* a loss by another name */
    {"{\"perplexity\": 5, \"step\": 3}", RECORD, NULL},
    {"{\"epoch\": 1, \"lr\": 0.1}", NONE, NULL},
    {"{\"epoch\": 1}", NONE, NULL},
    {"{\"epoch\": 1, \"loss\": \"0.5\"}", RECORD, NULL}, /* a number all the same */
    {"{\"epoch\": 1, \"loss\": \"low\"}", NONE, NULL},
    {"{\"epoch\": \"first\", \"loss\": 0.5}", LOSS, NULL},
    {"{\"epoch\": 1, \"loss\": null}", NONE, NULL},
    {"{\"epoch\": 1, \"metrics\": {\"loss\": 0.5}}", RECORD, NULL},
    {"{\"epoch\": 1, \"metrics\": {\"train\": {\"loss\": 0.5}}}", RECORD, NULL},
    {"{\"epoch\": 1, \"metrics\": {\"head\": {\"loss\": 0.5}}}", NONE, NULL}, /* no split */
    {"{\"epoch\": 1, \"train\": {\"head\": {\"loss\": 0.5}}}", NONE, NULL},
    {"{\"epoch\": 1, \"a\": {\"train\": {\"val\": {\"loss\": 0.5}}}}", NONE, NULL},
    {"{\"epoch\": 1, \"losses\": [0.5]}", NONE, NULL},
    {"{}", NONE, NULL},
    {"[1]", NONE, NULL},
    {"{\"step\": 3, \"name\": \"loss\", \"value\": 0.5}", RECORD, "loss"},
    {"{\"step\": 3, \"metric\": \"loss\", \"value\": 0.5}", RECORD, "loss"},
    {"{\"step\": 3, \"key\": \"acc\", \"value\": \"0.5\"}", RECORD, "acc"},
    {"{\"tag\": \"loss\", \"value\": 0.5}", LOSS, "loss"},
    {"{\"name\": \"run\", \"tag\": \"loss\", \"value\": 0.5}", NONE, "run"}, /* the first one */
    {"{\"name\": \"\", \"tag\": \"loss\", \"value\": 0.5}", LOSS, "loss"},
    {"{\"name\": 7, \"tag\": \"loss\", \"value\": 0.5}", LOSS, "loss"},
    {"{\"step\": 3, \"name\": \"loss\", \"value\": \"low\"}", NONE, NULL},
    {"{\"step\": 3, \"name\": \"loss\", \"v\": 0.5}", NONE, NULL},
    {"{\"step\": 3, \"title\": \"loss\", \"value\": 0.5}", NONE, NULL},
};

static struct json_object *parsed(const char *text)
{
    struct json_object *value = NULL;
    ck_assert_int_eq(lc_json_parse(&value, text, strlen(text), 1, NULL), LC_OK);
    return value;
}

START_TEST(names_of_numbers_make_a_record)
{
    struct json_object *row = parsed(objects[_i].text), *value;
    const char *name;
    int score = lc_json_record_score(row);
    ck_assert_msg(objects[_i].is == RECORD ? score == LC_JSON_RECORD_MOST
                  : objects[_i].is == LOSS ? score > 0 && score < LC_JSON_RECORD_MOST
                                           : score == 0,
                  "%s: %d", objects[_i].text, score);
    bool is = lc_json_record_is_long(row, &name, &value);
    ck_assert_msg(is == (objects[_i].name != NULL), "%s", objects[_i].text);
    if (is) {
        ck_assert_str_eq(name, objects[_i].name);
        ck_assert_ptr_eq(value, lc_json_get(row, "value"));
    }
    json_object_put(row);
}
END_TEST

/* ---- rows -------------------------------------------------------------------------------------- */

/* A reader that writes down what it is given: "2: a=1" for a row of line 2, "2+ a=1" where the names are those of the
 * row before. Its state holds what it wrote, and a block of its own. */
typedef struct noted {
    char text[600];
    void *block;
} noted;

static char last[sizeof(noted)]; /* what the closed reader wrote */
static int frees;

static lc_status note_row(void *state, const lc_json_lines *in, struct json_object *row,
                          lc_error *err)
{
    noted *o = state;
    double v = lc_json_get_number(row, "a");
    uint32_t id;
    if (v == 13)
        return lc_error_set(err, LC_E_FORMAT, in->number, "13 is refused");
    if (!o->block && !(o->block = lc_mem_resize(NULL, 1, 1)))
        return LC_E_NOMEM;
    lc_status st = lc_builder_metric(in->builder, "loss", 4, &id);
    if (st == LC_OK)
        st = lc_builder_record(in->builder);
    if (st == LC_OK)
        st = lc_builder_put(in->builder, id, v);
    snprintf(o->text + strlen(o->text), sizeof o->text - strlen(o->text), "%ld%s a=%g|", in->number,
             in->again ? "+" : ":", v);
    return st;
}

static lc_status note_end(void *state, const lc_json_lines *in, lc_error *err)
{
    noted *o = state;
    (void)in;
    (void)err;
    strcat(o->text, "end");
    return LC_OK;
}

static void note_free(void *state)
{
    noted *o = state;
    strcpy(last, o->text);
    lc_mem_free(o->block);
    frees++;
}

static int note_score(struct json_object *row, int so_far)
{
    return 2 * so_far + (int)lc_json_get_number(row, "a");
}

static const lc_json_line_form form = {.size = sizeof(noted),
                                       .score = note_score,
                                       .row = note_row,
                                       .finish = note_end,
                                       .free = note_free};
static const lc_reader reader = {.name = "noted", .form = &form, LC_READ_JSON_LINES};

static const struct {
    const char *text, *given;
    const char *remark; /* "2 no JSON": line and what is said of it; NULL: nothing */
} logs[] = {
    {"{\"a\": 1}\n{\"a\": 2}\n{\"a\": 3}\n", "1: a=1|2+ a=2|3+ a=3|end", NULL},
    {"{\"a\": 1}\n{\"a\": 2}", "1: a=1|2+ a=2|end", NULL}, /* a last line without an end */
    {"\n \t\n{\"a\": 1}\n\r\n\n", "3: a=1|end", NULL},
    {"{\"a\": 1}\r\n\t {\"a\": 2} \r\n", "1: a=1|2+ a=2|end", NULL},
    {"{\"a\": 1}\n{\"b\": 5, \"a\": 2}\n{\"a\": 3}\n", "1: a=1|2: a=2|3: a=3|end", NULL},
    {"{\"a\": 1}\n[1]\n7\n{\"a\": 2}\n", "1: a=1|4: a=2|end", NULL}, /* other JSON says nothing */
    {"{\"a\": 1}\n{\"a\": 2\n{\"a\": 3}\n", "1: a=1|3: a=3|end", "2 "},
    {"words\n{\"a\": 1}\n", "2: a=1|end", "1 "},
    {"{\"a\": 1}\n{\"a\": 2", "1: a=1|end", "2 "},
};

START_TEST(each_object_is_a_row)
{
    size_t n = strlen(logs[_i].text);
    for (size_t chunk = 1; chunk <= n; chunk++) {
        lc_runs runs = LC_RUNS_INIT;
        lc_error err = LC_ERROR_INIT;
        frees = 0;
        ck_assert_msg(read_chunked(&runs, &reader, logs[_i].text, n, chunk, &err) == LC_OK, "%s",
                      err.msg);
        ck_assert_str_eq(last, logs[_i].given);
        ck_assert(frees == 1 && runs.n == 1);
        ck_assert_uint_eq(runs.run[0].remark_n, logs[_i].remark != NULL);
        if (logs[_i].remark)
            ck_assert_int_eq(runs.run[0].remarks[0].line, atol(logs[_i].remark));
        lc_runs_free(&runs);
    }
}
END_TEST

START_TEST(a_row_that_is_refused_ends_the_reading)
{
    static const char *const texts[] = {"{\"a\": 1}\n{\"a\": 13}\n{\"a\": 2}\n",
                                        "{\"a\": 1}\n{\"a\": 13}"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        for (size_t chunk = 1; chunk <= strlen(texts[i]); chunk++) {
            lc_runs runs = LC_RUNS_INIT;
            lc_error err = LC_ERROR_INIT;
            ck_assert_int_eq(read_chunked(&runs, &reader, texts[i], strlen(texts[i]), chunk, &err),
                             LC_E_FORMAT);
            ck_assert_str_eq(err.msg, "13 is refused");
            ck_assert_int_eq(err.line, 2);
            ck_assert_str_eq(last, "1: a=1|");
            lc_runs_free(&runs);
        }
}
END_TEST

START_TEST(what_has_no_object_is_no_log)
{
    static const char *const texts[] = {"", "\n\n", "words\n", "[1]\n[2]\n", "1"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        lc_runs runs = LC_RUNS_INIT;
        lc_error err = LC_ERROR_INIT;
        ck_assert_int_eq(read_chunked(&runs, &reader, texts[i], strlen(texts[i]), 3, &err),
                         LC_E_FORMAT);
        ck_assert_ptr_nonnull(strstr(err.msg, "not a training log"));
        ck_assert_str_eq(last, "");
        lc_runs_free(&runs);
    }
    reader.close(NULL);
}
END_TEST

/* A line is kept until it ends, but not without limit. */
START_TEST(a_line_may_be_long_and_not_endless)
{
    static const struct {
        size_t length;
        bool fits;
    } lines[] = {{100000, true}, {LC_JSON_LINE_MAX, true}, {LC_JSON_LINE_MAX + 1, false}};
    char *blanks = malloc(LC_JSON_LINE_MAX + 1);
    memset(blanks, ' ', LC_JSON_LINE_MAX + 1);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        lc_builder *b = NULL;
        void *state = NULL;
        lc_error err = LC_ERROR_INIT;
        ck_assert_int_eq(lc_builder_open(&b, NULL, NULL), LC_OK);
        ck_assert_int_eq(reader.open(&state, &reader, b, NULL), LC_OK);
        ck_assert_int_eq(reader.feed(state, "{\"a\": 1}\n{\"a\":", 14, NULL), LC_OK);
        lc_status st = reader.feed(state, blanks, lines[i].length - 5, &err);
        ck_assert_int_eq(st, lines[i].fits ? LC_OK : LC_E_LIMIT);
        if (lines[i].fits) {
            ck_assert_int_eq(reader.feed(state, "\n{\"a\": 3}", 9, NULL), LC_OK);
            ck_assert_int_eq(reader.finish(state, NULL), LC_OK);
        } else {
            ck_assert_int_eq(err.line, 2);
        }
        reader.close(state);
        ck_assert_str_eq(last, lines[i].fits ? "1: a=1|3: a=3|end" : "1: a=1|");
        lc_builder_close(b);
    }
    free(blanks);
}
END_TEST

START_TEST(a_probe_asks_row_by_row)
{
    ck_assert_int_eq(probe_score(&reader, "{\"a\": 1}\n{\"b\": 1, \"a\": 2}\n{\"a\": 3}\n"),
                     2 * (2 * 1 + 2) + 3);
    ck_assert_int_eq(probe_score(&reader, "words\n{\"a\": 1}\n"), 0);
    ck_assert_int_eq(probe_score(&reader, ""), 0);
}
END_TEST

START_TEST(memory_may_run_out)
{
    static const char text[] = "{\"a\": 1}\n{\"a\": 2}\n{\"b\": 1, \"a\": 3}\n";
    size_t k = 0;
    lc_status st;
    do {
        lc_runs runs = LC_RUNS_INIT;
        lc_mem_fail_at(++k);
        st = read_chunked(&runs, &reader, text, sizeof text - 1, 4, NULL);
        lc_mem_fail_at(0);
        ck_assert_msg(st == LC_OK || st == LC_E_NOMEM, "%d", st);
        ck_assert_uint_eq(runs.n, st == LC_OK);
        lc_runs_free(&runs);
    } while (st != LC_OK);
    ck_assert_uint_gt(k, 5);
}
END_TEST

Suite *suite_json_lines(void)
{
    Suite *s = suite_create("json_lines");
    TCase *t = tcase_create("all");
    tcase_add_loop_test(t, names_of_numbers_make_a_record, 0,
                        (int)(sizeof objects / sizeof *objects));
    tcase_add_loop_test(t, each_object_is_a_row, 0, (int)(sizeof logs / sizeof *logs));
    tcase_add_test(t, a_row_that_is_refused_ends_the_reading);
    tcase_add_test(t, what_has_no_object_is_no_log);
    tcase_add_test(t, a_line_may_be_long_and_not_endless);
    tcase_add_test(t, a_probe_asks_row_by_row);
    tcase_add_test(t, memory_may_run_out);
    suite_add_tcase(s, t);
    return s;
}
