"""What each number of plain mode does. Simple ones run one verb; the others ask something first."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Mapping

from facilitator.i18n.messages import pick
from screens.command_results import result_sentence
from screens.commands import verb_call
from screens.console.phrases import cut_words
from screens.plain import actions, grouping, texts
from screens.plain.context import PlainContext
from screens.plain.view_lines import plan_texts, stage_lines
from screens.view_state import can_reopen, nudge_is_shown

Handler = Callable[[PlainContext], Awaitable[None]]


UNSEEN_SWITCHES: Mapping[str, tuple[str, str]] = {
    "black": ("plain.black_on", "plain.black_off"),
    "overlay": ("plain.overlay_on", "plain.overlay_off"),
    "pause": ("plain.paused", "plain.runs"),
}
"""Command whose effect is seen on the full screen only -> what is said when it is on, and when it is off."""


async def run_verb_call(context: PlainContext, command_id: str) -> None:
    """Run the verb that the same command of the full screen runs, and say what it did."""
    verb, arguments = verb_call(command_id, context.view.public)
    reply = await context.do(verb, **arguments)
    if reply is None:
        return
    view = context.view.public
    if command_id in UNSEEN_SWITCHES:
        session = view.session
        is_on = {"black": session.black, "overlay": session.overlay, "pause": view.timer.state == "paused"}
        on_key, off_key = UNSEEN_SWITCHES[command_id]
        context.conversation.say(on_key if is_on[command_id] else off_key)
    elif sentence := result_sentence(command_id, reply, view, context.language):
        context.conversation.tell(sentence)


async def read_stage(context: PlainContext) -> None:
    """Print what the stage shows."""
    context.conversation.tell_all(stage_lines(context.view, context.language))


async def read_notes(context: PlainContext) -> None:
    """Print the facilitator's notes for the step."""
    said = pick(context.view.notes, context.language).splitlines()
    context.conversation.tell_all(said or [context.words("plain.no_notes")])


async def read_plan(context: PlainContext) -> None:
    """Print the run of show."""
    context.conversation.tell_all(plan_texts(context.view, time.time(), context.language))


async def reopen(context: PlainContext) -> None:
    """Reopen the step or the session after saying what that means."""
    if not can_reopen(context.view.public) or await context.conversation.confirm(context.words("plain.reopen_means")):
        await run_verb_call(context, "reopen")


async def goto(context: PlainContext) -> None:
    """Go to any step; the current one is closed."""
    public = context.view.public
    steps = [(step.id, pick(step.title, context.language)) for step in context.view.plan if step.id != public.current]
    step = await context.conversation.choose(context.words("plain.which_step"), steps)
    if step and await context.conversation.confirm(context.words("live.goto_means")):
        await context.do("goto", step=step)


async def nudge(context: PlainContext) -> None:
    """Show the line of encouragement on the stage, or hide it."""
    on = not nudge_is_shown(context.view.public, time.time())
    await context.do("nudge", "live.nudged" if on else "live.nudge_gone", on=on)


async def cut(context: PlainContext) -> None:
    """Apply the first cut that is offered, to catch up with the plan."""
    cuts = context.view.cuts
    if cuts and await context.conversation.confirm(cut_words(cuts[0], context.language)):
        reply = await context.do("cut", cut=cuts[0].cut)
        if reply is not None:
            context.conversation.say("live.cut", n=reply.get("won", 0))


async def approve_all(context: PlainContext) -> None:
    """Let the stage show all texts that wait for approval."""
    await context.do("approve", "console.done.approve")


async def export(context: PlainContext) -> None:
    """Write the result files."""
    reply = await context.do("export", language=context.language)
    if reply is not None:
        context.conversation.say("live.exported", n=len(reply.get("files", ())), folder=reply.get("folder", ""))


async def switch_remote(context: PlainContext) -> None:
    """Switch the facilitator's own phone as a remote control on or off.

    When it is switched on, its PIN is said this once.
    """
    if context.view.remote != "off":
        if await context.conversation.confirm(
            context.words("live.remote_sure"), context.words("live.remote_sure_means")
        ):
            await context.do("remote", "live.remote_off", on=False)
    elif (reply := await context.do("remote", on=True)) is not None:
        context.conversation.say("live.remote_on", address=reply.get("address", ""), pin=reply.get("pin", ""))


async def make_slips(context: PlainContext) -> None:
    """Make join slips: ask how many, and whether earlier ones become invalid."""
    view = context.view
    context.conversation.say("slips.about")
    if view.slips_made:
        context.conversation.say("slips.so_far", n=view.slips_made, used=view.slips_used)
    number = await texts.ask_number(context, context.words("slips.ask"))
    if not number:
        return
    void = view.slips_made > view.slips_used and await context.conversation.confirm(context.words("slips.void"))
    reply = await context.do("handouts", slips=number, void=void)
    if reply is not None:
        context.conversation.say("live.slips", folder=reply.get("folder", ""))


async def finish(context: PlainContext) -> None:
    """Close the workshop: phones become read-only."""
    if await context.conversation.confirm(context.words("console.sure_finish"), context.words("console.finish_means")):
        await context.do("close", "console.done.finish")


HANDLERS: Mapping[str, Handler] = {
    "show": read_stage,
    "notes": read_notes,
    "plan": read_plan,
    "reopen": reopen,
    "place": grouping.place,
    "rename": grouping.rename,
    "merge": grouping.merge,
    "remove_theme": grouping.remove,
    "texts": texts.moderate,
    "approve_all": approve_all,
    "paper": texts.add_paper_idea,
    "action": actions.add,
    "edit_action": actions.change,
    "remove_action": actions.remove,
    "status": actions.mark_status,
    "count": texts.enter_paper_votes,
    "goto": goto,
    "nudge": nudge,
    "cut": cut,
    "export": export,
    "remote": switch_remote,
    "slips": make_slips,
    "finish": finish,
}
"""Commands that are more than one verb. ``leave`` is handled by ``PlainMode``."""
