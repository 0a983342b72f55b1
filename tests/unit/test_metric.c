/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_metric.c - what the names tell that trainers really write. */
#include "model/metric.h"

#include "base/mem.h"

#include <check.h>
#include <string.h>

Suite *suite_metric(void);

#define LOWER LC_LOWER_IS_BETTER
#define HIGHER LC_HIGHER_IS_BETTER
#define NEITHER LC_NEITHER

/* A name, and what somebody who knows the trainer would say of it. */
static const struct {
    const char *name;
    lc_split split;
    lc_kind kind;
    lc_direction better;
    const char *base;
} cases[] = {
    /* Caffe's GoogLeNet, GluonCV, fastai */
    {"train_loss1/loss1", LC_TRAIN, LC_LOSS, LOWER, "loss1_loss1"},
    {"val_loss3/top-1", LC_VALIDATION, LC_SCORE, HIGHER, "loss3_top_1"},
    {"val_err-top1", LC_VALIDATION, LC_LOSS, LOWER, "error_top1"},
    {"top-1 error", LC_TRAIN, LC_LOSS, LOWER, "top_1_error"},
    {"RPN_SmoothL1", LC_TRAIN, LC_LOSS, LOWER, "rpn_smoothl1"},
    {"val_AP/train", LC_VALIDATION, LC_SCORE, HIGHER, "ap_train"},
    {"val_abs_REL", LC_VALIDATION, LC_LOSS, LOWER, "abs_rel"},
    {"rewards/valid_json_reward/mean", LC_TRAIN, LC_SCORE, HIGHER,
     "rewards_valid_json_reward_mean"},
    {"valid_reward", LC_VALIDATION, LC_SCORE, HIGHER, "reward"},
    {"avg_data_cost", LC_SPLIT_NONE, LC_WALL_TIME, NEITHER, "avg_data_cost"},
    {"BWER train", LC_TRAIN, LC_LOSS, LOWER, "bwer"},
    {"valid_f_beta", LC_VALIDATION, LC_SCORE, HIGHER, "f_beta"},
    /* likelihoods, emotions, weather, parsing, retrieval: short names that stand for a measure */
    {"val_UAR", LC_VALIDATION, LC_SCORE, HIGHER, "uar"},
    {"train_FER", LC_TRAIN, LC_LOSS, LOWER, "fer"},
    {"neg_loglik", LC_TRAIN, LC_LOSS, LOWER, "neg_loglik"},
    {"loglik", LC_TRAIN, LC_SCORE, HIGHER, "loglik"},
    {"returns", LC_TRAIN, LC_SCORE, HIGHER, "returns"},
    {"phone errors", LC_TRAIN, LC_LOSS, LOWER, "phone_errors"},
    {"val_csi", LC_VALIDATION, LC_SCORE, HIGHER, "csi"},
    {"miss_rate", LC_TRAIN, LC_LOSS, LOWER, "miss_rate"},
    {"TAR@FAR", LC_TRAIN, LC_SCORE, HIGHER, "tar_far"},
    {"far", LC_TRAIN, LC_LOSS, LOWER, "far"},
    {"val_R@10", LC_VALIDATION, LC_SCORE, HIGHER, "r_10"},
    {"lower_bound", LC_TRAIN, LC_SCORE, HIGHER, "lower_bound"},
    /* words that tell the kind when they stand alone */
    {"val_PER", LC_VALIDATION, LC_LOSS, LOWER, "per"},
    {"ms per image", LC_SPLIT_NONE, LC_OTHER, NEITHER, "ms_per_image"},
    {"J", LC_TRAIN, LC_LOSS, LOWER, "j"},
    {"rho", LC_TRAIN, LC_SCORE, HIGHER, "rho"},
    {"rho_max", LC_SPLIT_NONE, LC_OTHER, NEITHER, "rho_max"},
    /* metric learning, translation, detection, tracking, speech */
    {"train_triplet", LC_TRAIN, LC_LOSS, LOWER, "triplet"},
    {"val_contrastive", LC_VALIDATION, LC_LOSS, LOWER, "contrastive"},
    {"val_chrF", LC_VALIDATION, LC_SCORE, HIGHER, "chrf"},
    {"hit@5", LC_TRAIN, LC_SCORE, HIGHER, "hit_5"},
    {"success_rate", LC_TRAIN, LC_SCORE, HIGHER, "success_rate"},
    {"val_HD95", LC_VALIDATION, LC_LOSS, LOWER, "hd95"},
    {"IDF1", LC_TRAIN, LC_SCORE, HIGHER, "idf1"},
    /* Keras: CSVLogger, History, console */
    {"loss", LC_TRAIN, LC_LOSS, LOWER, "loss"},
    {"accuracy", LC_TRAIN, LC_SCORE, HIGHER, "accuracy"},
    {"acc", LC_TRAIN, LC_SCORE, HIGHER, "accuracy"},
    {"val_loss", LC_VALIDATION, LC_LOSS, LOWER, "loss"},
    {"val_acc", LC_VALIDATION, LC_SCORE, HIGHER, "accuracy"},
    {"val_accuracy", LC_VALIDATION, LC_SCORE, HIGHER, "accuracy"},
    {"val_sparse_categorical_accuracy", LC_VALIDATION, LC_SCORE, HIGHER,
     "sparse_categorical_accuracy"},
    {"top_k_categorical_accuracy", LC_TRAIN, LC_SCORE, HIGHER, "top_k_categorical_accuracy"},
    {"val_binary_accuracy", LC_VALIDATION, LC_SCORE, HIGHER, "binary_accuracy"},
    {"categorical_crossentropy", LC_TRAIN, LC_LOSS, LOWER, "categorical_crossentropy"},
    {"mean_squared_error", LC_TRAIN, LC_LOSS, LOWER, "mean_squared_error"},
    {"val_mean_absolute_error", LC_VALIDATION, LC_LOSS, LOWER, "mean_absolute_error"},
    {"val_mean_absolute_percentage_error", LC_VALIDATION, LC_LOSS, LOWER,
     "mean_absolute_percentage_error"},
    {"root_mean_squared_error", LC_TRAIN, LC_LOSS, LOWER, "root_mean_squared_error"},
    {"kullback_leibler_divergence", LC_TRAIN, LC_LOSS, LOWER, "kullback_leibler_divergence"},
    {"logcosh", LC_TRAIN, LC_LOSS, LOWER, "logcosh"},
    {"squared_hinge", LC_TRAIN, LC_LOSS, LOWER, "squared_hinge"},
    {"val_mae", LC_VALIDATION, LC_LOSS, LOWER, "mae"},
    {"val_mse", LC_VALIDATION, LC_LOSS, LOWER, "mse"},
    {"cosine_similarity", LC_TRAIN, LC_SCORE, HIGHER, "cosine_similarity"},
    {"val_auc_1", LC_VALIDATION, LC_SCORE, HIGHER, "auc_1"},
    {"precision_1", LC_TRAIN, LC_SCORE, HIGHER, "precision_1"},
    {"val_recall_2", LC_VALIDATION, LC_SCORE, HIGHER, "recall_2"},
    {"specificity_at_sensitivity", LC_TRAIN, LC_SCORE, HIGHER, "specificity_at_sensitivity"},
    {"val_mean_io_u", LC_VALIDATION, LC_SCORE, HIGHER, "mean_io_u"},
    {"updated_mean_io_u", LC_TRAIN, LC_SCORE, HIGHER, "updated_mean_io_u"},
    {"val_updated_mean_io_u", LC_VALIDATION, LC_SCORE, HIGHER, "updated_mean_io_u"},
    {"val_out_1_accuracy", LC_VALIDATION, LC_SCORE, HIGHER, "out_1_accuracy"},
    {"out_0_loss", LC_TRAIN, LC_LOSS, LOWER, "out_0_loss"},
    {"val_dice_coef", LC_VALIDATION, LC_SCORE, HIGHER, "dice_coef"},
    {"val_f1_score", LC_VALIDATION, LC_SCORE, HIGHER, "f1_score"},
    {"true_positives", LC_SPLIT_NONE, LC_OTHER, NEITHER, "true_positives"},
    {"lr", LC_SPLIT_NONE, LC_LEARNING_RATE, NEITHER, "learning_rate"},
    {"learning_rate", LC_SPLIT_NONE, LC_LEARNING_RATE, NEITHER, "learning_rate"},
    {"epoch", LC_SPLIT_NONE, LC_EPOCH, NEITHER, "epoch"},
    {"epoch_loss", LC_TRAIN, LC_LOSS, LOWER, "epoch_loss"},
    {"epoch_learning_rate", LC_SPLIT_NONE, LC_LEARNING_RATE, NEITHER, "epoch_learning_rate"},
    {"evaluation_accuracy_vs_iterations", LC_VALIDATION, LC_SCORE, HIGHER,
     "accuracy_vs_iterations"},
    /* Lightning */
    {"train_loss", LC_TRAIN, LC_LOSS, LOWER, "loss"},
    {"train_loss_step", LC_TRAIN, LC_LOSS, LOWER, "loss_step"},
    {"train_loss_epoch", LC_TRAIN, LC_LOSS, LOWER, "loss"},
    {"train_acc_epoch", LC_TRAIN, LC_SCORE, HIGHER, "accuracy"},
    {"val_loss_epoch", LC_VALIDATION, LC_LOSS, LOWER, "loss"},
    {"val/loss", LC_VALIDATION, LC_LOSS, LOWER, "loss"},
    {"train/acc_step", LC_TRAIN, LC_SCORE, HIGHER, "accuracy_step"},
    {"valid_loss", LC_VALIDATION, LC_LOSS, LOWER, "loss"},
    {"va_loss", LC_VALIDATION, LC_LOSS, LOWER, "loss"},
    {"te_acc", LC_TEST, LC_SCORE, HIGHER, "accuracy"},
    {"LossPi", LC_TRAIN, LC_LOSS, LOWER, "losspi"},
    {"lossy", LC_SPLIT_NONE, LC_OTHER, NEITHER, "lossy"},
    {"Epoche", LC_SPLIT_NONE, LC_EPOCH, NEITHER, "epoche"},
    {"Vali Loss", LC_VALIDATION, LC_LOSS, LOWER, "loss"},
    {"vld_logloss", LC_VALIDATION, LC_LOSS, LOWER, "logloss"},
    {"test_acc", LC_TEST, LC_SCORE, HIGHER, "accuracy"},
    {"val_loss/dataloader_idx_0", LC_VALIDATION, LC_LOSS, LOWER, "loss_dataloader_idx_0"},
    {"lr-Adam", LC_SPLIT_NONE, LC_LEARNING_RATE, NEITHER, "learning_rate_adam"},
    {"lr-SGD/pg1", LC_SPLIT_NONE, LC_LEARNING_RATE, NEITHER, "learning_rate_sgd_pg1"},
    {"trainer/global_step", LC_SPLIT_NONE, LC_STEP, NEITHER, "trainer_global_step"},
    {"step", LC_SPLIT_NONE, LC_STEP, NEITHER, "step"},
    {"hp_metric", LC_SPLIT_NONE, LC_OTHER, NEITHER, "hp_metric"},
    {"kld_weight", LC_SPLIT_NONE, LC_OTHER, NEITHER, "kld_weight"},
    {"loss_weight", LC_SPLIT_NONE, LC_OTHER, NEITHER, "loss_weight"},
    {"weight_loss", LC_TRAIN, LC_LOSS, LOWER, "weight_loss"},
    /* Ultralytics, YOLOv5 */
    {"train/box_loss", LC_TRAIN, LC_LOSS, LOWER, "box_loss"},
    {"train/dfl_loss", LC_TRAIN, LC_LOSS, LOWER, "dfl_loss"},
    {"val/cls_loss", LC_VALIDATION, LC_LOSS, LOWER, "cls_loss"},
    {"val/obj_loss", LC_VALIDATION, LC_LOSS, LOWER, "obj_loss"},
    {"train/seg_loss", LC_TRAIN, LC_LOSS, LOWER, "seg_loss"},
    {"metrics/precision", LC_VALIDATION, LC_SCORE, HIGHER, "precision"},
    {"metrics/recall(B)", LC_VALIDATION, LC_SCORE, HIGHER, "recall_b"},
    {"metrics/mAP50(B)", LC_VALIDATION, LC_SCORE, HIGHER, "map50_b"},
    {"metrics/mAP50-95(M)", LC_VALIDATION, LC_SCORE, HIGHER, "map50_95_m"},
    {"metrics/mAP_0.5", LC_VALIDATION, LC_SCORE, HIGHER, "map_0_5"},
    {"metrics/mAP_0.5:0.95", LC_VALIDATION, LC_SCORE, HIGHER, "map_0_5_0_95"},
    {"metrics/accuracy_top1", LC_VALIDATION, LC_SCORE, HIGHER, "accuracy_top1"},
    {"metrics/loss", LC_TRAIN, LC_LOSS, LOWER, "loss"},
    {"metrics/train/loss", LC_TRAIN, LC_LOSS, LOWER, "loss"},
    {"metrics/val/acc", LC_VALIDATION, LC_SCORE, HIGHER, "accuracy"},
    {"lr/pg0", LC_SPLIT_NONE, LC_LEARNING_RATE, NEITHER, "learning_rate_pg0"},
    {"x/lr0", LC_SPLIT_NONE, LC_LEARNING_RATE, NEITHER, "x_lr0"},
    {"time", LC_SPLIT_NONE, LC_WALL_TIME, NEITHER, "time"},
    /* Hugging Face, TRL, LLaMA-Factory */
    {"eval_loss", LC_VALIDATION, LC_LOSS, LOWER, "loss"},
    {"eval_accuracy", LC_VALIDATION, LC_SCORE, HIGHER, "accuracy"},
    {"eval_f1", LC_VALIDATION, LC_SCORE, HIGHER, "f1"},
    {"eval_matthews_correlation", LC_VALIDATION, LC_SCORE, HIGHER, "matthews_correlation"},
    {"eval_exact_match", LC_VALIDATION, LC_SCORE, HIGHER, "exact_match"},
    {"eval_rouge1", LC_VALIDATION, LC_SCORE, HIGHER, "rouge1"},
    {"eval_rougeL", LC_VALIDATION, LC_SCORE, HIGHER, "rougel"},
    {"eval_rougeLsum", LC_VALIDATION, LC_SCORE, HIGHER, "rougelsum"},
    {"eval_sacrebleu", LC_VALIDATION, LC_SCORE, HIGHER, "sacrebleu"},
    {"eval_wer", LC_VALIDATION, LC_LOSS, LOWER, "wer"},
    {"ap_dist", LC_SPLIT_NONE, LC_OTHER, LC_NEITHER, "ap_dist"},
    {"eval_perplexity", LC_VALIDATION, LC_LOSS, LOWER, "perplexity"},
    {"eval_gen_len", LC_VALIDATION, LC_OTHER, NEITHER, "gen_len"},
    {"eval_runtime", LC_VALIDATION, LC_WALL_TIME, NEITHER, "runtime"},
    {"eval_samples_per_second", LC_VALIDATION, LC_OTHER, NEITHER, "samples_per_second"},
    {"eval_steps_per_second", LC_VALIDATION, LC_OTHER, NEITHER, "steps_per_second"},
    {"train_samples_per_second", LC_TRAIN, LC_OTHER, NEITHER, "samples_per_second"},
    {"train_runtime", LC_TRAIN, LC_WALL_TIME, NEITHER, "runtime"},
    {"total_flos", LC_SPLIT_NONE, LC_COUNT, NEITHER, "total_flos"},
    {"grad_norm", LC_SPLIT_NONE, LC_GRADIENT_NORM, NEITHER, "grad_norm"},
    {"train/grad_norm", LC_TRAIN, LC_GRADIENT_NORM, NEITHER, "grad_norm"},
    {"train/learning_rate", LC_TRAIN, LC_LEARNING_RATE, NEITHER, "learning_rate"},
    {"train/global_step", LC_TRAIN, LC_STEP, NEITHER, "global_step"},
    {"train/epoch", LC_TRAIN, LC_EPOCH, NEITHER, "epoch"},
    {"num_input_tokens_seen", LC_SPLIT_NONE, LC_COUNT, NEITHER, "num_input_tokens_seen"},
    {"mean_token_accuracy", LC_TRAIN, LC_SCORE, HIGHER, "mean_token_accuracy"},
    {"rewards/chosen", LC_SPLIT_NONE, LC_OTHER, NEITHER, "rewards_chosen"},
    {"rewards/rejected", LC_SPLIT_NONE, LC_OTHER, NEITHER, "rewards_rejected"},
    {"rewards/accuracies", LC_TRAIN, LC_SCORE, HIGHER, "rewards_accuracy"},
    {"reward_std", LC_SPLIT_NONE, LC_OTHER, NEITHER, "reward_std"},
    {"logps/chosen", LC_SPLIT_NONE, LC_OTHER, NEITHER, "logps_chosen"},
    {"completion_length", LC_SPLIT_NONE, LC_OTHER, NEITHER, "completion_length"},
    {"current_steps", LC_SPLIT_NONE, LC_STEP, NEITHER, "current_steps"},
    {"elapsed_time", LC_SPLIT_NONE, LC_WALL_TIME, NEITHER, "elapsed_time"},
    {"remaining_time", LC_SPLIT_NONE, LC_WALL_TIME, NEITHER, "remaining_time"},
    {"percentage", LC_SPLIT_NONE, LC_OTHER, NEITHER, "percentage"},
    /* timm, fastai, skorch */
    {"eval_top1", LC_VALIDATION, LC_SCORE, HIGHER, "top1"},
    {"eval_top5", LC_VALIDATION, LC_SCORE, HIGHER, "top5"},
    {"error_rate", LC_TRAIN, LC_LOSS, LOWER, "error_rate"},
    {"accuracy_multi", LC_TRAIN, LC_SCORE, HIGHER, "accuracy_multi"},
    {"jaccard_coeff", LC_TRAIN, LC_SCORE, HIGHER, "jaccard_coeff"},
    {"dur", LC_SPLIT_NONE, LC_WALL_TIME, NEITHER, "dur"},
    {"valid_loss_best", LC_VALIDATION, LC_OTHER, NEITHER, "loss_best"},
    /* Detectron2 */
    {"total_loss", LC_TRAIN, LC_LOSS, LOWER, "total_loss"},
    {"loss_box_reg", LC_TRAIN, LC_LOSS, LOWER, "loss_box_reg"},
    {"loss_rpn_cls", LC_TRAIN, LC_LOSS, LOWER, "loss_rpn_cls"},
    {"fast_rcnn/cls_accuracy", LC_TRAIN, LC_SCORE, HIGHER, "fast_rcnn_cls_accuracy"},
    {"fast_rcnn/false_negative", LC_SPLIT_NONE, LC_OTHER, NEITHER, "fast_rcnn_false_negative"},
    {"roi_head/num_bg_samples", LC_SPLIT_NONE, LC_COUNT, NEITHER, "roi_head_num_bg_samples"},
    {"data_time", LC_SPLIT_NONE, LC_WALL_TIME, NEITHER, "data_time"},
    {"eta_seconds", LC_SPLIT_NONE, LC_WALL_TIME, NEITHER, "eta_seconds"},
    {"iteration", LC_SPLIT_NONE, LC_STEP, NEITHER, "iteration"},
    {"bbox/AP", LC_VALIDATION, LC_SCORE, HIGHER, "bbox_ap"},
    {"segm/AP50", LC_VALIDATION, LC_SCORE, HIGHER, "segm_ap50"},
    /* MMDetection, MMSegmentation */
    {"iter", LC_SPLIT_NONE, LC_STEP, NEITHER, "iter"},
    {"base_lr", LC_SPLIT_NONE, LC_LEARNING_RATE, NEITHER, "base_learning_rate"},
    {"memory", LC_SPLIT_NONE, LC_COUNT, NEITHER, "memory"},
    {"momentum", LC_SPLIT_NONE, LC_OTHER, NEITHER, "momentum"},
    {"bbox_mAP_50", LC_VALIDATION, LC_SCORE, HIGHER, "bbox_map_50"},
    {"coco/segm_mAP", LC_VALIDATION, LC_SCORE, HIGHER, "coco_segm_map"},
    {"val/mAP(1)", LC_VALIDATION, LC_SCORE, HIGHER, "map_1"},
    {"train/loss_rpn_bbox", LC_TRAIN, LC_LOSS, LOWER, "loss_rpn_bbox"},
    {"decode.loss_ce", LC_TRAIN, LC_LOSS, LOWER, "decode_loss_ce"},
    {"decode.acc_seg", LC_TRAIN, LC_SCORE, HIGHER, "decode_accuracy_seg"},
    {"aAcc", LC_TRAIN, LC_SCORE, HIGHER, "aacc"},
    {"val/mIoU", LC_VALIDATION, LC_SCORE, HIGHER, "miou"},
    {"accuracy/top1", LC_TRAIN, LC_SCORE, HIGHER, "accuracy_top1"},
    /* XGBoost */
    {"train-logloss", LC_TRAIN, LC_LOSS, LOWER, "logloss"},
    {"eval-auc", LC_VALIDATION, LC_SCORE, HIGHER, "auc"},
    {"test-rmse", LC_TEST, LC_LOSS, LOWER, "rmse"},
    {"train-mlogloss", LC_TRAIN, LC_LOSS, LOWER, "mlogloss"},
    {"eval-merror", LC_VALIDATION, LC_LOSS, LOWER, "merror"},
    {"eval-map@5", LC_VALIDATION, LC_SCORE, HIGHER, "map_5"},
    {"eval-ndcg@10", LC_VALIDATION, LC_SCORE, HIGHER, "ndcg_10"},
    {"eval-error@0.7", LC_VALIDATION, LC_LOSS, LOWER, "error_0_7"},
    {"train-gamma-nloglik", LC_TRAIN, LC_LOSS, LOWER, "gamma_nloglik"},
    {"test-rmse-mean", LC_TEST, LC_LOSS, LOWER, "rmse_mean"},
    {"test-rmse-std", LC_TEST, LC_OTHER, NEITHER, "rmse_std"},
    /* LightGBM: with [train, valid] the second is valid_1, and the one that pairs */
    {"training's l2", LC_TRAIN, LC_LOSS, LOWER, "l2"},
    {"valid_0's l2", LC_VALIDATION, LC_LOSS, LOWER, "l2"},
    {"valid_1's binary_logloss", LC_VALIDATION, LC_LOSS, LOWER, "binary_logloss"},
    {"valid_0's multi_logloss", LC_VALIDATION, LC_LOSS, LOWER, "multi_logloss"},
    {"training's auc", LC_TRAIN, LC_SCORE, HIGHER, "auc"},
    {"valid_0's f1_score", LC_VALIDATION, LC_SCORE, HIGHER, "f1_score"},
    /* CatBoost */
    {"Logloss", LC_TRAIN, LC_LOSS, LOWER, "logloss"},
    {"MultiClass", LC_TRAIN, LC_LOSS, LOWER, "multiclass"},
    {"MultiClassOneVsAll", LC_TRAIN, LC_LOSS, LOWER, "multiclassonevsall"},
    {"RMSE", LC_TRAIN, LC_LOSS, LOWER, "rmse"},
    {"F1:class=1", LC_TRAIN, LC_SCORE, HIGHER, "f1_class_1"},
    {"AUC:type=Mu", LC_TRAIN, LC_SCORE, HIGHER, "auc_type_mu"},
    {"Quantile:alpha=0.9", LC_TRAIN, LC_LOSS, LOWER, "quantile_alpha_0_9"},
    {"TotalF1", LC_TRAIN, LC_SCORE, HIGHER, "totalf1"},
    {"learn_loss", LC_TRAIN, LC_LOSS, LOWER, "loss"},
    /* fairseq, Megatron, nanoGPT */
    {"train_nll_loss", LC_TRAIN, LC_LOSS, LOWER, "nll_loss"},
    {"valid_ppl", LC_VALIDATION, LC_LOSS, LOWER, "ppl"},
    {"valid_best_loss", LC_VALIDATION, LC_LOSS, LOWER, "best_loss"},
    {"valid_bleu", LC_VALIDATION, LC_SCORE, HIGHER, "bleu"},
    {"train_gnorm", LC_TRAIN, LC_GRADIENT_NORM, NEITHER, "grad_norm"},
    {"train_lr", LC_TRAIN, LC_LEARNING_RATE, NEITHER, "learning_rate"},
    {"train_wps", LC_TRAIN, LC_OTHER, NEITHER, "wps"},
    {"train_train_wall", LC_TRAIN, LC_WALL_TIME, NEITHER, "wall"},
    {"train_num_updates", LC_TRAIN, LC_STEP, NEITHER, "num_updates"},
    {"train_loss_scale", LC_TRAIN, LC_OTHER, NEITHER, "loss_scale"},
    {"lm loss", LC_TRAIN, LC_LOSS, LOWER, "lm_loss"},
    {"lm loss validation", LC_VALIDATION, LC_LOSS, LOWER, "lm_loss"},
    {"lm loss validation PPL", LC_VALIDATION, LC_LOSS, LOWER, "lm_loss_ppl"},
    {"loss-scale", LC_SPLIT_NONE, LC_OTHER, NEITHER, "loss_scale"},
    {"grad-norm", LC_SPLIT_NONE, LC_GRADIENT_NORM, NEITHER, "grad_norm"},
    {"elapsed time per iteration (ms)", LC_SPLIT_NONE, LC_WALL_TIME, NEITHER,
     "elapsed_time_per_iteration_ms"},
    {"consumed samples", LC_SPLIT_NONE, LC_COUNT, NEITHER, "consumed_samples"},
    {"number of skipped iterations", LC_SPLIT_NONE, LC_COUNT, NEITHER,
     "number_of_skipped_iterations"},
    {"number of nan iterations", LC_SPLIT_NONE, LC_COUNT, NEITHER, "number_of_nan_iterations"},
    {"global batch size", LC_SPLIT_NONE, LC_OTHER, NEITHER, "global_batch_size"},
    {"mfu", LC_SPLIT_NONE, LC_OTHER, NEITHER, "mfu"},
    {"iter_num", LC_SPLIT_NONE, LC_STEP, NEITHER, "iter_num"},
    /* Weights & Biases */
    {"_step", LC_SPLIT_NONE, LC_STEP, NEITHER, "step"},
    {"_runtime", LC_SPLIT_NONE, LC_WALL_TIME, NEITHER, "runtime"},
    {"_timestamp", LC_SPLIT_NONE, LC_WALL_TIME, NEITHER, "timestamp"},
    {"system.gpu.0.temp", LC_SPLIT_NONE, LC_OTHER, NEITHER, "system_gpu_0_temp"},
    {"system.proc.memory.rssMB", LC_SPLIT_NONE, LC_COUNT, NEITHER, "system_proc_memory_rssmb"},
    /* darknet, DeePMD, PaddlePaddle, MXNet */
    {"avg_loss", LC_TRAIN, LC_LOSS, LOWER, "loss"},
    {"Region 82 Avg IOU", LC_TRAIN, LC_SCORE, HIGHER, "region_82_avg_iou"},
    {"mAP@0.5", LC_VALIDATION, LC_SCORE, HIGHER, "map_0_5"},
    {"rmse_trn", LC_TRAIN, LC_LOSS, LOWER, "rmse"},
    {"rmse_val", LC_VALIDATION, LC_LOSS, LOWER, "rmse"},
    {"rmse_f_trn", LC_TRAIN, LC_LOSS, LOWER, "rmse_f"},
    {"rmse_e_val", LC_VALIDATION, LC_LOSS, LOWER, "rmse_e"},
    {"avg_reader_cost", LC_SPLIT_NONE, LC_WALL_TIME, NEITHER, "avg_reader_cost"},
    {"batch_cost", LC_SPLIT_NONE, LC_WALL_TIME, NEITHER, "batch_cost"},
    {"Validation-accuracy", LC_VALIDATION, LC_SCORE, HIGHER, "accuracy"},
    {"Time cost", LC_SPLIT_NONE, LC_WALL_TIME, NEITHER, "time_cost"},
    /* nnU-Net, Flair, Kaldi, Chainer, Sockeye */
    {"train_losses", LC_TRAIN, LC_LOSS, LOWER, "loss"},
    {"val_losses", LC_VALIDATION, LC_LOSS, LOWER, "loss"},
    {"Pseudo dice", LC_TRAIN, LC_SCORE, HIGHER, "pseudo_dice"},
    {"ema_fg_dice", LC_TRAIN, LC_SCORE, HIGHER, "ema_fg_dice"},
    {"epoch_start_timestamps", LC_SPLIT_NONE, LC_WALL_TIME, NEITHER, "epoch_start_timestamps"},
    {"Epoch time", LC_SPLIT_NONE, LC_WALL_TIME, NEITHER, "epoch_time"},
    {"lrs", LC_SPLIT_NONE, LC_LEARNING_RATE, NEITHER, "learning_rate"},
    {"DEV_LOSS", LC_VALIDATION, LC_LOSS, LOWER, "loss"},
    {"DEV_F1", LC_VALIDATION, LC_SCORE, HIGHER, "f1"},
    {"BAD_EPOCHS", LC_SPLIT_NONE, LC_COUNT, NEITHER, "bad_epochs"},
    {"EPOCH", LC_SPLIT_NONE, LC_EPOCH, NEITHER, "epoch"},
    {"TIMESTAMP", LC_SPLIT_NONE, LC_WALL_TIME, NEITHER, "timestamp"},
    {"cv_loss", LC_VALIDATION, LC_LOSS, LOWER, "loss"},
    {"tr_loss", LC_TRAIN, LC_LOSS, LOWER, "loss"},
    {"validation/main/loss", LC_VALIDATION, LC_LOSS, LOWER, "main_loss"},
    {"main/accuracy", LC_TRAIN, LC_SCORE, HIGHER, "main_accuracy"},
    {"perplexity-val", LC_VALIDATION, LC_LOSS, LOWER, "perplexity"},
    {"gradient-norm", LC_SPLIT_NONE, LC_GRADIENT_NORM, NEITHER, "gradient_norm"},
    /* reinforcement learning: Stable-Baselines3, RLlib, CleanRL, Spinning Up */
    {"rollout/ep_rew_mean", LC_TRAIN, LC_SCORE, HIGHER, "rollout_ep_reward_mean"},
    {"rollout/ep_len_mean", LC_SPLIT_NONE, LC_OTHER, NEITHER, "rollout_ep_len_mean"},
    {"time/fps", LC_SPLIT_NONE, LC_OTHER, NEITHER, "time_fps"},
    {"time/time_elapsed", LC_SPLIT_NONE, LC_WALL_TIME, NEITHER, "time_time_elapsed"},
    {"time/total_timesteps", LC_SPLIT_NONE, LC_STEP, NEITHER, "time_total_timesteps"},
    {"time/iterations", LC_SPLIT_NONE, LC_STEP, NEITHER, "time_iterations"},
    {"train/value_loss", LC_TRAIN, LC_LOSS, LOWER, "value_loss"},
    {"train/policy_gradient_loss", LC_TRAIN, LC_LOSS, LOWER, "policy_gradient_loss"},
    {"train/approx_kl", LC_TRAIN, LC_OTHER, NEITHER, "approx_kl"},
    {"train/clip_fraction", LC_TRAIN, LC_OTHER, NEITHER, "clip_fraction"},
    {"train/explained_variance", LC_TRAIN, LC_SCORE, HIGHER, "explained_variance"},
    {"train/n_updates", LC_TRAIN, LC_STEP, NEITHER, "n_updates"},
    {"eval/mean_reward", LC_VALIDATION, LC_SCORE, HIGHER, "mean_reward"},
    {"episode_reward_mean", LC_TRAIN, LC_SCORE, HIGHER, "episode_reward_mean"},
    {"episode_len_mean", LC_SPLIT_NONE, LC_OTHER, NEITHER, "episode_len_mean"},
    {"episodes_this_iter", LC_SPLIT_NONE, LC_COUNT, NEITHER, "episodes_this_iter"},
    {"timesteps_total", LC_SPLIT_NONE, LC_STEP, NEITHER, "timesteps_total"},
    {"training_iteration", LC_TRAIN, LC_STEP, NEITHER, "iteration"},
    {"time_this_iter_s", LC_SPLIT_NONE, LC_WALL_TIME, NEITHER, "time_this_iter_s"},
    {"charts/episodic_return", LC_TRAIN, LC_SCORE, HIGHER, "charts_episodic_return"},
    {"losses/value_loss", LC_TRAIN, LC_LOSS, LOWER, "loss_value_loss"},
    {"losses/approx_kl", LC_SPLIT_NONE, LC_OTHER, NEITHER, "loss_approx_kl"},
    {"losses/old_approx_kl", LC_SPLIT_NONE, LC_OTHER, NEITHER, "loss_old_approx_kl"},
    {"losses/entropy", LC_SPLIT_NONE, LC_OTHER, NEITHER, "loss_entropy"},
    {"AverageEpRet", LC_TRAIN, LC_SCORE, HIGHER, "averageepret"},
    {"eprewmean", LC_TRAIN, LC_SCORE, HIGHER, "eprewmean"},
    {"episode", LC_SPLIT_NONE, LC_STEP, NEITHER, "episode"},
    {"reward_per_episode", LC_TRAIN, LC_SCORE, HIGHER, "reward_per_episode"},
    {"steps_per_episode", LC_SPLIT_NONE, LC_OTHER, NEITHER, "steps_per_episode"},
    /* scikit-learn */
    {"train_size", LC_SPLIT_NONE, LC_TRAIN_SIZE, NEITHER, "train_size"},
    {"train_sizes", LC_SPLIT_NONE, LC_TRAIN_SIZE, NEITHER, "train_sizes"},
    {"training_examples", LC_SPLIT_NONE, LC_TRAIN_SIZE, NEITHER, "training_examples"},
    {"train_scores", LC_TRAIN, LC_SCORE, HIGHER, "score"},
    {"test_score_std", LC_TEST, LC_OTHER, NEITHER, "score_std"},
    {"neg_mean_squared_error", LC_TRAIN, LC_SCORE, HIGHER, "neg_mean_squared_error"},
    {"brier_score", LC_TRAIN, LC_LOSS, LOWER, "brier_score"},
    /* loops written by hand */
    {"Train Loss", LC_TRAIN, LC_LOSS, LOWER, "loss"},
    {"Validation Accuracy", LC_VALIDATION, LC_SCORE, HIGHER, "accuracy"},
    {"Test Acc (%)", LC_TEST, LC_SCORE, HIGHER, "accuracy"},
    {"val_acc%", LC_VALIDATION, LC_SCORE, HIGHER, "accuracy"},
    {"valLoss", LC_VALIDATION, LC_LOSS, LOWER, "loss"},
    {"trainAcc", LC_TRAIN, LC_SCORE, HIGHER, "accuracy"},
    {"TestAccuracy", LC_TEST, LC_SCORE, HIGHER, "accuracy"},
    {"validloss", LC_VALIDATION, LC_LOSS, LOWER, "loss"},
    {"valloss", LC_VALIDATION, LC_LOSS, LOWER, "loss"},
    {"testacc", LC_TEST, LC_SCORE, HIGHER, "accuracy"},
    {"valBoxLoss", LC_VALIDATION, LC_LOSS, LOWER, "boxloss"},
    {"valueLoss", LC_TRAIN, LC_LOSS, LOWER, "valueloss"},
    {"meanIoU", LC_TRAIN, LC_SCORE, HIGHER, "meaniou"},
    {"avg_test_loss", LC_TEST, LC_LOSS, LOWER, "loss"},
    {"Test Average loss", LC_TEST, LC_LOSS, LOWER, "loss"},
    {"average precision", LC_TRAIN, LC_SCORE, HIGHER, "average_precision"},
    {"mean accuracy", LC_TRAIN, LC_SCORE, HIGHER, "mean_accuracy"},
    {"running_loss", LC_TRAIN, LC_LOSS, LOWER, "running_loss"},
    {"recon_loss", LC_TRAIN, LC_LOSS, LOWER, "recon_loss"},
    {"negative_log_likelihood", LC_TRAIN, LC_LOSS, LOWER, "negative_log_likelihood"},
    {"val_bits_per_byte", LC_VALIDATION, LC_LOSS, LOWER, "bits_per_byte"},
    {"time_per_epoch", LC_SPLIT_NONE, LC_WALL_TIME, NEITHER, "time_per_epoch"},
    {"samples_per_epoch", LC_SPLIT_NONE, LC_COUNT, NEITHER, "samples_per_epoch"},
    {"Epoch #", LC_SPLIT_NONE, LC_EPOCH, NEITHER, "epoch"},
    {"epoch_id", LC_SPLIT_NONE, LC_EPOCH, NEITHER, "epoch_id"},
    {"steps", LC_SPLIT_NONE, LC_STEP, NEITHER, "steps"},
    {"val_totalloss_epoch", LC_VALIDATION, LC_LOSS, LOWER, "totalloss"},
    {"weight_norm", LC_SPLIT_NONE, LC_OTHER, NEITHER, "weight_norm"},
    {"l2_norm", LC_SPLIT_NONE, LC_OTHER, NEITHER, "l2_norm"},
    {"temperature", LC_SPLIT_NONE, LC_OTHER, NEITHER, "temperature"},
    /* Names that logs of many trainers have, and that are not above. */
    {"AP50", LC_VALIDATION, LC_SCORE, HIGHER, "ap50"},
    {"Base Learning Rate", LC_SPLIT_NONE, LC_LEARNING_RATE, NEITHER, "base_learning_rate"},
    {"CrossEntropy", LC_TRAIN, LC_LOSS, LOWER, "crossentropy"},
    {"Current learning rate", LC_SPLIT_NONE, LC_LEARNING_RATE, NEITHER, "current_learning_rate"},
    {"DEV_PRECISION", LC_VALIDATION, LC_SCORE, HIGHER, "precision"},
    {"DEV_RECALL", LC_VALIDATION, LC_SCORE, HIGHER, "recall"},
    {"Epoch", LC_SPLIT_NONE, LC_EPOCH, NEITHER, "epoch"},
    {"LEARNING_RATE", LC_SPLIT_NONE, LC_LEARNING_RATE, NEITHER, "learning_rate"},
    {"Progress", LC_SPLIT_NONE, LC_OTHER, NEITHER, "progress"},
    {"轮次", LC_SPLIT_NONE, LC_EPOCH, NEITHER, "epoch"},
    {"训练损失", LC_TRAIN, LC_LOSS, LOWER, "loss"},
    {"验证集损失", LC_VALIDATION, LC_LOSS, LOWER, "loss"},
    {"测试准确率", LC_TEST, LC_SCORE, HIGHER, "accuracy"},
    {"学习率", LC_SPLIT_NONE, LC_LEARNING_RATE, NEITHER, "learning_rate"},
    {"エポック", LC_SPLIT_NONE, LC_EPOCH, NEITHER, "epoch"},
    {"学習ロス", LC_TRAIN, LC_LOSS, LOWER, "loss"},
    {"学習率", LC_SPLIT_NONE, LC_LEARNING_RATE, NEITHER, "learning_rate"},
    {"検証 F1値", LC_VALIDATION, LC_SCORE, HIGHER, "f1"},
    {"検証データの正解率", LC_VALIDATION, LC_SCORE, HIGHER, "accuracy"},
    {"温度", LC_SPLIT_NONE, LC_OTHER, NEITHER, "温度"},
    {"L.r.", LC_SPLIT_NONE, LC_LEARNING_RATE, NEITHER, "l_r"},
    {"Up.", LC_SPLIT_NONE, LC_STEP, NEITHER, "up"},
    {"train_step_timing in s", LC_TRAIN, LC_WALL_TIME, NEITHER, "step_timing_in_s"},
    {"SmoothL1", LC_TRAIN, LC_LOSS, LOWER, "smoothl1"},
    {"Test Accuracy", LC_TEST, LC_SCORE, HIGHER, "accuracy"},
    {"Test Loss", LC_TEST, LC_LOSS, LOWER, "loss"},
    {"Test MSE", LC_TEST, LC_LOSS, LOWER, "mse"},
    {"Time Elapsed", LC_SPLIT_NONE, LC_WALL_TIME, NEITHER, "time_elapsed"},
    {"Train reward margins", LC_TRAIN, LC_SCORE, HIGHER, "reward_margins"},
    {"Training Accuracy", LC_TRAIN, LC_SCORE, HIGHER, "accuracy"},
    {"Training Loss", LC_TRAIN, LC_LOSS, LOWER, "loss"},
    {"Training accuracy", LC_TRAIN, LC_SCORE, HIGHER, "accuracy"},
    {"Val loss", LC_VALIDATION, LC_LOSS, LOWER, "loss"},
    {"Val reward margins", LC_VALIDATION, LC_SCORE, HIGHER, "reward_margins"},
    {"Validation Loss", LC_VALIDATION, LC_LOSS, LOWER, "loss"},
    {"Validation accuracy", LC_VALIDATION, LC_SCORE, HIGHER, "accuracy"},
    {"acc_epoch", LC_TRAIN, LC_SCORE, HIGHER, "accuracy"},
    {"acc_step", LC_TRAIN, LC_SCORE, HIGHER, "accuracy_step"},
    {"all_to_all_cpu_time_ms", LC_SPLIT_NONE, LC_WALL_TIME, NEITHER, "all_to_all_cpu_time_ms"},
    {"all_to_all_cuda_time_ms", LC_SPLIT_NONE, LC_WALL_TIME, NEITHER, "all_to_all_cuda_time_ms"},
    {"avg loss", LC_TRAIN, LC_LOSS, LOWER, "loss"},
    {"avg_test_acc", LC_TEST, LC_SCORE, HIGHER, "accuracy"},
    {"bsz", LC_SPLIT_NONE, LC_OTHER, NEITHER, "bsz"},
    {"clip", LC_SPLIT_NONE, LC_OTHER, NEITHER, "clip"},
    {"consumed tokens", LC_SPLIT_NONE, LC_COUNT, NEITHER, "consumed_tokens"},
    {"cuda_gb_allocated", LC_SPLIT_NONE, LC_OTHER, NEITHER, "cuda_gb_allocated"},
    {"cuda_gb_free", LC_SPLIT_NONE, LC_OTHER, NEITHER, "cuda_gb_free"},
    {"cuda_gb_reserved", LC_SPLIT_NONE, LC_OTHER, NEITHER, "cuda_gb_reserved"},
    {"cumulative_avg_reward", LC_TRAIN, LC_SCORE, HIGHER, "cumulative_avg_reward"},
    {"dev_loss", LC_VALIDATION, LC_LOSS, LOWER, "loss"},
    {"dev_score", LC_VALIDATION, LC_SCORE, HIGHER, "score"},
    {"entropy_gating", LC_SPLIT_NONE, LC_OTHER, NEITHER, "entropy_gating"},
    {"entropy_loss", LC_TRAIN, LC_LOSS, LOWER, "entropy_loss"},
    {"ep_rew_mean", LC_TRAIN, LC_SCORE, HIGHER, "ep_reward_mean"},
    {"episodic_reward", LC_TRAIN, LC_SCORE, HIGHER, "episodic_reward"},
    {"expert1_balance_bottom", LC_SPLIT_NONE, LC_OTHER, NEITHER, "expert1_balance_bottom"},
    {"expert1_balance_top", LC_SPLIT_NONE, LC_OTHER, NEITHER, "expert1_balance_top"},
    {"expert2_balance_bottom", LC_SPLIT_NONE, LC_OTHER, NEITHER, "expert2_balance_bottom"},
    {"expert2_balance_top", LC_SPLIT_NONE, LC_OTHER, NEITHER, "expert2_balance_top"},
    {"fast_rcnn/fg_cls_accuracy", LC_TRAIN, LC_SCORE, HIGHER, "fast_rcnn_fg_cls_accuracy"},
    {"gnorm", LC_SPLIT_NONE, LC_GRADIENT_NORM, NEITHER, "grad_norm"},
    {"grad norm", LC_SPLIT_NONE, LC_GRADIENT_NORM, NEITHER, "grad_norm"},
    {"heatmap_accuracy", LC_TRAIN, LC_SCORE, HIGHER, "heatmap_accuracy"},
    {"icm_loss", LC_TRAIN, LC_LOSS, LOWER, "icm_loss"},
    {"inner_loss", LC_TRAIN, LC_LOSS, LOWER, "inner_loss"},
    {"intrinsic_loss", LC_TRAIN, LC_LOSS, LOWER, "intrinsic_loss"},
    {"l", LC_SPLIT_NONE, LC_OTHER, NEITHER, "l"},
    {"learn/MultiClass", LC_TRAIN, LC_LOSS, LOWER, "multiclass"},
    {"learn/MultiClassOneVsAll", LC_TRAIN, LC_LOSS, LOWER, "multiclassonevsall"},
    {"learning rate", LC_SPLIT_NONE, LC_LEARNING_RATE, NEITHER, "learning_rate"},
    {"loss scale", LC_SPLIT_NONE, LC_OTHER, NEITHER, "loss_scale"},
    {"loss_bbox", LC_TRAIN, LC_LOSS, LOWER, "loss_bbox"},
    {"loss_cls", LC_TRAIN, LC_LOSS, LOWER, "loss_cls"},
    {"loss_mask", LC_TRAIN, LC_LOSS, LOWER, "loss_mask"},
    {"loss_rpn_loc", LC_TRAIN, LC_LOSS, LOWER, "loss_rpn_loc"},
    {"lr/pg1", LC_SPLIT_NONE, LC_LEARNING_RATE, NEITHER, "learning_rate_pg1"},
    {"lr/pg2", LC_SPLIT_NONE, LC_LEARNING_RATE, NEITHER, "learning_rate_pg2"},
    {"mAP", LC_VALIDATION, LC_SCORE, HIGHER, "map"},
    {"mask_rcnn/accuracy", LC_TRAIN, LC_SCORE, HIGHER, "mask_rcnn_accuracy"},
    {"mask_rcnn/false_negative", LC_SPLIT_NONE, LC_OTHER, NEITHER, "mask_rcnn_false_negative"},
    {"mask_rcnn/false_positive", LC_SPLIT_NONE, LC_OTHER, NEITHER, "mask_rcnn_false_positive"},
    {"mean_int_reward", LC_TRAIN, LC_SCORE, HIGHER, "mean_int_reward"},
    {"metrics/mAP50(M)", LC_VALIDATION, LC_SCORE, HIGHER, "map50_m"},
    {"metrics/mAP50-95(B)", LC_VALIDATION, LC_SCORE, HIGHER, "map50_95_b"},
    {"metrics/precision(B)", LC_VALIDATION, LC_SCORE, HIGHER, "precision_b"},
    {"metrics/precision(M)", LC_VALIDATION, LC_SCORE, HIGHER, "precision_m"},
    {"metrics/recall", LC_VALIDATION, LC_SCORE, HIGHER, "recall"},
    {"metrics/recall(M)", LC_VALIDATION, LC_SCORE, HIGHER, "recall_m"},
    {"moe_gate_loss", LC_TRAIN, LC_LOSS, LOWER, "moe_gate_loss"},
    {"n_koeff", LC_SPLIT_NONE, LC_OTHER, NEITHER, "n_koeff"},
    {"novelty", LC_SPLIT_NONE, LC_OTHER, NEITHER, "novelty"},
    {"num zeros", LC_SPLIT_NONE, LC_COUNT, NEITHER, "num_zeros"},
    {"num_episodes", LC_SPLIT_NONE, LC_COUNT, NEITHER, "num_episodes"},
    {"out_0", LC_SPLIT_NONE, LC_OTHER, NEITHER, "out_0"},
    {"out_1", LC_SPLIT_NONE, LC_OTHER, NEITHER, "out_1"},
    {"overflow_expert1", LC_SPLIT_NONE, LC_OTHER, NEITHER, "overflow_expert1"},
    {"overflow_expert2", LC_SPLIT_NONE, LC_OTHER, NEITHER, "overflow_expert2"},
    {"r", LC_SPLIT_NONE, LC_OTHER, NEITHER, "r"},
    {"recall", LC_TRAIN, LC_SCORE, HIGHER, "recall"},
    {"rmse_f_val", LC_VALIDATION, LC_LOSS, LOWER, "rmse_f"},
    {"roi_head/num_fg_samples", LC_SPLIT_NONE, LC_COUNT, NEITHER, "roi_head_num_fg_samples"},
    {"rollout/num_episodes", LC_SPLIT_NONE, LC_COUNT, NEITHER, "rollout_num_episodes"},
    {"rpn/num_neg_anchors", LC_SPLIT_NONE, LC_COUNT, NEITHER, "rpn_num_neg_anchors"},
    {"rpn/num_pos_anchors", LC_SPLIT_NONE, LC_COUNT, NEITHER, "rpn_num_pos_anchors"},
    {"seconds", LC_SPLIT_NONE, LC_WALL_TIME, NEITHER, "seconds"},
    {"step_avg", LC_SPLIT_NONE, LC_OTHER, NEITHER, "step_avg"},
    {"t", LC_SPLIT_NONE, LC_OTHER, NEITHER, "t"},
    {"test_MSE", LC_TEST, LC_LOSS, LOWER, "mse"},
    {"test_accuracy", LC_TEST, LC_SCORE, HIGHER, "accuracy"},
    {"test_loss", LC_TEST, LC_LOSS, LOWER, "loss"},
    {"test_micro_accuracy", LC_TEST, LC_SCORE, HIGHER, "micro_accuracy"},
    {"time cost", LC_SPLIT_NONE, LC_WALL_TIME, NEITHER, "time_cost"},
    {"time/total_time", LC_SPLIT_NONE, LC_WALL_TIME, NEITHER, "time_total_time"},
    {"total_time", LC_SPLIT_NONE, LC_WALL_TIME, NEITHER, "total_time"},
    {"train-mae", LC_TRAIN, LC_LOSS, LOWER, "mae"},
    {"train-rmse", LC_TRAIN, LC_LOSS, LOWER, "rmse"},
    {"train/acc", LC_TRAIN, LC_SCORE, HIGHER, "accuracy"},
    {"train/cls_loss", LC_TRAIN, LC_LOSS, LOWER, "cls_loss"},
    {"train/entropy_loss", LC_TRAIN, LC_LOSS, LOWER, "entropy_loss"},
    {"train/loss", LC_TRAIN, LC_LOSS, LOWER, "loss"},
    {"train/loss_bbox", LC_TRAIN, LC_LOSS, LOWER, "loss_bbox"},
    {"train/loss_cls", LC_TRAIN, LC_LOSS, LOWER, "loss_cls"},
    {"train/loss_rpn_cls", LC_TRAIN, LC_LOSS, LOWER, "loss_rpn_cls"},
    {"train/obj_loss", LC_TRAIN, LC_LOSS, LOWER, "obj_loss"},
    {"train/total_loss", LC_TRAIN, LC_LOSS, LOWER, "total_loss"},
    {"train_accuracy", LC_TRAIN, LC_SCORE, HIGHER, "accuracy"},
    {"train_rmse", LC_TRAIN, LC_LOSS, LOWER, "rmse"},
    {"train_time", LC_TRAIN, LC_WALL_TIME, NEITHER, "time"},
    {"train_wall", LC_TRAIN, LC_WALL_TIME, NEITHER, "wall"},
    {"training loss", LC_TRAIN, LC_LOSS, LOWER, "loss"},
    {"unused_expert1_count", LC_SPLIT_NONE, LC_COUNT, NEITHER, "unused_expert1_count"},
    {"unused_expert2_count", LC_SPLIT_NONE, LC_COUNT, NEITHER, "unused_expert2_count"},
    {"ups", LC_SPLIT_NONE, LC_OTHER, NEITHER, "ups"},
    {"val/AP50", LC_VALIDATION, LC_SCORE, HIGHER, "ap50"},
    {"val/dfl_loss", LC_VALIDATION, LC_LOSS, LOWER, "dfl_loss"},
    {"val/mAP", LC_VALIDATION, LC_SCORE, HIGHER, "map"},
    {"val/seg_loss", LC_VALIDATION, LC_LOSS, LOWER, "seg_loss"},
    {"val_AP/aeroplane", LC_VALIDATION, LC_SCORE, HIGHER, "ap_aeroplane"},
    {"val_AP/bicycle", LC_VALIDATION, LC_SCORE, HIGHER, "ap_bicycle"},
    {"val_AP/bird", LC_VALIDATION, LC_SCORE, HIGHER, "ap_bird"},
    {"val_AP/boat", LC_VALIDATION, LC_SCORE, HIGHER, "ap_boat"},
    {"val_AP/bottle", LC_VALIDATION, LC_SCORE, HIGHER, "ap_bottle"},
    {"val_AP/bus", LC_VALIDATION, LC_SCORE, HIGHER, "ap_bus"},
    {"val_AP/car", LC_VALIDATION, LC_SCORE, HIGHER, "ap_car"},
    {"val_AP/cat", LC_VALIDATION, LC_SCORE, HIGHER, "ap_cat"},
    {"val_AP/chair", LC_VALIDATION, LC_SCORE, HIGHER, "ap_chair"},
    {"val_AP/cow", LC_VALIDATION, LC_SCORE, HIGHER, "ap_cow"},
    {"val_AP/diningtable", LC_VALIDATION, LC_SCORE, HIGHER, "ap_diningtable"},
    {"val_AP/dog", LC_VALIDATION, LC_SCORE, HIGHER, "ap_dog"},
    {"val_AP/horse", LC_VALIDATION, LC_SCORE, HIGHER, "ap_horse"},
    {"val_AP/motorbike", LC_VALIDATION, LC_SCORE, HIGHER, "ap_motorbike"},
    {"val_AP/person", LC_VALIDATION, LC_SCORE, HIGHER, "ap_person"},
    {"val_AP/pottedplant", LC_VALIDATION, LC_SCORE, HIGHER, "ap_pottedplant"},
    {"val_AP/sheep", LC_VALIDATION, LC_SCORE, HIGHER, "ap_sheep"},
    {"val_AP/sofa", LC_VALIDATION, LC_SCORE, HIGHER, "ap_sofa"},
    {"val_AP/tvmonitor", LC_VALIDATION, LC_SCORE, HIGHER, "ap_tvmonitor"},
    {"val_Delta_1", LC_VALIDATION, LC_OTHER, NEITHER, "delta_1"},
    {"val_Delta_2", LC_VALIDATION, LC_OTHER, NEITHER, "delta_2"},
    {"val_Delta_2 (2)", LC_VALIDATION, LC_OTHER, NEITHER, "delta_2_2"},
    {"val_RMSE", LC_VALIDATION, LC_LOSS, LOWER, "rmse"},
    {"val_RMSE_log", LC_VALIDATION, LC_LOSS, LOWER, "rmse_log"},
    {"val_acc-top1", LC_VALIDATION, LC_SCORE, HIGHER, "accuracy_top1"},
    {"val_acc-top5", LC_VALIDATION, LC_SCORE, HIGHER, "accuracy_top5"},
    {"val_accuracy (MNLI Mismatched)", LC_VALIDATION, LC_SCORE, HIGHER, "accuracy_mnli_mismatched"},
    {"val_err-top5", LC_VALIDATION, LC_LOSS, LOWER, "error_top5"},
    {"val_mAP", LC_VALIDATION, LC_SCORE, HIGHER, "map"},
    {"val_mean_squared_error", LC_VALIDATION, LC_LOSS, LOWER, "mean_squared_error"},
    {"val_precision", LC_VALIDATION, LC_SCORE, HIGHER, "precision"},
    {"val_pseudo_dice", LC_VALIDATION, LC_SCORE, HIGHER, "pseudo_dice"},
    {"val_pseudo_dice_1", LC_VALIDATION, LC_SCORE, HIGHER, "pseudo_dice_1"},
    {"val_pseudo_dice_2", LC_VALIDATION, LC_SCORE, HIGHER, "pseudo_dice_2"},
    {"val_pseudo_dice_3", LC_VALIDATION, LC_SCORE, HIGHER, "pseudo_dice_3"},
    {"val_recall", LC_VALIDATION, LC_SCORE, HIGHER, "recall"},
    {"val_sq_REL", LC_VALIDATION, LC_LOSS, LOWER, "sq_rel"},
    {"valid_1's auc", LC_VALIDATION, LC_SCORE, HIGHER, "auc"},
    {"valid_acc_camvid", LC_VALIDATION, LC_SCORE, HIGHER, "accuracy_camvid"},
    {"valid_accuracy", LC_VALIDATION, LC_SCORE, HIGHER, "accuracy"},
    {"valid_kappa_score", LC_VALIDATION, LC_SCORE, HIGHER, "kappa_score"},
    {"valid_matthews_correff", LC_VALIDATION, LC_SCORE, HIGHER, "matthews_correff"},
    {"valid_precision", LC_VALIDATION, LC_SCORE, HIGHER, "precision"},
    {"valid_recall", LC_VALIDATION, LC_SCORE, HIGHER, "recall"},
    {"validation-mae", LC_VALIDATION, LC_LOSS, LOWER, "mae"},
    {"validation-rmse", LC_VALIDATION, LC_LOSS, LOWER, "rmse"},
    {"validation/MultiClass", LC_VALIDATION, LC_LOSS, LOWER, "multiclass"},
    {"validation/MultiClassOneVsAll", LC_VALIDATION, LC_LOSS, LOWER, "multiclassonevsall"},
    {"validation_loss", LC_VALIDATION, LC_LOSS, LOWER, "loss"},
    {"wall_time", LC_SPLIT_NONE, LC_WALL_TIME, NEITHER, "wall_time"},
    {"wpb", LC_SPLIT_NONE, LC_OTHER, NEITHER, "wpb"},
    {"x/lr1", LC_SPLIT_NONE, LC_LEARNING_RATE, NEITHER, "x_lr1"},
    {"x/lr2", LC_SPLIT_NONE, LC_LEARNING_RATE, NEITHER, "x_lr2"},
};

