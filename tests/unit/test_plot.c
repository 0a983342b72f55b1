/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test_plot.c - layout by hand-made cases, and every odd run through gnuplot itself. What needs
 * gnuplot is skipped with a word where there is none.
 */
#include "base/mem.h"
#include "plot/axis.h"
#include "plot/end_labels.h"
#include "plot/font.h"
#include "plot/occupancy.h"
#include "plot/panel.h"
#include "plot/script.h"

#include "plot_help.h"
#include "random.h"

#include <check.h>
#include <errno.h>
#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

Suite *suite_plot(void);

/* ---- labels that part ---------------------------------------------------------------- */

static const struct {
    const char *what;
    size_t n;
    double want[4], gap, lo, hi, got[4];
} spreads[] = {
    {"none", 0, {0}, 10, 0, 100, {0}},
    {"one stays", 1, {50}, 10, 0, 100, {50}},
    {"one comes in", 1, {120}, 10, 0, 100, {100}},
    {"far ones stay", 2, {20, 80}, 10, 0, 100, {20, 80}},
    {"two share the way", 2, {50, 54}, 10, 0, 100, {47, 57}},
    {"equal ones are centred", 3, {50, 50, 50}, 10, 0, 100, {40, 50, 60}},
    {"a block stays within", 3, {98, 99, 100}, 10, 0, 100, {80, 90, 100}},
    {"a block at the lower bound", 2, {-5, 2}, 10, 0, 100, {0, 10}},
    /* 48 and 52 part to 45 and 55; that touches 60, and the mean of 48, 42, 40 is 43 1/3 */
    {"blocks merge", 3, {48, 52, 60}, 10, 0, 100, {130. / 3, 160. / 3, 190. / 3}},
    {"no room: even steps", 3, {5, 5, 5}, 10, 0, 10, {0, 5, 10}},
};

START_TEST(labels_part)
{
    double at[4];
    memcpy(at, spreads[_i].want, sizeof at);
    ck_assert_int_eq(
        lc_spread(at, spreads[_i].n, spreads[_i].gap, spreads[_i].lo, spreads[_i].hi, NULL), LC_OK);
    for (size_t i = 0; i < spreads[_i].n; i++)
        ck_assert_msg(fabs(at[i] - spreads[_i].got[i]) < 1e-9, "%s: label %zu at %g",
                      spreads[_i].what, i, at[i]);
}
END_TEST

START_TEST(a_note_keeps_off_the_curve)
{
    lc_occupancy ink;
    ck_assert_int_eq(lc_occupancy_init(&ink, (lc_box){0, 400, 0, 200}, NULL), LC_OK);
    lc_occupancy_line(&ink, 0, 100, 400, 100, 2);
    double x = 200, y = 100, x2 = 200, y2 = 100;
    lc_occupancy_place(&ink, &x, &y, 80, 20, ink.box);
    ck_assert_double_ge(fabs(y - 100), 10);
    lc_occupancy_place(&ink, &x2, &y2, 80, 20, ink.box);
    ck_assert(fabs(x2 - x) >= 80 || fabs(y2 - y) >= 20);
    lc_occupancy_free(&ink);
}
END_TEST

/* ---- axes ---------------------------------------------------------------------------- */

static const struct {
    const char *what;
    double v[12];
    size_t n;
    lc_scale scale;
    bool log;
    double lo, hi;       /* the range must hold this ... */
    double below, above; /* ... and no more than that */
} fits[] = {
    {"factor 20 is linear", {1, 20}, 2, LC_SCALE_AUTO, false, 1, 20, 0, 21},
    {"more is logarithmic", {1, 21}, 2, LC_SCALE_AUTO, true, 1, 21, 0.5, 30},
    {"zero is linear", {0, 21}, 2, LC_SCALE_AUTO, false, 0, 21, 0, 23},
    {"log when told", {1, 2}, 2, LC_SCALE_LOG, true, 1, 2, 0.5, 3},
    {"log of what is positive", {-1, 0, 1, 2}, 4, LC_SCALE_LOG, true, 1, 2, 0.5, 3},
    {"linear when there is none", {-1, -2}, 2, LC_SCALE_LOG, false, -2, -1, -2.1, 0},
    {"linear when told", {1, 1000}, 2, LC_SCALE_LINEAR, false, 1, 1000, 0, 1100},
    {"constant", {5, 5}, 2, LC_SCALE_AUTO, false, 5, 5, 4, 6},
    {"constant zero", {0, 0}, 2, LC_SCALE_AUTO, false, 0, 0, 0, 1},
    {"nothing", {NAN, INFINITY}, 2, LC_SCALE_AUTO, false, 0, 1, 0, 1},
    {"one spike stays outside",
     {1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, -900},
     12,
     LC_SCALE_AUTO,
     false,
     1,
     2,
     -1,
     3},
};

