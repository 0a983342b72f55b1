/* SPDX-License-Identifier: GPL-3.0-or-later */
/* load_header.c - the first row: what the columns are called, and what each is for. */
#include "train/load.h"

#include "base/mem.h"
#include "base/text.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define BLOCK_BYTES (1u << 20) /* of a block of rows: the size that is freed at once later on */

/* ---- names ------------------------------------------------------------------------------ */

typedef struct name_at {
    const char *name;
    size_t at;
} name_at;

static int by_name(const void *a, const void *b)
{
    const name_at *s = a, *t = b;
    int c = strcmp(s->name, t->name);
    return c ? c : s->at < t->at ? -1 : s->at > t->at;
}

/* Names in order; the caller frees them. NULL when memory is out. */
static name_at *sort_names(const lc_loader *l)
{
    name_at *names = lc_mem_resize(NULL, l->slots, sizeof *names);
    for (size_t c = 0; names && c < l->slots; c++)
        names[c] = (name_at){l->slot[c].name, c};
    if (names)
        qsort(names, l->slots, sizeof *names, by_name);
    return names;
}

/* Names that occur again get their column's number put behind them. */
static lc_status part_names(lc_loader *l, lc_error *err)
{
    name_at *names = sort_names(l);
    lc_status st = names ? LC_OK : lc_error_nomem(err);
    for (size_t i = l->slots; i-- > 1 && st == LC_OK;) {
        if (strcmp(names[i].name, names[i - 1].name) != 0)
            continue;
        lc_slot *s = &l->slot[names[i].at];
        char *name = lc_text_format("%s.%zu", s->name, names[i].at + 1);
        if (!name ||
            !lc_texts_add(&l->made.report.remarks,
                          "column %zu has the same name as another, '%.60s': renamed '%.70s'",
                          names[i].at + 1, s->name, name))
            st = lc_error_nomem(err);
        if (name) {
            lc_mem_free(s->name);
            s->name = name;
        }
    }
    lc_mem_free(names);
    return st;
}

static bool is_blank(const lc_field *f)
{
    return f->len == 0;
}

/* All that is in it are numbers: this is no header. */
static bool is_data(const lc_loader *l, const lc_row *row)
{
    double v;
    size_t numbers = 0;
    for (size_t c = 0; c < row->n; c++) {
        if (!lc_table_cell(&v, &row->field[c], l->decimal))
            return false;
        numbers += v == v; /* not missing */
    }
    return numbers > 0;
}

static lc_status make_slots(lc_loader *l, const lc_row *row, bool named, lc_error *err)
{
    l->slot = lc_mem_resize(NULL, row->n, sizeof *l->slot);
    l->ignored = lc_mem_resize(NULL, row->n, sizeof *l->ignored);
    if (!l->slot || !l->ignored)
        return lc_error_nomem(err);
    for (size_t c = 0; c < row->n; c++) {
        const lc_field *f = &row->field[c];
        char *name = named && !is_blank(f) ? lc_mem_text(f->text, f->len)
                                           : lc_text_format("column %zu", c + 1);
        if (!name)
            return lc_error_nomem(err);
        l->slot[l->slots++] = (lc_slot){.name = name};
        l->ignored[c] = false;
    }
    return named ? part_names(l, err) : LC_OK;
}

/* The index of a data frame says nothing, or worse: where the row came from. */
static lc_status ignore_index(lc_loader *l, const lc_row *row, lc_error *err)
{
    static const char pandas[] = "Unnamed: 0";
    const lc_field *f = &row->field[0];
    bool unnamed =
        is_blank(f) || (f->len == sizeof pandas - 1 && memcmp(f->text, pandas, f->len) == 0);
    if (!unnamed || row->n < 2)
        return LC_OK;
    l->slot[0].role = ROLE_IGNORED;
    if (!lc_texts_add(&l->made.report.remarks,
                      "the first column has no name: ignored as row numbers"))
        return lc_error_nomem(err);
    return LC_OK;
}

static lc_status no_column(const lc_loader *l, const char *what, const char *name, lc_error *err)
{
    char hint[LC_HINT_SIZE];
    lc_nearest near = lc_nearest_to(name);
    for (size_t c = 0; c < l->slots; c++)
        lc_nearest_try(&near, l->slot[c].name);
    if (near.best)
        return lc_error_set(err, LC_E_ARG, 0, "%scolumn '%.60s' is missing%s", what, name,
                            lc_nearest_hint(&near, hint));
    return lc_error_set(err, LC_E_ARG, 0,
                        "%scolumn '%.60s' is missing; the %zu columns are '%.40s', ... '%.40s'",
                        what, name, l->slots, l->slot[0].name, l->slot[l->slots - 1].name);
}

