/* SPDX-License-Identifier: GPL-3.0-or-later */
/* preprocessing.c - medians, means and scales of the training part, and what becomes of a row. */
#include "train/preprocessing.h"

#include "base/mem.h"
#include "base/text.h"
#include "train/rank.h"

#include <math.h>
#include <string.h>

#define TILE 16 /* columns looked at in one pass over the rows: a cache line of each row */

/* ---- learning --------------------------------------------------------------------------- */

/* One column's numbers in the training part, without the missing ones. */
typedef struct gathered {
    float *v; /* room for all rows */
    size_t n;
} gathered;

static void gather(gathered *tile, const lc_dataset *d, const lc_row_set *part, size_t first,
                   size_t columns)
{
    for (size_t c = 0; c < columns; c++)
        tile[c].n = 0;
    for (size_t i = 0; i < part->n; i++) {
        const float *cell = lc_dataset_row(d, part->row[i]);
        for (size_t c = 0; c < columns; c++) {
            float v = cell[d->schema.column[first + c].at];
            if (!isnan(v))
                tile[c].v[tile[c].n++] = v;
        }
    }
}

static bool all_equal(const gathered *g)
{
    for (size_t i = 1; i < g->n; i++)
        if (g->v[i] != g->v[0])
            return false;
    return true;
}

/* Mean and scale of g with the median in `missing` more cells. */
static void learn_scale(lc_column_transform *r, const gathered *g, size_t missing)
{
    double n = (double)(g->n + missing), sum = (double)missing * r->median;
    for (size_t i = 0; i < g->n; i++)
        sum += (double)g->v[i];
    r->mean = sum / n;
    double off = r->median - r->mean, squares = (double)missing * off * off;
    for (size_t i = 0; i < g->n; i++)
        squares += ((double)g->v[i] - r->mean) * ((double)g->v[i] - r->mean);
    r->scale = all_equal(g) || squares == 0 ? 0 : 1 / sqrt(squares / n);
}

static void learn_number(lc_column_transform *r, gathered *g, size_t missing, double offset,
                         const lc_preprocessing_options *options)
{
    r->median = g->n ? lc_rank_median(g->v, g->n) : 0;
    r->mean = -offset; /* adds it again */
    r->scale = 1;
    if (options->standardize)
        learn_scale(r, g, missing);
}

static void learn_tile(lc_preprocessing *p, gathered *tile, const lc_dataset *d,
                       const lc_row_set *part, const lc_preprocessing_options *options,
                       size_t first)
{
    size_t left = p->schema.columns - first, columns = left < TILE ? left : TILE;
    gather(tile, d, part, first, columns);
    for (size_t c = 0; c < columns; c++) {
        lc_column_transform *r = &p->transform[first + c];
        size_t missing = part->n - tile[c].n;
        *r = (lc_column_transform){.scale = 1, .indicator = options->indicators && missing};
        if (p->schema.column[first + c].kind != LC_COLUMN_CATEGORICAL)
            learn_number(r, &tile[c], missing, p->schema.column[first + c].offset, options);
    }
}

/* Mean and deviation of the target of a regression. */
static void learn_target(lc_preprocessing *p, const lc_dataset *d, const lc_row_set *part,
                         const lc_preprocessing_options *options)
{
    double sum = 0, squares = 0, n = (double)part->n;
    p->target_mean = -p->schema.target.offset;
    p->target_scale = 1;
    if (!d->y || p->schema.target.task != LC_REGRESSION || !options->standardize_target)
        return;
    for (size_t i = 0; i < part->n; i++)
        sum += (double)d->y[part->row[i]];
    p->target_mean = sum / n;
    for (size_t i = 0; i < part->n; i++) {
        double off = (double)d->y[part->row[i]] - p->target_mean;
        squares += off * off;
    }
    if (squares > 0)
        p->target_scale = sqrt(squares / n);
}

