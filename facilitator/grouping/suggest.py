"""Suggests themes for a list of ideas. The result depends on the ideas only, not on their order of arrival.

Ideas that people have placed are never moved. The others join a similar existing group or form new groups. Keeping
placed ideas matters: grouping everything anew after more ideas arrive changes about half of the pairs that share a
group.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from facilitator.grouping.duplicates import duplicates
from facilitator.grouping.group_names import Named, apart, named, words_of
from facilitator.grouping.idea import Node, Nodes, Suggested, Written
from facilitator.grouping.louvain import Graph, communities
from facilitator.grouping.nodes import nodes as nodes_of
from facilitator.grouping.packs import Pack, sorting
from facilitator.grouping.similarity import Nearness, Signs, centred
from facilitator.grouping.sparse import weighed
from facilitator.grouping.split import half
from facilitator.grouping.text_features import letters
from facilitator.grouping.vectors import Meaning

FEW = 25
"""Fewest ideas for new groups to be suggested. With fewer, people see the themes themselves; duplicates are hinted."""
NEIGHBOURS = 25
"""Most edges that an idea contributes to the graph."""
NEAR, NEAR_LEXICAL = 0.20, 0.10
"""Least similarity for an edge between two ideas; with and without embeddings, which add to every pair."""
RESOLUTION = 2.0
"""Louvain resolution; higher gives more and smaller groups. High, because a wrong merge costs more than a split."""
ALL_IN_ONE = 0.9
"""A new group with at least this share of all ideas is dissolved: it tells nothing about their differences."""

Tell = Callable[[float], None]
"""Called with the share of the work that is done, 0 to 1; an exception that it raises ends the work."""


@dataclass(frozen=True)
class Helps:
    """What a suggestion may use besides the ideas."""

    meaning: Meaning | None = None
    packs: tuple[Pack, ...] = ()
    question: tuple[str, ...] = ()
    """The question that was answered, in any languages; its words do not count as similarity."""
    resolution: float = RESOLUTION


@dataclass(frozen=True)
class Suggestion:
    """The result for a list of ideas."""

    ideas: list[Suggested]
    """One placement per input idea, in the same order."""
    halves: dict[str, tuple[list[str], list[str]]]
    """New group -> ids of the ideas of the two groups into which it could be split."""


@dataclass
class Grouped:
    """The assignment of nodes to groups. Groups that people made come first, then new ones."""

    home: list[int]
    """Group number of each node; -1 for an ungrouped node."""
    sure: list[float]
    """Confidence of each node, 0 to 1; 1 for placed nodes, 0 for ungrouped ones."""
    central: dict[int, list[int]] = field(default_factory=dict)
    """Group -> its nodes, most typical (highest confidence) first."""
    halves: dict[int, list[int]] = field(default_factory=dict)
    """Group -> the nodes that would leave it if it were split."""


def suggest(ideas: Sequence[Written], helps: Helps | None = None, tell: Tell = lambda share: None) -> Suggestion:
    """Suggests a group for each idea; None as a group leaves an idea ungrouped.

    Takes one to two seconds for 1,000 ideas. ``on_progress`` is called several times, also within the long parts.
    """
    helps = helps or Helps()
    tell(0.0)
    nodes = nodes_of(ideas, helps.question)
    tell(0.1)
    twins = duplicates([node.text for node in nodes], [node.language for node in nodes])
    tell(0.2)
    grouped = _grouped(nodes, len(ideas), helps, lambda share: tell(0.2 + 0.7 * share))
    names = _names(nodes, grouped)
    tell(1.0)
    answers = _answers(ideas, nodes, grouped, names, twins)
    return Suggestion(answers, _halves(nodes, grouped, answers))


def _grouped(nodes: Nodes, count: int, helps: Helps, tell: Tell) -> Grouped:
    """Similarity graph, communities, refinement and splits. ``count``: number of ideas, equal texts included."""
    placed = {group: number for number, group in enumerate(sorted({node.placed for node in nodes} - {""}))}
    home = [placed.get(node.placed, -1) for node in nodes]
    alone = Grouped(home, [1.0 if number >= 0 else 0.0 for number in home])
    speaking = [number for number, node in enumerate(nodes) if node.speaks]
    if len(speaking) < 2 or (count < FEW and not placed):
        return _typical(alone)
    near = Nearness(_signs([nodes[number] for number in speaking], helps), tell)
    rows = [_row(near, number) for number in range(len(speaking))]
    least = NEAR if helps.meaning is not None else NEAR_LEXICAL
    fixed = [home[number] for number in speaking]
    if count < FEW:
        # Few ideas: they may join groups that people made, but form no new ones. Each node that is not placed starts in
        # a community of its own (negative numbers), which the refinement leaves or which is dissolved afterwards.
        found = [number if number >= 0 else -1 - place for place, number in enumerate(fixed)]
    else:
        found = communities(_graph(rows, least), helps.resolution, fixed)
    found, sure = _refined(rows, found, fixed, len(placed), least)
    for place, number in enumerate(speaking):
        alone.home[number], alone.sure[number] = found[place], sure[place]
    grouped = _typical(_sensible(alone, nodes, len(placed)))
    spot = {number: place for place, number in enumerate(speaking)}
    for number, members in grouped.central.items():
        if number >= len(placed) and len(members) > 2:
            inner = [spot[node] for node in members]
            grouped.halves[number] = [speaking[place] for place in half(rows, inner)]
    return grouped


def _signs(nodes: Nodes, helps: Helps) -> Signs:
    """The features of these nodes."""
    languages = [node.language for node in nodes]
    bags, texts = [node.bag for node in nodes], [node.text for node in nodes]
    meaning = helps.meaning
    return Signs(
        languages=languages,
        words=weighed(bags),
        letters=weighed([letters(text, language) for text, language in zip(texts, languages, strict=True)]),
        meaning=None if meaning is None else centred(meaning.of(bags, languages, texts), languages),
        sorting=sorting(nodes, helps.packs, meaning, centred),
    )


def _row(near: Nearness, number: int) -> list[tuple[int, float]]:
    """The neighbours of a node, with their similarity."""
    span = slice(int(near.rows.starts[number]), int(near.rows.starts[number + 1]))
    return list(zip(near.rows.columns[span].tolist(), near.rows.weights[span].tolist(), strict=True))


def _graph(rows: Sequence[Sequence[tuple[int, float]]], least: float) -> Graph:
    """A symmetric graph of the nearest neighbours; an edge exists if either end has the other among its nearest."""
    graph: Graph = [{} for _ in rows]
    for node, row in enumerate(rows):
        for other, weight in sorted(row, key=lambda pair: (-pair[1], pair[0]))[:NEIGHBOURS]:
            if weight >= least:
                graph[node][other] = graph[other][node] = weight
    return graph


def _refined(
    rows: Sequence[Sequence[tuple[int, float]]], found: list[int], fixed: Sequence[int], placed: int, least: float
) -> tuple[list[int], list[float]]:
    """Moves each node to the group with the highest mean similarity, once; returns groups and confidences.

    Louvain decides by sums of edge weights, which favour large groups; the mean corrects borderline nodes. All nodes
    are compared with the communities as found, so the order of nodes does not matter. Confidence is the best mean
    divided by the sum of the two best: 0.5 for a tie, 1 when only one group is similar at all. On the evaluation sets
    59 % of the pairs in one group belong together in the more confident half of the ideas, 46 % in all.

    Groups that people made keep their numbers, which are below ``placed``; new groups are numbered from there on.
    """
    size = Counter(found)
    made = {found[node]: number for node, number in enumerate(fixed) if number >= 0}
    number_of = {old: made.get(old, placed + place) for place, old in enumerate(dict.fromkeys(found))}
    home, sure = [], []
    for node, row in enumerate(rows):
        near: dict[int, float] = defaultdict(float)
        for other, weight in row:
            near[found[other]] += weight
        # The sum over the kept neighbours divided by the size of the whole group: missing neighbours count as zero.
        means = {group: total / max(1, size[group] - (group == found[node])) for group, total in near.items()}
        ranked = sorted(means.items(), key=lambda pair: (-pair[1], pair[0]))
        if fixed[node] >= 0:
            home.append(fixed[node])
            sure.append(1.0)
        # A lone node joins its most similar group, unless even that is far below the threshold for an edge.
        elif not ranked or (size[found[node]] == 1 and ranked[0][1] < least / 2):
            home.append(-1)
            sure.append(0.0)
        else:
            home.append(number_of[ranked[0][0]])
            second = ranked[1][1] if len(ranked) > 1 else 0.0
            sure.append(ranked[0][1] / (ranked[0][1] + second))
    return home, sure


def _sensible(grouped: Grouped, nodes: Nodes, placed: int) -> Grouped:
    """Dissolves new groups with a single idea and those that hold nearly all ideas."""
    size: Counter[int] = Counter()
    for node, number in zip(nodes, grouped.home, strict=True):
        size[number] += len(node.ideas)
    total = sum(size.values())
    for place, number in enumerate(grouped.home):
        if number >= placed and (size[number] < 2 or size[number] >= ALL_IN_ONE * total):
            grouped.home[place], grouped.sure[place] = -1, 0.0
    return grouped


def _typical(grouped: Grouped) -> Grouped:
    """Lists the members of each group by falling confidence; the sort is stable, so ties keep the order of nodes."""
    for node, number in enumerate(grouped.home):
        if number >= 0:
            grouped.central.setdefault(number, []).append(node)
    for members in grouped.central.values():
        members.sort(key=lambda node: -grouped.sure[node])
    return grouped


def _names(nodes: Nodes, grouped: Grouped) -> dict[int, Named]:
    """A name for each group; names that would be equal get a number."""
    often = Counter(word for node in range(len(nodes)) for word in words_of(nodes, node))
    found = {number: named(nodes, sorted(members), members, often) for number, members in grouped.central.items()}
    different = apart(found[number].name for number in found)
    return {
        number: Named(name, found[number].deed, found[number].why)
        for number, name in zip(found, different, strict=True)
    }


def _answers(
    ideas: Sequence[Written], nodes: Nodes, grouped: Grouped, names: dict[int, Named], twins: Sequence[int]
) -> list[Suggested]:
    """The placement of each input idea, in input order.

    Sets of near-duplicates get ids ``d1``, ``d2`` and so on; ideas that only share their exact words get ``w`` and the
    number of their node.
    """
    of = {place: number for number, node in enumerate(nodes) for place in node.ideas}
    given = {number: node.placed for node, number in zip(nodes, grouped.home, strict=True) if node.placed}
    told = {idea.group: idea.name for idea in reversed(ideas) if idea.group and idea.name}
    ids = _ids(ideas, of, grouped, given)
    sets = {twin: f"d{number}" for number, twin in enumerate(dict.fromkeys(twins[of[p]] for p in range(len(ideas))), 1)}
    answers = []
    for place, idea in enumerate(ideas):
        node = of[place]
        group = idea.group or ids.get(grouped.home[node])
        name = names.get(grouped.home[node], Named("", "", ()))
        twin = sets[twins[node]] if twins[node] >= 0 else f"w{node}" if len(nodes[node].ideas) > 1 else None
        answers.append(
            Suggested(
                id=idea.id,
                group=group,
                name=told.get(group, name.name) if group else "",
                deed=name.deed if group and group not in told else "",
                why=_own_first(nodes[node], name.why) if group else (),
                conf=1.0 if idea.group else round(grouped.sure[node], 3),
                dup=twin if idea.text.strip() else None,
            )
        )
    return answers


def _ids(ideas: Sequence[Written], of: dict[int, int], grouped: Grouped, given: dict[int, str]) -> dict[int, str]:
    """Group number -> id: the id that it came with, or the next unused number in the order of its first idea."""
    used = {idea.group for idea in ideas}
    fresh = (str(number) for number in range(1, len(ideas) + len(used) + 2) if str(number) not in used)
    ids = dict(given)
    for place in range(len(ideas)):
        number = grouped.home[of[place]]
        if number >= 0 and number not in ids:
            ids[number] = next(fresh)
    return {number: group for number, group in ids.items() if number >= 0}


def _halves(nodes: Nodes, grouped: Grouped, answers: Sequence[Suggested]) -> dict[str, tuple[list[str], list[str]]]:
    """Group id -> ids of the ideas that would stay and of those that would leave if it were split."""
    found = {}
    for number, split in grouped.halves.items():
        rest = [node for node in grouped.central[number] if node not in set(split)]
        first, second = ([answers[place].id for node in part for place in nodes[node].ideas] for part in (rest, split))
        group = answers[nodes[split[0]].ideas[0]].group if split else None
        if group is not None and rest:
            found[group] = (first, second)
    return found


def _own_first(node: Node, why: Sequence[str]) -> tuple[str, ...]:
    """The group's words, those of this node first (``sorted`` is stable)."""
    return tuple(sorted(why, key=lambda word: word not in node.bag))
