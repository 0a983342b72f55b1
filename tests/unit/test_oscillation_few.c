/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_oscillation_few.c - swings of few records: what speaks for them, and what explains them. */
#include "studied.h"

#include <check.h>
#include <math.h>

Suite *suite_oscillation_few(void);

#define RULE "oscillation"
#define SWINGS                                        \
    {                                                 \
        "val_loss",                                   \
        {                                             \
            2, 1, 1.6, .8, 1.5, .75, 1.4, .8, 1.5, .7 \
        }                                             \
    }
#define CALM                                           \
    {                                                  \
        "loss",                                        \
        {                                              \
            2, 1.5, 1.2, 1, .9, .85, .8, .77, .75, .73 \
        }                                              \
    }
#define LOST                                             \
    {                                                    \
        "val_accuracy",                                  \
        {                                                \
            .5, .55, .6, .65, .5, .66, .55, .68, .69, .7 \
        }                                                \
    }
static const comparison compared[] = {
    {"a calm loss", {.n = 10, .made = {CALM}}, {.n = 10, .made = {CALM, SWINGS}}, -1},
    {"smaller swings",
     {.n = 10, .made = {CALM, {"val_loss", {2, 1.2, 1.4, 1, 1.2, .95, 1.1, .9, 1.05, .85}}}},
     {.n = 10, .made = {CALM, SWINGS}},
     -1},
    {"a single step back",
     {.n = 10, .made = {CALM, {"val_loss", {2, 1.5, 1.2, 1, .8, 1.5, .75, .7, .68, .65}}}},
     {.n = 10, .made = {CALM, SWINGS}},
     -1},
    {"before the first quarter of the run",
     {.n = 10, .made = {CALM, {"val_loss", {2, .9, 1.7, 1.4, 1.2, 1, .9, .85, .8, .77}}}},
     {.n = 10, .made = {CALM}},
     0},
    {"more gained than they swing",
     {.n = 10, .made = {CALM, {"val_loss", {200, 80, 40, 10, 15, 4, 6, 1.2, 1.8, .7}}}},
     {.n = 10, .made = {CALM, SWINGS}},
     -1},
    {"of four records", {.n = 4, .made = {CALM, SWINGS}}, {.n = 4, .made = {CALM}}, 0},
    {"of five", {.n = 5, .made = {CALM, SWINGS}}, {.n = 5, .made = {CALM}}, 1},
    {"training swings as well",
     {.n = 10, .made = {{"loss", {2, 1, 1.6, .8, 1.5, .75, 1.4, .8, 1.5, .7}}, SWINGS}},
     {.n = 10, .made = {CALM, SWINGS}},
     1},
    {"training alone",
     {.n = 10, .made = {{"loss", {2, 1, 1.6, .8, 1.5, .75, 1.4, .8, 1.5, .7}}}},
     {.n = 10, .made = {CALM, SWINGS}},
     -1},
    {"training's single steps, which are of batches",
     {.n = 10,
      .made = {{"loss", {2, 1, 1.6, .8, 1.5, .75, 1.4, .8, 1.5, .7}}},
      .axis = LC_STEP,
      .step = 10},
     {.n = 10, .made = {CALM}},
     0},
    {"a part of the loss",
     {.n = 10,
      .made = {CALM,
               {"val_box_loss", {2, 1, 1.6, .8, 1.5, .75, 1.4, .8, 1.5, .7}},
               {"val_loss", {2, 1.5, 1.2, 1, .9, .85, .8, .77, .75, .73}}}},
     {.n = 10, .made = {CALM}},
     0},
    {"while nearly all is right",
     {.n = 10,
      .made = {CALM,
               SWINGS,
               {"val_accuracy", {.99, .99, .991, .99, .992, .99, .991, .99, .99, .992}}}},
     {.n = 10, .made = {CALM}},
     0},
    {"of a hundred",
     {.n = 10,
      .made = {CALM, SWINGS, {"val_accuracy", {99, 99, 99.1, 99, 99.2, 99, 99.1, 99, 99, 99.2}}}},
     {.n = 10, .made = {CALM}},
     0},
    {"while not quite all is",
     {.n = 10,
      .made = {CALM,
               SWINGS,
               {"val_accuracy", {.97, .97, .971, .97, .972, .97, .971, .97, .97, .972}}}},
     {.n = 10, .made = {CALM}},
     1},
    {"without a logarithm",
     {.n = 10, .made = {CALM, {"val_loss", {1, 0, .6, -.2, .5, -.25, .4, -.2, .5, -.3}}}},
     {.n = 10, .made = {CALM}},
     0},
    {"samples lost twice, and found again",
     {.n = 10, .made = {LOST}},
     {.n = 10, .made = {{"val_accuracy", {.5, .55, .6, .65, .655, .66, .67, .68, .69, .7}}}},
     1},
    {"of a hundred",
     {.n = 10, .made = {{"val_accuracy", {50, 55, 60, 65, 50, 66, 55, 68, 69, 70}}}},
     {.n = 10, .made = {LOST}},
     0},
    {"once",
     {.n = 10, .made = {{"val_accuracy", {.5, .55, .6, .65, .57, .66, .67, .68, .69, .7}}}},
     {.n = 10, .made = {LOST}},
     -1},
    {"and at last",
     {.n = 10, .made = {{"val_accuracy", {.5, .55, .6, .65, .57, .66, .67, .68, .69, .6}}}},
     {.n = 10, .made = {{"val_accuracy", {.5, .55, .6, .65, .57, .66, .67, .68, .69, .7}}}},
     1},
    {"and a little at last",
     {.n = 10, .made = {{"val_accuracy", {.5, .55, .6, .65, .57, .66, .67, .68, .7, .69}}}},
     {.n = 10, .made = {{"val_accuracy", {.5, .55, .6, .65, .57, .66, .67, .68, .7, .71}}}},
     0},
    {"at first, as training begins",
     {.n = 10, .made = {{"val_accuracy", {.5, .4, .52, .42, .66, .67, .68, .69, .695, .7}}}},
     {.n = 10, .made = {LOST}},
     -1},
    {"for good",
     {.n = 10, .made = {{"val_accuracy", {.7, .72, .74, .75, .6, .6, .6, .5, .5, .5}}}},
     {.n = 10, .made = {LOST}},
     -1},
    {"as one gets on",
     {.n = 10, .made = {{"val_accuracy", {.1, .15, .2, .3, .22, .45, .37, .6, .7, .8}}}},
     {.n = 10, .made = {LOST}},
     -1},
    {"of few samples, each a tenth",
     {.n = 10,
      .made = {{"val_accuracy", {.5, .6, .6, .7, .5, .7, .6, .7, .7, .7}}},
      .facts = {.validation_samples = 10}},
     {.n = 10, .made = {LOST}},
     -1},
    {"over the samples of a smooth loss",
     {.n = 10,
      .made = {LOST, {"val_loss", {2, 1.5, 1.2, 1, .9, .85, .8, .77, .75, .73}}},
      .facts = {.validation_samples = 500}},
     {.n = 10, .made = {LOST}, .facts = {.validation_samples = 500}},
     -1},
    {"far behind training",
     {.n = 10, .made = {{"loss", {2, 1, .5, .25, .12, .06, .03, .015, .01, .005}}, SWINGS}},
     {.n = 10, .made = {CALM, SWINGS}},
     -1},
    {"a wild loss of single steps, nowhere small",
     {.n = 12,
      .made = {{"loss", {9, 4, 12, 3.5, 10, 5, 14, 4, 9, 3.2, 11, 4.5}}},
      .axis = LC_STEP,
      .step = 10},
     {.n = 12,
      .made = {{"loss", {.9, .4, 1.2, .35, 1, .5, 1.4, .4, .9, .32, 1.1, .45}}},
      .axis = LC_STEP,
      .step = 10},
     1},
    {"of nine records",
     {.n = 9, .made = {{"loss", {9, 4, 12, 3.5, 10, 5, 14, 4, 9}}}, .axis = LC_STEP, .step = 10},
     {.n = 12,
      .made = {{"loss", {9, 4, 12, 3.5, 10, 5, 14, 4, 9, 3.2, 11, 4.5}}},
      .axis = LC_STEP,
      .step = 10},
     -1},
    {"that gains more than it swings",
     {.n = 12,
      .made = {{"loss", {900, 400, 500, 150, 210, 60, 90, 25, 40, 10, 15, 4.5}}},
      .axis = LC_STEP,
      .step = 10},
     {.n = 12,
      .made = {{"loss", {9, 4, 12, 3.5, 10, 5, 14, 4, 9, 3.2, 11, 4.5}}},
      .axis = LC_STEP,
      .step = 10},
     -1},
    {"the last records of a run, which tell nothing of what was gained",
     {.n = 10, .made = {CALM, SWINGS}, .from = 90},
     {.n = 10, .made = {CALM, SWINGS}},
     -1},
    {"twice as many at once count twice",
     {.n = 12,
      .made = {{"val_accuracy", {.5, .55, .6, .65, .45, .66, .67, .68, .685, .69, .7, .7}}}},
     {.n = 12,
      .made = {{"val_accuracy", {.5, .55, .6, .65, .56, .66, .67, .68, .685, .69, .7, .7}}}},
     1},
    {"found again within four records, too late",
     {.n = 12, .made = {{"val_accuracy", {.5, .55, .6, .65, .5, .5, .5, .5, .66, .69, .7, .7}}}},
     {.n = 12, .made = {{"val_accuracy", {.5, .55, .6, .65, .5, .5, .5, .66, .68, .69, .7, .7}}}},
     -1},
    /* Of 52 positive samples, as the steps tell, and of an unknown number. */
    {"a recall of few samples beside a loss that falls",
     {.n = 10,
      .made = {CALM,
               {"val_loss", {2, 1.5, 1.2, 1, .9, .85, .8, .77, .75, .73}},
               {"val_recall",
                {.8462, .9038, .9231, .9423, .9808, .9808, .9423, .9808, .9615, .9808}}}},
     {.n = 10,
      .made = {CALM,
               {"val_loss", {2, 1.5, 1.2, 1, .9, .85, .8, .77, .75, .73}},
               {"val_recall",
                {.8413, .9027, .9218, .9433, .9791, .9802, .9436, .9797, .9612, .9784}}}},
     -1},
    {"a loss that goes up and comes back",
     {.n = 6, .made = {CALM, {"val_loss", {2, 1.5, 1.2, 30, 1.1, 1}}}},
     {.n = 6, .made = {CALM, {"val_loss", {2, 1.5, 1.2, 1.15, 1.1, 1}}}},
     1},
};

START_TEST(what_swings_speak_for)
{
    check_compared(RULE, &compared[_i]);
}
END_TEST

/* 30 and 0.1, a twentieth of the first training loss, over 1.2 and that. */
START_TEST(a_jump_is_told_with_its_place)
{
    static const double loss[] = {2, 1.5, 1.2, 1}, val[] = {2, 1.2, 30, 1};
    lc_run run = run_over(4);
    add(&run, "loss", loss);
    add(&run, "val_loss", val);
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    ck_assert_uint_eq(d.n, 1);
    ck_assert(d.findings[0].from == 2 && d.findings[0].to == 4);
    check_evidence(&d.findings[0], "peak", 30, 1e-9);
    check_evidence(&d.findings[0], "ratio", 30.1 / 1.3, 1e-9);
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

Suite *suite_oscillation_few(void)
{
    Suite *s = suite_create("oscillation_few");
    TCase *t = tcase_create("all");
    tcase_add_loop_test(t, what_swings_speak_for, 0, (int)(sizeof compared / sizeof *compared));
    tcase_add_test(t, a_jump_is_told_with_its_place);
    suite_add_tcase(s, t);
    return s;
}
