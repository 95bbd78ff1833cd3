"""Writes the reference values the tests of dev.retrain.drift.metric compare with.

`python3 generate.py` in this folder, with SciPy 1.17.1 and NumPy 2.4.6; the build only reads the files.
DeLong's variance is computed from its definition over all pairs, not by ranks. Errors of ratios are those
of the infinitesimal jackknife: the metric's numerical derivative by the weight of each row. Rankings with
ties are averaged over every order of the tied results.
"""

import itertools

import numpy as np
from scipy import stats

rng = np.random.default_rng(7)


def pairs(labels, scores):
    x, y = scores[labels], scores[~labels]
    return (x[:, None] > y[None, :]) + 0.5 * (x[:, None] == y[None, :])


def delong(labels, one, two):
    a, b = pairs(labels, one), pairs(labels, two)
    cov = lambda f: np.cov(a.mean(axis=f), b.mean(axis=f))
    s = cov(1) / labels.sum() + cov(0) / (~labels).sum()
    difference = b.mean() - a.mean()
    error = np.sqrt(s[0, 0] + s[1, 1] - 2 * s[0, 1])
    return a.mean(), np.sqrt(s[0, 0]), b.mean(), difference, error, 2 * stats.norm.sf(abs(difference) / error)


numbers = lambda v: " ".join(repr(float(e)) for e in np.ravel(v))
mean_error = lambda v: v.std(ddof=1) / np.sqrt(len(v))


def jackknife_error(metric, n, h=1e-6):
    derivatives = []
    for i in range(n):
        up, down = np.ones(n), np.ones(n)
        up[i] += h
        down[i] -= h
        derivatives.append((metric(up) - metric(down)) / (2 * h))
    return np.sqrt(np.sum(np.square(derivatives)))


def calibration(labels, scores):
    edges = np.arange(1, 10) / 10
    bins = np.searchsorted(edges, scores, side="right")
    error = 0
    for b in range(10):
        rows = bins == b
        if rows.any():
            error += rows.mean() * abs(scores[rows].mean() - labels[rows].mean())
    return error


with open("binary.txt", "w") as out:
    out.write("# labels; champion; challenger; auc auc_se auc2 difference error p log_loss brier accuracy f1 mcnemar_p"
              " precision recall calibration_error accuracy_se precision_se recall_se f1_se log_loss_se brier_se\n")
    for n, digits in [(20, 3), (60, 1), (200, 6), (120, 2)]:
        labels = rng.uniform(size=n) < 0.4
        one = np.round(1 / (1 + np.exp(-(labels * 1.0 - 0.5 + rng.normal(size=n)))), digits)
        two = np.round(1 / (1 + np.exp(-(labels * 1.6 - 0.8 + rng.normal(size=n)))), digits)
        p = np.clip(np.where(labels, one, 1 - one), 1e-15, 1)
        said, said2 = one >= 0.5, two >= 0.5
        tp = (said & labels).sum()
        right, right2 = said == labels, said2 == labels
        lost, won = int((right & ~right2).sum()), int((~right & right2).sum())
        of = lambda over, under: lambda w: (w * over).sum() / (w * under).sum()
        hit, f1_under = said & labels, 0.5 * said + 0.5 * labels
        ratios = [of(right, np.ones(n)), of(hit, said), of(hit, labels), of(hit, f1_under)]
        values = [*delong(labels, one, two), -np.log(p).mean(), ((1 - p) ** 2).mean(), right.mean(),
                  2 * tp / (said.sum() + labels.sum()), stats.binomtest(lost, lost + won, 0.5).pvalue,
                  tp / said.sum(), tp / labels.sum(), calibration(labels, one),
                  *[jackknife_error(ratio, n) for ratio in ratios], mean_error(-np.log(p)), mean_error((1 - p) ** 2)]
        out.write(f"{numbers(labels)}; {numbers(one)}; {numbers(two)}; {numbers(values)}\n")

