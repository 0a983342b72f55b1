/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_write.c - runs as tables: what is written is read again as the same runs, bit for bit. */
#include "write/writer.h"

#include "base/mem.h"
#include "base/text.h"

#include "read_help.h"
#include "same_runs.h"

#include <check.h>
#include <dirent.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

Suite *suite_write(void);

/* ---- there and back ------------------------------------------------------------------------- */

static char *write_text(const char *format, const lc_runs *runs, const lc_write_options *options,
                        size_t *size)
{
    char *text = NULL;
    FILE *out = open_memstream(&text, size);
    lc_error err = LC_ERROR_INIT;
    ck_assert_ptr_nonnull(out);
    ck_assert_msg(lc_write(out, format, runs->run, runs->n, options, &err) == LC_OK, "%s", err.msg);
    fclose(out);
    return text;
}

static void check_format(const char *what, const lc_runs *runs, const lc_writer *w)
{
    lc_runs again = LC_RUNS_INIT;
    lc_error err = LC_ERROR_INIT;
    size_t size = 0;
    char *text = write_text(w->name, runs, NULL, &size), where[300], why[WHY_MAX];
    snprintf(where, sizeof where, "%s as %s", what, w->name);
    ck_assert_msg(lc_read_bytes(&again, NULL, text, size, NULL, &err) == LC_OK, "%s: %s\n%.500s",
                  where, err.msg, text);
    ck_assert_msg(come_back(runs, &again, why), "%s: %s", where, why);
    lc_runs_free(&again);
    free(text);
}

static void check_formats(const char *what, const lc_runs *runs)
{
    for (const lc_writer *const *w = lc_writers; *w; w++)
        check_format(what, runs, *w);
}

/* ---- other people's logs and ours ----------------------------------------------------------- */

/* Every file below a folder that is a log; how many there are. */
static size_t check_folder(const char *path, const lc_read_options *options)
{
    size_t logs = 0;
    DIR *folder = opendir(path);
    for (struct dirent *e; folder && (e = readdir(folder));) {
        char file[4200];
        struct stat about;
        lc_runs runs = LC_RUNS_INIT;
        snprintf(file, sizeof file, "%s/%s", path, e->d_name);
        if (e->d_name[0] == '.' || stat(file, &about) != 0)
            continue;
        if (S_ISDIR(about.st_mode)) {
            logs += check_folder(file, options);
        } else if (lc_read_file(&runs, file, options, NULL) == LC_OK) {
            check_formats(file, &runs);
            logs++;
        }
        lc_runs_free(&runs);
    }
    if (folder)
        closedir(folder);
    return logs;
}

START_TEST(samples_come_back_as_they_were)
{
    ck_assert_uint_gt(check_folder("samples", NULL), 30);
}
END_TEST

/* What names don't tell has to be said beside them. */
START_TEST(told_meanings_come_back_too)
{
    lc_map maps[] = {{.name = "*", .has_kind = true, .kind = LC_OTHER},
                     {.name = "val*",
                      .has_split = true,
                      .split = LC_TEST,
                      .has_kind = true,
                      .kind = LC_SCORE,
                      .has_better = true,
                      .better = LC_LOWER_IS_BETTER},
                     {.name = "lr", .has_kind = true, .kind = LC_LOSS}};
    const lc_read_options options = {.maps = maps, .maps_n = 3, .facts.classes = 7};
    ck_assert_uint_gt(check_folder("samples", &options), 30);
}
END_TEST

START_TEST(other_peoples_logs_come_back_as_they_were)
{
    char path[SHARED_PATH_MAX];
    ck_assert_uint_gt(check_folder(shared_path(path, "corpus"), NULL), 100);
}
END_TEST

/* ---- runs as hard as can be ----------------------------------------------------------------- */

static const char *const odd_names[] = {
    "loss",       "a,b",      "semi;colon", "tab\there", "\"quoted\"",
    "line\nend",  "cr\rhere", " leading",   "trailing ", "",
    "1.5",        "nan",      "NA",         "# hash",    "Unnamed: 3",
    "run",        "run_",     "record",     "x_text",    "\xE6\x8D\x9F\xE5\xA4\xB1",
    "\xFF\xFE",   "'single'", "a/b:c",      "null",      "loss_text",
    "loss_text_", "metrics",
};
#define ODD_NAMES (sizeof odd_names / sizeof *odd_names)

