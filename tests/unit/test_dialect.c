/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_dialect.c - by what a table is cut, and whether it is one of metrics. */
#include "read/engine/dialect.h"

#include "format_suite.h"

#include <check.h>
#include <string.h>

Suite *suite_dialect(void);

/* A score is 30 times the share of rows that fit, 25 for several columns, 30 for a known name. */
static const struct {
    const char *text;
    char delimiter, decimal;
    int score;
} heads[] = {
    {"epoch,loss\n1,0.5\n2,0.4\n", ',', '.', 85},
    {"epoch;loss\n1;0,5\n2;0,4\n", ';', ',', 85},
    {"epoch;loss\n1;0.5\n2;0.4\n", ';', '.', 85},
    {"epoch\tloss\n1\t0.5\n2\t0.4\n", '\t', '.', 85},
    {"a,b\n1,0.5\n2,0.4\n", ',', '.', 55},
    {"loss\n0.5\n0.4\n", ',', '.', 60},
    {"a\n1\n2\n", ',', '.', 30},
    {"epoch,loss\n", ',', '.', 5},
    {"epoch\n", ',', '.', 0},
    {"a,b\n", ',', '.', 0},
    {"epoch,loss\n1,0.5\nhello\n", ',', '.', 70},
    {"epoch,loss\n1,0.5\nhello\nworld\n", ',', '.', 0},
    {"epoch,loss\n1,0.5,7\n2,0.5,7\n", ',', '.', 85},
    {"epoch,loss,acc\n1,0.5\n2,0.4\n", ',', '.', 85},
    {"epoch,loss,acc\n1\n2\n", ';', ',', 60},
    {"epoch,loss\n1\n2\n", ';', ',', 60},
    {"# epoch,loss\n1,0.5\n2,0.4\n", ',', '.', 85},
    {"# epoch,loss,acc\n1,0.5\n2,0.4\n", ',', '.', 0},
    {"# epoch\n1,0.5\n", ',', '.', 0},
    {"loss: 0.5, acc: 0.7, epoch\n1,2,3\n", ',', '.', 85},
    {"step: 1,000 loss: 0.5\n", ',', '.', 0},
    {"loss,0.5,acc,0.7\n", ',', '.', 0},
    {"a,0.5,b,0.7\n", ',', '.', 0},
    {"step 3 | loss: 0.5 | x: 1,2\n1,2\n", ',', '.', 0},
    {"epoch,loss\nepoch,loss\n1,0.5\n", ',', '.', 70},
    {"epoch,loss\nabc,def\nghi,jkl\n1,0.5\n", ',', '.', 0},
    {"epoch,loss\n1,0.5\nabc,def\n2,0.5\nghi,jkl\n3,0.5\n", ',', '.', 85},
    {"epoch,loss\n1,0.5\n2,", ',', '.', 85},
    {"epoch,loss\n1,0.5\n2", ',', '.', 85},
    {"loss\n0.5\nhello\n0.5\n0.5\n0.5\n0.5\n0.5\n0.5\n0.5\n0.5\n", ',', '.', 60},
    {"loss\n0.5\n\"hello\n", ',', '.', 0},
    {"epoch,loss\n1,\n2,\n", ',', '.', 85},
    {"epoch,loss\n,\n,0.5\n", ',', '.', 70},
    {"a;b\n1,5;2\n", ';', ',', 55},
    {"step\tloss\n1,000\t0.5\n", '\t', '.', 85},
    {"\"epoch\",\"loss\"\n1,0.5\n", ',', '.', 85},
    {"epoch,loss\n1,nan\n", ',', '.', 85},
    {"epoch,loss\n1,0.5\n\n2,0.5\n", ',', '.', 85},
    {"", ',', '.', 0},
    {"\n", ',', '.', 0},
    {"x\n1\ny\n", ',', '.', 30},
    {"epoch,loss\n1,0.5\n1,2,3,4\n1,2,3,4\n", ',', '.', 0},
    {"1,2\n3,4\n", ',', '.', 0},
    {"epoch loss\n1 0.5\n", ',', '.', 0},
    {"epoch,loss,a,b\n1,,,\n2,0.5,,\n", ',', '.', 85},
    {"epoch,a,b,c\n1,x,y,z\n2,x,y,z\n", ',', '.', 85},
    {"a,b,c,d\n1,2,x,y\n", ',', '.', 55},
};

