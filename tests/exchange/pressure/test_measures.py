"""The table of measures defines each once, and is refused where it contradicts itself."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from tidegate.core.pressure.measure import Unit, WorseWhen, derived
from tidegate.exchange.findings import UnusableInput
from tidegate.exchange.pressure.measures import SHIPPED, load_measures, shipped_measures

HEAD = 'name = "m"\nversion = "1"\nauthor = "us"\nin_force = 2031-01-01\nsource = "here"\n'
MEASURE = (
    '[measures.beds]\nlabel = "beds"\ndefinition = "Beds"\nunit = "beds"\nworse_when = "lower"\n'
)


def test_the_shipped_table_says_who_decided_and_when() -> None:
    table = load_measures()
    assert table.version == "2026"
    assert table.author
    assert table.source
    assert table.in_force.year == 2026


def test_every_measure_has_words_and_every_share_its_parts() -> None:
    for key, measure in shipped_measures().items():
        assert measure.id == key
        assert measure.label
        assert measure.definition[0].isupper()
        assert not measure.definition.endswith(".")
        assert bool(measure.numerator) == bool(measure.denominator)
        if measure.denominator:
            assert measure.unit is Unit.PERCENT


def test_shares_are_made_of_numbers_and_never_of_nothing() -> None:
    beds = {"ga_beds_occupied": 95.0, "ga_beds_open": 100.0}
    told = derived(shipped_measures(), {**beds, "cc_adult_open": 0.0, "cc_adult_occupied": 0.0})
    assert told["ga_occupancy_pct"] == 95
    assert "cc_adult_occupancy_pct" not in told


def test_the_three_sorts_of_beds_are_three_measures() -> None:
    beds = {"beds_physical", "beds_staffed_claimed", "beds_staffed_observed"}
    assert beds <= set(shipped_measures())
    assert {shipped_measures()[bed].worse_when for bed in beds} == {WorseWhen.LOWER}


def test_a_table_of_ones_own_is_read(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(HEAD + MEASURE, "utf-8")
    assert list(load_measures(path).measures) == ["beds"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("name = ", "NOT_TOML"),
        (HEAD, "BAD_MEASURE"),
        (HEAD + MEASURE.replace('"beds"\nworse', '"rooms"\nworse'), "BAD_MEASURE"),
        (HEAD + MEASURE + 'colour = "red"\n', "BAD_MEASURE"),
        (HEAD + MEASURE + 'numerator = "nurses"\n', "UNKNOWN_MEASURE"),
    ],
)
def test_a_table_that_contradicts_itself_is_refused(tmp_path: Path, text: str, code: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(UnusableInput) as refused:
        load_measures(path)
    assert {finding.code for finding in refused.value.findings} == {code}


def test_no_measure_stands_twice_in_the_shipped_file() -> None:
    text = (files("tidegate.exchange.pressure") / "tables" / SHIPPED).read_text("utf-8")
    tables = [line for line in text.splitlines() if line.startswith("[measures.")]
    assert len(tables) == len(set(tables)) == len(shipped_measures())
