/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * text_stream.c - text that is built with stdio, and that says when memory was out.
 *
 * open_memstream() doesn't: glibc's stream gets no error mark when its block can't grow, and closes
 * well with half a text or none.
 */
#define _GNU_SOURCE /* fopencookie */
#include "learncurve.h"

#include "base/mem.h"
#include "base/text.h"

#include <string.h>

/* Where what is written goes. */
typedef struct sink {
    char *bytes;
    size_t n, cap;
    char **text;
    size_t *size;
    bool failed;
} sink;

static ssize_t sink_write(void *self, const char *bytes, size_t n)
{
    sink *s = self;
    if (s->failed || n >= SIZE_MAX - s->n || !lc_mem_grow(&s->bytes, &s->cap, s->n + n + 1, 1)) {
        s->failed = true;
        return 0;
    }
    memcpy(s->bytes + s->n, bytes, n);
    s->n += n;
    return (ssize_t)n;
}

static int sink_close(void *self)
{
    sink *s = self;
    if (s->failed || !lc_mem_grow(&s->bytes, &s->cap, s->n + 1, 1)) {
        lc_mem_free(s->bytes);
    } else {
        s->bytes[s->n] = '\0';
        *s->text = s->bytes;
        *s->size = s->n;
    }
    lc_mem_free(s);
    return 0;
}

FILE *lc_text_open(char **text, size_t *n)
{
    static const cookie_io_functions_t calls = {.write = sink_write, .close = sink_close};
    *text = NULL;
    *n = 0;
    sink *s = lc_mem_resize(NULL, 1, sizeof *s);
    if (!s)
        return NULL;
    *s = (sink){.text = text, .size = n};
    FILE *out = fopencookie(s, "w", calls);
    if (!out)
        lc_mem_free(s);
    return out;
}

bool lc_text_close(FILE *out, char **text)
{
    fclose(out);
    return *text;
}

FILE *lc_pieces_begin(lc_pieces *p)
{
    p->to = lc_text_open(&p->text, &p->size);
    return p->to;
}

char *lc_pieces_end(lc_pieces *p)
{
    return p->to && lc_text_close(p->to, &p->text) ? p->text : NULL;
}
