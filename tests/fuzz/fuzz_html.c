/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a page: ingest, clean, then the promises of sr_doc. */
#include "fuzz/reading.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char head[] = "<!doctype html>";
    sr_buf page = {0};
    sr_buf_add(&page, head, sizeof head - 1);
    sr_buf_add(&page, data, size);
    if (!page.failed) fuzz_report("page.html", page.data, page.size);
    sr_buf_free(&page);
    return 0;
}
