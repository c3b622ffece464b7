/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of lineage/ share.
 *
 *   model.c      the lexicons: spellings, house styles, stock phrases, agencies, outlets, cues
 *   texts.c      a report's sentences -> normalised words with flags
 *   quoted.c     which stretches of a text stand in quotation marks
 *   cites.c      which sentences name an agency or outlet as their origin
 *   index.c      fingerprints of all reports -> candidate pairs
 *   compare.c    two sentences -> how much they share
 *   align.c      two texts -> which sentence is which
 *   pairs.c      the rows of reuse and their evidence
 *   direction.c  who has it from whom; with extent.c, order.c, style.c, readings.c
 *   lines.c      lines of reporting
 *   lineage.c    opens the model, runs the above */
#ifndef SR_LINEAGE_INTERNAL_H
#define SR_LINEAGE_INTERNAL_H

#include "base/phrase.h"
#include "base/table.h"
#include "base/utf8.h"
#include "lineage/lineage.h"
#include "lineage/weights.h"

/* -- model ----------------------------------------------------------------------------------- */

/* Sets of phrases, and the bits that say which of them a word may begin. */
typedef enum sr_lin_set {
    SR_LIN_STYLE,    /* value: index of forms */
    SR_LIN_STOCK,    /* no value */
    SR_LIN_NAMES,    /* value: index of forms_of_names */
    SR_LIN_BEFORE,   /* cues before a name: "told", "according to" */
    SR_LIN_AFTER,    /* cues behind a name: "reported" */
    SR_LIN_FILLER,   /* words between cue and name: "the official news agency" */
    SR_LIN_CONTINUE, /* "it also reported" */
    SR_LIN_PARTIAL,  /* "contributed to this report" */
    SR_LIN_NAMELESS, /* "agencies" */
    SR_LIN_PRONOUN,  /* what needs somebody before it: "he said" */
    SR_LIN_SET_COUNT
} sr_lin_set;

typedef struct sr_lin_form {
    uint32_t hash;  /* of the canonical form */
    uint32_t group; /* number of the row */
    uint16_t which; /* 0 the canonical form, 1 the first variant ... */
    bool spelling;  /* american|british, not a name */
} sr_lin_form;

/* One printed form of a name. */
typedef struct sr_lin_name_form {
    uint32_t name; /* index of names */
    bool capitals; /* only in capitals: AP, AFP */
} sr_lin_name_form;

typedef struct sr_lin_name {
    sr_str canonical;
    bool agency;
    bool ambiguous; /* also a first name or a common word: needs a cue beyond "said" */
} sr_lin_name;

struct sr_lineage {
    sr_phrases *sets[SR_LIN_SET_COUNT];
    uint16_t *begins; /* [65536] bits of sets, by the low bits of a word's hash */
    SR_LAYER(sr_lin_form, forms);
    SR_LAYER(sr_lin_name_form, name_forms);
    SR_LAYER(sr_lin_name, names);
    SR_LAYER(uint32_t, definite);   /* hashes of "the" ... */
    SR_LAYER(uint32_t, indefinite); /* ... and of "a", "an" */
};

/* The hash of one folded word, and the sets of which it may begin a phrase. */
uint64_t sr_lin_hash(sr_str folded);
static inline bool sr_lin_begins(const sr_lineage *m, uint64_t hash, sr_lin_set set) { return (m->begins[hash & 0xFFFF] >> set) & 1; }
/* The name of which s, as a whole, is a printed form; SR_NONE if none. */
uint32_t sr_lin_name_of(const sr_lineage *model, sr_arena *tmp, sr_str s);
/* Is s, as a whole, a phrase of the set? */
bool sr_lin_is(const sr_lineage *model, sr_lin_set set, sr_arena *tmp, sr_str s);

/* -- texts ----------------------------------------------------------------------------------- */

