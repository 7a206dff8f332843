"""Suggests themes for a list of ideas. The result depends on the ideas only, not on their order of arrival.

Ideas that people have placed are never moved. The others join a similar existing group or form new groups. Keeping
placed ideas matters: grouping everything anew after more ideas arrive changes about half of the pairs that share a
group.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from facilitator.grouping.duplicates import duplicate_sets
from facilitator.grouping.group_names import GroupName, make_unique, name_group, node_words
from facilitator.grouping.idea import IdeaPlacement, Node, Nodes, WrittenIdea
from facilitator.grouping.louvain import Graph, communities
from facilitator.grouping.nodes import build_nodes as nodes_of
from facilitator.grouping.packs import ThemePack, theme_membership
from facilitator.grouping.similarity import Features, NeighbourGraph, centre_by_language
from facilitator.grouping.sparse import tf_idf
from facilitator.grouping.split import split_off
from facilitator.grouping.text_features import letter_ngrams
from facilitator.grouping.vectors import Embedder

MIN_IDEAS_TO_GROUP = 25
"""Fewest ideas for new groups to be suggested. With fewer, people see the themes themselves; duplicates are hinted."""
MAX_NEIGHBOURS = 25
"""Most edges that an idea contributes to the graph."""
MIN_SIMILARITY, MIN_SIMILARITY_LEXICAL = 0.20, 0.10
"""Least similarity for an edge between two ideas; with and without embeddings, which add to every pair."""
RESOLUTION = 2.0
"""Louvain resolution; higher gives more and smaller groups. High, because a wrong merge costs more than a split."""
MAX_GROUP_SHARE = 0.9
"""A new group with at least this share of all ideas is dissolved: it tells nothing about their differences."""

ProgressCallback = Callable[[float], None]
"""Called with the share of the work that is done, 0 to 1; an exception that it raises ends the work."""


@dataclass(frozen=True)
class Resources:
    """What a suggestion may use besides the ideas."""

    embedder: Embedder | None = None
    packs: tuple[ThemePack, ...] = ()
    question: tuple[str, ...] = ()
    """The question that was answered, in any languages; its words do not count as similarity."""
    resolution: float = RESOLUTION


@dataclass(frozen=True)
class Suggestion:
    """The result for a list of ideas."""

    ideas: list[IdeaPlacement]
    """One placement per input idea, in the same order."""
    halves: dict[str, tuple[list[str], list[str]]]
    """New group -> ids of the ideas of the two groups into which it could be split."""


@dataclass
class GroupAssignment:
    """The assignment of nodes to groups. Groups that people made come first, then new ones."""

    group_of: list[int]
    """Group number of each node; -1 for an ungrouped node."""
    confidence: list[float]
    """Confidence of each node, 0 to 1; 1 for placed nodes, 0 for ungrouped ones."""
    members: dict[int, list[int]] = field(default_factory=dict)
    """Group -> its nodes, most typical (highest confidence) first."""
    halves: dict[int, list[int]] = field(default_factory=dict)
    """Group -> the nodes that would leave it if it were split."""


def suggest(
    ideas: Sequence[WrittenIdea], resources: Resources | None = None, on_progress: ProgressCallback = lambda share: None
) -> Suggestion:
    """Suggests a group for each idea; None as a group leaves an idea ungrouped.

    Takes one to two seconds for 1,000 ideas. ``on_progress`` is called several times, also within the long parts.
    """
    resources = resources or Resources()
    on_progress(0.0)
    nodes = nodes_of(ideas, resources.question)
    on_progress(0.1)
    twins = duplicate_sets([node.text for node in nodes], [node.language for node in nodes])
    on_progress(0.2)
    grouped = _assign_groups(nodes, len(ideas), resources, lambda share: on_progress(0.2 + 0.7 * share))
    names = _name_groups(nodes, grouped)
    on_progress(1.0)
    answers = _build_placements(ideas, nodes, grouped, names, twins)
    return Suggestion(answers, _split_ids(nodes, grouped, answers))


def _assign_groups(nodes: Nodes, count: int, resources: Resources, on_progress: ProgressCallback) -> GroupAssignment:
    """Similarity graph, communities, refinement and splits. ``count``: number of ideas, equal texts included."""
    # Placed groups get the lowest numbers, so a number below ``len(placed)`` always means a group made by people.
    placed = {group: number for number, group in enumerate(sorted({node.placed_group for node in nodes} - {""}))}
    home = [placed.get(node.placed_group, -1) for node in nodes]
    alone = GroupAssignment(home, [1.0 if number >= 0 else 0.0 for number in home])
    # Nodes without content words stay ungrouped, so they are kept out of the graph.
    speaking = [number for number, node in enumerate(nodes) if node.has_content]
    if len(speaking) < 2 or (count < MIN_IDEAS_TO_GROUP and not placed):
        return _rank_members(alone)
    near = NeighbourGraph(_extract_features([nodes[number] for number in speaking], resources), on_progress)
    rows = [_neighbours(near, number) for number in range(len(speaking))]
    # The threshold depends on the features: embeddings add to the similarity of every pair.
    least = MIN_SIMILARITY if resources.embedder is not None else MIN_SIMILARITY_LEXICAL
    fixed = [home[number] for number in speaking]
    if count < MIN_IDEAS_TO_GROUP:
        # Few ideas: they may join groups that people made, but form no new ones. Each node that is not placed starts in
        # a community of its own (negative numbers), which the refinement leaves or which is dissolved afterwards.
        found = [number if number >= 0 else -1 - place for place, number in enumerate(fixed)]
    else:
        found = communities(_build_graph(rows, least), resources.resolution, fixed)
    found, sure = _refine(rows, found, fixed, len(placed), least)
    for place, number in enumerate(speaking):
        alone.group_of[number], alone.confidence[number] = found[place], sure[place]
    grouped = _rank_members(_dissolve_extremes(alone, nodes, len(placed)))
    spot = {number: place for place, number in enumerate(speaking)}
    for number, members in grouped.members.items():
        # Only new groups are offered for splitting: those that people made are theirs to divide.
        if number >= len(placed) and len(members) > 2:
            inner = [spot[node] for node in members]
            grouped.halves[number] = [speaking[place] for place in split_off(rows, inner)]
    return grouped


def _extract_features(nodes: Nodes, resources: Resources) -> Features:
    """The features of these nodes."""
    languages = [node.language for node in nodes]
    bags, texts = [node.bag for node in nodes], [node.text for node in nodes]
    meaning = resources.embedder
    return Features(
        languages=languages,
        words=tf_idf(bags),
        letters=tf_idf([letter_ngrams(text, language) for text, language in zip(texts, languages, strict=True)]),
        embeddings=None if meaning is None else centre_by_language(meaning.embed(bags, languages, texts), languages),
        theme_membership=theme_membership(nodes, resources.packs, meaning, centre_by_language),
    )


def _neighbours(near: NeighbourGraph, number: int) -> list[tuple[int, float]]:
    """The neighbours of a node, with their similarity."""
    span = slice(int(near.rows.starts[number]), int(near.rows.starts[number + 1]))
    return list(zip(near.rows.columns[span].tolist(), near.rows.weights[span].tolist(), strict=True))


def _build_graph(rows: Sequence[Sequence[tuple[int, float]]], min_similarity: float) -> Graph:
    """A symmetric graph of the nearest neighbours; an edge exists if either end has the other among its nearest."""
    graph: Graph = [{} for _ in rows]
    for node, row in enumerate(rows):
        for other, weight in sorted(row, key=lambda pair: (-pair[1], pair[0]))[:MAX_NEIGHBOURS]:
            if weight >= min_similarity:
                # Both directions: Louvain needs a symmetric graph, and being among the nearest is not symmetric.
                graph[node][other] = graph[other][node] = weight
    return graph


def _refine(
    rows: Sequence[Sequence[tuple[int, float]]],
    communities_found: list[int],
    fixed: Sequence[int],
    placed: int,
    min_similarity: float,
) -> tuple[list[int], list[float]]:
    """Moves each node to the group with the highest mean similarity, once; returns groups and confidences.

    Louvain decides by sums of edge weights, which favour large groups; the mean corrects borderline nodes. All nodes
    are compared with the communities as found, so the order of nodes does not matter. Confidence is the best mean
    divided by the sum of the two best: 0.5 for a tie, 1 when only one group is similar at all. On the evaluation sets
    59 % of the pairs in one group belong together in the more confident half of the ideas, 46 % in all.

    Groups that people made keep their numbers, which are below ``placed``; new groups are numbered from there on.
    """
    size = Counter(communities_found)
    # A community contains at most one placed group, so its number is unambiguous.
    made = {communities_found[node]: number for node, number in enumerate(fixed) if number >= 0}
    number_of = {old: made.get(old, placed + place) for place, old in enumerate(dict.fromkeys(communities_found))}
    home, sure = [], []
    for node, row in enumerate(rows):
        near: dict[int, float] = defaultdict(float)
        for other, weight in row:
            near[communities_found[other]] += weight
        # The sum over the kept neighbours divided by the size of the whole group: missing neighbours count as zero.
        means = {
            group: total / max(1, size[group] - (group == communities_found[node])) for group, total in near.items()
        }
        ranked = sorted(means.items(), key=lambda pair: (-pair[1], pair[0]))
        if fixed[node] >= 0:
            home.append(fixed[node])
            sure.append(1.0)
        # A lone node joins its most similar group, unless even that is far below the threshold for an edge.
        elif not ranked or (size[communities_found[node]] == 1 and ranked[0][1] < min_similarity / 2):
            home.append(-1)
            sure.append(0.0)
        else:
            home.append(number_of[ranked[0][0]])
            second = ranked[1][1] if len(ranked) > 1 else 0.0
            sure.append(ranked[0][1] / (ranked[0][1] + second))
    return home, sure


def _dissolve_extremes(grouped: GroupAssignment, nodes: Nodes, placed: int) -> GroupAssignment:
    """Dissolves new groups with a single idea and those that hold nearly all ideas."""
    size: Counter[int] = Counter()
    for node, number in zip(nodes, grouped.group_of, strict=True):
        size[number] += len(node.ideas)
    total = sum(size.values())
    for place, number in enumerate(grouped.group_of):
        # Sizes count ideas, not nodes: several people who wrote the same words do form a group.
        if number >= placed and (size[number] < 2 or size[number] >= MAX_GROUP_SHARE * total):
            grouped.group_of[place], grouped.confidence[place] = -1, 0.0
    return grouped


def _rank_members(grouped: GroupAssignment) -> GroupAssignment:
    """Lists the members of each group by falling confidence; the sort is stable, so ties keep the order of nodes."""
    for node, number in enumerate(grouped.group_of):
        if number >= 0:
            grouped.members.setdefault(number, []).append(node)
    for members in grouped.members.values():
        members.sort(key=lambda node: -grouped.confidence[node])
    return grouped


def _name_groups(nodes: Nodes, grouped: GroupAssignment) -> dict[int, GroupName]:
    """A name for each group; names that would be equal get a number."""
    often = Counter(word for node in range(len(nodes)) for word in node_words(nodes, node))
    found = {number: name_group(nodes, sorted(members), members, often) for number, members in grouped.members.items()}
    different = make_unique(found[number].name for number in found)
    return {
        number: GroupName(name, found[number].action_phrase, found[number].why)
        for number, name in zip(found, different, strict=True)
    }


def _build_placements(
    ideas: Sequence[WrittenIdea],
    nodes: Nodes,
    grouped: GroupAssignment,
    names: dict[int, GroupName],
    twins: Sequence[int],
) -> list[IdeaPlacement]:
    """The placement of each input idea, in input order.

    Sets of near-duplicates get ids ``d1``, ``d2`` and so on; ideas that only share their exact words get ``w`` and the
    number of their node.
    """
    of = {place: number for number, node in enumerate(nodes) for place in node.ideas}
    given = {
        number: node.placed_group for node, number in zip(nodes, grouped.group_of, strict=True) if node.placed_group
    }
    # Reversed, so that the first idea with a name decides.
    told = {idea.group: idea.name for idea in reversed(ideas) if idea.group and idea.name}
    ids = _group_ids(ideas, of, grouped, given)
    sets = {twin: f"d{number}" for number, twin in enumerate(dict.fromkeys(twins[of[p]] for p in range(len(ideas))), 1)}
    answers = []
    for place, idea in enumerate(ideas):
        node = of[place]
        group = idea.group or ids.get(grouped.group_of[node])
        name = names.get(grouped.group_of[node], GroupName("", "", ()))
        twin = sets[twins[node]] if twins[node] >= 0 else f"w{node}" if len(nodes[node].ideas) > 1 else None
        answers.append(
            IdeaPlacement(
                id=idea.id,
                group=group,
                name=told.get(group, name.name) if group else "",
                deed=name.action_phrase if group and group not in told else "",
                why=_own_words_first(nodes[node], name.why) if group else (),
                conf=1.0 if idea.group else round(grouped.confidence[node], 3),
                dup=twin if idea.text.strip() else None,
            )
        )
    return answers


def _group_ids(
    ideas: Sequence[WrittenIdea], node_of: dict[int, int], grouped: GroupAssignment, known_ids: dict[int, str]
) -> dict[int, str]:
    """Group number -> id: the id that it came with, or the next unused number in the order of its first idea."""
    used = {idea.group for idea in ideas}
    fresh = (str(number) for number in range(1, len(ideas) + len(used) + 2) if str(number) not in used)
    # New ids follow the input order, not the internal numbers, so that the first idea belongs to the first group.
    ids = dict(known_ids)
    for place in range(len(ideas)):
        number = grouped.group_of[node_of[place]]
        if number >= 0 and number not in ids:
            ids[number] = next(fresh)
    return {number: group for number, group in ids.items() if number >= 0}


def _split_ids(
    nodes: Nodes, grouped: GroupAssignment, answers: Sequence[IdeaPlacement]
) -> dict[str, tuple[list[str], list[str]]]:
    """Group id -> ids of the ideas that would stay and of those that would leave if it were split."""
    found = {}
    for number, split in grouped.halves.items():
        rest = [node for node in grouped.members[number] if node not in set(split)]
        first, second = ([answers[place].id for node in part for place in nodes[node].ideas] for part in (rest, split))
        group = answers[nodes[split[0]].ideas[0]].group if split else None
        if group is not None and rest:
            found[group] = (first, second)
    return found


def _own_words_first(node: Node, why: Sequence[str]) -> tuple[str, ...]:
    """The group's words, those of this node first (``sorted`` is stable)."""
    return tuple(sorted(why, key=lambda word: word not in node.bag))
