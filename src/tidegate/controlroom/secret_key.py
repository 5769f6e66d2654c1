"""The key that signs sessions: given by the deployer, else made once and kept."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING

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
    path = home / FILE_NAME
    if not path.exists():
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_once(path, secrets.token_urlsafe(64))
    return path.read_text(encoding="ascii")


def _write_once(path: Path, key: str) -> None:
    """Write a complete file under another name, then link it to its own unless one is there."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(key)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
