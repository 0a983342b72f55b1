/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * metric.c - what a metric's name tells of it.
 *
 * A name is cut into lower-case words; words that name a split are taken out, the others are
 * looked up. What remains, in one spelling, is the base name that pairs train with validation.
 */
#include "model/metric.h"

#include "base/mem.h"
#include "base/text.h"

#include <ctype.h>
#include <string.h>

#define WORDS_MAX 24
#define GLUED_MIN 2 /* letters of a split that is written together with what follows */
#define GLUED_MAX 10
#define NAME_MAX_READ 255 /* [bytes] what a longer name says after this isn't looked at */

/* Words by which trainers name the split that a metric was taken on. */
static const struct {
    const char *word;
    lc_split split;
} split_words[] = {
    {"train", LC_TRAIN},
    {"training", LC_TRAIN},
    {"trn", LC_TRAIN},
    {"tr", LC_TRAIN},
    {"learn", LC_TRAIN},
    {"val", LC_VALIDATION},
    {"valid", LC_VALIDATION},
    {"vali", LC_VALIDATION},
    {"vld", LC_VALIDATION},
    {"va", LC_VALIDATION},
    {"validation", LC_VALIDATION},
    {"validate", LC_VALIDATION},
    {"dev", LC_VALIDATION},
    {"devel", LC_VALIDATION},
    {"eval", LC_VALIDATION},
    {"evaluation", LC_VALIDATION},
    {"holdout", LC_VALIDATION},
    {"heldout", LC_VALIDATION},
    {"cv", LC_VALIDATION},      /* Kaldi and its heirs: cross-validation */
    {"metrics", LC_VALIDATION}, /* Ultralytics: metrics/ are taken on the validation images */
    {"test", LC_TEST},
    {"testing", LC_TEST},
    {"tst", LC_TEST},
    {"te", LC_TEST},
};

#define WORD_SIZE \
    20 /* of a word below; in place, it needs no pointer that each start of the program sets */

