"""Communities in a graph of ideas, by Louvain's method; what people have placed holds together and stays.

Blondel, Guillaume, Lambiotte and Lefebvre 2008, with a resolution: the higher, the more and the smaller the groups.
Nodes are taken in the order they come in, so the answer is the same every time.
"""

from __future__ import annotations

from collections.abc import Sequence

Graph = list[dict[int, float]]
"""For every node its neighbours and how near they are; the same from both ends."""
ROUNDS = 20


def communities(graph: Graph, resolution: float, placed: Sequence[int] = ()) -> list[int]:
    """The community of each node. ``placed``: a number for each node, -1 for those that nobody has placed; nodes of
    one number stay together, and never come together with those of another."""
    members, fixed = _together(placed or [-1] * len(graph))
    graph = _joined(graph, members)
    while True:
        moved = _moved(graph, resolution, fixed)
        numbers = {old: new for new, old in enumerate(dict.fromkeys(moved))}
        if len(numbers) == len(graph):
            break
        inside: list[list[int]] = [[] for _ in numbers]
        for node, community in enumerate(moved):
            inside[numbers[community]].append(node)
        graph = _joined(graph, inside)
        fixed = [any(fixed[node] for node in nodes) for nodes in inside]
        members = [[one for node in nodes for one in members[node]] for nodes in inside]
    found = [0] * sum(map(len, members))
    for number, nodes in enumerate(members):
        for node in nodes:
            found[node] = number
    return found


def _together(placed: Sequence[int]) -> tuple[list[list[int]], list[bool]]:
    members: list[list[int]] = []
    fixed: list[bool] = []
    home: dict[int, int] = {}
    for node, number in enumerate(placed):
        if number >= 0 and number in home:
            members[home[number]].append(node)
            continue
        if number >= 0:
            home[number] = len(members)
        members.append([node])
        fixed.append(number >= 0)
    return members, fixed


def _joined(graph: Graph, members: Sequence[Sequence[int]]) -> Graph:
    """The graph of groups of nodes; what is within a group becomes an edge to itself."""
    home = {node: number for number, nodes in enumerate(members) for node in nodes}
    joined: Graph = [{} for _ in members]
    for number, nodes in enumerate(members):
        row = joined[number]
        for node in nodes:
            for other, weight in graph[node].items():
                row[home[other]] = row.get(home[other], 0.0) + weight
    return joined


def _moved(graph: Graph, resolution: float, fixed: Sequence[bool]) -> list[int]:
    """Every node goes where its neighbours are, as long as that is better than chance."""
    home = list(range(len(graph)))
    degree = [sum(row.values()) for row in graph]
    total, mass = list(degree), sum(degree) or 1.0
    for _ in range(ROUNDS):
        still = True
        for node, row in enumerate(graph):
            if fixed[node]:
                continue
            near: dict[int, float] = {}
            for other, weight in row.items():
                if other != node:
                    near[home[other]] = near.get(home[other], 0.0) + weight
            here = home[node]
            total[here] -= degree[node]
            chance = resolution * degree[node] / mass
            best, gain = here, near.get(here, 0.0) - chance * total[here]
            for community, weight in near.items():
                if weight - chance * total[community] > gain + 1e-12:
                    best, gain = community, weight - chance * total[community]
            total[best] += degree[node]
            if best != here:
                home[node], still = best, False
        if still:
            break
    return home
