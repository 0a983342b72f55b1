/* SPDX-License-Identifier: GPL-3.0-or-later */
/* train_many.c - runs with several seeds or folds, each recorded in a folder, and their spread. */
#include "cli/train_many.h"

#include "cli/command.h"
#include "cli/interrupt.h"
#include "cli/message.h"
#include "cli/text.h"
#include "cli/train_data.h"
#include "cli/train_run.h"
#include "cli/train_score.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FOLDER "runs" /* unless told */

typedef struct many_run {
    train_variant variant;
    char name[64]; /* of its record, without the ending */
    train_result result;
    lc_runs read;           /* its record */
    lc_diagnosis diagnosis; /* where wanted */
} many_run;

typedef struct many {
    const settings *s;
    const char *folder, *table_path;
    lc_dataset table;
    many_run *run;
    size_t n;
    bool helps;    /* this is another process than the first */
    bool terminal; /* progress is shown */
} many;

/* ---- training --------------------------------------------------------------------------- */

/* "repeat-1-fold-2-seed-0" */
static void name_run(many_run *r, const train_settings *t)
{
    size_t n = 0;
    if (t->repeats)
        n +=
            (size_t)snprintf(r->name + n, sizeof r->name - n, "-repeat-%zu", r->variant.repeat + 1);
    if (t->folds)
        n += (size_t)snprintf(r->name + n, sizeof r->name - n, "-fold-%zu", r->variant.fold + 1);
    if (t->seeds)
        n += (size_t)snprintf(r->name + n, sizeof r->name - n, "-seed-%zu",
                              t->seed + r->variant.seed);
    memmove(r->name, r->name + 1, n);
}

static char *path_of(const many *m, const many_run *r)
{
    return text_format("%s/%s.csv", m->folder, r->name);
}

/* What runs need. */
static bool prepare(many *m)
{
    const train_settings *t = &m->s->train;
    m->run = calloc(m->n, sizeof *m->run);
    if (!m->run) {
        print_error("out of memory");
        return false;
    }
    for (size_t k = 0; k < m->n; k++) {
        m->run[k].variant = train_variant_at(t, k);
        name_run(&m->run[k], t);
    }
    return train_data_read(&m->table, t, m->table_path, NULL, false);
}

static bool is_prepared(many *m)
{
    if (m->run)
        return m->table.n > 0;
    m->helps = true;
    return prepare(m);
}

static void train_one(void *self, size_t k, train_result *result)
{
    many *m = self;
    settings s = *m->s;
    lc_data_split split = LC_DATA_SPLIT_INIT;
    lc_error err = LC_ERROR_INIT;
    bool ready = is_prepared(m);
    const many_run *r = ready ? &m->run[k] : NULL;
    char *record = ready ? path_of(m, r) : NULL;
    if (ready && !record)
        print_error("out of memory");
    result->failed = !record;
    if (interrupt_signal() || !record) {
        free(record);
        return;
    }
    lc_status st = train_variant_split(&split, &m->table, &s.train, &r->variant, &err);
    if (st != LC_OK)
        print_error("%s, %s: %s", m->table_path, r->name, err.msg);
    train_variant_set(&s.train, &r->variant);
    s.train.record = record;
    s.train.force |= m->helps;
    bool failed = st != LC_OK || !train_run_rows(result, &m->table, &split, &s, m->table_path);
    result->failed = failed;
    result->done = !failed && !interrupt_signal();
    lc_data_split_free(&split);
    free(record);
}

static bool take_result(void *self, size_t k, const train_result *result, const char *why)
{
    many *m = self;
    m->run[k].result = *result;
    if (why)
        print_error("%s: %s", m->run[k].name, why);
    if (m->terminal)
        fprintf(stderr, "\r%zu of %zu runs\033[K", k + 1, m->n);
    return true;
}

