/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * boosting.c - what XGBoost, LightGBM and CatBoost print while they train.
 *
 *     [12]    train-rmse:0.51  validation-rmse:0.62                   XGBoost
 *     [100]   training's l2: 0.12  valid_1's l2: 0.21                 LightGBM
 *     12:     learn: 0.42  test: 0.44  best: 0.43 (9)  total: 1m 2s   CatBoost
 *
 * An iteration that doesn't come after the one before begins another training, which is another
 * run. When a training stopped early its best iteration is shown again, which may have been between
 * two lines; it is then sorted in.
 */
#include "read/engine/boosting.h"

#include "base/mem.h"

#include <string.h>

#define NAME_MAX_BYTES 128 /* of a metric; a longer text before a colon is somebody's prose */
#define WORTH_OF_ONE 75    /* line; each further one adds 1 ... */
#define WORTH_MAX 99   /* ... so that of several programs in a log the one with most lines wins */
#define BRACKETS_MAX 8 /* "[" of a line that are looked at: time stamps stand before */

static const char *const boosters[] = {"XGBoost", "LightGBM", "CatBoost"};

/* ---- taking a line apart --------------------------------------------------------------- */

/* "valid_1's l2: 0.21", or with its spread over the folds, "0.21 + 0.02" */
typedef struct score {
    lc_span name, text;
    double v, spread;
    bool spreads;
} score;

/* Tabs, which syslog writes as "#011". */
static void skip_separators(lc_span *t)
{
    do
        lc_span_skip_blanks(t);
    while (lc_span_take_word(t, "#011"));
}

static bool at_separator(const lc_span *t)
{
    return t->s == t->end || *t->s == ' ' || *t->s == '\t' || lc_span_begins(t, "#011");
}

static bool take_value(lc_span *t, score *s)
{
    lc_span rest = *t;
    lc_span_skip_blanks(&rest);
    s->text.s = rest.s;
    if (!lc_span_take_number(&rest, &s->v))
        return false;
    s->text.end = rest.s;
    lc_span more = rest;
    lc_span_skip_blanks(&more);
    s->spreads = lc_span_take_word(&more, "+");
    lc_span_skip_blanks(&more);
    s->spreads = s->spreads && lc_span_take_number(&more, &s->spread);
    if (s->spreads)
        rest = more;
    if (!at_separator(&rest))
        return false;
    *t = rest;
    return true;
}

static bool take_score(lc_span *t, score *s)
{
    lc_span rest = *t;
    skip_separators(&rest);
    const char *from = rest.s;
    while (lc_span_take_until(&rest, ":") && rest.s - from <= NAME_MAX_BYTES) {
        s->name = lc_span_trim((lc_span){from, rest.s - 1});
        if (s->name.s < s->name.end && take_value(&rest, s)) {
            *t = rest;
            return true;
        }
    }
    return false;
}

/* Nothing but scores, one at least. */
static bool is_scores(lc_span t)
{
    score s;
    size_t n = 0;
    for (; take_score(&t, &s); n++)
        ;
    skip_separators(&t);
    return n > 0 && t.s == t.end;
}

/* The line of an iteration. */
typedef struct iteration {
    lc_booster who;
    double round;
    lc_span line, scores;
    bool goes_on; /* a line for each score: the same iteration may come again */
} iteration;

/* By how a score names its data set: "train-rmse" or "training's l2". */
static bool tell_booster(lc_span scores, lc_booster *who)
{
    score s;
    if (!take_score(&scores, &s))
        return false;
    *who = lc_span_has(&s.name, "'s ") ? LC_LIGHTGBM : LC_XGBOOST;
    return *who == LC_LIGHTGBM || lc_span_has(&s.name, "-");
}

/* "[12]\ttrain-rmse:0.51", behind whatever a cloud puts before its lines. */
static bool is_bracketed(lc_span line, iteration *it)
{
    for (size_t i = 0; i < BRACKETS_MAX && lc_span_take_until(&line, "["); i++) {
        lc_span rest = line;
        if (!lc_span_take_count(&rest, &it->round) || !lc_span_take_word(&rest, "]"))
            continue;
        lc_span_take_word(&rest, ":"); /* LightGBM in R */
        it->scores = rest;
        if (at_separator(&rest) && tell_booster(rest, &it->who) && is_scores(rest))
            return true;
    }
    return false;
}

/* "[LightGBM] [Info] Iteration:10, valid_1 auc : 0.91", of LightGBM's own program */
static bool is_program_line(lc_span line, iteration *it)
{
    if (!lc_span_take_until(&line, "[Info] Iteration:") || !lc_span_take_count(&line, &it->round) ||
        !lc_span_take_word(&line, ","))
        return false;
    it->who = LC_LIGHTGBM;
    it->scores = line;
    it->goes_on = true;
    return is_scores(line);
}

