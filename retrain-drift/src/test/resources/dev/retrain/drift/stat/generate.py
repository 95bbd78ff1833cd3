"""Writes the reference values the tests of dev.retrain.drift.stat compare with; see README.md."""

import numpy as np
from scipy import stats
from scipy.spatial.distance import jensenshannon

rng = np.random.default_rng(20261123)


def psi_edges(reference, bins=10):
    edges = np.unique(np.quantile(reference, np.arange(1, bins) / bins, method="inverted_cdf"))
    edges = edges[edges < reference.max()]
    if len(edges) == 0:
        edges = np.array([np.nextafter(reference.max(), -np.inf), reference.max()])
    return edges


def psi(left, right):
    p = (left + 0.5) / (left.sum() + 0.5 * len(left))
    q = (right + 0.5) / (right.sum() + 0.5 * len(right))
    return float(((p - q) * np.log(p / q)).sum())


def two_sample():
    normal = lambda n, mu=0.0, sd=1.0: rng.normal(mu, sd, n)
    yield "one-against-one", [1.5], [2.5]
    yield "three-against-three-apart", [1, 2, 3], [4, 5, 6]
    yield "five-against-seven", normal(5), normal(7, 0.5)
    yield "twenty-against-twenty", normal(20), normal(20, 1)
    yield "twenty-against-thirty", normal(20), normal(30)
    yield "hundred-against-hundred-shifted", normal(100), normal(100, 0.4)
    yield "hundred-against-ninety-apart", normal(100), normal(90, 8)
    yield "thousand-against-hundred", normal(1000), normal(100, 0.2)
    yield "wider", normal(150), normal(200, 0, 2)
    yield "lognormal", np.exp(normal(120, 0, 3)), np.exp(normal(140, 0.3, 3))
    yield "uniform", rng.uniform(size=64), rng.uniform(size=128)
    yield "rounded", np.round(normal(200), 1), np.round(normal(150, 0.1), 1)
    yield "whole-numbers", rng.poisson(3, 300).astype(float), rng.poisson(3.3, 250).astype(float)
    yield "mostly-zero", np.where(rng.uniform(size=200) < 0.7, 0, normal(200)), np.where(
        rng.uniform(size=180) < 0.6, 0, normal(180))
    yield "two-values", rng.integers(0, 2, 100).astype(float), rng.integers(0, 2, 80).astype(float)
    yield "constant-three-against-four", [3.0] * 20, [4.0] * 30
    yield "denormals", rng.integers(0, 50, 60) * 5e-324, rng.integers(10, 60, 60) * 5e-324
    yield "huge", normal(60) * 1e307, normal(60, 0.5) * 1e307
    yield "next-to-one-another", 1 + rng.integers(0, 40, 70) * 2.0**-52, 1 + rng.integers(9, 49, 70) * 2.0**-52
    yield "far-from-zero", 1.7e9 + normal(100), 1.7e9 + normal(100, 0.5)
    yield "heavy-tail-outlier", np.append(normal(100), 1e300), np.append(normal(100, 0.3), -1e300)
    yield "signed-zeros", np.array([-0.0, 0.0, 0.0, 1.0, -1.0] * 8), np.array([0.0, -0.0, 1.0, 1.0] * 8)


with open("two-sample.txt", "w") as out:
    out.write("# name; reference; current; key=value ...\n")
    for name, reference, current in two_sample():
        x, y = np.asarray(reference, float), np.asarray(current, float)
        n, m = len(x), len(y)
        ties = len(np.unique(np.concatenate([x + 0.0, y + 0.0]))) < n + m
        d = float(stats.ks_2samp(x, y, method="asymp").statistic)
        root = np.sqrt(n * m / (n + m))
        expect = {"ks": d, "ks_asymptotic": float(stats.kstwobign.sf((root + 0.12 + 0.11 / root) * d))}
        if n * m <= 1_000_000:
            expect["ks_exact"] = float(stats.ks_2samp(x, y, method="exact").pvalue)
        if name not in ("huge", "heavy-tail-outlier"):
            expect["wasserstein"] = float(stats.wasserstein_distance(x, y))
        exact = n * m <= 400 and not ties
        u = stats.mannwhitneyu(y, x, method="exact" if exact else "asymptotic")
        expect["u"], expect["u_p"] = float(u.statistic), float(u.pvalue)
        edges = psi_edges(x)
        left = np.bincount(np.searchsorted(edges, x), minlength=len(edges) + 1)
        right = np.bincount(np.searchsorted(edges, y), minlength=len(edges) + 1)
        expect["psi"] = psi(left, right)
        expect["psi_p"] = float(stats.chi2.sf(expect["psi"] / (1 / n + 1 / m), len(edges)))
        expect["js"] = float(jensenshannon(left, right, base=2))
        expect["hellinger"] = float(np.linalg.norm(np.sqrt(left / n) - np.sqrt(right / m)) / np.sqrt(2))
        numbers = lambda v: " ".join(repr(float(e)) for e in v)
        out.write(f"{name}; {numbers(x)}; {numbers(y)}; ")
        out.write(" ".join(f"{k}={v!r}" for k, v in expect.items()) + "\n")

with open("counts.txt", "w") as out:
    out.write("# reference counts; current counts; chi2 chi2_p g g_p cramers_v tvd linf (no cell is rare)\n")
    tables = [([10, 20], [20, 10]), ([50, 30, 20], [40, 40, 20]), ([1000, 10], [900, 40]), ([600, 0], [580, 20])]
    for cells in (3, 5, 12, 40):
        tables.append((rng.integers(20, 400, cells).tolist(), rng.integers(20, 90, cells).tolist()))
    for left, right in tables:
        chi2 = stats.chi2_contingency([left, right], correction=False)
        g = stats.chi2_contingency([left, right], correction=False, lambda_="log-likelihood")
        p, q = np.array(left) / sum(left), np.array(right) / sum(right)
        v = stats.contingency.association(np.array([left, right]), method="cramer")
        values = [chi2.statistic, chi2.pvalue, g.statistic, g.pvalue, v, np.abs(p - q).sum() / 2, np.abs(p - q).max()]
        out.write(f"{' '.join(map(str, left))}; {' '.join(map(str, right))}; ")
        out.write(" ".join(repr(float(e)) for e in values) + "\n")

with open("missing.txt", "w") as out:
    out.write("# reference missing, rows, current missing, rows, two-sided p (fisher_exact if a cell expects under 5)\n")
    for a, n, b, m in [(0, 100, 0, 50), (0, 100, 5, 50), (1, 1000, 9, 1000), (3, 10, 7, 10), (50, 1000, 90, 1000),
                       (98, 100, 40, 50), (500, 10000, 500, 10000), (10, 10, 10, 10), (0, 20, 20, 20)]:
        table = np.array([[a, n - a], [b, m - b]])
        if table.sum(axis=0).min() == 0:
            p = 1.0
        elif np.outer(table.sum(axis=1), table.sum(axis=0)).min() / (n + m) < 5:
            p = stats.fisher_exact(table).pvalue
        else:
            p = stats.chi2_contingency(table, correction=False).pvalue
        out.write(f"{a} {n} {b} {m} {float(p)!r}\n")

with open("adjust.txt", "w") as out:
    out.write("# p-values; adjusted by scipy.stats.false_discovery_control\n")
    for size in (1, 2, 5, 30):
        p = rng.uniform(size=size) ** 3
        out.write(" ".join(repr(float(e)) for e in p) + "; ")
        out.write(" ".join(repr(float(e)) for e in stats.false_discovery_control(p)) + "\n")
