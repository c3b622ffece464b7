/* SPDX-License-Identifier: Apache-2.0 */
/* report: what people and programs read, rendered from a const record and nothing else. */
#ifndef SR_REPORT_REPORT_H
#define SR_REPORT_REPORT_H

#include "base/buf.h"
#include "record/record.h"

/* The page for an analyst, plain text, 100 columns. flags: SR_WRITE_FULL. */
void sr_report_brief(const sr_record *record, unsigned flags, sr_buf *out);

#endif
