/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_split.c - parts share no row, keep the classes' shares and depend on the seed alone. */
#include "base/mem.h"
#include "train/random.h"
#include "train/split.h"

#include <check.h>
#include <math.h>
#include <string.h>

Suite *suite_split(void);

enum { MOST = 2000 };

/* n rows of which every k-th is of class 1, k-th and third of class 2, ... as the table says. */
static lc_strata rows_of(float *y, const size_t *count, size_t classes)
{
    lc_strata s = {.y = y, .classes = classes};
    size_t left[8];
    memcpy(left, count, classes * sizeof *left);
    for (bool any = true; any;) { /* one of each class in turn */
        any = false;
        for (size_t c = 0; c < classes; c++)
            if (left[c]) {
                left[c]--;
                y[s.n++] = (float)c;
                any = true;
            }
    }
    return s;
}

/* Both parts rise, share nothing and hold all n rows. */
static void check_whole(const lc_data_split *p, size_t n)
{
    char seen[MOST] = {0};
    ck_assert_uint_eq(p->train.n + p->validation.n, n);
    for (size_t i = 0; i < p->train.n; i++) {
        ck_assert(i == 0 || p->train.row[i - 1] < p->train.row[i]);
        seen[p->train.row[i]]++;
    }
    for (size_t i = 0; i < p->validation.n; i++) {
        ck_assert(i == 0 || p->validation.row[i - 1] < p->validation.row[i]);
        seen[p->validation.row[i]]++;
    }
    for (size_t i = 0; i < n; i++)
        ck_assert_int_eq(seen[i], 1);
}

static const struct {
    const char *what;
    double share;
    size_t classes, count[4], held[4];
} shares[] = {
    {"whole shares", 0.2, 2, {90, 10}, {18, 2}},
    /* shares 17.4, 2.4, 0.2 of a sum of 20: 17 + 2 + 1 (at least one) is 20 */
    {"a rare class keeps one on each side", 0.2, 3, {87, 12, 1 + 1}, {17, 2, 1}},
    /* shares 1.5, 2.5, 1 of 5: floors 1, 2, 1, and one more for the first of the remainders .5 */
    {"largest remainder", 0.5, 3, {3, 5, 2}, {2, 2, 1}},
    {"a class of one row trains", 0.5, 2, {9, 1}, {5, 0}},
    /* 0.9 of 2 and 2 and 6 is 1.8, 1.8, 5.4 of 9; the twos can give one only: 1 + 1 + 5 */
    {"more than classes can give", 0.9, 3, {2, 2, 6}, {1, 1, 5}},
    {"a tiny share takes one of each", 0.001, 2, {500, 500}, {1, 1}},
};

START_TEST(holds_out_each_class_by_its_share)
{
    float y[MOST];
    lc_strata s = rows_of(y, shares[_i].count, shares[_i].classes);
    lc_data_split p = LC_DATA_SPLIT_INIT;
    ck_assert_int_eq(lc_data_split_random(&p, &s, shares[_i].share, 0, 7, NULL), LC_OK);
    check_whole(&p, s.n);
    for (size_t c = 0; c < s.classes; c++) {
        ck_assert_msg(p.validation_count[c] == shares[_i].held[c], "%s: class %zu has %zu",
                      shares[_i].what, c, p.validation_count[c]);
        ck_assert_uint_eq(p.train_count[c] + p.validation_count[c], shares[_i].count[c]);
    }
    lc_data_split_free(&p);
    lc_data_split_free(&p);
}
END_TEST

static bool same_part(const lc_row_set *a, const lc_row_set *b)
{
    return a->n == b->n && memcmp(a->row, b->row, a->n * sizeof *a->row) == 0;
}

