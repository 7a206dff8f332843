"""The table of the verbs that change the session. Verbs about the running program are added by ``facilitator.room``."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, TypeAlias

from facilitator.rules.core.context import Context, Outcome
from facilitator.rules.core.verbs import Verb, VerbTable
from facilitator.rules.undo import history
from facilitator.rules.verbs import (
    accept_suggestions,
    actions,
    breaks,
    cuts,
    edit_steps,
    flow,
    moderate_texts,
    nudges,
    paper_votes,
    slips,
    stage,
    themes,
    vote_budget,
)
from facilitator.rules.verbs.flow import NoArguments

VerbRule: TypeAlias = Callable[[Context, Any], Outcome]
"""Carries out a verb: from a context and the verb's arguments to an outcome. Raises ``RuleBroken``."""

UNDOABLE_VERBS: tuple[Verb[VerbRule], ...] = (
    Verb(
        "next",
        NoArguments,
        flow.go_next,
        "goes on: to the next state, page or step; adds `warning` where there is something to consider",
    ),
    Verb("back", NoArguments, flow.go_back, "looks back at the step before"),
    Verb(
        "goto",
        flow.GotoArguments,
        flow.goto,
        "makes any step the current one; the one that is left is closed",
    ),
    Verb("open", NoArguments, flow.open_step, "lets phones answer; adds `warning` as `next` does"),
    Verb("close", NoArguments, flow.close_step, "ends the answers; at the last step, the workshop"),
    Verb("reveal", NoArguments, flow.reveal, "shows the result of a closed step"),
    Verb("hide_results", NoArguments, flow.hide_results, "hides the result again"),
    Verb("reopen", NoArguments, flow.reopen, "takes answers again; those there are stay"),
    Verb("round", NoArguments, flow.new_round, "a new round of a vote among the items that tie at the line"),
    Verb("skip", flow.SkipArguments, flow.skip, "leaves out a step that has not been opened"),
    Verb(
        "break",
        breaks.BreakArguments,
        breaks.start_break,
        "a break, 10 minutes unless it says otherwise (1 to 240)",
    ),
    Verb("resume", NoArguments, breaks.resume, "ends the break"),
    Verb("extend", stage.ExtendArguments, stage.extend, "more time; negative: less"),
    Verb("pause", NoArguments, stage.pause, "stops the clock, or lets it run"),
    Verb("lock", NoArguments, stage.lock, "takes no answers for now; the clock goes on"),
    Verb("unlock", NoArguments, stage.unlock, "takes answers again"),
    Verb("black", stage.SwitchArguments, stage.set_black, "a black stage"),
    Verb("overlay", stage.SwitchArguments, stage.set_overlay, "the join code over the step"),
    Verb(
        "stage_language",
        stage.StageLanguageArguments,
        stage.set_stage_language,
        "the language of the stage: `fi`, `sv`, `en` or `two`",
    ),
    Verb("page", stage.PageArguments, stage.turn_to_page, "a page of the list on the stage, from 0"),
    Verb("focus", stage.FocusArguments, stage.focus_idea, "which idea is being placed"),
    Verb("nudge", stage.SwitchArguments, nudges.nudge, "one calm line on stage and phones for a minute"),
    Verb("tables", stage.SwitchArguments, nudges.set_tables, "one phone answers for a table"),
    Verb(
        "cut",
        cuts.CutArguments,
        cuts.cut,
        "makes a cut that the console offers: `rate`, `talk` or `group`; adds `won` (minutes)",
    ),
    Verb("hide", moderate_texts.TextArguments, moderate_texts.hide, "a text (or a shared promise) off the stage"),
    Verb("show", moderate_texts.TextArguments, moderate_texts.show, "brings a hidden text back"),
    Verb("moderate", stage.SwitchArguments, moderate_texts.moderate, "new texts wait for approval"),
    Verb(
        "approve",
        moderate_texts.ApproveArguments,
        moderate_texts.approve,
        "approves one text, or all that wait; adds `approved` (how many)",
    ),
    Verb("add", moderate_texts.PaperIdeaArguments, moderate_texts.add_paper_idea, "an idea on paper; adds `id`"),
    Verb(
        "votes",
        vote_budget.VotesArguments,
        vote_budget.raise_votes,
        "more votes per person in the open vote; adds `each`",
    ),
    Verb(
        "paper_votes",
        paper_votes.PaperVotesArguments,
        paper_votes.enter_paper_votes,
        "votes counted by hand, per item; replaces what was entered",
    ),
    Verb("slips", slips.SlipsArguments, slips.set_slips, "votes by slips only, or open to all"),
    Verb("theme", themes.NewThemeArguments, themes.new_theme, "a new theme; adds `id`"),
    Verb(
        "rename",
        themes.RenameThemeArguments,
        themes.rename_theme,
        "another name for a theme, or its name in a second language",
    ),
    Verb("move", themes.MoveIdeaArguments, themes.move_idea, "puts an idea into a theme; null takes it out"),
    Verb("merge", themes.MergeThemesArguments, themes.merge_themes, "all ideas of one theme into another"),
    Verb(
        "remove_theme",
        themes.RemoveThemeArguments,
        themes.remove_theme,
        "removes a theme; its ideas are without one again",
    ),
    Verb(
        "accept",
        accept_suggestions.AcceptArguments,
        accept_suggestions.accept,
        "makes themes of suggestions; adds `ids` of new themes and how many were `left`",
    ),
    Verb("action", actions.ActionArguments, actions.new_action, "a new shared action, see below; adds `id`"),
    Verb("edit_action", actions.EditActionArguments, actions.edit_action, "changes an action"),
    Verb("remove_action", actions.RemoveActionArguments, actions.remove_action, "removes an action"),
    Verb(
        "edit_step",
        edit_steps.EditStepArguments,
        edit_steps.edit_step,
        "changes a step; texts are one text, or texts by language",
    ),
    Verb("names", edit_steps.NamesArguments, edit_steps.set_names, "names anew what the template asked for"),
)
"""The verbs that undo takes back."""

HISTORY_VERBS: tuple[Verb[VerbRule], ...] = (
    Verb(
        "undo",
        history.AnyArguments,
        history.undo,
        "takes the last act back; adds `what` and, if there is more to say, `note`",
    ),
    Verb("redo", history.AnyArguments, history.redo, "does it again; adds the same"),
)


def _with_history(verb: Verb[VerbRule]) -> Verb[VerbRule]:
    """The verb with a handler that also records its outcome for undo."""
    return verb.with_handler(partial(_carry_out, verb))


def _carry_out(verb: Verb[VerbRule], context: Context, arguments: Any) -> Outcome:
    act = verb.handler(context, arguments)
    return history.record_history(context, act, act.undo or verb.name)


RULE_VERBS: VerbTable[VerbRule] = VerbTable((*map(_with_history, UNDOABLE_VERBS), *HISTORY_VERBS))
"""All verbs that change the session."""
