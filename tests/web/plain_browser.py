"""A browser of the plainest kind: follows links, fills in forms and sends them as HTML says. It knows no script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

import httpx2
from running_room import plain


@dataclass
class Field:
    """One control of a form."""

    tag: str
    name: str
    kind: str = ""
    value: str = ""
    checked: bool = False
    required: bool = False
    options: list[str] = field(default_factory=list)


@dataclass
class Form:
    """One form of a page, and its buttons."""

    action: str
    method: str
    fields: list[Field] = field(default_factory=list)
    buttons: list[Field] = field(default_factory=list)

    def names(self) -> list[str]:
        """What can be filled in, each once."""
        return list(dict.fromkeys(each.name for each in self.fields if each.kind != "hidden"))

    def choices(self, name: str) -> list[str]:
        """The values of a group of radio buttons, a box or a list."""
        found = [each for each in self.fields if each.name == name]
        return [value for each in found for value in (each.options or [each.value])]

    def as_it_is(self) -> list[tuple[str, str]]:
        """What would be sent if nothing were touched, in the order of the page."""
        return [
            (each.name, each.value)
            for each in self.fields
            if each.name and (each.kind not in ("radio", "checkbox") or each.checked)
        ]


class Page(HTMLParser):
    """What the browser makes of a page: its forms and links."""

    def __init__(self, address: str, html: str) -> None:
        super().__init__()
        self.address, self.html, self.text = address, html, plain(html)
        self.forms: list[Form] = []
        self.links: list[tuple[str, str]] = []
        """Address and words."""
        self.language = ""
        self._form: Form | None = None
        self._area: Field | None = None
        self._list: Field | None = None
        self._link: str | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.language = has.get("lang", "")
        elif tag == "a" and "hidden" not in has:
            self._link = has.get("href", "")
            self.links.append((self._link, ""))
        elif tag == "form":
            self._form = Form(has["action"], has.get("method", "get"))
            self.forms.append(self._form)
        elif self._form is not None:
            self._control(tag, has)

    def _control(self, tag: str, has: Mapping[str, str]) -> None:
        assert self._form is not None
        named = Field(tag, has.get("name", ""), required="required" in has)
        if tag == "input":
            named.kind, named.value = has.get("type", "text"), has.get("value", "")
            named.checked = "checked" in has
            self._form.fields.append(named)
        elif tag == "textarea":
            self._area = named
            self._form.fields.append(named)
        elif tag == "select":
            self._list = named
            self._form.fields.append(named)
        elif tag == "option" and self._list is not None:
            self._list.options.append(has["value"])
            if "selected" in has or len(self._list.options) == 1:
                self._list.value = has["value"]
        elif tag == "button" and has.get("type") != "button":
            named.value = has.get("value", "")
            self._form.buttons.append(named)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "textarea":
            self._area = None
        elif tag == "select":
            self._list = None
        elif tag == "a":
            self._link = None

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._area.value += data
        if self._link is not None:
            address, words = self.links[-1]
            self.links[-1] = address, words + data

    def form_with(self, name: str) -> Form:
        """The first form that has this field or button."""
        return next(f for f in self.forms if name in [each.name for each in (*f.fields, *f.buttons)])


class PlainBrowser:
    """One person with it."""

    def __init__(self, client: httpx2.AsyncClient, home: str) -> None:
        self._client, self.home = client, home
        self.page: Page
        self.status = 0

    async def open(self, address: str = "") -> Page:
        """Go to an address, as from the address line or a link."""
        return self._show(await self._client.get(address or self.home, follow_redirects=True))

    async def click(self, words: str) -> Page:
        """Follow the link that says this."""
        found = [address for address, said in self.page.links if said.strip() == words]
        assert found, (words, self.page.links)
        address = found[0]
        return await self.open(self.page.address.split("?")[0] + address if address.startswith("?") else address)

    async def send(self, form: Form, filled: Mapping[str, str | Sequence[str]], button: int = 0) -> Page:
        """Fill in, press a button. A list of values ticks several boxes of one name."""
        kept = [(name, value) for name, value in form.as_it_is() if name not in filled or is_hidden(form, name, value)]
        more = [(name, one) for name, said in filled.items() for one in ([said] if isinstance(said, str) else said)]
        pressed = form.buttons[button]
        pairs = [*kept, *more, *([(pressed.name, pressed.value)] if pressed.name else [])]
        data: dict[str, str | list[str]] = {}
        for name, value in pairs:
            before = data.get(name)
            data[name] = value if before is None else [*([before] if isinstance(before, str) else before), value]
        return self._show(await self._client.post(form.action, data=data, follow_redirects=True))

    def _show(self, reply: httpx2.Response) -> Page:
        self.status = reply.status_code
        self.page = Page(reply.url.path, reply.text)
        return self.page


def is_hidden(form: Form, name: str, value: str) -> bool:
    """A hidden field goes along even where a box has the same name."""
    return any((each.name, each.value, each.kind) == (name, value, "hidden") for each in form.fields)
