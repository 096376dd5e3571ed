#!/usr/bin/env python3
"""Holds the shape of the source: no circle of files, no long file, no long line.

    scripts/checks/structure.py [ROOT]      ROOT: the project (default: the one that holds this script)

Prints every offender, and fails where there is one:

- **circle**: files of one crate, or of web/src, of which each uses something that the next one defines. A name is
  followed through re-exports to the file that defines it, so that `mod.rs` is a part of a circle only where a child
  uses what `mod.rs` itself defines, and the other way round. Only what is named by a path is seen: a method called
  on a value is not.
- **long file**: more than 400 lines of code (250 in a Svelte component), blank lines, comments and tests not counted.
- **long line**: more than 120 characters in a Rust file.

Tests (python3 -m unittest, in this folder): test_structure.py.
"""

import sys
from pathlib import Path

import circles
import rust_files
import web_files

LONGEST_FILE = 400
LONGEST_COMPONENT = 250
LONGEST_LINE = 120
BUILT = {"target", "node_modules", "dist", "test-results"}


def project_files(root, ending):
    """Files below a folder whose names end so; what is built or hidden is left out."""
    for path in sorted(root.rglob("*" + ending)):
        folders = path.relative_to(root).parts[:-1]
        if not any(f in BUILT or f.startswith(".") for f in folders):
            yield path


def circle_offences(name, uses):
    """One line a circle: how many files, and the shortest way round with what each uses of the next."""
    for members in circles.circles(uses):
        way = circles.shortest_way_round(uses, members)
        steps = [f"{here} -[{sorted(uses[here][there])[0]}]-> " for here, there in zip(way, way[1:])]
        yield f"circle: {name}: {len(members)} files, such as {''.join(steps)}{way[-1]}; all: {', '.join(members)}"


def crate_offences(root):
    for manifest in sorted(root.glob("crates/*/Cargo.toml")):
        crate = manifest.parent
        counted = set()
        for program in rust_files.roots(crate):
            tree = rust_files.Tree(program)
            name = program.relative_to(root).as_posix()
            yield from circle_offences(name, tree.uses(crate))
            counted |= set(tree.files())
        counted |= {p for folder in ("benches", "examples") for p in (crate / folder).rglob("*.rs")}
        for path in sorted(counted):
            yield from size_offence(root, path, rust_files.code_lines(path.read_text()), LONGEST_FILE)


def web_offences(root):
    web = root / "web"
    sources = [p for ending in (".ts", ".svelte", ".mjs") for p in project_files(web, ending)] if web.is_dir() else []
    sources = [p for p in sources if not web_files.is_test(p.relative_to(web))]
    yield from circle_offences("web/src", web_files.uses(web / "src", [p for p in sources if web / "src" in p.parents]))
    for path in sources:
        if not web_files.is_generated(path):
            most = LONGEST_COMPONENT if path.suffix == ".svelte" else LONGEST_FILE
            yield from size_offence(root, path, web_files.code_lines(path.read_text()), most)


def size_offence(root, path, lines, most):
    if lines > most:
        yield f"long file: {path.relative_to(root)}: {lines} lines of code (at most {most})"


def line_offences(root):
    for path in project_files(root, ".rs"):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if len(line) > LONGEST_LINE:
                yield f"long line: {path.relative_to(root)}:{number}: {len(line)} characters (at most {LONGEST_LINE})"


def offences(root):
    """Everything that is wrong with the project, in words."""
    return [*crate_offences(root), *web_offences(root), *line_offences(root)]


def main(arguments):
    root = Path(arguments[0]) if arguments else Path(__file__).resolve().parents[2]
    if not (root / "crates").is_dir():
        print(f"structure: no folder crates in {root}", file=sys.stderr)
        return 2
    found = offences(root.resolve())
    for line in found:
        print(line)
    print(f"{len(found)} offenders" if found else "no circle, no long file, no long line")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
