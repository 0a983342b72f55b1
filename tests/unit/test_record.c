/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_record.c - what the recorder promises of its file, also of a killed writer and a full disk. */
#include "learncurve.h"
#include "random.h"
#include "read_help.h"
#include "record/digits.h"
#include "record/learncurve_record.h"

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <math.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

Suite *suite_record(void);

static const char *const fields[] = {"epoch", "loss", "val_loss"};
static const lc_record_options resume = {.mode = LC_RECORD_RESUME};
static const lc_record_options no_sync = {.mode = LC_RECORD_FRESH};

/* ---- help ------------------------------------------------------------------------------ */

/* The recorder's own calls come here: counted, and failing on demand. */
static int syncs, sync_errno;

int fdatasync(int fd)
{
    syncs++;
    errno = sync_errno;
    return sync_errno ? -1 : fsync(fd);
}

/* A new folder, and in it "run.csv". */
typedef struct place {
    char folder[32], path[48];
} place;

static place place_make(void)
{
    place p = {.folder = "/tmp/lc-record-XXXXXX"};
    ck_assert_ptr_nonnull(mkdtemp(p.folder));
    snprintf(p.path, sizeof p.path, "%s/run.csv", p.folder);
    return p;
}

static void place_clear(const place *p)
{
    unlink(p->path);
    ck_assert_int_eq(rmdir(p->folder), 0);
}

static void write_file(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");
    ck_assert_ptr_nonnull(f);
    fputs(text, f);
    ck_assert_int_eq(fclose(f), 0);
}

static void assert_file(const char *path, const char *text)
{
    size_t n;
    char *is = read_whole(path, &n);
    ck_assert_msg(n == strlen(text) && memcmp(is, text, n) == 0, "%s:\n%.*s", path, (int)n, is);
    free(is);
}

static lc_recorder *open_or_fail(const char *path, const lc_record_options *options)
{
    lc_recorder *r = NULL;
    lc_record_error err = LC_RECORD_ERROR_INIT;
    lc_record_status st = lc_record_open(&r, path, fields, 3, options, &err);
    ck_assert_msg(st == LC_RECORD_OK, "%s", err.msg);
    return r;
}

static lc_record_status row(lc_recorder *r, double epoch, double loss, lc_record_error *err)
{
    lc_record_set(r, 0, epoch, NULL);
    lc_record_set(r, 1, loss, NULL);
    return lc_record_end_row(r, err);
}

/* ---- what is written ------------------------------------------------------------------- */

START_TEST(writes_notes_header_and_rows)
{
    static const char *const names[] = {"epoch", "train, loss", " acc\"1\"", "val_loss"};
    static const lc_record_note notes[] = {{"command", "train 'a\nb'\t--seed 1"},
                                           {"train_samples", "121620"}};
    const lc_record_options options = {.notes = notes, .notes_n = 2};
    place p = place_make();
    lc_recorder *r = NULL;
    lc_record_error err = LC_RECORD_ERROR_INIT;
    ck_assert_int_eq(lc_record_open(&r, p.path, names, 4, &options, &err), LC_RECORD_OK);
    ck_assert(isnan(lc_record_last(r)));
    lc_record_set(r, 0, 1, &err);
    lc_record_put(r, "train, loss", 7, &err);
    lc_record_put(r, "train, loss", 0.1, &err); /* the last one counts */
    ck_assert_int_eq(lc_record_end_row(r, &err), LC_RECORD_OK);
    lc_record_put(r, " acc\"1\"", NAN, &err);
    lc_record_put(r, "val_loss", -INFINITY, &err);
    ck_assert_int_eq(lc_record_end_row(r, &err), LC_RECORD_OK);
    lc_record_put(r, "epoch", 9, &err); /* not ended: dropped */
    ck_assert_int_eq(lc_record_close(r, &err), LC_RECORD_OK);
    assert_file(p.path, "# command: train 'a b' --seed 1\n# train_samples: 121620\n"
                        "epoch,\"train, loss\",\" acc\"\"1\"\"\",val_loss\n"
                        "1,0.1,,\n,,nan,-inf\n");
    place_clear(&p);
}
END_TEST

/* Shortest by hand: 2^-1074 is between 4.94e-324 and 4.95e-324, and no other double is near
 * 5e-324; 0.1 + 0.2 is the double after 0.3's. */
