/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * claims.c - what a report says of curves, held against the curves.
 *
 * A claim is the name of a metric and words of a table behind it, such as " rises from its best of ";
 * what follows is read and compared with the recorded values. Numbers are printed with 4 digits. A
 * value that is said to be "about" so much must lie among those of its stretch.
 */
#include "claims.h"

#include <check.h>
#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LONG 2000 /* values; more are told by medians of neighbours */
#define DIGITS \
    6e-4 /* half a unit of the fourth digit, of a number that begins with 1, and a little */

/* One sentence at work. */
typedef struct sentence {
    claims *all;
    const lc_run *run;
    const lc_diagnosis *d;
    const char *text;
    const char *kind;
} sentence;

static void claim(sentence *s, bool holds, const char *what)
{
    if (holds)
        return;
    if (s->all->wrong++ == 0)
        snprintf(s->all->first, sizeof s->all->first, "%s:%s: %.400s", what, s->kind, s->text);
    if (getenv("CLAIMS_SHOWN"))
        fprintf(stderr, "CLAIM %s:%s: %s\n", what, s->kind, s->text);
}

/* ---- reading ------------------------------------------------------------------------------------ */

/* Go past these words; false when others come. */
static bool pass(const char **at, const char *words)
{
    size_t n = strlen(words);
    if (strncmp(*at, words, n) != 0)
        return false;
    *at += n;
    return true;
}

typedef struct amount {
    double v;
    bool about;
    bool read;
} amount;

static amount read_amount(const char **at)
{
    amount a = {NAN, false, false};
    char *end;
    a.about = pass(at, "about ");
    a.v = strtod(*at, &end);
    a.read = end != *at;
    *at = end;
    return a;
}

/* " epoch 7" or "7": the number behind the axis' name. */
static double read_x(const char **at)
{
    while (**at && !isdigit((unsigned char)**at) && **at != '-')
        ++*at;
    return read_amount(at).v;
}

/* The number behind the next of these words; not read when there is none. */
static amount find_amount(const char *text, const char *words)
{
    const char *at = strstr(text, words);
    if (!at)
        return (amount){NAN, false, false};
    at += strlen(words);
    return read_amount(&at);
}

/* ---- the curve ---------------------------------------------------------------------------------- */

static bool same(double printed, double v)
{
    return printed == v || fabs(printed - v) <= DIGITS * fabs(v) + 1e-12;
}

static int sign_of(const lc_series *y)
{
    return y->metric.better == LC_HIGHER_IS_BETTER ? -1 : 1;
}

static double first_of(const lc_series *y)
{
    for (size_t i = 0; i < y->n; i++)
        if (isfinite(y->y[i]))
            return y->y[i];
    return NAN;
}

static double last_of(const lc_series *y)
{
    for (size_t i = y->n; i > 0; i--)
        if (isfinite(y->y[i - 1]))
            return y->y[i - 1];
    return NAN;
}

static double best_of(const lc_series *y)
{
    size_t i = lc_series_best(y);
    return i < y->n ? y->y[i] : NAN;
}

/* The series has that value, at that x if it is a number. */
static bool is_recorded(const lc_run *run, const lc_series *y, double v, double x)
{
    for (size_t i = 0; i < y->n; i++)
        if (same(v, y->y[i]) && (isnan(x) || same(x, lc_series_x(run, y, i))))
            return true;
    return false;
}

/* A value between the least and the greatest for from <= x <= to. */
static bool is_among(const lc_run *run, const lc_series *y, double v, double from, double to)
{
    double low = INFINITY, high = -INFINITY;
    for (size_t i = 0; i < y->n; i++) {
        double x = lc_series_x(run, y, i);
        bool inside = (x >= from || same(from, x)) && (x <= to || same(to, x));
        if (inside && isfinite(y->y[i])) {
            low = fmin(low, y->y[i]);
            high = fmax(high, y->y[i]);
        }
    }
    return v >= low - DIGITS * fabs(low) && v <= high + DIGITS * fabs(high);
}

/* x from which on a series is at its end: its last three finite values or their last twentieth. */
static double end_from(const lc_run *run, const lc_series *y)
{
    size_t n = y->n / 20 > 3 ? y->n / 20 + 1 : 3;
    size_t i = y->n;
    while (i > 0 && n > 0)
        n -= isfinite(y->y[--i]) ? 1 : 0;
    return lc_series_x(run, y, i);
}

static double mean_from(const lc_run *run, const lc_series *y, double from)
{
    double sum = 0, n = 0;
    for (size_t i = 0; i < y->n; i++)
        if (lc_series_x(run, y, i) >= from && isfinite(y->y[i])) {
            sum += y->y[i];
            n++;
        }
    return sum / n;
}

