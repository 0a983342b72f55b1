/* SPDX-License-Identifier: GPL-3.0-or-later */
/* remedy_list.c - what can be changed about a training run. To add a remedy: a call of add(). */
#include "cli/remedy_list.h"

#include "cli/train_options.h"

#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define UNITS_LARGE 1024 /* of a layer: no larger ones are tried */

/* Rules whose findings a remedy answers. */
#define SLOW "slow-learning,not-learning,still-improving,underfitting,constant-prediction,plateau"
#define UNSTABLE                                                                               \
    "divergence,non-finite,oscillation,spikes,not-learning,constant-prediction,gradient-norm," \
    "late-generalization,plateau"
#define OVERFITS "overfitting,generalization-gap,overconfidence,high-variance"
#define TOO_SIMPLE "underfitting,not-learning,high-bias,plateau"
#define WEIGHTED                                                                              \
    "incomparable-losses,metric-mismatch,constant-prediction,oscillation,not-learning,split-" \
    "mismatch"

typedef struct builder {
    remedy *list;
    size_t n;
    const settings *s;
} builder;

/* Parse the words of a remedy into its settings. */
static bool parse(remedy *r)
{
    static const option_group *const groups[] = {&data_options, &network_options, &learning_options,
                                                 NULL};
    char *argv[REMEDY_WORDS + 2] = {(char[]){"remedy"}}, *operand[REMEDY_WORDS + 1];
    size_t n = 0;
    lc_error err;
    for (size_t i = 0; i < r->words_n; i++)
        argv[i + 1] = r->word[i];
    return options_parse(&r->s, operand, &n, groups, (int)r->words_n + 1, argv, &err) == LC_OK &&
           n == 0;
}

/* Words and settings of a remedy whose text is set; false when they aren't options of `train`. */
static bool take_words(remedy *r)
{
    memcpy(r->words, r->text, sizeof r->words);
    for (char *word = strtok(r->words, " "); word && r->words_n < REMEDY_WORDS;
         word = strtok(NULL, " "))
        r->word[r->words_n++] = word;
    return parse(r);
}

LC_PRINTF(4, 5)
static void add(builder *b, const char *name, const char *rules, const char *fmt, ...)
{
    if (b->n == REMEDIES_MAX)
        return;
    remedy *r = &b->list[b->n];
    *r = (remedy){.name = name, .rules = rules, .s = *b->s};
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(r->text, sizeof r->text, fmt, ap);
    va_end(ap);
    b->n += take_words(r);
}

/* "32,64" from the layers scaled; `more` adds one like the last. */
static const char *layers(char text[100], const number_list *hidden, double scale, bool more)
{
    size_t used = 0;
    text[0] = '\0';
    for (size_t i = 0; i < hidden->n + more && used < 80; i++) {
        double units = hidden->value[i < hidden->n ? i : hidden->n - 1] * scale;
        units = fmin(UNITS_LARGE, fmax(2, round(units)));
        used += (size_t)snprintf(text + used, 100 - used, "%s%.0f", i ? "," : "", units);
    }
    return text;
}

static void add_rates(builder *b, double rate)
{
    const train_settings *t = &b->s->train;
    add(b, "learning rate / 3", UNSTABLE, "--lr %.3g", rate / 3);
    add(b, "learning rate / 10", UNSTABLE, "--lr %.3g", rate / 10);
    add(b, "learning rate / 100", UNSTABLE, "--lr %.3g", rate / 100);
    add(b, "learning rate x 3", SLOW, "--lr %.3g", rate * 3);
    add(b, "learning rate x 10", SLOW, "--lr %.3g", rate * 10);
    add(b, "learning rate x 100", SLOW, "--lr %.3g", rate * 100);
    if (t->schedule == LC_RATE_CONSTANT)
        add(b, "cosine schedule", UNSTABLE, "--schedule cosine");
    else
        add(b, "constant learning rate", SLOW, "--schedule constant");
    if (t->optimizer != LC_ADAM && t->optimizer != LC_ADAMW)
        add(b, "Adam", SLOW "," UNSTABLE, "--optimizer adam --lr 0.001");
}

