"""A group in two: where it would fall apart."""

from __future__ import annotations

from collections.abc import Sequence

from facilitator.grouping.louvain import communities

Row = Sequence[tuple[int, float]]
"""Neighbours of an idea and how near they are."""


def half(rows: Sequence[Row], members: Sequence[int]) -> list[int]:
    """Those of the members that would make a group of their own: the largest community but one, or else those that
    are nearer to the least typical idea than to the most typical one. ``members``: the most typical first."""
    place = {node: number for number, node in enumerate(members)}
    near = [{place[other]: weight for other, weight in rows[node] if other in place} for node in members]
    graph = [{o: max(w, near[o].get(n, 0.0)) for o, w in row.items()} for n, row in enumerate(near)]
    for node, row in enumerate(graph):
        for other, weight in row.items():
            graph[other].setdefault(node, weight)
    found = communities(graph, 1.0)
    inside = [[node for node, number in enumerate(found) if number == each] for each in dict.fromkeys(found)]
    inside.sort(key=len, reverse=True)
    if len(inside) > 1 and len(inside[1]) > 1:
        return [members[node] for node in inside[1]]
    last = len(members) - 1
    far = [node for node in range(1, last) if graph[node].get(last, 0.0) > graph[node].get(0, 0.0)]
    return [members[node] for node in (*far, last)]
