/* SPDX-License-Identifier: GPL-3.0-or-later */
/* category.c - a sorted array of texts; columns have few categories, so that inserting is cheap. */
#include "train/category.h"

#include "base/mem.h"
#include "base/number.h"

#include <stdlib.h>
#include <string.h>

/* memcmp that also looks at the lengths; `text` has no NUL in its len bytes. */
static int compare(const char *category, const char *text, size_t len)
{
    int c = strncmp(category, text, len);
    return c ? c : category[len] != '\0';
}

/* The first category that isn't before the text. */
static size_t place_of(const lc_categories *l, const char *text, size_t len)
{
    size_t low = 0, high = l->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare(l->category[middle].text, text, len) < 0)
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

size_t lc_categories_find(const lc_categories *l, const char *text, size_t len)
{
    len = up_to_nul(text, len);
    size_t at = place_of(l, text, len);
    return at < l->n && compare(l->category[at].text, text, len) == 0 ? l->category[at].id
                                                                      : LC_NO_CATEGORY;
}

lc_status lc_categories_add(size_t *id, lc_categories *l, const char *text, size_t len,
                            lc_error *err)
{
    len = up_to_nul(text, len);
    size_t at = place_of(l, text, len);
    if (at < l->n && compare(l->category[at].text, text, len) == 0) {
        *id = l->category[at].id;
        return LC_OK;
    }
    if (!lc_mem_grow(&l->category, &l->cap, l->n + 1, sizeof *l->category))
        return lc_error_nomem(err);
    char *copy = lc_mem_text(text, len);
    if (!copy)
        return lc_error_nomem(err);
    memmove(l->category + at + 1, l->category + at, (l->n - at) * sizeof *l->category);
    l->category[at] = (lc_category){copy, l->n};
    *id = l->n++;
    return LC_OK;
}

void lc_categories_free(lc_categories *l)
{
    for (size_t i = 0; i < l->n; i++)
        lc_mem_free(l->category[i].text);
    lc_mem_free(l->category);
    *l = (lc_categories)LC_CATEGORIES_INIT;
}

static bool is_number(double *v, const char *text)
{
    size_t n = strlen(text);
    return n && lc_number_read(v, text, n) == n;
}

static int by_value(const void *a, const void *b)
{
    const lc_category *s = a, *t = b;
    double v = 0, w = 0;
    is_number(&v, s->text);
    is_number(&w, t->text);
    return v < w ? -1 : v > w ? 1 : strcmp(s->text, t->text);
}

lc_status lc_categories_sort(lc_texts *sorted, size_t *rank, lc_categories *l, lc_error *err)
{
    double v;
    bool numbers = true;
    if (l->n == 0)
        return LC_OK;
    char **text = lc_mem_resize(NULL, l->n, sizeof *text);
    if (!text)
        return lc_error_nomem(err);
    for (size_t i = 0; i < l->n && numbers; i++)
        numbers = is_number(&v, l->category[i].text);
    if (numbers)
        qsort(l->category, l->n, sizeof *l->category, by_value);
    for (size_t i = 0; i < l->n; i++) {
        rank[l->category[i].id] = i;
        text[i] = l->category[i].text;
    }
    *sorted = (lc_texts){.n = l->n, .cap = l->n, .text = text};
    lc_mem_free(l->category);
    *l = (lc_categories)LC_CATEGORIES_INIT;
    return LC_OK;
}
