"""Counts of neighborhoods by year, 2008 to 2019, for crates/siting/tests/reference/neighborhood_years.csv.

    python3 scripts/oracle/evaluate_panel.py > crates/siting/tests/reference/neighborhood_years.csv

They are summed from the table of counts that ships (data/stl/counts): net counts by month of report and police label, as
`catchment evaluate` counts them. No program worked before 2020, so that every change in them came without one. Parks
are left out, as they are there.
"""

import collections
import csv
import gzip
import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2] / "data/stl"
YEARS = range(2008, 2020)
OUTCOMES = {
    "homicide": ["homicide"],
    "robbery": ["robbery_firearm", "robbery_weapon", "robbery_strongarm"],
    "aggravated_assault": ["assault_firearm", "assault_other"],
}


def main():
    outcome_of = {group: name for name, groups in OUTCOMES.items() for group in groups}
    counts = collections.Counter()
    for year in YEARS:
        with gzip.open(ROOT / f"counts/{year}.csv.gz", "rt", newline="") as file:
            for row in csv.DictReader(file):
                if row["offense"] in outcome_of:
                    counts[row["neighborhood"], outcome_of[row["offense"]], int(row["month"][:4])] += int(row["net"])
    shapes = json.loads((ROOT / "neighborhoods.geojson").read_text())["features"]
    numbers = sorted(f["properties"]["number"] for f in shapes if f["properties"]["kind"] == "neighborhood")
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["neighborhood", "outcome", *YEARS])
    for number in numbers:
        for outcome in OUTCOMES:
            out.writerow([number, outcome, *(counts[str(number), outcome, year] for year in YEARS)])


main()
