/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_report.c - reports of diagnoses that are built by hand. */
#include "report/report.h"

#include "base/mem.h"
#include "base/text.h"
#include "report/json.h"
#include "report/summary.h"
#include "report_help.h"

#include <check.h>
#include <json-c/json.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Text that a log may hold: an escape, a workflow command on a line of its own, a right-to-left
 * override, a byte that is no UTF-8, a quote. */
#define NASTY "\033[31mred\n::stop-commands::x\r\t\xE2\x80\xAE\xFF\"\\"

static lc_diagnosis diagnosis; /* of fixture(), as constant as its texts */
static lc_finding findings[2];
static lc_evidence evidence[3];
static char *causes[1], *advice[1], *support[1], *against[1];
static lc_weight weights[] = {{"incomparable-losses", 7.5}, {"generalization-gap", -0.04}};
static lc_unjudged unjudged[] = {{"oscillation", "too few records"},
                                 {"divergence", "too few records"},
                                 {"high-bias", "no accuracy is logged"},
                                 {"plateau", "too few records"},
                                 {"spikes", "too few records"}};
static lc_remark remarks[1];
static lc_run run;

static void fixture(void)
{
    const double x[] = {1, 50, 100}, loss[] = {0.1229, 0.0563, 0.0414};
    const double nan_at_2[] = {4.3194, NAN, 2.0422};
    run = (lc_run)LC_RUN_INIT;
    ck_assert_int_eq(lc_run_set_axis(&run, LC_EPOCH, x, 3, NULL), LC_OK);
    ck_assert_int_eq(lc_run_add(&run, "loss", loss, NULL), LC_OK);
    ck_assert_int_eq(lc_run_add(&run, "val_loss", nan_at_2, NULL), LC_OK);
    ck_assert_int_eq(lc_run_add(&run, NASTY, loss, NULL), LC_OK);
    run.rows = 4;
    run.facts.train_samples = 121620;
    remarks[0] = (lc_remark){7, 2, (char *)"a field too many: " NASTY};
    run.remarks = remarks;
    run.remark_n = 1;

    causes[0] =
        (char *)"weights that act on the training loss only, which is what class_weight does";
    advice[0] = (char *)"log the plain loss on both splits";
    support[0] = (char *)"both losses fall";
    against[0] = (char *)"not overfitting: the validation loss falls until the end";
    evidence[0] = (lc_evidence){(char *)"largest_factor", 1.0 / 3};
    evidence[1] = (lc_evidence){(char *)"growth", INFINITY};
    evidence[2] = (lc_evidence){(char *)"records_below", 7};
    findings[0] = (lc_finding){.rule = "incomparable-losses",
                               .severity = LC_CRITICAL,
                               .confidence = 1,
                               .basis = (char *)"bound",
                               .series = {0, 1},
                               .series_n = 2,
                               .from = 1,
                               .to = 100,
                               .summary = (char *)"the two losses are not the same quantity",
                               .evidence = evidence,
                               .evidence_n = 3,
                               .causes = {1, 1, causes},
                               .advice = {1, 1, advice}};
    findings[1] =
        (lc_finding){.rule = "generalization-gap",
                     .severity = LC_WARNING,
                     .confidence = 0.9,
                     .series = {0, 1},
                     .series_n = 2,
                     .from = 50,
                     .to = 50,
                     .summary = (char *)"the validation loss is 35 times the training loss",
                     .explained_by = "incomparable-losses"};
    diagnosis = (lc_diagnosis){
        .verdict = {.name = "incomparable-losses",
                    .severity = LC_CRITICAL,
                    .confidence = 1,
                    .summary =
                        (char *)"the training loss and the validation loss can't be compared",
                    .support = {1, 1, support},
                    .against = {1, 1, against},
                    .weights_n = 2,
                    .weights = weights,
                    .alternative = "generalization-gap",
                    .alternative_confidence = 0.25,
                    .experiment = "train without class weights"},
        .unjudged_n = 5,
        .unjudged = unjudged,
        .n = 2,
        .findings = findings};
}

static void release(void)
{
    run.remarks = NULL;
    run.remark_n = 0;
    lc_run_free(&run);
}

