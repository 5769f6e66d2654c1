"""The notices of a contract in one list: those owed by the law beside those that were published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tidegate.controlroom.contracts.procurement import FELL_ON, TABLE, life_of, rules_of
from tidegate.controlroom.contracts.queries import selections as queries
from tidegate.controlroom.contracts.queries.contracts import signatures
from tidegate.core.contracts.procurement.notices import STEP_LABELS, Standing, owed, standing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tidegate.controlroom.contracts.models import Notice, Selection
    from tidegate.controlroom.directory.viewer import Viewer
    from tidegate.core.contracts.procurement.notice_rules import NoticeRule
    from tidegate.core.contracts.procurement.notices import Due, Life

AHEAD = timedelta(days=366)
"""How far ahead notices are listed that time will make due."""


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One notice, owed or published.

    Attributes:
        rule: the line of the table that it goes by.
        because: what made it due, in words.
        due_on: the last day on which it is in time; None where a step waits for it.
        published_on: when it was published; None: not yet.
        ref: where it can be found.
        stands: how it stands today.
        fell_on: when the intention that it announced was given up; empty: it was not.
    """

    rule: NoticeRule
    because: str
    due_on: date | None
    published_on: date | None
    ref: str
    stands: Standing
    fell_on: str = ""


def notice_lines(viewer: Viewer, selection: Selection, today: date) -> tuple[NoticeLine, ...]:
    """Return the notices of a selection in sight: what is published, what is owed, what comes."""
    contract = selection.contract
    life = life_of(
        selection, signatures(viewer, contract), queries.modifications_of(viewer, contract)
    )
    return lines_of(life, rules_of(selection), queries.notices_of(viewer, contract), today)


def outstanding(viewer: Viewer, selection: Selection, today: date) -> tuple[NoticeLine, ...]:
    """Return the notices that wait to be published by a day, the most urgent first."""
    waiting = [
        line
        for line in notice_lines(viewer, selection, today)
        if line.published_on is None and line.due_on is not None
    ]
    return tuple(sorted(waiting, key=lambda line: (line.due_on or date.max, line.rule.kind)))


def lines_of(
    life: Life, rules: Sequence[NoticeRule], rows: Sequence[Notice], today: date
) -> tuple[NoticeLine, ...]:
    """Put the notices owed and the rows kept together, each once."""
    left = list(rows)
    lines: list[NoticeLine] = []
    for due in owed(life, rules, today + AHEAD):
        row = _row_for(due, left)
        if row is not None:
            left.remove(row)
        if row is None and life.abandoned_on is not None and due.event_on is None:
            continue  # nothing waits for it any more
        lines.append(_line(due.rule, row, due.due_on, due.because, today))
    by_kind = {rule.kind: rule for rule in (*TABLE.notices, *rules)}
    lines += [_line(by_kind[row.kind], row, row.due_on, row.because, today) for row in left]
    return tuple(lines)


def _row_for(due: Due, rows: Sequence[Notice]) -> Notice | None:
    """Return the row that keeps a notice owed; one whose intention was given up keeps none."""
    return next(
        (
            row
            for row in rows
            if row.kind == due.rule.kind and row.due_on == due.due_on and FELL_ON not in row.content
        ),
        None,
    )


def _line(
    rule: NoticeRule, row: Notice | None, due_on: date | None, because: str, today: date
) -> NoticeLine:
    published_on = row.published_on if row else None
    return NoticeLine(
        rule=rule,
        because=because or (STEP_LABELS[rule.before] if rule.before else ""),
        due_on=due_on,
        published_on=published_on,
        ref=row.ref if row else "",
        stands=standing(due_on, published_on, today),
        fell_on=str(row.content.get(FELL_ON, "")) if row else "",
    )
