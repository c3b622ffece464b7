/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_CLEAN_LANGUAGE_H
#define SR_CLEAN_LANGUAGE_H

#include "clean/tokens.h"

sr_status sr_language_open(sr_arena *arena, const char *data_dir, struct sr_clean *model, sr_err *err);

/* ISO 639-1 code of the language that s is in; empty where nothing tells. */
sr_str sr_language_of(const sr_clean *model, sr_arena *tmp, sr_str s);

#endif
