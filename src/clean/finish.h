/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_CLEAN_FINISH_H
#define SR_CLEAN_FINISH_H

#include "clean/tokens.h"

/* Units to doc->blocks and doc->meta; common to pages and plain text. */
void sr_clean_finish(const sr_clean *model, sr_doc *doc, sr_arena *tmp, const sr_units *units);

#endif
