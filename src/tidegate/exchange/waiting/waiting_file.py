"""Read a waiting list in either form, our own or the weekly national one, and its side file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tidegate.exchange.findings import Severity
from tidegate.exchange.matching.input_tables import PATHWAYS, SIDE
from tidegate.exchange.matching.raw_table import headings_of
from tidegate.exchange.matching.typed_table import TypedTable, read_table
from tidegate.exchange.waiting.side import with_side
from tidegate.exchange.waiting.wlmds import read_wlmds
from tidegate.exchange.waiting.wlmds_codes import load_codes
from tidegate.exchange.waiting.wlmds_columns import is_wlmds

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from tidegate.exchange.sources import Source


@dataclass(frozen=True, slots=True)
class ReadWith:
    """What a waiting list is read with.

    Attributes:
        side: a file keyed by ``pathway_id`` with what the list does not say.
        codes: a table of codes that takes the place of the package's, for weekly national lists.
        today: days after it lie in the future; not asked when not given.
    """

    side: Path | None = None
    codes: Path | None = None
    today: date | None = None


@dataclass(frozen=True, slots=True)
class WaitingFile:
    """A waiting list as it was sent.

    Attributes:
        table: the typed table of pathways; its findings name every value that does not fit.
        as_of: the day that the file itself says it describes, if it does.
        side: the side file, if any.
    """

    table: TypedTable
    as_of: date | None = None
    side: Source | None = None

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every file that went in."""
        return (self.table.source,) if self.side is None else (self.table.source, self.side)


def read_waiting_file(path: Path, read_with: ReadWith | None = None) -> WaitingFile:
    """Read a waiting list, CSV or Parquet, in our own schema or as the weekly national list.

    Raises:
        UnusableInput: not a readable table, or columns that are needed are missing; all other
            faults are findings of the table, so that those of several files are told together.
    """
    read_with = read_with or ReadWith()
    if is_wlmds(headings_of(path)):
        weekly = read_wlmds(path, codes=load_codes(read_with.codes), today=read_with.today)
        read = WaitingFile(weekly.table, weekly.week)
    else:
        read = WaitingFile(read_table(path, PATHWAYS))
    if read_with.side is None:
        return read
    side = read_table(read_with.side, SIDE)
    table, findings = read.table, [*read.table.findings, *side.findings]
    if all(finding.severity is not Severity.ERROR for finding in side.findings):
        frame, strange = with_side(table.frame, side)
        table, findings = replace(table, frame=frame), [*findings, *strange]
    return replace(read, table=replace(table, findings=tuple(findings)), side=side.source)