/* Words that tell the kind. The first rows win, so that "policy_gradient_loss" is a loss. */
static const struct {
    char word[WORD_SIZE];
    lc_kind kind;
} kind_words[] = {
    {"loss", LC_LOSS},
    {"losses", LC_LOSS},
    {"error", LC_LOSS},
    {"err", LC_LOSS},
    {"mse", LC_LOSS},
    {"rmse", LC_LOSS},
    {"mae", LC_LOSS},
    {"mape", LC_LOSS},
    {"msle", LC_LOSS},
    {"rmsle", LC_LOSS},
    {"smape", LC_LOSS},
    {"rmspe", LC_LOSS},
    {"huber", LC_LOSS},
    {"logloss", LC_LOSS},
    {"crossentropy", LC_LOSS},
    {"xent", LC_LOSS},
    {"nll", LC_LOSS},
    {"ce", LC_LOSS},
    {"bce", LC_LOSS},
    {"perplexity", LC_LOSS},
    {"ppl", LC_LOSS},
    {"bpb", LC_LOSS},
    {"bpc", LC_LOSS},
    {"wer", LC_LOSS},
    {"cer", LC_LOSS},
    {"eer", LC_LOSS},
    {"bcer", LC_LOSS},
    {"bwer", LC_LOSS}, /* Tesseract: of characters and words */
    {"rms", LC_LOSS},
    {"l1", LC_LOSS},
    {"l2", LC_LOSS},
    {"merror", LC_LOSS},
    {"mlogloss", LC_LOSS},
    {"multiclass", LC_LOSS},
    {"deviance", LC_LOSS},
    {"hinge", LC_LOSS},
    {"cost", LC_LOSS},
    {"fid", LC_LOSS},
    {"rmsd", LC_LOSS},
    {"rmsec", LC_LOSS},
    {"rmsep", LC_LOSS},
    {"rmsecv", LC_LOSS}, /* chemometrics: of calibration, prediction and cross-validation */
    {"kld", LC_LOSS},
    {"energy", LC_LOSS},
    {"bpd", LC_LOSS},
    {"nloglik", LC_LOSS},
    {"quantile", LC_LOSS},
    {"mphe", LC_LOSS},
    {"logcosh", LC_LOSS},
    {"poisson", LC_LOSS},
    {"kullback", LC_LOSS},
    {"brier", LC_LOSS},
    {"brierscore", LC_LOSS},
    {"multiclassonevsall", LC_LOSS},
    {"lpips", LC_LOSS},
    {"smoothl1", LC_LOSS},
    {"triplet", LC_LOSS},
    {"contrastive", LC_LOSS},
    {"focal", LC_LOSS},
    {"pinball", LC_LOSS},
    {"infonce", LC_LOSS},
    {"ntxent", LC_LOSS},
    {"arcface", LC_LOSS},
    {"cosface", LC_LOSS},
    {"chamfer", LC_LOSS},
    {"emd", LC_LOSS},
    {"epe", LC_LOSS},
    {"wape", LC_LOSS},
    {"mase", LC_LOSS},
    {"crps", LC_LOSS},
    {"mcd", LC_LOSS},
    {"hausdorff", LC_LOSS},
    {"hd95", LC_LOSS},
    {"fvd", LC_LOSS},
    {"kid", LC_LOSS},
    {"nrmse", LC_LOSS},
    {"drmsd", LC_LOSS},
    {"mindcf", LC_LOSS},
    {"ter", LC_LOSS},
    {"recon", LC_LOSS},
    {"reconstruction", LC_LOSS},
    {"accuracy", LC_SCORE},
    {"acc", LC_SCORE},
    {"auc", LC_SCORE},
    {"auroc", LC_SCORE},
    {"auprc", LC_SCORE},
    {"prauc", LC_SCORE},
    {"aucpr", LC_SCORE},
    {"rocauc", LC_SCORE},
    {"ap", LC_SCORE},
    {"ap50", LC_SCORE},
    {"ap75", LC_SCORE},
    {"map", LC_SCORE},
    {"map50", LC_SCORE},
    {"map75", LC_SCORE},
    {"precision", LC_SCORE},
    {"recall", LC_SCORE},
    {"f1", LC_SCORE},
    {"fscore", LC_SCORE},
    {"fbeta", LC_SCORE},
    {"f2", LC_SCORE},
    {"dice", LC_SCORE},
    {"iou", LC_SCORE},
    {"miou", LC_SCORE},
    {"jaccard", LC_SCORE},
    {"r2", LC_SCORE},
    {"bleu", LC_SCORE},
    {"sacrebleu", LC_SCORE},
    {"rouge", LC_SCORE},
    {"rouge1", LC_SCORE},
    {"rouge2", LC_SCORE},
    {"rougel", LC_SCORE},
    {"meteor", LC_SCORE},
    {"cider", LC_SCORE},
    {"spearman", LC_SCORE},
    {"pearson", LC_SCORE},
    {"spearmanr", LC_SCORE},
    {"pearsonr", LC_SCORE},
    {"mcc", LC_SCORE},
    {"matthews", LC_SCORE},
    {"kappa", LC_SCORE},
    {"ndcg", LC_SCORE},
    {"mrr", LC_SCORE},
    {"hits", LC_SCORE},
    {"top1", LC_SCORE},
    {"top5", LC_SCORE},
    {"acc1", LC_SCORE},
    {"acc5", LC_SCORE},
    {"prec1", LC_SCORE},
    {"prec5", LC_SCORE},
    {"sensitivity", LC_SCORE},
    {"specificity", LC_SCORE},
    {"psnr", LC_SCORE},
    {"ssim", LC_SCORE},
    {"reward", LC_SCORE},
    {"rew", LC_SCORE},
    {"rewards", LC_SCORE},
    {"return", LC_SCORE},
    {"returns", LC_SCORE},
    {"winrate", LC_SCORE},
    {"score", LC_SCORE},
    {"em", LC_SCORE},
    {"pck", LC_SCORE},
    {"scores", LC_SCORE},
    {"aacc", LC_SCORE},
    {"macc", LC_SCORE},
    {"f1score", LC_SCORE},
    {"totalf1", LC_SCORE},
    {"rougelsum", LC_SCORE},
    {"similarity", LC_SCORE},
    {"accuracies", LC_SCORE},
    {"eprewmean", LC_SCORE},
    {"averageepret", LC_SCORE},
    {"pesq", LC_SCORE},
    {"stoi", LC_SCORE},
    {"sdr", LC_SCORE},
    {"sisdr", LC_SCORE},
    {"chrf", LC_SCORE},
    {"bleu1", LC_SCORE},
    {"bleu2", LC_SCORE},
    {"bleu3", LC_SCORE},
    {"bleu4", LC_SCORE},
    {"dsc", LC_SCORE},
    {"qwk", LC_SCORE},
    {"gini", LC_SCORE},
    {"success", LC_SCORE},
    {"hit", LC_SCORE},
    {"spice", LC_SCORE},
    {"mota", LC_SCORE},
    {"idf1", LC_SCORE},
    {"hota", LC_SCORE},
    {"nds", LC_SCORE},
    {"amota", LC_SCORE},
    {"plcc", LC_SCORE},
    {"srcc", LC_SCORE},
    {"nse", LC_SCORE},
    {"kge", LC_SCORE},
    {"snr", LC_SCORE},
    {"lddt", LC_SCORE},
    {"gdt", LC_SCORE},
    {"utmos", LC_SCORE},
    {"tpr", LC_SCORE},
    {"delta1", LC_SCORE},
    {"top", LC_SCORE}, /* "top-1" */
    {"nlogl", LC_LOSS},
    {"nlp", LC_LOSS},
    {"negloglik", LC_LOSS},
    {"neglogprob", LC_LOSS},
    {"nelbo", LC_LOSS},
    {"negelbo", LC_LOSS},
    {"fer", LC_LOSS},
    {"ser", LC_LOSS},
    {"der", LC_LOSS},
    {"uer", LC_LOSS},
    {"ler", LC_LOSS},
    {"mer", LC_LOSS},
    {"wil", LC_LOSS},
    {"misclass", LC_LOSS},
    {"misclassification", LC_LOSS},
    {"misclassified", LC_LOSS},
    {"top1err", LC_LOSS},
    {"top5err", LC_LOSS},
    {"err1", LC_LOSS},
    {"err5", LC_LOSS},
    {"errd", LC_LOSS},
    {"errg", LC_LOSS},
    {"fid50k", LC_LOSS},
    {"kid50k", LC_LOSS},
    {"obj", LC_LOSS},
    {"objective", LC_LOSS},
    {"criterion", LC_LOSS},
    {"xe", LC_LOSS},
    {"xentropy", LC_LOSS},
    {"cxe", LC_LOSS},
    {"cel", LC_LOSS},
    {"dfl", LC_LOSS},
    {"giou", LC_LOSS},
    {"ciou", LC_LOSS},
    {"diou", LC_LOSS},
    {"linf", LC_LOSS},
    {"residual", LC_LOSS},
    {"residuals", LC_LOSS},
    {"mpjpe", LC_LOSS},
    {"pampjpe", LC_LOSS},
    {"nme", LC_LOSS},
    {"ade", LC_LOSS},
    {"fde", LC_LOSS},
    {"minade", LC_LOSS},
    {"minfde", LC_LOSS},
    {"ate", LC_LOSS},
    {"rpe", LC_LOSS},
    {"mre", LC_LOSS},
    {"mdape", LC_LOSS},
    {"wmape", LC_LOSS},
    {"nmse", LC_LOSS},
    {"relerr", LC_LOSS},
    {"mel", LC_LOSS},
    {"recons", LC_LOSS},
    {"ctc", LC_LOSS},
    {"rnnt", LC_LOSS},
    {"wrong", LC_LOSS},
    {"mistakes", LC_LOSS},
    {"errors", LC_LOSS},
    {"fails", LC_LOSS},
    {"failures", LC_LOSS},
    {"far", LC_LOSS},
    {"frr", LC_LOSS},
    {"fpr", LC_LOSS},
    {"fnr", LC_LOSS},
    {"hter", LC_LOSS},
    {"acer", LC_LOSS},
    {"apcer", LC_LOSS},
    {"bpcer", LC_LOSS},
    {"cavg", LC_LOSS},
    {"stress", LC_LOSS},
    {"inertia", LC_LOSS},
    {"regret", LC_LOSS},
    {"surprisal", LC_LOSS},
    {"risk", LC_LOSS},
    {"hd", LC_LOSS},
    {"assd", LC_LOSS},
    {"asd", LC_LOSS},
    {"mdn", LC_LOSS},
    {"gnll", LC_LOSS},
    {"nats", LC_LOSS},
    {"mspe", LC_LOSS},
    {"rse", LC_LOSS},
    {"rae", LC_LOSS},
    {"mare", LC_LOSS},
    {"mrae", LC_LOSS},
    {"wasserstein", LC_LOSS},
    {"mmd", LC_LOSS},
    {"ergas", LC_LOSS},
    {"nrmsd", LC_LOSS},
    {"missrate", LC_LOSS},
    {"perceptual", LC_LOSS},
    {"vlb", LC_LOSS},
    {"logprob", LC_SCORE},
    {"loglik", LC_SCORE},
    {"elbo", LC_SCORE},
    {"uar", LC_SCORE},
    {"war", LC_SCORE},
    {"bacc", LC_SCORE},
    {"wa", LC_SCORE},
    {"pixacc", LC_SCORE},
    {"mpa", LC_SCORE},
    {"nmi", LC_SCORE},
    {"ari", LC_SCORE},
    {"purity", LC_SCORE},
    {"ret", LC_SCORE},
    {"eprew", LC_SCORE},
    {"eprewards", LC_SCORE},
    {"epret", LC_SCORE},
    {"elo", LC_SCORE},
    {"winpct", LC_SCORE},
    {"wins", LC_SCORE},
    {"solved", LC_SCORE},
    {"corr", LC_SCORE},
    {"pcc", LC_SCORE},
    {"ccc", LC_SCORE},
    {"rsquared", LC_SCORE},
    {"rsq", LC_SCORE},
    {"rsquare", LC_SCORE},
    {"concordance", LC_SCORE},
    {"cindex", LC_SCORE},
    {"ks", LC_SCORE},
    {"lift", LC_SCORE},
    {"csi", LC_SCORE},
    {"hss", LC_SCORE},
    {"roc", LC_SCORE},
    {"aps", LC_SCORE},
    {"pq", LC_SCORE},
    {"fmeasure", LC_SCORE},
    {"fm", LC_SCORE},
    {"macrof", LC_SCORE},
    {"microf", LC_SCORE},
    {"f05", LC_SCORE},
    {"f1w", LC_SCORE},
    {"f1m", LC_SCORE},
    {"f1macro", LC_SCORE},
    {"f1micro", LC_SCORE},
    {"las", LC_SCORE},
    {"uas", LC_SCORE},
    {"exact", LC_SCORE},
    {"bertscore", LC_SCORE},
    {"bleurt", LC_SCORE},
    {"comet", LC_SCORE},
    {"mmlu", LC_SCORE},
    {"gsm8k", LC_SCORE},
    {"humaneval", LC_SCORE},
    {"passrate", LC_SCORE},
    {"hellaswag", LC_SCORE},
    {"boolq", LC_SCORE},
    {"sts", LC_SCORE},
    {"stsb", LC_SCORE},
    {"mos", LC_SCORE},
    {"sisnr", LC_SCORE},
    {"sdri", LC_SCORE},
    {"sharpe", LC_SCORE},
    {"profit", LC_SCORE},
    {"pnl", LC_SCORE},
    {"sens", LC_SCORE},
    {"spec", LC_SCORE},
    {"ppv", LC_SCORE},
    {"npv", LC_SCORE},
    {"tnr", LC_SCORE},
    {"margins", LC_SCORE},
    {"correct", LC_SCORE},
    {"ncorrect", LC_SCORE},
    {"lwlrap", LC_SCORE},
    {"silhouette", LC_SCORE},
    {"modularity", LC_SCORE},
    {"homogeneity", LC_SCORE},
    {"overlap", LC_SCORE},
    {"tversky", LC_SCORE},
    {"hitrate", LC_SCORE},
    {"hr", LC_SCORE},
    {"lfw", LC_SCORE},
    {"evidence", LC_SCORE},
    {"likelihood", LC_SCORE},
    {"lik", LC_SCORE},
    {"cosine", LC_SCORE},
    {"vmaf", LC_SCORE},
    {"agreement", LC_SCORE},
    {"sari", LC_SCORE},
    {"rank1", LC_SCORE},
    {"r1", LC_SCORE},
    {"r5", LC_SCORE},
    {"r10", LC_SCORE},
    {"acc3", LC_SCORE},
    {"acc10", LC_SCORE},
    {"top3", LC_SCORE},
    {"top10", LC_SCORE},
    {"prec10", LC_SCORE},
    {"p1", LC_SCORE},
    {"hits1", LC_SCORE},
    {"hits3", LC_SCORE},
    {"hits10", LC_SCORE},
    {"auprg", LC_SCORE},
    {"lr", LC_LEARNING_RATE},
    {"lrs", LC_LEARNING_RATE},
    {"lr0", LC_LEARNING_RATE},
    {"lr1", LC_LEARNING_RATE},
    {"lr2", LC_LEARNING_RATE},
    {"learningrate", LC_LEARNING_RATE},
    {"gnorm", LC_GRADIENT_NORM},
    {"gradnorm", LC_GRADIENT_NORM},
    {"time", LC_WALL_TIME},
    {"seconds", LC_WALL_TIME},
    {"secs", LC_WALL_TIME},
    {"sec", LC_WALL_TIME},
    {"elapsed", LC_WALL_TIME},
    {"duration", LC_WALL_TIME},
    {"runtime", LC_WALL_TIME},
    {"timestamp", LC_WALL_TIME},
    {"eta", LC_WALL_TIME},
    {"wall", LC_WALL_TIME},
    {"walltime", LC_WALL_TIME},
    {"timestamps", LC_WALL_TIME},
    {"dur", LC_WALL_TIME},
    {"timing", LC_WALL_TIME},
    {"memory", LC_COUNT},
    {"count", LC_COUNT},
    {"num", LC_COUNT},
    {"episodes", LC_COUNT},
    {"flos", LC_COUNT},
    {"tokens", LC_COUNT},
    {"samples", LC_COUNT},
    {"examples", LC_COUNT},
};

