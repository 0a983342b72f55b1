/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ranks.c - the processes of one program under MPI. */
#include "base/ranks.h"

#include "base/mem.h"
#include "base/text.h"

#include <stdint.h>
#include <string.h>

/* ---- parcels: for each text its length in 4 bytes, the text, a NUL ------------------------------ */

void lc_parcel_put(lc_parcel *p, const char *text, size_t n)
{
    uint32_t length = (uint32_t)n;
    if (!lc_mem_grow(&p->bytes, &p->cap, p->n + sizeof length + n + 1, 1))
        return;
    memcpy(p->bytes + p->n, &length, sizeof length);
    if (n)
        memcpy(p->bytes + p->n + sizeof length, text, n);
    p->bytes[p->n + sizeof length + n] = '\0';
    p->n += sizeof length + n + 1;
}

bool lc_parcel_next(const lc_parcel *p, size_t *at, const char **text, size_t *n)
{
    uint32_t length;
    *text = NULL;
    if (p->n - *at < sizeof length)
        return false;
    memcpy(&length, p->bytes + *at, sizeof length);
    if (p->n - *at - sizeof length <= length)
        return false;
    *text = p->bytes + *at + sizeof length;
    *n = length;
    *at += sizeof length + length + 1;
    return true;
}

void lc_parcel_free(lc_parcel *p)
{
    lc_mem_free(p->bytes);
    *p = (lc_parcel)LC_PARCEL_INIT;
}

#ifndef LC_MPI

bool lc_work_serve(lc_answer answer, const void *shared)
{
    (void)answer;
    (void)shared;
    return false;
}

void lc_work_end(void)
{
}

unsigned lc_work_others(void)
{
    return 0;
}

unsigned lc_ranks_asked(void)
{
    return 0;
}

void lc_ranks_give(unsigned rank, const lc_parcel *questions)
{
    (void)rank;
    (void)questions;
}

unsigned lc_ranks_answered(lc_parcel *p)
{
    (void)p;
    return 0;
}

#else

#include <mpi.h>
#include <signal.h>
#include <stdlib.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { ASKED = 1, GIVEN, ANSWERED, LOST };

#define LINGER 500000000L /* [ns] */
#define NAP 200000L /* [ns] between two looks for a message; MPI's own waiting takes a processor */

static int rank_of_me(void)
{
    int up = 0, rank = -1;
    MPI_Initialized(&up);
    if (up)
        MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    return rank;
}

/* MPI takes its time to begin, which a program that is alone needn't spend. */
static bool is_launched(void)
{
    return getenv("OMPI_COMM_WORLD_SIZE") || getenv("PMIX_RANK") || getenv("PMI_RANK");
}

static void begin(void)
{
    int threads;
    MPI_Init_thread(NULL, NULL, MPI_THREAD_FUNNELED, &threads);
    MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN);
}

/* A message from anyone: its sender and length; false when there is none yet. */
static bool has_come(int tag, int *from, int *n)
{
    MPI_Status about;
    int come = 0;
    if (MPI_Iprobe(MPI_ANY_SOURCE, tag, MPI_COMM_WORLD, &come, &about) != MPI_SUCCESS || !come)
        return false;
    MPI_Get_count(&about, MPI_BYTE, n);
    *from = about.MPI_SOURCE;
    return true;
}

static bool receive(lc_parcel *p, int tag, int from, int n)
{
    p->n = 0;
    p->lost = tag == LOST;
    if (n > 0 && !lc_mem_grow(&p->bytes, &p->cap, (size_t)n, 1))
        return false; /* it stays where it is, for a better time */
    p->n = (size_t)n;
    return MPI_Recv(p->bytes, n, MPI_BYTE, from, tag, MPI_COMM_WORLD, MPI_STATUS_IGNORE) ==
           MPI_SUCCESS;
}

static void send_parcel(int rank, int tag, const lc_parcel *p)
{
    MPI_Send(p ? p->bytes : NULL, p ? (int)p->n : 0, MPI_BYTE, rank, tag, MPI_COMM_WORLD);
}

/* ---- the first -------------------------------------------------------------------------- */

unsigned lc_work_others(void)
{
    int size = 1;
    if (rank_of_me() != 0)
        return 0;
    MPI_Comm_size(MPI_COMM_WORLD, &size);
    return (unsigned)size - 1;
}

unsigned lc_ranks_asked(void)
{
    lc_parcel none = LC_PARCEL_INIT;
    int from, n;
    return has_come(ASKED, &from, &n) && receive(&none, ASKED, from, 0) ? (unsigned)from : 0;
}

void lc_ranks_give(unsigned rank, const lc_parcel *questions)
{
    send_parcel((int)rank, GIVEN, questions);
}

unsigned lc_ranks_answered(lc_parcel *p)
{
    int from, n;
    if (has_come(ANSWERED, &from, &n) && receive(p, ANSWERED, from, n))
        return (unsigned)from;
    return has_come(LOST, &from, &n) && receive(p, LOST, from, n) ? (unsigned)from : 0;
}

