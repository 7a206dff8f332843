"""Creates the session record and the steps of a new workshop from a template."""

from __future__ import annotations

import random
import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from facilitator.i18n.messages import LANGUAGES
from facilitator.rules.core.context import clean_text
from facilitator.rules.core.ids import new_id
from facilitator.templates.shipped import Template, steps_of, template
from facilitator.templates.source import templates
from store.records import Language, Session, Step, replace

TITLE_LIMIT = 120


def new_session(
    chosen: str | Template,
    minutes: int | None = None,
    title: str | None = None,
    language: Language = "fi",
    today: date | None = None,
    make_id: Callable[[], str] = new_id,
    rng: random.Random | None = None,
    given: Sequence[str] = (),
) -> tuple[Session, list[Step]]:
    """Session and steps of a new workshop.

    ``chosen``: the id of a ready template, or a template. ``minutes``: one of its lengths; None for the usual one.
    ``given``: the user's own names where the template asks for names. ``today``, ``make_id`` and ``rng`` are for tests.
    Raises ``RuleBroken`` for an unknown template or length, or a bad title.
    """
    ready = template(chosen) if isinstance(chosen, str) else chosen
    steps = steps_of(ready, minutes, names=given, language=language)
    own: Mapping[str, str] = ready.title if title is None else {language: clean_text(title, TITLE_LIMIT)}
    pick = rng or random.SystemRandom()
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
        next_days=ready.next_days,
        template_facts=ready.facts,
    )
    return session, steps


def with_template_facts(session: Session) -> Session:
    """The session with what its template says, for a file of a version that did not store it.

    Only shipped templates are known by their id; any other session keeps the defaults.
    """
    ready = templates().get(session.template)
    if ready is None or session.template_facts is not None:
        return session
    return replace(session, next_days=ready.next_days, template_facts=ready.facts)
