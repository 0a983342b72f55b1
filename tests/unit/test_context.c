/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_context.c - what rules are told of a run and its series. */
#include "diagnose/context.h"

#include "base/mem.h"
#include "base/text.h"
#include "diagnose/finding.h"
#include "diagnose/rule.h"
#include "model/params.h"
#include "studied.h"

#include <check.h>
#include <math.h>
#include <string.h>

Suite *suite_context(void);

/* ---- one series ------------------------------------------------------------------------------- */

START_TEST(counts_what_is_finite_and_finds_the_best_and_the_first_that_is_not)
{
    static const made_series made[STUDIED_SERIES] = {{"loss", {NAN, 3, 2, INFINITY, 2, 4}},
                                                     {"val_loss", {3, 2, 1, 4, 5, 6}},
                                                     {"accuracy", {.1, .5, .7, .7, .2, NAN}},
                                                     {"val_f1", {NAN, NAN, NAN, NAN, NAN, NAN}}};
    static const struct {
        size_t finite, best, first_bad;
    } want[] = {{4, 2, 0}, {6, 2, 6}, {5, 2, 5}, {0, 6, 0}};
    studied s;
    study_made(&s, 6, NULL, made);
    for (size_t i = 0; i < STUDIED_SERIES; i++) {
        const lc_analyzed *t = &s.context.analyzed[i];
        ck_assert_msg(t->index == i && t->finite == want[i].finite && t->best == want[i].best &&
                          t->first_bad == want[i].first_bad,
                      "%s: %zu %zu %zu", made[i].name, t->finite, t->best, t->first_bad);
    }
    ck_assert_uint_eq(lc_context_records(&s.context), 6);
    studied_free(&s);
}
END_TEST

/* What is logged at some records stands at their x. */
START_TEST(curves_have_the_x_of_their_records)
{
    double a = lc_absent(), x[] = {1, 2, 4, 8}, all[] = {4, 3, 2, 1}, some[] = {a, 5, a, 6};
    studied s = {.run = run_at(x, 4)};
    add(&s.run, "loss", all);
    add(&s.run, "val_loss", some);
    study(&s);
    const lc_curve *c = &s.context.analyzed[1].curve;
    ck_assert(c->n == 2 && c->x[0] == 2 && c->x[1] == 8 && c->y[1] == 6);
    ck_assert(s.context.analyzed[0].curve.n == 4 && s.context.analyzed[0].curve.x[3] == 8);
    studied_free(&s);
}
END_TEST

START_TEST(looks_at_the_metric_that_is_asked_for)
{
    static const struct {
        const char *metric;
        bool loss, val_loss, accuracy;
    } cases[] = {{NULL, true, true, true},
                 {"loss", true, true, false},
                 {"val_loss", false, true, false},
                 {"accuracy", false, false, true}};
    double y[] = {3, 2, 1}, share[] = {.1, .2, .3}, step[] = {10, 20, 30};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        studied s = {.run = run_over(3), .options = {.metric = cases[i].metric}};
        add(&s.run, "loss", y);
        add(&s.run, "val_loss", y);
        add(&s.run, "accuracy", share);
        add(&s.run, "step", step);
        study(&s);
        ck_assert(analyzed_as(&s, "loss")->chosen == cases[i].loss);
        ck_assert(analyzed_as(&s, "val_loss")->chosen == cases[i].val_loss);
        ck_assert(analyzed_as(&s, "accuracy")->chosen == cases[i].accuracy);
        ck_assert(!analyzed_as(&s, "step")->chosen); /* an axis is none */
        ck_assert((analyzed_as(&s, "accuracy")->curve.n == 3) == cases[i].accuracy);
        studied_free(&s);
    }
}
END_TEST

/* An accuracy of 1.2 beside a loss of 2 is no share. */
static const struct {
    const char *what;
    made_series made[STUDIED_SERIES];
    bool whole;
} percents[] = {
    {"beside a high loss", {{"accuracy", {.8, 1.2, 1.1}}, {"loss", {2.2, 2, 2.1}}}, true},
    {"whose least is low", {{"accuracy", {.8, 1.2, 1.1}}, {"loss", {2.2, .9, 2.1}}}, false},
    {"whose least is 1", {{"accuracy", {.8, 1.2, 1.1}}, {"loss", {2.2, 1, 2.1}}}, false},
    {"without a loss", {{"accuracy", {.8, 1.2, 1.1}}}, false},
    {"beside the loss of another split",
     {{"accuracy", {.8, 1.2, 1.1}}, {"val_loss", {2.2, 2, 2.1}}},
     false},
    {"beside a part of the loss",
     {{"accuracy", {.8, 1.2, 1.1}}, {"box_loss", {2.2, 2, 2.1}}},
     false},
    {"that ends at 1", {{"accuracy", {.8, .9, 1}}, {"loss", {2.2, 2, 2.1}}}, false},
};

