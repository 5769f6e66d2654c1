"""Where this control room keeps its snapshots."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from tidegate.exchange.snapshots import Store


def store() -> Store:
    """Return the store under ``TIDEGATE_HOME``."""
    return Store(Path(settings.TIDEGATE_HOME))