/* Words about a value that isn't the measure itself, whatever other words say. */
static const char *const aside_words[] = {"std", "stdev", "stddev", "fps"};

/* Two words that tell the kind together; looked for before single ones. */
static const struct {
    const char *first, *second;
    lc_kind kind;
} kind_pairs[] = {
    {"learning", "rate", LC_LEARNING_RATE},
    {"l", "r", LC_LEARNING_RATE}, /* Marian: "L.r. 1e-4" */
    {"grad", "norm", LC_GRADIENT_NORM},
    {"gradient", "norm", LC_GRADIENT_NORM},
    {"proj", "g", LC_GRADIENT_NORM}, /* L-BFGS-B */
    {"cross", "entropy", LC_LOSS},
    {"log", "loss", LC_LOSS},
    {"exact", "match", LC_SCORE},
    {"win", "rate", LC_SCORE},
    {"error", "rate", LC_LOSS},
    {"train", "size", LC_TRAIN_SIZE},
    {"train", "sizes", LC_TRAIN_SIZE},
    {"training", "examples", LC_TRAIN_SIZE},
    {"training", "size", LC_TRAIN_SIZE},
    {"per", "second", LC_OTHER},
    {"per", "sec", LC_OTHER},
    {"log", "cosh", LC_LOSS},
    {"bits", "per", LC_LOSS},
    {"negative", "log", LC_LOSS},
    {"neg", "log", LC_LOSS},
    {"log", "likelihood", LC_SCORE},
    {"io", "u", LC_SCORE},
    {"explained", "variance", LC_SCORE},
    {"neg", "mean", LC_SCORE},
    {"neg", "root", LC_SCORE}, /* scikit-learn's scorers */
    {"loss", "scale", LC_OTHER},
    {"loss", "scaler", LC_OTHER},
    {"loss", "best", LC_OTHER}, /* skorch: true where the loss is the best so far */
    {"l2", "norm", LC_OTHER},
    {"ap", "dist", LC_OTHER}, /* from an anchor to what is like it, and to what isn't */
    {"an", "dist", LC_OTHER},
    {"rewards", "chosen", LC_OTHER},
    {"rewards", "rejected", LC_OTHER},
    {"losses", "approx", LC_OTHER},
    {"losses", "old", LC_OTHER}, /* CleanRL's folder */
    {"losses", "clipfrac", LC_OTHER},
    {"losses", "entropy", LC_OTHER},
    {"reader", "cost", LC_WALL_TIME},
    {"batch", "cost", LC_WALL_TIME},
    {"data", "cost", LC_WALL_TIME},
    {"time", "cost", LC_WALL_TIME},
    {"timesteps", "total", LC_STEP},
    {"example", "counter", LC_STEP}, /* Vowpal Wabbit */
    {"bad", "epochs", LC_COUNT},
    {"skipped", "iterations", LC_COUNT},
    {"nan", "iterations", LC_COUNT},
    {"episodes", "this", LC_COUNT},
    {"f", "beta", LC_SCORE},
    {"neg", "loglik", LC_LOSS},
    {"neg", "logprob", LC_LOSS},
    {"neg", "elbo", LC_LOSS},
    {"lower", "bound", LC_SCORE},
    {"rank", "1", LC_SCORE},
    {"rank", "5", LC_SCORE},
    {"r", "1", LC_SCORE},
    {"r", "5", LC_SCORE},
    {"r", "10", LC_SCORE},
    {"p", "1", LC_SCORE},
    {"p", "5", LC_SCORE},
    {"p", "10", LC_SCORE},
    {"prec", "1", LC_SCORE},
    {"pass", "1", LC_SCORE},
    {"pass", "rate", LC_SCORE},
    {"miss", "rate", LC_LOSS},
    {"cos", "sim", LC_SCORE},
    {"r", "squared", LC_SCORE},
    {"r", "square", LC_SCORE},
    {"c", "index", LC_SCORE},
    {"avg", "prec", LC_SCORE},
    {"f", "measure", LC_SCORE},
    {"macro", "f", LC_SCORE},
    {"micro", "f", LC_SCORE},
    {"ents", "f", LC_SCORE},
    {"ents", "p", LC_SCORE},
    {"ents", "r", LC_SCORE},
    {"bits", "dim", LC_LOSS},
    {"win", "pct", LC_SCORE},
    {"x", "ent", LC_LOSS},
    {"explained", "var", LC_SCORE},
    {"tar", "far", LC_SCORE},
    {"j", "f", LC_SCORE},
    {"boundary", "f", LC_SCORE},
    {"abs", "rel", LC_LOSS}, /* errors of depth */
    {"sq", "rel", LC_LOSS},
    {"timesteps", "this", LC_COUNT},
    {"balance", "top", LC_OTHER}, /* fairseq's mixtures: load of the busiest expert */
};

