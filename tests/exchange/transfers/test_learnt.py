"""What may be told of what was learnt: no small number, and nothing that one follows from."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.exchange.transfers.outcome_files import write_outcomes

from tidegate.core.transfers.yields import Yields, learn
from tidegate.exchange.transfers.learnt import learnt
from tidegate.exchange.transfers.outcomes import read_outcomes
from tidegate.exchange.transfers.yield_prior import load_yield_prior


def yields_of(folder: Path, *rows: str) -> Yields:
    return learn(read_outcomes(write_outcomes(folder, *rows)).frame, load_yield_prior())


def group_of(yields: Yields, *names: str) -> dict[str, object]:
    (found,) = (row for row in learnt(yields)["groups"] if tuple(row["group"]) == names)
    return found


def test_counts_are_rounded_and_shares_come_from_rounded_counts(tmp_path: Path) -> None:
    told = group_of(yields_of(tmp_path), "elsewhere", "under 30 minutes")["accept"]
    # 64 said yes and 30 no, of 94: told as 65, 30 and 95.
    assert (told["asked"], told["yes"]) == (95, 65)
    assert told["low"] < told["share"] < told["high"]
    assert told["share"] == pytest.approx(0.68, abs=0.02)


@pytest.mark.parametrize(
    ("yes", "no", "asked", "told_yes"),
    [
        (3, 2, None, None),  # few in all
        (40, 4, 45, None),  # few who said no: they follow from the two counts
        (4, 40, 45, None),  # few who said yes
        (8, 8, 15, 10),
        (20, 0, 20, 20),  # nobody is not a small number
    ],
)
def test_few_people_are_never_told(
    tmp_path: Path, yes: int, no: int, asked: int | None, told_yes: int | None
) -> None:
    yields = yields_of(
        tmp_path,
        f"I1,inpatient,20,P4,30,yes,yes,3,,{yes}",
        f"I2,inpatient,20,P4,30,yes,no,3,,{no}",
    )
    told = group_of(yields, "elsewhere")["accept"]
    assert (told["asked"], told["yes"]) == (asked, told_yes)
    assert (told["share"] is None) == (told_yes is None)


def test_bands_stand_from_low_to_high(tmp_path: Path) -> None:
    rows = [f"I{n},inpatient,{minutes},P4,30,yes,yes,3,,20" for n, minutes in
            enumerate((120, 20, 70, 40))]  # fmt: skip
    groups = [row["group"] for row in learnt(yields_of(tmp_path, *rows))["groups"]]
    assert [names[1] for names in groups if len(names) == 2] == [
        "under 30 minutes", "30 to 59 minutes", "60 to 89 minutes", "90 minutes or more",
    ]  # fmt: skip


def test_how_many_to_ask_is_told_for_some_numbers_of_slots(tmp_path: Path) -> None:
    told = learnt(yields_of(tmp_path))
    assert [row["slots"] for row in told["batches"]] == [1, 2, 5, 10, 20, 50, 100]
    assert all(row["p_over"] <= told["over_subscription_risk"] for row in told["batches"])
    assert all(row["ask"] >= row["slots"] for row in told["batches"])
    assert told["pending"] == 10
