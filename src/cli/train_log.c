/* SPDX-License-Identifier: GPL-3.0-or-later */
/* train_log.c - what a training run leaves behind. */
#include "cli/train_log.h"

#include "cli/message.h"
#include "cli/text.h"
#include "cli/train_score.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PROGRESS_MOST 400 /* [bytes] of the line of progress */
#define SHOW_EVERY 0.1    /* [s] between two lines of progress: ten a second are enough for eyes */
#define CLASSES_SHOWN 20
#define MATRIX_CLASSES 5 /* of a confusion matrix that fits a line */
#define NUMBER_SIZE 32   /* [bytes] of a double's digits */

/* ---- rows ---------------------------------------------------------------------------------- */

static void put(log_row *row, const char *name, double value)
{
    row->name[row->n] = name;
    row->value[row->n++] = value;
}

static void put_scores(log_row *row, const train_log *log, lc_set set, const lc_scores *s,
                       double penalty)
{
    lc_monitor score[SCORES_MAX];
    size_t n = score_list(score, log->task, log->metrics);
    for (size_t i = 0; i < n; i++)
        put(row, score_name(set, score[i]),
            score_value(s, score[i]) + (score[i] == LC_MONITOR_LOSS ? penalty : 0));
}

/* The epoch's fields in the record's order: the same for every epoch of a run. */
static log_row row_of(const train_log *log, const lc_epoch *e, double seconds)
{
    log_row row = {0};
    put(&row, "epoch", (double)e->epoch);
    put_scores(&row, log, LC_SET_TRAIN, &e->train, e->penalty);
    if (log->s->record_unweighted)
        put(&row, "unweighted_loss", e->train.plain_loss + e->penalty);
    if (log->validates)
        put_scores(&row, log, LC_SET_VALIDATION, &e->validation, 0);
    if (log->validates && log->s->record_penalized)
        put(&row, "val_penalized_loss", e->validation.loss + e->validation_penalty);
    put(&row, "lr", e->rate);
    if (log->metrics & METRIC_GRADIENT_NORM)
        put(&row, "gradient_norm", e->gradient_norm);
    put(&row, "seconds", round(seconds * 1e6) / 1e6); /* finer is noise, and wide */
    return row;
}

/* ---- notes above the header ---------------------------------------------------------------- */

static void write_words(FILE *out, char *const *words)
{
    fputs("learncurve", out);
    for (; *words; words++) {
        bool plain =
            **words && strspn(*words, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                      "0123456789-_=+,./:%@") == strlen(*words);
        fprintf(out, plain ? " %s" : " '%s'", *words);
    }
}

char *train_log_command(char *const *words)
{
    char *text = NULL;
    size_t size;
    FILE *out = lc_text_open(&text, &size);
    if (!out)
        return NULL;
    write_words(out, words);
    lc_text_close(out, &text);
    return text;
}

static void write_counts(FILE *out, const lc_texts *names, const size_t *counts)
{
    for (size_t k = 0; k < names->n && k < CLASSES_SHOWN; k++)
        fprintf(out, "%s%s=%zu", k ? " " : "", names->text[k], counts[k]);
    if (names->n > CLASSES_SHOWN)
        fputs(" ...", out);
}

/* Share of the most frequent class, which is *most. */
static double majority_of(const size_t *counts, size_t classes, size_t *most)
{
    size_t all = 0;
    *most = 0;
    for (size_t k = 0; k < classes; k++) {
        all += counts[k];
        *most = counts[k] > counts[*most] ? k : *most;
    }
    return (double)counts[*most] / (double)all;
}

/* What a guess by the shares alone costs [nats]. */
static double entropy_of(const size_t *counts, size_t classes)
{
    double all = 0, sum = 0;
    for (size_t k = 0; k < classes; k++)
        all += (double)counts[k];
    for (size_t k = 0; k < classes; k++)
        sum -= counts[k] ? (double)counts[k] / all * log((double)counts[k] / all) : 0;
    return sum;
}

/* What class weights make of the training loss: the loss of guessing by the shares that the classes have in
 * the weights' sum, and the class whose share they raise most. */