START_TEST(tells_what_trainers_mean)
{
    const char *name = cases[_i].name;
    lc_metric m;
    ck_assert_int_eq(lc_metric_infer(&m, name, strlen(name), NULL), LC_OK);
    ck_assert_str_eq(m.name, name);
    ck_assert_msg(m.split == cases[_i].split, "'%s': split %s, expected %s", name,
                  lc_split_name(m.split), lc_split_name(cases[_i].split));
    ck_assert_msg(m.kind == cases[_i].kind, "'%s': kind %s, expected %s", name,
                  lc_kind_name(m.kind), lc_kind_name(cases[_i].kind));
    ck_assert_msg(m.better == cases[_i].better, "'%s': better %s, expected %s", name,
                  lc_direction_name(m.better), lc_direction_name(cases[_i].better));
    ck_assert_msg(strcmp(m.base, cases[_i].base) == 0, "'%s': base '%s', expected '%s'", name,
                  m.base, cases[_i].base);
    lc_metric_free(&m);
}
END_TEST

static lc_metric infer(const char *name)
{
    lc_metric m;
    ck_assert_int_eq(lc_metric_infer(&m, name, strlen(name), NULL), LC_OK);
    return m;
}

/* Training, validation: names of one trainer that must meet in one base. */
static const struct {
    const char *train, *validation;
} pairs[] = {
    {"loss", "val_loss"},
    {"acc", "val_accuracy"},
    {"train_loss_epoch", "val_loss"},
    {"train/box_loss", "val/box_loss"},
    {"loss", "eval_loss"},
    {"training's l2", "valid_1's l2"},
    {"train-auc", "eval-auc"},
    {"train_losses", "val_losses"},
    {"TRAIN_LOSS", "DEV_LOSS"},
    {"tr_loss", "cv_loss"},
    {"lm loss", "lm loss validation"},
    {"Train Accuracy (%)", "Val Accuracy (%)"},
    {"trainLoss", "validLoss"},
    {"rmse_e_trn", "rmse_e_val"},
    {"main/loss", "validation/main/loss"},
};

