"""Frozen figures for crates/siting/tests/api/rank_sets.rs: pairwise binomial tests with Holm's correction, and the rank sets they give.

Needs numpy and scipy. Run from anywhere: python rank_sets.py > crates/siting/tests/reference/rank_sets.json
"""

import json
from itertools import permutations

import numpy as np
from scipy.stats import binomtest

ALPHA = 0.1


def p_value(y1, e1, y2, e2):
    """One-sided: the first rate is not above the second."""
    n = int(y1 + y2)
    return 1.0 if n == 0 else binomtest(int(y1), n, e1 / (e1 + e2), alternative="greater").pvalue


def sets(counts, exposures):
    n = len(counts)
    tests = sorted((p_value(counts[i], exposures[i], counts[j], exposures[j]), i, j) for i, j in permutations(range(n), 2))
    low, high = [1] * n, [n] * n
    for at, (p, above, below) in enumerate(tests):
        if p > ALPHA / (len(tests) - at):
            break
        low[below] += 1
        high[above] -= 1
    return low, high


def main():
    rng = np.random.default_rng(20240229)
    pairs = []
    for y1, e1, y2, e2 in [(3, 2, 2, 2), (0, 1, 5, 1), (12, 1.5, 3, 0.5), (60, 10, 20, 10), (512, 30, 430, 27.5), (4000, 10, 3600, 10)]:
        pairs.append({"a": [y1, e1], "b": [y2, e2], "p": p_value(y1, e1, y2, e2)})
    cases = []
    for name, n, shape, mean in [("few", 6, 1.0, 30.0), ("many", 79, 1.5, 300.0), ("sparse", 40, 0.5, 3.0), ("alike", 30, 200.0, 50.0)]:
        exposures = np.round(rng.uniform(0.5, 9.0, n), 3)
        counts = rng.poisson(rng.gamma(shape, mean / shape, n) * exposures / 3.0)
        low, high = sets(counts, exposures)
        cases.append({"name": name, "counts": counts.tolist(), "exposures": exposures.tolist(), "low": low, "high": high})
    print(json.dumps({"alpha": ALPHA, "pairs": pairs, "cases": cases}))


main()
