"""How Django knows this room."""

from __future__ import annotations

from django.apps import AppConfig


class MatchingConfig(AppConfig):
    """The matching room."""

    name = "tidegate.controlroom.matching"
    label = "matching"
    default_auto_field = "django.db.models.BigAutoField"
