/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/mem.h"
#include "base/names.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

Suite *suite_names(void);

#define MANY 3000

START_TEST(finds_each_of_many_and_no_other)
{
    static char name[MANY][8];
    lc_names names = LC_NAMES_INIT;
    uint32_t id = 7;
    ck_assert(!lc_names_find(&names, "n0", 2, &id));
    for (uint32_t i = 0; i < MANY; i++) {
        int len = snprintf(name[i], sizeof name[i], "n%u", i);
        ck_assert(!lc_names_find(&names, name[i], (size_t)len, &id));
        ck_assert(lc_names_add(&names, name[i], (size_t)len, i));
    }
    ck_assert_uint_eq(id, 7); /* untouched by what isn't there */
    for (uint32_t i = 0; i < MANY; i++) {
        ck_assert(lc_names_find(&names, name[i], strlen(name[i]), &id));
        ck_assert_uint_eq(id, i);
    }
    ck_assert(!lc_names_find(&names, "n", 1, &id));
    ck_assert(!lc_names_find(&names, "n30000", 6, &id));
    lc_names_free(&names);
    lc_names_free(&names); /* leaves it empty */
    ck_assert(!lc_names_find(&names, "n1", 2, &id));
}
END_TEST

START_TEST(names_are_bytes)
{
    lc_names names = LC_NAMES_INIT;
    uint32_t id;
    ck_assert(lc_names_add(&names, "", 0, 1));
    ck_assert(lc_names_add(&names, "a\0b", 3, 2));
    ck_assert(lc_names_add(&names, "a\0c", 3, 3));
    ck_assert(lc_names_find(&names, "", 0, &id) && id == 1);
    ck_assert(lc_names_find(&names, "a\0b", 3, &id) && id == 2);
    ck_assert(lc_names_find(&names, "a\0c", 3, &id) && id == 3);
    ck_assert(!lc_names_find(&names, "a", 1, &id));
    lc_names_free(&names);
}
END_TEST

START_TEST(stays_whole_when_memory_is_out)
{
    lc_names names = LC_NAMES_INIT;
    uint32_t id;
    ck_assert(lc_names_add(&names, "loss", 4, 1));
    char name[40][4];
    bool added = true;
    lc_mem_fail_at(1); /* the table must grow before it is half full */
    for (uint32_t i = 0; i < 40 && added; i++) {
        snprintf(name[i], sizeof name[i], "%u", i);
        added = lc_names_add(&names, name[i], strlen(name[i]), i);
    }
    lc_mem_fail_at(0);
    ck_assert(!added);
    ck_assert(lc_names_find(&names, "loss", 4, &id) && id == 1);
    ck_assert(lc_names_find(&names, "0", 1, &id) && id == 0);
    lc_names_free(&names);
}
END_TEST

Suite *suite_names(void)
{
    Suite *s = suite_create("names");
    TCase *t = tcase_create("names");
    tcase_add_test(t, finds_each_of_many_and_no_other);
    tcase_add_test(t, names_are_bytes);
    tcase_add_test(t, stays_whole_when_memory_is_out);
    suite_add_tcase(s, t);
    return s;
}
