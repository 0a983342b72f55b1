/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * learncurve.h - the public interface of liblearncurve, in the order in which data passes through:
 * read a run (or build one from arrays), diagnose it, report, write and plot. The program uses
 * nothing else of the library; tests/example/ shows all of it.
 *
 *   errors               lc_error, what each function says when it fails
 *   text                 lc_text_clean: names of strangers, safe to print
 *   the model            lc_run, lc_series, lc_metric: what a log holds; lc_run_add: from arrays
 *   reading              lc_read_file
 *   diagnosis            lc_diagnose
 *   watching             lc_watch_open: a run while it grows
 *   rules                lc_rule_info_at
 *   reports              lc_report, lc_inspect, lc_explain
 *   work shared out      lc_work_run: threads, the processes of an MPI program
 *   many logs            lc_logs_find, lc_scan
 *   comparison           lc_compare
 *   tables               lc_write
 *   plots                lc_plot_file, lc_plot_text, lc_overlay_file
 *
 * Most programs need lc_read_file, lc_diagnose and lc_report.
 *
 * Conventions, once for every function below:
 *   - returns lc_status: LC_OK (0) or a negative LC_E_*; outputs come first, `err` comes last;
 *   - on failure the outputs are as they were and *err (it may be NULL) says why;
 *   - the caller owns every struct; X_free() releases what hangs below it and leaves X_INIT;
 *   - a const pointer that is returned is borrowed until the next non-const call on its owner;
 *   - names of metrics and files are bytes as the log has them; whatever prints them cleans them;
 *   - the library never prints, never exits and keeps no state of its own between calls. GSL's
 *     error handler is GSL's: learncurve checks its arguments first and never relies on it.
 */
#ifndef LEARNCURVE_H
#define LEARNCURVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif
#ifdef __GNUC__
#pragma GCC visibility push(default) /* what stands below is all that the library exports */
#endif

#define LC_VERSION "0.1.0"

/* ---- errors ---------------------------------------------------------------------------- */

typedef enum lc_status {
    LC_OK = 0,
    LC_E_ARG = -1,     /* a documented precondition does not hold */
    LC_E_NOMEM = -2,   /* allocation failed */
    LC_E_IO = -3,      /* the operating system refused a read or a write */
    LC_E_FORMAT = -4,  /* not a training log, or broken where --strict forbids it */
    LC_E_LIMIT = -5,   /* past a stated limit of the format or the method */
    LC_E_GNUPLOT = -6, /* gnuplot is missing, too old or failed */
} lc_status;

/* Why a call failed. Fixed size: reporting an error never allocates. */
typedef struct lc_error {
    lc_status code;
    long line;   /* 1-based line of the input, 0 if none applies */
    long column; /* 1-based field of that line, 0 if none applies */
    char msg[400];
} lc_error;
#define LC_ERROR_INIT   \
    {                   \
        LC_OK, 0, 0, "" \
    }

#ifdef __GNUC__
#define LC_PRINTF(fmt_at, first_at) __attribute__((format(printf, fmt_at, first_at)))
#else
#define LC_PRINTF(fmt_at, first_at)
#endif

/* Fill *err (may be NULL) and return `code`, so that a function in the same style can write
 * `return lc_error_set(...)`. The message names the thing and what was expected, in lower case and
 * without a full stop. */
LC_PRINTF(4, 5)
lc_status lc_error_set(lc_error *err, lc_status code, long line, const char *fmt, ...);

/* ---- text ------------------------------------------------------------------------------- */

/* A copy that is safe on a terminal, in a script's string and in JSON: valid UTF-8 (U+FFFD where
 * it was not), and a blank for each C0 and C1 control, DEL, line and paragraph separator and
 * bidirectional control. On a build server it is no command either: "::" behind a blank or at its
 * beginning becomes ": :", and "##[" becomes "## [". NULL when memory is out; the caller frees it with
 * free(). */
char *lc_text_clean(const char *s, size_t n);

/* Write that text to a stream; needs no memory. */
void lc_text_write(FILE *out, const char *s, size_t n);

/* A stream into a block of memory, as open_memstream() makes one, but one that fails as the stream of a
 * file does when memory is out. NULL, and *text is NULL, when it can't be made. */
FILE *lc_text_open(char **text, size_t *n);

/* Close it. The text of *n bytes has a NUL behind it and is the caller's to free(). False when memory was
 * out at any time: *text is NULL. */
bool lc_text_close(FILE *out, char **text);

#define LC_CSV_CLEAN 1u /* the cell as lc_text_write() writes it */
/* a cell that begins with '=', '+', '-', '@', a tab or a carriage return, which a spreadsheet runs
 * as a formula, gets an apostrophe in front */
#define LC_CSV_SAFE 2u

/* Write text as a cell of CSV, in quotes where they are needed; nothing for NULL.
 *   in  how  LC_CSV_CLEAN | LC_CSV_SAFE, or 0 */
void lc_csv_text(FILE *out, const char *s, unsigned how);

/* How many single edits (insert, delete, replace) turn a into b; for "did you mean". Names longer
 * than 63 bytes count as far apart. */
size_t lc_text_distance(const char *a, const char *b);

/* The nearest of several names to a word: begin with lc_nearest_to(), then try each name. */
typedef struct lc_nearest {
    const char *word;
    const char *best; /* NULL: none is near */
    size_t distance;
} lc_nearest;

lc_nearest lc_nearest_to(const char *word);
void lc_nearest_try(lc_nearest *nearest, const char *name);

#define LC_HINT_SIZE 100

/* ", did you mean 'BEST'?", nothing when none is near. */
const char *lc_nearest_hint(const lc_nearest *nearest, char hint[LC_HINT_SIZE]);

/* ---- the model: metrics, series, runs -------------------------------------------------- */

typedef enum lc_split { LC_SPLIT_NONE, LC_TRAIN, LC_VALIDATION, LC_TEST } lc_split;

typedef enum lc_kind {
    LC_OTHER,
    LC_LOSS,
    LC_SCORE,
    LC_LEARNING_RATE,
    LC_GRADIENT_NORM,
    LC_WALL_TIME, /* [s], or whatever the log's clock is */
    LC_COUNT,
    LC_EPOCH, /* this and the next two: axes, metrics are read along them */
    LC_STEP,
    LC_TRAIN_SIZE, /* [samples] of a curve over the size of the training set */
} lc_kind;

typedef enum lc_direction { LC_NEITHER, LC_LOWER_IS_BETTER, LC_HIGHER_IS_BETTER } lc_direction;

/* Stable lower-case words for the enumerators: "validation", "loss", "lower", ... */
const char *lc_split_name(lc_split split);
const char *lc_kind_name(lc_kind kind);
const char *lc_direction_name(lc_direction better);

