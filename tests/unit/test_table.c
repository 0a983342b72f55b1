/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_table.c - rows, numbers and line numbers, however the bytes are cut and on any thread. */
#include "base/mem.h"
#include "random.h"
#include "table_scribe.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

Suite *suite_table(void);

static const struct {
    const char *what, *bytes, *said;
    lc_table_options options;
    bool ignore_first;
} cases[] = {
    {.what = "numbers under a header",
     .bytes = "h,a\n1,2\n3,4.5\n",
     .said = "1:[h] [a]\n1 2\n3 4.5\n"},
    {.what = "no line end at the end", .bytes = "h,a\n1,2\n3,4", .said = "1:[h] [a]\n1 2\n3 4\n"},
    {.what = "a row that breaks off is marked",
     .bytes = "h,a\n1,2\n3",
     .said = "1:[h] [a]\n1 2\n3c:[3]\n"},
    {.what = "empty cells are absent, so are words that say so",
     .bytes = "h,a,b\n1,,3\n,NA,None\n",
     .said = "1:[h] [a] [b]\n1  3\n  \n"},
    {.what = "other widths and texts come as rows, in their place",
     .bytes = "h,a\n1,2\n1,2,3\n5,x\n6\n7,8\n",
     .said = "1:[h] [a]\n1 2\n3:[1] [2] [3]\n4:[5] [x]\n5:[6]\n7 8\n"},
    {.what = "blank lines count as lines",
     .bytes = "\n\nh,a\n\n1,2\n  \n\nx\n",
     .said = "3:[h] [a]\n1 2\n8:[x]\n"},
    {.what = "CR LF", .bytes = "h,a\r\n1,2\r\n\r\nx\r\n", .said = "1:[h] [a]\n1 2\n4:[x]\n"},
    {.what = "CR CR LF is one line end",
     .bytes = "h,a\r\r\n1,2\r\r\nx\r\r\n",
     .said = "1:[h] [a]\n1 2\n3:[x]\n"},
    {.what = "lone CR ends lines", .bytes = "h,a\r1,2\r\rx\r", .said = "1:[h] [a]\n1 2\n4:[x]\n"},
    {.what = "blanks between CR and LF belong to the line end",
     .bytes = "h,a\r \n1,2\r\t\r\nx\r\n5\r\ny,\n",
     .said = "1:[h] [a]\n1 2\n3:[x]\n4:[5]\n5:[y] []\n"},
    {.what = "byte-order mark", .bytes = "\xef\xbb\xbfh,a\n1,2\n", .said = "1:[h] [a]\n1 2\n"},
    {.what = "byte-order mark before a quote",
     .bytes = "\xef\xbb\xbf\"h\",a\n1,2\n",
     .said = "1:[h] [a]\n1 2\n"},
    {.what = "quotes, padding, doubled quotes",
     .bytes = "\"h\" ,  a\n \"1\", 2 \n\"say \"\"x\"\"\",3\n",
     .said = "1:[h] [a]\n1 2\n3:[say \"x\"] [3]\n"},
    {.what = "a quoted line end counts",
     .bytes = "h,a\n\"x\ny\r\nz\",2\nw\n",
     .said = "1:[h] [a]\n2:[x\ny\r\nz] [2]\n5:[w]\n"},
    {.what = "a quoted delimiter doesn't part",
     .bytes = "\"h,i\",a\n1,2\n",
     .said = "1:[h,i] [a]\n1 2\n"},
    {.what = "a quote within a field breaks its line only",
     .bytes = "h,a\n1,2\"3,4\n5,6\nx\n",
     .said = "1:[h] [a]\n2!1,2\"3,4\n5 6\n4:[x]\n"},
    {.what = "text behind a closing quote, too",
     .bytes = "h,a\n\"1\"2,4\n5,6\n",
     .said = "1:[h] [a]\n2!\"1\"2,4\n5 6\n"},
    {.what = "a quote that is never closed costs its line only",
     .bytes = "h,a\n1,\"2\n3,4\n5,6\nx\n",
     .said = "1:[h] [a]\n2!1,\"2\n3 4\n5 6\n5:[x]\n"},
    {.what = "what is not finite comes as text once, then as a number",
     .bytes = "h,a\n1,NaN\n2,nan\n3,inf\n",
     .said = "1:[h] [a]\n2:[1] [NaN]\n2 nan\n3 inf\n"},
    {.what = "percent", .bytes = "h,a\n1,85.3%\n2,86 %\n", .said = "1:[h] [a]\n1 85.3\n2 86\n"},
    {.what = "an ignored column may hold anything",
     .bytes = "h,a\nmonday,2\n,3\n4,4\n",
     .said = "1:[h] [a]\n 2\n 3\n 4\n",
     .ignore_first = true},
    {.what = "semicolon and decimal comma",
     .bytes = "h;a\n1;0,5\n2;1.25\n3;1,2,3\n",
     .said = "1:[h] [a]\n1 0.5\n2 1.25\n4:[3] [1,2,3]\n",
     .options = {.delimiter = ';', .decimal = ','}},
    {.what = "tab, where empty cells are no blanks",
     .bytes = "h\ta\tb\n1\t\t3\n",
     .said = "1:[h] [a] [b]\n1  3\n",
     .options = {.delimiter = '\t'}},
    {.what = "the layout changes in the middle",
     .bytes = "h,a\n1,2\nh,b,c\n1,2,3\n4,5\n6,7,8\nh\n9\n",
     .said = "1:[h] [a]\n1 2\n3:[h] [b] [c]\n1 2 3\n5:[4] [5]\n6 7 8\n7:[h]\n9\n"},
    {.what = "where rows of numbers begin",
     .bytes = "\nh,a\n1,2\n\n3,4\nx\n5,\"6\"\r\n\"7\",8\nh,b\n9,1\n",
     .said = "2:[h] [a]\n3: 1 2\n5: 3 4\n6:[x]\n7: 5 6\n8: 7 8\n9:[h] [b]\n10: 9 1\n",
     .options = {.lines = true}},
    {.what = "... below a quoted line end",
     .bytes = "h,a\n\"x\ny\",2\n3,4\n",
     .said = "1:[h] [a]\n2:[x\ny] [2]\n4: 3 4\n",
     .options = {.lines = true}},
    {.what = "nothing", .bytes = "", .said = ""},
    {.what = "line ends only", .bytes = "\n\r\n\n", .said = ""},
};

