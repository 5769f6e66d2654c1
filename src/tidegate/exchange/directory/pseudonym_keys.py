"""The key of pseudonyms: in a file of its own, so that it can be held apart from the rows.

Losing it means that nobody is recognised any more; showing it means that pseudonyms can be guessed.
It is kept apart from the key that signs sessions, which may be changed at any time.
"""

from __future__ import annotations

import secrets
from pathlib import Path

from tidegate.core.directory.pseudonym import SHORTEST_KEY
from tidegate.exchange.directory.key_file import read_or_make

FILE_NAME = "pseudonym-key"
_OTHERS = 0o077


def pseudonym_key(home: Path) -> bytes:
    """Return the key of pseudonyms in a folder, made on first use.

    Raises:
        PermissionError: others than the owner may read the file.
        ValueError: what stands in the file is not a key of at least ``SHORTEST_KEY`` bytes.
    """
    path = home / FILE_NAME
    written = read_or_make(path, lambda: secrets.token_hex(SHORTEST_KEY))
    if path.stat().st_mode & _OTHERS:
        raise PermissionError(f"{path.name} may be read by others than its owner; it must be 0600")
    try:
        key = bytes.fromhex(written.strip())
    except ValueError:
        key = b""
    if len(key) < SHORTEST_KEY:
        expected = f"at least {2 * SHORTEST_KEY} hexadecimal digits"
        raise ValueError(f"{path.name} does not hold a key: expected {expected}")
    return key
