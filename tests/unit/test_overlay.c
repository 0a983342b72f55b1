/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_overlay.c - several runs on one page. */
#include "base/mem.h"
#include "curves.h"
#include "plot_help.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

Suite *suite_overlay(void);

#define N 40
#define RUNS_MAX 60
#define LONG 50000

static char names[RUNS_MAX][8];

/* Run i, of n records: val_loss ends at 1 + i, loss at half of that; with an accuracy. */
static lc_run run_of(size_t i, size_t n)
{
    double y[N];
    lc_run run = run_over(n);
    snprintf(names[i], sizeof names[i], "run-%zu", i);
    for (size_t k = 0; k < n; k++)
        y[k] = (1 + (double)i) * (2 - (double)k / (double)(n - 1));
    add(&run, "val_loss", y);
    for (size_t k = 0; k < n; k++)
        y[k] /= 2;
    add(&run, "loss", y);
    for (size_t k = 0; k < n; k++)
        y[k] = 0.9 - 0.01 * (double)i;
    add(&run, "val_accuracy", y);
    return run;
}

static lc_status script_with(char **text, const lc_overlay_run *runs, size_t n,
                             const lc_plot_options *options, lc_error *err)
{
    size_t size = 0;
    *text = NULL;
    FILE *out = open_memstream(text, &size);
    lc_status st = lc_overlay_script(out, NULL, runs, n, options, err);
    fclose(out);
    return st;
}

static lc_status overlay_script_of(char **text, const lc_overlay_run *runs, size_t n, lc_error *err)
{
    return script_with(text, runs, n, NULL, err);
}

/* Of `n` runs, each with the group of its remainder by `groups` (0: none). */
static char *script_of_runs(size_t n, size_t groups)
{
    static lc_run run[RUNS_MAX];
    lc_overlay_run runs[RUNS_MAX];
    char *text;
    lc_error err = LC_ERROR_INIT;
    for (size_t i = 0; i < n; i++) {
        run[i] = run_of(i, N);
        runs[i] = (lc_overlay_run){&run[i], names[i], groups ? names[i % groups] : NULL};
    }
    lc_status st = overlay_script_of(&text, runs, n, &err);
    ck_assert_msg(st == LC_OK, "%s", err.msg);
    for (size_t i = 0; i < n; i++)
        lc_run_free(&run[i]);
    return text;
}

START_TEST(each_run_has_a_colour_and_a_name)
{
    char *text = script_of_runs(3, 0);
    ck_assert_ptr_nonnull(strstr(text, "\"run-0 has the lowest validation loss: 1 at epoch 40\""));
    ck_assert_ptr_nonnull(strstr(text, "3 runs \xC2\xB7 bold: validation, thin: training"));
    ck_assert_uint_eq(count_in(text, "\nset tmargin"), 2);
    ck_assert_uint_eq(count_in(text, "set label \"loss\""), 1);
    ck_assert_uint_eq(count_in(text, "set label \"run-2 3\""), 1);
    ck_assert_uint_eq(count_in(text, "set label \"run-2 0.88\""), 1);
    /* in the first panel a bold and a thin line of each colour, in the second a bold one */
    ck_assert_uint_eq(count_in(text, "with lines lc rgb \"#0072B2\" lw 2.8 "), 2);
    ck_assert_uint_eq(count_in(text, "with lines lc rgb \"#0072B2\" lw 1.12 "), 1);
    ck_assert_ptr_null(strstr(text, "gap"));
    free(text);
}
END_TEST

START_TEST(after_ten_runs_all_are_grey)
{
    char *text = script_of_runs(13, 0);
    ck_assert_uint_eq(count_in(text, "set label \"run-9 "), 2);
    ck_assert_uint_eq(count_in(text, "set label \"run-10 "), 0);
    ck_assert_uint_eq(count_in(text, "with lines lc rgb \"#9AA5B1\" lw 1.4 "), 6);
    ck_assert_ptr_nonnull(strstr(text, "grey: runs after the first ten"));
    free(text);
}
END_TEST

