"""Every event of a contract's life is told under its tag, in its section, once and for all."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from tests.core.contracts.ocds.told_life import (
    AWARDED,
    INTENDED,
    PROCESS,
    SIGNED,
    TENDERED,
    WHOLE_LIFE,
    at,
)

from tidegate.core.contracts.ocds import life
from tidegate.core.contracts.ocds.codes import METHODS, Tag
from tidegate.core.contracts.ocds.pieces import closing, moment, money, opening
from tidegate.core.contracts.ocds.releases import releases_of
from tidegate.core.contracts.ocds.told import SoFar, telling
from tidegate.core.contracts.procurement.regimes import Regime, Route

RELEASES = {each["id"].removeprefix(f"{PROCESS.ocid}-"): each
            for each in releases_of(PROCESS, WHOLE_LIFE)}  # fmt: skip


def told(key: str) -> dict[str, Any]:
    return RELEASES[key]


@pytest.mark.parametrize(
    ("key", "tags", "section"),
    [
        ("need", ["planning"], "planning"),
        ("market", ["planningUpdate"], "planning"),
        ("tender", ["tender"], "tender"),
        ("intention", ["award"], "awards"),
        ("award", ["awardUpdate"], "awards"),
        ("signed", ["contract", "awardUpdate"], "contracts"),
        ("award-notice", ["contractUpdate"], "contracts"),
        ("started", ["implementation"], "contracts"),
        ("use-1", ["implementation"], "contracts"),
        ("paid-1", ["implementation"], "contracts"),
        ("change-1", ["contractAmendment"], "contracts"),
        ("plan-1", ["implementationUpdate"], "contracts"),
        ("failed-1", ["implementationUpdate"], "contracts"),
        ("sub-1", ["contractUpdate"], "contracts"),
        ("parent", ["tenderUpdate"], "relatedProcesses"),
        ("notice-given", ["contractUpdate"], "contracts"),
        ("ended", ["contractTermination"], "contracts"),
    ],
)
def test_each_event_has_its_tag_and_its_section(key: str, tags: list[str], section: str) -> None:
    assert told(key)["tag"] == tags
    assert told(key)[section]


def test_a_release_says_what_the_standard_asks_for() -> None:
    for release in RELEASES.values():
        assert {"ocid", "id", "date", "tag", "initiationType"} <= set(release)
        for contract in release.get("contracts", []):
            assert (contract["id"], contract["awardID"]) == ("K-000123", "K-000123-award")


def test_the_provider_is_named_from_the_intention_on() -> None:
    assert "ZN101" not in str(told("tender"))
    assert "ZN101" in str(told("intention"))


def test_an_intention_is_a_pending_award_with_its_standstill() -> None:
    (award,) = told("intention")["awards"]
    assert award["status"] == "pending"
    assert award["standstillPeriod"] == {
        "startDate": "2026-04-14T00:00:00+01:00",
        "endDate": "2026-04-24T23:59:59+01:00",
    }
    assert told("award")["awards"][0]["status"] == "active"


def test_a_signed_contract_is_active_with_what_was_agreed() -> None:
    (contract,) = told("signed")["contracts"]
    assert contract["status"] == "active"
    assert contract["dateSigned"] == "2026-05-20T10:00:00Z"
    assert contract["value"] == {"amount": 2_000_000, "currency": "GBP"}
    assert contract["items"][0]["quantity"] == 16
    assert contract["agreedMetrics"][0]["observations"][0]["measure"] == 16
    assert "unit_price" not in str(contract)


def test_a_contract_signed_without_an_award_told_before_tells_both() -> None:
    (release,) = releases_of(PROCESS, [SIGNED])
    assert release["tag"] == ["contract", "award"]
    assert release["awards"][0]["date"] == release["contracts"][0]["dateSigned"]
    assert release["tender"]["procurementMethod"] == "open"
    (release,) = releases_of(PROCESS, [replace(SIGNED, awarded_on=date(2026, 5, 1))])
    assert release["awards"][0]["date"] == "2026-05-01T00:00:00+01:00"


def test_use_and_payments_are_told_as_they_become_known() -> None:
    (paid,) = told("paid-1")["contracts"][0]["implementation"]["transactions"]
    assert paid["value"] == {"amount": 14_400, "currency": "GBP"}
    assert (paid["payer"]["id"], paid["payee"]["id"]) == ("GB-NHS-ZQ1", "GB-NHS-ZN101")
    first, second = told("use-2")["contracts"][0]["implementation"]["metrics"][0]["observations"]
    assert (first["id"], first["measure"]) == ("units-used-2026-06-01", 13)
    assert "measure" not in second
    assert second["notes"] == "Too few to be told."


def test_a_variation_is_an_amendment_with_its_rationale() -> None:
    (contract,) = told("change-1")["contracts"]
    (amendment,) = contract["amendments"]
    assert amendment["rationale"] == "More hips wait"
    assert amendment["rationaleClassifications"][0]["id"] == "external_factors"
    assert amendment["value"] == contract["value"] == {"amount": 2_800_000, "currency": "GBP"}
    assert amendment["amendsReleaseID"] == told("signed")["id"]
    assert amendment["releaseID"] == told("change-1")["id"]


def test_milestones_and_failures_say_what_came_of_them() -> None:
    breached = told("plan-1-breached")["contracts"][0]["implementation"]
    assert breached["milestones"][0]["status"] == "notMet"
    observation = breached["metrics"][0]["observations"][0]
    assert observation["measureClassification"]["id"] == "below"
    (failure,) = told("failed-1")["contracts"][0]["implementation"]["performanceFailures"]
    assert failure["penaltyType"] == "contracted"
    assert failure["penaltyValue"] == {"amount": 2_400, "currency": "GBP"}
    assert failure["partialTermination"] == "Knee sessions taken back"


def test_an_end_is_told_with_its_day_and_why() -> None:
    (contract,) = told("ended")["contracts"]
    assert contract["status"] == "terminated"
    assert contract["period"]["endDate"] == "2027-01-31T23:59:59+00:00"
    assert contract["terminationRationaleClassifications"][0]["id"] == "ended_by_buyer"


def test_relations_stand_where_the_standard_keeps_them() -> None:
    (sub,) = told("sub-1")["contracts"][0]["relatedProcesses"]
    assert (sub["relationship"], "identifier" in sub) == (["subContract"], False)
    (parent,) = told("parent")["relatedProcesses"]
    assert parent["identifier"] == "ocds-tdgate-K-000001"


def test_a_selection_given_up_cancels_the_tender_and_the_award() -> None:
    over = life.Abandoned(key="over", at=at(4, 20), on=date(2026, 4, 20))
    early, late = releases_of(PROCESS, [TENDERED, over]), releases_of(PROCESS, [INTENDED, over])
    assert early[-1]["tag"] == ["tenderCancellation"]
    assert late[-1]["tag"] == ["tenderCancellation", "awardCancellation"]
    assert late[-1]["awards"][0]["status"] == "cancelled"


def test_an_intention_given_up_cancels_the_award_until_another_stands() -> None:
    back = life.GivenUp(key="back", at=at(4, 20))
    other = replace(INTENDED, key="again", at=at(4, 28), route=Route.DIRECT_C)
    _, gone, again = releases_of(PROCESS, [INTENDED, back, other])
    assert gone["tag"] == ["awardCancellation"]
    assert gone["awards"] == [{"id": "K-000123-award", "status": "cancelled"}]
    assert (again["tag"], again["awards"][0]["status"]) == (["awardUpdate"], "pending")
    assert again["tender"]["procurementMethodDetails"] == "Direct award process C"


def test_a_notice_that_changes_nothing_stands_with_what_was_told_last() -> None:
    document = life.Document("n", "UK5", "Transparency notice", date(2026, 4, 14), "FTS 000001")
    notice = life.Told(key="told", at=at(4, 14), document=document)
    assert releases_of(PROCESS, [notice])[-1]["tag"] == ["tender"]
    after = releases_of(PROCESS, [INTENDED, notice])[-1]
    assert after["tag"] == ["awardUpdate"]
    assert after["awards"][0]["documents"][0]["description"] == "Reference FTS 000001"


@pytest.mark.parametrize(
    ("regime", "law"),
    [(Regime.PSR, "2023/1348"), (Regime.PA23, "2023/54"), (Regime.PREVIOUS, "2015/102")],
)
def test_a_tender_names_its_law(regime: Regime, law: str) -> None:
    (release,) = releases_of(replace(PROCESS, regime=regime), [TENDERED])
    assert release["tender"]["legalBasis"]["id"] == law


def test_what_applies_to_some_awards_only_is_told_of_those() -> None:
    tender = told("tender")["tender"]
    assert "specialRegime" not in tender
    assert "procurementMethodRationaleLegalBasis" not in tender
    light = replace(PROCESS, regime=Regime.PA23, route=Route.TENDER, light_touch=True)
    assert releases_of(light, [TENDERED])[0]["tender"]["specialRegime"] == ["lightTouch"]
    urgent = releases_of(replace(PROCESS, route=Route.URGENT), [AWARDED])[0]["tender"]
    assert "Regulation 14" in urgent["procurementMethodRationaleLegalBasis"]["description"]
    unknown = replace(PROCESS, regime=Regime.UNKNOWN, route=None)
    assert "legalBasis" not in releases_of(unknown, [TENDERED])[0]["tender"]


def test_every_route_has_a_method_of_the_closed_list() -> None:
    assert set(METHODS) == set(Route)
    assert set(METHODS.values()) <= {"open", "selective", "limited", "direct"}


def test_a_later_event_changes_no_release_before_it() -> None:
    whole = releases_of(PROCESS, WHOLE_LIFE)
    for number in range(len(WHOLE_LIFE)):
        assert releases_of(PROCESS, WHOLE_LIFE[:number]) == whole[:number]


def test_events_are_told_in_the_order_of_their_moments() -> None:
    assert releases_of(PROCESS, WHOLE_LIFE[::-1]) == releases_of(PROCESS, WHOLE_LIFE)


def test_two_events_of_one_key_are_refused() -> None:
    with pytest.raises(ValueError, match="same key"):
        releases_of(PROCESS, [SIGNED, SIGNED])


def test_what_comes_after_a_later_stage_was_told_is_an_update() -> None:
    planned = life.Planned(key="p", at=at(5, 1), title="Asked again", on=date(2026, 5, 1))
    tendered = replace(TENDERED, key="t", at=at(5, 2))
    *_, plan, tender = releases_of(PROCESS, [INTENDED, planned, tendered])
    assert (plan["tag"], tender["tag"]) == (["planningUpdate"], ["tenderUpdate"])


def test_what_nobody_taught_us_to_tell_is_refused() -> None:
    with pytest.raises(TypeError, match="no release tells of it"):
        telling(life.Happened(key="odd", at=at(1, 1)), SoFar(PROCESS))


def test_money_and_moments_are_exact() -> None:
    assert money(1) == {"amount": 0.01, "currency": "GBP"}
    assert money(123_456_789_012_345)["amount"] == 1_234_567_890_123.45
    assert moment(datetime(2026, 7, 1, 12, tzinfo=UTC)) == "2026-07-01T12:00:00Z"
    assert opening(date(2026, 7, 1)) == "2026-07-01T00:00:00+01:00"
    assert closing(date(2026, 1, 1)) == "2026-01-01T23:59:59+00:00"


def test_tags_are_those_of_the_standard() -> None:
    used = {tag for release in RELEASES.values() for tag in release["tag"]}
    assert used <= {tag.value for tag in Tag}
