"""The tables that this room works by, read once: terms of the report, and measures."""

from __future__ import annotations

from tidegate.exchange.pressure.measures import shipped_measures
from tidegate.exchange.pressure.reporting_terms import load_reporting_terms

TERMS = load_reporting_terms()
MEASURES = shipped_measures()