START_TEST(many_runs_are_drawn_as_far_as_there_is_room)
{
    char *text = script_of_runs(RUNS_MAX, 0);
    /* 48 lines: ten bold, ten thin, 28 of the 50 others */
    ck_assert_ptr_nonnull(strstr(text, "60 runs"));
    ck_assert_ptr_nonnull(strstr(text, "\xC2\xB7 22 not drawn"));
    ck_assert_ptr_nonnull(strstr(text, "run-0 has the lowest"));
    free(text);
}
END_TEST

/* The first run's best is ringed and named; the metric that ranks has the first panel. */
START_TEST(ranked_runs_show_the_best)
{
    char *text;
    lc_run run[12];
    lc_overlay_run runs[12];
    const lc_plot_options by_loss = {.ranked_by = "val_loss"},
                          by_score = {.ranked_by = "val_accuracy"};
    for (size_t i = 0; i < 12; i++) {
        run[i] = run_of(i, N);
        runs[i] = (lc_overlay_run){&run[i], names[i], NULL};
    }
    ck_assert_int_eq(script_with(&text, runs, 12, &by_loss, NULL), LC_OK);
    ck_assert_ptr_nonnull(strstr(text, "$P1_1_BEST << END_OF_DATA\n40 1\n"));
    ck_assert_ptr_nonnull(strstr(text, "set label \"best 1 at epoch 40\""));
    ck_assert_ptr_nonnull(strstr(text, "grey: all but the ten best"));
    ck_assert_ptr_null(strstr(text, "set arrow from first")); /* one run's mark of its best */
    free(text);
    ck_assert_int_eq(script_with(&text, runs, 12, &by_score, NULL), LC_OK);
    const char *accuracy = strstr(text, "set label \"val_accuracy\""),
               *loss = strstr(text, "set label \"loss, log");
    ck_assert(accuracy && loss && accuracy < loss);
    free(text);
    const lc_overlay_run seeds[] = {{&run[0], "a", "g"}, {&run[1], "b", "g"}};
    ck_assert_int_eq(script_with(&text, seeds, 2, &by_loss, NULL), LC_OK);
    ck_assert_ptr_null(strstr(text, "BEST")); /* the band's is no run's */
    free(text);
    for (size_t i = 0; i < 12; i++)
        lc_run_free(&run[i]);
}
END_TEST

/* A learning rate has a panel where it tells ranked runs apart by more than a constant, which is said
 * elsewhere. */
START_TEST(schedules_that_differ_have_a_panel)
{
    static const struct {
        double a[4], b[4];
        bool shown;
    } rates[] = {{{4, 3, 2, 1}, {4, 2, 2, 1}, true},
                 {{4, 3, 2, 1}, {4, 3, 2, 1}, false},
                 {{4, 4, 4, 4}, {2, 2, 2, 2}, false},
                 {{4, 4, 4, 4}, {4, 4, 4, 1}, true}};
    const lc_plot_options by_loss = {.ranked_by = "val_loss"};
    for (size_t i = 0; i < sizeof rates / sizeof *rates; i++) {
        char *text;
        lc_run run[2] = {run_of(0, 4), run_of(1, 4)};
        add(&run[0], "lr", rates[i].a);
        add(&run[1], "lr", rates[i].b);
        const lc_overlay_run runs[] = {{&run[0], "a", NULL}, {&run[1], "b", NULL}};
        ck_assert_int_eq(script_with(&text, runs, 2, &by_loss, NULL), LC_OK);
        ck_assert_uint_eq(count_in(text, "set label \"learning rate\""), rates[i].shown);
        free(text);
        ck_assert_int_eq(overlay_script_of(&text, runs, 2, NULL), LC_OK);
        ck_assert_ptr_null(strstr(text, "learning rate"));
        free(text);
        lc_run_free(&run[0]);
        lc_run_free(&run[1]);
    }
}
END_TEST