void lc_work_end(void)
{
    unsigned left = lc_work_others();
    if (rank_of_me() != 0)
        return;
    while (left > 0) {
        unsigned rank = lc_ranks_asked();
        if (rank) {
            lc_ranks_give(rank, NULL);
            left--;
        } else {
            nanosleep(&(struct timespec){.tv_nsec = NAP}, NULL);
        }
    }
    MPI_Finalize();
}

/* ---- the others ------------------------------------------------------------------------- */

/* Open MPI kills all that are left as soon as one of them has ended by SIGTERM: the first process gets the
 * time to say what was in hand. */
static void linger(int number)
{
    nanosleep(&(struct timespec){.tv_nsec = LINGER}, NULL);
    signal(number, SIG_DFL);
    raise(number);
}

/* The child that answers. */
typedef struct child {
    pid_t pid; /* 0: there is none */
    int end;   /* of the socket to it */
    lc_answer answer;
    const void *shared;
} child;

static bool put_all(int to, const void *bytes, size_t n)
{
    for (const char *at = bytes; n > 0;) {
        ssize_t done = send(to, at, n, MSG_NOSIGNAL);
        if (done <= 0)
            return false;
        at += done;
        n -= (size_t)done;
    }
    return true;
}

static bool get_all(int from, void *bytes, size_t n)
{
    for (char *at = bytes; n > 0;) {
        ssize_t done = recv(from, at, n, 0);
        if (done <= 0)
            return false;
        at += done;
        n -= (size_t)done;
    }
    return true;
}

static bool put_parcel(int to, const lc_parcel *p)
{
    return put_all(to, &p->n, sizeof p->n) && put_all(to, p->bytes, p->n);
}

static bool get_parcel(int from, lc_parcel *p)
{
    size_t n;
    if (!get_all(from, &n, sizeof n) || !lc_mem_grow(&p->bytes, &p->cap, n + 1, 1))
        return false;
    p->n = n;
    return get_all(from, p->bytes, n);
}

/* False when memory is out: the caller ends, and the questions are asked again one by one. */
static bool answer_parcel(const child *c, const lc_parcel *questions, lc_parcel *answers)
{
    const char *text;
    size_t n;
    answers->n = 0;
    for (size_t at = 0; lc_parcel_next(questions, &at, &text, &n);) {
        char *answer = NULL;
        size_t answer_n = 0;
        FILE *out = lc_text_open(&answer, &answer_n);
        if (!out)
            return false;
        c->answer(c->shared, text, n, out);
        if (!lc_text_close(out, &answer))
            return false;
        lc_parcel_put(answers, answer, answer_n);
        lc_mem_free(answer);
    }
    return true;
}

/* The child's life: until its parent is gone. */
static void answer_all(const child *c, int end)
{
    lc_parcel questions = LC_PARCEL_INIT, answers = LC_PARCEL_INIT;
    while (get_parcel(end, &questions)) {
        if (!answer_parcel(c, &questions, &answers) || !put_parcel(end, &answers))
            break;
    }
    _exit(0);
}

static bool have_child(child *c)
{
    int ends[2];
    if (c->pid > 0)
        return true;
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0)
        return false;
    c->pid = fork();
    if (c->pid == 0) {
        signal(SIGTERM, SIG_DFL);
#ifdef __linux__
        prctl(PR_SET_PDEATHSIG, SIGKILL); /* a training may be long, and nobody wants it any more */
#endif
        close(ends[0]);
        answer_all(c, ends[1]);
    }
    close(ends[1]);
    c->end = ends[0];
    if (c->pid < 0)
        close(c->end);
    return c->pid > 0;
}

/* Let it end, and say what ended it, should it not have been us. */
static void end_child(child *c, char why[80])
{
    int how = 0;
    snprintf(why, 80, "no process to read it");
    if (c->pid <= 0)
        return;
    close(c->end);
    waitpid(c->pid, &how, 0);
    c->pid = 0;
    if (WIFSIGNALED(how))
        snprintf(why, 80, "the process that had it in hand was ended by signal %d", WTERMSIG(how));
}

static void answer_batch(child *c, const lc_parcel *questions)
{
    char why[80];
    lc_parcel answers = LC_PARCEL_INIT;
    if (have_child(c) && put_parcel(c->end, questions) && get_parcel(c->end, &answers)) {
        send_parcel(0, ANSWERED, &answers);
    } else {
        end_child(c, why);
        answers.n = 0;
        lc_parcel_put(&answers, why, strlen(why));
        send_parcel(0, LOST, &answers);
    }
    lc_parcel_free(&answers);
}

bool lc_work_serve(lc_answer answer, const void *shared)
{
    char why[80];
    child c = {.answer = answer, .shared = shared};
    lc_parcel questions = LC_PARCEL_INIT;
    if (is_launched())
        begin();
    if (rank_of_me() <= 0)
        return false;
    signal(SIGTERM, linger);
    do {
        int from, n;
        send_parcel(0, ASKED, NULL);
        while (!has_come(GIVEN, &from, &n))
            nanosleep(&(struct timespec){.tv_nsec = NAP}, NULL);
        if (!receive(&questions, GIVEN, from, n) || n == 0)
            break;
        answer_batch(&c, &questions);
    } while (true);
    lc_parcel_free(&questions);
    end_child(&c, why);
    MPI_Finalize();
    return true;
}

#endif
