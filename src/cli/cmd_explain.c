/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_explain.c - `learncurve explain [RULE]`: what a rule computes and why, with an example. */
#include "cli/command.h"
#include "cli/message.h"
#include "cli/nearest.h"
#include "cli/terminal.h"

#include <string.h>

extern const command command_explain;

/* The example is diagnosed here and now, so that what is shown is what the rule finds today. */
static lc_status explain(const char *id, const lc_rule_info *rule, const lc_report_options *layout,
                         lc_error *err)
{
    lc_runs runs = LC_RUNS_INIT;
    lc_diagnosis d = LC_DIAGNOSIS_INIT;
    const char *log = rule->example;
    lc_status st = lc_read_bytes(&runs, NULL, log, strlen(log), NULL, err);
    if (st == LC_OK)
        st = lc_diagnose(&d, &runs.run[0], NULL, err);
    if (st == LC_OK)
        st = lc_explain(stdout, id, &runs.run[0], &d, layout, err);
    lc_diagnosis_free(&d);
    lc_runs_free(&runs);
    return st;
}

static int explain_run(const settings *s, char **operand, size_t n)
{
    lc_report_options layout = terminal_layout(s);
    lc_rule_info rule;
    lc_error err = LC_ERROR_INIT;
    if (n > 1)
        return usage_error(&command_explain, "explain takes one RULE, not %zu", n);
    if (n == 1)
        operand[0][strcspn(operand[0], ":@")] = '\0'; /* of a finding's id, "plateau:val_loss" */
    const char *id = n == 1 ? operand[0] : NULL;
    lc_status st = id && lc_rule_info_find(&rule, id)
                       ? explain(id, &rule, &layout, &err)
                       : lc_explain(stdout, id, NULL, NULL, &layout, &err);
    if (st == LC_OK)
        return EXIT_RAN;
    char hint[LC_HINT_SIZE] = "";
    if (st == LC_E_ARG) {
        lc_nearest near = lc_nearest_to(id);
        nearest_try_rules(&near);
        nearest_hint(&near, "explain", hint);
    }
    print_error("%s%s", err.msg, hint);
    return EXIT_REFUSED;
}

static const option_group *const groups[] = {&layout_options, &common_options, NULL};

const command command_explain = {
    .name = "explain",
    .summary = "explain a rule of the diagnosis; without a rule, list them",
    .operands = "[RULE]",
    .about = "RULE may also be the id of a finding, such as plateau:val_loss, or a verdict.",
    .example = "learncurve explain overfitting",
    .groups = groups,
    .run = explain_run,
};