/* The value at the end: recorded, or about that. */
static bool is_end(const lc_run *run, const lc_series *y, amount a)
{
    if (!a.about)
        return same(a.v, last_of(y));
    return is_among(run, y, a.v, end_from(run, y), INFINITY);
}

static bool is_somewhere(const lc_run *run, const lc_series *y, amount a)
{
    return a.about ? is_among(run, y, a.v, -INFINITY, INFINITY) : is_recorded(run, y, a.v, NAN);
}

/* Median of all pairwise slopes from x on: above 0 where they mostly rise. */
static double slopes_from(const lc_run *run, const lc_series *y, double from)
{
    double balance = 0;
    for (size_t i = 0; i < y->n; i++)
        for (size_t k = i + 1; k < y->n && k < i + 400; k++)
            if (lc_series_x(run, y, i) >= from && isfinite(y->y[i]) && isfinite(y->y[k]))
                balance += (y->y[k] > y->y[i]) - (y->y[k] < y->y[i]);
    return balance;
}

/* The metric whose name comes first; NULL for none. */
static const lc_series *read_series(const lc_run *run, const char **at)
{
    const lc_series *longest = NULL;
    for (size_t i = 0; i < run->series_n; i++) {
        const lc_series *y = &run->series[i];
        size_t n = strlen(y->metric.name), most = longest ? strlen(longest->metric.name) : 0;
        if (n > most && strncmp(*at, y->metric.name, n) == 0)
            longest = y;
    }
    if (longest)
        *at += strlen(longest->metric.name);
    return longest;
}

/* ---- claims about one curve --------------------------------------------------------------------- */

/* "0.5 at epoch 7 to about 0.7" */
static void from_best(sentence *s, const lc_series *y, const char *at)
{
    amount best = read_amount(&at);
    double x = read_x(&at);
    claim(s, same(best.v, best_of(y)), "not the best");
    claim(s, is_recorded(s->run, y, best.v, x), "not recorded there");
    if (!pass(&at, " to "))
        return;
    amount end = read_amount(&at);
    bool rises = strstr(s->kind, "rises") != NULL;
    claim(s, is_end(s->run, y, end), "not the end");
    claim(s, rises ? end.v >= best.v : end.v <= best.v, "the other way");
    claim(s, rises == (sign_of(y) > 0), "gets better so");
}

/* "first 2, best 1 at epoch 3, final 5", in any order and with other words between */
static void parts(sentence *s, const lc_series *y, const char *at)
{
    amount first = find_amount(at, "first "), best = find_amount(at, "best "),
           last = find_amount(at, "final ");
    const char *where = strstr(at, "best ");
    claim(s, !first.read || same(first.v, first_of(y)), "not the first");
    claim(s, !best.read || same(best.v, best_of(y)), "not the best");
    claim(s, !last.read || is_end(s->run, y, last), "not the end");
    if (!where)
        return;
    where += strlen("best ");
    read_amount(&where);
    if (pass(&where, " at "))
        claim(s, is_recorded(s->run, y, best.v, read_x(&where)), "not recorded there");
}

/* "2 to 1 at epoch 3, then rises to 5", "2 to 5" */
static void diverges(sentence *s, const lc_series *y, const char *at)
{
    amount first = read_amount(&at), best = {best_of(y), false, true};
    if (strstr(s->kind, "falls") && pass(&at, " to ")) {
        best = read_amount(&at);
        claim(s, is_recorded(s->run, y, best.v, read_x(&at)), "not recorded there");
        pass(&at, ", then rises");
    }
    pass(&at, " to ");
    amount end = read_amount(&at);
    claim(s, same(first.v, first_of(y)), "not the first");
    claim(s, same(best.v, best_of(y)), "not the best");
    claim(s, is_end(s->run, y, end) && end.v > first.v, "not the end, above the first");
}

/* "0.5 at step 7 to 3 at 8" */
static void recovers(sentence *s, const lc_series *y, const char *at)
{
    amount low = read_amount(&at);
    double from = read_x(&at);
    pass(&at, " to ");
    amount top = read_amount(&at);
    double to = read_x(&at);
    claim(s, low.about || is_recorded(s->run, y, low.v, from), "not recorded there");
    claim(s, top.about || is_recorded(s->run, y, top.v, to), "not recorded there");
    claim(s, is_somewhere(s->run, y, low) && is_somewhere(s->run, y, top), "not recorded");
    claim(s, top.v > low.v, "no jump");
}

static void gets_worse(sentence *s, const lc_series *y, const char *at)
{
    amount last = find_amount(at, "final ");
    parts(s, y, at);
    claim(s, sign_of(y) * (last.v - best_of(y)) > 0, "does not");
}

