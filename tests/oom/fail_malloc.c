/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fail_malloc.c - preloaded, makes allocation number OOM_AT of the program fail, and with OOM_REST those
 * after it; with OOM_TRAP a debugger stops there. Without OOM_AT it writes to the file OOM_COUNT how many there are. Children are left alone, and
 * so is json-c, whose tokener looks at a name that it had no memory for.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void *__libc_malloc(size_t n);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *p, size_t n);
void *__libc_memalign(size_t alignment, size_t n);

static atomic_long done;
static long fail_at = -1; /* -1: the program hasn't begun */
static bool rest, traps;
static char count_file[4096];

__attribute__((constructor)) static void begin(void)
{
    const char *at = getenv("OOM_AT"), *file = getenv("OOM_COUNT");
    rest = getenv("OOM_REST") != NULL;
    traps = getenv("OOM_TRAP") != NULL;
    if (file)
        snprintf(count_file, sizeof count_file, "%s", file);
    unsetenv("LD_PRELOAD");
    fail_at = at ? atol(at) : 0;
}

__attribute__((destructor)) static void end(void)
{
    char text[32];
    int fd = *count_file ? open(count_file, O_WRONLY | O_CREAT | O_TRUNC, 0666) : -1;
    int n = snprintf(text, sizeof text, "%ld\n", atomic_load(&done));
    if (fd >= 0 && write(fd, text, (size_t)n) == n)
        close(fd);
}

static bool is_json(void *caller)
{
    Dl_info about;
    return dladdr(caller, &about) && about.dli_fname && strstr(about.dli_fname, "libjson-c");
}

static bool fails(void *caller)
{
    if (fail_at < 0 || is_json(caller))
        return false;
    long k = atomic_fetch_add(&done, 1) + 1;
    bool now = fail_at > 0 && (k == fail_at || (rest && k > fail_at));
    if (now && traps)
        raise(SIGTRAP);
    if (now)
        errno = ENOMEM;
    return now;
}

#define FAILS fails(__builtin_return_address(0))

void *malloc(size_t n)
{
    return FAILS ? NULL : __libc_malloc(n);
}

void *calloc(size_t n, size_t size)
{
    return FAILS ? NULL : __libc_calloc(n, size);
}

void *realloc(void *p, size_t n)
{
    return FAILS ? NULL : __libc_realloc(p, n);
}

char *strdup(const char *s)
{
    size_t n = strlen(s) + 1;
    char *copy = FAILS ? NULL : __libc_malloc(n);
    return copy ? memcpy(copy, s, n) : NULL;
}

int posix_memalign(void **p, size_t alignment, size_t n)
{
    void *made = FAILS ? NULL : __libc_memalign(alignment, n);
    if (!made)
        return ENOMEM;
    *p = made;
    return 0;
}

void *aligned_alloc(size_t alignment, size_t n)
{
    return FAILS ? NULL : __libc_memalign(alignment, n);
}