static void add_lengths(builder *b)
{
    const train_settings *t = &b->s->train;
    size_t patience = t->epochs / 10 > 10 ? t->epochs / 10 : 10;
    if (!t->restore_best)
        add(b, "early stopping, best epoch kept", OVERFITS ",oscillation",
            "--patience %zu --restore-best", patience);
    else if (t->patience)
        add(b, "patience x 4", SLOW, "--patience %zu", 4 * t->patience);
    add(b, "epochs x 4", SLOW, "--epochs %zu", 4 * t->epochs);
    if (t->batch >= 16)
        add(b, "batch / 4", SLOW, "--batch %zu", t->batch / 4);
    add(b, "batch x 4", UNSTABLE, "--batch %zu", 4 * t->batch);
}

static void add_regularization(builder *b)
{
    const train_settings *t = &b->s->train;
    if (t->l2 > 0)
        add(b, "no L2 penalty", TOO_SIMPLE, "--l2 0");
    else
        add(b, "L2 penalty 0.0001", OVERFITS, "--l2 0.0001");
    add(b, "L2 penalty 0.001", OVERFITS, "--l2 0.001");
    add(b, "L2 penalty 0.01", OVERFITS, "--l2 0.01");
    if (t->dropout > 0)
        add(b, "no dropout", TOO_SIMPLE, "--dropout 0");
    else if (t->hidden.n) {
        add(b, "dropout 0.2", OVERFITS, "--dropout 0.2");
        add(b, "dropout 0.5", OVERFITS, "--dropout 0.5");
    }
}

static void add_networks(builder *b)
{
    const train_settings *t = &b->s->train;
    char text[100];
    if (t->hidden.n == 0)
        add(b, "two hidden layers", TOO_SIMPLE, "--hidden 32,32");
    if (t->hidden.n) {
        add(b, "layers of a quarter", OVERFITS, "--hidden %s",
            layers(text, &t->hidden, 0.25, false));
        add(b, "layers four times as wide", TOO_SIMPLE, "--hidden %s",
            layers(text, &t->hidden, 4, false));
        if (t->hidden.n < 4)
            add(b, "one more layer", TOO_SIMPLE, "--hidden %s", layers(text, &t->hidden, 1, true));
        if (t->hidden.n > 2)
            add(b, "two hidden layers", TOO_SIMPLE "," UNSTABLE, "--hidden %.0f,%.0f",
                t->hidden.value[0], t->hidden.value[1]);
    }
    if (t->hidden.n && t->activation != LC_RELU)
        add(b, "relu", TOO_SIMPLE "," SLOW, "--activation relu");
    if (t->init == INIT_ZERO)
        add(b, "random first weights", TOO_SIMPLE "," SLOW, "--init auto");
}

static void add_data(builder *b, const remedy_facts *facts)
{
    const train_settings *t = &b->s->train;
    if (t->raw)
        add(b, "standardised numbers", SLOW "," UNSTABLE, "--standardize");
    else if (t->raw_target && facts->task == LC_REGRESSION)
        add(b, "standardised target", SLOW "," UNSTABLE, "--standardize");
    if (t->balanced || t->class_weight.n) {
        add(b, "no class weights", WEIGHTED, "--class-weight none");
        add(b, "milder class weights", WEIGHTED, "--class-weight sqrt");
    }
    if (t->label_smoothing > 0)
        add(b, "no label smoothing", TOO_SIMPLE, "--label-smoothing 0");
    if (facts->missing && !t->indicators)
        add(b, "inputs that say what is missing", TOO_SIMPLE, "--indicators");
}

bool remedy_half(remedy *half, const settings *s)
{
    double share = s->train.train_share > 0 ? s->train.train_share : 1;
    *half = (remedy){.name = "half the rows", .rules = "", .s = *s};
    snprintf(half->text, sizeof half->text, "--train-share %.3g", share / 2);
    return take_words(half);
}

size_t remedy_list(remedy list[REMEDIES_MAX], const settings *s, const remedy_facts *facts)
{
    builder b = {.list = list, .s = s};
    size_t hidden[NUMBERS_MAX];
    add_rates(&b, train_settings_options(&s->train, hidden).schedule.rate);
    add_lengths(&b);
    add_regularization(&b);
    add_networks(&b);
    add_data(&b, facts);
    return b.n;
}
