/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_document.c - readers of logs that are one value as a whole. */
#include "read/engine/document.h"

#include "base/mem.h"
#include "read_help.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

Suite *suite_document(void);

static int score(const lc_probe_buffer *head)
{
    return (int)head->n;
}

/* The loss is what stands under "a"; 13 is refused. */
static lc_status take(lc_builder *b, struct json_object *root, lc_error *err)
{
    uint32_t id;
    double v = lc_json_get_number(root, "a");
    if (v == 13)
        return lc_error_set(err, LC_E_FORMAT, 0, "13 is refused");
    lc_status st = lc_builder_metric(b, "loss", 4, &id);
    if (st == LC_OK)
        st = lc_builder_record(b);
    return st == LC_OK ? lc_builder_put(b, id, v) : st;
}

static const lc_document_form form = {.score = score, .take = take};
static const lc_reader reader = {.name = "whole", .form = &form, LC_READ_BY_DOCUMENT};

static const struct {
    const char *text;
    double a;        /* 0: refused */
    long line;       /* of the error, or of the remark; 0: none */
    const char *why; /* the error, or the remark; NULL: nothing */
} documents[] = {
    {"{\"a\": 1}", 1, 0, NULL},
    {"\n \t{\"a\":\n 2}\n\n", 2, 0, NULL},
    {"{'a': 2, 'b': (1, nan)}", 2, 0, NULL}, /* as Python prints it */
    {"{\"a\": 3, \"b\": [1,\n2", 3, 2, "the value breaks off here"},
    {"{\"a\": 13}", 0, 0, "13 is refused"},
    {"", 0, 0, "empty"},
    {"\n}", 0, 2, ""},
};

START_TEST(a_document_is_one_value)
{
    const char *text = documents[_i].text;
    for (size_t chunk = 1; chunk <= strlen(text) + 1; chunk++) {
        lc_runs runs = LC_RUNS_INIT;
        lc_error err = LC_ERROR_INIT;
        lc_status st = read_chunked(&runs, &reader, text, strlen(text), chunk, &err);
        ck_assert_msg((st == LC_OK) == (documents[_i].a > 0), "%s: %s", text, err.msg);
        if (st != LC_OK) {
            ck_assert_msg(st == LC_E_FORMAT && err.line == documents[_i].line &&
                              strstr(err.msg, documents[_i].why),
                          "%s: %ld %s", text, err.line, err.msg);
            ck_assert_uint_eq(runs.n, 0);
            continue;
        }
        const lc_run *run = &runs.run[0];
        ck_assert(run->series[0].y[0] == documents[_i].a);
        ck_assert_uint_eq(run->remark_n, documents[_i].why != NULL);
        if (documents[_i].why) {
            ck_assert_str_eq(run->remarks[0].text, documents[_i].why);
            ck_assert_int_eq(run->remarks[0].line, documents[_i].line);
        }
        lc_runs_free(&runs);
    }
    reader.close(NULL);
}
END_TEST

START_TEST(a_document_is_known_by_its_bracket)
{
    static const struct {
        const char *text;
        bool is;
    } cases[] = {{"{\"a\": 1}", true}, {"[1, 2]", true}, {" \t\r\n{", true},
                 {"[", true},          {"a: {}", false}, {"\"{\"", false},
                 {"", false},          {" ", false},     {"(1, 2)", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_msg(probe_score(&reader, cases[i].text) ==
                          (cases[i].is ? (int)strlen(cases[i].text) : 0),
                      "%s", cases[i].text);
    char lines[1000] = ""; /* JSON Lines are many documents */
    for (int i = 0; i < LC_PROBE_ROWS; i++)
        strcat(lines, "{\"a\": 1}\n");
    ck_assert_int_eq(probe_score(&reader, lines), 0);
    lines[0] = '[';
    ck_assert_int_gt(probe_score(&reader, lines), 0);
}
END_TEST

START_TEST(a_key_is_a_name_in_quotes_before_a_colon)
{
    static const struct {
        const char *text;
        bool has;
    } cases[] = {{"{\"key\": 1}", true},   {"{\"key\"\t :1}", true},
                 {"\"key\":", true},       {"{\"key\", \"key\": 1}", true}, /* the second one */
                 {"{\"key\"}", false},     {"{\"a\": \"key\"}", false},
                 {"{key: 1}", false},      {"{'key': 1}", false},
                 {"{\"akey\": 1}", false}, {"{\"keys\": 1}", false},
                 {"key\": 1", false},      {"{\"key", false},
                 {"{\"key\"", false},      {"", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        lc_probe_buffer head = LC_PROBE_BUFFER_INIT;
        ck_assert_int_eq(
            lc_probe_buffer_fill(&head, cases[i].text, strlen(cases[i].text), true, NULL, NULL),
            LC_OK);
        ck_assert_msg(lc_head_has_key(&head, "key") == cases[i].has, "%s", cases[i].text);
        lc_probe_buffer_free(&head);
    }
}
END_TEST

START_TEST(a_document_has_a_limit)
{
    const size_t piece = 64u << 20;
    char *blanks = malloc(piece);
    lc_builder *b = NULL;
    void *state = NULL;
    lc_error err = LC_ERROR_INIT;
    memset(blanks, ' ', piece);
    ck_assert_int_eq(lc_builder_open(&b, NULL, NULL), LC_OK);
    ck_assert_int_eq(reader.open(&state, &reader, b, NULL), LC_OK);
    for (size_t n = 0; n + piece <= LC_DOCUMENT_MAX; n += piece)
        ck_assert_int_eq(reader.feed(state, blanks, piece, NULL), LC_OK);
    ck_assert_int_eq(reader.feed(state, blanks, 1, &err), LC_E_LIMIT);
    ck_assert_str_eq(err.msg, "a document of more than 256 MiB");
    reader.close(state);
    lc_builder_close(b);
    free(blanks);
}
END_TEST

START_TEST(memory_may_run_out)
{
    static const char text[] = "{\"a\": 1, \"b\": [1, 2]}";
    size_t k = 0;
    lc_status st;
    do {
        lc_runs runs = LC_RUNS_INIT;
        lc_mem_fail_at(++k);
        st = read_chunked(&runs, &reader, text, sizeof text - 1, 9, NULL);
        lc_mem_fail_at(0);
        ck_assert_msg(st == LC_OK || st == LC_E_NOMEM, "%d", st);
        ck_assert_uint_eq(runs.n, st == LC_OK);
        lc_runs_free(&runs);
    } while (st != LC_OK);
    ck_assert_uint_gt(k, 3);
}
END_TEST

Suite *suite_document(void)
{
    Suite *s = suite_create("document");
    TCase *t = tcase_create("all");
    tcase_add_loop_test(t, a_document_is_one_value, 0, (int)(sizeof documents / sizeof *documents));
    tcase_add_test(t, a_document_is_known_by_its_bracket);
    tcase_add_test(t, a_key_is_a_name_in_quotes_before_a_colon);
    tcase_add_test(t, a_document_has_a_limit);
    tcase_add_test(t, memory_may_run_out);
    suite_add_tcase(s, t);
    return s;
}
