"""The tables that this room works by, read once: terms of the report and of charts, measures."""

from __future__ import annotations

from tidegate.exchange.pressure.chart_terms import load_chart_terms
from tidegate.exchange.pressure.measures import shipped_measures
from tidegate.exchange.pressure.reporting_terms import load_reporting_terms

TERMS = load_reporting_terms()
MEASURES = shipped_measures()
_ASKED = TERMS.lines
CHARTS = load_chart_terms(
    measure
    for measure in MEASURES.values()
    if measure.id in _ASKED or (measure.numerator in _ASKED and measure.denominator in _ASKED)
)
