/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_looks.c - what successive diagnoses tell of a run that grows, by diagnoses that are made up. */
#include "diagnose/looks.h"

#include "base/mem.h"
#include "base/text.h"
#include "curves.h"

#include <check.h>
#include <math.h>
#include <string.h>

Suite *suite_looks(void);

#define MOST 1000 /* records */

/* A finding that diagnoses of from .. to records have. */
typedef struct scripted {
    const char *rule; /* NULL: no more of them */
    size_t from, to;
    lc_severity severity;
    const char *metric; /* NULL: of the whole run */
    double confidence, log_lr;
    const char *basis, *explained_by;
} scripted;

/* What the diagnosis says, and what was seen in it and told. */
static struct {
    const scripted *row;
    size_t rows;
    const lc_run *whole;
    size_t looked, last; /* looks, and the records of the last one */
    size_t takes;        /* looks after which enough is told; 0: all are taken */
    char told[400];
} scene;

static void add_told(const char *format, const lc_run *run, char sign, const char *rule,
                     size_t series)
{
    char *text = scene.told;
    size_t n = strlen(text);
    snprintf(text + n, sizeof scene.told - n, format, n ? " " : "", run->x[run->n - 1], sign, rule,
             series == SIZE_MAX ? "" : "/",
             series == SIZE_MAX ? "" : run->series[series].metric.name);
}

/* "7+rule/metric" for what is found at x = 7, "9-rule/metric@8" for what is gone from 8 on. */
static bool take(void *self, const lc_look *look)
{
    (void)self;
    for (size_t i = 0; i < look->found_n; i++) {
        const lc_finding *f = &look->diagnosis->findings[look->found[i]];
        add_told("%s%g%c%s%s%s", look->run, '+', f->rule, f->series_n ? f->series[0] : SIZE_MAX);
    }
    for (size_t i = 0; i < look->withdrawn_n; i++) {
        const lc_known *k = &look->withdrawn[i];
        ck_assert(!k->stands);
        add_told("%s%g%c%s%s%s", look->run, '-', k->rule, k->series);
        size_t n = strlen(scene.told);
        snprintf(scene.told + n, sizeof scene.told - n, "@%g", k->withdrawn);
    }
    return !scene.takes || scene.looked < scene.takes;
}

/* Each series has the values of its first records, and no other. */
static void check_prefix(const lc_run *run)
{
    const lc_run *whole = scene.whole;
    ck_assert(run->n <= whole->n && run->series_n == whole->series_n);
    for (size_t i = 0; i < whole->series_n; i++) {
        const lc_series *s = &whole->series[i];
        size_t n = 0;
        while (n < s->n && (s->at ? s->at[n] : n) < run->n)
            n++;
        ck_assert_uint_eq(run->series[i].n, n);
    }
}

static lc_status diagnose_by_script(lc_diagnosis *d, const lc_run *run,
                                    const lc_diagnose_options *options, lc_error *err)
{
    (void)err;
    ck_assert(options->goes_on && !options->online && !options->forecast);
    ck_assert(options->min_severity == LC_NOTE);
    check_prefix(run);
    scene.looked++;
    scene.last = run->n;
    lc_diagnosis_free(d);
    d->findings = lc_mem_resize(NULL, scene.rows + 1, sizeof *d->findings);
    for (size_t i = 0; i < scene.rows; i++) {
        const scripted *s = &scene.row[i];
        if (run->n < s->from || run->n > s->to)
            continue;
        lc_finding f = {.rule = s->rule,
                        .severity = s->severity,
                        .confidence = s->confidence,
                        .log_lr = s->log_lr,
                        .explained_by = s->explained_by};
        if (s->basis)
            f.basis = lc_mem_text(s->basis, strlen(s->basis));
        for (size_t k = 0; s->metric && k < run->series_n; k++)
            if (strcmp(run->series[k].metric.name, s->metric) == 0)
                f.series[f.series_n++] = k;
        d->findings[d->n++] = f;
    }
    return LC_OK;
}

/* A run of n records of a loss that falls, and of one of validation that falls to 1 at record 4, and rises. */
static lc_run run_of(size_t n)
{
    double loss[MOST], val[MOST];
    for (size_t i = 0; i < n; i++) {
        loss[i] = 1.0 / (double)(i + 1);
        val[i] = 1 + 0.01 * fabs((double)i - 3);
    }
    lc_run run = run_over(n);
    add(&run, "loss", loss);
    add(&run, "val_loss", val);
    return run;
}

