"""Draws pages: the Jinja templates, with the catalogue and the person's language. Everything is escaped."""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from functools import partial

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from facilitator import words
from facilitator.view import Words
from facilitator.web.assets import Assets
from facilitator.web.page import Page

MESSAGES = (
    "sending", "saved", "saved_idea", "removed", "offline", "lost", "retry", "new_step", "go_on", "changed_here",
    "chars_left", "chars_over",
)  # fmt: skip
"""Sentences of the catalogue that the script says."""


class Renderer:
    """Template and data in, HTML out. Nothing here decides what may be seen: that is ``PublicView``."""

    def __init__(self, assets: Assets) -> None:
        self._jinja = Environment(
            loader=PackageLoader("facilitator.web"),
            autoescape=True,
            auto_reload=False,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._jinja.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
        self._jinja.globals.update(
            assets=assets.paths,
            own_names=words.OWN_NAMES,
            clock=clock,
            new_key=partial(secrets.token_hex, 16),
            now=time.time,
        )

    def page(self, name: str, page: Page) -> str:
        """A template that is drawn from a ``Page``: ``page``, ``part``, ``screen`` or ``screen_part``."""
        view, twin = page.view, page.twin
        return self._draw(
            name,
            page.language,
            p=page,
            view=view,
            step=view.step,
            body=view.body,
            mine=page.mine,
            twin=Markup(self.page("twin", twin)) if twin else "",
            say={key: _raw(f"phone.{key}", page.language) for key in MESSAGES},
        )

    def plain(self, name: str, language: str, **known: object) -> str:
        """A template of its own: ``join``, ``trouble``, ``privacy`` or ``accessibility``."""
        return self._draw(name, language, **known)

    def _draw(self, name: str, language: str, **known: object) -> str:
        return self._jinja.get_template(f"{name}.html").render(
            lang=language,
            t=partial(_say, language),
            w=partial(spoken, language=language),
            pick=partial(words.pick, language=language),
            day=partial(words.day, language=language),
            decimal=partial(decimal, language=language),
            **known,
        )


def spoken(texts: Words, language: str) -> Markup:
    """A text in the phone's language; where it falls back to another, marked with that language for readers."""
    text = words.pick(texts, language)
    if not text or texts.get(language) == text:
        return escape(text)
    found = next(code for code, said in texts.items() if said == text)
    return Markup('<span lang="{}">{}</span>').format(found, text)


def clock(seconds: float, language: str) -> str:
    """Minutes and seconds: ``6.12`` in Finnish and Swedish, ``6:12`` in English; never under zero."""
    whole = max(0, int(seconds))
    return f"{whole // 60}{':' if language == 'en' else '.'}{whole % 60:02}"


def decimal(number: float, language: str) -> str:
    """One decimal: ``2,3`` in Finnish and Swedish, ``2.3`` in English."""
    return f"{number:.1f}" if language == "en" else f"{number:.1f}".replace(".", ",")


def _say(language: str, key: str, **fields: object) -> str:
    return words.say(key, language, **fields)


def _raw(key: str, language: str) -> str:
    """A message with its placeholders left for the script to fill."""
    fields: Mapping[str, str] = {name: "{" + name + "}" for name in ("n", "title")}
    return words.say(key, language, **fields)
