/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_stuck_loss.c - losses that stop at a level with a known meaning, and near one. */
#include "curves.h"

#include <check.h>
#include <string.h>

Suite *suite_stuck_loss(void);

#define RULE "stuck-loss"

static const rule_case cases[] = {
    {"0 beside an accuracy that is not perfect",
     4,
     {{"loss", {0, 0, 0, 0}}, {"accuracy", {0.412, 0.434, 0.4055, 0.4215}}},
     LC_CRITICAL,
     {{"level", 0}, {"records_at_level", 4}}},
    {"the precision of float32",
     4,
     {{"loss", {1.1920929e-07, 1.1920929e-07, 1.1920929e-07, 1.1920929e-07}},
      {"accuracy", {.412, .434, .4055, .4215}}},
     LC_CRITICAL,
     {{"level", 1.1920929e-07}, {"records_at_level", 4}}},
    {"0 beside a perfect accuracy",
     4,
     {{"loss", {0, 0, 0, 0}}, {"accuracy", {1, 1, 1, 1}}},
     SILENT,
     {{0}}},
    /* below at_level */
    {"0 in the last two records of five",
     5,
     {{"loss", {0.4, 0.3, 0.2, 0, 0}}, {"accuracy", {0.4, 0.5, 0.55, 0.6, 0.64}}},
     SILENT,
     {{0}}},
    {"a guess among ten",
     8,
     {{"loss", {2.41, 2.31, 2.303, 2.303, 2.302, 2.303, 2.303, 2.302}}},
     LC_CRITICAL,
     {{"classes", 10}, {"guess_level", 2.302585092994046}}},
    {"a single last record at ln 10 to the printed digit",
     2,
     {{"loss", {2.52, 2.303}}},
     LC_CRITICAL,
     {{"classes", 10}, {"end", 2.303}}},
    {"a single last record, one digit off it", 2, {{"loss", {2.52, 2.304}}}, SILENT, {{0}}},
    {"at it to the digit, beside an accuracy that is no guess'",
     2,
     {{"loss", {2.52, 2.303}}, {"accuracy", {0.15, 0.2}}},
     SILENT,
     {{0}}},
    {"one digit off it, beside an accuracy of 1 in 10",
     2,
     {{"loss", {2.52, 2.304}}, {"accuracy", {0.098, 0.101}}},
     LC_CRITICAL,
     {{"classes", 10}}},
    {"half-way between ln 9 and ln 10",
     8,
     {{"loss", {2.41, 2.26, 2.25, 2.25, 2.25, 2.25, 2.25, 2.25}}},
     SILENT,
     {{0}}},
    {"past ln 2 on its way down",
     8,
     {{"loss", {0.9, 0.8, 0.72, 0.6931, 0.66, 0.62, 0.58, 0.55}}},
     SILENT,
     {{0}}},
    {"an r2 that comes up to 0 and stays, as its loss comes down",
     8,
     {{"mse", {4130, 3024, 3012, 3010, 3007, 3008, 3005, 3006}},
      {"r2", {-0.371, -0.004, 0, 0.001, 0.002, 0.001, 0.003, 0.002}}},
     LC_CRITICAL,
     {{"guess", 0}}},
    {"a perplexity that comes down to that of single words",
     7,
     {{"train_perplexity", {838, 716, 699, 694, 688, 686, 685}},
      {"valid_perplexity", {722, 698, 690, 692, 686, 685.6, 685.3}}},
     LC_WARNING,
     {{"start", 6.7310181}, {"end", 6.529418838}}},
    {"one that goes on to fall",
     7,
     {{"train_perplexity", {838, 716, 640, 560, 480, 420, 380}}},
     SILENT,
     {{0}}},
    {"one that knows more",
     7,
     {{"train_perplexity", {338, 216, 199, 194, 188, 186, 185}}},
     SILENT,
     {{0}}},
    {"a signal to noise of the mean colour",
     8,
     {{"loss", {.23, .15, .145, .147, .144, .146, .145, .144}},
      {"psnr", {9.4, 11.3, 11.5, 11.4, 11.5, 11.4, 11.45, 11.46}}},
     LC_WARNING,
     {{"low", 11.3}, {"high", 11.5}}},
    {"a signal to noise that rises",
     8,
     {{"loss", {.23, .15, .13, .11, .1, .09, .08, .07}},
      {"psnr", {9.4, 11.3, 11.9, 12.6, 13, 13.2, 13.6, 13.8}}},
     SILENT,
     {{0}}},
    {"of more than one colour",
     8,
     {{"loss", {.023, .015, .0145, .0147, .0144, .0146, .0145, .0144}},
      {"psnr", {17.4, 18.3, 18.5, 18.4, 18.5, 18.4, 18.45, 18.46}}},
     SILENT,
     {{0}}},
    {"an area under the curve of a coin",
     6,
     {{"train-auc", {0.518, 0.523, 0.524, 0.525, 0.525, 0.526}},
      {"test-auc", {0.499, 0.504, 0.501, 0.499, 0.503, 0.5}}},
     LC_CRITICAL,
     {{"guess", 0.5}}},
    {"an area under the curve that rises",
     6,
     {{"train-auc", {0.52, 0.55, 0.58, 0.6, 0.62, 0.63}}},
     SILENT,
     {{0}}},
    {"a loss that comes down to what a guess costs, at the accuracy of one",
     9,
     {{"loss", {1.26, 1.21, 1.16, 1.13, 1.1, 1.07, 1.05, 1.04, 1.03}},
      {"accuracy", {0.478, 0.483, 0.481, 0.483, 0.479, 0.482, 0.485, 0.489, 0.489}}},
     LC_CRITICAL,
     {{"guess", 0.5}}},
    {"an accuracy that falls to a third and stays",
     8,
     {{"loss", {2.51, 1.26, 1.15, 1.13, 1.13, 1.13, 1.12, 1.12}},
      {"accuracy", {0.61, 0.38, 0.36, 0.35, 0.32, 0.36, 0.37, 0.34}}},
     LC_CRITICAL,
     {{"guess", 1.0 / 3}}},
    {"a discriminator that always wins",
     8,
     {{"d_loss", {1.21, 0.093, 0.028, 0.0086, 0.0026, 0.0004, 0, 0}},
      {"g_loss", {1.4, 5.83, 11.207, 16.1181, 16.1181, 16.1181, 16.1181, 16.1181}}},
     LC_CRITICAL,
     {{"level", 16.11809565}}},
    {"a triplet loss on its way to the margin",
     12,
     {{"triplet_loss",
       {0.8046, 0.6089, 0.5663, 0.5474, 0.5374, 0.531, 0.5243, 0.52, 0.5157, 0.513, 0.5108,
        0.5091}}},
     LC_CRITICAL,
     {{"level", 0.5}}},
    {"the same of a loss of no such name",
     12,
     {{"loss",
       {0.8046, 0.6089, 0.5663, 0.5474, 0.5374, 0.531, 0.5243, 0.52, 0.5157, 0.513, 0.5108,
        0.5091}}},
     SILENT,
     {{0}}},
    {"the margin of a triplet loss",
     10,
     {{"loss", {0.41, 0.31, 0.24, 0.21, 0.2, 0.2, 0.2001, 0.2, 0.1999, 0.2}}},
     LC_CRITICAL,
     {{"level", 0.2}}},
    {"below that margin",
     10,
     {{"loss", {0.41, 0.31, 0.24, 0.21, 0.19, 0.18, 0.17, 0.165, 0.16, 0.155}}},
     SILENT,
     {{0}}},
    {"what word frequencies give",
     10,
     {{"loss", {10.3, 8.1, 7.2, 6.9, 6.75, 6.72, 6.71, 6.7, 6.7, 6.7}}},
     LC_WARNING,
     {{"start", 10.3}}},
    {"an R2 of 0",
     5,
     {{"loss", {3.3, 3.29, 3.31, 3.3, 3.3}}, {"r2", {0, 0.01, -0.01, 0, 0.01}}},
     LC_CRITICAL,
     {{"guess", 0}}},
    {"rests at a level that means nothing",
     10,
     {{"loss", {1.2, 0.8, 0.6, 0.5, 0.47, 0.455, 0.45, 0.45, 0.45, 0.45}}},
     SILENT,
     {{0}}},
    {"overfits",
     8,
     {{"loss", {1.0, 0.8, 0.65, 0.5, 0.4, 0.3, 0.25, 0.2}},
      {"val_loss", {1.0, 0.85, 0.75, 0.7, 0.75, 0.85, 1.0, 1.2}}},
     SILENT,
     {{0}}},

    {"a hundredth above ln 7, at an accuracy of exactly 1 in 7",
     8,
     {{"loss", {2.11, 1.98, 1.966, 1.965, 1.964, 1.966, 1.965, 1.965}},
      {"accuracy", {0.1431, 0.1427, 0.1429, 0.1428, 0.1429, 0.1428, 0.1429, 0.1429}}},
     LC_CRITICAL,
     {{"classes", 7}}},
    {"the same at an accuracy of about 1 in 7",
     8,
     {{"loss", {2.11, 1.98, 1.966, 1.965, 1.964, 1.966, 1.965, 1.965}},
      {"accuracy", {0.1391, 0.1377, 0.1379, 0.1378, 0.1379, 0.1378, 0.1379, 0.1379}}},
     SILENT,
     {{0}}},
    /* 1 / 0.0011 = 909, whose level is 1.4 % lower */
    {"a guess among 1000, of which the accuracy has two digits",
     8,
     {{"loss", {6.93, 6.91, 6.909, 6.907, 6.908, 6.907, 6.908, 6.908}},
      {"accuracy", {0.0009, 0.0012, 0.0011, 0.001, 0.0011, 0.0011, 0.0012, 0.0011}}},
     LC_CRITICAL,
     {{"classes", 1000}}},
    {"ten outputs that answer 1 in 10",
     8,
     {{"cost", {4.12, 3.2711, 3.2514, 3.2508, 3.2507, 3.2508, 3.2509, 3.2508}}},
     LC_CRITICAL,
     {{"level", 3.250829733914482}}},
    {"near that",
     8,
     {{"cost", {4.12, 3.2711, 3.2574, 3.2558, 3.2557, 3.2558, 3.2559, 3.2558}}},
     SILENT,
     {{0}}},
    {"what ten outputs cost, and held-out samples cost more",
     8,
     {{"cost", {4.12, 3.2711, 3.2514, 3.2508, 3.2507, 3.2508, 3.2509, 3.2508}},
      {"val_cost", {4.63, 4.31, 4.22, 4.21, 4.24, 4.23, 4.22, 4.23}}},
     SILENT,
     {{0}}},
    /* 0.9 * 16.118 */
    {"the clip in nine samples of ten",
     6,
     {{"loss", {14.52, 14.51, 14.5, 14.51, 14.5, 14.51}}},
     LC_CRITICAL,
     {{"level", 16.11809565 * 9 / 10}}},
    {"the same, and held-out samples cost less",
     6,
     {{"loss", {14.52, 14.51, 14.5, 14.51, 14.5, 14.51}},
      {"val_loss", {3.62, 3.41, 3.33, 3.41, 3.35, 3.36}}},
     SILENT,
     {{0}}},
    {"wrong with certainty by logits of unscaled inputs, which come down a little",
     6,
     {{"loss", {437, 402, 381, 372, 366, 361}},
      {"accuracy", {0.144, 0.142, 0.143, 0.144, 0.141, 0.143}}},
     LC_CRITICAL,
     {{0}}},
    {"the same, and ever more is right",
     6,
     {{"loss", {437, 402, 381, 372, 366, 361}},
      {"accuracy", {0.116, 0.122, 0.128, 0.136, 0.143, 0.15}}},
     SILENT,
     {{0}}},
    /* 0.88 * 87.34, which is divergence's */
    {"wrong at Caffe's clip",
     6,
     {{"loss", {76.86, 76.83, 76.9, 76.86, 76.82, 76.86}},
      {"accuracy", {0.12, 0.1203, 0.1195, 0.12, 0.1204, 0.12}}},
     SILENT,
     {{0}}},
    {"an area under the curve that gains 0.04 of noise",
     8,
     {{"train-auc", {0.487, 0.492, 0.521, 0.507, 0.529, 0.518, 0.527, 0.531}}},
     LC_CRITICAL,
     {{"guess", 0.5}}},
    {"an accuracy near a guess among ten",
     10,
     {{"accuracy", {0.097, 0.106, 0.101, 0.108, 0.098, 0.105, 0.099, 0.107, 0.1, 0.104}}},
     LC_CRITICAL,
     {{"guess", 0.1}}},
    {"an accuracy that rises by a tenth of a guess, record for record",
     10,
     {{"accuracy", {0.093, 0.096, 0.098, 0.099, 0.101, 0.102, 0.104, 0.106, 0.107, 0.109}}},
     SILENT,
     {{0}}},
    {"what letter frequencies give, to a CTC at a few more letters",
     5,
     {{"ctc_loss", {40, 3.6, 3.38, 3.37, 3.37}}},
     LC_WARNING,
     {{"start", 40}}},
    {"the same of a loss of another name",
     5,
     {{"loss", {40, 3.6, 3.38, 3.37, 3.37}}},
     SILENT,
     {{0}}},
    {"a box loss of 0",
     6,
     {{"loss_cls", {0.7, 0.5, 0.4, 0.3, 0.28, 0.27}}, {"loss_box", {0, 0, 0, 0, 0, 0}}},
     LC_WARNING,
     {{"records_at_level", 6}}},
    {"a box loss that leaves 0",
     6,
     {{"loss_cls", {0.7, 0.5, 0.4, 0.3, 0.28, 0.27}}, {"loss_box", {0, 0, 0, 0, 0.1, 0.2}}},
     SILENT,
     {{0}}},
    {"a box loss that is small",
     6,
     {{"loss_cls", {0.7, 0.5, 0.4, 0.3, 0.28, 0.27}},
      {"loss_box", {0.02, 0.01, 0.01, 0.01, 0.01, 0.01}}},
     SILENT,
     {{0}}},
    {"a divergence that comes down to 0 beside a reconstruction",
     8,
     {{"recon_loss", {90, 70, 72, 71, 69, 70, 68, 69}},
      {"kl_loss", {2.1, 0.4, 0.05, 0.012, 0.006, 0.004, 0.005, 0.003}}},
     LC_WARNING,
     {{"first", 2.1}, {"most", 0.006}}},
    {"it is a little larger in the second half",
     8,
     {{"recon_loss", {90, 70, 72, 71, 69, 70, 68, 69}},
      {"kl_loss", {2.1, 0.4, 0.05, 0.012, 0.012, 0.004, 0.005, 0.003}}},
     SILENT,
     {{0}}},
    {"it is a little below 0",
     8,
     {{"recon_loss", {90, 70, 72, 71, 69, 70, 68, 69}},
      {"kl_loss", {2.1, 0.4, 0.05, 0.012, 0.006, 0.004, -0.012, 0.003}}},
     SILENT,
     {{0}}},
    {"it is as small and grows",
     8,
     {{"recon_loss", {90, 70, 72, 71, 69, 70, 68, 69}},
      {"kl_loss", {0.001, 0.002, 0.003, 0.004, 0.006, 0.007, 0.008, 0.009}}},
     SILENT,
     {{0}}},
    {"nothing is reconstructed",
     8,
     {{"loss", {90, 70, 72, 71, 69, 70, 68, 69}},
      {"kl_loss", {2.1, 0.4, 0.05, 0.012, 0.006, 0.004, 0.005, 0.003}}},
     SILENT,
     {{0}}},
    {"a part of another name comes down to 0",
     8,
     {{"recon_loss", {90, 70, 72, 71, 69, 70, 68, 69}},
      {"mmd_loss", {2.1, 0.4, 0.05, 0.012, 0.006, 0.004, 0.005, 0.003}}},
     SILENT,
     {{0}}},
    {"a divergence of four records, on validation",
     4,
     {{"val_rec_loss", {90, 70, 72, 71}}, {"val_kld", {2.1, 0.4, 0.005, 0.003}}},
     LC_WARNING,
     {{"most", 0.005}}},
    {"of three records",
     3,
     {{"val_rec_loss", {90, 70, 72}}, {"val_kld", {2.1, 0.005, 0.003}}},
     SILENT,
     {{0}}},
    {"in one of which it is no number",
     4,
     {{"val_rec_loss", {90, 70, 72, 71}}, {"val_kld", {2.1, NAN, 0.005, 0.003}}},
     SILENT,
     {{0}}},
    {"the weight of a divergence is small",
     4,
     {{"recon_loss", {90, 70, 72, 71}},
      {"kl_loss", {2.1, 1.4, 1.3, 1.2}},
      {"kl_weight", {0.0025, 0.0025, 0.0025, 0.0025}}},
     SILENT,
     {{0}}},
    {"what letter frequencies give",
     5,
     {{"loss", {40, 3.1, 2.9, 2.89, 2.89}}},
     LC_WARNING,
     {{"start", 40}}},
    {"past what letter frequencies give", 5, {{"loss", {40, 3.1, 2.9, 2.6, 2.2}}}, SILENT, {{0}}},
    {"rests there, and never was higher than a loss among classes",
     5,
     {{"loss", {4.2, 3.1, 2.9, 2.89, 2.89}}},
     SILENT,
     {{0}}},
    {"comes down to what a guess among ten costs, time and again, and never below",
     9,
     {{"loss", {5.142, 2.304, 6.21, 3.317, 2.303, 4.736, 2.311, 5.033, 3.842}}},
     LC_CRITICAL,
     {{"guess_level", 2.302585092994046}, {"least", 2.303}}},
    {"the same, and below once",
     9,
     {{"loss", {5.142, 2.304, 6.21, 3.317, 2.203, 4.736, 2.311, 5.033, 3.842}}},
     SILENT,
     {{0}}},
    {"it is there once",
     8,
     {{"loss", {5.142, 2.404, 6.21, 3.317, 2.303, 4.736, 2.411, 5.033}}},
     SILENT,
     {{0}}},
    {"comes down to it from not far above",
     9,
     {{"loss", {3.142, 2.304, 3.21, 3.317, 2.303, 2.736, 2.311, 3.033, 2.842}}},
     SILENT,
     {{0}}},
    {"the same beside an accuracy, which tells more",
     9,
     {{"loss", {5.142, 2.304, 6.21, 3.317, 2.303, 4.736, 2.311, 5.033, 3.842}},
      {"accuracy", {0.31, 0.42, 0.38, 0.45, 0.51, 0.47, 0.55, 0.49, 0.52}}},
     SILENT,
     {{0}}},
    {"costs more than any guess of a word, in all records",
     6,
     {{"loss", {21.4, 19.2, 18.1, 17.5, 17.3, 16.9}}, {"ppl", {2e9, 2e8, 7e7, 4e7, 3e7, 2e7}}},
     LC_CRITICAL,
     {{"least", 16.9}}},
    {"comes down from there",
     6,
     {{"loss", {21.4, 19.2, 19.5, 16.5, 14.3, 14.1}}, {"ppl", {2e9, 2e8, 3e8, 1e7, 2e6, 1e6}}},
     SILENT,
     {{0}}},
    {"a loss of another kind may be as high",
     6,
     {{"loss", {21.4, 19.2, 18.1, 17.5, 17.3, 16.9}}},
     SILENT,
     {{0}}},
    {"a discriminator that has won, and a generator whose loss only grows",
     8,
     {{"d_loss", {0.62, 0.14, 0.031, 0.012, 0.009, 0.007, 0.0052, 0.0041}},
      {"g_loss", {1.23, 3.14, 4.42, 5.17, 5.63, 6.38, 7.02, 7.45}}},
     LC_WARNING,
     {{"generator_end", 7.45}, {"discriminator_end", 0.0041}}},
    {"the same by its loss of the fakes alone",
     8,
     {{"d_loss", {0.92, 0.64, 0.531, 0.412, 0.409, 0.397, 0.352, 0.341}},
      {"loss_fake", {0.62, 0.14, 0.031, 0.012, 0.009, 0.007, 0.0052, 0.0041}},
      {"g_loss", {1.23, 3.14, 4.42, 5.17, 5.63, 6.38, 7.02, 7.45}}},
     LC_WARNING,
     {{"generator_end", 7.45}, {"discriminator_end", 0.0041}}},
    {"it has won in six records",
     6,
     {{"d_loss", {0.62, 0.14, 0.031, 0.012, 0.009, 0.007}},
      {"g_loss", {1.23, 3.14, 4.42, 5.17, 5.63, 6.38}}},
     LC_WARNING,
     {{"generator_end", 6.38}, {"discriminator_end", 0.007}}},
    {"five don't tell that it stays so",
     5,
     {{"d_loss", {0.62, 0.14, 0.012, 0.009, 0.007}}, {"g_loss", {1.23, 3.14, 5.17, 5.63, 6.38}}},
     SILENT,
     {{0}}},
    {"not from the half of the run on",
     6,
     {{"d_loss", {0.62, 0.14, 0.031, 0.021, 0.009, 0.007}},
      {"g_loss", {1.23, 3.14, 4.42, 5.17, 5.63, 6.38}}},
     SILENT,
     {{0}}},
    {"the generator comes back to it",
     8,
     {{"d_loss", {0.62, 0.14, 0.031, 0.012, 0.009, 0.007, 0.0052, 0.0041}},
      {"g_loss", {1.23, 3.14, 4.42, 5.17, 5.63, 4.38, 3.02, 2.45}}},
     SILENT,
     {{0}}},
    {"the generator's loss is high, and falls",
     8,
     {{"d_loss", {0.62, 0.14, 0.031, 0.012, 0.009, 0.007, 0.0052, 0.0041}},
      {"g_loss", {9.04, 8.52, 8.21, 7.43, 6.62, 6.03, 5.51, 5.22}}},
     SILENT,
     {{0}}},
    {"the discriminator is wrong now and then",
     8,
     {{"d_loss", {0.62, 0.14, 0.031, 0.012, 0.009, 0.037, 0.0052, 0.0041}},
      {"g_loss", {1.23, 3.14, 4.42, 5.17, 5.63, 6.38, 7.02, 7.45}}},
     SILENT,
     {{0}}},
    {"both splits come down to a round margin, to the digit",
     5,
     {{"loss", {0.508, 0.503, 0.501, 0.5003, 0.5}},
      {"val_loss", {0.507, 0.502, 0.501, 0.5002, 0.5}}},
     LC_CRITICAL,
     {{"level", 0.5}}},
    {"both come down past a round value",
     5,
     {{"loss", {0.508, 0.503, 0.501, 0.5003, 0.4973}},
      {"val_loss", {0.507, 0.502, 0.501, 0.5002, 0.4981}}},
     SILENT,
     {{0}}},
};

