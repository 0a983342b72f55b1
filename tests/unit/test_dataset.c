/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_dataset.c - tables become columns and classes; bad ones are refused with their place. */
#include "base/mem.h"
#include "base/text.h"
#include "train/dataset.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

Suite *suite_dataset(void);

static lc_status read_text(lc_dataset *d, const char *text, const lc_dataset_options *options,
                           lc_error *err)
{
    FILE *in =
        *text ? fmemopen((void *)(uintptr_t)text, strlen(text), "r") : fopen("/dev/null", "r");
    ck_assert_ptr_nonnull(in);
    lc_status st = lc_dataset_read(d, in, options, err);
    fclose(in);
    return st;
}

static void put_cell(FILE *out, const lc_column *c, float v)
{
    if (isnan(v))
        fputs(" -", out);
    else if (c->kind == LC_COLUMN_CATEGORICAL && v < 0)
        fputs(" ?", out);
    else if (c->kind == LC_COLUMN_CATEGORICAL)
        fprintf(out, " %s", c->category.text[(size_t)v]);
    else
        fprintf(out, " %g", (double)v);
}

static void put_target(FILE *out, const lc_dataset *d)
{
    const lc_target *t = &d->schema.target;
    if (!t->name)
        return;
    fprintf(out, "%s %s", lc_task_name(t->task), t->name);
    if (t->offset != 0)
        fprintf(out, "-%.10g", t->offset);
    for (size_t k = 0; k < t->class_name.n; k++) {
        fprintf(out, "%s%s", k ? "," : ":", t->class_name.text[k]);
        if (d->class_count)
            fprintf(out, "*%zu", d->class_count[k]);
    }
    fputs("; ", out);
}

/* The data set in one line; the caller frees it. */
static char *tell(const lc_dataset *d)
{
    char *said;
    size_t size;
    FILE *out = open_memstream(&said, &size);
    ck_assert_ptr_nonnull(out);
    put_target(out, d);
    for (size_t c = 0; c < d->schema.columns; c++) {
        const lc_column *column = &d->schema.column[c];
        fprintf(out, "%s%s", c ? " " : "", column->name);
        if (column->offset != 0)
            fprintf(out, "-%.10g", column->offset);
        for (size_t k = 0; k < column->category.n; k++)
            fprintf(out, "%s%s", k ? "," : "=", column->category.text[k]);
    }
    for (size_t i = 0; i < d->n; i++) {
        fputs(" |", out);
        for (size_t c = 0; c < d->schema.columns; c++)
            put_cell(out, &d->schema.column[c], lc_dataset_row(d, i)[d->schema.column[c].at]);
        if (d->y)
            fprintf(out, ": %g", (double)d->y[i]);
    }
    for (size_t i = 0; i < d->report.remarks.n; i++)
        fprintf(out, "; %s", d->report.remarks.text[i]);
    fclose(out);
    return said;
}

static const char *const ignore_a[] = {"a"}, *const only_c[] = {"c"};

