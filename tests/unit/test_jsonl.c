/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_jsonl.c - JSON Lines of metrics, whoever wrote them. */
#include "format_suite.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

Suite *suite_jsonl(void);

static const reading cases[] = {
    {.what = "members that name the run, and what it was set to",
     .text = "{\"fold\": 1, \"epoch\": 1, \"loss\": 5, \"config\": {\"lr\": 0.5}}\n{\"fold\": 2, "
             "\"epoch\": 1, \"loss\": 6}\n{\"fold\": 1, \"epoch\": 2, \"loss\": 4}\n",
     .expected = "[fold 1] 2 epoch 1..2: loss 5..4\n[fold 2] 1 epoch 1..1: loss 6..6\n"},
    {.sample = "nested.jsonl", /* line 4 is torn */
     .expected = "6 epoch 1..6: train/loss 1.4465..0.5165, train/acc 0.46..0.76, valid/loss "
                 "1.5665..0.6365, valid/acc 0.435..0.71, lr 0.001..0.001\n"
                 "  line 4: no JSON: unexpected end of data\n"},
    {.sample = "long.jsonl",
     .expected = "10 step 100..400: train/loss 2.8196..1.406, lr 0.001..0.001, eval/loss "
                 "2.3036..1.606\n"},
    {.sample = "phases.jsonl", /* started over */
     .expected = "6 epoch 1..3: loss 0.88..0.5632, f1 0.6..0.8, val/loss 0.96..0.6144, val/f1 "
                 "0.6..0.8\n"
                 "[run 2] 6 epoch 1..3: loss 0.83..0.5132, f1 0.6..0.8, val/loss 0.91..0.5644, "
                 "val/f1 0.6..0.8\n"},
    /* What follows a line of the same names is read by it, and must be read as it would be alone. */
    {.what = "the same names again, with whole numbers, exponents, signs and blanks",
     .text = "{\"epoch\": 1, \"loss\": 0.5}\n"
             "{\"epoch\":2,\"loss\":25e-2}\n"
             "{ \"epoch\" : 3 , \"loss\" : -0.125 } \n"
             "{\"epoch\": 4, \"loss\": 2}\n"
             "{\"epoch\": 5, \"loss\": 1E+1}\n",
     .expected = "5 epoch 1..5: loss 0.5..10\n"},
    {.what = "the same names again, then a number that is a text, null, NaN, or too large",
     .text = "{\"epoch\": 1, \"loss\": 5.5, \"a\": 1.5}\n"
             "{\"epoch\": 2, \"loss\": 4.5, \"a\": \"2.5\"}\n"
             "{\"epoch\": 3, \"loss\": 3.5, \"a\": null}\n"
             "{\"epoch\": 4, \"loss\": NaN, \"a\": 1e309}\n"
             "{\"epoch\": 5, \"loss\": 1.5, \"a\": 18446744073709551616}\n",
     .expected = "5 epoch 1..5: loss 5.5..1.5 'NaN', a 1.5..1.84467e+19 '1e309'\n"
                 "  line 4: '1e309' of 'a' is too large for a double, and infinite\n"},
    {.what = "integers of nineteen digits, one of which 2^63 - 1 doesn't reach",
     .text = "{\"epoch\": 1, \"loss\": 1000000000000000000}\n"
             "{\"epoch\": 2, \"loss\": 9999999999999999999}\n",
     .expected = "2 epoch 1..2: loss 1e+18..1e+19\n"},
    {.what = "names that are the same only as they are spelled, and twice",
     .text = "{\"epoch\": 1, \"a\\\\u0062\": 1.5, \"loss\": 1}\n"
             "{\"epoch\": 2, \"a\\u0062\": 2.5, \"loss\": 2}\n"
             "{\"epoch\": 3, \"ab\": 3.5, \"loss\": 3, \"loss\": 4}\n",
     .expected = "3 epoch 1..3: a\\u0062 1.5..1.5, loss 1..4, ab 2.5..3.5\n"},
    {.what = "what isn't JSON where the names are the same",
     .text = "{\"epoch\": 1, \"loss\": 0.5}\n"
             "{\"epoch\": 2, \"loss\": 0.25\n"
             "{\"epoch\": 3, \"loss\": 0.25}}\n"
             "{\"epoch\": 4, \"loss\" 0.25}\n"
             "{\"epoch\": 5, \"loss\": 0x1}\n"
             "{\"epoch\": 6, \"loss\": 0.125}\n",
     .expected = "2 epoch 1..6: loss 0.5..0.125\n"
                 "  line 2: no JSON: unexpected end of data\n"
                 "  line 3: more text behind the JSON value\n"
                 "  line 4: no JSON: object property name separator ':' expected\n"
                 "  line 5: no JSON: number expected\n"},
    {.what = "the same names again, in a run that starts over with fewer of them",
     .text = "{\"epoch\": 1, \"lr\": 0.1, \"loss\": 7}\n"
             "{\"epoch\": 2, \"loss\": 6}\n"
             "{\"epoch\": 3, \"loss\": 5}\n"
             "{\"epoch\": 4, \"loss\": 4}\n"
             "{\"epoch\": 1, \"loss\": 3}\n"
             "{\"epoch\": 2, \"loss\": 2}\n"
             "{\"epoch\": 3, \"loss\": 1}\n",
     .expected = "4 epoch 1..4: lr 0.1..0.1, loss 7..4\n"
                 "[run 2] 3 epoch 1..3: loss 3..1\n"},
    {.what = "a split that is told again, or another one",
     .text = "{\"phase\": \"train\", \"epoch\": 1, \"loss\": 3.5}\n"
             "{\"phase\": \"train\", \"epoch\": 2, \"loss\": 2.5}\n"
             "{\"phase\": \"valid\", \"epoch\": 2, \"loss\": 4.5}\n"
             "{\"phase\": \"valid\", \"epoch\": 3, \"loss\": 3.25}\n",
     .expected = "4 epoch 1..3: loss 3.5..2.5, val/loss 4.5..3.25\n"},
    {.what = "a loss alone",
     .text = "{\"loss\": 0.5}\n"
             "{\"loss\": 0.25}\n",
     .expected = "2 record 1..2: loss 0.5..0.25\n"},
    {.what = "all of a split, then all of the other",
     .text = "{\"split\": \"train\", \"epoch\": 1, \"loss\": 3}\n"
             "{\"split\": \"train\", \"epoch\": 2, \"loss\": 2}\n"
             "{\"split\": \"test\", \"epoch\": 1, \"loss\": 4}\n"
             "{\"split\": \"test\", \"epoch\": 2, \"loss\": 3}\n",
     .expected = "4 epoch 1..2: loss 3..2, test/loss 4..3\n"},
    {.what = "names that tell the split stay as they are",
     .text = "{\"mode\": \"eval\", \"step\": 1, \"eval_loss\": 0.5, \"accuracy\": 0.25, \"lr\": "
             "0.1}\n",
     .expected = "1 step 1..1: eval_loss 0.5..0.5, val/accuracy 0.25..0.25, lr 0.1..0.1\n"},
    {.what = "integers of 64 bits, and NaN",
     .text = "{\"step\": 9007199254740993, \"loss\": NaN}\n"
             "{\"step\": 9223372036854775807, \"loss\": -Infinity}\n",
     .expected =
         "2 step 9.0072e+15..9.22337e+18: loss nan..-inf 'NaN'\n"
         "  line 0: values of 'step' pass 2^53: those that differ by 1 are read as the same "
         "number\n"},
    {.what = "integers past 2^64, digits in texts, a number that no double holds",
     .text = "{\"epoch\": 1, \"loss\": 100000000000000000000, \"id\": "
             "\"\\\"a 12345678901234567890\", \"a\": -20000000000000000000}\n"
             "{\"epoch\": 2, \"loss\": 1e309, \"id\": \"a12345678901234567891\", \"a\": "
             "0.12345678901234567890}\n",
     .expected = "2 epoch 1..2: loss 1e+20..inf '1e309', a -2e+19..0.123457\n"
                 "  line 2: '1e309' of 'loss' is too large for a double, and infinite\n"},
    {.what = "carriage returns, blank lines, other text",
     .text = "{\"step\": 1, \"loss\": 3}\r\n"
             "\r\n"
             "hello\r\n"
             "[1]\r\n"
             "{\"step\": 2, \"loss\": 2}\r\n",
     .expected = "2 step 1..2: loss 3..2\n"
                 "  line 3: no JSON: unexpected character\n"},
    {.what = "splits within an object, percent in a text",
     .text = "{\"metrics\": {\"train\": {\"loss\": 3}, \"val\": {\"loss\": 4, \"acc\": "
             "\"25.5%\"}}, \"epoch\": 1}\n"
             "{\"metrics\": {\"train\": {\"loss\": 2}, \"val\": {\"loss\": 3, \"acc\": \"50%\"}}, "
             "\"epoch\": 2}\n",
     .expected = "2 epoch 1..2: metrics/train/loss 3..2, metrics/val/loss 4..3, metrics/val/acc "
                 "25.5..50\n"},
    {.what = "a name twice",
     .text = "{\"step\": 1, \"loss\": 3, \"loss\": 2}\n",
     .expected = "1 step 1..1: loss 2..2\n"},
};

