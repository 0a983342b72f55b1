/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fuzz_reader.c - one target per reader: built once for each line of readers.def. What is read is the same in
 * blocks of any size, comes back from each format in which runs are written, and can be diagnosed.
 */
#include "unit/same_runs.h"

#include "base/mem.h"
#include "base/text.h"
#include "read/engine/reader.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RECORDS_MAX 4096 /* longer runs are read, but not diagnosed: that tells nothing new */
#define KEPT 8           /* records of a metric that `watch` would keep */
#define BROAD_MAX 64     /* metrics of runs that are written */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* ---- in blocks ------------------------------------------------------------------------------ */

/* All that a reader says of bytes that come in such blocks, as text. */
static char *told_in_blocks(const uint8_t *data, size_t size, size_t block, size_t *n)
{
    const lc_reader *r = lc_reader_find(FUZZ_READER);
    lc_runs runs = LC_RUNS_INIT;
    lc_error err = LC_ERROR_INIT;
    lc_builder *b = NULL;
    void *state = NULL;
    char *told = NULL;
    FILE *out = open_memstream(&told, n);
    if (!out || lc_builder_open(&b, NULL, NULL) != LC_OK || r->open(&state, r, b, NULL) != LC_OK)
        abort();
    lc_status st = LC_OK;
    for (size_t at = 0; at < size && st == LC_OK; at += block)
        st = r->feed(state, (const char *)data + at, size - at < block ? size - at : block, &err);
    if (st == LC_OK)
        st = r->finish(state, &err);
    r->close(state);
    if (st == LC_OK)
        st = lc_builder_finish(b, &runs, NULL, FUZZ_READER, &err);
    lc_builder_close(b);
    fprintf(out, "%d, line %ld: %s\n", (int)st, err.line, err.msg);
    lc_runs_pack(out, &runs, NULL);
    lc_runs_free(&runs);
    fclose(out);
    return told;
}

static void read_in_blocks(const uint8_t *data, size_t size)
{
    static const size_t blocks[] = {1, 7, 4096};
    size_t whole_n;
    char *whole = told_in_blocks(data, size, size, &whole_n);
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks && blocks[i] < size; i++) {
        size_t n;
        char *told = told_in_blocks(data, size, blocks[i], &n);
        if (n != whole_n || memcmp(told, whole, n) != 0) {
            fprintf(stderr, "ERROR: read in blocks of %zu it is another run\n", blocks[i]);
            abort();
        }
        free(told);
    }
    free(whole);
}

/* ---- there and back ------------------------------------------------------------------------- */

static void write_and_read(const lc_runs *runs, const char *format)
{
    char *text = NULL, why[WHY_MAX];
    size_t n = 0;
    lc_runs again = LC_RUNS_INIT;
    lc_error err = LC_ERROR_INIT;
    FILE *out = open_memstream(&text, &n);
    lc_status st = out ? lc_write(out, format, runs->run, runs->n, NULL, &err) : LC_E_NOMEM;
    if (out)
        fclose(out);
    if (st == LC_OK)
        st = lc_read_bytes(&again, NULL, text, n, NULL, &err);
    if (st != LC_OK || !come_back(runs, &again, why)) {
        fprintf(stderr, "ERROR: written as %s: %s\n%.4000s", format, st ? err.msg : why, text);
        abort();
    }
    lc_runs_free(&again);
    free(text);
}

/* Bytes that are no UTF-8 may be read as Latin-1 or GBK where only the names are left of a log. */
static bool is_valid(const char *text)
{
    char *valid = lc_text_valid(text, strlen(text));
    bool same = valid && strcmp(valid, text) == 0;
    lc_mem_free(valid);
    return same;
}

static bool is_to_be_written(const lc_run *run)
{
    bool wanted = run->n <= RECORDS_MAX && run->series_n <= BROAD_MAX && is_valid(run->axis_name) &&
                  (!run->name || is_valid(run->name));
    for (size_t i = 0; wanted && i < run->series_n; i++)
        wanted = is_valid(run->series[i].metric.name);
    return wanted;
}

/* Whether it is this reader that takes such bytes: what another one makes of them, metrics with the names of folds
 * or of runs, would be told as such when it is read again. */
static bool is_its_own(const uint8_t *data, size_t size)
{
    lc_runs runs = LC_RUNS_INIT;
    bool own = lc_read_bytes(&runs, NULL, data, size, NULL, NULL) == LC_OK && runs.n > 0 &&
               strcmp(runs.run[0].format, FUZZ_READER) == 0;
    lc_runs_free(&runs);
    return own;
}

static void convert(const lc_runs *runs)
{
    lc_format_info format;
    for (size_t i = 0; i < runs->n; i++)
        if (!is_to_be_written(&runs->run[i]))
            return;
    for (size_t i = 0; lc_write_format_at(&format, i); i++)
        write_and_read(runs, format.name);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    lc_runs runs = LC_RUNS_INIT;
    lc_read_options options = LC_READ_OPTIONS_INIT;
    options.format = FUZZ_READER;
    /* An input's last byte says how it is read: as ever, strictly, or while it grows. */
    options.strict = size > 0 && data[size - 1] == '!';
    options.growing = size > 0 && data[size - 1] == '~';
    options.lines = options.growing;
    options.most_records = options.growing ? KEPT : 0;
    read_in_blocks(data, size);
    lc_status st = lc_read_bytes(&runs, NULL, data, size, &options, NULL);
    if (st == LC_OK && is_its_own(data, size))
        convert(&runs);
    for (size_t i = 0; i < runs.n; i++) {
        lc_diagnosis d = LC_DIAGNOSIS_INIT;
        if (runs.run[i].n <= RECORDS_MAX)
            (void)lc_diagnose(&d, &runs.run[i], NULL, NULL);
        lc_diagnosis_free(&d);
    }
    lc_runs_free(&runs);
    return 0;
}
