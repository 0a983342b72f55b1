/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_report_ci.c - reports for build servers and forges, of a diagnosis that is built by hand. */
#include "report/report.h"

#include "base/text.h"
#include "report_help.h"

#include <check.h>
#include <ctype.h>
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

/* Names of metrics that mean something to a forge, to a build server, to Markdown or to XML. */
#define HOSTILE                                                                           \
    "@octocat #12 !7 GH-12 a|b ``` \\| <img src=x onerror=y> [x](http://evil.example) "   \
    "www.evil.example http://evil.example *b* _u_ ~s~ &lt; ]]> {0} m@evil.example\n"      \
    "::set-output name=a::b\r\n::stop-commands::x\n##[add-mask]y\x01\x1b[31m\xEF\xBF\xBE" \
    "%0A::error::z, q: 'p\""

#define FINDINGS 12

static lc_run run;
static lc_diagnosis diagnosis;
static lc_finding findings[FINDINGS];
static char *advice[1];
static const char *judged[] = {"divergence", "overfitting", "plateau"};
static lc_unjudged unjudged[] = {{"high-bias", "no <accuracy> is logged"}};

static void fixture(void)
{
    const double loss[] = {1, 0.5, 0.4, 0.6};
    run = (lc_run)LC_RUN_INIT;
    ck_assert_int_eq(lc_run_set_axis(&run, LC_EPOCH, NULL, 4, NULL), LC_OK);
    ck_assert_int_eq(lc_run_add(&run, "val_loss", loss, NULL), LC_OK);
    ck_assert_int_eq(lc_run_add(&run, HOSTILE, loss, NULL), LC_OK);
    run.source = (char *)"./logs/a b,c:d%#?.csv";
    run.name = (char *)HOSTILE;
    advice[0] = (char *)"look at " HOSTILE;
    for (size_t i = 0; i < FINDINGS; i++)
        findings[i] = (lc_finding){.rule = i == 0 ? "overfitting" : "plateau",
                                   .severity = i == 0 ? LC_CRITICAL : LC_WARNING,
                                   .confidence = 0.9,
                                   .basis = (char *)"bound",
                                   .series = {1},
                                   .series_n = 1,
                                   .from = (double)(i + 1),
                                   .to = 20,
                                   .summary = (char *)HOSTILE " rises",
                                   .advice = {1, 1, advice}};
    diagnosis = (lc_diagnosis){.verdict = {.name = "overfitting",
                                           .severity = LC_CRITICAL,
                                           .confidence = 0.9,
                                           .summary = (char *)HOSTILE " rises"},
                               .n = 2,
                               .findings = findings,
                               .judged_n = 3,
                               .judged = judged,
                               .unjudged_n = 1,
                               .unjudged = unjudged};
}

static void release(void)
{
    run.source = run.name = NULL;
    lc_run_free(&run);
}

/* free() it. */
static char *report(const char *format, size_t n)
{
    return report_of(&run, &diagnosis, format, n, NULL);
}

static size_t count(const char *text, const char *what)
{
    size_t n = 0;
    for (const char *at = text; (at = strstr(at, what)); at += strlen(what))
        n++;
    return n;
}

static void check_no_controls(const char *text)
{
    for (const char *c = text; *c; c++)
        ck_assert_msg((unsigned char)*c >= 0x20 || *c == '\n', "byte %d", *c);
}

/* ---- GitHub -------------------------------------------------------------------------------- */

START_TEST(github_annotates_ten_findings_and_counts_the_others)
{
    diagnosis.n = FINDINGS;
    char *text = report("github", 2);
    ck_assert_uint_eq(count(text, "\n"), 11);
    ck_assert_uint_eq(count(text, "::error file="), 2); /* the gravest of both runs come first */
    ck_assert_uint_eq(count(text, "\n::warning file="), 8);
    ck_assert_ptr_nonnull(strstr(text, "\n::notice title=learncurve::2 runs: "
                                       "2\u00A0overfitting; 14 more findings are not shown\n"));
    free(text);
}
END_TEST

/* The runner takes a line that begins with "::" for a command, up to the next "::", and its properties
 * end at ',' and '='. */
