/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_plot_picture.c - what a reader of a plot would take from it: made-up curves of known values,
 * and where the picture's texts and the script's marks stand. */
#include "plot_help.h"

#include "curves.h"
#include "read_help.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

Suite *suite_plot_picture(void);

#define N 200
#define HALF_LINE 8.5 /* [px] of a label at 1600 pixels' width */

/* ---- labels at the lines' ends ------------------------------------------------------- */

static const struct {
    const char *what;
    size_t n;
    shape train, validation;
    bool log;
} ends[] = {
    {"few records", 12, {1, .2, 4, 0, 0, 0}, {1.1, .5, 4, 0, 0, 0}, false},
    {"many, calm", N, {1, .2, 40, 0, 0, 0}, {1.1, .5, 40, 0, 0, 0}, false},
    {"many, noisy", N, {1, .2, 40, .05, 0, 0}, {1.1, .6, 40, .1, 0, 0}, false},
    {"steep to the end", N, {2, .1, 400, .02, 0, 0}, {2, .7, 60, .02, 120, .6}, false},
    {"logarithmic", N, {5, .01, 20, .001, 0, 0}, {5, .3, 20, .02, 0, 0}, true},
};

START_TEST(a_label_stands_at_the_value_that_it_prints)
{
    static picture p;
    double y[N];
    uint64_t seed = 5;
    lc_run run = run_over(ends[_i].n);
    draw(y, ends[_i].n, &ends[_i].train, &seed);
    y[ends[_i].n - 1] += 3 * ends[_i].train.noise; /* the last record is off by chance */
    add(&run, "loss", y);
    draw(y, ends[_i].n, &ends[_i].validation, &seed);
    add(&run, "val_loss", y);
    if (!has_gnuplot())
        return;
    draw_picture(&p, &run, NULL, NULL);
    static const char *const names[] = {"loss ", "val_loss "};
    for (size_t i = 0; i < 2; i++) {
        size_t at = find_text(&p, 0, names[i]);
        ck_assert_msg(at < p.n, "%s: no label", ends[_i].what);
        double printed = atof(p.text[at].text + strlen(names[i])), height = p.text[at].y;
        double up = value_at_height(&p, 0, height - HALF_LINE, ends[_i].log);
        double down = value_at_height(&p, 0, height + HALF_LINE, ends[_i].log);
        ck_assert_msg(printed < up && printed > down, "%s: %s at %g to %g", ends[_i].what,
                      p.text[at].text, down, up);
    }
    lc_run_free(&run);
}
END_TEST

/* What a label says behind a name; the value begins with 0, as no word does. */
static double label_value(const char *script, const char *name)
{
    const char *at = strstr(script, name);
    return at ? atof(at + strlen(name) - 1) : NAN;
}