/* What a column of a log measures, as its name tells. */
typedef struct lc_metric {
    char *name; /* as the log has it */
    char *base; /* the name without its split, in one spelling: "loss", "accuracy", "box_loss" */
    lc_split split;
    lc_kind kind;
    lc_direction better;
} lc_metric;

/* One metric along the run: point i is (lc_series_x(run, s, i), s->y[i]), i < s->n. */
typedef struct lc_series {
    lc_metric metric;
    size_t n, cap;
    double *y;      /* values in the metric's own unit; NaN and infinities as recorded */
    uint32_t *at;   /* record of each value, rising; NULL: value i is at record i */
    double quantum; /* step of the printed digits, 1e-4 for "0.1229"; 0 when finer than 1e-6 */
    bool percent;   /* a share that passes 1: 0 .. 100 */
    bool is_told_percent; /* the log or the format says so; else the values do */
    char *spelling;       /* how the first value that is not finite was written ("NaN"), or NULL */
    char *averaged; /* what the format says of its values, "median of 20 iterations"; or NULL */
    long line;      /* 1-based line of the log where its first value stands; 0: unknown */
    char *origin;   /* what it was read from: that line, or "column 2, 'loss'"; NULL: unknown */
} lc_series;

/* What is known of a run beside its curves; 0 means unknown. */
typedef struct lc_facts {
    size_t train_samples, validation_samples;
    size_t classes;
    size_t batch_size;     /* [samples] */
    double planned_epochs; /* [epochs] */
    double class_entropy;  /* of the training samples' classes [nats]: ln K for K equal ones */
    double validation_class_entropy; /* of the validation samples' [nats] */
    double weighted_class_entropy;   /* what a constant answer costs a training loss with class
                                      * weights [nats]; 0: it has none */
    /* Of the class that weights raise most: its share of the weights' sum, and of the samples. */
    double heaviest_class_weight, heaviest_class_share;
} lc_facts;

/* Something odd that the reader met and lived with. */
typedef struct lc_remark {
    long line;    /* 1-based line where it was met first, 0 if none applies */
    size_t count; /* how often */
    char *text;
} lc_remark;

/* One training run. Records are moments at which something was logged; x[i] of record i is
 * strictly rising along the axis that the run is read along. */
/* A hyper-parameter as a log has it, or a file beside the log: any text of any size. */
typedef struct lc_param {
    char *name, *value;
} lc_param;

typedef struct lc_params {
    size_t n, cap;
    lc_param *param;
} lc_params;

typedef struct lc_run {
    char *name;         /* of this run within its source, or NULL */
    char *source;       /* file it came from, "-" for standard input, or NULL */
    const char *format; /* reader's name, or NULL when built from arrays */
    lc_facts facts;
    lc_params params;
    lc_kind axis;      /* LC_EPOCH, LC_STEP, LC_TRAIN_SIZE; LC_COUNT: the record's number. Where the
                         * user chose it: LC_WALL_TIME, LC_COUNT for what else rises with the records,
                         * LC_OTHER for what does not */
    char *axis_name;   /* as the log has it, "record" when the log has none */
    long axis_line;    /* as a series has it */
    char *axis_origin; /* as a series has it */
    size_t n, cap;     /* records after those of one x are merged */
    double *x;
    size_t rows;     /* records as the log has them, before merging */
    size_t thinned;  /* one record in about so many was kept; 0: all (most_records) */
    size_t repeats;  /* values that a later one of the same x replaced */
    size_t restarts; /* how often x went back, as after a resume */
    size_t series_n, series_cap;
    lc_series *series;
    lc_series lines; /* of the log in which the records begin, 1-based; empty where
                      * lc_read_options.lines didn't ask for them, or the format has none */
    size_t remark_n, remark_cap;
    lc_remark *remarks;
} lc_run;
#define LC_RUN_INIT \
    {               \
        0           \
    }

/* A list of runs, as one file may hold several. */
typedef struct lc_runs {
    size_t n, cap;
    lc_run *run;
} lc_runs;
#define LC_RUNS_INIT \
    {                \
        0            \
    }

/* The value that stands for "nothing recorded here": one certain NaN, told from all others. */
double lc_absent(void);
bool lc_is_absent(double y);

/**
 * Give a run its axis; series are then added along it.
 *
 *   out  run     LC_RUN_INIT, or a run without series
 *   in   axis    LC_EPOCH, LC_STEP, LC_TRAIN_SIZE, LC_WALL_TIME or LC_COUNT
 *   in   x[n]    finite and strictly rising, or NULL for 1, 2, ... n
 *   in   n       1 .. UINT32_MAX
 *
 * Returns LC_OK
 *         LC_E_ARG    x not rising or not finite, n out of range, or series are there already
 *         LC_E_NOMEM
 */
lc_status lc_run_set_axis(lc_run *run, lc_kind axis, const double *x, size_t n, lc_error *err);

/**
 * Add one metric to a run; its split, kind and direction are inferred from the name, as from a
 * log's ("val_loss", "eval/accuracy"), and can be changed in run->series afterwards.
 *
 *   in   name    copied
 *   in   y[run->n]  copied; lc_absent() where nothing was recorded, NaN where NaN was
 *
 * Returns LC_OK
 *         LC_E_ARG    the run has no axis, or a series of this name
 *         LC_E_NOMEM
 */
lc_status lc_run_add(lc_run *run, const char *name, const double *y, lc_error *err);

/* x of value i of a series of this run. */
double lc_series_x(const lc_run *run, const lc_series *s, size_t i);

/* The series with that name as the log has it; NULL if there is none. */
const lc_series *lc_run_find(const lc_run *run, const char *name);

/* A place in a log. */
typedef struct lc_log_place {
    const char *file; /* NULL: none, or standard input */
    long first, last; /* lines, 1-based; 0: unknown */
} lc_log_place;

/* Where the log has the records of a range of x: run->source, and the lines if run->lines has any of
 * them. */
lc_log_place lc_run_place(const lc_run *run, double from, double to);

/* The series that the run is judged by: the task's own measure where one is logged (mAP of
 * detectors, reward of agents, mIoU), else the loss, else the score; validation before test before
 * train, the total loss before its parts, what was recorded once after all others. NULL when nothing with a finite value serves: the losses
 * of two adversaries don't. */
const lc_series *lc_run_main(const lc_run *run);

/* Index of the best finite value, by the metric's direction, the first one of equals; s->n when
 * there is none, or no direction. */
size_t lc_series_best(const lc_series *s);

void lc_run_free(lc_run *run);
void lc_runs_free(lc_runs *runs);

/* ---- reading --------------------------------------------------------------------------- */

/* What the user says of the metrics of a name, against what the name tells. */
typedef struct lc_map {
    const char *name;                     /* as logged; each '*' stands for any text */
    bool ignore;                          /* they aren't read at all; nothing below counts */
    bool has_split, has_kind, has_better; /* which of these are told; the others stay */
    lc_split split;
    lc_kind kind; /* without `better` it tells that as well */
    lc_direction better;
    bool met; /* out: a metric of that name was read; never cleared */
} lc_map;