START_TEST(github_lets_no_text_of_a_log_end_a_command_or_begin_one)
{
    char *text = report("github", 1);
    check_no_controls(text);
    for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
        static const char *const begins[] = {
            "::error file=logs/a b%2Cc%3Ad%25#?.csv,title=overfitting::",
            "::warning file=logs/a b%2Cc%3Ad%25#?.csv,title=plateau::",
            "::notice title=learncurve::"};
        size_t k = 0;
        while (k < 3 && strncmp(line, begins[k], strlen(begins[k])) != 0)
            k++;
        ck_assert_msg(k < 3, "%s", line);
        for (const char *c = line; (c = strchr(c, '%')); c++)
            ck_assert(c[1] == '2' || c[1] == '3' || strncmp(c, "%0A", 3) == 0);
    }
    free(text);
}
END_TEST

/* The comparison's and the digests' forms, of names that are all hostile; free() it. */
static char *table(const char *format, bool comparison)
{
    char *text = NULL;
    size_t size;
    lc_error err = LC_ERROR_INIT;
    lc_compared groups[] = {{.name = (char *)HOSTILE, .runs = 1, .best = 1},
                            {.name = (char *)"b", .runs = 1, .best = 2}};
    lc_comparison c = {.metric = (char *)HOSTILE, .n = 2, .group = groups, .axis = "epoch"};
    lc_digest digests[2] = {0};
    for (size_t i = 0; i < 2; i++)
        digests[i] = (lc_digest){.path = i ? HOSTILE : "./b.csv",
                                 .name = HOSTILE,
                                 .verdict = "overfitting",
                                 .rule = "overfitting",
                                 .found = "overfitting",
                                 .severity = LC_WARNING,
                                 .metric = i ? HOSTILE : "loss"};
    FILE *to = open_memstream(&text, &size);
    lc_status st = comparison ? lc_report_comparison(to, format, &c, NULL, &err)
                              : lc_report_digests(to, format, digests, 2, NULL, &err);
    ck_assert_msg(st == LC_OK, "%s", err.msg);
    fclose(to);
    return text;
}

START_TEST(github_has_one_command_for_each_run_of_a_scan_and_for_a_comparison)
{
    char *text = table("github", false);
    check_no_controls(text);
    ck_assert_uint_eq(count(text, "\n"), 3);
    ck_assert_ptr_eq(strstr(text, "::warning file=b.csv,title=overfitting::"), text);
    ck_assert_ptr_nonnull(strstr(text, "\n::warning file=@octocat #12"));
    ck_assert_uint_eq(count(text, "\n::"), 2);
    free(text);
    text = table("github", true);
    check_no_controls(text);
    ck_assert_ptr_eq(strstr(text, "::notice title=learncurve::@octocat"), text);
    ck_assert_ptr_eq(strchr(text, '\n'), text + strlen(text) - 1);
    free(text);
}
END_TEST

/* ---- SARIF --------------------------------------------------------------------------------- */

static json_object *member(json_object *o, const char *key)
{
    json_object *value = NULL;
    ck_assert_msg(json_object_object_get_ex(o, key, &value), "no key %s", key);
    return value;
}

static json_object *element(json_object *array, size_t i)
{
    ck_assert_uint_lt(i, json_object_array_length(array));
    return json_object_array_get_idx(array, i);
}

static const char *string(json_object *o, const char *key)
{
    return json_object_get_string(member(o, key));
}

/* The log, which json_object_put() releases, and in it the only run's results. */
static json_object *sarif(json_object **results, size_t n)
{
    char *text = report("sarif", n);
    json_object *log = json_tokener_parse(text);
    ck_assert_ptr_nonnull(log);
    ck_assert_uint_eq(json_object_array_length(member(log, "runs")), 1);
    *results = member(element(member(log, "runs"), 0), "results");
    free(text);
    return log;
}

