/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * recorder.c - what is left of a record when its writer is killed, or the power goes.
 *
 *     recorder kill FOLDER N     N writers of FOLDER/run.csv are killed at any time, while it is read
 *     recorder power FOLDER N    N states that a file system may hold after the power went
 *
 * After the power went each block of 512 bytes holds what it held at any time since the last sync that
 * returned, or zeros where none of these had been written, and the file is as long as it was at any of them.
 * All rows that a sync had returned for must be there, what is read beside them must have been written, and
 * the record must go on. Linked with write, ftruncate and fdatasync wrapped, which notes what the recorder does.
 * Prints a line "how many, what broke"; status 1 when anything broke.
 */
#define _GNU_SOURCE /* MAP_ANONYMOUS */
#include "learncurve.h"
#include "record/learncurve_record.h"
#include "../unit/random.h"

#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define BLOCK 512        /* [bytes] that a disk writes whole */
#define ROWS 60          /* of a record whose power goes */
#define TIMES (4 * ROWS) /* at which the file was another */
#define BYTES 8192       /* of such a record */

static const char *const names[] = {"epoch", "loss", "val_loss"};
static char path[4096];

static uint64_t state = 7;

static size_t below(size_t n)
{
    return n ? (size_t)(random_bits(&state) % n) : 0;
}

static double loss_of(double epoch)
{
    return 1 / epoch;
}

static lc_record_status put_row(lc_recorder *r, double epoch)
{
    lc_record_set(r, 0, epoch, NULL);
    lc_record_set(r, 1, loss_of(epoch), NULL);
    lc_record_set(r, 2, 2 * loss_of(epoch), NULL);
    return lc_record_end_row(r, NULL);
}

/* Bytes of the file, ended by a NUL; to be freed. */
static char *slurp(size_t *n)
{
    char *text = malloc(1 << 24);
    int fd = open(path, O_RDONLY);
    ssize_t got = fd < 0 ? 0 : read(fd, text, (1 << 24) - 1);
    close(fd);
    *n = got > 0 ? (size_t)got : 0;
    text[*n] = '\0';
    return text;
}

/* How many whole rows 1, 2, ... there are, each as it was written; SIZE_MAX when one is not. */
static size_t count_rows(const char *text)
{
    size_t rows = 0;
    for (const char *end; (end = strchr(text, '\n')); text = end + 1) {
        text += strspn(text, " ");
        if (*text == '#' || *text == 'e')
            continue;
        double cell[3];
        char *at = (char *)text;
        for (size_t i = 0; i < 3; i++)
            cell[i] = strtod(at + (i > 0), &at);
        if (at != end || cell[0] != (double)++rows || cell[1] != loss_of(cell[0]) ||
            cell[2] != 2 * cell[1])
            return SIZE_MAX;
    }
    return text[strspn(text, " ")] ? SIZE_MAX : rows;
}

/* ---- kills ------------------------------------------------------------------------------ */

static void write_until_killed(atomic_size_t *done, size_t sync_rows)
{
    lc_record_options options = LC_RECORD_OPTIONS_INIT;
    lc_recorder *r = NULL;
    options.mode = LC_RECORD_RESUME;
    options.sync_rows = sync_rows;
    if (lc_record_open(&r, path, names, 3, &options, NULL) != LC_RECORD_OK)
        _exit(1);
    for (size_t epoch = atomic_load(done) + 1;; epoch++) {
        if (put_row(r, (double)epoch) != LC_RECORD_OK)
            _exit(1);
        atomic_store(done, epoch);
    }
}

