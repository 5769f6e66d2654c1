"""Codes of organisations: their form, and whether one was open on a day.

A table of organisations says what a code is and what it belongs to; nothing is read from the
letters of a code. Cutting a site's code to three letters finds the wrong provider for every
independent hospital (spec: transfers 4.2).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tidegate.core.reasons import Reason

RULES = "ODS codes 2026"
# Three characters are a trust, an area or a hub; five or more a site, a practice, a commissioner.
FORM = re.compile(r"[A-Z0-9]{3,12}")


@dataclass(frozen=True, slots=True)
class Organisation:
    """What the reference table knows of one code.

    Attributes:
        code: as the Organisation Data Service writes it.
        name: for people; empty where the table has none.
        opened: first day; None where not known.
        closed: last day; None while it is open.
        parent: code of what it belongs to; empty where it belongs to none.
        successors: codes that took over when it closed.
    """

    code: str
    name: str = ""
    opened: date | None = None
    closed: date | None = None
    parent: str = ""
    successors: tuple[str, ...] = ()

    def is_open(self, on: date) -> bool:
        """Whether it was open on a day; its first and last day count."""
        started = self.opened is None or self.opened <= on
        return started and (self.closed is None or on <= self.closed)


Table = Mapping[str, Organisation]


def ods_code_form_faults(code: str) -> tuple[Reason, ...]:
    """Return why a text cannot be an ODS code at all; empty when it can."""
    if FORM.fullmatch(code):
        return ()
    detail = "An organisation’s code has 3 to 12 capital letters and digits, without blanks."
    return (Reason("ODS_CODE_FORM", detail, {"code": code}, RULES),)


def ods_code_faults(code: str, *, on: date, table: Table) -> tuple[Reason, ...]:
    """Return why a code may not be used on a day; empty when it may.

    A code that had closed by then is refused with the code that took over, where there is one.
    """
    if faults := ods_code_form_faults(code):
        return faults
    known = table.get(code)
    inputs: dict[str, object] = {"code": code, "on": on.isoformat()}
    if known is None:
        return (Reason("ODS_CODE_UNKNOWN", f"No organisation has the code {code}.", inputs, RULES),)
    if known.is_open(on):
        return ()
    if known.opened is not None and on < known.opened:
        detail = f"{code} opens on {known.opened.isoformat()}."
        return (Reason("ODS_CODE_NOT_YET_OPEN", detail, inputs, RULES),)
    after = successors(code, on=on, table=table)
    told = f" Use {' or '.join(after)}." if after else ""
    detail = f"{code} closed on {known.closed}.{told}"
    return (Reason("ODS_CODE_CLOSED", detail, {**inputs, "successors": after}, RULES),)


def successors(code: str, *, on: date, table: Table) -> tuple[str, ...]:
    """Return the codes that stand for an organisation on a day, through any number of mergers.

    A code that is open that day stands for itself; one that was split has several; none are known
    where the table names none.
    """
    seen: set[str] = set()
    found: list[str] = []
    waiting = [code]
    while waiting:
        name = waiting.pop(0)
        known = table.get(name)
        if name in seen or known is None:
            continue
        seen.add(name)
        if known.is_open(on):
            found.append(name)
        elif known.closed is not None and known.closed < on:
            waiting.extend(known.successors)
    return tuple(found)


def provider_of(site: str, table: Table) -> str | None:
    """Return what a site belongs to, by the table; itself where it belongs to none.

    None where the code is not in the table: it is never guessed from the letters.
    """
    known = table.get(site)
    if known is None:
        return None
    return known.parent or known.code
