/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_worsening.c - in which series and way a run gets worse, and what makes that likelier. */
#include "diagnose/worsening.h"

#include "curves.h"
#include "diagnose/prepare.h"

#include <check.h>
#include <math.h>
#include <string.h>

Suite *suite_worsening(void);

#define MOST_RECORDS 20
#define A_LOT 1 /* [of the logarithm]: only what rises whatever its size is seen then */
#define A_BIT 0.03

typedef struct metric {
    const char *name; /* NULL: no more series */
    double y[MOST_RECORDS];
} metric;

/* A made-up run of n records, and how it gets worse. */
typedef struct making {
    const char *what;
    double least;
    size_t n;
    metric part[3];
    const char *series; /* in which it is seen; NULL: in none */
    lc_worsening_shape shape;
    double worse_from; /* 0: whatever */
} making;

typedef struct bench {
    lc_run run;
    lc_diagnose_options options;
    lc_diagnosis d;
    lc_context context;
} bench;

static void open_bench(bench *b, size_t n, const metric part[3], size_t classes)
{
    *b = (bench){.run = run_over(n)};
    for (size_t i = 0; i < 3 && part[i].name; i++)
        add(&b->run, part[i].name, part[i].y);
    b->run.facts.classes = classes;
    ck_assert_int_eq(lc_context_open(&b->context, &b->run, &b->d, &b->options, NULL), LC_OK);
    lc_context_prepare(&b->context);
}

static void close_bench(bench *b)
{
    lc_context_close(&b->context);
    lc_diagnosis_free(&b->d);
    lc_run_free(&b->run);
}

