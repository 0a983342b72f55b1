/* SPDX-License-Identifier: GPL-3.0-or-later */
/* table_roles.c - columns that say what a row's numbers are of. */
#include "read/engine/table_roles.h"

#include "model/metric.h"

#include <ctype.h>
#include <string.h>

/* ---- names ------------------------------------------------------------------------------ */

static const char *const run_words[] = {"run",          "fold",    "seed",       "trial",
                                        "experiment",   "exp",     "model",      "method",
                                        "algorithm",    "config",  "variant",    "optimizer",
                                        "architecture", "dataset", "cv fold",    "kfold",
                                        "random seed",  "repeat",  "repetition", NULL};
static const char *const run_endings[] = {"", "id", "name", "uuid", "type", "key", NULL};
static const char *const split_words[] = {"split", "phase",   "subset", "mode",
                                          "stage", "context", "set",    NULL};
static const char *const name_words[] = {"metric",   "metric name", "metricname", "key", "tag",
                                         "variable", "name",        "title",      NULL};
static const char *const part_words[] = {"variant", "series", NULL};
static const char *const value_words[] = {"value", "metric value", "metricvalue", NULL};

static const char *skip_blanks(const char *s)
{
    while (*s == '_' || *s == '-' || *s == '.' || *s == ' ')
        s++;
    return s;
}

/* What stands in a name behind a word: the same letters, whatever their case and the blanks between
 * them; NULL when it begins otherwise. */
static const char *behind(const char *name, const char *word)
{
    name = skip_blanks(name);
    for (; *word; name = skip_blanks(name + 1), word = skip_blanks(word + 1))
        if (tolower((unsigned char)*name) != *word)
            return NULL;
    return name;
}

/* "experimentKey", "experiment_key" */
static bool is_same(const char *name, const char *word)
{
    const char *rest = behind(name, word);
    return rest && !*rest;
}

static bool is_one_of(const char *name, const char *const *words)
{
    for (; *words; words++)
        if (is_same(name, *words))
            return true;
    return false;
}

/* Most names begin as none of the words does. */
bool lc_names_run(const char *name)
{
    int first = tolower((unsigned char)*skip_blanks(name));
    for (const char *const *w = run_words; *w; w++) {
        const char *rest = first == **w ? behind(name, *w) : NULL;
        for (const char *const *end = run_endings; rest && *end; end++)
            if (is_same(rest, *end))
                return true;
    }
    return false;
}

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
        roles->along |= lc_kind_is_axis(kind) || is_same(names[i], "x");
        roles->timed |= kind == LC_WALL_TIME;
        if (lc_names_run(names[i]) && roles->runs < LC_ROLES_RUNS)
            roles->run[roles->runs++] = i;
        note_first(&roles->split, i, is_one_of(names[i], split_words));
        note_first(&roles->name, i, is_one_of(names[i], name_words));
        note_first(&roles->value, i, is_one_of(names[i], value_words));
        note_first(&roles->part, i, is_one_of(names[i], part_words));
        note_first(&roles->x, i, is_same(names[i], "x"));
        note_first(&roles->axis, i, is_same(names[i], "axis"));
        note_first(&roles->kind, i, is_same(names[i], "kind"));
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
