"""Tells Django of the interface."""

from __future__ import annotations

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The interface for providers' systems, which is no room: it shows what the rooms hold."""

    name = "tidegate.controlroom.api"
    label = "api"
    verbose_name = "Interface"
