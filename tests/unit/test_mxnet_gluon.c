/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_mxnet_gluon.c - the many shapes of MXNet's and Gluon's epochs. */
#include "format_suite.h"

#include <check.h>

Suite *suite_mxnet_gluon(void);

static const reading cases[] = {
    {.sample = "batches-cut-off.log",
     .expected = "4 epoch 0..3: accuracy 0.484272..0.678524, time cost 12.633..12.7238, "
                 "val_err-top1 0.673918..0.359251, val_err-top5 0.43516..0.145359, lr "
                 "0.199333..0.02\n"
                 "  line 23: epoch 3 breaks off; its last state is kept\n"},
    {.sample = "cifar-then-mixup.log",
     .expected =
         "6 epoch 0..5: train_accuracy 0.38..0.812332, val_accuracy 0.344688..0.786605, "
         "loss 2.25..0.607137, time 14.166..14.6616\n"
         "[run 2] 3 epoch 0..2: train_rmse 0.32..0.171319, val_accuracy 0.355725..0.635333, "
         "loss 2.55..1.50372, time 14.155..14.6547\n"},
    {.sample = "detection.log",
     .expected = "3 epoch 0..2: time cost 31.0535..31.8465, CrossEntropy 4.58266..2.8394, SmoothL1 "
                 "2.10472..1.37255, val_AP/bicycle 0.275429..0.543809, val_AP/train "
                 "0.314775..0.621496, val_AP/tvmonitor nan..0.512734 'nan', val_mAP "
                 "0.295102..0.559346, lr 0.0001..0.0001\n"},
    {.sample = "fine-tuning.log",
     .expected = "8 epoch 0.3125..2: loss 0.8585..0.3297, lr 4.22e-05..1.6e-06, accuracy "
                 "0.5449..0.8635, val_accuracy 0.7664..0.8129, val_accuracy (dev_mismatched) "
                 "0.7764..0.8229\n"},
    {.sample = "language-model.log",
     .expected = "9 epoch 0.338983..3: loss 8.35..5.3, ppl 4219.5..200.04, lr 19.56..20, time cost "
                 "27.02..27.11, valid loss 7.36..5.37, valid ppl 1575.31..214.95, test loss "
                 "7.3..5.31, test ppl 1483.57..202.43\n"},
    {.sample = "module-fit.log",
     .expected = "3 epoch 0..2: Train-accuracy 0.78806..0.947106, Time cost 7.861..8.089, "
                 "Validation-accuracy 0.784454..0.927596\n"},
    {.sample = "segmentation-bars.log",
     .expected = "2 epoch 0..1: training loss 0.741..0.462, val_pixAcc 0.702..0.828, val_mIoU "
                 "0.32..0.573\n"},
    {.what = "a name that a line has twice, and a place without values",
     .text = "[Epoch 0] training: a=1\nStart training from [Epoch 7]\n"
             "Epoch 0, validation RMSE: 4.5, Delta_2: 0.9 Delta_2: 0.95\nEpoch 9 is far away\n",
     .expected = "1 epoch 0..0: a 1..1, val_RMSE 4.5..4.5, val_Delta_2 0.9..0.9, val_Delta_2 (2) "
                 "0.95..0.95\n"},
    {.what = "epochs that have a share, counted from 1 and from 0",
     .text = "Epoch 1 iteration 0/4: training loss 0.5\nEpoch 1 iteration 2/4: training loss 0.4\n"
             "Epoch 1, validation RMSE: 3\nEpoch 2 iteration 9/4: training loss nan\n",
     .expected = "4 epoch 0..2: training loss 0.5..nan 'nan', val_RMSE 3..3\n"},
    {.what = "one line of the CIFAR scripts, and an epoch that starts over",
     .text = "[Epoch 0] train=0.5 val=0.4 loss=1.5 time: 9\nNamespace(num_epochs=1)\n"
             "[Epoch 0] train=0.6 val=0.5 loss=1.4 time: 9\n",
     .expected = "1 epoch 0..0: train_accuracy 0.5..0.5, val_accuracy 0.4..0.4, loss 1.5..1.5, "
                 "time 9..9\n[run 2] 1 epoch 0..0: train_accuracy 0.6..0.6, val_accuracy 0.5..0.5, "
                 "loss 1.4..1.4, time 9..9\n"},
    {.what = "images are mixed where training is far below validation, whichever way it goes",
     .text = "[Epoch 0] train=0.15 val=0.6 loss=1.5 time: 9\n"
             "[Epoch 1] train=0.16 val=0.7 loss=1.4 time: 9\n",
     .expected = "2 epoch 0..1: train_rmse 0.15..0.16, val_accuracy 0.6..0.7, loss 1.5..1.4, "
                 "time 9..9\n"},
    {.what = "training is below validation, as far as augmentation explains",
     .text = "[Epoch 0] train=0.25 val=0.6 loss=1.5 time: 9\n"
             "[Epoch 1] train=0.26 val=0.7 loss=1.4 time: 9\n",
     .expected = "2 epoch 0..1: train_accuracy 0.25..0.26, val_accuracy 0.6..0.7, loss 1.5..1.4, "
                 "time 9..9\n"},
};

