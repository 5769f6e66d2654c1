"""Compare ODS codes in incoming facts with the lists of codes that are known."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tidegate.exchange.findings import Finding, error, warning
from tidegate.exchange.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from tidegate.exchange.incoming import Incoming

# Which column of which facts is held to which list, for codes of the form that the list covers:
# NHS trusts are R and two more; commissioners have three characters, those beginning with Y being
# regions. Independent providers (N…, five characters) are on no list that is published whole.
_HELD_TO: dict[str, tuple[tuple[str, Kind, re.Pattern[str]], ...]] = {
    Kind.RTT_FULL_CSV: (
        ("provider", Kind.ODS_TRUSTS, re.compile(r"R[0-9A-Z]{2}")),
        ("commissioner", Kind.ODS_COMMISSIONERS, re.compile(r"(?!Y)[0-9A-Z]{3}")),
    )
}
LISTS = (Kind.ODS_TRUSTS, Kind.ODS_COMMISSIONERS)


@dataclass(frozen=True, slots=True)
class CodeList:
    """The codes that one reference file knows, and the day that it describes."""

    kind: str
    name: str
    as_of: date
    codes: frozenset[str]


def unknown_codes(incoming: Incoming, lists: Iterable[CodeList]) -> Iterator[Finding]:
    """Yield a finding for each list of which facts use codes that are not on it.

    It is an error when the list is as new as the facts; an older list may not know a new
    organisation yet, so then it is a warning. Where no list was loaded nothing can be said.
    """
    by_kind = {known.kind: known for known in lists}
    for column, kind, form in _HELD_TO.get(incoming.source.kind, ()):
        known = by_kind.get(kind)
        if known is None:
            continue
        used = incoming.frame[column].unique().sort()
        unknown = [code for code in used if form.fullmatch(code) and code not in known.codes]
        if unknown:
            say = error if known.as_of >= incoming.as_of else warning
            expected = f"codes that are in {known.name}, loaded as of {known.as_of}"
            rows = incoming.frame[column].is_in(unknown).sum()
            yield say(
                "UNKNOWN_ODS_CODE",
                incoming.source.name,
                expected,
                column=column,
                value=", ".join(unknown[:5]),
                count=rows,
            )
