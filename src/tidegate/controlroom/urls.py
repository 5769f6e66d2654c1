"""The address of every room."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

ADDRESSES = {
    "": "board",
    "account/": "accounts",
    "organisations/": "directory",
    "waiting/": "waiting",
    "plans/": "matching",
    "record/": "log",
}

urlpatterns: list[URLPattern | URLResolver] = [
    path(address, include(f"tidegate.controlroom.{room}.urls"))
    for address, room in ADDRESSES.items()
    if find_spec(f"tidegate.controlroom.{room}.urls")
]
handler400 = "tidegate.controlroom.error_pages.bad_request"
handler403 = "tidegate.controlroom.error_pages.not_allowed"
handler404 = "tidegate.controlroom.error_pages.not_found"
handler500 = "tidegate.controlroom.error_pages.our_fault"
