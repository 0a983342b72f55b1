/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_diagnose.c - `learncurve diagnose RUN...`: say what is wrong, as text or JSON. */
#include "cli/input.h"
#include "cli/message.h"
#include "cli/nearest.h"
#include "cli/terminal.h"

#include <string.h>

/* What --fail-on asks for: a least severity, and rules by name. */
typedef struct gate {
    bool by_severity;
    lc_severity least;
    const char *names; /* the whole list; rules are looked up in it */
} gate;

static bool is_listed(const char *list, const char *word)
{
    size_t n = strlen(word);
    for (; *list; list += strcspn(list, ","), list += *list == ',')
        if (strncmp(list, word, n) == 0 && (list[n] == ',' || list[n] == '\0'))
            return true;
    return false;
}

/* Every word of the list must be a severity or a rule. */
static bool check_word(const char *word)
{
    char hint[HINT_SIZE];
    nearest near = nearest_to(word);
    for (int i = LC_NOTE; i <= LC_CRITICAL; i++)
        nearest_try(&near, lc_severity_name((lc_severity)i));
    nearest_try_rules(&near);
    if (near.best && near.distance == 0)
        return true;
    usage_error(&command_diagnose, "--fail-on takes severities and rules, not '%s'%s", word,
                nearest_hint(&near, "explain", hint));
    return false;
}

static bool gate_open(gate *g, const char *list)
{
    *g = (gate){.names = list ? list : ""};
    if (!list)
        return true;
    for (const char *at = list;; at++) {
        char word[64];
        size_t n = strcspn(at, ",");
        snprintf(word, sizeof word, "%.*s", n < sizeof word ? (int)n : (int)sizeof word - 1, at);
        if (!check_word(word))
            return false;
        at += n;
        if (!*at)
            break;
    }
    for (int i = LC_CRITICAL; i >= LC_NOTE; i--)
        if (is_listed(list, lc_severity_name((lc_severity)i))) {
            g->by_severity = true;
            g->least = (lc_severity)i;
        }
    return true;
}

/* Whether a finding that no other explains is one that --fail-on asks for. */
static bool gate_stops(const gate *g, const lc_diagnosis *d)
{
    for (size_t i = 0; i < d->n; i++) {
        const lc_finding *f = &d->findings[i];
        if (!f->explained_by &&
            ((g->by_severity && f->severity >= g->least) || is_listed(g->names, f->rule)))
            return true;
    }
    return false;
}

static int diagnose_run(const settings *s, char **operand, size_t n)
{
    gate g;
    if (!gate_open(&g, s->fail_on))
        return EXIT_REFUSED;
    input in = INPUT_INIT;
    lc_error err = LC_ERROR_INIT;
    lc_report_options layout = terminal_layout(s);
    int rc = input_load(&in, &command_diagnose, s, operand, n);
    if (in.runs.n > 0 && lc_report(stdout, s->report, in.runs.run, in.diagnosis, in.runs.n, &layout,
                                   &err) == LC_E_NOMEM) {
        print_error("%s", err.msg);
        rc = EXIT_REFUSED;
    }
    for (size_t i = 0; i < in.runs.n && rc == EXIT_RAN; i++)
        if (gate_stops(&g, &in.diagnosis[i]))
            rc = EXIT_FOUND;
    input_free(&in);
    return rc;
}

static const option_group *const groups[] = {&output_options,   &layout_options, &reading_options,
                                             &analysis_options, &common_options, NULL};

const command command_diagnose = {
    .name = "diagnose",
    .summary = "say what is wrong with a run, what is not, and what to change",
    .operands = "[RUN...]",
    .about = "RUN is a training log in any of the formats that 'learncurve formats' lists, or a "
             "folder of logs; '-' or no RUN at all reads standard input. Several runs are a table, "
             "the most urgent first. A run that can't be read is reported and skipped.",
    .example = "learncurve diagnose samples/keras_console/crossvalidated-444546.log",
    .groups = groups,
    .run = diagnose_run,
};
