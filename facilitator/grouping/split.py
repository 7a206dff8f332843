"""Splits a group of ideas in two."""

from __future__ import annotations

from collections.abc import Sequence

from facilitator.grouping.louvain import communities

NeighbourRow = Sequence[tuple[int, float]]
"""The neighbours of an idea, with their similarity."""


def split_off(rows: Sequence[NeighbourRow], members: Sequence[int]) -> list[int]:
    """The members that would leave and form a second group. ``members``: most typical first, at least two.

    The second largest community within the group leaves, if it has at least two members. If there is none, the members
    that are more similar to the least typical idea than to the most typical one leave with it, so that there is always
    an answer.
    """
    place = {node: number for number, node in enumerate(members)}
    near = [{place[other]: weight for other, weight in rows[node] if other in place} for node in members]
    # Only the nearest neighbours are kept, so a link may be known from one end; Louvain needs a symmetric graph.
    graph = [{o: max(w, near[o].get(n, 0.0)) for o, w in row.items()} for n, row in enumerate(near)]
    for node, row in enumerate(graph):
        for other, weight in row.items():
            graph[other].setdefault(node, weight)
    found = communities(graph, 1.0)
    inside = [[node for node, number in enumerate(found) if number == each] for each in dict.fromkeys(found)]
    # The sort is stable: of two communities of equal size the one with the more typical member stays.
    inside.sort(key=len, reverse=True)
    if len(inside) > 1 and len(inside[1]) > 1:
        return [members[node] for node in inside[1]]
    # No second community: divide by the two extremes, the most and the least typical idea.
    last = len(members) - 1
    far = [node for node in range(1, last) if graph[node].get(last, 0.0) > graph[node].get(0, 0.0)]
    return [members[node] for node in (*far, last)]
