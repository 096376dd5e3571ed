#!/usr/bin/env python3
"""Attacks on a running service and on a published edition: what a reader can single out below the rule.

    scripts/checks/attacks.py http://127.0.0.1:8080 [--edition DIR] [--quick]

Asks as an attacker would: one month a cell, hours of a neighborhood, surfaces of one incident, drawn slivers, windows
that differ by a month, names of others, slow bodies and idle sockets. Prints a line an attack, and at the end how many
single incidents were told below the rule; exit code 1 where that is not 0 or where the service stopped answering.

Python 3 without packages. Nothing is written anywhere.
"""

import argparse
import csv
import json
import socket
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

TIMEOUT = 60


class Service:
    def __init__(self, base):
        self.base = base.rstrip("/")
        parts = urllib.parse.urlsplit(self.base)
        self.peer = (parts.hostname, parts.port or 80)

    def ask(self, path, body=None, headers=None):
        """Status and JSON (or text) of an answer."""
        data = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(self.base + path, data, headers or {})
        if data:
            request.add_header("Content-Type", "application/json")
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
                return answer.status, read(answer.read())
        except urllib.error.HTTPError as error:
            return error.code, read(error.read())

    def raw(self, head):
        with socket.create_connection(self.peer, timeout=TIMEOUT) as peer:
            peer.sendall(head.encode())
            return peer.recv(4096).decode(errors="replace").split("\r\n")[0]


def read(data):
    try:
        return json.loads(data)
    except ValueError:
        return data.decode(errors="replace")


def months(first, last):
    (y, m), (to_y, to_m) = (tuple(map(int, t.split("-"))) for t in (first, last))
    while (y, m) <= (to_y, to_m):
        yield f"{y:04}-{m:02}"
        y, m = (y, m + 1) if m < 12 else (y + 1, 1)


def ones(answer):
    return sum(1 for cell in answer.get("cells", []) if cell["count"] == 1)


def single_cells(service, groups, listed):
    """One month a cell, and one month a drawn area."""
    told, asked = 0, 0
    for group in groups:
        for month in listed:
            asked += 1
            status, answer = service.ask(f"/api/v1/cells?offense={group}&from={month}&to={month}")
            told += ones(answer) if status == 200 else 0
    return told, f"{asked} questions for the cells of one month"


def differences(service, listed, shortest):
    """Windows that begin or end a month apart: what lies between two that are answered."""
    accepted = []
    for month in listed:
        status, _ = service.ask(f"/tiles/cells/10/0/0?from={month}&to={listed[-1]}&offense=homicide")
        if status in (200, 204):
            accepted.append(month)
    at = [listed.index(month) for month in accepted] + [len(listed)]
    gaps = [b - a for a, b in zip(at, at[1:])]
    short = [gap for gap in gaps if gap < shortest]
    nearest = f"two are {min(gaps)} months apart at least"
    return len(short), f"{len(accepted)} of {len(listed)} months begin a window; {nearest}"


def hours_of(service, areas, groups, window):
    """Weekday and hour of single incidents, by neighborhood."""
    told, asked = 0, 0
    for area in areas:
        for group in groups:
            asked += 1
            status, answer = service.ask(f"/api/v1/areas/{area}?offense={group}&{window}")
            if status == 200 and answer["count"] < 20:
                told += sum(1 for day in answer["hours"] for n in day if n == 1)
    return told, f"{asked} neighborhoods with fewer than 20 counted"


def coarse_groups(service, areas, groups, listed):
    """Groups that may be shown per neighborhood only, by month."""
    told, asked = 0, 0
    for group in groups:
        for month in listed:
            asked += 1
            status, answer = service.ask(f"/api/v1/counts?by=neighborhood&offense={group}&from={month}&to={month}")
            told += sum(1 for item in answer["items"] if item["count"] == 1) if status == 200 else 0
        for area in areas:
            status, answer = service.ask(f"/api/v1/areas/{area}?offense={group}")
            if status == 200:
                asked += 1
                told += sum(1 for month in answer["series"] if month["count"] == 1)
                told += sum(1 for day in answer["hours"] for n in day if n == 1)
    return told, f"{asked} questions for groups that are told per neighborhood"


def surfaces(service, groups, listed):
    """Surfaces of one month, and narrower than cells."""
    told, asked = 0, 0
    for group in groups:
        for month in listed:
            for more in (f"from={month}&to={month}&bandwidth_m=50&pixel_m=10", f"from={month}&to={month}"):
                asked += 1
                status, _ = service.ask(f"/api/v1/surface?offense={group}&{more}")
                told += status == 200
    status, _ = service.ask("/api/v1/surface?bandwidth_m=50&pixel_m=10")
    return told + (status == 200), f"{asked + 1} surfaces"