/* "0.5 in 20 records", "0 in all 20 records", "2.303 in 8 of 10 records" */
static void exactly(sentence *s, const lc_series *y, const char *at)
{
    amount v = read_amount(&at);
    size_t n = 0;
    if (!pass(&at, " in "))
        return;
    bool all = pass(&at, "all ");
    pass(&at, "the last ");
    amount count = read_amount(&at);
    for (size_t i = 0; i < y->n; i++)
        n += same(v.v, y->y[i]);
    claim(s, n >= (size_t)count.v, "not in so many");
    claim(s, !all || (size_t)count.v == y->n, "not all");
}

/* "4.9 % in 5 records: first 2.1, final 2" */
static void changes_by(sentence *s, const lc_series *y, const char *at)
{
    double change = 100 * fabs(last_of(y) / first_of(y) - 1), said = read_amount(&at).v;
    claim(s, fabs(said - change) <= 0.06 * change + 1e-9, "not by so much");
    parts(s, y, at);
}

static void still_moves(sentence *s, const lc_series *y, const char *at)
{
    double from = lc_series_x(s->run, y, y->n - y->n / 3 - (y->n < 12 && y->n > 3));
    amount a = {NAN, false, false};
    if (y->n < 2)
        claim(s, false, "too few values");
    if (pass(&at, " of the run: ")) {
        a = read_amount(&at);
        from = read_x(&at);
        claim(s, is_recorded(s->run, y, a.v, from), "not recorded there");
        pass(&at, ", ");
        a = read_amount(&at);
        claim(s, is_recorded(s->run, y, a.v, read_x(&at)), "not recorded there");
    }
    for (size_t i = 0; i < s->d->n && !a.read; i++)
        if (strcmp(s->d->findings[i].rule, "still-improving") == 0)
            from = s->d->findings[i].from;
    double slopes = slopes_from(s->run, y, from * (1 - 1e-9));
    claim(s, strstr(s->kind, "falling") ? slopes < 0 : slopes > 0, "does not");
}

/* "at the end (epoch 5 to 9), between 0.5 and 0.6 apart from 2 spikes: a change of 3 % ..." */
static void flat(sentence *s, const lc_series *y, const char *at)
{
    bool final = strncmp(at, "at the end", 10) == 0 || strncmp(at, "throughout", 10) == 0;
    if (!(at = strchr(at, '(')))
        return;
    double from = read_x(&at), to = read_x(&at);
    if (!pass(&at, "), between "))
        return;
    amount low = read_amount(&at);
    pass(&at, " and ");
    amount high = read_amount(&at);
    size_t outside = 0, spikes = pass(&at, " apart from ") ? (size_t)read_amount(&at).v : 0;
    for (size_t i = 0; i < y->n; i++) {
        double x = lc_series_x(s->run, y, i), margin = DIGITS * fabs(y->y[i]);
        bool inside = x >= from * (1 + DIGITS) && x <= to * (1 - DIGITS) && isfinite(y->y[i]);
        outside += inside && !(y->y[i] >= low.v - margin && y->y[i] <= high.v + margin);
    }
    claim(s, outside <= spikes, "a value outside");
    for (size_t i = 0; i < s->d->n && strstr(s->kind, "flat"); i++) {
        const lc_finding *f = &s->d->findings[i];
        bool same_series = f->series_n > 0 && &s->run->series[f->series[0]] == y;
        claim(s, !final || !same_series || strcmp(f->rule, "still-improving") != 0,
              "but still improves");
        if (same_series && f->basis && strstr(f->basis, "p = ") &&
            strcmp(f->rule, "plateau") == 0 && same(from, f->from))
            claim(s, find_amount(f->basis, "p = ").v >= 0.05, "with a trend");
    }
}

/* "from epoch 3 to the end", "in 2 of 9 records, first at epoch 3, and in the last one", "in the last
 * record (epoch 9)", "in all 9 records", "in its only record" */