START_TEST(an_accuracy_above_1_beside_a_high_loss_is_a_percentage)
{
    studied s;
    study_made(&s, 3, NULL, percents[_i].made);
    ck_assert_msg(s.context.analyzed[0].whole == (percents[_i].whole ? 100 : 1), "%s",
                  percents[_i].what);
    studied_free(&s);
}
END_TEST

START_TEST(losses_of_reinforcement_learning_have_no_direction)
{
    static const made_series made[STUDIED_SERIES] = {
        {"policy_loss", {3, 2, 1}}, {"mean_reward", {1, 2, 3}}, {"entropy", {3, 2, 1}}};
    studied s;
    study_made(&s, 3, NULL, made);
    ck_assert(s.context.reinforcement && !s.context.adversarial);
    ck_assert(s.context.analyzed[0].sign == 0 && s.context.analyzed[0].curve.n == 0);
    ck_assert(s.context.analyzed[1].sign == -1 && s.context.analyzed[1].curve.n == 3);
    studied_free(&s);
}
END_TEST

/* ---- the axis ---------------------------------------------------------------------------------- */

static const struct {
    const char *what;
    lc_kind axis;
    size_t n;
    double x[5];
    bool excerpt;
} axes[] = {
    {"the beginning", LC_EPOCH, 5, {1, 2, 3, 4, 5}, false},
    {"a late epoch", LC_EPOCH, 3, {10, 11, 12}, true},
    {"of which there are two", LC_EPOCH, 2, {10, 11}, true},
    {"of which there is one", LC_EPOCH, 1, {10}, false},
    {"the second step", LC_STEP, 4, {200, 300, 400, 500}, false},
    {"the third step", LC_STEP, 4, {300, 400, 500, 600}, true},
    {"a small part of the run", LC_STEP, 4, {300, 400, 500, 6000}, false},
    {"by its first steps", LC_STEP, 4, {300, 400, 500, 2000}, true},
    {"by its usual steps", LC_STEP, 4, {200, 2000, 2050, 2100}, false},
    {"time", LC_WALL_TIME, 3, {10, 11, 12}, false},
};

START_TEST(what_begins_far_from_0_is_an_excerpt)
{
    double y[] = {5, 4, 3, 2, 1};
    studied s = {.run = LC_RUN_INIT};
    ck_assert_int_eq(lc_run_set_axis(&s.run, axes[_i].axis, axes[_i].x, axes[_i].n, NULL), LC_OK);
    add(&s.run, "loss", y);
    study(&s);
    ck_assert_msg(s.context.excerpt == axes[_i].excerpt, "%s", axes[_i].what);
    studied_free(&s);
}
END_TEST

/* Noise of single steps is another than that of epochs. */
START_TEST(a_record_is_a_step_or_an_epoch)
{
    static const struct {
        lc_kind axis;
        double x[3];
        size_t n;
        bool by_step;
    } cases[] = {{LC_STEP, {1, 2, 3}, 3, true},     {LC_EPOCH, {1, 2, 3}, 3, false},
                 {LC_EPOCH, {.1, .2, .3}, 3, true}, {LC_EPOCH, {.5, 1, 1.5}, 2, true},
                 {LC_EPOCH, {.5}, 1, false},        {LC_WALL_TIME, {.1, .2, .3}, 3, false}};
    double y[] = {3, 2, 1};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        studied s = {.run = LC_RUN_INIT};
        ck_assert_int_eq(lc_run_set_axis(&s.run, cases[i].axis, cases[i].x, cases[i].n, NULL),
                         LC_OK);
        add(&s.run, "loss", y);
        study(&s);
        lc_noise_prior want = lc_noise_prior_of(&s.run.series[0].metric, cases[i].by_step);
        ck_assert_msg(s.context.analyzed[0].log.prior.median == want.median, "%zu", i);
        studied_free(&s);
    }
}
END_TEST

