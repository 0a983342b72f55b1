/* SPDX-License-Identifier: GPL-3.0-or-later */
/* worsening.c - does training itself get worse, and in which way? */
#include "diagnose/worsening.h"

#include "diagnose/finding.h"
#include "diagnose/rate.h"
#include "diagnose/role.h"
#include "model/metric.h"
#include "stats/minimum_test.h"

#include <math.h>

#define MEASURES 25         /* records that tell how neighbours of the noise correlate */
#define MEASURES_SHIFTED 12 /* the same where other runs say nothing */
#define LOST_SHIFTED 0.5    /* of what was gained: a rise without a logarithm that counts */
#define SURPRISE_MAX 8      /* [nats] that a p-value gives at most */
#define SMALL_RISE 0.05     /* of the logarithm: less counts in part */
#define USUAL_RISE 0.08     /* of the logarithm: larger ones are likelier faults */
#define DOUBT 2.3           /* [nats]: a rise beyond noise is not always a fault */
#define SURE 4              /* [nats] from which on it is critical: 50 to 1 */
#define ONE_STEP 0.6        /* share of the rise that one record makes */
#define ONE_STEP_MIN 5      /* records: of fewer each makes a large share */
#define STAYS_MIN 2         /* records from the jump on: one may be a spike */
#define NOTHING_LOST 0.85   /* best level, of a guess' [ratio] */
#define NOT_GONE 1.5        /* end level, of a guess' [ratio] */
#define LOST_LEAST 0.08     /* of what was gained: less is no harm */
#define QUIET 0.1           /* noise of the logarithm in which a single jump stands out */
#define HIGH 0.97           /* accuracy at which a tiny loss may move */
#define BEFORE 8            /* records before a step that those after it must all be worse than */
#define REWARDS_MIN 12      /* records of a reward, which varies by its nature */
#define POLICY_MIN 5        /* the same of one that falls ... */
#define POLICY_LEFT 0.75    /* ... to so much of its best ... */
#define POLICY_STEPS 1.5    /* ... by so many of the largest step before it ... */
#define POLICY_LR 4         /* ... and what it says [nats] */
#define THIRD_LEFT 0.5      /* of a reward's best, by its last third */
#define WEIGHT_GROWS 0.1  /* growth of a weight of the loss, of itself, with which the loss rises */
#define STARTS_MIN 4      /* records from which on a loss whose first value is its best counts */
#define STARTS_ABOVE 0.85 /* share of the later records that must be worse than the first */
#define STARTS_SDS 1.6    /* by so many of their own standard deviations */
#define STARTS_LR 4       /* [nats] that this says */
#define NEVER_MIN 5       /* records of two splits whose first is never reached again ... */
#define NEVER_BY 0.05     /* ... and from which they are so far in the median, of the logarithm */
#define LEAVES_MIN 5      /* records on either side */
#define LEAVES_BY 0.7     /* of the logarithm: twice the loss */
#define LEAVES_BY_LOST 0.15   /* the same of what loses all that it had gained */
#define LEAVES_WITHIN 2       /* records from a third to two thirds of the way ... */
#define LEAVES_PART 50        /* ... and one more for each so many */
#define LEAVES_BY_SHIFTED 0.4 /* the same without a logarithm: the whole range is 0.7 */
#define LEAVES_SDS_LOST 5     /* of the noise, where all is lost that was gained ... */
#define LEAVES_SDS 12         /* and so many of the noise */
#define LEARNT 0.7            /* fall of the logarithm, to half: no rise from the start */
#define BREAKS_MIN 4          /* records, of which the last one breaks */
#define BREAKS_BY 0.7         /* of the logarithm, as it does on the other split or in the score */
#define BREAKS_ALONE 1.6      /* the same where nothing else confirms it: five times the loss */
#define BREAKS_SDS 5          /* and so many of the noise */
#define BREAKS_LR 5           /* [nats] that this says */
#define FROZEN_MIN 5          /* records of a held-out score that is always the same ... */
#define FROZEN_LR 2.5         /* ... and what it says against a loss [nats] */
#define BOTH_P 0.02           /* p-value of a held-out loss that rises with the training loss ... */
#define BOTH_LR 1.5           /* ... and what it says [nats] */
#define EXPLODES 2.1          /* of the logarithm: eight times a held-out loss' best */
#define CLIMBS_MIN 7          /* records that rise one after the other: by chance one of 5,040 */
#define CLIMBS_BY 0.022       /* of the logarithm in all */
#define DRIFTS_MIN 8          /* records of a loss that drifts, and of a score beside it ... */
#define DRIFTS 0.85    /* ... of whose pairs so many are in that order: Kendall's tau of 0.7 */
#define TURNS_MIN 10   /* the same behind the best, where noise that is kept climbs, too ... */
#define TURNS_BY 0.06  /* ... and of one that has fallen first */
#define CLIMBS_LR 4    /* [nats] that this says */
#define RATE_RISES 4   /* learning rate at the end over that at the best record [ratio] ... */
#define RATE_LR 1.5    /* ... and what it says [nats] */
#define COLLAPSE 0.15  /* share of samples that a held-out score loses */
#define MOST_LOST 0.75 /* of a low score's best, that is lost */
#define A_FEW 0.05     /* step of a score that is one of a few samples */
#define ALL_OF 0.05    /* share of samples right, that ... */
#define ALL_TIMES 10   /* ... so many times fewer are all of it */

