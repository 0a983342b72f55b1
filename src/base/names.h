/* SPDX-License-Identifier: GPL-3.0-or-later */
/* names.h - from names to their numbers, by hashing. */
#ifndef LC_BASE_NAMES_H
#define LC_BASE_NAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct lc_name {
    const char *s;
    size_t len;
    uint32_t id;
} lc_name;

typedef struct lc_names {
    lc_name *slot;   /* s is NULL in a free one */
    size_t n, slots; /* slots is a power of two, or 0 */
} lc_names;
#define LC_NAMES_INIT \
    {                 \
        0             \
    }

/* The number of a name; false when it isn't there. */
bool lc_names_find(const lc_names *names, const char *s, size_t len, uint32_t *id);

/* Add a name that isn't there. Its bytes are borrowed until lc_names_free. False when memory is out. */
bool lc_names_add(lc_names *names, const char *s, size_t len, uint32_t id);

void lc_names_free(lc_names *names);

#endif
