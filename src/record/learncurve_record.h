/* SPDX-License-Identifier: MIT */
/*
 * learncurve_record.h - write a training run down as it happens, one row for each epoch.
 *
 *     static const char *const fields[] = {"epoch", "loss", "val_loss"};
 *     lc_recorder *r = NULL;
 *     lc_record_error err = LC_RECORD_ERROR_INIT;
 *     if (lc_record_open(&r, "run.csv", fields, 3, NULL, &err) != LC_RECORD_OK)
 *         fprintf(stderr, "%s\n", err.msg);
 *     ...
 *     lc_record_put(r, "loss", loss, &err);
 *     lc_record_end_row(r, &err);
 *     ...
 *     lc_record_close(r, &err);
 *
 * What is promised of the file:
 *   - it is CSV under lines "# key: value"; numbers have the fewest digits that give the same double
 *     back, in every locale; NaN and infinities are nan, inf, -inf; what wasn't set is an empty
 *     cell;
 *   - a reader never sees a half row: a row of up to LC_RECORD_PAGE bytes is one write() that
 *     doesn't cross a multiple of LC_RECORD_PAGE, where Linux makes a longer write visible in
 *     parts; now and then a row therefore begins with blanks (and for a moment a reader may see
 *     these, alone, at the end of the file). A longer row may be seen in parts while it is written;
 *   - after kill -9 at most the row being written is lost; after power loss at most what was
 *     written since the last sync;
 *   - a full disk, a quota or an I/O error is reported, and the rows before it stay whole;
 *   - one recorder at a time holds the file, by an advisory lock (flock) where the file system has
 *     them; a child that was forked while it is open shares the lock.
 *
 * Conventions: as in learncurve.h. Each call returns LC_RECORD_OK or a negative LC_RECORD_E_*,
 * outputs come first, `err` comes last and may be NULL. Nothing is printed, no signal handled, no
 * state kept outside of the recorder: under `ulimit -f` ignore SIGXFSZ, for a pipe SIGPIPE, to get
 * an error instead of the signal. A recorder is used by one thread at a time.
 */
#ifndef LEARNCURVE_RECORD_H
#define LEARNCURVE_RECORD_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif
#ifdef __GNUC__
#pragma GCC visibility push(default) /* what stands below is all that the library exports */
#endif

#define LC_RECORD_PAGE 4096 /* [bytes] */

typedef enum lc_record_status {
    LC_RECORD_OK = 0,
    LC_RECORD_E_ARG = -1,    /* a documented precondition does not hold */
    LC_RECORD_E_NOMEM = -2,  /* allocation failed */
    LC_RECORD_E_IO = -3,     /* the operating system refused; nothing was added to the file */
    LC_RECORD_E_SYNC = -4,   /* written, but whether it is on the disk isn't known */
    LC_RECORD_E_EXISTS = -5, /* a file of this name is there */
    LC_RECORD_E_BUSY = -6,   /* another recorder is writing to it */
    LC_RECORD_E_FORMAT = -7, /* to be resumed, but no such record or with other fields */
} lc_record_status;

/* Why a call failed: one line that names the file. */
typedef struct lc_record_error {
    lc_record_status code;
    int os; /* errno behind it, 0 if none */
    char msg[400];
} lc_record_error;
#define LC_RECORD_ERROR_INIT \
    {                        \
        LC_RECORD_OK, 0, ""  \
    }

typedef enum lc_record_mode {
    LC_RECORD_FRESH,   /* a new file; refuse when there is one */
    LC_RECORD_REPLACE, /* a new file; what there was goes, but not through a symbolic link */
    LC_RECORD_RESUME,  /* go on with what there is, if there is any */
} lc_record_mode;

/* A line "# key: value" above the header. */
typedef struct lc_record_note {
    const char *key;   /* without ':' */
    const char *value; /* line breaks and control characters are written as blanks */
} lc_record_note;

