#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Learns data/models/clean_html.txt: which units of a page are its body.

  python3 train/clean_html/train.py --data DIR [--features build/clean_html_features]

DIR holds aed424/ and fundus/. Only pages of the training sites are read (eval/html/corpus.py). Two
passes of boosted trees; the second sees the out-of-fold scores of the first on each unit and its
neighbours. Deterministic: same data, same packages (tools/requirements-train.txt), same file.
"""
import argparse
import os
import subprocess
import sys
import tempfile

os.environ.setdefault('OMP_NUM_THREADS', '1')
import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path[:0] = [os.path.join(ROOT, 'eval', 'html'), HERE]
import corpus
from labels import label_units

FOLDS = 5
SETTINGS = dict(learning_rate=0.1, max_iter=140, max_leaf_nodes=12, min_samples_leaf=20, l2_regularization=3.0,
                max_features=0.3, early_stopping=False, random_state=20261122)


def measure(tool, pages, folder, scores=None):
    """The units of all pages: names, rows [units][measures], page numbers, texts."""
    listing, prefix = os.path.join(folder, 'list'), os.path.join(folder, 'out')
    with open(listing, 'w') as f:
        for i, page in enumerate(pages):
            path = os.path.join(folder, f'{i}.html')
            if not os.path.exists(path):
                with open(path, 'wb') as out:
                    out.write(page.html)
            f.write(path + '\n')
    command = [tool, os.path.join(ROOT, 'data'), listing, prefix]
    if scores is not None:
        np.asarray(scores, dtype='<f4').tofile(os.path.join(folder, 'scores'))
        command.append(os.path.join(folder, 'scores'))
    subprocess.run(command, check=True)
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


def fit(rows, labels, weights):
    return HistGradientBoostingClassifier(**SETTINGS).fit(rows, labels, sample_weight=weights)


def out_of_fold(rows, labels, weights, sites):
    scores = np.zeros(len(labels))
    order = {s: i % FOLDS for i, s in enumerate(sorted(set(sites), key=lambda s: corpus.hashlib.sha256(s.encode()).digest()))}
    fold = np.array([order[s] for s in sites])
    for k in range(FOLDS):
        model = fit(rows[fold != k], labels[fold != k], weights[fold != k])
        scores[fold == k] = model.decision_function(rows[fold == k])
    return scores


def tree_row(nodes, names):
    """Nodes as text; children come behind their parent already (depth first)."""
    out = []
    for node in nodes:
        if node['is_leaf']:
            out.append('=%.4g' % node['value'])
        else:
            out.append('%s<=%.7g?%d:%d' % (names[node['feature_idx']], node['num_threshold'], node['left'], node['right']))
    return ' '.join(out)


def write_model(path, models, names):
    with open(path, 'w', encoding='utf-8') as f:
        f.write('# Which units of a page are its body: boosted trees, two passes. Format: src/clean/html_trees.c.\n'
                '# Made by train/clean_html/train.py; data, licence and figures: clean_html.md.\n')
        for number, model in enumerate(models):
            f.write('bias|%d|%.6g\n' % (number, model._baseline_prediction.ravel()[0]))
            for trees in model._predictors:
                f.write('tree|%d|%s\n' % (number, tree_row(trees[0].nodes, names)))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--data', required=True)
    parser.add_argument('--features', default=os.path.join(ROOT, 'build', 'clean_html_features'))
    parser.add_argument('--out', default=os.path.join(ROOT, 'data', 'models', 'clean_html.txt'))
    args = parser.parse_args()
    pages = [p for p in corpus.load(args.data) if not p.test]
    with tempfile.TemporaryDirectory() as folder:
        names, rows, numbers, texts = measure(args.features, pages, folder)
        labels = label_all(pages, numbers, texts)
        words = rows[:, names.index('words')]
        weights = np.sqrt(np.clip(words, 1, 100))
        sites = [pages[n].site for n in numbers]
        first = [i for i, n in enumerate(names) if not n.startswith('score')]
        plain = rows.copy()
        plain[:, [i for i in range(len(names)) if i not in first]] = 0
        scores = out_of_fold(plain, labels, weights, sites)
        _, stacked, _, _ = measure(args.features, pages, folder, scores)
    print('pages: %d  units: %d  body: %d' % (len(pages), len(texts), labels.sum()))
    check = out_of_fold(stacked, labels, weights, sites)
    for name, s in (('first pass', scores), ('second pass', check)):
        wrong = (s > 0) != (labels > 0)
        print('%s: wrong units %.4f, wrong words %.4f' % (name, wrong.mean(), (wrong * words).sum() / words.sum()))
    models = [fit(plain, labels, weights), fit(stacked, labels, weights)]
    write_model(args.out, models, names)


if __name__ == '__main__':
    main()