#define UP_7 1.500, 1.510, 1.515, 1.520, 1.530, 1.535, 1.540
#define UP_8 UP_7, 1.550
#define TEN_UP .660, .665, .670, .676, .681, .685, .690, .694, .699, .704
static const making makings[] = {
    /* ---- which series ---- */
    {"no loss and no score", A_BIT, 4, {{"lr", {1, 1, 1, 1}}}, NULL, LC_NOT_WORSE, 0},
    {"one record", A_BIT, 1, {{"loss", {1}}}, NULL, LC_NOT_WORSE, 0},
    {"two of them", A_BIT, 2, {{"loss", {1, 0.5}}}, "loss", LC_NOT_WORSE, 0},
    {"a training score that is lost",
     A_BIT,
     3,
     {{"train_accuracy", {0.9, 0.8, 0.4}}},
     "train_accuracy",
     LC_RISES_FROM_START,
     3},
    {"of two records nobody knows how few samples they are of",
     A_BIT,
     2,
     {{"train_accuracy", {0.9, 0.2}}},
     NULL,
     LC_NOT_WORSE,
     0},
    {"of a hundred",
     A_BIT,
     3,
     {{"train_accuracy", {90, 80, 40}}},
     "train_accuracy",
     LC_RISES_FROM_START,
     3},
    {"of a hundred, that loses little",
     A_BIT,
     3,
     {{"train_accuracy", {90, 88, 85}}},
     NULL,
     LC_NOT_WORSE,
     0},
    {"one sample of four",
     A_BIT,
     4,
     {{"train_accuracy", {.75, .5, .75, .5}}},
     NULL,
     LC_NOT_WORSE,
     0},
    {"before a held-out loss",
     A_BIT,
     3,
     {{"train_accuracy", {.9, .8, .4}}, {"val_loss", {1, .5, 6}}},
     "train_accuracy",
     LC_RISES_FROM_START,
     3},
    {"a held-out loss whose score is all gone",
     A_BIT,
     2,
     {{"val_loss", {1, 2}}, {"val_accuracy", {.6, .03}}},
     "val_loss",
     LC_RISES_FROM_START,
     2},
    {"of two records, whose score is a third lower",
     A_BIT,
     2,
     {{"val_loss", {1, 2}}, {"val_accuracy", {.9, .6}}},
     NULL,
     LC_NOT_WORSE,
     0},
    {"of three",
     A_BIT,
     3,
     {{"val_loss", {1, 1.8, 2}}, {"val_accuracy", {.9, .8, .6}}},
     "val_loss",
     LC_RISES_FROM_START,
     2},
    {"of a hundred that loses little",
     A_BIT,
     3,
     {{"val_loss", {1, 1.8, 2}}, {"val_accuracy", {70, 66, 62}}},
     NULL,
     LC_NOT_WORSE,
     0},
    {"of a hundred that had little",
     A_BIT,
     3,
     {{"val_loss", {3, 3.8, 4}}, {"val_accuracy", {3, 2, 0.1}}},
     NULL,
     LC_NOT_WORSE,
     0},
    {"a held-out loss that breaks for good",
     A_BIT,
     5,
     {{"val_loss", {1, .8, .7, 3, 3.1}}},
     "val_loss",
     LC_JUMPS_ONCE,
     4},
    {"back to what it was", A_BIT, 5, {{"val_loss", {3.5, .8, .7, 3, 3.1}}}, NULL, LC_NOT_WORSE, 0},
    {"that explodes", A_BIT, 3, {{"val_loss", {1, .5, 6}}}, "val_loss", LC_DECLINES, 3},
    {"that was as high", A_BIT, 3, {{"val_loss", {5, .5, 6}}}, NULL, LC_NOT_WORSE, 0},
    {"a held-out score alone",
     A_BIT,
     6,
     {{"val_accuracy", {.3, .8, .82, .85, .3, .3}}},
     "val_accuracy",
     LC_JUMPS_ONCE,
     5},
    {"that has been as low before",
     A_BIT,
     6,
     {{"val_accuracy", {.3, .8, .3, .85, .3, .3}}},
     NULL,
     LC_NOT_WORSE,
     0},
    {"a sum that goes on",
     A_BIT,
     6,
     {{"loss", {.9, 1.75, 2.55, 3.3, 4.0, 4.65}}, {"accuracy", {.4, .5, .58, .63, .67, .7}}},
     NULL,
     LC_NOT_WORSE,
     0},

    /* ---- the last record ---- */
    {"breaks alone", A_LOT, 5, {{"loss", {2, 1.5, 1.2, 1, 8}}}, "loss", LC_JUMPS_ONCE, 5},
    {"of four records", A_LOT, 4, {{"loss", {2, 1.5, 1, 8}}}, "loss", LC_JUMPS_ONCE, 4},
    {"of three", A_LOT, 3, {{"loss", {2, 1, 9}}}, "loss", LC_DECLINES, 3},
    {"alone it must be a lot",
     A_LOT,
     5,
     {{"loss", {2, 1.5, 1.2, 1, 2.6}}},
     "loss",
     LC_NOT_WORSE,
     0},
    {"on both splits less is enough",
     A_LOT,
     5,
     {{"loss", {2, 1.5, 1.2, 1, 3}}, {"val_loss", {2, 1.5, 1.2, 1, 3}}},
     "loss",
     LC_JUMPS_ONCE,
     5},
    {"of four records of both",
     A_LOT,
     4,
     {{"loss", {2, 1.5, 1, 4.5}}, {"val_loss", {2, 1.5, 1, 4.5}}},
     "loss",
     LC_JUMPS_ONCE,
     4},
    {"not on both",
     A_LOT,
     5,
     {{"loss", {2, 1.5, 1.2, 1, 8}}, {"val_loss", {2, 1.5, 1.2, 1, 1}}},
     "loss",
     LC_DECLINES,
     5},
    {"whatever the first record was",
     A_LOT,
     5,
     {{"loss", {9, 2, 1, 1, 6}}, {"val_loss", {9, 2, 1, 1, 6}}},
     "loss",
     LC_JUMPS_ONCE,
     5},
    {"alone that counts", A_LOT, 5, {{"loss", {9, 2, 1, 1, 6}}}, "loss", LC_DECLINES, 5},
    {"it was nearly as bad before",
     A_LOT,
     6,
     {{"loss", {2, 1, 3, 1, 1, 6}}, {"val_loss", {2, 1.5, 1.2, 1, 1, 6}}},
     "loss",
     LC_NOT_WORSE,
     0},
    {"as bad, by small steps",
     A_LOT,
     7,
     {{"loss", {2, 1, 1.9, 3.5, 6.5, 1, 6}}, {"val_loss", {2, 1.5, 1.2, 1, 1, 1, 6}}},
     "loss",
     LC_NOT_WORSE,
     0},
    {"the score falls with it",
     A_LOT,
     5,
     {{"loss", {2, 1.5, 1.2, 1, 3}}, {"accuracy", {.5, .6, .65, .7, .3}}},
     "loss",
     LC_JUMPS_ONCE,
     5},
    {"the score doesn't",
     A_LOT,
     5,
     {{"loss", {2, 1.5, 1.2, 1, 8}}, {"accuracy", {.5, .6, .65, .7, .7}}},
     "loss",
     LC_DECLINES,
     0},
    {"a score of a hundred loses little",
     A_LOT,
     5,
     {{"loss", {2, 1.5, 1.2, 1, 8}}, {"accuracy", {50, 60, 65, 70, 66}}},
     "loss",
     LC_DECLINES,
     0},

    /* ---- rewards ---- */
    {"a policy that is lost",
     A_LOT,
     5,
     {{"mean_reward", {10, 20, 30, 8, 7}}},
     "mean_reward",
     LC_DECLINES,
     4},
    {"to its first reward",
     A_LOT,
     5,
     {{"mean_reward", {8, 20, 30, 8, 7}}},
     "mean_reward",
     LC_DECLINES,
     4},
    {"below which it has been",
     A_LOT,
     5,
     {{"mean_reward", {5, 20, 30, 8, 7}}},
     NULL,
     LC_NOT_WORSE,
     0},
    {"of small rewards",
     A_LOT,
     5,
     {{"mean_reward", {.10, .20, .30, .08, .07}}},
     "mean_reward",
     LC_DECLINES,
     4},
    {"of four records", A_LOT, 4, {{"mean_reward", {20, 30, 8, 7}}}, NULL, LC_NOT_WORSE, 0},
    {"to nothing", A_LOT, 5, {{"mean_reward", {10, 20, 30, 8, 0}}}, NULL, LC_NOT_WORSE, 0},
    {"one record of which is missing",
     A_LOT,
     6,
     {{"mean_reward", {10, 20, 30, NAN, 8, 7}}},
     NULL,
     LC_NOT_WORSE,
     0},
    {"by no more than it swings",
     A_LOT,
     5,
     {{"mean_reward", {10, 22, 30, 18, 17}}},
     NULL,
     LC_NOT_WORSE,
     0},
    {"of many records",
     A_LOT,
     12,
     {{"mean_reward", {10, 11, 12, 13, 30, 29, 30, 29, 5, 4, 5, 4}}},
     "mean_reward",
     LC_DECLINES,
     0},
    {"that were best at the start",
     A_LOT,
     12,
     {{"mean_reward", {10, 11, 12, 31, 30, 29, 30, 29, 5, 4, 5, 4}}},
     "mean_reward",
     LC_NOT_WORSE,
     0},
    {"that end where they began",
     A_LOT,
     12,
     {{"mean_reward", {5, 11, 12, 13, 30, 29, 30, 29, 5, 4, 5, 4}}},
     "mean_reward",
     LC_NOT_WORSE,
     0},
    {"many rewards that only swing",
     A_LOT,
     12,
     {{"mean_reward", {10, 11, 12, 13, 12, 11, 12, 13, 10, 11, 12, 11}}},
     "mean_reward",
     LC_NOT_WORSE,
     0},
    {"of fewer a loss is the better witness",
     A_LOT,
     11,
     {{"mean_reward", {10, 11, 12, 13, 12, 11, 12, 13, 10, 11, 12}}},
     NULL,
     LC_NOT_WORSE,
     0},

    /* ---- what rises whatever its size ---- */
    {"climbs all along", A_LOT, 7, {{"loss", {UP_7}}}, "loss", LC_RISES_FROM_START, 0},
    {"of six records", A_LOT, 6, {{"loss", {UP_7}}}, "loss", LC_NOT_WORSE, 0},
    {"stands still once",
     A_LOT,
     8,
     {{"loss", {1.500, 1.510, 1.515, 1.520, 1.520, 1.535, 1.540, 1.550}}},
     "loss",
     LC_NOT_WORSE,
     0},
    {"by next to nothing",
     A_LOT,
     7,
     {{"loss", {1.5, 1.501, 1.502, 1.503, 1.504, 1.505, 1.506}}},
     "loss",
     LC_NOT_WORSE,
     0},
    {"without a logarithm",
     A_LOT,
     7,
     {{"loss", {-3, -2.9, -2.7, -2.5, -2.2, -2, -1}}},
     "loss",
     LC_NOT_WORSE,
     0},
    {"climbs behind its best",
     A_LOT,
     12,
     {{"loss", {1.9, .8, TEN_UP}}},
     "loss",
     LC_RISES_FROM_START,
     0},
    {"which it has reached before",
     A_LOT,
     13,
     {{"loss", {1.9, .66, .8, TEN_UP}}},
     "loss",
     LC_RISES_FROM_START,
     0},
    {"which isn't its best", A_LOT, 13, {{"loss", {1.9, .6, .8, TEN_UP}}}, "loss", LC_NOT_WORSE, 0},
    {"which was its first", A_LOT, 12, {{"loss", {.6, .8, TEN_UP}}}, "loss", LC_NOT_WORSE, 0},
    {"nine that climb",
     A_LOT,
     12,
     {{"loss", {1.9, .9, .8, .66, .665, .67, .676, .681, .685, .69, .694, .699}}},
     "loss",
     LC_NOT_WORSE,
     0},
    {"drifts with its score, 24 pairs of 28 in order",
     A_LOT,
     8,
     {{"loss", {1.01, 1, 1.03, 1.02, 1.05, 1.04, 1.07, 1.06}},
      {"accuracy", {.59, .60, .57, .58, .55, .56, .53, .54}}},
     "loss",
     LC_RISES_FROM_START,
     0},
    {"23 of the loss' pairs",
     A_LOT,
     8,
     {{"loss", {1.01, 1, 1.03, 1.02, 1.06, 1.05, 1.04, 1.07}},
      {"accuracy", {.59, .60, .57, .58, .55, .56, .53, .54}}},
     "loss",
     LC_NOT_WORSE,
     0},
    {"23 of the score's pairs",
     A_LOT,
     8,
     {{"loss", {1.01, 1, 1.03, 1.02, 1.05, 1.04, 1.07, 1.06}},
      {"accuracy", {.59, .60, .57, .58, .54, .55, .56, .53}}},
     "loss",
     LC_NOT_WORSE,
     0},
    {"equal losses are in no order",
     A_LOT,
     8,
     {{"loss", {1, 1, 1.02, 1.02, 1.04, 1.04, 1.04, 1.06}},
      {"accuracy", {.59, .60, .57, .58, .55, .56, .53, .54}}},
     "loss",
     LC_NOT_WORSE,
     0},
    {"nor are equal scores",
     A_LOT,
     8,
     {{"loss", {1.01, 1, 1.03, 1.02, 1.05, 1.04, 1.07, 1.06}},
      {"accuracy", {.59, .59, .57, .57, .55, .55, .55, .53}}},
     "loss",
     LC_NOT_WORSE,
     0},
    {"drifts without a score",
     A_LOT,
     8,
     {{"loss", {1.01, 1, 1.03, 1.02, 1.05, 1.04, 1.07, 1.06}}},
     "loss",
     LC_NOT_WORSE,
     0},
    {"drifts by next to nothing",
     A_LOT,
     8,
     {{"loss", {1.001, 1, 1.003, 1.002, 1.005, 1.004, 1.007, 1.006}},
      {"accuracy", {.59, .60, .57, .58, .55, .56, .53, .54}}},
     "loss",
     LC_NOT_WORSE,
     0},
    {"drifts in seven records",
     A_LOT,
     7,
     {{"loss", {1.01, 1, 1.03, 1.05, 1.04, 1.06, 1.07}},
      {"accuracy", {.59, .60, .57, .55, .56, .54, .53}}},
     "loss",
     LC_NOT_WORSE,
     0},
    {"the score lacks a record",
     A_LOT,
     9,
     {{"loss", {1.01, 1, 1.03, 1.02, 1.05, 1.04, 1.07, 1.06, 1.08}},
      {"accuracy", {.59, .60, .57, .58, NAN, .56, .53, .54, .52}}},
     "loss",
     LC_NOT_WORSE,
     0},
    /* five of the eight are more than a tenth above the first */
    {"both splits never return",
     A_LOT,
     8,
     {{"loss", {.6, .61, .68, .62, .7, .69, .66, .67}},
      {"val_loss", {.6, .61, .68, .62, .7, .69, .66, .67}}},
     "loss",
     LC_RISES_FROM_START,
     0},
    {"half of the records are far",
     A_LOT,
     8,
     {{"loss", {.6, .61, .68, .62, .7, .69, .61, .67}},
      {"val_loss", {.6, .61, .68, .62, .7, .69, .66, .67}}},
     "loss",
     LC_NOT_WORSE,
     0},
    {"one record returns",
     A_LOT,
     8,
     {{"loss", {.6, .61, .68, .6, .7, .69, .66, .67}},
      {"val_loss", {.6, .61, .68, .62, .7, .69, .66, .67}}},
     "loss",
     LC_NOT_WORSE,
     0},

    /* ---- what was planned ---- */
    {"a warm restart",
     A_LOT,
     8,
     {{"loss", {UP_8}}, {"lr", {.01, .005, .03, .03, .03, .03, .03, .03}}},
     "loss",
     LC_NOT_WORSE,
     0},
    {"in two steps, each twice",
     A_LOT,
     8,
     {{"loss", {UP_8}}, {"lr", {.01, .005, .01, .03, .03, .03, .03, .03}}},
     "loss",
     LC_RISES_FROM_START,
     0},
    {"to twice the rate",
     A_LOT,
     8,
     {{"loss", {UP_8}}, {"lr", {.01, .005, .02, .02, .02, .02, .02, .02}}},
     "loss",
     LC_RISES_FROM_START,
     0},
    {"a rate that never fell before",
     A_LOT,
     8,
     {{"loss", {UP_8}}, {"lr", {.01, .01, .03, .03, .03, .03, .03, .03}}},
     "loss",
     LC_RISES_FROM_START,
     0},
    {"a rate that rises slowly",
     A_LOT,
     8,
     {{"loss", {UP_8}}, {"lr", {.01, .005, .008, .012, .018, .025, .03, .035}}},
     "loss",
     LC_RISES_FROM_START,
     0},
    {"a rate of 0 at the best",
     A_LOT,
     8,
     {{"loss", {UP_8}}, {"lr", {0, .005, .03, .03, .03, .03, .03, .03}}},
     "loss",
     LC_RISES_FROM_START,
     0},
    {"the weight of a part grows",
     A_LOT,
     8,
     {{"kl_weight", {0, .1, .2, .3, .4, .5, .6, .7}}, {"loss", {UP_8}}},
     "loss",
     LC_NOT_WORSE,
     0},
    {"it is always 0",
     A_LOT,
     8,
     {{"kl_weight", {0, 0, 0, 0, 0, 0, 0, 0}}, {"loss", {UP_8}}},
     "loss",
     LC_RISES_FROM_START,
     0},
    {"it stays",
     A_LOT,
     8,
     {{"kl_weight", {.5, .5, .5, .5, .5, .5, .5, .5}}, {"loss", {UP_8}}},
     "loss",
     LC_RISES_FROM_START,
     0},

    /* ---- in which way ---- */
    {"jumps, and stays above the last records before",
     A_BIT,
     13,
     {{"loss", {5, 4, 3.5, 3.4, 3.3, 1.2, 1.1, 1.05, 1, 1, 3, 3.1, 3}}},
     "loss",
     LC_JUMPS_ONCE,
     11},
    {"jumps, and comes back to what it was just before",
     A_BIT,
     7,
     {{"loss", {4, 1.5, 1, 1, 3, 1.5, 3}}},
     "loss",
     LC_DECLINES,
     5},
    {"of four records none is a jump",
     A_BIT,
     4,
     {{"loss", {1.1, 1, 3, 3.1}}},
     "loss",
     LC_RISES_FROM_START,
     3},
    {"far above its first record, however wild",
     A_BIT,
     6,
     {{"loss", {1, 5, 2.5, 6, 3, 5}}},
     "loss",
     LC_JUMPS_ONCE,
     2},
    {"of four records", A_BIT, 4, {{"loss", {1, 5, 2.5, 6}}}, "loss", LC_RISES_FROM_START, 2},
    {"learns at once, and loses it again",
     A_BIT,
     12,
     {{"loss", {4, 2, 1, 1.2, 1.5, 1.8, 2.1, 2.4, 2.7, 3, 3.3, 3.6}}},
     "loss",
     LC_DECLINES,
     0},
    {"learns nothing, and gets worse",
     A_BIT,
     12,
     {{"loss", {1.1, 1.05, 1, 1.2, 1.5, 1.8, 2.1, 2.4, 2.7, 3, 3.3, 3.6}}},
     "loss",
     LC_RISES_FROM_START,
     0},
    {"loses a bit of much that was gained",
     A_BIT,
     8,
     {{"loss", {60, 9, 4, 2, 1, 1.1, 1.2, 1.3}}},
     "loss",
     LC_NOT_WORSE,
     0},
};

