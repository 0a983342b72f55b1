/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fuzz_table.c - delimited text: what is parsed without libcsv is what libcsv makes of it, and no size of the
 * blocks and no number of threads makes a difference. The table is compiled with small pieces for that.
 */
#include "unit/table_scribe.h"

#include "base/mem.h"
#include "table/piece.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROW_BYTES 4
#define COLUMNS_MAX 4

static const char delimiters[] = ",;\t ";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char *say(const char *bytes, size_t n, size_t block, unsigned threads, unsigned how)
{
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

/* Parse the bytes below a row of four bytes, which doesn't fit. */
static void parse(lc_piece *piece, const char *row, const char *bytes, size_t n,
                  const lc_layout *layout)
{
    *piece = (lc_piece){.n = n + ROW_BYTES, .last = true};
    piece->bytes = lc_mem_resize(NULL, piece->n, 1);
    if (!piece->bytes)
        abort();
    memcpy(piece->bytes, row, ROW_BYTES);
    memcpy(piece->bytes + ROW_BYTES, bytes, n);
    lc_piece_parse(piece, layout);
}

static bool same_rows(const lc_piece *a, const lc_piece *b, const lc_layout *layout)
{
    bool same = a->status == b->status && a->rows == b->rows && a->misfit_n == b->misfit_n &&
                a->lines == b->lines && a->tail == b->tail;
    for (size_t i = 0; same && i < a->misfit_n; i++)
        same = a->misfit[i].before == b->misfit[i].before &&
               a->misfit[i].begin == b->misfit[i].begin && a->misfit[i].end == b->misfit[i].end &&
               a->misfit[i].line == b->misfit[i].line && a->misfit[i].cut == b->misfit[i].cut;
    for (size_t c = 0; same && c < layout->columns && a->rows; c++)
        same = memcmp(a->cells + c * a->row_cap, b->cells + c * b->row_cap,
                      a->rows * sizeof *a->cells) == 0;
    return same && (!layout->lines || a->rows == 0 ||
                    memcmp(a->line, b->line, a->rows * sizeof *a->line) == 0);
}

/* A quote anywhere leaves all of a piece to libcsv. */
static void compare_with_libcsv(const char *bytes, size_t n, unsigned how)
{
    bool ignored[COLUMNS_MAX] = {how & 16};
    const lc_layout layout = {.delimiter = delimiters[how & 3],
                              .decimal = how & 4 ? ',' : '.',
                              .lines = how & 8,
                              .columns = 1 + (how >> 5) % COLUMNS_MAX,
                              .ignored = ignored};
    lc_piece ours, libs;
    parse(&ours, "qqq\n", bytes, n, &layout);
    parse(&libs, "\"q\"\n", bytes, n, &layout);
    if (!same_rows(&ours, &libs, &layout)) {
        fprintf(stderr, "ERROR: %zu rows and %zu others, of libcsv %zu and %zu\n", ours.rows,
                ours.misfit_n, libs.rows, libs.misfit_n);
        abort();
    }
    lc_piece_free(&ours);
    lc_piece_free(&libs);
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
