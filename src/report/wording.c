/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wording.c - a run in words: where it came from, what is known of it, what was found and odd. */
#include "report/wording.h"

#include "base/text.h"

#include <math.h>
#include <string.h>

#define DIGITS 4         /* significant ones of every number */
#define DECIMALS_SHOWN 5 /* of values that the log has with so few */

static const lc_text_style BODY = {2, 2, NULL}, ITEM = {2, 4, NULL}, TITLE = {0, 2, "1"};

void lc_wording_number(char out[LC_NUMBER_SIZE], double v)
{
    if (isfinite(v) && v == floor(v) && fabs(v) < 1e9) {
        snprintf(out, LC_NUMBER_SIZE, "%.0f", v);
        return;
    }
    lc_text_round(out, v, DIGITS);
    if (strchr(out, '.') && !strchr(out, 'e')) {
        char *end = out + strlen(out);
        while (end[-1] == '0')
            *--end = '\0';
        if (end[-1] == '.')
            end[-1] = '\0';
    }
}

void lc_wording_value(char out[LC_NUMBER_SIZE], const lc_series *s, double v)
{
    int decimals = s->quantum > 0 ? (int)lround(-log10(s->quantum)) : -1;
    if (isfinite(v) && fabs(v) < 1e6 && decimals >= 0 && decimals <= DECIMALS_SHOWN)
        snprintf(out, LC_NUMBER_SIZE, "%.*f", decimals, v);
    else
        lc_text_round(out, v, DIGITS);
}

void lc_wording_range(FILE *to, const lc_run *run, double from, double until)
{
    char a[LC_NUMBER_SIZE], b[LC_NUMBER_SIZE];
    lc_wording_number(a, from);
    lc_wording_number(b, until);
    fprintf(to, "%s %s", run->axis_name ? run->axis_name : lc_kind_name(run->axis), a);
    if (from < until)
        fprintf(to, " to %s", b);
}

void lc_wording_facts(FILE *to, const lc_facts *known)
{
    const struct {
        const char *what;
        double n;
    } fact[] = {
        {"training samples", (double)known->train_samples},
        {"validation samples", (double)known->validation_samples},
        {"classes", (double)known->classes},
        {"samples per batch", (double)known->batch_size},
        {"planned epochs", known->planned_epochs},
    };
    size_t said = 0;
    for (size_t i = 0; i < sizeof fact / sizeof *fact; i++) {
        char n[LC_NUMBER_SIZE];
        lc_wording_number(n, fact[i].n);
        if (fact[i].n > 0)
            fprintf(to, "%s%s %s", said++ > 0 ? ", " : "", n, fact[i].what);
    }
}

void lc_wording_records(FILE *to, const lc_run *run)
{
    fprintf(to, "%zu record%s", run->n, run->n == 1 ? "" : "s");
    if (run->n > 0) {
        fputs(", ", to);
        lc_wording_range(to, run, run->x[0], run->x[run->n - 1]);
    }
}

void lc_wording_run(lc_layout *l, const lc_run *run)
{
    FILE *line = lc_layout_begin(l);
    if (!line)
        return;
    const char *source = run->source ? run->source : "arrays";
    fprintf(line, "Run: %s", strcmp(source, "-") == 0 ? "standard input" : source);
    if (run->name)
        fprintf(line, ", %s", run->name);
    if (run->format)
        fprintf(line, " (%s)", run->format);
    fputs(", ", line);
    lc_wording_records(line, run);
    lc_layout_end(l, &(lc_text_style){0, 2, NULL});
    line = lc_layout_begin(l);
    if (!line)
        return;
    lc_wording_facts(line, &run->facts);
    lc_layout_end(l, &BODY);
}

double lc_shown_confidence(double confidence)
{
    return confidence < 1 && confidence > 0.99 ? 0.99 : confidence;
}