typedef struct lc_read_options {
    const char *format;  /* reader's name, or NULL: told apart by content */
    bool strict;         /* a broken line is an error instead of a remark */
    bool growing;        /* it is still being written: of text, a last line without an end is left
                         * out, bars too, unless a bracket closes it as in JSON */
    bool lines;          /* keep the line of each record in lc_run.lines, 8 bytes each */
    size_t most_records; /* of a metric, about: a longer run is read as if it had been logged less
                          * often, in bounded memory, but for the first value of each metric that is
                          * not finite. 0: all */
    lc_facts facts;      /* told by the user; fields that are not 0 win over the log's */
    lc_map *maps;        /* of several that fit a name the last one counts */
    size_t maps_n;
    const char *x; /* what runs are read along: "epoch", "step", "time" (the first one that
                         * never goes back), or a metric by name; "samples", where there is no such
                         * metric: steps by the batch size, or epochs by the training samples. NULL:
                         * chosen */
} lc_read_options;
#define LC_READ_OPTIONS_INIT \
    {                        \
        0                    \
    }

/**
 * Read every run of a log.
 *
 *   out  runs    appended to; at least one run on success
 *   in   path    a file, or "-" for standard input
 *   in   options NULL for the defaults
 *
 * Returns LC_OK
 *         LC_E_IO      cannot be opened or read (a directory, no permission, ...)
 *         LC_E_FORMAT  not a training log (the message says what was looked for), or a broken
 *                      line under `strict`; err->line says where
 *         LC_E_LIMIT   too many records, metrics, or too long a line
 *         LC_E_ARG     no reader has the name `options->format`, or a run has no `options->x`
 *         LC_E_NOMEM
 */
lc_status lc_read_file(lc_runs *runs, const char *path, const lc_read_options *options,
                       lc_error *err);

/**
 * Add to a run's hyper-parameters what stands in files beside its log: args.yaml (Ultralytics),
 * hparams.yaml (Lightning), config.yaml (W&B), as far as they are lines "key: value", and MLflow's
 * params/. What can't be read is passed over. LC_OK or LC_E_NOMEM.
 */
lc_status lc_read_params(lc_run *run, lc_error *err);

/* As lc_read_file from memory; `name` is what the source is called in reports (may be NULL). */
lc_status lc_read_bytes(lc_runs *runs, const char *name, const void *bytes, size_t size,
                        const lc_read_options *options, lc_error *err);

/* A format that is read or written. Its texts live as long as the program. */
typedef struct lc_format_info {
    const char *name;    /* stable: what lc_read_options and lc_write() take */
    const char *summary; /* one line */
    const char *example; /* a line or two of such a log; NULL for what is written */
} lc_format_info;

/* The i-th format that is read; false behind the last one. */
bool lc_read_format_at(lc_format_info *info, size_t i);

/* ---- diagnosis ------------------------------------------------------------------------- */

typedef enum lc_severity { LC_NOTE, LC_WARNING, LC_CRITICAL } lc_severity;
const char *lc_severity_name(lc_severity severity);

/* One number that a finding rests on, in the unit its name says. */
typedef struct lc_evidence {
    char *name;
    double value;
} lc_evidence;

/* A list of texts. */
typedef struct lc_texts {
    size_t n, cap;
    char **text;
} lc_texts;

/* What a plot shows of a finding, beside its number. */
typedef enum lc_mark {
    LC_MARK_NUMBER, /* the number alone: between its two curves, or beside its only one */
    LC_MARK_POINT,  /* the value at `at` */
    LC_MARK_RANGE,  /* from .. to */
    LC_MARK_BAND,   /* how far the curve scatters about its trend, from .. to */
    LC_MARK_NO_GAP, /* the distance of its two curves means nothing: it is not drawn */
} lc_mark;

#define LC_FINDING_SERIES 4 /* a finding speaks of at most so many series */

/* What one rule found, once. */
typedef struct lc_finding {
    const char *rule; /* id of its rule, lives as long as the program */
    lc_severity severity;
    double confidence; /* 0 .. 1: share of such findings that are right */
    double log_lr;     /* how much the numbers speak for it: log likelihood ratio with the effect
                        * against without it [nats]; 0: it accuses nobody */
    char *basis;       /* what the confidence rests on: "bound", "p = 0.003 (Mann-Kendall)" */
    size_t series[LC_FINDING_SERIES]; /* indices into run->series */
    size_t series_n;
    double from, to; /* range along the run's axis */
    double at;       /* where in it the most telling record is; `from` unless the rule says it */
    lc_mark mark;    /* how a plot shows it */
    char *summary;   /* one sentence without a full stop */
    char *headline;  /* the same in a few words, for a title; NULL: the summary is short enough */
    lc_evidence *evidence;
    size_t evidence_n, evidence_cap;
    const char *explained_by; /* rule that explains this one away, or NULL */
    const char
        *experiment; /* what would tell whether it is real, where its rule's own doesn't fit, or
                               * NULL; lives as long as the program */
    lc_texts causes; /* likeliest first */
    lc_texts advice; /* most useful first */
} lc_finding;

/* What one rule's symptom adds to the verdict: positive where it speaks for it [nats]. */
typedef struct lc_weight {
    const char *rule;
    double log_odds;
} lc_weight;

/* The one line over all findings. */
typedef struct lc_verdict {
    const char *name;     /* "overfitting", "healthy", ... (README); lives as long as the program */
    lc_severity severity; /* of the finding that decided, LC_NOTE when healthy */
    double confidence;    /* 0 .. 1: share of such verdicts that are right */
    double probability;   /* what the weights alone make of it, before calibration */
    size_t finding;       /* index of the finding that decided; SIZE_MAX when none did, or when
                           * min_severity left it out */
    char *summary;        /* one sentence without a full stop */
    lc_texts support;     /* what speaks for it, heaviest first: summaries of findings */
    lc_texts against;     /* what it rules out or what speaks against it, one clause each */
    size_t weights_n;
    lc_weight *weights; /* what each symptom adds to it, as log odds against no fault */
    /* the likeliest other verdict, and how likely it is; NULL and 0: none */
    const char *alternative;
    double alternative_confidence;
    /* what would tell, as an instruction; NULL when healthy. Lives as long as the program */
    const char *experiment;
} lc_verdict;

/* A rule that could not judge the run, and why. Both live as long as the program. */
typedef struct lc_unjudged {
    const char *rule, *reason;
} lc_unjudged;

/* When a finding would first have been known, had the run been watched. */
typedef struct lc_known {
    const char *rule;
    size_t series;        /* index into run->series; SIZE_MAX when it is about the run */
    lc_severity severity; /* as it was then */
    double at;            /* x of the last record that had been seen */
    bool stands;          /* the last diagnosis has it too, be it as a note or explained ... */
    double withdrawn;     /* ... else x of the record from which on it had it no more */
} lc_known;

