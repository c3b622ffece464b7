#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How well pages are read: body, date and title against gold, beside trafilatura on the same pages.

  eval/html/run.py --data DIR [--tool build/eval/html_body_tool] [--misses]

DIR holds aed424/ and fundus/. Prints `name: value` lines. Figures "test" are of sites that the model
never saw (corpus.py splits by site). Body F1 is that of the multisets of tokens of a page, the mean
over pages; subheads and datelines count as body, as they do in the gold and in trafilatura's output.
A date is right when the day is that of the gold, as printed or in UTC.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile
import unicodedata
from collections import Counter
from datetime import datetime, timezone

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, HERE)
import corpus

BODY = {'body', 'subhead', 'dateline'}


def prf(found, gold):
    found, gold = Counter(corpus.tokens(found)), Counter(corpus.tokens(gold))
    common = sum((found & gold).values())
    p = common / max(sum(found.values()), 1)
    r = common / max(sum(gold.values()), 1)
    return p, r, 2 * p * r / (p + r) if p + r else 0.0


def run_sitrep(tool, paths, listing):
    with open(listing, 'w') as f:
        f.writelines(p + '\n' for p in paths)
    out = subprocess.run([tool, '', listing], check=True, stdout=subprocess.PIPE).stdout
    rows = [json.loads(line) for line in out.decode().splitlines()]
    for row in rows:
        row['body'] = '\n'.join(b[2] for b in row.get('blocks', []) if b[0] in BODY)
    return rows


def run_trafilatura(pages):
    import trafilatura
    rows = []
    for page in pages:
        found = trafilatura.bare_extraction(page.html, url=page.url or None, with_metadata=True,
                                            include_comments=False, include_tables=True)
        found = found.as_dict() if found is not None else {}
        rows.append({'body': found.get('text') or '', 'title': found.get('title') or '', 'date': found.get('date') or ''})
    return rows


def plain(text):
    return ' '.join(corpus.tokens(unicodedata.normalize('NFKC', text or '')))


def gold_days(page):
    """The gold's day as printed and, where it has a time zone, in UTC."""
    days = {page.date}
    when = getattr(page, 'when', '')
    if len(when) > 19 and when[19] in '+-':
        days.add(datetime.fromisoformat(when).astimezone(timezone.utc).strftime('%Y-%m-%d'))
    return days


def days_of(row):
    days = {row.get('date', '')}
    iso = row.get('iso', '')
    if len(iso) > 19:
        days.add(datetime.fromisoformat(iso.replace('Z', '+00:00')).astimezone(timezone.utc).strftime('%Y-%m-%d'))
    return days


def figures(pages, rows):
    body = [prf(r.get('body', ''), '\n'.join(p.body)) for p, r in zip(pages, rows)]
    dated = [(p, r) for p, r in zip(pages, rows) if p.date]
    titled = [(p, r) for p, r in zip(pages, rows) if p.title]
    return {
        'body_precision': sum(b[0] for b in body) / len(body), 'body_recall': sum(b[1] for b in body) / len(body),
        'body_f1': sum(b[2] for b in body) / len(body),
        'date_accuracy': sum(bool(days_of(r) & gold_days(p)) for p, r in dated) / len(dated),
        'title_accuracy': sum(plain(p.title) == plain(r.get('title', '')) for p, r in titled) / len(titled),
    }


def print_misses(pages, rows, others):
    scored = sorted((prf(r.get('body', ''), '\n'.join(p.body))[2], i) for i, (p, r) in enumerate(zip(pages, rows)) if p.test)
    for f1, i in scored[:10]:
        other = prf(others[i]['body'], '\n'.join(pages[i].body))[2]
        print('  body %.3f (trafilatura %.3f) %s %s %s' % (f1, other, pages[i].set, pages[i].id, pages[i].site))
    for p, r in zip(pages, rows):
        if p.test and p.date and not days_of(r) & gold_days(p):
            print('  date %s for %s %s %s %s' % (r.get('iso') or r.get('date'), p.date, p.set, p.id, p.site))
    for p, r in zip(pages, rows):
        if p.test and p.title and plain(p.title) != plain(r.get('title', '')):
            print('  title %r for %r %s %s' % (r.get('title'), p.title, p.set, p.id))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--data', default=os.environ.get('SITREP_DATA_HTML', ''))
    parser.add_argument('--tool', default=os.path.join(ROOT, 'build', 'eval', 'html_body_tool'))
    parser.add_argument('--misses', action='store_true')
    args = parser.parse_args()
    pages = corpus.load(args.data) if args.data else []
    if not pages:
        print('skipped: no pages under %r' % args.data)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for i, page in enumerate(pages):
            paths.append(os.path.join(folder, '%d.html' % i))
            with open(paths[-1], 'wb') as f:
                f.write(page.html)
        ours = run_sitrep(args.tool, paths, os.path.join(folder, 'list'))
    theirs = run_trafilatura(pages)
    test = [i for i, p in enumerate(pages) if p.test]
    print('html_pages: %d' % len(pages))
    print('html_pages_test: %d' % len(test))
    print('html_sites_test: %d' % len({pages[i].site for i in test}))
    for side, index in (('test', test), ('all', range(len(pages)))):
        for name, rows in (('sitrep', ours), ('trafilatura', theirs)):
            for key, value in figures([pages[i] for i in index], [rows[i] for i in index]).items():
                print('html_%s_%s_%s: %.4f' % (side, name, key, value))
    gain = figures([pages[i] for i in test], [ours[i] for i in test])['body_f1'] - \
        figures([pages[i] for i in test], [theirs[i] for i in test])['body_f1']
    print('html_test_body_f1_above_trafilatura: %.4f' % gain)
    if args.misses:
        print_misses(pages, ours, theirs)
    return 0


if __name__ == '__main__':
    sys.exit(main())
