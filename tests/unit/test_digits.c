/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_digits.c - doubles as decimal text and back. */
#include "record/digits.h"

#include "random.h"

#include <check.h>
#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

Suite *suite_digits(void);

/* Significant digits of what is printed. */
static int digits_of(const char *s)
{
    int n = 0, zeros = 0;
    for (; *s && *s != 'e'; s++) {
        if (*s == '0' && n == 0)
            continue;
        if (*s >= '0' && *s <= '9') {
            n++;
            zeros = *s == '0' ? zeros + 1 : 0;
        }
    }
    return n - zeros;
}

static double any_double(uint64_t *seed, int i)
{
    uint64_t bits = random_bits(seed);
    double v;
    if (i % 4 == 0)
        return (double)(int64_t)(bits >> 40) / 1000; /* as people log them */
    if (i % 4 == 1)
        bits &= UINT64_C(0x800fffffffffffff); /* subnormal */
    memcpy(&v, &bits, sizeof v);
    return v;
}

/* Read back as the same double, by strtod as by ours, and by no text of fewer digits; of those of as many digits it is
 * the nearest, which is what printf writes. */
static void check_shortest(double v)
{
    char out[LC_RECORD_DIGITS], other[LC_RECORD_DIGITS];
    double read = 7;
    size_t n = lc_record_write_double(out, v);
    int digits = digits_of(out);
    ck_assert_msg(n == strlen(out) && n < sizeof out, "%s", out);
    ck_assert_msg(strtod(out, NULL) == v && signbit(strtod(out, NULL)) == signbit(v), "%a: %s", v,
                  out);
    ck_assert_msg(lc_record_read_double(&read, out, n) && read == v, "%a: %s", v, out);
    if (digits > 1) {
        snprintf(other, sizeof other, "%.*e", digits - 2, v);
        ck_assert_msg(strtod(other, NULL) != v, "%s is longer than %s", out, other);
    }
    if (digits > 0) {
        snprintf(other, sizeof other, "%.*e", digits - 1, v);
        double nearest = strtod(other, NULL);
        ck_assert_msg(nearest == v && digits_of(other) == digits, "%s, not %s", out, other);
    }
}

START_TEST(numbers_are_as_short_as_they_can_be)
{
    static const double special[] = {0,
                                     -0.0,
                                     1,
                                     -1,
                                     0.1,
                                     1e15,
                                     1e16,
                                     1e17,
                                     1e22,
                                     1e23,
                                     DBL_MIN,
                                     DBL_MAX,
                                     -DBL_MAX,
                                     DBL_EPSILON,
                                     0x1p-1074,
                                     -0x1p-1074,
                                     0x1.fffffffffffffp-1023,
                                     9007199254740993.0};
    uint64_t seed = 5;
    for (size_t i = 0; i < sizeof special / sizeof *special; i++)
        check_shortest(special[i]);
    for (int i = 0; i < 20000; i++) {
        double v = any_double(&seed, i);
        if (isfinite(v))
            check_shortest(v);
    }
}
END_TEST