static const struct {
    double v;
    const char *text;
} shortest[] = {
    {0, "0"},
    {-0.0, "-0"},
    {0.1, "0.1"},
    {121620, "121620"},
    {0x1p-1074, "5e-324"},
    {0.1 + 0.2, "0.30000000000000004"},
    {1e22, "1e+22"},
    {1.0 / 3, "0.3333333333333333"},
    {-2.5e-7, "-2.5e-07"},
    {NAN, "nan"},
    {INFINITY, "inf"},
    {-INFINITY, "-inf"},
};

static void assert_shortest(void)
{
    for (size_t i = 0; i < sizeof shortest / sizeof *shortest; i++) {
        char s[LC_RECORD_DIGITS];
        double v = 7;
        ck_assert_uint_eq(lc_record_write_double(s, shortest[i].v), strlen(shortest[i].text));
        ck_assert_str_eq(s, shortest[i].text);
        ck_assert(lc_record_read_double(&v, s, strlen(s)));
        ck_assert(isnan(v) ? isnan(shortest[i].v) : memcmp(&v, &shortest[i].v, sizeof v) == 0);
    }
}

START_TEST(writes_the_shortest_numbers_in_every_locale)
{
    static const char *const names[] = {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "ps_AF"};
    size_t found = 0;
    assert_shortest();
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!setlocale(LC_NUMERIC, names[i]))
            continue;
        found++;
        assert_shortest();
        setlocale(LC_NUMERIC, "C");
    }
    if (!found)
        fputs("record: no locale with a decimal comma is installed, skipped\n", stderr);
}
END_TEST

START_TEST(reads_no_number_where_there_is_none)
{
    static const char *const texts[] = {"", " ", "1,5", "1.5.", "epoch", "1 2", "."};
    double v;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        ck_assert_msg(!lc_record_read_double(&v, texts[i], strlen(texts[i])), "%s", texts[i]);
    ck_assert(lc_record_read_double(&v, "  17\r\n", 6) && v == 17);
}
END_TEST

#define DOUBLES 10000

static double random_double(uint64_t *seed, int i)
{
    static const double special[] = {0x1p-1074,
                                     -0x1p-1074,
                                     0x1.fffffffffffffp-1023,
                                     0x1p-1022,
                                     0x1.fffffffffffffp1023,
                                     -0.0,
                                     NAN,
                                     INFINITY,
                                     -INFINITY};
    uint64_t bits = random_bits(seed);
    double v;
    if ((size_t)i < sizeof special / sizeof *special)
        return special[i];
    if (i % 10 == 9)
        bits &= UINT64_C(0x800fffffffffffff); /* subnormal */
    memcpy(&v, &bits, sizeof v);
    return v;
}

START_TEST(gives_back_every_double)
{
    place p = place_make();
    lc_recorder *r = open_or_fail(p.path, &no_sync);
    uint64_t seed = 11;
    for (int i = 0; i < DOUBLES; i++)
        ck_assert_int_eq(row(r, i + 1, random_double(&seed, i), NULL), LC_RECORD_OK);
    ck_assert_int_eq(lc_record_close(r, NULL), LC_RECORD_OK);
    lc_runs runs = LC_RUNS_INIT;
    lc_error err = LC_ERROR_INIT;
    ck_assert_msg(lc_read_file(&runs, p.path, NULL, &err) == LC_OK, "%s", err.msg);
    const lc_series *s = lc_run_find(&runs.run[0], "loss");
    ck_assert_uint_eq(s->n, DOUBLES);
    seed = 11;
    for (int i = 0; i < DOUBLES; i++) {
        double v = random_double(&seed, i);
        bool same = isnan(v) ? isnan(s->y[i]) && !lc_is_absent(s->y[i])
                             : memcmp(&v, &s->y[i], sizeof v) == 0;
        if (!same)
            ck_abort_msg("%a became %a", v, s->y[i]);
    }
    ck_assert_uint_eq(runs.run[0].remark_n, 0);
    lc_runs_free(&runs);
    place_clear(&p);
}
END_TEST

START_TEST(syncs_by_time)
{
    static const struct {
        double seconds;
        int syncs; /* 1 for the header, each row is that late or none is, what is left on closing */
    } policies[] = {{1e-9, 1 + 5}, {1000, 1 + 1}};
    for (size_t i = 0; i < sizeof policies / sizeof *policies; i++) {
        const lc_record_options options = {.sync_seconds = policies[i].seconds};
        place p = place_make();
        syncs = 0;
        lc_recorder *r = open_or_fail(p.path, &options);
        for (int e = 1; e <= 5; e++)
            row(r, e, 0.5, NULL);
        ck_assert_int_eq(lc_record_close(r, NULL), LC_RECORD_OK);
        ck_assert_int_eq(syncs, policies[i].syncs);
        place_clear(&p);
    }
}
END_TEST

