/* SPDX-License-Identifier: GPL-3.0-or-later */
/* xgboost_console.c - what XGBoost prints while it trains; see boosting.c. */
#include "read/engine/boosting.h"

static int xgboost_score(lc_span line, int so_far)
{
    return lc_boosting_score(LC_XGBOOST, line, so_far);
}

static lc_status xgboost_line(void *state, const lc_lines *in, lc_span line, lc_error *err)
{
    return lc_boosting_line(LC_XGBOOST, state, in, line, err);
}

static const char *const signs[] = {"[", NULL};

static const lc_line_form xgboost_form = {
    .signs = signs,
    .size = sizeof(lc_boosting),
    .score = xgboost_score,
    .line = xgboost_line,
    .finish = lc_boosting_finish,
    .free = lc_boosting_free,
};

const lc_reader lc_reader_xgboost_console = {
    .name = "xgboost_console",
    .summary = "what XGBoost prints while it trains",
    .example = "[0]\ttrain-rmse:8.13\tvalidation-rmse:7.95\n"
               "[1]\ttrain-rmse:6.66\tvalidation-rmse:6.51",
    .form = &xgboost_form,
    LC_READ_BY_LINES,
};