static void set_scene(const scripted *row, size_t rows, const lc_run *run)
{
    memset(&scene, 0, sizeof scene);
    scene.row = row;
    while (row && scene.rows < rows && row[scene.rows].rule)
        scene.rows++;
    scene.whole = run;
}

static lc_looks open_looks(lc_watch_options options)
{
    lc_looks l;
    options.take = take;
    ck_assert_int_eq(lc_looks_open(&l, &options, diagnose_by_script, NULL), LC_OK);
    return l;
}

/* Its first n records. */
static void cut(lc_run *run, size_t n)
{
    run->n = n;
    for (size_t i = 0; i < run->series_n; i++)
        run->series[i].n = n;
}

static void follow(lc_looks *l, const lc_run *run, bool each)
{
    scene.whole = run;
    ck_assert_int_eq(lc_looks_follow(l, run, each, NULL), LC_OK);
}

#define W LC_WARNING
static const struct {
    const char *what;
    scripted row[3];
    const char *told;
} news[] = {
    {"a warning, once", {{"divergence", 3, 9, W, .metric = "loss"}}, "3+divergence/loss"},
    {"of the whole run", {{"divergence", 3, 9, .severity = W}}, "3+divergence"},
    {"a note is none", {{"divergence", 3, 9, LC_NOTE, .metric = "loss"}}, ""},
    {"what another explains",
     {{"divergence", 3, 9, W, .metric = "loss", .explained_by = "spikes"}},
     ""},
    {"that goes for one look",
     {{"divergence", 3, 4, W, .metric = "loss"}, {"divergence", 6, 9, W, .metric = "loss"}},
     "3+divergence/loss"},
    {"that goes",
     {{"divergence", 3, 4, W, .metric = "loss"}},
     "3+divergence/loss 6-divergence/loss@5"},
    {"that goes and comes back",
     {{"divergence", 3, 4, W, .metric = "loss"}, {"divergence", 8, 9, W, .metric = "loss"}},
     "3+divergence/loss 6-divergence/loss@5 8+divergence/loss"},
    {"that becomes a note",
     {{"divergence", 3, 4, W, .metric = "loss"}, {"divergence", 5, 9, LC_NOTE, .metric = "loss"}},
     "3+divergence/loss"},
    {"that turns to another series",
     {{"divergence", 3, 4, W, .metric = "loss"}, {"divergence", 5, 9, W, .metric = "val_loss"}},
     "3+divergence/loss 5+divergence/val_loss 6-divergence/loss@5"},
    {"that turns to the whole run",
     {{"divergence", 3, 4, W, .metric = "loss"}, {"divergence", 5, 9, .severity = W}},
     "3+divergence/loss 5+divergence 6-divergence/loss@5"},
    {"of two rules",
     {{"divergence", 3, 9, W, .metric = "loss"}, {"spikes", 3, 4, W, .metric = "loss"}},
     "3+divergence/loss 3+spikes/loss 6-spikes/loss@5"},
    {"a state of the run is none", {{"still-improving", 3, 4, W, .metric = "loss"}}, ""},
};

START_TEST(tells_what_is_new_and_what_is_withdrawn)
{
    lc_run run = run_of(9);
    lc_looks l = open_looks((lc_watch_options){.patience = 0});
    set_scene(news[_i].row, 3, &run);
    follow(&l, &run, true);
    ck_assert_msg(strcmp(scene.told, news[_i].told) == 0, "%s: %s", news[_i].what, scene.told);
    ck_assert(!l.stops && scene.looked == 9);
    lc_looks_free(&l);
    lc_run_free(&run);
}
END_TEST

