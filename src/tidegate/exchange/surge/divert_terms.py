"""Read what closures, incidents, risk summits and action cards are held to: ours, or their own."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, TypeVar

from tidegate.core.surge.action_cards.cards import Asked, CardTerms, Deck
from tidegate.core.surge.closures.terms import ClosureTerms
from tidegate.core.surge.incidents.incidents import IncidentLevel, IncidentTerms
from tidegate.core.surge.summits.summits import SummitTerms
from tidegate.exchange.contracts.shipped_table import read_terms

if TYPE_CHECKING:
    from pathlib import Path

_EDITION = ("name", "version", "author", "in_force", "source")
Terms = TypeVar("Terms")


def load_closure_terms(home: Path | None = None) -> ClosureTerms:
    """Return reasons and departments; ``closure-terms.toml`` of a deployment takes their place.

    Raises:
        UnusableInput: naming the file, and what in it cannot be used.
    """
    return _read(home, "closure-terms.toml", "closures-2026.toml", _closures)


def load_incident_terms(home: Path | None = None) -> IncidentTerms:
    """Return kinds and levels of incidents; ``incident-terms.toml`` takes their place.

    Raises:
        UnusableInput: naming the file, and what in it cannot be used.
    """
    return _read(home, "incident-terms.toml", "incidents-2026.toml", _incidents)


def load_summit_terms(home: Path | None = None) -> SummitTerms:
    """Return what may trigger a risk summit; ``summit-terms.toml`` takes its place.

    Raises:
        UnusableInput: naming the file, and what in it cannot be used.
    """
    return _read(home, "summit-terms.toml", "summits-2026.toml", _summits)


def load_deck(home: Path | None = None) -> Deck:
    """Return the action cards; ``action-cards.toml`` of a deployment takes their place.

    Raises:
        UnusableInput: naming the file, and what in it cannot be used.
    """
    return _read(home, "action-cards.toml", "action-cards-2026.toml", _deck)


def _read(
    home: Path | None, own: str, shipped: str, make: Callable[[dict[str, Any]], Terms]
) -> Terms:
    if home is not None and (home / own).is_file():
        return read_terms((home / own).read_text("utf-8"), own, make)
    return read_terms(_shipped(shipped), shipped, make)


@cache
def _shipped(file: str) -> str:
    return (files("tidegate.exchange.surge") / "tables" / file).read_text("utf-8")


def _edition(table: dict[str, Any]) -> dict[str, Any]:
    return {name: table[name] for name in _EDITION}


def _named(table: dict[str, Any]) -> dict[str, str]:
    if not table or not all(isinstance(words, str) and words.strip() for words in table.values()):
        raise ValueError("every code needs its words")
    return dict(table)


def _closures(table: dict[str, Any]) -> ClosureTerms:
    return ClosureTerms(
        **_edition(table),
        reasons=_named(table["reasons"]),
        departments=_named(table["departments"]),
        answer_minutes=int(table["answer_minutes"]),
    )


def _incidents(table: dict[str, Any]) -> IncidentTerms:
    levels = [
        IncidentLevel(int(one["level"]), one["words"], one["led_at"], one["source"])
        for one in table["level"]
    ]
    return IncidentTerms(
        **_edition(table),
        kinds=_named(table["kinds"]),
        levels={one.level: one for one in levels},
    )


def _summits(table: dict[str, Any]) -> SummitTerms:
    return SummitTerms(**_edition(table), triggers=_named(table["triggers"]))


def _deck(table: dict[str, Any]) -> Deck:
    cards = tuple(
        CardTerms(one["code"], int(one["level"]), Asked(one["asks"]), one["theme"], one["words"],
                  int(one["acknowledge_minutes"]), int(one["done_minutes"]))
        for one in table["card"]
    )  # fmt: skip
    if len({card.code for card in cards}) < len(cards):
        raise ValueError("two cards have the same code")
    return Deck(
        **_edition(table),
        again_minutes=int(table["again_minutes"]),
        matters_after=int(table["matters_after"]),
        rest_hours=int(table["rest_hours"]),
        by_itself=bool(table["by_itself"]),
        cards=cards,
    )
