/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_watch.c - a watch says what a replay says, as the run grows and value by value. */
#include "base/mem.h"
#include "curves.h"
#include "diagnose/rule.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

Suite *suite_watch(void);

#define EVENTS_MAX 200

/* What a watch has told, first findings only. */
typedef struct told {
    size_t n, withdrawn;
    struct event {
        const char *rule;
        char metric[80];
        double at;
    } event[EVENTS_MAX];
} told;

static bool is_told(const told *t, const char *rule, const char *metric)
{
    for (size_t i = 0; i < t->n; i++)
        if (strcmp(t->event[i].rule, rule) == 0 && strcmp(t->event[i].metric, metric) == 0)
            return true;
    return false;
}

static const char *metric_of(const lc_run *run, size_t series)
{
    return series == SIZE_MAX ? "" : run->series[series].metric.name;
}

static bool take(void *self, const lc_look *look)
{
    told *t = self;
    for (size_t i = 0; i < look->found_n; i++) {
        const lc_finding *f = &look->diagnosis->findings[look->found[i]];
        const char *metric = metric_of(look->run, f->series_n ? f->series[0] : SIZE_MAX);
        if (is_told(t, f->rule, metric))
            continue;
        ck_assert_uint_lt(t->n, EVENTS_MAX);
        struct event *e = &t->event[t->n++];
        e->rule = f->rule;
        e->at = look->run->x[look->run->n - 1];
        snprintf(e->metric, sizeof e->metric, "%s", metric);
    }
    t->withdrawn += look->withdrawn_n;
    return true;
}

/* A state such as that the run still improves is known, but no news while it goes on. */
static void check_agrees(const told *t, const lc_stop *stop, const lc_run *run, const lc_online *o)
{
    size_t n = 0;
    for (size_t i = 0; i < o->n; i++) {
        const lc_known *k = &o->known[i];
        if (lc_rule_find(k->rule)->state)
            continue;
        const struct event *e = &t->event[n++];
        ck_assert_msg(n <= t->n, "%s: %s was not told", run->source, k->rule);
        ck_assert_str_eq(e->rule, k->rule);
        ck_assert_str_eq(e->metric, metric_of(run, k->series));
        ck_assert_msg(e->at == k->at, "%s: %s at %g, replayed %g", run->source, e->rule, e->at,
                      k->at);
    }
    ck_assert_msg(t->n == n, "%s: %zu findings, replayed %zu", run->source, t->n, n);
    ck_assert_msg((stop != NULL) == o->stop, "%s", run->source);
    if (stop) {
        ck_assert(stop->at == o->stop_at);
        ck_assert(stop->best == o->best && stop->best_at == o->best_at);
    }
}

/* The run's first n records, on their own. */
static lc_run first_of(const lc_run *run, size_t n, lc_series *series)
{
    lc_run part = *run;
    part.n = n;
    part.series = series;
    for (size_t i = 0; i < run->series_n; i++) {
        series[i] = run->series[i];
        while (series[i].n > 0 &&
               (series[i].at ? series[i].at[series[i].n - 1] >= n : series[i].n > n))
            series[i].n--;
    }
    return part;
}

static void watch_growing(told *t, const lc_run *run, const lc_online *online)
{
    lc_watch *w = NULL;
    const lc_watch_options options = {
        .take = take, .self = t, .stop_on = "overfitting", .patience = 2, .by_notes = true};
    lc_series *series = lc_mem_resize(NULL, run->series_n, sizeof *series);
    ck_assert_int_eq(lc_watch_open(&w, &options, NULL), LC_OK);
    for (size_t n = 1; n <= run->n; n++) {
        lc_run part = first_of(run, n, series);
        ck_assert_int_eq(lc_watch_see(w, &part, true, NULL), LC_OK);
    }
    ck_assert_int_eq(lc_watch_see(w, run, false, NULL), LC_OK);
    check_agrees(t, lc_watch_stop(w), run, online);
    lc_watch_close(w);
    lc_mem_free(series);
}

