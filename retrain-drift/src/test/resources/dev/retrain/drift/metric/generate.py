"""Writes the reference values the tests of dev.retrain.drift.metric compare with.

`python3 generate.py` in this folder, with SciPy 1.17.1 and NumPy 2.4.6; the build only reads the file.
DeLong's variance is computed from its definition over all pairs, not by ranks.
"""

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


with open("binary.txt", "w") as out:
    out.write("# labels; champion; challenger; auc auc_se auc2 difference error p log_loss brier accuracy f1 mcnemar_p\n")
    for n, digits in [(20, 3), (60, 1), (200, 6), (120, 2)]:
        labels = rng.uniform(size=n) < 0.4
        one = np.round(1 / (1 + np.exp(-(labels * 1.0 - 0.5 + rng.normal(size=n)))), digits)
        two = np.round(1 / (1 + np.exp(-(labels * 1.6 - 0.8 + rng.normal(size=n)))), digits)
        p = np.clip(np.where(labels, one, 1 - one), 1e-15, 1)
        said, said2 = one >= 0.5, two >= 0.5
        tp = (said & labels).sum()
        right, right2 = said == labels, said2 == labels
        lost, won = int((right & ~right2).sum()), int((~right & right2).sum())
        values = [*delong(labels, one, two), -np.log(p).mean(), ((1 - p) ** 2).mean(), right.mean(),
                  2 * tp / (said.sum() + labels.sum()), stats.binomtest(lost, lost + won, 0.5).pvalue]
        numbers = lambda v: " ".join(repr(float(e)) for e in v)
        out.write(f"{numbers(labels)}; {numbers(one)}; {numbers(two)}; {numbers(values)}\n")
