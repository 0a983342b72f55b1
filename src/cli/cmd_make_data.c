/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_make_data.c - `learncurve make-data KIND`: a table made up from a seed. */
#include "cli/command.h"
#include "cli/message.h"
#include "cli/nearest.h"
#include "train/learncurve_train.h"

#include <errno.h>
#include <string.h>

extern const command command_make_data;

#define FIELD(member) offsetof(settings, train.member)

static const option_row rows[] = {
    {"rows", 'n', "N", "number of rows (default: see the kinds)", FIELD(rows), option_count, NULL},
    {"classes", 0, "N", "number of classes, where the kind allows it", FIELD(classes), option_count,
     NULL},
    {"noise", 0, "AMOUNT", "see 'make-data' for the kinds", FIELD(noise), option_real, NULL},
    {"seed", 0, "N", "random seed (0)", FIELD(seed), option_seed, NULL},
    {0},
};

static const option_group table_options = {"The table", rows};
static const option_group *const groups[] = {&table_options, &common_options, NULL};

static int list_kinds(void)
{
    for (const lc_synthetic *const *k = lc_synthetic_kinds(); *k; k++)
        printf("%-12s %7zu rows, target %s\n    %s\n", (*k)->name, (*k)->rows, (*k)->target,
               (*k)->summary);
    return EXIT_RAN;
}

static int make_data_run(const settings *s, char **operand, size_t n)
{
    lc_error err = LC_ERROR_INIT;
    if (n == 0)
        return list_kinds();
    if (n > 1)
        return usage_error(&command_make_data, "make-data takes one KIND, not %zu", n);
    const lc_synthetic *kind = lc_synthetic_find(operand[0]);
    if (!kind) {
        char hint[LC_HINT_SIZE];
        lc_nearest near = lc_nearest_to(operand[0]);
        for (const lc_synthetic *const *k = lc_synthetic_kinds(); *k; k++)
            lc_nearest_try(&near, (*k)->name);
        return usage_error(&command_make_data, "no kind of table '%.40s'%s", operand[0],
                           nearest_hint(&near, "make-data", hint));
    }
    lc_synthetic_options o = LC_SYNTHETIC_OPTIONS_INIT;
    o.seed = s->train.seed;
    o.rows = s->train.rows;
    o.classes = s->train.classes;
    o.noise = s->train.noise;
    lc_status st = lc_synthetic_write(stdout, kind, &o, &err);
    if (st == LC_E_ARG)
        return usage_error(&command_make_data, "%s", err.msg);
    return EXIT_RAN; /* main() looks at standard output */
}

const command command_make_data = {
    .name = "make-data",
    .summary = "write a synthetic table to train on",
    .operands = "[KIND]",
    .about = "Without KIND, the kinds are listed. The same options give the same bytes.",
    .example = "learncurve make-data moons --seed 1",
    .groups = groups,
    .run = make_data_run,
};