static const char *const refused[] = {
    "", "[1, 2]\n", "{\"level\": \"info\"}\n", "{\"step\": 3}\n", NULL,
};

static const char *const foreign[] = {
    "{\"level\":\"info\",\"ts\":1700000000.5,\"msg\":\"started\",\"duration\":0.25}\n"
    "{\"level\":\"error\",\"ts\":1700000001.5,\"error\":\"no route\"}\n",
    "{\"time\":\"2031-01-01T00:00:00Z\",\"status\":200,\"bytes\":512,\"request_time\":0.031}",
    "{\"type\":\"Feature\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[1,2]},"
    "\"properties\":{\"mag\":4.5}}",
    "{\"prompt\": \"Hello\", \"response\": \"World\", \"score\": 0.5}",
    "{\"id\": 3, \"label\": 1, \"prediction\": 0}",
    "{\"name\": \"left-pad\", \"version\": \"1.3.0\"}",
    "{\"name\": \"cpu\", \"value\": 0.5}",
    "{\n"
    "  \"epoch\": 1,\n"
    "  \"loss\": 0.5\n"
    "}\n",
    NULL,
};

/* Digits behind a point are passed over once, not once for each nineteen of them. */
START_TEST(a_long_fraction_takes_no_time)
{
    enum { DIGITS = 2000000 };
    char *text = malloc(DIGITS + 100);
    size_t n = (size_t)sprintf(text, "{\"step\": 1, \"loss\": 0.");
    memset(text + n, '5', DIGITS);
    sprintf(text + n + DIGITS, "}\n{\"step\": 2, \"loss\": 0.25}\n");
    const lc_read_options options = {.format = "jsonl"};
    lc_runs runs = LC_RUNS_INIT;
    ck_assert_int_eq(lc_read_bytes(&runs, NULL, text, strlen(text), &options, NULL), LC_OK);
    ck_assert_double_eq_tol(lc_run_find(&runs.run[0], "loss")->y[0], 5 / 9.0, 1e-15);
    lc_runs_free(&runs);
    free(text);
}
END_TEST

Suite *suite_jsonl(void)
{
    TCase *t;
    static const format_tests tests = {
        .format = "jsonl",
        .cases = cases,
        .cases_n = COUNT(cases),
        .refused = refused,
        .foreign = foreign,
    };
    Suite *s = format_suite(&tests, &t);
    tcase_add_test(t, a_long_fraction_takes_no_time);
    return s;
}
