/* SPDX-License-Identifier: Apache-2.0 */
/* Credits: clauses of a line, and the report's list of credits. */
#ifndef SR_CLEAN_CREDITS_H
#define SR_CLEAN_CREDITS_H

#include "clean/tokens.h"

typedef struct sr_credit_clause {
    sr_credit_role role;
    sr_slot slot;        /* what the name is; SR_SLOT_LITERAL: nobody is named ("agencies") */
    sr_span name, whole; /* in the line */
} sr_credit_clause;

typedef struct sr_credit_clauses {
    SR_LAYER(sr_credit_clause, items);
} sr_credit_clauses;

/* The clauses from piece `at` to the line's end; true when they make up all of it. */
bool sr_credit_clauses_of(const sr_clean *model, const sr_line_pieces *line, uint32_t at, sr_arena *arena,
                          sr_credit_clauses *out);

/* Is the whole line a credit? Gives the role of its first clause. */
bool sr_credit_line(const sr_clean *model, sr_arena *tmp, const sr_line_pieces *line, sr_credit_role *role);

/* Where a credit begins that makes up all from there to the end of the span: "world.Agencies",
 * "said. (Reuters)", "said. - AFP". span.end where there is none. */
uint32_t sr_credit_foot(const sr_clean *model, const sr_doc *doc, sr_arena *tmp, sr_span span);

/* Reads a stretch of the text that is a credit as a whole (else nothing) into doc->meta.credits: agencies by their canonical names,
 * an unnamed one as "Agencies", persons as printed. */
void sr_credit_read(const sr_clean *model, sr_doc *doc, sr_arena *tmp, sr_span span);

/* Adds one, unless it is there. */
void sr_credit_add(sr_doc *doc, sr_credit_role role, sr_str name, sr_span span);

#endif
