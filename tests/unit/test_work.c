/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_work.c - questions are answered once each and in order, by the caller or by threads. */
#include "base/ranks.h"

#include "base/mem.h"

#include <check.h>
#include <stdatomic.h>
#include <string.h>

Suite *suite_work(void);

#define MANY 10000 /* more than are in memory at a time */

typedef struct numbers {
    size_t n, stop_at;
    bool in_order;
    size_t lost;
    atomic_size_t *asked;
} numbers;

/* Every third number is known to be its own double; the others have to be asked. */
static bool ask(void *self, size_t k, FILE *out)
{
    (void)self;
    fprintf(out, "%zu", k % 3 == 0 ? 2 * k : k);
    return k % 3 == 0;
}

static void answer(const void *shared, const char *question, size_t n, FILE *out)
{
    const numbers *t = shared;
    size_t k;
    ck_assert_uint_eq(n, strlen(question));
    ck_assert_int_eq(sscanf(question, "%zu", &k), 1);
    atomic_fetch_add(t->asked, 1);
    fprintf(out, "%zu", 2 * k);
}

static bool take(void *self, size_t k, const lc_answered *a)
{
    numbers *t = self;
    size_t twice = 0;
    if (a->lost)
        t->lost++;
    else
        t->in_order = t->in_order && sscanf(a->bytes, "%zu", &twice) == 1 && twice == 2 * k &&
                      a->n == strlen(a->bytes) && a->known == (k % 3 == 0);
    t->in_order = t->in_order && k == t->n;
    t->n++;
    return t->n != t->stop_at;
}

static bool run(numbers *t, size_t n, unsigned threads)
{
    const lc_work work = {
        .n = n, .answer = answer, .shared = t, .ask = ask, .take = take, .self = t};
    return lc_work_run(&work, threads);
}

static const struct {
    size_t n;
    unsigned threads;
} sizes[] = {{0, 4},    {1, 4},    {2, 2},      {MANY, 0}, {MANY, 1},
             {MANY, 2}, {MANY, 8}, {MANY, 100}, {3, 1000}};

START_TEST(answers_come_in_order_and_each_once)
{
    atomic_size_t asked = 0;
    numbers t = {.in_order = true, .asked = &asked};
    size_t n = sizes[_i].n;
    ck_assert(run(&t, n, sizes[_i].threads));
    ck_assert(t.in_order && t.lost == 0);
    ck_assert_uint_eq(t.n, n);
    ck_assert_uint_eq(atomic_load(&asked), n - (n + 2) / 3);
}
END_TEST

START_TEST(work_ends_when_it_is_told_to)
{
    for (unsigned threads = 1; threads <= 4; threads++) {
        atomic_size_t asked = 0;
        numbers t = {.in_order = true, .asked = &asked, .stop_at = 7};
        ck_assert(run(&t, MANY, threads));
        ck_assert(t.in_order && t.n == 7);
    }
}
END_TEST

START_TEST(without_memory_there_is_no_work_or_no_threads)
{
    for (size_t k = 1; k < 5; k++) {
        atomic_size_t asked = 0;
        numbers t = {.in_order = true, .asked = &asked};
        lc_mem_fail_at(k);
        bool ok = run(&t, 100, 2);
        lc_mem_fail_at(0);
        ck_assert(ok ? t.in_order && t.n == 100 : t.n == 0);
    }
}
END_TEST

START_TEST(a_parcel_gives_back_its_texts)
{
    lc_parcel p = LC_PARCEL_INIT;
    const char *text;
    size_t at = 0, n;
    lc_parcel_put(&p, "one", 3);
    lc_parcel_put(&p, NULL, 0);
    lc_parcel_put(&p, "a\0b", 3);
    ck_assert(lc_parcel_next(&p, &at, &text, &n) && n == 3 && strcmp(text, "one") == 0);
    ck_assert(lc_parcel_next(&p, &at, &text, &n) && n == 0);
    ck_assert(lc_parcel_next(&p, &at, &text, &n) && n == 3 && memcmp(text, "a\0b", 4) == 0);
    ck_assert(!lc_parcel_next(&p, &at, &text, &n) && !text);
    for (p.n--, at = 13; p.n > 13; p.n--) /* cut off anywhere in the last one */
        ck_assert(!lc_parcel_next(&p, &at, &text, &n));
    lc_parcel_free(&p);
}
END_TEST

Suite *suite_work(void)
{
    Suite *s = suite_create("work");
    TCase *t = tcase_create("work");
    tcase_add_loop_test(t, answers_come_in_order_and_each_once, 0,
                        (int)(sizeof sizes / sizeof *sizes));
    tcase_add_test(t, work_ends_when_it_is_told_to);
    tcase_add_test(t, without_memory_there_is_no_work_or_no_threads);
    tcase_add_test(t, a_parcel_gives_back_its_texts);
    suite_add_tcase(s, t);
    return s;
}
