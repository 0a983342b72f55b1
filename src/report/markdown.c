/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * markdown.c - the report for a pull request, an issue or a step's summary: verdict, what to do, findings,
 * metrics and the curves; of several runs a table.
 *
 * Words that could be markup, or that a forge would turn into a link or notify somebody of (@name, #12,
 * !12, www.), stand as code, where nothing is looked for. Names of metrics and files always do.
 */
#include "report/markdown.h"

#include "base/mem.h"
#include "base/text.h"
#include "report/metric_table.h"
#include "report/overview.h"
#include "report/report.h"
#include "report/wording.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define NAME_MOST 60 /* [columns] of a name in a table */
#define RUNS_SAID 10 /* of several runs: those whose fault is said in a sentence */
#define PLOT_COLUMNS 100
#define PLOT_ROWS 26
#define FENCE_LEAST 3 /* backticks */

/* ---- text ------------------------------------------------------------------------------- */

static size_t longest_ticks(const char *s)
{
    size_t most = 0;
    for (; *s; s += strcspn(s, "`")) {
        size_t n = strspn(s, "`");
        most = n > most ? n : most;
        s += n;
    }
    return most;
}

static void put_ticks(lc_markdown *p, size_t n)
{
    while (n-- > 0)
        putc('`', p->out);
}

/* n bytes of clean text as code: between more backticks than it has in a row. */
static void put_code(lc_markdown *p, const char *s, size_t n)
{
    char *text = lc_mem_text(s, n);
    if (!text) {
        p->nomem = true;
        return;
    }
    size_t ticks = longest_ticks(text) + 1;
    bool padded = text[0] == '`' || text[0] == ' ' || (n > 0 && text[n - 1] == '`');
    put_ticks(p, n > 0 ? ticks : 0);
    fputs(padded ? " " : "", p->out);
    for (const char *c = text; *c; c++) {
        if (*c == '|' && p->table)
            putc('\\', p->out);
        putc(*c, p->out);
    }
    fputs(padded ? " " : "", p->out);
    put_ticks(p, n > 0 ? ticks : 0);
    lc_mem_free(text);
}

/* Whether a word is nothing but itself wherever it stands in a line. */
static bool is_plain(const char *word, size_t n)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                "_.,;()'\"%=/:?";
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)word[i];
        bool inner = i > 0 && isalnum((unsigned char)word[i - 1]) && i + 1 < n &&
                     isalnum((unsigned char)word[i + 1]);
        if (c >= 0x80 || (c == '-' && inner))
            continue;
        if (!strchr(plain, c) || (c == '_' && !inner) ||
            (strchr(":%", c) && i + 1 < n && !strchr(".,;)", word[i + 1])))
            return false;
    }
    return strncasecmp(word, "www.", 4) != 0 && strncasecmp(word, "gh-", 3) != 0;
}

/* "-0.5", "2.9e-07)" */
static bool is_number(const char *word, size_t n)
{
    return strspn(word, "+-0123456789.e,;()") >= n && strcspn(word, "0123456789") <= 2 &&
           (n > 1 || isdigit((unsigned char)*word));
}

void lc_markdown_text(lc_markdown *p, const char *s)
{
    char *clean = lc_text_clean(s, strlen(s));
    if (!clean) {
        p->nomem = true;
        return;
    }
    for (const char *word = clean; *word;) {
        size_t n = strcspn(word, " ");
        size_t tail = n; /* a sentence's punctuation stays outside of code */
        while (tail > 1 && strchr(".,;:)", word[tail - 1]))
            tail--;
        bool dash = p->table && n == 1 && *word == '-';
        if (n > 0 && (dash || is_plain(word, n) || is_number(word, n))) {
            fwrite(word, 1, n, p->out);
        } else if (n > 0) {
            put_code(p, word, tail);
            fwrite(word + tail, 1, n - tail, p->out);
        }
        word += n;
        if (*word)
            putc(*word++, p->out);
    }
    lc_mem_free(clean);
}

static void put_name(lc_markdown *p, const char *s)
{
    char *text = lc_text_shortened(s, NAME_MOST);
    if (text)
        put_code(p, text, strlen(text));
    p->nomem = p->nomem || !text;
    lc_mem_free(text);
}

static void end(lc_markdown *p, lc_pieces *m)
{
    char *text = lc_pieces_end(m);
    if (text)
        lc_markdown_text(p, text);
    else
        p->nomem = true;
    free(text);
}

static void put_sentence(lc_markdown *p, const lc_run *run, const char *summary)
{
    lc_pieces m;
    if (lc_pieces_begin(&m))
        lc_wording_sentence_text(m.to, run, summary);
    end(p, &m);
}

/* ---- tables ----------------------------------------------------------------------------- */