/* Ranked by what is measured on training, that is the bold line. */
START_TEST(what_ranks_is_what_is_drawn)
{
    char *text;
    lc_run run[2] = {run_of(0, N), run_of(1, N)};
    const lc_overlay_run runs[] = {{&run[0], "a", NULL}, {&run[1], "b", NULL}};
    const lc_plot_options by_training = {.ranked_by = "loss"};
    ck_assert_int_eq(script_with(&text, runs, 2, &by_training, NULL), LC_OK);
    ck_assert_ptr_nonnull(strstr(text, "set label \"a 0.5\""));
    ck_assert_ptr_nonnull(strstr(text, "set label \"best 0.5 at epoch 40\""));
    free(text);
    lc_run_free(&run[0]);
    lc_run_free(&run[1]);
}
END_TEST

START_TEST(long_names_keep_what_tells_them_apart)
{
    char *text;
    lc_run run[2] = {run_of(0, N), run_of(1, N)};
    const lc_overlay_run runs[] = {{&run[0], "resnet18_pretrained_lr=0.1_heavy_seed=1", NULL},
                                   {&run[1], "resnet18_pretrained_lr=0.02_heavy_seed=1", NULL}};
    ck_assert_int_eq(overlay_script_of(&text, runs, 2, NULL), LC_OK);
    ck_assert_ptr_nonnull(strstr(text, "set label \"\u2026lr=0.1\u2026 1\""));
    ck_assert_ptr_nonnull(strstr(text, "set label \"\u2026lr=0.02\u2026 2\""));
    free(text);
    lc_run_free(&run[0]);
    lc_run_free(&run[1]);
}
END_TEST

/* All lines of a terminal are of one width. */
START_TEST(text_shows_no_training_beside_validation)
{
    lc_run run[2] = {run_of(0, N), run_of(1, N)};
    const lc_overlay_run runs[] = {{&run[0], "a", NULL}, {&run[1], "b", NULL}};
    const lc_text_plot terminal = {.columns = 80, .rows = 24};
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    ck_assert_int_eq(lc_overlay_text(out, runs, 2, NULL, &terminal, NULL), LC_OK);
    fclose(out);
    ck_assert_ptr_nonnull(strstr(text, "2 runs \u00b7 validation"));
    ck_assert_ptr_null(strstr(text, "thin"));
    free(text);
    lc_run_free(&run[0]);
    lc_run_free(&run[1]);
}
END_TEST

/* Six runs in two groups: of runs 0, 2 and 4 the ends are 1, 3 and 5. */
START_TEST(a_group_is_its_median_in_a_band)
{
    char *text = script_of_runs(6, 2);
    ck_assert_ptr_nonnull(
        strstr(text, "groups: the median, in a band from the lowest to the highest run"));
    ck_assert_uint_eq(count_in(text, "set label \"run-0 3\""), 1);
    ck_assert_uint_eq(count_in(text, "set label \"run-1 4\""), 1);
    ck_assert_uint_eq(count_in(text, "set label \"run-2 "), 0);
    ck_assert_ptr_nonnull(strstr(text, "_SCATTER << END_OF_DATA\n1 10 2\n"));
    ck_assert_ptr_nonnull(strstr(text, "\n40 5 1\nEND_OF_DATA"));
    /* the medians of training, thin, without a band */
    ck_assert_uint_eq(count_in(text, " lw 1.12 "), 2);
    ck_assert_uint_eq(count_in(text, "_SCATTER << END_OF_DATA"), 4);
    free(text);
}
END_TEST

/* Of a group of two lengths and steps there is a line only where both have values. */
START_TEST(seeds_meet_where_all_are)
{
    static const double x[] = {1, 3, 5, 7}, y[] = {4, 4, 4, 4};
    char *text;
    lc_run a = run_over(6), b = run_at(x, 4);
    double z[] = {2, 2, 2, 2, 2, 2};
    add(&a, "val_loss", z);
    add(&b, "val_loss", y);
    const lc_overlay_run runs[] = {{&a, "a", "g"}, {&b, "b", "g"}};
    ck_assert_int_eq(overlay_script_of(&text, runs, 2, NULL), LC_OK);
    ck_assert_ptr_nonnull(strstr(text,
                                 "_SCATTER << END_OF_DATA\n1 4 2\n2 4 2\n3 4 2\n4 4 2\n5 4 2\n"
                                 "6 4 2\nEND_OF_DATA"));
    ck_assert_ptr_nonnull(strstr(text, "set label \"g 3\""));
    free(text);
    lc_run_free(&a);
    lc_run_free(&b);
}
END_TEST

