"""What a plan on published figures took for granted, in sentences that its readers can judge."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tidegate.exchange.matching.assumptions import PublishedAssumptions

_CAPACITY = """
    Capacity is an estimate and no offer: what each provider completed in a good month less what
    it completes now, over {months}; {spare_per_month:,} pathways a month in England, of which
    chance alone would show about {chance_per_month:,}.
"""
_ON_MAP = """
    Everybody would go {reach} from the centre of population of their sub-ICB location
    ({people_at_holder:,} people whose commissioner has no place on the map: from their present
    provider); minutes are miles times {minutes_per_mile:g}.
"""
_SITES = """
    Of {providers:,} providers, {located_site:,} stand at their own site, {located_trust:,} (trusts)
    at their head office or most central site, and {located_board:,}, which no file places,
    at the centre of population of their integrated care board.
"""
_LOST = """
    No place is known for {located_nowhere:,} more, so nobody is sent there.
"""
_NO_MAP = """
    No reference file with places was found, so people move only within their integrated care
    board, and travel is not counted.
"""
_PEOPLE = """
    Nobody has been asked: everybody is taken to be willing and fit to move, and to have clinical
    priority {priority}, because published figures carry neither.
"""
_LEFT_OUT = """
    {below_floor:,} people who have waited less than {floor_weeks} weeks are not planned, nor are
    {not_english:,} whose commissioner is not English.
"""
_WEEKS = """
    Waits are those of the end of the month, and weeks count from the Monday after it. Each
    month's units stand at the last week of their block, in a horizon of {weeks} weeks; all
    other treatment goes on beside the plan as it does now.
"""
_GONE = """
    Providers that are missing from the newest month are left out: {spare_left_out:,} pathways a
    month.
"""
_TABLE = "Table of assumptions: {table}, {author}."


def assumption_sentences(
    assumptions: PublishedAssumptions,
    counts: Mapping[str, int],
    *,
    months: int,
    minutes_per_mile: float | None,
) -> tuple[str, ...]:
    """Say every assumption in one sentence, with the figures that show how much hangs on it.

    Args:
        assumptions: the table in force.
        counts: as in ``Published.counts``.
        months: how many months the estimate of capacity rests on.
        minutes_per_mile: factor from miles to minutes; None where no distance was known.
    """
    limit = assumptions.limit_miles
    facts: dict[str, object] = {
        **counts,
        "months": "one month, which can show nothing" if months == 1 else f"{months} months",
        "reach": "any distance" if limit is None else f"{limit:g} straight-line miles",
        "minutes_per_mile": minutes_per_mile,
        "priority": assumptions.priority,
        "floor_weeks": assumptions.floor_weeks,
        "weeks": assumptions.weeks,
        "table": assumptions.name,
        "author": assumptions.author,
    }
    lost = (_LOST,) if counts["located_nowhere"] else ()
    travel = (_NO_MAP,) if minutes_per_mile is None else (_ON_MAP, _SITES, *lost)
    gone = (_GONE,) if counts["spare_left_out"] else ()
    said = (_CAPACITY, *travel, _PEOPLE, _LEFT_OUT, _WEEKS, *gone, _TABLE)
    return tuple(" ".join(sentence.split()).format_map(facts) for sentence in said)
