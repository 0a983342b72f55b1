/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_json.c - JSON as trainers write it: values, and rows of the same names. */
#include "read/engine/json.h"

#include "format_suite.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

Suite *suite_json(void);

static struct json_object *parsed(const char *text)
{
    struct json_object *value = NULL;
    lc_error err = LC_ERROR_INIT;
    ck_assert_msg(lc_json_parse(&value, text, strlen(text), 1, &err) == LC_OK, "%s: %s", text,
                  err.msg);
    return value;
}

START_TEST(what_is_no_json_is_refused)
{
    static const struct {
        const char *text;
        lc_status status;
        const char *says;
    } cases[] = {{"{\"a\": 1", LC_E_FORMAT, "unexpected end"},
                 {"{\"a\": 1} x", LC_E_FORMAT, "more text"},
                 {"{\"a\" 1}", LC_E_FORMAT, "no JSON"},
                 {"", LC_E_FORMAT, "unexpected end"},
                 {" 1 2", LC_E_FORMAT, "more text"}};
    char deep[200] = "";
    struct json_object *value = NULL;
    lc_error err = LC_ERROR_INIT;
    for (size_t i = 0; i < COUNT(cases); i++) {
        ck_assert_int_eq(lc_json_parse(&value, cases[i].text, strlen(cases[i].text), 7, &err),
                         cases[i].status);
        ck_assert_msg(strstr(err.msg, cases[i].says) && err.line == 7, "%s: %s", cases[i].text,
                      err.msg);
        ck_assert_ptr_null(value);
    }
    memset(deep, '[', LC_JSON_DEPTH + 1);
    ck_assert_int_eq(lc_json_parse(&value, deep, strlen(deep), 7, &err), LC_E_LIMIT);
    ck_assert_int_eq(lc_json_parse(&value, " null ", 6, 7, &err), LC_OK);
    ck_assert_ptr_null(value);
}
END_TEST

/* Integers past 2^63 stay what they are, as doubles; digits within texts and behind a point are left alone. */
static const struct {
    const char *text;
    double want;
} numbers[] = {
    {"1", 1},
    {" -7 ", -7},
    {"0.5", 0.5},
    {"1e3", 1000},
    {"NaN", NAN},
    {"Infinity", INFINITY},
    {"-Infinity", -INFINITY},
    {"999999999999999999", 999999999999999999.0},
    {"9999999999999999999", 9999999999999999999.0},
    {"-9999999999999999999", -9999999999999999999.0},
    {"9223372036854775807", 9223372036854775807.0},
    {"9223372036854775808", 9223372036854775808.0},
    {"-99999999999999999999", -99999999999999999999.0},
    {"100000000000000000000000000000000000000000", 1e41},
    {"0.1234567890123456789012345", 0.1234567890123456789},
    {"12345678901234567890.5", 12345678901234567890.5},
    {"12345678901234567890e2", 12345678901234567890e2},
    {"\"19.85\"", 19.85},
    {"\"85.5%\"", 85.5},
};

START_TEST(numbers_are_read_in_full)
{
    double v = 0;
    struct json_object *value = parsed(numbers[_i].text);
    ck_assert_msg(lc_json_number(value, &v), "%s", numbers[_i].text);
    ck_assert_msg(v == numbers[_i].want || (isnan(v) && isnan(numbers[_i].want)), "%s: %.17g",
                  numbers[_i].text, v);
    json_object_put(value);
}
END_TEST

START_TEST(long_integers_anywhere_are_read_in_full)
{
    struct json_object *value = parsed("{\"a\": 99999999999999999999, \"12345678901234567890123\": "
                                       "\"99999999999999999999\\\"88888888888888888888\", \"b\": "
                                       "[1, 88888888888888888888]}");
    double v;
    ck_assert(lc_json_get_number(value, "a") == 99999999999999999999.0);
    ck_assert_str_eq(lc_json_text(lc_json_get(value, "12345678901234567890123")),
                     "99999999999999999999\"88888888888888888888");
    ck_assert(lc_json_number(json_object_array_get_idx(lc_json_get(value, "b"), 1), &v) &&
              v == 88888888888888888888.0);
    json_object_put(value);
}
END_TEST

