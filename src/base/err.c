/* SPDX-License-Identifier: Apache-2.0 */
/* Error values: filling them, naming them. */
#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>

sr_status sr_fail(sr_err *err, sr_status code, const char *stage, uint64_t byte, const char *format,
                  ...)
{
    if (err) {
        va_list args;
        err->code = code;
        err->stage = stage;
        err->byte = byte;
        va_start(args, format);
        vsnprintf(err->message, sizeof err->message, format, args);
        va_end(args);
    }
    return code;
}

const char *sr_status_name(sr_status status)
{
    static const char *const names[] = {"ok",    "memory", "usage",  "io",        "empty",    "binary",
                                        "encoding", "limit",  "format", "invariant", "cancelled"};
    int i = -(int)status;
    return i >= 0 && (size_t)i < sizeof names / sizeof *names ? names[i] : "unknown";
}
