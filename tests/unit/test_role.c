/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_role.c - what part a metric plays in its training, by its name. */
#include "diagnose/role.h"

#include "base/mem.h"
#include "curves.h"

#include <check.h>
#include <string.h>

Suite *suite_role(void);

/* A run of one record with these metrics, at `first` the first of them. */
static lc_run run_with(const char *const *names, double first)
{
    lc_run run = run_over(1);
    for (size_t i = 0; names[i]; i++) {
        double y = i ? 1 : first;
        add(&run, names[i], &y);
    }
    return run;
}

static const struct {
    const char *name;
    char side;          /* of an adversarial training */
    bool discriminator; /* tells how often one is right */
    bool reward;        /* along epochs */
    bool first_guess;   /* by its base name */
    bool plain, weight;
    int rank; /* of losses: how little the name says that it is minimised */
} metrics[] = {
    {.name = "loss", .plain = true, .rank = 0},
    {.name = "val_loss", .plain = true, .rank = 0},
    {.name = "loss_step", .plain = true, .rank = 1},
    {.name = "train_unweighted_loss", .plain = true, .rank = 1},
    {.name = "cross_entropy", .plain = true, .rank = 1},
    {.name = "nll", .plain = true, .rank = 1},
    {.name = "total_loss", .rank = 2},
    {.name = "loss_overall", .rank = 2},
    {.name = "box_loss", .rank = 3},
    {.name = "losses", .plain = true, .rank = 0},
    {.name = "d_loss", .side = 'd', .rank = 3},
    {.name = "critic_loss", .side = 'd', .rank = 3},
    {.name = "g_loss", .side = 'g', .rank = 3},
    {.name = "loss_generator", .side = 'g', .rank = 3},
    {.name = "loss_d_fake", .side = 'd', .rank = 3},
    {.name = "g_loss_2", .side = 'g', .rank = 3},
    {.name = "disc_loss", .side = 'd', .rank = 3},
    {.name = "weighted_loss", .rank = 3},
    {.name = "loss_dice", .rank = 3},
    {.name = "loss_giou", .rank = 3},
    {.name = "reg_loss", .rank = 3},
    {.name = "d_acc", .discriminator = true, .rank = 3},
    {.name = "real_accuracy", .discriminator = true, .rank = 3},
    {.name = "accuracy", .first_guess = true, .rank = 3},
    {.name = "val_top1", .first_guess = true, .rank = 3},
    {.name = "accuracy_top1", .first_guess = true, .rank = 3},
    {.name = "accuracy_top5", .rank = 3},
    {.name = "acc_x", .rank = 3},
    {.name = "mean_reward", .reward = true, .rank = 3},
    {.name = "ep_rew_mean", .reward = true, .rank = 3},
    {.name = "episode_return", .reward = true, .rank = 3},
    {.name = "val_score", .rank = 3},
    {.name = "kl_weight", .weight = true, .rank = 3},
    {.name = "beta", .weight = true, .rank = 3},
    {.name = "beta_loss", .rank = 3},
};

START_TEST(names_tell_roles)
{
    const char *const names[] = {metrics[_i].name, NULL};
    lc_run run = run_with(names, 1);
    const lc_metric *m = &run.series[0].metric;
    ck_assert_int_eq(lc_role_side(m), metrics[_i].side);
    ck_assert_int_eq(lc_role_is_of_discriminator(m), metrics[_i].discriminator);
    ck_assert_int_eq(lc_role_is_reward(&run, m), metrics[_i].reward);
    ck_assert_int_eq(lc_role_is_first_guess(m->base), metrics[_i].first_guess);
    ck_assert_int_eq(lc_role_is_plain_loss(m), metrics[_i].plain);
    ck_assert_int_eq(lc_role_is_part_weight(m), metrics[_i].weight);
    ck_assert_int_eq(lc_role_main_rank(m), metrics[_i].rank);
    lc_run_free(&run);
}
END_TEST

static const struct {
    const char *names[4];
    double first; /* value of the first; 0: 1 */
    bool adversarial, reinforcement, objectness;
} runs[] = {
    {.names = {"loss", "val_loss"}},
    {.names = {"d_loss", "g_loss"}, .adversarial = true},
    {.names = {"g_loss", "loss"}},
    {.names = {"combined_loss", "reg_loss"}},
    {.names = {"loss_dice", "loss_giou"}},
    {.names = {"d_loss", "fid"}, .adversarial = true},
    {.names = {"d_loss", "loss"}},
    {.names = {"critic_loss", "loss"}, .first = -1, .adversarial = true},
    {.names = {"g_loss", "loss"}, .first = -1},
    {.names = {"loss", "mean_reward"}, .reinforcement = true},
    {.names = {"rewards_chosen", "mean_reward"}},
    {.names = {"mean_reward", "rewards_rejected"}},
    {.names = {"obj_loss", "box_loss"}, .objectness = true},
    {.names = {"obj_loss", "val_map"}, .objectness = true},
    {.names = {"obj_loss", "val_obj_loss"}},
    {.names = {"obj_loss", "lr"}},
    {.names = {"box_loss", "obj_loss"}},
};

