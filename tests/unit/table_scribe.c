/* SPDX-License-Identifier: GPL-3.0-or-later */
/* table_scribe.c - what a table hands over, as text. */
#include "table_scribe.h"

#include <stdio.h>
#include <stdlib.h>

static bool is_header(const lc_row *row)
{
    return row->n && row->field[0].len && row->field[0].text[0] == 'h';
}

static lc_status on_row(void *self, const lc_row *row, lc_error *err)
{
    scribe *s = self;
    fprintf(s->out, "%ld%s:", row->line, row->cut ? "c" : "");
    for (size_t i = 0; i < row->n; i++)
        fprintf(s->out, "%s[%.*s]", i ? " " : "", (int)row->field[i].len, row->field[i].text);
    fputc('\n', s->out);
    if (!is_header(row))
        return LC_OK;
    bool *ignored = calloc(row->n, sizeof *ignored);
    if (!ignored)
        return LC_E_NOMEM;
    ignored[0] = s->ignore_first;
    s->columns = row->n;
    lc_status st = lc_table_layout(s->table, row->n, ignored, err);
    free(ignored);
    return st;
}

static lc_status on_numbers(void *self, const double *const *column, size_t columns,
                            const double *line, size_t rows, lc_error *err)
{
    scribe *s = self;
    (void)err;
    for (size_t r = 0; r < rows; r++) {
        if (line)
            fprintf(s->out, "%g: ", line[r]);
        for (size_t c = 0; c < columns; c++) {
            double v = column[c][r];
            fprintf(s->out, "%s", c ? " " : "");
            if (!lc_is_absent(v))
                fprintf(s->out, "%g", v);
            fprintf(s->out, "%s", c + 1 == columns ? "\n" : "");
        }
    }
    s->rows += rows;
    return LC_OK;
}

static lc_status on_broken(void *self, long line, const lc_field *text, const char *why,
                           lc_error *err)
{
    scribe *s = self;
    (void)why;
    (void)err;
    fprintf(s->out, "%ld!%.*s\n", line, text->len < 40 ? (int)text->len : 40, text->text);
    return LC_OK;
}

lc_table_handler scribe_handler(scribe *s)
{
    return (lc_table_handler){.self = s, .row = on_row, .numbers = on_numbers, .broken = on_broken};
}

lc_status transcribe(char **out, const char *bytes, size_t n, size_t chunk,
                     lc_table_options options, bool ignore_first, lc_error *err)
{
    size_t size;
    scribe s = {.out = open_memstream(out, &size), .ignore_first = ignore_first};
    const lc_table_handler handler = scribe_handler(&s);
    if (!s.out)
        return lc_error_nomem(err);
    lc_status st = lc_table_open(&s.table, &options, &handler, err);
    for (size_t at = 0; at < n && st == LC_OK; at += chunk)
        st = lc_table_feed(s.table, bytes + at, n - at < chunk ? n - at : chunk, err);
    if (st == LC_OK)
        st = lc_table_finish(s.table, err);
    lc_table_close(s.table);
    fclose(s.out);
    return st;
}
