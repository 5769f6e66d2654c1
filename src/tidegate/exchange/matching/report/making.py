"""The parts of the report about the plan itself: how good, from what, and how to check it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tidegate.core.disclosure import Profile
from tidegate.exchange.kinds import Kind
from tidegate.exchange.matching.report.bars import Bar, Bars, bars
from tidegate.exchange.matching.report.disclosure import shown
from tidegate.exchange.matching.report.table import Table, figures, words
from tidegate.exchange.matching.report.words import (
    NO_GAP,
    age,
    day,
    how_good,
    percent_of_gap,
    plural,
    size,
)

Summary = Mapping[str, Any]

_SHORT_HASH = 12
_SMALL_GAP = 0.0001


def distance_from_best(summary: Summary) -> dict[str, object]:
    """Say how far the plan is from the best possible, and from plain practice."""
    return {
        "sentence": how_good(summary["gap"], summary["headline"]["treated"]),
        "detail": (
            f"The plan is worth {summary['objective']:,.0f} points under the policy “"
            f"{summary['policy']['name']}”; a bound proves that none can be worth more than "
            f"{summary['bound']:,.0f}."
        ),
        "greedy": _against_greedy(summary),
        "scale": _scale(summary),
    }


def _against_greedy(summary: Summary) -> str:
    greedy = summary["greedy"]
    if not greedy:
        return ""
    sentence = f"Plain practice on the same figures ({greedy['rule']})"
    behind = 1 - float(greedy["objective"]) / summary["objective"] if summary["objective"] else 0.0
    more = summary["headline"]["treated"] - int(greedy["treated"])
    people = shown(abs(more), Profile(summary["profile"]))
    than = "fewer" if more >= 0 else "more"
    return f"{sentence} is worth {behind:.0%} less and treats {people} {than} people."


def _scale(summary: Summary) -> Bars | None:
    """Draw plain practice, the plan and the best possible to one scale."""
    greedy, best = summary["greedy"], summary["bound"]
    if not greedy or best <= 0:
        return None
    reached = _reached(summary["gap"])
    return bars(
        [
            Bar(
                "Plain practice", greedy["objective"], f"{greedy['objective'] / best:.1%}", "before"
            ),
            Bar("This plan", summary["objective"], reached, "after"),
            Bar("The best that any plan could do", best, "100%", "before"),
        ]
    )


def _reached(gap: float) -> str:
    if gap <= NO_GAP:
        return "100%"
    return "over 99.99%" if gap < _SMALL_GAP else f"{1 - gap:.2%}"


def sources(summary: Summary) -> Table:
    """List every file that went in: what it is, what day it describes, how old that was."""
    return Table(
        "sources",
        "Where the figures come from",
        (
            words("File"),
            words("What it is"),
            words("Figures as at"),
            words("Age"),
            figures("Size"),
            words("Fingerprint (SHA-256)"),
        ),
        tuple(
            (
                source["name"],
                _what(source["kind"]),
                day(source["as_of"]) if source["as_of"] else "not stated",
                age(source["age_days"]),
                size(source["bytes"]),
                source["sha256"][:_SHORT_HASH],
            )
            for source in summary["sources"]
        ),
    )


def _what(kind: str) -> str:
    """Name a kind of file in words; one that Tidegate does not list names itself."""
    return Kind(kind).label if kind in list(Kind) else kind


def how_made(summary: Summary) -> dict[str, object]:
    """Say by what the plan was made, so that somebody else can make it again."""
    policy, versions = summary["policy"], summary["versions"]
    return {
        "policy": (
            f"Policy {policy['name']}, version {policy['version']}, by {policy['author']}, "
            f"in force since {day(policy['in_force'])}."
        ),
        "versions": (
            f"Tidegate {versions['tidegate']}, HiGHS {versions['highs']}, "
            f"polars {versions['polars']}, Python {versions['python']}; seed {summary['seed']}."
        ),
        "horizon": plural(summary["weeks"], "week"),
        "proof": "are the same"
        if summary["gap"] <= NO_GAP
        else f"differ by {percent_of_gap(summary['gap'])} or less",
        "made_on": day(summary["made_at"][:10]),
    }
