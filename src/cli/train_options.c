/* SPDX-License-Identifier: GPL-3.0-or-later */
/* train_options.c - the rows of the trainer's options, and how their arguments are stored. */
#include "cli/train_options.h"

#include "cli/settings.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- ways to store ------------------------------------------------------------------------- */

/* Numbers parted by commas, each accepted by `good`. */
static lc_status store_numbers(const option_row *row, number_list *list, const char *value,
                               bool (*good)(double), lc_error *err)
{
    number_list made = {0};
    for (const char *at = value;; at++) {
        char *end;
        double v = strtod(at, &end); /* the program never leaves the C locale */
        size_t n = strcspn(at, ",");
        if (made.n == NUMBERS_MAX || n == 0 || isspace((unsigned char)*at) || end != at + n ||
            !good(v))
            return lc_error_set(err, LC_E_ARG, 0, "--%s takes %s, not '%.60s'", row->name,
                                row->argument, value);
        made.value[made.n++] = v;
        at += n;
        if (!*at)
            break;
    }
    *list = made;
    return LC_OK;
}

static bool is_units(double v)
{
    return v >= 1 && v <= LC_UNITS_MAX && v == floor(v);
}

static bool is_weight(double v)
{
    return v >= 0 && isfinite(v);
}

static bool is_size(double v)
{
    return v > 0 && isfinite(v);
}

/* "none" is a linear model. */
static lc_status store_hidden(const option_row *row, void *field, const char *value, lc_error *err)
{
    if (strcmp(value, "none") != 0)
        return store_numbers(row, field, value, is_units, err);
    *(number_list *)field = (number_list){0};
    return LC_OK;
}

static lc_status store_sizes(const option_row *row, void *field, const char *value, lc_error *err)
{
    return store_numbers(row, field, value, is_size, err);
}

static lc_status store_weights(const option_row *row, void *field, const char *value, lc_error *err)
{
    train_settings *s =
        (train_settings *)(void *)((char *)field - offsetof(train_settings, class_weight));
    bool none = strcmp(value, "none") == 0;
    s->sqrt_weights =
        strcmp(value, "sqrt") == 0; /* of what was asked for before, if anything was */
    if (s->sqrt_weights)
        return LC_OK;
    s->balanced = strcmp(value, "balanced") == 0;
    if (s->balanced || none)
        s->class_weight.n = 0;
    return s->balanced || none ? LC_OK : store_numbers(row, field, value, is_weight, err);
}

static lc_status store_column(const option_row *row, void *field, const char *value, lc_error *err)
{
    name_list *list = field;
    if (list->n == NAMES_MAX)
        return lc_error_set(err, LC_E_ARG, 0, "--%s is taken %d times at most", row->name,
                            NAMES_MAX);
    list->name[list->n++] = value;
    return LC_OK;
}

/* Takes --no-standardize and --raw-target back. */
static lc_status store_standardize(const option_row *row, void *field, const char *value,
                                   lc_error *err)
{
    train_settings *s = (train_settings *)(void *)((char *)field - offsetof(train_settings, raw));
    (void)row, (void)value, (void)err;
    s->raw = s->raw_target = false;
    return LC_OK;
}

/* every, off, a number of rows, or of seconds with an 's' behind it */
static lc_status store_sync(const option_row *row, void *field, const char *value, lc_error *err)
{
    train_settings *s = (train_settings *)(void *)((char *)field - offsetof(train_settings, sync));
    char *end;
    double v = strtod(value, &end);
    s->sync_seconds = 0;
    s->sync = strcmp(value, "every") == 0;
    if (s->sync || strcmp(value, "off") == 0)
        return LC_OK;
    if (!isdigit((unsigned char)*value) || strcmp(end, "s") != 0)
        return option_count(row, field, value, err);
    if (!(v > 0) || !isfinite(v))
        return lc_error_set(err, LC_E_ARG, 0, "--sync takes a time above 0, not '%.60s'", value);
    s->sync_seconds = v;
    return LC_OK;
}

