/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * notebook.c - Jupyter notebooks: what each cell printed is a log of its own.
 *
 * The readers of other formats are asked for each cell's text, and for each table of a training
 * that it shows. What nobody knows is passed over: a notebook holds much else.
 */
#include "read/engine/document.h"

#include "base/mem.h"
#include "base/text.h"
#include "read/engine/html.h"

#include <stdlib.h>
#include <string.h>

extern const lc_reader lc_reader_notebook;

typedef struct notebook {
    lc_builder *builder;
    size_t cells, runs; /* so far */
    size_t unnamed;     /* runs of the cell at hand that have no name but its own */
} notebook;

/* ---- one log ---------------------------------------------------------------------------- */

/* The runs of a text, by a builder of their own. A reader that finds nothing says so by
 * LC_E_FORMAT, which is no error here; under --strict it is one once there were records. */
static lc_status read_runs(lc_runs *runs, const notebook *nb, const lc_reader *r, const char *text,
                           size_t n, lc_error *err)
{
    lc_builder *b = NULL;
    void *state = NULL;
    lc_read_options options = *lc_builder_options(nb->builder);
    options.lines = false; /* those of a cell's text are none of the notebook */
    lc_status st = lc_builder_open(&b, &options, err);
    if (st != LC_OK)
        return st;
    st = r->open(&state, r, b, err);
    if (st == LC_OK)
        st = r->feed(state, text, n, err);
    if (st == LC_OK)
        st = r->finish(state, err);
    r->close(state);
    /* A builder's failure sticks in the builder, and finishing it says what it was. */
    if (st == LC_OK || err->code == LC_OK)
        st = lc_builder_finish(b, runs, NULL, r->name, err);
    else if (st == LC_E_FORMAT &&
             !(lc_builder_options(nb->builder)->strict && lc_builder_records(b)))
        st = LC_OK;
    lc_builder_close(b);
    return st;
}

/* Cells print tables of all kinds: one without a loss or a score is none of a training. */
static bool is_training(const lc_run *run)
{
    for (size_t i = 0; i < run->series_n; i++)
        if (run->series[i].metric.better != LC_NEITHER)
            return true;
    return false;
}

/* "cell 12", "cell 12, fit 2", or "cell 12 (2)" where the run has no name of its own. */
static bool name_run(notebook *nb, lc_run *run)
{
    char *name;
    if (run->name)
        name = lc_text_format("cell %zu, %s", nb->cells, run->name);
    else if (nb->unnamed++ == 0)
        name = lc_text_format("cell %zu", nb->cells);
    else
        name = lc_text_format("cell %zu (%zu)", nb->cells, nb->unnamed);
    lc_mem_free(run->name);
    run->name = name;
    return name != NULL;
}

static lc_status hand_over(notebook *nb, lc_runs *runs, lc_error *err)
{
    size_t kept = 0;
    bool named = true;
    for (size_t i = 0; i < runs->n; i++) {
        if (!is_training(&runs->run[i])) {
            lc_run_free(&runs->run[i]);
            continue;
        }
        named = named && name_run(nb, &runs->run[i]);
        runs->run[kept++] = runs->run[i];
    }
    runs->n = kept;
    nb->runs += kept;
    return named ? lc_builder_adopt(nb->builder, runs) : lc_error_nomem(err);
}

/* The reader that wants a text; NULL when there is none. */
static lc_status choose_reader(const lc_reader **chosen, const char *text, size_t n, lc_error *err)
{
    lc_probe_buffer head = LC_PROBE_BUFFER_INIT;
    lc_status st = lc_probe_buffer_fill(&head, text, n, true, NULL, err);
    if (st != LC_OK)
        return st;
    int score;
    const lc_reader *r = lc_reader_detect(&head, false, &score);
    lc_probe_buffer_free(&head);
    if (score == LC_PROBE_NO_MEMORY)
        return lc_error_nomem(err);
    bool sure = r && r != &lc_reader_notebook && !r->binary && score >= LC_PROBE_FOUND;
    *chosen = sure ? r : NULL;
    return LC_OK;
}

/* A failure within a cell; the line is the cell's own. */
static lc_status refuse(const notebook *nb, lc_status st, const lc_error *why, lc_error *err)
{
    if (why->line == 0)
        return lc_error_set(err, st, 0, "cell %zu: %s", nb->cells, why->msg);
    return lc_error_set(err, st, 0, "cell %zu, line %ld: %s", nb->cells, why->line, why->msg);
}

static lc_status take_log(notebook *nb, const char *text, size_t n, lc_error *err)
{
    const lc_reader *r = NULL;
    lc_runs runs = LC_RUNS_INIT;
    lc_error why = LC_ERROR_INIT;
    lc_status st = choose_reader(&r, text, n, err);
    if (st != LC_OK || !r)
        return st;
    st = read_runs(&runs, nb, r, text, n, &why);
    if (st == LC_OK)
        st = hand_over(nb, &runs, err);
    else
        st = refuse(nb, st, &why, err);
    lc_runs_free(&runs);
    return st;
}

