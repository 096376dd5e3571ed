"""Makes data/stl/neighborhoods.geojson.

Outlines and residents of 2020: neighborhoods.geojson of the geocrime-stl package (MIT). Residents of 2000 and 2010:
neighborhoods_census2000_2010.csv (figures of the City of St. Louis as gathered in wumcrc/monthly-crime-reports, CC BY-SA 4.0).
Joined by number, never by name: the names are spelled differently from source to source.

    python3 scripts/data/make_neighborhoods.py NEIGHBORHOODS.geojson CENSUS_2000_2010.csv data/stl/neighborhoods.geojson

Python 3.9 or newer, no packages. The same input gives the same bytes.
"""

import csv
import json
import sys

PARKS = range(80, 89)
DECIMALS = 6  # 0.1 m


def ring(points):
    """The ring with rounded coordinates, and without points that rounding made equal to the one before."""
    out = []
    for lng, lat in points:
        point = [round(lng, DECIMALS), round(lat, DECIMALS)]
        if not out or out[-1] != point:
            out.append(point)
    if len(out) < 4 or out[0] != out[-1]:
        sys.exit(f"a ring of {len(out)} points after rounding; expected a closed one of 4 or more")
    return out


def geometry(source):
    rings = [ring(r) for r in source["coordinates"]] if source["type"] == "Polygon" else [[ring(r) for r in p] for p in source["coordinates"]]
    return {"type": source["type"], "coordinates": rings}


def main(outlines, census, out):
    with open(census, encoding="utf-8-sig", newline="") as file:
        earlier = {int(r["nbhdNum"]): r for r in csv.DictReader(file)}
    with open(outlines, encoding="utf-8") as file:
        features = json.load(file)["features"]
    made = []
    for feature in features:
        old = feature["properties"]
        number = int(old["neighborhood_id"])
        if feature["geometry"] is None:
            print(f"left out: {number} {old['neighborhood_name']} ({old['total_population']} residents, no outline)", file=sys.stderr)
            continue
        kind = "park" if number in PARKS else "neighborhood"
        population = {"population_2000": int(earlier[number]["pop00"]), "population_2010": int(earlier[number]["pop10"]), "population_2020": int(old["total_population"])}
        made.append({"type": "Feature", "properties": {"number": number, "name": old["neighborhood_name"], "kind": kind, **population}, "geometry": geometry(feature["geometry"])})
    made.sort(key=lambda f: f["properties"]["number"])
    lines = ",\n".join(json.dumps(f, ensure_ascii=False, separators=(",", ":")) for f in made)
    with open(out, "w", encoding="utf-8", newline="\n") as file:
        file.write('{"type":"FeatureCollection","name":"neighborhoods","features":[\n' + lines + "\n]}\n")
    sums = {year: sum(f["properties"][f"population_{year}"] for f in made) for year in (2000, 2010, 2020)}
    print(f"{len(made)} areas, {sum(f['properties']['kind'] == 'park' for f in made)} of them parks; residents {sums}", file=sys.stderr)


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