/* Names alone tell what metrics are, and nothing else is known of the values. */
static bool can_be_pushed(const lc_run *run)
{
    bool can = run->axis == LC_EPOCH || run->axis == LC_STEP;
    lc_run other = LC_RUN_INIT;
    double *y = lc_mem_resize(NULL, run->n, sizeof *y);
    for (size_t i = 0; i < run->n; i++)
        y[i] = 1;
    can = can && lc_run_set_axis(&other, run->axis, NULL, run->n, NULL) == LC_OK;
    for (size_t i = 0; i < run->series_n && can; i++) {
        const lc_series *s = &run->series[i];
        can = lc_run_add(&other, s->metric.name, y, NULL) == LC_OK && !s->averaged &&
              !s->is_told_percent;
        const lc_metric *m = &other.series[i].metric;
        can = can && m->kind == s->metric.kind && m->split == s->metric.split &&
              m->better == s->metric.better && strcmp(m->base, s->metric.base) == 0;
    }
    lc_mem_free(y);
    lc_run_free(&other);
    return can;
}

static void watch_pushed(told *t, const lc_run *run, const lc_online *online)
{
    lc_watch *w = NULL;
    const lc_verdict *verdict = NULL;
    const lc_watch_options options = {.take = take,
                                      .self = t,
                                      .stop_on = "overfitting",
                                      .by_notes = true,
                                      .patience = 2,
                                      .axis = run->axis,
                                      .facts = run->facts};
    ck_assert_int_eq(lc_watch_open(&w, &options, NULL), LC_OK);
    for (size_t n = 0; n < run->n; n++) {
        for (size_t i = 0; i < run->series_n; i++) {
            const lc_series *s = &run->series[i];
            for (size_t k = 0; k < s->n; k++)
                if (lc_series_x(run, s, k) == run->x[n])
                    ck_assert_int_eq(lc_watch_push(w, s->metric.name, run->x[n], s->y[k], NULL),
                                     LC_OK);
        }
        ck_assert_int_eq(lc_watch_verdict(&verdict, w, NULL), LC_OK);
    }
    check_agrees(t, lc_watch_stop(w), run, online);
    lc_diagnose_options on = LC_DIAGNOSE_OPTIONS_INIT;
    on.goes_on = true;
    lc_diagnosis d = diagnose_with(run, &on);
    ck_assert_ptr_nonnull(verdict);
    ck_assert_str_eq(verdict->name, d.verdict.name);
    lc_diagnosis_free(&d);
    lc_watch_close(w);
}

/* Each is watched as a run that grows, and value by value where its names tell what it is. */
START_TEST(agrees_with_the_replay_of_all_samples)
{
    static const char *const folder[] = {"samples"};
    const lc_diagnose_options replayed = {.online = true};
    lc_logs *logs = NULL;
    size_t pushed = 0, seen = 0;
    ck_assert_int_eq(lc_logs_find(&logs, folder, 1, NULL, NULL), LC_OK);
    for (size_t i = 0; i < lc_logs_count(logs); i++) {
        lc_runs runs = LC_RUNS_INIT;
        lc_logs_read(&runs, logs, i, NULL);
        for (size_t k = 0; k < runs.n; k++) {
            const lc_run *run = &runs.run[k];
            if (run->n > 500 || (run->n * 7 + run->series_n) % 4 != (size_t)_i)
                continue;
            lc_diagnosis d = diagnose_with(run, &replayed);
            told grown = {0}, values = {0};
            watch_growing(&grown, run, &d.online);
            seen++;
            if (can_be_pushed(run)) {
                watch_pushed(&values, run, &d.online);
                pushed++;
            }
            lc_diagnosis_free(&d);
        }
        lc_runs_free(&runs);
    }
    lc_logs_close(logs);
    ck_assert_uint_gt(seen, 20);
    ck_assert_uint_gt(pushed, 5);
}
END_TEST

/* ---- made-up runs ------------------------------------------------------------------------- */

/* A loss that falls by 1/i, with noise of 1 %; from `bad` on it is NaN. */
static double loss_at(size_t i, size_t bad)
{
    if (bad && i >= bad)
        return NAN;
    return (1 + 0.01 * sin(7.3 * (double)i)) * (0.1 + 1 / (1 + (double)i / 50));
}

