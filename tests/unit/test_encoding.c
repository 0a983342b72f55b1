/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_encoding.c - UTF-16, NUL bytes within text, and logs that begin late. */
#include "read/engine/encoding.h"

#include "read_help.h"

#include <stdlib.h>
#include <string.h>

Suite *suite_encoding(void);

/* Bytes of a literal, NUL bytes among them. */
#define BYTES(literal) literal, sizeof literal - 1

static const struct {
    const char *bytes;
    size_t n;
    const char *text;
} utf16[] = {
    {BYTES("\xff\xfe"
           "a\0\n\0"),
     "a\n"},
    {BYTES("\xfe\xff\0a\0\n"), "a\n"},
    {BYTES("\xff\xfe\xe9\0\xac\x20\x3d\xd8\x00\xde"), "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80"},
    /* a high surrogate without its low one, a low one alone, a byte that is left */
    {BYTES("\xff\xfe\x3d\xd8"
           "a\0\x00\xde"
           "b"),
     "\xef\xbf\xbd"
     "a\xef\xbf\xbd"},
    /* the last codes of one and two bytes, the first of two and three: 7f 80 7ff 800 */
    {BYTES("\xfe\xff\0\x7f\0\x80\x07\xff\x08\0"), "\x7f\xc2\x80\xdf\xbf\xe0\xa0\x80"},
    /* beside the surrogates, and the first and last pair of them: d7ff e000 10000 10ffff */
    {BYTES("\xfe\xff\xd7\xff\xe0\0\xd8\0\xdc\0\xdb\xff\xdf\xff"),
     "\xed\x9f\xbf\xee\x80\x80\xf0\x90\x80\x80\xf4\x8f\xbf\xbf"},
    /* two high ones in a row, of which the second has its low one; the first and last low one alone */
    {BYTES("\xfe\xff\xd8\x3d\xd8\x3d\xde\0\xdc\0\xdf\xff"), "\ufffd\U0001f600\ufffd\ufffd"},
    /* the mark between others */
    {BYTES("\xfe\xff\0a\xfe\xff\0b"), "ab"},
};

START_TEST(decodes_utf16_however_it_is_cut)
{
    for (size_t cut = 1; cut <= utf16[_i].n; cut++) {
        lc_utf16 u = {.has_odd = false};
        char text[100];
        size_t n = 0;
        ck_assert(lc_utf16_begins(utf16[_i].bytes, utf16[_i].n, &u.big_endian));
        for (size_t at = 0; at < utf16[_i].n; at += cut)
            n += lc_utf16_decode(&u, text + n, utf16[_i].bytes + at,
                                 utf16[_i].n - at < cut ? utf16[_i].n - at : cut);
        text[n] = '\0';
        ck_assert_str_eq(text, utf16[_i].text);
    }
}
END_TEST

/* The Chinese of "step 1 loss 0.5 accuracy 0.25", by iconv(1). */
static const char gbk[] = "\xc2\xd6\xb4\xce 1 \xcb\xf0\xca\xa7 0.5 \xd7\xbc\xc8\xb7\xc2\xca 0.25\n";

START_TEST(decodes_gbk_however_it_is_cut)
{
    for (size_t cut = 1; cut < sizeof gbk; cut++) {
        lc_gbk g = {.lead = 0};
        char text[3 * sizeof gbk] = "";
        size_t n = 0, all = sizeof gbk - 1;
        ck_assert(lc_gbk_open(&g));
        for (size_t at = 0; at < all; at += cut)
            n += lc_gbk_decode(&g, text + n, gbk + at, all - at < cut ? all - at : cut);
        text[n] = '\0';
        ck_assert_str_eq(text, "轮次 1 损失 0.5 准确率 0.25\n");
        lc_gbk_close(&g);
    }
}
END_TEST

START_TEST(knows_gbk_from_other_encodings)
{
    static const char latin[] = "pr\xe9"
                                "cision p\xe9nalit\xe9 \xe9t\xe9 na\xefve 0.5";
    static const char utf8[] = "éàüöä ÉÀÜÖÄ 0.5";
    ck_assert(lc_gbk_holds(gbk, sizeof gbk - 1));
    ck_assert(lc_gbk_holds(gbk, 11)); /* within a pair */
    ck_assert(!lc_gbk_holds(latin, sizeof latin - 1));
    ck_assert(!lc_gbk_holds(utf8, sizeof utf8 - 1));
    ck_assert(!lc_gbk_holds("loss 0.5", 8));
}
END_TEST

