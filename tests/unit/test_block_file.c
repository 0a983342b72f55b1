/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_block_file.c - blocks come back bit for bit, and no damaged or foreign file is believed. */
#include "base/mem.h"
#include "base/text.h"
#include "train/block_file.h"

#include <check.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

Suite *suite_block_file(void);

static const float weights[] = {1.5F, -0.0F, 3.4028235e38F, 1e-45F, INFINITY};
static const double sums[] = {0.1, -1e308};
static const uint64_t counts[] = {0, 1, UINT64_MAX};

/* Some of everything. */
static void fill(lc_blocks *b)
{
    char *names[] = {(char[]){"length, mm"}, (char[]){""}, (char[]){"two\nlines"}};
    const lc_texts texts = {3, 3, names}, none = {0};
    const lc_block fixed[] = {{"layer0/w", LC_BLOCK_FLOAT, 5, weights},
                              {"sums", LC_BLOCK_DOUBLE, 2, sums},
                              {"counts", LC_BLOCK_COUNT, 3, counts},
                              {"empty", LC_BLOCK_FLOAT, 0, NULL}};
    ck_assert_int_eq(lc_blocks_add_text(b, "task", "binary", NULL), LC_OK);
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
        ck_assert_int_eq(lc_blocks_add(b, &fixed[i], NULL), LC_OK);
    ck_assert_int_eq(lc_blocks_add_texts(b, "names", &texts, NULL), LC_OK);
    ck_assert_int_eq(lc_blocks_add_texts(b, "none", &none, NULL), LC_OK);
    ck_assert_int_eq(lc_blocks_add_count(b, "epoch", 17, NULL), LC_OK);
    ck_assert_int_eq(lc_blocks_add_double(b, "lr", 0.001, NULL), LC_OK);
    ck_assert_int_eq(lc_blocks_add_text(b, "absent", NULL, NULL), LC_OK);
}

/* The file's bytes; the caller frees them. */
static char *written(size_t *size)
{
    char *bytes;
    lc_blocks b = LC_BLOCKS_INIT;
    FILE *out = open_memstream(&bytes, size);
    fill(&b);
    ck_assert_int_eq(lc_block_file_put(out, LC_FILE_CHECKPOINT, &b, NULL), LC_OK);
    fclose(out);
    lc_blocks_free(&b);
    lc_blocks_free(&b);
    return bytes;
}

static lc_status get(lc_block_file *m, const char *bytes, size_t n, lc_error *err)
{
    char *exact = malloc(n + 1); /* fmemopen wants a byte at least */
    memcpy(exact, bytes, n);
    FILE *in = n ? fmemopen(exact, n, "rb") : fopen("/dev/null", "rb");
    lc_status st = lc_block_file_get(m, in, err);
    fclose(in);
    free(exact);
    return st;
}

static void check_all(const lc_block_file *m)
{
    float w[5];
    double s[2], lr;
    uint64_t c[3], epoch;
    char *task;
    lc_texts names = {0};
    lc_error err = LC_ERROR_INIT;
    ck_assert_int_eq(m->kind, LC_FILE_CHECKPOINT);
    ck_assert_uint_eq(m->n, 9);
    ck_assert_int_eq(lc_block_file_take(w, m, "layer0/w", LC_BLOCK_FLOAT, 5, &err), LC_OK);
    ck_assert_int_eq(memcmp(w, weights, sizeof w), 0);
    ck_assert_int_eq(lc_block_file_take(s, m, "sums", LC_BLOCK_DOUBLE, 2, &err), LC_OK);
    ck_assert_int_eq(memcmp(s, sums, sizeof s), 0);
    ck_assert_int_eq(lc_block_file_take(c, m, "counts", LC_BLOCK_COUNT, 3, &err), LC_OK);
    ck_assert_int_eq(memcmp(c, counts, sizeof c), 0);
    ck_assert_int_eq(lc_block_file_take(NULL, m, "empty", LC_BLOCK_FLOAT, 0, &err), LC_OK);
    ck_assert_int_eq(lc_block_file_take(&epoch, m, "epoch", LC_BLOCK_COUNT, 1, &err), LC_OK);
    ck_assert_int_eq(lc_block_file_take(&lr, m, "lr", LC_BLOCK_DOUBLE, 1, &err), LC_OK);
    ck_assert(epoch == 17 && lr == 0.001);
    ck_assert_int_eq(lc_block_file_take_text(&task, m, "task", &err), LC_OK);
    ck_assert_str_eq(task, "binary");
    lc_mem_free(task);
    ck_assert_int_eq(lc_block_file_take_texts(&names, m, "names", &err), LC_OK);
    ck_assert_uint_eq(names.n, 3);
    ck_assert_str_eq(names.text[0], "length, mm");
    ck_assert_str_eq(names.text[1], "");
    ck_assert_str_eq(names.text[2], "two\nlines");
    lc_texts_free(&names);
    ck_assert_int_eq(lc_block_file_take_texts(&names, m, "none", &err), LC_OK);
    ck_assert_uint_eq(names.n, 0);
    for (size_t i = 0; i < m->n; i++)
        ck_assert_uint_eq((uintptr_t)m->block[i].data % 8, 0);
}

