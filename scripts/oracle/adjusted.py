"""How often `catchment check` would say `adjust` where nothing is gained: a line `measured {…}` for docs/how-sure.json.

    python3 scripts/oracle/adjusted.py

Every neighborhood and year 2010 to 2019, before any program, is a site that never was. Its shift is the best of two years
ago, five days of ten hours; it is told to take the best of last year, and this year judges. Hours of violence hardly
change in a year, so that either schedule is as good, and the verdict should come in at most 5% of cases. The rules are
those of crates/siting/src/check (best_schedule, swap, verdict), written again here: at least 46 incidents, at least 5%
of the hours' incidents more, and p of the sign test up to 5%. Counts are the table that ships (data/stl/counts), incidents
of harm by police label.
"""

import collections
import csv
import gzip
import json
import math
import pathlib

ROOT = pathlib.Path(__file__).resolve().parents[2] / "data/stl"
YEARS = range(2008, 2020)
HARM = {"homicide", "robbery_firearm", "robbery_weapon", "assault_firearm", "assault_other"}
FEWEST, WORTH, ALARM = 46, 0.05, 0.05


def read():
    """Incidents by (neighborhood, year): by hour of the week, and all of them."""
    hours = collections.defaultdict(lambda: [[0] * 24 for _ in range(7)])
    every = collections.Counter()
    for year in YEARS:
        with gzip.open(ROOT / f"counts/{year}.csv.gz", "rt", newline="") as file:
            for row in csv.DictReader(file):
                if row["offense"] in HARM and row["neighborhood"]:
                    key, n, block = (row["neighborhood"], year), int(row["incidents"]), int(row["block"])
                    every[key] += n
                    if block < 175 and block % 25 < 24:
                        hours[key][block // 25][block % 25] += n
    return hours, every


def slots(days, first):
    """Hours of the week that a schedule works; past midnight they belong to the day on which they began."""
    return {((day + (first + h) // 24) % 7, (first + h) % 24) for day in days for h in range(10)}


def best(hours):
    """The schedule that covers most; of equals the one with the earlier hour, then the earlier days."""
    found = None
    for first in range(24):
        of_day = [sum(hours[d][h] for d, h in slots([day], first)) for day in range(7)]
        days = sorted(range(7), key=lambda day: (-of_day[day], day))[:5]
        covered = sum(of_day[day] for day in days)
        if found is None or covered > found[0]:
            found = (covered, slots(days, first))
    return found[1]


def sign_test(more, of):
    return sum(math.comb(of, k) for k in range(more, of + 1)) / 2**of


def adjusted(today, other, hours):
    covered = lambda which: sum(hours[d][h] for d, h in which)
    more, less, known = covered(other - today), covered(today - other), sum(map(sum, hours))
    return known > 0 and (more - less) / known >= WORTH and sign_test(more, more + less) <= ALARM


def main():
    hours, every = read()
    shapes = json.loads((ROOT / "neighborhoods.geojson").read_text())["features"]
    numbers = [str(f["properties"]["number"]) for f in shapes if f["properties"]["kind"] == "neighborhood"]
    cases = [(n, y) for n in numbers for y in YEARS if y - 2 in YEARS and every[n, y] >= FEWEST]
    alarms = sum(adjusted(best(hours[n, y - 2]), best(hours[n, y - 1]), hours[n, y]) for n, y in cases)
    value, n = alarms / len(cases), len(cases)
    # Agresti and Coull: two more of either kind.
    about = (alarms + 2) / (n + 4)
    half = 1.96 * math.sqrt(about * (1 - about) / (n + 4))
    figure = {"key": "placebo/adjust", "kind": "share", "said": 0.05, "value": round(value, 4), "half": round(half, 4)}
    print("measured", json.dumps({**figure, "n": n, "cities": n}))


main()
