/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * github.c - workflow commands of GitHub Actions, which its runner shows as annotations: the gravest
 * findings, and a notice that counts the runs and the findings that are left out. What comes from a
 * log is escaped as the runner expects it, so that it can't end a command or begin another one.
 */
#include "base/mem.h"
#include "base/text.h"
#include "report/overview.h"
#include "report/report.h"
#include "report/wording.h"

#include <stdlib.h>
#include <string.h>

#define SHOWN_MOST 10 /* GitHub shows no more of one kind for a step */

/* false when memory is out. */
static bool put_escaped(FILE *out, const char *text, const char *escaped)
{
    char *clean = lc_text_clean(text, strlen(text)); /* line ends too are blanks from here on */
    for (const char *c = clean; c && *c; c++)
        if (strchr(escaped, *c))
            fprintf(out, "%%%02X", (unsigned)*c);
        else
            putc(*c, out);
    lc_mem_free(clean);
    return clean != NULL;
}

static bool put_message(FILE *out, const char *text)
{
    return put_escaped(out, text, "%");
}

static bool put_property(FILE *out, const char *text)
{
    return put_escaped(out, text, "%:,");
}

static bool put_finding(FILE *out, const lc_run *run, const lc_finding *f)
{
    static const char *const command[] = {
        [LC_NOTE] = "notice", [LC_WARNING] = "warning", [LC_CRITICAL] = "error"};
    char *said;
    size_t size;
    FILE *message = lc_text_open(&said, &size);
    if (!message)
        return false;
    if (run->name)
        fprintf(message, "%s: ", run->name);
    lc_wording_sentence_text(message, run, f->summary);
    bool ok = lc_text_close(message, &said);
    fprintf(out, "::%s ", command[f->severity]);
    if (run->source && strcmp(run->source, "-") != 0) {
        fputs("file=", out);
        ok = ok && put_property(out, run->source + (strncmp(run->source, "./", 2) == 0 ? 2 : 0));
        putc(',', out);
    }
    fprintf(out, "title=%s::", f->rule);
    ok = ok && put_message(out, said);
    if (ok && f->advice.n > 0) {
        fputs("%0ADo: ", out);
        ok = put_message(out, f->advice.text[0]);
        putc('.', out);
    }
    putc('\n', out);
    free(said);
    return ok;
}

static bool is_shown(const lc_finding *f, lc_severity severity)
{
    return f->severity == severity && !f->explained_by;
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
    if (ok) {
        fputs("::notice title=learncurve::", out);
        lc_overview_counts(out, o.digest, n);
        if (left_out > 0)
            fprintf(out, "; %zu more finding%s not shown", left_out,
                    left_out == 1 ? " is" : "s are");
        putc('\n', out);
    }
    lc_overview_free(&o);
    return ok ? LC_OK : lc_error_nomem(err);
}

const lc_report_format lc_report_github = {
    .name = "github",
    .summary = "annotations of GitHub Actions: the ten gravest findings",
    .write = github_write,
};