static const corpus_case corpus[] = {
    {"mxnet_gluon_log/001-cifar-resnet20.log", 1, 200, "train_accuracy", " train="},
    {"mxnet_gluon_log/002-cifar-wrn-mixup.log", 1, 220, "train_rmse", " train="},
    {"mxnet_gluon_log/003-imagenet-resnet50.log", 1, 120, "val_err-top1", "err-top1="},
    {"mxnet_gluon_log/004-imagenet-mbv3.log", 1, 360, "accuracy", "training: accuracy="},
    {"mxnet_gluon_log/005-hmdb51.log", 1, 35, "accuracy", "training: accuracy="},
    {"mxnet_gluon_log/007-ssd-voc.log", 1, 240, "val_mAP", "mAP="},
    {"mxnet_gluon_log/008-monodepth.log", 1, 321, "training loss", "training loss "},
    {"mxnet_gluon_log/009-nlp-fasttext.log", 1, 25, "Test Loss", "Test Loss: "},
    {"mxnet_gluon_log/011-nlp-bert-mnli.log", 1, 369, "loss", "] loss="},
    {"mxnet_gluon_log/012-pose.log", 1, 140, "loss", "secs\tloss="},
};

START_TEST(reads_a_whole_collection)
{
    check_corpus_folder("mxnet_gluon", "collections/gluon_cifar", "loss", "[Epoch ");
}
END_TEST

static const char *const no_logs[] = {
    "",
    "Epoch 1/10\n9/9 [====] - 1s - loss: 0.5\n",
    "Epoch: 3 loss: 0.5\n",
    "epoch,loss\n1,2\n",
    "Start training from [Epoch 0]\n",
    "Epoch 0, global step 9: 'val_loss' reached 0.5 (best 0.5), saving model to 'a.ckpt' as top "
    "1\n",
    NULL,
};

static const sample_notes notes[] = {
    {"batches-cut-off.log",
     "train_samples 48000, validation_samples 2000, classes 10, batch_size 512, "
     "planned_epochs 4"},
    {"fine-tuning.log", "planned_epochs 2, loss: mean since the line before"},
};

Suite *suite_mxnet_gluon(void)
{
    static const format_tests tests = {
        .format = "mxnet_gluon",
        .cases = cases,
        .cases_n = COUNT(cases),
        .no_logs = no_logs,
        .notes = notes,
        .notes_n = COUNT(notes),
        .corpus = corpus,
        .corpus_n = COUNT(corpus),
    };
    TCase *t;
    Suite *s = format_suite(&tests, &t);
    add_shared_test(t, reads_a_whole_collection, "corpus/collections/gluon_cifar", 0, 1);
    return s;
}