START_TEST(axes_hold_the_values)
{
    lc_axis axis;
    double v[12];
    memcpy(v, fits[_i].v, sizeof v);
    lc_axis_fit(&axis, v, fits[_i].n, fits[_i].scale, false);
    ck_assert_msg(axis.log == fits[_i].log, "%s: log", fits[_i].what);
    ck_assert_msg(axis.lo <= fits[_i].lo && axis.lo >= fits[_i].below, "%s: from %g", fits[_i].what,
                  axis.lo);
    ck_assert_msg(axis.hi >= fits[_i].hi && axis.hi <= fits[_i].above, "%s: to %g", fits[_i].what,
                  axis.hi);
}
END_TEST

static const struct {
    bool log;
    double lo, hi, unit, pixels;
    const char *want;
} tics[] = {
    {false, 0, 0.72, 1, 300, "0 0.2 0.4 0.6"},
    {false, -3, 300, 1, 280, "0 50 100 150 200 250 300"},
    {false, 0, 1e6, 1, 220, "0 200k 400k 600k 800k 1000k"},
    {false, 0, 1.1e-4, 1, 200, "0 5e-5 0.0001"},
    {true, 0.02, 6, 1, 400, "0.02 0.05 0.1 0.2 0.5 1 2 5"},
    {true, 0.02, 6, 1, 260, "0.03 0.1 0.3 1 3"},
    {true, 1e-9, 1, 1, 300, "1e-8 1e-6 0.0001 0.01 1"},
    {true, 1.1, 1.4, 1, 300, "1.10 1.15 1.20 1.25 1.30 1.35 1.40"},
    {false, 0, 2, 1e300, 200, "0 0.5e300 1e300 1.5e300 2e300"},
};

/* Where a step is lost in the coordinate, i + 1 is i: there are few tics, and each is another one. */
START_TEST(tics_far_from_zero_end)
{
    static const struct {
        double lo, hi;
    } ranges[] = {
        {1e17, 1e17 + 64}, {-1e300, -1e300 * (1 - 1e-15)}, {1e15, 1e15 + 1}, {-1.7e308, 1.7e308}};
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
        lc_axis axis = {.lo = ranges[i].lo, .hi = ranges[i].hi, .unit = 1};
        lc_axis_tics(&axis, 400, 40);
        ck_assert_uint_le(axis.tic_n, LC_TICS_MAX);
    }
}
END_TEST

/* Numbers that leave the panel by far, or are lost beside others, in any mixture. */
START_TEST(extreme_numbers_are_drawn)
{
    static const double extreme[] = {0,    1e30,      -1e30,    1e308, -1.7e308, 5e-324, 1e-300,
                                     1e15, 1e15 + 1,  1e17,     0.5,   0.25,     3,      -2,
                                     1e-9, 1 + 1e-15, INFINITY, NAN,   1e100,    2e100};
    enum { N = 12 };
    uint64_t state = 19;
    for (int k = 0; k < 150; k++) {
        lc_run run = LC_RUN_INIT;
        lc_diagnosis d = LC_DIAGNOSIS_INIT;
        double x[N], y[N], at = random_uniform(&state) < 0.5 ? 0 : -1e15;
        size_t known = 2 + random_bits(&state) % (sizeof extreme / sizeof *extreme - 1);
        for (size_t i = 0; i < N; i++)
            x[i] = at += pow(10, 6 * random_uniform(&state));
        ck_assert_int_eq(lc_run_set_axis(&run, LC_STEP, k % 3 ? NULL : x, N, NULL), LC_OK);
        for (int s = 0; s < 3; s++) {
            static const char *const names[] = {"loss", "val_loss", "accuracy"};
            for (size_t i = 0; i < N; i++)
                y[i] = random_uniform(&state) < 0.3 ? extreme[random_bits(&state) % known]
                                                    : random_uniform(&state);
            ck_assert_int_eq(lc_run_add(&run, names[s], y, NULL), LC_OK);
        }
        ck_assert_int_eq(lc_diagnose(&d, &run, NULL, NULL), LC_OK);
        for (int scale = LC_SCALE_AUTO; scale <= LC_SCALE_LINEAR; scale++) {
            const lc_plot_options how = {.loss_scale = (lc_scale)scale};
            const lc_text_plot cells = {.columns = 70, .rows = 30};
            char *text = NULL;
            size_t n;
            lc_status st = script_of(&text, &run, &d, &how, NULL);
            free(text);
            FILE *out = lc_text_open(&text, &n);
            ck_assert_int_eq(lc_plot_text(out, &run, &d, &how, &cells, NULL), st);
            ck_assert(lc_text_close(out, &text));
            ck_assert(st != LC_OK || n > 0);
            free(text);
        }
        lc_diagnosis_free(&d);
        lc_run_free(&run);
    }
}
END_TEST

START_TEST(tics_are_round)
{
    char got[256] = "";
    lc_axis axis = {
        .log = tics[_i].log, .lo = tics[_i].lo, .hi = tics[_i].hi, .unit = tics[_i].unit};
    lc_axis_tics(&axis, tics[_i].pixels, 40);
    for (size_t i = 0; i < axis.tic_n; i++) {
        strcat(got, i ? " " : "");
        strcat(got, axis.tic[i].text);
    }
    ck_assert_str_eq(got, tics[_i].want);
}
END_TEST

