"""What participants have written, in plain mode: hide, show, add from paper; and votes counted by hand."""

from __future__ import annotations

from facilitator.i18n.messages import pick
from facilitator.view import Moderated, Vote
from screens.plain.context import Desk


async def moderate(desk: Desk) -> None:
    """Print all texts of the step, and hide or show one."""
    while texts := desk.view.texts:
        wanted = await desk.talk.choose(desk.words("plain.texts"), [(text.id, _words(desk, text)) for text in texts])
        text = next((each for each in texts if each.id == wanted), None)
        if text is None:
            return
        verb = "show" if text.hidden else "hide"
        await desk.do(verb, f"console.done.{verb}", idea=text.id)


def _words(desk: Desk, text: Moderated) -> str:
    marks = {"hidden": text.hidden and not text.waits, "waits": text.waits, "paper": text.paper, "raised": text.raised}
    said = [desk.words(f"console.is.{mark}") for mark, on in marks.items() if on]
    return f"{text.text} ({', '.join(said)})" if said else text.text


async def paper(desk: Desk) -> None:
    """Add an idea that was written on paper."""
    text = await desk.talk.ask(desk.words("console.ask_paper"))
    if text:
        await desk.do("add", "console.done.add", text=text)


async def count(desk: Desk) -> None:
    """Enter votes that were counted by hand: the number of voters, then each item."""
    vote = desk.view.public.body
    if not isinstance(vote, Vote):
        return
    desk.talk.say("count.help")
    voters = await number(desk, desk.words("count.voters"))
    counts, against = {}, {}
    for item in vote.items:
        label = pick(item.label, desk.language)
        counts[item.id] = await number(desk, label)
        if vote.least_per_item < 0:
            against[item.id] = await number(desk, desk.words("count.against", name=label))
    given = {"counts": {item: n for item, n in counts.items() if n}}
    if against:
        given["against"] = {item: n for item, n in against.items() if n}
    await desk.do("paper_votes", "live.counted", voters=voters, **given)


async def number(desk: Desk, question: str) -> int:
    """Ask for a whole number of at most five digits; an empty line is 0."""
    while typed := await desk.talk.ask(question):
        if typed.isascii() and typed.isdecimal() and len(typed) <= 5:
            return int(typed)
        desk.talk.say("plain.bad_number")
    return 0