START_TEST(pairs_train_with_validation)
{
    lc_metric a = infer(pairs[_i].train), b = infer(pairs[_i].validation);
    ck_assert_str_eq(a.base, b.base);
    ck_assert_int_eq(a.split, LC_TRAIN);
    ck_assert_int_eq(b.split, LC_VALIDATION);
    ck_assert_int_eq(a.kind, b.kind);
    lc_metric_free(&a);
    lc_metric_free(&b);
}
END_TEST

START_TEST(takes_names_that_say_nothing)
{
    static const char *const names[] = {"", " ", "/_-. ()[]{}@|'\"=,:;#%\t", "'s", "s", "_", "42"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        lc_metric m = infer(names[i]);
        ck_assert_str_eq(m.name, names[i]);
        ck_assert_int_eq(m.kind, LC_OTHER);
        ck_assert_int_eq(m.split, LC_SPLIT_NONE);
        ck_assert_int_eq(m.better, LC_NEITHER);
        lc_metric_free(&m);
    }
    /* nothing is left when the split is taken out: the name itself stands in for its base */
    lc_metric val = infer("val");
    ck_assert_int_eq(val.split, LC_VALIDATION);
    ck_assert_str_eq(val.base, "val");
    lc_metric_free(&val);
}
END_TEST

START_TEST(takes_names_of_any_length)
{
    static char name[10001];
    static const char *const units[] = {"a",       "_",  "val_", "valloss_",
                                        "valLoss", "'s", "0's ", "\xff"};
    for (size_t u = 0; u < sizeof units / sizeof *units; u++)
        for (size_t n = 0; n <= 10000; n += n < 600 ? 1 : 4700) {
            for (size_t i = 0; i < n; i++)
                name[i] = units[u][i % strlen(units[u])];
            name[n] = '\0';
            lc_metric m = infer(name);
            ck_assert_str_eq(m.name, name);
            lc_metric_free(&m);
        }
    /* the first words are read, the name is kept whole */
    memset(name, 'x', 10000);
    memcpy(name, "val_loss_", 9);
    lc_metric m = infer(name);
    ck_assert_uint_eq(strlen(m.name), 10000);
    ck_assert_int_eq(m.split, LC_VALIDATION);
    ck_assert_int_eq(m.kind, LC_LOSS);
    lc_metric_free(&m);
}
END_TEST

