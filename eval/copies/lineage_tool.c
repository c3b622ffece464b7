/* SPDX-License-Identifier: Apache-2.0 */
/* lineage alone, for eval and bench: reads reports that are already cut into sentences and prints
 * what lineage makes of them. Not installed.
 *
 *   lineage_tool [--data DIR] [--first N] [--passages] [--time] < REPORTS.jsonl
 *
 * In, one JSON object a line: file, text, sentences [[begin, end, block]...], blocks [[kind, begin,
 * end]...], and where known outlet, published (ISO 8601), title, credits [[role, name, begin, end]].
 * Offsets are bytes of text. Out, tab-separated: report, pair, passage, evidence, line, sentence
 * rows; with --time only figures. */
#define XXH_INLINE_ALL
#include <xxhash.h>

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lineage/lineage.h"

typedef struct options {
    const char *data_dir;
    size_t first;
    bool passages, time;
} options;

static sr_str copy_field(sr_arena *arena, const json_t *o, const char *key)
{
    const json_t *v = json_object_get(o, key);
    return json_is_string(v) ? sr_arena_copy(arena, (sr_str){json_string_value(v), json_string_length(v)}) : (sr_str){0};
}

static uint32_t number_at(const json_t *array, size_t i) { return (uint32_t)json_integer_value(json_array_get(array, i)); }

static sr_block_kind kind_named(const char *name)
{
    for (int k = 0; name && k < SR_BLOCK_KIND_COUNT; k++)
        if (strcmp(name, sr_block_kind_name((sr_block_kind)k)) == 0) return (sr_block_kind)k;
    return SR_BLOCK_CHROME;
}

static sr_credit_role role_named(const char *name)
{
    for (int k = 0; name && k < SR_CREDIT_ROLE_COUNT; k++)
        if (strcmp(name, sr_credit_role_name((sr_credit_role)k)) == 0) return (sr_credit_role)k;
    return SR_CREDIT_WRITING;
}

static void read_layers(sr_doc *doc, const json_t *o)
{
    size_t i;
    json_t *row;
    json_array_foreach(json_object_get(o, "blocks"), i, row)
    {
        sr_block *b = SR_PUSH(doc->arena, doc, blocks);
        if (b)
            *b = (sr_block){
                .span = {number_at(row, 1), number_at(row, 2)}, .kind = kind_named(json_string_value(json_array_get(row, 0))), .why = SR_STR("given")};
    }
    json_array_foreach(json_object_get(o, "sentences"), i, row)
    {
        sr_sentence *s = SR_PUSH(doc->arena, doc, sentences);
        if (s) *s = (sr_sentence){.span = {number_at(row, 0), number_at(row, 1)}, .block = number_at(row, 2)};
    }
    json_array_foreach(json_object_get(o, "credits"), i, row)
    {
        sr_credit *c = SR_PUSH(doc->arena, &doc->meta, credits);
        const char *name = json_string_value(json_array_get(row, 1));
        if (c)
            *c = (sr_credit){
                role_named(json_string_value(json_array_get(row, 0))), sr_arena_copy(doc->arena, sr_str_c(name)), {number_at(row, 2), number_at(row, 3)}};
    }
}

static sr_doc *read_doc(const json_t *o)
{
    sr_doc *doc = sr_doc_new();
    if (!doc) return NULL;
    doc->file = copy_field(doc->arena, o, "file");
    sr_str text = copy_field(doc->arena, o, "text"), published = copy_field(doc->arena, o, "published");
    doc->text = text.data;
    doc->text_size = (uint32_t)text.size;
    doc->raw_bytes = text.size;
    /* equal texts of different files stay two reports */
    XXH128_hash_t h = XXH3_128bits_withSeed(text.data, text.size, XXH3_64bits(doc->file.data, doc->file.size));
    memcpy(doc->sha256, &h, sizeof h);
    doc->meta.outlet = copy_field(doc->arena, o, "outlet");
    doc->meta.title = copy_field(doc->arena, o, "title");
    if (published.size) sr_when_parse(published, true, &doc->meta.published);
    read_layers(doc, o);
    return doc;
}

static sr_record *read_reports(size_t first)
{
    sr_record *record = sr_record_new();
    char *line = NULL;
    size_t room = 0;
    while (record && record->reports_count < first && getline(&line, &room, stdin) > 0) {
        json_error_t error;
        json_t *o = json_loads(line, 0, &error);
        sr_doc *doc = o ? read_doc(o) : NULL;
        if (doc) sr_record_add(record, doc, false, NULL);
        else fprintf(stderr, "lineage_tool: %s\n", o ? "out of memory" : error.text);
        sr_doc_free(doc);
        json_decref(o);
    }
    free(line);
    return record;
}