/* ---- words --------------------------------------------------------------------------- */

START_TEST(lines_break_at_blanks_and_lose_nothing)
{
    lc_texts lines = {0};
    double em = 6;
    ck_assert(lc_font_wrap(&lines, "  one two three fourfivesixseveneight", false, em, 0));
    ck_assert_uint_gt(lines.n, 3);
    ck_assert_str_eq(lines.text[0], "one two");
    for (size_t i = 0; i < lines.n; i++)
        ck_assert_double_le(lc_font_width(lines.text[i], false), em);
    lc_texts_free(&lines);
    ck_assert(lc_font_wrap(&lines, "one two three four five", false, em, 2));
    ck_assert_str_eq(lines.text[1], "three four\xE2\x80\xA6");
    lc_texts_free(&lines);
}
END_TEST

START_TEST(long_names_lose_their_middle)
{
    char *got = lc_font_elide("train/a_very_long_name_of_a_loss", true, 12);
    ck_assert_double_le(lc_font_width(got, true), 12);
    ck_assert_int_eq(strncmp(got, "train/", 6), 0);
    ck_assert_str_eq(got + strlen(got) - 4, "loss");
    lc_mem_free(got);
}
END_TEST

/* ---- runs ---------------------------------------------------------------------------- */

#define RECORDS 300
#define NAMES_MAX 12

/* A run of n records with these metrics, each made by `value`. */
static void make_run(lc_run *run, const char *const *names, size_t n,
                     double (*value)(size_t series, size_t i))
{
    static double y[100000];
    ck_assert_int_eq(lc_run_set_axis(run, LC_EPOCH, NULL, n, NULL), LC_OK);
    for (size_t s = 0; names[s]; s++) {
        for (size_t i = 0; i < n; i++)
            y[i] = value(s, i);
        ck_assert_int_eq(lc_run_add(run, names[s], y, NULL), LC_OK);
    }
}

static double usual(size_t s, size_t i)
{
    double t = (double)i / RECORDS, noise = 0.02 * sin((double)(i * i % 97 + 13 * s));
    return s < 2 ? exp(-3 * t) + 0.3 * (double)s * t + noise + 0.1 : 0.5 + 0.4 * t + noise;
}

static double constant(size_t s, size_t i)
{
    (void)i;
    return (double)s;
}

static double negative(size_t s, size_t i)
{
    return -1000 - (double)(s + i);
}

static double failing(size_t s, size_t i)
{
    return i > 100 + 20 * s ? NAN : i == 50 ? INFINITY : i == 60 ? -INFINITY : usual(s, i);
}

static double exploding(size_t s, size_t i)
{
    return pow(10, -300 + 2.0 * (double)i + (double)s);
}

static double both_ends(size_t s, size_t i)
{
    return i % 2 ? -DBL_MAX : (double)(s + i) * 1e300;
}

static double tiny(size_t s, size_t i)
{
    return (double)(i + s) * DBL_MIN / 1e6;
}

static double spiked(size_t s, size_t i)
{
    return i == 77 ? -1e12 : usual(s, i);
}

static double lonely(size_t s, size_t i)
{
    return i % 2 ? NAN : usual(s, i);
}

static double with_zero(size_t s, size_t i)
{
    return i % 50 ? pow(10, -(double)(i % 7)) : -(double)s;
}

static double nothing(size_t s, size_t i)
{
    (void)s;
    return i % 2 ? NAN : INFINITY;
}

static double half_nothing(size_t s, size_t i)
{
    return s == 1 ? NAN : usual(s, i);
}

static const char *const four[] = {"loss", "val_loss", "accuracy", "val_accuracy", NULL};
static const char *const detector[] = {"train/box_loss",
                                       "val/box_loss",
                                       "train/cls_loss",
                                       "val/cls_loss",
                                       "train/dfl_loss",
                                       "val/dfl_loss",
                                       "metrics/precision(B)",
                                       "metrics/recall(B)",
                                       "metrics/mAP50(B)",
                                       "metrics/mAP50-95(B)",
                                       "lr/pg0",
                                       "lr/pg1",
                                       NULL};
static const char *const nasty[] = {"", "`touch canary`", "a\"b\\c", "val_\n!touch canary", NULL};

