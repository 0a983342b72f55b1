/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * watch_screen.c - runs that are followed, drawn in place on a terminal.
 *
 * A frame is one write() over the last one. The cursor rests below it, and no mode of the terminal stays
 * changed between frames: whatever ends the program leaves a terminal that works.
 */
#include "cli/watch_screen.h"

#include "cli/clock.h"
#include "cli/message.h"
#include "cli/terminal.h"
#include "cli/text.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DRAW_EVERY 0.2     /* [s] at most so often, ... */
#define IDLE_EVERY 1.0     /* ... for the clock alone so often, ... */
#define FORECAST_EVERY 5.0 /* [s] */
#define SHARE 0.1          /* ... and for that share of the time */
#define SETTLED 0.1        /* of the way to its final level that is left when a curve has settled */
#define PLOT_ROWS 10       /* less shows no curve */
#define NEWS_ROWS 16       /* of a terminal on which there is room for more than one line of news */

static void drop_line(screen *sc, size_t i)
{
    free(sc->news[i]);
    sc->news_n--;
    for (; i < sc->news_n; i++) {
        sc->news[i] = sc->news[i + 1];
        sc->news_of[i] = sc->news_of[i + 1];
    }
}

void screen_add_news(screen *sc, const followed *r, const char *line)
{
    char *copy = strdup(line);
    if (!copy)
        return;
    if (sc->news_n == NEWS_MOST)
        drop_line(sc, 0);
    sc->news_of[sc->news_n] = r;
    sc->news[sc->news_n++] = copy;
    sc->due = 0;
}

void screen_drop_news(screen *sc, const followed *r)
{
    for (size_t i = sc->news_n; i-- > 0;)
        if (sc->news_of[i] == r)
            drop_line(sc, i);
}

/* What was made is of another view. */
static void screen_remake(screen *sc)
{
    free(sc->curves);
    sc->curves = NULL;
    sc->due = 0;
}

void screen_begin_anew(screen *sc, bool clear)
{
    sc->lines = 0;
    sc->cleared = clear;
    sc->due = 0;
}

void screen_free(screen *sc)
{
    while (sc->news_n)
        free(sc->news[--sc->news_n]);
    free(sc->curves);
}

/* ---- the state of a run ------------------------------------------------------------------- */

/* "2 h 05 min", "3.1 s" */
static void put_duration(FILE *out, double s)
{
    if (s < 60)
        fprintf(out, "%.*f s", s < 10 ? 1 : 0, s);
    else if (s < 3600)
        fprintf(out, "%.0f min", s / 60);
    else if (s < 172800)
        fprintf(out, "%.0f h %02.0f min", floor(s / 3600), floor(fmod(s, 3600) / 60));
    else
        fprintf(out, "%.0f days", s / 86400);
}

/* Seconds for one unit of x; 0: not known yet. */
static double pace_of(const followed *r)
{
    size_t n = r->pace_n;
    return n < 2 ? 0 : (r->pace_at[n - 1] - r->pace_at[0]) / (r->pace_x[n - 1] - r->pace_x[0]);
}

/* Where the curve that the run is judged by settles, as its forecast says; NaN: it can't be told. */
static double settles_at(const lc_run *run, const lc_diagnosis *d)
{
    const lc_series *main = lc_run_main(run);
    for (size_t i = 0; main && i < d->forecasts.n; i++) {
        const lc_forecast *f = &d->forecasts.forecast[i];
        if (&run->series[f->series] != main || f->why_not || !isfinite(f->floor))
            continue;
        for (size_t k = 0; k < LC_FORECAST_POINTS; k++)
            if (fabs(f->point[k].value - f->floor) <= SETTLED * fabs(f->now - f->floor))
                return f->point[k].x;
    }
    return NAN;
}

static void put_left(FILE *out, double from, double to, double pace)
{
    if (pace > 0 && to > from) {
        fputs(" in ", out);
        put_duration(out, (to - from) * pace);
    }
}

/* "epoch 31 of 300, 2.1 s each, ends in 9 min, settles near 120 in 3 min; best ..." */
static void put_state(FILE *out, const followed *r, double settled)
{
    const lc_run *run = &r->run;
    double x = run->x[run->n - 1], pace = pace_of(r);
    double planned = run->facts.planned_epochs;
    bool epochs = run->axis == LC_EPOCH && planned > 0;
    fprintf(out, "%s %.10g", run->axis_name, x);
    if (epochs)
        fprintf(out, " of %.10g", planned);
    if (pace >= 0.1) {
        fputs(", ", out);
        put_duration(out, pace);
        fputs(" each", out);
    } else if (pace > 0) {
        fprintf(out, ", %.*f/s", pace > 0.01 ? 1 : 0, 1 / pace);
    }
    if (epochs && planned > x && pace > 0) {
        fputs(", ends", out);
        put_left(out, x, planned, pace);
    }
    if (isfinite(settled)) {
        fprintf(out, ", settles near %.4g", settled);
        put_left(out, x, settled, pace);
    }
    double idle = r->pace_n ? seconds_now() - r->pace_at[r->pace_n - 1] : 0;
    if (idle > 10 && idle > 3 * pace) {
        fputs(", nothing new for ", out);
        put_duration(out, idle);
    }
}