/* The accuracy on the same samples: falling too, it confirms; getting better, it contradicts. */
static double by_score(const lc_context *context, const lc_analyzed *t)
{
    const lc_analyzed *a =
        t->series->metric.kind == LC_LOSS ? lc_context_accuracy(context, t) : NULL;
    if (!a || a->log.n < 2)
        return 0;
    if (lc_analyzed_end(a) > HIGH * lc_analyzed_scale_max(a))
        return -3;
    if (a->log.rise.size > 0)
        return 0.3 * lc_surprise(a->log.rise.p, SURPRISE_MAX);
    return a->log.drop > a->log.noise.sd ? -1.5 : 0;
}

/* The held-out loss rises as well, which noise of the training samples does not explain [nats]. */
static double by_held_out(const lc_context *context, const lc_analyzed *t)
{
    const lc_analyzed *v = lc_context_main_loss(context, LC_VALIDATION);
    if (t->series->metric.kind != LC_LOSS || !v || v == t || v->log.n < ONE_STEP_MIN ||
        v->log.shifted)
        return 0;
    return v->log.jump.p < BOTH_P && v->log.jump.size > t->log.jump.size / 2 ? BOTH_LR : 0;
}

/* A held-out score is the same in all its records: nothing was there to lose. */
static bool has_frozen_score(const lc_context *context)
{
    for (size_t k = 0; k < context->run->series_n; k++) {
        const lc_analyzed *t = &context->analyzed[k];
        double low, high;
        if (t->chosen && t->sign < 0 && t->curve.n >= FROZEN_MIN &&
            lc_split_is_held_out(t->series->metric.split) &&
            lc_curve_range(&t->curve, 0, t->curve.n, &low, &high) == 0)
            return true;
    }
    return false;
}

/* The record before which the series takes its largest step for the worse. */
static size_t largest_step(const lc_log_curve *l)
{
    size_t at = 1;
    for (size_t i = 2; i < l->n; i++)
        if (l->y[i] - l->y[i - 1] > l->y[at] - l->y[at - 1])
            at = i;
    return at;
}

/* All that came after the step is worse than all that came shortly before it. Of a step into the last
 * record nobody knows. */
static bool stays(const lc_log_curve *l, size_t at)
{
    if (l->n - at < STAYS_MIN)
        return false;
    double before = -INFINITY, after = INFINITY;
    size_t reach = at < l->n - at ? at : l->n - at;
    size_t from = at - (reach < BEFORE ? reach : BEFORE);
    for (size_t i = from; i < at; i++)
        before = fmax(before, l->y[i]);
    for (size_t i = at; i < l->n; i++)
        after = fmin(after, l->y[i]);
    return after > before;
}

