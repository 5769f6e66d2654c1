"""Read score tables: those shipped with the package by name or by day, others from a file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from tidegate.core.pressure.observations import Level
from tidegate.core.pressure.score import not_official, why_not_ready
from tidegate.core.pressure.score_table import exact
from tidegate.exchange.findings import Finding, UnusableInput, error, warning
from tidegate.exchange.pressure.score_table_file import FileTable
from tidegate.exchange.pressure.toml_lines import Place, lines_of, row_of

if TYPE_CHECKING:
    from datetime import date

    from tidegate.core.pressure.score_table import Pillar, ScoreTable

DEFAULT = "index-2026"
_A_PART = re.compile(r"^\s*\[\[\s*pillars\s*(\.\s*parameters\s*)?\]\]", re.MULTILINE)
_PREFIX, _ENDING = "score-", ".toml"
_KNOWN = {"Extra inputs are not permitted": "a key that is described in the file reference",
          "Field required": "a value"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReadTable:
    """A score table and what was found in its file.

    Attributes:
        table: the table, filled or not.
        file: name of its file.
        findings: what is odd (warnings), and what is open, so that nothing can be scored (errors).
    """

    table: ScoreTable
    file: str
    findings: tuple[Finding, ...]


def shipped_score_tables() -> tuple[str, ...]:
    """Name the tables that come with the package, templates to be filled in among them."""
    names = (entry.name for entry in (files("tidegate.exchange.pressure") / "tables").iterdir())
    return tuple(
        sorted(
            name.removeprefix(_PREFIX).removesuffix(_ENDING)
            for name in names
            if name.startswith(_PREFIX) and name.endswith(_ENDING)
        )
    )


def is_score_table(text: str) -> bool:
    """Tell from its beginning whether a text is a score table, be it valid or not."""
    return _A_PART.search(text) is not None


def score_table_text(name_or_path: str | Path) -> tuple[str, str]:
    """Return the text of a table's file, and the file's name.

    Raises:
        UnusableInput: neither a shipped table nor a file that can be read.
    """
    if isinstance(name_or_path, str) and name_or_path in shipped_score_tables():
        file = f"{_PREFIX}{name_or_path}{_ENDING}"
        return (files("tidegate.exchange.pressure") / "tables" / file).read_text("utf-8"), file
    path = Path(name_or_path)
    try:
        return path.read_text("utf-8-sig"), path.name
    except (OSError, UnicodeDecodeError) as problem:
        known = ", ".join(shipped_score_tables())
        expected = f"a readable TOML file in UTF-8, or one of the shipped tables: {known}"
        raise UnusableInput([error("TABLE_NOT_FOUND", str(path), expected)]) from problem


def read_score_table(
    name_or_path: str | Path = DEFAULT, measures: Iterable[str] | None = None
) -> ReadTable:
    """Read and check a table, be it filled in or not; what is open in it stands in the findings.

    Args:
        name_or_path: a shipped table by name, any other by the path of its file.
        measures: ids that are known; a parameter of another is refused. None asks nothing.

    Raises:
        UnusableInput: a key is missing or unknown, or a value contradicts the rules of a table.
    """
    text, file = score_table_text(name_or_path)
    return parse_score_table(text, file, measures)


def parse_score_table(text: str, file: str, measures: Iterable[str] | None = None) -> ReadTable:
    """Check the text of a table, as ``read_score_table`` does; ``file`` is what findings call it.

    Raises:
        UnusableInput: as ``read_score_table``.
    """
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise UnusableInput([error("NOT_TOML", file, f"valid TOML: {problem}")]) from problem
    lines = lines_of(text)
    try:
        table = FileTable.model_validate(content).made()
    except ValidationError as refused:
        raise UnusableInput(
            _refused(dict(one), content, lines, file) for one in refused.errors()
        ) from None
    still_open = _open(table, lines, file)
    findings = [*_strange(table, measures, lines, file), *still_open]
    reason = not_official(table, Level.NATION)
    if reason and not still_open:
        findings.append(warning("NOT_VERIFIED", file, f"a table that is verified; {reason.detail}"))
    return ReadTable(table, file, tuple(findings))


def load_score_table(
    name_or_path: str | Path = DEFAULT,
    *,
    measures: Iterable[str] | None = None,
    day: date | None = None,
) -> ScoreTable:
    """Read a table to score by.

    Raises:
        UnusableInput: it cannot be read, something in it is open, or it is not in force on the day.
    """
    read = read_score_table(name_or_path, measures)
    if any(finding.severity == "error" for finding in read.findings):
        raise UnusableInput(read.findings)
    if day is not None and not read.table.in_force(day):
        until = read.table.in_force_until
        expected = f"a day from {read.table.in_force_from} {f'to {until}' if until else 'on'}"
        raise UnusableInput(
            [error("TABLE_NOT_IN_FORCE", read.file, expected, value=day.isoformat())]
        )
    return read.table


def _refused(
    problem: dict[str, Any], content: dict[str, Any], lines: dict[Place, int], file: str
) -> Finding:
    place = problem["loc"]
    message = problem["msg"]
    said = _KNOWN.get(message, message.removeprefix("Value error, "))
    expected = said[:1].lower() + said[1:].removeprefix("nput should be ")
    silent = {"missing", "value_error"}
    return error(
        "TABLE_VALUE", file, expected, row=row_of(place, lines),
        column=_spelled(place, content),
        value=None if problem["type"] in silent else str(problem["input"]),
    )  # fmt: skip


def _spelled(place: Place, content: Any) -> str:
    """Name a place in the file, a parameter by its measure: handover_mean › edges 2 › at."""
    said: list[str] = []
    for part in place:
        try:
            content = content[part]
        except (KeyError, IndexError, TypeError):
            content = None
        named = isinstance(content, dict) and (content.get("measure") or content.get("name"))
        if isinstance(part, int):
            said[-1] = str(named) if named else f"{said[-1]} {part + 1}"
        else:
            said.append(str(part))
    return " › ".join(said) or "the file"


def _strange(
    table: ScoreTable, measures: Iterable[str] | None, lines: dict[Place, int], file: str
) -> list[Finding]:
    """Find measures that nobody knows, and levels that the points cannot reach."""
    found = []
    known = None if measures is None else set(measures)
    for at, pillar in enumerate(table.pillars):
        for number, parameter in enumerate(pillar.parameters):
            if known is not None and parameter.measure not in known:
                place = ("pillars", at, "parameters", number, "measure")
                found.append(
                    error("UNKNOWN_MEASURE", file, "the id of a measure in the table of measures",
                          row=row_of(place, lines), column="measure", value=parameter.measure)
                )  # fmt: skip
        if not pillar.open and (short := _short(pillar)):
            found.append(
                warning("SCALE_NOT_REACHED", file, short, column=pillar.name,
                        row=row_of(("pillars", at, "levels"), lines))
            )  # fmt: skip
    weigh_by = table.aggregation.weigh_by
    if known is not None and weigh_by and weigh_by not in known:
        found.append(
            error("UNKNOWN_MEASURE", file, "the id of a measure, or nothing",
                  row=row_of(("aggregation", "weigh_by"), lines), column="weigh_by", value=weigh_by)
        )  # fmt: skip
    return found


def _short(pillar: Pillar) -> str:
    """Say where levels reach beyond what the points can add up to: a sign of a slip in typing."""
    best, worst = pillar.range()
    bands = pillar.levels.bands
    if exact(bands[0].least) == best and exact(bands[-1].most) == worst:
        return ""
    return (
        f"levels from {float(best):g} to {float(worst):g}, as the points make them, "
        f"not from {bands[0].least:g} to {bands[-1].most:g}"
    )


def _open(table: ScoreTable, lines: dict[Place, int], file: str) -> list[Finding]:
    """Name what is open, row by row; nothing can be scored by a table that has any of it."""
    found = []
    for at, pillar in enumerate(table.pillars):
        for number, parameter in enumerate(pillar.parameters):
            if parameter.open:
                place = ("pillars", at, "parameters", number, "edges")
                found.append(
                    error("THRESHOLDS_OPEN", file, "edges and points from the source, and who "
                          "verified them", row=row_of(place, lines),
                          column=parameter.measure, value=parameter.status.words)
                )  # fmt: skip
    parameters = {"THRESHOLDS_OPEN"}
    found += [
        error(reason.code, file, f"a table that is filled in; {reason.detail}")
        for reason in why_not_ready(table)
        if reason.code not in parameters
    ]
    return found