static lc_watch *open_watch(told *t, const char *stop_on, size_t patience)
{
    lc_watch *w = NULL;
    const lc_watch_options options = {
        .take = take, .self = t, .stop_on = stop_on, .patience = patience};
    ck_assert_int_eq(lc_watch_open(&w, &options, NULL), LC_OK);
    return w;
}

static const lc_verdict *push_loss(lc_watch *w, double x, double y)
{
    const lc_verdict *v = NULL;
    ck_assert_int_eq(lc_watch_push(w, "val_loss", x, y, NULL), LC_OK);
    ck_assert_int_eq(lc_watch_verdict(&v, w, NULL), LC_OK);
    return v;
}

/* Looks are 1/12 of the run apart by then, and its history is thinned to every sixteenth value. */
START_TEST(a_nan_stops_at_once)
{
    told t = {0};
    lc_watch *w = open_watch(&t, "non-finite", 5);
    for (size_t i = 1; i <= 5002; i++) {
        push_loss(w, (double)i, loss_at(i, 5002));
        ck_assert((lc_watch_stop(w) != NULL) == (i == 5002));
    }
    ck_assert_str_eq(lc_watch_stop(w)->rule, "non-finite");
    ck_assert(lc_watch_stop(w)->at >= 4986); /* the kept value next to it */
    ck_assert(lc_watch_stop(w)->best > 0);
    lc_watch_close(w);
}
END_TEST

START_TEST(patience_waits_and_confidence_too)
{
    double at[3];
    static const size_t patience[] = {1, 2, 6};
    for (size_t k = 0; k < 3; k++) {
        told t = {0};
        lc_watch *w = open_watch(&t, "overfitting", patience[k]);
        for (size_t i = 1; i <= 80; i++) {
            double x = (double)i;
            lc_watch_push(w, "loss", x, 0.05 + exp(-x / 15) + 0.004 * sin(7.3 * x), NULL);
            push_loss(w, x,
                      0.3 + exp(-x / 6) + (i > 20 ? 0.01 * (x - 20) : 0) + 0.004 * sin(5 * x));
        }
        ck_assert_ptr_nonnull(lc_watch_stop(w));
        at[k] = lc_watch_stop(w)->at;
        ck_assert_double_gt(at[k], 20);
        ck_assert_double_lt(lc_watch_stop(w)->best_at, 25);
        lc_watch_close(w);
    }
    ck_assert(at[0] + 1 == at[1]);
    ck_assert(at[1] + 4 <= at[2]);
}
END_TEST

/* Ten looks that are 1/12 of the run apart would take it to twice its length. */
START_TEST(a_stop_that_waits_is_looked_at_sooner)
{
    told t = {0};
    lc_watch *w = open_watch(&t, "overfitting", 10);
    for (size_t i = 1; i <= 6000 && !lc_watch_stop(w); i++) {
        double x = (double)i;
        lc_watch_push(w, "loss", x, 0.05 + exp(-x / 600) + 0.004 * sin(7.3 * x), NULL);
        push_loss(w, x,
                  0.3 + exp(-x / 240) + (i > 1200 ? 0.0005 * (x - 1200) : 0) + 0.004 * sin(5 * x));
    }
    ck_assert_ptr_nonnull(lc_watch_stop(w));
    ck_assert_double_gt(lc_watch_stop(w)->at, 1200);
    ck_assert_double_lt(lc_watch_stop(w)->at, 1.5 * 1200);
    lc_watch_close(w);
}
END_TEST

/* A loss goes to three times its level after record 60 and stays there: a jump is waited for half as long. */
START_TEST(a_jump_stops_within_ten_records)
{
    told t = {0};
    lc_watch *w = open_watch(&t, "lasting-jump,divergence", 0);
    for (size_t i = 1; i <= 200 && !lc_watch_stop(w); i++) {
        lc_watch_push(w, "loss", (double)i, loss_at(i, 0) * (i > 60 ? 3 : 1), NULL);
        push_loss(w, (double)i, 1.1 * loss_at(i, 0) * (i > 60 ? 3 : 1));
    }
    ck_assert_ptr_nonnull(lc_watch_stop(w));
    ck_assert_double_gt(lc_watch_stop(w)->at, 62);
    ck_assert_double_le(lc_watch_stop(w)->at, 70);
    lc_watch_close(w);
}
END_TEST

