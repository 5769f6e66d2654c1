"""Write the releases of a contract’s life, one for each event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from tidegate.core.contracts.ocds.codes import Tag
from tidegate.core.contracts.ocds.pieces import Piece, moment, party, reference
from tidegate.core.contracts.ocds.told import SoFar, provider_is_told, telling

if TYPE_CHECKING:
    from tidegate.core.contracts.ocds.life import Event, Process

_TELL_THE_CONTRACT = {Tag.CONTRACT, Tag.CONTRACT_AMENDMENT}


def releases_of(process: Process, events: Iterable[Event]) -> tuple[Piece, ...]:
    """Return one release for each event, in the order of their moments.

    The same events give the same releases, to the letter; a later event changes none before it.

    Args:
        process: what holds throughout.
        events: what happened; of the same moment, in the order given.

    Raises:
        ValueError: two events have the same key, so that their releases could not be told apart.
    """
    in_order = sorted(events, key=lambda event: event.at)
    keys = [event.key for event in in_order]
    if len(set(keys)) < len(keys):
        raise ValueError("two events have the same key")
    return tuple(_releases(process, in_order))


def _releases(process: Process, events: Iterable[Event]) -> Iterator[Piece]:
    so_far = SoFar(process)
    for event in events:
        so_far.release = f"{process.ocid}-{event.key}"
        told = telling(event, so_far)
        so_far.tags |= set(told.tags)
        yield {
            "ocid": process.ocid,
            "id": so_far.release,
            "date": moment(event.at),
            "tag": [tag.value for tag in told.tags],
            "initiationType": "tender",
            "language": "en",
            "parties": _parties(process, so_far),
            "buyer": reference(process.buyer),
            **told.sections,
        }
        if _TELL_THE_CONTRACT & set(told.tags):
            so_far.contract_release = so_far.release


def _parties(process: Process, so_far: SoFar) -> list[Piece]:
    """Return both sides; the provider once a release has named it."""
    buyer = party(process.buyer, "buyer", "procuringEntity", "payer")
    if not provider_is_told(sorted(so_far.tags)):
        return [buyer]
    return [buyer, party(process.provider, "supplier", "payee")]
