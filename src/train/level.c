/* SPDX-License-Identifier: GPL-3.0-or-later */
/* level.c - a sorted array of texts; columns have few levels, so that inserting is cheap. */
#include "train/level.h"

#include "base/mem.h"
#include "base/number.h"

#include <stdlib.h>
#include <string.h>

/* memcmp that also looks at the lengths; `text` has no NUL in its len bytes. */
static int compare(const char *level, const char *text, size_t len)
{
    int c = strncmp(level, text, len);
    return c ? c : level[len] != '\0';
}

/* The first level that isn't before the text. */
static size_t place_of(const lc_levels *l, const char *text, size_t len)
{
    size_t low = 0, high = l->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare(l->level[middle].text, text, len) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static size_t up_to_nul(const char *text, size_t len)
{
    const char *nul = len ? memchr(text, '\0', len) : NULL;
    return nul ? (size_t)(nul - text) : len;
}

size_t lc_levels_find(const lc_levels *l, const char *text, size_t len)
{
    len = up_to_nul(text, len);
    size_t at = place_of(l, text, len);
    return at < l->n && compare(l->level[at].text, text, len) == 0 ? l->level[at].id : LC_NO_LEVEL;
}

lc_status lc_levels_add(size_t *id, lc_levels *l, const char *text, size_t len, lc_error *err)
{
    len = up_to_nul(text, len);
    size_t at = place_of(l, text, len);
    if (at < l->n && compare(l->level[at].text, text, len) == 0) {
        *id = l->level[at].id;
        return LC_OK;
    }
    if (!lc_mem_grow(&l->level, &l->cap, l->n + 1, sizeof *l->level))
        return lc_error_nomem(err);
    char *copy = lc_mem_text(text, len);
    if (!copy)
        return lc_error_nomem(err);
    memmove(l->level + at + 1, l->level + at, (l->n - at) * sizeof *l->level);
    l->level[at] = (lc_level){copy, l->n};
    *id = l->n++;
    return LC_OK;
}

void lc_levels_free(lc_levels *l)
{
    for (size_t i = 0; i < l->n; i++)
        lc_mem_free(l->level[i].text);
    lc_mem_free(l->level);
    *l = (lc_levels)LC_LEVELS_INIT;
}

static bool is_number(double *v, const char *text)
{
    size_t n = strlen(text);
    return n && lc_number_read(v, text, n) == n;
}

static int by_value(const void *a, const void *b)
{
    const lc_level *s = a, *t = b;
    double v = 0, w = 0;
    is_number(&v, s->text);
    is_number(&w, t->text);
    return v < w ? -1 : v > w ? 1 : strcmp(s->text, t->text);
}

lc_status lc_levels_sort(lc_texts *sorted, size_t *rank, lc_levels *l, lc_error *err)
{
    double v;
    bool numbers = true;
    if (l->n == 0)
        return LC_OK;
    char **text = lc_mem_resize(NULL, l->n, sizeof *text);
    if (!text)
        return lc_error_nomem(err);
    for (size_t i = 0; i < l->n && numbers; i++)
        numbers = is_number(&v, l->level[i].text);
    if (numbers)
        qsort(l->level, l->n, sizeof *l->level, by_value);
    for (size_t i = 0; i < l->n; i++) {
        rank[l->level[i].id] = i;
        text[i] = l->level[i].text;
    }
    *sorted = (lc_texts){.n = l->n, .cap = l->n, .text = text};
    lc_mem_free(l->level);
    *l = (lc_levels)LC_LEVELS_INIT;
    return LC_OK;
}
