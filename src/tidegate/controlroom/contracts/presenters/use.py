"""The money and use of a contract as pages show them: weeks, causes, lines, invoices, reviews."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from tidegate.controlroom.board import words
from tidegate.controlroom.board.figures import Figure
from tidegate.controlroom.board.tables import (
    Cell,
    Chart,
    ChartKind,
    Column,
    Table,
    label,
    money,
    number,
    number_columns,
    share,
    text_columns,
)
from tidegate.controlroom.transfers.presenters.offers import CAUSE_WORDS, modality
from tidegate.core.contracts.ledger.ledger import KEY, by_cause, still_to_use, unit_costs
from tidegate.core.contracts.ledger.rules import DOING_LABELS, Doing
from tidegate.core.contracts.ledger.so_far import so_far
from tidegate.core.contracts.ledger.sources import ORIGIN_LABELS
from tidegate.core.contracts.ledger.utilisation import SHARE_LABELS, SHARES, added_up
from tidegate.core.contracts.payment.rounding import whole_pence
from tidegate.core.contracts.terms.pay import BASIS_LABELS
from tidegate.core.contracts.use_review import ASK_LABELS, Ask
from tidegate.core.transfers.lifecycle.causes import UnusedCause

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from fractions import Fraction

    from tidegate.controlroom.contracts.models import Contract, Invoice, Line, UseReview
    from tidegate.core.contracts.ledger.invoices import Reconciled
    from tidegate.core.contracts.ledger.ledger import Ledger
    from tidegate.core.contracts.ledger.line_week import LineWeek
    from tidegate.core.contracts.ledger.money import WeekMoney
    from tidegate.core.contracts.ledger.rules import UseRules
    from tidegate.core.reasons import Reason

WEEKS_SHOWN = 26
LINE_WEEKS_SHOWN = 8
ALARMS_SHOWN = 20
UNDEFINED = "Undefined"


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something that somebody should look at."""

    where: str
    text: str
    earlier: str = ""


def figures(ledger: Ledger) -> list[Figure]:
    """Show what was bought, used and paid for nothing, by the weeks that were returned."""
    known, left = so_far(ledger), still_to_use(ledger)
    missing = f"; {words.counted(len(known.missing), 'week')} not returned" if known.missing else ""
    running = ledger.money[-1] if ledger.money else None
    found = [
        Figure("Due so far", words.pounds(ledger.paid), _basis(running)),
        Figure("Worth at tariff", words.pounds(known.value), "what was done, by unit prices"),
        Figure("Paid for nothing", words.pounds(known.idle), f"in the weeks returned{missing}"),
        Figure("Price paid", _times(known.ratio), "of tariff; 1 is parity"),
        Figure("Used", _percent(known.units.of_contract), "units done of those contracted"),
    ]
    if left is not None:
        said = "Reached" if left.reached else words.whole(left.units_left)
        note = "to pay no more than tariff"
        if not left.reached and left.per_week is not None:
            note = f"units in {left.weeks_left} weeks, {left.per_week:,} a week, {note}"
        found.append(Figure("Still to be used", said, note))
    return found


def utilisation(ledger: Ledger) -> Chart:
    """Draw how much of what was contracted, offered and staffed was used, week by week."""
    rows = []
    for week in ledger.money[-WEEKS_SHOWN:]:
        units = added_up(ledger.rows_of(week.week))
        shares = (units.of_contract, units.of_offer, units.of_staffed)
        rows.append(
            (
                Cell(words.day(week.week), place=week.week.isoformat()),
                *(share(None if each is None else float(each)) for each in shares),
            )
        )
    named = ("Done of contracted", "Done of offered", "Done of staffed")
    table = Table(
        "Use by week", (Column("Week of"), *number_columns(named, named)), tuple(rows),
    )  # fmt: skip
    sentence = "The share that was done of what was contracted, offered and staffed."
    return Chart("use", ChartKind.LINES, "Use by week", sentence, table, unit="%")


def weeks(ledger: Ledger) -> Table:
    """List each week: units, value, what is paid whatever is used, and what of it is idle."""
    columns = (
        Column("Week of"),
        *number_columns(
            ("Used", "Idle", "Due", "Fixed", "Worth at tariff", "Contracted", "Offered", "Staffed",
             "Booked", "Done", "Unused", "No cause yet")
        ),
        Column("Paid by"),
    )  # fmt: skip
    shown = ledger.money[-WEEKS_SHOWN:]
    left_out = len(ledger.money) - len(shown)
    more = f"{words.counted(left_out, 'earlier week')} in the files below." if left_out else ""
    return Table("Weeks", columns, tuple(_week(ledger, each) for each in reversed(shown)), more)


