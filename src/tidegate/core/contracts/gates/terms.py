"""What is asked at which assurance gate, and what stops a contract there whatever the ratings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class GateName(StrEnum):
    """The gates, in the order in which they are passed; the last comes before each extension."""

    EE = "ee"
    CP1 = "cp1"
    CP2 = "cp2"
    CP3 = "cp3"
    ROLLOVER = "rollover"


IN_ORDER = (GateName.EE, GateName.CP1, GateName.CP2, GateName.CP3)
"""The gates that follow one another; an extension's stands by itself."""


class HardStop(StrEnum):
    """What stops a gate whatever else is good."""

    TAX_TREATMENT = "tax_treatment"
    GUARANTEE = "guarantee"
    PRICE_OR_SCHEDULE = "price_or_schedule"
    TRANSITION_COST = "transition_cost"
    SUBCONTRACTS = "subcontracts"
    EXIT_PLAN = "exit_plan"
    RESIDUAL_RISK = "residual_risk"


class Statement(StrEnum):
    """What somebody must be able to say, with evidence, for a hard stop to be lifted."""

    TAX_OPINION = "tax_opinion"
    TAX_FUNDED = "tax_funded"
    PROVIDER_HAS_ASSETS = "provider_has_assets"
    GUARANTEE_HELD = "guarantee_held"
    PRICE_AGREED = "price_agreed"
    SCHEDULE_AGREED = "schedule_agreed"
    TRANSITION_COST_OWNED = "transition_cost_owned"
    SUBCONTRACTS_COMPLETE = "subcontracts_complete"


@dataclass(frozen=True, slots=True)
class Question:
    """One question that is rated at some gates."""

    id: str
    text: str
    gates: frozenset[GateName]


@dataclass(frozen=True, slots=True)
class GateTerms:
    """What gates ask; data, because the published guidance changed twice.

    Attributes:
        name, version, source, author, in_force: where it comes from and since when.
        triggers: code → words of what makes a contract complex.
        labels: gate → when it is held.
        questions: what is rated at which gate.
        statements: hard stops' statements → the words that ask for them.
        stops_at: the gates at which hard stops stop.
        fewest_deciders: how many people decide at least.
    """

    name: str
    version: str
    source: str
    author: str
    in_force: date
    triggers: Mapping[str, str]
    labels: Mapping[GateName, str]
    questions: tuple[Question, ...]
    statements: Mapping[Statement, str]
    stops_at: frozenset[GateName]
    fewest_deciders: int

    def __post_init__(self) -> None:
        if set(self.labels) != set(GateName):
            raise ValueError("every gate has a label, and there are no others")
        if set(self.statements) != set(Statement):
            raise ValueError("every statement has its words, and there are no others")
        ids = [question.id for question in self.questions]
        if len(set(ids)) < len(ids):
            raise ValueError("two questions have the same id")
        if without := set(GateName) - {gate for each in self.questions for gate in each.gates}:
            raise ValueError(f"nothing is asked at {sorted(without)}")
        if self.fewest_deciders < 1:
            raise ValueError("somebody decides")

    def asked_at(self, gate: GateName) -> tuple[Question, ...]:
        """Return the questions of one gate, in the table's order."""
        return tuple(question for question in self.questions if gate in question.gates)

    @property
    def rules(self) -> str:
        """Name and version, as reasons carry them."""
        return f"{self.name} {self.version}"