/* Where each column's features are. */
static void lay_out(lc_preprocessing *p)
{
    p->features = 0;
    for (size_t c = 0; c < p->schema.columns; c++) {
        lc_column_transform *r = &p->transform[c];
        const lc_column *column = &p->schema.column[c];
        r->at = p->features;
        r->features = column->kind != LC_COLUMN_CATEGORICAL ? 1 : column->category.n;
        r->features += r->indicator;
        p->features += r->features;
    }
}

lc_status lc_preprocessing_fit(lc_preprocessing *p, const lc_dataset *d, const lc_row_set *part,
                               const lc_preprocessing_options *options, lc_error *err)
{
    if (part->n == 0)
        return lc_error_set(err, LC_E_ARG, 0, "there is no training row");
    lc_preprocessing made = LC_PREPROCESSING_INIT;
    lc_status st = lc_schema_copy(&made.schema, &d->schema, err);
    if (st != LC_OK)
        return st;
    gathered tile[TILE];
    made.transform = lc_mem_resize(NULL, made.schema.columns, sizeof *made.transform);
    float *room =
        part->n <= SIZE_MAX / TILE ? lc_mem_resize(NULL, part->n * TILE, sizeof *room) : NULL;
    if (!made.transform || !room) {
        lc_mem_free(room);
        lc_preprocessing_free(&made);
        return lc_error_nomem(err);
    }
    for (size_t c = 0; c < TILE; c++)
        tile[c].v = room + c * part->n;
    for (size_t first = 0; first < made.schema.columns; first += TILE)
        learn_tile(&made, tile, d, part, options, first);
    learn_target(&made, d, part, options);
    lay_out(&made);
    lc_mem_free(room);
    *p = made;
    return LC_OK;
}

void lc_preprocessing_free(lc_preprocessing *p)
{
    lc_schema_free(&p->schema);
    lc_mem_free(p->transform);
    *p = (lc_preprocessing)LC_PREPROCESSING_INIT;
}

/* ---- applying --------------------------------------------------------------------------- */

/* Features of one row; x is zeros. */
static void fill_row(float *x, const lc_preprocessing *p, const lc_dataset *d, const float *cell)
{
    for (size_t c = 0; c < p->schema.columns; c++) {
        const lc_column_transform *r = &p->transform[c];
        float v = cell[d->schema.column[c].at];
        bool missing = isnan(v);
        if (r->indicator && missing)
            x[r->at + r->features - 1] = 1;
        if (p->schema.column[c].kind != LC_COLUMN_CATEGORICAL)
            x[r->at] = (float)(((missing ? r->median : (double)v) - r->mean) * r->scale);
        else if (v >= 0)
            x[r->at + (size_t)v] = 1;
    }
}

static void fill_sample(lc_samples *s, size_t i, const lc_preprocessing *p, const lc_dataset *d,
                        size_t row)
{
    float *x = s->x + i * s->stride;
    memset(x, 0, s->stride * sizeof *x);
    fill_row(x, p, d, lc_dataset_row(d, row));
    s->y[i] = d->y ? (float)(((double)d->y[row] - p->target_mean) / p->target_scale) : 0;
    if (s->w)
        s->w[i] = d->weight[row];
}

/* Memory for samples of these rows, with weights where the data set has them. */
static lc_status alloc_samples(lc_samples *s, const lc_preprocessing *p, const lc_dataset *d,
                               const lc_row_set *rows, lc_error *err)
{
    lc_samples made = LC_SAMPLES_INIT;
    lc_status st = lc_samples_alloc(&made, rows->n, p->features, err);
    if (st == LC_OK && d->weight) {
        made.w = lc_mem_resize(NULL, rows->n, sizeof *made.w);
        if (!made.w) {
            lc_samples_free(&made);
            return lc_error_nomem(err);
        }
    }
    if (st == LC_OK)
        *s = made;
    return st;
}