def _week(ledger: Ledger, week: WeekMoney) -> tuple[Cell, ...]:
    rows = ledger.rows_of(week.week)
    units = added_up(rows)
    days = "" if week.days == 7 else f" ({words.counted(week.days, 'day')})"  # noqa: PLR2004
    counted = (units.contracted, units.offered, units.claimed, units.booked, units.done)
    return (
        label(f"{words.day(week.week)}{days}"),
        _share(units.of_contract),
        *(money(each) for each in (week.idle, week.due, week.fixed, week.value)),
        *(number(each) for each in counted),
        number(sum(row.unused_units for row in rows)),
        number(sum(row.unexplained for row in rows)),
        label(_basis(week)),
    )


def idle(ledger: Ledger) -> Chart:
    """Draw what was paid for nothing, week by week."""
    rows = tuple(
        (Cell(words.day(week.week), place=week.week.isoformat()), money(week.idle))
        for week in ledger.money[-WEEKS_SHOWN:]
    )
    table = Table(
        "Paid for nothing", (Column("Week of"), *number_columns(("Idle",), ("Idle",))), rows
    )
    sentence = "What was paid for and not used, each week as it stood alone."
    return Chart("idle", ChartKind.LINES, "Paid for nothing by week", sentence, table, unit="£")


def shares(ledger: Ledger) -> Table:
    """List use on every denominator."""
    units = ledger.units
    rows = tuple((label(SHARE_LABELS[name]), _share(getattr(units, name))) for name in SHARES)
    return Table("Use, on every denominator", (Column("Share"), Column("So far", True)), rows)


def costs(ledger: Ledger) -> Table:
    """List what a unit done really cost against tariff, by kind of care."""
    rows = tuple(
        (
            label(modality(each.modality)),
            number(each.done),
            label(UNDEFINED) if each.each is None else money(whole_pence(each.each)),
            label(UNDEFINED) if each.tariff is None else money(whole_pence(each.tariff)),
        )
        for each in unit_costs(ledger)
    )
    columns = (Column("Kind of care"), *number_columns(("Done", "Each cost", "Tariff")))
    return Table("What a unit cost", columns, rows, f"What is paid is shared out by {KEY}.")


def causes(rows: Iterable[LineWeek], rules: UseRules) -> Table:
    """List why units went unused, whose doing it was, and where that was said."""
    counted: dict[tuple[Doing, UnusedCause, str], int] = {}
    for each in by_cause(rows):
        key = (rules.doing[each.cause], each.cause, ORIGIN_LABELS[each.origin])
        counted[key] = counted.get(key, 0) + each.units
    ordered = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    total = sum(counted.values())
    return Table(
        "Why units went unused",
        (*text_columns("Whose doing", "Why", "Said by"), *number_columns(("Units", "Share"))),
        tuple(
            (
                label(DOING_LABELS[doing]),
                label(CAUSE_WORDS[cause].capitalize()),
                label(origin.capitalize()),
                number(units),
                share(units / total),
            )
            for (doing, cause, origin), units in ordered
        ),
    )


def line_weeks(
    contract: Contract, ledger: Ledger, lines: Mapping[str, Line], *, returns: bool, sees: bool
) -> Table:
    """List each line's last weeks: the figures that count, where they come from, and what to do.

    Args:
        contract: the contract.
        ledger: of the contract.
        lines: its rows, by identifier.
        returns: whether the viewer may return use.
        sees: whether the viewer may say what was seen staffed.
    """
    recent = {each.week for each in ledger.money[-LINE_WEEKS_SHOWN:]}
    rows = [row for row in reversed(ledger.rows) if row.week in recent]
    table = []
    for row in rows:
        address = [contract.reference, lines[row.line.line_id].pk, row.week.isoformat()]
        said = "Correct it" if row.returned else "Return it"
        table.append(
            (
                label(row.line.line_id),
                label(words.day(row.week)),
                *(_figure(row, name) for name in ("offered", "claimed", "observed", "booked",
                                                  "done", "private_done")),
                label(ORIGIN_LABELS[row.done.origin].capitalize()),
                label(said, reverse("contracts:use_return", args=address))
                if returns
                else label("Returned" if row.returned else "Not returned"),
                *(
                    (label("Seen staff", reverse("contracts:use_seen", args=address)),)
                    if sees
                    else ()
                ),
            )
        )  # fmt: skip
    columns = (
        *text_columns("Line", "Week of"),
        *number_columns(("Offered", "Staffed, as said", "Staffed, as seen", "Booked", "Done",
                         "Private")),
        *text_columns("Done by", "Return", *(("Buyer",) if sees else ())),
    )  # fmt: skip
    return Table("Lines, week by week", columns, tuple(table))