static const struct {
    const char *what;
    lc_watch_options options;
    scripted row[3];
    double at; /* of the stop; 0: none */
} stops[] = {
    {"nothing asks for it", {.patience = 2}, {{"divergence", 3, 20, W, .metric = "loss"}}, 0},
    {"three looks in a row",
     {.stop_on = "divergence", .patience = 3},
     {{"divergence", 3, 20, W, .metric = "loss"}},
     5},
    {"another rule's",
     {.stop_on = "divergence", .patience = 3},
     {{"spikes", 3, 20, W, .metric = "loss"}},
     0},
    {"a rule whose name begins alike",
     {.stop_on = "overfitting-few,loss", .patience = 1},
     {{"overfitting", 3, 20, W, .metric = "loss"}},
     0},
    {"the second rule of the list",
     {.stop_on = "spikes,divergence", .patience = 3},
     {{"divergence", 3, 20, W, .metric = "loss"}},
     5},
    {"one that goes for a look",
     {.stop_on = "divergence", .patience = 3},
     {{"divergence", 3, 4, W, .metric = "loss"}, {"divergence", 6, 20, W, .metric = "loss"}},
     8},
    {"as long as is usual", {.stop_on = "spikes"}, {{"spikes", 3, 20, W, .metric = "loss"}}, 12},
    {"one that is too unsure",
     {.stop_on = "divergence", .patience = 1, .min_confidence = 0.8},
     {{"divergence", 3, 20, W, .metric = "loss", .confidence = 0.7}},
     0},
    {"one that is as sure",
     {.stop_on = "divergence", .patience = 1, .min_confidence = 0.8},
     {{"divergence", 3, 20, W, .metric = "loss", .confidence = 0.8}},
     3},
    {"what another explains",
     {.stop_on = "divergence", .patience = 1},
     {{"divergence", 3, 20, W, .metric = "loss", .explained_by = "spikes"}},
     0},
    {"what is arithmetic needs one look",
     {.stop_on = "divergence"},
     {{"divergence", 3, 20, W, .metric = "loss", .basis = "bound: a number"}},
     3},
    {"what speaks of a bound doesn't",
     {.stop_on = "divergence", .patience = 4},
     {{"divergence", 3, 20, W, .metric = "loss", .basis = "p = 0.1 of a bound"}},
     6},
    {"a severity",
     {.stop_on = "warning", .patience = 1},
     {{"spikes", 3, 20, W, .metric = "loss"}},
     3},
    {"a graver one",
     {.stop_on = "warning", .patience = 1},
     {{"spikes", 3, 20, LC_CRITICAL, .metric = "loss"}},
     3},
    {"a lesser one",
     {.stop_on = "critical", .patience = 1},
     {{"spikes", 3, 20, W, .metric = "loss"}},
     0},
    {"notes, where they are named",
     {.stop_on = "note", .patience = 1},
     {{"spikes", 3, 20, LC_NOTE, .metric = "loss"}},
     3},
    {"a state is no reason by its severity",
     {.stop_on = "note", .patience = 1},
     {{"still-improving", 3, 20, W, .metric = "loss"}},
     0},
    /* val_loss is worst at its end from record 5 on: medians of three */
    {"a note of what is worse than ever",
     {.stop_on = "spikes", .patience = 1, .by_notes = true},
     {{"spikes", 3, 20, LC_NOTE, .metric = "val_loss"}},
     6},
    {"a note that the weighing held for unlikely",
     {.stop_on = "spikes", .patience = 1, .by_notes = true},
     {{"spikes", 3, 20, LC_NOTE, .metric = "val_loss", .log_lr = -1}},
     0},
    {"a note of what is better than ever",
     {.stop_on = "spikes", .patience = 1, .by_notes = true},
     {{"spikes", 3, 20, LC_NOTE, .metric = "loss"}},
     0},
    {"notes count, but don't stop",
     {.stop_on = "spikes", .patience = 3},
     {{"spikes", 3, 10, LC_NOTE, .metric = "val_loss"},
      {"spikes", 11, 20, W, .metric = "val_loss"}},
     11},
    {"the gravest finding of a rule counts",
     {.stop_on = "spikes", .patience = 2},
     {{"spikes", 3, 20, W, .metric = "loss"}, {"spikes", 9, 20, LC_NOTE, .metric = "val_loss"}},
     4},
};

START_TEST(stops_when_it_should)
{
    lc_run run = run_of(20);
    lc_looks l = open_looks(stops[_i].options);
    set_scene(stops[_i].row, 3, &run);
    follow(&l, &run, true);
    ck_assert_msg(l.stops == (stops[_i].at > 0), "%s: %g", stops[_i].what, l.stop.at);
    ck_assert_msg(!l.stops || l.stop.at == stops[_i].at, "%s: at %g", stops[_i].what, l.stop.at);
    lc_looks_free(&l);
    lc_run_free(&run);
}
END_TEST

