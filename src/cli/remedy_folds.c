/* SPDX-License-Identifier: GPL-3.0-or-later */
/* remedy_folds.c - networks that have not seen a row judge its label. */
#include "cli/remedy_folds.h"

#include "cli/message.h"
#include "cli/remedy_labels.h"
#include "cli/text.h"
#include "cli/train_run.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LABEL_FOLDS ((size_t)5)
#define LABELS_SHOWN ((size_t)8)
#define ROUNDS 4 /* at most */

/* The same training, each time with another fifth of the rows held out, and what it takes. */
typedef struct label_study {
    study *study;
    const candidate *c;
    settings s;
    lc_data_split fold[LABEL_FOLDS];
    lc_row_set held[LABEL_FOLDS]; /* validation rows of the first time */
    remedy_run run[LABEL_FOLDS];
    char name[LABEL_FOLDS][32];
    char *words[REMEDY_WORDS + 8];
    lc_network *network[LABEL_FOLDS];
} label_study;

static lc_status copy_rows(lc_row_set *to, const lc_row_set *from, lc_error *err)
{
    to->row = calloc(from->n + 1, sizeof *to->row);
    if (!to->row)
        return lc_error_set(err, LC_E_NOMEM, 0, "out of memory");
    memcpy(to->row, from->row, from->n * sizeof *to->row);
    to->n = from->n;
    return LC_OK;
}

static lc_status set_folds(label_study *l, const candidate *c, lc_error *err)
{
    static char folds[] = "--folds", number[8], test[] = "--test", best[] = "--restore-best";
    const study *st = l->study;
    size_t n = 0;
    lc_status rc = LC_OK;
    l->c = c;
    snprintf(number, sizeof number, "%zu", LABEL_FOLDS);
    l->s = c->remedy ? c->remedy->s : *st->task.s;
    l->s.train.folds = LABEL_FOLDS;
    l->s.train.restore_best = true;
    for (size_t i = 0; c->remedy && i < c->remedy->words_n; i++)
        l->words[n++] = c->remedy->word[i];
    char *const more[] = {best, folds, number, test, (char *)st->test};
    for (size_t i = 0; i < sizeof more / sizeof *more; i++)
        l->words[n++] = more[i];
    for (size_t k = 0; k < LABEL_FOLDS && rc == LC_OK; k++) {
        const train_variant v = {.fold = k};
        rc = train_variant_split(&l->fold[k], &st->task.table, &l->s.train, &v, err);
        if (rc == LC_OK)
            rc = copy_rows(&l->held[k], &l->fold[k].validation, err);
    }
    return rc;
}

static void set_runs(label_study *l, size_t round)
{
    for (size_t k = 0; k < LABEL_FOLDS; k++) {
        if (round)
            snprintf(l->name[k], sizeof l->name[k], "labels-%zu-fold%zu", round + 1, k + 1);
        else
            snprintf(l->name[k], sizeof l->name[k], "labels-fold%zu", k + 1);
        l->run[k] =
            (remedy_run){.s = &l->s, .name = l->name[k], .words = l->words, .split = &l->fold[k]};
    }
}

/* ---- the runs ------------------------------------------------------------------------------- */

static void answer_fold(const void *shared, const char *question, size_t n, FILE *answer)
{
    label_study *l = *(label_study *const *)shared;
    size_t k;
    (void)n;
    if (sscanf(question, "%*c %*u %zu", &k) != 1 || k >= LABEL_FOLDS)
        return;
    remedy_run r = l->run[k];
    remedy_run_do(&r, &l->study->task);
    remedy_run_write(answer, &r, &l->study->task);
    remedy_run_free(&r);
}

static bool ask_fold(void *self, size_t k, FILE *out)
{
    const label_study *l = self;
    study_ask(out, l->study, FOLDS_ASK_RUN, l->c, k);
    return false;
}

static bool take_fold(void *self, size_t k, const lc_answered *answer)
{
    label_study *l = self;
    remedy_run_take(&l->run[k], &l->study->task, answer);
    return true;
}

/* Another process knows the rows of the first round only. */
static lc_status train_folds(label_study *l, size_t round, lc_error *err)
{
    const study *st = l->study;
    const lc_work work = {.n = LABEL_FOLDS,
                          .answer = answer_fold,
                          .shared = &l,
                          .ask = ask_fold,
                          .take = take_fold,
                          .self = l,
                          .spread = st->spread && round == 0};
    return lc_work_run(&work, (unsigned)train_threads(&st->task.s->train))
               ? LC_OK
               : lc_error_set(err, LC_E_NOMEM, 0, "out of memory");
}

/* There is one way of training whose labels are judged. */
void remedy_fold_answer(study *st, const char *question, FILE *answer)
{
    lc_error err = LC_ERROR_INIT;
    size_t c;
    if (sscanf(question, "%*c %zu", &c) != 1 || c > st->listed + 1)
        return;
    label_study *l = st->labels ? st->labels : calloc(1, sizeof *l);
    if (!l)
        return;
    l->study = st;
    if (!st->labels && set_folds(l, &st->all[c], &err) != LC_OK) {
        free(l);
        return;
    }
    if (!st->labels)
        set_runs(l, 0);
    st->labels = l;
    answer_fold(&l, question, strlen(question), answer);
}

/* ---- labels --------------------------------------------------------------------------------- */