/* Words that tell the kind when no other stands beside them but the split's. */
static const struct {
    const char *word;
    lc_kind kind;
} lone_words[] = {
    {"per", LC_LOSS},                    /* phone error rate */
    {"j", LC_LOSS},                      /* the cost, in courses */
    {"cls", LC_LOSS},                    /* of detectors */
    {"box", LC_LOSS}, {"rho", LC_SCORE}, /* correlation */
    {"ua", LC_SCORE},                    /* unweighted accuracy */
};

/* An axis is named by its last word, when no word before it says loss or score. "time per epoch"
 * is none. A word for "number" may follow. */
static const struct {
    const char *word;
    lc_kind kind;
} axis_words[] = {
    {"epoch", LC_EPOCH},
    {"epochs", LC_EPOCH},
    {"ep", LC_EPOCH},
    {"epch", LC_EPOCH},
    {"step", LC_STEP},
    {"steps", LC_STEP},
    {"iter", LC_STEP},
    {"iters", LC_STEP},
    {"iteration", LC_STEP},
    {"iterations", LC_STEP},
    {"timesteps", LC_STEP},
    {"timestep", LC_STEP},
    {"update", LC_STEP},
    {"updates", LC_STEP},
    {"batch", LC_STEP},
    {"round", LC_STEP},
    {"rounds", LC_STEP},
    {"nupdates", LC_STEP},
    {"episode", LC_STEP},
    {"generation", LC_STEP},
    {"up", LC_STEP}, /* Marian: "Up. 1000" */
    {"epoche", LC_EPOCH},
    {"epoca", LC_EPOCH},
    {"\u00e9poca", LC_EPOCH},
    {"\u00c9poca", LC_EPOCH},
    {"\u00c9poque", LC_EPOCH},
    {"\u00e9poque", LC_EPOCH}, /* German, Italian, Spanish and Portuguese, French */
    {"iterate", LC_STEP},      /* L-BFGS-B: "At iterate    1" */
};
static const char *const number_words[] = {"num", "number", "no", "nr", "id", "idx", "index"};

