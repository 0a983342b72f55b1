/* SPDX-License-Identifier: GPL-3.0-or-later */
/* printed_line.c - what the pairs of a printed line mean. */
#include "read/engine/printed_line.h"

#include "base/mem.h"
#include "model/metric.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

#define COUNTER_WORDS 3 /* that the name of a counter has at most */
#define HEADING_WORDS 3
#define RANK_WORDS 6 /* of a line among which its rank may stand */

static const lc_span none = {NULL, NULL};

/* ---- words ----------------------------------------------------------------------------- */

static bool is_of_word(const lc_span *t)
{
    unsigned char c = (unsigned char)*t->s;
    return isalnum(c) || c == '_' || c >= 0x80;
}

static bool is_between_words(const lc_span *t)
{
    return !is_of_word(t);
}

/* The next word; words are parted by any of the bytes that are none of a word's. */
static bool take_word(lc_span *t, lc_span *word)
{
    lc_span_take_while(t, is_between_words);
    *word = lc_span_take_while(t, is_of_word);
    return word->s < word->end;
}

static bool is_same(lc_span word, const char *text)
{
    for (; word.s < word.end && *text; word.s++, text++)
        if (tolower((unsigned char)*word.s) != *text)
            return false;
    return word.s == word.end && !*text;
}

static bool is_one_of(lc_span word, const char *const *list)
{
    for (; *list; list++)
        if (is_same(word, *list))
            return true;
    return false;
}

static bool has_word(lc_span text, const char *const *list)
{
    lc_span word;
    while (take_word(&text, &word))
        if (is_one_of(word, list))
            return true;
    return false;
}

static size_t count_words(lc_span text)
{
    lc_span word;
    size_t n = 0;
    while (take_word(&text, &word))
        n++;
    return n;
}

/* A word that names a split to people; "metrics" does so in names only. */
static bool is_split(lc_span word)
{
    static const char *const names_only[] = {"metrics", "learn", "tr", "va", "te", "cv", NULL};
    if (!strchr("TtVvDdEeHh", *word.s)) /* train, val, dev, eval, holdout: most words go here */
        return false;
    return lc_metric_split_word(word.s, lc_span_length(&word)) != LC_SPLIT_NONE &&
           !is_one_of(word, names_only);
}

/* A word that isn't tied to another one, as "train" is in "train.py". */
static bool is_free(lc_span text, lc_span word)
{
    static const char ties[] = "./\\@'";
    bool before = word.s > text.s && strchr(ties, word.s[-1]);
    bool after = word.end < text.end && strchr(ties, *word.end) && word.end + 1 < text.end &&
                 is_of_word(&(lc_span){word.end + 1, text.end});
    return !before && !after;
}

/* The last word in the text that names a split and stands for itself. */
static lc_span last_split(lc_span text)
{
    lc_span rest = text, word, found = none;
    while (take_word(&rest, &word))
        if (is_split(word) && is_free(text, word))
            found = word;
    return found;
}

/* ---- lines ----------------------------------------------------------------------------- */

static uint64_t hash_span(uint64_t hash, const lc_span *t)
{
    hash = lc_mem_hash(hash, t->s, lc_span_length(t));
    return lc_mem_hash(hash, "", 1); /* where it ends */
}

/* "[rank3]", "[Rank 3]:", "rank=3", "(worker 3)" near the beginning of a line. */
static bool take_rank(lc_span line, double *rank)
{
    static const char *const words[] = {"rank", "worker", NULL};
    lc_span word;
    for (int i = 0; i < RANK_WORDS && take_word(&line, &word); i++) {
        lc_span digits = word;
        while (digits.s < digits.end && !isdigit((unsigned char)*digits.s))
            digits.s++;
        word.end = digits.s;
        if (!is_one_of(word, words))
            continue;
        if (digits.s == digits.end && !take_word(&line, &digits))
            return false;
        return lc_span_take_count(&digits, rank) && digits.s == digits.end;
    }
    return false;
}

/* "cur metric, acc: 0.03" is an evaluation's, and so is what TensorFlow's estimator tells when it is
 * "Saving dict for global step 100"; "best metric, ..." is of none in particular. */
