/* SPDX-License-Identifier: GPL-3.0-or-later */
/* training.c - a training run: from the rows of a table to epochs, and to files. */
#include "base/mem.h"
#include "train/loop.h"
#include "train/network.h"
#include "train/predict.h"
#include "train/random.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define STREAM_NOISE 0x6c6162656cu /* of the random numbers of wrong labels */

struct lc_training {
    lc_preprocessing preprocessing;
    lc_samples set[LC_SETS];    /* empty where the split has no such rows */
    size_t *set_count[LC_SETS]; /* rows of each class; NULL for a regression */
    double *class_weight;       /* NULL: 1 each */
    char *setup;                /* of checkpoints; NULL until there is one */
    size_t units[LC_LAYERS_MAX + 1];
    lc_loop loop;
};

/* ---- from rows to samples --------------------------------------------------------------- */

/* All rows of the table of validation rows as samples. */
static lc_status take_validation(lc_training *t, const lc_dataset *validation, lc_error *err)
{
    lc_data_split all = LC_DATA_SPLIT_INIT;
    const lc_strata strata = lc_dataset_strata(validation);
    lc_status st = lc_data_split_none(&all, &strata, err);
    if (st == LC_OK)
        st = lc_preprocessing_apply(&t->set[LC_SET_VALIDATION], &t->preprocessing, validation,
                                    &all.train, err);
    lc_data_split_free(&all);
    return st;
}

static lc_status take_rows(lc_training *t, lc_dataset *d, const lc_data_split *split,
                           const lc_dataset *validation, const lc_train_options *o, lc_error *err)
{
    const lc_preprocessing_options how = {.standardize = o->standardize,
                                          .standardize_target = o->standardize_target,
                                          .indicators = o->indicators};
    lc_status st = lc_preprocessing_fit(&t->preprocessing, d, &split->train, &how, err);
    if (st == LC_OK && o->release_rows)
        return lc_preprocessing_apply_split(&t->set[LC_SET_TRAIN], &t->set[LC_SET_VALIDATION],
                                            &t->set[LC_SET_TEST], &t->preprocessing, d, split, err);
    if (st == LC_OK)
        st =
            lc_preprocessing_apply(&t->set[LC_SET_TRAIN], &t->preprocessing, d, &split->train, err);
    if (st == LC_OK && split->validation.n && !validation)
        st = lc_preprocessing_apply(&t->set[LC_SET_VALIDATION], &t->preprocessing, d,
                                    &split->validation, err);
    if (st == LC_OK && split->test.n)
        st = lc_preprocessing_apply(&t->set[LC_SET_TEST], &t->preprocessing, d, &split->test, err);
    return st;
}

/* A copy of n counts; NULL stays NULL. False when memory is out. */
static bool copy_counts(size_t **to, const size_t *from, size_t n)
{
    if (!from || n == 0)
        return true;
    *to = lc_mem_resize(NULL, n, sizeof **to);
    if (*to)
        memcpy(*to, from, n * sizeof **to);
    return *to != NULL;
}

/* Labels become those of another class at random. */
static void make_labels_wrong(lc_samples *train, double share, size_t classes, uint64_t seed)
{
    lc_random r = lc_random_from(seed, STREAM_NOISE);
    for (size_t i = 0; i < train->n && share > 0 && classes > 1; i++)
        if (lc_random_uniform(&r) < share) {
            uint64_t wrong = lc_random_below(&r, classes - 1);
            train->y[i] = (float)(wrong + (wrong >= (uint64_t)train->y[i]));
        }
}

/* ---- class weights ---------------------------------------------------------------------- */

static double weight_of(const lc_training *t, const lc_train_options *o, size_t classes, size_t k)
{
    if (o->class_weight && !o->balanced)
        return o->class_weight[k];
    size_t count = t->set_count[LC_SET_TRAIN][k] ? t->set_count[LC_SET_TRAIN][k] : 1;
    return (double)t->set[LC_SET_TRAIN].n / (double)(classes * count);
}

