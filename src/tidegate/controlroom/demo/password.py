"""The one password of a demo's accounts: made once for each demo, readable by its owner only."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

_GROUPS, _LETTERS = 4, "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike


def demo_password(home: Path) -> str:
    """Return the password of the demo in this home, making one on first use.

    No two demos share a password, so one that is reachable from elsewhere is not open to everyone
    who has read the manual.
    """
    path = home / "demo" / "password"
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        kept = path.read_text(encoding="ascii").strip()
        if kept:
            return kept
        path.unlink()  # interrupted between making the file and writing it
        return demo_password(home)
    made = "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(_GROUPS))
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(made + "\n")
    return made


def keep_token(home: Path, secret: str) -> None:
    """Keep the secret of the demo's token beside its password, readable by its owner only."""
    path = home / "demo" / "token"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)  # of a token whose issue was interrupted
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secret + "\n")
