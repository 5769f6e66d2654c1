"""Returns in words: how a day stands, its versions, what differs between them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from tidegate.controlroom.board import words
from tidegate.controlroom.pressure.forms import sentence_case, written
from tidegate.controlroom.pressure.terms import MEASURES, TERMS
from tidegate.core.pressure.measure import Unit
from tidegate.core.pressure.submission import Arrival, Standing, missing_measures

if TYPE_CHECKING:
    from datetime import date, datetime

    from tidegate.controlroom.pressure.models import Return
    from tidegate.controlroom.pressure.presence import Versions

UNITS = {Unit.BEDS: "beds", Unit.MINUTES: "minutes", Unit.PERCENT: "%", Unit.COUNT: ""}
ARRIVALS = {
    Arrival.AWAITED: ("Not due yet", "nhsuk-tag--grey"),
    Arrival.MISSING: ("Missing", "nhsuk-tag--red"),
    Arrival.IN_TIME: ("In time", "nhsuk-tag--green"),
    Arrival.LATE: ("Late", "nhsuk-tag--orange"),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A word about a return, as a coloured tag; the word says all, the colour helps."""

    text: str
    colour: str


@dataclass(frozen=True, slots=True)
class DayShown:
    """One day of a provider in a list.

    Attributes:
        day: the day in words.
        marks: how it stands.
        who: when it came and from whom; empty while there is nothing.
        href: the page of the day's return, or the form where there is none and the viewer may.
        link: the words of that link; empty where it leads nowhere.
    """

    day: str
    marks: tuple[Mark, ...]
    who: str
    href: str
    link: str


def marks_of(stands: Standing, rows: Sequence[Return]) -> tuple[Mark, ...]:
    """Return the marks of a day: arrival, corrections, figures asked about or left out."""
    found = [Mark(*ARRIVALS[stands.arrival])]
    if stands.corrections:
        said = "Corrected" if stands.corrections == 1 else f"Corrected {stands.corrections} times"
        found.append(Mark(f"{said}, after {TERMS.amend_days} days", "nhsuk-tag--orange")
                     if stands.amended_late else Mark(said, "nhsuk-tag--blue"))  # fmt: skip
    if rows and rows[-1].findings:
        found.append(Mark("Implausible", "nhsuk-tag--yellow"))
    if rows and missing_measures(rows[-1].values, TERMS):
        found.append(Mark("Incomplete", "nhsuk-tag--yellow"))
    return tuple(found)


def days(
    code: str, stands: Iterable[Standing], kept: Versions, *, may_submit: bool
) -> list[DayShown]:
    """Write a provider's days as a list shows them."""
    return [_day(code, each, kept.get((code, each.day), []), may_submit) for each in stands]


def _day(code: str, stands: Standing, rows: Sequence[Return], may_submit: bool) -> DayShown:
    place = [code, stands.day.isoformat()]
    if rows:
        href, link = reverse("pressure:return", args=place), "See"
    else:
        href = reverse("pressure:submit", args=place) if may_submit else ""
        link = "Submit" if may_submit else ""
    who = ""
    if rows:
        who = f"{rows[-1].submitted_by_name}, {words.day_and_time(rows[-1].submitted_at)}"
    return DayShown(words.day(stands.day), marks_of(stands, rows), who, href, link)


def completeness(stands: Sequence[Standing]) -> str:
    """Say in a sentence how many returns came, came late and are missing."""
    due = [each for each in stands if each.arrival is not Arrival.AWAITED]
    if not due:
        return "No report was due yet."
    late = sum(each.arrival is Arrival.LATE for each in due)
    lost = sum(each.arrival is Arrival.MISSING for each in due)
    corrected = sum(bool(each.corrections) for each in due)
    return (
        f"Of {words.counted(len(due), 'report')} due, {late} came late, {lost} "
        f"{'is' if lost == 1 else 'are'} missing, {corrected} "
        f"{'was' if corrected == 1 else 'were'} corrected."
    )


@dataclass(frozen=True, slots=True)
class FigureShown:
    """One line of a return: what it is, its figure, and what it was in the version before."""

    label: str
    definition: str
    value: str
    before: str
    of: str


@dataclass(frozen=True, slots=True)
class SectionShown:
    """Figures under one heading."""

    heading: str
    figures: tuple[FigureShown, ...]


@dataclass(frozen=True, slots=True)
class VersionShown:
    """One version: its number, who and when, how, and why."""

    heading: str
    who: str
    how: str
    reason: str
    questions: tuple[str, ...]
    changes: tuple[str, ...]


def sections(row: Return, day: date) -> list[SectionShown]:
    """Write the figures of the newest version of a return."""
    return [
        SectionShown(
            section.heading,
            tuple(
                FigureShown(
                    label=sentence_case(MEASURES[line.measure].label),
                    definition=MEASURES[line.measure].definition,
                    value=said(line.measure, row.values.get(line.measure)),
                    before="",
                    of=words.day(TERMS.described(line.measure, day)),
                )
                for line in section.lines
            ),
        )
        for section in TERMS.sections
    ]


def versions(rows: Sequence[Return]) -> list[VersionShown]:
    """Write the versions of a return, the newest first."""
    shown = []
    for before, row in zip([None, *rows], rows, strict=False):
        shown.append(
            VersionShown(
                heading=f"Version {row.version}",
                who=f"{row.submitted_by_name}, {words.day_and_time(row.submitted_at)}",
                how=row.get_how_display(),
                reason=row.reason,
                questions=tuple(f"{each['detail']}." for each in row.findings),
                changes=_changes(before.values, row.values) if before else (),
            )
        )
    return shown[::-1]


def _changes(before: Mapping[str, float], after: Mapping[str, float]) -> tuple[str, ...]:
    return tuple(
        f"{sentence_case(MEASURES[measure].label)}: {said(measure, before.get(measure))} became "
        f"{said(measure, after.get(measure))}"
        for measure in TERMS.lines
        if before.get(measure) != after.get(measure)
    )


def said(measure: str, value: float | None) -> str:
    """Write a figure with its unit; a blank is said to be one."""
    if value is None:
        return "not given"
    unit = UNITS[MEASURES[measure].unit]
    number = f"{value:,.1f}" if value % 1 else f"{value:,.0f}"
    unit = unit.removesuffix("s") if number == "1" else unit
    return f"{number}{unit}" if unit == "%" else f"{number} {unit}".strip()


@dataclass(frozen=True, slots=True)
class LineShown:
    """One line of the form: its box, its unit, and the figure of the report before."""

    measure: str
    hint: str
    unit: str
    before: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FormSection:
    """Lines of the form under one heading."""

    heading: str
    about: str
    lines: tuple[LineShown, ...]


def form_sections(
    before: Return | None, asked: Mapping[str, Sequence[str]]
) -> tuple[FormSection, ...]:
    """Lay out the form, with the figures of the report before and the questions of each line."""
    values = before.values if before else {}
    return tuple(
        FormSection(
            section.heading,
            section.about,
            tuple(
                LineShown(
                    line.measure,
                    MEASURES[line.measure].definition,
                    UNITS[MEASURES[line.measure].unit],
                    written(values[line.measure]) if line.measure in values else "–",
                    tuple(asked.get(line.measure, ())),
                )
                for line in section.lines
            ),
        )
        for section in TERMS.sections
    )


def due(day: date, now: datetime) -> str:
    """Say until when the report of a day is in time, or that it would be late."""
    by = f"{TERMS.due_at(day):%H:%M}"
    if now > TERMS.due_at(day):
        return f"It was due by {by} on {words.day(day)} and will be marked as late."
    return f"Due by {by} on {words.day(day)}."
