/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_text.c - strangers' text made safe, and numbers made for people and for machines. */
#include "base/text.h"

#include "base/mem.h"
#include "random.h"

#include <check.h>
#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

Suite *suite_text(void);

#define BAD "\xef\xbf\xbd" /* U+FFFD, the replacement character */
#define BYTES(literal) literal, sizeof literal - 1

static const struct {
    const char *what, *bytes;
    size_t n;
    const char *clean;
    size_t width; /* [columns] */
} texts[] = {
    {"plain text stays", BYTES("val_loss [%] $`'\"\\"), "val_loss [%] $`'\"\\", 18},
    {"nothing", BYTES(""), "", 0},
    {"C0 controls and DEL",
     BYTES("a\x01"
           "b\tc\nd\re\x1b[31m\x7f"),
     "a b c d e [31m ", 15},
    {"NUL", BYTES("a\0b"), "a b", 3},
    {"C1 controls",
     BYTES("a\xc2\x80"
           "b\xc2\x9b"
           "c\xc2\x9f"),
     "a b c ", 6},
    {"the first letter after C1", BYTES("\xc2\xa0"), "\xc2\xa0", 1}, /* no-break space */
    {"line and paragraph separators",
     BYTES("a\xe2\x80\xa8"
           "b\xe2\x80\xa9"),
     "a b ", 4},
    {"bidirectional marks", BYTES("\xe2\x80\x8e\xe2\x80\x8f\xd8\x9c"), "   ", 3},
    {"bidirectional embedding", BYTES("\xe2\x80\xaa|\xe2\x80\xae"), " | ", 3},
    {"bidirectional isolates", BYTES("\xe2\x81\xa6|\xe2\x81\xa9"), " | ", 3},
    {"byte-order mark", BYTES("\xef\xbb\xbfloss"), " loss", 5},
    {"two and three bytes stay", BYTES("\xc3\xa9\xe2\x82\xac"), "\xc3\xa9\xe2\x82\xac", 2},
    {"wide characters", BYTES("\xe6\x8d\x9f\xe5\xa4\xb1"), "\xe6\x8d\x9f\xe5\xa4\xb1", 4},
    {"an emoji", BYTES("\xf0\x9f\x94\xa5"), "\xf0\x9f\x94\xa5", 2},
    {"a combining accent", BYTES("e\xcc\x81"), "e\xcc\x81", 1},
    {"a Latin-1 byte",
     BYTES("pr\xe9"
           "cision"),
     "pr" BAD "cision", 9},
    {"bytes that never begin a character", BYTES("\x80\xbf\xfe\xff"), BAD BAD BAD BAD, 4},
    {"a character cut off", BYTES("a\xe2\x82"), "a" BAD BAD, 3},
    {"an overlong slash", BYTES("\xc0\xaf"), BAD BAD, 2},
    {"half of a surrogate pair", BYTES("\xed\xa0\x80"), BAD BAD BAD, 3},
    {"a workflow command", BYTES("::stop-commands::x"), ": :stop-commands::x", 19},
    {"one behind blanks and a line's end", BYTES("a\n \xc2\xa0::x std::y ::::"),
     "a  \xc2\xa0: :x std::y : : : :", 23},
    {"one of the old form", BYTES("a##[add-mask]b # #[ ###[["), "a## [add-mask]b # #[ ### [[", 27},
    {"beyond Unicode", BYTES("\xf4\x90\x80\x80"), BAD BAD BAD BAD, 4},
};

START_TEST(cleans_what_a_terminal_would_obey)
{
    char *clean = lc_text_clean(texts[_i].bytes, texts[_i].n);
    ck_assert_msg(strcmp(clean, texts[_i].clean) == 0, "%s: '%s'", texts[_i].what, clean);
    ck_assert_msg(lc_text_width(clean) == texts[_i].width, "%s: width %zu", texts[_i].what,
                  lc_text_width(clean));
    char *again = lc_text_clean(clean, strlen(clean));
    ck_assert_str_eq(again, clean); /* clean text is left as it is */
    lc_mem_free(again);
    lc_mem_free(clean);
}
END_TEST

