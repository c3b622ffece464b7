#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The whole command over plain-text reports: reports a second, MB a second, peak memory; one thread
beside two. Prints `name: value`; 'skipped' where the data is absent.

  bench/text.py --data DIR [--sitrep build/sitrep]      DIR holds articles.jsonl.gz
"""
import argparse
import gzip
import json
import os
import resource
import subprocess
import tempfile
import time


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--data", default="../shared/data/reuse/abp-silver")
    ap.add_argument("--sitrep", default="build/sitrep")
    a = ap.parse_args()
    path = os.path.join(a.data, "articles.jsonl.gz")
    if not os.path.exists(path):
        print("text: skipped (no data)")
        return
    with tempfile.TemporaryDirectory() as folder:
        size = count = 0
        for line in gzip.open(path, "rt", encoding="utf-8"):
            article = json.loads(line)
            text = (article["title"] + "\n\n" + article["text"]).encode()
            with open(os.path.join(folder, f"{count}.txt"), "wb") as f:
                f.write(text)
            count += 1
            size += len(text)
        times = {}
        for threads in ("1", "2"):
            begin = time.monotonic()
            subprocess.run([a.sitrep, "read", "--json", "--until", "split", "--threads", threads, "-q", "-o", os.path.join(folder, ".out"), folder], check=True)
            times[threads] = time.monotonic() - begin
        begin = time.monotonic()
        subprocess.run([a.sitrep, "read", "--json", "--threads", "1", "-q", "-o", os.path.join(folder, ".out"), folder], check=True)
        whole = time.monotonic() - begin
    print(f"text.reports: {count}")
    print(f"text.reading.reports_per_s: {count / times['1']:.0f}")
    print(f"text.reading.mb_per_s: {size / times['1'] / 1e6:.2f}")
    print(f"text.reading.two_threads_ratio: {times['1'] / times['2']:.2f}")
    print(f"text.whole_with_lineage_s: {whole:.1f}")
    print(f"text.peak_memory_mb: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f}")


if __name__ == "__main__":
    main()
