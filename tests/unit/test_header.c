/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_header.c - what a recorder writes above the rows, and what it refuses to write there. */
#include "record/recorder.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

Suite *suite_header(void);

#define FIELDS 4
#define NOTES 3

static const struct {
    const char *field[FIELDS];
    lc_record_note note[NOTES];
    const char *text;
} written[] = {
    {{"epoch"}, .text = "epoch\n"},
    {{"epoch", "loss", "val_loss"}, .text = "epoch,loss,val_loss\n"},
    {{"train loss", "top-1 (%)", "f1'"}, .text = "train loss,top-1 (%),f1'\n"},
    {{"epoch", "loss,val"}, .text = "epoch,\"loss,val\"\n"},
    {{"a;b", "c"}, .text = "\"a;b\",c\n"},
    {{"say \"a\"", "\"", "\"\""}, .text = "\"say \"\"a\"\"\",\"\"\"\",\"\"\"\"\"\"\n"},
    {{" a", "b ", " ", "c d"}, .text = "\" a\",\"b \",\" \",c d\n"},
    {{"epoch", "#loss"}, .text = "epoch,#loss\n"},
    {{"verlust_\xc3\xbc", "\xe6\x8d\x9f"}, .text = "verlust_\xc3\xbc,\xe6\x8d\x9f\n"},
    {{"a", "A", "a_"}, .text = "a,A,a_\n"},
    {{"epoch"}, {{"seed", "1"}}, "# seed: 1\nepoch\n"},
    {{"epoch"}, {{"seed", ""}, {"b c", "d: e, \"f\""}}, "# seed: \n# b c: d: e, \"f\"\nepoch\n"},
    {{"epoch"}, {{"seed", "1"}, {"seed", "2"}}, "# seed: 1\n# seed: 2\nepoch\n"},
    {{"epoch"}, {{"cmd", "a\nb\r\n\tc\x01\x1f\x7f"}}, "# cmd: a b   c   \nepoch\n"},
    {{"epoch"}, {{"\xc3\xbc", "\xc3\xa9 ~"}}, "# \xc3\xbc: \xc3\xa9 ~\nepoch\n"},
};

static size_t fields_in(const char *const field[FIELDS])
{
    size_t n = 0;
    while (n < FIELDS && field[n])
        n++;
    return n;
}

START_TEST(a_header_names_the_columns)
{
    lc_record_text out = {0};
    lc_record_options options = {.notes = written[_i].note};
    while (options.notes_n < NOTES && written[_i].note[options.notes_n].key)
        options.notes_n++;
    ck_assert_int_eq(lc_record_header(&out, "run.csv", written[_i].field,
                                      fields_in(written[_i].field), &options, NULL),
                     LC_RECORD_OK);
    ck_assert_msg(out.n == strlen(written[_i].text) && memcmp(out.s, written[_i].text, out.n) == 0,
                  "%.*s", (int)out.n, out.s);
    free(out.s);
}
END_TEST

static const struct {
    const char *field[FIELDS];
    size_t n;
    lc_record_note note;
    const char *why;
} refused[] = {
    {.n = 0, .why = "no field to record"},
    {{""}, 1, .why = "field 1 has no name"},
    {{"a", "b", NULL}, 3, .why = "field 3 has no name"},
    {{"a", "b\t"}, 2, .why = "the name of field 2 has a control character"},
    {{"\x1f"}, 1, .why = "the name of field 1 has a control character"},
    {{"a\x7f"}, 1, .why = "the name of field 1 has a control character"},
    {{"#"}, 1, .why = "the first field can't be '#': '#' begins a comment"},
    {{"a", "a"}, 2, .why = "two fields 'a'"},
    {{"a", "b", "c", "b"}, 4, .why = "two fields 'b'"},
    {{"a"}, 1, {"", "b"}, "a note without key or value"},
    {{"a"}, 1, {NULL, "b"}, "a note without key or value"},
    {{"a"}, 1, {"b", NULL}, "a note without key or value"},
    {{"a"}, 1, {"b:", "c"}, "a note's key can't have a colon or control characters"},
    {{"a"}, 1, {"b\nc", "d"}, "a note's key can't have a colon or control characters"},
};

START_TEST(a_name_that_would_be_misread_is_refused)
{
    lc_record_text out = {0};
    lc_record_error err = LC_RECORD_ERROR_INIT;
    const lc_record_options options = {.notes = &refused[_i].note,
                                       .notes_n = refused[_i].note.key || refused[_i].note.value};
    char want[200];
    ck_assert_int_eq(
        lc_record_header(&out, "run.csv", refused[_i].field, refused[_i].n, &options, &err),
        LC_RECORD_E_ARG);
    snprintf(want, sizeof want, "run.csv: %s", refused[_i].why);
    ck_assert_str_eq(err.msg, want);
    ck_assert(err.code == LC_RECORD_E_ARG && err.os == 0);
    ck_assert_int_eq(
        lc_record_header(&out, "run.csv", refused[_i].field, refused[_i].n, &options, NULL),
        LC_RECORD_E_ARG);
    free(out.s);
}
END_TEST

/* Each of many columns has its place, however long the names are. */
START_TEST(a_header_may_be_long)
{
    enum { MANY = 300, LONG = 900 };
    static char name[MANY][LONG];
    const char *field[MANY];
    lc_record_text out = {0};
    const lc_record_options options = {.notes_n = 0};
    for (size_t i = 0; i < MANY; i++) {
        size_t n = LONG - 20 - i * 7 % (LONG - 20);
        memset(name[i], 'a', n);
        snprintf(name[i] + n, LONG - n, "%zu", i);
        field[i] = name[i];
    }
    ck_assert_int_eq(lc_record_header(&out, "run.csv", field, MANY, &options, NULL), LC_RECORD_OK);
    const char *at = out.s;
    for (size_t i = 0; i < MANY; i++) {
        size_t n = strlen(field[i]);
        ck_assert(memcmp(at, field[i], n) == 0 && at[n] == (i + 1 < MANY ? ',' : '\n'));
        at += n + 1;
    }
    ck_assert(at == out.s + out.n && out.n <= out.cap);
    free(out.s);
}
END_TEST

/* Where some of the text was lost, all of it is worth nothing. */
START_TEST(a_header_in_part_is_none)
{
    static const char *const field[] = {"epoch"};
    lc_record_text out = {.nomem = true};
    lc_record_error err = LC_RECORD_ERROR_INIT;
    const lc_record_options options = {.notes_n = 0};
    ck_assert_int_eq(lc_record_header(&out, "run.csv", field, 1, &options, &err),
                     LC_RECORD_E_NOMEM);
    ck_assert_str_eq(err.msg, "run.csv: out of memory");
    ck_assert(out.nomem && out.n == 0);
    free(out.s);
}
END_TEST

Suite *suite_header(void)
{
    Suite *s = suite_create("header");
    TCase *t = tcase_create("all");
    tcase_add_loop_test(t, a_header_names_the_columns, 0, (int)(sizeof written / sizeof *written));
    tcase_add_loop_test(t, a_name_that_would_be_misread_is_refused, 0,
                        (int)(sizeof refused / sizeof *refused));
    tcase_add_test(t, a_header_may_be_long);
    tcase_add_test(t, a_header_in_part_is_none);
    suite_add_tcase(s, t);
    return s;
}
