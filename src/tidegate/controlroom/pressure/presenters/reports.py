"""How complete and how old the reports of some providers are, in a few words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tidegate.controlroom.board import words
from tidegate.core.pressure.observations import Level
from tidegate.core.pressure.submission import Arrival

if TYPE_CHECKING:
    from tidegate.controlroom.pressure.rolled_up import RolledUp
    from tidegate.controlroom.pressure.situation import Situation

_CAME = (Arrival.IN_TIME, Arrival.LATE)
_NAMED = 2
_NEVER = 10_000


@dataclass(frozen=True, slots=True)
class Reports:
    """The reports of some providers.

    Attributes:
        came, due: how many of today are there, of how many.
        text: the same in words.
        missing: who has not reported and how many figures lack, in words.
        lacking: how much that is, to sort by.
        age: how old the oldest of the newest reports is, in words.
        age_days: the same as a number.
        stale: whether that is older than yesterday.
    """

    came: int
    due: int
    text: str
    missing: str
    lacking: int
    age: str
    age_days: int
    stale: bool


def reports_of(known: Situation, codes: Sequence[str], now: RolledUp | None) -> Reports:
    """Say how the reports of these providers stand."""
    if not codes:
        return Reports(
            0, 0, "none is due", "no provider reports", _NEVER, "none", _NEVER, stale=True
        )
    came = sum(known.standings[code][0].arrival in _CAME for code in codes)
    lost = [code for code in codes if known.standings[code][0].arrival is Arrival.MISSING]
    figures = sum(_figures_lacking(now, code) for code in codes)
    days = [known.newest[code].day for code in codes if code in known.newest]
    silent = len(days) < len(codes)
    oldest = min(days, default=None)
    age_days = (known.today - oldest).days if oldest and not silent else _NEVER
    return Reports(
        came=came,
        due=len(codes),
        text=f"{came} of {len(codes)}",
        missing=_missing([_plain(known.names[code]) for code in lost], figures),
        lacking=100 * len(lost) + figures,
        age="somebody never reported" if silent or not oldest else words.age(oldest, known.today),
        age_days=age_days,
        stale=age_days > 1,
    )


def _figures_lacking(now: RolledUp | None, code: str) -> int:
    scores = now.scores.get((Level.PROVIDER, code), ()) if now else ()
    return sum(len(score.missing) for score in scores if score.judged)


def _missing(names: Sequence[str], figures: int) -> str:
    said = []
    if names:
        more = len(names) - _NAMED
        listed = [*names[:_NAMED], *([f"{more} more"] if more > 0 else [])]
        said.append(f"report of {words.listed(listed)}")
    if figures:
        said.append(words.counted(figures, "figure"))
    return "; ".join(said) or "nothing"


def _plain(name: str) -> str:
    return name.removesuffix(" NHS Foundation Trust").removesuffix(" NHS Trust")
