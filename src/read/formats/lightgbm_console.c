/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lightgbm_console.c - what LightGBM prints while it trains; see boosting.c. */
#include "read/engine/boosting.h"

static int lightgbm_score(lc_span line, int so_far)
{
    return lc_boosting_score(LC_LIGHTGBM, line, so_far);
}

static lc_status lightgbm_line(void *state, const lc_lines *in, lc_span line, lc_error *err)
{
    return lc_boosting_line(LC_LIGHTGBM, state, in, line, err);
}

static const char *const signs[] = {"[", NULL};

static const lc_line_form lightgbm_form = {
    .signs = signs,
    .size = sizeof(lc_boosting),
    .score = lightgbm_score,
    .line = lightgbm_line,
    .finish = lc_boosting_finish,
    .free = lc_boosting_free,
};

const lc_reader lc_reader_lightgbm_console = {
    .name = "lightgbm_console",
    .summary = "what LightGBM prints while it trains",
    .example = "[100]\ttraining's auc: 0.956\tvalid_1's auc: 0.929\n"
               "[200]\ttraining's auc: 0.973\tvalid_1's auc: 0.930",
    .form = &lightgbm_form,
    LC_READ_BY_LINES,
};
