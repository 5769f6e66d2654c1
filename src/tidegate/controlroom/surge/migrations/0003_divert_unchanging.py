"""Let the database refuse to rewrite counts of diverts and levels of incidents."""

from django.db import migrations

from tidegate.controlroom.log import append_only
from tidegate.controlroom.surge.divert_unchanging import DIVERT_REFUSALS


def install(_apps, schema_editor):
    append_only.install(schema_editor.connection, DIVERT_REFUSALS)


def remove(_apps, schema_editor):
    append_only.remove(schema_editor.connection, DIVERT_REFUSALS)


class Migration(migrations.Migration):
    dependencies = [("surge", "0002_unchanging")]

    operations = [migrations.RunPython(install, remove)]
