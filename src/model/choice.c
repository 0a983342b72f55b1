/* SPDX-License-Identifier: GPL-3.0-or-later */
/* choice.c - which of its values a series keeps where records are sorted or merged. */
#include "model/choice.h"

#include "base/mem.h"
#include "model/run.h"

#include <stdlib.h>
#include <string.h>

#define FEW \
    16 /* records for each that is met, from where on those met are sorted rather than all looked at */

bool lc_choice_open(lc_choice *c, size_t n)
{
    *c = (lc_choice){.n = n,
                     .slot = lc_mem_resize(NULL, n + 1, sizeof *c->slot),
                     .met = lc_mem_resize(NULL, n + 1, sizeof *c->met)};
    if (!c->slot || !c->met) {
        lc_choice_free(c);
        return false;
    }
    memset(c->slot, 0, n * sizeof *c->slot);
    return true;
}

void lc_choice_free(lc_choice *c)
{
    lc_mem_free(c->slot);
    lc_mem_free(c->met);
    *c = (lc_choice)LC_CHOICE_INIT;
}

uint32_t *lc_choice_at(lc_choice *c, uint32_t record)
{
    if (c->slot[record] == 0)
        c->met[c->met_n++] = record;
    return &c->slot[record];
}

static int compare_records(const void *a, const void *b)
{
    const uint32_t *l = a, *r = b;
    return (*l > *r) - (*l < *r);
}

static void sort_met(lc_choice *c)
{
    size_t k = 1;
    while (k < c->met_n && c->met[k - 1] < c->met[k])
        k++;
    if (k >= c->met_n)
        return;
    if (c->met_n < c->n / FEW) {
        qsort(c->met, c->met_n, sizeof *c->met, compare_records);
        return;
    }
    k = 0;
    for (size_t r = 0; r < c->n; r++)
        if (c->slot[r])
            c->met[k++] = (uint32_t)r;
}

bool lc_choice_take(lc_choice *c, lc_series *s)
{
    lc_series chosen = {0};
    bool replaced, ok = true;
    sort_met(c);
    for (size_t k = 0; k < c->met_n; k++) {
        uint32_t *at = &c->slot[c->met[k]];
        ok = ok && lc_series_push(&chosen, c->met[k], s->y[*at - 1], &replaced);
        *at = 0;
    }
    c->met_n = 0;
    if (!ok) {
        lc_series_free(&chosen);
        return false;
    }
    lc_mem_free(s->y);
    lc_mem_free(s->at);
    s->y = chosen.y;
    s->at = chosen.at;
    s->n = chosen.n;
    s->cap = chosen.cap;
    return true;
}
