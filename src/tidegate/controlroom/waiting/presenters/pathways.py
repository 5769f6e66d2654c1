"""Single pathways, under their pseudonyms: a page of a list, and one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tidegate.controlroom.board import words
from tidegate.controlroom.board.paging import address
from tidegate.controlroom.board.tables import Cell, Column, Table, label, number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

SORTED_BY = {
    "pathway_id": "Pathway",
    "holder": "Provider",
    "tfc": "Specialty",
    "priority": "Priority",
    "weeks_waited": "Weeks waited",
}
_UP, _DOWN = "ascending", "descending"


def page_of_pathways(
    rows: Sequence[Mapping[str, Any]],
    named: Mapping[str, Callable[[str], str]],
    path: str,
    kept: Mapping[str, str],
    sort: str,
) -> Table:
    """Show one page of pathways; each heading sorts by its column, and back when pressed again."""
    columns = tuple(
        Column(
            heading,
            numeric=column == "weeks_waited",
            sort_href=address(
                path, kept, sort=column if sort == f"-{column}" else _other(column, sort)
            ),
            sorted=_direction(column, sort),
        )
        for column, heading in SORTED_BY.items()
    )
    return Table(
        "Pathways",
        columns,
        tuple(
            (
                Cell(row["pathway_id"], href=row["href"]),
                label(named["holder"](row["holder"])),
                label(named["tfc"](row["tfc"])),
                label(row["priority"] or words.UNKNOWN),
                number(row["weeks_waited"]),
            )
            for row in rows
        ),
    )


def facts(
    row: Mapping[str, Any], named: Mapping[str, Callable[[str], str]]
) -> list[tuple[str, str]]:
    """List what is known of one pathway, in the order in which a clinician would ask."""
    return [
        ("Provider", named["holder"](row["holder"])),
        ("Specialty", named["tfc"](row["tfc"])),
        ("Kind of care", _spoken(row.get("modality")).capitalize()),
        ("Priority", named["priority"](row["priority"] or words.UNKNOWN)),
        ("Weeks waited", words.whole(row["weeks_waited"])),
        ("Area", named["area"](row.get("area") or words.UNKNOWN)),
        ("Agrees to be treated elsewhere", _yes_no(row.get("consent"))),
        ("Longest journey", _journey(row)),
        ("Can come", _earliest(row.get("earliest_week"))),
        ("Age", _spoken(row.get("age"))),
        ("Fitness for anaesthetic (ASA class)", _spoken(row.get("asa"))),
        ("Body mass index", _spoken(row.get("bmi"))),
        ("Conditions", _conditions(row.get("conditions"))),
        ("Needs critical care", _yes_no(row.get("needs_critical_care"))),
    ]


def _direction(column: str, sort: str) -> str:
    if sort == column:
        return _UP
    return _DOWN if sort == f"-{column}" else ""


def _other(column: str, sort: str) -> str:
    """Sort by a new column in its natural order first: the longest waits on top."""
    if sort == column:
        return f"-{column}"
    return "-weeks_waited" if column == "weeks_waited" else column


def _journey(row: Mapping[str, Any]) -> str:
    """Say every limit that there is: a journey must keep to both."""
    limits = (("travel_max_minutes", "minute"), ("travel_max_miles", "mile"))
    said = [
        words.counted(round(row[key]), unit) for key, unit in limits if row.get(key) is not None
    ]
    return words.listed(said) or words.UNKNOWN


def _earliest(week: int | None) -> str:
    """Say from when a patient can come; weeks count from the Monday after the list's day."""
    return f"After {words.counted(week, 'week')}" if week else "In any week"


def _conditions(codes: Iterable[str] | None) -> str:
    """List conditions; an empty list is known to be none, no list is not known."""
    if codes is None:
        return words.UNKNOWN
    return words.listed(list(codes)) or "None"


def _yes_no(value: bool | None) -> str:
    if value is None:
        return words.UNKNOWN
    return "Yes" if value else "No"


def _spoken(value: object) -> str:
    if value is None or value == "":
        return words.UNKNOWN
    if isinstance(value, float):
        return f"{value:.1f}"
    return str(value).replace("_", " ")