/* A run replayed record by record. */
typedef struct lc_online {
    bool replayed;
    size_t n, cap;
    lc_known *known;      /* findings of a warning or more, in the order in which they came */
    bool stop;            /* overfitting was found, and the run should have been stopped ... */
    double stop_at;       /* ... at this x, */
    double best_at, best; /* with the best record until then, ... */
    double run_best;      /* and the best of the whole run, in the series ... */
    size_t stop_series;   /* ... with this index */
} lc_online;

/* Where a curve is expected at one x beyond the run. */
typedef struct lc_forecast_point {
    double x;
    double value;               /* of the curve, without noise */
    double mean_low, mean_high; /* it is there with 90 % */
    double low, high;           /* nine in ten values recorded there lie here, noise included */
} lc_forecast_point;

#define LC_FORECAST_POINTS 24

/* Where a series would go, were the run to go on as it did. */
typedef struct lc_forecast {
    size_t series;       /* index into run->series */
    const char *why_not; /* what forbids a forecast, a sentence without a full stop; NULL when there
                          * is one. Lives as long as the program */
    const char *form;    /* that fits best: "power law", ..., or "level" where it has settled */
    double now;          /* of the curve, without noise, at the end of what was recorded */
    double floor, floor_low, floor_high; /* level it goes to, with 90 %; NaN: can't be told */
    double missed; /* error of such forecasts from earlier in the run, as a share of what the
                          * curve had gained over as long before; NaN where there was no room */
    lc_forecast_point point[LC_FORECAST_POINTS]; /* x rising evenly, up to what was asked for */
} lc_forecast;

/* Forecasts of a run's losses and scores, when asked for. */
typedef struct lc_forecasts {
    bool made;
    double until; /* x of the last points */
    size_t n, cap;
    lc_forecast *forecast; /* validation first */
} lc_forecasts;

typedef struct lc_diagnosis {
    lc_verdict verdict;
    size_t n, cap;
    lc_finding *findings; /* weightiest first */
    size_t unjudged_n;
    lc_unjudged *unjudged; /* rules that could say nothing of this run */
    size_t judged_n;
    const char **judged; /* ids of the rules that could, whether they found anything or not */
    lc_online online;    /* when asked for */
    lc_forecasts forecasts;
} lc_diagnosis;
#define LC_DIAGNOSIS_INIT \
    {                     \
        0                 \
    }

/* RULE.NAME = value, as --set has it. */
typedef struct lc_setting {
    const char *rule, *name;
    double value;
} lc_setting;

typedef struct lc_diagnose_options {
    const char *rules;    /* comma-separated ids: only these; NULL for all */
    const char *no_rules; /* comma-separated ids: not these; NULL for none */
    const char *metric;   /* only series of this name or base name; NULL for all */
    lc_severity min_severity;
    const lc_setting *settings;
    size_t settings_n;
    bool goes_on;       /* the run has not ended: that nothing was learned yet says little */
    bool online;        /* replay the run as well: when would each finding have been known? */
    bool forecast;      /* say where its curves would go from here ... */
    double forecast_to; /* ... up to this x; 0: as far again as was recorded */
    bool bare; /* findings have no evidence, and no sentences: for who asks which they are */
} lc_diagnose_options;
#define LC_DIAGNOSE_OPTIONS_INIT \
    {                            \
        0                        \
    }

/**
 * Say what is wrong with a run, what is not, and how sure that is.
 *
 *   out  diagnosis  LC_DIAGNOSIS_INIT or an earlier one, which is released
 *   in   options    NULL for the defaults
 *
 * Time is near linear in the number of values (replayed, some hundred times that; a forecast takes
 * some 20 ms a series), memory for the working copies of one series.
 *
 * Returns LC_OK
 *         LC_E_ARG    unknown rule, threshold or metric in `options`; the message lists what is
 *         LC_E_NOMEM
 */
lc_status lc_diagnose(lc_diagnosis *diagnosis, const lc_run *run,
                      const lc_diagnose_options *options, lc_error *err);

void lc_diagnosis_free(lc_diagnosis *diagnosis);

/* ---- watching -------------------------------------------------------------------------- */

/* A run that grows, and what was found in it so far. A look is a diagnosis of its first records: one at
 * each record up to 512, then whenever it has grown by 1/12, or by 1/64 while a stop or a withdrawal
 * waits to be confirmed. A replay (lc_diagnose_options.online) looks as a watch of overfitting does
 * with by_notes and a patience of 2, so that it says what that would have said. */
typedef struct lc_watch lc_watch;

/* What one look came to; borrowed during the call. */
typedef struct lc_look {
    const lc_run *run;             /* the records that were looked at, at least one */
    const lc_diagnosis *diagnosis; /* of them */
    size_t found_n;
    /* of diagnosis->findings: warnings and more, not explained, that are new or that come back */
    const size_t *found;
    size_t withdrawn_n;
    const lc_known *withdrawn; /* what two looks in a row have not found any more */
} lc_look;

/* Takes a look's outcome; false: no look at later records of this run now. */
typedef bool (*lc_look_take)(void *self, const lc_look *look);

/* That a run should be stopped. */
typedef struct lc_stop {
    const char *rule; /* that asks for it; lives as long as the program */
    size_t series;    /* index into the run's series: that the finding is about; SIZE_MAX: none */
    double at;        /* x of the last record that had been seen */
    /* the series, if it is of validation, else what the run is judged by; ... */
    size_t best_series;
    double best_at, best; /* ... its best value until then. SIZE_MAX and lc_absent(): none */
} lc_stop;

typedef struct lc_watch_options {
    const lc_diagnose_options *diagnose; /* NULL: the defaults; borrowed, as all below */
    const char *stop_on; /* comma-separated rules, and severities (that or graver); NULL: never */
    /* looks in a row that must find it; 0: 10, 5 of a jump or a divergence. What is arithmetic,
     * such as a NaN, needs only one */
    size_t patience;
    double min_confidence; /* of a finding that stops */
    bool by_notes; /* a rule of stop_on may stop by a note: a turn that is real, however small */
    lc_look_take take; /* NULL: nobody is told */
    void *self;
    lc_kind axis;   /* of pushed values: LC_EPOCH, LC_STEP, ...; LC_OTHER (0): LC_EPOCH */
    lc_facts facts; /* of the run that is pushed */
} lc_watch_options;

/* LC_OK, LC_E_NOMEM; the options may be NULL. */
lc_status lc_watch_open(lc_watch **watch, const lc_watch_options *options, lc_error *err);
void lc_watch_close(lc_watch *watch); /* NULL is fine */

