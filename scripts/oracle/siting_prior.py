"""Frozen figures for crates/siting/tests/api/goldens.rs: Gamma priors by maximum likelihood, Pearson over-dispersion.

Needs numpy and scipy. Run from anywhere: python siting_prior.py > crates/siting/tests/reference/siting_prior.json
"""

import json

import numpy as np
from scipy.optimize import minimize
from scipy.special import gammaln


def fit(y, t):
    """Alpha, beta of the negative-binomial marginal, by Nelder-Mead in logarithms from several starts."""

    def minus(p):
        a, b = np.exp(p)
        return -np.sum(gammaln(y + a) - gammaln(a) + a * np.log(b / (b + t)) + y * np.log(t / (b + t)))

    m = y.sum() / t.sum()
    options = {"xatol": 1e-11, "fatol": 1e-13, "maxiter": 20000}
    starts = [(np.log(a), np.log(a / m)) for a in (0.1, 1.0, 10.0)]
    best = min((minimize(minus, s, method="Nelder-Mead", options=options) for s in starts), key=lambda r: r.fun)
    again = minimize(minus, best.x, method="Nelder-Mead", options=options)
    return [float(v) for v in np.exp(again.x)]


def main():
    rng = np.random.default_rng(20261122)
    priors = []
    for name, n, alpha, mean, size in [
        ("many counts", 79, 2.0, 300.0, (0.5, 12.0)),
        ("few counts", 79, 1.2, 2.0, (0.5, 12.0)),
        ("mostly zero", 150, 0.2, 1.0, (0.2, 3.0)),
        ("nearly alike", 60, 60.0, 90.0, (1.0, 4.0)),
        ("ten units", 10, 3.0, 20.0, (1.0, 5.0)),
    ]:
        t = np.round(rng.uniform(*size, n), 3)
        y = rng.poisson(rng.gamma(alpha, mean / alpha, n) * t).astype(float)
        a, b = fit(y, t)
        priors.append({"name": name, "y": y.astype(int).tolist(), "t": t.tolist(), "alpha": a, "beta": b})

    units, months = 12, 30
    effect = rng.gamma(2.0, 2.0, (units, 1)) * rng.uniform(0.5, 1.5, (1, months))
    table = rng.negative_binomial(2.0, 2.0 / (2.0 + effect)).astype(float)
    total = table.sum()
    expected = table.sum(1, keepdims=True) * table.sum(0, keepdims=True) / total
    x2 = ((table - expected) ** 2 / expected).sum()
    phi = x2 / ((units - 1) * (months - 1) * total / (total - 1.0))
    dispersion = {"monthly": table.astype(int).tolist(), "phi": float(phi)}
    print(json.dumps({"priors": priors, "dispersion": dispersion}))


main()
