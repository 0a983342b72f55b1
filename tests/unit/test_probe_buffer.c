/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_probe_buffer.c - the beginning of a log, as the probes of all readers see it. */
#include "read/engine/probe_buffer.h"

#include "base/mem.h"
#include "read/engine/json.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

Suite *suite_probe_buffer(void);

static lc_probe_buffer filled(const char *bytes, size_t n, bool whole)
{
    lc_probe_buffer head = LC_PROBE_BUFFER_INIT;
    ck_assert_int_eq(lc_probe_buffer_fill(&head, bytes, n, whole, NULL, NULL), LC_OK);
    return head;
}

/* The lines, each with '$' behind it. */
static const char *lines_of(const lc_probe_buffer *head)
{
    static char text[400];
    text[0] = '\0';
    for (size_t i = 0; i < head->lines; i++) {
        strncat(text, head->line[i].s, lc_span_length(&head->line[i]));
        strcat(text, "$");
    }
    return text;
}

static const struct {
    const char *bytes;
    const char *part, *whole; /* the lines of a log that goes on, and of one that ends here */
    bool prefixed;
} cases[] = {
    {"", "", "", false},
    {"\n", "$", "$", false},
    {"loss 0.5\nacc 0.7\n", "loss 0.5$acc 0.7$", "loss 0.5$acc 0.7$", false},
    {"loss 0.5\nacc 0.", "loss 0.5$", "loss 0.5$acc 0.$", false},
    {"a\n\nb\n", "a$$b$", "a$$b$", false},
    {"1 of 2\r2 of 2\n", "1 of 2$2 of 2$", "1 of 2$2 of 2$", false},
    {"\x1b[1mloss\x1b[0m 0.5\nmore\x1b[0m", "loss 0.5$", "loss 0.5$more$", false},
    {"\x1b[0m", "", "", false}, /* nothing that a terminal would show */
    {"04:05:06 loss\n", "04:05:06 loss$", "04:05:06 loss$", true},
    {"words\nwords\n[rank0]: loss 0.5\n", "words$words$[rank0]: loss 0.5$",
     "words$words$[rank0]: loss 0.5$", true},
};

START_TEST(lines_are_those_that_a_terminal_shows)
{
    size_t n = strlen(cases[_i].bytes);
    lc_probe_buffer head = filled(cases[_i].bytes, n, false);
    ck_assert_str_eq(lines_of(&head), cases[_i].part);
    ck_assert(head.bytes == cases[_i].bytes && head.n == n && !head.whole && !head.binary);
    ck_assert(head.prefixed == cases[_i].prefixed && !head.filtered);
    lc_probe_buffer_free(&head);
    head = filled(cases[_i].bytes, n, true);
    ck_assert_str_eq(lines_of(&head), cases[_i].whole);
    ck_assert(head.whole && head.prefixed == cases[_i].prefixed);
    lc_probe_buffer_free(&head);
    ck_assert(!head.line && head.lines == 0 && !head.bytes);
    lc_probe_buffer_free(&head);
}
END_TEST

/* Of a long log a part is looked at, which is never the whole. */
START_TEST(a_head_has_an_end)
{
    const size_t n = LC_PROBE_BYTES + 100;
    char *bytes = malloc(n);
    for (size_t i = 0; i < n; i++)
        bytes[i] = i % 10 == 9 ? '\n' : 'x';
    static const int more[] = {-1, 0, 1, 100};
    for (size_t i = 0; i < sizeof more / sizeof *more; i++) {
        size_t size = (size_t)(LC_PROBE_BYTES + more[i]);
        lc_probe_buffer head = filled(bytes, size, true);
        ck_assert(head.whole == (more[i] <= 0));
        ck_assert_uint_eq(head.n, more[i] <= 0 ? size : LC_PROBE_BYTES);
        ck_assert_uint_eq(head.lines, head.n / 10 + head.whole); /* the last one has no end */
        lc_probe_buffer_free(&head);
    }
    free(bytes);
}
END_TEST

/* What the first lines are as JSON. */
static const struct {
    const char *bytes;
    size_t part, whole; /* rows of a log that goes on, and of one that ends here */
} rows[] = {
    {"{\"a\": 1}\n{\"b\": 2}\n", 2, 2},
    {"{\"a\": 1}\n{\"b\": 2}", 1, 2},
    {"{\"a\": 1}\n{\"a\": 2}\n{\"a\": 3}\n", 1, 1}, /* the same names */
    {"{\"a\": 1}\n{\"b\": 2}\n{\"a\": 3}\n", 3, 3},
    {"{\"a\": 1}\n\n{\"b\": 2}\n", 1, 1},
    {"{\"a\": 1}\nwords\n{\"b\": 2}\n", 1, 1},
    {"{\"a\": 1}\n{\"b\": \n{\"c\": 2}\n", 1, 1},
    {"{\"a\": 1}\n{\"b\": ", 1, 1},
    {" {\"a\": 1}\n", 0, 0},
    {"[1]\n", 0, 0},
    {"{\n\"a\": 1}\n", 0, 0},
    {"{\"a\": 1}\r\n{\"b\": NaN}\r\n", 2, 2},
    {"", 0, 0},
};

