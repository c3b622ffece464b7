/* SPDX-License-Identifier: Apache-2.0 */
/* What stands at the head and the foot of a body: datelines and credits. Also whole lines that are
 * a date or a credit. */
#ifndef SR_CLEAN_DATELINE_H
#define SR_CLEAN_DATELINE_H

#include "clean/tokens.h"

/* A dateline at the begin of s: "ANBAR, IRAQ(Reuters) - ", "Kathmandu, April 25, 2015 (NDTV): ",
 * "KATHMANDU, April 25 - ", "Baghdad: ", "Kathmandu (IANS) ". Spans are within s. */
typedef struct sr_dateline {
    sr_span whole;  /* with its dash or colon and the white space behind it */
    sr_span place;  /* "ANBAR, IRAQ"; empty where only an agency stands there */
    sr_span agency; /* within the brackets; empty if none */
    sr_when when;   /* year 0 where it has none */
} sr_dateline;

/* out may be NULL. Uses memory of tmp. */
bool sr_dateline_find(const sr_clean *model, sr_arena *tmp, sr_str s, sr_dateline *out);

/* A line that is a dateline and nothing else: "DATELINE: LOCKERBIE, Scotland, Dec. 21", "MANISA - Anadolu
 * Agency". Gives the place, within the line. */
bool sr_dateline_line(const sr_clean *model, const sr_line_pieces *line, sr_span *place);

/* How many bytes of s are a time that stamps what follows: "3:39 p.m. ET - ", "[14:02] ", "(Updated 6:12 pm) ". */
uint32_t sr_time_stamp(const sr_clean *model, sr_arena *tmp, sr_str s);

/* Is the whole line a date, with nothing beside it but words that go with dates, places and names
 * of agencies? Gives the first whole date of the line (the earliest read as published). */
bool sr_date_line(const sr_clean *model, const sr_line_pieces *line, sr_when *out);

#endif
