"""NHS England's sheets: a title block, a row of headings found by its text, blocks of columns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from tidegate.exchange.findings import UnusableInput, error
from tidegate.exchange.pressure.days import month_span
from tidegate.exchange.pressure.publication import ENGLAND
from tidegate.exchange.waiting.sheets import read_sheet, texts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import fastexcel

    from tidegate.exchange.pressure.days import Span

_DEEPEST = 40  # rows in which the headings must begin
_NOTE = re.compile(r"\s*\(see notes?[^)]*\)|\s+\d+$|\*+$")
_NO_DATE = {"", "-", "n/a", "none"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet, taken apart.

    Attributes:
        name: the file and the sheet, for findings.
        title: what stands beside “Title:”, “Period:”, “Revised:” and so on above the headings.
        blocks: the words above each heading, those of merged cells repeated.
        headings: the headings, single-spaced, without notes.
        body: everything below the headings, in columns ``c0``, ``c1``…
    """

    name: str
    title: Mapping[str, str]
    blocks: Sequence[str]
    headings: Sequence[str]
    body: pl.DataFrame

    @property
    def revised(self) -> bool:
        """Tell whether the sheet says that it was revised."""
        return self.title.get("Revised", "").lower() not in _NO_DATE

    @property
    def period(self) -> Span:
        """Return the month or quarter that stands beside “Period:” or “Month:”.

        Raises:
            UnusableInput: no month there.
        """
        said = self.title.get("Period") or self.title.get("Month") or ""
        span = month_span(said)
        if span is None:
            expected = "a month and a year beside “Period:”, above the table"
            raise UnusableInput([error("BAD_PERIOD", self.name, expected, value=said)])
        return span

    def place(self, *headings: str, block: str = "") -> str:
        """Return the column under a heading, or under the first of several spellings.

        Args:
            headings: how it may be spelled; letter case does not count.
            block: the beginning of the words above it, where headings repeat.

        Raises:
            UnusableInput: there is none.
        """
        found = self.find(*headings, block=block)
        if found is None:
            where = f" below “{block}”" if block else ""
            expected = f"a column “{headings[0]}”{where}"
            raise UnusableInput([error("MISSING_COLUMN", self.name, expected, column=headings[0])])
        return found

    def find(self, *headings: str, block: str = "") -> str | None:
        """Return the column under a heading, if there is one."""
        for heading in headings:
            for n, here in enumerate(self.headings):
                above = self.blocks[n].casefold().startswith(block.casefold())
                if here.casefold() == heading.casefold() and above:
                    return f"c{n}"
        return None


def take_apart(table: pl.DataFrame, name: str, *headings: str) -> Sheet | None:
    """Find the row that holds all these headings, in any letter case; None when there is none."""
    wanted = {heading.casefold() for heading in headings}
    rows = [texts(row) for row in table.head(_DEEPEST).iter_rows()]
    for index, row in enumerate(rows):
        cells = [_NOTE.sub("", cell) for cell in row]
        if wanted <= {cell.casefold() for cell in cells}:
            body = table.slice(index + 1).rename(
                {old: f"c{n}" for n, old in enumerate(table.columns)}
            )
            return Sheet(name, _title(rows[:index]), _spread(rows[:index], len(row)), cells, body)
    return None


def find_sheet(
    workbook: fastexcel.ExcelReader, path: Path, *headings: str, titled: str = ""
) -> Sheet | None:
    """Return the first sheet with these headings and, where given, a title that begins so."""
    for sheet in workbook.sheet_names:
        found = take_apart(read_sheet(workbook, sheet, path), f"{path.name} › {sheet}", *headings)
        if found and found.title.get("Title", "").casefold().startswith(titled.casefold()):
            return found
    return None


def sheet_with(
    workbook: fastexcel.ExcelReader, path: Path, *headings: str, titled: str = ""
) -> Sheet:
    """Return the first sheet with these headings and, where given, a title that begins so.

    Raises:
        UnusableInput: no sheet has them.
    """
    found = find_sheet(workbook, path, *headings, titled=titled)
    if found is None:
        expected = f"a sheet with the headings {', '.join(f'“{each}”' for each in headings)}"
        raise UnusableInput([error("MISSING_SHEET", path.name, expected)])
    return found


def labelled(sheet: Sheet, code: str, name: str) -> pl.DataFrame:
    """Add ``organisation`` and ``name`` to the rows; England is found by its name and lack of code.

    Rows with neither code nor name, such as empty and formatted ones, notes, and stray helper
    numbers, are left out.
    """
    codes = pl.col(code).fill_null("").str.strip_chars()
    names = pl.col(name).fill_null("").str.strip_chars().str.replace_all(r"\s+", " ")
    no_code = codes.is_in(["", "-"])
    england = no_code & (names.str.contains(r"(?i)^england") | (names == "-"))
    return sheet.body.with_columns(
        organisation=pl.when(england).then(pl.lit(ENGLAND)).when(~no_code).then(codes),
        name=pl.when(england & (names == "-")).then(pl.lit("England")).otherwise(names),
    ).drop_nulls("organisation")


def _title(rows: Sequence[Sequence[str]]) -> dict[str, str]:
    """Read “Title: …” pairs, wherever on the row the pair stands."""
    found: dict[str, str] = {}
    for row in rows:
        cells = [cell for cell in row if cell]
        if len(cells) > 1 and cells[0].endswith(":"):
            found.setdefault(cells[0].rstrip(":"), cells[1])
        elif cells and cells[0].endswith(":"):
            found.setdefault(cells[0].rstrip(":"), "")
    return found


def _spread(rows: Sequence[Sequence[str]], width: int) -> list[str]:
    """Repeat the words of the row above to the right, as merged cells are read."""
    above, words = (rows[-1] if rows else [""] * width), ""
    spread = []
    for cell in above:
        words = cell or words
        spread.append(words)
    return spread
