/* SPDX-License-Identifier: GPL-3.0-or-later */
/* clip.c - the table of clips. */
#include "diagnose/clip.h"

const lc_clip lc_clips[LC_CLIPS] = {
    {LC_CLIP_KERAS, LC_CLIP_KERAS, "-ln 1e-7: Keras clips at epsilon", .keras = true},
    {15.94238515, 15.94238515, "-ln 2^-23: what Keras' 1 - 1e-7 becomes in float32", .keras = true},
    /* 1 - p + epsilon with p clipped: 2^-22, 2^-23 + 1e-7 or 2e-7, by version and class. */
    {15.24923797, 15.42494847,
     "-ln of 2^-22 to 2e-7: Keras' binary form adds epsilon to a clipped value", .keras = true},
    {13.81551056, 13.81551056, "-ln 1e-6: a clip at 1e-6", .rare = true},
    {18.42068074, 18.42068074, "-ln 1e-8: a clip at 1e-8", .rare = true},
    {20.72326584, 20.72326584, "-ln 1e-9: a clip at 1e-9", .rare = true},
    {23.02585093, 23.02585093, "-ln 1e-10: a clip at 1e-10", .rare = true},
    {27.63102112, 27.63102112, "-ln 1e-12: a clip at 1e-12", .rare = true},
    {34.53877639, 34.53877639, "-ln 1e-15: scikit-learn's log_loss before 1.3", .rare = false},
    {36.04365339, 36.04365339, "-ln 2^-52: scikit-learn's log_loss in float64", .rare = false},
    {LC_CLIP_CAFFE, LC_CLIP_CAFFE, "-ln FLT_MIN: Caffe's clip", .rare = false},
    {LC_CLIP_TORCH, LC_CLIP_TORCH, "PyTorch's BCELoss clamps the logarithm at -100", .rare = false},
};
