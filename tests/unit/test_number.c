/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_number.c - the number reader beside strtod, and where it stops. */
#include "base/number.h"

#include <check.h>
#include <locale.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

Suite *suite_number(void);

/* Text, how many bytes of it are a number, and its value as C writes it. */
static const struct {
    const char *text;
    size_t used;
    double value;
} cases[] = {
    {"0", 1, 0.0},
    {"-0.0", 4, -0.0},
    {"0.1", 3, 0.1},
    {"+1.5", 4, 1.5},
    {".5", 2, 0.5},
    {"3.", 2, 3.0},
    {"-1.5e-3", 7, -1.5e-3},
    {"1E+5", 4, 1e5},
    {"0.0000000", 9, 0.0},
    {"1.0000000", 9, 1.0},
    {"0.1234567", 9, 0.1234567},
    {"0.8864259123802185", 18, 0.8864259123802185},
    {"0.11522770151495934", 19, 0.11522770151495934},
    {"9.99999999999999999", 19, 10.0},
    /* 2^53 + 1 lies halfway between 2^53 and 2^53 + 2: the even one is 2^53 */
    {"9007199254740993", 16, 9007199254740992.0},
    {"9007199254740993.0", 18, 9007199254740992.0},
    /* ... and anything above the middle goes up, however far behind it stands */
    {"9007199254740993.00000000000000000000000001", 43, 9007199254740994.0},
    /* 2^53 + 3 is halfway between +2 and +4: the even one is +4 */
    {"9007199254740995", 16, 9007199254740996.0},
    /* 1 + 2^-53, exactly halfway between 1 and the next double */
    {"1.00000000000000011102230246251565404236316680908203125", 55, 1.0},
    {"1.00000000000000011102230246251565404236316680908203126", 55, 1.0000000000000002},
    {"4.9406564584124654e-324", 23, 4.9406564584124654e-324},
    {"2.4703282292062327e-324", 23, 0.0}, /* just below half of the least subnormal */
    {"2.2250738585072011e-308", 23, 2.2250738585072011e-308},
    {"1e308", 5, 1e308},
    {"1.7976931348623157e308", 22, 1.7976931348623157e308},
    {"1e400", 5, HUGE_VAL},
    {"-1e400", 6, -HUGE_VAL},
    {"1e-400", 6, 0.0},
    {"1e99999999999999999999", 22, HUGE_VAL},
    {"0e99999999999999999999", 22, 0.0},
    {"123456789012345678901234567890", 30, 123456789012345678901234567890.0},
    {"inf", 3, HUGE_VAL},
    {"-Infinity", 9, -HUGE_VAL},
    {"1.#INF", 6, HUGE_VAL},
    {"-1.#INF", 7, -HUGE_VAL},
    {"\xe2\x88\x9e", 3, HUGE_VAL}, /* the infinity sign */
    {"-\xe2\x88\x9e", 4, -HUGE_VAL},
    /* truncated or trailing text: the number ends before it */
    {"1e", 1, 1.0},
    {"1e+", 1, 1.0},
    {"2.5e-", 3, 2.5},
    {"0.25 ", 4, 0.25},
    {"85.3%", 4, 85.3},
    {"0x10", 1, 0.0},
    {"1,000", 1, 1.0},
    {"1.2.3", 3, 1.2},
    {"0.123456x", 8, 0.123456},
    {"12s", 2, 12.0},
    /* none at all */
    {"", 0, 0.0},
    {"-", 0, 0.0},
    {"+", 0, 0.0},
    {".", 0, 0.0},
    {"-.", 0, 0.0},
    {"e5", 0, 0.0},
    {" 1", 0, 0.0},
    {"--1", 0, 0.0},
    {"loss", 0, 0.0},
    {"in", 0, 0.0},
    {"\xe2\x88", 0, 0.0},
};

static void check_same_bits(double got, double wanted, const char *text)
{
    ck_assert_msg(memcmp(&got, &wanted, sizeof got) == 0, "%s: %.17g, expected %.17g", text, got,
                  wanted);
}

START_TEST(reads_what_was_worked_by_hand)
{
    const char *text = cases[_i].text;
    double v = 0;
    size_t used = lc_number_read(&v, text, strlen(text));
    ck_assert_msg(used == cases[_i].used, "'%s': %zu bytes, expected %zu", text, used,
                  cases[_i].used);
    if (used)
        check_same_bits(v, cases[_i].value, text);
}
END_TEST

START_TEST(reads_every_spelling_of_not_a_number)
{
    static const char *const texts[] = {"nan",      "NaN",       "NAN",     "-nan",    "+nan",
                                        "nan(ind)", "-nan(ind)", "1.#QNAN", "-1.#IND", "1.#SNAN"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        double v = 0;
        ck_assert_uint_eq(lc_number_read(&v, texts[i], strlen(texts[i])), strlen(texts[i]));
        ck_assert_msg(isnan(v), "%s", texts[i]);
    }
}
END_TEST