START_TEST(depends_on_the_seed_and_on_nothing_else)
{
    float y[MOST];
    lc_strata s = rows_of(y, (const size_t[]){300, 100}, 2), plain = {.n = 400};
    lc_data_split a = LC_DATA_SPLIT_INIT, b = LC_DATA_SPLIT_INIT, c = LC_DATA_SPLIT_INIT,
                  d = LC_DATA_SPLIT_INIT;
    ck_assert_int_eq(lc_data_split_random(&a, &s, 0.25, 0, 1, NULL), LC_OK);
    ck_assert_int_eq(lc_data_split_random(&b, &s, 0.25, 0, 1, NULL), LC_OK);
    ck_assert_int_eq(lc_data_split_random(&c, &s, 0.25, 0, 2, NULL), LC_OK);
    ck_assert_int_eq(lc_data_split_random(&d, &plain, 0.25, 0, 1, NULL), LC_OK);
    ck_assert(same_part(&a.train, &b.train));
    ck_assert(!same_part(&a.train, &c.train));
    ck_assert_uint_eq(d.validation.n, 100);
    ck_assert_ptr_null(d.train_count);
    ck_assert_int_eq(lc_data_split_check(&d, &(lc_dataset){0}, NULL), LC_OK);
    lc_data_split_free(&a);
    lc_data_split_free(&b);
    lc_data_split_free(&c);
    lc_data_split_free(&d);
}
END_TEST

START_TEST(holds_each_row_out_as_often_as_the_others)
{
    /* 1000 seeds, share 0.2: a row's count is binomial, 200 with standard deviation 12.6; over 100
     * rows none is beyond 5 of them by chance (p = 6e-5) */
    lc_strata s = {.n = 100};
    size_t held[100] = {0};
    for (uint64_t seed = 0; seed < 1000; seed++) {
        lc_data_split p = LC_DATA_SPLIT_INIT;
        ck_assert_int_eq(lc_data_split_random(&p, &s, 0.2, 0, seed, NULL), LC_OK);
        for (size_t i = 0; i < p.validation.n; i++)
            held[p.validation.row[i]]++;
        lc_data_split_free(&p);
    }
    for (size_t i = 0; i < s.n; i++)
        ck_assert_msg(fabs((double)held[i] - 200) < 63, "row %zu: %zu of 1000", i, held[i]);
}
END_TEST

START_TEST(takes_the_last_rows_as_keras_does)
{
    /* Keras: split_at = floor(n * (1 - share)); 10 * (1 - 0.25) = 7.5 -> 7 train */
    lc_strata s = {.n = 10};
    lc_data_split p = LC_DATA_SPLIT_INIT;
    ck_assert_int_eq(lc_data_split_last(&p, &s, 0.25, 0, NULL), LC_OK);
    check_whole(&p, 10);
    ck_assert_uint_eq(p.train.n, 7);
    ck_assert_uint_eq(p.train.row[6], 6);
    ck_assert_uint_eq(p.validation.row[0], 7);
    lc_data_split_free(&p);
    ck_assert_int_eq(lc_data_split_last(&p, &s, 0.999, 0, NULL), LC_OK);
    ck_assert_uint_eq(p.train.n, 1);
    lc_data_split_free(&p);
    ck_assert_int_eq(lc_data_split_none(&p, &s, NULL), LC_OK);
    ck_assert_uint_eq(p.train.n, 10);
    ck_assert_uint_eq(p.validation.n, 0);
    lc_data_split_free(&p);
}
END_TEST

