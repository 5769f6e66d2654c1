"""Published months give the published totals."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from tidegate.core.waiting.rollforward import roll_forward
from tidegate.core.waiting.rtt import NO_COMMISSIONER, figures
from tidegate.exchange.waiting.rtt_csv import read_rtt_month
from tidegate.exchange.waiting.rtt_month import RttMonth
from tidegate.exchange.waiting.rtt_overview import read_rtt_overview
from tidegate.exchange.waiting.rtt_workbook import read_rtt_workbook

pytestmark = pytest.mark.published

# Month → rows, provider codes, of which not R-coded, people waiting, share within 18 weeks (%),
# over 52 weeks, waiting at non-R-coded, completed with admission, of which at non-R-coded.
TOTALS = {
    "Apr24": (183_193, 445, 289, 7_600_455, 58.22, 304_730, 381_423, 311_713, 56_111),
    "Oct24": (190_138, 459, 305, 7_572_784, 58.90, 237_541, 395_853, 340_541, 59_422),
    "Jan25": (188_436, 463, 311, 7_458_412, 58.83, 201_363, 384_662, 330_924, 57_028),
    "Apr25": (183_735, 471, 320, 7_421_453, 59.70, 192_560, 390_710, 307_097, 57_185),
    "Jul25": (184_568, 475, 326, 7_334_286, 61.17, 192_769, 416_311, 329_989, 59_328),
    "Oct25": (185_742, 479, 330, 7_337_076, 61.66, 174_373, 438_838, 331_086, 53_785),
    "Nov25": (180_291, 503, 355, 7_191_310, 61.59, 157_710, 427_641, 296_407, 49_141),
    "Dec25": (179_805, 507, 358, 7_231_880, 61.40, 142_204, 432_292, 271_442, 38_982),
    "Jan26": (183_417, 517, 368, 7_187_677, 61.38, 137_320, 433_731, 302_826, 48_921),
}
REVISED = {"Apr24", "Oct24", "Jan25", "Apr25", "Jul25"}
R_CODED = r"^R..$"


def find(folder: Path, part_of_name: str) -> Path:
    (path,) = (folder / "rtt").glob(f"*{part_of_name}*")
    return path


@pytest.fixture(scope="module")
def december(published_data: Path) -> RttMonth:
    return read_rtt_month(find(published_data, "data-file-Dec25"))


@pytest.fixture(scope="module")
def january(published_data: Path) -> RttMonth:
    return read_rtt_month(find(published_data, "data-file-Jan26"))


def test_january_2026_has_the_published_totals(january: RttMonth) -> None:
    assert january.period == date(2026, 1, 31)
    assert_published("Jan26", january)


def test_december_2025_has_the_published_totals(december: RttMonth) -> None:
    assert_published("Dec25", december)


def assert_published(name: str, month: RttMonth) -> None:
    _, _, _, waiting, share, over_52, *_ = TOTALS[name]
    england = figures(month.frame).row(0, named=True)
    assert england["waiting"] == waiting
    assert round(100 * england["share_within_18"], 2) == share
    assert england["over_52_weeks"] == over_52
    by_provider = figures(month.frame, ["provider"])
    assert by_provider["waiting"].sum() == waiting
    assert by_provider["over_52_weeks"].sum() == over_52


@pytest.mark.parametrize("name", TOTALS)
def test_every_month_has_the_published_totals(published_data: Path, name: str) -> None:
    _, codes, other_codes, waiting, _, _, other_waiting, admitted, other_admitted = TOTALS[name]
    month = read_rtt_month(find(published_data, f"data-file-{name}"), bands=False)
    assert month.revised is (name in REVISED)
    assert month.frame["provider"].n_unique() == codes
    other = month.frame.filter(~pl.col("provider").str.contains(R_CODED))
    assert other["provider"].n_unique() == other_codes
    for frame, people in (
        (month.frame, (waiting, admitted)),
        (other, (other_waiting, other_admitted)),
    ):
        sums = tuple(frame.filter(part=part)["total"].sum() for part in ("2", "1A"))
        assert sums == people


def test_the_national_headline_leaves_out_those_without_an_english_commissioner(
    published_data: Path, december: RttMonth
) -> None:
    headline = read_rtt_overview(find(published_data, "Overview")).frame
    headline = headline.filter(month=date(2025, 12, 31)).row(0, named=True)
    english = december.frame.filter(pl.col("commissioner") != NO_COMMISSIONER)
    ours = figures(english).row(0, named=True)
    for measure, people in headline.items():
        if measure in ours:
            assert ours[measure] == people, measure
    assert english.filter(part="1A")["total"].sum() == headline["completed_admitted"]
    assert english.filter(part="1B")["total"].sum() == headline["completed_non_admitted"]
    assert english.filter(part="3")["total"].sum() == headline["new_periods"]


def test_the_list_of_january_2026_lost_people_without_a_recorded_stop(
    december: RttMonth, january: RttMonth
) -> None:
    total = roll_forward(december.frame, january.frame).row(0, named=True)
    assert (total["before"], total["after"]) == (7_231_880, 7_187_677)
    assert total["gap"] == 263_776
    assert total["notable"]


def test_a_few_rows_of_december_2025_exceed_their_list(december: RttMonth) -> None:
    assert [(f.code, f.count) for f in december.findings] == [("SUBSET_EXCEEDS_LIST", 4)]


@pytest.mark.parametrize(
    ("name", "period", "revised", "providers", "waiting"),
    [
        ("rtt_2023-04-FIXTURE", date(2023, 4, 30), False, 2, 7_313),
        ("November-2024-RBD", date(2024, 11, 30), False, 1, 21_702),
    ],
)
def test_cuts_of_a_month_are_read_too(
    published_data: Path, name: str, period: date, revised: bool, providers: int, waiting: int
) -> None:
    month = read_rtt_month(find(published_data, name))
    assert (month.period, month.revised) == (period, revised)
    assert month.frame["provider"].n_unique() == providers
    assert figures(month.frame)["waiting"].item() == waiting
    assert not month.findings


@pytest.mark.parametrize(
    ("name", "period", "part", "people", "share", "over_52"),
    [
        ("Admitted-Commissioner-Dec24", date(2024, 12, 31), "1A", 275_133, None, 29_397),
        ("Incomplete-Commissioner-Mar15", date(2015, 3, 31), "2", 3_006_877, 0.931479738, 475),
        ("dh_116105", date(2010, 2, 28), "1A", 300_250, 0.879732308, None),
    ],
)
def test_workbooks_old_and_new_give_their_own_totals(
    published_data: Path,
    name: str,
    period: date,
    part: str,
    people: int,
    share: float | None,
    over_52: int | None,
) -> None:
    month = read_rtt_workbook(find(published_data, name))
    assert (month.period, month.revised) == (period, True)
    summed = figures(month.frame, part=part).row(0, named=True)
    assert summed["waiting"] == people
    assert share is None or summed["share_within_18"] == pytest.approx(share, abs=1e-8)
    assert over_52 is None or summed["over_52_weeks"] == over_52
    assert not month.findings


def test_the_older_overview_is_read_as_well(published_data: Path) -> None:
    frame = read_rtt_overview(find(published_data, "RTT_TS_data")).frame
    assert frame.row(-1, named=True)["month"] == date(2022, 11, 30)
    assert frame.row(-1, named=True)["waiting"] == 6_926_635
    assert frame["month"][0] == date(2007, 4, 30)
