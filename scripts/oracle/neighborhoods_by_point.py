"""Net counts 2009 to 2018 by the polygon that holds the point, for tests/whole/real.rs.

Needs pandas and geopandas. Run: python scripts/oracle/neighborhoods_by_point.py SHARED/stl > tests/whole/reference/neighborhoods_by_point_2009_2018.csv
Every row counts at its own position and in its own month of report; points in no polygon are number 0.
Points are compared in the outlines' own CRS (ESRI:102696, feet).
"""

import glob
import gzip
import io
import os
import sys

import geopandas as gpd
import pandas as pd


def month_file(path: str) -> pd.DataFrame:
    raw = gzip.open(path).read().removeprefix(b"\xef\xbb\xbf")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("cp1252")
    rows = pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False)
    rows.columns = [c.replace("-", "").replace(" ", "").lower() for c in rows.columns]
    return rows[["count", "crime", "description", "xcoord", "ycoord"]]


folder = sys.argv[1]
names = [f for f in sorted(glob.glob(f"{folder}/slmpd/legacy/*.csv.gz")) if "2009-01" <= os.path.basename(f)[:7] <= "2018-12"]
rows = pd.concat([month_file(f) for f in names], ignore_index=True)
for column in ["count", "crime", "xcoord", "ycoord"]:
    rows[column] = pd.to_numeric(rows[column].str.strip())
kinds = {
    "homicide": rows.crime.between(10000, 19999),
    "robbery": rows.crime.between(30000, 39999),
    "armed_robbery": rows.crime.between(30000, 39999) & ~rows.description.str.contains("STRNGARM"),
    "aggravated_assault": rows.crime.between(40000, 49999),
}
areas = gpd.read_file(f"{folder}/boundaries/BND_Nhd88_cw.shp")
located = rows[(rows.xcoord > 0) & (rows.ycoord > 0)]
points = gpd.GeoDataFrame(located, geometry=gpd.points_from_xy(located.xcoord, located.ycoord), crs=areas.crs)
joined = gpd.sjoin(points, areas[["NHD_NUM", "geometry"]], predicate="intersects")
joined = joined[~joined.index.duplicated()]
rows["area"] = joined.NHD_NUM.astype(int)
rows["area"] = rows.area.fillna(0).astype(int)
print("number,offense,count")
for number in [*sorted(areas.NHD_NUM.astype(int)), 0]:
    for kind, chosen in kinds.items():
        print(f"{number},{kind},{rows[chosen & (rows.area == number)]['count'].sum()}")
