"""The demo is made by the same services that people use, and each change is in the record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import nullcontext
from datetime import timedelta
from itertools import pairwise

import pytest
from tests.demo_site import MADE_AT, PASSWORD, PEOPLE, SEED, TODAY, DemoSite

from tidegate.controlroom.accounts.models import Person
from tidegate.controlroom.contracts.models import (
    Contract,
    ExitPlan,
    Invoice,
    Performance,
    Selection,
    Subcontract,
    UseReturn,
    UseReview,
    Withholding,
)
from tidegate.controlroom.contracts.new_use import RULES
from tidegate.controlroom.contracts.services.contract_ledger import contract_ledger
from tidegate.controlroom.contracts.services.decide_invoice import charged_of
from tidegate.controlroom.demo.cast import Cast
from tidegate.controlroom.demo.contract_weeks import WEEKS_OF_AWARD, Weeks
from tidegate.controlroom.demo.drafts import draft_of, exit_plan_of
from tidegate.controlroom.demo.services.award_contracts import award_contracts, row_of
from tidegate.controlroom.demo.services.make_demo import Sent, demo_made, make_demo
from tidegate.controlroom.directory.models import Organisation
from tidegate.controlroom.directory.services.add_organisation import add_organisation
from tidegate.controlroom.directory.viewer import viewer_of
from tidegate.controlroom.log.models import Entry
from tidegate.controlroom.log.services.verify_record import verify_record
from tidegate.controlroom.matching import queries
from tidegate.controlroom.matching.models import Plan
from tidegate.controlroom.registers.models import Commitment, SpeakUpCase
from tidegate.controlroom.surge.models import Actual, Evidence, Pledge, Surge
from tidegate.controlroom.surge.terms import terms_in_force
from tidegate.controlroom.transfers.models import Offer, Place, Request
from tidegate.controlroom.waiting import lists
from tidegate.controlroom.waiting.models import Snapshot
from tidegate.controlroom.waiting.store import store
from tidegate.core.contracts.ledger.alarms import alarms
from tidegate.core.contracts.ledger.invoices import reconcile
from tidegate.core.contracts.terms.content import terms_from
from tidegate.core.demo.contracted import FAILING, GOOD, IDLE
from tidegate.core.demo.organisations import organisations
from tidegate.core.demo.people import PEOPLE as ACCOUNTS
from tidegate.core.log.entry import System
from tidegate.core.transfers.lifecycle.states import OPEN_OFFERS
from tidegate.exchange.findings import UnusableInput
from tidegate.exchange.incoming import Incoming, read_incoming


def person(email: str) -> Person:
    return Person.objects.get(email=email)


def own_list(holder: str) -> Snapshot:
    return Snapshot.objects.get(kind="pathways", as_of=TODAY, organisation=holder)


def again(arrivals: Sequence[Incoming] = ()) -> Plan:
    return make_demo(
        Sent((), (), lambda _treated: arrivals),
        seed=SEED,
        as_of=TODAY,
        password=PASSWORD,
        clock=lambda: MADE_AT,
        step=lambda _: nullcontext(),
    )


def test_every_organisation_and_account_is_there(demo_site: DemoSite) -> None:
    assert Organisation.objects.count() == len(organisations())
    assert Person.objects.count() == len(ACCOUNTS)


def test_everyone_can_sign_in_with_the_one_password(demo_site: DemoSite) -> None:
    for account in Person.objects.all():
        assert account.check_password(PASSWORD)


def test_every_change_is_in_the_record(demo_site: DemoSite) -> None:
    kinds = Counter(Entry.objects.values_list("kind", flat=True))
    once = {
        "organisation_added": len(organisations()),
        "person_added": len(ACCOUNTS),
        "membership_granted": len(ACCOUNTS),
        "snapshot_loaded": Snapshot.objects.count(),
        "token_issued": 1,
        "plan_made": 1,
        "wave_sent": 2,
        "alert_set": 2,
        "surge_watched": 1,
        "surge_proposed": 1,
        "surge_submitted": 1,
        "surge_pledged": 2,
        "surge_signed": 1,
        "surge_notice_given": 1,
        "surge_opened": 1,
        "surge_actual_reported": 8,
        "surge_reviewed": 2,
        "surge_stood_down": 1,
        "surge_closed": 1,
        "demo_made": 1,
    }
    assert {kind: kinds[kind] for kind in once} == once
    assert kinds["request_started"] == Request.objects.count()
    assert verify_record().ok


def test_the_record_goes_through_the_days_in_order_and_ends_now(demo_site: DemoSite) -> None:
    written = list(Entry.objects.order_by("seq").values_list("recorded_at", flat=True))
    assert all(earlier <= later for earlier, later in pairwise(written))
    assert written[-1] == MADE_AT
    assert Entry.objects.order_by("seq").last().kind == "demo_made"


def test_providers_load_their_own_lists_and_the_coordinator_plans(demo_site: DemoSite) -> None:
    assert own_list("Z03").loaded_by == ("Provider user, Fellgarth")
    assert demo_site.plan.made_by == "Coordinator, Northmere"


def test_the_coordinator_sees_everybody_who_waits_and_a_provider_its_own(
    demo_site: DemoSite,
) -> None:
    def waiting(email: str) -> int:
        found = lists.newest(viewer_of(person(email)))
        return found.frame.height if found else 0

    treated = Request.objects.filter(state__in=["treated", "closed"]).count()
    assert PEOPLE - treated <= waiting("coordinator@northmere.example") < PEOPLE
    own = own_list("Z02").rows
    assert waiting("waitinglist@saltreach.example") == own < PEOPLE
    assert waiting("home@alderhouse.example") == 0


def test_the_board_can_say_what_changed_in_four_weeks(demo_site: DemoSite) -> None:
    viewer = viewer_of(person("coordinator@northmere.example"))
    now = lists.newest(viewer)
    assert now is not None
    before = lists.month_before(viewer, now)
    assert before is not None
    assert before.as_of == TODAY - timedelta(weeks=4)
    assert before.frame.height > now.frame.height


def test_lists_are_not_newer_than_today(demo_site: DemoSite) -> None:
    assert all(as_of <= TODAY for as_of in Snapshot.objects.values_list("as_of", flat=True))


def test_making_it_again_adds_nothing(demo_site: DemoSite) -> None:
    before = demo_made(TODAY)
    assert again() == demo_site.plan
    assert demo_made(TODAY) == before


def test_what_was_loaded_before_an_interruption_is_not_loaded_again(demo_site: DemoSite) -> None:
    before = demo_made(TODAY)
    months = sorted((demo_site.home / "demo" / "rtt").iterdir())
    assert again([read_incoming(month) for month in months]) == demo_site.plan
    assert demo_made(TODAY) == before


def test_nothing_is_said_of_a_demo_of_another_week(demo_site: DemoSite) -> None:
    assert demo_made(TODAY.replace(month=1)) is None


def test_the_demo_never_moves_in_with_other_organisations(demo_site: DemoSite) -> None:
    add_organisation(
        code="ZX9", name="Someone else", kind="trust", actor=System("test"), now=MADE_AT
    )
    with pytest.raises(UnusableInput, match="NOT_A_DEMO"):
        again()


def test_the_plan_is_seen_in_its_area_and_its_files_are_there(demo_site: DemoSite) -> None:
    viewer = viewer_of(person("coordinator@northmere.example"))
    assert queries.latest_plan(viewer) == demo_site.plan
    assert (queries.folder_of(viewer, demo_site.plan) / "report.html").is_file()


def subject(contract: Contract) -> str:
    return f"contract:{contract.reference}"


def test_each_was_awarded_signed_by_two_people_and_started(demo_site: DemoSite) -> None:
    assert {one.route for one in Selection.objects.all()} == {
        "direct_award_c", "urgent_award", "direct_award_b",
    }  # fmt: skip
    for one in Contract.objects.all():
        signed = {row.side: row.signed_by for row in one.signatures.all()}
        assert set(signed) == {"buyer", "provider"}
        assert len({*signed.values(), one.drafted_by}) == 3
        assert one.exit_plans.exists()


def test_the_good_one_is_used_and_charged_as_the_ledger_has_it(demo_site: DemoSite) -> None:
    row = row_of(GOOD)
    ledger = contract_ledger(row, MADE_AT)
    assert row.state == "running"
    assert not {each.code for each in alarms(ledger, RULES, MADE_AT)} & {"RETURN_LATE"}
    for invoice in Invoice.objects.filter(contract=row):
        assert (invoice.decision, reconcile(ledger, charged_of(invoice)).agrees) == ("paid", True)


def test_the_idle_one_says_why_and_is_reviewed_a_second_time(demo_site: DemoSite) -> None:
    row = row_of(IDLE)
    ledger = contract_ledger(row, MADE_AT)
    share = sum(each.done.units or 0 for each in ledger.past) / sum(
        each.contracted for each in ledger.past
    )
    assert 0.25 < share < 0.45
    assert all(each.idle for each in ledger.money)
    assert sum(each.unexplained for each in ledger.past) == 0
    first, second = UseReview.objects.filter(contract=row).order_by("opened_at")
    assert [(each.asks, each.decision) for each in (first, second)] == [
        ("warn", "warn"), ("drop", ""),
    ]  # fmt: skip
    assert first.reply
    disputed, waiting = Invoice.objects.filter(contract=row).order_by("number")
    assert (disputed.decision, waiting.decision) == ("disputed", "")
    found = [each.code for each in reconcile(ledger, charged_of(disputed)).differences]
    assert found == ["UNITS_DIFFER", "TOTAL_DIFFERS"]


def test_one_return_was_implausible_and_corrected_and_some_came_late(demo_site: DemoSite) -> None:
    odd = [each for each in UseReturn.objects.all() if each.findings]
    assert [each.line.line_id for each in odd] == ["ZN102-OP"]
    corrected = UseReturn.objects.get(line=odd[0].line, week=odd[0].week, version=2)
    assert corrected.reason == "A nought too many was typed"
    found = {
        each.code for each in alarms(contract_ledger(row_of(FAILING), MADE_AT), RULES, MADE_AT)
    }
    assert {"RETURN_LATE", "RETURN_MISSING", "CLAIM_NOT_SEEN"} <= found


def test_the_failing_one_was_warned_withheld_from_and_is_ending(demo_site: DemoSite) -> None:
    row = row_of(FAILING)
    case = Performance.objects.get(contract=row)
    assert (row.state, case.state) == ("exiting", "withheld")
    assert Withholding.objects.get(performance=case).amount_pence > 0
    plan = ExitPlan.objects.filter(contract=row).order_by("-version")[0]
    assert [each["scope"] for each in plan.content["residual"]] == ["Follow-up of implants"]
    assert plan.active_from is not None
    assert row.ends_on is not None
    assert row.ends_on > TODAY
    assert Subcontract.objects.get(contract=row).sub == "Sound Sterile Services"
    kinds = set(Entry.objects.filter(subject=subject(row)).values_list("kind", flat=True))
    assert {"performance_issued", "money_withheld", "contract_terminated"} <= kinds


def test_a_surge_was_proposed_by_one_signed_off_by_another_used_and_ended(
    demo_site: DemoSite,
) -> None:
    surge = Surge.objects.get()
    told = {entry.kind: entry for entry in Entry.objects.filter(subject=f"surge:{surge.reference}")}
    proposed, signed, opened = (
        told[kind] for kind in ("surge_proposed", "surge_signed", "surge_opened")
    )
    assert (surge.state, surge.level, surge.authority) == ("closed", "local", "ZQ1")
    assert surge.proposed_by == f"person:{person('coordinator@northmere.example').pk}"
    assert surge.signed_by == f"person:{person('authoriser@northernisles.example').pk}"
    assert {proposed.actor, signed.actor} == {surge.proposed_by, surge.signed_by}
    known = Evidence.objects.get(surge=surge).content["known"]
    assert all(known[part] for part in ("indicators", "scores", "forecasts", "capacity"))
    assert (opened.occurred_at.date() - signed.occurred_at.date()).days == 7
    assert opened.facts["offers_refused"] == []
    assert [each["why_not"] for each in opened.facts["turned"]] == [""]
    turned = row_of(IDLE).switches.order_by("pk").values_list("position", flat=True)
    assert list(turned) == ["active", "standby"]
    came = {(each.provider, each.beds) for each in Actual.objects.filter(surge=surge)}
    pledged = {each.provider: each.beds for each in Pledge.objects.filter(surge=surge)}
    assert {provider for provider, beds in came if beds < pledged[provider]} == {"ZN102"}
    assert Place.objects.filter(offer__opened_by__surge=surge, state__in=["chosen", "used"])
    assert not Offer.objects.filter(opened_by__surge=surge, state__in=list(OPEN_OFFERS))


def test_the_surge_is_not_in_what_is_on_offer_today(demo_site: DemoSite) -> None:
    newest = queries.offers_to_plan(viewer_of(person("coordinator@northmere.example")))[0]
    assert newest.as_of == TODAY
    ours = store().read(newest.sha256)["offer_id"].str.starts_with("S-")
    assert not ours.any()


def test_what_switches_a_contract_is_a_trigger_of_the_table_of_surges() -> None:
    terms = terms_from(draft_of(IDLE, PEOPLE, TODAY).terms)
    (switch,) = terms.switches
    assert set(switch.triggers) <= set(terms_in_force().triggers)


def test_registers_hold_a_few_rows(demo_site: DemoSite) -> None:
    assert Commitment.objects.exists()
    assert SpeakUpCase.objects.count() == 25


@pytest.mark.parametrize("weeks_on", range(0, 60, 3))
def test_there_is_time_for_the_standstill_whenever_the_demo_is_made(weeks_on: int) -> None:
    weeks = Weeks(TODAY + timedelta(weeks=weeks_on), 3_000, 1)
    moments = [moment for moment, _ in award_contracts(Cast({}), weeks)]
    start = weeks.in_week(1, 0, 8, 30)
    assert min(moments) >= weeks.before(0, 9)
    signed = [moment for moment in moments if moment < start]
    assert (start - max(signed)).days >= 1
    assert (weeks.first - weeks.drafted).days == 7 * WEEKS_OF_AWARD


def test_the_plan_for_an_exit_says_what_stays() -> None:
    plan = exit_plan_of(FAILING, TODAY, ending=True)
    assert {each.scope for each in plan.residual} <= set(plan.scope)
