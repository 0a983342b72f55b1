/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page.c - text of strangers on a page. */
#include "html/page.h"

#include "base/mem.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

void lc_html_text(lc_page *p, const char *s)
{
    char *clean = s ? lc_text_clean(s, strlen(s)) : NULL;
    p->nomem = p->nomem || (s && !clean);
    for (const char *c = clean; c && *c; c++)
        switch (*c) {
        case '&':
            fputs("&amp;", p->out);
            break;
        case '<':
            fputs("&lt;", p->out);
            break;
        case '>':
            fputs("&gt;", p->out);
            break;
        case '"':
            fputs("&quot;", p->out);
            break;
        case '\'':
            fputs("&#39;", p->out);
            break;
        default:
            putc(*c, p->out);
        }
    free(clean);
}

void lc_html_textf(lc_page *p, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    char *text = lc_text_vformat(fmt, ap);
    va_end(ap);
    p->nomem = p->nomem || !text;
    lc_html_text(p, text);
    lc_mem_free(text);
}

FILE *lc_html_begin(lc_page *p)
{
    p->line = lc_text_open(&p->text, &p->size);
    p->nomem = p->nomem || !p->line;
    return p->line;
}

void lc_html_end(lc_page *p)
{
    if (p->line && lc_text_close(p->line, &p->text))
        lc_html_text(p, p->text);
    else
        p->nomem = true;
    free(p->text);
    p->text = NULL;
    p->line = NULL;
}

void lc_html_string(lc_page *p, const char *s)
{
    char *clean = lc_text_clean(s, strlen(s));
    p->nomem = p->nomem || !clean;
    putc('"', p->out);
    for (const char *c = clean; c && *c; c++) {
        if (strchr("<>&\"\\", *c))
            fprintf(p->out, "\\u%04X", (unsigned)*c);
        else
            putc(*c, p->out);
    }
    putc('"', p->out);
    free(clean);
}
