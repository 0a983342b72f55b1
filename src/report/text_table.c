/* SPDX-License-Identifier: GPL-3.0-or-later */
/* text_table.c - a table in aligned columns, within the layout's width. */
#include "report/text_table.h"

#include "base/mem.h"
#include "base/text.h"

#include <string.h>

#define INDENT 2
#define GAP 2
#define FIRST_MOST 36  /* [columns] of the first column, which holds names */
#define FIRST_LEAST 12 /* it gives way to others down to there, ... */
#define PATH_LEAST 24  /* ... and to here where it may be cut */

void lc_text_table_add(lc_text_table *t, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    char *text = lc_text_vformat(fmt, ap);
    va_end(ap);
    char *clean = text ? lc_text_clean(text, strlen(text)) : NULL;
    lc_mem_free(text);
    if (!clean || !lc_mem_grow(&t->cell, &t->cap, t->n + 1, sizeof *t->cell)) {
        lc_mem_free(clean);
        t->nomem = true;
        return;
    }
    t->cell[t->n++] = clean;
}

/* How wide each column is, and how many of them fit. */
typedef struct fit {
    size_t width[LC_TABLE_COLUMNS], columns;
} fit;

static fit fit_columns(const lc_layout *l, const lc_text_table *t)
{
    fit f = {.columns = 1};
    for (size_t i = 0; i < t->n; i++) {
        size_t *width = &f.width[i % t->columns], used = lc_text_width(t->cell[i]);
        if (i % t->columns == 0 && used > FIRST_MOST)
            used = t->cut_first ? FIRST_MOST : 0;
        if (used > *width)
            *width = used;
    }
    size_t least = t->cut_first ? PATH_LEAST : FIRST_LEAST;
    size_t first = f.width[0] < least ? f.width[0] : least, rest = 0;
    while (f.columns < t->columns && INDENT + first + rest + GAP + f.width[f.columns] <= l->width)
        rest += GAP + f.width[f.columns++];
    if (INDENT + f.width[0] + rest > l->width)
        f.width[0] = l->width - INDENT - rest;
    return f;
}

static void put_blanks(FILE *out, size_t n)
{
    while (n-- > 0)
        putc(' ', out);
}

/* No blanks behind the last cell. */
static void put_row(FILE *out, const lc_text_table *t, const fit *f, char *const *cell,
                    const char *first)
{
    size_t behind = 0; /* blanks that the next cell needs before it */
    for (size_t c = 0; c < f->columns; c++) {
        const char *text = c == 0 ? first : cell[c];
        size_t used = lc_text_width(text);
        size_t room = f->width[c] > used ? f->width[c] - used : 0;
        bool left = c < t->texts || !*t->cell[c];
        size_t before = behind + (c == 0 ? INDENT : GAP) + (left ? 0 : room);
        behind = left ? room : 0;
        if (*text) {
            put_blanks(out, before);
            fputs(text, out);
        } else {
            behind += before;
        }
    }
    putc('\n', out);
}

char *lc_text_tail(const char *clean, size_t most)
{
    while (*clean && lc_text_width(clean) >= most)
        do
            clean++;
        while ((*clean & 0xC0) == 0x80);
    return lc_text_format("\u2026%s", clean);
}

static void print_row(lc_layout *l, const lc_text_table *t, const fit *f, char *const *cell)
{
    if (lc_text_width(cell[0]) <= f->width[0]) {
        put_row(l->out, t, f, cell, cell[0]);
        return;
    }
    if (t->cut_first) {
        char *end = lc_text_tail(cell[0], f->width[0]);
        l->nomem = l->nomem || !end;
        put_row(l->out, t, f, cell, end ? end : "");
        lc_mem_free(end);
        return;
    }
    lc_layout_line(l, &(lc_text_style){INDENT, INDENT, NULL}, "%s", cell[0]);
    put_row(l->out, t, f, cell, "");
}

void lc_text_table_print(lc_layout *l, lc_text_table *t)
{
    if (t->nomem) {
        l->nomem = true;
    } else {
        fit f = fit_columns(l, t);
        for (size_t i = 0; i + t->columns <= t->n; i += t->columns) {
            lc_layout_paint(l, i == 0 ? "1" : NULL, true);
            print_row(l, t, &f, &t->cell[i]);
            lc_layout_paint(l, i == 0 ? "1" : NULL, false);
        }
    }
    lc_text_table_free(t);
}

void lc_text_table_free(lc_text_table *t)
{
    for (size_t i = 0; i < t->n; i++)
        lc_mem_free(t->cell[i]);
    lc_mem_free(t->cell);
    *t = (lc_text_table){0};
}
