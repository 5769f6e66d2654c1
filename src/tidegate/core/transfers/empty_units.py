"""What units that nobody took are put down to, one by one: no unit lapses without a cause.

Source: spec transfers 2.5, and 6 row 21.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from tidegate.core.transfers.lifecycle.causes import CAUSES, UnusedCause


def causes_of_empty(
    units: int, given: Iterable[str], otherwise: UnusedCause
) -> Mapping[UnusedCause, int]:
    """Give each of an offer's empty units a cause.

    Somebody who was put to a unit and did not take it explains that one unit and no other: the
    last who said no, or was not heard from, the first of the units, and so on. Units that nobody
    was put to are put down to what the plan said of them.

    Args:
        units: units that stayed empty.
        given: causes for which places on this offer came to nothing, newest first; those that no
            unit goes unused by are passed over.
        otherwise: the cause of all other units.
    """
    known = (CAUSES[code].counts_as for code in given if code in CAUSES)
    explained = [cause for cause in known if cause is not None][:units]
    counted = Counter(explained)
    if units > len(explained):
        counted[otherwise] += units - len(explained)
    return dict(counted)
