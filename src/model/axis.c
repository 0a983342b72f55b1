/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * axis.c - from columns as a log has them to a run: choose the axis among them and make x rise
 * strictly along it, so that whatever comes after need not ask again.
 */
#include "model/run.h"

#include "base/mem.h"
#include "base/text.h"
#include "model/choice.h"
#include "model/metric.h"
#include "model/restarts.h"

#include <math.h>
#include <string.h>

/* An axis on which more than this share of the values repeats the x of the same metric's value before
 * doesn't tell the records apart: an epoch column beside metrics logged per step. Below it, the
 * repeats are retries, of which the last one counts. */
#define REPEATS_MAX 0.1
#define RETRY_MIN 5   /* values among which a single repeat is a retry */
#define AXES_TRIED 16 /* columns of a kind: each costs a look at all metrics */

/* x[r] of every record: the axis' value, or that of the record before where it has none. */
static void fill_x(double *x, size_t n, const lc_series *axis)
{
    double before = NAN;
    size_t k = 0;
    for (size_t r = 0; r < n; r++) {
        bool here = axis->at ? k < axis->n && axis->at[k] == r : k < axis->n;
        double v = here ? axis->y[k++] : NAN;
        x[r] = before = isfinite(v) ? v : before;
    }
    /* Records before the first x belong to it. */
    for (size_t r = n; r-- > 1;)
        if (isnan(x[r - 1]))
            x[r - 1] = x[r];
}

/* How many values of `s` stand at the x of the value before. */
static size_t repeats_along(const double *x, const lc_series *s)
{
    size_t repeats = 0;
    for (size_t i = 1; i < s->n; i++)
        repeats += s->at ? x[s->at[i]] == x[s->at[i - 1]] : x[i] == x[i - 1];
    return repeats;
}

/* True when x tells the records of the metrics apart, but for a few retries. */
static bool x_serves(const lc_run *run, const double *x)
{
    double allowed = 0, repeats = 0;
    size_t whole = 0, whole_repeats = 0; /* of the last metric without gaps: as many stand alike */
    for (size_t i = 0; i < run->series_n; i++) {
        const lc_series *s = &run->series[i];
        if (!lc_series_is_measured(s) || s->metric.kind == LC_LEARNING_RATE)
            continue;
        bool known = !s->at && s->n == whole;
        size_t here = known ? whole_repeats : repeats_along(x, s);
        if (!s->at) {
            whole = s->n;
            whole_repeats = here;
        }
        double few = REPEATS_MAX * (double)s->n;
        allowed += few < 1 && s->n >= RETRY_MIN ? 1 : few;
        repeats += (double)here;
    }
    return repeats <= allowed;
}

/* How many values are finite. */
static size_t count_finite(const lc_series *s)
{
    size_t finite = 0;
    for (size_t i = 0; i < s->n; i++)
        finite += isfinite(s->y[i]) != 0;
    return finite;
}

/* x of every record along a series that has a finite value: its own block where it has all. */
static double *x_along(const lc_run *run, const lc_series *axis)
{
    if (count_finite(axis) == run->n)
        return axis->y;
    double *x = lc_mem_resize(NULL, run->n, sizeof *x);
    if (x)
        fill_x(x, run->n, axis);
    return x;
}

/* Take series i out of the run and give its values to x, which is from x_along(). */
static void take_axis(lc_run *run, size_t i, double *x, lc_kind kind)
{
    lc_series *axis = &run->series[i];
    if (x == axis->y)
        axis->y = NULL;
    run->x = x;
    run->axis = kind;
    run->axis_name = axis->metric.name;
    run->axis_line = axis->line;
    run->axis_origin = axis->origin;
    axis->metric.name = axis->origin = NULL;
    lc_series_free(axis);
    memmove(axis, axis + 1, (run->series_n - i - 1) * sizeof *axis);
    run->series_n--;
}

/* Take series i for the axis if it serves as one. */
static lc_status try_axis(lc_run *run, size_t i, bool *taken, lc_error *err)
{
    lc_series *axis = &run->series[i];
    *taken = false;
    if (count_finite(axis) == 0)
        return LC_OK;
    double *x = x_along(run, axis);
    if (!x)
        return lc_error_nomem(err);
    *taken = x_serves(run, x);
    if (*taken)
        take_axis(run, i, x, axis->metric.kind);
    else if (x != axis->y)
        lc_mem_free(x);
    return LC_OK;
}

/* ---- an axis that was named ------------------------------------------------------------- */

