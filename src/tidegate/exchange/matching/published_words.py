"""What a plan on published figures took for granted, in sentences that its readers can judge."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tidegate.exchange.matching.assumptions import PublishedAssumptions


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
    return (
        (
            f"Capacity is an estimate and no offer: what each provider completed in a good month, less "
            f"what it completes now, over {_months(months)}; {counts['spare_per_month']:,} pathways a "
            f"month in England, of which chance alone would show about "
            f"{counts['chance_per_month']:,}."
        ),
        *_travel(assumptions, counts, minutes_per_mile),
        (
            f"Nobody has been asked: everybody is taken to be willing and fit to move, and to have "
            f"clinical priority {assumptions.priority}, because published figures carry neither."
        ),
        (
            f"{counts['below_floor']:,} people who have waited less than {assumptions.floor_weeks} "
            f"weeks are not planned, nor are {counts['not_english']:,} whose commissioner is not "
            f"English."
        ),
        (
            f"Each month's units stand at the last week of their block, in a horizon of "
            f"{assumptions.weeks} weeks; all other treatment goes on beside the plan as it does now."
        ),
        (
            f"Providers that are missing from the newest month are left out: "
            f"{counts['spare_left_out']:,} pathways a month."
        ),
        f"Table of assumptions: {assumptions.name}, {assumptions.author}.",
    )


def _months(months: int) -> str:
    return "one month, which can show nothing" if months == 1 else f"{months} months"


def _travel(
    assumptions: PublishedAssumptions, counts: Mapping[str, int], minutes_per_mile: float | None
) -> tuple[str, ...]:
    if minutes_per_mile is None:
        return (
            (
                "No reference file with places was found, so people move only within their integrated "
                "care board, and travel is not counted."
            ),
        )
    reach = (
        "any distance"
        if assumptions.limit_miles is None
        else f"{assumptions.limit_miles:g} straight-line miles"
    )
    return (
        (
            f"Everybody would go {reach} from their sub-ICB location's centre of population "
            f"({counts['people_at_holder']:,} people whose commissioner has no place on the map: from "
            f"their present provider); minutes are miles times {minutes_per_mile:g}."
        ),
        (
            f"Of {counts['providers']:,} providers, {counts['located_site']:,} stand at their own "
            f"site, {counts['located_trust']:,} (trusts) at their most central site, "
            f"{counts['located_board']:,} that the hospital list does not know at their board's "
            f"centre, and {counts['located_nowhere']:,} nowhere."
        ),
    )
