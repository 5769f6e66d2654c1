"""How Django knows this room."""

from __future__ import annotations

from django.apps import AppConfig


class BoardConfig(AppConfig):
    """The board room."""

    name = "tidegate.controlroom.board"
    label = "board"
    default_auto_field = "django.db.models.BigAutoField"
