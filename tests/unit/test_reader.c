/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_reader.c - what every reader in readers.def must do; a new reader is covered by its line. */
#include "base/mem.h"
#include "base/number.h"
#include "model/run.h"
#include "read_help.h"

#include <check.h>
#include <dirent.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

Suite *suite_reader(void);

/* Call `each` on every sample of a reader; how many there are. */
static size_t with_samples(const lc_reader *r, void (*each)(const lc_reader *r, const char *bytes,
                                                            size_t n, const char *path))
{
    char dir[200], path[600];
    size_t count = 0;
    snprintf(dir, sizeof dir, "samples/%s", r->name);
    DIR *d = opendir(dir);
    for (struct dirent *e; d && (e = readdir(d));) {
        if (e->d_name[0] == '.')
            continue;
        size_t n;
        snprintf(path, sizeof path, "%s/%s", dir, e->d_name);
        char *bytes = read_whole(path, &n);
        each(r, bytes, n, path);
        free(bytes);
        count++;
    }
    if (d)
        closedir(d);
    return count;
}

static char *told_in_blocks(const lc_reader *r, const char *bytes, size_t n, size_t chunk,
                            const char *path)
{
    lc_runs runs = LC_RUNS_INIT;
    lc_error err = LC_ERROR_INIT;
    lc_status st = read_chunked(&runs, r, bytes, n, chunk, &err);
    ck_assert_msg(st == LC_OK, "%s in blocks of %zu: %s", path, chunk, err.msg);
    char *told = describe_runs(&runs);
    lc_runs_free(&runs);
    return told;
}

static void nothing(const lc_reader *r, const char *bytes, size_t n, const char *path)
{
    (void)r;
    (void)bytes;
    (void)n;
    (void)path;
}

static void its_reader_wins(const lc_reader *r, const char *bytes, size_t n, const char *path)
{
    lc_probe_buffer head = LC_PROBE_BUFFER_INIT;
    ck_assert_int_eq(lc_probe_buffer_fill(&head, bytes, n, true, path, NULL), LC_OK);
    const lc_reader *won = lc_reader_detect(&head, false, NULL);
    for (const lc_reader *const *other = lc_readers; *other; other++) {
        bool asked = (*other)->most > 0 && (*other)->binary == head.binary;
        ck_assert_msg(!asked || (*other)->probe(*other, &head) <= (*other)->most,
                      "%s is surer of %s than it may be", (*other)->name, path);
    }
    lc_probe_buffer_free(&head);
    ck_assert_msg(won == r, "%s goes to %s", path, won ? won->name : "nobody");
}

static void blocks_make_no_difference(const lc_reader *r, const char *bytes, size_t n,
                                      const char *path)
{
    char *whole = told_in_blocks(r, bytes, n, n, path);
    for (size_t chunk = 1; chunk < n; chunk += chunk < 64 ? 1 : chunk) {
        char *told = told_in_blocks(r, bytes, n, chunk, path);
        ck_assert_msg(strcmp(told, whole) == 0, "%s in blocks of %zu:\n%s", path, chunk, told);
        free(told);
    }
    free(whole);
}

static void every_truncation_survives(const lc_reader *r, const char *bytes, size_t n,
                                      const char *path)
{
    const lc_read_options options = {.format = r->name, .lines = true};
    size_t step = n / 2000 + 1;
    (void)path;
    for (size_t k = 0; k < n; k += step) {
        char *exact = malloc(k ? k : 1); /* so that a read past the end is seen */
        lc_runs runs = LC_RUNS_INIT;
        ck_assert_ptr_nonnull(exact);
        memcpy(exact, bytes, k);
        lc_status st = lc_read_bytes(&runs, NULL, exact, k, &options, NULL);
        ck_assert(st == LC_OK || st == LC_E_FORMAT);
        ck_assert(st != LC_OK || runs.n > 0);
        lc_runs_free(&runs);
        free(exact);
    }
}

