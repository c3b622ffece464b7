/* SPDX-License-Identifier: Apache-2.0 */
/* Plain text: which units are body. Units that a cue, a date or a credit decides stand fixed; of
 * the others, running text forms runs, the run that says most is the main one, and runs that speak
 * of the same things join it. The title is the line before it whose words the text takes up again.
 * What remains gets its kind from where it stands: between title and lead, between paragraphs, or
 * behind the last one. Weights below were tuned on the seeds and on plain-text dumps of pages. */
#include "clean/text.h"

#define PROSE 0.0f          /* score from which a unit is running text */
#define GAP 3u              /* this many units in a row that are no body end a run */
#define REST_WORDS 60u      /* a cue for "all the rest" counts once so many words of prose stand before it */
#define TITLE_MOST_WORDS 30u
#define TITLE_LEAST 0.4f    /* a line that scores less is no title */
#define TITLE_LEAD 1.2f     /* a lower line must score so much more to be taken for the title */
#define SUBHEAD_MOST_WORDS 14u
#define HEAD_WORDS 80u      /* prose before a dateline that is caption or standfirst, not lead */
#define LONG_RUN 60u         /* words; such a run need share less */
#define LONG_RUN_COHESION 0.12f
#define NEAR 4u              /* loose lines that may stand before a run that names who said what */
#define FOOT_UNITS 12u       /* a credit so near behind the main run is the report's */
#define STANDFIRST_WORDS 45u
#define COHESION 0.30f      /* share of a run's content words that the main run has too */

typedef struct run {
    uint32_t begin, end; /* units */
    uint32_t words;
    bool body;
} run;

typedef struct decoder {
    const sr_clean *model;
    const sr_doc *doc;
    sr_arena *tmp;
    sr_units *units;
    sr_look *looks;
    uint32_t rest; /* units from here on are no body */
    uint32_t title; /* SR_NONE: there is none */
    SR_LAYER(run, runs);
    uint32_t main_run;
} decoder;

static sr_unit *unit(const decoder *d, uint32_t i) { return &d->units->items[i]; }

static bool is_prose(const decoder *d, uint32_t i)
{
    return i < d->rest && !d->looks[i].fixed && unit(d, i)->score >= PROSE;
}

/* -- all the rest -------------------------------------------------------------------------------------- */
/* "###", "# # #": a press release ends. */
static bool is_end_sign(sr_str s)
{
    uint32_t signs = 0;
    for (size_t i = 0; i < s.size; i++) {
        if (s.data[i] != '#' && s.data[i] != ' ') return false;
        signs += s.data[i] == '#';
    }
    return signs >= 3;
}

static void find_rest(decoder *d)
{
    uint32_t words = 0;
    d->rest = d->units->items_count;
    for (uint32_t i = 0; i < d->units->items_count; i++) {
        const sr_cue *cue = d->looks[i].fixed ? d->looks[i].cue : NULL;
        bool ends = is_end_sign(sr_doc_str(d->doc, unit(d, i)->span));
        ends |= cue && (cue->scope == SR_SCOPE_REST || cue->kind == SR_BLOCK_COMMENTS);
        if (ends && words >= REST_WORDS) {
            d->rest = i;
            break;
        }
        if (is_prose(d, i)) words += d->looks[i].words;
    }
    sr_block_kind kind = SR_BLOCK_CHROME;
    for (uint32_t i = d->rest; i < d->units->items_count; i++) {
        const sr_cue *cue = d->looks[i].cue;
        if (d->looks[i].fixed && cue && cue->scope == SR_SCOPE_REST) kind = cue->kind;
        else if (i == d->rest) kind = unit(d, i)->kind;
        if (d->looks[i].fixed && unit(d, i)->kind == SR_BLOCK_POLICY) continue;
        unit(d, i)->kind = kind;
        unit(d, i)->why = SR_STR("behind the end of the report");
    }
}

/* -- runs ------------------------------------------------------------------------------------------------ */
/* A short line inside a run: a subhead, or a fragment that ends like a sentence. */
static bool may_stand_inside(const decoder *d, uint32_t i)
{
    const sr_look *l = &d->looks[i];
    return l->fixed || l->words <= SUBHEAD_MOST_WORDS || l->terminal;
}

/* A row of a table or a fact box: "Amatrice 184 215", "4,700 injured". It ends nothing. */
static bool is_figures(const decoder *d, uint32_t i)
{
    const sr_look *l = &d->looks[i];
    bool opens = sr_is_digit((unsigned char)d->doc->text[unit(d, i)->span.begin]);
    return l->words <= 8 && !l->terminal && (opens || l->numbers >= 2) && l->numbers * 4 >= l->words;
}

