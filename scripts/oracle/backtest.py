#!/usr/bin/env python3
"""Captures of a backtest, worked out without the program: pandas, the h3 library, shapely, PROJ.

Reads the table of counts per cell that is shipped (data/stl/counts) and the outlines of the neighborhoods, and writes
crates/siting/tests/reference/backtest.json: the harm of every cell and year as it went in, what came out for the
methods that need no search, and the engine's expectation with two other offenses as predictors (SciPy's non-negative least squares). Harm: homicide, robbery with a weapon, aggravated assault, net, by month of report.

    python3 scripts/oracle/backtest.py
"""
import json
from pathlib import Path

import h3
import numpy as np
import pandas as pd
from pyproj import Transformer
from scipy.optimize import nnls
from shapely.geometry import Point, shape

ROOT = Path(__file__).resolve().parents[2]
HARM = ["homicide", "robbery_firearm", "robbery_weapon", "assault_firearm", "assault_other"]
OTHERS = ["robbery_strongarm", "simple_assault"]
YEARS = list(range(2008, 2021)) + [2025]
TESTED = list(range(2012, 2021)) + [2025]
K = 3
BANDWIDTH_M, HALF_LIFE, KDE_M = 150.0, 36.0, 500.0

areas = [(f["properties"]["number"], shape(f["geometry"]))
         for f in json.loads((ROOT / "data/stl/neighborhoods.geojson").read_text())["features"]]
frame = pd.concat(pd.read_csv(ROOT / f"data/stl/counts/{y}.csv.gz", dtype={"cell": str}) for y in YEARS)
frame = frame[frame.offense.isin(HARM + OTHERS) & frame.cell.notna()]
frame["year"] = frame.month.str[:4].astype(int)

cells = sorted({c for _, a in areas for p in getattr(a, "geoms", [a])
                for c in h3.polygon_to_cells(h3.LatLngPoly([(y, x) for x, y in p.exterior.coords],
                                                           *[[(y, x) for x, y in r.coords] for r in p.interiors]), 9)})
at = {c: i for i, c in enumerate(cells)}
n = len(cells)
yearly = {y: np.zeros(n) for y in YEARS}
elsewhere = {y: 0.0 for y in YEARS}
others = {o: {y: np.zeros(n) for y in YEARS} for o in OTHERS}
for (cell, year, offense), net in frame[frame.offense.isin(OTHERS)].groupby(["cell", "year", "offense"]).net.sum().items():
    if cell in at:
        others[offense][year][at[cell]] += net
for (cell, year), net in frame[frame.offense.isin(HARM)].groupby(["cell", "year"]).net.sum().items():
    if cell in at:
        yearly[year][at[cell]] += net
    else:
        elsewhere[year] += net
metres = Transformer.from_crs(4326, 26996, always_xy=True)
lat_lng = [h3.cell_to_latlng(c) for c in cells]
x, y = map(np.array, metres.transform([p[1] for p in lat_lng], [p[0] for p in lat_lng]))
x, y = x.round(2), y.round(2)
area = np.array([h3.cell_area(c, "km^2") for c in cells])
hood = [next((i for i, a in areas if a.contains(Point(p[1], p[0]))), None) for p in lat_lng]
hood = [None if h is None or h > 79 else h for h in hood]
near = [[at[o] for o in h3.grid_ring(c, 1) if o in at] for c in cells]
distance = np.hypot(x[:, None] - x[None, :], y[:, None] - y[None, :])


def ten_years(t):
    return sum(v for year, v in yearly.items() if t - 10 <= year < t)


def spread(values, kernel):
    return (kernel / kernel.sum(axis=0)[None, :]) @ values


def top(values, km2):
    taken, used = [], 0.0
    for c in sorted((c for c in range(n) if values[c] > 0), key=lambda c: (-values[c], c)):
        if used + area[c] <= km2:
            used += area[c]
            taken.append(c)
    return {c: 1.0 for c in taken}


def greedy(counts, km2):
    free, chosen = set(range(n)), {}
    for _ in range(K):
        best, most = None, -1.0
        for start in sorted(free):
            if counts[start] <= 0:
                continue
            grown, size, edge = [start], area[start], {o for o in near[start] if o in free}
            while edge := {c for c in edge if size + area[c] <= km2}:
                c = min(edge, key=lambda c: (-counts[c], c))
                grown.append(c)
                size += area[c]
                edge = (edge | {o for o in near[c] if o in free}) - set(grown)
            if sum(counts[c] for c in grown) > most:
                best, most = grown, sum(counts[c] for c in grown)
        free -= set(best)
        chosen.update({c: 1.0 for c in best})
    return chosen


def neighborhoods(counts, km2):
    table = pd.DataFrame({"hood": hood, "count": counts, "km2": area}).dropna().groupby("hood").sum()
    table = table.sort_values("count", ascending=False, kind="stable")
    left, share = K * km2, {}
    for h, row in table.iterrows():
        share[h] = min(row.km2, km2, left) / row.km2
        left -= share[h] * row.km2
    return {c: share[h] for c, h in enumerate(hood) if h is not None and share[h] > 0}


