/* SPDX-License-Identifier: MIT */
/* header.c - what stands above the rows: notes as "# key: value", then the fields' names. */
#include "recorder.h"

#include <stdlib.h>
#include <string.h>

static void add(lc_record_text *t, const char *s, size_t n)
{
    if (t->nomem || n > t->cap - t->n) {
        size_t cap = 2 * t->cap + n + 256;
        char *more = t->nomem || cap < n ? NULL : realloc(t->s, cap);
        if (!more) {
            t->nomem = true;
            return;
        }
        t->s = more;
        t->cap = cap;
    }
    if (n)
        memcpy(t->s + t->n, s, n);
    t->n += n;
}

static bool is_control(char c)
{
    return (unsigned char)c < 0x20 || c == 0x7F;
}

static bool has_control(const char *s)
{
    while (*s && !is_control(*s))
        s++;
    return *s != '\0';
}

/* ---- notes ----------------------------------------------------------------------------- */

static void add_note(lc_record_text *t, const lc_record_note *note)
{
    add(t, "# ", 2);
    add(t, note->key, strlen(note->key));
    add(t, ": ", 2);
    for (const char *c = note->value; *c; c++)
        add(t, is_control(*c) ? " " : c, 1);
    add(t, "\n", 1);
}

static lc_record_status check_note(const lc_record_note *note, const char *path,
                                   lc_record_error *err)
{
    if (!note->key || !note->value || !*note->key)
        return lc_record_fail(err, LC_RECORD_E_ARG, 0, path, "a note without key or value");
    if (strchr(note->key, ':') || has_control(note->key))
        return lc_record_fail(err, LC_RECORD_E_ARG, 0, path,
                              "a note's key can't have a colon or control characters");
    return LC_RECORD_OK;
}

/* ---- names ----------------------------------------------------------------------------- */

/* In quotes when a reader could take it for something else without: other tools cut at ';' and
 * tabs, and drop blanks around a cell. */
static void add_name(lc_record_text *t, const char *name)
{
    size_t n = strlen(name);
    if (!strpbrk(name, ",;\"") && name[0] != ' ' && name[n - 1] != ' ') {
        add(t, name, n);
        return;
    }
    add(t, "\"", 1);
    for (; *name; name++)
        add(t, *name == '"' ? "\"\"" : name, *name == '"' ? 2 : 1);
    add(t, "\"", 1);
}

static lc_record_status check_name(const char *const *fields, size_t i, const char *path,
                                   lc_record_error *err)
{
    if (!fields[i] || !*fields[i])
        return lc_record_fail(err, LC_RECORD_E_ARG, 0, path, "field %zu has no name", i + 1);
    if (has_control(fields[i]))
        return lc_record_fail(err, LC_RECORD_E_ARG, 0, path,
                              "the name of field %zu has a control character", i + 1);
    if (i == 0 && fields[0][0] == '#')
        return lc_record_fail(err, LC_RECORD_E_ARG, 0, path,
                              "the first field can't be '%.60s': '#' begins a comment", fields[0]);
    for (size_t k = 0; k < i; k++)
        if (strcmp(fields[k], fields[i]) == 0)
            return lc_record_fail(err, LC_RECORD_E_ARG, 0, path, "two fields '%.60s'", fields[i]);
    return LC_RECORD_OK;
}

lc_record_status lc_record_header(lc_record_text *out, const char *path, const char *const *fields,
                                  size_t n, const lc_record_options *options, lc_record_error *err)
{
    lc_record_status st = LC_RECORD_OK;
    if (n == 0)
        return lc_record_fail(err, LC_RECORD_E_ARG, 0, path, "no field to record");
    for (size_t i = 0; i < options->notes_n; i++) {
        if ((st = check_note(&options->notes[i], path, err)) != LC_RECORD_OK)
            return st;
        add_note(out, &options->notes[i]);
    }
    for (size_t i = 0; i < n; i++) {
        if ((st = check_name(fields, i, path, err)) != LC_RECORD_OK)
            return st;
        add(out, ",", i > 0);
        add_name(out, fields[i]);
    }
    add(out, "\n", 1);
    return out->nomem ? lc_record_fail(err, LC_RECORD_E_NOMEM, 0, path, "out of memory")
                      : LC_RECORD_OK;
}