/* The report of n copies of the fixture; free() it. */
static char *report(const char *format, size_t n, const lc_report_options *options)
{
    return report_of(&run, &diagnosis, format, n, options);
}

/* ---- text ---------------------------------------------------------------------------------- */

/* Check has no room for two long texts in a message. */
static void check_text(const char *got, const char *want)
{
    size_t same = 0;
    while (want[same] && want[same] == got[same])
        same++;
    ck_assert_msg(want[same] == got[same], "from byte %zu: %.320s", same, got + same);
}

START_TEST(text_says_the_verdict_what_to_do_and_the_metrics)
{
    char *got = report("text", 1, NULL);
    check_text(got, "Verdict: incomparable-losses (critical, confidence 1.00, 3 records)\n"
                    "  The training loss and the validation loss can't be compared.\n"
                    "  - not overfitting: the validation loss falls until the end\n"
                    "  Do: log the plain loss on both splits.\n"
                    "  To be sure: train without class weights.\n"
                    "  Also possible: generalization-gap (confidence 0.25).\n"
                    "\n"
                    "  metric     first    best  at epoch    last  not finite\n"
                    "  loss      0.1229  0.0414       100  0.0414           0\n"
                    "  val_loss  4.3194  2.0422       100  2.0422           1\n"
                    "\n"
                    "  note on the log: line 7: a field too many:  [31mred  …\n");
    free(got);
}
END_TEST

/* One action is not asked for twice. */
START_TEST(an_experiment_that_is_advised_is_not_repeated)
{
    diagnosis.verdict.experiment = "log the plain loss";
    char *got = report("text", 1, NULL);
    ck_assert_ptr_nonnull(strstr(got, "Do: log the plain loss on both splits.\n"));
    ck_assert_ptr_null(strstr(got, "To be sure"));
    free(got);
}
END_TEST

START_TEST(verbose_text_has_all_findings_with_causes_and_advice)
{
    char *got = report("text", 1, &(lc_report_options){.verbose = 1});
    check_text(
        got,
        "Verdict: incomparable-losses (critical, confidence 1.00, 3 records)\n"
        "  The training loss and the validation loss can't be compared.\n"
        "  - not overfitting: the validation loss falls until the end\n"
        "  - for it: both losses fall\n"
        "  To be sure: train without class weights.\n"
        "  Also possible: generalization-gap (confidence 0.25).\n"
        "  - not checked (too few records): oscillation, divergence, plateau, spikes\n"
        "  - not checked (no accuracy is logged): high-bias\n"
        "\n"
        "Run: arrays, 3 records, epoch 1 to 100\n"
        "  121620 training samples\n"
        "\n"
        "1. critical: incomparable-losses, on loss and val_loss, epoch 1 to 100\n"
        "   The two losses are not the same quantity.\n"
        "   Evidence: largest factor = 0.3333; growth = inf; records below = 7\n"
        "   Confidence 1.00: bound\n"
        "   Likely causes:\n"
        "     - weights that act on the training loss only, which is what class_weight\n"
        "       does\n"
        "   What to do:\n"
        "     - log the plain loss on both splits\n"
        "\n"
        "Also found, but explained by another finding:\n"
        "2. warning: generalization-gap, on loss and val_loss, epoch 50\n"
        "   The validation loss is 35 times the training loss.\n"
        "   Explained by incomparable-losses.\n"
        "\n"
        "  metric                     first    best  at epoch    last  not finite  values\n"
        "  loss                      0.1229  0.0414       100  0.0414           0       3\n"
        "  val_loss                  4.3194  2.0422       100  2.0422           1       3\n"
        "   [31mred : :stop-commands::x   \xEF\xBF\xBD\"\\\n"
        "                            0.1229       -         -  0.0414           0       3\n"
        "\n"
        "Notes on the log:\n"
        "  - line 7: a field too many: [31mred : :stop-commands::x \xEF\xBF\xBD\"\\ (2 times)\n");
    free(got);
}
END_TEST

