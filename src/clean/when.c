/* SPDX-License-Identifier: Apache-2.0 */
/* Dates as pages print them, over pieces. A date is a run of parts in any order (weekday, day,
 * month, year, clock time, zone), each at most once, with light punctuation between. Numeric dates
 * are day first, unless only month first is a date or an American zone or "am/pm" stands by.
 * Known limit: relative dates ("2 hours ago") are not dates. */
#include "clean/tokens.h"

typedef struct parser {
    const sr_clean *model;
    const sr_line_pieces *line;
    uint32_t at;
    sr_when w;
    bool has_day, has_month, has_year, has_weekday, numeric, meridiem, american;
} parser;

static const sr_piece *peek(const parser *p, uint32_t ahead)
{
    return p->at + ahead < p->line->items_count ? &p->line->items[p->at + ahead] : NULL;
}

/* A number of at most `digits` digits and nothing else, or -1. */
static int plain_number(const sr_piece *p, size_t digits)
{
    int n = 0;
    if (!p || p->kind != SR_PIECE_NUMBER || p->folded.size > digits) return -1;
    for (size_t i = 0; i < p->folded.size; i++) {
        if (p->folded.data[i] < '0' || p->folded.data[i] > '9') return -1;
        n = n * 10 + (p->folded.data[i] - '0');
    }
    return n;
}

static int phrase_value(const sr_phrases *set, const sr_piece *p)
{
    uint32_t value = 0;
    sr_word word = {p->folded, p->span};
    sr_words words = {&word, 1, 1};
    return p->kind == SR_PIECE_WORD && sr_phrases_match(set, &words, 0, &value) ? (int)value : 0;
}

/* "pm", "p.m.", "p. m."; returns 0 none, 1 am, 2 pm and moves on. */
static int meridiem(parser *p)
{
    const sr_piece *a = peek(p, 0);
    if (sr_piece_is(a, "am") || sr_piece_is(a, "pm")) {
        p->at++;
        return a->folded.data[0] == 'a' ? 1 : 2;
    }
    if ((sr_piece_is(a, "a") || sr_piece_is(a, "p")) && sr_piece_is(peek(p, 1), ".") && sr_piece_is(peek(p, 2), "m")) {
        p->at += sr_piece_is(peek(p, 3), ".") ? 4 : 3;
        return a->folded.data[0] == 'a' ? 1 : 2;
    }
    return 0;
}

static void zone(parser *p)
{
    const sr_piece *z = peek(p, 0);
    if (sr_piece_is(z, "z") && !z->space) { /* "1412Z" */
        p->w.offset_min = 0;
        p->at++;
        return;
    }
    if (sr_piece_is(z, "(")) z = peek(p, 1);
    for (uint32_t i = 0; z && z->caps && i < p->model->zones_count; i++) {
        sr_str name = p->model->zones[i].name;
        sr_str form = z->folded;
        if (name.size != form.size) continue;
        size_t k = 0;
        while (k < name.size && (name.data[k] | 32) == form.data[k]) k++;
        if (k < name.size) continue;
        p->w.offset_min = p->model->zones[i].offset_min;
        p->american = p->w.offset_min <= -240 && p->w.offset_min >= -600;
        p->at += sr_piece_is(peek(p, 0), "(") ? 2 : 1;
        if (sr_piece_is(peek(p, 0), ")")) p->at++;
        return;
    }
    const sr_piece *sign = peek(p, 0);
    if (!(sr_piece_is(sign, "+") || sr_piece_is(sign, "-")) || !peek(p, 1) || peek(p, 1)->space) return;
    int n = plain_number(peek(p, 1), 4), m = -1;
    size_t digits = peek(p, 1)->folded.size;
    if (n < 0 || (digits != 4 && digits != 2)) return;
    if (digits == 2) {
        m = sr_piece_is(peek(p, 2), ":") ? plain_number(peek(p, 3), 2) : -1;
        n = n * 100 + (m > 0 ? m : 0);
    }
    if (n > 1400 || n % 100 > 59) return;
    p->w.offset_min = (int16_t)((sr_piece_is(sign, "-") ? -1 : 1) * (n / 100 * 60 + n % 100));
    p->at += m >= 0 ? 4 : 2; /* "+03:00" is four pieces, "+0300" two */
}

static bool set_clock(parser *p, int h, int m, int s, int half)
{
    if (half && (h < 1 || h > 12)) return false;
    if (half == 1 && h == 12) h = 0;
    if (half == 2 && h != 12) h += 12;
    if (h > 23 || m > 59 || s > 59) return false;
    p->w.has_time = true;
    p->w.hour = (uint8_t)h;
    p->w.minute = (uint8_t)m;
    p->w.second = (uint8_t)s;
    if (half) p->meridiem = true;
    zone(p);
    return true;
}

