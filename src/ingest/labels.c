/* SPDX-License-Identifier: Apache-2.0 */
/* Labels of charsets as pages write them, by https://encoding.spec.whatwg.org/#names-and-labels,
 * to the name by which iconv knows what browsers do with them. One table, sorted by label. */
#include "ingest/internal.h"

#include <stdlib.h>
#include <strings.h>

typedef struct label {
    const char *label, *charset;
} label;

static const label LABELS[] = {
    {"866", "IBM866"}, {"ansi_x3.4-1968", "windows-1252"}, {"arabic", "ISO-8859-6"},
    {"ascii", "windows-1252"}, {"asmo-708", "ISO-8859-6"}, {"big5", "BIG5-HKSCS"},
    {"big5-hkscs", "BIG5-HKSCS"}, {"cn-big5", "BIG5-HKSCS"}, {"cp1250", "windows-1250"},
    {"cp1251", "windows-1251"}, {"cp1252", "windows-1252"}, {"cp1253", "windows-1253"},
    {"cp1254", "windows-1254"}, {"cp1255", "windows-1255"}, {"cp1256", "windows-1256"},
    {"cp1257", "windows-1257"}, {"cp1258", "windows-1258"}, {"cp819", "windows-1252"},
    {"cp866", "IBM866"}, {"cp936", "GB18030"}, {"cp949", "CP949"}, {"csbig5", "BIG5-HKSCS"},
    {"cseuckr", "CP949"}, {"cseucpkdfmtjapanese", "EUC-JP"}, {"csgb2312", "GB18030"},
    {"csisolatin1", "windows-1252"}, {"csisolatin2", "ISO-8859-2"},
    {"csisolatin5", "windows-1254"}, {"csisolatinarabic", "ISO-8859-6"},
    {"csisolatincyrillic", "ISO-8859-5"}, {"csisolatingreek", "ISO-8859-7"},
    {"csisolatinhebrew", "ISO-8859-8"}, {"cskoi8r", "KOI8-R"}, {"csshiftjis", "CP932"},
    {"cyrillic", "ISO-8859-5"}, {"dos-874", "CP874"}, {"ecma-114", "ISO-8859-6"},
    {"ecma-118", "ISO-8859-7"}, {"euc-jp", "EUC-JP"}, {"euc-kr", "CP949"}, {"gb18030", "GB18030"},
    {"gb2312", "GB18030"}, {"gb_2312", "GB18030"}, {"gb_2312-80", "GB18030"}, {"gbk", "GB18030"},
    {"greek", "ISO-8859-7"}, {"greek8", "ISO-8859-7"}, {"hebrew", "ISO-8859-8"},
    {"ibm819", "windows-1252"}, {"ibm866", "IBM866"}, {"iso-2022-jp", "ISO-2022-JP"},
    {"iso-8859-1", "windows-1252"}, {"iso-8859-10", "ISO-8859-10"}, {"iso-8859-11", "CP874"},
    {"iso-8859-13", "ISO-8859-13"}, {"iso-8859-14", "ISO-8859-14"},
    {"iso-8859-15", "ISO-8859-15"}, {"iso-8859-16", "ISO-8859-16"}, {"iso-8859-2", "ISO-8859-2"},
    {"iso-8859-3", "ISO-8859-3"}, {"iso-8859-4", "ISO-8859-4"}, {"iso-8859-5", "ISO-8859-5"},
    {"iso-8859-6", "ISO-8859-6"}, {"iso-8859-7", "ISO-8859-7"}, {"iso-8859-8", "ISO-8859-8"},
    {"iso-8859-8-i", "ISO-8859-8"}, {"iso-8859-9", "windows-1254"},
    {"iso-ir-100", "windows-1252"}, {"iso8859-1", "windows-1252"}, {"iso8859-15", "ISO-8859-15"},
    {"iso8859-2", "ISO-8859-2"}, {"iso8859-5", "ISO-8859-5"}, {"iso8859-9", "windows-1254"},
    {"iso88591", "windows-1252"}, {"iso885915", "ISO-8859-15"}, {"iso88592", "ISO-8859-2"},
    {"iso88595", "ISO-8859-5"}, {"iso88599", "windows-1254"}, {"iso_8859-1", "windows-1252"},
    {"iso_8859-15", "ISO-8859-15"}, {"iso_8859-2", "ISO-8859-2"}, {"iso_8859-5", "ISO-8859-5"},
    {"iso_8859-9", "windows-1254"}, {"koi", "KOI8-R"}, {"koi8", "KOI8-R"}, {"koi8-r", "KOI8-R"},
    {"koi8-ru", "KOI8-U"}, {"koi8-u", "KOI8-U"}, {"koi8_r", "KOI8-R"}, {"korean", "CP949"},
    {"ks_c_5601-1987", "CP949"}, {"ksc5601", "CP949"}, {"l1", "windows-1252"},
    {"l2", "ISO-8859-2"}, {"l5", "windows-1254"}, {"l9", "ISO-8859-15"},
    {"latin1", "windows-1252"}, {"latin2", "ISO-8859-2"}, {"latin3", "ISO-8859-3"},
    {"latin4", "ISO-8859-4"}, {"latin5", "windows-1254"}, {"latin6", "ISO-8859-10"},
    {"macintosh", "MACINTOSH"}, {"ms932", "CP932"}, {"ms_kanji", "CP932"}, {"shift-jis", "CP932"},
    {"shift_jis", "CP932"}, {"sjis", "CP932"}, {"sun_eu_greek", "ISO-8859-7"},
    {"tis-620", "CP874"}, {"unicode-1-1-utf-8", "UTF-8"}, {"us-ascii", "windows-1252"},
    {"utf-16", "UTF-16LE"}, {"utf-16be", "UTF-16BE"}, {"utf-16le", "UTF-16LE"},
    {"utf-8", "UTF-8"}, {"utf8", "UTF-8"}, {"windows-1250", "windows-1250"},
    {"windows-1251", "windows-1251"}, {"windows-1252", "windows-1252"},
    {"windows-1253", "windows-1253"}, {"windows-1254", "windows-1254"},
    {"windows-1255", "windows-1255"}, {"windows-1256", "windows-1256"},
    {"windows-1257", "windows-1257"}, {"windows-1258", "windows-1258"}, {"windows-31j", "CP932"},
    {"windows-874", "CP874"}, {"windows-949", "CP949"}, {"x-cp1250", "windows-1250"},
    {"x-cp1251", "windows-1251"}, {"x-cp1252", "windows-1252"}, {"x-cp1253", "windows-1253"},
    {"x-cp1254", "windows-1254"}, {"x-euc-jp", "EUC-JP"}, {"x-gbk", "GB18030"},
    {"x-mac-cyrillic", "MAC-CYRILLIC"}, {"x-mac-roman", "MACINTOSH"}, {"x-sjis", "CP932"},
    {"x-x-big5", "BIG5-HKSCS"},
};

