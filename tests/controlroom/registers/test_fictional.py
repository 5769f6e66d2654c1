"""The fictional set goes through the services, fills every register and shows in counts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from tests.controlroom.registers.on_registers import NOW

from tidegate.controlroom.accounts.models import Person
from tidegate.controlroom.directory.viewer import viewer_of
from tidegate.controlroom.registers import queries
from tidegate.controlroom.registers.catalogue import REGISTERS
from tidegate.controlroom.registers.fictional import (
    FictionalKeeping,
    put_fictional_cases,
    put_fictional_rows,
)
from tidegate.core.directory.roles import Role
from tidegate.core.registers.speak_up import count_cases


@pytest.mark.django_db
def test_the_fictional_set_fills_every_register(person_with: Callable[..., Person]) -> None:
    keeps, decides = person_with((Role.LOGGIST, "ZQ1")), person_with((Role.AUTHORISER, "ZQ1"))
    hears = person_with((Role.GUARDIAN, "ZQ1"))
    put_fictional_cases("ZQ1", hears, datetime(2026, 8, 3, 9, 0, tzinfo=UTC))
    put_fictional_rows(FictionalKeeping("ZQ1", ["Z01", "Z02"], keeps, decides), NOW)
    for slug, register in REGISTERS.items():
        viewer = viewer_of(hears if slug == "speak-up-cases" else keeps)
        assert register.count(viewer), slug
    viewer = viewer_of(keeps)
    counts = count_cases(queries.cases_of_quarter(viewer, date(2026, 7, 1)))
    assert counts.total == 25
    assert counts.regions["midlands"] is None