START_TEST(tells_in_which_series_and_way)
{
    const making *m = &makings[_i];
    bench b;
    lc_worsening w;
    open_bench(&b, m->n, m->part, 0);
    bool is = lc_worsening_measure(&w, &b.context, m->least);
    ck_assert_msg(is == (m->series != NULL), "%s: %s", m->what,
                  w.series ? w.series->series->metric.name : "none");
    ck_assert_msg(!is || strcmp(w.series->series->metric.name, m->series) == 0, "%s", m->what);
    ck_assert_msg(w.shape == m->shape, "%s: shape %d, %g nats", m->what, (int)w.shape, w.log_lr);
    ck_assert_msg(m->worse_from == 0 || w.worse_from == m->worse_from, "%s: from %g", m->what,
                  w.worse_from);
    close_bench(&b);
}
END_TEST

static lc_worsening measure(size_t n, const metric part[3], size_t classes)
{
    bench b;
    lc_worsening w;
    open_bench(&b, n, part, classes);
    ck_assert(lc_worsening_measure(&w, &b.context, A_BIT));
    close_bench(&b);
    return w;
}

/* What the numbers say of one run less what they say of another that differs in one thing. */
#define WORSE_8 1.1, 1, 1.1, 1.25, 1.3, 1.45, 1.5, 1.6
static const struct {
    const char *what;
    size_t n;
    metric with[3], without[3];
    int sign; /* of the difference */
} compared[] = {
    {"a score that falls, too",
     8,
     {{"loss", {WORSE_8}}, {"accuracy", {.7, .72, .68, .6, .55, .5, .45, .4}}},
     {{"loss", {WORSE_8}}},
     1},
    {"a score that gets better",
     8,
     {{"loss", {WORSE_8}}, {"accuracy", {.4, .45, .5, .55, .6, .66, .68, .7}}},
     {{"loss", {WORSE_8}}},
     -1},
    {"a score that is all right",
     8,
     {{"loss", {WORSE_8}}, {"accuracy", {.98, .98, .99, .99, .98, .99, .99, .99}}},
     {{"loss", {WORSE_8}}, {"accuracy", {.4, .45, .5, .55, .6, .66, .68, .7}}},
     -1},
    {"the same of a hundred",
     8,
     {{"loss", {WORSE_8}}, {"accuracy", {40, 45, 50, 55, 60, 66, 68, 70}}},
     {{"loss", {WORSE_8}}, {"accuracy", {.4, .45, .5, .55, .6, .66, .68, .7}}},
     0},
    {"a score of one record",
     8,
     {{"loss", {WORSE_8}}, {"accuracy", {.7, NAN, NAN, NAN, NAN, NAN, NAN, NAN}}},
     {{"loss", {WORSE_8}}},
     0},
    {"a held-out loss that rises as well",
     8,
     {{"loss", {WORSE_8}}, {"val_loss", {1.1, 1, 1.2, 1.3, 1.4, 1.5, 1.7, 1.9}}},
     {{"loss", {WORSE_8}}, {"val_loss", {1.1, 1, 1, 1, 1, 1, 1, 1}}},
     1},
    {"by less than half as much",
     8,
     {{"loss", {WORSE_8}}, {"val_loss", {1.1, 1, 1.02, 1.04, 1.06, 1.08, 1.1, 1.12}}},
     {{"loss", {WORSE_8}}, {"val_loss", {1.1, 1, 1, 1, 1, 1, 1, 1}}},
     0},
    {"a held-out score that never moved",
     8,
     {{"val_accuracy", {.1, .1, .1, .1, .1, .1, .1, .1}}, {"loss", {WORSE_8}}},
     {{"val_accuracy", {.1, .1, .1, .1, .1, .2, .1, .1}}, {"loss", {WORSE_8}}},
     -1},
    {"in five records",
     8,
     {{"val_accuracy", {.1, .1, .1, .1, .1, NAN, NAN, NAN}}, {"loss", {WORSE_8}}},
     {{"loss", {WORSE_8}}},
     -1},
    {"in four of them",
     8,
     {{"val_accuracy", {.1, .1, .1, .1, NAN, NAN, NAN, NAN}}, {"loss", {WORSE_8}}},
     {{"loss", {WORSE_8}}},
     0},
    {"a training score that never moved is no held-out one",
     8,
     {{"loss", {WORSE_8}}, {"train_f1", {.1, .1, .1, .1, .1, .1, .1, .1}}},
     {{"loss", {WORSE_8}}},
     0},
    {"a learning rate that is far higher, and at its highest",
     8,
     {{"loss", {WORSE_8}}, {"lr", {1e-3, 1e-3, 1.5e-3, 2e-3, 3e-3, 4e-3, 6e-3, 9e-3}}},
     {{"loss", {WORSE_8}}},
     1},
    {"that has been higher",
     8,
     {{"loss", {WORSE_8}}, {"lr", {1e-2, 1e-3, 1.5e-3, 2e-3, 3e-3, 4e-3, 6e-3, 9e-3}}},
     {{"loss", {WORSE_8}}},
     0},
    {"that is higher by a bit",
     8,
     {{"loss", {WORSE_8}}, {"lr", {1e-3, 1e-3, 1e-3, 1.1e-3, 1.2e-3, 1.3e-3, 1.4e-3, 1.5e-3}}},
     {{"loss", {WORSE_8}}},
     0},
    {"a larger rise",
     8,
     {{"loss", {WORSE_8}}},
     {{"loss", {1.1, 1, 1.02, 1.04, 1.05, 1.06, 1.07, 1.08}}},
     1},
};

