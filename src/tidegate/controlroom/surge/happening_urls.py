"""The addresses of closures, diverts, incidents, risk summits and action cards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path

from tidegate.controlroom.surge import closure_views, happening_views, incident_views

if TYPE_CHECKING:
    from django.urls import URLPattern

urlpatterns: list[URLPattern] = [
    path("closures/", closure_views.closures, name="closures"),
    path("closures/close/", closure_views.close, name="close"),
    path("closures/<str:reference>/", closure_views.closure, name="closure"),
    path("incidents/", incident_views.incidents, name="incidents"),
    path("incidents/declare/", incident_views.declare, name="declare"),
    path("incidents/<str:reference>/", incident_views.incident, name="incident"),
    path("summits/", incident_views.summits, name="summits"),
    path("summits/call/", incident_views.call, name="call"),
    path("summits/<str:reference>/", incident_views.summit, name="summit"),
    path("cards/", incident_views.cards, name="cards"),
    path("cards/send/", incident_views.send, name="send_card"),
    path("cards/<str:reference>/", incident_views.card, name="card"),
    path(
        "steps/<slug:noun>/<str:reference>/<slug:verb>/",
        happening_views.happening,
        name="happening",
    ),
    path(
        "steps/<slug:noun>/<str:reference>/<slug:verb>/<int:number>/",
        happening_views.happening,
        name="happening_on",
    ),
]