/* Valid UTF-8 without any control, whatever the bytes were; read from exact-size blocks. */
START_TEST(cleans_any_bytes)
{
    uint64_t r = 1;
    for (size_t round = 0; round < 20000; round++) {
        size_t n = random_bits(&r) % 12;
        char *bytes = malloc(n + !n);
        ck_assert_ptr_nonnull(bytes);
        for (size_t i = 0; i < n; i++) /* mostly beginnings and continuations */
            bytes[i] = (char)(random_bits(&r) % 4 ? 0x80 | random_bits(&r) : random_bits(&r));
        char *clean = lc_text_clean(bytes, n);
        char *again = lc_text_clean(clean, strlen(clean));
        ck_assert_str_eq(again, clean);
        for (const char *c = clean; *c; c++)
            ck_assert((unsigned char)*c >= 0x20 && *c != 0x7f);
        ck_assert_uint_le(strlen(clean), 3 * n);
        ck_assert_uint_le(lc_text_width(clean), 2 * n);
        lc_mem_free(again);
        lc_mem_free(clean);
        free(bytes);
    }
}
END_TEST

START_TEST(refuses_to_clean_what_cannot_fit)
{
    ck_assert_ptr_null(lc_text_clean("", SIZE_MAX / 2));
    lc_mem_fail_at(1);
    ck_assert_ptr_null(lc_text_clean("a", 1));
    lc_mem_fail_at(0);
}
END_TEST

START_TEST(measures_text_that_is_not_clean)
{
    ck_assert_uint_eq(lc_text_width("a\xff"
                                    "b"),
                      3);
    ck_assert_uint_eq(lc_text_width("\xe2\x82"), 2);
    ck_assert_uint_eq(lc_text_width("a\nb"), 2);
}
END_TEST

static void check_exact(double v)
{
    char out[LC_NUMBER_SIZE];
    lc_text_exact(out, v);
    double back = strtod(out, NULL);
    ck_assert_msg(memcmp(&back, &v, sizeof v) == 0, "%s is not %.17g", out, v);
}

START_TEST(writes_doubles_that_read_back)
{
    uint64_t r = 2;
    for (size_t i = 0; i < 100000; i++) {
        uint64_t bits = random_bits(&r);
        double v;
        memcpy(&v, &bits, sizeof v);
        if (isfinite(v))
            check_exact(v);
        check_exact(random_normal(&r));
    }
    static const double edges[] = {0.0,
                                   -0.0,
                                   0.1,
                                   1.0 / 3,
                                   5e-324,
                                   1.7976931348623157e308,
                                   -1.7976931348623157e308,
                                   2.2250738585072014e-308};
    for (size_t i = 0; i < sizeof edges / sizeof *edges; i++)
        check_exact(edges[i]);
}
END_TEST

START_TEST(writes_the_shortest_that_reads_back)
{
    static const struct {
        double v;
        const char *text;
    } known[] = {
        {0.1, "0.1"},
        {0.3, "0.3"},
        {1e23, "1e+23"},
        {100, "100"},
        {-7, "-7"},
        {999999999999999, "999999999999999"},
        {1e15, "1e+15"},
        {-2.5, "-2.5"},
        {0.1 + 0.2, "0.30000000000000004"},       /* 17 digits are needed */
        {5e-324, "4.94065645841247e-324"},        /* 15 will do for the least subnormal */
        {9007199254740993.0, "9007199254740992"}, /* 16: rounded to even when it was read */
        {INFINITY, "inf"},
        {-INFINITY, "-inf"}};
    char out[LC_NUMBER_SIZE];
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        lc_text_exact(out, known[i].v);
        ck_assert_str_eq(out, known[i].text);
    }
    lc_text_exact(out, NAN);
    ck_assert(strstr(out, "nan") != NULL);
}
END_TEST

static const struct {
    double v;
    int digits;
    const char *text;
} rounded[] = {
    {0.0, 4, "0"},
    {-0.0, 4, "0"},
    {1, 4, "1"},
    {-1.5, 4, "-1.5"},
    {150.0, 4, "150"},
    {0.366, 4, "0.366"},
    {0.12345678, 4, "0.1235"},
    {12.345678, 4, "12.35"},
    {100.04, 4, "100"},
    {0.00012345678, 4, "0.0001235"},
    {1e-4, 4, "0.0001"},
    {9.99e-5, 4, "9.99e-05"},
    {1e-5, 4, "1e-05"},
    {-1e-5, 4, "-1e-05"},
    {0.99994, 4, "0.9999"},
    {0.99995, 4, "1"}, /* the double is 0.99995000000000000551 */
    {0.99985, 4, "0.9999"},
    {9.9996, 4, "10"},
    {99.996, 4, "100"},
    {0.00099996, 4, "0.001"},
    {1234.5678, 4, "1235"},
    {123456, 4, "123456"}, /* before the point every digit is written */
    {999999, 4, "999999"},
    {999999.5, 4, "1000000"}, /* below 1e6, so without an exponent; the tie goes to even */
    {999999.4, 4, "999999"},
    {1e6, 4, "1e+06"},
    {1234567, 4, "1.235e+06"},
    {-1e300, 4, "-1e+300"},
    {3.14159265358979, 1, "3"},
    {3.14159265358979, 15, "3.14159265358979"},
    {INFINITY, 4, "inf"},
    {-INFINITY, 4, "-inf"},
};

