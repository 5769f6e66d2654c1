"""What a score may be called: never OPEL unless all that it rests on was verified.

Source: spec, pressure 1.3. The name comes from this rule; a file cannot give itself the word.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from tidegate.core.pressure.observations import Level

if TYPE_CHECKING:
    from tidegate.core.pressure.score_table import ScoreTable
    from tidegate.core.pressure.status import Status

OFFICIAL = "OPEL"
PROXY = "Proxy pressure index"
_WORDS = ("opel", "operationalpressuresescalation")


def score_name(table: ScoreTable, kind: Level) -> str:
    """Return what a score by this table is called at this kind of place."""
    if not claims_official(table):
        return table.name
    return OFFICIAL if not unverified(table, kind) else PROXY


def claims_official(table: ScoreTable) -> bool:
    """Tell whether a table calls itself by the official name, however it is spelt."""
    return _sounds_official(table.name) or _sounds_official(table.edition)


def unverified(table: ScoreTable, kind: Level) -> tuple[str, ...]:
    """Name what nobody has verified, in the order of the table; empty when all of it was.

    How places are put together counts for every place above a provider.
    """
    parts: list[tuple[str, Status]] = []
    for pillar in table.pillars:
        parts += [(each.measure, each.status) for each in pillar.parameters]
        parts.append((f"levels of {pillar.name}", pillar.levels.status))
    if kind not in {Level.PROVIDER, Level.SITE}:
        parts.append(("aggregation", table.aggregation.status))
        if table.overall:
            parts.append(("levels of the overall score", table.overall.status))
    found = [name for name, status in parts if not status.verified]
    found += [f"parameters of {each.name}" for each in table.pillars if not each.parameters]
    return tuple(found if table.verifier.strip() else [*found, "the table as a whole"])


def table_label(table: ScoreTable, kind: Level) -> str:
    """Name score and edition, as everything computed by the table cites it.

    An edition that claims the official name without leave to bear it is cited by its day in force.
    """
    edition = table.edition
    if _sounds_official(edition) and unverified(table, kind):
        edition = f"from {table.in_force_from.isoformat()}"
    return f"{score_name(table, kind)} {edition}"


@lru_cache(maxsize=1_000)
def _sounds_official(words: str) -> bool:
    """Look through capitals, accents, full stops and blanks."""
    plain = unicodedata.normalize("NFKD", words).casefold()
    letters = "".join(letter for letter in plain if letter.isalnum())
    return any(word in letters for word in _WORDS)
