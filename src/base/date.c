/* SPDX-License-Identifier: Apache-2.0 */
/* Calendar arithmetic (days from civil, Hinnant's chrono algorithms), ISO 8601 and RFC 2822. */
#include "base/date.h"

#include <stdio.h>

#include "base/utf8.h"

int64_t sr_days(int year, unsigned month, unsigned day)
{
    int64_t y = month <= 2 ? year - 1 : year;
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    unsigned yoe = (unsigned)(y - era * 400);
    unsigned doy = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    unsigned doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return era * 146097 + (int64_t)doe - 719468;
}

int64_t sr_when_utc_s(const sr_when *w)
{
    int64_t s = sr_days(w->year, w->month ? w->month : 1, w->day ? w->day : 1) * 86400;
    if (w->has_time) {
        s += w->hour * 3600 + w->minute * 60 + w->second;
        if (w->offset_min != SR_NO_OFFSET) s -= w->offset_min * 60;
    }
    return s;
}

static unsigned month_days(int year, unsigned month)
{
    static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

bool sr_when_valid(const sr_when *w)
{
    if (w->year < 1000 || w->year > 9999 || w->month > 12 || (w->day && !w->month)) return false;
    if (w->day && w->day > month_days(w->year, w->month)) return false;
    if (!w->has_time) return true;
    return w->hour < 24 && w->minute < 60 && w->second < 61 &&
           (w->offset_min == SR_NO_OFFSET || (w->offset_min > -24 * 60 && w->offset_min < 24 * 60));
}

size_t sr_when_date(const sr_when *w, char out[SR_WHEN_CHARS])
{
    int n = 0;
    out[0] = 0;
    if (w->year && w->month && w->day)
        n = snprintf(out, SR_WHEN_CHARS, "%04d-%02u-%02u", w->year, w->month, w->day);
    else if (w->year && w->month)
        n = snprintf(out, SR_WHEN_CHARS, "%04d-%02u", w->year, w->month);
    else if (w->year)
        n = snprintf(out, SR_WHEN_CHARS, "%04d", w->year);
    return (size_t)n;
}

size_t sr_when_iso(const sr_when *w, char out[SR_WHEN_CHARS])
{
    out[0] = 0;
    if (!w->year || !w->has_time || !w->day) return 0;
    size_t n = sr_when_date(w, out);
    n += (size_t)snprintf(out + n, SR_WHEN_CHARS - n, "T%02u:%02u:%02u", w->hour, w->minute, w->second);
    if (w->offset_min != SR_NO_OFFSET) {
        int o = w->offset_min < 0 ? -w->offset_min : w->offset_min;
        n += (size_t)snprintf(out + n, SR_WHEN_CHARS - n, "%c%02d:%02d", w->offset_min < 0 ? '-' : '+',
                              o / 60 % 24, o % 60);
    }
    return n;
}

/* -- parsing ----------------------------------------------------------------------------------- */
typedef struct cursor {
    sr_str s;
    size_t at;
} cursor;

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static char peek(const cursor *c) { return c->at < c->s.size ? c->s.data[c->at] : 0; }

/* Reads exactly `digits` digits, not followed by another unless more is set. */
static bool number(cursor *c, unsigned digits, unsigned *out)
{
    unsigned n = 0;
    if (c->at + digits > c->s.size) return false;
    for (unsigned i = 0; i < digits; i++) {
        char d = c->s.data[c->at + i];
        if (!is_digit(d)) return false;
        n = n * 10 + (unsigned)(d - '0');
    }
    c->at += digits;
    *out = n;
    return true;
}

static bool one_of(cursor *c, const char *set)
{
    char p = peek(c);
    if (!p || !strchr(set, p)) return false;
    c->at++;
    return true;
}

/* "Z", "+03:00", "-0400", "+03", " GMT", " UTC". */
static void zone(cursor *c, sr_when *w)
{
    cursor t = *c;
    unsigned h = 0, m = 0;
    while (peek(&t) == ' ') t.at++;
    size_t left = t.s.size - t.at;
    const char *p = t.s.data + t.at;
    w->offset_min = SR_NO_OFFSET;
    if (left >= 1 && (*p == 'Z' || *p == 'z')) {
        t.at++;
        w->offset_min = 0;
    } else if (left >= 3 && (memcmp(p, "GMT", 3) == 0 || memcmp(p, "UTC", 3) == 0)) {
        t.at += 3;
        w->offset_min = 0;
    } else if (left >= 3 && (*p == '+' || *p == '-')) {
        t.at++;
        if (!number(&t, 2, &h)) return;
        one_of(&t, ":");
        if (!number(&t, 2, &m)) m = 0;
        w->offset_min = (int16_t)((*p == '-' ? -1 : 1) * (int)(h * 60 + m));
    }
    if (w->offset_min != SR_NO_OFFSET) *c = t;
}

/* "T15:27:00.123-04:00" or " 15:27"; leaves the cursor alone where there is no time. */
static void clock_time(cursor *c, sr_when *w)
{
    cursor t = *c;
    unsigned h, m, s = 0;
    if (one_of(&t, "Tt")) {
    } else if (peek(&t) == ' ') {
        while (peek(&t) == ' ') t.at++;
    } else
        return;
    if (!number(&t, 2, &h)) return;
    bool colon = one_of(&t, ":");
    if (!number(&t, 2, &m)) return;
    if (colon ? one_of(&t, ":") : is_digit(peek(&t)))
        if (!number(&t, 2, &s)) return;
    if (one_of(&t, ".,"))
        while (is_digit(peek(&t))) t.at++;
    if (h > 23 || m > 59 || s > 60) return;
    w->has_time = true;
    w->hour = (uint8_t)h;
    w->minute = (uint8_t)m;
    w->second = (uint8_t)s;
    zone(&t, w);
    *c = t;
}

static bool iso_date(cursor *c, sr_when *w)
{
    unsigned y, m = 0, d = 0;
    if (!number(c, 4, &y)) return false;
    char sep = peek(c);
    if (sep == '-' || sep == '/' || sep == '.') {
        c->at++;
        if (!number(c, 2, &m)) return false;
        if (peek(c) == sep) {
            c->at++;
            if (!number(c, 2, &d)) return false;
        }
    } else if (!number(c, 2, &m) || !number(c, 2, &d))
        return false;
    *w = (sr_when){.year = (int16_t)y, .month = (uint8_t)m, .day = (uint8_t)d, .offset_min = SR_NO_OFFSET};
    return m > 0 && !is_digit(peek(c));
}

/* "Sat, 21 Jun 2014 15:27:00 GMT", the weekday optional. */
static bool rfc_date(cursor *c, sr_when *w)
{
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    unsigned d, y;
    if (c->s.size - c->at > 5 && c->s.data[c->at + 3] == ',') c->at += 4;
    while (peek(c) == ' ') c->at++;
    if (!number(c, 2, &d) && !number(c, 1, &d)) return false;
    if (!one_of(c, " -") || c->at + 3 > c->s.size) return false;
    for (unsigned m = 0; m < 12; m++)
        if (memcmp(months + 3 * m, c->s.data + c->at, 3) == 0) {
            c->at += 3;
            if (!one_of(c, " -") || !number(c, 4, &y)) return false;
            *w = (sr_when){.year = (int16_t)y, .month = (uint8_t)(m + 1), .day = (uint8_t)d, .offset_min = SR_NO_OFFSET};
            return true;
        }
    return false;
}

size_t sr_when_parse(sr_str s, bool whole, sr_when *out)
{
    sr_str t = sr_trim(s);
    if (t.size == 0) return 0;
    cursor c = {t, 0};
    sr_when w = {0};
    if (!iso_date(&c, &w)) {
        c.at = 0;
        if (!rfc_date(&c, &w)) return 0;
    }
    if (w.day) clock_time(&c, &w);
    if (!sr_when_valid(&w) || (whole && c.at != t.size)) return 0;
    *out = w;
    return (size_t)(t.data - s.data) + c.at;
}
