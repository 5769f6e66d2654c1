"""How Django knows this room."""

from __future__ import annotations

from django.apps import AppConfig


class WaitingConfig(AppConfig):
    """The waiting room."""

    name = "tidegate.controlroom.waiting"
    label = "waiting"
    default_auto_field = "django.db.models.BigAutoField"
