/* SPDX-License-Identifier: GPL-3.0-or-later */
/* writer.c - the table of output formats, and the ways into it. */
#include "write/writer.h"

#include "base/temp.h"

#include <errno.h>
#include <string.h>
#include <strings.h>

#define WRITER(id) extern const lc_writer lc_writer_##id;
#include "write/writers.def"
#undef WRITER

const lc_writer *const lc_writers[] = {
#define WRITER(id) &lc_writer_##id,
#include "write/writers.def"
#undef WRITER
    NULL};

const lc_writer *lc_writer_find(const char *name)
{
    for (const lc_writer *const *w = lc_writers; *w; w++)
        if (strcmp((*w)->name, name) == 0)
            return *w;
    return NULL;
}

/* By the ending of a file's name; NULL if there is none. */
static const lc_writer *writer_for(const char *path)
{
    size_t n = strlen(path);
    for (const lc_writer *const *w = lc_writers; *w; w++) {
        size_t k = strlen((*w)->name);
        if (n > k + 1 && path[n - k - 1] == '.' && strcasecmp(path + n - k, (*w)->name) == 0)
            return *w;
    }
    return NULL;
}

static lc_status write_runs(FILE *out, const lc_writer *w, const lc_run *runs, size_t n,
                            const lc_write_options *options, lc_error *err)
{
    static const lc_write_options defaults = LC_WRITE_OPTIONS_INIT;
    lc_run_table table = LC_RUN_TABLE_INIT;
    options = options ? options : &defaults;
    lc_naming naming = options->clean ? LC_NAMES_CLEAN
                       : w->unicode   ? LC_NAMES_VALID
                                      : LC_NAMES_AS_LOGGED;
    lc_status st = lc_run_table_make(&table, runs, n, options->metric, naming, err);
    table.cells = options->csv_safe ? LC_CSV_SAFE : 0;
    if (st == LC_OK)
        st = (options->long_form ? w->long_form : w->wide)(out, &table, err);
    lc_run_table_free(&table);
    if (st == LC_OK && (fflush(out) != 0 || ferror(out)))
        return lc_error_set(err, LC_E_IO, 0, "can't be written: %s", strerror(errno));
    return st;
}

lc_status lc_write(FILE *out, const char *format, const lc_run *runs, size_t n,
                   const lc_write_options *options, lc_error *err)
{
    const lc_writer *w = lc_writer_find(format);
    if (!w)
        return lc_error_set(err, LC_E_ARG, 0, "no output format '%.40s'", format);
    return write_runs(out, w, runs, n, options, err);
}

lc_status lc_write_file(const char *path, const char *format, const lc_run *runs, size_t n,
                        const lc_write_options *options, lc_error *err)
{
    const lc_writer *w = format ? lc_writer_find(format) : writer_for(path);
    lc_temp file = LC_TEMP_INIT;
    FILE *out = NULL;
    if (!w)
        return format
                   ? lc_error_set(err, LC_E_ARG, 0, "no output format '%.40s'", format)
                   : lc_error_set(err, LC_E_ARG, 0, "a table's name ends in .csv, .json or .jsonl");
    lc_status st = lc_temp_open(&out, &file, path, err);
    if (st == LC_OK)
        st = write_runs(out, w, runs, n, options, err);
    return lc_temp_finish(&file, out, path, st, err);
}

bool lc_write_format_at(lc_format_info *info, size_t i)
{
    if (i >= sizeof lc_writers / sizeof *lc_writers - 1)
        return false;
    *info = (lc_format_info){lc_writers[i]->name, lc_writers[i]->summary, NULL};
    return true;
}

const char *lc_write_format_of(const char *path)
{
    const lc_writer *w = writer_for(path);
    return w ? w->name : NULL;
}