static lc_span split_of_phrase(const lc_pair *p, bool *best)
{
    static const char *const now[] = {"cur", "current", NULL}, *const ever[] = {"best", NULL};
    static const char *const metric[] = {"metric", "metrics", NULL};
    lc_span before = p->before, word, last = none, two = none;
    if (lc_span_begins(&p->v.name, "Saving dict for"))
        return lc_span_of("eval");
    while (take_word(&before, &word)) {
        two = last;
        last = word;
    }
    bool phrase = two.s && is_one_of(last, metric);
    *best = phrase && is_one_of(two, ever);
    return phrase && is_one_of(two, now) ? lc_span_of("eval") : none;
}

/* "3|640|Loss: 0.5", "[3,   640] loss: 0.5": epoch and step. */
static void take_two(lc_printed_line *l, lc_span *line)
{
    lc_span rest = *line, text[2];
    double v[2];
    bool brackets = lc_span_take_word(&rest, "[");
    const char *const behind[2] = {brackets ? "," : "|", brackets ? "]" : "|"};
    for (int i = 0; i < 2; i++) {
        lc_span_skip_blanks(&rest);
        text[i].s = rest.s;
        if (!lc_span_take_count(&rest, &v[i]))
            return;
        text[i].end = rest.s;
        if (!lc_span_take_word(&rest, behind[i]))
            return;
    }
    for (int i = 0; i < 2; i++)
        l->pair[l->n++] = (lc_pair){
            .v = {.name = lc_span_of(i ? "step" : "epoch"), .text = text[i], .value = v[i]},
            .before = {line->s, line->s},
            .unit = {text[i].end, text[i].end},
            .marked = true};
    *line = rest;
}

/* "  10/160, train_loss: 0.5": a counter without a name; no date before a time. */
static void take_leading(lc_printed_line *l, lc_span *line)
{
    lc_span rest = lc_span_trim(*line), text = rest;
    double v, of;
    if (!lc_span_take_count(&rest, &v) || !lc_span_take_word(&rest, "/") ||
        !lc_span_take_count(&rest, &of) || of < v || of == 0)
        return;
    text.end = rest.s;
    if (!lc_span_begins(&rest, ", ") && !lc_span_begins(&rest, " "))
        return;
    lc_span behind = lc_span_trim(rest);
    if (behind.s < behind.end && isdigit((unsigned char)*behind.s))
        return;
    l->pair[l->n++] = (lc_pair){.v = {.name = {text.s, text.s}, .text = text, .value = v},
                                .before = {line->s, text.s},
                                .of = of,
                                .unit = {text.end, text.end},
                                .marked = true};
    *line = rest;
}

/* "Cost after epoch 3: 0.5" came as a cost of 3. Make it the counter, and put what was counted up to
 * there behind it; false where it is nothing like that. */
static bool part_counter(lc_printed_line *l, lc_span *line)
{
    static const char *const joins[] = {"after", "at", "in", "for", "of", NULL};
    lc_pair *p = &l->pair[l->n], value = {.mean = 0};
    lc_span rest = p->v.name, word, join = none, counter = none, own;
    while (take_word(&rest, &word)) {
        join = counter;
        counter = word;
    }
    if (p->marked || !join.s || !is_one_of(join, joins) || l->n + 1 == LC_LINE_PAIRS)
        return false;
    lc_kind kind = lc_metric_kind(counter.s, lc_span_length(&counter));
    own = lc_span_trim((lc_span){p->v.name.s, join.s});
    if ((kind != LC_EPOCH && kind != LC_STEP) || own.s == own.end ||
        !lc_pair_take_value(line, &value))
        return false;
    value.v.name = own;
    value.before = p->before;
    p->v.name = counter;
    p->before = (lc_span){own.end, counter.s};
    p[1] = value;
    return true;
}

/* *parted: the pair has been put there with the one before it. */
static bool next_pair(lc_printed_line *l, lc_span *line, bool *parted)
{
    if (*parted) {
        *parted = false;
        return true;
    }
    if (!lc_pair_next_of_any(line, &l->pair[l->n]))
        return false;
    *parted = part_counter(l, line);
    return true;
}