/* Bytes and how many of them, and whether they are held for GBK: four pairs a1..f7 a1..ff at least. */
static const struct {
    const char *bytes;
    size_t n;
    bool holds;
} pairs[] = {
    {BYTES("\xb0\xa1\xb0\xa2\xb0\xa3 0.25"), false},
    {BYTES("\xb0\xa1\xb0\xa2\xb0\xa3\xb0\xa4 0.25"), true},
    {BYTES("\xb0\xa1\xb0\xa2\xb0\xa3\xa1\xa1 0.25"), true},
    {BYTES("\xb0\xa1\xb0\xa2\xb0\xa3\xf7\xa1 0.25"), true},
    {BYTES("\xb0\xa1\xb0\xa2\xb0\xa3\xb0\xa4\xa0\xa1 0.25"), false},
    {BYTES("\xb0\xa1\xb0\xa2\xb0\xa3\xb0\xa4\xf8\xa1 0.25"), false},
    {BYTES("\xb0\xa1\xb0\xa2\xb0\xa3\xb0\xa4\xb0\xa0 0.25"), false},
    {BYTES("\xb0\xa1\xb0\xa2\xb0\xa3 0.25 \xb0"), true},     /* the fourth is cut */
    {BYTES("\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9 0.25"), false}, /* UTF-8, */
    {BYTES("\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9 0.25 \xc3"),
     false}, /* also where its last one is cut */
};

START_TEST(holds_pairs_for_gbk)
{
    ck_assert_msg(lc_gbk_holds(pairs[_i].bytes, pairs[_i].n) == pairs[_i].holds, "%d", _i);
}
END_TEST

/* A pair that is none becomes the sign for it; what is ASCII of it stays. */
START_TEST(marks_what_is_no_gbk)
{
    static const char text[] = "\x7f \xff"
                               "1 \xff\xff \xff\x80 \xff\x7f \xb0\xa1";
    char to[3 * sizeof text];
    lc_gbk g = {.lead = 0};
    ck_assert(lc_gbk_open(&g));
    to[lc_gbk_decode(&g, to, text, sizeof text - 1)] = '\0';
    ck_assert_str_eq(to, "\x7f \ufffd"
                         "1 \ufffd \ufffd \ufffd\x7f \u554a");
    lc_gbk_close(&g);
}
END_TEST

/* More letters, from c0 on, within words than other bytes beyond ASCII. */
static const struct {
    const char *bytes;
    size_t n;
    bool holds;
} letters[] = {
    {BYTES("p\xe9 0.125"), true},
    {BYTES("\xe9p 0.125"), true},
    {BYTES("\xe9 0.125"), false},
    {BYTES("p\xc0p 0.125"), true},
    {BYTES("p\xbfp 0.125"), false},
    {BYTES("p\xe9p \xb1 0.125"), false}, /* as many */
    {BYTES("p\xe9p \xe9p \xb1 0.125"), true},
    {BYTES("p\xe9p \xe9p \xb1 \x80 0.125"), false},
};

START_TEST(holds_letters_for_latin1)
{
    ck_assert_msg(lc_latin1_holds(letters[_i].bytes, letters[_i].n) == letters[_i].holds, "%d", _i);
}
END_TEST

START_TEST(decodes_each_byte_of_latin1)
{
    static const char text[] = "\x7f\x80\x9f\xa0\xff";
    char to[3 * sizeof text];
    to[lc_latin1_decode(to, text, sizeof text - 1)] = '\0';
    ck_assert_str_eq(to, "\x7f\ufffd\ufffd\xc2\xa0\xc3\xbf");
}
END_TEST

START_TEST(decodes_latin1)
{
    static const char text[] = "\xc9poca 1 p\xe9nalit\xe9 0.5 \x93x\x94";
    char to[3 * sizeof text] = "";
    ck_assert(lc_latin1_holds(text, sizeof text - 1));
    ck_assert(!lc_latin1_holds("\u00c9poca 1", strlen("\u00c9poca 1")));
    ck_assert(!lc_latin1_holds("a \xb1 b 0.5 \xff\xfe", 12)); /* no letters of words */
    ck_assert(!lc_latin1_holds("loss 0.5", 8));
    ck_assert(!lc_latin1_holds(gbk, sizeof gbk - 1));
    to[lc_latin1_decode(to, text, sizeof text - 1)] = '\0';
    ck_assert_str_eq(to, "\u00c9poca 1 p\u00e9nalit\u00e9 0.5 \ufffdx\ufffd");
}
END_TEST

