"""Scenario files, read or refused with the place and what was expected there."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tidegate.core.waiting.simulation.scenario import AS_NOW, Change, Scenario
from tidegate.core.waiting.simulation.stated import Stated
from tidegate.exchange.findings import UnusableInput
from tidegate.exchange.waiting.scenario_file import read_scenarios

WHOLE = """
until = 2027-03-31
runs = 400
seed = 7
service = "priority-2026"

[flows]
arrivals_per_week = 400
slots_per_week = { "110" = 100, "130" = 250.5 }
removals = [{ from_week = 0, share_per_week = 0.004 }, { from_week = 26, share_per_week = 0.01 }]
missed_share = 0.06
dispersion = 2.5
arrivals_spread = 0.05
slots_spread = 0.04
practice_spread = 0.2

[[scenario]]
name = "Twenty more"
[[scenario.change]]
from = 2027-01-04
more_slots_per_week = 20
tfc = ["110"]
longest_first = false

[[scenario]]
name = "Theatres closed"
[[scenario.change]]
from = 2026-12-21
until = 2027-01-03
lost_share = 1
[[scenario.change]]
from = 2027-01-04
slots_per_week = 380
"""


def a_file(folder: Path, text: str) -> Path:
    path = folder / "winter.toml"
    path.write_text(text, "utf-8")
    return path


def test_a_whole_file_is_read(tmp_path: Path) -> None:
    read = read_scenarios(a_file(tmp_path, WHOLE))
    assert (read.until, read.runs, read.seed, read.service) == (
        date(2027, 3, 31), 400, 7, "priority-2026",
    )  # fmt: skip
    assert read.stated == Stated(
        400, {"110": 100, "130": 250.5}, ((0, 0.004), (26, 0.01)), 0.06, 2.5, 0.05, 0.04, 0.2
    )
    assert read.scenarios == (
        Scenario(AS_NOW),
        Scenario(
            "Twenty more",
            (Change(date(2027, 1, 4), more=20, queues=("110",), longest_first=False),),
        ),
        Scenario(
            "Theatres closed",
            (
                Change(date(2026, 12, 21), date(2027, 1, 3), lost=1),
                Change(date(2027, 1, 4), slots=380),
            ),
        ),
    )


def test_an_empty_file_is_the_list_as_it_goes_now(tmp_path: Path) -> None:
    read = read_scenarios(a_file(tmp_path, ""))
    assert read.scenarios == (Scenario(AS_NOW),)
    assert read.stated == Stated()


def test_a_first_scenario_without_change_is_what_others_are_set_beside(tmp_path: Path) -> None:
    text = '[[scenario]]\nname = "The plan"\n[[scenario]]\nname = "More"\n'
    assert [one.name for one in read_scenarios(a_file(tmp_path, text)).scenarios] == [
        "The plan", "More",
    ]  # fmt: skip


def test_a_service_rule_may_lie_beside_the_file(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text("", "utf-8")
    read = read_scenarios(a_file(tmp_path, 'service = "mine.toml"'))
    assert read.service == str(tmp_path / "mine.toml")


CHANGE = '[[scenario]]\nname = "x"\n[[scenario.change]]\nfrom = 2027-01-04\n'


@pytest.mark.parametrize(
    ("text", "place", "expected"),
    [
        ("horizon = 3", "horizon", "a key that is described in the file reference"),
        ("runs = 0", "runs", "greater than or equal to 1"),
        ("runs = 'many'", "runs", "a valid integer"),
        ("seed = -1", "seed", "greater than or equal to 0"),
        ("until = 'spring'", "until", "a valid date"),
        ("[flows]\nmissed_share = 1.0", "flows › missed_share", "less than 1"),
        ("[flows]\narrivals = 5", "flows › arrivals", "a key that is described"),
        ("[flows]\ndispersion = 0.5", "flows › dispersion", "greater than or equal to 1"),
        (
            "[flows]\nremovals = [{ from_week = 9, share_per_week = 0.1 }, "
            "{ from_week = 3, share_per_week = 0.1 }]",
            "flows",
            "each “from_week” of removals is after the one before",
        ),
        ("[[scenario]]\n", "scenario 1 › name", "a value"),
        ('[[scenario]]\nname = ""', "scenario 1 › name", "at least 1 character"),
        (
            '[[scenario]]\nname = "x"\n[[scenario]]\nname = "x"',
            "the file",
            "scenarios have different names",
        ),
        (
            f"{CHANGE}lost_share = 2",
            "scenario 1 › change 1 › lost_share",
            "less than or equal to 1",
        ),
        (f"{CHANGE}until = 2026-01-01", "scenario 1 › change 1", "“until” is on “from”"),
        (f"{CHANGE}slots_per_week = -3", "scenario 1 › change 1 › slots_per_week", "greater than"),
    ],
)
def test_what_does_not_fit_is_named_with_its_place(
    tmp_path: Path, text: str, place: str, expected: str
) -> None:
    with pytest.raises(UnusableInput) as refused:
        read_scenarios(a_file(tmp_path, text))
    said = [(one.code, one.column) for one in refused.value.findings if expected in one.expected]
    assert said == [("SCENARIO_VALUE", place)], refused.value


def test_a_file_that_is_no_toml_or_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableInput, match="NOT_TOML"):
        read_scenarios(a_file(tmp_path, "until = "))
    with pytest.raises(UnusableInput, match="SCENARIO_NOT_FOUND"):
        read_scenarios(tmp_path / "none.toml")
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UnusableInput, match="SCENARIO_NOT_FOUND"):
        read_scenarios(tmp_path / "bytes.toml")