/* It rises with the records, and never goes back. */
static bool rises(const lc_series *s)
{
    double low = INFINITY, high = -INFINITY;
    for (size_t i = 0; i < s->n; i++) {
        if (!isfinite(s->y[i]))
            continue;
        if (s->y[i] < high)
            return false;
        low = s->y[i] < low ? s->y[i] : low;
        high = s->y[i];
    }
    return low < high;
}

/* What a named series is as an axis. */
static lc_kind kind_as_axis(const lc_series *s)
{
    lc_kind kind = s->metric.kind;
    if (lc_kind_is_axis(kind) || kind == LC_WALL_TIME)
        return kind;
    return rises(s) ? LC_COUNT : LC_OTHER;
}

/* The series that `--x` means; series_n when the run has none. */
static size_t find_user_set(const lc_run *run, const char *name)
{
    static const struct {
        const char *word;
        lc_kind kind;
    } words[] = {{"epoch", LC_EPOCH}, {"step", LC_STEP}, {"time", LC_WALL_TIME}};
    lc_kind kind = LC_OTHER;
    for (size_t k = 0; k < sizeof words / sizeof *words; k++)
        if (strcmp(words[k].word, name) == 0)
            kind = words[k].kind;
    for (size_t i = 0; i < run->series_n; i++) {
        const lc_series *s = &run->series[i];
        bool meant = kind == LC_OTHER ? strcmp(s->metric.name, name) == 0 : s->metric.kind == kind;
        if (meant && count_finite(s) > 0 && (kind != LC_WALL_TIME || rises(s)))
            return i;
    }
    return run->series_n;
}

/* "'epoch', 'wall_time'": what x could be, axes and clocks first, as many as there is room for. */
static void list_axes(char *list, size_t room, const lc_run *run)
{
    size_t used = 0;
    list[0] = '\0';
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < run->series_n && used < room; i++) {
            const lc_series *s = &run->series[i];
            bool axis =
                lc_kind_is_axis(s->metric.kind) || (s->metric.kind == LC_WALL_TIME && rises(s));
            if (axis != (pass == 0))
                continue;
            int k =
                snprintf(list + used, room - used, "%s'%.40s'", used ? ", " : "", s->metric.name);
            used += k > 0 ? (size_t)k : 0;
        }
}

static lc_status no_such_axis(const lc_run *run, const char *name, lc_error *err)
{
    char list[240], hint[LC_HINT_SIZE];
    lc_nearest near = lc_nearest_to(name);
    for (size_t i = 0; i < run->series_n; i++)
        lc_nearest_try(&near, run->series[i].metric.name);
    if (near.best && near.distance > 0)
        return lc_error_set(err, LC_E_ARG, 0, "no '%.40s' to read the run along%s", name,
                            lc_nearest_hint(&near, hint));
    list_axes(list, sizeof list, run);
    return lc_error_set(err, LC_E_ARG, 0, "no %s'%.40s' to read the run along; there %s %s",
                        strcmp(name, "time") == 0 ? "rising " : "", name,
                        run->series_n == 1 ? "is" : "are", list);
}

/* Take the axis that the user set, else the one that the log names; *taken says whether. */
static lc_status take_named_axis(lc_run *run, const lc_axis_choice *choice, bool *taken,
                                 lc_error *err)
{
    size_t i = choice->user_set ? find_user_set(run, choice->user_set) : choice->series;
    *taken = i < run->series_n && count_finite(&run->series[i]) > 0;
    if (choice->user_set && !*taken)
        return no_such_axis(run, choice->user_set, err);
    if (!*taken)
        return LC_OK;
    double *x = x_along(run, &run->series[i]);
    if (!x)
        return lc_error_nomem(err);
    take_axis(run, i, x, choice->user_set ? kind_as_axis(&run->series[i]) : choice->kind);
    return run->series_n ? LC_OK
                         : lc_error_set(err, LC_E_ARG, 0, "nothing to read along '%.40s' beside it",
                                        run->axis_name);
}

/* ---- records by rising x ---------------------------------------------------------------- */

/* Stable merge sort of record numbers by x; `spare` holds as many. */
static void sort_records(uint32_t *order, uint32_t *spare, size_t n, const double *x)
{
    for (size_t width = 1; width < n; width *= 2) {
        for (size_t low = 0; low < n; low += 2 * width) {
            size_t middle = low + width < n ? low + width : n;
            size_t high = low + 2 * width < n ? low + 2 * width : n;
            for (size_t a = low, b = middle, k = low; k < high; k++)
                spare[k] = a < middle && (b == high || x[order[a]] <= x[order[b]]) ? order[a++]
                                                                                   : order[b++];
        }
        memcpy(order, spare, n * sizeof *order);
    }
}