static lc_status store_metrics(const option_row *row, void *field, const char *value, lc_error *err)
{
    static const struct {
        const char *name;
        size_t flag;
    } known[] = {{"precision-recall", METRIC_PRECISION_RECALL},
                 {"auroc", METRIC_RANKS},
                 {"gradient-norm", METRIC_GRADIENT_NORM},
                 {"per-class", METRIC_PER_CLASS},
                 {"all", METRIC_PRECISION_RECALL | METRIC_RANKS | METRIC_GRADIENT_NORM |
                             METRIC_PER_CLASS | METRIC_ALL}};
    size_t *flags = field;
    for (const char *at = value;; at++) {
        size_t n = strcspn(at, ","), found = 0;
        for (size_t k = 0; k < sizeof known / sizeof *known; k++)
            if (strlen(known[k].name) == n && memcmp(known[k].name, at, n) == 0)
                found = known[k].flag;
        if (!found)
            return lc_error_set(
                err, LC_E_ARG, 0,
                "--%s takes precision-recall, auroc, gradient-norm, per-class or all, not '%.60s'",
                row->name, value);
        *flags |= found;
        at += n;
        if (!*at)
            return LC_OK;
    }
}

/* ---- the rows ------------------------------------------------------------------------------ */

static const char *const tasks[] = {[TASK_TOLD_BY_DATA] = "auto",
                                    [TASK_BINARY] = "binary",
                                    [TASK_MULTICLASS] = "multiclass",
                                    [TASK_REGRESSION] = "regression",
                                    NULL};
static const char *const activations[] = {
    [LC_RELU] = "relu", [LC_TANH] = "tanh", [LC_SIGMOID] = "sigmoid", NULL};
static const char *const inits[] = {[INIT_BY_ACTIVATION] = "auto",
                                    [INIT_HE] = "he",
                                    [INIT_GLOROT] = "glorot",
                                    [INIT_ZERO] = "zero",
                                    NULL};
static const char *const optimizers[] = {
    [LC_SGD] = "sgd",   [LC_MOMENTUM] = "momentum", [LC_NESTEROV] = "nesterov",
    [LC_ADAM] = "adam", [LC_ADAMW] = "adamw",       NULL};
static const char *const schedules[] = {
    [LC_RATE_CONSTANT] = "constant", [LC_RATE_STEP] = "step",       [LC_RATE_COSINE] = "cosine",
    [LC_RATE_ONE_CYCLE] = "1cycle",  [LC_RATE_PLATEAU] = "plateau", NULL};

/* Each score of lc_monitor of the validation rows, and of the training rows. */
#define MONITOR(score, name) [2 * (score)] = "val_" name, [2 * (score) + 1] = name
static const char *const monitors[] = {MONITOR(LC_MONITOR_LOSS, "loss"),
                                       MONITOR(LC_MONITOR_MAE, "mae"),
                                       MONITOR(LC_MONITOR_R2, "r2"),
                                       MONITOR(LC_MONITOR_ACCURACY, "accuracy"),
                                       MONITOR(LC_MONITOR_PRECISION, "precision"),
                                       MONITOR(LC_MONITOR_RECALL, "recall"),
                                       MONITOR(LC_MONITOR_AUROC, "auroc"),
                                       MONITOR(LC_MONITOR_AVERAGE_PRECISION, "average_precision"),
                                       NULL};

#define FIELD(member) offsetof(settings, train.member)

