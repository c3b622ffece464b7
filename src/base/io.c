/* SPDX-License-Identifier: Apache-2.0 */
/* Reading files whole: regular files by their size, pipes and standard input until their end. */
#include "base/io.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sys/stat.h>
#include <unistd.h>

static _Atomic uint64_t fail_countdown;

void sr_io_fail_at(uint64_t n) { fail_countdown = n; }

static ssize_t read_some(int fd, char *out, size_t size)
{
    if (fail_countdown != 0) {
        if (fail_countdown == 1) {
            errno = EIO;
            return -1;
        }
        fail_countdown--;
    }
    ssize_t n;
    do n = read(fd, out, size);
    while (n < 0 && errno == EINTR);
    return n;
}

static sr_status too_large(const char *stage, uint64_t max_bytes, uint64_t size, sr_err *err)
{
    if (size)
        return sr_fail(err, SR_ERR_LIMIT, stage, max_bytes, "%" PRIu64 " bytes: the limit for one input is %" PRIu64, size,
                       max_bytes);
    return sr_fail(err, SR_ERR_LIMIT, stage, max_bytes, "more than %" PRIu64 " bytes, the limit for one input", max_bytes);
}

/* Reads fd to its end; one byte over the limit is enough to know. */
static sr_status read_all(int fd, uint64_t max_bytes, const char *stage, size_t hint, char **data,
                          size_t *size, sr_err *err)
{
    size_t room = hint + 1 < 4096 ? 4096 : hint + 1, used = 0;
    char *buffer = sr_malloc(room);
    while (buffer) {
        ssize_t n = read_some(fd, buffer + used, room - used);
        if (n < 0) {
            sr_free(buffer);
            return sr_fail(err, SR_ERR_IO, stage, used, "cannot be read: %s", strerror(errno));
        }
        if (n == 0) {
            *data = buffer;
            *size = used;
            return SR_OK;
        }
        used += (size_t)n;
        if (used > max_bytes) {
            sr_free(buffer);
            return too_large(stage, max_bytes, 0, err);
        }
        if (used < room) continue;
        char *grown = sr_realloc(buffer, room * 2);
        if (!grown) sr_free(buffer);
        buffer = grown;
        room *= 2;
    }
    return SR_FAIL(err, SR_ERR_MEMORY, stage, "out of memory while reading");
}

sr_status sr_io_read(const char *path, uint64_t max_bytes, const char *stage, char **data,
                     size_t *size, sr_err *err)
{
    struct stat st;
    bool standard_input = strcmp(path, "-") == 0;
    int fd = standard_input ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return SR_FAIL(err, SR_ERR_IO, stage, "cannot be opened: %s", strerror(errno));
    sr_status status;
    size_t hint = 0;
    if (fstat(fd, &st) != 0)
        status = SR_FAIL(err, SR_ERR_IO, stage, "cannot be read: %s", strerror(errno));
    else if (S_ISDIR(st.st_mode))
        status = SR_FAIL(err, SR_ERR_IO, stage, "is a folder");
    else if (S_ISREG(st.st_mode) && (uint64_t)st.st_size > max_bytes)
        status = too_large(stage, max_bytes, (uint64_t)st.st_size, err);
    else {
        if (S_ISREG(st.st_mode)) hint = (size_t)st.st_size;
        status = read_all(fd, max_bytes, stage, hint, data, size, err);
    }
    if (!standard_input) close(fd);
    return status;
}