static int by_label(const void *key, const void *item)
{
    return strcmp(key, ((const label *)item)->label);
}

const char *sr_charset_label(sr_str name)
{
    char key[32];
    name = sr_trim(name);
    if (name.size == 0 || name.size >= sizeof key) return NULL;
    for (size_t i = 0; i < name.size; i++) {
        char c = name.data[i];
        key[i] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
    }
    key[name.size] = 0;
    const label *found =
        bsearch(key, LABELS, sizeof LABELS / sizeof *LABELS, sizeof *LABELS, by_label);
    return found ? found->charset : NULL;
}

/* The value behind "charset" and "=" at s[at]; empty if there is none. */
static sr_str value_at(sr_str s, size_t at)
{
    while (at < s.size && memchr(" \t\r\n", s.data[at], 4)) at++;
    if (at >= s.size || s.data[at] != '=') return SR_STR("");
    at++;
    while (at < s.size && memchr(" \t\r\n\"'", s.data[at], 6)) at++;
    size_t end = at;
    while (end < s.size && !memchr(" \t\r\n\"';/>", s.data[end], 9)) end++;
    return (sr_str){s.data + at, end - at};
}

sr_str sr_charset_claimed(sr_str raw)
{
    enum { SAMPLE_BYTES = 4096, WORD = 7 };
    sr_str s = {raw.data, raw.size < SAMPLE_BYTES ? raw.size : SAMPLE_BYTES};
    bool in_meta = false;
    for (size_t at = 0; at + WORD < s.size; at++) {
        if (s.data[at] == '<') in_meta = strncasecmp(s.data + at, "<meta", 5) == 0;
        if (s.data[at] == '>') in_meta = false;
        if (!in_meta || strncasecmp(s.data + at, "charset", WORD) != 0) continue;
        sr_str value = value_at(s, at + WORD);
        if (value.size) return value;
    }
    return SR_STR("");
}
