"""Funding transfers: their columns, what happened to them in words, and what can happen next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.board import words
from tidegate.controlroom.registers import queries
from tidegate.controlroom.registers.forms.funding import (
    AgreeForm,
    FundingForm,
    OutcomeForm,
    PayForm,
    ReleaseForm,
)
from tidegate.controlroom.registers.funding_plan import plan_of
from tidegate.controlroom.registers.shape import Column, Register, Show, Step
from tidegate.core.registers.funding import (
    FUNDING_VERBS,
    FundingPosition,
    FundingVerb,
    position,
    year_words,
)

if TYPE_CHECKING:
    from tidegate.controlroom.registers.models import FundingTransfer


def _now(row: FundingTransfer) -> FundingPosition:
    return position(row.amount_pence, [event.event() for event in row.events.all()])


def _added(row: FundingTransfer) -> list[str]:
    return [
        f"{FUNDING_VERBS[FundingVerb(event.verb)]}, {words.day(event.on)}"
        f"{f': {words.pounds(event.pence)}' if event.pence else ''}"
        f"{f': {event.text}' if event.text else ''}. Noted by {event.said_by_name}"
        for event in row.events.all()
    ]


def _steps(row: FundingTransfer) -> tuple[Step, ...]:
    now = _now(row)
    next_one = (
        Step("agree", "Note that the board agreed", AgreeForm)
        if now.agreed_on is None
        else Step("release", "Note the release", ReleaseForm)
        if now.released_on is None
        else Step("pay", "Note a payment", PayForm)
    )
    return (next_one, Step("report", "Report an outcome", OutcomeForm))


FUNDING = Register(
    slug="funding",
    title="Funding transfers",
    about="Money passed from the health service to councils: planned, agreed, released, paid.",
    one="transfer",
    subject="funding",
    columns=(
        Column("purpose", "What for", lambda row: row.purpose),
        Column("payer", "Payer", lambda row: row.payer, Show.CODE, narrows=True),
        Column("payee", "Payee", lambda row: row.payee, Show.CODE, narrows=True),
        Column("year", "Year", lambda row: year_words(row.year), narrows=True),
        Column("amount_pence", "Plan", lambda row: row.amount_pence, Show.MONEY),
        Column("paid_pence", "Paid", lambda row: _now(row).paid_pence, Show.MONEY),
        Column("variance_pence", "Variance", lambda row: _now(row).variance_pence, Show.MONEY),
        Column("stands", "Stands", lambda row: _now(row).words, narrows=True),
        Column("power", "Power", lambda row: plan_of(row).power.label, listed=False),
        Column("direction_ref", "Direction", lambda row: row.direction_ref, listed=False),
        Column("health_benefit", "Health gain", lambda row: row.health_benefit, listed=False),
        Column("better_use", "Better use", lambda row: row.better_use, listed=False),
        Column(
            "agreed_on", "Board agreed", lambda row: _now(row).agreed_on, Show.DAY, listed=False
        ),
        Column(
            "released_on", "Released", lambda row: _now(row).released_on, Show.DAY, listed=False
        ),
        Column("keeper", "Kept by", lambda row: row.keeper, Show.CODE, listed=False),
    ),
    rows=queries.funding_transfers,
    added=_added,
    form=FundingForm,
    steps=_steps,
)
