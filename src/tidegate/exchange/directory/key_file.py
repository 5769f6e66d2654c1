"""A secret in a file of its own: made once, for its owner only, and never overwritten."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path


def read_or_make(path: Path, make: Callable[[], str]) -> str:
    """Return what stands in a key file, made on first use with what ``make`` returns.

    The file is created for its owner only (0600): of two processes that start together, the second
    reads what the first wrote.
    """
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_once(path, make())
    return path.read_text(encoding="ascii")


def _write_once(path: Path, key: str) -> None:
    """Write a complete file under another name, then link it to its own unless one is there."""
    # A name of its own for each writer, threads of one process too; readable by the owner only.
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    draft = Path(name)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(key)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