/* One behind the other, and beside texts that end in a backslash or have quotes in them. */
START_TEST(long_integers_beside_texts_are_read_in_full)
{
    struct json_object *value =
        parsed("[9999999999999999999, 9999999999999999998, \"a\\\\\", 9999999999999999997, "
               "\"\\\"9999999999999999996\\\"\", 9999999999999999995.5, 9999999999999999994]");
    static const double wanted[] = {
        9999999999999999999.0, 9999999999999999998.0, NAN, 9999999999999999997.0, NAN,
        9999999999999999995.5, 9999999999999999994.0};
    for (size_t i = 0; i < COUNT(wanted); i++) {
        double v = 0;
        struct json_object *one = json_object_array_get_idx(value, i);
        if (!isnan(wanted[i]))
            ck_assert_msg(lc_json_number(one, &v) && v == wanted[i], "%zu: %.20g", i, v);
    }
    ck_assert_str_eq(lc_json_text(json_object_array_get_idx(value, 2)), "a\\");
    ck_assert_str_eq(lc_json_text(json_object_array_get_idx(value, 4)), "\"9999999999999999996\"");
    json_object_put(value);
}
END_TEST

START_TEST(what_is_no_number_is_none)
{
    static const char *const texts[] = {"true", "null", "[1]", "{}", "\"a1\"", "\"1 2\"", "\"\""};
    double v;
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct json_object *value = parsed(texts[i]);
        ck_assert_msg(!lc_json_number(value, &v), "%s", texts[i]);
        ck_assert(!lc_json_get(value, "a") && isnan(lc_json_get_number(value, "a")));
        json_object_put(value);
    }
    ck_assert_str_eq(lc_json_text(NULL), "");
}
END_TEST

START_TEST(what_is_not_finite_has_a_spelling)
{
    static const struct {
        const char *text, *spelling;
    } cases[] = {{"NaN", "NaN"},
                 {"Infinity", "Infinity"},
                 {"-Infinity", "-Infinity"},
                 {"1e309", "1e309"},
                 {"-1e309", "-1e309"}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        double v = 0;
        struct json_object *value = parsed(cases[i].text);
        ck_assert(lc_json_number(value, &v));
        ck_assert_str_eq(lc_json_spelling(value, v), cases[i].spelling);
        json_object_put(value);
    }
}
END_TEST

/* The next line of {"step": 1, "loss": 0.5, "tag": "a b"}; step and loss behind it. */
static const struct {
    const char *line;
    bool taken;
    double step, loss;
} rows[] = {
    {"{\"step\": 2, \"loss\": 0.25, \"tag\": \"a b\"}", true, 2, 0.25},
    {"{\"step\":2,\"loss\":0.25,\"tag\":\"a b\"}", true, 2, 0.25},
    {" {\t\"step\" : -2 , \"loss\" : -2.5e-1 , \"tag\" : \"a b\" } ", true, -2, -0.25},
    {"{\"step\": 0, \"loss\": 2E+1, \"tag\": \"a b\"}", true, 0, 20},
    {"{\"step\": 9007199254740992, \"loss\": 0.5, \"tag\": \"a b\"}", true, 9007199254740992, 0.5},
    {"{\"step\": 9007199254740994, \"loss\": 0.5, \"tag\": \"a b\"}", false, 0, 0},
    {"{\"step\": 2, \"loss\": 2.5e1, \"tag\": \"a b\"}", true, 2, 25},
    {"{\"step\": 10, \"loss\": 0.5, \"tag\": \"a b\"}", true, 10, 0.5},
    {"{\"step\": 2, \"loss\": 2.5e-, \"tag\": \"a b\"}", false, 0, 0},
    {"{\"step\": 2, \"loss\": -.5, \"tag\": \"a b\"}", false, 0, 0},
    {"{\"step\": 2.5, \"loss\": 0.25, \"tag\": \"a b\"}", false, 0, 0},
    {"{\"step\": 2e1, \"loss\": 0.25, \"tag\": \"a b\"}", false, 0, 0},
    {"{\"step\": 2, \"loss\": 1, \"tag\": \"a b\"}", false, 0, 0},
    {"{\"step\": 2, \"loss\": 1e999, \"tag\": \"a b\"}", false, 0, 0},
    {"{\"step\": 2, \"loss\": NaN, \"tag\": \"a b\"}", false, 0, 0},
    {"{\"step\": 02, \"loss\": 0.25, \"tag\": \"a b\"}", false, 0, 0},
    {"{\"step\": 2, \"loss\": 0., \"tag\": \"a b\"}", false, 0, 0},
    {"{\"step\": 2, \"loss\": .5, \"tag\": \"a b\"}", false, 0, 0},
    {"{\"step\": 2, \"loss\": 1e, \"tag\": \"a b\"}", false, 0, 0},
    {"{\"step\": -, \"loss\": 0.25, \"tag\": \"a b\"}", false, 0, 0},
    {"{\"step\": 2, \"loss\": 0.25, \"tag\": \"a c\"}", false, 0, 0},
    {"{\"step\": 2, \"loss\": 0.25, \"tag\": \"a\"}", false, 0, 0},
    {"{\"step\": 2, \"loss\": 0.25, \"tag\": \"a b c\"}", false, 0, 0},
    {"{\"step\": 2, \"loss\": 0.25, \"tag\": 3}", false, 0, 0},
    {"{\"step\": 2, \"loss\": \"x\", \"tag\": \"a b\"}", false, 0, 0},
    {"{\"step\": 2, \"loss\": 0.25}", false, 0, 0},
    {"{\"step\": 2, \"loss\": 0.25, \"tag\": \"a b\", \"x\": 1}", false, 0, 0},
    {"{\"loss\": 0.25, \"step\": 2, \"tag\": \"a b\"}", false, 0, 0},
    {"{\"steps\": 2, \"loss\": 0.25, \"tag\": \"a b\"}", false, 0, 0},
    {"{\"step\": 2, \"loss\": 0.25, \"tag\": \"a b\"} x", false, 0, 0},
    {"{\"step\": 2; \"loss\": 0.25, \"tag\": \"a b\"}", false, 0, 0},
    {"{\"step\": 2, \"loss\": 0.25, \"tag\": \"a b\"", false, 0, 0},
    {"{\"step\": 2, \"loss\": 0.25, \"tag\": \"a b", false, 0, 0},
    {"{\"step\": 2, \"loss\": 0.25, \"tag", false, 0, 0},
    {"{\"step\": 2", false, 0, 0},
    {"", false, 0, 0},
};