/* The first reason stays, and the best record is of the held-out loss. */
START_TEST(a_stop_says_why_and_what_was_best)
{
    static const scripted row[] = {{"divergence", 6, 20, W, .metric = "loss"},
                                   {"spikes", 5, 20, .severity = W}};
    lc_run run = run_of(20);
    lc_looks l = open_looks((lc_watch_options){.stop_on = "divergence,spikes", .patience = 2});
    set_scene(row, 2, &run);
    follow(&l, &run, true);
    ck_assert_str_eq(l.stop.rule, "spikes");
    ck_assert(l.stop.at == 6 && l.stop.series == SIZE_MAX);
    ck_assert(l.stop.best_series == 1 && l.stop.best_at == 4 && l.stop.best == 1);
    lc_looks_free(&l);

    l = open_looks((lc_watch_options){.stop_on = "divergence", .patience = 2});
    set_scene(row, 1, &run);
    follow(&l, &run, true);
    ck_assert(l.stop.series == 0 && l.stop.at == 7);
    ck_assert(l.stop.best_series == 1 && l.stop.best_at == 4);
    lc_looks_free(&l);
    lc_run_free(&run);
}
END_TEST

/* Without one of validation it is what the run is judged by. Where nothing of it is finite, none is best. */
START_TEST(the_best_is_of_training_where_nothing_else_is)
{
    static const scripted row[] = {{"divergence", 2, 3, W, .metric = "loss"}};
    double y[] = {3, 2, 4}, bad[] = {NAN, NAN, NAN};
    for (int what = 0; what < 2; what++) {
        lc_run run = run_over(3);
        add(&run, "loss", what ? bad : y);
        lc_looks l = open_looks((lc_watch_options){.stop_on = "divergence", .patience = 2});
        set_scene(row, 1, &run);
        follow(&l, &run, true);
        ck_assert(l.stops && l.stop.series == 0 && l.stop.at == 3);
        ck_assert(what ? l.stop.best_series == SIZE_MAX && lc_is_absent(l.stop.best_at)
                       : l.stop.best_series == 0 && l.stop.best_at == 2 && l.stop.best == 2);
        lc_looks_free(&l);
        lc_run_free(&run);
    }
}
END_TEST

/* Of a loss quotients count: it came back from twice its best, 0.38 / 0.2 is less, and more than 0.4 / 0.3.
 * Of a score, which may pass 0, differences do. */
static const struct {
    const char *what, *name;
    double y[9];
    bool stop;
} turns[] = {
    {"a loss that rises as it did", "loss", {.3, .3, .6, .6, .2, .2, .38, .38, .38}, false},
    {"more than it did", "loss", {.3, .3, .4, .4, .2, .2, .38, .38, .38}, true},
    {"more in proportion, less in all", "loss", {3, 3, 6, 6, .5, .5, 1.25, 1.25, 1.25}, true},
    {"a score that falls as it did", "accuracy", {.5, .5, .2, .2, .7, .7, .45, .45, .45}, false},
    {"more than it did", "accuracy", {.5, .5, .2, .2, .7, .7, .35, .35, .35}, true},
    {"a loss that never rose before", "loss", {.9, .8, .7, .6, .5, .5, .52, .52, .52}, true},
    {"what isn't finite is left out", "loss", {.9, NAN, .7, .6, .5, .5, .52, .52, .52}, true},
    {"one record is no turn", "loss", {.9, .8, .7, .6, .5, .5, .9, .5, .5}, false},
};

START_TEST(a_turn_is_more_than_what_came_back_before)
{
    static const scripted row[] = {{"spikes", 9, 9, LC_NOTE, .metric = NULL}};
    lc_run run = run_over(9);
    scripted s = row[0];
    s.metric = turns[_i].name;
    add(&run, turns[_i].name, turns[_i].y);
    lc_looks l =
        open_looks((lc_watch_options){.stop_on = "spikes", .patience = 1, .by_notes = true});
    set_scene(&s, 1, &run);
    follow(&l, &run, true);
    ck_assert_msg(l.stops == turns[_i].stop, "%s", turns[_i].what);
    lc_looks_free(&l);
    lc_run_free(&run);
}
END_TEST

