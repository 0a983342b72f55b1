/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_weigh.c - which faults explain the findings, by findings whose weights are made up. */
#include "diagnose/weigh.h"

#include "curves.h"
#include "diagnose/finding.h"
#include "diagnose/link.h"
#include "diagnose/role.h"
#include "diagnose/rule.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

Suite *suite_weigh(void);

#define OWN 0.97 /* of runs with a fault that show its own symptom, as in weigh.c */

/* ---- a weighing of made-up findings ---------------------------------------------------------- */

typedef struct bench {
    lc_run run;
    lc_diagnosis d;
    lc_diagnose_options options;
    lc_context context;
    lc_weighing w;
} bench;

static void open_bench(bench *b)
{
    static const double y[] = {1, 0.8, 0.7, 0.65};
    *b = (bench){.run = run_over(4)};
    add(&b->run, "loss", y);
    add(&b->run, "val_loss", y);
    ck_assert_int_eq(lc_context_open(&b->context, &b->run, &b->d, &b->options, NULL), LC_OK);
    ck_assert_int_eq(lc_context_link(&b->context, NULL), LC_OK);
}

static void close_bench(bench *b)
{
    lc_weighing_free(&b->w);
    lc_context_close(&b->context);
    lc_diagnosis_free(&b->d);
    lc_run_free(&b->run);
}

static size_t index_of(const lc_rule *rule)
{
    size_t i = 0;
    while (lc_rules[i] != rule)
        i++;
    return i;
}

/* The rule has found its symptom in that series, and the numbers say so much [nats]. */
static void show(bench *b, const lc_rule *rule, size_t series, double log_lr)
{
    b->context.rule = rule;
    lc_finding_weigh(lc_find(&b->context, LC_WARNING, 0.9, &b->context.analyzed[series]), log_lr);
}

/* The rule has looked and found nothing. */
static void miss(bench *b, const lc_rule *rule, double against)
{
    b->context.ruling[index_of(rule)].against = against;
}

static void weigh(bench *b)
{
    lc_weigh(&b->w, &b->context);
    lc_weighing_mark(&b->w, &b->context);
    ck_assert_int_eq(b->context.first.code, LC_OK);
}

static bool is_chosen(const bench *b, const lc_rule *rule)
{
    return b->w.chosen[index_of(rule)];
}

/* ---- faults with the effects that a test needs ------------------------------------------------ */

static const lc_effect *effect_of(const lc_rule *cause, const lc_rule *symptom)
{
    for (const lc_effect *e = cause->effects; e && e->rule; e++)
        if (strcmp(e->rule, symptom->id) == 0 || strcmp(e->rule, "*") == 0)
            return e->share > 0 ? e : NULL;
    return NULL;
}

static bool is_plain_fault(const lc_rule *r)
{
    return r->verdict && !r->state;
}

static double prior_of(const lc_rule *r)
{
    return r->prior != 0 ? r->prior : LC_PRIOR;
}

static bool are_apart(const lc_rule *a, const lc_rule *b)
{
    return is_plain_fault(a) && is_plain_fault(b) && strcmp(a->verdict, b->verdict) != 0 &&
           !effect_of(a, b) && !effect_of(b, a);
}

/* Three faults of which none shows another's symptom, with verdicts of their own. */
static void find_unrelated(const lc_rule *rule[3])
{
    for (const lc_rule *const *a = lc_rules; *a; a++)
        for (const lc_rule *const *b = a; *b; b++)
            for (const lc_rule *const *c = b; *c && are_apart(*a, *b); c++)
                if (are_apart(*a, *c) && are_apart(*b, *c)) {
                    rule[0] = *a;
                    rule[1] = *b;
                    rule[2] = *c;
                    return;
                }
    ck_abort_msg("each fault shows another's symptom");
}

/* A fault of which half the runs or more show the symptom of another one. */
static const lc_effect *find_cause(const lc_rule **cause, const lc_rule **symptom, bool same_series)
{
    for (const lc_rule *const *c = lc_rules; *c; c++)
        for (const lc_rule *const *s = lc_rules; *s; s++) {
            const lc_effect *e = *c != *s && is_plain_fault(*c) ? effect_of(*c, *s) : NULL;
            if (e && e->share >= 0.5 && e->same_series == same_series && is_plain_fault(*s) &&
                !effect_of(*s, *c)) {
                *cause = *c;
                *symptom = *s;
                return e;
            }
        }
    ck_abort_msg("no fault shows another's symptom");
    return NULL;
}