static const struct {
    const char *what, *text, *said;
    lc_dataset_options options;
} good[] = {
    {"two texts are binary, by bytes",
     "a,y\n1,no\n2.5,yes\n3,no\n",
     "binary y:no*2,yes*1; a | 1: 0 | 2.5: 1 | 3: 0",
     {.target = "y"}},
    {"the positive class may be chosen",
     "a,y\n1,bad\n2,good\n",
     "binary y:good*1,bad*1; a | 1: 1 | 2: 0",
     {.target = "y", .positive = "bad"}},
    {"three texts are multiclass",
     "a,y\n1,r\n2,g\n3,b\n",
     "multiclass y:b*1,g*1,r*1; a | 1: 2 | 2: 1 | 3: 0",
     {.target = "y"}},
    {"two numbers are binary, by value",
     "a,y\n1,10\n2,9\n",
     "binary y:9*1,10*1; a | 1: 1 | 2: 0",
     {.target = "y"}},
    {"three numbers of three rows are a regression",
     "a,y\n1,10\n2,9\n3,8\n",
     "regression y; a | 1: 10 | 2: 9 | 3: 8",
     {.target = "y"}},
    {"... unless requested",
     "a,y\n1,10\n2,9\n3,8.5\n",
     "multiclass y:8.5*1,9*1,10*1; a | 1: 2 | 2: 1 | 3: 0",
     {.target = "y", .task_set = true, .task = LC_MULTICLASS}},
    {"requested classes may mix numbers and text",
     "a,y\n1,7\n2,x\n",
     "binary y:7*1,x*1; a | 1: 0 | 2: 1",
     {.target = "y", .task_set = true, .task = LC_BINARY}},
    {"a requested regression takes two values",
     "a,y\n1,0\n2,1\n",
     "regression y; a | 1: 0 | 2: 1",
     {.target = "y", .task_set = true, .task = LC_REGRESSION}},
    {"categories are sorted, not as they come",
     "c,y\nz,1\na,2\nm,3\na,4\n",
     "regression y; c=a,m,z | z: 1 | a: 2 | m: 3 | a: 4",
     {.target = "y"}},
    {"cells that say nothing are missing",
     "a,c,y\n,NA,1\nnan,x,2\n?,None,3\n4,null,4\n5,y,5\n",
     "regression y; a c=x,y | - -: 1 | - x: 2 | - -: 3 | 4 -: 4 | 5 y: 5",
     {.target = "y"}},
    {"rows without a target are left out",
     "a,y\n1,no\n2,\n3,yes\n",
     "binary y:no*1,yes*1; a | 1: 0 | 3: 1",
     {.target = "y"}},
    {"target by number",
     "y,a\nno,1\nyes,2\n",
     "binary y:no*1,yes*1; a | 1: 0 | 2: 1",
     {.target = "1"}},
    {"target as people write it",
     "My Target,a\nno,1\nyes,2\n",
     "binary My Target:no*1,yes*1; a | 1: 0 | 2: 1",
     {.target = "my_target"}},
    {"no target", "a,b\n1,2\n3,4\n", "a b | 1 2 | 3 4", {0}},
    {"ignored columns hold anything",
     "a,b,y\nx,1,no\n3,2,yes\n",
     "binary y:no*1,yes*1; b | 1: 0 | 2: 1",
     {.target = "y", .ignore = ignore_a, .ignore_n = 1}},
    {"numbers as categories, by value",
     "c,y\n10,1\n9,2\nx,3\n010,4\n",
     "regression y; c=10,9,x | 10: 1 | 9: 2 | x: 3 | 10: 4",
     {.target = "y", .categorical = only_c, .categorical_n = 1}},
    {"all of them numbers",
     "c,y\n10,1\n9,2\n010,3\n",
     "regression y; c=9,10 | 10: 1 | 9: 2 | 10: 3",
     {.target = "y", .categorical = only_c, .categorical_n = 1}},
    {"too many categories are dropped when asked",
     "b,c,y\n1,p,1\n2,q,2\n3,r,3\n4,s,4\n",
     "regression y; b | 1: 1 | 2: 2 | 3: 3 | 4: 4; dropped: column 'c' has more than 2 categories "
     "('p', ...): ignore it, drop such columns, or allow more categories",
     {.target = "y", .max_categories = 2, .drop = true}},
    {"an empty column is dropped",
     "a,b,y\n1,,1\n2,NA,2\n3,,3\n",
     "regression y; a | 1: 1 | 2: 2 | 3: 3; dropped: column 'b' is empty",
     {.target = "y"}},
    {"a constant column is remarked on",
     "a,b,y\n1,7,1\n2,7,2\n3,7,3\n",
     "regression y; a b | 1 7: 1 | 2 7: 2 | 3 7: 3; column 'b' is constant",
     {.target = "y"}},
    {"what float32 holds coarsely is remarked on",
     "a,y\n1000.0001,1\n1000.0002,2\n1000.0003,3\n",
     "regression y; a | 1000: 1 | 1000: 2 | 1000: 3; column 'a' differs by 0.0002 about 1000, "
     "which float32 holds coarsely: subtract an offset",
     {.target = "y"}},
    {"large numbers are stored by their distance from the first one",
     "a,y\n1700000001.5,1\nNA,2\n1700000003,5e9\n",
     "regression y; a-1700000002 | 0: 1 | -: 2 | 1.5: 5e+09",
     {.target = "y"}},
    {"... a target of values, too",
     "a,y\n1,1700000001\n2,1700000003\n3,1700000004\n",
     "regression y-1700000001; a | 1: 0 | 2: 2 | 3: 3",
     {.target = "y"}},
    {"... and classes as before",
     "a,y\n1,1700000001\n2,1700000002\n3,1700000001\n",
     "binary y:1700000001*2,1700000002*1; a | 1: 0 | 2: 1 | 3: 0",
     {.target = "y"}},
    {"dates are numbers of days, stored by their distance from the first one",
     "day,y\n2024-01-31,1\n,2\n2024-02-01T06:00,4\n2023-12-31,5\n",
     "regression y; day-19753 | 0: 1 | -: 2 | 1.25: 4 | -31: 5",
     {.target = "y"}},
    {"columns that number rows are no inputs",
     "user_id,Id,paid,orderID,y\n1,2,3,4,1\n5,6,7,8,2\n9,9,9,9,3\n",
     "regression y; paid | 3: 1 | 7: 2 | 9: 3; column 'user_id' is ignored as an identifier "
     "(--keep-ids uses it); rows of one 'user_id' may both train and validate: --group 'user_id' "
     "keeps "
     "them together; column 'Id' is ignored as an identifier (--keep-ids uses it); column "
     "'orderID' is "
     "ignored as an identifier (--keep-ids uses it)",
     {.target = "y"}},
    {"... unless they are asked for",
     "id,y\n1,1\n5,2\n9,3\n",
     "regression y; id | 1: 1 | 5: 2 | 9: 3",
     {.target = "y", .keep_ids = true}},
    {"rare categories are merged",
     "c,y\np,1\nq,2\nr,3\nq,4\np,5\ns,6\n,7\n",
     "regression y; c=p,q,(other) | p: 1 | q: 2 | (other): 3 | q: 4 | p: 5 | (other): 6 | -: 7",
     {.target = "y", .min_category = 2}},
    {"rare classes are left out",
     "a,y\n1,u\n2,v\n3,rare\n4,u\n5,v\n6,w\n7,w\n",
     "multiclass y:u*2,v*2,w*2; a | 1: 0 | 2: 1 | 4: 0 | 5: 1 | 6: 2 | 7: 2; class 'rare' is left "
     "out: "
     "it has 1 row",
     {.target = "y", .min_class = 2}},
    {"... unless small ones are among them",
     "a,y\n1700000001,1e6\n1700000003,2e6\n0.25,3e6\n2,4e6\n",
     "regression y; a | 1.7e+09: 1e+06 | 1.7e+09: 2e+06 | 0.25: 3e+06 | 2: 4e+06",
     {.target = "y"}},
    {"no header",
     "1,2\n3,4\n",
     "regression column 2; column 1 | 1: 2 | 3: 4",
     {.target = "2", .task_set = true, .task = LC_REGRESSION}},
    {"a name that occurs again",
     "a,a,y\n1,2,3\n4,5,6\n7,8,9\n",
     "regression y; a a.2 | 1 2: 3 | 4 5: 6 | 7 8: 9; column 2 has the same name as another, 'a': "
     "renamed 'a.2'",
     {.target = "y"}},
    {"the index of a data frame",
     ",a,y\n0,1,2\n1,3,4\n2,5,6\n",
     "regression y; a | 1: 2 | 3: 4 | 5: 6; the first column has no name: ignored as row numbers",
     {.target = "y"}},
    {"semicolons and decimal commas",
     "a;y\n0,5;1\n1,5;2\n2;3\n",
     "regression y; a | 0.5: 1 | 1.5: 2 | 2: 3",
     {.target = "y"}},
    {"tabs", "a\ty\n1\tno\n2\tyes\n", "binary y:no*1,yes*1; a | 1: 0 | 2: 1", {.target = "y"}},
};

