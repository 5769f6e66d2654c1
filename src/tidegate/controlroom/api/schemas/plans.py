"""A plan in short, with how good it is proven to be."""

from __future__ import annotations

from datetime import date, datetime

from ninja import Schema
from pydantic import Field


class PlanOut(Schema):
    """One plan: what it covers, what it came to, and its bound."""

    number: int
    area: str
    as_of: date
    start: date
    weeks: int
    policy_name: str
    policy_version: str
    status: str
    objective: float = Field(description="In points of the policy.")
    bound: float = Field(description="What no plan can exceed.")
    gap: float = Field(description="The missing part of the bound, as a share of it.")
    waiting: int
    matched: int
    units: int
    units_used: int
    replaces: int | None
    made_at: datetime


class Plans(Schema):
    """Part of the plans that this token may see, newest first."""

    items: list[PlanOut]
    total: int
    limit: int
    offset: int
