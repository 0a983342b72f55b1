/* SPDX-License-Identifier: GPL-3.0-or-later */
/* loop.c - epochs of shuffled batches, validation, early stopping, and the state of it all. */
#include "train/loop.h"

#include "base/mem.h"

#include <math.h>
#include <string.h>

#define STREAM_ORDER 0x0EDE5 /* random streams that share a seed; net.c has one more */
#define STREAM_DROPOUT 0xD0905
#define ROW_AHEAD 256 /* [floats] of a row to ask for; a processor finds what follows by itself */

/* ---- checks ------------------------------------------------------------------------------- */

static lc_status options_check(const lc_train_options *o, const lc_loss *loss, lc_error *err)
{
    if (o->kernel && !lc_kernel_find(o->kernel))
        return lc_error_set(err, LC_E_ARG, 0, "this processor has no kernels '%.40s'", o->kernel);
    if (o->hidden_n && !o->hidden)
        return lc_error_set(err, LC_E_ARG, 0, "no units of the hidden layers");
    if (o->batch == 0 || o->epochs == 0)
        return lc_error_set(err, LC_E_ARG, 0,
                            "expected at least one epoch and a batch size of at least 1");
    if (!(o->dropout >= 0 && o->dropout < 1))
        return lc_error_set(err, LC_E_ARG, 0, "dropout is %g, expected 0 or more and less than 1",
                            o->dropout);
    if (!(loss->smoothing >= 0 && loss->smoothing < 1))
        return lc_error_set(err, LC_E_ARG, 0,
                            "label smoothing is %g, expected 0 or more and less than 1",
                            loss->smoothing);
    if (loss->task == LC_REGRESSION && (loss->smoothing > 0 || loss->weight))
        return lc_error_set(err, LC_E_ARG, 0,
                            "label smoothing and class weights need classes, not a value");
    if ((loss->task == LC_BINARY && loss->classes != 2) ||
        (loss->task == LC_MULTICLASS && loss->classes < 2))
        return lc_error_set(err, LC_E_ARG, 0, "%zu classes do not fit the task", loss->classes);
    for (size_t k = 0; loss->weight && k < loss->classes; k++)
        if (!(loss->weight[k] >= 0) || !isfinite(loss->weight[k]))
            return lc_error_set(err, LC_E_ARG, 0, "class weight %g, expected 0 or more",
                                loss->weight[k]);
    if (o->stopping.on && o->stopping.patience == 0)
        return lc_error_set(err, LC_E_ARG, 0,
                            "patience of early stopping is 0 epochs, expected at least 1");
    if (!(o->stopping.min_delta >= 0))
        return lc_error_set(err, LC_E_ARG, 0,
                            "min_delta of early stopping is %g, expected 0 or more",
                            o->stopping.min_delta);
    bool of_values = o->stopping.monitor == LC_MONITOR_MAE || o->stopping.monitor == LC_MONITOR_R2;
    bool of_ranks = o->stopping.monitor >= LC_MONITOR_AUROC;
    bool fits =
        o->stopping.monitor == LC_MONITOR_LOSS ||
        (of_values == (loss->task == LC_REGRESSION) && (!of_ranks || loss->task == LC_BINARY));
    if (!fits)
        return lc_error_set(err, LC_E_ARG, 0, "the monitored score is not defined for this task");
    lc_status st = lc_optimizer_check(&o->optimizer, err);
    return st == LC_OK ? lc_schedule_check(&o->schedule, err) : st;
}

static lc_status samples_check(const lc_samples *s, size_t d, const lc_loss *loss, lc_error *err)
{
    if (s->n == 0 || s->d != d)
        return lc_error_set(err, LC_E_ARG, 0, "%zu samples of %zu features, expected %zu features",
                            s->n, s->d, d);
    if (s->n > UINT32_MAX)
        return lc_error_set(err, LC_E_LIMIT, 0, "%zu samples, expected at most %u", s->n,
                            UINT32_MAX);
    for (size_t i = 0; loss->task != LC_REGRESSION && i < s->n; i++) {
        double y = (double)s->y[i];
        if (!(y >= 0 && y < (double)loss->classes && y == floor(y)))
            return lc_error_set(err, LC_E_ARG, 0,
                                "target %g of sample %zu is not a class below %zu", y, i,
                                loss->classes);
    }
    return LC_OK;
}

/* ---- init --------------------------------------------------------------------------------- */

/* n zeros; NULL when memory is out. */
static float *zeros(size_t n)
{
    float *x = lc_mem_aligned(LC_PANEL_ALIGN, n * sizeof *x);
    if (x)
        memset(x, 0, n * sizeof *x);
    return x;
}