/* "12:\tlearn: 0.42\ttest: 0.44 ..." */
static bool is_catboost(lc_span line, iteration *it)
{
    lc_span_skip_blanks(&line);
    if (!lc_span_take_count(&line, &it->round) || !lc_span_take_word(&line, ":"))
        return false;
    lc_span_skip_blanks(&line);
    it->who = LC_CATBOOST;
    it->scores = line;
    return lc_span_begins(&line, "learn: ") || lc_span_begins(&line, "test: ");
}

static bool is_iteration(lc_span line, iteration *it)
{
    *it = (iteration){.line = line};
    return is_bracketed(line, it) || is_program_line(line, it) || is_catboost(line, it);
}

/* ---- trainings and records ------------------------------------------------------------- */

static lc_status begin_training(lc_boosting *b, const lc_lines *in, lc_booster reader,
                                lc_booster who)
{
    char name[64];
    b->open = true;
    b->who = who;
    b->rounds = 0;
    b->best_test = lc_absent();
    int n = snprintf(name, sizeof name, "%s%straining %zu", who == reader ? "" : boosters[who],
                     who == reader ? "" : " ", ++b->trainings);
    /* the only one needs no name */
    lc_status st =
        b->trainings == 1 && who == reader ? LC_OK : lc_builder_begin(in->builder, name, (size_t)n);
    const lc_facts facts = {.train_samples = (size_t)b->samples};
    b->samples = 0;
    return st == LC_OK ? lc_builder_facts(in->builder, &facts) : st;
}

static bool has_round(const lc_boosting *b, double round)
{
    for (size_t i = b->rounds; i > 0; i--)
        if (b->round[i - 1] == round)
            return true;
    return false;
}

static lc_status begin_record(lc_boosting *b, const lc_lines *in, double round, lc_error *err)
{
    uint32_t id;
    if (!lc_mem_grow(&b->round, &b->rounds_cap, b->rounds + 1, sizeof *b->round))
        return lc_error_nomem(err);
    b->round[b->rounds++] = round;
    lc_builder_record(in->builder);
    if (b->first_line && !b->first)
        lc_builder_record_line(in->builder, b->first_line);
    lc_status st = lc_builder_metric(in->builder, "iteration", 9, &id);
    return st == LC_OK ? lc_builder_put(in->builder, id, round) : st;
}

/* A score, `before` and `after` being put around its name; both are short. */
static lc_status put(const lc_lines *in, const char *before, const score *s, const char *after)
{
    uint32_t id;
    lc_status st;
    size_t len = lc_span_length(&s->name);
    if (!*before && !*after) {
        st = lc_builder_metric(in->builder, s->name.s, len, &id);
    } else {
        char name[2 * NAME_MAX_BYTES];
        int n = snprintf(name, sizeof name, "%s%.*s%s", before, (int)len, s->name.s, after);
        st = lc_builder_metric(in->builder, name, (size_t)n, &id);
    }
    size_t digits = lc_span_length(&s->text);
    return st == LC_OK ? lc_builder_put_text(in->builder, id, s->v, s->text.s, digits) : st;
}

/* ---- XGBoost and LightGBM -------------------------------------------------------------- */

/* LightGBM's cv() shows "cv_agg's valid l2", before version 4 "cv_agg's l2" for the same: what
 * metrics are called in one training pairs them. */
static const char *understand_cv(lc_span *name)
{
    if (!lc_span_take_word(name, "cv_agg's "))
        return "";
    return lc_span_begins(name, "train ") || lc_span_begins(name, "valid ") ? "" : "valid ";
}

/* A mean over folds has a spread. xgb.cv()'s test set is the fold held out: it validates. */
static lc_status put_score(const lc_lines *in, score s)
{
    const char *before = understand_cv(&s.name);
    if (s.spreads && lc_span_take_word(&s.name, "test-"))
        before = "validation-";
    lc_status st = put(in, before, &s, "");
    if (st != LC_OK || !s.spreads)
        return st;
    s.v = s.spread;
    return put(in, before, &s, "-std");
}

/* Its program has "valid_1 auc" for "valid_1's auc", whose number then isn't part of the metric. */
static lc_status put_program_score(const lc_lines *in, score s)
{
    lc_span set;
    char before[NAME_MAX_BYTES + 8];
    if (!lc_span_take_token(&s.name, &set))
        return LC_OK;
    snprintf(before, sizeof before, "%.*s's ", (int)lc_span_length(&set), set.s);
    lc_span_skip_blanks(&s.name);
    return put(in, before, &s, "");
}

static lc_status put_scores(const lc_lines *in, const iteration *it)
{
    score s;
    lc_status st = LC_OK;
    for (lc_span rest = it->scores; st == LC_OK && take_score(&rest, &s);)
        st = it->goes_on ? put_program_score(in, s) : put_score(in, s);
    return st;
}

