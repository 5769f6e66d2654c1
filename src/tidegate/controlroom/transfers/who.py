"""Who a patient is to this purpose, by a keyed pseudonym; the number itself is kept nowhere."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from tidegate.core.directory.pseudonym import Purpose, pseudonym_of_number, pseudonym_of_pathway
from tidegate.exchange.directory.pseudonym_keys import pseudonym_key


def known_by_number(nhs_number: str) -> str:
    """Return the pseudonym of a patient whose NHS number is known."""
    return pseudonym_of_number(nhs_number, key=_key(), purpose=Purpose.TRANSFERS)


def known_by_pathway(holder: str, pathway_id: str) -> str:
    """Return the pseudonym of a patient of whom only the pathway is known."""
    return pseudonym_of_pathway(holder, pathway_id, key=_key(), purpose=Purpose.TRANSFERS)


def _key() -> bytes:
    return pseudonym_key(Path(settings.TIDEGATE_HOME))