typedef struct weighing {
    double entropy;         /* [nats], per sample */
    double heaviest, share; /* of the weights' sum, of the samples */
} weighing;

static weighing weigh_classes(const size_t *counts, const double *weight, size_t classes)
{
    weighing w = {0};
    double samples = 0, sum = 0;
    for (size_t k = 0; k < classes; k++) {
        samples += (double)counts[k];
        sum += weight[k] * (double)counts[k];
    }
    for (size_t k = 0; k < classes && sum > 0; k++) {
        double part = weight[k] * (double)counts[k] / sum, share = (double)counts[k] / samples;
        w.entropy -= part > 0 ? part * log(part) * sum / samples : 0;
        if (part - share >= w.heaviest - w.share) {
            w.heaviest = part;
            w.share = share;
        }
    }
    return w;
}

static void write_network(FILE *out, const train_settings *s, const lc_training_info *info)
{
    static const char *const activation[] = {"relu", "tanh", "sigmoid"};
    for (size_t l = 0; l <= info->layers; l++)
        fprintf(out, "%s%zu", l ? "-" : "", info->units[l]);
    fprintf(out, " %s, %zu weights", activation[s->activation], info->weights);
}

#define NOTES_MAX 24

typedef struct notes {
    lc_record_note note[NOTES_MAX];
    char *text[NOTES_MAX];
    size_t n;
    bool nomem;
} notes;

/* A stream whose text becomes the next note; NULL when memory is out. */
static FILE *note_begin(notes *n, const char *key, size_t *size)
{
    n->note[n->n].key = key;
    FILE *out = lc_text_open(&n->text[n->n], size);
    n->nomem = n->nomem || !out;
    return out;
}

static void note_end(notes *n, FILE *out)
{
    n->nomem = !lc_text_close(out, &n->text[n->n]) || n->nomem;
    n->note[n->n].value = n->text[n->n];
    n->n++;
}

static void note_number(notes *n, const char *key, double v)
{
    size_t size;
    FILE *out = note_begin(n, key, &size);
    if (!out)
        return;
    fprintf(out, "%.17g", v);
    note_end(n, out);
}

static void note_text(notes *n, const char *key, const char *text)
{
    size_t size;
    FILE *out = note_begin(n, key, &size);
    if (!out)
        return;
    fputs(text, out);
    note_end(n, out);
}

/* What the samples are, and how they were split. */
static void note_samples(notes *n, const settings *s, const lc_training_info *info)
{
    note_number(n, "seed", (double)s->train.seed);
    if (s->train.fold) {
        note_number(n, "fold", (double)s->train.fold);
        note_number(n, "folds", (double)s->train.folds);
    }
    if (s->train.repeat)
        note_number(n, "repeat", (double)s->train.repeat);
    note_number(n, "train_samples", (double)info->train_samples);
    if (info->validation_samples)
        note_number(n, "validation_samples", (double)info->validation_samples);
    note_number(n, "batch_size", (double)s->train.batch);
    note_number(n, "planned_epochs", (double)s->train.epochs);
}

/* What is got without a look at the inputs. */
static void note_classes(notes *n, const lc_texts *classes, const lc_training_info *info)
{
    size_t size, most;
    note_number(n, "classes", (double)classes->n);
    note_number(n, "class_entropy", entropy_of(info->train_count, classes->n));
    if (info->validation_samples)
        note_number(n, "validation_class_entropy", entropy_of(info->validation_count, classes->n));
    note_number(n, "majority_accuracy", majority_of(info->train_count, classes->n, &most));
    if (info->validation_samples)
        note_number(n, "validation_majority_accuracy",
                    majority_of(info->validation_count, classes->n, &most));
    FILE *out = note_begin(n, "class_counts", &size);
    if (!out)
        return;
    write_counts(out, classes, info->train_count);
    if (info->validation_samples) {
        fputs(" | ", out);
        write_counts(out, classes, info->validation_count);
    }
    note_end(n, out);
}

