/* SPDX-License-Identifier: GPL-3.0-or-later */
/* table_roles.c - columns that say what a row's numbers are of. */
#include "read/engine/table_roles.h"

#include "model/metric.h"
#include "model/role_names.h"

#include <string.h>

static void note_first(size_t *column, size_t i, bool is)
{
    if (is && *column == SIZE_MAX)
        *column = i;
}

/* Column i names no run, other than it seemed. */
static void drop_run(lc_table_roles *roles, size_t i)
{
    size_t kept = 0;
    for (size_t k = 0; k < roles->runs; k++)
        if (roles->run[k] != i)
            roles->run[kept++] = roles->run[k];
    roles->runs = kept;
}

void lc_table_roles_find(lc_table_roles *roles, const char *const *names, size_t n)
{
    const size_t none = SIZE_MAX;
    if (roles->keys)
        memset(roles->count, 0, sizeof roles->count);
    memset(roles, 0, offsetof(lc_table_roles, key));
    roles->keys = roles->most = 0;
    roles->split = roles->name = roles->value = none;
    roles->x = roles->axis = roles->kind = roles->part = none;
    for (size_t i = 0; i < n; i++) {
        lc_kind kind = lc_metric_kind(names[i], strlen(names[i]));
        unsigned role = lc_roles_of_name(names[i]);
        roles->along |= lc_kind_is_axis(kind) || role & LC_ROLE_X;
        roles->timed |= kind == LC_WALL_TIME;
        if (role & LC_ROLE_RUN && roles->runs < LC_ROLES_RUNS)
            roles->run[roles->runs++] = i;
        note_first(&roles->split, i, role & LC_ROLE_SPLIT);
        note_first(&roles->name, i, role & LC_ROLE_NAME);
        note_first(&roles->value, i, role & LC_ROLE_VALUE);
        note_first(&roles->part, i, role & LC_ROLE_PART);
        note_first(&roles->x, i, role & LC_ROLE_X);
        note_first(&roles->axis, i, role & LC_ROLE_AXIS);
        note_first(&roles->kind, i, role & LC_ROLE_KIND);
    }
    if (roles->name == none || roles->value == none) /* one alone is a metric like others */
        roles->name = roles->value = roles->part = none;
    drop_run(roles, roles->part);
    if (roles->name == none || roles->axis == none)
        roles->x = roles->axis = roles->kind = none;
}

bool lc_table_roles_any(const lc_table_roles *roles)
{
    return roles->runs || roles->split != SIZE_MAX || roles->name != SIZE_MAX;
}

bool lc_table_roles_is_text(const lc_table_roles *roles, size_t column)
{
    for (size_t i = 0; i < roles->runs; i++)
        if (roles->run[i] == column)
            return true;
    return column == roles->split || column == roles->name || column == roles->part ||
           column == roles->axis || column == roles->kind;
}

lc_split lc_table_roles_split(lc_span cell)
{
    static const char *const signs = "{}\"': ";
    lc_split split = LC_SPLIT_NONE;
    while (cell.s < cell.end && split == LC_SPLIT_NONE) {
        while (cell.s < cell.end && strchr(signs, *cell.s))
            cell.s++;
        const char *from = cell.s;
        while (cell.s < cell.end && !strchr(signs, *cell.s))
            cell.s++;
        split = lc_metric_split_word(from, (size_t)(cell.s - from));
    }
    return split;
}

/* ---- tables that are no curve ----------------------------------------------------------- */

void lc_table_roles_count(lc_table_roles *roles, uint64_t hash)
{
    size_t k = (size_t)hash & (LC_ROLES_KEYS - 1);
    if (roles->keys >= LC_ROLES_KEYS / 2)
        return;
    while (roles->count[k] && roles->key[k] != hash)
        k = (k + 1) & (LC_ROLES_KEYS - 1);
    roles->keys += roles->count[k] == 0;
    roles->key[k] = hash;
    roles->count[k]++;
    roles->most = roles->count[k] > roles->most ? roles->count[k] : roles->most;
}

bool lc_table_roles_is_scores(const lc_table_roles *roles)
{
    bool words = roles->runs || roles->split != SIZE_MAX;
    /* When each run began is no curve of it. */
    size_t most = roles->timed ? 1 : 2;
    return words && roles->name == SIZE_MAX && !roles->along && roles->keys > 1 &&
           roles->most <= most;
}