lc_status lc_preprocessing_apply(lc_samples *s, const lc_preprocessing *p, const lc_dataset *d,
                                 const lc_row_set *part, lc_error *err)
{
    lc_samples made = LC_SAMPLES_INIT;
    lc_status st = alloc_samples(&made, p, d, part, err);
    if (st != LC_OK)
        return st;
    for (size_t i = 0; i < part->n; i++)
        fill_sample(&made, i, p, d, part->row[i]);
    *s = made;
    return LC_OK;
}

/* Rows of a part that are in the blocks up to `end`. */
static void fill_up_to(lc_samples *s, size_t *at, const lc_preprocessing *p, const lc_dataset *d,
                       const lc_row_set *part, size_t end)
{
    for (; *at < part->n && part->row[*at] < end; (*at)++)
        fill_sample(s, *at, p, d, part->row[*at]);
}

lc_status lc_preprocessing_apply_split(lc_samples *train, lc_samples *validation, lc_samples *test,
                                       const lc_preprocessing *p, lc_dataset *d,
                                       const lc_data_split *split, lc_error *err)
{
    enum { SETS = 3 };
    const lc_row_set *rows[SETS] = {&split->train, &split->validation, &split->test};
    lc_samples *out[SETS] = {train, validation, test}, made[SETS] = {LC_SAMPLES_INIT};
    size_t at[SETS] = {0};
    lc_status st = LC_OK;
    if (split->train.n == 0)
        return lc_error_set(err, LC_E_ARG, 0, "there is no training row");
    for (size_t k = 0; k < SETS && st == LC_OK; k++)
        if (rows[k]->n)
            st = alloc_samples(&made[k], p, d, rows[k], err);
    for (size_t k = 0; k < SETS && st != LC_OK; k++)
        lc_samples_free(&made[k]);
    if (st != LC_OK)
        return st;
    for (size_t b = 0; b < d->cells.blocks; b++) {
        for (size_t k = 0; k < SETS; k++)
            fill_up_to(&made[k], &at[k], p, d, rows[k], (b + 1) * d->cells.block_rows);
        lc_mem_free(d->cells.block[b]);
        d->cells.block[b] = NULL;
    }
    for (size_t k = 0; k < SETS; k++)
        if (rows[k]->n)
            *out[k] = made[k];
    return LC_OK;
}

lc_status lc_preprocessing_names(lc_texts *names, const lc_preprocessing *p, lc_error *err)
{
    lc_texts made = {0};
    bool ok = true;
    for (size_t c = 0; c < p->schema.columns && ok; c++) {
        const lc_column *column = &p->schema.column[c];
        if (column->kind != LC_COLUMN_CATEGORICAL)
            ok = lc_texts_add(&made, "%s", column->name);
        for (size_t k = 0; k < column->category.n && ok; k++)
            ok = lc_texts_add(&made, "%s=%s", column->name, column->category.text[k]);
        if (ok && p->transform[c].indicator)
            ok = lc_texts_add(&made, "%s is missing", column->name);
    }
    if (!ok) {
        lc_texts_free(&made);
        return lc_error_nomem(err);
    }
    *names = made;
    return LC_OK;
}

/* ---- to and from a file ----------------------------------------------------------------- */

/* What a file has for each column. */
typedef struct packed {
    uint64_t *count; /* count[3 * columns]: kind, categories, indicator */
    double *number;  /* number[4 * columns]: median, mean, scale, offset */
    lc_texts names, categories;
} packed;

static void packed_free(packed *k)
{
    lc_mem_free(k->count);
    lc_mem_free(k->number);
    lc_texts_free(&k->names);
    lc_texts_free(&k->categories);
}

static bool packed_init(packed *k, size_t columns)
{
    *k = (packed){0};
    k->count = lc_mem_resize(NULL, columns, 3 * sizeof *k->count);
    k->number = lc_mem_resize(NULL, columns, 4 * sizeof *k->number);
    return k->count && k->number;
}

