"""Changes of a contract in force are weighed with all before, and queue the notices they owe."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from tests.controlroom.contracts.selecting import (
    NOW,
    POUNDS,
    chosen,
    contract_for,
    opened,
    published,
)

from tidegate.controlroom.accounts.models import Person
from tidegate.controlroom.contracts.models import Contract, Modification, Notice
from tidegate.controlroom.contracts.refused import ContractRefused
from tidegate.controlroom.contracts.services.choose_route import RouteChoice, choose_route
from tidegate.controlroom.contracts.services.modify_contract import modify_contract
from tidegate.controlroom.log.models import Entry
from tidegate.controlroom.permissions import PermissionMissing
from tidegate.core.contracts.procurement.modification import Ground, Proposed
from tidegate.core.contracts.procurement.regimes import Route
from tidegate.core.contracts.procurement.urgent import Limb
from tidegate.core.directory.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(person_with: Callable[..., Person]) -> Person:
    return person_with((Role.CONTRACT_MANAGER, "ZQ1"))


def running(manager: Person, value_pence: int = 2_000_000 * POUNDS) -> Contract:
    contract = contract_for(value_pence=value_pence, state="running")
    chosen(opened(contract, manager), manager)
    return contract


def changed(
    contract: Contract, actor: Person, proposed: Proposed, version: int = 2, advice: str = ""
) -> Modification:
    return modify_contract(
        contract=contract, version=version, proposed=proposed, actor=actor, now=NOW, advice=advice
    )


def refused(step: Callable[[], object]) -> list[str]:
    with pytest.raises(ContractRefused) as found:
        step()
    return list(found.value.codes)


def test_a_run_of_small_changes_is_refused_when_it_crosses_both_limits(manager: Person) -> None:
    contract = running(manager)
    small = Proposed(Ground.BUYER, 100_000 * POUNDS)
    rows = [changed(contract, manager, small, version) for version in range(2, 6)]
    assert [row.cumulative_pence // POUNDS for row in rows] == [
        100_000, 200_000, 300_000, 400_000,
    ]  # fmt: skip
    assert refused(lambda: changed(contract, manager, small, 6)) == ["CUMULATIVE_CHANGE_TOO_LARGE"]
    assert Modification.objects.count() == 4
    assert Notice.objects.count() == 0


def test_a_change_of_half_a_million_queues_its_notice(manager: Person) -> None:
    contract = running(manager, 20_000_000 * POUNDS)
    changed(contract, manager, Proposed(Ground.EXTERNAL, 500_000 * POUNDS))
    row = Notice.objects.get()
    assert (row.kind, row.due_on, row.published_on) == ("psr_modification", date(2026, 6, 19), None)
    assert row.because == "changed on 20 May 2026"
    entry = Entry.objects.order_by("-seq")[0]
    assert entry.kind == "contract_modified"
    assert entry.facts["queued"] == {"psr_modification": "2026-06-19"}
    filled = published(contract.selection, manager, "psr_modification", date(2026, 5, 20), now=NOW)
    assert (filled.pk, filled.due_on) == (row.pk, date(2026, 6, 19))


def test_an_urgent_change_owes_a_notice_whatever_its_size(manager: Person) -> None:
    contract = running(manager)
    urgent = Proposed(Ground.URGENT, 1, limbs=frozenset(Limb))
    assert (
        refused(lambda: changed(contract, manager, Proposed(Ground.URGENT, 1)))
        == ["LIMB_MISSING"] * 3
    )
    changed(contract, manager, urgent)
    assert Notice.objects.get().kind == "psr_urgent_modification"


def test_under_the_act_a_change_needs_advice_and_its_notice_first(manager: Person) -> None:
    contract = contract_for(service="goods", cpv="", state="running")
    choice = RouteChoice(Route.TENDER, decision_makers="Board", conflicts="None")
    selection = opened(contract, manager)
    choose_route(selection=selection, choice=choice, actor=manager, now=NOW)
    large = Proposed(Ground.BUYER, 300_000 * POUNDS)
    assert refused(lambda: changed(contract, manager, large)) == [
        "ADVICE_NEEDED", "NOTICE_MISSING",
    ]  # fmt: skip
    published(selection, manager, "UK10", date(2026, 5, 20), now=NOW)
    row = changed(contract, manager, large, advice="Legal team: schedule 8, paragraph 4")
    assert row.reasons[-1]["code"] == "ADVICE"
    second = Proposed(Ground.BUYER, 400_000 * POUNDS)
    assert refused(lambda: changed(contract, manager, second, 3, "As before")) == ["NOTICE_MISSING"]


def test_a_contract_that_nobody_selected_cannot_be_changed(manager: Person) -> None:
    contract = contract_for(state="running")
    assert refused(lambda: changed(contract, manager, Proposed(Ground.PROVIDED_FOR))) == [
        "REGIME_UNKNOWN"
    ]


def test_only_the_buyers_contract_managers_change_it(
    manager: Person, person_with: Callable[..., Person]
) -> None:
    contract = running(manager)
    stranger = person_with((Role.PROVIDER_USER, "ZN101"))
    with pytest.raises(PermissionMissing):
        changed(contract, stranger, Proposed(Ground.PROVIDED_FOR))
