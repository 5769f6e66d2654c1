"""Each row of a file as the form would take it, so that page and file ask for the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.registers.refused import RegisterRefused
from tidegate.exchange.findings import Finding, UnusableInput, error
from tidegate.exchange.registers.rows_in import Row, read_rows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.registers.shape import Register


def put_rows(
    register: Register,
    content: bytes,
    file: str,
    keepers: Sequence[tuple[str, str]],
    actor: Actor,
    now: datetime,
) -> int:
    """Put every row of a CSV file on a register; call it in a transaction that holds all of them.

    The columns are those of the form; a day is written 2026-03-31, a list with semicolons, a sum
    in pounds, a choice by its name.

    Returns:
        How many rows were put on.

    Raises:
        UnusableInput: with each row that cannot stand, and why; then none of them does.
    """
    form = register.form
    needed = ["keeper", *(name for name, field in form.base_fields.items() if field.required)]
    optional = [name for name, field in form.base_fields.items() if not field.required]
    findings: list[Finding] = []
    rows = read_rows(content, file, needed, optional)
    for row in rows:
        findings += _put(register, row, file, keepers, actor, now)
    if findings:
        raise UnusableInput(findings)
    return len(rows)


def _put(
    register: Register,
    row: Row,
    file: str,
    keepers: Sequence[tuple[str, str]],
    actor: Actor,
    now: datetime,
) -> list[Finding]:
    """Put one row on its register, or return what is wrong with it."""
    form = register.form(register.form.from_row(row.values), keepers)
    if form.is_valid():
        try:
            form.put(actor, now)
        except RegisterRefused as refused:
            return [
                error(reason.code, file, reason.detail.rstrip("."), row=row.line)
                for reason in refused.reasons
            ]
        return []
    return [
        error(
            "ROW_REFUSED", file, str(message).rstrip("."), row=row.line, column=column,
            value=row.values.get(column),
        )
        for column, said in form.errors.items()
        for message in said
    ]  # fmt: skip
