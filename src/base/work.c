/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * work.c - questions whose answers are wanted in order.
 *
 * They stand in a ring: the oldest that was not taken yet, those that are answered or being answered,
 * those that nobody has. Other processes get several at a time, the fewer the less is left, since one
 * question may take a thousand times as long as another.
 */
#include "base/jobs.h"
#include "base/mem.h"
#include "base/ranks.h"
#include "base/text.h"

#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define WINDOW ((size_t)4096)     /* questions in the ring */
#define RANK_WINDOW ((size_t)256) /* as many more for each other process */
#define BATCH_MOST 64             /* questions that a process gets at once */
#define BATCH_SHARE 4             /* of its share of what is left, it gets this part at once */
#define TOLD_SIZE (2 * LC_WORK_NAME_SIZE + 80) /* bytes of what is told of a process */
#define AHEAD 2     /* questions before each thread where other processes want some too */
#define NAP 200000L /* [ns] between two looks at the other processes */

typedef struct slot {
    lc_job job;
    const lc_work *work;
    char *question, *answer; /* lc_text_open's */
    size_t question_n, answer_n;
    char *lost;  /* why there is no answer; NULL: there is one, or memory is out */
    size_t next; /* of those that are to be asked again; its number and one more */
    bool done, again;
} slot;

/* What another process has in hand, also as a text that a signal's handler finds ready. */
typedef struct batch {
    size_t n, k[BATCH_MOST];
    char told[TOLD_SIZE];
    volatile sig_atomic_t told_n; /* 0 while it changes */
} batch;

typedef struct ring {
    const lc_work *work;
    lc_jobs *jobs;
    slot *slot; /* of question k: k % window */
    size_t window;
    size_t asked, given, taken; /* so many questions */
    size_t again;               /* first of those that another process has lost, and one more */
    unsigned ranks;             /* other processes */
    batch *batch;               /* ranks; of rank i + 1 */
    unsigned threads;
    size_t here[AHEAD * LC_JOBS_MAX], here_n; /* that threads have, where there are ranks */
} ring;

/* Of the work that goes on, in the first process alone. */
static ring *volatile spread;

static slot *slot_at(const ring *r, size_t k)
{
    return &r->slot[k % r->window];
}

static void answer_slot(void *self)
{
    slot *s = self;
    FILE *out = lc_text_open(&s->answer, &s->answer_n);
    if (!out)
        return;
    s->work->answer(s->work->shared, s->question, s->question_n, out);
    lc_text_close(out, &s->answer);
}

static void ask_one(ring *r)
{
    slot *s = slot_at(r, r->asked);
    char *text = NULL;
    size_t n = 0;
    *s = (slot){.work = r->work};
    FILE *out = lc_text_open(&text, &n);
    s->done = !out || r->work->ask(r->work->self, r->asked, out);
    if (out && !lc_text_close(out, &text))
        s->done = true;
    *(s->done ? &s->answer : &s->question) = text;
    *(s->done ? &s->answer_n : &s->question_n) = n;
    r->asked++;
}

/* The next question that nobody has; NULL: none at present. Those that were known are passed over, and may have
 * been taken already. */
static slot *next_free(ring *r)
{
    r->given = r->given < r->taken ? r->taken : r->given;
    while (r->given < r->asked && slot_at(r, r->given)->done)
        r->given++;
    return r->given < r->asked ? slot_at(r, r->given) : NULL;
}

static size_t batch_size(const ring *r)
{
    size_t part = (r->work->n - r->given) / (BATCH_SHARE * ((size_t)r->ranks + 1));
    return part < 1 ? 1 : part > BATCH_MOST ? BATCH_MOST : part;
}

/* Questions that threads may have: they wait for none while there are many, and keep none from other
 * processes when there are few, each of which may take long. */
static size_t most_here(const ring *r)
{
    return batch_size(r) > 1 ? AHEAD * r->threads : r->threads;
}

