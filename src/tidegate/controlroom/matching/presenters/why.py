"""Why a plan matches as it does, in sentences that can be read out to a patient or a provider."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tidegate.controlroom.board import words
from tidegate.controlroom.board.tables import (
    Cell,
    Table,
    label,
    number,
    number_columns,
    text_columns,
)
from tidegate.controlroom.matching.presenters.charts import POINTS_A_ROUTINE_WEEK
from tidegate.core.directory.treatment_functions import treatment_function_name
from tidegate.exchange.matching.report.reasons import UNMATCHED, UNUSED, in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from tidegate.controlroom.matching.why import AboutOffer, AboutPathway
    from tidegate.core.matching.explain import Alternative, Option, PathwayExplanation

MOST_OPTIONS = 12
LEAST_WEEKS = 0.05  # a difference below this is said to be none


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: a heading, sentences to read out, and the facts behind them."""

    heading: str
    sentences: list[str]
    facts: list[tuple[str, str]] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    ask_href: str = ""  # where a transfer is asked for, for those who may


def pathway(
    found: AboutPathway, start: date, named: Callable[[str], str], promised: Sequence[str] = ()
) -> Answer:
    """Say what became of a pathway, what came next, and what would have changed it.

    ``promised`` are sentences about the plan that this one replaces.
    """
    row, why = found.pathway, found.explained
    sentences = [_match(option, start, named) for option in why.placed]
    if why.placed:
        sentences += [_asks(why), _next_best(why, start, named), *_instead(why, start, named)]
    if why.left_out:
        sentences += _left_out(why, start, named)
    return Answer(
        heading=f"Pathway {row['pathway_id']}",
        sentences=[*sentences, *promised],
        facts=[
            ("Waiting with", named(row["holder"] or words.UNKNOWN)),
            ("Specialty", treatment_function_name(row["tfc"])),
            ("Kind of care", kind_of_care(row["modality"])),
            ("Priority", row["priority"]),
            ("Weeks waited", words.whole(row["weeks_waited"])),
            ("Agrees to be treated elsewhere", _yes_no(row["consent"])),
            (
                "Judged by",
                ", ".join(sorted({r.rule_version for r in why.reasons if r.rule_version})),
            ),
        ],
        tables=[
            *([_parts(why.placed[0])] if why.placed else []),
            *([_options(why.options, start, named)] if why.options else []),
        ],
    )


def offer(found: AboutOffer, start: date, named: Callable[[str], str]) -> Answer:
    """Say what became of an offer, why units stay unused, and what one more is worth."""
    row = found.offer
    verb = "is" if row["used"] == 1 else "are"
    sentences = [
        (
            f"{words.whole(row['used'])} of {words.counted(row['units'], 'unit')} {verb} given to "
            "someone."
        )
    ]
    if row["unused"]:
        name, meaning = in_words(row["cause"], UNUSED, None)
        left = words.counted(row["unused"], "unit")
        sentences.append(f"{left} unused: {_joined(name, meaning)}")
    sentences.append(worth(row["price"]))
    sentences += _on_its_line(found)
    age = "Any age" if row["min_age"] is None else f"{row['min_age']} or over"
    return Answer(
        heading=f"Offer {row['offer_id']}",
        sentences=sentences,
        facts=[
            ("Site", named(row["site"])),
            ("Provider", named(row["provider"])),
            ("Specialties", words.listed([treatment_function_name(tfc) for tfc in row["tfcs"]])),
            ("Kind of care", kind_of_care(row["modality"])),
            ("Week that begins on", words.week_beginning(start, row["week"])),
            ("Takes ASA class up to", _limit(row["max_asa"])),
            ("Takes body mass index up to", _limit(row["max_bmi"])),
            ("Takes people aged", age),
        ],
        tables=[table for table in (_in_line(found, named), _standing(found)) if table.rows],
    )


def _on_its_line(found: AboutOffer) -> list[str]:
    """Say whether paid-for units of its contract line stand idle, and why."""
    line = found.explained.line
    if line is None or line.used >= line.prepaid:
        return []
    left = line.prepaid - line.used
    idle = words.counted(left, "unit")
    stays, them = ("stays", "it") if left == 1 else ("stay", "them")
    why = f"nobody eligible can reach {them}" if line.price <= 0 else f"nobody uses {them}"
    return [f"On its contract line {idle} paid for in advance {stays} idle: {why}."]


