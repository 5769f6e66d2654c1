"""How Django knows this room."""

from __future__ import annotations

from django.apps import AppConfig


class LogConfig(AppConfig):
    """The log room."""

    name = "tidegate.controlroom.log"
    label = "log"
    default_auto_field = "django.db.models.BigAutoField"
