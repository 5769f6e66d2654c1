"""A selection as its page shows it: law, route and reasons, notices, standstill, objections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from tidegate.controlroom.board import words
from tidegate.controlroom.contracts.procurement import TABLE, criteria_of
from tidegate.core.contracts.procurement.criteria import CRITERIA
from tidegate.core.contracts.procurement.decision_tree import QUESTIONS, Question
from tidegate.core.contracts.procurement.modification import GROUNDS, Ground
from tidegate.core.contracts.procurement.notices import STANDING_LABELS, Standing
from tidegate.core.contracts.procurement.regimes import (
    DECISION_LABELS,
    REGIME_LABELS,
    ROUTE_LABELS,
    SELECTION_LABELS,
    Decision,
    Regime,
    Route,
    SelectionState,
)
from tidegate.core.contracts.procurement.table import MARK_LABELS, Mark

if TYPE_CHECKING:
    from tidegate.controlroom.contracts.models import (
        Contract,
        Modification,
        Representation,
        Selection,
    )
    from tidegate.controlroom.contracts.selection_notices import NoticeLine
    from tidegate.core.contracts.procurement.signature import SelectionFacts

COLOURS: Mapping[Standing, str] = {
    Standing.PUBLISHED: "nhsuk-tag--green",
    Standing.LATE: "nhsuk-tag--orange",
    Standing.OVERDUE: "nhsuk-tag--red",
    Standing.DUE: "nhsuk-tag--yellow",
    Standing.AWAITED: "nhsuk-tag--grey",
}
STATE_COLOURS: Mapping[SelectionState, str] = {
    SelectionState.OPEN: "nhsuk-tag--grey",
    SelectionState.CHOSEN: "",
    SelectionState.STANDSTILL: "nhsuk-tag--yellow",
    SelectionState.AWARDED: "nhsuk-tag--green",
    SelectionState.ABANDONED: "nhsuk-tag--red",
}
_DECIDING_CONTENT = (
    ("Who decided", "decision_makers"),
    ("Conflicts of interest", "conflicts"),
    ("Why this route", "why"),
    ("Why it was abandoned", "abandoned_why"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list of facts."""

    key: str
    value: str


def facts(selection: Selection, *, buys: bool) -> list[Row]:
    """Return what is known of a selection, as much as the viewer's side may read."""
    regime = Regime(selection.regime)
    rows = [
        Row("Law", REGIME_LABELS[regime]),
        Row("Process started", words.day(selection.process_started)),
    ]
    if selection.route:
        rows.append(Row("Route", ROUTE_LABELS[Route(selection.route)]))
    if selection.awarded_on:
        rows.append(Row("Awarded", words.day(selection.awarded_on)))
    if selection.content.get("light_touch"):
        rows.append(Row("Light touch", "Yes"))
    if buys:
        rows += [
            Row(key, str(selection.content[name]))
            for key, name in _DECIDING_CONTENT
            if selection.content.get(name)
        ]
        if selection.panel_ref:
            rows.append(Row("Independent panel", selection.panel_ref))
    return rows


def because(selection: Selection) -> list[str]:
    """Return why this law and this route, in sentences."""
    reasons = [*selection.content.get("regime_reasons", []), *selection.route_reasons]
    return [str(reason["detail"]) for reason in reasons]


def answers(selection: Selection) -> list[Row]:
    """Return the questions that were asked with their answers."""
    return [
        Row(QUESTIONS[question], "Yes" if selection.answers[question.value] else "No")
        for question in Question
        if question.value in selection.answers
    ]


def criteria(selection: Selection) -> list[Row]:
    """Return what was found by each key criterion."""
    found = criteria_of(selection)
    return [Row(CRITERIA[each], text) for each, text in found.items() if text]


def state(selection: Selection) -> dict[str, str]:
    """Return where it stands, in words and colour."""
    stands = SelectionState(selection.state)
    return {"text": SELECTION_LABELS[stands], "colour": STATE_COLOURS[stands]}


def notices(lines: Sequence[NoticeLine]) -> list[dict[str, str]]:
    """Return the rows of the table of notices."""
    return [
        {
            "label": line.rule.label,
            "kind": line.rule.kind if line.rule.kind[:2] in {"UK", "F0", "F1", "F2"} else "",
            "because": line.because,
            "due": words.day(line.due_on) if line.due_on else "",
            "stands": "Given up" if line.fell_on else STANDING_LABELS[line.stands],
            "colour": "nhsuk-tag--grey" if line.fell_on else COLOURS[line.stands],
            "published": words.day(line.published_on) if line.published_on else "",
            "ref": line.ref,
            "mark": MARK_LABELS[Mark(line.rule.mark)],
        }
        for line in lines
    ]


def representations(
    rows: Sequence[Representation], seen: SelectionFacts, link: Mapping[int, str]
) -> list[dict[str, str]]:
    """Return the representations, each with what was decided or where it is answered."""
    standstill = seen.standstill()
    found = []
    for row in rows:
        ends = standstill.ends_at if standstill else None
        late = ends is not None and row.received_at >= ends
        decision = DECISION_LABELS[Decision(row.decision)] if row.decision else ""
        found.append(
            {
                "by": row.by,
                "text": row.text,
                "received": words.day_and_time(row.received_at),
                "late": "After the standstill was over: it holds nothing." if late else "",
                "answer": f"{decision}, told on {words.day_and_time(row.told_at)}"
                if row.told_at
                else "",
                "href": "" if row.told_at else link.get(row.pk, ""),
            }
        )
    return found


def modifications(rows: Sequence[Modification], contract: Contract) -> list[dict[str, str]]:
    """Return the changes of a contract, with how much all of them come to."""
    return [
        {
            "day": words.day(row.made_at),
            "ground": GROUNDS[Ground(row.ground)],
            "delta": _signed(row.delta_pence),
            "cumulative": _signed(row.cumulative_pence),
            "share": words.percent(row.cumulative_pence / contract.value_pence)
            if contract.value_pence
            else words.UNKNOWN,
        }
        for row in rows
    ]


def _signed(pence: int) -> str:
    return f"{'+' if pence > 0 else ''}{words.pounds(pence)}"


def numbers(regime: Regime) -> list[dict[str, str]]:
    """Return the numbers of the table with their sources, those to be checked among them."""
    prefixes = {
        Regime.PSR: ("psr_", "considerable_", "modification_", "urgent_", "annual_"),
        Regime.PA23: ("pa23_", "tender_", "planned_", "pipeline_", "payment_", "kpi_"),
        Regime.PREVIOUS: ("previous_",),
        Regime.UNKNOWN: ("psr_from", "pa23_from", "health_cpv"),
    }[regime]
    return [
        {
            "name": _said_name(name),
            "value": _said_value(name, number.value),
            "mark": MARK_LABELS[number.mark],
            "source": number.source,
        }
        for name, number in TABLE.numbers.items()
        if name.startswith(prefixes)
    ]


def _said_name(name: str) -> str:
    plain = name.removesuffix("_pence").replace("psr_", "").replace("pa23_", "").replace("_", " ")
    return plain[:1].upper() + plain[1:]


def _said_value(name: str, value: object) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, date):
        return words.day(value)
    if isinstance(value, list):
        return words.listed([str(each) for each in value])
    if name.endswith("_pence"):
        return words.pounds(int(str(value)))
    return f"{value}%" if "percent" in name else str(value)