/* ---- CatBoost -------------------------------------------------------------------------- */

/* "13s", "288ms" */
static bool take_time(lc_span *t, double *seconds)
{
    static const struct {
        const char *unit;
        double times, parts;
    } units[] = {{"us", 1, 1e6}, {"ms", 1, 1e3}, {"s", 1, 1},
                 {"m", 60, 1},   {"h", 3600, 1}, {"d", 86400, 1}};
    double v;
    lc_span_skip_blanks(t);
    if (!lc_span_take_number(t, &v))
        return false;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (lc_span_take_word(t, units[i].unit)) {
            *seconds = v * units[i].times / units[i].parts;
            return true;
        }
    return false;
}

/* "1m 13s" */
static bool take_duration(lc_span *t, double *seconds)
{
    double part;
    if (!take_time(t, seconds))
        return false;
    while (take_time(t, &part))
        *seconds += part;
    return true;
}

/* What the line's parts say. */
typedef struct catboost_line {
    double learn, test, best; /* lc_absent() where they are missing */
} catboost_line;

static catboost_line read_catboost(lc_span scores)
{
    catboost_line c = {lc_absent(), lc_absent(), lc_absent()};
    score s;
    while (take_score(&scores, &s)) {
        if (lc_span_is(&s.name, "learn"))
            c.learn = s.v;
        else if (lc_span_is(&s.name, "test"))
            c.test = s.v;
        else if (lc_span_is(&s.name, "best"))
            c.best = s.v;
    }
    return c;
}

/* Only the metric's value is printed, not its name. Whether more is better shows in which of two
 * values was kept as the best; without a test set, in where training took it. */
static bool higher_is_better(const catboost_line *first, const catboost_line *second)
{
    if (second->best < first->best || second->best > first->best)
        return second->best > first->best;
    bool own = first->test == first->best; /* and not another test set's */
    if (own && (second->test < second->best || second->test > second->best))
        return second->test < second->best;
    return second->learn > first->learn;
}

/* "learn" pairs with "test", the set that CatBoost stops on: a validation set. There may be more,
 * "test1". */
static lc_status put_catboost_score(const lc_boosting *b, const lc_lines *in, score s)
{
    const char *kind = b->higher ? "score" : "loss";
    char before[NAME_MAX_BYTES + 32] = "validation_";
    if (lc_span_is(&s.name, "learn"))
        snprintf(before, sizeof before, "learn_");
    else if (lc_span_take_word(&s.name, "test") && s.name.s < s.name.end)
        snprintf(before, sizeof before, "validation_%.*s's ", (int)lc_span_length(&s.name),
                 s.name.s);
    s.name = lc_span_of(kind);
    return put(in, before, &s, "");
}

static lc_status put_catboost(const lc_boosting *b, const lc_lines *in, lc_span scores)
{
    score s;
    lc_status st = LC_OK;
    for (lc_span rest = scores; st == LC_OK && take_score(&rest, &s);)
        if (lc_span_is(&s.name, "learn") || lc_span_begins(&s.name, "test"))
            st = put_catboost_score(b, in, s);
    s = (score){.name = lc_span_of("total_time")};
    if (st != LC_OK || !lc_span_take_until(&scores, "total: ") || !take_duration(&scores, &s.v))
        return st;
    return put(in, "", &s, "");
}

static lc_status record_catboost(lc_boosting *b, const lc_lines *in, const iteration *it,
                                 lc_error *err)
{
    lc_status st = begin_record(b, in, it->round, err);
    return st == LC_OK ? put_catboost(b, in, it->scores) : st;
}

/* Hand over the first line if it waits, `next` being the line after it or NULL. */
static lc_status end_waiting(lc_boosting *b, const lc_lines *in, const iteration *next,
                             lc_error *err)
{
    iteration first;
    if (!b->first)
        return LC_OK;
    char *line = b->first;
    b->first = NULL;
    is_catboost(lc_span_of(line), &first);
    if (next) {
        catboost_line one = read_catboost(first.scores), two = read_catboost(next->scores);
        b->higher = higher_is_better(&one, &two);
    }
    lc_status st = record_catboost(b, in, &first, err);
    b->first_line = 0;
    lc_mem_free(line);
    return st;
}

static lc_status keep_waiting(lc_boosting *b, const lc_lines *in, lc_span line, lc_error *err)
{
    b->first_line = in->number;
    b->higher = false; /* most metrics are losses */
    b->first = lc_mem_text(line.s, lc_span_length(&line));
    return b->first ? LC_OK : lc_error_nomem(err);
}

