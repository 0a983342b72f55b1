/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_map.c - what the user says of metrics: which names are meant, and what becomes of them. */
#include "model/map.h"

#include "base/mem.h"
#include "model/builder.h"
#include "model/metric.h"

#include <check.h>
#include <string.h>

Suite *suite_map(void);

static const struct {
    const char *pattern, *name;
    bool fits;
} names[] = {
    {"loss", "loss", true},
    {"loss", "los", false},
    {"loss", "loss2", false},
    {"", "", true},
    {"", "a", false},
    {"*", "", true},
    {"*", "anything / at all", true},
    {"**", "x", true},
    {"val_*", "val_loss", true},
    {"val_*", "val_", true},
    {"val_*", "train/val_loss", false},
    {"*_loss", "box_loss", true},
    {"*_loss", "box_loss_x", false},
    {"*a*b*", "xxaxxbxx", true},
    {"*a*b*", "xxbxxaxx", false},
    {"a*b", "aab", true},
    {"a*ab", "aaab", true}, /* the star must give back what it took */
    {"*ab", "aabab", true},
    {"loss[0]", "loss[0]", true}, /* only '*' is special */
    {"loss?", "losss", false},
    {"a\\*", "a\\b", true},
    {"\xE6\x8D\x9F*", "\xE6\x8D\x9F\xE5\xA4\xB1", true},
};

START_TEST(knows_the_names_that_are_meant)
{
    const lc_map map = {.name = names[_i].pattern};
    ck_assert_msg(lc_map_fits(&map, names[_i].name) == names[_i].fits, "'%s' and '%s'",
                  names[_i].pattern, names[_i].name);
}
END_TEST

/* A pattern that a matcher with backtracking takes ages for. */
START_TEST(takes_no_ages)
{
    char pattern[201], name[5001];
    for (size_t i = 0; i < 200; i++)
        pattern[i] = i % 2 ? 'a' : '*';
    pattern[200] = '\0';
    memset(name, 'a', 5000);
    name[5000] = '\0';
    ck_assert(lc_map_fits(&(lc_map){.name = pattern}, name));
    name[4999] = 'b';
    ck_assert(!lc_map_fits(&(lc_map){.name = pattern}, name));
}
END_TEST

START_TEST(the_last_one_that_fits_counts)
{
    lc_map maps[] = {{.name = "a*"}, {.name = "*b"}, {.name = "c"}};
    ck_assert_ptr_eq(lc_map_find(maps, 3, "ab"), &maps[1]);
    ck_assert_ptr_eq(lc_map_find(maps, 3, "ac"), &maps[0]);
    ck_assert_ptr_null(lc_map_find(maps, 3, "x"));
    ck_assert(maps[0].met && maps[1].met && !maps[2].met);
    ck_assert_ptr_null(lc_map_find(NULL, 0, "x"));
}
END_TEST

#define SPLIT(s) .has_split = true, .split = s
#define KIND(k) .has_kind = true, .kind = k
#define BETTER(d) .has_better = true, .better = d

static const struct {
    const char *name;
    lc_map map;
    lc_split split;
    lc_kind kind;
    lc_direction better;
} meanings[] = {
    {"foo", {.ignore = false}, LC_SPLIT_NONE, LC_OTHER, LC_NEITHER},
    {"foo", {KIND(LC_LOSS)}, LC_TRAIN, LC_LOSS, LC_LOWER_IS_BETTER}, /* as "loss" alone */
    {"foo", {SPLIT(LC_TEST), KIND(LC_SCORE)}, LC_TEST, LC_SCORE, LC_HIGHER_IS_BETTER},
    {"foo", {KIND(LC_STEP)}, LC_SPLIT_NONE, LC_STEP, LC_NEITHER},
    {"foo", {BETTER(LC_HIGHER_IS_BETTER)}, LC_TRAIN, LC_OTHER, LC_HIGHER_IS_BETTER},
    {"val_loss", {SPLIT(LC_TEST)}, LC_TEST, LC_LOSS, LC_LOWER_IS_BETTER},
    {"val_loss", {KIND(LC_SCORE)}, LC_VALIDATION, LC_SCORE, LC_HIGHER_IS_BETTER},
    {"val_loss",
     {KIND(LC_SCORE), BETTER(LC_LOWER_IS_BETTER)},
     LC_VALIDATION,
     LC_SCORE,
     LC_LOWER_IS_BETTER},
    {"val_loss", {KIND(LC_OTHER)}, LC_VALIDATION, LC_OTHER, LC_NEITHER},
    {"loss", {SPLIT(LC_SPLIT_NONE)}, LC_SPLIT_NONE, LC_LOSS, LC_LOWER_IS_BETTER},
};