START_TEST(first_lines_may_be_objects)
{
    size_t n = strlen(rows[_i].bytes);
    for (int whole = 0; whole < 2; whole++) {
        lc_probe_buffer head = filled(rows[_i].bytes, n, whole);
        ck_assert_uint_eq(head.rows, whole ? rows[_i].whole : rows[_i].part);
        for (size_t i = 0; i < head.rows; i++)
            ck_assert(json_object_is_type(head.row[i], json_type_object));
        ck_assert(!head.objects); /* of so few lines */
        lc_probe_buffer_free(&head);
    }
}
END_TEST

/* Many lines, of different names or of the same, and one that is no object after `good` of them. */
START_TEST(many_objects_are_no_table)
{
    static const struct {
        size_t good, lines;
        bool alike;
    } many[] = {{LC_PROBE_ROWS, LC_PROBE_ROWS, false},
                {LC_PROBE_ROWS, LC_PROBE_ROWS, true},
                {200, 200, false},
                {LC_PROBE_ROWS - 1, LC_PROBE_ROWS - 1, false},
                {LC_PROBE_ROWS - 1, 200, true},
                {LC_PROBE_ROWS, 200, false},
                {0, 200, false}};
    for (size_t k = 0; k < sizeof many / sizeof *many; k++) {
        char bytes[8000] = "";
        for (size_t i = 0; i < many[k].lines; i++)
            sprintf(bytes + strlen(bytes), i < many[k].good ? "{\"a%zu\": 1}\n" : "no %zu\n",
                    many[k].alike ? 1 : i);
        lc_probe_buffer head = filled(bytes, strlen(bytes), true);
        ck_assert(head.objects == (many[k].good >= LC_PROBE_ROWS));
        ck_assert_uint_eq(head.rows, many[k].alike                  ? many[k].good > 0
                                     : many[k].good < LC_PROBE_ROWS ? many[k].good
                                                                    : LC_PROBE_ROWS);
        lc_probe_buffer_free(&head);
    }
}
END_TEST

/* Where a loss of power left a block of NUL bytes in a text, the rest of it is the log. */
START_TEST(a_hole_is_no_binary)
{
    char bytes[300] = "{\"a\": 1}\n{\"b\": 2}\n";
    size_t n = strlen(bytes) + 200; /* up to the end */
    lc_probe_buffer head = filled(bytes, n, true);
    ck_assert(!head.binary && head.filtered && head.bytes == head.filtered);
    ck_assert(head.rows == 2 && head.lines >= 2 && !memchr(head.bytes, '\0', head.n));
    lc_probe_buffer_free(&head);
    memset(bytes, 0, sizeof bytes);
    strcpy(bytes, "\x89PNG\r\n\x1a\n");
    memcpy(bytes + 20, "IHDR", 4);
    head = filled(bytes, sizeof bytes, true);
    ck_assert(head.binary && !head.filtered && head.bytes == bytes);
    ck_assert(head.lines == 0 && head.rows == 0 && !head.prefixed);
    lc_probe_buffer_free(&head);
}
END_TEST

START_TEST(a_name_is_the_last_part_of_a_path)
{
    static const struct {
        const char *path, *name;
    } names[] = {{NULL, ""},
                 {"", ""},
                 {"run.csv", "run.csv"},
                 {"a/run.csv", "run.csv"},
                 {"/run.csv", "run.csv"},
                 {"a/b/c.d/run", "run"},
                 {"a/", ""}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        lc_probe_buffer head = LC_PROBE_BUFFER_INIT;
        ck_assert_int_eq(lc_probe_buffer_fill(&head, "x", 1, true, names[i].path, NULL), LC_OK);
        ck_assert_ptr_eq(head.name, names[i].path);
        ck_assert_str_eq(lc_probe_buffer_basename(&head), names[i].name);
        lc_probe_buffer_free(&head);
    }
}
END_TEST

/* What was there before stays. */
START_TEST(memory_may_run_out)
{
    static const char text[] = "{\"a\": 1}\n{\"b\": 2}\nwords\nmore words\n\0\0\0\0\0\0\0\0\0";
    size_t k = 0;
    lc_status st;
    do {
        lc_probe_buffer head = {.lines = 7};
        lc_error err = LC_ERROR_INIT;
        lc_mem_fail_at(++k);
        st = lc_probe_buffer_fill(&head, text, sizeof text, true, NULL, &err);
        lc_mem_fail_at(0);
        ck_assert(st == LC_OK || (st == LC_E_NOMEM && err.code == st && head.lines == 7));
        if (st == LC_OK)
            lc_probe_buffer_free(&head);
    } while (st != LC_OK);
    ck_assert_uint_gt(k, 3); /* the bytes without NULs, the text, the lines, a line */
}
END_TEST

Suite *suite_probe_buffer(void)
{
    Suite *s = suite_create("probe_buffer");
    TCase *t = tcase_create("all");
    tcase_add_loop_test(t, lines_are_those_that_a_terminal_shows, 0,
                        (int)(sizeof cases / sizeof *cases));
    tcase_add_test(t, a_head_has_an_end);
    tcase_add_loop_test(t, first_lines_may_be_objects, 0, (int)(sizeof rows / sizeof *rows));
    tcase_add_test(t, many_objects_are_no_table);
    tcase_add_test(t, a_hole_is_no_binary);
    tcase_add_test(t, a_name_is_the_last_part_of_a_path);
    tcase_add_test(t, memory_may_run_out);
    suite_add_tcase(s, t);
    return s;
}
