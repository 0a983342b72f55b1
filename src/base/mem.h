/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mem.h - every heap block of the library comes from here, so that tests can make it fail. */
#ifndef LC_BASE_MEM_H
#define LC_BASE_MEM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* realloc for `n` elements of `size` bytes; NULL when n * size overflows or memory is out. */
void *lc_mem_resize(void *p, size_t n, size_t size);
void lc_mem_free(void *p);

/* Room for `need` elements of `size` bytes in the block *p of *cap, growing by doubling.
 * `p` is the address of the owner's pointer. False when memory is out; the block stays. */
bool lc_mem_grow(void *p, size_t *cap, size_t need, size_t size);

/* Doubles that one function works on: few of them on its stack, since blocks of some KB take malloc a long way. */
#define LC_ROOM_FEW 640
typedef struct lc_room {
    double few[LC_ROOM_FEW], *many;
} lc_room;
double *lc_room_take(lc_room *room,
                     size_t n); /* NULL when memory is out; lc_room_free may follow */
void lc_room_free(lc_room *room);

/* `bytes` at a multiple of `alignment`, a power of two; NULL when memory is out. Blocks of 2 MiB and more lie
 * in large pages where the kernel has some: rows read in a random order miss the table of pages else. */
void *lc_mem_aligned(size_t alignment, size_t bytes);

/* FNV-1a, 64 bits, over n bytes: begin with LC_HASH_BEGIN, go on with what came out. */
#define LC_HASH_BEGIN UINT64_C(14695981039346656037)
uint64_t lc_mem_hash(uint64_t hash, const void *bytes, size_t n);

/* A copy of the n bytes at s, with a NUL behind them; NULL when memory is out. */
char *lc_mem_text(const char *s, size_t n);

/* Test hook: the k-th allocation from now on returns NULL; 0 turns it off. */
void lc_mem_fail_at(size_t k);

#endif
