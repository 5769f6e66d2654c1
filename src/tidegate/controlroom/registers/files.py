"""A register as a file that goes to whoever asked for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse

from tidegate.exchange.registers.rows_out import register_csv, register_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

CSV, JSON = "csv", "json"
KINDS = {CSV: "text/csv; charset=utf-8", JSON: "application/json"}


def as_file(
    name: str,
    kind: str,
    profile: str,
    columns: Sequence[str],
    rows: Sequence[Mapping[str, object]],
    empty: str = "",
) -> HttpResponse:
    """Return rows as a CSV or JSON file.

    Args:
        name: of the register, and of the file.
        kind: ``csv`` or ``json``.
        profile: how people are counted in it, in words.
        columns: its columns, in their order.
        rows: what stands in each.
        empty: what a CSV file says for None.

    Raises:
        Http404: of another kind.
    """
    if kind not in KINDS:
        raise Http404(f"no file of kind {kind}")
    if kind == CSV:
        text = register_csv(name, profile, columns, rows, empty=empty)
    else:
        text = register_json(name, profile, rows)
    headers = {"Content-Disposition": f'attachment; filename="{name}.{kind}"'}
    return HttpResponse(text, content_type=KINDS[kind], headers=headers)
