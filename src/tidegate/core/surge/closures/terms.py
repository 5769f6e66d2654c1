"""What closures are held to: reasons, kinds of department, and what it needs to divert."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ClosureTerms:
    """The terms of one edition.

    Attributes:
        name, version, author, in_force, source: which edition, whose, since when, from where.
        reasons: why a department closes, words by code.
        departments: kinds of department, words by code.
        answer_minutes: in which a receiver answers a divert.
    """

    name: str
    version: str
    author: str
    in_force: date
    source: str
    reasons: Mapping[str, str]
    departments: Mapping[str, str]
    answer_minutes: int