/* Every record up to 512, then one twelfth more: 512 + 42, 554 + 46. */
START_TEST(looks_less_often_at_a_long_run)
{
    lc_run run = run_of(700);
    lc_looks l = open_looks((lc_watch_options){.patience = 0});
    set_scene(NULL, 0, &run);
    ck_assert_uint_eq(lc_looks_due(&l), 1);
    cut(&run, 511);
    follow(&l, &run, true);
    ck_assert(scene.looked == 511 && lc_looks_due(&l) == 512);
    cut(&run, 512);
    follow(&l, &run, true);
    ck_assert(scene.looked == 512 && lc_looks_due(&l) == 554);
    cut(&run, 553);
    follow(&l, &run, true);
    ck_assert_uint_eq(scene.looked, 512);
    cut(&run, 700);
    follow(&l, &run, true);
    ck_assert(scene.looked == 515 && scene.last == 650); /* 554, 600, 650 */
    lc_looks_free(&l);
    lc_run_free(&run);
}
END_TEST

/* One part in 64 while it is to be seen whether the run is stopped, or a finding withdrawn: 512 + 8. */
START_TEST(looks_more_often_while_something_is_pending)
{
    static const scripted row[][1] = {{{"spikes", 510, 511, W, .metric = "loss"}},
                                      {{"spikes", 511, 700, W, .metric = "loss"}},
                                      {{"spikes", 511, 700, LC_NOTE, .metric = "loss"}}};
    static const struct {
        size_t script;
        const char *stop_on;
        size_t due;
    } cases[] = {
        {0, NULL, 520},      {1, NULL, 554}, {1, "spikes", 520},
        {1, "plateau", 554}, {2, NULL, 554}, {2, "note", 520},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        lc_run run = run_of(512);
        lc_looks l = open_looks((lc_watch_options){.stop_on = cases[i].stop_on, .patience = 5});
        set_scene(row[cases[i].script], 1, &run);
        follow(&l, &run, true);
        ck_assert_msg(lc_looks_due(&l) == cases[i].due, "%zu: %zu", i, lc_looks_due(&l));
        lc_looks_free(&l);
        lc_run_free(&run);
    }
}
END_TEST

/* A stop that was decided is no longer waited for. */
START_TEST(after_a_stop_nothing_is_pending)
{
    static const scripted row[] = {{"spikes", 500, 700, W, .metric = "loss"}};
    lc_run run = run_of(512);
    lc_looks l = open_looks((lc_watch_options){.stop_on = "spikes", .patience = 5});
    set_scene(row, 1, &run);
    follow(&l, &run, true);
    ck_assert(l.stops && l.stop.at == 504 && lc_looks_due(&l) == 554);
    lc_looks_free(&l);
    lc_run_free(&run);
}
END_TEST

/* The first value that is not finite has a look of its own, once. */
START_TEST(looks_at_once_at_what_is_not_finite)
{
    lc_run run = run_of(700);
    run.series[0].y[539] = NAN; /* record 540 */
    run.series[1].y[529] = INFINITY;
    run.series[1].y[619] = NAN;
    lc_looks l = open_looks((lc_watch_options){.patience = 0});
    set_scene(NULL, 0, &run);
    cut(&run, 529);
    follow(&l, &run, true);
    ck_assert_uint_eq(scene.last, 512);
    cut(&run, 535);
    follow(&l, &run, true);
    ck_assert_uint_eq(scene.last, 530);
    cut(&run, 700);
    follow(&l, &run, true);
    ck_assert_uint_eq(scene.last, 672); /* 530 + 44, 574 + 47, 621 + 51 */
    ck_assert_uint_eq(scene.looked, 516);
    lc_looks_free(&l);
    lc_run_free(&run);
}
END_TEST

START_TEST(looks_at_once_whichever_series_is_not_finite)
{
    for (size_t i = 0; i < 2; i++) {
        lc_run run = run_of(600);
        run.series[i].y[529] = NAN; /* record 530 */
        lc_looks l = open_looks((lc_watch_options){.patience = 0});
        set_scene(NULL, 0, &run);
        cut(&run, 535);
        follow(&l, &run, true);
        ck_assert_uint_eq(scene.last, 530);
        lc_looks_free(&l);
        lc_run_free(&run);
    }
}
END_TEST

