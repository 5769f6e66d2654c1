"""What is worth trying first in a plan: where one more unit is wanted most, and what stops most."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from tidegate.controlroom.board import words
from tidegate.controlroom.matching.presenters.charts import POINTS_A_ROUTINE_WEEK
from tidegate.controlroom.matching.presenters.levers import UNITS, changes_worth_trying
from tidegate.core.matching.changes.capacity import PlaceUnits
from tidegate.core.matching.changes.place import Place
from tidegate.core.matching.changes.rules import (
    ConsentGiven,
    FurtherMinutes,
    NextBand,
    TakenAsAssessed,
)
from tidegate.core.matching.leftovers import Unmatched
from tidegate.exchange.matching.changes_written import written

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from tidegate.controlroom.matching.what_if_choices import Choices
    from tidegate.core.matching.advice.terms import Steps
    from tidegate.core.matching.changes.change import Change

MOST_UNITS = 3


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A change worth trying: the change as text, in words, and why."""

    text: str
    said: str
    why: str


def suggestions(
    summary: Mapping[str, Any], choices: Choices, relaxing: pl.DataFrame, steps: Steps
) -> list[Suggestion]:
    """Suggest a few changes of a plan, those to capacity first.

    What loosening each rule by its step would bring is told by ``relaxing``, columns
    ``result.RELAXING``; a plan of before it was worked out has none, and there what stops most
    people is suggested.
    """
    start = date.fromisoformat(summary["start"])
    rows = summary["one_more_unit"]["rows"][:MOST_UNITS]
    wanted = [_suggestion(_more_units(row, start), _worth(row["price"]), choices) for row in rows]
    if relaxing.is_empty():
        return [*wanted, *_rules(summary, choices, steps)]
    levers = changes_worth_trying(relaxing, choices.problem, steps)
    return [*wanted, *(_suggestion(change, why, choices) for change, why in levers)]


def _worth(price: float) -> str:
    weeks = max(1, round(price / POINTS_A_ROUTINE_WEEK))
    said = words.counted(weeks, "week")
    return f"one more unit there is worth as much as {said} off a routine wait"


def _more_units(row: Mapping[str, Any], start: date) -> Change:
    monday = start + timedelta(weeks=row["best_week"])
    specialty = row["tfcs"].split(";")[0]
    return PlaceUnits(Place(row["site"], specialty, row["modality"], monday), UNITS)


def _rules(summary: Mapping[str, Any], choices: Choices, steps: Steps) -> list[Suggestion]:
    """Suggest to lift what stops people, as far as the plan has such a rule."""
    stopped = {row["code"]: row["people"] for row in summary["unmatched"]}
    minutes = not choices.unknown_to_all("travel_max_minutes")
    miles = not choices.unknown_to_all("travel_max_miles")
    rules: list[tuple[str, bool, Change, str]] = [
        (Unmatched.CONSENT_NOT_GIVEN, choices.anybody_unknown("consent"), ConsentGiven(),
         "{people} are not asked yet, or did not agree to move"),
        (Unmatched.PREASSESSMENT_NEEDED, True, TakenAsAssessed(),
         "{people} need pre-assessment first"),
        (Unmatched.NO_OFFER_IN_REACH, minutes, FurtherMinutes(steps.minutes),
         "{people} live too far from any site on offer"),
        (Unmatched.NO_OFFER_IN_REACH, miles, NextBand(),
         "{people} live too far from any site on offer"),
    ]  # fmt: skip
    return [
        _suggestion(
            change, why.format(people=words.counted(stopped[code], "person", "people")), choices
        )
        for code, there, change, why in rules
        if there and stopped.get(code)
    ]


def _suggestion(change: Change, why: str, choices: Choices) -> Suggestion:
    said = change.words(choices.problem, choices.named)
    return Suggestion(written(change), f"{said[:1].upper()}{said[1:]}", why)