START_TEST(changes_what_is_told_and_no_more)
{
    lc_metric m = {0};
    ck_assert_int_eq(lc_metric_infer(&m, meanings[_i].name, strlen(meanings[_i].name), NULL),
                     LC_OK);
    lc_map_apply(&meanings[_i].map, &m);
    ck_assert_int_eq(m.split, meanings[_i].split);
    ck_assert_int_eq(m.kind, meanings[_i].kind);
    ck_assert_int_eq(m.better, meanings[_i].better);
    lc_metric_free(&m);
}
END_TEST

/* ---- within a run --------------------------------------------------------------------------- */

/* A record of each metric, in two halves: the value 1, then 2. */
static lc_runs build(lc_map *maps, size_t maps_n, const char *const *metrics, size_t n)
{
    const lc_read_options told = {.maps = maps, .maps_n = maps_n};
    lc_runs runs = LC_RUNS_INIT;
    lc_builder *b = NULL;
    uint32_t id;
    ck_assert_int_eq(lc_builder_open(&b, &told, NULL), LC_OK);
    for (size_t r = 0; r < 2; r++) {
        lc_builder_record(b);
        for (size_t i = 0; i < n; i++) {
            lc_builder_metric(b, metrics[i], strlen(metrics[i]), &id);
            lc_builder_put(b, id, 1.0 + (double)r);
        }
    }
    ck_assert_int_eq(lc_builder_finish(b, &runs, NULL, "test", NULL), LC_OK);
    lc_builder_close(b);
    return runs;
}

START_TEST(leaves_out_what_is_ignored)
{
    static const char *const metrics[] = {"epoch", "loss", "junk1", "junk2"};
    lc_map maps[] = {{.name = "junk*", .ignore = true}};
    lc_runs runs = build(maps, 1, metrics, 4);
    ck_assert_uint_eq(runs.run[0].series_n, 1);
    ck_assert_str_eq(runs.run[0].series[0].metric.name, "loss");
    ck_assert(maps[0].met);
    lc_runs_free(&runs);
    lc_map all[] = {{.name = "*", .ignore = true}};
    runs = build(all, 1, metrics, 4);
    ck_assert_uint_eq(runs.n, 0);
    lc_runs_free(&runs);
}
END_TEST

/* "Loss: 0.5, Train: 0.97, Val: 0.77": accuracies, if they are shares, and a loss stands beside them. So is
 * "total" their sum, if it isn't counted. Without a loss the course of training tells: "learn" and "test" are
 * losses where it falls, and accuracies where it rises and they are shares. */