/* A group whose runs share no x has no line, and no value at its end. */
START_TEST(seeds_that_share_no_x_are_said_to_be_left_out)
{
    static const double early[] = {1, 2, 3}, late[] = {4, 5, 6}, y[] = {3, 2, 1};
    char *text;
    lc_run a = run_at(early, 3), b = run_at(late, 3);
    add(&a, "val_loss", y);
    add(&b, "val_loss", y);
    const lc_overlay_run runs[] = {{&a, "a", "g"}, {&b, "b", "g"}, {&a, "c", NULL}};
    ck_assert_int_eq(overlay_script_of(&text, runs, 3, NULL), LC_OK);
    ck_assert_ptr_nonnull(strstr(text, "1 not drawn: seeds that share no x"));
    ck_assert_ptr_null(strstr(text, "set label \"g "));
    ck_assert_ptr_nonnull(strstr(text, "set label \"val_loss\""));
    free(text);
    lc_run_free(&a);
    lc_run_free(&b);
}
END_TEST

/* A band has no more points than the page has columns, and holds all runs there. */
START_TEST(a_long_band_is_reduced_to_the_columns)
{
    static double x[LONG], low[LONG], high[LONG];
    char *text;
    for (size_t i = 0; i < LONG; i++) {
        x[i] = (double)i;
        low[i] = 1;
        high[i] = i == LONG / 2 + 1 ? 9 : 3;
    }
    lc_run a = run_at(x, LONG), b = run_at(x, LONG);
    add(&a, "val_loss", low);
    add(&b, "val_loss", high);
    const lc_overlay_run runs[] = {{&a, "a", "g"}, {&b, "b", "g"}};
    const lc_plot_options linear = {.loss_scale = LC_SCALE_LINEAR};
    ck_assert_int_eq(script_with(&text, runs, 2, &linear, NULL), LC_OK);
    const char *at = strstr(text, "_SCATTER << END_OF_DATA\n"), *end = strstr(at, "\nEND_OF_DATA");
    size_t points = 0, spikes = 0;
    for (at = strchr(at, '\n'); at < end; at = strchr(at + 1, '\n')) {
        double px, py, plow;
        ck_assert_int_eq(sscanf(at, "%lf %lf %lf", &px, &py, &plow), 3);
        ck_assert(plow == 1);
        spikes += py > 3;
        points++;
    }
    ck_assert_uint_le(points, 3200);
    ck_assert_uint_eq(spikes, 1);
    ck_assert_ptr_nonnull(strstr(text, "\n49999 3 1\nEND_OF_DATA"));
    free(text);
    lc_run_free(&a);
    lc_run_free(&b);
}
END_TEST

/* Between records of a smoothed line nothing is marked; the best record is, and within the panel. */
START_TEST(smoothed_lines_show_no_records_off_the_scale)
{
    char *text;
    double y[200];
    lc_run run = run_over(200);
    uint64_t seed = 1;
    draw(y, 200, &(shape){.start = 1, .floor = 0.5, .scale = 20, .noise = 0.03}, &seed);
    y[150] = 0.01;
    y[120] = 3;
    add(&run, "val_loss", y);
    const lc_overlay_run runs[] = {{&run, "a", NULL}};
    const lc_plot_options by_loss = {.ranked_by = "val_loss"};
    double low;
    ck_assert_int_eq(script_with(&text, runs, 1, &by_loss, NULL), LC_OK);
    ck_assert_ptr_null(strstr(text, "OFF"));
    ck_assert_ptr_nonnull(strstr(text, "$P1_1_BEST << END_OF_DATA\n151 0.01\n"));
    const char *range = strstr(text, "set yrange [");
    ck_assert(range && sscanf(range, "set yrange [%lf", &low) == 1 && low <= 0.01);
    free(text);
    lc_run_free(&run);
}
END_TEST