START_TEST(a_row_takes_the_numbers_of_the_next_line)
{
    struct json_object *row = parsed("{\"step\": 1, \"loss\": 0.5, \"tag\": \"a b\"}");
    bool taken = lc_json_take_numbers(row, rows[_i].line, strlen(rows[_i].line));
    ck_assert_msg(taken == rows[_i].taken, "%s", rows[_i].line);
    if (taken) {
        ck_assert(lc_json_get_number(row, "step") == rows[_i].step);
        ck_assert(lc_json_get_number(row, "loss") == rows[_i].loss);
    }
    json_object_put(row);
}
END_TEST

START_TEST(only_a_row_of_plain_members_takes_numbers)
{
    static const char *const values[] = {
        "{}", "[1]", "1", "{\"a\": {\"b\": 1}}", "{\"a\": true}", "{\"a\": null}"};
    for (size_t i = 0; i < COUNT(values); i++) {
        struct json_object *value = parsed(values[i]);
        ck_assert_msg(!lc_json_take_numbers(value, values[i], strlen(values[i])), "%s", values[i]);
        json_object_put(value);
    }
    struct json_object *quoted = parsed("{\"a\": \"b\\\"c\"}");
    ck_assert(!lc_json_take_numbers(quoted, "{\"a\": \"b\"c\"}", 12));
    json_object_put(quoted);
}
END_TEST

/* Numbers within objects are metrics of their path, as deep as one can be meant. */
START_TEST(members_are_metrics)
{
    check_forced("jsonl", "objects in objects",
                 "{\"epoch\": 1, \"loss\": {\"box\": 0.5, \"cls\": {\"a\": 0.25}}, \"ok\": true}\n"
                 "{\"epoch\": 2, \"loss\": {\"box\": 0.4, \"cls\": {\"a\": 0.2}}, \"ok\": null}\n",
                 "2 epoch 1..2: loss/box 0.5..0.4, loss/cls/a 0.25..0.2\n");
    check_forced("jsonl", "a depth of eight and of nine",
                 "{\"epoch\": 1, \"loss\": 0.5, \"a\": {\"b\": {\"c\": {\"d\": {\"e\": {\"f\": "
                 "{\"g\": {\"h\": {\"i\": 7, \"k\": {\"l\": 9}}, \"j\": 8}}}}}}}}\n",
                 "1 epoch 1..1: loss 0.5..0.5, a/b/c/d/e/f/g/h/i 7..7, a/b/c/d/e/f/g/j 8..8\n");
}
END_TEST

Suite *suite_json(void)
{
    Suite *s = suite_create("json");
    TCase *t = tcase_create("all");
    tcase_add_test(t, what_is_no_json_is_refused);
    tcase_add_loop_test(t, numbers_are_read_in_full, 0, (int)COUNT(numbers));
    tcase_add_test(t, long_integers_anywhere_are_read_in_full);
    tcase_add_test(t, long_integers_beside_texts_are_read_in_full);
    tcase_add_test(t, what_is_no_number_is_none);
    tcase_add_test(t, what_is_not_finite_has_a_spelling);
    tcase_add_loop_test(t, a_row_takes_the_numbers_of_the_next_line, 0, (int)COUNT(rows));
    tcase_add_test(t, only_a_row_of_plain_members_takes_numbers);
    tcase_add_test(t, members_are_metrics);
    suite_add_tcase(s, t);
    return s;
}