START_TEST(names_alone_are_known_beside_a_loss_or_by_their_course)
{
    static const struct {
        const char *first, *name;
        double value[2];
        lc_kind kind;
        const char *base;
    } logs[] = {{"Loss", "Val", {0.62, 0.77}, LC_SCORE, "accuracy"},
                {"Loss", "Val", {6.2, 7.7}, LC_OTHER, "Val"},
                {"Time", "Val", {0.62, 0.77}, LC_OTHER, "Val"},
                {"loss_depth", "Total", {0.9, NAN}, LC_LOSS, "total_loss"},
                {"loss_depth", "Total", {640, 1280}, LC_OTHER, "total"},
                {"Time", "Total", {0.9, 0.8}, LC_OTHER, "total"},
                {"learn", "test", {640, 655}, LC_LOSS, "loss"},
                {"learn", "val_auc", {0.6, 0.7}, LC_SCORE, "auc"},
                {"val_auc", "learn", {640, 620}, LC_OTHER, "learn"},
                {"Time", "Train", {6.4, 6.2}, LC_LOSS, "loss"},
                {"Time", "Train", {0.62, 0.77}, LC_SCORE, "accuracy"},
                {"Time", "Train", {6.2, 7.7}, LC_OTHER, "Train"}};
    for (size_t k = 0; k < sizeof logs / sizeof *logs; k++) {
        lc_runs runs = LC_RUNS_INIT;
        lc_builder *b = NULL;
        uint32_t id;
        ck_assert_int_eq(lc_builder_open(&b, NULL, NULL), LC_OK);
        for (size_t r = 0; r < 2; r++) {
            lc_builder_record(b);
            lc_builder_metric(b, logs[k].first, strlen(logs[k].first), &id);
            lc_builder_put(b, id, 1.0 - 0.2 * (double)r);
            lc_builder_metric(b, logs[k].name, strlen(logs[k].name), &id);
            lc_builder_put(b, id, logs[k].value[r]);
        }
        ck_assert_int_eq(lc_builder_finish(b, &runs, NULL, "test", NULL), LC_OK);
        lc_builder_close(b);
        const lc_metric *m = &lc_run_find(&runs.run[0], logs[k].name)->metric;
        ck_assert_int_eq(m->kind, logs[k].kind);
        ck_assert_str_eq(m->base, logs[k].base);
        lc_runs_free(&runs);
    }
}
END_TEST

/* "train_loss, valid_loss, accuracy", as fastai's tables are: the accuracy is validation's. Keras' is of training,
 * whose loss says no split either; and so is what has a counterpart, a part of the loss, and what the user says. */
START_TEST(scores_beside_losses_that_say_their_split_are_held_out)
{
    static const struct {
        const char *names[5], *asked;
        bool told; /* by the user: training's */
        lc_split split;
    } logs[] = {
        {{"train_loss", "valid_loss", "accuracy"}, "accuracy", false, LC_VALIDATION},
        {{"Training Loss", "Validation Loss", "Wer"}, "Wer", false, LC_VALIDATION},
        {{"trainLoss", "valLoss", "rmse"}, "rmse", false, LC_VALIDATION},
        {{"train_loss", "test_loss", "f1"}, "f1", false, LC_TEST},
        {{"train_loss", "test_loss", "val_loss", "f1"}, "f1", false, LC_VALIDATION},
        {{"train_loss", "val_loss", "train_acc", "acc"}, "acc", false, LC_VALIDATION},
        {{"loss", "val_loss", "f1"}, "f1", false, LC_TRAIN},
        {{"train_loss", "val_loss", "acc", "val_acc"}, "acc", false, LC_TRAIN},
        {{"train_loss", "val_loss", "kl_loss"}, "kl_loss", false, LC_TRAIN},
        {{"train_loss", "f1"}, "f1", false, LC_TRAIN},
        {{"train_loss", "val_loss", "f1"}, "f1", true, LC_TRAIN},
    };
    for (size_t k = 0; k < sizeof logs / sizeof *logs; k++) {
        size_t n = 0;
        while (n < 5 && logs[k].names[n])
            n++;
        lc_map map = {.name = "f1", SPLIT(LC_TRAIN)};
        lc_runs runs = build(&map, logs[k].told, logs[k].names, n);
        const lc_metric *m = &lc_run_find(&runs.run[0], logs[k].asked)->metric;
        ck_assert_msg(m->split == logs[k].split, "%zu: %s", k, lc_split_name(m->split));
        lc_runs_free(&runs);
    }
}
END_TEST

/* Beside a loss that falls in each of four records, a split's name alone is its error where it falls, too. */
START_TEST(what_falls_with_the_loss_under_the_name_of_a_split_is_an_error)
{
    static const double losses[2][4] = {{2, 1.5, 1.2, 1}, {1, 1.2, 1.1, 1.3}},
                        shares[2][4] = {{.4, .3, .25, .2}, {.6, .7, .75, .8}};
    for (size_t k = 0; k < 4; k++) {
        lc_runs runs = LC_RUNS_INIT;
        lc_builder *b = NULL;
        uint32_t id;
        ck_assert_int_eq(lc_builder_open(&b, NULL, NULL), LC_OK);
        for (size_t r = 0; r < 4; r++) {
            lc_builder_record(b);
            lc_builder_metric(b, "Loss", strlen("Loss"), &id);
            lc_builder_put(b, id, losses[k / 2][r]);
            lc_builder_metric(b, "Val", strlen("Val"), &id);
            lc_builder_put(b, id, shares[k % 2][r]);
        }
        ck_assert_int_eq(lc_builder_finish(b, &runs, NULL, "test", NULL), LC_OK);
        lc_builder_close(b);
        const lc_metric *m = &lc_run_find(&runs.run[0], "Val")->metric;
        ck_assert_int_eq(m->kind, k == 0 ? LC_LOSS : LC_SCORE);
        ck_assert_str_eq(m->base, k == 0 ? "error" : "accuracy");
        lc_runs_free(&runs);
    }
}
END_TEST