START_TEST(three_other_findings_are_shown_and_more_are_counted)
{
    static lc_finding many[6];
    diagnosis.findings = many;
    diagnosis.n = 6;
    for (size_t i = 0; i < 6; i++) {
        many[i] = findings[i > 0];
        many[i].explained_by = NULL;
        many[i].from = i < 5 ? (double)i : 4;
    }
    char *got = report("text", 1, NULL);
    size_t others = 0;
    for (const char *at = got; (at = strstr(at, "\n  warning: generalization-gap: the validation "
                                                "loss is 35 times the training loss\n"));
         at++)
        others++;
    ck_assert_uint_eq(others, 3);
    ck_assert_ptr_nonnull(strstr(got, "\n  and 2 more findings (-v)\n"));
    free(got);
    got = report("brief", 1, NULL); /* ids tell them apart */
    ck_assert_ptr_nonnull(
        strstr(got, " findings=incomparable-losses:loss,generalization-gap:loss@1,"
                    "generalization-gap:loss@2,generalization-gap:loss@3,generalization-gap:loss@4,"
                    "generalization-gap:loss@4.2 "));
    free(got);
}
END_TEST

START_TEST(several_runs_are_a_table_with_the_most_urgent_first)
{
    char *text = NULL;
    size_t size;
    lc_run runs[] = {run, run, run};
    lc_diagnosis diagnoses[] = {diagnosis, diagnosis, diagnosis};
    runs[0].source = (char *)"logs/a/one.csv";
    runs[1].source = (char *)"logs/b/two.csv";
    runs[2].source = (char *)"logs/b/three.csv";
    runs[2].name = (char *)NASTY;
    diagnoses[0].verdict.severity = diagnoses[2].verdict.severity = LC_NOTE;
    diagnoses[0].verdict.name = diagnoses[2].verdict.name = "healthy";
    diagnoses[0].n = 0;
    FILE *to = open_memstream(&text, &size);
    ck_assert_int_eq(lc_report(to, "text", runs, diagnoses, 3, NULL, NULL), LC_OK);
    fclose(to);
    check_text(
        text,
        "3 runs: 1 incomparable-losses, 2 healthy\n"
        "  run                            verdict              best val_loss   at    last\n"
        "  b/two.csv                      incomparable-losses         2.0422  100  "
        "2.0422\n"
        "  a/one.csv                      healthy                     2.0422  100  "
        "2.0422\n"
        "  \u2026ed : :stop-commands::x   \xEF\xBF\xBD\"\\  healthy                     2.0422"
        "  100  2.0422\n");
    free(text);
}
END_TEST

START_TEST(text_stays_within_the_width)
{
    for (unsigned width = 40; width <= 120; width += 5)
        for (unsigned verbose = 0; verbose < 3; verbose++)
            for (size_t n = 1; n < 3; n++) {
                char *got =
                    report("text", n, &(lc_report_options){.width = width, .verbose = verbose});
                for (char *line = strtok(got, "\n"); line; line = strtok(NULL, "\n"))
                    ck_assert_msg(lc_text_width(line) <= width, "%u: %s", width, line);
                free(got);
            }
}
END_TEST

START_TEST(brief_is_a_line_of_pairs)
{
    run.source = (char *)"my run.csv";
    run.name = (char *)NASTY;
    char *got = report("brief", 1, NULL);
    check_text(got,
               "verdict=incomparable-losses severity=critical confidence=1.00 file=\"my run.csv\" "
               "run=\" [31mred : :stop-commands::x   \xEF\xBF\xBD\\\"\\\\\" records=3 axis=epoch "
               "from=1 to=100 metric=val_loss best=2.042 best_at=100 last=2.042 "
               "train_last=0.0414 findings=incomparable-losses:loss why=\"the training loss and "
               "the validation loss can't be compared\" do=\"log the plain loss on both "
               "splits\"\n");
    free(got);
    run.source = run.name = NULL;
}
END_TEST

START_TEST(text_has_colour_only_when_asked_and_never_from_the_log)
{
    char *plain = report("text", 1, NULL);
    char *coloured = report("text", 1, &(lc_report_options){.color = true});
    ck_assert_ptr_null(strchr(plain, '\033'));
    ck_assert_ptr_nonnull(strstr(coloured, "\033[1;31mVerdict: "));
    char *bare = coloured; /* without its own codes it is the plain one */
    size_t k = 0;
    for (char *c = coloured; *c; c++) {
        if (*c == '\033')
            c += strcspn(c, "m");
        else
            bare[k++] = *c;
    }
    bare[k] = '\0';
    ck_assert_str_eq(bare, plain);
    for (char *c = plain; *c; c++)
        ck_assert((unsigned char)*c >= 0x20 || *c == '\n');
    free(plain);
    free(coloured);
}
END_TEST

