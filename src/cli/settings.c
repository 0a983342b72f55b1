/* SPDX-License-Identifier: GPL-3.0-or-later */
/* settings.c - the option table: one row for each option of the program. */
#include "cli/settings.h"

#include "cli/nearest.h"
#include "cli/text.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PAPER_DOTS 300.0 /* [per inch] of a PNG for paper */

settings settings_default(void)
{
    return (settings){.report = "text", .train = train_settings_default()};
}

void settings_free(settings *s)
{
    free(s->rules.ids);
    free(s->no_rules.ids);
    free(s->set.set);
    map_list_free(&s->maps);
    *s = settings_default();
}

void settings_overrule(settings *s)
{
    s->rules.overruled = s->no_rules.overruled = true;
    s->maps.standing = s->maps.n;
}

lc_read_options settings_read(const settings *s)
{
    lc_read_options o = s->read;
    o.maps = s->maps.map;
    o.maps_n = s->maps.n;
    return o;
}

lc_diagnose_options settings_diagnose(const settings *s)
{
    return (lc_diagnose_options){
        .rules = s->rules.ids,
        .no_rules = s->no_rules.ids,
        .metric = s->metric,
        .min_severity = (lc_severity)s->min_severity,
        .settings = s->set.set,
        .settings_n = s->set.n,
        .online = s->online,
        .forecast = s->forecast || s->forecast_to > 0,
        .forecast_to = s->forecast_to,
    };
}

lc_plot_options settings_plot(const settings *s)
{
    return (lc_plot_options){
        .width = s->size.width,
        .height = s->size.height,
        .density = s->size.density,
        .title = s->title,
        .dark = s->dark,
        .mono = s->mono,
        .plain = s->plain,
        .font = s->font,
        .timeout = s->gnuplot_timeout,
        .loss_scale = (lc_scale)s->log,
        .smooth = s->smooth > 0xFFFFFFFFu ? 0xFFFFFFFFu : (unsigned)s->smooth,
    };
}

lc_write_options settings_write(const settings *s)
{
    return (lc_write_options){
        .long_form = s->long_form, .metric = s->metric, .csv_safe = s->csv_safe};
}

/* ---- ways to store that know rules and formats -------------------------------------------- */

static lc_status find_rule(lc_rule_info *rule, const char *id, lc_error *err)
{
    char hint[LC_HINT_SIZE];
    lc_nearest near = lc_nearest_to(id);
    if (lc_rule_info_find(rule, id))
        return LC_OK;
    nearest_try_rules(&near);
    return lc_error_set(err, LC_E_ARG, 0, "no rule '%.40s'%s", id,
                        nearest_hint(&near, "explain", hint));
}

/* A list of rules; given again it grows. */
static lc_status store_rules(const option_row *row, void *field, const char *value, lc_error *err)
{
    (void)row;
    for (const char *at = value;; at++) {
        char id[64];
        lc_rule_info rule;
        size_t n = strcspn(at, ",");
        snprintf(id, sizeof id, "%.*s", n < sizeof id ? (int)n : (int)sizeof id - 1, at);
        lc_status st = find_rule(&rule, id, err);
        if (st != LC_OK)
            return st;
        at += n;
        if (!*at)
            break;
    }
    rule_list *list = field;
    bool grows = list->ids && !list->overruled;
    char *longer = text_format("%s%s%s", grows ? list->ids : "", grows ? "," : "", value);
    if (!longer)
        return lc_error_set(err, LC_E_NOMEM, 0, "out of memory");
    free(list->ids);
    *list = (rule_list){.ids = longer};
    return LC_OK;
}

/* The rule's threshold of that name, as the rule has it. */
static lc_status find_threshold(const char **found, const lc_rule_info *rule, const char *name,
                                lc_error *err)
{
    char hint[LC_HINT_SIZE], lister[80];
    lc_nearest near = lc_nearest_to(name);
    for (size_t i = 0; i < rule->thresholds_n; i++)
        lc_nearest_try(&near, rule->thresholds[i].name);
    *found = near.best;
    if (near.best && near.distance == 0)
        return LC_OK;
    snprintf(lister, sizeof lister, "explain %s", rule->id);
    return lc_error_set(err, LC_E_ARG, 0, "rule %s has no threshold '%s'%s", rule->id, name,
                        nearest_hint(&near, lister, hint));
}

