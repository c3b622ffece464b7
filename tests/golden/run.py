#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Golden tests: tests/golden/STAGE/*.txt hold cases 'title, ===, input, ---, expected rows of the dump'.

    run.py [--rewrite] [STAGE...]

Each case is read from standard input by `sitrep read --until STAGE --dump`; the stage's own rows are
compared. --rewrite puts what came out in the place of what was expected, for a person to review.
The command is $SITREP, else build/sitrep.
"""
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
SITREP = os.environ.get("SITREP", os.path.join(HERE, "..", "..", "build", "sitrep"))
ROWS = {"clean": ("title ", "outlet ", "dateline ", "published ", "language ", "credit ", "block "), "split": ("sentence ", "token ")}
BAR = "=" * 20
CUT = "-" * 3


def run(stage, text):
    p = subprocess.run([SITREP, "read", "--until", stage, "--dump", "-"], input=text.encode(), capture_output=True, timeout=60)
    if p.returncode:
        return p.stderr.decode()
    out = p.stdout
    head = out.index(b"\ntext ") + 1
    size = int(out[head + 5:out.index(b"\n", head)])
    rows = out[out.index(b"\n", head) + 1 + size:].decode().split("\n")
    return "".join(row(r) + "\n" for r in rows if r.startswith(ROWS[stage]))


def row(r):
    """Rows as people read them: kind and excerpt; offsets and scores are the business of other tests."""
    f = r.split(" ")
    if f[0] == "block":
        return f"block {f[1]} {r[r.index(' # ') + 3:]}"
    if f[0] == "sentence":
        return "sentence " + r[r.index(" # ") + 3:]
    if f[0] == "token":
        return f"token {f[1]} {r[r.index(' # ') + 3:]}"
    if f[0] == "credit":
        return f"credit {f[1]} {' '.join(f[4:])}"
    return f"{f[0]} {' '.join(f[3:])}"


def cases(path):
    """(title, input, expected) of each case."""
    parts = open(path, encoding="utf-8").read().split(BAR + "\n")
    for i in range(1, len(parts) - 1, 2):
        text, _, want = parts[i + 1].rpartition("\n" + CUT + "\n")
        yield parts[i].strip(), text, want.rstrip("\n") + "\n"


def main():
    rewrite = "--rewrite" in sys.argv
    stages = [a for a in sys.argv[1:] if a != "--rewrite"] or sorted(ROWS)
    passed = failed = 0
    for stage in stages:
        folder = os.path.join(HERE, stage)
        for name in sorted(os.listdir(folder)):
            path, made = os.path.join(folder, name), []
            for title, text, want in cases(path):
                got = run(stage, text)
                made.append(f"{BAR}\n{title}\n{BAR}\n{text}\n{CUT}\n{got}\n")
                passed += got == want
                if got != want:
                    failed += 1
                    if not rewrite:
                        print(f"FAILED {stage}/{name}: {title}")
                        diff(want, got)
            if rewrite:
                open(path, "w", encoding="utf-8").write("".join(made))
    print(f"golden: {passed} passed, {failed} failed")
    return 1 if failed and not rewrite else 0


def diff(want, got):
    import difflib
    for line in difflib.unified_diff(want.split("\n"), got.split("\n"), "expected", "got", lineterm="", n=0):
        print("   " + line)


if __name__ == "__main__":
    sys.exit(main())
