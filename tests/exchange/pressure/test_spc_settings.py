"""Settings of charts: who asked for what, why, and of which series."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.core.pressure.spc_series import STEADY, series
from tests.exchange.pressure.spc_files import DECIDED, charted, write_settings

from tidegate.core.pressure.measure import Measure, Unit, WorseWhen
from tidegate.core.pressure.spc.asked import Asked, Direction, Method
from tidegate.exchange.findings import UnusableInput
from tidegate.exchange.pressure.spc_charted import about_none
from tidegate.exchange.pressure.spc_file import Plotted
from tidegate.exchange.pressure.spc_settings import SpcSettings, known_of, read_spc_settings

ONE = Plotted("ed_4h_pct", "Z01", "", series(STEADY))
REBASED = f"[[series]]\n[[series.rebase]]\nfrom = 2026-01-05\n{DECIDED}"
LAYERS = f"""
rules = "plotthedots-0.2.2"
[[series]]
measure = "ed_4h_pct"
organisation = "Z01"
decimals = 2
[[series]]
screen = false
improvement = "decrease"
[[series]]
measure = "ed_4h_pct"
improvement = "increase"
[[series.target]]
value = 78
from = 2026-01-04
source = "Planning guidance"
[[series.rebase]]
from = 2026-01-05
{DECIDED}
"""


def test_without_settings_nothing_is_asked() -> None:
    assert SpcSettings().of(ONE)[0] == Asked()


def test_the_more_exact_table_wins_key_by_key(tmp_path: Path) -> None:
    settings = read_spc_settings(write_settings(tmp_path, LAYERS))
    asked, shown = settings.of(ONE)
    assert (asked.direction, asked.screen, shown.decimals) == (Direction.INCREASE, False, 2)
    assert [(target.value, target.source) for target in asked.targets] == [
        (78, "Planning guidance")
    ]
    assert [(one.decision.reason, one.decision.author) for one in asked.rebases] == [
        ("New ward opened", "Analyst, Northmere")
    ]
    other, _ = settings.of(Plotted("handover_mean", "Z01", "", series(STEADY)))
    assert (other.direction, other.rebases) == (Direction.DECREASE, ())
    assert settings.rules == "plotthedots-0.2.2"


def test_events_are_charted_by_the_time_between_unless_asked_otherwise(tmp_path: Path) -> None:
    events = Plotted("", "", "", series(STEADY), events=True)
    assert SpcSettings().of(events)[0].method is Method.T
    settings = read_spc_settings(write_settings(tmp_path, '[[series]]\nmethod = "g"\n'))
    assert settings.of(events)[0].method is Method.G


def test_what_is_known_of_a_measure_holds_where_settings_say_nothing(tmp_path: Path) -> None:
    measure = Measure("ed_4h_pct", "Four hours", "Seen.", Unit.PERCENT, WorseWhen.LOWER)
    asked, shown = SpcSettings(known=known_of([measure])).of(ONE)
    assert asked.direction is Direction.INCREASE
    assert (shown.label, shown.unit, shown.least, shown.most) == ("Four hours", "%", 0, 100)
    events = replace(ONE, events=True)
    assert SpcSettings(known=known_of([measure])).of(events)[0].direction is Direction.NEUTRAL
    own = read_spc_settings(write_settings(tmp_path, '[[series]]\nimprovement = "neutral"\n'))
    said = SpcSettings(tables=own.tables, known=known_of([measure]))
    assert said.of(ONE)[0].direction is Direction.NEUTRAL


def test_settings_about_no_series_are_said(tmp_path: Path) -> None:
    settings = read_spc_settings(write_settings(tmp_path, '[[series]]\nmeasure = "ed_4h"\n'))
    assert [(each.code, each.value) for each in about_none(settings, [ONE])] == [
        ("SETTINGS_UNUSED", "ed_4h")
    ]


def test_a_rebase_is_done_where_its_day_has_a_value(tmp_path: Path) -> None:
    assert len(charted(tmp_path, settings=REBASED).result.parts) == 2


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        (REBASED.replace("from = 2026-01-05", "from = 2026-02-30"), "NOT_TOML"),
        (REBASED.replace("from = 2026-01-05", "from = 2025-01-05"), "REBASE_DATE_ABSENT"),
        (REBASED.replace("from = 2026-01-05", "from = 2026-01-01"), "REBASE_AT_START"),
        (REBASED.replace('"New ward opened"', '"  "'), "SETTINGS_VALUE"),
        (REBASED.replace('author = "Analyst, Northmere"\n', ""), "SETTINGS_VALUE"),
        (REBASED.replace("decided = 2026-03-01", ""), "SETTINGS_VALUE"),
        ('[[series]]\nimprovement = "up"\n', "SETTINGS_VALUE"),
        ("[[series]]\nrebase_automatically = true\n", "SETTINGS_VALUE"),
        (f"[[series]]\n[series.baseline]\npoints = 6\n{DECIDED}", "BASELINE_TOO_SHORT"),
    ],
)
def test_settings_that_make_no_sense_are_refused(tmp_path: Path, settings: str, code: str) -> None:
    with pytest.raises(UnusableInput) as refused:
        charted(tmp_path, settings=settings)
    (finding,) = refused.value.findings
    assert finding.code == code
    assert finding.file == "settings.toml"


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(UnusableInput, match="SETTINGS_NOT_FOUND"):
        read_spc_settings(tmp_path / "none.toml")


def test_a_rule_set_beside_the_settings_is_found(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text("")
    settings = read_spc_settings(write_settings(tmp_path, 'rules = "own.toml"\n'))
    assert settings.rules == str(tmp_path / "own.toml")
