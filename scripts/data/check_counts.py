"""Recomputes the shipped table from the police files, without the program, and compares.

    python3 scripts/data/check_counts.py data/stl/city-real.toml ROOT [--write DIR] [--table data/stl]

ROOT is the folder with the real files (what CATCHMENT_REAL points at; data/README.md says what belongs where). Offense rules, unknown times
and column names come from the city file; everything else (reading, dates, projection by PROJ, cells by the h3 library, sums)
is done here independently. Nets must be equal in every entry. Distinct incidents are not recomputed, only their bounds checked.
With --write a table is written (incidents = net where positive), to start from before the program exists.

Python 3.11 with pandas, numpy, pyproj, h3, geopandas. Exit code 1 where an entry differs.
"""

import argparse
import gzip
import io
import pathlib
import re
import sys
import tomllib

import geopandas
import h3
import numpy as np
import pandas as pd
import pyproj
import shapely

KEY = ["month", "offense", "cell", "neighborhood", "block"]


def plain(name):
    return re.sub(r"[^a-z0-9]", "", name.lower())


def read_file(path):
    raw = gzip.decompress(path.read_bytes())
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    frame = pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False)
    frame.columns = [plain(c) for c in frame.columns]
    return frame


def column(frame, names):
    for name in names:
        if plain(name) in frame.columns:
            return frame[plain(name)].str.strip()
    return None


def groups(frame, source):
    """The first rule that matches decides."""
    columns = source["columns"]
    code = column(frame, columns["code"]).str.upper()
    number = pd.to_numeric(code, errors="coerce")
    description = column(frame, columns.get("description", []))
    description = (description if description is not None else pd.Series("", index=frame.index)).str.upper()
    firearm = column(frame, columns.get("firearm", []))
    out = pd.Series("", index=frame.index)
    for rule in source["code"]:
        hit = pd.Series(True, index=frame.index)
        if rule.get("is"):
            hit &= code.isin([c.upper() for c in rule["is"]])
        if rule.get("range"):
            hit &= number.between(*rule["range"])
        if rule.get("contains"):
            hit &= description.apply(lambda d: any(c.upper() in d for c in rule["contains"]))
        if rule.get("lacks"):
            hit &= ~description.apply(lambda d: any(c.upper() in d for c in rule["lacks"]))
        if "firearm" in rule:
            yes = firearm.str.upper().isin(["Y", "YES", "1", "TRUE"]) if firearm is not None else pd.Series(False, index=frame.index)
            hit &= yes == rule["firearm"]
        out[hit & (out == "")] = rule["group"]
    return out


def blocks(frame, source):
    """Weekday × 25 + hour; hour 24 = unknown; 175 = no date."""
    columns, dates = source["columns"], source.get("dates", {})
    text = column(frame, columns["occurred"])
    time = column(frame, columns.get("time", []))
    if time is not None:
        text = text + " " + time
    stamp = pd.to_datetime(text, format="mixed", dayfirst=dates.get("order") == "dmy", errors="coerce")
    unknown = stamp.dt.strftime("%H:%M").isin([t.zfill(5) for t in dates.get("unknown_times", [])])
    unknown |= text.str.count(":") == 0
    code = stamp.dt.day_of_week * 25 + stamp.dt.hour.where(~unknown, 24)
    return code.fillna(175).astype(int)


def places(frame, source, near):
    """Cell at resolution 9, or nothing without coordinates or far outside every area."""
    x = pd.to_numeric(column(frame, source["columns"]["x"]), errors="coerce").fillna(0).to_numpy()
    y = pd.to_numeric(column(frame, source["columns"]["y"]), errors="coerce").fillna(0).to_numpy()
    has = (x != 0) & (y != 0)
    crs = source.get("crs", "EPSG:4326")
    if crs != "EPSG:4326":
        # NAD83 is taken as WGS84, as the program does.
        x, y = pyproj.Transformer.from_crs(crs, pyproj.CRS(crs).geodetic_crs, always_xy=True).transform(x, y)
    spots = pd.DataFrame({"lng": x, "lat": y})[has]
    distinct = spots.drop_duplicates().copy()
    xy = pyproj.Transformer.from_crs("EPSG:4269", "EPSG:26996", always_xy=True).transform(distinct.lng.to_numpy(), distinct.lat.to_numpy())
    distinct["near"] = shapely.dwithin(near, shapely.points(*xy), 0.001) | shapely.intersects(near, shapely.points(*xy))
    distinct["cell"] = [h3.latlng_to_cell(lat, lng, 9) if ok else "" for lng, lat, ok in zip(distinct.lng, distinct.lat, distinct.near)]
    cells = spots.merge(distinct, on=["lng", "lat"], how="left").cell.to_numpy()
    out = np.full(len(frame), "", dtype=object)
    out[has] = cells
    return out


def labels(frame, source, known):
    text = column(frame, source["columns"]["area"])
    number = text.str.lstrip("0").str.strip()
    return number.where(number.isin(known), "")


