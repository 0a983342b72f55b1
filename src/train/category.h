/* SPDX-License-Identifier: GPL-3.0-or-later */
/* category.h - the distinct texts of a column, numbered as they come. */
#ifndef LC_TRAIN_CATEGORY_H
#define LC_TRAIN_CATEGORY_H

#include "base/error.h"
#include "base/names.h"

typedef struct lc_category {
    char *text;
    size_t id; /* 0, 1, ... in the order in which they came */
} lc_category;

typedef struct lc_categories {
    size_t n, cap;
    lc_category *category; /* in the order of their ids */
    lc_names names;
} lc_categories;
#define LC_CATEGORIES_INIT \
    {                      \
        0                  \
    }

#define LC_NO_CATEGORY SIZE_MAX

/* The id of a text, which ends at its first NUL if it has one; LC_NO_CATEGORY when it is new. */
size_t lc_categories_find(const lc_categories *l, const char *text, size_t len);

/* Take a text in unless it is there. *id: its number. LC_OK, LC_E_NOMEM. */
lc_status lc_categories_add(size_t *id, lc_categories *l, const char *text, size_t len,
                            lc_error *err);

void lc_categories_free(lc_categories *l);

/**
 * Put an order on categories that doesn't depend on the order of rows: by value when all of them are
 * numbers, by bytes when not. The texts move into *sorted and *l is left empty.
 *
 *   out  *sorted  must be empty
 *   out  rank     rank[id] is a category's place in it; room for l->n
 *
 * Returns LC_OK, LC_E_NOMEM (then *l is as it was)
 */
lc_status lc_categories_sort(lc_texts *sorted, size_t *rank, lc_categories *l, lc_error *err);

#endif