static void put_one(FILE *out, screen *sc, const followed *r, size_t rows)
{
    lc_error err = LC_ERROR_INIT;
    lc_diagnosis d = LC_DIAGNOSIS_INIT;
    lc_diagnose_options options = settings_diagnose(sc->s);
    lc_plot_options plot = settings_plot(sc->s);
    lc_text_plot text = terminal_plot(sc->s);
    if (lc_diagnose(&d, &r->run, &options, &err) != LC_OK) {
        fprintf(out, "%s\n", err.msg);
        return;
    }
    text.rows = rows + 1;
    if (rows >= PLOT_ROWS)
        lc_plot_text(out, &r->run, &d, &plot, &text, NULL);
    else
        fprintf(out, "%s: %s\n", d.verdict.name, d.verdict.summary);
    lc_diagnosis_free(&d);
}

/* Of the curve that the run is judged by alone: it takes longer than a frame, and waits until that is
 * drawn. */
static void look_ahead(screen *sc, const lc_run *run)
{
    const lc_series *main = lc_run_main(run);
    lc_diagnosis d = LC_DIAGNOSIS_INIT;
    lc_diagnose_options options = settings_diagnose(sc->s);
    options.metric = main ? main->metric.name : options.metric;
    options.forecast = true;
    if (lc_diagnose(&d, run, &options, NULL) == LC_OK)
        sc->settles = settles_at(run, &d);
    lc_diagnosis_free(&d);
    sc->forecast_due = seconds_now() + FORECAST_EVERY;
}

/* ---- several runs ------------------------------------------------------------------------- */

/* The run that is drawn; NULL: the list of all is. */
static followed *drawn_one(const screen *sc, const follow *f)
{
    return f->n == 1 ? f->run[0] : sc->opened ? f->run[sc->chosen] : NULL;
}

static void digest(const screen *sc, followed *r)
{
    lc_diagnosis d = LC_DIAGNOSIS_INIT;
    lc_digest made;
    lc_diagnose_options options = settings_diagnose(sc->s);
    options.forecast = false;
    if (lc_diagnose(&d, &r->run, &options, NULL) == LC_OK &&
        lc_digest_make(&made, &r->run, &d, sc->s->metric, NULL) == LC_OK) {
        lc_digest_free(&r->digest);
        r->digest = made;
    }
    lc_diagnosis_free(&d);
}

/* What is drawn is not as it was when it was made. */
static bool has_changed(const screen *sc, const follow *f)
{
    const followed *one = f->n ? drawn_one(sc, f) : NULL;
    bool changed = one && !one->drawn;
    for (size_t i = 0; i < f->n && !one; i++)
        changed = changed || !f->run[i]->listed;
    return changed;
}

/* A table, whose last lines are the runs that have a digest. */
static void put_many(FILE *out, const screen *sc, const follow *f)
{
    lc_report_options layout = terminal_layout(sc->s);
    lc_digest *list = calloc(f->n, sizeof *list);
    size_t n = 0;
    for (size_t i = 0; list && i < f->n; i++) {
        if (!f->run[i]->listed)
            digest(sc, f->run[i]);
        f->run[i]->listed = true;
        if (f->run[i]->digest.text)
            list[n++] = f->run[i]->digest;
    }
    if (n)
        lc_report_digests(out, "text", list, n, &layout, NULL);
    free(list);
}

/* The next run that is listed, downwards or upwards; the same where there is none. */
static size_t next_listed(const follow *f, size_t from, bool down)
{
    for (size_t i = from; down ? ++i < f->n : i-- > 0;)
        if (f->run[i]->digest.text)
            return i;
    return from;
}

bool screen_take_key(screen *sc, const follow *f, key pressed)
{
    size_t was = sc->chosen;
    if (pressed == KEY_Q && !sc->opened)
        return false;
    if (pressed == KEY_UP || pressed == KEY_DOWN)
        sc->chosen = next_listed(f, sc->chosen, pressed == KEY_DOWN);
    else if (pressed != KEY_OTHER)
        sc->opened = pressed == KEY_ENTER;
    if (sc->chosen != was || !sc->opened) {
        sc->settles = NAN;
        sc->forecast_due = 0;
    }
    screen_remake(sc);
    return true;
}

static size_t count_lines(const char *text)
{
    size_t n = 0;
    for (; (text = strchr(text, '\n')); text++)
        n++;
    return n;
}

/* Bytes of escape sequences that a line begins with. */
static size_t skip_escapes(const char *line)
{
    size_t n = 0;
    while (line[n] == '\x1b')
        n += strcspn(line + n, "m\n") + 1;
    return n;
}

