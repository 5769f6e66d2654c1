"""The ledger of use in figures that may leave the room: by site, kind of care and week.

Source: spec, transfers 4.3. A unit that was taken is a person, and the units of a row add up to
those offered, so that one exact figure could give another away: every count of 1 to 7 is withheld,
those offered included, and all others are rounded to the nearest 5.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from tidegate.core.disclosure import Profile, disclosed
from tidegate.core.transfers.lifecycle.causes import UnusedCause
from tidegate.exchange.matching.report.disclosure import HIDDEN, IN_WORDS

if TYPE_CHECKING:
    from tidegate.core.transfers.ledger import Balance

PROFILE = Profile.HES_SUBNATIONAL
_KEYS = ("area", "site", "modality", "week")
_COUNTS = ("offered", "free", "agreed", "booked", "done", "unused")


@dataclass(frozen=True, slots=True)
class UseRow:
    """What became of the units of one site, kind of care and week.

    Attributes:
        area, site: codes.
        modality: kind of care.
        week: its Monday.
        balance: the units, exact.
    """

    area: str
    site: str
    modality: str
    week: date
    balance: Balance


def use_facts(rows: Sequence[UseRow]) -> dict[str, object]:
    """Return the table as facts for machines, with the profile by which people are counted."""
    return {
        "profile": PROFILE.value,
        "profile_means": IN_WORDS[PROFILE].partition(" No row")[0],
        "rows": [_told(row) for row in rows],
    }


def use_json(rows: Sequence[UseRow]) -> str:
    """Write the table as JSON; null is withheld."""
    return json.dumps(use_facts(rows), indent=1)


def use_csv(rows: Sequence[UseRow]) -> str:
    """Write the table as CSV, the profile named in its first line; ``*`` is withheld."""
    text = io.StringIO()
    text.write(f"# profile {PROFILE.value}: counts of 1 to 7 are {HIDDEN}, others to nearest 5\n")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns())
    for row in rows:
        told = _told(row)
        writer.writerow([HIDDEN if told[name] is None else told[name] for name in columns()])
    return text.getvalue()


def columns() -> tuple[str, ...]:
    """Return the columns in their order: keys, counts, and units unused by cause."""
    return (*_KEYS, *_COUNTS, *(f"unused_{cause.value.lower()}" for cause in UnusedCause))


def _told(row: UseRow) -> dict[str, str | int | None]:
    balance = row.balance
    exact = {
        "offered": balance.offered,
        "free": balance.free,
        "agreed": balance.agreed,
        "booked": balance.booked,
        "done": balance.done,
        "unused": sum(balance.unused.values()),
        **{f"unused_{cause.value.lower()}": balance.unused.get(cause, 0) for cause in UnusedCause},
    }
    return {
        "area": row.area,
        "site": row.site,
        "modality": row.modality,
        "week": row.week.isoformat(),
        **{name: disclosed(units, PROFILE) for name, units in exact.items()},
    }