/* "15.27", one piece. Digits of other scripts are digits too, and are not read. */
static bool dotted_time(const sr_piece *p)
{
    if (p->folded.size != 5) return false;
    for (size_t i = 0; i < 5; i++)
        if (i == 2 ? p->folded.data[i] != '.' : p->folded.data[i] < '0' || p->folded.data[i] > '9') return false;
    return true;
}

/* "3:27pm EDT", "04:57", "5:02:35 am", "15.27", "3 pm", "1527 GMT". */
static bool clock_time(parser *p)
{
    uint32_t begin = p->at;
    const sr_piece *first = peek(p, 0);
    int h = plain_number(first, 2), m = 0, s = 0;
    if (p->w.has_time || !first || first->kind != SR_PIECE_NUMBER) return false;
    if (h >= 0 && (sr_piece_is(peek(p, 1), ":") || sr_piece_is(peek(p, 1), "h")) && plain_number(peek(p, 2), 2) >= 0) {
        m = plain_number(peek(p, 2), 2);
        p->at += 3;
        if (sr_piece_is(peek(p, 0), ":") && plain_number(peek(p, 1), 2) >= 0) {
            s = plain_number(peek(p, 1), 2);
            p->at += 2;
        }
        if (set_clock(p, h, m, s, meridiem(p))) return true;
    } else if (h >= 0) {
        p->at++;
        int half = meridiem(p);
        if (half && set_clock(p, h, 0, 0, half)) return true;
    } else if (dotted_time(first)) {
        const char *d = first->folded.data;
        p->at++;
        int half = meridiem(p);
        if (set_clock(p, (d[0] - '0') * 10 + d[1] - '0', (d[3] - '0') * 10 + d[4] - '0', 0, half)) return true;
    } else if (plain_number(first, 4) >= 0 && first->folded.size == 4 && peek(p, 1) && (peek(p, 1)->caps || sr_piece_is(peek(p, 1), "z"))) {
        int n = plain_number(first, 4);
        p->at++;
        if (set_clock(p, n / 100, n % 100, 0, 0) && p->w.offset_min != SR_NO_OFFSET) return true;
        p->w.has_time = false;
    }
    p->at = begin;
    return false;
}

/* "2014-06-21", with or without a time. */
static bool iso(parser *p)
{
    const sr_piece *first = peek(p, 0);
    sr_when w;
    if (!first || first->kind != SR_PIECE_NUMBER || first->folded.size < 4) return false;
    sr_str rest = {p->line->text.data + first->span.begin, p->line->text.size - first->span.begin};
    size_t used = sr_when_parse(rest, false, &w);
    if (!used || !w.day || (first->folded.size > 4 && first->folded.data[4] != '.')) return false;
    p->w = w;
    p->has_day = p->has_month = p->has_year = true;
    uint32_t end = first->span.begin + (uint32_t)used;
    while (p->at < p->line->items_count && p->line->items[p->at].span.begin < end) p->at++;
    return true;
}

/* "21/06/2014", "6/21/14", "21.06.2014", "21-06-2014". */
static bool numeric(parser *p)
{
    int a, b, y;
    uint32_t used;
    const sr_piece *first = peek(p, 0);
    if (!first || first->kind != SR_PIECE_NUMBER) return false;
    if (memchr(first->folded.data, '.', first->folded.size)) { /* one piece: digits and stops */
        int parts[4] = {0}, n = 0, year_digits = 0;
        for (size_t i = 0; i < first->folded.size; i++) {
            char c = first->folded.data[i];
            if (c == '.' && ++n > 2) return false;
            if (c != '.' && (c < '0' || c > '9')) return false;
            if (c != '.') parts[n] = parts[n] * 10 + (c - '0'), year_digits += n == 2;
            if (parts[n] > 9999) return false;
        }
        if (n != 2 || (year_digits != 2 && year_digits != 4)) return false; /* "version 1.2.3" */
        a = parts[0], b = parts[1], y = parts[2], used = 1;
    } else {
        const sr_piece *sep = peek(p, 1);
        if (!(sr_piece_is(sep, "/") || sr_piece_is(sep, "-")) || !peek(p, 3) || !sr_str_eq(peek(p, 3)->folded, sep->folded)) return false;
        if (!peek(p, 4) || (peek(p, 4)->folded.size != 2 && peek(p, 4)->folded.size != 4)) return false; /* "3-2-1" */
        a = plain_number(first, 2), b = plain_number(peek(p, 2), 2), y = plain_number(peek(p, 4), 4), used = 5;
    }
    if (a < 1 || a > 31 || b < 1 || b > 31 || y < 0 || (y > 99 && y < 1900)) return false;
    if (y < 100) y += y < 70 ? 2000 : 1900;
    p->at += used;
    p->w.year = (int16_t)y;
    p->w.day = (uint8_t)a;
    p->w.month = (uint8_t)b;
    p->has_day = p->has_month = p->has_year = p->numeric = true;
    return true;
}

static bool year_number(const sr_piece *p, int *out)
{
    int n = plain_number(p, 4);
    if (!p || p->folded.size != 4 || n < 1900 || n > 2099) return false;
    *out = n;
    return true;
}

