/* SPDX-License-Identifier: GPL-3.0-or-later */
/* steps.c - logs in which several lines may tell of one step. */
#include "read/engine/steps.h"

#include <math.h>

lc_status lc_steps_at(lc_run_boundary *a, lc_builder *b, const char *axis, double step, bool *same)
{
    *same = a->runs > 0 && a->last == step;
    if (*same)
        return LC_OK;
    lc_status st = lc_run_boundary_at(a, b, step);
    if (st == LC_OK)
        st = lc_builder_record(b);
    return st == LC_OK ? lc_named_put_number(b, axis, step) : st;
}

lc_status lc_steps_put(lc_builder *b, lc_span rest, bool same, size_t *n)
{
    lc_pair p;
    lc_status st = LC_OK;
    for (*n = 0; st == LC_OK && lc_pair_next(&rest, &p);) {
        bool measured = lc_span_length(&p.unit) > 0 && !lc_span_is(&p.unit, "%");
        if (lc_span_length(&p.v.name) == 0 || (measured && (same || isnan(p.v.value))))
            continue;
        st = lc_named_put(b, "", &p.v);
        ++*n;
    }
    return st;
}
