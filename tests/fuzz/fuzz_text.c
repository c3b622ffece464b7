/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a report: ingest, clean, then the promises of sr_doc. */
#include "fuzz/reading.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_report("report.txt", (const char *)data, size);
    return 0;
}
