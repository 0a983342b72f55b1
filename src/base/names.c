/* SPDX-License-Identifier: GPL-3.0-or-later */
/* names.c - an open hash, half full at most. */
#include "base/names.h"

#include "base/mem.h"

#include <string.h>

#define SLOTS_LEAST 64

/* The slot that holds the name, or the free one where it belongs. */
static lc_name *slot_of(const lc_names *names, const char *s, size_t len)
{
    uint64_t h = lc_mem_hash(LC_HASH_BEGIN, s, len);
    size_t k = (size_t)(h ^ h >> 32) & (names->slots - 1);
    for (;; k = (k + 1) & (names->slots - 1)) {
        lc_name *name = &names->slot[k];
        if (!name->s || (name->len == len && memcmp(name->s, s, len) == 0))
            return name;
    }
}

bool lc_names_find(const lc_names *names, const char *s, size_t len, uint32_t *id)
{
    const lc_name *name = names->slots ? slot_of(names, s, len) : NULL;
    if (!name || !name->s)
        return false;
    *id = name->id;
    return true;
}

static bool grow(lc_names *names)
{
    lc_names wider = {.n = names->n, .slots = names->slots ? 2 * names->slots : SLOTS_LEAST};
    wider.slot = lc_mem_resize(NULL, wider.slots, sizeof *wider.slot);
    if (!wider.slot)
        return false;
    memset(wider.slot, 0, wider.slots * sizeof *wider.slot);
    for (size_t k = 0; k < names->slots; k++)
        if (names->slot[k].s)
            *slot_of(&wider, names->slot[k].s, names->slot[k].len) = names->slot[k];
    lc_mem_free(names->slot);
    *names = wider;
    return true;
}

bool lc_names_add(lc_names *names, const char *s, size_t len, uint32_t id)
{
    if (2 * (names->n + 1) > names->slots && !grow(names))
        return false;
    *slot_of(names, s, len) = (lc_name){s, len, id};
    names->n++;
    return true;
}

void lc_names_free(lc_names *names)
{
    lc_mem_free(names->slot);
    *names = (lc_names)LC_NAMES_INIT;
}
