"""Single speak-up cases, for those who hear them: their columns and what was added to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.board import words
from tidegate.controlroom.registers import queries
from tidegate.controlroom.registers.forms.speak_up import SpeakUpForm, SpeakUpMoveForm
from tidegate.controlroom.registers.keeping import HEAR
from tidegate.controlroom.registers.shape import Column, Register, Show, Step
from tidegate.core.registers.speak_up import (
    CASE_STATUSES,
    CHANNELS,
    CONCERNS,
    DETRIMENTS,
    REGIONS,
    CaseStatus,
    Channel,
    Concern,
    Detriment,
)

if TYPE_CHECKING:
    from tidegate.controlroom.registers.models import SpeakUpCase, SpeakUpMove


def _last(row: SpeakUpCase) -> SpeakUpMove | None:
    moves = list(row.moves.all())
    return moves[-1] if moves else None


def _status(row: SpeakUpCase) -> str:
    last = _last(row)
    return CASE_STATUSES[CaseStatus(last.status) if last else CaseStatus.OPEN]


def _detriment(row: SpeakUpCase) -> str:
    last = _last(row)
    return DETRIMENTS[Detriment(last.detriment) if last else Detriment.NOT_KNOWN]


def _added(row: SpeakUpCase) -> list[str]:
    return [
        f"{CASE_STATUSES[CaseStatus(move.status)]}, {words.day(move.said_at)}."
        f" Fared worse for it: {DETRIMENTS[Detriment(move.detriment)].lower()}."
        f"{f' Learnt: {move.learning}.' if move.learning else ''} Noted by {move.said_by_name}"
        for move in row.moves.all()
    ]


SPEAK_UP_CASES = Register(
    slug="speak-up-cases",
    title="Speak-up cases",
    about="Single cases, for those alone who hear them. Everyone else sees counts.",
    one="case",
    subject="speak_up",
    columns=(
        Column("case", "Case", lambda row: f"Case {row.pk}"),
        Column("received_on", "Received", lambda row: row.received_on, Show.DAY),
        Column("channel", "How it came", lambda row: CHANNELS[Channel(row.channel)], narrows=True),
        Column("region", "Region", lambda row: REGIONS.get(row.region, row.region), narrows=True),
        Column("concerns", "About",
               lambda row: [CONCERNS[Concern(each)] for each in row.concerns]),
        Column("status", "Stands", _status, narrows=True),
        Column("detriment", "Fared worse for it", _detriment, listed=False),
        Column("worker_group", "Group of workers", lambda row: row.worker_group, listed=False),
        Column("anonymous", "Anonymous", lambda row: row.anonymous, listed=False),
        Column("keeper", "Kept by", lambda row: row.keeper, Show.CODE, listed=False),
    ),
    rows=queries.speak_up_cases,
    added=_added,
    form=SpeakUpForm,
    steps=lambda _: (Step("move", "Note where it stands", SpeakUpMoveForm),),
    view=HEAR,
    keep=HEAR,
)  # fmt: skip