START_TEST(sarif_has_rules_levels_and_encoded_places)
{
    json_object *results, *log;
    findings[1].explained_by = "overfitting"; /* no result */
    log = sarif(&results, 2);
    ck_assert_str_eq(string(log, "version"), "2.1.0");
    json_object *driver = member(member(element(member(log, "runs"), 0), "tool"), "driver");
    ck_assert_str_eq(string(driver, "semanticVersion"), LC_VERSION);
    ck_assert_uint_eq(json_object_array_length(member(driver, "rules")), 1);
    json_object *rule = element(member(driver, "rules"), 0);
    ck_assert_str_eq(string(rule, "id"), "overfitting");
    ck_assert(strlen(string(member(rule, "help"), "text")) > 100);
    ck_assert_ptr_null(strchr(string(member(rule, "help"), "text"), '{'));
    ck_assert_uint_eq(json_object_array_length(results), 2);
    json_object *result = element(results, 0);
    ck_assert_str_eq(string(result, "ruleId"), "overfitting");
    ck_assert_int_eq(json_object_get_int(member(result, "ruleIndex")), 0);
    ck_assert_str_eq(string(result, "level"), "error");
    json_object *location = element(member(result, "locations"), 0);
    ck_assert_str_eq(
        string(member(member(location, "physicalLocation"), "artifactLocation"), "uri"),
        "logs/a%20b%2Cc%3Ad%25%23%3F.csv");
    const char *said = string(member(result, "message"), "text");
    ck_assert_ptr_nonnull(strstr(said, "\\[x\\](http")); /* no link, and no argument */
    ck_assert_ptr_nonnull(strstr(said, "{{0}}"));
    json_object_put(log);
}
END_TEST

START_TEST(sarif_has_no_place_of_standard_input_and_a_file_uri_of_a_path_from_the_root)
{
    json_object *results, *log;
    run.source = (char *)"-";
    run.name = NULL;
    findings[0].series_n = 0;
    log = sarif(&results, 1);
    json_object *location = element(member(element(results, 0), "locations"), 0);
    ck_assert_int_eq(json_object_object_length(location), 0);
    json_object_put(log);
    run.source = (char *)"/var/log/\xC3\xA9.csv";
    log = sarif(&results, 1);
    location = element(member(element(results, 0), "locations"), 0);
    ck_assert_str_eq(
        string(member(member(location, "physicalLocation"), "artifactLocation"), "uri"),
        "file:///var/log/%C3%A9.csv");
    json_object_put(log);
}
END_TEST

START_TEST(each_form_names_the_lines_where_the_log_has_them)
{
    static double lines[] = {2, 4, 5, 7};
    run.source = (char *)"a.csv";
    run.lines = (lc_series){.n = 4, .y = lines};
    findings[0].from = 2; /* to record 3, in lines 4 to 5 */
    findings[0].to = 3;
    findings[1].from = 5; /* behind the end */
    char *text = report("github", 1);
    ck_assert_ptr_nonnull(strstr(text, "::error file=a.csv,line=4,endLine=5,title=overfitting::"));
    ck_assert_ptr_nonnull(strstr(text, "::warning file=a.csv,title=plateau::"));
    free(text);
    text = report("junit", 1);
    ck_assert_ptr_nonnull(
        strstr(text, "name=\"overfitting\" time=\"0\" file=\"a.csv\" line=\"4\">"));
    ck_assert_ptr_nonnull(strstr(text, "name=\"plateau\" time=\"0\" file=\"a.csv\">"));
    ck_assert_ptr_nonnull(strstr(text, "name=\"divergence\" time=\"0\" file=\"a.csv\"/>"));
    free(text);
    json_object *results, *log = sarif(&results, 1);
    static const int region[2][2] = {{4, 5}, {1, 1}};
    for (size_t i = 0; i < 2; i++) {
        json_object *location = element(member(element(results, i), "locations"), 0);
        json_object *r = member(member(location, "physicalLocation"), "region");
        ck_assert_int_eq(json_object_get_int(member(r, "startLine")), region[i][0]);
        ck_assert_int_eq(json_object_get_int(member(r, "endLine")), region[i][1]);
        ck_assert_int_eq(json_object_object_get_ex(r, "endColumn", NULL), i == 1);
    }
    json_object_put(log);
    run.source = (char *)"-";
    text = report("github", 1);
    ck_assert_ptr_null(strstr(text, "line="));
    free(text);
    run.lines = (lc_series){0};
}
END_TEST

/* The fingerprint of result i; free() it. */
static char *fingerprint(size_t i)
{
    json_object *results, *log = sarif(&results, 1);
    json_object *prints = member(element(results, i), "partialFingerprints");
    char *print = strdup(string(prints, "learncurve/v1"));
    ck_assert_uint_eq(strlen(print), 16);
    ck_assert_int_eq(strncmp(string(prints, "primaryLocationLineHash"), print, 16), 0);
    json_object_put(log);
    return print;
}