/* Of a run that is looked at once: the last records, as many as a stop needs. */
START_TEST(looks_at_the_last_records_only)
{
    lc_run run = run_of(20);
    static const struct {
        size_t patience, records, looks;
    } cases[] = {{3, 20, 3}, {3, 2, 2}, {3, 3, 3}, {0, 20, 10}, {1, 20, 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        lc_looks l = open_looks((lc_watch_options){.patience = cases[i].patience});
        set_scene(NULL, 0, &run);
        cut(&run, cases[i].records);
        follow(&l, &run, false);
        ck_assert_msg(scene.looked == cases[i].looks, "%zu: %zu", i, scene.looked);
        ck_assert_uint_eq(scene.last, cases[i].records);
        follow(&l, &run, false); /* nothing came */
        ck_assert_uint_eq(scene.looked, cases[i].looks);
        lc_looks_free(&l);
    }
    lc_run_free(&run);
}
END_TEST

START_TEST(looks_again_at_a_record_that_has_got_more_values)
{
    lc_run run = run_of(5);
    lc_looks l = open_looks((lc_watch_options){.patience = 0});
    set_scene(NULL, 0, &run);
    run.series[1].n = 4;
    follow(&l, &run, true);
    follow(&l, &run, true);
    ck_assert_uint_eq(scene.looked, 5);
    run.series[1].n = 5;
    follow(&l, &run, true);
    ck_assert_uint_eq(scene.looked, 6);
    follow(&l, &run, true);
    ck_assert_uint_eq(scene.looked, 6);
    lc_looks_free(&l);
    lc_run_free(&run);
}
END_TEST

/* What was known of a run that begins anew is told again. */
START_TEST(a_run_that_is_shorter_is_a_new_one)
{
    static const scripted row[] = {{"spikes", 3, 9, W, .metric = "loss"}};
    lc_run run = run_of(6), other = run_of(4);
    lc_looks l = open_looks((lc_watch_options){.stop_on = "spikes", .patience = 5});
    set_scene(row, 1, &run);
    follow(&l, &run, true);
    follow(&l, &other, true);
    ck_assert_str_eq(scene.told, "3+spikes/loss 3+spikes/loss");
    ck_assert(scene.looked == 10 && !l.stops);
    lc_looks_free(&l);
    lc_run_free(&run);
    lc_run_free(&other);
}
END_TEST

/* Whoever has been told enough is told no more of this run now. */
START_TEST(ends_when_no_more_is_wanted)
{
    lc_run run = run_of(9);
    lc_looks l = open_looks((lc_watch_options){.patience = 0});
    set_scene(NULL, 0, &run);
    scene.takes = 4;
    follow(&l, &run, true);
    ck_assert_uint_eq(scene.looked, 4);
    scene.takes = 0;
    follow(&l, &run, true);
    ck_assert_uint_eq(scene.looked, 9);
    lc_looks_free(&l);
    lc_run_free(&run);
}
END_TEST

/* Series that are not logged at each record, and one that has nothing yet. */
START_TEST(a_prefix_has_the_values_of_its_records)
{
    double a = lc_absent(), x[] = {1, 2, 3, 4, 5, 6}, now[] = {a, 1, a, a, 2, 3},
           late[] = {a, a, a, a, a, 7}, all[] = {6, 5, 4, 3, 2, 1};
    lc_run run = run_at(x, 6);
    add(&run, "loss", all);
    add(&run, "val_loss", now);
    add(&run, "val_accuracy", late);
    lc_looks l = open_looks((lc_watch_options){.patience = 0});
    set_scene(NULL, 0, &run);
    follow(&l, &run, true);
    ck_assert_uint_eq(scene.looked, 6);
    lc_looks_free(&l);
    lc_run_free(&run);
}
END_TEST

/* Of a thinned run x counts: looked at as a whole when it has grown by a twelfth, or when it turns bad. */
START_TEST(a_thinned_run_is_looked_at_when_x_has_grown)
{
    lc_run run = run_of(100);
    lc_looks l = open_looks((lc_watch_options){.patience = 0});
    run.thinned = 4;
    set_scene(NULL, 0, &run);
    static const struct {
        double last; /* x */
        bool each;
        size_t looked;
    } steps[] = {
        {121, true, 1},  {121, true, 1},  {130.9, true, 1}, {131, true, 2}, {132, true, 2},
        {132, false, 3}, {132, false, 3}, {142, true, 3},   {143, true, 4},
    };
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        run.x[99] = steps[i].last;
        follow(&l, &run, steps[i].each);
        ck_assert_msg(scene.looked == steps[i].looked, "%zu: %zu", i, scene.looked);
    }
    run.series[1].y[98] = NAN;
    follow(&l, &run, true);
    ck_assert_uint_eq(scene.looked, 5);
    follow(&l, &run, true);
    ck_assert_uint_eq(scene.looked, 5);
    lc_looks_free(&l);
    lc_run_free(&run);
}
END_TEST

