/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dataset.c - what a table is when it has been read; load.c reads it. */
#include "train/dataset.h"

#include "base/mem.h"
#include "base/text.h"

#include <string.h>

const char *lc_task_name(lc_task task)
{
    static const char *const names[] = {
        [LC_BINARY] = "binary", [LC_MULTICLASS] = "multiclass", [LC_REGRESSION] = "regression"};
    return names[task];
}

const float *lc_dataset_row(const lc_dataset *d, size_t i)
{
    return d->cells.block[i / d->cells.block_rows] + i % d->cells.block_rows * d->cells.width;
}

lc_strata lc_dataset_strata(const lc_dataset *d)
{
    return (lc_strata){.n = d->n,
                       .y = d->y,
                       .classes = d->schema.target.class_name.n,
                       .group = d->group,
                       .groups = d->groups,
                       .time = d->time};
}

void lc_dataset_free(lc_dataset *d)
{
    lc_schema_free(&d->schema);
    for (size_t i = 0; i < d->cells.blocks; i++)
        lc_mem_free(d->cells.block[i]);
    lc_mem_free(d->cells.block);
    lc_mem_free(d->class_count);
    lc_mem_free(d->y);
    lc_mem_free(d->group);
    lc_mem_free(d->time);
    lc_mem_free(d->weight);
    lc_texts_free(&d->id);
    lc_texts_free(&d->report.remarks);
    *d = (lc_dataset)LC_DATASET_INIT;
}

void lc_schema_free(lc_schema *s)
{
    for (size_t c = 0; c < s->columns; c++) {
        lc_mem_free(s->column[c].name);
        lc_texts_free(&s->column[c].category);
    }
    lc_mem_free(s->column);
    lc_mem_free(s->target.name);
    lc_texts_free(&s->target.class_name);
    *s = (lc_schema)LC_SCHEMA_INIT;
}

static bool copy_texts(lc_texts *to, const lc_texts *from)
{
    for (size_t i = 0; i < from->n; i++)
        if (!lc_texts_add(to, "%s", from->text[i]))
            return false;
    return true;
}

static bool copy_column(lc_column *to, const lc_column *from)
{
    *to = (lc_column){.kind = from->kind, .offset = from->offset, .at = from->at};
    to->name = lc_mem_text(from->name, strlen(from->name));
    return to->name && copy_texts(&to->category, &from->category);
}

static bool copy_target(lc_target *to, const lc_target *from)
{
    to->task = from->task;
    to->offset = from->offset;
    to->name = from->name ? lc_mem_text(from->name, strlen(from->name)) : NULL;
    return (to->name || !from->name) && copy_texts(&to->class_name, &from->class_name);
}

lc_status lc_schema_copy(lc_schema *to, const lc_schema *from, lc_error *err)
{
    lc_schema made = LC_SCHEMA_INIT;
    bool ok = copy_target(&made.target, &from->target);
    if (ok && from->columns) {
        made.column = lc_mem_resize(NULL, from->columns, sizeof *made.column);
        ok = made.column != NULL;
    }
    while (ok && made.columns < from->columns) {
        ok = copy_column(&made.column[made.columns], &from->column[made.columns]);
        made.columns++; /* counted even when half copied, so that it is freed */
    }
    if (!ok) {
        lc_schema_free(&made);
        return lc_error_nomem(err);
    }
    *to = made;
    return LC_OK;
}