static lc_status push_setting(setting_list *list, lc_setting s, lc_error *err)
{
    lc_setting *longer = realloc(list->set, (list->n + 1) * sizeof *longer);
    if (!longer)
        return lc_error_set(err, LC_E_NOMEM, 0, "out of memory");
    list->set = longer;
    longer[list->n++] = s;
    return LC_OK;
}

/* RULE.NAME=VALUE */
static lc_status store_setting(const option_row *row, void *field, const char *value, lc_error *err)
{
    char id[64] = "", name[64] = "";
    double v;
    lc_rule_info rule;
    const char *equals = strchr(value, '=');
    if (sscanf(value, "%63[^.=].%63[^=]", id, name) != 2 || !equals ||
        !option_parse_number(&v, equals + 1))
        return lc_error_set(err, LC_E_ARG, 0, "--%s takes %s, not '%.80s'", row->name,
                            row->argument, value);
    lc_status st = find_rule(&rule, id, err);
    const char *threshold;
    if (st == LC_OK)
        st = find_threshold(&threshold, &rule, name, err);
    return st == LC_OK ? push_setting(field, (lc_setting){rule.id, threshold, v}, err) : st;
}

static lc_status store_format(const option_row *row, void *field, const char *value, lc_error *err)
{
    char hint[LC_HINT_SIZE];
    const option_row *report = output_options.rows;
    lc_nearest near = lc_nearest_to(value);
    lc_format_info format;
    for (size_t i = 0; lc_read_format_at(&format, i); i++)
        lc_nearest_try(&near, format.name);
    if (near.best && near.distance == 0)
        return option_text(row, field, value, err);
    for (; report->name; report++)
        if (report->store == option_name && strcmp(report->name, value) == 0)
            return lc_error_set(err, LC_E_ARG, 0,
                                "--%s is the log's, and no log has the format '%s'; the report's "
                                "is --%s",
                                row->name, value, value);
    return lc_error_set(err, LC_E_ARG, 0, "no format '%.40s'%s", value,
                        nearest_hint(&near, "formats", hint));
}

/* A format that is written. */
static lc_status store_to(const option_row *row, void *field, const char *value, lc_error *err)
{
    char all[80] = "";
    lc_format_info format;
    for (size_t i = 0; lc_write_format_at(&format, i); i++) {
        size_t used = strlen(all);
        if (strcmp(format.name, value) == 0)
            return option_text(row, field, value, err);
        snprintf(all + used, sizeof all - used, "%s%s", used ? ", " : "", format.name);
    }
    return lc_error_set(err, LC_E_ARG, 0, "--%s is one of %s, not '%.40s'", row->name, all, value);
}

/* WIDTHxHEIGHT in pixels */
/* "1600x900", or "85mm", "9x6cm": [px, 1/96 inch], and of a PNG 300 dots per inch on paper. */
static lc_status store_size(const option_row *row, void *field, const char *value, lc_error *err)
{
    static const struct {
        const char *name;
        double pixels;
    } units[] = {{"", 1}, {"px", 1}, {"mm", 96 / 25.4}, {"cm", 96 / 2.54}, {"in", 96}};
    char *end;
    double width = strtod(value, &end), height = 0;
    if (end[0] == 'x' && end[1])
        height = strtod(end + 1, &end);
    size_t u = 0, known = sizeof units / sizeof *units;
    while (u < known && strcmp(end, units[u].name) != 0)
        u++;
    if (u == known || !(width > 0 && width < INFINITY) || !(height >= 0 && height < INFINITY))
        return lc_error_set(
            err, LC_E_ARG, 0,
            "--%s takes WIDTH or WIDTHxHEIGHT, in pixels or with mm, cm or in behind, "
            "not '%.40s'",
            row->name, value);
    *(struct image_size *)field =
        (struct image_size){width * units[u].pixels, height * units[u].pixels,
                            units[u].pixels > 1 ? PAPER_DOTS / 96 : 1};
    return LC_OK;
}

