"""Mann and Kendall's test by pymannkendall, for crates/spatial/tests/reference/mann_kendall.json.

Needs: numpy, pymannkendall. Deterministic: the series come from a fixed seed; some have many ties.

    python scripts/oracle/spatial_trend.py > crates/spatial/tests/reference/mann_kendall.json
"""

import json
import sys

import numpy as np
import pymannkendall as mk

rng = np.random.default_rng(20260102)
cases = []
for n in (3, 4, 5, 8, 11, 20, 60, 132):
    for kind in range(4):
        x = rng.normal(size=n) + 0.05 * np.arange(n) * (kind - 1)
        if kind >= 2:
            x = np.round(x)
        if len(set(x)) == 1:
            continue
        r = mk.original_test(x)
        cases.append({"x": [float(v) for v in x], "s": int(r.s), "var": float(r.var_s), "z": float(r.z), "p": float(r.p)})
json.dump({"generator": "scripts/oracle/spatial_trend.py", "pymannkendall": "1.4.3", "cases": cases}, sys.stdout, separators=(",", ":"))
sys.stdout.write("\n")
