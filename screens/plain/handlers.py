"""What each number of plain mode does. The simple ones are one order to the room; the others ask something first."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Mapping

from facilitator.i18n.messages import knows, pick
from facilitator.view.bodies import Vote
from screens.console.phrases import cut_words
from screens.live.verb_calls import ORDERS, can_reopen, nudged, wound
from screens.plain import actions, grouping, texts
from screens.plain.context import Desk
from screens.plain.view_lines import plan_words, stage_lines

Act = Callable[[Desk], Awaitable[None]]


async def order(desk: Desk, name: str) -> None:
    """One order, as the keys of the full screen give it, and what came of it in a sentence."""
    verb, arguments = ORDERS[name](desk.view.public)
    reply = await desk.do(verb, **arguments)
    if reply is None:
        return
    session = desk.view.public.session
    if name in ("undo", "redo"):
        desk.talk.tell(wound(name, reply, desk.language))
        return
    turned = {"lock": ("live.locked", "live.unlocked", session.locked)}
    turned["break"] = ("live.break", "live.break_over", session.state == "break")
    turned["tables"] = ("live.tables_on", "live.tables_off", session.tables)
    turned["moderate"] = ("live.moderate_on", "live.moderate_off", session.approve)
    turned["slips_switch"] = ("live.slips_on", "live.slips_off", session.slips)
    turned["black"] = ("plain.black_on", "plain.black_off", session.black)
    turned["overlay"] = ("plain.overlay_on", "plain.overlay_off", session.overlay)
    turned["pause"] = ("plain.paused", "plain.runs", desk.view.public.timer.state == "paused")
    if name in turned:
        yes, no, on = turned[name]
        desk.talk.say(yes if on else no)
    elif name == "stage_language":
        language = desk.words(f"live.language.{session.stage_language}")
        desk.talk.say("live.stage_language", language=language)
    elif knows(f"live.{name}"):
        desk.talk.say(f"live.{name}")


async def show(desk: Desk) -> None:
    """Read what the stage shows."""
    desk.talk.all(stage_lines(desk.view, desk.language))


async def notes(desk: Desk) -> None:
    """Read the notes of the step."""
    said = pick(desk.view.notes, desk.language).splitlines()
    desk.talk.all(said or [desk.words("plain.no_notes")])


async def plan(desk: Desk) -> None:
    """Read the run of show."""
    desk.talk.all(plan_words(desk.view, time.time(), desk.language))


async def reopen(desk: Desk) -> None:
    """Says what it means before it does it."""
    if not can_reopen(desk.view.public) or await desk.talk.sure(desk.words("plain.reopen_means")):
        await order(desk, "reopen")


async def goto(desk: Desk) -> None:
    """On to any step; the current one is closed."""
    public = desk.view.public
    steps = [(step.id, pick(step.title, desk.language)) for step in desk.view.plan if step.id != public.current]
    step = await desk.talk.choose(desk.words("plain.which_step"), steps)
    if step and await desk.talk.sure(desk.words("live.goto_means")):
        await desk.do("goto", step=step)


async def nudge(desk: Desk) -> None:
    """The line of encouragement, or away with it."""
    on = not nudged(desk.view.public, time.time())
    await desk.do("nudge", "live.nudged" if on else "live.nudge_gone", on=on)


async def cut(desk: Desk) -> None:
    """The first cut that is offered, to catch up with the plan."""
    cuts = desk.view.cuts
    if cuts and await desk.talk.sure(cut_words(cuts[0], desk.language)):
        reply = await desk.do("cut", cut=cuts[0].cut)
        if reply is not None:
            desk.talk.say("live.cut", n=reply.get("won", 0))


async def votes(desk: Desk) -> None:
    """One vote more for everybody."""
    if isinstance(desk.view.public.body, Vote):
        await order(desk, "votes")


async def approve_all(desk: Desk) -> None:
    """Let the stage show all that waits."""
    await desk.do("approve", "console.done.approve")


async def export(desk: Desk) -> None:
    """Write the files."""
    reply = await desk.do("export", language=desk.language)
    if reply is not None:
        desk.talk.say("live.exported", n=len(reply.get("files", ())), folder=reply.get("folder", ""))


async def remote(desk: Desk) -> None:
    """The facilitator's own phone as a remote control: on with a PIN that is said this once, or off."""
    if desk.view.remote != "off":
        if await desk.talk.sure(desk.words("live.remote_sure"), desk.words("live.remote_sure_means")):
            await desk.do("remote", "live.remote_off", on=False)
    elif (reply := await desk.do("remote", on=True)) is not None:
        desk.talk.say("live.remote_on", address=reply.get("address", ""), pin=reply.get("pin", ""))


async def slips(desk: Desk) -> None:
    """Join slips: how many, and whether earlier ones are still good."""
    view = desk.view
    desk.talk.say("slips.about")
    if view.slips_made:
        desk.talk.say("slips.so_far", n=view.slips_made, used=view.slips_used)
    number = await texts.number(desk, desk.words("slips.ask"))
    if not number:
        return
    void = view.slips_made > view.slips_used and await desk.talk.sure(desk.words("slips.void"))
    reply = await desk.do("handouts", slips=number, void=void)
    if reply is not None:
        desk.talk.say("live.slips", folder=reply.get("folder", ""))


async def finish(desk: Desk) -> None:
    """End the workshop: phones become read-only."""
    if await desk.talk.sure(desk.words("console.sure_finish"), desk.words("console.finish_means")):
        await desk.do("close", "console.done.finish")


ACTS: Mapping[str, Act] = {
    "show": show,
    "notes": notes,
    "plan": plan,
    "reopen": reopen,
    "place": grouping.place,
    "rename": grouping.rename,
    "merge": grouping.merge,
    "remove_theme": grouping.remove,
    "texts": texts.moderate,
    "approve_all": approve_all,
    "paper": texts.paper,
    "action": actions.add,
    "edit_action": actions.change,
    "remove_action": actions.remove,
    "status": actions.status,
    "votes": votes,
    "count": texts.count,
    "goto": goto,
    "nudge": nudge,
    "cut": cut,
    "export": export,
    "remote": remote,
    "slips": slips,
    "finish": finish,
}
"""Acts that are more than one order. ``leave`` is the run's own."""