void lc_wording_sentence_text(FILE *to, const lc_run *run, const char *summary)
{
    char first = summary[0];
    bool named = false;
    for (size_t i = 0; i < run->series_n && !named; i++) {
        size_t n = strlen(run->series[i].metric.name);
        named = strncmp(run->series[i].metric.name, summary, n) == 0 && strchr(" ,:", summary[n]);
    }
    bool lifted = !named && first >= 'a' && first <= 'z';
    fprintf(to, "%c%s.", lifted ? first - 'a' + 'A' : first, summary + 1);
}

void lc_wording_sentence(lc_layout *l, const lc_text_style *at, const lc_run *run,
                         const char *summary)
{
    FILE *line = lc_layout_begin(l);
    if (!line)
        return;
    lc_wording_sentence_text(line, run, summary);
    lc_layout_end(l, at);
}

static bool same_subject(const lc_finding *a, const lc_finding *b)
{
    if (strcmp(a->rule, b->rule) != 0 || (a->series_n == 0) != (b->series_n == 0))
        return false;
    return a->series_n == 0 || a->series[0] == b->series[0];
}

void lc_wording_id(FILE *to, const lc_run *run, const lc_diagnosis *d, size_t i)
{
    const lc_finding *f = &d->findings[i];
    char from[LC_NUMBER_SIZE];
    size_t alike = 0, before = 0; /* `before`: those that begin at the same x and come first */
    for (size_t k = 0; k < d->n; k++) {
        bool same = same_subject(&d->findings[k], f);
        alike += same;
        before += same && k < i && d->findings[k].from == f->from;
    }
    fputs(f->rule, to);
    if (f->series_n > 0)
        fprintf(to, ":%s", run->series[f->series[0]].metric.name);
    lc_wording_number(from, f->from);
    if (alike > 1)
        fprintf(to, "@%s", from);
    if (before > 0)
        fprintf(to, ".%zu", before + 1);
}

char *lc_wording_id_text(const lc_run *run, const lc_diagnosis *d, size_t i)
{
    char *id;
    size_t size;
    FILE *to = lc_text_open(&id, &size);
    if (!to)
        return NULL;
    lc_wording_id(to, run, d, i);
    lc_text_close(to, &id);
    return id;
}

const char *lc_severity_sgr(lc_severity severity)
{
    static const char *const sgr[] = {
        [LC_NOTE] = "36", [LC_WARNING] = "1;33", [LC_CRITICAL] = "1;31"};
    return sgr[severity];
}

void lc_wording_finding(FILE *to, const lc_run *run, const lc_finding *f)
{
    fprintf(to, "%s: %s", lc_severity_name(f->severity), f->rule);
    for (size_t i = 0; i < f->series_n; i++)
        fprintf(to, "%s%s",
                i == 0                ? ", on "
                : i + 1 < f->series_n ? ", "
                                      : " and ",
                run->series[f->series[i]].metric.name);
    fputs(", ", to);
    lc_wording_range(to, run, f->from, f->to);
}

/* '_' in names is a blank to a reader. */
static void print_evidence(lc_layout *l, const lc_text_style *at, const lc_finding *f)
{
    FILE *line = f->evidence_n > 0 ? lc_layout_begin(l) : NULL;
    if (!line)
        return;
    for (size_t i = 0; i < f->evidence_n; i++) {
        char value[LC_NUMBER_SIZE];
        lc_wording_number(value, f->evidence[i].value);
        fputs(i == 0 ? "Evidence: " : "; ", line);
        for (const char *c = f->evidence[i].name; *c; c++)
            putc(*c == '_' ? ' ' : *c, line);
        fprintf(line, "\u00A0=\u00A0%s", value);
    }
    lc_layout_end(l, at);
}

void lc_wording_evidence(lc_layout *l, const lc_text_style *at, const lc_finding *f)
{
    print_evidence(l, at, f);
    if (f->basis)
        lc_layout_paragraph(l, at, "Confidence %.2f: %s", lc_shown_confidence(f->confidence),
                            f->basis);
}

