/* SPDX-License-Identifier: Apache-2.0 */
/* split: sentences and tokens of the body. Reads blocks; writes sentences, tokens. */
#ifndef SR_SPLIT_SPLIT_H
#define SR_SPLIT_SPLIT_H

#include "doc/doc.h"

typedef struct sr_split sr_split; /* abbreviations */

sr_status sr_split_open(sr_arena *arena, const char *data_dir, const sr_split **out, sr_err *err);
sr_status sr_split_run(const sr_split *model, sr_doc *doc, sr_scratch *tmp, sr_err *err);

#endif