START_TEST(takes_bytes_that_are_no_text)
{
    static const char latin[] = "val_pr\xe9"
                                "cision",
                      nul[] = "val\0loss";
    lc_metric m;
    ck_assert_int_eq(lc_metric_infer(&m, latin, sizeof latin - 1, NULL), LC_OK);
    ck_assert_str_eq(m.name, latin);
    ck_assert_str_eq(m.base, "pr\xe9"
                             "cision");
    ck_assert_int_eq(m.split, LC_VALIDATION);
    lc_metric_free(&m);
    ck_assert_int_eq(lc_metric_infer(&m, nul, sizeof nul - 1, NULL), LC_OK);
    ck_assert_int_eq(m.kind, LC_LOSS); /* NUL separates words */
    lc_metric_free(&m);
    for (int a = 0; a < 256; a++)
        for (int b = 0; b < 256; b++) {
            const char two[] = {(char)a, (char)b};
            ck_assert_int_eq(lc_metric_infer(&m, two, 2, NULL), LC_OK);
            ck_assert_int_eq(memcmp(m.name, two, 2), 0);
            lc_metric_free(&m);
        }
}
END_TEST

START_TEST(knows_shares_and_accuracies)
{
    static const struct {
        const char *name;
        bool share, accuracy;
    } known[] = {{"val_accuracy", true, true},
                 {"val_UAR", true, true},
                 {"hits@10", true, false},
                 {"val_PQ", true, false},
                 {"acc", true, true},
                 {"eval_top1", true, true},
                 {"eval_top5", true, false},
                 {"precision_1", true, false},
                 {"precision_at_1", true, true},
                 {"val_auc", true, false},
                 {"val/mIoU", true, false},
                 {"metrics/mAP50(B)", true, false},
                 {"dice", true, false},
                 {"train_acc_step", true, false}, /* a batch's, whose size isn't known */
                 {"eval_bleu", false, false},
                 {"reward", false, false},
                 {"loss", false, false},
                 {"val_psnr", false, false},
                 {"learning_rate", false, false}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        lc_metric m = infer(known[i].name);
        ck_assert_msg(lc_metric_is_share(&m) == known[i].share, "%s", known[i].name);
        ck_assert_msg(lc_metric_is_accuracy(&m) == known[i].accuracy, "%s", known[i].name);
        lc_metric_free(&m);
    }
}
END_TEST

