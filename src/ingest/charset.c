/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes to UTF-8, with a map back.
 *
 * Order of evidence: byte order mark; NULs at every other byte (UTF-16); valid UTF-8 (which no
 * other charset is by chance); the page's own label; nearly valid UTF-8, whose bad bytes become
 * U+FFFD; libuchardet; windows-1252. A label that is wrong must not spoil a text, so UTF-8 comes
 * before it. Map: ASCII stretches are exact; what was recoded is one inexact run for each
 * character of 8-bit and multi-byte charsets, for each word of UTF-16 and UTF-32. */
#include "ingest/internal.h"

#include <iconv.h>
#include <uchardet/uchardet.h>

#define DETECT_BYTES (1u << 20)
#define BAD_SHARE 20      /* one bad character in so many, and the charset is wrong */
#define ISO_2022_ESCAPE 0x1B

typedef struct decoder {
    sr_arena *arena;
    sr_str raw;
    sr_buf text;
    sr_runs runs;
    size_t characters, bad, first_bad; /* beyond ASCII; first_bad: an offset of raw */
} decoder;

/* -- UTF-16 and UTF-32 ------------------------------------------------------------------------- */

static bool zeros_at(sr_str raw, size_t offset, size_t step)
{
    size_t sample = raw.size < 4096 ? raw.size : 4096, zeros = 0, others = 0;
    for (size_t at = 0; at < sample; at++) {
        if (raw.data[at] != 0) continue;
        if (at % step == offset) zeros++;
        else others++;
    }
    return sample >= 8 && zeros * 10 > (sample / step) * 7 && others * 50 < zeros;
}

sr_wide sr_charset_wide(sr_str raw)
{
    static const sr_wide none = {0, false, 0, NULL};
    const char *b = raw.data;
    if (raw.size >= 4 && memcmp(b, "\xFF\xFE\0", 4) == 0) return (sr_wide){4, false, 4, "UTF-32LE"};
    if (raw.size >= 4 && memcmp(b, "\0\0\xFE\xFF", 4) == 0) return (sr_wide){4, true, 4, "UTF-32BE"};
    if (raw.size >= 2 && memcmp(b, "\xFF\xFE", 2) == 0) return (sr_wide){2, false, 2, "UTF-16LE"};
    if (raw.size >= 2 && memcmp(b, "\xFE\xFF", 2) == 0) return (sr_wide){2, true, 2, "UTF-16BE"};
    if (raw.size % 2 == 0 && zeros_at(raw, 1, 2)) return (sr_wide){2, false, 0, "UTF-16LE"};
    if (raw.size % 2 == 0 && zeros_at(raw, 0, 2)) return (sr_wide){2, true, 0, "UTF-16BE"};
    return none;
}

static uint32_t read_unit(sr_str raw, size_t at, const sr_wide *wide)
{
    uint32_t value = 0;
    for (unsigned i = 0; i < wide->unit; i++) {
        unsigned byte = (unsigned char)raw.data[at + (wide->big ? i : wide->unit - 1 - i)];
        value = value << 8 | byte;
    }
    return value;
}

static uint32_t read_wide(sr_str raw, size_t *at, const sr_wide *wide)
{
    if (*at + wide->unit > raw.size) {
        *at = raw.size;
        return SR_BAD_CHAR;
    }
    uint32_t c = read_unit(raw, *at, wide);
    *at += wide->unit;
    if (wide->unit == 2 && c >= 0xD800 && c < 0xDC00 && *at + 2 <= raw.size) {
        uint32_t low = read_unit(raw, *at, wide);
        if (low >= 0xDC00 && low < 0xE000) {
            *at += 2;
            return 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
        }
    }
    bool bad = c > 0x10FFFF || (c >= 0xD800 && c < 0xE000) || c == 0;
    return bad ? SR_BAD_CHAR : c;
}

/* Closes the inexact run that began at text, raw. */
static void close_run(decoder *d, uint32_t text, uint32_t raw, uint32_t raw_end)
{
    sr_runs_add(d->arena, &d->runs,
                (sr_run){text, (uint32_t)d->text.size - text, raw, raw_end - raw, false});
}

static void decode_wide(decoder *d, const sr_wide *wide)
{
    size_t at = wide->bom_bytes;
    uint32_t text = 0, raw = (uint32_t)at;
    while (at < d->raw.size) {
        uint32_t begin = (uint32_t)at;
        uint32_t c = read_wide(d->raw, &at, wide);
        char utf8[4];
        size_t n = sr_utf8_put(utf8, c);
        bool space = c == ' ' || c == '\n' || c == '\r' || c == '\t';
        if (space) {
            close_run(d, text, raw, begin);
            text = (uint32_t)d->text.size;
            raw = begin;
        }
        d->characters++;
        if (c == SR_BAD_CHAR && d->bad++ == 0) d->first_bad = begin;
        sr_buf_add(&d->text, utf8, n);
        if (!space) continue;
        close_run(d, text, raw, (uint32_t)at);
        text = (uint32_t)d->text.size;
        raw = (uint32_t)at;
    }
    close_run(d, text, raw, (uint32_t)d->raw.size);
}

