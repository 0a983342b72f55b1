/* SPDX-License-Identifier: GPL-3.0-or-later */
/* read_help.c - what the tests of readers share. */
#include "read_help.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *shared_path(char path[SHARED_PATH_MAX], const char *name)
{
    const char *shared = getenv("LEARNCURVE_SHARED");
    snprintf(path, SHARED_PATH_MAX, "%s/%s", shared ? shared : "../shared", name);
    if (access(path, R_OK) == 0)
        return path;
    fprintf(stderr, "%s: not there, skipped\n", name);
    return NULL;
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

int bid_for(const lc_reader *r, const char *text)
{
    lc_head head = LC_HEAD_INIT;
    ck_assert_int_eq(lc_head_take(&head, text, strlen(text), true, NULL, NULL), LC_OK);
    int bid = r->probe(r, &head);
    lc_head_free(&head);
    return bid;
}

lc_status read_chunked(lc_runs *runs, const lc_reader *r, const char *bytes, size_t n, size_t chunk,
                       lc_error *err)
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
    const char *what = r->sample ? r->sample : r->what ? r->what : r->name, *text = r->text;
    size_t n = text ? strlen(text) : 0;
    lc_runs runs = LC_RUNS_INIT;
    lc_error err = LC_ERROR_INIT;
    snprintf(path, sizeof path, "samples/%s/%s", reader, what);
    if (r->sample)
        text = bytes = read_whole(path, &n);
    lc_status st = lc_read_bytes(&runs, r->sample ? path : r->name, text, n, NULL, &err);
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

static void tell_fact(FILE *out, const char *name, double v)
{
    if (v > 0)
        fprintf(out, "%s%s %.0f", ftell(out) ? ", " : "", name, v);
}

static char *tell_asides(const lc_run *run)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    ck_assert_ptr_nonnull(out);
    tell_fact(out, "train_samples", (double)run->facts.train_samples);
    tell_fact(out, "validation_samples", (double)run->facts.validation_samples);
    tell_fact(out, "classes", (double)run->facts.classes);
    tell_fact(out, "batch_size", (double)run->facts.batch_size);
    tell_fact(out, "planned_epochs", run->facts.planned_epochs);
    tell_fact(out, "class_entropy", run->facts.class_entropy);
    tell_fact(out, "validation_class_entropy", run->facts.validation_class_entropy);
    for (size_t i = 0; i < run->series_n; i++)
        if (run->series[i].averaged)
            fprintf(out, "%s%s: %s", ftell(out) ? ", " : "", run->series[i].metric.name,
                    run->series[i].averaged);
    fclose(out);
    return text;
}

void check_asides(const char *format, const char *sample, const char *asides)
{
    char path[300];
    lc_runs runs = LC_RUNS_INIT;
    snprintf(path, sizeof path, "samples/%s/%s", format, sample);
    ck_assert_int_eq(lc_read_file(&runs, path, NULL, NULL), LC_OK);
    for (size_t i = 0; i < runs.n; i++) {
        char *told = tell_asides(&runs.run[i]);
        size_t n = strcspn(asides, "\n");
        ck_assert_msg(strlen(told) == n && memcmp(told, asides, n) == 0, "%s, run %zu: %s", sample,
                      i + 1, told);
        asides += n + (asides[n] == '\n');
        free(told);
    }
    ck_assert_str_eq(asides, "");
    lc_runs_free(&runs);
}