START_TEST(deals_folds_in_which_each_row_validates_once)
{
    float y[MOST];
    lc_strata s = rows_of(y, (const size_t[]){61, 23, 8, 1}, 4);
    char seen[MOST] = {0};
    size_t fold[2][MOST], differ = 0;
    for (size_t k = 0; k < 10; k++) { /* of two shuffles */
        lc_data_split p = LC_DATA_SPLIT_INIT;
        ck_assert_int_eq(lc_data_split_fold(&p, &s, 0, 5, k, 3, NULL), LC_OK);
        check_whole(&p, s.n);
        ck_assert_uint_ge(p.validation.n, 18); /* 93 / 5 = 18.6 */
        ck_assert_uint_le(p.validation.n, 19);
        ck_assert_uint_ge(p.validation_count[0], 12); /* 61 / 5 = 12.2 */
        ck_assert_uint_le(p.validation_count[0], 13);
        ck_assert_uint_ge(p.validation_count[1], 4); /* 23 / 5 = 4.6 */
        ck_assert_uint_le(p.validation_count[1], 5);
        for (size_t i = 0; i < p.validation.n; i++)
            seen[p.validation.row[i]]++, fold[k / 5][p.validation.row[i]] = k % 5;
        lc_data_split_free(&p);
    }
    for (size_t i = 0; i < s.n; i++) {
        ck_assert_int_eq(seen[i], 2);
        differ += fold[0][i] != fold[1][i];
    }
    ck_assert_uint_gt(differ, s.n / 2); /* 4 / 5 are to be expected */
}
END_TEST

START_TEST(names_the_class_that_one_part_lacks)
{
    char *names[] = {(char[]){"good"}, (char[]){"bad"}};
    const lc_dataset table = {.schema.target.class_name = {2, 2, names}};
    /* the table is sorted by class: 8 x 0, then 2 x 1 */
    const float y[] = {0, 0, 0, 0, 0, 0, 0, 0, 1, 1};
    lc_strata s = {.n = 10, .y = y, .classes = 2};
    lc_data_split p = LC_DATA_SPLIT_INIT;
    lc_error err = LC_ERROR_INIT;
    ck_assert_int_eq(lc_data_split_last(&p, &s, 0.2, 0, NULL), LC_OK);
    ck_assert_int_eq(lc_data_split_check(&p, &table, &err), LC_E_FORMAT);
    ck_assert_str_eq(
        err.msg, "class 'good' occurs in the training rows only (8 rows), but both sets need it");
    lc_data_split_free(&p);
    ck_assert_int_eq(lc_data_split_random(&p, &s, 0.2, 0, 1, NULL), LC_OK);
    ck_assert_int_eq(lc_data_split_check(&p, &table, &err), LC_OK);
    lc_data_split_free(&p);
    const float one[] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
    s.y = one;
    ck_assert_int_eq(lc_data_split_random(&p, &s, 0.2, 0, 1, NULL), LC_OK);
    ck_assert_int_eq(lc_data_split_check(&p, &table, &err), LC_E_FORMAT);
    ck_assert_str_eq(err.msg,
                     "class 'bad' occurs in the training rows only (1 row), but both sets need it "
                     "(--min-class 2 leaves it out)");
    lc_data_split_free(&p);
    ck_assert_int_eq(lc_data_split_none(&p, &s, NULL), LC_OK); /* without validation all is well */
    ck_assert_int_eq(lc_data_split_check(&p, &table, &err), LC_OK);
    lc_data_split_free(&p);
}
END_TEST

START_TEST(takes_some_that_are_contained_in_more)
{
    float y[MOST];
    lc_strata s = rows_of(y, (const size_t[]){900, 90, 10}, 3);
    lc_data_split p = LC_DATA_SPLIT_INIT;
    lc_row_set before = LC_ROW_SET_INIT;
    ck_assert_int_eq(lc_data_split_random(&p, &s, 0.2, 0, 1, NULL), LC_OK);
    for (size_t m = 1; m <= p.train.n; m += m < 20 ? 1 : 30) {
        lc_row_set some = LC_ROW_SET_INIT;
        size_t count[3] = {0};
        ck_assert_int_eq(lc_row_set_sample(&some, &p.train, &s, m, 5, NULL), LC_OK);
        ck_assert_uint_eq(some.n, m);
        for (size_t i = 0; i < m; i++)
            count[(size_t)y[some.row[i]]]++;
        for (size_t c = 0; c < 3; c++) {
            /* places k / n_c below some level z: ceil(z n_c) rows of each class, so each is within
             * 2 of its share, and none is left out from m = 3 on */
            double share = (double)m * (double)p.train_count[c] / (double)p.train.n;
            ck_assert_msg(fabs((double)count[c] - share) <= 2, "%zu of class %zu in %zu", count[c],
                          c, m);
            ck_assert(m < 3 || count[c] >= 1);
        }
        for (size_t i = 0, k = 0; i < before.n; i++, k++) {
            while (k < m && some.row[k] < before.row[i])
                k++;
            ck_assert(k < m && some.row[k] == before.row[i]);
        }
        lc_row_set_free(&before);
        before = some;
    }
    lc_row_set_free(&before);
    lc_data_split_free(&p);
}
END_TEST

