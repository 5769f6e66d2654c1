"""The contracts that a surge uses: those whose switches it turns, and whose lines pledges name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.surge.queries.lines import contracts_of_lines
from tidegate.controlroom.surge.queries.surges import openings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tidegate.controlroom.contracts.models import Contract
    from tidegate.controlroom.directory.viewer import Viewer
    from tidegate.controlroom.surge.models import Pledge, Surge


def contracts_of(viewer: Viewer, surge: Surge, pledges: Iterable[Pledge]) -> list[Contract]:
    """Return each contract once, by reference."""
    found = {row.contract.reference: row.contract for row in openings(viewer, surge)}
    lines = [one.line_id for one in pledges if one.line_id]
    found |= {one.reference: one for one in contracts_of_lines(viewer, lines)}
    return [found[reference] for reference in sorted(found)]
