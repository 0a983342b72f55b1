/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hf.h - the records that Hugging Face's Trainer logs, in files and on the screen. */
#ifndef LC_READ_HF_H
#define LC_READ_HF_H

#include "read/engine/json.h"

/* True for what Trainer logs: of training, of evaluation, or the summary at the end. */
bool lc_hf_is_record(struct json_object *row);

/* The summary of the whole training: its "train_loss" is no point of a curve. */
bool lc_hf_is_summary(struct json_object *row);

/* Put the record, unless it is the summary. */
lc_status lc_hf_put(lc_builder *b, struct json_object *row, lc_error *err);

#endif