def slivers(service, singles, window):
    """Halves of a cell that holds one incident: what they hold beside what the whole cells that they stand for hold."""
    told, answered = 0, 0
    score = f"/api/v1/catchments/score?offense=homicide&{window}"
    for cell in singles:
        ring = cell["geometry"]["coordinates"][0][0]
        for turn in range(6):
            half = [ring[(turn + n) % 6] for n in range(4)]
            drawn = {"polygon": {"type": "Polygon", "coordinates": [half + half[:1]]}}
            status, part = service.ask(score, drawn)
            if status != 200:
                continue
            answered += 1
            status, whole = service.ask(score, {"cells": part["drawn"]["cells"]})
            told += status != 200 or part["drawn"]["count"] != whole["drawn"]["count"]
    return told, f"{answered} of {6 * len(singles)} halves of cells answered, each as whole cells of the finest size"


def names(service):
    """Names that a page elsewhere can point at this machine."""
    let_in = 0
    for path in ("/api/v1/cells", "/api/v1/rankings", "/api/v1/status", "/tiles/cells.json"):
        line = service.raw(f"GET {path} HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")
        let_in += " 200" in line
    return let_in, "4 addresses under another name"


def crowd(service, many, what):
    """Slow bodies or idle sockets: whether others are still answered."""
    peers = []
    head = f"POST /api/v1/catchments/score HTTP/1.1\r\nHost: {service.peer[0]}\r\n"
    head += "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\nx"
    try:
        for _ in range(many):
            peer = socket.create_connection(service.peer, timeout=5)
            if what == "slow bodies":
                peer.sendall(head.encode())
            peers.append(peer)
        began, failed, slowest = time.monotonic(), 0, 0.0
        while time.monotonic() - began < 5:
            asked = time.monotonic()
            try:
                failed += service.ask("/api/v1/status")[0] != 200
            except OSError:
                failed += 1
            slowest = max(slowest, time.monotonic() - asked)
            time.sleep(0.2)
        return failed, f"{len(peers)} {what}; slowest answer beside them {slowest:.2f} s"
    finally:
        for peer in peers:
            peer.close()


def edition(folder, least):
    """Counts from 1 to one below the least, in any file of the edition."""
    told, seen = 0, 0
    for path in sorted(folder.rglob("*.csv")):
        with path.open(newline="", encoding="utf-8-sig") as file:
            for row in csv.DictReader(line for line in file if not line.startswith("#")):
                place = row.get("area") or row.get("area_id") or row.get("place") or ""
                count = row.get("count", "")
                if count.lstrip("-").isdigit() and place not in ("", "city"):
                    seen += 1
                    told += 1 <= int(count) < least
    return told, f"{seen} counts of places in the edition"


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("base")
    options.add_argument("--edition", type=Path)
    options.add_argument("--quick", action="store_true", help="fewer months and places")
    given = options.parse_args()
    service = Service(given.base)
    status = service.ask("/api/v1/status")[1]
    window = status["span"]
    groups = status["offenses"]
    fine = [g["id"] for g in groups if g["finest"] == "cell" and g["default"]]
    coarse = [g["id"] for g in groups if g["finest"] == "area"]
    # Windows that begin in a gap hold the same: nothing lies between them.
    known = [part for part in status["coverage"] if part["status"] == "incidents"]
    listed = [month for part in known for month in months(part["from"], part["to"])]
    some = listed[::30] if given.quick else listed[::6]
    counted = service.ask("/api/v1/counts?by=neighborhood&offense=" + fine[0])[1]["items"]
    areas = [item["neighborhood_id"] for item in counted]
    areas = [a for a in areas if a][: 5 if given.quick else 79]
    cells = service.ask(f"/api/v1/cells?offense={fine[0]}&format=geojson")[1]["features"]
    singles = [c for c in cells if c["properties"]["count"] == 1][:20]
    asked = f"from={window['from']}&to={window['to']}"
    attacks = [
        ("single cells by month", lambda: single_cells(service, fine, some)),
        ("windows that differ", lambda: differences(service, listed, 12)),
        ("hours of a place", lambda: hours_of(service, areas, fine[:2], "from=2018-01&to=2018-12")),
        ("groups per neighborhood", lambda: coarse_groups(service, areas[:10], coarse, some)),
        ("surfaces", lambda: surfaces(service, fine, some[:20])),
        ("drawn slivers", lambda: slivers(service, singles, asked)),
    ]
    others = [
        ("other names", lambda: names(service)),
        ("slow bodies", lambda: crowd(service, 300, "slow bodies")),
        ("idle sockets", lambda: crowd(service, 500, "idle sockets")),
    ]
    if given.edition:
        attacks.append(("the edition", lambda: edition(given.edition, 5)))
    below = broken = 0
    for name, attack in attacks:
        told, how = attack()
        below += told
        print(f"{name}: {told} told below the rule ({how})", flush=True)
    for name, attack in others:
        failed, how = attack()
        broken += failed
        print(f"{name}: {failed} got through or failed ({how})", flush=True)
    print(f"{below} single incidents below the rule; {broken} faults of the service")
    sys.exit(1 if below or broken else 0)


if __name__ == "__main__":
    main()
