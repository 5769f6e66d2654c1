"""Let the database refuse to change or remove forecasts and their scores."""

from django.db import migrations

from tidegate.controlroom.log import append_only
from tidegate.controlroom.pressure.forecast_unchanging import REFUSALS


def install(_apps, schema_editor):
    append_only.install(schema_editor.connection, REFUSALS)


def remove(_apps, schema_editor):
    append_only.remove(schema_editor.connection, REFUSALS)


class Migration(migrations.Migration):
    dependencies = [("pressure", "0003_forecasts")]

    operations = [migrations.RunPython(install, remove)]
