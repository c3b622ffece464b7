/* SPDX-License-Identifier: Apache-2.0 */
/* ingest: bytes of one report -> UTF-8 text with a source map, and for HTML its elements and the
 * fields of its head. Reads bytes; writes text, runs, elements, fields, charset, sha256. */
#ifndef SR_INGEST_INGEST_H
#define SR_INGEST_INGEST_H

#include "doc/doc.h"

/* Fills doc from raw bytes, which stay the caller's and may be freed afterwards. `file` is copied.
 * Errors: SR_ERR_EMPTY (0 bytes, or white space only), SR_ERR_BINARY (NUL bytes, a known binary
 * format), SR_ERR_ENCODING, SR_ERR_LIMIT (size, depth), all with the byte; SR_ERR_MEMORY. */
sr_status sr_ingest_run(sr_doc *doc, sr_str file, sr_str raw, sr_scratch *tmp, sr_err *err);

#endif
