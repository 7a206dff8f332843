"""The answers of all kinds of step, as template files are read with them.

Each kind has the struct of its answer in its own module; ``rules.core.template_answer`` has what they share.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args, get_origin

from msgspec.structs import fields

from facilitator.rules.core.template_answer import AnswerSpec
from facilitator.rules.steps import kinds


@functools.cache
def answer_types() -> Mapping[str, type[AnswerSpec]]:
    """Kind of step -> the struct of its answer."""
    return {name: kind.answer_type for name, kind in kinds().items()}


def type_names() -> Mapping[str, str]:
    """Kind of step -> the ``type`` of its answer."""
    return {name: answer.type_name() for name, answer in answer_types().items()}


if TYPE_CHECKING:
    AnyAnswer: TypeAlias = AnswerSpec
else:
    # A tagged union of the answers of all kinds that are there, so that a new kind need not be listed.
    AnyAnswer = functools.reduce(operator.or_, answer_types().values())


def allowed_words(kind: str, name: str) -> tuple[str, ...]:
    """The words that a field of the answer of this kind accepts; empty for a field that takes other values."""
    for each in fields(answer_types()[kind]):
        if each.name == name and get_origin(each.type) is Literal:
            return tuple(map(str, get_args(each.type)))
    return ()
