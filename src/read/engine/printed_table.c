/* SPDX-License-Identifier: GPL-3.0-or-later */
/* printed_table.c - tables that are printed for people. */
#include "read/engine/printed_table.h"

#include "base/mem.h"
#include "model/metric.h"
#include "model/role_names.h"
#include "read/engine/log_prefix.h"
#include "read/engine/named.h"

#include <ctype.h>
#include <string.h>

#define LINE_MAX_BYTES 2000 /* of a line that may be of a table */
#define HEADERS 16          /* lines of text among which the names are looked for, ... */
#define HEADER_WITHIN 24    /* ... and lines below it in which the first row comes */
#define CELL_MAX 40         /* [bytes] of a cell with a number */

/* How a line is cut into cells. */
typedef enum cut { BY_BLANKS, BY_WIDE_BLANKS, BY_TABS, BY_BARS } cut;

typedef struct cells {
    lc_span at[LC_PRINTED_COLUMNS];
    size_t n;
} cells;

/* A line that may be one of names. */
typedef struct kept {
    char text[LINE_MAX_BYTES + LC_NAME_MAX];
    size_t n;
} kept;

/* A table's names; cells point into them. */
typedef struct table {
    kept names;
    cells column;
    cut cut;
    bool numbered; /* a line's number stands before its cells */
    bool whole;    /* rows must have all cells */
    int score;     /* 0: there is no table */
} table;

/* Takes lines, and knows rows of tables among them. */
typedef struct parser {
    const lc_printed_table_form *form;
    kept header[HEADERS]; /* the last lines that may be of names; ... */
    size_t headers;       /* ... how many there were, and where the next one goes */
    long line, begun[HEADERS];
    kept rule;      /* the dashes below them: where columns stand */
    table table[2]; /* the one at hand, and where others are tried */
    size_t now;     /* which one is which */
    bool fresh;     /* its columns were not told to the builder yet */
    bool named;     /* lines that are no rows, maybe names, came since the last row */
} parser;

/* ---- cells ------------------------------------------------------------------------------ */

static lc_span span_of(const kept *k)
{
    return (lc_span){k->text, k->text + k->n};
}

static void keep(kept *k, lc_span line)
{
    k->n = lc_span_length(&line);
    if (k->n)
        memcpy(k->text, line.s, k->n);
}

/* Up to the next blank, or the next two. */
static lc_span take_blank_cell(lc_span *t, bool wide)
{
    lc_span_skip_blanks(t);
    lc_span cell = {t->s, t->s};
    for (; t->s < t->end; t->s++) {
        bool blank = *t->s == ' ' || *t->s == '\t';
        bool more = t->s + 1 == t->end || t->s[1] == ' ' || t->s[1] == '\t' || *t->s == '\t';
        if (blank && (!wide || more))
            break;
    }
    cell.end = t->s;
    return cell;
}

/* "**0.5**": Markdown's bold, italic and code. */
static lc_span plain_text(lc_span cell)
{
    while (cell.end - cell.s > 2 && strchr("*_`", *cell.s) && *cell.s == cell.end[-1]) {
        cell.s++;
        cell.end--;
    }
    return cell;
}

/* Cut a line; false when it has too many cells. */
static bool cut_line(cells *c, lc_span line, cut how)
{
    const char *sign = how == BY_BARS ? "|" : "\t";
    c->n = 0;
    if (how == BY_BARS) {
        line = lc_span_trim(line);
        lc_span_take_word(&line, "|");
        if (lc_span_ends(&line, "|"))
            line.end--;
    }
    for (bool more = line.s < line.end; more;) {
        lc_span cell;
        if (how == BY_BARS || how == BY_TABS) {
            more = lc_span_has(&line, sign);
            cell = plain_text(lc_span_take_part(&line, sign));
        } else {
            cell = take_blank_cell(&line, how == BY_WIDE_BLANKS);
            lc_span_skip_blanks(&line);
            more = line.s < line.end;
            if (cell.s == cell.end)
                break;
        }
        if (c->n == LC_PRINTED_COLUMNS)
            return false;
        c->at[c->n++] = cell;
    }
    return true;
}

