"""Makes docs/how-sure.md of its template and of the figures in docs/how-sure.json.

Without a flag: fails where the page is not what comes out. `--write`: writes it. `--record LOG`: first takes the figures that
a large run printed as lines `measured {…}` (scripts/certainty does this).

In the template `{{key}}` is a figure with its interval, `{{key:what}}` a part of it: said, value, n, cities, count, of, p, pm.
"""

import json
import math
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
FIGURES = ROOT / "docs/how-sure.json"
TEMPLATE = ROOT / "docs/how-sure.template.md"
PAGE = ROOT / "docs/how-sure.md"
NOTE = "<!-- Made by scripts/checks/how_sure.py of how-sure.template.md and how-sure.json: change those. -->\n"


def grouped(n):
    return f"{n:,.0f}"


def p(x):
    """A chance: .966."""
    return f"{x:.3f}".removeprefix("0")


def ends(figure):
    """The 95% interval: value and half-width, a share's cut at 0 and 1."""
    low, high = figure["value"] - figure["half"], figure["value"] + figure["half"]
    return (max(low, 0.0), min(high, 1.0)) if figure["kind"] == "share" else (low, high)


def wilson(hits, n):
    """95% interval of a share of few cases."""
    z = 1.96
    middle, wide = (hits + z * z / 2) / (n + z * z), z * math.sqrt(hits * (n - hits) / n + z * z / 4) / (n + z * z)
    return max(middle - wide, 0.0), min(middle + wide, 1.0)


def percent(x, digits=1):
    return f"{100 * x:.{digits}f}"


def shown(figure, what):
    """A figure as the page shows it."""
    kind, value, half, n = (figure[k] for k in ("kind", "value", "half", "n"))
    hits = round(value * n)
    if what == "said":
        return p(figure["said"])
    if what == "value":
        return p(value) if kind == "share" else f"{value:.3f}"
    if what in ("n", "cities"):
        return grouped(figure[what])
    if what == "count":
        return grouped(hits)
    if what == "of":
        low, high = wilson(hits, n)
        digits = 1 if n >= 150 else 0
        share = percent(value, digits)
        return f"{grouped(hits)} of {grouped(n)}, {share}% ({percent(low, digits)}–{percent(high, digits)})"
    if what == "p":
        return f"{p(value)} (±{p(half)})"
    if what == "pm":
        return f"{percent(value)}% (±{percent(half)})"
    if what:
        raise ValueError(f'"{what}" is no part of a figure')
    low, high = ends(figure)
    return f"{percent(value)}% ({percent(low)}–{percent(high)})" if kind == "share" else f"{value:.3f} (±{half:.3f})"


def page(template, figures):
    """The page, and the keys of figures that it does not show."""
    used = set()

    def one(match):
        key, what = match.group(1), match.group(2)
        used.add(key)
        if key not in figures:
            raise ValueError(f"docs/how-sure.json has no {key}")
        return shown(figures[key], what)

    text = re.sub(r"\{\{([\w./-]+)(?::(\w+))?\}\}", one, template)
    return NOTE + text, sorted(set(figures) - used)


def record(figures, log):
    """Figures with those of a log in their place."""
    found = dict(figures)
    for line in log.splitlines():
        if "measured {" in line:
            figure = json.loads(line[line.index("measured ") + len("measured "):])
            found[figure.pop("key")] = figure
    return found


def lines(figures):
    """JSON, a figure a line, so that a change shows as one."""
    rows = [f"  {json.dumps(key)}: {json.dumps(figures[key])}" for key in sorted(figures)]
    return "{\n" + ",\n".join(rows) + "\n}\n"


def main(arguments):
    figures = json.loads(FIGURES.read_text())
    if arguments[:1] == ["--record"]:
        figures = record(figures, pathlib.Path(arguments[1]).read_text())
        FIGURES.write_text(lines(figures))
    text, unused = page(TEMPLATE.read_text(), figures)
    if arguments:
        PAGE.write_text(text)
    for key in unused:
        print(f"docs/how-sure.template.md shows no {key}")
    same = PAGE.read_text() == text
    if not same:
        print("docs/how-sure.md is not what its template and figures give: scripts/checks/how_sure.py --write")
    print(f"{len(figures)} figures, {len(unused)} not shown")
    return 1 if unused or not same else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