/* What creeps up by 3 % after the learning rate fell, without noise, is certain, but little enough to be a note. */
START_TEST(a_note_stops_only_where_notes_are_asked_for)
{
    static const char *const on[] = {"overfitting", "overfitting,warning", "note"};
    for (size_t k = 0; k < sizeof on / sizeof *on; k++) {
        told t = {0};
        lc_watch *w = open_watch(&t, on[k], 0);
        for (size_t i = 1; i <= 90; i++) {
            bool early = i <= 52;
            double x = (double)i, left = exp(-x / 8);
            double swing = sin(0.7 * x) * (early ? 0.01 : 0.001);
            double creeps = early ? 0 : 0.001 * (fmin(x, 78) - 52);
            lc_watch_push(w, "lr", x, early ? 2e-3 : 2e-4, NULL);
            lc_watch_push(w, "loss", x, 0.01 + 0.7 * left + 0.02 / (1 + x / 20), NULL);
            push_loss(w, x, (0.03 + 0.7 * left) * (1 + swing) * (1 + creeps));
        }
        ck_assert_msg((lc_watch_stop(w) != NULL) == (k == 2), "%s", on[k]);
        lc_watch_close(w);
    }
}
END_TEST

/* The swings of the first records are no trend when more of them are seen. */
START_TEST(a_jump_that_is_undone_is_withdrawn)
{
    told t = {0};
    lc_watch *w = open_watch(&t, NULL, 0);
    for (size_t i = 1; i <= 120; i++)
        push_loss(w, (double)i, loss_at(i, 0) * (i >= 40 && i < 50 ? 4 : 1));
    ck_assert_uint_gt(t.n, 0);
    ck_assert_uint_gt(t.withdrawn, 0);
    lc_watch_close(w);
}
END_TEST

/* It improves to the end, which is a warning only of a run that has ended. */
START_TEST(a_run_that_goes_on_is_not_stopped_for_improving)
{
    told t = {0};
    lc_watch *w = open_watch(&t, "warning", 1);
    const lc_verdict *v = NULL;
    for (size_t i = 1; i <= 30; i++)
        v = push_loss(w, (double)i, 3 - 0.05 * (double)i + 0.01 * sin(7.3 * (double)i));
    ck_assert_str_eq(v->name, "not-converged");
    ck_assert_ptr_null(lc_watch_stop(w));
    ck_assert_uint_eq(t.n, 0);
    lc_watch_close(w);
}
END_TEST

/* That nothing was learnt yet says little of a run that goes on. */
START_TEST(a_run_that_goes_on_may_have_learnt_nothing_yet)
{
    static const double y[] = {2.3, 2.2, 2.25};
    told t = {0};
    lc_watch *w = open_watch(&t, "non-finite", 5);
    const lc_verdict *v = NULL;
    lc_run run = run_over(3);
    add(&run, "val_loss", y);
    for (size_t i = 0; i < 3; i++)
        v = push_loss(w, (double)(i + 1), y[i]);
    lc_diagnosis d = diagnose(&run);
    ck_assert_str_eq(v->name, "healthy");
    ck_assert_str_eq(d.verdict.name, "inconclusive");
    lc_diagnosis_free(&d);
    lc_run_free(&run);
    lc_watch_close(w);
}
END_TEST

START_TEST(a_resume_forgets_what_lies_behind_it)
{
    told t = {0};
    lc_watch *w = open_watch(&t, "non-finite", 0);
    for (size_t i = 1; i <= 30; i++)
        push_loss(w, (double)i, loss_at(i, 25));
    ck_assert_str_eq(push_loss(w, 31, NAN)->name, "non-finite");
    for (size_t i = 20; i <= 60; i++)
        push_loss(w, (double)i, loss_at(i, 0));
    ck_assert_str_ne(push_loss(w, 61, loss_at(61, 0))->name, "non-finite");
    ck_assert_uint_eq(t.withdrawn, 1);
    lc_watch_close(w);
}
END_TEST