static void find_runs(decoder *d)
{
    uint32_t gap = 0;
    run *open = NULL;
    for (uint32_t i = 0; i < d->rest; i++) {
        if (!is_prose(d, i)) {
            const sr_look *l = &d->looks[i];
            bool zone = l->fixed && l->cue && l->cue->scope >= SR_SCOPE_ZONE;
            if (zone || !may_stand_inside(d, i)) gap = GAP;
            else gap += !l->fixed && !is_figures(d, i); /* a share button ends nothing */
            if (gap >= GAP) open = NULL;
            continue;
        }
        if (!open) {
            open = SR_PUSH(d->tmp, d, runs);
            if (!open) return;
            *open = (run){.begin = i};
        }
        open->end = i + 1;
        open->words += d->looks[i].words;
        gap = 0;
    }
}

/* The content words of the running text in units [begin, end), sorted, no doubles. */
static sr_look vocabulary(const decoder *d, uint32_t begin, uint32_t end)
{
    uint32_t room = 0, n = 0;
    for (uint32_t i = begin; i < end; i++) room += is_prose(d, i) ? d->looks[i].content_count : 0;
    uint32_t *words = sr_arena_alloc(d->tmp, room * sizeof *words);
    for (uint32_t i = begin; words && i < end; i++)
        for (uint32_t w = 0; is_prose(d, i) && w < d->looks[i].content_count; w++) words[n++] = d->looks[i].content[w];
    return (sr_look){.content = words, .content_count = sr_text_sort_unique(words, n)};
}

/* Content words of run r that `main` has too, as a share. */
static float cohesion(const decoder *d, const run *r, const sr_look *main)
{
    sr_look mine = vocabulary(d, r->begin, r->end);
    return mine.content_count ? (float)sr_text_common(&mine, main) / (float)mine.content_count : 0;
}

/* The credit at the foot, not far behind the main run: what stands before it is still the report. */
static uint32_t foot_credit(const decoder *d)
{
    uint32_t end = d->runs[d->main_run].end, found = 0;
    for (uint32_t i = end; i < d->rest && i < end + FOOT_UNITS; i++)
        if (d->looks[i].fixed && unit(d, i)->kind == SR_BLOCK_CREDIT) found = i;
    return found;
}

/* Near behind the main run, several paragraphs that name who said what: the report goes on. */
static bool tells_on(const decoder *d, const run *x)
{
    uint32_t paragraphs = 0, tells = 0, address = 0, loose = 0;
    for (uint32_t i = x->begin; i < x->end; i++) {
        paragraphs += is_prose(d, i);
        tells += is_prose(d, i) ? d->looks[i].tells : 0;
        address += d->looks[i].address;
    }
    for (uint32_t i = x->begin; i > 0 && !is_prose(d, i - 1); i--) loose += !d->looks[i - 1].fixed && !is_figures(d, i - 1);
    return paragraphs >= 2 && tells > address && loose <= NEAR;
}

static float least_cohesion(const decoder *d, const run *x, bool inside)
{
    if (inside || (x->begin > d->runs[d->main_run].begin && tells_on(d, x))) return 0;
    return x->words >= LONG_RUN ? LONG_RUN_COHESION : COHESION;
}

/* One paragraph alone, with a heading of teasers somewhere between the text and it: a teaser. */
static bool alone_in_zone(const decoder *d, const run *x)
{
    uint32_t paragraphs = 0;
    for (uint32_t i = x->begin; i < x->end; i++) paragraphs += is_prose(d, i);
    for (uint32_t i = x->begin; paragraphs == 1 && i > 0 && !is_prose(d, i - 1); i--) {
        const sr_look *l = &d->looks[i - 1];
        if (l->fixed && l->cue && l->cue->scope == SR_SCOPE_ZONE) return true;
    }
    return false;
}

