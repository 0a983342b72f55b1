/* SPDX-License-Identifier: GPL-3.0-or-later */
/* remedy_run.c - training runs side by side: each recorded, its network kept, scored and diagnosed. */
#include "cli/remedy_run.h"

#include "cli/message.h"
#include "cli/text.h"
#include "cli/train_log.h"
#include "cli/train_run.h"
#include "cli/train_score.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- training --------------------------------------------------------------------------- */

/* Words of the command line that say how to run `remedy`, not how to train; with their arguments. */
static bool is_own(const char *word, size_t *words)
{
    static const char *const own[] = {"--budget", "--seeds", "--threads",
                                      "--output", "-o",      "--plot"};
    for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
        size_t n = strlen(own[i]);
        if (strcmp(word, own[i]) == 0) {
            *words = 2;
            return true;
        }
        if (strncmp(word, own[i], n) == 0 && (word[n] == '=' || n == 2)) {
            *words = 1;
            return true;
        }
    }
    return false;
}

char **remedy_run_command(const remedy_run *r, const remedy_task *task)
{
    size_t n = 0, given = 0, more = 0, skip;
    while (task->s->words[given])
        given++;
    while (r->words[more])
        more++;
    char **words = calloc(given + more + 8, sizeof *words);
    if (!words)
        return NULL;
    static char train[] = "train";
    words[n++] = train;
    for (size_t i = 1; i < given; i += skip) {
        skip = 1;
        if (!is_own(task->s->words[i], &skip))
            words[n++] = task->s->words[i];
    }
    for (size_t i = 0; i < more; i++)
        words[n++] = r->words[i];
    return words;
}

static void fail(remedy_run *r, const char *what, const lc_error *err)
{
    print_file_error(what, err);
    r->failed = true;
}

static const lc_data_split *split_of(const remedy_run *r, const remedy_task *task)
{
    return r->split ? r->split : &task->split;
}

/* Train, record, and keep the network unless it is broken. */
static void train(remedy_run *r, remedy_task *task, const char *record, const char *model)
{
    settings s = *r->s;
    size_t hidden[NUMBERS_MAX];
    lc_error err = LC_ERROR_INIT;
    lc_training *t = NULL;
    s.train.seed += r->seed;
    s.train.record = record;
    s.train.force = true;
    s.train.sync = 0;
    s.train.sync_seconds = 0;
    s.train.resume = s.train.checkpoint = NULL;
    s.words = remedy_run_command(r, task);
    lc_train_options o = train_settings_options(&s.train, hidden);
    train_result result;
    lc_status st = s.words ? lc_training_open(&t, &task->table, split_of(r, task), NULL, &o, &err)
                           : lc_error_set(&err, LC_E_NOMEM, 0, "out of memory");
    if (st != LC_OK) {
        fail(r, r->name, &err);
    } else {
        r->failed = !train_run_record(&result, t, &s, &task->table);
        r->epochs = result.epochs;
        r->seconds = result.seconds;
        if (!r->failed && result.finite && lc_training_save(t, model, &err) != LC_OK)
            fail(r, model, &err);
    }
    lc_training_close(t);
    free(s.words);
}

/* ---- scoring ---------------------------------------------------------------------------- */

/* The score of the network on these rows, and of each of them. */
static lc_status score_rows(double *score, double **row, const lc_network *network,
                            const remedy_task *task, const lc_row_set *rows, lc_error *err)
{
    lc_scores s;
    size_t n;
    if (rows->n == 0)
        return LC_OK;
    if (!task->by_rows) {
        lc_status st = lc_network_evaluate(&s, &n, network, &task->table, rows, err);
        if (st == LC_OK)
            *score = score_value(&s, task->monitor) * (task->higher_is_better ? -1 : 1);
        return st;
    }
    *row = calloc(rows->n, sizeof **row);
    if (!*row)
        return lc_error_set(err, LC_E_NOMEM, 0, "out of memory");
    lc_status st = lc_network_row_scores(*row, network, &task->table, rows, task->monitor, err);
    *score = 0;
    for (size_t i = 0; i < rows->n && st == LC_OK; i++) {
        (*row)[i] *= task->higher_is_better ? -1 : 1;
        *score += (*row)[i] / (double)rows->n;
    }
    return st;
}

/* What a run took that was there already, by its record. */
static void take_seconds(remedy_run *r, const lc_run *run)
{
    const lc_series *s = lc_run_find(run, "seconds");
    r->epochs = run->n;
    r->seconds = 0;
    for (size_t i = 0; s && i < s->n; i++)
        r->seconds += isfinite(s->y[i]) ? s->y[i] : 0;
}

static void diagnose(remedy_run *r, const char *record)
{
    lc_runs runs = {0};
    lc_diagnosis d = LC_DIAGNOSIS_INIT;
    lc_error err = LC_ERROR_INIT;
    const lc_read_options reading = settings_read(r->s);
    const lc_diagnose_options how = settings_diagnose(r->s);
    if (lc_read_file(&runs, record, &reading, &err) == LC_OK && runs.n == 1 &&
        lc_diagnose(&d, &runs.run[0], &how, &err) == LC_OK)
        snprintf(r->verdict, sizeof r->verdict, "%s", d.verdict.name);
    if (r->reused && runs.n == 1)
        take_seconds(r, &runs.run[0]);
    lc_diagnosis_free(&d);
    lc_runs_free(&runs);
}

