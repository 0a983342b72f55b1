/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_crc32c.c - the checksum against RFC 3720's values, and against bit by bit. */
#include "base/crc32c.h"

#include <check.h>

Suite *suite_crc32c(void);

START_TEST(matches_the_rfc)
{
    unsigned char zeros[32] = {0}, ones[32], rising[32], falling[32];
    for (size_t i = 0; i < 32; i++) {
        ones[i] = 0xff;
        rising[i] = (unsigned char)i;
        falling[i] = (unsigned char)(31 - i);
    }
    /* RFC 3720, B.4 */
    ck_assert_uint_eq(lc_crc32c(zeros, 32), 0x8a9136aau);
    ck_assert_uint_eq(lc_crc32c(ones, 32), 0x62a8ab43u);
    ck_assert_uint_eq(lc_crc32c(rising, 32), 0x46dd794eu);
    ck_assert_uint_eq(lc_crc32c(falling, 32), 0x113fdb5cu);
    /* the check value that catalogues of checksums give */
    ck_assert_uint_eq(lc_crc32c("123456789", 9), 0xe3069283u);
    ck_assert_uint_eq(lc_crc32c("", 0), 0);
}
END_TEST

START_TEST(is_the_same_at_every_length_and_place)
{
    unsigned char bytes[64];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (unsigned char)(i * 151 + 7);
    for (size_t from = 0; from < 9; from++)
        for (size_t n = 0; from + n <= sizeof bytes; n++) {
            uint32_t crc = 0xffffffffu;
            for (size_t i = 0; i < 8 * n; i++) {
                uint32_t bit = (uint32_t)bytes[from + i / 8] >> i % 8 & 1;
                crc = crc >> 1 ^ ((crc ^ bit) & 1 ? 0x82f63b78u : 0);
            }
            ck_assert_uint_eq(lc_crc32c(bytes + from, n), crc ^ 0xffffffffu);
        }
}
END_TEST

Suite *suite_crc32c(void)
{
    Suite *s = suite_create("crc32c");
    TCase *t = tcase_create("values");
    tcase_add_test(t, matches_the_rfc);
    tcase_add_test(t, is_the_same_at_every_length_and_place);
    suite_add_tcase(s, t);
    return s;
}
