"""All contracts at a glance: on their page, in files, and as idle money on the board."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.test import Client
from tests.controlroom.contracts.carrying import BUYER, People, drafted, later, people
from tests.controlroom.contracts.using import in_use, in_week, line_of, offered, submitted, week

from tidegate.controlroom.contracts.new_contract import NewLine
from tidegate.controlroom.contracts.on_board import panel
from tidegate.controlroom.contracts.queries.portfolio import ledgers_in_force, portfolio
from tidegate.controlroom.contracts.services.contract_ledger import contract_ledger
from tidegate.controlroom.contracts.services.issue_performance_notice import (
    issue_performance_notice,
)
from tidegate.controlroom.directory.viewer import viewer_of
from tidegate.core.directory.roles import Role
from tidegate.core.transfers.ledger import Movement
from tidegate.core.transfers.lifecycle.causes import UnusedCause

if TYPE_CHECKING:
    from tidegate.controlroom.accounts.models import Person
    from tidegate.controlroom.contracts.models import Contract

__all__ = ["people"]
pytestmark = pytest.mark.django_db
U = UnusedCause


def second(people: People, **changed: object) -> Contract:
    """Another contract, of eight sessions at £6,000 and the same guarantee."""
    lines = (NewLine("Z01A1", "day_case", 8, 600_000, line_id="K-2"),)
    return in_use(people, title="A second one", lines=lines, **changed)


def page(person: Person, path: str = "/contracts/", now: datetime | None = None) -> str:
    client = Client()
    with time_machine.travel(now or in_week(3, 1), tick=False):
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        answer = client.get(path)
        assert answer.status_code == 200
        return answer.content.decode()


def test_ledgers_read_all_at_once_are_those_read_one_by_one(people: People) -> None:
    one, two = in_use(people), second(people)
    offered(1, 6, (Movement.UNUSED, 2, "NOT_BOOKED"), (Movement.TAKEN, 4, ""))
    offered(2, 3, code="O-of-another-line")
    submitted(people, one, 1, 5, U.NOT_BOOKED)
    submitted(people, one, 2, 9, U.NOT_BOOKED)
    now = in_week(4)
    held = {each.contract.pk: each.ledger for each in portfolio(viewer_of(people.drafting), now)}
    assert held == {row.pk: contract_ledger(row, now) for row in (one, two)}


def test_the_number_of_queries_does_not_grow_with_the_contracts(
    people: People, django_assert_num_queries: Callable[[int], object]
) -> None:
    viewer = viewer_of(people.drafting)
    in_use(people)
    with django_assert_num_queries(13):  # type: ignore[attr-defined]
        portfolio(viewer, in_week(3))
    second(people)
    with django_assert_num_queries(13):  # type: ignore[attr-defined]
        portfolio(viewer, in_week(3))


def test_the_page_says_use_idle_money_price_notices_and_what_is_due(people: People) -> None:
    made = in_use(people)
    submitted(people, made, 1, 4)
    submitted(people, made, 2, 8)
    issue_performance_notice(
        contract=made, clause="Wards", evidence="Not cleaned", actor=people.drafting, now=later(2)
    )
    shown = page(people.drafting)
    # £80,000 is paid each week; £24,000 and £48,000 of it were used
    for said in (
        "£32,000", "week of 8 Jun", "1 of 1 contract returned it", "£88,000", "2.22 ×",
        "38%", "Notice 1: notice issued, meeting to be held", "Next step of performance notice 1",
    ):  # fmt: skip
        assert said in shown


def test_what_nobody_returned_is_not_called_idle(people: People) -> None:
    made = in_use(people)
    submitted(people, made, 1, 4)
    shown = page(people.drafting, now=in_week(4, 1))
    assert "2 weeks not returned" in shown
    assert "£56,000" in shown
    assert "week of 1 Jun" in shown


def test_a_draft_is_listed_without_figures_and_a_provider_sees_only_its_own(
    people: People, person_with: Callable[..., Person]
) -> None:
    drafted(people, title="Not yet put forward")
    in_use(people)
    assert "Not yet put forward" in page(people.drafting)
    seen = page(people.answering)
    assert "Hip and knee sessions" in seen
    assert "Not yet put forward" not in seen
    assert "Write an exit plan" not in seen
    nobody = person_with((Role.CONTRACT_MANAGER, "ZQ2"))
    assert "No contract is in your sight" in page(nobody)


def order(shown: str) -> list[str]:
    return sorted(("Hip and knee sessions", "A second one"), key=shown.index)


def test_rows_are_sorted_by_any_column_and_narrowed_by_state_and_provider(people: People) -> None:
    made, other = in_use(people), second(people)
    submitted(people, made, 1, 14)
    from tidegate.controlroom.contracts.new_use import NewUse
    from tidegate.controlroom.contracts.services.submit_use_return import submit_use_return

    new = NewUse({"offered": 8, "booked": 2, "done": 2}, {U.NOT_BOOKED: 6})
    submit_use_return(
        line=line_of(other), week=week(1), new=new, actor=people.answering, now=in_week(2)
    )
    assert order(page(people.drafting)) == ["A second one", "Hip and knee sessions"]
    assert order(page(people.drafting, "/contracts/?sort=used"))[0] == "A second one"
    by_name = page(people.drafting, "/contracts/?sort=contract")
    assert order(by_name) == ["A second one", "Hip and knee sessions"]
    assert 'aria-sort="ascending"' in by_name
    drafted(people, title="A draft")
    narrowed = page(people.drafting, "/contracts/?state=running&sort=price")
    assert "A draft" not in narrowed
    assert "2 contracts" in narrowed
    assert "No contract is like that" not in page(people.drafting, "/contracts/?state=nonsense")


def test_files_hold_every_row_in_the_same_order_with_pence_and_blanks(people: People) -> None:
    made = in_use(people)
    submitted(people, made, 1, 4)
    drafted(people, title="=1+1")
    first, *rest = page(people.drafting, "/contracts/files/contracts.csv").splitlines()
    assert first.startswith("# contracts as of 2026-06-16")
    one, two = csv.DictReader(rest)
    assert (one["reference"], one["idle_newest_week_pence"]) == (made.reference, "5600000")
    assert (one["price_ratio"], one["of_contract"], one["weeks_not_returned"]) == (
        "3.3333", "0.25", "1",
    )  # fmt: skip
    assert (two["title"], two["done"], two["idle_so_far_pence"]) == ("'=1+1", "", "")
    told = json.loads(page(people.drafting, "/contracts/files/contracts.json"))
    assert [each["reference"] for each in told["contracts"]] == [one["reference"], two["reference"]]
    assert told["contracts"][1]["price_ratio"] is None


@pytest.mark.parametrize("name", ["contracts.xls", "csv", "contracts."])
def test_there_are_no_other_files(people: People, name: str) -> None:
    client = Client()
    client.force_login(people.drafting, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(f"/contracts/files/{name}").status_code == 404


def test_idle_money_is_on_the_board_in_week_one(people: People) -> None:
    made, viewer = in_use(people), viewer_of(people.drafting)
    assert panel(viewer, in_week(1, 4)) is None
    submitted(people, made, 1, 5)
    shown = panel(viewer, in_week(2, 0, 10))
    assert shown is not None
    week_one, so_far, price = shown.figures
    assert (week_one.label, week_one.value) == ("Idle money, newest week", "£50,000")
    assert week_one.origin is not None
    assert (week_one.origin.day, week_one.origin.age) == ("7 June 2026", "1 day old")
    assert (so_far.value, price.value) == ("£50,000", "2.67 ×")
    assert made.reference in shown.sentence
    board = page(people.drafting, "/", in_week(2, 0, 10))
    assert "Contracts: paid for and not used" in board
    assert "£50,000" in board


def test_the_board_is_old_when_returns_stop(people: People) -> None:
    made = in_use(people)
    submitted(people, made, 1, 5)
    late = panel(viewer_of(people.drafting), in_week(4, 0))
    assert late is not None
    assert late.figures[0].origin is not None
    assert late.figures[0].origin.stale
    assert "2 weeks not returned" in late.figures[1].note


def test_several_areas_are_told_apart_the_idlest_first(
    people: People, person_with: Callable[..., Person]
) -> None:
    from tidegate.controlroom.contracts.models import Contract

    made, other = in_use(people), second(people)
    Contract.objects.filter(pk=other.pk).update(area="ZQ2")
    submitted(people, made, 1, 4)
    over_both = person_with((Role.CONTRACT_MANAGER, "ZQ1"), (Role.CONTRACT_MANAGER, "ZQ2"))
    shown = panel(viewer_of(over_both), in_week(2, 1))
    assert shown is not None
    assert shown.table is not None
    first, second_area = shown.table.rows
    assert [cell.text for cell in first][1:4] == ["1 Jun (2 days old)", "£56,000", "£56,000"]
    assert second_area[1].text == "None returned"
    assert BUYER in {made.area}


def test_only_contracts_in_force_are_on_the_board(people: People) -> None:
    drafted(people)
    assert ledgers_in_force(viewer_of(people.drafting), in_week(1)) == ()