static const struct {
    const char *what;
    const char *const *names;
    size_t n;
    double (*value)(size_t, size_t);
    lc_plot_options options;
    lc_status want;
} runs[] = {
    {"usual", four, RECORDS, usual, {.title = NULL}, LC_OK},
    {"dark", four, RECORDS, usual, {.dark = true}, LC_OK},
    {"mono", four, RECORDS, usual, {.mono = true}, LC_OK},
    {"small", four, RECORDS, usual, {.width = 800, .height = 500}, LC_OK},
    {"smallest", four, RECORDS, usual, {.width = 400, .height = 300}, LC_OK},
    {"too small", four, RECORDS, usual, {.width = 100, .height = 500}, LC_E_ARG},
    {"too large", four, RECORDS, usual, {.width = 100000}, LC_E_ARG},
    {"large", four, RECORDS, usual, {.width = 3000}, LC_OK},
    {"title", four, RECORDS, usual, {.title = "`touch canary` \\ \" {/Symbol a}"}, LC_OK},
    {"log", four, RECORDS, usual, {.loss_scale = LC_SCALE_LOG}, LC_OK},
    {"linear", four, RECORDS, usual, {.loss_scale = LC_SCALE_LINEAR}, LC_OK},
    {"not smoothed", four, RECORDS, usual, {.smooth = 1}, LC_OK},
    {"smoothed over all", four, RECORDS, usual, {.smooth = 5000}, LC_OK},
    {"one record", four, 1, usual, {.title = NULL}, LC_OK},
    {"two records", four, 2, usual, {.title = NULL}, LC_OK},
    {"constant", four, 40, constant, {.title = NULL}, LC_OK},
    {"one constant record", four, 1, constant, {.title = NULL}, LC_OK},
    {"negative", four, RECORDS, negative, {.title = NULL}, LC_OK},
    {"negative on a log scale", four, RECORDS, negative, {.loss_scale = LC_SCALE_LOG}, LC_OK},
    {"failing", four, RECORDS, failing, {.title = NULL}, LC_OK},
    {"exploding", four, RECORDS, exploding, {.title = NULL}, LC_OK},
    {"both ends", four, RECORDS, both_ends, {.title = NULL}, LC_OK},
    {"both ends, few", four, 9, both_ends, {.title = NULL}, LC_OK},
    {"tiny", four, RECORDS, tiny, {.title = NULL}, LC_OK},
    {"tiny, linear", four, RECORDS, tiny, {.loss_scale = LC_SCALE_LINEAR}, LC_OK},
    {"spiked", four, RECORDS, spiked, {.title = NULL}, LC_OK},
    {"lonely points", four, RECORDS, lonely, {.title = NULL}, LC_OK},
    {"zeros on a log scale", four, RECORDS, with_zero, {.loss_scale = LC_SCALE_LOG}, LC_OK},
    {"nothing", four, RECORDS, nothing, {.title = NULL}, LC_E_ARG},
    {"half of it nothing", four, RECORDS, half_nothing, {.title = NULL}, LC_OK},
    {"many metrics", detector, RECORDS, usual, {.title = NULL}, LC_OK},
    {"many metrics, small", detector, RECORDS, usual, {.width = 640, .height = 480}, LC_OK},
    {"nasty names", nasty, 30, usual, {.title = NULL}, LC_OK},
    {"long", four, 100000, usual, {.title = NULL}, LC_OK},
};
#define RUNS (sizeof runs / sizeof *runs)

/* Findings as rules make them; the texts are borrowed. */
static void make_diagnosis(lc_diagnosis *d, lc_finding room[8], const lc_run *run)
{
    static char verdict[] =
        "val_loss turns up for good at epoch 115 while loss still falls, `touch canary`";
    static char summary[] =
        "what was found is told here in some hundred letters, so that it takes a line of "
        "the page and begins another one";
    static const char *const rules[] = {
        "overfitting", "plateau",    "oscillation", "generalization-gap",
        "sparse-log",  "non-finite", "plateau",     "still-improving"};
    static const lc_mark marks[] = {LC_MARK_NUMBER, LC_MARK_RANGE, LC_MARK_BAND,  LC_MARK_NO_GAP,
                                    LC_MARK_NUMBER, LC_MARK_POINT, LC_MARK_RANGE, LC_MARK_NUMBER};
    double last = run->x[run->n - 1];
    *d = (lc_diagnosis){.findings = room, .n = 8};
    d->verdict = (lc_verdict){.name = "overfitting", .severity = LC_WARNING, .summary = verdict};
    for (size_t i = 0; i < d->n; i++) {
        room[i] = (lc_finding){.rule = rules[i],
                               .severity = (lc_severity)(i % 3),
                               .summary = summary,
                               .from = last * (double)i / 10,
                               .to = last * (double)(i + 3) / 10,
                               .at = last * (double)i / 10,
                               .mark = marks[i],
                               .explained_by = i == 3 ? "overfitting" : NULL};
        room[i].series_n = i == 4 ? 0 : i % 2 + 1;
        room[i].series[0] = i % run->series_n;
        room[i].series[1] = (i + 1) % run->series_n;
    }
}

/* ---- scripts ------------------------------------------------------------------------- */

START_TEST(a_script_is_self_contained_or_refused)
{
    lc_run run = LC_RUN_INIT;
    lc_diagnosis d;
    lc_finding room[8];
    lc_error err = LC_ERROR_INIT;
    char *text;
    make_run(&run, runs[_i].names, runs[_i].n, runs[_i].value);
    make_diagnosis(&d, room, &run);
    lc_status st = script_of(&text, &run, &d, &runs[_i].options, &err);
    ck_assert_msg(st == runs[_i].want, "%s: %d %s", runs[_i].what, st, err.msg);
    if (st == LC_OK) {
        ck_assert_int_eq(strncmp(text, "# ", 2), 0);
        ck_assert_ptr_null(strstr(text, "set output"));
        ck_assert_ptr_null(strstr(text, "set terminal pngcairo"));
        ck_assert_ptr_null(strstr(text, "inf\n"));
    } else {
        ck_assert_str_eq(text, "");
    }
    free(text);
    lc_run_free(&run);
}
END_TEST