static lc_kind kind_of_name(lc_span name)
{
    return lc_metric_kind(name.s, lc_span_length(&name));
}

static bool is_quantity(lc_span name)
{
    lc_kind kind = kind_of_name(name);
    return kind == LC_LOSS || kind == LC_SCORE;
}

/* "Test: [ 10/196]" and "Train: 5 [100/1251]": a name that tells the split alone. */
static bool is_split_alone(lc_span name)
{
    lc_span word;
    return count_words(name) == 1 && take_word(&name, &word) && is_split(word);
}

/* ---- two values under one name --------------------------------------------------------- */

static lc_split split_of(lc_span word)
{
    return lc_metric_split_word(word.s, lc_span_length(&word));
}

/* "train/val", "train | val": the first two words so joined that name different splits. */
static bool find_two_splits(lc_span text, lc_span two[2])
{
    lc_span rest = text;
    if (!take_word(&rest, &two[0]))
        return false;
    for (; take_word(&rest, &two[1]); two[0] = two[1]) {
        lc_span between = lc_span_trim((lc_span){two[0].end, two[1].s});
        if ((lc_span_is(&between, "/") || lc_span_is(&between, "|")) && split_of(two[0]) &&
            split_of(two[1]) && split_of(two[0]) != split_of(two[1]))
            return true;
    }
    return false;
}

static bool is_edge(const lc_span *t)
{
    return strchr(" ()[]-_:.,|", *t->s) != NULL;
}

static lc_span trim_edges(lc_span t)
{
    lc_span_take_while(&t, is_edge);
    while (t.end > t.s && is_edge(&(lc_span){t.end - 1, t.end}))
        t.end--;
    return t;
}

static lc_span last_word(lc_span name)
{
    lc_span word, found = none;
    while (take_word(&name, &word))
        found = word;
    return found;
}

/* "loss" of "loss train/val" and of "train/val loss"; where only the splits stand there, of "Loss: ". */
static lc_span name_beside(const lc_pair *p, const lc_span two[2])
{
    lc_span behind = trim_edges((lc_span){two[1].end, p->v.name.end});
    lc_span own = trim_edges((lc_span){p->v.name.s, two[0].s});
    own = own.s == own.end ? behind : own;
    return own.s < own.end ? own : last_word(p->before);
}

/* Pair i has two values: make two pairs of it where words tell of which splits. */
static bool part_splits(lc_printed_line *l, size_t i)
{
    lc_pair *p = &l->pair[i];
    lc_span two[2], name = p->v.name;
    if (l->n == LC_LINE_PAIRS)
        return false;
    if (find_two_splits(p->v.name, two))
        name = name_beside(p, two);
    else if (!find_two_splits(l->line, two))
        return false;
    if (name.s == name.end)
        return false;
    memmove(p + 2, p + 1, (l->n - i - 1) * sizeof *p);
    memmove(l->split + i + 2, l->split + i + 1, (l->n - i - 1) * sizeof *l->split);
    l->n++;
    p->v.name = name;
    p->has_second = false;
    p[1] = *p;
    p[1].v.text = p->second.text;
    p[1].v.value = p->second.value;
    l->split[i] = two[0];
    l->split[i + 1] = two[1];
    return true;
}

static void remove_pair(lc_printed_line *l, size_t i)
{
    l->n--;
    memmove(&l->pair[i], &l->pair[i + 1], (l->n - i) * sizeof *l->pair);
    memmove(&l->split[i], &l->split[i + 1], (l->n - i) * sizeof *l->split);
}

/* "0,912" where commas stand for points, and "1,234" of a loss there; "0,1" of anything may be a list. */
static bool is_clear(const lc_pair *p, bool commas)
{
    lc_span rest = p->v.text;
    return !p->unclear ||
           (commas && (!lc_span_take_until(&rest, ",") || lc_span_length(&rest) >= 3));
}

