/* SPDX-License-Identifier: GPL-3.0-or-later */
/* table_comments.c - what comments above a table say of its runs. */
#include "read/engine/table_comments.h"

#include "base/mem.h"
#include "base/number.h"
#include "model/metric.h"

#include <stddef.h>
#include <string.h>

#define FACT_LIMIT 4e9 /* [samples] fits every size_t; a comment that says more isn't believed */

static const char ours[] = LC_OWN_COMMENT;

static bool begins_ours(const char *text, size_t n)
{
    return n >= sizeof ours - 1 && memcmp(text, ours, sizeof ours - 1) == 0;
}

bool lc_table_comment_is_own(const char *head, size_t n)
{
    size_t quote = n && *head == '"'; /* a name in it needed quotes */
    return begins_ours(head + quote, n - quote);
}

/* ---- words ------------------------------------------------------------------------------ */

static lc_field behind(lc_field f, size_t n)
{
    return (lc_field){f.text + n, f.len - n};
}

/* The word that begins a text, taken off it with the blanks behind it. */
static lc_field take_word(lc_field *rest)
{
    size_t n = 0;
    while (n < rest->len && rest->text[n] != ' ')
        n++;
    lc_field word = {rest->text, n};
    while (n < rest->len && rest->text[n] == ' ')
        n++;
    *rest = behind(*rest, n);
    return word;
}

static bool is(const lc_field *word, const char *text)
{
    return word->len == strlen(text) && memcmp(word->text, text, word->len) == 0;
}

/* A whole number from 1 on, as columns and runs are counted; 0 when it is none. */
static size_t count_of(const lc_field *word)
{
    double v;
    bool whole = word->len && lc_number_read(&v, word->text, word->len) == word->len && v >= 1 &&
                 v < FACT_LIMIT && v == (double)(size_t)v;
    return whole ? (size_t)v : 0;
}

/* ---- lines ------------------------------------------------------------------------------ */

/* "train_samples: 121620"; false when it is no fact. */
static bool fact_of(lc_facts *facts, lc_field text)
{
    static const struct {
        const char *key;
        size_t place; /* in lc_facts, of a size_t, or of a double where it is */
        bool real;
    } known[] = {{"train_samples", offsetof(lc_facts, train_samples), false},
                 {"validation_samples", offsetof(lc_facts, validation_samples), false},
                 {"classes", offsetof(lc_facts, classes), false},
                 {"batch_size", offsetof(lc_facts, batch_size), false},
                 {"planned_epochs", offsetof(lc_facts, planned_epochs), true},
                 {"class_entropy", offsetof(lc_facts, class_entropy), true},
                 {"validation_class_entropy", offsetof(lc_facts, validation_class_entropy), true}};
    const char *colon = text.len ? memchr(text.text, ':', text.len) : NULL;
    if (!colon)
        return false;
    lc_field key = {text.text, (size_t)(colon - text.text)};
    lc_field value = behind(text, key.len + 1);
    double v;
    size_t i = 0;
    while (i < sizeof known / sizeof *known && !is(&key, known[i].key))
        i++;
    if (i == sizeof known / sizeof *known || !lc_table_cell(&v, &value, '.') ||
        !(v > 0 && v < FACT_LIMIT))
        return false;
    void *fact = (char *)facts + known[i].place;
    if (known[i].real)
        *(double *)fact = v;
    else
        *(size_t *)fact = (size_t)v;
    return true;
}

/* "axis COLUMN KIND", "metric COLUMN SPLIT KIND DIRECTION" or a fact. */
static bool word_of(lc_column_meaning *w, lc_field rest)
{
    lc_field all = rest, what = take_word(&rest);
    w->axis = is(&what, "axis");
    w->column = SIZE_MAX;
    if (!w->axis && !is(&what, "metric"))
        return fact_of(&w->facts, all);
    lc_field column = take_word(&rest), word = take_word(&rest);
    w->column = count_of(&column) - 1; /* SIZE_MAX when it is none */
    if (w->column == SIZE_MAX)
        return false;
    if (w->axis)
        return lc_kind_find(&w->meaning.kind, word.text, word.len);
    lc_field kind = take_word(&rest), better = take_word(&rest);
    w->meaning.has_split = w->meaning.has_kind = w->meaning.has_better = true;
    return lc_split_find(&w->meaning.split, word.text, word.len) &&
           lc_kind_find(&w->meaning.kind, kind.text, kind.len) &&
           lc_direction_find(&w->meaning.better, better.text, better.len);
}

/* What stands behind "# learncurve: ". */
static lc_status take_ours(lc_table_comments *c, lc_field rest, lc_error *err)
{
    lc_column_meaning w = {0};
    lc_field whole = rest, first = take_word(&rest);
    if (is(&first, "runs")) {
        c->numbered = is(&rest, "numbered");
        c->parted = c->numbered || is(&rest, "named");
        c->ours |= c->parted;
        return LC_OK;
    }
    if (is(&first, "name")) {
        lc_mem_free(c->name);
        c->name = lc_mem_text(rest.text, rest.len);
        c->ours = true;
        return c->name ? LC_OK : lc_error_nomem(err);
    }
    if (is(&first, "run")) {
        lc_field number = take_word(&rest);
        w.run = count_of(&number);
        whole = rest;
    }
    if (!word_of(&w, whole))
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
    lc_field text = *comment;
    *taken = true;
    if (begins_ours(text.text, text.len))
        return take_ours(c, behind(text, sizeof ours - 1), err);
    while (text.len && (*text.text == '#' || *text.text == ' '))
        text = behind(text, 1);
    *taken = fact_of(&c->facts, text);
    return LC_OK;
}

void lc_table_comments_free(lc_table_comments *c)
{
    lc_mem_free(c->name);
    lc_mem_free(c->word);
    *c = (lc_table_comments)LC_TABLE_COMMENTS_INIT;
}