static const option_row data_rows[] = {
    {"target", 't', "COLUMN", "column to predict: its name or number", FIELD(target), option_text,
     NULL},
    {"task", 0, "TASK", "binary, multiclass, regression, auto", FIELD(task), option_choice, tasks},
    {"positive", 0, "CLASS", "class of a binary target that counts as 1", FIELD(positive),
     option_text, NULL},
    {"ignore", 0, "COLUMN", "don't use this column; repeatable", FIELD(ignore), store_column, NULL},
    {"categorical", 0, "COLUMN", "treat a numeric column as categories; repeatable",
     FIELD(categorical), store_column, NULL},
    {"max-categories", 0, "N", "most distinct values of a text column (64)", FIELD(max_categories),
     option_count, NULL},
    {"min-category", 0, "N", "merge rarer values of text columns into one", FIELD(min_category),
     option_count, NULL},
    {"min-class", 0, "N", "leave out classes of fewer rows", FIELD(min_class), option_count, NULL},
    {"keep-ids", 0, NULL, "use columns like 'id' and 'user_id' as inputs", FIELD(keep_ids),
     option_true, NULL},
    {"sample-weight", 0, "COLUMN", "weight of each row in the training loss", FIELD(weight),
     option_text, NULL},
    {"drop", 0, NULL, "drop unusable columns instead of stopping", FIELD(drop), option_true, NULL},
    {"validation", 0, "SHARE", "share of rows to validate on, stratified (0.2)", FIELD(validation),
     option_share, NULL},
    {"test", 0, "SHARE", "share of rows to test the final network on (0)", FIELD(test),
     option_share, NULL},
    {"train-share", 0, "SHARE", "share of the training rows that train, in as many updates (1)",
     FIELD(train_share), option_share, NULL},
    {"group", 0, "COLUMN", "rows of one value stay on one side of the split", FIELD(group),
     option_text, NULL},
    {"time", 0, "COLUMN", "train on earlier rows, validate on later ones", FIELD(time), option_text,
     NULL},
    {"validation-file", 0, "FILE", "validate on this table instead", FIELD(validation_file),
     option_text, NULL},
    {"no-shuffle-split", 0, NULL, "validate on the last rows, as Keras does", FIELD(last_split),
     option_true, NULL},
    {"no-standardize", 0, NULL, "don't scale numeric inputs and targets", FIELD(raw), option_true,
     NULL},
    {"standardize", 0, NULL, "scale numbers to mean 0, deviation 1 (default)", FIELD(raw),
     store_standardize, NULL},
    {"raw-target", 0, NULL, "don't scale the target of a regression", FIELD(raw_target),
     option_true, NULL},
    {"indicators", 0, NULL, "add an input for each column's missing cells", FIELD(indicators),
     option_true, NULL},
    {"label-noise", 0, "SHARE", "share of training labels to corrupt at random", FIELD(label_noise),
     option_share, NULL},
    {0},
};

static const option_row network_rows[] = {
    {"hidden", 0, "N[,N..]", "units of the hidden layers, or none (64,64)", FIELD(hidden),
     store_hidden, NULL},
    {"activation", 0, "NAME", "relu, tanh, sigmoid", FIELD(activation), option_choice, activations},
    {"init", 0, "NAME", "he, glorot, zero, auto (he for relu)", FIELD(init), option_choice, inits},
    {"dropout", 0, "SHARE", "share of hidden units to drop", FIELD(dropout), option_share, NULL},
    {"l2", 0, "FACTOR", "penalty on squared weights, added to the loss", FIELD(l2), option_real,
     NULL},
    {"label-smoothing", 0, "SHARE", "share of each target, spread over the classes",
     FIELD(label_smoothing), option_share, NULL},
    {0},
};

