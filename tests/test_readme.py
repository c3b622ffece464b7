#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What README.md shows is what the command prints: each block '<!-- begin: COMMAND -->' holds, as
printed, lines of COMMAND's output in their order, with '...' where lines are left out.

    test_readme.py [--rewrite]     --rewrite puts the first LINES lines of each section there
"""
import os
import re
import shlex
import subprocess
import sys
import glob

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
SITREP = os.path.abspath(os.environ.get("SITREP", os.path.join(ROOT, "build", "sitrep")))
LINES = 12
BLOCK = re.compile(r"<!-- begin: (.*?) -->\n(.*?)<!-- end -->", re.S)


def run(command):
    words = [w for a in shlex.split(command) for w in (sorted(glob.glob(a)) or [a])]
    words[0] = SITREP
    return subprocess.run(words, capture_output=True, text=True, check=True, timeout=120).stdout.split("\n")


def shown(lines):
    out, kept = [], 0
    for line in lines:
        kept = 0 if not line else kept + 1
        if kept <= LINES:
            out.append(line)
        elif kept == LINES + 1:
            out.append("...")
    return "\n".join(out).rstrip("\n")


def main():
    os.chdir(ROOT)
    text = open("README.md", encoding="utf-8").read()
    blocks = BLOCK.findall(text)
    if not blocks:
        print("README.md shows nothing")
        return 1
    if "--rewrite" in sys.argv:
        new = BLOCK.sub(lambda m: f"<!-- begin: {m[1]} -->\n```\n{shown(run(m[1]))}\n```\n<!-- end -->", text)
        open("README.md", "w", encoding="utf-8").write(new)
        return 0
    bad = 0
    for command, body in blocks:
        have, at = run(command), 0
        for line in body.strip("\n").split("\n")[1:-1]:
            if line == "...":
                continue
            if line not in have[at:]:
                print(f"README.md shows a line that '{command}' does not print here: {line!r}")
                bad += 1
                break
            at = have.index(line, at) + 1
    print(f"readme: {len(blocks) - bad} passed, {bad} failed")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
