/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scan.c - many logs, read and diagnosed by several threads and processes, handed over in order. */
#include "base/mem.h"
#include "read/folder.h"
#include "read/logs.h"

#include <stdlib.h>
#include <string.h>

/* ---- an answer: what went wrong, then digests ------------------------------------------------ */

static lc_status digest_run(FILE *out, const lc_run *run, const lc_scan_options *o, lc_error *err)
{
    lc_diagnose_options options = LC_DIAGNOSE_OPTIONS_INIT;
    lc_diagnosis diagnosis = LC_DIAGNOSIS_INIT;
    lc_digest d = {0};
    if (o->diagnose)
        options = *o->diagnose;
    options.bare = !options.online; /* a replay looks at what findings stand on */
    lc_status st = lc_diagnose(&diagnosis, run, &options, err);
    if (st == LC_OK)
        st = lc_digest_make(&d, run, &diagnosis, o->metric, err);
    if (st == LC_OK)
        lc_digest_write(out, &d);
    lc_digest_free(&d);
    lc_diagnosis_free(&diagnosis);
    return st;
}

/* Digests of some of a log's runs are of no use: all of them, or why not. */
static void answer_runs(FILE *answer, const lc_scan_options *o, const char *question, size_t n)
{
    char *digests = NULL;
    size_t digests_n = 0;
    lc_error err = LC_ERROR_INIT;
    lc_runs runs = LC_RUNS_INIT;
    FILE *out = lc_text_open(&digests, &digests_n);
    lc_status st =
        out ? lc_logs_read_asked(&runs, question, n, o->read, &err) : lc_error_nomem(&err);
    for (size_t i = 0; i < runs.n && st == LC_OK; i++)
        st = digest_run(out, &runs.run[i], o, &err);
    lc_runs_free(&runs);
    if (out && !lc_text_close(out, &digests) && st == LC_OK)
        st = lc_error_nomem(&err);
    lc_error_write(answer, &err);
    if (st == LC_OK && digests_n)
        fwrite(digests, 1, digests_n, answer);
    lc_mem_free(digests);
}

static void answer_any(const void *shared, const char *question, size_t n, FILE *answer)
{
    static const lc_read_options defaults = LC_READ_OPTIONS_INIT;
    const lc_scan_options *o = shared;
    if (n > 0 && question[0] == LC_ASKS_READER)
        lc_folder_answer(o->read ? o->read : &defaults, question, n, answer);
    else
        answer_runs(answer, o, question, n);
}

/* ---- what the cache goes by ------------------------------------------------------------------ */

static uint64_t hash_text(uint64_t h, const char *s)
{
    return lc_mem_hash(h, s ? s : "", s ? strlen(s) + 1 : 1);
}

static uint64_t hash_number(uint64_t h, double v)
{
    return lc_mem_hash(h, &v, sizeof v);
}

static uint64_t hash_read(uint64_t h, const lc_read_options *o)
{
    const lc_facts *f = &o->facts;
    const double facts[] = {(double)f->train_samples,
                            (double)f->validation_samples,
                            (double)f->classes,
                            (double)f->batch_size,
                            f->planned_epochs,
                            f->class_entropy,
                            f->validation_class_entropy,
                            f->weighted_class_entropy,
                            f->heaviest_class_weight,
                            f->heaviest_class_share,
                            o->strict,
                            o->growing};
    h = hash_text(hash_text(h, o->format), o->x);
    h = lc_mem_hash(h, facts, sizeof facts);
    for (size_t i = 0; i < o->maps_n; i++) {
        const lc_map *m = &o->maps[i];
        h = hash_text(h, m->name);
        const double told[] = {m->ignore, m->has_split,  m->split, m->has_kind,
                               m->kind,   m->has_better, m->better};
        h = lc_mem_hash(h, told, sizeof told);
    }
    return h;
}

static uint64_t hash_diagnose(uint64_t h, const lc_diagnose_options *o)
{
    h = hash_text(hash_text(hash_text(h, o->rules), o->no_rules), o->metric);
    h = hash_number(hash_number(h, o->min_severity), o->online);
    h = hash_number(hash_number(h, o->forecast), o->forecast_to);
    for (size_t i = 0; i < o->settings_n; i++) {
        h = hash_text(hash_text(h, o->settings[i].rule), o->settings[i].name);
        h = hash_number(h, o->settings[i].value);
    }
    return h;
}

/* Of all options that change a digest. */
static lc_question question_of(const lc_scan_options *o)
{
    uint64_t h = hash_text(LC_HASH_BEGIN, "digest");
    if (o->read)
        h = hash_read(h, o->read);
    if (o->diagnose)
        h = hash_diagnose(h, o->diagnose);
    return hash_text(h, o->metric);
}

