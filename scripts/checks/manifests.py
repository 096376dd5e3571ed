#!/usr/bin/env python3
"""What stands in several places because nothing can share it, held to be the same; and what stands there unused.

    scripts/checks/manifests.py [ROOT]

- lints, edition, version and license of crates/report and crates/still, workspaces of their own, with the program's;
- the version and license of the viewer, and the version that CITATION.cff names;
- the compiler: rust-toolchain.toml, scripts/setup, and the oldest that the manifests name;
- and that every dependency is named in the crate's code, and every one of the workspace by a crate.

Python 3 without packages; TOML is read line by line, as far as these files need it. Tests: test_manifests.py.
"""

import json
import re
import sys
from pathlib import Path

APART = ("crates/report", "crates/still")


def tables(text):
    """Table → its lines, blank ones and comments of their own left out."""
    found, name = {}, ""
    for line in text.splitlines():
        if header := re.fullmatch(r"\[{1,2}([^\[\]]+)\]{1,2}\s*", line):
            name = header[1]
        elif line.strip() and not line.lstrip().startswith("#"):
            found.setdefault(name, []).append(line.rstrip())
    return found


def value(lines, key):
    """The text behind `key =`; none where it is not there."""
    return next((m[1] for line in lines if (m := re.fullmatch(rf'{key}\s*=\s*"([^"]*)".*', line))), None)


def names(lines):
    """The dependencies of a table."""
    return [re.match(r"[\w-]+", line)[0] for line in lines if re.match(r"[\w-]+(\.workspace)?\s*=", line)]


def unused(root):
    """Dependencies that nothing names, in words."""
    taken = set()
    for manifest in sorted(root.glob("crates/*/Cargo.toml")):
        text = manifest.read_text()
        tests = [root / path for path in re.findall(r'^path = "\.\./\.\./(.+)/main\.rs"', text, re.MULTILINE)]
        folders_of = {"dependencies": [manifest.parent / "src"], "dev-dependencies": [manifest.parent, *tests]}
        for kind, folders in folders_of.items():
            code = "".join(path.read_text() for folder in folders for path in folder.rglob("*.rs"))
            for name in names(tables(text).get(kind, [])):
                taken.add(name)
                if not re.search(rf"\b{name.replace('-', '_')}\b", code):
                    yield f"{manifest.relative_to(root)}: {name} is in [{kind}] and not in the code"
    for name in names(tables((root / "Cargo.toml").read_text()).get("workspace.dependencies", [])):
        if name not in taken:
            yield f"Cargo.toml: {name} is in [workspace.dependencies] and in no crate"


def offences(root):
    """Everything that differs, in words."""
    yield from unused(root)
    program = tables((root / "Cargo.toml").read_text())
    package = program["workspace.package"]
    keys = {key: value(package, key) for key in ("version", "edition", "rust-version", "license")}
    for folder in APART:
        apart = tables((root / folder / "Cargo.toml").read_text())
        for lints in ("rust", "clippy"):
            if apart.get(f"lints.{lints}") != program[f"workspace.lints.{lints}"]:
                yield f"{folder}/Cargo.toml: [lints.{lints}] is not [workspace.lints.{lints}] of Cargo.toml"
        for key, expected in keys.items():
            if (found := value(apart["package"], key)) != expected:
                yield f"{folder}/Cargo.toml: {key} is {found}, in Cargo.toml {expected}"
    viewer = json.loads((root / "web/package.json").read_text())
    for key in ("version", "license"):
        if viewer.get(key) != keys[key]:
            yield f"web/package.json: {key} is {viewer.get(key)}, in Cargo.toml {keys[key]}"
    if f"\nversion: {keys['version']}\n" not in (root / "CITATION.cff").read_text():
        yield f"CITATION.cff: its version is not {keys['version']}"
    channel = value(tables((root / "rust-toolchain.toml").read_text())["toolchain"], "channel")
    if f"\nRUST_NEEDED={channel}\n" not in (root / "scripts/setup").read_text():
        yield f"scripts/setup: RUST_NEEDED is not {channel}, the channel of rust-toolchain.toml"
    if not f"{channel}.".startswith(f"{keys['rust-version']}."):
        yield f"rust-toolchain.toml: {channel} is not the rust-version {keys['rust-version']} of Cargo.toml"


def main(arguments):
    root = Path(arguments[0]) if arguments else Path(__file__).resolve().parents[2]
    found = list(offences(root))
    for line in found:
        print(line)
    print(f"{len(found)} offenders" if found else "manifests agree")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
