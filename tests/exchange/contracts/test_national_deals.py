"""The national deals of 2020 and 2022 as the page on sizing tells them, figure by figure."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from tidegate.core.contracts.sizing.curve import Question, curve_of, units_by_margin
from tidegate.core.contracts.sizing.deals import (
    Deal,
    Span,
    best_beds,
    chance_worth_standing_by,
    paid_over_done,
    pounds_a_bed_day,
    times_its_price,
)
from tidegate.core.contracts.sizing.demand import Poisson
from tidegate.core.contracts.sizing.outlook import outlook
from tidegate.core.contracts.sizing.prices import Prices
from tidegate.exchange.contracts.national_deals import read_national_deals

PAGE = Path(__file__).resolve().parents[3] / "docs" / "explanation" / "sizing.md"
(OF_2020, OF_2022), FIGURES = read_national_deals()


def told(*cells: str) -> bool:
    """Whether the page has a row of a table with exactly these cells."""
    return f"| {' | '.join(cells)} |" in PAGE.read_text("utf-8")


def beds(deal: Deal) -> Span:
    return Span(Fraction(deal.beds), Fraction(deal.beds))


def pounds(span: Span) -> str:
    ends = [f"£{float(end):,.0f}" for end in (span.low, span.high)]
    return " to ".join(dict.fromkeys(ends))


def percents(chances: list[Fraction | None]) -> str:
    return " to ".join(dict.fromkeys(f"{float(chance or 0):.0%}" for chance in chances))


def published(name: str) -> Fraction:
    return next(one.span.low for one in FIGURES if one.id == name)


def test_every_figure_has_its_source_and_mark() -> None:
    assert {(one.deal, one.mark) for one in FIGURES} == {("2020", "V"), ("2022", "V")}
    assert all(one.source and one.means for one in FIGURES)


def test_what_a_bed_cost_a_day() -> None:
    surged, staffed = OF_2022.surged_monthly_pounds, OF_2022.staffed_beds
    assert surged
    assert staffed
    assert told(
        "a physical bed and day",
        pounds(pounds_a_bed_day(OF_2020.monthly_pounds, beds(OF_2020))),
        pounds(pounds_a_bed_day(OF_2022.monthly_pounds, beds(OF_2022))),
        pounds(pounds_a_bed_day(surged, beds(OF_2022))),
    )
    assert told(
        "a staffed bed and day", "not known", "–", pounds(pounds_a_bed_day(surged, staffed))
    )


def test_one_third_used_is_three_times_the_price_and_two_thirds_void() -> None:
    share = OF_2020.used_share
    assert share == Fraction(1, 3)
    assert times_its_price(share) == 3
    assert times_its_price(Fraction(0)) is None
    used = pounds_a_bed_day(OF_2020.monthly_pounds, beds(OF_2020)).times(3)
    assert told("a bed used, at one third", pounds(used), "–", "–")
    void = float(OF_2020.monthly_pounds.low * (1 - share)) / 1e6
    assert told("void, a month", f"£{void:.0f}m", "–", "–")


@pytest.mark.parametrize(
    ("words", "times"), [("1.5", Fraction(3, 2)), ("2", 2), ("3", 3), ("5", 5)]
)
def test_how_likely_the_wave_had_to_be(words: str, times: Fraction | int) -> None:
    whole, surged = OF_2020.monthly_pounds.low, OF_2022.surged_monthly_pounds
    assert surged
    of_2020 = [chance_worth_standing_by(whole, whole, whole * times)]
    of_2022 = [
        chance_worth_standing_by(paid, surged.low, surged.low * times)
        for paid in (OF_2022.monthly_pounds.low, OF_2022.monthly_pounds.high)
    ]
    assert told(f"{words} times as much", percents(of_2020), percents(of_2022))


def test_a_deal_that_saves_nothing_in_the_wave_is_never_worth_it() -> None:
    assert chance_worth_standing_by(Fraction(1), Fraction(2), Fraction(2)) is None


@pytest.mark.parametrize("tenths", [4, 6, 9])
def test_what_the_marginal_rule_would_have_bought_in_2020(tenths: int) -> None:
    bought = [best_beds(OF_2020, Fraction(tenths, 10), percent) for percent in (30, 50, 70)]
    assert told(f"0.{tenths}", *(f"{units:,}" for units in bought))


def test_for_patients_with_covid_alone_it_would_have_bought_one_bed() -> None:
    some, several = 1 - published("days_without_covid"), 1 - published("days_with_at_most_one")
    text = PAGE.read_text("utf-8")
    assert f"On {float(some):.0%} of days" in text
    assert f"on {float(several):.0%} at least two" in text
    import numpy as np

    needed = np.array([1.0, float(some), float(several)])
    assert units_by_margin(needed, Fraction(3, 5)) == 1


@pytest.mark.parametrize(
    ("words", "done"),
    [("100%", Fraction(1)), ("90%", Fraction(9, 10)), ("60%", Fraction(3, 5)),
     ("33%", Fraction(1, 3))],
)  # fmt: skip
def test_what_the_guarantee_of_2022_pays(words: str, done: Fraction) -> None:
    ratio = paid_over_done(OF_2022, done)
    assert ratio is not None
    assert told(words, f"{float(ratio):.3f}")
    assert paid_over_done(OF_2022, Fraction(0)) is None


def test_the_council_s_30_beds() -> None:
    question = Question(Prices(block_pence=682, spot_pence=769), (Poisson(26),))
    curve = curve_of(question)
    for units in (20, 27, 28):
        one = outlook(question, curve, units)
        saving = one.saving or 0
        side = "cheaper" if saving > 0 else "dearer"
        assert told(str(units), f"{one.utilisation:.1%}", f"{abs(saving):.1%} {side}")