static const double odd_values[] = {
    0.1,  1.0 / 3,  -0.0,      5e-324, 1.7976931348623157e308, -2.2250738585072014e-308,
    1e-7, 1e22,     123456.7,  1e15,   9007199254740993.0,     0.30000000000000004,
    NAN,  INFINITY, -INFINITY, 1,
};
#define ODD_VALUES (sizeof odd_values / sizeof *odd_values)

/* Every name, every value, and holes. */
static lc_run odd_run(const char *name, lc_kind axis, size_t seed)
{
    lc_run run = LC_RUN_INIT;
    double x[ODD_VALUES], y[ODD_VALUES];
    for (size_t i = 0; i < ODD_VALUES; i++)
        x[i] = (double)i * 0.1 + 1.0 / 3 - 0.5;
    ck_assert_int_eq(lc_run_set_axis(&run, axis, x, ODD_VALUES, NULL), LC_OK);
    for (size_t k = 0; k < ODD_NAMES; k++) {
        for (size_t i = 0; i < ODD_VALUES; i++)
            y[i] = (i + k + seed) % 3 ? odd_values[(i * 7 + k + seed) % ODD_VALUES] : lc_absent();
        ck_assert_int_eq(lc_run_add(&run, odd_names[k], y, NULL), LC_OK);
    }
    run.name = name ? lc_mem_text(name, strlen(name)) : NULL;
    run.facts = (lc_facts){.classes = seed,
                           .planned_epochs = 0.1 * (double)seed,
                           .class_entropy = 0.3 * (double)seed,
                           .validation_class_entropy = 0.2 * (double)seed};
    return run;
}

static const lc_kind axes[] = {LC_EPOCH, LC_STEP, LC_TRAIN_SIZE, LC_WALL_TIME, LC_COUNT};

START_TEST(odd_names_and_values_come_back)
{
    lc_run one = odd_run(_i % 2 ? "fold, \"2\"\n" : NULL, axes[_i], 1);
    check_formats("an odd run", &(lc_runs){.n = 1, .run = &one});
    lc_run_free(&one);
}
END_TEST

/* Runs of one table with their own axes, facts, and metrics that another one has too. */
START_TEST(several_runs_come_back)
{
    static const char *const names[] = {"a", "run 2", "# 3", " 4 ", "5,\"\n"};
    lc_run run[5];
    for (size_t i = 0; i < 5; i++)
        run[i] = odd_run(_i ? NULL : names[i], axes[i], i);
    check_formats("several runs", &(lc_runs){.n = 5, .run = run});
    for (size_t i = 0; i < 5; i++)
        lc_run_free(&run[i]);
}
END_TEST

/* One record, one metric, and a record without any value. */
START_TEST(little_comes_back_as_well)
{
    const double y[] = {lc_absent(), 3, lc_absent()};
    for (size_t n = 2; n <= 3; n++) {
        lc_run run = LC_RUN_INIT;
        lc_run_set_axis(&run, LC_COUNT, NULL, n, NULL);
        lc_run_add(&run, "foo", y, NULL);
        check_formats("little", &(lc_runs){.n = 1, .run = &run});
        lc_run_free(&run);
    }
}
END_TEST

/* Names that readers take for more than a metric's, or as another program's. */
static const struct {
    const char *name[4];
    size_t runs;
} telling[] = {
    {{"phase"}, 1},
    {{"seed", "loss"}, 1},
    {{"metric", "value"}, 1},
    {{"Training"}, 1},      /* beside no loss that of the training is its loss, ... */
    {{"loss", "train"}, 1}, /* ... and beside one its accuracy */
    {{"total", "loss"}, 1}, /* of the losses beside it */
    {{"learning_rate", "step", "loss"}, 2}, /* as of Hugging Face's trainer */
    {{"acc | server.py:125 | fit progress: (1, 1.875, {'accuracy", "loss"}, 1}, /* Flower */
    {{"_step", "_timestamp", "loss"}, 1}, /* Weights & Biases */
};

