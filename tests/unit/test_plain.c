/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_plain.c - what people's own training loops print, and what only looks like it. */
#include "format_suite.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

Suite *suite_plain(void);

static const reading cases[] = {
    {.sample = "samples-seen.log", /* a test set's line belongs to the last step above it */
     .expected = "6 step 0..16000: Train Loss 2.30112..0.190022, epoch 1..3, Test Average loss "
                 "0.3071..0.1533, Test Accuracy 0.911..0.955\n"},
    {.sample = "phases.log", /* "train" goes for "Acc", too; the best one of all is no record */
     .expected = "3 epoch 0..2: train Loss 0.6124..0.42, train Acc 0.6844..0.8238, val Loss "
                 "0.331..0.2611, val Acc 0.8791..0.9085\n"},
    {.sample = "progress.log", /* the bar's last state */
     .expected = "3 epoch 1..3: loss 0.81..0.58, acc 0.61..0.72, val loss 0.75..0.72, val acc "
                 "0.66..0.7\n"},
    {.sample = "meters.log", /* means so far; the line with the asterisk is the test set's */
     .expected = "4 step 1..5016: Time 7.001..0.752, Data 6.05..0.551, Loss 7.012..5.0011, Acc@1 "
                 "0..12.14, Acc@5 0.39..31.6, epoch 0..1, Test Loss 4.8011..3.8011, Test Acc@1 "
                 "12.83..22.83, Test Acc@5 31.004..50.004\n"},
    {.what = "a title ends at a bell, and what a terminal makes a link at a backslash, too",
     .text = "\x1b]0;training\aEpoch 1: loss 0.9\n"
             "\x1b]8;;https://e.xy/1\x1b\\Epoch 2\x1b]8;;\x1b\\: loss 0.8\nEpoch 3: loss 0.7\n",
     .expected = "3 epoch 1..3: loss 0.9..0.7\n"},
    {.sample = "logging.log",
     .expected = "3 epoch 1..3: train_loss 0.9121..0.5917, val_loss 0.871..nan 'nan', val_acc "
                 "61.2..70.01, lr 0.001..0.0001, time 60.1..60.3\n"},
    {.sample = "folds.log",
     .expected = "[fold 1] 2 epoch 1..2: train_loss 0.9..0.7, val_loss 0.8..0.75\n"
                 "[fold 2] 2 epoch 1..2: train_loss 0.95..0.72, val_loss 0.85..0.71\n"},
    {.what = "a counter whose neighbours no double tells apart",
     .text = "step 9007199254740993 loss: 0.5\nstep 9007199254740994 loss: 0.4\n",
     .expected = "2 record 1..2: loss 0.5..0.4\n"
                 "  line 1: 'step' is beyond 1e15, and not read\n"},
    {.what = "decimal commas",
     .text = "epoch 1 loss: 0,6931, val loss: 1,7012\nepoch 2 loss: 0,5512, val loss: 0,6120\n"
             "epoch 3 loss: 0,4810, val loss: 0,5899\n",
     .expected = "3 epoch 1..3: loss 0.6931..0.481, val loss 1.7012..0.5899\n"},
    {.what = "colons and commas of full width",
     .text = "Epoch\uff1a\uff11\u3000loss\uff1a0.5\uff0cval loss\uff1a0.75\n"
             "Epoch\uff1a\uff12\u3000loss\uff1a0.25\uff0cval loss\uff1a0.5\n",
     .expected = "2 epoch 1..2: loss 0.5..0.25, val loss 0.75..0.5\n"},
    {.what = "epoch and batch in brackets, without names",
     .text = "[0/2][0/100]\tLoss_D: 1.5\n[0/2][50/100]\tLoss_D: 1.25\n[1/2][0/100]\tLoss_D: 1.0\n",
     .expected = "3 step 0..100: Loss_D 1.5..1, epoch 0..1\n"},
    {.what = "epoch and step before bars",
     .text = "1|3|Loss: 5.5\n1|4|Loss: 4.5\n2|5|Loss: 3.5\n",
     .expected = "3 step 3..5: Loss 5.5..3.5, epoch 1..2\n"},
    {.what = "a bar along the whole run, redrawn",
     .text =
         "epoch 1/2\nsteps:  25%|#  | 1/4 [00:01, avr_loss=5.5]\rsteps:  50%|#  | 2/4 [00:02, "
         "avr_loss=4.5]\repoch 2/2\nsteps:  75%|#  | 3/4 [00:03, avr_loss=3.5]\rsteps:  75%|#  | "
         "3/4 [00:03, avr_loss=3.25]\n",
     .expected = "3 step 1..3: avr_loss 5.5..3.25, epoch 1..2\n"},
    {.what = "several processes print the same lines",
     .text =
         "[rank0] epoch 1 loss=5.5\n[rank1] epoch 1 loss=5.25\n[rank1] epoch 2 loss=4.25\n[rank0] "
         "epoch 2 loss=4.5\n",
     .expected = "2 epoch 1..2: loss 5.5..4.5\n"
                 "  line 0: 2 processes print the same lines; those of one of them are read\n"},
    {.what = "the metric of now, and the best one",
     .text = "epoch: 1, acc: 0.25\ncur metric, acc: 0.5\nbest metric, acc: 0.5, best_epoch: 1\n"
             "epoch: 2, acc: 0.375\ncur metric, acc: 0.25\nbest metric, acc: 0.5, best_epoch: 1\n",
     .expected = "2 epoch 1..2: acc 0.25..0.375, eval acc 0.5..0.25\n"},
    {.what = "a validation pass within an epoch's steps, its word in brackets",
     .text = "Epoch(train)  [1][ 50/100]  loss: 3.5\nEpoch(train)  [1][100/100]  loss: 3.0\n"
             "Epoch(val)  [1][7/7]    accuracy: 34.5\nEpoch(train)  [2][ 50/100]  loss: 2.5\n"
             "Epoch(train)  [2][100/100]  loss: 2.0\nEpoch(val)  [2][7/7]    accuracy: 43.5\n",
     .expected = "4 step 50..200: train loss 3.5..2, epoch 1..2, val accuracy 34.5..43.5\n"},
    {.what = "an evaluation under its heading, with the change behind the value",
     .text = "> EPOCH: 0/9\n--> STEP: 0/8\n | > loss: 4.5 (4.75)\n--> STEP: 4/8\n | > loss: 4.25 "
             "(4.5)\n> EVALUATION \n | > avg_loss: 4.0 (+0.0)\n> EPOCH: 1/9\n--> STEP: 0/8\n | > "
             "loss: 3.5 (3.75)\n> EVALUATION \n | > avg_loss: 3.0 (-1.0)\n",
     .expected = "3 step 0..8: loss 4.75..3.75, epoch 0..1, EVALUATION avg_loss 4..3\n"},
    {.what = "rounded steps, and episodes beside epochs",
     .text =
         "step:800 ep:1 epch:0.5 loss:5.5\nstep:1K ep:2 epch:0.75 loss:4.5\nstep:1K ep:3 epch:1.0 "
         "loss:3.5\n",
     .expected = "3 epoch 0.5..1: loss 5.5..3.5, step 800..1000\n"},
    {.what = "thousands, which no commas cut",
     .text = "Step 0 | val loss: 3.5\nstep 1/20 (5%) | loss: 4.5 | tok/sec: 22,931 | mfu: 48\n"
             "step 2/20 (5%) | loss: 3.5 | tok/sec: 1,089,979 | mfu: 48\nStep 2 | val loss: 2.5\n",
     .expected = "3 step 0..2: val loss 3.5..2.5, loss 4.5..3.5, tok/sec 22931..1.08998e+06, mfu "
                 "48..48\n"},
    {.what = "names of all kinds",
     .text = "[Epoch 1] train_loss 0.5, Val Acc: 61.5% | lr=1e-3\n"
             "[Epoch 2] train_loss 0.25, Val Acc: 71.5% | lr=1e-3\n",
     .expected = "2 epoch 1..2: train_loss 0.5..0.25, Val Acc 61.5..71.5, lr 0.001..0.001\n"},
    {.what = "runs that start over, and one that is resumed",
     .text = "epoch=1 loss=0.9\nepoch=2 loss=0.8\nepoch=3 loss=0.7\nepoch=2 loss=0.75\n"
             "epoch=1 loss=1.5\nepoch=2 loss=inf\n",
     .expected = "4 epoch 1..3: loss 0.9..0.7\n"
                 "  line 0: epoch goes back from 3 to 2 (1 time in all), as after a resume: of 1 "
                 "values recorded again the last one counts\n"
                 "[run 2] 2 epoch 1..2: loss 1.5..inf 'inf'\n"},
    {.what = "steps that start over with each epoch",
     .text = "Epoch [1/2], Step [100/200], Loss: 0.9\nEpoch [1/2], Step [200/200], Loss: 0.8\n"
             "Epoch [2/2], Step [100/200], Loss: 0.7\nEpoch [2/2], Step [200/200], Loss: 0.6\n"
             "Test Accuracy of the model on the 100 test images: 97.5 %\n",
     .expected = "4 step 100..400: Loss 0.9..0.6, epoch 1..2\n"},
    {.what = "steps without a total, from 0 on",
     .text = "epoch 1 batch 0 loss 0.9\nepoch 1 batch 1 loss 0.8\nepoch 2 batch 0 loss 0.7\n"
             "epoch 2 batch 1 loss 0.6\nepoch 3 batch 0 loss 0.5\n",
     .expected = "5 step 0..4: loss 0.9..0.5, epoch 1..3\n"},
    {.what = "steps that go on through the epochs",
     .text = "Ep 1 (Step 000000): Train loss 9.5, Val loss 9.75\n"
             "Ep 1 (Step 000005): Train loss 8.5, Val loss 8.75\nEvery effort moves you 3 ways\n"
             "Ep 2 (Step 000010): Train loss 7.5, Val loss 7.75\n"
             "Training accuracy: 70.00% | Validation accuracy: 72.50%\n"
             "Ep 2 (Step 000015): Train loss 6.5, Val loss 6.75\n"
             "Training accuracy: 80.00% | Validation accuracy: 82.50%\n",
     .expected = "4 step 0..15: Train loss 9.5..6.5, Val loss 9.75..6.75, epoch 1..2, Training "
                 "accuracy 70..80, Validation accuracy 72.5..82.5\n"},
    {.what = "a heading goes for the lines below it",
     .text = "Epoch 1\n-----\nloss: 2.5  [   64/640]\nloss: 2.25  [  320/640]\nTest Error:\n"
             " Accuracy: 50.5%, Avg loss: 2.125\n\nEpoch 2\n-----\nloss: 2.0  [   64/640]\n"
             "loss: 1.75  [  320/640]\nTest Error:\n Accuracy: 60.5%, Avg loss: 1.5\n",
     .expected = "4 step 64..960: loss 2.5..1.75, epoch 1..2, Test Accuracy 50.5..60.5, Test Avg "
                 "loss 2.125..1.5\n"},
    {.what = "headings among asterisks",
     .text =
         "** Epoch 1 **\n*** Train metrics ***\n loss = 2.5\n*** Eval metrics ***\n loss = 3.5\n"
         "** Epoch 2 **\n*** Train metrics ***\n loss = 1.5\n*** Eval metrics ***\n loss = 3.0\n",
     .expected = "2 epoch 1..2: Train loss 2.5..1.5, Eval loss 3.5..3\n"},
    {.what = "the seconds of splits are no losses of theirs",
     .text = "epoch 1: loss: train=2.5 test=3.5 (time: train=9.5, test=2.5)\n"
             "epoch 2: loss: train=1.5 test=3.0 (time: train=8.5, test=2.0)\n",
     .expected = "2 epoch 1..2: train loss 2.5..1.5, test loss 3.5..3, time 9.5..8.5\n"},
    {.what = "a step behind an evaluation isn't under its heading",
     .text = "step 10 loss 2.5\n--- Evaluation ---\nloss: 3.5\nstep 20 loss 1.5\n"
             "--- Evaluation ---\nloss: 3.0\nstep 30 loss 1.25\n",
     .expected = "3 step 10..30: loss 2.5..1.25, Evaluation loss 3.5..3\n"},
    {.what = "the mean of an epoch behind its batches",
     .text =
         "Epoch 1 Batch 0 Loss 4.5\nEpoch 1 Batch 9 Loss 3.5\nEpoch 1 Loss 4.0\nEpoch 2 Batch 0 "
         "Loss 2.5\nEpoch 2 Batch 9 Loss 1.5\nEpoch 2 Loss 2.0\n",
     .expected = "4 step 0..19: Loss 4.5..1.5, epoch 1..2, Loss_epoch 4..2\n"},
    {.what = "a validation pass without epochs, with a counter of its own",
     .text = "Iter(train) [ 50/200]  loss: 3.5\nIter(train) [100/200]  loss: 3.0\n"
             "Iter(val) [9/9]    acc: 34.5\nIter(train) [150/200]  loss: 2.5\n"
             "Iter(train) [200/200]  loss: 2.0\nIter(val) [9/9]    acc: 43.5\n",
     .expected = "4 step 50..200: train loss 3.5..2, val acc 34.5..43.5\n"},
    {.what = "a bar of validation counts no epochs",
     .text = "Epoch 1/2: 100%|##| 9/9 [00:10, loss=2.5]\nValidation: 100%|##| 3/3 [00:01]\n"
             "val_loss 3.5\nEpoch 2/2: 100%|##| 9/9 [00:10, loss=1.5]\n"
             "Validation: 100%|##| 3/3 [00:01]\nval_loss 3.0\n",
     .expected = "2 epoch 1..2: loss 2.5..1.5, val_loss 3.5..3\n"},
    {.what = "counters in thousands, with their total",
     .text = "iter: 1K/20K loss: 2.5\niter: 2K/20K loss: 1.5\n",
     .expected = "2 step 1000..2000: loss 2.5..1.5\n"},
    {.what = "an arrow makes no heading",
     .text = "> EVALUATION\n--> EVAL PERFORMANCE\nloss: 2.5\n> EVALUATION\n--> EVAL PERFORMANCE\n"
             "loss: 1.5\nloss: 1.25\n",
     .expected = "3 record 1..3: EVALUATION loss 2.5..1.25\n"},
    {.what = "pictures and arrows",
     .text =
         "\u2705 Epoch 1/2 \u2022 \U0001f525 train_loss \u2192 2.5 \u2022 val_loss \u2192 3.5\n"
         "\u2705 Epoch 2/2 \u2022 \U0001f525 train_loss \u2192 1.5 \u2022 val_loss \u2192 3.0\n",
     .expected = "2 epoch 1..2: train_loss 2.5..1.5, val_loss 3.5..3\n"},
    {.what = "ranges of IoU are of the name, and COCO's numbers of an evaluation",
     .text =
         "Epoch 1 loss: 2.5 mAP@0.5:0.95: 0.25\n Average Recall     (AR) @[ IoU=0.50:0.95 | "
         "maxDets=  1 ] = 0.125\nEpoch 2 loss: 1.5 mAP@0.5:0.95: 0.5\n Average Recall     (AR) @[ "
         "IoU=0.50:0.95 | maxDets=  1 ] = 0.375\n",
     .expected = "2 epoch 1..2: loss 2.5..1.5, mAP@0.5:0.95 0.25..0.5, Average Recall     (AR) @[ "
                 "IoU=0.50:0.95 | maxDets=  1 ] 0.125..0.375\n"},
    {.what = "names that say nothing",
     .text = "step 10 a=0.5 b=1.5\nstep 20 a=0.25 b=1.25\nstep 30 a=0.125 b=1.0\n",
     .expected = "3 step 10..30: a 0.5..0.125, b 1.5..1\n"},
    {.what = "a batch of so many before a comma, as MONAI's loops print it",
     .text = "epoch 1/2\n1/2, train_loss: 4.5\n2/2, train_loss: 3.5\nepoch 1 average loss: 4.0\n"
             "epoch 2/2\n1/2, train_loss: 2.5\n2/2, train_loss: 1.5\nepoch 2 average loss: 2.0\n",
     .expected = "4 step 1..4: train_loss 4.5..1.5, epoch 1..2, average loss 4..2\n"},
    {.what = "a bar of evaluating counts no epochs",
     .text = "Training Epoch: 1/2, step 9/10 completed (loss: 2.5): 100%|##| 10/10 [00:10]\n"
             "evaluating Epoch: 100%|##| 20/20 [00:05]\n eval_loss=3.5\n"
             "Training Epoch: 2/2, step 9/10 completed (loss: 1.5): 100%|##| 10/10 [00:10]\n"
             "evaluating Epoch: 100%|##| 20/20 [00:05]\n eval_loss=3.0\n",
     .expected = "2 epoch 1..2: Training loss 2.5..1.5, step 9..19, eval_loss 3.5..3\n"},
    {.what = "a date of month and day is no counter",
     .text = "01/31 10:11:12 epoch 1 loss: 2.5\n01/31 10:11:13 epoch 2 loss: 1.5\n",
     .expected = "2 epoch 1..2: loss 2.5..1.5\n"},
    {.what = "ordinal epochs in Chinese",
     .text = "第1轮：训练损失：2.5，验证损失：3.5\n第2轮：训练损失：1.5，验证损失：3.0\n",
     .expected = "2 epoch 1..2: 训练损失 2.5..1.5, 验证损失 3.5..3\n"},
    {.what = "episodes, which are no epochs",
     .text = "Ep 10: reward = 20.5, eps = 0.5\nEp 20: reward = 40.5, eps = 0.25\n",
     .expected = "2 step 10..20: reward 20.5..40.5, eps 0.5..0.25\n"},
    {.what = "seeds whose lines alternate",
     .text = "lr 0.5 loss 9.5\n[seed 7] Epoch 1: loss 2.5\n[seed 8] Epoch 1: loss 2.25\n[seed 7] "
             "Epoch 2: loss 1.5\n[seed 8] Epoch 2: loss 1.25\n",
     .expected = "[seed 7] 2 epoch 1..2: loss 2.5..1.5\n[seed 8] 2 epoch 1..2: loss 2.25..1.25\n"},
    {.what = "batches that start over with epochs nobody numbers, and a training that does",
     .text = "Batch 1/2 loss: 9.5\nBatch 2/2 loss: 8.5\nval loss: 8.75\nBatch 1/2 loss: 7.5\n"
             "Batch 2/2 loss: 6.5\nval loss: 6.75\nBatch 1/2 loss: 9.25\nBatch 2/2 loss: 8.25\n",
     .expected =
         "4 step 1..4: loss 9.5..6.5, val loss 8.75..6.75\n"
         "  line 4: batches start over, as with epochs that have no number: they are counted "
         "on\n[run 2] 2 step 1..2: loss 9.25..8.25\n"},
    {.what = "the cost after so many epochs",
     .text = "Cost after epoch 0: 2.5\nTrain Accuracy: 0.5\nCost after epoch 100: 1.5\n"
             "Train Accuracy: 0.75\n",
     .expected = "2 epoch 0..100: Cost 2.5..1.5, Train Accuracy 0.5..0.75\n"},
    {.what = "losses at an iteration, each on its line",
     .text = "Train loss at iteration 10 = 2.5\nVal loss at iteration 10 = 3.5\n"
             "Train loss at iteration 20 = 1.5\nVal loss at iteration 20 = 3.0\n",
     .expected = "2 step 10..20: Train loss 2.5..1.5, Val loss 3.5..3\n"},
    {.what = "epoch and batch in one bracket, as PyTorch's tutorial prints them",
     .text = "[1,  2000] loss: 2.5\n[1,  4000] loss: 2.25\n[2,  2000] loss: 1.5\n[2,  4000] loss: "
             "1.25\n",
     .expected = "4 step 2000..8000: loss 2.5..1.25, epoch 1..2\n"},
    {.what = "an evaluation before the line of its epoch",
     .text = "val loss: 3.5\nEpoch 1: loss 2.5\nval loss: 3.25\nEpoch 2: loss 2.0\nval loss: 3.0\n"
             "Epoch 3: loss 1.5\n",
     .expected = "3 epoch 1..3: val loss 3.5..3, loss 2.5..1.5\n"},
    {.what = "the score at an iteration is",
     .text = "Score at iteration 10 is 2.5\nScore at iteration 20 is 1.5\n",
     .expected = "2 step 10..20: Score 2.5..1.5\n"},
    {.what = "scores that are whole numbers, and tensors without a mark",
     .text = "episode: 10/90, score: 20, e: 0.5 loss tensor(2.5, grad_fn=<X>)\n"
             "episode: 20/90, score: 40, e: 0.25 loss tensor(1.5, grad_fn=<X>)\n",
     .expected = "2 step 10..20: score 20..40, e 0.5..0.25, loss 2.5..1.5\n"},
    {.what = "no counter at all",
     .text = "train: loss 0.9 acc 0.5\nvalid: loss 0.95 acc 0.45\ntrain: loss 0.8 acc 0.6\n"
             "valid: loss 0.85 acc 0.55\ntrain: loss 0.7 acc 0.7\n",
     .expected = "3 record 1..3: train loss 0.9..0.7, train acc 0.5..0.7, valid loss 0.95..0.85, "
                 "valid acc 0.45..0.55\n"},
    {.what = "a split goes for what follows, unless the line has that already",
     .text = "Epoch 1: Loss: 0.5, Val Loss: 0.6, Acc: 0.7, Val Acc: 0.75\n"
             "Epoch 2: Loss: 0.4, Val Loss: 0.5, Acc: 0.8, Val Acc: 0.85\n"
             "Epoch 2: train - Loss: 0.4, F1: 0.5; val - Loss: 0.5, F1: 0.75\n"
             "Epoch 3: train - Loss: 0.3, F1: 0.6; val - Loss: 0.4, F1: 0.85\n",
     .expected =
         "3 epoch 1..3: Loss 0.5..0.4, Val Loss 0.6..0.5, Acc 0.7..0.8, Val Acc 0.75..0.85, "
         "train Loss 0.4..0.3, train F1 0.5..0.6, val Loss 0.5..0.4, val F1 0.75..0.85\n"},
    {.what = "a bar on lines of its own, the last broken off",
     .text = "Epoch 1:  50%|##   | 1/2 [00:01<00:01, loss=0.9]\n"
             "Epoch 1: 100%|#####| 2/2 [00:01<00:00, loss=0.8]\n"
             "Epoch 2:  50%|##   | 1/2 [00:01<00:01, loss=0.7]\n"
             "Epoch 2: 100%|#####| 2/2 [00:01<00:00, loss=0.6]\nEpoch 3:  50%|##   | 1/2 [00:0",
     .expected = "2 epoch 1..2: loss 0.8..0.6\n"},
    {.what = "states parted by carriage returns, without a bar",
     .text = "Epoch 1\nloss 0.9 acc 0.5\rloss 0.8 acc 0.6\nEpoch 2\nloss 0.7 acc 0.6\r"
             "loss 0.6 acc 0.7\nEpoch 3\nloss 0.5 acc 0.8\n",
     .expected = "3 epoch 1..3: loss 0.8..0.5, acc 0.6..0.8\n"},
    {.what = "lines that end as on Windows are no states",
     .text = "loss 0.9 acc 0.5\r\nloss 0.8 acc 0.6\r\nloss 0.7 acc 0.6\r\n",
     .expected = "3 record 1..3: loss 0.9..0.7, acc 0.5..0.6\n"},
    {.what = "nan in its spellings, a tensor, a count of right answers",
     .text = "epoch 1 loss: tensor(0.5, device='cuda:0') Accuracy: 90/100 (90%)\n"
             "epoch 2 loss: NaN Accuracy: 95/100 (95%)\n"
             "epoch 3 loss: -inf Accuracy: 50/100 (50%)\n",
     .expected = "3 epoch 1..3: loss 0.5..-inf 'NaN', Accuracy 0.9..0.5\n"},
    {.what = "the epoch's number before its name, as ESPnet prints it",
     .text = "[node1] 2031-01-01 12:00:00,123 (trainer:338) INFO: 1epoch results: [train] "
             "loss=5.5, acc=0.25, optim0_lr0=1e-4, time=1 minute and 2 seconds, total_count=100, "
             "[valid] loss=6.5, acc=0.125\n"
             "[node1] 2031-01-01 12:10:00,123 (trainer:338) INFO: 2epoch results: [train] "
             "loss=4.5, acc=0.5, optim0_lr0=2e-4, time=1 minute and 3 seconds, total_count=200, "
             "[valid] loss=5.5, acc=0.25\n",
     .expected =
         "2 epoch 1..2: train loss 5.5..4.5, train acc 0.25..0.5, optim0_lr0 0.0001..0.0002, "
         "total_count 100..200, valid loss 6.5..5.5, valid acc 0.125..0.25\n"},
    {.what = "what TensorFlow's estimator saves is an evaluation's",
     .text = "INFO:tensorflow:loss = 3.5, step = 1\n"
             "INFO:tensorflow:global_step/sec: 12.5\n"
             "INFO:tensorflow:loss = 2.5, step = 101 (8.000 sec)\n"
             "INFO:tensorflow:Saving dict for global step 101: accuracy = 0.5, global_step = 101, "
             "loss = 2.75\n"
             "INFO:tensorflow:loss = 1.5, step = 201 (8.000 sec)\n"
             "INFO:tensorflow:Saving dict for global step 201: accuracy = 0.75, global_step = 201, "
             "loss = 1.75\n",
     .expected = "3 step 1..201: loss 3.5..1.5, eval accuracy 0.5..0.75, eval loss 2.75..1.75\n"},
    {.what = "a share of the run that is done, redrawn, as fastText prints it",
     .text = "Progress:   0.5% words/sec/thread:   12345 lr:  0.0995 avg.loss:  4.5 ETA:   0h 3m10s"
             "\rProgress:   1.0% words/sec/thread:   12355 lr:  0.0990 avg.loss:  3.5 ETA:   0h 3m "
             "5s\rProgress: 100.0% words/sec/thread:   12355 lr:  0.0000 avg.loss:  1.5 ETA:   0h "
             "0m 0s\n",
     .expected =
         "3 progress 0.5..100: words/sec/thread 12345..12355, lr 0.0995..0, avg.loss 4.5..1.5\n"},
    {.what = "abbreviated names, as Marian prints them",
     .text = "[2031-01-01 12:00:00] Ep. 1 : Up. 1000 : Sen. 64,000 : Cost 5.5 * 1,234,567 @ 1,024 "
             "after 12,345 : Time 100.50s : 12345.67 words/s : L.r. 1.0000e-04\n"
             "[2031-01-01 12:01:00] [valid] Ep. 1 : Up. 1000 : cross-entropy : 101.25 : new best\n"
             "[2031-01-01 12:10:00] Ep. 2 : Up. 2000 : Sen. 64,000 : Cost 4.5 * 1,234,567 @ 1,024 "
             "after 24,345 : Time 101.50s : 12245.67 words/s : L.r. 2.0000e-04\n"
             "[2031-01-01 12:11:00] [valid] Ep. 2 : Up. 2000 : cross-entropy : 91.25 : new best\n",
     .expected = "2 epoch 1..2: Cost 5.5..4.5, Time 100.5..101.5, L.r. 0.0001..0.0002, step "
                 "1000..2000, valid cross-entropy 101.25..91.25\n"},
    {.what = "a step beside a bar's own counter, as NeMo prints it",
     .text = "Epoch 0:   1%|          | 1/200 [00:05<16:35,  v_num=0, reduced_train_loss=7.5, "
             "global_step=0.000]\rEpoch 0:   1%|          | 2/200 [00:10<16:30,  v_num=0, "
             "reduced_train_loss=6.5, global_step=1.000]\rEpoch 0:   1%|          | 2/200 "
             "[00:10<16:30,  v_num=0, reduced_train_loss=6.25, global_step=1.000]\n",
     .expected = "2 step 0..1: v_num 0..0, reduced_train_loss 7.5..6.25, epoch 0..0\n"},
    {.what = "epoch and step before a bar, as torchtune prints them",
     .text = "1|1|Loss: 1.5:   1%|          | 1/100 [00:05<08:15,  5.0s/it]\r1|2|Loss: 1.25:   "
             "2%|2         | 2/100 [00:10<08:10,  5.0s/it]\n2|101|Loss: 1.0:   1%|          | "
             "1/100 [00:05<08:15,  5.0s/it]\n",
     .expected = "3 step 1..101: Loss 1.5..1, epoch 1..2\n"},
    {.what = "a bar of the epochs, as Rasa prints it",
     .text = "Epochs:   0%|          | 0/4 [00:00<?, ?it/s]\rEpochs:  25%|##5       | 1/4 "
             "[00:02<00:06,  2.0s/it, t_loss=2.5, i_acc=0.375]\rEpochs:  50%|#####     | 2/4 "
             "[00:04<00:04,  2.0s/it, t_loss=1.5, i_acc=0.5]\n",
     .expected = "2 epoch 1..2: t_loss 2.5..1.5, i_acc 0.375..0.5\n"},
    {.what = "dashes between splits, as SpeechBrain prints them",
     .text = "epoch: 1, lr: 1.00e+00 - train loss: 5.5 - valid loss: 3.5, valid CER: 53.25\n"
             "epoch: 2, lr: 8.00e-01 - train loss: 4.5 - valid loss: 2.5, valid CER: 43.25\n",
     .expected = "2 epoch 1..2: lr 1..0.8, train loss 5.5..4.5, valid loss 3.5..2.5, valid CER "
                 "53.25..43.25\n"},
    {.what = "completed steps, as MaxText prints them",
     .text = "I0101 12:00:00.123456 139 max_utils.py:71] completed step: 0, seconds: 31.25, "
             "TFLOP/s/device: 12.5, Tokens/s/device: 134.5, total_weights: 65536, loss: 10.5\n"
             "completed step: 1, seconds: 1.25, TFLOP/s/device: 123.5, Tokens/s/device: 1234.5, "
             "total_weights: 65536, loss: 9.5\n",
     .expected = "2 step 0..1: seconds 31.25..1.25, TFLOP/s/device 12.5..123.5, Tokens/s/device "
                 "134.5..1234.5, total_weights 65536..65536, loss 10.5..9.5\n"},
    {.what = "a counter that is no number is none",
     .text = "epoch 1 loss 0.5\nepoch nan loss 0.25\nepoch 1e99 loss 0.125\n"
             "epoch 2 loss 0.0625\n",
     .expected = "4 record 1..4: loss 0.5..0.0625, epoch 1..2\n"
                 "  line 3: 'epoch' is beyond 1e15, and not read\n"},
    {.what = "scikit-learn's verbose perceptron",
     .text = "Iteration 1, loss = 0.75\nIteration 2, loss = 0.5\nValidation score: 0.730000\n"
             "Iteration 3, loss = 0.25\nValidation score: 0.760000\n",
     .expected = "3 step 1..3: loss 0.75..0.25, Validation score 0.73..0.76\n"},
    {.what = "train and validation in one pair of values",
     .text =
         "Epoch 1 | Loss (train/val): 0.9 / 0.95 | train/test acc 61.5%/58.5% | 1h02m | 3.5 s\n"
         "Epoch 2 | Loss (train/val): 0.7 / 0.85 | train/test acc 71.5%/66.5% | 1h04m | 3.5 s\n",
     .expected = "2 epoch 1..2: train Loss 0.9..0.7, val Loss 0.95..0.85, train acc 61.5..71.5, "
                 "test acc 58.5..66.5\n"},
    {.what = "pairs of values, of which the end of the line tells",
     .text = "[Epoch 1] loss: 0.9/0.95 acc: 0.5/0.25 (train/val)\n"
             "[Epoch 2] loss: 0.7/0.85 acc: 0.75/0.5 (train/val)\n",
     .expected = "2 epoch 1..2: train loss 0.9..0.7, val loss 0.95..0.85, train acc 0.5..0.75, val "
                 "acc 0.25..0.5\n"},
    {.what = "pairs of values, of which nothing tells",
     .text = "epoch 1 val 0.9/0.95 acc 0.5 mem 10.5/24.0 GB\n"
             "epoch 2 val 0.7/0.85 acc 0.75 mem 10.5/24.0 GB\n",
     .expected = "2 epoch 1..2: val acc 0.5..0.75\n"
                 "  line 1: two values such as '0.5/0.6' under one name, and no word such as "
                 "'train/val' says what they are: they are not read\n"},
    {.what = "the quantity before its splits",
     .text = "Epoch 1 | Loss - train: 0.9, val: 0.95 | Acc - train: 61.5%, val: 58.5%\n"
             "Epoch 2 | Loss - train: 0.7, val: 0.85 | Acc - train: 71.5%, val: 66.5%\n",
     .expected = "2 epoch 1..2: train Loss 0.9..0.7, val Loss 0.95..0.85, train Acc 61.5..71.5, "
                 "val Acc 58.5..66.5\n"},
    {.what = "a split's number behind a loss may be of anything",
     .text =
         "Epoch: 1, Loss: 0.9, Train: 0.5, Val: 0.25\nEpoch: 2, Loss: nan, Train: inf, Val: 0.5\n",
     .expected = "2 epoch 1..2: Loss 0.9..nan 'nan', Train 0.5..inf 'inf', Val 0.25..0.5\n"},
    {.what = "what PyTorch's schedulers print",
     .text = "Epoch 1: loss 0.9\nAdjusting learning rate of group 0 to 1.0000e-03.\n"
             "Epoch 2: loss 0.7\nAdjusting learning rate of group 0 to 5.0000e-04.\n",
     .expected =
         "2 epoch 1..2: loss 0.9..0.7, Adjusting learning rate of group 0 to 0.001..0.0005\n"},
    {.what = "decimal commas with three decimals",
     .text = "Epoche 1: Loss 0,912  Val-Loss 1,955\nEpoche 2: Loss 0,701  Val-Loss 1,802\n",
     .expected = "2 epoch 1..2: Loss 0.912..0.701, Val-Loss 1.955..1.802\n"},
    {.what = "a comma that may part thousands",
     .text = "epoch 1: loss 1,234 acc 0.5\nepoch 2: loss 1,134 acc 0.75\n",
     .expected = "2 epoch 1..2: acc 0.5..0.75\n"
                 "  line 1: a number such as '1,234' may be 1.234 or 1234: it is not read\n"},
    {.what = "L-BFGS-B, as SciPy prints it",
     .text = "At X0         0 variables are exactly at the bounds\n\n"
             "At iterate    0    f=  3.62500D+00    |proj g|=  2.50000D+00\n\n"
             "At iterate    1    f=  2.12500D-01    |proj g|=  1.25000D-01\n",
     .expected = "2 step 0..1: f 3.625..0.2125, proj g 2.5..0.125\n"},
    {.what = "what R's nnet() and optim() print",
     .text = "# weights:  33\ninitial  value 142.5 \niter  10 value 81.25\niter  20 value 61.75\n"
             "final  value 54.5 \nconverged\n",
     .expected = "2 step 10..20: value 81.25..61.75\n"},
    {.what = "a bar under a split's name, and what a best value came from",
     .text = "Epoch 1/2 val: 100%|####| 20/20 [00:02<00:00, 8.1it/s, val_loss=0.95]\n"
             "Epoch 1: val_loss improved from inf to 0.95, saving model to best.pt\n"
             "Epoch 2/2 val: 100%|####| 20/20 [00:02<00:00, 8.1it/s, val_loss=0.85]\n"
             "Epoch 2: val_loss improved from 0.95 to 0.85, saving model to best.pt\n",
     .expected = "2 epoch 1..2: val_loss 0.95..0.85\n"},
    {.what = "the settings of a run stand above it, as in a sweep",
     .text = "lr=0.5 batch=32\nepoch: 1 loss: 0.9\nepoch: 2 loss: 0.7\n"
             "lr=0.25 batch=32\nepoch: 1 loss: 0.8\nepoch: 2 loss: 0.6\n",
     .expected = "2 epoch 1..2: lr 0.5..0.5, loss 0.9..0.7\n"
                 "[run 2] 2 epoch 1..2: lr 0.25..0.25, loss 0.8..0.6\n"},
    {.what = "a trial is told when it is over, as Optuna prints it",
     .text = "epoch 1 loss 0.9\nepoch 2 loss 0.7\n[I 2031-01-01 12:00:00,123] Trial 0 finished "
             "with value: 0.7 and parameters: {'lr': 0.5}. Best is trial 0 with value: 0.7.\n"
             "epoch 1 loss 0.8\nepoch 2 loss 0.6\n[I 2031-01-01 12:00:00,123] Trial 1 finished "
             "with value: 0.6 and parameters: {'lr': 0.25}. Best is trial 1 with value: 0.6.\n",
     .expected = "2 epoch 1..2: loss 0.9..0.7\n[run 2] 2 epoch 1..2: loss 0.8..0.6\n"},
    {.what = "an epoch once more after a resume, in a short log",
     .text = "epoch 0 loss 0.9\nepoch 1 loss 0.7\nepoch 2 loss 0.6\nResuming from epoch 2\n"
             "epoch 2 loss 0.625\nepoch 3 loss 0.5\n",
     .expected = "5 epoch 0..3: loss 0.9..0.5\n"
                 "  line 0: 1 value is recorded twice at the same epoch: the last one counts\n"},
    {.what = "two trainings that write one log, each line with its label",
     .text = "[A] Epoch 1/2\n[A] step 1/2 loss 0.9\n[B] Epoch 1/2\n[A] step 2/2 loss 0.8\n"
             "[B] step 1/2 loss 1.9\n[A] val loss 0.85\n[A] Epoch 2/2\n[B] step 2/2 loss 1.8\n"
             "[A] step 1/2 loss 0.7\n[B] val loss 1.85\n[B] Epoch 2/2\n[A] step 2/2 loss 0.6\n"
             "[B] step 1/2 loss 1.7\n[A] val loss 0.65\n[B] step 2/2 loss 1.6\n[B] val loss 1.65\n",
     .expected = "[A] 6 step 1..4: loss 0.9..0.6, epoch 1..2, val loss 0.85..0.65\n"
                 "[B] 5 step 1..4: loss 1.9..1.6, epoch 1..2, val loss 1.85..1.65\n"},
    {.what = "two trainings, of which one begins later",
     .text = "a: epoch 0 loss 0.9\na: epoch 1 loss 0.8\nb: epoch 0 loss 1.9\na: epoch 2 loss 0.7\n"
             "b: epoch 1 loss 1.8\na: epoch 3 loss 0.6\nb: epoch 2 loss 1.7\n",
     .expected = "[a] 4 epoch 0..3: loss 0.9..0.6\n[b] 3 epoch 0..2: loss 1.9..1.7\n"},
    {.what = "labels that say where one training stands",
     .text = "[warm-up] Epoch 1 step 1/2 loss 0.9\n[warm-up] Epoch 1 step 2/2 loss 0.8\n"
             "[full] Epoch 2 step 1/2 loss 0.7\n[full] Epoch 2 step 2/2 loss 0.6\n",
     .expected = "4 step 1..4: loss 0.9..0.6, epoch 1..2\n"},
    {.what = "names that are not known, with decimal commas",
     .text =
         "Epoche 1 Verlust: 0,912 Anteil: 51,5 % gpus: 0,1\nEpoche 2 Verlust: 0,701 Anteil: 61,5 % "
         "gpus: 0,1\nEpoche 3 Verlust: 0,625 Anteil: 62,5 % gpus: 0,1\n",
     .expected = "3 epoch 1..3: Verlust 0.912..0.625, Anteil 51.5..62.5\n"},
    {.what = "a label with a number, and one that is a process'",
     .text =
         "[Client 1] round 1 loss 0.9\n[Client 2] round 1 loss 1.9\n[Client 1] round 2 loss 0.8\n"
         "[Client 2] round 2 loss 1.8\n[Client 1] round 3 loss 0.7\n[Client 2] round 3 loss 1.7\n",
     .expected = "[Client 1] 3 step 1..3: loss 0.9..0.7\n[Client 2] 3 step 1..3: loss 1.9..1.7\n"},
    {.what = "processes that print their number",
     .text =
         "[GPU0] Epoch 1 loss 0.9\n[GPU1] Epoch 1 loss 0.95\n[GPU0] Epoch 2 loss 0.8\n[GPU1] Epoch "
         "2 loss 0.85\n[GPU0] Epoch 3 loss 0.7\n[GPU1] Epoch 3 loss 0.75\n[GPU0] Epoch 4 loss "
         "0.6\n[GPU1] Epoch 4 loss 0.65\n",
     .expected = "4 epoch 1..4: loss 0.9..0.6\n"
                 "  line 0: 2 processes wrote the same moments; one record of each is read\n"},
    {.what = "steps in thousands from the first on",
     .text = "iter 1k: loss 0.9, 12.3k img/s\niter 2k: loss 0.8, 12.3k img/s\n",
     .expected = "2 step 1000..2000: loss 0.9..0.8\n"},
    {.what = "what isn't of the training, and lines that stand once",
     .text = "Best loss: 0.25 at epoch 9\nloss function: cross entropy, smoothing 0.1\n"
             "2025-01-02 03:04:05 epoch 1 loss 0.5 time 12s 300 MB\nbest loss 0.5 at epoch 1\n"
             "2025-01-02 03:04:06 epoch 2 loss 0.25 time 13s 300 MB\nbest loss 0.25 at epoch 2\n"
             "final loss 0.125 epoch 1\n",
     .expected = "2 epoch 1..2: loss 0.5..0.25, time 12..13\n"},
};