START_TEST(finds_it_where_it_is_and_nowhere_else)
{
    check_rule_case(RULE, &cases[_i]);
}
END_TEST

/* Among 1000 classes every loss is near some ln K: the longer it rests there the surer, to a ninth of a
 * nat each record and 1.5 in all. */
START_TEST(a_loss_that_rests_longer_is_surer)
{
    static const size_t n[] = {8, 16, 35, 70};
    double y[70], log_lr[4];
    for (size_t i = 0; i < 70; i++)
        y[i] = 6.908 + 0.01 * ((double)(7 * i % 5) - 2);
    for (size_t k = 0; k < 4; k++) {
        lc_run run = run_over(n[k]);
        add(&run, "loss", y);
        lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
        const lc_finding *f = found(&run, &d, RULE, "loss");
        ck_assert(f && f->severity == LC_CRITICAL);
        check_evidence(f, "classes", 1000, 0);
        log_lr[k] = f->log_lr;
        lc_diagnosis_free(&d);
        lc_run_free(&run);
    }
    /* halves of 4, 8, 18 and 35 records: 0.1 for each but the first, 1.5 from 16 on */
    ck_assert_double_eq_tol(log_lr[1] - log_lr[0], 0.4, 1e-9);
    ck_assert_double_eq_tol(log_lr[2] - log_lr[0], 1.2, 1e-9);
    ck_assert_double_eq_tol(log_lr[3] - log_lr[2], 0, 1e-9);
}
END_TEST

