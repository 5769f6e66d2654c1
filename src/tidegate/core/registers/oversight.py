"""From scores to segments: which providers need how much support, and how that was worked out.

Source: spec, contracts 7 (register of provider oversight). Metrics are scored, averaged, and the
averages put into quarters: segments 1 to 4. A segment may then be adjusted with a reason; a deficit
caps how good it may be; a provider in the improvement programme is in its segment of its own.

Ties share the better rank, so that equals are never put apart. Averages are exact fractions: no
rounding moves anyone across a boundary, and the order of the rows moves nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256
from typing import TYPE_CHECKING

from tidegate.core.log.canonical import canonical, plain
from tidegate.core.registers.faults import fault

if TYPE_CHECKING:
    from tidegate.core.reasons import Reason


@dataclass(frozen=True, slots=True)
class Framework:
    """An edition of an oversight framework.

    Attributes:
        version: its name, kept with each segment.
        in_force: its first day.
        source: where it is written.
        segments: number and words, best first.
        best_score, worst_score: the ends of the scale of a metric.
        scored: how many segments scores are put into; 0 where an edition does not say how.
        programme: the segment of the improvement programme, if it is one of its own.
        best_in_deficit: the best segment that a provider in deficit may have, if that is capped.
    """

    version: str
    in_force: date
    source: str
    segments: tuple[tuple[int, str], ...]
    best_score: Decimal
    worst_score: Decimal
    scored: int
    programme: int | None
    best_in_deficit: int | None


@dataclass(frozen=True, slots=True)
class ProviderScores:
    """What one provider is put into a segment by.

    Attributes:
        organisation: ODS code.
        metrics: score by metric.
        deficit: whether it is in deficit; None where not known.
        in_programme: whether it is in the improvement programme.
        adjusted_to: the segment that judgement puts it into, if another.
        why: why it is adjusted.
    """

    organisation: str
    metrics: Mapping[str, Decimal]
    deficit: bool | None = None
    in_programme: bool = False
    adjusted_to: int | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where one provider stands.

    Attributes:
        organisation: ODS code.
        average: mean of its scores, to four places; None without scores.
        rank: its place, ties sharing the better one; None without scores.
        by_score: the segment of its quarter.
        segment: the segment after adjustment, cap and programme; None where nothing says it.
        reasons: what moved it from one to the other.
    """

    organisation: str
    average: Decimal | None
    rank: int | None
    by_score: int | None
    segment: int | None
    reasons: tuple[Reason, ...]


def framework_on(editions: Iterable[Framework], day: date) -> Framework | None:
    """Return the edition in force on a day; None before the first."""
    begun = [edition for edition in editions if edition.in_force <= day]
    return max(begun, key=lambda edition: edition.in_force, default=None)


def score_faults(providers: Iterable[ProviderScores], framework: Framework) -> tuple[Reason, ...]:
    """Return what is wrong with scores under a framework; empty when they can be used."""
    found: list[Reason] = []
    seen: set[str] = set()
    numbers = {number for number, _ in framework.segments}
    for each in providers:
        if each.organisation in seen:
            found.append(fault("PROVIDER_TWICE", f"{each.organisation} stands there twice."))
        seen.add(each.organisation)
        for metric, score in each.metrics.items():
            if not framework.best_score <= score <= framework.worst_score:
                scale = f"{framework.best_score} to {framework.worst_score}"
                detail = f"{each.organisation}: {metric} must be scored from {scale}."
                found.append(fault("SCORE_OUT_OF_SCALE", detail, score=score))
        if each.adjusted_to is not None and each.adjusted_to not in numbers:
            detail = f"{each.organisation}: {framework.version} has no segment {each.adjusted_to}."
            found.append(fault("SEGMENT_UNKNOWN", detail))
        if each.adjusted_to is not None and not each.why.strip():
            detail = f"{each.organisation}: an adjustment needs its reason."
            found.append(fault("ADJUSTED_WITHOUT_REASON", detail))
    return tuple(found)


def place_providers(
    providers: Iterable[ProviderScores], framework: Framework
) -> tuple[Placed, ...]:
    """Put providers into segments.

    Args:
        providers: scores without faults, in any order.
        framework: the edition to do it by.

    Returns:
        One for each provider: by rank, then code; those without scores last.
    """
    given = list(providers)
    averages = {each.organisation: _average(each.metrics) for each in given}
    known = sorted(average for average in averages.values() if average is not None)
    placed = [
        _placed(each, averages[each.organisation], known, framework)
        for each in given
    ]  # fmt: skip
    last = len(known) + 1
    return tuple(sorted(placed, key=lambda one: (one.rank or last, one.organisation)))


def _average(metrics: Mapping[str, Decimal]) -> Fraction | None:
    scores = [Fraction(score) for score in metrics.values()]
    return sum(scores, Fraction()) / len(scores) if scores else None


def _placed(
    one: ProviderScores, average: Fraction | None, known: list[Fraction], framework: Framework
) -> Placed:
    rank = None if average is None else known.index(average) + 1
    by_score = None
    if rank is not None and framework.scored:
        by_score = -(-framework.scored * rank // len(known))
    segment, reasons = _moved(one, by_score, framework)
    shown = None if average is None else round(Decimal(average.numerator) / average.denominator, 4)
    return Placed(one.organisation, shown, rank, by_score, segment, reasons)


def _moved(
    one: ProviderScores, by_score: int | None, framework: Framework
) -> tuple[int | None, tuple[Reason, ...]]:
    """Follow a segment through adjustment, the cap of a deficit, and the programme."""
    segment, reasons = by_score, []
    if by_score is None and one.adjusted_to is None:
        reasons.append(fault("NO_SEGMENT_BY_SCORE", "No scores say which segment it is in."))
    if one.adjusted_to is not None:
        segment = one.adjusted_to
        reasons.append(fault("ADJUSTED", one.why, from_segment=by_score, to_segment=segment))
    cap = framework.best_in_deficit
    if one.deficit and cap is not None and segment is not None and segment < cap:
        detail = f"A provider in deficit is in segment {cap} at best."
        reasons.append(fault("CAPPED_BY_DEFICIT", detail, from_segment=segment, to_segment=cap))
        segment = cap
    if one.in_programme and framework.programme is not None:
        detail = f"It is in the improvement programme: segment {framework.programme}."
        reasons.append(fault("IN_PROGRAMME", detail, from_segment=segment))
        segment = framework.programme
    return segment, tuple(reasons)


def fingerprint_of_scores(providers: Iterable[ProviderScores]) -> str:
    """Return the SHA-256 of scores, whatever their order, so that segments can be made again."""
    content = [
        {
            "organisation": each.organisation,
            "metrics": {name: str(Fraction(score)) for name, score in each.metrics.items()},
            "deficit": each.deficit,
            "in_programme": each.in_programme,
            "adjusted_to": each.adjusted_to,
            "why": each.why,
        }
        for each in sorted(providers, key=lambda one: one.organisation)
    ]
    return sha256(canonical(plain(content)).encode("utf-8")).hexdigest()