START_TEST(the_axis_has_a_name_and_a_unit)
{
    static const struct {
        lc_kind axis;
        const char *name, *axis_name, *unit;
    } cases[] = {{LC_EPOCH, NULL, "epoch", "epochs"},
                 {LC_STEP, NULL, "step", "steps"},
                 {LC_WALL_TIME, NULL, "time", "units of time"},
                 {LC_TRAIN_SIZE, NULL, "training-set size", "units of x"},
                 {LC_OTHER, "tokens", "tokens", "units of x"}};
    double x[] = {1, 2, 3}, y[] = {3, 2, 1};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        studied s = {.run = run_at(x, 3)};
        add(&s.run, "loss", y);
        s.run.axis = cases[i].axis;
        if (cases[i].name) {
            lc_mem_free(s.run.axis_name);
            s.run.axis_name = lc_text_format("%s", cases[i].name);
        }
        study(&s);
        ck_assert_str_eq(lc_context_axis(&s.context), cases[i].axis_name);
        ck_assert_str_eq(lc_context_units(&s.context), cases[i].unit);
        studied_free(&s);
    }
}
END_TEST

/* ---- what the log says of the run --------------------------------------------------------------- */

START_TEST(a_training_loss_may_be_weighted)
{
    static const struct {
        const char *param, *value;
        double entropy;
        const char *metric;
        bool weighted;
    } cases[] = {{NULL, NULL, 0, "loss", false},
                 {NULL, NULL, 2, "train_loss", true},
                 {NULL, NULL, 2, "val_loss", false},
                 {NULL, NULL, 2, "train_box_loss", false},
                 {"sample_weight", "balanced", 0, "train_loss", true},
                 {"sample_weight", "None", 0, "train_loss", false},
                 {"sample_weight", "0", 0, "train_loss", false},
                 {"sample_weight", "", 0, "train_loss", false},
                 {"weight", "balanced", 0, "train_loss", false}};
    double y[] = {3, 2, 1};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        studied s = {.run = run_over(3)};
        add(&s.run, cases[i].metric, y);
        s.run.facts.weighted_class_entropy = cases[i].entropy;
        if (cases[i].param)
            ck_assert_int_eq(lc_params_set(&s.run.params, cases[i].param, strlen(cases[i].param),
                                           cases[i].value, strlen(cases[i].value), NULL),
                             LC_OK);
        study(&s);
        ck_assert_msg(lc_context_is_weighted(&s.context, &s.context.analyzed[0]) ==
                          cases[i].weighted,
                      "%zu", i);
        studied_free(&s);
    }
}
END_TEST

