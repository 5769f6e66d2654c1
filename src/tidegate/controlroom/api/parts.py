"""Long answers in parts: how many, from where, of how many in all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from ninja import Query

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet

MOST = 200
Limit = Annotated[int, Query(ge=1, le=MOST, description="How many at most.")]
Offset = Annotated[int, Query(ge=0, le=1_000_000, description="How many to leave out first.")]


def part(
    rows: QuerySet[Any], limit: int, offset: int, shown: Callable[[list[Any]], list[Any]]
) -> dict[str, Any]:
    """Return one part of the rows, as it is shown."""
    items = shown(list(rows[offset : offset + limit]))
    return {"items": items, "total": rows.count(), "limit": limit, "offset": offset}