/* What a finding must weigh for the score of its fault alone to be so much [nats]:
 * prior + log (1 + OWN (e^x - 1)) = score. */
static double weight_for(const lc_rule *rule, double score)
{
    return log1p(expm1(score - prior_of(rule)) / OWN);
}

/* ---- explaining away ------------------------------------------------------------------------- */

/* A fault that shows whatever else is found does so only by more evidence of its own than 1.5 nats. */
START_TEST(what_explains_all_needs_evidence_of_its_own)
{
    static const double own[] = {1.4, 1.6};
    const lc_rule *all = NULL, *symptom = NULL;
    for (const lc_rule *const *r = lc_rules; *r; r++) {
        all = strcmp((*r)->id, "late-collapse") == 0 ? *r : all;
        symptom = strcmp((*r)->id, "slow-learning") == 0 ? *r : symptom;
    }
    ck_assert_str_eq(effect_of(all, symptom)->rule, "*");
    for (size_t k = 0; k < 2; k++) {
        bench b;
        open_bench(&b);
        show(&b, symptom, 0, 6);
        show(&b, all, 1, own[k]);
        weigh(&b);
        double share = b.w.share[index_of(all) * b.w.n + index_of(symptom)];
        ck_assert_double_eq(share, k ? effect_of(all, symptom)->share : 0);
        close_bench(&b);
    }
}
END_TEST

START_TEST(a_fault_explains_what_it_shows)
{
    const lc_rule *cause, *symptom;
    bench b;
    const lc_effect *e = find_cause(&cause, &symptom, false);
    open_bench(&b);
    show(&b, symptom, 0, 6);
    weigh(&b);
    ck_assert(is_chosen(&b, symptom)); /* alone it accuses its own fault */
    close_bench(&b);

    open_bench(&b);
    show(&b, symptom, 0, 6);
    show(&b, cause, 1, 8);
    weigh(&b);
    ck_assert(is_chosen(&b, cause));
    /* Its own fault would add log (1 - (1 - share) (1 - OWN)) - log share <= log 2 to the symptom, and
     * cost its prior and that of a further fault. */
    ck_assert(!is_chosen(&b, symptom));
    ck_assert_ptr_eq(b.w.rule[b.w.decides], cause);
    const lc_finding *f = lc_found(&b.d, symptom->id);
    ck_assert(f && f->explained_by && strcmp(f->explained_by, cause->id) == 0);
    ck_assert_ptr_null(lc_found(&b.d, cause->id)->explained_by);
    ck_assert_double_eq_tol(lc_weighing_part(&b.w, index_of(symptom)), log1p(e->share * expm1(6)),
                            1e-9);
    close_bench(&b);
}
END_TEST

START_TEST(an_effect_on_the_same_series_explains_no_other)
{
    const lc_rule *cause = NULL, *symptom = NULL;
    const lc_effect *e = NULL;
    for (const lc_rule *const *c = lc_rules; *c && !e; c++)
        for (const lc_effect *k = (*c)->effects; k && k->rule && !e; k++)
            if (k->same_series && k->share >= 0.1 && is_plain_fault(*c) && lc_rule_find(k->rule) &&
                is_plain_fault(lc_rule_find(k->rule))) {
                e = k;
                cause = *c;
                symptom = lc_rule_find(k->rule);
            }
    ck_assert_ptr_nonnull(e);
    for (size_t series = 0; series < 2; series++) {
        bench b;
        open_bench(&b);
        show(&b, cause, 0, 8);
        show(&b, symptom, series, 3);
        weigh(&b);
        ck_assert(is_chosen(&b, cause));
        const char *by = lc_found(&b.d, symptom->id)->explained_by;
        ck_assert(series == 0 ? by && strcmp(by, cause->id) == 0 : !by);
        close_bench(&b);
    }
}
END_TEST

