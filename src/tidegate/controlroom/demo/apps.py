"""How Django knows this room."""

from __future__ import annotations

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The demo room."""

    name = "tidegate.controlroom.demo"
    label = "demo"
    default_auto_field = "django.db.models.BigAutoField"
