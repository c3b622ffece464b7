/* SPDX-License-Identifier: Apache-2.0 */
/* Fuzz target: the loader of records. What it accepts writes JSON that loads to the same JSON, and
 * a brief. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sr_record *record = NULL;
    sr_err err = {0};
    sr_status status = sr_record_load(data, size, &record, &err);
    if (status) {
        MUST(err.code == status && err.message[0]);
        return 0;
    }
    sr_buf first = {0}, second = {0};
    sr_record_json(record, SR_WRITE_TEXT, &first);
    fuzz_write_all(record);
    sr_record_free(record);
    MUST(sr_record_load(first.data, first.size, &record, &err) == SR_OK);
    sr_record_json(record, SR_WRITE_TEXT, &second);
    MUST(sr_str_eq(sr_buf_view(&first), sr_buf_view(&second)));
    sr_record_free(record);
    sr_buf_free(&first);
    sr_buf_free(&second);
    return 0;
}
