#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes the files of data/ part of the binary.

embed.py DATA_DIR OUT.S OUT.d: an assembler file with one .incbin a file and the table sr_assets
(src/base/assets.h), in byte order of paths; and a depfile, so that a changed file rebuilds it.
Only *.txt and *.bin are taken; cards and notes stay outside.
"""
import os
import sys


def main():
    root, out, depfile = sys.argv[1:4]
    root = os.path.abspath(root)
    paths = []
    for folder, folders, files in os.walk(root):
        folders.sort()
        paths += [os.path.join(folder, f) for f in files if f.endswith((".txt", ".bin"))]
    paths.sort(key=lambda p: os.path.relpath(p, root).encode())
    lines = ["/* made by tools/embed.py */", '.section .note.GNU-stack,"",%progbits', ".section .rodata"]
    for i, p in enumerate(paths):
        name = os.path.relpath(p, root)
        lines += [f".Lname{i}: .asciz \"{name}\"", ".balign 64", f".Lbegin{i}: .incbin \"{p}\"", f".Lend{i}: .byte 0"]
    lines += [".section .data.rel.ro,\"aw\"", ".balign 8", ".globl sr_assets", ".hidden sr_assets", "sr_assets:"]
    for i in range(len(paths)):
        lines.append(f".quad .Lname{i}, .Lbegin{i}, .Lend{i}")
    lines.append(".quad 0, 0, 0")
    with open(out, "w") as f:
        f.write("\n".join(lines) + "\n")
    with open(depfile, "w") as f:
        f.write(f"{out}: " + " ".join(paths) + f" {root}\n")


main()
