"""What each number of plain mode does. Simple ones run one verb; the others ask something first."""

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
    """Run the verb that the same key of the full screen runs, and say what it did."""
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
    """Print what the stage shows."""
    desk.talk.all(stage_lines(desk.view, desk.language))


async def notes(desk: Desk) -> None:
    """Print the facilitator's notes for the step."""
    said = pick(desk.view.notes, desk.language).splitlines()
    desk.talk.all(said or [desk.words("plain.no_notes")])


async def plan(desk: Desk) -> None:
    """Print the run of show."""
    desk.talk.all(plan_words(desk.view, time.time(), desk.language))


async def reopen(desk: Desk) -> None:
    """Reopen the step or the session after saying what that means."""
    if not can_reopen(desk.view.public) or await desk.talk.sure(desk.words("plain.reopen_means")):
        await order(desk, "reopen")


async def goto(desk: Desk) -> None:
    """Go to any step; the current one is closed."""
    public = desk.view.public
    steps = [(step.id, pick(step.title, desk.language)) for step in desk.view.plan if step.id != public.current]
    step = await desk.talk.choose(desk.words("plain.which_step"), steps)
    if step and await desk.talk.sure(desk.words("live.goto_means")):
        await desk.do("goto", step=step)


async def nudge(desk: Desk) -> None:
    """Show the line of encouragement on the stage, or hide it."""
    on = not nudged(desk.view.public, time.time())
    await desk.do("nudge", "live.nudged" if on else "live.nudge_gone", on=on)


async def cut(desk: Desk) -> None:
    """Apply the first cut that is offered, to catch up with the plan."""
    cuts = desk.view.cuts
    if cuts and await desk.talk.sure(cut_words(cuts[0], desk.language)):
        reply = await desk.do("cut", cut=cuts[0].cut)
        if reply is not None:
            desk.talk.say("live.cut", n=reply.get("won", 0))


async def votes(desk: Desk) -> None:
    """Give everybody one more vote."""
    if isinstance(desk.view.public.body, Vote):
        await order(desk, "votes")


async def approve_all(desk: Desk) -> None:
    """Let the stage show all texts that wait for approval."""
    await desk.do("approve", "console.done.approve")


async def export(desk: Desk) -> None:
    """Write the result files."""
    reply = await desk.do("export", language=desk.language)
    if reply is not None:
        desk.talk.say("live.exported", n=len(reply.get("files", ())), folder=reply.get("folder", ""))


async def remote(desk: Desk) -> None:
    """Switch the facilitator's own phone as a remote control on or off.

    When it is switched on, its PIN is said this once.
    """
    if desk.view.remote != "off":
        if await desk.talk.sure(desk.words("live.remote_sure"), desk.words("live.remote_sure_means")):
            await desk.do("remote", "live.remote_off", on=False)
    elif (reply := await desk.do("remote", on=True)) is not None:
        desk.talk.say("live.remote_on", address=reply.get("address", ""), pin=reply.get("pin", ""))


async def slips(desk: Desk) -> None:
    """Make join slips: ask how many, and whether earlier ones become invalid."""
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
    """Close the workshop: phones become read-only."""
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
"""Actions that are more than one verb. ``leave`` is handled by ``PlainMode``."""
