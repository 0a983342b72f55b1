/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test_quote.c - random bytes through gnuplot itself: what it prints is the cleaned text, and no
 * command that stood in it ran. Skipped with a word where there is no gnuplot.
 */
#include "base/mem.h"
#include "base/text.h"
#include "plot/quote.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

Suite *suite_quote(void);

#define STRINGS 10000
#define LABELS 400
#define LENGTH_MOST 48

static char folder[64]; /* of the files of one test */

static void make_folder(void)
{
    strcpy(folder, "/tmp/lc-quote-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
}

static void remove_folder(void)
{
    static const char *const names[] = {"script", "printed", "label.svg", "canary"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[96];
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        unlink(path);
    }
    rmdir(folder);
}

static FILE *open_file(const char *name, const char *mode)
{
    char path[96];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return fopen(path, mode);
}

static bool has(const char *program)
{
    char command[96];
    snprintf(command, sizeof command, "command -v %s >/dev/null 2>&1", program);
    if (system(command) == 0)
        return true;
    printf("skipped: no %s\n", program);
    return false;
}

static unsigned next_random(unsigned long long *seed)
{
    *seed = *seed * 6364136223846793005ull + 1442695040888963407ull;
    return (unsigned)(*seed >> 33);
}

/* What gnuplot, a shell or XML could take for more than text; %s is the canary's path. */
static const char *const pieces[] = {
    "\\",
    "\"",
    "'",
    "`",
    "$",
    "@",
    "{",
    "}",
    "^",
    "_",
    "~",
    "&",
    "!",
    ";",
    "|",
    "<",
    ">",
    "#",
    "%",
    "\n",
    "\r",
    "\x1b[31m",
    "\x7f",
    "\x01",
    "]]>",
    "--",
    "&amp;",
    "''",
    "\\\\",
    "\\\"",
    "\\n",
    "\\140",
    "`touch %s`",
    "\"; !touch %s\n",
    "'; system('touch %s'); '",
    "\n!touch %s\n",
    "@GPVAL_VERSION",
    "{/Symbol a}",
    "\\U+1F600",
    "< touch %s",
    "| touch %s",
    "$(touch %s)",
    "END_OF_DATA\n",
    "\\",
    "\xC3\xA9",
    "\xE2\x82\xAC",
    "\xF0\x9F\x98\x80",
    "\xE6\x97\xA5",
    "\xC2\x85",
    "\xE2\x80\xA8",
    "\xE2\x80\xAE",
    "\xEF\xBB\xBF",
    "\xC3",
    "\xE2\x82",
    "\xF0\x9F",
    "\x80",
    "\xFF",
    "\xC0\xAF",
    "\xEF\xBF\xBE",
    "\xEF\xBF\xBF",
    "\xED\xA0\x80",
    "\xF4\x90\x80\x80",
    "%s%n",
    "\t",
};

static size_t add_piece(char *out, size_t room, unsigned long long *seed)
{
    const char *piece = pieces[next_random(seed) % (sizeof pieces / sizeof *pieces)];
    char path[96], text[256];
    snprintf(path, sizeof path, "%s/canary", folder);
    const char *at = strstr(piece, "touch %s");
    if (at)
        snprintf(text, sizeof text, "%.*stouch %s%s", (int)(at - piece), piece, path, at + 8);
    else
        snprintf(text, sizeof text, "%s", piece);
    size_t n = strlen(text);
    if (n > room)
        return 0;
    memcpy(out, text, n);
    return n;
}

/* A third any bytes, a third metacharacters, a third both; NUL bytes too. */
static size_t random_bytes(char *out, size_t size, unsigned long long *seed)
{
    unsigned kind = next_random(seed) % 3, parts = next_random(seed) % LENGTH_MOST;
    size_t n = 0;
    for (unsigned i = 0; i < parts && n + 1 < size; i++) {
        if (kind == 0 || (kind == 2 && next_random(seed) % 2))
            out[n++] = (char)(next_random(seed) % 256);
        else
            n += add_piece(out + n, size - n, seed);
    }
    return n;
}

static void run_script(void)
{
    char command[160];
    snprintf(command, sizeof command, "gnuplot -d %s/script", folder);
    ck_assert_int_eq(system(command), 0);
}

static void expect_no_canary(void)
{
    FILE *canary = open_file("canary", "r");
    ck_assert_msg(!canary, "a command in a string ran");
}

static void compare_line(FILE *printed, const char *clean, int i)
{
    static char line[1 << 16];
    ck_assert_ptr_nonnull(fgets(line, sizeof line, printed));
    size_t n = strlen(line);
    ck_assert_uint_gt(n, 0);
    line[n - 1] = '\0';
    ck_assert_msg(strcmp(line, clean) == 0, "string %d: <%s> became <%s>", i, clean, line);
}

START_TEST(gnuplot_prints_what_was_cleaned)
{
    static char bytes[8192];
    unsigned long long seed = 20240607;
    if (!has("gnuplot"))
        return;
    make_folder();
    FILE *script = open_file("script", "w");
    fprintf(script, "set encoding utf8\nset print \"%s/printed\"\n", folder);
    for (int i = 0; i < STRINGS; i++) {
        size_t n = random_bytes(bytes, sizeof bytes, &seed);
        fputs("print ", script);
        ck_assert_int_eq(lc_plot_quote(script, bytes, n, NULL), LC_OK);
        putc('\n', script);
    }
    ck_assert_int_eq(fclose(script), 0);
    run_script();
    FILE *printed = open_file("printed", "r");
    ck_assert_ptr_nonnull(printed);
    seed = 20240607;
    for (int i = 0; i < STRINGS; i++) {
        size_t n = random_bytes(bytes, sizeof bytes, &seed);
        char *clean = lc_plot_clean(bytes, n);
        compare_line(printed, clean, i);
        lc_mem_free(clean);
    }
    fclose(printed);
    expect_no_canary();
    remove_folder();
}
END_TEST

/* Labels, titles and tics in an SVG: still XML, whatever the text was. */
START_TEST(drawn_text_keeps_the_svg_well_formed)
{
    static char bytes[8192];
    unsigned long long seed = 77;
    char command[160];
    if (!has("gnuplot"))
        return;
    make_folder();
    FILE *script = open_file("script", "w");
    fprintf(script, "set encoding utf8\nset terminal svg noenhanced\nset output \"%s/label.svg\"\n",
            folder);
    for (int i = 0; i < LABELS; i++) {
        size_t n = random_bytes(bytes, sizeof bytes, &seed);
        fprintf(script, i ? "set label " : "set title ");
        lc_plot_quote(script, bytes, n, NULL);
        fprintf(script, i ? " at screen 0.1,0.%d noenhanced\n" : " noenhanced\n", i);
    }
    fputs("unset key\nset yrange [0:2]\nplot 1 title \"one\"\n", script);
    fclose(script);
    run_script();
    expect_no_canary();
    snprintf(command, sizeof command, "xmllint --noout %s/label.svg", folder);
    if (has("xmllint"))
        ck_assert_int_eq(system(command), 0);
    remove_folder();
}
END_TEST

static const struct {
    const char *what, *text, *want;
} cases[] = {
    {"plain", "val_loss", "\"val_loss\""},
    {"empty", "", "\"\""},
    {"backslash, quote, backtick", "\\ \" `", "\"\\\\ \\\" \\`\""},
    {"controls become blanks",
     "a\nb\x1b"
     "c",
     "\"a b c\""},
    {"a broken byte is replaced", "a\xFF", "\"a\xEF\xBF\xBD\""},
    {"the end of a CDATA section is parted", "a]]]>b", "\"a]]] >b\""},
    {"what XML lacks is replaced", "\xEF\xBF\xBF!", "\"\xEF\xBF\xBD!\""},
};

START_TEST(writes_one_literal)
{
    char *got = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&got, &size);
    ck_assert_int_eq(lc_plot_quote(out, cases[_i].text, strlen(cases[_i].text), NULL), LC_OK);
    fclose(out);
    ck_assert_msg(strcmp(got, cases[_i].want) == 0, "%s: %s", cases[_i].what, got);
    free(got);
}
END_TEST

