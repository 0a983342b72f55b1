/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_labelled.c - runs that others have labelled: how many are named right. */
#include "curves.h"
#include "read_help.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

Suite *suite_labelled(void);

#define FIELDS_MAX 8

/* Rules that may stand beside any label, or on a healthy run. */
static const char *const harmless[] = {"sparse-log", "still-improving", NULL};

/* One yes/no question: how often label and finding say yes and no. */
typedef struct tally {
    int both, said, labelled, neither; /* said: only by us; labelled: only by the label */
} tally;

static FILE *open_labels(char folder[SHARED_PATH_MAX], const char *name)
{
    char labelled[100], path[SHARED_PATH_MAX + 20];
    snprintf(labelled, sizeof labelled, "labelled/%s", name);
    ck_assert_ptr_nonnull(shared_path(folder, labelled));
    snprintf(path, sizeof path, "%s/LABELS.csv", folder);
    return fopen(path, "r");
}

/* Cut a line at its commas; the fields that are asked for hold none. */
static size_t cut(char *line, char *field[FIELDS_MAX])
{
    size_t n = 0;
    line[strcspn(line, "\r\n")] = '\0';
    for (char *s = line; s && n < FIELDS_MAX;) {
        field[n++] = s;
        s = strchr(s, ',');
        if (s)
            *s++ = '\0';
    }
    return n;
}

/* The diagnosis of a file's first run. */
static lc_diagnosis diagnose_file(const char *folder, const char *file)
{
    char path[4200];
    lc_runs runs = LC_RUNS_INIT;
    lc_error err = LC_ERROR_INIT;
    snprintf(path, sizeof path, "%s/%s", folder, file);
    ck_assert_msg(lc_read_file(&runs, path, NULL, &err) == LC_OK, "%s: %s", file, err.msg);
    lc_diagnosis d = diagnose(&runs.run[0]);
    lc_runs_free(&runs);
    return d;
}

/* A finding counts when it is a warning or more, and no other explains it away. */
static bool stands(const lc_finding *f)
{
    return f->severity >= LC_WARNING && !f->explained_by;
}

static bool says(const lc_diagnosis *d, const char *rule)
{
    for (size_t i = 0; i < d->n; i++)
        if (stands(&d->findings[i]) && strcmp(d->findings[i].rule, rule) == 0)
            return true;
    return false;
}

static bool accuses(const lc_diagnosis *d)
{
    for (size_t i = 0; i < d->n; i++) {
        bool fault = stands(&d->findings[i]);
        for (const char *const *p = harmless; *p; p++)
            fault = fault && strcmp(d->findings[i].rule, *p) != 0;
        if (fault)
            return true;
    }
    return false;
}

static void count(tally *t, bool labelled, bool said)
{
    t->both += labelled && said;
    t->said += !labelled && said;
    t->labelled += labelled && !said;
    t->neither += !labelled && !said;
}

/* Mean of the F1 of yes and of no: F1 = 2 right / (2 right + both kinds of wrong). */
static double macro_f1(const tally *t)
{
    double wrong = t->said + t->labelled;
    double yes = 2.0 * t->both / (2.0 * t->both + wrong),
           no = 2.0 * t->neither / (2.0 * t->neither + wrong);
    return (yes + no) / 2;
}

static void tell(const char *what, const tally *t)
{
    fprintf(stderr, "%s: right yes %d, wrong yes %d, wrong no %d, right no %d; macro F1 %.3f\n",
            what, t->both, t->said, t->labelled, t->neither, macro_f1(t));
}

/* Li et al. 2024, IEEE Access, doi 10.1109/ACCESS.2024.3402543: the best of other tools gets 0.975. */
START_TEST(overfitting_is_told_as_well_as_by_the_best)
{
    char folder[SHARED_PATH_MAX], line[1024], *field[FIELDS_MAX];
    tally t = {0};
    FILE *labels = open_labels(folder, "overfitguard-simulated");
    ck_assert_ptr_nonnull(labels);
    ck_assert_ptr_nonnull(fgets(line, sizeof line, labels)); /* file,label,... */
    while (fgets(line, sizeof line, labels)) {
        if (cut(line, field) < 2)
            continue;
        lc_diagnosis d = diagnose_file(folder, field[0]);
        count(&t, strcmp(field[1], "overfit") == 0, says(&d, "overfitting"));
        lc_diagnosis_free(&d);
    }
    fclose(labels);
    tell("overfitguard-simulated", &t);
    ck_assert_msg(macro_f1(&t) >= 0.975, "macro F1 %.3f", macro_f1(&t));
}
END_TEST

/* A note of where we stand; the labels of many are debatable, so no figure is held. */
START_TEST(textbooks_figures_are_told)
{
    char folder[SHARED_PATH_MAX], line[1024], *field[FIELDS_MAX];
    tally overfitting = {0}, healthy = {0};
    FILE *labels = open_labels(folder, "textbooks");
    ck_assert_ptr_nonnull(labels);
    ck_assert_ptr_nonnull(fgets(line, sizeof line, labels)); /* file,epochs,labels,... */
    while (fgets(line, sizeof line, labels)) {
        if (cut(line, field) < 3)
            continue;
        lc_diagnosis d = diagnose_file(folder, field[0]);
        if (!strstr(field[2], "overfitting_mild"))
            count(&overfitting, strstr(field[2], "overfitting") != NULL, says(&d, "overfitting"));
        count(&healthy, strcmp(field[2], "healthy") == 0, !accuses(&d));
        lc_diagnosis_free(&d);
    }
    fclose(labels);
    tell("textbooks, overfitting", &overfitting);
    tell("textbooks, healthy", &healthy);
}
END_TEST

Suite *suite_labelled(void)
{
    Suite *s = suite_create("labelled");
    TCase *t = tcase_create("core");
    tcase_set_timeout(t, 120);
    add_shared_test(t, overfitting_is_told_as_well_as_by_the_best,
                    "labelled/overfitguard-simulated/LABELS.csv", 0, 1);
    add_shared_test(t, textbooks_figures_are_told, "labelled/textbooks/LABELS.csv", 0, 1);
    suite_add_tcase(s, t);
    return s;
}
