/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_verdict.c - the one line over all findings, and what it rules out. */
#include "base/mem.h"
#include "base/text.h"
#include "model/params.h"
#include "studied.h"

#include <check.h>
#include <math.h>
#include <string.h>

Suite *suite_verdict(void);

static const struct {
    const char *what;
    lc_kind axis;
    double from; /* x of the first record, and so many between two */
    size_t n;
    made_series made[STUDIED_SERIES];
    const char *restored; /* by which metric the kept weights are the best; NULL: untold */
    const char *verdict;  /* its name (and summary), "; " and what it rules out */
} cases[] = {
#define RESTS                                                               \
    {                                                                       \
        3.6, 1.8, 1.17, .99, .93, .91, .902, .9, .898, .901, .899, .9, .901 \
    }
    {"one record",
     LC_EPOCH,
     1,
     1,
     {{"loss", {1}}},
     NULL,
     "inconclusive: too few records of a loss or score to judge the run"},
    {"two",
     LC_EPOCH,
     1,
     2,
     {{"loss", {1, .6}}},
     NULL,
     "healthy: no fault shows in these curves so far"},
    {"an axis that goes back and forth",
     LC_OTHER,
     1,
     4,
     {{"loss", {4, 3, 2, 1}}},
     NULL,
     "inconclusive: the axis goes back and forth, so the curves are not those of a training"},
    {"unknown names",
     LC_EPOCH,
     1,
     4,
     {{"foo", {4, 3, 2, 1}}, {"bar", {4, 3, 2, 1}}},
     NULL,
     "inconclusive: no loss or score is recognised: say what the metrics are, as in --map "
     "'foo=train:loss'"},
    {"a rate alone",
     LC_EPOCH,
     1,
     4,
     {{"lr", {4, 3, 2, 1}}},
     NULL,
     "inconclusive: no loss or score is recognised"},
    {"a rate and an unknown name",
     LC_EPOCH,
     1,
     4,
     {{"lr", {4, 3, 2, 1}}, {"bar", {4, 3, 2, 1}}},
     NULL,
     "inconclusive: no loss or score is recognised: say what the metrics are, as in --map "
     "'bar=train:loss'"},
    {"two networks",
     LC_EPOCH,
     1,
     4,
     {{"d_loss", {4, 3, 2, 1}}, {"g_loss", {4, 3, 2, 1}}},
     NULL,
     "inconclusive: two networks train against each other, and their losses alone don't tell how "
     "good they are"},
    {"ends at its best",
     LC_EPOCH,
     1,
     10,
     {{"loss", RESTS}, {"val_loss", {4.1, 2.2, 1.6, 1.4, 1.33, 1.31, 1.305, 1.3, 1.299, 1.298}}},
     NULL,
     "healthy: no fault shows in these curves so far; not overfitting: val_loss goes from 4.1 to "
     "1.298, its best value; only a rise of val_loss by 5 % or more from its best could have been "
     "found"},
    {"comes back to it",
     LC_EPOCH,
     1,
     10,
     {{"loss", RESTS}, {"val_loss", {4.1, 2.2, 1.6, 1.4, 1.33, 1.31, 1.305, 1.3, 1.31, 1.3}}},
     NULL,
     "healthy: no fault shows in these curves so far; against overfitting: val_loss ends at its "
     "best (1.3, first at epoch 8); only a rise of val_loss by 5 % or more from its best could "
     "have been found"},
    {"ends within a thousandth",
     LC_EPOCH,
     1,
     10,
     {{"loss", RESTS}, {"val_loss", {4.1, 2.2, 1.6, 1.4, 1.33, 1.31, 1.305, 1.3, 1.302, 1.301}}},
     NULL,
     "healthy: no fault shows in these curves so far; against overfitting: val_loss ends within "
     "0.1 % of its best (1.3 at epoch 8); only a rise of val_loss by 5 % or more from its best "
     "could have been found"},
    {"ends within a fiftieth",
     LC_EPOCH,
     1,
     10,
     {{"loss", RESTS}, {"val_loss", {4.1, 2.2, 1.6, 1.4, 1.33, 1.31, 1.305, 1.3, 1.31, 1.32}}},
     NULL,
     "healthy: no fault shows in these curves so far; against overfitting: val_loss ends only 1.5 "
     "% above its best (1.3 at epoch 8); only a rise of val_loss by 5 % or more from its best "
     "could have been found"},
    {"ends a twentieth above",
     LC_EPOCH,
     1,
     10,
     {{"loss", RESTS}, {"val_loss", {4.1, 2.2, 1.6, 1.4, 1.33, 1.31, 1.305, 1.3, 1.32, 1.37}}},
     NULL,
     "healthy: no fault shows in these curves so far"},
    {"noisy",
     LC_EPOCH,
     1,
     10,
     {{"loss", RESTS}, {"val_loss", {4.1, 2.2, 1.2, 1.7, 1.1, 1.6, 1.2, 1.7, 1.3, 1.5}}},
     NULL,
     "unstable"},
    {"very noisy",
     LC_EPOCH,
     1,
     10,
     {{"loss", RESTS}, {"val_loss", {9, 1, 6, 1.2, 5, 1.1, 7, 1.3, 4, 1.2}}},
     NULL,
     "unstable"},
    {"12 records",
     LC_EPOCH,
     1,
     12,
     {{"loss", RESTS}},
     NULL,
     "healthy: no fault shows in these curves so far"},
    {"13 records",
     LC_EPOCH,
     1,
     13,
     {{"loss", RESTS}},
     NULL,
     "healthy: no fault shows in these curves"},
    {"stays at its first value",
     LC_EPOCH,
     1,
     10,
     {{"loss", RESTS}, {"val_loss", {1, 1, 1, 1, 1, 1, 1, 1, 1, 1}}},
     NULL,
     "not-learning; against overfitting: val_loss ends at its best (1, first at epoch 1)"},
    {"overfits",
     LC_EPOCH,
     1,
     12,
     {{"loss", {4, 3, 2.2, 1.6, 1.2, .9, .7, .5, .4, .3, .2, .15}},
      {"val_loss", {4.1, 3.2, 2.6, 2.2, 2, 2.1, 2.3, 2.6, 2.9, 3.2, 3.6, 4}}},
     NULL,
     "overfitting; not a failure to learn: loss falls from 4 to 0.15"},
    {"overfits, but the best is kept",
     LC_EPOCH,
     1,
     12,
     {{"loss", {4, 3, 2.2, 1.6, 1.2, .9, .7, .5, .4, .3, .2, .15}},
      {"val_loss", {4.1, 3.2, 2.6, 2.2, 2, 2.1, 2.3, 2.6, 2.9, 3.2, 3.6, 4}}},
     "val_loss",
     "healthy: the weights that are kept are those of epoch 5, the best val_loss: what follows "
     "overfits"},
    {"overfits, and the best by another metric is kept",
     LC_EPOCH,
     1,
     12,
     {{"loss", {4, 3, 2.2, 1.6, 1.2, .9, .7, .5, .4, .3, .2, .15}},
      {"val_loss", {4.1, 3.2, 2.6, 2.2, 2, 2.1, 2.3, 2.6, 2.9, 3.2, 3.6, 4}}},
     "val_accuracy",
     "overfitting; not a failure to learn: loss falls from 4 to 0.15"},
    {"warm-up",
     LC_EPOCH,
     1,
     5,
     {{"loss", {4, 3.9, 3.8, 3.6, 3.5}}, {"lr", {1e-5, 2e-5, 3e-5, 4e-5, 5e-5}}},
     NULL,
     "inconclusive: it is too early to judge: the learning rate is still in its warm-up"},
    {"the last records",
     LC_EPOCH,
     500,
     5,
     {{"loss", {1, .98, 1.01, .97, .99}}},
     NULL,
     "inconclusive: the log has the last records of the run alone, which show no learning either "
     "way"},
    {"swings alone", LC_EPOCH, 1, 6, {{"loss", {1, .98, 1.01, .97, .99, 1}}}, NULL, "not-learning"},
};

