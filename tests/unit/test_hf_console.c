/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_hf_console.c - the dicts that Hugging Face's Trainer prints. */
#include "format_suite.h"

Suite *suite_hf_console(void);

static const reading cases[] = {
    {.sample = "twice.log", /* the second training starts over */
     .expected =
         "6 epoch 0.5..2: loss 3.4127..2.4419, grad_norm 1.9..1.3, learning_rate 3.75e-05..0,"
         " eval_loss 2.7033..2.4871, eval_runtime 1.02..1.02, eval_samples_per_second "
         "39.2..39.2\n"
         "[run 2] 6 epoch 0.5..2: loss 3.4102..2.2917, grad_norm 1.9..1.3, learning_rate "
         "3.75e-05..0, eval_loss 2.6114..2.3408, eval_runtime 1.02..1.02, "
         "eval_samples_per_second 39.2..39.2\n"},
    {.sample = "texts.log", /* numbers as texts, a bar behind each */
     .expected = "4 epoch 0.25..1: loss 0.6931..0.6514 'Infinity', grad_norm 0.8123..1.204 'NaN', "
                 "learning_rate 2e-05..1.25e-05\n"},
    {.sample = "logging.log", /* three trainings, of which only the ends are told */
     .expected =
         "1 epoch 2..2: eval_loss 0.5127..0.5127, eval_accuracy 0.7641..0.7641, eval_runtime "
         "2.2..2.2\n"
         "[run 2] 1 epoch 2..2: eval_loss 0.4873..0.4873, eval_accuracy 0.7822..0.7822, "
         "eval_runtime 2.1..2.1\n"
         "[run 3] 1 epoch 2..2: eval_loss 0.4902..0.4902, eval_accuracy 0.7803..0.7803, "
         "eval_runtime 2.3..2.3\n"},
    {.what = "a training that ends, and a longer one",
     .text = "{'loss': 3.0, 'learning_rate': 1e-4, 'epoch': 1.0}\n"
             "{'loss': 2.0, 'learning_rate': 0, 'epoch': 2.0}\n"
             "{'train_runtime': 9.1, 'train_loss': 2.5, 'epoch': 2.0}\n"
             "{'loss': 2.9, 'learning_rate': 1e-4, 'epoch': 1.5}\n",
     .expected = "2 epoch 1..2: loss 3..2, learning_rate 0.0001..0\n"
                 "[run 2] 1 epoch 1.5..1.5: loss 2.9..2.9, learning_rate 0.0001..0.0001\n"},
    {.what = "a resume is no other training",
     .text = "{'loss': 3.0, 'learning_rate': 1e-4, 'epoch': 1.0}\n"
             "{'loss': 2.5, 'learning_rate': 1e-4, 'epoch': 2.0}\n"
             "{'loss': 2.2, 'learning_rate': 1e-4, 'epoch': 3.0}\n"
             "{'loss': 2.4, 'learning_rate': 1e-4, 'epoch': 2.0}\n"
             "{'loss': 2.1, 'learning_rate': 1e-4, 'epoch': 3.0}\n",
     .expected = "5 epoch 1..3: loss 3..2.1, learning_rate 0.0001..0.0001\n"
                 "  line 0: epoch goes back from 3 to 2 (1 time in all), as after a resume: of 2 "
                 "values recorded again the last one counts\n"},
    {.what = "two on a line, others between",
     .text = "x {'a': {'b': 1}} {'eval_loss': 0.5, 'epoch': 1.0} {'n': 3} {'eval_loss': nan, "
             "'epoch': 2.0} {'eval_loss': 0.\n",
     .expected = "2 epoch 1..2: eval_loss 0.5..nan 'NaN'\n"},
    {.what = "evaluated once more at the end",
     .text = "{'loss': 8, 'learning_rate': 0, 'epoch': 0.25}\n"
             "{'loss': 7, 'learning_rate': 0, 'epoch': 0.5}\n"
             "{'loss': 6, 'learning_rate': 0, 'epoch': 0.75}\n"
             "{'loss': 5, 'learning_rate': 0, 'epoch': 1.0}\n"
             "{'loss': 4, 'learning_rate': 0, 'epoch': 1.25}\n"
             "{'loss': 3, 'learning_rate': 0, 'epoch': 1.5}\n"
             "{'loss': 2, 'learning_rate': 0, 'epoch': 1.75}\n"
             "{'loss': 1, 'learning_rate': 0, 'epoch': 2.0}\n"
             "{'eval_loss': 2.0, 'epoch': 2.0}\n"
             "{'train_runtime': 9.1, 'train_loss': 3.0, 'epoch': 2.0}\n"
             "{'eval_loss': 1.9, 'epoch': 2.0}\n",
     .expected = "10 epoch 0.25..2: loss 8..1, learning_rate 0..0, eval_loss 1.9..1.9\n"
                 "  line 0: 1 value is recorded twice at the same epoch: the last one counts\n"},
};

static const char *const refused[] = {
    "",
    "{'loss': 0.5}\n",
    "{'train_runtime': 9.1, 'train_loss': 2.5, 'epoch': 2.0}\n",
    "loss 0.5 epoch 1\n",
    NULL,
};

static const char *const foreign[] = {
    "{\"loss\": 0.5, \"learning_rate\": 0.1, \"epoch\": 1}",
    "print({'loss': loss, 'learning_rate': lr, 'epoch': epoch})",
    "config = {'epoch': 3, 'loss': 'mse'}",
    "2031-01-01 INFO - {'text', 'label'}",
    "{'epoch': 3, 'f1': 0.5}",
    NULL,
};

static const sample_notes notes[] = {
    {"twice.log", "loss: mean since the last log\nloss: mean since the last log"},
};

Suite *suite_hf_console(void)
{
    static const format_tests tests = {
        .format = "hf_console",
        .cases = cases,
        .cases_n = COUNT(cases),
        .refused = refused,
        .foreign = foreign,
        .notes = notes,
        .notes_n = COUNT(notes),
    };
    return format_suite(&tests, NULL);
}
