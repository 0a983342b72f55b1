/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pack.c - runs and their diagnoses as bytes, and back.
 *
 * The tables say which fields a struct has; what holds no pointer travels as it is in memory, texts with
 * the NUL behind them. At the end stand how large the constant texts are together, and a hash of all
 * bytes and the version, so that what was cut off, or comes from another program, is told from what is
 * whole.
 */
#include "base/error.h"
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

typedef struct shape shape;

typedef enum kind {
    PLAIN,    /* bytes */
    TEXT,     /* owned by the struct, or NULL */
    CONSTANT, /* a text that lives as long as the program, or NULL */
    LIST,     /* of structs, owned by the struct, or NULL */
    PART,     /* a struct within it */
} kind;

typedef struct field {
    kind kind;
    size_t at;
    size_t n; /* PLAIN: bytes; LIST: where the number of its elements is */
    const shape *of;
} field;

/* Without fields all of it is plain. */
struct shape {
    size_t size, n;
    const field *field;
};

#define SPAN(type, first, last)                                                               \
    {                                                                                         \
        PLAIN, offsetof(type, first),                                                         \
            offsetof(type, last) + sizeof(((type *)NULL)->last) - offsetof(type, first), NULL \
    }
#define ONE(type, member) SPAN(type, member, member)
#define TEXT_OF(type, member)                 \
    {                                         \
        TEXT, offsetof(type, member), 0, NULL \
    }
#define CONSTANT_OF(type, member)                 \
    {                                             \
        CONSTANT, offsetof(type, member), 0, NULL \
    }
#define LIST_OF(type, member, number, of)                        \
    {                                                            \
        LIST, offsetof(type, member), offsetof(type, number), of \
    }
#define PART_OF(type, member, of)           \
    {                                       \
        PART, offsetof(type, member), 0, of \
    }
#define SHAPE(type, fields)                                  \
    {                                                        \
        sizeof(type), sizeof fields / sizeof *fields, fields \
    }

static const shape doubles_shape = {sizeof(double), 0, NULL};
static const shape places_shape = {sizeof(uint32_t), 0, NULL};

static const field text_fields[] = {{TEXT, 0, 0, NULL}};
static const shape text_shape = SHAPE(char *, text_fields);
static const field constant_fields[] = {{CONSTANT, 0, 0, NULL}};
static const shape constant_shape = SHAPE(const char *, constant_fields);
static const field texts_fields[] = {LIST_OF(lc_texts, text, n, &text_shape)};
static const shape texts_shape = SHAPE(lc_texts, texts_fields);

/* ---- a run ------------------------------------------------------------------------------ */

static const field series_fields[] = {
    TEXT_OF(lc_series, metric.name),
    TEXT_OF(lc_series, metric.base),
    SPAN(lc_series, metric.split, metric.better),
    LIST_OF(lc_series, y, n, &doubles_shape),
    LIST_OF(lc_series, at, n, &places_shape),
    ONE(lc_series, quantum),
    SPAN(lc_series, percent, is_told_percent),
    TEXT_OF(lc_series, spelling),
    TEXT_OF(lc_series, averaged),
    ONE(lc_series, line),
    TEXT_OF(lc_series, origin),
};
static const shape series_shape = SHAPE(lc_series, series_fields);

static const field param_fields[] = {TEXT_OF(lc_param, name), TEXT_OF(lc_param, value)};
static const shape param_shape = SHAPE(lc_param, param_fields);

static const field remark_fields[] = {SPAN(lc_remark, line, count), TEXT_OF(lc_remark, text)};
static const shape remark_shape = SHAPE(lc_remark, remark_fields);