START_TEST(reads_what_is_there)
{
    lc_dataset d = LC_DATASET_INIT;
    lc_error err = LC_ERROR_INIT;
    lc_status st = read_text(&d, good[_i].text, &good[_i].options, &err);
    ck_assert_msg(st == LC_OK, "%s: %s", good[_i].what, err.msg);
    char *said = tell(&d);
    ck_assert_msg(strcmp(said, good[_i].said) == 0, "%s:\n%s\nnot\n%s", good[_i].what, said,
                  good[_i].said);
    free(said);
    lc_dataset_free(&d);
    lc_dataset_free(&d);
}
END_TEST

static const struct {
    const char *what, *text, *says;
    lc_status status;
    long line, column;
    lc_dataset_options options;
} bad[] = {
    {"nothing", "", "the table is empty", LC_E_FORMAT, 0, 0, {.target = "y"}},
    {"a header alone",
     "a,y\n",
     "at least 2 rows below the header, found 0",
     LC_E_FORMAT,
     0,
     0,
     {.target = "y"}},
    {"one row",
     "a,y\n1,2\n",
     "at least 2 rows below the header, found 1",
     LC_E_FORMAT,
     0,
     0,
     {.target = "y"}},
    {"a misspelt target",
     "age,target\n1,2\n3,4\n",
     "target column 'tagret' is missing, did you mean 'target'?",
     LC_E_ARG,
     0,
     0,
     {.target = "tagret"}},
    {"another target",
     "a,b\n1,2\n3,4\n",
     "'zzzzzz' is missing; the 2 columns are 'a', ... 'b'",
     LC_E_ARG,
     0,
     0,
     {.target = "zzzzzz"}},
    {"an ignored column that isn't there",
     "b,y\n1,2\n3,4\n",
     "ignored column 'a' is missing; the 2 columns are 'b', ... 'y'",
     LC_E_ARG,
     0,
     0,
     {.target = "y", .ignore = ignore_a, .ignore_n = 1}},
    {"the target ignored",
     "a,y\n1,2\n3,4\n",
     "can't be ignored",
     LC_E_ARG,
     0,
     0,
     {.target = "a", .ignore = ignore_a, .ignore_n = 1}},
    {"a constant text target",
     "a,y\n1,ok\n3,ok\n",
     "target 'y' is constant: ok in all 2 rows",
     LC_E_FORMAT,
     0,
     0,
     {.target = "y"}},
    {"a constant number target",
     "a,y\n1,5\n3,5\n",
     "target 'y' is constant",
     LC_E_FORMAT,
     0,
     0,
     {.target = "y"}},
    {"a target that is always missing",
     "a,y\n1,\n3,NA\n",
     "target 'y' is missing in 2 of 2 rows",
     LC_E_FORMAT,
     0,
     0,
     {.target = "y"}},
    {"a target alone", "y\n1\n3\n", "no input column is left", LC_E_ARG, 0, 0, {.target = "y"}},
    {"only empty columns",
     "a,y\n,1\n,2\n",
     "no input column is left: 0 ignored, 1 dropped",
     LC_E_ARG,
     0,
     0,
     {.target = "y"}},
    {"text among numbers",
     "a,b,y\n1,2,1\n\n1,n.d.,2\n",
     "'n.d.' in column 'b' is not a number",
     LC_E_FORMAT,
     4,
     2,
     {.target = "y"}},
    {"numbers among texts",
     "a,b,y\n1,n.d.,1\n1,2,2\n",
     "'n.d.' in column 'b' is not a number",
     LC_E_FORMAT,
     2,
     2,
     {.target = "y"}},
    {"text in a target of numbers",
     "a,y\n1,2\n1,x\n",
     "target 'y' mixes numbers and text ('x')",
     LC_E_FORMAT,
     3,
     2,
     {.target = "y"}},
    {"an infinity",
     "a,y\n1,2\ninf,2\n",
     "inf in column 'a' is outside the range of float32 (3.4e+38)",
     LC_E_FORMAT,
     3,
     1,
     {.target = "y"}},
    {"too large for float32",
     "a,y\n1,2\n2,3\n1e39,2\n",
     "1e+39 in column 'a' is outside the range of float32 (3.4e+38) (row 3)",
     LC_E_FORMAT,
     0,
     1,
     {.target = "y"}},
    {"a short row",
     "a,b,y\n1,2,3\n1,2\n",
     "expected 3 fields as in the first row, found 2",
     LC_E_FORMAT,
     3,
     0,
     {.target = "y"}},
    {"a row that breaks off",
     "a,b,y\n1,2,3\n1,2",
     "found 2 (the input ends here)",
     LC_E_FORMAT,
     3,
     0,
     {.target = "y"}},
    {"a Parquet file",
     "PAR1\025\004\n",
     "is a Parquet file, expected CSV",
     LC_E_FORMAT,
     0,
     0,
     {.target = "y"}},
    {"text among dates",
     "d,y\n2024-01-31,1\nsoon,2\n",
     "'soon' in column 'd' is not a date, but other cells are",
     LC_E_FORMAT,
     3,
     1,
     {.target = "y"}},
    {"a negative weight",
     "a,w,y\n1,1,1\n2,-1,2\n",
     "column 'w' has no usable value in row 2",
     LC_E_FORMAT,
     0,
     0,
     {.target = "y", .weight = "w"}},
    {"the target as group",
     "a,y\n1,1\n2,2\n",
     "the target 'y' can't be the group column, too",
     LC_E_ARG,
     0,
     0,
     {.target = "y", .group = "y"}},
    {"a stray quote",
     "a,y\n1,2\n1\"3,4\n",
     "a quote in the middle of a field",
     LC_E_FORMAT,
     3,
     0,
     {.target = "y"}},
    {"too many categories",
     "c,y\np,1\nq,2\nr,3\n",
     "column 'c' has more than 2 categories ('p', ...)",
     LC_E_LIMIT,
     4,
     1,
     {.target = "y", .max_categories = 2}},
    {"an absurd number of categories",
     "c,y\np,1\n",
     "at most 65536 categories",
     LC_E_ARG,
     0,
     0,
     {.target = "y", .max_categories = 65537}},
    {"a requested binary target with three classes",
     "a,y\n1,r\n2,g\n3,b\n",
     "a binary task needs two classes, 'y' has 3",
     LC_E_ARG,
     0,
     0,
     {.target = "y", .task_set = true, .task = LC_BINARY}},
    {"a requested regression on text",
     "a,y\n1,r\n2,g\n",
     "numeric target, 'y' holds text ('r')",
     LC_E_ARG,
     2,
     0,
     {.target = "y", .task_set = true, .task = LC_REGRESSION}},
    {"a positive class that isn't there",
     "a,y\n1,r\n2,g\n",
     "no class 'b', its classes are 'g' and 'r'",
     LC_E_ARG,
     0,
     0,
     {.target = "y", .positive = "b"}},
    {"a positive class of a regression",
     "a,y\n1,2\n2,3\n3,4\n",
     "'y' is regression",
     LC_E_ARG,
     0,
     0,
     {.target = "y", .positive = "b"}},
};

