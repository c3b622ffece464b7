#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""count_tests.py LOGS BUILDS_BROKEN: counts test cases in what tools/check left there: the TAP lines of meson's
logs, 'NAME: N passed, N failed' of the tests that print that, and a case for each fuzz target.
Prints a line for each suite, then 'N passed, N failed, N skipped'. Exits 1 on any failure."""
import json
import os
import re
import sys

CASE = re.compile(r"^(not )?ok\b(.*)$", re.M)
COUNTS = re.compile(r"^\w+: (\d+) passed, (\d+) failed", re.M)


def cases(row):
    """passed, failed, skipped of one test program."""
    out = row.get("stdout", "")
    passed = failed = skipped = 0
    for bad, rest in CASE.findall(out):
        if re.search(r"# *skip", rest, re.I):
            skipped += 1
        elif bad:
            failed += 1
        else:
            passed += 1
    for good, bad in COUNTS.findall(out):
        passed, failed = passed + int(good), failed + int(bad)
    result = row["result"]
    if not passed + failed + skipped:
        passed, failed, skipped = int(result == "OK"), int(result not in ("OK", "SKIP")), int(result == "SKIP")
    elif result not in ("OK", "SKIP", "EXPECTEDFAIL") and not failed:
        failed = 1  # a crash or a leak behind the last case
    return passed, failed, skipped


def main():
    logs, builds_broken = sys.argv[1], int(sys.argv[2])
    total = [0, 0, 0]

    def add(name, counts, note=""):
        for i in range(3):
            total[i] += counts[i]
        print(f"{name}: {counts[0]} passed, {counts[1]} failed, {counts[2]} skipped{note}".replace(", 0 skipped", ""))
    for build in ("release", "asan"):
        path = os.path.join(logs, build + ".txt")
        for line in open(path, encoding="utf-8") if os.path.exists(path) else []:
            row = json.loads(line)
            add(f"{build} {row['name'].split(' / ')[-1]}", cases(row), f" ({row['duration']:.0f} s)" if row["duration"] > 5 else "")
    path = os.path.join(logs, "fuzz.log")
    for line in open(path) if os.path.exists(path) else []:
        if " executions in " in line:
            failed = f"{line.split(':')[0]}: FAILED" in open(path).read()
            add(line.strip().replace(": ", " ", 1), (int(not failed), int(failed), 0))
    if builds_broken:
        print(f"{builds_broken} of the builds failed or gave warnings: see above")
        total[1] += builds_broken
    print(f"{total[0]} passed, {total[1]} failed, {total[2]} skipped")
    return 1 if total[1] else 0


sys.exit(main())
