/* SPDX-License-Identifier: GPL-3.0-or-later */
/* table_comments.c - what comments above a table say of its runs. */
#include "read/engine/table_comments.h"

#include "base/mem.h"
#include "model/facts.h"
#include "model/metric.h"
#include "model/params.h"
#include "read/engine/span.h"

#include <ctype.h>
#include <string.h>

#define COUNT_LIMIT 4e9 /* of columns and runs; fits every size_t */

bool lc_table_comment_is_own(const char *head, size_t n)
{
    if (n == 0)
        return false;
    lc_span text = {head, head + n};
    lc_span_take_word(&text, "\""); /* a name in it needed quotes */
    return lc_span_begins(&text, LC_OWN_COMMENT);
}

/* ---- words ------------------------------------------------------------------------------ */

static bool is_blank(const lc_span *t)
{
    return *t->s == ' ';
}

static bool is_of_word(const lc_span *t)
{
    return !is_blank(t);
}

/* The word that begins a text, taken off it with the blanks behind it. */
static lc_span take_word(lc_span *rest)
{
    lc_span word = lc_span_take_while(rest, is_of_word);
    lc_span_take_while(rest, is_blank);
    return word;
}

/* A whole number from 1 on, as columns and runs are counted; 0 when it is none. */
static size_t count_of(lc_span word)
{
    double v;
    bool count = lc_span_take_count(&word, &v) && word.s == word.end && v < COUNT_LIMIT;
    return count ? (size_t)v : 0;
}

/* ---- lines ------------------------------------------------------------------------------ */

/* "train_samples: 121620"; false when it is no fact. */
static bool take_fact(lc_facts *facts, lc_span text)
{
    lc_span name = {text.s, text.s};
    double v;
    if (!lc_span_take_until(&text, ":"))
        return false;
    name.end = text.s - 1;
    const lc_field value = {text.s, lc_span_length(&text)};
    return lc_table_cell(&v, &value, '.') && lc_fact_set(facts, name.s, lc_span_length(&name), v);
}

static bool is_of_key(const lc_span *t)
{
    return isalnum((unsigned char)*t->s) || strchr("_-./", *t->s);
}

/* "optimizer: adam" */
static lc_status take_param(lc_params *params, lc_span text, lc_error *err)
{
    lc_span key = lc_span_take_while(&text, is_of_key);
    if (!lc_span_take_word(&text, ":") || lc_span_length(&key) == 0)
        return LC_OK;
    lc_span_take_while(&text, is_blank);
    if (lc_span_length(&text) == 0 || *text.s == '/') /* "https://..." */
        return LC_OK;
    return lc_params_set(params, key.s, lc_span_length(&key), text.s, lc_span_length(&text), err);
}

/* "axis COLUMN KIND", "metric COLUMN SPLIT KIND DIRECTION" or a fact. */
static bool take_meaning(lc_column_meaning *w, lc_span rest)
{
    lc_span all = rest, what = take_word(&rest);
    w->axis = lc_span_is(&what, "axis");
    w->column = SIZE_MAX;
    if (!w->axis && !lc_span_is(&what, "metric"))
        return take_fact(&w->facts, all);
    lc_span column = take_word(&rest), word = take_word(&rest);
    w->column = count_of(column) - 1; /* SIZE_MAX when it is none */
    if (w->column == SIZE_MAX)
        return false;
    if (w->axis)
        return lc_kind_find(&w->meaning.kind, word.s, lc_span_length(&word));
    lc_span kind = take_word(&rest), better = take_word(&rest);
    w->meaning.has_split = w->meaning.has_kind = w->meaning.has_better = true;
    return lc_split_find(&w->meaning.split, word.s, lc_span_length(&word)) &&
           lc_kind_find(&w->meaning.kind, kind.s, lc_span_length(&kind)) &&
           lc_direction_find(&w->meaning.better, better.s, lc_span_length(&better));
}

/* What stands behind "# learncurve: ". */
static lc_status take_ours(lc_table_comments *c, lc_span rest, lc_error *err)
{
    lc_column_meaning w = {0};
    lc_span whole = rest, first = take_word(&rest);
    if (lc_span_is(&first, "runs")) {
        c->numbered = lc_span_is(&rest, "numbered");
        c->parted = c->numbered || lc_span_is(&rest, "named");
        c->ours |= c->parted;
        return LC_OK;
    }
    if (lc_span_is(&first, "name")) {
        lc_mem_free(c->name);
        c->name = lc_mem_text(rest.s, lc_span_length(&rest));
        c->ours = true;
        return c->name ? LC_OK : lc_error_nomem(err);
    }
    if (lc_span_is(&first, "run")) {
        lc_span number = take_word(&rest);
        w.run = count_of(number);
        whole = rest;
    }
    if (!take_meaning(&w, whole))
        return LC_OK;
    if (!lc_mem_grow(&c->word, &c->cap, c->n + 1, sizeof *c->word))
        return lc_error_nomem(err);
    c->word[c->n++] = w;
    c->ours = true;
    return LC_OK;
}

lc_status lc_table_comments_take(lc_table_comments *c, const lc_field *comment, bool *taken,
                                 lc_error *err)
{
    lc_span text = {comment->text, comment->text + comment->len};
    *taken = true;
    if (lc_span_take_word(&text, LC_OWN_COMMENT))
        return take_ours(c, text, err);
    while (text.s < text.end && (*text.s == '#' || *text.s == ' '))
        text.s++;
    *taken = take_fact(&c->facts, text);
    return *taken ? LC_OK : take_param(&c->params, text, err);
}

lc_status lc_table_comments_param(lc_table_comments *c, const char *comment, lc_error *err)
{
    lc_span text = {comment, comment + strlen(comment)};
    while (text.s < text.end && (*text.s == '#' || *text.s == ' '))
        text.s++;
    return take_param(&c->params, text, err);
}

void lc_table_comments_free(lc_table_comments *c)
{
    lc_mem_free(c->name);
    lc_mem_free(c->word);
    lc_params_free(&c->params);
    *c = (lc_table_comments)LC_TABLE_COMMENTS_INIT;
}