/* A column by its name, else its name as people write it, else its number. */
static lc_slot *find_slot(const lc_loader *l, const char *name)
{
    char *end;
    for (size_t c = 0; c < l->slots; c++)
        if (strcmp(l->slot[c].name, name) == 0)
            return &l->slot[c];
    for (size_t c = 0; c < l->slots; c++)
        if (lc_text_same(l->slot[c].name, name))
            return &l->slot[c];
    unsigned long k = *name >= '0' && *name <= '9' ? strtoul(name, &end, 10) : 0;
    return k && !*end && k <= l->slots ? &l->slot[k - 1] : NULL;
}

/* Whether a name ends in this word: alone, behind a character that is no letter, or in camel case. */
static bool ends_in(const char *name, const char *word)
{
    size_t n = strlen(name), len = strlen(word);
    if (n < len || strcasecmp(name + n - len, word) != 0)
        return false;
    const char *at = name + n - len;
    return n == len || !isalpha((unsigned char)at[-1]) ||
           (islower((unsigned char)at[-1]) && isupper((unsigned char)at[0]));
}

static bool names_rows(const char *name)
{
    static const char *const words[] = {"id", "uuid", "guid"}, *const names[] = {"index", "row",
                                                                                 "rowid", "rownum",
                                                                                 "row_number"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcasecmp(name, names[i]) == 0)
            return true;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (ends_in(name, words[i]))
            return true;
    return false;
}

/* Whether rows of one value of such a column often belong together. */
static bool names_groups(const char *name)
{
    static const char *const words[] = {"patient",   "subject", "participant", "person",  "user",
                                        "customer",  "client",  "speaker",     "session", "device",
                                        "household", "student", "author",      "player"};
    char first[40];
    snprintf(first, sizeof first, "%s", name);
    for (char *c = first + 1; *first && *c; c++) /* "patient_id", "patientId" */
        if (!islower((unsigned char)*c))
            *c = '\0';
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcasecmp(first, words[i]) == 0)
            return true;
    return false;
}

/* Leave columns out that number the rows, and hint at groups. */
static lc_status look_at_names(lc_loader *l, lc_error *err)
{
    const lc_dataset_options *o = l->options;
    lc_texts *remarks = &l->made.report.remarks;
    for (size_t c = 0; c < l->slots; c++) {
        lc_slot *s = &l->slot[c];
        bool groups = !o->group && names_groups(s->name), ok = true;
        if (s->role != ROLE_FEATURE)
            continue;
        if (names_rows(s->name) && !s->user_set && !o->keep_ids) {
            s->role = ROLE_IGNORED;
            ok = lc_texts_add(remarks,
                              "column '%.60s' is ignored as an identifier (--keep-ids uses it)",
                              s->name);
        }
        if (ok && groups)
            ok = lc_texts_add(
                remarks,
                "rows of one '%.60s' may both train and validate: --group '%.60s' keeps "
                "them together",
                s->name, s->name);
        if (!ok)
            return lc_error_nomem(err);
    }
    return LC_OK;
}

/* Give a column that is no input its part; NULL names none. */
static lc_status assign_role(lc_slot **slot, lc_loader *l, const char *name, lc_role role,
                             const char *what, lc_error *err)
{
    if (!name)
        return LC_OK;
    lc_slot *s = find_slot(l, name);
    if (!s)
        return no_column(l, what, name, err);
    if (role != ROLE_ID && s == l->target)
        return lc_error_set(err, LC_E_ARG, 0, "the target '%.60s' can't be the %scolumn, too",
                            s->name, what);
    if (slot)
        *slot = s;
    if (role != ROLE_ID)
        s->role = role;
    else if (s->role == ROLE_FEATURE && !l->options->schema)
        s->role = ROLE_IGNORED;
    return LC_OK;
}

/* Columns that are no inputs but looked at otherwise. */
static lc_status assign_others(lc_loader *l, lc_error *err)
{
    const lc_dataset_options *o = l->options;
    lc_slot *group = NULL;
    lc_status st = assign_role(&group, l, o->group, ROLE_GROUP, "group ", err);
    if (st == LC_OK && group) {
        group->user_set = true; /* numbers name groups, too */
        group->kind = KIND_TEXT;
    }
    if (st == LC_OK)
        st = assign_role(NULL, l, o->time, ROLE_TIME, "time ", err);
    return st == LC_OK ? assign_role(NULL, l, o->weight, ROLE_WEIGHT, "weight ", err) : st;
}