static const option_row learning_rows[] = {
    {"optimizer", 0, "NAME", "sgd, momentum, nesterov, adam, adamw (adam)", FIELD(optimizer),
     option_choice, optimizers},
    {"lr", 0, "RATE", "learning rate (0.001 for adam, 0.01 for others)", FIELD(rate),
     option_positive, NULL},
    {"momentum", 0, "SHARE", "for momentum and nesterov (0.9)", FIELD(momentum), option_share,
     NULL},
    {"weight-decay", 0, "FACTOR", "for adamw (0.01)", FIELD(decay), option_real, NULL},
    {"schedule", 0, "NAME", "constant, step, cosine, 1cycle, plateau", FIELD(schedule),
     option_choice, schedules},
    {"lr-factor", 0, "FACTOR", "for step and plateau (0.1)", FIELD(factor), option_positive, NULL},
    {"lr-every", 0, "N", "epochs between steps (30)", FIELD(every), option_count, NULL},
    {"lr-patience", 0, "N", "for plateau: epochs without improvement (10)", FIELD(wait),
     option_count, NULL},
    {"min-lr", 0, "RATE", "lower limit for cosine and plateau (0)", FIELD(least_rate), option_real,
     NULL},
    {"batch", 'b', "N", "batch size (32)", FIELD(batch), option_count, NULL},
    {"epochs", 'e', "N", "maximum number of epochs (100)", FIELD(epochs), option_count, NULL},
    {"patience", 0, "N", "stop after N epochs without improvement", FIELD(patience), option_count,
     NULL},
    {"monitor", 0, "METRIC", "what shall improve (val_loss)", FIELD(monitor), option_choice,
     monitors},
    {"restore-best", 0, NULL, "keep the weights of the epoch with the best METRIC",
     FIELD(restore_best), option_true, NULL},
    {"class-weight", 0, "LIST", "balanced, W0,W1,.., none, sqrt: in training loss",
     FIELD(class_weight), store_weights, NULL},
    {"seed", 0, "N", "random seed of splits, weights and order (0)", FIELD(seed), option_seed,
     NULL},
    {"split-seed", 0, "N", "of splits alone, so that seeds share one", FIELD(split_seed),
     option_seed, NULL},
    {"keep-going", 0, NULL, "train on after a loss that is not finite", FIELD(keep_going),
     option_true, NULL},
    {0},
};

static const option_row metric_rows[] = {
    {"metrics", 0, "NAMES", "precision-recall, auroc, gradient-norm, per-class, all",
     FIELD(metrics), store_metrics, NULL},
    {"record-unweighted", 0, NULL, "also record the training loss without weights",
     FIELD(record_unweighted), option_true, NULL},
    {"record-penalized", 0, NULL, "also record val_loss with the penalty of --l2",
     FIELD(record_penalized), option_true, NULL},
    {0},
};

static const option_row recording_rows[] = {
    {"output", 'o', "RUN.csv", "where the run is recorded (run.csv)", FIELD(record), option_text,
     NULL},
    {"force", 0, NULL, "overwrite an existing record", FIELD(force), option_true, NULL},
    {"sync", 0, "WHEN", "flush to disk: every (row), N (rows), Ns, off (1s)", FIELD(sync),
     store_sync, NULL},
    {"jsonl", 0, NULL, "each epoch as a line of JSON on standard output", FIELD(jsonl), option_true,
     NULL},
    {"checkpoint", 0, "FILE", "save the training state after each epoch", FIELD(checkpoint),
     option_text, NULL},
    {"resume", 0, "FILE", "continue from a checkpoint, with the same result", FIELD(resume),
     option_text, NULL},
    {"save", 0, "MODEL", "save the network for 'learncurve predict'", FIELD(save), option_text,
     NULL},
    {"diagnose", 0, NULL, "diagnose the run at the end", FIELD(diagnose), option_true, NULL},
    {"plot", 0, "FILE", "plot the run at the end: FILE.png, .svg, .pdf ...", FIELD(plot),
     option_text, NULL},
    {"quiet", 'q', NULL, "print errors only", FIELD(quiet), option_true, NULL},
    {0},
};

static const option_row many_rows[] = {
    {"seeds", 0, "N", "train N times with other seeds on the same rows", FIELD(seeds), option_count,
     NULL},
    {"folds", 0, "N", "validate on each of N folds in turn", FIELD(folds), option_count, NULL},
    {"repeats", 0, "N", "shuffle anew and repeat all folds so often", FIELD(repeats), option_count,
     NULL},
    {"train-sizes", 0, "N[,N..]", "scores over training samples, or shares up to 1",
     FIELD(train_sizes), store_sizes, NULL},
    {"lr-range", 0, NULL, "raise the learning rate from step to step instead", FIELD(lr_range),
     option_true, NULL},
    {"threads", 0, "N", "runs at once (as many as processors)", FIELD(threads), option_count, NULL},
    {0},
};

const option_group data_options = {"The data", data_rows};
const option_group network_options = {"The network", network_rows};
const option_group learning_options = {"The training", learning_rows};
const option_group metric_options = {"What is measured", metric_rows};
const option_group recording_options = {"What is recorded", recording_rows};
const option_group many_options = {"Several runs, each recorded in the folder of --output",
                                   many_rows};