START_TEST(refuses_what_is_no_value)
{
    const lc_verdict *v = NULL;
    lc_error err = LC_ERROR_INIT;
    told t = {0};
    lc_watch *w = open_watch(&t, NULL, 0);
    ck_assert_int_eq(lc_watch_verdict(&v, w, &err), LC_E_ARG);
    ck_assert_int_eq(lc_watch_push(w, "loss", NAN, 1, &err), LC_E_ARG);
    ck_assert_int_eq(lc_watch_push(w, "", 1, 1, &err), LC_E_ARG);
    ck_assert_int_eq(lc_watch_push(w, "loss", 1, lc_absent(), &err), LC_OK);
    ck_assert_int_eq(lc_watch_verdict(&v, w, &err), LC_E_ARG);
    ck_assert_ptr_null(v);
    lc_watch_close(w);
    lc_watch_close(NULL);
}
END_TEST

/* A record that gets a value more is looked at again; a run that begins anew is a new one. */
START_TEST(sees_values_that_come_late_and_runs_that_begin_anew)
{
    told t = {0};
    lc_watch *w = open_watch(&t, "non-finite", 0);
    double loss[6], val[6];
    for (size_t i = 0; i < 6; i++) {
        loss[i] = loss_at(i + 1, 0);
        val[i] = i == 5 ? lc_absent() : loss[i] + 0.1;
    }
    for (int step = 0; step < 3; step++) {
        lc_run run = run_over(step == 2 ? 3 : 6);
        add(&run, "loss", loss);
        val[5] = step ? NAN : lc_absent();
        add(&run, "val_loss", val);
        ck_assert_int_eq(lc_watch_see(w, &run, true, NULL), LC_OK);
        ck_assert((lc_watch_stop(w) != NULL) == (step > 0));
        lc_run_free(&run);
    }
    lc_watch_close(w);
}
END_TEST

/* A log of so many steps, of which a validation loss stands in each hundredth line; NaN at one step. */
static char *long_log(size_t n, size_t bad, size_t *size)
{
    char *text = NULL;
    FILE *out = open_memstream(&text, size);
    fputs("step,loss,val_loss\n", out);
    for (size_t i = 1; i <= n; i++) {
        fprintf(out, "%zu,%.6f,", i, i == bad ? NAN : 1 / (double)i);
        if (i % 100 == 0)
            fprintf(out, "%.6f", 2 / (double)i);
        putc('\n', out);
    }
    fclose(out);
    return text;
}

/* Of the first 40,000 records about 1,000 stay, evenly; all of validation's, the NaN, and both ends. */
START_TEST(a_long_log_is_thinned_evenly)
{
    const lc_read_options options = {.most_records = 1000};
    lc_runs runs = LC_RUNS_INIT;
    size_t size, bad = 0;
    char *text = long_log(40000, 20001, &size);
    ck_assert_int_eq(lc_read_bytes(&runs, NULL, text, size, &options, NULL), LC_OK);
    const lc_run *run = &runs.run[0];
    const lc_series *loss = lc_run_find(run, "loss"), *val = lc_run_find(run, "val_loss");
    ck_assert_uint_eq(val->n, 400);
    ck_assert_uint_ge(loss->n, 600);
    ck_assert_uint_le(loss->n, 1500);
    ck_assert_uint_ge(run->thinned, 32);
    ck_assert(run->x[0] == 1 && run->x[run->n - 1] == 40000);
    for (size_t i = 0; i < loss->n; i++) {
        double x = lc_series_x(run, loss, i);
        ck_assert(isnan(loss->y[i]) ? x == 20001 : fabs(loss->y[i] - 1 / x) < 1e-6);
        bad += isnan(loss->y[i]) ? 1 : 0;
        ck_assert(i == 0 || x - lc_series_x(run, loss, i - 1) <= 2 * (double)run->thinned);
    }
    ck_assert_uint_eq(bad, 1);
    for (size_t i = 0; i < val->n; i++)
        ck_assert(fabs(val->y[i] - 2 / lc_series_x(run, val, i)) < 1e-6);
    lc_runs_free(&runs);
    free(text);
}
END_TEST