static void give_to_threads(ring *r)
{
    for (slot *s; r->jobs && (!r->ranks || r->here_n < most_here(r)) && (s = next_free(r));) {
        s->job = (lc_job){.run = answer_slot, .self = s};
        lc_jobs_add(r->jobs, &s->job);
        if (r->ranks)
            r->here[r->here_n++] = r->given;
        r->given++;
    }
}

/* ---- other processes -------------------------------------------------------------------- */

static void put_in_batch(batch *b, lc_parcel *p, const ring *r, size_t k)
{
    lc_parcel_put(p, slot_at(r, k)->question, slot_at(r, k)->question_n);
    b->k[b->n++] = k;
}

/* Clean, and as much as there is room for. */
static void name_question(char clean[LC_WORK_NAME_SIZE], const ring *r, size_t k)
{
    char name[LC_WORK_NAME_SIZE];
    snprintf(name, sizeof name, "number %zu", k + 1);
    if (r->work->name)
        r->work->name(r->work->self, k, name);
    char *text = lc_text_clean(name, strlen(name));
    snprintf(clean, LC_WORK_NAME_SIZE, "%s", text ? text : "?");
    free(text);
}

static void describe(batch *b, const ring *r, unsigned rank)
{
    char first[LC_WORK_NAME_SIZE], last[LC_WORK_NAME_SIZE];
    int n = 0;
    name_question(first, r, b->k[0]);
    name_question(last, r, b->k[b->n - 1]);
    if (b->n == 1)
        n = snprintf(b->told, sizeof b->told, "process %u had in hand: %s\n", rank, first);
    else
        n = snprintf(b->told, sizeof b->told, "process %u had %zu in hand: from %s to %s\n", rank,
                     b->n, first, last);
    b->told_n = n;
}

void lc_work_tell(int file, const char *before)
{
    const ring *r = spread;
    int was = errno;
    for (unsigned i = 0; r && i < r->ranks; i++) {
        const batch *b = &r->batch[i];
        if (b->told_n > 0 && (write(file, before, strlen(before)) < 0 ||
                              write(file, b->told, (size_t)b->told_n) < 0))
            break;
    }
    errno = was;
}

/* What was lost is asked once more, and alone, so that only the one that is to blame is lost again. */
static void give_batch(ring *r, unsigned rank)
{
    batch *b = &r->batch[rank - 1];
    lc_parcel p = LC_PARCEL_INIT;
    size_t most = batch_size(r);
    if (r->again) {
        put_in_batch(b, &p, r, r->again - 1);
        r->again = slot_at(r, r->again - 1)->next;
    } else {
        for (; b->n < most && next_free(r); r->given++)
            put_in_batch(b, &p, r, r->given);
    }
    describe(b, r, rank);
    lc_ranks_give(rank, &p);
    lc_parcel_free(&p);
}

static void take_one(ring *r, size_t k, const char *text, size_t n, bool lost)
{
    slot *s = slot_at(r, k);
    if (lost && !s->again) {
        s->again = true;
        s->next = r->again;
        r->again = k + 1;
        return;
    }
    char **to = lost ? &s->lost : &s->answer;
    *to = text ? lc_mem_text(text, n) : NULL;
    s->answer_n = n;
    s->done = true;
}

/* Answers in the order of the questions, or a lone text that says why there are none. */
static void take_batch(ring *r, unsigned rank, const lc_parcel *p)
{
    batch *b = &r->batch[rank - 1];
    size_t at = 0, n = 0;
    const char *text = NULL;
    b->told_n = 0;
    for (size_t i = 0; i < b->n; i++) {
        if (i == 0 || !p->lost)
            lc_parcel_next(p, &at, &text, &n);
        take_one(r, b->k[i], text, n, p->lost);
    }
    b->n = 0;
}

static bool is_away(const ring *r)
{
    for (unsigned i = 0; i < r->ranks; i++)
        if (r->batch[i].n > 0)
            return true;
    return false;
}

/* What threads have answered makes room for more. */
static void look_at_threads(ring *r)
{
    size_t kept = 0;
    for (size_t i = 0; i < r->here_n; i++)
        if (lc_jobs_is_done(r->jobs, &slot_at(r, r->here[i])->job))
            slot_at(r, r->here[i])->done = true;
        else
            r->here[kept++] = r->here[i];
    r->here_n = kept;
}

