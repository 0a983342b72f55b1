/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_html.c - the tables that notebooks show. */
#include "read/engine/html.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

Suite *suite_html(void);

/* Every table of a training in a piece of HTML, each ended by "--". */
static const struct {
    const char *html, *tables;
} cases[] = {
    {"<table><tr><th>epoch</th><th>loss</th></tr><tr><td>1</td><td>0.5</td></tr></table>",
     "\"epoch\",\"loss\"\n\"1\",\"0.5\"\n--"},
    {"<p>x</p><table border=\"1\" class=\"dataframe\">\n <thead>\n <tr style='a'>\n"
     " <th> Step </th>\n"
     "<th>Training Loss</th>\n</tr></thead><tbody><tr>\n<td>10</td><td>No log</td>\n</tr>",
     "\"Step\",\"Training Loss\"\n\"10\",\"\"\n--"},
    /* pandas' index, nothing but metrics on both splits */
    {"<table><tr><th></th><th>loss</th><th>val_loss</th></tr>"
     "<tr><th>0</th><td>1</td><td>2</td></tr></table>",
     "\"\",\"loss\",\"val_loss\"\n\"0\",\"1\",\"2\"\n--"},
    {"<table><tr><th>epoch</th><th>a &lt;b&gt; \"loss\" &amp; x</th></tr>"
     "<tr><td>1<td>2&nbsp;</table>",
     "\"epoch\",\"a <b> \"\"loss\"\" & x\"\n\"1\",\"2\"\n--"},
    {"<table><tr><td>epoch</td><td>acc</td></tr><tr><td><b>1</b></td><td>2,5</td></tr></table> and "
     "<table><tr><th>age</th><th>name</th></tr><tr><td>1</td><td>2</td></tr></table>"
     "<table><tr><th>epoch</th><th>f1</th></tr><tr><td>3</td><td>4</td></tr></table>",
     "\"epoch\",\"acc\"\n\"1\",\"2,5\"\n--\"epoch\",\"f1\"\n\"3\",\"4\"\n--"},
    /* none: a header alone, no loss or score, several models side by side */
    {"<table><tr><th>epoch</th><th>loss</th></tr></table>", ""},
    {"<table><tr><th>epoch</th><th>name</th></tr><tr><td>1</td><td>2</td></tr></table>", ""},
    {"<table><tr><th>Model</th><th>train loss</th><th>test loss</th></tr><tr><td>A</td><td>1</td>"
     "<td>2</td></tr></table>",
     ""},
    /* nor losses of one side only, or scores */
    {"<table><tr><th>loss</th><th>train_loss</th></tr><tr><td>1</td><td>2</td></tr></table>", ""},
    {"<table><tr><th>val_loss</th><th>test_loss</th></tr><tr><td>1</td><td>2</td></tr></table>",
     ""},
    {"<table><tr><th>acc</th><th>val_acc</th></tr><tr><td>1</td><td>2</td></tr></table>", ""},
    /* a cell of several lines is one of blanks */
    {"<table><tr><th>epoch</th><th>val\nloss</th><th>train\rloss</th></tr>"
     "<tr><td>1</td><td>2</td><td>3</td></tr></table>",
     "\"epoch\",\"val loss\",\"train loss\"\n\"1\",\"2\",\"3\"\n--"},
    {"<table", ""},
    {"<table></table><table><tr></tr><td>", ""},
    {"", ""},
};

START_TEST(takes_the_tables_of_trainings)
{
    lc_span html = lc_span_of(cases[_i].html);
    char all[400] = "", *text;
    size_t n, used = 0;
    for (;;) {
        ck_assert_int_eq(lc_html_take_table(&text, &n, &html, NULL), LC_OK);
        if (!text)
            break;
        ck_assert_uint_lt(used + n + 3, sizeof all);
        used += (size_t)snprintf(all + used, sizeof all - used, "%.*s--", (int)n, text);
        free(text);
    }
    ck_assert_str_eq(all, cases[_i].tables);
}
END_TEST

START_TEST(bounds_a_cell)
{
    enum { N = 100000 };
    static const char head[] = "<table><tr><th>epoch</th><th>loss</th></tr><tr><td>1</td><td>";
    char *html = malloc(N), *text;
    size_t n;
    ck_assert_ptr_nonnull(html);
    memset(html, '7', N);
    memcpy(html, head, sizeof head - 1);
    lc_span rest = {html, html + N};
    ck_assert_int_eq(lc_html_take_table(&text, &n, &rest, NULL), LC_OK);
    ck_assert_ptr_nonnull(text);
    ck_assert_uint_lt(n, 400);
    free(text);
    free(html);
}
END_TEST

Suite *suite_html(void)
{
    Suite *s = suite_create("html");
    TCase *t = tcase_create("html");
    tcase_add_loop_test(t, takes_the_tables_of_trainings, 0, (int)(sizeof cases / sizeof *cases));
    tcase_add_test(t, bounds_a_cell);
    suite_add_tcase(s, t);
    return s;
}