/* Copy what the options point to, and make the vectors that the options ask for. */
static lc_status training_room(lc_loop *t, lc_error *err)
{
    lc_train_options *o = &t->options;
    size_t n = t->net.params_n;
    bool has_m = lc_optimizer_has_m(&o->optimizer), has_v = lc_optimizer_has_v(&o->optimizer);
    if (o->hidden_n)
        t->hidden = lc_mem_resize(NULL, o->hidden_n, sizeof *t->hidden);
    if (t->loss.weight)
        t->weight = lc_mem_resize(NULL, t->loss.classes, sizeof *t->weight);
    t->order = lc_mem_resize(NULL, t->train->n, sizeof *t->order);
    t->g = zeros(n);
    t->m = has_m ? zeros(n) : NULL;
    t->v = has_v ? zeros(n) : NULL;
    t->best = o->stopping.restore_best ? zeros(n) : NULL;
    if ((o->hidden_n && !t->hidden) || (t->loss.weight && !t->weight) || !t->order || !t->g ||
        (has_m && !t->m) || (has_v && !t->v) || (o->stopping.restore_best && !t->best))
        return lc_error_nomem(err);
    if (t->hidden && o->hidden)
        memcpy(t->hidden, o->hidden, o->hidden_n * sizeof *t->hidden);
    if (t->weight && t->loss.weight)
        memcpy(t->weight, t->loss.weight, t->loss.classes * sizeof *t->weight);
    o->hidden = t->hidden;
    t->loss.weight = t->weight;
    return LC_OK;
}

/* The net, and room for its batches; they hold on to t->net, so t must stay where it is. */
static lc_status training_make(lc_loop *t, lc_error *err)
{
    lc_train_options *o = &t->options;
    lc_status st = lc_net_init(&t->net,
                               &(lc_net_shape){.inputs = t->train->d,
                                               .hidden = o->hidden,
                                               .hidden_n = o->hidden_n,
                                               .outputs = lc_loss_outputs(&t->loss),
                                               .activation = o->activation},
                               err);
    if (st == LC_OK)
        st = training_room(t, err);
    if (st == LC_OK)
        st = lc_workspace_init(&t->workspace, &t->net, t->kernel, o->batch,
                               &(lc_workspace_training){.dropout = o->dropout}, err);
    if (st == LC_OK)
        st = lc_workspace_init(&t->validation_workspace, &t->net, t->kernel, LC_PANEL, NULL, err);
    if (st == LC_OK)
        st = lc_score_sums_init(&t->sums, &t->loss, t->train->n, o->precision_recall,
                                o->rank_metrics, err);
    if (st == LC_OK && t->validation)
        st = lc_score_sums_init(&t->validation_sums, &t->loss, t->validation->n,
                                o->precision_recall, o->rank_metrics, err);
    return st;
}

lc_status lc_loop_init(lc_loop *t, const lc_train_options *options, const lc_loss *loss,
                       const lc_samples *train, const lc_samples *validation, lc_error *err)
{
    lc_status st = options_check(options, loss, err);
    if (st == LC_OK)
        st = samples_check(train, train->d, loss, err);
    if (st == LC_OK && validation)
        st = samples_check(validation, train->d, loss, err);
    if (st != LC_OK)
        return st;
    lc_loop before = *t;
    *t = (lc_loop){.options = *options, .loss = *loss, .train = train, .validation = validation};
    lc_monitor monitor = options->stopping.monitor;
    t->options.precision_recall |= monitor == LC_MONITOR_PRECISION || monitor == LC_MONITOR_RECALL;
    t->options.rank_metrics |= monitor >= LC_MONITOR_AUROC;
    t->kernel = options->kernel ? lc_kernel_find(options->kernel) : lc_kernel_at(0);
    if (t->options.batch > train->n)
        t->options.batch = train->n;
    st = training_make(t, err);
    if (st != LC_OK) {
        lc_loop_free(t);
        *t = before;
        return st;
    }
    lc_net_init_weights(&t->net, options->init, options->seed);
    t->progress = (lc_progress){.order = lc_random_from(options->seed, STREAM_ORDER),
                                .dropout_random = lc_random_from(options->seed, STREAM_DROPOUT),
                                .factor = 1};
    lc_patience_init(&t->progress.plateau);
    lc_patience_init(&t->progress.stopping);
    return LC_OK;
}

