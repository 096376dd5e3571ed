"""Local Moran of esda on the hexagons of gi_star.json, for crates/spatial/tests/reference/local_moran.json.

Needs: numpy, h3 (4.x), libpysal, esda. esda divides by sum(z^2)/(n-1); Anselin (1995) by sum(z^2)/n: `i` is converted.
`p` is twice the smaller tail of esda's 99,999 simulated values, ties in both tails (esda's own p leaves ties out of the
lower one); `z_sim` is its simulated standard score. `nc` are the queen neighbors of North Carolina's counties, by the order
of sids2.dbf (its own sids2.gal is rook).

    python scripts/oracle/spatial_moran.py SIDS2.shp > crates/spatial/tests/reference/local_moran.json
"""

import json
import sys
from pathlib import Path

import esda
import h3
import libpysal
import numpy as np


def main():
    given = json.loads((Path(__file__).parents[2] / "crates/spatial/tests/reference/gi_star.json").read_text())
    cells, y = given["cells"], np.array(given["counts"], float)
    n = len(y)
    at = {c: i for i, c in enumerate(cells)}
    near = {i: sorted(at[d] for d in h3.grid_disk(c, 1) if d in at and d != c) for c, i in at.items()}
    w = libpysal.weights.W(near, silence_warnings=True)
    local = esda.Moran_Local(y, w, transformation="r", permutations=99_999, seed=1)
    sims = local.rlisas
    near_equal = 1e-5 * np.abs(sims).max(axis=1, keepdims=True)
    tails = [(sims >= local.Is[:, None] - near_equal).sum(axis=1), (sims <= local.Is[:, None] + near_equal).sum(axis=1)]
    p = np.minimum(1.0, 2 * (np.minimum(*tails) + 1) / 100_000)
    nc = libpysal.weights.Queen.from_shapefile(sys.argv[1])
    islands = set(w.islands)
    out = {
        "generator": "scripts/oracle/spatial_moran.py",
        "esda": esda.__version__,
        "global_i": float(esda.Moran(y, w, transformation="r", permutations=0).I),
        "islands": sorted(islands),
        "i": [float(v * n / (n - 1)) for v in local.Is],
        "e": [float(v * n / (n - 1)) for v in local.EIc],
        "sd": [float(np.sqrt(v) * n / (n - 1)) for v in local.VIc],
        "z_sim": [None if k in islands else round(float(v), 4) for k, v in enumerate(local.z_sim)],
        "p": [round(float(v), 6) for v in p],
        "nc": [sorted(nc.neighbors[i]) for i in range(nc.n)],
        "q": [int(v) for v in local.q],
    }
    json.dump(out, sys.stdout, separators=(",", ":"))
    sys.stdout.write("\n")


main()