static bool pack_column(packed *k, const lc_preprocessing *p, size_t c)
{
    const lc_column *column = &p->schema.column[c];
    const lc_column_transform *r = &p->transform[c];
    memcpy(k->count + 3 * c, (uint64_t[]){column->kind, column->category.n, r->indicator},
           3 * sizeof *k->count);
    memcpy(k->number + 4 * c, (double[]){r->median, r->mean, r->scale, column->offset},
           4 * sizeof *k->number);
    bool ok = lc_texts_add(&k->names, "%s", column->name);
    for (size_t i = 0; i < column->category.n && ok; i++)
        ok = lc_texts_add(&k->categories, "%s", column->category.text[i]);
    return ok;
}

static lc_status store_packed(lc_blocks *b, const packed *k, size_t columns, lc_error *err)
{
    lc_status st = lc_blocks_add_texts(b, "data/columns", &k->names, err);
    if (st == LC_OK)
        st = lc_blocks_add_texts(b, "data/categories", &k->categories, err);
    if (st == LC_OK)
        st = lc_blocks_add_copy(b, &(lc_block){"data/kinds", LC_BLOCK_COUNT, 3 * columns, k->count},
                                err);
    if (st == LC_OK)
        st = lc_blocks_add_copy(
            b, &(lc_block){"data/scales", LC_BLOCK_DOUBLE, 4 * columns, k->number}, err);
    return st;
}

lc_status lc_preprocessing_store(lc_blocks *blocks, const lc_preprocessing *p, lc_error *err)
{
    packed k;
    const lc_target *t = &p->schema.target;
    bool ok = packed_init(&k, p->schema.columns);
    for (size_t c = 0; c < p->schema.columns && ok; c++)
        ok = pack_column(&k, p, c);
    lc_status st = ok ? store_packed(blocks, &k, p->schema.columns, err) : lc_error_nomem(err);
    packed_free(&k);
    if (st == LC_OK)
        st = lc_blocks_add_text(blocks, "data/target", t->name ? t->name : "", err);
    if (st == LC_OK)
        st = lc_blocks_add_text(blocks, "data/task", lc_task_name(t->task), err);
    const double scale[] = {p->target_mean, p->target_scale, t->offset};
    if (st == LC_OK)
        st = lc_blocks_add_copy(blocks, &(lc_block){"data/target_scale", LC_BLOCK_DOUBLE, 3, scale},
                                err);
    return st == LC_OK ? lc_blocks_add_texts(blocks, "data/classes", &t->class_name, err) : st;
}

static lc_status contradiction(lc_error *err, const char *what)
{
    return lc_error_set(err, LC_E_FORMAT, 0, "the description of its %s is inconsistent", what);
}

static lc_status load_target(lc_target *t, const lc_block_file *m, lc_error *err)
{
    char *task = NULL;
    bool known = false;
    lc_status st = lc_block_file_take_text(&t->name, m, "data/target", err);
    if (st == LC_OK)
        st = lc_block_file_take_texts(&t->class_name, m, "data/classes", err);
    if (st == LC_OK)
        st = lc_block_file_take_text(&task, m, "data/task", err);
    if (st != LC_OK)
        return st;
    for (lc_task k = LC_BINARY; k <= LC_REGRESSION && !known; k++) {
        known = strcmp(task, lc_task_name(k)) == 0;
        t->task = known ? k : t->task;
    }
    lc_mem_free(task);
    if (t->name[0] == '\0') { /* it learned from a table without a target */
        lc_mem_free(t->name);
        t->name = NULL;
        return LC_OK;
    }
    size_t classes = t->class_name.n;
    bool fits = t->task == LC_BINARY       ? classes == 2
                : t->task == LC_REGRESSION ? classes == 0
                                           : classes >= 2;
    return known && fits ? LC_OK : contradiction(err, "target");
}

