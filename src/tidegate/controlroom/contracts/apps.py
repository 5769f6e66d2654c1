"""How Django knows this room."""

from __future__ import annotations

from django.apps import AppConfig


class ContractsConfig(AppConfig):
    """The contracts room."""

    name = "tidegate.controlroom.contracts"
    label = "contracts"
    default_auto_field = "django.db.models.BigAutoField"
