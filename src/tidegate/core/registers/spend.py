"""Which approvals a case of spending needs, by the thresholds in force on its day.

Source: spec, contracts 7 (register of spend approvals): triage, assurance board, joint review, each
with conditions. Thresholds are dated data; the day on which a case is put forward chooses them, so
that a case of 2013 is never judged by the floors of 2025.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from tidegate.core.lifecycle import Lifecycle, Side, Transition
from tidegate.core.registers.faults import fault

if TYPE_CHECKING:
    from tidegate.core.reasons import Reason

KEEP = "registers.keep"


class Money(StrEnum):
    """Which money a case spends."""

    REVENUE = "revenue"
    CAPITAL = "capital"


class Stage(StrEnum):
    """What a control can ask for."""

    PIPELINE = "pipeline"
    TRIAGE = "triage"
    BOARD = "board"
    JOINT_REVIEW = "joint_review"


STAGES: dict[Stage, str] = {
    Stage.PIPELINE: "Pipeline",
    Stage.TRIAGE: "Triage",
    Stage.BOARD: "Assurance board",
    Stage.JOINT_REVIEW: "Joint review",
}


@dataclass(frozen=True, slots=True)
class Control:
    """One threshold: what spends at least so much in these categories needs these stages.

    Attributes:
        name: how it is known in its table.
        label: its words.
        categories: kinds of spending that it is about; empty for all.
        money: the money that it is about; None for both.
        floor_pence: the least whole-life cost that it catches.
        stages: what it asks for.
    """

    name: str
    label: str
    categories: frozenset[str]
    money: Money | None
    floor_pence: int
    stages: tuple[Stage, ...]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """An edition of the thresholds, in force from its day until that of the next.

    Attributes:
        version: name of the edition, kept with each case.
        in_force: its first day.
        source: where it is written.
        categories: kinds of spending, name and words.
        controls: what is asked for.
    """

    version: str
    in_force: date
    source: str
    categories: tuple[tuple[str, str], ...]
    controls: tuple[Control, ...]


@dataclass(frozen=True, slots=True)
class SpendCase:
    """A case as it is put forward.

    Attributes:
        category: a name of the edition's categories.
        money: revenue or capital.
        whole_life_pence: all that it will cost.
        proposed_on: the day that chooses the thresholds.
    """

    category: str
    money: Money
    whole_life_pence: int
    proposed_on: date


def thresholds_on(editions: Iterable[Thresholds], day: date) -> Thresholds | None:
    """Return the edition in force on a day; None before the first, which is nobody's to guess."""
    begun = [edition for edition in editions if edition.in_force <= day]
    return max(begun, key=lambda edition: edition.in_force, default=None)


def controls_on(case: SpendCase, thresholds: Thresholds) -> tuple[Control, ...]:
    """Return the controls that catch a case."""
    return tuple(
        control
        for control in thresholds.controls
        if (not control.categories or case.category in control.categories)
        and control.money in (None, case.money)
        and case.whole_life_pence >= control.floor_pence
    )


def stages_of(controls: Iterable[Control]) -> tuple[Stage, ...]:
    """Return every stage that these controls ask for, in the order of the way through them."""
    asked = {stage for control in controls for stage in control.stages}
    return tuple(stage for stage in Stage if stage in asked)


def case_faults(case: SpendCase, thresholds: Thresholds | None) -> tuple[Reason, ...]:
    """Return why a case cannot be put forward so; empty when it can."""
    if thresholds is None:
        return (
            fault(
                "NO_THRESHOLDS",
                "No thresholds are known for that day. Add the edition that was in force.",
                proposed_on=case.proposed_on,
            ),
        )
    found = []
    if case.category not in dict(thresholds.categories):
        detail = f"{thresholds.version} knows no such category."
        found.append(fault("CATEGORY_UNKNOWN", detail, category=case.category))
    if case.whole_life_pence <= 0:
        found.append(fault("AMOUNT_NOT_POSITIVE", "The whole-life cost must be more than nothing."))
    return tuple(found)


class SpendState(StrEnum):
    """Where a case stands."""

    PIPELINE = "pipeline"
    TRIAGE = "triage"
    BOARD = "board"
    JOINT_REVIEW = "joint_review"
    CONDITIONAL = "conditional"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


SPEND_LABELS: dict[SpendState, str] = {
    SpendState.PIPELINE: "In the pipeline",
    SpendState.TRIAGE: "In triage",
    SpendState.BOARD: "Before the assurance board",
    SpendState.JOINT_REVIEW: "In joint review",
    SpendState.CONDITIONAL: "Approved, conditions open",
    SpendState.APPROVED: "Approved",
    SpendState.REFUSED: "Refused",
    SpendState.WITHDRAWN: "Withdrawn",
}