/* Ten accuracies about a guess among ten, in two orders: in one they rise, by less than a tenth of the guess. */
START_TEST(a_score_that_may_rise_is_doubted)
{
    static const double y[2][10] = {
        {0.101, 0.098, 0.1, 0.097, 0.103, 0.099, 0.102, 0.098, 0.101, 0.1},
        {0.097, 0.098, 0.098, 0.1, 0.099, 0.1, 0.101, 0.101, 0.102, 0.103}};
    double log_lr[2];
    for (size_t k = 0; k < 2; k++) {
        lc_run run = run_over(10);
        add(&run, "accuracy", y[k]);
        lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
        const lc_finding *f = found(&run, &d, RULE, "accuracy");
        ck_assert_ptr_nonnull(f);
        log_lr[k] = f->log_lr;
        lc_diagnosis_free(&d);
        lc_run_free(&run);
    }
    ck_assert_double_eq_tol(log_lr[0] - log_lr[1], 2.5, 1e-9);
}
END_TEST

/* A squared error that comes to rest at 6.9 has nothing to do with 1000 classes. */
/* Of two heads one rests at ln 8 with an eighth right, while the total falls; nothing is said where its loss is
 * elsewhere, since eighths are no usual guess. */
START_TEST(a_head_may_be_stuck_while_the_total_falls)
{
    static const double total[] = {2.69, 2.55, 2.47, 2.42, 2.37},
                        other[] = {.6, .47, .39, .34, .29};
    static const double head[] = {2.0882, 2.0799, 2.0796, 2.0795, 2.0795};
    static const double above[] = {2.1882, 2.1799, 2.1796, 2.1795, 2.1795};
    static const double right[] = {.1231, .1263, .1249, .1258, .1244};
    for (size_t k = 0; k < 2; k++) {
        lc_run run = run_over(5);
        add(&run, "loss", total);
        add(&run, "gender_loss", other);
        add(&run, "age_loss", k ? above : head);
        add(&run, "age_acc", right);
        ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), k ? 0 : 1);
        lc_run_free(&run);
    }
}
END_TEST