/* What isn't clear by itself is made clear, or removed. */
static void clear_up(lc_printed_line *l, bool commas)
{
    for (size_t i = 0; i < l->n; i++)
        commas |= l->pair[i].comma && !l->pair[i].unclear;
    for (size_t i = 0; i < l->n;) {
        bool unclear = !is_clear(&l->pair[i], commas);
        bool doubled = l->pair[i].has_second && !part_splits(l, i);
        l->unclear |= unclear && is_quantity(l->pair[i].v.name);
        l->doubled |=
            doubled && (is_quantity(l->pair[i].v.name) || is_split_alone(l->pair[i].v.name));
        if (unclear || doubled)
            remove_pair(l, i);
        else
            i++;
    }
}

/* ---- quantities that stand elsewhere --------------------------------------------------- */

/* No counter of samples or batches. */
static bool is_measured(const lc_pair *p)
{
    bool plain = lc_span_length(&p->unit) == 0 || lc_span_is(&p->unit, "%");
    return plain && p->of == 0 &&
           (lc_span_has(&p->v.text, ".") || p->comma || !isfinite(p->v.value));
}

/* "Time: train 9.5": marked, since times stand before anything. */
static bool heads_time(lc_span word, lc_span before)
{
    return kind_of_name(word) == LC_WALL_TIME && word.end < before.end &&
           !isspace((unsigned char)*word.end);
}

/* "Loss - train: 0.5, val: 0.6": what is measured stands before the first split. In "Loss: 0.5, Val: 0.6"
 * it may be anything. */
static void find_quantity(lc_printed_line *l, size_t i)
{
    lc_pair *p = &l->pair[i];
    lc_span own = p->v.name, word = last_word(p->before);
    if (!is_split_alone(own) || !is_measured(p))
        return;
    if (word.s && (is_quantity(word) || heads_time(word, p->before)))
        p->v.name = word;
    else if (!word.s && i > 0 && p[-1].v.name.s < p[-1].before.end &&
             (is_quantity(p[-1].v.name) || kind_of_name(p[-1].v.name) == LC_WALL_TIME))
        p->v.name = p[-1].v.name;
    else
        return;
    l->split[i] = own;
}

/* Of a run among several. */
static bool is_run_name(lc_span name)
{
    static const char *const runs[] = {"fold", "trial", "seed", "run", "repeat", NULL};
    return is_one_of(last_word(name), runs);
}

/* "Trial 3 finished with value: 0.5" sums up what the trial printed. */
static bool is_over(const lc_printed_line *l)
{
    static const char *const words[] = {"finished",  "pruned", "failed", "complete",
                                        "completed", "done",   "ended",  NULL};
    lc_span rest = {l->n ? l->pair[0].v.text.end : l->line.end, l->line.end}, word;
    return l->n > 0 && is_run_name(l->pair[0].v.name) && take_word(&rest, &word) &&
           is_one_of(word, words);
}

/* The lines of optimizers, which call what they minimize "f" or "value". */
static void mark_minimized(lc_printed_line *l)
{
    static const struct {
        const char *begins, *name;
    } lines[] = {{"At iterate ", "f"}, /* L-BFGS-B, as SciPy prints it */
                 {"iter ", "value"}};  /* R: optim(), nnet() */
    memset(l->minimized, 0, sizeof l->minimized);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        if (l->n > 1 && lc_span_begins(&l->line, lines[i].begins) &&
            lc_span_is(&l->pair[1].v.name, lines[i].name))
            l->minimized[1] = true;
}

static void hash_names(lc_printed_line *l)
{
    for (size_t i = 0; i < l->n; i++)
        l->hash = hash_span(hash_span(l->hash, &l->pair[i].v.name), &l->split[i]);
}

