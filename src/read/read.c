/* SPDX-License-Identifier: GPL-3.0-or-later */
/* read.c - the runs of a file, of a folder or of bytes. */
#include "read/folder.h"
#include "read/log.h"

#include <string.h>
#include <sys/stat.h>

/* The runs of one source. */
static lc_status read_runs(lc_runs *runs, const lc_reader *r, lc_source *s, const char *name,
                           const lc_read_options *options, lc_error *err)
{
    lc_builder *b = NULL;
    lc_status st = lc_builder_open(&b, options, err);
    if (st != LC_OK)
        return st;
    size_t had = runs->n;
    lc_error why = LC_ERROR_INIT;
    lc_builder_part(b, name, NULL);
    st = lc_read_into(b, r, s, &why);
    /* A builder's failure sticks in the builder, and finishing it says what it was. */
    if (st == LC_OK || why.code == LC_OK)
        st = lc_builder_finish(b, runs, name, r->name, &why);
    lc_builder_close(b);
    if (st == LC_OK && runs->n == had)
        return lc_error_set(err, LC_E_FORMAT, 0,
                            "not a training log: no number beside epochs or steps, read as %s",
                            r->name);
    if (st != LC_OK && err)
        *err = why;
    return st;
}

static lc_status read_source(lc_runs *runs, lc_source *s, const char *name,
                             const lc_read_options *options, lc_error *err)
{
    const lc_reader *r = NULL;
    lc_status st = lc_read_choose(&r, NULL, s, name, options->format, err);
    return st == LC_OK ? read_runs(runs, r, s, name, options, err) : st;
}

static const lc_read_options defaults = LC_READ_OPTIONS_INIT;

lc_status lc_read_bytes(lc_runs *runs, const char *name, const void *bytes, size_t size,
                        const lc_read_options *options, lc_error *err)
{
    lc_source *s = NULL;
    lc_status st = lc_source_bytes(&s, bytes, size, err);
    if (st == LC_OK)
        st = read_source(runs, s, name, options ? options : &defaults, err);
    lc_source_close(s);
    return st;
}

lc_status lc_read_file(lc_runs *runs, const char *path, const lc_read_options *options,
                       lc_error *err)
{
    lc_source *s = NULL;
    struct stat about;
    if (!options)
        options = &defaults;
    if (strcmp(path, "-") != 0 && stat(path, &about) == 0 && S_ISDIR(about.st_mode))
        return lc_read_folder(runs, path, options, err);
    lc_status st = lc_source_open(&s, path, err);
    if (st == LC_OK)
        st = read_source(runs, s, path, options, err);
    lc_source_close(s);
    return st;
}