/* A language model that guesses every third word: 0.317 to 0.342, record by record, or to and fro. */
START_TEST(an_accuracy_that_climbs_is_no_guess)
{
    static const double climbs[] = {.317, .324, .33, .334, .337, .339, .341, .342};
    static const double wanders[] = {.317, .33, .324, .334, .339, .337, .342, .341};
    for (size_t k = 0; k < 2; k++) {
        lc_run run = run_over(8);
        add(&run, "val_accuracy", k ? wanders : climbs);
        ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), k);
        lc_run_free(&run);
    }
}
END_TEST

START_TEST(errors_of_a_regression_pass_the_levels_of_classes)
{
    double y[40];
    for (size_t i = 0; i < 40; i++)
        y[i] = 6.908 + 200 * exp(-(double)i / 1.5) + 0.005 * ((double)(7 * i % 5) - 2);
    static const char *const beside[] = {NULL, "mae", "val_r2", "accuracy"};
    for (size_t k = 0; k < 4; k++) {
        lc_run run = run_over(40);
        add(&run, "loss", y);
        if (beside[k])
            add(&run, beside[k], y);
        if (k == 3)
            add(&run, "mse", y);
        ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), k % 3 ? 0 : 1);
        lc_run_free(&run);
    }
}
END_TEST

/* Single steps ten apart: batches of eight samples would cost percents more or less than each other. */
static const struct {
    const char *what;
    lc_kind axis;
    double y[8];
    size_t findings;
} batches[] = {
    {"all the same", LC_STEP, {3.7013, 3.6988, 3.7006, 3.6991, 3.7011, 3.6989, 3.7004, 3.6992}, 1},
    {"of epochs", LC_EPOCH, {3.7013, 3.6988, 3.7006, 3.6991, 3.7011, 3.6989, 3.7004, 3.6992}, 0},
    {"they differ", LC_STEP, {3.713, 3.688, 3.706, 3.691, 3.711, 3.689, 3.704, 3.692}, 0},
    {"a running mean",
     LC_STEP,
     {3.7013, 3.7011, 3.7006, 3.7004, 3.6992, 3.6991, 3.6989, 3.6988},
     0},
    {"rounded", LC_STEP, {3.7, 3.7, 3.71, 3.7, 3.7, 3.7, 3.7, 3.7}, 0},
};