START_TEST(rounds_as_people_write)
{
    char out[LC_NUMBER_SIZE];
    lc_text_round(out, rounded[_i].v, rounded[_i].digits);
    ck_assert_str_eq(out, rounded[_i].text);
}
END_TEST

START_TEST(rounds_any_double_within_its_room)
{
    uint64_t r = 3;
    for (size_t i = 0; i < 100000; i++) {
        char out[LC_NUMBER_SIZE];
        uint64_t bits = random_bits(&r);
        double v, scale = pow(10, (double)(bits % 20) - 8);
        memcpy(&v, &bits, sizeof v);
        if (i % 2)
            v = random_normal(&r) * scale;
        lc_text_round(out, v, 4);
        ck_assert_uint_lt(strlen(out), LC_NUMBER_SIZE);
        if (isfinite(v)) /* half a unit of the fourth digit */
            ck_assert_msg(fabs(strtod(out, NULL) - v) <= 5.0001e-4 * fabs(v), "%s for %.17g", out,
                          v);
        else
            ck_assert(strcmp(out, isnan(v) ? "NaN" : v > 0 ? "inf" : "-inf") == 0);
    }
    char out[LC_NUMBER_SIZE];
    lc_text_round(out, -(double)NAN, 4);
    ck_assert_str_eq(out, "NaN"); /* whatever its sign */
}
END_TEST

/* A program that uses the library may have called setlocale. */
START_TEST(writes_a_point_in_every_locale)
{
    static const char *const names[] = {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "de_DE"};
    char exact[LC_NUMBER_SIZE], round[LC_NUMBER_SIZE];
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (setlocale(LC_NUMERIC, names[i])) {
            lc_text_exact(exact, 0.1 + 0.2);
            lc_text_round(round, 0.366, 4);
            setlocale(LC_NUMERIC, "C");
            ck_assert_str_eq(exact, "0.30000000000000004");
            ck_assert_str_eq(round, "0.366");
            return;
        }
    fputs("text: no locale with a decimal comma is installed, skipped\n", stderr);
}
END_TEST

START_TEST(compares_names_as_people_write_them)
{
    ck_assert(lc_text_same("val_loss", "Val-Loss"));
    ck_assert(lc_text_same("val loss", "VALLOSS"));
    ck_assert(lc_text_same("_a_", "a"));
    ck_assert(lc_text_same("", " - "));
    ck_assert(!lc_text_same("val_loss", "val_los"));
    ck_assert(!lc_text_same("loss", "lossy"));
    ck_assert(!lc_text_same("", "a"));
    ck_assert(!lc_text_same("val/loss", "val_loss"));
}
END_TEST

START_TEST(counts_single_edits)
{
    static const struct {
        const char *a, *b;
        size_t distance;
    } known[] = {{"", "", 0},
                 {"", "abc", 3},
                 {"abc", "abc", 0},
                 {"kitten", "sitting", 3}, /* k-s, e-i, +g */
                 {"plateu", "plateau", 1},
                 {"ab", "ba", 2},
                 {"flaw", "lawn", 2}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        ck_assert_uint_eq(lc_text_distance(known[i].a, known[i].b), known[i].distance);
        ck_assert_uint_eq(lc_text_distance(known[i].b, known[i].a), known[i].distance);
    }
    char most[65];
    memset(most, 'x', 64);
    most[64] = '\0';
    ck_assert_uint_eq(lc_text_distance(most, "x"), SIZE_MAX);
    ck_assert_uint_eq(lc_text_distance("x", most), SIZE_MAX);
    most[63] = '\0';
    ck_assert_uint_eq(lc_text_distance(most, "x"), 62);
    ck_assert_uint_eq(lc_text_distance("", most), 63);
}
END_TEST

START_TEST(collects_texts)
{
    lc_texts list = {0};
    for (int i = 0; i < 100; i++)
        ck_assert(lc_texts_add(&list, "%d of %s", i, "many"));
    ck_assert_uint_eq(list.n, 100);
    ck_assert_str_eq(list.text[99], "99 of many");
    lc_mem_fail_at(1);
    ck_assert(!lc_texts_add(&list, "one more"));
    lc_mem_fail_at(0);
    ck_assert_uint_eq(list.n, 100);
    lc_texts_free(&list);
    lc_texts_free(&list);
    ck_assert_uint_eq(list.n, 0);
}
END_TEST

