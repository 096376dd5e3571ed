"""Counts year to date and the last 28 days from the police files, without the program, and compares.

    catchment --workspace W recent --format json > recent.json
    python3 scripts/oracle/recent_days.py data/stl/city-real.toml ROOT recent.json

ROOT is the folder with the real files. The last day is taken from the answer; the days, the year before, which reports
count and every sum are made here anew. Offenses (net) must be equal for the city and for every neighborhood by the police's
label, distinct incidents too, where no row takes another back (what the program cancels in pairs is not made again here): a
number counts on the first row of each offense group, and once among the groups chosen. Python 3.11 with pandas and what
scripts/data/check_counts.py needs. Exit code 1 where a figure differs.
"""

import datetime
import json
import pathlib
import re
import sys
import tomllib

import pandas as pd

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "data"))
from check_counts import column, groups, labels, paths, read_file  # noqa: E402


def files_of(source, root, first, last):
    for path in paths(source, root):
        month = re.search(r"\d{4}-\d{2}", path.name).group()
        if first <= month <= last:
            yield path, month


def read(city, root, first, last):
    """Rows of the months: report month, day, group, count, number and label, in the order of files and lines."""
    import geopandas

    areas = geopandas.read_file(root / re.sub(r"^\$\{[^}]*\}/", "", city["areas"]["path"]))
    known = [str(int(n)) for n in areas[city["areas"]["id"]]]
    parts = []
    for source in city["source"]:
        if source["kind"] != "incidents":
            continue
        for path, month in files_of(source, root, first, last):
            frame = read_file(path)
            count = column(frame, source["columns"].get("count", []))
            date = column(frame, source["columns"]["occurred"]).str.split(" ").str[0]
            number = column(frame, source["columns"]["incident"])
            part = pd.DataFrame({"group": groups(frame, source), "area": labels(frame, source, known)})
            part["count"] = 1 if count is None else count.astype(int)
            part["day"] = pd.to_datetime(date, format="%m/%d/%Y", errors="coerce").dt.date
            part["number"] = number if number is not None else ""
            part["month"] = month
            parts.append(part[part.group != ""])
    return pd.concat(parts, ignore_index=True)


def year_before(day):
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if leap else day.day)


def counted(rows, first_rows, start, end):
    """Offenses and incidents by area that happened from start to end and were reported by the end's month."""
    inside = lambda table: table[(table.day >= start) & (table.day <= end) & (table.month <= f"{end:%Y-%m}")]
    offenses = inside(rows).groupby("area")["count"].sum()
    incidents = inside(first_rows).drop_duplicates("number").groupby("area").size()
    return offenses, incidents


def main():
    city = tomllib.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
    answer = json.loads(pathlib.Path(sys.argv[3]).read_text(encoding="utf-8"))
    end = datetime.date.fromisoformat(answer["through"])
    rows = read(city, pathlib.Path(sys.argv[2]), f"{end.year - 2}-01", f"{end:%Y-%m}")
    rows = rows[rows.group.isin(answer["meta"]["params"]["offense"])].dropna(subset=["day"])
    net_only = (rows["count"] < 0).any() or (rows.number == "").any()
    first_rows = rows.drop_duplicates(["number", "group"])
    periods = {"year_to_date": datetime.date(end.year, 1, 1), "last_28_days": end - datetime.timedelta(days=27)}
    faults = checked = 0
    for period, start in periods.items():
        now = counted(rows, first_rows, start, end)
        then = counted(rows, first_rows, year_before(start), year_before(end))
        for item in answer["items"]:
            told = item[period]
            if told is None or item["kind"] == "site":
                continue
            here = lambda sums: int(sums.sum() if item["kind"] == "city" else sums.get(item["id"], 0))
            found = {"offenses": here(now[0]), "offenses_then": here(then[0])}
            if not net_only:
                found |= {"incidents": here(now[1]), "incidents_then": here(then[1])}
            wrong = {name: (told[name], n) for name, n in found.items() if told[name] != n}
            checked += len(found)
            faults += len(wrong)
            if wrong:
                print(f"{period}, {item['name']}: told and counted {wrong}")
            elif item["kind"] == "city":
                print(f"{period} to {end}: {found}")
    print(f"{checked} figures, {faults} differ" + (" (offenses alone: rows take others back)" if net_only else ""))
    sys.exit(1 if faults or not checked else 0)


if __name__ == "__main__":
    main()
