/* SPDX-License-Identifier: Apache-2.0 */
/* Fuzz target: the loader of dumps. What it accepts keeps the promises of the layers, dumps to
 * something that loads to the same dump, and can be read on from to every format. */
#include <stdlib.h>

#include "fuzz.h"

static void dump_of(const sr_doc *doc, sr_buf *out)
{
    sr_doc_dump(doc, out);
    MUST(!out->failed);
}

static void must_be_identity(sr_str dump)
{
    sr_doc *doc = NULL;
    sr_err err = {0};
    size_t used = 0;
    sr_status status = sr_doc_load(dump, &doc, &used, &err);
    if (status) {
        MUST(err.code == status && err.message[0]);
        return;
    }
    MUST(used <= dump.size);
    MUST(sr_doc_check(doc, NULL) == SR_OK);
    sr_buf first = {0}, second = {0};
    dump_of(doc, &first);
    sr_doc_free(doc);
    MUST(sr_doc_load(sr_buf_view(&first), &doc, &used, &err) == SR_OK && used == first.size);
    dump_of(doc, &second);
    MUST(sr_str_eq(sr_buf_view(&first), sr_buf_view(&second)));
    sr_doc_free(doc);
    sr_buf_free(&first);
    sr_buf_free(&second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    must_be_identity((sr_str){(const char *)data, size});
    fuzz_read(data, size, true);
    return 0;
}
