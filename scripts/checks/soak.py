#!/usr/bin/env python3
"""Whether the memory of a running service stays flat under a steady mix of questions.

    scripts/checks/soak.py ADDRESS [--pid N] [--seconds 600] [--slope-kb 1024] [--pause-ms 0]

Asks as `quick.py` does, with values that nobody asked for before, and looks at the resident memory of the process once
a second (of the one that listens at ADDRESS, where no --pid is given). Fails where memory still rises by more than the
slope, kB a minute, over the second half: the first half fills what is remembered, so start the service with a --memory
that it fills (16 to 64 MiB for a minute or two).
"""

import argparse
import sys
import threading
import time
from pathlib import Path

import quick


def listens(port):
    """The process that listens at a port of this machine."""
    inodes = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        if Path(table).exists():
            for line in Path(table).read_text(encoding="ascii").splitlines()[1:]:
                fields = line.split()
                if fields[3] == "0A" and int(fields[1].rsplit(":", 1)[1], 16) == port:
                    inodes.add(f"socket:[{fields[9]}]")
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if any(str(link.readlink()) in inodes for link in (process / "fd").iterdir()):
                return int(process.name)
        except OSError:
            continue
    return None


def resident(pid):
    """Resident memory of a process, kB."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    raise OSError(f"no memory of {pid} is known")


def slope(samples):
    """Least squares of kB over minutes."""
    n = len(samples)
    mean_t = sum(t for t, _ in samples) / n
    mean_m = sum(m for _, m in samples) / n
    spread = sum((t - mean_t) ** 2 for t, _ in samples)
    return 60 * sum((t - mean_t) * (m - mean_m) for t, m in samples) / spread


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("address")
    parser.add_argument("--pid", type=int)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--readers", type=int, default=4)
    parser.add_argument("--pause-ms", type=float, default=0, help="of each reader, so that other work goes on")
    parser.add_argument("--slope-kb", type=float, default=1024)
    given = parser.parse_args()
    address = given.address.rstrip("/")
    pid = given.pid or listens(int(address.rsplit(":", 1)[1]))
    if pid is None:
        print("no process listens there: name it with --pid")
        return 1
    places, offenses = quick.asked_of(address)
    paths = quick.fresh(places, offenses, quick.tiles(address, 13))
    found = {}

    def work():
        found["took"], found["wrong"] = quick.measured(
            address, given.seconds, given.readers, paths, given.pause_ms / 1000
        )

    worker = threading.Thread(target=work)
    began, samples = time.monotonic(), []
    worker.start()
    while worker.is_alive():
        samples.append((time.monotonic() - began, resident(pid)))
        worker.join(1)
    half = [sample for sample in samples if sample[0] >= given.seconds / 2]
    rise = slope(half)
    quick.told("soak", found["took"])
    print(f"memory: {samples[0][1] // 1024} MB at first, {half[0][1] // 1024} MB halfway, {samples[-1][1] // 1024} MB at "
          f"the end; over the second half {rise:+.0f} kB a minute ({given.slope_kb:.0f} are allowed)")
    for status, path in found["wrong"][:5]:
        print(f"no answer: {status} for {path}")
    return 1 if found["wrong"] or rise > given.slope_kb else 0


if __name__ == "__main__":
    sys.exit(main())