START_TEST(syncs_as_often_as_asked)
{
    static const struct {
        unsigned long rows;
        int syncs; /* 1 for the header, then of 5 rows, then on closing what is left */
    } policies[] = {{1, 1 + 5}, {2, 1 + 2 + 1}, {5, 1 + 1}, {LC_RECORD_SYNC_OFF, 0}};
    for (size_t i = 0; i < sizeof policies / sizeof *policies; i++) {
        const lc_record_options options = {.sync_rows = policies[i].rows};
        place p = place_make();
        syncs = 0;
        lc_recorder *r = open_or_fail(p.path, &options);
        for (int e = 1; e <= 5; e++)
            row(r, e, 0.5, NULL);
        ck_assert_int_eq(lc_record_close(r, NULL), LC_RECORD_OK);
        ck_assert_int_eq(syncs, policies[i].syncs);
        place_clear(&p);
    }
}
END_TEST

/* ---- resuming -------------------------------------------------------------------------- */

#define HEADER "epoch,loss,val_loss\n"

/* What is there, and what it is after epochs 2 and 3 were recorded with loss 0.25. */
static const struct {
    const char *what, *before, *after;
} resumed[] = {
    {"nothing", NULL, HEADER "2,0.25,\n3,0.25,\n"},
    {"an empty file", "", HEADER "2,0.25,\n3,0.25,\n"},
    {"a torn note", "# seed: 1\n# comm", HEADER "2,0.25,\n3,0.25,\n"},
    {"a torn header", "# seed: 1\nepoch,lo", HEADER "2,0.25,\n3,0.25,\n"},
    {"a header", "# seed: 1\n" HEADER, "# seed: 1\n" HEADER "2,0.25,\n3,0.25,\n"},
    {"whole rows", HEADER "1,0.5,\n", HEADER "1,0.5,\n2,0.25,\n3,0.25,\n"},
    {"a torn row", HEADER "1,0.5,\n2,0.", HEADER "1,0.5,\n2,0.25,\n3,0.25,\n"},
    {"blanks before a row", HEADER "1,0.5,\n     ", HEADER "1,0.5,\n2,0.25,\n3,0.25,\n"},
    {"an epoch that was recorded", HEADER "1,0.5,\n2,0.75,\n", HEADER "1,0.5,\n2,0.75,\n3,0.25,\n"},
    {"the same behind blanks", HEADER "1,0.5,\n   2,0.75,\n",
     HEADER "1,0.5,\n   2,0.75,\n3,0.25,\n"},
    {"all of them", HEADER "3,0.5,\nnan,1,\n,,\n", HEADER "3,0.5,\nnan,1,\n,,\n"},
    {"names in quotes, CR LF", "\"epoch\",loss,\"val_loss\"\r\n2,0.5,\r\n",
     "\"epoch\",loss,\"val_loss\"\r\n2,0.5,\r\n3,0.25,\n"},
};

START_TEST(resumes_what_is_there)
{
    place p = place_make();
    if (resumed[_i].before)
        write_file(p.path, resumed[_i].before);
    lc_recorder *r = open_or_fail(p.path, &resume);
    ck_assert_int_eq(row(r, 2, 0.25, NULL), LC_RECORD_OK);
    ck_assert_int_eq(row(r, 3, 0.25, NULL), LC_RECORD_OK);
    ck_assert_int_eq(lc_record_close(r, NULL), LC_RECORD_OK);
    assert_file(p.path, resumed[_i].after);
    place_clear(&p);
}
END_TEST

START_TEST(tells_where_it_goes_on)
{
    place p = place_make();
    write_file(p.path, HEADER "1,0.5,\n7,0.5,\n8,0");
    lc_recorder *r = open_or_fail(p.path, &resume);
    ck_assert(lc_record_last(r) == 7);
    lc_record_set(r, 1, 0.5, NULL); /* no epoch: can't be one that was recorded */
    ck_assert_int_eq(lc_record_end_row(r, NULL), LC_RECORD_OK);
    ck_assert_int_eq(lc_record_close(r, NULL), LC_RECORD_OK);
    assert_file(p.path, HEADER "1,0.5,\n7,0.5,\n,0.5,\n");
    place_clear(&p);
}
END_TEST

static const struct {
    const char *text, *why;
} not_resumed[] = {
    {"epoch,acc,val_loss\n1,0.5,\n", "field 2 is 'acc', not 'loss'"},
    {"epoch,loss\n1,0.5\n", "has no field 3, expected 'val_loss'"},
    {"epoch,loss,val_loss,lr\n", "has a field 4, 'lr', which this run does not record"},
    {"epoch,\"loss,val_loss\"\n", "field 2 is 'loss,val_loss', not 'loss'"},
    {"\n", "field 1 is '', not 'epoch'"},
    {"Dear all", "is not a record: it has no header with these fields"},
};