static void note_weights(notes *n, const lc_texts *classes, const lc_training_info *info)
{
    size_t size;
    FILE *out = note_begin(n, "class_weights", &size);
    if (out) {
        for (size_t k = 0; k < classes->n && k < CLASSES_SHOWN; k++)
            fprintf(out, "%s%s=%.6g", k ? " " : "", classes->text[k], info->class_weight[k]);
        note_end(n, out);
    }
    const weighing w = weigh_classes(info->train_count, info->class_weight, classes->n);
    note_number(n, "weighted_class_entropy", w.entropy);
    note_number(n, "heaviest_class_weight", w.heaviest);
    note_number(n, "heaviest_class_share", w.share);
}

static void write_notes(notes *n, const settings *s, const lc_dataset *table,
                        const lc_training_info *info)
{
    size_t size;
    const lc_texts *classes = &table->schema.target.class_name;
    FILE *out = note_begin(n, "command", &size);
    if (out) {
        write_words(out, s->words);
        note_end(n, out);
    }
    note_samples(n, s, info);
    if (classes->n)
        note_classes(n, classes, info);
    if (info->class_weight)
        note_weights(n, classes, info);
    if (s->train.weight)
        note_text(n, "sample_weight", s->train.weight);
    if (s->train.restore_best)
        note_text(n, "restore_best",
                  score_name(s->train.monitor % 2 ? LC_SET_TRAIN : LC_SET_VALIDATION,
                             (lc_monitor)(s->train.monitor / 2)));
    out = note_begin(n, "network", &size);
    if (out) {
        write_network(out, &s->train, info);
        note_end(n, out);
    }
    out = note_begin(n, "versions", &size);
    if (out) {
        fprintf(out, "learncurve %s, %s kernels", LC_VERSION, info->kernel);
        note_end(n, out);
    }
}

/* ---- the log ------------------------------------------------------------------------------- */

static void print_start(const train_log *log, const settings *s, const lc_dataset *table,
                        const lc_training_info *info)
{
    const lc_texts *classes = &table->schema.target.class_name;
    if (s->train.quiet || s->train.jsonl)
        return;
    bool requested = s->train.task != TASK_TOLD_BY_DATA;
    say("%s%s%s: %zu training and %zu validation samples of %zu features", lc_task_name(log->task),
        requested ? "" : ", since ", requested ? "" : table->report.why_task, info->train_samples,
        info->validation_samples, info->units[0]);
    char *text = NULL;
    size_t size;
    FILE *out = classes->n ? lc_text_open(&text, &size) : NULL;
    if (out) {
        write_counts(out, classes, info->train_count);
        if (lc_text_close(out, &text))
            say("classes: %s", text);
        free(text);
    }
    fputs("network: ", stderr);
    write_network(stderr, &s->train, info);
    say("; recorded in %s", log->path);
}

bool train_log_open(train_log *log, const settings *s, const lc_dataset *table,
                    const lc_training_info *info)
{
    const lc_epoch none = {0};
    lc_record_error err = LC_RECORD_ERROR_INIT;
    notes n = {0};
    *log = (train_log){.s = &s->train,
                       .metrics = train_settings_metrics(&s->train),
                       .task = table->schema.target.task,
                       .validates = info->validation_samples > 0,
                       .path = s->train.record ? s->train.record : "run.csv",
                       .terminal = !s->train.quiet && isatty(STDERR_FILENO),
                       .begun = seconds_now(),
                       .samples = info->train_samples + info->validation_samples,
                       .first = info->epochs};
    log_row row = row_of(log, &none, 0);
    write_notes(&n, s, table, info);
    const lc_record_options o = {
        .mode = s->train.resume  ? LC_RECORD_RESUME
                : s->train.force ? LC_RECORD_REPLACE
                                 : LC_RECORD_FRESH,
        .sync_rows = (unsigned long)s->train.sync,
        .sync_seconds = s->train.sync_seconds,
        .notes = n.note,
        .notes_n = n.n,
    };
    lc_record_status st =
        n.nomem ? LC_RECORD_E_NOMEM
                : lc_record_open(&log->recorder, log->path, row.name, row.n, &o, &err);
    if (n.nomem)
        print_error("out of memory");
    else if (st != LC_RECORD_OK)
        print_error("%s%s", err.msg,
                    st == LC_RECORD_E_EXISTS ? "; --force overwrites it, -o chooses another" : "");
    for (size_t i = 0; i < n.n; i++)
        free(n.text[i]);
    if (st == LC_RECORD_OK) {
        print_start(log, s, table, info);
        double last = lc_record_last(log->recorder);
        last = last > 0 ? last : 0;
        if (last < (double)log->first)
            print_error(
                "%s: has epochs up to %.0f, but the checkpoint continues after epoch %zu: the "
                "epochs between are missing",
                log->path, last, log->first);
    }
    return st == LC_RECORD_OK;
}