void lc_loop_free(lc_loop *t)
{
    lc_workspace_free(&t->workspace);
    lc_workspace_free(&t->validation_workspace);
    lc_score_sums_free(&t->sums);
    lc_score_sums_free(&t->validation_sums);
    lc_mem_free(t->g);
    lc_mem_free(t->m);
    lc_mem_free(t->v);
    lc_mem_free(t->best);
    lc_mem_free(t->order);
    lc_mem_free(t->weight);
    lc_mem_free(t->hidden);
    lc_net_free(&t->net);
    *t = (lc_loop)LC_LOOP_INIT;
}

/* ---- epochs ------------------------------------------------------------------------------- */

/* Uniform in 0 .. n - 1, n > 0: one product instead of two divisions (D. Lemire 2019, ACM Trans.
 * Model. Comput. Simul. 29, 3); an epoch draws one for each sample. */
static uint32_t below(lc_random *r, uint32_t n)
{
    uint64_t wide = (lc_random_bits(r) >> 32) * n;
    if ((uint32_t)wide < n)
        for (uint32_t uneven = (uint32_t)-n % n; (uint32_t)wide < uneven;)
            wide = (lc_random_bits(r) >> 32) * n;
    return (uint32_t)(wide >> 32);
}

/* A new order, from that of the data: so the order needs no place in a checkpoint. */
static void new_order(lc_loop *t)
{
    uint32_t n = (uint32_t)t->train->n, *order = t->order;
    for (uint32_t i = 0; i < n; i++)
        order[i] = i;
    if (t->options.keep_order)
        return;
    lc_random random = t->progress.order;
    for (uint32_t i = n; i > 1; i--) {
        uint32_t k = below(&random, i), last = order[i - 1];
        order[i - 1] = order[k];
        order[k] = last;
    }
    t->progress.order = random;
}

/* Ask memory for a third of the batch that begins at `first`: shuffled rows lie anywhere, and a
 * core waits when it asks for many at once. Inline, since gcc drops calls of a function that does nothing but
 * ask. */
static inline __attribute__((always_inline)) void fetch(const lc_loop *t, size_t first,
                                                        size_t third)
{
    size_t left = t->train->n - first, n = left < t->options.batch ? left : t->options.batch;
    const uint32_t *row = t->order + first + n * third / 3;
    const uint32_t *end = t->order + first + n * (third + 1) / 3;
    for (; row < end; row++) {
        const float *x = t->train->x + *row * t->train->stride;
        for (size_t k = 0; k < t->train->stride && k < ROW_AHEAD; k += LC_LANES)
            __builtin_prefetch(x + k);
        __builtin_prefetch(t->train->y + *row);
    }
}

/* One batch: forward, loss, backward, new weights. Returns the gradient's norm if wanted. */
static double step(lc_loop *t, size_t first, size_t n, double rate)
{
    const lc_train_options *o = &t->options;
    lc_workspace_load(&t->workspace, t->train, t->order + first, 0, n);
    fetch(t, first + n, 0);
    lc_workspace_forward(&t->workspace, &t->progress.dropout_random);
    fetch(t, first + n, 1);
    lc_loss_batch(&t->workspace, &t->loss, true, &t->sums);
    fetch(t, first + n, 2);
    t->progress.step++;
    if (o->optimizer.kind == LC_SGD && !o->gradient_norm) {
        lc_workspace_sgd_step(&t->workspace, &t->net, (float)rate, (float)(2 * o->optimizer.l2),
                              t->g);
        return NAN;
    }
    lc_workspace_gradient(&t->workspace, t->g);
    double norm =
        o->gradient_norm ? lc_optimizer_norm(&o->optimizer, t->kernel, &t->net, t->g) : NAN;
    lc_optimizer_step(&o->optimizer, t->kernel, &t->net, t->g, t->m, t->v, rate, t->progress.step);
    return norm;
}

/* One pass over the training rows. */
static void train_pass(lc_loop *t, lc_epoch *epoch, size_t passes)
{
    const lc_train_options *o = &t->options;
    size_t n = t->train->n, steps = (n + o->batch - 1) / o->batch;
    double norms = 0, penalties = 0;
    new_order(t);
    lc_score_sums_reset(&t->sums);
    for (size_t first = 0; first < n; first += o->batch) {
        size_t some = n - first < o->batch ? n - first : o->batch;
        epoch->rate =
            lc_schedule_rate(&o->schedule, t->progress.factor, t->progress.epoch, o->epochs,
                             t->progress.step, (uint64_t)steps * passes * o->epochs);
        penalties += lc_optimizer_penalty(&o->optimizer, t->kernel, &t->net) * (double)some;
        double loss = t->sums.loss;
        norms += step(t, first, some, epoch->rate);
        if (o->after_step)
            o->after_step(o->step_user, epoch->rate, (t->sums.loss - loss) / (double)some);
    }
    epoch->penalty = penalties / (double)n;
    epoch->gradient_norm = norms / (double)steps;
}