static bool has(const char *list, const char *word)
{
    char between[60];
    char *text = lc_text_format(",%s,", list);
    snprintf(between, sizeof between, ",%s,", word);
    bool is = strstr(text, between) != NULL;
    lc_mem_free(text);
    return is;
}

/* "throughput" explains nothing and decides no verdict; "spikes" decides none either, but is waited for. */
START_TEST(leaves_out_what_is_no_news_unless_it_is_waited_for)
{
    const lc_diagnose_options diagnose = {.no_rules = "plateau", .online = true};
    lc_looks l;
    lc_watch_options options = {.diagnose = &diagnose, .stop_on = "sparse-log"};
    ck_assert_int_eq(lc_looks_open(&l, &options, diagnose_by_script, NULL), LC_OK);
    ck_assert(has(l.once.no_rules, "plateau") && has(l.once.no_rules, "throughput"));
    ck_assert(!has(l.once.no_rules, "sparse-log") && !has(l.once.no_rules, "divergence"));
    ck_assert(!has(l.once.no_rules, ""));
    lc_looks_free(&l);
    ck_assert_int_eq(lc_looks_open(&l, NULL, diagnose_by_script, NULL), LC_OK);
    ck_assert(has(l.once.no_rules, "sparse-log") && !has(l.once.no_rules, ""));
    lc_looks_free(&l);
}
END_TEST

START_TEST(refuses_a_run_without_records)
{
    lc_run run = LC_RUN_INIT;
    lc_looks l = open_looks((lc_watch_options){.patience = 0});
    ck_assert_int_eq(lc_looks_follow(&l, &run, true, NULL), LC_E_ARG);
    lc_looks_free(&l);
}
END_TEST

Suite *suite_looks(void)
{
    Suite *s = suite_create("looks");
    TCase *t = tcase_create("all");
    tcase_add_loop_test(t, tells_what_is_new_and_what_is_withdrawn, 0,
                        (int)(sizeof news / sizeof *news));
    tcase_add_loop_test(t, stops_when_it_should, 0, (int)(sizeof stops / sizeof *stops));
    tcase_add_test(t, a_stop_says_why_and_what_was_best);
    tcase_add_test(t, the_best_is_of_training_where_nothing_else_is);
    tcase_add_loop_test(t, a_turn_is_more_than_what_came_back_before, 0,
                        (int)(sizeof turns / sizeof *turns));
    tcase_add_test(t, looks_less_often_at_a_long_run);
    tcase_add_test(t, looks_more_often_while_something_is_pending);
    tcase_add_test(t, after_a_stop_nothing_is_pending);
    tcase_add_test(t, looks_at_once_at_what_is_not_finite);
    tcase_add_test(t, looks_at_once_whichever_series_is_not_finite);
    tcase_add_test(t, looks_at_the_last_records_only);
    tcase_add_test(t, looks_again_at_a_record_that_has_got_more_values);
    tcase_add_test(t, a_run_that_is_shorter_is_a_new_one);
    tcase_add_test(t, ends_when_no_more_is_wanted);
    tcase_add_test(t, a_prefix_has_the_values_of_its_records);
    tcase_add_test(t, a_thinned_run_is_looked_at_when_x_has_grown);
    tcase_add_test(t, leaves_out_what_is_no_news_unless_it_is_waited_for);
    tcase_add_test(t, refuses_a_run_without_records);
    suite_add_tcase(s, t);
    return s;
}
