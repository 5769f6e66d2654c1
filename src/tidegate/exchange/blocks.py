"""Cut a stream of text into blocks of whole lines, refusing early what cannot be text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tidegate.exchange.findings import UnusableInput, error

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tidegate.exchange.findings import Finding
    from tidegate.exchange.sources import OpenedText

BLOCK_BYTES = 8 * 2**20
MAX_FILE_BYTES = 512 * 2**20  # a month of the RTT full CSV is about 88 MB
MAX_LINE_BYTES = 4096  # on average over one block; the RTT header, its longest line, has 3,000
MAX_UNFINISHED_BYTES = 2**20  # of a line whose end is not in sight

_UTF8_BOM = b"\xef\xbb\xbf"
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Block:
    """Whole lines of a text file.

    Attributes:
        first_line: number of the first line in the file, as a text editor counts (from 1).
        text: the lines, valid UTF-8 without byte order mark, ending in a line feed.
        lines: how many they are.
    """

    first_line: int
    text: bytes
    lines: int


def read_blocks(opened: OpenedText, *, most: int = MAX_FILE_BYTES) -> Iterator[Block]:
    """Yield the lines of a stream in blocks of about ``BLOCK_BYTES``, holding two at most.

    Lines are never cut, and neither is a quoted field that spans lines.

    Raises:
        UnusableInput: binary content, an encoding other than UTF-8, lines too long to be a
            table's, or more than ``most`` bytes in all.
    """
    line, seen, carried = 1, 0, b""
    while piece := opened.stream.read(BLOCK_BYTES):
        if seen == 0:
            piece = _without_mark(piece, opened.name)
        seen += len(piece)
        if seen > most:
            raise UnusableInput([_too_large(opened.name, most)])
        cut = _last_record_end(carried, piece)
        if cut:
            text = b"".join((carried, memoryview(piece)[:cut]))
            block = _checked(Block(line, text, text.count(b"\n")), opened.name)
            yield block
            line += block.lines
        carried = piece[cut:] if cut else carried + piece
        _refuse_long_line(carried, opened.name, line)
    if carried:
        yield _checked(Block(line, carried + b"\n", carried.count(b"\n") + 1), opened.name)


def _without_mark(piece: bytes, name: str) -> bytes:
    if piece.startswith(_UTF16_BOMS):
        raise UnusableInput([error("WRONG_ENCODING", name, "UTF-8 text; this is UTF-16", row=1)])
    return piece.removeprefix(_UTF8_BOM)


def _last_record_end(carried: bytes, piece: bytes) -> int:
    """Return where the last whole record of a piece ends, not inside a quoted cell; 0 if none."""
    cut = piece.rfind(b"\n") + 1
    open_quotes = carried.count(b'"') + piece.count(b'"', 0, cut)
    while cut and open_quotes % 2:
        before = piece.rfind(b"\n", 0, cut - 1) + 1
        open_quotes -= piece.count(b'"', before, cut)
        cut = before
    return cut


def _refuse_long_line(carried: bytes, name: str, line: int) -> None:
    if len(carried) > MAX_UNFINISHED_BYTES:
        raise UnusableInput([_long_lines(name, line)])


def _long_lines(name: str, line: int) -> Finding:
    expected = f"lines of at most {MAX_LINE_BYTES:,} bytes on average"
    return error("LINES_TOO_LONG", name, expected, row=line)


def _too_large(name: str, most: int) -> Finding:
    return error("FILE_TOO_LARGE", name, f"at most {most // 2**20:,} MB unpacked")


def _checked(block: Block, name: str) -> Block:
    if len(block.text) > MAX_UNFINISHED_BYTES and len(block.text) > MAX_LINE_BYTES * block.lines:
        raise UnusableInput([_long_lines(name, block.first_line)])
    if b"\0" in block.text:
        place = block.text.index(b"\0")
        row = block.first_line + block.text.count(b"\n", 0, place)
        raise UnusableInput([error("NOT_TEXT", name, "UTF-8 text; this is binary", row=row)])
    if not block.text.isascii():
        try:
            block.text.decode("utf-8")
        except UnicodeDecodeError as problem:
            row = block.first_line + block.text.count(b"\n", 0, problem.start)
            value = f"byte 0x{block.text[problem.start]:02X}"
            expected = "UTF-8 text; save the file as UTF-8"
            raise UnusableInput(
                [error("WRONG_ENCODING", name, expected, row=row, value=value)]
            ) from problem
    return block
