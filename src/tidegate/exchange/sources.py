"""Where an input's bytes come from: a plain file or the one member of a zip, always streamed."""

from __future__ import annotations

import hashlib
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Protocol

from tidegate.exchange.findings import UnusableInput, error

if TYPE_CHECKING:
    from pathlib import Path

# Documents that travel beside the data in the same archive: the description of an ODS file.
_COMPANIONS = (".pdf", ".docx", ".txt")
_HTML = re.compile(rb"\s*<(!doctype html|html|head|body)", re.IGNORECASE)
_UTF8_MARK = b"\xef\xbb\xbf"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_ZIP_MARKS = (b"PK\x03\x04", b"PK\x05\x06")
# What the standard library raises when an archive contradicts itself.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)


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


def refuse_unless_text(head: bytes, name: str) -> None:
    """Raise ``UnusableInput`` where a file that should be text begins as something else does."""
    if head.startswith(_UTF16_MARKS):
        raise UnusableInput([error("WRONG_ENCODING", name, "UTF-8 text; this is UTF-16", row=1)])
    if _HTML.match(head.removeprefix(_UTF8_MARK)):
        expected = "data; this is a web page, perhaps an error page that was saved"
        raise UnusableInput([error("HTML_PAGE", name, expected, row=1)])
    if b"\0" in head:
        row = head.count(b"\n", 0, head.index(b"\0")) + 1
        raise UnusableInput([error("NOT_TEXT", name, "UTF-8 text; this is binary", row=row)])
    if b"\r" in head.rstrip(b"\r") and b"\n" not in head:
        expected = "lines that end in a line feed; save the file again as CSV, UTF-8"
        raise UnusableInput([error("WRONG_LINE_ENDS", name, expected, row=1)])


def describe_source(path: Path, kind: str, member: str | None = None) -> Source:
    """Fingerprint a file on disk."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    name = path.name if member is None else f"{path.name} › {member}"
    return Source(name, digest, path.stat().st_size, kind)


class ByteStream(Protocol):
    """Anything that gives its next bytes."""

    def read(self, size: int = -1, /) -> bytes:
        """Return up to ``size`` bytes; none at the end."""


@dataclass(frozen=True, slots=True)
class OpenedText:
    """A stream of text bytes, and the names by which findings call it."""

    name: str
    member: str | None
    stream: ByteStream


@contextmanager
def open_text(path: Path) -> Iterator[OpenedText]:
    """Open a text file, or the single data member of a zip without unpacking it to disk.

    Raises:
        UnusableInput: no such file, a folder, an empty file, a damaged or ambiguous archive; and
            damage that shows itself only while the member is being read.
    """
    refuse_unless_file(path)
    if not is_archive(path):
        with path.open("rb") as stream:
            yield OpenedText(path.name, None, stream)
        return
    with open_archive(path) as archive:
        member = _data_member(archive, path.name)
        with _refusing_damage(path.name):
            inflated = archive.open(member)
        with inflated:
            yield OpenedText(f"{path.name} › {member}", member, _Member(inflated, path.name))


def is_archive(path: Path) -> bool:
    """Tell whether a file begins as a zip does."""
    with path.open("rb") as stream:
        return stream.read(4) in _ZIP_MARKS


@contextmanager
def open_archive(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open a zip.

    Raises:
        UnusableInput: it is damaged.
    """
    with _refusing_damage(path.name):
        archive = zipfile.ZipFile(path)
    with archive:
        yield archive


class _Member:
    """The bytes of an archive's member; damage found on the way is said as a finding."""

    def __init__(self, inflated: IO[bytes], name: str) -> None:
        self._inflated = inflated
        self._name = name

    def read(self, size: int = -1, /) -> bytes:
        with _refusing_damage(self._name):
            return self._inflated.read(size)


@contextmanager
def _refusing_damage(name: str) -> Iterator[None]:
    try:
        yield
    except _BROKEN as damage:
        expected = "a complete zip archive or workbook; download the file again"
        raise UnusableInput([error("BROKEN_ARCHIVE", name, expected)]) from damage


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