/* A run that stopped at a half is named where it ends, not at the right. */
START_TEST(a_run_that_ends_early_is_named_there)
{
    char *text;
    lc_run run[2] = {run_of(0, N), run_of(1, N / 2)};
    const lc_overlay_run runs[] = {{&run[0], "whole", NULL}, {&run[1], "half", NULL}};
    ck_assert_int_eq(overlay_script_of(&text, runs, 2, NULL), LC_OK);
    double whole, half;
    ck_assert_int_eq(sscanf(strstr(text, "set label \"whole 1\" at"),
                            "set label \"whole 1\" at screen %lf", &whole),
                     1);
    ck_assert_int_eq(sscanf(strstr(text, "set label \"half 2\" at"),
                            "set label \"half 2\" at screen %lf", &half),
                     1);
    ck_assert(half > 0.3 && half < 0.7 && whole > 0.8);
    free(text);
    lc_run_free(&run[0]);
    lc_run_free(&run[1]);
}
END_TEST

/* Names in a panel need no room beside it, and records that stand close together no marks. */
START_TEST(a_short_run_takes_no_room)
{
    static double x[] = {1, 100}, y[] = {1, 2};
    char *text;
    lc_run run[2] = {run_of(0, 20), run_at(x, 2)};
    add(&run[1], "val_loss", y);
    const lc_overlay_run runs[] = {{&run[0], "a name that needs a third of the page", NULL},
                                   {&run[1], "b", NULL}};
    ck_assert_int_eq(overlay_script_of(&text, runs, 2, NULL), LC_OK);
    const char *margin = strstr(text, "set rmargin at screen ");
    ck_assert_ptr_nonnull(margin);
    ck_assert_double_gt(strtod(margin + strlen("set rmargin at screen "), NULL), 0.9);
    ck_assert_ptr_null(strstr(text, "with points pt 7 ps 1.15*PS lw 1.8 lc rgb \"#0072B2\""));
    ck_assert_ptr_nonnull(strstr(text, "with points pt 7 ps 1.15*PS lw 1.8 lc rgb \"#D55E00\""));
    free(text);
    lc_run_free(&run[0]);
    lc_run_free(&run[1]);
}
END_TEST

START_TEST(refuses_what_does_not_fit_together)
{
    static const double y[] = {1, 2, 3}, none[] = {NAN, NAN, NAN};
    lc_error err = LC_ERROR_INIT;
    char *text;
    lc_run epochs = run_over(3), steps = LC_RUN_INIT, nothing = run_over(3), empty = LC_RUN_INIT;
    ck_assert_int_eq(lc_run_set_axis(&steps, LC_STEP, NULL, 3, NULL), LC_OK);
    add(&epochs, "loss", y);
    add(&steps, "loss", y);
    add(&nothing, "loss", none);
    const lc_overlay_run mixed[] = {{&epochs, "a", NULL}, {&steps, "b", NULL}};
    const lc_overlay_run useless[] = {{&nothing, "a", NULL}}, hollow[] = {{&empty, "a", NULL}};
    const lc_overlay_run half[] = {{&nothing, "a", NULL}, {&epochs, "b", NULL}};
    ck_assert_int_eq(overlay_script_of(&text, mixed, 2, &err), LC_E_ARG);
    ck_assert_str_eq(err.msg, "runs along different axes: epoch and step");
    free(text);
    ck_assert_int_eq(overlay_script_of(&text, useless, 1, &err), LC_E_ARG);
    free(text);
    ck_assert_int_eq(overlay_script_of(&text, hollow, 1, &err), LC_E_ARG);
    free(text);
    ck_assert_int_eq(overlay_script_of(&text, useless, 0, &err), LC_E_ARG);
    free(text);
    ck_assert_int_eq(overlay_script_of(&text, half, 2, &err), LC_OK);
    free(text);
    lc_run_free(&epochs);
    lc_run_free(&steps);
    lc_run_free(&nothing);
}
END_TEST