void lc_markdown_table(lc_markdown *p, lc_text_table *t)
{
    p->table = true;
    p->nomem = p->nomem || t->nomem;
    for (size_t i = 0; i < t->n && !t->nomem; i++) {
        size_t column = i % t->columns;
        fputs(column == 0 ? "| " : " ", p->out);
        if (column == 0 && i > 0)
            put_name(p, t->cell[i]);
        else
            lc_markdown_text(p, t->cell[i]);
        fputs(" |", p->out);
        if (column + 1 < t->columns)
            continue;
        putc('\n', p->out);
        for (size_t c = 0; i < t->columns && c < t->columns; c++)
            fprintf(p->out, "|%s%s", c < t->texts ? "---" : "--:", c + 1 < t->columns ? "" : "|\n");
    }
    p->table = false;
    lc_text_table_free(t);
}

static void put_metrics(lc_markdown *p, const lc_run *run, const lc_finding *decides)
{
    lc_text_table t = {0};
    lc_fill_main_metrics(&t, run, decides);
    if (t.n > 0)
        putc('\n', p->out);
    lc_markdown_table(p, &t);
}

/* "| warning | overfitting | epoch 23 to 80 | what was found |", of what no other finding explains. */
static void put_findings(lc_markdown *p, const lc_run *run, const lc_diagnosis *d)
{
    bool begun = false;
    p->table = true;
    for (size_t i = 0; i < d->n; i++) {
        const lc_finding *f = &d->findings[i];
        if (f->explained_by)
            continue;
        lc_pieces m;
        if (!begun)
            fputs("\n| finding | severity | where | what |\n|---|---|---|---|\n", p->out);
        begun = true;
        fprintf(p->out, "| %s | %s | ", f->rule, lc_severity_name(f->severity));
        if (lc_pieces_begin(&m))
            lc_wording_range(m.to, run, f->from, f->to);
        end(p, &m);
        fputs(" | ", p->out);
        put_sentence(p, run, f->summary);
        fputs(" |\n", p->out);
    }
    p->table = false;
}

/* ---- one run ---------------------------------------------------------------------------- */

static const lc_finding *deciding(const lc_diagnosis *d)
{
    return d->verdict.finding < d->n ? &d->findings[d->verdict.finding] : NULL;
}

/* "logs/a.csv", "fold 2" */
static void put_run_name(lc_markdown *p, const lc_run *run)
{
    if (!run->source || strcmp(run->source, "-") == 0)
        fputs(run->source ? "standard input" : "arrays", p->out);
    else
        put_name(p, run->source);
    if (run->name) {
        fputs(", ", p->out);
        put_name(p, run->name);
    }
}

static void put_verdict(lc_markdown *p, const lc_run *run, const lc_diagnosis *d)
{
    const lc_verdict *v = &d->verdict;
    const lc_finding *f = deciding(d);
    fprintf(p->out, "### learncurve: %s (%s%sconfidence %.2f)\n\n", v->name,
            f ? lc_severity_name(v->severity) : "", f ? ", " : "",
            lc_shown_confidence(v->confidence));
    put_run_name(p, run);
    fprintf(p->out, ", %zu record%s. ", run->n, run->n == 1 ? "" : "s");
    put_sentence(p, run, v->summary);
    putc('\n', p->out);
    for (size_t i = 0; i < v->against.n; i++) {
        fputs(i == 0 ? "\n- " : "- ", p->out);
        lc_markdown_text(p, v->against.text[i]);
        putc('\n', p->out);
    }
    for (size_t i = 0; f && i < f->advice.n && i < 1; i++) {
        fputs("\n**Do:** ", p->out);
        lc_markdown_text(p, f->advice.text[i]);
        fputs(".\n", p->out);
    }
}

#define AXIS_TICK "\u2524"
#define AXIS_LINE "\u2502"
#define BRAILLE_BLANK "\u2800"

static bool is_braille(const char *c)
{
    return (unsigned char)c[0] == 0xE2 && (unsigned char)c[1] >= 0xA0 &&
           (unsigned char)c[1] <= 0xA3;
}

/* A line of a plot. Browsers take Braille from another font, whose characters may be wider than a blank
 * of this one: between the axis and a label, and below the axis, blanks are Braille as well.
 * `left`: columns up to the axis of the line before, 0 without one; returns those of this line. */
static size_t put_plot_line(lc_markdown *p, const char *line, size_t n, size_t left)
{
    const char *tick = strstr(line, AXIS_TICK), *bar = strstr(line, AXIS_LINE), *end = line + n;
    const char *axis = tick && tick < end ? tick : bar && bar < end ? bar : NULL;
    const char *words = line + strspn(line, " ");
    bool below = !axis && left > 0 && isdigit((unsigned char)*words);
    const char *ruler = words > line + left ? line + left : words;
    const char *from = axis ? axis + strlen(AXIS_TICK) : below ? ruler : end;
    const char *to = below ? end : from;
    for (const char *c = from; c < end && !below; c++)
        to = is_braille(c) ? c + strlen(BRAILLE_BLANK) : to;
    while (to < end && *to == ' ')
        to++;
    for (const char *c = line; c < end; c++)
        if (*c == ' ' && c >= from && c < to)
            fputs(BRAILLE_BLANK, p->out);
        else
            putc(*c, p->out);
    putc('\n', p->out);
    return axis ? (size_t)(axis - line) + 1 : 0;
}

