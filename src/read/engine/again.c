/* SPDX-License-Identifier: GPL-3.0-or-later */
/* again.c - logs in which a training starts over. */
#include "read/engine/again.h"

lc_status lc_again_begin(lc_again *a, lc_builder *b, double x)
{
    char name[32];
    a->first = a->last = x;
    if (++a->runs == 1)
        return LC_OK;
    int n = snprintf(name, sizeof name, "run %zu", a->runs);
    return lc_builder_begin(b, name, (size_t)n);
}

lc_status lc_again_at(lc_again *a, lc_builder *b, double x)
{
    if (a->runs == 0 || (x < a->last && x <= a->first))
        return lc_again_begin(a, b, x);
    a->last = x;
    return LC_OK;
}
