/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_options.c - the option table parses, refuses and prints what its rows say. */
#include "cli/options.h"
#include "cli/nearest.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

typedef struct target {
    bool flag, other;
    const char *text, *word;
    size_t count, choice;
    double positive;
} target;

#define FIELD(member) offsetof(target, member)

static const char *const choices[] = {"auto", "on", "off", NULL};

static const option_row first_rows[] = {
    {"flag", 'x', NULL, "a flag", FIELD(flag), option_true, NULL},
    {"other", 'y', NULL, "another", FIELD(other), option_true, NULL},
    {"text", 't', "TEXT", "a text", FIELD(text), option_text, NULL},
    {0},
};
static const option_row second_rows[] = {
    {"count", 0, "N", "a count", FIELD(count), option_count, NULL},
    {"counter", 0, NULL, "a longer name that begins alike", FIELD(word), option_name, NULL},
    {"positive", 0, "N", "a number", FIELD(positive), option_positive, NULL},
    {"choice", 0, "WHEN", "a choice", FIELD(choice), option_choice, choices},
    {"a-long-name-for-an-option", 0, "ARGUMENT", "help below", FIELD(text), option_text, NULL},
    {0},
};
static const option_group first = {"First", first_rows}, second = {"Second", second_rows};
static const option_group *const groups[] = {&first, &second, NULL};

#define WORDS_MAX 8

/* Parse the words after a program's name. */
static lc_status parse(target *into, char **operand, size_t *n, const char *const *words,
                       lc_error *err)
{
    static char program[] = "program";
    char *argv[WORDS_MAX + 2] = {program};
    int argc = 1;
    for (; words[argc - 1]; argc++)
        argv[argc] = (char *)words[argc - 1];
    return options_parse(into, operand, n, groups, argc, argv, err);
}

START_TEST(options_and_operands_come_in_any_order)
{
    const char *words[] = {"a", "-xy", "-", "--text", "--flag", "--count=3", "--", "--flag", NULL};
    target got = {0};
    char *operand[WORDS_MAX + 2];
    size_t n;
    lc_error err = LC_ERROR_INIT;
    ck_assert_int_eq(parse(&got, operand, &n, words, &err), LC_OK);
    ck_assert(got.flag && got.other);
    ck_assert_str_eq(got.text, "--flag");
    ck_assert_uint_eq(got.count, 3);
    ck_assert_uint_eq(n, 3);
    ck_assert_str_eq(operand[0], "a");
    ck_assert_str_eq(operand[1], "-");
    ck_assert_str_eq(operand[2], "--flag");
}
END_TEST

START_TEST(values_are_stored_by_their_type)
{
    const char *words[] = {"-tone",      "-t",    "two",          "--counter",
                           "--positive", "2.5e1", "--choice=off", NULL};
    target got = {0};
    char *operand[WORDS_MAX + 2];
    size_t n;
    lc_error err = LC_ERROR_INIT;
    ck_assert_int_eq(parse(&got, operand, &n, words, &err), LC_OK);
    ck_assert_str_eq(got.text, "two");
    ck_assert_str_eq(got.word, "counter");
    ck_assert_double_eq(got.positive, 25);
    ck_assert_uint_eq(got.choice, 2);
    ck_assert_uint_eq(n, 0);
}
END_TEST