/**
 * Look at a run that has grown: the same run with records added, or values added to its last record.
 * One with fewer records than before is looked at as a new run.
 *
 *   in   each  look at each record that came, as above; else only at the last ones, as many as the
 *              options' patience
 *
 * Returns as lc_diagnose
 */
lc_status lc_watch_see(lc_watch *watch, const lc_run *run, bool each, lc_error *err);

/**
 * Instead of a run: one value of it. Metrics are told apart by name, as lc_run_add() does.
 *
 * Memory is bounded: of a metric with more than 1024 values every fourth, eighth, ... is kept, and of
 * those that are left out the values that are not finite. A value at the metric's last x replaces that
 * one; an x that goes back is a resume, and all that was pushed from there on is forgotten.
 *
 * Returns LC_OK
 *         LC_E_ARG    x is not finite, or the name is empty
 *         LC_E_NOMEM
 */
lc_status lc_watch_push(lc_watch *watch, const char *metric, double x, double y, lc_error *err);

/**
 * The verdict over what was pushed, as of the last look, which is made now if one is due: at once when
 * a metric has its first value that is not finite.
 *
 *   out  *verdict   borrowed until the next call
 *
 * Returns as lc_diagnose, and
 *         LC_E_ARG    nothing was pushed
 */
lc_status lc_watch_verdict(const lc_verdict **verdict, lc_watch *watch, lc_error *err);

/* Why the run should be stopped; NULL: it should go on. The first reason stays. */
const lc_stop *lc_watch_stop(const lc_watch *watch);

/* ---- rules ------------------------------------------------------------------------------ */

/* A number that a rule compares with; lc_setting changes it. */
typedef struct lc_threshold {
    const char *name;
    double value;        /* default */
    const char *meaning; /* what it bounds, with its unit */
    const char *source;  /* derivation, paper, book */
} lc_threshold;

/* A rule of the diagnosis. Its texts live as long as the program. */
typedef struct lc_rule_info {
    const char *id;     /* stable, never reused */
    const char *title;  /* what it finds, one line */
    const char *theory; /* what is computed and why; paragraphs are separated by empty lines; {NAME}
                          * is the value of that threshold, {NAME%} the value in percent */
    const char *source; /* papers and books */
    const char *verdict; /* verdict of a run that this rule decides; NULL: never decides */
    const lc_threshold *thresholds;
    size_t thresholds_n;
    const char *example; /* a made-up log (CSV) on which the rule fires */
    /* what would tell whether the fault is real, as an instruction; or NULL */
    const char *experiment;
} lc_rule_info;

/* The i-th rule, false behind the last one; the rule of an id, false if there is none. */
bool lc_rule_info_at(lc_rule_info *info, size_t i);
bool lc_rule_info_find(lc_rule_info *info, const char *id);

/* ---- reports --------------------------------------------------------------------------- */

typedef struct lc_report_options {
    bool color;     /* text: ANSI colours */
    bool sources;   /* text of lc_inspect: where in the log each metric was read */
    unsigned width; /* text: columns; 0 means 80 */
    /* text: 0 the verdict, what to do and the metrics, and of several runs a table; 1 each run with
     * all findings, their evidence, causes and advice; 2 also statistics */
    unsigned verbose;
    const char *picture; /* Markdown of one run: path of a picture of its curves, which is linked
                          * instead of drawing them in characters; NULL: none */
} lc_report_options;
#define LC_REPORT_OPTIONS_INIT \
    {                          \
        0                      \
    }

/**
 * Write the diagnoses of n runs, in the form that `format` names.
 *
 *   in   format   "text" (for people), "brief" (a line of key=value pairs a run, for scripts and language
 *                 models), "json" (one object for one run, an array for several),
 *                 "jsonl" (one object a line), "html" (a page that needs no network; its plots are
 *                 gnuplot's, as lc_plot_file() makes them, or say why there are none), "csv" (a row for
 *                 each finding), "markdown" (for a pull request), and for build servers "github"
 *                 (annotations of GitHub Actions), "junit" (JUnit's XML) and "sarif" (SARIF 2.1.0)
 *   in   runs[n], diagnoses[n]
 *
 * Returns LC_OK
 *         LC_E_ARG    no report of that name
 *         LC_E_IO     the stream has its error mark set
 *         LC_E_NOMEM
 */
lc_status lc_report(FILE *out, const char *format, const lc_run *runs,
                    const lc_diagnosis *diagnoses, size_t n, const lc_report_options *options,
                    lc_error *err);

/* The same into a file, which is either complete or as it was; without a format its ending tells.
 * LC_E_ARG when it doesn't, LC_E_IO when the file can't be written. */
lc_status lc_report_file(const char *path, const char *format, const lc_run *runs,
                         const lc_diagnosis *diagnoses, size_t n, const lc_report_options *options,
                         lc_error *err);

/* The report that a file's ending stands for; NULL if none. The i-th of these endings, ".html"; NULL
 * behind the last one. */
const char *lc_report_format_of(const char *path);
const char *lc_report_ending_at(size_t i);

/* Whether the report says in which lines of the log a finding is, where lc_read_options.lines kept them. */
bool lc_report_names_lines(const char *format);

/**
 * Write a workflow command of GitHub Actions, which its runner shows as an annotation: an error for
 * LC_CRITICAL, a warning, a notice. Whatever the texts hold, they can't end it or begin another one.
 *
 *   in   place    NULL: none
 *   in   message  its line ends are kept
 *
 * Returns LC_OK, LC_E_NOMEM
 */
lc_status lc_report_annotation(FILE *out, lc_severity severity, const lc_log_place *place,
                               const char *title, const char *message, lc_error *err);

/**
 * Write one finding as JSON, an object on a line: the members "schema" and "source" of a diagnosis,
 * "at", and "finding", as in its list.
 *
 *   in   i     of diagnosis->findings
 *   in   at    x of the last record that had been seen
 *
 * Returns LC_OK, LC_E_NOMEM
 *         LC_E_IO     the stream has its error mark set
 */
lc_status lc_report_finding(FILE *out, const lc_run *run, const lc_diagnosis *diagnosis, size_t i,
                            double at, lc_error *err);

/**
 * Write what n runs are and what each metric was taken for; nothing is judged.
 *
 *   in   format   "text", "json" (an object for one run, an array for several) or "jsonl" (an
 *                 object a line): the members "source" and "run" of a diagnosis
 *
 * Returns as lc_report.
 */
lc_status lc_inspect(FILE *out, const char *format, const lc_run *runs, size_t n,
                     const lc_report_options *options, lc_error *err);

/**
 * Write what a rule computes, why and from which numbers, as text for people.
 *
 *   in   rule       its id, or a verdict, of which its rules are listed; NULL: a list of all rules
 *   in   example, diagnosis   of the rule's example, to show what the rule finds there; or NULL
 *
 * Returns as lc_report; LC_E_ARG when there is no such rule.
 */