START_TEST(refuses_bad_tables_and_leaves_the_output)
{
    lc_dataset d = {.n = 7};
    lc_error err = LC_ERROR_INIT;
    ck_assert_msg(read_text(&d, bad[_i].text, &bad[_i].options, &err) == bad[_i].status, "%s: %s",
                  bad[_i].what, err.msg);
    ck_assert_msg(strstr(err.msg, bad[_i].says) != NULL, "%s: %s", bad[_i].what, err.msg);
    ck_assert_msg(err.line == bad[_i].line && err.column == bad[_i].column,
                  "%s: line %ld, column %ld", bad[_i].what, err.line, err.column);
    ck_assert_uint_eq(d.n, 7);
}
END_TEST

START_TEST(takes_few_integers_as_classes_and_many_as_values)
{
    /* k classes in 10 k + 1 rows: few enough up to 20, since k < n / 10 asks for n >= 10 k + 10 */
    static const struct {
        int classes, rows;
        double step;
        lc_task task;
    } cases[] = {{20, 210, 1, LC_MULTICLASS},
                 {21, 500, 1, LC_REGRESSION},
                 {20, 200, 1, LC_REGRESSION},
                 {3, 500, 0.5, LC_REGRESSION},
                 {2, 500, 0.5, LC_BINARY}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        char *text;
        size_t size;
        FILE *out = open_memstream(&text, &size);
        fputs("a,y\n", out);
        for (int i = 0; i < cases[k].rows; i++)
            fprintf(out, "%d,%g\n", i, cases[k].step * (i % cases[k].classes));
        fclose(out);
        lc_dataset d = LC_DATASET_INIT;
        lc_error err = LC_ERROR_INIT;
        const lc_dataset_options options = {.target = "y"};
        ck_assert_msg(read_text(&d, text, &options, &err) == LC_OK, "%s", err.msg);
        ck_assert_int_eq(d.schema.target.task, cases[k].task);
        ck_assert_ptr_nonnull(d.report.why_task);
        if (d.class_count) {
            ck_assert_int_eq((int)d.schema.target.class_name.n, cases[k].classes);
            ck_assert_int_eq((int)d.class_count[1], cases[k].rows / cases[k].classes +
                                                        (cases[k].rows % cases[k].classes > 1));
        }
        lc_dataset_free(&d);
        free(text);
    }
}
END_TEST