class Needs(StrEnum):
    """What a step asks for besides a yes."""

    NOTE = "note"
    CONDITIONS = "conditions"
    CONDITION = "condition"


S, _K = SpendState, Side.KEEPER
Row = Transition[SpendState]
_NOTE = (Needs.NOTE,)
SPEND: Lifecycle[SpendState] = Lifecycle(
    "spend case",
    (
        Row(S.PIPELINE, "triage", S.TRIAGE, KEEP, _K, "spend_moved", "Take into triage"),
        Row(S.TRIAGE, "release", S.APPROVED, KEEP, _K, "spend_decided",
            "Let it pass without the board", _NOTE),
        Row(S.TRIAGE, "send_to_board", S.BOARD, KEEP, _K, "spend_moved", "Send to the board"),
        Row(S.BOARD, "refer", S.JOINT_REVIEW, KEEP, _K, "spend_moved", "Refer to joint review",
            _NOTE),
        *(
            row
            for state in (S.BOARD, S.JOINT_REVIEW)
            for row in (
                Row(state, "approve", S.APPROVED, KEEP, _K, "spend_decided", "Approve", _NOTE),
                Row(state, "approve_with_conditions", S.CONDITIONAL, KEEP, _K, "spend_decided",
                    "Approve with conditions", (Needs.NOTE, Needs.CONDITIONS)),
                Row(state, "refuse", S.REFUSED, KEEP, _K, "spend_decided", "Refuse", _NOTE),
            )
        ),
        # the last condition met makes it approved
        Row(S.CONDITIONAL, "meet", None, KEEP, _K, "spend_moved", "A condition is met",
            (Needs.CONDITION, Needs.NOTE)),
        *(
            Row(state, "withdraw", S.WITHDRAWN, KEEP, _K, "spend_moved", "Withdraw", _NOTE)
            for state in (S.PIPELINE, S.TRIAGE, S.BOARD, S.JOINT_REVIEW)
        ),
    ),
)  # fmt: skip
DECIDES = frozenset({"release", "approve", "approve_with_conditions", "refuse"})
"""Verbs that whoever put the case forward may not take."""
_GRANTS_AT_BOARD = {"approve", "approve_with_conditions"}


@dataclass(frozen=True, slots=True)
class SpendStanding:
    """How a case stands when a step is asked for.

    Attributes:
        state: where it stands.
        stages: what its thresholds ask for.
        open_conditions: numbers of conditions that are not met.
    """

    state: SpendState
    stages: tuple[Stage, ...]
    open_conditions: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SpendStep:
    """A step as it is asked for: the verb, and what was said with it."""

    verb: str
    note: str = ""
    conditions: tuple[str, ...] = ()
    condition: int | None = None
    same_person: bool = False


def step_faults(now: SpendStanding, step: SpendStep) -> tuple[Reason, ...]:
    """Return why a step cannot be taken; empty when it can."""
    row = SPEND.step(now.state, step.verb)
    if row is None:
        detail = f"That is no step from where it stands: {SPEND_LABELS[now.state].lower()}."
        return (fault("NOT_NOW", detail, state=now.state, verb=step.verb),)
    found = []
    if step.verb in DECIDES and step.same_person:
        detail = "Whoever put the case forward does not decide it."
        found.append(fault("SAME_PERSON", detail, verb=step.verb))
    if step.verb == "release" and Stage.BOARD in now.stages:
        found.append(fault("BOARD_ASKED_FOR", "Its thresholds ask for the assurance board."))
    if _skips_review(now, step):
        detail = "Its thresholds ask for joint review: refer it there."
        found.append(fault("JOINT_REVIEW_ASKED_FOR", detail))
    if Needs.NOTE in row.needs and not step.note.strip():
        found.append(fault("NOT_SAID", "Say why."))
    if Needs.CONDITIONS in row.needs and not step.conditions:
        found.append(fault("NO_CONDITIONS", "Name at least one condition."))
    if Needs.CONDITION in row.needs and step.condition not in now.open_conditions:
        found.append(fault("CONDITION_NOT_OPEN", "Choose a condition that is open."))
    return tuple(found)


def _skips_review(now: SpendStanding, step: SpendStep) -> bool:
    at_board = now.state is SpendState.BOARD and step.verb in _GRANTS_AT_BOARD
    return at_board and Stage.JOINT_REVIEW in now.stages


def state_after(now: SpendStanding, step: SpendStep) -> SpendState:
    """Return where a step that may be taken leads."""
    row = SPEND.step(now.state, step.verb)
    if row is None:
        raise ValueError(f"no step {step.verb} from {now.state}")
    if row.next is not None:
        return row.next
    left: Sequence[int] = [each for each in now.open_conditions if each != step.condition]
    return SpendState.CONDITIONAL if left else SpendState.APPROVED