enum {
    SR_LIN_QUOTED = 1,    /* in quotation marks */
    SR_LIN_PHRASE = 2,    /* in a stock phrase */
    SR_LIN_COMMON = 4,    /* in a gram that very many reports have */
    SR_LIN_CAPITAL = 8,   /* printed with a capital */
    SR_LIN_STYLED = 16,   /* has other spellings or forms; see styled */
    SR_LIN_FREQUENT = 32, /* in a gram that several reports have: weak evidence by itself */
    SR_LIN_MASKED = SR_LIN_QUOTED | SR_LIN_PHRASE | SR_LIN_COMMON
};

/* A normalised word; a house-style phrase is one. */
typedef struct sr_lin_word {
    uint32_t hash, begin; /* begin: byte of the report's text */
    uint16_t size;
    uint8_t flags;
} sr_lin_word;

typedef struct sr_lin_styled {
    uint32_t word, form; /* index of words; index of the model's forms */
} sr_lin_styled;

/* A sentence that names where it has its matter from. */
typedef struct sr_lin_cite {
    uint32_t sentence;
    uint32_t name; /* index of run names */
    sr_span span;  /* cue and name */
    bool told;     /* an interview: "told Reuters" */
} sr_lin_cite;

typedef struct sr_lin_text {
    const sr_report *report;
    sr_lin_word *words;
    uint32_t words_count;
    uint32_t words_first;     /* number of this text's first word over all texts */
    uint32_t *sentence_begin; /* [sentences_count + 1] index of words */
    uint32_t sentences_count;
    uint8_t *dangles;  /* [sentences_count] begins with "He said" or the like */
    uint32_t *by_hash; /* [words_count] words sorted by hash, place; NULL until needed */
    SR_LAYER(sr_lin_styled, styled);
    SR_LAYER(sr_lin_cite, cites);
    /* who stands behind the whole of it */
    uint32_t outlet; /* run name, SR_NONE */
    uint32_t agency; /* run name: credited with the whole text; SR_NONE */
    bool by_agency;  /* the outlet is that agency */
    bool nameless;   /* "Agencies" */
    sr_span credit;  /* where the credit stands; begin == end: a field told */
} sr_lin_text;

/* The reuse rows of report r, as a list. */
typedef struct sr_lin_links {
    uint32_t *first; /* [reports + 1] into rows */
    uint32_t *rows;  /* indices of record->reuse, ascending for each report */
} sr_lin_links;
/* All that one run works on. */
typedef struct sr_lin_run {
    const sr_lineage *model;
    sr_record *record;
    sr_arena *arena;    /* of the run */
    sr_arena *tmp;      /* of one report or pair */
    sr_lin_text *texts; /* [record->reports_count] */
    uint64_t words_count;
    SR_LAYER(sr_lin_name, names); /* the model's, then the outlets of these reports */
    sr_phrases *outlets;          /* printed forms of those outlets; value: run name */
    sr_lin_links links;           /* once all pairs are known */
    uint16_t *lcs;                /* table of compare.c */
    uint64_t pairs_checked;
} sr_lin_run;

/* Empties run->tmp for the next report or pair; what failed in it has failed the run. */
static inline void sr_lin_reset(sr_lin_run *run)
{
    if (sr_arena_failed(run->tmp)) sr_arena_fail(run->arena);
    sr_arena_reset(run->tmp);
}

/* words and styles of every report; needs run->names */
sr_status sr_lin_texts(sr_lin_run *run, sr_err *err);
/* outlet, agency, nameless of every report; fills run->names and run->outlets. Before texts. */
sr_status sr_lin_origins(sr_lin_run *run, sr_err *err);
typedef struct sr_lin_spans {
    SR_LAYER(sr_span, items);
} sr_lin_spans;
/* Where the printed words of a text stand. */
typedef struct sr_lin_where {
    const uint32_t *sentences; /* [words] */
    const sr_lin_spans *quoted;
} sr_lin_where;

/* The cites of one text, of its folded words as printed and their hashes. */
void sr_lin_cites(sr_lin_run *run, sr_lin_text *text, const sr_words *words, const uint64_t *hashes, const sr_lin_where *where);
/* Stretches of body text in quotation marks, in order. */
void sr_lin_quoted(sr_arena *arena, const sr_report *report, sr_lin_spans *out);

