"""The key that signs sessions: given by the deployer, else made once and kept."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING

from tidegate.exchange.directory.key_file import read_or_make

if TYPE_CHECKING:
    from pathlib import Path

FILE_NAME = "secret-key"


def secret_key(home: Path) -> str:
    """Return the key from ``TIDEGATE_SECRET_KEY``, else the one in ``home``, made on first use.

    The file is created for its owner only (0600) and never overwritten: of two processes that
    start together, the second reads what the first wrote.
    """
    given = os.environ.get("TIDEGATE_SECRET_KEY")
    if given:
        return given
    return read_or_make(home / FILE_NAME, lambda: secrets.token_urlsafe(64))