/* Columns "train" and "test" of seconds: of the pairs of records 3 of 6 fall, and nothing is a loss. Of a loss that
 * is noisy 5 of 6 do. */
START_TEST(what_goes_up_and_down_under_the_name_of_a_split_is_no_loss)
{
    static const struct {
        double value[4];
        lc_kind kind;
    } logs[] = {{{9.4, 9.1, 9.5, 9.2}, LC_OTHER},
                {{0.94, 0.91, 0.95, 0.92}, LC_OTHER},
                {{9.4, 9.1, 9.2, 8.5}, LC_LOSS}};
    for (size_t k = 0; k < sizeof logs / sizeof *logs; k++) {
        lc_runs runs = LC_RUNS_INIT;
        lc_builder *b = NULL;
        uint32_t id;
        ck_assert_int_eq(lc_builder_open(&b, NULL, NULL), LC_OK);
        lc_builder_metric(b, "train", strlen("train"), &id);
        for (size_t r = 0; r < 4; r++) {
            lc_builder_record(b);
            lc_builder_put(b, id, logs[k].value[r]);
        }
        ck_assert_int_eq(lc_builder_finish(b, &runs, NULL, "test", NULL), LC_OK);
        lc_builder_close(b);
        ck_assert_int_eq(lc_run_find(&runs.run[0], "train")->metric.kind, logs[k].kind);
        lc_runs_free(&runs);
    }
}
END_TEST

START_TEST(is_asked_before_the_axis_is_chosen)
{
    static const char *const metrics[] = {"my clock", "epoch", "loss"};
    lc_map maps[] = {{.name = "my clock", KIND(LC_STEP)}, {.name = "epoch", KIND(LC_OTHER)}};
    lc_runs runs = build(maps, 2, metrics, 3);
    ck_assert_str_eq(runs.run[0].axis_name, "my clock");
    ck_assert_int_eq(runs.run[0].axis, LC_STEP);
    ck_assert_int_eq(lc_run_find(&runs.run[0], "epoch")->metric.kind, LC_OTHER);
    lc_runs_free(&runs);
}
END_TEST

static void check_bases(lc_map *maps, size_t n, const char *a, const char *b)
{
    static const char *const metrics[] = {"a", "b", "c"};
    lc_runs runs = build(maps, n, metrics, 3);
    ck_assert_str_eq(lc_run_find(&runs.run[0], "a")->metric.base, a);
    ck_assert_str_eq(lc_run_find(&runs.run[0], "b")->metric.base, b);
    lc_runs_free(&runs);
}

START_TEST(pairs_the_only_ones_of_their_kind)
{
    lc_map pair[] = {{.name = "a", SPLIT(LC_TRAIN), KIND(LC_LOSS)},
                     {.name = "b", SPLIT(LC_VALIDATION), KIND(LC_LOSS)},
                     {.name = "c", SPLIT(LC_TRAIN), KIND(LC_LOSS)}};
    check_bases(pair, 2, "loss", "loss");
    check_bases(pair, 3, "a", "loss"); /* a and c both are training losses */
    check_bases(pair, 0, "a", "b");
}
END_TEST