/* The same runs on a terminal: no line is wider than that, all together are no higher. */
START_TEST(a_text_plot_keeps_the_terminal_s_size)
{
    static const lc_text_plot sizes[] = {{80, 24, LC_CELLS_BRAILLE, false},
                                         {50, 60, LC_CELLS_BLOCK, false},
                                         {30, 8, LC_CELLS_ASCII, false}};
    lc_run run = LC_RUN_INIT;
    lc_diagnosis d;
    lc_finding room[8];
    make_run(&run, runs[_i].names, runs[_i].n, runs[_i].value);
    make_diagnosis(&d, room, &run);
    for (size_t k = 0; k < 3; k++) {
        char *text = NULL;
        size_t size = 0, rows = 0;
        lc_error err = LC_ERROR_INIT;
        lc_plot_options options = runs[_i].options;
        options.width = options.height = 0;
        FILE *out = open_memstream(&text, &size);
        lc_status st = lc_plot_text(out, &run, &d, &options, &sizes[k], &err);
        fclose(out);
        bool drawable = runs[_i].value != nothing;
        ck_assert_msg(st == (drawable ? LC_OK : LC_E_ARG), "%s: %s", runs[_i].what, err.msg);
        for (char *line = text, *end; *line; line = end + 1, rows++) {
            end = strchr(line, '\n');
            *end = '\0';
            ck_assert_msg(lc_text_width(line) <= sizes[k].columns, "%s: %s", runs[_i].what, line);
        }
        ck_assert_uint_lt(rows, sizes[k].rows);
        free(text);
    }
    lc_run_free(&run);
}
END_TEST

/* Two scores that end nearly alike, a loss that isn't finite once, a gradient norm. */
static double four_kinds(size_t s, size_t i)
{
    static const double end[] = {0.5, 0.501, 1, 2};
    return s == 2 && i == 20 ? NAN : end[s] - 0.4 / (double)(i + 1);
}

/* What a terminal has no room for is named, values off the scale are counted, and of two labels in
 * neighbouring rows the upper one is the higher value's. */
START_TEST(a_text_plot_says_what_it_lacks)
{
    static const lc_text_plot size = {80, 24, LC_CELLS_BRAILLE, false};
    static const char *const names[] = {"val_precision", "val_recall", "loss", "grad_norm", NULL};
    char *text = NULL;
    size_t bytes = 0;
    lc_run run = LC_RUN_INIT;
    make_run(&run, names, 40, four_kinds);
    FILE *out = open_memstream(&text, &bytes);
    ck_assert_int_eq(lc_plot_text(out, &run, NULL, NULL, &size, NULL), LC_OK);
    fclose(out);
    ck_assert_ptr_nonnull(strstr(text, ", 1 NaN\n"));
    ck_assert_ptr_nonnull(strstr(text, "\nnot drawn in 24 rows: gradient norm"));
    const char *panel = strstr(text, "scores"), *recall = strstr(panel, "val_recall 0."),
               *precision = strstr(panel, "val_precision 0.");
    ck_assert(recall && precision && recall < precision);
    free(text);
    lc_run_free(&run);
}
END_TEST

/* From epoch 40 to 80: the page reaches there, and holds the band and the line of what is forecast. */
START_TEST(a_forecast_has_a_band)
{
    double y[40];
    lc_forecast made[2] = {{.series = 1}, {.series = 0, .why_not = "it has turned"}};
    lc_diagnosis d = {.verdict = {.name = "healthy"}, .forecasts = {true, 80, 2, 2, made}};
    lc_run run = LC_RUN_INIT;
    lc_error err = LC_ERROR_INIT;
    const lc_plot_options options = LC_PLOT_OPTIONS_INIT;
    char *text;
    for (size_t k = 0; k < LC_FORECAST_POINTS; k++)
        made[0].point[k] = (lc_forecast_point){
            40 + 40 * (double)(k + 1) / LC_FORECAST_POINTS, 0.375, 0.375, 0.375, 0.3125, 0.5};
    for (size_t i = 0; i < 40; i++)
        y[i] = 0.25 + 0.5 / (double)(i + 1);
    ck_assert_int_eq(lc_run_set_axis(&run, LC_EPOCH, NULL, 40, &err), LC_OK);
    ck_assert_int_eq(lc_run_add(&run, "loss", y, &err), LC_OK);
    ck_assert_int_eq(lc_run_add(&run, "val_loss", y, &err), LC_OK);
    ck_assert_int_eq(script_of(&text, &run, &d, &options, &err), LC_OK);
    ck_assert_ptr_nonnull(strstr(text, ":80]"));
    ck_assert_ptr_nonnull(strstr(text, "_BAND << END_OF_DATA\n40 "));
    ck_assert_ptr_nonnull(strstr(text, "\n80 0.5 0.3125\n"));
    ck_assert_ptr_nonnull(strstr(text, "\n80 0.375\n"));
    ck_assert_ptr_nonnull(strstr(text, "dotted: forecast"));
    ck_assert_ptr_null(strstr(strstr(text, "_BAND <<") + 1, "_BAND <<")); /* one has none */
    free(text);
    lc_run_free(&run);
}
END_TEST