/* The list's part about the chosen run that has room, which is marked, with what stands above the runs. */
static void put_list(FILE *out, const screen *sc, const follow *f, size_t rows)
{
    size_t listed = 0, mark = 0, lines = count_lines(sc->curves);
    for (size_t i = 0; i < f->n; i++) {
        mark = i == sc->chosen ? listed : mark;
        listed += f->run[i]->digest.text != NULL;
    }
    size_t head = lines > listed ? lines - listed : 0;
    size_t room = rows > head ? rows - head : 1, first = mark < room ? 0 : mark + 1 - room, k = 0;
    for (const char *at = sc->curves; *at; k++) {
        size_t n = strcspn(at, "\n");
        size_t before = k == head + mark ? skip_escapes(at) : 0;
        if (k < head || (k >= head + first && k < head + first + room)) {
            fprintf(out, "%.*s", (int)before, at);
            if (k == head + mark)
                putc('>', out); /* in place of a blank */
            before += k == head + mark;
            fprintf(out, "%.*s\n", (int)(n - before), at + before);
        }
        at += n + (at[n] == '\n');
    }
}

/* ---- a frame ------------------------------------------------------------------------------ */

/* Curves or a table, in so many rows; made anew only when a run has changed, or the terminal. */
static void make_curves(screen *sc, const follow *f, size_t rows)
{
    followed *one = drawn_one(sc, f);
    size_t size;
    if (sc->curves && sc->rows == rows && !sc->cleared && !has_changed(sc, f))
        return;
    free(sc->curves);
    sc->curves = NULL;
    sc->rows = rows;
    FILE *out = lc_text_open(&sc->curves, &size);
    if (!out)
        return;
    if (one)
        put_one(out, sc, one, rows);
    else
        put_many(out, sc, f);
    lc_text_close(out, &sc->curves);
    if (one)
        one->drawn = true;
}

static char *make_text(screen *sc, const follow *f, size_t rows)
{
    char *text = NULL;
    followed *one = f->n ? drawn_one(sc, f) : NULL;
    size_t size, news = rows >= NEWS_ROWS || sc->news_n == 0 ? sc->news_n : 1;
    FILE *out = lc_text_open(&text, &size);
    if (!out)
        return NULL;
    if (f->n == 0) {
        fprintf(out, "waiting for records%s%s\n", f->why.code == LC_OK ? "" : ": ",
                f->why.code == LC_OK ? "" : f->why.msg);
    } else {
        size_t other = news + (one != NULL) + keys_are_read(),
               left = rows > other ? rows - other : 0;
        make_curves(sc, f, left);
        if (sc->curves && one)
            fputs(sc->curves, out);
        else if (sc->curves)
            put_list(out, sc, f, left);
    }
    if (one) {
        put_state(out, one, sc->settles);
        putc('\n', out);
    }
    if (keys_are_read())
        fputs(one ? "arrows: another run; q: all runs\n" : "arrows: choose; Enter: open; q: quit\n",
              out);
    for (size_t i = sc->news_n - news; i < sc->news_n; i++)
        fprintf(out, "%s\n", sc->news[i]);
    lc_text_close(out, &text);
    return text;
}

/* Its last lines, each over what stood there, without a break at the right edge. */
static char *make_frame(screen *sc, const char *text, size_t rows, size_t *size)
{
    char *frame = NULL;
    size_t lines = 0;
    FILE *out = lc_text_open(&frame, size);
    if (!out)
        return NULL;
    fputs(sc->cleared ? "\x1b[H\x1b[2J\x1b[?7l" : "\x1b[?7l", out);
    if (sc->lines)
        fprintf(out, "\x1b[%zuA", sc->lines);
    for (const char *at = text; *at && lines < rows; lines++) {
        size_t n = strcspn(at, "\n");
        fprintf(out, "\r%.*s\x1b[0m\x1b[K\n", (int)n, at);
        at += n + (at[n] == '\n');
    }
    fputs("\x1b[J\x1b[?7h", out);
    sc->lines = lines;
    sc->cleared = false;
    lc_text_close(out, &frame);
    return frame;
}

static void write_frame(const char *frame, size_t n)
{
    while (n > 0) {
        ssize_t k = write(STDOUT_FILENO, frame, n);
        if (k < 0 && errno != EINTR)
            return;
        frame += k > 0 ? k : 0;
        n -= k > 0 ? (size_t)k : 0;
    }
}

void screen_draw(screen *sc, const follow *f, bool last)
{
    double now = seconds_now();
    followed *one = f->n ? drawn_one(sc, f) : NULL;
    if (!last && now < sc->due + (has_changed(sc, f) || sc->due == 0 ? 0 : IDLE_EVERY))
        return;
    clock_t begun = clock();
    lc_text_plot size = terminal_plot(sc->s);
    size_t rows = (size.rows ? size.rows : 24) - 1, bytes = 0;
    char *text = make_text(sc, f, rows);
    char *frame = text ? make_frame(sc, text, rows, &bytes) : NULL;
    if (frame)
        write_frame(frame, bytes);
    free(text);
    free(frame);
    if (one && now >= sc->forecast_due)
        look_ahead(sc, &one->run);
    sc->due = now + DRAW_EVERY + (double)(clock() - begun) / CLOCKS_PER_SEC / SHARE;
}