/* "500M", "1.5G" */
static lc_status store_bytes(const option_row *row, void *field, const char *value, lc_error *err)
{
    static const char units[] = "KMGT";
    char *end;
    double n = strtod(value, &end);
    const char *unit = *end ? strchr(units, toupper((unsigned char)*end)) : NULL;
    n = unit ? ldexp(n, 10 * (int)(unit - units + 1)) : n;
    if (end == value || (*end && (!unit || end[1])) || !(n >= 1 && n < 0x1p62))
        return lc_error_set(err, LC_E_ARG, 0, "--%s takes a size such as 500M or 4G, not '%.40s'",
                            row->name, value);
    *(size_t *)field = (size_t)n;
    return LC_OK;
}

/* "90s", "30m", "12h", "7d", "2w" */
static lc_status store_age(const option_row *row, void *field, const char *value, lc_error *err)
{
    static const struct {
        char unit;
        double seconds;
    } units[] = {{'s', 1}, {'m', 60}, {'h', 3600}, {'d', 86400}, {'w', 604800}};
    char *end;
    double n = strtod(value, &end);
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (end > value && n > 0 && end[0] == units[i].unit && end[1] == '\0') {
            *(double *)field = n * units[i].seconds;
            return LC_OK;
        }
    return lc_error_set(err, LC_E_ARG, 0, "--%s takes an age such as 30m, 12h or 7d, not '%.40s'",
                        row->name, value);
}

/* ---- the table ---------------------------------------------------------------------------- */

static const char *const severities[] = {
    [LC_NOTE] = "note", [LC_WARNING] = "warning", [LC_CRITICAL] = "critical", NULL};
static const char *const sorts[] = {[SCAN_BY_URGENCY] = "urgency",
                                    [SCAN_BY_BEST] = "best",
                                    [SCAN_BY_NAME] = "name",
                                    [SCAN_BY_TIME] = "time",
                                    NULL};
static const char *const colors[] = {
    [COLOR_AUTO] = "auto", [COLOR_ALWAYS] = "always", [COLOR_NEVER] = "never", NULL};
static const char *const scales[] = {
    [LC_SCALE_AUTO] = "auto", [LC_SCALE_LOG] = "on", [LC_SCALE_LINEAR] = "off", NULL};

#define FIELD(member) offsetof(settings, member)

static const option_row common_rows[] = {
    {"help", 'h', NULL, "show this help", FIELD(help), option_true, NULL},
    {"version", 'V', NULL, "show version and licence", FIELD(version), option_true, NULL},
    {"no-config", 0, NULL, "ignore configuration files (see 'learncurve help')", FIELD(no_config),
     option_true, NULL},
    {0},
};

static const option_row reading_rows[] = {
    {"format", 'f', "NAME", "format of the log (see 'learncurve formats')", FIELD(read.format),
     store_format, NULL},
    {"max-memory", 0, "SIZE", "give up beyond, as 500M or 4G (3/4 of the machine's)",
     FIELD(max_memory), store_bytes, NULL},
    {"strict", 0, NULL, "treat a broken line as an error, not a note", FIELD(read.strict),
     option_true, NULL},
    {"run", 0, "N|NAME", "only this run of a log that contains several", FIELD(run), option_text,
     NULL},
    {"x", 0, "NAME", "x axis: epoch, step, time, samples or a metric", FIELD(read.x), option_text,
     NULL},
    {"map", 0, "NAME=SPLIT:KIND", "set what a metric is (see 'learncurve inspect'), or NAME=ignore",
     FIELD(maps), option_map, NULL},
    {"train-samples", 0, "N", "number of training samples", FIELD(read.facts.train_samples),
     option_count, NULL},
    {"validation-samples", 0, "N", "number of validation samples",
     FIELD(read.facts.validation_samples), option_count, NULL},
    {"classes", 0, "N", "number of classes", FIELD(read.facts.classes), option_count, NULL},
    {"batch-size", 0, "N", "samples per batch", FIELD(read.facts.batch_size), option_count, NULL},
    {"planned-epochs", 0, "N", "planned number of epochs", FIELD(read.facts.planned_epochs),
     option_positive, NULL},
    {0},
};