static void every_failed_allocation_survives(const lc_reader *r, const char *bytes, size_t n,
                                             const char *path)
{
    const lc_read_options options = {.format = r->name, .lines = true};
    for (size_t k = 1;; k++) {
        lc_runs runs = LC_RUNS_INIT;
        lc_mem_fail_at(k);
        lc_status st = lc_read_bytes(&runs, path, bytes, n, &options, NULL);
        lc_mem_fail_at(0);
        lc_runs_free(&runs);
        if (st == LC_OK)
            break;
        ck_assert_msg(st == LC_E_NOMEM, "%s, allocation %zu: %d", path, k, (int)st);
    }
}

/* The record has a value that is printed here. */
static bool has_value_of(const lc_run *run, size_t record, const char *text, size_t n)
{
    for (size_t i = 0; i < n;) {
        double v;
        size_t k = lc_number_read(&v, text + i, n - i);
        for (size_t s = 0; k && s < run->series_n; s++)
            for (size_t j = 0; j < run->series[s].n; j++)
                if (lc_series_record(&run->series[s], j) == record &&
                    (run->series[s].y[j] == v || (isnan(v) && isnan(run->series[s].y[j]))))
                    return true;
        i += k ? k : 1;
    }
    return false;
}

/* Where line `line` of the bytes begins. */
static const char *line_at(const char *bytes, size_t n, double line)
{
    const char *at = bytes, *end = bytes + n;
    for (; line > 1 && at < end; line--) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        at = stop ? stop + 1 : end;
    }
    return at;
}

static void records_stand_in_their_lines(const lc_reader *r, const char *bytes, size_t n,
                                         const char *path)
{
    const lc_read_options options = {.format = r->name, .lines = true};
    lc_runs runs = LC_RUNS_INIT;
    bool text = !r->binary && memcmp(bytes, "\xff\xfe", 2) != 0 && bytes[0] != '\x1f' &&
                !strstr(path, "decimal-comma");
    ck_assert_int_eq(lc_read_bytes(&runs, path, bytes, n, &options, NULL), LC_OK);
    for (size_t k = 0; k < runs.n && text; k++) {
        const lc_series *lines = &runs.run[k].lines;
        for (size_t i = 0; i < lines->n; i++) {
            double next = i + 1 < lines->n ? fmax(lines->y[i + 1], lines->y[i] + 1) : INFINITY;
            const char *at = line_at(bytes, n, lines->y[i]);
            size_t rest = (size_t)(line_at(bytes, n, next) - at);
            ck_assert_msg(has_value_of(&runs.run[k], lc_series_record(lines, i), at, rest),
                          "%s, run %zu, line %g:\n%.*s", path, k, lines->y[i], (int)rest, at);
        }
    }
    lc_runs_free(&runs);
}

static const lc_reader *reader_at(int i)
{
    return lc_readers[i];
}

START_TEST(has_a_name_of_its_own_and_samples)
{
    const lc_reader *r = reader_at(_i);
    ck_assert_ptr_eq(lc_reader_find(r->name), r);
    ck_assert_uint_gt(strlen(r->summary), 0);
    ck_assert_uint_gt(strlen(r->example), 0);
    ck_assert_uint_gt(with_samples(r, nothing), 0);
    ck_assert_msg(r->binary || probe_score(r, r->example) > 0, "%s doesn't know its own example",
                  r->name);
}
END_TEST

START_TEST(wins_its_samples)
{
    with_samples(reader_at(_i), its_reader_wins);
}
END_TEST

START_TEST(says_the_same_however_the_bytes_are_cut)
{
    with_samples(reader_at(_i), blocks_make_no_difference);
}
END_TEST

START_TEST(says_in_which_line_a_record_stands)
{
    with_samples(reader_at(_i), records_stand_in_their_lines);
}
END_TEST

/* As of a file that holds a byte-order mark, or NUL bytes, and nothing else. */
START_TEST(finds_no_run_in_nothing)
{
    lc_runs runs = LC_RUNS_INIT;
    lc_status st = read_chunked(&runs, reader_at(_i), NULL, 0, 1, NULL);
    ck_assert(st == LC_OK || st == LC_E_FORMAT);
    ck_assert_uint_eq(runs.n, 0);
}
END_TEST

START_TEST(survives_every_truncation)
{
    with_samples(reader_at(_i), every_truncation_survives);
}
END_TEST

START_TEST(survives_every_failed_allocation)
{
    with_samples(reader_at(_i), every_failed_allocation_survives);
}
END_TEST

