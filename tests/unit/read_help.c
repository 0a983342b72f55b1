/* SPDX-License-Identifier: GPL-3.0-or-later */
/* read_help.c - what tests that read logs share. */
#include "read_help.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *shared_path(char path[SHARED_PATH_MAX], const char *name)
{
    const char *shared = getenv("LEARNCURVE_SHARED");
    snprintf(path, SHARED_PATH_MAX, "%s/%s", shared ? shared : "../shared", name);
    return access(path, R_OK) == 0 ? path : NULL;
}

/* Suites are made one after the other, before the first test runs. */
static size_t skipped;

void add_shared_test(TCase *t, const TTest *test, const char *needs, int from, int to)
{
    char path[SHARED_PATH_MAX];
    if (shared_path(path, needs))
        tcase_add_loop_test(t, test, from, to);
    else
        skipped += (size_t)(to - from);
}

size_t skipped_tests(void)
{
    return skipped;
}

char *read_whole(const char *path, size_t *size)
{
    FILE *f = fopen(path, "rb"), *out;
    char *text = NULL, block[65536];
    ck_assert_msg(f != NULL, "%s can't be opened", path);
    out = open_memstream(&text, size);
    ck_assert_ptr_nonnull(out);
    for (size_t n; (n = fread(block, 1, sizeof block, f)) > 0;)
        fwrite(block, 1, n, out);
    fclose(f);
    fclose(out);
    return text;
}

int probe_score(const lc_reader *r, const char *text)
{
    lc_probe_buffer head = LC_PROBE_BUFFER_INIT;
    ck_assert_int_eq(lc_probe_buffer_fill(&head, text, strlen(text), true, NULL, NULL), LC_OK);
    int score = r->probe(r, &head);
    lc_probe_buffer_free(&head);
    return score;
}

lc_status read_chunked(lc_runs *runs, const lc_reader *r, const char *bytes, size_t n, size_t chunk,
                       lc_error *err)
{
    const lc_read_options options = LC_READ_OPTIONS_INIT;
    lc_builder *b = NULL;
    void *state = NULL;
    lc_status st = lc_builder_open(&b, &options, err);
    if (st == LC_OK)
        st = r->open(&state, r, b, err);
    for (size_t at = 0; at < n && st == LC_OK; at += chunk)
        st = r->feed(state, bytes + at, n - at < chunk ? n - at : chunk, err);
    if (st == LC_OK)
        st = r->finish(state, err);
    r->close(state);
    if (st == LC_OK)
        st = lc_builder_finish(b, runs, NULL, r->name, err);
    lc_builder_close(b);
    return st;
}

static void describe_series(FILE *out, const lc_series *s)
{
    fprintf(out, "%s %.6g..%.6g", s->metric.name, s->y[0], s->y[s->n - 1]);
    if (s->spelling)
        fprintf(out, " '%s'", s->spelling);
}

static void describe_run(FILE *out, const lc_run *run)
{
    if (run->name)
        fprintf(out, "[%s] ", run->name);
    fprintf(out, "%zu %s %g..%g:", run->rows, run->axis_name, run->x[0], run->x[run->n - 1]);
    for (size_t i = 0; i < run->series_n; i++) {
        fputs(i ? ", " : " ", out);
        describe_series(out, &run->series[i]);
    }
    fputc('\n', out);
    for (size_t i = 0; i < run->remark_n; i++)
        fprintf(out, "  line %ld: %s\n", run->remarks[i].line, run->remarks[i].text);
}

char *describe_runs(const lc_runs *runs)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    ck_assert_ptr_nonnull(out);
    for (size_t i = 0; i < runs->n; i++)
        describe_run(out, &runs->run[i]);
    fclose(out);
    return text;
}

size_t rows_of(const lc_runs *runs)
{
    size_t rows = 0;
    for (size_t i = 0; i < runs->n; i++)
        rows += runs->run[i].rows;
    return rows;
}
