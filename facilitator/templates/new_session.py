"""A new workshop: its session record and its steps, from a ready template."""

from __future__ import annotations

import random
import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from facilitator.i18n.messages import LANGUAGES
from facilitator.rules.core.context import human
from facilitator.rules.core.ids import new_id
from facilitator.templates import Template, steps_of, template
from store.records import Language, Session, Step

TITLE_LIMIT = 120




def draft(
    chosen: str | Template,
    minutes: int | None = None,
    title: str | None = None,
    language: Language = "fi",
    today: date | None = None,
    make_id: Callable[[], str] = new_id,
    chance: random.Random | None = None,
    given: Sequence[str] = (),
) -> tuple[Session, list[Step]]:
    """Session and steps of a new workshop, of a ready template's id or a template of one's own.

    ``given``: names of one's own for what the template asks. Raises ``RuleBroken`` for an unknown template, length or
    a bad title.
    """
    ready = template(chosen) if isinstance(chosen, str) else chosen
    steps = steps_of(ready, minutes, given=given, language=language)
    own: Mapping[str, str] = ready.title if title is None else {language: human(title, TITLE_LIMIT)}
    pick = chance or random.SystemRandom()
    session = Session(
        id=make_id(),
        title={code: own[code] for code in LANGUAGES if code in own},
        template=ready.id,
        language=language,
        stage_language=language,
        minutes=sum(step.minutes for step in steps),
        code=f"{pick.randrange(1000, 10000)}",
        seat_key=secrets.token_hex(32),
        created=(today or date.today()).isoformat(),
    )
    return session, steps