START_TEST(refuses_what_cannot_be_parted)
{
    lc_strata s = {.n = 1}, t = {.n = 10};
    lc_data_split p = {.classes = 9};
    lc_row_set some = {.n = 9}, from = {.n = 3};
    ck_assert_int_eq(lc_data_split_random(&p, &s, 0.5, 0, 1, NULL), LC_E_ARG);
    ck_assert_int_eq(lc_data_split_last(&p, &s, 0.5, 0, NULL), LC_E_ARG);
    ck_assert_int_eq(lc_data_split_random(&p, &t, 0, 0, 1, NULL), LC_E_ARG);
    ck_assert_int_eq(lc_data_split_random(&p, &t, 1, 0, 1, NULL), LC_E_ARG);
    ck_assert_int_eq(lc_data_split_random(&p, &t, NAN, 0, 1, NULL), LC_E_ARG);
    ck_assert_int_eq(lc_data_split_fold(&p, &t, 0, 1, 0, 1, NULL), LC_E_ARG);
    ck_assert_int_eq(lc_data_split_fold(&p, &t, 0, 11, 0, 1, NULL), LC_E_ARG);
    ck_assert_int_eq(lc_row_set_sample(&some, &from, &t, 0, 1, NULL), LC_E_ARG);
    ck_assert_int_eq(lc_row_set_sample(&some, &from, &t, 4, 1, NULL), LC_E_ARG);
    ck_assert_uint_eq(p.classes, 9);
    ck_assert_uint_eq(some.n, 9);
}
END_TEST

/* 400 rows of 40 groups of 1 to 19 rows; classes by chance, one in five is 1. */
static void make_groups(lc_strata *s, float *y, uint32_t *group)
{
    lc_random r = lc_random_from(3, 1);
    *s = (lc_strata){.y = y, .classes = 2, .group = group, .groups = 40};
    for (uint32_t g = 0; g < 40; g++)
        for (uint64_t k = 1 + 2 * (g % 10); k > 0; k--) {
            group[s->n] = g;
            y[s->n++] = lc_random_below(&r, 5) == 0;
        }
}

/* Where each group's rows are; fails when they are in two sets. */
static void check_groups(const lc_data_split *p, const uint32_t *group)
{
    int set[40] = {0};
    const lc_row_set *sets[] = {&p->train, &p->validation, &p->test};
    for (int k = 0; k < 3; k++)
        for (size_t i = 0; i < sets[k]->n; i++) {
            int *of = &set[group[sets[k]->row[i]]];
            ck_assert(*of == 0 || *of == k + 1);
            *of = k + 1;
        }
}

