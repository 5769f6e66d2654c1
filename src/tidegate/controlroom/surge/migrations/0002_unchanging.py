"""Let the database refuse to rewrite evidence, pledges, reports and reviews."""

from django.db import migrations

from tidegate.controlroom.log import append_only
from tidegate.controlroom.surge.unchanging import REFUSALS


def install(_apps, schema_editor):
    append_only.install(schema_editor.connection, REFUSALS)


def remove(_apps, schema_editor):
    append_only.remove(schema_editor.connection, REFUSALS)


class Migration(migrations.Migration):
    dependencies = [("surge", "0001_initial")]

    operations = [migrations.RunPython(install, remove)]