/* Each record has a value of another metric, and all of them stay: thinning has nothing to do for long. */
START_TEST(metrics_in_records_of_their_own_are_thinned)
{
    const lc_read_options options = {.most_records = 100};
    const char *const name[] = {"loss", "val_loss", "accuracy"};
    lc_runs runs = LC_RUNS_INIT;
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    for (size_t i = 0; i < 3000; i++)
        fprintf(out, "{\"%s\": %zu}\n", name[i % 3], i);
    fclose(out);
    ck_assert_int_eq(lc_read_bytes(&runs, NULL, text, size, &options, NULL), LC_OK);
    ck_assert_uint_eq(runs.n, 1);
    for (size_t i = 0; i < 3; i++) {
        const lc_series *s = lc_run_find(&runs.run[0], name[i]);
        ck_assert_uint_ge(s->n, 50);
        ck_assert_uint_le(s->n, 150);
        ck_assert_double_eq(s->y[0], (double)i);
    }
    lc_runs_free(&runs);
    free(text);
}
END_TEST

/* Records are told to runs by their number, which thinning would change. */
START_TEST(what_turns_out_to_be_several_runs_is_thinned_no_more)
{
    const lc_read_options options = {.most_records = 10, .format = "plain"};
    lc_runs runs = LC_RUNS_INIT;
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    for (size_t fold = 0; fold <= 2; fold++) {
        if (fold)
            fprintf(out, "========== Fold %zu/2 ==========\n", fold);
        for (size_t i = 1; i <= 30; i++)
            fprintf(out, "Epoch %zu: train_loss %zu.5\n", i, fold);
    }
    fclose(out);
    ck_assert_int_eq(lc_read_bytes(&runs, NULL, text, size, &options, NULL), LC_OK);
    const lc_series *last = &runs.run[runs.n - 1].series[0];
    ck_assert_uint_gt(last->n, 1);
    for (size_t i = 0; i < last->n; i++)
        ck_assert_double_eq(last->y[i], 2.5);
    lc_runs_free(&runs);
    free(text);
}
END_TEST

START_TEST(thinning_survives_failed_allocations)
{
    const lc_read_options options = {.most_records = 10, .growing = true};
    size_t size;
    char *text = long_log(200, 77, &size);
    for (size_t k = 1;; k++) {
        lc_runs runs = LC_RUNS_INIT;
        lc_mem_fail_at(k);
        lc_status st = lc_read_bytes(&runs, NULL, text, size, &options, NULL);
        lc_mem_fail_at(0);
        lc_runs_free(&runs);
        if (st == LC_OK)
            break;
        ck_assert_int_eq(st, LC_E_NOMEM);
    }
    free(text);
}
END_TEST

/* Looks at a log that grows, and is thinned more and more: what was found is not found again. */
START_TEST(a_thinned_log_goes_on_being_the_same_run)
{
    const lc_read_options options = {.most_records = 500};
    told t = {0};
    lc_watch *w = open_watch(&t, "non-finite", 0);
    for (size_t n = 300; n < 60000; n += n / 7) {
        lc_runs runs = LC_RUNS_INIT;
        size_t size;
        char *text = long_log(n, 30000, &size);
        ck_assert_int_eq(lc_read_bytes(&runs, NULL, text, size, &options, NULL), LC_OK);
        ck_assert_int_eq(lc_watch_see(w, &runs.run[0], true, NULL), LC_OK);
        ck_assert((lc_watch_stop(w) != NULL) == (n >= 30000));
        lc_runs_free(&runs);
        free(text);
    }
    size_t bad = 0;
    for (size_t i = 0; i < t.n; i++)
        bad += strcmp(t.event[i].rule, "non-finite") == 0;
    ck_assert_uint_eq(bad, 1);
    lc_watch_close(w);
}
END_TEST

/* ---- a log that is being written ---------------------------------------------------------- */