/* ---- the whole ---------------------------------------------------------------------------- */

typedef struct scan {
    const lc_logs *logs;
    const lc_scan_options *options;
    lc_question question;
    lc_scan_take take;
    void *self;
    bool nomem;
} scan;

static bool ask(void *self, size_t k, FILE *out)
{
    scan *s = self;
    const char *path = lc_logs_path(s->logs, k);
    if (lc_cache_get(s->options->cache, path, s->question, lc_logs_stamp(s->logs, k), out))
        return true;
    lc_logs_ask(out, s->logs, k);
    return false;
}

/* What may be otherwise the next time isn't kept: a file that can't be opened, memory that is out. */
static void keep(scan *s, size_t k, const lc_answered *answer, const lc_error *err)
{
    if (!answer->known && !answer->lost && (err->code == LC_OK || err->code == LC_E_FORMAT))
        lc_cache_put(s->options->cache, lc_logs_path(s->logs, k), s->question,
                     lc_logs_stamp(s->logs, k), answer->bytes, answer->n);
}

static lc_status tell_problem(lc_digest *d, const char *path, const char *why)
{
    char *bytes = NULL;
    size_t n = 0;
    FILE *out = lc_text_open(&bytes, &n);
    if (out) {
        lc_digest_write(out, &(lc_digest){.problem = why});
        lc_text_close(out, &bytes);
    }
    lc_status st = bytes ? lc_digest_read(d, &n, path, bytes, n, NULL) : LC_E_NOMEM;
    lc_mem_free(bytes);
    return st;
}

/* The digests behind what went wrong, or one that tells it. LC_OK, LC_E_NOMEM. */
static lc_status list_digests(lc_digest **list, size_t *n, const scan *s, size_t k,
                              const lc_answered *answer, lc_error *why)
{
    const char *path = lc_logs_path(s->logs, k);
    size_t cap = 0, used = 0, at = why->code == LC_OK ? strlen(answer->bytes) + 1 : answer->n;
    for (; at < answer->n && why->code == LC_OK; at += used) {
        if (!lc_mem_grow(list, &cap, *n + 1, sizeof **list))
            return LC_E_NOMEM;
        if (lc_digest_read(&(*list)[*n], &used, path, answer->bytes + at, answer->n - at, why) ==
            LC_OK)
            (*list)[(*n)++].changed = lc_logs_changed(s->logs, k);
    }
    if (why->code == LC_OK || why->code == LC_E_NOMEM)
        return why->code;
    if (!lc_mem_grow(list, &cap, *n + 1, sizeof **list) ||
        tell_problem(&(*list)[*n], path, why->msg) != LC_OK)
        return LC_E_NOMEM;
    ++*n;
    return LC_OK;
}

static bool take(void *self, size_t k, const lc_answered *answer)
{
    scan *s = self;
    lc_error why = LC_ERROR_INIT;
    lc_digest *list = NULL;
    size_t n = 0;
    if (answer->lost)
        lc_error_set(&why, LC_E_IO, 0, "%s", answer->lost);
    else if (!lc_error_read(&why, answer->bytes, answer->n))
        lc_error_set(&why, LC_E_IO, 0, "answered by another version of the program");
    keep(s, k, answer, &why);
    lc_status st = list_digests(&list, &n, s, k, answer, &why);
    s->nomem = st == LC_E_NOMEM;
    bool on = st == LC_OK && s->take(s->self, &(lc_scanned){k, list, n, &why});
    for (size_t i = 0; i < n; i++)
        lc_digest_free(&list[i]);
    lc_mem_free(list);
    return on;
}

static void name_log(void *self, size_t k, char name[LC_WORK_NAME_SIZE])
{
    const scan *s = self;
    snprintf(name, LC_WORK_NAME_SIZE, "%s", lc_logs_path(s->logs, k));
}

lc_status lc_scan(const lc_logs *logs, lc_scan_take take_log, void *self, lc_error *err)
{
    const lc_scan_options *o = lc_logs_options(logs);
    scan s = {
        .logs = logs, .options = o, .question = question_of(o), .take = take_log, .self = self};
    const lc_work work = {.n = lc_logs_count(logs),
                          .answer = answer_any,
                          .shared = o,
                          .ask = ask,
                          .take = take,
                          .self = &s,
                          .spread = true,
                          .name = name_log};
    return lc_work_run(&work, o->threads) && !s.nomem ? LC_OK : lc_error_nomem(err);
}

bool lc_scan_serve(const lc_scan_options *options)
{
    return lc_work_serve(answer_any, options);
}

void lc_scan_end(void)
{
    lc_work_end();
}
