"""How Django knows this room."""

from __future__ import annotations

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    """The registers room."""

    name = "tidegate.controlroom.registers"
    label = "registers"
    default_auto_field = "django.db.models.BigAutoField"
