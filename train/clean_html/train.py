#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Learns data/models/clean_html.txt: which units of a page are its body.

  python3 train/clean_html/train.py --data DIR [--features build/eval/html_features]

DIR holds aed424/ and fundus/. Only pages of the training sites are read (eval/html/corpus.py). The
model is the mean of two sets of boosted trees that differ in the measures each split may look at.
Deterministic: same data, same packages (tools/requirements-train.txt), same file.
"""
import argparse
import hashlib
import os
import subprocess
import sys
import tempfile
from collections import Counter

os.environ.setdefault('OMP_NUM_THREADS', '1')
import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path[:0] = [os.path.join(ROOT, 'eval', 'html'), HERE]
import corpus
from labels import label_units

FOLDS = 5
BAGS = 2
SETTINGS = dict(learning_rate=0.1, max_iter=140, max_leaf_nodes=10, min_samples_leaf=20, l2_regularization=3.0,
                max_features=0.3, early_stopping=False)


def measure(tool, pages, folder):
    """The units of all pages: names, rows [units][measures], page numbers, texts."""
    listing, prefix = os.path.join(folder, 'list'), os.path.join(folder, 'out')
    with open(listing, 'w') as f:
        for i, page in enumerate(pages):
            path = os.path.join(folder, f'{i}.html')
            if not os.path.exists(path):
                with open(path, 'wb') as out:
                    out.write(page.html)
            f.write(path + '\n')
    subprocess.run([tool, os.path.join(ROOT, 'data'), listing, prefix], check=True)
    names = open(prefix + '.names').read().split()
    rows = np.fromfile(prefix + '.f32', dtype='<f4').reshape(-1, len(names))
    numbers, texts = [], []
    with open(prefix + '.units', encoding='utf-8', newline='\n') as f:
        for line in f:
            number, text = line.rstrip('\n').split('\t', 1)
            numbers.append(int(number))
            texts.append(text)
    return names, rows, np.array(numbers), texts


def label_all(pages, numbers, texts):
    labels = np.zeros(len(texts), dtype=int)
    for i, page in enumerate(pages):
        mine = np.flatnonzero(numbers == i)
        labels[mine] = label_units([texts[k] for k in mine], page.body, corpus.tokens)
    return labels


def by_hash(sites):
    return sorted(set(sites), key=lambda s: hashlib.sha256(s.encode()).digest())


def fit(rows, labels, weights):
    return [HistGradientBoostingClassifier(random_state=bag + 1, **SETTINGS).fit(rows, labels, sample_weight=weights)
            for bag in range(BAGS)]


def score(models, rows):
    return np.mean([m.decision_function(rows) for m in models], axis=0)


def out_of_fold(rows, labels, weights, sites):
    scores = np.zeros(len(labels))
    fold_of = {s: i % FOLDS for i, s in enumerate(by_hash(sites))}
    fold = np.array([fold_of[s] for s in sites])
    for k in range(FOLDS):
        train = fold != k
        models = fit(rows[train], labels[train], weights[train])
        scores[~train] = score(models, rows[~train])
    return scores


def page_f1(pages, numbers, texts, keep):
    """The mean over pages of the F1 of tokens, as eval/html/run.py counts it."""
    found = [Counter() for _ in pages]
    for k in np.flatnonzero(keep):
        found[numbers[k]].update(corpus.tokens(texts[k]))
    total = 0.0
    for page, words in zip(pages, found):
        gold = Counter(corpus.tokens('\n'.join(page.body)))
        total += 2 * sum((words & gold).values()) / max(sum(words.values()) + sum(gold.values()), 1)
    return total / len(pages)


def tree_row(nodes, names):
    """Nodes as text; children come behind their parent already (depth first)."""
    out = []
    for node in nodes:
        if node['is_leaf']:
            out.append('=%.4g' % (node['value'] / BAGS))
        else:
            out.append('%s<=%.7g?%d:%d' % (names[node['feature_idx']], node['num_threshold'], node['left'], node['right']))
    return ' '.join(out)


def write_model(path, models, names):
    bias = np.mean([m._baseline_prediction.ravel()[0] for m in models])
    with open(path, 'w', encoding='utf-8') as f:
        f.write('# Which units of a page are its body: boosted trees. Format: src/clean/html_trees.c.\n'
                '# Made by train/clean_html/train.py; data, licence and figures: clean_html.md.\n')
        f.write('bias|%.6g\n' % bias)
        for model in models:
            for trees in model._predictors:
                f.write('tree|%s\n' % tree_row(trees[0].nodes, names))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--data', required=True)
    parser.add_argument('--features', default=os.path.join(ROOT, 'build', 'eval', 'html_features'))
    parser.add_argument('--out', default=os.path.join(ROOT, 'data', 'models', 'clean_html.txt'))
    parser.add_argument('--check', action='store_true', help='also print figures across folds of the training sites')
    args = parser.parse_args()
    pages = [p for p in corpus.load(args.data) if not p.test]
    with tempfile.TemporaryDirectory() as folder:
        names, rows, numbers, texts = measure(args.features, pages, folder)
    labels = label_all(pages, numbers, texts)
    weights = np.log1p(rows[:, names.index('words')]) + 1
    sites = np.array([pages[n].site for n in numbers])
    print('pages: %d  units: %d  body: %d' % (len(pages), len(texts), labels.sum()))
    print('page F1 of perfect labels: %.4f' % page_f1(pages, numbers, texts, labels > 0))
    if args.check:
        print('page F1 across folds: %.4f' % page_f1(pages, numbers, texts, out_of_fold(rows, labels, weights, sites) > 0))
    write_model(args.out, fit(rows, labels, weights), names)


if __name__ == '__main__':
    main()