static const option_row analysis_rows[] = {
    {"rules", 0, "A,B", "only these rules", FIELD(rules), store_rules, NULL},
    {"no-rule", 0, "A,B", "not these rules", FIELD(no_rules), store_rules, NULL},
    {"metric", 'm', "NAME", "only metrics of this name", FIELD(metric), option_text, NULL},
    {"min-severity", 0, "LEVEL", "hide findings below this: note, warning or critical",
     FIELD(min_severity), option_choice, severities},
    {"set", 0, "RULE.NAME=VALUE", "change a threshold (see 'learncurve explain RULE')", FIELD(set),
     store_setting, NULL},
    {"forecast", 0, NULL, "forecast as many epochs again as were recorded", FIELD(forecast),
     option_true, NULL},
    {"forecast-to", 0, "X", "forecast up to this epoch or step", FIELD(forecast_to),
     option_positive, NULL},
    {0},
};

static const option_row layout_rows[] = {
    {"color", 0, "WHEN", "auto, always or never", FIELD(color), option_choice, colors},
    {"width", 'w', "N", "columns of the text (the terminal's, else 80)", FIELD(width), option_count,
     NULL},
    {0},
};

static const option_row output_rows[] = {
    {"quiet", 'q', NULL, "print nothing: the exit status tells", FIELD(quiet), option_true, NULL},
    {"verbose", 'v', NULL, "all findings with evidence, causes and advice; -vv also statistics",
     FIELD(verbose), option_more, NULL},
    {"brief", 0, NULL, "one line per run: key=value pairs", FIELD(report), option_name, NULL},
    {"json", 0, NULL, "JSON: an object, or an array for several runs", FIELD(report), option_name,
     NULL},
    {"jsonl", 0, NULL, "JSON Lines: one object per line and run", FIELD(report), option_name, NULL},
    {"csv", 0, NULL, "CSV: one row per finding", FIELD(report), option_name, NULL},
    {"github", 0, NULL, "annotations of GitHub Actions, and a summary of the step", FIELD(report),
     option_name, NULL},
    {"junit", 0, NULL, "JUnit XML: a suite per run, a case per rule", FIELD(report), option_name,
     NULL},
    {"markdown", 0, NULL, "Markdown, for a pull request or an issue", FIELD(report), option_name,
     NULL},
    {"sarif", 0, NULL, "SARIF 2.1.0, for code scanning", FIELD(report), option_name, NULL},
    {"online", 0, NULL, "replay the run: at which epoch each finding is first known", FIELD(online),
     option_true, NULL},
    {"fail-on", 0, "WHAT[,..]", "exit with status 1 on a finding of this severity or rule",
     FIELD(fail_on), option_text, NULL},
    {0},
};

static const option_row report_rows[] = {
    {"output", 'o', "FILE", "FILE.html, a page, or FILE.md, Markdown for a pull request",
     FIELD(output), option_text, NULL},
    {"plot", 0, "FILE", "draw the run into FILE.png or .svg, which FILE.md links", FIELD(plot),
     option_text, NULL},
    {0},
};