def worth(price: float, *, where: str = "here") -> str:
    """Say what one more unit of an offer is worth, in weeks of a routine wait."""
    weeks = price / POINTS_A_ROUTINE_WEEK
    if weeks <= 0:
        return f"One more unit {where} would help nobody: what limits is elsewhere."
    said = words.counted(round(weeks), "week") if weeks >= 1 else "less than a week"
    return f"One more unit {where} would be worth as much as {said} off a routine wait."


def kind_of_care(modality: str) -> str:
    """Write a modality for people: ``day_case`` as ``Day case``."""
    return modality.replace("_", " ").replace("non admitted", "non-admitted").capitalize()


def _match(option: Option, start: date, named: Callable[[str], str]) -> str:
    journey = "" if option.minutes is None else f", {words.whole(option.minutes)} minutes from home"
    said = f"reated at {_slot(option, start, named)}{journey} (offer {option.offer_id})."
    if option.taken == 1:
        return f"T{said}"
    return f"{words.counted(option.taken, 'person', 'people')}: t{said}"


def _next_best(why: PathwayExplanation, start: date, named: Callable[[str], str]) -> str:
    if why.runner_up is None:
        return "Nothing else on offer could be used."
    behind = (why.placed[-1].net - why.runner_up.net) / POINTS_A_ROUTINE_WEEK
    how = "just as good" if behind < LEAST_WEEKS else f"{behind:,.1f} routine weeks worse"
    slot = _slot(why.runner_up, start, named)
    said = f"The next best is {slot}: {how}, at this plan’s prices."
    better = [part for part in why.decided if part.points >= LEAST_WEEKS * POINTS_A_ROUTINE_WEEK]
    if behind < LEAST_WEEKS or not better:
        return said
    return f"{said} What decided was {words.listed([part.words for part in better[:2]])}."


def _asks(why: PathwayExplanation) -> str:
    """Say what the place asks of whoever takes it."""
    weeks = why.placed[-1].price / POINTS_A_ROUTINE_WEEK
    if weeks < LEAST_WEEKS:
        return "The place asks nothing: nobody else wants it at this plan’s prices."
    return f"Whoever takes the place must gain more than {weeks:,.1f} routine weeks by it."


def _instead(why: PathwayExplanation, start: date, named: Callable[[str], str]) -> list[str]:
    """Name the places that the patient may choose instead; how each compares."""
    if not why.alternatives:
        return []
    slots = [
        f"{_slot(each, start, named)}, {words.whole(each.minutes)} minutes from home "
        f"({_less(each.margin)})"
        for each in why.alternatives
    ]
    return [f"The patient may choose instead: {'; or '.join(slots)}."]


def _less(margin: float) -> str:
    weeks = margin / POINTS_A_ROUTINE_WEEK
    return "just as good" if weeks < LEAST_WEEKS else f"{weeks:,.1f} routine weeks less"


def _parts(option: Option) -> Table:
    """Split what the place is worth into its parts."""
    return Table(
        "What the place is worth to this patient",
        (*text_columns("For"), *number_columns(("Routine weeks",))),
        tuple((label(_sentence(part.words)), _weeks(part.points)) for part in option.parts),
    )


def _left_out(why: PathwayExplanation, start: date, named: Callable[[str], str]) -> list[str]:
    first, *more = why.reasons[len(why.placed) :]
    name, meaning = in_words(first.code, UNMATCHED, first.detail)
    stay = f"{words.counted(why.left_out, 'person', 'people')} stay" if why.people > 1 else "Stays"
    slots = {option.offer_id: option for option in why.options}
    said = [f"{stay} on the list: {_joined(name, meaning)}"]
    for reason in more:
        slot = slots.get(str(reason.inputs.get("offer_id")))
        if slot is not None and reason.code == "WOULD_WIN_BY_WAITING":
            weeks = words.counted(int(str(reason.inputs["weeks"])), "more week")
            place = _slot(slot, start, named)
            said.append(f"After {weeks} of waiting, {place} would have gone to this patient.")
        elif slot is not None:
            chance = _slot(slot, start, named)
            said.append(f"The best chance was {chance}. {worth(slot.price, where='there')}")
        else:
            said.append(_sentence(reason.detail))
    if why.units_that_win is not None and why.runner_up is not None and why.runner_up.price > 0:
        before = why.units_that_win - 1
        ahead = words.counted(before, "person is", "people are") if before else "nobody is"
        units = words.counted(why.units_that_win, "more unit")
        said.append(f"With {units} there it would have been in reach: {ahead} ahead.")
    if why.but_for is not None:
        said.append(_but_for(why.but_for, start, named))
    return said


