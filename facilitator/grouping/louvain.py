"""Finds communities in a similarity graph by the Louvain method, keeping what people have placed together.

Blondel, Guillaume, Lambiotte and Lefebvre, "Fast unfolding of communities in large networks" (2008), with a resolution
parameter: the higher, the more and the smaller the groups. Nodes are visited in their given order instead of a random
one, so the result is reproducible. Own code because placed nodes must stay fixed, which networkx does not offer, and
because igraph and leidenalg (GPL) gave no better groups on the evaluation sets.
"""

from __future__ import annotations

from collections.abc import Sequence

Graph = list[dict[int, float]]
"""For each node its neighbours with edge weights; symmetric. A weight to itself counts the edges inside the node."""
MAX_PASSES = 20
"""Most passes over all nodes on one level. Passes end earlier, when no node moves; this bounds the time."""


def communities(graph: Graph, resolution: float, placed: Sequence[int] = ()) -> list[int]:
    """The community of each node.

    ``placed``: a group number for each node, -1 for nodes that have not been placed. Nodes with the same number always
    share a community; nodes with different numbers never do.
    """
    members, fixed = _merge_placed(placed or [-1] * len(graph))
    graph = _aggregate(graph, members)
    # Alternate the two phases of Louvain, moving nodes and merging communities into nodes, until nothing merges.
    while True:
        moved = _move_nodes(graph, resolution, fixed)
        # Numbered in order of first appearance, so that the result is reproducible.
        numbers = {old: new for new, old in enumerate(dict.fromkeys(moved))}
        if len(numbers) == len(graph):
            break
        inside: list[list[int]] = [[] for _ in numbers]
        for node, community in enumerate(moved):
            inside[numbers[community]].append(node)
        graph = _aggregate(graph, inside)
        # A fixed node never moves, so a community holds at most one; the merged node is fixed from then on.
        fixed = [any(fixed[node] for node in nodes) for nodes in inside]
        members = [[one for node in nodes for one in members[node]] for nodes in inside]
    found = [0] * sum(map(len, members))
    for number, nodes in enumerate(members):
        for node in nodes:
            found[node] = number
    return found


def _merge_placed(placed: Sequence[int]) -> tuple[list[list[int]], list[bool]]:
    """Merges the nodes of each placed group before the first pass: members of each merged node, and whether fixed."""
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


def _aggregate(graph: Graph, members: Sequence[Sequence[int]]) -> Graph:
    """The graph whose nodes are these groups of nodes; edges within a group become a weight to itself."""
    home = {node: number for number, nodes in enumerate(members) for node in nodes}
    joined: Graph = [{} for _ in members]
    for number, nodes in enumerate(members):
        row = joined[number]
        for node in nodes:
            for other, weight in graph[node].items():
                # Weight inside a group stays as a self-loop: the degrees, and with them the modularity, are unchanged.
                row[home[other]] = row.get(home[other], 0.0) + weight
    return joined


def _move_nodes(graph: Graph, resolution: float, fixed: Sequence[bool]) -> list[int]:
    """One level of Louvain: moves each node to the neighbouring community with the highest gain in modularity.

    Returns the community of each node. Fixed nodes stay where they are; others may join them.
    """
    home = list(range(len(graph)))
    degree = [sum(row.values()) for row in graph]
    total, mass = list(degree), sum(degree) or 1.0
    for _ in range(MAX_PASSES):
        still = True
        for node, row in enumerate(graph):
            if fixed[node]:
                continue
            near: dict[int, float] = {}
            for other, weight in row.items():
                if other != node:
                    near[home[other]] = near.get(home[other], 0.0) + weight
            # Modularity gain of joining a community: edge weight into it, less the weight expected at random, which is
            # proportional to both degrees. The node is taken out of its own community first, so all are comparable.
            here = home[node]
            total[here] -= degree[node]
            chance = resolution * degree[node] / mass
            best, gain = here, near.get(here, 0.0) - chance * total[here]
            for community, weight in near.items():
                # The margin keeps rounding errors from moving a node back and forth between equal communities.
                if weight - chance * total[community] > gain + 1e-12:
                    best, gain = community, weight - chance * total[community]
            total[best] += degree[node]
            if best != here:
                home[node], still = best, False
        if still:
            break
    return home
