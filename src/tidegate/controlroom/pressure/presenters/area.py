"""The page of an area: its level, its providers, what is unusual, and how it came to this."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.urls import reverse

from tidegate.controlroom.board import words
from tidegate.controlroom.board.figures import Figure, origin
from tidegate.controlroom.board.tables import (
    Cell,
    Chart,
    ChartKind,
    Table,
    label,
    number_columns,
    text_columns,
)
from tidegate.controlroom.pressure.forms import sentence_case
from tidegate.controlroom.pressure.presenters.levels import (
    LevelShown,
    compared,
    level,
    value_of,
    why_missing,
)
from tidegate.controlroom.pressure.presenters.returns import Mark, marks_of
from tidegate.controlroom.pressure.scoring import scored_by_day
from tidegate.controlroom.pressure.terms import MEASURES
from tidegate.core.pressure.aggregate import actions_begun
from tidegate.core.pressure.submission import Arrival

if TYPE_CHECKING:
    from datetime import date

    from tidegate.controlroom.pressure.scoring import Scored
    from tidegate.controlroom.pressure.situation import Situation
    from tidegate.core.pressure.score import Judged, Score
    from tidegate.core.pressure.score_table import ScoreTable

CHARTED_DAYS = 28


@dataclass(frozen=True, slots=True)
class ParameterShown:
    """One figure of a score: its value, when it is of, and whether it is of today or yesterday."""

    value: str
    of: str
    old: bool


@dataclass(frozen=True, slots=True)
class ProviderShown:
    """One provider: how today's report stands, its level and the figures that make it."""

    name: str
    href: str
    marks: tuple[Mark, ...]
    newest: str
    level: LevelShown
    moved: str
    parameters: tuple[ParameterShown, ...]
    missing: tuple[str, ...]


def headline(known: Situation, score: Score | None, before: Score | None) -> list[Figure]:
    """Say the level of an area, how complete today's reports are, and how full its beds."""
    newest = max((row.day for row in known.newest.values()), default=None)
    source = origin("return", "Situation reports", newest, known.today) if newest else None
    shown = level(score)
    came, due = came_today(known)
    occupied = share_of(known, "ga_beds_occupied", "ga_beds_open")
    within = share_of(known, "ed_within_4h", "ed_attendances")
    return [
        Figure(score.name if score else "Pressure", shown.text, _note(score, before), source),
        Figure("Reports of today", f"{came} of {due}", _missing_note(known), source),
        Figure(
            sentence_case(MEASURES["ga_occupancy_pct"].label), occupied,
            "all providers together, newest figures", source,
        ),
        Figure("Within 4 hours", within, "all providers together, newest figures", source),
    ]  # fmt: skip


def _note(score: Score | None, before: Score | None) -> str:
    if score is None:
        return "no score table is in force"
    best, worst = score.levels.bands[0].least, score.levels.bands[-1].most
    scale = f"{level(score).total} on a scale from {best:g} to {worst:g}"
    return f"{scale}, {compared(score, before)}"


def came_today(known: Situation) -> tuple[int, int]:
    """Return how many reports of today are there, and how many there should be in the end."""
    today = [stands[0] for stands in known.standings.values()]
    came = sum(one.arrival in (Arrival.IN_TIME, Arrival.LATE) for one in today)
    return came, len(today)


def _missing_note(known: Situation) -> str:
    lost = [known.names[code] for code, stands in known.standings.items()
            if stands[0].arrival is Arrival.MISSING]  # fmt: skip
    if lost:
        return f"missing: {words.listed(lost[:3])}" + (", and more" if len(lost) > 3 else "")  # noqa: PLR2004
    return "nothing that was due is missing"


def share_of(known: Situation, part: str, whole: str) -> str:
    """Say the share that providers' newest numbers make together; never a mean of their shares."""
    pairs = [
        (row.values[part], row.values[whole])
        for row in known.newest.values()
        if part in row.values and row.values.get(whole)
    ]
    total = sum(of for _, of in pairs)
    return words.percent(sum(each for each, _ in pairs) / total if total else None)


def parameters(scored: Scored | None) -> tuple[str, ...]:
    """Name the figures that make the score, in the order of its table."""
    some = next(iter(scored.providers.values()), None) if scored else None
    return tuple(sentence_case(MEASURES[one.measure].label) for one in some.judged) if some else ()


def providers(known: Situation, now: Scored | None, before: Scored | None) -> list[ProviderShown]:
    """Write each provider with how its reports stand and what makes its level."""
    return [
        _provider(known, code, now.providers.get(code) if now else None,
                  before.providers.get(code) if before else None)
        for code in known.names
    ]  # fmt: skip


def _provider(
    known: Situation, code: str, score: Score | None, before: Score | None
) -> ProviderShown:
    stands = known.standings[code][0]
    newest = known.newest.get(code)
    judged = score.judged if score else ()
    return ProviderShown(
        name=known.names[code],
        href=reverse("pressure:returns", args=[code]),
        marks=marks_of(stands, known.kept.get((code, stands.day), [])),
        newest=words.age(newest.day, known.today) if newest else "never reported",
        level=level(score),
        moved=compared(score, before),
        parameters=tuple(_parameter(one, known.today) for one in judged),
        missing=tuple(why_missing(one) for one in judged if one.missing),
    )


def _parameter(judged: Judged, today: date) -> ParameterShown:
    if judged.figure is None:
        return ParameterShown("missing", "", old=False)
    old = (today - judged.figure.end).days > 1
    return ParameterShown(value_of(judged), words.age(judged.figure.end, today), old)


def course(known: Situation, area: str) -> Chart | None:
    """Draw an area's total over the last weeks; a day on which it was incomplete is left blank."""
    days = [known.today - timedelta(days=ago) for ago in range(CHARTED_DAYS - 1, -1, -1)]
    scored = scored_by_day(known.frame, known.area_of, days)
    totals = [(day, scored[day].areas.get(area) if day in scored else None) for day in days]
    if not any(score and score.complete for _, score in totals):
        return None
    rows = tuple(
        (
            label(f"{day.day} {day:%b}"),
            Cell(level(score).total or "–", score.total if score else None),
            label(level(score).text),
        )
        for day, score in totals
    )
    name = next(score.name for _, score in totals if score)
    columns = (
        *text_columns("Day"),
        *number_columns(("Total",), drawn=("Total",)),
        *text_columns("Level"),
    )
    return Chart(
        "course",
        ChartKind.COLUMNS,
        "The last four weeks",
        f"{name} of the area on each day, by what had been reported for that day until now.",
        Table("Total and level by day", columns, rows),
    )


@dataclass(frozen=True, slots=True)
class Begun:
    """A list of actions that a level sets going, and where it comes from."""

    level: int
    actions: tuple[str, ...]
    source: str


def actions(score: Score | None, table: ScoreTable | None) -> list[Begun]:
    """Return what the level of an area sets going, the highest level first."""
    if score is None or table is None:
        return []
    begun = actions_begun(score, table)
    return [Begun(one.level, tuple(one.actions), one.source) for one in reversed(begun)]
