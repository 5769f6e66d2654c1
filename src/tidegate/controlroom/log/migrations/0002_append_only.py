"""Let the database refuse to change, remove or skip a line of the record."""

from django.db import migrations

from tidegate.controlroom.log import append_only


def install(_apps, schema_editor):
    append_only.install(schema_editor.connection)


def remove(_apps, schema_editor):
    append_only.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("log", "0001_initial")]

    operations = [migrations.RunPython(install, remove)]