START_TEST(columns_that_are_no_inputs_stand_beside)
{
    const lc_dataset_options how = {
        .target = "y", .group = "who", .time = "day", .weight = "w", .id = "who"};
    lc_dataset d = LC_DATASET_INIT;
    lc_error err = LC_ERROR_INIT;
    lc_status st = read_text(&d,
                             "a,who,day,w,y\n1,007,2024-01-02,0.5,1\n2,bob,2024-01-01,2,2\n"
                             "3,007,2024-01-03,1,3\n4,007,2024-01-03,1,\n",
                             &how, &err);
    ck_assert_msg(st == LC_OK, "%s", err.msg);
    ck_assert_uint_eq(d.schema.columns, 1);
    ck_assert_uint_eq(d.n, 3);
    ck_assert_uint_eq(d.groups, 2);
    ck_assert(d.group[0] == d.group[2] && d.group[0] != d.group[1]);
    ck_assert(d.time[1] == 19723 && d.time[0] == 19724 && d.time[2] == 19725);
    ck_assert(d.weight[0] == 0.5F && d.weight[1] == 2 && d.weight[2] == 1);
    ck_assert_uint_eq(d.id.n, 3);
    ck_assert_str_eq(d.id.text[0], "007"); /* not 7 */
    ck_assert_str_eq(d.id.text[1], "bob");
    lc_dataset_free(&d);
}
END_TEST

