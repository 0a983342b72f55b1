/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * mlflow_metric.c - a file of the metrics/ folder in which MLflow keeps a run: "timestamp value
 * step" a line.
 *
 * The metric is called as the file, with the folders between metrics/ and it: its name may hold a
 * '/'. The first versions wrote no step, later ones put what data set it was behind.
 */
#include "read/engine/lines.h"

#include <string.h>

#define STAMP_MIN 1e11 /* [ms] since 1970: March 1973, later than any count of seconds is */
#define STAMP_MAX 1e14

/* A line's parts; `stepped` says whether it has a step. */
typedef struct point {
    double value, step;
    lc_span spelling;
    bool stepped;
} point;

static bool is_point(lc_span line, point *p)
{
    double stamp;
    lc_span token;
    if (!lc_span_take_count(&line, &stamp) || stamp < STAMP_MIN || stamp > STAMP_MAX ||
        !lc_span_take_word(&line, " ") || !lc_span_take_token(&line, &p->spelling) ||
        !lc_span_is_number(&p->spelling, &p->value))
        return false;
    p->stepped = lc_span_take_token(&line, &token);
    if (!p->stepped)
        return true;
    bool negative = lc_span_take_word(&token, "-");
    if (!lc_span_take_count(&token, &p->step) || token.s != token.end)
        return false;
    p->step = negative ? -p->step : p->step;
    return true;
}

#define FOLDER "metrics/"

/* Where the path goes on below its last metrics/; NULL when it has none. */
static const char *below_metrics(const char *path)
{
    const char *below = NULL;
    for (const char *s = path; (s = strstr(s, FOLDER)); s++)
        if (s == path || s[-1] == '/')
            below = s + strlen(FOLDER);
    return below;
}

/* The file's path below metrics/, or its last part. */
static const char *name_of(const lc_builder *b)
{
    const char *path = lc_builder_path(b);
    if (!path || strcmp(path, "-") == 0)
        return "value";
    const char *name = below_metrics(path), *slash = strrchr(path, '/');
    return name ? name : slash ? slash + 1 : path;
}

/* The files below one metrics/ are a run, and so are those of a folder that is one itself. */
static lc_part mlflow_part(const char *path)
{
    const char *below = below_metrics(path), *slash = strrchr(path, '/');
    size_t folder = below   ? (size_t)(below - path) - strlen(FOLDER)
                    : slash ? (size_t)(slash - path)
                            : 0;
    return (lc_part){.folder = below && folder ? folder - 1 : folder};
}

static lc_status put_point(lc_builder *b, const point *p)
{
    const char *name = name_of(b);
    uint32_t id;
    lc_builder_is_one_run(b);
    lc_status st = lc_builder_record(b);
    if (st == LC_OK && p->stepped && (st = lc_builder_metric(b, "step", 4, &id)) == LC_OK)
        st = lc_builder_put(b, id, p->step);
    if (st == LC_OK && (st = lc_builder_metric(b, name, strlen(name), &id)) == LC_OK)
        st = lc_builder_put_text(b, id, p->value, p->spelling.s, lc_span_length(&p->spelling));
    return st;
}

static lc_status mlflow_line(void *state, const lc_lines *in, lc_span line, lc_error *err)
{
    point p;
    bool *stepped = state;
    if (!is_point(line, &p) || (*stepped && !p.stepped))
        return lc_builder_malformed(in->builder, in->number, err, "no 'timestamp value step'");
    *stepped = p.stepped;
    return put_point(in->builder, &p);
}

/* Lines of another kind soon spoil the score: nothing else stands in such a file. */
static int mlflow_score(lc_span line, int so_far)
{
    point p;
    return is_point(line, &p) ? 90 : so_far / 10;
}

static const lc_line_form mlflow_form = {
    .size = sizeof(bool), /* lines have steps */
    .score = mlflow_score,
    .line = mlflow_line,
};

const lc_reader lc_reader_mlflow_metric = {
    .name = "mlflow_metric",
    .summary = "a file of MLflow's metrics folder: timestamp, value, step",
    .example = "1700000000123 0.71 0\n1700000001456 0.64 1",
    .part = mlflow_part,
    .form = &mlflow_form,
    LC_READ_ONLY_LINES,
};
