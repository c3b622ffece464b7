/* SPDX-License-Identifier: Apache-2.0 */
/* sitrep, the command. A client of sitrep.h alone.
 *
 * Exit status: 0 something was read, 1 nothing was or the output could not be written, 2 wrong
 * usage, 130 interrupted (after what had been read was written). */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "sitrep.h"

static const char usage_text[] =
    "sitrep reads many news reports and gives one sourced record.\n"
    "\n"
    "usage: sitrep read [OPTION...] FILE...\n"
    "       sitrep --help | --version\n"
    "\n"
    "FILE is plain text or HTML, a folder of such files, or - for standard input.\n"
    "\n"
    "  --json            print the record (record.schema.json, sitrep/1) instead of the brief\n"
    "  --with-text       with --json: each report's text too, so that the record stands alone\n"
    "  --full            the brief with all passages, not only as many as fit a page\n"
    "  --until STAGE     stop after ingest, clean, split, lineage or merge\n"
    "  --dump            print the readable state after the last stage\n"
    "  --from-dump       FILEs are dumps, to be read on from\n"
    "  -o, --output OUT  write to OUT, which is replaced only when all is well; - for\n"
    "                    standard output\n"
    "  --threads N       how many threads read (default: one for each processor)\n"
    "  --data DIR        knowledge files that take the place of the built-in ones\n"
    "  --progress HOW    auto (a line on a terminal, the default), plain, json or none\n"
    "  -q, --quiet       no word on inputs that could not be read\n"
    "\n"
    "Inputs that cannot be read are named on standard error and in the record's faults; they\n"
    "stop nothing else. Exit status: 0 something was read, 1 nothing was, 2 wrong usage.\n";

typedef enum how {
    HOW_AUTO,
    HOW_PLAIN,
    HOW_JSON,
    HOW_NONE
} how;

typedef struct job {
    const char *output, *data_dir;
    sr_format format;
    unsigned write_flags;
    sr_read_options read;
    how progress;
    bool quiet, until_given;
    sr_input *inputs;
    size_t inputs_count;
} job;

static volatile sig_atomic_t interrupted;

static void on_interrupt(int signal_number)
{
    (void)signal_number;
    interrupted = 1;
}

/* The first Ctrl-C ends the reading in good order, a second ends the program. */
static void catch_interrupt(void)
{
    struct sigaction action = {.sa_handler = on_interrupt, .sa_flags = (int)SA_RESETHAND};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
}

/* -- progress ------------------------------------------------------------------------------------- */
typedef struct meter {
    how how;
    struct timespec begun, shown;
} meter;

static double seconds_since(const struct timespec *t)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - t->tv_sec) + (double)(now.tv_nsec - t->tv_nsec) / 1e9;
}

static int show_progress(void *context, const char *stage, size_t done, size_t total, size_t faults)
{
    meter *m = context;
    double elapsed = seconds_since(&m->begun);
    double every = m->how == HOW_PLAIN ? 5.0 : 0.2;
    if (m->how == HOW_NONE || seconds_since(&m->shown) < every) return interrupted;
    clock_gettime(CLOCK_MONOTONIC, &m->shown);
    double rate = elapsed > 0 ? (double)done / elapsed : 0;
    double left = rate > 0 ? (double)(total - done) / rate : 0;
    if (m->how == HOW_JSON)
        fprintf(stderr, "{\"stage\": \"%s\", \"done\": %zu, \"total\": %zu, \"faults\": %zu, \"per_s\": %.1f, \"left_s\": %.0f}\n", stage, done, total,
                faults, rate, left);
    else
        fprintf(stderr, "%s%s: %zu of %zu reports, %.0f/s, %.0f s left, %zu faults%s", m->how == HOW_AUTO ? "\r\033[K" : "", stage, done, total, rate,
                left, faults, m->how == HOW_AUTO ? "" : "\n");
    return interrupted;
}

static void clear_progress(const meter *m)
{
    if (m->how == HOW_AUTO) fputs("\r\033[K", stderr);
}

/* -- arguments -------------------------------------------------------------------------------------- */
static int wrong(const char *what, const char *which)
{
    fprintf(stderr, "sitrep: %s%s\nTry 'sitrep --help'.\n", what, which);
    return 2;
}

static bool parse_stage(const char *name, sr_stage *out)
{
    for (int s = 0; s < SR_STAGE_COUNT; s++)
        if (strcmp(name, sr_stage_name((sr_stage)s)) == 0) {
            *out = (sr_stage)s;
            return true;
        }
    return false;
}