/* Other spellings of one word in a base name. */
static const struct {
    const char *word, *base;
} spellings[] = {
    {"acc", "accuracy"},      {"lr", "learning_rate"}, {"learningrate", "learning_rate"},
    {"losses", "loss"},       {"err", "error"},        {"rew", "reward"},
    {"auroc", "auc"},         {"gnorm", "grad_norm"},  {"gradnorm", "grad_norm"},
    {"lrs", "learning_rate"}, {"scores", "score"},     {"accuracies", "accuracy"},
};

/* Chinese and Japanese, which part no words, for the usual ones. The first row that fits wins; "" says
 * nothing of a metric. */
static const struct {
    const char *word, *means;
} translations[] = {
    {"轮次", "epoch"},
    {"轮数", "epoch"},
    {"輪次", "epoch"},
    {"エポック", "epoch"},
    {"轮", "epoch"},
    {"輪", "epoch"},
    {"步数", "step"},
    {"步數", "step"},
    {"步骤", "step"},
    {"步", "step"},
    {"ステップ", "step"},
    {"迭代次数", "iteration"},
    {"迭代", "iteration"},
    {"イテレーション", "iteration"},
    {"学习率", "lr"},
    {"學習率", "lr"},
    {"学習率", "lr"},
    {"训练", "train"},
    {"訓練", "train"},
    {"学習", "train"},
    {"验证", "val"},
    {"驗證", "val"},
    {"検証", "val"},
    {"评估", "eval"},
    {"評估", "eval"},
    {"評価", "eval"},
    {"测试", "test"},
    {"測試", "test"},
    {"テスト", "test"},
    {"损失", "loss"},
    {"損失", "loss"},
    {"ロス", "loss"},
    {"误差", "error"},
    {"誤差", "error"},
    {"困惑度", "perplexity"},
    {"准确率", "accuracy"},
    {"準確率", "accuracy"},
    {"正确率", "accuracy"},
    {"正確率", "accuracy"},
    {"正解率", "accuracy"},
    {"精度", "accuracy"},
    {"精确率", "precision"},
    {"精確率", "precision"},
    {"適合率", "precision"},
    {"召回率", "recall"},
    {"再現率", "recall"},
    {"奖励", "reward"},
    {"獎勵", "reward"},
    {"報酬", "reward"},
    {"时间", "time"},
    {"時間", "time"},
    {"平均", "average"},
    {"数据", ""},
    {"データ", ""},
    {"函数", ""},
    {"関数", ""},
    {"集", ""},
    {"值", ""},
    {"値", ""},
    {"的", ""},
    {"の", ""},
};

/* A name's words, in place in `text`, without those that were taken as the split. */
typedef struct name_words {
    char text[2 * NAME_MAX_READ + WORDS_MAX + 1]; /* no translation is twice as long */
    const char *word[WORDS_MAX];
    size_t n;
} name_words;

#define COUNT(table) (sizeof(table) / sizeof *(table))

/* strcmp, but most words differ in their first letter. */
static bool is_same(const char *a, const char *b)
{
    return *a == *b && strcmp(a, b) == 0;
}

static bool is_split_word(const char *word, lc_split *split)
{
    for (size_t i = 0; i < COUNT(split_words); i++)
        if (is_same(word, split_words[i].word)) {
            *split = split_words[i].split;
            return true;
        }
    return false;
}

static bool is_kind_word(const char *word, lc_kind *kind)
{
    for (size_t i = 0; i < COUNT(kind_words); i++)
        if (is_same(word, kind_words[i].word)) {
            *kind = kind_words[i].kind;
            return true;
        }
    return false;
}

static bool is_lone_word(const char *word, lc_kind *kind)
{
    for (size_t i = 0; i < COUNT(lone_words); i++)
        if (is_same(word, lone_words[i].word)) {
            *kind = lone_words[i].kind;
            return true;
        }
    return false;
}

static bool is_one_of(const char *word, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (is_same(word, list[i]))
            return true;
    return false;
}

static bool is_separator(char c)
{
    return strchr("/_-. ()[]{}@|'\"=,:;#%\t", c) != NULL; /* NUL too */
}

/* name[i] begins the "s" of "training's". */
static bool is_possessive(const char *name, size_t len, size_t i)
{
    return i > 0 && name[i - 1] == '\'' && name[i] == 's' &&
           (i + 1 == len || is_separator(name[i + 1]));
}

/* "valBoxLoss": a split's word ends where a capital follows a small letter. */
static bool is_split_hump(const char *word, size_t n, char before, char c)
{
    char head[16];
    lc_split split;
    if (n >= sizeof head || !islower((unsigned char)before) || !isupper((unsigned char)c))
        return false;
    memcpy(head, word, n);
    head[n] = '\0';
    return is_split_word(head, &split);
}

/* "valloss": how many letters are a split's word, where the rest is known; 0: none. */
static size_t glued_split(const char *word)
{
    size_t least = 0;
    lc_kind kind;
    for (size_t i = 0; i < COUNT(split_words); i++) {
        const char *split = split_words[i].word;
        size_t k = *split == *word ? strlen(split) : 0;
        if (k >= GLUED_MIN && k <= GLUED_MAX && (least == 0 || k < least) &&
            strncmp(word, split, k) == 0 && word[k] && is_kind_word(word + k, &kind))
            least = k;
    }
    return least;
}

/* What the word that begins here means, and its length; NULL when it isn't known. */
static const char *translate(const char *at, size_t len, size_t *n)
{
    if (!((unsigned char)*at & 0x80))
        return NULL;
    for (size_t i = 0; i < COUNT(translations); i++) {
        *n = strlen(translations[i].word);
        if (*n <= len && memcmp(at, translations[i].word, *n) == 0)
            return translations[i].means;
    }
    return NULL;
}