/* A learning rate stands in the row of training and in that of validation. */
static bool is_repeated_rate(const lc_series *s, size_t i, size_t k)
{
    return s->metric.kind == LC_LEARNING_RATE && s->y[i] == s->y[k];
}

/* Move the values of s to the merged records: place[r] is the new record of old record r. The
 * value that the log has last wins. */
static bool move_series(lc_series *s, const uint32_t *place, lc_choice *choice, size_t *repeats)
{
    for (size_t i = 0; i < s->n; i++) {
        uint32_t *at = lc_choice_at(choice, place[lc_series_record(s, i)]);
        *repeats += *at != 0 && lc_series_is_measured(s) && !is_repeated_rate(s, *at - 1, i);
        *at = (uint32_t)(i + 1);
    }
    return lc_choice_take(choice, s);
}

/* Records by rising x, those of one x merged. */
static bool merge_records(lc_run *run)
{
    size_t n = run->n, merged = 0;
    uint32_t *order = lc_mem_resize(NULL, n, sizeof *order);
    uint32_t *place = lc_mem_resize(NULL, n, sizeof *place);
    double *x = lc_mem_resize(NULL, n, sizeof *x);
    lc_choice choice = LC_CHOICE_INIT;
    bool ok = order && place && x;
    if (ok) {
        for (size_t r = 0; r < n; r++)
            order[r] = (uint32_t)r;
        sort_records(order, place, n, run->x);
        for (size_t k = 0; k < n; k++) {
            if (k == 0 || run->x[order[k]] > x[merged - 1])
                x[merged++] = run->x[order[k]];
            place[order[k]] = (uint32_t)(merged - 1);
        }
        ok = lc_choice_open(&choice, merged);
        for (size_t i = 0; ok && i < run->series_n; i++)
            ok = move_series(&run->series[i], place, &choice, &run->repeats);
        size_t replaced;
        ok = ok && (run->lines.n == 0 || move_series(&run->lines, place, &choice, &replaced));
    }
    lc_choice_free(&choice);
    lc_mem_free(order);
    lc_mem_free(place);
    if (!ok) {
        lc_mem_free(x);
        return false;
    }
    lc_mem_free(run->x);
    run->x = x;
    run->n = merged;
    return true;
}

/* No column says where the records stand: number them from 1. */
static lc_status number_records(lc_run *run, lc_error *err)
{
    run->x = lc_mem_resize(NULL, run->n, sizeof *run->x);
    run->axis_name = lc_mem_text("record", 6);
    run->axis = LC_COUNT;
    if (!run->x || !run->axis_name)
        return lc_error_nomem(err);
    for (size_t r = 0; r < run->n; r++)
        run->x[r] = (double)(run->thinned ? r * run->thinned : r) + 1;
    return LC_OK;
}

/* Try the series of a kind that rise throughout, or the others. */
static lc_status try_kind(lc_run *run, lc_kind kind, bool rising, bool *taken, lc_error *err)
{
    lc_status st = LC_OK;
    *taken = false;
    for (size_t i = 0, tried = 0; i < run->series_n && tried < AXES_TRIED && !*taken; i++) {
        if (run->series[i].metric.kind != kind || rises(&run->series[i]) != rising)
            continue;
        st = try_axis(run, i, taken, err);
        if (st != LC_OK)
            return st;
        tried++;
    }
    return st;
}

/* Find the column that x shall be, the best kind first, and of a kind one that never goes back: a step of the run
 * rather than a batch of the epoch. */
static lc_status choose_axis(lc_run *run, const lc_axis_choice *choice, lc_error *err)
{
    static const lc_kind order[] = {LC_TRAIN_SIZE, LC_EPOCH, LC_STEP};
    bool named;
    lc_status st = take_named_axis(run, choice, &named, err);
    if (st != LC_OK || named)
        return st;
    for (size_t k = 0; k < 2 * sizeof order / sizeof *order; k++) {
        bool taken;
        st = try_kind(run, order[k / 2], k % 2 == 0, &taken, err);
        if (st != LC_OK || taken)
            return st;
    }
    return number_records(run, err);
}