START_TEST(gives_back_what_was_written)
{
    size_t n;
    char *bytes = written(&n);
    lc_block_file m = LC_BLOCK_FILE_INIT;
    lc_error err = LC_ERROR_INIT;
    ck_assert_msg(get(&m, bytes, n, &err) == LC_OK, "%s", err.msg);
    check_all(&m);
    lc_block_file_free(&m);
    lc_block_file_free(&m);
    free(bytes);
}
END_TEST

START_TEST(writes_the_bytes_that_the_header_describes)
{
    /* one block "a" of one float 1.0 = 3F800000; the block's 21 bytes get 3 zeros. CRC-32 values
     * from Python 3: zlib.crc32 over the same bytes */
    static const unsigned char expected[] = {
        0x89, 'L', 'C', 'M',  13,   10, 26, 10, 1,    0,    0,    0,    1,    0,    0,    0,
        64,   0,   0,   0,    0,    0,  0,  0,  1,    0,    0,    0,    0xA7, 0x22, 0x6A, 0xC3,
        1,    0,   0,   0,    1,    0,  0,  0,  1,    0,    0,    0,    0,    0,    0,    0,
        'a',  0,   0,   0x80, 0x3F, 0,  0,  0,  0x90, 0xFD, 0x04, 0xEC, 0,    0,    0,    0};
    static const float one = 1;
    char *bytes;
    size_t n;
    lc_blocks b = LC_BLOCKS_INIT;
    const lc_block block = {"a", LC_BLOCK_FLOAT, 1, &one};
    FILE *out = open_memstream(&bytes, &n);
    ck_assert_int_eq(lc_blocks_add(&b, &block, NULL), LC_OK);
    ck_assert_int_eq(lc_block_file_put(out, LC_FILE_NETWORK, &b, NULL), LC_OK);
    fclose(out);
    ck_assert_uint_eq(n, sizeof expected);
    ck_assert_mem_eq(bytes, expected, n);
    lc_blocks_free(&b);
    free(bytes);
}
END_TEST

START_TEST(refuses_every_truncation_and_what_is_appended)
{
    size_t n;
    char *bytes = written(&n);
    for (size_t k = 0; k < n; k++) {
        lc_block_file m = {.n = 77};
        lc_error err = LC_ERROR_INIT;
        ck_assert_msg(get(&m, bytes, k, &err) == LC_E_FORMAT, "%zu bytes", k);
        ck_assert_msg(strstr(err.msg, k < 8 ? "not a network" : "truncated") != NULL, "%zu: %s", k,
                      err.msg);
        ck_assert_uint_eq(m.n, 77);
    }
    char *longer = calloc(n + 9, 1);
    memcpy(longer, bytes, n);
    for (size_t k = 1; k <= 9; k++) {
        lc_block_file m = LC_BLOCK_FILE_INIT;
        lc_error err = LC_ERROR_INIT;
        ck_assert_int_eq(get(&m, longer, n + k, &err), LC_E_FORMAT);
        ck_assert_ptr_nonnull(strstr(err.msg, "longer than its"));
    }
    free(longer);
    free(bytes);
}
END_TEST