static lc_table_options options_of(size_t i)
{
    lc_table_options o = cases[i].options;
    o.delimiter = o.delimiter ? o.delimiter : ',';
    return o;
}

START_TEST(says_what_stands_there_however_it_is_cut)
{
    const char *bytes = cases[_i].bytes;
    size_t n = strlen(bytes);
    for (size_t chunk = 1; chunk <= 65; chunk++) {
        char *said = NULL;
        lc_status st = transcribe(&said, bytes, n, chunk == 65 ? n + 1 : chunk,
                                  options_of((size_t)_i), cases[_i].ignore_first, NULL);
        ck_assert_int_eq(st, LC_OK);
        ck_assert_msg(strcmp(said, cases[_i].said) == 0, "%s, cut at %zu:\n%s", cases[_i].what,
                      chunk, said);
        free(said);
    }
}
END_TEST

START_TEST(survives_every_failed_allocation)
{
    const char *bytes = cases[_i].bytes;
    for (size_t k = 1;; k++) {
        char *said = NULL;
        lc_mem_fail_at(k);
        lc_status st = transcribe(&said, bytes, strlen(bytes), 7, options_of((size_t)_i),
                                  cases[_i].ignore_first, NULL);
        lc_mem_fail_at(0);
        free(said);
        if (st == LC_OK)
            break;
        ck_assert_int_eq(st, LC_E_NOMEM);
    }
}
END_TEST

/* ---- many blocks ----------------------------------------------------------------------- */

#define BIG_ROWS 200000

/* Some 4 MiB with what is rare: quoted line ends, other layouts, broken lines and texts, spread
 * so that block ends fall everywhere. */
static size_t make_big(char **bytes)
{
    size_t n;
    FILE *f = open_memstream(bytes, &n);
    ck_assert_ptr_nonnull(f);
    fputs("h,a,b\n", f);
    for (unsigned i = 0; i < BIG_ROWS; i++) {
        if (i % 50021 == 50020)
            fprintf(f, i / 50021 % 2 ? "h,a,b\n" : "h,a,b,c\n");
        if (i % 997 == 996)
            fprintf(f, "%u,\"a\nquoted \"\"line\"\",\n\nend\",%u\n", i, i);
        else if (i % 7919 == 7918)
            fprintf(f, "%u,5\"5,3\n", i);
        else if (i % 4001 == 4000)
            fprintf(f, "%u,text,3\r\n", i);
        else
            fprintf(f, "%u,0.%u,%u%s\n", i, i % 1000, i % 77, i / 50021 % 2 ? ",1" : "");
    }
    fclose(f);
    return n;
}

