/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_wandb_file.c - Weights & Biases' own file. */
#include "format_suite.h"

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
    return format_suite(&tests, NULL);
}
