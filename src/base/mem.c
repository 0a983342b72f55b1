/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mem.c - allocation with an overflow check and a failure hook for the tests. */
#define _DEFAULT_SOURCE /* madvise; NOLINT(bugprone-reserved-identifier): glibc has it so */
#include "base/mem.h"

#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define HUGE_PAGE ((size_t)2 << 20) /* [bytes] of x86-64, and of aarch64 with pages of 4 KiB */

static atomic_size_t fail_at; /* the library's one variable; worker threads allocate too */

/* True for the call that a test wants to fail. */
static bool must_fail(void)
{
    return atomic_load(&fail_at) && atomic_fetch_sub(&fail_at, 1) == 1;
}

void *lc_mem_resize(void *p, size_t n, size_t size)
{
    if (must_fail())
        return NULL;
    if (n == 0 || size == 0 || n > SIZE_MAX / size)
        return NULL;
    return realloc(p, n * size);
}

double *lc_room_take(lc_room *room, size_t n)
{
    room->many = n > LC_ROOM_FEW ? lc_mem_resize(NULL, n, sizeof *room->many) : NULL;
    return n > LC_ROOM_FEW ? room->many : room->few;
}

void lc_room_free(lc_room *room)
{
    lc_mem_free(room->many);
}

void *lc_mem_aligned(size_t alignment, size_t bytes)
{
    void *p;
    bool huge = bytes >= HUGE_PAGE && alignment <= HUGE_PAGE;
    if (must_fail() || posix_memalign(&p, huge ? HUGE_PAGE : alignment, bytes) != 0)
        return NULL;
#if defined(MADV_HUGEPAGE)
    if (huge)
        (void)madvise(p, bytes, MADV_HUGEPAGE);
#endif
    return p;
}

void lc_mem_free(void *p)
{
    free(p);
}

bool lc_mem_grow(void *p, size_t *cap, size_t need, size_t size)
{
    if (need <= *cap)
        return true;
    size_t want = *cap > SIZE_MAX / 2 ? need : *cap * 2;
    if (want < 8)
        want = 8;
    if (want < need)
        want = need;
    void *old;
    memcpy(&old, p, sizeof old);
    void *grown = lc_mem_resize(old, want, size);
    if (!grown)
        return false;
    memcpy(p, &grown, sizeof grown);
    *cap = want;
    return true;
}

uint64_t lc_mem_hash(uint64_t hash, const void *bytes, size_t n)
{
    const unsigned char *b = bytes;
    for (size_t i = 0; i < n; i++)
        hash = (hash ^ b[i]) * UINT64_C(1099511628211);
    return hash;
}

char *lc_mem_text(const char *s, size_t n)
{
    char *copy = lc_mem_resize(NULL, n + 1, 1);
    if (!copy)
        return NULL;
    if (n)
        memcpy(copy, s, n);
    copy[n] = '\0';
    return copy;
}

void lc_mem_fail_at(size_t k)
{
    atomic_store(&fail_at, k);
}