START_TEST(what_is_not_finite_has_a_word)
{
    static const struct {
        double v;
        const char *word;
    } cases[] = {{NAN, "nan"}, {-NAN, "nan"}, {INFINITY, "inf"}, {-INFINITY, "-inf"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char out[LC_RECORD_DIGITS];
        double v = 7;
        ck_assert_uint_eq(lc_record_write_double(out, cases[i].v), strlen(cases[i].word));
        ck_assert_str_eq(out, cases[i].word);
        ck_assert(lc_record_read_double(&v, out, strlen(out)));
        ck_assert(isnan(v) ? isnan(cases[i].v) : v == cases[i].v);
    }
}
END_TEST

#define TEN "1234567890"
#define FIFTY TEN TEN TEN TEN TEN
#define BLANKS "          "

static const struct {
    const char *text;
    double v; /* 7: there is none */
} texts[] = {
    {"17", 17},
    {" \t\r\n17 \t\r\n", 17},
    {BLANKS BLANKS BLANKS BLANKS BLANKS BLANKS BLANKS "17" BLANKS BLANKS BLANKS BLANKS BLANKS, 17},
    {"-1.5", -1.5},
    {"+2", 2},
    {".5", .5},
    {"5.", 5},
    {"1e-3", 1e-3},
    {"1.25E+2", 125},
    {"1e999", INFINITY},
    {"1e-999", 0},
    {FIFTY, 1.2345678901234567890e49},
    {FIFTY ".5", 1.2345678901234567890e49},
    {"0." FIFTY, .12345678901234567890},
    {FIFTY FIFTY, 7}, /* nothing that was written so */
    {"0." FIFTY FIFTY FIFTY, 7},
    {"", 7},
    {" ", 7},
    {BLANKS BLANKS, 7},
    {".", 7},
    {"-", 7},
    {"e5", 7},
    {"1.5.", 7},
    {"1..5", 7},
    {"1 5", 7},
    {"1. 5", 7},
    {"1x", 7},
    {"x1", 7},
    {"1\v", 7},
    {"epoch", 7},
};

static void check_text(size_t i)
{
    const char *text = texts[i].text;
    size_t n = strlen(text);
    double v = 7;
    bool is = lc_record_read_double(&v, text, n);
    ck_assert_msg(is == (texts[i].v != 7), "%s", text);
    ck_assert_msg(v == texts[i].v, "%s: %g", text, v); /* left as it was where there is none */
    char *cell = malloc(n + 2);                        /* what stands behind the cell is not read */
    memcpy(cell, text, n);
    strcpy(cell + n, "9");
    v = 7;
    ck_assert(lc_record_read_double(&v, cell, n) == is && v == texts[i].v);
    free(cell);
}

START_TEST(a_number_fills_its_cell)
{
    check_text((size_t)_i);
}
END_TEST

/* One that is too long is refused, and so are all longer ones. */
START_TEST(a_number_may_be_long)
{
    for (int point = 0; point < 2; point++) {
        char text[200] = "3";
        bool was = true;
        for (size_t n = 1; n < sizeof text; n++) {
            double v = 7;
            bool is = lc_record_read_double(&v, text, n);
            ck_assert((is || n > 50) && (was || !is));
            if (is)
                ck_assert_double_eq_tol(v, point ? 3 : 3 * pow(10, (double)n - 1), 1e-9 * v);
            was = is;
            text[n] = point && n == 1 ? '.' : '0';
        }
        ck_assert(!was);
    }
}
END_TEST

/* Make a locale with that decimal point, and use it; false where there is no localedef. */
static bool use_point(const char *folder, const char *point)
{
    char path[60], command[200];
    snprintf(path, sizeof path, "%s/source", folder);
    FILE *f = fopen(path, "w");
    ck_assert_ptr_nonnull(f);
    fprintf(f,
            "comment_char %%\nescape_char /\nLC_NUMERIC\ndecimal_point \"%s\"\n"
            "thousands_sep \"\"\ngrouping -1\nEND LC_NUMERIC\n",
            point);
    fclose(f);
    snprintf(command, sizeof command,
             "localedef -c -f UTF-8 -i %s/source %s/made >/dev/null 2>&1; rm %s/source", folder,
             folder, folder);
    return system(command) == 0 && setlocale(LC_NUMERIC, "made");
}

/* Decimal points of one byte and of two. */
START_TEST(a_locale_changes_nothing)
{
    static const struct {
        const char *point, *half;
    } cases[] = {{"<U002C>", "0,5"},
                 {"<U066B>", "0\xd9\xab"
                             "5"}};
    char folder[] = "/tmp/lc-digits-XXXXXX", out[LC_RECORD_DIGITS];
    ck_assert_ptr_nonnull(mkdtemp(folder));
    setenv("LOCPATH", folder, 1);
    if (use_point(folder, cases[_i].point)) {
        snprintf(out, sizeof out, "%.1f", .5);
        ck_assert_str_eq(out, cases[_i].half);
        ck_assert_uint_eq(lc_record_write_double(out, -1.25e-7), 9);
        ck_assert_str_eq(out, "-1.25e-07");
        ck_assert_uint_eq(lc_record_write_double(out, 12), 2);
        ck_assert_str_eq(out, "12");
        ck_assert_uint_eq(lc_record_write_double(out, 1e22), 5);
        ck_assert_str_eq(out, "1e+22");
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
            check_text(i);
        setlocale(LC_NUMERIC, "C");
    } else {
        fputs("digits: no locale with another decimal point can be made, skipped\n", stderr);
    }
    unsetenv("LOCPATH");
    char command[60];
    snprintf(command, sizeof command, "rm -r %s", folder);
    ck_assert_int_eq(system(command), 0);
}
END_TEST

Suite *suite_digits(void)
{
    Suite *s = suite_create("digits");
    TCase *t = tcase_create("all");
    tcase_add_test(t, numbers_are_as_short_as_they_can_be);
    tcase_add_test(t, what_is_not_finite_has_a_word);
    tcase_add_test(t, a_number_may_be_long);
    tcase_add_loop_test(t, a_locale_changes_nothing, 0, 2);
    tcase_set_timeout(t, 120); /* of localedef, on a busy machine */
    tcase_add_loop_test(t, a_number_fills_its_cell, 0, (int)(sizeof texts / sizeof *texts));
    suite_add_tcase(s, t);
    return s;
}