START_TEST(a_symptom_that_is_missing_speaks_against_the_fault)
{
    const lc_rule *cause, *symptom;
    const lc_effect *e = find_cause(&cause, &symptom, false);
    bench b;
    /* log (1 - share (1 - e^-3)), at most log (1 - 0.5 0.95) = -0.64 */
    double part = log1p(e->share * expm1(-3)), weight = weight_for(cause, -part / 2);
    for (size_t missing = 0; missing < 2; missing++) {
        open_bench(&b);
        show(&b, cause, 0, weight);
        if (missing)
            miss(&b, symptom, -3);
        weigh(&b);
        ck_assert(is_chosen(&b, cause) == !missing);
        close_bench(&b);
    }
    open_bench(&b);
    show(&b, cause, 0, 9);
    miss(&b, symptom, -3);
    weigh(&b);
    ck_assert(is_chosen(&b, cause)); /* it outweighs that */
    ck_assert_double_eq_tol(lc_weighing_part(&b.w, index_of(symptom)), part, 1e-9);
    close_bench(&b);
}
END_TEST

/* ---- one fault and more ---------------------------------------------------------------------- */

START_TEST(a_further_fault_has_its_price)
{
    const lc_rule *rule[3];
    bench b;
    find_unrelated(rule);
    /* Half of the price on either side of it. */
    for (int more = 0; more < 2; more++) {
        double score = -LC_PRIOR_MORE * (more ? 1.5 : 0.5);
        open_bench(&b);
        show(&b, rule[1], 0, weight_for(rule[1], score));
        weigh(&b);
        ck_assert(is_chosen(&b, rule[1])); /* alone it is paid for */
        close_bench(&b);
        open_bench(&b);
        show(&b, rule[0], 0, weight_for(rule[0], 9));
        show(&b, rule[1], 0, weight_for(rule[1], score));
        weigh(&b);
        ck_assert(is_chosen(&b, rule[0]));
        ck_assert(is_chosen(&b, rule[1]) == (more == 1));
        /* What stands for no fault, and is explained by none, is a note. */
        ck_assert_int_eq(lc_found(&b.d, rule[1]->id)->severity, more ? LC_WARNING : LC_NOTE);
        close_bench(&b);
    }
}
END_TEST

START_TEST(a_state_stands_beside_a_fault_at_no_price)
{
    const lc_rule *state = NULL, *fault = NULL;
    for (const lc_rule *const *s = lc_rules; *s && !fault; s++)
        for (const lc_rule *const *f = lc_rules; *f && (*s)->state && (*s)->verdict && !fault; f++)
            if (is_plain_fault(*f) && !effect_of(*f, *s) && !effect_of(*s, *f)) {
                state = *s;
                fault = *f;
            }
    ck_assert_ptr_nonnull(fault);
    bench b;
    open_bench(&b);
    show(&b, fault, 0, weight_for(fault, 9));
    show(&b, state, 0, weight_for(state, -LC_PRIOR_MORE / 2));
    weigh(&b);
    ck_assert(is_chosen(&b, fault) && is_chosen(&b, state));
    close_bench(&b);
}
END_TEST

START_TEST(a_fault_that_is_less_likely_than_all_else_is_not_named)
{
    const lc_rule *rule[3];
    bench b;
    find_unrelated(rule);
    /* Three about as likely as none of them, each e^0.05 to e^0.1 times: no one has LC_NAMED. */
    open_bench(&b);
    for (size_t i = 0; i < 3; i++)
        show(&b, rule[i], 0, weight_for(rule[i], 0.1 - 0.02 * (double)i));
    weigh(&b);
    ck_assert(b.w.doubtful);
    ck_assert_uint_eq(b.w.decides, SIZE_MAX);
    ck_assert_ptr_eq(b.w.rule[b.w.second], rule[0]);
    ck_assert_double_lt(b.w.verdict, LC_NAMED);
    for (size_t i = 0; i < b.d.n; i++)
        ck_assert_int_eq(b.d.findings[i].severity, LC_NOTE);
    lc_verdict_reach(&b.context, &b.w);
    ck_assert_str_eq(b.d.verdict.name, "inconclusive");
    close_bench(&b);
    /* One of them e^4 times: named. */
    open_bench(&b);
    for (size_t i = 0; i < 3; i++)
        show(&b, rule[i], 0, weight_for(rule[i], i == 1 ? 4 : 0.1));
    weigh(&b);
    ck_assert(!b.w.doubtful);
    ck_assert_ptr_eq(b.w.rule[b.w.decides], rule[1]);
    ck_assert_double_gt(b.w.verdict, LC_NAMED);
    lc_verdict_reach(&b.context, &b.w);
    ck_assert_str_eq(b.d.verdict.name, rule[1]->verdict);
    close_bench(&b);
}
END_TEST