lc_status lc_explain(FILE *out, const char *rule, const lc_run *example,
                     const lc_diagnosis *diagnosis, const lc_report_options *options,
                     lc_error *err);

/* ---- work shared out -------------------------------------------------------------------- */

/* Write the answer to a question of n bytes, behind which a NUL stands. Any thread calls it, and under MPI
 * any process of the program; nobody else writes what is shared meanwhile. */
typedef void (*lc_answer)(const void *shared, const char *question, size_t n, FILE *answer);

/* An answer; borrowed during the call. */
typedef struct lc_answered {
    const char *bytes; /* a NUL stands behind them */
    size_t n;
    bool known;       /* it was known and not asked */
    const char *lost; /* why there is no answer, and no bytes; or NULL */
    bool nomem;       /* it is that memory is out here */
} lc_answered;

#define LC_WORK_NAME_SIZE 256

typedef struct lc_work {
    size_t n; /* questions */
    lc_answer answer;
    const void *shared;
    /* Write question k, or its answer where that is known, and then return true. */
    bool (*ask)(void *self, size_t k, FILE *out);
    /* Take answer k, in order; false ends the work. */
    bool (*take)(void *self, size_t k, const lc_answered *answer);
    void *self;
    bool spread; /* other processes answer too, whose lc_work_serve() has this answer */
    /* Name question k for lc_work_tell(); NULL: it is its number. */
    void (*name)(void *self, size_t k, char name[LC_WORK_NAME_SIZE]);
} lc_work;

/**
 * Have all questions answered: by the caller, by `threads` threads if there are several, and by
 * other processes if there are any and the work is spread. The caller's thread alone calls ask() and take(). Some thousand
 * questions are in memory at a time.
 *
 *   in   threads   0: as many as there are processors, 8 at most, and one under MPI
 *
 * False when memory is out.
 */
bool lc_work_run(const lc_work *work, unsigned threads);

/**
 * One work by all processes of a program under MPI, on many machines: each of them calls this before
 * there is any, with the same answer and what is shared. Where the library is built without MPI, or a
 * program isn't started by mpirun or the like, there is but one process.
 *
 * Returns false to the first one, which then works as it would alone, and calls lc_work_end() last. The
 * others answer what it asks, in a child of theirs each, and get true when it has ended.
 */
bool lc_work_serve(lc_answer answer, const void *shared);
void lc_work_end(void);

/* Write what each other process has in hand to a file, a line each that begins with `before`. For handlers of
 * signals: Open MPI ends all processes by SIGTERM when one of them is gone, and which that was it says
 * itself. */
void lc_work_tell(int file, const char *before);

/* How many other processes there are; 0 before lc_work_serve(), and in all but the first. */
unsigned lc_work_others(void);

/* What went wrong, as bytes. The latter returns how many of n it took, 0: they are something else. */
void lc_error_write(FILE *out, const lc_error *err);
size_t lc_error_read(lc_error *err, const char *bytes, size_t n);

/**
 * Runs and their diagnoses (NULL: none) as bytes for lc_runs_unpack() of the same program on the same
 * kind of machine.
 */
void lc_runs_pack(FILE *out, const lc_runs *runs, const lc_diagnosis *diagnoses);

/**
 * Runs and their diagnoses of bytes.
 *
 *   out  *runs        lc_runs_free()
 *   out  *diagnoses   [runs->n]; NULL: none. lc_diagnosis_free() each, and free()
 *   out  *texts       holds what lives as long as the program otherwise; free(), after both
 *   in   bytes[n]
 *
 * Returns LC_OK, LC_E_NOMEM, LC_E_FORMAT (lc_runs_pack() wrote something else)
 */
lc_status lc_runs_unpack(lc_runs *runs, lc_diagnosis **diagnoses, char **texts, const char *bytes,
                         size_t n, lc_error *err);

/* ---- many logs ------------------------------------------------------------------------- */

/* What was found in logs, kept in a file, so that the next scan reads only what has changed. */
typedef struct lc_cache lc_cache;

/**
 * Open a cache, a database of SQLite's, or make it.
 *
 * Returns LC_OK
 *         LC_E_FORMAT  the file is something else, and is left alone
 *         LC_E_IO      it can't be opened or made
 *         LC_E_NOMEM
 */
lc_status lc_cache_open(lc_cache **cache, const char *file, lc_error *err);

/* Write what is not written yet. LC_E_IO: from some moment on the file could be neither read nor written,
 * and the scan went on without it. NULL is fine. */
lc_status lc_cache_close(lc_cache *cache, lc_error *err);

typedef struct lc_scan_options {
    const lc_read_options *read; /* NULL: the defaults, like the next */
    const lc_diagnose_options *diagnose;
    const char *metric; /* that digests show (lc_digest_make), or NULL */
    unsigned threads;   /* at most 8; 0: as many as there are processors, and one under MPI */
    lc_cache *cache;    /* or NULL */
} lc_scan_options;

/* Logs that were found. */
typedef struct lc_logs lc_logs;

/**
 * Find logs: a path of a file is one, below a folder each file that looks like one is, or the files
 * that are one run. Hidden files and folders, and folders behind links, are left out.
 *
 *   out  *logs   lc_logs_close()
 *   in   paths[n], options (NULL: the defaults)   borrowed until then
 *
 * Returns LC_OK, LC_E_NOMEM
 *         LC_E_IO, LC_E_LIMIT  a folder can't be read, or is deeper or larger than any of runs
 */
lc_status lc_logs_find(lc_logs **logs, const char *const *paths, size_t n,
                       const lc_scan_options *options, lc_error *err);
void lc_logs_close(lc_logs *logs); /* NULL is fine */

size_t lc_logs_count(const lc_logs *logs);
size_t lc_logs_passed_over(const lc_logs *logs);         /* files that are no logs */
const char *lc_logs_path(const lc_logs *logs, size_t i); /* what runs[].source will be */
double lc_logs_changed(const lc_logs *logs, size_t i);   /* [s since 1970]; 0 unknown */

/* Leave those out that were changed before then [s since 1970]. */
void lc_logs_drop_older(lc_logs *logs, double than);

/* Read the runs of log i; as lc_read_file. */
lc_status lc_logs_read(lc_runs *runs, const lc_logs *logs, size_t i, lc_error *err);

/* The few numbers that stand for a run among many. Its texts are its own. */
typedef struct lc_digest {
    const char *path, *name;           /* name: of the run within its file, or NULL */
    const char *verdict, *rule, *axis; /* rule: that decided, or NULL */
    lc_severity severity;
    double confidence;
    const char *found; /* rules whose findings no other explains, comma-separated; or NULL */
    lc_severity worst; /* of these findings */
    size_t records;
    const char *metric; /* that the run is judged by; NULL: none, and the next are lc_absent() */
    lc_direction better;
    double first, best, best_at, last; /* best_at: along the axis */
    double quantum;                    /* of the metric's values */
    double changed;                    /* of its file [s since 1970]; 0 unknown */
    const char *problem; /* why the log can't be read; then of all these only `path` is set */
    char *text;          /* holds them */
} lc_digest;