/* The first value, of an untrained network, is the worst in a run that learns. Here the later ones are
 * twice that in the mean, and few are better. */
static bool starts_best(const lc_log_curve *l)
{
    size_t above = 0, from = l->n / 4;
    double sum = 0, squares = 0, rest = (double)(l->n - from);
    for (size_t i = from; i < l->n; i++) {
        double up = l->y[i] - l->y[0];
        above += up > 0;
        sum += up;
        squares += up * up;
    }
    double mean = sum / rest, sd = sqrt(fmax(0, squares / rest - mean * mean));
    return !l->shifted && l->n >= STARTS_MIN && mean > fmax(log(2), STARTS_SDS * sd) &&
           (double)above >= STARTS_ABOVE * rest;
}

/* No record is as good as the first one, by which training begins, and most are far from it. */
static bool never_returns(const lc_log_curve *l)
{
    size_t far = 0;
    if (l->shifted || l->n < NEVER_MIN)
        return false;
    for (size_t i = 1; i < l->n; i++) {
        if (l->y[i] <= l->y[0])
            return false;
        far += l->y[i] - l->y[0] > NEVER_BY;
    }
    return 2 * far > l->n;
}

/* That of both splits: n values of which the first is the least, by chance once in n * n. */
static bool both_never_return(const lc_context *context, const lc_analyzed *t)
{
    const lc_analyzed *v = lc_context_main_loss(context, LC_VALIDATION);
    return !context->excerpt && t->series->metric.kind == LC_LOSS && v && v != t &&
           never_returns(&t->log) && never_returns(&v->log);
}

static lc_worsening_shape shape_of(const lc_log_curve *l, size_t step)
{
    double size = l->y[step] - l->y[step - 1];
    if (l->n >= ONE_STEP_MIN && size > ONE_STEP * l->jump.size && stays(l, step))
        return LC_JUMPS_ONCE;
    bool learnt = l->jump.at > 1 && l->y[0] - l->y[l->jump.at] > LEARNT;
    return l->jump.at <= l->n / 4 && !learnt ? LC_RISES_FROM_START : LC_DECLINES;
}

/* The step is no swing: no other for the worse is half as large. */
static bool stands_out(const lc_log_curve *l, size_t step)
{
    double size = l->y[step] - l->y[step - 1];
    for (size_t i = 1; i < l->n; i++)
        if (i != step && 2 * (l->y[i] - l->y[i - 1]) > size)
            return false;
    return true;
}

/* First record from `from` on that is above that level. */
static size_t first_above(const lc_log_curve *l, size_t from, double level)
{
    while (from < l->n && l->y[from] <= level)
        from++;
    return from;
}

/* It comes down below the middle between its best and its end, stays there, passes it once, soon or until
 * nothing is left of what was gained, and stays above: a test on correlated noise would take this for
 * noise of just such a length. `lost`: of what was gained. */
static bool leaves(const lc_log_curve *l, double lost)
{
    double size = l->jump.size, low = l->y[l->jump.at] + size / 3, middle = low + size / 6;
    size_t down = 0;
    while (down < l->jump.at && l->y[down] > middle)
        down++;
    size_t up = first_above(l, down, middle), since = first_above(l, l->jump.at, low);
    for (size_t i = up; i < l->n; i++)
        if (l->y[i] <= middle)
            return false;
    return up - down >= LEAVES_MIN && l->n - up >= LEAVES_MIN &&
           size > (l->shifted  ? LEAVES_BY_SHIFTED
                   : lost >= 1 ? LEAVES_BY_LOST
                               : LEAVES_BY) &&
           size > (lost >= 1 ? LEAVES_SDS_LOST : LEAVES_SDS) * l->noise.sd &&
           (lost >= 1 ||
            first_above(l, up, low + size / 3) - since <= LEAVES_WITHIN + l->n / LEAVES_PART);
}