/* y is a count of 0 .. 5 with few of the largest: no classes. */
START_TEST(rare_integers_are_counts)
{
    char *text;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    lc_dataset d = LC_DATASET_INIT;
    const lc_dataset_options how = {.target = "y"};
    fputs("a,y\n", out);
    for (int i = 0; i < 200; i++)
        fprintf(out, "%d,%d\n", i, i == 7 ? 5 : i % 5);
    fclose(out);
    ck_assert_int_eq(read_text(&d, text, &how, NULL), LC_OK);
    ck_assert_int_eq(d.schema.target.task, LC_REGRESSION);
    ck_assert_str_eq(d.report.why_task,
                     "the target has integer values, some of them in one or two rows only");
    lc_dataset_free(&d);
    free(text);
}
END_TEST

static const char learned[] = "a,c,y\n1,x,no\n2,z,yes\n3,x,no\n";

static const struct {
    const char *what, *text;
    bool predict;
    const char *said, *says; /* either a data set or an error */
} alike[] = {
    {"other order and other columns", "y,junk,c,a\nyes,q,z,5\nno,,x,6\n", false,
     "binary y:no*1,yes*1; a c=x,z | 5 z: 1 | 6 x: 0", NULL},
    {"one row", "a,c,y\n5,z,yes\n", false, "binary y:no*0,yes*1; a c=x,z | 5 z: 1", NULL},
    {"an unknown category", "a,c,y\n5,w,yes\n", false, "binary y:no*0,yes*1; a c=x,z | 5 ?: 1",
     NULL},
    {"an unknown class", "a,c,y\n5,x,maybe\n", false, NULL,
     "class 'maybe' does not occur in the training table"},
    {"... is not known when predicting", "a,c,y\n5,x,maybe\n6,x,yes\n7,x,\n", true,
     "binary y:no*0,yes*1; a c=x,z | 5 x: nan | 6 x: 1 | 7 x: nan", NULL},
    {"no target", "c,a\nz,5\n", true, "binary y:no,yes; a c=x,z | 5 z", NULL},
    {"no target, but one is needed", "c,a\nz,5\n", false, NULL, "target column 'y' is missing"},
    {"a column lacks", "b,a,y\nz,5,no\n", true, NULL,
     "column 'c' is missing; the 3 columns are 'b', ... 'y'"},
    {"text where there were numbers", "c,a,y\nz,w,no\n", true, NULL, "'w' in column 'a' is not"},
    {"no row", "c,a,y\n", true, NULL, "at least 1 row below"},
    {"an empty column is there", "c,a,y\n,,no\n", true, "binary y:no*1,yes*0; a c=x,z | - -: 0",
     NULL},
};