START_TEST(resumes_no_other_file)
{
    place p = place_make();
    lc_recorder *r = NULL;
    lc_record_error err = LC_RECORD_ERROR_INIT;
    char want[200];
    write_file(p.path, not_resumed[_i].text);
    ck_assert_int_eq(lc_record_open(&r, p.path, fields, 3, &resume, &err), LC_RECORD_E_FORMAT);
    snprintf(want, sizeof want, "%s: %s", p.path, not_resumed[_i].why);
    ck_assert_str_eq(err.msg, want);
    ck_assert_ptr_null(r);
    assert_file(p.path, not_resumed[_i].text);
    place_clear(&p);
}
END_TEST

/* ---- errors ---------------------------------------------------------------------------- */

static const struct {
    const char *name[3];
    size_t n;
    lc_record_note note;
    const char *why;
} arguments[] = {
    {.n = 0, .why = "no field to record"},
    {.name = {"epoch", ""}, .n = 2, .why = "field 2 has no name"},
    {.name = {"epoch", "a\nb"}, .n = 2, .why = "the name of field 2 has a control character"},
    {.name = {"#epoch", "loss"},
     .n = 2,
     .why = "the first field can't be '#epoch': '#' begins a comment"},
    {.name = {"a", "b", "a"}, .n = 3, .why = "two fields 'a'"},
    {.name = {"a"},
     .n = 1,
     .note = {"a:b", "c"},
     .why = "a note's key can't have a colon or control characters"},
    {.name = {"a"}, .n = 1, .note = {"", "c"}, .why = "a note without key or value"},
};

START_TEST(refuses_names_that_cannot_be_written)
{
    place p = place_make();
    lc_recorder *r = NULL;
    lc_record_error err = LC_RECORD_ERROR_INIT;
    const lc_record_options options = {.notes = &arguments[_i].note,
                                       .notes_n = arguments[_i].note.key != NULL};
    ck_assert_int_eq(
        lc_record_open(&r, p.path, arguments[_i].name, arguments[_i].n, &options, &err),
        LC_RECORD_E_ARG);
    char message[sizeof p.path + 80];
    snprintf(message, sizeof message, "%s: %s", p.path, arguments[_i].why);
    ck_assert_str_eq(err.msg, message);
    ck_assert_ptr_null(r);
    ck_assert_int_ne(access(p.path, F_OK), 0);
    place_clear(&p);
}
END_TEST

START_TEST(refuses_fields_that_are_not_there)
{
    place p = place_make();
    lc_recorder *r = open_or_fail(p.path, NULL);
    lc_record_error err = LC_RECORD_ERROR_INIT;
    ck_assert_int_eq(lc_record_set(r, 3, 1, &err), LC_RECORD_E_ARG);
    ck_assert_ptr_nonnull(strstr(err.msg, "run.csv: no field of index 3"));
    ck_assert_int_eq(lc_record_put(r, "los", 1, &err), LC_RECORD_E_ARG);
    ck_assert_ptr_nonnull(strstr(err.msg, "run.csv: no field 'los'"));
    ck_assert_int_eq(lc_record_end_row(r, &err), LC_RECORD_E_ARG);
    ck_assert_ptr_nonnull(strstr(err.msg, "run.csv: a row without a value"));
    ck_assert_int_eq(lc_record_close(r, &err), LC_RECORD_OK);
    ck_assert_int_eq(lc_record_close(NULL, &err), LC_RECORD_OK);
    assert_file(p.path, HEADER);
    place_clear(&p);
}
END_TEST

START_TEST(overwrites_only_when_told_to)
{
    static const lc_record_options replace = {.mode = LC_RECORD_REPLACE};
    place p = place_make();
    lc_recorder *r = NULL;
    lc_record_error err = LC_RECORD_ERROR_INIT;
    write_file(p.path, "mine\n");
    ck_assert_int_eq(lc_record_open(&r, p.path, fields, 3, NULL, &err), LC_RECORD_E_EXISTS);
    ck_assert_ptr_nonnull(strstr(err.msg, "run.csv: already exists"));
    assert_file(p.path, "mine\n");
    r = open_or_fail(p.path, &replace);
    ck_assert_int_eq(lc_record_close(r, &err), LC_RECORD_OK);
    assert_file(p.path, HEADER);
    place_clear(&p);
}
END_TEST