START_TEST(text_never_begins_a_line_with_words_of_the_log)
{
    run.source = (char *)"::error::file";
    run.name = (char *)NASTY;
    char *got = report("text", 2, &(lc_report_options){.width = 40});
    for (char *line = strtok(got, "\n"); line; line = strtok(NULL, "\n")) /* blanks don't help */
        ck_assert_msg(strncmp(line + strspn(line, " "), "::", 2) != 0, "%s", line);
    free(got);
    run.source = run.name = NULL;
}
END_TEST

/* ---- JSON ---------------------------------------------------------------------------------- */

static json_object *member(json_object *o, const char *key)
{
    json_object *value = NULL;
    ck_assert_msg(json_object_object_get_ex(o, key, &value), "no key %s", key);
    return value;
}

static json_object *parse(const char *text)
{
    json_tokener *tok = json_tokener_new();
    json_tokener_set_flags(tok, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
    json_object *o = json_tokener_parse_ex(tok, text, (int)strlen(text) + 1);
    ck_assert_msg(o != NULL, "%s", json_tokener_error_desc(json_tokener_get_error(tok)));
    json_tokener_free(tok);
    return o;
}

START_TEST(json_has_the_schema_s_members)
{
    char *text = report("json", 1, NULL);
    json_object *o = parse(text);
    ck_assert_str_eq(json_object_get_string(member(o, "schema")), "learncurve/diagnosis/1");
    ck_assert_ptr_null(member(member(o, "source"), "file"));
    json_object *r = member(o, "run");
    ck_assert_int_eq(json_object_get_int(member(r, "records")), 3);
    ck_assert_int_eq(json_object_get_int(member(r, "rows")), 4);
    ck_assert_int_eq(json_object_get_int(member(r, "epochs")), 3);
    ck_assert_int_eq(json_object_get_int(member(r, "train_samples")), 121620);
    ck_assert_ptr_null(member(r, "classes"));
    json_object *metric = json_object_array_get_idx(member(r, "metrics"), 0);
    ck_assert_str_eq(json_object_get_string(member(metric, "split")), "train");
    ck_assert_double_eq(json_object_get_double(member(metric, "best")), 0.0414);
    ck_assert_double_eq(json_object_get_double(member(metric, "best_at")), 100);
    json_object *f = json_object_array_get_idx(member(o, "findings"), 0);
    ck_assert_str_eq(json_object_get_string(member(f, "rule")), "incomparable-losses");
    ck_assert_str_eq(json_object_get_string(member(f, "id")), "incomparable-losses:loss");
    ck_assert_str_eq(json_object_get_string(member(f, "severity")), "critical");
    ck_assert_uint_eq(json_object_array_length(member(f, "series")), 2);
    ck_assert_ptr_null(member(f, "explained_by"));
    f = json_object_array_get_idx(member(o, "findings"), 1);
    ck_assert_str_eq(json_object_get_string(member(f, "explained_by")), "incomparable-losses");
    ck_assert_str_eq(json_object_get_string(member(member(o, "verdict"), "name")),
                     "incomparable-losses");
    json_object_put(o);
    free(text);
}
END_TEST

START_TEST(json_writes_what_is_not_finite_as_null_with_its_spelling)
{
    run.series[1].y[2] = -INFINITY;
    run.series[1].spelling = (char *)"-nan";
    run.series[1].y[0] = NAN;
    char *text = report("json", 1, NULL);
    json_object *o = parse(text);
    json_object *metric = json_object_array_get_idx(member(member(o, "run"), "metrics"), 1);
    ck_assert_ptr_null(member(metric, "first"));
    ck_assert_str_eq(json_object_get_string(member(metric, "first_text")), "-nan");
    ck_assert_ptr_null(member(metric, "last"));
    ck_assert_str_eq(json_object_get_string(member(metric, "last_text")), "-inf");
    ck_assert_ptr_null(member(metric, "best")); /* no finite value is left */
    json_object *f = json_object_array_get_idx(member(o, "findings"), 0);
    ck_assert_ptr_null(member(member(f, "evidence"), "growth"));
    ck_assert_str_eq(json_object_get_string(member(member(f, "evidence"), "growth_text")), "inf");
    json_object_put(o);
    free(text);
    run.series[1].spelling = NULL;
}
END_TEST

START_TEST(json_numbers_are_the_shortest_that_read_back)
{
    char *text = report("jsonl", 1, NULL);
    ck_assert_ptr_nonnull(strstr(text, "\"first\":0.1229,"));
    ck_assert_ptr_nonnull(strstr(text, "\"largest_factor\":0.3333333333333333,"));
    free(text);
}
END_TEST

START_TEST(json_is_an_array_for_several_runs_and_jsonl_a_line_for_each)
{
    char *array = report("json", 2, NULL), *lines = report("jsonl", 2, NULL);
    char *none = report("json", 0, NULL);
    json_object *o = parse(array);
    ck_assert_uint_eq(json_object_array_length(o), 2);
    json_object_put(o);
    o = parse(none);
    ck_assert_uint_eq(json_object_array_length(o), 0);
    json_object_put(o);
    char *end = strchr(lines, '\n');
    ck_assert(end && strchr(end + 1, '\n') && strchr(end + 1, '\n')[1] == '\0');
    *end = '\0';
    json_object_put(parse(lines));
    json_object_put(parse(end + 1));
    free(array);
    free(lines);
    free(none);
}
END_TEST

/* ---- all formats --------------------------------------------------------------------------- */

/* Of n runs; gnuplot would be run hundreds of times. */
static void survives(const char *name, const lc_run *runs, const lc_diagnosis *diagnoses, size_t n)
{
    lc_status st = LC_E_NOMEM;
    setenv("LEARNCURVE_GNUPLOT", "/no/gnuplot", 1);
    for (size_t k = 1; st != LC_OK && k < 2000; k++) {
        char *text = NULL;
        size_t size;
        lc_error err = LC_ERROR_INIT;
        FILE *to = open_memstream(&text, &size);
        lc_mem_fail_at(k);
        st = lc_report(to, name, runs, diagnoses, n, NULL, &err);
        lc_mem_fail_at(0);
        fclose(to);
        free(text);
        ck_assert(st == LC_OK || (st == LC_E_NOMEM && err.code == st));
    }
    unsetenv("LEARNCURVE_GNUPLOT");
    ck_assert_int_eq(st, LC_OK);
}

START_TEST(every_format_survives_every_failing_allocation)
{
    const lc_run runs[] = {run, run};
    const lc_diagnosis diagnoses[] = {diagnosis, diagnosis};
    survives(lc_report_formats[_i]->name, runs, diagnoses, 1);
    survives(lc_report_formats[_i]->name, runs, diagnoses, 2);
}
END_TEST

START_TEST(every_format_notices_a_stream_that_is_full)
{
    FILE *full = fopen("/dev/full", "w");
    lc_error err = LC_ERROR_INIT;
    if (!full)
        return; /* a system without it */
    setvbuf(full, NULL, _IONBF, 0);
    ck_assert_int_eq(lc_report(full, lc_report_formats[_i]->name, &run, &diagnosis, 1, NULL, &err),
                     LC_E_IO);
    fclose(full);
}
END_TEST

START_TEST(every_format_has_a_name_of_its_own_and_a_summary)
{
    const lc_report_format *f = lc_report_formats[_i];
    ck_assert_ptr_eq(lc_report_find(f->name), f);
    ck_assert(f->summary && *f->summary);
    if (!f->ending)
        return;
    char path[40];
    snprintf(path, sizeof path, "a.b%s", f->ending);
    ck_assert_str_eq(lc_report_format_of(path), f->name);
    ck_assert_ptr_null(lc_report_format_of(f->ending)); /* a hidden file without an ending */
    ck_assert_ptr_null(lc_report_format_of("a.txt"));
}
END_TEST

START_TEST(an_unknown_format_is_refused)
{
    lc_error err = LC_ERROR_INIT;
    ck_assert_int_eq(lc_report(stdout, "yaml", &run, &diagnosis, 1, NULL, &err), LC_E_ARG);
    ck_assert_str_eq(err.msg, "no report format 'yaml'");
}
END_TEST

/* ---- summaries ----------------------------------------------------------------------------- */

static const struct {
    const char *what;
    lc_direction better;
    double y[4];
    double best, best_at; /* NAN: there is none */
    size_t not_finite;
} summaries[] = {
    {"lowest", LC_LOWER_IS_BETTER, {3, 1, 2, 4}, 1, 2, 0},
    {"highest", LC_HIGHER_IS_BETTER, {3, 1, 2, 4}, 4, 4, 0},
    {"the first of equals", LC_LOWER_IS_BETTER, {3, 1, 1, 4}, 1, 2, 0},
    {"neither", LC_NEITHER, {3, 1, 2, 4}, NAN, NAN, 0},
    {"what is not finite is passed over", LC_LOWER_IS_BETTER, {NAN, -INFINITY, 2, 4}, 2, 3, 2},
    {"nothing finite", LC_HIGHER_IS_BETTER, {NAN, NAN, INFINITY, NAN}, NAN, NAN, 4},
};

START_TEST(a_summary_is_right)
{
    lc_run r = LC_RUN_INIT;
    ck_assert_int_eq(lc_run_set_axis(&r, LC_EPOCH, NULL, 4, NULL), LC_OK);
    ck_assert_int_eq(lc_run_add(&r, "loss", summaries[_i].y, NULL), LC_OK);
    r.series[0].metric.better = summaries[_i].better;
    lc_summary got = lc_summary_of(&r, &r.series[0]);
    ck_assert_msg(isnan(summaries[_i].best)
                      ? lc_is_absent(got.best) && lc_is_absent(got.best_at)
                      : got.best == summaries[_i].best && got.best_at == summaries[_i].best_at,
                  "%s: best %g at %g", summaries[_i].what, got.best, got.best_at);
    ck_assert_uint_eq(got.not_finite, summaries[_i].not_finite);
    ck_assert_msg(memcmp(&got.first, &summaries[_i].y[0], sizeof got.first) == 0, "%s: first",
                  summaries[_i].what);
    ck_assert_msg(memcmp(&got.last, &summaries[_i].y[3], sizeof got.last) == 0, "%s: last",
                  summaries[_i].what);
    lc_run_free(&r);
}
END_TEST

Suite *suite_report(void);
Suite *suite_report(void)
{
    int formats = 0;
    while (lc_report_formats[formats])
        formats++;
    Suite *s = suite_create("report");
    TCase *t = tcase_create("report");
    tcase_add_checked_fixture(t, fixture, release);
    tcase_add_test(t, text_says_the_verdict_what_to_do_and_the_metrics);
    tcase_add_test(t, an_experiment_that_is_advised_is_not_repeated);
    tcase_add_test(t, verbose_text_has_all_findings_with_causes_and_advice);
    tcase_add_test(t, three_other_findings_are_shown_and_more_are_counted);
    tcase_add_test(t, several_runs_are_a_table_with_the_most_urgent_first);
    tcase_add_test(t, brief_is_a_line_of_pairs);
    tcase_add_test(t, text_stays_within_the_width);
    tcase_add_test(t, text_has_colour_only_when_asked_and_never_from_the_log);
    tcase_add_test(t, text_never_begins_a_line_with_words_of_the_log);
    tcase_add_test(t, json_has_the_schema_s_members);
    tcase_add_test(t, json_writes_what_is_not_finite_as_null_with_its_spelling);
    tcase_add_test(t, json_numbers_are_the_shortest_that_read_back);
    tcase_add_test(t, json_is_an_array_for_several_runs_and_jsonl_a_line_for_each);
    tcase_add_loop_test(t, every_format_survives_every_failing_allocation, 0, formats);
    tcase_add_loop_test(t, every_format_notices_a_stream_that_is_full, 0, formats);
    tcase_add_loop_test(t, every_format_has_a_name_of_its_own_and_a_summary, 0, formats);
    tcase_add_test(t, an_unknown_format_is_refused);
    tcase_add_loop_test(t, a_summary_is_right, 0, (int)(sizeof summaries / sizeof *summaries));
    suite_add_tcase(s, t);
    return s;
}
