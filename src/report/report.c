/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report.c - the table of report formats, and the way into it. */
#include "report/report.h"

#include "base/temp.h"

#include <errno.h>
#include <string.h>
#include <strings.h>

#define REPORT(id) extern const lc_report_format lc_report_##id;
#include "report/reports.def"
#undef REPORT

const lc_report_format *const lc_report_formats[] = {
#define REPORT(id) &lc_report_##id,
#include "report/reports.def"
#undef REPORT
    NULL};

const lc_report_format *lc_report_find(const char *name)
{
    for (const lc_report_format *const *f = lc_report_formats; *f; f++)
        if (strcmp((*f)->name, name) == 0)
            return *f;
    return NULL;
}

lc_status lc_report(FILE *out, const char *format, const lc_run *runs,
                    const lc_diagnosis *diagnoses, size_t n, const lc_report_options *options,
                    lc_error *err)
{
    static const lc_report_options defaults = LC_REPORT_OPTIONS_INIT;
    const lc_report_format *f = lc_report_find(format);
    if (!f)
        return lc_error_set(err, LC_E_ARG, 0, "no report format '%.40s'", format);
    lc_status st = f->write(out, runs, diagnoses, n, options ? options : &defaults, err);
    if (st == LC_OK && ferror(out))
        return lc_error_set(err, LC_E_IO, 0, "the report can't be written: %s", strerror(errno));
    return st;
}

/* By the ending of a file's name; NULL if there is none. */
static const lc_report_format *format_for(const char *path)
{
    size_t n = strlen(path);
    for (const lc_report_format *const *f = lc_report_formats; *f; f++) {
        size_t k = (*f)->ending ? strlen((*f)->ending) : n;
        if (n > k && strcasecmp(path + n - k, (*f)->ending) == 0)
            return *f;
    }
    return NULL;
}

const char *lc_report_format_of(const char *path)
{
    const lc_report_format *f = format_for(path);
    return f ? f->name : NULL;
}

bool lc_report_names_lines(const char *format)
{
    const lc_report_format *f = lc_report_find(format);
    return f && f->lines;
}

const char *lc_report_ending_at(size_t i)
{
    for (const lc_report_format *const *f = lc_report_formats; *f; f++)
        if ((*f)->ending && i-- == 0)
            return (*f)->ending;
    return NULL;
}

lc_status lc_report_file(const char *path, const char *format, const lc_run *runs,
                         const lc_diagnosis *diagnoses, size_t n, const lc_report_options *options,
                         lc_error *err)
{
    lc_temp file = LC_TEMP_INIT;
    FILE *out = NULL;
    format = format ? format : lc_report_format_of(path);
    if (!format)
        return lc_error_set(err, LC_E_ARG, 0, "no report's name ends like this");
    lc_status st = lc_temp_open(&out, &file, path, err);
    if (st == LC_OK)
        st = lc_report(out, format, runs, diagnoses, n, options, err);
    return lc_temp_finish(&file, out, path, st, err);
}
