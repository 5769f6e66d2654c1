"""The columns of the RTT full CSV, found by their headings whichever year wrote them."""

from __future__ import annotations

import calendar
import csv
import re
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING

from tidegate.exchange.findings import Finding, UnusableInput, error, warning

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tidegate.exchange.blocks import Block

# Heading → our name. Descriptions of parts and treatment functions are not read.
NAMED = {
    "Period": "period",
    "Provider Parent Org Code": "provider_parent",
    "Provider Org Code": "provider",
    "Provider Org Name": "provider_name",
    "Commissioner Parent Org Code": "commissioner_parent",
    "Commissioner Org Code": "commissioner",
    "Commissioner Org Name": "commissioner_name",
    "RTT Part Type": "part",
    "Treatment Function Code": "tfc",
    "Total": "banded",
    "Patients with unknown clock start date": "unknown_start",
    "Total All": "total",
}
_UNREAD = {
    "provider parent name",
    "commissioner parent name",
    "rtt part description",
    "treatment function name",
}
_BY_FOLDED = {heading.casefold(): ours for heading, ours in NAMED.items()}
_BAND = re.compile(r"gt (\d+)(?: to (\d+))? weeks sum 1")
_PERIOD = re.compile(r"RTT-([A-Z][a-z]+)-(\d{4})")
_MONTHS = {name: number for number, name in enumerate(calendar.month_name) if name}
_TITLE_LINES = 12  # some older files carry title lines above the headings
_ENOUGH_HEADINGS = 6  # of twelve: then it is such a file, whatever else is wrong with it
_LAST_BANDS = (104, 52)  # since April 2021, and before


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the columns of one file are.

    Attributes:
        headings: the columns as the file spells them, in its order.
        columns: our name of each column that is read → its position.
        bands: names of the band columns, from ``w000`` to the open-ended last one.
        header_line: line number of the headings.
        findings: what is odd about the headings, but does not matter.
    """

    headings: tuple[str, ...]
    columns: Mapping[str, int]
    bands: tuple[str, ...]
    header_line: int
    findings: tuple[Finding, ...]

    def heading(self, column: str) -> str:
        """Return the heading under which the file holds one of our columns."""
        return self.headings[self.columns[column]]


def fold(heading: str) -> str:
    """Fold a heading for comparison: letter case and runs of blanks do not matter."""
    return " ".join(heading.split()).casefold()


def is_rtt_header(cells: Sequence[str]) -> bool:
    """Tell whether a line holds headings of the RTT full CSV, perhaps not all of them."""
    folded = {fold(cell) for cell in cells}
    return len(folded & _BY_FOLDED.keys()) >= _ENOUGH_HEADINGS


def find_header(text: bytes) -> tuple[int, list[str]] | None:
    """Return the index of the line with the headings at the beginning of a file, and its cells."""
    lines = text[: 2**16].decode("utf-8", "replace").splitlines()[:_TITLE_LINES]
    for index, line in enumerate(lines):
        cells = next(csv.reader([line]), [])
        if is_rtt_header(cells):
            return index, cells
    return None


def read_layout(block: Block, file: str) -> Layout:
    """Find the columns in a file's first block.

    Raises:
        UnusableInput: no headings of the RTT full CSV, or some missing or repeated.
    """
    found = find_header(block.text)
    if found is None:
        expected = "the headings of the RTT full CSV (Period, Provider Org Code, …)"
        first = block.text[:60].decode("utf-8", "replace").splitlines()[:1]
        value = first[0] if first else None
        raise UnusableInput([error("NOT_AN_RTT_FILE", file, expected, row=1, value=value)])
    index, cells = found
    line = block.first_line + index
    columns, unexpected, findings = _place(cells, file, line)
    last = next((band for band in _LAST_BANDS if f"w{band:03}" in columns), 104)
    bands = tuple(f"w{band:03}" for band in range(last + 1))
    findings += _missing(columns, bands, unexpected, file, line)
    if any(finding.severity == "error" for finding in findings):
        raise UnusableInput(findings)
    return Layout(tuple(cells), columns, bands, line, tuple(findings))


def _place(
    cells: Sequence[str], file: str, line: int
) -> tuple[dict[str, int], list[str], list[Finding]]:
    columns: dict[str, int] = {}
    unexpected: list[str] = []
    findings: list[Finding] = []
    for position, cell in enumerate(cells):
        name = _our_name(fold(cell))
        if name is None:
            if fold(cell) not in _UNREAD:
                unexpected.append(cell)
        elif name in columns:
            expected = "each heading once"
            findings.append(error("REPEATED_COLUMN", file, expected, row=line, column=cell))
        else:
            columns[name] = position
    for cell in unexpected:
        expected = "only the columns of the RTT full CSV; this one is not read"
        findings.append(warning("UNEXPECTED_COLUMN", file, expected, row=line, column=cell))
    return columns, unexpected, findings


def _our_name(folded: str) -> str | None:
    band = _BAND.fullmatch(folded)
    if band is None:
        return _BY_FOLDED.get(folded)
    start, end = int(band[1]), band[2]
    closed = end is not None and int(end) == start + 1
    open_ended = end is None and start in _LAST_BANDS
    return f"w{start:03}" if closed or open_ended else None


def _missing(
    columns: Mapping[str, int],
    bands: Sequence[str],
    unexpected: Sequence[str],
    file: str,
    line: int,
) -> list[Finding]:
    headings = {ours: heading for heading, ours in NAMED.items()}
    headings |= {band: _band_heading(band, bands[-1]) for band in bands}
    candidates = {fold(cell): cell for cell in unexpected}
    findings = []
    for name, heading in headings.items():
        if name in columns:
            continue
        near = get_close_matches(heading.casefold(), candidates, n=1, cutoff=0.6)
        expected = f"a column “{heading}”"
        value = candidates[near[0]] if near else None
        findings.append(
            error("MISSING_COLUMN", file, expected, row=line, column=heading, value=value)
        )
    return findings


def _band_heading(band: str, last: str) -> str:
    week = int(band[1:])
    return (
        f"Gt {week:02} Weeks SUM 1"
        if band == last
        else f"Gt {week:02} To {week + 1:02} Weeks SUM 1"
    )


def period_end(period: str) -> date | None:
    """Return the last day of a month written ``RTT-January-2026``; None when it is not one."""
    match = _PERIOD.fullmatch(period)
    if match is None or match[1] not in _MONTHS:
        return None
    year, month = int(match[2]), _MONTHS[match[1]]
    return date(year, month, calendar.monthrange(year, month)[1])