static lc_status load_target_scale(lc_preprocessing *p, const lc_block_file *m, lc_error *err)
{
    double scale[3];
    lc_status st = lc_block_file_take(scale, m, "data/target_scale", LC_BLOCK_DOUBLE, 3, err);
    if (st != LC_OK)
        return st;
    if (!isfinite(scale[0]) || !(scale[1] > 0) || !isfinite(scale[1]) || !isfinite(scale[2]))
        return contradiction(err, "target");
    p->target_mean = scale[0];
    p->target_scale = scale[1];
    p->schema.target.offset = scale[2];
    return LC_OK;
}

/* Names and categories move out of what was packed. */
static lc_status unpack_columns(lc_preprocessing *p, packed *k, lc_error *err)
{
    size_t category = 0;
    for (size_t c = 0; c < k->names.n; c++) {
        const uint64_t *count = k->count + 3 * c;
        const double *number = k->number + 4 * c;
        lc_column *column = &p->schema.column[p->schema.columns++];
        *column = (lc_column){.at = c, .name = k->names.text[c]};
        k->names.text[c] = NULL;
        if (count[0] > LC_COLUMN_DATE || count[2] > 1 || count[1] > k->categories.n - category ||
            (count[0] == LC_COLUMN_CATEGORICAL) != (count[1] > 0) || !isfinite(number[0]) ||
            !isfinite(number[1]) || !isfinite(number[2]) || !isfinite(number[3]))
            return contradiction(err, "columns");
        column->kind = (lc_column_kind)count[0];
        column->offset = number[3];
        for (size_t i = 0; i < count[1]; i++, category++)
            if (!lc_texts_add(&column->category, "%s", k->categories.text[category]))
                return lc_error_nomem(err);
        p->transform[c] = (lc_column_transform){
            .indicator = count[2] == 1, .median = number[0], .mean = number[1], .scale = number[2]};
    }
    return category == k->categories.n ? LC_OK : contradiction(err, "columns");
}

static lc_status load_columns(lc_preprocessing *p, packed *k, const lc_block_file *m, lc_error *err)
{
    size_t columns = k->names.n;
    if (columns == 0 || columns > SIZE_MAX / 4)
        return contradiction(err, "columns");
    k->count = lc_mem_resize(NULL, columns, 3 * sizeof *k->count);
    k->number = lc_mem_resize(NULL, columns, 4 * sizeof *k->number);
    p->schema.column = lc_mem_resize(NULL, columns, sizeof *p->schema.column);
    p->transform = lc_mem_resize(NULL, columns, sizeof *p->transform);
    if (!k->count || !k->number || !p->schema.column || !p->transform)
        return lc_error_nomem(err);
    lc_status st = lc_block_file_take(k->count, m, "data/kinds", LC_BLOCK_COUNT, 3 * columns, err);
    if (st == LC_OK)
        st = lc_block_file_take(k->number, m, "data/scales", LC_BLOCK_DOUBLE, 4 * columns, err);
    return st == LC_OK ? unpack_columns(p, k, err) : st;
}

lc_status lc_preprocessing_load(lc_preprocessing *p, const lc_block_file *m, lc_error *err)
{
    lc_preprocessing made = LC_PREPROCESSING_INIT;
    packed k = {0};
    lc_status st = load_target(&made.schema.target, m, err);
    if (st == LC_OK)
        st = load_target_scale(&made, m, err);
    if (st == LC_OK)
        st = lc_block_file_take_texts(&k.names, m, "data/columns", err);
    if (st == LC_OK)
        st = lc_block_file_take_texts(&k.categories, m, "data/categories", err);
    if (st == LC_OK)
        st = load_columns(&made, &k, m, err);
    packed_free(&k);
    if (st != LC_OK) {
        lc_preprocessing_free(&made);
        return st;
    }
    lay_out(&made);
    *p = made;
    return LC_OK;
}
