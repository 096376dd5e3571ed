#!/usr/bin/env python3
"""What the program and its viewer are made of, as CycloneDX 1.6 (JSON).

    scripts/checks/sbom.py [--target x86_64-unknown-linux-gnu] > catchment.cdx.json

From `cargo metadata` (crates that are compiled into the binary; what only builds or tests it is left out) and
web/package-lock.json (packages that the viewer is bundled from). No clock, no network: the same lock files give the
same bytes. C libraries of the system (GDAL, GEOS, PROJ, SQLite) come with the distribution and stand by name.
"""

import argparse
import hashlib
import json
import subprocess
import sys
import uuid
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
BINARY = "catchment-cli"
# Linked at run time, in the versions of the distribution.
SYSTEM = ["gdal", "geos", "proj", "sqlite3"]
# What the viewer's build puts into it; the others build, check or test it.
BUNDLED = ["@fontsource-variable/inter", "@maplibre/maplibre-gl-style-spec", "h3-js", "maplibre-gl", "pmtiles", "svelte"]


def linked(metadata, root):
    """Ids of the packages that are compiled into a package, itself included."""
    nodes = {node["id"]: node for node in metadata["resolve"]["nodes"]}
    found, left = set(), [root]
    while left:
        at = left.pop()
        if at in found:
            continue
        found.add(at)
        for dep in nodes[at]["deps"]:
            # A kind of null is a normal dependency; "build" and "dev" stay outside.
            if any(kind["kind"] is None for kind in dep["dep_kinds"]):
                left.append(dep["pkg"])
    macros = {p["id"] for p in metadata["packages"] if any("proc-macro" in t["kind"] for t in p["targets"])}
    return found - macros


def crate(package, checksums):
    """A crate as a component."""
    name, version = package["name"], package["version"]
    component = {"type": "library", "bom-ref": f"cargo:{name}@{version}", "name": name, "version": version,
                 "purl": f"pkg:cargo/{name}@{version}"}
    if package["license"]:
        component["licenses"] = [{"expression": package["license"].replace("/", " OR ")}]
    checksum = checksums.get((name, version))
    if checksum:
        component["hashes"] = [{"alg": "SHA-256", "content": checksum}]
    return component


def checksums(lock):
    """SHA-256 of each crate by name and version, from the text of Cargo.lock."""
    found, name, version = {}, None, None
    for line in lock.splitlines():
        key, _, value = line.partition(" = ")
        value = value.strip('"')
        if line == "[[package]]":
            name = version = None
        elif key == "name":
            name = value
        elif key == "version":
            version = value
        elif key == "checksum":
            found[(name, version)] = value
    return found


def bundled(lock, roots):
    """Packages of the viewer, with what they need."""
    packages, found, left = lock["packages"], {}, list(roots)
    while left:
        name = left.pop()
        entry = packages.get(f"node_modules/{name}")
        if name in found or entry is None:
            continue
        component = {"type": "library", "bom-ref": f"npm:{name}@{entry['version']}", "name": name,
                     "version": entry["version"], "purl": f"pkg:npm/{name.replace('@', '%40')}@{entry['version']}"}
        if "license" in entry:
            component["licenses"] = [{"expression": entry["license"]}]
        found[name] = component
        left.extend(entry.get("dependencies", {}))
    return list(found.values())


def bom(metadata, lock, web):
    """The whole document."""
    root = next(p for p in metadata["packages"] if p["name"] == BINARY)
    inside = linked(metadata, root["id"])
    crates = [p for p in metadata["packages"] if p["id"] in inside and p["source"]]
    known = checksums(lock)
    components = [crate(package, known) for package in crates] + bundled(web, BUNDLED)
    components += [{"type": "library", "bom-ref": f"system:{name}", "name": name} for name in SYSTEM]
    components.sort(key=lambda c: c["bom-ref"])
    digest = hashlib.sha256(json.dumps(components, sort_keys=True).encode()).digest()
    program = {"type": "application", "bom-ref": "catchment", "name": "catchment", "version": root["version"],
               "licenses": [{"expression": root["license"]}]}
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.UUID(bytes=digest[:16], version=4)}",
        "version": 1,
        "metadata": {"component": program},
        "components": components,
        "dependencies": [{"ref": "catchment", "dependsOn": [c["bom-ref"] for c in components]}],
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--target", default="x86_64-unknown-linux-gnu", help="system that it is built for")
    given = parser.parse_args()
    command = ["cargo", "metadata", "--format-version", "1", "--locked", "--offline", "--filter-platform", given.target]
    metadata = json.loads(subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout)
    lock = (ROOT / "Cargo.lock").read_text(encoding="utf-8")
    web = json.loads((ROOT / "web/package-lock.json").read_text(encoding="utf-8"))
    json.dump(bom(metadata, lock, web), sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