START_TEST(a_table_is_known_by_its_head)
{
    lc_dialect d = lc_dialect_guess(heads[_i].text, strlen(heads[_i].text), true);
    ck_assert_msg(d.delimiter == heads[_i].delimiter && d.decimal == heads[_i].decimal &&
                      d.score == heads[_i].score && !d.nomem,
                  "%s: '%c' '%c' %d", heads[_i].text, d.delimiter, d.decimal, d.score);
}
END_TEST

/* A line without its end is looked at where there is no more of the log, and no number of its cells is missed. */
START_TEST(the_last_line_counts_where_the_log_ends)
{
    static const struct {
        const char *text;
        int more, whole;
    } cases[] = {{"epoch,loss\n1,0.5", LC_HEADER_ALONE, 85},
                 {"epoch,loss\n1,0.5\n2", 85, 85},
                 {"epoch;loss\n1;0,5", LC_HEADER_ALONE, 85},
                 {"epoch,loss", 0, LC_HEADER_ALONE}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        size_t n = strlen(cases[i].text);
        lc_dialect more = lc_dialect_guess(cases[i].text, n, false),
                   whole = lc_dialect_guess(cases[i].text, n, true);
        ck_assert_msg(more.score == cases[i].more && whole.score == cases[i].whole, "%s: %d %d",
                      cases[i].text, more.score, whole.score);
    }
}
END_TEST

static lc_row row_of(lc_field field[8], const char *text)
{
    lc_row row = {.line = 1, .field = field};
    for (const char *end; row.n < 8; text = end + 1) {
        end = strchr(text, ',');
        field[row.n++] = (lc_field){text, end ? (size_t)(end - text) : strlen(text)};
        if (!end)
            break;
    }
    return row;
}

START_TEST(a_header_has_more_texts_than_half_of_what_is_filled)
{
    static const struct {
        const char *text;
        size_t numbers;
        bool header, comment;
    } cases[] = {
        {"epoch,loss", 0, true, false},   {"1,2.5", 2, false, false},  {"epoch,2", 1, false, false},
        {"epoch,loss,2", 1, true, false}, {"epoch,,", 0, true, false}, {",,", 0, false, false},
        {"1,nan", 2, false, false},       {"#1,2", 1, false, true},    {"#,x", 0, true, true}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        lc_field field[8];
        lc_row row = row_of(field, cases[i].text);
        ck_assert_msg(lc_row_numbers(&row, '.') == cases[i].numbers, "%s: %zu", cases[i].text,
                      lc_row_numbers(&row, '.'));
        ck_assert_msg(lc_row_is_header(&row, '.') == cases[i].header, "%s", cases[i].text);
        ck_assert_msg(lc_row_is_comment(&row) == cases[i].comment, "%s", cases[i].text);
    }
}
END_TEST

/* Names in a header line, parted by '|' here. */
START_TEST(names_of_a_header)
{
    static const struct {
        const char *line, *names;
    } cases[] = {{"epoch,loss", "epoch|loss|"},
                 {"epoch;loss,x;y", "epoch|loss,x|y|"},
                 {"epoch\tloss", "epoch|loss|"},
                 {"a,b;c", "a|b;c|"},
                 {"\"a,b\",c", "a,b|c|"},
                 {"\"\",c", "|c|"},
                 {"\",c", "\",c|"},
                 {" a , b ", "a|b|"},
                 {"a,", "a||"},
                 {"\xef\xbb\xbfx,y", "x|y|"},
                 {"x", "x|"},
                 {"", ""}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        char text[100] = "";
        lc_header h = lc_header_of(lc_span_of(cases[i].line));
        lc_span name;
        while (lc_header_take(&h, &name)) {
            strncat(text, name.s, lc_span_length(&name));
            strcat(text, "|");
        }
        ck_assert_msg(strcmp(text, cases[i].names) == 0, "%s: %s", cases[i].line, text);
    }
    lc_header h = lc_header_of(lc_span_of("epoch,loss"));
    ck_assert(lc_header_has(h, "epoch") && lc_header_has(h, "loss") && !lc_header_has(h, "los"));
}
END_TEST

Suite *suite_dialect(void)
{
    Suite *s = suite_create("dialect");
    TCase *t = tcase_create("all");
    tcase_add_loop_test(t, a_table_is_known_by_its_head, 0, (int)COUNT(heads));
    tcase_add_test(t, the_last_line_counts_where_the_log_ends);
    tcase_add_test(t, a_header_has_more_texts_than_half_of_what_is_filled);
    tcase_add_test(t, names_of_a_header);
    suite_add_tcase(s, t);
    return s;
}
