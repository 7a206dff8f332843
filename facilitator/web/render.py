"""Draws pages: the Jinja templates, with the catalogue and the person's language. Everything is escaped."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from functools import partial

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from facilitator.i18n import messages
from facilitator.i18n.table_wording import worded
from facilitator.media.qr_svg import qr
from facilitator.view import Choice, PublicView, Text, Words
from facilitator.web.assets import Assets
from facilitator.web.page_context import Page

MESSAGES = (
    "sending", "saved", "saved_idea", "removed", "offline", "offline_here", "offline_tap", "waits", "unsent", "retry",
    "lost", "lost_long", "new_step", "go_on", "changed_here", "grace_left", "grace_over",
    "chars_left", "chars_over", "time_5", "time_1", "time_0",
)  # fmt: skip
"""Sentences of the catalogue that the script says."""


class Renderer:
    """Template and data in, HTML out. Nothing here decides what may be seen: that is ``PublicView``."""

    def __init__(self, assets: Assets) -> None:
        self.assets = assets
        self._jinja = Environment(
            loader=PackageLoader("facilitator.web"),
            autoescape=True,
            auto_reload=False,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._jinja.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
        self._jinja.globals.update(
            assets=assets.paths,
            inline=assets.inline,
            own_names=messages.OWN_NAMES,
            clock=clock,
            new_key=partial(secrets.token_hex, 16),
            qr=qr,
            in_order=in_order,
            by_id=by_id,
            tagged=tagged,
            untagged=untagged,
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
            screen=name.startswith("screen"),
            mine=page.mine,
            twin=Markup(self.page("twin", twin)) if twin else "",
            say={key: _raw(f"phone.{key}", page.language) for key in MESSAGES} if name in ("page", "screen") else {},
        )

    def plain(self, name: str, language: str, **known: object) -> str:
        """A template of its own: ``join``, ``trouble``, ``privacy`` or ``accessibility``."""
        return self._draw(name, language, **known)

    def _draw(self, name: str, language: str, **known: object) -> str:
        return self._jinja.get_template(f"{name}.html").render(
            lang=language,
            t=partial(_say, language, of_tables(known.get("view"))),
            w=partial(spoken, language=language),
            pick=partial(messages.pick, language=language),
            day=partial(messages.day, language=language),
            time_of_day=partial(messages.clock, language=language),
            decimal=partial(decimal, language=language),
            **known,
        )


def in_order(items: Sequence[Choice], order: Sequence[str]) -> Sequence[Choice]:
    """The items in the order of these ids; as they are where there is none. One pass: a room may vote on thousands."""
    known = {item.id: item for item in items}
    return [known[each] for each in order if each in known] if order else items


def by_id(found: Sequence[Text], wanted: str) -> Sequence[Text]:
    """The text of this id, if it is there. A loop of the template through ten thousand takes fifty milliseconds."""
    return [text for text in found if text.id == wanted]


def tagged(found: Sequence[Text], tag: str) -> Sequence[Text]:
    """The texts under a tag."""
    return [text for text in found if text.tag == tag]


def untagged(found: Sequence[Text], tags: Collection[str]) -> Sequence[Text]:
    """The texts under none of these tags."""
    return [text for text in found if text.tag not in tags]


def spoken(texts: Words, language: str) -> Markup:
    """A text in the phone's language; where it falls back to another, marked with that language for readers."""
    text = messages.pick(texts, language)
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


def of_tables(view: object) -> bool:
    """Whether what is drawn is a view of a workshop with one phone per table."""
    return isinstance(view, PublicView) and view.session.tables


def _say(language: str, tables: bool, key: str, **fields: object) -> str:
    return messages.say(worded(key, tables), language, **fields)


def _raw(key: str, language: str) -> str:
    """A message with its placeholders left for the script to fill."""
    fields: Mapping[str, str] = {name: "{" + name + "}" for name in ("n", "title")}
    return messages.say(key, language, **fields)
