/* SPDX-License-Identifier: GPL-3.0-or-later */
/* clip.h - what a miss costs where frameworks bound a probability, or its logarithm. */
#ifndef LC_DIAGNOSE_CLIP_H
#define LC_DIAGNOSE_CLIP_H

#include <stdbool.h>
#include <stddef.h>

/* Those that rules know by themselves [nats]. */
#define LC_CLIP_KERAS 16.11809565 /* -ln 1e-7 */
#define LC_CLIP_CAFFE 87.33654475 /* -ln FLT_MIN */
#define LC_CLIP_TORCH 100.0       /* BCELoss' bound of the logarithm */

/* A level, or what lies between that of one class of a binary form and that of the other [nats]. */
typedef struct lc_clip {
    double low, high;
    const char *from;
    bool rare;  /* so that it must be met closer: many levels are met by chance */
    bool keras; /* of Keras: looked for also where no accuracy is logged */
} lc_clip;

#define LC_CLIPS ((size_t)12)
extern const lc_clip lc_clips[LC_CLIPS];

#define LC_CLIP_MIN 13.8 /* none of them is below */

#endif