static void choose_runs(decoder *d)
{
    uint32_t best = SR_NONE;
    for (uint32_t r = 0; r < d->runs_count; r++)
        if (best == SR_NONE || d->runs[r].words > d->runs[best].words) best = r;
    d->main_run = best;
    if (best == SR_NONE) return;
    d->runs[best].body = true;
    sr_look main = vocabulary(d, d->runs[best].begin, d->runs[best].end);
    uint32_t foot = foot_credit(d);
    for (uint32_t r = 0; r < d->runs_count; r++) {
        run *x = &d->runs[r];
        const sr_cue *cue = x->begin ? d->looks[x->begin - 1].cue : NULL;
        bool in_zone = cue && d->looks[x->begin - 1].fixed && cue->scope >= SR_SCOPE_ZONE && r > best;
        in_zone |= r > best && x->end > foot && alone_in_zone(d, x);
        if (x->body || in_zone || x->words < 12) continue;
        bool inside = r > 0 && d->runs[r - 1].body && r < best; /* the report goes on behind it */
        inside |= r > best && x->end <= foot; /* or ends with its credit */
        x->body = d->looks[x->begin].dateline || cohesion(d, x, &main) >= least_cohesion(d, x, inside);
    }
}

/* -- the lead ---------------------------------------------------------------------------------------------- */
static uint32_t first_body(const decoder *d)
{
    for (uint32_t r = 0; r < d->runs_count; r++)
        if (d->runs[r].body) return d->runs[r].begin;
    return d->units->items_count;
}

/* A line glued to the date above it, verbless or standing apart from the lead: a caption. */
static bool is_head_caption(const decoder *d, uint32_t i)
{
    if (d->looks[i].words > 60 || d->looks[i].dateline) return false;
    bool glued = i > 0 && unit(d, i)->blank_before == 0 && unit(d, i - 1)->kind == SR_BLOCK_DATE;
    bool next_apart = i + 1 < d->units->items_count && unit(d, i + 1)->blank_before > 0;
    bool english = d->looks[i].function_words * 10 >= d->looks[i].words; /* we know no other language's verbs */
    return glued && ((english && d->looks[i].verbless) || (next_apart && d->looks[i].words <= 40));
}

/* A standfirst: running text between the title and a date or byline, with the report behind it. */
static void trim_standfirst(decoder *d, uint32_t first)
{
    uint32_t words = 0, i = first;
    for (; i < d->rest && is_prose(d, i); i++) words += d->looks[i].words;
    bool stamp = i < d->rest && (unit(d, i)->kind == SR_BLOCK_DATE || unit(d, i)->kind == SR_BLOCK_BYLINE);
    bool report_follows = false;
    for (uint32_t k = i + 1; k < d->rest && k < i + 4; k++) report_follows |= is_prose(d, k);
    if (first == 0 || words > STANDFIRST_WORDS || !stamp || !report_follows) return;
    for (uint32_t k = first; k < i; k++) {
        unit(d, k)->kind = SR_BLOCK_SUBHEAD;
        unit(d, k)->why = SR_STR("a standfirst, before date or byline");
        d->looks[k].fixed = true;
    }
}

/* A caption or standfirst without a full stop, though the paragraphs behind it have one. */
static bool stands_open(const decoder *d, uint32_t first)
{
    uint32_t ended = 0;
    if (first == 0 || first + 3 >= d->rest || !is_prose(d, first) || d->looks[first].terminal || d->looks[first].dateline) return false;
    for (uint32_t i = first + 1; i < d->rest && i < first + 6; i++) {
        if (is_prose(d, i) && !d->looks[i].terminal) return false;
        ended += is_prose(d, i);
    }
    return ended >= 2;
}

/* Takes from the body what stands before a dateline, and captions before the lead. */
static void trim_head(decoder *d, uint32_t first)
{
    uint32_t words = 0;
    for (uint32_t i = first; i < d->rest && words <= HEAD_WORDS; i++) {
        if (is_prose(d, i) && d->looks[i].dateline && i > first) {
            for (uint32_t k = first; k < i; k++)
                if (is_prose(d, k)) {
                    unit(d, k)->kind = is_head_caption(d, k) ? SR_BLOCK_CAPTION : SR_BLOCK_SUBHEAD;
                    unit(d, k)->why = SR_STR("before the dateline");
                    d->looks[k].fixed = true;
                }
            return;
        }
        if (is_prose(d, i)) words += d->looks[i].words;
    }
    if (first < d->rest && is_prose(d, first) && is_head_caption(d, first)) {
        unit(d, first)->kind = SR_BLOCK_CAPTION;
        unit(d, first)->why = SR_STR("glued to the date, before the lead");
        d->looks[first].fixed = true;
    } else if (stands_open(d, first)) {
        unit(d, first)->kind = d->looks[first].verbless ? SR_BLOCK_CAPTION : SR_BLOCK_SUBHEAD;
        unit(d, first)->why = SR_STR("without a full stop, before the lead");
        d->looks[first].fixed = true;
    }
}