/* Three of about e^2 times, each about as likely as the others, and none of them hardly: some fault is there. */
START_TEST(of_several_likely_faults_the_likeliest_is_named)
{
    const lc_rule *rule[3];
    bench b;
    find_unrelated(rule);
    open_bench(&b);
    for (size_t i = 0; i < 3; i++)
        show(&b, rule[i], 0, weight_for(rule[i], i == 1 ? 2.2 : 2));
    weigh(&b);
    ck_assert_double_lt(b.w.healthy, 0.15);
    ck_assert(!b.w.doubtful);
    ck_assert_uint_ne(b.w.decides, SIZE_MAX);
    close_bench(&b);
}
END_TEST

START_TEST(nothing_found_is_no_fault)
{
    bench b;
    open_bench(&b);
    weigh(&b);
    ck_assert_uint_eq(b.w.decides, SIZE_MAX);
    ck_assert(!b.w.doubtful);
    ck_assert_double_eq_tol(b.w.healthy, 1, 1e-12);
    close_bench(&b);
}
END_TEST

/* What weighs against health in a run of up to four records; from epoch 1 or from 101 on, where a piece of a run is
 * logged, or of a run that goes on. */
static const struct {
    const char *what, *name;
    size_t n;
    double y[4], from;
    bool goes_on;
    double unlearnt;
} learning[] = {
    {"a loss that rests", "loss", 4, {14, 14.1, 13.9, 14}, 1, false, 2},
    {"of two records", "loss", 2, {14, 14.1}, 1, false, 1},
    {"it goes on", "loss", 4, {14, 14.1, 13.9, 14}, 1, true, 0},
    {"a piece", "loss", 4, {14, 14.1, 13.9, 14}, 101, false, 0},
    {"a loss that falls", "loss", 4, {14, 12, 10, 9}, 1, false, 0},
    {"an accuracy at 0.1", "accuracy", 4, {.1, .11, .1, .1}, 1, false, 2},
    {"an accuracy at 0.9", "accuracy", 4, {.9, .91, .9, .9}, 1, false, 0},
    {"an accuracy that rises", "accuracy", 4, {.1, .15, .19, .25}, 1, false, 0},
    {"a piece that has nearly nothing right", "accuracy", 4, {.05, .051, .05, .049}, 101, false, 2},
    {"a piece that has some right", "accuracy", 4, {.5, .51, .5, .49}, 101, false, 0},
    {"nothing to get better", "lr", 4, {.1, .1, .1, .1}, 1, false, 0},
};

START_TEST(health_is_earned_by_learning)
{
    bench b = {0};
    double x[4];
    for (size_t i = 0; i < 4; i++)
        x[i] = learning[_i].from + (double)i;
    b.run = run_at(x, learning[_i].n);
    b.options.goes_on = learning[_i].goes_on;
    add(&b.run, learning[_i].name, learning[_i].y);
    ck_assert_int_eq(lc_context_open(&b.context, &b.run, &b.d, &b.options, NULL), LC_OK);
    ck_assert_int_eq(lc_context_link(&b.context, NULL), LC_OK);
    weigh(&b);
    ck_assert_msg(b.w.unlearnt == learning[_i].unlearnt, "%s: %g", learning[_i].what, b.w.unlearnt);
    close_bench(&b);
}
END_TEST

/* ---- what belongs together -------------------------------------------------------------------- */

