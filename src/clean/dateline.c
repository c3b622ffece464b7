/* SPDX-License-Identifier: Apache-2.0 */
/* Datelines: PLACE[, PLACE] [, DATE] ["(" AGENCY ")"] [DASH or COLON], at the head of a body. What
 * makes one believable: an agency in brackets, a date, or a place that we know; a dash or colon
 * must be followed by the begin of a sentence. Also lines that are nothing but a date. */
#include "clean/dateline.h"

#define PLACE_PIECES 10u
#define HEAD_BYTES 240u

typedef struct head {
    const sr_clean *model;
    const sr_line_pieces *line;
    uint32_t at;
    uint32_t place_end;       /* pieces [0, place_end) name the place */
    bool known_place, caps;   /* a place that we know; all in capitals */
    bool has_date, agency, known_agency, dash, colon;
    sr_span agency_span;
    sr_when when;
} head;

/* How many pieces from `at` are a place of the dateline list. */
static uint32_t place_at(const sr_clean *model, const sr_line_pieces *line, uint32_t at)
{
    sr_word words[5];
    uint32_t ends[5], n = 0, value;
    for (uint32_t i = at; i < line->items_count && n < 5; i++) {
        const sr_piece *p = &line->items[i];
        if (p->kind == SR_PIECE_MARK) {
            if (!strchr("-.'", p->folded.size ? p->folded.data[0] : ' ')) break;
            continue;
        }
        ends[n] = i + 1;
        words[n++] = (sr_word){p->folded, p->span};
    }
    sr_words list = {words, n, n};
    uint32_t used = n && words[0].folded.size ? sr_phrases_match(model->places, &list, 0, &value) : 0;
    return used ? ends[used - 1] - at : 0;
}

static bool place_piece(const head *h, const sr_piece *p)
{
    static const char *const inner[] = {",", "-", ".", "/", "'", "de", "el", "al", "la", "of", "the", "au", "and", "near"};
    (void)h;
    if (p->kind == SR_PIECE_WORD && p->capital) return true;
    for (size_t i = 0; i < sizeof inner / sizeof *inner; i++)
        if (sr_piece_is(p, inner[i])) return true;
    return false;
}

/* A dash that ends the dateline, not one inside a name: white space before it, or doubled. */
static bool is_dash(const sr_line_pieces *l, uint32_t i)
{
    const sr_piece *p = sr_piece_at(l, i), *next = sr_piece_at(l, i + 1);
    return sr_piece_is(p, "-") && (p->space || sr_piece_is(next, "-") || (next && next->space));
}

/* "Accra, Aug. 29, GNA -": an agency without brackets right before the dash. */
static uint32_t bare_agency(const head *h, uint32_t at)
{
    const sr_line_pieces *l = h->line;
    sr_str name;
    if (at >= l->items_count || !at) return 0;
    uint32_t n = sr_known_at(h->model, l, at, SR_KNOWN_AGENCY, &name);
    if (!n && h->has_date && l->items[at].caps && l->items[at].folded.size <= 6) n = 1;
    return n && is_dash(l, at + n) ? n : 0;
}

static void read_place(head *h)
{
    const sr_line_pieces *l = h->line;
    sr_when when;
    uint32_t words = 0, upper = 0;
    for (; h->at < l->items_count && h->at < PLACE_PIECES; h->at++) {
        const sr_piece *p = &l->items[h->at];
        if (!place_piece(h, p) || is_dash(l, h->at) || sr_when_at(h->model, l, h->at, &when) || bare_agency(h, h->at)) break;
        uint32_t n = place_at(h->model, l, h->at);
        h->known_place |= n > 0;
        if (p->kind != SR_PIECE_WORD) continue;
        words++;
        upper += p->caps;
    }
    h->place_end = h->at;
    while (h->place_end && (sr_piece_is(sr_piece_at(l, h->place_end - 1), ",") || sr_piece_is(sr_piece_at(l, h->place_end - 1), "-"))) h->place_end--;
    h->caps = words && upper == words;
}

