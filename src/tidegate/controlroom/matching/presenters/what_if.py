"""A changed plan beside the plan as it is: the figures of both, who gains and who loses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tidegate.controlroom.board import words
from tidegate.controlroom.board.tables import (
    Cell,
    Table,
    label,
    number,
    number_columns,
    text_columns,
)
from tidegate.controlroom.matching.presenters.charts import left_out
from tidegate.core.directory.treatment_functions import treatment_function_name
from tidegate.exchange.matching.beside import TOO_FEW, signed
from tidegate.exchange.matching.report.people import FIFTHS
from tidegate.exchange.matching.report.reasons import UNMATCHED, in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tidegate.core.matching.changes.effect import Effect
    from tidegate.exchange.matching.beside import Beside

MOST_GROUPS = 20
_COLUMNS = ("This plan", "With the changes", "Difference")
_TOO_FEW = Cell(TOO_FEW)


def figures(rows: Sequence[Beside]) -> Table:
    """Put the figures of both plans side by side."""
    return Table(
        "The changed plan beside this one",
        (*text_columns("Figure"), *number_columns(_COLUMNS)),
        tuple(
            (
                label(row.name),
                Cell(row.said(row.before), row.before),
                Cell(row.said(row.after), row.after),
                Cell(row.grown, row.change),
            )
            for row in rows
        ),
    )


def reasons(before: Mapping[str, Any], after: Mapping[str, Any]) -> Table:
    """Compare why people are not in the plan, the largest group first."""
    was = {row["code"]: row["people"] for row in before["unmatched"]}
    now = {row["code"]: row["people"] for row in after["unmatched"]}
    codes = sorted({*was, *now}, key=lambda code: (-max(was.get(code, 0), now.get(code, 0)), code))
    return Table(
        "Why people are not in the plan",
        (*text_columns("Reason"), *number_columns(_COLUMNS)),
        tuple(
            (
                label(in_words(code, UNMATCHED, None)[0]),
                number(was.get(code, 0)),
                number(now.get(code, 0)),
                _grown(now.get(code, 0) - was.get(code, 0)),
            )
            for code in codes
        ),
    )


def equity(before: Mapping[str, Any], after: Mapping[str, Any]) -> Table:
    """Compare how often people are chosen, by how deprived the place is where they live."""
    was = {row["imd_quintile"]: row["selection_rate"] for row in before["equity"]}
    now = {row["imd_quintile"]: row["selection_rate"] for row in after["equity"]}
    return Table(
        "Share treated, by deprivation of where people live",
        (*text_columns("Fifth of neighbourhoods"), *number_columns(_COLUMNS)),
        tuple(
            (label(FIFTHS.get(fifth, words.UNKNOWN)), *_rates(was.get(fifth), now.get(fifth)))
            for fifth in sorted({*was, *now}, key=lambda fifth: (fifth is None, fifth or 0))
        ),
    )


def groups(found: Effect, named: Callable[[str], str], why: Callable[[str, str], str]) -> Table:
    """List who gains and who loses, by specialty and holder.

    ``why`` returns where one can read of a pathway of a holder why this plan has it as it has;
    empty when that is out of the viewer's sight.
    """
    rows = found.groups.head(MOST_GROUPS).to_dicts()
    return Table(
        "Who gains and who loses",
        (
            *text_columns("Specialty", "Waiting with"),
            *number_columns(("Gain a place", "Lose theirs", "Sooner", "Later")),
            *text_columns("For example"),
        ),
        tuple(
            (
                label(treatment_function_name(row["tfc"])),
                label(named(row["holder"]) if row["holder"] else words.UNKNOWN),
                *(number(row[count]) for count in ("gained", "lost", "sooner", "later")),
                _example(row, why),
            )
            for row in rows
        ),
        more=left_out(found.groups.height, MOST_GROUPS, "group", "groups").replace(
            ", in the files below", ""
        ),
    )


def _example(row: Mapping[str, Any], why: Callable[[str, str], str]) -> Cell:
    pathway = row["gainer"] or row["loser"]
    address = why(pathway, row["holder"] or "") if pathway else ""
    if not address:
        return label("")
    said = "why not in this plan" if row["gainer"] else "why in this plan"
    return label(f"{pathway}: {said}", href=address)


def _rates(before: float | None, after: float | None) -> tuple[Cell, Cell, Cell]:
    if before is None or after is None:
        known = [
            _TOO_FEW if one is None else Cell(words.percent(one), one) for one in (before, after)
        ]
        return (*known, label(""))  # type: ignore[return-value] # two and one are three
    return (
        Cell(words.percent(before), before),
        Cell(words.percent(after), after),
        _points(after - before),
    )


def _points(change: float) -> Cell:
    points = round(change * 100, 1)
    return Cell(signed(points, f"{abs(points):.1f} points"), points)


def _grown(change: float) -> Cell:
    return Cell(signed(change, words.whole(abs(change))), change)
