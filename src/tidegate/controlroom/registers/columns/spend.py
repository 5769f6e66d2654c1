"""Cases of spending: their columns, their steps in words, and which step is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.board import words
from tidegate.controlroom.registers import queries
from tidegate.controlroom.registers.forms.spend import CATEGORIES, FORMS, SpendForm
from tidegate.controlroom.registers.shape import Column, Register, Show, Step
from tidegate.controlroom.registers.spend_standing import conditions_of, standing_of
from tidegate.core.registers.spend import SPEND, SPEND_LABELS, STAGES, SpendStanding, SpendState

if TYPE_CHECKING:
    from tidegate.controlroom.registers.models import SpendCase


def _now(row: SpendCase) -> SpendStanding:
    return standing_of(row, list(row.steps.all()))


def _conditions(row: SpendCase) -> list[str]:
    still_open = _now(row).open_conditions
    return [
        f"{text} ({'open' if number in still_open else 'met'})"
        for number, text in conditions_of(list(row.steps.all()))
    ]


def _added(row: SpendCase) -> list[str]:
    return [
        f"{SPEND_LABELS[SpendState(step.state)]}, {words.day(step.said_at)}"
        f"{f': {step.note}' if step.note else ''}"
        f"{f' Conditions: {words.listed(step.conditions)}' if step.conditions else ''}."
        f" By {step.said_by_name}"
        for step in row.steps.all()
    ]


SPENDING = Register(
    slug="spending",
    title="Spend approvals",
    about="Cases of spending under the thresholds of their day: triage, board, review, conditions.",
    one="case",
    subject="spend",
    columns=(
        Column("title", "Case", lambda row: row.title),
        Column("category", "Category", lambda row: CATEGORIES.get(row.category, row.category),
               narrows=True),
        Column("money", "Money", lambda row: row.money.capitalize(), narrows=True),
        Column("whole_life_pence", "Whole-life cost", lambda row: row.whole_life_pence, Show.MONEY),
        Column("proposed_on", "Put forward", lambda row: row.proposed_on, Show.DAY),
        Column("stands", "Stands", lambda row: SPEND_LABELS[_now(row).state], narrows=True),
        Column("thresholds", "Thresholds", lambda row: row.thresholds, narrows=True),
        Column("controls", "Caught by", lambda row: row.controls, listed=False),
        Column("stages", "Needs", lambda row: [STAGES[each] for each in row.asked()], listed=False),
        Column("conditions", "Conditions", _conditions, listed=False),
        Column("put_forward_by", "Put forward by", lambda row: row.added_by_name, listed=False),
        Column("keeper", "Kept by", lambda row: row.keeper, Show.CODE, listed=False),
    ),
    rows=queries.spend_cases,
    added=_added,
    form=SpendForm,
    steps=lambda row: tuple(
        Step(step.verb, step.label, FORMS[step.verb]) for step in SPEND.steps_from(_now(row).state)
    ),
)  # fmt: skip
