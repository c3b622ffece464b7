#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Speed of reading pages, beside trafilatura on the same pages in the same run, one thread each.

  bench/html.py --data DIR [--tool build/eval/bench_html]    DIR holds aed424/ and fundus/
"""
import argparse
import os
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path[0] = os.path.join(ROOT, 'eval', 'html')  # not this folder: html.py here is no module
import corpus


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--data', default=os.environ.get('SITREP_DATA_HTML', ''))
    parser.add_argument('--tool', default=os.path.join(ROOT, 'build', 'eval', 'bench_html'))
    parser.add_argument('--rounds', default='3')
    args = parser.parse_args()
    pages = corpus.load(args.data) if args.data else []
    if not pages:
        print('skipped: no pages under %r' % args.data)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        listing = os.path.join(folder, 'list')
        with open(listing, 'w') as names:
            for i, page in enumerate(pages):
                path = os.path.join(folder, '%d.html' % i)
                with open(path, 'wb') as f:
                    f.write(page.html)
                names.write(path + '\n')
        out = subprocess.run([args.tool, listing, args.rounds], check=True, stdout=subprocess.PIPE).stdout.decode()
    print(out, end='')
    ours = float(out.split('html_pages_per_s: ')[1].split()[0])
    import trafilatura
    begin = time.process_time()
    for page in pages:
        trafilatura.bare_extraction(page.html, url=page.url or None, with_metadata=True, include_comments=False)
    theirs = len(pages) / (time.process_time() - begin)
    print('html_trafilatura_pages_per_s: %.1f' % theirs)
    print('html_times_trafilatura: %.1f' % (ours / theirs))
    return 0


if __name__ == '__main__':
    sys.exit(main())
