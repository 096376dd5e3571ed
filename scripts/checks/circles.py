"""Circles in a drawing of who uses whom.

A drawing is a dictionary: name → {name of what it uses: set of reasons}.
"""

from collections import deque


def circles(uses):
    """Sets of names that all reach each other, each sorted, largest first. One alone is no circle.

    R. Tarjan, Depth-first search and linear graph algorithms, SIAM J. Comput. 1 (1972), doi:10.1137/0201010, with a
    stack of its own instead of recursion.
    """
    order, low, on_stack, stack, found = {}, {}, set(), [], []
    for root in sorted(uses):
        if root in order:
            continue
        work = [(root, iter(sorted(uses[root])))]
        order[root] = low[root] = len(order)
        stack.append(root)
        on_stack.add(root)
        while work:
            name, rest = work[-1]
            for other in rest:
                if other not in order:
                    order[other] = low[other] = len(order)
                    stack.append(other)
                    on_stack.add(other)
                    work.append((other, iter(sorted(uses.get(other, {})))))
                    break
                if other in on_stack:
                    low[name] = min(low[name], order[other])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[name])
                if low[name] == order[name]:
                    at = stack.index(name)
                    members, stack = stack[at:], stack[:at]
                    on_stack -= set(members)
                    if len(members) > 1:
                        found.append(sorted(members))
    return sorted(found, key=lambda members: (-len(members), members))


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