static void not_finite(sentence *s, const lc_series *y, const char *at)
{
    size_t bad = 0, first = y->n, run_of = 0;
    if (strncmp(at, "or ", 3) == 0)
        return; /* " is NaN or infinite " is a kind of its own */
    for (size_t i = 0; i < y->n; i++) {
        if (isfinite(y->y[i])) {
            run_of = 0;
            continue;
        }
        bad++;
        run_of++;
        first = i < first ? i : first;
        claim(s, isnan(y->y[i]) ? strstr(s->kind, "NaN") != NULL : strstr(s->kind, "inf") != NULL,
              "another kind");
    }
    if (first == y->n) {
        claim(s, false, "all are finite");
    } else if (pass(&at, "in all ")) {
        claim(s, bad == y->n && (size_t)read_amount(&at).v == bad, "not in all");
    } else if (pass(&at, "in its only ")) {
        claim(s, bad == 1 && y->n == 1, "not the only one");
    } else if (pass(&at, "from ") || pass(&at, "in the last record ")) {
        claim(s, same(read_x(&at), lc_series_x(s->run, y, first)), "not from there");
        claim(s, run_of == y->n - first, "not to the end");
    } else if (pass(&at, "in ")) {
        claim(s, (size_t)read_amount(&at).v == bad, "another number");
        pass(&at, " of ");
        claim(s, (size_t)read_amount(&at).v == y->n, "another number of records");
        claim(s, same(read_x(&at), lc_series_x(s->run, y, first)), "not first there");
        claim(s, !strstr(at, "in the last one") || (run_of > 0) == !strstr(at, "finite in"),
              "not in the last");
        claim(s, !strstr(at, "only at the start") || first == 0, "not at the start");
    }
}

/* "from 0.9 to about 0.5", and for the better of the words beside it */
static void goes(sentence *s, const lc_series *y, const char *at)
{
    amount a = read_amount(&at);
    if (!pass(&at, " to "))
        return;
    amount b = read_amount(&at);
    bool best = strstr(at, ", its best value") != NULL;
    claim(s, is_somewhere(s->run, y, a), "the first is not recorded");
    claim(s, a.about ? is_somewhere(s->run, y, b) : is_end(s->run, y, b), "not the end");
    claim(s, !strstr(s->kind, "falls") || b.v < a.v || (b.about && b.v <= a.v), "does not fall");
    claim(s, !best || (same(b.v, best_of(y)) && sign_of(y) * (a.v - b.v) >= 0), "not the best");
}

/* "0.4 to 0.2 between epoch 3 and 4" */
static void swings(sentence *s, const lc_series *y, const char *at)
{
    amount a = read_amount(&at);
    pass(&at, " to ");
    amount b = read_amount(&at);
    double from = read_x(&at), to = read_x(&at);
    claim(s, is_recorded(s->run, y, a.v, from) && is_recorded(s->run, y, b.v, to),
          "not recorded there");
}

/* "0.2 and 0.4 ..." */
static void between(sentence *s, const lc_series *y, const char *at)
{
    amount low = read_amount(&at);
    pass(&at, " and ");
    amount high = read_amount(&at);
    bool all = strstr(at, " in all ") != NULL;
    claim(s, is_recorded(s->run, y, low.v, NAN) && is_recorded(s->run, y, high.v, NAN),
          "not recorded");
    for (size_t i = 0; all && i < y->n; i++)
        claim(s,
              !isfinite(y->y[i]) ||
                  (y->y[i] >= low.v * (1 - DIGITS) && y->y[i] <= high.v * (1 + DIGITS)),
              "not all");
}

/* "0.5 % above its best (0.51 at epoch 7)" */
static void ends_within(sentence *s, const lc_series *y, const char *at)
{
    amount percent = read_amount(&at), best = {NAN, false, false};
    claim(s, 100 * fabs(last_of(y) - best_of(y)) <= percent.v * fabs(best_of(y)),
          "not within that");
    if ((at = strchr(at, '('))) {
        at++;
        best = read_amount(&at);
        claim(s, same(best.v, best_of(y)) && is_recorded(s->run, y, best.v, read_x(&at)),
              "not the best");
    }
}

static void ends_only(sentence *s, const lc_series *y, const char *at)
{
    amount percent = read_amount(&at), best = {NAN, false, false};
    double rise = 100 * fabs(last_of(y) - best_of(y)) / fabs(best_of(y));
    bool above = strncmp(at, " % above", 8) == 0;
    claim(s, above ? last_of(y) >= best_of(y) : last_of(y) <= best_of(y), "on the other side");
    claim(s, fabs(percent.v - rise) <= 0.06 * rise + 1e-9, "not by so much");
    if ((at = strchr(at, '('))) {
        at++;
        best = read_amount(&at);
        claim(s, same(best.v, best_of(y)) && is_recorded(s->run, y, best.v, read_x(&at)),
              "not the best");
    }
}

/* "0.51, first at epoch 7" */
static void ends_best(sentence *s, const lc_series *y, const char *at)
{
    amount best = read_amount(&at);
    claim(s, same(best.v, last_of(y)) && last_of(y) == best_of(y), "not the best");
    claim(s, is_recorded(s->run, y, best.v, read_x(&at)), "not recorded there");
}

static void never_above(sentence *s, const lc_series *y, const char *at)
{
    amount most = read_amount(&at);
    for (size_t i = 0; i < y->n; i++)
        claim(s, !(y->y[i] > most.v * (1 + DIGITS)), "above it");
}

