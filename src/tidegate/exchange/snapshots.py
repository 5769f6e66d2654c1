"""The store of snapshots: frames kept as Parquet files that are named by their own content."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO

import polars as pl

from tidegate.exchange.findings import UnusableInput, error

ROWS_IN_A_GROUP = 131_072
LEFT_BEHIND_AFTER = timedelta(days=1)
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class StoredFrame:
    """A frame in the store: SHA-256 of its file (hex), where the file is, and its rows."""

    sha256: str
    path: Path
    rows: int


class Store:
    """Snapshots under ``<home>/snapshots/<first two of the hash>/<hash>.parquet``.

    A file is complete or absent: it is written under another name, flushed to the disk and then
    renamed. An interrupted write leaves a file in ``.incoming``, which ``sweep`` removes.
    """

    def __init__(self, home: Path) -> None:
        self.folder = home / "snapshots"
        self._incoming = self.folder / ".incoming"

    def put(self, frame: pl.DataFrame) -> StoredFrame:
        """Keep a frame; an equal frame that is kept already stays the one file that it is."""
        self._incoming.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(suffix=".parquet", dir=self._incoming)
        written = Path(name)
        try:
            with os.fdopen(handle, "w+b") as file:
                # One chunk and fixed groups: equal frames give equal bytes, however they were made.
                frame.rechunk().write_parquet(file, row_group_size=ROWS_IN_A_GROUP)
                file.flush()
                os.fsync(file.fileno())
                file.seek(0)
                sha256 = _digest(file)
            path = self.path(sha256)
            path.parent.mkdir(exist_ok=True)
            written.replace(path)
            _flush_folder(path.parent)
        finally:
            written.unlink(missing_ok=True)
        return StoredFrame(sha256, path, frame.height)

    def path(self, sha256: str) -> Path:
        """Return where the file with this hash is, or would be."""
        if not _SHA256.fullmatch(sha256):
            raise ValueError(f"not the hash of a snapshot: {sha256!r}")
        return self.folder / sha256[:2] / f"{sha256}.parquet"

    def check(self, sha256: str) -> Path:
        """Return the file with this hash once its content has been compared with it.

        Raises:
            UnusableInput: when the file is missing or its content is not what was stored.
        """
        path = self.path(sha256)
        try:
            with path.open("rb") as file:
                found = _digest(file)
        except FileNotFoundError:
            expected = "the snapshot file to be where it was stored"
            raise UnusableInput([error("SNAPSHOT_MISSING", str(path), expected)]) from None
        if found != sha256:
            expected = f"content with the SHA-256 {sha256}, as it was stored"
            raise UnusableInput([error("SNAPSHOT_ALTERED", str(path), expected, value=found)])
        return path

    def read(self, sha256: str, columns: list[str] | None = None) -> pl.DataFrame:
        """Read a kept frame back, or some of its columns, after checking its content."""
        return pl.read_parquet(self.check(sha256), columns=columns)

    def sweep(self, now: datetime) -> int:
        """Remove what interrupted writes left behind more than a day ago; return how many files."""
        swept = 0
        for path in self._incoming.glob("*.parquet"):
            with suppress(FileNotFoundError):  # another process may be sweeping too
                age = now.timestamp() - path.stat().st_mtime
                if age > LEFT_BEHIND_AFTER.total_seconds():
                    path.unlink()
                    swept += 1
        return swept


def _digest(file: IO[bytes]) -> str:
    return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type] # a binary file


def _flush_folder(folder: Path) -> None:
    """Make a rename last through a power cut, where the system can."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