START_TEST(groups_stay_together)
{
    float y[MOST];
    uint32_t group[MOST];
    lc_strata s;
    size_t validated = 0;
    make_groups(&s, y, group);
    for (uint64_t seed = 0; seed < 20; seed++) {
        lc_data_split p = LC_DATA_SPLIT_INIT;
        ck_assert_int_eq(lc_data_split_random(&p, &s, 0.2, 0.1, seed, NULL), LC_OK);
        check_groups(&p, group);
        ck_assert_uint_eq(p.train.n + p.validation.n + p.test.n, 400);
        ck_assert(p.validation.n >= 60 && p.validation.n <= 100); /* 80 wanted */
        ck_assert(p.test.n >= 25 && p.test.n <= 55);              /* 40 wanted */
        lc_data_split_free(&p);
    }
    for (size_t k = 0; k < 5; k++) {
        lc_data_split p = LC_DATA_SPLIT_INIT;
        ck_assert_int_eq(lc_data_split_fold(&p, &s, 0, 5, k, 1, NULL), LC_OK);
        check_groups(&p, group);
        ck_assert(p.validation.n >= 72 && p.validation.n <= 88);
        double share = (double)p.validation_count[1] / (double)p.validation.n;
        ck_assert_msg(fabs(share - 0.2) < 0.06, "fold %zu: %g of class 1", k, share);
        validated += p.validation.n;
        lc_data_split_free(&p);
    }
    ck_assert_uint_eq(validated, 400);
    lc_data_split p = LC_DATA_SPLIT_INIT;
    lc_error err = LC_ERROR_INIT;
    ck_assert_int_eq(lc_data_split_fold(&p, &s, 0, 41, 0, 1, &err), LC_E_ARG);
    ck_assert_str_eq(err.msg, "expected 2 to 40 folds, one group in each at least");
}
END_TEST

START_TEST(time_puts_later_rows_behind)
{
    /* rows 0 .. 11 at times 11 .. 0 */
    double time[12];
    for (size_t i = 0; i < 12; i++)
        time[i] = 11 - (double)i;
    lc_strata s = {.n = 12, .time = time};
    lc_data_split p = LC_DATA_SPLIT_INIT;
    ck_assert_int_eq(lc_data_split_last(&p, &s, 0.25, 0.25, NULL), LC_OK);
    ck_assert_uint_eq(p.train.n, 6);
    ck_assert_uint_eq(p.validation.n, 3);
    ck_assert_uint_eq(p.test.n, 3);
    ck_assert_uint_eq(p.test.row[2], 2); /* times 11, 10, 9 are rows 0, 1, 2 */
    ck_assert_uint_eq(p.validation.row[0], 3);
    ck_assert_uint_eq(p.train.row[0], 6);
    lc_data_split_free(&p);
    for (size_t k = 0; k < 3; k++) { /* four stretches of three */
        ck_assert_int_eq(lc_data_split_fold(&p, &s, 0, 3, k, 1, NULL), LC_OK);
        ck_assert_uint_eq(p.train.n, 3 * (k + 1));
        ck_assert_uint_eq(p.validation.n, 3);
        ck_assert_uint_eq(p.validation.row[0], 12 - 3 * (k + 2));
        lc_data_split_free(&p);
    }
}
END_TEST

START_TEST(the_test_rows_depend_on_the_seed_and_their_share_alone)
{
    float y[MOST];
    lc_strata s = rows_of(y, (const size_t[]){300, 100}, 2);
    lc_data_split a = LC_DATA_SPLIT_INIT, b = LC_DATA_SPLIT_INIT, c = LC_DATA_SPLIT_INIT;
    ck_assert_int_eq(lc_data_split_random(&a, &s, 0.2, 0.1, 1, NULL), LC_OK);
    ck_assert_int_eq(lc_data_split_random(&b, &s, 0.4, 0.1, 1, NULL), LC_OK);
    ck_assert_int_eq(lc_data_split_fold(&c, &s, 0.1, 4, 2, 1, NULL), LC_OK);
    ck_assert_uint_eq(a.test.n, 40);
    ck_assert_uint_eq(a.test_count[1], 10);
    ck_assert_uint_eq(a.validation.n, 80); /* of all rows, not of those that the test left */
    ck_assert_uint_eq(b.validation.n, 160);
    ck_assert_uint_eq(c.validation.n, 90);
    ck_assert(same_part(&a.test, &b.test));
    ck_assert(same_part(&a.test, &c.test));
    lc_data_split_free(&a);
    lc_data_split_free(&b);
    lc_data_split_free(&c);
}
END_TEST

