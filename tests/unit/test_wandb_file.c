/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_wandb_file.c - Weights & Biases' own file. */
#include "format_suite.h"

#include <stdlib.h>
#include <string.h>

Suite *suite_wandb_file(void);

static const reading cases[] = {
    {.sample = "run-abc123.wandb",
     .expected = "6 _step 0..50: train/loss 2..0.6554 'NaN', lr 0.001..0.001, _timestamp "
                 "1.9e+09..1.9e+09, eval.loss 1.722..0.7786\n"},
    {.sample = "blocks.wandb",
     .expected = "4 _step 0..4: loss 3..0.0625\n"
                 "  line 0: 1 record is broken and passed over\n"},
    {.sample = "config.wandb", .expected = "4 _step 0..3: loss 2..0.432, val_loss 2.1..0.5767\n"},
};

/* What was set while the run went on counts. */
static const sample_notes notes[] = {
    {"config.wandb", "lr=0.003, optimizer=adam, model.layers=[64, 64], amp=true, note=halved"},
};

static const char *const refused[] = {"", ":W&B", "epoch,loss\n1,2\n", NULL};

/* A length that passes the end of the 32 KiB can't be a record's: what is left of them is lost, in whatever blocks
 * the bytes come. */
START_TEST(a_length_beyond_its_block_is_read_the_same_in_small_blocks)
{
    static const size_t chunks[] = {1 << 20, 1, 5, 100};
    size_t n, at = 7; /* behind the file's header */
    char *bytes = read_whole("samples/wandb_file/blocks.wandb", &n), *first = NULL;
    at += 7 + (unsigned char)bytes[at + 4]; /* ... and the first record */
    ck_assert_uint_lt(at + 32768, n);
    bytes[at + 4] = bytes[at + 5] = (char)0xff;
    for (size_t i = 0; i < COUNT(chunks); i++) {
        lc_runs runs = LC_RUNS_INIT;
        lc_error err = LC_ERROR_INIT;
        lc_status st = read_chunked(&runs, lc_reader_find("wandb_file"), bytes, n, chunks[i], &err);
        ck_assert_msg(st == LC_OK, "%s", err.msg);
        char *told = describe_runs(&runs);
        ck_assert_ptr_nonnull(strstr(told, "broken and passed over"));
        if (!first)
            first = strdup(told);
        ck_assert_str_eq(told, first);
        free(told);
        lc_runs_free(&runs);
    }
    free(first);
    free(bytes);
}
END_TEST

Suite *suite_wandb_file(void)
{
    static const format_tests tests = {
        .format = "wandb_file",
        .cases = cases,
        .cases_n = COUNT(cases),
        .notes = notes,
        .notes_n = COUNT(notes),
        .refused = refused,
    };
    TCase *more;
    Suite *s = format_suite(&tests, &more);
    tcase_add_test(more, a_length_beyond_its_block_is_read_the_same_in_small_blocks);
    return s;
}