START_TEST(names_that_tell_more_come_back)
{
    static const double y[] = {0.9, 0.75, 0.5, 0.25};
    lc_run run[2] = {LC_RUN_INIT, LC_RUN_INIT};
    for (size_t i = 0; i < telling[_i].runs; i++) {
        ck_assert_int_eq(lc_run_set_axis(&run[i], LC_EPOCH, NULL, 4, NULL), LC_OK);
        for (size_t k = 0; k < 4 && telling[_i].name[k]; k++)
            ck_assert_int_eq(lc_run_add(&run[i], telling[_i].name[k], y, NULL), LC_OK);
    }
    check_formats(telling[_i].name[0], &(lc_runs){.n = telling[_i].runs, .run = run});
    for (size_t i = 0; i < telling[_i].runs; i++)
        lc_run_free(&run[i]);
}
END_TEST

/* ---- what it looks like --------------------------------------------------------------------- */

static lc_run small_run(void)
{
    static const double loss[] = {0.5, NAN, 0.25};
    const double acc[] = {lc_absent(), 0.75, lc_absent()};
    lc_run run = LC_RUN_INIT;
    lc_run_set_axis(&run, LC_EPOCH, NULL, 3, NULL);
    lc_run_add(&run, "loss", loss, NULL);
    lc_run_add(&run, "val_acc", acc, NULL);
    return run;
}

static const struct {
    const char *what, *format;
    lc_write_options options;
    const char *text;
} looks[] = {
    {"a plain table", "csv", {0}, "epoch,loss,val_acc\n1,0.5,\n2,nan,0.75\n3,0.25,\n"},
    {"one metric of it", "csv", {.metric = "accuracy"}, "epoch,val_acc\n1,\n2,0.75\n3,\n"},
    {"a value a row",
     "csv",
     {.long_form = true},
     "run,axis,x,metric,split,kind,value\n1,epoch,1,loss,train,loss,0.5\n1,epoch,2,loss,train,loss,"
     "nan\n"
     "1,epoch,3,loss,train,loss,0.25\n1,epoch,2,val_acc,validation,score,0.75\n"},
    {"a document",
     "json",
     {.metric = "loss"},
     "{\"schema\": \"learncurve/run/1\", \"name\": null, \"axis\": \"epoch\", \"axis_kind\": "
     "\"epoch\",\n"
     "\"metrics\": [\n"
     "  {\"name\": \"loss\", \"split\": \"train\", \"kind\": \"loss\", \"better\": \"lower\"}],\n"
     "\"records\": [\n"
     "  {\"epoch\": 1, \"loss\": 0.5},\n"
     "  {\"epoch\": 2, \"loss\": null, \"loss_text\": \"NaN\"},\n"
     "  {\"epoch\": 3, \"loss\": 0.25}]}\n"},
    {"lines",
     "jsonl",
     {.metric = "accuracy"},
     "{\"schema\": \"learncurve/run/1\", \"name\": null, \"axis\": \"epoch\", \"axis_kind\": "
     "\"epoch\"}\n"
     "{\"metrics\": [{\"name\": \"val_acc\", \"split\": \"validation\", \"kind\": \"score\", "
     "\"better\": \"higher\"}]}\n"
     "{\"epoch\": 1}\n{\"epoch\": 2, \"val_acc\": 0.75}\n{\"epoch\": 3}\n"},
    {"a value a line",
     "jsonl",
     {.long_form = true, .metric = "val_acc"},
     "{\"run\": \"1\", \"axis\": \"epoch\", \"x\": 2, \"metric\": \"val_acc\", "
     "\"split\": \"validation\", \"kind\": \"score\", \"value\": 0.75}\n"},
    {"a value an element",
     "json",
     {.long_form = true, .metric = "val_acc"},
     "[{\"run\": \"1\", \"axis\": \"epoch\", \"x\": 2, \"metric\": \"val_acc\", "
     "\"split\": \"validation\", \"kind\": \"score\", \"value\": 0.75}]\n"},
};

START_TEST(looks_as_it_should)
{
    lc_run run = small_run();
    size_t size;
    char *text =
        write_text(looks[_i].format, &(lc_runs){.n = 1, .run = &run}, &looks[_i].options, &size);
    ck_assert_msg(strcmp(text, looks[_i].text) == 0, "%s:\n%s\nexpected\n%s", looks[_i].what, text,
                  looks[_i].text);
    free(text);
    lc_run_free(&run);
}
END_TEST

