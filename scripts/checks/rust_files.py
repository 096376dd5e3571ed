"""Rust files: the modules of a crate, and which file uses what another one defines."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from rust_text import bare, test_spans, without_tests

_MOD = re.compile(r"(?:^|[;}\]\s])mod\s+(\w+)\s*([;{])")
_PATH_ATTRIBUTE = re.compile(r'#\[path\s*=\s*"([^"]+)"\]\s*(?:pub(?:\([^)]*\))?\s+)?mod\s+(\w+)\s*;')
_USE = re.compile(r"(?<![\w.])(pub(?:\s*\([^)]*\))?\s+)?use\s+((?:::)?[\w{*][^;]*);")
_ITEM = re.compile(
    r"\b(?:struct|enum|union|trait|type|const|static(?:\s+mut)?|fn|macro_rules!)\s+(?:mut\s+)?([A-Za-z_]\w*)"
)
_PATH = re.compile(r"(?<![\w:])((?:[A-Za-z_]\w*)(?:\s*::\s*[A-Za-z_]\w*)+)")
_WORD = re.compile(r"[A-Za-z_]\w*")


def roots(crate):
    """Where the compiler begins: the library, the program, further programs."""
    found = [crate / "src" / name for name in ("lib.rs", "main.rs")] + sorted((crate / "src" / "bin").glob("*.rs"))
    return [path for path in found if path.is_file()]


def code_lines(source):
    """Lines of code; blank lines, comments and inline tests not counted."""
    spans = list(test_spans(bare(source)))
    return sum(1 for line in without_tests(bare(source, keep_literals=True), spans).splitlines() if line.strip())


@dataclass(eq=False)
class Module:
    """A file, and what stands in it."""

    path: Path
    parent: "Module | None" = None
    children: dict = field(default_factory=dict)
    items: set = field(default_factory=set)
    # Name → path as written, for `use`; those that are handed on (`pub use`) are named apart.
    imports: dict = field(default_factory=dict)
    handed_on: set = field(default_factory=set)
    globs: list = field(default_factory=list)
    body: str = ""


class Tree:
    """The modules of a program or library; those that only tests are made of are left out."""

    def __init__(self, root):
        self.root = _read(root)
        _grow(self.root, root.parent)

    def modules(self):
        """Every module, parents first."""
        work = [self.root]
        while work:
            module = work.pop()
            yield module
            work.extend(module.children.values())

    def files(self):
        """The files of all modules."""
        return [module.path for module in self.modules()]

    def uses(self, base):
        """File → {file that it uses: names used}, relative to a folder."""
        name = {m: m.path.relative_to(base).as_posix() for m in self.modules()}
        drawn = {}
        for module in self.modules():
            used = drawn.setdefault(name[module], {})
            for item, owner in self._used(module):
                if owner is not module:
                    used.setdefault(name[owner], set()).add(item)
        return drawn

    def _used(self, module):
        words = set(_WORD.findall(module.body))
        for alias, path in module.imports.items():
            # What is only handed on is used by those who take it from here.
            if alias in module.handed_on and alias not in words:
                continue
            yield from self._owner(module, path)
        for path in module.globs:
            target = self._resolve(module, path, frozenset())
            if isinstance(target, Module) and target is not module:
                for word in words - module.items - set(module.imports):
                    yield from self._owner(target, ("self", word))
        for found in _PATH.finditer(module.body):
            path = tuple(re.split(r"\s*::\s*", found[1]))
            if path[0] in ("crate", "self", "super") or path[0] in module.children or path[0] in module.imports:
                yield from self._owner(module, path)

    def _owner(self, module, path):
        found = self._resolve(module, path, frozenset())
        if isinstance(found, tuple):
            yield found

    def _resolve(self, module, path, seen, module_first=False):
        """A module, or (name, module that defines it), or None for what is not of this crate.

        Where a module and an item share a name, the item is meant, unless something within it is asked for.
        """
        if (module, path) in seen:
            return None
        seen |= {(module, path)}
        here, rest = module, list(path)
        if rest[0] == "crate":
            here, rest = self.root, rest[1:]
        while rest and rest[0] in ("self", "super"):
            here = here.parent if rest[0] == "super" else here
            rest = rest[1:]
            if here is None:
                return None
        for at, name in enumerate(rest):
            following = tuple(rest[at + 1 :])
            if name in here.children and not following and not module_first:
                item = self._through_imports(here, name, (), seen)
                if item is not None:
                    return item
            if name in here.children:
                here = here.children[name]
                continue
            if name in here.items:
                return name, here
            return self._through_imports(here, name, following, seen)
        return here

    def _through_imports(self, here, name, following, seen):
        if name in here.imports:
            found = self._resolve(here, here.imports[name], seen, module_first=bool(following))
            if isinstance(found, Module) and following:
                return self._resolve(found, ("self", *following), seen)
            return found
        for path in here.globs:
            target = self._resolve(here, path, seen)
            if isinstance(target, Module) and target is not here:
                found = self._resolve(target, ("self", name, *following), seen)
                if found is not None:
                    return found
        return None


def _grow(module, folder):
    """Reads the modules that a file declares. `folder` is where its children lie."""
    source, text = _texts(module.path)
    paths = {name: given for given, name in _PATH_ATTRIBUTE.findall(source)}
    for name, how in _MOD.findall(text):
        if how == "{":
            # A module within the file: what is in it is taken as the file's own.
            continue
        given = paths.get(name)
        places = [module.path.parent / given] if given else [folder / f"{name}.rs", folder / name / "mod.rs"]
        path = next((p.resolve() for p in places if p.is_file()), None)
        if path is not None:
            child = _read(path)
            child.parent = module
            module.children[name] = child
            _grow(child, path.parent if path.name == "mod.rs" else path.parent / path.stem)


def _texts(path):
    """The file without comments and tests: with its literals, and without."""
    source = path.read_text()
    text = bare(source)
    spans = list(test_spans(text))
    return without_tests(bare(source, keep_literals=True), spans), without_tests(text, spans)


def _read(path):
    module = Module(path)
    _, text = _texts(path)
    for visibility, tree in _USE.findall(text):
        for alias, target in _branches(tree.strip()):
            if alias == "*":
                module.globs.append(target)
            else:
                module.imports[alias] = target
                if visibility:
                    module.handed_on.add(alias)
    module.body = re.sub(r"\bmod\s+\w+\s*;", " ", _USE.sub(" ", text))
    module.items = {found[1] for found in _ITEM.finditer(_outermost(module.body))}
    return module


def _outermost(text):
    """What stands outside all braces: the names of items, not what is in them. Inline modules are opened."""
    out, depth, opened = [], 0, []
    for piece in re.finditer(r"\bmod\s+\w+\s*\{|[{}]|[^{}]+?(?=\bmod\s+\w+\s*\{|[{}]|\Z)", text, re.DOTALL):
        word = piece[0]
        if word.startswith("mod") and word.endswith("{") and depth == len(opened):
            opened.append(depth)
            depth += 1
        elif word == "}":
            depth -= 1
            if opened and opened[-1] == depth:
                opened.pop()
        elif word.endswith("{"):
            depth += 1
        elif depth == len(opened):
            out.append(word)
    return " ".join(out)


def _branches(tree, before=()):
    """The (name, path) pairs of a `use` tree; the name of a glob is "*"."""
    brace = tree.find("{")
    if brace >= 0:
        head = tuple(s.strip() for s in tree[:brace].split("::") if s.strip())
        for branch in _parts(tree[brace + 1 : tree.rindex("}")]):
            yield from _branches(branch, before + head)
        return
    path, _, alias = tree.partition(" as ")
    segments = before + tuple(s.strip() for s in path.split("::") if s.strip())
    if len(segments) > 1 and segments[-1] == "self":
        segments = segments[:-1]
    if segments and segments[-1] == "*":
        yield "*", segments[:-1]
    elif segments:
        yield alias.strip() or segments[-1], segments


def _parts(text):
    """Splits at the commas outside all braces."""
    depth, part = 0, ""
    for letter in text:
        depth += (letter == "{") - (letter == "}")
        if letter == "," and depth == 0:
            if part.strip():
                yield part.strip()
            part = ""
        else:
            part += letter
    if part.strip():
        yield part.strip()
