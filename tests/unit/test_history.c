/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_history.c - which values of a run that goes on are kept, and what run they are. */
#include "diagnose/history.h"

#include "learncurve.h"

#include <check.h>
#include <math.h>

Suite *suite_history(void);

static void push(lc_history *h, const char *metric, double x, double y)
{
    ck_assert_int_eq(lc_history_push(h, metric, x, y, NULL), LC_OK);
}

/* x = from .. to, of which y is the half. */
static void push_all(lc_history *h, const char *metric, int from, int to)
{
    for (int x = from; x <= to; x++)
        push(h, metric, x, x / 2.0);
}

/* The first metric's values are those of x = 1, 1 + block, 1 + 2 block ... */
static void check_even(const lc_history *h, size_t n, size_t block)
{
    const lc_past *p = h->past[0];
    ck_assert_uint_eq(p->n, n);
    ck_assert_uint_eq(p->block, block);
    for (size_t i = 0; i < n; i++) {
        ck_assert_double_eq(p->x[i], (double)(1 + i * block));
        ck_assert_double_eq(p->y[i], p->x[i] / 2);
    }
}

/* The first time there is no room three of four go, later, at 512, every second one. */
START_TEST(is_thinned_evenly)
{
    lc_history h = {0};
    push_all(&h, "loss", 1, 1024);
    check_even(&h, 1024, 1);
    push_all(&h, "loss", 1025, 1025);
    check_even(&h, 257, 4);
    push_all(&h, "loss", 1026, 1028);
    check_even(&h, 257, 4);
    push_all(&h, "loss", 1029, 2048);
    check_even(&h, 512, 4);
    push_all(&h, "loss", 2049, 2049);
    check_even(&h, 257, 8);
    ck_assert_uint_eq(h.values, 2049);
    ck_assert_uint_eq(h.records, 2049);
    lc_history_free(&h);
}
END_TEST

/* What is not finite stays for its neighbour, the first one where there are two. */
START_TEST(what_is_not_finite_stays)
{
    lc_history h = {0};
    push(&h, "loss", 1, 0.5);
    push(&h, "loss", 2, NAN);
    push_all(&h, "loss", 3, 8);
    push(&h, "loss", 9, INFINITY);
    push(&h, "loss", 10, NAN);
    push_all(&h, "loss", 11, 1025);
    const lc_past *p = h.past[0];
    ck_assert_uint_eq(p->n, 257);
    ck_assert(p->x[0] == 2 && isnan(p->y[0]));
    ck_assert(p->x[1] == 5 && p->y[1] == 2.5);
    ck_assert(p->x[2] == 9 && isinf(p->y[2]));
    lc_history_free(&h);
}
END_TEST

/* Of the block that begins at 1025 the value at 1027 is the first one that is not finite. */
START_TEST(what_is_not_finite_takes_the_place_of_its_block)
{
    lc_history h = {0};
    push_all(&h, "loss", 1, 1026);
    push(&h, "loss", 1027, INFINITY);
    push(&h, "loss", 1028, NAN);
    const lc_past *p = h.past[0];
    ck_assert_uint_eq(p->n, 257);
    ck_assert(p->x[256] == 1027 && isinf(p->y[256]));
    push_all(&h, "loss", 1029, 1029);
    ck_assert(p->n == 258 && p->x[257] == 1029);
    lc_history_free(&h);
}
END_TEST

/* The last value of an x counts where it is kept; an x that is not kept is counted once. */
START_TEST(an_x_comes_again)
{
    lc_history h = {0};
    push(&h, "loss", 1, 3);
    push(&h, "loss", 1, 4);
    ck_assert(h.past[0]->n == 1 && h.past[0]->y[0] == 4);
    push_all(&h, "loss", 2, 1025);
    for (int again = 0; again < 3; again++)
        push(&h, "loss", 1026, 7);
    push_all(&h, "loss", 1027, 1028);
    ck_assert_uint_eq(h.past[0]->n, 257);
    push_all(&h, "loss", 1029, 1029);
    ck_assert_uint_eq(h.past[0]->n, 258);
    ck_assert_uint_eq(h.records, 1029);
    ck_assert_uint_eq(h.values, 1032);
    lc_history_free(&h);
}
END_TEST

