/* SPDX-License-Identifier: Apache-2.0 */
/* The nth allocation fails, and all after it, for every n until a run has all it needs; so too the
 * nth read. Whatever n: no crash, no leak (the sanitizer build sees those), the right status, and
 * never a record that is silently less than it should be. One test gives jansson this allocator
 * too: what it cannot parse for want of memory counts as malformed, no more is asked there than
 * that nothing crashes or leaks. Past STEP_FROM not every n is tried, but ever wider steps. */
#include "house.h"

#include <jansson.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/io.h"
#include "doc/doc.h"
#include "record/record.h"
#include "sitrep.h"

#define STEP_FROM 2000u

static const char report_text[] =
    "Lyon bus drivers strike over night shifts\n\nTuesday, 14 May 2019\n\n"
    "LYON, France (Reuters) - Bus drivers in Lyon walked off the job on Tuesday in protest at a new roster of night shifts.\n\n"
    "\"Nobody asked us,\" said Claire Morel. \"They put the paper on the wall and that was that.\"\n\n"
    "(Reporting by Anne Dupont; Editing by Mark Heald)\n";
static const char report_html[] =
    "<!doctype html><html lang=en><head><title>Strike in Lyon - Daily</title><meta property=og:site_name content=Daily>"
    "<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"headline\":\"Strike in Lyon\",\"datePublished\":\"2019-05-14T10:00:00Z\","
    "\"author\":{\"@type\":\"Person\",\"name\":\"Luc Petit\"}}</script></head><body><nav><a href=/>Home</a></nav><article><h1>Strike in Lyon</h1>"
    "<p>Bus drivers in Lyon walked off the job on Tuesday in protest at a new roster of night shifts.</p>"
    "<p>&ldquo;Nobody asked us,&rdquo; said Claire Morel, who has driven the number 9 for twelve years.</p></article></body></html>";

static sr_engine *engine;
static char folder[] = "/tmp/sitrep-test-XXXXXX", text_path[64], html_path[64];

static void write_file(const char *path, const char *text)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

static int set_up(void **state)
{
    (void)state;
    assert_non_null(mkdtemp(folder));
    snprintf(text_path, sizeof text_path, "%s/a.txt", folder);
    snprintf(html_path, sizeof html_path, "%s/b.html", folder);
    write_file(text_path, report_text);
    write_file(html_path, report_html);
    return sr_engine_open(NULL, &engine, NULL);
}

static int tear_down(void **state)
{
    (void)state;
    sr_engine_close(engine);
    return unlink(text_path) || unlink(html_path) || rmdir(folder);
}

static uint64_t next(uint64_t n) { return n < STEP_FROM ? n + 1 : n + n / 50; }

static void all_is_well_or_memory_ran_out(sr_status status, const sr_err *err, uint64_t n)
{
    if (status != SR_OK && status != SR_ERR_MEMORY) fail_msg("n = %llu: status %d, %s", (unsigned long long)n, status, err->message);
    if (status) assert_true(err->code == status && err->message[0]);
}

static int collect(void *context, const void *data, size_t size)
{
    sr_buf *out = context; /* with its own memory, so that only the library's allocations fail */
    char *grown = realloc(out->data, out->size + size);
    assert_non_null(grown);
    memcpy(grown + out->size, data, size);
    out->data = grown;
    out->size += size;
    return 0;
}

/* What one run gave: of each format its bytes, or size 0 where writing failed. */
typedef struct outcome {
    sr_status status;
    size_t faults;
    sr_buf formats[4];
} outcome;

static void drop(outcome *o)
{
    for (int i = 0; i < 4; i++) free(o->formats[i].data);
}

static outcome run(uint64_t n, sr_stage until, void (*fail_at)(uint64_t))
{
    const sr_input inputs[] = {{text_path, NULL, 0}, {html_path, NULL, 0}};
    sr_read_options options = {.threads = 1, .until = until, .keep_documents = until < SR_STAGE_LINEAGE};
    outcome o = {0};
    sr_record *record = NULL;
    sr_err err = {0};
    fail_at(n);
    o.status = sr_read(engine, inputs, 2, &options, &record, &err);
    all_is_well_or_memory_ran_out(o.status, &err, n);
    for (int f = 0; !o.status && f < 4; f++) {
        sr_format format = f == 3 ? SR_FORMAT_JSON : (sr_format)f;
        sr_status status = sr_record_write(record, format, f == 3 ? SR_WRITE_TEXT : 0, collect, &o.formats[f], &err);
        all_is_well_or_memory_ran_out(status, &err, n);
        if (status) assert_int_equal(o.formats[f].size, 0);
    }
    fail_at(0);
    if (!o.status) {
        o.faults = sr_record_faults(record);
        assert_int_equal(sr_record_reports(record) + o.faults, 2);
        sr_record_free(record);
    } else
        assert_null(record);
    return o;
}