static void print_pair(const sr_record *record, const sr_reuse *u, const options *opt)
{
    const sr_report *a = &record->reports[u->a], *b = &record->reports[u->b];
    printf("pair\t%s\t%s\t%s\t%.3f\t%.3f\n", a->file.data, b->file.data, sr_relation_name(u->relation), (double)u->share_a, (double)u->share_b);
    for (uint32_t i = 0; opt->passages && i < u->passages_count; i++)
        printf("passage\t%s\t%s\t%u\t%u\t%.3f\t%d\n", a->file.data, b->file.data, u->passages[i].sentence_a, u->passages[i].sentence_b,
               (double)u->passages[i].similarity, u->passages[i].quote);
    for (uint32_t i = 0; i < u->evidence_count; i++)
        printf("evidence\t%s\t%s\t%s\t%.2f\t%d\t%s\n", a->file.data, b->file.data, u->evidence[i].kind.data, (double)u->evidence[i].weight,
               u->evidence[i].common, u->evidence[i].note.data);
}

static void print_record(const sr_record *record, const options *opt)
{
    for (uint32_t i = 0; i < record->reuse_count; i++) print_pair(record, &record->reuse[i], opt);
    for (uint32_t i = 0; i < record->lines_count; i++) {
        const sr_line *l = &record->lines[i];
        printf("line\t%s\t%.*s\t%s\t%s", l->id, (int)l->name.size, l->name.data ? l->name.data : "", sr_line_basis_name(l->basis), l->why.data);
        for (uint32_t k = 0; k < l->reports_count; k++) printf("\t%s", record->reports[l->reports[k]].file.data);
        printf("\n");
    }
    for (uint32_t r = 0; r < record->reports_count; r++)
        for (uint32_t s = 0; s < record->reports[r].sentences_count; s++) {
            uint32_t line = record->reports[r].sentence_lines[s];
            printf("sentence\t%s\t%u\t%s\n", record->reports[r].file.data, s, line == SR_NONE ? "-" : record->lines[line].id);
        }
}

static double seconds_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static long peak_kib(void)
{
    char line[256];
    long kib = 0;
    FILE *f = fopen("/proc/self/status", "r");
    while (f && fgets(line, sizeof line, f))
        if (strncmp(line, "VmHWM:", 6) == 0) kib = strtol(line + 6, NULL, 10);
    if (f) fclose(f);
    return kib;
}

static void print_figures(const sr_record *record, const sr_lineage_counts *counts, double seconds, long before_kib)
{
    unsigned linked = 0;
    for (uint32_t i = 0; i < record->reuse_count; i++) linked += record->reuse[i].relation != SR_REL_QUOTES;
    printf("reports\t%u\nwords\t%llu\nseconds\t%.3f\npairs_checked\t%llu\npairs_linked\t%u\npairs_of_quotes\t%u\npeak_mib\t%.1f\npeak_before_mib\t%.1f\n",
           record->reports_count, (unsigned long long)counts->words, seconds, (unsigned long long)counts->pairs_checked, linked, record->reuse_count - linked,
           (double)peak_kib() / 1024.0, (double)before_kib / 1024.0);
}

static options read_options(int argc, char **argv)
{
    options opt = {.first = SIZE_MAX};
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--data") == 0 && i + 1 < argc) opt.data_dir = argv[++i];
        else if (strcmp(argv[i], "--first") == 0 && i + 1 < argc) opt.first = strtoul(argv[++i], NULL, 10);
        else if (strcmp(argv[i], "--passages") == 0) opt.passages = true;
        else if (strcmp(argv[i], "--time") == 0) opt.time = true;
    }
    return opt;
}

int main(int argc, char **argv)
{
    options opt = read_options(argc, argv);
    sr_err err = {0};
    sr_arena *knowledge = sr_arena_new(), *scratch = sr_arena_new();
    const sr_lineage *model = NULL;
    sr_lineage_counts counts = {0};
    sr_record *record = read_reports(opt.first);
    sr_status status = record && knowledge && scratch ? sr_record_seal(record, &err) : SR_ERR_MEMORY;
    if (!status) status = sr_lineage_open(knowledge, opt.data_dir, &model, &err);
    long before = peak_kib();
    double begin = seconds_now();
    if (!status) status = sr_lineage_run_counted(model, record, &(sr_scratch){scratch}, &counts, &err);
    double seconds = seconds_now() - begin;
    if (!status) status = sr_record_check(record, &err);
    if (status) fprintf(stderr, "lineage_tool: %s: %s\n", sr_status_name(status), err.message);
    else if (opt.time) print_figures(record, &counts, seconds, before);
    else print_record(record, &opt);
    sr_record_free(record);
    sr_arena_free(scratch);
    sr_arena_free(knowledge);
    return status ? 1 : 0;
}
