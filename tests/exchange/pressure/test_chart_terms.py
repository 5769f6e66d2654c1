"""What is asked of the charts of situation reports is data that names who chose it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tidegate.core.pressure.spc.asked import Direction
from tidegate.core.pressure.spc.series import Series
from tidegate.exchange.findings import UnusableInput
from tidegate.exchange.pressure.chart_terms import load_chart_terms
from tidegate.exchange.pressure.measures import shipped_measures
from tidegate.exchange.pressure.spc_file import Plotted

MEASURES = shipped_measures().values()
DAY = date(2026, 1, 1)


def test_limits_are_held_from_four_weeks_and_targets_name_their_source() -> None:
    terms = load_chart_terms(MEASURES)
    assert (terms.label, terms.days) == ("charts 2026", 60)
    series = Series((DAY,), (70.0,))
    asked, shown = terms.settings.of(Plotted("ed_4h_pct", "Z01", "", series))
    assert asked.baseline is not None
    assert (asked.baseline.points, asked.direction) == (28, Direction.INCREASE)
    assert [(target.value, bool(target.source)) for target in asked.targets] == [(78.0, True)]
    assert shown.most == 100
    assert set(terms.rare) == {"ed_diverts", "ed_closures"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("name = ", "NOT_TOML"),
        ('name = "mine"', "BAD_CHART_TERMS"),
        (
            'name="m"\nversion="1"\nauthor="a"\nin_force=2026-01-01\nsource="s"\ndays=7',
            "BAD_CHART_TERMS",
        ),
    ],
)
def test_a_table_that_does_not_fit_is_refused(tmp_path: Path, text: str, code: str) -> None:
    path = tmp_path / "charts.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(UnusableInput) as refused:
        load_chart_terms(MEASURES, path)
    assert {finding.code for finding in refused.value.findings} == {code}
    assert {finding.file for finding in refused.value.findings} == {"charts.toml"}
