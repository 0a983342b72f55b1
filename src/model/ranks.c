/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ranks.c - logs into which several processes wrote the same moments. */
#include "model/ranks.h"

#include "base/mem.h"
#include "base/text.h"
#include "model/choice.h"
#include "model/metric.h"
#include "model/run.h"

#include <math.h>
#include <string.h>

#define MOMENTS_MIN 4 /* that tell processes from steps without a number */
#define RANKS_MAX 64  /* more numbers are no processes', more records of one moment its steps */
/* Share of the way between moments that the last process may be ahead of the first. Of two steps of a
 * moment the second is half a moment further. */
#define DRIFT_MAX 0.2

typedef struct moments {
    const lc_series *rank; /* NULL: no column names the process */
    const lc_series **axis;
    size_t axes;  /* that have a value in each record; most metrics may be none */
    size_t ranks; /* processes */
    uint32_t *of; /* by record: its moment, from 0 on */
    size_t n;     /* moments */
} moments;

static bool is_axis(const lc_series *s)
{
    return s->metric.kind == LC_EPOCH || s->metric.kind == LC_STEP;
}

/* It has a value in each record. */
static bool is_whole(const lc_run *run, const lc_series *s)
{
    return !s->at && s->n == run->rows;
}

static const lc_series *find_rank(const lc_run *run)
{
    static const char *const names[] = {"rank",   "local_rank", "global_rank",   "process",
                                        "worker", "process_id", "process_index", "gpu"};
    for (size_t i = 0; i < run->series_n; i++)
        for (size_t k = 0; k < sizeof names / sizeof *names; k++)
            if (strcmp(run->series[i].metric.base, names[k]) == 0 && is_whole(run, &run->series[i]))
                return &run->series[i];
    return NULL;
}

/* How many different processes are named, as far as RANKS_MAX + 1. */
static size_t count_ranks(const lc_series *rank)
{
    double known[RANKS_MAX];
    size_t n = 0;
    for (size_t i = 0; i < rank->n; i++) {
        size_t k = 0;
        while (k < n && known[k] != rank->y[i])
            k++;
        if (k == RANKS_MAX)
            return RANKS_MAX + 1;
        if (k == n)
            known[n++] = rank->y[i];
    }
    return n;
}

/* False when memory is out. */
static bool find_axes(moments *m, const lc_run *run)
{
    m->axis = lc_mem_resize(NULL, run->series_n + 1, sizeof *m->axis);
    for (size_t i = 0; m->axis && i < run->series_n; i++)
        if (is_axis(&run->series[i]) && is_whole(run, &run->series[i]))
            m->axis[m->axes++] = &run->series[i];
    return m->axis != NULL;
}

/* Record r stands where the one before it does, along all axes; false where no axis is whole. */
static bool is_same_moment(const moments *m, size_t r)
{
    for (size_t i = 0; i < m->axes; i++)
        if (m->axis[i]->y[r] != m->axis[i]->y[r - 1])
            return false;
    return m->axes > 0;
}

/* False when the records can't be those of processes. */
static bool find_moments(moments *m, const lc_run *run)
{
    size_t begin = 0;
    if (m->rank)
        m->ranks = count_ranks(m->rank);
    for (size_t r = 1; r <= run->rows && m->ranks <= RANKS_MAX; r++) {
        if (r < run->rows && is_same_moment(m, r))
            continue;
        size_t size = r - begin;
        m->ranks = m->ranks ? m->ranks : size;
        /* The last moment may be cut short. */
        bool alike = size == m->ranks || (size < m->ranks && r == run->rows);
        if (m->ranks == 1 || (!m->rank && !alike))
            return false;
        begin = r;
        m->n++;
    }
    bool several = 2 * (m->n - 1) < run->rows && m->n >= (m->rank ? 1 : MOMENTS_MIN);
    return m->ranks <= RANKS_MAX && several;
}

static void number_moments(moments *m, const lc_run *run)
{
    m->of[0] = 0;
    for (size_t r = 1; r < run->rows; r++)
        m->of[r] = m->of[r - 1] + !is_same_moment(m, r);
}