/* What a scan hands over of one log; borrowed during the call. */
typedef struct lc_scanned {
    size_t log;
    lc_digest *
        digests; /* one for each run; whoever wants to keep one takes it, and leaves (lc_digest){0} */
    size_t n;
    /* code LC_OK; else why it can't be read, and the one digest has its problem */
    const lc_error *error;
} lc_scanned;

/* Takes one log; false ends the scan. */
typedef bool (*lc_scan_take)(void *self, const lc_scanned *log);

/**
 * Read and diagnose logs, and hand them over one by one, in their order and by the caller's thread,
 * however many threads and processes are at work. A few logs are in memory at a time.
 *
 * Returns LC_OK, LC_E_NOMEM
 */
lc_status lc_scan(const lc_logs *logs, lc_scan_take take, void *self, lc_error *err);

/**
 * One scan by all processes of a program under MPI, on many machines: each of them calls this before
 * it finds logs, with the same options. Where the library is built without MPI, or a program isn't
 * started by mpirun or the like, there is but one process.
 *
 * Returns false to the first one, which then scans as it would alone, and calls lc_scan_end() last. The
 * others work for it, and get true when it has ended.
 */
bool lc_scan_serve(const lc_scan_options *options);
void lc_scan_end(void);

/* Sum a run up; `metric` (a name or base name) instead of the one that lc_run_main() gives, or NULL.
 * LC_OK, LC_E_NOMEM. */
lc_status lc_digest_make(lc_digest *digest, const lc_run *run, const lc_diagnosis *diagnosis,
                         const char *metric, lc_error *err);
void lc_digest_free(lc_digest *digest);

/* A digest but for its path and when it changed, as bytes for lc_digest_read(). */
void lc_digest_write(FILE *out, const lc_digest *digest);

/**
 * A digest of the first of n bytes.
 *
 *   out  *used   how many that are
 *   in   path    of its log
 *
 * Returns LC_OK, LC_E_NOMEM, LC_E_FORMAT (lc_digest_write() wrote something else)
 */
lc_status lc_digest_read(lc_digest *digest, size_t *used, const char *path, const char *bytes,
                         size_t n, lc_error *err);

/* For qsort(): the most urgent first, that is by severity, verdict, confidence and path. */
int lc_digest_by_urgency(const void *a, const void *b);

/**
 * Write digests in the order in which they come.
 *
 *   in   format   "text" (a line of counts and a table), "csv", "json" (an array), "jsonl",
 *                 "markdown" (the table) or "github" (annotations: the runs with a fault)
 *
 * Returns as lc_report.
 */
lc_status lc_report_digests(FILE *out, const char *format, const lc_digest *digests, size_t n,
                            const lc_report_options *options, lc_error *err);

/* ---- comparison ------------------------------------------------------------------------- */

/* Runs of one set-up, as with several seeds, by one metric. */
typedef struct lc_compared {
    char *name;
    size_t runs;                      /* that have the metric */
    double best, best_low, best_high; /* median, least and greatest of their bests */
    double best_at, last;             /* medians */
    double reached;    /* x at which half of them have reached the level; lc_absent(): fewer do, or
                        * the runs are along several axes */
    double difference; /* of the mean best from the first group's, above 0 for the worse ... */
    double low,
        high; /* ... with its 95 % interval; lc_absent() where nothing tells, and of the first */
    const char *basis; /* what the interval rests on; NULL for none. Lives as long as the program */
    /* of most of its runs by the diagnosis; NULL: none, as of a baseline. Lives as long as the
     * program */
    const char *verdict;
    size_t verdict_runs; /* so many */
} lc_compared;

/* A hyper-parameter in which groups differ. */
typedef struct lc_compared_param {
    char *name;
    lc_texts *values; /* of each group: those of its runs, each one once, some if they are many */
} lc_compared_param;

typedef struct lc_comparison {
    char *metric;
    lc_direction better;
    const char *axis;  /* lives as long as the program; NULL: the runs have several */
    double level;      /* the worst of the groups' bests, which every group reaches */
    lc_texts left_out; /* groups of the runs without the metric, each one once */
    size_t missing;    /* those runs */
    size_t n;
    lc_compared *group; /* the best first */
    size_t differs_n;
    lc_compared_param *differs; /* of what the runs tell; of a baseline none */
} lc_comparison;
#define LC_COMPARISON_INIT \
    {                      \
        0                  \
    }

/**
 * Compare runs, or groups of them, by the best value of one metric.
 *
 * With two runs or more in both groups the interval is Welch's; with one run in one of them the
 * spread of the other group is taken for both; with one run in each it is the noise of the two
 * curves, which leaves out what another seed would do.
 *
 *   out  comparison  LC_COMPARISON_INIT or an earlier one, which is released
 *   in   runs[n], groups[n]  runs of equal group names are a group; n >= 1
 *   in   metric      name or base name; NULL: what the first run is judged by
 *
 * Returns LC_OK
 *         LC_E_ARG    no run has the metric, or it has no direction
 *         LC_E_NOMEM
 * Source: B. L. Welch 1947, Biometrika 34, 28; Student 1908, Biometrika 6, 1.
 */
lc_status lc_compare(lc_comparison *comparison, const lc_run *const *runs,
                     const char *const *groups, size_t n, const char *metric, lc_error *err);
void lc_comparison_free(lc_comparison *comparison);

/* Write the summary numbers of the first group as JSON, to be kept as a baseline, and read them back
 * as a comparison of one group. LC_E_FORMAT when the file is none such, LC_E_LIMIT when its schema is
 * another version's. */
lc_status lc_comparison_save(const char *path, const lc_comparison *comparison, lc_error *err);
lc_status lc_comparison_load(lc_comparison *comparison, const char *path, lc_error *err);

/* Write a comparison: "text", "csv", "json", "markdown" (the table) or "github" (a notice of the best).
 * Returns as lc_report. */
lc_status lc_report_comparison(FILE *out, const char *format, const lc_comparison *comparison,
                               const lc_report_options *options, lc_error *err);

/* ---- tables ---------------------------------------------------------------------------- */

typedef struct lc_write_options {
    bool long_form;     /* a row a value (run, axis, x, metric, split, kind, value) instead of a row
                         * a record with a column a metric */
    const char *metric; /* only metrics of this name or base name; NULL for all */
    bool clean;    /* names without what could harm a terminal, instead of as the log has them */
    bool csv_safe; /* CSV: names that a spreadsheet would run are written as LC_CSV_SAFE says */
} lc_write_options;
#define LC_WRITE_OPTIONS_INIT \
    {                         \
        0                     \
    }