/* The smallest difference between two records of a score; INFINITY where all are equal. */
static double least_step(const lc_curve *c)
{
    double least = INFINITY;
    for (size_t i = 1; i < c->n; i++)
        if (c->y[i] != c->y[i - 1])
            least = fmin(least, fabs(c->y[i] - c->y[i - 1]));
    return least;
}

/* A score that lost a tenth of the samples, of which it had a third, or nearly all that it had; and more than two
 * of the few samples that a batch may have. */
static bool loses(const lc_analyzed *t)
{
    double scale = lc_analyzed_scale_max(t), best = t->series->y[t->best] / scale;
    double lost = best - lc_analyzed_end(t) / scale, step = least_step(&t->curve) / scale;
    bool most = best > 1.0 / 3 || lost > MOST_LOST * best;
    return most && lost > 0.1 && (step < A_FEW || lost > 2 * step);
}

/* A held-out score that lost a good part of what it had. */
static bool collapses(const lc_context *context, const lc_analyzed *loss)
{
    const lc_analyzed *a = loss ? lc_context_accuracy(context, loss) : NULL;
    if (!a || a->finite < 2)
        return false;
    double scale = lc_analyzed_scale_max(a), best = a->series->y[a->best], end = lc_analyzed_end(a);
    bool all = best > ALL_OF * scale && end < best / ALL_TIMES;
    return all || (a->finite > 2 && best - end > COLLAPSE * scale);
}

/* A held-out loss without a score that jumps to three times its best and above its start, and stays. */
static bool breaks(const lc_analyzed *v)
{
    const lc_log_curve *l = &v->log;
    return l->n >= ONE_STEP_MIN && !l->shifted && l->jump.size > log(3) &&
           l->end > l->start + 0.3 && shape_of(l, largest_step(l)) == LC_JUMPS_ONCE;
}

/* One that ends far above its best and its start, by whatever steps: more than overfitting does. */
static bool explodes(const lc_log_curve *l)
{
    return !l->shifted && l->n >= 3 && l->jump.size > EXPLODES && l->end > l->start + EXPLODES / 2;
}

/* Every record, or every one behind the best, is worse than the one before it. */
static bool climbs(const lc_log_curve *l)
{
    size_t from = l->n;
    while (from > 1 && l->y[from - 1] > l->y[from - 2])
        from--;
    if (l->shifted || l->n < CLIMBS_MIN || l->n - from + 1 < (from == 1 ? CLIMBS_MIN : TURNS_MIN))
        return false;
    double by = l->y[l->n - 1] - l->y[from - 1];
    for (size_t i = 0; i + 1 < from; i++)
        if (l->y[i] < l->y[from - 1])
            return false;
    return by > (from == 1 ? CLIMBS_BY : TURNS_BY);
}

/* It drifts up all along, and its score down, in whatever small steps. */
static bool drifts(const lc_context *context, const lc_analyzed *t)
{
    const lc_analyzed *a = lc_context_accuracy(context, t);
    const lc_log_curve *l = &t->log;
    if (l->shifted || l->n < DRIFTS_MIN || !a || a->log.n != l->n ||
        !(l->y[l->n - 1] - l->y[0] > CLIMBS_BY))
        return false;
    int up = 0, down = 0, pairs = 0;
    for (size_t i = 1; i < l->n; i++)
        for (size_t k = 0; k < i; k++, pairs++) {
            up += l->y[i] > l->y[k];
            down += a->log.y[i] > a->log.y[k];
        }
    return up > DRIFTS * pairs && down > DRIFTS * pairs;
}

/* The last record is far worse than all others but the first. */
static bool breaks_off(const lc_log_curve *l, double by)
{
    if (l->n < BREAKS_MIN || l->shifted)
        return false;
    double last = l->y[l->n - 1], worst = -INFINITY;
    for (size_t i = 1; i + 1 < l->n; i++)
        worst = l->y[i] > worst ? l->y[i] : worst;
    return last > worst && last - l->y[l->n - 2] > by && stands_out(l, l->n - 1);
}