static lc_status set_class_weights(lc_training *t, const lc_target *target,
                                   const lc_train_options *o, lc_error *err)
{
    size_t classes = target->class_name.n;
    bool balanced = o->balanced || (o->sqrt_weights && !o->class_weight);
    if (!balanced && !o->class_weight)
        return LC_OK;
    if (target->task == LC_REGRESSION)
        return lc_error_set(err, LC_E_ARG, 0, "class weights need classes, this is a regression");
    if (!balanced && o->class_weight_n != classes)
        return lc_error_set(err, LC_E_ARG, 0, "%zu class weights, but the target has %zu classes",
                            o->class_weight_n, classes);
    t->class_weight = lc_mem_resize(NULL, classes, sizeof *t->class_weight);
    if (!t->class_weight)
        return lc_error_nomem(err);
    for (size_t k = 0; k < classes; k++) {
        double weight = weight_of(t, o, classes, k);
        t->class_weight[k] = o->sqrt_weights ? sqrt(weight) : weight;
    }
    return LC_OK;
}

/* ---- open and close --------------------------------------------------------------------- */

static lc_status fill(lc_training *t, lc_dataset *d, const lc_data_split *split,
                      const lc_dataset *validation, const lc_train_options *o, lc_error *err)
{
    const lc_target *target = &d->schema.target;
    size_t classes = target->class_name.n;
    const size_t *held = validation ? validation->class_count : split->validation_count;
    lc_status st = take_rows(t, d, split, validation, o, err);
    if (st == LC_OK && validation)
        st = take_validation(t, validation, err);
    if (st == LC_OK && (!copy_counts(&t->set_count[LC_SET_TRAIN], split->train_count, classes) ||
                        !copy_counts(&t->set_count[LC_SET_VALIDATION], held, classes) ||
                        !copy_counts(&t->set_count[LC_SET_TEST], split->test_count, classes)))
        st = lc_error_nomem(err);
    if (st == LC_OK)
        st = set_class_weights(t, target, o, err);
    if (st != LC_OK)
        return st;
    make_labels_wrong(&t->set[LC_SET_TRAIN], o->label_noise, classes, o->seed);
    const lc_loss loss = {.task = target->task,
                          .classes = classes,
                          .smoothing = o->label_smoothing,
                          .weight = t->class_weight};
    st = lc_loop_init(&t->loop, o, &loss, &t->set[LC_SET_TRAIN],
                      t->set[LC_SET_VALIDATION].n ? &t->set[LC_SET_VALIDATION] : NULL, err);
    for (size_t l = 0; st == LC_OK && l <= t->loop.net.layers_n; l++)
        t->units[l] = l ? t->loop.net.layers[l - 1].out : t->loop.net.layers[0].in;
    return st;
}

lc_status lc_training_open(lc_training **t, lc_dataset *d, const lc_data_split *split,
                           const lc_dataset *validation, const lc_train_options *options,
                           lc_error *err)
{
    lc_training *made = lc_mem_resize(NULL, 1, sizeof *made);
    if (!made)
        return lc_error_nomem(err);
    memset(made, 0, sizeof *made);
    lc_status st = fill(made, d, split, validation, options, err);
    if (st == LC_OK)
        *t = made;
    else
        lc_training_close(made);
    return st;
}

void lc_training_close(lc_training *t)
{
    if (!t)
        return;
    lc_loop_free(&t->loop);
    for (size_t k = 0; k < LC_SETS; k++) {
        lc_samples_free(&t->set[k]);
        lc_mem_free(t->set_count[k]);
    }
    lc_preprocessing_free(&t->preprocessing);
    lc_mem_free(t->class_weight);
    lc_mem_free(t->setup);
    lc_mem_free(t);
}

lc_training_info lc_training_describe(const lc_training *t)
{
    return (lc_training_info){.train_samples = t->set[LC_SET_TRAIN].n,
                              .validation_samples = t->set[LC_SET_VALIDATION].n,
                              .test_samples = t->set[LC_SET_TEST].n,
                              .train_count = t->set_count[LC_SET_TRAIN],
                              .validation_count = t->set_count[LC_SET_VALIDATION],
                              .test_count = t->set_count[LC_SET_TEST],
                              .class_weight = t->class_weight,
                              .layers = t->loop.net.layers_n,
                              .units = t->units,
                              .weights = lc_net_weights(&t->loop.net),
                              .kernel = t->loop.kernel->name,
                              .epochs = (size_t)t->loop.progress.epoch};
}

bool lc_training_ended(const lc_training *t)
{
    return lc_loop_ended(&t->loop);
}