START_TEST(the_user_knows_better_than_the_log)
{
    lc_map told[] = {{.name = "a", KIND(LC_SCORE)}};
    const lc_map logged = {KIND(LC_LOSS)};
    const lc_read_options options = {.maps = told, .maps_n = 1};
    lc_runs runs = LC_RUNS_INIT;
    lc_builder *b = NULL;
    uint32_t id[2];
    ck_assert_int_eq(lc_builder_open(&b, &options, NULL), LC_OK);
    for (size_t i = 0; i < 2; i++) {
        lc_builder_metric(b, i ? "b" : "a", 1, &id[i]);
        ck_assert_int_eq(lc_builder_means(b, id[i], &logged), LC_OK);
        lc_builder_put(b, id[i], 1);
    }
    ck_assert_int_eq(lc_builder_finish(b, &runs, NULL, "test", NULL), LC_OK);
    lc_builder_close(b);
    ck_assert_int_eq(runs.run[0].series[0].metric.kind, LC_SCORE);
    ck_assert_int_eq(runs.run[0].series[1].metric.kind, LC_LOSS);
    lc_runs_free(&runs);
}
END_TEST

/* Two runs side by side, "a - foo" and "b - foo". The user, or the log when `logged`, says what the
 * metrics of this name are. */
static void check_side_by_side(const char *name, bool logged, bool ignore)
{
    const lc_map means = {.has_kind = true, .kind = LC_LOSS, SPLIT(LC_VALIDATION)};
    lc_map user[] = {{.name = name, .ignore = ignore, SPLIT(LC_VALIDATION), KIND(LC_LOSS)}};
    const lc_read_options options = {.maps = user, .maps_n = !logged};
    static const char *const columns[] = {"a - foo", "b - foo", "b - acc"};
    lc_runs runs = LC_RUNS_INIT;
    lc_builder *b = NULL;
    uint32_t id;
    ck_assert_int_eq(lc_builder_open(&b, &options, NULL), LC_OK);
    for (size_t i = 0; i < 3; i++) {
        lc_builder_metric(b, columns[i], strlen(columns[i]), &id);
        lc_builder_assign_run(b, id, i ? "b" : "a", columns[i] + 4);
        if (logged && i < 2)
            lc_builder_means(b, id, &means);
        lc_builder_put(b, id, 1);
    }
    ck_assert_int_eq(lc_builder_finish(b, &runs, NULL, "test", NULL), LC_OK);
    lc_builder_close(b);
    ck_assert_uint_eq(runs.n, ignore ? 1 : 2);
    for (size_t i = 0; i < 2 && !ignore; i++) {
        const lc_metric *m = &runs.run[i].series[0].metric;
        ck_assert_int_eq(m->kind, LC_LOSS);
        ck_assert_int_eq(m->split, LC_VALIDATION);
        ck_assert_str_eq(m->base, "loss"); /* the only one in its run */
    }
    lc_runs_free(&runs);
}

START_TEST(counts_for_runs_that_stand_side_by_side)
{
    check_side_by_side("*foo", false, false);
    check_side_by_side("foo", false, false); /* as `inspect` shows it */
    check_side_by_side("* - foo", false, false);
    check_side_by_side("foo", false, true);
    check_side_by_side("", true, false);
}
END_TEST

#define COUNT(table) (int)(sizeof(table) / sizeof *(table))

Suite *suite_map(void)
{
    Suite *s = suite_create("map");
    TCase *t = tcase_create("map");
    tcase_add_loop_test(t, knows_the_names_that_are_meant, 0, COUNT(names));
    tcase_add_test(t, takes_no_ages);
    tcase_add_test(t, the_last_one_that_fits_counts);
    tcase_add_loop_test(t, changes_what_is_told_and_no_more, 0, COUNT(meanings));
    tcase_add_test(t, leaves_out_what_is_ignored);
    tcase_add_test(t, scores_beside_losses_that_say_their_split_are_held_out);
    tcase_add_test(t, names_alone_are_known_beside_a_loss_or_by_their_course);
    tcase_add_test(t, what_falls_with_the_loss_under_the_name_of_a_split_is_an_error);
    tcase_add_test(t, what_goes_up_and_down_under_the_name_of_a_split_is_no_loss);
    tcase_add_test(t, is_asked_before_the_axis_is_chosen);
    tcase_add_test(t, pairs_the_only_ones_of_their_kind);
    tcase_add_test(t, the_user_knows_better_than_the_log);
    tcase_add_test(t, counts_for_runs_that_stand_side_by_side);
    suite_add_tcase(s, t);
    return s;
}