def _figure(row: LineWeek, name: str) -> Cell:
    """Show a figure; where the offers' ledger says something else, both."""
    figure = getattr(row, name)
    if figure.differs:
        return Cell(f"{words.whole(figure.units)} (offers: {words.whole(figure.beside)})",
                    figure.units)  # fmt: skip
    return number(figure.units)


def alarms(found: Sequence[Reason]) -> tuple[list[Alarm], int]:
    """Return the newest alarms, and how many more there are; one that goes on is said once."""
    grouped: dict[tuple[str, object], list[Reason]] = {}
    for each in found:
        grouped.setdefault((each.code, each.inputs.get("line_id")), []).append(each)
    shown = [
        Alarm(_where(same[0]), same[0].detail, _earlier(len(same) - 1)) for same in grouped.values()
    ]
    return shown[:ALARMS_SHOWN], max(0, len(shown) - ALARMS_SHOWN)


def _earlier(many: int) -> str:
    return f"The like in {words.counted(many, 'earlier week')}." if many else ""


def _where(reason: Reason) -> str:
    week, line = reason.inputs.get("week"), reason.inputs.get("line_id")
    said = [words.day(week)] if isinstance(week, date) else []
    return ", ".join([*said, *([str(line)] if line else [])])


DECIDED = {"": "Not decided", "paid": "Paid", "part_paid": "Paid in part", "disputed": "Disputed"}


def invoices(contract: Contract, found: Iterable[tuple[Invoice, Reconciled]]) -> Table:
    """List invoices, each beside what the ledger says is due."""
    rows = tuple(
        (
            label(row.number,
                  reverse("contracts:use_invoice", args=[contract.reference, row.pk])),
            label(f"{words.day(row.first_week)} to {words.day(row.last_week)}"),
            money(beside.charged),
            money(beside.due),
            label("Agrees" if beside.agrees
                  else words.counted(len(beside.differences), "difference")),
            label(DECIDED[row.decision]),
        )
        for row, beside in found
    )  # fmt: skip
    columns = (
        *text_columns("Invoice", "Weeks"),
        *number_columns(("Charged", "Due by the ledger")),
        *text_columns("Beside the ledger", "Decision"),
    )
    return Table("Invoices", columns, rows)


def reviews(contract: Contract, found: Iterable[UseReview]) -> Table:
    """List reviews of use: what was asked, what the provider said, what was decided."""
    rows = tuple(
        (
            label(words.day_and_time(row.opened_at),
                  reverse("contracts:use_review", args=[contract.reference, row.pk])),
            label(ASK_LABELS[Ask(row.asks)]),
            label("Replied" if row.replied_at else f"Until {words.day(row.reply_by)}"),
            label(ASK_LABELS[Ask(row.decision)] if row.decision else "Open"),
        )
        for row in found
    )  # fmt: skip
    columns = text_columns("Opened", "What was asked", "Reply of the provider", "Decision")
    return Table("Reviews of use", columns, rows)


def evidence(frozen: Mapping[str, Any]) -> list[Table]:
    """Show the evidence of a review as it was frozen."""
    weeks_of = tuple(
        (label(words.day(date.fromisoformat(str(each["week"])))), share(each["share"]))
        for each in frozen.get("weeks", ())
    )
    unused = tuple(
        (
            label(DOING_LABELS[Doing(each["doing"])]),
            label(CAUSE_WORDS[UnusedCause(each["cause"])].capitalize()),
            number(each["units"]),
        )
        for each in frozen.get("unused", ())
    )
    totals = (
        (label("Paid"), money(frozen.get("paid_pence"))),
        (label("Worth at tariff"), money(frozen.get("value_pence"))),
        (label("Paid for nothing"), money(frozen.get("idle_pence"))),
        *((label(SHARE_LABELS[name]), share(value))
          for name, value in frozen.get("shares", {}).items() if name in SHARE_LABELS),
    )  # fmt: skip
    return [
        Table("What it rested on", (Column("Figure"), Column("Then", True)), totals),
        Table("Weeks looked at", (Column("Week"), Column("Used", True)), weeks_of),
        Table(
            "Why units went unused",
            (*text_columns("Whose doing", "Why"), *number_columns(("Units",))),
            unused,
        ),
    ]


def _basis(week: WeekMoney | None) -> str:
    if week is None:
        return "not begun"
    positions = "".join(f", {name} on {where}" for name, where in week.positions.items())
    return f"{BASIS_LABELS[week.basis]}{positions}"


def _share(value: Fraction | None) -> Cell:
    return label(UNDEFINED) if value is None else share(float(value))


def _percent(value: Fraction | None) -> str:
    return UNDEFINED if value is None else words.percent(float(value))


def _times(value: Fraction | None) -> str:
    return UNDEFINED if value is None else f"{float(value):.2f} times"