/* "val_loss is worse than loss: about 0.5 against about 0.4 at the end": both are on labels. */
START_TEST(a_label_has_the_number_of_the_finding)
{
    static const shape train = {1, .2, 40, .02, 0, 0}, validation = {1.1, .6, 40, .02, 0, 0};
    double y[N], loss, val_loss;
    char *text;
    uint64_t seed = 9;
    lc_run run = run_over(N);
    draw(y, N, &train, &seed);
    add(&run, "loss", y);
    draw(y, N, &validation, &seed);
    add(&run, "val_loss", y);
    lc_diagnosis d = diagnose_by(&run, "generalization-gap", NULL, 0);
    ck_assert_uint_eq(d.n, 1);
    ck_assert_int_eq(sscanf(d.findings[0].summary,
                            "val_loss is worse than loss: about %lf against about %lf", &val_loss,
                            &loss),
                     2);
    ck_assert_int_eq(script_of(&text, &run, &d, NULL, NULL), LC_OK);
    ck_assert_double_eq_tol(label_value(text, "\"loss 0"), loss, 1e-4);
    ck_assert_double_eq_tol(label_value(text, "\"val_loss 0"), val_loss, 1e-4);
    free(text);
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

START_TEST(a_zero_is_labelled_as_one)
{
    static const double y[] = {3, 2, 1}, rate[] = {1e-4, 5e-5, 0};
    char *text;
    lc_run run = run_over(3);
    add(&run, "loss", y);
    add(&run, "lr", rate);
    run.series[1].quantum = 1e-6; /* it was logged as 0.000000 */
    ck_assert_int_eq(script_of(&text, &run, NULL, NULL, NULL), LC_OK);
    ck_assert_ptr_nonnull(strstr(text, "\"lr 0\""));
    free(text);
    lc_run_free(&run);
}
END_TEST

static const struct {
    const char *summary, *title;
} titles[] = {
    {"avg loss is high", "\"avg loss is high\""},
    {"avg is no metric", "\"Avg is no metric\""},
    {"loss, or what", "\"Loss, or what\""},
};

START_TEST(a_title_begins_with_a_capital_or_a_metric)
{
    static const double y[] = {3, 2, 1};
    char *text;
    lc_run run = run_over(3);
    add(&run, "avg loss", y);
    lc_diagnosis d = {.verdict = {.name = "healthy", .summary = (char *)titles[_i].summary}};
    ck_assert_int_eq(script_of(&text, &run, &d, NULL, NULL), LC_OK);
    ck_assert_msg(strstr(text, titles[_i].title) != NULL, "%s", titles[_i].title);
    free(text);
    lc_run_free(&run);
}
END_TEST

/* The end of a smooth line is what the label says, within the last noise's reach. */
START_TEST(a_smooth_line_ends_at_its_level)
{
    double y[N];
    char *text;
    for (size_t i = 0; i < N; i++)
        y[i] = i % 2 ? 0.498 : 0.502;
    y[N - 1] = 0.9;
    lc_run run = run_over(N);
    add(&run, "loss", y);
    ck_assert_int_eq(script_of(&text, &run, NULL, NULL, NULL), LC_OK);
    ck_assert_ptr_nonnull(strstr(text, "\"loss 0.50"));
    ck_assert_ptr_nonnull(strstr(text, "lines and numbers: median of 7 records"));
    free(text);
    lc_run_free(&run);
}
END_TEST

/* Epochs 41 to 60 of the forecast end at 0.375: there stands the label, and 0.5, the upper end of
 * the interval, is within the panel. */
START_TEST(a_forecast_is_labelled_at_its_end)
{
    static picture p;
    double y[40];
    lc_forecast made = {.series = 0};
    lc_diagnosis d = {.verdict = {.name = "healthy"}, .forecasts = {true, 60, 1, 1, &made}};
    lc_run run = run_over(40);
    for (size_t k = 0; k < LC_FORECAST_POINTS; k++)
        made.point[k] = (lc_forecast_point){
            40 + 20 * (double)(k + 1) / LC_FORECAST_POINTS, 0.375, 0.375, 0.375, 0.25, 5};
    for (size_t i = 0; i < 40; i++)
        y[i] = 0.4 + 0.1 * exp(-(double)i / 10);
    add(&run, "loss", y);
    if (!has_gnuplot())
        return;
    draw_picture(&p, &run, &d, NULL);
    size_t at = find_text(&p, 0, "loss \xE2\x86\x92 0.375");
    ck_assert_uint_lt(at, p.n);
    ck_assert_double_eq_tol(value_at_height(&p, 0, p.text[at].y, false), 0.375, 0.06);
    ck_assert_double_ge(value_at_height(&p, 0, 100, false), 5); /* [px], the panel's top */
    lc_run_free(&run);
}
END_TEST

/* A curve that ends in NaN, or long before the run, says where: the label at the page's right is
 * not of the last epoch. */
START_TEST(a_line_that_ends_early_says_where)
{
    double loss[N], val_loss[N], score[N];
    char *text;
    for (size_t i = 0; i < N; i++) {
        loss[i] = i < 150 ? 1 : NAN;
        val_loss[i] = i < N - 1 ? 2 : INFINITY;
        score[i] = 0.5;
    }
    lc_run run = run_over(N);
    add(&run, "loss", loss);
    add(&run, "val_loss", val_loss);
    add(&run, "accuracy", score);
    ck_assert_int_eq(script_of(&text, &run, NULL, NULL, NULL), LC_OK);
    ck_assert_ptr_nonnull(strstr(text, "\"loss 1 at 150\""));
    ck_assert_ptr_nonnull(strstr(text, "\"val_loss 2 at 199\""));
    ck_assert_ptr_nonnull(strstr(text, "\"accuracy 0.5\""));
    free(text);
    lc_run_free(&run);
}
END_TEST

/* The only record is the last one, though it stands in the middle. */
START_TEST(a_lone_record_is_not_early)
{
    static const double y[] = {0.25};
    char *text;
    lc_run run = run_over(1);
    add(&run, "loss", y);
    ck_assert_int_eq(script_of(&text, &run, NULL, NULL, NULL), LC_OK);
    ck_assert_ptr_nonnull(strstr(text, "\"loss 0.25\""));
    free(text);
    lc_run_free(&run);
}
END_TEST

/* A name that runs leftwards leaves its value behind it. */
START_TEST(a_name_from_right_to_left_keeps_the_order)
{
    static const double y[] = {3, 2, 1};
    char *text;
    lc_run run = run_over(3);
    add(&run, "a \xD7\x90\xD7\x91 b", y);
    ck_assert_int_eq(script_of(&text, &run, NULL, NULL, NULL), LC_OK);
    ck_assert_ptr_nonnull(strstr(text, "set label \"\\342\\200\\216\" . \"a \xD7\x90\xD7\x91\" . "
                                       "\"\\342\\200\\216\" . \" b 1\" at"));
    free(text);
    lc_run_free(&run);
}
END_TEST

/* ---- the gap ------------------------------------------------------------------------- */

/* Ends at 0.1 and 0.4: four times, unless a finding of the two says that it is 3.7 times. */
START_TEST(the_gap_is_the_finding_s)
{
    static const shape train = {1, .1, 8, 0, 0, 0}, validation = {1, .4, 8, 0, 0, 0};
    char name[] = "ratio_at_end", *text;
    lc_evidence ratio = {name, 3.7};
    lc_finding finding = {.rule = "generalization-gap",
                          .series = {1, 0},
                          .series_n = 2,
                          .from = 1,
                          .to = N,
                          .evidence = &ratio,
                          .evidence_n = 1};
    lc_diagnosis d = {
        .verdict = {.name = "generalization-gap"}, .n = (size_t)_i, .findings = &finding};
    double y[N];
    uint64_t seed = 1;
    lc_run run = run_over(N);
    draw(y, N, &train, &seed);
    add(&run, "loss", y);
    draw(y, N, &validation, &seed);
    add(&run, "val_loss", y);
    ck_assert_int_eq(script_of(&text, &run, &d, NULL, NULL), LC_OK);
    ck_assert_ptr_nonnull(strstr(text, _i ? "\"gap \xC3\x97"
                                            "3.7\""
                                          : "\"gap \xC3\x97"
                                            "4\""));
    free(text);
    lc_run_free(&run);
}
END_TEST

/* A small ratio is not "x1". */
START_TEST(a_small_gap_has_its_digits)
{
    double y[N], z[N];
    char *text;
    for (size_t i = 0; i < N; i++) {
        y[i] = i < 100 ? 2.9 : 3;
        z[i] = i < 100 ? 3.2 : 3.12;
    }
    lc_run run = run_over(N);
    add(&run, "loss", y);
    add(&run, "val_loss", z);
    ck_assert_int_eq(script_of(&text, &run, NULL, NULL, NULL), LC_OK);
    ck_assert_ptr_nonnull(strstr(text, "\"gap \xC3\x97"
                                       "1.04\""));
    free(text);
    lc_run_free(&run);
}
END_TEST

/* Batch sizes of two splits differ as they are set, and have no area between them. */
START_TEST(no_gap_of_what_is_no_quality)
{
    double y[N], z[N];
    char *text;
    for (size_t i = 0; i < N; i++) {
        y[i] = 500 + (double)(i % 3);
        z[i] = 50 + (double)(i % 3);
    }
    lc_run run = run_over(N);
    add(&run, "train_wpb", y);
    add(&run, "valid_wpb", z);
    ck_assert_int_eq(script_of(&text, &run, NULL, NULL, NULL), LC_OK);
    ck_assert_ptr_nonnull(strstr(text, "train_wpb"));
    ck_assert_ptr_null(strstr(text, "_GAP"));
    free(text);
    lc_run_free(&run);
}
END_TEST

/* Two validations in a long run: the area between them would be made up. Ends at two epochs have no
 * distance. */
START_TEST(no_gap_between_what_was_not_recorded)
{
    double y[N], z[N];
    char *text;
    for (int half = 0; half < 2; half++) { /* validated twice, or through half of the run */
        for (size_t i = 0; i < N; i++) {
            y[i] = 1 + 1 / (double)(i + 1);
            z[i] = half ? i < N / 2 ? 3 : NAN : i == 0 ? 4 : i == N - 1 ? 3 : NAN;
        }
        lc_run run = run_over(N);
        add(&run, "loss", y);
        add(&run, "val_loss", z);
        ck_assert_int_eq(script_of(&text, &run, NULL, NULL, NULL), LC_OK);
        ck_assert((strstr(text, "_GAP") != NULL) == (half == 1));
        ck_assert_ptr_null(strstr(text, "\"gap \xC3\x97"));
        free(text);
        lc_run_free(&run);
    }
}
END_TEST

/* The end of a record is not compared with that of a forecast. */
START_TEST(no_gap_to_a_forecast)
{
    double y[N], z[N];
    char *text;
    for (size_t i = 0; i < N; i++) {
        y[i] = 1 + 1 / (double)(i + 1);
        z[i] = 3 + 1 / (double)(i + 1);
    }
    lc_run run = run_over(N);
    add(&run, "loss", y);
    add(&run, "val_loss", z);
    lc_forecast forecast = {.series = 0};
    for (size_t k = 0; k < LC_FORECAST_POINTS; k++)
        forecast.point[k] =
            (lc_forecast_point){.x = N + (double)k, .value = 1, .low = .9, .high = 1.1};
    lc_diagnosis d = {.verdict = {.name = "x"},
                      .forecasts = {.n = 1, .forecast = &forecast, .until = 2 * N}};
    ck_assert_int_eq(script_of(&text, &run, &d, NULL, NULL), LC_OK);
    ck_assert_ptr_nonnull(strstr(text, "\"val_loss 3.005 at 200\""));
    ck_assert_ptr_nonnull(strstr(text, "_GAP"));
    ck_assert_ptr_null(strstr(text, "\"gap \xC3\x97"));
    free(text);
    lc_run_free(&run);
}
END_TEST

/* Where a rule says that two losses can't be compared, neither distance nor area is drawn. */
START_TEST(no_gap_where_it_means_nothing)
{
    static const shape train = {1, .1, 8, 0, 0, 0}, validation = {1, .4, 8, 0, 0, 0};
    lc_finding finding = {.rule = "incomparable-losses",
                          .mark = LC_MARK_NO_GAP,
                          .series = {1, 0},
                          .series_n = 2,
                          .from = 1,
                          .to = N};
    lc_diagnosis d = {.verdict = {.name = "x"}, .n = 1, .findings = &finding};
    double y[N];
    char *text;
    uint64_t seed = 1;
    lc_run run = run_over(N);
    draw(y, N, &train, &seed);
    add(&run, "loss", y);
    draw(y, N, &validation, &seed);
    add(&run, "val_loss", y);
    ck_assert_int_eq(script_of(&text, &run, &d, NULL, NULL), LC_OK);
    ck_assert_ptr_null(strstr(text, "gap"));
    ck_assert_ptr_null(strstr(text, "_GAP"));
    free(text);
    lc_run_free(&run);
}
END_TEST

/* ---- the best value ------------------------------------------------------------------ */

/* Of the main metric, at the record that has it, though a smooth line passes it by; the same in the
 * subtitle and in the panel that shows the metric. */
START_TEST(the_best_is_a_record_of_the_main_metric)
{
    static picture p;
    double y[N];
    for (size_t i = 0; i < N; i++)
        y[i] = 0.5 + 0.001 * (double)(i % 5);
    y[77] = 0.75;
    lc_run run = run_over(N);
    double loss[N];
    for (size_t i = 0; i < N; i++)
        loss[i] = 1 - 0.001 * (double)i;
    add(&run, "val/box_loss", loss);
    add(&run, "metrics/mAP50-95(B)", y);
    char *text;
    ck_assert_int_eq(script_of(&text, &run, NULL, NULL, NULL), LC_OK);
    ck_assert_ptr_nonnull(strstr(text, "best metrics/mAP50-95(B) 0.750 at epoch 78"));
    ck_assert_ptr_nonnull(strstr(text, "_BEST << END_OF_DATA\n78 0.75\n"));
    free(text);
    if (!has_gnuplot())
        return;
    draw_picture(&p, &run, NULL, NULL);
    size_t label = find_text(&p, 0, "best epoch 78"),
           head = find_text(&p, 0, "metrics/mAP50-95(B)");
    ck_assert(label < p.n && head < p.n && p.text[label].y > p.text[head].y);
    lc_run_free(&run);
}
END_TEST

/* ---- marks --------------------------------------------------------------------------- */

static char words[] = "what was found";

/* A spike at record 150: its badge stands above it, and the way to it is drawn boldly; one that is
 * off the scale goes to the panel's edge, where its value is said. */
START_TEST(a_spike_is_marked_where_it_is)
{
    static picture p;
    lc_finding finding = {.rule = "spikes",
                          .mark = LC_MARK_POINT,
                          .summary = words,
                          .series_n = 1,
                          .from = 20,
                          .to = N,
                          .at = 150};
    lc_diagnosis d = {
        .verdict = {.name = "unstable", .summary = words}, .n = 1, .findings = &finding};
    double y[N];
    char *text;
    for (size_t i = 0; i < N; i++)
        y[i] = 0.5 + 0.1 * (double)(i % 3);
    y[149] = _i ? 20 : 2;
    lc_run run = run_over(N);
    add(&run, "loss", y);
    ck_assert_int_eq(script_of(&text, &run, &d, NULL, NULL), LC_OK);
    ck_assert((strstr(text, "_SPOT << END_OF_DATA\n150 2\n150 0.6\n") != NULL) == !_i);
    ck_assert((strstr(text, "\"20 at epoch 150\"") != NULL) == _i);
    ck_assert_uint_eq(count_in(text, "$P1_1_SPOT using"), _i ? 1 : 2);
    free(text);
    if (!has_gnuplot())
        return;
    draw_picture(&p, &run, &d, NULL);
    size_t badge = find_text(&p, find_text(&p, 0, "loss ") + 1, "1");
    size_t tic_100 = find_text(&p, 0, "100"), tic_200 = find_text(&p, 0, "200");
    ck_assert(badge < p.n && tic_100 < p.n && tic_200 < p.n);
    ck_assert_double_eq_tol(p.text[badge].x, (p.text[tic_100].x + p.text[tic_200].x) / 2, 40);
    lc_run_free(&run);
}
END_TEST

/* The height on the page, as a share of it, of a value in the script's first panel. */
static double screen_height(const char *text, double v)
{
    double top, bottom, lo, hi;
    ck_assert_int_eq(sscanf(strstr(text, "set tmargin"),
                            "set tmargin at screen %lf; set bmargin at screen %lf", &top, &bottom),
                     2);
    ck_assert_int_eq(sscanf(strstr(text, "set yrange ["), "set yrange [%lf:%lf]", &lo, &hi), 2);
    bool log_axis = strstr(text, "\nset logscale y;") != NULL;
    double share = log_axis ? log(v / lo) / log(hi / lo) : (v - lo) / (hi - lo);
    return bottom + share * (top - bottom);
}

/* Two plateaus that overlap and one that does not: bars of 6 pixels in two rows at the axis. */
START_TEST(ranges_are_thin_bars_in_rows)
{
    static const double from[] = {10, 100, 160}, to[] = {90, 150, 200};
    lc_finding findings[3];
    lc_diagnosis d = {
        .verdict = {.name = "stalled", .summary = words}, .n = 3, .findings = findings};
    double y[N];
    char *text;
    for (size_t i = 0; i < N; i++)
        y[i] = 1 / (double)(i + 1);
    for (size_t i = 0; i < 3; i++)
        findings[i] = (lc_finding){.rule = "plateau",
                                   .mark = LC_MARK_RANGE,
                                   .summary = words,
                                   .series_n = 1,
                                   .from = i == 1 ? 50 : from[i],
                                   .to = to[i]};
    lc_run run = run_over(N);
    add(&run, "loss", y);
    ck_assert_int_eq(script_of(&text, &run, &d, NULL, NULL), LC_OK);
    double lower[3], upper[3], bottom, height;
    const char *at = strstr(text, "set bmargin at screen ");
    at = at ? at : strstr(text, "bmargin at screen ");
    ck_assert(at && sscanf(strstr(at, "screen "), "screen %lf", &bottom) == 1);
    at = text;
    for (size_t i = 0; i < 3; i++, at++) {
        at = strstr(at, "set object rect from first ");
        ck_assert_ptr_nonnull(at);
        ck_assert_int_eq(sscanf(at,
                                "set object rect from first %*f,screen %lf to first %*f,screen %lf",
                                &lower[i], &upper[i]),
                         2);
    }
    height = upper[0] - lower[0];
    ck_assert_double_gt(lower[0], bottom);
    ck_assert_double_lt(upper[1], bottom + 4 * height);
    ck_assert_double_ge(lower[1], upper[0]); /* it overlaps the first */
    ck_assert_double_eq_tol(lower[2], lower[0], 1e-9);
    ck_assert_double_gt(screen_height(text, 1. / N), upper[1]); /* no bar hides the curve */
    free(text);
    lc_run_free(&run);
}
END_TEST

/* ---- panels -------------------------------------------------------------------------- */

static const char *const yolo[] = {
    "train/box_loss", "train/cls_loss",   "train/dfl_loss",      "val/box_loss", "val/cls_loss",
    "val/dfl_loss",   "metrics/mAP50(B)", "metrics/mAP50-95(B)", "lr/pg0",       "lr/pg1"};

/* A panel for each loss with both its splits, the scores together, one for the equal rates. */
START_TEST(each_loss_has_a_panel_of_its_own)
{
    double y[N];
    char *text;
    lc_run run = run_over(N);
    for (size_t s = 0; s < sizeof yolo / sizeof *yolo; s++) {
        for (size_t i = 0; i < N; i++)
            y[i] =
                s < 8 ? 0.1 * (double)(s + 1) + 0.2 / (double)(i + 1) : 1e-3 / (double)(i / 50 + 1);
        add(&run, yolo[s], y);
    }
    ck_assert_int_eq(script_of(&text, &run, NULL, NULL, NULL), LC_OK);
    ck_assert_uint_eq(count_in(text, "\nset tmargin"), 5);
    static const char *const heads[] = {"set label \"box_loss\"", "set label \"cls_loss\"",
                                        "set label \"dfl_loss\"", "set label \"scores\"",
                                        "set label \"learning rate\""};
    for (size_t i = 0; i < 5; i++)
        ck_assert_msg(strstr(text, heads[i]) != NULL, "%s", heads[i]);
    ck_assert_ptr_nonnull(strstr(text, "\"metrics/mAP50-95(B) 0.80")); /* wide: by name */
    ck_assert_ptr_nonnull(strstr(text, "\"validation 0.50"));          /* narrow: by split */
    ck_assert_ptr_nonnull(strstr(text, "lr/pg0 (+1 equal)"));
    ck_assert_ptr_null(strstr(text, "not drawn"));
    free(text);
    lc_run_free(&run);
}
END_TEST

/* Two ways to log the training loss, by batch and by epoch, are told apart by name and colour, in a
 * panel that bears the metric's name. */
START_TEST(two_training_losses_are_told_apart)
{
    double y[N];
    char *text;
    static const char *const names[] = {"loss", "valid_loss", "train_loss"};
    lc_run run = run_over(N);
    for (size_t s = 0; s < 3; s++) {
        for (size_t i = 0; i < N; i++)
            y[i] = 1 + (double)s;
        add(&run, names[s], y);
    }
    run.series[0].metric.split = LC_TRAIN;
    ck_assert_int_eq(script_of(&text, &run, NULL, NULL, NULL), LC_OK);
    ck_assert_uint_eq(count_in(text, "\nset tmargin"), 1);
    ck_assert_ptr_nonnull(strstr(text, "set label \"loss\""));
    char color[2][10];
    for (int i = 0; i < 2; i++) {
        const char *at = strstr(text, i ? "\"train_loss 3\"" : "\"loss 1\"");
        ck_assert_ptr_nonnull(at);
        ck_assert_int_eq(sscanf(strstr(at, "tc rgb"), "tc rgb \"%9[^\"]", color[i]), 1);
    }
    ck_assert_str_ne(color[0], color[1]);
    free(text);
    lc_run_free(&run);
}
END_TEST

/* Standard deviations over folds are a band about their mean, and no panel of their own. */
START_TEST(a_spread_is_a_band)
{
    double mean[5] = {.5, .6, .7, .75, .8}, std[5] = {.25, .125, .0625, .0625, .03125};
    char *text;
    lc_run run = run_over(5);
    add(&run, "test_scores_mean", mean);
    add(&run, "test_scores_std", std);
    ck_assert_int_eq(script_of(&text, &run, NULL, NULL, NULL), LC_OK);
    ck_assert_uint_eq(count_in(text, "\nset tmargin"), 1);
    ck_assert_ptr_nonnull(strstr(text, "_SCATTER << END_OF_DATA\n1 0.75 0.25\n2 0.725 0.475\n"));
    ck_assert_ptr_nonnull(strstr(text, "shaded: one standard deviation"));
    free(text);
    lc_run_free(&run);
}
END_TEST

/* A rate that falls tenfold four times: a logarithmic axis, and no slopes that never were. */
START_TEST(a_learning_rate_is_drawn_in_steps)
{
    double loss[N], rate[N];
    char *text;
    for (size_t i = 0; i < N; i++) {
        loss[i] = 1 - (double)i / 300;
        rate[i] = pow(10, -3 - (double)(i / 40));
    }
    lc_run run = run_over(N);
    add(&run, "loss", loss);
    add(&run, "lr", rate);
    ck_assert_int_eq(script_of(&text, &run, NULL, NULL, NULL), LC_OK);
    ck_assert_ptr_nonnull(strstr(text, "$P2_1_RAW using 1:2 with steps "));
    ck_assert_ptr_nonnull(strstr(text, "\"learning rate, log scale\""));
    free(text);
    lc_run_free(&run);
}
END_TEST

/* Eight records lie far off the other 192. Where these would have less than a third of the height,
 * the panel zooms to them; where a logarithm gives them more than that, it is taken instead. */
static const struct {
    double first, from, to;
    const char *head;
} starts[] = {
    {3, 1, .8,
     "\"loss, zoomed: the first records are off the scale\""}, /* ln 1.25 / ln 3.75 = 0.17 */
    {3, 1, .2, "\"loss, log scale\""},                         /* 0.8 of 2.8; ln 5 / ln 15 = 0.6 */
    {2, 1, .2, "\"loss\""},                                    /* 0.8 of 1.8 */
};

START_TEST(the_first_records_do_not_take_the_panel)
{
    double y[N];
    char *text;
    for (size_t i = 0; i < N; i++)
        y[i] = i < 8 ? starts[_i].first
                     : starts[_i].from + (starts[_i].to - starts[_i].from) * (double)i / N;
    lc_run run = run_over(N);
    add(&run, "loss", y);
    ck_assert_int_eq(script_of(&text, &run, NULL, NULL, NULL), LC_OK);
    ck_assert_msg(strstr(text, starts[_i].head) != NULL, "no %s", starts[_i].head);
    ck_assert((strstr(text, "8 values off the scale, to 3") != NULL) == (_i == 0));
    free(text);
    lc_run_free(&run);
}
END_TEST

/* Both curves' marks of what is off the scale are seen, one row below the other. */
START_TEST(marks_off_the_scale_do_not_hide_each_other)
{
    double y[N];
    double height[2];
    char *text;
    for (size_t i = 0; i < N; i++)
        y[i] = i < 8 ? 3 : 1 - .2 * (double)i / N;
    lc_run run = run_over(N);
    add(&run, "loss", y);
    add(&run, "val_loss", y);
    ck_assert_int_eq(script_of(&text, &run, NULL, NULL, NULL), LC_OK);
    for (int i = 0; i < 2; i++) {
        const char *at = strstr(text, i ? "$P1_2_OFF1 <<" : "$P1_1_OFF1 <<");
        ck_assert_ptr_nonnull(at);
        ck_assert_int_eq(sscanf(strchr(at, '\n'), "%*f %lf", &height[i]), 1);
    }
    ck_assert_double_gt(height[0], height[1]);
    free(text);
    lc_run_free(&run);
}
END_TEST

/* ---- without colour ------------------------------------------------------------------ */

/* Six scores of one split differ by marker; train is solid and validation dashed in every panel. */
START_TEST(without_colour_curves_differ_by_dash_and_marker)
{
    static const char *const names[] = {"loss",          "val_loss",   "val_f1",    "val_auc",
                                        "val_precision", "val_recall", "val_kappa", "val_iou"};
    const lc_plot_options mono = {.mono = true};
    double y[30];
    char *text;
    lc_run run = run_over(30);
    for (size_t s = 0; s < 8; s++) {
        for (size_t i = 0; i < 30; i++)
            y[i] = 0.1 * (double)(s + 1) + 0.2 / (double)(i + 1);
        add(&run, names[s], y);
    }
    ck_assert_int_eq(script_of(&text, &run, NULL, &mono, NULL), LC_OK);
    ck_assert_uint_eq(count_in(text, "dt solid pt"), 1);
    ck_assert_uint_eq(count_in(text, "dt (9,5) pt"), 7);
    static const char *const markers[] = {"(9,5) pt 9 ", "(9,5) pt 5 ", "(9,5) pt 13 ",
                                          "(9,5) pt 11 ", "(9,5) pt 15 "};
    for (size_t i = 0; i < 5; i++)
        ck_assert_uint_eq(count_in(text, markers[i]), 1);
    free(text);
    lc_run_free(&run);
}
END_TEST

/* ---- for papers ---------------------------------------------------------------------- */

/* The curves, their names without values, the axes; of all that was found nothing. */
START_TEST(a_plain_plot_has_curves_and_names_alone)
{
    const lc_plot_options plain = {.plain = true, .title = "title", .width = 321};
    lc_finding finding = {.rule = "plateau",
                          .mark = LC_MARK_RANGE,
                          .summary = words,
                          .series_n = 1,
                          .from = 10,
                          .to = 20};
    lc_diagnosis d = {
        .verdict = {.name = "stalled", .summary = words}, .n = 1, .findings = &finding};
    double y[30];
    char *text;
    for (size_t i = 0; i < 30; i++)
        y[i] = 1 / (double)(i + 1);
    lc_run run = run_over(30);
    add(&run, "loss", y);
    add(&run, "val_loss", y);
    ck_assert_int_eq(script_of(&text, &run, &d, &plain, NULL), LC_OK);
    ck_assert_uint_eq(count_in(text, "set label "), 4); /* panel, axis, two curves */
    ck_assert_ptr_nonnull(strstr(text, "set label \"val_loss\" "));
    ck_assert_uint_eq(count_in(text, "set object rect"), 0);
    ck_assert_ptr_null(strstr(text, "BEST"));
    ck_assert_ptr_null(strstr(text, "GAP"));
    free(text);
    lc_run_free(&run);
}
END_TEST

/* In a column of a paper names lose the folder that they share, not their middle. */
START_TEST(names_stay_readable_in_a_narrow_plot)
{
    static const double y[] = {.1, .2, .3}, z[] = {.2, .3, .4};
    lc_plot_options options = LC_PLOT_OPTIONS_INIT;
    char *text;
    options.plain = true;
    options.width = 321; /* 85 mm */
    lc_run run = run_over(3);
    add(&run, "metrics/precision(B)", y);
    add(&run, "metrics/mAP50-95(B)", z);
    ck_assert_int_eq(script_of(&text, &run, NULL, &options, NULL), LC_OK);
    ck_assert_ptr_nonnull(strstr(text, "\"precision(B)\""));
    ck_assert_ptr_nonnull(strstr(text, "\"mAP50-95(B)\""));
    free(text);
    lc_run_free(&run);
}
END_TEST

/* Two inches of paper, 300 dots each: a PNG of 600 x 300, a page of 2 x 1 inches; the font's name is
 * text like any other. */
START_TEST(a_size_on_paper_is_kept)
{
    const lc_plot_options paper = {.width = 192 * 1.25,
                                   .height = 192,
                                   .density = 300. / 96,
                                   .plain = true,
                                   .font = "A\"; !touch canary"};
    static const double y[] = {3, 2, 1};
    char *text = NULL;
    size_t size;
    lc_run run = run_over(3);
    add(&run, "loss", y);
    for (int i = 0; i < 2; i++) {
        FILE *out = open_memstream(&text, &size);
        ck_assert_int_eq(lc_plot_script(out, i ? "a.eps" : "a.png", &run, NULL, &paper, NULL),
                         LC_OK);
        fclose(out);
        ck_assert_ptr_nonnull(
            strstr(text, i ? "epscairo size 2.5in,2in " : "pngcairo size 750,600 "));
        ck_assert_ptr_nonnull(strstr(text, "FONT = \"A\\\"; !touch canary\""));
        free(text);
    }
    lc_run_free(&run);
}
END_TEST

/* What LaTeX would read as commands is text, and a file of one picture comes out, 16 cm wide (605 px of 1/96
 * inch) where nothing else is asked for. */
START_TEST(latex_gets_text)
{
    static const double y[] = {3, 2, 1};
    size_t size;
    lc_error err = LC_ERROR_INIT;
    lc_run run = run_over(3);
    add(&run, "val_$\\input{x}%&#^~", y);
    if (!has_gnuplot())
        return;
    enter_folder();
    const lc_plot_options wide = {.width = 1600};
    ck_assert_msg(lc_plot_file("a.tex", &run, NULL, &wide, NULL, &err) == LC_OK, "%s", err.msg);
    char *tex = read_whole("a.tex", &size);
    ck_assert_msg(lc_plot_file("b.tex", &run, NULL, NULL, NULL, &err) == LC_OK, "%s", err.msg);
    char *usual = read_whole("b.tex", &size);
    leave_folder();
    ck_assert_ptr_nonnull(strstr(tex, "val\\_\\$\\textbackslash{}input\\{x\\}\\%\\&\\#"
                                      "\\textasciicircum{}\\textasciitilde{} 1"));
    ck_assert_ptr_nonnull(strstr(tex, "\\begin{tikzpicture}"));
    ck_assert_ptr_nonnull(strstr(usual, "\\path (0.000,0.000) rectangle (16.0"));
    free(usual);
    free(tex);
    lc_run_free(&run);
}
END_TEST

Suite *suite_plot_picture(void)
{
    Suite *s = suite_create("plot_picture");
    TCase *t = tcase_create("all");
    tcase_set_timeout(t, 60);
    tcase_add_loop_test(t, a_label_stands_at_the_value_that_it_prints, 0,
                        (int)(sizeof ends / sizeof *ends));
    tcase_add_test(t, a_smooth_line_ends_at_its_level);
    tcase_add_test(t, a_label_has_the_number_of_the_finding);
    tcase_add_test(t, a_zero_is_labelled_as_one);
    tcase_add_loop_test(t, a_title_begins_with_a_capital_or_a_metric, 0,
                        (int)(sizeof titles / sizeof *titles));
    tcase_add_test(t, a_forecast_is_labelled_at_its_end);
    tcase_add_test(t, a_line_that_ends_early_says_where);
    tcase_add_test(t, a_lone_record_is_not_early);
    tcase_add_test(t, a_name_from_right_to_left_keeps_the_order);
    tcase_add_loop_test(t, the_gap_is_the_finding_s, 0, 2);
    tcase_add_test(t, a_small_gap_has_its_digits);
    tcase_add_test(t, no_gap_of_what_is_no_quality);
    tcase_add_test(t, names_stay_readable_in_a_narrow_plot);
    tcase_add_test(t, no_gap_to_a_forecast);
    tcase_add_test(t, no_gap_between_what_was_not_recorded);
    tcase_add_test(t, no_gap_where_it_means_nothing);
    tcase_add_test(t, the_best_is_a_record_of_the_main_metric);
    tcase_add_loop_test(t, a_spike_is_marked_where_it_is, 0, 2);
    tcase_add_test(t, ranges_are_thin_bars_in_rows);
    tcase_add_test(t, each_loss_has_a_panel_of_its_own);
    tcase_add_test(t, two_training_losses_are_told_apart);
    tcase_add_test(t, a_spread_is_a_band);
    tcase_add_test(t, a_learning_rate_is_drawn_in_steps);
    tcase_add_loop_test(t, the_first_records_do_not_take_the_panel, 0,
                        (int)(sizeof starts / sizeof *starts));
    tcase_add_test(t, marks_off_the_scale_do_not_hide_each_other);
    tcase_add_test(t, without_colour_curves_differ_by_dash_and_marker);
    tcase_add_test(t, a_plain_plot_has_curves_and_names_alone);
    tcase_add_test(t, a_size_on_paper_is_kept);
    tcase_add_test(t, latex_gets_text);
    suite_add_tcase(s, t);
    return s;
}