START_TEST(refuses_what_it_has_not)
{
    lc_run run = small_run();
    lc_error err = LC_ERROR_INIT;
    const lc_write_options none = {.metric = "nope"};
    ck_assert_int_eq(lc_write(stderr, "xml", &run, 1, NULL, &err), LC_E_ARG);
    ck_assert_str_eq(err.msg, "no output format 'xml'");
    ck_assert_int_eq(lc_write(stderr, "csv", &run, 1, &none, &err), LC_E_ARG);
    ck_assert_str_eq(err.msg, "no metric 'nope'; the run has: loss, val_acc");
    ck_assert_int_eq(lc_write_file("table.xls", NULL, &run, 1, NULL, &err), LC_E_ARG);
    ck_assert_int_eq(lc_write_file("no/such/folder.csv", NULL, &run, 1, NULL, &err), LC_E_IO);
    lc_run_free(&run);
}
END_TEST

START_TEST(says_so_whichever_allocation_fails)
{
    lc_run runs[] = {odd_run("a", LC_EPOCH, 1), small_run()};
    for (const lc_writer *const *w = lc_writers; *w; w++) {
        size_t k = 0;
        for (lc_status st = LC_E_NOMEM; st != LC_OK;) {
            char *text = NULL;
            size_t size;
            FILE *out = open_memstream(&text, &size);
            lc_mem_fail_at(++k);
            st = lc_write(out, (*w)->name, runs, 2, NULL, NULL);
            lc_mem_fail_at(0);
            ck_assert(st == LC_OK || st == LC_E_NOMEM);
            fclose(out);
            free(text);
        }
        ck_assert_uint_gt(k, 20);
    }
    lc_run_free(&runs[0]);
    lc_run_free(&runs[1]);
}
END_TEST

/* ---- tables that aren't ours, or no more ---------------------------------------------------- */

