"""Circles in a drawing of who uses whom.

A drawing is a dictionary: name → {name of what it uses: set of reasons}.
"""

from collections import deque


def circles(uses):
    """Sets of names that all reach each other, each sorted, largest first. One alone is no circle."""
    reach = {name: reached(uses, name) for name in uses}
    sets = {tuple(sorted(other for other in reach[name] if name in reach.get(other, ()))) for name in uses}
    return sorted(([*members] for members in sets if len(members) > 1), key=lambda members: (-len(members), members))


def reached(uses, start):
    """Every name that one reaches, over one step or more."""
    seen, rest = set(), [start]
    while rest:
        new = set(uses.get(rest.pop(), {})) - seen
        seen |= new
        rest += new
    return seen


def shortest_way_round(uses, members):
    """A shortest circle among some names that all reach each other; its first name stands at its end again."""
    inside, best = set(members), None
    for start in members:
        before, queue = {start: None}, deque([start])
        while queue:
            name = queue.popleft()
            if start in uses.get(name, {}):
                way = [name]
                while before[way[-1]] is not None:
                    way.append(before[way[-1]])
                way = [*reversed(way), start]
                if best is None or len(way) < len(best):
                    best = way
                break
            for other in sorted(uses.get(name, {})):
                if other in inside and other not in before:
                    before[other] = name
                    queue.append(other)
    return best