START_TEST(refuses_every_flipped_bit)
{
    size_t n;
    char *bytes = written(&n);
    for (size_t at = 0; at < n; at++)
        for (int bit = 0; bit < 9; bit++) {
            lc_block_file m = {.n = 77};
            lc_error err = LC_ERROR_INIT;
            char kept = bytes[at];
            bytes[at] = (char)(bytes[at] ^ (bit < 8 ? 1 << bit : 0xFF)); /* each bit, and all */
            ck_assert_msg(get(&m, bytes, n, &err) == LC_E_FORMAT, "byte %zu, bit %d", at, bit);
            ck_assert_uint_eq(m.n, 77);
            bytes[at] = kept;
        }
    free(bytes);
}
END_TEST

START_TEST(says_what_a_foreign_file_is)
{
    size_t n;
    char *bytes = written(&n);
    lc_block_file m = LC_BLOCK_FILE_INIT;
    lc_error err = LC_ERROR_INIT;
    bytes[8] = 2;
    ck_assert_int_eq(get(&m, bytes, n, &err), LC_E_FORMAT);
    ck_assert_str_eq(err.msg, "has format version 2, this learncurve reads version 1");
    ck_assert_int_eq(get(&m, "epoch,loss\n1,0.5\n", 17, &err), LC_E_FORMAT);
    ck_assert_str_eq(err.msg, "is not a network saved by learncurve");
    ck_assert_int_eq(lc_block_file_read(&m, "no/such/file", &err), LC_E_IO);
    ck_assert_str_eq(err.msg, "can't be opened: No such file or directory");
    ck_assert_int_eq(lc_block_file_read(&m, "/", &err), LC_E_IO);
    free(bytes);
}
END_TEST

START_TEST(says_which_block_is_missing_or_another)
{
    size_t n;
    char *bytes = written(&n), *text;
    lc_texts list = {0};
    lc_block_file m = LC_BLOCK_FILE_INIT;
    lc_error err = LC_ERROR_INIT;
    float w[5];
    ck_assert_int_eq(get(&m, bytes, n, &err), LC_OK);
    ck_assert_int_eq(lc_block_file_take(w, &m, "layer1/w", LC_BLOCK_FLOAT, 5, &err), LC_E_FORMAT);
    ck_assert_str_eq(err.msg, "has no 'layer1/w'");
    ck_assert_int_eq(lc_block_file_take(w, &m, "layer0/w", LC_BLOCK_FLOAT, 4, &err), LC_E_FORMAT);
    ck_assert_str_eq(err.msg, "its 'layer0/w' has 5 elements, expected 4");
    ck_assert_int_eq(lc_block_file_take(w, &m, "sums", LC_BLOCK_FLOAT, 2, &err), LC_E_FORMAT);
    ck_assert_str_eq(err.msg, "its 'sums' has another type");
    ck_assert_int_eq(lc_block_file_take_text(&text, &m, "sums", &err), LC_E_FORMAT);
    ck_assert_int_eq(lc_block_file_take_texts(&list, &m, "task", &err), LC_E_FORMAT);
    ck_assert_str_eq(err.msg, "its 'task' is not a list of texts");
    lc_block_file_free(&m);
    free(bytes);
}
END_TEST

/* A path in a directory of its own; the caller frees both with drop_path. */
static char *new_path(char **directory)
{
    const char *tmp = getenv("TMPDIR");
    *directory = lc_text_format("%s/test_block_file.XXXXXX", tmp ? tmp : "/tmp");
    ck_assert_ptr_nonnull(mkdtemp(*directory));
    return lc_text_format("%s/net.lcm", *directory);
}

static void drop_path(char *path, char *directory)
{
    unlink(path);
    ck_assert_int_eq(rmdir(directory), 0); /* nothing else was left there */
    lc_mem_free(path);
    lc_mem_free(directory);
}

