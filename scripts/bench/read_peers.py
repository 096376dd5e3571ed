#!/usr/bin/env python3
"""Times reading the real monthly police files, ours beside polars, in one run.

    python3 scripts/bench/read_peers.py [path/to/catchment]

Needs polars (PyPI), CATCHMENT_SHARED (default ../shared) and a release binary. polars only reads the
text columns into memory: no numbers, no dates, no reprojection, no join, no writing. `catchment ingest` does all of
that and writes the dataset. Five rounds, one after the other so that drift hits both; medians are printed.
"""
import glob
import gzip
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time

import polars

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
SHARED = os.path.abspath(os.environ.get("CATCHMENT_SHARED", os.path.join(ROOT, "..", "shared")))
CITY = os.path.join(ROOT, "data", "stl", "city-real.toml")


def polars_seconds(files):
    start = time.perf_counter()
    rows = 0
    for name in files:
        with gzip.open(name) as raw:
            data = raw.read()
        frame = polars.read_csv(data, infer_schema=False, encoding="utf8-lossy", truncate_ragged_lines=True)
        rows += frame.height
    return time.perf_counter() - start, rows


def ours(binary, city, folder):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    done = subprocess.run([binary, "ingest", "--no-backtest", city, "--workspace", folder], env={**os.environ, "CATCHMENT_SHARED": SHARED}, capture_output=True)
    seconds = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        sys.exit(done.stderr.decode())
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, cpu, after.ru_maxrss / 1024


def main():
    binary = sys.argv[1] if len(sys.argv) > 1 else os.path.expanduser("~/.cache/catchment/target/release/catchment")
    files = sorted(glob.glob(os.path.join(SHARED, "stl", "slmpd", "legacy", "*.csv.gz")))
    if not files:
        sys.exit(f"no police files under {SHARED}/stl/slmpd/legacy; set CATCHMENT_SHARED")
    # The peer reads the 2008-2020 files only, so our city file is cut down to that source.
    text = open(CITY, encoding="utf-8").read()
    head, *sources = text.split("[[source]]")
    legacy = next(s for s in sources if "legacy" in s.split("\n\n")[0])
    rest = sources[-1]
    tail = rest[rest.index("[[site]]"):] if "[[site]]" in rest and "[[site]]" not in head else ""
    with tempfile.TemporaryDirectory(dir=os.path.dirname(CITY)) as near:
        city = os.path.join(near, "legacy.toml")
        with open(city, "w", encoding="utf-8") as out:
            out.write(head.replace("../../../shared", SHARED) + "[[source]]" + legacy.replace("../../../shared", SHARED) + tail)
        peers, mine = [], []
        for round_ in range(6):
            peer = polars_seconds(files)
            with tempfile.TemporaryDirectory() as folder:
                own = ours(binary, city, folder)
            if round_:
                peers.append(peer[0])
                mine.append(own)
    rows = peer[1]
    peer_s = statistics.median(peers)
    wall, cpu, peak = (statistics.median(c) for c in zip(*mine))
    print(f"rows                {rows:,}")
    print(f"polars, read only   {peer_s:.2f} s   {rows / peer_s:,.0f} rows/s")
    print(f"catchment ingest    {wall:.2f} s   {rows / wall:,.0f} rows/s   {cpu:.2f} CPU s   {peak:.0f} MB peak")


if __name__ == "__main__":
    main()
