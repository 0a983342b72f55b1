/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * stand_ins.c - what the static program has in place of functions of shared libraries: ISA-L's CRC-32C,
 * since Debian has no static ISA-L, and dlopen(), by which SQLite would load extensions that nobody
 * asks for.
 */
#include <isa-l/crc.h>
#include <stddef.h>
#include <stdint.h>

#define POLYNOMIAL 0x82f63b78u /* of RFC 3720, B.4: 0x1edc6f41, its bits reversed */

/* A byte at a time. */
unsigned int crc32_iscsi(unsigned char *bytes, int n, unsigned int crc)
{
    static _Thread_local uint32_t table[256]; /* of each byte; made at the first call */
    for (uint32_t b = 0; b < 256 && table[255] == 0; b++) {
        uint32_t r = b;
        for (int bit = 0; bit < 8; bit++)
            r = r >> 1 ^ (r & 1 ? POLYNOMIAL : 0);
        table[b] = r;
    }
    for (int i = 0; i < n; i++)
        crc = crc >> 8 ^ table[(crc ^ bytes[i]) & 0xff];
    return crc;
}

/* The linker puts it in place of dlopen() (--wrap). */
void *__wrap_dlopen(const char *file, int mode);
void *__wrap_dlopen(const char *file, int mode)
{
    (void)file, (void)mode;
    return NULL;
}