START_TEST(replaces_a_file_whole_or_not_at_all)
{
    char *directory, *path = new_path(&directory);
    lc_blocks b = LC_BLOCKS_INIT, big = LC_BLOCKS_INIT;
    lc_block_file m = LC_BLOCK_FILE_INIT;
    lc_error err = LC_ERROR_INIT;
    fill(&b);
    ck_assert_msg(lc_block_file_write(path, LC_FILE_CHECKPOINT, &b, &err) == LC_OK, "%s", err.msg);
    ck_assert_msg(lc_block_file_write(path, LC_FILE_CHECKPOINT, &b, &err) == LC_OK, "%s", err.msg);
    ck_assert_msg(lc_block_file_read(&m, path, &err) == LC_OK, "%s", err.msg);
    check_all(&m);
    lc_block_file_free(&m);

    /* files of this process may not be longer than 64 KiB: a disk that is full */
    float *much = calloc(100000, sizeof *much);
    const lc_block block = {"much", LC_BLOCK_FLOAT, 100000, much};
    struct rlimit had, small;
    ck_assert_int_eq(lc_blocks_add(&big, &block, NULL), LC_OK);
    getrlimit(RLIMIT_FSIZE, &had);
    small = had;
    small.rlim_cur = 65536;
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &small);
    lc_status st = lc_block_file_write(path, LC_FILE_CHECKPOINT, &big, &err);
    setrlimit(RLIMIT_FSIZE, &had);
    ck_assert_int_eq(st, LC_E_IO);
    ck_assert_str_eq(err.msg, "can't be written: File too large");
    ck_assert_msg(lc_block_file_read(&m, path, &err) == LC_OK, "%s", err.msg);
    check_all(&m);
    lc_block_file_free(&m);
    ck_assert_int_eq(lc_block_file_write(path, LC_FILE_CHECKPOINT, &big, &err), LC_OK);
    lc_blocks_free(&b);
    lc_blocks_free(&big);
    free(much);
    drop_path(path, directory);
}
END_TEST

START_TEST(refuses_places_that_cannot_be_replaced)
{
    lc_blocks b = LC_BLOCKS_INIT;
    lc_error err = LC_ERROR_INIT;
    ck_assert_int_eq(lc_block_file_write("/dev/null", LC_FILE_NETWORK, &b, &err), LC_E_IO);
    ck_assert_str_eq(err.msg, "is not a regular file");
    ck_assert_int_eq(lc_block_file_write("no/such/directory", LC_FILE_NETWORK, &b, &err), LC_E_IO);
    ck_assert_str_eq(err.msg, "can't make a file in ./no/such/: No such file or directory");
}
END_TEST

START_TEST(leaks_nothing_when_memory_is_out)
{
    size_t n, k;
    char *bytes = written(&n);
    lc_status st = LC_E_NOMEM;
    for (k = 1; st != LC_OK; k++) {
        lc_block_file m = LC_BLOCK_FILE_INIT;
        lc_mem_fail_at(k);
        st = get(&m, bytes, n, NULL);
        lc_mem_fail_at(0);
        ck_assert(st == LC_OK || st == LC_E_NOMEM);
        lc_block_file_free(&m);
    }
    ck_assert_uint_ge(k, 4);
    for (k = 1; k <= 3; k++) { /* the copy, the list of copies, the list of blocks */
        lc_blocks b = LC_BLOCKS_INIT;
        lc_mem_fail_at(k);
        ck_assert_int_eq(lc_blocks_add_text(&b, "a", "b", NULL), LC_E_NOMEM);
        lc_mem_fail_at(0);
        lc_blocks_free(&b);
    }
    free(bytes);
}
END_TEST

Suite *suite_block_file(void)
{
    Suite *s = suite_create("block_file");
    TCase *t = tcase_create("block_file");
    tcase_set_timeout(t, 60);
    tcase_add_test(t, gives_back_what_was_written);
    tcase_add_test(t, writes_the_bytes_that_the_header_describes);
    tcase_add_test(t, refuses_every_truncation_and_what_is_appended);
    tcase_add_test(t, refuses_every_flipped_bit);
    tcase_add_test(t, says_what_a_foreign_file_is);
    tcase_add_test(t, says_which_block_is_missing_or_another);
    tcase_add_test(t, replaces_a_file_whole_or_not_at_all);
    tcase_add_test(t, refuses_places_that_cannot_be_replaced);
    tcase_add_test(t, leaks_nothing_when_memory_is_out);
    suite_add_tcase(s, t);
    return s;
}