typedef struct lc_record_options {
    lc_record_mode mode;
    unsigned long sync_rows; /* sync after so many rows (takes milliseconds), and on closing;
                              * LC_RECORD_SYNC_OFF: not by rows */
    double sync_seconds; /* sync with the first row that comes so long after the last sync, and on
                              * closing; 0: not by time. Neither: leave it to the system */
    const lc_record_note *notes; /* written when the file is new */
    size_t notes_n;
} lc_record_options;
#define LC_RECORD_SYNC_OFF 0
#define LC_RECORD_OPTIONS_INIT         \
    {                                  \
        LC_RECORD_FRESH, 1, 0, NULL, 0 \
    }

typedef struct lc_recorder lc_recorder;

/**
 * Open a file to record rows in.
 *
 * Notes that learncurve understands when it reads the file: train_samples, validation_samples,
 * classes, class_entropy, validation_class_entropy, weighted_class_entropy, heaviest_class_weight,
 * heaviest_class_share, batch_size, planned_epochs (lc_facts in learncurve.h); restore_best, which names
 * the metric whose best epoch's weights are kept; sample_weight, which names the column of the training
 * samples' weights. Any others are for people.
 *
 * Resuming takes an unfinished last line out, checks that the header has the same fields, and from
 * then on skips each row whose first field is not above the greatest that is recorded there: a
 * trainer that goes back to a checkpoint doesn't repeat itself. A row whose first field is unset or
 * NaN is always recorded. A file without rows, or none, begins as a new one would.
 *
 *   out  *r         to be closed
 *   in   fields[n]  names, copied: neither empty nor twice, no control characters, the first one
 *                   without a '#' in front; by custom the first one is "epoch" or "step"
 *   in   options    NULL for the defaults: a new file, a sync after every row
 *
 * Returns LC_RECORD_OK
 *         LC_RECORD_E_ARG     no field, a name or a note that can't be written, or resuming what is
 *                             no regular file
 *         LC_RECORD_E_NOMEM
 *         LC_RECORD_E_IO      can't be opened, read or written; a file that was made is taken away
 *         LC_RECORD_E_SYNC    likewise
 *         LC_RECORD_E_EXISTS  under LC_RECORD_FRESH
 *         LC_RECORD_E_BUSY
 *         LC_RECORD_E_FORMAT  the message has the first field that differs; the file is untouched
 * Tested in tests/unit/test_record.c.
 */
lc_record_status lc_record_open(lc_recorder **r, const char *path, const char *const *fields,
                                size_t n, const lc_record_options *options, lc_record_error *err);

/* Set a field of the row, by its index 0 .. n - 1 or by its name. The last value counts.
 * LC_RECORD_E_ARG when there is no such field. */
lc_record_status lc_record_set(lc_recorder *r, size_t field, double value, lc_record_error *err);
lc_record_status lc_record_put(lc_recorder *r, const char *field, double value,
                               lc_record_error *err);

/**
 * Write the row, and begin the next one with all fields unset.
 *
 * Returns LC_RECORD_OK      also for a row that is skipped after resuming
 *         LC_RECORD_E_ARG   no field is set
 *         LC_RECORD_E_IO    the file is as it was and the row still set, so the call can be repeated
 *         LC_RECORD_E_SYNC  the row is written, the sync that was due failed
 */
lc_record_status lc_record_end_row(lc_recorder *r, lc_record_error *err);

/* Sync now, whatever the options say: as at a checkpoint. LC_RECORD_OK or LC_RECORD_E_SYNC. */
lc_record_status lc_record_sync(lc_recorder *r, lc_record_error *err);

/* The greatest value of the first field that was there when the file was opened; NaN if none. */
double lc_record_last(const lc_recorder *r);

/* Sync if the options ask for syncs, and close. A row that wasn't ended is dropped. *r is released
 * even when an error is reported: LC_RECORD_E_SYNC for what failed now or in an earlier sync. NULL
 * is fine. */
lc_record_status lc_record_close(lc_recorder *r, lc_record_error *err);

#ifdef __GNUC__
#pragma GCC visibility pop
#endif
#ifdef __cplusplus
}
#endif
#endif
