/* SPDX-License-Identifier: MIT */
/* resume.c - what a file that is to be gone on with holds already. */
#include "recorder.h"

#include "digits.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Where we are in the file. */
typedef struct look {
    const char *path;
    const char *const *fields;
    size_t n;
    bool header; /* it was met */
    lc_record_found found;
} look;

/* A cell of the header at *s, up to its comma or the line's end; unquoted in place. */
static char *next_name(char **s)
{
    char *name = *s, *out = *s, *in = *s;
    bool quoted = *in == '"';
    for (in += quoted; *in && (quoted || *in != ','); in++) {
        if (quoted && *in == '"' && *++in != '"') {
            quoted = false;
            if (*in == ',' || *in == '\0')
                break;
        }
        *out++ = *in;
    }
    *s = *in ? in + 1 : NULL; /* NULL: that was the last one */
    *out = '\0';
    return name;
}

static lc_record_status check_header(const look *l, char *line, lc_record_error *err)
{
    line[strcspn(line, "\r\n")] = '\0';
    for (size_t i = 0; i < l->n; i++) {
        const char *name = line ? next_name(&line) : NULL;
        if (!name)
            return lc_record_fail(err, LC_RECORD_E_FORMAT, 0, l->path,
                                  "has no field %zu, expected '%.60s'", i + 1, l->fields[i]);
        if (strcmp(name, l->fields[i]) != 0)
            return lc_record_fail(err, LC_RECORD_E_FORMAT, 0, l->path,
                                  "field %zu is '%.60s', not '%.60s'", i + 1, name, l->fields[i]);
    }
    if (line)
        return lc_record_fail(err, LC_RECORD_E_FORMAT, 0, l->path,
                              "has a field %zu, '%.60s', which this run does not record", l->n + 1,
                              next_name(&line));
    return LC_RECORD_OK;
}

static void note_row(look *l, const char *line, size_t n)
{
    double v;
    const char *comma = memchr(line, ',', n);
    if (lc_record_read_double(&v, line, comma ? (size_t)(comma - line) : n) && isfinite(v) &&
        !(v <= l->found.last))
        l->found.last = v;
}

static lc_record_status take_line(look *l, char *line, size_t n, lc_record_error *err)
{
    if (l->header) {
        note_row(l, line, n);
        return LC_RECORD_OK;
    }
    if (line[0] == '#')
        return LC_RECORD_OK;
    l->header = true;
    return check_header(l, line, err);
}

/* How many of the bytes stand before the NUL bytes that a loss of power leaves up to the end. */
static size_t before_hole(const char *line, size_t n)
{
    while (n > 0 && line[n - 1] == '\0')
        n--;
    return n;
}

/* An unfinished line above which there was no header: a recorder's, if it is the beginning of a
 * note or of the header. */
static lc_record_status check_torn(const look *l, const char *line, size_t n, lc_record_error *err)
{
    n = before_hole(line, n);
    lc_record_text header = {0};
    const lc_record_options no_notes = LC_RECORD_OPTIONS_INIT;
    lc_record_status st = lc_record_header(&header, l->path, l->fields, l->n, &no_notes, err);
    if (st == LC_RECORD_OK && line[0] != '#' && (n > header.n || memcmp(line, header.s, n) != 0))
        st = lc_record_fail(err, LC_RECORD_E_FORMAT, 0, l->path,
                            "is not a record: it has no header with these fields");
    free(header.s);
    return st;
}

static lc_record_status look_through(look *l, FILE *file, char **line, lc_record_error *err)
{
    size_t cap = 0;
    ssize_t n;
    lc_record_status st = LC_RECORD_OK;
    while ((n = getline(line, &cap, file)) > 0 && (*line)[n - 1] == '\n') {
        st = take_line(l, *line, (size_t)n, err);
        if (st != LC_RECORD_OK)
            return st;
        l->found.whole += n;
    }
    if (n <= 0 && !feof(file))
        return lc_record_fail(err, LC_RECORD_E_IO, errno, l->path, "can't be read");
    if (n > 0 && !l->header)
        st = check_torn(l, *line, (size_t)n, err);
    if (!l->header)
        l->found.whole = 0; /* the notes are written anew, as one of them may be missing */
    return st;
}

lc_record_status lc_record_look(lc_record_found *found, int fd, const char *path,
                                const char *const *fields, size_t n, lc_record_error *err)
{
    look l = {.path = path, .fields = fields, .n = n, .found = {.last = NAN}};
    char *line = NULL;
    int copy = dup(fd);
    FILE *file = copy < 0 ? NULL : fdopen(copy, "r");
    if (!file) {
        int why = errno;
        if (copy >= 0)
            close(copy);
        return lc_record_fail(err, LC_RECORD_E_IO, why, path, "can't be read");
    }
    lc_record_status st = look_through(&l, file, &line, err);
    free(line);
    fclose(file);
    if (st == LC_RECORD_OK)
        *found = l.found;
    return st;
}
