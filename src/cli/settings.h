/* SPDX-License-Identifier: GPL-3.0-or-later */
/* settings.h - everything that options can say, and the rows that commands share. */
#ifndef LC_CLI_SETTINGS_H
#define LC_CLI_SETTINGS_H

#include "cli/map.h"
#include "cli/train_settings.h"

enum { SCAN_BY_URGENCY, SCAN_BY_BEST, SCAN_BY_NAME, SCAN_BY_TIME };
enum { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

/* RULE.NAME=VALUE of --set, any number of times; the texts are the rules' own. */
typedef struct setting_list {
    lc_setting *set;
    size_t n;
} setting_list;

/* Ids of --rules and --no-rule. */
typedef struct rule_list {
    char *ids;      /* comma-separated, owned; NULL for none */
    bool overruled; /* they stand in a place that the next one to speak overrules */
} rule_list;

typedef struct settings {
    bool help, version, no_config;

    /* without its maps, which stand here: settings_read() puts them together */
    lc_read_options read;
    map_list maps;
    size_t max_memory; /* [bytes]; 0: not said */
    const char *run;   /* number or name of a run within its file, or NULL */

    rule_list rules, no_rules;
    const char *metric;
    size_t min_severity; /* an lc_severity */
    setting_list set;

    const char *report; /* format's name */
    bool quiet;         /* it is not printed */
    const char *fail_on;
    bool online, forecast;
    double forecast_to; /* x; 0: not said */
    size_t color;       /* COLOR_AUTO, ... */
    size_t width;       /* 0: the terminal's */
    size_t verbose;     /* how often it was said */
    bool sources;       /* of inspect: where each metric was read */

    size_t sort; /* SCAN_BY_URGENCY, ... */
    const char *only, *files_from, *cache;
    double since; /* [s]; 0: not said */
    size_t jobs;  /* threads; 0: chosen */

    const char *group; /* a regular expression */
    const char *baseline, *max_regression, *save_baseline;

    const char *output;
    const char *plot; /* of report: picture of the run */
    const char *to;   /* format of a table that is written, NULL: by the output's ending */
    bool long_form, csv_safe;
    bool dark, mono, plain, terminal;
    struct image_size {
        double width, height; /* [px] */
        double density;       /* pixels of a PNG for each */
    } size;
    const char *title, *font;
    double gnuplot_timeout; /* [s]; 0: not said */
    size_t log;             /* index of an lc_scale */
    size_t smooth;

    struct watch_settings {
        bool quiet;
        double poll; /* [s]; 0: by inotify */
        const char *stop_on, *stop_file, *on_finding;
        size_t patience, pid; /* 0: not said */
        double min_confidence;
        double grace; /* [s]; 0: not said */
    } watch;

    struct record_settings {
        bool tee, resume;
    } record;

    struct help_settings {
        bool man, complete;
        const char *script; /* that a shell completes by, or NULL */
    } manual;

    train_settings train;
    char **words; /* the command line, its command first; ends with NULL */
} settings;

settings settings_default(void);
void settings_free(settings *s);

/* What was said so far stood in a file. What comes next wins over it: a list of rules given there is
 * a new one, while --set and --map add up. */
void settings_overrule(settings *s);

/* What the library wants to know of them; borrows from *s. */
lc_read_options settings_read(const settings *s);
lc_diagnose_options settings_diagnose(const settings *s);
lc_plot_options settings_plot(const settings *s);
lc_write_options settings_write(const settings *s);

extern const option_group common_options, reading_options, analysis_options, layout_options,
    output_options, report_options, inspect_options, scan_options, watch_options, record_options,
    compare_options, plot_options, convert_options;

#endif
