"""Names groups: base forms that many ideas of the group contain and few others do (coverage times contrast)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from facilitator.grouping.action_phrases import is_action_phrase
from facilitator.grouping.compounds import compound_parts
from facilitator.grouping.idea import Nodes
from facilitator.grouping.tokens import tokenize

MAX_NAME_WORDS, MAX_WHY_WORDS = 4, 6
"""Most words in a name, and in the list of reasons."""
MIN_WORD_LENGTH = 3
"""Fewest letters of a word in a name."""
MAX_PHRASE_LENGTH = 40
"""Characters: the longest name of a theme that stays readable on the stage (docs/domain.md 3.2)."""
NAME_COVERAGE = 0.9
"""Share of the group's ideas that contain a word of the name at which no further word is added."""
MIN_WORD_GAIN = 0.08
"""Share of the group's ideas that a further word must cover anew: names are short."""
UNWRITTEN_FACTOR = 0.8
"""Factor for a word whose base form occurs in no idea: a form that people wrote reads more naturally."""


@dataclass(frozen=True)
class GroupName:
    """A group's name, the text of an idea that states an action (or empty), and the words that explain the group."""

    name: str
    action_phrase: str
    why: tuple[str, ...]


LanguageWord = tuple[str, str]
"""Language and base form."""

WordScore = Callable[[LanguageWord, int], float]


def name_group(
    nodes: Nodes, members: Sequence[int], central: Sequence[int], document_counts: Counter[LanguageWord]
) -> GroupName:
    """The name of a group.

    ``members``: its nodes; ``central``: the same, most typical first; ``document_counts``: how many of all nodes
    contain each word.
    """
    inside = Counter(word for node in members for word in node_words(nodes, node))
    written = {(nodes[node].language, token) for node in members for token in tokenize(nodes[node].text)}
    outside = max(1, len(nodes) - len(members))

    def worth(word: LanguageWord, fresh: int) -> float:
        """Coverage times contrast.

        Coverage is the share of the group's ideas that contain the word and no word of the name so far (``fresh``).
        Contrast compares the share inside the group with the share elsewhere, so a word that is common everywhere
        scores low. The square root dampens the first factor: coverage already rewards frequent words.
        """
        share, elsewhere = inside[word] / len(members), (document_counts[word] - inside[word]) / outside
        typical = share**0.5 / (share + 1.5 * elsewhere)
        return float(fresh / len(members) * typical * (1.0 if word in written else UNWRITTEN_FACTOR))

    idle = _redundant_parts(inside)
    words = [word for word in inside if len(word[1]) >= MIN_WORD_LENGTH and word not in idle]
    # The words themselves break ties, so that a group gets the same name each time.
    ranked = sorted(words, key=lambda word: (-worth(word, inside[word]), word))
    chosen = _choose_words(nodes, members, ranked, worth)
    why = [word for _, word in dict.fromkeys([*chosen, *(word for word in ranked if inside[word] > 1)])]
    deed = next((text for node in central if (text := _action_phrase(nodes[node].text, nodes[node].language))), "")
    name = " · ".join(word[:1].upper() + word[1:] for _, word in chosen)
    return GroupName(name, deed, tuple(dict.fromkeys(why))[:MAX_WHY_WORDS])


def _redundant_parts(inside: Counter[LanguageWord]) -> set[LanguageWord]:
    """Parts that occur only inside one compound: the compound says more.

    *puhelin* (telephone) contains *elin* (organ), which must not become a word of the name.
    """
    # A part shared by several compounds is what these have in common and may stay.
    holders: dict[LanguageWord, list[LanguageWord]] = defaultdict(list)
    for language, word in inside:
        for part in set(compound_parts(word, language)):
            holders[language, part].append((language, word))
    return {part for part, known in holders.items() if len(known) == 1 and inside[part] <= inside[known[0]]}


def node_words(nodes: Nodes, node: int) -> set[LanguageWord]:
    """The words of a node, with its language: the same letters may be different words in two languages."""
    return {(nodes[node].language, word) for word in nodes[node].bag}


def _choose_words(
    nodes: Nodes, members: Sequence[int], ranked: Sequence[LanguageWord], score: WordScore
) -> list[LanguageWord]:
    """Chooses the words of a name greedily, each time the best word among the ideas that no chosen word covers.

    A mixed group first gets one word for each language with at least two ideas, so that all its readers find one.
    """
    left = {node: node_words(nodes, node) for node in members}
    languages = Counter(nodes[node].language for node in members)
    wanted = [code for code, count in languages.most_common() if count >= 2 or count == len(members)]
    chosen: list[LanguageWord] = []
    while len(chosen) < MAX_NAME_WORDS and len(left) > (1 - NAME_COVERAGE) * len(members):
        spoken = {language for language, _ in chosen}
        missing = [code for code in wanted if code not in spoken] if len(wanted) > 1 else []
        fresh = Counter(word for has in left.values() for word in has)
        # 200 candidates bound the time; words ranked lower are in too few ideas to win.
        options = [word for word in ranked[:200] if fresh[word] and (not missing or word[0] == missing[0])]
        if not options:
            break
        best = max(options, key=lambda word: (score(word, fresh[word]), -ranked.index(word)))
        if chosen and not missing and fresh[best] / len(members) < MIN_WORD_GAIN:
            break
        chosen.append(best)
        # Greedy set cover: ideas that a word covers no longer count, so the next word adds something different.
        left = {node: has for node, has in left.items() if best not in has}
    return chosen or list(ranked[:1])


def _action_phrase(text: str, language: str) -> str:
    plain = " ".join(text.split()).rstrip(".!")
    return (
        plain if len(plain) <= MAX_PHRASE_LENGTH and plain.isprintable() and is_action_phrase(plain, language) else ""
    )


def make_unique(names: Iterable[str]) -> list[str]:
    """The names, with a number after each repetition, so that no two are equal."""
    seen: Counter[str] = Counter()
    found = []
    for name in names:
        seen[name] += 1
        found.append(name if seen[name] == 1 else f"{name} {seen[name]}")
    return found