START_TEST(threads_and_blocks_make_no_difference)
{
    static const struct {
        unsigned threads;
        size_t chunk;
    } ways[] = {{1, 1u << 20}, {2, 1u << 20}, {4, 65537}, {8, 3u << 20}, {3, 1000003}};
    char *bytes = NULL, *first = NULL;
    size_t n = make_big(&bytes);
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        char *said = NULL;
        lc_table_options o = {.delimiter = ',', .lines = true, .threads = ways[i].threads};
        ck_assert_int_eq(transcribe(&said, bytes, n, ways[i].chunk, o, false, NULL), LC_OK);
        if (!first) {
            first = said;
            continue;
        }
        ck_assert_msg(strcmp(said, first) == 0, "way %zu differs", i);
        free(said);
    }
    free(first);
    free(bytes);
}
END_TEST

/* A quote anywhere leaves a piece to libcsv: what it makes of the rest is what we do without one. */
START_TEST(bytes_without_quotes_are_as_libcsv_has_them)
{
    static const char some[] = "0123456789.--+eE,,,,,\n\n\r\r\t  xN%;n", delimiters[] = ",;\t ";
    static const char numbers[][8] = {"1", "-2.5", "0.125", "1e3", "nan", "NA", "", "x"};
    uint64_t state = 5;
    size_t rows = 0;
    for (size_t round = 0; round < 4000; round++) {
        char text[700] = "h,a,b\n";
        lc_table_options o = {.delimiter = delimiters[round % 4], .threads = 1};
        text[1] = text[3] = o.delimiter;
        size_t n = 6;
        bool tidy = round & 4;
        while (n < 600) {
            if (!tidy) {
                text[n++] = some[random_bits(&state) % (sizeof some - 1)];
                continue;
            }
            for (size_t c = 0; c < 3; c++)
                n += (size_t)sprintf(text + n, "%s%c",
                                     numbers[random_bits(&state) % (round & 8 ? 8 : 3)],
                                     c < 2 ? o.delimiter : '\n');
        }
        char *ours = NULL, *libs = NULL;
        text[n++] = '\n';
        ck_assert_int_eq(transcribe(&ours, text, n, sizeof text, o, round & 16, NULL), LC_OK);
        memcpy(text + n, "\"q\"\n", 4);
        ck_assert_int_eq(transcribe(&libs, text, n + 4, sizeof text, o, round & 16, NULL), LC_OK);
        char *last = strrchr(libs, '[');
        while (last > libs && last[-1] != '\n')
            last--;
        *last = '\0';
        ck_assert_str_eq(ours, libs);
        rows += strchr(ours, ' ') != NULL;
        free(ours);
        free(libs);
    }
    ck_assert_uint_gt(rows, 2000);
}
END_TEST

/* Workers allocate, too; which call fails is chance then, that it is reported is not. */
START_TEST(a_failed_allocation_on_a_worker_is_reported)
{
    char *bytes = NULL;
    size_t n = make_big(&bytes);
    for (size_t k = 1; k < 300; k *= 3) {
        char *said = NULL;
        lc_table_options o = {.delimiter = ',', .threads = 2};
        lc_mem_fail_at(k);
        lc_status st = transcribe(&said, bytes, n, 1u << 20, o, false, NULL);
        lc_mem_fail_at(0);
        ck_assert(st == LC_OK || st == LC_E_NOMEM);
        free(said);
    }
    free(bytes);
}
END_TEST

/* ---- limits ---------------------------------------------------------------------------- */

static lc_status nothing(void *self, const lc_row *row, lc_error *err)
{
    (void)self;
    (void)row;
    (void)err;
    return LC_OK;
}

/* Feed `head`, then `fill` as often as the table takes it, `times` at most. */
static lc_status feed_much(scribe *s, const char *head, const char *fill, size_t n, size_t times,
                           lc_error *err)
{
    lc_status st = lc_table_feed(s->table, head, strlen(head), err);
    while (times-- && st == LC_OK)
        st = lc_table_feed(s->table, fill, n, err);
    return st == LC_OK ? lc_table_finish(s->table, err) : st;
}

static char *filled(size_t n, char byte)
{
    char *fill = malloc(n);
    ck_assert_ptr_nonnull(fill);
    memset(fill, byte, n);
    return fill;
}

