/* SPDX-License-Identifier: Apache-2.0 */
/* Runs a fuzz target over files: crashers of the past, as ordinary tests. Prints TAP. */
#include <stdio.h>
#include <string.h>

#include "base/io.h"
#include "base/walk.h"
#include "fuzz.h"

int main(int argc, char **argv)
{
    sr_arena *arena = sr_arena_new();
    sr_founds found = {0};
    unsigned done = 0;
    for (int i = 1; i < argc; i++) sr_walk(arena, argv[i], &found);
    for (uint32_t i = 0; i < found.items_count; i++) {
        char *data = NULL;
        size_t size = 0;
        if (found.items[i].fault.code || sr_io_read(found.items[i].path.data, 1u << 28, "replay", &data, &size, NULL)) continue;
        LLVMFuzzerTestOneInput((const uint8_t *)data, size);
        sr_free(data);
        const char *slash = strrchr(found.items[i].path.data, '/');
        printf("ok %u - %s\n", ++done, slash ? slash + 1 : found.items[i].path.data);
    }
    LLVMFuzzerTestOneInput((const uint8_t *)"", 0);
    printf("ok %u - nothing at all\n1..%u\n", done + 1, done + 1);
    sr_arena_free(arena);
    return 0;
}