START_TEST(knows_error_rates)
{
    static const struct {
        const char *name;
        bool rate;
    } known[] = {{"val_wer", true},        {"FER", true},  {"missrate", true},
                 {"transfer_loss", false}, {"ade", false}, {"mean_absolute_error", false}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        lc_metric m = infer(known[i].name);
        ck_assert_msg(lc_metric_is_error_rate(&m) == known[i].rate, "%s", known[i].name);
        lc_metric_free(&m);
    }
}
END_TEST

START_TEST(words_are_whole_words_of_the_base_name)
{
    static const struct {
        const char *word;
        bool has;
    } known[] = {{"swap", true}, {"wa", true},   {"score", true}, {"swap_wa", true},
                 {"cor", false}, {"ore", false}, {"val", false},  {"w", false}};
    lc_metric m = infer("val_swap_wa_score");
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        const char *const words[] = {"other", known[i].word, NULL};
        ck_assert_msg(lc_metric_has_word(&m, words) == known[i].has, "%s", known[i].word);
    }
    lc_metric_free(&m);
}
END_TEST

START_TEST(tells_the_kind_alone_and_the_split_of_a_word)
{
    ck_assert_int_eq(lc_metric_kind("Train loss", 10), LC_LOSS);
    ck_assert_int_eq(lc_metric_kind("train_sizes", 11), LC_TRAIN_SIZE);
    ck_assert_int_eq(lc_metric_kind("", 0), LC_OTHER);
    ck_assert_int_eq(lc_metric_split_word("Validation", 10), LC_VALIDATION);
    ck_assert_int_eq(lc_metric_split_word("TRAINING", 8), LC_TRAIN);
    ck_assert_int_eq(lc_metric_split_word("trains", 6), LC_SPLIT_NONE);
    ck_assert_int_eq(lc_metric_split_word("validationvalidation", 20), LC_SPLIT_NONE);
}
END_TEST