START_TEST(tells_what_stands_there)
{
    check_reading("plain", &cases[_i]);
}
END_TEST

/* What is no log, or may be anything: nobody's bid is as good as none. */
START_TEST(bids_for_nothing_else)
{
    static const char *const texts[] = {
        "",
        "epoch,loss\n1,0.5\n2,0.25\n3,0.125\n",
        "The loss was 0.5 then.\nAnd the accuracy 0.25 was none.\n",
        "<p>epoch 1 loss 0.5</p>\n<p>epoch 2 loss 0.25</p>\n",
        "{\n\"loss\": 0.5,\n\"loss\": 0.25,\n\"loss\": 0.125\n}\n",
        "[\n\"loss\": 0.5,\n\"loss\": 0.25,\n\"loss\": 0.125\n]\n",
        "# Title\n```\nepoch 1 loss 0.5\nepoch 2 loss 0.25\nepoch 3 loss 0.125\n```\n",
        "It prints\n\n    Epoch 1/10, train loss: 0.5, val loss: 0.6\n\nand so on.\n",
        "import os\nfor i in x:\n  loss = 0.5\ndef f():\n  loss = 1.5\nloss = 2.5\n",
        "epochs: 10\nlr: 0.5\nepochs: 20\nlr: 0.25\nepochs: 30\nlr: 0.125\n",
        "epoch 1 loss 5 lr 0.5\nepoch 2 loss 4 lr 0.25\n",                    /* counts, it seems */
        "Iter 5000: loss 0.5\nIter 4500: loss 0.25\nIter 5000: loss 0.125\n", /* notes */
        "loss: 0.5\nloss: 0.5\nloss: 0.5\n",
        "epoch 1\nlr 0.5\nepoch 2\nlr 0.5\nepoch 3\nlr 0.5\n", /* a setting, it seems */
        "epoch 1 loss 5\nepoch 2 loss 4\nepoch 3 loss 3\n",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        ck_assert_msg(probe_score(lc_reader_find("plain"), texts[i]) == 0, "%s", texts[i]);
}
END_TEST

START_TEST(bids_by_how_sure_it_is)
{
    static const struct {
        const char *text;
        int bid;
    } bids[] = {
        {"epoch 1 loss 0.5\nepoch 2 loss 0.25\nepoch 3 loss 0.125\n", 60},
        {"epoch 1 loss 0.5\nepoch 2 loss 0.25\n", 50},
        {"Epoch 1\nloss 0.5\nEpoch 2\nloss 0.25\nEpoch 3\nloss 0.125\n", 55},
        {"Epoch 1\nloss 0.5\nEpoch 2\nloss 0.5\nEpoch 3\nloss 0.5\n", 55},
        {"epoch 1 loss nan\nepoch 2 loss nan\nepoch 3 loss nan\n", 60},
        {"loss 0.5\nloss 0.25\nloss 0.125\n", 30},
        {"step 1 a=0.5\nstep 2 a=0.25\nstep 3 a=0.125\n", 20},
        {"epoch 1 | train 0.5 | val 0.75 *\nepoch 2 | train 0.25 | val 0.5 *\nepoch 3 | train "
         "0.125 | "
         "val 0.75\n",
         20},
        {"step 1 a=0.5\nstep 1 a=0.25\nstep 1 a=0.125\n", 0},
        {"import os\nfor i in x:\n  loss = 0.5\nprint(2)\nepoch 1 loss 0.5\nepoch 2 loss 0.25\n",
         50},
    };
    for (size_t i = 0; i < sizeof bids / sizeof *bids; i++)
        ck_assert_msg(probe_score(lc_reader_find("plain"), bids[i].text) == bids[i].bid, "%s",
                      bids[i].text);
}
END_TEST

/* Lines of many other kinds stand before them. */
START_TEST(finds_its_lines_behind_others)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    for (int i = 0; i < 400; i++)
        fprintf(out, "package_%c%c size: %d.5 MB\n", 'a' + i / 26, 'a' + i % 26, i);
    fputs("epoch 1 loss 0.5\nepoch 2 loss 0.25\nepoch 3 loss 0.125\n", out);
    fclose(out);
    ck_assert_int_eq(probe_score(lc_reader_find("plain"), text), 60);
    free(text);
}
END_TEST

