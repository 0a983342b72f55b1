/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_params.c - hyper-parameters in a log and in files beside it. */
#include "base/mem.h"
#include "model/params.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

Suite *suite_params(void);

#define LOG "epoch,loss\n1,0.5\n2,0.4\n"

static char root[] = "/tmp/lc-test-XXXXXX";
static char home[4096]; /* the working folder before */

static void make_root(void)
{
    strcpy(root + sizeof root - 7, "XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(root));
    ck_assert_ptr_nonnull(getcwd(home, sizeof home));
    ck_assert_int_eq(chdir(root), 0);
}

static void remove_root(void)
{
    char command[80];
    snprintf(command, sizeof command, "rm -r %s", root);
    ck_assert_int_eq(chdir(home), 0);
    ck_assert_int_eq(system(command), 0);
}

/* Write a file; the folders on its way are made. */
static void put(const char *path, const char *bytes)
{
    char part[200];
    for (const char *slash = strchr(path, '/'); slash; slash = strchr(slash + 1, '/')) {
        snprintf(part, sizeof part, "%.*s", (int)(slash - path), path);
        mkdir(part, 0700);
    }
    FILE *f = fopen(path, "w");
    ck_assert_ptr_nonnull(f);
    fputs(bytes, f);
    fclose(f);
}

/* "name=value; ..." of the only run at a path; free() it. */
static char *params_at(const char *path)
{
    char *text = NULL;
    size_t size = 0;
    lc_runs runs = LC_RUNS_INIT;
    lc_error err = LC_ERROR_INIT;
    lc_status st = lc_read_file(&runs, path, NULL, &err);
    ck_assert_msg(st == LC_OK && runs.n == 1, "%s: %zu %s", path, runs.n, err.msg);
    ck_assert_int_eq(lc_read_params(&runs.run[0], NULL), LC_OK);
    FILE *out = open_memstream(&text, &size);
    const lc_params *p = &runs.run[0].params;
    for (size_t i = 0; i < p->n; i++)
        fprintf(out, "%s%s=%s", i ? "; " : "", p->param[i].name, p->param[i].value);
    fclose(out);
    lc_runs_free(&runs);
    return text;
}

static void check_params(const char *path, const char *expected)
{
    char *found = params_at(path);
    ck_assert_str_eq(found, expected);
    free(found);
}

static const struct {
    const char *yaml, *expected;
} cases[] = {
    {"lr: 0.1\nname: a b\n", "lr=0.1; name=a b"},
    {"# lr: 1\n---\nlr:   0.1   # halved\n\n", "lr=0.1"},
    {"model: \"a # b\"\n'quoted': 'c: d'\r\n", "model=a # b; quoted=c: d"},
    {"url: http://host:80/x\ntime: 12:30\nlast: true",
     "url=http://host:80/x; time=12:30; last=true"},
    {"sizes: [64, 64]\nnone: null\nempty:\n", "sizes=[64, 64]; none=null"},
    {"list:\n- lr: 1\n- 2\n", ""},
    {"nested:\n  lr: 1\nlr: 2\n", "nested.lr=1; lr=2"},
    {"a:\n    b:  # deep\n\n        c: 1\n# x\n        d: 2\n    e: 3\nf: 4\n",
     "a.b.c=1; a.b.d=2; a.e=3; f=4"},
    {"a:\n  - lr: 1\n    b: 2\n  - c\n  d: 3\ne:\n- f: 1\n  g: 2\nh: 3\n", "a.d=3; h=3"},
    {"a:\n  b: {c: 1,\n    d: 2}\n  e: [1,\n  2]\ng: 'x\n  h: 1'\n", "a.b={c: 1,; a.e=[1,; g='x"},
    {"a: >\n  b: 1\n\n  c: 2\nd: &x\n  e: 1\n", "d.e=1"},
    {"model:\n  desc: null\n  value:\n    depth: 4\n    block:\n      value: 2\n",
     "model.depth=4; model.block.value=2"},
    {"a:\n b:\n  c:\n   d:\n    e:\n     f:\n      g:\n       h:\n        i:\n         k: 9\n j: "
     "1\n",
     "a.j=1"},
    {" lr: 1\n\tmomentum: 2\n", ""},
    {"lr:\n  desc: null\n  value: 0.1\n_wandb:\n  value:\n    cli: 1\n", "lr=0.1"},
    {"text: |\n  value of it\ntag: !!python/name:x\nref: *a\n", "ref=*a"},
    {"lr: 1\nlr: 2\n", "lr=2"},
    {": 1\n:\n  value: 2\nno colon\na:b\n", ""},
    {"", ""},
};

START_TEST(yaml_is_read_line_by_line)
{
    put("run.csv", LOG);
    put("args.yaml", cases[_i].yaml);
    check_params("run.csv", cases[_i].expected);
}
END_TEST

START_TEST(files_beside_the_log_are_read)
{
    put("a/results.csv", LOG);
    put("a/args.yaml", "lr0: 0.01\n");
    put("version_0/metrics.csv", LOG);
    put("version_0/hparams.yaml", "lr: 0.02\n");
    put("files/wandb-history.jsonl", "{\"loss\": 1, \"_step\": 0}\n{\"loss\": 2, \"_step\": 1}\n");
    put("files/config.yaml", "lr:\n    value: 0.03\n");
    put("mlruns/0/ab/metrics/loss", "1700000000000 0.5 0\n1700000001000 0.4 1\n");
    put("mlruns/0/ab/params/lr", "0.04\n");
    put("mlruns/0/ab/params/optimizer", "adam");
    put("mlruns/0/ab/params/.hidden", "x");
    put("other/run.csv", LOG);
    put("other/params/lr", "1"); /* no folder of MLflow's */
    check_params("a/results.csv", "lr0=0.01");
    check_params("a", "lr0=0.01");
    check_params("version_0", "lr=0.02");
    check_params("files/wandb-history.jsonl", "lr=0.03");
    check_params("mlruns/0", "lr=0.04; optimizer=adam");
    check_params("mlruns/0/ab/metrics/loss", "lr=0.04; optimizer=adam");
    check_params("other", "");
}
END_TEST

/* A FIFO is not waited for, a folder no file, and what is beside standard input nobody knows. */
START_TEST(what_is_no_file_is_passed_over)
{
    put("run.csv", LOG);
    ck_assert_int_eq(mkfifo("args.yaml", 0600), 0);
    ck_assert_int_eq(mkdir("hparams.yaml", 0700), 0);
    ck_assert_int_eq(symlink("nowhere", "config.yaml"), 0);
    check_params("run.csv", "");
    put("files/config.yaml", "lr: 1\n");
    lc_run run = {.source = (char[]){"-"}};
    ck_assert_int_eq(lc_read_params(&run, NULL), LC_OK);
    ck_assert_uint_eq(run.params.n, 0);
    run.source = NULL;
    ck_assert_int_eq(lc_read_params(&run, NULL), LC_OK);
    ck_assert_uint_eq(run.params.n, 0);
}
END_TEST

/* The log's own notes, of which numbers that are known are facts; what stands beside counts more. */
START_TEST(comments_above_a_table_tell_them_too)
{
    put("run.csv", "# optimizer: adam\n# hidden: 32,32\n# train_samples: 50\n# lr: 0.1\n"
                   "# see https://host: it is there\n# https://host\n" LOG);
    put("args.yaml", "lr: 0.2\n");
    check_params("run.csv", "optimizer=adam; hidden=32, 32; lr=0.2");
}
END_TEST

START_TEST(all_runs_of_a_log_have_them)
{
    lc_runs runs = LC_RUNS_INIT;
    put("run.csv", "# lr: 0.1\nepoch,loss\n1,0.5\n2,0.4\n3,0.3\n1,0.6\n2,0.5\n3,0.2\n");
    ck_assert_int_eq(lc_read_file(&runs, "run.csv", NULL, NULL), LC_OK);
    ck_assert_uint_eq(runs.n, 2);
    for (size_t i = 0; i < runs.n; i++)
        ck_assert_str_eq(lc_params_find(&runs.run[i].params, "lr"), "0.1");
    lc_runs_free(&runs);
}
END_TEST

START_TEST(their_number_and_size_are_limited)
{
    static char value[2000], name[300];
    lc_params params = {0};
    memset(value, 'v', sizeof value);
    memset(name, 'n', sizeof name);
    ck_assert_int_eq(lc_params_set(&params, name, sizeof name, "1", 1, NULL), LC_OK);
    ck_assert_int_eq(lc_params_set(&params, name, 0, "1", 1, NULL), LC_OK);
    ck_assert_uint_eq(params.n, 0);
    ck_assert_int_eq(lc_params_set(&params, "a", 1, value, sizeof value, NULL), LC_OK);
    ck_assert_uint_eq(strlen(lc_params_find(&params, "a")), LC_PARAM_VALUE_MOST);
    for (int i = 0; i < 1500; i++) {
        int n = snprintf(name, sizeof name, "p%d", i);
        ck_assert_int_eq(lc_params_set(&params, name, (size_t)n, "1", 1, NULL), LC_OK);
    }
    ck_assert_uint_eq(params.n, LC_PARAMS_MOST);
    lc_params_free(&params);
}
END_TEST

/* Of names with a NUL what stands before it counts; there is nothing to compare behind it. */
START_TEST(a_name_ends_at_a_nul)
{
    static const char first[] = "lr\0x",
                      second[] = "lr\0 and a good deal more of it, as files may hold";
    lc_params params = {0};
    ck_assert_int_eq(lc_params_set(&params, first, sizeof first - 1, "1", 1, NULL), LC_OK);
    ck_assert_int_eq(lc_params_set(&params, second, sizeof second - 1, "2", 1, NULL), LC_OK);
    ck_assert_int_eq(lc_params_set(&params, "\0x", 2, "3", 1, NULL), LC_OK);
    ck_assert_uint_eq(params.n, 1);
    ck_assert_str_eq(lc_params_find(&params, "lr"), "2");
    lc_params_free(&params);
}
END_TEST

START_TEST(no_failing_allocation_leaks_or_crashes)
{
    put("ab/params/lr", "1");
    put("ab/hparams.yaml", "a: 1\nb: 2\n");
    for (size_t k = 1; k < 40; k++) { /* a file for which there is no memory is passed over */
        lc_run run = {.source = (char[]){"ab"}, .format = "mlflow_metric"};
        lc_mem_fail_at(k);
        lc_status st = lc_read_params(&run, NULL);
        lc_mem_fail_at(0);
        ck_assert(st == LC_E_NOMEM || st == LC_OK);
        if (k == 39)
            ck_assert_uint_eq(run.params.n, 3);
        lc_params_free(&run.params);
    }
}
END_TEST

Suite *suite_params(void)
{
    Suite *s = suite_create("params");
    TCase *t = tcase_create("all");
    tcase_add_checked_fixture(t, make_root, remove_root);
    tcase_add_loop_test(t, yaml_is_read_line_by_line, 0, (int)(sizeof cases / sizeof *cases));
    tcase_add_test(t, files_beside_the_log_are_read);
    tcase_add_test(t, what_is_no_file_is_passed_over);
    tcase_add_test(t, comments_above_a_table_tell_them_too);
    tcase_add_test(t, all_runs_of_a_log_have_them);
    tcase_add_test(t, their_number_and_size_are_limited);
    tcase_add_test(t, a_name_ends_at_a_nul);
    tcase_add_test(t, no_failing_allocation_leaks_or_crashes);
    suite_add_tcase(s, t);
    return s;
}
