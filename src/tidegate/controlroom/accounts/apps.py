"""How Django knows this room."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The accounts room."""

    name = "tidegate.controlroom.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
