"""The addresses of the directory, under ``organisations/``."""

from __future__ import annotations

from django.urls import path

from tidegate.controlroom.directory import people_views, token_views, views

app_name = "directory"
urlpatterns = [
    path("", views.organisations, name="organisations"),
    path("<str:code>/", views.organisation, name="organisation"),
    path("<str:code>/people/", people_views.people, name="people"),
    path("<str:code>/people/<int:number>/withdraw/", people_views.withdraw, name="withdraw"),
    path("<str:code>/people/<int:number>/link/", people_views.link, name="link"),
    path("<str:code>/tokens/", token_views.tokens, name="tokens"),
    path(
        "<str:code>/tokens/<int:number>/withdraw/",
        token_views.withdraw_one,
        name="withdraw_token",
    ),
]
