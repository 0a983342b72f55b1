/* SPDX-License-Identifier: GPL-3.0-or-later */
/* role.c - what part a metric plays in its training, by its name. */
#include "diagnose/role.h"

#include "model/metric.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#define LC_UNWEIGHTED_LOSS LC_UNWEIGHTED "loss"

bool lc_role_is_logged(const lc_run *run, const char *const *words)
{
    for (size_t i = 0; i < run->series_n; i++)
        if (lc_metric_has_word(&run->series[i].metric, words))
            return true;
    return false;
}

bool lc_role_is_reward(const lc_run *run, const lc_metric *m)
{
    static const char *const words[] = {"ret", "rew", "eprew", "epret", "eprewards", NULL};
    bool episodes = run->axis_name && strcasecmp(run->axis_name, "episode") == 0;
    return m->kind == LC_SCORE && (lc_metric_has_word(m, words) || strstr(m->base, "reward") ||
                                   strstr(m->base, "return") || strstr(m->base, "rew_") ||
                                   (episodes && strstr(m->base, "score")));
}

bool lc_role_is_reinforcement(const lc_run *run)
{
    bool rewards = false;
    for (size_t i = 0; i < run->series_n; i++) {
        const char *base = run->series[i].metric.base;
        if (strstr(base, "reward") && (strstr(base, "chosen") || strstr(base, "rejected")))
            return false;
        rewards |= lc_role_is_reward(run, &run->series[i].metric);
    }
    return rewards;
}

/* The name has these words, and they are whole ones: "d_loss", but not "weighted_loss". */
static bool has_words(const char *base, const char *words)
{
    size_t n = strlen(words);
    for (const char *at = base; (at = strstr(at, words)); at++)
        if ((at == base || at[-1] == '_') && !isalpha((unsigned char)at[n]))
            return true;
    return false;
}

char lc_role_side(const lc_metric *m)
{
    static const char *const discriminator[] = {"d_loss", "loss_d",        "errd",
                                                "disc",   "discriminator", "critic_loss",
                                                "d_real", "d_fake",        NULL};
    static const char *const generator[] = {"g_loss",   "loss_g",    "errg", "g_gan",
                                            "gen_loss", "generator", NULL};
    for (const char *const *d = discriminator; m->kind == LC_LOSS && *d; d++)
        if (has_words(m->base, *d))
            return 'd';
    for (const char *const *g = generator; m->kind == LC_LOSS && *g; g++)
        if (has_words(m->base, *g))
            return 'g';
    return 0;
}

bool lc_role_is_of_discriminator(const lc_metric *m)
{
    static const char *const words[] = {"d",    "disc", "discriminator", "critic", "real",
                                        "fake", NULL};
    return m->kind == LC_SCORE && lc_metric_has_word(m, words);
}

static bool has_side(const lc_run *run, char side)
{
    for (size_t i = 0; i < run->series_n; i++)
        if (lc_role_side(&run->series[i].metric) == side)
            return true;
    return false;
}

bool lc_role_is_adversarial(const lc_run *run)
{
    static const char *const generated[] = {"fid", "kid", "inception", NULL};
    bool one = has_side(run, 'd'), other = has_side(run, 'g');
    for (size_t i = 0; i < run->series_n; i++) {
        const lc_series *s = &run->series[i];
        bool negative = lc_role_side(&s->metric) == 'd' && s->n && s->y[0] < 0;
        other |= negative || lc_metric_has_word(&s->metric, generated);
    }
    return one && other;
}

bool lc_role_is_objectness(const lc_run *run, const lc_metric *m)
{
    static const char *const words[] = {"obj", "objectness", "conf", NULL};
    if (m->kind != LC_LOSS || !lc_metric_has_word(m, words))
        return false;
    for (size_t i = 0; i < run->series_n; i++) {
        const lc_metric *other = &run->series[i].metric;
        if (other->kind == LC_SCORE ||
            (other->kind == LC_LOSS && !lc_metric_has_word(other, words)))
            return true;
    }
    return false;
}

bool lc_role_is_first_guess(const char *base)
{
    static const char *const words[] = {"accuracy", "top1", "top", "1", "acc1", "prec1"};
    while (*base) {
        size_t n = strcspn(base, "_"), i = 0;
        while (i < sizeof words / sizeof *words &&
               (strlen(words[i]) != n || strncmp(base, words[i], n) != 0))
            i++;
        if (i == sizeof words / sizeof *words)
            return false;
        base += n + (base[n] == '_');
    }
    return true;
}

bool lc_role_is_plain_loss(const lc_metric *m)
{
    static const char *const plain[] = {"loss",
                                        "cost",
                                        "loss_step",
                                        LC_UNWEIGHTED_LOSS,
                                        "crossentropy",
                                        "cross_entropy",
                                        "cross_entropy_loss",
                                        "ce_loss",
                                        "bce_loss",
                                        "logloss",
                                        "log_loss",
                                        "nll_loss",
                                        "nll",
                                        "bce",
                                        "ce",
                                        "binary_crossentropy",
                                        "categorical_crossentropy",
                                        NULL};
    if (m->kind != LC_LOSS)
        return false;
    for (const char *const *p = plain; *p; p++)
        if (strcmp(m->base, *p) == 0)
            return true;
    return false;
}

bool lc_role_is_part_weight(const lc_metric *m)
{
    static const char *const words[] = {"beta",      "weight", "lambda", "anneal",
                                        "annealing", "coef",   NULL};
    return m->kind != LC_LOSS && m->kind != LC_SCORE && lc_metric_has_word(m, words);
}

bool lc_role_is_part_of(const lc_metric *part, const lc_metric *whole)
{
    size_t n = strlen(part->base), head = strlen(whole->base);
    return n > head + 1 &&
           ((strncmp(part->base, whole->base, head) == 0 && part->base[head] == '_') ||
            (strcmp(part->base + n - head, whole->base) == 0 && part->base[n - head - 1] == '_'));
}

size_t lc_role_head(const char *base)
{
    if (strcmp(base, LC_UNWEIGHTED_LOSS) == 0)
        return 0;
    const char *end = strstr(base, "loss");
    const char *score = strstr(base, "accuracy");
    if (!end || (score && score < end))
        end = score;
    return end ? (size_t)(end - base) : 0;
}

int lc_role_main_rank(const lc_metric *m)
{
    const char *base = m->base;
    if (strcmp(base, "loss") == 0)
        return 0;
    if (lc_role_is_plain_loss(m))
        return 1;
    return strstr(base, "total") || strstr(base, "overall") ? 2 : 3;
}

int lc_role_reward_rank(const char *base)
{
    if (strstr(base, "int_rew") || strstr(base, "intrinsic"))
        return 0;
    return 1 + (strstr(base, "mean") || strstr(base, "avg")) +
           (strstr(base, "ep_") || strstr(base, "episode"));
}