START_TEST(reads_a_table_like_another)
{
    lc_dataset d = LC_DATASET_INIT, e = LC_DATASET_INIT;
    lc_error err = LC_ERROR_INIT;
    const lc_dataset_options first = {.target = "y"};
    ck_assert_msg(read_text(&d, learned, &first, &err) == LC_OK, "%s", err.msg);
    const lc_dataset_options options = {.schema = &d.schema, .predict = alike[_i].predict};
    lc_status st = read_text(&e, alike[_i].text, &options, &err);
    if (alike[_i].said) {
        ck_assert_msg(st == LC_OK, "%s: %s", alike[_i].what, err.msg);
        char *said = tell(&e);
        ck_assert_msg(strcmp(said, alike[_i].said) == 0, "%s:\n%s\nnot\n%s", alike[_i].what, said,
                      alike[_i].said);
        free(said);
    } else {
        ck_assert_msg(st != LC_OK && strstr(err.msg, alike[_i].says), "%s: %s", alike[_i].what,
                      err.msg);
    }
    lc_dataset_free(&d);
    lc_dataset_free(&e);
}
END_TEST

START_TEST(counts_what_was_missing_or_unknown)
{
    lc_dataset d = LC_DATASET_INIT, e = LC_DATASET_INIT;
    lc_error err = LC_ERROR_INIT;
    const lc_dataset_options first = {.target = "y"}, then = {.schema = &d.schema};
    ck_assert_int_eq(read_text(&d, "a,c,y\n,x,0\n1,,1\n,z,\n2,x,1\n", &first, &err), LC_OK);
    ck_assert_uint_eq(d.report.rows, 4);
    ck_assert_uint_eq(d.report.without_target, 1);
    ck_assert_uint_eq(d.n, 3);
    ck_assert_uint_eq(d.report.missing, 2); /* not those of the row without a target */
    ck_assert_uint_eq(d.schema.column[0].missing, 1);
    ck_assert_uint_eq(d.schema.column[1].category.n, 1); /* and not its category */
    ck_assert_uint_eq(d.report.numeric, 1);
    ck_assert_uint_eq(d.report.categorical, 1);
    ck_assert_int_eq(read_text(&e, "a,c,y\n1,w,0\n1,v,1\n1,x,1\n", &then, &err), LC_OK);
    ck_assert_uint_eq(e.report.unknown, 2);
    ck_assert_uint_eq(e.schema.column[1].unknown, 2);
    lc_dataset_free(&d);
    lc_dataset_free(&e);
}
END_TEST

START_TEST(reads_ten_thousand_columns)
{
    enum { COLUMNS = 10000, ROWS = 30 };
    char *text;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    for (int c = 0; c < COLUMNS; c++)
        fprintf(out, "x%d,", c);
    fputs("y\n", out);
    for (int i = 0; i < ROWS; i++) {
        for (int c = 0; c < COLUMNS; c++)
            fprintf(out, "%d,", i * c % 1000);
        fprintf(out, "%s\n", i % 3 ? "no" : "yes");
    }
    fclose(out);
    lc_dataset d = LC_DATASET_INIT;
    lc_error err = LC_ERROR_INIT;
    const lc_dataset_options options = {.target = "y"};
    ck_assert_msg(read_text(&d, text, &options, &err) == LC_OK, "%s", err.msg);
    ck_assert_uint_eq(d.schema.columns, COLUMNS);
    ck_assert_uint_eq(d.n, ROWS);
    ck_assert_uint_gt(d.cells.blocks, 1); /* 26 rows of 40 kB in each MiB */
    for (size_t i = 0; i < ROWS; i++)
        for (size_t c = 0; c < COLUMNS; c++)
            ck_assert(lc_dataset_row(&d, i)[c] == (float)(i * c % 1000));
    lc_dataset_free(&d);
    free(text);
}
END_TEST

