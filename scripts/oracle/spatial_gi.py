"""Gi* of esda on a patch of H3 cells, for crates/spatial/tests/reference/gi_star.json.

Needs: numpy, h3 (4.x), libpysal, esda, scipy. Deterministic: the counts come from a fixed seed.

    python scripts/oracle/spatial_gi.py > crates/spatial/tests/reference/gi_star.json
"""

import json
import sys

import esda
import h3
import libpysal
import numpy as np
from scipy.stats import norm

SEED = 20260101


def weights(cells, k):
    at = {c: i for i, c in enumerate(cells)}
    near = {i: sorted(at[d] for d in h3.grid_disk(c, k) if d in at and d != c) for c, i in at.items()}
    return libpysal.weights.W(near, silence_warnings=True)


def main():
    center = h3.latlng_to_cell(38.63, -90.2, 9)
    cells = sorted(h3.grid_disk(center, 9), key=lambda c: int(c, 16))
    rng = np.random.default_rng(SEED)
    distance = np.array([h3.grid_distance(center, c) for c in cells])
    counts = rng.poisson(rng.gamma(0.7, 1.0, len(cells)) * (1 + 12 * np.exp(-((distance - 3) ** 2) / 4.0)))
    # Leave some cells out, so that neighborhoods differ in size.
    keep = rng.random(len(cells)) > 0.15
    cells = [c for c, k in zip(cells, keep) if k]
    counts = counts[keep].astype(float)
    out = {
        "generator": "scripts/oracle/spatial_gi.py",
        "esda": esda.__version__,
        "libpysal": libpysal.__version__,
        "cells": cells,
        "counts": [int(c) for c in counts],
    }
    for k in (1, 2):
        w = weights(cells, k)
        star = esda.G_Local(counts, w, transform="B", star=True, permutations=0)
        plain = esda.G_Local(counts, w, transform="B", star=False, permutations=0)
        out[f"links_{k}"] = int(w.s0)
        out[f"gi_star_z_{k}"] = [float(z) for z in star.Zs]
        out[f"gi_star_p_{k}"] = [float(2 * norm.sf(abs(z))) for z in star.Zs]
        out[f"gi_z_{k}"] = [float(z) for z in plain.Zs]
    json.dump(out, sys.stdout, indent=None, separators=(",", ":"))
    sys.stdout.write("\n")


main()
