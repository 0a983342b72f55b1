/* SPDX-License-Identifier: GPL-3.0-or-later */
/* prepare.c - what several rules need and no single series tells. */
#include "diagnose/prepare.h"

#include "diagnose/baseline.h"
#include "diagnose/floor.h"
#include "diagnose/link.h"
#include "diagnose/stretch.h"

void lc_context_prepare(lc_context *context)
{
    lc_status st = lc_context_link(context, &context->first);
    context->guess = lc_baseline_guess(context);
    for (size_t i = 0; i < context->run->series_n && st == LC_OK; i++)
        st = lc_baseline_find(&context->analyzed[i].baseline, context, &context->analyzed[i],
                              &context->first);
    if (st == LC_OK)
        st = lc_floors_count(context, &context->first);
    if (st != LC_OK)
        return;
    context->below_floor = lc_floor_is_breached(context);
    lc_stretches_find(context);
}