/* "41 at epoch 3 and comes back to 0.5" */
static void rises_to(sentence *s, const lc_series *y, const char *at)
{
    amount top = read_amount(&at);
    if (!pass(&at, " at "))
        return;
    claim(s, is_recorded(s->run, y, top.v, read_x(&at)), "not recorded there");
    amount back = find_amount(at, "comes back to ");
    claim(s, !back.read || (is_recorded(s->run, y, back.v, NAN) && back.v < top.v),
          "does not come back");
}

static void ends_at(sentence *s, const lc_series *y, const char *at)
{
    amount a = read_amount(&at);
    if (a.read) /* "ln 10" is a level and not the curve's end, and "its best" is a kind of its own */
        claim(s, is_end(s->run, y, a), "not the end");
}

/* Start and end: "0.9 at the start, about 0.8 at the end" */
static void start_and_end(sentence *s, const lc_series *y, const char *at)
{
    claim(s, same(read_amount(&at).v, first_of(y)), "not the first");
    if (pass(&at, " at the start, "))
        ends_at(s, y, at);
}

/* "23 %": since the x that the sentence begins with */
static void up_percent(sentence *s, const lc_series *y, const char *at)
{
    const char *since = strstr(s->text, "since ");
    if (!since)
        return;
    amount percent = read_amount(&at);
    double x = read_x(&since), then = NAN, low = INFINITY, high = -INFINITY;
    int sign = strstr(s->kind, "fell") ? -1 : 1;
    for (size_t i = 0; i < y->n; i++) {
        double here = lc_series_x(s->run, y, i);
        then = same(x, here) ? y->y[i] : then;
        if (here >= end_from(s->run, y)) {
            low = fmin(low, sign * 100 * (y->y[i] / then - 1));
            high = fmax(high, sign * 100 * (y->y[i] / then - 1));
        }
    }
    claim(s, percent.v >= low - 1 && percent.v <= high + 1, "not by so much");
}

/* "0.3 within a few epochs": from one record to one of the three that follow */
static void swings_by(sentence *s, const lc_series *y, const char *at)
{
    amount most = read_amount(&at);
    bool found = false;
    for (size_t i = 0; i < y->n; i++)
        for (size_t k = i + 1, near = 0; k < y->n && near < 3 && y->n <= LONG; k++) {
            near += isfinite(y->y[k]) ? 1 : 0;
            found = found || fabs(fabs(y->y[k] - y->y[i]) - most.v) <= 2 * DIGITS * fabs(most.v);
        }
    claim(s, found || y->n > LONG, "not by so much");
}

/* "0.1 in the first records, 0.12 in the last" */
static void no_better(sentence *s, const lc_series *y, const char *at)
{
    double third = lc_series_x(s->run, y, y->n / 3),
           late = lc_series_x(s->run, y, y->n - 1 - y->n / 3);
    amount first = read_amount(&at), last = find_amount(at, "first records, ");
    claim(s, is_among(s->run, y, first.v, -INFINITY, third), "not among the first");
    claim(s, is_among(s->run, y, last.v, late, INFINITY), "not among the last");
}

/* "0.999 at epoch 2" */
static void already(sentence *s, const lc_series *y, const char *at)
{
    amount v = read_amount(&at);
    if (pass(&at, " at "))
        claim(s, is_recorded(s->run, y, v.v, read_x(&at)), "not recorded there");
}

/* "val_accuracy is a fraction of 1": the one before is in percent */
static void in_percent(sentence *s, const lc_series *y, const char *at)
{
    const lc_series *other = read_series(s->run, &at);
    claim(s, y->percent && other && !other->percent, "they are not");
}

/* ---- claims about two curves -------------------------------------------------------------------- */

/* "loss: about 0.6 against about 0.5 at the end" */
static void worse(sentence *s, const lc_series *y, const char *at)
{
    const lc_series *other = read_series(s->run, &at);
    if (!other || !pass(&at, ": "))
        return;
    amount a = read_amount(&at);
    pass(&at, " against ");
    amount b = read_amount(&at);
    claim(s, is_end(s->run, y, a) && is_end(s->run, other, b), "not the end");
    claim(s, sign_of(y) * (a.v - b.v) >= 0, "is not worse");
    claim(s, y->percent == other->percent, "in another unit");
    size_t first = 0;
    while (first < y->n && !isfinite(y->y[first]))
        first++;
    for (size_t i = 0; i < other->n && strstr(at, "present from the first record"); i++)
        if (isfinite(other->y[i]) &&
            lc_series_x(s->run, other, i) >= lc_series_x(s->run, y, first)) {
            claim(s, sign_of(y) * (first_of(y) - other->y[i]) > 0, "not at first");
            return;
        }
}

