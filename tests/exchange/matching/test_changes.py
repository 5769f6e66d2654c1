"""What-if changes as text: what can be written, that it is read back, and what is refused."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidegate.core.matching.changes.capacity import (
    Criterion,
    ListsCancelled,
    OfferCancelled,
    OfferUnits,
    PlaceUnits,
    SiteLimit,
)
from tidegate.core.matching.changes.change import Change
from tidegate.core.matching.changes.money import Budget, Cap, MinimumTake
from tidegate.core.matching.changes.place import Place
from tidegate.core.matching.changes.rules import (
    ConsentGiven,
    FurtherMinutes,
    NextBand,
    OtherPolicy,
    TakenAsAssessed,
)
from tidegate.core.matching.problem import Modality
from tidegate.exchange.findings import UnusableInput
from tidegate.exchange.matching.changes import FORMS, read_change, read_changes
from tidegate.exchange.matching.changes_written import written
from tidegate.exchange.matching.policies import load_policy, shipped_policies

DECEMBER = date(2026, 12, 7)

TEXTS = [
    ("units O123 +12", OfferUnits("O123", 12)),
    ("units O123 -3", OfferUnits("O123", -3)),
    ("units 'list of Monday' +1", OfferUnits("list of Monday", 1)),
    ("units ZN101 110 +2", PlaceUnits(Place("ZN101", "110"), 2)),
    ("units ZN101 110 day_case +2 2026-12-07",
     PlaceUnits(Place("ZN101", "110", "day_case", DECEMBER), 2)),
    ("units ZN101 110 +2 2026-W50", PlaceUnits(Place("ZN101", "110", None, DECEMBER), 2)),
    ("cancel O123", OfferCancelled("O123")),
    ("cancel_lists ZN101", ListsCancelled(Place("ZN101"))),
    ("cancel_lists ZN101 2026-12-07", ListsCancelled(Place("ZN101", week=DECEMBER))),
    ("max_bmi ZN101 40", SiteLimit("ZN101", Criterion.MAX_BMI, 40)),
    ("max_asa ZN101 none", SiteLimit("ZN101", Criterion.MAX_ASA, None)),
    ("min_age ZN101 16", SiteLimit("ZN101", Criterion.MIN_AGE, 16)),
    ("travel +30", FurtherMinutes(30)),
    ("travel next_band", NextBand()),
    ("budget ZQ1 250,000", Budget("ZQ1", 25_000_000)),
    ("budget ZQ1 £99.50", Budget("ZQ1", 9_950)),
    ("budget ZQ1 none", Budget("ZQ1", None)),
    ("minimum_take ZN101-DC 20", MinimumTake("ZN101-DC", 20)),
    ("cap ZN101-DC 40", Cap("ZN101-DC", 40)),
    ("cap ZN101-DC none", Cap("ZN101-DC", None)),
    ("assessed", TakenAsAssessed()),
    ("consent", ConsentGiven()),
]  # fmt: skip


@pytest.mark.parametrize(("text", "change"), TEXTS)
def test_a_line_of_text_is_one_change(text: str, change: Change) -> None:
    assert read_change(text) == change


@pytest.mark.parametrize("name", shipped_policies())
def test_a_policy_is_named_as_everywhere(name: str) -> None:
    change = read_change(f"policy {name}")
    assert change == OtherPolicy(load_policy(name))
    assert written(change) == f"policy {name}"


def test_every_form_in_the_documentation_has_an_example_that_is_read() -> None:
    for form in FORMS:
        assert read_change(form.example), form.form
    assert {form.form.split()[0] for form in FORMS} == {text.split()[0] for text, _ in TEXTS} | {
        "policy"
    }


# text → what is said to be expected
ODD = [
    ("", "a change that begins with one of units, cancel"),
    ("more units", "a change that begins with one of"),
    ("units O123", "units OFFER ±N or units SITE SPECIALTY"),
    ("units O123 12", "a number of units with its sign, such as +12"),
    ("units O123 +0", "units must be from 1 to 1,000,000"),
    ("units ZN101 110 130 +3", "at most one specialty"),
    ("units ZN101 110 +3 2026-12-08", "a week is named by its Monday"),
    ("units ZN101 110 +3 2026-W99", "a week such as 2026-W50"),
    ("cancel", "cancel OFFER"),
    ("cancel_lists", "cancel_lists SITE"),
    ("max_asa ZN101 2.5", "a whole number from 1 to 6"),
    ("max_bmi ZN101 much", "a limit such as 40, or none"),
    ("travel far", "minutes such as +30, or next_band"),
    ("travel +0", "minutes further must be above 0"),
    ("budget ZQ1 -5", "pounds such as 250000, or none"),
    ("cap ZN101-DC +4", "whole units such as 40, or none"),
    ("consent everybody", "consent, and nothing after it"),
    ("units 'O123 +12", "No closing quotation"),
    ("cancel " + "x" * 500, "at most 400 characters"),
    ("policy no-such", "a readable TOML file"),
]


@pytest.mark.parametrize(("text", "expected"), ODD)
def test_what_is_no_change_is_refused_and_says_what_one_looks_like(
    text: str, expected: str
) -> None:
    with pytest.raises(UnusableInput) as refusal:
        read_change(text)
    assert expected in refusal.value.findings[0].expected


def test_every_line_that_is_no_change_is_named() -> None:
    with pytest.raises(UnusableInput) as refusal:
        read_changes(["travel far", "consent", "cancel"])
    assert [finding.value for finding in refusal.value.findings] == ["travel far", "cancel"]


CODES = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=20
)
UNITS = st.integers(1, 1_000_000)
SIGNED = UNITS | UNITS.map(lambda units: -units)
WEEKS = st.none() | st.integers(0, 500).map(
    lambda n: date.fromordinal(DECEMBER.toordinal() + 7 * n)
)
SPECIALTIES = st.sampled_from(["110", "130", "X02"])
KINDS = st.none() | st.sampled_from([kind.value for kind in Modality])
CHANGES = st.one_of(
    st.builds(OfferUnits, CODES, SIGNED),
    st.builds(PlaceUnits, st.builds(Place, CODES, SPECIALTIES, KINDS, WEEKS), SIGNED),
    st.builds(OfferCancelled, CODES),
    st.builds(ListsCancelled, st.builds(Place, CODES, st.none() | SPECIALTIES, KINDS, WEEKS)),
    st.builds(SiteLimit, CODES, st.just(Criterion.MAX_BMI), st.none() | st.integers(10, 100)),
    st.builds(FurtherMinutes, st.integers(1, 1_440)),
    st.builds(Budget, CODES, st.none() | st.integers(0, 10**13)),
    st.builds(MinimumTake, CODES, st.integers(0, 1_000_000)),
    st.builds(Cap, CODES, st.none() | st.integers(0, 1_000_000)),
)


@given(CHANGES)
def test_what_is_written_is_read_back_the_same(change: Change) -> None:
    assert read_change(written(change)) == change


@given(st.text(max_size=60) | st.sampled_from(["units", "cap", "budget"]).map("{} A £9".format))
def test_no_text_is_our_fault(text: str) -> None:
    try:
        change = read_change(text)
    except UnusableInput:
        return
    assert read_change(written(change)) == change