START_TEST(other_series_make_it_likelier_or_less_likely)
{
    double with = measure(compared[_i].n, compared[_i].with, 0).log_lr,
           without = measure(compared[_i].n, compared[_i].without, 0).log_lr;
    int sign = (with > without + 1e-9) - (with < without - 1e-9);
    ck_assert_msg(sign == compared[_i].sign, "%s: %g, %g", compared[_i].what, with, without);
}
END_TEST

/* Of ten classes a guess costs 2.3. */
static const struct {
    const char *what;
    size_t classes;
    double y[8];
    bool worse;
} guesses[] = {
    {"never better than a guess", 10, {2.3, 2.29, 2.25, 2.26, 2.4, 2.5, 2.6, 2.7}, false},
    {"far worse than one", 10, {2.3, 2.29, 2.25, 2.4, 2.9, 3.5, 4.5, 5.8}, true},
    {"has learnt", 10, {2.3, 1.3, 1, 1.2, 1.5, 1.9, 2.2, 2.5}, true},
    {"of an unknown number of classes", 0, {2.3, 2.29, 2.25, 2.26, 2.4, 2.5, 2.6, 2.7}, true},
};

START_TEST(who_never_learnt_has_nothing_to_lose)
{
    metric part[3] = {{.name = "loss"}};
    memcpy(part[0].y, guesses[_i].y, sizeof guesses[_i].y);
    lc_worsening w = measure(8, part, guesses[_i].classes);
    ck_assert_msg((w.shape != LC_NOT_WORSE) == guesses[_i].worse, "%s", guesses[_i].what);
}
END_TEST

