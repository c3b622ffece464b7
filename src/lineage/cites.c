/* SPDX-License-Identifier: Apache-2.0 */
/* Who stands behind a report as a whole (outlet, credited agency), and which sentences name an
 * agency or another outlet as their origin: a cue before the name ("told Reuters", "according to
 * the state news agency SANA") or behind it ("AFP reported", "Associated Press and other sources
 * report"). The cues are rows of lineage.txt. What is quoted is the speaker's, not the report's. */
#include "lineage/internal.h"

/* -- origins --------------------------------------------------------------------------------- */

/* The run name of an outlet or agency as printed: one of the model's, or a new one. */
static uint32_t name_index(sr_lin_run *run, sr_str printed)
{
    if (!printed.size) return SR_NONE;
    uint32_t name = sr_lin_name_of(run->model, run->tmp, printed), value;
    if (name != SR_NONE) return name;
    sr_words words = {0};
    sr_words_of(run->tmp, printed.data, (sr_span){0, (uint32_t)printed.size}, &words);
    if (!words.items_count) return SR_NONE;
    if (sr_phrases_match(run->outlets, &words, 0, &value) == words.items_count) return value;
    sr_lin_name *n = SR_PUSH(run->arena, run, names);
    if (!n) return SR_NONE;
    *n = (sr_lin_name){.canonical = printed};
    sr_phrases_add(run->outlets, printed, run->names_count - 1);
    return run->names_count - 1;
}

/* Does the block of the credit say that the agency only helped? "AP contributed to this report" */
static bool partial_credit(const sr_lin_run *run, const sr_report *r, sr_span credit)
{
    if (credit.begin == credit.end) return false;
    for (uint32_t i = 0; i < r->blocks_count; i++) {
        sr_span block = r->blocks[i].span;
        if (!sr_span_holds(block, credit) || block.end > r->text.size || sr_span_size(block) > 400) continue;
        sr_words words = {0};
        uint32_t value;
        sr_words_of(run->tmp, r->text.data, block, &words);
        for (uint32_t w = 0; w < words.items_count; w++)
            if (sr_phrases_match(run->model->sets[SR_LIN_PARTIAL], &words, w, &value)) return true;
    }
    return false;
}

static void read_credit(sr_lin_run *run, sr_lin_text *t, const sr_credit *c)
{
    if (c->role != SR_CREDIT_AGENCY) return;
    if (!c->name.size || sr_lin_is(run->model, SR_LIN_NAMELESS, run->tmp, c->name)) {
        t->nameless = true;
        if (t->agency == SR_NONE) t->credit = c->span;
        return;
    }
    uint32_t name = name_index(run, c->name);
    if (name == SR_NONE || t->agency != SR_NONE || partial_credit(run, t->report, c->span)) return;
    t->agency = name;
    t->credit = c->span;
}

static void read_origin(sr_lin_run *run, sr_lin_text *t)
{
    t->agency = SR_NONE;
    t->outlet = name_index(run, t->report->meta.outlet);
    for (uint32_t i = 0; i < t->report->meta.credits_count; i++) read_credit(run, t, &t->report->meta.credits[i]);
    bool agency_outlet = t->outlet != SR_NONE && run->names[t->outlet].agency;
    if (t->agency == SR_NONE && agency_outlet) {
        t->agency = t->outlet;
        t->credit = t->report->meta.outlet_span;
    }
    t->by_agency = t->agency != SR_NONE && t->agency == t->outlet;
}

sr_status sr_lin_origins(sr_lin_run *run, sr_err *err)
{
    run->outlets = sr_phrases_new(run->arena);
    for (uint32_t i = 0; i < run->model->names_count; i++) {
        sr_lin_name *n = SR_PUSH(run->arena, run, names);
        if (n) *n = run->model->names[i];
    }
    for (uint32_t r = 0; r < run->record->reports_count && !sr_arena_failed(run->arena); r++) {
        sr_lin_reset(run);
        run->texts[r].report = &run->record->reports[r];
        read_origin(run, &run->texts[r]);
    }
    if (sr_arena_failed(run->arena)) return SR_FAIL(err, SR_ERR_MEMORY, "lineage", "out of memory");
    return SR_OK;
}

/* -- cites ----------------------------------------------------------------------------------- */

typedef struct finder {
    sr_lin_run *run;
    sr_lin_text *text;
    const sr_words *words;
    const uint64_t *hashes;
    const uint32_t *sentences;
    const sr_lin_spans *quoted;
} finder;

static uint32_t phrase_at(const finder *f, sr_lin_set set, uint32_t w, uint32_t *value)
{
    if (w >= f->words->items_count || !sr_lin_begins(f->run->model, f->hashes[w], set)) return 0;
    return sr_phrases_match(f->run->model->sets[set], f->words, w, value);
}

static bool printed_in_capitals(const finder *f, uint32_t w)
{
    sr_str s = sr_str_of(f->text->report->text.data, f->words->items[w].span);
    for (size_t i = 0; i < s.size; i++)
        if (s.data[i] >= 'a' && s.data[i] <= 'z') return false;
    return true;
}

static bool printed_with_capital(const finder *f, uint32_t w)
{
    size_t at = 0;
    sr_str s = sr_str_of(f->text->report->text.data, f->words->items[w].span);
    return s.size && sr_is_upper(sr_utf8_next(s, &at));
}

/* "The National Emergency Operation Centre" is not The National. Agencies are exempt: "told Reuters
 * Iraqi forces ..." */