static bool parse_threads(const char *text, unsigned *out)
{
    char *end;
    errno = 0;
    unsigned long n = strtoul(text, &end, 10);
    if (errno || *end || end == text || n < 1 || n > 256) return false;
    *out = (unsigned)n;
    return true;
}

static bool parse_how(const char *name, how *out)
{
    static const char *const names[] = {"auto", "plain", "json", "none"};
    for (int i = 0; i < 4; i++)
        if (strcmp(name, names[i]) == 0) {
            *out = (how)i;
            return true;
        }
    return false;
}

/* An option without a value; false where `a` is none. */
static bool take_flag(job *j, const char *a)
{
    if (strcmp(a, "--json") == 0) j->format = SR_FORMAT_JSON;
    else if (strcmp(a, "--with-text") == 0) j->write_flags |= SR_WRITE_TEXT;
    else if (strcmp(a, "--full") == 0) j->write_flags |= SR_WRITE_FULL;
    else if (strcmp(a, "--dump") == 0) j->format = SR_FORMAT_DUMP;
    else if (strcmp(a, "--from-dump") == 0) j->read.dump_input = true;
    else if (strcmp(a, "--quiet") == 0 || strcmp(a, "-q") == 0) j->quiet = true;
    else return false;
    return true;
}

static const char *const valued[] = {"--until", "--threads", "--data", "--progress", "--output", "-o"};

/* The option that `a` is, "--name" or "--name=value"; sets *value where it is glued. */
static const char *valued_option(const char *a, const char **value)
{
    for (size_t i = 0; i < sizeof valued / sizeof *valued; i++) {
        size_t n = strlen(valued[i]);
        if (strncmp(a, valued[i], n) != 0) continue;
        if (a[n] == 0) return valued[i];
        if (a[n] == '=' && n > 2) {
            *value = a + n + 1;
            return valued[i];
        }
    }
    return NULL;
}

static int take_value(job *j, const char *option, const char *value)
{
    if (strcmp(option, "--until") == 0) {
        if (!parse_stage(value, &j->read.until)) return wrong("no such stage: ", value);
        j->until_given = true;
    } else if (strcmp(option, "--threads") == 0) {
        if (!parse_threads(value, &j->read.threads)) return wrong("--threads takes a number from 1 to 256, not ", value);
    } else if (strcmp(option, "--progress") == 0) {
        if (!parse_how(value, &j->progress)) return wrong("--progress takes auto, plain, json or none, not ", value);
    } else if (strcmp(option, "--data") == 0)
        j->data_dir = value;
    else
        j->output = value;
    return 0;
}

static int parse_arguments(job *j, int argc, char **argv)
{
    bool only_files = false;
    for (int i = 2; i < argc; i++) {
        const char *a = argv[i], *value = NULL;
        if (only_files || a[0] != '-' || a[1] == 0) {
            j->inputs[j->inputs_count++].name = a;
            continue;
        }
        if (strcmp(a, "--") == 0) {
            only_files = true;
            continue;
        }
        if (take_flag(j, a)) continue;
        const char *option = valued_option(a, &value);
        if (!option) return wrong("no such option: ", a);
        if (!value) {
            if (i + 1 >= argc) return wrong("a value is missing behind ", a);
            value = argv[++i];
        }
        int status = take_value(j, option, value);
        if (status) return status;
    }
    if (j->inputs_count == 0) return wrong("nothing to read", "");
    if (j->until_given && j->format != SR_FORMAT_DUMP && j->read.until < SR_STAGE_MERGE && j->format == SR_FORMAT_BRIEF)
        j->format = SR_FORMAT_DUMP;
    j->read.keep_documents = j->format == SR_FORMAT_DUMP && j->read.until < SR_STAGE_LINEAGE;
    return 0;
}

/* -- output ------------------------------------------------------------------------------------------ */
static int write_stdio(void *context, const void *data, size_t size)
{
    FILE *out = context;
    return fwrite(data, 1, size, out) == size ? 0 : -1;
}

static int failed(const char *what, const char *why)
{
    fprintf(stderr, "sitrep: %s: %s\n", what, why);
    return 1;
}

static int write_stream(const sr_record *record, const job *j, FILE *out, const char *name)
{
    sr_err err = {0};
    errno = 0;
    sr_status status = sr_record_write(record, j->format, j->write_flags, write_stdio, out, &err);
    if (!status && fflush(out) != 0) status = SR_ERR_IO;
    if (!status) return 0;
    return failed(name, errno ? strerror(errno) : err.message);
}

