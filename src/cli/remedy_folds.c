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
#define LABELS_PART 0.25 /* judgement: of all labels; more of them are hardly wrong */

/* The same training, each time with another fifth of the rows held out, and what it takes. */
typedef struct label_study {
    study *study;
    const candidate *c;
    settings s;
    lc_data_split fold[LABEL_FOLDS];
    remedy_run run[LABEL_FOLDS];
    char name[LABEL_FOLDS][32];
    char *words[REMEDY_WORDS + 8];
    lc_network *network[LABEL_FOLDS];
} label_study;

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
        snprintf(l->name[k], sizeof l->name[k], "labels-fold%zu", k + 1);
        l->run[k] =
            (remedy_run){.s = &l->s, .name = l->name[k], .words = l->words, .split = &l->fold[k]};
    }
    return rc;
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

static lc_status train_folds(label_study *l, lc_error *err)
{
    const study *st = l->study;
    const lc_work work = {.n = LABEL_FOLDS,
                          .answer = answer_fold,
                          .shared = &l,
                          .ask = ask_fold,
                          .take = take_fold,
                          .self = l,
                          .spread = st->spread};
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

static void print_labels(const study *st, const label_check *check)
{
    const lc_texts *name = &st->task.table.schema.target.class_name;
    printf("Labels: of %zu rows, each judged by a network that has not seen it, %zu look%s like "
           "another class than %s label",
           check->rows, check->n, check->n == 1 ? "s" : "", check->n == 1 ? "its" : "their");
    if ((double)check->n > LABELS_PART * (double)check->rows) {
        puts(": these networks know too little to judge labels.");
        return;
    }
    for (size_t i = 0; i < check->n && i < LABELS_SHOWN; i++) {
        const suspect *s = &check->suspect[i];
        char *label = lc_text_clean(name->text[s->label], strlen(name->text[s->label]));
        printf("%s%zu (%.24s, p = %.2g)", i ? ", " : ": rows ", s->row + 1, label ? label : "?",
               s->label_p);
        free(label);
    }
    puts(check->n > LABELS_SHOWN ? ", ..." : ".");
}

/* Rows whose labels the best way of training that was found contradicts. */
void remedy_check_labels(study *st, const candidate *c)
{
    label_study l = {.study = st};
    label_check check = {0};
    lc_error err = LC_ERROR_INIT;
    if (st->task.table.schema.target.task == LC_REGRESSION || study_is_over(st) ||
        st->runs_left < LABEL_FOLDS || !c->seeds || !isfinite(c->run[0].score))
        return;
    lc_status rc = set_folds(&l, c, &err);
    if (rc == LC_OK)
        rc = train_folds(&l, &err);
    if (rc == LC_OK && read_networks(&l))
        rc = label_check_make(&check, &st->task.table, l.fold, l.network, LABEL_FOLDS, &err);
    char *path = text_format("%s/labels.csv", st->task.folder);
    if (rc == LC_OK && check.rows)
        print_labels(st, &check);
    if (rc == LC_OK && check.n && !st->folder[0] && path)
        rc = label_check_write(&check, &st->task.table, path, &err);
    if (rc != LC_OK)
        print_file_error("labels", &err);
    free(path);
    label_check_free(&check);
    for (size_t k = 0; k < LABEL_FOLDS; k++) {
        lc_network_free(l.network[k]);
        lc_data_split_free(&l.fold[k]);
        remedy_run_free(&l.run[k]);
        study_remove_files(st, l.name[k]);
    }
}
