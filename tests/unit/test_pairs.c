/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_pairs.c - what is a name with its number in a printed line, and what isn't. */
#include "read/engine/pairs.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

Suite *suite_pairs(void);

/* What is taken of a line: "name 0.5", "name 5/10", "name 0.5(0.6)", "name 30[ms]", parted by ';';
 * '~' before a value that is not marked. */
static const struct {
    const char *line, *told;
} cases[] = {
    {"loss: 0.5", "loss 0.5"},
    {"loss=0.5", "loss 0.5"},
    {"train loss 0.5", "train loss ~0.5"},
    {"Train Loss: 0.5 | Val Acc: 81.2%", "Train Loss 0.5; Val Acc 81.2[%]"},
    {"lr 1.0e-04", "lr ~0.0001"},
    {"[loss 0.5]", "loss ~0.5"},
    {"loss:0.5(0.6)", "loss 0.5(0.6)"},
    {"Loss 6.9e+00 (  7.1e+00)\tAcc@1   0.00 (  0.10)", "Loss ~6.9(7.1); Acc@1 ~0(0.1)"},
    {"elapsed time per iteration (ms): 31074.1", "elapsed time per iteration (ms) 31074.1"},
    {"DEV f1-score (micro avg)  0.76", "DEV f1-score (micro avg) ~0.76"},
    {"Epoch 5/10, train loss: 0.5, val loss: 0.6", "Epoch ~5/10; train loss 0.5; val loss 0.6"},
    {"Epoch [1/10], Step [100/600], Loss: 0.25", "Epoch 1/10; Step 100/600; Loss 0.25"},
    {"Epoch: [0][  10/5005]\tTime  0.5 ( 1.2)", "Epoch 0;  10/5005; Time ~0.5(1.2)"},
    {"Ep 1 (Step 000005): Train loss 8.1, Val loss 8.3",
     "Ep ~1; Step ~5; Train loss ~8.1; Val loss ~8.3"},
    {"step 0K/20K loss \u2192 2.5", "step ~0/20000; loss 2.5"},
    {"mAP@0.5:0.95: 0.25, mAP@IoU=0.50:0.95: 0.5", "mAP@0.5:0.95 0.25; mAP@IoU=0.50:0.95 0.5"},
    {"Average Precision  (AP) @[ IoU=0.50 | area=   all ] = 0.5",
     "Average Precision  (AP) @[ IoU=0.50 | area=   all ] 0.5"},
    {"loss:0.5:0.6", ""},
    {"mAP@0.5:0.95 0.25 loss 0.5", "mAP@0.5:0.95 ~0.25; loss ~0.5"},
    {"mAP@0.5:0.95", "mAP@0.5 0.95"},
    {"mAP@0.5:0.95 loss 0.5", "mAP@0.5 0.95; loss ~0.5"},
    {"mAP@0.5:0.75 0.25", "mAP@0.5 0.75"},
    {"loss:0.5: acc:0.25", "loss 0.5; acc 0.25"},
    {"mAP@0.5:1.:0.25", "mAP@0.5:1. 0.25"},
    {"loss:0.5:x acc:0.25", "loss 0.5; x acc 0.25"},
    {"step 9/10 completed (loss: 0.5): 100%|##| 9/10", "step ~9/10; loss 0.5;  9/10"},
    {"Epoch5: loss 0.5", "Epoch 5; loss ~0.5"},
    {"EPOCH_5/10 loss 0.5, epoch5.pt saved, lr 0.5", "EPOCH 5/10; loss ~0.5; lr ~0.5"},
    {"mean loss over last 100 batches: 0.5", "mean loss over last 100 batches 0.5"},
    {"Epoch 5 of 10", "Epoch ~5/10"},
    {"step: 1K, smpl: 2.5M seen", "step 1000[K]; smpl 2.5e+06[M]"},
    {"avg_loss: 4.0 (-0.5)", "avg_loss 4"},
    {"avg_loss: 4.0 (+0.000)", "avg_loss 4"},
    {"loss 4.0 (\u0394 0.5) acc 2.0", "loss ~4; acc ~2"},
    {"reward: -4.0 (-3.5)", "reward -4(-3.5)"},
    {"core.trainer:after_iter:246 - epoch: 3", "epoch 3"},
    {"At iteration 97/100/100, BCER train=38.5%", "At iteration ~97; BCER train 38.5[%]"},
    {"eta: 6 days, 23:28:43 loss: 2", "loss 2"},
    {"Epoch(val)  [1][31/31]  acc: 2", "Epoch(val) 1;  31/31; acc 2"},
    {"Epoch(val)     [1][31/31]  acc: 2", "Epoch(val) 1;  31/31; acc 2"},
    {"loss: 0,6931, val_loss 1,2e-05, acc: 97,12%; gpus: 0,12 acc: 1,2,3",
     "loss 0.6931; val_loss ~1.2e-05; acc 97.12[%]"},
    {"Loss 2.5 (avg 2.75) acc: 0.5 (mean: 0.25)", "Loss ~2.5(2.75); acc 0.5(0.25)"},
    {"loss: 1,234, steps: 1,234, mse 1,234.5", "steps 1234; mse ~1234.5"},
    {"step 5,006/60,000 loss 2.5, [1,024/2,048] acc: 0.5, seen: 1,024 of 2,048",
     "step ~5006/60000; loss ~2.5;  1024/2048; acc 0.5; seen 1024/2048"},
    {"train loss: 5 345.6 val loss: 2", "train loss 5345.6; val loss 2"},
    {"over 96 secs loss 2", "loss ~2"},
    {"Epoch #3 loss 2", "Epoch ~3; loss ~2"},
    {"step:125/2900 val_loss:4.5 train_time:280499ms step_avg:nanms",
     "step 125/2900; val_loss 4.5; train_time 280499[ms]; step_avg nan[ms]"},
    {"iter 100: loss 2.5, time 30.25ms, mfu -100.00%",
     "iter ~100; loss ~2.5; time ~30.25[ms]; mfu ~-100[%]"},
    {"Train reward margins 0.014, Val reward margins -0.006",
     "Train reward margins ~0.014; Val reward margins ~-0.006"},
    {"Train Epoch: 1 [640/60000 (1%)]\tLoss: 2.29", "Train Epoch 1;  640/60000; Loss 2.29"},
    {"Test set: Average loss: 0.05, Accuracy: 9831/10000 (98%)",
     "Average loss 0.05; Accuracy 9831/10000"},
    {"Acc: 10.5% (13/128) 1/391", "Acc 10.5[%]"},
    {"Acc@1 75.5% (74.5%)", "Acc@1 ~75.5(74.5)[%]"},
    {"loss: 2.303494  [   64/60000]", "loss 2.30349;  64/60000"},
    {"Epoch 3: 100%|####| 391/391 [00:20<00:00, 18.9it/s, loss=0.51, acc=0.83]",
     "Epoch ~3;  391/391; loss 0.51; acc 0.83"},
    {"Epoch 3:  45%|\xe2\x96\x88\xe2\x96\x88\xe2\x96\x88  | 12/27 [00:01<00:02, loss=0.51]",
     "Epoch ~3;  12/27; loss 0.51"},
    {"{'loss': 0.5, 'lr': '1e-05'}", "loss 0.5; lr 1e-05"},
    {"\"loss\": 0.5,", "loss 0.5"},
    {"Iter 50: Train Loss --> 2.5, Val Loss -> 2.6", "Iter ~50; Train Loss 2.5; Val Loss 2.6"},
    {"loss: tensor(0.5, device='cuda:0') acc: 1", "loss 0.5; acc 1"},
    {"iteration     6502/  159576 | lm loss: 3.5E+00 |", "iteration ~6502/159576; lm loss 3.5"},
    {"epoch 001:     50 / 1000 loss=15.5, ppl=2.5", "epoch ~1; loss 15.5; ppl 2.5"},
    {"train_loss           : 0.5", "train_loss 0.5"},
    {"loss nan acc -inf", "loss ~nan; acc ~-inf"},
    {"metrics/mAP50(B)=0.5 top-1: 3 valid_1's l2: 0.25",
     "metrics/mAP50(B) 0.5; top-1 3; valid_1's l2 0.25"},
    {"2024-06-11 23:43:00,986 - INFO - Epoch 1: loss: 0.5", "Epoch ~1; loss 0.5"},
    {"10:00:01 INFO train loss 0.5", "train loss ~0.5"},
    {"INFO:root:loss=0.5", "loss 0.5"},
    {"acc 0.85 \xc2\xb1 0.02, f1: 0.8 +- 0.1", "acc ~0.85; f1 0.8"},
    {"loss was 0.5.", "loss was ~0.5"},
    {"took 5.5 minutes, 12 GB", "took ~5.5[minutes]"},
    {"speed: 12 samples/s and 3/s", "speed 12[samples/s]; and ~3[/s]"},
    {"\xe6\x8d\x9f\xe5\xa4\xb1: 0.5", "\xe6\x8d\x9f\xe5\xa4\xb1 0.5"},
    {"loss: 0,693, mse: 1,234", "loss 0.693"}, /* the second may be thousands */
    {"f=  3.62720D+00    |proj g|=  2.38880D-01", "f 3.6272; proj g 0.23888"},
    {"loss train/val: 0.5/0.6, acc: 0.9|0.8, mem 10.2/24.0 GB, step 3", "step ~3"},
    /* a number and what it counts behind it, in Chinese and Japanese; a chapter is a part of the name */
    {"\u7b2c 3 \u8f6e\u6b21 loss: 0.5", "\u8f6e\u6b21 3; loss 0.5"},
    {"\u7b2c3\u8f6e loss: 0.5", "\u8f6e 3; loss 0.5"},
    {"\u7b2c20\u6b65 loss: 0.5", "\u6b65 20; loss 0.5"},
    {"\u7b2c3\u7ae0 loss: 0.5", "\u7b2c3\u7ae0 loss 0.5"},
    /* the point of a short name is its own, behind a longer one ends a sentence */
    {"Ep. 1 loss 0.5", "Ep. ~1; loss ~0.5"},
    {"Iter. 1 loss 0.5", "Iter. ~1; loss ~0.5"},
    {"Epoch. 1 loss 0.5", "loss ~0.5"},
    /* a single letter apart is the next name, but seconds are */
    {"acc 0.5 m 3", "acc ~0.5; m ~3"},
    {"time 0.5 s acc 3", "time ~0.5[s]; acc ~3"},
    {"time 0.5 s, acc 3", "time ~0.5[s]; acc ~3"},
    {"time 5 ms acc 3", "time ~5[ms]; acc ~3"},
    {"score: 5/? acc: 0.5", "acc 0.5"},
    {"saved by (fit:246) loss: 0.5", "loss 0.5"},
    {"(loss:246) acc: 0.5", "loss 246; acc 0.5"},
    /* none of these holds a pair */
    {"time: 12:30:01 at 2024-06-11", ""},
    {"date: 2024/06/11", ""},
    {"version 1.13.1, torch==1.13.1", ""},
    {"host 127.0.0.1:8080 http://a.b:80/loss=0.5", ""},
    {"saved to /tmp/epoch=3-loss=0.5.ckpt", ""},
    {"checkpoints/epoch=3-val_loss=0.42.ckpt", ""},
    {"shape (512, 82), torch.Size([512, 82])", ""},
    {"Namespace(lr=0.1, momentum=0.9)", ""},
    {"Adam(lr=0.1", ""},
    {"tokens: 1,234,567 rate -22,931.5 0,125 size: 1,23 n: 1,2345",
     "tokens 1.23457e+06; rate ~-22931.5"},
    {"train.py:120] hello", ""},
    {"loss = 0.5 * other", ""},
    {"| loss | 0.5 |", ""},
    {"accuracy                         0.87", ""},
    {"loss: none, acc: 0x1f, id: 3f2a, n: 5th", ""},
    {"loss: information", ""},
    {"print(f'loss: {loss:.3f}')", ""},
    {"1,0.5,0.25", ""},
    {"loss:", ""},
    {"", ""},
};

