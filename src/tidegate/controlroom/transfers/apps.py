"""How Django knows this room."""

from __future__ import annotations

from django.apps import AppConfig


class TransfersConfig(AppConfig):
    """The transfers room."""

    name = "tidegate.controlroom.transfers"
    label = "transfers"
    default_auto_field = "django.db.models.BigAutoField"
