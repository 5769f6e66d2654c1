"""What closures, incidents, risk summits and action cards are held to here, as files stand now."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from tidegate.exchange.surge.divert_terms import (
    load_closure_terms,
    load_deck,
    load_incident_terms,
    load_summit_terms,
)

if TYPE_CHECKING:
    from tidegate.core.surge.action_cards.cards import Deck
    from tidegate.core.surge.closures.terms import ClosureTerms
    from tidegate.core.surge.incidents.incidents import IncidentTerms
    from tidegate.core.surge.summits.summits import SummitTerms


def closure_terms() -> ClosureTerms:
    """Return reasons and kinds of department in force."""
    return load_closure_terms(Path(settings.TIDEGATE_HOME))


def incident_terms() -> IncidentTerms:
    """Return kinds and levels of incidents in force."""
    return load_incident_terms(Path(settings.TIDEGATE_HOME))


def summit_terms() -> SummitTerms:
    """Return what may trigger a risk summit."""
    return load_summit_terms(Path(settings.TIDEGATE_HOME))


def deck_in_force() -> Deck:
    """Return the action cards in force."""
    return load_deck(Path(settings.TIDEGATE_HOME))
