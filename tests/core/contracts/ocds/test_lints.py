"""Each fault of sense is found under its code, and a sound example is let pass."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.contracts.ocds.told_life import PROCESS, TERMS, WHOLE_LIFE, example

from tidegate.core.contracts.ocds.faults import FAULT_LABELS, FaultCode
from tidegate.core.contracts.ocds.lints import lint
from tidegate.core.contracts.ocds.releases import releases_of

Releases = list[dict[str, Any]]
C = FaultCode
STRANGER = {"id": "GB-NHS-ZN999", "name": "Nobody knows"}


def codes(releases: Releases) -> list[str]:
    return [reason.code for reason in lint(releases, TERMS)]


def _dangling(three: Releases) -> None:
    three[2]["contracts"][0]["awardID"] = "another"


def _strange_supplier(three: Releases) -> None:
    three[1]["awards"][0]["suppliers"] = [STRANGER]


def _reversed(three: Releases) -> None:
    term = three[2]["contracts"][0]["period"]
    term["startDate"], term["endDate"] = term["endDate"], term["startDate"]


def _signed_early(three: Releases) -> None:
    three[2]["contracts"][0]["dateSigned"] = "2026-03-01T10:00:00Z"


def _overspent(three: Releases) -> None:
    paid = {"id": "P", "date": "2026-05-20T10:00:00Z",
            "value": {"amount": 2_000_000.01, "currency": "GBP"}}  # fmt: skip
    three[2]["contracts"][0]["implementation"] = {"transactions": [paid]}


def _backwards(three: Releases) -> None:
    three[0]["date"] = "2026-05-01T00:00:00Z"


def _negative(three: Releases) -> None:
    three[1]["awards"][0]["value"]["amount"] = -1


def _empty_tag(three: Releases) -> None:
    three[1]["tag"].append("contract")


def _award_pending(three: Releases) -> None:
    three[2]["awards"][0]["status"] = "pending"


def _strange_buyer(three: Releases) -> None:
    three[0]["buyer"] = STRANGER


def _signed_in_standstill(three: Releases) -> None:
    three[2]["contracts"][0]["dateSigned"] = "2026-04-20T10:00:00Z"


def _up_forty_percent(three: Releases) -> None:
    three[2]["contracts"][0]["value"]["amount"] *= 1.4


MUTANTS: tuple[tuple[FaultCode, str, Callable[[Releases], None]], ...] = (
    (C.AWARD_DANGLING, "/contracts/0/awardID", _dangling),
    (C.SUPPLIER_NOT_A_PARTY, "/awards/0/suppliers/0/id", _strange_supplier),
    (C.PERIOD_REVERSED, "/contracts/0/period/endDate", _reversed),
    (C.SIGNED_BEFORE_AWARD, "/contracts/0/dateSigned", _signed_early),
    (C.SPENT_ABOVE_VALUE, "/contracts/0/implementation/transactions", _overspent),
    (C.DATES_BACKWARDS, "/date", _backwards),
    (C.VALUE_NEGATIVE, "/awards/0/value/amount", _negative),
    (C.TAG_WITHOUT_OBJECT, "/tag/1", _empty_tag),
    (C.ACTIVE_ON_PENDING_AWARD, "/contracts/0/status", _award_pending),
    (C.BUYER_NOT_A_PARTY, "/buyer/id", _strange_buyer),
    (C.SIGNED_IN_STANDSTILL, "/contracts/0/dateSigned", _signed_in_standstill),
    (C.VALUE_UP_UNAMENDED, "/contracts/0/value/amount", _up_forty_percent),
)


def test_a_sound_example_is_let_pass() -> None:
    assert lint(example(), TERMS) == ()


def test_a_whole_life_told_by_us_is_let_pass() -> None:
    assert lint(releases_of(PROCESS, WHOLE_LIFE), TERMS) == ()


def test_the_mutants_are_the_twelve_faults() -> None:
    assert {code for code, _, _ in MUTANTS} == set(FaultCode) == set(FAULT_LABELS)
    assert len(MUTANTS) == 12


@pytest.mark.parametrize(
    ("code", "path", "mutate"), MUTANTS, ids=[code.value for code, _, _ in MUTANTS]
)
def test_each_mutant_is_caught_by_its_code_alone(
    code: FaultCode, path: str, mutate: Callable[[Releases], None]
) -> None:
    three = copy.deepcopy(example())
    mutate(three)
    found = lint(three, TERMS)
    assert {reason.code for reason in found} == {code.value}
    assert found[0].inputs["path"] == path
    assert found[0].inputs["ocid"] == PROCESS.ocid
    assert found[0].detail.endswith(".")
    assert found[0].rule_version == TERMS.version


def test_a_fault_that_a_later_release_puts_right_is_found_where_it_was() -> None:
    three = copy.deepcopy(example())
    _negative(three)
    three[2]["awards"][0]["value"]["amount"] = 2_000_000
    (fault,) = lint(three, TERMS)
    assert (fault.code, fault.inputs["release"]) == ("VALUE_NEGATIVE", three[1]["id"])


def test_what_many_releases_repeat_is_told_once() -> None:
    three = copy.deepcopy(example())
    _signed_in_standstill(three)
    again = three[2] | {"id": "again", "date": "2026-06-20T10:00:00Z"}
    assert codes([*three, again]) == ["SIGNED_IN_STANDSTILL"]


def test_the_last_second_of_a_standstill_is_still_within_it() -> None:
    three = copy.deepcopy(example())
    contract = three[2]["contracts"][0]
    contract["dateSigned"] = three[1]["awards"][0]["standstillPeriod"]["endDate"]
    assert codes(three) == ["SIGNED_IN_STANDSTILL"]
    contract["dateSigned"] = "2026-04-25T00:00:00+01:00"
    assert codes(three) == []


def test_a_rise_needs_an_amendment_from_a_quarter_on() -> None:
    three = copy.deepcopy(example())
    contract = three[2]["contracts"][0]
    contract["value"]["amount"] = 2_499_999.99
    assert codes(three) == []
    contract["value"]["amount"] = 2_500_000
    assert codes(three) == ["VALUE_UP_UNAMENDED"]
    contract["amendments"] = [{"id": "A-1"}]
    assert codes(three) == []


def test_small_rises_add_up_to_one_that_needs_an_amendment() -> None:
    three = copy.deepcopy(example())
    for number, amount in enumerate((2_300_000, 2_400_000, 2_600_000)):
        contract = {"id": "K-000123", "awardID": "K-000123-award",
                    "value": {"amount": amount, "currency": "GBP"}}  # fmt: skip
        three.append(
            three[2] | {"id": str(number), "tag": ["contractUpdate"], "contracts": [contract],
                        "date": f"2026-06-{20 + number}T00:00:00Z"}
        )  # fmt: skip
    assert codes(three) == ["VALUE_UP_UNAMENDED"]


def test_payments_of_several_releases_are_added_up_once_each() -> None:
    three = copy.deepcopy(example())
    for number in (1, 2, 2):
        paid = {"id": f"P-{number}", "value": {"amount": 1_000_000, "currency": "GBP"}}
        contract = {"id": "K-000123", "awardID": "K-000123-award",
                    "implementation": {"transactions": [paid]}}  # fmt: skip
        three.append(
            three[2] | {"id": f"{len(three)}", "tag": ["implementation"], "contracts": [contract],
                        "date": f"2026-07-{len(three):02}T00:00:00Z"}
        )  # fmt: skip
    assert codes(three) == []
    three[-1]["contracts"][0]["implementation"]["transactions"][0]["id"] = "P-3"
    assert codes(three) == ["SPENT_ABOVE_VALUE"]


def test_a_list_from_the_newest_on_is_as_good_as_one_from_the_oldest_on() -> None:
    three = example()
    assert codes(three[::-1]) == []
    assert codes([three[1], three[0], three[2]]) == ["DATES_BACKWARDS"]


def test_a_stage_dated_before_the_one_it_follows_is_found_in_any_order() -> None:
    three = copy.deepcopy(example())
    del three[1]
    three[0]["date"] = "2026-06-01T00:00:00Z"
    assert "DATES_BACKWARDS" in codes(three)
    assert "DATES_BACKWARDS" in codes(three[::-1])


def test_bids_close_before_the_award() -> None:
    three = copy.deepcopy(example())
    three[0]["tender"]["tenderPeriod"] = {"endDate": "2026-04-14T00:00:00Z"}
    assert codes(three) == ["DATES_BACKWARDS"]


def test_a_release_without_parties_may_rely_on_earlier_ones() -> None:
    three = copy.deepcopy(example())
    three[2].pop("parties")
    assert codes(three) == []


def test_two_processes_of_one_file_are_kept_apart() -> None:
    three, other = example(), copy.deepcopy(example())
    for release in other:
        release["ocid"] = "ocds-tdgate-K-000999"
    _dangling(other)
    (fault,) = lint([*three, *other], TERMS)
    assert fault.inputs["ocid"] == "ocds-tdgate-K-000999"


NAMES = (
    "ocid", "id", "date", "tag", "parties", "buyer", "awards", "contracts", "awardID", "status",
    "value", "amount", "currency", "dateSigned", "startDate", "endDate", "amendments", "amendment",
    "implementation", "transactions", "suppliers", "standstillPeriod", "tender", "tenderPeriod",
)  # fmt: skip
LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.sampled_from(["", "award", "active"]),
    st.sampled_from(["2026-05-20", "2026-05-20T10:00:00Z", "2026-13-40"]),
)  # fmt: skip
ANYTHING = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=5)
    ),
    max_leaves=20,
)


@settings(max_examples=50)
@given(st.lists(st.dictionaries(st.sampled_from(NAMES), ANYTHING, max_size=8), max_size=3))
def test_releases_of_any_shape_are_looked_at(releases: Releases) -> None:
    for reason in lint(releases, TERMS):
        assert reason.code in set(FaultCode)