void lc_printed_line_parse(lc_printed_line *l, lc_span line, lc_span heading, bool commas)
{
    lc_span split = heading, trimmed = lc_span_trim(line);
    l->line = trimmed;
    l->starred = lc_span_begins(&trimmed, "* ");
    l->hash = lc_mem_hash(LC_HASH_BEGIN, &l->starred, sizeof l->starred);
    l->ranked = take_rank(line, &l->rank);
    l->best = false;
    l->n = 0;
    l->unclear = l->doubled = false;
    bool parted = false;
    take_two(l, &line);
    if (l->n == 0)
        take_leading(l, &line);
    for (size_t i = 0; i < l->n; i++)
        l->split[i] = none;
    for (; l->n < LC_LINE_PAIRS && next_pair(l, &line, &parted); l->n++) {
        const lc_pair *p = &l->pair[l->n];
        lc_span before = last_split(p->before), within = last_split(p->v.name);
        if (l->n == 0 && !before.s)
            before = split_of_phrase(p, &l->best);
        split = within.s ? within : before.s ? before : split;
        l->split[l->n] = split;
    }
    clear_up(l, commas);
    for (size_t i = 0; i < l->n; i++)
        find_quantity(l, i);
    l->best |= is_over(l);
    mark_minimized(l);
    hash_names(l);
}

bool lc_printed_line_names_split(lc_span text)
{
    return last_split(text).s != NULL;
}

/* "*** Evaluation metrics ***", "---- train"; an arrow is none. */
static bool is_decorated(lc_span line)
{
    const char *s = line.s;
    while (s < line.end && *s == *line.s)
        s++;
    return s - line.s > 1 && s < line.end && strchr("*=-#~", *line.s) && *s == ' ';
}

bool lc_printed_line_is_heading(lc_span line, lc_span *word)
{
    line = lc_span_trim(line);
    size_t words = count_words(line);
    *word = last_split(line);
    bool set_off = word->s && (line.end[-1] == ':' || is_decorated(line));
    return word->s && (words == 1 || (words <= HEADING_WORDS && set_off));
}

static bool is_whole(double v)
{
    return v >= 0 && v == floor(v);
}

/* Counters that count something else: plans, limits, what was best. */
static bool is_other_count(const lc_pair *p)
{
    static const char *const words[] = {
        "best",     "last",      "total", "max",   "min",  "patience",   "since",   "every",
        "warmup",   "remaining", "until", "after", "from", "resume",     "resumed", "early",
        "stopping", "wait",      "num",   "per",   "for",  "checkpoint", NULL};
    return count_words(p->v.name) > COUNTER_WORDS || has_word(p->v.name, words) ||
           (lc_span_length(&p->unit) > 0 && !p->rounded) || !isfinite(p->v.value) || p->v.value < 0;
}

/* "epochs: 10" on a line of its own is a plan; "epochs 1/10" is none. */
static bool is_plan(const lc_pair *p)
{
    static const char *const plural[] = {"epochs",  "steps",  "iters",    "iterations", "batches",
                                         "updates", "rounds", "episodes", NULL};
    return p->of == 0 && is_one_of(last_word(p->v.name), plural);
}

/* What is counted under the name of a split: the samples it holds, or epochs where those follow. */
static lc_role role_of_split(const lc_printed_line *l, size_t i)
{
    const lc_pair *p = &l->pair[i], *next = p + 1;
    if (p->of > 0)
        return LC_ROLE_PROGRESS;
    bool counted = i + 1 < l->n && lc_span_length(&next->v.name) == 0;
    if (counted && lc_span_is(&p->unit, "%")) /* "Validation: 100%|####| 20/20" */
        return LC_ROLE_NONE;
    bool bare = lc_span_length(&p->unit) == 0;
    return counted && bare && is_whole(p->v.value) ? LC_ROLE_EPOCH : LC_ROLE_ASIDE;
}

/* "[3/10][640/60000]" at the line's beginning: the first of two counters without a name. */
static bool is_epoch_of_two(const lc_printed_line *l, size_t i)
{
    const lc_pair *p = &l->pair[i], *next = p + 1;
    return i == 0 && l->n > 1 && p->of > 0 && next->of > 0 && lc_span_length(&next->v.name) == 0 &&
           next->before.s == next->before.end;
}

