/* SPDX-License-Identifier: Apache-2.0 */
/* Where a sentence ends. A mark that may end one is looked at with what stands on both sides: the
 * word before it (an abbreviation and of which class, an initial, a number) and what follows (white
 * space or none, capital, digit, quotation mark, a word that begins sentences). Rules, not weights:
 * each has its example. Quotations of several sentences are cut inside the quotation marks. */
#include "split/internal.h"

typedef struct mark {
    const struct sr_split *model;
    const char *text;
    sr_span span;    /* of the block */
    uint32_t at;     /* the first byte of the mark */
    uint32_t after;  /* behind the marks and the quotes and brackets that close with them */
    uint32_t next;   /* the next ink behind `after`, or span.end */
    bool stop;       /* a full stop, not ? or ! */
    bool ellipsis, closed; /* two dots or more; a quote or bracket closed */
} mark;

static uint32_t char_at(const mark *m, uint32_t at)
{
    size_t i = at;
    return at < m->span.end ? sr_utf8_next((sr_str){m->text, m->span.end}, &i) : 0;
}

static uint32_t char_before(const mark *m, uint32_t at)
{
    size_t i = at;
    return at > m->span.begin ? sr_utf8_prev((sr_str){m->text, m->span.end}, &i) : 0;
}

static uint32_t step(const mark *m, uint32_t at)
{
    size_t i = at;
    sr_utf8_next((sr_str){m->text, m->span.end}, &i);
    return (uint32_t)i;
}

static bool is_end_mark(uint32_t c) { return c == '.' || c == '!' || c == '?' || c == 0x2026; }

/* Quotation marks that can stand behind an end mark; a straight one only where it does not open. */
static bool closes_here(const mark *m, uint32_t at)
{
    uint32_t c = char_at(m, at);
    if (c == ')' || c == ']') return true;
    if (!sr_is_close_quote(c)) return false;
    if (c != '"' && c != '\'') return true;
    uint32_t after = char_at(m, step(m, at));
    return after == 0 || sr_is_space(after) || !sr_is_alnum(after) || char_before(m, m->at) == ' ';
}

/* The word before the mark, without quotes and brackets at its begin; of a longer one than any
 * abbreviation or address its end, so that a line without white space stays linear. */
#define WORD_BYTES 256u

static sr_str word_before(const mark *m)
{
    uint32_t begin = m->at;
    while (begin > m->span.begin && m->at - begin < WORD_BYTES && !sr_is_space(char_before(m, begin))) {
        size_t i = begin;
        sr_utf8_prev((sr_str){m->text, m->span.end}, &i);
        begin = (uint32_t)i;
    }
    while (begin < m->at && !sr_is_alnum(char_at(m, begin))) begin = step(m, begin);
    return (sr_str){m->text + begin, m->at - begin};
}

/* The word at `next`, without a quotation mark before it. */
static sr_str word_after(const mark *m)
{
    uint32_t begin = m->next, end;
    while (begin < m->span.end && sr_is_quote(char_at(m, begin))) begin = step(m, begin);
    end = begin;
    while (end < m->span.end && (sr_is_letter(char_at(m, end)) || char_at(m, end) == '\'' || char_at(m, end) == 0x2019)) end = step(m, end);
    return (sr_str){m->text + begin, end - begin};
}

/* "passion.[25] In later years": a footnote's number goes with the sentence before it. */
static uint32_t footnote_end(const mark *m, uint32_t begin)
{
    uint32_t at = begin;
    while (char_at(m, at) == '[' && sr_is_digit(char_at(m, at + 1))) {
        uint32_t end = at + 1;
        while (sr_is_digit(char_at(m, end))) end = step(m, end);
        if (char_at(m, end) != ']') break;
        at = end + 1;
    }
    return at;
}

static void read_mark(mark *m)
{
    uint32_t at = m->at, dots = 0;
    bool stop = true;
    for (; at < m->span.end && is_end_mark(char_at(m, at)); at = step(m, at)) {
        stop &= char_at(m, at) == '.';
        dots += char_at(m, at) == '.' ? 1 : char_at(m, at) == 0x2026 ? 3 : 0;
    }
    m->stop = stop && dots == 1;
    m->ellipsis = dots >= 2;
    m->closed = false;
    while (at < m->span.end && closes_here(m, at)) {
        m->closed = true;
        at = step(m, at);
    }
    at = footnote_end(m, at);
    m->after = at;
    while (at < m->span.end && sr_is_space(char_at(m, at))) at = step(m, at);
    m->next = at;
}

/* "al-Shabaab fighters ...": a name that begins small. */
static bool small_name(const mark *m)
{
    uint32_t at = m->next, letters = 0;
    while (letters < 4 && sr_is_lower(char_at(m, at))) {
        at = step(m, at);
        letters++;
    }
    uint32_t c = char_at(m, at);
    return letters >= 2 && letters <= 3 && (c == '-' || c == 0x2011) && sr_is_upper(char_at(m, step(m, at)));
}