/* Is there something that is no regular file: a device, a pipe, a link? It is written to, not replaced. */
static bool is_special(const char *path)
{
    struct stat st;
    return lstat(path, &st) == 0 && !S_ISREG(st.st_mode);
}

static int write_special(const sr_record *record, const job *j)
{
    FILE *out = fopen(j->output, "wb");
    if (!out) return failed(j->output, strerror(errno));
    int status = write_stream(record, j, out, j->output);
    if (fclose(out) != 0 && !status) status = failed(j->output, strerror(errno));
    return status;
}

/* Writes OUT.tmp beside the output and renames it, so that a failure leaves the old file whole. */
static int write_output(const sr_record *record, const job *j)
{
    char part[4096];
    if (!j->output || strcmp(j->output, "-") == 0) return write_stream(record, j, stdout, "standard output");
    if (is_special(j->output)) return write_special(record, j);
    int n = snprintf(part, sizeof part, "%s.tmp", j->output);
    if (n < 0 || (size_t)n >= sizeof part) return failed(j->output, "the name is too long");
    FILE *out = fopen(part, "wb");
    if (!out) return failed(part, strerror(errno));
    int status = write_stream(record, j, out, part);
    if (fclose(out) != 0 && !status) status = failed(part, strerror(errno));
    if (!status && rename(part, j->output) != 0) status = failed(j->output, strerror(errno));
    if (status) remove(part);
    return status;
}

static void tell_faults(const sr_record *record)
{
    for (size_t i = 0; i < sr_record_faults(record); i++) {
        const char *file, *stage, *message;
        uint64_t byte;
        if (sr_record_fault(record, i, &file, &stage, &message, &byte)) continue;
        if (byte == SR_ERR_NO_BYTE)
            fprintf(stderr, "sitrep: %s: %s\n", file, message);
        else
            fprintf(stderr, "sitrep: %s: byte %llu: %s\n", file, (unsigned long long)byte, message);
    }
}

static int read_and_write(job *j, const sr_engine *engine)
{
    meter m = {.how = j->progress};
    if (m.how == HOW_AUTO && !isatty(STDERR_FILENO)) m.how = HOW_NONE;
    clock_gettime(CLOCK_MONOTONIC, &m.begun);
    m.shown = m.begun;
    j->read.progress = show_progress;
    j->read.progress_context = &m;
    catch_interrupt();
    sr_record *record = NULL;
    sr_err err = {0};
    sr_status status = sr_read(engine, j->inputs, j->inputs_count, &j->read, &record, &err);
    clear_progress(&m);
    if (status) return failed(err.stage ? err.stage : "read", err.message);
    if (!j->quiet) tell_faults(record);
    int result = write_output(record, j);
    if (!result && sr_record_reports(record) == 0) result = 1;
    sr_record_free(record);
    return interrupted ? 130 : result;
}

static int command_read(int argc, char **argv)
{
    job j = {.format = SR_FORMAT_BRIEF, .read = {.until = SR_STAGE_MERGE}};
    j.inputs = calloc((size_t)argc, sizeof *j.inputs);
    if (!j.inputs) return failed("read", "out of memory");
    int result = parse_arguments(&j, argc, argv);
    sr_engine *engine = NULL;
    sr_err err = {0};
    sr_engine_options options = {.data_dir = j.data_dir};
    if (!result && sr_engine_open(&options, &engine, &err)) result = failed("knowledge", err.message);
    if (!result) result = read_and_write(&j, engine);
    sr_engine_close(engine);
    free(j.inputs);
    return result;
}

int main(int argc, char **argv)
{
    if (argc < 2) return wrong("what shall it do?", "");
    const char *command = argv[1];
    bool help = strcmp(command, "--help") == 0 || strcmp(command, "-h") == 0 || strcmp(command, "help") == 0;
    for (int i = 2; i < argc && strcmp(command, "read") == 0; i++) help |= strcmp(argv[i], "--help") == 0;
    if (help) {
        fputs(usage_text, stdout);
        return fflush(stdout) == 0 ? 0 : failed("standard output", strerror(errno));
    }
    if (strcmp(command, "--version") == 0) {
        printf("sitrep %s\n", sr_version());
        return fflush(stdout) == 0 ? 0 : failed("standard output", strerror(errno));
    }
    if (strcmp(command, "read") == 0) return command_read(argc, argv);
    return wrong("no such command: ", command);
}