static const lc_analyzed *analyzed(const bench *b, const char *name)
{
    for (size_t i = 0; i < b->run.series_n; i++)
        if (strcmp(b->run.series[i].metric.name, name) == 0)
            return &b->context.analyzed[i];
    return NULL;
}

static void open_named(bench *b, const char *one, const char *two, const char *three)
{
    static const double y[] = {1, 0.8, 0.7, 0.65}, share[] = {0.4, 0.5, 0.55, 0.6};
    *b = (bench){.run = run_over(4)};
    add(&b->run, one, y);
    add(&b->run, two, y);
    add(&b->run, three, share);
    ck_assert_int_eq(lc_context_open(&b->context, &b->run, &b->d, &b->options, NULL), LC_OK);
    ck_assert_int_eq(lc_context_link(&b->context, NULL), LC_OK);
}

START_TEST(a_test_split_is_held_out_where_there_is_no_validation)
{
    bench b;
    open_named(&b, "train_loss", "test_loss", "train_acc");
    ck_assert_ptr_eq(lc_context_main_loss(&b.context, LC_VALIDATION), analyzed(&b, "test_loss"));
    close_bench(&b);
    open_named(&b, "val_loss", "test_loss", "train_acc");
    ck_assert_ptr_eq(lc_context_main_loss(&b.context, LC_VALIDATION), analyzed(&b, "val_loss"));
    close_bench(&b);
}
END_TEST

START_TEST(a_held_out_series_goes_with_its_like_on_train)
{
    static const struct {
        const char *first, *second, *held_out, *train;
    } names[] = {{"train_loss", "train_unweighted_loss", "val_loss", "train_unweighted_loss"},
                 {"train_loss_step", "train_loss", "val_loss", "train_loss"},
                 {"train_loss_step", "train_box_loss", "val_loss", "train_loss_step"},
                 {"train_top1", "train_accuracy", "val_acc", "train_accuracy"},
                 {"train_top5", "train_top1", "val_acc", "train_top1"},
                 {"train_top1", "train_accuracy_step", "val_acc", "train_top1"},
                 {"train_accuracy_step", "train_top1", "val_acc", "train_accuracy_step"},
                 {"val_top1", "train_top5", "val_acc", NULL},
                 {"train_loss", "train_losses", "val_los", NULL}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        bench b;
        open_named(&b, names[i].first, names[i].second, names[i].held_out);
        const lc_analyzed *other = lc_context_other(&b.context, analyzed(&b, names[i].held_out));
        ck_assert_msg(other == (names[i].train ? analyzed(&b, names[i].train) : NULL), "%s: %s",
                      names[i].held_out, other ? other->series->metric.name : "alone");
        close_bench(&b);
    }
}
END_TEST

START_TEST(an_accuracy_goes_with_the_first_plain_loss_of_its_split)
{
    bench b;
    open_named(&b, "train_box_loss", "train_loss", "train_acc");
    const lc_analyzed *accuracy = analyzed(&b, "train_acc");
    ck_assert_ptr_eq(lc_context_plain_loss(&b.context, accuracy), analyzed(&b, "train_loss"));
    close_bench(&b);
    open_named(&b, "val_loss", "train_box_loss", "train_acc");
    accuracy = analyzed(&b, "train_acc");
    ck_assert_ptr_null(lc_context_plain_loss(&b.context, accuracy));
    close_bench(&b);
}
END_TEST

START_TEST(shares_are_printed_alike_and_losses_are_not)
{
    bench b;
    open_named(&b, "train_acc", "train_loss", "val_precision"); /* 0.65 and 0.4, 0.5, 0.55, 0.6 */
    b.run.series[0].quantum = 0.001;
    b.run.series[1].quantum = 0.0001;
    b.run.series[2].quantum = 0.05;
    ck_assert_int_eq(lc_context_link(&b.context, NULL), LC_OK);
    ck_assert(lc_context_quantum(&b.context, analyzed(&b, "val_precision")) == 0.001);
    ck_assert(lc_context_quantum(&b.context, analyzed(&b, "train_loss")) == 0.0001);
    b.run.series[0].percent = true; /* another unit */
    ck_assert_int_eq(lc_context_link(&b.context, NULL), LC_OK);
    ck_assert(lc_context_quantum(&b.context, analyzed(&b, "val_precision")) == 0.05);
    close_bench(&b);
}
END_TEST

