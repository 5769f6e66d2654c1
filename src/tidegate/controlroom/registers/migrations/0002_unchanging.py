"""Let the database refuse to rewrite what stands in a register."""

from django.db import migrations

from tidegate.controlroom.log import append_only
from tidegate.controlroom.registers.unchanging import REFUSALS


def install(_apps, schema_editor):
    append_only.install(schema_editor.connection, REFUSALS)


def remove(_apps, schema_editor):
    append_only.remove(schema_editor.connection, REFUSALS)


class Migration(migrations.Migration):
    dependencies = [("registers", "0001_initial")]

    operations = [migrations.RunPython(install, remove)]
