/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_span.c - taking a line of text apart, at its ends above all. */
#include "read/engine/span.h"

#include <check.h>
#include <string.h>

Suite *suite_span(void);

START_TEST(a_word_is_found_where_it_stands)
{
    static const struct {
        const char *text, *word;
        bool is, begins, ends, has;
    } cases[] = {
        {"loss", "loss", true, true, true, true},
        {"loss", "los", false, true, false, true},
        {"loss", "oss", false, false, true, true},
        {"loss", "os", false, false, false, true},
        {"loss", "losses", false, false, false, false},
        {"loss", "floss", false, false, false, false},
        {"loss", "lot", false, false, false, false},
        {"", "loss", false, false, false, false},
        {"aab", "ab", false, false, true, true},
        {"ababx", "abx", false, false, true, true},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        lc_span t = lc_span_of(cases[k].text);
        const char *what = cases[k].word;
        ck_assert_msg(lc_span_is(&t, what) == cases[k].is, "is %s", what);
        ck_assert_msg(lc_span_begins(&t, what) == cases[k].begins, "begins %s", what);
        ck_assert_msg(lc_span_ends(&t, what) == cases[k].ends, "ends %s", what);
        ck_assert_msg(lc_span_has(&t, what) == cases[k].has, "has %s", what);
    }
}
END_TEST

/* What stands behind the end is no part of it. */
START_TEST(nothing_is_read_behind_the_end)
{
    static const char text[] = "loss: 12";
    lc_span t = {text, text + 3}, count = {text + 6, text + 7}, word;
    double v;
    ck_assert(!lc_span_has(&t, "")); /* nothing is nowhere */
    ck_assert(!lc_span_begins(&t, "loss") && !lc_span_has(&t, "loss") && lc_span_is(&t, "los"));
    ck_assert(lc_span_take_token(&t, &word) && lc_span_length(&word) == 3);
    ck_assert(lc_span_take_count(&count, &v) && v == 1 && count.s == count.end);
}
END_TEST

START_TEST(equals_by_length_and_bytes)
{
    lc_span a = lc_span_of("ab"), b = lc_span_of("abc"), c = {b.s, b.s + 2}, d = lc_span_of("ac");
    ck_assert(lc_span_equals(&a, &c) && lc_span_equals(&a, &a));
    ck_assert(!lc_span_equals(&a, &b) && !lc_span_equals(&b, &c) && !lc_span_equals(&a, &d));
}
END_TEST

START_TEST(parts_are_trimmed)
{
    lc_span t = lc_span_of(" \ta b\t | c|"), part = lc_span_take_part(&t, "|");
    ck_assert(lc_span_is(&part, "a b") && lc_span_is(&t, " c|"));
    part = lc_span_take_part(&t, "|");
    ck_assert(lc_span_is(&part, "c") && lc_span_length(&t) == 0);
    t = lc_span_of(" d ");
    part = lc_span_take_part(&t, "|");
    ck_assert(lc_span_is(&part, "d") && lc_span_length(&t) == 0);
    t = lc_span_trim(lc_span_of(" \t "));
    ck_assert(lc_span_length(&t) == 0);
}
END_TEST

START_TEST(takes_behind_the_first_one)
{
    lc_span t = lc_span_of("lr=1, loss=2, loss=3");
    ck_assert(lc_span_take_until(&t, "loss=") && lc_span_is(&t, "2, loss=3"));
    ck_assert(!lc_span_take_until(&t, "acc=") && lc_span_is(&t, "2, loss=3"));
    ck_assert(!lc_span_take_until(&t, "loss=3 ") && lc_span_take_until(&t, "loss=3"));
    ck_assert_uint_eq(lc_span_length(&t), 0);
    ck_assert(!lc_span_take_word(&t, "x"));
}
END_TEST

START_TEST(tokens_are_what_is_between_blanks)
{
    lc_span t = lc_span_of("  epoch\t1 "), token;
    ck_assert(lc_span_take_token(&t, &token) && lc_span_is(&token, "epoch"));
    ck_assert(lc_span_take_token(&t, &token) && lc_span_is(&token, "1"));
    ck_assert(!lc_span_take_token(&t, &token) && lc_span_is(&t, " "));
}
END_TEST

