/* SPDX-License-Identifier: Apache-2.0 */
/* sr_record: the merged result of any number of reports; what record.schema.json prints.
 *
 * sr_record_add is the only crossing from reading to reconciling. Reports may be added in any
 * order; sr_record_seal sorts them by id and makes one of those with the same bytes, so that what
 * follows (lineage, merge) does not depend on the order. */
#ifndef SR_RECORD_RECORD_H
#define SR_RECORD_RECORD_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/err.h"
#include "base/span.h"
#include "doc/doc.h"

#define SR_ID_CHARS 20

/* One report, copied out of its sr_doc: the record's own. */
typedef struct sr_report {
    char id[SR_ID_CHARS]; /* "r" and 16 hex digits of the bytes' SHA-256 */
    uint8_t sha256[32];
    sr_str file;
    SR_LAYER(sr_str, also); /* other files with the same bytes, sorted */
    uint64_t raw_bytes;
    sr_media media;
    sr_meta meta;           /* strings in the record's arena */
    sr_str text;            /* empty where the record was loaded from JSON without text */
    SR_LAYER(sr_block, blocks);
    SR_LAYER(sr_span, sentences);
    SR_LAYER(uint32_t, sentence_blocks); /* index of the block of each sentence */
    uint32_t *sentence_lines; /* [sentences_count] index into lines, or SR_NONE; NULL before lineage */
    sr_doc *doc;            /* the whole document where the caller asked to keep it, else NULL; owned */
} sr_report;

typedef enum sr_line_basis {
    SR_LINE_CREDITED, /* the reports name it */
    SR_LINE_INFERRED, /* by what stands around it */
    SR_LINE_OWN       /* the outlet's own, as far as anybody can tell */
} sr_line_basis;

/* A line of reporting: the agency or newsroom that stands behind text. */
typedef struct sr_line {
    char id[SR_ID_CHARS];
    sr_str name; /* size 0: nothing tells */
    sr_line_basis basis;
    SR_LAYER(uint32_t, reports); /* indices, ascending */
    sr_str why;
} sr_line;

typedef enum sr_relation {
    SR_REL_SAME,
    SR_REL_A_FROM_B,
    SR_REL_B_FROM_A,
    SR_REL_COMMON_SOURCE,
    SR_REL_QUOTES,
    SR_REL_UNKNOWN,
    SR_REL_COUNT
} sr_relation;

/* A sentence of a against a sentence of b, or two joined neighbours (the second row then repeats
 * one of the two). similarity: words in common, 0..1. */
typedef struct sr_passage {
    sr_span a, b;
    uint32_t sentence_a, sentence_b; /* indices of sentences */
    float similarity;
    bool quote; /* all that the two share stands in quotation marks, or is a stock phrase */
} sr_passage;

/* One piece of evidence on who has it from whom. weight > 0: b has it from a; < 0: a from b;
 * 0 with kind "common": both from a third. */
typedef struct sr_evidence {
    sr_str kind;   /* credit dateline time containment truncation composite introduction slip ... */
    float weight;  /* log odds */
    bool common;   /* speaks for a common source */
    sr_span a, b;  /* where; begin == end: nowhere in particular */
    sr_str note;   /* in words */
} sr_evidence;

typedef struct sr_reuse {
    uint32_t a, b; /* indices of reports, a < b */
    float share_a, share_b;
    sr_relation relation;
    SR_LAYER(sr_passage, passages); /* sorted by a, then b */
    SR_LAYER(sr_evidence, evidence); /* sorted by weight size, kind */
} sr_reuse;

typedef struct sr_fault {
    sr_str file, message;
    const char *stage; /* static or NULL */
    uint64_t byte;     /* SR_ERR_NO_BYTE where none applies */
} sr_fault;

struct sr_record {
    sr_arena *arena;
    unsigned done; /* bit 1u << stage: lineage, merge */
    bool sealed;
    SR_LAYER(sr_str, made_by);      /* name, version, name, version ... sorted by name */
    SR_LAYER(sr_report, reports);
    SR_LAYER(sr_line, lines);       /* sorted by id */
    SR_LAYER(sr_reuse, reuse);      /* sorted by a, b */
    SR_LAYER(sr_fault, faults);     /* sorted by file, message */
};

sr_record *sr_record_new(void);

/* Copies what the record needs of doc. With keep, the record takes doc over, also on failure. */
sr_status sr_record_add(sr_record *record, sr_doc *doc, bool keep, sr_err *err);
sr_status sr_record_add_fault(sr_record *record, sr_str file, const sr_err *fault);
void sr_record_made_by(sr_record *record, const char *name, const char *version);

/* Sorts reports by id, joins equal ones, sorts faults. Nothing may be added afterwards. */
sr_status sr_record_seal(sr_record *record, sr_err *err);

/* All that the layers promise. */
sr_status sr_record_check(const sr_record *record, sr_err *err);

/* The canonical JSON, and back (record.schema.json). flags: SR_WRITE_TEXT. */
void sr_record_json(const sr_record *record, unsigned flags, sr_buf *out);

const char *sr_relation_name(sr_relation relation);
const char *sr_line_basis_name(sr_line_basis basis);

#endif
