/* SPDX-License-Identifier: Apache-2.0 */
/* Tokens by the convention of the Universal Dependencies English treebanks: clitics apart ("does
 * n't", "Iraq 's"), punctuation apart, hyphens cut but behind a prefix, numbers whole ("2,000",
 * "3.5", "5:02", "9/11"), abbreviations with their full stop. Addresses of pages stay whole. */
#include "split/internal.h"

typedef struct cutter {
    const struct sr_split *model;
    sr_doc *doc;
    sr_span sentence;
} cutter;

static uint32_t char_at(const cutter *c, uint32_t at, uint32_t end)
{
    size_t i = at;
    return at < end ? sr_utf8_next((sr_str){c->doc->text, end}, &i) : 0;
}

static uint32_t step(const cutter *c, uint32_t at, uint32_t end)
{
    size_t i = at;
    sr_utf8_next((sr_str){c->doc->text, end}, &i);
    return (uint32_t)i;
}

static uint32_t back(const cutter *c, uint32_t begin, uint32_t at)
{
    size_t i = at - begin;
    sr_utf8_prev((sr_str){c->doc->text + begin, at - begin}, &i);
    return begin + (uint32_t)i;
}

static uint8_t kind_of(const cutter *c, sr_span s)
{
    bool digit = false, letter = false, punct = true;
    for (uint32_t at = s.begin; at < s.end; at = step(c, at, s.end)) {
        uint32_t x = char_at(c, at, s.end);
        digit |= sr_is_digit(x);
        letter |= sr_is_letter(x);
        punct &= !(x == '$' || x == '%' || x == '+' || x == '=' || x == '<' || x == '>' || x == '^' || x == '|' || x == '~' || x == '&' || x == '#' ||
                   x == '@' || x == 0xA3 || x == 0x20AC || x == 0xB0 || x == 0x2022);
    }
    if (letter) return SR_TOKEN_WORD;
    if (digit) return SR_TOKEN_NUMBER;
    return punct ? SR_TOKEN_PUNCT : SR_TOKEN_SYMBOL;
}

static void add(const cutter *c, uint32_t begin, uint32_t end)
{
    sr_token *t = begin < end ? SR_PUSH(c->doc->arena, c->doc, tokens) : NULL;
    if (!t) return;
    sr_span s = {begin, end};
    *t = (sr_token){s, kind_of(c, s), end < c->sentence.end && sr_is_space(char_at(c, end, c->sentence.end))};
}

static bool is_apostrophe(uint32_t x) { return x == '\'' || x == 0x2019 || x == '`'; }

/* Where the clitic of a word of letters begins ("n't", "'s", "'re"), or its end. */
static uint32_t clitic(const cutter *c, sr_span w)
{
    static const char *const tails[] = {"s", "re", "ve", "ll", "d", "m"};
    sr_str s = sr_doc_str(c->doc, w);
    for (uint32_t at = w.begin; at < w.end; at = step(c, at, w.end)) {
        if (!is_apostrophe(char_at(c, at, w.end)) || at == w.begin) continue;
        uint32_t after = step(c, at, w.end);
        sr_str tail = {c->doc->text + after, w.end - after};
        uint32_t n = back(c, w.begin, at);
        bool t = tail.size == 1 && (tail.data[0] | 32) == 't';
        if (t && n > w.begin && (c->doc->text[n] | 32) == 'n' && n + 1 == at) return n;
        for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
            bool same = tail.size == strlen(tails[i]);
            for (size_t k = 0; same && k < tail.size; k++) same = (tail.data[k] | 32) == tails[i][k];
            if (same) return at;
        }
    }
    if (s.size == 6 && (memcmp(s.data, "cannot", 6) == 0 || memcmp(s.data, "Cannot", 6) == 0)) return w.begin + 3;
    return w.end;
}

static void add_word(const cutter *c, sr_span w)
{
    uint32_t cut = clitic(c, w);
    add(c, w.begin, cut);
    add(c, cut, w.end);
}

static bool is_address(sr_str s)
{
    static const char *const heads[] = {"http://", "https://", "www."};
    for (size_t i = 0; i < 3; i++)
        if (sr_str_starts(s, sr_str_c(heads[i]))) return true;
    const char *at = memchr(s.data, '@', s.size);
    return at && at > s.data && memchr(at, '.', s.size - (size_t)(at - s.data));
}

