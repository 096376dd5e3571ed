#!/usr/bin/env python3
"""Writes the Parquet and GeoParquet files of tests/files/parquet by other hands than ours: pyarrow and geopandas.

    pip install pyarrow geopandas
    scripts/oracle/parquet_files.py tests/faults tests/files/parquet

They hold the 40 made-up rows of tests/faults/dates-plain and the districts beside them; tests read them as they read
the text. Written with pyarrow 26.0.1, pandas 3.1.1, geopandas 1.2.0.
"""

import sys
from pathlib import Path

import geopandas
import pandas
import pyarrow
import pyarrow.parquet


def main() -> None:
    faults, out = Path(sys.argv[1]), Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    rows = pandas.read_csv(faults / "dates-plain" / "in.csv", dtype={"iucr": str, "district": str})
    rows["t"] = pandas.to_datetime(rows["t"])
    # As pandas writes by itself: snappy, dictionaries.
    rows.to_parquet(out / "plain.parquet", index=False)
    zoned = rows.assign(t=rows["t"].dt.tz_localize("America/Chicago"))
    table = pyarrow.Table.from_pandas(zoned, preserve_index=False)
    table = table.set_column(table.schema.get_field_index("district"), "district", table["district"].dictionary_encode())
    pyarrow.parquet.write_table(table, out / "zoned.parquet", compression="zstd", row_group_size=16)
    # Numbers as decimals, the day apart from the time, a point in a structure.
    parts = pyarrow.table(
        {
            "id": rows["id"],
            "day": pyarrow.array(rows["t"].dt.date, pyarrow.date32()),
            "clock": pyarrow.array(rows["t"].dt.time, pyarrow.time64("us")),
            "district": pyarrow.array(rows["district"].astype(int), pyarrow.int16()),
            "iucr": rows["iucr"],
            "at": pyarrow.StructArray.from_arrays(
                [
                    pyarrow.array(rows["lon"].round(4).map(lambda n: f"{n:.4f}")).cast(pyarrow.decimal128(9, 4)),
                    pyarrow.array(rows["lat"]),
                ],
                ["lon", "lat"],
            ),
        }
    )
    pyarrow.parquet.write_table(parts, out / "parts.parquet", compression="gzip")
    places = geopandas.GeoDataFrame(
        rows.drop(columns=["lon", "lat"]),
        geometry=geopandas.points_from_xy(rows["lon"], rows["lat"]),
        crs="OGC:CRS84",
    )
    places.to_parquet(out / "degrees.parquet", index=False)
    places.to_crs("EPSG:26916").to_parquet(out / "meters.parquet", index=False, write_covering_bbox=True)
    places.to_parquet(out / "pairs.parquet", index=False, geometry_encoding="geoarrow", schema_version="1.1.0")
    districts = geopandas.read_file(faults / "districts.geojson")
    districts.to_parquet(out / "districts.parquet", index=False, compression="zstd")


main()
