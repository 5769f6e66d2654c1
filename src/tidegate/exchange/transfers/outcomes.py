"""Read outcomes of invitations: who was asked, what they said and when, and whether they came."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from tidegate.core.matching.problem import Modality, normalised
from tidegate.core.transfers.outcomes import OUTCOMES as SCHEMA
from tidegate.core.transfers.outcomes import Reply
from tidegate.exchange.findings import Finding, error, refuse_errors
from tidegate.exchange.matching.input_tables import PRIORITIES, Column, Form, Table
from tidegate.exchange.matching.listed_pathways import planned_priority
from tidegate.exchange.matching.raw_table import ROW
from tidegate.exchange.matching.typed_table import fault, read_table

if TYPE_CHECKING:
    from pathlib import Path

    from tidegate.exchange.sources import Source

_LONGEST_REPLY = 3650  # days
OUTCOMES = Table(
    "outcomes",
    "one invitation to be treated at an offered slot, or a number of them alike in every column",
    (
        Column("invitation_id", Form.TEXT, "pseudonymous identifier, one row each", needed=True),
        Column("modality", Form.TEXT, "kind of care", needed=True, codes=tuple(Modality)),
        Column("travel_minutes", Form.NUMBER, "minutes one way to the slot", least=0),
        Column(
            "priority", Form.TEXT, "clinical priority, as in the pathways file", codes=PRIORITIES
        ),
        Column("weeks_waited", Form.WHOLE, "whole weeks waited when asked", least=0),
        Column(
            "moved",
            Form.YES_NO,
            "whether the slot is at another provider than the one on whose list the patient stands",
        ),
        Column(
            "reply",
            Form.TEXT,
            "what was said; “none” is closed without an answer, “pending” is still open",
            needed=True,
            codes=tuple(Reply),
        ),
        Column(
            "reply_days",
            Form.WHOLE,
            "days from invitation to answer, for yes and no",
            least=0,
            most=_LONGEST_REPLY,
        ),
        Column(
            "attended",
            Form.YES_NO,
            "whether somebody who said yes came; blank while the day has not come",
        ),
        Column("count", Form.WHOLE, "invitations that the row stands for; blank is 1", least=0),
    ),
    ("invitation_id",),
)


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Outcomes, read and checked.

    Attributes:
        frame: columns ``core.transfers.outcomes.OUTCOMES``.
        source: the file, fingerprinted.
        findings: what is odd, yet does not spoil them.
    """

    frame: pl.DataFrame
    source: Source
    findings: tuple[Finding, ...]


def is_outcomes(headings: Iterable[str]) -> bool:
    """Tell whether a file with these headings lists outcomes, or lacks no more than one of them."""
    given = set(headings)
    return len(given.intersection(OUTCOMES.needed)) >= len(OUTCOMES.needed) - 1 and bool(
        given & {"invitation_id", "reply"}
    )


def read_outcomes(path: Path) -> Outcomes:
    """Read a file of outcomes, CSV or Parquet.

    Raises:
        UnusableInput: with every value that does not fit, and rows that contradict themselves.
    """
    table = read_table(path, OUTCOMES)
    found = [*table.findings, *contradictions(table.frame, table.source.name)]
    if table.frame.is_empty():
        found.append(error("NO_ROWS", table.source.name, f"at least one row: {OUTCOMES.row_is}"))
    findings = refuse_errors(found)
    frame = normalised(table.frame.drop(ROW), SCHEMA, {"count": 1}).select(list(SCHEMA))
    return Outcomes(
        frame.with_columns(priority=planned_priority(pl.col("priority"))), table.source, findings
    )


def contradictions(frame: pl.DataFrame, name: str) -> list[Finding]:
    """Find rows in which somebody attended without a yes, or answered on a day without an answer.

    Args:
        frame: the typed table, as ``read_table`` gives it.
        name: name of its file.
    """
    found = []
    rules = (
        ("attended", [Reply.YES], "ATTENDED_WITHOUT_YES", "blank, unless the reply is yes"),
        ("reply_days", [Reply.YES, Reply.NO], "REPLY_DAYS_WITHOUT_REPLY",
         "blank, unless the reply is yes or no"),
    )  # fmt: skip
    for column, replies, code, expected in rules:
        if column in frame.columns:
            against = ~pl.col("reply").is_in([reply.value for reply in replies])
            rows = frame.filter(against & pl.col(column).is_not_null())
            if rows.height:
                found.append(fault(code, name, column, expected, rows))
    return found