def _but_for(option: Option, start: date, named: Callable[[str], str]) -> str:
    """Say what a patient could have were it not for the one thing that stands against it."""
    (reason,) = option.reasons
    ends = "" if option.net > 0 else ", though it would still go to somebody in greater need"
    place = _slot(option, start, named)
    return f"Were it not for one thing ({reason.detail}), {place} could be theirs{ends}."


def _options(options: Sequence[Option], start: date, named: Callable[[str], str]) -> Table:
    """List the offers of the right kind of care, best first, in routine weeks of waiting."""
    shown = sorted(options, key=lambda option: not option.taken)[:MOST_OPTIONS]
    rest = len(options) - len(shown)
    return Table(
        "Offers looked at, best first",
        (
            *text_columns("Site", "Week of"),
            *number_columns(("Minutes away", "Worth in routine weeks", "Price in routine weeks")),
            *text_columns("Why, or why not"),
        ),
        tuple(
            (
                label(named(option.site)),
                label(words.week_beginning(start, option.week)),
                number(option.minutes),
                _weeks(option.value if option.parts else None),
                _weeks(option.price),
                label(_verdict(option)),
            )
            for option in shown
        ),
        more=f"{words.counted(rest, 'more offer')} looked at." if rest else "",
    )


def _verdict(option: Option) -> str:
    if option.taken:
        return "Chosen"
    if option.reasons:
        return _sentence("; ".join(reason.detail for reason in option.reasons))
    if option.net < 0:
        return "Possible, but worth more to somebody else"
    return "Possible"


def _in_line(found: AboutOffer, named: Callable[[str], str]) -> Table:
    return Table(
        "Who would gain most from one more unit",
        (
            *text_columns("Pathway", "Waiting with", "Priority"),
            *number_columns(("Weeks waited", "Worth in routine weeks")),
        ),
        tuple(
            (
                label(person["pathway_id"]),
                label(named(person["holder"])),
                label(person["priority"]),
                number(person["weeks_waited"]),
                _weeks(person["worth"]),
            )
            for person in found.next_in_line
        ),
    )


def _standing(found: AboutOffer) -> Table:
    return Table(
        "People left waiting for this kind of care",
        (*text_columns("How they stand to this offer"), *number_columns(("People",))),
        tuple(
            (label(standing.capitalize()), number(people))
            for standing, people in found.explained.left_by_standing.items()
            if people
        ),
    )


def _slot(option: Option | Alternative, start: date, named: Callable[[str], str]) -> str:
    week = words.week_beginning(start, option.week)
    return f"{named(option.site)} in the week that begins on {week}"


def _weeks(points: float | None) -> Cell:
    if points is None:
        return label("Cannot be used")
    weeks = points / POINTS_A_ROUTINE_WEEK
    return Cell(f"{weeks:,.1f}", weeks)


def _sentence(detail: str) -> str:
    return f"{detail[:1].upper()}{detail[1:]}{'' if detail.endswith('.') else '.'}"


def _joined(name: str, meaning: str) -> str:
    ended = meaning if not meaning or meaning.endswith(".") else f"{meaning}."
    lower = f"{name[:1].lower()}{name[1:]}"
    return f"{lower}. {ended}" if ended else f"{lower}."


def _limit(value: float | None) -> str:
    return "No limit" if value is None else f"{value:g}"


def _yes_no(answer: bool | None) -> str:
    return words.UNKNOWN if answer is None else "Yes" if answer else "No"
