/* SPDX-License-Identifier: Apache-2.0 */
/* What the unit tests share: cmocka's own includes and comparing of sr_str. */
#ifndef SR_TESTS_HOUSE_H
#define SR_TESTS_HOUSE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Fails with both strings, and the case's own words before them. */
static inline void same_str(const char *which, sr_str found, const char *wanted)
{
    if (found.size == strlen(wanted) && memcmp(found.data ? found.data : "", wanted, found.size) == 0) return;
    fail_msg("%s: found <%.*s>, wanted <%s>", which, (int)found.size, found.data ? found.data : "", wanted);
}

#endif