/* A run that ends as it breaks: of a jump into the last record of one series nobody knows whether it stays;
 * one that both splits show, or a score as well, or that loses all, is no spike of a batch. */
static bool breaks_at_end(const lc_context *context, const lc_analyzed *t)
{
    const lc_log_curve *l = &t->log;
    const lc_analyzed *v = lc_context_main_loss(context, LC_VALIDATION);
    const lc_analyzed *a =
        t->series->metric.kind == LC_LOSS ? lc_context_accuracy(context, t) : NULL;
    if (!breaks_off(l, fmax(BREAKS_BY, BREAKS_SDS * l->noise.sd)))
        return false;
    bool held_out = v && v != t && v->log.n >= BREAKS_MIN;
    if (held_out || a)
        return (!held_out || breaks_off(&v->log, BREAKS_BY)) &&
               (!a ||
                lc_analyzed_last(a) < a->series->y[a->best] - COLLAPSE * lc_analyzed_scale_max(a));
    return breaks_off(l, BREAKS_ALONE) && l->y[l->n - 1] > l->y[0];
}

/* After the first quarter nothing until the best was nearly as bad as the end. */
static bool is_unprecedented(const lc_log_curve *l)
{
    double worst = -INFINITY, end = fmin(l->y[l->n - 1], l->y[l->n - 2]);
    for (size_t i = l->n / 4; i <= l->jump.at && i < l->n; i++)
        worst = fmax(worst, l->y[i]);
    return end > worst + l->jump.size / 4;
}

/* That share of a reward; of a cost, which is below 0, as many times more. */
static double left_of(double reward, double share)
{
    return reward > 0 ? share * reward : reward / share;
}

/* All of a reward's last third is below all of its first, and far below its best: of n values by chance once in
 * n over n / 3. */
static bool third_is_lost(const lc_analyzed *t)
{
    const lc_curve *c = &t->curve;
    size_t third = c->n / 3;
    double least, last_least, first_most, most, top = t->series->y[t->best];
    lc_curve_range(c, 0, third, &least, &first_most);
    lc_curve_range(c, c->n - third, c->n, &last_least, &most);
    return most < least && most < left_of(top, THIRD_LEFT) && t->best >= third;
}

/* A reward of few records whose last two are far below its best and all before it, by more than its steps
 * until then; of more its last third. */
static bool policy_is_lost(const lc_analyzed *t)
{
    const lc_curve *c = &t->curve;
    size_t n = c->n, best = t->best;
    if (n < POLICY_MIN || t->finite < t->series->n)
        return false;
    if (n >= REWARDS_MIN)
        return third_is_lost(t);
    double end = fmax(c->y[n - 1], c->y[n - 2]), top = c->y[best], before = 0;
    for (size_t i = 0; i < best; i++)
        before = fmax(before, fabs(c->y[i + 1] - c->y[i]));
    for (size_t i = 0; i < best; i++)
        if (c->y[i] < end)
            return false;
    return end < left_of(top, POLICY_LEFT) && top - end > POLICY_STEPS * before;
}

static const lc_analyzed *find_series(const lc_context *context)
{
    const lc_analyzed *reward = context->reinforcement ? lc_context_reward(context) : NULL;
    if (reward && reward->best == 0 && !context->excerpt && lc_analyzed_last(reward) >= 0)
        return NULL; /* never better than the first policy: never-moved's matter */
    if (reward && (reward->log.n >= REWARDS_MIN || policy_is_lost(reward)))
        return reward;
    const lc_analyzed *t = lc_context_main_loss(context, LC_TRAIN);
    if (t && t->log.n >= 2)
        return t;
    const lc_analyzed *v = lc_context_main_loss(context, LC_VALIDATION);
    for (size_t k = 0; k < context->run->series_n; k++) {
        const lc_analyzed *s = &context->analyzed[k];
        if (s->chosen && s->sign < 0 && s->series->metric.split == LC_TRAIN &&
            lc_metric_is_share(&s->series->metric) && s->log.n >= 2)
            return loses(s) ? s : NULL;
    }
    if (v && v->log.n >= 2)
        return collapses(context, v) || breaks(v) || explodes(&v->log) ? v : NULL;
    for (size_t k = 0; k < context->run->series_n && !v; k++) {
        const lc_analyzed *s = &context->analyzed[k];
        if (s->chosen && s->sign < 0 && lc_metric_is_share(&s->series->metric) && s->log.n >= 2)
            return loses(s) && is_unprecedented(&s->log) ? s : NULL;
    }
    return NULL;
}