static size_t kill_writers(size_t n, size_t *reads)
{
    size_t broken = 0, whole;
    atomic_size_t *done =
        mmap(NULL, sizeof *done, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    for (size_t i = 0; i < n; i++) {
        if (i % 10 == 0) { /* else it goes on with what the one before has left */
            unlink(path);
            atomic_store(done, 0);
        }
        pid_t writer = fork();
        if (writer == 0)
            write_until_killed(done, i % 3 ? LC_RECORD_SYNC_OFF : 1);
        for (size_t k = 1 + below(8); k > 0; k--, ++*reads) {
            usleep((useconds_t)below(2000));
            char *text = slurp(&whole);
            broken += count_rows(text) == SIZE_MAX;
            free(text);
        }
        kill(writer, SIGKILL);
        int how;
        waitpid(writer, &how, 0);
        char *text = slurp(&whole);
        size_t rows = count_rows(text), said = atomic_load(done);
        /* The last row may have been written before it could be said. */
        broken += !WIFSIGNALED(how) || rows < said || rows > said + 1;
        atomic_store(done, rows);
        free(text);
    }
    return broken;
}

/* ---- power ------------------------------------------------------------------------------ */

typedef struct moment {
    char bytes[BYTES];
    size_t n, synced, rows; /* rows: that a sync had returned for */
} moment;
static moment now, *moments;
static size_t moments_n, rows_written;

static void note(void)
{
    if (moments_n < TIMES)
        moments[moments_n++] = now;
}

ssize_t __real_write(int fd, const void *bytes, size_t n);
ssize_t __wrap_write(int fd, const void *bytes, size_t n);
int __real_ftruncate(int fd, off_t n);
int __wrap_ftruncate(int fd, off_t n);
int __real_fdatasync(int fd);
int __wrap_fdatasync(int fd);

ssize_t __wrap_write(int fd, const void *bytes, size_t n)
{
    ssize_t done = __real_write(fd, bytes, n);
    if (moments && done > 0 && now.n + (size_t)done <= BYTES) {
        memcpy(now.bytes + now.n, bytes, (size_t)done);
        now.n += (size_t)done;
        note();
    }
    return done;
}

int __wrap_ftruncate(int fd, off_t n)
{
    int st = __real_ftruncate(fd, n);
    if (moments && st == 0) {
        now.n = (size_t)n;
        note();
    }
    return st;
}

/* The row that is being written when a sync returns is on the disk with those before it. */
int __wrap_fdatasync(int fd)
{
    if (moments) {
        now.synced = moments_n;
        now.rows = rows_written;
        note();
        return 0;
    }
    return __real_fdatasync(fd);
}

/* A record of some rows, with each moment of it. */
static void record_once(void)
{
    lc_record_options options = LC_RECORD_OPTIONS_INIT;
    lc_recorder *r = NULL;
    options.mode = LC_RECORD_REPLACE;
    options.sync_rows = 1 + below(6);
    now = (moment){.n = 0};
    moments_n = rows_written = 0;
    note();
    if (lc_record_open(&r, path, names, 3, &options, NULL) != LC_RECORD_OK)
        abort();
    for (size_t epoch = 1; epoch <= ROWS; epoch++) {
        rows_written = epoch;
        if (put_row(r, (double)epoch) != LC_RECORD_OK)
            abort();
    }
    lc_record_close(r, NULL);
}

/* What may be left at moment `at`. */
static size_t lose_power(char *left, size_t at)
{
    size_t from = moments[at].synced, n = moments[from + below(at - from + 1)].n;
    memset(left, 0, BYTES);
    for (size_t b = 0; b < n; b += BLOCK) {
        const moment *m = &moments[from + below(at - from + 1)];
        size_t have = m->n > b ? m->n - b : 0;
        memcpy(left + b, m->bytes + b, have < BLOCK ? have : BLOCK);
    }
    return n;
}

static void put_file(const char *bytes, size_t n)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    if (fd < 0 || __real_write(fd, bytes, n) != (ssize_t)n)
        abort();
    close(fd);
}

/* Every row that is read was written, and rows 1 .. `least` are there, and row `last`, if it isn't 0. */
static bool is_true(size_t least, size_t last)
{
    lc_runs runs = LC_RUNS_INIT;
    bool ok = true;
    size_t found = 0;
    if (lc_read_file(&runs, path, NULL, NULL) == LC_OK && runs.n == 1) {
        const lc_run *run = &runs.run[0];
        const lc_series *loss = lc_run_find(run, "loss");
        for (size_t i = 0; loss && i < loss->n; i++) {
            double epoch = lc_series_x(run, loss, i);
            ok = ok && loss->y[i] == loss_of(epoch) && (i >= least || epoch == (double)i + 1);
            found++;
            last = epoch == (double)last ? 0 : last;
        }
    }
    lc_runs_free(&runs);
    return ok && found >= least && last == 0;
}

/* The record goes on behind what is there. */
static bool goes_on(void)
{
    lc_record_options options = LC_RECORD_OPTIONS_INIT;
    lc_recorder *r = NULL;
    options.mode = LC_RECORD_RESUME;
    options.sync_rows = LC_RECORD_SYNC_OFF;
    if (lc_record_open(&r, path, names, 3, &options, NULL) != LC_RECORD_OK)
        return false;
    bool ok = true;
    for (double epoch = 1; epoch <= ROWS && ok; epoch++)
        ok = put_row(r, epoch) == LC_RECORD_OK;
    return lc_record_close(r, NULL) == LC_RECORD_OK && ok;
}

static size_t lose_powers(size_t n)
{
    size_t broken = 0;
    char left[BYTES];
    for (size_t i = 0; i < n; i++) {
        if (i % 1000 == 0) {
            moments = moments ? moments : malloc(TIMES * sizeof *moments);
            record_once();
        }
        size_t at = below(moments_n), rows = moments[at].rows;
        moment *kept = moments;
        moments = NULL; /* what follows is no part of the record */
        put_file(left, lose_power(left, (moments = kept, at)));
        moments = NULL;
        bool ok = is_true(rows, 0) && goes_on() && is_true(rows, ROWS);
        moments = kept;
        if (!ok && broken++ < 3)
            fprintf(stderr, "broken: state %zu, moment %zu, %zu rows synced\n", i, at, rows);
    }
    return broken;
}

int main(int argc, char **argv)
{
    if (argc != 4)
        return 2;
    size_t n = (size_t)atol(argv[3]), reads = 0;
    snprintf(path, sizeof path, "%s/run.csv", argv[2]);
    bool kills = strcmp(argv[1], "kill") == 0;
    size_t broken = kills ? kill_writers(n, &reads) : lose_powers(n);
    if (kills)
        printf("%zu kills, %zu reads, %zu broken\n", n, reads, broken);
    else
        printf("%zu states, %zu broken\n", n, broken);
    unlink(path);
    return broken > 0;
}
