/* SPDX-License-Identifier: Apache-2.0 */
/* clean: what a report's text is: body, or boilerplate of some kind; and what the report says of
 * itself: title, outlet, date, dateline, credits, language. Reads text, elements, fields; writes
 * meta and blocks. */
#ifndef SR_CLEAN_CLEAN_H
#define SR_CLEAN_CLEAN_H

#include "doc/doc.h"

typedef struct sr_clean sr_clean; /* the stage's knowledge: cues, names of outlets, weights */

/* data_dir: see sr_engine_options. *out lives in arena. */
sr_status sr_clean_open(sr_arena *arena, const char *data_dir, const sr_clean **out, sr_err *err);
sr_status sr_clean_run(const sr_clean *model, sr_doc *doc, sr_scratch *tmp, sr_err *err);

#endif
