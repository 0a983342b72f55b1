/* SPDX-License-Identifier: GPL-3.0-or-later */
/* main_metric.c - the series that a run is judged by, and where it is best. */
#include "learncurve.h"

#include <math.h>
#include <string.h>

/* Measures that a task is judged by, whatever losses are logged: words of a base name, the first
 * row that occurs in it counts. */
static const struct {
    const char *words;
    int rank;
} task_measures[] = {{"map50_95", 6},  {"map_50_95", 6}, {"map50", 4},       {"map_50", 4},
                     {"map75", 3},     {"map_75", 3},    {"map_s", 2},       {"map_m", 2},
                     {"map_l", 2},     {"map", 5},       {"bbox_ap", 5},     {"segm_ap", 4},
                     {"bbox_ap50", 4}, {"bbox_ap75", 3}, {"miou", 5},        {"reward", 5},
                     {"return", 5},    {"eprewmean", 5}, {"averageepret", 5}};

/* Losses of two networks that play against each other: no value of them is the best. */
static const char *const adversarial[] = {"g",         "d",      "gen",           "disc",
                                          "generator", "critic", "discriminator", "adv",
                                          "errg",      "errd",   "adversarial"};

#define COUNT(table) (sizeof(table) / sizeof *(table))

/* Whether `words` stands in a name whose words are parted by underscores. */
static bool has_words(const char *name, const char *words)
{
    size_t n = strlen(words);
    for (const char *at = name; (at = strstr(at, words)); at++)
        if ((at == name || at[-1] == '_') && (at[n] == '\0' || at[n] == '_'))
            return true;
    return false;
}

static int task_rank(const lc_metric *m)
{
    for (size_t i = 0; m->kind == LC_SCORE && i < COUNT(task_measures); i++)
        if (has_words(m->base, task_measures[i].words))
            return task_measures[i].rank;
    return 0;
}

static bool is_adversarial(const lc_metric *m)
{
    for (size_t i = 0; m->kind == LC_LOSS && i < COUNT(adversarial); i++)
        if (has_words(m->base, adversarial[i]))
            return true;
    return false;
}

/* Finite values, as far as `most`. */
static size_t count_finite(const lc_series *s, size_t most)
{
    size_t n = 0;
    for (size_t i = 0; n < most && i < s->n; i++)
        n += isfinite(s->y[i]) ? 1 : 0;
    return n;
}

/* How well a series serves to judge the run by; 0: not at all. */
static int rank_of(const lc_series *s)
{
    static const int by_split[] = {[LC_VALIDATION] = 3, [LC_TEST] = 2};
    const lc_metric *m = &s->metric;
    bool judged = m->better != LC_NEITHER && (m->kind == LC_LOSS || m->kind == LC_SCORE);
    size_t values = judged && !is_adversarial(m) ? count_finite(s, 2) : 0;
    if (values < 2) /* one that was taken once, at the end, is no curve */
        return (int)values;
    bool total = strcmp(m->base, "loss") == 0 || strcmp(m->base, "total_loss") == 0;
    return 2 + total + 2 * (m->kind == LC_LOSS) + 4 * by_split[m->split] + 16 * task_rank(m);
}

const lc_series *lc_run_main(const lc_run *run)
{
    const lc_series *main = NULL;
    int best = 0;
    for (size_t i = 0; i < run->series_n; i++) {
        int rank = rank_of(&run->series[i]);
        if (rank > best) {
            best = rank;
            main = &run->series[i];
        }
    }
    return main;
}

size_t lc_series_best(const lc_series *s)
{
    double sign = s->metric.better == LC_LOWER_IS_BETTER ? 1 : -1, least = INFINITY;
    size_t best = s->n;
    for (size_t i = 0; s->metric.better != LC_NEITHER && i < s->n; i++)
        if (sign * s->y[i] < least && isfinite(s->y[i])) {
            least = sign * s->y[i];
            best = i;
        }
    return best;
}
