"""Spreadsheet workbooks, written by hand so that no writer library is needed."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

Sheets = Mapping[str, Sequence[Sequence[str | int | float | None]]]
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def write_workbook(path: Path, sheets: Sheets) -> Path:
    """Write sheets of cells as a minimal XLSX; None leaves a cell empty."""
    numbers = range(1, len(sheets) + 1)
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        for n in numbers
    )
    names = "".join(
        f'<sheet name="{escape(name)}" sheetId="{n}" r:id="r{n}"/>'
        for n, name in zip(numbers, sheets, strict=True)
    )
    links = "".join(
        f'<Relationship Id="r{n}" Type="{_REL}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in numbers
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
            f"{overrides}</Types>",
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
            f'Type="{_REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_REL}"><sheets>{names}</sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>',
        )
        for n, rows in zip(numbers, sheets.values(), strict=True):
            archive.writestr(f"xl/worksheets/sheet{n}.xml", _sheet(rows))
    return path


def _sheet(rows: Sequence[Sequence[str | int | float | None]]) -> str:
    body = "".join(
        f'<row r="{r}">{"".join(_cell(r, c, cell) for c, cell in enumerate(row))}</row>'
        for r, row in enumerate(rows, 1)
    )
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{body}</sheetData></worksheet>'


def _cell(row: int, column: int, value: str | int | float | None) -> str:
    if value is None:
        return ""
    letters = ("" if column < 26 else chr(64 + column // 26)) + chr(65 + column % 26)
    if isinstance(value, str):
        return f'<c r="{letters}{row}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f'<c r="{letters}{row}"><v>{value}</v></c>'


def rtt_sheets(
    *, summary: str = "incomplete pathways", basis: str = "Commissioner", last: int = 52
) -> dict[str, list[list[str | int | float | None]]]:
    """Make a monthly RTT workbook of two organisations and two treatment functions."""
    title: list[list[str | int | float | None]] = [
        ["Title:", "Referral to Treatment (RTT) Waiting Times"],
        ["Summary:", f"Monthly Referral to Treatment (RTT) waiting times for {summary}."],
        [None],
        ["Period:", "March 2015"],
        ["Basis:", basis],
        ["Revised:", "9th July 2015"],
        [None],
        ["Level Data"],
    ]
    bands = [f">{week}-{week + 1}" for week in range(last)] + [f"{last} plus"]
    function = ["Treatment Function Code", "Treatment Function"]
    counted = [*bands, "Total number of incomplete pathways", "% within 18 weeks"]
    organisations = ["Area Team Code", "CCG Code", "CCG Name"]

    def people(first: int, rest: int) -> list[str | int | float | None]:
        return [first, *(["-"] * (last - 1)), rest, first + rest, 0.5]

    rows: list[list[str | int | float | None]] = [
        ["Q99", "9ZA", "NHS FICTION CCG", "IP100", "General Surgery", *people(4, 1)],
        ["Q99", "9ZA", "NHS FICTION CCG", "IPX01", "Other", *people(2, 0)],
        ["Q99", "9ZA", "NHS FICTION CCG", "IP999", "Total", *people(6, 1)],
        ["- ", "9ZB", "NHS FABLE CCG", "IP100", "General Surgery", *people(3, 2)],
        ["- ", "9ZB", "NHS FABLE CCG", "IP999", "Total", *people(3, 2)],
    ]
    england: list[list[str | int | float | None]] = [
        ["IP100", "General Surgery", *people(7, 3)],
        ["IPX01", "Other", *people(2, 0)],
        ["IP999", "Total", *people(9, 3)],
    ]
    return {
        "National": [*title, [*function, *counted], *england],
        "Commissioner": [*title, [*organisations, *function, *counted], *rows],
        "Notes": [["Some notes"]],
    }
