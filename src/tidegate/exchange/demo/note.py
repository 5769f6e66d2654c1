"""What a folder says about the demo in it: from which seed, how large, and whether it is whole."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

from tidegate.exchange.findings import UnusableInput, error

# What a demo leaves in its home besides the signing key, which any next one may use.
_LEFT = ("tidegate.sqlite3", "tidegate.sqlite3-wal", "tidegate.sqlite3-shm", ".migrating")
_LEFT_FOLDERS = ("snapshots", "plans", "static", "demo")
_DATABASE = _LEFT[0]


@dataclass(frozen=True, slots=True)
class DemoNote:
    """What the demo in a folder was made from.

    Attributes:
        seed: from which every draw followed.
        people: pathways on the list.
        as_of: the day that its waiting list describes.
        finished: whether it was made to the end; an unfinished one is continued.
    """

    seed: int
    people: int
    as_of: date
    finished: bool = False

    def write(self, home: Path) -> None:
        """Leave the note in a demo's home, whole or not at all."""
        path = _path(home)
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(".partial")
        partial.write_text(json.dumps(asdict(self), default=str, indent=1) + "\n", encoding="utf-8")
        partial.replace(path)

    def done(self) -> DemoNote:
        """Return the note of the same demo, finished."""
        return replace(self, finished=True)


def read_note(home: Path) -> DemoNote | None:
    """Return the note in a demo's home; None where there is no demo.

    Raises:
        UnusableInput: the note cannot be read.
    """
    try:
        facts = json.loads(_path(home).read_text(encoding="utf-8"))
        return DemoNote(
            seed=int(facts["seed"]),
            people=int(facts["people"]),
            as_of=date.fromisoformat(facts["as_of"]),
            finished=bool(facts["finished"]),
        )
    except FileNotFoundError:
        return None
    except NotADirectoryError as damage:
        raise UnusableInput([error("NOT_A_FOLDER", str(home), "a folder to live in")]) from damage
    except (ValueError, KeyError, TypeError) as damage:
        expected = "the note of a demo; start over with --fresh"
        raise UnusableInput([error("DAMAGED_DEMO", str(_path(home)), expected)]) from damage


def holds_demo(home: Path) -> bool:
    """Tell whether a demo lives in a home, finished or not."""
    return _path(home).is_file()


def refuse_if_in_use(home: Path) -> None:
    """Raise ``UnusableInput`` where a control room lives that is no demo."""
    if not holds_demo(home) and (home / _DATABASE).exists():
        expected = "a folder of its own for the demo: this one holds a control room that is none"
        raise UnusableInput([error("HOME_IN_USE", str(home), expected)])


def clear(home: Path) -> None:
    """Remove a demo, and nothing else, from its home.

    Raises:
        UnusableInput: a control room lives there that is no demo.
    """
    refuse_if_in_use(home)
    for name in _LEFT:
        (home / name).unlink(missing_ok=True)
    for name in _LEFT_FOLDERS:  # the note lies in the last one: it goes when all else is gone
        shutil.rmtree(home / name, ignore_errors=True)


def _path(home: Path) -> Path:
    return home / "demo" / "demo.json"