START_TEST(lets_one_recorder_at_a_time)
{
    static const lc_record_mode modes[] = {LC_RECORD_REPLACE, LC_RECORD_RESUME};
    place p = place_make();
    lc_recorder *first = open_or_fail(p.path, &no_sync), *second = NULL;
    row(first, 1, 0.5, NULL);
    for (size_t i = 0; i < 2; i++) {
        const lc_record_options options = {.mode = modes[i]};
        lc_record_error err = LC_RECORD_ERROR_INIT;
        ck_assert_int_eq(lc_record_open(&second, p.path, fields, 3, &options, &err),
                         LC_RECORD_E_BUSY);
        ck_assert_ptr_nonnull(strstr(err.msg, "run.csv: another run is being recorded there"));
        assert_file(p.path, HEADER "1,0.5,\n");
    }
    lc_record_close(first, NULL);
    second = open_or_fail(p.path, &resume);
    lc_record_close(second, NULL);
    place_clear(&p);
}
END_TEST

START_TEST(names_the_file_that_cannot_be_opened)
{
    static const struct {
        const char *name;
        lc_record_mode mode;
        lc_record_status status;
        int os;
    } bad[] = {
        {"missing/run.csv", LC_RECORD_FRESH, LC_RECORD_E_IO, ENOENT},
        {".", LC_RECORD_REPLACE, LC_RECORD_E_IO, EISDIR},
        {"/dev/null", LC_RECORD_RESUME, LC_RECORD_E_ARG, 0},
        {"/dev/full", LC_RECORD_REPLACE, LC_RECORD_E_IO, ENOSPC},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const lc_record_options options = {.mode = bad[i].mode};
        lc_recorder *r = NULL;
        lc_record_error err = LC_RECORD_ERROR_INIT;
        if (bad[i].name[0] == '/' && access(bad[i].name, W_OK) != 0) {
            fprintf(stderr, "record: no %s, skipped\n", bad[i].name);
            continue;
        }
        lc_record_status st = lc_record_open(&r, bad[i].name, fields, 3, &options, &err);
        ck_assert_msg(st == bad[i].status && err.os == bad[i].os, "%d %s", (int)st, err.msg);
        ck_assert_msg(strncmp(err.msg, bad[i].name, strlen(bad[i].name)) == 0, "%s", err.msg);
        ck_assert(!bad[i].os || strstr(err.msg, strerror(bad[i].os)));
        ck_assert_ptr_null(r);
    }
}
END_TEST

START_TEST(shows_the_end_of_a_long_path)
{
    char path[1000];
    lc_recorder *r = NULL;
    lc_record_error err = LC_RECORD_ERROR_INIT;
    memset(path, 'x', sizeof path);
    strcpy(path + sizeof path - 9, "/run.csv");
    ck_assert_int_eq(lc_record_open(&r, path, fields, 3, NULL, &err), LC_RECORD_E_IO);
    ck_assert_int_eq(err.os, ENAMETOOLONG);
    ck_assert(strncmp(err.msg, "...xxx", 6) == 0 && strstr(err.msg, "x/run.csv: can't be opened"));
}
END_TEST

/* ---- a disk that is full --------------------------------------------------------------- */

/* Files can't grow past `size` bytes; RLIM_INFINITY: as before. Nothing is asserted in between, as
 * Check keeps what it is told in a file. */
static void limit_files(rlim_t size)
{
    struct rlimit limit;
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &limit);
    limit.rlim_cur = size < limit.rlim_max ? size : limit.rlim_max;
    setrlimit(RLIMIT_FSIZE, &limit);
}

START_TEST(keeps_the_file_whole_when_the_disk_is_full)
{
    for (rlim_t size = 4080; size < 4120; size++) { /* through rows, blanks and the page's end */
        place p = place_make();
        lc_recorder *r = open_or_fail(p.path, &no_sync);
        lc_record_error err = LC_RECORD_ERROR_INIT;
        lc_record_status st = LC_RECORD_OK;
        int epoch = 0;
        limit_files(size);
        while (st == LC_RECORD_OK && epoch < 1000)
            st = row(r, ++epoch, 1.0 / 3, &err);
        lc_record_status again = lc_record_end_row(r, NULL);
        limit_files(RLIM_INFINITY);
        size_t n, before;
        char *full = read_whole(p.path, &before);
        ck_assert_int_eq(st, LC_RECORD_E_IO);
        ck_assert_int_eq(again, LC_RECORD_E_IO);
        ck_assert_int_eq(err.os, EFBIG);
        ck_assert(strncmp(err.msg, p.path, strlen(p.path)) == 0);
        ck_assert_int_eq(full[before - 1], '\n');
        free(full);
        ck_assert_int_eq(lc_record_end_row(r, &err), LC_RECORD_OK); /* there is room again */
        ck_assert_int_eq(lc_record_close(r, &err), LC_RECORD_OK);
        full = read_whole(p.path, &n);
        ck_assert_uint_gt(n, before);
        char last[64];
        snprintf(last, sizeof last, "%d,0.3333333333333333,\n", epoch);
        ck_assert_str_eq(full + n - strlen(last), last);
        free(full);
        place_clear(&p);
    }
}
END_TEST