static void tell(FILE *out, const lc_pair *p)
{
    fprintf(out, "%.*s %s%g", (int)(p->v.name.end - p->v.name.s), p->v.name.s, p->marked ? "" : "~",
            p->v.value);
    if (p->of > 0)
        fprintf(out, "/%g", p->of);
    if (p->has_mean)
        fprintf(out, "(%g)", p->mean);
    if (p->unit.s < p->unit.end)
        fprintf(out, "[%.*s]", (int)(p->unit.end - p->unit.s), p->unit.s);
}

START_TEST(takes_pairs_and_nothing_else)
{
    char *told = NULL, *exact = malloc(strlen(cases[_i].line) + 1);
    size_t size, n = strlen(cases[_i].line);
    FILE *out = open_memstream(&told, &size);
    ck_assert_ptr_nonnull(exact);
    ck_assert_ptr_nonnull(out);
    memcpy(exact, cases[_i].line, n);
    char *shrunk = realloc(exact, n ? n : 1); /* so that a read past the end is seen */
    ck_assert_ptr_nonnull(shrunk);
    lc_span line = {shrunk, shrunk + n};
    lc_pair p;
    for (const char *between = ""; lc_pair_next(&line, &p); between = "; ") {
        fputs(between, out);
        tell(out, &p);
    }
    fclose(out);
    ck_assert_msg(strcmp(told, cases[_i].told) == 0, "%s\n  %s", cases[_i].line, told);
    free(told);
    free(shrunk);
}
END_TEST

