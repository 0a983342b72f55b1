/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_source.c - packed, piped, mapped and cut logs give the bytes that went into them. */
#include "base/mem.h"
#include "read/engine/probe_buffer.h"
#include "read/engine/source.h"
#include "read_help.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

Suite *suite_source(void);

#define TEXT_BYTES 3000000u /* three blocks of a source */

static char *text, *packed;
static size_t packed_n;

static void make_text(void)
{
    text = malloc(TEXT_BYTES);
    packed = malloc(2 * TEXT_BYTES);
    ck_assert(text && packed);
    unsigned seed = 1;
    for (size_t i = 0; i < TEXT_BYTES; i++) {
        seed = seed * 1103515245u + 12345u;
        text[i] = i % 40 == 39 ? '\n' : (char)('0' + (seed >> 16) % 10);
    }
}

static void free_text(void)
{
    free(text);
    free(packed);
}

static void pack_gzip(const char *bytes, size_t n)
{
    z_stream z = {0};
    ck_assert_int_eq(deflateInit2(&z, 1, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    char *copy = malloc(n);
    ck_assert_ptr_nonnull(copy);
    memcpy(copy, bytes, n);
    z.next_in = (Bytef *)copy;
    z.avail_in = (uInt)n;
    z.next_out = (Bytef *)packed + packed_n;
    z.avail_out = (uInt)(2 * TEXT_BYTES - packed_n);
    ck_assert_int_eq(deflate(&z, Z_FINISH), Z_STREAM_END);
    packed_n += z.total_out;
    deflateEnd(&z);
    free(copy);
}

static void pack_zstd(const char *bytes, size_t n)
{
    size_t k = ZSTD_compress(packed + packed_n, 2 * TEXT_BYTES - packed_n, bytes, n, 1);
    ck_assert(!ZSTD_isError(k));
    packed_n += k;
}

static void (*const packers[])(const char *bytes, size_t n) = {pack_gzip, pack_zstd};

/* Read a source to its end; how many bytes came, all of them those of the text. */
static size_t drain(lc_source *s, const char **last_note)
{
    const char *block, *note;
    size_t at = 0, n;
    for (;;) {
        ck_assert_int_eq(lc_source_next(s, &block, &n, &note, NULL), LC_OK);
        if (n == 0)
            break;
        ck_assert_uint_le(at + n, TEXT_BYTES);
        ck_assert(memcmp(block, text + at, n) == 0);
        at += n;
    }
    *last_note = note;
    return at;
}

static size_t read_packed(size_t n, bool look, const char **note)
{
    lc_source *s = NULL;
    const char *head;
    size_t head_n;
    bool whole;
    char *exact = malloc(n ? n : 1); /* so that a read past the end is seen */
    ck_assert_ptr_nonnull(exact);
    memcpy(exact, packed, n);
    ck_assert_int_eq(lc_source_bytes(&s, exact, n, NULL), LC_OK);
    if (look)
        ck_assert_int_eq(lc_source_peek(s, &head, &head_n, &whole, NULL), LC_OK);
    size_t came = drain(s, note);
    lc_source_close(s);
    free(exact);
    return came;
}

START_TEST(unpacks_what_was_packed)
{
    const char *note;
    packed_n = 0;
    packers[_i](text, TEXT_BYTES);
    ck_assert_uint_eq(read_packed(packed_n, true, &note), TEXT_BYTES);
    ck_assert_ptr_null(note);
    ck_assert_uint_eq(read_packed(packed_n, false, &note), TEXT_BYTES);
}
END_TEST

/* As `cat a.gz b.gz` makes them. */
START_TEST(goes_on_with_the_next_stream)
{
    const char *note;
    packed_n = 0;
    packers[_i](text, 1000000);
    packers[_i](text + 1000000, TEXT_BYTES - 1000000);
    ck_assert_uint_eq(read_packed(packed_n, true, &note), TEXT_BYTES);
    ck_assert_ptr_null(note);
}
END_TEST

START_TEST(reads_packed_data_that_break_off_as_far_as_they_go)
{
    packed_n = 0;
    packers[_i](text, TEXT_BYTES);
    for (size_t n = packed_n / 2; n < packed_n - 20; n += packed_n / 7) {
        const char *note;
        size_t came = read_packed(n, true, &note);
        ck_assert_uint_gt(came, TEXT_BYTES / 3);
        ck_assert_uint_lt(came, TEXT_BYTES);
        ck_assert_str_eq(note, "the packed data break off here");
    }
}
END_TEST

START_TEST(says_where_packed_data_are_broken)
{
    lc_source *s = NULL;
    lc_error err = LC_ERROR_INIT;
    const char *head;
    size_t n;
    bool whole;
    packed_n = 0;
    packers[_i](text, TEXT_BYTES);
    memset(packed + 4, 0xff, 40);
    ck_assert_int_eq(lc_source_bytes(&s, packed, packed_n, NULL), LC_OK);
    ck_assert_int_eq(lc_source_peek(s, &head, &n, &whole, &err), LC_E_FORMAT);
    ck_assert_ptr_nonnull(strstr(err.msg, "its data are broken"));
    lc_source_close(s);
}
END_TEST

/* Whatever part of a block came out before: what did is kept. */
START_TEST(says_that_no_stream_follows)
{
    static const size_t sizes[] = {1, 1000000, 1u << 20, (1u << 20) + 1, 2u << 20};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        const char *note;
        packed_n = 0;
        packers[_i](text, sizes[i]);
        memset(packed + packed_n, 'x', 100);
        packed_n += 100;
        ck_assert_uint_eq(read_packed(packed_n, true, &note), sizes[i]);
        ck_assert_str_eq(note, "the packed data are broken from here on");
    }
}
END_TEST

/* What is forgotten of a head ends with a line if one ends there, and its lines are counted. */
START_TEST(slides_over_the_head_by_lines)
{
    const char *head, *note;
    size_t n, at = LC_PROBE_BYTES / 2 / 40 * 40; /* lines of 40 bytes */
    bool whole;
    lc_source *s = NULL;
    ck_assert_int_eq(lc_source_bytes(&s, text, LC_PROBE_BYTES + 1000, NULL), LC_OK);
    ck_assert_int_eq(lc_source_peek(s, &head, &n, &whole, NULL), LC_OK);
    ck_assert(!whole && lc_source_lines_passed(s) == 0);
    ck_assert_int_eq(lc_source_slide(s, &head, &n, &whole, NULL), LC_OK);
    ck_assert(whole && n == LC_PROBE_BYTES + 1000 - at && memcmp(head, text + at, n) == 0);
    ck_assert_int_eq(lc_source_lines_passed(s), (long)(at / 40));
    while (n > 0)
        ck_assert_int_eq(lc_source_slide(s, &head, &n, &whole, NULL), LC_OK);
    ck_assert_int_eq(lc_source_lines_passed(s), (LC_PROBE_BYTES + 1000) / 40);
    ck_assert_int_eq(lc_source_next(s, &head, &n, &note, NULL), LC_OK);
    ck_assert_uint_eq(n, 0);
    lc_source_close(s);
    static char line[LC_PROBE_BYTES]; /* without an end */
    memset(line, 'a', sizeof line);
    ck_assert_int_eq(lc_source_bytes(&s, line, sizeof line, NULL), LC_OK);
    ck_assert_int_eq(lc_source_peek(s, &head, &n, &whole, NULL), LC_OK);
    ck_assert(whole && n == LC_PROBE_BYTES);
    ck_assert_int_eq(lc_source_slide(s, &head, &n, &whole, NULL), LC_OK);
    ck_assert_uint_eq(n, LC_PROBE_BYTES / 2);
    ck_assert_int_eq(lc_source_lines_passed(s), 0);
    lc_source_close(s);
}
END_TEST

START_TEST(looks_at_the_head_without_losing_it)
{
    static const size_t sizes[] = {0, 1, 65535, 65536, 65537, TEXT_BYTES};
    lc_source *s = NULL;
    const char *head, *note;
    size_t n;
    bool whole;
    ck_assert_int_eq(lc_source_bytes(&s, text, sizes[_i], NULL), LC_OK);
    ck_assert_int_eq(lc_source_peek(s, &head, &n, &whole, NULL), LC_OK);
    ck_assert_uint_eq(n, sizes[_i] < LC_PROBE_BYTES ? sizes[_i] : LC_PROBE_BYTES);
    ck_assert(whole == (sizes[_i] <= LC_PROBE_BYTES));
    ck_assert_uint_eq(drain(s, &note), sizes[_i]);
    lc_source_close(s);
}
END_TEST

START_TEST(maps_a_file_and_survives_that_it_shrinks)
{
    char path[] = "/tmp/lc-test-XXXXXX";
    lc_source *s = NULL;
    const char *block, *note;
    size_t n;
    bool whole;
    int fd = mkstemp(path);
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(write(fd, text, TEXT_BYTES), (ssize_t)TEXT_BYTES);
    ck_assert_int_eq(lc_source_open(&s, path, NULL), LC_OK);
    ck_assert_int_eq(lc_source_peek(s, &block, &n, &whole, NULL), LC_OK);
    lc_source_map(s);
    ck_assert_int_eq(lc_source_next(s, &block, &n, &note, NULL), LC_OK);
    ck_assert(memcmp(block, text, n) == 0);
    ck_assert_int_eq(ftruncate(fd, (off_t)n + 10), 0);
    size_t at = n;
    ck_assert_int_eq(lc_source_next(s, &block, &n, &note, NULL), LC_OK);
    ck_assert_uint_eq(n, 10);
    ck_assert(memcmp(block, text + at, n) == 0);
    ck_assert_int_eq(lc_source_next(s, &block, &n, &note, NULL), LC_OK);
    ck_assert_uint_eq(n, 0);
    lc_source_close(s);
    close(fd);
    unlink(path);
}
END_TEST

/* All bytes come once, whatever was looked at, forgotten or handed out before it is to be mapped, and whether it can
 * be: neither a log that has ended, a packed one nor memory can. */
START_TEST(maps_only_what_is_still_to_come)
{
    static const struct {
        size_t n;
        bool slides, handed, packed, memory;
    } cases[] = {{TEXT_BYTES, .slides = false}, {TEXT_BYTES, .slides = true},
                 {TEXT_BYTES, .handed = true},  {1000, .slides = false},
                 {1u << 20, .slides = false},   {TEXT_BYTES, .packed = true},
                 {TEXT_BYTES, .memory = true}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char path[] = "/tmp/lc-test-XXXXXX";
        lc_source *s = NULL;
        const char *block, *note;
        size_t n = cases[i].n, head, at = 0;
        bool whole;
        int fd = mkstemp(path);
        ck_assert_int_ge(fd, 0);
        packed_n = 0;
        pack_gzip(text, n);
        const char *bytes = cases[i].packed ? packed : text;
        size_t held = cases[i].packed ? packed_n : n;
        ck_assert_int_eq(write(fd, bytes, held), (ssize_t)held);
        ck_assert_int_eq(cases[i].memory ? lc_source_bytes(&s, text, n, NULL)
                                         : lc_source_open(&s, path, NULL),
                         LC_OK);
        ck_assert_int_eq(lc_source_peek(s, &block, &head, &whole, NULL), LC_OK);
        if (cases[i].slides) {
            ck_assert_int_eq(lc_source_slide(s, &block, &head, &whole, NULL), LC_OK);
            at = LC_PROBE_BYTES / 2 / 40 * 40;
        }
        if (cases[i].handed) {
            ck_assert_int_eq(lc_source_next(s, &block, &head, &note, NULL), LC_OK);
            at = head;
        }
        lc_source_map(s);
        do {
            ck_assert_int_eq(lc_source_next(s, &block, &head, &note, NULL), LC_OK);
            ck_assert_msg(at + head <= n && memcmp(block, text + at, head) == 0, "%zu: at %zu", i,
                          at);
            at += head;
        } while (head > 0);
        ck_assert_msg(at == n && !note, "%zu: %zu of %zu", i, at, n);
        lc_source_close(s);
        close(fd);
        unlink(path);
    }
}
END_TEST

START_TEST(reads_a_packed_log)
{
    static const char log[] = "epoch,loss\n1,0.5\n2,0.4\n";
    lc_runs runs = LC_RUNS_INIT;
    packed_n = 0;
    packers[_i](log, sizeof log - 1);
    ck_assert_int_eq(lc_read_bytes(&runs, "run.csv.gz", packed, packed_n, NULL, NULL), LC_OK);
    char *told = describe_runs(&runs);
    ck_assert_str_eq(told, "2 epoch 1..2: loss 0.5..0.4\n");
    free(told);
    lc_runs_free(&runs);
}
END_TEST

START_TEST(survives_every_failed_allocation)
{
    static const char log[] = "epoch,loss\n1,0.5\n2,0.4\n";
    packed_n = 0;
    packers[_i](log, sizeof log - 1);
    for (size_t k = 1;; k++) {
        lc_runs runs = LC_RUNS_INIT;
        lc_mem_fail_at(k);
        lc_status st = lc_read_bytes(&runs, NULL, packed, packed_n, NULL, NULL);
        lc_mem_fail_at(0);
        lc_runs_free(&runs);
        if (st == LC_OK)
            break;
        ck_assert(st == LC_E_NOMEM || st == LC_E_FORMAT);
    }
}
END_TEST

Suite *suite_source(void)
{
    Suite *s = suite_create("source");
    TCase *t = tcase_create("all");
    tcase_add_checked_fixture(t, make_text, free_text);
    tcase_add_loop_test(t, unpacks_what_was_packed, 0, 2);
    tcase_add_loop_test(t, goes_on_with_the_next_stream, 0, 2);
    tcase_add_loop_test(t, reads_packed_data_that_break_off_as_far_as_they_go, 0, 2);
    tcase_add_loop_test(t, says_where_packed_data_are_broken, 0, 2);
    tcase_add_loop_test(t, says_that_no_stream_follows, 0, 2);
    tcase_add_test(t, slides_over_the_head_by_lines);
    tcase_add_loop_test(t, looks_at_the_head_without_losing_it, 0, 6);
    tcase_add_test(t, maps_a_file_and_survives_that_it_shrinks);
    tcase_add_test(t, maps_only_what_is_still_to_come);
    tcase_add_loop_test(t, reads_a_packed_log, 0, 2);
    tcase_add_loop_test(t, survives_every_failed_allocation, 0, 2);
    suite_add_tcase(s, t);
    return s;
}
