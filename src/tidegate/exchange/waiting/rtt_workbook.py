"""Placeholder."""

from pathlib import Path
from tidegate.exchange.kinds import Kind


def recognise_workbook(path: Path) -> Kind:
    return Kind.RTT_WORKBOOK