START_TEST(an_accuracy_alone_belongs_to_the_loss_whatever_that_is_called)
{
    bench b;
    open_named(&b, "train_logloss", "val_logloss", "train_accuracy");
    ck_assert_ptr_eq(lc_context_accuracy(&b.context, analyzed(&b, "train_logloss")),
                     analyzed(&b, "train_accuracy"));
    close_bench(&b);
    open_named(&b, "train_logloss", "val_logloss", "train_mask_accuracy"); /* of another head */
    ck_assert_ptr_null(lc_context_accuracy(&b.context, analyzed(&b, "train_logloss")));
    close_bench(&b);
}
END_TEST

START_TEST(how_often_a_discriminator_is_right_has_no_direction)
{
    bench b;
    open_named(&b, "d_loss", "g_loss", "d_acc");
    ck_assert_int_eq(analyzed(&b, "d_acc")->sign, 0);
    close_bench(&b);
    open_named(&b, "loss", "val_loss", "d_acc"); /* nothing trains against it */
    ck_assert_int_eq(analyzed(&b, "d_acc")->sign, -1);
    close_bench(&b);
}
END_TEST

/* What a critic costs is no course to judge, whatever is logged of the generator beside it. */
START_TEST(a_critic_beside_a_measure_of_images_or_below_0_is_adversarial)
{
    bench b;
    open_named(&b, "d_loss", "fid", "val_acc");
    ck_assert(b.context.adversarial);
    close_bench(&b);
    open_named(&b, "d_loss", "time", "val_acc");
    ck_assert(!b.context.adversarial);
    b.run.series[0].y[0] = -1;
    ck_assert(lc_role_is_adversarial(&b.run));
    close_bench(&b);
}
END_TEST

START_TEST(the_loss_of_objectness_has_no_direction_beside_others)
{
    bench b;
    open_named(&b, "val_obj_loss", "val_box_loss", "time");
    ck_assert_int_eq(analyzed(&b, "val_obj_loss")->sign, 0);
    ck_assert_int_eq(analyzed(&b, "val_box_loss")->sign, 1);
    close_bench(&b);
    open_named(&b, "val_obj_loss", "lr", "time");
    ck_assert_int_eq(analyzed(&b, "val_obj_loss")->sign, 1);
    close_bench(&b);
}
END_TEST

START_TEST(returns_are_rewards)
{
    bench b;
    open_named(&b, "policy_loss", "value_loss", "eval_ret");
    ck_assert(b.context.reinforcement);
    close_bench(&b);
    open_named(&b, "policy_loss", "value_loss", "eval_retrieval");
    ck_assert(!b.context.reinforcement);
    close_bench(&b);
}
END_TEST

/* ---- order ----------------------------------------------------------------------------------- */

/* Findings of many rules, of which some explain others, put in by steps of `stride` through the table. */
static void weigh_all(bench *b, size_t stride)
{
    size_t n = 0;
    while (lc_rules[n])
        n++;
    open_bench(b);
    for (size_t k = 0; k < n; k++) {
        size_t i = k * stride % n;
        if (i % 3 != 1)
            show(b, lc_rules[i], i % 2, 1 + (double)(i * 7 % 11) / 2);
    }
    /* Some have a second finding, on the other series, which weighs more or less than the first. */
    for (size_t k = 0; k < n; k++) {
        size_t i = k * stride % n;
        if (i % 5 == 0)
            show(b, lc_rules[i], 1 - i % 2, 1 + (double)(i * 3 % 11) / 2);
    }
    weigh(b);
}

static size_t common_divisor(size_t a, size_t b)
{
    return b == 0 ? a : common_divisor(b, a % b);
}

START_TEST(a_symptom_weighs_as_its_strongest_finding)
{
    const lc_rule *rule[3];
    find_unrelated(rule);
    for (size_t first = 0; first < 2; first++) {
        bench b;
        open_bench(&b);
        show(&b, rule[0], 0, first ? 2 : 7);
        show(&b, rule[0], 1, first ? 7 : 2);
        weigh(&b);
        ck_assert_double_eq_tol(lc_weighing_part(&b.w, index_of(rule[0])), log1p(OWN * expm1(7)),
                                1e-9);
        close_bench(&b);
    }
}
END_TEST

