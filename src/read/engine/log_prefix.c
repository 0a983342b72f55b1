/* SPDX-License-Identifier: GPL-3.0-or-later */
/* log_prefix.c - what loggers and launchers put before a line. */
#include "read/engine/log_prefix.h"

#include <ctype.h>
#include <string.h>

#define SEPARATORS 2    /* signs behind a prefix at most: "]:" */
#define LEVEL_WITHIN 60 /* [bytes] behind a time in which the level stands, with a name before it */

static bool is_digit(char c)
{
    return isdigit((unsigned char)c) != 0;
}

/* As many digits as from .. to. */
static bool take_digits(lc_span *t, int from, int to)
{
    int n = 0;
    while (n < to && t->s < t->end && is_digit(*t->s)) {
        t->s++;
        n++;
    }
    return n >= from;
}

static bool take_byte(lc_span *t, const char *bytes)
{
    bool is = t->s < t->end && *t->s && strchr(bytes, *t->s);
    if (is)
        t->s++;
    return is;
}

/* "2031-02-03", "2031/02/03" */
static bool take_date(lc_span *t)
{
    lc_span rest = *t;
    if (!take_digits(&rest, 4, 4) || !take_byte(&rest, "-/") || !take_digits(&rest, 2, 2) ||
        !take_byte(&rest, "-/") || !take_digits(&rest, 2, 2))
        return false;
    *t = rest;
    return true;
}

/* "04:05:06", with decimals, "Z" or "+01:00" */
static bool take_time(lc_span *t)
{
    lc_span rest = *t;
    if (!take_digits(&rest, 2, 2) || !take_byte(&rest, ":") || !take_digits(&rest, 2, 2) ||
        !take_byte(&rest, ":") || !take_digits(&rest, 2, 2))
        return false;
    lc_span more = rest;
    if (take_byte(&more, ".,") && take_digits(&more, 1, 9))
        rest = more;
    more = rest;
    if (take_byte(&rest, "Z"))
        more = rest;
    else if (take_byte(&more, "+-") && take_digits(&more, 2, 2)) {
        take_byte(&more, ":");
        rest = take_digits(&more, 2, 2) ? more : rest;
    }
    *t = rest;
    return true;
}

static bool take_level(lc_span *t)
{
    static const char *const levels[] = {"INFO", "DEBUG", "WARNING", "WARN", "ERROR", "CRITICAL"};
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++) {
        lc_span rest = *t;
        if (lc_span_take_word(&rest, levels[i]) &&
            (rest.s == rest.end || !isalnum((unsigned char)*rest.s))) {
            *t = rest;
            return true;
        }
    }
    return false;
}

/* " - ", ": ", " | ", "] ": what parts the prefix from the line, and one blank. A rule or a table's bar
 * is the line's own. */
static void skip_separators(lc_span *t, const char *signs)
{
    lc_span rest = *t;
    bool parted = false;
    lc_span_skip_blanks(&rest);
    for (int i = 0; i < SEPARATORS && take_byte(&rest, signs); i++)
        parted = true;
    if (parted && (rest.s == rest.end || *rest.s == ' '))
        *t = rest;
    take_byte(t, " ");
}

/* Behind a time: up to the level, and the separators behind it; "module:function:246 - " too. False where
 * no level stands there: then only the separators. */
static bool take_logger(lc_span *t, bool bracketed)
{
    lc_span rest = *t;
    for (; rest.s < rest.end && rest.s - t->s < LEVEL_WITHIN; rest.s++) {
        bool begins = rest.s == t->s || !isalnum((unsigned char)rest.s[-1]);
        if (!begins || !take_level(&rest))
            continue;
        skip_separators(&rest, "-:|]");
        *t = rest;
        lc_span place = rest, token;
        double line;
        if (lc_span_take_token(&place, &token) && lc_span_begins(&place, " - ")) {
            lc_span number = token;
            for (lc_span more = token; lc_span_take_until(&more, ":");)
                number = more;
            if (number.s > token.s && lc_span_take_count(&number, &line) &&
                number.s == number.end) {
                place.s += strlen(" - ");
                *t = place;
            }
        }
        return true;
    }
    skip_separators(t, bracketed ? "-:" : "-:|]");
    return false;
}

/* "[2031-02-03 04:05:06] INFO: ", "04:05:06 - " */
static bool take_stamp(lc_span *t, bool *leveled)
{
    lc_span rest = *t;
    bool bracketed = take_byte(&rest, "[(");
    bool dated = take_date(&rest);
    if (dated && lc_span_begins(&rest, "T"))
        bracketed = true; /* as containers print it, with nothing but a blank behind it */
    if (dated)
        take_byte(&rest, " T_-");
    if (!take_time(&rest))
        return false;
    take_byte(&rest, "])");
    if (rest.s < rest.end && !strchr(" \t:-|]", *rest.s))
        return false;
    *t = rest;
    *leveled = take_logger(t, bracketed);
    return true;
}

/* "I0203 04:05:06.789012 4711 train.py:246] ", as Google's libraries print it. */
static bool take_glog(lc_span *t, bool *leveled)
{
    lc_span rest = *t, place;
    double thread;
    if (!take_byte(&rest, "IWEF") || !take_digits(&rest, 4, 4) || !take_byte(&rest, " ") ||
        !take_time(&rest))
        return false;
    lc_span_skip_blanks(&rest);
    if (!lc_span_take_count(&rest, &thread) || !lc_span_take_token(&rest, &place) ||
        !lc_span_ends(&place, "]"))
        return false;
    take_byte(&rest, " ");
    *t = rest;
    *leveled = false; /* Caffe's own lines begin so */
    return true;
}

/* "[rank0]: ", "[rank 3] ", "[1,0]<stdout>:", "(TrainWorker pid=4711) " */
static bool take_rank(lc_span *t, double *rank)
{
    lc_span rest = *t;
    double n = -1;
    if (lc_span_take_word(&rest, "[rank") || lc_span_take_word(&rest, "[Rank")) {
        take_byte(&rest, " :=");
        if (!lc_span_take_count(&rest, &n) || !lc_span_take_word(&rest, "]"))
            return false;
    } else if (lc_span_take_word(&rest, "[1,")) {
        if (!lc_span_take_count(&rest, &n) || !lc_span_take_word(&rest, "]<std") ||
            !lc_span_take_until(&rest, ">"))
            return false;
    } else if (lc_span_begins(&rest, "(")) {
        lc_span inside = rest;
        if (!lc_span_take_until(&rest, ") ") ||
            (inside.end = rest.s, !lc_span_has(&inside, "pid=")))
            return false;
        *t = rest;
        return true;
    } else {
        return false;
    }
    take_byte(&rest, ":");
    take_byte(&rest, " ");
    *t = rest;
    *rank = n;
    return true;
}

/* Some prefix begins with such a byte. */
static bool may_be_prefixed(lc_span line)
{
    return line.s < line.end && (is_digit(*line.s) || (*line.s && strchr("[(IWEF", *line.s)));
}

lc_span lc_without_log_prefix(lc_span line, bool stamped, double *rank)
{
    double own = -1;
    for (bool more = true, leveled; more && may_be_prefixed(line);) {
        lc_span rest = line, behind;
        more = take_rank(&rest, &own);
        if (!more && (more = take_glog(&rest, &leveled) || take_stamp(&rest, &leveled))) {
            behind = rest;
            more = !stamped || leveled || take_stamp(&behind, &leveled);
        }
        if (more)
            line = rest;
    }
    if (rank)
        *rank = own;
    return line;
}
