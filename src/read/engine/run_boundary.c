/* SPDX-License-Identifier: GPL-3.0-or-later */
/* run_boundary.c - logs in which a training starts over. */
#include "read/engine/run_boundary.h"

lc_status lc_run_boundary_begin(lc_run_boundary *a, lc_builder *b, double x)
{
    char name[32];
    a->first = a->last = x;
    if (++a->runs == 1)
        return LC_OK;
    int n = snprintf(name, sizeof name, "run %zu", a->runs);
    return lc_builder_begin(b, name, (size_t)n);
}

lc_status lc_run_boundary_at(lc_run_boundary *a, lc_builder *b, double x)
{
    if (a->runs == 0 || (x < a->last && x <= a->first))
        return lc_run_boundary_begin(a, b, x);
    a->last = x;
    return LC_OK;
}
