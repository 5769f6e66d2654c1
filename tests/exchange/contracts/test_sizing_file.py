"""Questions of how much to commit to, as files."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest

from tidegate.core.contracts.sizing.demand import NegativeBinomial, PastCounts, Poisson, Quantiles
from tidegate.core.contracts.sizing.size import size
from tidegate.exchange.contracts.sizing_facts import facts
from tidegate.exchange.contracts.sizing_file import Asked, read_questions
from tidegate.exchange.contracts.sizing_words import (
    columns,
    headline,
    pounds,
    price_words,
    sensitivity_rows,
    side_by_side,
)
from tidegate.exchange.findings import UnusableInput

BEDS = """[[size]]
title = "Step-down beds"
unit = "bed"
[size.prices]
block_pence = 87100
spot_pence = 98256
no_spot = 0.05
delay_pence = 280000
[[size.demand]]
mean = 26
weeks = 2
[[size.demand]]
mean = 31
variance = 62
[[size.demand]]
counts = [20, 22, 24]
[[size.demand]]
quantiles = [{ level = 0.1, value = 20 }, { level = 0.9, value = 33.5 }]
"""
ONE = """[[size]]
title = "Beds"
[size.prices]
block_pence = 100
spot_pence = 200
[size.demand]
mean = 5
"""


def read(folder: Path, text: str) -> tuple[Asked, ...]:
    file = folder / "beds.toml"
    file.write_text(text)
    return read_questions(file)


def test_every_kind_of_demand_can_follow_another(tmp_path: Path) -> None:
    (asked,) = read(tmp_path, BEDS)
    assert asked.question.weeks == (
        Poisson(26),
        Poisson(26),
        NegativeBinomial(31, 62),
        PastCounts((20, 22, 24)),
        Quantiles((0.1, 0.9), (20, 33.5)),
    )
    assert asked.question.prices.no_spot == Fraction(1, 20)
    assert asked.demand == (
        "Poisson demand, mean 26 a week, 2 weeks alike; "
        "demand of mean 31 and variance 62 a week, one week; "
        "3 past weeks, each as likely again, one week; quantiles as given, one week"
    )


def test_demand_can_lie_in_a_file_beside_the_question(tmp_path: Path) -> None:
    (tmp_path / "past.csv").write_text("week,units\n2026-01-05,4\n2026-01-19,6\n")
    (asked,) = read(tmp_path, ONE.replace("mean = 5", 'file = "past.csv"\nweeks = 3'))
    assert asked.question.weeks == (PastCounts((4, 6)),) * 3
    assert [finding.code for finding in asked.findings] == ["WEEKS_MISSING"]


@pytest.mark.parametrize(
    ("was", "is_now", "parts"),
    [
        ("block_pence = 100", "", ("row 3", "size 1 › prices › block_pence", "a value")),
        ("block_pence = 100", "block_pence = 100.5", ("row 4", "100.5", "integer")),
        ("spot_pence = 200", "spot_price = 200", ("row 5", "spot_price", "file reference")),
        ("spot_pence = 200", "spot_pence = 200\nno_spot = 0.1", ("prices", "delay_pence")),
        ("spot_pence = 200", "spot_pence = 200\nguaranteed = 1.5", ("row 6", "1.5")),
        ("mean = 5", "mean = 5\nvariance = 4", ("demand", "a variance above the mean of 5")),
        ("mean = 5", "", ("demand", "exactly one of")),
        ("mean = 5", "counts = [3, -1]", ("row 7", "counts 2", "-1")),
        ("mean = 5", "mean = 2e6", ("row 7", "mean", "1000000")),
        ("mean = 5", "counts = [3]\nvariance = 4", ("demand", "variance beside a mean")),
        ("mean = 5", 'file = "gone.csv"', ("gone.csv",)),
    ],
)
def test_what_does_not_fit_is_refused_with_its_row(
    tmp_path: Path, was: str, is_now: str, parts: tuple[str, ...]
) -> None:
    with pytest.raises(UnusableInput) as refused:
        read(tmp_path, ONE.replace(was, is_now))
    for part in parts:
        assert part in str(refused.value)


@pytest.mark.parametrize(
    ("text", "code"), [("size = [", "NOT_TOML"), ("", "SIZING_VALUE"), ("\ufffe", "NOT_TOML")]
)
def test_what_is_no_question_is_refused(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(UnusableInput, match=code):
        read(tmp_path, text)
    with pytest.raises(UnusableInput, match="SIZING_NOT_FOUND"):
        read_questions(tmp_path / "gone.toml")


def test_facts_for_machines_have_null_where_nothing_is_defined(tmp_path: Path) -> None:
    (asked,) = read(tmp_path, BEDS)
    sized = size(asked.question)
    told = json.loads(json.dumps(facts(asked, sized), allow_nan=False))
    assert told["without"]["effective_pence"] is None
    assert told["without"]["utilisation"] is None
    assert told["weeks"] == 5
    assert told["prices"]["overflow_pence"] == pytest.approx(0.95 * 98256 + 0.05 * 280000)
    best = told["best"]["units"]
    cheapest = min(told["curve"], key=lambda row: row["cost_pence"])
    assert cheapest["units"] == best
    assert told["best"]["sure_pence"] == best * 87100 * 5
    assert {reason["code"] for reason in told["reasons"]} >= {"LAST_UNIT_PAYS", "FEW_WEEKS"}


def test_words_say_what_the_figures_say(tmp_path: Path) -> None:
    (asked,) = read(tmp_path, ONE)
    sized = size(asked.question)
    assert headline(asked, sized) == (
        "Commit to 5 units a week: 82.5% used on average, which saves 32.5% of what buying singly "
        "would cost."
    )
    assert columns(sized) == ("", "None", "Best: 5", "Average rule: 9")
    rows = {row[0]: row[1:] for row in side_by_side(asked, sized)}
    assert rows["Utilisation"][0] == "undefined"
    assert rows["Price of each used unit"][0] == "undefined"
    assert rows["Paid for the commitment"] == ("£0", "£5.00", "£9.00")
    assert sensitivity_rows(sized)[0][0] == "demand 20% lower"
    assert price_words(sized).endswith("a price ratio of 0.500.")


def test_words_for_what_only_some_contracts_have(tmp_path: Path) -> None:
    more = "spot_pence = 200\nvolume_pence = 150\nmost = 6\nexit_pence = 900\nexit_hazard = 0.01"
    (asked,) = read(tmp_path, ONE.replace("spot_pence = 200", more))
    rows = {row[0] for row in side_by_side(asked, size(asked.question))}
    assert {"Bought beyond it, same contract", "Risk of an exit"} <= rows
    assert price_words(size(asked.question)) == (
        "A committed unit costs £1.00 a week and £0.09 of expected exit against £1.50 for one "
        "beyond the commitment: a price ratio of 0.727."
    )
    (scarce,) = read(tmp_path, BEDS)
    assert "(£982.56 elsewhere, or £2,800 of delay with a chance of 5%)" in price_words(
        size(scarce.question)
    )
    last = {row[0]: row[1] for row in sensitivity_rows(size(scarce.question))}
    less, more = (last[f"no unit elsewhere 5% {how} often"] for how in ("less", "more"))
    assert int(less) < int(more)
    (dear,) = read(tmp_path, ONE.replace("block_pence = 100", "block_pence = 300"))
    assert headline(dear, size(dear.question)) == (
        "Commit to none: no unit is wanted often enough for its price."
    )


@pytest.mark.parametrize(
    ("pence", "written"),
    [
        (0, "£0"),
        (0.4, "£0"),
        (99_999.4, "£999.99"),
        (99_999.6, "£1,000"),
        (-250, "\u2212£2.50"),
    ],
)
def test_money_is_written_as_people_read_it(pence: float, written: str) -> None:
    assert pounds(pence) == written