static lc_status text_of(const lc_run *run, const lc_diagnosis *d, lc_error *err)
{
    const lc_text_plot terminal = {.columns = 40};
    FILE *out = fopen("/dev/null", "w");
    lc_status st = lc_plot_text(out, run, d, NULL, &terminal, err);
    fclose(out);
    return st;
}

START_TEST(no_failing_allocation_leaks_or_crashes)
{
    static const size_t some[] = {0, 19, 30, 32};
    size_t r = some[_i];
    lc_run run = LC_RUN_INIT;
    lc_diagnosis d;
    lc_finding room[8];
    make_run(&run, runs[r].names, runs[r].n, runs[r].value);
    make_diagnosis(&d, room, &run);
    lc_status st = LC_E_NOMEM;
    for (size_t k = 1; st == LC_E_NOMEM && k < 100000; k++) {
        lc_error err = LC_ERROR_INIT;
        char *text;
        lc_mem_fail_at(k);
        st = script_of(&text, &run, &d, &runs[r].options, &err);
        if (st == LC_OK)
            st = text_of(&run, &d, &err);
        lc_mem_fail_at(0);
        ck_assert_msg(st == LC_OK || st == LC_E_NOMEM, "call %zu: %s", k, err.msg);
        free(text);
    }
    ck_assert_int_eq(st, LC_OK);
    lc_run_free(&run);
}
END_TEST

START_TEST(a_script_does_not_depend_on_the_locale)
{
    static const char *const names[] = {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "de_DE"};
    lc_run run = LC_RUN_INIT;
    char *here, *there;
    const char *set = NULL;
    make_run(&run, four, RECORDS, usual);
    ck_assert_int_eq(script_of(&here, &run, NULL, NULL, NULL), LC_OK);
    for (size_t i = 0; !set && i < sizeof names / sizeof *names; i++)
        set = setlocale(LC_ALL, names[i]);
    if (!set)
        printf("skipped: no locale with a decimal comma\n");
    ck_assert_int_eq(script_of(&there, &run, NULL, NULL, NULL), LC_OK);
    setlocale(LC_ALL, "C");
    ck_assert_str_eq(here, there);
    free(here);
    free(there);
    lc_run_free(&run);
}
END_TEST

START_TEST(no_spike_is_lost_in_a_long_run)
{
    static double y[100000];
    lc_run run = LC_RUN_INIT;
    char *text;
    for (size_t i = 0; i < 100000; i++)
        y[i] = 1 + (double)(i % 10) / 100;
    y[54321] = 1.625;
    ck_assert_int_eq(lc_run_set_axis(&run, LC_STEP, NULL, 100000, NULL), LC_OK);
    ck_assert_int_eq(lc_run_add(&run, "loss", y, NULL), LC_OK);
    ck_assert_int_eq(script_of(&text, &run, NULL, NULL, NULL), LC_OK);
    ck_assert_ptr_nonnull(strstr(text, "54322 1.625\n"));
    ck_assert_uint_lt(strlen(text), 400000);
    free(text);
    lc_run_free(&run);
}
END_TEST

/* ---- panels -------------------------------------------------------------------------- */

START_TEST(panels_are_main_metric_losses_rates)
{
    lc_run run = LC_RUN_INIT;
    lc_panels p;
    make_run(&run, detector, 40, usual);
    ck_assert_int_eq(lc_panels_choose(&p, &run, NULL, LC_PANELS_MAX, NULL), LC_OK);
    ck_assert_uint_eq(p.n, 5);
    ck_assert_int_eq(p.panel[0].kind, LC_SCORE);
    ck_assert_uint_eq(p.panel[0].n, 4);
    ck_assert_int_eq(p.panel[1].kind, LC_LOSS);
    ck_assert_uint_eq(p.panel[1].n, 2);
    ck_assert_int_eq(p.panel[4].kind, LC_LEARNING_RATE);
    ck_assert_uint_eq(p.left_out, 0);
    ck_assert_int_eq(lc_panels_choose(&p, &run, NULL, 2, NULL), LC_OK);
    ck_assert_uint_eq(p.n, 2);
    ck_assert_int_eq(p.panel[1].kind, LC_LOSS);
    ck_assert_uint_eq(p.left_out, 6);
    lc_run_free(&run);
}
END_TEST