/* The rise at the end, of what was gained until the best; 1 where nothing was. */
static double lost_share(const lc_analyzed *t)
{
    double best = t->series->y[t->best], gain = t->sign * (lc_analyzed_start(t) - best);
    double lost = t->sign * (lc_analyzed_end(t) - best);
    return gain > 0 ? fmin(1, lost / gain) : 1;
}

/* The learning rate at the end over that at the best record; 0 where it isn't known. */
static double rate_rise(const lc_context *context, const lc_analyzed *t)
{
    const lc_analyzed *rate = lc_context_rate(context);
    if (!rate || rate->series->n < 2)
        return 0;
    double best = lc_analyzed_at(context, rate, lc_analyzed_x(context, t, t->best));
    return best > 0 ? rate->series->y[rate->series->n - 1] / best : 0;
}

/* It is more than twice as high, by one step after it had fallen: a warm restart. */
static bool restarts(const lc_context *context, const lc_analyzed *t)
{
    if (t->log.n <= 5 || !(rate_rise(context, t) > 2))
        return false;
    const lc_series *r = lc_context_rate(context)->series;
    double highest = r->y[0];
    for (size_t i = 1; i < r->n; i++) {
        if (r->y[i - 1] > 0 && r->y[i] > 2 * r->y[i - 1])
            return highest > r->y[i - 1];
        highest = fmax(highest, r->y[i]);
    }
    return false;
}

bool lc_worsening_is_annealed(const lc_context *context, const lc_analyzed *t)
{
    for (size_t k = 0; k < context->run->series_n && t->series->metric.kind == LC_LOSS; k++) {
        const lc_analyzed *w = &context->analyzed[k];
        if (!lc_role_is_part_weight(&w->series->metric) || w->series->n == 0)
            continue;
        double then = lc_analyzed_at(context, w, lc_analyzed_x(context, t, t->best));
        if (w->series->y[w->series->n - 1] > then + WEIGHT_GROWS * fabs(then))
            return true;
    }
    return false;
}

/* It is far higher, and at its highest: it did it. */
static double by_rate(const lc_context *context, const lc_analyzed *t)
{
    if (!(rate_rise(context, t) >= RATE_RISES))
        return 0;
    const lc_series *r = lc_context_rate(context)->series;
    for (size_t i = 0; i < r->n; i++)
        if (r->y[i] > r->y[r->n - 1])
            return 0;
    return RATE_LR;
}

/* Where the level of a guess is known: it was never much better, and is not much worse now. Such a run
 * does not learn; there was nothing to lose. */
static bool never_learnt(const lc_analyzed *t)
{
    return t->baseline > 0 && t->sign > 0 &&
           lc_analyzed_best_level(t) > NOTHING_LOST * t->baseline &&
           lc_analyzed_end(t) < NOT_GONE * t->baseline;
}

/* The p-value of the rise: of other runs' noise as much as of this one's, and the larger one by the test on
 * correlated noise, but where that would see noise in what is none. */
static double p_value_of(const lc_analyzed *t, size_t step, double least, double lost)
{
    const lc_log_curve *l = &t->log;
    double p = sqrt(l->jump.p * l->rise.p);
    bool jumps = l->jump.size > least && l->noise.sd < QUIET && l->n >= ONE_STEP_MIN &&
                 shape_of(l, step) == LC_JUMPS_ONCE && stands_out(l, step);
    if (t->curve.n >= (l->shifted ? MEASURES_SHIFTED : MEASURES) && !jumps && !leaves(l, lost))
        p = fmax(p, lc_minimum_test(&t->curve, t->sign, lc_analyzed_end_from(t), 1));
    return p;
}