/* ", 0.31 at epoch 40 (0.29 to 0.33)" */
static void print_point(FILE *to, const lc_run *run, const lc_forecast_point *p)
{
    char value[LC_NUMBER_SIZE], low[LC_NUMBER_SIZE], high[LC_NUMBER_SIZE];
    lc_wording_number(value, p->value);
    lc_wording_number(low, p->low);
    lc_wording_number(high, p->high);
    fprintf(to, ", %s at ", value);
    lc_wording_range(to, run, p->x, p->x);
    fprintf(to, " (%s to %s)", low, high);
}

void lc_wording_forecast(FILE *to, const lc_run *run, const lc_forecast *f)
{
    char now[LC_NUMBER_SIZE], floor[LC_NUMBER_SIZE], low[LC_NUMBER_SIZE], high[LC_NUMBER_SIZE];
    lc_wording_number(now, f->now);
    lc_wording_number(floor, f->floor);
    lc_wording_number(low, f->floor_low);
    lc_wording_number(high, f->floor_high);
    fprintf(to, "%s: %s now", run->series[f->series].metric.name, now);
    if (f->why_not) {
        fprintf(to, "; no forecast: %s", f->why_not);
    } else {
        print_point(to, run, &f->point[LC_FORECAST_POINTS / 2 - 1]);
        print_point(to, run, &f->point[LC_FORECAST_POINTS - 1]);
        if (isnan(f->floor))
            fputs("; final level not known yet", to);
        else
            fprintf(to, "; final level %s (%s to %s)", floor, low, high);
    }
}

void lc_wording_remark(FILE *to, const lc_remark *r)
{
    if (r->line > 0)
        fprintf(to, "line %ld: ", r->line);
    fputs(r->text, to);
    if (r->count > 1)
        fprintf(to, " (%zu times)", r->count);
}

void lc_wording_remarks(lc_layout *l, const lc_run *run)
{
    if (run->remark_n == 0)
        return;
    lc_layout_gap(l);
    lc_layout_paragraph(l, &TITLE, "Notes on the log:");
    for (size_t i = 0; i < run->remark_n; i++) {
        FILE *line = lc_layout_begin(l);
        if (!line)
            return;
        fputs("- ", line);
        lc_wording_remark(line, &run->remarks[i]);
        lc_layout_end(l, &ITEM);
    }
}

/* The threshold whose name stands in those n bytes; NULL for none. */
static const lc_threshold *threshold_of(const lc_rule_info *rule, const char *name, size_t n)
{
    for (size_t i = 0; i < rule->thresholds_n; i++)
        if (strncmp(rule->thresholds[i].name, name, n) == 0 && !rule->thresholds[i].name[n])
            return &rule->thresholds[i];
    return NULL;
}

/* "{NAME}" or "{NAME%}" at `text`, as the threshold's value; the bytes that it takes, 0 for no such
 * placeholder. */
static size_t put_threshold(FILE *line, const lc_rule_info *rule, const char *text)
{
    size_t n = *text == '{' ? strcspn(text + 1, "%}") : 0;
    const lc_threshold *t = threshold_of(rule, text + 1, n);
    char value[LC_NUMBER_SIZE];
    if (n == 0 || !t)
        return 0;
    bool percent = text[1 + n] == '%';
    lc_wording_number(value, (percent ? 100 : 1) * t->value);
    fprintf(line, percent ? "%s\u00A0%%" : "%s", value);
    return n + 2 + percent;
}

void lc_wording_theory(FILE *to, const lc_rule_info *rule, const char *text, size_t n)
{
    for (size_t i = 0, taken; i < n; i += taken) {
        taken = put_threshold(to, rule, text + i);
        if (taken == 0) {
            putc(text[i], to);
            taken = 1;
        }
    }
}
