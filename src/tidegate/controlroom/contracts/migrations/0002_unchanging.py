"""Let the database refuse to rewrite terms, signatures, switches and returns of use."""

from django.db import migrations

from tidegate.controlroom.contracts.unchanging import REFUSALS
from tidegate.controlroom.log import append_only


def install(_apps, schema_editor):
    append_only.install(schema_editor.connection, REFUSALS)


def remove(_apps, schema_editor):
    append_only.remove(schema_editor.connection, REFUSALS)


class Migration(migrations.Migration):
    dependencies = [("contracts", "0001_initial")]

    operations = [migrations.RunPython(install, remove)]