START_TEST(refuses_what_never_repeats)
{
    check_refusal_by("plain", "");
    check_refusal_by("plain", "epoch 1 loss 0.5\n");
    check_refusal_by("plain", "Epoch 1/3\nEpoch 2/3\nEpoch 3/3\n");
}
END_TEST

/* Planned epochs are known where epochs count from 1. */
START_TEST(takes_the_planned_epochs)
{
    static const struct {
        const char *text;
        double planned;
    } told[] = {
        {"Epoch 1/9 loss 0.5\nEpoch 2/9 loss 0.25\n", 9},
        {"Epoch 0/9 loss 0.5\nEpoch 1/9 loss 0.25\n", 0},
        {"Epoch 1 loss 0.5\nEpoch 2 loss 0.25\n", 0},
    };
    for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
        lc_runs runs = LC_RUNS_INIT;
        ck_assert_int_eq(lc_read_bytes(&runs, NULL, told[i].text, strlen(told[i].text), NULL, NULL),
                         LC_OK);
        ck_assert(runs.run[0].facts.planned_epochs == told[i].planned);
        lc_runs_free(&runs);
    }
}
END_TEST

/* Names without end fill neither the memory nor the time, and don't hide what comes after them. */
START_TEST(bounds_what_it_learns)
{
    const lc_read_options options = {.format = "plain"};
    char *text = NULL;
    size_t size;
    lc_runs runs = LC_RUNS_INIT;
    FILE *out = open_memstream(&text, &size);
    ck_assert_ptr_nonnull(out);
    for (int i = 0; i < 100000; i++)
        fprintf(out, "sample_%d_loss: 0.5\n", i);
    fputs("epoch 1 loss 0.5\nepoch 2 loss 0.25\n", out);
    fclose(out);
    ck_assert_int_eq(lc_read_bytes(&runs, NULL, text, size, &options, NULL), LC_OK);
    char *told = describe_runs(&runs);
    ck_assert_str_eq(told, "2 epoch 1..2: loss 0.5..0.25\n");
    free(told);
    free(text);
    lc_runs_free(&runs);
}
END_TEST