/* The fewest digits that are read back as v. */
static void exact(char out[NUMBER_SIZE], double v)
{
    for (int digits = DBL_DIG; digits <= DBL_DECIMAL_DIG; digits++) {
        snprintf(out, NUMBER_SIZE, "%.*g", digits, v);
        if (strtod(out, NULL) == v)
            return;
    }
}

static void write_jsonl(const log_row *row)
{
    char text[NUMBER_SIZE];
    for (size_t i = 0; i < row->n; i++) {
        double v = row->value[i];
        exact(text, v);
        printf("%s\"%s\": %s", i ? ", " : "{", row->name[i], isfinite(v) ? text : "null");
        if (!isfinite(v)) /* a NaN's sign is the processor's whim */
            printf(", \"%s_text\": \"%s\"", row->name[i], isnan(v) ? "nan" : text);
    }
    puts("}");
    fflush(stdout);
}

/* Epoch, metrics, rate and time left, over the line before. */
static void show_progress(train_log *log, const log_row *row, const lc_epoch *e)
{
    double now = seconds_now(), passed = now - log->begun;
    bool last = e->epoch >= log->s->epochs;
    if (!log->terminal || (now - log->shown < SHOW_EVERY && !last))
        return;
    log->shown = now;
    double each = passed / (double)(e->epoch - log->first);
    char line[PROGRESS_MOST];
    size_t used = (size_t)snprintf(line, sizeof line, "epoch %zu/%zu", e->epoch, log->s->epochs);
    for (size_t i = 1; i < row->n; i++) {
        bool shown = strstr(row->name[i], "loss") || strstr(row->name[i], "accuracy") ||
                     strstr(row->name[i], "r2");
        if (shown && used < sizeof line)
            used += (size_t)snprintf(line + used, sizeof line - used, "  %s %.4g", row->name[i],
                                     row->value[i]);
    }
    if (used < sizeof line)
        snprintf(line + used, sizeof line - used, "  %.3g samples/s  %.0f s left",
                 (double)log->samples / each, each * (double)(log->s->epochs - e->epoch));
    unsigned columns = text_columns(stderr);
    fprintf(stderr, "\r%.*s\033[K", columns > 0 ? (int)columns - 1 : PROGRESS_MOST, line);
}

bool train_log_epoch(train_log *log, const lc_epoch *epoch, double seconds)
{
    lc_record_error err = LC_RECORD_ERROR_INIT;
    log_row row = row_of(log, epoch, seconds);
    for (size_t i = 0; i < row.n; i++)
        lc_record_set(log->recorder, i, row.value[i], &err);
    if (lc_record_end_row(log->recorder, &err) != LC_RECORD_OK) {
        print_error("%s", err.msg);
        return false;
    }
    if (log->s->jsonl)
        write_jsonl(&row);
    show_progress(log, &row, epoch);
    return true;
}

/* ---- the end ------------------------------------------------------------------------------- */

static void print_class(const char *name, const size_t *count, size_t k, size_t classes)
{
    size_t there = 0, predicted = 0, right = count[k * classes + k];
    for (size_t i = 0; i < classes; i++) {
        there += count[k * classes + i];
        predicted += count[i * classes + k];
    }
    char matrix[32 * MATRIX_CLASSES] = "";
    for (size_t i = 0, n = 0; classes <= MATRIX_CLASSES && i < classes; i++)
        n += (size_t)snprintf(matrix + n, sizeof matrix - n, "%s%7zu", i ? " " : "   |",
                              count[k * classes + i]);
    say("  %-20.20s %8zu %9.4f %9.4f%s", name, there,
        predicted ? (double)right / (double)predicted : 0,
        there ? (double)right / (double)there : 0, matrix);
}