static const option_row scan_rows[] = {
    {"sort", 0, "KEY", "urgency, best, name or time (urgency)", FIELD(sort), option_choice, sorts},
    {"only", 0, "VERDICT[,..]", "only runs with these verdicts", FIELD(only), option_text, NULL},
    {"since", 0, "AGE", "only logs changed within 30m, 12h, 7d ...", FIELD(since), store_age, NULL},
    {"files-from", 0, "FILE",
     "read paths from FILE, one per line or separated by NUL; -: standard input", FIELD(files_from),
     option_text, NULL},
    {"cache", 0, "FILE", "keep what is found in FILE; read only logs that changed since",
     FIELD(cache), option_text, NULL},
    {"jobs", 'j', "N", "number of threads (one per processor)", FIELD(jobs), option_count, NULL},
    {"quiet", 'q', NULL, "print no table and no progress: the exit status tells", FIELD(quiet),
     option_true, NULL},
    {"verbose", 'v', NULL, "name all logs that can't be read, not only ten", FIELD(verbose),
     option_more, NULL},
    {"csv", 0, NULL, "CSV: one row per run", FIELD(report), option_name, NULL},
    {"github", 0, NULL, "annotations of GitHub Actions, and a summary of the step", FIELD(report),
     option_name, NULL},
    {"markdown", 0, NULL, "Markdown: the table", FIELD(report), option_name, NULL},
    {"json", 0, NULL, "JSON: an array", FIELD(report), option_name, NULL},
    {"jsonl", 0, NULL, "JSON Lines: one object per run, as they are read", FIELD(report),
     option_name, NULL},
    {"fail-on", 0, "WHAT[,..]", "exit with status 1 on a finding of this severity or rule",
     FIELD(fail_on), option_text, NULL},
    {0},
};

static const option_row watch_rows[] = {
    {"quiet", 'q', NULL, "hide what COMMAND prints", FIELD(watch.quiet), option_true, NULL},
    {"poll", 0, "SECONDS", "look at the files so often, without inotify", FIELD(watch.poll),
     option_positive, NULL},
    {"stop-on", 0, "WHAT[,..]", "end the training on a finding of this rule, or this severity",
     FIELD(watch.stop_on), option_text, NULL},
    {"patience", 0, "N",
     "records in a row that must show it (10; 5 of lasting-jump and divergence; a NaN needs only "
     "one)",
     FIELD(watch.patience), option_count, NULL},
    {"min-confidence", 0, "P", "not on findings that are less sure", FIELD(watch.min_confidence),
     option_share, NULL},
    {"grace", 0, "SECONDS", "from SIGINT to SIGTERM (30); SIGKILL comes as long later, at most 10",
     FIELD(watch.grace), option_positive, NULL},
    {"pid", 0, "PID", "the process that writes RUN: watch until it ends, and stop it",
     FIELD(watch.pid), option_count, NULL},
    {"stop-file", 0, "FILE", "make FILE, which a training loop can look for, instead of a signal",
     FIELD(watch.stop_file), option_text, NULL},
    {"on-finding", 0, "COMMAND",
     "run COMMAND (words, without a shell) with each new finding as JSON on standard input",
     FIELD(watch.on_finding), option_text, NULL},
    {0},
};

static const option_row record_rows[] = {
    {"output", 'o', "FILE", "FILE.csv that is written", FIELD(output), option_text, NULL},
    {"tee", 0, NULL, "print what is read", FIELD(record.tee), option_true, NULL},
    {"force", 0, NULL, "overwrite an existing record", FIELD(train.force), option_true, NULL},
    {"resume", 0, NULL, "go on with an existing record, and skip what it has", FIELD(record.resume),
     option_true, NULL},
    {"planned-epochs", 0, "N", "planned number of epochs, noted in FILE",
     FIELD(read.facts.planned_epochs), option_positive, NULL},
    {0},
};