/* "-----  ------", "|:---:|", "=====", and what a box is drawn with, U+2500 .. U+257F. */
static bool is_rule(lc_span line)
{
    size_t dashes = 0;
    for (; line.s < line.end; line.s++) {
        if (line.end - line.s > 2 && *line.s == '\xe2' &&
            (line.s[1] == '\x94' || line.s[1] == '\x95')) {
            line.s += 2;
            dashes++;
            continue;
        }
        if (!strchr("-=_+|: \t", *line.s) || !*line.s)
            return false;
        dashes += strchr("-=_", *line.s) != NULL;
    }
    return dashes >= 3;
}

static bool is_absent(const lc_span *cell)
{
    static const char *const words[] = {"",     "-",      "--",  "None", "NaN", "nan",
                                        "null", "No log", "N/A", "n/a",  "_"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (lc_span_is(cell, words[i]))
            return true;
    return false;
}

/* No letter and no digit, or beyond ASCII. */
static bool is_sign(const lc_span *t)
{
    return !isalnum((unsigned char)*t->s);
}

/* A number, with a unit or a percent sign behind it, "3/10", or a clock. Times come in seconds. */
static bool take_number(lc_span cell, double *v)
{
    static const struct {
        const char *unit;
        double times;
    } units[] = {{"", 1},     {"%", 1},    {"s", 1},   {"ms", 1e-3}, {"m", 60},
                 {"min", 60}, {"h", 3600}, {"K", 1e3}, {"M", 1e6},   {"G", 1e9}};
    lc_span rest = cell;
    double of;
    if (lc_span_length(&cell) > CELL_MAX)
        return false;
    if (lc_span_is_clock(&cell, v))
        return true;
    if (!lc_span_take_number(&rest, v))
        return false;
    lc_span mark = lc_span_trim(rest);
    if (lc_span_begins(&rest, " ") && lc_span_take_while(&mark, is_sign).s < mark.s &&
        mark.s == mark.end)
        return true; /* "0.5 *": the best so far */
    if (lc_span_take_word(&rest, "/"))
        return lc_span_take_count(&rest, &of) && rest.s == rest.end;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (lc_span_is(&rest, units[i].unit)) {
            *v *= units[i].times;
            return true;
        }
    return false;
}

static size_t count_numbers(const cells *c)
{
    double v;
    size_t n = 0;
    for (size_t i = 0; i < c->n; i++)
        n += take_number(c->at[i], &v);
    return n;
}

/* ---- rows ------------------------------------------------------------------------------- */

/* From which byte of the line to which. */
typedef struct place {
    size_t from, to;
} place;

/* Where column i stands: below its dashes if there are as many, else below its name. */
static place place_of(const parser *p, const table *t, const cells *dashes, size_t i)
{
    bool ruled = dashes->n == t->column.n;
    const char *line = ruled ? p->rule.text : t->names.text;
    const lc_span *at = ruled ? &dashes->at[i] : &t->column.at[i];
    return (place){(size_t)(at->s - line), (size_t)(at->end - line)};
}

/* Fewer cells than columns, as some are empty: each goes to the column that it stands below. */
static bool align(const parser *p, const table *t, cells *row, lc_span line)
{
    cells dashes, given = *row;
    size_t i = 0;
    if (t->cut != BY_BLANKS && t->cut != BY_WIDE_BLANKS)
        return false;
    cut_line(&dashes, span_of(&p->rule), BY_BLANKS);
    for (size_t k = 0; k < t->column.n; k++)
        row->at[k] = (lc_span){line.s, line.s};
    row->n = t->column.n;
    for (size_t k = 0; k < given.n; k++, i++) {
        size_t from = (size_t)(given.at[k].s - line.s), to = (size_t)(given.at[k].end - line.s);
        place column = {0, 0};
        while (i < t->column.n && (column = place_of(p, t, &dashes, i)).to <= from)
            i++;
        if (i == t->column.n || column.from >= to)
            return false;
        row->at[i] = given.at[k];
    }
    return true;
}

/* The cells are those of a row: numbers, and nothing else in columns that are known for them. */
static bool is_row(const table *t, const cells *row)
{
    double v;
    if (count_numbers(row) < 2 && row->n > 1)
        return false;
    for (size_t i = 0; i < row->n; i++) {
        const lc_span *name = &t->column.at[i];
        lc_kind kind = lc_metric_kind(name->s, lc_span_length(name));
        if (kind != LC_OTHER && !is_absent(&row->at[i]) && !take_number(row->at[i], &v))
            return false;
    }
    return true;
}

/* Cut a line as the table's rows are. */
static bool take_row(const parser *p, const table *t, lc_span line, cells *row)
{
    cut how = t->cut == BY_WIDE_BLANKS ? BY_BLANKS : t->cut;
    size_t skip = t->numbered;
    if (!cut_line(row, line, how) || row->n == 0)
        return false;
    if (row->n == t->column.n + skip) {
        memmove(row->at, row->at + skip, t->column.n * sizeof *row->at);
        row->n = t->column.n;
    } else if (row->n > t->column.n || skip || t->whole || !align(p, t, row, line)) {
        return false;
    }
    return is_row(t, row);
}

/* ---- headers ---------------------------------------------------------------------------- */

/* A name and the one below it become one: "average" over "loss". */
static void join_names(table *t, const cells *above, const cells *below)
{
    kept joined = {.n = 0};
    lc_span at[LC_PRINTED_COLUMNS];
    for (size_t i = 0; i < above->n; i++) {
        int n = snprintf(joined.text + joined.n, sizeof joined.text - joined.n, "%.*s %.*s",
                         (int)lc_span_length(&above->at[i]), above->at[i].s,
                         (int)lc_span_length(&below->at[i]), below->at[i].s);
        at[i].s = t->names.text + joined.n;
        joined.n += n > 0 ? (size_t)n : 0;
        joined.n = joined.n < sizeof joined.text ? joined.n : sizeof joined.text - 1;
        at[i].end = t->names.text + joined.n;
    }
    t->names = joined;
    t->column.n = above->n;
    memcpy(t->column.at, at, above->n * sizeof *at);
}

static bool has_name_twice(const cells *c)
{
    for (size_t i = 0; i < c->n; i++)
        for (size_t k = 0; k < i; k++)
            if (lc_span_equals(&c->at[i], &c->at[k]))
                return true;
    return false;
}

/* The names in header line k, cut so, are the columns of a table that has such rows. */
static bool fit_names(const parser *p, table *t, size_t k, cut how, lc_span line)
{
    cells above, row;
    t->names = p->header[k % HEADERS];
    t->cut = how;
    t->numbered = false;
    if (!cut_line(&t->column, span_of(&t->names), how) || t->column.n < 2)
        return false;
    for (size_t i = 1; i < HEADERS && i <= k; i++)
        if (cut_line(&above, span_of(&p->header[(k - i) % HEADERS]), how) &&
            above.n == t->column.n && (has_name_twice(&above) || has_name_twice(&t->column))) {
            cells below = t->column;
            join_names(t, &above, &below);
            break;
        }
    if (has_name_twice(&t->column))
        return false;
    if (!take_row(p, t, line, &row)) {
        double index;
        cells numbers;
        t->numbered = how == BY_BLANKS && cut_line(&numbers, line, how) &&
                      numbers.n == t->column.n + 1 && lc_span_take_count(&numbers.at[0], &index) &&
                      numbers.at[0].s == numbers.at[0].end;
        if (!t->numbered || !take_row(p, t, line, &row))
            return false;
    }
    t->score = p->form->score(t->column.at, t->column.n);
    return t->score > 0;
}

static bool try_header(const parser *p, table *t, size_t k, lc_span line)
{
    static const cut blanks[] = {BY_BLANKS, BY_WIDE_BLANKS};
    lc_span header = span_of(&p->header[k % HEADERS]);
    t->whole = true;
    if (lc_span_has(&header, "|"))
        return fit_names(p, t, k, BY_BARS, line);
    if (lc_span_has(&header, "\t") && lc_span_has(&line, "\t"))
        return fit_names(p, t, k, BY_TABS, line);
    for (size_t i = 0; i < 4; i++) {
        /* Only dashes tell where cells are missing from the first row on. */
        t->whole = i < 2;
        if ((t->whole || p->rule.n) && fit_names(p, t, k, blanks[i % 2], line))
            return true;
    }
    return false;
}

/* Find the names above a line of numbers. Without any, the table at hand goes on. */
static void begin_table(parser *p, lc_span line)
{
    for (size_t i = 1; i <= HEADERS && i <= p->headers; i++) {
        size_t k = p->headers - i;
        table *trial = &p->table[1 - p->now];
        if (p->line - p->begun[k % HEADERS] > HEADER_WITHIN)
            break;
        if (!try_header(p, trial, k, line))
            continue;
        trial->whole = false;
        p->now = 1 - p->now;
        p->fresh = true;
        p->headers = 0;
        return;
    }
}

/* A line of names, which may be those of a table. */
static bool is_header(lc_span line)
{
    cells c;
    line = lc_span_trim(line);
    if (!lc_span_has(&line, " ") && !lc_span_has(&line, "\t") && !lc_span_has(&line, "|"))
        return false; /* most lines of most logs */
    return cut_line(&c, line, lc_span_has(&line, "|") ? BY_BARS : BY_BLANKS) && c.n >= 2 &&
           count_numbers(&c) == 0;
}

/* It is a row of the table at hand. */
static bool goes_on(const parser *p, lc_span line, cells *row)
{
    const table *t = &p->table[p->now];
    return t->score && take_row(p, t, line, row);
}

/* Look at a line: true when it is a row of a table. */
static bool look_at(parser *p, lc_span line, cells *row)
{
    lc_span trimmed = lc_span_trim(line), bare = line;
    p->line++;
    if (lc_span_length(&line) > LINE_MAX_BYTES || trimmed.s == trimmed.end)
        return false;
    if (is_rule(line)) {
        keep(&p->rule, line);
        return false;
    }
    if (*trimmed.s == '#' && trimmed.end - trimmed.s > 1 && trimmed.s[1] == ' ')
        bare.s = trimmed.s + 1; /* "# epoch loss" */
    if (is_header(bare)) {
        p->begun[p->headers % HEADERS] = p->line;
        keep(&p->header[p->headers++ % HEADERS], bare);
        p->named = true;
        return false;
    }
    if (!p->named && goes_on(p, line, row))
        return true;
    /* Names that came since the last row go before those of the table at hand. */
    begin_table(p, line);
    p->named = !goes_on(p, line, row);
    return !p->named;
}

/* ---- the reader ------------------------------------------------------------------------- */

typedef struct printed_table {
    parser parser;
    uint32_t id[LC_PRINTED_COLUMNS];
    bool ignored[LC_PRINTED_COLUMNS], summed[LC_PRINTED_COLUMNS];
    size_t rows;
} printed_table;

static printed_table *table_new(const lc_printed_table_form *form)
{
    printed_table *t = lc_mem_resize(NULL, 1, sizeof *t);
    if (!t)
        return NULL;
    memset(t, 0, sizeof *t);
    t->parser.form = form;
    return t;
}

static int score_lines(parser *p, const lc_probe_buffer *head)
{
    cells row;
    int best = 0;
    size_t rows = 0;
    for (size_t i = 0; i < head->lines; i++) {
        if (!look_at(p, lc_without_log_prefix(head->line[i], false, NULL), &row))
            continue;
        rows = p->fresh ? 1 : rows + 1;
        p->fresh = false;
        /* A single row may be of anything. */
        int score = p->table[p->now].score / (rows > 1 ? 1 : 2);
        best = score > best ? score : best;
    }
    return best;
}

static bool has_sign(const lc_printed_table_form *form, const lc_probe_buffer *head)
{
    if (!form->sign || head->lines == 0)
        return head->lines > 0;
    lc_span all = {head->line[0].s, head->line[head->lines - 1].end};
    return lc_span_has(&all, form->sign);
}

int lc_printed_table_probe(const lc_reader *self, const lc_probe_buffer *head)
{
    if (!has_sign(self->form, head))
        return 0;
    printed_table *t = table_new(self->form);
    int score = t ? score_lines(&t->parser, head) : 0;
    lc_mem_free(t);
    return score;
}

/* The column that says what each row is of; n for none. */
static size_t naming_column(const lc_span *names, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        char name[LC_NAME_MAX];
        snprintf(name, sizeof name, "%.*s", (int)lc_span_length(&names[i]), names[i].s);
        if (lc_names_run(name))
            return i;
    }
    return n;
}

