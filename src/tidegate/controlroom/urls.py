"""The address of every room."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("tidegate.controlroom.board.urls")),
    path("account/", include("tidegate.controlroom.accounts.urls")),
    path("organisations/", include("tidegate.controlroom.directory.urls")),
    path("waiting/", include("tidegate.controlroom.waiting.urls")),
    path("plans/", include("tidegate.controlroom.matching.urls")),
    path("transfers/", include("tidegate.controlroom.transfers.urls")),
    path("pressure/", include("tidegate.controlroom.pressure.urls")),
    path("contracts/", include("tidegate.controlroom.contracts.urls")),
    path("registers/", include("tidegate.controlroom.registers.urls")),
    path("surge/", include("tidegate.controlroom.surge.urls")),
    path("api/v1/", include("tidegate.controlroom.api.urls")),
    path("record/", include("tidegate.controlroom.log.urls")),
]
handler400 = "tidegate.controlroom.error_pages.bad_request"
handler403 = "tidegate.controlroom.error_pages.not_allowed"
handler404 = "tidegate.controlroom.error_pages.not_found"
handler500 = "tidegate.controlroom.error_pages.our_fault"