static const field run_fields[] = {
    TEXT_OF(lc_run, name),
    TEXT_OF(lc_run, source),
    CONSTANT_OF(lc_run, format),
    ONE(lc_run, facts),
    LIST_OF(lc_run, params.param, params.n, &param_shape),
    ONE(lc_run, axis),
    TEXT_OF(lc_run, axis_name),
    ONE(lc_run, axis_line),
    TEXT_OF(lc_run, axis_origin),
    LIST_OF(lc_run, x, n, &doubles_shape),
    SPAN(lc_run, rows, restarts),
    LIST_OF(lc_run, series, series_n, &series_shape),
    PART_OF(lc_run, lines, &series_shape),
    LIST_OF(lc_run, remarks, remark_n, &remark_shape),
};
static const shape run_shape = SHAPE(lc_run, run_fields);

/* ---- a diagnosis ------------------------------------------------------------------------ */

static const field evidence_fields[] = {TEXT_OF(lc_evidence, name), ONE(lc_evidence, value)};
static const shape evidence_shape = SHAPE(lc_evidence, evidence_fields);

static const field finding_fields[] = {
    CONSTANT_OF(lc_finding, rule),
    ONE(lc_finding, severity),
    SPAN(lc_finding, confidence, log_lr),
    TEXT_OF(lc_finding, basis),
    SPAN(lc_finding, series, at),
    ONE(lc_finding, mark),
    TEXT_OF(lc_finding, summary),
    TEXT_OF(lc_finding, headline),
    LIST_OF(lc_finding, evidence, evidence_n, &evidence_shape),
    CONSTANT_OF(lc_finding, explained_by),
    CONSTANT_OF(lc_finding, experiment),
    PART_OF(lc_finding, causes, &texts_shape),
    PART_OF(lc_finding, advice, &texts_shape),
};
static const shape finding_shape = SHAPE(lc_finding, finding_fields);

static const field weight_fields[] = {CONSTANT_OF(lc_weight, rule), ONE(lc_weight, log_odds)};
static const shape weight_shape = SHAPE(lc_weight, weight_fields);

static const field verdict_fields[] = {
    CONSTANT_OF(lc_verdict, name),
    ONE(lc_verdict, severity),
    SPAN(lc_verdict, confidence, finding),
    TEXT_OF(lc_verdict, summary),
    PART_OF(lc_verdict, support, &texts_shape),
    PART_OF(lc_verdict, against, &texts_shape),
    LIST_OF(lc_verdict, weights, weights_n, &weight_shape),
    CONSTANT_OF(lc_verdict, alternative),
    ONE(lc_verdict, alternative_confidence),
    CONSTANT_OF(lc_verdict, experiment),
};
static const shape verdict_shape = SHAPE(lc_verdict, verdict_fields);

static const field unjudged_fields[] = {CONSTANT_OF(lc_unjudged, rule),
                                        CONSTANT_OF(lc_unjudged, reason)};
static const shape unjudged_shape = SHAPE(lc_unjudged, unjudged_fields);

static const field known_fields[] = {
    CONSTANT_OF(lc_known, rule), ONE(lc_known, series), ONE(lc_known, severity),
    ONE(lc_known, at),           ONE(lc_known, stands), ONE(lc_known, withdrawn),
};
static const shape known_shape = SHAPE(lc_known, known_fields);

static const field forecast_fields[] = {
    ONE(lc_forecast, series),
    CONSTANT_OF(lc_forecast, why_not),
    CONSTANT_OF(lc_forecast, form),
    SPAN(lc_forecast, now, point),
};
static const shape forecast_shape = SHAPE(lc_forecast, forecast_fields);

static const field diagnosis_fields[] = {
    PART_OF(lc_diagnosis, verdict, &verdict_shape),
    LIST_OF(lc_diagnosis, findings, n, &finding_shape),
    LIST_OF(lc_diagnosis, unjudged, unjudged_n, &unjudged_shape),
    LIST_OF(lc_diagnosis, judged, judged_n, &constant_shape),
    ONE(lc_diagnosis, online.replayed),
    LIST_OF(lc_diagnosis, online.known, online.n, &known_shape),
    ONE(lc_diagnosis, online.stop),
    SPAN(lc_diagnosis, online.stop_at, online.stop_series),
    ONE(lc_diagnosis, forecasts.made),
    ONE(lc_diagnosis, forecasts.until),
    LIST_OF(lc_diagnosis, forecasts.forecast, forecasts.n, &forecast_shape),
};
static const shape diagnosis_shape = SHAPE(lc_diagnosis, diagnosis_fields);

