"""Counts of St. Louis for scripts/oracle/st_louis_scan.R; nothing of them is kept in the project.

Needs pandas, numpy, h3 (4.x), pyproj. SHARED holds `stl/slmpd/legacy/*.csv.gz` and `bench/site_instance_res9.npz`. Written to OUT:
`counts.csv`, homicides, robberies and aggravated assaults (rows of count 1) by month of occurrence in 2018 and cell; `people.csv`,
rows of every offense that occurred in 2017, and 1, by cell; `xy.csv`, the cells' centers in EPSG:26915.

    python scripts/oracle/st_louis_scan.py SHARED OUT
"""

import gzip
import io
import sys
from pathlib import Path

import h3
import numpy as np
import pandas as pd
from pyproj import Transformer


def month(path):
    text = gzip.open(path).read().decode("utf-8", errors="replace").lstrip("\ufeff")
    rows = pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False)
    rows.columns = [c.replace("-", "").replace(" ", "").lower() for c in rows.columns]
    return rows[["xcoord", "ycoord", "dateoccur", "count", "crime"]]


def main():
    shared, out = Path(sys.argv[1]), Path(sys.argv[2])
    instance = np.load(shared / "bench/site_instance_res9.npz")
    at = {int(c): i for i, c in enumerate(instance["cell"])}
    files = [p for year in (2017, 2018) for p in sorted((shared / "stl/slmpd/legacy").glob(f"{year}-*.csv.gz"))]
    rows = pd.concat([month(p) for p in files])
    x, y = (pd.to_numeric(rows[c].str.strip()) for c in ("xcoord", "ycoord"))
    rows, x, y = (part[(x > 0) & (y > 0)] for part in (rows, x, y))
    lng, lat = Transformer.from_crs("ESRI:102696", 4326, always_xy=True).transform(x.values, y.values)
    place = np.array([at.get(h3.str_to_int(h3.latlng_to_cell(a, b, 9)), -1) for a, b in zip(lat, lng)])
    when = pd.to_datetime(rows.dateoccur.str.strip().str.split().str[0], format="%m/%d/%Y")
    count, group = rows["count"].astype(int).values, rows.crime.astype(int).values // 10_000
    inside = place >= 0
    counts, people = np.zeros((12, len(at)), int), np.ones(len(at), int)
    violent = inside & (when.dt.year == 2018).values & (count == 1) & np.isin(group, (1, 3, 4))
    np.add.at(counts, (when.dt.month.values[violent] - 1, place[violent]), 1)
    np.add.at(people, place[inside & (when.dt.year == 2017).values], 1)
    np.savetxt(out / "counts.csv", counts, fmt="%d", delimiter=",")
    np.savetxt(out / "people.csv", people, fmt="%d")
    np.savetxt(out / "xy.csv", instance["xy"], fmt="%.17g", delimiter=",")


main()