static const option_row compare_rows[] = {
    {"metric", 'm', "NAME", "compare by this metric (what the first run is judged by)",
     FIELD(metric), option_text, NULL},
    {"group", 0, "REGEX",
     "runs are a group where REGEX, or its (part), matches the same in their names", FIELD(group),
     option_text, NULL},
    {"baseline", 0, "FILE", "a run, or what --save-baseline wrote, to compare with",
     FIELD(baseline), option_text, NULL},
    {"max-regression", 0, "METRIC=N[%]",
     "exit with status 1 when the best is worse than the baseline's by more than N",
     FIELD(max_regression), option_text, NULL},
    {"save-baseline", 0, "FILE", "write the best group's numbers as JSON", FIELD(save_baseline),
     option_text, NULL},
    {"quiet", 'q', NULL, "print no table: the exit status tells", FIELD(quiet), option_true, NULL},
    {"csv", 0, NULL, "CSV: one row per group", FIELD(report), option_name, NULL},
    {"github", 0, NULL, "annotations of GitHub Actions, and a summary of the step", FIELD(report),
     option_name, NULL},
    {"markdown", 0, NULL, "Markdown: the table", FIELD(report), option_name, NULL},
    {"json", 0, NULL, "JSON", FIELD(report), option_name, NULL},
    {0},
};

static const option_row inspect_rows[] = {
    {"sources", 0, NULL, "show the first line and the column that each metric was read from",
     FIELD(sources), option_true, NULL},
    {"json", 0, NULL, "JSON: an object, or an array for several runs", FIELD(report), option_name,
     NULL},
    {"jsonl", 0, NULL, "JSON Lines: one object per line and run", FIELD(report), option_name, NULL},
    {0},
};

static const option_row plot_rows[] = {
    {"output", 'o', "FILE", "FILE.png, .svg, .pdf, .eps, .tex or .gp (the script)", FIELD(output),
     option_text, NULL},
    {"terminal", 0, NULL, "as text, also where output is no terminal", FIELD(terminal), option_true,
     NULL},
    {"size", 0, "SIZE", "1600x900 pixels; 85mm, 3.5in or 9x6cm on paper", FIELD(size), store_size,
     NULL},
    {"title", 0, "TEXT", "title (what was found)", FIELD(title), option_text, NULL},
    {"dark", 0, NULL, "dark background", FIELD(dark), option_true, NULL},
    {"plain", 0, NULL, "only curves and their names, for papers", FIELD(plain), option_true, NULL},
    {"font", 0, "FAMILY", "font (DejaVu Sans)", FIELD(font), option_text, NULL},
    {"mono", 0, NULL, "dashes and markers instead of colours", FIELD(mono), option_true, NULL},
    {"log", 0, "WHEN", "logarithmic axis for losses: auto, on or off", FIELD(log), option_choice,
     scales},
    {"gnuplot-timeout", 0, "SECONDS", "end gnuplot when it takes longer (60)",
     FIELD(gnuplot_timeout), option_positive, NULL},
    {"smooth", 0, "N", "records in the running median; 1: no smoothing", FIELD(smooth),
     option_count, NULL},
    {0},
};

static const option_row convert_rows[] = {
    {"output", 'o', "FILE", "FILE.csv, .json or .jsonl; without it standard output", FIELD(output),
     option_text, NULL},
    {"to", 0, "FORMAT", "csv, json or jsonl (by FILE's ending, else csv)", FIELD(to), store_to,
     NULL},
    {"long", 0, NULL, "one row per value: run,axis,x,metric,split,kind,value", FIELD(long_form),
     option_true, NULL},
    {"metric", 'm', "NAME", "only metrics of this name", FIELD(metric), option_text, NULL},
    {"csv-safe", 0, NULL, "put ' before names that a spreadsheet would run", FIELD(csv_safe),
     option_true, NULL},
    {0},
};

const option_group common_options = {"Other", common_rows};
const option_group reading_options = {"The log", reading_rows};
const option_group analysis_options = {"The diagnosis", analysis_rows};
const option_group layout_options = {"The layout", layout_rows};
const option_group output_options = {"The report", output_rows};
const option_group report_options = {"The report", report_rows};
const option_group scan_options = {"The scan", scan_rows};
const option_group watch_options = {"The watch", watch_rows};
const option_group record_options = {"The record", record_rows};
const option_group compare_options = {"The comparison", compare_rows};
const option_group inspect_options = {"The output", inspect_rows};
const option_group plot_options = {"The plot", plot_rows};
const option_group convert_options = {"The table", convert_rows};