START_TEST(errors_without_a_share_are_of_regression)
{
    static const struct {
        made_series made[STUDIED_SERIES];
        bool is;
    } cases[] = {{{{"loss", {3, 2, 1}}}, false},
                 {{{"mae", {3, 2, 1}}, {"loss", {3, 2, 1}}}, true},
                 {{{"loss", {3, 2, 1}}, {"mae", {3, 2, 1}}}, true},
                 {{{"mae", {3, 2, 1}}, {"accuracy", {.1, .2, .3}}}, false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        studied s;
        study_made(&s, 3, NULL, cases[i].made);
        ck_assert_msg(lc_context_is_regression(&s.context) == cases[i].is, "%zu", i);
        studied_free(&s);
    }
}
END_TEST

#define SEVENTHS .142857, .285714, .428571, .571429, .714286, .857143
#define ELEVENTHS .090909, .272727, .454545, .545455, .727273, .909091
START_TEST(the_steps_of_an_accuracy_tell_how_many_samples_validation_has)
{
    static const struct {
        made_series made[STUDIED_SERIES];
        size_t told, want;
    } cases[] = {{{{"val_accuracy", {SEVENTHS}}}, 0, 7},
                 {{{"val_accuracy", {SEVENTHS}}}, 500, 500},
                 {{{"accuracy", {SEVENTHS}}}, 0, 0},
                 {{{"val_f1", {SEVENTHS}}}, 0, 0},
                 {{{"val_accuracy", {SEVENTHS}}, {"val_top5_accuracy", {ELEVENTHS}}}, 0, 11},
                 {{{"val_accuracy", {ELEVENTHS}}, {"val_top5_accuracy", {SEVENTHS}}}, 0, 11}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        studied s = {.run = run_over(6)};
        for (size_t k = 0; cases[i].made[k].name; k++)
            add(&s.run, cases[i].made[k].name, cases[i].made[k].y);
        s.run.facts.validation_samples = cases[i].told;
        s.run.facts.train_samples = 900;
        study(&s);
        const lc_analyzed *t = &s.context.analyzed[0];
        ck_assert_msg(s.context.validation_samples == cases[i].want, "%zu: %zu", i,
                      s.context.validation_samples);
        ck_assert_uint_eq(lc_context_samples(&s.context, t),
                          t->series->metric.split == LC_VALIDATION ? cases[i].want : 900);
        studied_free(&s);
    }
}
END_TEST

/* ---- the rule at work --------------------------------------------------------------------------- */

START_TEST(a_threshold_is_what_was_set_last)
{
    double y[] = {3, 2, 1};
    const lc_rule *rule = lc_rule_find("rising-loss"), *other = lc_rule_find("spikes");
    const char *name = rule->thresholds[0].name;
    const lc_setting set[] = {{"rising-loss", name, 7},
                              {"rising-loss", name, 8},
                              {"rising-loss", "no_such", 9},
                              {"spikes", name, 10}};
    studied s = {.run = run_over(3), .options = {.settings = set, .settings_n = 4}};
    add(&s.run, "loss", y);
    study(&s);
    s.context.rule = rule;
    ck_assert(lc_context_limit(&s.context, 0) == 8);
    s.options.settings_n = 1;
    ck_assert(lc_rule_limit(&s.context, rule, 0) == 7);
    ck_assert(lc_rule_limit(&s.context, other, 0) == other->thresholds[0].value);
    s.options.settings_n = 0;
    ck_assert(lc_context_limit(&s.context, 0) == rule->thresholds[0].value);
    studied_free(&s);
}
END_TEST

START_TEST(what_speaks_against_a_fault_never_speaks_for_it)
{
    static const made_series made[STUDIED_SERIES] = {{"loss", {3, 2, 1}}};
    studied s;
    study_made(&s, 3, NULL, made);
    s.context.at_work = 1;
    ck_assert(s.context.ruling[1].against == 0);
    lc_context_against(&s.context, -2);
    ck_assert(s.context.ruling[1].against == -2 && s.context.ruling[0].against == 0);
    lc_context_against(&s.context, 2);
    ck_assert(s.context.ruling[1].against == 0);
    studied_free(&s);
}
END_TEST

START_TEST(a_rule_is_told_what_it_has_warned_of)
{
    static const made_series made[STUDIED_SERIES] = {{"loss", {3, 2, 1}}, {"val_loss", {3, 2, 1}}};
    studied s;
    study_made(&s, 3, NULL, made);
    const lc_analyzed *loss = &s.context.analyzed[0], *val = &s.context.analyzed[1];
    s.context.rule = lc_rules[0];
    lc_find(&s.context, LC_NOTE, 0.9, loss);
    ck_assert(!lc_context_warned(&s.context, NULL));
    lc_find(&s.context, LC_WARNING, 0.9, val);
    ck_assert(lc_context_warned(&s.context, NULL) && lc_context_warned(&s.context, val));
    ck_assert(!lc_context_warned(&s.context, loss));
    s.context.rule = lc_rules[1];
    ck_assert(!lc_context_warned(&s.context, NULL));
    studied_free(&s);
}
END_TEST

/* ---- several series ----------------------------------------------------------------------------- */

START_TEST(a_part_may_have_its_whole)
{
    static const struct {
        made_series made[STUDIED_SERIES];
        bool has; /* the first one */
    } cases[] = {{{{"box_loss", {3, 2, 1}}, {"loss", {3, 2, 1}}}, true},
                 {{{"loss", {3, 2, 1}}, {"box_loss", {3, 2, 1}}}, false},
                 {{{"box_loss", {3, 2, 1}}, {"val_loss", {3, 2, 1}}}, false},
                 {{{"box_loss", {3, 2, 1}}, {"loss", {3, 2, NAN}}}, false},
                 {{{"box_loss", {3, NAN, 1}}, {"loss", {3, 2, 1}}}, true},
                 {{{"box_loss", {3, 2, 1}}, {"mask_loss", {3, 2, 1}}}, false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        studied s;
        study_made(&s, 3, NULL, cases[i].made);
        ck_assert_msg(lc_context_has_whole_of(&s.context, &s.context.analyzed[0]) == cases[i].has,
                      "%zu", i);
        studied_free(&s);
    }
}
END_TEST

#define MORE_RIGHT                    \
    {                                 \
        "accuracy",                   \
        {                             \
            .4, .5, .58, .63, .67, .7 \
        }                             \
    }
static const struct {
    const char *what;
    size_t n;
    made_series made[STUDIED_SERIES];
    bool is;
} sums[] = {
    {"grows by its first value", 6, {{"loss", {.9, 1.8, 2.6, 3.4, 4.1, 4.8}}, MORE_RIGHT}, true},
    {"in four records", 4, {{"loss", {.9, 1.8, 2.6, 3.4}}, MORE_RIGHT}, true},
    {"in three", 3, {{"loss", {.9, 1.8, 2.6}}, MORE_RIGHT}, false},
    {"by twice its first value", 6, {{"loss", {.9, 1.8, 3.6, 4.4, 5.1, 5.8}}, MORE_RIGHT}, false},
    {"by half of it", 6, {{"loss", {.9, 1.3, 1.7, 2.1, 2.5, 2.9}}, MORE_RIGHT}, false},
    {"by more than half of it, and ever less",
     6,
     {{"loss", {.9, 1.4, 1.8, 2.15, 2.45, 2.7}}, MORE_RIGHT},
     true},
    {"by more than half of it, and once more",
     6,
     {{"loss", {.9, 1.4, 1.8, 2.15, 2.55, 2.8}}, MORE_RIGHT},
     false},
    {"by ever less, from less than half of it on",
     6,
     {{"loss", {.9, 1.3, 1.6, 1.85, 2.05, 2.2}}, MORE_RIGHT},
     false},
    {"and stands still once", 6, {{"loss", {.9, 1.8, 2.6, 2.6, 3.3, 4.1}}, MORE_RIGHT}, false},
    {"with a gap", 6, {{"loss", {.9, 1.8, NAN, 3.4, 4.1, 4.8}}, MORE_RIGHT}, false},
    {"alone, by ever less from a million on",
     6,
     {{"loss", {1e6, 1.7e6, 2.3e6, 2.8e6, 3.2e6, 3.5e6}}},
     true},
    {"alone, by as much again", 6, {{"loss", {1e6, 1.7e6, 2.4e6, 3.1e6, 3.8e6, 4.5e6}}}, false},
    {"alone, by little", 6, {{"loss", {1e6, 1.4e6, 1.7e6, 1.9e6, 2e6, 2.05e6}}}, false},
    {"alone, by ever less from a thousand on",
     6,
     {{"loss", {1e3, 1.7e3, 2.3e3, 2.8e3, 3.2e3, 3.5e3}}},
     false},
    {"beside nothing", 6, {{"loss", {.9, 1.8, 2.6, 3.4, 4.1, 4.8}}}, false},
    {"beside a held-out loss that falls",
     6,
     {{"loss", {.9, 1.8, 2.6, 3.4, 4.1, 4.8}}, {"val_loss", {.9, .8, .7, .6, .5, .4}}},
     true},
    {"beside one that doesn't",
     6,
     {{"loss", {.9, 1.8, 2.6, 3.4, 4.1, 4.8}}, {"val_loss", {.9, .9, .9, .9, .9, .9}}},
     false},
};

START_TEST(a_loss_that_is_never_reset_is_a_sum)
{
    studied s;
    study_made(&s, sums[_i].n, NULL, sums[_i].made);
    ck_assert_msg(lc_context_is_running_sum(&s.context) == sums[_i].is, "%s", sums[_i].what);
    studied_free(&s);
}
END_TEST

#define EVEN                        \
    {                               \
        "loss",                     \
        {                           \
            2.0, 1.9, 1.8, 1.7, 1.6 \
        }                           \
    }
static const struct {
    const char *what;
    made_series made[STUDIED_SERIES];
    bool is;
} falls[] = {
    {"the loss alone", {EVEN}, true},
    {"by next to nothing", {{"loss", {2, 1.999, 1.998, 1.997, 1.996}}}, false},
    {"that is below 0", {{"loss", {-1.6, -1.7, -1.8, -1.9, -2}}}, false},
    {"it swings", {{"loss", {2.0, 1.7, 1.8, 1.5, 1.6}}}, false},
    {"with that of validation", {EVEN, {"val_loss", {2.1, 2.0, 1.9, 1.8, 1.7}}}, true},
    {"which swings", {EVEN, {"val_loss", {2.1, 1.8, 2.0, 1.7, 1.9}}}, false},
    {"an accuracy rises", {EVEN, {"accuracy", {.1, .12, .13, .15, .16}}}, true},
    {"it stands still, and rises", {EVEN, {"accuracy", {.1, .12, .12, .15, .16}}}, true},
    {"it falls once", {EVEN, {"accuracy", {.1, .12, .11, .15, .16}}}, false},
    {"it stands still", {EVEN, {"accuracy", {.1, .1, .1, .1, .1}}}, false},
    {"another share rises to the end", {EVEN, {"f1", {.1, .1, .1, .15, .16}}}, true},
    {"it ends as it was", {EVEN, {"f1", {.1, .12, .16, .16, .16}}}, false},
    {"a share of one record says nothing", {EVEN, {"f1", {NAN, NAN, .16, NAN, NAN}}}, true},
    {"no loss", {{"accuracy", {.1, .12, .13, .15, .16}}}, false},
};

START_TEST(a_run_that_learns_evenly_does_so_everywhere)
{
    studied s;
    study_made(&s, 5, NULL, falls[_i].made);
    ck_assert_msg(lc_context_falls_evenly(&s.context) == falls[_i].is, "%s", falls[_i].what);
    studied_free(&s);
}
END_TEST

START_TEST(the_reward_is_the_mean_of_episodes)
{
    static const struct {
        made_series made[STUDIED_SERIES];
        const char *reward;
    } cases[] = {{{{"reward", {1, 2, 3}}, {"ep_rew_mean", {1, 2, 3}}}, "ep_rew_mean"},
                 {{{"ep_rew_mean", {1, 2, 3}}, {"reward", {1, 2, 3}}}, "ep_rew_mean"},
                 {{{"reward", {1, 2, 3}}, {"eval_reward", {1, 2, 3}}}, "reward"},
                 {{{"reward", {1, NAN, NAN}}, {"loss", {1, 2, 3}}}, "none"},
                 {{{"reward", {1, NAN, 2}}, {"loss", {1, 2, 3}}}, "reward"},
                 {{{"loss", {1, 2, 3}}}, "none"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        studied s;
        study_made(&s, 3, NULL, cases[i].made);
        ck_assert_str_eq(name_of(lc_context_reward(&s.context)), cases[i].reward);
        studied_free(&s);
    }
}
END_TEST

/* ---- values at an x ----------------------------------------------------------------------------- */

START_TEST(finds_a_value_by_its_x)
{
    double a = lc_absent(), x[] = {1, 2, 3, 10, 11, 40, 41}, all[] = {7, 6, 5, 4, 3, 2, 1},
           some[] = {a, 20, a, 40, 50, a, 70}, none[] = {a, a, a, a, a, a, a};
    studied s = {.run = run_at(x, 7)};
    add(&s.run, "loss", all);
    add(&s.run, "val_loss", some);
    add(&s.run, "lr", none);
    study(&s);
    const lc_context *c = &s.context;
    for (size_t i = 0; i < 7; i++) {
        double at = lc_analyzed_at(c, &c->analyzed[1], x[i]),
               beside = lc_analyzed_beside(c, &c->analyzed[1], &c->analyzed[0], i);
        ck_assert(lc_analyzed_at(c, &c->analyzed[0], x[i]) == all[i]);
        ck_assert(lc_is_absent(some[i]) ? isnan(at) && isnan(beside)
                                        : at == some[i] && beside == some[i]);
        ck_assert(isnan(lc_analyzed_at(c, &c->analyzed[2], x[i])));
    }
    static const double elsewhere[] = {0, 1.5, 20, 99};
    for (size_t i = 0; i < 4; i++)
        ck_assert(isnan(lc_analyzed_at(c, &c->analyzed[0], elsewhere[i])));
    ck_assert(lc_analyzed_x(c, &c->analyzed[1], 1) == 10);
    ck_assert(lc_analyzed_beside(c, &c->analyzed[0], &c->analyzed[1], 2) == 3); /* x = 11 */
    studied_free(&s);
}
END_TEST

/* Of 12 evenly spaced points the last third begins at the ninth: x from 1 + 11 * 2 / 3 = 8.3 on. */
START_TEST(the_last_third_tells_what_was_gained_there)
{
    static const made_series made[STUDIED_SERIES] = {
        {"loss", {12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1}},
        {"accuracy", {.01, .02, .03, .04, .05, .06, .07, .08, .09, .1, .11, .12}}};
    static const made_series few[STUDIED_SERIES] = {{"loss", {4, 3, 2, 1}}};
    lc_last_third late;
    studied s;
    study_made(&s, 12, NULL, made);
    ck_assert(lc_context_last_third(&late, &s.context, &s.context.analyzed[0]));
    ck_assert(late.from == 8 && late.trend.p_fall < 0.1 && late.gained > 1 && late.gained < 4);
    ck_assert(lc_context_last_third(&late, &s.context, &s.context.analyzed[1]));
    ck_assert(late.trend.p_rise < 0.1 && late.gained > 0.01);
    studied_free(&s);
    study_made(&s, 4, NULL, few);
    ck_assert(!lc_context_last_third(&late, &s.context, &s.context.analyzed[0]));
    studied_free(&s);
}
END_TEST

/* It is still in the first half, and goes up and down by 0.1 in the second. */
START_TEST(late_noise_is_that_of_the_second_half)
{
    static const made_series made[STUDIED_SERIES] = {
        {"loss", {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, .9, 1.1, .9, 1.1, 1, .9, 1.1, .9, 1.1, .9}},
        {"val_loss", {.9, 1.1, .9, 1.1, 1, .9, 1.1, .9, 1.1, .9, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}}};
    studied s;
    study_made(&s, 20, NULL, made);
    ck_assert_double_gt(lc_context_late_noise(&s.context, &s.context.analyzed[0]), 0.05);
    ck_assert_double_eq(lc_context_late_noise(&s.context, &s.context.analyzed[1]), 0);
    studied_free(&s);
}
END_TEST

START_TEST(a_run_without_series_has_nothing)
{
    studied s = {.run = run_over(3)};
    study(&s);
    ck_assert(lc_context_records(&s.context) == 0 && !lc_context_reward(&s.context));
    ck_assert(!lc_context_main_loss(&s.context, LC_TRAIN) && !lc_context_main_pair(&s.context));
    studied_free(&s);
}
END_TEST

Suite *suite_context(void)
{
    Suite *s = suite_create("context");
    TCase *t = tcase_create("all");
    tcase_add_test(t, counts_what_is_finite_and_finds_the_best_and_the_first_that_is_not);
    tcase_add_test(t, curves_have_the_x_of_their_records);
    tcase_add_test(t, looks_at_the_metric_that_is_asked_for);
    tcase_add_loop_test(t, an_accuracy_above_1_beside_a_high_loss_is_a_percentage, 0,
                        (int)(sizeof percents / sizeof *percents));
    tcase_add_test(t, losses_of_reinforcement_learning_have_no_direction);
    tcase_add_loop_test(t, what_begins_far_from_0_is_an_excerpt, 0,
                        (int)(sizeof axes / sizeof *axes));
    tcase_add_test(t, a_record_is_a_step_or_an_epoch);
    tcase_add_test(t, the_axis_has_a_name_and_a_unit);
    tcase_add_test(t, a_training_loss_may_be_weighted);
    tcase_add_test(t, errors_without_a_share_are_of_regression);
    tcase_add_test(t, the_steps_of_an_accuracy_tell_how_many_samples_validation_has);
    tcase_add_test(t, a_threshold_is_what_was_set_last);
    tcase_add_test(t, what_speaks_against_a_fault_never_speaks_for_it);
    tcase_add_test(t, a_rule_is_told_what_it_has_warned_of);
    tcase_add_test(t, a_part_may_have_its_whole);
    tcase_add_loop_test(t, a_loss_that_is_never_reset_is_a_sum, 0,
                        (int)(sizeof sums / sizeof *sums));
    tcase_add_loop_test(t, a_run_that_learns_evenly_does_so_everywhere, 0,
                        (int)(sizeof falls / sizeof *falls));
    tcase_add_test(t, the_reward_is_the_mean_of_episodes);
    tcase_add_test(t, finds_a_value_by_its_x);
    tcase_add_test(t, the_last_third_tells_what_was_gained_there);
    tcase_add_test(t, late_noise_is_that_of_the_second_half);
    tcase_add_test(t, a_run_without_series_has_nothing);
    suite_add_tcase(s, t);
    return s;
}