/* Two runs of one name, and names that a terminal or gnuplot would obey. */
START_TEST(names_are_only_names)
{
    lc_run run[2] = {run_of(0, 5), run_of(1, 5)};
    const lc_overlay_run runs[] = {{&run[0], "a\x1b[31m`touch canary`\n!touch canary", NULL},
                                   {&run[1], "a\x1b[31m`touch canary`\n!touch canary", NULL}};
    const lc_text_plot terminal = {.columns = 80, .rows = 30};
    char *text = NULL;
    size_t size = 0;
    lc_error err = LC_ERROR_INIT;
    FILE *out = open_memstream(&text, &size);
    ck_assert_int_eq(lc_overlay_text(out, runs, 2, NULL, &terminal, NULL), LC_OK);
    fclose(out);
    ck_assert_ptr_null(strchr(text, '\x1b'));
    free(text);
    if (has_gnuplot()) {
        enter_folder();
        lc_status st = lc_overlay_file("a.svg", runs, 2, NULL, NULL, &err);
        ck_assert_msg(st == LC_OK, "%s", err.msg);
        ck_assert_uint_eq(leave_folder(), 1);
    }
    lc_run_free(&run[0]);
    lc_run_free(&run[1]);
}
END_TEST

START_TEST(no_failing_allocation_leaks_or_crashes)
{
    lc_run run[3] = {run_of(0, 30), run_of(1, 30), run_of(2, 12)};
    const lc_overlay_run runs[] = {{&run[0], "a", "g"}, {&run[1], "b", "g"}, {&run[2], "c", NULL}};
    lc_status st = LC_E_NOMEM;
    for (size_t k = 1; st == LC_E_NOMEM && k < 100000; k++) {
        lc_error err = LC_ERROR_INIT;
        char *text;
        lc_mem_fail_at(k);
        st = overlay_script_of(&text, runs, 3, &err);
        lc_mem_fail_at(0);
        ck_assert_msg(st == LC_OK || st == LC_E_NOMEM, "call %zu: %s", k, err.msg);
        free(text);
    }
    ck_assert_int_eq(st, LC_OK);
    for (size_t i = 0; i < 3; i++)
        lc_run_free(&run[i]);
}
END_TEST

Suite *suite_overlay(void)
{
    Suite *s = suite_create("overlay");
    TCase *t = tcase_create("all");
    tcase_set_timeout(t, 60);
    tcase_add_test(t, each_run_has_a_colour_and_a_name);
    tcase_add_test(t, after_ten_runs_all_are_grey);
    tcase_add_test(t, many_runs_are_drawn_as_far_as_there_is_room);
    tcase_add_test(t, ranked_runs_show_the_best);
    tcase_add_test(t, schedules_that_differ_have_a_panel);
    tcase_add_test(t, what_ranks_is_what_is_drawn);
    tcase_add_test(t, long_names_keep_what_tells_them_apart);
    tcase_add_test(t, text_shows_no_training_beside_validation);
    tcase_add_test(t, a_group_is_its_median_in_a_band);
    tcase_add_test(t, seeds_meet_where_all_are);
    tcase_add_test(t, seeds_that_share_no_x_are_said_to_be_left_out);
    tcase_add_test(t, a_long_band_is_reduced_to_the_columns);
    tcase_add_test(t, smoothed_lines_show_no_records_off_the_scale);
    tcase_add_test(t, a_run_that_ends_early_is_named_there);
    tcase_add_test(t, a_short_run_takes_no_room);
    tcase_add_test(t, refuses_what_does_not_fit_together);
    tcase_add_test(t, names_are_only_names);
    tcase_add_test(t, no_failing_allocation_leaks_or_crashes);
    suite_add_tcase(s, t);
    return s;
}