static const struct {
    const char *what, *text, *runs; /* as describe_runs() has it, or the message */
} tables[] = {
    {"a run column tells the runs without our word, too",
     "run,epoch,loss\na,1,3\na,2,2\nb,1,4\nb,2,3\nb,3,2\nb,4,1\nb,5,1\nb,6,1\n",
     "[a] 2 epoch 1..2: loss 3..2\n[b] 6 epoch 1..6: loss 4..1\n"},
    {"our word and rows sorted by epoch",
     "# learncurve: runs named\nrun,epoch,loss\na,1,3\nb,1,4\na,2,2\n",
     "the rows of run 'a' don't stand together"},
    {"a name that begins like a comment", "# learncurve: axis 1 step\n#,loss\n1,3\n2,4\n",
     "2 # 1..2: loss 3..4\n"},
    {"our word over other columns", "# learncurve: runs named\nepoch,loss\n1,3\n2,4\n",
     "the first column is 'epoch', where the comments above say 'run'"},
    {"our word below a comment with names: they are no header",
     "# epoch,loss,run\n# learncurve: axis 1 epoch\nepoch,loss\n1,3,\n2,4,\n",
     "2 epoch 1..2: loss 3..4\n"},
    {"our word below a comment that names a run",
     "# run\n# learncurve: axis 1 epoch\nepoch,loss\n1,3\n2,4\n", "2 epoch 1..2: loss 3..4\n"},
    {"our word below the header",
     "run,run_id,epoch,loss\n# learncurve: runs named\n1,2,1,3\n1,2,2,2\n2,2,1,4\n2,2,2,5\n",
     "[run 1, run_id 2] 2 epoch 1..2: loss 3..2\n[run 2, run_id 2] 2 epoch 1..2: loss 4..5\n"},
    {"a row of text below our header", "# learncurve: axis 1 epoch\nepoch,loss\na,b\n1,3\n2,4\n",
     "3 epoch 1..2: loss 3..4\n  line 3: 1 cell of column 'epoch' is no number\n"},
    {"a table of ours with other columns behind one of ours",
     "# learncurve: axis 1 epoch\nepoch,loss\n1,3\n2,4\nepoch,acc,loss\n3,0.5,2\n4,0.6,1\n",
     "4 epoch 1..4: loss 3..1, acc 0.5..0.6\n"},
    {"words of another version mean nothing",
     "# learncurve: colour blue\n# learncurve: axis 0 step\n# learncurve: metric 2 train loss\n"
     "epoch,step,loss\n1,10,3\n2,20,4\n",
     "2 epoch 1..2: step 10..20, loss 3..4\n"},
    {"words about columns that aren't there",
     "# learncurve: axis 9 step\n# learncurve: metric 9 train loss lower\nepoch,loss\n1,3\n2,4\n",
     "2 epoch 1..2: loss 3..4\n"},
    {"a run that breaks off", "# learncurve: runs numbered\nrun,epoch,loss\n1,1,3\n2,1,4\n2,2",
     "1 epoch 1..1: loss 3..3\n2 epoch 1..1: loss 4..4\n  line 5: the last row breaks off"},
    {"a head without an axis", "{\"schema\": \"learncurve/run/1\"}\n{\"epoch\": 1, \"loss\": 2}\n",
     "a run without its axis"},
    {"a document without records", "{\"schema\": \"learncurve/run/1\",\n \"axis\": \"epoch\"}\n",
     "not a run as 'learncurve convert' writes it"},
    {"lines that say more, and less",
     "{\"schema\": \"learncurve/run/1\", \"axis\": \"t\", \"axis_kind\": \"step\", \"classes\": "
     "-1}\n"
     "{\"metrics\": [7, {\"name\": 3}, {\"name\": \"a\", \"kind\": \"loud\"}]}\n"
     "{\"t\": 1, \"a\": 3, \"b\": 4, \"c\": \"7\", \"d\": [1], \"e\": null}\nno JSON\n{\"t\": 2, "
     "\"a\": 5}\n",
     "2 t 1..2: a 3..5, b 4..4\n  line 4: no JSON"},
    {"a document in one line",
     "{\"schema\": \"learncurve/run/1\", \"axis\": \"t\", \"axis_kind\": \"step\", \"records\": "
     "[{\"t\": 1, \"a\": null, \"a_text\": \"-inf\"}]}",
     "1 t 1..1: a -inf..-inf '-inf'\n"},
    {"a value a row, as we write it too",
     "run,axis,x,metric,split,kind,value\n1,epoch,1,a,validation,loss,0.5\n"
     "1,epoch,2,a,validation,loss,0.25\n2,step,9,b,train,score,0.75\n",
     "[run 1] 2 epoch 1..2: a 0.5..0.25\n[run 2] 1 step 9..9: b 0.75..0.75\n"},
};

START_TEST(tables_are_taken_for_what_they_are)
{
    lc_runs runs = LC_RUNS_INIT;
    lc_error err = LC_ERROR_INIT;
    lc_status st = lc_read_bytes(&runs, NULL, tables[_i].text, strlen(tables[_i].text), NULL, &err);
    char *told = describe_runs(&runs);
    const char *got = st == LC_OK ? told : err.msg;
    ck_assert_msg(strncmp(got, tables[_i].runs, strlen(tables[_i].runs)) == 0,
                  "%s:\n%s\nexpected\n%s", tables[_i].what, got, tables[_i].runs);
    free(told);
    lc_runs_free(&runs);
}
END_TEST

#define COUNT(table) (int)(sizeof(table) / sizeof *(table))

Suite *suite_write(void)
{
    Suite *s = suite_create("write");
    TCase *t = tcase_create("write");
    tcase_set_timeout(t, 120);
    tcase_add_test(t, samples_come_back_as_they_were);
    tcase_add_test(t, told_meanings_come_back_too);
    add_shared_test(t, other_peoples_logs_come_back_as_they_were, "corpus", 0, 1);
    tcase_add_loop_test(t, odd_names_and_values_come_back, 0, COUNT(axes));
    tcase_add_loop_test(t, several_runs_come_back, 0, 2);
    tcase_add_test(t, little_comes_back_as_well);
    tcase_add_loop_test(t, names_that_tell_more_come_back, 0, COUNT(telling));
    tcase_add_loop_test(t, looks_as_it_should, 0, COUNT(looks));
    tcase_add_test(t, refuses_what_it_has_not);
    tcase_add_test(t, says_so_whichever_allocation_fails);
    tcase_add_loop_test(t, tables_are_taken_for_what_they_are, 0, COUNT(tables));
    suite_add_tcase(s, t);
    return s;
}
