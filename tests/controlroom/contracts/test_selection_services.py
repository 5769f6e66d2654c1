"""A selection from its opening to the award: each step with its entry, and what refuses it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from tests.controlroom.contracts.selecting import (
    EIGHT_ITEMS,
    NOW,
    UNCHANGED,
    at,
    chosen,
    contract_for,
    in_standstill,
    opened,
    published,
)

from tidegate.controlroom.accounts.models import Person
from tidegate.controlroom.contracts.models import Contract, Notice, Selection, Signature
from tidegate.controlroom.contracts.refused import ContractRefused
from tidegate.controlroom.contracts.services.abandon_selection import abandon_selection
from tidegate.controlroom.contracts.services.answer_representation import answer_representation
from tidegate.controlroom.contracts.services.award_contract import award_contract
from tidegate.controlroom.contracts.services.choose_route import RouteChoice, choose_route
from tidegate.controlroom.contracts.services.open_selection import open_selection
from tidegate.controlroom.contracts.services.publish_notice import NewNotice, publish_notice
from tidegate.controlroom.contracts.services.receive_representation import receive_representation
from tidegate.controlroom.contracts.services.standstill_refusals import standstill_refusals
from tidegate.controlroom.log.models import Entry
from tidegate.controlroom.permissions import PermissionMissing
from tidegate.core.contracts.procurement.considerable import Change
from tidegate.core.contracts.procurement.decision_tree import Question
from tidegate.core.contracts.procurement.regimes import Decision, Regime, Route
from tidegate.core.contracts.procurement.urgent import Limb
from tidegate.core.directory.roles import Role

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
MIDNIGHT = at(2026, 6, 13, 0, 0)  # of an intention published on Monday 1 June 2026


@pytest.fixture
def manager(person_with: Callable[..., Person]) -> Person:
    return person_with((Role.CONTRACT_MANAGER, "ZQ1"))


@pytest.fixture
def contract(manager: Person) -> Contract:
    return contract_for()


def entries() -> list[str]:
    return list(Entry.objects.filter(subject="contract:K-000001").values_list("kind", flat=True))


def refused(step: Callable[[], object]) -> list[str]:
    before = Entry.objects.count()
    with pytest.raises(ContractRefused) as found:
        step()
    assert Entry.objects.count() == before
    return list(found.value.codes)


def objection(selection: Selection, actor: Person, hour: int = 9, day: int = 10) -> object:
    received = at(2026, 6, day, hour)
    return receive_representation(
        selection=selection,
        by="Fellside Clinics",
        text="Our price was read wrongly",
        received_at=received,
        actor=actor,
        now=received + MINUTE,
    )


def answered(row: object, actor: Person, decision: Decision, told: object) -> object:
    return answer_representation(
        representation=row,
        decision=decision,
        reason="The price was read rightly",
        told_at=told,
        actor=actor,
        now=told,
    )


def test_it_goes_from_opening_to_award_and_leaves_an_entry_for_each_step(
    contract: Contract, manager: Person
) -> None:
    selection = in_standstill(contract, manager)
    award_contract(selection=selection, actor=manager, now=MIDNIGHT)
    selection.refresh_from_db()
    assert (selection.state, selection.awarded_on) == ("awarded", date(2026, 6, 13))
    assert sorted(entries()) == [
        "notice_published", "selection_moved", "selection_moved", "selection_opened",
    ]  # fmt: skip
    newest = Entry.objects.filter(subject="contract:K-000001").order_by("-seq")[0]
    assert newest.facts["due"] == {"psr_award": "2026-07-13"}
    assert standstill_refusals(contract, MIDNIGHT) == ()


def test_nothing_is_signed_without_a_selection(contract: Contract) -> None:
    found = standstill_refusals(contract, NOW)
    assert [reason.code for reason in found] == ["SELECTION_NOT_OPENED"]


def test_a_minute_before_the_standstill_is_over_is_too_soon(
    contract: Contract, manager: Person
) -> None:
    selection = in_standstill(contract, manager)
    before = MIDNIGHT - MINUTE
    assert refused(lambda: award_contract(selection=selection, actor=manager, now=before)) == [
        "STANDSTILL_RUNS"
    ]
    assert [each.code for each in standstill_refusals(contract, before)] == [
        "STANDSTILL_RUNS", "NOT_AWARDED",
    ]  # fmt: skip


def test_a_representation_holds_the_award_until_five_working_days_after_its_answer(
    contract: Contract, manager: Person
) -> None:
    selection = in_standstill(contract, manager)
    row = objection(selection, manager)
    later = at(2026, 6, 24)

    def award(now: object) -> object:
        return award_contract(selection=selection, actor=manager, now=now)

    assert refused(lambda: award(later)) == ["REPRESENTATION_OPEN"]
    answered(row, manager, Decision.AWARD, at(2026, 6, 25, 9, 30))
    assert refused(lambda: award(at(2026, 7, 2, 23, 59))) == ["FURTHER_WAIT_RUNS"]
    award(at(2026, 7, 3, 0, 0))
    assert standstill_refusals(contract, at(2026, 7, 3, 0, 0)) == ()


def test_one_that_came_too_late_is_kept_and_holds_nothing(
    contract: Contract, manager: Person
) -> None:
    selection = in_standstill(contract, manager)
    objection(selection, manager, day=13, hour=0)
    assert Entry.objects.order_by("-seq")[0].facts["in_time"] is False
    award_contract(selection=selection, actor=manager, now=at(2026, 6, 13, 9))


def test_going_back_a_step_gives_up_the_intention_and_another_starts_anew(
    contract: Contract, manager: Person
) -> None:
    selection = in_standstill(contract, manager)
    answered(objection(selection, manager), manager, Decision.GO_BACK, at(2026, 6, 15))
    selection.refresh_from_db()
    assert selection.state == "route_chosen"
    found = refused(lambda: award_contract(selection=selection, actor=manager, now=at(2026, 8, 1)))
    assert found == ["INTENTION_NOT_PUBLISHED"]
    published(selection, manager, "psr_intention", date(2026, 6, 16))
    selection.refresh_from_db()
    clear = at(2026, 6, 30, 0, 0)  # eight working days after Wednesday 17 June
    assert refused(
        lambda: award_contract(selection=selection, actor=manager, now=clear - MINUTE)
    ) == ["STANDSTILL_RUNS"]
    award_contract(selection=selection, actor=manager, now=clear)


def test_what_objected_to_an_intention_given_up_is_not_answered_any_more(
    contract: Contract, manager: Person
) -> None:
    selection = in_standstill(contract, manager)
    first, second = objection(selection, manager), objection(selection, manager, hour=11)
    answered(first, manager, Decision.GO_BACK, at(2026, 6, 15))
    late = at(2026, 6, 17)
    assert refused(lambda: answered(second, manager, Decision.AWARD, late)) == ["NO_STANDSTILL"]
    published(selection, manager, "psr_intention", date(2026, 6, 16))
    assert refused(lambda: answered(second, manager, Decision.AWARD, late)) == ["INTENTION_FELL"]
    award_contract(selection=selection, actor=manager, now=at(2026, 6, 30, 0, 0))


def test_a_representation_may_lead_to_abandoning(contract: Contract, manager: Person) -> None:
    selection = in_standstill(contract, manager)
    answered(objection(selection, manager), manager, Decision.ABANDON, at(2026, 6, 15))
    selection.refresh_from_db()
    assert selection.content["abandoned_on"] == "2026-06-15"
    assert [each.code for each in standstill_refusals(contract, at(2026, 8, 1))] == [
        "SELECTION_ABANDONED", "INTENTION_NOT_PUBLISHED",
    ]  # fmt: skip


WRONG_ANSWERS = [
    ({"told_at": at(2026, 6, 9)}, "TOLD_WHEN"),
    ({"told_at": at(2026, 6, 20)}, "TOLD_WHEN"),
    ({"reason": "  "}, "REASON_NEEDED"),
]


@pytest.mark.parametrize(("changed", "code"), WRONG_ANSWERS)
def test_an_answer_says_why_and_when_and_is_given_once(
    contract: Contract, manager: Person, changed: dict[str, object], code: str
) -> None:
    selection = in_standstill(contract, manager)
    row = objection(selection, manager)
    said = {"decision": Decision.AWARD, "reason": "Read rightly", "told_at": at(2026, 6, 11)}

    def answer(**named: object) -> object:
        return answer_representation(
            representation=row, actor=manager, now=at(2026, 6, 12), **(said | named)
        )

    assert refused(lambda: answer(**changed)) == [code]
    answer(panel_ref="CR0001-24")
    assert refused(answer) == ["ANSWERED_ALREADY"]
    selection.refresh_from_db()
    assert selection.panel_ref == "CR0001-24"


WRONG_REPRESENTATIONS = [
    ({"by": " "}, "NAME_NEEDED"),
    ({"text": ""}, "TEXT_NEEDED"),
    ({"text": "x" * 2001}, "TEXT_NEEDED"),
    ({"received_at": at(2026, 6, 12)}, "MOMENT_TO_COME"),
    ({"received_at": at(2026, 5, 31)}, "BEFORE_THE_INTENTION"),
]


@pytest.mark.parametrize(("changed", "code"), WRONG_REPRESENTATIONS)
def test_a_representation_names_who_what_and_a_moment_that_can_be(
    contract: Contract, manager: Person, changed: dict[str, object], code: str
) -> None:
    selection = in_standstill(contract, manager)
    said = {"by": "Fellside Clinics", "text": "The price", "received_at": at(2026, 6, 10)}
    named = {"selection": selection, "actor": manager, "now": at(2026, 6, 11)}
    assert refused(lambda: receive_representation(**(named | said | changed))) == [code]


def test_nobody_objects_to_what_was_not_intended(contract: Contract, manager: Person) -> None:
    selection = chosen(opened(contract, manager), manager)
    assert refused(lambda: objection(selection, manager)) == ["NO_STANDSTILL"]


def test_a_law_that_is_not_known_is_asked_and_may_be_stated_with_a_reason(
    manager: Person,
) -> None:
    contract = contract_for(service="mixed")
    selection = opened(contract, manager)
    assert selection.regime == "unknown"
    assert selection.content["regime_reasons"][0]["code"] == "MIXED_SERVICE"
    assert refused(lambda: chosen(selection, manager)) == ["ROUTE_NOT_OF_THIS_LAW"]
    named = {"contract": contract, "process_started": date(2026, 5, 1), "actor": manager}
    stated = named | {"now": NOW, "stated": Regime.PSR}
    assert refused(lambda: open_selection(**stated)) == ["REASON_NEEDED"]
    again = open_selection(**stated, stated_why="Legal team: care is the main part, in one piece")
    assert (again.pk, again.regime) == (selection.pk, "psr")
    assert refused(lambda: opened(contract, manager)) == ["SELECTION_OPEN"]


def test_a_law_that_is_known_is_not_stated_otherwise(contract: Contract, manager: Person) -> None:
    named = {"contract": contract, "process_started": date(2026, 5, 1), "actor": manager}
    law = {"stated": Regime.PA23, "stated_why": "We prefer it", "now": NOW}
    assert refused(lambda: open_selection(**named, **law)) == ["LAW_KNOWN"]
    assert refused(lambda: opened(contract, manager, date(2026, 5, 21))) == ["DAY_TO_COME"]


def route_refused(selection: Selection, actor: Person, **named: object) -> list[str]:
    said = {"decision_makers": "Board", "conflicts": "None"} | named
    choice = RouteChoice(**said)
    return refused(lambda: choose_route(selection=selection, choice=choice, actor=actor, now=NOW))


def test_only_a_route_that_the_tree_leaves_open_is_chosen(
    contract: Contract, manager: Person
) -> None:
    selection = opened(contract, manager)
    only_one = UNCHANGED | {Question.ONLY_EXISTING: True}
    found = route_refused(selection, manager, route=Route.DIRECT_C, answers=only_one)
    assert found == ["ROUTE_BARRED"]
    half = {Question.FRAMEWORK: False, Question.EXISTING: True}
    found = route_refused(selection, manager, route=Route.DIRECT_C, answers=half)
    assert found == ["QUESTION_OPEN"]
    found = route_refused(selection, manager, route=Route.TENDER, answers=UNCHANGED)
    assert found == ["ROUTE_NOT_OF_THIS_LAW"]
    left_out = {"decision_makers": "", "conflicts": " "}
    found = route_refused(selection, manager, route=Route.DIRECT_C, answers=UNCHANGED, **left_out)
    assert found == ["DECISION_MAKERS_NEEDED", "CONFLICTS_NEEDED"]


def test_the_values_say_whether_the_change_is_considerable(
    contract: Contract, manager: Person
) -> None:
    selection = opened(contract, manager)
    large = Change(200_000_000, 250_000_000)
    found = route_refused(selection, manager, route=Route.DIRECT_C, answers=UNCHANGED, change=large)
    assert found == ["ROUTE_BARRED"]
    choice = RouteChoice(
        Route.DIRECT_C, UNCHANGED, Change(200_000_000, 249_999_999),
        decision_makers="Board", conflicts="None",
    )  # fmt: skip
    choose_route(selection=selection, choice=choice, actor=manager, now=NOW)
    selection.refresh_from_db()
    codes = [reason["code"] for reason in selection.route_reasons]
    assert codes == ["SATISFYING_AND_UNCHANGED", "NO_CONSIDERABLE_CHANGE"]
    assert selection.content["change"]["value_new_pence"] == 249_999_999


def test_an_intention_waits_for_criteria_and_for_the_notice_before_it(
    contract: Contract, manager: Person
) -> None:
    selection = chosen(opened(contract, manager), manager, Route.MOST_SUITABLE)

    def intend(day: date) -> object:
        return published(selection, manager, "psr_intention", day, now=at(2026, 7, 1))

    assert refused(lambda: intend(date(2026, 6, 1))) == ["NOTICE_MISSING"]
    published(selection, manager, "psr_clear_intention", date(2026, 6, 1))
    assert refused(lambda: intend(date(2026, 6, 14))) == ["NOTICE_TOO_FRESH"]
    content = selection.content
    selection.content = content | {"criteria": content["criteria"] | {"value": ""}}
    selection.save()
    assert refused(lambda: intend(date(2026, 6, 15))) == ["CRITERION_MISSING"]
    selection.content = content
    selection.save()
    intend(date(2026, 6, 15))
    selection.refresh_from_db()
    assert selection.state == "standstill"
    assert refused(lambda: intend(date(2026, 6, 16))) == ["INTENTION_NOT_NOW"]
    assert refused(lambda: chosen(selection, manager)) == ["ROUTE_FIXED"]


def test_an_urgent_award_needs_its_limbs_and_then_the_eight_items_of_its_notice(
    contract: Contract, manager: Person
) -> None:
    selection = opened(contract, manager)
    two = frozenset(Limb) - {Limb.NOT_FORESEEABLE}
    assert route_refused(selection, manager, route=Route.URGENT, limbs=two) == ["LIMB_MISSING"]
    choice = RouteChoice(
        Route.URGENT, limbs=frozenset(Limb), decision_makers="Board", conflicts="None"
    )
    choose_route(selection=selection, choice=choice, actor=manager, now=NOW)
    award_contract(selection=selection, actor=manager, now=NOW)
    assert standstill_refusals(contract, NOW) == ()
    for item in EIGHT_ITEMS:
        seven = {each: said for each, said in EIGHT_ITEMS.items() if each is not item}
        new = NewNotice("psr_urgent_award", date(2026, 5, 20), items=seven)
        assert refused(
            lambda new=new: publish_notice(selection=selection, new=new, actor=manager, now=NOW)
        ) == ["ITEM_MISSING"]
    new = NewNotice("psr_urgent_award", date(2026, 5, 20), items=EIGHT_ITEMS)
    row = publish_notice(selection=selection, new=new, actor=manager, now=NOW)
    assert (row.due_on, row.because) == (date(2026, 6, 19), "awarded on 20 May 2026")


def test_a_notice_belongs_to_its_law_has_a_day_that_can_be_and_something_that_makes_it_due(
    contract: Contract, manager: Person
) -> None:
    selection = chosen(opened(contract, manager), manager)

    def publish(kind: str, day: date) -> list[str]:
        return refused(lambda: published(selection, manager, kind, day, now=NOW))

    assert publish("UK6", date(2026, 5, 20)) == ["NOTICE_NOT_OF_THIS_LAW"]
    assert publish("psr_intention", date(2026, 5, 21)) == ["DAY_TO_COME"]
    assert publish("psr_intention", date(2026, 4, 30)) == ["BEFORE_THE_PROCESS"]
    assert publish("psr_award", date(2026, 5, 20)) == ["NOTICE_NOT_DUE"]


def test_the_award_notice_is_kept_once_with_the_day_on_which_it_was_due(
    contract: Contract, manager: Person
) -> None:
    selection = in_standstill(contract, manager)
    award_contract(selection=selection, actor=manager, now=MIDNIGHT)
    row = published(selection, manager, "psr_award", date(2026, 7, 14))
    assert (row.due_on, row.published_on) == (date(2026, 7, 13), date(2026, 7, 14))
    newest = Entry.objects.order_by("-seq")[0]
    assert newest.facts["stands"] == "published_late"
    selection.refresh_from_db()
    assert refused(lambda: published(selection, manager, "psr_award", date(2026, 7, 15))) == [
        "NOTICE_NOT_DUE"
    ]
    assert refused(lambda: award_contract(selection=selection, actor=manager, now=MIDNIGHT)) == [
        "AWARDED_ALREADY"
    ]


def test_under_the_act_the_tender_notice_comes_before_the_award_notice(manager: Person) -> None:
    contract = contract_for(service="other_services", cpv="90910000-9")
    selection = opened(contract, manager)
    choice = RouteChoice(Route.TENDER, decision_makers="Board", conflicts="None")
    choose_route(selection=selection, choice=choice, actor=manager, now=NOW)
    award_notice = date(2026, 6, 1)
    assert refused(lambda: published(selection, manager, "UK6", award_notice)) == ["NOTICE_MISSING"]
    published(selection, manager, "UK4", date(2026, 5, 20))
    published(selection, manager, "UK6", award_notice)
    clear = at(2026, 6, 11, 0, 0)  # eight working days that begin on Monday 1 June
    selection.refresh_from_db()
    assert refused(
        lambda: award_contract(selection=selection, actor=manager, now=clear - MINUTE)
    ) == ["STANDSTILL_RUNS"]
    award_contract(selection=selection, actor=manager, now=clear)


def test_a_selection_is_abandoned_with_a_reason_until_somebody_signed(
    contract: Contract, manager: Person
) -> None:
    selection = opened(contract, manager)

    def abandon(reason: str = "No money this year") -> object:
        return abandon_selection(selection=selection, reason=reason, actor=manager, now=NOW)

    assert refused(lambda: abandon(" ")) == ["REASON_NEEDED"]
    signature = Signature.objects.create(
        contract=contract, version=1, side="buyer", signed_by="person:1",
        signed_by_name="Somebody", signed_at=NOW,
    )  # fmt: skip
    assert refused(abandon) == ["SIGNED_BY_SOMEBODY"]
    assert signature.pk
    other = opened(contract_for(2), manager)
    abandon_selection(selection=other, reason="No money", actor=manager, now=NOW)
    again = {"selection": other, "reason": "No money", "actor": manager, "now": NOW}
    assert refused(lambda: abandon_selection(**again)) == ["ABANDONED_ALREADY"]
    row = published(other, manager, "psr_abandonment", date(2026, 5, 20), now=NOW)
    assert row.due_on == date(2026, 6, 19)


STRANGERS = [
    (Role.CONTRACT_MANAGER, "ZQ2"),
    (Role.AUTHORISER, "ZQ1"),
    (Role.PROVIDER_USER, "ZN101"),
    (Role.AUDITOR, "ZQ1"),
]


@pytest.mark.parametrize(("role", "code"), STRANGERS)
def test_only_a_contract_manager_of_the_buyer_moves_a_selection(
    contract: Contract,
    manager: Person,
    person_with: Callable[..., Person],
    role: Role,
    code: str,
) -> None:
    stranger = person_with((role, code))
    selection = in_standstill(contract, manager)
    row = objection(selection, manager)
    now = at(2026, 6, 11)
    for step in (
        lambda: opened(contract_for(2), stranger),
        lambda: chosen(selection, stranger),
        lambda: published(selection, stranger, "psr_award", date(2026, 6, 11)),
        lambda: objection(selection, stranger),
        lambda: answered(row, stranger, Decision.AWARD, now),
        lambda: award_contract(selection=selection, actor=stranger, now=MIDNIGHT),
        lambda: abandon_selection(selection=selection, reason="x", actor=stranger, now=now),
    ):
        with pytest.raises(PermissionMissing):
            step()
    assert Notice.objects.count() == 1