/* Copy the word at name[*i], in small letters or translated, and move behind it; returns its length. */
static size_t cut_word(char *word, const char *name, size_t len, size_t *i)
{
    size_t n = 0, m;
    const char *means = translate(name + *i, len - *i, &m);
    if (means) {
        *i += m;
        n = strlen(means);
        memcpy(word, means, n + 1);
        return n;
    }
    for (; *i < len && !is_separator(name[*i]); (*i)++) {
        if (n > 0 &&
            (is_split_hump(word, n, name[*i - 1], name[*i]) || translate(name + *i, len - *i, &m)))
            break;
        word[n++] = (char)tolower((unsigned char)name[*i]);
    }
    word[n] = '\0';
    return n;
}

static void words_cut(name_words *w, const char *name, size_t len)
{
    size_t k = 0;
    *w = (name_words){.n = 0};
    if (len > NAME_MAX_READ)
        len = NAME_MAX_READ;
    for (size_t i = 0; i < len && w->n < WORDS_MAX;) {
        if (is_separator(name[i])) {
            i++;
            continue;
        }
        if (is_possessive(name, len, i)) {
            /* LightGBM: "training's l2" pairs with "valid_1's l2" */
            w->n -= w->n > 1 && isdigit((unsigned char)w->word[w->n - 1][0]);
            i++;
            continue;
        }
        char *word = w->text + k;
        size_t n = cut_word(word, name, len, &i);
        if (n == 0)
            continue;
        k += n + 1;
        w->word[w->n++] = word;
    }
}

/* Part a word that is a split's and a kind's written together, as in "valloss". */
static void words_part(name_words *w)
{
    for (size_t i = 0; i < w->n && w->n < WORDS_MAX; i++) {
        size_t k = glued_split(w->word[i]), at = (size_t)(w->word[i] - w->text);
        if (k == 0)
            continue;
        memmove(w->text + at + k + 1, w->text + at + k, sizeof w->text - at - k - 1);
        w->text[at + k] = '\0';
        for (size_t j = w->n; j > i + 1; j--)
            w->word[j] = w->word[j - 1] + 1;
        w->word[i + 1] = w->text + at + k + 1;
        w->n++;
    }
}

static void words_remove(name_words *w, size_t i)
{
    for (w->n--; i < w->n; i++)
        w->word[i] = w->word[i + 1];
}

/* "valid_json_reward": what is rewarded shall be valid, and nothing was validated. */
static bool is_adjective(const name_words *w, size_t i)
{
    static const char *const rewards[] = {"reward", "rewards"};
    lc_kind kind;
    if (!is_same(w->word[i], "valid") || i + 1 >= w->n || is_kind_word(w->word[i + 1], &kind))
        return false;
    for (size_t k = 0; k < w->n; k++)
        if (is_one_of(w->word[k], rewards, COUNT(rewards)))
            return true;
    return false;
}

/* "metrics/mAP50(B)", "metrics/precision", "metrics/accuracy_top1": as Ultralytics calls what was taken on the
 * validation images. */
static bool is_of_ultralytics(const name_words *w)
{
    static const char *const words[] = {"precision", "recall", "accuracy"};
    return w->n > 1 &&
           (is_one_of(w->word[1], words, COUNT(words)) ||
            (strncmp(w->word[1], "map", 3) == 0 && !islower((unsigned char)w->word[1][3])));
}

/* The split that the words name, taken out of them. */
static lc_split words_take_split(name_words *w)
{
    lc_split found = LC_SPLIT_NONE, split;
    if (w->n > 1 && is_same(w->word[0], "metrics") && !is_of_ultralytics(w))
        words_remove(w, 0); /* a place for anything: "metrics/train/loss" */
    for (size_t i = 0; i < w->n;) {
        if (!is_split_word(w->word[i], &split) || (found && found != split) || is_adjective(w, i)) {
            i++;
            continue;
        }
        found = split;
        words_remove(w, i);
    }
    return found;
}

static bool words_pair_kind(const name_words *w, lc_kind *kind)
{
    for (size_t i = 0; i + 1 < w->n; i++)
        for (size_t p = 0; p < COUNT(kind_pairs); p++)
            if (is_same(w->word[i], kind_pairs[p].first) &&
                is_same(w->word[i + 1], kind_pairs[p].second)) {
                *kind = kind_pairs[p].kind;
                return true;
            }
    return false;
}

static lc_kind words_axis(const name_words *w)
{
    size_t n = w->n;
    if (n > 1 && is_one_of(w->word[n - 1], number_words, COUNT(number_words)))
        n--;
    if (n == 0 || (n > 1 && is_same(w->word[n - 2], "per")))
        return LC_OTHER;
    for (size_t i = 0; i < COUNT(axis_words); i++)
        if (is_same(w->word[n - 1], axis_words[i].word))
            return axis_words[i].kind;
    return LC_OTHER;
}

static bool ends_in(const char *word, const char *end)
{
    size_t n = strlen(word), m = strlen(end);
    return n > m && is_same(word + n - m, end);
}

/* Of a policy, a value or a Q function, a generator or discriminator. */
static bool is_network(const char *word)
{
    static const char *const names[] = {"pi", "v", "q", "q1", "q2", "g", "d"};
    return is_one_of(word, names, COUNT(names));
}

/* "boxloss", "loss3", "LossV", "meaniou", "map50": a known word within a word. */
static lc_kind word_inside(const char *word)
{
    if (ends_in(word, "loss") || ends_in(word, "error"))
        return LC_LOSS;
    if (strncmp(word, "loss", 4) == 0 && (isdigit((unsigned char)word[4]) || is_network(word + 4)))
        return LC_LOSS;
    if (ends_in(word, "accuracy") || ends_in(word, "iou") || ends_in(word, "reward"))
        return LC_SCORE;
    return strncmp(word, "map", 3) == 0 && isdigit((unsigned char)word[3]) ? LC_SCORE : LC_OTHER;
}

static bool is_measure(lc_kind kind)
{
    return kind == LC_LOSS || kind == LC_SCORE || kind == LC_LEARNING_RATE;
}

