"""How Django knows this room."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The accounts room."""

    name = "tidegate.controlroom.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen for lockouts, so that the record has them."""
        from tidegate.controlroom.accounts import lockout  # noqa: PLC0415 - needs loaded models

        lockout.listen()
