/* SPDX-License-Identifier: Apache-2.0 */
/* Calendar arithmetic and ISO 8601; no locale, no clock. Proleptic Gregorian calendar. */
#ifndef SR_BASE_DATE_H
#define SR_BASE_DATE_H

#include "base/span.h"

#define SR_NO_OFFSET INT16_MIN

/* A point of the calendar as a report prints it. year 0: unknown. month, day 0: not given. */
typedef struct sr_when {
    int16_t year;
    uint8_t month, day;
    bool has_time;
    uint8_t hour, minute, second;
    int16_t offset_min; /* minutes east of UTC; SR_NO_OFFSET where none is printed */
} sr_when;

bool sr_when_valid(const sr_when *w); /* the fields are a date of the calendar */

/* ISO 8601 in its common forms ("2014-06-21", "2014-06-21T15:27:00-04:00", "20140621",
 * "2014-06-21 15:27 +0000") and RFC 2822 dates ("Sat, 21 Jun 2014 15:27:00 GMT"). Leading and
 * trailing white space is passed over; text after the date is allowed only where `whole` is false.
 * Returns the bytes read, 0 when it is no date. */
size_t sr_when_parse(sr_str s, bool whole, sr_when *out);

#define SR_WHEN_CHARS 32
/* "2014-06-21", "2014-06" or "2014"; "" when unknown. */
size_t sr_when_date(const sr_when *w, char out[SR_WHEN_CHARS]);
/* "2014-06-21T15:27:00-04:00", without the offset where none is known; "" without a time. */
size_t sr_when_iso(const sr_when *w, char out[SR_WHEN_CHARS]);

int64_t sr_days(int year, unsigned month, unsigned day); /* since 1970-01-01 */
/* Seconds since 1970-01-01T00:00Z, a missing offset read as UTC, a missing time as 0:00. */
int64_t sr_when_utc_s(const sr_when *w);

#endif