/* Give columns their part as the options say. */
static lc_status assign_roles(lc_loader *l, lc_error *err)
{
    const lc_dataset_options *o = l->options;
    size_t features = 0;
    lc_slot *s;
    if (o->target) {
        s = find_slot(l, o->target);
        if (!s)
            return no_column(l, "target ", o->target, err);
        s->role = ROLE_TARGET;
        s->user_set = o->task_set && o->task != LC_REGRESSION;
        s->kind = s->user_set ? KIND_TEXT : KIND_UNKNOWN;
        l->target = s;
    }
    for (size_t i = 0; i < o->ignore_n; i++) {
        s = find_slot(l, o->ignore[i]);
        if (!s)
            return no_column(l, "ignored ", o->ignore[i], err);
        if (s == l->target)
            return lc_error_set(err, LC_E_ARG, 0, "the target '%.60s' can't be ignored", s->name);
        s->role = ROLE_IGNORED;
    }
    for (size_t i = 0; i < o->categorical_n; i++) {
        s = find_slot(l, o->categorical[i]);
        if (!s)
            return no_column(l, "categorical ", o->categorical[i], err);
        s->user_set = true;
        s->kind = KIND_TEXT;
    }
    lc_status st = assign_others(l, err);
    if (st == LC_OK)
        st = assign_role(&l->id, l, o->id, ROLE_ID, "id ", err);
    if (st == LC_OK)
        st = look_at_names(l, err);
    for (size_t c = 0; c < l->slots && st == LC_OK; c++) {
        features += l->slot[c].role == ROLE_FEATURE;
        if (l->slot[c].role <= ROLE_WEIGHT)
            l->slot[c].at = l->made.cells.width++;
    }
    if (st == LC_OK && features == 0)
        return lc_error_set(err, LC_E_ARG, 0, "no input column is left");
    return st;
}

static lc_status take_categories(lc_slot *s, const lc_texts *category, lc_error *err)
{
    lc_status st = LC_OK;
    size_t id;
    s->user_set = true;
    s->kind = KIND_TEXT;
    for (size_t i = 0; i < category->n && st == LC_OK; i++)
        st = lc_categories_add(&id, &s->categories, category->text[i], strlen(category->text[i]),
                               err);
    return st;
}

static lc_slot *bsearch_slot(lc_loader *l, const name_at *names, const char *name)
{
    size_t low = 0, high = l->slots;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(names[middle].name, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < l->slots && strcmp(names[low].name, name) == 0 ? &l->slot[names[low].at] : NULL;
}

static lc_status assign_column(lc_loader *l, const name_at *names, size_t c, lc_error *err)
{
    const lc_column *column = &l->options->schema->column[c];
    lc_slot *s = bsearch_slot(l, names, column->name);
    if (!s)
        return no_column(l, "", column->name, err);
    s->role = ROLE_FEATURE;
    s->from_schema = true;
    s->at = c;
    s->kind = column->kind == LC_COLUMN_DATE ? KIND_DATE : KIND_NUMBER;
    s->offset = column->offset;
    if (column->kind != LC_COLUMN_CATEGORICAL)
        return LC_OK;
    return take_categories(s, &column->category, err);
}

/* Give columns their part as another table had it; all others are ignored. */
static lc_status assign_schema(lc_loader *l, lc_error *err)
{
    const lc_schema *like = l->options->schema;
    name_at *names = sort_names(l);
    lc_status st = names ? LC_OK : lc_error_nomem(err);
    for (size_t c = 0; c < l->slots; c++)
        l->slot[c].role = ROLE_IGNORED;
    l->made.cells.width = like->columns;
    for (size_t c = 0; c < like->columns && st == LC_OK; c++)
        st = assign_column(l, names, c, err);
    lc_slot *s =
        st == LC_OK && like->target.name ? bsearch_slot(l, names, like->target.name) : NULL;
    if (st == LC_OK && like->target.name && !s && !l->options->predict)
        st = no_column(l, "target ", like->target.name, err);
    if (s) {
        s->role = ROLE_TARGET;
        s->from_schema = true;
        s->kind = KIND_NUMBER;
        s->offset = like->target.offset;
        l->target = s;
        if (like->target.task != LC_REGRESSION)
            st = take_categories(s, &like->target.class_name, err);
    }
    lc_mem_free(names);
    return st == LC_OK ? assign_role(&l->id, l, l->options->id, ROLE_ID, "id ", err) : st;
}

lc_status lc_load_header(bool *named, lc_loader *l, const lc_row *row, lc_error *err)
{
    bool has_names = !is_data(l, row);
    lc_status st = make_slots(l, row, has_names, err);
    if (st == LC_OK && has_names && !l->options->schema)
        st = ignore_index(l, row, err);
    if (st == LC_OK)
        st = l->options->schema ? assign_schema(l, err) : assign_roles(l, err);
    if (st != LC_OK)
        return st;
    lc_dataset *d = &l->made;
    d->cells.block_rows = BLOCK_BYTES / sizeof(float) / d->cells.width;
    d->cells.block_rows += d->cells.block_rows == 0;
    for (size_t c = 0; c < l->slots; c++) {
        l->ignored[c] = l->slot[c].role == ROLE_IGNORED;
        d->report.ignored += l->ignored[c];
    }
    *named = has_names;
    l->layout = l->id ? 0 : l->slots;
    return lc_table_layout(l->table, l->layout, l->ignored, err);
}
