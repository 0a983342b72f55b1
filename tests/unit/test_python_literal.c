/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_python_literal.c - values as Python prints them. */
#include "read/engine/python_literal.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

Suite *suite_python_literal(void);

/* What is taken of a text, as JSON, and what is left of the text. */
static const struct {
    const char *text, *json, *rest;
    bool cut;
} cases[] = {
    {"{'loss': 0.5} 17%", "{\"loss\":0.5}", " 17%", false},
    {"{\"a\": [1, -2.5e1], \"b\": null}", "{\"a\":[1.0,-25.0],\"b\":null}", "", false},
    {" \n[True, False, None, true]", "[true,false,null,true]", "", false},
    {"[nan, inf, -inf, NaN, -Infinity]", "[NaN,Infinity,-Infinity,NaN,-Infinity]", "", false},
    {"(0.5, (), [])x", "[0.5,[],[]]", "x", false},
    {"{'it\\'s': \"a\\nb\", 'c': b'd'}", "{\"it\\\\'s\":\"a\\nb\",\"c\":\"d\"}", "", false},
    {"{\"\\u00e9\": 1}", "{\"\xc3\xa9\":1.0}", "", false},
    {"[np.float32(0.5), array([1., 2.], dtype=float32)]", "[0.5,[1.0,2.0]]", "", false},
    {"[tensor(0.25, device='cuda:0', grad_fn=<MeanBackward0>)]", "[0.25]", "", false},
    {"defaultdict(<class 'list'>, {'a': [1]})", "{\"a\":[1.0]}", "", false},
    {"[0.5 0.25\n 0.125 ... 7L]", "[0.5,0.25,0.125,null,7.0]", "", false},
    {"{1: 2, 3.5: 4, None: 5}", "{\"1\":2.0,\"3.5\":4.0,\"None\":5.0}", "", false},
    {"{'a': 1, 'a': 2,}", "{\"a\":2.0}", "", false},
    {"[<tf.Tensor: shape=(), dtype=<x>>, f()]", "[null,null]", "", false},
    {"{ // of March\n\"a\": [1, /* two */ 2],\n// \"b\": 3,\n}", "{\"a\":[1.0,2.0]}", "", false},
    /* What may go on behind the end isn't taken; what is complete is. */
    {"[0.5, 0.2", "[0.5]", "", true},
    {"{'a': [1, 2], 'b': [3, ", "{\"a\":[1.0,2.0],\"b\":[3.0]}", "", true},
    {"{'a': 1, 'b", "{\"a\":1.0}", "", true},
    {"{'a': 1, 'b':", "{\"a\":1.0}", "", true},
    {"[1, array([2, 3], dty", "[1.0,[2.0,3.0]]", "", true},
    {"[1, Non", "[1.0]", "", true},
    {"{", "{}", "", true},
};

START_TEST(takes_the_value_and_leaves_the_rest)
{
    lc_span text = lc_span_of(cases[_i].text);
    struct json_object *value = NULL;
    lc_error err = LC_ERROR_INIT;
    bool cut;
    lc_status st = lc_python_literal_take(&value, &cut, &text, &err);
    ck_assert_msg(st == LC_OK, "%s: %s", cases[_i].text, err.msg);
    ck_assert_str_eq(json_object_to_json_string_ext(value, JSON_C_TO_STRING_PLAIN |
                                                               JSON_C_TO_STRING_NOSLASHESCAPE),
                     cases[_i].json);
    ck_assert(lc_span_is(&text, cases[_i].rest));
    ck_assert(cut == cases[_i].cut);
    json_object_put(value);
}
END_TEST

START_TEST(refuses_what_is_no_value)
{
    static const struct {
        const char *text, *why;
    } bad[] = {
        {"]", "expected a value at ']'"},
        {"[1, }", "expected a value at '}'"},
        {"{'a'}", "expected ':' at '}'"},
        {"{'a': 1, 'b' 2}", "expected ':' at '2}'"},
        {"{'a', 'set'}", "expected ':' at ', 'set'}'"},
        {"[-x]", "expected a value at '-x]'"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        lc_span text = lc_span_of(bad[i].text);
        struct json_object *value = NULL;
        lc_error err = LC_ERROR_INIT;
        bool cut;
        ck_assert_int_eq(lc_python_literal_take(&value, &cut, &text, &err), LC_E_FORMAT);
        ck_assert_str_eq(err.msg, bad[i].why);
        ck_assert_ptr_null(value);
    }
}
END_TEST

START_TEST(bounds_the_depth)
{
    char text[2 * LC_JSON_DEPTH + 3];
    struct json_object *value = NULL;
    bool cut;
    memset(text, '[', LC_JSON_DEPTH + 1);
    memset(text + LC_JSON_DEPTH + 1, ']', LC_JSON_DEPTH + 1);
    text[sizeof text - 1] = '\0';
    lc_span deep = {text, text + sizeof text - 1}, deepest = {text + 1, text + sizeof text - 2};
    ck_assert_int_eq(lc_python_literal_take(&value, &cut, &deep, NULL), LC_E_LIMIT);
    ck_assert_int_eq(lc_python_literal_take(&value, &cut, &deepest, NULL), LC_OK);
    json_object_put(value);
}
END_TEST

/* An exact copy of each beginning, so that a read past the end is seen. */
START_TEST(every_beginning_is_cut_or_a_value)
{
    for (size_t n = 0; n <= strlen(cases[_i].text); n++) {
        char *exact = malloc(n + 1);
        ck_assert_ptr_nonnull(exact);
        memcpy(exact, cases[_i].text, n);
        lc_span text = {exact, exact + n};
        struct json_object *value = NULL;
        bool cut = false;
        ck_assert_int_eq(lc_python_literal_take(&value, &cut, &text, NULL), LC_OK);
        ck_assert(n > 0 || cut);
        json_object_put(value);
        free(exact);
    }
}
END_TEST

Suite *suite_python_literal(void)
{
    int n = (int)(sizeof cases / sizeof *cases);
    Suite *s = suite_create("python_literal");
    TCase *t = tcase_create("literal");
    tcase_add_loop_test(t, takes_the_value_and_leaves_the_rest, 0, n);
    tcase_add_loop_test(t, every_beginning_is_cut_or_a_value, 0, n);
    tcase_add_test(t, refuses_what_is_no_value);
    tcase_add_test(t, bounds_the_depth);
    suite_add_tcase(s, t);
    return s;
}