/* A counter without a name. "steps:  5%|#  | 640/60000": a bar may have one, before the percents. */
static lc_role role_of_nameless(const lc_printed_line *l, size_t i)
{
    if (is_epoch_of_two(l, i))
        return LC_ROLE_EPOCH;
    if (i == 0 || !lc_span_is(&l->pair[i - 1].unit, "%"))
        return LC_ROLE_PROGRESS;
    const lc_span *label = &l->pair[i - 1].v.name;
    if (count_words(*label) > 1) /* "evaluating Epoch: 100%|##| 20/20" counts batches */
        return LC_ROLE_PROGRESS;
    lc_kind kind = lc_metric_kind(label->s, lc_span_length(label));
    return kind == LC_EPOCH ? LC_ROLE_EPOCH : kind == LC_STEP ? LC_ROLE_STEP : LC_ROLE_PROGRESS;
}

static lc_role role_of_counter(const lc_pair *p, lc_kind kind)
{
    if (is_other_count(p))
        return LC_ROLE_NONE;
    if (kind == LC_EPOCH)
        return LC_ROLE_EPOCH;
    return is_whole(p->v.value) ? LC_ROLE_STEP : LC_ROLE_NONE;
}

static lc_role role_of(const lc_printed_line *l, size_t i)
{
    /* "val_loss improved from 0.5 to 0.4" repeats what other lines tell. */
    static const char *const best[] = {"best",     "lowest",    "highest",   "improved",
                                       "improves", "decreased", "increased", NULL};
    const lc_pair *p = &l->pair[i];
    lc_span name = p->v.name;
    if (l->best)
        return LC_ROLE_NONE;
    if (lc_span_length(&name) == 0)
        return role_of_nameless(l, i);
    if (is_split_alone(name))
        return role_of_split(l, i);
    if (is_same(name, "progress") && lc_span_is(&p->unit, "%"))
        return LC_ROLE_PROGRESS;
    lc_kind kind = lc_metric_kind(name.s, lc_span_length(&name));
    if (kind == LC_EPOCH || kind == LC_STEP)
        return role_of_counter(p, kind);
    if (is_run_name(name) && is_whole(p->v.value) && !is_other_count(p))
        return LC_ROLE_RUN;
    if (has_word(name, best))
        return LC_ROLE_NONE;
    if (l->minimized[i])
        return LC_ROLE_MEASURE;
    bool unit =
        lc_span_length(&p->unit) > 0 && !lc_span_is(&p->unit, "%") && !lc_span_is(&p->unit, "dB");
    if (unit)
        return kind == LC_WALL_TIME ? LC_ROLE_ASIDE : LC_ROLE_NONE;
    if (kind == LC_LOSS || kind == LC_SCORE || kind == LC_LEARNING_RATE || kind == LC_GRADIENT_NORM)
        return LC_ROLE_MEASURE;
    /* "Sun Jun 8", "and 3 more": a name of anything before a whole number is prose. */
    bool prose = kind == LC_OTHER && !p->marked && is_whole(p->v.value);
    return prose ? LC_ROLE_NONE : LC_ROLE_ASIDE;
}

static bool is_counter(lc_role role)
{
    return role == LC_ROLE_EPOCH || role == LC_ROLE_STEP || role == LC_ROLE_RUN;
}

/* "ep:3 epch:0.14": episodes and epochs; "Ep 3: reward = 20": an episode. */
static void drop_episodes(const lc_printed_line *l, lc_role role[LC_LINE_PAIRS])
{
    static const char *const words[] = {"reward", "rewards", "return", "returns", "rew", NULL};
    size_t epochs = 0;
    bool rewarded = false;
    for (size_t i = 0; i < l->n; i++) {
        epochs += role[i] == LC_ROLE_EPOCH;
        rewarded |= has_word(l->pair[i].v.name, words);
    }
    for (size_t i = 0; i < l->n; i++)
        if (role[i] == LC_ROLE_EPOCH && is_same(l->pair[i].v.name, "ep") &&
            (epochs > 1 || rewarded))
            role[i] = epochs > 1 ? LC_ROLE_NONE : LC_ROLE_STEP;
}

