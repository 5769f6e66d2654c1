"""From providers to areas, regions and the nation: scores weighed by stated shares or by size."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from tidegate.core.pressure.score import OVERALL, Score, Share
from tidegate.core.pressure.score_name import score_name, table_label
from tidegate.core.pressure.score_table import exact
from tidegate.core.reasons import Reason

if TYPE_CHECKING:
    from tidegate.core.pressure.observations import Level
    from tidegate.core.pressure.score_table import ActionList, Pillar, ScoreTable


@dataclass(frozen=True, slots=True)
class Beneath:
    """One place's part in the place above it: its score, and its size where that is known."""

    place: str
    score: Score | None
    size: float | None


def aggregate(
    scores: Sequence[Score],
    kind: Level,
    above: Mapping[str, str],
    table: ScoreTable,
    sizes: Mapping[str, float],
) -> tuple[Score, ...]:
    """Put scores of places together to those of the places above them, pillar by pillar.

    Shares that the table states are taken as they are, and whoever has none does not count;
    elsewhere each place counts by its size. A place that counts and has no score, or no size where
    that is needed, makes the score incomplete: it then lies between the lowest and the highest that
    it can be.

    Args:
        scores: of one kind of place and one day; any overall ones are passed over.
        kind: what the places above are.
        above: the place above each place; whoever has none is left out.
        table: the table that the scores were computed by.
        sizes: by place, in whatever ``weigh_by`` counts.

    Returns:
        For each place above one score a pillar, and one overall where there are several pillars.
    """
    beneath: dict[tuple[str, str], list[Beneath]] = defaultdict(list)
    for each in scores:
        if each.pillar != OVERALL and each.place in above:
            part = Beneath(each.place, each, _size(each.place, table, sizes))
            beneath[above[each.place], each.pillar].append(part)
    pillars = {pillar.name: pillar for pillar in table.pillars}
    found = []
    for place in sorted({place for place, _ in beneath}):
        of_place = [
            _together(place, kind, pillars[name], table, beneath[place, name], scores[0])
            for name in pillars
            if (place, name) in beneath
        ]
        found += of_place
        if len(pillars) > 1:
            found.append(_overall(of_place, table))
    return tuple(found)


def sizes_above(
    scores: Sequence[Score],
    above: Mapping[str, str],
    table: ScoreTable,
    sizes: Mapping[str, float],
) -> dict[str, float]:
    """Return the size of each place above: that of all places beneath, where all are known."""
    found: dict[str, list[float | None]] = defaultdict(list)
    for place in dict.fromkeys(each.place for each in scores if each.place in above):
        found[above[place]].append(_size(place, table, sizes))
    return {
        place: sum(known)
        for place, parts in found.items()
        if len(known := [each for each in parts if each is not None]) == len(parts)
    }


def actions_begun(score: Score, table: ScoreTable) -> tuple[ActionList, ...]:
    """Return the lists of actions that the level of a score sets going, the lowest level first.

    An incomplete score sets going what its lowest possible level does.
    """
    least, _ = score.level_range
    lists = (each for each in table.action_lists if each.kind is score.kind)
    return tuple(sorted((each for each in lists if each.level <= least), key=lambda of: of.level))


def _size(place: str, table: ScoreTable, sizes: Mapping[str, float]) -> float | None:
    size = sizes.get(place) if table.aggregation.weigh_by else 1.0
    return None if size is None or size < 0 else size


def _together(
    place: str,
    kind: Level,
    pillar: Pillar,
    table: ScoreTable,
    parts: Sequence[Beneath],
    like: Score,
) -> Score:
    label = table_label(table, kind)
    stated = table.aggregation.weights.get((place, pillar.name), {})
    parts = _all_named(parts, stated)
    weights, missing = _weights(stated, table, parts, label)
    ends = [
        (each.score.lowest, each.score.highest) if each.score else pillar.range() for each in parts
    ]
    missing += [
        _lacking(each.place, each.score, label)
        for each in parts
        if (each.place in stated or not stated) and not (each.score and each.score.complete)
    ]
    if weights is None:
        lowest, highest = min(low for low, _ in ends), max(high for _, high in ends)
    else:
        lowest = _weighed(weights, [low for low, _ in ends])
        highest = _weighed(weights, [high for _, high in ends])
    shares: Sequence[Fraction | None] = weights or [None] * len(parts)
    return replace(
        like, place=place, kind=kind, pillar=pillar.name, name=score_name(table, kind), table=label,
        lowest=lowest, highest=highest, levels=pillar.levels, missing=tuple(missing), judged=(),
        shares=tuple(
            Share(each.place, None if weight is None else float(weight))
            for each, weight in zip(parts, shares, strict=True)
        ),
    )  # fmt: skip


def _all_named(parts: Sequence[Beneath], stated: Mapping[str, float]) -> list[Beneath]:
    """Add the places that have a stated share and no score."""
    there = {each.place for each in parts}
    absent = [Beneath(place, None, None) for place in stated if place not in there]
    return sorted([*parts, *absent], key=lambda each: each.place)


def _weights(
    stated: Mapping[str, float], table: ScoreTable, parts: Sequence[Beneath], label: str
) -> tuple[list[Fraction] | None, list[Reason]]:
    """Return the share of each place, adding to 1 exactly; None where they are not known."""
    if stated:
        return [exact(stated.get(each.place, 0)) for each in parts], []
    without = [each.place for each in parts if each.size is None]
    sizes = [exact(each.size) for each in parts if each.size is not None]
    if without or not sum(sizes):
        of = ", ".join(without) or "every place"
        detail = f"{table.aggregation.weigh_by} of {of} is missing: it says how much each counts"
        return None, [Reason("SIZE_MISSING", detail, {"places": without}, label)]
    whole = sum(sizes)
    return [size / whole for size in sizes], []


def _overall(scores: Sequence[Score], table: ScoreTable) -> Score:
    """Put the pillars of a place together, by their weights."""
    assert table.overall is not None  # noqa: S101 - no pillar is scored by a table that lacks it
    of_place = {each.pillar: each for each in scores}
    some, label = scores[0], scores[0].table
    missing = []
    lowest = highest = Fraction(0)
    for pillar in table.pillars:
        found = of_place.get(pillar.name)
        low, high = (found.lowest, found.highest) if found else pillar.range()
        weight = exact(pillar.weight or 0)
        lowest, highest = lowest + weight * low, highest + weight * high
        if found is None or not found.complete:
            missing.append(_lacking(pillar.name, found, label))
    return replace(
        some, pillar=OVERALL, lowest=lowest, highest=highest, missing=tuple(missing),
        levels=table.overall, shares=(),
    )  # fmt: skip


def _weighed(weights: Sequence[Fraction], totals: Sequence[Fraction]) -> Fraction:
    return sum((w * total for w, total in zip(weights, totals, strict=True)), Fraction(0))


def _lacking(of: str, score: Score | None, label: str) -> Reason:
    """Say that the score of a place, or of a pillar, is missing or incomplete."""
    if score is None:
        return Reason("SCORE_MISSING", f"the score of {of} is missing", {"of": of}, label)
    return Reason("SCORE_INCOMPLETE", f"the score of {of} is incomplete", {"of": of}, label)
