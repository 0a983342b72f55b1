/* SPDX-License-Identifier: GPL-3.0-or-later */
/* category.c - distinct texts found by hashing. */
#include "train/category.h"

#include "base/mem.h"
#include "base/number.h"

#include <stdlib.h>
#include <string.h>

static size_t up_to_nul(const char *text, size_t len)
{
    const char *nul = len ? memchr(text, '\0', len) : NULL;
    return nul ? (size_t)(nul - text) : len;
}

size_t lc_categories_find(const lc_categories *l, const char *text, size_t len)
{
    uint32_t id;
    return lc_names_find(&l->names, text, up_to_nul(text, len), &id) ? id : LC_NO_CATEGORY;
}

lc_status lc_categories_add(size_t *id, lc_categories *l, const char *text, size_t len,
                            lc_error *err)
{
    len = up_to_nul(text, len);
    uint32_t there;
    if (lc_names_find(&l->names, text, len, &there)) {
        *id = there;
        return LC_OK;
    }
    if (l->n >= UINT32_MAX || !lc_mem_grow(&l->category, &l->cap, l->n + 1, sizeof *l->category))
        return lc_error_nomem(err);
    char *copy = lc_mem_text(text, len);
    if (!copy || !lc_names_add(&l->names, copy, len, (uint32_t)l->n)) {
        lc_mem_free(copy);
        return lc_error_nomem(err);
    }
    l->category[l->n] = (lc_category){copy, l->n};
    *id = l->n++;
    return LC_OK;
}

void lc_categories_free(lc_categories *l)
{
    for (size_t i = 0; i < l->n; i++)
        lc_mem_free(l->category[i].text);
    lc_mem_free(l->category);
    lc_names_free(&l->names);
    *l = (lc_categories)LC_CATEGORIES_INIT;
}

static bool is_number(double *v, const char *text)
{
    size_t n = strlen(text);
    return n && lc_number_read(v, text, n) == n;
}

static int by_bytes(const void *a, const void *b)
{
    const lc_category *s = a, *t = b;
    return strcmp(s->text, t->text);
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
    qsort(l->category, l->n, sizeof *l->category, numbers ? by_value : by_bytes);
    for (size_t i = 0; i < l->n; i++) {
        rank[l->category[i].id] = i;
        text[i] = l->category[i].text;
    }
    *sorted = (lc_texts){.n = l->n, .cap = l->n, .text = text};
    l->n = 0; /* the texts are no longer its own */
    lc_categories_free(l);
    return LC_OK;
}