/* "bestIteration = 83": a record of its own where only every so many iterations were printed. */
static lc_status take_best_test(lc_boosting *b, const lc_lines *in, double round, lc_error *err)
{
    const score best = {.name = lc_span_of("test"), .v = b->best_test};
    lc_status st = end_waiting(b, in, NULL, err);
    if (st != LC_OK || !b->open || b->who != LC_CATBOOST)
        return st;
    b->open = false;
    if (has_round(b, round) || lc_is_absent(b->best_test))
        return st;
    b->first_line = in->number - 1; /* "bestTest = 0.5" */
    st = begin_record(b, in, round, err);
    b->first_line = 0;
    if (st == LC_OK)
        st = put_catboost_score(b, in, best);
    lc_builder_last_is_summary(in->builder);
    return st;
}

/* ---- lines ----------------------------------------------------------------------------- */

/* The iteration that the training has come to; below 0 when it has come to none. */
static double last_round(const lc_boosting *b)
{
    iteration first;
    if (b->first && is_catboost(lc_span_of(b->first), &first))
        return first.round;
    return b->rounds ? b->round[b->rounds - 1] : -1;
}

/* The best iteration, shown again, is new only when it was between two lines. */
static lc_status take_best(lc_boosting *b, const lc_lines *in, const iteration *it, lc_error *err)
{
    double last = last_round(b);
    b->open = false;
    if (has_round(b, it->round))
        return LC_OK;
    lc_status st = begin_record(b, in, it->round, err);
    if (it->round < last)
        lc_builder_last_is_summary(in->builder);
    return st == LC_OK ? put_scores(in, it) : st;
}

static lc_status take_catboost(lc_boosting *b, const lc_lines *in, const iteration *it,
                               lc_error *err)
{
    if (last_round(b) < 0)
        return keep_waiting(b, in, it->line, err);
    lc_status st = end_waiting(b, in, it, err);
    return st == LC_OK ? record_catboost(b, in, it, err) : st;
}

static lc_status take_scores(lc_boosting *b, const lc_lines *in, const iteration *it, lc_error *err)
{
    bool same = it->goes_on && it->round == last_round(b);
    lc_status st = same ? LC_OK : begin_record(b, in, it->round, err);
    return st == LC_OK ? put_scores(in, it) : st;
}

static bool goes_on(const lc_boosting *b, const iteration *it)
{
    double last = last_round(b);
    return b->best_next || it->round > last || (it->goes_on && it->round == last);
}

static lc_status take_iteration(lc_boosting *b, const lc_lines *in, lc_booster reader,
                                const iteration *it, lc_error *err)
{
    bool best = b->best_next, more = b->open && b->who == it->who && goes_on(b, it);
    lc_status st = more ? LC_OK : end_waiting(b, in, NULL, err);
    b->best_next = false;
    if (st == LC_OK && !more)
        st = begin_training(b, in, reader, it->who);
    if (st != LC_OK)
        return st;
    if (it->who == LC_CATBOOST)
        return take_catboost(b, in, it, err);
    return best ? take_best(b, in, it, err) : take_scores(b, in, it, err);
}

int lc_boosting_score(lc_booster reader, lc_span line, int so_far)
{
    iteration it;
    if (!is_iteration(line, &it) || it.who != reader)
        return so_far;
    return so_far < WORTH_OF_ONE ? WORTH_OF_ONE : so_far < WORTH_MAX ? so_far + 1 : WORTH_MAX;
}

lc_status lc_boosting_line(lc_booster reader, lc_boosting *b, const lc_lines *in, lc_span line,
                           lc_error *err)
{
    iteration it;
    double v;
    if (is_iteration(line, &it))
        return take_iteration(b, in, reader, &it, err);
    lc_span rest = line, whole = lc_span_trim(line);
    if (lc_span_take_until(&rest, "bestTest = "))
        b->best_test = lc_span_take_number(&rest, &v) ? v : lc_absent();
    else if (lc_span_take_until(&rest, "bestIteration = ") && lc_span_take_count(&rest, &v))
        return take_best_test(b, in, v, err);
    else if (lc_span_ends(&whole, "est iteration is:") || lc_span_ends(&whole, "est iteration:"))
        b->best_next = true; /* "Early stopping, best ..." or "Stopping. Best ..." */
    else if (lc_span_take_until(&rest, "Number of data points in the train set: ") &&
             lc_span_take_count(&rest, &v))
        b->samples = v;
    return LC_OK;
}

lc_status lc_boosting_finish(void *state, const lc_lines *in, lc_error *err)
{
    lc_boosting *b = state;
    lc_status st = end_waiting(b, in, NULL, err);
    if (st == LC_OK && b->trainings == 0)
        return lc_error_set(err, LC_E_FORMAT, 0,
                            "not a training log: no line of an iteration such as "
                            "'[10] train-rmse:0.5', '[10] training's l2: 0.5' or '10: learn: 0.5'");
    return st;
}

void lc_boosting_free(void *state)
{
    lc_boosting *b = state;
    lc_mem_free(b->round);
    lc_mem_free(b->first);
}