/* "3 JAN 90": the year of two digits that the piece is, where it makes the day a date. */
static bool short_year(const sr_piece *p, sr_when *when)
{
    const char *d = p ? p->folded.data : "";
    if (!p || p->folded.size != 2 || d[0] < '0' || d[0] > '9' || d[1] < '0' || d[1] > '9') return false;
    int y = (d[0] - '0') * 10 + d[1] - '0';
    sr_when dated = *when;
    dated.year = (int16_t)(y < 70 ? 2000 + y : 1900 + y);
    if (!sr_when_valid(&dated)) return false;
    *when = dated;
    return true;
}

static void read_date(head *h)
{
    uint32_t at = h->at;
    if (sr_piece_is(sr_piece_at(h->line, at), ",")) at++;
    uint32_t n = sr_when_at(h->model, h->line, at, &h->when);
    if (!n) return;
    h->has_date = true;
    at += n;
    if (!h->when.year && short_year(sr_piece_at(h->line, at), &h->when)) at++;
    h->at = at;
    if (sr_piece_is(sr_piece_at(h->line, h->at), ",")) h->at++;
}

static void read_bare_agency(head *h)
{
    const sr_line_pieces *l = h->line;
    uint32_t at = h->at + sr_piece_is(sr_piece_at(l, h->at), ","), n = bare_agency(h, at);
    if (!n || h->agency) return;
    h->agency = h->known_agency = true;
    h->agency_span = (sr_span){l->items[at].span.begin, l->items[at + n - 1].span.end};
    h->at = at + n;
}

/* The mark that closes what the piece opens: "(", "[", or the slash of "/TASS/"; else NULL. */
static const char *closing(const sr_piece *p) { return sr_piece_is(p, "(") ? ")" : sr_piece_is(p, "[") ? "]" : sr_piece_is(p, "/") ? "/" : NULL; }

/* "(Reuters)", "(AP)", "(Xinhua/AFP)", "/TASS/": a name that we know, or capitals. */
static void read_agency(head *h)
{
    const sr_line_pieces *l = h->line;
    sr_str name;
    if (sr_piece_is(sr_piece_at(l, h->at), ".") && closing(sr_piece_at(l, h->at + 1))) h->at++; /* "July 17. /TASS/" */
    const char *close = closing(sr_piece_at(l, h->at));
    uint32_t at = h->at + 1, end = at;
    if (!close) return;
    while (end < l->items_count && end - at < 8 && !sr_piece_is(&l->items[end], close)) end++;
    if (end >= l->items_count || end == at || end - at >= 8) return;
    bool known = sr_known_at(h->model, l, at, SR_KNOWN_AGENCY | SR_KNOWN_OUTLET, &name) > 0;
    if (!known && !(l->items[at].caps && l->items[at].folded.size <= 8)) return;
    h->agency = true;
    h->known_agency = known;
    h->agency_span = (sr_span){l->items[at].span.begin, l->items[end - 1].span.end};
    h->at = end + 1;
}

static void read_end(head *h)
{
    const sr_line_pieces *l = h->line;
    bool slashes = h->agency && h->at && sr_piece_is(sr_piece_at(l, h->at - 1), "/");
    if (sr_piece_is(sr_piece_at(l, h->at), ".") && (sr_piece_is(sr_piece_at(l, h->at + 1), "-") || slashes)) { /* "(EFE).-", "/TASS/." */
        h->at++;
        h->dash = slashes;
    }
    if (sr_piece_is(sr_piece_at(l, h->at), "-") || sr_piece_is(sr_piece_at(l, h->at), "_")) {
        h->dash = true;
        while (sr_piece_is(sr_piece_at(l, h->at), "-") || sr_piece_is(sr_piece_at(l, h->at), "_")) h->at++;
    } else if (sr_piece_is(sr_piece_at(l, h->at), ":")) {
        h->colon = true;
        h->at++;
    }
}

