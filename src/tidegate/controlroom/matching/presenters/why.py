"""Why a plan matches as it does, in sentences that can be read out to a patient or a provider."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tidegate.controlroom.board import words
from tidegate.controlroom.matching.presenters.charts import POINTS_A_ROUTINE_WEEK
from tidegate.core.directory.treatment_functions import treatment_function_name
from tidegate.exchange.matching.report.reasons import UNMATCHED, UNUSED, in_words

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from tidegate.controlroom.board.tables import Table
    from tidegate.controlroom.matching.why import AboutOffer, AboutPathway


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: a heading, sentences to read out, and the facts behind them."""

    heading: str
    sentences: list[str]
    facts: list[tuple[str, str]] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)


def pathway(found: AboutPathway, start: date, named: Callable[[str], str]) -> Answer:
    """Say what became of a pathway, and why."""
    row = found.pathway
    sentences = [_match(match, start, named) for match in found.matches]
    if found.unmatched is not None:
        sentences.append(_unmatched(found.unmatched, several=row["count"] > 1))
    return Answer(
        heading=f"Pathway {row['pathway_id']}",
        sentences=sentences,
        facts=[
            ("Waiting with", named(row["holder"] or words.UNKNOWN)),
            ("Specialty", treatment_function_name(row["tfc"])),
            ("Kind of care", kind_of_care(row["modality"])),
            ("Priority", row["priority"]),
            ("Weeks waited", words.whole(row["weeks_waited"])),
            ("Agrees to be treated elsewhere", _yes_no(row["consent"])),
        ],
    )


def offer(found: AboutOffer, start: date, named: Callable[[str], str]) -> Answer:
    """Say what became of an offer, why units are left over, and what one more is worth."""
    row = found.offer
    used = (
        f"{words.whole(row['used'])} of {words.counted(row['units'], 'unit')} "
        f"{'is' if row['used'] == 1 else 'are'} given to someone."
    )
    sentences = [used]
    if row["unused"]:
        name, meaning = in_words(row["cause"], UNUSED, None)
        sentences.append(
            f"{words.counted(row['unused'], 'unit')} left over: {_joined(name, meaning)}"
        )
    sentences.append(worth(row["price"]))
    return Answer(
        heading=f"Offer {row['offer_id']}",
        sentences=sentences,
        facts=[
            ("Site", named(row["site"])),
            ("Provider", named(row["provider"])),
            ("Specialties", words.listed([treatment_function_name(tfc) for tfc in row["tfcs"]])),
            ("Kind of care", kind_of_care(row["modality"])),
            ("Week that begins on", words.week_beginning(start, row["week"])),
            ("Takes ASA grades up to", _limit(row["max_asa"])),
            ("Takes body mass index up to", _limit(row["max_bmi"])),
            (
                "Takes people aged",
                "Any age" if row["min_age"] is None else f"{row['min_age']} or over",
            ),
        ],
    )


def worth(price: float) -> str:
    """Say what one more unit of an offer is worth, in weeks of a routine wait."""
    weeks = price / POINTS_A_ROUTINE_WEEK
    if weeks <= 0:
        return "One more unit here would help nobody: what limits is elsewhere."
    said = words.counted(round(weeks), "week") if weeks >= 1 else "less than a week"
    return f"One more unit here would be worth as much as {said} off a routine wait."


def kind_of_care(modality: str) -> str:
    """Write a modality for people: ``day_case`` as ``Day case``."""
    return modality.replace("_", " ").replace("non admitted", "non-admitted").capitalize()


def _match(match: dict[str, Any], start: date, named: Callable[[str], str]) -> str:
    people = "" if match["count"] == 1 else f"{words.counted(match['count'], 'person', 'people')}: "
    journey = (
        "" if match["minutes"] is None else f", {words.whole(match['minutes'])} minutes from home"
    )
    return (
        f"{people}treated at {named(match['site'])} in the week that begins on "
        f"{words.week_beginning(start, match['week'])}{journey} (offer {match['offer_id']})."
    ).replace("treated", "Treated" if not people else "treated", 1)


def _unmatched(row: dict[str, Any], *, several: bool) -> str:
    name, meaning = in_words(row["code"], UNMATCHED, row["detail"])
    who = f"{words.counted(row['count'], 'person', 'people')} stay" if several else "Stays"
    return f"{who} on the list: {_joined(name, row['detail'] or meaning)}"


def _joined(name: str, meaning: str) -> str:
    ended = meaning if not meaning or meaning.endswith(".") else f"{meaning}."
    lower = f"{name[:1].lower()}{name[1:]}"
    return f"{lower}. {ended}" if ended else f"{lower}."


def _limit(value: float | None) -> str:
    return "No limit" if value is None else f"{value:g}"


def _yes_no(answer: bool | None) -> str:
    return words.UNKNOWN if answer is None else "Yes" if answer else "No"