START_TEST(the_order_of_findings_does_not_matter)
{
    bench a, b;
    size_t shuffled = 0;
    weigh_all(&a, 1);
    lc_sort_findings(&a.d);
    ck_assert_uint_ne(a.w.decides, SIZE_MAX);
    for (size_t stride = 2; stride < a.w.n; stride++) {
        if (common_divisor(a.w.n, stride) != 1)
            continue;
        shuffled++;
        weigh_all(&b, stride);
        lc_sort_findings(&b.d);
        ck_assert_uint_eq(b.w.decides, a.w.decides);
        ck_assert_uint_eq(b.w.second, a.w.second);
        ck_assert_double_eq(b.w.verdict, a.w.verdict);
        ck_assert_mem_eq(b.w.chosen, a.w.chosen, a.w.n * sizeof *a.w.chosen);
        char *had = tell_findings(&a.run, &a.d, 1, NULL),
             *has = tell_findings(&b.run, &b.d, 1, NULL);
        ck_assert_str_eq(has, had);
        for (size_t i = 0; i < a.d.n; i++)
            ck_assert_str_eq(b.d.findings[i].rule, a.d.findings[i].rule);
        free(had);
        free(has);
        close_bench(&b);
    }
    ck_assert_uint_gt(shuffled, 5);
    close_bench(&a);
}
END_TEST

/* ---- no rule asks what another one found ------------------------------------------------------ */

static const char *const samples[] = {
    "samples/csv/diverged.csv",
    "samples/csv/generalization-gap.csv",
    "samples/csv/healthy.csv",
    "samples/csv/nan-inf.csv",
    "samples/csv/non-finite.csv",
    "samples/csv/not-converged.csv",
    "samples/csv/not-learning.csv",
    "samples/csv/overfitting.csv",
    "samples/csv/stalled.csv",
    "samples/csv/underfitting.csv",
    "samples/csv/unstable.csv",
    "samples/keras_console/crossvalidated-444546.log",
    "samples/hf_trainer_state/overflow.json",
    "samples/jsonl/long.jsonl",
};

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Whether rule k belongs to subset s: one rule alone, each half, each two thirds, two mixed ones. */
static bool is_in(size_t k, size_t s, size_t rules)
{
    return s < rules       ? k == s
           : s < rules + 2 ? k % 2 == s - rules
           : s < rules + 5 ? k % 3 != s - rules - 2
                           : k * 7 % 11 < 4 + (s - rules);
}

/* What the rules of the subset found, one sorted line each, without what the weighing makes of it. */
static char *tell_subset(const lc_diagnosis *d, size_t s, size_t rules)
{
    char *line[64], *text = NULL;
    size_t n = 0, size;
    for (size_t i = 0; i < d->n; i++) {
        const lc_finding *f = &d->findings[i];
        if (!is_in(index_of(lc_rule_find(f->rule)), s, rules))
            continue;
        ck_assert_uint_lt(n, sizeof line / sizeof *line);
        FILE *to = open_memstream(&line[n++], &size);
        fprintf(to, "%s %.17g..%.17g %.17g", f->rule, f->from, f->to, f->log_lr);
        for (size_t k = 0; k < f->series_n; k++)
            fprintf(to, " %zu", f->series[k]);
        fprintf(to, " %s\n", f->summary);
        fclose(to);
    }
    qsort(line, n, sizeof *line, by_text);
    FILE *to = open_memstream(&text, &size);
    for (size_t i = 0; i < n; i++) {
        fputs(line[i], to);
        free(line[i]);
    }
    fclose(to);
    return text;
}

static char *list_subset(size_t s, size_t rules)
{
    char *text = NULL;
    size_t size;
    FILE *to = open_memstream(&text, &size);
    for (size_t k = 0; k < rules; k++)
        if (is_in(k, s, rules))
            fprintf(to, "%s,", lc_rules[k]->id);
    fclose(to);
    return text;
}

