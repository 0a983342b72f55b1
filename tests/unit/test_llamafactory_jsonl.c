/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_llamafactory_jsonl.c - LLaMA-Factory's trainer_log.jsonl. */
#include "format_suite.h"

#include <check.h>

Suite *suite_llamafactory_jsonl(void);

static const reading cases[] = {
    {.sample = "evaluated.jsonl",
     .expected =
         "12 epoch 0.1667..2: current_steps 10..120, loss 1.434..0.9593, lr 9.82963e-05..0, "
         "throughput 1904.2..1904.2, total_tokens 40960..491520, eval_loss 1.0211..0.9604\n"},
    {.sample = "two-processes.jsonl", /* the last line breaks off */
     .expected = "4 epoch 0.1..0.4: current_steps 5..20, loss 2.1139..1.802, lr 2e-05..2e-05\n"
                 "  line 2: a step is logged again, as when two processes write one file: the last "
                 "line counts\n"
                 "  line 9: no JSON: unexpected end of data\n"},
    {.what = "started over",
     .text = "{\"current_steps\": 5, \"total_steps\": 10, \"loss\": 3, \"epoch\": 0.5}\n"
             "{\"current_steps\": 10, \"total_steps\": 10, \"loss\": 2, \"epoch\": 1.0}\n"
             "{\"current_steps\": 5, \"total_steps\": 20, \"loss\": 4, \"epoch\": 0.5}\n",
     .expected = "2 epoch 0.5..1: current_steps 5..10, loss 3..2\n"
                 "[run 2] 1 epoch 0.5..0.5: current_steps 5..5, loss 4..4\n"},
    {.what = "nothing but a beginning",
     .text = "{\"current_steps\": 5, \"total_steps\": 10, \"loss\": NaN, \"epoch\": 0.5}",
     .expected = "1 epoch 0.5..0.5: current_steps 5..5, loss nan..nan 'NaN'\n"},
};

START_TEST(counts_what_is_logged_twice)
{
    static const char path[] = "samples/llamafactory_jsonl/two-processes.jsonl";
    lc_runs runs = LC_RUNS_INIT;
    ck_assert_int_eq(lc_read_file(&runs, path, NULL, NULL), LC_OK);
    ck_assert_uint_eq(runs.run[0].remarks[0].count, 4);
    ck_assert_uint_eq(runs.run[0].rows, 4);
    lc_runs_free(&runs);
}
END_TEST

static const char *const refused[] = {
    "",
    "{\"current_steps\": 5, \"total_steps\": 9}\n",
    "7\n",
    NULL,
};

static const sample_notes notes[] = {
    {"evaluated.jsonl", "loss: mean since the last log"},
};

Suite *suite_llamafactory_jsonl(void)
{
    static const format_tests tests = {
        .format = "llamafactory_jsonl",
        .cases = cases,
        .cases_n = COUNT(cases),
        .refused = refused,
        .notes = notes,
        .notes_n = COUNT(notes),
    };
    TCase *t;
    Suite *s = format_suite(&tests, &t);
    tcase_add_test(t, counts_what_is_logged_twice);
    return s;
}
