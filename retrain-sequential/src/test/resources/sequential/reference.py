"""Writes reference.csv: values of the sequential tests computed independently with SciPy.

Run by hand (python3 reference.py > reference.csv, SciPy 1.17); the build only reads the CSV.
Each line: function, arguments ..., value.
"""

import numpy as np
from scipy import integrate, optimize, special, stats

K = np.arange(-46, 47)
THETA = 0.1 * np.sinh(0.1 * K)


def weights(null):
    return np.cosh(0.1 * K) / (1 + ((THETA - null) / 0.5) ** 2)


def emit(name, *values):
    print(",".join([name] + [repr(float(v)) for v in values]))


def conditional(looks, theta):
    """Log likelihood of the log odds ratio over looks of (x, n, y, m)."""
    return sum(
        stats.nchypergeom_fisher(n + m, x + y, n, np.exp(theta)).logpmf(x) for x, n, y, m in looks
    )


# Fisher's noncentral hypergeometric: log likelihood ratio against odds ratio 1
for x, n, y, m in [(3, 150, 28, 2850), (30, 150, 430, 2850), (0, 15, 2, 285), (15, 15, 100, 285)]:
    for k in (20, 35, 50, 60, 70):
        theta = 0.1 * np.sinh(0.1 * (k - 46))
        emit("table", x, n, y, m, k, conditional([(x, n, y, m)], theta) - conditional([(x, n, y, m)], 0.0))

# the e-value against "no worse" over three looks
for looks in (
    [(3, 150, 28, 2850), (5, 140, 30, 2900), (4, 160, 25, 2700)],
    [(30, 150, 430, 2850), (41, 150, 427, 2850), (38, 150, 410, 2850)],
    [(1, 150, 28, 2850), (0, 140, 30, 2900), (2, 160, 25, 2700)],
):
    ll = np.array([conditional(looks, t) for t in THETA])
    above = K > 0
    w = weights(0.0)[above] / weights(0.0)[above].sum()
    e = np.sum(w * np.exp(ll[above] - ll[46]))
    emit("difference", *[v for look in looks for v in look], np.log(e))


def log_e_above(x, n, rate):
    null = np.log(rate / (1 - rate))
    above = K > 0
    w = weights(0.0)[above] / weights(0.0)[above].sum()
    alternatives = 1 / (1 + np.exp(-(null + THETA[above])))
    ratio = stats.binom.logpmf(x, n, alternatives) - stats.binom.logpmf(x, n, rate)
    return special.logsumexp(ratio, b=w)


for x, n, rate in [(30, 2000, 0.01), (5, 2000, 0.01), (260, 4500, 0.05), (90, 100, 0.5), (0, 50, 0.1)]:
    emit("above", x, n, rate, log_e_above(x, n, rate))

# bounds of a proportion: where the e-value meets 1/level
for x, n, level in [(30, 2000, 0.05), (850, 85500, 0.0025), (3, 40, 0.01), (4275, 85500, 0.005)]:
    lower = optimize.brentq(lambda p: log_e_above(x, n, p) + np.log(level), 1e-6, x / n)
    upper = 1 - optimize.brentq(lambda p: log_e_above(n - x, n, p) + np.log(level), 1e-6, 1 - x / n)
    emit("bounds", x, n, level, lower, upper)

# the half-normal mixture by quadrature: 2 N(d; 0, 0.1^2) exp(d s - d^2 n / 2), d > 0
for z, n in [(0.0, 500), (2.5, 500), (4.0, 4500), (-1.0, 4500), (3.3, 80)]:
    s = z * np.sqrt(n)
    value, _ = integrate.quad(
        lambda d: 2 * stats.norm.pdf(d, 0, 0.1) * np.exp(d * s - d * d * n / 2), 0, 3,
        points=[0.01, 0.05, 0.1, 0.5], epsabs=0, epsrel=1e-12, limit=500)
    emit("normal", z, n, np.log(value))

# a drop of a mean over two looks of (rows, sum, squares) of canary and champion
for looks in ([((600, 1190, 3000), (9000, 18300, 46000)), ((650, 1200, 2900), (9100, 18400, 46500))],):
    weight = mean_c = mean_b = noise_c = noise_b = ss_c = ss_b = df_c = df_b = 0.0
    for (n, s, q), (m, t, r) in looks:
        h = n * m / (n + m)
        weight, mean_c, mean_b = weight + h, mean_c + h * s / n, mean_b + h * t / m
        noise_c, noise_b = noise_c + h * h / n, noise_b + h * h / m
        ss_c, ss_b = ss_c + q - s * s / n, ss_b + r - t * t / m
        df_c, df_b = df_c + n - 1, df_b + m - 1
    variance = max(ss_c / df_c, ss_b / df_b)
    for share in (0.0, 0.05):
        f = 1 - share
        error = np.sqrt(variance * (noise_c + f * f * noise_b)) / weight
        z = (f * mean_b - mean_c) / weight / error
        rows = variance / error ** 2
        s = z * np.sqrt(rows)
        value, _ = integrate.quad(
            lambda d: 2 * stats.norm.pdf(d, 0, 0.1) * np.exp(d * s - d * d * rows / 2), 0, 3,
            points=[0.01, 0.05, 0.1, 0.5], epsabs=0, epsrel=1e-12, limit=500)
        emit("mean", *[v for look in looks for side in look for v in side], share, np.log(value))

# upper end of Clopper and Pearson's 95 % interval
for x, n in [(0, 200), (9, 1000), (50, 1000)]:
    emit("exact", x, n, stats.binomtest(x, n).proportion_ci(0.95, "exact").high)