static void note_alarm(int signal)
{
    (void)signal;
}

/* Into a pipe that is full a write waits, and a signal cuts it short. */
START_TEST(goes_on_where_a_signal_cut_a_write)
{
    enum { LONG = 300000 }; /* [bytes]: a pipe holds 64 KiB */
    static char name[LONG + 1], read_back[LONG + 100];
    static const char *const names[] = {name};
    static const lc_record_options replace = {.mode = LC_RECORD_REPLACE};
    const struct sigaction cut = {.sa_handler = note_alarm};
    const struct itimerval often = {{0, 20000}, {0, 20000}}, never = {{0, 0}, {0, 0}};
    struct sigaction before;
    place p = place_make();
    for (size_t i = 0; i < LONG; i++)
        name[i] = (char)('a' + i % 26);
    ck_assert_int_eq(mkfifo(p.path, 0600), 0);
    pid_t child = fork();
    if (child == 0) {
        FILE *f = fopen(p.path, "r");
        nanosleep(&(struct timespec){.tv_nsec = 200000000}, NULL);
        size_t n = f ? fread(read_back, 1, sizeof read_back, f) : 0;
        _exit(n == LONG + 3 && memcmp(read_back, name, LONG) == 0 &&
                      memcmp(read_back + LONG, "\n1\n", 3) == 0
                  ? 0
                  : 1);
    }
    ck_assert_int_gt(child, 0);
    sigaction(SIGALRM, &cut, &before);
    setitimer(ITIMER_REAL, &often, NULL);
    lc_recorder *r = NULL;
    lc_record_error err = LC_RECORD_ERROR_INIT;
    lc_record_status st;
    do
        st = lc_record_open(&r, p.path, names, 1, &replace, &err);
    while (st == LC_RECORD_E_IO && err.os == EINTR); /* while nobody reads */
    ck_assert_msg(st == LC_RECORD_OK, "%s", err.msg);
    lc_record_set(r, 0, 1, NULL);
    ck_assert_int_eq(lc_record_end_row(r, NULL), LC_RECORD_OK);
    ck_assert_int_eq(lc_record_close(r, NULL), LC_RECORD_OK);
    setitimer(ITIMER_REAL, &never, NULL);
    sigaction(SIGALRM, &before, NULL);
    int status;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    place_clear(&p);
}
END_TEST

START_TEST(takes_a_new_file_away_that_it_cannot_begin)
{
    place p = place_make();
    lc_recorder *r = NULL;
    lc_record_error err = LC_RECORD_ERROR_INIT;
    limit_files(5);
    lc_record_status st = lc_record_open(&r, p.path, fields, 3, NULL, &err);
    limit_files(RLIM_INFINITY);
    ck_assert_int_eq(st, LC_RECORD_E_IO);
    ck_assert_int_ne(access(p.path, F_OK), 0);
    write_file(p.path, "# seed: 1\n" HEADER "1,0.5,\n"); /* resumed, it stays */
    limit_files(5);
    lc_record_open(&r, p.path, fields, 3, &resume, NULL);
    st = row(r, 2, 0.5, &err);
    limit_files(RLIM_INFINITY);
    ck_assert_int_eq(st, LC_RECORD_E_IO);
    lc_record_close(r, NULL);
    assert_file(p.path, "# seed: 1\n" HEADER "1,0.5,\n");
    place_clear(&p);
}
END_TEST