/* Lines wait no longer for one of their shape than there is room. */
START_TEST(gives_a_line_up_that_waits_too_long)
{
    char *text = NULL;
    size_t size;
    lc_runs runs = LC_RUNS_INIT;
    FILE *out = open_memstream(&text, &size);
    ck_assert_ptr_nonnull(out);
    fputs("val loss 9.5\n", out);
    for (int i = 0; i < 70000; i++)
        fprintf(out, "step %d loss %d.5\n", i, i);
    fputs("val loss 8.5\nstep 70000 loss 0.5\nval loss 7.5\n", out);
    fclose(out);
    ck_assert_int_eq(lc_read_bytes(&runs, NULL, text, size, NULL, NULL), LC_OK);
    char *told = describe_runs(&runs);
    ck_assert_str_eq(told, "70001 step 0..70000: loss 0.5..0.5, val loss 8.5..7.5\n");
    free(told);
    free(text);
    lc_runs_free(&runs);
}
END_TEST

Suite *suite_plain(void)
{
    Suite *s = suite_create("plain");
    TCase *t = tcase_create("plain");
    tcase_set_timeout(t, 60);
    tcase_add_loop_test(t, tells_what_stands_there, 0, (int)(sizeof cases / sizeof *cases));
    tcase_add_test(t, bids_for_nothing_else);
    tcase_add_test(t, bids_by_how_sure_it_is);
    tcase_add_test(t, finds_its_lines_behind_others);
    tcase_add_test(t, refuses_what_never_repeats);
    tcase_add_test(t, takes_the_planned_epochs);
    tcase_add_test(t, bounds_what_it_learns);
    tcase_add_test(t, gives_a_line_up_that_waits_too_long);
    suite_add_tcase(s, t);
    return s;
}