START_TEST(says_what_stands_before_a_name)
{
    lc_span line = lc_span_of("val: loss=0.5, train - acc=0.25");
    lc_pair p;
    ck_assert(lc_pair_next(&line, &p));
    ck_assert(lc_span_is(&p.before, "val: "));
    ck_assert(lc_pair_next(&line, &p));
    ck_assert(lc_span_is(&p.before, ", train - "));
    ck_assert(!lc_pair_next(&line, &p));
}
END_TEST

/* Only other lines, or the words about them, tell what they are. */
START_TEST(gives_what_is_not_clear_to_who_asks)
{
    lc_span line = lc_span_of("loss 1,234, loss train/val: 61.5% / 62.5%, acc 0.9|0.8, step 3/4");
    lc_pair p;
    ck_assert(lc_pair_next_of_any(&line, &p));
    ck_assert(p.unclear && !p.has_second && p.v.value == 1.234);
    ck_assert(lc_pair_next_of_any(&line, &p));
    ck_assert(!p.unclear && p.has_second && p.v.value == 61.5 && p.second.value == 62.5);
    ck_assert(lc_span_is(&p.v.name, "loss train/val") && lc_span_is(&p.unit, "%"));
    ck_assert(lc_pair_next_of_any(&line, &p));
    ck_assert(p.has_second && p.v.value == 0.9 && p.second.value == 0.8);
    ck_assert(lc_pair_next_of_any(&line, &p));
    ck_assert(!p.has_second && p.v.value == 3 && p.of == 4);
}
END_TEST

/* Each of them looks for its end near by, not through all of the line. */
START_TEST(brackets_that_never_close_take_no_time)
{
    enum { BRACKETS = 100000 };
    char *text = malloc(BRACKETS + 1);
    lc_pair pair;
    memset(text, '(', BRACKETS);
    text[BRACKETS] = '\0';
    lc_span line = lc_span_of(text);
    ck_assert(!lc_pair_next(&line, &pair));
    free(text);
}
END_TEST

Suite *suite_pairs(void)
{
    Suite *s = suite_create("pairs");
    TCase *t = tcase_create("pairs");
    tcase_add_loop_test(t, takes_pairs_and_nothing_else, 0, (int)(sizeof cases / sizeof *cases));
    tcase_add_test(t, says_what_stands_before_a_name);
    tcase_add_test(t, gives_what_is_not_clear_to_who_asks);
    tcase_add_test(t, brackets_that_never_close_take_no_time);
    suite_add_tcase(s, t);
    return s;
}