bool lc_worsening_measure(lc_worsening *w, const lc_context *context, double least)
{
    const lc_analyzed *t = lc_context_is_running_sum(context) ? NULL : find_series(context);
    *w = (lc_worsening){.series = t, .p = 1};
    if (!t)
        return false;
    const lc_log_curve *l = &t->log;
    double size = l->jump.size;
    size_t step = largest_step(l);
    double lost = lost_share(t);
    w->best = t->series->y[t->best];
    w->best_at = lc_analyzed_x(context, t, t->best);
    /* The last value where it is worse, else the level at the end. */
    w->end = lc_analyzed_last(t);
    if (t->sign * (w->end - w->best) <= 0)
        w->end = lc_analyzed_end(t);
    w->worse_from = t->curve.x[step];
    w->against = -fmin(2, 0.5 * (double)(l->n - 1));
    if (breaks_at_end(context, t)) {
        w->worse_from = t->curve.x[t->curve.n - 1];
        w->log_lr = BREAKS_LR;
        w->shape = LC_JUMPS_ONCE;
        return true;
    }
    if (t->sign < 0 && context->reinforcement && policy_is_lost(t)) {
        w->log_lr = POLICY_LR;
        w->shape = LC_DECLINES;
        return true;
    }
    bool planned = restarts(context, t) || lc_worsening_is_annealed(context, t);
    bool climbing = !planned && (climbs(l) || drifts(context, t));
    bool rises = climbing || (!planned && both_never_return(context, t));
    double least_lr = rises ? CLIMBS_LR + fmin(0, by_score(context, t)) : 0;
    if (least_lr > 0) {
        w->log_lr = least_lr;
        w->shape = LC_RISES_FROM_START;
    }
    if (!(size > least) || !(t->sign * (w->end - w->best) > 0) || never_learnt(t) || planned ||
        lost < (l->shifted ? LOST_SHIFTED : LOST_LEAST) || (l->shifted && l->n < MEASURES_SHIFTED))
        return true;
    w->p = p_value_of(t, step, least, lost);
    w->log_lr = lc_surprise(w->p, SURPRISE_MAX) * lc_clamp(size / SMALL_RISE, 0.2, 1) +
                lc_clamp(log(size / USUAL_RISE), -3, 0.7) + by_score(context, t) +
                by_rate(context, t) - (has_frozen_score(context) ? FROZEN_LR : 0) +
                by_held_out(context, t) - DOUBT;
    if (starts_best(l))
        w->log_lr = fmax(w->log_lr, STARTS_LR + fmin(0, by_score(context, t)));
    w->log_lr = fmax(w->log_lr, least_lr);
    /* A step that lasting-jump is too small for stays a rise. */
    if (w->log_lr > 0 && !(rises && size < LC_FAR_WORSE))
        w->shape = shape_of(l, step);
    return true;
}

lc_finding *lc_worsening_find(lc_worsening *w, lc_context *context, lc_worsening_shape shape,
                              double least)
{
    if (!lc_worsening_measure(w, context, least))
        return NULL;
    if (w->shape != shape) {
        lc_context_against(context, w->shape == LC_NOT_WORSE ? w->against : 0);
        return NULL;
    }
    const lc_series *s = w->series->series;
    lc_finding *f = lc_find(context, w->log_lr > SURE ? LC_CRITICAL : LC_WARNING, 0.9, w->series);
    lc_finding_weigh(f, w->log_lr);
    lc_finding_basis(context, f,
                     "p = %.2g (end above the best level before it; noise of this and other runs)",
                     w->p);
    lc_finding_evidence(context, f, "start", s->y[0]);
    lc_finding_evidence(context, f, "best", w->best);
    lc_finding_evidence(context, f, "best_at", w->best_at);
    lc_finding_evidence(context, f, "end", w->end);
    return f;
}