START_TEST(writes_to_a_stream_what_it_cleans)
{
    char out[128];
    FILE *to = fmemopen(out, sizeof out, "w");
    lc_text_write(to, texts[_i].bytes, texts[_i].n);
    putc('\0', to);
    fclose(to);
    ck_assert_str_eq(out, texts[_i].clean);
}
END_TEST

/* Every allocation of a text that is longer than any buffer: it is whole, or there is none. */
START_TEST(a_text_that_memory_was_out_for_is_none)
{
    enum { N = 100000 };
    bool whole = false;
    for (size_t k = 1; !whole; k++) {
        char *text = (char *)"as it was";
        size_t n = 0;
        lc_mem_fail_at(k);
        FILE *out = lc_text_open(&text, &n);
        for (size_t i = 0; out && i < N; i++)
            putc("0123456789"[i % 10], out);
        whole = out && lc_text_close(out, &text);
        ck_assert(whole == (text != NULL));
        ck_assert_uint_ge(k, whole ? 3 : 1);
        lc_mem_fail_at(0);
        if (whole) {
            ck_assert_uint_eq(n, N);
            ck_assert_uint_eq(strlen(text), N);
            ck_assert_str_eq(text + N - 10, "0123456789");
        }
        free(text);
    }
}
END_TEST

START_TEST(an_empty_text_is_a_text)
{
    char *text;
    size_t n;
    FILE *out = lc_text_open(&text, &n);
    ck_assert(lc_text_close(out, &text));
    ck_assert_str_eq(text, "");
    ck_assert_uint_eq(n, 0);
    free(text);
}
END_TEST

static const struct {
    const char *text;
    unsigned how;
    const char *cell;
} cells[] = {
    {"loss", 0, "loss"},
    {NULL, 0, ""},
    {"", 0, "\"\""},
    {"a,b", 0, "\"a,b\""},
    {"a \"b\"", 0, "\"a \"\"b\"\"\""},
    {" a", 0, "\" a\""},
    {"=cmd|x", 0, "=cmd|x"},
    {"=cmd|x", LC_CSV_SAFE, "\"'=cmd|x\""},
    {"+1", LC_CSV_SAFE, "\"'+1\""},
    {"-1", LC_CSV_SAFE, "\"'-1\""},
    {"@A1", LC_CSV_SAFE, "\"'@A1\""},
    {"\t=1", LC_CSV_SAFE | LC_CSV_CLEAN, "\"' =1\""},
    {"a=1", LC_CSV_SAFE, "a=1"},
    {"a\x1b[2J", 0, "a\x1b[2J"},
    {"a\x1b[2J", LC_CSV_CLEAN, "a [2J"},
};

START_TEST(writes_cells)
{
    char out[64];
    FILE *to = fmemopen(out, sizeof out, "w");
    lc_csv_text(to, cells[_i].text, cells[_i].how);
    putc('\0', to);
    fclose(to);
    ck_assert_str_eq(out, cells[_i].cell);
}
END_TEST

Suite *suite_text(void)
{
    Suite *s = suite_create("text");
    TCase *t = tcase_create("text");
    tcase_add_loop_test(t, cleans_what_a_terminal_would_obey, 0,
                        (int)(sizeof texts / sizeof *texts));
    tcase_add_loop_test(t, writes_to_a_stream_what_it_cleans, 0,
                        (int)(sizeof texts / sizeof *texts));
    tcase_add_test(t, a_text_that_memory_was_out_for_is_none);
    tcase_add_test(t, an_empty_text_is_a_text);
    tcase_add_loop_test(t, writes_cells, 0, (int)(sizeof cells / sizeof *cells));
    tcase_add_test(t, cleans_any_bytes);
    tcase_add_test(t, refuses_to_clean_what_cannot_fit);
    tcase_add_test(t, measures_text_that_is_not_clean);
    tcase_add_test(t, writes_doubles_that_read_back);
    tcase_add_test(t, writes_the_shortest_that_reads_back);
    tcase_add_loop_test(t, rounds_as_people_write, 0, (int)(sizeof rounded / sizeof *rounded));
    tcase_add_test(t, rounds_any_double_within_its_room);
    tcase_add_test(t, writes_a_point_in_every_locale);
    tcase_add_test(t, compares_names_as_people_write_them);
    tcase_add_test(t, counts_single_edits);
    tcase_add_test(t, collects_texts);
    suite_add_tcase(s, t);
    return s;
}