START_TEST(reports_a_failed_sync_and_again_on_closing)
{
    place p = place_make();
    lc_recorder *r = open_or_fail(p.path, NULL);
    lc_record_error err = LC_RECORD_ERROR_INIT;
    sync_errno = EIO;
    ck_assert_int_eq(row(r, 1, 0.5, &err), LC_RECORD_E_SYNC);
    ck_assert_ptr_nonnull(strstr(err.msg, "run.csv: can't be synced to the disk: "));
    sync_errno = 0;
    ck_assert_int_eq(row(r, 2, 0.5, &err), LC_RECORD_OK);
    ck_assert_int_eq(lc_record_close(r, &err), LC_RECORD_E_SYNC);
    ck_assert_ptr_nonnull(strstr(err.msg, "run.csv: an earlier sync to the disk failed"));
    assert_file(p.path, HEADER "1,0.5,\n2,0.5,\n");
    sync_errno = EIO;
    unlink(p.path);
    ck_assert_int_eq(lc_record_open(&r, p.path, fields, 3, NULL, &err), LC_RECORD_E_SYNC);
    ck_assert_int_ne(access(p.path, F_OK), 0);
    sync_errno = EINVAL; /* a file system that has no sync */
    r = open_or_fail(p.path, NULL);
    ck_assert_int_eq(lc_record_close(r, &err), LC_RECORD_OK);
    sync_errno = 0;
    place_clear(&p);
}
END_TEST

/* ---- killed, and watched --------------------------------------------------------------- */

/* Losses of various lengths, so that rows meet a page's end in every way. */
static double loss_of(long epoch)
{
    return epoch % 3 == 0 ? 1.0 / (double)epoch : epoch % 7 == 0 ? NAN : (double)epoch;
}

/* Lines of n bytes: the header, then whole rows, epochs from 1 on, and at the end nothing but the
 * blanks before a row. Returns the last epoch. */
static long assert_whole(const char *s, size_t n)
{
    long epoch = 0;
    size_t head = strlen(HEADER);
    ck_assert(n >= head && memcmp(s, HEADER, head) == 0);
    for (size_t at = head; at < n;) {
        while (at < n && s[at] == ' ')
            at++;
        if (at == n)
            break;
        char want[64], digits[LC_RECORD_DIGITS];
        lc_record_write_double(digits, loss_of(++epoch));
        size_t k = (size_t)snprintf(want, sizeof want, "%ld,%s,\n", epoch, digits);
        if (n - at < k || memcmp(s + at, want, k) != 0) /* an assertion for each row takes long */
            ck_abort_msg("at %zu: not %s", at, want);
        at += k;
    }
    return epoch;
}

/* Record as fast as can be from two epochs before where the file ends, and say in *done which epoch
 * is recorded. */
static void record_on(const char *path, _Atomic long *done, long last)
{
    lc_recorder *r = NULL;
    if (lc_record_open(&r, path, fields, 3, &resume, NULL) != LC_RECORD_OK)
        _exit(1);
    long epoch = isnan(lc_record_last(r)) ? 1 : (long)lc_record_last(r) - 2;
    for (epoch = epoch < 1 ? 1 : epoch; epoch <= last; epoch++) {
        if (row(r, (double)epoch, loss_of(epoch), NULL) != LC_RECORD_OK)
            _exit(2);
        if (epoch > atomic_load(done))
            atomic_store(done, epoch);
    }
    lc_record_close(r, NULL);
    _exit(0);
}