START_TEST(a_fingerprint_stays_as_the_run_grows_and_tells_findings_apart)
{
    diagnosis.n = 3; /* a plateau from 2 on, and another one from 3 on */
    char *first = fingerprint(1), *second = fingerprint(2);
    ck_assert_str_ne(first, second);
    lc_finding moved = findings[1]; /* now the later one is the weightier, and all numbers differ */
    findings[1] = findings[2];
    findings[2] = moved;
    findings[2].to = 99;
    findings[2].confidence = 0.5;
    findings[2].summary = (char *)"something else";
    char *now = fingerprint(2);
    ck_assert_str_eq(now, first);
    free(now);
    findings[2].series[0] = 0;
    now = fingerprint(2);
    ck_assert_str_ne(now, first);
    free(now);
    free(first);
    free(second);
}
END_TEST

/* ---- JUnit --------------------------------------------------------------------------------- */

/* Each tag that opens is closed in its order, and text holds nothing that XML forbids. */
static void check_well_formed(const char *text)
{
    char open[8][40];
    size_t depth = 0;
    const char *at = strchr(text, '\n'); /* behind the declaration */
    for (; *at; at++) {
        if (*at == '&') {
            ck_assert_msg(strncmp(at, "&lt;", 4) == 0 || strncmp(at, "&gt;", 4) == 0 ||
                              strncmp(at, "&amp;", 5) == 0 || strncmp(at, "&quot;", 6) == 0 ||
                              strncmp(at, "&apos;", 6) == 0,
                          "%.20s", at);
        } else if (*at == '<') {
            bool closes = at[1] == '/';
            const char *end = strchr(at, '>');
            size_t n = strcspn(at + 1 + closes, " />");
            ck_assert(end && n > 0 && n < sizeof open[0] && isalpha((unsigned char)at[1 + closes]));
            ck_assert_uint_eq(count(at, "\"") % 2, 0);
            if (closes) {
                ck_assert_uint_gt(depth, 0);
                depth--;
                ck_assert_msg(strncmp(open[depth], at + 2, n) == 0 && !open[depth][n], "%.60s", at);
            } else if (end[-1] != '/') {
                ck_assert_uint_lt(depth, 8);
                snprintf(open[depth++], sizeof open[0], "%.*s", (int)n, at + 1);
            }
            at = end;
        }
    }
    ck_assert_uint_eq(depth, 0);
}

START_TEST(junit_has_a_case_for_each_rule_that_looked)
{
    char *text = report("junit", 1);
    check_no_controls(text);
    check_well_formed(text);
    ck_assert_ptr_null(strstr(text, "\xEF\xBF\xBE"));
    ck_assert_uint_eq(count(text, "<testcase "), 4);
    ck_assert_uint_eq(count(text, "<failure type="), 2);
    ck_assert_ptr_nonnull(strstr(text, "<skipped message=\"no &lt;accuracy&gt; is logged\"/>"));
    ck_assert_ptr_nonnull(strstr(text, " tests=\"4\" failures=\"2\" errors=\"0\" skipped=\"1\""));
    free(text);
}
END_TEST

START_TEST(junit_does_not_fail_for_notes_and_for_what_is_explained)
{
    findings[0].severity = LC_NOTE;
    findings[1].explained_by = "overfitting";
    char *text = report("junit", 2);
    check_well_formed(text);
    ck_assert_uint_eq(count(text, "<failure"), 0);
    ck_assert_uint_eq(count(text, "<system-out>"), 4);
    ck_assert_ptr_nonnull(strstr(text, "Explained by overfitting."));
    ck_assert_ptr_nonnull(
        strstr(text, "<testsuites name=\"learncurve\" tests=\"8\" failures=\"0\""));
    free(text);
}
END_TEST

/* ---- CSV ----------------------------------------------------------------------------------- */

START_TEST(csv_has_a_row_for_each_finding)
{
    run.name = (char *)"a, \"b\"\n";
    char *text = report("csv", 1);
    check_no_controls(text);
    ck_assert_uint_eq(count(text, "\n"), 3);
    ck_assert_ptr_nonnull(strstr(text, "\n\"./logs/a b,c:d%#?.csv\",\"a, \"\"b\"\" \",overfitting,"
                                       "\"overfitting:"));
    free(text);
}
END_TEST

/* ---- Markdown ------------------------------------------------------------------------------ */