static inline sr_span sr_lin_word_span(const sr_lin_text *t, uint32_t word)
{
    return (sr_span){t->words[word].begin, t->words[word].begin + t->words[word].size};
}
uint32_t sr_lin_sentence_of(const sr_lin_text *t, uint32_t word);

/* -- pairs ----------------------------------------------------------------------------------- */

/* What two sentences have in common. */
typedef struct sr_lin_match {
    uint32_t la, lb;    /* words of each */
    uint32_t same;      /* words in common, in order */
    uint32_t in_runs;   /* of these, in runs of two or more */
    uint32_t open;      /* of these, not masked */
    uint32_t rare;      /* of these, not frequent */
    uint32_t open_run;  /* the longest run of unmasked ones */
    uint32_t quote_run; /* the longest run of quoted ones */
    float ratio;        /* 2 * same / (la + lb) */
    float tight;        /* 2 * in_runs / (la + lb) */
    float within;       /* in_runs / the shorter */
    float cover;        /* words in runs of GRAM_WORDS or more / the shorter */
    float open_ratio;   /* ratio over unmasked words alone */
} sr_lin_match;

typedef struct sr_lin_word_list {
    const sr_lin_word *words;
    uint32_t count;
} sr_lin_word_list;

bool sr_lin_compare_room(sr_lin_run *run);
void sr_lin_compare(const sr_lin_run *run, const sr_lin_word *a, uint32_t la, sr_lin_word_list b, sr_lin_match *m);

/* Where two sentences differ: words [a_begin, a_end) of one against [b_begin, b_end) of the other. */
typedef struct sr_lin_gap {
    uint32_t a_begin, a_end, b_begin, b_end;
} sr_lin_gap;

#define SR_LIN_GAPS_MAX 64u
typedef struct sr_lin_gaps {
    sr_lin_gap items[SR_LIN_GAPS_MAX];
    uint32_t count;
} sr_lin_gaps;

void sr_lin_gaps_of(const sr_lin_run *run, sr_lin_word_list a, sr_lin_word_list b, sr_lin_gaps *out);

/* The same gram in two texts: indices of its first words. */
typedef struct sr_lin_seed {
    uint32_t other; /* the later report */
    uint32_t a, b;
    uint32_t points;
} sr_lin_seed;

/* Finds candidate pairs and gives each to sr_lin_align. */
sr_status sr_lin_pairs(sr_lin_run *run, sr_err *err);
/* Appends one sr_reuse to the record when a and b share passages. Seeds are sorted by a, b. */
void sr_lin_align(sr_lin_run *run, uint32_t a, uint32_t b, const sr_lin_seed *seeds, size_t count);

/* -- direction and lines --------------------------------------------------------------------- */

/* One pair under study. of_a[s]: the first copied sentence of b that s matches, or SR_NONE. */
typedef struct sr_lin_pair {
    sr_lin_run *run;
    sr_reuse *reuse;
    const sr_lin_text *a, *b;
    uint32_t *of_a, *of_b;
    uint32_t copied_a, copied_b;
} sr_lin_pair;

/* evidence: weight > 0 says b has it from a */
sr_evidence *sr_lin_evidence(sr_lin_pair *p, const char *kind, float weight, const char *note, ...) __attribute__((format(printf, 4, 5)));
void sr_lin_extent(sr_lin_pair *p);   /* truncation, containment, composite, lead */
void sr_lin_order(sr_lin_pair *p);    /* introductions, acronyms, articles, pronouns */
void sr_lin_style(sr_lin_pair *p);    /* left-overs of another house's style */
void sr_lin_readings(sr_lin_pair *p); /* agreements against a third */
void sr_lin_directions(sr_lin_run *run);

sr_status sr_lin_lines(sr_lin_run *run, sr_err *err);

bool sr_lin_links_make(sr_arena *arena, const sr_record *record, sr_lin_links *out);
/* The row of reports x and y, or NULL. */
int sr_lin_by_pair(const void *x, const void *y); /* order of rows: by a, then b */
sr_reuse *sr_lin_row(const sr_record *record, uint32_t x, uint32_t y);

#endif
