/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_remedy_run.c - what a run came to is the same after a journey as bytes, and other bytes are refused. */
#include "cli/remedy_run.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

Suite *suite_remedy_run(void);

enum { ROWS = 5, TEST_ROWS = 2 };

static const remedy_task task = {.split = {.validation = {.n = ROWS}, .test = {.n = TEST_ROWS}}};

static char *bytes_of(const remedy_run *r, size_t *n)
{
    char *bytes;
    FILE *out = lc_text_open(&bytes, n);
    remedy_run_write(out, r, &task);
    ck_assert(lc_text_close(out, &bytes));
    return bytes;
}

START_TEST(what_comes_back_is_what_was_sent)
{
    double row[ROWS] = {1, 0.1, -3, 1e300, 0}, test_row[TEST_ROWS] = {0.25, 7};
    const remedy_run sent = {.name = "theirs",
                             .reused = true,
                             .seconds = 1.5,
                             .epochs = 30,
                             .score = 0.1,
                             .test_score = -2,
                             .row = row,
                             .test_row = test_row,
                             .verdict = "healthy"};
    remedy_run got = {.name = "ours", .seed = 3};
    size_t n;
    char *bytes = bytes_of(&sent, &n);
    ck_assert(remedy_run_read(&got, &task, bytes, n));
    ck_assert(got.reused && !got.failed && got.seconds == 1.5 && got.epochs == 30);
    ck_assert(got.score == 0.1 && got.test_score == -2);
    ck_assert_str_eq(got.verdict, "healthy");
    ck_assert_mem_eq(got.row, row, sizeof row);
    ck_assert_mem_eq(got.test_row, test_row, sizeof test_row);
    ck_assert_str_eq(got.name, "ours");
    ck_assert_uint_eq(got.seed, 3);
    remedy_run_free(&got);
    free(bytes);
}
END_TEST

START_TEST(a_broken_run_has_no_rows)
{
    const remedy_run sent = {.failed = true, .score = HUGE_VAL};
    remedy_run got = {0};
    size_t n;
    char *bytes = bytes_of(&sent, &n);
    ck_assert(remedy_run_read(&got, &task, bytes, n));
    ck_assert(got.failed && got.score == HUGE_VAL && !got.row && !got.test_row);
    free(bytes);
}
END_TEST

START_TEST(other_bytes_are_refused)
{
    double row[ROWS] = {0};
    const remedy_task other = {.split = {.validation = {.n = ROWS + 1}}};
    const remedy_run sent = {.row = row};
    remedy_run got = {0};
    size_t n;
    char *bytes = bytes_of(&sent, &n);
    for (size_t k = 0; k < n; k++) {
        char *cut = malloc(k + 1); /* a read behind its end is seen */
        memcpy(cut, bytes, k);
        ck_assert(!remedy_run_read(&got, &task, cut, k));
        free(cut);
    }
    ck_assert(!remedy_run_read(&got, &other, bytes, n));
    ck_assert(!got.row && !got.test_row);
    free(bytes);
}
END_TEST

Suite *suite_remedy_run(void)
{
    Suite *s = suite_create("remedy_run");
    TCase *t = tcase_create("remedy_run");
    tcase_add_test(t, what_comes_back_is_what_was_sent);
    tcase_add_test(t, a_broken_run_has_no_rows);
    tcase_add_test(t, other_bytes_are_refused);
    suite_add_tcase(s, t);
    return s;
}
