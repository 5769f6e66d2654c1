"""Pledges against what came, what offers were used for, and what it cost so far."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.urls import reverse

from tidegate.controlroom.board import words
from tidegate.core.surge.pledged import KIND_LABELS, Amounts, Came, against_pledge

if TYPE_CHECKING:
    from tidegate.controlroom.contracts.models import Contract
    from tidegate.controlroom.surge.models import Actual, Opening, Pledge, Surge
    from tidegate.controlroom.transfers.models import Offer
    from tidegate.core.contracts.ledger.ledger import Ledger
    from tidegate.core.transfers.ledger import Balance

Named = Callable[[str], str]
WIDTH, LEFT, ROOM, BAR, STEP = 640, 150, 440, 16, 44


@dataclass(frozen=True, slots=True)
class PledgeShown:
    """One pledge, and where to report or pledge anew."""

    number: int
    cells: list[str]
    report: str
    again: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One kind of the chart: two bars above one another, and their words."""

    label: str
    y: int
    pledged: float
    came: float
    said: str


@dataclass(frozen=True, slots=True)
class Chart:
    """What was pledged and what came, drawn and said."""

    sentence: str
    bars: list[Bar]
    height: int
    rows: list[list[str]]


def pledge_rows(
    pledges: Iterable[Pledge], named: Named, surge: Surge, may_report: Sequence[str], *, open_: bool
) -> list[PledgeShown]:
    """Write pledges, each with the buttons of whoever may answer for its provider."""
    found = []
    for one in pledges:
        mine = one.provider in may_report
        found.append(
            PledgeShown(
                one.number,
                [
                    f"{one.number}, version {one.version}",
                    named(one.provider) + ("" if one.site == one.provider else f", {one.site}"),
                    f"{one.theatres:,}",
                    f"{one.physical_beds:,}, {one.beds:,} with staff",
                    f"{one.staff:,}",
                    f"{one.units:,}",
                    _suspended(one),
                    f"{one.pledged_by_name}, {words.day_and_time(one.pledged_at)}",
                ],
                _do(surge, "report_actual", one.number) if mine and surge.opened_at else "",
                _do(surge, "pledge", one.number) if mine and open_ else "",
            )
        )
    return found


def _do(surge: Surge, name: str, number: int) -> str:
    return reverse("surge:deed_on", args=[surge.reference, name, number])


def _suspended(pledge: Pledge) -> str:
    if pledge.suspended_from is None:
        return "Not suspended"
    until = f" to {words.day(pledge.suspended_to)}" if pledge.suspended_to else ""
    return f"{words.day(pledge.suspended_from)}{until}"


def came_of(pledges: Iterable[Pledge], actuals: Iterable[Actual]) -> list[Came]:
    """Set what was reported beside what was pledged; treatments are set against a week's seventh.

    A pledge says treatments a week and a report those of a day, so that what came of them is
    reckoned to a week.
    """
    reports = list(actuals)
    return against_pledge(
        [amounts_of(one) for one in pledges],
        [_of_a_week(one) for one in reports],
        len({one.day for one in reports}),
    )


def amounts_of(row: Pledge | Actual) -> Amounts:
    """Return the amounts of a pledge or a report."""
    return Amounts(row.theatres, row.beds, row.staff, row.units)


def _of_a_week(row: Actual) -> Amounts:
    return Amounts(row.theatres, row.beds, row.staff, row.units * 7)


def chart(came: Sequence[Came]) -> Chart | None:
    """Draw what came beside what was pledged; None before anything was reported."""
    shown = [one for one in came if one.pledged or one.came]
    if not shown or not shown[0].days:
        return None
    bars = []
    for place, one in enumerate(shown):
        got = float(one.came or 0)
        most = max(one.pledged, got, 1)
        bars.append(
            Bar(KIND_LABELS[one.kind], 8 + place * STEP, ROOM * one.pledged / most,
                ROOM * got / most, f"{_amount(got)} of {one.pledged:,}")
        )  # fmt: skip
    days = words.counted(shown[0].days, "reported day")
    worst = min((one for one in shown if one.share is not None), key=lambda one: one.share or 0,
                default=None)  # fmt: skip
    sentence = f"On an average of {days}"
    if worst is not None:
        share = words.percent(float(worst.share or 0), 0)
        sentence += f", {share} of the {KIND_LABELS[worst.kind].lower()} that were pledged came"
    rows = [
        [KIND_LABELS[one.kind], f"{one.pledged:,}", _amount(float(one.came or 0)),
         words.percent(float(one.share), 0) if one.share is not None else "–"]
        for one in shown
    ]  # fmt: skip
    return Chart(f"{sentence}.", bars, 8 + len(shown) * STEP, rows)


def _amount(number: float) -> str:
    return f"{number:,.0f}" if number == round(number) else f"{number:,.1f}"


def actual_rows(actuals: Iterable[Actual], named: Named) -> list[list[str]]:
    """Write what was reported, the newest day first."""
    rows = sorted(actuals, key=lambda one: (one.day, -one.number), reverse=True)
    return [
        [
            words.day(one.day), f"{one.number}, {named(one.provider)}", f"{one.theatres:,}",
            f"{one.beds:,}", f"{one.staff:,}", f"{one.units:,}",
            "–" if one.private_done is None else f"{one.private_done:,}",
            f"{one.reported_by_name}, {words.day_and_time(one.reported_at)}",
        ]
        for one in rows
    ]  # fmt: skip


def offer_rows(offers: Iterable[tuple[Offer, Balance]], named: Named) -> list[list[str]]:
    """Write what became of the units that the surge offered, by week and site."""
    return [
        [
            words.day(offer.week), named(offer.site), f"{units.offered:,}",
            f"{units.agreed + units.booked:,}", f"{units.done:,}", f"{units.free:,}",
            f"{sum(units.unused.values()):,}", offer.state.replace("_", " ").capitalize(),
        ]
        for offer, units in offers
    ]  # fmt: skip


def opening_rows(openings: Iterable[Opening]) -> list[list[str]]:
    """Write which terms of contracts were switched, back again, or why not."""
    return [
        [
            f"{one.contract.reference}, {one.contract.title}", one.switch, one.position,
            words.day(one.turned_on) if one.turned_on else "Not switched",
            words.day(one.turned_back_on) if one.turned_back_on else "", one.why_not,
        ]
        for one in openings
    ]  # fmt: skip


def cost_rows(
    ledgers: Iterable[tuple[Contract, Ledger]], first: date | None, last: date | None
) -> tuple[list[list[str]], int | None, int]:
    """Write what each contract cost in the weeks of the surge.

    Returns:
        The rows; pence of all of them, None while a week's amount is not known; and of these what
        was paid for nothing.
    """
    rows, paid, idle = [], 0, 0
    known = True
    for contract, ledger in ledgers:
        weeks = [one for one in ledger.money if _within(one.week, first, last)]
        due = [one.due for one in weeks]
        own_idle = sum(one.idle for one in weeks)
        missing = None in due
        total = sum(one or 0 for one in due)
        known, paid, idle = known and not missing, paid + total, idle + own_idle
        rows.append(
            [
                f"{contract.reference}, {contract.title}",
                words.counted(len(weeks), "week"),
                words.UNKNOWN if missing else words.pounds(total),
                words.pounds(own_idle),
                words.pounds(sum(one.value for one in weeks)),
            ]
        )
    return rows, paid if known else None, idle


def _within(week: date, first: date | None, last: date | None) -> bool:
    """Say whether a week has a day of the surge in it."""
    if first is None:
        return False
    return week + timedelta(days=6) >= first and (last is None or week <= last)
