"""TypeScript and Svelte files: which file uses what another one defines."""

import re

_FROM = re.compile(r"^\s*(import|export)\b([^;'\"`]*?)\bfrom\s*(['\"])([^'\"]+)\3", re.MULTILINE)
_BARE = re.compile(r"^\s*import\s*(['\"])([^'\"]+)\1", re.MULTILINE)
_LATE = re.compile(r"\bimport\(\s*(['\"])([^'\"]+)\1\s*\)")
_ENDINGS = ("", ".ts", ".svelte", ".svelte.ts", ".mjs", "/index.ts")


def is_test(path):
    """Whether a file, relative to web/, belongs to tests."""
    return ".test." in path.name or path.name.startswith("test-") or path.parts[0] in ("e2e", "mock")


def is_generated(path):
    """Whether a file comes out of a program."""
    return ".gen." in path.name


def code_lines(source):
    """Lines of code; blank lines and lines that hold nothing but a comment not counted."""
    count, closing = 0, None
    for line in (line.strip() for line in source.splitlines()):
        if closing:
            if closing in line:
                rest = line.split(closing, 1)[1]
                closing = None
                count += bool(rest.strip())
        elif line.startswith(("/*", "<!--")):
            mark = "*/" if line.startswith("/*") else "-->"
            _, ended, rest = line.partition(mark)
            closing = None if ended else mark
            count += bool(rest.strip())
        elif line and not line.startswith("//"):
            count += 1
    return count


def uses(base, paths):
    """File → {file that it uses: names used}, relative to a folder. Names are followed to their home."""
    files = {path.relative_to(base).as_posix(): path.read_text() for path in paths}
    drawn = {}
    for name, source in files.items():
        used = drawn.setdefault(name, {})
        for taken, target in _taken(files, name, source):
            for item in taken or [target]:
                home = _home(files, target, item, frozenset())
                if home != name:
                    used.setdefault(home, set()).add(item)
    return drawn


def _taken(files, name, source):
    """What a file takes from others of the project: (names or none, file)."""
    for kind, what, _, address in _FROM.findall(source):
        target = _target(files, name, address)
        if target and kind == "import":
            yield _names(what), target
    for pattern in (_BARE, _LATE):
        for _, address in pattern.findall(source):
            if target := _target(files, name, address):
                yield [], target


def _names(what):
    """The names in `{ a, b as c }` as they are called at home; none where all of the file is taken."""
    inside = re.search(r"\{([^}]*)\}", what)
    if not inside:
        return []
    parts = [re.sub(r"^type\s+", "", part.strip()) for part in inside[1].split(",")]
    return [part.split(" as ")[0].strip() for part in parts if part]


def _home(files, target, item, seen):
    """The file that defines a name which `target` may only hand on (`export … from`)."""
    if target in seen:
        return target
    for kind, what, _, address in _FROM.findall(files[target]):
        if kind != "export":
            continue
        onward = _target(files, target, address)
        handed = re.search(r"\{([^}]*)\}", what)
        for part in handed[1].split(",") if handed else []:
            inner, _, outer = re.sub(r"^type\s+", "", part.strip()).partition(" as ")
            if onward and (outer or inner).strip() == item:
                return _home(files, onward, inner.strip(), seen | {target})
        if onward and "*" in what and re.search(rf"\bexport\b[^=;{{}}]*\b{re.escape(item)}\b", files[onward]):
            return _home(files, onward, item, seen | {target})
    return target


def _target(files, name, address):
    """The file of the project that an address names, if it does."""
    if not address.startswith("."):
        return None
    parts = name.split("/")[:-1]
    for step in address.split("?")[0].split("/"):
        if step == "..":
            if not parts:
                return None
            parts.pop()
        elif step != ".":
            parts.append(step)
    path = "/".join(parts)
    stems = [path, re.sub(r"\.js$", "", path)]
    return next((stem + ending for stem in stems for ending in _ENDINGS if stem + ending in files), None)