/* Of two records nobody knows much; the last value is the level where it is worse than the best. */
START_TEST(what_does_not_rise_speaks_against_it)
{
    static const metric three[3] = {{"loss", {3, 2, 1}}},
                        nine[3] = {{"loss", {9, 8, 7, 6, 5, 4, 3, 2, 1}}},
                        back[3] = {{"loss", {9, 8, 7, 6, 5, 4, 1, 2, 3}}};
    lc_worsening w = measure(3, three, 0);
    ck_assert(w.against == -1 && w.p == 1 && w.log_lr == 0);
    lc_worsening many = measure(9, nine, 0);
    ck_assert(many.against < w.against && many.against > -4);
    ck_assert(many.best == 1 && many.best_at == 9 && many.end == 2);
    w = measure(9, back, 0);
    ck_assert(w.best == 1 && w.best_at == 7 && w.end == 3);
}
END_TEST

Suite *suite_worsening(void)
{
    Suite *s = suite_create("worsening");
    TCase *t = tcase_create("all");
    tcase_add_loop_test(t, tells_in_which_series_and_way, 0,
                        (int)(sizeof makings / sizeof *makings));
    tcase_add_loop_test(t, other_series_make_it_likelier_or_less_likely, 0,
                        (int)(sizeof compared / sizeof *compared));
    tcase_add_loop_test(t, who_never_learnt_has_nothing_to_lose, 0,
                        (int)(sizeof guesses / sizeof *guesses));
    tcase_add_test(t, what_does_not_rise_speaks_against_it);
    suite_add_tcase(s, t);
    return s;
}
