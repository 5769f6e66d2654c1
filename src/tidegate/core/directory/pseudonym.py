"""Keyed pseudonyms: the same person is recognised within one purpose and across none.

HMAC-SHA-256 over purpose, kind and identifier (spec: transfers 4.4). Without the key a pseudonym
can be neither undone nor guessed; with it, only guessed number by number, so the key is held apart
from the rows (``exchange.directory.pseudonym_keys``).
"""

from __future__ import annotations

import hashlib
import hmac
from enum import StrEnum

from tidegate.core.directory.nhs_number import plain_nhs_number

SHORTEST_KEY = 32  # bytes, as many as the hash has


class Purpose(StrEnum):
    """What a pseudonym is for: two purposes cannot be joined."""

    TRANSFERS = "transfers"  # one live request per person
    ANALYSIS = "analysis"  # figures, plans and simulations
    RECALL = "recall"


def pseudonym_of_number(nhs_number: str, *, key: bytes, purpose: Purpose) -> str:
    """Return a person's pseudonym by NHS number, however the number was spaced.

    Returns:
        64 hexadecimal digits.

    Raises:
        ValueError: no number at all, or a key shorter than ``SHORTEST_KEY`` bytes.
    """
    return _pseudonym(("nhs-number", plain_nhs_number(nhs_number)), key, purpose)


def pseudonym_of_pathway(holder: str, pathway_id: str, *, key: bytes, purpose: Purpose) -> str:
    """Return a person's pseudonym by holder and pathway, where the NHS number is not known.

    Returns:
        64 hexadecimal digits; never equal to one by NHS number.

    Raises:
        ValueError: no pathway identifier, or a key shorter than ``SHORTEST_KEY`` bytes.
    """
    return _pseudonym(("pathway", holder, pathway_id), key, purpose)


def _pseudonym(parts: tuple[str, ...], key: bytes, purpose: Purpose) -> str:
    if len(key) < SHORTEST_KEY:
        raise ValueError(f"a pseudonym key has at least {SHORTEST_KEY} bytes, not {len(key)}")
    if not parts[-1]:
        raise ValueError("nobody can be told apart by an empty identifier")
    # Each part is preceded by its length, so that no two lists of parts read the same.
    coded = [part.encode() for part in (purpose.value, *parts)]
    text = b"".join(len(part).to_bytes(4, "big") + part for part in coded)
    return hmac.new(key, text, hashlib.sha256).hexdigest()
