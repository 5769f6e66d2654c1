"""Rows of the contracts room, one module for each part of a contract's life.

Who did what and when stands in the record, under the subject of each row (``contract:K-000123``);
rows hold what is true now. Identities are those of the record (``person:7``, ``token:3``). Money
is integer pence.
"""

from __future__ import annotations

from tidegate.controlroom.contracts.models.contract import (
    Contract,
    Line,
    Signature,
    Switch,
    Terms,
)
from tidegate.controlroom.contracts.models.ending import ExitPlan, Residual
from tidegate.controlroom.contracts.models.management import (
    Gate,
    Performance,
    RolloverReview,
    Subcontract,
    Withholding,
)
from tidegate.controlroom.contracts.models.selection import (
    Modification,
    Notice,
    Representation,
    Selection,
)
from tidegate.controlroom.contracts.models.use import Invoice, UseReturn, UseReview

__all__ = [
    "Contract",
    "ExitPlan",
    "Gate",
    "Invoice",
    "Line",
    "Modification",
    "Notice",
    "Performance",
    "Representation",
    "Residual",
    "RolloverReview",
    "Selection",
    "Signature",
    "Subcontract",
    "Switch",
    "Terms",
    "UseReturn",
    "UseReview",
    "Withholding",
]