/* -- one byte after another --------------------------------------------------------------------- */

static size_t ascii_end(sr_str s, size_t at)
{
    while (at < s.size && (unsigned char)s.data[at] < 0x80) at++;
    return at;
}

static void add_ascii(decoder *d, size_t begin, size_t end)
{
    sr_runs_add(d->arena, &d->runs,
                (sr_run){(uint32_t)d->text.size, (uint32_t)(end - begin), (uint32_t)begin,
                         (uint32_t)(end - begin), true});
    sr_buf_add(&d->text, d->raw.data + begin, end - begin);
}

static void add_recoded(decoder *d, const char *utf8, size_t n, sr_span raw)
{
    uint32_t text = (uint32_t)d->text.size;
    sr_buf_add(&d->text, utf8, n);
    close_run(d, text, raw.begin, raw.end);
}

static void add_bad(decoder *d, size_t at, size_t size)
{
    if (d->bad++ == 0) d->first_bad = at;
    add_recoded(d, "\xEF\xBF\xBD", 3, (sr_span){(uint32_t)at, (uint32_t)(at + size)});
}

static void decode_utf8(decoder *d)
{
    size_t at = 0;
    while (at < d->raw.size) {
        size_t end = at + sr_utf8_valid((sr_str){d->raw.data + at, d->raw.size - at});
        if (end > at) add_ascii(d, at, end); /* exact: copied byte for byte */
        if (end < d->raw.size) add_bad(d, end++, 1);
        at = end;
    }
}

/* Characters at a time, so that the map is as fine; ISO-2022 has no ASCII stretches. */
static void decode_iconv(decoder *d, iconv_t cd, bool ascii_based)
{
    size_t at = 0;
    while (at < d->raw.size) {
        size_t end = ascii_based ? ascii_end(d->raw, at) : at;
        if (end > at) add_ascii(d, at, end);
        at = end;
        if (at >= d->raw.size) return;
        char out[8], *to = out;
        union {
            const char *in;
            char *out;
        } from = {.in = d->raw.data + at};
        size_t left = d->raw.size - at, room = 4;
        iconv(cd, &from.out, &left, &to, &room);
        size_t used = (size_t)(from.in - (d->raw.data + at)), made = (size_t)(to - out);
        d->characters++;
        if (made)
            add_recoded(d, out, made, (sr_span){(uint32_t)at, (uint32_t)(at + used)});
        else if (used == 0) add_bad(d, at, used = 1);
        at += used;
    }
}

/* -- which charset ------------------------------------------------------------------------------- */

typedef struct census {
    size_t high, pairs, sequences, bad;
} census;

/* Counts bytes above ASCII, those beside another such byte, and how they fare as UTF-8. */
static census count_high(sr_str raw)
{
    census n = {0, 0, 0, 0};
    for (size_t at = ascii_end(raw, 0); at < raw.size; at = ascii_end(raw, at)) {
        size_t begin = at;
        while (at < raw.size && (unsigned char)raw.data[at] >= 0x80) {
            uint32_t c = sr_utf8_next(raw, &at);
            bool bad = c == SR_BAD_CHAR;
            n.bad += bad;
            n.sequences += !bad;
        }
        n.high += at - begin;
        n.pairs += at - begin > 1;
    }
    return n;
}

static const char *detect(sr_arena *arena, sr_str raw)
{
    uchardet_t detector = uchardet_new();
    if (!detector) return NULL;
    size_t size = raw.size < DETECT_BYTES ? raw.size : DETECT_BYTES;
    const char *name = NULL;
    if (uchardet_handle_data(detector, raw.data, size) == 0) {
        uchardet_data_end(detector);
        sr_str found = sr_str_c(uchardet_get_charset(detector));
        const char *known = sr_charset_label(found);
        name = known ? known : found.size ? sr_arena_copy(arena, found).data : NULL;
    }
    uchardet_delete(detector);
    return name;
}