/* Telling formats apart allocates, too: a failure there may also make a log unknown. */
START_TEST(survives_failed_allocations_while_it_detects)
{
    static const char text[] = "epoch,loss\n1,0.5\n2,0.4\n";
    for (size_t k = 1;; k++) {
        lc_runs runs = LC_RUNS_INIT;
        lc_mem_fail_at(k);
        lc_status st = lc_read_bytes(&runs, NULL, text, strlen(text), NULL, NULL);
        lc_mem_fail_at(0);
        lc_runs_free(&runs);
        if (st == LC_OK)
            break;
        ck_assert(st == LC_E_NOMEM || st == LC_E_FORMAT);
    }
}
END_TEST

/* Other people's files that look like a log at first sight. */
static const char *const foreign[] = {
    /* GeoJSON, in one line and in several */
    "{\"type\": \"FeatureCollection\", \"features\": [{\"type\": \"Feature\", \"geometry\": "
    "{\"type\": \"Point\", \"coordinates\": [8.5, 47.4]}, \"properties\": {\"mag\": 1.5}}]}\n",
    "{\n  \"type\": \"Feature\",\n  \"bbox\": [8.1, 47.0, 8.9, 47.8],\n  \"geometry\": null\n}\n",
    /* packages and settings */
    "{\n  \"name\": \"left\",\n  \"version\": \"1.3.0\",\n  \"scripts\": {\"test\": \"jest\"}\n}\n",
    "{\"model\": \"resnet\", \"loss\": \"mse\", \"lr\": 0.1, \"betas\": [0.9, 0.99]}\n",
    "{'hidden': [64, 64], 'dropout': 0.5, 'optimizer': 'adam'}\n",
    "learning_rate: 0.1\nmodel:\n  layers: 64\n",
    /* a server's log, an index of documents, a chat */
    "{\"time\": \"2031-01-01T00:00:00Z\", \"level\": \"info\", \"status\": 200, \"ms\": 3.1}\n"
    "{\"time\": \"2031-01-01T00:00:01Z\", \"level\": \"error\", \"error\": \"no route\"}\n",
    "2031-01-01 00:00:00,123 INFO request {'path': '/epoch/1', 'status': 200}\n",
    "{\"_id\": \"7f\", \"score\": 1.5, \"text\": \"the loss at epoch 3\"}\n",
    "{\"messages\": [{\"role\": \"user\", \"content\": \"loss: 0.5\"}]}\n",
    /* source code */
    "for epoch in range(10):\n    log({'loss': loss})\n",
    "int main(void)\n{\n    return printf(\"%d\\n\", 1);\n}\n",
    "<html><body><table><tr><td>epoch</td></tr></table></body></html>\n",
};

START_TEST(nobody_wants_what_is_no_log)
{
    lc_probe_buffer head = LC_PROBE_BUFFER_INIT;
    const char *text = foreign[_i];
    ck_assert_int_eq(lc_probe_buffer_fill(&head, text, strlen(text), true, NULL, NULL), LC_OK);
    const lc_reader *won = lc_reader_detect(&head, false, NULL);
    lc_probe_buffer_free(&head);
    ck_assert_msg(!won, "%s wants %s", won ? won->name : "", text);
}
END_TEST

/* ---- files ----------------------------------------------------------------------------- */

static void check_refusal(const char *path, const char *format, lc_status wanted, const char *why)
{
    lc_runs runs = LC_RUNS_INIT;
    lc_error err = LC_ERROR_INIT;
    const lc_read_options options = {.format = format};
    ck_assert_int_eq(lc_read_file(&runs, path, &options, &err), wanted);
    ck_assert_int_eq(err.code, wanted);
    ck_assert_msg(strstr(err.msg, why) != NULL, "%s", err.msg);
    ck_assert_ptr_null(strstr(err.msg, path)); /* the program says which file */
    ck_assert_uint_eq(runs.n, 0);
}

static void check_refusal_of(const char *bytes, size_t n, const char *why)
{
    char path[] = "/tmp/lc-test-XXXXXX";
    int fd = mkstemp(path);
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(write(fd, bytes, n), (ssize_t)n);
    close(fd);
    check_refusal(path, NULL, LC_E_FORMAT, why);
    unlink(path);
}

