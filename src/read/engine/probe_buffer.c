/* SPDX-License-Identifier: GPL-3.0-or-later */
/* probe_buffer.c - the beginning of a log. */
#include "read/engine/probe_buffer.h"

#include "base/mem.h"
#include "read/engine/encoding.h"
#include "read/engine/json.h"
#include "read/engine/log_prefix.h"
#include "read/engine/terminal_lines.h"

#include <string.h>

/* Copy the shown line behind the others; a shown line is never longer than its bytes. */
static lc_status keep_line(lc_probe_buffer *head, const lc_terminal_line *w, size_t *used,
                           lc_error *err)
{
    lc_span shown = lc_terminal_line_text(w);
    size_t n = lc_span_length(&shown);
    if (!lc_mem_grow(&head->line, &head->lines_cap, head->lines + 1, sizeof *head->line))
        return lc_error_nomem(err);
    if (n)
        memcpy(head->text + *used, shown.s, n);
    head->line[head->lines++] = (lc_span){head->text + *used, head->text + *used + n};
    *used += n;
    return LC_OK;
}

static lc_status cut_lines(lc_probe_buffer *head, lc_error *err)
{
    lc_terminal_line w = LC_TERMINAL_LINE_INIT;
    lc_status st = LC_OK;
    size_t used = 0;
    for (size_t i = 0; i < head->n && st == LC_OK;) {
        bool ended;
        i += lc_terminal_line_take(&w, head->bytes + i, head->n - i, &ended);
        if (ended) {
            st = keep_line(head, &w, &used, err);
            lc_terminal_line_clear(&w);
        }
    }
    if (st == LC_OK && head->whole && w.n)
        st = keep_line(head, &w, &used, err);
    if (st == LC_OK && w.nomem)
        st = lc_error_nomem(err);
    lc_terminal_line_free(&w);
    return st;
}

/* One more row, unless it tells nothing that the one before doesn't. */
static lc_status add_row(lc_probe_buffer *head, struct json_tokener **t, const char *text, size_t n)
{
    if (head->rows && lc_json_take_numbers(head->row[head->rows - 1], text, n))
        return LC_OK;
    lc_status st = lc_json_parse_next(&head->row[head->rows], t, text, n, 0, NULL);
    head->rows += st == LC_OK;
    return st;
}

static lc_status parse_rows(lc_probe_buffer *head, lc_error *err)
{
    lc_span rest = {head->bytes, head->bytes + head->n};
    struct json_tokener *t = NULL;
    lc_status st = LC_OK;
    size_t n = 0;
    for (; n < LC_PROBE_ROWS && rest.s < rest.end && *rest.s == '{'; n++) {
        const char *end = memchr(rest.s, '\n', lc_span_length(&rest));
        if (!end && !head->whole)
            break;
        end = end ? end : rest.end;
        st = add_row(head, &t, rest.s, (size_t)(end - rest.s));
        if (st != LC_OK)
            break;
        rest.s = end < rest.end ? end + 1 : end;
    }
    head->objects = n == LC_PROBE_ROWS;
    if (t)
        json_tokener_free(t);
    return st == LC_E_NOMEM ? lc_error_nomem(err) : LC_OK;
}

static bool is_prefixed(const lc_probe_buffer *head)
{
    for (size_t i = 0; i < head->lines; i++) {
        lc_span line = head->line[i], bare = lc_without_log_prefix(line, false, NULL);
        if (bare.s != line.s || bare.end != line.end)
            return true;
    }
    return false;
}

static bool fill_holes(lc_probe_buffer *head)
{
    lc_nul_filter f = {.within = false};
    head->filtered = lc_mem_resize(NULL, head->n, 4);
    if (!head->filtered)
        return false;
    head->n = lc_nul_filter_copy(&f, head->filtered, head->bytes, head->n);
    head->bytes = head->filtered;
    return true;
}

lc_status lc_probe_buffer_fill(lc_probe_buffer *head, const char *bytes, size_t n, bool whole,
                               const char *name, lc_error *err)
{
    lc_probe_buffer h = {
        .bytes = bytes, .n = n < LC_PROBE_BYTES ? n : LC_PROBE_BYTES, .name = name};
    h.whole = whole && n == h.n;
    bool holes = h.n && memchr(bytes, '\0', h.n);
    h.binary = holes && !lc_nul_is_hole(bytes, h.n);
    if (holes && !h.binary && !fill_holes(&h))
        return lc_error_nomem(err);
    h.text = lc_mem_resize(NULL, h.n + 1, 1);
    lc_status st = h.text ? LC_OK : lc_error_nomem(err);
    if (st == LC_OK && !h.binary)
        st = cut_lines(&h, err);
    if (st == LC_OK && !h.binary)
        st = parse_rows(&h, err);
    if (st != LC_OK) {
        lc_probe_buffer_free(&h);
        return st;
    }
    h.prefixed = is_prefixed(&h);
    *head = h;
    return LC_OK;
}

void lc_probe_buffer_free(lc_probe_buffer *head)
{
    lc_mem_free(head->line);
    lc_mem_free(head->text);
    lc_mem_free(head->filtered);
    for (size_t i = 0; i < head->rows; i++)
        json_object_put(head->row[i]);
    *head = (lc_probe_buffer)LC_PROBE_BUFFER_INIT;
}

const char *lc_probe_buffer_basename(const lc_probe_buffer *head)
{
    const char *slash = head->name ? strrchr(head->name, '/') : NULL;
    return slash ? slash + 1 : head->name ? head->name : "";
}
