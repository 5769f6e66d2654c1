"""What is measured: one definition for each figure, with what it is a share of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Unit(StrEnum):
    """What a figure counts."""

    COUNT = "count"
    BEDS = "beds"
    MINUTES = "minutes"
    PERCENT = "percent"


class WorseWhen(StrEnum):
    """Which way a figure gets worse; some are neither."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure.

    Attributes:
        id: stable name, in snake case.
        label: the words on a page.
        definition: one sentence that says what is counted, and when.
        unit: what it counts.
        worse_when: which way it gets worse.
        pillar: acute, community, mental health or NHS 111.
        numerator, denominator: measures whose quotient a percentage is; empty where it is reported
            as a percentage. Numbers as reported are kept, and shares derived from them.
        exclusions: what is left out, in words.
        least, most: what a single provider can plausibly report in a day; beyond it is asked about.
    """

    id: str
    label: str
    definition: str
    unit: Unit
    worse_when: WorseWhen
    pillar: str = "acute"
    numerator: str = ""
    denominator: str = ""
    exclusions: str = ""
    least: float | None = None
    most: float | None = None


def derived(measures: Mapping[str, Measure], values: Mapping[str, float]) -> dict[str, float]:
    """Add the shares that reported numbers make, and leave what is there as it is.

    A share is not made of a denominator that is missing or 0.
    """
    found = dict(values)
    for measure in measures.values():
        if not measure.denominator or measure.id in found:
            continue
        part, whole = values.get(measure.numerator), values.get(measure.denominator)
        if part is not None and whole:
            found[measure.id] = 100 * part / whole
    return found