static void train_epoch(lc_loop *t, lc_epoch *epoch)
{
    size_t passes = t->options.passes ? t->options.passes : 1;
    for (size_t k = 0; k < passes; k++)
        train_pass(t, epoch, passes);
    epoch->train = lc_score_sums_scores(&t->sums, &t->loss);
}

static void validate(lc_loop *t, lc_epoch *epoch)
{
    lc_score_sums_reset(&t->validation_sums);
    for (size_t first = 0; t->validation && first < t->validation->n; first += LC_PANEL) {
        size_t left = t->validation->n - first;
        lc_workspace_load(&t->validation_workspace, t->validation, NULL, first,
                          left < LC_PANEL ? left : LC_PANEL);
        lc_workspace_forward(&t->validation_workspace, NULL);
        lc_loss_batch(&t->validation_workspace, &t->loss, false, &t->validation_sums);
    }
    /* 0 / 0 without a set */
    epoch->validation = lc_score_sums_scores(&t->validation_sums, &t->loss);
    epoch->validation_penalty = lc_optimizer_penalty(&t->options.optimizer, t->kernel, &t->net);
}

/* The monitored score, negative where higher is better. */
static double monitored(const lc_loop *t, const lc_epoch *epoch)
{
    bool train = t->options.stopping.monitor_train || !t->validation;
    const lc_scores *s = train ? &epoch->train : &epoch->validation;
    switch (t->options.stopping.monitor) {
    case LC_MONITOR_MAE:
        return s->mae;
    case LC_MONITOR_R2:
        return -s->r2;
    case LC_MONITOR_ACCURACY:
        return -s->accuracy;
    case LC_MONITOR_PRECISION:
        return -s->precision;
    case LC_MONITOR_RECALL:
        return -s->recall;
    case LC_MONITOR_AUROC:
        return -s->auroc;
    case LC_MONITOR_AVERAGE_PRECISION:
        return -s->average_precision;
    default:
        return s->loss + (train ? epoch->penalty : 0);
    }
}

/* Early stopping and the plateau schedule. */
static void end_epoch(lc_loop *t, const lc_epoch *epoch)
{
    const lc_train_options *o = &t->options;
    lc_progress *p = &t->progress;
    double score = monitored(t, epoch);
    lc_schedule_end_epoch(&o->schedule, &p->plateau, &p->factor, score, (double)epoch->epoch);
    if (lc_patience_update(&p->stopping, score, (double)epoch->epoch, o->stopping.min_delta) &&
        t->best)
        memcpy(t->best, t->net.params, t->net.params_n * sizeof *t->best);
    if (o->stopping.on && p->stopping.since >= (double)o->stopping.patience)
        p->stopped = 1;
}

bool lc_loop_ended(const lc_loop *t)
{
    return t->progress.stopped || t->progress.epoch >= t->options.epochs;
}

void lc_loop_epoch(lc_loop *t, lc_epoch *epoch)
{
    lc_epoch now = {.epoch = (size_t)t->progress.epoch + 1};
    train_epoch(t, &now);
    validate(t, &now);
    t->progress.epoch++;
    end_epoch(t, &now);
    *epoch = now;
}

void lc_loop_finish(lc_loop *t)
{
    if (t->best && t->progress.stopping.best_epoch > 0)
        memcpy(t->net.params, t->best, t->net.params_n * sizeof *t->best);
}

void lc_loop_state(lc_loop *t, lc_state_visit *visit, void *self)
{
    uint64_t shape[LC_LAYERS_MAX + 1] = {t->net.layers[0].in};
    for (size_t l = 0; l < t->net.layers_n; l++)
        shape[l + 1] = t->net.layers[l].out;
    visit(self, "shape", shape, (t->net.layers_n + 1) * sizeof *shape);
    visit(self, "progress", &t->progress, sizeof t->progress);
    const struct {
        const char *name;
        float *data;
    } blocks[] = {
        {"weights", t->net.params}, {"moment1", t->m}, {"moment2", t->v}, {"best", t->best}};
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
        if (blocks[i].data)
            visit(self, blocks[i].name, blocks[i].data, t->net.params_n * sizeof(float));
}