/* Loss, score or learning rate: what a single word says before the axes are asked. */
static lc_kind words_measure(const name_words *w)
{
    size_t first = COUNT(kind_words);
    for (size_t i = 0; i < w->n; i++)
        for (size_t row = 0; row < first; row++)
            if (is_same(w->word[i], kind_words[row].word) && is_measure(kind_words[row].kind))
                first = row;
    return first < COUNT(kind_words) ? kind_words[first].kind : LC_OTHER;
}

/* What a part of the loss is multiplied by: "kld_weight", "loss_weight". */
static bool words_weight(const name_words *w)
{
    return w->n > 1 && is_same(w->word[w->n - 1], "weight");
}

static lc_kind words_kind(const name_words *w)
{
    lc_kind kind;
    if (words_weight(w))
        return LC_OTHER;
    for (size_t i = 0; i < w->n; i++)
        if (is_one_of(w->word[i], aside_words, COUNT(aside_words)))
            return LC_OTHER;
    if (words_pair_kind(w, &kind))
        return kind;
    if ((kind = words_measure(w)) != LC_OTHER || (w->n == 1 && is_lone_word(w->word[0], &kind)))
        return kind;
    for (size_t i = 0; i < w->n; i++)
        if ((kind = word_inside(w->word[i])) != LC_OTHER)
            return kind;
    if ((kind = words_axis(w)) != LC_OTHER)
        return kind;
    for (size_t i = 0; i < w->n; i++)
        if (is_kind_word(w->word[i], &kind))
            return kind;
    return LC_OTHER;
}

/* "train_loss_epoch" is the epoch's mean of "loss", and pairs with "val_loss". */
static void words_drop_mean_mark(name_words *w, lc_kind kind)
{
    if ((kind == LC_LOSS || kind == LC_SCORE) && w->n > 1 && is_same(w->word[w->n - 1], "epoch"))
        w->n--;
}

/* "Average loss" and "avg acc" pair with "loss" and "acc". Other averages are measures of their own:
 * average precision, mean accuracy (over the classes). */
static void words_drop_average(name_words *w)
{
    static const char *const average[] = {"average", "avg", "avr"};
    static const char *const measure[] = {"loss", "acc", "accuracy"};
    for (size_t i = 0; i + 1 < w->n; i++)
        if (is_one_of(w->word[i], average, COUNT(average)) &&
            is_one_of(w->word[i + 1], measure, COUNT(measure)))
            words_remove(w, i);
}

/* Detectors' average precision is taken on held-out images, though the name doesn't say so. */
static bool words_average_precision(const name_words *w)
{
    for (size_t i = 0; i < w->n; i++) {
        const char *word = w->word[i] + (w->word[i][0] == 'm');
        if (strncmp(word, "ap", 2) == 0 && (!word[2] || isdigit((unsigned char)word[2])))
            return true;
        if (is_same(w->word[i], "maxdets")) /* "Average Recall (AR) @[ ... | maxDets=100 ]" */
            return true;
    }
    return false;
}

static char *words_join(const name_words *w)
{
    char base[2 * sizeof w->text];
    size_t k = 0;
    base[0] = '\0';
    for (size_t i = 0; i < w->n; i++) {
        const char *word = w->word[i];
        for (size_t s = 0; s < COUNT(spellings); s++)
            if (is_same(word, spellings[s].word))
                word = spellings[s].base;
        size_t n = strlen(word);
        if (k + n + 2 > sizeof base)
            break;
        if (k)
            base[k++] = '_';
        memcpy(base + k, word, n + 1);
        k += n;
    }
    return lc_mem_text(base, k);
}

static bool base_has(const lc_metric *metric, const char *const *words)
{
    for (; *words; words++)
        if (strstr(metric->base, *words))
            return true;
    return false;
}

bool lc_metric_has_word(const lc_metric *metric, const char *const *words)
{
    for (; *words; words++) {
        size_t n = strlen(*words);
        for (const char *at = metric->base; (at = strstr(at, *words)); at += n)
            if ((at == metric->base || at[-1] == '_') && (at[n] == '\0' || at[n] == '_'))
                return true;
    }
    return false;
}

/* Of the foreground alone, which detectors hardly see at first: no accuracy of the task. */
static bool is_of_part(const lc_metric *metric)
{
    return strstr(metric->base, "fg_") != NULL;
}

bool lc_metric_is_accuracy(const lc_metric *metric)
{
    static const char *const words[] = {"accuracy", "top1", "acc1", "top_1", "prec1", NULL};
    static const char *const whole[] = {
        "uar", "war", "wa", "ua", "bacc", "pixacc", "rank1", "precision_at_1", NULL};
    return metric->kind == LC_SCORE &&
           (base_has(metric, words) || lc_metric_has_word(metric, whole)) &&
           !strstr(metric->base, "step") && !is_of_part(metric);
}

bool lc_metric_is_share(const lc_metric *metric)
{
    static const char *const words[] = {
        "accuracy", "top",         "acc1",        "ap",    "ndcg", "mrr", "acc5",
        "prec",     "recall",      "f1",          "auc",   "dice", "iou", "jaccard",
        "map",      "sensitivity", "specificity", "kappa", "pck",  "dsc", NULL};
    static const char *const whole[] = {
        "uar",     "war",    "wa",        "ua",       "bacc",   "pixacc",   "mpa",   "rank1",
        "las",     "uas",    "csi",       "hss",      "pq",     "fmeasure", "fm",    "tversky",
        "overlap", "fscore", "f2",        "f05",      "hit",    "hitrate",  "hr",    "hits",
        "r1",      "r5",     "r10",       "p1",       "sens",   "spec",     "ppv",   "npv",
        "tpr",     "tnr",    "purity",    "passrate", "ents",   "em",       "exact", "mmlu",
        "gsm8k",   "boolq",  "hellaswag", "lfw",      "lwlrap", NULL};
    return metric->kind == LC_SCORE &&
           (base_has(metric, words) || lc_metric_has_word(metric, whole)) && !is_of_part(metric);
}

bool lc_metric_is_error_rate(const lc_metric *metric)
{
    static const char *const words[] = {"wer", "cer", "ter", "err", "error", "eer", NULL};
    static const char *const others[] = {"squared", "absolute", "mean",  "abs",
                                         "sq",      "log",      "false", NULL};
    static const char *const whole[] = {
        "fer",      "ser",  "der",  "uer",     "ler",     "mer",      "frr",
        "far",      "hter", "acer", "top1err", "top5err", "misclass", "misclassification",
        "missrate", NULL};
    return metric->kind == LC_LOSS &&
           (base_has(metric, words) || lc_metric_has_word(metric, whole)) &&
           !base_has(metric, others);
}

