/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_config.c - options in files: what their lines store, and what is refused. */
#include "cli/config.h"

#include "base/mem.h"
#include "cli/message.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

Suite *suite_config(void);

static lc_status take(settings *s, char **text, const char *lines, lc_error *err)
{
    *text = lc_mem_text(lines, strlen(lines));
    return config_take(*text, s, command_diagnose.groups, err);
}

START_TEST(stores_what_the_command_knows)
{
    settings s = settings_default();
    char *text;
    ck_assert_int_eq(
        take(&s, &text,
             "# a comment\n\n  train-samples = 500\r\n\tmetric=val loss \nstrict = yes\n"
             "map = a=b=:step\nmap = c=ignore\nset = sparse-log.few=3\ncolor = never\n"
             "dark = yes\nrules = plateau\nrules = overfitting\njson = yes",
             NULL),
        LC_OK);
    ck_assert_uint_eq(s.read.facts.train_samples, 500);
    ck_assert_str_eq(s.metric, "val loss");
    ck_assert(s.read.strict && !s.dark); /* the latter is plot's */
    ck_assert_uint_eq(s.maps.n, 2);
    ck_assert_str_eq(s.maps.map[0].name, "a=b");
    ck_assert_str_eq(s.rules.ids, "plateau,overfitting");
    ck_assert_str_eq(s.report, "json");
    settings_free(&s);
    lc_mem_free(text);
}
END_TEST

START_TEST(the_later_place_wins)
{
    settings s = settings_default();
    char *first, *second;
    ck_assert_int_eq(
        take(&s, &first, "classes = 2\nrules = plateau\nstrict = yes\nmap = a=ignore\n", NULL),
        LC_OK);
    settings_overrule(&s);
    ck_assert_int_eq(
        take(&s, &second, "classes = 3\nrules = divergence\nstrict = no\nmap = b=ignore\n", NULL),
        LC_OK);
    ck_assert_uint_eq(s.read.facts.classes, 3);
    ck_assert_str_eq(s.rules.ids, "divergence");
    ck_assert(!s.read.strict);
    ck_assert_uint_eq(s.maps.n, 2);
    ck_assert_uint_eq(s.maps.standing, 1);
    settings_free(&s);
    lc_mem_free(first);
    lc_mem_free(second);
}
END_TEST

static const struct {
    const char *lines, *message;
    long line;
} wrong[] = {
    {"classes = 2\nclases = 3\n", "no option 'clases', did you mean 'classes'?", 2},
    {"xyzzy = 3\n", "no option 'xyzzy'", 1},
    {"= 3\n", "expected 'option = value', not '= 3'", 1},
    {"classes\n", "expected 'option = value', not 'classes'", 1},
    {"\n\nclasses = many\n", "--classes takes a whole number of at least 1, not 'many'", 3},
    {"strict = maybe\n", "'strict' takes yes or no, not 'maybe'", 1},
    {"strict =\n", "'strict' takes yes or no, not ''", 1},
    {"json = no\n", "'json' takes yes, not 'no'", 1},
    {"output = run.png\n", "'output' names an output file, which only the command line may", 1},
    {"save = net\n", "'save' names an output file, which only the command line may", 1},
    {"force = yes\n", "'force' lets a file be overwritten, which only the command line may", 1},
    {"resume = net\n", "'resume' names an input file, which only the command line may", 1},
    {"help = yes\n", "'help' works on the command line only", 1},
    {"no-config = yes\n", "'no-config' works on the command line only", 1},
};

START_TEST(says_what_is_wrong_and_where)
{
    settings s = settings_default();
    lc_error err = LC_ERROR_INIT;
    char *text;
    ck_assert_int_eq(take(&s, &text, wrong[_i].lines, &err), LC_E_ARG);
    ck_assert_str_eq(err.msg, wrong[_i].message);
    ck_assert_int_eq(err.line, wrong[_i].line);
    settings_free(&s);
    lc_mem_free(text);
}
END_TEST

/* Options that name files call their argument so. A new one must be refused in files, too. */
START_TEST(no_option_that_names_a_file_may_stand_in_one)
{
    size_t named = 0;
    for (const command *const *c = commands; *c; c++)
        for (const option_group *const *g = (*c)->groups; *g; g++)
            for (const option_row *row = (*g)->rows; row->name; row++) {
                const char *a = row->argument ? row->argument : "";
                bool file = strstr(a, "FILE") || strstr(a, "MODEL") || strstr(a, "RUN.") ||
                            strstr(a, "DIR") || strstr(a, "PATH") || strstr(a, "PROGRAM");
                named += file;
                ck_assert_msg(!file || config_refuses(row), "%s --%s", (*c)->name, row->name);
            }
    ck_assert_uint_gt(named, 5);
}
END_TEST

#define COUNT(table) (int)(sizeof(table) / sizeof *(table))

Suite *suite_config(void)
{
    Suite *s = suite_create("config");
    TCase *t = tcase_create("config");
    tcase_add_test(t, stores_what_the_command_knows);
    tcase_add_test(t, the_later_place_wins);
    tcase_add_loop_test(t, says_what_is_wrong_and_where, 0, COUNT(wrong));
    tcase_add_test(t, no_option_that_names_a_file_may_stand_in_one);
    suite_add_tcase(s, t);
    return s;
}