START_TEST(knows_the_mark_of_utf16)
{
    bool big;
    ck_assert(!lc_utf16_begins("\xff", 1, &big));
    ck_assert(!lc_utf16_begins("epoch", 5, &big));
    ck_assert(!lc_utf16_begins("", 0, &big));
    ck_assert(!lc_utf16_begins("\xff\xfe", 1, &big));
    ck_assert(!lc_utf16_begins("\xfe\xff", 1, &big) && !big);
    ck_assert(lc_utf16_begins("\xff\xfe", 2, &big) && !big);
    ck_assert(lc_utf16_begins("\xfe\xff", 2, &big) && big);
}
END_TEST

START_TEST(a_block_of_nul_ends_the_line)
{
    static const char text[] = "a,0.2\0\0\0\0b\n\0\0c\nd";
    for (size_t cut = 1; cut < sizeof text; cut++) {
        lc_nul_filter f = {.within = false};
        char to[100];
        size_t n = 0, all = sizeof text - 1;
        for (size_t at = 0; at < all; at += cut)
            n += lc_nul_filter_copy(&f, to + n, text + at, all - at < cut ? all - at : cut);
        to[n] = '\0';
        ck_assert_str_eq(to, "a,0.2\xef\xbf\xbd\n\nd");
        ck_assert_uint_eq(f.count, 6);
        ck_assert_int_eq(f.first, 1);
    }
}
END_TEST

/* What isn't copied counts all the same: its lines, and whether it ends within one. */
static const struct {
    const char *passed, *copied, *expected;
    size_t copied_n;
    long first;
} passed_by[] = {
    {"a\nb", "\0\0c\nd", "\ufffd\nd", 5, 2},
    {"a\nb\n", "\0\0c\nd", "\nd", 5, 3},
    {"", "\0c\nd", "\nd", 4, 1},
    {"a", "\0c\rd", "\ufffd\rd", 4, 1},
    {"a\n", "b\n\0c\nd\0", "b\n\nd\ufffd", 7, 3},
};

START_TEST(a_block_of_nul_is_found_behind_what_is_passed_by)
{
    lc_nul_filter f = {.within = false};
    char to[40];
    lc_nul_filter_pass(&f, passed_by[_i].passed, strlen(passed_by[_i].passed));
    lc_nul_filter_pass(&f, "", 0);
    to[lc_nul_filter_copy(&f, to, passed_by[_i].copied, passed_by[_i].copied_n)] = '\0';
    ck_assert_str_eq(to, passed_by[_i].expected);
    ck_assert_int_eq(f.first, passed_by[_i].first);
}
END_TEST

START_TEST(a_hole_is_of_sixteen_bytes_in_text_without_control_bytes)
{
    static const char kept[] = "\t\n\r\b\a\f\x1b ~\xff", refused[] = "\x01\x0b\x1f\x7f";
    char text[60], nothing[20] = "";
    for (size_t hole = 14; hole <= 17; hole++) {
        memset(text, 'a', sizeof text);
        memset(text + 20, 0, hole);
        ck_assert_msg(lc_nul_is_hole(text, sizeof text) == (hole >= 16), "%zu", hole);
    }
    for (size_t i = 0; kept[i]; i++) {
        text[3] = kept[i];
        ck_assert_msg(lc_nul_is_hole(text, sizeof text), "%02x", (unsigned char)kept[i]);
    }
    for (size_t i = 0; refused[i]; i++) {
        text[3] = refused[i];
        ck_assert_msg(!lc_nul_is_hole(text, sizeof text), "%02x", (unsigned char)refused[i]);
    }
    ck_assert(!lc_nul_is_hole(nothing, sizeof nothing));
    nothing[0] = 'a';
    ck_assert(lc_nul_is_hole(nothing, 1));
}
END_TEST

START_TEST(tells_a_hole_from_binary_data)
{
    char hole[40] = "epoch,loss\n1,2\n";
    ck_assert(lc_nul_is_hole(hole, sizeof hole));
    ck_assert(!lc_nul_is_hole(BYTES("epoch\0loss")));
    ck_assert(lc_nul_is_hole(BYTES("epoch,loss\n1,0.2\0")));
    char block[520];
    memset(block, 'a', sizeof block);
    block[511] = '\0'; /* up to the disk's next block, which was written */
    ck_assert(lc_nul_is_hole(block, sizeof block));
    block[512] = '\0';
    ck_assert(!lc_nul_is_hole(block, sizeof block));
    hole[3] = '\x01';
    ck_assert(!lc_nul_is_hole(hole, sizeof hole));
}
END_TEST