/* Blank out what stands as code, in a line or between fences. */
static void drop_code(char *text)
{
    for (char *at = text; (at = strchr(at, '`'));) {
        size_t ticks = strspn(at, "`");
        char *end = at + ticks;
        while (*end && strspn(end, "`") != ticks)
            end += strspn(end, "`") ? strspn(end, "`") : 1;
        ck_assert_msg(*end, "code without an end: %.60s", at);
        memset(at, ' ', (size_t)(end + ticks - at));
        at = end + ticks;
    }
}

/* Of one run, of two, of a scan, and of a comparison; free() it. */
static char *markdown(int form)
{
    return form < 2 ? report("markdown", (size_t)form + 1) : table("markdown", form == 3);
}

START_TEST(markdown_keeps_text_of_a_log_text)
{
    char *text = markdown(_i);
    check_no_controls(text);
    drop_code(text);
    for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
        char *said = strncmp(line, "### ", 4) == 0 ? line + 4 : line;
        said += strncmp(said, "**Do:**", 7) == 0 ? 7 : 0;
        ck_assert_msg(!strpbrk(said, "@#<>[]!*~&\\{}") || strncmp(said, "- ", 2) == 0, "%s", said);
        ck_assert_msg(!strstr(said, "www.") && !strstr(said, "://") && !strstr(said, "GH-") &&
                          !strstr(said, " _"),
                      "%s", said);
    }
    free(text);
}
END_TEST

/* A row of a table has as many cells as its header, whatever stands in them. */
START_TEST(markdown_tables_keep_their_columns)
{
    char *text = markdown(_i);
    size_t bars = 0;
    for (char *line = text, *next; line; line = next) {
        next = strchr(line, '\n');
        if (next)
            *next++ = '\0';
        size_t n = 0;
        for (const char *c = line; *c; c++)
            n += *c == '|' && (c == line || c[-1] != '\\');
        if (*line != '|') {
            bars = 0;
            continue;
        }
        bars = bars ? bars : n;
        ck_assert_msg(n == bars, "%s", line);
    }
    free(text);
}
END_TEST

START_TEST(markdown_draws_the_curves_or_links_a_picture)
{
    char *text = NULL;
    size_t size;
    FILE *to = open_memstream(&text, &size);
    const lc_report_options options = {.picture = "a) b.png"};
    ck_assert_int_eq(lc_report(to, "markdown", &run, &diagnosis, 1, &options, NULL), LC_OK);
    fclose(to);
    ck_assert_ptr_nonnull(strstr(text, "\n![learning curves](a%29%20b.png)\n"));
    ck_assert_ptr_null(strstr(text, "\u2524")); /* an axis */
    free(text);
    text = report("markdown", 1);
    ck_assert_ptr_null(strstr(text, "!["));
    ck_assert_ptr_nonnull(
        strstr(text, "\u2524\u2800")); /* blanks as wide as the curve's characters */
    ck_assert_ptr_null(strstr(text, "\u2524 "));
    ck_assert_ptr_null(strstr(text, "\u2502 "));
    free(text);
}
END_TEST

Suite *suite_report_ci(void);
Suite *suite_report_ci(void)
{
    Suite *s = suite_create("report_ci");
    TCase *t = tcase_create("report_ci");
    tcase_add_checked_fixture(t, fixture, release);
    tcase_add_test(t, github_annotates_ten_findings_and_counts_the_others);
    tcase_add_test(t, github_lets_no_text_of_a_log_end_a_command_or_begin_one);
    tcase_add_test(t, github_has_one_command_for_each_run_of_a_scan_and_for_a_comparison);
    tcase_add_test(t, sarif_has_rules_levels_and_encoded_places);
    tcase_add_test(t, sarif_has_no_place_of_standard_input_and_a_file_uri_of_a_path_from_the_root);
    tcase_add_test(t, each_form_names_the_lines_where_the_log_has_them);
    tcase_add_test(t, a_fingerprint_stays_as_the_run_grows_and_tells_findings_apart);
    tcase_add_test(t, junit_has_a_case_for_each_rule_that_looked);
    tcase_add_test(t, junit_does_not_fail_for_notes_and_for_what_is_explained);
    tcase_add_test(t, csv_has_a_row_for_each_finding);
    tcase_add_loop_test(t, markdown_keeps_text_of_a_log_text, 0, 4);
    tcase_add_loop_test(t, markdown_tables_keep_their_columns, 0, 4);
    tcase_add_test(t, markdown_draws_the_curves_or_links_a_picture);
    suite_add_tcase(s, t);
    return s;
}
