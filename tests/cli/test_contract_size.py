"""``tidegate contract size``, as people run it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.conftest import Ran

Tidegate = Callable[..., Ran]
SIZE = ("contract", "size")
PRICES = ("--block-price", "682", "--spot-price", "£769.00")
BEDS = ("--poisson-mean", "26", "--unit", "bed", *PRICES)


def test_the_answer_is_said_with_its_reasons(tidegate: Tidegate) -> None:
    said = tidegate(*SIZE, *BEDS)
    assert said.code == 0, said.err
    assert said.out.startswith("Commit to 20 beds a week: 98.7% used on average, which saves 7.7%")
    for part in ("[LAST_UNIT_PAYS]", "[NEXT_UNIT_IDLE]", "Average rule: 27", "demand 10% lower"):
        assert part in said.out


def test_the_answer_for_machines_is_exact_where_money_is(tidegate: Tidegate) -> None:
    said = tidegate(*SIZE, *BEDS, "--weeks", "13", "--json")
    (one,) = json.loads(said.out)["sizes"]
    assert one["best"]["units"] == 20
    assert one["best"]["sure_pence"] == 20 * 682_00 * 13
    assert one["prices"]["block_pence"] == 682_00
    assert one["average_rule"]["units"] == 27


def test_no_commitment_at_all_is_the_answer_no(tidegate: Tidegate) -> None:
    said = tidegate(*SIZE, "--poisson-mean", "26", "--block-price", "10", "--spot-price", "9")
    assert said.code == 1
    assert "Commit to none" in said.out


def test_past_weeks_come_from_a_file(tmp_path: Path, tidegate: Tidegate) -> None:
    file = tmp_path / "past.csv"
    file.write_text("week,units\n" + "".join(f"2026-W{n:02},{20 + n}\n" for n in range(1, 14)))
    said = tidegate(*SIZE, file, *PRICES, "--no-spot", "0.1", "--delay-cost", "2800", "--json")
    (one,) = json.loads(said.out)["sizes"]
    assert one["demand"].startswith("13 past weeks, 2025-12-29 to 2026-03-23")
    assert one["best"]["units"] == 24  # wanted in 10 of 13 weeks; the ratio is 0.70


def test_several_questions_come_from_one_file(tmp_path: Path, tidegate: Tidegate) -> None:
    one = '[[size]]\ntitle = "{}"\n[size.prices]\nblock_pence = 6\nspot_pence = 9\n[size.demand]\n'
    file = tmp_path / "lines.toml"
    file.write_text(one.format("Beds") + "mean = 26\n" + one.format("Slots") + "counts = [4, 5]\n")
    said = tidegate(*SIZE, file, "--json")
    assert [each["title"] for each in json.loads(said.out)["sizes"]] == ["Beds", "Slots"]
    with_price = tidegate(*SIZE, file, "--block-price", "6")
    assert with_price.code == 2
    assert "leave them out" in with_price.err


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        (("--poisson-mean", "26"), ("“--block-price”", "a value")),
        (PRICES, ("a FILE, or --poisson-mean",)),
        (("gone.csv", *BEDS), ("exactly one of",)),
        ((*BEDS, "--block-price", "6.825"), ("“--block-price”", "“6.825”")),
        ((*BEDS, "--block-price", "much"), ("“--block-price”", "“much”")),
        ((*BEDS, "--no-spot", "often"), ("“--no-spot”", "“often”")),
        ((*BEDS, "--no-spot", "0.1"), ("expected --delay-cost, because --no-spot is above 0",)),
        ((*BEDS, "--variance", "9"), ("a variance above the mean of 26",)),
        ((*BEDS, "--guaranteed", "0.00001", "--premium", "0.1"), ("a guarantee",)),
        (("gone.csv", *PRICES), ("gone.csv",)),
    ],
)
def test_what_cannot_be_used_is_named(
    tidegate: Tidegate, words: tuple[str, ...], parts: tuple[str, ...]
) -> None:
    said = tidegate(*SIZE, *words)
    assert (said.code, said.out) == (2, "")
    for part in parts:
        assert part in said.err
    told = tidegate(*SIZE, *words, "--json")
    assert json.loads(told.out)["findings"][0]["severity"] == "error"