/* A number that parent and child share. */
static _Atomic long *shared_number(const place *p)
{
    char path[64];
    snprintf(path, sizeof path, "%s/shared", p->folder);
    int fd = open(path, O_RDWR | O_CREAT, 0600);
    ck_assert(fd >= 0 && ftruncate(fd, sizeof(_Atomic long)) == 0);
    void *m = mmap(NULL, sizeof(_Atomic long), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    ck_assert(m != MAP_FAILED);
    close(fd);
    unlink(path);
    return m;
}

static void assert_read(const char *path, long epochs)
{
    lc_runs runs = LC_RUNS_INIT;
    lc_error err = LC_ERROR_INIT;
    lc_status st = lc_read_file(&runs, path, NULL, &err);
    if (epochs == 0) {
        ck_assert_int_eq(st, LC_E_FORMAT); /* no row yet */
        return;
    }
    ck_assert_msg(st == LC_OK, "%s", err.msg);
    const lc_run *run = &runs.run[0];
    ck_assert_uint_eq(run->rows, (size_t)epochs);
    ck_assert_uint_eq(run->n, (size_t)epochs);
    ck_assert(run->x[run->n - 1] == (double)epochs);
    ck_assert_uint_eq(run->remark_n + run->repeats + run->restarts, 0);
    lc_runs_free(&runs);
}

#define KILLS 200
#define KILLS_OF_A_FILE 5 /* then a new one, so that files stay short */

START_TEST(loses_nothing_when_killed)
{
    place p = place_make();
    _Atomic long *done = shared_number(&p);
    uint64_t seed = 3;
    for (int i = 0; i < KILLS; i++) {
        if (i % KILLS_OF_A_FILE == 0) {
            unlink(p.path);
            atomic_store(done, 0);
        }
        pid_t child = fork();
        if (child == 0)
            record_on(p.path, done, 1000000);
        struct timespec nap = {0, (long)(3e6 * random_uniform(&seed))}; /* 0 .. 3 ms */
        nanosleep(&nap, NULL);
        ck_assert_int_eq(kill(child, SIGKILL), 0);
        int how;
        ck_assert(waitpid(child, &how, 0) == child && WIFSIGNALED(how));
        if (access(p.path, F_OK) != 0)
            continue; /* it didn't get that far */
        size_t n;
        char *s = read_whole(p.path, &n);
        if (n) { /* all of a killed writer's header, or nothing */
            long epochs = assert_whole(s, n);
            ck_assert_int_ge(epochs, atomic_load(done));
            ck_assert_int_le(epochs, atomic_load(done) + 1);
            atomic_store(done, epochs);
            assert_read(p.path, epochs);
        }
        free(s);
    }
    munmap(done, sizeof *done);
    place_clear(&p);
}
END_TEST

START_TEST(shows_a_reader_whole_rows_only)
{
    place p = place_make();
    _Atomic long *done = shared_number(&p);
    lc_record_close(open_or_fail(p.path, &no_sync), NULL);
    pid_t child = fork();
    if (child == 0)
        record_on(p.path, done, 20000);
    int fd = open(p.path, O_RDONLY), how = 0;
    size_t looks = 0, got = 0, cap = 1 << 21;
    char *s = malloc(cap);
    ck_assert(s && fd >= 0);
    while (waitpid(child, &how, WNOHANG) == 0) {
        ssize_t k = pread(fd, s + got, cap - got, (off_t)got);
        ck_assert(k >= 0);
        size_t n = got + (size_t)k, end = n;
        while (end > got && s[end - 1] == ' ')
            end--;
        if (end > got && s[end - 1] != '\n')
            ck_abort_msg("half a row: %.*s", (int)(end - got), s + got);
        got = end;
        if (++looks % 1000 == 0) {
            lc_runs runs = LC_RUNS_INIT;
            if (lc_read_file(&runs, p.path, NULL, NULL) == LC_OK)
                ck_assert_uint_eq(runs.run[0].remark_n, 0);
            lc_runs_free(&runs);
        }
    }
    ck_assert_int_eq(how, 0);
    close(fd);
    free(s);
    s = read_whole(p.path, &got);
    ck_assert_int_eq(assert_whole(s, got), 20000);
    assert_read(p.path, 20000);
    free(s);
    munmap(done, sizeof *done);
    place_clear(&p);
}
END_TEST

Suite *suite_record(void)
{
    Suite *s = suite_create("record");
    TCase *t = tcase_create("record");
    tcase_set_timeout(t, 120);
    tcase_add_test(t, writes_notes_header_and_rows);
    tcase_add_test(t, writes_the_shortest_numbers_in_every_locale);
    tcase_add_test(t, reads_no_number_where_there_is_none);
    tcase_add_test(t, gives_back_every_double);
    tcase_add_test(t, syncs_as_often_as_asked);
    tcase_add_test(t, syncs_by_time);
    tcase_add_loop_test(t, resumes_what_is_there, 0, (int)(sizeof resumed / sizeof *resumed));
    tcase_add_test(t, tells_where_it_goes_on);
    tcase_add_loop_test(t, resumes_no_other_file, 0,
                        (int)(sizeof not_resumed / sizeof *not_resumed));
    tcase_add_loop_test(t, refuses_names_that_cannot_be_written, 0,
                        (int)(sizeof arguments / sizeof *arguments));
    tcase_add_test(t, refuses_fields_that_are_not_there);
    tcase_add_test(t, overwrites_only_when_told_to);
    tcase_add_test(t, lets_one_recorder_at_a_time);
    tcase_add_test(t, names_the_file_that_cannot_be_opened);
    tcase_add_test(t, shows_the_end_of_a_long_path);
    tcase_add_test(t, keeps_the_file_whole_when_the_disk_is_full);
    tcase_add_test(t, goes_on_where_a_signal_cut_a_write);
    tcase_add_test(t, takes_a_new_file_away_that_it_cannot_begin);
    tcase_add_test(t, reports_a_failed_sync_and_again_on_closing);
    tcase_add_test(t, loses_nothing_when_killed);
    tcase_add_test(t, shows_a_reader_whole_rows_only);
    suite_add_tcase(s, t);
    return s;
}
