/* SPDX-License-Identifier: GPL-3.0-or-later */
/* differs.c - the hyper-parameters in which the groups of a comparison differ, as text and JSON. */
#include "report/differs.h"

#include "base/mem.h"
#include "base/text.h"
#include "report/text_table.h"

#include <string.h>

#define PARAMS_MOST 40u /* in text */
/* [columns] of a value or a name; so much the table leaves its first column */
#define CELL_MOST 24u
#define VALUES_SHOWN 4u /* of a group's runs */
#define GAP 2u

static const lc_text_style TITLE = {0, 2, "1"}, NOTE = {2, 2, NULL};

/* A row for each parameter where these are more than the groups, else one for each group. */
typedef struct grid {
    const lc_comparison *c;
    size_t params;
    bool by_param;
} grid;

static size_t rows_of(const grid *g)
{
    return g->by_param ? g->params : g->c->n;
}

static size_t columns_of(const grid *g)
{
    return g->by_param ? g->c->n : g->params;
}

static const char *name_of(const grid *g, bool row, size_t i)
{
    return row == g->by_param ? g->c->differs[i].name : g->c->group[i].name;
}

/* "0.1, 0.2", cut to a cell's width: of paths and names the end counts, of others the beginning. The
 * caller frees it. */
static char *cell_text(lc_layout *l, const char *text)
{
    char *clean = lc_text_clean(text, strlen(text));
    char *cell = !clean                              ? NULL
                 : lc_text_width(clean) <= CELL_MOST ? lc_text_format("%s", clean)
                 : strchr(clean, '/')                ? lc_text_tail(clean, CELL_MOST)
                                                     : lc_text_shortened(clean, CELL_MOST);
    l->nomem = l->nomem || !cell;
    lc_mem_free(clean);
    return cell;
}

static char *value_text(lc_layout *l, const grid *g, size_t row, size_t column)
{
    const lc_compared_param *p = &g->c->differs[g->by_param ? row : column];
    const lc_texts *values = &p->values[g->by_param ? column : row];
    char *all = lc_text_format("%s", values->n ? values->text[0] : "-");
    for (size_t i = 1; all && i < values->n && i <= VALUES_SHOWN; i++) {
        char *longer = lc_text_format("%s, %s", all, i < VALUES_SHOWN ? values->text[i] : "...");
        lc_mem_free(all);
        all = longer;
    }
    char *cell = all ? cell_text(l, all) : NULL;
    l->nomem = l->nomem || !cell;
    lc_mem_free(all);
    return cell;
}

static void take_cell(lc_text_table *t, char *cell)
{
    lc_text_table_add(t, "%s", cell ? cell : "");
    lc_mem_free(cell);
}

static size_t take_width(char *cell)
{
    size_t width = cell ? lc_text_width(cell) : 0;
    lc_mem_free(cell);
    return width;
}

static size_t column_width(lc_layout *l, const grid *g, size_t column)
{
    size_t width = take_width(cell_text(l, name_of(g, false, column)));
    for (size_t i = 0; i < rows_of(g); i++) {
        size_t cell = take_width(value_text(l, g, i, column));
        width = cell > width ? cell : width;
    }
    return width + GAP;
}

/* How many columns from `first` on fit beside the names of the rows; one at least. */
static size_t fitting(lc_layout *l, const grid *g, size_t first)
{
    size_t names = 0, n = 0, used = 0;
    for (size_t i = 0; i < rows_of(g); i++) {
        size_t width = take_width(cell_text(l, name_of(g, true, i)));
        names = width > names ? width : names;
    }
    while (first + n < columns_of(g) && n + 1 < LC_TABLE_COLUMNS) {
        used += column_width(l, g, first + n);
        if (n > 0 && GAP + names + used > l->width)
            break;
        n++;
    }
    return n;
}

static void print_columns(lc_layout *l, const grid *g, size_t first, size_t n)
{
    lc_text_table t = {.columns = n + 1, .texts = n + 1, .cut_first = true};
    lc_text_table_add(&t, "%s", g->by_param ? "parameter" : "run");
    for (size_t j = first; j < first + n; j++)
        take_cell(&t, cell_text(l, name_of(g, false, j)));
    for (size_t i = 0; i < rows_of(g); i++) {
        lc_text_table_add(&t, "%s", name_of(g, true, i));
        for (size_t j = first; j < first + n; j++)
            take_cell(&t, value_text(l, g, i, j));
    }
    lc_text_table_print(l, &t);
}

void lc_differs_print(lc_layout *l, const lc_comparison *c)
{
    grid g = {.c = c, .params = c->differs_n < PARAMS_MOST ? c->differs_n : PARAMS_MOST};
    if (c->differs_n == 0)
        return;
    g.by_param = c->differs_n >= c->n;
    lc_layout_gap(l);
    lc_layout_paragraph(l, &TITLE, "What differs");
    for (size_t first = 0, n; first < columns_of(&g); first += n) {
        n = fitting(l, &g, first);
        print_columns(l, &g, first, n);
    }
    if (c->differs_n > g.params)
        lc_layout_paragraph(l, &NOTE, "and %zu more, which --json has", c->differs_n - g.params);
}

void lc_differs_put(lc_node to, const lc_comparison *c)
{
    lc_node list = lc_node_put_array(to, "differs");
    for (size_t i = 0; i < c->differs_n; i++) {
        lc_node item = lc_node_append_object(list);
        lc_node_text(item, "name", c->differs[i].name);
        lc_node values = lc_node_put_array(item, "values");
        for (size_t k = 0; k < c->n; k++)
            lc_node_append_texts(values, &c->differs[i].values[k]);
    }
}