def paths(source, root):
    """The files of a source: what stands behind `${NAME:-default}` is the root given."""
    found = []
    for pattern in source["paths"]:
        found += sorted(root.glob(re.sub(r"^\$\{[^}]*\}/", "", pattern)))
    return found


def recompute(city, root):
    shape = root / re.sub(r"^\$\{[^}]*\}/", "", city["areas"]["path"])
    areas = geopandas.read_file(shape).to_crs("EPSG:26996")
    known = [str(int(n)) for n in areas[city["areas"]["id"]]]
    near = shapely.union_all(areas.geometry.values).buffer(city.get("positions", {}).get("outside_m", 1000.0), quad_segs=64)
    shapely.prepare(near)
    parts = []
    for source in city["source"]:
        if source["kind"] != "incidents":
            continue
        for path in paths(source, root):
            frame = read_file(path)
            month = re.search(r"\d{4}-\d{2}", path.name).group()
            count = column(frame, source["columns"].get("count", []))
            part = pd.DataFrame({"offense": groups(frame, source), "block": blocks(frame, source), "neighborhood": labels(frame, source, known), "cell": places(frame, source, near)})
            part["net"] = 1 if count is None else count.astype(int)
            part["month"] = month
            part["rows"] = 1
            if (part.offense == "").any():
                print(f"{path.name}: {(part.offense == '').sum()} rows match no rule (rejected)", file=sys.stderr)
            parts.append(part[part.offense != ""])
    return pd.concat(parts)


def withheld_ids(city):
    """Groups that may not be shown per cell: they stand in the yearly table only."""
    return [o["id"] for o in city["offense"] if o.get("finest", "cell") != "cell"]


def read_table(data):
    parts = [pd.read_csv(path, dtype={"cell": str, "neighborhood": str}, keep_default_na=False) for path in sorted((data / "counts").glob("*.csv.gz"))]
    return pd.concat(parts), pd.read_csv(data / "withheld_by_year.csv")


def write_table(out, table, years, order):
    table = table[table.net != 0].copy()
    table["incidents"] = table.net.clip(lower=0)
    table["order"] = table.offense.map(order.index)
    table = table.sort_values(["month", "order", "cell", "neighborhood", "block"])
    (out / "counts").mkdir(parents=True, exist_ok=True)
    for year, part in table.groupby(table.month.str[:4]):
        text = part[["cell", "neighborhood", "month", "offense", "block", "net", "incidents"]].to_csv(index=False)
        (out / "counts" / f"{year}.csv.gz").write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    years[["year", "offense", "net", "months"]].to_csv(out / "withheld_by_year.csv", index=False)


def compare(table, years, shipped, shipped_years):
    faults = 0
    both = table.set_index(KEY).net.to_frame("police").join(shipped.set_index(KEY)[["net", "incidents"]], how="outer").fillna(0).astype(int)
    wrong = both[both.police != both.net]
    if len(wrong):
        print(f"{len(wrong)} of {len(both)} entries differ in net:\n{wrong.head(20)}\nby month:\n{wrong.groupby('month').size()}")
        faults += 1
    bad = shipped[shipped.offense.isin(years.offense.unique())]
    if len(bad):
        print(f"{len(bad)} entries of withheld groups stand in per-cell files")
        faults += 1
    if (shipped.incidents < 0).any():
        print("an entry has less than 0 incidents")
        faults += 1
    merged = years.merge(shipped_years, on=["year", "offense"], how="outer", suffixes=("", "_shipped"))
    wrong = merged[(merged.net != merged.net_shipped) | (merged.months != merged.months_shipped)]
    if len(wrong):
        print(f"yearly counts differ:\n{wrong}")
        faults += 1
    print(f"{len(shipped)} entries, net {shipped.net.sum()}, incidents {shipped.incidents.sum()}; police files: net {table.net.sum()}; withheld net {years.net.sum()}")
    return faults


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("city", type=pathlib.Path)
    parser.add_argument("root", type=pathlib.Path)
    parser.add_argument("--table", type=pathlib.Path)
    parser.add_argument("--write", type=pathlib.Path)
    args = parser.parse_args()
    city = tomllib.loads(args.city.read_text(encoding="utf-8"))
    rows = recompute(city, args.root)
    hidden = rows.offense.isin(withheld_ids(city))
    table = rows[~hidden].groupby(KEY, as_index=False)[["net"]].sum()
    years = rows[hidden].assign(year=lambda r: r.month.str[:4].astype(int)).groupby(["year", "offense"], as_index=False)[["net"]].sum()
    covered = pd.Series(rows.month.unique()).str[:4].astype(int).value_counts()
    years["months"] = years.year.map(covered)
    order = [o["id"] for o in city["offense"]]
    years = years.assign(order=years.offense.map(order.index)).sort_values(["year", "order"]).drop(columns="order")
    if args.write:
        write_table(args.write, table, years, order)
    if args.table:
        sys.exit(1 if compare(table, years, *read_table(args.table)) else 0)


if __name__ == "__main__":
    main()
