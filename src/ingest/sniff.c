/* SPDX-License-Identifier: Apache-2.0 */
/* What kind of bytes these are: empty, binary, HTML, or plain text. */
#include "ingest/internal.h"

#include <strings.h>

#define CONTROL_SAMPLE_BYTES (64u << 10)
#define CONTROL_SHARE 20     /* one control byte in so many, and it is no text */
#define HTML_SAMPLE_BYTES (16u << 10)
#define HTML_TAGS_NEEDED 6

typedef struct magic {
    const char *bytes;
    size_t size;
    const char *what;
} magic;

static const magic MAGICS[] = {
    {"%PDF-", 5, "a PDF"},
    {"\x89PNG\r\n", 6, "a PNG picture"},
    {"\xFF\xD8\xFF", 3, "a JPEG picture"},
    {"GIF87a", 6, "a GIF picture"},
    {"GIF89a", 6, "a GIF picture"},
    {"PK\x03\x04", 4, "a ZIP archive (or an office document)"},
    {"\x1F\x8B\x08", 3, "gzip data; decompress it first"},
    {"BZh91AY", 7, "bzip2 data; decompress it first"},
    {"\xFD" "7zXZ", 5, "xz data; decompress it first"},
    {"\x28\xB5\x2F\xFD", 4, "zstd data; decompress it first"},
    {"7z\xBC\xAF", 4, "a 7z archive"},
    {"\x7F" "ELF", 4, "a program"},
    {"SQLite format 3", 15, "an SQLite database"},
    {"\xD0\xCF\x11\xE0", 4, "an office document"},
    {"{\\rtf", 5, "an RTF document"},
    {"OggS", 4, "a media file"},
    {"ID3\x03", 4, "a media file"},
    {"ID3\x04", 4, "a media file"},
};

static bool blank(sr_str raw)
{
    size_t at = raw.size >= 3 && memcmp(raw.data, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    while (at < raw.size && memchr(" \t\r\n\f\v", raw.data[at], 6)) at++;
    return at == raw.size;
}

static bool blank_wide(sr_str raw)
{
    for (size_t at = 0; at < raw.size; at++)
        if (!memchr("\0 \t\r\n\f\v\xFF\xFE", raw.data[at], 9)) return false;
    return true;
}

static bool is_control(unsigned char c)
{
    return c < 0x20 ? !memchr("\t\n\r\f\v\x1A\x1B\b", c, 8) : c == 0x7F;
}

/* The first control byte where there are too many of them; raw.size where not. */
static size_t too_many_controls(sr_str raw)
{
    size_t sample = raw.size < CONTROL_SAMPLE_BYTES ? raw.size : CONTROL_SAMPLE_BYTES;
    size_t controls = 0, first = raw.size;
    for (size_t at = 0; at < sample; at++) {
        if (!is_control((unsigned char)raw.data[at])) continue;
        if (controls++ == 0) first = at;
    }
    return controls * CONTROL_SHARE > sample ? first : raw.size;
}

sr_status sr_sniff_bytes(sr_str raw, bool wide, sr_err *err)
{
    if (raw.size == 0) return sr_fail(err, SR_ERR_EMPTY, SR_INGEST_NAME, 0, "the input is empty");
    if (wide ? blank_wide(raw) : blank(raw))
        return sr_fail(err, SR_ERR_EMPTY, SR_INGEST_NAME, 0, "the input is only white space");
    for (size_t i = 0; i < sizeof MAGICS / sizeof *MAGICS; i++)
        if (sr_str_starts(raw, (sr_str){MAGICS[i].bytes, MAGICS[i].size}))
            return sr_fail(err, SR_ERR_BINARY, SR_INGEST_NAME, 0, "not text: this is %s",
                           MAGICS[i].what);
    if (wide) return SR_OK;
    const char *nul = memchr(raw.data, 0, raw.size);
    if (nul)
        return sr_fail(err, SR_ERR_BINARY, SR_INGEST_NAME, (uint64_t)(nul - raw.data),
                       "not text: a NUL byte");
    size_t control = too_many_controls(raw);
    if (control < raw.size)
        return sr_fail(err, SR_ERR_BINARY, SR_INGEST_NAME, control,
                       "not text: too many control bytes, this is the first");
    return SR_OK;
}

/* -- HTML ------------------------------------------------------------------------------------- */

static bool is_tag_name_end(char c) { return memchr(" \t\r\n\f/>", c, 7) != NULL; }

/* Does s[at] begin the tag <name ...>? */
static bool tag_at(sr_str s, size_t at, const char *name)
{
    size_t n = strlen(name);
    return at + n + 1 < s.size && strncasecmp(s.data + at + 1, name, n) == 0 &&
           is_tag_name_end(s.data[at + 1 + n]);
}

static bool any_tag_at(sr_str s, size_t at, const char *const *names)
{
    for (; *names; names++)
        if (tag_at(s, at, *names)) return true;
    return false;
}

static bool has_suffix(sr_str name, const char *suffix)
{
    size_t n = strlen(suffix);
    return name.size >= n && strncasecmp(name.data + name.size - n, suffix, n) == 0;
}

bool sr_sniff_html(sr_str text, sr_str name)
{
    static const char *const sure[] = {"!doctype", "html", "head", "body", "frameset", NULL};
    static const char *const feeds[] = {"rss", "feed", "urlset", "sitemapindex", "rdf:rdf", NULL};
    static const char *const common[] = {"p", "div", "a", "br", "br/", "span", "td", "tr", "table",
                                         "meta", "link", "script", "style", "li", "ul", "h1", "h2",
                                         "h3", "b", "i", "em", "strong", "img", "title", "article",
                                         "section", "font", "center", "blockquote", NULL};
    sr_str s = {text.data, text.size < HTML_SAMPLE_BYTES ? text.size : HTML_SAMPLE_BYTES};
    size_t tags = 0, first = s.size;
    for (size_t at = 0; at < s.size; at++) {
        if (s.data[at] != '<') continue;
        if (any_tag_at(s, at, feeds)) return false;
        bool is_sure = any_tag_at(s, at, sure);
        if (!is_sure && !any_tag_at(s, at, common)) continue;
        if (tags++ == 0) first = at;
        if (is_sure && (first < 1024 || tags > 1)) return true;
    }
    bool leads = sr_trim((sr_str){s.data, first}).size == 0;
    bool named = has_suffix(name, ".html") || has_suffix(name, ".htm") ||
                 has_suffix(name, ".xhtml") || has_suffix(name, ".shtml");
    return tags > 0 && (named || (leads && tags >= HTML_TAGS_NEEDED) || tags >= 4 * HTML_TAGS_NEEDED);
}