START_TEST(tells_apart_why_a_file_is_no_log)
{
    check_refusal("samples/no-such-file", NULL, LC_E_IO, "No such file");
    check_refusal("samples/csv/healthy.csv", "csvv", LC_E_ARG,
                  "no reader named 'csvv' ('learncurve formats' lists them)");
    check_refusal_of("", 0, "empty");
    check_refusal_of("\x7f"
                     "ELF\0\0\0",
                     7, "looks binary");
    check_refusal_of("hello\n", 6, "no table of numbers under a header");
    check_refusal_of("hello\n", 6, "known formats");
}
END_TEST

START_TEST(tells_when_a_file_may_not_be_read)
{
    char path[] = "/tmp/lc-test-XXXXXX";
    int fd = mkstemp(path);
    ck_assert_int_ge(fd, 0);
    close(fd);
    chmod(path, 0);
    if (access(path, R_OK) != 0) /* root may read everything */
        check_refusal(path, NULL, LC_E_IO, "Permission denied");
    unlink(path);
}
END_TEST

START_TEST(says_where_a_run_came_from)
{
    static const char path[] = "samples/keras_console/crossvalidated-444546.log";
    lc_runs runs = LC_RUNS_INIT;
    const lc_read_options options = {.facts = {.classes = 2, .planned_epochs = 500}};
    ck_assert_int_eq(lc_read_file(&runs, path, &options, NULL), LC_OK);
    ck_assert_uint_eq(runs.n, 1);
    ck_assert_str_eq(runs.run[0].source, path);
    ck_assert_str_eq(runs.run[0].format, "keras_console");
    ck_assert_uint_eq(runs.run[0].facts.train_samples, 121620);
    ck_assert_uint_eq(runs.run[0].facts.classes, 2);
    ck_assert(runs.run[0].facts.planned_epochs == 500); /* what the user says wins */
    lc_runs_free(&runs);
}
END_TEST

START_TEST(tests_that_lack_their_data_count_as_skipped)
{
    Suite *none = suite_create("none");
    TCase *t = tcase_create("none");
    SRunner *owner = srunner_create(none);
    size_t before = skipped_tests();
    suite_add_tcase(none, t);
    add_shared_test(t, NULL, "no/such/data", 2, 5);
    ck_assert_uint_eq(skipped_tests(), before + 3);
    srunner_free(owner);
}
END_TEST

/* ---- the lines of records --------------------------------------------------------------- */

static const struct {
    const char *what, *text;
    size_t run;
    double from, to;
    long first, last;
} places[] = {
    {"rows below comments, a blank line and a quoted line end",
     "# seed: 1\nepoch,loss,note\n1,0.9,a\n\n2,0.8,\"b\nc\"\n3,0.7,d\n4,0.6,e\n", 0, 2, 3, 5, 7},
    {"many rows", "epoch,loss\n1,0.9\n2,0.8\n3,0.7\n4,0.6\n5,0.5\n", 0, 4, 5, 5, 6},
    {"a row between that is no row of numbers", "epoch,loss\n1,0.9\n2,oops\n3,0.7\n4,0.6\n5,0.5\n",
     0, 3, 5, 4, 6},
    {"after a resume what was recorded again counts",
     "epoch,loss\n1,0.9\n2,0.8\n3,0.75\n3,0.7\n4,0.65\n4,0.6\n5,0.5\n6,0.4\n7,0.3\n8,0.2\n9,0.15"
     "\n10,0.1\n11,0.09\n12,0.08\n13,0.07\n14,0.06\n15,0.05\n16,0.04\n17,0.03\n18,0.02\n19,0.01\n"
     "20,0.009\n",
     0, 3, 4, 5, 7},
    {"records that alternate between two runs",
     "run,epoch,loss\na,1,0.9\nb,1,0.8\na,2,0.7\nb,2,0.6\na,3,0.5\nb,3,0.4\n", 1, 2, 3, 5, 7},
    {"a training that starts over", "epoch,loss\n1,0.9\n2,0.8\n3,0.7\n1,0.91\n2,0.8\n3,0.7\n", 1, 1,
     2, 5, 6},
    {"two processes that print the same moments",
     "rank,step,loss\n0,1,0.9\n1,1,0.91\n0,2,0.8\n1,2,0.81\n0,3,0.7\n1,3,0.71\n", 0, 2, 3, 4, 6},
    {"an epoch of Keras begins with its number",
     "Epoch 1/2\n10/10 [====] - 1s 9ms/step - loss: 0.9000\nEpoch 2/2\n"
     "10/10 [====] - 1s 9ms/step - loss: 0.8000\n",
     0, 2, 2, 3, 3},
    {"JSON Lines with a broken one",
     "{\"epoch\": 1, \"loss\": 0.9}\n{\"epoch\": 2,\n{\"epoch\": 3, \"loss\": 0.7}\n", 0, 3, 3, 3,
     3},
    {"outside of the run", "epoch,loss\n1,0.9\n2,0.8\n3,0.7\n", 0, 4, 9, 0, 0},
    {"a history in one document", "{\"loss\": [0.9, 0.8, 0.7],\n\"val_loss\": [0.9, 0.8, 0.7]}\n",
     0, 1, 3, 0, 0},
};