START_TEST(two_hundred_metrics_are_capped_and_said)
{
    static const double y[] = {3, 2, 1};
    lc_run run = LC_RUN_INIT;
    char *text, name[32];
    ck_assert_int_eq(lc_run_set_axis(&run, LC_EPOCH, NULL, 3, NULL), LC_OK);
    for (int i = 0; i < 200; i++) {
        snprintf(name, sizeof name, "part%d_loss", i);
        ck_assert_int_eq(lc_run_add(&run, name, y, NULL), LC_OK);
    }
    ck_assert_int_eq(script_of(&text, &run, NULL, NULL, NULL), LC_OK);
    ck_assert_ptr_nonnull(strstr(text, "not drawn: part12_loss and 187 more"));
    free(text);
    lc_run_free(&run);
}
END_TEST

/* ---- gnuplot ------------------------------------------------------------------------- */

static bool exists(const char *path)
{
    struct stat s;
    return stat(path, &s) == 0 && s.st_size > 0;
}

START_TEST(gnuplot_draws_it)
{
    lc_run run = LC_RUN_INIT;
    lc_diagnosis d;
    lc_finding room[8];
    lc_error err = LC_ERROR_INIT;
    if (!has_gnuplot())
        return;
    enter_folder();
    make_run(&run, runs[_i].names, runs[_i].n, runs[_i].value);
    make_diagnosis(&d, room, &run);
    lc_status st = lc_plot_file("run.svg", &run, &d, &runs[_i].options, NULL, &err);
    ck_assert_msg(st == runs[_i].want, "%s: %d %s", runs[_i].what, st, err.msg);
    if (system("command -v xmllint >/dev/null 2>&1") == 0 && st == LC_OK)
        ck_assert_int_eq(system("xmllint --noout run.svg"), 0);
    ck_assert(!exists("canary"));
    ck_assert_uint_eq(leave_folder(), st == LC_OK);
    lc_run_free(&run);
}
END_TEST

/* Names that gnuplot or a shell would run, cut or expand, and each kind of file. */
static const char *const paths[] = {
    "run.png",
    "run.PNG",
    "run.pdf",
    "run.gp",
    "./a b'c.svg",
    "| touch canary.svg",
    "< touch canary.svg",
    "`touch canary`.svg",
    "a\n!touch canary.svg",
    "\"; !touch canary.svg",
    "-e.svg",
    "~.svg",
    "$(touch canary).svg",
    "\xFF\\.svg",
};

START_TEST(a_name_is_only_a_name)
{
    lc_run run = LC_RUN_INIT;
    lc_error err = LC_ERROR_INIT;
    if (!has_gnuplot())
        return;
    enter_folder();
    make_run(&run, four, 30, usual);
    int before = dup(0);
    close(before);
    lc_status st = lc_plot_file(paths[_i], &run, NULL, NULL, NULL, &err);
    int after = dup(0);
    close(after);
    ck_assert_msg(st == LC_OK, "%s: %s", paths[_i], err.msg);
    ck_assert_msg(exists(paths[_i]), "%s is missing", paths[_i]);
    ck_assert_int_eq(before, after);
    ck_assert(waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD);
    ck_assert_uint_eq(leave_folder(), 1);
    lc_run_free(&run);
}
END_TEST

START_TEST(the_script_alone_draws_on_any_terminal)
{
    lc_run run = LC_RUN_INIT;
    if (!has_gnuplot())
        return;
    enter_folder();
    make_run(&run, four, 30, usual);
    ck_assert_int_eq(lc_plot_file("run.gp", &run, NULL, NULL, NULL, NULL), LC_OK);
    ck_assert_int_eq(system("gnuplot -d run.gp 2>warnings"), 0);
    ck_assert_int_eq(system("gnuplot -d -e 'set term dumb; set output \"t\"' run.gp"), 0);
    ck_assert(exists("t"));
    FILE *out = fopen("named.gp", "w");
    ck_assert_int_eq(lc_plot_script(out, "| touch canary.svg", &run, NULL, NULL, NULL), LC_OK);
    fclose(out);
    ck_assert_int_eq(system("gnuplot -d named.gp"), 0);
    ck_assert(exists("| touch canary.svg"));
    ck_assert(!exists("canary.svg"));
    leave_folder();
    lc_run_free(&run);
}
END_TEST

/* Programs that aren't a working gnuplot, and what is said of them. */
#define NEW "case $1 in --version) echo gnuplot 6.0; exit;; esac; "
static const struct {
    const char *what, *program; /* a shell script's text, or NULL: no such program */
    lc_status want;
    const char *words;
} fakes[] = {
    {"absent", NULL, LC_E_GNUPLOT, "install gnuplot"},
    {"old", "echo gnuplot 5.2 patchlevel 8", LC_E_GNUPLOT, "gnuplot 5.2 is too old"},
    {"other", "echo hello", LC_E_GNUPLOT, "is not gnuplot"},
    {"failing", NEW "echo 'line 3: bad \033[31m thing' >&2; exit 1", LC_E_GNUPLOT,
     "gnuplot failed: line 3: bad  [31m thing"},
    {"killed", NEW "kill -9 $$", LC_E_GNUPLOT, "signal 9"},
    {"silent", NEW, LC_E_IO, "disk full"},
    {"half", NEW "echo '<svg>'", LC_E_IO, "disk full"},
    {"noisy", NEW "yes | head -c 300000 >&2; exit 1", LC_E_GNUPLOT, "gnuplot failed: y"},
};

