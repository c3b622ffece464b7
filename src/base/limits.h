/* SPDX-License-Identifier: Apache-2.0 */
/* Every cap on size and depth, in one place. An input past a cap is a fault, never a crash. */
#ifndef SR_BASE_LIMITS_H
#define SR_BASE_LIMITS_H

#define SR_MAX_REPORT_BYTES (32u << 20) /* one report, raw; offsets are uint32_t */
#define SR_MAX_TEXT_BYTES (64u << 20)   /* its UTF-8 text: charsets may grow by two */
#define SR_MAX_HTML_DEPTH 512u          /* open elements; gumbo is quadratic in depth */
#define SR_MAX_HTML_TREE_BYTES (1u << 30) /* memory for one page's tree */
#define SR_MAX_JSON_DEPTH 64u           /* JSON-LD and records */
#define SR_MAX_DUMP_BYTES (256u << 20)
#define SR_MAX_RECORD_BYTES (1u << 30)
#define SR_MAX_FOLDER_DEPTH 64u
#define SR_MAX_THREADS 256u
#define SR_MAX_LEXICON_BYTES (64u << 20)

#endif