static void drop_plans(const lc_printed_line *l, lc_role role[LC_LINE_PAIRS], lc_line_class *sum)
{
    sum->counter = false;
    for (size_t i = 0; i < l->n; i++) {
        if (is_counter(role[i]) && is_plan(&l->pair[i]))
            role[i] = LC_ROLE_NONE;
        sum->counter |= is_counter(role[i]);
    }
}

/* "lr=0.01 batch=32", where nothing was learned yet. */
static void drop_batch_sizes(const lc_printed_line *l, lc_role role[LC_LINE_PAIRS])
{
    for (size_t i = 0; i < l->n; i++)
        if (role[i] == LC_ROLE_STEP && l->pair[i].of == 0 && is_same(l->pair[i].v.name, "batch"))
            role[i] = LC_ROLE_NONE;
}

/* "L_pde=0.5", "train 0.5": a number with digits behind its point, under a name that is not known. */
static bool is_unknown(const lc_pair *p)
{
    return (p->marked || is_split_alone(p->v.name)) && lc_span_length(&p->unit) == 0 &&
           (lc_span_has(&p->v.text, ".") || p->comma) && kind_of_name(p->v.name) == LC_OTHER;
}

lc_line_class lc_printed_line_classify(const lc_printed_line *l, lc_role role[LC_LINE_PAIRS])
{
    lc_line_class sum = {0};
    for (size_t i = 0; i < l->n; i++) {
        const lc_named_value *v = &l->pair[i].v;
        role[i] = role_of(l, i);
        sum.counter |= is_counter(role[i]);
        sum.unknown |= role[i] == LC_ROLE_ASIDE && is_unknown(&l->pair[i]);
        if (role[i] != LC_ROLE_MEASURE)
            continue;
        lc_kind kind = lc_metric_kind(v->name.s, lc_span_length(&v->name));
        sum.record = true;
        if (kind == LC_LOSS || kind == LC_SCORE || l->minimized[i])
            sum.losses |= UINT64_C(1) << i;
    }
    drop_episodes(l, role);
    if (!sum.losses)
        drop_batch_sizes(l, role);
    if (!sum.record)
        drop_plans(l, role, &sum);
    sum.unknown &= sum.counter && !sum.record;
    return sum;
}

/* ---- names ----------------------------------------------------------------------------- */

/* Compare as far as letters and digits go. */
static bool is_alike(const char *a, size_t n, lc_span b)
{
    size_t i = 0;
    for (;;) {
        while (i < n && !isalnum((unsigned char)a[i]))
            i++;
        while (b.s < b.end && !isalnum((unsigned char)*b.s))
            b.s++;
        if (i == n || b.s == b.end)
            return i == n && b.s == b.end;
        if (tolower((unsigned char)a[i++]) != tolower((unsigned char)*b.s++))
            return false;
    }
}

static bool is_in_line(const lc_printed_line *l, const char *name, size_t n)
{
    for (size_t i = 0; i < l->n; i++)
        if (is_alike(name, n, l->pair[i].v.name))
            return true;
    return false;
}

static size_t copy(char name[LC_NAME_MAX], size_t at, const lc_span *t)
{
    size_t n = lc_span_length(t);
    n = n < LC_NAME_MAX - at ? n : LC_NAME_MAX - at;
    memcpy(name + at, t->s, n);
    return at + n;
}

size_t lc_printed_line_name(const lc_printed_line *l, size_t i, char name[LC_NAME_MAX])
{
    const lc_span *own = &l->pair[i].v.name, *split = &l->split[i];
    lc_kind kind = lc_metric_kind(own->s, lc_span_length(own));
    size_t n = 0;
    if (split->s && (kind == LC_LOSS || kind == LC_SCORE) &&
        !lc_metric_names_split(own->s, lc_span_length(own))) {
        n = copy(name, 0, split);
        if (n < LC_NAME_MAX)
            name[n++] = ' ';
        n = copy(name, n, own);
        /* "loss 0.5 val loss 0.6 acc 0.8 val acc 0.7": the third is no validation's. */
        if (!is_in_line(l, name, n))
            return n;
    }
    return copy(name, 0, own);
}
