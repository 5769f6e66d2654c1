"""Whether a site takes a patient: yes, ask first, or no, each side of every limit."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.matching.tiny import offer, pathway

from tidegate.core.matching.eligibility import CRITERIA, RULES, RULES_VERSION, judge, judge_all
from tidegate.core.matching.problem import OFFERS, PATHWAYS
from tidegate.core.reasons import Verdict

ACCEPTED, REFERRED, REFUSED = Verdict.ACCEPT, Verdict.REFER, Verdict.REFUSE
STROKE = {"excludes": ["STROKE_6M", "DIALYSIS"]}
NO_LEVEL_3 = {"critical_care": False}


@pytest.mark.parametrize(
    ("who", "limits", "verdict", "codes"),
    [
        ({}, {}, ACCEPTED, []),
        ({"asa": 2}, {"max_asa": 2}, ACCEPTED, []),
        ({"asa": 3}, {"max_asa": 2}, REFUSED, ["ASA_ABOVE_LIMIT"]),
        ({"asa": None}, {"max_asa": 2}, REFERRED, ["ASA_ABOVE_LIMIT_UNKNOWN"]),
        ({"asa": None}, {}, ACCEPTED, []),
        ({"bmi": 40.0}, {"max_bmi": 40.0}, ACCEPTED, []),
        ({"bmi": 40.5}, {"max_bmi": 40.0}, REFUSED, ["BMI_ABOVE_LIMIT"]),
        ({"bmi": None}, {"max_bmi": 40.0}, REFERRED, ["BMI_ABOVE_LIMIT_UNKNOWN"]),
        ({"age": 18}, {"min_age": 18}, ACCEPTED, []),
        ({"age": 17}, {"min_age": 18}, REFUSED, ["AGE_BELOW_LIMIT"]),
        ({"age": None}, {"min_age": 18}, REFERRED, ["AGE_BELOW_LIMIT_UNKNOWN"]),
        ({"conditions": []}, STROKE, ACCEPTED, []),
        ({"conditions": ["GOUT"]}, STROKE, ACCEPTED, []),
        ({"conditions": ["GOUT", "DIALYSIS"]}, STROKE, REFUSED, ["CONDITION_EXCLUDED"]),
        ({"conditions": None}, STROKE, REFERRED, ["CONDITION_EXCLUDED_UNKNOWN"]),
        ({"conditions": None}, {"excludes": []}, ACCEPTED, []),
        ({"needs_critical_care": False}, NO_LEVEL_3, ACCEPTED, []),
        ({"needs_critical_care": True}, NO_LEVEL_3, REFUSED, ["CRITICAL_CARE_NOT_ON_SITE"]),
        ({"needs_critical_care": None}, NO_LEVEL_3, REFERRED,
         ["CRITICAL_CARE_NOT_ON_SITE_UNKNOWN"]),
        ({"needs_critical_care": True}, {"critical_care": True}, ACCEPTED, []),
        ({"needs_critical_care": True}, {"critical_care": None}, ACCEPTED, []),
        ({"asa": None, "age": 12}, {"max_asa": 2, "min_age": 18}, REFUSED,
         ["ASA_ABOVE_LIMIT_UNKNOWN", "AGE_BELOW_LIMIT"]),
    ],
)  # fmt: skip
def test_verdict_and_reasons(who, limits, verdict, codes):
    found, reasons = judge(pathway("W", **who), offer("O", **limits))
    assert found is verdict
    assert [reason.code for reason in reasons] == codes


def test_a_reason_says_what_it_was_judged_on():
    _, (reason,) = judge(pathway("W", bmi=41.5), offer("O", max_bmi=40.0))
    assert reason.detail == "BMI 41.5 is above this site's limit of 40"
    assert reason.inputs == {"bmi": 41.5, "max_bmi": 40.0}
    assert reason.rule_version


def test_every_rule_speaks_of_columns_that_exist():
    assert {rule.attribute for rule in RULES} <= set(PATHWAYS)
    assert set(CRITERIA) <= set(OFFERS)


LIMITS = {
    "max_asa": st.sampled_from([None, 2, 3]),
    "max_bmi": st.sampled_from([None, 35.0]),
    "min_age": st.sampled_from([None, 18]),
    "excludes": st.sampled_from([None, (), ("A",), ("A", "B")]),
    "critical_care": st.sampled_from([None, True, False]),
}
ATTRIBUTES = {
    "asa": st.sampled_from([None, 1, 2, 3, 4]),
    "bmi": st.sampled_from([None, 30.0, 36.0]),
    "age": st.sampled_from([None, 10, 18, 60]),
    "conditions": st.sampled_from([None, [], ["A"], ["C"], ["B", "C"]]),
    "needs_critical_care": st.sampled_from([None, True, False]),
}


@given(
    people=st.lists(st.fixed_dictionaries(ATTRIBUTES), max_size=6),
    profiles=st.lists(st.fixed_dictionaries(LIMITS), min_size=1, max_size=4),
)
def test_judging_all_at_once_is_judging_one_by_one(people, profiles):
    schema = {name: PATHWAYS[name] for name in ATTRIBUTES}
    codes = judge_all(
        pl.DataFrame(people, schema=schema),
        [tuple(profile[name] for name in CRITERIA) for profile in profiles],
    )
    order = [Verdict.ACCEPT, Verdict.REFER, Verdict.REFUSE]
    for row, person in enumerate(people):
        for column, profile in enumerate(profiles):
            assert order[codes[row, column]] is judge(person, profile)[0]


@given(person=st.fixed_dictionaries(ATTRIBUTES), profile=st.fixed_dictionaries(LIMITS))
def test_what_is_not_known_is_never_accepted_where_it_matters(person, profile):
    verdict, _ = judge(person, profile)
    for rule in RULES:
        if person[rule.attribute] is None and rule.limits(profile[rule.limit]):
            assert verdict is not Verdict.ACCEPT


@given(person=st.fixed_dictionaries(ATTRIBUTES), profile=st.fixed_dictionaries(LIMITS))
def test_whoever_is_not_accepted_is_told_by_which_rule_and_version(person, profile):
    verdict, reasons = judge(person, profile)
    codes = {rule.code for rule in RULES}
    assert bool(reasons) is (verdict is not Verdict.ACCEPT)
    assert all(reason.code.removesuffix("_UNKNOWN") in codes for reason in reasons)
    assert all(reason.rule_version == RULES_VERSION for reason in reasons)
    refusals = [reason for reason in reasons if not reason.code.endswith("_UNKNOWN")]
    assert bool(refusals) is (verdict is Verdict.REFUSE)