static void tell_name(void *self, size_t k, char name[LC_WORK_NAME_SIZE])
{
    const many *m = self;
    snprintf(name, LC_WORK_NAME_SIZE, "%s", m->run[k].name);
}

static bool train_all(const train_many_work *work)
{
    const many *m = work->self;
    interrupt_watch();
    bool ok = train_many_share(work, &m->s->train);
    if (m->terminal)
        fputs("\r\033[K", stderr);
    for (size_t k = 0; k < m->n; k++)
        ok = ok && !m->run[k].result.failed;
    return ok;
}

/* ---- what is said ----------------------------------------------------------------------- */

static int by_value(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* Median and range over the runs that have it. */
static void print_score(const many *m, lc_set set, lc_monitor score, double *value)
{
    size_t n = 0;
    for (size_t k = 0; k < m->n; k++) {
        double v = score_value(&m->run[k].result.score[set], score);
        if (m->run[k].result.done && isfinite(v))
            value[n++] = v;
    }
    if (n == 0)
        return;
    qsort(value, n, sizeof *value, by_value);
    fprintf(stderr, "  %-22s %10.4g %10.4g %10.4g\n", score_name(set, score),
            (value[(n - 1) / 2] + value[n / 2]) / 2, value[0], value[n - 1]);
}

static void print_verdicts(const many *m)
{
    for (size_t k = 0; k < m->n; k++)
        if (m->run[k].result.done)
            fprintf(stderr, "  %-22s %s\n", m->run[k].name, m->run[k].diagnosis.verdict.name);
}

/* Scores of the networks that were kept. */
static bool print_spread(const many *m)
{
    const train_settings *t = &m->s->train;
    lc_monitor score[SCORES_MAX];
    size_t n = score_list(score, m->table.schema.target.task, train_settings_metrics(t));
    double *value = calloc(m->n, sizeof *value);
    size_t done = 0, broken = 0;
    if (!value)
        return false;
    for (size_t k = 0; k < m->n; k++) {
        done += m->run[k].result.done;
        broken += m->run[k].result.done && !m->run[k].result.finite;
    }
    if (done < m->n)
        say("interrupted: %zu of %zu runs are recorded in %s", done, m->n, m->folder);
    else
        say("%zu runs recorded in %s", done, m->folder);
    if (done)
        fprintf(stderr, "  %-22s %10s %10s %10s\n", "score of the network", "median", "lowest",
                "highest");
    for (size_t set = 0; set < LC_SETS; set++)
        for (size_t i = 0; i < n; i++)
            print_score(m, (lc_set)set, score[i], value);
    if (broken)
        fprintf(stderr, "%zu run%s ended at a loss that is not finite\n", broken,
                broken == 1 ? "" : "s");
    if (t->diagnose)
        print_verdicts(m);
    free(value);
    return true;
}

/* ---- reading and drawing ---------------------------------------------------------------- */

static bool read_one(const many *m, many_run *r)
{
    const lc_read_options reading = settings_read(m->s);
    const lc_diagnose_options how = settings_diagnose(m->s);
    lc_error err = LC_ERROR_INIT;
    char *path = path_of(m, r);
    lc_status st = path ? lc_read_file(&r->read, path, &reading, &err)
                        : lc_error_set(&err, LC_E_NOMEM, 0, "out of memory");
    if (st == LC_OK && m->s->train.diagnose)
        st = lc_diagnose(&r->diagnosis, &r->read.run[0], &how, &err);
    if (st != LC_OK)
        print_file_error(path ? path : r->name, &err);
    free(path);
    return st == LC_OK;
}

static bool read_all(many *m)
{
    bool ok = true;
    for (size_t k = 0; k < m->n && ok; k++)
        if (m->run[k].result.done)
            ok = read_one(m, &m->run[k]);
    return ok;
}

/* All runs as one group: the median in the band of their range. */
static int draw(const many *m, const char *path)
{
    const lc_plot_options how = settings_plot(m->s);
    lc_overlay_run *shown = calloc(m->n, sizeof *shown);
    lc_error err = LC_ERROR_INIT;
    size_t n = 0;
    for (size_t k = 0; shown && k < m->n; k++)
        if (m->run[k].result.done)
            shown[n++] = (lc_overlay_run){
                .run = m->run[k].read.run, .name = m->run[k].name, .group = m->folder};
    lc_status st = !shown ? lc_error_set(&err, LC_E_NOMEM, 0, "out of memory")
                   : n    ? lc_overlay_file(path, shown, n, &how, NULL, &err)
                          : LC_OK;
    if (st != LC_OK)
        print_file_error(path, &err);
    free(shown);
    return st == LC_OK ? EXIT_RAN : st == LC_E_GNUPLOT ? EXIT_GNUPLOT : EXIT_REFUSED;
}

/* ---- setting up ------------------------------------------------------------------------- */

static bool make_folder(const char *path)
{
    if (mkdir(path, 0777) == 0 || errno == EEXIST)
        return true;
    print_error("%s: can't be made: %s", path, strerror(errno));
    return false;
}

/* Before any time is spent. */
static bool records_are_free(const many *m)
{
    for (size_t k = 0; k < m->n && !m->s->train.force; k++) {
        char *path = path_of(m, &m->run[k]);
        bool there = path && access(path, F_OK) == 0;
        if (there)
            print_error("%s: already exists; --force overwrites it, -o chooses another folder",
                        path);
        free(path);
        if (there)
            return false;
    }
    return true;
}

/* All splits can be made, and each has all classes on both sides. */
static bool check_splits(const many *m)
{
    const train_settings *t = &m->s->train;
    lc_status st = LC_OK;
    lc_error err = LC_ERROR_INIT;
    for (size_t k = 0; k < m->n && st == LC_OK; k++) {
        lc_data_split split = LC_DATA_SPLIT_INIT;
        st = train_variant_split(&split, &m->table, t, &m->run[k].variant, &err);
        if (st == LC_OK)
            st = lc_data_split_check(&split, &m->table, &err);
        if (st != LC_OK)
            print_error("%s, %s: %s", m->table_path, m->run[k].name, err.msg);
        lc_data_split_free(&split);
    }
    return st == LC_OK;
}

static bool open_many(many *m)
{
    const train_settings *t = &m->s->train;
    if (!prepare(m))
        return false;
    train_data_remarks(t, &m->table.report);
    return train_data_check_metrics(t, m->table.schema.target.task) && check_splits(m) &&
           make_folder(m->folder) && records_are_free(m);
}

static void close_many(many *m)
{
    for (size_t k = 0; m->run && k < m->n; k++) {
        lc_diagnosis_free(&m->run[k].diagnosis);
        lc_runs_free(&m->run[k].read);
    }
    free(m->run);
    lc_dataset_free(&m->table);
}

int train_many_run(const settings *s, const char *path)
{
    const train_settings *t = &s->train;
    many m = {.s = s,
              .folder = t->record ? t->record : FOLDER,
              .table_path = path,
              .n = train_variants(t),
              .terminal = !t->quiet && isatty(STDERR_FILENO)};
    const train_many_work work = {.n = m.n,
                                  .table = path,
                                  .run = train_one,
                                  .take = take_result,
                                  .name = tell_name,
                                  .self = &m};
    if (train_many_serve(&work))
        return EXIT_RAN;
    bool ok = open_many(&m) && train_all(&work);
    lc_work_end();
    ok = ok && ((!t->diagnose && !t->plot) || read_all(&m));
    ok = ok && (t->quiet || print_spread(&m));
    int rc = !ok ? EXIT_REFUSED : t->plot ? draw(&m, t->plot) : EXIT_RAN;
    for (size_t k = 0; rc == EXIT_RAN && k < m.n; k++)
        if (m.run[k].result.done && !m.run[k].result.finite)
            rc = EXIT_FOUND;
    close_many(&m);
    return rc;
}
