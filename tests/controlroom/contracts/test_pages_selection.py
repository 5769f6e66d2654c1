"""The pages of a selection: who sees what, the questions in order, and the day in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from html import unescape
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.test import Client
from tests.controlroom.contracts.selecting import (
    EIGHT_ITEMS,
    POUNDS,
    at,
    chosen,
    contract_for,
    in_standstill,
    opened,
    published,
)

from tidegate.controlroom.accounts.models import Person
from tidegate.controlroom.contracts.models import (
    Contract,
    Notice,
    Representation,
    Selection,
    Signature,
)
from tidegate.controlroom.contracts.selection_notices import outstanding
from tidegate.controlroom.contracts.services.modify_contract import modify_contract
from tidegate.controlroom.contracts.services.receive_representation import receive_representation
from tidegate.controlroom.directory.viewer import viewer_of
from tidegate.core.contracts.procurement.modification import Ground, Proposed
from tidegate.core.contracts.procurement.regimes import Route
from tidegate.core.directory.roles import Role

if TYPE_CHECKING:
    from django.http import HttpResponse

pytestmark = pytest.mark.django_db
NOW = at(2026, 6, 3, 10)
HERE = "/contracts/K-000001/selection/"
NO_TO_ALL = {"framework": "no", "existing_provider": "yes", "only_existing": "no",
             "patient_choice": "no", "satisfying": "yes"}  # fmt: skip
SMALL_CHANGE = {"value_now": "2,000,000", "value_new": "£2,499,999.99", "character": "no",
                "by_the_buyer": "yes"}  # fmt: skip
SAID = {"decision_makers": "Board of 1 June", "conflicts": "None declared", "why": "Little changes"}


@pytest.fixture(autouse=True)
def _third_of_june() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def manager(person_with: Callable[..., Person]) -> Person:
    return person_with((Role.CONTRACT_MANAGER, "ZQ1"))


@pytest.fixture
def contract(manager: Person) -> Contract:
    return contract_for(state="proposed")


def session(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def read(response: HttpResponse) -> str:
    """The words of a page as one line, without its tags."""
    text = re.sub(r"<(script|style)\b.*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", text))).strip()


def day_boxes(name: str, day: date) -> dict[str, str]:
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month),
            f"{name}_year": str(day.year)}  # fmt: skip


class TestTheQuestions:
    def test_each_answer_leads_to_the_next_question_and_the_last_to_the_route(
        self, contract: Contract, manager: Person
    ) -> None:
        opened(contract, manager)
        client = session(manager)
        address = f"{HERE}questions/"
        said: dict[str, str] = {}
        shown = []
        for name, value in NO_TO_ALL.items():
            page = client.get(address, said)
            assert f'name="asked" value="{name}"' in page.content.decode()
            shown.append(read(page))
            said |= {name: value}
        assert [f"Question {n}" in text for n, text in enumerate(shown, 1)] == [True] * 5
        page = client.get(address, said)
        assert "Would the new contract be considerably changed?" in read(page)
        assert 'value="2,000,000.00"' in page.content.decode()
        end = client.get(address, said | SMALL_CHANGE | {"asked": "considerable_change"})
        assert end.status_code == 302
        assert end.url.startswith(f"{HERE}route/?framework=no")
        text = read(client.get(end.url))
        assert "process C may be used" in text
        assert "does not change by both £500,000 and 25%" in text

    def test_the_route_is_chosen_with_its_reasons_and_what_the_law_wants_kept(
        self, contract: Contract, manager: Person
    ) -> None:
        opened(contract, manager)
        client = session(manager)
        query = "&".join(f"{key}={value}" for key, value in (NO_TO_ALL | SMALL_CHANGE).items())
        address = f"{HERE}route/?{query}"
        refused = client.post(address, {"route": "direct_award_c"})
        assert "Fill in: who decided" in read(refused)
        said = SAID | {"route": "direct_award_c", "criterion_value": "Price held"}
        answer = client.post(address, said, follow=True)
        text = read(answer)
        assert "The route is chosen." in text
        assert "Route Direct award process C" in text
        assert "The existing provider satisfies and little changes" in text
        assert "Does the existing provider satisfy its contract" in text
        assert "Price held" in text
        row = Selection.objects.get()
        assert row.answers["considerable_change"] is False
        assert row.content["change"]["value_new_pence"] == 249_999_999

    def test_a_mandatory_route_stands_alone(self, contract: Contract, manager: Person) -> None:
        opened(contract, manager)
        answers = {"framework": "no", "existing_provider": "yes", "only_existing": "yes"}
        page = session(manager).get(f"{HERE}questions/", answers, follow=True)
        assert "The law leaves one route" in read(page)
        found = re.findall(r'name="route"[^>]*value="(\w+)"', page.content.decode())
        assert found == ["direct_award_a"]

    def test_going_on_without_an_answer_asks_again(
        self, contract: Contract, manager: Person
    ) -> None:
        opened(contract, manager)
        page = session(manager).get(f"{HERE}questions/", {"asked": "framework"})
        assert "Choose yes or no" in read(page)
        half = {**NO_TO_ALL, "asked": "considerable_change", "value_now": "two million"}
        text = read(session(manager).get(f"{HERE}questions/", half))
        assert "Enter an amount such as 250,000" in text
        assert "Enter the value of the new contract" in text

    def test_the_route_page_sends_back_whoever_comes_too_soon(
        self, contract: Contract, manager: Person
    ) -> None:
        opened(contract, manager)
        answer = session(manager).get(f"{HERE}route/", {"framework": "no"})
        assert answer.url == f"{HERE}questions/?framework=no"

    def test_an_urgent_award_says_all_three_limbs(
        self, contract: Contract, manager: Person
    ) -> None:
        opened(contract, manager)
        client = session(manager)
        address = f"{HERE}route/?urgent=yes"
        said = SAID | {"route": "urgent_award", "urgent": "yes", "not_foreseeable": "yes"}
        assert "Not said: Delay would be likely" in read(client.post(address, said))
        client.post(address, said | {"delay_risks_safety": "yes"})
        assert Selection.objects.get().route == "urgent_award"
        client.post(f"{HERE}award/")
        assert Selection.objects.get().state == "awarded"
        notice = f"{HERE}notice/?kind=psr_urgent_award"
        items = {item.value: text for item, text in EIGHT_ITEMS.items()}
        said = {"kind": "psr_urgent_award", **day_boxes("published_on", NOW.date())}
        assert "Fill in: Who decided" in read(
            client.post(notice, said | items | {"decision_makers": ""})
        )
        client.post(notice, said | items)
        assert Notice.objects.get().due_on == date(2026, 7, 3)

    def test_other_laws_choose_between_tender_and_direct_award(self, manager: Person) -> None:
        opened(contract_for(service="goods", cpv=""), manager)
        client = session(manager)
        assert client.get(f"{HERE}questions/").url == f"{HERE}route/"
        page = client.get(f"{HERE}route/")
        found = re.findall(r'name="route"[^>]*value="(\w+)"', page.content.decode())
        assert found == ["tender", "direct_award"]
        client.post(f"{HERE}route/", SAID | {"route": "tender"})
        assert "Tender notice (UK4)" in read(client.get(HERE))


class TestTheSelection:
    def test_before_it_is_opened_the_page_says_that_nothing_can_be_signed(
        self, contract: Contract, manager: Person
    ) -> None:
        client = session(manager)
        assert "Until then it cannot be signed" in read(client.get(HERE))
        future = client.post(f"{HERE}open/", day_boxes("process_started", date(2026, 6, 4)))
        assert "Enter a date on or before 3 June 2026" in read(future)
        client.post(f"{HERE}open/", day_boxes("process_started", date(2026, 5, 1)))
        text = read(client.get(HERE))
        assert "Law Provider Selection Regime" in text
        assert "No notice is owed before a route is chosen." in text

    def test_a_law_that_nobody_knows_is_asked_for(self, manager: Person) -> None:
        opened(contract_for(service="mixed"), manager)
        client = session(manager)
        text = read(client.get(HERE))
        assert "Law Not known yet: ask" in text
        assert "could reasonably be bought apart" in text
        assert "Choose the route" not in text
        said = day_boxes("process_started", date(2026, 5, 1)) | {"law": "psr"}
        assert "Say who says which law governs" in read(client.post(f"{HERE}open/", said))
        client.post(f"{HERE}open/", said | {"law_why": "Legal team"})
        assert "Stated by hand: Legal team" in read(client.get(HERE))
        assert "no route to choose" not in read(client.get(f"{HERE}questions/"))

    def test_the_light_touch_is_asked_only_where_it_can_apply(
        self, contract: Contract, manager: Person
    ) -> None:
        client = session(manager)
        assert "light touch" not in read(client.get(f"{HERE}open/"))
        contract_for(2, service="other_services", cpv="")
        there = HERE.replace("1", "2")
        said = day_boxes("process_started", date(2026, 5, 1)) | {"light_touch": "yes"}
        client.post(f"{there}open/", said)
        assert "Light touch Yes" in read(client.get(there))

    def test_the_standstill_is_said_in_words_and_as_a_calendar(
        self, contract: Contract, manager: Person
    ) -> None:
        in_standstill(contract, manager)
        text = read(session(manager).get(HERE))
        assert "Published on Monday 1 June 2026, so the standstill starts on Tuesday 2 June" in text
        assert "until midnight at the end of Friday 12 June 2026" in text
        assert "Nothing is awarded or signed before 00:00 on Saturday 13 June 2026." in text
        assert "1 Jun published" in text
        assert "2 Jun starts" in text
        assert "3 Jun working day 1, today" in text
        assert "12 Jun working day 8, last day" in text
        assert "It cannot be awarded yet" in text
        assert "Award the contract" not in text

    def test_over_christmas_the_calendar_names_the_bank_holidays(
        self, contract: Contract, manager: Person
    ) -> None:
        selection = chosen(opened(contract, manager, date(2025, 12, 1)), manager)
        published(selection, manager, "psr_intention", date(2025, 12, 18), now=NOW)
        text = read(session(manager).get(HERE))
        assert "25 Dec bank holiday 26 Dec bank holiday" in text
        assert "5 Jan working day 8, last day" in text
        assert "It has been over since 00:00 on Tuesday 6 January 2026." in text
        assert "Award the contract" in text

    def test_under_the_act_the_day_of_publication_is_the_first(self, manager: Person) -> None:
        selection = opened(contract_for(service="goods", cpv=""), manager)
        selection = chosen(selection, manager, Route.TENDER, {})
        published(selection, manager, "UK4", date(2026, 5, 20), now=NOW)
        published(selection, manager, "UK6", date(2026, 6, 1), now=NOW)
        text = read(session(manager).get(HERE))
        assert "of which the day of publication, Monday 1 June 2026, is the first" in text
        assert "1 Jun published, working day 1" in text
        assert "10 Jun working day 8, last day" in text

    def test_a_representation_is_received_and_answered(
        self, contract: Contract, manager: Person
    ) -> None:
        in_standstill(contract, manager)
        client = session(manager)
        said = {"by": "Fellside Clinics", "text": "The price", "time_of_day": "9.30"}
        moment = day_boxes("on", date(2026, 6, 2))
        wrong = client.post(f"{HERE}representation/", said | moment | {"time_of_day": "25:00"})
        assert "Enter a time such as" in read(wrong)
        client.post(f"{HERE}representation/", said | moment)
        row = Representation.objects.get()
        assert row.received_at == at(2026, 6, 2, 9, 30)
        text = read(client.get(HERE))
        assert "A representation received on Tuesday 2 June 2026 waits for its answer." in text
        assert "while a representation waits for its answer" in text
        told = {"decision": "award_as_intended", "reason": "Read rightly", "time_of_day": "9:45"}
        address = f"{HERE}representation/{row.pk}/"
        client.post(address, told | day_boxes("on", date(2026, 6, 3)))
        text = read(client.get(HERE))
        assert "Award as intended, told on 3 June 2026 at 09:45." in text
        again = client.post(address, told | day_boxes("on", date(2026, 6, 3)))
        assert "This representation was answered already." in read(again)

    def test_the_award_page_says_why_not_yet_and_takes_it_when_it_may(
        self, contract: Contract, manager: Person
    ) -> None:
        in_standstill(contract, manager)
        client = session(manager)
        text = read(client.get(f"{HERE}award/"))
        assert "The standstill runs to midnight at the end of Friday 12 June 2026." in text
        assert "The standstill runs" in read(client.post(f"{HERE}award/"))
        with time_machine.travel(at(2026, 6, 13, 9), tick=False):
            text = read(session(manager).post(f"{HERE}award/", follow=True))
        assert "The award is decided." in text
        assert "Award notice awarded on 13 June 2026 13 July 2026 Due" in text
        with time_machine.travel(at(2026, 7, 14), tick=False):
            assert "13 July 2026 Overdue" in read(session(manager).get(HERE))

    def test_an_intention_that_was_given_up_stays_in_the_list_and_another_is_asked_for(
        self, contract: Contract, manager: Person
    ) -> None:
        selection = in_standstill(contract, manager)
        row = receive_representation(
            selection=selection, by="Fellside Clinics", text="The price",
            received_at=at(2026, 6, 2), actor=manager, now=NOW,
        )  # fmt: skip
        client = session(manager)
        told = {"decision": "go_back_a_step", "reason": "Read wrongly", "time_of_day": "9:45"}
        moment = day_boxes("on", date(2026, 6, 3))
        client.post(f"{HERE}representation/{row.pk}/", told | moment)
        text = read(client.get(HERE))
        assert "Notice of intention to award before the award Given up 1 June 2026" in text
        assert "Notice of intention to award before the award To be published first" in text
        assert "Keep: Notice of intention to award" in text
        assert "so no standstill has begun" in text

    def test_a_running_contract_owes_its_notices_year_by_year(self, manager: Person) -> None:
        large = contract_for(
            service="goods", cpv="", value_pence=6_000_000 * POUNDS, state="running"
        )
        selection = chosen(opened(large, manager), manager, Route.TENDER, {})
        for side, who in (("buyer", "person:8"), ("provider", "person:9")):
            Signature.objects.create(
                contract=large, version=1, side=side, signed_by=who, signed_by_name=who,
                signed_at=at(2026, 5, 5),
            )  # fmt: skip
        with time_machine.travel(at(2027, 8, 4), tick=False):
            text = read(session(manager).get(HERE))
        assert "(UK7) signed on 5 May 2026 3 June 2026 Overdue" in text
        assert "(UK9) a year of service ended on 3 August 2027 3 August 2027 Overdue" in text
        assert "(UK9) a year of service ended on 3 August 2028 3 August 2028 Due" in text
        viewer = viewer_of(manager)
        waiting = outstanding(viewer, selection, date(2027, 8, 4))
        assert [(line.rule.kind, line.due_on) for line in waiting] == [
            ("UK7", date(2026, 6, 3)),
            ("UK9", date(2027, 8, 3)),
            ("UK9", date(2028, 8, 3)),
        ]

    def test_a_selection_is_abandoned_with_its_reason(
        self, contract: Contract, manager: Person
    ) -> None:
        in_standstill(contract, manager)
        client = session(manager)
        assert "Say why it is abandoned" in read(client.post(f"{HERE}abandon/", {"reason": ""}))
        client.post(f"{HERE}abandon/", {"reason": "The ward stays open"})
        text = read(client.get(HERE))
        assert "Why it was abandoned The ward stays open" in text
        assert "Notice of abandonment selection abandoned on 3 June 2026 3 July 2026 Due" in text

    def test_a_provider_reads_notices_and_no_representation(
        self, contract: Contract, manager: Person, person_with: Callable[..., Person]
    ) -> None:
        selection = in_standstill(contract, manager)
        receive_representation(
            selection=selection, by="Fellside Clinics", text="The price",
            received_at=at(2026, 6, 2), actor=manager, now=NOW,
        )  # fmt: skip
        client = session(person_with((Role.PROVIDER_USER, "ZN101")))
        text = read(client.get(HERE))
        assert "Notice of intention to award" in text
        assert "Friday 12 June 2026" in text
        assert "Fellside" not in text
        assert "Board of 12 May" not in text
        assert client.get(f"{HERE}award/").status_code == 403
        stranger = session(person_with((Role.CONTRACT_MANAGER, "ZQ2")))
        assert stranger.get(HERE).status_code == 404
        assert stranger.post(f"{HERE}award/").status_code == 404

    def test_who_only_looks_is_told_so(
        self, contract: Contract, manager: Person, person_with: Callable[..., Person]
    ) -> None:
        in_standstill(contract, manager)
        text = read(session(person_with((Role.AUDITOR, "ZQ1"))).get(HERE))
        assert "Receive a representation" not in text
        assert "Abandon" not in text

    def test_a_notice_is_kept_with_the_day_of_its_publication(
        self, contract: Contract, manager: Person
    ) -> None:
        chosen(opened(contract, manager), manager)
        client = session(manager)
        address = f"{HERE}notice/?kind=psr_intention"
        assert 'value="psr_intention" checked' in client.get(address).content.decode()
        said = {"kind": "psr_intention", "ref": "2026/S 1"}
        early = client.post(address, said | day_boxes("published_on", date(2026, 4, 30)))
        assert "That is before the process started." in read(early)
        client.post(address, said | day_boxes("published_on", date(2026, 6, 2)))
        text = read(client.get(HERE))
        assert "Published 2 June 2026 2026/S 1" in text
        assert "at the end of Monday 15 June 2026" in text

    def test_under_the_rules_before_the_page_says_their_ten_days(self, manager: Person) -> None:
        selection = opened(contract_for(service="other_services"), manager, date(2014, 1, 6))
        selection = chosen(selection, manager, Route.TENDER, {})
        published(selection, manager, "F02", date(2014, 1, 6), now=NOW)
        published(selection, manager, "previous_decision", date(2014, 3, 27), now=NOW)
        text = read(session(manager).get(HERE))
        assert "The standstill runs to midnight at the end of Monday 7 April 2014." in text
        assert "Contract notice (F02)" in text

    def test_a_provider_opens_no_selection(
        self, contract: Contract, person_with: Callable[..., Person]
    ) -> None:
        both = person_with((Role.PROVIDER_USER, "ZN101"), (Role.CONTRACT_MANAGER, "ZQ2"))
        assert session(both).get(f"{HERE}open/").status_code == 403
        assert session(both).get(f"{HERE}questions/").status_code == 403

    def test_what_is_not_there_is_not_found(self, contract: Contract, manager: Person) -> None:
        client = session(manager)
        assert client.get(f"{HERE}questions/").status_code == 404
        opened(contract, manager)
        assert client.get(f"{HERE}representation/99/").status_code == 404
        assert client.get("/contracts/K-999999/selection/").status_code == 404
        assert client.get("/contracts/duties/1999/").status_code == 404


class TestChangesAndDuties:
    def test_a_change_is_weighed_with_all_before_it(self, manager: Person) -> None:
        contract = contract_for(state="running")
        chosen(opened(contract, manager), manager)
        modify_contract(
            contract=contract, version=2, proposed=Proposed(Ground.BUYER, 400_000 * POUNDS),
            actor=manager, now=NOW,
        )  # fmt: skip
        client = session(manager)
        said = {"asked": "change", "ground": "buyer_decision", "delta": "100,000"}
        text = read(client.get(f"{HERE}change/", said))
        assert "The law does not allow it" in text
        assert "All changes together: £500,000.00." in text
        text = read(client.get(f"{HERE}change/", said | {"ground": "external_factors"}))
        assert "The law allows it" in text
        assert "It owes: Notice of modification." in text
        text = read(client.get(HERE))
        assert "The buyer decides it +£400,000 +£400,000 20.0%" in text

    @pytest.mark.parametrize("amount", ["", "much", "NaN", "1e30", "0.001", "-"])
    def test_an_amount_that_is_none_is_asked_for_again(
        self, contract: Contract, manager: Person, amount: str
    ) -> None:
        said = {"asked": "change", "ground": "buyer_decision", "delta": amount}
        text = read(session(manager).get(f"{HERE}change/", said))
        assert "There is a problem" in text

    def test_the_duties_of_a_year_stand_with_their_days_and_counts(
        self, contract: Contract, manager: Person
    ) -> None:
        selection = in_standstill(contract, manager)
        with time_machine.travel(at(2026, 6, 13, 9), tick=False):
            session(manager).post(f"{HERE}award/")
        selection.refresh_from_db()
        assert selection.state == "awarded"
        text = read(session(manager).get("/contracts/duties/"))
        assert "Duties of the financial year 2026/27" in text
        assert "Pipeline notice (UK1) 1 April 2026 1 April 2026 26 May 2026 Past" in text
        assert "Payments compliance notice (UK17) 30 September 2026" in text
        assert "Awarded: Direct award process C 1" in text
        before = read(session(manager).get("/contracts/duties/2025/"))
        assert "Awarded:" not in before
        assert NOW.date() - timedelta(days=1) < date(2026, 6, 3)
