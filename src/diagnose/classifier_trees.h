/* SPDX-License-Identifier: GPL-3.0-or-later */
/* classifier_trees.h - decision trees, learned by gradient boosting from runs whose fault is known. */
#ifndef LC_DIAGNOSE_CLASSIFIER_TREES_H
#define LC_DIAGNOSE_CLASSIFIER_TREES_H

#include <stdbool.h>

/* A measure up to `value` leads to the left, a greater one to the right. */
typedef struct lc_tree_node {
    signed char measure;        /* which is asked (measures.h); -1: a leaf */
    unsigned short left, right; /* of lc_classifier_nodes */
    float value;                /* of a leaf: what the tree adds to the log odds [nats] */
    bool unknown_left;          /* where a measure leads that isn't known */
} lc_tree_node;

typedef struct lc_forest {
    unsigned short first, trees; /* of lc_classifier_roots */
    float base;                  /* log odds before any tree [nats] */
} lc_forest;

/* Faults that the trees tell apart. */
#define LC_CLASSES 8

extern const lc_tree_node lc_classifier_nodes[];
extern const unsigned short lc_classifier_roots[];            /* the first node of each tree */
extern const lc_forest lc_classifier_any_fault[1];            /* that there is a fault: log odds */
extern const lc_forest lc_classifier_which_fault[LC_CLASSES]; /* logarithms, but for a constant */

#endif
