"""Renders pages from Jinja templates in the person's language. All values are escaped."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from functools import partial
from types import CodeType

from jinja2 import BytecodeCache, Environment, PackageLoader, StrictUndefined
from jinja2.bccache import Bucket
from markupsafe import Markup, escape

from facilitator.i18n import messages
from facilitator.i18n.table_wording import message_key
from facilitator.media.qr_svg import qr_svg
from facilitator.view import PublicView, Text, ViewItem, Words
from facilitator.web.assets import Assets
from facilitator.web.page_context import PageContext

SCRIPT_MESSAGES = (
    "sending", "saved", "saved_idea", "removed", "offline", "offline_here", "offline_tap", "waits", "unsent", "retry",
    "lost", "lost_long", "new_step", "go_on", "changed_here", "grace_left", "grace_over",
    "chars_left", "chars_over", "time_5", "time_1", "time_0",
)  # fmt: skip
"""Messages that the script shows, as the ends of their keys ``phone.*``."""


class CompiledTemplates(BytecodeCache):
    """Keeps compiled templates in memory, by their source, so that only the first room of a process compiles them."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._codes[bucket.key, bucket.checksum] = bucket.code


COMPILED = CompiledTemplates()
"""Shared by all renderers, whose environments compile alike."""


class Renderer:
    """Renders templates. What may be shown is decided by ``PublicView``, not here."""

    def __init__(self, assets: Assets) -> None:
        self.assets = assets
        self._jinja = Environment(
            loader=PackageLoader("facilitator.web"),
            autoescape=True,
            bytecode_cache=COMPILED,
            # Templates do not change while the program runs, so their files are not checked for every page.
            auto_reload=False,
            # A misspelt variable raises an error instead of rendering as nothing.
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._jinja.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
        self._jinja.globals.update(
            assets=assets.paths,
            inline=assets.inline,
            own_names=messages.LANGUAGE_NAMES,
            clock=format_countdown,
            # Called for each form: the key lets the server recognise a form that is sent twice.
            new_key=partial(secrets.token_hex, 16),
            qr=qr_svg,
            in_order=in_given_order,
            by_id=texts_by_id,
            tagged=texts_with_tag,
            untagged=texts_without_tags,
        )

    def page(self, name: str, page: PageContext) -> str:
        """Render a template with a ``PageContext``: ``page``, ``part``, ``screen``, ``screen_part`` or ``twin``."""
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
            # Only whole pages carry the script's messages; a part goes into a page that has them.
            say={key: _unfilled_message(f"phone.{key}", page.language) for key in SCRIPT_MESSAGES}
            if name in ("page", "screen")
            else {},
        )

    def plain(self, name: str, language: str, **known: object) -> str:
        """Render a template without a context, ``join`` or ``privacy`` for example; ``known`` are its variables."""
        return self._draw(name, language, **known)

    def _draw(self, name: str, language: str, **known: object) -> str:
        return self._jinja.get_template(f"{name}.html").render(
            lang=language,
            t=partial(_table_message, language, is_for_tables(known.get("view"))),
            w=partial(localized_markup, language=language),
            pick=partial(messages.pick, language=language),
            day=partial(messages.format_date, language=language),
            time_of_day=partial(messages.format_time_of_day, language=language),
            decimal=partial(messages.format_decimal, language=language),
            **known,
        )


def in_given_order(items: Sequence[ViewItem], order: Sequence[str]) -> Sequence[ViewItem]:
    """The items in the order of the ids ``order``; unchanged when that is empty. Ids without an item are ignored.

    It builds an index, because a vote may have thousands of items.
    """
    known = {item.id: item for item in items}
    return [known[each] for each in order if each in known] if order else items


def texts_by_id(found: Sequence[Text], wanted: str) -> Sequence[Text]:
    """A list of the text with this id, else an empty one.

    Done in Python, because a loop in the template over ten thousand texts takes 50 ms.
    """
    return [text for text in found if text.id == wanted]


def texts_with_tag(found: Sequence[Text], tag: str) -> Sequence[Text]:
    """The texts with this tag."""
    return [text for text in found if text.tag == tag]


def texts_without_tags(found: Sequence[Text], tags: Collection[str]) -> Sequence[Text]:
    """The texts with none of these tags."""
    return [text for text in found if text.tag not in tags]


def localized_markup(texts: Words, language: str) -> Markup:
    """A text in ``language``; another language it falls back to is marked with ``lang``, for screen readers."""
    text = messages.pick(texts, language)
    if not text or texts.get(language) == text:
        return escape(text)
    found = next(code for code, said in texts.items() if said == text)
    return Markup('<span lang="{}">{}</span>').format(found, text)


def format_countdown(seconds: float, language: str) -> str:
    """A duration in minutes and seconds: ``6.12`` in Finnish and Swedish, ``6:12`` in English; at least zero."""
    whole = max(0, int(seconds))
    return f"{whole // 60}{':' if language == 'en' else '.'}{whole % 60:02}"


def is_for_tables(view: object) -> bool:
    """Whether ``view`` is of a workshop with one phone per table, whose messages count tables instead of people."""
    return isinstance(view, PublicView) and view.session.tables


def _table_message(language: str, tables: bool, key: str, **fields: object) -> str:
    return messages.say(message_key(key, tables), language, **fields)


def _unfilled_message(key: str, language: str) -> str:
    """A message with its placeholders unfilled: the script fills them."""
    fields: Mapping[str, str] = {name: "{" + name + "}" for name in ("n", "title")}
    return messages.say(key, language, **fields)