/* Runs with every n until nothing failed. A run that claims success gave what the full run gives. */
static void every_n(sr_stage until, void (*fail_at)(uint64_t), const char *what)
{
    outcome full = run(0, until, fail_at);
    uint64_t n = 1, runs = 0;
    assert_true(full.status == SR_OK && full.faults == 0);
    for (bool done = false; !done; n = next(n), runs++) {
        outcome o = run(n, until, fail_at);
        done = o.status == SR_OK && o.faults == 0;
        for (int f = 0; o.status == SR_OK && o.faults == 0 && f < 4; f++) {
            if (o.formats[f].size == 0) done = false;
            if (o.formats[f].size && (o.formats[f].size != full.formats[f].size || memcmp(o.formats[f].data, full.formats[f].data, o.formats[f].size) != 0))
                fail_msg("n = %llu: success, but format %d is not what it should be", (unsigned long long)n, f);
        }
        drop(&o);
        assert_true(n < 10000000);
    }
    drop(&full);
    print_message("# %s: %llu runs, the last with n = %llu\n", what, (unsigned long long)runs, (unsigned long long)n);
}

static void reading_survives_every_allocation(void **state)
{
    (void)state;
    every_n(SR_STAGE_MERGE, sr_alloc_fail_at, "allocations, to merge");
}

static void dumping_survives_every_allocation(void **state)
{
    (void)state;
    every_n(SR_STAGE_SPLIT, sr_alloc_fail_at, "allocations, to split");
}

static void reading_survives_every_read(void **state)
{
    (void)state;
    every_n(SR_STAGE_MERGE, sr_io_fail_at, "reads");
    sr_io_fail_at(1);
    const sr_input input = {text_path, NULL, 0};
    sr_record *record = NULL;
    const char *file, *stage, *message;
    uint64_t byte;
    assert_int_equal(sr_read(engine, &input, 1, NULL, &record, NULL), SR_OK);
    sr_io_fail_at(0);
    assert_int_equal(sr_record_fault(record, 0, &file, &stage, &message, &byte), SR_OK);
    assert_string_equal(file, text_path);
    assert_non_null(strstr(message, "cannot be read"));
    sr_record_free(record);
}

static void opening_survives_every_allocation(void **state)
{
    (void)state;
    sr_status status = SR_ERR_MEMORY;
    uint64_t n = 1, runs = 0;
    for (; status; n += 1 + n / 40, runs++) {
        sr_engine *e = NULL;
        sr_err err = {0};
        sr_alloc_fail_at(n);
        status = sr_engine_open(NULL, &e, &err);
        sr_alloc_fail_at(0);
        all_is_well_or_memory_ran_out(status, &err, n);
        if (status) assert_null(e);
        if (status) continue;
        /* a success is a whole one: the same text is read the same */
        sr_engine *kept = engine;
        outcome full = run(0, SR_STAGE_MERGE, sr_alloc_fail_at);
        engine = e;
        outcome o = run(0, SR_STAGE_MERGE, sr_alloc_fail_at);
        engine = kept;
        assert_int_equal(full.formats[1].size, o.formats[1].size);
        assert_memory_equal(full.formats[1].data, o.formats[1].data, o.formats[1].size);
        drop(&full), drop(&o);
        sr_engine_close(e);
    }
    print_message("# opening: %llu runs, the last with n = %llu\n", (unsigned long long)runs, (unsigned long long)n);
}

static void loading_survives_every_allocation(void **state)
{
    (void)state;
    outcome dumps = run(0, SR_STAGE_SPLIT, sr_alloc_fail_at), full = run(0, SR_STAGE_MERGE, sr_alloc_fail_at);
    sr_str dump = sr_buf_view(&dumps.formats[SR_FORMAT_DUMP]), json = sr_buf_view(&full.formats[3]);
    sr_status status = SR_ERR_MEMORY;
    for (uint64_t n = 1; status; n = next(n)) {
        sr_doc *doc = NULL;
        sr_err err = {0};
        size_t used;
        sr_alloc_fail_at(n);
        status = sr_doc_load(dump, &doc, &used, &err);
        sr_alloc_fail_at(0);
        all_is_well_or_memory_ran_out(status, &err, n);
        if (!status) sr_doc_free(doc);
    }
    status = SR_ERR_MEMORY;
    for (uint64_t n = 1; status; n = next(n)) {
        sr_record *record = NULL;
        sr_err err = {0};
        sr_alloc_fail_at(n);
        status = sr_record_load(json.data, json.size, &record, &err);
        sr_alloc_fail_at(0);
        all_is_well_or_memory_ran_out(status, &err, n);
        if (!status) sr_record_free(record);
    }
    drop(&dumps), drop(&full);
}