/* Let every allocation fail in turn. libcsv lives with some failures, so success may come early. */
static void check_without_memory(const char *text, const lc_dataset_options *options, size_t rows)
{
    size_t refused = 0;
    lc_status st = LC_OK;
    for (size_t k = 1; k <= 150; k++) {
        lc_dataset d = {.n = 7};
        lc_error err = LC_ERROR_INIT;
        lc_mem_fail_at(k);
        st = read_text(&d, text, options, &err);
        lc_mem_fail_at(0);
        ck_assert_msg(st == LC_OK || st == LC_E_NOMEM, "%zu: %s", k, err.msg);
        ck_assert_uint_eq(d.n, st == LC_OK ? rows : 7);
        refused += st != LC_OK;
        if (st == LC_OK)
            lc_dataset_free(&d);
    }
    ck_assert_int_eq(st, LC_OK); /* there are fewer than 150 */
    ck_assert_uint_gt(refused, 30);
}

START_TEST(leaks_nothing_when_memory_is_out)
{
    static const char text[] =
        "i,a,c,e,y,a\n1,0.5,x,,no,1\n2,NA,y,,yes,2\n3,1.5,x,,no,3\n4,1,x,,,4\n";
    const lc_dataset_options first = {
        .target = "y", .ignore = ignore_a, .ignore_n = 1, .positive = "no", .threads = 1};
    lc_dataset d = LC_DATASET_INIT;
    lc_error err = LC_ERROR_INIT;
    ck_assert_msg(read_text(&d, text, &first, &err) == LC_OK, "%s", err.msg);
    const lc_dataset_options then = {.schema = &d.schema, .threads = 1, .predict = true};
    check_without_memory(text, &first, 3);
    check_without_memory(text, &then, 4);
    lc_dataset_free(&d);
}
END_TEST

START_TEST(reports_an_input_that_cannot_be_read)
{
    lc_dataset d = LC_DATASET_INIT;
    lc_error err = LC_ERROR_INIT;
    const lc_dataset_options options = {.target = "y"};
    FILE *in = fopen("/", "r"); /* a directory opens, but doesn't read */
    ck_assert_ptr_nonnull(in);
    ck_assert_int_eq(lc_dataset_read(&d, in, &options, &err), LC_E_IO);
    ck_assert_ptr_nonnull(strstr(err.msg, "can't be read: "));
    fclose(in);
}
END_TEST

#define COUNT(cases) ((int)(sizeof cases / sizeof *cases))

Suite *suite_dataset(void)
{
    Suite *s = suite_create("dataset");
    TCase *t = tcase_create("dataset");
    tcase_set_timeout(t, 60);
    tcase_add_loop_test(t, reads_what_is_there, 0, COUNT(good));
    tcase_add_loop_test(t, refuses_bad_tables_and_leaves_the_output, 0, COUNT(bad));
    tcase_add_test(t, columns_that_are_no_inputs_stand_beside);
    tcase_add_test(t, rare_integers_are_counts);
    tcase_add_test(t, takes_few_integers_as_classes_and_many_as_values);
    tcase_add_loop_test(t, reads_a_table_like_another, 0, COUNT(alike));
    tcase_add_test(t, counts_what_was_missing_or_unknown);
    tcase_add_test(t, reads_ten_thousand_columns);
    tcase_add_test(t, leaks_nothing_when_memory_is_out);
    tcase_add_test(t, reports_an_input_that_cannot_be_read);
    suite_add_tcase(s, t);
    return s;
}
