# SPDX-License-Identifier: Apache-2.0
"""The two sets of pages with gold: which page, which site, which side of the split.

Both train/clean_html/train.py and eval/html/run.py read pages through this, so that the split is one.
A site is a registered name ("bbc", "spiegel"): the last part of the host before the public suffix. A
site lies on one side only, in both sets.
"""
import glob
import gzip
import hashlib
import json
import os
import re
from urllib.parse import urlsplit

SECOND_LEVEL = {'co', 'com', 'org', 'net', 'gov', 'ac', 'go', 'or', 'ne', 'edu'}
TOKEN = re.compile(r'[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|\w+')


def site_of(url):
    host = (urlsplit(url if '//' in url else '//' + url).hostname or url).lower()
    parts = [p for p in host.split('.') if p]
    if parts and len(parts) > 1:
        parts = parts[:-1]
    if len(parts) > 1 and parts[-1] in SECOND_LEVEL:
        parts = parts[:-1]
    return parts[-1] if parts else host


def is_test(site):
    return hashlib.sha256(('sitrep html ' + site).encode()).digest()[0] % 2 == 0


def tokens(text):
    return TOKEN.findall(text.lower())


class Page:
    """id, set, site, test (bool), html (bytes), body (list of paragraphs), title, date ('' or ISO)."""

    def __init__(self, **fields):
        self.__dict__.update(fields)
        self.test = is_test(self.site)


def load_aed(root):
    with open(os.path.join(root, 'articles.json'), encoding='utf-8') as f:
        articles = json.load(f)
    for key in sorted(articles):
        path = os.path.join(root, 'html', key + '.html.gz')
        if not os.path.exists(path):
            continue
        a = articles[key]
        yield Page(id=key, set='aed424', site=site_of(a.get('site') or a.get('url', '')),
                   html=gzip.open(path).read(), title=a.get('title') or '', date=(a.get('date') or '')[:10],
                   url=a.get('url') or '', body=[p for p in re.split(r'\n+', a['articleBody']) if p.strip()])


def flat_body(version):
    body = version.get('body') or {}
    out = list(body.get('summary') or [])
    for section in body.get('sections') or []:
        out += list(section.get('headline') or []) + list(section.get('paragraphs') or [])
    return [p for p in out if p.strip()]


def best_version(versions, html):
    """Which parser version's gold belongs to this page: the one whose words it holds most of."""
    page = set(tokens(re.sub(r'<[^>]+>', ' ', html.decode('utf-8', 'replace'))))

    def share(version):
        words = tokens(' '.join(flat_body(version)) + ' ' + (version.get('title') or ''))
        return sum(w in page for w in words) / max(len(words), 1), len(words)

    scored = sorted(((share(v), k) for k, v in versions.items()), reverse=True)
    return versions[scored[0][1]] if scored and scored[0][0][0] > 0.7 else None


def load_fundus(root):
    for info in sorted(glob.glob(os.path.join(root, 'data', '*', 'meta.info'))):
        folder = os.path.dirname(info)
        with open(info, encoding='utf-8') as f:
            meta = json.load(f)
        for name in sorted(meta):
            publisher = re.sub(r'_\d{4}_\d{2}_\d{2}.*', '', name)
            gold, path = os.path.join(folder, publisher + '.json'), os.path.join(folder, name)
            if not (os.path.exists(gold) and os.path.exists(path)):
                continue
            html = gzip.open(path).read()
            with open(gold, encoding='utf-8') as f:
                version = best_version(json.load(f), html)
            if version is None:
                continue
            url = meta[name].get('url') or publisher
            yield Page(id=name[:-8], set='fundus', site=site_of(url), html=html, title=version.get('title') or '',
                       date=(version.get('publishing_date') or '')[:10], when=version.get('publishing_date') or '',
                       url=url, body=flat_body(version))


def load(data):
    """All pages with a gold body under DATA/aed424 and DATA/fundus."""
    pages = []
    if os.path.isdir(os.path.join(data, 'aed424')):
        pages += load_aed(os.path.join(data, 'aed424'))
    if os.path.isdir(os.path.join(data, 'fundus')):
        pages += load_fundus(os.path.join(data, 'fundus'))
    return [p for p in pages if p.body]
