/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_terminal_lines.c - what a terminal would show, line by line. */
#include "read/engine/terminal_lines.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

Suite *suite_terminal_lines(void);

/* The lines of a text fed in blocks of `chunk`, each with '$' behind it, and what is left. */
static void show(char *shown, const char *bytes, size_t chunk)
{
    lc_terminal_line w = LC_TERMINAL_LINE_INIT;
    size_t n = strlen(bytes);
    shown[0] = '\0';
    for (size_t at = 0; at < n;) {
        bool ended;
        size_t block = n - at < chunk ? n - at : chunk,
               taken = lc_terminal_line_take(&w, bytes + at, block, &ended);
        ck_assert(taken > 0 && taken <= block);
        at += taken;
        lc_span text = lc_terminal_line_text(&w);
        if (ended) {
            strncat(shown, text.s ? text.s : "", lc_span_length(&text));
            strcat(shown, "$");
            lc_terminal_line_clear(&w);
        }
    }
    lc_span rest = lc_terminal_line_text(&w);
    strncat(shown, rest.s ? rest.s : "", lc_span_length(&rest));
    lc_terminal_line_free(&w);
}

static const struct {
    const char *bytes, *shown;
} cases[] = {
    {"loss 0.5\nacc 0.7\n", "loss 0.5$acc 0.7$"},
    {"loss 0.5", "loss 0.5"},
    {"\n\n", "$$"},
    {"1 of 3\r2 of 3\r3 of 3\n", "1 of 3$2 of 3$3 of 3$"},
    {"12\b3\n", "12$3$"},
    {"\x1b[1mloss\x1b[0m 0.5\n", "loss 0.5$"},
    {"\x1b[38;5;196mloss\x1b[K 0.5\n", "loss 0.5$"},
    {"\x1b]0;a title\aloss 0.5\n", "loss 0.5$"},
    {"\x1b]8;;http://x\x1b\\loss\x1b]8;;\x1b\\ 0.5\n", "loss 0.5$"},
    {"\x1b(Bloss\n", "Bloss$"},    /* an escape and one byte */
    {"\x1b[12\nloss\n", "$loss$"}, /* one that breaks off ends with its line */
    {"\x1b]title\nloss\n", "$loss$"},
    /* parameters end with a byte from '@' to '~' */
    {"\x1b[1@loss\n", "loss$"},
    {"\x1b[3~loss\n", "loss$"},
    {"\x1b[?25hloss\n", "loss$"},
    {"a\tb\n", "a\tb$"},
    {"\u2502\u2503\u2506\u2507\u250a\u250b\u2551\n", "|||||||$"},
    {"\uff10\uff19\uff21\uff3a\uff41\uff5a\n", "09AZaz$"},
    /* bars of a table, punctuation and letters of full width, a blank of full width */
    {"\xe2\x94\x82 1 \xe2\x94\x86\n", "| 1 |$"},
    {"loss\xef\xbc\x9a"
     "0.5\n",
     "loss:0.5$"},
    {"\xef\xbc\x81\xef\xbd\x9e\xef\xbd\x9f\n", "!~\xef\xbd\x9f$"},
    {"\xef\xbc\x80\n", "\xef\xbc\x80$"},
    {"a\xe3\x80\x80"
     "b\n",
     "a b$"},
    {"\xe2\x94\x80\xe2\x95\x91\n", "\xe2\x94\x80|$"},
    {"\xc3\xa9t\xc3\xa9\n", "\xc3\xa9t\xc3\xa9$"},
    {"\xe4\xbd\xa0\n", "\xe4\xbd\xa0$"},
    {"eight bytes of ASCII and \xc3\xa9 and more of them 12345678\x7f\n",
     "eight bytes of ASCII and \xc3\xa9 and more of them 12345678\x7f$"},
};

START_TEST(shows_what_a_terminal_would)
{
    static const size_t chunks[] = {1000, 1, 3, 8, 9};
    char shown[200];
    for (size_t i = 0; i < sizeof chunks / sizeof *chunks; i++) {
        show(shown, cases[_i].bytes, chunks[i]);
        ck_assert_msg(strcmp(shown, cases[_i].shown) == 0, "in blocks of %zu: %s", chunks[i],
                      shown);
    }
}
END_TEST

/* Of a line that is too long the first bytes count, and the next line is whole. */
START_TEST(a_long_line_is_cut)
{
    static const size_t more[] = {0, 1, 100};
    for (size_t k = 0; k < 2 * sizeof more / sizeof *more; k++) {
        size_t n = LC_TERMINAL_LINE_MAX + more[k / 2];
        char *bytes = malloc(n + 8);
        lc_terminal_line w = LC_TERMINAL_LINE_INIT;
        bool ended = false;
        memset(bytes, 'x', n);
        strcpy(bytes + n, "\nnext\n");
        size_t taken = 0;
        while (!ended)
            taken += lc_terminal_line_take(&w, bytes + taken, k % 2 ? 1 : n + 6 - taken, &ended);
        ck_assert_uint_eq(taken, n + 1);
        ck_assert_uint_eq(w.n, LC_TERMINAL_LINE_MAX);
        lc_terminal_line_clear(&w);
        taken += lc_terminal_line_take(&w, bytes + taken, n + 6 - taken, &ended);
        lc_span text = lc_terminal_line_text(&w);
        ck_assert(ended && lc_span_is(&text, "next"));
        lc_terminal_line_free(&w);
        free(bytes);
    }
}
END_TEST

Suite *suite_terminal_lines(void)
{
    Suite *s = suite_create("terminal_lines");
    TCase *t = tcase_create("all");
    tcase_add_loop_test(t, shows_what_a_terminal_would, 0, (int)(sizeof cases / sizeof *cases));
    tcase_add_test(t, a_long_line_is_cut);
    suite_add_tcase(s, t);
    return s;
}
