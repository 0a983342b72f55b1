/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_inspect.c - what is shown of a run that was read: it fits the width, and memory may run out. */
#include "base/mem.h"
#include "base/text.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

Suite *suite_inspect(void);

static lc_run make_run(void)
{
    static const char *const names[] = {"loss",        "val_loss",      "lr",
                                        "foo",         "grad_norm",     "\xE6\x8D\x9F\xE5\xA4\xB1",
                                        "\033[31mred", "train/box_loss"};
    static const double y[] = {-123456.789, 1e-300, NAN};
    lc_run run = LC_RUN_INIT;
    lc_run_set_axis(&run, LC_EPOCH, NULL, 3, NULL);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        ck_assert_int_eq(lc_run_add(&run, names[i], y, NULL), LC_OK);
    return run;
}

static lc_status inspect(char **text, const char *format, const lc_run *run)
{
    size_t size;
    const lc_report_options options = LC_REPORT_OPTIONS_INIT;
    FILE *out = open_memstream(text, &size);
    ck_assert_ptr_nonnull(out);
    lc_status st = lc_inspect(out, format, run, 1, &options, NULL);
    fclose(out);
    return st;
}

START_TEST(fits_a_page_of_80_columns_and_holds_no_control)
{
    lc_run run = make_run();
    char *text = NULL;
    ck_assert_int_eq(inspect(&text, "text", &run), LC_OK);
    for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
        ck_assert_msg(lc_text_width(line) <= 80, "%s", line);
        ck_assert_msg(!strchr(line, '\033'), "%s", line);
    }
    free(text);
    lc_run_free(&run);
}
END_TEST

START_TEST(lines_its_columns_up_below_wide_characters_too)
{
    lc_run run = make_run();
    char *text = NULL;
    ck_assert_int_eq(inspect(&text, "text", &run), LC_OK);
    const char *known = strstr(text, "  loss "), *wide = strstr(text, "\xE6\x8D\x9F");
    ck_assert(known && wide);
    size_t gap = strspn(known + 2 + strlen("loss"), " "), narrow = strspn(wide + 6, " ");
    ck_assert_uint_eq(strlen("loss") + gap, 4 + narrow); /* each of the two takes two columns */
    free(text);
    lc_run_free(&run);
}
END_TEST

START_TEST(says_so_whichever_allocation_fails)
{
    static const char *const formats[] = {"text", "json", "jsonl"};
    lc_run run = make_run();
    for (size_t f = 0; f < 3; f++) {
        size_t k = 0;
        for (lc_status st = LC_E_NOMEM; st != LC_OK;) {
            char *text = NULL;
            lc_mem_fail_at(++k);
            st = inspect(&text, formats[f], &run);
            lc_mem_fail_at(0);
            ck_assert(st == LC_OK || st == LC_E_NOMEM);
            free(text);
        }
        ck_assert_uint_gt(k, 10);
    }
    lc_run_free(&run);
}
END_TEST

START_TEST(needs_no_options_and_refuses_an_unknown_form)
{
    lc_run run = make_run();
    lc_error err = LC_ERROR_INIT;
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    ck_assert_int_eq(lc_inspect(out, "text", &run, 1, NULL, &err), LC_OK);
    ck_assert_int_eq(lc_inspect(out, "yaml", &run, 1, NULL, &err), LC_E_ARG);
    ck_assert_str_eq(err.msg, "no report format 'yaml'");
    fclose(out);
    free(text);
    lc_run_free(&run);
}
END_TEST

Suite *suite_inspect(void)
{
    Suite *s = suite_create("inspect");
    TCase *t = tcase_create("inspect");
    tcase_add_test(t, fits_a_page_of_80_columns_and_holds_no_control);
    tcase_add_test(t, lines_its_columns_up_below_wide_characters_too);
    tcase_add_test(t, needs_no_options_and_refuses_an_unknown_form);
    tcase_add_test(t, says_so_whichever_allocation_fails);
    suite_add_tcase(s, t);
    return s;
}