static bool is_number_mark(uint32_t x) { return x == '.' || x == ',' || x == ':' || x == '/' || x == '-'; }

/* The end of the run of letters and digits at `at`: marks join between digits, apostrophes and
 * stops between letters ("U.S", "o'clock"), a hyphen behind a prefix. */
static uint32_t run_end(const cutter *c, uint32_t begin, uint32_t end)
{
    uint32_t at = begin;
    bool digits = true;
    while (at < end) {
        uint32_t x = char_at(c, at, end), after = step(c, at, end), y = char_at(c, after, end);
        if (sr_is_alnum(x)) {
            digits &= sr_is_digit(x);
            at = after;
            continue;
        }
        if (at == begin || !sr_is_alnum(y)) break;
        uint32_t before = char_at(c, back(c, begin, at), end);
        bool number = sr_is_digit(before) && sr_is_digit(y) && is_number_mark(x) && digits;
        bool inside = sr_is_letter(before) && sr_is_letter(y) && (is_apostrophe(x) || (x == '.' && !(sr_is_lower(before) && sr_is_upper(y))));
        bool prefix = x == '-' && sr_is_letter(y) && sr_is_prefix(c->model, (sr_str){c->doc->text + begin, at - begin});
        if (!number && !inside && !prefix) break;
        at = after;
    }
    return at;
}

/* Does the full stop at `at` belong to the run that begins at `begin`? Not at the sentence's end,
 * unless the form is an abbreviation. */
static bool takes_stop(const cutter *c, uint32_t begin, uint32_t at)
{
    sr_str form = {c->doc->text + begin, at + 1 - begin};
    if (sr_abbr_of(c->model, form) != SR_ABBR_NONE) return true;
    if (memchr(form.data, '.', form.size - 1) && sr_is_letter((unsigned char)form.data[0])) return true; /* U.A.E. */
    bool initial = form.size == 2 && form.data[0] >= 'A' && form.data[0] <= 'Z';
    return initial && at + 1 < c->sentence.end;
}

/* Marks of one kind that go together: "...", "--", "!!". */
static uint32_t marks_end(const cutter *c, uint32_t begin, uint32_t end)
{
    uint32_t first = char_at(c, begin, end), at = step(c, begin, end);
    bool joins = first == '.' || first == '-' || first == '!' || first == '?' || first == '*' || first == '=' || first == '_';
    while (joins && at < end) {
        uint32_t x = char_at(c, at, end);
        if (x != first && !((first == '!' || first == '?') && (x == '!' || x == '?'))) break;
        at = step(c, at, end);
    }
    return at;
}

static void cut_chunk(const cutter *c, sr_span chunk)
{
    sr_str s = sr_doc_str(c->doc, chunk);
    if (is_address(s)) {
        uint32_t end = chunk.end;
        while (end > chunk.begin + 1 && strchr(".,;:!?)\"'", c->doc->text[end - 1])) end--;
        add(c, chunk.begin, end);
        chunk.begin = end;
    }
    for (uint32_t at = chunk.begin; at < chunk.end;) {
        uint32_t x = char_at(c, at, chunk.end), end;
        if (sr_is_alnum(x)) {
            end = run_end(c, at, chunk.end);
            if (char_at(c, end, chunk.end) == '.' && takes_stop(c, at, end)) end++;
            add_word(c, (sr_span){at, end});
        } else if (is_apostrophe(x) && at > chunk.begin && sr_is_alnum(char_at(c, step(c, at, chunk.end), chunk.end)) &&
                   clitic(c, (sr_span){back(c, chunk.begin, at), run_end(c, step(c, at, chunk.end), chunk.end)}) == at) {
            end = run_end(c, step(c, at, chunk.end), chunk.end); /* "U.S.'s" */
            add(c, at, end);
        } else {
            end = marks_end(c, at, chunk.end);
            add(c, at, end);
        }
        at = end;
    }
}

void sr_tokens_of(const struct sr_split *model, sr_doc *doc, sr_span sentence)
{
    cutter c = {model, doc, sentence};
    uint32_t begin = sentence.begin;
    for (uint32_t at = sentence.begin; at <= sentence.end;) {
        bool end = at == sentence.end;
        if (end || sr_is_space(char_at(&c, at, sentence.end))) {
            if (begin < at) cut_chunk(&c, (sr_span){begin, at});
            if (end) break;
            at = step(&c, at, sentence.end);
            begin = at;
        } else
            at = step(&c, at, sentence.end);
    }
}