static int scores_score(const lc_span *names, size_t n)
{
    bool along = false, measure = false;
    for (size_t i = 0; i < n; i++) {
        lc_kind kind = lc_metric_kind(names[i].s, lc_span_length(&names[i]));
        along |= lc_kind_is_axis(kind) || kind == LC_WALL_TIME;
        measure |= kind == LC_LOSS || kind == LC_SCORE;
    }
    return measure && !along && naming_column(names, n) < n;
}

bool lc_printed_table_is_scores(char *each, const lc_probe_buffer *head)
{
    static const lc_printed_table_form form = {.score = scores_score};
    printed_table *t = table_new(&form);
    bool is = t && score_lines(&t->parser, head) > 0;
    if (is) {
        const cells *c = &t->parser.table[t->parser.now].column;
        const lc_span *name = &c->at[naming_column(c->at, c->n)];
        snprintf(each, LC_NAME_MAX, "%.*s", (int)lc_span_length(name), name->s);
    }
    lc_mem_free(t);
    return is;
}

bool lc_printed_table_has(const lc_span *names, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (lc_span_is(&names[i], name))
            return true;
    return false;
}

static lc_status declare_columns(printed_table *t, lc_builder *b)
{
    const cells *c = &t->parser.table[t->parser.now].column;
    char name[LC_NAME_MAX];
    lc_status st = LC_OK;
    t->parser.fresh = false;
    for (size_t i = 0; i < c->n && st == LC_OK; i++) {
        lc_printed_column column = {.name = c->at[i], .before = ""};
        if (t->parser.form->column)
            t->parser.form->column(&column, c->at, c->n);
        t->summed[i] = column.summed;
        t->ignored[i] = column.ignored || lc_span_length(&column.name) == 0;
        if (t->ignored[i])
            continue;
        int n = snprintf(name, sizeof name, "%s%.*s", column.before,
                         (int)lc_span_length(&column.name), column.name.s);
        st = lc_builder_metric(b, name, strnlen(name, n > 0 ? (size_t)n : 0), &t->id[i]);
        if (st == LC_OK && (column.means.has_kind || column.means.has_split))
            st = lc_builder_means(b, t->id[i], &column.means);
        if (st == LC_OK && column.axis)
            st = lc_builder_axis(b, t->id[i], column.means.kind);
    }
    return st;
}