static void put_plot_lines(lc_markdown *p, const char *text)
{
    size_t left = 0;
    for (size_t n; *text; text += n + (text[n] == '\n')) {
        n = strcspn(text, "\n");
        left = put_plot_line(p, text, n, left);
    }
}

/* The curves in characters, unless there is a picture of them or nothing can be drawn. */
static lc_status put_plot(lc_markdown *p, const lc_run *run, const lc_diagnosis *d, lc_error *err)
{
    static const lc_text_plot text = {.columns = PLOT_COLUMNS, .rows = PLOT_ROWS};
    lc_pieces m;
    if (!lc_pieces_begin(&m))
        return lc_error_nomem(err);
    lc_status st = lc_plot_text(m.to, run, d, NULL, &text, err);
    char *drawn = lc_pieces_end(&m);
    if (!drawn && st == LC_OK)
        st = lc_error_nomem(err);
    if (st == LC_OK) {
        size_t ticks = longest_ticks(drawn) + 1;
        ticks = ticks < FENCE_LEAST ? FENCE_LEAST : ticks;
        putc('\n', p->out);
        put_ticks(p, ticks);
        fputs("text\n", p->out);
        put_plot_lines(p, drawn);
        put_ticks(p, ticks);
        putc('\n', p->out);
    }
    free(drawn);
    return st == LC_E_ARG ? LC_OK : st;
}

/* A path as the target of a link (RFC 3986). */
static void put_picture(lc_markdown *p, const char *path)
{
    fputs("\n![learning curves](", p->out);
    for (; *path; path++)
        if (isalnum((unsigned char)*path) || strchr("-._~/:", *path))
            putc(*path, p->out);
        else
            fprintf(p->out, "%%%02X", (unsigned)(unsigned char)*path);
    fputs(")\n", p->out);
}

static lc_status put_run(lc_markdown *p, const lc_run *run, const lc_diagnosis *d,
                         const char *picture, lc_error *err)
{
    lc_status st = LC_OK;
    put_verdict(p, run, d);
    put_findings(p, run, d);
    put_metrics(p, run, deciding(d));
    if (picture)
        put_picture(p, picture);
    else
        st = put_plot(p, run, d, err);
    fputs("\n`learncurve explain NAME` says what a verdict or a finding means.\n", p->out);
    return st;
}

/* ---- several ---------------------------------------------------------------------------- */

/* A line for each run with a fault, the gravest first. */
static void put_faults(lc_markdown *p, const lc_run *runs, const lc_diagnosis *diagnoses, size_t n)
{
    size_t met = 0;
    for (int severity = LC_CRITICAL; severity >= LC_WARNING; severity--)
        for (size_t i = 0; i < n; i++) {
            const lc_verdict *v = &diagnoses[i].verdict;
            if (!deciding(&diagnoses[i]) || (int)v->severity != severity || met++ >= RUNS_SAID)
                continue;
            fputs(met == 1 ? "\n- " : "- ", p->out);
            put_run_name(p, &runs[i]);
            fputs(": ", p->out);
            put_sentence(p, &runs[i], v->summary);
            putc('\n', p->out);
        }
    if (met > RUNS_SAID)
        fprintf(p->out, "- and %zu more with a fault\n", met - RUNS_SAID);
}

void lc_markdown_digests(lc_markdown *p, const lc_digest *digests, size_t n)
{
    lc_text_table t = {0};
    fputs("### learncurve: ", p->out);
    lc_overview_counts(p->out, digests, n);
    fputs("\n\n", p->out);
    if (n > 0)
        lc_overview_fill(&t, digests, n);
    lc_markdown_table(p, &t);
}

static void put_runs(lc_markdown *p, const lc_run *runs, const lc_diagnosis *diagnoses, size_t n)
{
    lc_overview o;
    if (lc_overview_make(&o, runs, diagnoses, n)) {
        lc_markdown_digests(p, o.digest, n);
        put_faults(p, runs, diagnoses, n);
    } else {
        p->nomem = true;
    }
    lc_overview_free(&o);
}

static lc_status markdown_write(FILE *out, const lc_run *runs, const lc_diagnosis *diagnoses,
                                size_t n, const lc_report_options *options, lc_error *err)
{
    lc_status st = LC_OK;
    lc_markdown p = {.out = out};
    if (n == 1)
        st = put_run(&p, runs, diagnoses, options->picture, err);
    else
        put_runs(&p, runs, diagnoses, n);
    return st == LC_OK && p.nomem ? lc_error_nomem(err) : st;
}

const lc_report_format lc_report_markdown = {
    .name = "markdown",
    .summary = "Markdown for a pull request or an issue",
    .ending = ".md",
    .write = markdown_write,
};
