"""Open the control room's database for a verb of the command line."""

from __future__ import annotations

import os

import django
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

SETTINGS = "tidegate.controlroom.settings"


def open_database() -> None:
    """Start Django and bring the tables up to date; a database that is not there yet is made."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    django.setup()
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)