/* "3/10" in a column of epochs: how many there will be. */
static lc_status take_planned(printed_table *t, lc_builder *b, size_t i, lc_span cell)
{
    double at, of;
    const lc_span *name = &t->parser.table[t->parser.now].column.at[i];
    bool counts = lc_span_take_count(&cell, &at) && lc_span_take_word(&cell, "/") &&
                  lc_span_take_count(&cell, &of) && cell.s == cell.end;
    if (!counts || lc_metric_kind(name->s, lc_span_length(name)) != LC_EPOCH)
        return LC_OK;
    return lc_builder_facts(b, &(lc_facts){.planned_epochs = of});
}

static lc_status put_row(printed_table *t, lc_builder *b, const cells *row, long line)
{
    bool first = t->parser.fresh, left = false;
    lc_status st = first ? declare_columns(t, b) : LC_OK;
    if (st == LC_OK)
        st = lc_builder_record(b);
    t->rows++;
    for (size_t i = 0; i < row->n && st == LC_OK; i++) {
        double v;
        const lc_span *cell = &row->at[i];
        bool absent = is_absent(cell) && !lc_span_is(cell, "nan") && !lc_span_is(cell, "NaN");
        if (t->ignored[i] || absent || !take_number(*cell, &v))
            continue;
        if (first && t->summed[i]) {
            left = true;
            continue;
        }
        st = lc_builder_put_text(b, t->id[i], v, cell->s, lc_span_length(cell));
        if (st == LC_OK)
            st = take_planned(t, b, i, *cell);
    }
    return st == LC_OK && left
               ? lc_builder_remark(b, line,
                                   "losses are sums over the steps since the row above; "
                                   "those of the first row, of one step, are left out")
               : st;
}

lc_status lc_printed_table_line(void *state, const lc_lines *in, lc_span line, lc_error *err)
{
    printed_table **own = state, *t = *own;
    cells row;
    if (!t) {
        t = *own = table_new(in->reader->form);
        if (!t)
            return lc_error_nomem(err);
    }
    return look_at(&t->parser, line, &row) ? put_row(t, in->builder, &row, in->number) : LC_OK;
}

lc_status lc_printed_table_finish(void *state, const lc_lines *in, lc_error *err)
{
    printed_table *const *t = state;
    (void)in;
    if (*t && (*t)->rows)
        return LC_OK;
    return lc_error_set(err, LC_E_FORMAT, 0,
                        "not a training log: no line of names with numbers below them");
}

void lc_printed_table_free(void *state)
{
    lc_mem_free(*(printed_table **)state);
}