START_TEST(metrics_together_tell_what_training_it_is)
{
    lc_run run = run_with(runs[_i].names, runs[_i].first < 0 ? runs[_i].first : 1);
    ck_assert_int_eq(lc_role_is_adversarial(&run), runs[_i].adversarial);
    ck_assert_int_eq(lc_role_is_reinforcement(&run), runs[_i].reinforcement);
    ck_assert_int_eq(lc_role_is_objectness(&run, &run.series[0].metric), runs[_i].objectness);
    lc_run_free(&run);
}
END_TEST

START_TEST(some_words_are_logged)
{
    static const char *const names[] = {"loss", "val_box_loss", NULL},
                             *const box[] = {"mask", "box", NULL}, *const mask[] = {"mask", NULL};
    lc_run run = run_with(names, 1);
    ck_assert(lc_role_is_logged(&run, box) && !lc_role_is_logged(&run, mask));
    lc_run_free(&run);
}
END_TEST

START_TEST(a_part_is_named_after_its_whole)
{
    static const struct {
        const char *part, *whole;
        bool is;
    } cases[] = {{"box_loss", "loss", true},      {"loss_box", "loss", true},
                 {"loss", "loss", false},         {"boxloss", "loss", false},
                 {"lossbox", "loss", false},      {"rmse_e", "rmse", true},
                 {"box_loss", "cls_loss", false}, {"loss", "box_loss", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *const names[] = {cases[i].part, cases[i].whole, NULL};
        lc_run run = run_with(names + (strcmp(names[0], names[1]) == 0), 1);
        bool is = lc_role_is_part_of(&run.series[0].metric, &run.series[run.series_n - 1].metric);
        ck_assert_msg(is == cases[i].is, "%s of %s", cases[i].part, cases[i].whole);
        lc_run_free(&run);
    }
}
END_TEST

START_TEST(a_head_stands_before_loss_or_accuracy)
{
    static const struct {
        const char *base;
        size_t head;
    } cases[] = {{"loss", 0},
                 {"box_loss", 4},
                 {"accuracy", 0},
                 {"mask_accuracy", 5},
                 {"unweighted_loss", 0},
                 {"accuracy_loss", 0},
                 {"f1", 0},
                 {"loss_accuracy", 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_msg(lc_role_head(cases[i].base) == cases[i].head, "%s", cases[i].base);
}
END_TEST

START_TEST(rewards_of_episodes_come_first)
{
    static const char *const rising[] = {"int_rew", "reward", "reward_mean", "episode_reward_mean"};
    for (size_t i = 1; i < sizeof rising / sizeof *rising; i++)
        ck_assert_int_gt(lc_role_reward_rank(rising[i]), lc_role_reward_rank(rising[i - 1]));
    ck_assert_int_eq(lc_role_reward_rank("intrinsic_return"), 0);
    ck_assert_int_eq(lc_role_reward_rank("avg_return"), lc_role_reward_rank("ep_return"));
}
END_TEST

/* Along episodes a score is a reward. */
START_TEST(a_score_of_episodes_is_a_reward)
{
    static const char *const names[] = {"score", NULL};
    double x[] = {1, 2};
    lc_run run = run_with(names, 1);
    ck_assert(!lc_role_is_reward(&run, &run.series[0].metric));
    lc_run_free(&run);
    run = run_at(x, 2);
    add(&run, "score", x);
    lc_mem_free(run.axis_name);
    run.axis_name = lc_mem_text("Episode", 7);
    ck_assert(lc_role_is_reward(&run, &run.series[0].metric));
    lc_run_free(&run);
}
END_TEST

Suite *suite_role(void)
{
    Suite *s = suite_create("role");
    TCase *t = tcase_create("all");
    tcase_add_loop_test(t, names_tell_roles, 0, (int)(sizeof metrics / sizeof *metrics));
    tcase_add_loop_test(t, metrics_together_tell_what_training_it_is, 0,
                        (int)(sizeof runs / sizeof *runs));
    tcase_add_test(t, some_words_are_logged);
    tcase_add_test(t, a_part_is_named_after_its_whole);
    tcase_add_test(t, a_head_stands_before_loss_or_accuracy);
    tcase_add_test(t, rewards_of_episodes_come_first);
    tcase_add_test(t, a_score_of_episodes_is_a_reward);
    suite_add_tcase(s, t);
    return s;
}