static lc_status take_tables(notebook *nb, const char *html, lc_error *err)
{
    lc_span rest = lc_span_of(html);
    for (;;) {
        char *text;
        size_t n;
        lc_status st = lc_html_take_table(&text, &n, &rest, err);
        if (st != LC_OK || !text)
            return st;
        st = take_log(nb, text, n, err);
        free(text);
        if (st != LC_OK)
            return st;
    }
}

/* ---- one cell --------------------------------------------------------------------------- */

/* A text is a string, or a list of its lines. */
static void write_text(FILE *out, struct json_object *text)
{
    size_t n = json_object_is_type(text, json_type_array) ? json_object_array_length(text) : 0;
    fputs(lc_json_text(text), out);
    for (size_t i = 0; i < n; i++)
        fputs(lc_json_text(json_object_array_get_idx(text, i)), out);
}

/* The HTML of an output: nbformat 4 has its forms in "data", nbformat 3 in the output itself. */
static struct json_object *html_of(struct json_object *output)
{
    struct json_object *data = lc_json_get(output, "data");
    return data ? lc_json_get(data, "text/html") : lc_json_get(output, "html");
}

static bool has_table(struct json_object *html)
{
    size_t n = json_object_is_type(html, json_type_array) ? json_object_array_length(html) : 0;
    bool found = strstr(lc_json_text(html), "<table") != NULL;
    for (size_t i = 0; i < n && !found; i++)
        found = strstr(lc_json_text(json_object_array_get_idx(html, i)), "<table") != NULL;
    return found;
}

/* The text of an output; beside a table it is the same once more. */
static struct json_object *plain_of(struct json_object *output)
{
    struct json_object *data = lc_json_get(output, "data");
    if (has_table(html_of(output)))
        return NULL;
    return data ? lc_json_get(data, "text/plain") : lc_json_get(output, "text");
}

typedef struct json_object *part_of(struct json_object *output);

/* One part of all outputs, joined; free() it. */
static lc_status join(char **text, size_t *n, struct json_object *outputs, part_of *part,
                      lc_error *err)
{
    FILE *out = lc_text_open(text, n);
    if (!out)
        return lc_error_nomem(err);
    size_t count = json_object_array_length(outputs);
    for (size_t i = 0; i < count; i++)
        write_text(out, part(json_object_array_get_idx(outputs, i)));
    return lc_text_close(out, text) ? LC_OK : lc_error_nomem(err);
}

static lc_status take_cell(notebook *nb, struct json_object *cell, lc_error *err)
{
    struct json_object *outputs = lc_json_get(cell, "outputs");
    char *text;
    size_t n;
    nb->cells++;
    nb->unnamed = 0;
    if (!json_object_is_type(outputs, json_type_array))
        return LC_OK;
    lc_status st = join(&text, &n, outputs, plain_of, err);
    if (st != LC_OK)
        return st;
    st = n ? take_log(nb, text, n, err) : LC_OK;
    free(text);
    text = NULL;
    if (st == LC_OK)
        st = join(&text, &n, outputs, html_of, err);
    if (st != LC_OK)
        return st;
    st = take_tables(nb, text, err);
    free(text);
    return st;
}

static lc_status take_cells(notebook *nb, struct json_object *cells, lc_error *err)
{
    lc_status st = LC_OK;
    size_t n = json_object_is_type(cells, json_type_array) ? json_object_array_length(cells) : 0;
    for (size_t i = 0; i < n && st == LC_OK; i++)
        st = take_cell(nb, json_object_array_get_idx(cells, i), err);
    return st;
}

/* nbformat 3 has its cells in worksheets. */
static lc_status take_worksheets(notebook *nb, struct json_object *sheets, lc_error *err)
{
    lc_status st = LC_OK;
    size_t n = json_object_is_type(sheets, json_type_array) ? json_object_array_length(sheets) : 0;
    for (size_t i = 0; i < n && st == LC_OK; i++)
        st = take_cells(nb, lc_json_get(json_object_array_get_idx(sheets, i), "cells"), err);
    return st;
}

static lc_status notebook_take(lc_builder *b, struct json_object *root, lc_error *err)
{
    notebook nb = {.builder = b};
    lc_status st = take_cells(&nb, lc_json_get(root, "cells"), err);
    if (st == LC_OK)
        st = take_worksheets(&nb, lc_json_get(root, "worksheets"), err);
    if (st == LC_OK && nb.runs == 0)
        return lc_error_set(err, LC_E_FORMAT, 0,
                            "not a training log: a notebook, and what its %zu cells printed is "
                            "none",
                            nb.cells);
    return st;
}

static int notebook_score(const lc_probe_buffer *head)
{
    bool cells = lc_head_has_key(head, "cells") && lc_head_has_key(head, "cell_type");
    return cells ? 97 : 0;
}

static const lc_document_form notebook_form = {.score = notebook_score, .take = notebook_take};

const lc_reader lc_reader_notebook = {
    .name = "notebook",
    .summary = "Jupyter notebook: what its cells printed, read as logs",
    .example = "{\"cells\": [{\"cell_type\": \"code\", \"outputs\": [{\"output_type\": \"stream\", "
               "\"text\": [\"Epoch 1/2\\n\"]}]}]}",
    .form = &notebook_form,
    LC_READ_BY_DOCUMENT,
};
