"""The engine's lead over other ways of choosing sites, pooled over sizes, from tables of the backtest.

    catchment backtest --limit-draws 0 --format csv > three.csv
    catchment backtest --limit-draws 0 --format csv --area-km2 0.25 --k 12 > twelve.csv
    catchment backtest --limit-draws 0 --format csv --area-km2 2.5 --k 6 > six.csv
    python3 scripts/oracle/backtest_pooled.py three.csv twelve.csv six.csv

Each year's mean over the sizes is one difference. Interval: 95%, years drawn anew (20,000 sets, fixed seed), and
Student's t beside it; both again without the year that moves the mean most, and on the years that the defaults were
chosen on (2012 to 2015) and those after.
"""

import csv
import random
import statistics
import sys

METHODS = ["engine", "greedy", "greedy-data", "greedy-surface"]
# The first less the second; the last is what the surface is worth under the same search.
PAIRS = [("engine", other) for other in METHODS[1:]] + [("greedy-surface", "greedy-data")]
# The defaults were chosen on the first four years.
SPANS = {"2012-2015": range(2012, 2016), "2016-2020": range(2016, 2021), "after 2015": range(2016, 2100)}
# Student's t, 97.5%, by degrees of freedom.
T = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131]


def read(paths):
    """capture ÷ oracle and capture ÷ growth on the year itself, by (area, k), year and method."""
    ratios = {}
    for path in paths:
        with open(path, encoding="utf-8") as file:
            for row in csv.DictReader(line for line in file if not line.startswith("#")):
                size = (row["area_km2"], row["k"])
                capture = float(row["capture"])
                by = {name: capture / float(row[name]) for name in ("oracle", "greedy_oracle")}
                ratios.setdefault(size, {}).setdefault(int(row["year"]), {})[row["method"]] = by
    return ratios


def interval(values):
    draw = random.Random(1)
    n = len(values)
    means = sorted(statistics.fmean(draw.choices(values, k=n)) for _ in range(20_000))
    half = T[n - 2] * statistics.stdev(values) / n**0.5
    mean = statistics.fmean(values)
    ahead = sum(v > 0 for v in values)
    return (
        f"{mean:+.1f} (years drawn anew {means[499]:+.1f} to {means[-500]:+.1f}; "
        f"t {mean - half:+.1f} to {mean + half:+.1f}; {ahead} of {n})"
    )


def main(paths):
    ratios = read(paths)
    sizes = sorted(ratios)
    years = sorted(ratios[sizes[0]])
    for by in ("oracle", "greedy_oracle"):
        for method in METHODS:
            means = [100 * statistics.fmean(ratios[s][y][method][by] for y in years) for s in sizes]
            print(by, method, [f"{k} × {a}: {m:.1f}" for (a, k), m in zip(sizes, means)])
        for one, other in PAIRS:
            less = {s: {y: 100 * (ratios[s][y][one][by] - ratios[s][y][other][by]) for y in years} for s in sizes}
            lead = {y: statistics.fmean(less[s][y] for s in sizes) for y in years}
            mean = statistics.fmean(lead.values())
            decisive = max(years, key=lambda y: abs(lead[y] - mean))
            print(f"by {by}, {one} less {other}: {interval(list(lead.values()))}")
            for left in sorted({decisive, 2020}):
                print(f"  without {left}: {interval([v for y, v in lead.items() if y != left])}")
            for name, span in SPANS.items():
                print(f"  {name}: {interval([v for y, v in lead.items() if y in span])}")
            for area, k in sizes:
                print(f"  {k} × {area} km²: {interval(list(less[area, k].values()))}")


if __name__ == "__main__":
    main(sys.argv[1:])
