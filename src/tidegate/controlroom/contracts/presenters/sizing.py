"""What the page on sizing shows of an answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse

from tidegate.controlroom.board.tables import Column, Table, label
from tidegate.exchange.contracts import sizing_words as words
from tidegate.exchange.contracts.sizing_curves import CurveShown, curves

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tidegate.controlroom.contracts.sizing_asked import FromForm
    from tidegate.core.contracts.sizing.size import Sized


@dataclass(frozen=True, slots=True)
class CurveOnPage:
    """A curve and its table."""

    curve: CurveShown
    table: Table


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, ready to write down.

    Attributes:
        headline: the answer in one sentence.
        reasons: which unit is bought last and why, and what to be careful about.
        ground: what is taken for granted of demand and prices.
        notes: what is odd about the demand.
        side_by_side, sensitivity: tables.
        drawn: curves with their tables.
        draft: address of a contract's draft with these units; empty where there is none to carry.
    """

    headline: str
    reasons: tuple[str, ...]
    ground: tuple[str, ...]
    notes: tuple[str, ...]
    side_by_side: Table
    sensitivity: Table
    drawn: tuple[CurveOnPage, ...]
    draft: str


def answer(question: FromForm, sized: Sized, *, may_draft: bool) -> Answer:
    """Write an answer down; who may not draft contracts gets no way to carry it into one."""
    asked = question.asked
    odd = tuple(finding.sentence() for finding in asked.findings)
    return Answer(
        headline=words.headline(asked, sized),
        reasons=tuple(reason.detail for reason in sized.reasons),
        ground=(f"{asked.demand[:1].upper()}{asked.demand[1:]}.", words.price_words(sized)),
        notes=(*question.notes, *odd),
        side_by_side=_table(
            "A week, on average", words.columns(sized), words.side_by_side(asked, sized)
        ),
        sensitivity=_table(
            "When something is not as said", words.SENSITIVITY, words.sensitivity_rows(sized)
        ),
        drawn=tuple(
            CurveOnPage(one, _table(one.heading, one.columns, one.rows))
            for one in curves(asked, sized)
        ),
        draft=_draft(question, sized) if may_draft and sized.best.units else "",
    )


def _table(caption: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    first, *others = columns
    return Table(
        caption,
        (Column(first or "What"), *(Column(name, numeric=True) for name in others)),
        tuple(tuple(label(cell) for cell in row) for row in rows),
    )


def _draft(question: FromForm, sized: Sized) -> str:
    """Return the address of a new contract's draft, with units a week and their price."""
    carried: dict[str, object] = {
        "units": sized.best.units,
        "unit_price_pence": sized.question.prices.block_pence,
    }
    line = question.line
    if line is not None:
        carried |= {"site": line.site, "modality": line.modality}
    return f"{reverse('contracts:new')}?{urlencode(carried)}"
