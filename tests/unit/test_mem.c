/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_mem.c - blocks that grow, sizes that overflow, and the hook that makes them fail. */
#include "base/mem.h"

#include <check.h>
#include <stdint.h>
#include <string.h>

Suite *suite_mem(void);

START_TEST(refuses_sizes_that_overflow_or_are_zero)
{
    ck_assert_ptr_null(lc_mem_resize(NULL, SIZE_MAX / 2 + 1, 2));
    ck_assert_ptr_null(lc_mem_resize(NULL, SIZE_MAX, SIZE_MAX));
    ck_assert_ptr_null(lc_mem_resize(NULL, 0, 8));
    ck_assert_ptr_null(lc_mem_resize(NULL, 8, 0));
    ck_assert_ptr_null(lc_mem_text("", SIZE_MAX)); /* no room for the NUL */
}
END_TEST

START_TEST(keeps_the_block_when_a_resize_is_refused)
{
    char *p = lc_mem_text("kept", 4);
    ck_assert_ptr_nonnull(p);
    ck_assert_ptr_null(lc_mem_resize(p, SIZE_MAX, 2));
    ck_assert_str_eq(p, "kept");
    lc_mem_free(p);
}
END_TEST

START_TEST(grows_by_doubling)
{
    double *p = NULL;
    size_t cap = 0, moves = 0;
    for (size_t n = 1; n <= 100000; n++) {
        size_t before = cap;
        ck_assert(lc_mem_grow(&p, &cap, n, sizeof *p));
        ck_assert_uint_ge(cap, n);
        ck_assert_uint_ge(cap, 8);
        moves += cap != before;
        p[n - 1] = (double)n;
    }
    ck_assert_uint_eq(moves, 15); /* 8, 16, ... 131072 = 2^3 ... 2^17 */
    for (size_t n = 1; n <= 100000; n++)
        ck_assert(p[n - 1] == (double)n);
    /* more than the double at once is taken as asked */
    ck_assert(lc_mem_grow(&p, &cap, 1000000, sizeof *p));
    ck_assert_uint_eq(cap, 1000000);
    lc_mem_free(p);
}
END_TEST

START_TEST(leaves_block_and_capacity_when_it_cannot_grow)
{
    char *p = NULL;
    size_t cap = 0;
    ck_assert(lc_mem_grow(&p, &cap, 5, 1));
    memcpy(p, "kept", 5);
    ck_assert(!lc_mem_grow(&p, &cap, SIZE_MAX, 2));
    lc_mem_fail_at(1);
    ck_assert(!lc_mem_grow(&p, &cap, 9, 1));
    lc_mem_fail_at(0);
    ck_assert_uint_eq(cap, 8);
    ck_assert_str_eq(p, "kept");
    lc_mem_free(p);
}
END_TEST

START_TEST(copies_text_with_its_nul)
{
    char *p = lc_mem_text("a\0b", 3);
    ck_assert_ptr_nonnull(p);
    ck_assert_int_eq(memcmp(p, "a\0b", 4), 0);
    lc_mem_free(p);
    p = lc_mem_text(NULL, 0);
    ck_assert_str_eq(p, "");
    lc_mem_free(p);
    lc_mem_free(NULL);
}
END_TEST

/* A large one begins where the kernel can give it large pages. */
START_TEST(takes_room_from_the_heap_for_many_only)
{
    lc_room room;
    lc_mem_fail_at(1);
    ck_assert_ptr_eq(lc_room_take(&room, 0), room.few);
    ck_assert_ptr_eq(lc_room_take(&room, LC_ROOM_FEW), room.few);
    lc_room_free(&room);
    ck_assert_ptr_null(lc_room_take(&room, LC_ROOM_FEW + 1));
    lc_room_free(&room);
    double *many = lc_room_take(&room, 2 * LC_ROOM_FEW);
    ck_assert(many && many != room.few);
    many[2 * LC_ROOM_FEW - 1] = 1;
    lc_room_free(&room);
    lc_mem_fail_at(0);
}
END_TEST

START_TEST(aligns_as_asked_and_large_blocks_to_large_pages)
{
    const struct {
        size_t alignment, bytes, expected;
    } cases[] = {
        {64, 1, 64},
        {4096, 100, 4096},
        {64, (2 << 20) - 1, 64},
        {64, 2 << 20, 2 << 20},
        {64, 5000001, 2 << 20},
        {4 << 20, 3 << 20, 4 << 20},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *p = lc_mem_aligned(cases[i].alignment, cases[i].bytes);
        ck_assert_ptr_nonnull(p);
        ck_assert_uint_eq((uintptr_t)p % cases[i].expected, 0);
        memset(p, 1, cases[i].bytes);
        lc_mem_free(p);
    }
    lc_mem_fail_at(1);
    ck_assert_ptr_null(lc_mem_aligned(64, 4 << 20));
    lc_mem_fail_at(0);
}
END_TEST

START_TEST(fails_at_the_chosen_allocation_and_only_there)
{
    for (size_t k = 1; k <= 5; k++) {
        lc_mem_fail_at(k);
        for (size_t i = 1; i <= 8; i++) {
            void *p = lc_mem_resize(NULL, 1, 1);
            ck_assert_msg((p == NULL) == (i == k), "fail at %zu, allocation %zu", k, i);
            lc_mem_free(p);
        }
    }
    lc_mem_fail_at(1);
    lc_mem_fail_at(0); /* off again */
    void *p = lc_mem_resize(NULL, 1, 1);
    ck_assert_ptr_nonnull(p);
    lc_mem_free(p);
}
END_TEST

Suite *suite_mem(void)
{
    Suite *s = suite_create("mem");
    TCase *t = tcase_create("mem");
    tcase_add_test(t, refuses_sizes_that_overflow_or_are_zero);
    tcase_add_test(t, keeps_the_block_when_a_resize_is_refused);
    tcase_add_test(t, grows_by_doubling);
    tcase_add_test(t, leaves_block_and_capacity_when_it_cannot_grow);
    tcase_add_test(t, copies_text_with_its_nul);
    tcase_add_test(t, takes_room_from_the_heap_for_many_only);
    tcase_add_test(t, aligns_as_asked_and_large_blocks_to_large_pages);
    tcase_add_test(t, fails_at_the_chosen_allocation_and_only_there);
    suite_add_tcase(s, t);
    return s;
}
