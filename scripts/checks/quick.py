#!/usr/bin/env python3
"""How long quick answers take while long work goes on, and while nothing does.

    scripts/checks/quick.py ADDRESS [--seconds 30] [--readers 4] [--limit-ms 500]

Asks as readers of the viewer do (rankings, places, tiles with values that nobody asked for before; cells of each offense
and the status, which are soon remembered), first alone, then beside scans, near repeats, a backtest and a search for catchments. Prints
the time of half, 99 of 100, and the slowest; fails where 99 of 100 take longer than the limit while work goes on, where
an answer is no answer, or where long work is refused: work that ends is begun anew, so that some always goes on.
"""

import argparse
import itertools
import json
import math
import sys
import threading
import time
import urllib.error
import urllib.request

LONG = [
    "clusters?method=scan&resolution=8&permutations=9999&seed={seed}",
    "clusters?method=scan-space&permutations=9999&seed={seed}",
    "clusters?method=knox&distance_m=2000&days=366&permutations=9999&seed={seed}",
    "clusters?method=emerging&permutations=9999&seed={seed}",
    "optimize?k=3&effort=20&seed={seed}",
    "backtest?seed={seed}",
]


def ask(address, path, timeout=60):
    """Status and seconds of one question."""
    began = time.monotonic()
    request = urllib.request.Request(f"{address}{path}", headers={"accept-encoding": "gzip"})
    try:
        with urllib.request.urlopen(request, timeout=timeout) as answer:
            answer.read()
            status = answer.status
    except urllib.error.HTTPError as error:
        status = error.code
    except OSError:
        status = 0
    return status, time.monotonic() - began


def tiles(address, zoom):
    """Addresses of the tiles over the city."""
    with urllib.request.urlopen(f"{address}/tiles/neighborhoods.json") as answer:
        west, south, east, north = json.load(answer)["bounds"]
    across = 2**zoom
    column = lambda lng: int((lng + 180) / 360 * across)
    row = lambda lat: int((1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * across)
    return [f"{zoom}/{x}/{y}" for x in range(column(west), column(east) + 1) for y in range(row(north), row(south) + 1)]


def asked_of(address):
    """Neighborhoods and groups of offenses of the city, as it tells them by cell."""
    with urllib.request.urlopen(f"{address}/api/v1/rankings?of=neighborhoods") as answer:
        places = [item["id"] for item in json.load(answer)["items"]]
    with urllib.request.urlopen(f"{address}/api/v1/status") as answer:
        groups = json.load(answer)["offenses"]
    return places, [group["id"] for group in groups if group["finest"] == "cell"]


def fresh(places, offenses, grid):
    """Addresses that nobody asked for before."""
    base = int(time.time()) % 1_000_000 * 1000
    for n in itertools.count():
        seed = base + n
        place, offense = places[n % len(places)], offenses[n % len(offenses)]
        yield f"/api/v1/rankings?k=3&seed={seed}"
        yield f"/api/v1/areas/{place}?offense={offense}"
        yield f"/api/v1/cells?resolution=8&offense={offense}"
        yield f"/tiles/neighborhoods/{grid[n % len(grid)]}?seed={seed}"
        yield "/api/v1/status"


def measured(address, seconds, readers, paths, pause=0.0):
    """Seconds of every answer, and what was no answer; each reader pauses for so many seconds after each."""
    took, wrong, lock, end = [], [], threading.Lock(), time.monotonic() + seconds

    def reader():
        while time.monotonic() < end:
            with lock:
                path = next(paths)
            status, spent = ask(address, path)
            with lock:
                took.append((spent, path))
                if status not in (200, 204):
                    wrong.append((status, path))
            time.sleep(pause)

    threads = [threading.Thread(target=reader) for _ in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(took), wrong


def told(name, took):
    """Prints one line; gives the time that 99 of 100 keep."""
    at = lambda share: took[min(len(took) - 1, int(share * len(took)))][0]
    print(f"{name}: {len(took)} answers; half within {1000 * at(0.5):.0f} ms, 99 of 100 within {1000 * at(0.99):.0f} ms, "
          f"slowest {1000 * took[-1][0]:.0f} ms ({took[-1][1]})")
    return at(0.99)


def begin(address, seed):
    """Begins all long work; each asks again as a viewer does, and with another seed once it has its answer, until the
    program ends. Gives how often each came to its end, and what was refused."""
    ended, refused = {path: 0 for path in LONG}, []

    def keep(path, seed):
        while not refused:
            status, _ = ask(address, f"/api/v1/{path.format(seed=seed)}")
            if status == 200:
                ended[path] += 1
                seed += 1
            elif status != 202:
                refused.append(f"{status} for {path}")
            time.sleep(1)

    for path in LONG:
        threading.Thread(target=keep, args=(path, seed), daemon=True).start()
    return ended, refused


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("address")
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--readers", type=int, default=4)
    parser.add_argument("--limit-ms", type=float, default=500)
    given = parser.parse_args()
    address = given.address.rstrip("/")
    places, offenses = asked_of(address)
    paths = fresh(places, offenses, tiles(address, 13))
    alone, wrong = measured(address, given.seconds / 2, given.readers, paths)
    told("alone", alone)
    ended, refused = begin(address, int(time.time()))
    time.sleep(2)
    beside, more = measured(address, given.seconds, given.readers, paths)
    slow = told("beside long work", beside)
    print(f"long work came to its end {sum(ended.values())} times meanwhile, and began anew")
    if refused:
        print("failed: long work was refused;", *refused)
        return 1
    for status, path in (wrong + more)[:5]:
        print(f"no answer: {status} for {path}")
    if wrong or more or 1000 * slow > given.limit_ms:
        print(f"failed: {given.limit_ms:.0f} ms are allowed")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
