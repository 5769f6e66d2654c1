"""Open the control room's database for a verb of the command line."""

from __future__ import annotations

import os
from pathlib import Path

import django
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tidegate.exchange.findings import Finding, UnusableInput, error

SETTINGS = "tidegate.controlroom.settings"


def open_database(*, make: bool = True) -> None:
    """Start Django and bring the tables up to date.

    Args:
        make: make a database that is not there yet; verbs that only look pass False.

    Raises:
        UnusableInput: there is no database, and none was to be made.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    django.setup()
    place = connection.settings_dict["NAME"]
    if not make and connection.vendor == "sqlite" and not Path(place).is_file():
        raise UnusableInput([_no_database(str(place))])
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        if not make and not executor.loader.applied_migrations:
            raise UnusableInput([_no_database(str(place))])
        call_command("migrate", verbosity=0, interactive=False)
        if connection.vendor == "sqlite":
            Path(place).chmod(0o600)  # for its owner only, as the snapshots are


def _no_database(place: str) -> Finding:
    expected = "a database; run `tidegate load` or `tidegate demo`, or set TIDEGATE_HOME"
    return error("NO_DATABASE", place, expected)
