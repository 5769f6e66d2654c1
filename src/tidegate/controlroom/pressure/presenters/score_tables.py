"""Score tables as pages show them: what counts how much, what nobody has verified, which is used.

A table is called what its scores may be called, whatever its file calls itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from tidegate.controlroom.board import words
from tidegate.controlroom.pressure.forms import sentence_case
from tidegate.controlroom.pressure.terms import MEASURES
from tidegate.core.pressure.observations import Level
from tidegate.core.pressure.score import not_official
from tidegate.core.pressure.score_name import table_label, unverified
from tidegate.core.pressure.score_table import Combine, Rounding
from tidegate.exchange.findings import Severity
from tidegate.exchange.pressure.score_words import band_words

if TYPE_CHECKING:
    from tidegate.controlroom.pressure.models import TableChoice
    from tidegate.controlroom.pressure.tables_in_use import InUse
    from tidegate.core.pressure.score_table import Levels, Parameter, Pillar, ScoreTable
    from tidegate.core.pressure.status import Status
    from tidegate.exchange.findings import Finding
    from tidegate.exchange.pressure.score_table_folder import AtHand

_UNITS = {"percent": "%", "minutes": "minutes", "beds": "beds", "count": ""}
_COLOURS = {"verified": "nhsuk-tag--green", "unverified": "nhsuk-tag--orange",
            "open": "nhsuk-tag--red"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class StatusShown:
    """Whether somebody checked a number against its source: a tag, and who and when."""

    tag: str
    colour: str
    who: str


@dataclass(frozen=True, slots=True)
class FindingShown:
    """One thing that is wrong or odd in a file: where, and what was expected."""

    serious: bool
    where: str
    said: str
    code: str


@dataclass(frozen=True, slots=True)
class TableShown:
    """One table in the list."""

    name: str
    own: bool
    label: str
    href: str
    source: str
    verifier: str
    days: str
    figures: int
    unverified: int
    ready: bool
    in_use: bool
    errors: int
    warnings: int


@dataclass(frozen=True, slots=True)
class ParameterShown:
    """One figure of a table: the values of each band with its points."""

    label: str
    definition: str
    unit: str
    bands: tuple[tuple[str, str], ...]
    weight: str
    oldest: str
    status: StatusShown
    why: str


@dataclass(frozen=True, slots=True)
class PillarShown:
    """One pillar: how its points make a total, and what a total means."""

    name: str
    combine: str
    parameters: tuple[ParameterShown, ...]
    levels: tuple[str, ...]
    levels_status: StatusShown
    weight: str


@dataclass(frozen=True, slots=True)
class ChoiceShown:
    """One choice: from when, by whom, why."""

    label: str
    from_day: str
    who: str
    reason: str
    name: str


def listed(found: AtHand, used: InUse) -> TableShown:
    """Write one table of the list."""
    table = found.table
    errors = sum(one.severity is Severity.ERROR for one in found.findings)
    parameters = _parameters(table)
    return TableShown(
        name=found.name,
        own=found.own,
        label=called(table) if table else found.name,
        href=reverse("pressure:table", args=[found.name]),
        source=table.source if table else "",
        verifier=(table.verifier.strip() or "nobody") if table else "",
        days=days(table) if table else "",
        figures=len(parameters),
        unverified=sum(not each.status.verified for each in parameters),
        ready=found.ready,
        in_use=is_in_use(found, used),
        errors=errors,
        warnings=len(found.findings) - errors,
    )


def called(table: ScoreTable) -> str:
    """Return what scores of areas by this table are called, with the edition."""
    return table_label(table, Level.ICB)


def days(table: ScoreTable) -> str:
    """Say from when to when a table is in force."""
    begins = words.day(table.in_force_from)
    if table.in_force_until is None:
        return f"from {begins}"
    return f"{begins} to {words.day(table.in_force_until)}"


def is_in_use(found: AtHand, used: InUse) -> bool:
    """Tell whether scores of today are made by exactly this file."""
    if used.by_choice and used.choice is not None:
        return found.sha256 == used.choice.sha256 and found.name == used.choice.name
    return not found.own and used.table is not None and found.table == used.table


def moved_on(found: AtHand, used: InUse) -> bool:
    """Tell whether the file in use has been changed since it was chosen: that changed no score."""
    choice = used.choice if used.by_choice else None
    return choice is not None and found.name == choice.name and found.sha256 != choice.sha256


def why_used(used: InUse) -> str:
    """Say in a sentence what is in use and why."""
    if used.table is None:
        return "No score table is in force today, so nothing is scored."
    name = called(used.table)
    choice = used.choice
    if choice is None:
        return f"{name} is in use: it comes with Tidegate, and nobody has chosen another table."
    if not used.by_choice:
        return (
            f"{name} is in use, which comes with Tidegate: {choice.label}, chosen by "
            f"{choice.chosen_by_name}, is not in force today."
        )
    return (
        f"{name} is in use since {words.day(choice.from_day)}. {choice.chosen_by_name} chose it "
        f"on {words.day(choice.chosen_at)}: “{choice.reason}”"
    )


def name_withheld(table: ScoreTable) -> str:
    """Say why scores do not bear the name that the file gives them; empty where they do."""
    reason = not_official(table, Level.ICB)
    if reason is None:
        return ""
    parts = [_part(part) for part in unverified(table, Level.ICB)]
    return (
        f"Scores by this table are called “{called(table)}”, not what its file calls them: nobody "
        f"has verified {words.listed(parts)}."
    )


def pillars(table: ScoreTable) -> list[PillarShown]:
    """Write every pillar with its figures and levels."""
    return [_pillar(pillar) for pillar in table.pillars]


def together(table: ScoreTable) -> list[str]:
    """Say how places make the score of the place above, each part in a sentence."""
    rules = table.aggregation
    measure = MEASURES.get(rules.weigh_by)
    size = measure.label.lower() if measure else rules.weigh_by
    weighed = f"by {size}" if rules.weigh_by else "alike"
    rounded = (
        "is rounded, halves up, before it is compared with the levels"
        if rules.rounding is Rounding.HALF_UP
        else "is compared with the levels as it is, unrounded"
    )
    said = [
        f"Each provider counts in its area {weighed}, and each area in its region.",
        f"A fractional score {rounded}.",
        f"These rules: {rules.status.words}.",
    ]
    if rules.weights:
        said.insert(1, f"Shares are stated for {words.counted(len(rules.weights), 'place')}.")
    if table.overall is not None:
        said.append(f"Levels of the overall score: {'; '.join(_levels(table.overall))}.")
    return said


def findings(found: Sequence[Finding]) -> list[FindingShown]:
    """Write everything that is wrong or odd, what stands in the way first."""
    ordered = sorted(found, key=lambda one: one.severity is not Severity.ERROR)
    return [_finding(one) for one in ordered]


def choice_shown(choice: TableChoice) -> ChoiceShown:
    """Write one choice."""
    who = f"{choice.chosen_by_name}, {words.day_and_time(choice.chosen_at)}"
    return ChoiceShown(choice.label, words.day(choice.from_day), who, choice.reason, choice.name)


def _parameters(table: ScoreTable | None) -> list[Parameter]:
    return [each for pillar in table.pillars for each in pillar.parameters] if table else []


def _pillar(pillar: Pillar) -> PillarShown:
    combined = "added up" if pillar.combine is Combine.SUM else "averaged"
    return PillarShown(
        name=sentence_case(pillar.name),
        combine=f"Points are {combined}",
        parameters=tuple(_parameter(each) for each in pillar.parameters),
        levels=_levels(pillar.levels),
        levels_status=_status(pillar.levels.status),
        weight="" if pillar.weight is None else f"{pillar.weight:g} of the overall score",
    )


def _parameter(parameter: Parameter) -> ParameterShown:
    measure = MEASURES.get(parameter.measure)
    points = [_points(each) for each in parameter.points]
    return ParameterShown(
        label=sentence_case(measure.label) if measure else parameter.measure,
        definition=measure.definition if measure else "",
        unit=_UNITS[measure.unit.value] if measure else "",
        bands=tuple(zip(band_words(parameter), points, strict=True)),
        weight="" if parameter.weight == 1 else f"counts {parameter.weight:g} times",
        oldest=f"at most {words.counted(parameter.oldest_days, 'day')} old",
        status=_status(parameter.status),
        why=parameter.why,
    )


def _points(points: float) -> str:
    return f"{points:g} {'point' if points == 1 else 'points'}"


def _levels(levels: Levels) -> tuple[str, ...]:
    return tuple(
        f"level {band.level} from {band.least:g} to {band.most:g}" for band in levels.bands
    )


def _status(status: Status) -> StatusShown:
    tag = "verified" if status.verified else status.words
    who = f"{status.by}, {words.day(status.on)}" if status.verified else ""
    return StatusShown(tag, _COLOURS[tag], who)


def _part(part: str) -> str:
    """Name a part of a table: a measure by its label."""
    return MEASURES[part].label.lower() if part in MEASURES else part


def _finding(one: Finding) -> FindingShown:
    where = [f"row {one.row}" if one.row else "", one.column or ""]
    found = f"found “{one.value}”; " if one.value else ""
    said = f"{found}expected {one.expected}"
    return FindingShown(
        one.severity is Severity.ERROR, ", ".join(filter(None, where)) or "the file", said, one.code
    )
