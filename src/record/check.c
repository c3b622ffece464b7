/* SPDX-License-Identifier: Apache-2.0 */
/* The promises of sr_record's layers. */
#include "record/record.h"

#define BROKEN(...) SR_FAIL(err, SR_ERR_INVARIANT, "check", __VA_ARGS__)

/* A stretch of the report's text; any, where the record was loaded without texts. */
static bool is_stretch(const sr_report *r, sr_span s) { return s.begin < s.end && (!r->text.size || s.end <= r->text.size); }

static sr_status check_report(const sr_record *record, const sr_report *r, sr_err *err)
{
    for (uint32_t i = 0; i < r->blocks_count; i++)
        if (!is_stretch(r, r->blocks[i].span) || (i && r->blocks[i].span.begin < r->blocks[i - 1].span.end))
            return BROKEN("%s: block %u is empty, out of order or outside the text", r->id, i);
    for (uint32_t i = 0; i < r->sentences_count; i++) {
        if (!is_stretch(r, r->sentences[i]) || (i && r->sentences[i].begin < r->sentences[i - 1].end))
            return BROKEN("%s: sentence %u is empty, out of order or outside the text", r->id, i);
        if (r->sentence_lines && r->sentence_lines[i] != SR_NONE && r->sentence_lines[i] >= record->lines_count)
            return BROKEN("%s: sentence %u is of no line", r->id, i);
    }
    return SR_OK;
}

static sr_status check_lines(const sr_record *record, sr_err *err)
{
    for (uint32_t i = 0; i < record->lines_count; i++) {
        const sr_line *l = &record->lines[i];
        if (i && strcmp(l->id, record->lines[i - 1].id) <= 0) return BROKEN("line %u is out of order", i);
        for (uint32_t k = 0; k < l->reports_count; k++)
            if (l->reports[k] >= record->reports_count || (k && l->reports[k] <= l->reports[k - 1]))
                return BROKEN("line %s: its reports are out of order", l->id);
    }
    return SR_OK;
}

static sr_status check_passages(const sr_record *record, const sr_reuse *u, sr_err *err)
{
    const sr_report *a = &record->reports[u->a], *b = &record->reports[u->b];
    for (uint32_t i = 0; i < u->passages_count; i++) {
        const sr_passage *p = &u->passages[i];
        if (!is_stretch(a, p->a) || !is_stretch(b, p->b))
            return BROKEN("reuse %s %s: passage %u is no span", a->id, b->id, i);
        if (i && p->a.begin < u->passages[i - 1].a.begin) return BROKEN("reuse %s %s: passages are out of order", a->id, b->id);
    }
    return SR_OK;
}

static sr_status check_reuse(const sr_record *record, sr_err *err)
{
    for (uint32_t i = 0; i < record->reuse_count; i++) {
        const sr_reuse *u = &record->reuse[i];
        if (u->a >= u->b || u->b >= record->reports_count) return BROKEN("reuse %u: no pair of reports", i);
        if (i && (u->a < u[-1].a || (u->a == u[-1].a && u->b <= u[-1].b))) return BROKEN("reuse %u is out of order", i);
        if (!(u->share_a >= 0 && u->share_a <= 1 && u->share_b >= 0 && u->share_b <= 1)) return BROKEN("reuse %u: a share is no share", i);
        sr_status status = check_passages(record, u, err);
        if (status) return status;
    }
    return SR_OK;
}

sr_status sr_record_check(const sr_record *record, sr_err *err)
{
    for (uint32_t i = 0; i < record->reports_count; i++) {
        const sr_report *r = &record->reports[i];
        if (record->sealed && i && (strcmp(r->id, r[-1].id) < 0 || memcmp(r->sha256, r[-1].sha256, sizeof r->sha256) <= 0))
            return BROKEN("report %u is out of order", i);
        sr_status status = check_report(record, r, err);
        if (status) return status;
    }
    sr_status status = check_lines(record, err);
    return status ? status : check_reuse(record, err);
}
