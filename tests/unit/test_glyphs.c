/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_glyphs.c - characters without a font become squares, and nothing else does. */
#include "plot/glyphs.h"

#include "base/mem.h"
#include "curves.h"
#include "plot_help.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

Suite *suite_glyphs(void);

#define CHINESE "\xE6\x8D\x9F\xE5\xA4\xB1"   /* U+635F U+5931 */
#define ARABIC "\xD8\xAE\xD8\xB3"            /* U+062E U+0633 */
#define EMOJI "\xF0\x9F\x8E\xAF\xEF\xB8\x8F" /* U+1F3AF and a variation selector */
#define SQUARE "\xE2\x96\xA1"

/* Programs are looked up here first, or only here. */
static char *path_before;
static void enter_path(const char *path)
{
    enter_folder();
    path_before = strdup(getenv("PATH"));
    setenv("PATH", path, 1);
}

static void leave_path(void)
{
    leave_folder();
    setenv("PATH", path_before, 1);
    free(path_before);
}

/* A fontconfig whose only font has no Chinese, or none at all. */
static void fake_fonts(const char *script)
{
    FILE *out = fopen("fc-list", "w");
    fprintf(out, "#!/bin/sh\n%s\n", script);
    fclose(out);
    chmod("fc-list", 0755);
}

static lc_glyphs glyphs_of(const char *name)
{
    static const double y[] = {1, 2};
    lc_glyphs g;
    lc_run run = run_over(2);
    add(&run, name, y);
    ck_assert_int_eq(lc_glyphs_find(&g, &run, NULL, NULL), LC_OK);
    lc_run_free(&run);
    return g;
}

static void check_replaced(const lc_glyphs *g, const char *text, const char *want)
{
    char *got = lc_glyphs_replace(g, text);
    ck_assert_str_eq(got, want);
    lc_mem_free(got);
}

#define NO_CHINESE "case $1 in *635f*|*5931*) ;; *) echo font;; esac"

START_TEST(a_row_without_a_font_is_one_square)
{
    enter_path(".:/usr/bin:/bin");
    fake_fonts(NO_CHINESE);
    lc_glyphs g = glyphs_of("val_" CHINESE " " ARABIC EMOJI);
    leave_path();
    ck_assert_uint_eq(g.n, 2);
    ck_assert_str_eq(lc_glyphs_package(&g), "fonts-noto-cjk");
    check_replaced(&g, "val_" CHINESE " loss", "val_" SQUARE " loss");
    check_replaced(&g, ARABIC EMOJI "\xC3\xA9", ARABIC EMOJI "\xC3\xA9");
    check_replaced(&g, "", "");
    check_replaced(NULL, CHINESE, CHINESE);
}
END_TEST

START_TEST(without_fontconfig_only_latin_is_there)
{
    enter_path(".");
    lc_glyphs g = glyphs_of("d\xC3\xA9j\xC3\xA0 " EMOJI "!");
    leave_path();
    ck_assert_uint_eq(g.n, 1);
    ck_assert_str_eq(lc_glyphs_package(&g), "fonts-noto-color-emoji");
    check_replaced(&g, "d\xC3\xA9j\xC3\xA0 " EMOJI "!", "d\xC3\xA9j\xC3\xA0 " SQUARE "!");
}
END_TEST

/* Names in every script there is: the questions are bounded, and what wasn't asked counts as
 * missing. */
START_TEST(a_thousand_scripts_take_few_questions)
{
    char name[4001];
    enter_path(".:/usr/bin:/bin");
    fake_fonts("echo >>asked; echo font");
    for (size_t i = 0; i < 1000; i++) { /* U+10300 + 256 i */
        unsigned code = 0x10300 + 256 * (unsigned)i;
        name[4 * i] = (char)(0xF0 | code >> 18);
        name[4 * i + 1] = (char)(0x80 | (code >> 12 & 63));
        name[4 * i + 2] = (char)(0x80 | (code >> 6 & 63));
        name[4 * i + 3] = (char)(0x80 | (code & 63));
    }
    name[4000] = '\0';
    lc_glyphs g = glyphs_of(name);
    struct stat s;
    ck_assert_int_eq(stat("asked", &s), 0);
    ck_assert_int_le(s.st_size, 48);
    leave_path();
    ck_assert(g.all);
    check_replaced(&g, name, SQUARE);
}
END_TEST

/* What the whole plot makes of it: the square, and which package would help. */
START_TEST(a_plot_says_which_package_helps)
{
    static const double y[] = {1, 2};
    lc_run run = run_over(2);
    lc_error err = LC_ERROR_INIT;
    add(&run, CHINESE, y);
    if (!has_gnuplot())
        return;
    enter_path(".:/usr/bin:/bin");
    fake_fonts(NO_CHINESE);
    FILE *out = fopen("gnuplot", "w"); /* keeps its script as the picture */
    fputs(
        "#!/bin/sh\n[ \"$1\" = --version ] && exec echo gnuplot 6.0\ncat \"$2\"; echo '%EOF%%EOF'",
        out);
    fclose(out);
    chmod("gnuplot", 0755);
    ck_assert_msg(lc_plot_file("p.pdf", &run, NULL, NULL, "./gnuplot", &err) == LC_OK, "%s",
                  err.msg);
    ck_assert_int_eq(system("grep -q 'label \"" SQUARE " 2\"' p.pdf"), 0);
    ck_assert_int_eq(system("grep -q 'Debian: fonts-noto-cjk' p.pdf"), 0);
    leave_path();
    lc_run_free(&run);
}
END_TEST

Suite *suite_glyphs(void)
{
    Suite *s = suite_create("glyphs");
    TCase *t = tcase_create("all");
    tcase_add_test(t, a_row_without_a_font_is_one_square);
    tcase_add_test(t, without_fontconfig_only_latin_is_there);
    tcase_add_test(t, a_thousand_scripts_take_few_questions);
    tcase_add_test(t, a_plot_says_which_package_helps);
    suite_add_tcase(s, t);
    return s;
}
