"""Rows of the surge room, one module for each subject.

Who did what and when stands in the record, under the subject of each row (``surge:S-000123``);
rows hold what is true now. Identities are those of the record (``person:7``, ``token:3``). Money
is integer pence.
"""

from __future__ import annotations

from tidegate.controlroom.surge.models.action_cards import ActionCard
from tidegate.controlroom.surge.models.capacity import Actual, OpenedOffer, Opening, Pledge
from tidegate.controlroom.surge.models.closures import Closure, Divert, DivertCount, Stage
from tidegate.controlroom.surge.models.incidents import Incident, IncidentMove, LinkedClosure
from tidegate.controlroom.surge.models.summits import Summit, SummitAction
from tidegate.controlroom.surge.models.surge import (
    DailyReview,
    Evidence,
    Option,
    Publication,
    Surge,
)

__all__ = [
    "ActionCard",
    "Actual",
    "Closure",
    "DailyReview",
    "Divert",
    "DivertCount",
    "Evidence",
    "Incident",
    "IncidentMove",
    "LinkedClosure",
    "OpenedOffer",
    "Opening",
    "Option",
    "Pledge",
    "Publication",
    "Stage",
    "Summit",
    "SummitAction",
    "Surge",
]
