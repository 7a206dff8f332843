"""Names say what a value is, or what a function returns or does, as docs/architecture.md asks.

A public class name has one meaning. No function is named by a participle, a preposition or an adverb alone.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Sequence

import pytest
from source_trees import Definition, definitions, modules, name_of


def word_set(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


IRREGULAR = word_set(
    """
    been begun bent born bought bound broken brought built caught chosen come dealt done drawn driven eaten fallen felt
    forgotten fought found frozen given gone got grown heard held hidden hung kept known laid led left lent lost made
    meant met overdue paid proven risen rung said seen sent shaken shown slept sold sought spent spoken spun stolen
    stood struck sung sunk swept sworn taken taught thought thrown told torn understood undone woken won worn wound
    woven written
    """
)
"""Participles that do not end in -ed and are not the verb itself, as ``cut``, ``put``, ``read`` and ``set`` are."""

PREPOSITIONS = word_set(
    """
    about above across after against along among around as at before behind below beneath beside besides between beyond
    by despite down during except for from in inside into like near of off on onto out outside over past per round since
    than through till to toward towards under until up upon versus via with within without
    """
)

ADVERBS = word_set(
    """
    again ago ahead almost alone already also altogether always anew anyway apart aside away back both else elsewhere
    enough ever everywhere far fully furthermore hardly hence here how however indeed instead just later maybe merely
    moreover mostly much nearly never next nowhere now often once only otherwise own perhaps quite rather seldom so
    somehow sometimes somewhere soon still such then there thereby therefore though thus together too twice very well
    when whence where why yet
    """
)

VERBS_IN_ED = frozenset({"bleed", "breed", "embed", "exceed", "feed", "heed", "need", "proceed", "seed", "speed"})
VERBS_IN_LY = frozenset({"apply", "comply", "multiply", "rely", "reply", "supply", "tally"})
NOUNS_IN_ING = word_set(
    """
    binding building ceiling encoding heading king landing listing meaning meeting opening ping rating ring ranking
    setting spacing string thing timing warning wiring wording
    """
)

ALLOWED = {
    "created": "a field of a saved session, as the home screen sees it",
    "now": "the clock's reading, as in the standard library's datetime.now",
    "opened": "a field of a step, as the schedule sees it",
    "stopped": "an event of the room, set once it has stopped",
}
"""Bare words that stay, with their reason."""


def sources() -> Iterator[tuple[str, Sequence[Definition]]]:
    """Every module of the program with its classes and functions."""
    for path in modules():
        yield name_of(path), definitions(path)


def is_bare(word: str) -> bool:
    """Whether a word alone is a participle, a preposition or an adverb."""
    if word in IRREGULAR | PREPOSITIONS | ADVERBS:
        return True
    if word.endswith("ed"):
        return word not in VERBS_IN_ED
    if word.endswith("ing"):
        return word not in NOUNS_IN_ING
    return word.endswith("ly") and word not in VERBS_IN_LY


def bare_word(name: str) -> str:
    """The single word that a function's name is made of, without underscores around it; empty when it has several."""
    word = name.strip("_").lower()
    return "" if "_" in word or name.startswith("__") else word


def test_no_two_public_classes_have_one_name() -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for path, module in sources():
        for node in module:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(path)
    assert len(places) > 300
    assert {name: files for name, files in places.items() if len(files) > 1} == {}


def test_no_function_is_named_by_a_bare_participle_preposition_or_adverb() -> None:
    found = [
        f"{path}:{node.lineno}: {node.name}"
        for path, module in sources()
        for node in module
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and is_bare(bare_word(node.name))
        and bare_word(node.name) not in ALLOWED
    ]
    assert found == []


def test_every_name_that_is_allowed_is_in_use() -> None:
    used = {
        bare_word(node.name)
        for _, module in sources()
        for node in module
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    }
    assert set(ALLOWED) <= used


@pytest.mark.parametrize("word", ["told", "_seen", "kept", "at", "of", "own", "also", "turned", "coming", "partly"])
def test_a_bare_word_is_found(word: str) -> None:
    assert is_bare(bare_word(word))


@pytest.mark.parametrize("word", ["seed", "feed", "apply", "ranking", "told_apart", "__index__", "read", "on_mount"])
def test_a_verb_a_noun_or_a_name_of_several_words_passes(word: str) -> None:
    assert not is_bare(bare_word(word))