START_TEST(leaks_nothing_when_memory_is_out)
{
    float y[MOST];
    lc_strata s = rows_of(y, (const size_t[]){30, 10}, 2);
    for (size_t k = 1; k <= 8; k++) {
        lc_data_split p = LC_DATA_SPLIT_INIT;
        lc_mem_fail_at(k);
        lc_status st = lc_data_split_random(&p, &s, 0.2, 0, 1, NULL);
        lc_mem_fail_at(0);
        ck_assert_int_eq(st, LC_E_NOMEM); /* deck 2, taken, marks, rows 2, counts 2: 8 */
    }
    lc_data_split p = LC_DATA_SPLIT_INIT;
    ck_assert_int_eq(lc_data_split_random(&p, &s, 0.2, 0, 1, NULL), LC_OK);
    for (size_t k = 1; k <= 7; k++) {
        lc_data_split q = LC_DATA_SPLIT_INIT;
        lc_row_set some = LC_ROW_SET_INIT;
        lc_mem_fail_at(k);
        ck_assert_int_eq(lc_data_split_fold(&q, &s, 0, 4, 1, 1, NULL), LC_E_NOMEM);
        lc_mem_fail_at(k < 5 ? k : 1);
        ck_assert_int_eq(lc_row_set_sample(&some, &p.train, &s, 9, 1, NULL), LC_E_NOMEM);
        lc_mem_fail_at(0);
    }
    lc_data_split_free(&p);
}
END_TEST

START_TEST(draws_below_any_bound_evenly)
{
    /* 70,000 draws of 0 .. 6: 10,000 each with standard deviation 93 */
    lc_random r = lc_random_from(1, 2), same = lc_random_from(1, 2), other = lc_random_from(1, 3);
    size_t count[7] = {0};
    ck_assert(lc_random_bits(&r) == lc_random_bits(&same));
    ck_assert(lc_random_bits(&r) != lc_random_bits(&other));
    for (int i = 0; i < 70000; i++)
        count[lc_random_below(&r, 7)]++;
    for (size_t k = 0; k < 7; k++)
        ck_assert_msg(fabs((double)count[k] - 10000) < 500, "%zu: %zu", k, count[k]);
    ck_assert(lc_random_below(&r, 1) == 0);
    double sum = 0, squares = 0; /* of 70,000 normal draws: 0 +- 0.004, 1 +- 0.005 */
    for (int i = 0; i < 70000; i++) {
        double z = lc_random_normal(&r);
        sum += z / 70000;
        squares += z * z / 70000;
    }
    ck_assert(fabs(sum) < 0.02 && fabs(squares - 1) < 0.03);
}
END_TEST

Suite *suite_split(void)
{
    Suite *s = suite_create("split");
    TCase *t = tcase_create("split");
    tcase_set_timeout(t, 60);
    tcase_add_loop_test(t, holds_out_each_class_by_its_share, 0,
                        (int)(sizeof shares / sizeof *shares));
    tcase_add_test(t, depends_on_the_seed_and_on_nothing_else);
    tcase_add_test(t, holds_each_row_out_as_often_as_the_others);
    tcase_add_test(t, takes_the_last_rows_as_keras_does);
    tcase_add_test(t, deals_folds_in_which_each_row_validates_once);
    tcase_add_test(t, names_the_class_that_one_part_lacks);
    tcase_add_test(t, takes_some_that_are_contained_in_more);
    tcase_add_test(t, refuses_what_cannot_be_parted);
    tcase_add_test(t, groups_stay_together);
    tcase_add_test(t, time_puts_later_rows_behind);
    tcase_add_test(t, the_test_rows_depend_on_the_seed_and_their_share_alone);
    tcase_add_test(t, leaks_nothing_when_memory_is_out);
    tcase_add_test(t, draws_below_any_bound_evenly);
    suite_add_tcase(s, t);
    return s;
}
