"""How Django knows this room."""

from __future__ import annotations

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """The directory room."""

    name = "tidegate.controlroom.directory"
    label = "directory"
    default_auto_field = "django.db.models.BigAutoField"
