"""The addresses of transfers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path

from tidegate.controlroom.transfers import (
    board_views,
    message_views,
    offer_urls,
    options_views,
    request_views,
)

if TYPE_CHECKING:
    from django.urls import URLPattern

app_name = "transfers"
_ONE = "requests/<str:reference>/"
urlpatterns: list[URLPattern] = [
    path("", board_views.board, name="board"),
    *offer_urls.urlpatterns,
    path("queue/", board_views.queue, name="queue"),
    path("queue/<str:verb>/", board_views.bulk, name="bulk"),
    path("requests/start/", request_views.start, name="start"),
    path(_ONE, request_views.request_page, name="request"),
    path(f"{_ONE}steps/<str:verb>/", request_views.step, name="step"),
    path(f"{_ONE}options/", options_views.options, name="options"),
    path(f"{_ONE}message/", message_views.message, name="message"),
    path(f"{_ONE}message/write/", message_views.write, name="write"),
    path(f"{_ONE}message/send/", message_views.send, name="send"),
    path(f"{_ONE}message/<str:kind>", message_views.download, name="download"),
]
