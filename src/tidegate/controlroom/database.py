"""Open the control room's database for a verb of the command line."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import django
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from tidegate.exchange.findings import Finding, UnusableInput, error

if TYPE_CHECKING:
    from collections.abc import Iterator

try:
    import fcntl
except ImportError:  # Windows has no such lock; there, start one verb first
    fcntl = None  # type: ignore[assignment]

SETTINGS = "tidegate.controlroom.settings"


def open_database(*, make: bool = True) -> None:
    """Start Django and bring the tables up to date.

    Args:
        make: make a database that is not there yet; verbs that only look pass False.

    Raises:
        UnusableInput: there is no database, and none was to be made; or none can be.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    try:
        django.setup()
    except (OSError, ValueError) as trouble:  # what the settings' two places may be
        raise UnusableInput([_unusable_place(trouble)]) from trouble
    place = connection.settings_dict["NAME"]
    if not make and connection.vendor == "sqlite" and not Path(place).is_file():
        raise UnusableInput([_no_database(str(place))])
    try:
        if connection.vendor == "sqlite" and not Path(place).exists():
            _make_private(Path(place))
        connection.ensure_connection()
    except (DatabaseError, OSError) as trouble:
        expected = f"a database that opens; it says: {trouble}"
        raise UnusableInput([error("BAD_DATABASE", str(place), expected)]) from trouble
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        if not make and not executor.loader.applied_migrations:
            raise UnusableInput([_no_database(str(place))])
        with _one_at_a_time():
            call_command("migrate", verbosity=0, interactive=False)


def _make_private(place: Path) -> None:
    """Make the file, empty, for its owner only: SQLite gives its log beside it the same mode."""
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    place.touch(mode=0o600)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Let the second of two verbs that find a new database wait until the first has made it."""
    if fcntl is None:
        yield
        return
    with (Path(settings.TIDEGATE_HOME) / ".migrating").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _unusable_place(trouble: Exception) -> Finding:
    if isinstance(trouble, OSError):
        expected = f"a folder that can be written; it says: {trouble.strerror}"
        return error("BAD_HOME", "TIDEGATE_HOME", expected, value=str(trouble.filename))
    return error("BAD_DATABASE", "DATABASE_URL", f"the address of a database; {trouble}")


def _no_database(place: str) -> Finding:
    expected = "a database; run `tidegate load` or `tidegate demo`, or set TIDEGATE_HOME"
    return error("NO_DATABASE", place, expected)