/* Whether a file's note of its command is this one. */
static bool has_command(const char *record, char *const *words)
{
    char line[4096];
    FILE *in = fopen(record, "r");
    if (!in)
        return false;
    char *want = train_log_command(words);
    bool same = want && fgets(line, sizeof line, in) && strncmp(line, "# command: ", 11) == 0 &&
                strncmp(line + 11, want, strlen(want)) == 0 && line[11 + strlen(want)] == '\n';
    fclose(in);
    free(want);
    return same;
}

void remedy_run_do(remedy_run *r, remedy_task *task)
{
    const lc_data_split *split = split_of(r, task);
    lc_network *network = NULL;
    lc_error err = LC_ERROR_INIT;
    char *record = text_format("%s/%s.csv", task->folder, r->name);
    char *model = text_format("%s/%s.model", task->folder, r->name);
    char **words = remedy_run_command(r, task);
    r->score = r->test_score = INFINITY;
    if (!record || !model || !words) {
        print_error("out of memory");
        r->failed = true;
    } else {
        r->reused = has_command(record, words) && lc_network_read(&network, model, &err) == LC_OK;
        if (!r->reused) {
            unlink(model); /* of another run */
            train(r, task, record, model);
        }
        if (!r->failed && !network && lc_network_read(&network, model, &err) != LC_OK)
            network = NULL; /* it broke: there is none */
        lc_status st = LC_OK;
        if (network && !r->failed)
            st = score_rows(&r->score, &r->row, network, task, &split->validation, &err);
        if (network && !r->failed && st == LC_OK)
            st = score_rows(&r->test_score, &r->test_row, network, task, &split->test, &err);
        if (st != LC_OK)
            fail(r, model, &err);
        if (!r->failed)
            diagnose(r, record);
    }
    lc_network_free(network);
    free(words);
    free(record);
    free(model);
}

void remedy_run_free(remedy_run *r)
{
    free(r->row);
    free(r->test_row);
}

/* ---- as bytes --------------------------------------------------------------------------- */

/* Before the scores of the rows. */
typedef struct sent {
    bool failed, reused;
    double seconds, score, test_score;
    size_t epochs, rows, test_rows;
    char verdict[40];
} sent;

void remedy_run_write(FILE *out, const remedy_run *r, const remedy_task *task)
{
    const lc_data_split *split = split_of(r, task);
    sent head = {.failed = r->failed,
                 .reused = r->reused,
                 .seconds = r->seconds,
                 .score = r->score,
                 .test_score = r->test_score,
                 .epochs = r->epochs,
                 .rows = r->row ? split->validation.n : 0,
                 .test_rows = r->test_row ? split->test.n : 0};
    memcpy(head.verdict, r->verdict, sizeof head.verdict);
    fwrite(&head, sizeof head, 1, out);
    if (r->row)
        fwrite(r->row, sizeof *r->row, head.rows, out);
    if (r->test_row)
        fwrite(r->test_row, sizeof *r->test_row, head.test_rows, out);
}

/* NULL for none, and where memory is out, which *ok then says. */
static double *copy_rows(const char *bytes, size_t n, bool *ok)
{
    double *row = n ? malloc(n * sizeof *row) : NULL;
    *ok = *ok && (row || !n);
    return row ? memcpy(row, bytes, n * sizeof *row) : NULL;
}

bool remedy_run_read(remedy_run *r, const remedy_task *task, const char *bytes, size_t n)
{
    const lc_data_split *split = split_of(r, task);
    sent head;
    bool ok = true;
    if (n < sizeof head)
        return false;
    memcpy(&head, bytes, sizeof head);
    if ((head.rows && head.rows != split->validation.n) ||
        (head.test_rows && head.test_rows != split->test.n) ||
        n != sizeof head + (head.rows + head.test_rows) * sizeof *r->row)
        return false;
    r->failed = head.failed;
    r->reused = head.reused;
    r->seconds = head.seconds;
    r->score = head.score;
    r->test_score = head.test_score;
    r->epochs = head.epochs;
    memcpy(r->verdict, head.verdict, sizeof r->verdict);
    r->verdict[sizeof r->verdict - 1] = '\0';
    r->row = copy_rows(bytes + sizeof head, head.rows, &ok);
    r->test_row = copy_rows(bytes + sizeof head + head.rows * sizeof *r->row, head.test_rows, &ok);
    return ok;
}

void remedy_run_take(remedy_run *r, const remedy_task *task, const lc_answered *answer)
{
    if (!answer->lost && remedy_run_read(r, task, answer->bytes, answer->n))
        return;
    print_error("%s: %s", r->name, answer->lost ? answer->lost : "its scores are lost");
    r->failed = true;
}
