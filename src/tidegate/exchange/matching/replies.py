"""What patients answered to the places that a plan proposed: accepted, declined, or not yet."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import polars as pl

from tidegate.exchange.findings import error, refuse_errors
from tidegate.exchange.matching.input_tables import Column, Form, Table
from tidegate.exchange.matching.raw_table import ROW
from tidegate.exchange.matching.typed_table import read_table

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tidegate.exchange.findings import Finding
    from tidegate.exchange.sources import Source


class Reply(StrEnum):
    """What a patient, and the teams on both sides, have said to a place that was proposed."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    PROPOSED = "proposed"


REPLIES = Table(
    "replies",
    "one patient's answer to the place that a plan proposed",
    (
        Column("pathway_id", Form.TEXT, "the pathway, as in the plan", needed=True),
        Column(
            "reply",
            Form.TEXT,
            "accepted: the transfer stays as it is; declined: the patient is not proposed that "
            "site again; proposed: no answer yet, as for everybody who is not in the file",
            needed=True,
            codes=tuple(Reply),
        ),
        Column(
            "offer_id",
            Form.TEXT,
            "the offer that was answered; blank is the one of the plan. With it, one file may keep "
            "the answers to several plans",
        ),
    ),
    ("pathway_id", "offer_id"),
)


@dataclass(frozen=True, slots=True)
class Replies:
    """Answers, read and checked as a table; what they say of a plan is not checked yet.

    Attributes:
        frame: ``ROW, pathway_id, reply, offer_id`` (null where the file does not say).
        source: the file, fingerprinted.
        agreed: whether each acceptance has taken its unit already, of whichever offer of the plan
            the patient chose; in a file that somebody wrote, one must be of the place that the
            plan gave, else it is taken for a mistake.
    """

    frame: pl.DataFrame
    source: Source
    agreed: bool = False


def is_replies(headings: Iterable[str]) -> bool:
    """Tell whether a file with these headings is a file of replies."""
    return set(REPLIES.needed).issubset(headings)


def read_replies(path: Path) -> Replies:
    """Read a file of replies, CSV or Parquet.

    Raises:
        UnusableInput: with every value that does not fit, and pathways that are answered twice.
    """
    table = read_table(path, REPLIES)
    refuse_errors(table.findings)
    frame = table.frame
    if "offer_id" not in frame.columns:
        frame = frame.with_columns(offer_id=pl.lit(None, pl.String))
    refuse_errors(_twice(frame, table.source.name))
    return Replies(frame.select(ROW, "pathway_id", "reply", "offer_id"), table.source)


def _twice(frame: pl.DataFrame, name: str) -> list[Finding]:
    """Find pathways with two answers to one offer, or two that do not say to which."""
    again = frame.filter(~pl.struct("pathway_id", "offer_id").is_first_distinct())
    if again.is_empty():
        return []
    first = again.row(0, named=True)
    return [
        error("TWO_REPLIES", name, "one reply of each pathway to each offer", row=first[ROW],
              column="pathway_id", value=first["pathway_id"], count=again.height)
    ]  # fmt: skip
