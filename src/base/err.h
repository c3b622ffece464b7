/* SPDX-License-Identifier: Apache-2.0 */
/* Filling the caller's sr_err. */
#ifndef SR_BASE_ERR_H
#define SR_BASE_ERR_H

#include "sitrep.h"

/* Writes code, stage, byte and a printf message into err (may be NULL); returns code, so that
 * `return sr_fail(...)` reads well. Messages are cut to what fits, never overrun. */
sr_status sr_fail(sr_err *err, sr_status code, const char *stage, uint64_t byte, const char *format,
                  ...) __attribute__((format(printf, 5, 6)));

/* Shorthand: no byte. */
#define SR_FAIL(err, code, stage, ...) sr_fail((err), (code), (stage), SR_ERR_NO_BYTE, __VA_ARGS__)

#endif
