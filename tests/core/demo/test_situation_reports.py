"""The demo's reports: plausible but for their slips, and with every kind of slip."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import numpy as np
import pytest

from tidegate.core.demo.situation_reports import DAYS, DemoReport, make_reports
from tidegate.core.pressure.submission import implausible, late_to_amend, missing_measures
from tidegate.exchange.pressure.measures import shipped_measures
from tidegate.exchange.pressure.reporting_terms import load_reporting_terms

TODAY = date(2026, 11, 25)
TERMS = load_reporting_terms()


@pytest.fixture(scope="module")
def reports() -> tuple[DemoReport, ...]:
    return make_reports(np.random.default_rng([2026, 5]), TODAY)


def test_the_same_seed_gives_the_same_reports(reports: tuple[DemoReport, ...]) -> None:
    assert make_reports(np.random.default_rng([2026, 5]), TODAY) == reports
    assert make_reports(np.random.default_rng([2027, 5]), TODAY) != reports


def test_some_come_late_some_never_and_some_are_corrected(
    reports: tuple[DemoReport, ...],
) -> None:
    first = [report for report in reports if not report.reason]
    again = [report for report in reports if report.reason]
    late = sum(report.received > TERMS.due_at(report.day) for report in first)
    assert len({(report.provider, report.day) for report in first}) == len(first)
    assert 165 < len(first) < 180
    assert 5 < late < 40
    assert len(again) == 4
    assert sum(late_to_amend(report.day, report.received, TERMS) for report in again) == 1
    assert min(report.day for report in first) == TODAY - timedelta(days=DAYS - 1)


def test_nothing_is_implausible_but_what_was_typed_wrongly(reports: tuple[DemoReport, ...]) -> None:
    recent: dict[str, dict[str, list[float]]] = {}
    asked: Counter[str] = Counter()
    for report in reports:
        assert missing_measures(report.values, TERMS) == ()
        own = recent.setdefault(report.provider, {})
        odd = implausible(report.values, own, shipped_measures(), TERMS)
        asked[f"{report.provider} {(TODAY - report.day).days}"] += bool(odd)
        for measure, value in report.values.items():
            own[measure] = [*own.get(measure, []), value][-28:]
    assert {key for key, times in asked.items() if times} == {"Z03 9", "Z02 4", "Z01 17"}
