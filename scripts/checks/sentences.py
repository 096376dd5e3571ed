"""Holds docs/sentences.md to the code: each listed part of a sentence is where it is said to be, and no module of words
and no message of the public edition speaks of chance, intervals or proof in a sentence that is not listed."""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
LIST = ROOT / "docs/sentences.md"
HOME = ROOT / "crates/questions/src"
# A sentence with one of these claims something about certainty.
CLAIMS = re.compile(
    r"proven|clearly|surely|told from chance|cannot be ruled out|out from chance|[Cc]hance alone|(beyond|within|than|what) chance"
    r"|% error|true doubt|\d% interval|(nine|9) (times |of |in )*(in )?(ten|10)|in \d+ of 100|than the bound|certainty"
)
# Files that make sentences.
SAYING = ("words.rs", "words/*.rs", "says.rs", "next_site.rs", "tell.rs", "judge.rs")
# Messages of the public edition: a key and a sentence each.
MESSAGES = "../../publish/messages/en.ftl"


def plain(text):
    """Text with the line breaks of a long literal taken out."""
    return re.sub(r"\\\n\s*", "", text)


def listed(text):
    """Rows of the table as (part of a sentence, file)."""
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in text.splitlines() if line.startswith("| ")]
    return [(row[0], row[1]) for row in rows if len(row) == 3 and row[1].endswith((".rs", ".ftl"))]


def said(source):
    """String literals of a file that claim something, its tests left out; of messages, lines."""
    lines = re.findall(r"^[\w-]+ = (.*)$", source, re.M)
    if lines and "fn " not in source:
        return [line for line in lines if CLAIMS.search(line)]
    code = plain(source.split("#[cfg(test)]")[0])
    code = re.sub(r"//.*", "", code)
    return [s for s in re.findall(r'"((?:[^"\\]|\\.)*)"', code) if CLAIMS.search(s) and " " in s]


def offenders(rows, sources):
    """What is wrong: `sources` are texts of files by name."""
    found = []
    for part, name in rows:
        if name not in sources:
            found.append(f"{name}: no such file")
        elif part not in plain(sources[name]):
            found.append(f'{name}: no longer says "{part}"')
    for name, source in sorted(sources.items()):
        parts = [part for part, where in rows if where == name]
        for sentence in said(source):
            if not any(part in sentence or sentence in part for part in parts):
                found.append(f'{name}: not listed: "{sentence}"')
    return found


def main():
    rows = listed(LIST.read_text())
    names = {str(p.relative_to(HOME)) for kind in SAYING for p in HOME.rglob(kind)} | {name for _, name in rows} | {MESSAGES}
    sources = {name: (HOME / name).read_text() for name in names if (HOME / name).is_file()}
    found = offenders(rows, sources)
    for line in found:
        print(line)
    print(f"{len(rows)} sentences listed, {len(found)} offenders")
    return 1 if found or len(rows) < 20 else 0


if __name__ == "__main__":
    sys.exit(main())
