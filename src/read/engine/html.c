/* SPDX-License-Identifier: GPL-3.0-or-later */
/* html.c - the tables that notebooks show, as delimited text. */
#include "read/engine/html.h"

#include "base/mem.h"
#include "base/text.h"
#include "model/metric.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CELL_MAX 256 /* [bytes] of a cell that are kept: longer ones hold no number and no name */

typedef struct table {
    FILE *out;
    size_t rows, cells; /* rows before this one, cells of it so far */
    bool within;        /* a cell */
    char cell[CELL_MAX];
    size_t n;

    /* What the header says. */
    bool axis, measure, train_loss, held_out_loss, other;
    bool nomem;
} table;

/* ---- cells ----------------------------------------------------------------------------- */

static void put_byte(table *t, char c)
{
    if (t->n < CELL_MAX)
        t->cell[t->n++] = c;
}

/* A byte or an entity of the text in a cell. */
static void take_char(table *t, lc_span *html)
{
    static const struct {
        const char *entity;
        char c;
    } entities[] = {{"&lt;", '<'},   {"&gt;", '>'},   {"&amp;", '&'},
                    {"&quot;", '"'}, {"&#39;", '\''}, {"&nbsp;", ' '}};
    for (size_t i = 0; i < sizeof entities / sizeof *entities; i++)
        if (lc_span_take_word(html, entities[i].entity)) {
            put_byte(t, entities[i].c);
            return;
        }
    char c = *html->s++;
    put_byte(t, c == '\n' || c == '\r' ? ' ' : c);
}

static void look_at_name(table *t, const lc_span *name)
{
    lc_metric m = {0};
    if (lc_span_length(name) == 0)
        return; /* pandas' index */
    if (lc_metric_infer(&m, name->s, lc_span_length(name), NULL) != LC_OK) {
        t->nomem = true;
        return;
    }
    t->axis |= lc_kind_is_axis(m.kind);
    t->measure |= m.kind == LC_LOSS || m.kind == LC_SCORE;
    t->train_loss |= m.kind == LC_LOSS && m.split == LC_TRAIN;
    t->held_out_loss |= m.kind == LC_LOSS && m.split != LC_TRAIN;
    t->other |= m.kind == LC_OTHER;
    lc_metric_free(&m);
}

static void begin_cell(table *t)
{
    t->within = true;
    t->n = 0;
}

static void end_cell(table *t)
{
    if (!t->within)
        return;
    lc_span text = lc_span_trim((lc_span){t->cell, t->cell + t->n});
    if (t->rows == 0)
        look_at_name(t, &text);
    if (lc_span_is(&text, "No log")) /* of Hugging Face, where nothing was logged yet */
        text.s = text.end;
    fputs(t->cells++ ? ",\"" : "\"", t->out);
    for (const char *s = text.s; s < text.end; s++)
        fputs(*s == '"' ? "\"\"" : (const char[]){*s, '\0'}, t->out);
    fputc('"', t->out);
    t->within = false;
}

static void end_row(table *t)
{
    end_cell(t);
    if (t->cells == 0)
        return;
    fputc('\n', t->out);
    t->rows++;
    t->cells = 0;
}

/* ---- tags ------------------------------------------------------------------------------ */

static bool is_tag(const lc_span *tag, const char *name)
{
    lc_span rest = *tag;
    return lc_span_take_word(&rest, name) && (rest.s == rest.end || *rest.s == ' ');
}

static void take_tag(table *t, lc_span *html)
{
    html->s++;
    lc_span tag = lc_span_take_part(html, ">");
    if (is_tag(&tag, "tr") || is_tag(&tag, "/tr")) {
        end_row(t);
    } else if (is_tag(&tag, "th") || is_tag(&tag, "td")) {
        end_cell(t);
        begin_cell(t);
    } else if (is_tag(&tag, "/th") || is_tag(&tag, "/td")) {
        end_cell(t);
    }
}

static void take_rows(table *t, lc_span html)
{
    while (html.s < html.end) {
        if (*html.s == '<')
            take_tag(t, &html);
        else if (t->within)
            take_char(t, &html);
        else
            html.s++;
    }
    end_row(t);
}

static bool is_training(const table *t)
{
    bool losses = t->train_loss && t->held_out_loss && !t->other;
    return t->rows > 1 && ((t->axis && t->measure) || losses);
}

lc_status lc_html_take_table(char **text, size_t *n, lc_span *html, lc_error *err)
{
    *text = NULL;
    while (lc_span_take_until(html, "<table")) {
        table t = {.nomem = false};
        char *made = NULL;
        t.out = lc_text_open(&made, n);
        if (!t.out)
            return lc_error_nomem(err);
        take_rows(&t, lc_span_take_part(html, "</table"));
        bool failed = !lc_text_close(t.out, &made) || t.nomem;
        if (!failed && is_training(&t)) {
            *text = made;
            return LC_OK;
        }
        lc_mem_free(made);
        if (failed)
            return lc_error_nomem(err);
    }
    return LC_OK;
}