def disks(centers, km2):
    taken = {}
    for center in centers:
        left = km2
        for c in sorted(set(range(n)) - set(taken), key=lambda c: (distance[c, center], c)):
            if left < area.min():
                break
            if area[c] <= left:
                left -= area[c]
                taken[c] = 1.0
    return taken


def kde_peaks(counts, km2):
    d = distance / KDE_M
    surface = spread(counts, np.where(d <= 1, (1 - d**2) ** 2, 0.0))
    peak = [all(surface[o] <= surface[c] for o in near[c]) for c in range(n)]
    centers = []
    for c in sorted((c for c in range(n) if surface[c] > 0), key=lambda c: (not peak[c], -surface[c], c)):
        if len(centers) < K and all(distance[c, o] >= 2000 * (km2 / np.pi) ** 0.5 for o in centers):
            centers.append(c)
    return disks(centers, km2)


def gi_star(counts):
    mean, s = counts.mean(), counts.std()
    w = np.array([len(o) + 1 for o in near])
    local = np.array([counts[c] + counts[near[c]].sum() for c in range(n)])
    return (local - mean * w) / (s * np.sqrt(w * (n - w) / (n - 1)))


def expected(t):
    """July holds the whole year in the test; every month of a year counts toward the months known."""
    own, months = np.zeros(n), 0.0
    for year in YEARS:
        if year < t:
            ages = [(t - year) * 12 - m for m in range(12)]
            months += sum(0.5 ** ((a - 1) / HALF_LIFE) for a in ages)
            own += 0.5 ** ((ages[6] - 1) / HALF_LIFE) * yearly[year]
    d = distance / BANDWIDTH_M
    return np.maximum(12 * spread(own, np.where(d <= 4, np.exp(-d**2 / 2), 0.0)) / months, 0)


def rate(counts, t, half_life=60.0, burst=0.5):
    """Damped and recency-weighted, per year; and the years that this stands for."""
    total, months = np.zeros(n), 0.0
    for year in YEARS:
        if year < t:
            ages = [(t - year) * 12 - m for m in range(12)]
            months += sum(0.5 ** ((a - 1) / half_life) for a in ages)
            total += 0.5 ** ((ages[6] - 1) / half_life) * np.sign(counts[year]) * np.abs(counts[year]) ** burst
    return total / (months / 12), months / 12


def learned(t):
    """Quasi-Poisson with an identity link and weights of 0 or more, on the years before t; the weights and the expectation."""
    tables = [yearly] + [others[o] for o in OTHERS]
    lessons = [u for u in YEARS if u < t and sum(12 for year in YEARS if year < u) >= 24]
    x = np.concatenate([np.stack([np.maximum(rate(table, u)[0], 0) for table in tables], 1) for u in lessons])
    y = np.concatenate([np.maximum(yearly[u], 0) for u in lessons])
    weights = np.array([1.0, 0.0, 0.0])
    for _ in range(4):
        mean = np.maximum(x @ weights, 0.05 * y.mean())
        weights = nnls(x / np.sqrt(mean)[:, None], y / np.sqrt(mean))[0]
    index = sum(w * rate(table, t)[0] for w, table in zip(weights, tables))
    index *= rate(yearly, t, burst=1.0)[0].sum() / index.sum()
    return weights[1:] / weights[0], np.maximum(index, 0)


rows, surfaces, predicted = [], {}, {}
for t in TESTED:
    located = yearly[t].sum() + elsewhere[t]
    last = yearly[max(year for year in YEARS if year < t)]
    surfaces[t] = [float(expected(t).sum()), float(expected(t).max()), int(expected(t).argmax())]
    beside, index = learned(t)
    predicted[t] = [beside.tolist(), float(index.sum()), float(index.max()), float((index**2).sum())]
    for km2 in (0.25, 2.5):
        chosen = {
            "greedy": greedy(ten_years(t), km2),
            "neighborhoods": neighborhoods(ten_years(t), km2),
            "hottest-cells": top(last, K * km2),
            "kde-peaks": kde_peaks(ten_years(t), km2),
            "gi-cells": top(gi_star(ten_years(t)), K * km2),
            "engine-cells": top(expected(t), K * km2),
        }
        for method, ground in chosen.items():
            harm = sum(share * yearly[t][c] for c, share in ground.items())
            rows.append([t, method, km2, float(harm / located)])

out = ROOT / "crates/siting/tests/reference/backtest.json"
out.write_text(json.dumps({
    "bandwidth_m": BANDWIDTH_M, "half_life_months": HALF_LIFE,
    "cells": cells, "x_m": x.tolist(), "y_m": y.tolist(), "neighborhood": hood,
    "yearly": {year: [[int(c), int(v[c])] for c in np.nonzero(v)[0]] for year, v in yearly.items()},
    "elsewhere": elsewhere, "rows": rows, "surfaces": surfaces, "predicted": predicted,
    "others": {o: {year: [[int(c), int(v[c])] for c in np.nonzero(v)[0]] for year, v in table.items()} for o, table in others.items()},
}, separators=(",", ":")) + "\n")
print(pd.DataFrame(rows, columns=["year", "method", "km2", "capture"]).groupby(["km2", "method"]).capture.mean())
