/* SPDX-License-Identifier: GPL-3.0-or-later */
/* document.c - readers of logs that are one value as a whole. */
#include "read/engine/document.h"

#include "base/mem.h"
#include "read/engine/python_literal.h"

#include <string.h>

typedef struct document {
    const lc_document_form *form;
    lc_builder *builder;
    char *text; /* what was fed */
    size_t n, cap;
    struct json_object *root;
} document;

bool lc_head_has_key(const lc_probe_buffer *head, const char *key)
{
    lc_span rest = {head->bytes, head->bytes + head->n};
    while (lc_span_take_until(&rest, key)) {
        lc_span after = rest;
        bool quoted = rest.s - strlen(key) > head->bytes && rest.s[-(long)strlen(key) - 1] == '"';
        if (quoted && lc_span_take_word(&after, "\"")) {
            lc_span_skip_blanks(&after);
            if (lc_span_take_word(&after, ":"))
                return true;
        }
    }
    return false;
}

int lc_document_probe(const lc_reader *self, const lc_probe_buffer *head)
{
    const lc_document_form *form = self->form;
    size_t i = 0;
    if (head->objects)
        return 0;
    while (i < head->n && strchr(" \t\r\n", head->bytes[i]))
        i++;
    bool json = i < head->n && (head->bytes[i] == '{' || head->bytes[i] == '[');
    return json ? form->score(head) : 0;
}

lc_status lc_document_open(void **state, const lc_reader *self, lc_builder *b, lc_error *err)
{
    document *d = lc_mem_resize(NULL, 1, sizeof *d);
    if (!d)
        return lc_error_nomem(err);
    *d = (document){.form = self->form, .builder = b};
    *state = d;
    return LC_OK;
}

lc_status lc_document_feed(void *state, const char *bytes, size_t n, lc_error *err)
{
    document *d = state;
    if (n > LC_DOCUMENT_MAX - d->n)
        return lc_error_set(err, LC_E_LIMIT, 0, "a document of more than %u MiB",
                            LC_DOCUMENT_MAX >> 20);
    if (!lc_mem_grow(&d->text, &d->cap, d->n + n, 1))
        return lc_error_nomem(err);
    memcpy(d->text + d->n, bytes, n);
    d->n += n;
    return LC_OK;
}

static long line_at(const char *from, const char *to)
{
    long line = 1;
    for (; from < to; from++)
        line += *from == '\n';
    return line;
}

/* Parse the text, and release it: the value may need the room. */
static lc_status parse(document *d, lc_error *err)
{
    lc_span rest = {d->text, d->text + d->n};
    lc_error why = LC_ERROR_INIT;
    bool cut = false;
    lc_status st = lc_python_literal_take(&d->root, &cut, &rest, &why);
    long line = line_at(d->text, rest.s);
    lc_mem_free(d->text);
    d->text = NULL;
    if (st == LC_OK && cut)
        return lc_builder_malformed(d->builder, line, err, "the value breaks off here");
    return st == LC_OK ? LC_OK : lc_error_set(err, st, line, "%s", why.msg);
}

lc_status lc_document_finish(void *state, lc_error *err)
{
    document *d = state;
    if (d->n == 0)
        return lc_error_set(err, LC_E_FORMAT, 0, "empty: no training log");
    lc_status st = parse(d, err);
    return st == LC_OK ? d->form->take(d->builder, d->root, err) : st;
}

void lc_document_close(void *state)
{
    document *d = state;
    if (!d)
        return;
    json_object_put(d->root);
    lc_mem_free(d->text);
    lc_mem_free(d);
}