/* Each command line is refused with this message. */
static const struct {
    const char *words[3];
    const char *message;
} refusals[] = {
    {{"--flg"}, "unknown option '--flg', did you mean '--flag'?"},
    {{"--coun"}, "unknown option '--coun', did you mean '--count'?"}, /* no abbreviations */
    {{"--pos=1"}, "unknown option '--pos', did you mean '--positive'?"},
    {{"--nothing-like-it"}, "unknown option '--nothing-like-it'"},
    {{"-flag"}, "unknown option '-flag', did you mean '--flag'?"},
    {{"-Z"}, "unknown option '-Z'"},
    {{"--flag=yes"}, "--flag takes no value"},
    {{"--text"}, "--text needs its TEXT"},
    {{"-t"}, "--text needs its TEXT"},
    {{"--count", "0"}, "--count takes a whole number of at least 1, not '0'"},
    {{"--count", "-1"}, "--count takes a whole number of at least 1, not '-1'"},
    {{"--count", "2.5"}, "--count takes a whole number of at least 1, not '2.5'"},
    {{"--count", "1e99"}, "--count takes a whole number of at least 1, not '1e99'"},
    {{"--count", "nan"}, "--count takes a whole number of at least 1, not 'nan'"},
    {{"--count", ""}, "--count takes a whole number of at least 1, not ''"},
    {{"--positive", "3x"}, "--positive takes a number above 0, not '3x'"},
    {{"--positive", "0"}, "--positive takes a number above 0, not '0'"},
    {{"--positive", "inf"}, "--positive takes a number above 0, not 'inf'"},
    {{"--choice", "of"}, "--choice is one of auto, on, off, not 'of'"},
};

START_TEST(a_wrong_command_line_is_refused)
{
    target got = {0};
    char *operand[WORDS_MAX + 2];
    size_t n;
    lc_error err = LC_ERROR_INIT;
    ck_assert_int_eq(parse(&got, operand, &n, refusals[_i].words, &err), LC_E_ARG);
    ck_assert_str_eq(err.msg, refusals[_i].message);
}
END_TEST

START_TEST(a_refused_cluster_leaves_nothing_for_the_next_command_line)
{
    const char *bad[] = {"-Zx", NULL}, *good[] = {"-y", NULL};
    target got = {0};
    char *operand[WORDS_MAX + 2];
    size_t n;
    lc_error err = LC_ERROR_INIT;
    ck_assert_int_eq(parse(&got, operand, &n, bad, &err), LC_E_ARG);
    ck_assert_int_eq(parse(&got, operand, &n, good, &err), LC_OK);
    ck_assert(got.other && !got.flag);
}
END_TEST

START_TEST(the_help_lists_every_row)
{
    char *text = NULL;
    size_t size;
    FILE *to = open_memstream(&text, &size);
    options_print(to, groups);
    fclose(to);
    ck_assert_str_eq(text, "\n"
                           "First:\n"
                           "  -x, --flag                  a flag\n"
                           "  -y, --other                 another\n"
                           "  -t, --text TEXT             a text\n"
                           "\n"
                           "Second:\n"
                           "      --count N               a count\n"
                           "      --counter               a longer name that begins alike\n"
                           "      --positive N            a number\n"
                           "      --choice WHEN           a choice\n"
                           "      --a-long-name-for-an-option ARGUMENT\n"
                           "                              help below\n");
    free(text);
}
END_TEST

START_TEST(the_nearest_name_is_suggested_only_when_it_is_near)
{
    char hint[LC_HINT_SIZE];
    lc_nearest n = lc_nearest_to("plateu");
    lc_nearest_try(&n, "overfitting");
    lc_nearest_try(&n, "plateau");
    lc_nearest_try(&n, "plate");
    ck_assert_str_eq(nearest_hint(&n, "help", hint), ", did you mean 'plateau'?");
    n = lc_nearest_to("xyz");
    lc_nearest_try(&n, "abc");
    ck_assert_str_eq(nearest_hint(&n, "help", hint), "; 'learncurve help' lists them");
}
END_TEST

Suite *suite_options(void);
Suite *suite_options(void)
{
    Suite *s = suite_create("options");
    TCase *t = tcase_create("options");
    tcase_add_test(t, options_and_operands_come_in_any_order);
    tcase_add_test(t, values_are_stored_by_their_type);
    tcase_add_loop_test(t, a_wrong_command_line_is_refused, 0,
                        (int)(sizeof refusals / sizeof *refusals));
    tcase_add_test(t, a_refused_cluster_leaves_nothing_for_the_next_command_line);
    tcase_add_test(t, the_help_lists_every_row);
    tcase_add_test(t, the_nearest_name_is_suggested_only_when_it_is_near);
    suite_add_tcase(s, t);
    return s;
}
