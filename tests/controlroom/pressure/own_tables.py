"""Score tables of a deployment's own, for tests: as files in its folder."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from tidegate.controlroom.pressure.services.choose_table import choose_table
from tidegate.exchange.pressure.score_table_folder import FOLDER
from tidegate.exchange.pressure.score_tables import score_table_text

if TYPE_CHECKING:
    from datetime import date, datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.pressure.models import TableChoice

OURS = score_table_text("index-2026")[0].replace("Tidegate pressure index", "Northmere index")
OFFICIAL = OURS.replace('"Northmere index"', '"OPEL"')
UNVERIFIED = OFFICIAL.replace(
    'thresholds_status = "verified by the Tidegate developers on 2026-11-25"',
    'thresholds_status = "unverified"', 1,
)  # fmt: skip
assert UNVERIFIED != OFFICIAL != OURS
REASON = "The boards agreed on it in their meeting"


def put(name: str, text: str) -> str:
    """Write a file into the deployment's folder and return its fingerprint."""
    folder = Path(settings.TIDEGATE_HOME) / FOLDER
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, "utf-8")
    return hashlib.sha256(text.encode()).hexdigest()


def chosen(name: str, text: str, from_day: date, actor: Actor, now: datetime) -> TableChoice:
    """Put a table into the folder and in use."""
    return choose_table(
        name=name, sha256=put(name, text), from_day=from_day, reason=REASON, actor=actor, now=now
    )