/* A sentence begins at the piece: a capital, a quotation mark, a number, a bracket. */
static bool sentence_begins(const sr_piece *p)
{
    return p && (p->capital || p->kind == SR_PIECE_NUMBER || sr_piece_is(p, "\"") || sr_piece_is(p, "'") || sr_piece_is(p, "[") || sr_piece_is(p, "("));
}

static bool believable(const head *h, sr_str s)
{
    bool place = h->place_end > 0;
    if (!sentence_begins(sr_piece_at(h->line, h->at))) return false;
    if (h->known_agency) return place || h->dash || h->colon || h->place_end == 0;
    if (h->agency) return place && (h->known_place || h->caps || h->has_date) && (h->dash || h->colon || h->caps);
    if (h->dash && !place) return h->has_date && h->when.year; /* "8 August 2014 - " */
    if (h->dash) return place && (h->known_place || (h->has_date && h->caps));
    if (!h->colon || !place) return false;
    return (h->known_place && s.size > 60 && memchr(s.data, '.', s.size)) || (h->has_date && h->known_place);
}

bool sr_dateline_find(const sr_clean *model, sr_arena *tmp, sr_str s, sr_dateline *out)
{
    sr_line_pieces line = {0};
    sr_pieces_of(tmp, s.size > HEAD_BYTES ? (sr_str){s.data, HEAD_BYTES} : s, &line);
    head h = {.model = model, .line = &line};
    read_place(&h);
    read_date(&h);
    read_agency(&h);
    read_bare_agency(&h);
    if (h.agency && !h.has_date) read_date(&h);
    read_end(&h);
    if (!believable(&h, s)) return false;
    if (!out) return true;
    *out = (sr_dateline){.whole = {0, line.items[h.at].span.begin}, .agency = h.agency_span, .when = h.when};
    if (h.place_end) out->place = (sr_span){line.items[0].span.begin, line.items[h.place_end - 1].span.end};
    return true;
}

/* -- lines that are datelines, times before a paragraph ------------------------------------------------- */
bool sr_dateline_line(const sr_clean *model, const sr_line_pieces *line, sr_span *place)
{
    bool label = sr_piece_is(sr_piece_at(line, 0), "dateline") && sr_piece_is(sr_piece_at(line, 1), ":");
    uint32_t first = label ? 2 : 0;
    if (line->items_count <= first) return false;
    sr_line_pieces rest = {.text = line->text, .items = line->items + first, .items_count = line->items_count - first};
    head h = {.model = model, .line = &rest};
    sr_str name;
    read_place(&h);
    if (!h.place_end) return false;
    *place = (sr_span){rest.items[0].span.begin, rest.items[h.place_end - 1].span.end};
    if (label) return true;
    if (!h.known_place && !h.caps) return false;
    read_end(&h);
    return h.dash && h.at < rest.items_count && h.at + sr_known_at(model, &rest, h.at, SR_KNOWN_AGENCY, &name) == rest.items_count;
}

static bool is_date_word(const sr_clean *model, const sr_piece *p)
{
    uint32_t value;
    sr_word word = {p->folded, p->span};
    sr_words one = {&word, 1, 1};
    return p->kind == SR_PIECE_WORD && sr_phrases_match(model->date_words, &one, 0, &value);
}

/* "3:39", "15.20" or "3" before am/pm; how many pieces. */
static uint32_t clock_pieces(const sr_line_pieces *l, uint32_t at)
{
    const sr_piece *p = sr_piece_at(l, at), *minute = sr_piece_at(l, at + 2);
    if (!p || p->kind != SR_PIECE_NUMBER || p->folded.size > 5) return 0;
    if (sr_piece_is(sr_piece_at(l, at + 1), ":") && minute && minute->kind == SR_PIECE_NUMBER && minute->folded.size == 2 && p->folded.size <= 2) return 3;
    if (p->folded.size == 5 && p->folded.data[2] == '.') return 1;
    const sr_piece *half = sr_piece_at(l, at + 1);
    return p->folded.size <= 2 && (sr_piece_is(half, "am") || sr_piece_is(half, "pm")) ? 1 : 0;
}

