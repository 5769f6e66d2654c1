"""The portfolio as files: a row for each contract; what is not known is left blank."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from tidegate.core.contracts.ledger.utilisation import SHARES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from tidegate.controlroom.contracts.presenters.portfolio import Row
    from tidegate.core.contracts.ledger.so_far import SoFar

UNITS = ("contracted", "offered", "claimed", "observed", "booked", "done")
CONTENT_TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json"}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_text(kind: str, rows: Iterable[Row], today: date) -> str:
    """Return the portfolio as CSV or JSON, each with the day that it is of."""
    facts = [_facts(row) for row in rows]
    if kind == "json":
        return json.dumps({"as_of": today.isoformat(), "contracts": facts}, ensure_ascii=False,
                          indent=1)  # fmt: skip
    text = io.StringIO()
    text.write(f"# contracts as of {today.isoformat()}; money in pence, a blank is not known\n")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for each in facts:
        writer.writerow([_cell(each[name]) for name in _COLUMNS])
    return text.getvalue()


def _facts(row: Row) -> dict[str, Any]:
    contract = row.held.contract
    return {
        "reference": contract.reference,
        "contract_id": contract.contract_id,
        "title": contract.title,
        "buyer": contract.buyer,
        "provider": contract.provider,
        "state": contract.state,
        "start": contract.start.isoformat(),
        "end": (contract.ends_on or contract.end).isoformat(),
        "value_pence": contract.value_pence,
        **_used(row.found),
        "open_notices": list(row.notices),
        "due_next": row.due,
        "due_on": row.due_on.isoformat() if row.due_on else None,
        "overdue": row.late,
    }


def _used(found: SoFar | None) -> dict[str, Any]:
    newest = found.newest if found else None
    known = found if newest else None
    return {
        "newest_week": newest.week.isoformat() if newest else None,
        "weeks_known": len(found.weeks) if found else 0,
        "weeks_not_returned": len(found.missing) if found else 0,
        **{name: getattr(known.units, name) if known else None for name in UNITS},
        **{
            name: None if known is None or (share := getattr(known.units, name)) is None
            else round(float(share), 4)
            for name in SHARES
        },
        "idle_newest_week_pence": newest.idle if newest else None,
        "idle_so_far_pence": known.idle if known else None,
        "due_so_far_pence": known.paid if known else None,
        "tariff_value_pence": known.value if known else None,
        "price_ratio": round(float(known.ratio), 4) if known and known.ratio is not None else None,
    }  # fmt: skip


_COLUMNS = (
    "reference", "contract_id", "title", "buyer", "provider", "state", "start", "end",
    "value_pence", "newest_week", "weeks_known", "weeks_not_returned", *UNITS, *SHARES,
    "idle_newest_week_pence", "idle_so_far_pence", "due_so_far_pence", "tariff_value_pence",
    "price_ratio", "open_notices", "due_next", "due_on", "overdue",
)  # fmt: skip


def _cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        value = "; ".join(map(str, value))
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value
