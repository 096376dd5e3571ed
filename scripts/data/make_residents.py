"""Makes data/stl/residents_2020.csv: residents of St. Louis by H3 cell at resolution 9, as the program laid the block
groups of the census on the ground of data/stl/city-real.toml.

    catchment ingest data/stl/city-real.toml --no-backtest --workspace REAL
    python3 scripts/data/make_residents.py REAL data/stl/residents_2020.csv

Python 3.9 or newer, no packages. The same dataset gives the same bytes.
"""

import collections
import json
import pathlib
import sys

RESOLUTION = 9
# H3 index: the resolution stands in bits 52 to 55; resolution r has its digit at bit 45 − 3 r, and 7 where it has none.
RESOLUTION_BIT = 52


def parent(cell):
    """The cell of resolution 9 that holds a finer one."""
    index = int(cell, 16)
    finer = (index >> RESOLUTION_BIT) & 15
    for digit in range(RESOLUTION + 1, finer + 1):
        index |= 7 << (45 - 3 * digit)
    return f"{index & ~(15 << RESOLUTION_BIT) | RESOLUTION << RESOLUTION_BIT:x}"


def main(workspace, out):
    folder = pathlib.Path(workspace)
    dataset = folder / "datasets" / (folder / "current").read_text(encoding="ascii").strip()
    (homes,) = json.loads((dataset / "homes.json").read_text(encoding="utf-8"))
    sums = collections.defaultdict(float)
    for cell, _area, residents in homes["cells"]:
        sums[parent(cell)] += residents
    with open(out, "w", encoding="ascii", newline="") as file:
        file.write("cell,residents\n")
        for cell in sorted(sums):
            if round(sums[cell], 1) > 0:
                file.write(f"{cell},{sums[cell]:.1f}\n")
    print(f"{len(sums)} cells, {sum(sums.values()):.1f} residents of {homes['year']}")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