/* Does something that may begin a sentence follow? */
static bool sentence_follows(const mark *m)
{
    uint32_t c = char_at(m, m->next);
    if (sr_is_quote(c) || c == '(' || c == '[') {
        uint32_t second = char_at(m, step(m, m->next));
        return !sr_is_lower(second) || c == '[';
    }
    if (sr_is_lower(c)) return small_name(m);
    return sr_is_letter(c) || sr_is_digit(c) || c == '-' || c == 0x2013 || c == 0x2014 || c == 0x2022 || c == '$' || c == 0xA3 || c == 0x20AC || c == '#' ||
           c == '@' || c == '*';
}

/* "world.Agencies", "2014.The": a lost space. Not "Amazon.com", "U.N.Security" goes uncut. */
static bool lost_space(const mark *m)
{
    uint32_t before = char_before(m, m->at), c = char_at(m, m->next);
    sr_str word = word_before(m), after = word_after(m);
    if (m->closed) return sr_is_upper(c) || sr_is_open_quote(c);
    if (!(sr_is_lower(before) || sr_is_digit(before)) || word.size < 2) return false;
    if (memchr(word.data, '.', word.size) || memchr(word.data, '/', word.size) || memchr(word.data, '@', word.size)) return false;
    if (sr_is_open_quote(c)) return sr_is_upper(char_at(m, step(m, m->next))); /* pass."We wait," */
    return sr_is_upper(c) && after.size >= 2 && sr_is_lower(char_at(m, step(m, m->next))) && (sr_is_lower(before) || sr_is_starter(m->model, after));
}

static bool starter_follows(const mark *m)
{
    sr_str w = word_after(m);
    return w.size && sr_is_upper(char_at(m, (uint32_t)(w.data - m->text))) && sr_is_starter(m->model, w);
}

static uint32_t first_char(sr_str s)
{
    size_t at = 0;
    return s.size ? sr_utf8_next(s, &at) : 0;
}

/* Does a number stand before the form? */
static bool number_before(const mark *m, sr_str form)
{
    size_t at = (size_t)(form.data - m->text);
    while (at > m->span.begin) {
        uint32_t c = sr_utf8_prev((sr_str){m->text, m->span.end}, &at);
        if (!sr_is_space(c)) return sr_is_digit(c);
    }
    return false;
}

/* May the sentence end behind this abbreviation? */
static bool ends_after(const mark *m, sr_abbr_class kind, sr_str form)
{
    uint32_t c = char_at(m, m->next);
    switch (kind) {
    case SR_ABBR_TITLE:
    case SR_ABBR_RANK:
    case SR_ABBR_INLINE:
    case SR_ABBR_OFFICE: return false;
    case SR_ABBR_REF: return !sr_is_digit(c) && (sr_is_lower(first_char(form)) || starter_follows(m)); /* "No. 10"; but "said no. Bombs" */
    case SR_ABBR_MONTH: return !sr_is_digit(c);                                /* "June. 23"; but "since June. Bombs" */
    case SR_ABBR_WEEKDAY: return !sr_is_digit(c) && starter_follows(m);
    case SR_ABBR_UNIT: return !number_before(m, form) || starter_follows(m);   /* "5 in. of"; but "moved in. Bombs" */
    default: return starter_follows(m) || sr_is_quote(c);                      /* "in the U.S. The"; not "U.S. President" */
    }
}

/* "J. K. Rowling", "George W. Bush"; but "Plan B. The". */
static bool is_initial(const mark *m, sr_str word)
{
    size_t at = 0;
    if (!word.size || !sr_is_upper(sr_utf8_next(word, &at)) || at != word.size) return false;
    return !starter_follows(m);
}

static bool is_end(const mark *m)
{
    if (m->next >= m->span.end) return true;
    bool space = m->next > m->after;
    if (!space) return m->stop ? lost_space(m) : m->closed && sr_is_upper(char_at(m, m->next));
    if (!sentence_follows(m)) return false;
    if (m->ellipsis) return m->closed || !sr_is_space(char_before(m, m->at)); /* "attackers ... More" goes on */
    if (!m->stop || m->closed) return true;
    sr_str word = word_before(m);
    sr_str form = {word.data, word.size + 1};
    if (is_initial(m, word)) return false; /* before the list, where "K." is kelvin */
    sr_abbr_class kind = sr_abbr_of(m->model, form);
    if (kind != SR_ABBR_NONE) return ends_after(m, kind, form);
    if (memchr(word.data, '.', word.size) && word.size <= 6) return starter_follows(m); /* "U.A.E. officials" */
    return true;
}

uint32_t sr_sentence_end(const struct sr_split *model, const char *text, sr_span span)
{
    mark m = {.model = model, .text = text, .span = span};
    for (uint32_t at = span.begin; at < span.end;) {
        if (!is_end_mark(char_at(&m, at))) {
            at = step(&m, at);
            continue;
        }
        m.at = at;
        read_mark(&m);
        if (is_end(&m)) return m.after;
        at = m.after > at ? m.after : step(&m, at);
    }
    return span.end;
}