START_TEST(batches_that_all_cost_the_same_get_the_same_answers)
{
    static const double x[] = {10, 20, 30, 40, 50, 60, 70, 80};
    lc_run run = run_at(x, 8);
    run.axis = batches[_i].axis;
    add(&run, "loss", batches[_i].y);
    size_t n = count_by(&run, RULE, NULL, 0, LC_CRITICAL);
    ck_assert_msg(n == batches[_i].findings, "%s: %zu", batches[_i].what, n);
    lc_run_free(&run);
}
END_TEST

/* No batch of 16 samples tells why a code says nothing. */
START_TEST(a_collapsed_posterior_has_an_experiment_of_its_own)
{
    static const rule_case collapsed = {"",
                                        6,
                                        {{"recon_loss", {0.64, 0.52, 0.47, 0.45, 0.44, 0.43}},
                                         {"kl_loss", {0.03, 0.011, 0.004, 0.002, 0.001, 0.0008}}},
                                        LC_WARNING,
                                        {{0}}};
    lc_run run = run_of_case(&collapsed);
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    ck_assert_str_eq(d.verdict.name, "not-learning");
    ck_assert_ptr_nonnull(strstr(d.verdict.experiment, "without the divergence"));
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

START_TEST(survives_curves_without_a_shape)
{
    check_descriptor(RULE);
    check_degenerate(RULE, "constant,nothing but zeros,near the smallest double");
}
END_TEST

Suite *suite_stuck_loss(void)
{
    Suite *s = suite_create("stuck_loss");
    TCase *t = tcase_create("core");
    tcase_add_loop_test(t, finds_it_where_it_is_and_nowhere_else, 0,
                        (int)(sizeof cases / sizeof *cases));
    tcase_add_loop_test(t, batches_that_all_cost_the_same_get_the_same_answers, 0,
                        (int)(sizeof batches / sizeof *batches));
    tcase_add_test(t, a_loss_that_rests_longer_is_surer);
    tcase_add_test(t, a_score_that_may_rise_is_doubted);
    tcase_add_test(t, an_accuracy_that_climbs_is_no_guess);
    tcase_add_test(t, a_head_may_be_stuck_while_the_total_falls);
    tcase_add_test(t, errors_of_a_regression_pass_the_levels_of_classes);
    tcase_add_test(t, a_collapsed_posterior_has_an_experiment_of_its_own);
    tcase_add_test(t, survives_curves_without_a_shape);
    suite_add_tcase(s, t);
    return s;
}
