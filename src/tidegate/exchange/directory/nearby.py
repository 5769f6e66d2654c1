"""Find the reference files that lie near a file, so that nobody has to list them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.exchange.directory.readers import OF_PLACES
from tidegate.exchange.findings import UnusableInput
from tidegate.exchange.kinds import Kind
from tidegate.exchange.recognise import recognise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

REFERENCE_KINDS = frozenset({*OF_PLACES, Kind.AREA_BOUNDARIES})
# A folder with more files than this is no collection of reference files; it is left alone.
MOST_FILES = 500


def reference_files_near(paths: Iterable[Path]) -> list[Path]:
    """Return the reference files in the folders of these files, and in the folders beside those.

    Only files directly in a folder are looked at, and only their beginnings; hidden folders,
    very full ones, and files that are something else or damaged are passed over in silence.
    """
    folders = sorted({path.resolve().parent for path in paths})
    beside = {
        folder
        for own in folders
        for folder in _children(own.parent)
        if folder.is_dir() and not folder.name.startswith(".")
    }
    return [
        file
        for folder in sorted({*folders, *beside})
        for file in _children(folder)
        if file.is_file() and _is_reference(file)
    ]


def _children(folder: Path) -> Iterator[Path]:
    try:
        found = sorted(folder.iterdir())
    except OSError:
        return
    if len(found) <= MOST_FILES:
        yield from found


def _is_reference(file: Path) -> bool:
    try:
        return recognise(file).kind in REFERENCE_KINDS
    except (UnusableInput, OSError):
        return False