static lc_status remark(lc_run *run, char *text, lc_error *err)
{
    lc_status st = text ? lc_run_remark(run, 0, text, err) : lc_error_nomem(err);
    lc_mem_free(text);
    return st;
}

/* Along what the user chose records needn't stand in order, nor once: that is no fault of the log. */
static lc_status remark_order(lc_run *run, lc_error *err)
{
    size_t repeats = run->repeats, backs = run->restarts;
    run->repeats = run->restarts = 0;
    lc_status st = LC_OK;
    if (backs)
        st = remark(
            run,
            lc_text_format("records stand in the order of '%s', not in the log's", run->axis_name),
            err);
    if (st == LC_OK && repeats)
        st = remark(run,
                    lc_text_format("%zu value%s to a later one at the same '%s'", repeats,
                                   repeats == 1 ? " gives way" : "s give way", run->axis_name),
                    err);
    return st;
}

/* Metrics that were written one behind the other go back as a whole, but none of them does: that
 * is no resume. Nor is a `late` last record. */
static void count_restarts(lc_run *run, bool late, double *from, double *to)
{
    for (size_t i = 0; i < run->series_n; i++) {
        const lc_series *s = &run->series[i];
        double a = 0, b = 0;
        bool in_last = s->n && lc_series_record(s, s->n - 1) == run->n - 1;
        size_t n = s->n - (late && in_last);
        size_t back = lc_series_is_measured(s) ? lc_series_steps_back(run, s, n, &a, &b) : 0;
        if (back > run->restarts) {
            run->restarts = back;
            *from = a;
            *to = b;
        }
    }
}

/* x as the log has it may go back; say what was made of it. */
static lc_status make_rising(lc_run *run, const lc_axis_choice *choice, lc_error *err)
{
    double back_from = 0, back_to = 0;
    if (lc_x_is_rising(run->x, run->n))
        return LC_OK;
    count_restarts(run, choice->late, &back_from, &back_to);
    if (!merge_records(run))
        return lc_error_nomem(err);
    if (choice->user_set && (run->axis == LC_OTHER || run->restarts == 0))
        return remark_order(run, err);
    if (run->restarts)
        return remark(
            run,
            lc_text_format("%s goes back from %.10g to %.10g (%zu time%s in all), as after "
                           "a resume: of %zu values recorded again the last one counts",
                           run->axis_name, back_from, back_to, run->restarts,
                           run->restarts == 1 ? "" : "s", run->repeats),
            err);
    if (run->repeats)
        return remark(
            run,
            lc_text_format("%zu value%s recorded twice at the same %s: the last one counts",
                           run->repeats, run->repeats == 1 ? " is" : "s are", run->axis_name),
            err);
    return LC_OK;
}

/* x becomes the number of samples that were trained on: of a step a batch, of an epoch all of them. */
static lc_status count_samples(lc_run *run, lc_error *err)
{
    double each = run->axis == LC_STEP    ? (double)run->facts.batch_size
                  : run->axis == LC_EPOCH ? (double)run->facts.train_samples
                                          : 0;
    if (each == 0)
        return lc_error_set(err, LC_E_ARG, 0,
                            "no '" LC_SAMPLES "' to read the run along: steps need the batch size, "
                            "epochs the number of training samples");
    char *name = lc_mem_text(LC_SAMPLES, strlen(LC_SAMPLES));
    if (!name)
        return lc_error_nomem(err);
    lc_mem_free(run->axis_name);
    run->axis_name = name;
    run->axis = LC_COUNT;
    for (size_t r = 0; r < run->n; r++)
        run->x[r] *= each;
    return LC_OK;
}

lc_status lc_run_choose_axis(lc_run *run, const lc_axis_choice *choice, lc_error *err)
{
    run->cap = run->n = run->rows;
    if (run->n == 0)
        return lc_error_set(err, LC_E_ARG, 0, "the run has no records");
    if (!choice->user_set || strcmp(choice->user_set, LC_SAMPLES) != 0 ||
        find_user_set(run, LC_SAMPLES) < run->series_n)
        return choose_axis(run, choice, err);
    lc_axis_choice usual = *choice;
    usual.user_set = NULL;
    lc_status st = choose_axis(run, &usual, err);
    return st == LC_OK ? count_samples(run, err) : st;
}

lc_status lc_run_sort(lc_run *run, const lc_axis_choice *choice, lc_error *err)
{
    lc_status st = make_rising(run, choice, err);
    for (size_t i = 0; st == LC_OK && i < run->series_n; i++)
        lc_series_measure(&run->series[i]);
    return st;
}