/* -- the title ------------------------------------------------------------------------------------------------ */
static bool may_be_title(const decoder *d, uint32_t i)
{
    const sr_look *l = &d->looks[i];
    sr_str s = sr_doc_str(d->doc, unit(d, i)->span);
    if (l->fixed || l->words < 2 || l->words > TITLE_MOST_WORDS || l->bullet || s.data[0] == '(' || s.data[0] == '-' || s.data[0] == '#') return false;
    return !(l->terminal && is_prose(d, i) && l->words > 16);
}

/* How many of the unit's content words `text` takes up, and how near the lead (unit `first`) it is. */
static float title_score(const decoder *d, uint32_t i, uint32_t first, const sr_look *text)
{
    const sr_look *l = &d->looks[i];
    uint32_t found = sr_text_common(l, text), between = 0;
    for (uint32_t k = i + 1; k < first && between < 8; k++) between += !d->looks[k].fixed;
    float share = l->content_count ? (float)found / (float)l->content_count : 0;
    float score = 2.0f * share + 0.25f * (float)found - 0.35f * (float)between;
    if (i == 0) score += 0.8f;
    if (l->terminal) score -= 1.0f;
    if (l->words < 4) score -= 1.2f;
    return score;
}

/* A standfirst below the title shares as many words and stands nearer to the lead: of two
 * candidates close to each other the upper one is the title. */
static bool beats(float score, uint32_t i, float best, uint32_t best_at)
{
    if (best_at == SR_NONE) return score > TITLE_LEAST;
    return score > best + (i - best_at <= 3 ? TITLE_LEAD : 0);
}

static void take_title(decoder *d, uint32_t i, const char *why)
{
    d->title = i;
    unit(d, i)->kind = SR_BLOCK_TITLE;
    unit(d, i)->why = sr_str_c(why);
    d->looks[i].fixed = true;
}

static void find_title(decoder *d, uint32_t first)
{
    float best = 0;
    uint32_t best_at = SR_NONE;
    sr_look text = vocabulary(d, first, d->rest);
    for (uint32_t i = 0; i < first && i < d->units->items_count; i++) {
        if (!may_be_title(d, i)) continue;
        float score = title_score(d, i, first, &text);
        if (!beats(score, i, best, best_at)) continue;
        best = score;
        best_at = i;
    }
    if (best_at != SR_NONE) take_title(d, best_at, "its words return in the text");
    for (uint32_t i = 0; best_at == SR_NONE && i < first; i++) { /* a title that ends like a sentence */
        bool standfirst = unit(d, i)->kind == SR_BLOCK_SUBHEAD && d->looks[i].fixed && !d->looks[i].cue;
        if (standfirst && d->looks[i].words <= TITLE_MOST_WORDS) {
            take_title(d, i, "above date or byline");
            break;
        }
    }
}

/* -- kinds of what is left --------------------------------------------------------------------------------------- */
static void drop(const decoder *d, uint32_t i, sr_block_kind kind, const char *why)
{
    unit(d, i)->kind = kind;
    unit(d, i)->why = sr_str_c(why);
    d->looks[i].fixed = true;
}

/* Is unit i link text: a "Read more" follows it? */
static bool is_link_text(const decoder *d, uint32_t i)
{
    uint32_t next = i + 1;
    return next < d->units->items_count && d->looks[next].fixed && d->looks[next].words <= 4 &&
           (unit(d, next)->kind == SR_BLOCK_CHROME || unit(d, next)->kind == SR_BLOCK_TEASER || unit(d, next)->kind == SR_BLOCK_RELATED);
}

static void name_head(decoder *d, uint32_t first)
{
    sr_block_kind zone = SR_BLOCK_CHROME;
    uint32_t title = d->title == SR_NONE ? 0 : d->title;
    for (uint32_t i = 0; i < first && i < d->rest; i++) {
        const sr_look *l = &d->looks[i];
        if (l->fixed) {
            if (l->cue && l->cue->scope == SR_SCOPE_ZONE) zone = unit(d, i)->kind;
            continue;
        }
        if (d->title != SR_NONE && i > title)
            drop(d, i, is_head_caption(d, i) && !l->bullet ? SR_BLOCK_CAPTION : SR_BLOCK_SUBHEAD, "between title and lead");
        else if (i + 1 == title && l->words <= 3)
            drop(d, i, SR_BLOCK_SECTION, "above the title");
        else
            drop(d, i, is_link_text(d, i) ? SR_BLOCK_TEASER : zone, "before the title");
    }
}

