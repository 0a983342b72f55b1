/* SPDX-License-Identifier: GPL-3.0-or-later */
/* memory.c - how much memory the program may take. */
#include "cli/memory.h"

#include <sys/resource.h>
#include <unistd.h>

static struct rlimit before;
static size_t allowed;

/* Three quarters of what the machine has; 0: not known. */
static size_t usual(void)
{
#ifdef _SC_PHYS_PAGES
    long pages = sysconf(_SC_PHYS_PAGES), size = sysconf(_SC_PAGESIZE);
    return pages > 0 && size > 0 ? (size_t)pages / 4 * 3 * (size_t)size : 0;
#else
    return 0;
#endif
}

#if defined __has_feature
#define SANITIZED (__has_feature(address_sanitizer) || __has_feature(thread_sanitizer))
#elif defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__
#define SANITIZED 1
#else
#define SANITIZED 0
#endif

/* Data, not addresses: files that are mapped don't count, and neither do the stacks' guards. */
void memory_limit(size_t bytes)
{
#if !SANITIZED /* whose shadows are larger than any limit */
    struct rlimit now;
    bytes = bytes ? bytes : usual();
    if (!bytes || getrlimit(RLIMIT_DATA, &before) != 0)
        return;
    now = before;
    now.rlim_cur = bytes;
    if (before.rlim_cur != RLIM_INFINITY && before.rlim_cur <= now.rlim_cur)
        return;
    if (setrlimit(RLIMIT_DATA, &now) == 0)
        allowed = bytes;
#else
    (void)bytes;
    (void)usual;
#endif
}

void memory_release(void)
{
    if (allowed)
        setrlimit(RLIMIT_DATA, &before);
}

size_t memory_allowed(void)
{
    return allowed;
}
