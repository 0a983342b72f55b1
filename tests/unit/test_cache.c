/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_cache.c - what is kept is found again, what has changed isn't, and no file can do harm. */
#include "base/cache.h"

#include <check.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/stat.h>
#include <sys/wait.h>

Suite *suite_cache(void);

static char file[] = "/tmp/lc-test-XXXXXX";

static void new_file(void)
{
    strcpy(file + sizeof file - 7, "XXXXXX");
    int fd = mkstemp(file);
    ck_assert_int_ge(fd, 0);
    close(fd);
}

static lc_cache *opened(void)
{
    lc_cache *c = NULL;
    lc_error err = LC_ERROR_INIT;
    ck_assert_msg(lc_cache_open(&c, file, &err) == LC_OK, "%s", err.msg);
    return c;
}

/* Whether the answer to (path, question, stamp) is this one; NULL: that there is none. */
static bool holds(lc_cache *c, const char *path, lc_question question, uint64_t stamp,
                  const char *want)
{
    char *text = NULL;
    size_t n = 0;
    FILE *out = open_memstream(&text, &n);
    bool found = lc_cache_get(c, path, question, stamp, out);
    fclose(out);
    bool same = want ? found && n == strlen(want) && memcmp(text, want, n) == 0 : !found && n == 0;
    free(text);
    return same;
}

START_TEST(an_answer_is_to_its_path_question_and_state)
{
    new_file();
    for (int round = 0; round < 2; round++) {
        lc_cache *c = opened();
        ck_assert(holds(c, "/a", 1, 10, round ? "first" : NULL));
        lc_cache_put(c, "/a", 1, 10, "first", 5);
        lc_cache_put(c, "/a", 2, 10, "", 0);
        lc_cache_put(c, "/b", 1, UINT64_MAX, "third", 5);
        ck_assert(holds(c, "/a", 1, 10, "first"));
        ck_assert(holds(c, "/a", 2, 10, ""));
        ck_assert(holds(c, "/b", 1, UINT64_MAX, "third"));
        ck_assert(holds(c, "/a", 1, 11, NULL));
        ck_assert(holds(c, "/c", 1, 10, NULL));
        ck_assert(holds(c, "b", 1, UINT64_MAX, NULL)); /* in the working folder */
        ck_assert_int_eq(lc_cache_close(c, NULL), LC_OK);
    }
    lc_cache *c = opened();
    lc_cache_put(c, "/a", 1, 11, "newer", 5);
    ck_assert(holds(c, "/a", 1, 10, NULL));
    ck_assert(holds(c, "/a", 1, 11, "newer"));
    ck_assert_int_eq(lc_cache_close(c, NULL), LC_OK);
    unlink(file);
}
END_TEST

START_TEST(a_relative_path_is_from_the_folder_of_its_time)
{
    char was[4096];
    new_file();
    ck_assert_ptr_nonnull(getcwd(was, sizeof was));
    lc_cache *c = opened();
    lc_cache_put(c, "x", 1, 1, "here", 4);
    ck_assert_int_eq(lc_cache_close(c, NULL), LC_OK);
    ck_assert_int_eq(chdir("/"), 0);
    c = opened();
    ck_assert(holds(c, "x", 1, 1, NULL));
    ck_assert_int_eq(lc_cache_close(c, NULL), LC_OK);
    ck_assert_int_eq(chdir(was), 0);
    c = opened();
    ck_assert(holds(c, "x", 1, 1, "here"));
    ck_assert_int_eq(lc_cache_close(c, NULL), LC_OK);
    unlink(file);
}
END_TEST

