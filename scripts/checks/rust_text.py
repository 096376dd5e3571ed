"""The text of a Rust file without what a reader of paths must not see: comments, literals, tests."""

import re

_PIECES = re.compile(
    r"""
    (?P<line>//[^\n]*)
  | (?P<block>/\*)
  | (?P<text>b?c?r(?P<hashes>\#*)".*?"(?P=hashes)(?!\#) | [bc]?"(?:\\.|[^"\\])*")
  | (?P<char>b?'(?:\\(?:x[0-9a-fA-F]{2}|u\{[0-9a-fA-F_]+\}|.)|[^\\'\n])')
  | (?P<word>[A-Za-z_]\w*)
    """,
    re.VERBOSE | re.DOTALL,
)
_TEST = re.compile(r"#\[cfg\((?:test|all\(test\b[^\]]*)\)\]")


def _blank(text):
    """As many lines, nothing on them."""
    return re.sub(r"[^\n]", " ", text)


def bare(source, keep_literals=False):
    """The source with comments blanked, and literals too unless they are kept; every line stays where it is."""
    out, at = [], 0
    while found := _PIECES.search(source, at):
        out.append(source[at : found.start()])
        end = _block_end(source, found.start()) if found["block"] else found.end()
        piece = source[found.start() : end]
        literal = bool(found["text"] or found["char"])
        kept = found["word"] or (keep_literals and literal)
        # A literal leaves a mark behind: where one stood, words before and after it do not meet.
        out.append(piece if kept else ('"' if literal else " ") + _blank(piece[1:]))
        at = end
    out.append(source[at:])
    return "".join(out)


def _block_end(source, at):
    """End of a block comment; block comments nest."""
    depth = 0
    for mark in re.finditer(r"/\*|\*/", source[at:]):
        depth += 1 if mark[0] == "/*" else -1
        if depth == 0:
            return at + mark.end()
    return len(source)


def test_spans(text):
    """Where items stand that are compiled for tests only, from `#[cfg(test)]` to their end. Takes bare text."""
    at = 0
    while found := _TEST.search(text, at):
        at = _item_end(text, found.end())
        yield found.start(), at


def _item_end(text, at):
    """End of the item that begins here: its closing brace, or its semicolon."""
    depth = 0
    for mark in re.finditer(r"[{}()\[\];]", text[at:]):
        if mark[0] in "{([":
            depth += 1
        elif mark[0] in "})]":
            depth -= 1
            if depth == 0 and mark[0] == "}":
                return at + mark.end()
        elif depth == 0:
            return at + mark.end()
    return len(text)


def without_tests(text, spans):
    """The text with some parts blanked."""
    for start, end in spans:
        text = text[:start] + _blank(text[start:end]) + text[end:]
    return text