/* ---- logs ------------------------------------------------------------------------------- */

static void check_log(const char *bytes, size_t n, const char *expected)
{
    lc_runs runs = LC_RUNS_INIT;
    lc_error err = LC_ERROR_INIT;
    ck_assert_msg(lc_read_bytes(&runs, NULL, bytes, n, NULL, &err) == LC_OK, "%s", err.msg);
    char *found = describe_runs(&runs);
    ck_assert_str_eq(found, expected);
    free(found);
    lc_runs_free(&runs);
}

START_TEST(reads_logs_in_other_encodings)
{
    static const char line[] = "epoch 1 loss 0.5\nepoch 2 loss 0.25\nepoch 3 loss 0.125\n";
    static const char told[] = "3 epoch 1..3: loss 0.5..0.125\n";
    char wide[2 * sizeof line], marked[3 + sizeof line];
    memcpy(wide, "\xff\xfe", 2);
    for (size_t i = 0; i < sizeof line - 1; i++) {
        wide[2 + 2 * i] = line[i];
        wide[3 + 2 * i] = '\0';
    }
    check_log(wide, 2 * sizeof line, told);
    snprintf(marked, sizeof marked, "\xef\xbb\xbf%s", line);
    check_log(marked, sizeof marked - 1, told);
}
END_TEST

START_TEST(lives_with_a_block_of_nul)
{
    char text[100] = "epoch,loss\n1,0.5\n2,0.4\n3,0.3";
    size_t n = strlen(text) + 40; /* NUL bytes within the row of epoch 3 */
    memcpy(text + n, "\n4,0.2\n", 7);
    check_log(text, n + 7,
              "4 epoch 1..4: loss 0.5..0.2\n"
              "  line 4: a block of 40 NUL bytes, as a loss of power leaves: what stood there is "
              "lost\n"
              "  line 4: '0.3\xef\xbf\xbd' in column 'loss' is no number\n");
}
END_TEST

/* Other programs' lines before the log, and the line that its remark speaks of. */
START_TEST(finds_a_log_behind_other_text)
{
    char *text = NULL;
    size_t n;
    FILE *out = open_memstream(&text, &n);
    ck_assert_ptr_nonnull(out);
    for (int i = 0; i < 3000; i++)
        fprintf(out, "Collecting package-%d from the index, with no version that fits\n", i);
    fputs("step 0: train loss 4.5, val loss 4.25\nstep 5: train loss 3.5, val loss 3.25\n"
          "step 10: train loss of\nstep 15: train loss 2.5, val loss 2.25\n",
          out);
    fclose(out);
    check_log(text, n,
              "3 step 0..15: train loss 4.5..2.5, val loss 4.25..2.25\n"
              "  line 3003: expected 'train loss' and 'val loss'\n");
    free(text);
}
END_TEST

Suite *suite_encoding(void)
{
    Suite *s = suite_create("encoding");
    TCase *t = tcase_create("encoding");
    tcase_add_loop_test(t, decodes_utf16_however_it_is_cut, 0, (int)(sizeof utf16 / sizeof *utf16));
    tcase_add_test(t, knows_the_mark_of_utf16);
    tcase_add_test(t, decodes_gbk_however_it_is_cut);
    tcase_add_test(t, knows_gbk_from_other_encodings);
    tcase_add_loop_test(t, holds_pairs_for_gbk, 0, (int)(sizeof pairs / sizeof *pairs));
    tcase_add_test(t, marks_what_is_no_gbk);
    tcase_add_loop_test(t, holds_letters_for_latin1, 0, (int)(sizeof letters / sizeof *letters));
    tcase_add_test(t, decodes_each_byte_of_latin1);
    tcase_add_test(t, decodes_latin1);
    tcase_add_loop_test(t, a_block_of_nul_is_found_behind_what_is_passed_by, 0,
                        (int)(sizeof passed_by / sizeof *passed_by));
    tcase_add_test(t, a_hole_is_of_sixteen_bytes_in_text_without_control_bytes);
    tcase_add_test(t, a_block_of_nul_ends_the_line);
    tcase_add_test(t, tells_a_hole_from_binary_data);
    tcase_add_test(t, reads_logs_in_other_encodings);
    tcase_add_test(t, lives_with_a_block_of_nul);
    tcase_add_test(t, finds_a_log_behind_other_text);
    suite_add_tcase(s, t);
    return s;
}
