"""What a group is called and why it is one: words of its own ideas that few others have, in their base form."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from facilitator.grouping.action_phrases import is_deed
from facilitator.grouping.compounds import parts
from facilitator.grouping.idea import Nodes
from facilitator.grouping.tokens import tokens

IN_NAME, IN_WHY = 4, 6
SHORTEST = 3
DEED_LIMIT = 40
"""Characters: what a stage can carry as a theme's name."""
ENOUGH = 0.9
"""Share of a group's ideas that its name speaks of; more words would add little."""
WORTH_A_WORD = 0.08
AS_WRITTEN = 0.8
"""What a word counts that stands nowhere in the group in its base form."""


@dataclass(frozen=True)
class Named:
    """A group's name, a deed among its own wordings (or nothing), and all words that tie it."""

    name: str
    deed: str
    why: tuple[str, ...]


Word = tuple[str, str]
"""Language and base form."""

Worth = Callable[[Word, int], float]


def named(nodes: Nodes, members: Sequence[int], central: Sequence[int], often: Counter[Word]) -> Named:
    """``members``: the group's nodes; ``central``: the same, the most typical first; ``often``: in how many nodes of
    all each word is."""
    inside = Counter(word for node in members for word in words_of(nodes, node))
    written = {(nodes[node].language, token) for node in members for token in tokens(nodes[node].text)}
    outside = max(1, len(nodes) - len(members))

    def worth(word: Word, fresh: int) -> float:
        """Ideas of the group that have it and no word of the name yet, against the share of others that have it."""
        share, elsewhere = inside[word] / len(members), (often[word] - inside[word]) / outside
        typical = share**0.5 / (share + 1.5 * elsewhere)
        return float(fresh / len(members) * typical * (1.0 if word in written else AS_WRITTEN))

    idle = _idle(inside)
    words = [word for word in inside if len(word[1]) >= SHORTEST and word not in idle]
    ranked = sorted(words, key=lambda word: (-worth(word, inside[word]), word))
    chosen = _chosen(nodes, members, ranked, worth)
    why = [word for _, word in dict.fromkeys([*chosen, *(word for word in ranked if inside[word] > 1)])]
    deed = next((text for node in central if (text := _deed(nodes[node].text, nodes[node].language))), "")
    name = " · ".join(word[:1].upper() + word[1:] for _, word in chosen)
    return Named(name, deed, tuple(dict.fromkeys(why))[:IN_WHY])


def _idle(inside: Counter[Word]) -> set[Word]:
    """Parts that stand in one compound only, which says more: *elin* is no word of a group that speaks of *puhelin*."""
    holders: dict[Word, list[Word]] = defaultdict(list)
    for language, word in inside:
        for part in set(parts(word, language)):
            holders[language, part].append((language, word))
    return {part for part, known in holders.items() if len(known) == 1 and inside[part] <= inside[known[0]]}


def words_of(nodes: Nodes, node: int) -> set[Word]:
    """The words of a node."""
    return {(nodes[node].language, word) for word in nodes[node].bag}


def _chosen(nodes: Nodes, members: Sequence[int], ranked: Sequence[Word], worth: Worth) -> list[Word]:
    """A few words: first one for each language that the group speaks, then those that speak of more ideas."""
    left = {node: words_of(nodes, node) for node in members}
    languages = Counter(nodes[node].language for node in members)
    wanted = [code for code, count in languages.most_common() if count >= 2 or count == len(members)]
    chosen: list[Word] = []
    while len(chosen) < IN_NAME and len(left) > (1 - ENOUGH) * len(members):
        spoken = {language for language, _ in chosen}
        missing = [code for code in wanted if code not in spoken] if len(wanted) > 1 else []
        fresh = Counter(word for has in left.values() for word in has)
        options = [word for word in ranked[:200] if fresh[word] and (not missing or word[0] == missing[0])]
        if not options:
            break
        best = max(options, key=lambda word: (worth(word, fresh[word]), -ranked.index(word)))
        if chosen and not missing and fresh[best] / len(members) < WORTH_A_WORD:
            break
        chosen.append(best)
        left = {node: has for node, has in left.items() if best not in has}
    return chosen or list(ranked[:1])


def _deed(text: str, language: str) -> str:
    plain = " ".join(text.split()).rstrip(".!")
    return plain if len(plain) <= DEED_LIMIT and plain.isprintable() and is_deed(plain, language) else ""


def apart(names: Iterable[str]) -> list[str]:
    """The names with a number behind those that would be there twice."""
    seen: Counter[str] = Counter()
    found = []
    for name in names:
        seen[name] += 1
        found.append(name if seen[name] == 1 else f"{name} {seen[name]}")
    return found