uint32_t sr_time_stamp(const sr_clean *model, sr_arena *tmp, sr_str s)
{
    sr_line_pieces line = {0};
    sr_pieces_of(tmp, s.size > 64 ? (sr_str){s.data, 64} : s, &line);
    const char *close = closing(sr_piece_at(&line, 0));
    uint32_t at = close != NULL;
    while (sr_piece_at(&line, at) && (is_date_word(model, sr_piece_at(&line, at)) || sr_piece_is(sr_piece_at(&line, at), ":"))) at++;
    uint32_t n = clock_pieces(&line, at);
    if (!n) return 0;
    for (at += n; sr_piece_at(&line, at) && is_date_word(model, sr_piece_at(&line, at)); at++) {} /* "am", "GMT" */
    if (sr_piece_is(sr_piece_at(&line, at), "a") || sr_piece_is(sr_piece_at(&line, at), "p")) at += sr_piece_is(sr_piece_at(&line, at + 1), ".") && sr_piece_is(sr_piece_at(&line, at + 3), ".") ? 4 : 0;
    if (sr_piece_at(&line, at) && sr_piece_at(&line, at)->caps && sr_piece_at(&line, at)->folded.size <= 5) at++;
    if (close ? !sr_piece_is(sr_piece_at(&line, at), close) : !(sr_piece_is(sr_piece_at(&line, at), "-") || sr_piece_is(sr_piece_at(&line, at), ":") || sr_piece_is(sr_piece_at(&line, at), "|"))) return 0;
    for (at++; sr_piece_is(sr_piece_at(&line, at), "-") || sr_piece_is(sr_piece_at(&line, at), ":"); at++) {}
    return sentence_begins(sr_piece_at(&line, at)) && sr_piece_at(&line, at)->space ? line.items[at].span.begin : 0;
}

/* -- lines that are dates ------------------------------------------------------------------------------ */
static uint32_t beside_date(const sr_clean *model, const sr_line_pieces *l, uint32_t at, bool after_by)
{
    const sr_piece *p = &l->items[at];
    uint32_t value, n;
    sr_str name;
    sr_word word = {p->folded, p->span};
    sr_words one = {&word, 1, 1};
    if (p->kind == SR_PIECE_MARK) return 1;
    if (p->kind == SR_PIECE_NUMBER) return p->folded.size <= 2;
    if ((n = place_at(model, l, at)) > 0 || (n = sr_known_at(model, l, at, SR_KNOWN_AGENCY | SR_KNOWN_OUTLET | SR_KNOWN_LOOSE, &name)) > 0) return n;
    if (sr_phrases_match(model->date_words, &one, 0, &value) || sr_phrases_match(model->weekdays, &one, 0, &value)) return 1;
    return p->caps || (after_by && p->capital);
}

static bool earlier(const sr_when *a, const sr_when *b) { return sr_when_utc_s(a) < sr_when_utc_s(b); }

bool sr_date_line(const sr_clean *model, const sr_line_pieces *line, sr_when *out)
{
    uint32_t others = 0;
    bool found = false, after_by = false;
    for (uint32_t at = 0; at < line->items_count;) {
        sr_when w;
        uint32_t n = sr_when_at(model, line, at, &w);
        if (n && w.year && w.day) {
            if (!found || earlier(&w, out)) *out = w;
            found = true;
        } else if (!n) {
            n = beside_date(model, line, at, after_by);
            others += line->items[at].kind == SR_PIECE_WORD;
        }
        if (!n) return false;
        after_by |= sr_piece_is(&line->items[at], "by");
        at += n;
    }
    return found && others <= 12;
}