/* Within its moments the series doesn't go where it goes from moment to moment. */
static bool stays(const moments *m, const lc_run *run, const lc_series *s)
{
    double within = 0, first = s->y[0];
    size_t begin = 0;
    for (size_t r = 1; r <= run->rows; r++)
        if (r == run->rows || m->of[r] != m->of[begin]) {
            within += s->y[r - 1] - s->y[begin];
            begin = r < run->rows ? r : begin;
        }
    double way = s->y[begin] - first;
    if (way < 0)
        within = -within;
    return within / (double)m->n < DRIFT_MAX * fabs(way) / (double)(m->n - 1);
}

/* All losses and scores in each record stay, and there is one. */
static bool all_stay(const moments *m, const lc_run *run)
{
    size_t staying = 0;
    for (size_t i = 0; i < run->series_n; i++) {
        const lc_series *s = &run->series[i];
        if ((s->metric.kind != LC_LOSS && s->metric.kind != LC_SCORE) || !is_whole(run, s))
            continue;
        if (!stays(m, run, s))
            return false;
        staying++;
    }
    return staying > 0;
}

/* Whether value i is the first process'. */
static bool is_first_process(const moments *m, const lc_series *s, size_t i)
{
    return !m->rank || m->rank->y[lc_series_record(s, i)] == m->rank->y[0];
}

/* The first process has one value of each metric in a moment at most. */
static bool is_told_apart(const moments *m, const lc_run *run)
{
    for (size_t k = 0; k < run->series_n; k++) {
        const lc_series *s = &run->series[k];
        uint32_t last = UINT32_MAX;
        for (size_t i = 0; i < s->n && s != m->rank && !is_axis(s); i++) {
            uint32_t now = m->of[lc_series_record(s, i)];
            if (!is_first_process(m, s, i))
                continue;
            if (now == last)
                return false;
            last = now;
        }
    }
    return true;
}

/* Keep one value of each moment. */
static bool merge_series(lc_series *s, const moments *m, lc_choice *choice)
{
    for (size_t i = 0; i < s->n; i++) {
        uint32_t *at = lc_choice_at(choice, m->of[lc_series_record(s, i)]);
        if (*at == 0 || (is_first_process(m, s, i) && !is_first_process(m, s, *at - 1)))
            *at = (uint32_t)(i + 1);
    }
    return lc_choice_take(choice, s);
}

static lc_status merge(lc_run *run, moments *m, lc_error *err)
{
    lc_choice choice = LC_CHOICE_INIT;
    char *text = lc_text_format("%zu processes wrote the same moments; one record of each is read",
                                m->ranks);
    lc_status st = text && lc_choice_open(&choice, m->n) ? lc_run_remark(run, 0, text, err)
                                                         : lc_error_nomem(err);
    for (size_t i = 0; i < run->series_n && st == LC_OK; i++)
        if (&run->series[i] != m->rank && !merge_series(&run->series[i], m, &choice))
            st = lc_error_nomem(err);
    if (st == LC_OK && run->lines.n && !merge_series(&run->lines, m, &choice))
        st = lc_error_nomem(err);
    if (m->rank)
        run->series[m->rank - run->series].n = 0;
    run->rows = m->n;
    lc_choice_free(&choice);
    lc_mem_free(text);
    return st;
}

static lc_status merge_if_several(lc_run *run, moments *m, lc_error *err)
{
    if (!find_moments(m, run))
        return LC_OK;
    m->of = lc_mem_resize(NULL, run->rows, sizeof *m->of);
    if (!m->of)
        return lc_error_nomem(err);
    number_moments(m, run);
    return (m->rank ? is_told_apart(m, run) : all_stay(m, run)) ? merge(run, m, err) : LC_OK;
}

lc_status lc_ranks_merge(lc_run *run, lc_error *err)
{
    moments m = {.rank = find_rank(run)};
    if (run->rows < 2)
        return LC_OK;
    lc_status st = find_axes(&m, run) ? merge_if_several(run, &m, err) : lc_error_nomem(err);
    lc_mem_free(m.of);
    lc_mem_free(m.axis);
    return st;
}