/* "loss in 9 of 10 records, ..." */
static void better(sentence *s, const lc_series *y, const char *at)
{
    const lc_series *other = read_series(s->run, &at);
    size_t n = 0, all = 0;
    if (!other || !pass(&at, " in "))
        return;
    for (size_t i = 0, k = 0; i < y->n; i++) {
        while (k < other->n && (!isfinite(other->y[k]) ||
                                lc_series_x(s->run, other, k) < lc_series_x(s->run, y, i)))
            k++;
        if (k == other->n || !isfinite(y->y[i]))
            continue;
        all++;
        n += sign_of(y) * (y->y[i] - other->y[k]) < 0;
    }
    claim(s, (size_t)read_amount(&at).v == n, "another number");
    pass(&at, " of ");
    claim(s, (size_t)read_amount(&at).v == all, "of another number");
    claim(s, y->percent == other->percent, "in another unit");
}

/* ---- claims about the run ----------------------------------------------------------------------- */

static bool has_finding(const lc_diagnosis *d, const char *rule)
{
    for (size_t i = 0; i < d->n; i++)
        if (strcmp(d->findings[i].rule, rule) == 0)
            return true;
    return false;
}

/* Every whole epoch from the first to the last is there, and those before it may be. */
static bool has_every_epoch(const lc_run *run)
{
    for (size_t i = 1; i < run->n; i++)
        if (run->x[i] - run->x[i - 1] > 1)
            return false;
    return run->axis == LC_EPOCH;
}

static void every_epoch(sentence *s, const lc_series *y, const char *at)
{
    (void)y, (void)at;
    claim(s, !has_every_epoch(s->run), "every epoch is there");
}

/* "7 records: trends and swings are uncertain" */
static void so_many_records(sentence *s, const lc_series *y, const char *at)
{
    (void)y;
    const char *start = at - strlen(s->kind); /* not in the middle of a sentence */
    amount n = read_amount(&at);
    claim(s, start != s->text || !n.read || (size_t)n.v == s->run->n, "another number");
}

/* "epoch 7": where the first series of the finding that says so is best */
static void at_best(sentence *s, const lc_series *y, const char *at)
{
    bool found = false;
    double x = read_x(&at);
    for (size_t i = 0; i < s->d->n; i++) {
        const lc_finding *f = &s->d->findings[i];
        bool says = strcmp(f->rule, "overfitting") == 0 || strcmp(f->rule, "late-collapse") == 0;
        y = f->series_n ? &s->run->series[f->series[0]] : NULL;
        found = found || (says && y && is_recorded(s->run, y, best_of(y), x));
    }
    claim(s, found, "not the best");
}

static void no_training_loss(sentence *s, const lc_series *y, const char *at)
{
    (void)y, (void)at;
    for (size_t i = 0; i < s->run->series_n; i++) {
        const lc_metric *m = &s->run->series[i].metric;
        claim(s, m->split != LC_TRAIN || m->kind != LC_LOSS || s->run->series[i].n < 2, "one is");
    }
}

static void no_overfitting(sentence *s, const lc_series *y, const char *at)
{
    (void)y, (void)at;
    claim(s, !has_finding(s->d, "overfitting"), "it is found");
}

/* "TITLE (rule)" */
static void not_found(sentence *s, const lc_series *y, const char *at)
{
    char rule[40];
    (void)y;
    const char *from = strrchr(at, '(');
    if (from && sscanf(from, "(%39[a-z-])", rule) == 1)
        claim(s, !has_finding(s->d, rule), "it is found");
}

/* "val_loss by 8 % or more from its best could have been found", "val_loss to 3 times its best ..." */
static void would_be_found(sentence *s, const lc_series *y, const char *at)
{
    if (!(y = read_series(s->run, &at)))
        return;
    double times = pass(&at, " by ")   ? 1.006 + read_amount(&at).v / 100
                   : pass(&at, " to ") ? 1.06 * read_amount(&at).v
                                       : NAN;
    claim(s, last_of(y) <= best_of(y) * times, "it rose so far");
}

/* "18 more epochs should lower val_loss to about 0.5" */
static void expected(sentence *s, const lc_series *y, const char *at)
{
    if (!(at = strstr(at, " should ")))
        return;
    at += strlen(" should ");
    bool lower = pass(&at, "lower ");
    if (!lower && !pass(&at, "raise "))
        return;
    if (!(y = read_series(s->run, &at)) || !pass(&at, " to "))
        return;
    double to = read_amount(&at).v;
    claim(s, lower == (sign_of(y) > 0), "gets worse so");
    claim(s, sign_of(y) * (mean_from(s->run, y, end_from(s->run, y)) - to) > 0, "is there already");
}