void lc_training_epoch(lc_training *t, lc_epoch *epoch)
{
    double scale = t->preprocessing.target_scale;
    lc_epoch now;
    lc_loop_epoch(&t->loop, &now);
    lc_scores_scale(&now.train, scale);
    lc_scores_scale(&now.validation, scale);
    now.penalty *= scale * scale;
    now.validation_penalty *= scale * scale;
    *epoch = now;
}

void lc_training_finish(lc_training *t)
{
    lc_loop_finish(&t->loop);
}

/* Rows classified at once. */
#define SOME_ROWS 1024

static void count_predictions(size_t *count, const float *score, const float *y, size_t n,
                              size_t outputs, size_t classes)
{
    for (size_t i = 0; i < n; i++) {
        const float *s = score + i * outputs;
        size_t best = outputs == 1 ? s[0] > 0.5F : 0;
        for (size_t k = 1; k < outputs; k++)
            best = s[k] > s[best] ? k : best;
        count[(size_t)y[i] * classes + best]++;
    }
}

lc_status lc_training_evaluate(lc_scores *scores, lc_training *t, lc_set set, lc_error *err)
{
    lc_scores s;
    if (t->set[set].n == 0)
        return lc_error_set(err, LC_E_ARG, 0, "there are no such rows");
    lc_status st = lc_net_evaluate(&s, &t->loop.net, &t->loop.loss, &t->set[set], err);
    if (st != LC_OK)
        return st;
    lc_scores_scale(&s, t->preprocessing.target_scale);
    *scores = s;
    return LC_OK;
}

lc_status lc_training_confusion(size_t *count, lc_training *t, lc_set set, lc_error *err)
{
    const lc_samples *s = &t->set[set];
    const lc_loss *loss = &t->loop.loss;
    size_t outputs = lc_loss_outputs(loss), some = 0;
    if (loss->task == LC_REGRESSION)
        return lc_error_set(err, LC_E_ARG, 0, "a regression has no classes");
    float *score = lc_mem_resize(NULL, SOME_ROWS * outputs, sizeof *score);
    if (!score)
        return lc_error_nomem(err);
    memset(count, 0, loss->classes * loss->classes * sizeof *count);
    lc_status st = LC_OK;
    for (size_t i = 0; i < s->n && st == LC_OK; i += some) {
        some = s->n - i < SOME_ROWS ? s->n - i : SOME_ROWS;
        st = lc_net_predict(score, &t->loop.net, loss->task, s->x + i * s->stride, s->stride, some,
                            err);
        if (st == LC_OK)
            count_predictions(count, score, s->y + i, some, outputs, loss->classes);
    }
    lc_mem_free(score);
    return st;
}

/* ---- files ------------------------------------------------------------------------------ */

static unsigned long long fingerprint(const lc_samples *s)
{
    if (s->n == 0)
        return 0;
    uint64_t h = lc_mem_hash(LC_HASH_BEGIN, s->x, s->n * s->stride * sizeof *s->x);
    return lc_mem_hash(h, s->y, s->n * sizeof *s->y);
}

static void write_setup(FILE *out, const lc_training *t)
{
    static const char *const activation[] = {"relu", "tanh", "sigmoid"};
    static const char *const init[] = {"he-normal", "he-uniform", "glorot-normal", "glorot-uniform",
                                       "zero"};
    static const char *const optimizer[] = {"sgd", "momentum", "nesterov", "adam", "adamw"};
    static const char *const kind[] = {"constant", "step", "cosine", "1cycle", "plateau", "range"};
    const lc_train_options *o = &t->loop.options;
    const lc_schedule *s = &o->schedule;
    bool by_length =
        s->kind == LC_RATE_COSINE || s->kind == LC_RATE_ONE_CYCLE || s->kind == LC_RATE_RANGE;
    fprintf(out, "data=%016llx/%zu validation=%016llx/%zu", fingerprint(&t->set[LC_SET_TRAIN]),
            t->set[LC_SET_TRAIN].n, fingerprint(&t->set[LC_SET_VALIDATION]),
            t->set[LC_SET_VALIDATION].n);
    if (o->passes > 1)
        fprintf(out, " passes=%zu", o->passes);
    fputs(" network=", out);
    for (size_t l = 0; l <= t->loop.net.layers_n; l++)
        fprintf(out, "%s%zu", l ? "-" : "", t->units[l]);
    fprintf(out, " activation=%s init=%s dropout=%.15g l2=%.15g smoothing=%.15g",
            activation[o->activation], init[o->init], o->dropout, o->optimizer.l2,
            o->label_smoothing);
    fprintf(out, " optimizer=%s lr=%.15g momentum=%.15g decay=%.15g", optimizer[o->optimizer.kind],
            s->rate, o->optimizer.momentum, o->optimizer.decay);
    fprintf(out, " schedule=%s factor=%.15g every=%zu patience=%zu least=%.15g", kind[s->kind],
            s->factor, s->every, s->patience, s->least);
    fprintf(out, " weights=%s", t->class_weight ? "" : "none");
    for (size_t k = 0; t->class_weight && k < t->loop.loss.classes; k++)
        fprintf(out, "%s%.15g", k ? "," : "", t->class_weight[k]);
    fprintf(out, " batch=%zu seed=%llu epochs=%zu stopping=%zu monitor=%d kernels=%s", o->batch,
            (unsigned long long)o->seed, by_length ? o->epochs : 0,
            o->stopping.on ? o->stopping.patience : 0,
            2 * (int)o->stopping.monitor + o->stopping.monitor_train, t->loop.kernel->name);
}