START_TEST(says_from_which_line_to_which_a_range_goes)
{
    const lc_read_options options = {.lines = true};
    lc_runs runs = LC_RUNS_INIT;
    const char *text = places[_i].text;
    ck_assert_int_eq(lc_read_bytes(&runs, "run.log", text, strlen(text), &options, NULL), LC_OK);
    ck_assert_uint_gt(runs.n, places[_i].run);
    lc_log_place p = lc_run_place(&runs.run[places[_i].run], places[_i].from, places[_i].to);
    ck_assert_str_eq(p.file, "run.log");
    ck_assert_msg(p.first == places[_i].first && p.last == places[_i].last, "%s: %ld to %ld",
                  places[_i].what, p.first, p.last);
    lc_runs_free(&runs);
}
END_TEST

START_TEST(keeps_no_lines_that_nobody_asked_for)
{
    lc_runs runs = LC_RUNS_INIT;
    const char *text = places[_i].text;
    ck_assert_int_eq(lc_read_bytes(&runs, "-", text, strlen(text), NULL, NULL), LC_OK);
    for (size_t i = 0; i < runs.n; i++)
        ck_assert_uint_eq(runs.run[i].lines.cap, 0);
    ck_assert_ptr_null(lc_run_place(&runs.run[0], 0, 100).file);
    lc_runs_free(&runs);
}
END_TEST

Suite *suite_reader(void)
{
    int n = 0;
    while (lc_readers[n])
        n++;
    Suite *s = suite_create("reader");
    TCase *each = tcase_create("registry");
    tcase_set_timeout(each, 300);
    tcase_add_loop_test(each, has_a_name_of_its_own_and_samples, 0, n);
    tcase_add_loop_test(each, wins_its_samples, 0, n);
    tcase_add_loop_test(each, says_the_same_however_the_bytes_are_cut, 0, n);
    tcase_add_loop_test(each, says_in_which_line_a_record_stands, 0, n);
    tcase_add_loop_test(each, finds_no_run_in_nothing, 0, n);
    tcase_add_loop_test(each, survives_every_truncation, 0, n);
    tcase_add_loop_test(each, survives_every_failed_allocation, 0, n);
    tcase_add_test(each, survives_failed_allocations_while_it_detects);
    tcase_add_loop_test(each, nobody_wants_what_is_no_log, 0,
                        (int)(sizeof foreign / sizeof *foreign));
    tcase_add_test(each, tests_that_lack_their_data_count_as_skipped);
    suite_add_tcase(s, each);
    TCase *lines = tcase_create("lines");
    n = (int)(sizeof places / sizeof *places);
    tcase_add_loop_test(lines, says_from_which_line_to_which_a_range_goes, 0, n);
    tcase_add_loop_test(lines, keeps_no_lines_that_nobody_asked_for, 0, n);
    suite_add_tcase(s, lines);
    TCase *files = tcase_create("files");
    tcase_add_test(files, tells_apart_why_a_file_is_no_log);
    tcase_add_test(files, tells_when_a_file_may_not_be_read);
    tcase_add_test(files, says_where_a_run_came_from);
    suite_add_tcase(s, files);
    return s;
}