/* ---- all --------------------------------------------------------------------------------- */

typedef struct all {
    lc_runs runs;
    size_t n;
    lc_diagnosis *diagnoses;
} all;

static const field all_fields[] = {LIST_OF(all, runs.run, runs.n, &run_shape),
                                   LIST_OF(all, diagnoses, n, &diagnosis_shape)};
static const shape everything_shape = SHAPE(all, all_fields);

static uint64_t first_hash(void)
{
    return lc_mem_hash(LC_HASH_BEGIN, LC_VERSION, sizeof LC_VERSION);
}

/* ---- to bytes ---------------------------------------------------------------------------- */

typedef struct packer {
    FILE *out;
    uint64_t hash;
    size_t constant; /* bytes of such texts */
} packer;

static void put(packer *p, const void *bytes, size_t n)
{
    if (n == 0)
        return;
    p->hash = lc_mem_hash(p->hash, bytes, n);
    fwrite(bytes, 1, n, p->out);
}

/* Its length with the NUL, 0 for none, and the text. */
static void put_text(packer *p, const char *s, bool is_constant)
{
    size_t n = s ? strlen(s) + 1 : 0;
    put(p, &n, sizeof n);
    put(p, s, n);
    p->constant += is_constant ? n : 0;
}

static void put_struct(packer *p, const shape *s, const char *from);

/* Whether there is one, how many elements, and these. */
static void put_list(packer *p, const shape *of, const char *list, size_t n)
{
    char there = list != NULL;
    put(p, &there, 1);
    put(p, &n, sizeof n);
    if (list && of->n == 0)
        put(p, list, n * of->size);
    for (size_t i = 0; list && of->n > 0 && i < n; i++)
        put_struct(p, of, list + i * of->size);
}

static void put_struct(packer *p, const shape *s, const char *from)
{
    for (const field *f = s->field; f < s->field + s->n; f++) {
        const char *at = from + f->at;
        size_t n = f->n;
        const char *to = NULL;
        if (f->kind != PLAIN && f->kind != PART)
            memcpy(&to, at, sizeof to);
        if (f->kind == LIST)
            memcpy(&n, from + f->n, sizeof n);
        switch (f->kind) {
        case PLAIN:
            put(p, at, n);
            break;
        case TEXT:
        case CONSTANT:
            put_text(p, to, f->kind == CONSTANT);
            break;
        case LIST:
            put_list(p, f->of, to, n);
            break;
        case PART:
            put_struct(p, f->of, at);
            break;
        }
    }
}

void lc_runs_pack(FILE *out, const lc_runs *runs, const lc_diagnosis *diagnoses)
{
    packer p = {.out = out, .hash = first_hash()};
    const all a = {*runs, runs->n, (lc_diagnosis *)diagnoses};
    put_struct(&p, &everything_shape, (const char *)&a);
    put(&p, &p.constant, sizeof p.constant);
    fwrite(&p.hash, sizeof p.hash, 1, out);
}

/* ---- from bytes -------------------------------------------------------------------------- */

typedef struct unpacker {
    const char *at, *end;
    char *constant, *constant_end; /* where the next such text goes */
    lc_status status;
} unpacker;

/* The next n bytes; NULL: they aren't there. */
static const char *get(unpacker *u, size_t n)
{
    const char *at = u->at;
    if (u->status != LC_OK || n > (size_t)(u->end - at)) {
        u->status = u->status == LC_OK ? LC_E_FORMAT : u->status;
        return NULL;
    }
    u->at += n;
    return at;
}

static size_t get_size(unpacker *u)
{
    size_t n = 0;
    const char *bytes = get(u, sizeof n);
    if (bytes)
        memcpy(&n, bytes, sizeof n);
    return n;
}

