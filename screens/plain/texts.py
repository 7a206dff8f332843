"""What participants have written, in plain mode: hide, show, add from paper; and votes counted by hand."""

from __future__ import annotations

from facilitator.i18n.messages import pick
from facilitator.view import ModeratedText, VoteBody
from screens.plain.context import PlainContext


async def moderate(context: PlainContext) -> None:
    """Print all texts of the step, and hide or show one."""
    while texts := context.view.texts:
        wanted = await context.conversation.choose(
            context.words("plain.texts"), [(text.id, _text_words(context, text)) for text in texts]
        )
        text = next((each for each in texts if each.id == wanted), None)
        if text is None:
            return
        verb = "show" if text.hidden else "hide"
        await context.do(verb, f"console.done.{verb}", idea=text.id)


def _text_words(context: PlainContext, text: ModeratedText) -> str:
    marks = {"hidden": text.hidden and not text.waits, "waits": text.waits, "paper": text.paper, "raised": text.raised}
    said = [context.words(f"console.is.{mark}") for mark, on in marks.items() if on]
    return f"{text.text} ({', '.join(said)})" if said else text.text


async def add_paper_idea(context: PlainContext) -> None:
    """Add an idea that was written on paper."""
    text = await context.conversation.ask(context.words("console.ask_paper"))
    if text:
        await context.do("add", "console.done.add", text=text)


async def enter_paper_votes(context: PlainContext) -> None:
    """Enter votes that were counted by hand: the number of voters, then each item."""
    vote = context.view.public.body
    if not isinstance(vote, VoteBody):
        return
    context.conversation.say("count.help")
    voters = await ask_number(context, context.words("count.voters"))
    counts, against = {}, {}
    for item in vote.items:
        label = pick(item.label, context.language)
        counts[item.id] = await ask_number(context, label)
        if vote.least_per_item < 0:
            against[item.id] = await ask_number(context, context.words("count.against", name=label))
    given = {"counts": {item: n for item, n in counts.items() if n}}
    if against:
        given["against"] = {item: n for item, n in against.items() if n}
    await context.do("paper_votes", "live.counted", voters=voters, **given)


async def ask_number(context: PlainContext, question: str) -> int:
    """Ask for a whole number of at most five digits; an empty line is 0."""
    while typed := await context.conversation.ask(question):
        if typed.isascii() and typed.isdecimal() and len(typed) <= 5:
            return int(typed)
        context.conversation.say("plain.bad_number")
    return 0