START_TEST(a_line_without_end_is_refused_with_its_number)
{
    char *said = NULL, *fill = filled(1u << 20, 'x');
    size_t size;
    lc_error err = LC_ERROR_INIT;
    scribe s = {.out = open_memstream(&said, &size)};
    const lc_table_handler handler = scribe_handler(&s);
    lc_table_options o = {.delimiter = ',', .threads = 2};
    ck_assert_int_eq(lc_table_open(&s.table, &o, &handler, &err), LC_OK);
    ck_assert_int_eq(feed_much(&s, "h,a\n1,2\n3,4\n5", fill, 1u << 20, 1024, &err), LC_E_LIMIT);
    ck_assert_int_eq(err.line, 4);
    ck_assert_int_eq(lc_table_feed(s.table, "x", 1, &err), LC_E_LIMIT); /* it sticks */
    lc_table_close(s.table);
    fclose(s.out);
    ck_assert_str_eq(said, "1:[h] [a]\n1 2\n3 4\n");
    free(said);
    free(fill);
}
END_TEST

START_TEST(a_row_of_too_many_fields_is_refused_with_its_number)
{
    char *fill = filled(LC_FIELDS_MAX + 1, ',');
    lc_error err = LC_ERROR_INIT;
    scribe s = {0};
    const lc_table_handler handler = {.self = &s, .row = nothing};
    lc_table_options o = {.delimiter = ',', .threads = 1};
    ck_assert_int_eq(lc_table_open(&s.table, &o, &handler, &err), LC_OK);
    ck_assert_int_eq(feed_much(&s, "h,a\n\n1,2\n", fill, LC_FIELDS_MAX + 1, 1, &err), LC_E_LIMIT);
    ck_assert_int_eq(err.line, 4);
    lc_table_close(s.table);
    free(fill);
}
END_TEST

/* A quote is opened on line 2 and 70 MiB of lines follow: the quote costs its own line only. */
START_TEST(an_open_quote_costs_its_line_however_much_follows)
{
    enum { LINE = 1024, LINES = 70 * 1024 };
    char *said = NULL, *fill = filled(LINE, ' ');
    size_t size;
    scribe s = {.out = open_memstream(&said, &size)};
    const lc_table_handler handler = scribe_handler(&s);
    lc_table_options o = {.delimiter = ',', .threads = 2};
    memcpy(fill, "7,8", 3);
    fill[LINE - 1] = '\n';
    ck_assert_int_eq(lc_table_open(&s.table, &o, &handler, NULL), LC_OK);
    ck_assert_int_eq(feed_much(&s, "h,a\n1,\"2\n", fill, LINE, LINES, NULL), LC_OK);
    lc_table_close(s.table);
    fclose(s.out);
    ck_assert_uint_eq(s.rows, LINES);
    said[21] = '\0';
    ck_assert_str_eq(said, "1:[h] [a]\n2!1,\"2\n7 8\n");
    free(said);
    free(fill);
}
END_TEST

START_TEST(layouts_may_not_change_without_end)
{
    char *said = NULL;
    lc_error err = LC_ERROR_INIT;
    char *bytes = malloc(3 * (LC_LAYOUTS_MAX + 1));
    ck_assert_ptr_nonnull(bytes);
    for (size_t i = 0; i <= LC_LAYOUTS_MAX; i++)
        memcpy(bytes + 3 * i, i % 2 ? "h,\n" : "h \n", 3);
    lc_table_options o = {.delimiter = ',', .threads = 1};
    ck_assert_int_eq(transcribe(&said, bytes, 3 * (LC_LAYOUTS_MAX + 1), 4096, o, false, &err),
                     LC_E_LIMIT);
    free(said);
    free(bytes);
}
END_TEST

Suite *suite_table(void)
{
    int n = (int)(sizeof cases / sizeof *cases);
    Suite *s = suite_create("table");
    TCase *small = tcase_create("small");
    tcase_add_loop_test(small, says_what_stands_there_however_it_is_cut, 0, n);
    tcase_add_loop_test(small, survives_every_failed_allocation, 0, n);
    suite_add_tcase(s, small);
    TCase *big = tcase_create("big");
    tcase_set_timeout(big, 300);
    tcase_add_test(big, threads_and_blocks_make_no_difference);
    tcase_add_test(big, bytes_without_quotes_are_as_libcsv_has_them);
    tcase_add_test(big, a_failed_allocation_on_a_worker_is_reported);
    tcase_add_test(big, a_line_without_end_is_refused_with_its_number);
    tcase_add_test(big, a_row_of_too_many_fields_is_refused_with_its_number);
    tcase_add_test(big, an_open_quote_costs_its_line_however_much_follows);
    tcase_add_test(big, layouts_may_not_change_without_end);
    suite_add_tcase(s, big);
    return s;
}
