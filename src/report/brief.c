/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * brief.c - a line a run: pairs key=value, for scripts and for language models, which pay by the word.
 * A value with other characters than letters, digits and _.,:/@+- stands in double quotes, in which \"
 * and \\ are a quote and a backslash. Keys are only ever added, at the end.
 */
#include "base/mem.h"
#include "base/text.h"
#include "report/report.h"
#include "report/wording.h"

#include <stdlib.h>
#include <string.h>

static bool is_bare(const char *s)
{
    static const char bare[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.,:/@+-";
    return *s && strspn(s, bare) == strlen(s);
}

/* " key=value"; false when memory is out. */
static bool put_text(FILE *out, const char *key, const char *value)
{
    char *clean = lc_text_clean(value, strlen(value));
    if (!clean)
        return false;
    bool bare = is_bare(clean);
    fprintf(out, " %s=%s", key, bare ? clean : "\"");
    for (const char *c = clean; !bare && *c; c++) {
        if (*c == '"' || *c == '\\')
            putc('\\', out);
        putc(*c, out);
    }
    fputs(bare ? "" : "\"", out);
    lc_mem_free(clean);
    return true;
}

static void put_number(FILE *out, const char *key, double v)
{
    char text[LC_NUMBER_SIZE];
    lc_wording_number(text, v);
    fprintf(out, " %s=%s", key, text);
}

/* The main metric with its best and last value, and the last one of the same metric on training. */
static bool put_metric(FILE *out, const lc_run *run)
{
    const lc_series *s = lc_run_main(run);
    size_t best = s ? lc_series_best(s) : 0;
    if (!s || best == s->n)
        return true;
    if (!put_text(out, "metric", s->metric.name))
        return false;
    put_number(out, "best", s->y[best]);
    put_number(out, "best_at", lc_series_x(run, s, best));
    put_number(out, "last", s->y[s->n - 1]);
    for (size_t i = 0; i < run->series_n && s->metric.split != LC_TRAIN; i++) {
        const lc_series *other = &run->series[i];
        if (other->n > 0 && other->metric.split == LC_TRAIN &&
            strcmp(other->metric.base, s->metric.base) == 0) {
            put_number(out, "train_last", other->y[other->n - 1]);
            break;
        }
    }
    return true;
}

/* " findings=overfitting:val_loss,plateau:loss", those that no other explains. */
static bool put_findings(FILE *out, const lc_run *run, const lc_diagnosis *d)
{
    char *ids = NULL;
    size_t size, n = 0;
    FILE *list = lc_text_open(&ids, &size);
    if (!list)
        return false;
    for (size_t i = 0; i < d->n; i++) {
        if (d->findings[i].explained_by)
            continue;
        fputs(n++ > 0 ? "," : "", list);
        lc_wording_id(list, run, d, i);
    }
    bool ok = lc_text_close(list, &ids) && (n == 0 || put_text(out, "findings", ids));
    lc_mem_free(ids);
    return ok;
}

static bool put_run(FILE *out, const lc_run *run, const lc_diagnosis *d)
{
    const lc_verdict *v = &d->verdict;
    const lc_finding *f = v->finding < d->n ? &d->findings[v->finding] : NULL;
    fprintf(out, "verdict=%s severity=%s confidence=%.2f", v->name, lc_severity_name(v->severity),
            lc_shown_confidence(v->confidence));
    bool ok = put_text(out, "file", run->source ? run->source : "arrays") &&
              (!run->name || put_text(out, "run", run->name));
    fprintf(out, " records=%zu axis=%s", run->n, lc_kind_name(run->axis));
    if (run->n > 0) {
        put_number(out, "from", run->x[0]);
        put_number(out, "to", run->x[run->n - 1]);
    }
    ok =
        ok && put_metric(out, run) && put_findings(out, run, d) && put_text(out, "why", v->summary);
    if (ok && f && f->advice.n > 0)
        ok = put_text(out, "do", f->advice.text[0]);
    putc('\n', out);
    return ok;
}

static lc_status brief_write(FILE *out, const lc_run *runs, const lc_diagnosis *diagnoses, size_t n,
                             const lc_report_options *options, lc_error *err)
{
    (void)options;
    for (size_t i = 0; i < n; i++)
        if (!put_run(out, &runs[i], &diagnoses[i]))
            return lc_error_nomem(err);
    return LC_OK;
}

const lc_report_format lc_report_brief = {
    .name = "brief",
    .summary = "a line of key=value pairs for each run",
    .write = brief_write,
};