/* valid: how much of raw is UTF-8 from its begin on. */
static const char *choose(sr_arena *arena, sr_str raw, size_t valid)
{
    const char *claimed = sr_charset_label(sr_charset_claimed(raw));
    bool escapes = memchr(raw.data, ISO_2022_ESCAPE, raw.size) != NULL;
    if (claimed && escapes && strcmp(claimed, "ISO-2022-JP") == 0) return claimed;
    if (valid == raw.size) return "UTF-8";
    bool wide = claimed && strncmp(claimed, "UTF-16", 6) == 0;
    census n = count_high(raw);
    bool nearly = n.bad * 10 < n.sequences;
    if (nearly && (!claimed || wide || strcmp(claimed, "UTF-8") == 0)) return "UTF-8";
    if (n.sequences > 100 && n.bad * 100 < n.sequences) return "UTF-8";
    if (claimed && !wide && strcmp(claimed, "UTF-8") != 0) return claimed;
    if (raw.size - valid < 4 && n.bad < 4 && n.sequences) return "UTF-8"; /* cut off */
    if (n.pairs == 0 && n.high * BAD_SHARE < raw.size) return "windows-1252";
    const char *found = detect(arena, raw);
    bool usable = found && strcmp(found, "UTF-8") != 0 && strcmp(found, "windows-1252") != 0;
    return usable ? found : "windows-1252";
}

/* -- decoding ------------------------------------------------------------------------------------- */

/* windows-1252 as browsers read it: the five bytes it leaves open are C1 controls. */
static void decode_latin(decoder *d)
{
    static const uint16_t C1[32] = {
        0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
        0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
        0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};
    for (size_t at = 0; at < d->raw.size;) {
        size_t end = ascii_end(d->raw, at);
        if (end > at) add_ascii(d, at, end);
        at = end;
        if (at >= d->raw.size) return;
        unsigned char byte = (unsigned char)d->raw.data[at];
        char utf8[4];
        size_t n = sr_utf8_put(utf8, byte < 0xA0 ? C1[byte - 0x80] : byte);
        add_recoded(d, utf8, n, (sr_span){(uint32_t)at, (uint32_t)at + 1});
        at++;
    }
}

static const char *decode_named(decoder *d, const char *name)
{
    iconv_t cd = iconv_open("UTF-8", name);
    bool known = cd != (iconv_t)-1;
    if (!known || strcmp(name, "windows-1252") == 0) {
        decode_latin(d);
        name = "windows-1252";
    } else {
        decode_iconv(d, cd, strncmp(name, "ISO-2022", 8) != 0 && strcmp(name, "UTF-7") != 0);
    }
    if (known) iconv_close(cd);
    return name;
}

static sr_status finish(decoder *d, const char *name, sr_source *out, sr_err *err)
{
    sr_status status = SR_OK;
    if (d->text.failed || sr_arena_failed(d->arena))
        status = SR_FAIL(err, SR_ERR_MEMORY, SR_INGEST_NAME, "no memory for the text");
    else if (d->text.size > SR_MAX_TEXT_BYTES)
        status = SR_FAIL(err, SR_ERR_LIMIT, SR_INGEST_NAME, "the text is larger than %u MiB",
                         SR_MAX_TEXT_BYTES >> 20);
    else if (strcmp(name, "UTF-8") != 0 && d->bad * BAD_SHARE > d->characters)
        status = sr_fail(err, SR_ERR_ENCODING, SR_INGEST_NAME, d->first_bad,
                         "not the %s text it claims to be; this is the first bad byte", name);
    if (status == SR_OK) {
        out->text = sr_arena_copy(d->arena, sr_buf_view(&d->text));
        out->runs = d->runs;
        out->charset = sr_str_c(name);
        if (sr_arena_failed(d->arena))
            status = SR_FAIL(err, SR_ERR_MEMORY, SR_INGEST_NAME, "no memory for the text");
    }
    sr_buf_free(&d->text);
    return status;
}

sr_status sr_charset_decode(sr_arena *arena, sr_str raw, sr_source *out, sr_err *err)
{
    decoder d = {.arena = arena, .raw = raw};
    sr_wide wide = sr_charset_wide(raw);
    if (wide.unit) {
        decode_wide(&d, &wide);
        return finish(&d, wide.name, out, err);
    }
    size_t valid = sr_utf8_valid(raw);
    const char *name = choose(arena, raw, valid);
    if (strcmp(name, "UTF-8") != 0) return finish(&d, decode_named(&d, name), out, err);
    if (valid < raw.size) {
        decode_utf8(&d);
        return finish(&d, name, out, err);
    }
    out->text = raw;
    out->charset = SR_STR("UTF-8");
    sr_runs_add(arena, &out->runs, (sr_run){0, (uint32_t)raw.size, 0, (uint32_t)raw.size, true});
    return sr_arena_failed(arena) ? SR_FAIL(err, SR_ERR_MEMORY, SR_INGEST_NAME, "no memory") : SR_OK;
}