/* Precision and recall of each class, and the confusion matrix while it fits a line. */
static void print_classes(const lc_texts *names, const size_t *count)
{
    fprintf(stderr, "  %-20s %8s %9s %9s%s\n", "class", "samples", "precision", "recall",
            names->n <= MATRIX_CLASSES ? "   | predicted as, in the same order" : "");
    for (size_t k = 0; k < names->n; k++) {
        print_class(names->text[k], count, k, names->n);
    }
}

/* Go on below the line of progress. */
static void end_progress(train_log *log)
{
    if (log->terminal && log->shown > 0)
        fputc('\n', stderr);
    log->shown = 0;
}

/* Accuracy on a set of rows beside that of always predicting its most frequent class. */
static lc_status print_set(const train_log *log, const lc_texts *names, lc_training *t, lc_set set,
                           const size_t *there, size_t *count, lc_error *err)
{
    static const char *const accuracy[] = {"accuracy", "val_accuracy", "test_accuracy"};
    size_t most, right = 0, all = 0;
    lc_status st = lc_training_confusion(count, t, set, err);
    if (st != LC_OK)
        return st;
    for (size_t k = 0; k < names->n * names->n; k++) {
        all += count[k];
        right += k % (names->n + 1) == 0 ? count[k] : 0;
    }
    double share = majority_of(there, names->n, &most);
    say("%s of the network: %.4g; of always predicting '%s': %.4g", accuracy[set],
        (double)right / (double)all, names->text[most], share);
    if (log->metrics & METRIC_PER_CLASS)
        print_classes(names, count);
    return LC_OK;
}

/* The other scores of the test rows. */
static lc_status print_test(const train_log *log, lc_training *t, lc_error *err)
{
    lc_scores s;
    lc_status st = lc_training_evaluate(&s, t, LC_SET_TEST, err);
    if (st != LC_OK)
        return st;
    fprintf(stderr, "test_loss: %.4g", s.loss);
    if (log->task == LC_REGRESSION)
        fprintf(stderr, ", test_mae: %.4g, test_r2: %.4g", s.mae, s.r2);
    if (log->task == LC_BINARY)
        fprintf(stderr, ", test_auroc: %.4g", s.auroc);
    fputc('\n', stderr);
    return LC_OK;
}

/* How often the network decides rightly on rows that it wasn't trained on, where there are some. */
static lc_status print_classifier(const train_log *log, const lc_texts *names, lc_training *t,
                                  lc_error *err)
{
    const lc_training_info info = lc_training_describe(t);
    size_t *count = calloc(names->n * names->n, sizeof *count);
    if (!count)
        return lc_error_set(err, LC_E_NOMEM, 0, "out of memory");
    lc_status st =
        info.validation_samples
            ? print_set(log, names, t, LC_SET_VALIDATION, info.validation_count, count, err)
            : print_set(log, names, t, LC_SET_TRAIN, info.train_count, count, err);
    if (st == LC_OK && info.test_samples)
        st = print_set(log, names, t, LC_SET_TEST, info.test_count, count, err);
    free(count);
    return st;
}

bool train_log_summary(train_log *log, const lc_dataset *table, lc_training *t)
{
    const lc_texts *names = &table->schema.target.class_name;
    lc_error err = LC_ERROR_INIT;
    if (log->s->quiet || log->s->jsonl)
        return true;
    end_progress(log);
    lc_status st = names->n ? print_classifier(log, names, t, &err) : LC_OK;
    if (st == LC_OK && lc_training_describe(t).test_samples)
        st = print_test(log, t, &err);
    if (st != LC_OK)
        print_error("%s", err.msg);
    return st == LC_OK;
}

bool train_log_close(train_log *log)
{
    lc_record_error err = LC_RECORD_ERROR_INIT;
    end_progress(log);
    bool ok = lc_record_close(log->recorder, &err) == LC_RECORD_OK;
    if (!ok)
        print_error("%s", err.msg);
    log->recorder = NULL;
    return ok;
}