START_TEST(has_a_word_for_every_enumerator)
{
    ck_assert_str_eq(lc_split_name(LC_SPLIT_NONE), "none");
    ck_assert_str_eq(lc_split_name(LC_TEST), "test");
    ck_assert_str_eq(lc_kind_name(LC_OTHER), "other");
    ck_assert_str_eq(lc_kind_name(LC_GRADIENT_NORM), "gradient-norm");
    ck_assert_str_eq(lc_kind_name(LC_TRAIN_SIZE), "train-size");
    ck_assert_str_eq(lc_direction_name(LC_NEITHER), "neither");
    ck_assert_str_eq(lc_direction_name(LC_HIGHER_IS_BETTER), "higher");
}
END_TEST

START_TEST(says_when_memory_is_out)
{
    for (size_t k = 1;; k++) {
        lc_metric m = {.kind = LC_COUNT};
        lc_error err = LC_ERROR_INIT;
        lc_mem_fail_at(k);
        lc_status st = lc_metric_infer(&m, "val_loss", 8, &err);
        lc_mem_fail_at(0);
        if (st == LC_OK) {
            lc_metric_free(&m);
            ck_assert_uint_eq(k, 3); /* name and base */
            return;
        }
        ck_assert_int_eq(st, LC_E_NOMEM);
        ck_assert_int_eq(err.code, LC_E_NOMEM);
        ck_assert_int_eq(m.kind, LC_COUNT); /* the output is as it was */
    }
}
END_TEST

Suite *suite_metric(void)
{
    Suite *s = suite_create("metric");
    TCase *t = tcase_create("infer");
    tcase_add_loop_test(t, tells_what_trainers_mean, 0, (int)(sizeof cases / sizeof *cases));
    tcase_add_loop_test(t, pairs_train_with_validation, 0, (int)(sizeof pairs / sizeof *pairs));
    tcase_add_test(t, takes_names_that_say_nothing);
    tcase_add_test(t, takes_names_of_any_length);
    tcase_add_test(t, takes_bytes_that_are_no_text);
    tcase_add_test(t, knows_shares_and_accuracies);
    tcase_add_test(t, knows_error_rates);
    tcase_add_test(t, words_are_whole_words_of_the_base_name);
    tcase_add_test(t, tells_the_kind_alone_and_the_split_of_a_word);
    tcase_add_test(t, has_a_word_for_every_enumerator);
    tcase_add_test(t, says_when_memory_is_out);
    suite_add_tcase(s, t);
    return s;
}