static void jansson_survives_every_allocation(void **state)
{
    (void)state;
    outcome full = run(0, SR_STAGE_MERGE, sr_alloc_fail_at);
    sr_str json = sr_buf_view(&full.formats[3]);
    sr_status status = SR_ERR_MEMORY;
    json_set_alloc_funcs(sr_malloc, sr_free);
    for (uint64_t n = 1; status; n = next(n)) {
        sr_record *record = NULL;
        sr_err err = {0};
        sr_alloc_fail_at(n);
        status = sr_record_load(json.data, json.size, &record, &err);
        sr_alloc_fail_at(0);
        assert_true(status == SR_OK || status == SR_ERR_MEMORY || status == SR_ERR_FORMAT);
        if (!status) sr_record_free(record);
    }
    for (uint64_t n = 1; n < 400000; n = n < 100 ? n + 1 : n + n / 30) {
        outcome o = run(n, SR_STAGE_MERGE, sr_alloc_fail_at);
        drop(&o);
    }
    json_set_alloc_funcs(malloc, free);
    drop(&full);
}

static int refuse(void *context, const void *data, size_t size)
{
    (void)context, (void)data, (void)size;
    return -1;
}

static void a_writer_that_refuses_is_an_error(void **state)
{
    (void)state;
    const sr_input input = {"memory", report_text, sizeof report_text - 1};
    sr_record *record = NULL;
    sr_err err = {0};
    assert_int_equal(sr_read(engine, &input, 1, NULL, &record, NULL), SR_OK);
    assert_int_equal(sr_record_write(record, SR_FORMAT_JSON, 0, refuse, NULL, &err), SR_ERR_IO);
    assert_int_equal(sr_record_write(record, (sr_format)77, 0, refuse, NULL, &err), SR_ERR_USAGE);
    sr_record_free(record);
}

static void wrong_arguments_are_errors(void **state)
{
    (void)state;
    const sr_input nameless = {NULL, "x", 1};
    sr_record *record = NULL;
    sr_err err = {0};
    assert_int_equal(sr_read(NULL, &nameless, 1, NULL, &record, &err), SR_ERR_USAGE);
    assert_int_equal(sr_read(engine, NULL, 1, NULL, &record, &err), SR_ERR_USAGE);
    assert_int_equal(sr_read(engine, &nameless, 1, NULL, &record, &err), SR_ERR_USAGE);
    assert_int_equal(sr_read(engine, &nameless, 1, NULL, NULL, NULL), SR_ERR_USAGE);
    assert_int_equal(sr_read(engine, NULL, 0, NULL, &record, &err), SR_OK);
    assert_int_equal(sr_record_reports(record), 0);
    sr_record_free(record);
    sr_record_free(NULL);
    sr_engine_close(NULL);
    assert_null(sr_stage_name(SR_STAGE_COUNT));
}

/* The progress function stops the reading: what was not read is told. */
static int stop(void *context, const char *stage, size_t done, size_t total, size_t faults)
{
    unsigned *calls = context;
    (void)stage, (void)done, (void)total, (void)faults;
    ++*calls;
    return 1;
}

static void a_stopped_reading_loses_nothing_silently(void **state)
{
    (void)state;
    enum { MANY = 3000 };
    static sr_input inputs[MANY];
    static char texts[MANY][sizeof report_text + 16];
    for (int i = 0; i < MANY; i++) {
        int size = snprintf(texts[i], sizeof texts[i], "%s%d\n", report_text, i);
        inputs[i] = (sr_input){"memory", texts[i], (size_t)size};
    }
    for (unsigned threads = 1; threads <= 2; threads++) {
        unsigned calls = 0;
        sr_read_options options = {.threads = threads, .until = SR_STAGE_SPLIT, .progress = stop, .progress_context = &calls};
        sr_record *record = NULL;
        assert_int_equal(sr_read(engine, inputs, MANY, &options, &record, NULL), SR_OK);
        assert_true(calls > 0);
        assert_int_equal(sr_record_reports(record) + sr_record_faults(record), MANY);
        sr_record_free(record);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reading_survives_every_allocation), cmocka_unit_test(dumping_survives_every_allocation),
        cmocka_unit_test(reading_survives_every_read),       cmocka_unit_test(opening_survives_every_allocation),
        cmocka_unit_test(loading_survives_every_allocation), cmocka_unit_test(jansson_survives_every_allocation), cmocka_unit_test(a_writer_that_refuses_is_an_error),
        cmocka_unit_test(wrong_arguments_are_errors),        cmocka_unit_test(a_stopped_reading_loses_nothing_silently),
    };
    return cmocka_run_group_tests_name("faults", tests, set_up, tear_down);
}
