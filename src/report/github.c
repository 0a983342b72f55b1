/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * github.c - workflow commands of GitHub Actions, which its runner shows as annotations: the gravest
 * findings, and a notice that counts the runs and the findings that are left out. What comes from a
 * log is escaped as the runner expects it, so that it can't end a command or begin another one.
 */
#include "report/github.h"

#include "base/mem.h"
#include "base/text.h"
#include "report/overview.h"
#include "report/report.h"
#include "report/wording.h"

#include <stdlib.h>
#include <string.h>

#define SHOWN_MOST 10 /* GitHub shows no more of one kind for a step */

/* One line; false when memory is out. */
static bool put_escaped(FILE *out, const char *text, size_t n, const char *escaped)
{
    char *clean = lc_text_clean(text, n);
    for (const char *c = clean; c && *c; c++)
        if (strchr(escaped, *c))
            fprintf(out, "%%%02X", (unsigned)*c);
        else
            putc(*c, out);
    free(clean);
    return clean != NULL;
}

static bool put_property(FILE *out, const char *name, const char *text)
{
    fprintf(out, "%s=", name);
    return put_escaped(out, text, strlen(text), "%:,");
}

/* Line ends stay line ends. */
static bool put_message(FILE *out, const char *text)
{
    bool ok = true;
    for (;;) {
        size_t n = strcspn(text, "\n");
        ok = ok && put_escaped(out, text, n, "%");
        if (!text[n])
            return ok;
        fputs("%0A", out);
        text += n + 1;
    }
}

lc_status lc_report_annotation(FILE *out, lc_severity severity, const lc_log_place *place,
                               const char *title, const char *message, lc_error *err)
{
    static const char *const command[] = {
        [LC_NOTE] = "notice", [LC_WARNING] = "warning", [LC_CRITICAL] = "error"};
    bool ok = true;
    fprintf(out, "::%s ", command[severity]);
    if (place && place->file) {
        const char *file = place->file;
        ok = put_property(out, "file", file + (strncmp(file, "./", 2) == 0 ? 2 : 0));
        putc(',', out);
    }
    if (place && place->file && place->first)
        fprintf(out, "line=%ld,endLine=%ld,", place->first, place->last);
    ok = ok && put_property(out, "title", title);
    fputs("::", out);
    ok = ok && put_message(out, message);
    putc('\n', out);
    return ok ? LC_OK : lc_error_nomem(err);
}

static bool put_finding(FILE *out, const lc_run *run, const lc_finding *f)
{
    char *said;
    size_t size;
    FILE *message = lc_text_open(&said, &size);
    if (!message)
        return false;
    if (run->name)
        fprintf(message, "%s: ", run->name);
    lc_wording_sentence_text(message, run, f->summary);
    if (f->advice.n > 0)
        fprintf(message, "\nDo: %s.", f->advice.text[0]);
    lc_log_place place = lc_run_place(run, f->from, f->to);
    bool ok = lc_text_close(message, &said) &&
              lc_report_annotation(out, f->severity, &place, f->rule, said, NULL) == LC_OK;
    free(said);
    return ok;
}

static bool is_shown(const lc_finding *f, lc_severity severity)
{
    return f->severity == severity && !f->explained_by;
}

/* The notice below the annotations. */
static void put_counts(FILE *out, const lc_digest *digests, size_t n, size_t left_out,
                       const char *what)
{
    fputs("::notice title=learncurve::", out);
    lc_overview_counts(out, digests, n);
    if (left_out > 0)
        fprintf(out, "; %zu more %s%s not shown", left_out, what, left_out == 1 ? " is" : "s are");
    putc('\n', out);
}

/* Of all runs the gravest first. */
static bool put_findings(FILE *out, const lc_run *runs, const lc_diagnosis *diagnoses, size_t n,
                         size_t *left_out)
{
    size_t met = 0;
    bool ok = true;
    for (int severity = LC_CRITICAL; severity >= LC_NOTE; severity--)
        for (size_t i = 0; i < n; i++)
            for (size_t k = 0; k < diagnoses[i].n; k++) {
                const lc_finding *f = &diagnoses[i].findings[k];
                if (is_shown(f, (lc_severity)severity) && met++ < SHOWN_MOST)
                    ok = ok && put_finding(out, &runs[i], f);
            }
    *left_out = met > SHOWN_MOST ? met - SHOWN_MOST : 0;
    return ok;
}

static lc_status github_write(FILE *out, const lc_run *runs, const lc_diagnosis *diagnoses,
                              size_t n, const lc_report_options *options, lc_error *err)
{
    (void)options;
    size_t left_out = 0;
    lc_overview o;
    bool ok = lc_overview_make(&o, runs, diagnoses, n) &&
              put_findings(out, runs, diagnoses, n, &left_out);
    if (ok)
        put_counts(out, o.digest, n, left_out, "finding");
    lc_overview_free(&o);
    return ok ? LC_OK : lc_error_nomem(err);
}

lc_status lc_github_digests(FILE *out, const lc_digest *digests, size_t n, lc_error *err)
{
    size_t met = 0;
    lc_status st = LC_OK;
    for (int severity = LC_CRITICAL; severity >= LC_WARNING; severity--)
        for (size_t i = 0; i < n && st == LC_OK; i++) {
            const lc_digest *d = &digests[i];
            const lc_log_place place = {.file = d->path};
            char *said;
            if (!d->rule || (int)d->severity != severity || met++ >= SHOWN_MOST)
                continue;
            said = lc_text_format("%s%s%s (confidence %.2f); found: %s", d->name ? d->name : "",
                                  d->name ? ": " : "", d->verdict,
                                  lc_shown_confidence(d->confidence), d->found ? d->found : "");
            st = said ? lc_report_annotation(out, d->severity, &place, d->verdict, said, err)
                      : lc_error_nomem(err);
            lc_mem_free(said);
        }
    put_counts(out, digests, n, met > SHOWN_MOST ? met - SHOWN_MOST : 0, "run");
    return st;
}

const lc_report_format lc_report_github = {
    .name = "github",
    .summary = "annotations of GitHub Actions: the ten gravest findings",
    .lines = true,
    .write = github_write,
};
