/* SPDX-License-Identifier: GPL-3.0-or-later */
/* read_help.c - what the tests of readers share. */
#include "read_help.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

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

int bid_for(const lc_reader *r, const char *text)
{
    lc_head head = LC_HEAD_INIT;
    ck_assert_int_eq(lc_head_take(&head, text, strlen(text), true, NULL, NULL), LC_OK);
    int bid = r->probe(r, &head);
    lc_head_free(&head);
    return bid;
}

lc_status read_chunked(lc_runs *runs, const lc_reader *r, const char *bytes, size_t n,
                       size_t chunk, lc_error *err)
{
    const lc_read_options options = LC_READ_OPTIONS_INIT;
    lc_builder *b = NULL;
    void *state = NULL;
    lc_status st = lc_builder_open(&b, &options, err);
    if (st == LC_OK)
        st = r->open(&state, r, b, &options, err);
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

static void tell_series(FILE *out, const lc_series *s)
{
    fprintf(out, "%s %.6g..%.6g", s->metric.name, s->y[0], s->y[s->n - 1]);
    if (s->spelling)
        fprintf(out, " '%s'", s->spelling);
}

static void tell_run(FILE *out, const lc_run *run)
{
    if (run->name)
        fprintf(out, "[%s] ", run->name);
    fprintf(out, "%zu %s %g..%g:", run->rows, run->axis_name, run->x[0], run->x[run->n - 1]);
    for (size_t i = 0; i < run->series_n; i++) {
        fputs(i ? ", " : " ", out);
        tell_series(out, &run->series[i]);
    }
    fputc('\n', out);
    for (size_t i = 0; i < run->remark_n; i++)
        fprintf(out, "  line %ld: %s\n", run->remarks[i].line, run->remarks[i].text);
}

char *tell_runs(const lc_runs *runs)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    ck_assert_ptr_nonnull(out);
    for (size_t i = 0; i < runs->n; i++)
        tell_run(out, &runs->run[i]);
    fclose(out);
    return text;
}

void check_reading(const char *reader, const reading *r)
{
    char path[200], *bytes = NULL, *told;
    const char *what = r->sample ? r->sample : r->what, *text = r->text;
    size_t n = text ? strlen(text) : 0;
    lc_runs runs = LC_RUNS_INIT;
    lc_error err = LC_ERROR_INIT;
    snprintf(path, sizeof path, "samples/%s/%s", reader, what);
    if (r->sample)
        text = bytes = read_whole(path, &n);
    lc_status st = lc_read_bytes(&runs, r->sample ? path : NULL, text, n, NULL, &err);
    ck_assert_msg(st == LC_OK, "%s: %s", what, err.msg);
    ck_assert_str_eq(runs.run[0].format, reader);
    told = tell_runs(&runs);
    ck_assert_msg(strcmp(told, r->told) == 0, "%s:\n%s", what, told);
    free(told);
    free(bytes);
    lc_runs_free(&runs);
}

void check_refusal_by(const char *reader, const char *text)
{
    const lc_read_options options = {.format = reader};
    lc_runs runs = LC_RUNS_INIT;
    lc_error err = LC_ERROR_INIT;
    lc_status st = lc_read_bytes(&runs, NULL, text, strlen(text), &options, &err);
    ck_assert_msg(st == LC_E_FORMAT, "%s: %d %s", text, (int)st, err.msg);
    ck_assert_msg(strlen(err.msg) > 0, "%s", text);
    ck_assert_uint_eq(runs.n, 0);
}

void check_refusals(const char *reader, const char *const *texts)
{
    for (; *texts; texts++)
        check_refusal_by(reader, *texts);
}

void check_foreign(const char *reader, const char *const *texts)
{
    for (; *texts; texts++)
        ck_assert_msg(bid_for(lc_reader_find(reader), *texts) == 0, "%s", *texts);
}

void check_averaged(const lc_run *run, const char *name, const char *how)
{
    const lc_series *s = lc_run_find(run, name);
    ck_assert_msg(s != NULL, "%s isn't there", name);
    ck_assert_pstr_eq(s->averaged, how);
}
