/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lines.c - readers that take a log line by line. */
#include "read/engine/lines.h"

#include "base/mem.h"
#include "read/engine/log_prefix.h"
#include "read/engine/terminal_lines.h"

#include <string.h>

typedef struct lines {
    lc_lines in;
    const lc_line_form *form;
    lc_terminal_line screen;
    void *state;
    bool decided, bare; /* lines come without a logger's prefix */
    bool ranked;        /* ... which said that `rank` printed them, */
    double rank;
    size_t others; /* and others did so many */
    char *head;    /* what was fed before that was decided */
    size_t head_n, head_cap;
} lines;

static bool has_sign(const lc_line_form *form, const lc_probe_buffer *head)
{
    lc_span all = {head->text, head->lines ? head->line[head->lines - 1].end : head->text};
    const char *const *sign = form->signs;
    while (sign && *sign && !lc_span_has(&all, *sign))
        sign++;
    return !sign || *sign;
}

static int score_lines(const lc_line_form *form, const lc_probe_buffer *head, bool bare)
{
    int score = 0;
    size_t n = form->score && has_sign(form, head) ? head->lines : 0;
    for (size_t i = 0; i < n; i++) {
        lc_span line = head->line[i];
        if (bare)
            line = lc_without_log_prefix(line, form->stamped, NULL);
        if (line.s < line.end)
            score = form->score(line, score);
    }
    return score;
}

int lc_lines_probe(const lc_reader *self, const lc_probe_buffer *head)
{
    if (head->objects && head->bytes[1] == '"')
        return 0; /* JSON Lines, not the dictionaries that Python prints, which have an apostrophe there */
    int raw = score_lines(self->form, head, false);
    int bare = self->within_text && head->prefixed ? score_lines(self->form, head, true) : 0;
    return raw >= bare ? raw : bare;
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

/* Of several processes that print a log the first one's lines are read. */
static bool is_own(lines *l)
{
    if (l->in.rank < 0 || l->form->bare)
        return true;
    if (!l->ranked)
        l->rank = l->in.rank;
    l->ranked = true;
    l->others += l->in.rank != l->rank;
    return l->in.rank == l->rank;
}

static lc_status take_line(lines *l, char end, lc_error *err)
{
    lc_status st = LC_OK;
    l->in.end = end;
    if (l->screen.nomem)
        return lc_error_nomem(err);
    lc_span line = lc_terminal_line_text(&l->screen);
    l->in.rank = -1;
    if (l->bare)
        line = lc_without_log_prefix(line, l->form->stamped, &l->in.rank);
    if (line.s < line.end && is_own(l)) {
        lc_builder_at_line(l->in.builder, l->in.number, line.s, lc_span_length(&line));
        st = l->form->line(l->state, &l->in, line, err);
        lc_builder_at_line(l->in.builder, 0, NULL, 0);
    }
    lc_terminal_line_clear(&l->screen);
    l->in.number += end == '\n';
    return st;
}

static lc_status take_bytes(lines *l, const char *bytes, size_t n, lc_error *err)
{
    lc_status st = LC_OK;
    for (size_t i = 0; i < n && st == LC_OK;) {
        bool ended;
        i += lc_terminal_line_take(&l->screen, bytes + i, n - i, &ended);
        if (ended)
            st = take_line(l, bytes[i - 1], err);
    }
    return st;
}

/* Look at the head: are lines known better without a prefix? Then take it. */
static lc_status decide(lines *l, bool whole, lc_error *err)
{
    lc_probe_buffer head = LC_PROBE_BUFFER_INIT;
    lc_status st = LC_OK;
    l->decided = true;
    l->bare = l->form->bare;
    if (!l->bare && l->form->score && l->in.reader->within_text && l->head_n) {
        st = lc_probe_buffer_fill(&head, l->head, l->head_n, whole, NULL, err);
        if (st == LC_OK)
            l->bare = score_lines(l->form, &head, true) >= score_lines(l->form, &head, false);
        lc_probe_buffer_free(&head);
    }
    if (st == LC_OK)
        st = take_bytes(l, l->head, l->head_n, err);
    lc_mem_free(l->head);
    l->head = NULL;
    return st;
}

lc_status lc_lines_feed(void *state, const char *bytes, size_t n, lc_error *err)
{
    lines *l = state;
    lc_status st = LC_OK;
    if (!l->decided) {
        size_t room = LC_PROBE_BYTES - l->head_n, k = n < room ? n : room;
        if (!lc_mem_grow(&l->head, &l->head_cap, l->head_n + k, 1))
            return lc_error_nomem(err);
        if (k)
            memcpy(l->head + l->head_n, bytes, k);
        l->head_n += k;
        if (l->head_n < LC_PROBE_BYTES)
            return LC_OK;
        st = decide(l, false, err);
        bytes += k;
        n -= k;
    }
    return st == LC_OK ? take_bytes(l, bytes, n, err) : st;
}

lc_status lc_lines_finish(void *state, lc_error *err)
{
    lines *l = state;
    lc_status st = l->decided ? LC_OK : decide(l, true, err);
    if (st == LC_OK)
        st = take_line(l, '\0', err);
    if (st == LC_OK && l->others)
        st = lc_builder_remark(l->in.builder, 0,
                               "%zu lines of other processes than rank %g are not read", l->others,
                               l->rank);
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
    lc_mem_free(l->head);
    lc_mem_free(l);
}
