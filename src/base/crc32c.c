/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * crc32c.c - a checksum for which x86-64 has an instruction.
 *
 * A library for it alone would be mapped and linked at each start, which takes longer than most event files.
 */
#include "base/crc32c.h"

#include <string.h>

#if defined(__x86_64__)
#include <nmmintrin.h>
#endif

#define POLYNOMIAL 0x82f63b78u /* RFC 3720's 0x1edc6f41, its bits reversed */
#define ALL 0xffffffffu        /* bits, that it begins with and that it is turned round by */

/* A byte at a time. */
static uint32_t by_table(uint32_t crc, const unsigned char *bytes, size_t n)
{
    static _Thread_local uint32_t table[256]; /* of each byte; made at the first call */
    for (uint32_t b = 0; b < 256 && table[255] == 0; b++) {
        uint32_t r = b;
        for (int bit = 0; bit < 8; bit++)
            r = r >> 1 ^ (r & 1 ? POLYNOMIAL : 0);
        table[b] = r;
    }
    for (size_t i = 0; i < n; i++)
        crc = crc >> 8 ^ table[(crc ^ bytes[i]) & 0xff];
    return crc;
}

#if defined(__x86_64__)
/* Eight at a time, of which there are n. */
__attribute__((target("sse4.2"))) static uint32_t
by_instruction(uint32_t crc, const unsigned char *bytes, size_t n)
{
    uint64_t sum = crc, eight;
    for (size_t i = 0; i < n; i++) {
        memcpy(&eight, bytes + i * sizeof eight, sizeof eight);
        sum = _mm_crc32_u64(sum, eight);
    }
    return (uint32_t)sum;
}
#endif

uint32_t lc_crc32c(const void *bytes, size_t n)
{
    const unsigned char *rest = bytes;
    uint32_t crc = ALL;
#if defined(__x86_64__)
    if (__builtin_cpu_supports("sse4.2")) {
        crc = by_instruction(crc, rest, n / 8);
        rest += n / 8 * 8;
        n %= 8;
    }
#endif
    return by_table(crc, rest, n) ^ ALL;
}