static uint32_t last_body(const decoder *d)
{
    uint32_t end = 0;
    for (uint32_t r = 0; r < d->runs_count; r++)
        if (d->runs[r].body) end = d->runs[r].end;
    return end;
}

/* How many units in a row from i are neither fixed nor prose. */
static uint32_t loose_lines(const decoder *d, uint32_t i)
{
    uint32_t n = 0;
    while (i + n < d->rest && !d->looks[i + n].fixed && !is_prose(d, i + n)) n++;
    return n;
}

/* Lines between paragraphs: subheads, fragments, lists, teasers. */
static void name_inside(decoder *d, uint32_t first, uint32_t end)
{
    sr_block_kind zone = SR_BLOCK_BODY;
    uint32_t loose = 0;
    for (uint32_t i = first; i < end; i++) {
        const sr_look *l = &d->looks[i];
        if (is_prose(d, i)) zone = SR_BLOCK_BODY;
        if (l->fixed && l->cue && l->cue->scope == SR_SCOPE_ZONE) zone = unit(d, i)->kind;
        if (l->fixed || is_prose(d, i)) {
            loose = 0;
            continue;
        }
        if (!loose) loose = loose_lines(d, i);
        if (zone != SR_BLOCK_BODY) drop(d, i, zone, "under a heading of teasers");
        else if (is_link_text(d, i)) drop(d, i, SR_BLOCK_TEASER, "a link follows");
        else if ((l->terminal && !l->question) || (l->bullet && l->words >= 4)) continue;
        else if (l->words >= 4 && l->function_words * 5 >= l->words && l->words > SUBHEAD_MOST_WORDS) continue;
        else drop(d, i, loose >= GAP ? SR_BLOCK_TEASER : SR_BLOCK_SUBHEAD, "a short line between paragraphs");
    }
}

static void name_tail(decoder *d, uint32_t end)
{
    sr_block_kind zone = SR_BLOCK_RELATED;
    for (uint32_t i = end; i < d->rest; i++) {
        if (d->looks[i].fixed && d->looks[i].cue && d->looks[i].cue->scope == SR_SCOPE_ZONE) zone = unit(d, i)->kind;
        if (!d->looks[i].fixed) drop(d, i, zone, "behind the last paragraph");
    }
}

/* Runs that do not belong to the body. */
static void drop_runs(decoder *d)
{
    for (uint32_t r = 0; r < d->runs_count; r++)
        for (uint32_t i = d->runs[r].begin; !d->runs[r].body && i < d->runs[r].end; i++)
            if (!d->looks[i].fixed) drop(d, i, r < d->main_run ? SR_BLOCK_TEASER : SR_BLOCK_RELATED, "speaks of other things");
}

/* A text without running text: all that nothing decides is body, so that nothing is lost. */
static void keep_all(const decoder *d)
{
    for (uint32_t i = 0; i < d->rest; i++)
        if (!d->looks[i].fixed) unit(d, i)->why = SR_STR("no running text");
}

sr_status sr_text_units(const sr_clean *model, const sr_doc *doc, sr_scratch *tmp, sr_units *out,
                        sr_err *err)
{
    decoder d = {.model = model, .doc = doc, .tmp = tmp->arena, .units = out, .title = SR_NONE, .main_run = SR_NONE};
    sr_text_paragraphs(doc, tmp->arena, out);
    d.looks = sr_text_look(model, doc, tmp->arena, out);
    if (!d.looks || sr_arena_failed(tmp->arena)) return SR_FAIL(err, SR_ERR_MEMORY, "clean", "out of memory");
    find_rest(&d);
    find_runs(&d);
    choose_runs(&d);
    if (d.main_run == SR_NONE) {
        keep_all(&d);
        return SR_OK;
    }
    trim_standfirst(&d, first_body(&d));
    trim_head(&d, first_body(&d));
    uint32_t first = first_body(&d);
    while (first < d.rest && !is_prose(&d, first)) first++;
    find_title(&d, first);
    drop_runs(&d);
    name_head(&d, first);
    name_inside(&d, first, last_body(&d));
    name_tail(&d, last_body(&d));
    for (uint32_t i = 0; i < out->items_count; i++)
        if (out->items[i].kind == SR_BLOCK_BODY) out->items[i].why = SR_STR("running text");
    return SR_OK;
}