static char *get_text(unpacker *u)
{
    size_t n = get_size(u);
    const char *there = n ? get(u, n) : NULL;
    char *copy = there ? lc_mem_text(there, n - 1) : NULL;
    if (there && !copy)
        u->status = LC_E_NOMEM;
    return copy;
}

static char *get_constant(unpacker *u)
{
    size_t n = get_size(u);
    const char *there = n ? get(u, n) : NULL;
    if (!there || n > (size_t)(u->constant_end - u->constant))
        return NULL;
    u->constant += n;
    return memcpy(u->constant - n, there, n);
}

static void get_struct(unpacker *u, const shape *s, char *to);

static void get_list(unpacker *u, const field *f, char *to)
{
    const shape *of = f->of;
    const char *there = get(u, 1);
    size_t n = get_size(u);
    if (!there || !*there)
        return;
    const char *plain = of->n == 0 ? get(u, n * of->size) : NULL;
    char *list = u->status == LC_OK ? lc_mem_resize(NULL, n ? n : 1, of->size) : NULL;
    if (u->status == LC_OK && !list)
        u->status = LC_E_NOMEM;
    if (!list)
        return;
    memset(list, 0, n * of->size);
    memcpy(to + f->at, &list, sizeof list);
    memcpy(to + f->n, &n, sizeof n); /* not before: what is freed has so many */
    if (plain && n)
        memcpy(list, plain, n * of->size);
    for (size_t i = 0; of->n > 0 && i < n; i++)
        get_struct(u, of, list + i * of->size);
}

static void get_struct(unpacker *u, const shape *s, char *to)
{
    for (const field *f = s->field; f < s->field + s->n && u->status == LC_OK; f++) {
        const char *plain;
        char *made;
        switch (f->kind) {
        case PLAIN:
            if ((plain = get(u, f->n)))
                memcpy(to + f->at, plain, f->n);
            break;
        case TEXT:
        case CONSTANT:
            made = f->kind == TEXT ? get_text(u) : get_constant(u);
            memcpy(to + f->at, &made, sizeof made);
            break;
        case LIST:
            get_list(u, f, to);
            break;
        case PART:
            get_struct(u, f->of, to + f->at);
            break;
        }
    }
}

static void free_all(all *a)
{
    for (size_t i = 0; i < a->n; i++)
        lc_diagnosis_free(&a->diagnoses[i]);
    lc_mem_free(a->diagnoses);
    lc_runs_free(&a->runs);
}

#define TAIL (sizeof(size_t) + sizeof(uint64_t)) /* bytes behind the structs */

static bool is_whole(const char *bytes, size_t n, size_t *constant)
{
    uint64_t hash;
    if (n < TAIL)
        return false;
    memcpy(&hash, bytes + n - sizeof hash, sizeof hash);
    memcpy(constant, bytes + n - TAIL, sizeof *constant);
    return lc_mem_hash(first_hash(), bytes, n - sizeof hash) == hash;
}

lc_status lc_runs_unpack(lc_runs *runs, lc_diagnosis **diagnoses, char **texts, const char *bytes,
                         size_t n, lc_error *err)
{
    all a = {0};
    size_t constant;
    if (!is_whole(bytes, n, &constant))
        return lc_error_set(err, LC_E_FORMAT, 0, "not the whole answer of this program");
    char *block = lc_mem_resize(NULL, constant + 1, 1);
    if (!block)
        return lc_error_nomem(err);
    unpacker u = {
        .at = bytes, .end = bytes + n - TAIL, .constant = block, .constant_end = block + constant};
    get_struct(&u, &everything_shape, (char *)&a);
    if (u.status == LC_OK) {
        *runs = a.runs;
        *diagnoses = a.diagnoses;
        *texts = block;
        return LC_OK;
    }
    free_all(&a);
    lc_mem_free(block);
    return u.status == LC_E_NOMEM
               ? lc_error_nomem(err)
               : lc_error_set(err, u.status, 0, "not the whole answer of this program");
}