static const struct {
    const char *text;
    size_t records;
    double last; /* value of its first metric */
} growing[] = {
    {"epoch,loss\n1,0.9\n2,0.8\n3,0.7\n", 3, 0.7},
    {"epoch,loss\n1,0.9\n2,0.8\n3,0.", 2, 0.8},
    {"epoch,loss\n1,0.9\n2,0.8\n3", 2, 0.8},
    {"Epoch 1/9\n\r1/2 - loss: 9.5\r2/2 - 1s - loss: 0.9 - val_loss: 1.9\n"
     "Epoch 2/9\n\r1/2 - loss: 9.5\r2/2 - 1s - loss: 0.8 - val_loss: 1.8\n"
     "Epoch 3/9\n\r1/2 [==>..] - ETA: 1s - loss: 9.5\r",
     2, 0.8},
    {"{\"epoch\": 1, \"loss\": 0.9}\n{\"epoch\": 2, \"loss\": 0.8}", 2, 0.8},
    {"{\"epoch\": 1, \"loss\": 0.9}\n{\"epoch\": 2, \"loss\": 0.", 1, 0.9},
    {"{\"loss\": [0.9, 0.8, 0.7], \"val_loss\": [1, 0.9, 0.8]}", 3, 0.7},
};

START_TEST(half_a_line_is_no_value_yet)
{
    const lc_read_options options = {.growing = true};
    lc_runs runs = LC_RUNS_INIT;
    const char *text = growing[_i].text;
    ck_assert_int_eq(lc_read_bytes(&runs, NULL, text, strlen(text), &options, NULL), LC_OK);
    const lc_series *s = lc_run_find(&runs.run[0], "loss");
    ck_assert_uint_eq(runs.run[0].n, growing[_i].records);
    ck_assert(s->y[s->n - 1] == growing[_i].last);
    lc_runs_free(&runs);
}
END_TEST

START_TEST(survives_failed_allocations)
{
    for (size_t k = 1;; k++) {
        lc_watch *w = NULL;
        const lc_verdict *v;
        lc_mem_fail_at(k);
        lc_status st = lc_watch_open(&w, NULL, NULL);
        for (size_t i = 1; i <= 6 && st == LC_OK; i++) {
            st = lc_watch_push(w, "loss", (double)i, loss_at(i, 5), NULL);
            if (st == LC_OK)
                st = lc_watch_verdict(&v, w, NULL);
        }
        lc_mem_fail_at(0);
        lc_watch_close(w);
        if (st == LC_OK)
            break;
        ck_assert_int_eq(st, LC_E_NOMEM);
    }
}
END_TEST

Suite *suite_watch(void)
{
    Suite *s = suite_create("watch");
    TCase *t = tcase_create("all");
    tcase_set_timeout(t, 120);
    tcase_add_loop_test(t, agrees_with_the_replay_of_all_samples, 0, 4);
    tcase_add_test(t, a_nan_stops_at_once);
    tcase_add_test(t, patience_waits_and_confidence_too);
    tcase_add_test(t, a_stop_that_waits_is_looked_at_sooner);
    tcase_add_test(t, a_jump_stops_within_ten_records);
    tcase_add_test(t, a_note_stops_only_where_notes_are_asked_for);
    tcase_add_test(t, a_jump_that_is_undone_is_withdrawn);
    tcase_add_test(t, a_run_that_goes_on_is_not_stopped_for_improving);
    tcase_add_test(t, a_run_that_goes_on_may_have_learnt_nothing_yet);
    tcase_add_test(t, a_resume_forgets_what_lies_behind_it);
    tcase_add_test(t, refuses_what_is_no_value);
    tcase_add_test(t, sees_values_that_come_late_and_runs_that_begin_anew);
    tcase_add_test(t, a_long_log_is_thinned_evenly);
    tcase_add_test(t, metrics_in_records_of_their_own_are_thinned);
    tcase_add_test(t, what_turns_out_to_be_several_runs_is_thinned_no_more);
    tcase_add_test(t, thinning_survives_failed_allocations);
    tcase_add_test(t, a_thinned_log_goes_on_being_the_same_run);
    tcase_add_loop_test(t, half_a_line_is_no_value_yet, 0, (int)(sizeof growing / sizeof *growing));
    tcase_add_test(t, survives_failed_allocations);
    suite_add_tcase(s, t);
    return s;
}