/**
 * Write runs as one tidy table, whose numbers are read back as the same doubles.
 *
 * The wide table can be read again, by lc_read_file() too: the same runs, x, values, facts, and
 * what each metric is. What the columns' names don't tell stands above them, in lines
 * "# learncurve: ..." of CSV and in the first object of JSON and JSON Lines.
 *
 *   in   format   "csv", "json" or "jsonl"
 *   in   runs[n]  several get a column "run" in front: their names, sources or both, as these tell
 *                 them apart, else their numbers
 *
 * Returns LC_OK
 *         LC_E_ARG    no format of that name, or no run has the metric
 *         LC_E_IO     the stream has its error mark set
 *         LC_E_NOMEM
 */
lc_status lc_write(FILE *out, const char *format, const lc_run *runs, size_t n,
                   const lc_write_options *options, lc_error *err);

/* The same into a file, which is either complete or as it was; without a format its ending tells.
 * LC_E_IO when it can't be written. */
lc_status lc_write_file(const char *path, const char *format, const lc_run *runs, size_t n,
                        const lc_write_options *options, lc_error *err);

/* The i-th format that is written; false behind the last one. */
bool lc_write_format_at(lc_format_info *info, size_t i);

/* The format that a file's ending stands for; NULL if none. */
const char *lc_write_format_of(const char *path);

/* ---- plots ----------------------------------------------------------------------------- */

typedef enum lc_scale { LC_SCALE_AUTO, LC_SCALE_LOG, LC_SCALE_LINEAR } lc_scale;

typedef struct lc_plot_options {
    double width, height; /* [px, 1/96 inch]; 0: 1600 (.tex: 605) by what the panels need */
    double density;       /* pixels of a PNG for each of these; 0: 1 */
    const char *title;    /* NULL: the verdict */
    const char *font;     /* family; NULL: DejaVu Sans, in an SVG any sans-serif */
    double timeout;       /* [s] that gnuplot may take, then it is ended; 0: 60 */
    bool plain;           /* the curves and their names alone, for a paper */
    bool untitled; /* without title and list of findings, for a page that has them beside it */
    bool dark;
    bool mono;           /* told apart by dashes and markers instead of colours */
    lc_scale loss_scale; /* of the panels of losses */
    unsigned smooth;     /* window of the running median [records]; 0: chosen, 1: none */
    /* of several runs: the metric by which they stand in order, the best first; its panel is the
     * first. NULL: they stand in none */
    const char *ranked_by;
} lc_plot_options;
#define LC_PLOT_OPTIONS_INIT \
    {                        \
        0                    \
    }

/**
 * Write a self-contained gnuplot script (5.4 and later) that draws the run with its findings.
 *
 * Text of the log goes in quoted so that it can't become a command, data as datablocks reduced
 * to the minimum and maximum of each pixel column.
 *
 *   in   output  the file the script shall write, its ending (as below) chooses the
 *                terminal; NULL: the script draws on the terminal that whoever runs it chose
 *
 * Returns LC_OK
 *         LC_E_ARG    another ending, or nothing that can be drawn (no finite value)
 *         LC_E_IO     the stream has its error mark set
 *         LC_E_NOMEM
 */
lc_status lc_plot_script(FILE *out, const char *output, const lc_run *run,
                         const lc_diagnosis *diagnosis, const lc_plot_options *options,
                         lc_error *err);

/**
 * Draw the run into a file: .png, .svg, .pdf, .eps, .tex (TikZ, for LaTeX with the package
 * gnuplot-lua-tikz) or .gp, the script itself.
 *
 * gnuplot is run without a shell on a script file; its output is checked and renamed into place,
 * so `path` is either complete or as it was.
 *
 *   in   gnuplot  the program; NULL: $LEARNCURVE_GNUPLOT, else "gnuplot" on the PATH
 *
 * Returns as lc_plot_script, and
 *         LC_E_IO       path can't be written
 *         LC_E_GNUPLOT  not found, or it failed; the message has its first words
 */
lc_status lc_plot_file(const char *path, const lc_run *run, const lc_diagnosis *diagnosis,
                       const lc_plot_options *options, const char *gnuplot, lc_error *err);

/* How finely a terminal's characters are divided. */
typedef enum lc_cells {
    LC_CELLS_BRAILLE, /* 2 x 4 dots */
    LC_CELLS_BLOCK,   /* 2 x 2, for consoles whose fonts lack Braille */
    LC_CELLS_ASCII,   /* 1 x 2, where UTF-8 is not understood */
} lc_cells;

typedef struct lc_text_plot {
    size_t columns, rows; /* of the terminal, its prompt's line included; 0: 80 and 24 */
    lc_cells cells;
    bool color; /* ANSI colours */
} lc_text_plot;

/**
 * Draw the run as text for a terminal: as many panels as there is room for, the main metric first.
 *
 *   in   options  size, colours and font don't count; may be NULL
 *
 * Returns LC_OK
 *         LC_E_ARG    nothing that can be drawn
 *         LC_E_IO     the stream has its error mark set
 *         LC_E_NOMEM
 */
lc_status lc_plot_text(FILE *out, const lc_run *run, const lc_diagnosis *diagnosis,
                       const lc_plot_options *options, const lc_text_plot *text, lc_error *err);

/* One of several runs on a page. */
typedef struct lc_overlay_run {
    const lc_run *run;
    const char *name;  /* at the end of its line */
    const char *group; /* runs of one group are seeds of one set-up; NULL: it stands alone */
} lc_overlay_run;

/**
 * Draw several runs on one page, as lc_plot_script, lc_plot_file and lc_plot_text draw one.
 *
 * A panel for each loss and score, the main metric first, and of ranked runs one for a learning rate
 * and one for a gradient norm that differ; validation in bold, training thin. The
 * first ten runs or groups, in the order given, have colours and names, the others are grey. A group
 * is the median of its runs in a band that holds all of them, where all of them have values.
 *
 *   in   runs[n]  1 or more, read along the same kind of axis
 *
 * Returns as these, and LC_E_ARG when the axes are of different kinds.
 */
lc_status lc_overlay_script(FILE *out, const char *output, const lc_overlay_run *runs, size_t n,
                            const lc_plot_options *options, lc_error *err);
lc_status lc_overlay_file(const char *path, const lc_overlay_run *runs, size_t n,
                          const lc_plot_options *options, const char *gnuplot, lc_error *err);
lc_status lc_overlay_text(FILE *out, const lc_overlay_run *runs, size_t n,
                          const lc_plot_options *options, const lc_text_plot *text, lc_error *err);

/* End the gnuplot that runs, if there is one; may be called by a signal handler. */
void lc_plot_cancel(void);

/* Whether a file's ending is one that lc_plot_file draws. */
bool lc_plot_can_draw(const char *path);

#ifdef __GNUC__
#pragma GCC visibility pop
#endif
#ifdef __cplusplus
}
#endif
#endif
