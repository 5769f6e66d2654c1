"""How Django knows this room."""

from __future__ import annotations

from django.apps import AppConfig


class PressureConfig(AppConfig):
    """The pressure room."""

    name = "tidegate.controlroom.pressure"
    label = "pressure"
    default_auto_field = "django.db.models.BigAutoField"
