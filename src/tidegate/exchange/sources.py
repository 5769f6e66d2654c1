"""Where an input's bytes come from: a plain file or the one member of a zip, always streamed."""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from tidegate.exchange.findings import Finding, UnusableInput, error

if TYPE_CHECKING:
    from pathlib import Path

# Documents that travel beside the data in the same archive: the description of an ODS file.
_COMPANIONS = (".pdf", ".docx", ".txt")
_ZIP_MARKS = (b"PK\x03\x04", b"PK\x05\x06")
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)


@dataclass(frozen=True, slots=True)
class Source:
    """The named, fingerprinted origin of figures, kept with everything computed from them.

    Attributes:
        name: name of the file, with its member when it is an archive (``a.zip › b.csv``).
        sha256: fingerprint of the file as it lies on disk, hexadecimal.
        bytes: size of the file as it lies on disk.
        kind: what the file is, such as ``rtt-full-csv``.
    """

    name: str
    sha256: str
    bytes: int
    kind: str


def refuse_unless_file(path: Path) -> None:
    """Raise ``UnusableInput`` unless the path is a file with something in it."""
    if path.is_dir():
        raise UnusableInput([error("NOT_A_FILE", path.name, "a file; this is a folder")])
    if not path.is_file():
        raise UnusableInput([error("MISSING_FILE", str(path), "a file that exists")])
    if path.stat().st_size == 0:
        raise UnusableInput([error("EMPTY_FILE", path.name, "a file with something in it")])


def describe_source(path: Path, kind: str, member: str | None = None) -> Source:
    """Fingerprint a file on disk."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    name = path.name if member is None else f"{path.name} › {member}"
    return Source(name, digest, path.stat().st_size, kind)


@dataclass(frozen=True, slots=True)
class OpenedText:
    """A stream of text bytes, and the names by which findings call it."""

    name: str
    member: str | None
    stream: IO[bytes]


@contextmanager
def open_text(path: Path) -> Iterator[OpenedText]:
    """Open a text file, or the single data member of a zip without unpacking it to disk.

    Raises:
        UnusableInput: no such file, a folder, an empty file, a damaged or ambiguous archive; and
            damage that shows itself only while the member is being read.
    """
    refuse_unless_file(path)
    with path.open("rb") as stream:
        is_archive = stream.read(4) in _ZIP_MARKS
        stream.seek(0)
        if not is_archive:
            yield OpenedText(path.name, None, stream)
            return
    try:
        with zipfile.ZipFile(path) as archive:
            member = _data_member(archive, path.name)
            with archive.open(member) as stream:
                yield OpenedText(f"{path.name} › {member}", member, stream)
    except _BROKEN as damage:
        raise UnusableInput([_broken(path.name)]) from damage


def _broken(name: str) -> Finding:
    return error("BROKEN_ARCHIVE", name, "a complete zip archive; download the file again")


def _data_member(archive: zipfile.ZipFile, name: str) -> str:
    members = [
        member.filename
        for member in archive.infolist()
        if not member.is_dir() and not member.filename.startswith("__MACOSX/")
    ]
    data = [member for member in members if not member.lower().endswith(_COMPANIONS)]
    if len(data) == 1:
        return data[0]
    raise UnusableInput(
        [
            error(
                "SEVERAL_MEMBERS" if data else "EMPTY_ARCHIVE",
                name,
                "an archive that holds exactly one data file",
                value=", ".join(data[:3]) or None,
                count=max(len(data), 1),
            )
        ]
    )
