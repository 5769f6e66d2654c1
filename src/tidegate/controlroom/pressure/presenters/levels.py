"""Levels and totals of scores as pages show them, always by the name that the rule gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tidegate.controlroom.pressure.forms import sentence_case
from tidegate.controlroom.pressure.presenters.returns import said
from tidegate.controlroom.pressure.terms import MEASURES
from tidegate.exchange.pressure.score_words import level_words, total_words

if TYPE_CHECKING:
    from tidegate.core.pressure.score import Judged, Score


@dataclass(frozen=True, slots=True)
class LevelShown:
    """A level: in words, the class of its colour, and its total."""

    text: str
    colour: str
    total: str


def level(score: Score | None) -> LevelShown:
    """Write the level of a score; an incomplete one is a range."""
    if score is None:
        return LevelShown("Not scored", "app-level--open", "")
    colour = f"app-level--{score.level}" if score.complete else "app-level--open"
    return LevelShown(f"Level {level_words(score)}", colour, total_words(score))


@dataclass(frozen=True, slots=True)
class TrendShown:
    """How a total moved in a week: a sign, the words, and the move itself to sort by."""

    sign: str
    text: str
    moved: float


def trend(now: Score | None, before: Score | None) -> TrendShown:
    """Say in few words how a total moved in a week."""
    text = compared(now, before).removesuffix(" in a week")
    if now is None or before is None or text.startswith("not comparable"):
        return TrendShown("", text, 0.0)
    moved = float(now.lowest - before.lowest)
    sign = {"up": "▲", "down": "▼"}.get(text.split()[0], "▬")
    return TrendShown(sign, text if sign in "▲▼" else "no change", moved)


def compared(now: Score | None, before: Score | None) -> str:
    """Say how a total moved in a week; nothing where either is not known."""
    if now is None or before is None or now.total is None or before.total is None:
        return "not comparable: figures are missing"
    if now.table != before.table:
        return "not comparable: scored by another table then"
    moved = now.total - before.total
    if abs(moved) < 0.005:  # noqa: PLR2004 - what two decimals do not show is no change
        return "as a week ago"
    return f"{'up' if moved > 0 else 'down'} {abs(moved):.2f} in a week"


def why_missing(judged: Judged) -> str:
    """Say why a parameter counts for nothing yet."""
    label = sentence_case(MEASURES[judged.measure].label)
    return f"{label}: {'too old' if judged.figure else 'not reported'}"


def value_of(judged: Judged) -> str:
    """Write the figure of a parameter, or that there is none."""
    return "missing" if judged.figure is None else said(judged.measure, judged.figure.value)
