/* SPDX-License-Identifier: Apache-2.0 */
/* ingest: bytes of one report -> UTF-8 text, its source map, and for HTML elements and fields.
 *
 * Reads raw bytes; writes file, sha256, raw_bytes, media, charset, text, runs, elements, fields.
 * Plain UTF-8 text is kept byte for byte (the text is the file, byte order mark included); other
 * charsets are decoded, and pages go through html.c. */
#include "ingest/internal.h"

#include <nettle/sha2.h>

static sr_status check_size(sr_str raw, sr_err *err)
{
    if (raw.size <= SR_MAX_REPORT_BYTES) return SR_OK;
    return sr_fail(err, SR_ERR_LIMIT, SR_INGEST_NAME, SR_MAX_REPORT_BYTES,
                   "the report is larger than %u MiB", SR_MAX_REPORT_BYTES >> 20);
}

static void hash_raw(sr_doc *doc, sr_str raw)
{
    struct sha256_ctx state;
    sha256_init(&state);
    sha256_update(&state, raw.size, (const uint8_t *)raw.data);
    sha256_digest(&state, sizeof doc->sha256, doc->sha256);
}

static sr_status take_text(sr_doc *doc, const sr_source *source, sr_err *err)
{
    sr_str text = sr_arena_copy(doc->arena, source->text);
    doc->text = text.data;
    doc->text_size = (uint32_t)text.size;
    sr_runs runs = {0};
    uint32_t hint = 0;
    sr_runs_copy(doc->arena, &source->runs, (sr_span){0, doc->text_size}, 0, &runs, &hint);
    doc->runs = runs.items;
    doc->runs_count = runs.items_count;
    doc->runs_room = runs.items_room;
    if (sr_arena_failed(doc->arena)) return SR_FAIL(err, SR_ERR_MEMORY, SR_INGEST_NAME, "no memory");
    return SR_OK;
}

sr_status sr_ingest_run(sr_doc *doc, sr_str file, sr_str raw, sr_scratch *tmp, sr_err *err)
{
    sr_status status = check_size(raw, err);
    if (status == SR_OK) status = sr_sniff_bytes(raw, sr_charset_wide(raw).unit != 0, err);
    if (status != SR_OK) return status;
    doc->file = sr_arena_copy(doc->arena, file);
    doc->raw_bytes = raw.size;
    hash_raw(doc, raw);
    sr_source source = {0};
    status = sr_charset_decode(tmp->arena, raw, &source, err);
    if (status != SR_OK) return status;
    doc->charset = sr_arena_copy(doc->arena, source.charset);
    doc->media = sr_sniff_html(source.text, file) ? SR_MEDIA_HTML : SR_MEDIA_TEXT;
    status = doc->media == SR_MEDIA_HTML ? sr_html_run(doc, &source, tmp, err)
                                         : take_text(doc, &source, err);
    if (status != SR_OK) return status;
    if (sr_trim((sr_str){doc->text, doc->text_size}).size == 0)
        return sr_fail(err, SR_ERR_EMPTY, SR_INGEST_NAME, 0, "there is no text in it");
    doc->done |= 1u << SR_STAGE_INGEST;
    return SR_OK;
}
