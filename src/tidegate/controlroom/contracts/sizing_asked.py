"""A question of how much to commit to, made of what the form says."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from tidegate.controlroom.board.words import counted
from tidegate.controlroom.contracts.queries.sizing import (
    forecasts_in_sight,
    lines_in_sight,
    weeks_used,
)
from tidegate.controlroom.contracts.sizing_forms import AVERAGE, BEDS, COUNTS, FORECAST
from tidegate.core.contracts.sizing.demand import AnyDay, Beyond, Quantiles
from tidegate.exchange.contracts.sizing_file import questions_of
from tidegate.exchange.findings import UnusableInput, error

if TYPE_CHECKING:
    from datetime import date

    from django.core.files.uploadedfile import UploadedFile

    from tidegate.controlroom.contracts.models import Line
    from tidegate.controlroom.contracts.sizing_forms import SizingForm
    from tidegate.controlroom.directory.viewer import Viewer
    from tidegate.exchange.contracts.sizing_file import Asked

_DAYS = 7
LARGEST = 5_000_000  # bytes; a forecast of many places is less


@dataclass(frozen=True, slots=True)
class FromForm:
    """A question with what belongs to it.

    Attributes:
        asked: the question.
        line: the contract line whose past use it rests on, if any.
        notes: what to know of that past use, in words.
    """

    asked: Asked
    line: Line | None = None
    notes: tuple[str, ...] = ()


def ask(viewer: Viewer, form: SizingForm, today: date) -> FromForm:
    """Make the question of a valid form.

    Raises:
        UnusableInput: a file that cannot be used, or a line about which nothing is known yet.
    """
    given = form.cleaned_data
    weeks = int(given["weeks"] or 1)
    if given["source"] == AVERAGE:
        demand = {"mean": given["mean"], "variance": given["variance"], "weeks": weeks}
        return FromForm(_question(form, demand))
    if given["source"] == COUNTS:
        return FromForm(_question(form, {"counts": given["counts"], "weeks": weeks}))
    if given["source"] == FORECAST:
        return FromForm(_of_file(form, given["file"]))
    if given["source"] == BEDS:
        return FromForm(_of_beds(viewer, form))
    return _of_line(viewer, form, weeks, today)


def _of_line(viewer: Viewer, form: SizingForm, weeks: int, today: date) -> FromForm:
    name = form.cleaned_data["line"]
    line = next(one for one in lines_in_sight(viewer) if one.line_id == name)
    used = weeks_used(viewer, line, today)
    if not used:
        raise UnusableInput([error("NO_USE_YET", name, "a week of this line that is over")])
    demand = {"counts": [one.wanted for one in used], "weeks": weeks}
    full = sum(one.used_up for one in used)
    may_be_low = (
        f"In {full} of {len(used)} weeks every unit was used, so that more may have been wanted: "
        "the answer may be too low."
    )
    notes = (may_be_low,) if full else ()
    return FromForm(_question(form, demand), line, notes)


def _of_beds(viewer: Viewer, form: SizingForm) -> Asked:
    """Ask about the beds that are forecast to be occupied above those that there are."""
    place, _, measure = form.cleaned_data["beds"].partition(" ")
    own = int(form.cleaned_data["own"])
    found = next(
        one for one in forecasts_in_sight(viewer) if (one.place, one.measure) == (place, measure)
    )
    levels = tuple(found.run.quantiles)
    days = [Quantiles(levels, tuple(values)) for values in found.values]
    weeks = tuple(
        Beyond(AnyDay(tuple(days[first : first + _DAYS])), own)
        for first in range(0, len(days) - _DAYS + 1, _DAYS)
    )
    asked, term = _question(form, {"mean": 0}), counted(len(weeks), "week")
    return replace(
        asked,
        question=replace(asked.question, weeks=weeks),
        demand=f"the forecast for {place} made on {found.run.reference}, {term}, "
        f"beyond {own:,} of its own",
    )


def _of_file(form: SizingForm, sent: UploadedFile) -> Asked:
    name = Path(sent.name or "file").name
    if (sent.size or 0) > LARGEST:
        raise UnusableInput([error("FILE_TOO_LARGE", name, "a file of at most 5 MB")])
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(sent.read())
        demand = {"file": name, "of": form.cleaned_data["of"] or None}
        return _question(form, demand, Path(folder))


def _question(form: SizingForm, demand: dict[str, Any], folder: Path | None = None) -> Asked:
    unit = form.cleaned_data["unit"]
    table = {
        "title": f"{unit[:1].upper()}{unit[1:]}s a week",
        "unit": unit,
        "prices": form.prices(),
        "demand": {key: value for key, value in demand.items() if value is not None},
    }
    (asked,) = questions_of({"size": [table]}, folder or Path(), "the form")
    return asked