/* "20236:46 PM": a year with a clock time glued to it. */
static bool glued_year(parser *p)
{
    const sr_piece *x = peek(p, 0);
    int n = plain_number(x, 6);
    size_t digits = x ? x->folded.size : 0;
    if (p->has_year || !p->has_month || n < 0 || (digits != 5 && digits != 6) || !sr_piece_is(peek(p, 1), ":")) return false;
    int year = digits == 5 ? n / 10 : n / 100, hour = digits == 5 ? n % 10 : n % 100, minute = plain_number(peek(p, 2), 2);
    if (year < 1900 || year > 2099 || minute < 0) return false;
    p->has_year = true;
    p->w.year = (int16_t)year;
    p->at += 3;
    int half = meridiem(p);
    set_clock(p, hour, minute, 0, half);
    return true;
}

/* "20 Jan 15" at the end of a line, "17-Jul-14": a year of two digits. */
static bool short_year(parser *p)
{
    const sr_piece *x = peek(p, 0);
    int n = plain_number(x, 2);
    bool last = p->at + 1 == p->line->items_count, hyphen = p->at && sr_piece_is(x - 1, "-") && !x->space;
    if (n < 0 || x->folded.size != 2 || p->has_year || !p->has_day || !p->has_month || !(last || hyphen)) return false;
    p->has_year = true;
    p->w.year = (int16_t)(n < 70 ? 2000 + n : 1900 + n);
    p->at++;
    return true;
}

/* One part at p->at; false where there is none. */
static bool part(parser *p)
{
    const sr_piece *x = peek(p, 0);
    int n;
    if (!x) return false;
    if (!p->has_day && !p->has_month && !p->has_year && (iso(p) || numeric(p))) return true;
    if (glued_year(p) || clock_time(p)) return true;
    n = p->has_weekday ? 0 : phrase_value(p->model->weekdays, x);
    if (n && x->capital) {
        p->has_weekday = true;
        p->at++;
        return true;
    }
    n = p->has_month ? 0 : phrase_value(p->model->months, x);
    if (n && x->capital) {
        p->has_month = true;
        p->w.month = (uint8_t)n;
        p->at++;
        return true;
    }
    if (!p->has_year && year_number(x, &n)) {
        p->has_year = true;
        p->w.year = (int16_t)n;
        p->at++;
        return true;
    }
    if (short_year(p)) return true;
    n = plain_number(x, 2);
    if (p->has_day || n < 1 || n > 31 || sr_piece_is(peek(p, 1), ":")) return false;
    p->has_day = true;
    p->w.day = (uint8_t)n;
    p->at++;
    const sr_piece *suffix = peek(p, 0);
    if (suffix && !suffix->space && (sr_piece_is(suffix, "st") || sr_piece_is(suffix, "nd") || sr_piece_is(suffix, "rd") || sr_piece_is(suffix, "th"))) p->at++;
    return true;
}

/* Light punctuation and words between parts. */
static void separators(parser *p)
{
    static const char *const light[] = {",", ".", "|", "-", "/", "at", "of", "the", ":", ";", "on", "\xD8\x8C"};
    for (unsigned n = 0; n < 2; n++) {
        bool any = false;
        for (size_t i = 0; i < sizeof light / sizeof *light; i++) any |= sr_piece_is(peek(p, 0), light[i]);
        if (!any) return;
        p->at++;
    }
}

/* Day first, unless that is no date or the page looks American and both readings are dates. */
static void order_numeric(parser *p)
{
    uint8_t a = p->w.day, b = p->w.month;
    bool american = (p->american || p->meridiem) && a <= 12;
    if (!p->numeric || (b <= 12 && !american)) return;
    p->w.day = b;
    p->w.month = a;
}

uint32_t sr_when_at(const sr_clean *model, const sr_line_pieces *line, uint32_t at, sr_when *out)
{
    parser p = {.model = model, .line = line, .at = at, .w = {.offset_min = SR_NO_OFFSET}};
    uint32_t end = at;
    while (part(&p)) {
        end = p.at;
        separators(&p);
    }
    if (!p.has_month || (!p.has_year && !p.has_day)) return 0;
    order_numeric(&p);
    if (p.has_year && !sr_when_valid(&p.w)) return 0;
    *out = p.w;
    return end - at;
}

bool sr_when_find(const sr_clean *model, sr_arena *tmp, sr_str s, sr_when *out, sr_span *where)
{
    sr_line_pieces line = {0};
    if (s.size > SR_CUE_BYTES) s.size = SR_CUE_BYTES;
    sr_pieces_of(tmp, s, &line);
    for (uint32_t at = 0; at < line.items_count; at++) {
        uint32_t n = sr_when_at(model, &line, at, out);
        if (!n || !out->year || !out->day) continue;
        *where = (sr_span){line.items[at].span.begin, line.items[at + n - 1].span.end};
        return true;
    }
    return false;
}
