/* SPDX-License-Identifier: GPL-3.0-or-later */
/* document.c - readers of logs that are one JSON value. */
#include "read/document.h"

#include "base/mem.h"

#include <limits.h>
#include <string.h>

typedef struct document {
    const lc_document_form *form;
    lc_builder *builder;
    lc_read_options options;
    struct json_tokener *tokener;
    struct json_object *root;
    bool complete; /* the value has ended: what follows is passed over */
    size_t bytes;
    long line;
} document;

bool lc_head_has_key(const lc_head *head, const char *key)
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

int lc_document_probe(const lc_reader *self, const lc_head *head)
{
    const lc_document_form *form = self->form;
    size_t i = 0;
    while (i < head->n && strchr(" \t\r\n", head->bytes[i]))
        i++;
    bool json = i < head->n && (head->bytes[i] == '{' || head->bytes[i] == '[');
    return json ? form->worth(head) : 0;
}

lc_status lc_document_open(void **state, const lc_reader *self, lc_builder *b,
                           const lc_read_options *options, lc_error *err)
{
    document *d = lc_mem_resize(NULL, 1, sizeof *d);
    if (!d)
        return lc_error_nomem(err);
    *d = (document){.form = self->form, .builder = b, .options = *options, .line = 1};
    *state = d;
    d->tokener = json_tokener_new_ex(LC_JSON_DEPTH);
    return d->tokener ? LC_OK : lc_error_nomem(err);
}

/* The tokener stops at the value's end, or at its first error. */
lc_status lc_document_feed(void *state, const char *bytes, size_t n, lc_error *err)
{
    document *d = state;
    d->bytes += n;
    if (d->bytes > LC_DOCUMENT_MAX)
        return lc_error_set(err, LC_E_LIMIT, 0, "a JSON document of more than %u MiB",
                            LC_DOCUMENT_MAX >> 20);
    while (n > 0 && !d->complete) {
        int k = n < INT_MAX ? (int)n : INT_MAX;
        d->root = json_tokener_parse_ex(d->tokener, bytes, k);
        size_t used = json_tokener_get_parse_end(d->tokener);
        enum json_tokener_error why = json_tokener_get_error(d->tokener);
        for (size_t i = 0; i < used && i < n; i++)
            d->line += bytes[i] == '\n';
        if (why == json_tokener_success)
            d->complete = true;
        else if (why != json_tokener_continue)
            return lc_json_error(d->tokener, d->line, err);
        bytes += k;
        n -= (size_t)k;
    }
    return LC_OK;
}

lc_status lc_document_finish(void *state, lc_error *err)
{
    document *d = state;
    if (!d->complete)
        return lc_error_set(err, LC_E_FORMAT, d->line, "JSON that breaks off");
    return d->form->take(d->builder, d->root, &d->options, err);
}

void lc_document_close(void *state)
{
    document *d = state;
    if (!d)
        return;
    json_object_put(d->root);
    if (d->tokener)
        json_tokener_free(d->tokener);
    lc_mem_free(d);
}