static bool goes_on(const finder *f, uint32_t name, uint32_t end)
{
    uint32_t value;
    if (end >= f->words->items_count || (f->run->names[name].agency && !f->run->names[name].ambiguous)) return false;
    bool close = f->words->items[end].span.begin == f->words->items[end - 1].span.end + 1;
    return close && printed_with_capital(f, end) && !phrase_at(f, SR_LIN_FILLER, end, &value);
}

/* The name printed at word w, and its words; SR_NONE if there is none. */
static uint32_t name_at(const finder *f, uint32_t w, uint32_t *count)
{
    uint32_t form, n = phrase_at(f, SR_LIN_NAMES, w, &form);
    if (n) {
        bool fits = f->run->model->name_forms[form].capitals ? printed_in_capitals(f, w) : printed_with_capital(f, w + n - 1);
        uint32_t name = f->run->model->name_forms[form].name;
        *count = n;
        if (fits && !goes_on(f, name, w + n)) return name;
    }
    if (w >= f->words->items_count || !printed_with_capital(f, w)) return SR_NONE;
    n = sr_phrases_match(f->run->outlets, f->words, w, &form);
    *count = n;
    return n && !goes_on(f, form, w + n) ? form : SR_NONE;
}

/* The words between cue and name: the, official, news agency ... */
static uint32_t skip_fillers(const finder *f, uint32_t w, uint32_t most)
{
    uint32_t value, n;
    for (uint32_t i = 0; i < most && (n = phrase_at(f, SR_LIN_FILLER, w, &value)) != 0; i++) w += n;
    return w;
}

/* Nothing but spaces (and quotation marks) between words: "told Reuters", not "told. Reuters". */
static bool one_stretch(const finder *f, uint32_t begin, uint32_t end)
{
    const char *text = f->text->report->text.data;
    for (uint32_t w = begin; w + 1 < end; w++)
        for (uint32_t at = f->words->items[w].span.end; at < f->words->items[w + 1].span.begin; at++)
            if (text[at] == ';' || text[at] == ':' || (text[at] == '.' && text[at + 1] == ' ')) return false;
    return true;
}

static void add_cite(const finder *f, uint32_t name, uint32_t begin, uint32_t end, bool told)
{
    if (name == f->text->outlet || f->sentences[begin] != f->sentences[end - 1] || !one_stretch(f, begin, end)) return;
    sr_lin_cite *c = SR_PUSH(f->run->arena, f->text, cites);
    if (c) *c = (sr_lin_cite){f->sentences[begin], name, {f->words->items[begin].span.begin, f->words->items[end - 1].span.end}, told};
}

static bool is_quoted(const finder *f, uint32_t w, uint32_t *quote)
{
    while (*quote < f->quoted->items_count && f->quoted->items[*quote].end <= f->words->items[w].span.begin) ++*quote;
    return *quote < f->quoted->items_count && f->quoted->items[*quote].begin <= f->words->items[w].span.begin;
}

/* "told the news agency Reuters": returns the words used, 0 if there is no such thing at w. */
static uint32_t cue_before(const finder *f, uint32_t w)
{
    uint32_t told = 0, count, n = phrase_at(f, SR_LIN_BEFORE, w, &told);
    if (!n) return 0;
    uint32_t name = name_at(f, w + n, &count), at = w + n;
    for (uint32_t i = 0; name == SR_NONE && i < 6; i++) {
        uint32_t next = skip_fillers(f, at, 1);
        if (next == at) return 0;
        at = next;
        name = name_at(f, at, &count);
    }
    if (name == SR_NONE) return 0;
    add_cite(f, name, w, at + count, told != 0);
    return at + count - w;
}

/* "Associated Press and other sources report" */
static uint32_t cue_after(const finder *f, uint32_t w)
{
    uint32_t weak = 0, count, name = name_at(f, w, &count);
    if (name == SR_NONE) return 0;
    uint32_t at = w + count, n = phrase_at(f, SR_LIN_AFTER, at, &weak);
    for (uint32_t i = 0; !n && i < 5; i++) {
        uint32_t next = skip_fillers(f, at, 1);
        if (next == at) return 0;
        at = next;
        n = phrase_at(f, SR_LIN_AFTER, at, &weak);
    }
    if (!n || (weak && (f->run->names[name].ambiguous || !f->run->names[name].agency))) return 0;
    if (f->run->names[name].ambiguous && count == 1) return 0;
    add_cite(f, name, w, at + n, false);
    return at + n - w;
}

/* "It also reported" in the sentence behind one that names an origin. */
static void continue_cite(const finder *f, uint32_t w)
{
    uint32_t value, s = f->sentences[w];
    if (!f->text->cites_count || !phrase_at(f, SR_LIN_CONTINUE, w, &value)) return;
    sr_lin_cite last = f->text->cites[f->text->cites_count - 1];
    if (s == 0 || last.sentence != s - 1) return;
    sr_lin_cite *c = SR_PUSH(f->run->arena, f->text, cites);
    if (c) *c = (sr_lin_cite){s, last.name, f->words->items[w].span, last.told};
}

void sr_lin_cites(sr_lin_run *run, sr_lin_text *text, const sr_words *words, const uint64_t *hashes, const sr_lin_where *where)
{
    finder f = {run, text, words, hashes, where->sentences, where->quoted};
    for (uint32_t w = 0, quote = 0; w < words->items_count;) {
        uint32_t used = 0;
        if (!is_quoted(&f, w, &quote)) {
            used = cue_before(&f, w);
            if (!used) used = cue_after(&f, w);
            if (!used) continue_cite(&f, w);
        }
        w += used ? used : 1;
    }
}