static size_t rules_n(void)
{
    size_t n = 0;
    while (lc_rules[n])
        n++;
    return n;
}

static void check_subset(const lc_run *run, const lc_diagnosis *all, size_t s, size_t rules)
{
    char *list = list_subset(s, rules);
    lc_diagnose_options only = {.rules = list};
    lc_diagnosis d = diagnose_with(run, &only);
    char *want = tell_subset(all, s, rules), *got = tell_subset(&d, s, rules);
    ck_assert_msg(strcmp(want, got) == 0, "--rules %s\nfinds\n%sof all rules' findings\n%s", list,
                  got, want);
    free(list);
    free(want);
    free(got);
    lc_diagnosis_free(&d);
}

static void check_subsets(const lc_runs *runs)
{
    for (size_t r = 0; r < runs->n; r++) {
        lc_diagnosis all = diagnose(&runs->run[r]);
        for (size_t s = 0; s < rules_n() + 7; s++)
            check_subset(&runs->run[r], &all, s, rules_n());
        lc_diagnosis_free(&all);
    }
}

START_TEST(some_rules_find_in_a_sample_what_they_find_among_all)
{
    lc_runs runs = LC_RUNS_INIT;
    lc_error err = LC_ERROR_INIT;
    ck_assert_msg(lc_read_file(&runs, samples[_i], NULL, &err) == LC_OK, "%s: %s", samples[_i],
                  err.msg);
    check_subsets(&runs);
    lc_runs_free(&runs);
}
END_TEST

START_TEST(some_rules_find_in_an_example_what_they_find_among_all)
{
    lc_runs runs = example_of(lc_rules[_i]->id);
    check_subsets(&runs);
    lc_runs_free(&runs);
}
END_TEST

Suite *suite_weigh(void)
{
    Suite *s = suite_create("weigh");
    TCase *t = tcase_create("faults");
    tcase_add_test(t, what_explains_all_needs_evidence_of_its_own);
    tcase_add_test(t, a_fault_explains_what_it_shows);
    tcase_add_test(t, an_effect_on_the_same_series_explains_no_other);
    tcase_add_test(t, a_symptom_that_is_missing_speaks_against_the_fault);
    tcase_add_test(t, a_further_fault_has_its_price);
    tcase_add_test(t, a_state_stands_beside_a_fault_at_no_price);
    tcase_add_test(t, a_fault_that_is_less_likely_than_all_else_is_not_named);
    tcase_add_test(t, of_several_likely_faults_the_likeliest_is_named);
    tcase_add_test(t, nothing_found_is_no_fault);
    tcase_add_loop_test(t, health_is_earned_by_learning, 0,
                        (int)(sizeof learning / sizeof *learning));
    suite_add_tcase(s, t);
    t = tcase_create("context");
    tcase_add_test(t, a_test_split_is_held_out_where_there_is_no_validation);
    tcase_add_test(t, a_held_out_series_goes_with_its_like_on_train);
    tcase_add_test(t, an_accuracy_goes_with_the_first_plain_loss_of_its_split);
    tcase_add_test(t, shares_are_printed_alike_and_losses_are_not);
    tcase_add_test(t, an_accuracy_alone_belongs_to_the_loss_whatever_that_is_called);
    tcase_add_test(t, how_often_a_discriminator_is_right_has_no_direction);
    tcase_add_test(t, a_critic_beside_a_measure_of_images_or_below_0_is_adversarial);
    tcase_add_test(t, the_loss_of_objectness_has_no_direction_beside_others);
    tcase_add_test(t, returns_are_rewards);
    suite_add_tcase(s, t);
    t = tcase_create("order");
    tcase_add_test(t, a_symptom_weighs_as_its_strongest_finding);
    tcase_add_test(t, the_order_of_findings_does_not_matter);
    tcase_add_loop_test(t, some_rules_find_in_a_sample_what_they_find_among_all, 0,
                        (int)(sizeof samples / sizeof *samples));
    tcase_add_loop_test(t, some_rules_find_in_an_example_what_they_find_among_all, 0,
                        (int)rules_n());
    suite_add_tcase(s, t);
    return s;
}