/* ---- all of them -------------------------------------------------------------------------------- */

typedef void claim_check(sentence *s, const lc_series *y, const char *rest);

static const struct {
    const char *words;
    claim_check *check;
    bool of_run; /* no metric stands before the words */
} kinds[] = {
    {" rises from its best of ", from_best, false},
    {" falls from its best of ", from_best, false},
    {" diverges: it falls from ", diverges, false},
    {" diverges: it rises from ", diverges, false},
    {" jumps once and recovers: from ", recovers, false},
    {" jumps 2 times and recovers, such as from ", recovers, false},
    {" rises instead of falling: ", gets_worse, false},
    {" falls instead of rising: ", gets_worse, false},
    {" jumps at ", gets_worse, false},
    {" drops at ", gets_worse, false},
    {" gets worse after ", gets_worse, false},
    {" changes by only ", changes_by, false},
    {" stops at ln ", parts, false},
    {" is exactly ", exactly, false},
    {" is still falling at the end", still_moves, false},
    {" is still rising at the end", still_moves, false},
    {" is flat ", flat, false},
    {" changes little ", flat, false},
    {" is NaN ", not_finite, false},
    {" is infinite ", not_finite, false},
    {" is NaN or infinite ", not_finite, false},
    {" goes from ", goes, false},
    {" falls from ", goes, false},
    {" falls steadily from ", goes, false},
    {" falls steadily but slowly: from ", goes, false},
    {" swings from ", swings, false},
    {" swings between ", between, false},
    {" stays between ", between, false},
    {" ends only ", ends_only, false},
    {" ends within ", ends_within, false},
    {" is never above ", never_above, false},
    {" rises to ", rises_to, false},
    {" ends at its best (", ends_best, false},
    {" ends at ", ends_at, false},
    {" stops at ", ends_at, false},
    {" hardly changes: ", start_and_end, false},
    {" does not change by more than its noise: ", start_and_end, false},
    {" up ", up_percent, false},
    {" fell ", up_percent, false},
    {" is worse than ", worse, false},
    {" is better than ", better, false},
    {" swings by up to ", swings_by, false},
    {" does not improve: ", no_better, false},
    {" is already ", already, false},
    {" is in percent, ", in_percent, false},
    {"only ", so_many_records, true},
    {"stop near ", at_best, true},
    {"keep the checkpoint of ", at_best, true},
    {"log every epoch", every_epoch, true},
    {"no training loss to compare", no_training_loss, true},
    {"not overfitting: ", no_overfitting, true},
    {"against overfitting: ", no_overfitting, true},
    {"expected, but not found: ", not_found, true},
    {"only a rise of ", would_be_found, true},
    {"train longer: ", expected, true},
};

#define KINDS (sizeof kinds / sizeof *kinds)

const char *claim_kind(size_t k)
{
    return k < KINDS ? kinds[k].words : NULL;
}

/* Another metric of the run has the same name: a sentence doesn't say which it means. */
static bool is_ambiguous(const lc_run *run, const lc_series *y)
{
    for (size_t i = 0; i < run->series_n; i++)
        if (&run->series[i] != y && strcmp(run->series[i].metric.name, y->metric.name) == 0)
            return true;
    return false;
}

/* The metric whose name ends at that place of the text; the longest, and NULL for none. */
static const lc_series *series_before(const lc_run *run, const char *text, const char *at)
{
    const lc_series *longest = NULL;
    for (size_t i = 0; i < run->series_n; i++) {
        const lc_series *y = &run->series[i];
        size_t n = strlen(y->metric.name), most = longest ? strlen(longest->metric.name) : 0;
        if (n > most && n <= (size_t)(at - text) && strncmp(at - n, y->metric.name, n) == 0 &&
            (n == (size_t)(at - text) || strchr(" (:", at[-(ptrdiff_t)n - 1])))
            longest = y;
    }
    return longest;
}

static void check_kind(sentence *s, size_t k)
{
    const char *words = kinds[k].words;
    s->kind = words;
    for (const char *at = strstr(s->text, words); at; at = strstr(at + 1, words)) {
        const lc_series *y = kinds[k].of_run ? NULL : series_before(s->run, s->text, at);
        if (!kinds[k].of_run && (!y || is_ambiguous(s->run, y)))
            continue;
        s->all->made[k]++;
        kinds[k].check(s, y, at + strlen(words));
    }
}

