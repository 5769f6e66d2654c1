"""How Django knows this room."""

from __future__ import annotations

from django.apps import AppConfig


class SurgeConfig(AppConfig):
    """The surge room."""

    name = "tidegate.controlroom.surge"
    label = "surge"
    default_auto_field = "django.db.models.BigAutoField"
