"""The addresses of selections, beneath those of contracts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path

from tidegate.controlroom.contracts import (
    selection_duties_views,
    selection_route_views,
    selection_views,
)

if TYPE_CHECKING:
    from django.urls import URLPattern

_OF = "<str:reference>/selection/"
urlpatterns: list[URLPattern] = [
    path("duties/", selection_duties_views.this_year, name="duties"),
    path("duties/<int:year>/", selection_duties_views.of_year, name="duties_of_year"),
    path(_OF, selection_views.selection, name="selection"),
    path(f"{_OF}open/", selection_views.open_one, name="open_selection"),
    path(f"{_OF}questions/", selection_route_views.questions, name="selection_questions"),
    path(f"{_OF}route/", selection_route_views.route, name="choose_route"),
    path(f"{_OF}notice/", selection_views.publish, name="publish_notice"),
    path(f"{_OF}representation/", selection_views.represent, name="receive_representation"),
    path(
        f"{_OF}representation/<int:number>/",
        selection_views.answer,
        name="answer_representation",
    ),
    path(f"{_OF}award/", selection_views.award, name="award_contract"),
    path(f"{_OF}abandon/", selection_views.abandon, name="abandon_selection"),
    path(f"{_OF}change/", selection_route_views.weigh, name="weigh_change"),
]
