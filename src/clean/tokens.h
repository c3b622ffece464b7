/* SPDX-License-Identifier: Apache-2.0 */
/* Lines as tokens, for cues, dates and datelines; and the stage's whole knowledge. */
#ifndef SR_CLEAN_TOKENS_H
#define SR_CLEAN_TOKENS_H

#include "base/phrase.h"
#include "clean/internal.h"

/* A word (letters, apostrophes within), a number (digits; comma or stop between digits) or one
 * character of punctuation. */
typedef enum sr_piece_kind {
    SR_PIECE_WORD,
    SR_PIECE_NUMBER,
    SR_PIECE_MARK
} sr_piece_kind;

typedef struct sr_piece {
    sr_str folded; /* lower case, plain quotes and dashes */
    sr_span span;  /* in the line */
    uint8_t kind;
    bool capital;  /* begins with an upper-case letter */
    bool caps;     /* two letters or more, all upper case */
    bool space;    /* white space stands before it */
} sr_piece;

typedef struct sr_line_pieces {
    sr_str text; /* the line that the spans index */
    SR_LAYER(sr_piece, items);
} sr_line_pieces;

/* The i-th piece, NULL past the last; and whether a piece (may be NULL) is this folded form. */
static inline const sr_piece *sr_piece_at(const sr_line_pieces *l, uint32_t i)
{
    return i < l->items_count ? &l->items[i] : NULL;
}

static inline bool sr_piece_is(const sr_piece *p, const char *form)
{
    return p && sr_str_eq(p->folded, sr_str_c(form));
}

void sr_pieces_of(sr_arena *arena, sr_str line, sr_line_pieces *out);

/* -- patterns ----------------------------------------------------------------------------------- */
typedef enum sr_where {
    SR_WHERE_LINE,
    SR_WHERE_START,
    SR_WHERE_END,
    SR_WHERE_ANY
} sr_where;

typedef enum sr_slot {
    SR_SLOT_LITERAL,
    SR_SLOT_NUMBER, /* #        a number */
    SR_SLOT_ANY,    /* *        one to six pieces */
    SR_SLOT_DATE,   /* <date> */
    SR_SLOT_NAME,   /* <name>   one to four capitalised words */
    SR_SLOT_NAMES,  /* <names>  names with commas, "and", "in PLACE" */
    SR_SLOT_AGENCY  /* <agency> an agency or outlet that we know */
} sr_slot;

typedef struct sr_pattern_part {
    sr_slot slot;
    sr_str literal;
} sr_pattern_part;

typedef struct sr_pattern {
    const sr_pattern_part *parts;
    uint32_t parts_count;
    sr_where where;
    uint32_t rule; /* index of the cue or credit rule */
} sr_pattern;

/* Where the slots of a match lie: pieces [begin, end) of the first <agency>, <name> or <names>. */
typedef struct sr_capture {
    uint32_t begin, end;   /* the whole match */
    uint32_t slot_begin, slot_end;
    sr_slot slot; /* SR_SLOT_LITERAL: none */
} sr_capture;

typedef struct sr_patterns {
    SR_LAYER(sr_pattern, items); /* those that open a line first, then by first literal */
    uint32_t inner;              /* items from here on may begin anywhere */
} sr_patterns;

void sr_pattern_parse(sr_arena *arena, sr_str text, sr_pattern *out);
void sr_patterns_sort(sr_patterns *p);
/* Is there more to it than numbers and wildcards? */
bool sr_pattern_says_something(const sr_pattern *p);

/* Does the pattern match with its first piece at `at`? For WHERE_LINE and WHERE_END the match must
 * reach the last piece (a closing full stop aside). */
bool sr_pattern_match(const sr_clean *model, const sr_pattern *p, const sr_line_pieces *line,
                      uint32_t at, sr_capture *out);

/* Calls found(context, pattern, capture) for every match of any pattern in the line, until it
 * returns false. */
typedef bool (*sr_found_fn)(void *context, const sr_pattern *p, const sr_capture *c);
void sr_patterns_find(const sr_clean *model, const sr_patterns *set, const sr_line_pieces *line,
                      sr_found_fn found, void *context);

/* The strongest cue of a line already cut; NULL if none. */
const sr_cue *sr_cue_of(const sr_clean *model, const sr_line_pieces *line);

/* Filling parts of the stage's knowledge. */
sr_status sr_known_open(sr_arena *arena, const char *data_dir, struct sr_clean *model, sr_err *err);
sr_status sr_cues_open(sr_arena *arena, const char *data_dir, struct sr_clean *model, sr_err *err);

/* A date at piece `at`; returns how many pieces it takes, 0 if none. The year may be missing
 * (out->year 0) when month and day are there. */
uint32_t sr_when_at(const sr_clean *model, const sr_line_pieces *line, uint32_t at, sr_when *out);

/* How many pieces from `at` are the name of an agency or outlet that we know (longest); gives its
 * canonical name. kinds: SR_KNOWN_AGENCY | SR_KNOWN_OUTLET; with SR_KNOWN_LOOSE also "Afp" for AFP,
 * for lines that are no running text. */
enum { SR_KNOWN_AGENCY = 1, SR_KNOWN_OUTLET = 2, SR_KNOWN_LOOSE = 4 };
uint32_t sr_known_at(const sr_clean *model, const sr_line_pieces *line, uint32_t at, unsigned kinds,
                     sr_str *name);

typedef struct sr_credit_rule {
    sr_credit_role role;
} sr_credit_rule;

typedef struct sr_zone_name {
    sr_str name;
    int16_t offset_min;
} sr_zone_name;

typedef struct sr_known {
    sr_str name;
    unsigned kinds;
    bool caps_only; /* a short form in capitals: "ANA" the agency, not Ana the town */
} sr_known;

#define SR_MAX_LANGUAGES 128u

typedef struct sr_language {
    sr_str code;
    int script; /* that it alone is written in, or NONE */
} sr_language;

/* The languages that have one word among their commonest: a bit for each. */
typedef struct sr_language_set {
    uint64_t bits[SR_MAX_LANGUAGES / 64];
} sr_language_set;

struct sr_clean {
    SR_LAYER(sr_cue, cues);
    sr_patterns cue_patterns;
    SR_LAYER(sr_credit_rule, credit_rules);
    sr_patterns credit_patterns;
    SR_LAYER(sr_zone_name, zones);
    sr_phrases *months, *weekdays; /* value: number */
    sr_phrases *places;            /* names that stand in datelines */
    sr_phrases *date_words;        /* words that go with dates: posted, updated */
    SR_LAYER(sr_known, known);
    sr_phrases *known_names;       /* value: index of known */
    SR_LAYER(sr_language, languages);
    SR_LAYER(sr_language_set, language_sets);
    sr_phrases *language_words; /* value: index of language_sets */
    sr_phrases *function_words;    /* of English */
    sr_phrases *finite_words;      /* verb forms that are nearly always finite */
    const sr_html_model *html;
};

#endif
