/* SPDX-License-Identifier: GPL-3.0-or-later */
/* catboost_console.c - what CatBoost prints while it trains; see boosting.c. */
#include "read/engine/boosting.h"

static int catboost_score(lc_span line, int so_far)
{
    return lc_boosting_score(LC_CATBOOST, line, so_far);
}

static lc_status catboost_line(void *state, const lc_lines *in, lc_span line, lc_error *err)
{
    return lc_boosting_line(LC_CATBOOST, state, in, line, err);
}

static const char *const signs[] = {"learn: ", "test: ", NULL};

static const lc_line_form catboost_form = {
    .signs = signs,
    .size = sizeof(lc_boosting),
    .score = catboost_score,
    .line = catboost_line,
    .finish = lc_boosting_finish,
    .free = lc_boosting_free,
};

const lc_reader lc_reader_catboost_console = {
    .name = "catboost_console",
    .summary = "what CatBoost prints while it trains",
    .example = "0:\tlearn: 0.42\ttest: 0.44\tbest: 0.44 (0)\ttotal: 288ms\tremaining: 57.3s",
    .form = &catboost_form,
    LC_READ_BY_LINES,
};
