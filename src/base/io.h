/* SPDX-License-Identifier: Apache-2.0 */
/* Reading files whole, with a cap. */
#ifndef SR_BASE_IO_H
#define SR_BASE_IO_H

#include "base/arena.h"
#include "base/err.h"
#include "base/span.h"

/* Reads a regular file, pipe or "-" into malloc'ed memory, to be freed with sr_free. At most
 * max_bytes: a larger one is SR_ERR_LIMIT and is not read. Messages say what is wrong, with the
 * system's reason; the caller adds the file's name. */
sr_status sr_io_read(const char *path, uint64_t max_bytes, const char *stage, char **data,
                     size_t *size, sr_err *err);

/* Tests: the nth read call from now fails with EIO; 0 switches it off. */
void sr_io_fail_at(uint64_t n);

#endif