rng = np.random.default_rng(8)

with open("regression.txt", "w") as out:
    out.write("# truth; champion; challenger; rmse mae mape rmse_se mae_se mape_se; of squared errors: p lower upper\n")
    for n, scale in [(3, 1.0), (12, 1e-3), (150, 1e5)]:
        truth = np.round(scale * rng.normal(size=n), 9)
        truth[0] = 0
        one = truth + scale * rng.standard_t(4, size=n)
        two = truth + 0.9 * scale * rng.standard_t(4, size=n)
        error, share = one - truth, np.abs((one - truth)[1:] / truth[1:])
        rmse = np.sqrt((error ** 2).mean())
        test = stats.ttest_rel((two - truth) ** 2, error ** 2)
        ends = test.confidence_interval(0.95)
        values = [rmse, np.abs(error).mean(), share.mean(),
                  mean_error(error ** 2) / (2 * rmse), mean_error(np.abs(error)), mean_error(share)]
        out.write(f"{numbers(truth)}; {numbers(one)}; {numbers(two)}; {numbers(values)}; "
                  f"{numbers([test.pvalue, ends.low, ends.high])}\n")


def macro_f1(labels, said, weights):
    f1 = []
    for c in np.union1d(labels, said):
        hit = weights[(labels == c) & (said == c)].sum()
        f1.append(2 * hit / (weights[labels == c].sum() + weights[said == c].sum()))
    return np.mean(f1)


with open("multiclass.txt", "w") as out:
    out.write("# classes; labels; probabilities, row by row; accuracy macro_f1 log_loss accuracy_se macro_f1_se log_loss_se\n")
    for n, classes, used in [(30, 3, 3), (80, 5, 4), (12, 4, 2)]:
        labels = rng.integers(0, used, size=n)
        heat = rng.normal(size=(n, classes)) + 1.5 * (labels[:, None] == np.arange(classes))
        heat[:, used:] = -50
        p = np.exp(heat) / np.exp(heat).sum(axis=1, keepdims=True)
        said = p.argmax(axis=1)
        loss = -np.log(np.clip(p[np.arange(n), labels], 1e-15, 1))
        accuracy = lambda w: (w * (said == labels)).sum() / w.sum()
        f1 = lambda w: macro_f1(labels, said, w)
        ones = np.ones(n)
        values = [accuracy(ones), f1(ones), loss.mean(), jackknife_error(accuracy, n), jackknife_error(f1, n), mean_error(loss)]
        out.write(f"{classes}; {numbers(labels)}; {numbers(p)}; {numbers(values)}\n")


def dcg(relevance, k):
    return sum((2 ** r - 1) / np.log2(i + 2) for i, r in enumerate(relevance[:k]))


def ranked(scores, relevance, k):
    orders = [o for o in itertools.permutations(range(len(scores))) if all(scores[a] >= scores[b] for a, b in zip(o, o[1:]))]
    ideal = dcg(sorted(relevance, reverse=True), k)
    gains = [dcg([relevance[i] for i in o], k) / ideal for o in orders]
    firsts = [1 / (1 + next(rank for rank, i in enumerate(o) if relevance[i] > 0)) for o in orders]
    return np.mean(gains), np.mean(firsts)


with open("ranking.txt", "w") as out:
    out.write("# k; scores; relevance; ndcg@k reciprocal_rank\n")
    for k, n, levels in [(3, 6, 9), (2, 6, 3), (5, 7, 2), (4, 3, 2), (10, 5, 1), (1, 4, 1)]:
        scores = rng.integers(0, levels, size=n) / 2 - 0.5
        relevance = rng.integers(0, 4, size=n) * rng.integers(0, 2, size=n)
        relevance[rng.integers(0, n)] = 1
        out.write(f"{k}; {numbers(scores)}; {numbers(relevance)}; {numbers(ranked(scores, relevance, k))}\n")