/* A run that is taken up again at 4 has lost what it had from there on, in all metrics. */
START_TEST(what_lies_behind_a_resume_goes)
{
    lc_history h = {0};
    push_all(&h, "loss", 1, 10);
    push_all(&h, "val_loss", 1, 2);
    push_all(&h, "val_loss", 10, 10);
    ck_assert_uint_eq(h.records, 10);
    push(&h, "loss", 4, 9);
    ck_assert(h.past[0]->n == 4 && h.past[0]->x[3] == 4 && h.past[0]->y[3] == 9);
    ck_assert(h.past[1]->n == 2 && h.past[1]->last == 2);
    ck_assert_uint_eq(h.records, 11);
    push(&h, "val_loss", 4, 9);
    ck_assert(h.past[1]->n == 3 && h.past[1]->x[2] == 4);
    push(&h, "loss", 1, 8); /* nothing is left of either but this */
    ck_assert(h.past[0]->n == 1 && h.past[0]->y[0] == 8);
    ck_assert(h.past[1]->n == 0 && h.past[1]->last == -INFINITY);
    lc_history_free(&h);
}
END_TEST

/* Of a thinned history the next value after a resume begins a block, whatever was in the last one. */
START_TEST(a_block_ends_at_a_resume)
{
    lc_history h = {0};
    push_all(&h, "loss", 1, 1031);
    push_all(&h, "loss", 1000, 1000);
    const lc_past *p = h.past[0];
    ck_assert_uint_eq(p->block, 4);
    ck_assert(p->x[p->n - 2] == 997 && p->x[p->n - 1] == 1000);
    lc_history_free(&h);
}
END_TEST

START_TEST(each_metric_turns_bad_once)
{
    lc_history h = {0};
    push(&h, "loss", 1, 1);
    ck_assert(!h.bad);
    push(&h, "loss", 2, NAN);
    ck_assert(h.bad);
    h.bad = false;
    push(&h, "loss", 3, NAN);
    push(&h, "loss", 4, 1);
    ck_assert(!h.bad);
    push(&h, "val_loss", 4, INFINITY);
    ck_assert(h.bad);
    lc_history_free(&h);
}
END_TEST

START_TEST(refuses_what_has_no_name_or_place)
{
    lc_history h = {0};
    lc_run run = LC_RUN_INIT;
    lc_facts facts = {0};
    ck_assert_int_eq(lc_history_push(&h, "", 1, 1, NULL), LC_E_ARG);
    ck_assert_int_eq(lc_history_push(&h, "loss", NAN, 1, NULL), LC_E_ARG);
    ck_assert_int_eq(lc_history_push(&h, "loss", 1, lc_absent(), NULL), LC_OK);
    ck_assert(h.n == 0 && h.records == 0 && h.values == 0);
    ck_assert_int_eq(lc_history_run(&run, &h, LC_EPOCH, &facts, NULL), LC_E_ARG);
    lc_history_free(&h);
}
END_TEST

/* loss at 1, 2, 3, 5 and val_loss at 2, 4 are a run of five records. */
START_TEST(metrics_meet_at_their_x)
{
    lc_history h = {0};
    lc_run run = LC_RUN_INIT;
    lc_facts facts = {.classes = 10};
    push_all(&h, "loss", 1, 3);
    push(&h, "val_loss", 2, 7);
    push(&h, "val_loss", 4, 8);
    push(&h, "loss", 5, 2.5);
    ck_assert_int_eq(lc_history_run(&run, &h, LC_EPOCH, &facts, NULL), LC_OK);
    ck_assert_uint_eq(run.n, 5);
    ck_assert_uint_eq(run.facts.classes, 10);
    const lc_series *loss = lc_run_find(&run, "loss"), *val = lc_run_find(&run, "val_loss");
    ck_assert(loss->n == 4 && val->n == 2);
    for (size_t i = 0; i < 5; i++)
        ck_assert_double_eq(run.x[i], (double)(i + 1));
    ck_assert(lc_series_x(&run, loss, 3) == 5 && loss->y[3] == 2.5);
    ck_assert(lc_series_x(&run, val, 0) == 2 && val->y[0] == 7);
    ck_assert(lc_series_x(&run, val, 1) == 4 && val->y[1] == 8);
    lc_run_free(&run);
    lc_history_free(&h);
}
END_TEST

Suite *suite_history(void)
{
    Suite *s = suite_create("history");
    TCase *t = tcase_create("all");
    tcase_add_test(t, is_thinned_evenly);
    tcase_add_test(t, what_is_not_finite_stays);
    tcase_add_test(t, what_is_not_finite_takes_the_place_of_its_block);
    tcase_add_test(t, an_x_comes_again);
    tcase_add_test(t, what_lies_behind_a_resume_goes);
    tcase_add_test(t, a_block_ends_at_a_resume);
    tcase_add_test(t, each_metric_turns_bad_once);
    tcase_add_test(t, refuses_what_has_no_name_or_place);
    tcase_add_test(t, metrics_meet_at_their_x);
    suite_add_tcase(s, t);
    return s;
}