static const struct {
    const char *path, *want; /* NULL: refused */
} paths[] = {
    {"run.png", "\"./run.png\""},
    {"| touch canary.png", "\"./| touch canary.png\""},
    {"< touch canary.png", "\"./< touch canary.png\""},
    {"~/run.png", "\"./~/run.png\""},
    {"/tmp/`a\"b.png", "\"/tmp/\\`a\\\"b.png\""},
    {"a\nb.png", NULL},
    {"", NULL},
};

START_TEST(names_of_files_open_files_only)
{
    char *got = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&got, &size);
    lc_status st = lc_plot_quote_path(out, paths[_i].path, NULL);
    fclose(out);
    ck_assert_int_eq(st, paths[_i].want ? LC_OK : LC_E_ARG);
    ck_assert_str_eq(got, paths[_i].want ? paths[_i].want : "");
    free(got);
}
END_TEST

START_TEST(writes_nothing_without_memory)
{
    char *got = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&got, &size);
    lc_error err = LC_ERROR_INIT;
    lc_mem_fail_at(1);
    ck_assert_int_eq(lc_plot_quote(out, "a", 1, &err), LC_E_NOMEM);
    lc_mem_fail_at(1);
    ck_assert_int_eq(lc_plot_quote_path(out, "a", &err), LC_E_NOMEM);
    lc_mem_fail_at(0);
    fclose(out);
    ck_assert_str_eq(got, "");
    free(got);
}
END_TEST

Suite *suite_quote(void)
{
    Suite *s = suite_create("quote");
    TCase *t = tcase_create("core");
    tcase_set_timeout(t, 60);
    tcase_add_loop_test(t, writes_one_literal, 0, sizeof cases / sizeof *cases);
    tcase_add_loop_test(t, names_of_files_open_files_only, 0, sizeof paths / sizeof *paths);
    tcase_add_test(t, writes_nothing_without_memory);
    tcase_add_test(t, gnuplot_prints_what_was_cleaned);
    tcase_add_test(t, drawn_text_keeps_the_svg_well_formed);
    suite_add_tcase(s, t);
    return s;
}
