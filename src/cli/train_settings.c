/* SPDX-License-Identifier: GPL-3.0-or-later */
/* train_settings.c - defaults of the trainer's options, and the library's options that they make. */
#include "cli/train_settings.h"

#include <math.h>

/* Learning rates that most people begin with: Keras' defaults. */
#define RATE_SGD 0.01
#define RATE_ADAM 0.001

train_settings train_settings_default(void)
{
    const lc_optimizer optimizer = LC_OPTIMIZER_INIT;
    const lc_schedule schedule = LC_SCHEDULE_INIT;
    return (train_settings){
        .validation = 0.2,
        .split_seed = SIZE_MAX,
        .hidden = {2, {64, 64}},
        .optimizer = LC_ADAM,
        .momentum = optimizer.momentum,
        .decay = optimizer.decay,
        .factor = schedule.factor,
        .every = schedule.every,
        .wait = schedule.patience,
        .batch = 32,
        .epochs = 100,
        .sync_seconds = 1,
        .noise = -1,
    };
}

size_t train_split_seed(const train_settings *s)
{
    return s->split_seed == SIZE_MAX ? s->seed : s->split_seed;
}

size_t train_settings_metrics(const train_settings *s)
{
    lc_monitor monitor = (lc_monitor)(s->monitor / 2);
    size_t more = monitor >= LC_MONITOR_AUROC       ? METRIC_RANKS
                  : monitor >= LC_MONITOR_PRECISION ? METRIC_PRECISION_RECALL
                                                    : 0;
    return s->metrics | more;
}

static bool is_adam(size_t optimizer)
{
    return optimizer == LC_ADAM || optimizer == LC_ADAMW;
}

lc_train_options train_settings_options(const train_settings *s, size_t *hidden)
{
    lc_train_options o = LC_TRAIN_OPTIONS_INIT;
    bool he = s->init == INIT_HE || (s->init == INIT_BY_ACTIVATION && s->activation == LC_RELU);
    for (size_t i = 0; i < s->hidden.n; i++)
        hidden[i] = (size_t)s->hidden.value[i];
    o.standardize = !s->raw;
    o.standardize_target = !s->raw && !s->raw_target;
    o.indicators = s->indicators;
    o.label_noise = s->label_noise;
    o.label_smoothing = s->label_smoothing;
    o.balanced = s->balanced;
    o.sqrt_weights = s->sqrt_weights;
    o.class_weight = s->class_weight.n ? s->class_weight.value : NULL;
    o.class_weight_n = s->class_weight.n;
    o.hidden = hidden;
    o.hidden_n = s->hidden.n;
    o.activation = (lc_activation)s->activation;
    o.init = s->init == INIT_ZERO ? LC_INIT_ZERO : he ? LC_INIT_HE_NORMAL : LC_INIT_GLOROT_UNIFORM;
    o.optimizer.kind = (lc_optimizer_kind)s->optimizer;
    o.optimizer.momentum = s->momentum;
    o.optimizer.decay = s->optimizer == LC_ADAMW ? s->decay : 0;
    o.optimizer.l2 = s->l2;
    o.schedule.kind = (lc_schedule_kind)s->schedule;
    o.schedule.rate = s->rate > 0 ? s->rate : is_adam(s->optimizer) ? RATE_ADAM : RATE_SGD;
    o.schedule.factor = s->factor;
    o.schedule.every = s->every;
    o.schedule.patience = s->wait;
    o.schedule.least = s->least_rate;
    o.stopping.on = s->patience > 0;
    o.stopping.patience = s->patience ? s->patience : 1;
    o.stopping.restore_best = s->restore_best;
    o.stopping.monitor = (lc_monitor)(s->monitor / 2);
    o.stopping.monitor_train = s->monitor % 2;
    o.dropout = s->dropout;
    o.batch = s->batch;
    o.epochs = s->epochs;
    /* Fewer rows train in as many updates. */
    double passes = s->train_share > 0 ? fmax(1, round(1 / s->train_share)) : 0;
    o.passes = s->passes ? s->passes : (size_t)passes;
    o.seed = s->seed;
    o.gradient_norm = s->metrics & METRIC_GRADIENT_NORM;
    o.precision_recall = s->metrics & METRIC_PRECISION_RECALL;
    o.rank_metrics = s->metrics & METRIC_RANKS;
    return o;
}