/* xorshift64, so that every run tests the same texts */
static uint64_t next(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static size_t put_digits(char *out, uint64_t *r, size_t n)
{
    for (size_t i = 0; i < n; i++)
        out[i] = (char)('0' + next(r) % 10);
    return n;
}

/* A number of one of five shapes. */
static void make_text(char *out, size_t room, uint64_t *r)
{
    size_t n = 0;
    uint64_t bits = next(r);
    double any;
    memcpy(&any, &bits, sizeof any);
    switch (next(r) % 5) {
    case 0: /* any double, written so that it comes back */
        snprintf(out, room, "%.17g", isfinite(any) ? any : 1.5);
        break;
    case 1: /* digits on both sides of the point */
        n = put_digits(out, r, next(r) % 25);
        out[n++] = '.';
        n += put_digits(out + n, r, 1 + next(r) % 25);
        out[n] = '\0';
        break;
    case 2: /* an integer and an exponent about the limits of the exact way */
        n = put_digits(out, r, 1 + next(r) % 22);
        snprintf(out + n, room - n, "e%d", (int)(next(r) % 80) - 40);
        break;
    case 3: /* as trainers print */
        snprintf(out, room, "%.*f", (int)(next(r) % 18), (double)(next(r) % 100000000) / 1e7);
        break;
    default: /* far too many digits */
        n = put_digits(out, r, 1 + next(r) % 900);
        snprintf(out + n, room - n, "e%d", (int)(next(r) % 1300) - 1000);
    }
}

static size_t scanned; /* texts that the scan took */

/* The scan gives up, or has the bits of what stands up to where it ends; with something behind. */
static void compare_scan(const char *text)
{
    char copy[1100];
    double v = 0, wanted = 0;
    snprintf(copy, sizeof copy, "%.1000s,7.12345678901234567890123456789012", text);
    const char *end = lc_number_scan(&v, copy, copy + strlen(copy));
    if (!end)
        return;
    scanned++;
    ck_assert_uint_eq(lc_number_read(&wanted, copy, (size_t)(end - copy)), (size_t)(end - copy));
    check_same_bits(v, wanted, text);
    ck_assert(*end != '.' && (*end < '0' || *end > '9'));
}

static void compare_with_strtod(size_t count, const char *numeric)
{
    uint64_t r = 88172645463325252u;
    for (size_t i = 0; i < count; i++) {
        char text[1000];
        double v = 0;
        setlocale(LC_NUMERIC, "C");
        make_text(text, sizeof text, &r);
        double wanted = strtod(text, NULL);
        setlocale(LC_NUMERIC, numeric);
        ck_assert_uint_eq(lc_number_read(&v, text, strlen(text)), strlen(text));
        check_same_bits(v, wanted, text);
        compare_scan(text);
    }
    setlocale(LC_NUMERIC, "C");
}

START_TEST(agrees_with_strtod_to_the_last_bit)
{
    compare_with_strtod(200000, "C");
    ck_assert_uint_gt(scanned, 30000);
}
END_TEST

START_TEST(scans_what_stands_in_a_table)
{
    static const struct {
        const char *text;
        double v;
        size_t used; /* 0: left to lc_number_read */
    } found[] = {
        {"0,", 0, 1},
        {"-0\n", -0.0, 2},
        {"+7;", 7, 2},
        {"1234567,", 1234567, 7},
        {"12345678,", 0, 0},
        {"-0.626454,", -0.626454, 9},
        {".5,", .5, 2},
        {"5.,", 5, 2},
        {"1.5e3,", 1500, 5},
        {"-1.25e-05,", -1.25e-05, 9},
        {"2E+0002,", 200, 7},
        {"1e,", 1, 1},
        {"1e-,", 1, 1},
        {"1e00002,", 0, 0},
        {"0e25,", 0, 0},
        {"1.5e-300,", 0, 0},
        {"1.5 ,", 1.5, 3},
        {"85%,", 85, 2},
        {"1,5;", 1, 1},
        {"0.123456789012345,", 0.123456789012345, 17},
        {"0.1234567890123456,", 0, 0},
        {".,", 0, 0},
        {"-,", 0, 0},
        {",", 0, 0},
        {"x", 0, 0},
        {"nan,", 0, 0},
        {"--1,", 0, 0},
        {"1.2.3,", 1.2, 3},
        {"1\xb0,", 1, 1},
    };
    for (size_t i = 0; i < sizeof found / sizeof *found; i++) {
        char copy[80];
        double v = 99;
        snprintf(copy, sizeof copy, "%s%s", found[i].text, "123456789012345678901234567890123456");
        const char *end = lc_number_scan(&v, copy, copy + strlen(copy));
        ck_assert_msg((end ? (size_t)(end - copy) : 0) == found[i].used, "%s", copy);
        if (end)
            check_same_bits(v, found[i].v, copy);
        size_t near = found[i].used < 32 ? found[i].used : 32; /* too close to the end */
        ck_assert_ptr_null(lc_number_scan(&v, copy, copy + near));
    }
}
END_TEST

START_TEST(does_not_care_for_the_locale)
{
    static const char *const names[] = {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "de_DE"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (setlocale(LC_NUMERIC, names[i])) {
            compare_with_strtod(20000, names[i]);
            return;
        }
    fputs("number: no locale with a decimal comma is installed, skipped\n", stderr);
}
END_TEST

/* The text ends where its memory ends, so that a read past it is caught by the sanitizers. */
START_TEST(never_reads_past_the_end)
{
    const char *text = cases[_i].text;
    size_t n = strlen(text);
    for (size_t k = 0; k <= n; k++) {
        char *exact = malloc(k ? k : 1);
        ck_assert_ptr_nonnull(exact);
        memcpy(exact, text, k);
        double v;
        ck_assert_uint_le(lc_number_read(&v, exact, k), k);
        free(exact);
    }
}
END_TEST

Suite *suite_number(void)
{
    int n = (int)(sizeof cases / sizeof *cases);
    Suite *s = suite_create("number");
    TCase *t = tcase_create("read");
    tcase_set_timeout(t, 120);
    tcase_add_loop_test(t, reads_what_was_worked_by_hand, 0, n);
    tcase_add_test(t, reads_every_spelling_of_not_a_number);
    tcase_add_test(t, scans_what_stands_in_a_table);
    tcase_add_test(t, agrees_with_strtod_to_the_last_bit);
    tcase_add_test(t, does_not_care_for_the_locale);
    tcase_add_loop_test(t, never_reads_past_the_end, 0, n);
    suite_add_tcase(s, t);
    return s;
}
