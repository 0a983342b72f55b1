/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fuzz_table.c - delimited text: what is parsed without libcsv is what libcsv makes of it, and no size of the
 * blocks and no number of threads makes a difference. The table is compiled with small pieces for that.
 */
#include "unit/table_scribe.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define QUOTED "\n\"q\"\n" /* a row with which all that stands before it goes to libcsv */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char *say(const char *bytes, size_t n, size_t block, unsigned threads, unsigned how)
{
    static const char delimiters[] = ",;\t ";
    const lc_table_options options = {.delimiter = delimiters[how & 3],
                                      .decimal = how & 4 ? ',' : '.',
                                      .lines = how & 8,
                                      .threads = threads};
    char *said = NULL;
    lc_error err = LC_ERROR_INIT;
    if (transcribe(&said, bytes, n, block, options, how & 16, &err) == LC_OK)
        return said;
    free(said); /* as far as it came depends on the blocks */
    said = NULL;
    size_t length;
    FILE *out = open_memstream(&said, &length);
    if (!out)
        abort();
    fprintf(out, "line %ld: %s\n", err.line, err.msg);
    fclose(out);
    return said;
}

static void compare(const char *want, char *got, const char *what)
{
    if (strcmp(want, got) != 0) {
        fprintf(stderr, "ERROR: %s\n%s\ninstead of\n%s\n", what, got, want);
        abort();
    }
    free(got);
}

/* The last row is the quoted one, which was added. */
static void cut_last_row(char *said)
{
    char *end = said + strlen(said);
    while (end > said && (end == said + strlen(said) || end[-1] != '\n'))
        end--;
    *end = '\0';
}

static void compare_with_libcsv(const char *bytes, size_t n, unsigned how)
{
    char *text = malloc(n + sizeof QUOTED);
    if (!text)
        abort();
    memcpy(text, bytes, n);
    memcpy(text + n, QUOTED, sizeof QUOTED - 1);
    char *ours = say(text, n + 1, n + 1, 1, how);
    char *libs = say(text, n + sizeof QUOTED - 1, n + sizeof QUOTED, 1, how);
    if (strncmp(libs, "line ", 5) != 0)
        cut_last_row(libs);
    compare(libs, ours, "parsed without libcsv");
    free(libs);
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *bytes = (const char *)data;
    if (size == 0)
        return 0;
    unsigned how = data[size - 1]; /* the last byte says how the table is written */
    char *whole = say(bytes, size, size, 1, how);
    compare(whole, say(bytes, size, 1, 1, how), "in blocks of 1");
    compare(whole, say(bytes, size, 7, 1, how), "in blocks of 7");
    compare(whole, say(bytes, size, 4096, 2, how), "in blocks of 4096, by two threads");
    free(whole);
    if (!memchr(bytes, '"', size))
        compare_with_libcsv(bytes, size, how);
    return 0;
}