/* Networks of all folds, or false where one broke. */
static bool read_networks(label_study *l)
{
    lc_error err = LC_ERROR_INIT;
    for (size_t k = 0; k < LABEL_FOLDS; k++) {
        char *path = text_format("%s/%s.model", l->study->task.folder, l->name[k]);
        bool ok = path && !l->run[k].failed && lc_network_read(&l->network[k], path, &err) == LC_OK;
        free(path);
        if (!ok)
            return false;
    }
    return true;
}

static void print_suspect(const study *st, const suspect *s)
{
    const lc_schema *schema = &st->task.table.schema;
    if (schema->target.task == LC_REGRESSION) {
        printf("%zu (%.6g, predicted %.4g)", s->row + 1, s->target, s->predicted);
        return;
    }
    const char *name = schema->target.class_name.text[s->label];
    char *label = lc_text_clean(name, strlen(name));
    printf("%zu (%.24s, p = %.2g)", s->row + 1, label ? label : "?", s->label_p);
    free(label);
}

static void print_labels(const study *st, const label_check *check)
{
    bool values = st->task.table.schema.target.task == LC_REGRESSION, one = check->n == 1;
    printf("Labels: of %zu rows, each judged by a network that has not seen it, ", check->rows);
    if (check->blind) {
        puts("none: these networks know too little to judge labels.");
        return;
    }
    if (values)
        printf("%zu %s a target farther off than its usual errors explain", check->n,
               one ? "has" : "have");
    else
        printf("%zu look%s like another class than %s label", check->n, one ? "s" : "",
               one ? "its" : "their");
    for (size_t i = 0; i < check->n && i < LABELS_SHOWN; i++) {
        fputs(i ? ", " : one ? ": row " : ": rows ", stdout);
        print_suspect(st, &check->suspect[i]);
    }
    puts(check->n > LABELS_SHOWN ? ", ..." : ".");
}

static void end_runs(label_study *l)
{
    for (size_t k = 0; k < LABEL_FOLDS; k++) {
        lc_network_free(l->network[k]);
        l->network[k] = NULL;
        remedy_run_free(&l->run[k]);
        study_remove_files(l->study, l->name[k]);
    }
}

/* Train, and judge; *check stays empty where a network broke. */
static lc_status judge(label_check *check, label_study *l, size_t round, lc_error *err)
{
    set_runs(l, round);
    lc_status rc = train_folds(l, round, err);
    if (rc == LC_OK && read_networks(l))
        rc = label_check_make(check, &l->study->task.table, l->held, l->network, LABEL_FOLDS, err);
    end_runs(l);
    return rc;
}

static void leave_out(lc_row_set *rows, const bool *out)
{
    size_t n = 0;
    for (size_t i = 0; i < rows->n; i++)
        if (!out[rows->row[i]])
            rows->row[n++] = rows->row[i];
    rows->n = n;
}

static lc_status leave_suspects_out(label_study *l, const label_check *check, lc_error *err)
{
    bool *out = calloc(l->study->task.table.n, sizeof *out);
    if (!out)
        return lc_error_set(err, LC_E_NOMEM, 0, "out of memory");
    for (size_t i = 0; i < check->n; i++)
        out[check->suspect[i].row] = true;
    for (size_t k = 0; k < LABEL_FOLDS; k++) {
        leave_out(&l->fold[k].train, out);
        leave_out(&l->fold[k].validation, out);
    }
    free(out);
    return LC_OK;
}

/* Targets are judged again by networks that didn't learn from the doubtful ones, until there are no more of
 * these: one that is far off spoils a network, by its square. */
static lc_status judge_all(label_check *check, label_study *l, lc_error *err)
{
    bool again = l->study->task.table.schema.target.task == LC_REGRESSION;
    size_t before = 0;
    lc_status rc = judge(check, l, 0, err);
    for (size_t round = 1; rc == LC_OK && again && round < ROUNDS && check->n > before; round++) {
        label_check next = {0};
        before = check->n;
        rc = leave_suspects_out(l, check, err);
        if (rc == LC_OK)
            rc = judge(&next, l, round, err);
        if (rc != LC_OK || next.rows == 0)
            break;
        label_check_free(check);
        *check = next;
    }
    return rc;
}

/* Rows whose labels the best way of training that was found contradicts. */
void remedy_check_labels(study *st, const candidate *c)
{
    label_study l = {.study = st};
    label_check check = {0};
    lc_error err = LC_ERROR_INIT;
    if (study_is_over(st) || st->runs_left < LABEL_FOLDS || !c->seeds || !isfinite(c->run[0].score))
        return;
    lc_status rc = set_folds(&l, c, &err);
    if (rc == LC_OK)
        rc = judge_all(&check, &l, &err);
    char *path = text_format("%s/labels.csv", st->task.folder);
    if (rc == LC_OK && check.rows)
        print_labels(st, &check);
    if (rc == LC_OK && check.n && !check.blind && !st->folder[0] && path)
        rc = label_check_write(&check, &st->task.table, path, &err);
    if (rc != LC_OK)
        print_file_error("labels", &err);
    free(path);
    label_check_free(&check);
    for (size_t k = 0; k < LABEL_FOLDS; k++) {
        free(l.held[k].row);
        lc_data_split_free(&l.fold[k]);
    }
}