/* Of sixteen digits one is left. */
START_TEST(counts_have_fifteen_digits)
{
    lc_span t = lc_span_of("1234567890123456x");
    double v;
    ck_assert(lc_span_take_count(&t, &v) && v == 123456789012345 && lc_span_is(&t, "6x"));
    ck_assert(lc_span_take_count(&t, &v) && v == 6 && lc_span_is(&t, "x"));
    ck_assert(!lc_span_take_count(&t, &v));
}
END_TEST

START_TEST(numbers_may_be_percent)
{
    static const struct {
        const char *text;
        bool is;
        double v;
    } cases[] = {{"1.5", true, 1.5}, {"-2e3%", true, -2000}, {"1.5x", false, 0},
                 {"%", false, 0},    {"1%%", false, 0},      {"", false, 0}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        lc_span t = lc_span_of(cases[k].text);
        double v;
        ck_assert_msg(lc_span_is_number(&t, &v) == cases[k].is, "%s", cases[k].text);
        ck_assert(!cases[k].is || v == cases[k].v);
    }
}
END_TEST

/* `left`: what is not taken of it; NULL: nothing is taken. */
START_TEST(thousands_are_in_threes)
{
    static const struct {
        const char *text, *left;
        double v;
    } cases[] = {
        {"1,090,312", "", 1090312},
        {"-1,090.5", "", -1090.5},
        {"12,345", "", 12345},
        {"123,456 x", " x", 123456},
        {"1,234,5", ",5", 1234},
        {"1,234.", ".", 1234},
        {"9,000", "", 9000},
        {"9,909", "", 9909},
        {"1234,567", NULL, 0},
        {"0,123", NULL, 0},
        {"1,23", NULL, 0},
        {"1,2345", NULL, 0},
        {"1,2 3", NULL, 0},
        {"1;234", NULL, 0},
        {"123", NULL, 0},
        {",123", NULL, 0},
        {"-", NULL, 0},
        {"1,23x4", NULL, 0},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        lc_span t = lc_span_of(cases[k].text), whole = t;
        const char *left = cases[k].left;
        double v;
        ck_assert_msg(lc_span_take_thousands(&t, &v) == (left != NULL), "%s", cases[k].text);
        ck_assert_msg(lc_span_is(&t, left ? left : cases[k].text), "%s", cases[k].text);
        ck_assert_msg(!left || v == cases[k].v, "%s: %g", cases[k].text, v);
        ck_assert(lc_span_is_thousands(&whole, &v) == (left && !*left));
    }
}
END_TEST

/* 2 days are 172,800 s, 1:02:03.5 is 3,723.5 s. */
START_TEST(clocks_are_seconds)
{
    static const struct {
        const char *text;
        bool is;
        double v;
    } cases[] = {
        {"02:03", true, 123},
        {"1:02:03.5", true, 3723.5},
        {"2 days, 1:00:01", true, 176401},
        {"1 day, 0:00:00", true, 86400},
        {"1:02:03:04", false, 0},
        {"1 day, 02:03", false, 0},
        {"12", false, 0},
        {"1:", false, 0},
        {":1", false, 0},
        {"1:-2", false, 0},
        {"1:2x", false, 0},
        {"", false, 0},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        lc_span t = lc_span_of(cases[k].text);
        double v;
        ck_assert_msg(lc_span_is_clock(&t, &v) == cases[k].is, "%s", cases[k].text);
        ck_assert_msg(!cases[k].is || v == cases[k].v, "%s: %g", cases[k].text, v);
    }
}
END_TEST

Suite *suite_span(void)
{
    Suite *s = suite_create("span");
    TCase *t = tcase_create("all");
    tcase_add_test(t, a_word_is_found_where_it_stands);
    tcase_add_test(t, nothing_is_read_behind_the_end);
    tcase_add_test(t, equals_by_length_and_bytes);
    tcase_add_test(t, parts_are_trimmed);
    tcase_add_test(t, takes_behind_the_first_one);
    tcase_add_test(t, tokens_are_what_is_between_blanks);
    tcase_add_test(t, counts_have_fifteen_digits);
    tcase_add_test(t, numbers_may_be_percent);
    tcase_add_test(t, thousands_are_in_threes);
    tcase_add_test(t, clocks_are_seconds);
    suite_add_tcase(s, t);
    return s;
}