static bool take_answers(ring *r)
{
    lc_parcel p = LC_PARCEL_INIT;
    bool taken = false;
    for (unsigned rank; (rank = lc_ranks_answered(&p)) > 0; taken = true)
        take_batch(r, rank, &p);
    lc_parcel_free(&p);
    return taken;
}

/* Take what other processes have answered; give them more unless the work ends. */
static void serve_ranks(ring *r, bool more)
{
    bool moved = take_answers(r);
    for (unsigned rank; more && (r->again || next_free(r)) && (rank = lc_ranks_asked()) > 0;
         moved = true) {
        while (r->batch[rank - 1].n > 0) /* its answers came just before */
            take_answers(r);
        give_batch(r, rank);
    }
    look_at_threads(r);
    if (more)
        give_to_threads(r);
    if (!moved)
        nanosleep(&(struct timespec){.tv_nsec = NAP}, NULL);
}

/* ---- the whole ---------------------------------------------------------------------------- */

static void wait_for_oldest(ring *r)
{
    slot *s = slot_at(r, r->taken);
    while (!s->done && r->ranks)
        serve_ranks(r, true);
    if (s->done)
        return;
    if (r->jobs) {
        lc_jobs_wait(r->jobs, &s->job);
    } else {
        answer_slot(s);
        r->given = r->taken + 1;
    }
    s->done = true;
}

static void free_slot(slot *s)
{
    free(s->question);
    free(s->answer);
    free(s->lost);
    *s = (slot){0};
}

static void run(ring *r)
{
    bool on = true;
    for (size_t n = r->work->n; on && r->taken < n; r->taken++) {
        while (r->asked < n && r->asked < r->taken + r->window)
            ask_one(r);
        if (!r->ranks)
            give_to_threads(r);
        wait_for_oldest(r);
        slot *s = slot_at(r, r->taken);
        const lc_answered a = {
            .bytes = s->answer,
            .n = s->answer ? s->answer_n : 0,
            .known = !s->question,
            .lost = s->answer ? NULL
                    : s->lost ? s->lost
                              : "out of memory",
            .nomem = !s->answer && !s->lost,
        };
        on = r->work->take(r->work->self, r->taken, &a);
        free_slot(s);
    }
    while (is_away(r))
        serve_ranks(r, false);
}

bool lc_work_run(const lc_work *work, unsigned threads)
{
    ring r = {.work = work, .ranks = work->spread && work->n > 1 ? lc_work_others() : 0};
    threads = threads ? threads : r.ranks ? 1 : lc_processors();
    threads = threads < LC_JOBS_MAX ? threads : LC_JOBS_MAX;
    threads = threads < work->n ? threads : (unsigned)work->n;
    if (work->n > 1 && (threads > 1 || r.ranks))
        r.jobs = lc_jobs_open(threads);
    r.window = r.jobs || r.ranks ? WINDOW + RANK_WINDOW * r.ranks : 1;
    r.window = r.window < work->n ? r.window : work->n;
    r.threads = threads;
    r.slot = lc_mem_resize(NULL, r.window + 1, sizeof *r.slot);
    r.batch = lc_mem_resize(NULL, (size_t)r.ranks + 1, sizeof *r.batch);
    bool ok = r.slot && r.batch;
    for (size_t i = 0; ok && i < r.window; i++)
        r.slot[i] = (slot){0};
    for (unsigned i = 0; ok && i < r.ranks; i++)
        r.batch[i].n = 0, r.batch[i].told_n = 0;
    if (ok && r.ranks)
        spread = &r;
    if (ok)
        run(&r);
    if (ok && r.ranks)
        spread = NULL;
    lc_jobs_close(r.jobs);
    for (size_t i = 0; ok && i < r.window; i++)
        free_slot(&r.slot[i]);
    lc_mem_free(r.slot);
    lc_mem_free(r.batch);
    return ok;
}