bool lc_metric_is_auc(const lc_metric *metric)
{
    return strstr(metric->base, "auc") || strstr(metric->base, "roc");
}

bool lc_metric_is_r2(const lc_metric *metric)
{
    return metric->kind == LC_SCORE && strcmp(metric->base, "r2") == 0;
}

bool lc_metric_tells_way(const lc_metric *metric)
{
    return lc_metric_is_accuracy(metric) || lc_metric_is_error_rate(metric) ||
           lc_metric_is_r2(metric);
}

bool lc_metric_is_part(const lc_metric *metric)
{
    return lc_metric_is_share(metric) || lc_metric_is_r2(metric);
}

bool lc_metric_is_of_regression(const lc_metric *metric)
{
    static const char *const words[] = {"mse", "mae", "mape", "absolute", "squared", NULL};
    return (metric->kind == LC_LOSS && base_has(metric, words)) || lc_metric_is_r2(metric);
}

bool lc_split_is_held_out(lc_split split)
{
    return split == LC_VALIDATION || split == LC_TEST;
}

bool lc_kind_is_axis(lc_kind kind)
{
    return kind == LC_EPOCH || kind == LC_STEP || kind == LC_TRAIN_SIZE;
}

lc_direction lc_kind_direction(lc_kind kind)
{
    return kind == LC_LOSS    ? LC_LOWER_IS_BETTER
           : kind == LC_SCORE ? LC_HIGHER_IS_BETTER
                              : LC_NEITHER;
}

/* Cut the name into words, take out what isn't of the base name, and say what they tell. */
static lc_kind words_infer(name_words *w, const char *name, size_t len, lc_split *split)
{
    lc_kind kind;
    words_cut(w, name, len);
    words_part(w);
    *split = LC_SPLIT_NONE;
    /* "train_size" is an axis although its first word is a split's. */
    if (words_pair_kind(w, &kind) && kind == LC_TRAIN_SIZE && w->n == 2)
        return kind;
    *split = words_take_split(w);
    kind = words_kind(w);
    words_drop_mean_mark(w, kind);
    words_drop_average(w);
    /* Keras and most others: a loss or score without a word is the training set's. */
    if (*split == LC_SPLIT_NONE && lc_kind_direction(kind) != LC_NEITHER)
        *split = words_average_precision(w) ? LC_VALIDATION : LC_TRAIN;
    return kind;
}

lc_kind lc_metric_kind(const char *name, size_t len)
{
    name_words w;
    lc_split split;
    return words_infer(&w, name, len, &split);
}

lc_split lc_metric_split_word(const char *word, size_t len)
{
    char text[16];
    lc_split split = LC_SPLIT_NONE;
    if (len >= sizeof text)
        return LC_SPLIT_NONE;
    for (size_t i = 0; i < len; i++)
        text[i] = (char)tolower((unsigned char)word[i]);
    text[len] = '\0';
    is_split_word(text, &split);
    return split;
}

bool lc_metric_names_split(const char *name, size_t len)
{
    for (size_t i = 0, begin = 0; i <= len; i++) {
        if (i < len && isalnum((unsigned char)name[i]))
            continue;
        if (lc_metric_split_word(name + begin, i - begin) != LC_SPLIT_NONE)
            return true;
        begin = i + 1;
    }
    return false;
}

bool lc_metric_tells_split(const char *name)
{
    name_words w;
    words_cut(&w, name, strlen(name));
    words_part(&w);
    return words_take_split(&w) != LC_SPLIT_NONE;
}

lc_status lc_metric_infer(lc_metric *metric, const char *name, size_t len, lc_error *err)
{
    name_words w;
    lc_metric m = {0};
    m.kind = words_infer(&w, name, len, &m.split);
    m.better = lc_kind_direction(m.kind);
    m.name = lc_mem_text(name, len);
    m.base = w.n ? words_join(&w) : lc_mem_text(name, len);
    if (!m.name || !m.base) {
        lc_metric_free(&m);
        return lc_error_nomem(err);
    }
    *metric = m;
    return LC_OK;
}

void lc_metric_free(lc_metric *metric)
{
    lc_mem_free(metric->name);
    lc_mem_free(metric->base);
    *metric = (lc_metric){0};
}

/* ---- words of the enumerators ------------------------------------------------------------ */

static const char *const split_names[] = {"none", "train", "validation", "test"};
static const char *const kind_names[] = {"other",         "loss",      "score", "learning-rate",
                                         "gradient-norm", "time",      "count", "epoch",
                                         "step",          "train-size"};
static const char *const direction_names[] = {"neither", "lower", "higher"};

const char *lc_split_name(lc_split split)
{
    return split_names[split];
}

const char *lc_kind_name(lc_kind kind)
{
    return kind_names[kind];
}

const char *lc_direction_name(lc_direction better)
{
    return direction_names[better];
}

/* The place of a word among n; n when it isn't there. */
static size_t place_of(const char *const *names, size_t n, const char *word, size_t len)
{
    size_t i = 0;
    while (i < n && !(strlen(names[i]) == len && memcmp(names[i], word, len) == 0))
        i++;
    return i;
}

bool lc_split_find(lc_split *split, const char *word, size_t n)
{
    size_t i = place_of(split_names, COUNT(split_names), word, n);
    *split = i < COUNT(split_names) ? (lc_split)i : *split;
    return i < COUNT(split_names);
}

bool lc_kind_find(lc_kind *kind, const char *word, size_t n)
{
    size_t i = place_of(kind_names, COUNT(kind_names), word, n);
    *kind = i < COUNT(kind_names) ? (lc_kind)i : *kind;
    return i < COUNT(kind_names);
}

bool lc_direction_find(lc_direction *better, const char *word, size_t n)
{
    size_t i = place_of(direction_names, COUNT(direction_names), word, n);
    *better = i < COUNT(direction_names) ? (lc_direction)i : *better;
    return i < COUNT(direction_names);
}
