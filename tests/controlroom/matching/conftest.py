"""One finished plan for Northmere and one for Southmere, kept as the service keeps them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.exchange.matching.small_plan import (
    MADE_AT,
    small_context,
    small_policy,
    small_problem,
    small_result,
)

from tidegate.exchange.matching.plan_folder import write_plan

if TYPE_CHECKING:
    from tidegate.controlroom.matching.models import Plan


@pytest.fixture
def home(settings, tmp_path: Path) -> Path:
    settings.TIDEGATE_HOME = tmp_path
    return tmp_path


@pytest.fixture
def plan_for(home: Path, organisations) -> Callable[[str, str], Plan]:
    """A function that keeps the small plan for an area, under a title of its own."""
    from tidegate.controlroom.matching.models import Plan

    def keep(area: str, title: str) -> Plan:
        context = replace(small_context(), title=title)
        result = small_result()
        folder = home / "plans" / f"{area}-{title.split(maxsplit=1)[0]}"
        summary = write_plan(folder, small_problem(), small_policy(), result, context)
        head = summary["headline"]
        return Plan.objects.create(
            area=area,
            as_of=date(2026, 1, 31),
            start=date(2026, 2, 2),
            weeks=8,
            policy_name="default",
            policy_version="2026",
            seed=7,
            folder=folder.name,
            status=result.status.value,
            objective=result.objective,
            bound=result.bound,
            gap=result.gap,
            waiting=head["waiting"],
            matched=head["treated"],
            units=head["units"],
            units_used=head["units_used"],
            made_by="Coordinator, Northmere",
            made_at=MADE_AT,
        )

    return keep


@pytest.fixture
def plan(plan_for) -> Plan:
    return plan_for("ZQ1", "Northmere, February 2026")


@pytest.fixture
def canary(plan_for) -> Plan:
    """A plan of Southmere, which nobody in Northmere may see."""
    return plan_for("ZQ2", "CANARY of Southmere")