/* With the summary, where that is no finding's; lc_mem_free. */
static char *tell_verdict(const lc_verdict *v)
{
    char *text = v->finding == SIZE_MAX ? lc_text_format("%s: %s", v->name, v->summary)
                                        : lc_text_format("%s", v->name);
    for (size_t i = 0; i < v->against.n; i++) {
        char *longer = lc_text_format("%s; %s", text, v->against.text[i]);
        lc_mem_free(text);
        text = longer;
    }
    return text;
}

START_TEST(a_verdict_says_what_it_rests_on)
{
    double x[STUDIED_RECORDS];
    lc_run run = LC_RUN_INIT;
    for (size_t i = 0; i < cases[_i].n; i++)
        x[i] = cases[_i].from + (double)i;
    ck_assert_int_eq(lc_run_set_axis(&run, LC_EPOCH, x, cases[_i].n, NULL), LC_OK);
    for (size_t i = 0; i < STUDIED_SERIES && cases[_i].made[i].name; i++)
        add(&run, cases[_i].made[i].name, cases[_i].made[i].y);
    run.axis = cases[_i].axis;
    if (cases[_i].restored)
        ck_assert_int_eq(lc_params_set(&run.params, "restore_best", 12, cases[_i].restored,
                                       strlen(cases[_i].restored), NULL),
                         LC_OK);
    lc_diagnosis d = diagnose(&run);
    char *told = tell_verdict(&d.verdict);
    ck_assert_msg(strcmp(told, cases[_i].verdict) == 0, "%s: %s", cases[_i].what, told);
    lc_mem_free(told);
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

Suite *suite_verdict(void)
{
    Suite *s = suite_create("verdict");
    TCase *t = tcase_create("all");
    tcase_add_loop_test(t, a_verdict_says_what_it_rests_on, 0, (int)(sizeof cases / sizeof *cases));
    suite_add_tcase(s, t);
    return s;
}