/* Numbers that are none have no place in a sentence about a run whose values all are. */
static void check_numbers(sentence *s)
{
    static const char *const none[] = {"nan", "-nan", "inf", "-inf"};
    s->kind = " nan or inf";
    for (size_t i = 0; i < s->run->series_n; i++)
        if (strstr(s->run->series[i].metric.name, "nan"))
            return;
    for (size_t i = 0; i < s->run->series_n; i++)
        for (size_t k = 0; k < s->run->series[i].n; k++)
            if (!isfinite(s->run->series[i].y[k]))
                return;
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        const char *at = strstr(s->text, none[i]);
        size_t n = strlen(none[i]);
        bool word = at && (at == s->text || strchr(" (", at[-1])) && strchr(" ,.;:)", at[n]);
        claim(s, !word || !strchr(s->text, ' '), "no number");
    }
}

static void check_sentence(claims *c, const lc_run *run, const lc_diagnosis *d, const char *text)
{
    sentence s = {c, run, d, text, ""};
    for (size_t k = 0; k < KINDS; k++)
        check_kind(&s, k);
    check_numbers(&s);
}

/* ---- reports ------------------------------------------------------------------------------------ */

static char *report(const char *format, const lc_run *run, const lc_diagnosis *d)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    lc_report_options o = {.width = 1000000, .verbose = 2};
    ck_assert_ptr_nonnull(out);
    ck_assert_int_eq(lc_report(out, format, run, d, 1, &o, NULL), LC_OK);
    fclose(out);
    return text;
}

/* Each line is a paragraph; blanks that don't break are blanks. */
static void check_text(claims *c, const lc_run *run, const lc_diagnosis *d)
{
    char *text = report("text", run, d), *rest = NULL;
    for (char *at = text; (at = strstr(at, "\xC2\xA0"));)
        memmove(at, at + 1, strlen(at)), *at = ' ';
    for (char *line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
        line += strspn(line, " ");
        check_sentence(c, run, d, strncmp(line, "- ", 2) == 0 ? line + 2 : line);
    }
    free(text);
}

/* Each string is one; of escapes only the quotes matter here. */
static void check_json(claims *c, const lc_run *run, const lc_diagnosis *d)
{
    char *text = report("json", run, d);
    for (char *at = strchr(text, '"'); at;) {
        char *to = at + 1, *from = at + 1;
        while (*from && *from != '"') {
            from += *from == '\\' && from[1];
            *to++ = *from++;
        }
        char *next = *from ? strchr(from + 1, '"') : NULL;
        *to = '\0';
        check_sentence(c, run, d, at + 1);
        at = next;
    }
    free(text);
}

static void check_forecast(sentence *s, const lc_forecast *f)
{
    const lc_series *y = &s->run->series[f->series];
    s->kind = f->why_not ? f->why_not : " forecast";
    for (size_t k = 0; k < LC_FORECAST_POINTS && !f->why_not; k++)
        claim(s, f->point[k].low <= f->point[k].value && f->point[k].value <= f->point[k].high,
              "outside of its interval");
    bool constant = true;
    for (size_t i = 1; i < y->n; i++)
        constant = constant && (y->y[i] == y->y[0] || !isfinite(y->y[i]) || !isfinite(y->y[0]));
    claim(s, !f->why_not || !strstr(f->why_not, "does not change") || constant, "it does");
}

static void check_state(claims *c, const lc_run *run, const lc_diagnosis *d)
{
    sentence s = {c, run, d, d->verdict.summary ? d->verdict.summary : "", " verdict"};
    bool healthy = strcmp(d->verdict.name, "healthy") == 0;
    for (size_t i = 0; i < d->n; i++) {
        lc_rule_info rule;
        bool fault = lc_rule_info_find(&rule, d->findings[i].rule) && rule.verdict;
        bool stands = d->findings[i].severity > LC_NOTE && !d->findings[i].explained_by;
        claim(&s, !healthy || !fault || d->findings[i].advice.n == 0, "healthy, with advice");
        claim(&s, !healthy || !fault || !stands, "healthy, with a fault");
    }
    for (size_t i = 0; i < d->forecasts.n; i++)
        check_forecast(&s, &d->forecasts.forecast[i]);
    for (size_t i = 0; i < d->online.n; i++) {
        const lc_known *k = &d->online.known[i];
        for (size_t j = 0; j < d->n && !k->stands; j++) {
            const lc_finding *f = &d->findings[j];
            size_t series = f->series_n ? f->series[0] : SIZE_MAX;
            claim(&s, series != k->series || strcmp(f->rule, k->rule) != 0, "withdrawn, but there");
        }
    }
}

void check_claims(claims *c, const lc_run *run, const lc_diagnosis *d)
{
    check_text(c, run, d);
    check_json(c, run, d);
    check_state(c, run, d);
}