static void write_file(const char *path, const char *text, mode_t mode)
{
    FILE *out = fopen(path, "w");
    fputs(text, out);
    fclose(out);
    chmod(path, mode);
}

START_TEST(a_failure_leaves_the_target_as_it_was)
{
    lc_run run = LC_RUN_INIT;
    lc_error err = LC_ERROR_INIT;
    char text[512], old[8] = "";
    enter_folder();
    make_run(&run, four, 30, usual);
    write_file("run.svg", "old", 0644);
    snprintf(text, sizeof text, "#!/bin/sh\n%s\n", fakes[_i].program ? fakes[_i].program : "");
    if (fakes[_i].program)
        write_file("fake", text, 0755);
    lc_status st = lc_plot_file("run.svg", &run, NULL, NULL, "./fake", &err);
    ck_assert_msg(st == fakes[_i].want, "%s: %d %s", fakes[_i].what, st, err.msg);
    ck_assert_msg(strstr(err.msg, fakes[_i].words) != NULL, "%s: %s", fakes[_i].what, err.msg);
    FILE *in = fopen("run.svg", "r");
    ck_assert_ptr_nonnull(fgets(old, sizeof old, in));
    fclose(in);
    ck_assert_str_eq(old, "old");
    ck_assert_uint_eq(leave_folder(), fakes[_i].program ? 2 : 1);
    lc_run_free(&run);
}
END_TEST

START_TEST(refuses_what_cannot_be_written)
{
    lc_run run = LC_RUN_INIT;
    lc_error err = LC_ERROR_INIT;
    make_run(&run, four, 30, usual);
    ck_assert_int_eq(lc_plot_file("run.jpg", &run, NULL, NULL, NULL, &err), LC_E_ARG);
    ck_assert_str_eq(err.msg, "a plot's name ends in .png, .svg, .pdf, .eps, .tex or .gp");
    ck_assert_int_eq(lc_plot_script(stdout, "run.jpg", &run, NULL, NULL, &err), LC_E_ARG);
    ck_assert_int_eq(lc_plot_file("/no/such/folder/run.gp", &run, NULL, NULL, NULL, &err), LC_E_IO);
    ck_assert_str_eq(err.msg, "can't make a file in /no/such/folder/: No such file or directory");
    FILE *full = fopen("/dev/full", "w");
    if (full) {
        setvbuf(full, NULL, _IONBF, 0);
        ck_assert_int_eq(lc_plot_script(full, NULL, &run, NULL, NULL, &err), LC_E_IO);
        fclose(full);
    }
    lc_run_free(&run);
    lc_run empty = LC_RUN_INIT;
    ck_assert_int_eq(lc_plot_script(stdout, NULL, &empty, NULL, NULL, &err), LC_E_ARG);
}
END_TEST

Suite *suite_plot(void)
{
    Suite *s = suite_create("plot");
    TCase *t = tcase_create("layout"), *g = tcase_create("gnuplot");
    tcase_set_timeout(t, 120);
    tcase_set_timeout(g, 60);
    tcase_add_loop_test(t, labels_part, 0, sizeof spreads / sizeof *spreads);
    tcase_add_test(t, a_note_keeps_off_the_curve);
    tcase_add_loop_test(t, axes_hold_the_values, 0, sizeof fits / sizeof *fits);
    tcase_add_loop_test(t, tics_are_round, 0, sizeof tics / sizeof *tics);
    tcase_add_test(t, tics_far_from_zero_end);
    tcase_add_test(t, extreme_numbers_are_drawn);
    tcase_add_test(t, lines_break_at_blanks_and_lose_nothing);
    tcase_add_test(t, long_names_lose_their_middle);
    tcase_add_test(t, panels_are_main_metric_losses_rates);
    tcase_add_test(t, two_hundred_metrics_are_capped_and_said);
    tcase_add_loop_test(t, a_script_is_self_contained_or_refused, 0, RUNS);
    tcase_add_loop_test(t, a_text_plot_keeps_the_terminal_s_size, 0, RUNS);
    tcase_add_test(t, a_text_plot_says_what_it_lacks);
    tcase_add_test(t, a_forecast_has_a_band);
    tcase_add_loop_test(t, no_failing_allocation_leaks_or_crashes, 0, 4);
    tcase_add_test(t, a_script_does_not_depend_on_the_locale);
    tcase_add_test(t, no_spike_is_lost_in_a_long_run);
    tcase_add_test(t, refuses_what_cannot_be_written);
    tcase_add_loop_test(g, gnuplot_draws_it, 0, RUNS);
    tcase_add_loop_test(g, a_name_is_only_a_name, 0, sizeof paths / sizeof *paths);
    tcase_add_test(g, the_script_alone_draws_on_any_terminal);
    tcase_add_loop_test(g, a_failure_leaves_the_target_as_it_was, 0, sizeof fakes / sizeof *fakes);
    suite_add_tcase(s, t);
    suite_add_tcase(s, g);
    return s;
}