/* A text of all that the numbers of a run depend on, words parted by blanks; not of how many epochs
 * it has, unless the schedule depends on that. */
static lc_status make_setup(lc_training *t, lc_error *err)
{
    size_t size;
    if (t->setup)
        return LC_OK;
    FILE *out = lc_text_open(&t->setup, &size);
    if (!out)
        return lc_error_nomem(err);
    write_setup(out, t);
    return lc_text_close(out, &t->setup) ? LC_OK : lc_error_nomem(err);
}

lc_status lc_training_save(const lc_training *t, const char *path, lc_error *err)
{
    lc_blocks b = LC_BLOCKS_INIT;
    if (!lc_net_finite(&t->loop.net))
        return lc_error_set(err, LC_E_ARG, 0, "not written: the weights are not finite");
    lc_status st = lc_network_store(&b, &t->loop.net, &t->preprocessing, err);
    if (st == LC_OK)
        st = lc_block_file_write(path, LC_FILE_NETWORK, &b, err);
    lc_blocks_free(&b);
    return st;
}

lc_status lc_training_checkpoint(lc_training *t, const char *path, lc_error *err)
{
    lc_blocks b = LC_BLOCKS_INIT;
    lc_status st = make_setup(t, err);
    if (st == LC_OK)
        st = lc_blocks_add_text(&b, "setup", t->setup, err);
    if (st == LC_OK)
        st = lc_network_store(&b, &t->loop.net, &t->preprocessing, err);
    if (st == LC_OK)
        st = lc_loop_store(&b, &t->loop, err);
    if (st == LC_OK)
        st = lc_block_file_write(path, LC_FILE_CHECKPOINT, &b, err);
    lc_blocks_free(&b);
    return st;
}

/* The first setting that differs. */
static lc_status refuse_setup(const char *have, const char *want, lc_error *err)
{
    size_t at = 0;
    for (size_t i = 0; have[i] && have[i] == want[i]; i++)
        if (have[i] == ' ')
            at = i + 1;
    return lc_error_set(
        err, LC_E_FORMAT, 0, "is a checkpoint of another run: '%.*s' there, '%.*s' here",
        (int)strcspn(have + at, " "), have + at, (int)strcspn(want + at, " "), want + at);
}

static lc_status check_setup(const lc_block_file *file, const char *setup, lc_error *err)
{
    char *have = NULL;
    if (file->kind != LC_FILE_CHECKPOINT)
        return lc_error_set(err, LC_E_FORMAT, 0,
                            "is a saved network; --checkpoint writes checkpoints");
    lc_status st = lc_block_file_take_text(&have, file, "setup", err);
    if (st == LC_OK && strcmp(have, setup) != 0)
        st = refuse_setup(have, setup, err);
    lc_mem_free(have);
    return st;
}

lc_status lc_training_resume(lc_training *t, const char *path, lc_error *err)
{
    lc_block_file file = LC_BLOCK_FILE_INIT;
    lc_status st = make_setup(t, err);
    if (st == LC_OK)
        st = lc_block_file_read(&file, path, err);
    if (st == LC_OK)
        st = check_setup(&file, t->setup, err);
    if (st == LC_OK)
        st = lc_loop_load(&t->loop, &file, err);
    lc_block_file_free(&file);
    return st;
}