static void query(const char *what)
{
    sqlite3 *db = NULL;
    ck_assert_int_eq(sqlite3_open(file, &db), SQLITE_OK);
    ck_assert_int_eq(sqlite3_exec(db, what, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

START_TEST(another_file_is_refused_and_left_alone)
{
    static const char text[] = "epoch,loss\n1,0.5\n";
    char after[sizeof text] = "";
    lc_cache *c = NULL;
    lc_error err = LC_ERROR_INIT;
    new_file();
    FILE *f = fopen(file, "w");
    fputs(text, f);
    fclose(f);
    ck_assert_int_eq(lc_cache_open(&c, file, &err), LC_E_FORMAT);
    ck_assert_str_eq(err.msg, "not a cache of 'learncurve scan'");
    f = fopen(file, "r");
    ck_assert_uint_eq(fread(after, 1, sizeof after, f), sizeof text - 1);
    ck_assert_str_eq(after, text);
    fclose(f);
    unlink(file);
    new_file();
    query("CREATE TABLE runs (run_uuid TEXT)");
    ck_assert_int_eq(lc_cache_open(&c, file, &err), LC_E_FORMAT);
    query("SELECT run_uuid FROM runs");
    unlink(file);
    ck_assert_int_eq(lc_cache_open(&c, "/no/such/folder/cache", &err), LC_E_IO);
    ck_assert_ptr_null(c);
}
END_TEST

/* SQLite takes back what it had begun to write, and leaves a file of no bytes. */
START_TEST(one_whose_first_scan_was_killed_is_new)
{
    struct stat about;
    new_file();
    pid_t killed = fork();
    if (killed == 0) {
        sqlite3 *db = NULL;
        sqlite3_open(file, &db);
        sqlite3_exec(
            db,
            "PRAGMA cache_size = 1; BEGIN IMMEDIATE; CREATE TABLE answer (x);"
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)"
            "INSERT INTO answer SELECT randomblob(100) FROM n",
            NULL, NULL, NULL);
        _exit(0);
    }
    ck_assert_int_eq(waitpid(killed, NULL, 0), killed);
    ck_assert_int_eq(stat(file, &about), 0);
    ck_assert_int_gt(about.st_size, 0);
    lc_cache *c = opened();
    ck_assert_int_eq(lc_cache_close(c, NULL), LC_OK);
    unlink(file);
}
END_TEST

START_TEST(what_another_version_found_is_dropped)
{
    new_file();
    lc_cache *c = opened();
    lc_cache_put(c, "/a", 1, 10, "first", 5);
    ck_assert_int_eq(lc_cache_close(c, NULL), LC_OK);
    query("UPDATE made_by SET version = '0.0.0'");
    c = opened();
    ck_assert(holds(c, "/a", 1, 10, NULL));
    ck_assert_int_eq(lc_cache_close(c, NULL), LC_OK);
    unlink(file);
}
END_TEST

/* A changed byte in an answer, then 4 KiB of garbage wherever they hit. */
START_TEST(a_damaged_one_ends_in_words_or_in_no_answer)
{
    new_file();
    lc_cache *c = opened();
    for (uint64_t i = 0; i < 2000; i++)
        lc_cache_put(c, "/a", i, i, "the answer", 10);
    ck_assert_int_eq(lc_cache_close(c, NULL), LC_OK);
    query("UPDATE answer SET value = 'the Answer' WHERE question = 7");
    c = opened();
    ck_assert(holds(c, "/a", 7, 7, NULL));
    ck_assert(holds(c, "/a", 8, 8, "the answer"));
    ck_assert_int_eq(lc_cache_close(c, NULL), LC_OK);
    bool told = false;
    for (long at = 4096; at < 40000; at += 4096) {
        char garbage[4096];
        lc_error err = LC_ERROR_INIT;
        memset(garbage, 0xA5, sizeof garbage);
        FILE *f = fopen(file, "r+");
        fseek(f, at, SEEK_SET);
        fwrite(garbage, 1, sizeof garbage, f);
        fclose(f);
        c = NULL;
        if (lc_cache_open(&c, file, &err) == LC_OK) {
            for (uint64_t i = 0; i < 2000; i++)
                ck_assert(holds(c, "/a", i, i, NULL) || holds(c, "/a", i, i, "the answer"));
            lc_cache_put(c, "/a", 1, 1, "new", 3);
            lc_cache_close(c, &err);
        }
        told = told || (err.code == LC_E_IO && strstr(err.msg, "malformed"));
    }
    ck_assert(told);
    unlink(file);
}
END_TEST

START_TEST(one_that_another_scan_writes_is_waited_for_and_given_up)
{
    sqlite3 *other = NULL;
    lc_error err = LC_ERROR_INIT;
    new_file();
    lc_cache *c = opened();
    ck_assert_int_eq(sqlite3_open(file, &other), SQLITE_OK);
    ck_assert_int_eq(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    lc_cache_put(c, "/a", 1, 10, "first", 5);
    ck_assert(holds(c, "/a", 1, 10, NULL));
    sqlite3_close(other);
    ck_assert_int_eq(lc_cache_close(c, &err), LC_E_IO);
    ck_assert_str_eq(err.msg, "the scan went on without this cache: database is locked");
    unlink(file);
}
END_TEST

START_TEST(no_cache_holds_nothing)
{
    ck_assert(holds(NULL, "/a", 1, 1, NULL));
    lc_cache_put(NULL, "/a", 1, 1, "x", 1);
    ck_assert_int_eq(lc_cache_close(NULL, NULL), LC_OK);
}
END_TEST

Suite *suite_cache(void)
{
    Suite *s = suite_create("cache");
    TCase *t = tcase_create("cache");
    tcase_add_test(t, an_answer_is_to_its_path_question_and_state);
    tcase_add_test(t, a_relative_path_is_from_the_folder_of_its_time);
    tcase_add_test(t, another_file_is_refused_and_left_alone);
    tcase_add_test(t, one_whose_first_scan_was_killed_is_new);
    tcase_add_test(t, what_another_version_found_is_dropped);
    tcase_add_test(t, a_damaged_one_ends_in_words_or_in_no_answer);
    tcase_add_test(t, one_that_another_scan_writes_is_waited_for_and_given_up);
    tcase_add_test(t, no_cache_holds_nothing);
    suite_add_tcase(s, t);
    return s;
}
