/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lines.c - readers that take a log line by line. */
#include "read/engine/lines.h"

#include "base/mem.h"
#include "read/engine/terminal_lines.h"

#include <string.h>

typedef struct lines {
    lc_lines in;
    const lc_line_form *form;
    lc_terminal_line screen;
    void *state;
} lines;

int lc_lines_probe(const lc_reader *self, const lc_probe_buffer *head)
{
    const lc_line_form *form = self->form;
    int score = 0;
    for (size_t i = 0; i < head->lines; i++)
        if (head->line[i].s < head->line[i].end)
            score = form->score(head->line[i], score);
    return score;
}

lc_status lc_lines_open(void **state, const lc_reader *self, lc_builder *b, lc_error *err)
{
    const lc_line_form *form = self->form;
    lines *l = lc_mem_resize(NULL, 1, sizeof *l);
    if (!l)
        return lc_error_nomem(err);
    *l = (lines){.in = {.reader = self, .builder = b, .number = 1}, .form = form};
    *state = l;
    l->state = lc_mem_resize(NULL, form->size, 1);
    if (!l->state)
        return lc_error_nomem(err);
    memset(l->state, 0, form->size);
    return LC_OK;
}

static lc_status take_line(lines *l, char end, lc_error *err)
{
    lc_status st = LC_OK;
    l->in.end = end;
    if (l->screen.nomem)
        return lc_error_nomem(err);
    if (l->screen.n) {
        lc_span line = lc_terminal_line_text(&l->screen);
        lc_builder_at_line(l->in.builder, l->in.number, line.s, lc_span_length(&line));
        st = l->form->line(l->state, &l->in, line, err);
        lc_builder_at_line(l->in.builder, 0, NULL, 0);
    }
    lc_terminal_line_clear(&l->screen);
    l->in.number += end == '\n';
    return st;
}

lc_status lc_lines_feed(void *state, const char *bytes, size_t n, lc_error *err)
{
    lines *l = state;
    lc_status st = LC_OK;
    for (size_t i = 0; i < n && st == LC_OK; i++)
        if (lc_terminal_line_put(&l->screen, bytes[i]))
            st = take_line(l, bytes[i], err);
    return st;
}

lc_status lc_lines_finish(void *state, lc_error *err)
{
    lines *l = state;
    lc_status st = take_line(l, '\0', err);
    return st == LC_OK && l->form->finish ? l->form->finish(l->state, &l->in, err) : st;
}

void lc_lines_close(void *state)
{
    lines *l = state;
    if (!l)
        return;
    if (l->state && l->form->free)
        l->form->free(l->state);
    lc_mem_free(l->state);
    lc_terminal_line_free(&l->screen);
    lc_mem_free(l);
}
